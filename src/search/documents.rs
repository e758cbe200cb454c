//! What of a site its search index is made from: the articles of a language in order, and what is
//! shown of each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::date::{Date, Precision};
use crate::ids::{Id, IdVec, LanguageId, PageId, TermId};
use crate::parse::PageKind;
use crate::site::{Site, Term};

use super::analysis::Analyzer;
use super::files::{About, RECORDS_PER_FILE};
use super::run::{Field, Run, RunBuilder};
use super::text;

/// Terms of a taxonomy that readers are offered to choose from.
const FILTER_TERMS_MAX: usize = 100;

/// The articles that search shows, by language, and the number of each there.
pub(super) struct Documents {
    pub(super) by_language: IdVec<LanguageId, Vec<PageId>>,
    numbers: IdVec<PageId, Option<usize>>,
}

impl Documents {
    /// Those of a site: oldest first, those without a date before all others.
    pub(super) fn of(site: &Site) -> Self {
        let mut by_language: IdVec<LanguageId, Vec<PageId>> =
            site.config.languages.ids().map(|_| Vec::new()).collect();
        let found = site.pages.enumerate().filter(|(_, page)| {
            let header = &page.front_matter;
            page.kind == PageKind::Article && header.in_search_index && !header.hidden && !header.draft
        });
        for (id, page) in found {
            by_language[page.language].push(id);
        }
        let mut numbers: IdVec<PageId, Option<usize>> = site.pages.iter().map(|_| None).collect();
        for language in site.config.languages.ids() {
            let pages = &mut by_language[language];
            // The ids of pages are in the order of their paths.
            pages.sort_by_key(|page| {
                let date = site.relations[*page].date;
                (date.map(|date| (date.day(), date.instant)), *page)
            });
            for (number, page) in pages.iter().enumerate() {
                numbers[*page] = Some(number);
            }
        }
        Self { by_language, numbers }
    }
}

/// Reads some articles of one language, from the document number `first` on.
pub(super) fn read(
    site: &Site,
    documents: &Documents,
    analyzers: &IdVec<LanguageId, Analyzer>,
    pages: &[PageId],
    first: usize,
    language: LanguageId,
) -> Run {
    let analyzer = &analyzers[language];
    let mut run = RunBuilder::new(analyzer, u32::try_from(first).unwrap_or(u32::MAX));
    for id in pages {
        let (page, relations) = (&site.pages[*id], &site.relations[*id]);
        run.begin_document();
        run.read(&page.title, Field::Title);
        if let Some(summary) = &page.front_matter.summary {
            run.read(&summary.value, Field::Summary);
        }
        text::blocks(&page.html.unpack(), |block| run.read(block, Field::Text));
        for term in relations.terms.iter().map(|term| &site.terms[*term]) {
            for name in [&term.name].into_iter().chain(&term.other_names) {
                run.read(name, Field::Term);
            }
            for key in filter_keys(term, site, analyzer) {
                run.note_filter(&key);
            }
        }
        // What search does not show is not found by its title either.
        let others = site.stories[relations.story].editions.iter().filter(|other| *other != id);
        for other in others.filter(|other| documents.numbers[**other].is_some()) {
            let other = &site.pages[*other];
            run.read_foreign(&other.title, &analyzers[other.language]);
        }
    }
    run.finish()
}

/// The words by which readers choose the articles of a term.
fn filter_keys(term: &Term, site: &Site, analyzer: &Analyzer) -> BTreeSet<String> {
    let taxonomy = &site.config.taxonomies[term.taxonomy.index()].name;
    let names = [&term.name].into_iter().chain(&term.other_names);
    let surfaces = names.map(|name| analyzer.surfaces(name)).filter(|surfaces| !surfaces.is_empty());
    surfaces.map(|surfaces| format!("#{taxonomy}:{}", surfaces.join(" "))).collect()
}

/// What the index of a language says of its documents, beside their words.
pub(super) fn about(site: &Site, documents: &Documents, analyzer: &Analyzer, language: LanguageId) -> About {
    let pages = &documents.by_language[language];
    let mut months: BTreeMap<u32, usize> = BTreeMap::new();
    for date in pages.iter().filter_map(|page| site.relations[*page].date) {
        let day = date.day();
        // Years before the first count as the first: months are numbers from 0.
        let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        *months.entry(u32::try_from(month).unwrap_or(0)).or_default() += 1;
    }
    let records = pages.chunks(RECORDS_PER_FILE).map(|pages| {
        let records: Vec<Value> = pages.iter().map(|page| record(site, documents, *page)).collect();
        Value::from(records).to_string().into_bytes()
    });
    About {
        months: months.into_iter().collect(),
        records: records.collect(),
        filters: filters(site, pages, analyzer).to_string().into_bytes(),
        synonyms: synonyms(site, analyzer, language),
    }
}

fn record(site: &Site, documents: &Documents, id: PageId) -> Value {
    let relations = &site.relations[id];
    let others = site.stories[relations.story].editions.iter().filter(|other| **other != id);
    let editions: Vec<usize> = others
        .filter_map(|other| Some([site.pages[*other].language.index(), documents.numbers[*other]?]))
        .flatten()
        .collect();
    let date = relations.date.map(|date| written(&date)).unwrap_or_default();
    json!([relations.url.encoded()[1..], site.pages[id].title, date, editions])
}

/// As much of the day as was written.
fn written(date: &Date) -> String {
    let day = date.day();
    match date.precision {
        Precision::Year => format!("{:04}", day.year()),
        Precision::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Precision::Day => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
    }
}

/// The terms of each taxonomy that have the most articles, of those that can be asked for.
fn filters(site: &Site, pages: &[PageId], analyzer: &Analyzer) -> Value {
    let mut counts: BTreeMap<TermId, usize> = BTreeMap::new();
    for term in pages.iter().flat_map(|page| &site.relations[*page].terms) {
        *counts.entry(*term).or_default() += 1;
    }
    // A name of signs alone is no word.
    counts.retain(|term, _| !analyzer.surfaces(&site.terms[*term].name).is_empty());
    let taxonomies = site.config.taxonomies.iter().enumerate().map(|(index, taxonomy)| {
        let own = counts.iter().filter(|(term, _)| site.terms[**term].taxonomy.index() == index);
        let mut terms: Vec<(usize, &str)> =
            own.map(|(term, count)| (*count, &*site.terms[*term].name)).collect();
        // Terms are in the order of their slugs, which those with as many articles keep.
        terms.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        terms.truncate(FILTER_TERMS_MAX);
        let terms: Vec<Value> = terms.into_iter().map(|(count, name)| json!([name, count])).collect();
        json!({"name": taxonomy.name, "terms": terms})
    });
    json!({"taxonomies": taxonomies.collect::<Vec<Value>>()})
}

/// What the names of the concordance mean in a language.
fn synonyms(site: &Site, analyzer: &Analyzer, language: LanguageId) -> Vec<(String, String)> {
    let mut synonyms = BTreeSet::new();
    for concept in site.concordance.concepts() {
        let asked = |name: &str| analyzer.asked(name).join(" ");
        let own: Vec<(String, &str)> = concept.names_in(language).map(|name| (asked(name), name)).collect();
        for source in concept.names().map(asked).filter(|source| !source.is_empty()) {
            for (meaning, name) in own.iter().filter(|(meaning, _)| *meaning != source) {
                if !meaning.is_empty() {
                    synonyms.insert((source.clone(), (*name).to_owned()));
                }
            }
        }
    }
    synonyms.into_iter().collect()
}
