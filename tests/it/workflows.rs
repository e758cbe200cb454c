//! What runs on GitHub: the workflows of this repository, the one that users are given, the action, and
//! what a release carries. Their syntax is checked by `.ci/lint-workflows`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use depeche::scaffold::PAGES_WORKFLOW;
use regex::Regex;
use serde_yaml::Value;
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// Every workflow, with its name.
fn workflows() -> Vec<(String, String)> {
    let folder = fs::read_dir(root().join(".github/workflows")).expect("the workflows");
    let names = folder.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let mut found: Vec<(String, String)> = names
        .map(|name| {
            let path = format!(".github/workflows/{name}");
            let text = read(&path);
            (path, text)
        })
        .collect();
    found.push(("scaffold/pages.yml".into(), PAGES_WORKFLOW.into()));
    found.sort();
    found
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn every_action_is_pinned_by_its_commit_and_each_to_one_version() {
    let uses = Regex::new(r"(?m)^\s*(?:- )?uses: (\S+)@(\S+)(?: # (\S+))?$").expect("a pattern");
    let commit = Regex::new("^[0-9a-f]{40}$").expect("a pattern");
    let mut pins: Vec<(String, String)> = Vec::new();
    for (path, text) in workflows() {
        assert_eq!(text.matches("uses:").count(), uses.find_iter(&text).count(), "{path}");
        for found in uses.captures_iter(&text).filter(|found| &found[1] != "OWNER/depeche") {
            let version = found.get(3).unwrap_or_else(|| panic!("{path}: {} tells no version", &found[0]));
            assert!(commit.is_match(&found[2]) && version.as_str().starts_with('v'), "{path}: {}", &found[0]);
            pins.push((found[1].to_owned(), format!("{} {}", &found[2], version.as_str())));
        }
    }
    pins.sort();
    pins.dedup();
    let mut names: Vec<&String> = pins.iter().map(|(name, _)| name).collect();
    names.dedup();
    assert_eq!(names.len(), pins.len(), "{pins:#?}");
    assert_eq!(names.len(), 7, "{names:?}");
}

#[test]
fn every_job_has_an_end_and_no_right_that_it_does_not_name() {
    for (path, text) in workflows() {
        let workflow = yaml(&text);
        assert!(workflow["permissions"].as_mapping().is_some_and(serde_yaml::Mapping::is_empty), "{path}");
        assert!(workflow["concurrency"]["group"].is_string(), "{path}");
        for (name, job) in workflow["jobs"].as_mapping().expect("jobs") {
            assert!(job["timeout-minutes"].is_number(), "{path}: {name:?} has no limit of time");
            assert!(job["permissions"].is_mapping(), "{path}: {name:?} names no rights");
        }
    }
}

#[test]
fn a_site_is_published_whole_and_a_deployment_is_not_cut_off() {
    for (path, text) in workflows().iter().filter(|(path, _)| path.ends_with("pages.yml")) {
        let workflow = yaml(text);
        assert_eq!(workflow["concurrency"]["cancel-in-progress"], Value::Bool(false), "{path}");
        let steps = workflow["jobs"]["build"]["steps"].as_sequence().expect("steps");
        let upload = steps
            .iter()
            .find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("upload-pages-artifact")))
            .expect("the upload");
        assert_eq!(upload["with"]["include-hidden-files"], Value::Bool(true), "{path}");
        assert!(text.contains("${{ steps.pages.outputs.base_url }}"), "{path}");
        assert_eq!(workflow["jobs"]["deploy"]["environment"]["name"], "github-pages", "{path}");
    }
}

#[test]
fn the_docs_show_the_workflow_that_users_are_given() {
    let docs = read("docs/github-pages.md");
    assert!(docs.contains(&format!("```yaml\n{PAGES_WORKFLOW}```\n")), "docs/github-pages.md");
    let version = format!("OWNER/depeche@v{}", env!("CARGO_PKG_VERSION"));
    assert!(PAGES_WORKFLOW.contains(&version), "{version}");
}

#[test]
fn the_action_knows_every_system_that_is_released() {
    let target = Regex::new(r"\b[a-z0-9_]+-(?:unknown|apple|pc)-[a-z-]+").expect("a pattern");
    let all = |text: &str| {
        let mut found: Vec<String> = target.find_iter(text).map(|found| found.as_str().to_owned()).collect();
        found.sort();
        found.dedup();
        found
    };
    let action = all(&read("action.yml"));
    assert_eq!(action, all(&read(".github/workflows/release.yml")));
    assert_eq!(action.len(), 5);
}

/// The notices of the grammars and of the stemmers that are part of the program. `UPDATE_GOLDEN=1 cargo test --test it
/// workflows` writes them.
#[test]
fn what_is_embedded_is_acknowledged() {
    let mut text =
        "# Acknowledgements\n\nThe grammars for highlighting code and Snowball's stemmers are part of the\n\
                    program. These are the notices that their licences ask for.\n"
            .to_owned();
    let listing = two_face::acknowledgement::listing();
    for license in listing.for_syntaxes().iter().filter(|license| license.needs_acknowledgement()) {
        text.push('\n');
        license.write_md(&mut text);
    }
    let snowball = read("tests/notices/snowball.txt");
    text += "\n<details>\n<summary>Snowball</summary>\n\n````text\n";
    text += snowball.trim_end();
    text += "\n````\n</details>\n";
    let text = text.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(root().join("ACKNOWLEDGEMENTS.md"), &text).expect("a file that can be written");
        return;
    }
    assert_eq!(read("ACKNOWLEDGEMENTS.md"), text);
}

/// The action's own scripts, run here with a release in a folder in place of the network.
#[cfg(target_os = "linux")]
mod action {
    use super::*;

    struct Release {
        folder: TempDir,
    }

    const NAME: &str = "depeche-v9.9.9-x86_64-unknown-linux-musl";

    impl Release {
        fn new() -> Self {
            let release = Self { folder: TempDir::new().expect("a folder") };
            let program = format!("files/{NAME}/depeche");
            // It tells what it was asked for.
            release.write(&program, "#!/bin/sh\necho \"$DEPECHE_BASE_URL $*\"\n");
            release.write("bin/curl", CURL);
            release
                .run("cd files && tar -czf N.tar.gz N && sha256sum N.tar.gz > SHA256SUMS".replace('N', NAME));
            release
        }

        fn path(&self, path: &str) -> PathBuf {
            self.folder.path().join(path)
        }

        fn write(&self, path: &str, text: &str) {
            use std::os::unix::fs::PermissionsExt;
            let path = self.path(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(&path, text).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("allowed");
        }

        fn command(&self, script: &str) -> Command {
            let mut command = Command::new("bash");
            let path = std::env::var("PATH").expect("a path");
            command
                .args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script])
                .current_dir(self.folder.path())
                .env("PATH", format!("{}:{path}", self.path("bin").display()))
                .env("RUNNER_OS", "Linux")
                .env("RUNNER_ARCH", "X64")
                .env("RUNNER_TEMP", self.path("temp"))
                .env("GITHUB_SERVER_URL", "https://host")
                .env("GITHUB_OUTPUT", self.path("output"))
                .env("FILES", self.path("files"));
            command
        }

        fn run(&self, script: impl AsRef<str>) {
            assert!(self.command(script.as_ref()).status().expect("bash").success());
        }

        fn install(&self, version: &str, repository: &str, arch: &str) -> Output {
            self.command(&script("install"))
                .env("VERSION", version)
                .env("REPOSITORY", repository)
                .env("ACTION", self.path("work/_actions/someone/depeche/v9.9.9"))
                .env("RUNNER_ARCH", arch)
                .output()
                .expect("bash")
        }

        fn output(&self, name: &str) -> String {
            let text = fs::read_to_string(self.path("output")).expect("outputs");
            let value = text.lines().find_map(|line| line.strip_prefix(&format!("{name}=")));
            value.expect(name).to_owned()
        }
    }

    /// Hands out the files of the release, and tells the addresses that it was asked for.
    const CURL: &str = "#!/bin/bash\n\
        while (( $# > 1 )); do if [[ $1 == --output ]]; then to=$2; fi; shift; done\n\
        echo \"$1\" >> \"$FILES/../asked\"\ncp \"$FILES/${1##*/}\" \"$to\"\n";

    fn script(id: &str) -> String {
        let action = yaml(&read("action.yml"));
        let steps = action["runs"]["steps"].as_sequence().expect("steps").clone();
        let step = steps.into_iter().find(|step| step["id"] == id).expect(id);
        step["run"].as_str().expect("a script").to_owned()
    }

    #[test]
    fn a_release_is_fetched_checked_and_run() {
        let release = Release::new();
        let installed = release.install("9.9.9", "someone/depeche", "X64");
        assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
        assert_eq!(release.output("version"), "v9.9.9");
        let asked = fs::read_to_string(release.path("asked")).expect("addresses");
        let folder = "https://host/someone/depeche/releases/download/v9.9.9";
        assert_eq!(asked, format!("{folder}/{NAME}.tar.gz\n{folder}/SHA256SUMS\n"));

        let mut command = release.command(&script("build"));
        command.env("PROGRAM", release.output("program")).env("ROOT", "my site").env("STRICT", "true");
        command.env("ARGS", "--keep-going --timings").env("DEPECHE_BASE_URL", "https://e.org/");
        let Output { stdout, .. } = command.output().expect("bash");
        let said = String::from_utf8_lossy(&stdout).into_owned();
        let all = "build --root my site --output my site/public --strict --keep-going --timings";
        assert_eq!(said, format!("https://e.org/ {all}\n"));
        assert_eq!(release.output("output"), "my site/public");
        command.env("ARGS", "").env("STRICT", "false");
        let said = String::from_utf8_lossy(&command.output().expect("bash").stdout).into_owned();
        assert!(said.ends_with("/public\n"), "{said}");
    }

    #[test]
    fn the_action_knows_its_own_version_and_repository() {
        let release = Release::new();
        let version = "[package]\nname = \"depeche\"\nversion = \"9.9.9\"\n[dependencies]\nversion = \"1\"\n";
        release.write("work/_actions/someone/depeche/v9.9.9/Cargo.toml", version);
        assert!(release.install("", "", "X64").status.success());
        assert!(fs::read_to_string(release.path("asked")).expect("addresses").contains("/someone/depeche/"));
    }

    #[test]
    fn what_has_another_checksum_is_not_run() {
        let release = Release::new();
        release.run(format!("echo x >> files/{NAME}.tar.gz"));
        assert!(!release.install("v9.9.9", "someone/depeche", "X64").status.success());
        release.write("files/SHA256SUMS", "");
        assert!(!release.install("v9.9.9", "someone/depeche", "X64").status.success());
        assert!(!release.path("output").exists());
    }

    #[test]
    fn a_system_without_a_release_is_told() {
        let installed = Release::new().install("v9.9.9", "someone/depeche", "RISCV64");
        let said = String::from_utf8_lossy(&installed.stdout).into_owned();
        assert!(
            !installed.status.success() && said.contains("no release of Depeche for Linux on RISCV64"),
            "{said}"
        );
    }
}
