//! Every operation on the disk fails in turn, alone or with all after it.

use std::sync::Arc;

use super::*;

/// Fails each operation in turn, until a build has fewer. After each: the output is old or new, as the
/// result says, and the next build leaves nothing but its own output.
fn check_every_fault(is_kill: bool, without_exchange: bool, old: Option<&Files>) {
    let new = new_site();
    for fail_at in 0.. {
        let temp = temp();
        let output = temp.path().join("public");
        if let Some(old) = old {
            build(&output, old);
            fs::create_dir_all(output.join("gone/notes")).expect("a folder");
            fs::write(output.join("gone/notes/n.txt"), "mine").expect("a foreign file");
        }
        let with_notes = |files: &Files| {
            let mut files = files.clone();
            if old.is_some() {
                files.insert("gone/notes/n.txt".into(), "mine".into());
            }
            files
        };
        let n_run = Arc::default();
        let faults = Faults {
            fail_at: Some(fail_at),
            is_kill,
            without_exchange,
            n_run: Arc::clone(&n_run),
            ..Faults::default()
        };
        let result = build_with(faults, &output, &new);

        let found = output.exists().then(|| tree(&output));
        let is_old = found == old.map(with_notes);
        let is_new = found.as_ref() == Some(&with_notes(&new));
        match &result {
            Ok(_) => assert!(is_new, "operation {fail_at}: done, but {found:?}"),
            Err(problems) => {
                // Between the two renames nothing has the name, if the process ends there.
                let is_gap = without_exchange && is_kill && found.is_none();
                assert!(is_old || is_gap, "operation {fail_at}: failed, and left {found:?}");
                assert!(
                    problems.iter().all(|problem| problem.message.contains(&*temp.path().to_string_lossy())
                        && problem.hint.is_some()),
                    "{problems:?}"
                );
            }
        }
        let written = build(&output, &new);
        assert_eq!(tree(&output), with_notes(&new), "operation {fail_at}");
        assert_eq!(names(temp.path()), ["public"], "operation {fail_at}");
        assert_eq!(written.kept_foreign.is_empty(), old.is_none());
        // Some faults are made good, so only a build with fewer operations is the last.
        if n_run.load(Ordering::Relaxed) <= fail_at {
            assert!(result.is_ok_and(|written| written.warnings.is_empty()));
            assert!(fail_at > 20, "only {fail_at} operations were tried");
            return;
        }
    }
}

#[test]
fn any_one_fault_leaves_the_old_output_or_the_new() {
    check_every_fault(false, false, Some(&old_site()));
    check_every_fault(false, false, None);
}

#[test]
fn any_one_fault_is_survived_without_an_exchange() {
    check_every_fault(false, true, Some(&old_site()));
}

#[test]
fn a_build_killed_anywhere_leaves_the_old_output_or_the_new() {
    check_every_fault(true, false, Some(&old_site()));
    check_every_fault(true, false, None);
    check_every_fault(true, true, Some(&old_site()));
}

#[test]
fn failures_say_what_where_why_and_the_way_out() {
    let temp = temp();
    let faults = Faults { fail_at: Some(0), ..Faults::default() };
    let output = temp.path().join("pub\u{1b}lic");
    let problems = build_with(faults, &output, &old_site()).expect_err("a fault");
    let said = problems[0].message.replace(&*temp.path().to_string_lossy(), "…");
    assert_eq!(said, "cannot look at `…/pub\\u{1b}lic`: no storage space");
}
