//! Limits of the process and of the folder around the output.

use super::*;

/// Runs this test binary again, for one test that needs a process of its own.
fn run_alone(before: &str, test: &str, folder: &Path) {
    let me = std::env::current_exe().expect("a path");
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("{before}; exec \"$0\" --exact --ignored --test-threads 1 write::tests::limits::{test}"))
        .arg(me)
        .env("DEPECHE_TEST_FOLDER", folder)
        .output()
        .expect("a process");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{test} after `{before}`: {told}");
}

fn given_folder() -> PathBuf {
    std::env::var_os("DEPECHE_TEST_FOLDER").expect("run by another test").into()
}

#[test]
fn rights_do_not_depend_on_the_umask() {
    let temp = temp();
    run_alone("umask 077", "builds_old_site", temp.path());
    for entry in walkdir::WalkDir::new(temp.path().join("public")) {
        let metadata = entry.expect("an entry").metadata().expect("known");
        assert_eq!(metadata.mode() & 0o777, if metadata.is_dir() { 0o755 } else { 0o644 });
    }
}

#[test]
fn a_limit_on_file_size_is_a_clean_error() {
    let temp = temp();
    build(&temp.path().join("public"), &old_site());
    run_alone("ulimit -f 8; trap '' XFSZ", "fails_to_build_a_large_file", temp.path());
    assert_eq!(tree(&temp.path().join("public")), old_site());
    assert_eq!(names(temp.path()), ["public"]);
}

#[test]
fn few_open_files_are_enough() {
    run_alone("ulimit -n 24", "builds_old_site", temp().path());
}

#[test]
#[ignore = "run by other tests, in a process of its own"]
fn builds_old_site() {
    build(&given_folder().join("public"), &old_site());
}

#[test]
#[ignore = "run by other tests, in a process of its own"]
fn fails_to_build_a_large_file() {
    let files = site(&[("large.html", &"x".repeat(100_000))]);
    let said = message(build_with(Faults::default(), &given_folder().join("public"), &files));
    assert!(said.contains("cannot write") && said.contains("large.html"), "{said}");
}

#[test]
fn a_read_only_parent_is_a_clean_error() {
    let temp = temp();
    let parent = temp.path().join("locked");
    fs::create_dir(&parent).expect("a folder");
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).expect("rights");
    // The administrator may write everywhere, but not into `/proc`.
    let parent = if fs::create_dir(parent.join("probe")).is_ok() { Path::new("/proc") } else { &parent };
    let said = message(Staging::create(&parent.join("public"), &Protected::default()));
    assert!(said.contains("cannot make the folder"), "{said}");
}
