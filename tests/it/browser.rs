//! The sample archive in Chromium: what readers see, and what they do by keyboard.
//!
//! `tests/browser/` holds the checks; here are the pages that they look at. Where Node.js, its
//! modules, Chromium or Java are missing, these tests say so and pass, unless `DEPECHE_BROWSER` is
//! `required`.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::markup::{Element, is_html, is_stub, listed, pages};
use crate::server::sample;

/// Where the checks are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// What a test needs and this machine lacks, with how to get it.
pub type Missing = String;

/// The first of `names` that is a program, by its path or in one of the folders of `PATH`.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let places = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// Node.js, where it is new enough.
pub fn node() -> Result<PathBuf, Missing> {
    let node = program(&["node", "nodejs"]).ok_or("Node.js 20 or later: apt-get install nodejs npm")?;
    let version =
        Command::new(&node).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let version = String::from_utf8_lossy(&version).into_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        return Err(format!("Node.js 20 or later, and not {}", version.trim()));
    }
    Ok(node)
}

/// Node.js with what drives a browser.
fn node_with_modules() -> Result<PathBuf, Missing> {
    let node = node()?;
    if !folder().join("node_modules/playwright-core/package.json").is_file() {
        return Err("the Node.js modules of the browser tests: (cd tests/browser && npm ci)".to_owned());
    }
    Ok(node)
}

fn chromium() -> Result<PathBuf, Missing> {
    if let Some(path) = env::var_os("CHROMIUM") {
        let path = PathBuf::from(path);
        return if path.is_file() { Ok(path) } else { Err("the file that `CHROMIUM` names".to_owned()) };
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let on_a_mac = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let on_a_mac = || on_a_mac.is_file().then(|| on_a_mac.to_owned());
    program(&names)
        .or_else(on_a_mac)
        .ok_or_else(|| "Chromium: apt-get install chromium, or its path in `CHROMIUM`".to_owned())
}

/// What was said to be missing.
static TOLD: Mutex<BTreeSet<Missing>> = Mutex::new(BTreeSet::new());

/// What is there; or says once what is missing, or fails where the browser is required.
pub fn available<T>(found: Result<T, Missing>) -> Option<T> {
    let missing = match found {
        Ok(found) => return Some(found),
        Err(missing) => missing,
    };
    assert!(env::var_os("DEPECHE_BROWSER").is_none_or(|word| word != "required"), "missing: {missing}");
    if TOLD.lock().expect("a lock").insert(missing.clone()) {
        // Past the test harness, which keeps to itself what passing tests print.
        let _ = writeln!(std::io::stderr(), "\nsome tests are SKIPPED; missing: {missing}");
    }
    None
}

/// The process that drives the browser. It ends when this process does, and its input with it.
struct Runner {
    input: Mutex<ChildStdin>,
    waiting: Mutex<BTreeMap<u64, Sender<Value>>>,
}

static RUNNER: OnceLock<Runner> = OnceLock::new();
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

impl Runner {
    fn start(node: &Path, chromium: &Path) -> &'static Self {
        let mut started = None;
        let runner = RUNNER.get_or_init(|| {
            let mut command = Command::new(node);
            command.arg(folder().join("run.mjs")).env("CHROMIUM", chromium);
            command.stdin(Stdio::piped()).stdout(Stdio::piped());
            let child = started.insert(command.spawn().expect("Node.js starts"));
            let input = Mutex::new(child.stdin.take().expect("an input"));
            Self { input, waiting: Mutex::default() }
        });
        if let Some(child) = started {
            thread::spawn(move || runner.listen(child));
        }
        runner
    }

    /// Hands each result to the test that waits for it.
    fn listen(&self, mut child: Child) {
        let output = child.stdout.take().expect("an output");
        for line in BufReader::new(output).lines() {
            let result: Value = serde_json::from_str(&line.expect("a line")).expect("a result");
            let id = result["id"].as_u64().expect("an id");
            if let Some(sender) = self.waiting.lock().expect("a lock").remove(&id) {
                let _ = sender.send(result);
            }
        }
        // Nobody will answer any more: whoever waits learns it.
        self.waiting.lock().expect("a lock").clear();
        let _ = child.wait();
    }

    /// The result of a check, when it is there.
    fn run(&self, mut job: Value) -> Value {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        job["id"] = id.into();
        let (sender, result) = channel();
        self.waiting.lock().expect("a lock").insert(id, sender);
        writeln!(self.input.lock().expect("a lock"), "{job}").expect("Node.js listens");
        result.recv_timeout(Duration::from_secs(600)).expect("an answer from `tests/browser/run.mjs`")
    }
}

/// What a check of `tests/browser/` finds on pages of the sample, by their addresses below its base
/// path, as places and faults. The other values of `job` go to the check.
#[track_caller]
fn faults(check: &str, pages: &[String], mut job: Value) -> Option<Vec<(String, String)>> {
    let (node, chromium) = available(node_with_modules().and_then(|node| Ok((node, chromium()?))))?;
    assert!(!pages.is_empty(), "there is no page for `{check}`");
    job["check"] = check.into();
    job["base"] = (&*sample().base_url).into();
    job["pages"] = pages.into();
    let result = Runner::start(&node, &chromium).run(job);
    let Some(faults) = result["faults"].as_array() else {
        panic!("`{check}` failed: {}", result["error"].as_str().unwrap_or(""));
    };
    let text = |fault: &Value, key: &str| fault[key].as_str().unwrap_or("").to_owned();
    Some(faults.iter().map(|fault| (format!("/{}", text(fault, "page")), text(fault, "fault"))).collect())
}

/// Runs a check of `pages`, which finds nothing.
#[track_caller]
pub fn check(name: &str, pages: &[String]) {
    let faults = faults(name, pages, json!({})).unwrap_or_default();
    assert!(faults.is_empty(), "{}", listed(&faults));
}

/// A page to look at.
struct Sampled {
    lang: String,
    /// The pattern that its path has in common with all pages of its kind.
    kind: String,
    /// Its address below the base path.
    address: String,
    /// What it is made of.
    parts: BTreeSet<String>,
}

/// The pattern of a path: `2021/03/19/index.html` is `#/#/#`, `en/tags/outage/index.html` is `tags/*`.
fn kind(path: &str, lang: &str) -> String {
    let path = path.trim_end_matches("index.html").trim_matches('/');
    let path =
        path.strip_prefix(lang).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);
    let mut kind = Vec::new();
    for part in path.trim_matches('/').split('/') {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        // The pages of a list are told from its items by their number.
        let is_fixed = kind.is_empty() || part == "page";
        kind.push(if is_number {
            "#"
        } else if is_fixed {
            part
        } else {
            "*"
        });
    }
    if kind == [""] { "home".to_owned() } else { kind.join("/") }
}

fn parts(elements: &[Element]) -> BTreeSet<String> {
    let of = |element: &Element| {
        let classes = element.get("class").unwrap_or("").split_whitespace();
        let mut parts: Vec<String> = classes.map(|class| format!(".{class}")).collect();
        parts.push(element.name.clone());
        parts.extend(element.attributes.keys().map(|key| format!("{}[{key}]", element.name)));
        parts
    };
    elements.iter().flat_map(of).collect()
}

/// Of each kind of page in each language, as few pages as hold all that the kind is made of.
fn sampled() -> &'static [Sampled] {
    static SAMPLED: OnceLock<Vec<Sampled>> = OnceLock::new();
    SAMPLED.get_or_init(|| {
        let mut kinds: BTreeMap<(String, String), Vec<Sampled>> = BTreeMap::new();
        for (path, elements) in pages().filter(|(_, elements)| !is_stub(elements)) {
            let lang = elements[0].lang.clone();
            let (kind, parts) = (kind(path, &lang), parts(&elements));
            let address = path.strip_suffix("index.html").unwrap_or(path).to_owned();
            let page = Sampled { lang: lang.clone(), kind: kind.clone(), address, parts };
            kinds.entry((lang, kind)).or_default().push(page);
        }
        let mut sampled = Vec::new();
        for mut candidates in kinds.into_values() {
            let mut rest: BTreeSet<String> = candidates.iter().flat_map(|page| page.parts.clone()).collect();
            while !rest.is_empty() {
                let gain = |page: &Sampled| page.parts.intersection(&rest).count();
                let best = (0..candidates.len()).rev().max_by_key(|index| gain(&candidates[*index]));
                let page = candidates.remove(best.expect("a page that has what is left"));
                rest.retain(|part| !page.parts.contains(part));
                sampled.push(page);
            }
        }
        sampled
    })
}

/// The languages whose pages of all kinds are looked at: the sample's own, its widest, and one that
/// runs from right to left. Of the others it is the articles.
const LANGUAGES: [&str; 3] = ["fr", "en", "ar"];

fn addresses(is_chosen: impl Fn(&Sampled) -> bool) -> Vec<String> {
    sampled().iter().filter(|page| is_chosen(page)).map(|page| page.address.clone()).collect()
}

fn each_kind() -> Vec<String> {
    addresses(|page| LANGUAGES.contains(&&*page.lang) || page.kind == "#/#/*")
}

/// The search page, in each language whose pages are looked at.
pub fn search_pages() -> Vec<String> {
    let is_search = |page: &Sampled| page.parts.contains("search[data-search]");
    addresses(|page| is_search(page) && LANGUAGES.contains(&&*page.lang))
}

/// The page of an event, in each language that has one; other languages may name them otherwise.
fn is_event(page: &Sampled) -> bool {
    page.kind == "events/*" || page.parts.contains("li[data-language]")
}

#[test]
fn every_kind_of_page_is_found() {
    let kinds: BTreeSet<&str> =
        sampled().iter().filter(|page| page.lang == "en").map(|page| &*page.kind).collect();
    for kind in ["home", "#/#/*", "#", "#/#", "#/#/#", "archive", "tags", "tags/*", "authors/*", "page/#"] {
        assert!(kinds.contains(kind), "{kind} is not among {kinds:?}");
    }
    let languages: BTreeSet<&str> = sampled().iter().map(|page| &*page.lang).collect();
    assert!(LANGUAGES.iter().all(|lang| languages.contains(lang)), "{languages:?}");
    // All that the checks look at must be little enough to look at within minutes.
    let count = each_kind().len();
    assert!((30..200).contains(&count), "{count} pages");
}

#[test]
fn every_check_finds_the_faults_of_a_page_that_is_full_of_them() {
    let expected: &[(&str, &[&str])] = &[
        ("axe", &["axe image-alt", "axe color-contrast", "axe target-size", "dark at 360 px"]),
        (
            "sidewaysScroll",
            &["is 9", "too wide: <p class=\"wide\">", "no key gets there", "no role and name"],
        ),
        ("skipLink", &["the first Tab stop is no skip link"]),
        ("focus", &["light: has the focus and does not show it: <a", "dark: has the focus"]),
        (
            "network",
            &["with JavaScript: console: a complaint", "without JavaScript: asks http://127.0.0.1:9"],
        ),
        ("notFound", &["status 200", "is not the page", "has lost its stylesheet"]),
        ("plainText", &["only with JavaScript: Written by a script"]),
        (
            "schemes",
            &["light: the ground", "dark: `color-scheme`", "color is rgb(0, 0, 0) in light and dark"],
        ),
        ("motion", &["has a transition: <main>", "scrolls smoothly: <html"]),
        (
            "print",
            &["is printed: <nav>", "is printed: <form>", "printed in rgb(238", "without its address: <a"],
        ),
        ("direction", &["<html lang=\"ar\" dir=\"\">", "runs ltr: <p lang=\"fa\">"]),
        ("eventFilter", &["has no legend", "the choice of `fr` shows"]),
    ];
    for (check, parts) in expected {
        let Some(faults) = faults(check, &["../faulty.html".to_owned()], json!({})) else { return };
        let listed = listed(&faults);
        for part in *parts {
            assert!(listed.contains(part), "`{check}` does not find `{part}`:\n{listed}");
        }
    }
    check("eventFilter", &["../filter.html".to_owned()]);
    let Some(faults) = faults("searchTyping", &["../faulty.html".to_owned()], json!({})) else { return };
    assert!(listed(&faults).contains("has no search"), "{}", listed(&faults));
}

#[test]
fn no_page_has_a_barrier_that_axe_finds_in_light_or_dark_on_a_phone_or_a_desktop() {
    check("axe", &each_kind());
}

#[test]
fn nothing_scrolls_sideways_at_320_pixels_but_what_scrolls_inside_itself() {
    check("sidewaysScroll", &each_kind());
}

#[test]
fn the_first_tab_stop_is_a_link_to_the_text() {
    check("skipLink", &each_kind());
}

#[test]
fn whatever_has_the_focus_shows_it_and_is_in_view() {
    check("focus", &each_kind());
}

#[test]
fn nothing_is_asked_of_another_host_and_nothing_fails() {
    check("network", &each_kind());
}

#[test]
fn an_address_that_leads_nowhere_is_answered_at_any_depth() {
    check("notFound", &["none", "none/", "en/2021/a/b/c/", "ar/none.html"].map(str::to_owned));
}

#[test]
fn all_text_is_readable_without_javascript() {
    // The search itself is a script; without one, the page leads elsewhere.
    let search = search_pages();
    assert!(!search.is_empty());
    let pages: Vec<String> = each_kind().into_iter().filter(|page| !search.contains(page)).collect();
    check("plainText", &pages);
}

#[test]
fn light_and_dark_both_say_their_colours() {
    check("schemes", &addresses(|page| page.lang == "fr"));
}

#[test]
fn nothing_moves_for_those_who_asked_for_less_motion() {
    check("motion", &each_kind());
}

#[test]
fn print_is_black_on_white_with_addresses_and_without_navigation() {
    check("print", &each_kind());
}

#[test]
fn text_runs_as_its_language_does_and_code_from_left_to_right() {
    check("direction", &each_kind());
}

#[test]
fn the_coverage_of_an_event_is_filtered_by_language_without_a_script() {
    let events = addresses(is_event);
    if !events.is_empty() {
        check("eventFilter", &events);
    }
}

#[test]
fn lighthouse_gives_a_phone_s_home_article_and_event_full_marks() {
    let first = |is_chosen: &dyn Fn(&Sampled) -> bool| addresses(is_chosen).into_iter().next();
    let home = first(&|page| page.lang == "fr" && page.kind == "home");
    let article = first(&|page| page.lang == "fr" && page.kind == "#/#/*");
    let event = first(&is_event);
    check("lighthouseMarks", &[home, article, event].into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn lighthouse_gives_a_phone_s_search_full_marks() {
    let results: Vec<String> =
        search_pages().into_iter().take(1).map(|page| format!("{page}?q=whatsapp")).collect();
    // Search engines are to leave results out, which their marks do not forgive.
    let categories = json!({"categories": ["performance", "accessibility", "best-practices"]});
    let faults = faults("lighthouseMarks", &results, categories).unwrap_or_default();
    assert!(faults.is_empty(), "{}", listed(&faults));
}

/// Warnings of the HTML checker that are wrong here, each with why.
const WRONG_WARNINGS: &[(&str, &str)] = &[
    ("Resource violates Content Security Policy", "it reads files, whose `'self'` is no host"),
    ("Inline script violates Content Security Policy", "JSON-LD is data, which no browser runs or blocks"),
];

#[test]
fn every_page_is_valid_html() {
    let jar = folder().join("node_modules/vnu-jar/build/dist/vnu.jar");
    let java = program(&["java"]).ok_or("Java 17 or later: apt-get install default-jre-headless".to_owned());
    let module =
        || jar.is_file().then_some(()).ok_or("the HTML checker: (cd tests/browser && npm ci)".to_owned());
    let Some(java) = available(java.and_then(|java| module().map(|()| java))) else { return };

    let site = tempfile::tempdir().expect("a folder");
    for (path, bytes) in sample().files.iter().filter(|(path, _)| is_html(path)) {
        let place = site.path().join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, bytes).expect("a page");
    }
    let mut command = Command::new(java);
    command.arg("-jar").arg(jar).args(["--format", "json", "--stdout", "--skip-non-html", "."]);
    let output = command.current_dir(site.path()).output().expect("Java runs");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let Some(messages) = told["messages"].as_array() else {
        panic!("the HTML checker failed: {}", String::from_utf8_lossy(&output.stderr));
    };
    let text = |message: &Value, key: &str| message[key].as_str().unwrap_or("").to_owned();
    let faults: Vec<(String, String)> = messages
        .iter()
        .map(|message| {
            let url = text(message, "url");
            let path = url.rsplit_once("/./").map_or(&*url, |(_, path)| path).to_owned();
            (format!("{path}:{}", message["lastLine"]), text(message, "message"))
        })
        .filter(|(_, fault)| !WRONG_WARNINGS.iter().any(|(start, _)| fault.starts_with(start)))
        .collect();
    assert!(faults.is_empty(), "{}", listed(&faults));
}

/// Pictures of each kind of page, for people: `cargo test --test it -- --ignored screenshots`.
#[test]
#[ignore = "makes pictures to look at, and checks nothing"]
fn screenshots() {
    let target = env::var_os("DEPECHE_SCREENSHOTS").map(PathBuf::from);
    let target = target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots"));
    let mut names = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in sampled().iter().filter(|page| LANGUAGES.contains(&&*page.lang)) {
        let kind = match &*page.kind {
            "#" => "year".to_owned(),
            "#/#" => "month".to_owned(),
            "#/#/#" => "day".to_owned(),
            "#/#/*" => "article".to_owned(),
            kind => kind.replace(['/', '.'], "-").replace('#', "n").replace('*', "one"),
        };
        let name = format!("{}-{kind}", page.lang);
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{name}-{count}") } else { name };
        names.insert(page.address.clone(), name);
    }
    let pages: Vec<String> = names.keys().cloned().collect();
    faults("screenshots", &pages, json!({"folder": target, "names": names}));
}
