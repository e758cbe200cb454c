//! The order of articles that follow one another, and where in it each of them stands.
//!
//! A part has the place that its header gives, or else its original's. Parts without one come after
//! the others, by time.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems};
use crate::ids::{Id, IdVec, PageId, StoryId, TermId};
use crate::parse::Page;
use crate::site::{Relations, SeriesPart, Story, Term};

/// Orders the articles of each term whose taxonomy is ordered, and tells each article its place.
pub(super) fn order(
    terms: &mut IdVec<TermId, Term>,
    pages: &IdVec<PageId, Page>,
    stories: &IdVec<StoryId, Story>,
    config: &Config,
    relations: &mut IdVec<PageId, Relations>,
    problems: &mut Problems,
) {
    let ids: Vec<TermId> = terms.ids().collect();
    for id in ids {
        let term = &mut terms[id];
        if !config.taxonomies[term.taxonomy.index()].ordered {
            continue;
        }
        term.parts.clone_from(&term.pages);
        term.parts.sort_by_cached_key(|page| {
            let original = stories[relations[*page].story].original;
            let weight = |page: PageId| pages[page].front_matter.weight.as_ref().map(|weight| weight.value);
            let weight = weight(*page).or_else(|| weight(original));
            let instant = relations[*page].date.map(|date| date.instant);
            // Pages are in the order of their source paths.
            (weight.is_none(), weight, instant.is_none(), instant, *page)
        });
        tell_of_same_places(term, pages, problems);
        for (index, page) in term.parts.iter().enumerate() {
            if pages[*page].language == term.language {
                relations[*page].series.push(SeriesPart { term: id, index });
            }
        }
    }
    for page in pages.ids() {
        let Relations { series, terms, .. } = &mut relations[page];
        series.sort_by_key(|part| terms.iter().position(|term| *term == part.term));
    }
}

/// Two parts that give themselves one place.
fn tell_of_same_places(term: &Term, pages: &IdVec<PageId, Page>, problems: &mut Problems) {
    let own = term.parts.iter().map(|page| &pages[*page]).filter(|page| page.language == term.language);
    let written: Vec<_> = own.filter_map(|page| Some((page, page.front_matter.weight.as_ref()?))).collect();
    for pair in written.windows(2) {
        let ((first, first_place), (second, place)) = (pair[0], pair[1]);
        if first_place.value != place.value {
            continue;
        }
        let problem = format!(
            "this article has the place {} in `{}`, and so has `{}`, which comes first",
            place.value, term.name, first.source
        );
        let hint = "of two parts in one place, the older comes first: give each a `weight` of its own";
        problems.push(Diagnostic::note(problem).in_file(&second.source).at(place.span).hint(hint));
    }
}
