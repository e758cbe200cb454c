//! The few pages closest to a page: those that share its terms, rare terms counting more, then
//! those closest in time.
//!
//! The weight of a term is its inverse document frequency (Spärck Jones 1972), ln(1 + N/n). For a
//! frequent term only the articles nearest in time are looked at, so the work grows with the
//! number of articles and not with its square.

use rayon::prelude::*;

use crate::ids::{Id, IdVec, LanguageId, PageId, TermId};
use crate::site::{Archive, Relations, Term};

/// How many articles of a term, before and after the page in time, are looked at.
const NEIGHBOURS_MAX: usize = 40;

/// The `count` pages closest to each page; empty for pages that are in no archive.
pub(super) fn related(
    archives: &IdVec<LanguageId, Archive>,
    languages: &IdVec<PageId, LanguageId>,
    terms: &IdVec<TermId, Term>,
    counts: impl Fn(&Term) -> bool + Sync,
    relations: &IdVec<PageId, Relations>,
    count: usize,
) -> IdVec<PageId, Vec<PageId>> {
    // Where each article stands in time, among those of its language.
    let mut ranks = vec![u32::MAX; relations.len()];
    for (language, archive) in archives.enumerate() {
        let own = archive.pages.iter().filter(|page| languages[**page] == language);
        for (rank, page) in (0..).zip(own) {
            ranks[page.index()] = rank;
        }
    }
    let own_pages: IdVec<TermId, Vec<PageId>> = terms
        .as_slice()
        .par_iter()
        .map(|term| term.pages.iter().copied().filter(|page| languages[*page] == term.language).collect())
        .collect::<Vec<Vec<PageId>>>()
        .into();
    let closest = |page: PageId| {
        let rank = ranks[page.index()];
        if rank == u32::MAX || count == 0 {
            return Vec::new();
        }
        let total = archives[languages[page]].pages.len();
        let mut found: Vec<(u32, PageId, u32)> = Vec::new();
        for term in &relations[page].terms {
            if !counts(&terms[*term]) {
                continue;
            }
            let pages = &own_pages[*term];
            let weight = rarity(total, pages.len());
            let at = pages.partition_point(|other| ranks[other.index()] < rank);
            let near = at.saturating_sub(NEIGHBOURS_MAX)..(at + NEIGHBOURS_MAX + 1).min(pages.len());
            found.extend(pages[near].iter().map(|other| (ranks[other.index()], *other, weight)));
        }
        found.sort_by_key(|(rank, ..)| *rank);
        let mut scored: Vec<(u32, u32, PageId)> = Vec::new();
        for (other_rank, other, weight) in found {
            if relations[other].story == relations[page].story {
                continue;
            }
            match scored.last_mut() {
                Some((score, _, last)) if *last == other => *score += weight,
                _ => scored.push((weight, other_rank, other)),
            }
        }
        // Neighbours in the list are neighbours in time.
        scored.sort_by(|(a, a_rank, _), (b, b_rank, _)| {
            b.cmp(a).then(a_rank.abs_diff(rank).cmp(&b_rank.abs_diff(rank))).then(a_rank.cmp(b_rank))
        });
        // By reference: collecting a consumed list would keep its memory, for every page.
        scored.iter().take(count).map(|(.., page)| *page).collect()
    };
    (0..relations.len())
        .into_par_iter()
        .map(|index| closest(PageId::from_index(index)))
        .collect::<Vec<_>>()
        .into()
}

/// How much sharing a term says, of which `with` of `total` articles have it: ln(1 + total/with), as
/// a whole number of quarters of a bit. Floating-point logarithms differ between machines.
fn rarity(total: usize, with: usize) -> u32 {
    const FRACTION_BITS: u32 = 8;
    let with = with.max(1) as u128;
    let ratio = ((total as u128 + with) << FRACTION_BITS) / with;
    // The fourth power has four times the logarithm; a site has fewer than 2^24 articles.
    ratio.saturating_pow(4).max(1).ilog2().saturating_sub(4 * FRACTION_BITS)
}
