//! The examples of `docs/themes.md`: each section is a site that builds without a problem.
//!
//! A line that is a path in backticks and a colon stands before each file. Within a section, a file
//! takes the place of an earlier one of the same name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use depeche::config::{Config, FILE_NAME, Overrides};
use depeche::path::SourcePath;

use crate::harness::{Built, build, printed};

/// What every section of the page takes as given: the articles and files that it speaks of.
const GIVEN: &[(&str, &str)] = &[
    ("content/2021-03-19-outage.md", "---\nauthor: Ada Example\ntags: [outage]\n---\nText.\n"),
    ("content/about.md", "Text.\n"),
    ("content/legal.md", "Text.\n"),
    ("static/data.csv", "a,b\n"),
    ("static/dispatch.woff2", "a font\n"),
    ("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"40\"/>\n"),
];

/// A file that the page shows: the heading it stands under, its path, and its text.
struct Example<'a> {
    section: &'a str,
    path: &'a str,
    text: String,
}

fn examples(page: &str) -> Vec<Example<'_>> {
    let mut examples: Vec<Example<'_>> = Vec::new();
    let (mut section, mut path, mut is_inside, mut is_file) = ("", None, false, false);
    for line in page.lines() {
        if line.starts_with("```") {
            if !is_inside && let Some(path) = path.take() {
                examples.push(Example { section, path, text: String::new() });
                is_file = true;
            }
            is_inside = !is_inside;
            is_file &= is_inside;
        } else if is_file {
            let example = examples.last_mut().expect("an example that has begun");
            writeln!(example.text, "{line}").expect("a string takes it");
        } else if let Some(heading) = line.strip_prefix("## ") {
            section = heading;
        } else if let Some(name) = line.strip_prefix('`').and_then(|line| line.strip_suffix("`:")) {
            path = Some(name);
        }
    }
    examples
}

/// Every site that a section shows: a file of a name that was there begins another.
fn sites<'a>(examples: &[Example<'a>]) -> Vec<(&'a str, Built)> {
    let mut sites: Vec<(&str, BTreeMap<&str, &str>)> = Vec::new();
    for example in examples {
        let is_new = sites
            .last()
            .is_none_or(|(section, files)| *section != example.section || files.contains_key(example.path));
        if is_new {
            sites.push((example.section, BTreeMap::new()));
        }
        let (_, files) = sites.last_mut().expect("a site that has begun");
        files.insert(example.path, &example.text);
    }
    let built = |(section, mut files): (&'a str, BTreeMap<&str, &str>)| {
        for (path, text) in GIVEN {
            files.entry(path).or_insert(text);
        }
        let archive = files
            .iter()
            .fold(String::new(), |archive, (path, text)| archive + &format!("-- {path} --\n{text}"));
        let site = build(&archive);
        assert_eq!(site.warnings(), [""; 0], "{section}");
        (section, site)
    };
    sites.into_iter().map(built).collect()
}

/// The one stylesheet of a site.
fn stylesheet(site: &Built) -> &str {
    // A site has no other file whose name begins so.
    site.files.iter().find(|(path, _)| path.starts_with("style.")).map_or("", |(_, text)| text)
}

#[test]
fn every_example_on_themes_does_what_the_page_says() {
    let examples = examples(include_str!("../../docs/themes.md"));
    let sites = sites(&examples);
    let outage = "2021/03/outage/index.html";
    let of = |wanted: &str| -> Vec<&Built> {
        sites.iter().filter(|(section, _)| *section == wanted).map(|(_, site)| site).collect()
    };

    let colors = stylesheet(of("Colours")[0]);
    assert!(colors.contains("--accent: #e58a96;") && colors.contains("--line: #8a8f94;"), "{colors}");

    let [fonts, own] = of("Fonts")[..] else { panic!("fonts") };
    assert!(stylesheet(fonts).contains("--font-headings: Georgia, serif;"));
    assert!(stylesheet(own).contains("--font-headings: Dispatch, Georgia, serif;"));
    assert!(stylesheet(own).contains("src: url(dispatch.woff2)") && own.has("dispatch.woff2"));

    let [logo, with_alt] = of("Logo")[..] else { panic!("logo") };
    assert!(logo.file(outage).contains(r#"<img src="/logo.svg" alt="Dépêches" width="120" height="40">"#));
    assert!(with_alt.file("en/index.html").contains("alt=\"Dispatches, above a telegraph\""));

    let footer = of("Navigation and footer")[0];
    let page = footer.file("en/index.html");
    for shown in
        ["lang=\"fr\" dir=\"ltr\">About<", ">The code<", ">Imprint<", "href=\"/data.csv\"", "CC BY 4.0."]
    {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }

    assert!(stylesheet(of("Rules of your own")[0]).ends_with("border-color: var(--accent); }\n"));

    let byline = of("One part of the templates")[0].file(outage);
    assert!(byline.contains("<a rel=\"author\" href=\"/authors/ada-example/\">Ada Example</a>"), "{byline}");

    let search = of("The search")[0];
    // The theme says how many lines an excerpt has; the page, how many it has from now on.
    let rules = stylesheet(search);
    assert!(rules.matches(".card .excerpt { --lines: ").count() > 1, "{rules}");
    assert!(rules.trim_end().ends_with("border-block-end: 2px solid var(--accent); }"), "{rules}");
    assert!(search.file("search/index.html").contains("<p class=\"excerpt\">"));

    let wide = of("Around every page")[0].file("2021/03/map/index.html");
    assert!(wide.contains("<p>Published March 19, 2021</p>") && wide.contains("src=\"/js/wide."), "{wide}");

    let is_file = |line: &&str| line.starts_with('`') && line.ends_with("`:");
    let n_files = include_str!("../../docs/themes.md").lines().filter(is_file).count();
    assert_eq!(examples.len(), n_files, "a file of the page is not tested");
    assert_eq!(sites.len(), 10);
}

#[test]
fn the_warning_on_themes_is_the_one_that_is_told() {
    let settings = "theme:\n  colors:\n    accent: \"#8a1c2b\"\n";
    let (_, told) =
        Config::parse(settings, &SourcePath::new(FILE_NAME), &Overrides::default()).expect("settings");
    let told = printed(&format!("-- {FILE_NAME} --\n{settings}"), &told);
    let shown = told.trim_end().trim_end_matches("1 warning").trim_end();
    assert!(include_str!("../../docs/themes.md").contains(shown), "{told}");
}
