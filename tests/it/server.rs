//! The sample archive in memory, and a server that answers for it as GitHub Pages would.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;

use depeche::config::{Config, Overrides};
use depeche::discover::{self, Sources};
use depeche::path::percent_decode;
use depeche::{Assembled, assemble, render_all};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::harness::publishing;

/// The path below which the sample is built and served: what works here works at the top, too.
const BASE_PATH: &str = "/depeche/";

/// A built site that is being served.
pub struct Served {
    /// The address of its home page.
    pub base_url: String,
    /// The path below which it lies, with a slash at both ends.
    base_path: String,
    /// Its outputs by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The sample archive of this repository, built for the address at which it is served. All tests
/// share it; the server ends with the process.
pub fn sample() -> &'static Served {
    static SAMPLE: OnceLock<&'static Served> = OnceLock::new();
    SAMPLE.get_or_init(|| sample_at(BASE_PATH))
}

/// The sample archive, built and served below `base_path`, by a server of its own.
pub fn sample_at(base_path: &str) -> &'static Served {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let base_url = format!("http://127.0.0.1:{port}{base_path}");
    let files = build(&base_url);
    let served: &Served = Box::leak(Box::new(Served { base_url, base_path: base_path.to_owned(), files }));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser that hangs up in the middle of an answer is none of our concern.
            thread::spawn(move || served.converse(&stream).ok());
        }
    });
    served
}

fn build(base_url: &str) -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (path, text) = discover::read_settings(root, None).expect("settings");
    let overrides = Overrides { base_url: Some(base_url.to_owned()) };
    let (config, _) = Config::parse(&text, &path, &overrides).expect("settings");
    let files = discover::walk(root, &config, &[]).expect("the sample archive");
    let sources = Sources::sort(files, &config).expect("the sample archive");
    let (templates, strings) = (sources.templates.clone(), sources.strings.clone());
    let Assembled { site, .. } =
        assemble(config, sources, publishing(), false, &Arc::default(), &()).expect("the sample archive");
    let outputs = render_all(&site, templates, &strings).expect("the sample archive");
    outputs.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect()
}

/// What the server says to one request.
struct Answer<'a> {
    status: &'static str,
    content_type: &'static str,
    location: Option<String>,
    body: &'a [u8],
}

impl Served {
    /// Answers the requests of one connection until the other side closes it.
    fn converse(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut lines = BufReader::new(stream);
        loop {
            let mut request = String::new();
            if lines.by_ref().take(8192).read_line(&mut request)? == 0 {
                return Ok(());
            }
            let mut takes_gzip = false;
            let mut header = String::new();
            while lines.by_ref().take(65_536).read_line(&mut header)? > 2 {
                let header = std::mem::take(&mut header).to_ascii_lowercase();
                takes_gzip |= header.starts_with("accept-encoding:") && header.contains("gzip");
            }
            let mut words = request.split(' ');
            let method = words.next().unwrap_or("");
            let answer = self.answer(words.next().unwrap_or(""));
            let (body, encoding) = if takes_gzip && is_text(answer.content_type) {
                (Cow::Owned(gzip(answer.body)?), "Content-Encoding: gzip\r\n")
            } else {
                (Cow::Borrowed(answer.body), "")
            };
            let mut head = format!(
                "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{encoding}Cache-Control: max-age=600\r\n",
                answer.status,
                answer.content_type,
                body.len()
            );
            if let Some(location) = &answer.location {
                let _ = write!(head, "Location: {location}\r\n");
            }
            head.push_str("\r\n");
            let mut bytes = head.into_bytes();
            if method != "HEAD" {
                bytes.extend_from_slice(&body);
            }
            (&mut &*stream).write_all(&bytes)?;
        }
    }

    /// A folder is its `index.html`, and its address ends with a slash; `/f` is `f.html`. All else
    /// below the base path is `404.html`. What is outside belongs to other sites.
    fn answer(&self, target: &str) -> Answer<'_> {
        let plain = |status, content_type, body| Answer { status, content_type, location: None, body };
        let address = target.split(['?', '#']).next().unwrap_or("");
        if let Some((_, page)) = PAGES.iter().find(|(path, _)| *path == address) {
            return plain("200 OK", content_type(address), page.as_bytes());
        }
        let below = address.strip_prefix(self.base_path.trim_end_matches('/'));
        let Some(below) = below.filter(|below| below.is_empty() || below.starts_with('/')) else {
            return plain("404 Not Found", "text/plain; charset=utf-8", ELSEWHERE.as_bytes());
        };
        let path = percent_decode(below);
        let file = |ending: &str| {
            let name = format!("{path}{ending}");
            let (name, bytes) = self.files.get_key_value(&name[1..])?;
            Some(plain("200 OK", content_type(name), bytes))
        };
        if path.ends_with('/') {
            if let Some(page) = file("index.html") {
                return page;
            }
        } else if file("/index.html").is_some() {
            let location = Some(format!("{address}/"));
            return Answer { location, ..plain("301 Moved Permanently", "text/html", b"") };
        } else if let Some(found) = file("").or_else(|| file(".html")) {
            return found;
        }
        plain("404 Not Found", content_type("404.html"), &self.files["404.html"])
    }
}

/// Pages to try the checks themselves on. They are on the same host, and no part of the site.
const PAGES: &[(&str, &str)] = &[
    ("/faulty.html", include_str!("../browser/pages/faulty.html")),
    ("/filter.html", include_str!("../browser/pages/filter.html")),
];

/// What else stands outside the base path.
const ELSEWHERE: &str = "there is no such site";

fn content_type(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "application/javascript; charset=utf-8",
        Some("mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/vnd.microsoft.icon",
        Some("xml") => "application/xml",
        Some("json") => "application/json; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        Some("ics") => "text/calendar",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether files of this type are sent compressed to who can read that.
fn is_text(content_type: &str) -> bool {
    ["text/", "application/javascript", "application/json", "application/xml", "image/svg+xml"]
        .iter()
        .any(|text| content_type.starts_with(text))
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Sends one request, and hands back the status, the other headers and the body.
fn request(path: &str) -> (String, String, String) {
    let served = sample();
    let host = served.base_url.strip_prefix("http://").and_then(|rest| rest.split('/').next());
    let mut stream = TcpStream::connect(host.expect("a host")).expect("a connection");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
    stream.shutdown(std::net::Shutdown::Write).expect("an end");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let (status, headers) = head.split_once("\r\n").expect("headers");
    (status.replace("HTTP/1.1 ", ""), headers.to_owned(), body.to_owned())
}

#[test]
fn the_server_of_the_tests_answers_as_github_pages_does() {
    #[track_caller]
    fn check(path: &str, status: &str, header: &str) -> String {
        let (found, headers, body) = request(path);
        assert_eq!(found, status, "{path}");
        assert!(headers.contains(header), "{path}: {headers}");
        body
    }
    let html = "Content-Type: text/html; charset=utf-8";
    assert!(check("/depeche/", "200 OK", html).contains("<html lang=\"fr\""));
    assert!(check("/depeche/en/", "200 OK", html).contains("<html lang=\"en\""));
    assert!(check("/depeche/en/?x=y", "200 OK", html).contains("<html lang=\"en\""));
    check("/depeche", "301 Moved Permanently", "Location: /depeche/");
    check("/depeche/en", "301 Moved Permanently", "Location: /depeche/en/");
    check("/depeche/404", "200 OK", html);
    check("/depeche/icon.svg", "200 OK", "Content-Type: image/svg+xml");

    let not_found = String::from_utf8_lossy(&sample().files["404.html"]);
    for path in ["/depeche/none", "/depeche/a/b/c/", "/depeche/en/index.html/", "/depeche/%FF", "/depeche//"]
    {
        assert_eq!(check(path, "404 Not Found", html), not_found, "{path}");
    }
    for path in ["/", "/en/", "/depechement/", "", "x"] {
        let body = check(path, "404 Not Found", "Content-Type: text/plain");
        assert_eq!(body, ELSEWHERE);
    }
}
