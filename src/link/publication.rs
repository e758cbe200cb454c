//! Which pages are published, when each was written, and what is left of a story without those
//! that are not.

use crate::date::Date;
use crate::ids::{Id, IdVec, PageId, StoryId};
use crate::parse::Page;
use crate::site::{Reason, Story};

use super::Publishing;
use super::translations::{self, Group};

/// The date that a page itself gives: in its header, else in its path.
pub(super) fn own_date(page: &Page) -> Option<Date> {
    let header = &page.front_matter;
    let published = || header.publish_date.as_ref().map(|date| date.value);
    header.date.as_ref().map(|date| date.value).or(page.path_date).or_else(published)
}

/// The date of each page: its own, else its original's. Where a path names only the day that the
/// original's header gives with a time, the original knows better; not where it gives less.
pub(super) fn dates(groups: &[Group], pages: &[Page]) -> Vec<Option<Date>> {
    let mut dates = vec![None; pages.len()];
    for group in groups {
        let of_original = own_date(&pages[group.original]);
        for index in &group.editions {
            let page = &pages[*index];
            let own = own_date(page);
            let is_of_path = page.front_matter.date.is_none();
            dates[*index] = match (own, of_original) {
                (Some(own), Some(original))
                    if is_of_path && own.day() == original.day() && original.precision == own.precision =>
                {
                    Some(original)
                }
                (own, original) => own.or(original),
            };
        }
    }
    dates
}

/// Why each page stays out, if it does. An edition without a date of its own comes out with its
/// original, and not before.
pub(super) fn hidden(
    groups: &[Group],
    pages: &[Page],
    dates: &[Option<Date>],
    publishing: Publishing,
) -> Vec<Option<Reason>> {
    let reason = |index: usize| {
        let header = &pages[index].front_matter;
        if header.untranslated {
            return Some(Reason::Stub);
        }
        if header.draft && !publishing.drafts {
            return Some(Reason::Draft);
        }
        let starts = header.publish_date.as_ref().map(|date| date.value).or(dates[index]);
        if let Some(date) = starts.filter(|date| date.instant > publishing.now && !publishing.future) {
            return Some(Reason::Future(date));
        }
        let ends = header.expiry_date.as_ref().map(|date| date.value);
        ends.filter(|date| date.instant <= publishing.now && !publishing.expired).map(Reason::Expired)
    };
    let mut hidden: Vec<Option<Reason>> = (0..pages.len()).map(reason).collect();
    for group in groups {
        let Some(reason) = hidden[group.original] else { continue };
        if matches!(reason, Reason::Stub | Reason::Unreadable) {
            continue;
        }
        for index in &group.editions {
            if hidden[*index].is_none() && own_date(&pages[*index]).is_none() {
                hidden[*index] = Some(reason);
            }
        }
    }
    hidden
}

/// The pages that are published, and what ties them.
pub(super) struct Published {
    pub pages: IdVec<PageId, Page>,
    pub dates: IdVec<PageId, Option<Date>>,
    pub stories: IdVec<StoryId, Story>,
    pub story_of: Vec<StoryId>,
}

/// Keeps what is published, and ties it anew: no link may lead to a page that is not there.
pub(super) fn publish(
    all: Vec<Page>,
    dates: Vec<Option<Date>>,
    hidden: &[Option<Reason>],
    groups: Vec<Group>,
) -> Published {
    let mut stories: IdVec<StoryId, Story> = IdVec::default();
    let mut ids: Vec<Option<PageId>> = vec![None; all.len()];
    let mut next = 0;
    for (id, reason) in ids.iter_mut().zip(hidden) {
        if reason.is_none() {
            *id = Some(PageId::from_index(next));
            next += 1;
        }
    }
    let mut story_of = vec![StoryId::from_index(0); next];
    for group in groups {
        let kept: Vec<usize> = group.editions.iter().copied().filter(|index| ids[*index].is_some()).collect();
        if kept.is_empty() {
            continue;
        }
        let has_original = kept.contains(&group.original);
        let original = if has_original { group.original } else { translations::original(&kept, &all) };
        let editions: Vec<PageId> = kept.iter().filter_map(|index| ids[*index]).collect();
        let original = ids[original].unwrap_or(editions[0]);
        let story = stories.push(Story { editions: editions.clone(), original, has_original });
        for page in editions {
            story_of[page.index()] = story;
        }
    }
    let mut pages = Vec::with_capacity(next);
    let mut kept_dates = Vec::with_capacity(next);
    for ((page, date), id) in all.into_iter().zip(dates).zip(ids) {
        if id.is_some() {
            pages.push(page);
            kept_dates.push(date);
        }
    }
    Published { pages: pages.into(), dates: kept_dates.into(), stories, story_of }
}
