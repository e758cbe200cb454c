//! The pages of the sample archive, held to what readers and browsers need, without a browser.

use std::collections::{BTreeMap, BTreeSet};

use depeche::language::LanguageTag;
use depeche::path::percent_decode;
use regex::Regex;

use crate::markup::{Element, is_stub, listed, pages};
use crate::server::sample;

/// What is wrong on all pages, with where; `faults` tells it of one page, as lines and texts.
#[track_caller]
fn check(faults: impl Fn(&[Element]) -> Vec<(u64, String)>) {
    let mut found = Vec::new();
    for (path, elements) in pages() {
        found.extend(faults(&elements).into_iter().map(|(line, fault)| (format!("{path}:{line}"), fault)));
    }
    assert!(found.is_empty(), "{}", listed(&found));
}

/// The path of an address on this host, where it is one.
fn path_on_site(address: &str) -> Option<&str> {
    let base_url = &*sample().base_url;
    let origin = base_url.find("/depeche/").map_or(base_url, |end| &base_url[..end]);
    let path = address.strip_prefix(origin).unwrap_or(address);
    (path.starts_with('/') && !path.starts_with("//")).then_some(path)
}

#[test]
fn no_page_holds_code_or_inline_style() {
    check(|elements| {
        let mut faults = Vec::new();
        for element in elements {
            let is_data = element.get("type") == Some("application/ld+json");
            let is_search = element.get("type") == Some("module")
                && element.get("src").is_some_and(|src| src.contains("/search."))
                && element.text.is_empty();
            if (element.name == "script" && !is_data && !is_search) || element.name == "style" {
                faults.push((element.line, format!("<{}>", element.name)));
            }
            for (key, value) in &element.attributes {
                let is_script = value.trim_start().to_lowercase().starts_with("javascript:");
                if key == "style" || key.starts_with("on") || key == "srcdoc" || is_script {
                    faults.push((element.line, format!("<{} {key}=\"{value}\">", element.name)));
                }
            }
        }
        faults
    });
}

#[test]
fn no_page_loads_anything_from_elsewhere() {
    check(|elements| {
        let loaded = |element: &Element| -> Vec<String> {
            let rel = element.get("rel").unwrap_or("");
            let is_fetched = rel.split(' ').any(|word| {
                ["stylesheet", "icon", "manifest", "preload", "modulepreload", "prefetch", "preconnect"]
                    .contains(&word)
                    || word == "dns-prefetch"
                    || word.starts_with("apple-touch-icon")
            });
            let href = if element.name == "link" && is_fetched { element.get("href") } else { None };
            let candidates = element.get("srcset").into_iter().flat_map(|set| set.split(", "));
            let candidates = candidates.filter_map(|one| one.trim().split(' ').next());
            let single = ["src", "poster", "data", "background"].iter().filter_map(|key| element.get(key));
            single.chain(href).chain(candidates).map(str::to_owned).collect()
        };
        let elsewhere = elements.iter().flat_map(|element| {
            let urls = loaded(element).into_iter().filter(|url| path_on_site(url).is_none());
            urls.filter(|url| !url.starts_with("data:")).map(|url| (element.line, format!("loads `{url}`")))
        });
        elsewhere.collect()
    });
}

#[test]
fn every_page_has_a_policy_first_and_one_stylesheet() {
    check(|elements| {
        if is_stub(elements) {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let metas: Vec<&Element> = elements.iter().filter(|element| element.name == "meta").collect();
        let policy = metas.get(1).filter(|meta| meta.get("http-equiv") == Some("Content-Security-Policy"));
        match policy.and_then(|meta| meta.get("content")) {
            None => faults.push((1, "its second `meta` is no Content-Security-Policy".to_owned())),
            Some(policy) => {
                for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"]
                {
                    if !policy.split("; ").any(|directive| directive == part) {
                        faults.push((1, format!("its policy does not say `{part}`")));
                    }
                }
                // A browser passes over the last three in `meta`: they would promise what nobody keeps.
                let forbidden =
                    ["'unsafe-inline'", "'unsafe-eval'", "frame-ancestors", "report-uri", "sandbox"];
                let words = policy.split([' ', ';']).filter(|word| forbidden.contains(word));
                faults.extend(words.map(|word| (1, format!("its policy says `{word}`"))));
            }
        }
        let is_sheet = |element: &&Element| element.get("rel") == Some("stylesheet");
        let sheets = elements.iter().filter(is_sheet).count();
        if sheets != 1 {
            faults.push((1, format!("it has {sheets} stylesheets")));
        }
        faults
    });
}

#[test]
fn assets_are_named_for_what_is_in_them() {
    let fingerprinted = Regex::new(r"[.-][0-9a-f]{8,64}\.(css|m?js)$").expect("a pattern");
    check(|elements| {
        let is_asset =
            |element: &&Element| element.get("rel") == Some("stylesheet") || element.name == "script";
        let named = elements.iter().filter(is_asset);
        let named = named.filter_map(|element| {
            let url = element.get("href").or_else(|| element.get("src"))?;
            (!fingerprinted.is_match(url)).then(|| (element.line, format!("`{url}` has no fingerprint")))
        });
        named.collect()
    });
}

#[test]
fn every_page_has_one_title_one_main_and_headings_in_order() {
    check(|elements| {
        if is_stub(elements) {
            return Vec::new();
        }
        let mut faults = Vec::new();
        for (name, what) in [("h1", "main heading"), ("main", "main part"), ("title", "title")] {
            let count = elements.iter().filter(|element| element.name == name).count();
            // A drawing has a title of its own.
            if count != 1 && !(name == "title" && count > 1) {
                faults.push((1, format!("it has {count} of <{name}>, the {what}")));
            }
        }
        let mut before = 0;
        for element in elements {
            let Some(level) = element.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok())
            else {
                continue;
            };
            if level > before + 1 {
                let text = element.text.trim();
                faults.push((element.line, format!("<h{level}> `{text}` follows <h{before}>")));
            }
            before = level;
        }
        faults
    });
}

#[test]
fn pictures_have_an_alternative_and_a_size() {
    check(|elements| {
        let pictures = elements.iter().filter(|element| element.name == "img");
        let bare = pictures.filter_map(|picture| {
            let lacking = ["alt", "width", "height"].into_iter().find(|key| picture.get(key).is_none())?;
            Some((picture.line, format!("`{}` has no `{lacking}`", picture.get("src").unwrap_or(""))))
        });
        bare.collect()
    });
}

/// The scripts that tell a language by its letters, each with the languages that are written in it.
const SCRIPTS: &[(&str, &str, &[&str])] = &[
    ("Arabic", r"[\u{620}-\u{64A}\u{671}-\u{6D3}]{2}", &["ar", "fa", "ur", "ps", "ckb", "ug", "sd"]),
    ("Hebrew", r"[\u{5D0}-\u{5EA}]{2}", &["he", "yi"]),
    ("kana", r"[\u{3041}-\u{3096}\u{30A1}-\u{30FA}]{2}", &["ja"]),
    ("Han", r"[\u{4E00}-\u{9FFF}]{2}", &["zh", "ja", "ko", "yue"]),
    ("Hangul", r"[\u{AC00}-\u{D7A3}]{2}", &["ko"]),
    ("Cyrillic", r"[\u{410}-\u{44F}]{3}", &["ru", "uk", "bg", "sr", "mk", "be", "kk", "mn"]),
    ("Greek", r"[\u{391}-\u{3C9}]{3}", &["el"]),
];

/// The languages that are written in other than Latin letters.
fn is_written_in_latin(lang: &str) -> bool {
    !SCRIPTS.iter().any(|(_, _, languages)| languages.contains(&lang))
}

#[test]
fn text_in_letters_of_another_language_says_its_language() {
    let scripts: Vec<(&str, Regex, &[&str])> = SCRIPTS
        .iter()
        .map(|(name, pattern, languages)| (*name, Regex::new(pattern).expect("a pattern"), *languages))
        .collect();
    // Names such as WhatsApp are at home in every language; six words in a row are a passage.
    let passage = Regex::new(r"(?:[a-zà-ÿ]+[ ’']){5}[a-zà-ÿ]+").expect("a pattern");
    check(|elements| {
        let mut faults = Vec::new();
        for element in elements {
            if ["title", "script", "code", "pre", "kbd", "samp", "head"].contains(&&*element.name) {
                continue;
            }
            let named =
                ["alt", "title", "aria-label", "placeholder"].iter().filter_map(|key| element.get(key));
            let lang = element.lang.split('-').next().unwrap_or("");
            for text in named.chain([&*element.own_text]) {
                let foreign = scripts
                    .iter()
                    .find(|(_, pattern, languages)| !languages.contains(&lang) && pattern.is_match(text));
                let is_latin = !is_written_in_latin(lang) && passage.is_match(text);
                let script = foreign.map(|(name, ..)| *name).or(is_latin.then_some("Latin"));
                if let Some(script) = script {
                    let text = text.trim();
                    faults.push((
                        element.line,
                        format!("`{text}`, in {script} letters, is said to be `{lang}`"),
                    ));
                }
            }
        }
        faults
    });
}

#[test]
fn a_language_of_another_direction_comes_with_its_direction() {
    check(|elements| {
        let wrong = elements.iter().filter_map(|element| {
            let lang = element.get("lang")?;
            let expected = LanguageTag::new(lang).ok()?.direction().as_str();
            let dir = if element.dir.is_empty() { "ltr" } else { &element.dir };
            (dir != expected && dir != "auto")
                .then(|| (element.line, format!("<{} lang=\"{lang}\"> runs {dir}", element.name)))
        });
        wrong.collect()
    });
}

#[test]
fn code_runs_from_left_to_right() {
    check(|elements| {
        let blocks = elements.iter().filter(|element| element.name == "pre");
        let wrong = blocks.filter(|element| element.get("dir") != Some("ltr"));
        wrong.map(|element| (element.line, "<pre> without `dir=\"ltr\"`".to_owned())).collect()
    });
}

/// What a reader who follows a link finds.
struct Destination {
    lang: String,
    heading: String,
}

#[test]
fn links_into_another_language_say_so_and_so_does_their_text() {
    let sample = sample();
    let base = path_on_site(&sample.base_url).expect("the base path");
    let mut destinations = BTreeMap::new();
    for (path, elements) in pages().filter(|(_, elements)| !is_stub(elements)) {
        let heading = elements.iter().find(|element| element.name == "h1");
        let heading = heading.map(|heading| heading.text.trim().to_owned()).unwrap_or_default();
        let address = format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path));
        destinations.insert(address, Destination { lang: elements[0].lang.clone(), heading });
    }
    let endonym = |lang: &str| LanguageTag::new(lang).map(|tag| tag.endonym()).unwrap_or_default();

    check(|elements| {
        let page_lang = &elements[0].lang;
        let mut faults = Vec::new();
        for link in elements.iter().filter(|element| element.name == "a") {
            let address = link.get("href").and_then(path_on_site).unwrap_or("");
            let address = percent_decode(address.split(['#', '?']).next().unwrap_or(""));
            let Some(destination) = destinations.get(&*address) else { continue };
            let lang = &destination.lang;
            if lang != page_lang && link.get("hreflang") != Some(lang) && !address.ends_with("404.html") {
                faults.push((link.line, format!("the link to `{address}`, in `{lang}`, has no `hreflang`")));
            }
            let text = link.text.trim();
            let is_theirs =
                text == destination.heading || text.to_lowercase() == endonym(lang).to_lowercase();
            // The text may stand in an element of its own inside the link, which then says it.
            let is_inside = |element: &&Element| {
                let mut around = Some(element.index);
                while let Some(index) = around.filter(|index| *index > link.index) {
                    around = elements[index].parent;
                }
                around == Some(link.index)
            };
            let says = elements.iter().filter(is_inside).filter(|element| element.text.trim() == text);
            let langs: BTreeSet<&str> = says.map(|element| &*element.lang).collect();
            let is_shared =
                destinations.values().any(|other| other.lang == link.lang && other.heading == text);
            if is_theirs && !langs.contains(&**lang) && !is_shared {
                faults
                    .push((link.line, format!("`{text}`, which is `{lang}`, is said to be `{}`", link.lang)));
            }
        }
        faults
    });
}
