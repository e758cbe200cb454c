//! A reader who follows every link: the sample archive, built for three base paths and served as GitHub
//! Pages would, is crawled whole over HTTP.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;

use flate2::read::GzDecoder;
use regex::Regex;
use url::Url;

use crate::server::{Served, sample_at};

/// An answer of the server.
struct Answer {
    status: String,
    headers: String,
    body: String,
}

/// Asks for an address as a browser does: text may come compressed.
fn get(url: &Url) -> Answer {
    let address = (url.host_str().expect("a host"), url.port().expect("a port"));
    let mut stream = TcpStream::connect(address).expect("a connection");
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, br\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    stream.shutdown(std::net::Shutdown::Write).expect("an end");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("a head in ASCII");
    let mut body = bytes.split_off(end + 4);
    if head.contains("Content-Encoding: gzip") {
        let mut unpacked = Vec::new();
        GzDecoder::new(&*body).read_to_end(&mut unpacked).expect("a body in gzip");
        body = unpacked;
    }
    let (status, headers) = head.split_once("\r\n").expect("headers");
    Answer {
        status: status.replace("HTTP/1.1 ", ""),
        headers: headers.to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}

/// What the texts of a site refer to, and how.
struct Patterns {
    attribute: Regex,
    srcset: Regex,
    stylesheet: Regex,
    link: Regex,
    own: Regex,
    id: Regex,
    data_id: Regex,
    alternate: Regex,
    sitemap_url: Regex,
    sitemap_alternate: Regex,
}

impl Patterns {
    fn new(served: &Served) -> Self {
        let pattern = |pattern: &str| Regex::new(pattern).expect("a pattern");
        let origin = &Url::parse(&served.base_url).expect("a URL")[..url::Position::BeforePath].to_owned();
        Self {
            attribute: pattern(r#"\s(?:href|src|action|poster)="([^"]*)""#),
            srcset: pattern(r#"\ssrcset="([^"]*)""#),
            stylesheet: pattern(r#"url\(["']?([^"')]+)["']?\)"#),
            link: pattern(r#"<(?:a\b[^>]*\shref|form\b[^>]*\saction)="([^"]*)""#),
            // Whole addresses of this site, wherever they stand: in JSON, in feeds, in refreshes.
            own: pattern(&format!(r#"{}[^\s"'<>\\)\]]*"#, regex::escape(origin))),
            id: pattern(r#"\sid="([^"]*)""#),
            data_id: pattern(r#""@id":"[^"]*""#),
            alternate: pattern(r#"<link rel="alternate" hreflang="([^"]*)" href="([^"]*)""#),
            sitemap_url: pattern(r"(?s)<url>.*?</url>"),
            sitemap_alternate: pattern(r#"<xhtml:link rel="alternate" hreflang="([^"]*)" href="([^"]*)""#),
        }
    }

    /// Every address that a text refers to, as it is written there.
    fn references(&self, file: &str, text: &str) -> Vec<String> {
        // Calendars break their lines after 75 bytes.
        let text = if kind(file) == "ics" { text.replace("\r\n ", "") } else { text.to_owned() };
        // What JSON-LD calls a thing looks like an address, and is a name.
        let text = &self.data_id.replace_all(&text, "").into_owned();
        let mut found: Vec<String> = Vec::new();
        if kind(file) == "html" {
            found.extend(self.attribute.captures_iter(text).map(|found| unescape(&found[1])));
            for srcset in self.srcset.captures_iter(text) {
                found.extend(
                    unescape(&srcset[1])
                        .split(',')
                        .filter_map(|candidate| candidate.split_whitespace().next())
                        .map(str::to_owned),
                );
            }
        }
        if kind(file) == "css" {
            found.extend(self.stylesheet.captures_iter(text).map(|found| found[1].to_owned()));
        }
        let own = self.own.find_iter(text).map(|found| {
            // Escaped markup ends an address in a feed.
            let end =
                ["&quot;", "&lt;", "&gt;", "&#"].iter().filter_map(|end| found.as_str().find(end)).min();
            unescape(&found.as_str()[..end.unwrap_or(found.len())])
        });
        found.extend(own);
        found
    }

    /// The versions of a page that its head names.
    fn alternates(&self, text: &str) -> BTreeSet<(String, String)> {
        let found = self.alternate.captures_iter(text);
        found.map(|found| (found[1].to_owned(), unescape(&found[2]))).collect()
    }
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

/// The address of an output.
fn address(served: &Served, file: &str) -> Url {
    let base = Url::parse(&served.base_url).expect("a URL");
    let path = match file {
        "index.html" => "",
        file => file.strip_suffix("/index.html").map_or(file, |folder| &file[..=folder.len()]),
    };
    base.join(&depeche::path::percent_encode(path)).expect("an address")
}

/// How the name of a file ends.
fn kind(file: &str) -> &str {
    file.rsplit_once('.').map_or("", |(_, kind)| kind)
}

fn is_redirect(text: &str) -> bool {
    text.contains("<meta http-equiv=\"refresh\"")
}

/// Crawls the sample below `base_path`.
fn check(base_path: &str) {
    let served = sample_at(base_path);
    let patterns = Patterns::new(served);
    let mut faults: BTreeSet<String> = BTreeSet::new();
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut texts: BTreeMap<String, (String, String)> = BTreeMap::new();

    for file in served.files.keys() {
        let url = address(served, file);
        let answer = get(&url);
        if answer.status != "200 OK" && file != ".nojekyll" {
            faults.insert(format!("{url} answers {}", answer.status));
        }
        let is_text = ["html", "css", "xml", "json", "svg"].contains(&kind(file));
        assert!(!is_text || answer.headers.contains("Content-Encoding: gzip"), "{file}");
        if kind(file) == "html" {
            let found = patterns.id.captures_iter(&answer.body).map(|found| unescape(&found[1]));
            ids.insert(url.to_string(), found.collect());
        }
        texts.insert(url.to_string(), (file.clone(), answer.body));
    }
    // The page for missing addresses stands at any depth.
    let missing =
        Url::parse(&served.base_url).and_then(|base| base.join("no/such/page/")).expect("an address");
    let answer = get(&missing);
    assert_eq!(answer.status, "404 Not Found");
    texts.insert(missing.to_string(), ("404.html".to_owned(), answer.body));

    let mut asked: BTreeMap<String, String> = BTreeMap::new();
    for (from, (file, text)) in &texts {
        let base = Url::parse(from).expect("an address");
        for written in patterns.references(file, text) {
            let Ok(mut to) = base.join(&written) else {
                faults.insert(format!("{from}: `{written}` is no address"));
                continue;
            };
            if !matches!(to.scheme(), "http" | "https") || to.origin() != base.origin() {
                continue;
            }
            if !to.as_str().starts_with(&served.base_url) {
                faults.insert(format!("{from}: `{written}` leads out of {base_path}"));
                continue;
            }
            let fragment = to.fragment().map(|fragment| depeche::path::percent_decode(fragment).into_owned());
            to.set_fragment(None);
            // A place on the same page; that of the page for missing addresses is no address.
            if to.as_str() == from {
                asked.entry(from.clone()).or_insert_with(|| "200 OK".to_owned());
            }
            let status = asked.entry(to.to_string()).or_insert_with(|| get(&to).status);
            if status != "200 OK" {
                faults.insert(format!("{from}: `{written}` answers {status}"));
            }
            let fragment = fragment.filter(|fragment| !fragment.is_empty());
            if let (Some(fragment), Some(ids)) = (fragment, ids.get(to.as_str()))
                && !ids.contains(&fragment)
            {
                faults.insert(format!("{from}: `{written}` names no place of that page"));
            }
        }
    }
    faults.extend(unreached(served, &texts, &patterns));
    faults.extend(unreturned(&texts, &patterns));
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.into_iter().collect::<Vec<_>>().join("\n")
    );
    assert!(asked.len() > 200, "only {} addresses were followed", asked.len());
}

/// Pages that no reader finds who starts at the home page and follows links.
fn unreached(
    served: &Served,
    texts: &BTreeMap<String, (String, String)>,
    patterns: &Patterns,
) -> Vec<String> {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting = vec![served.base_url.clone()];
    while let Some(from) = waiting.pop() {
        let Some((_, text)) = texts.get(&from).filter(|_| !reached.contains(&from)) else { continue };
        let base = Url::parse(&from).expect("an address");
        reached.insert(from);
        for found in patterns.link.captures_iter(text) {
            if let Ok(mut to) = base.join(&unescape(&found[1])) {
                to.set_fragment(None);
                waiting.push(to.into());
            }
        }
    }
    let pages = texts
        .iter()
        .filter(|(_, (file, text))| kind(file) == "html" && file != "404.html" && !is_redirect(text));
    pages
        .filter(|(url, _)| !reached.contains(*url))
        .map(|(url, _)| format!("no link leads to {url}"))
        .collect()
}

/// Pages whose versions do not all name each other and themselves; in heads, and in sitemaps.
fn unreturned(texts: &BTreeMap<String, (String, String)>, patterns: &Patterns) -> Vec<String> {
    let mut faults = Vec::new();
    let pages = texts.iter().filter(|(_, (file, _))| kind(file) == "html");
    let named: BTreeMap<&str, BTreeSet<(String, String)>> =
        pages.map(|(url, (_, text))| (url.as_str(), patterns.alternates(text))).collect();
    let mut with_versions = 0;
    for (url, versions) in named.iter().filter(|(_, versions)| !versions.is_empty()) {
        with_versions += 1;
        if !versions.iter().any(|(_, href)| href == url) {
            faults.push(format!("{url} does not name itself among its versions"));
        }
        for (language, href) in versions {
            if named.get(href.as_str()) != Some(versions) {
                faults.push(format!("{href} ({language}) names other versions than {url}"));
            }
        }
    }
    assert!(with_versions > 50, "only {with_versions} pages have versions");
    for (_, text) in texts.values().filter(|(file, _)| kind(file) == "xml") {
        for entry in patterns.sitemap_url.find_iter(text) {
            let Some(url) = entry.as_str().split("<loc>").nth(1).and_then(|rest| rest.split('<').next())
            else {
                continue;
            };
            let found = patterns.sitemap_alternate.captures_iter(entry.as_str());
            let versions: BTreeSet<_> =
                found.map(|found| (found[1].to_owned(), unescape(&found[2]))).collect();
            if named.get(unescape(url).as_str()) != Some(&versions) {
                faults.push(format!("the sitemap names other versions of {url} than its page"));
            }
        }
    }
    faults
}

#[test]
fn a_site_at_the_top_of_its_host_has_no_dead_link() {
    check("/");
}

#[test]
fn a_site_below_the_name_of_its_repository_has_no_dead_link() {
    check("/repo/");
}

#[test]
fn a_site_far_down_has_no_dead_link() {
    check("/a/b/c/");
}
