//! Which terms there are, in which language, and which pages each has.
//!
//! 1. Each spelling that a writer used is resolved: to a concept of the concordance, or else to
//!    what spellings share that differ by case, width or spacing only.
//! 2. A term takes its name and slug; two terms never share a slug.
//! 3. Terms of one concept are tied across languages and to broader and narrower ones.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::concordance::{Concept, Concepts, Concordance, spelling_key};
use crate::config::{Config, Taxonomy};
use crate::diagnostic::Diagnostic;
use crate::ids::{Id, IdVec, LanguageId, PageId, TaxonomyId, TermId};
use crate::path::Slug;
use crate::routes::Routes;
use crate::site::{Alias, Term};

/// One page as a list of one language shows it, with the terms that its header states.
pub(super) struct Listing<'a> {
    pub page: PageId,
    /// The language of the list.
    pub language: LanguageId,
    /// The language of the page.
    pub written_in: LanguageId,
    /// The spellings for each taxonomy, in the order of the settings.
    pub spellings: Vec<Spellings<'a>>,
}

/// The terms of one taxonomy that a page states or inherits.
pub(super) struct Spellings<'a> {
    pub terms: Vec<&'a str>,
    /// The language whose words they are: for those that a translation inherits, its original's.
    pub language: LanguageId,
}

/// The terms of a site.
pub(super) struct Terms<'a> {
    pub list: IdVec<TermId, Term>,
    /// The terms of each page in its own language, in the order of its header.
    pub of_page: HashMap<PageId, Vec<TermId>>,
    /// The term that each spelling stands for.
    pub by_spelling: HashMap<SpellingKey<'a>, TermId>,
    /// The other spellings that lead to a term's page.
    pub aliases: Vec<Alias>,
    pub notes: Vec<Diagnostic>,
}

/// What makes two spellings one term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Meaning {
    Concept(usize),
    Spelling(String),
}

/// A term while its pages are being gathered.
struct Draft {
    taxonomy: TaxonomyId,
    language: LanguageId,
    meaning: Meaning,
    spellings: BTreeMap<String, usize>,
    pages: Vec<PageId>,
}

/// A spelling, by where it counts: its taxonomy, the languages of the list, of the page and of the
/// header that states it.
pub(super) type SpellingKey<'a> = (TaxonomyId, LanguageId, LanguageId, LanguageId, &'a str);

/// Gathers the terms of all listings, which come with the newest first in each language.
pub(super) fn terms<'a>(listings: &[Listing<'a>], concordance: &Concordance, config: &Config) -> Terms<'a> {
    let taxonomies: Vec<(&Taxonomy, Option<&Concepts>)> =
        config.taxonomies.iter().map(|taxonomy| (taxonomy, concordance.taxonomy(&taxonomy.name))).collect();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut by_meaning: HashMap<(TaxonomyId, LanguageId, Meaning), usize> = HashMap::new();
    let mut by_spelling: HashMap<SpellingKey<'a>, Option<usize>> = HashMap::new();
    let mut of_page: HashMap<PageId, Vec<usize>> = HashMap::new();

    for listing in listings {
        for (index, spellings) in listing.spellings.iter().enumerate() {
            let taxonomy = TaxonomyId::from_index(index);
            for spelling in &spellings.terms {
                let key = (taxonomy, listing.language, listing.written_in, spellings.language, *spelling);
                let draft = *by_spelling.entry(key).or_insert_with(|| {
                    let (settings, concepts) = taxonomies[index];
                    let meaning = meaning(spelling, spellings.language, listing, settings, concepts)?;
                    let next = drafts.len();
                    let draft =
                        *by_meaning.entry((taxonomy, listing.language, meaning.clone())).or_insert(next);
                    if draft == next {
                        drafts.push(Draft {
                            taxonomy,
                            language: listing.language,
                            meaning,
                            spellings: BTreeMap::new(),
                            pages: Vec::new(),
                        });
                    }
                    Some(draft)
                });
                let Some(draft) = draft else { continue };
                let term = &mut drafts[draft];
                match term.spellings.get_mut(*spelling) {
                    Some(count) => *count += 1,
                    None => {
                        term.spellings.insert((*spelling).to_owned(), 1);
                    }
                }
                if term.pages.last() != Some(&listing.page) {
                    term.pages.push(listing.page);
                }
                if listing.language == listing.written_in {
                    let terms = of_page.entry(listing.page).or_default();
                    if !terms.contains(&draft) {
                        terms.push(draft);
                    }
                }
            }
        }
    }
    finish(&drafts, of_page, by_spelling, &taxonomies, config)
}

/// What a spelling means in the language of the list. A page of another language is listed under
/// what both languages are known to share, and under nothing else.
fn meaning(
    spelling: &str,
    spelled_in: LanguageId,
    listing: &Listing<'_>,
    taxonomy: &Taxonomy,
    concepts: Option<&Concepts>,
) -> Option<Meaning> {
    if let Some(concept) = concepts.and_then(|concepts| concepts.find(spelling, spelled_in)) {
        return Some(Meaning::Concept(concept));
    }
    let is_known_here = taxonomy.shared || listing.language == listing.written_in;
    is_known_here.then(|| Meaning::Spelling(spelling_key(spelling)))
}

fn finish<'a>(
    drafts: &[Draft],
    of_page: HashMap<PageId, Vec<usize>>,
    by_spelling: HashMap<SpellingKey<'a>, Option<usize>>,
    taxonomies: &[(&Taxonomy, Option<&Concepts>)],
    config: &Config,
) -> Terms<'a> {
    let routes = Routes::new(config);
    let mut notes = Vec::new();
    let concept_of = |draft: &Draft| -> Option<&Concept> {
        match draft.meaning {
            Meaning::Concept(index) => {
                taxonomies[draft.taxonomy.index()].1.map(|concepts| concepts.get(index))
            }
            Meaning::Spelling(_) => None,
        }
    };
    let mut named: Vec<(usize, String, Slug)> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let concept = concept_of(draft);
        let name = match concept {
            Some(concept) => concept.name(draft.language).to_owned(),
            None => most_frequent(&draft.spellings).to_owned(),
        };
        let chosen = concept.and_then(|concept| concept.slugs.get(&draft.language).cloned());
        let slug = chosen.unwrap_or_else(|| term_slug(&name));
        if concept.is_none() && draft.spellings.len() > 1 {
            notes.push(merge_note(draft, &name, taxonomies, config));
        }
        named.push((index, name, slug));
    }
    give_each_its_own_slug(&mut named, drafts);
    named.sort_by(|(a, _, a_slug), (b, _, b_slug)| {
        let key = |index: usize| (drafts[index].taxonomy, drafts[index].language);
        (key(*a), a_slug).cmp(&(key(*b), b_slug))
    });

    let mut ids = vec![TermId::from_index(0); drafts.len()];
    for (position, (index, ..)) in named.iter().enumerate() {
        ids[*index] = TermId::from_index(position);
    }
    let ties = Ties::new(drafts, &ids, taxonomies);
    let typography = config.typographies();
    // Readers see a term's words as their language sets them.
    let set = |text: &str, language: LanguageId| match &typography[language] {
        Some(typography) => typography.apply(text).into_owned(),
        None => text.to_owned(),
    };
    let mut aliases = Vec::new();
    let terms: IdVec<TermId, Term> = named
        .into_iter()
        .map(|(index, name, slug)| {
            let draft = &drafts[index];
            let concept = concept_of(draft);
            let taxonomy = taxonomies[draft.taxonomy.index()].0;
            let other_names = concept
                .and_then(|concept| concept.alt_labels.get(&draft.language))
                .cloned()
                .unwrap_or_default();
            let url = routes.term(taxonomy, draft.language, &slug);
            for other in &other_names {
                let from = routes.term(taxonomy, draft.language, &term_slug(other));
                if from != url {
                    aliases.push(Alias {
                        from,
                        to: url.clone(),
                        title: name.clone(),
                        language: draft.language,
                        owner: format!("the other spelling `{other}` of `{name}`"),
                        source: None,
                        span: None,
                        yields: false,
                    });
                }
            }
            Term {
                taxonomy: draft.taxonomy,
                language: draft.language,
                description: concept
                    .and_then(|concept| concept.descriptions.get(&draft.language))
                    .map(|description| set(description, draft.language)),
                other_names: other_names.iter().map(|other| set(other, draft.language)).collect(),
                url,
                name: set(&name, draft.language),
                slug,
                pages: draft.pages.clone(),
                parts: Vec::new(),
                translations: ties.translations(draft, ids[index]),
                broader: ties.broader(draft),
                narrower: ties.narrower(draft),
            }
        })
        .collect();
    // Another spelling may be a term of its own, or stand for two terms: the page goes first, and
    // of two redirects the first.
    let taken: HashSet<&str> = terms.iter().map(|term| term.url.as_str()).collect();
    let mut seen = HashSet::new();
    aliases.retain(|alias| !taken.contains(alias.from.as_str()) && seen.insert(alias.from.clone()));
    let of_page = of_page
        .into_iter()
        .map(|(page, drafts)| (page, drafts.into_iter().map(|draft| ids[draft]).collect()))
        .collect();
    let by_spelling = by_spelling.into_iter().filter_map(|(key, draft)| Some((key, ids[draft?]))).collect();
    Terms { list: terms, of_page, by_spelling, aliases, notes }
}

fn most_frequent(spellings: &BTreeMap<String, usize>) -> &str {
    // Of two that are as frequent, the first in order: `min_by_key` keeps the first it meets.
    spellings.iter().min_by_key(|(_, count)| std::cmp::Reverse(**count)).map_or("", |(spelling, _)| spelling)
}

/// The slug of a name; for one without a letter or a digit, a name of its code points.
fn term_slug(name: &str) -> Slug {
    Slug::from_text(name).unwrap_or_else(|| {
        let codes: Vec<String> =
            name.chars().take(12).map(|character| format!("u{:x}", u32::from(character))).collect();
        Slug::from_text(&codes.join("-")).expect("hexadecimal digits make a slug")
    })
}

fn merge_note(
    draft: &Draft,
    name: &str,
    taxonomies: &[(&Taxonomy, Option<&Concepts>)],
    config: &Config,
) -> Diagnostic {
    let others: Vec<String> = draft
        .spellings
        .iter()
        .filter(|(spelling, _)| *spelling != name)
        .map(|(spelling, count)| format!("`{spelling}` ({count})"))
        .collect();
    let taxonomy = &taxonomies[draft.taxonomy.index()].0.name;
    let language = config.languages[draft.language].tag.as_str();
    let message = format!(
        "in `{taxonomy}` ({language}), {} merged into `{name}` ({})",
        others.join(", "),
        draft.spellings[name]
    );
    Diagnostic::note(message).hint("to choose the name yourself, list the spellings in `data/terms.yaml`")
}

/// Two names of one taxonomy and language may have one slug (`pêche`, `péché`): the one with more
/// articles keeps it, the others get a number.
fn give_each_its_own_slug(named: &mut [(usize, String, Slug)], drafts: &[Draft]) {
    let mut taken: HashSet<(TaxonomyId, LanguageId, Slug)> = HashSet::new();
    let mut order: Vec<usize> = (0..named.len()).collect();
    order.sort_by_key(|at| {
        let (index, name, _) = &named[*at];
        (std::cmp::Reverse(drafts[*index].pages.len()), name.clone())
    });
    for at in order {
        let (index, _, slug) = &named[at];
        let (taxonomy, language) = (drafts[*index].taxonomy, drafts[*index].language);
        let mut own = slug.clone();
        let mut number = 2;
        while !taken.insert((taxonomy, language, own.clone())) {
            own = slug.with_suffix(&number.to_string());
            number += 1;
        }
        named[at].2 = own;
    }
}

/// Which terms belong together.
struct Ties {
    by_meaning: BTreeMap<(TaxonomyId, Meaning), Vec<(LanguageId, TermId)>>,
    broader: BTreeMap<(TaxonomyId, usize), usize>,
    shared: Vec<bool>,
}

impl Ties {
    fn new(drafts: &[Draft], ids: &[TermId], taxonomies: &[(&Taxonomy, Option<&Concepts>)]) -> Self {
        let mut by_meaning: BTreeMap<(TaxonomyId, Meaning), Vec<(LanguageId, TermId)>> = BTreeMap::new();
        let mut broader = BTreeMap::new();
        for (draft, id) in drafts.iter().zip(ids) {
            by_meaning
                .entry((draft.taxonomy, draft.meaning.clone()))
                .or_default()
                .push((draft.language, *id));
            if let (Meaning::Concept(index), Some(concepts)) =
                (&draft.meaning, taxonomies[draft.taxonomy.index()].1)
                && let Some(wider) = concepts.get(*index).broader
            {
                broader.insert((draft.taxonomy, *index), wider);
            }
        }
        for terms in by_meaning.values_mut() {
            terms.sort_unstable();
        }
        Self { by_meaning, broader, shared: taxonomies.iter().map(|(taxonomy, _)| taxonomy.shared).collect() }
    }

    /// The same in the other languages. One spelling in two languages may be two words, so only
    /// the concordance, or a taxonomy that is shared, ties them.
    fn translations(&self, draft: &Draft, own: TermId) -> Vec<TermId> {
        if matches!(draft.meaning, Meaning::Spelling(_)) && !self.shared[draft.taxonomy.index()] {
            return Vec::new();
        }
        let terms = self.by_meaning.get(&(draft.taxonomy, draft.meaning.clone()));
        terms.into_iter().flatten().map(|(_, id)| *id).filter(|id| *id != own).collect()
    }

    fn broader(&self, draft: &Draft) -> Option<TermId> {
        let Meaning::Concept(index) = draft.meaning else { return None };
        let wider = *self.broader.get(&(draft.taxonomy, index))?;
        self.in_language(draft, wider)
    }

    fn narrower(&self, draft: &Draft) -> Vec<TermId> {
        let Meaning::Concept(index) = draft.meaning else { return Vec::new() };
        let narrower = self
            .broader
            .iter()
            .filter(|((taxonomy, _), wider)| *taxonomy == draft.taxonomy && **wider == index);
        let mut terms: Vec<TermId> =
            narrower.filter_map(|((_, concept), _)| self.in_language(draft, *concept)).collect();
        terms.sort_unstable();
        terms
    }

    fn in_language(&self, draft: &Draft, concept: usize) -> Option<TermId> {
        let terms = self.by_meaning.get(&(draft.taxonomy, Meaning::Concept(concept)))?;
        terms.iter().find(|(language, _)| *language == draft.language).map(|(_, id)| *id)
    }
}
