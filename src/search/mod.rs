//! The search index: for each language a dictionary, lists of documents and what is shown of them,
//! as files that the search page fetches when it needs them.
//!
//! In: the linked [`Site`]. Out: named files, for the plan. How they are made and read is told in
//! `docs/search-format.md`. The steps:
//!
//! 1. `documents`: which articles, in which order, and their texts (`text`).
//! 2. [`analysis`]: texts to words, the same as in the browser.
//! 3. `run`: some thousand documents, sorted by word and packed.
//! 4. `dictionary`: all runs' words together, cut into shards and groups.
//! 5. `postings`, `files`: lists and positions as bits, and all of it as files.

pub mod analysis;
mod bits;
mod dictionary;
mod documents;
mod files;
mod postings;
mod run;
mod stem;

mod text;

use std::ops::Range;

use rayon::prelude::*;

use crate::ids::{IdVec, LanguageId};
use crate::path::OutputPath;
use crate::routes::Routes;
use crate::site::Site;

use analysis::Analyzer;
use dictionary::Dictionary;
use documents::Documents;
use postings::Scale;
use run::Run;

/// Documents of a run: enough that each word is analysed once for many times that it is said.
const DOCUMENTS_PER_RUN: usize = 2048;

/// Bytes of packed texts from which on a run ends: one takes some ten times as much while it is made.
const RUN_BYTES: usize = 6_000_000;

/// Documents of a site up to which its languages are indexed side by side; in a larger one, each
/// fills the processors by itself, and the memory as well.
const SIDE_BY_SIDE_MAX: usize = 20_000;

/// The search index of a site.
#[derive(Debug, Default)]
pub struct SearchIndex {
    languages: IdVec<LanguageId, Vec<IndexFile>>,
}

/// A file of the index.
#[derive(Debug)]
pub struct IndexFile {
    /// Its place in the output.
    pub path: OutputPath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl SearchIndex {
    /// The index of a site; empty where its settings want none.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        if !site.config.search {
            return Self { languages: site.config.languages.ids().map(|_| Vec::new()).collect() };
        }
        let documents = Documents::of(site);
        let analyzers: IdVec<LanguageId, Analyzer> =
            site.config.languages.iter().map(|language| Analyzer::new(&language.tag)).collect();
        let languages: Vec<LanguageId> = site.config.languages.ids().collect();
        let index = |language: &LanguageId| index(site, &documents, &analyzers, *language);
        let n_documents: usize = documents.by_language.iter().map(Vec::len).sum();
        let languages: Vec<Vec<IndexFile>> = if n_documents <= SIDE_BY_SIDE_MAX {
            languages.par_iter().map(index).collect()
        } else {
            languages.iter().map(index).collect()
        };
        Self { languages: languages.into_iter().collect() }
    }

    /// The files of a language; none where it has no article that search shows.
    #[must_use]
    pub fn files(&self, language: LanguageId) -> &[IndexFile] {
        &self.languages[language]
    }

    /// The file that names all others of a language.
    #[must_use]
    pub fn main_file(&self, language: LanguageId) -> Option<&OutputPath> {
        self.languages[language].first().map(|file| &file.path)
    }
}

fn index(
    site: &Site,
    documents: &Documents,
    analyzers: &IdVec<LanguageId, Analyzer>,
    language: LanguageId,
) -> Vec<IndexFile> {
    let pages = &documents.by_language[language];
    if pages.is_empty() {
        return Vec::new();
    }
    let runs: Vec<Run> = cut(pages.iter().map(|page| site.pages[*page].html.size()))
        .into_par_iter()
        .map(|run| {
            let first = run.start;
            documents::read(site, documents, analyzers, &pages[run], first, language)
        })
        .collect();
    let dictionary = Dictionary::new(&runs);
    let scale = Scale::new(runs.iter().flat_map(|run| run.lengths.iter().copied()).collect());
    let about = documents::about(site, documents, &analyzers[language], language);
    let routes = Routes::new(&site.config);
    let files = files::write(&dictionary, &scale, about).into_iter();
    files.map(|(name, bytes)| IndexFile { path: routes.search_file(language, &name), bytes }).collect()
}

/// Which documents of these sizes are read together.
fn cut(sizes: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut next, mut bytes) = (0, 0, 0);
    for size in sizes {
        bytes += size;
        next += 1;
        if next - start >= DOCUMENTS_PER_RUN || bytes >= RUN_BYTES {
            runs.push(start..next);
            (start, bytes) = (next, 0);
        }
    }
    if start < next {
        runs.push(start..next);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sizes: &[(usize, usize)], expected: &[(usize, usize)]) {
        let sizes = sizes.iter().flat_map(|(count, size)| std::iter::repeat_n(*size, *count));
        let runs: Vec<(usize, usize)> = cut(sizes).into_iter().map(|run| (run.start, run.end)).collect();
        assert_eq!(runs, expected);
    }

    #[test]
    fn a_run_has_not_too_many_documents_and_not_too_large_ones() {
        check(&[], &[]);
        check(&[(3, 1000)], &[(0, 3)]);
        check(&[(5000, 10)], &[(0, 2048), (2048, 4096), (4096, 5000)]);
        check(&[(2, 10), (1, 20_000_000), (2, 3_000_000), (1, 1)], &[(0, 3), (3, 5), (5, 6)]);
    }
}
