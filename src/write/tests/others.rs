//! What others put into the output: folders that may not be changed, and files that come at the last
//! moment.

use super::*;

/// Builds while someone else does `meddle` to the output, between the survey and the exchange.
fn build_while(output: &Path, meddle: fn(&Path)) -> Vec<Written> {
    [(false, false), (true, false), (false, true), (true, true)]
        .into_iter()
        .map(|(without_exchange, without_links)| {
            fs::remove_dir_all(output.parent().expect("a parent")).expect("removed");
            fs::create_dir(output.parent().expect("a parent")).expect("made");
            build(output, &old_site());
            fs::create_dir_all(output.join("mine/deep")).expect("made");
            fs::write(output.join("mine/deep/known.txt"), "known").expect("written");
            fs::write(output.join("CNAME"), "example.org").expect("written");
            let faults =
                Faults { before_swap: Some(meddle), without_exchange, without_links, ..Faults::default() };
            build_with(faults, output, &new_site()).expect("a build")
        })
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

#[test]
fn files_that_come_at_the_last_moment_are_kept() {
    let temp = temp();
    let output = temp.path().join("site/public");
    fs::create_dir(temp.path().join("site")).expect("made");
    let all = build_while(&output, |output| {
        fs::write(output.join("late.txt"), "late").expect("written");
        fs::write(output.join("gone/late.txt"), "late").expect("written");
        fs::write(output.join("mine/deep/late.txt"), "late").expect("written");
        fs::create_dir(output.join("late")).expect("made");
        fs::write(output.join("late/a.txt"), "late").expect("written");
        symlink("/nowhere", output.join("link")).expect("a link");
    });
    for written in all {
        assert_eq!(
            written.kept_foreign,
            ["CNAME", "gone/late.txt", "late.txt", "late/", "link", "mine/", "mine/deep/late.txt"]
        );
        assert_eq!(written.warnings, []);
    }
    for path in ["late.txt", "gone/late.txt", "mine/deep/late.txt", "late/a.txt"] {
        assert_eq!(read(&output.join(path)), "late", "{path}");
    }
    assert_eq!(read(&output.join("index.html")), "new");
    assert_eq!(fs::read_link(output.join("link")).expect("a link"), Path::new("/nowhere"));
    assert_eq!(names(&temp.path().join("site")), ["public"]);
}

#[test]
fn what_comes_at_the_last_moment_in_the_way_is_kept_beside_the_output() {
    let temp = temp();
    let output = temp.path().join("site/public");
    fs::create_dir(temp.path().join("site")).expect("made");
    let all = build_while(&output, |output| {
        // A page of the new site goes to `d/e/f.html`.
        fs::write(output.join("d"), "in the way").expect("written");
        fs::remove_file(output.join("CNAME")).expect("removed");
        fs::write(output.join("CNAME"), "changed.example").expect("written");
    });
    for written in all {
        let [warning] = &*written.warnings else { panic!("{:?}", written.warnings) };
        assert!(warning.is_warning() && warning.hint.is_some(), "{warning:?}");
        assert!(warning.message.starts_with("`CNAME`, `d` came into the output"), "{warning:?}");
        assert!(warning.message.contains("site/.public.rescued-1`"), "{warning:?}");
    }
    let rescued = temp.path().join("site/.public.rescued-1");
    assert_eq!(read(&rescued.join("d")), "in the way");
    assert_eq!(read(&rescued.join("CNAME")), "changed.example");
    assert_eq!(read(&output.join("d/e/f.html")), "f");
    assert_eq!(build(&output, &new_site()).warnings, []);
    assert_eq!(names(&temp.path().join("site")), [".public.rescued-1", "public"]);
}

/// The administrator may change everything, so this holds nothing for one; others see it fail.
#[test]
fn a_folder_that_may_not_be_changed_stops_no_build() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    let folders = ["mine", "mine/deep"].map(|name| output.join(name));
    fs::create_dir_all(&folders[1]).expect("made");
    fs::write(folders[1].join("a.txt"), "mine").expect("written");
    let set = |mode: u32| {
        for folder in folders.iter().rev() {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("rights");
        }
    };
    set(0o555);
    for files in [new_site(), old_site()] {
        let written = build(&output, &files);
        assert_eq!((written.warnings, names(temp.path())), (vec![], vec!["public".to_owned()]));
        assert_eq!(fs::metadata(&folders[1]).expect("a folder").mode() & 0o777, 0o555);
        assert_eq!(read(&folders[1].join("a.txt")), "mine");
    }
    for folder in &folders {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("rights");
    }
}

#[test]
fn what_cannot_be_removed_is_moved_aside() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    for name in ["new", "old", "leftover-1"] {
        fs::create_dir_all(temp.path().join(".public.staging").join(name)).expect("made");
    }
    // One of these is the removal of what was left, and the build goes on all the same.
    let mut n_recovered = 0;
    for fail_at in 0..16 {
        let staging = temp.path().join(".public.staging");
        fs::create_dir_all(staging.join("new/left")).expect("made");
        let faults = Faults { fail_at: Some(fail_at), ..Faults::default() };
        if build_with(faults, &output, &old_site()).is_ok() {
            n_recovered += 1;
        }
        assert_eq!(build(&output, &old_site()).warnings, []);
        assert_eq!(names(temp.path()), ["public"], "operation {fail_at}");
    }
    assert!(n_recovered > 0);
}
