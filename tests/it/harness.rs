//! A site in one string, built in memory: `-- path --` starts a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use depeche::config::{Config, Overrides};
use depeche::diagnostic::{Diagnostic, Result};
use depeche::discover::{Sources, files_in};
use depeche::link::Publishing;
use depeche::path::SourcePath;
use depeche::report::{self, Style};
use depeche::site::Site;
use depeche::{Assembled, assemble, render_all};
use jiff::Timestamp;

/// A moment long after the dates of the test sites, but for those that are meant to be later.
pub fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().expect("a moment")
}

/// Publishes what its time has come for.
pub fn publishing() -> Publishing {
    Publishing { now: now(), drafts: false, future: false, expired: false }
}

/// A built site: its outputs by path, and what the build said.
pub struct Built {
    pub site: Site,
    pub files: BTreeMap<String, String>,
}

/// Links the site in `archive`.
pub fn try_link(archive: &str, publishing: Publishing, keep_going: bool) -> Result<Assembled> {
    let files = files_in(archive);
    let settings = files.iter().find(|file| file.path.as_str() == "depeche.yaml");
    let text = settings.map_or_else(String::new, |file| file.read_text().expect("settings"));
    let (config, _) = Config::parse(&text, &SourcePath::new("depeche.yaml"), &Overrides::default())?;
    let sources = Sources::sort(files, &config)?;
    assemble(config, sources, publishing, keep_going, &Arc::default(), &())
}

/// Builds the site in `archive`, with what its time has not come for if `publishing` says so.
pub fn try_build(archive: &str, publishing: Publishing) -> Result<Built> {
    let Assembled { site, .. } = try_link(archive, publishing, false)?;
    let files = files_in(archive);
    let sources = Sources::sort(files, &site.config)?;
    let outputs = render_all(&site, sources.templates, &sources.strings)?;
    let files = outputs
        .into_iter()
        .map(|(path, bytes)| (path.as_str().to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
        .collect();
    Ok(Built { site, files })
}

/// Builds a site that has no problems.
#[track_caller]
pub fn build(archive: &str) -> Built {
    match try_build(archive, publishing()) {
        Ok(built) => built,
        Err(problems) => panic!("the site has problems:\n{}", printed(archive, &problems)),
    }
}

/// The problems of a broken site, as a terminal shows them.
#[track_caller]
pub fn problems(archive: &str) -> String {
    match try_build(archive, publishing()) {
        Ok(_) => panic!("the site has no problems"),
        Err(problems) => printed(archive, &problems),
    }
}

/// Diagnostics as a terminal shows them, without colours.
pub fn printed(archive: &str, problems: &[Diagnostic]) -> String {
    let files = files_in(archive);
    let source = |path: &SourcePath| {
        let file = files.iter().find(|file| file.path == *path)?;
        file.read_text().ok()
    };
    report::render(problems, &source, Style { color: false, width: 100 })
}

impl Built {
    /// The text of an output.
    #[track_caller]
    pub fn file(&self, path: &str) -> &str {
        match self.files.get(path) {
            Some(text) => text,
            None => panic!("there is no `{path}` among {:#?}", self.files.keys().collect::<Vec<_>>()),
        }
    }

    /// Whether there is an output.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// What the build noticed, as messages.
    pub fn warnings(&self) -> Vec<&str> {
        self.site.warnings.iter().map(|warning| warning.message.as_str()).collect()
    }
}
