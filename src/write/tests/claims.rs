//! Which folders are refused, and builds at the same time.

use super::*;

#[track_caller]
fn check_refused(output: &Path, protected: &Protected, reason: &str) {
    let said = message(Staging::create(output, protected));
    assert!(said.contains(reason), "{said}");
}

#[test]
fn folders_that_are_not_ours_are_refused() {
    let temp = temp();
    let root = temp.path().join("site");
    let content = root.join("content");
    fs::create_dir_all(content.join("2021")).expect("folders");
    fs::create_dir_all(root.join("full")).expect("a folder");
    fs::write(root.join("full/notes.txt"), "mine").expect("written");
    fs::write(root.join("file"), "mine").expect("written");
    symlink(root.join("nothing"), root.join("link")).expect("a link");
    let protected =
        Protected { parents: vec![root.clone()], inputs: vec![content.clone(), root.join("static")] };
    let before = tree(temp.path());
    check_refused(&root, &protected, "is, or holds");
    check_refused(&root.join("."), &protected, "is, or holds");
    check_refused(temp.path(), &protected, "is, or holds");
    check_refused(&root.join("content/.."), &protected, "is, or holds");
    check_refused(&content, &protected, "is, or holds");
    check_refused(&content.join("2021/public"), &protected, "lies in");
    check_refused(&root.join("static/public"), &protected, "lies in");
    check_refused(Path::new("/"), &protected, "root of the file system");
    check_refused(Path::new("/.."), &protected, "root of the file system");
    check_refused(Path::new(""), &protected, "no name");
    check_refused(&root.join("full"), &protected, "files that Depeche did not write");
    check_refused(&root.join("file"), &protected, "it is a file");
    check_refused(&root.join("link"), &protected, "symbolic link");
    check_refused(&root.join("link/"), &protected, "symbolic link");
    assert_eq!(tree(temp.path()), before);
    assert_eq!(names(&root), ["content", "file", "full", "link"]);
    // What is allowed: inside the root, below folders that are not there yet.
    build(&root.join("dist/public"), &old_site());
    fs::create_dir(root.join("empty")).expect("a folder");
    build(&root.join("empty/"), &old_site());
}

#[test]
fn a_manifest_of_another_version_is_refused() {
    let temp = temp();
    fs::write(temp.path().join(".depeche"), "depeche output 9\n").expect("written");
    check_refused(temp.path(), &Protected::default(), "`.depeche`");
}

#[test]
fn a_forged_manifest_removes_nothing_outside() {
    let temp = temp();
    let output = temp.path().join("public");
    fs::create_dir(&output).expect("a folder");
    fs::write(temp.path().join("precious"), "x").expect("written");
    fs::write(output.join(".depeche"), "depeche output 1\n../precious\n/etc/passwd\n").expect("written");
    build(&output, &new_site());
    assert_eq!(names(temp.path()), ["precious", "public"]);
}

#[test]
fn a_second_build_of_the_same_output_is_refused() {
    let temp = temp();
    let first = Staging::create(&temp.path().join("public"), &Protected::default()).expect("a claim");
    check_refused(&temp.path().join("public"), &Protected::default(), "another build");
    // Another output in the same folder is no matter of theirs.
    build(&temp.path().join("other"), &old_site());
    first.put(&path("a.html"), Content::Bytes(Vec::new())).expect("a file");
    first.commit().expect("the first build goes on");
    build(&temp.path().join("public"), &old_site());
}

#[test]
fn many_builds_at_once_never_mix() {
    let temp = temp();
    let output = temp.path().join("public");
    let sites: Vec<Files> = ["one", "two"]
        .iter()
        .map(|text| (0..20).map(|n| (format!("{n}/a.html"), (*text).into())).collect())
        .collect();
    std::thread::scope(|scope| {
        for files in &sites {
            scope.spawn(|| {
                for _ in 0..30 {
                    if let Err(problems) = build_with(Faults::default(), &output, files) {
                        assert!(problems[0].message.contains("another build"), "{problems:?}");
                    }
                }
            });
        }
    });
    assert!(sites.contains(&tree(&output)));
    assert_eq!(names(temp.path()), ["public"]);
}

#[test]
fn a_foreign_staging_folder_is_left_alone() {
    let temp = temp();
    fs::create_dir_all(temp.path().join(".public.staging/photos")).expect("folders");
    check_refused(&temp.path().join("public"), &Protected::default(), "holds `photos`");
    assert!(temp.path().join(".public.staging/photos").exists());
    fs::remove_dir_all(temp.path().join(".public.staging")).expect("removed");
    symlink(temp.path(), temp.path().join(".public.staging")).expect("a link");
    check_refused(&temp.path().join("public"), &Protected::default(), "is not a folder");
}
