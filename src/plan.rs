//! Phase 4: the [`Site`] becomes the [`Plan`]: every file that the output consists of, as data.
//!
//! Here, and nowhere else, two sources that claim one path are found out.

use std::collections::HashMap;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, Result, Span};
use crate::ids::{AssetId, Id, LanguageId, PageId, SectionId, TaxonomyId, TermId};
use crate::pagination::Pager;
use crate::parse::{Page, PageKind};
use crate::path::{OutputPath, SourcePath, UrlPath, fold};
use crate::routes::Routes;
use crate::site::{Period, Site};

/// Every output of a site, sorted by path, no path twice.
#[derive(Clone, Debug)]
pub struct Plan {
    outputs: Vec<Output>,
}

/// One file of the output.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its place.
    pub path: OutputPath,
    /// What it is.
    pub kind: OutputKind,
}

/// What a file of the output is, and what it is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputKind {
    /// The newest articles of a language.
    Home(LanguageId, Pager),
    /// An article.
    Page(PageId),
    /// The articles of a folder.
    Section(SectionId, Pager),
    /// All years of a language.
    ArchiveIndex(LanguageId),
    /// The articles of a year, month or day.
    Archive(LanguageId, Period, Pager),
    /// What was put right in the articles of a language.
    Corrections(LanguageId, Pager),
    /// All terms of a taxonomy.
    Taxonomy(TaxonomyId, LanguageId),
    /// The articles of a term.
    Term(TermId, Pager),
    /// An old address that leads to a page.
    Alias(usize),
    /// What is shown for an address without a page.
    NotFound,
    /// A file of the static folder, or of the theme.
    Static(usize),
    /// A file from the content folder.
    Asset(AssetId),
    /// The empty file that keeps GitHub Pages from running Jekyll.
    NoJekyll,
}

impl Plan {
    /// The outputs, sorted by path.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }
}

/// Lists every output of `site`.
///
/// # Errors
///
/// Every path that two sources claim, with both of them.
pub fn plan(site: &Site) -> Result<Plan> {
    let mut outputs = Vec::new();
    let routes = Routes::new(&site.config);
    let per_page = site.config.articles_per_page;
    let mut add = |url: &UrlPath, kind| outputs.push(Output { path: url.output(), kind });

    for (id, _) in site.pages.enumerate().filter(|(_, page)| page.kind == PageKind::Article) {
        add(&site.relations[id].url, OutputKind::Page(id));
    }
    for (id, section) in site.sections.enumerate() {
        let url = &site.relations[section.page].url;
        // The text of a language's top folder stands on its home page.
        let page = &site.pages[section.page];
        if *url == routes.home(page.language) && page.is_top_section() {
            continue;
        }
        for pager in Pager::all(section.pages.len(), per_page) {
            add(&routes.pager(url, pager.number), OutputKind::Section(id, pager));
        }
    }
    for (language, archive) in site.archives.enumerate() {
        let home = routes.home(language);
        for pager in Pager::all(archive.pages.len(), per_page) {
            add(&routes.pager(&home, pager.number), OutputKind::Home(language, pager));
        }
        if !archive.periods.is_empty() {
            add(&routes.archive_index(language), OutputKind::ArchiveIndex(language));
        }
        for (period, pages) in &archive.periods {
            let url = routes.period(language, *period);
            for pager in Pager::all(pages.len(), per_page) {
                add(&routes.pager(&url, pager.number), OutputKind::Archive(language, *period, pager));
            }
        }
    }
    for (language, corrections) in site.corrections.enumerate().filter(|(_, list)| !list.is_empty()) {
        for pager in Pager::all(corrections.len(), per_page) {
            let url = routes.pager(&routes.corrections(language), pager.number);
            add(&url, OutputKind::Corrections(language, pager));
        }
    }
    let mut listed: Vec<(TaxonomyId, LanguageId)> = Vec::new();
    for (id, term) in site.terms.enumerate() {
        if listed.last() != Some(&(term.taxonomy, term.language)) {
            listed.push((term.taxonomy, term.language));
        }
        for pager in Pager::all(term.pages.len(), per_page) {
            add(&routes.pager(&term.url, pager.number), OutputKind::Term(id, pager));
        }
    }
    for (taxonomy, language) in listed {
        let url = routes.taxonomy(&site.config.taxonomies[taxonomy.index()], language);
        add(&url, OutputKind::Taxonomy(taxonomy, language));
    }
    for (index, alias) in site.aliases.iter().enumerate() {
        add(&alias.from, OutputKind::Alias(index));
    }
    let mut assets = Vec::new();
    for (id, asset) in site.assets.enumerate() {
        assets.push(Output { path: asset.output.clone(), kind: OutputKind::Asset(id) });
    }
    // A site may bring its own.
    let not_found = routes.not_found();
    if !site.statics.iter().any(|file| file.output == not_found.output()) {
        add(&not_found, OutputKind::NotFound);
    }
    outputs.extend(assets);
    for (index, file) in site.statics.iter().enumerate() {
        outputs.push(Output { path: file.output.clone(), kind: OutputKind::Static(index) });
    }
    outputs.push(Output { path: OutputPath::no_jekyll(), kind: OutputKind::NoJekyll });

    claim(&outputs, site)?;
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Plan { outputs })
}

/// Finds every two outputs that a file system, or a reader, may take for one.
fn claim(outputs: &[Output], site: &Site) -> Result<()> {
    let mut problems = Problems::default();
    let mut claimed: HashMap<String, usize> = HashMap::with_capacity(outputs.len());
    let mut folders: HashMap<&str, usize> = HashMap::new();
    for (index, output) in outputs.iter().enumerate() {
        if let Some(first) = claimed.insert(output.path.fold_key(), index) {
            problems.push(clash(&outputs[first], output, site));
        }
        // A folder that was seen has all of its parents seen with it.
        let mut folder = output.path.folder();
        while !folder.is_empty() && !folders.contains_key(folder) {
            folders.insert(folder, index);
            folder = parent(folder);
        }
    }
    let mut in_folders: Vec<(&str, usize)> = folders.into_iter().collect();
    // The folder that was claimed first keeps its spelling.
    in_folders.sort_unstable_by_key(|(folder, inside)| (*inside, *folder));
    let mut spellings: HashMap<String, (&str, usize)> = HashMap::with_capacity(in_folders.len());
    for (folder, inside) in in_folders {
        let key = fold(folder);
        if let Some(file) = claimed.get(&key) {
            problems.push(clash(&outputs[*file], &outputs[inside], site));
        }
        let (kept, first) = *spellings.entry(key).or_insert((folder, inside));
        // Folders within two that clash are not told again, nor are files that were told.
        let is_outermost = parent(kept) == parent(folder);
        let is_told = outputs[first].path.fold_key() == outputs[inside].path.fold_key();
        if kept != folder && is_outermost && !is_told {
            problems.push(clash_of_folders((kept, &outputs[first]), (folder, &outputs[inside]), site));
        }
    }
    problems.finish(()).map(|((), _)| ())
}

/// The folder that holds `path`; empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Two spellings of one folder, each with the first output in it.
fn clash_of_folders(
    (kept, kept_output): (&str, &Output),
    (folder, output): (&str, &Output),
    site: &Site,
) -> Diagnostic {
    let ((kept_owner, kept_place), (owner, place)) =
        (owner(kept_output.kind, site), owner(output.kind, site));
    let problem = Diagnostic::error(format!(
        "the folders `/{kept}/` of {kept_owner} and `/{folder}/` of {owner} are one folder on some systems"
    ));
    at_place(problem.hint("write both in the same way"), place.or(kept_place))
}

fn clash(first: &Output, second: &Output, site: &Site) -> Diagnostic {
    // The problem is told at what an author can mend: a page or an alias rather than a list.
    let is_list = owner(second.kind, site).1.is_none();
    let (kept, told) = if is_list { (second, first) } else { (first, second) };
    let ((kept_owner, _), (told_owner, place)) = (owner(kept.kind, site), owner(told.kind, site));
    let message = if kept.path == told.path {
        format!("`/{}` would be written by both {kept_owner} and {told_owner}", kept.path)
    } else if kept.path.fold_key() == told.path.fold_key() {
        format!(
            "`/{}` of {kept_owner} and `/{}` of {told_owner} are one file on some systems",
            kept.path, told.path
        )
    } else {
        format!(
            "`/{}` of {kept_owner} and `/{}` of {told_owner} need one name for a file and a folder",
            kept.path, told.path
        )
    };
    at_place(Diagnostic::error(message).hint("give one of them another `slug`, `path` or name"), place)
}

fn at_place(problem: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some((source, Some(span))) => problem.in_file(&source).at(span),
        Some((source, None)) => problem.in_file(&source),
        None => problem,
    }
}

/// A file to mend, and where in it the path is chosen.
type Place = (SourcePath, Option<Span>);

/// What makes an output, in words, and what to mend.
fn owner(kind: OutputKind, site: &Site) -> (String, Option<Place>) {
    let config: &Config = &site.config;
    let tag = |language: LanguageId| config.languages[language].tag.as_str();
    match kind {
        OutputKind::Page(page) => of_page(&site.pages[page]),
        OutputKind::Section(section, _) => of_page(&site.pages[site.sections[section].page]),
        OutputKind::Home(language, _) => (format!("the home page ({})", tag(language)), None),
        OutputKind::ArchiveIndex(language) => (format!("the archive ({})", tag(language)), None),
        OutputKind::Archive(language, period, _) => {
            let parts =
                [Some(i32::from(period.year)), period.month.map(i32::from), period.day.map(i32::from)];
            let parts: Vec<String> = parts.iter().flatten().map(|part| format!("{part:02}")).collect();
            (format!("the archive of {} ({})", parts.join("-"), tag(language)), None)
        }
        OutputKind::Corrections(language, _) => (format!("the corrections ({})", tag(language)), None),
        OutputKind::Taxonomy(taxonomy, language) => {
            let name = &config.taxonomies[taxonomy.index()].name;
            (format!("the list of `{name}` ({})", tag(language)), None)
        }
        OutputKind::Term(term, _) => {
            let term = &site.terms[term];
            let taxonomy = &config.taxonomies[term.taxonomy.index()].name;
            (format!("the term `{}` of `{taxonomy}` ({})", term.name, tag(term.language)), None)
        }
        OutputKind::Alias(index) => {
            let alias = &site.aliases[index];
            (alias.owner.clone(), alias.source.clone().map(|source| (source, alias.span)))
        }
        OutputKind::NotFound => ("the page for missing addresses".into(), None),
        OutputKind::Static(index) => of_file(&site.statics[index].file.path),
        OutputKind::Asset(asset) => of_file(&site.assets[asset].file.path),
        OutputKind::NoJekyll => ("the mark for GitHub Pages".into(), None),
    }
}

fn of_page(page: &Page) -> (String, Option<Place>) {
    let header = &page.front_matter;
    let span = header.path.as_ref().or(header.slug.as_ref()).map(|written| written.span);
    (format!("`{}`", page.source), Some((page.source.clone(), span)))
}

fn of_file(source: &SourcePath) -> (String, Option<Place>) {
    (format!("`{source}`"), Some((source.clone(), None)))
}
