//! The command line, by the real binary on real folders: exit codes, what is told, and what becomes of
//! the output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// A site on disk.
struct Site {
    folder: TempDir,
}

impl Site {
    /// Writes the files of `archive`, each after a line `-- path --`.
    fn new(archive: &str) -> Self {
        let site = Self { folder: TempDir::new().expect("a folder") };
        for file in depeche::discover::files_in(archive) {
            site.write(file.path.as_str(), &file.read_text().expect("text"));
        }
        site
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
        fs::write(path, text).expect("a file that can be written");
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file to remove");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        for variable in [
            "GITHUB_ACTIONS",
            "SOURCE_DATE_EPOCH",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "COLUMNS",
            "DEPECHE_BASE_URL",
            "DEPECHE_CACHE_DIR",
        ] {
            command.env_remove(variable);
        }
        command.current_dir(self.root()).env("SOURCE_DATE_EPOCH", "1767225600");
        command
    }

    /// Runs `depeche build` with `flags`.
    fn build(&self, flags: &[&str]) -> Outcome {
        Outcome::of(self.command().arg("build").args(flags))
    }
}

struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Outcome {
    fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the binary runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text in UTF-8");
        Self { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// The same, once the exit code is known to be `code`.
    #[track_caller]
    fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "`{text}` is not in:\n{}", self.stderr);
        self
    }

    #[track_caller]
    fn never_says(&self, text: &str) -> &Self {
        assert!(!self.stderr.contains(text), "`{text}` is in:\n{}", self.stderr);
        self
    }
}

const ONE: &str = "-- content/a.md --\n---\ntitle: One\ndate: 2021-03-19\n---\nText.\n";
/// A site whose only article has a misspelt key in line 2.
const BROKEN: &str = "-- content/bad.md --\n---\ndrfat: true\n---\nText.\n";

fn broken() -> Site {
    Site::new(&format!("{ONE}{BROKEN}"))
}

/// A site with a warning: two editions of one story disagree on their language.
fn doubtful() -> Site {
    Site::new("-- depeche.yaml --\nlanguages: [en, fr]\n-- content/a.fr.md --\n---\nlang: en\n---\nText.\n")
}

#[test]
fn a_site_without_problems_exits_with_0() {
    let site = Site::new(ONE);
    site.build(&[]).exits_with(0).says("1 article (en 1)");
    assert!(site.read("public/2021/03/a/index.html").contains("<h1>One</h1>"));
}

#[test]
fn a_site_is_found_from_anywhere() {
    let site = Site::new(ONE);
    let elsewhere = TempDir::new().expect("a folder");
    let root = site.root().to_str().expect("a path in UTF-8");
    for arguments in [["build", "--root", root], ["--root", root, "build"]] {
        let mut command = site.command();
        Outcome::of(command.args(arguments).current_dir(elsewhere.path())).exits_with(0);
        assert!(site.has("public/index.html"));
    }
}

#[test]
fn a_site_with_problems_exits_with_1_and_names_their_place() {
    let site = broken();
    let outcome = site.build(&[]).exits_with(1);
    outcome.says("--> content/bad.md:2:1").says("did you mean `draft`?").says("drfat: true");
    assert!(!site.has("public"));
}

#[test]
fn wrong_usage_exits_with_2() {
    let site = Site::new(ONE);
    site.build(&["--drafst"]).exits_with(2).says("--drafts");
    Outcome::of(&mut site.command()).exits_with(2).says("Usage: depeche");
    Outcome::of(site.command().arg("biuld")).exits_with(2).says("build");
    assert!(!site.has("public"));
}

#[test]
fn a_machine_that_fails_exits_with_2() {
    let site = Site::new(ONE);
    site.write("file", "in the way");
    site.build(&["--output", "file/public"]).exits_with(2).says("cannot make the folder");
}

#[test]
fn help_and_version_exit_with_0() {
    let site = Site::new(ONE);
    let help = Outcome::of(site.command().args(["build", "--help"])).exits_with(0);
    assert!(help.stdout.contains("--keep-going"), "{}", help.stdout);
    let version = Outcome::of(site.command().arg("--version")).exits_with(0);
    assert_eq!(version.stdout.trim(), concat!("depeche ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_missing_content_folder_is_named() {
    let site = Site::new("-- depeche.yaml --\ntitle: Empty\n");
    site.build(&[]).exits_with(1).says("there is no content folder").says("hint: ");
}

#[test]
fn settings_can_lie_in_another_file() {
    let site = Site::new(&format!("{ONE}-- other.yaml --\ntitle: The Other\n"));
    site.build(&["--config", "other.yaml"]).exits_with(0);
    assert!(site.read("public/index.html").contains("The Other"));
}

#[test]
fn settings_or_a_site_that_are_not_there_exit_with_2() {
    let site = Site::new(ONE);
    site.build(&["--config", "missing.yaml"]).exits_with(2).says("--> missing.yaml");
    site.build(&["--config", "content"]).exits_with(2).says("--> content");
    site.build(&["--root", "missing"]).exits_with(2).says("there is no folder `missing`").says("--root");
    site.build(&["--root", "content/a.md"]).exits_with(2).says("there is no folder `content/a.md`");
}

#[test]
fn settings_in_another_folder_are_told_by_their_own_path() {
    let site = Site::new(
        "-- site/content/a.md --\nText.\n-- site/other.yaml --\nwrong: line\n\
         -- other.yaml --\n# Settings\ntitel: T\n",
    );
    let mut command = site.command();
    command.args(["build", "--root", "site", "--config", "other.yaml"]).env("GITHUB_ACTIONS", "true");
    let outcome = Outcome::of(&mut command).exits_with(1);
    outcome.says("--> other.yaml:2:1").says("2 | titel: T");
    outcome.says("\n::error file=other.yaml,line=2,col=1::");
}

#[test]
fn an_unknown_setting_is_named_with_its_line() {
    let site = Site::new(&format!("{ONE}-- depeche.yaml --\ntitle: T\nbase_ulr: https://x.example/\n"));
    let outcome = site.build(&[]).exits_with(1);
    outcome.says("--> depeche.yaml:2:1").says("did you mean `base_url`?");
}

#[test]
fn files_of_the_last_build_that_are_gone_are_removed() {
    let site = Site::new(&format!("{ONE}-- content/b.md --\nText.\n"));
    site.build(&[]).exits_with(0);
    assert!(site.has("public/b/index.html"));
    site.remove("content/b.md");
    site.build(&[]).exits_with(0).says("7 removed");
    // With the list of pages without a date that search engines got, and five files of the search index.
    assert!(!site.has("public/b"));
    assert!(site.has("public/2021/03/a/index.html"));
}

#[test]
fn files_that_do_not_change_are_not_touched() {
    let site = Site::new(&format!("{ONE}-- content/b.md --\nText.\n"));
    site.build(&[]).exits_with(0);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let page = site.path("public/2021/03/a/index.html");
    let file = fs::File::options().write(true).open(&page).expect("the page");
    file.set_modified(long_ago).expect("a time that can be set");
    drop(file);
    site.write("content/b.md", "Another text.\n");
    site.build(&[]).exits_with(0);
    let modified = fs::metadata(&page).and_then(|metadata| metadata.modified()).expect("a time");
    assert_eq!(modified, long_ago);
    assert!(site.read("public/b/index.html").contains("Another text."));
}

#[test]
fn a_build_that_fails_leaves_the_old_output() {
    let site = Site::new(ONE);
    site.build(&[]).exits_with(0);
    let before = site.read("public/index.html");
    site.write("content/a.md", "---\ntitle: Changed\ndate: 2021-03-19\n---\nText.\n");
    site.write("content/bad.md", "---\ndrfat: true\n---\n");
    site.build(&[]).exits_with(1);
    assert_eq!(site.read("public/index.html"), before);
}

#[test]
fn a_template_that_fails_leaves_the_old_output() {
    let site = Site::new(ONE);
    site.build(&[]).exits_with(0);
    let before = site.read("public/index.html");
    site.write("templates/home.html", "{{ nothing.there }}");
    site.build(&[]).exits_with(1).says("templates/home.html:1:4");
    assert_eq!(site.read("public/index.html"), before);
    let beside: Vec<_> =
        fs::read_dir(site.root()).expect("the site").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(beside.len(), 3, "something was left beside the output: {beside:?}");
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let site = Site::new(ONE);
    site.write("mine/diary.txt", "mine");
    site.build(&["--output", "mine"]).exits_with(2).says("it holds files that Depeche did not write");
    assert_eq!(site.read("mine/diary.txt"), "mine");
    assert!(!site.has("mine/index.html"));
}

#[test]
fn the_site_and_its_sources_are_never_the_output() {
    for output in [".", "content", "content/public", "..", "templates", "/"] {
        let site =
            Site::new(&format!("{ONE}-- templates/base.html --\n{{% block main %}}{{% endblock %}}\n"));
        site.build(&["--output", output]).exits_with(2).says("cannot be the output folder");
        assert!(site.read("content/a.md").contains("One"), "{output}");
    }
}

#[test]
fn the_home_folder_is_never_the_output() {
    let site = Site::new(ONE);
    let home = TempDir::new().expect("a folder");
    let mut command = site.command();
    command.env("HOME", home.path()).args(["build", "--output"]).arg(home.path());
    Outcome::of(&mut command).exits_with(2).says("cannot be the output folder");
    assert_eq!(fs::read_dir(home.path()).expect("the home").count(), 0);
}

#[test]
fn keep_going_leaves_out_what_cannot_be_read_and_exits_with_1() {
    let site = broken();
    let outcome = site.build(&["--keep-going"]).exits_with(1);
    outcome.says("content/bad.md:2:1").says("left out, it cannot be read: 1 (content/bad.md)");
    assert!(site.has("public/2021/03/a/index.html"));
    assert!(!site.has("public/bad"));
}

#[test]
fn a_link_to_what_is_left_out_is_no_error() {
    let site = broken();
    site.write("content/b.md", "See [that](bad.md).\n");
    let outcome = site.build(&["--keep-going"]).exits_with(1);
    outcome.says("warning: `content/bad.md` is not published: it cannot be read");
    assert!(!site.read("public/b/index.html").contains("bad"));
}

#[test]
fn keep_going_exits_with_0_where_nothing_is_left_out() {
    Site::new(ONE).build(&["--keep-going"]).exits_with(0).never_says("left out");
}

#[test]
fn a_dry_run_lists_what_it_would_write_and_writes_nothing() {
    let site = Site::new(ONE);
    let outcome = site.build(&["--dry-run"]).exits_with(0);
    let listed: Vec<&str> = outcome.stdout.lines().collect();
    assert!(listed.contains(&"2021/03/a/index.html") && listed.contains(&"404.html"), "{listed:?}");
    outcome.says(&format!("{} files would be written", listed.len()));
    assert!(!site.has("public"));
}

#[test]
fn a_dry_run_needs_no_output() {
    let site = Site::new(ONE);
    site.write("mine/diary.txt", "mine");
    let listed = site.build(&["--dry-run"]).exits_with(0).stdout;
    for output in ["mine", "mine/diary.txt/public", "content", "/"] {
        let outcome = site.build(&["--dry-run", "--output", output]).exits_with(0);
        assert_eq!(outcome.stdout, listed, "{output}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_may_go() {
    use std::process::Stdio;

    let site = Site::new(&format!("{ONE}{}", "-- content/2021-01-01-a-long-name-that-fills-pipes.md --\n"));
    for flags in [&["--dry-run"] as &[&str], &["--timings", "--drafts"]] {
        let mut command = site.command();
        command.arg("build").args(flags).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        // Both ends are closed before anything is written.
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().expect("an end").code(), Some(0), "{flags:?}");
    }
}

#[test]
fn a_dry_run_finds_what_a_build_would() {
    let site = Site::new(&format!("{ONE}-- templates/page.html --\n{{{{ page.titel }}}}\n"));
    site.build(&["--dry-run"]).exits_with(1).says("did you mean `title`?");
}

#[test]
fn strict_takes_warnings_for_errors() {
    let site = doubtful();
    site.build(&[]).exits_with(0).says("warning: the header says the language is `en`");
    let before = site.read("public/index.html");
    site.build(&["--strict"]).exits_with(1).says("the header says the language is `en`").says("`--strict`");
    assert_eq!(site.read("public/index.html"), before);
    Site::new(ONE).build(&["--strict"]).exits_with(0);
}

#[test]
fn strict_counts_only_what_is_wrong() {
    let outcome = doubtful().build(&["--strict"]).exits_with(1);
    outcome.says("\n1 error\n").says("hint: ").says("`--strict` takes warnings for errors");
}

#[test]
fn what_is_left_out_is_told_whatever_else_is_wrong() {
    let later_errors = [
        ("the terms", "-- data/terms.yaml --\nnonsense: 1\n"),
        ("the links", "-- content/b.md --\n[gone](gone.md)\n"),
        ("the plan", "-- static/b.html --\n-- static/B.html --\n"),
        ("the templates", "-- templates/page.html --\n{{ page.titel }}\n"),
    ];
    for (name, files) in later_errors {
        let site = broken();
        for file in depeche::discover::files_in(files) {
            site.write(file.path.as_str(), &file.read_text().expect("text"));
        }
        let outcome = site.build(&["--keep-going"]);
        if name != "the links" {
            assert_eq!(outcome.code, Some(1), "{name}: {}", outcome.stderr);
        }
        assert!(outcome.stderr.contains("content/bad.md:2:1"), "{name}: {}", outcome.stderr);
    }
    let site = broken();
    site.write("mine/diary.txt", "mine");
    site.build(&["--keep-going", "--output", "mine"]).exits_with(2).says("content/bad.md:2:1");
    let site = doubtful();
    site.write("content/bad.md", "---\ndrfat: true\n---\n");
    let outcome = site.build(&["--keep-going", "--strict"]).exits_with(1);
    outcome.says("content/bad.md:2:1").says("content/a.fr.md:2:").says("\n2 errors\n");
}

#[test]
fn warnings_are_told_beside_later_errors() {
    let site = doubtful();
    site.write("templates/page.html", "{{ page.titel }}");
    site.build(&[]).exits_with(1).says("did you mean `title`?").says("warning: the header says the language");
}

#[test]
fn only_articles_are_told_to_be_left_out() {
    let big = "x".repeat(5 * 1024 * 1024);
    for path in ["depeche.yaml", "templates/page.html", "i18n/en.yaml", "data/terms.yaml"] {
        let site = Site::new(ONE);
        site.write(path, &big);
        site.build(&[]).exits_with(1).says("are the most").says(path).never_says("content.exclude");
        site.write(path, "a: \0\n");
        site.build(&[]).exits_with(1).says("NUL").says(path).never_says("content.exclude");
    }
    let site = Site::new(ONE);
    site.write("content/b.md", &big);
    site.build(&[]).exits_with(1).says("are the most").says("content.exclude");
}

#[test]
fn the_command_line_names_the_base_url() {
    let site = Site::new(&format!("{ONE}-- depeche.yaml --\nbase_url: https://settings.example/\n"));
    site.build(&["--base-url", "https://flag.example/press"]).exits_with(0);
    let page = site.read("public/2021/03/a/index.html");
    assert!(
        page.contains(r#"<link rel="canonical" href="https://flag.example/press/2021/03/a/">"#),
        "{page}"
    );
    assert!(page.contains(r#"rel="stylesheet" href="/press/style."#), "{page}");
    site.build(&["--base-url", "press"])
        .exits_with(2)
        .says("`press` does not start with `https://` and a host")
        .says("--base-url");
}

#[test]
fn the_command_line_names_the_output() {
    let site = Site::new(ONE);
    let elsewhere = TempDir::new().expect("a folder");
    let output = elsewhere.path().join("deep/site");
    site.build(&["--output", output.to_str().expect("a path in UTF-8")]).exits_with(0);
    assert!(output.join("index.html").exists());
    assert!(!site.has("public"));
}

#[test]
fn an_output_within_the_content_folder_s_root_is_no_input() {
    let site = Site::new("-- depeche.yaml --\ncontent: {folder: .}\n-- a.md --\nText.\n");
    site.build(&[]).exits_with(0);
    site.build(&[]).exits_with(0).says("0 written");
}

#[test]
fn quiet_says_nothing_but_errors() {
    let outcome = doubtful().build(&["--quiet"]).exits_with(0);
    assert_eq!((&*outcome.stdout, &*outcome.stderr), ("", ""));
    broken().build(&["--quiet"]).exits_with(1).says("drfat");
}

#[test]
fn timings_give_milliseconds_a_phase() {
    let outcome = Site::new(ONE).build(&["--timings"]).exits_with(0);
    for phase in ["discover", "parse", "link", "plan", "render", "write", "total"] {
        let line = outcome.stderr.lines().find(|line| line.starts_with(phase));
        assert!(line.is_some_and(|line| line.ends_with(" ms")), "{phase}: {}", outcome.stderr);
    }
}

#[test]
fn templates_are_loaded_before_anything_is_rendered() {
    let site = Site::new(&format!("{ONE}-- templates/page.html --\n{{{{ page.\n"));
    let outcome = site.build(&["--timings"]).exits_with(1);
    outcome.says("\nplan ").never_says("\nrender ");
}

#[test]
fn github_is_told_in_its_own_words() {
    let site = broken();
    let outcome = Outcome::of(site.command().arg("build").env("GITHUB_ACTIONS", "true")).exits_with(1);
    outcome.says("\n::error file=content/bad.md,line=2,col=1::");
    assert_eq!(outcome.stdout, "", "standard output is for lists");
}

#[test]
fn a_list_for_another_program_holds_paths_only() {
    let site = doubtful();
    let mut command = site.command();
    let outcome = Outcome::of(command.args(["build", "--dry-run"]).env("GITHUB_ACTIONS", "true"));
    assert!(!outcome.stdout.is_empty() && !outcome.stdout.contains("::"), "{}", outcome.stdout);
    outcome.says("\n::warning file=content/a.fr.md,");
}

#[test]
fn github_is_told_paths_from_where_the_command_is_run() {
    let site = Site::new("-- deep/site/content/bad.md --\n---\ndrfat: true\n---\n");
    let absolute = site.path("deep/site");
    for root in ["deep/site", "./deep/site/", absolute.to_str().expect("a path in UTF-8")] {
        let mut command = site.command();
        let outcome = Outcome::of(command.args(["build", "--root", root]).env("GITHUB_ACTIONS", "true"));
        outcome.says("\n::error file=deep/site/content/bad.md,");
    }
}

#[test]
fn the_moment_of_the_build_can_be_set() {
    let site = Site::new(ONE);
    let build_at = |epoch: &str| Outcome::of(site.command().arg("build").env("SOURCE_DATE_EPOCH", epoch));
    build_at("1616111999").exits_with(0).says("not published, its time has not come: 1 (content/a.md)");
    build_at("1616112000").exits_with(0).never_says("not published");
    build_at("yesterday").exits_with(2).says("`SOURCE_DATE_EPOCH` is `yesterday`");
}

#[test]
fn the_command_line_sets_the_clock_before_the_environment() {
    let site = Site::new(ONE);
    site.build(&["--clock", "2021-03-18"])
        .exits_with(0)
        .says("not published, its time has not come: 1 (content/a.md)");
    site.build(&["--clock", "2021-03-19T12:00:00Z"]).exits_with(0).never_says("not published");
    site.build(&["--clock", "tomorrow"]).exits_with(2).says("tomorrow");
}

#[test]
fn colours_are_asked_for_and_refused_by_the_environment() {
    let site = broken();
    let build = |variables: &[(&str, &str)]| {
        Outcome::of(site.command().arg("build").envs(variables.iter().copied())).exits_with(1).stderr
    };
    assert!(!build(&[]).contains('\u{1b}'), "no colours where nobody reads");
    assert!(build(&[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!build(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
}

#[test]
fn the_zone_of_the_machine_changes_nothing() {
    let site = Site::new(
        "-- content/2021-03-19-a.md --\nText.\n-- content/b.md --\n---\ndate: 2021-03-19 23:30\n---\n",
    );
    let page = |zone: &str| {
        Outcome::of(site.command().arg("build").env("TZ", zone)).exits_with(0);
        site.read("public/2021/03/19/index.html")
    };
    assert_eq!(page("Pacific/Kiritimati"), page("America/Los_Angeles"));
}

#[test]
fn the_end_says_what_was_not_published_and_why() {
    let site = Site::new(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/a.md --\nText.\n\
         -- content/a.fr.md --\n---\nuntranslated: 1\n---\n\
         -- content/draft.md --\n---\ndraft: true\n---\n\
         -- content/later.md --\n---\ndate: 2031-01-01\n---\n\
         -- content/soon.md --\n---\ndate: 2026-02-03T04:05:06Z\n---\n\
         -- content/over.md --\n---\ndate: 2021-01-01\nexpiry_date: 2022-01-01\n---\n\
         -- content/bad.md --\n---\ndraft: perhaps\n---\n",
    );
    let outcome = site.build(&["--keep-going"]).exits_with(1);
    outcome
        .says("1 article (en 1, fr 0)\n1 story, 0 of them in more than one language\n")
        .says("not published, it is a draft: 1 (content/draft.md)\n")
        .says("not published, its time has not come: 2 (content/later.md, content/soon.md)\n")
        .says("  the next is due on 2026-02-03T04:05:06+00:00\n")
        .says("not published, its time is over: 1 (content/over.md)\n")
        .says("not published, it waits for its translation: 1 (content/a.fr.md)\n")
        .says("left out, it cannot be read: 1 (content/bad.md)\n");
}

#[test]
fn what_is_not_published_is_published_on_request() {
    let site = Site::new(
        "-- content/draft.md --\n---\ndraft: true\n---\n\
         -- content/later.md --\n---\ndate: 2031-01-01\n---\n\
         -- content/over.md --\n---\nexpiry_date: 2022-01-01\n---\n",
    );
    for (flag, page) in [
        ("--drafts", "draft/index.html"),
        ("--future", "2031/01/later/index.html"),
        ("--expired", "over/index.html"),
    ] {
        assert!(!site.has(&format!("public/{page}")), "{page} without {flag}");
        site.build(&[flag]).exits_with(0);
        assert!(site.has(&format!("public/{page}")), "{page} with {flag}");
    }
}

#[test]
fn translations_that_are_behind_are_named() {
    let site = Site::new(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/a.md --\nText.\n\
         -- content/a.fr.md --\n---\nsource_hash: 0123456789abcdef\n---\nTexte.\n",
    );
    site.build(&["--strict"])
        .exits_with(0)
        .says("translations older than their original: 1 (content/a.fr.md)\n")
        .says("notes: 1, told with `--verbose`");
    site.build(&["--verbose"])
        .exits_with(0)
        .says("content/a.fr.md:2:14")
        .says("once the translation is up to date, write `source_hash: \"");
}

#[test]
fn shortcodes_and_unknown_code_are_counted() {
    let site = Site::new("-- content/a.md --\n{{< youtube x >}}\n\n```nosuchlanguage\nx\n```\n");
    site.build(&[])
        .exits_with(0)
        .says("shortcodes of other tools, shown as written: 1 in 1 article")
        .says("code blocks in languages without a grammar, shown plain: 1 (nosuchlanguage 1)");
}

#[test]
fn verbose_tells_notes_too() {
    let site =
        Site::new("-- content/a.md --\n---\ntags: [Rust]\n---\n-- content/b.md --\n---\ntags: [rust]\n---\n");
    site.build(&[]).exits_with(0).says("notes: 1, told with `--verbose`").never_says("merged into");
    site.build(&["--verbose"]).exits_with(0).says("`rust` (1) merged into `Rust` (1)");
}

#[test]
fn the_sample_archive_builds_without_a_warning() {
    let output = TempDir::new().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    command.args(["build", "--strict", "--root", env!("CARGO_MANIFEST_DIR"), "--output"]);
    let outcome = Outcome::of(command.arg(output.path().join("public"))).exits_with(0);
    outcome.never_says("warning").says("articles (fr ");
    for home in ["index.html", "en/index.html", "es/index.html", "ar/index.html", "ja/index.html"] {
        assert!(output.path().join("public").join(home).exists(), "{home}");
    }
}

/// A site with a picture that is large enough to have smaller sizes.
fn illustrated() -> Site {
    let site = Site::new("-- content/a.md --\n---\ndate: 2021-03-19\n---\n![A picture](p.png)\n");
    fs::write(site.path("content/p.png"), crate::pictures::rough_png(600, 4)).expect("written");
    site
}

#[test]
fn what_is_made_of_pictures_is_kept_in_the_cache() {
    let site = illustrated();
    site.build(&["--dry-run"]).exits_with(0);
    assert!(!site.has(".depeche-cache"));
    site.build(&[]).exits_with(0);
    assert!(site.has("public/p-480w.webp"));
    assert_eq!(site.read(".depeche-cache/.gitignore"), "*\n");
    assert!(
        site.read(".depeche-cache/CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n")
    );
    site.build(&[]).exits_with(0).says("0 written");
    // A site without such pictures makes no folder.
    let site = Site::new(ONE);
    site.build(&[]).exits_with(0);
    assert!(!site.has(".depeche-cache"));
}

#[test]
fn the_cache_lies_where_the_command_or_the_environment_says() {
    let site = illustrated();
    Outcome::of(site.command().arg("build").env("DEPECHE_CACHE_DIR", "by-environment")).exits_with(0);
    assert!(site.has("by-environment/CACHEDIR.TAG") && !site.has(".depeche-cache"));
    site.remove("by-environment/CACHEDIR.TAG");
    let build = |site: &Site| {
        let mut command = site.command();
        command.args(["build", "--cache-dir", "by-flag"]).env("DEPECHE_CACHE_DIR", "by-environment");
        Outcome::of(&mut command).exits_with(0)
    };
    build(&site);
    assert!(site.has("by-flag/CACHEDIR.TAG") && !site.has("by-environment/CACHEDIR.TAG"));
}

#[test]
fn a_cache_is_never_content() {
    for cache_dir in [".depeche-cache", "kept"] {
        let site = illustrated();
        site.write("depeche.yaml", "content: {folder: .}\n");
        site.build(&["--cache-dir", cache_dir]).exits_with(0);
        let again = site.build(&["--cache-dir", cache_dir, "--verbose"]).exits_with(0);
        again.says("0 written").never_says(&format!("{cache_dir}/"));
    }
}

#[test]
fn the_cache_and_the_output_are_not_in_each_other() {
    let site = illustrated();
    for (cache_dir, output) in [("kept", "kept"), ("kept", "kept/public"), ("public/kept", "public")] {
        let outcome = site.build(&["--cache-dir", cache_dir, "--output", output]).exits_with(2);
        outcome.says("cannot be the output folder");
    }
}

#[test]
fn a_folder_of_others_is_not_taken_for_the_cache() {
    let site = illustrated();
    let outcome = site.build(&["--cache-dir", "content"]).exits_with(0);
    outcome.says("`content` is not used as the cache: it holds files of others");
    assert!(!site.has("content/.gitignore") && site.has("public/p-480w.webp"));
}

#[test]
fn a_cache_that_cannot_be_written_is_a_note() {
    let site = illustrated();
    let outcome = site.build(&["--cache-dir", "content/p.png/cache", "--verbose"]).exits_with(0);
    outcome.says("note: the cache in `content/p.png/cache` cannot be written");
    assert!(site.has("public/p-480w.webp"));
}

const PUBLIC: &str = "-- depeche.yaml --\nbase_url: https://example.org/news/\n";

fn public_site() -> Site {
    Site::new(&format!("{PUBLIC}{ONE}"))
}

#[test]
fn the_environment_gives_the_base_url_and_the_command_line_goes_before_it() {
    let site = Site::new(ONE);
    let canonical = |url: Option<&str>, flags: &[&str]| {
        let mut command = site.command();
        command.arg("build").args(flags).envs(url.map(|url| ("DEPECHE_BASE_URL", url)));
        Outcome::of(&mut command).exits_with(0);
        let page = site.read("public/2021/03/a/index.html");
        let rest = page.split("rel=\"canonical\" href=\"").nth(1).expect("a canonical address").to_owned();
        rest.split("2021").next().expect("an address").to_owned()
    };
    assert_eq!(canonical(None, &[]), "http://127.0.0.1:1919/");
    // Workflows hand on what they have, and that may be nothing.
    assert_eq!(canonical(Some(""), &[]), "http://127.0.0.1:1919/");
    assert_eq!(canonical(Some("https://o.github.io/r"), &[]), "https://o.github.io/r/");
    assert_eq!(canonical(Some("https://o.github.io/r"), &["-u", "https://e.org"]), "https://e.org/");

    let mut command = site.command();
    let outcome = Outcome::of(command.arg("build").env("DEPECHE_BASE_URL", "example.org")).exits_with(2);
    outcome.says("this is the value of `DEPECHE_BASE_URL`");
}

#[test]
fn published_addresses_are_kept_and_a_renamed_article_needs_its_alias() {
    let site = public_site();
    site.build(&[]).exits_with(0).says("`urls.lock`: 8 new addresses, 8 in all; commit it");
    let ledger = site.read("urls.lock");
    assert!(ledger.contains("\n/2021/03/a/\tcontent/a.md\n"), "{ledger}");
    site.build(&[]).exits_with(0).never_says("urls.lock");
    assert_eq!(site.read("urls.lock"), ledger);

    site.remove("content/a.md");
    site.write("content/b.md", "---\ntitle: One\ndate: 2021-03-19\n---\nText.\n");
    let outcome = site.build(&[]).exits_with(1);
    outcome.says("`/2021/03/a/` was published and would be lost: `content/a.md` is no longer there");
    outcome.says("add `aliases: [/2021/03/a/]`");
    assert_eq!(site.read("urls.lock"), ledger);
    assert!(site.has("public/2021/03/a/index.html"));

    let text = "---\ntitle: One\ndate: 2021-03-19\naliases: [/2021/03/a/]\n---\nText.\n";
    site.write("content/b.md", text);
    site.build(&[]).exits_with(0);
    assert!(site.read("public/2021/03/a/index.html").contains("https://example.org/news/2021/03/b/"));
    let now = site.read("urls.lock");
    assert!(now.contains("\n/2021/03/a/\tcontent/b.md\n/2021/03/b/\tcontent/b.md\n"), "{now}");
}

#[test]
fn an_address_is_forgotten_by_name_and_for_good() {
    let site = Site::new(&format!("{PUBLIC}{ONE}-- content/b.md --\nText.\n"));
    site.build(&[]).exits_with(0);
    let ledger = site.read("urls.lock");
    let forget = |url: &str| site.build(&["--forget", url]);
    forget("/b/").exits_with(1).says("`/b/` cannot be forgotten: the site still has it");
    site.remove("content/b.md");
    forget("/c/").exits_with(1).says("`/c/` is not in the ledger").says("did you mean `/b/`?");
    site.build(&["--forget", "/b/", "-u", "http://localhost/"]).exits_with(1).says("would not be remembered");
    site.build(&["--forget", "/b/", "--dry-run"]).exits_with(0);
    assert_eq!(site.read("urls.lock"), ledger);

    forget("https://example.org/news/b/").exits_with(0).says("0 new addresses");
    for _ in 0..2 {
        assert!(site.read("public/b/index.html").contains("noindex"));
        assert!(site.read("urls.lock").contains("\n/b/\tcontent/b.md\tforgotten\n"));
        site.build(&[]).exits_with(0);
    }
}

#[test]
fn a_site_that_cannot_keep_a_ledger_is_built_without_one_unless_it_has_one() {
    let site = public_site();
    // A folder stands where the ledger is staged.
    site.write(".urls.lock.new/x", "");
    site.build(&[]).exits_with(0).says("warning: cannot remove").says("`ledger: false`");
    assert!(site.has("public/2021/03/a/index.html") && !site.has("urls.lock"));

    site.write("urls.lock", "# depeche urls 1\n/old/\n");
    site.build(&[]).exits_with(2).says("error: cannot remove");
}

#[test]
fn only_a_build_for_the_public_writes_the_ledger() {
    let site = public_site();
    for flags in
        [&["--drafts"][..], &["--future"], &["--expired"], &["--dry-run"], &["-u", "http://127.0.0.1:1919/"]]
    {
        site.build(flags).exits_with(0).never_says("urls.lock");
        assert!(!site.has("urls.lock"), "{flags:?}");
    }
    site.write("depeche.yaml", "base_url: https://example.org/\nledger: false\n");
    site.build(&[]).exits_with(0);
    assert!(!site.has("urls.lock"));
    site.build(&["--forget", "/a/"]).exits_with(1).says("the site keeps no ledger");
}

#[test]
fn a_locked_ledger_is_not_changed() {
    let site = public_site();
    let outcome = site.build(&["--locked"]).exits_with(1);
    outcome.says("`urls.lock` lacks `/` and 7 more, and `--locked` lets nothing change it");
    assert!(!site.has("urls.lock") && !site.has("public"));
    site.build(&[]).exits_with(0);
    site.build(&["--locked"]).exits_with(0);
    site.build(&["--locked", "-u", "http://localhost/"]).exits_with(0);
    site.build(&["--locked", "--forget", "/"]).exits_with(2);
}

#[test]
fn a_ledger_in_the_content_folder_is_no_page() {
    let site = Site::new(&format!("{PUBLIC}content: {{folder: .}}\n-- a.md --\nText.\n"));
    for _ in 0..2 {
        site.build(&[]).exits_with(0);
    }
    assert!(site.has("urls.lock") && !site.has("public/urls.lock"));
    assert!(site.read("urls.lock").contains("\n/a/\ta.md\n"));
}

#[cfg(unix)]
#[test]
fn a_ledger_that_is_a_link_is_refused() {
    let site = public_site();
    std::os::unix::fs::symlink("/etc/hostname", site.path("urls.lock")).expect("a link");
    site.build(&[]).exits_with(1).says("links are not followed");
}

#[test]
fn two_outputs_are_compared() {
    let site = public_site();
    site.build(&["-o", "old"]).exits_with(0);
    site.build(&["-o", "new"]).exits_with(0);
    let diff = |flags: &[&str]| Outcome::of(site.command().args(["diff", "old", "new"]).args(flags));
    let same = diff(&[]).exits_with(0).stdout;
    assert!(same.starts_with("0 added, 0 changed, 0 moved, 0 lost, "), "{same}");

    let text = "---\ntitle: Two\ndate: 2021-03-19\naliases: [/2021/03/a/]\n---\nText.\n";
    site.remove("content/a.md");
    site.write("content/b.md", text);
    site.build(&["-o", "new"]).exits_with(0);
    let moved = diff(&[]).exits_with(0).stdout;
    assert!(moved.contains("added    /2021/03/b/\nmoved    /2021/03/a/ -> /2021/03/b/\n"), "{moved}");

    site.remove("new/search/index.html");
    let lost = diff(&["--json"]).exits_with(1).stdout;
    assert!(lost.contains("\"url\": \"/search/\""), "{lost}");
    let outcome = Outcome::of(site.command().args(["diff", "old", "nowhere"])).exits_with(2);
    outcome.says("there is no folder `nowhere`");
}

#[test]
fn the_largest_folders_are_named_when_asked_for() {
    let site = Site::new(ONE);
    site.write("static/big/x.txt", &"x".repeat(1_000_000));
    site.build(&[]).exits_with(0).never_says("largest folders");
    site.build(&["--verbose"]).exits_with(0).says("largest folders: big 1.0 MB, 2021 ");
}

#[cfg(unix)]
#[test]
fn a_file_that_no_host_takes_is_told_before_anything_is_written() {
    let site = Site::new(ONE);
    site.write("static/film.mp4", "");
    let film = fs::File::options().write(true).open(site.path("static/film.mp4")).expect("a file");
    // A hole takes no room on the disk, but its copy would.
    film.set_len(101 * 1024 * 1024).expect("a length");
    let outcome = site.build(&["--dry-run"]).exits_with(0);
    outcome.says("warning: `/film.mp4` has 105 MB, and git hosts take 100 MB a file");
    site.build(&["--dry-run", "--strict"]).exits_with(1).says("error: `/film.mp4`");
}
