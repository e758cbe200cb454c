//! The articles of each language by time: what is newest, and what each year, month and day holds.

use jiff::Timestamp;

use crate::ids::{IdVec, LanguageId, PageId};
use crate::site::{Archive, Period, Relations};

/// The order of lists: newest first, pages without a date last, equal ones by their source path.
pub(super) fn newest_first(relations: &IdVec<PageId, Relations>, pages: &mut [PageId]) {
    pages.sort_by_cached_key(|page| {
        let instant = relations[*page].date.as_ref().map(|date| date.instant);
        (instant.is_none(), std::cmp::Reverse(instant), *page)
    });
}

/// How far back a list of the newest articles reaches, in hours.
const RECENT_HOURS: i64 = 48;

/// How many articles a list of the newest has at most.
const RECENT_MAX: usize = 1000;

/// The articles of the last two days before `now` in all languages, the newest first; none where they
/// are not wanted.
pub(super) fn recent(
    archives: &IdVec<LanguageId, Archive>,
    languages: &IdVec<PageId, LanguageId>,
    relations: &IdVec<PageId, Relations>,
    now: Timestamp,
    is_wanted: bool,
) -> Vec<PageId> {
    if !is_wanted {
        return Vec::new();
    }
    let since = now.as_second().saturating_sub(RECENT_HOURS * 60 * 60);
    let is_recent = |page: &PageId| {
        let date = relations[*page].date.as_ref();
        date.is_some_and(|date| date.instant <= now && date.instant.as_second() >= since)
    };
    let own = archives.enumerate().flat_map(|(language, archive)| {
        archive.pages.iter().copied().filter(move |page| languages[*page] == language)
    });
    let mut recent: Vec<PageId> = own.filter(is_recent).collect();
    newest_first(relations, &mut recent);
    recent.truncate(RECENT_MAX);
    recent
}

/// Cuts lists that are in order into years, months and days, by the day that each author wrote.
pub(super) fn archive(pages: Vec<PageId>, relations: &IdVec<PageId, Relations>) -> Archive {
    let mut archive = Archive { pages, ..Archive::default() };
    for page in &archive.pages {
        if let Some(date) = &relations[*page].date {
            for period in Period::of(date) {
                archive.periods.entry(period).or_default().push(*page);
            }
        }
    }
    archive
}

/// Ties each article to its neighbours in time. Pages of another language are no neighbours.
pub(super) fn neighbours(
    archives: &IdVec<LanguageId, Archive>,
    languages: &IdVec<PageId, LanguageId>,
    relations: &mut IdVec<PageId, Relations>,
) {
    for (language, archive) in archives.enumerate() {
        let own: Vec<PageId> =
            archive.pages.iter().copied().filter(|page| languages[*page] == language).collect();
        for pair in own.windows(2) {
            let (newer, older) = (pair[0], pair[1]);
            relations[older].newer = Some(newer);
            relations[newer].older = Some(older);
        }
    }
}
