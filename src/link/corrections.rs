//! What was put right after publication: which articles list it, and which translations lack it.

use std::cmp::Reverse;

use super::Publishing;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Problems, Span};
use crate::ids::{IdVec, LanguageId, PageId, StoryId};
use crate::parse::{Page, PageKind};
use crate::site::{Archive, ListedCorrection, Relations, Story};

/// When a page was last changed: as its header says, or by its newest correction, whichever is later.
pub(super) fn modified(page: &Page) -> Option<Date> {
    let updated = page.front_matter.updated.as_ref().map(|updated| updated.value);
    let corrected = page.front_matter.corrections.first().and_then(|newest| newest.date);
    updated.into_iter().chain(corrected).max_by_key(|date| date.instant)
}

/// Leaves out what happens after the build, as the future is: corrections, and the moment of a change.
pub(super) fn hold_back(pages: &mut IdVec<PageId, Page>, publishing: Publishing, problems: &mut Problems) {
    if publishing.future {
        return;
    }
    for id in pages.ids() {
        let Page { source, front_matter: header, .. } = &mut pages[id];
        let is_future = |date: &Date| date.instant > publishing.now;
        if let Some(updated) = header.updated.take_if(|updated| is_future(&updated.value)) {
            let day = updated.value.iso_day();
            let problem = format!("`updated` is {day}, which is still to come, and does not count before");
            let problem = Diagnostic::warning(problem).in_file(source).at(updated.span);
            problems.push(problem.hint("put the date right, if it is not meant"));
        }
        header.corrections.retain(|correction| {
            let Some(date) = correction.date.filter(is_future) else { return true };
            let day = date.iso_day();
            let problem =
                format!("this correction is dated {day}, which is still to come, and is left out before");
            let problem = Diagnostic::warning(problem).in_file(source).at(correction.span);
            problems.push(problem.hint("put the date right, if it is not meant"));
            false
        });
    }
}

/// Finds corrections that are older than their article, and translations that lack one.
pub(super) fn check(
    stories: &IdVec<StoryId, Story>,
    pages: &IdVec<PageId, Page>,
    relations: &mut IdVec<PageId, Relations>,
    problems: &mut Problems,
) {
    for story in stories {
        for id in &story.editions {
            // A translation may list what was put right in the original before it was made.
            let dates = [*id, story.original].map(|page| relations[page].date);
            if let Some(first) = dates.into_iter().flatten().min_by_key(|date| date.instant) {
                let too_early = pages[*id].front_matter.corrections.iter().filter_map(|correction| {
                    let date = correction.date.filter(|date| !is_at_or_after(date, &first))?;
                    Some(of_early_correction(&date, &first).in_file(&pages[*id].source).at(correction.span))
                });
                problems.extend(too_early);
            }
            let Some(original) = story.original_of(*id).map(|original| &pages[original]) else { continue };
            let lacking = lacking(&pages[*id], original);
            if lacking.is_empty() {
                continue;
            }
            relations[*id].is_uncorrected = true;
            problems.push(of_translation(original, &lacking).in_file(&pages[*id].source).at(Span::START));
        }
    }
}

/// The days of those corrections of the original that a translation lacks, the newest first.
fn lacking(page: &Page, original: &Page) -> Vec<String> {
    let header = &page.front_matter;
    let hash = header.source_hash.as_ref();
    if hash.is_some_and(|hash| original.text_hash.starts_with(&hash.value) == Some(true)) {
        return Vec::new();
    }
    let made = [&header.date, &header.updated].map(|date| date.as_ref().map(|date| date.value));
    let has = |correction: &Date| {
        let mut own = header.corrections.iter().filter_map(|own| own.date);
        own.any(|own| own.may_be_day_of(correction))
            || made.iter().flatten().any(|date| is_at_or_after(date, correction))
    };
    let dates = original.front_matter.corrections.iter().filter_map(|correction| correction.date);
    let mut days: Vec<String> = dates.filter(|date| !has(date)).map(|date| date.iso_date()).collect();
    days.dedup();
    days
}

/// Whether `date` may be no earlier than `other`; by what was written of the day, where one of them
/// has no time.
fn is_at_or_after(date: &Date, other: &Date) -> bool {
    let is_same_day = date.may_be_day_of(other) && !(date.has_time && other.has_time);
    date.instant >= other.instant || is_same_day
}

fn of_early_correction(date: &Date, first: &Date) -> Diagnostic {
    let (date, first) = (date.iso_date(), first.iso_date());
    Diagnostic::warning(format!("this correction is dated {date}, before its article of {first}"))
        .hint("put one of the two dates right")
}

fn of_translation(original: &Page, days: &[String]) -> Diagnostic {
    let problem = format!(
        "this translation needs the correction of {}: its original `{}` was corrected, and it was not",
        days.join(", "),
        original.source
    );
    let hint = format!(
        "put it right, and add `{{date: {}, note: \"…\"}}` to its `corrections`; where there is nothing to put right, \
         write `source_hash: \"{}\"`",
        days[0], original.text_hash
    );
    Diagnostic::warning(problem).hint(hint)
}

/// The corrections that each language lists: those of its own articles.
pub(super) fn listed(
    archives: &IdVec<LanguageId, Archive>,
    pages: &IdVec<PageId, Page>,
) -> IdVec<LanguageId, Vec<ListedCorrection>> {
    let of_language = |(language, archive): (LanguageId, &Archive)| {
        let is_own =
            |page: &&PageId| pages[**page].language == language && pages[**page].kind == PageKind::Article;
        let corrections = |page: &PageId| {
            let page = *page;
            let count = pages[page].front_matter.corrections.len();
            (0..count).map(move |index| ListedCorrection { page, index })
        };
        let mut listed: Vec<ListedCorrection> =
            archive.pages.iter().filter(is_own).flat_map(corrections).collect();
        listed.sort_by_key(|listed| {
            let date = pages[listed.page].front_matter.corrections[listed.index].date;
            (Reverse(date.map(|date| date.instant)), listed.page, listed.index)
        });
        listed
    };
    archives.enumerate().map(of_language).collect()
}
