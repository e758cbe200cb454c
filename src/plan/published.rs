//! What earlier builds published: which of it stays, and which would be lost.
//!
//! In: the outputs of the site itself, and the ledger. Out: outputs for the addresses that the site no
//! longer has and that must still answer ([`kept`]); then the ledger of all addresses, or a problem for
//! each that nothing would answer ([`check`]).
//!
//! An article or section has a person's promise behind it: its address is never given up by chance.
//! A list (a term, an event, a year, a month, a day) comes and goes with its articles, and leads to the list
//! around it when it is empty. Files and further pages of lists are not kept: a file cannot redirect,
//! and what stands on the second page changes with each article.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Problems, Result, closest};
use crate::ledger::{self, Entry, Ledger};
use crate::link::reason_in_words;
use crate::pagination::Pager;
use crate::path::{OutputPath, SourcePath, UrlPath};
use crate::site::{Reason, Site};

use super::{Output, OutputKind, Taken};

/// What the ledger says of an output.
enum Kept<'a> {
    /// Nothing.
    No,
    /// That it was there.
    List,
    /// That it was there, and which file made it.
    Of(&'a SourcePath),
}

/// The published files, each with its address.
type Sources<'a> = HashMap<&'a str, &'a UrlPath>;

/// What the ledger keeps of each kind of output: pages that others link to.
fn kept_of<'a>(kind: OutputKind, site: &'a Site, sources: &Sources<'a>) -> Kept<'a> {
    let first = |pager: Pager, kept: Kept<'a>| if pager.number == 1 { kept } else { Kept::No };
    match kind {
        OutputKind::Page(page) => Kept::Of(&site.pages[page].source),
        OutputKind::Section(section, pager) => {
            first(pager, Kept::Of(&site.pages[site.sections[section].page].source))
        }
        OutputKind::Home(_, pager)
        | OutputKind::Archive(_, _, pager)
        | OutputKind::Term(_, pager)
        | OutputKind::Corrections(_, pager)
        | OutputKind::EventIndex(_, pager) => first(pager, Kept::List),
        // An event has no header for an alias: one that is renamed leads to the list of events.
        OutputKind::Event(..)
        | OutputKind::ArchiveIndex(_)
        | OutputKind::Taxonomy(..)
        | OutputKind::Search(_)
        | OutputKind::Follow(_)
        | OutputKind::Languages(_) => Kept::List,
        OutputKind::Alias(index) => {
            let alias = &site.aliases[index];
            match &alias.source {
                _ if alias.yields => Kept::No,
                Some(source) if sources.contains_key(source.as_str()) => Kept::Of(source),
                _ => Kept::List,
            }
        }
        // The entries of the first two stay as they are.
        OutputKind::Tombstone(_)
        | OutputKind::Successor { .. }
        | OutputKind::NotFound
        | OutputKind::SearchDescription(_)
        | OutputKind::SearchFile(..)
        | OutputKind::EventCalendar(..)
        | OutputKind::EventData(..)
        | OutputKind::Feed(..)
        | OutputKind::FeedArchive(..)
        | OutputKind::FeedList
        | OutputKind::Static(_)
        | OutputKind::Fingerprinted(_)
        | OutputKind::Asset(_)
        | OutputKind::Picture(..)
        | OutputKind::NoJekyll
        | OutputKind::Sitemap(_)
        | OutputKind::SitemapIndex
        | OutputKind::NewsSitemap
        | OutputKind::Robots
        | OutputKind::Api(_) => Kept::No,
    }
}

/// The outputs for addresses of the ledger that the site itself does not answer: those that were given
/// up, and lists that lead to the list around them.
pub(super) fn kept(outputs: &[Output], site: &Site) -> Vec<Output> {
    if site.ledger.entries().is_empty() {
        return Vec::new();
    }
    let served: HashSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let missing: Vec<(usize, &Entry, OutputPath)> = site
        .ledger
        .entries()
        .iter()
        .enumerate()
        .map(|(index, entry)| (index, entry, entry.url.output()))
        .filter(|(_, _, path)| !served.contains(path.as_str()))
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let expired: HashSet<&str> = site
        .unpublished
        .iter()
        .filter(|page| matches!(page.reason, Reason::Expired(_)))
        .map(|page| page.source.as_str())
        .collect();
    // What is no longer wanted must not stand in the way of what is, nor of what was wanted before it.
    let mut taken = Taken::by(outputs);
    let mut kept: Vec<Output> = Vec::new();
    for (index, entry, path) in missing {
        // The day on which an article expires was set by its author: that is a purpose.
        let is_over = entry.source.as_ref().is_some_and(|source| expired.contains(source.as_str()));
        let kind = if entry.is_forgotten || is_over {
            OutputKind::Tombstone(index)
        } else if entry.source.is_none() {
            OutputKind::Successor { entry: index, depth: depth_served(&entry.url, &served) }
        } else {
            continue;
        };
        if taken.insert_if_free(&path) {
            kept.push(Output { path, kind });
        }
    }
    kept
}

/// How many parts of a list's address lead to the nearest list around it that is served.
fn depth_served(url: &UrlPath, served: &HashSet<&str>) -> usize {
    let parts: Vec<&str> = url.parts().collect();
    let is_served = |depth: &usize| {
        let outer = UrlPath::folder(parts[..*depth].iter().copied());
        outer.is_ok_and(|outer| served.contains(outer.output().as_str()))
    };
    (0..parts.len()).rev().find(is_served).unwrap_or(0)
}

/// The ledger of all that was and is published, with warnings of addresses that another article took.
///
/// # Errors
///
/// Every article or section of the ledger whose address nothing would answer.
pub(super) fn check(outputs: &[Output], site: &Site) -> Result<(Ledger, Vec<Diagnostic>)> {
    if !site.config.ledger {
        return Ok((Ledger::default(), Vec::new()));
    }
    let pages = site.pages.iter().zip(&site.relations);
    let sources: Sources<'_> =
        pages.map(|(page, relations)| (page.source.as_str(), &relations.url)).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for output in outputs {
        let source = match kept_of(output.kind, site, &sources) {
            Kept::No => continue,
            Kept::List => None,
            Kept::Of(source) => Some(source.clone()),
        };
        entries.push(Entry { url: UrlPath::of_file(&output.path), source, is_forgotten: false });
    }
    let now = Ledger::new(entries);
    let served: HashSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let mut problems = Problems::default();
    let mut gone: Vec<&Entry> = Vec::new();
    for entry in site.ledger.entries() {
        match now.find(&entry.url) {
            Some(taken) => problems.extend(taken_over(entry, taken, &sources)),
            None => gone.push(entry),
        }
    }
    let is_lost = |entry: &&&Entry| {
        let is_promised = entry.source.is_some() && !entry.is_forgotten;
        is_promised && !served.contains(entry.url.output().as_str())
    };
    let lost: Vec<&Entry> = gone.iter().filter(is_lost).copied().collect();
    if !lost.is_empty() {
        let search = Search::new(site, &now, &sources, outputs, lost.len());
        problems.extend(lost.into_iter().filter_map(|entry| search.problem(entry)));
    }
    let mut all = now.entries().to_vec();
    all.extend(gone.into_iter().cloned());
    problems.finish(Ledger::new(all))
}

/// A warning where another article stands at an address whose own is published elsewhere.
fn taken_over(entry: &Entry, taken: &Entry, sources: &Sources<'_>) -> Option<Diagnostic> {
    let (was, is) = (entry.source.as_ref()?, taken.source.as_ref()?);
    let url = sources.get(was.as_str()).filter(|url| was != is && ***url != entry.url)?;
    // An alias that moved on to another article is its authors' wish.
    sources.get(is.as_str()).filter(|own| ***own == entry.url)?;
    let problem = format!("`{}` was the address of `{was}`, which is now at `{url}`", entry.url);
    let hint = "give this article another `slug`, so that the address can be an alias of the other";
    Some(Diagnostic::warning(problem).in_file(is).hint(hint))
}

/// How many addresses may be lost for the names of files to be compared letter by letter: where a
/// whole archive moved, that would take longer than the build.
const LIKENESS_MAX: usize = 50;

/// Tells of what is lost, and how it is found again.
struct Search<'a> {
    sources: &'a Sources<'a>,
    unpublished: HashMap<&'a str, Reason>,
    taken: Taken,
    fresh: Fresh<'a>,
    /// Whether a file that is gone may have become one with a name that is much the same.
    by_likeness: bool,
}

/// The articles and sections at addresses that were not published before; of two, the first counts.
#[derive(Default)]
struct Fresh<'a> {
    by_name: HashMap<&'a str, &'a SourcePath>,
    by_last_part: HashMap<&'a str, &'a SourcePath>,
    /// The names, in the order of addresses.
    names: Vec<&'a str>,
}

impl<'a> Search<'a> {
    fn new(
        site: &'a Site,
        now: &'a Ledger,
        sources: &'a Sources<'a>,
        outputs: &[Output],
        n_lost: usize,
    ) -> Self {
        let mut fresh = Fresh::default();
        for entry in now.entries().iter().filter(|entry| site.ledger.find(&entry.url).is_none()) {
            let Some(source) = &entry.source else { continue };
            fresh.names.push(source.file_name());
            fresh.by_name.entry(source.file_name()).or_insert(source);
            if let Some(part) = entry.url.parts().last() {
                fresh.by_last_part.entry(part).or_insert(source);
            }
        }
        let unpublished = site.unpublished.iter().map(|page| (page.source.as_str(), page.reason)).collect();
        let by_likeness = n_lost <= LIKENESS_MAX;
        Self { sources, unpublished, taken: Taken::by(outputs), fresh, by_likeness }
    }

    /// The problem of an address that nothing answers; none where that is told already.
    fn problem(&self, entry: &Entry) -> Option<Diagnostic> {
        let source = entry.source.as_ref()?;
        let url = &entry.url;
        let lost = format!("`{url}` was published and would be lost");
        // An alias must not meet what is there now: `/Panne/` is one file with `/panne/` on some systems.
        let is_free = self.taken.is_free(&url.output());
        let alias = format!("`aliases: [{url}]`");
        let (problem, way_out) = if let Some(now) = self.sources.get(source.as_str()) {
            let problem = Diagnostic::error(format!("{lost}: this article is now at `{now}`"));
            let way_out = if is_free {
                format!("add {alias} to its header")
            } else {
                format!("write `path: {url}` into its header to bring the address back")
            };
            (problem.in_file(source), Some(way_out))
        } else if let Some(reason) = self.unpublished.get(source.as_str()) {
            if matches!(reason, Reason::Unreadable) {
                // It is told of as a file that was left out.
                return None;
            }
            let reason = reason_in_words(*reason);
            let problem = Diagnostic::error(format!("{lost}: this article is not published, as {reason}"));
            (problem.in_file(source), Some("publish it again".to_owned()))
        } else {
            let problem = Diagnostic::error(format!("{lost}: `{source}` is no longer there"));
            let way_out = is_free.then(|| match self.renamed(entry, source) {
                Some(new) => format!("if `{new}` is the same article, add {alias} to its header"),
                None => format!("add {alias} to the header of the article that takes its place"),
            });
            (problem, way_out)
        };
        let way_out = way_out.map_or_else(String::new, |way_out| way_out + "; ");
        Some(problem.hint(format!(
            "{way_out}`--forget {url}` gives the address up for good; if it never went public, remove its line from `{}`",
            ledger::FILE_NAME
        )))
    }

    /// The new article that a file which is gone has most likely become.
    fn renamed(&self, entry: &Entry, source: &SourcePath) -> Option<&'a SourcePath> {
        let Fresh { by_name, by_last_part, names } = &self.fresh;
        let by_slug = || by_last_part.get(entry.url.parts().last()?);
        let by_likeness = || {
            let names = names.iter().copied().filter(|_| self.by_likeness);
            by_name.get(closest(source.file_name(), names)?)
        };
        by_name.get(source.file_name()).or_else(by_slug).or_else(by_likeness).copied()
    }
}
