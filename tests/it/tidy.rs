//! The house rules: what the compiler does not hold and a reader relies on.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use depeche::language::LanguageTag;
use depeche::strings::Strings;
use depeche::theme;
use regex::Regex;
use walkdir::WalkDir;

/// A file of `src/`, by its path there.
struct Source {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder`, by its path there, in order.
fn files(folder: &str) -> Vec<Source> {
    let folder = root().join(folder);
    let entries = WalkDir::new(&folder).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&folder).expect("below the folder");
            let path = path.to_str().expect("a name in UTF-8").replace('\\', "/");
            Source { path, text: fs::read_to_string(entry.path()).expect("text in UTF-8") }
        })
        .collect()
}

/// The files of the crate but for those of tests.
fn sources() -> Vec<Source> {
    let is_test = |path: &str| path.split('/').any(|part| part == "tests" || part == "tests.rs");
    files("src").into_iter().filter(|source| !is_test(&source.path)).collect()
}

impl Source {
    /// Its lines with their numbers, without comments and without its tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("\nmod tests {").unwrap_or(self.text.len());
        let lines = self.text[..tests].lines().enumerate();
        lines
            .map(|(index, line)| (index + 1, line.split("// ").next().unwrap_or("")))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The top-level module that it belongs to; `None` for the binary's.
    fn module(&self) -> Option<&str> {
        let first = self.path.split('/').next().unwrap_or("");
        let module = first.strip_suffix(".rs").unwrap_or(first);
        (!BINARY.contains(&module) && module != "lib").then_some(module)
    }
}

/// The modules of the binary.
const BINARY: &[&str] = &["main", "args", "progress", "summary"];

/// Every line of code outside `allowed` (modules or files without their ending) that `pattern` matches.
#[track_caller]
fn check_only_in(pattern: &str, allowed: &[&str]) {
    let pattern = Regex::new(pattern).expect("a pattern");
    let is_allowed = |path: &str| {
        let stem = path.trim_end_matches(".rs");
        let is_below = |place: &str| {
            stem.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        allowed.iter().any(|place| is_below(place))
    };
    let sources = sources();
    let mut uses = Vec::new();
    let mut is_used = false;
    for source in &sources {
        for (number, line) in source.code().filter(|(_, line)| pattern.is_match(line)) {
            is_used = true;
            if !is_allowed(&source.path) {
                uses.push(format!("src/{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(uses.is_empty(), "`{pattern}` stands outside {allowed:?}:\n{}", uses.join("\n"));
    assert!(is_used || allowed.is_empty(), "nothing matches `{pattern}`, so this rule holds nothing");
}

/// A use of the crate `name`.
fn of_crate(name: &str) -> String {
    format!(r"\b{name}::|\buse {name}\b")
}

#[test]
fn modules_use_only_those_above_them() {
    let list = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let module = Regex::new(r"(?m)^(?:pub )?mod (\w+);").expect("a pattern");
    let order: Vec<&str> =
        module.captures_iter(&list).map(|found| found.get(1).expect("a name").as_str()).collect();
    let position = |name: &str| order.iter().position(|module| *module == name);
    assert!(order.len() > 20, "{order:?}");

    let usage = Regex::new(r"\bcrate::(\w+|\{)").expect("a pattern");
    let mut violations = Vec::new();
    for source in &sources() {
        let Some(own) = source.module() else { continue };
        let own = position(own).unwrap_or_else(|| panic!("src/{} is in no module of lib.rs", source.path));
        for (number, line) in source.code() {
            for used in usage.captures_iter(line) {
                // A name that is no module is one that lib.rs gives on, which stands below everything.
                if position(&used[1]).is_none_or(|used| used > own) {
                    violations.push(format!("src/{}:{number}: {}", source.path, line.trim()));
                }
            }
        }
    }
    assert!(violations.is_empty(), "these use what stands below them in lib.rs:\n{}", violations.join("\n"));
}

#[test]
fn every_module_says_first_what_it_is_for() {
    for source in sources() {
        let first = source.text.lines().next().unwrap_or("");
        assert!(first.starts_with("//! ") && first.len() > 20, "src/{} begins with `{first}`", source.path);
    }
}

#[test]
fn no_file_is_named_for_nothing() {
    for source in files("src") {
        let stem = source.path.trim_end_matches(".rs").rsplit('/').next().unwrap_or("").to_owned();
        let says_nothing = ["utils", "util", "helpers", "common", "types", "misc", "prelude"];
        assert!(!says_nothing.contains(&&*stem), "src/{}", source.path);
    }
}

#[test]
fn yaml_is_read_in_four_places() {
    check_only_in(&of_crate("serde_yaml"), &["config", "front_matter", "concordance", "strings"]);
}

#[test]
fn code_is_highlighted_in_one_place() {
    check_only_in(&of_crate("syntect"), &["markdown/highlight"]);
    check_only_in(&of_crate("two_face"), &["markdown/highlight"]);
}

#[test]
fn templates_are_rendered_in_one_place() {
    check_only_in(&of_crate("tera"), &["render"]);
}

#[test]
fn xml_is_written_in_one_place() {
    check_only_in(&of_crate("quick_xml"), &["xml"]);
}

#[test]
fn folders_are_walked_in_one_place() {
    check_only_in(&of_crate("walkdir"), &["discover"]);
}

#[test]
fn markdown_and_html_are_read_in_one_place() {
    for name in ["pulldown_cmark", "ammonia", "html5ever"] {
        check_only_in(&of_crate(name), &["markdown"]);
    }
}

#[test]
fn stems_are_found_in_one_place() {
    check_only_in(&of_crate("snowball_stemmers_rs"), &["search/stem"]);
}

#[test]
fn the_disk_is_touched_at_both_ends_only() {
    let places = &["discover", "cache", "write", "main"];
    check_only_in(r"\bfs::|\bFile::(open|create|options)", places);
    // A path asks the disk, too. The type of an embedded entry does not.
    check_only_in(r"[^)]\.(exists|try_exists|is_dir|is_file|is_symlink|read_dir)\(\)", places);
    check_only_in(r"\.(canonicalize|metadata|symlink_metadata|read_link)\(\)", places);
}

#[test]
fn the_clock_and_the_environment_are_the_binary_s() {
    check_only_in(r"\bTimestamp::now\b|\bZoned::now\b|\bSystemTime\b|\bInstant\b", BINARY);
    check_only_in(r"\bstd::env\b|\benv::", BINARY);
}

#[test]
fn only_the_binary_prints_or_ends_the_process() {
    check_only_in(r"\be?print(ln)?!|\bstd(out|err)\(\)", BINARY);
    check_only_in(r"\bprocess::|\bExitCode\b", BINARY);
}

#[test]
fn nothing_is_left_to_do() {
    check_only_in(r"\b(todo|unimplemented|dbg)!", &[]);
    let words = Regex::new(r"\b(TODO|FIXME|XXX|HACK)\b").expect("a pattern");
    for source in files("src") {
        for (index, line) in source.text.lines().enumerate() {
            assert!(!words.is_match(line), "src/{}:{}: {}", source.path, index + 1, line.trim());
        }
    }
}

/// The paths of `folder`, with the folder.
fn paths(folder: &str) -> Vec<String> {
    files(folder).iter().map(|file| format!("{folder}/{}", file.path)).collect()
}

#[test]
fn the_whole_theme_is_embedded() {
    let embedded = |files: Vec<depeche::discover::InputFile>| -> Vec<String> {
        files.iter().map(|file| file.path.as_str().to_owned()).collect()
    };
    assert_eq!(embedded(theme::with_templates(Vec::new())), paths("templates"));
    assert_eq!(embedded(theme::with_static_files(Vec::new(), "static")), paths("static"));
}

/// The languages that the theme speaks.
const LANGUAGES: &[&str] = &[
    "ar", "bg", "de", "en", "es", "fr", "id", "it", "ja", "ko", "pl", "pt", "ru", "tr", "uk", "vi",
    "zh-Hans", "zh-Hant",
];

#[test]
fn every_language_s_texts_are_embedded_and_complete() {
    let names: Vec<String> = LANGUAGES.iter().map(|tag| format!("i18n/{tag}.yaml")).collect();
    assert_eq!(paths("i18n"), names);
    for tag in LANGUAGES {
        let tag = LanguageTag::new(tag).expect("a language tag");
        assert_eq!(Strings::new(&tag, &[]).fallbacks(), [""; 0], "{tag:?}");
    }
}

/// The keys of `i18n/en.yaml`.
fn text_keys() -> BTreeSet<String> {
    let english = fs::read_to_string(root().join("i18n/en.yaml")).expect("the English texts");
    let key = Regex::new(r"(?m)^(\w+):").expect("a pattern");
    key.captures_iter(&english).map(|found| found[1].to_owned()).collect()
}

/// That what the first group of `pattern` finds in the files of `folder` are keys of texts.
#[track_caller]
fn check_keys(pattern: &str, folder: &str) {
    let known = text_keys();
    let pattern = Regex::new(pattern).expect("a pattern");
    let mut is_used = false;
    for file in files(folder) {
        for found in pattern.captures_iter(&file.text) {
            assert!(known.contains(&found[1]), "{folder}/{}: there is no text `{}`", file.path, &found[1]);
            is_used = true;
        }
    }
    assert!(is_used, "nothing matches `{pattern}`, so this rule holds nothing");
}

#[test]
fn every_text_that_is_asked_for_exists() {
    check_keys(r#"\bt\(key="(\w+)""#, "templates");
    check_keys(r#"\.text(?:_with)?\("(\w+)""#, "src/render");
}

#[test]
fn templates_never_join_strings_into_an_address() {
    let attribute = Regex::new(r#"\s(?:href|src|action)="((?:\{\{.*?\}\}|[^"{])*)""#).expect("a pattern");
    let whole = Regex::new(r"^\{\{ [^{}]* \}\}$|^#").expect("a pattern");
    let mut count = 0;
    for file in files("templates") {
        for found in attribute.captures_iter(&file.text) {
            assert!(whole.is_match(&found[1]), "templates/{}: `{}`", file.path, &found[1]);
            count += 1;
        }
    }
    assert!(count > 20, "the rule found {count} addresses only");
}
