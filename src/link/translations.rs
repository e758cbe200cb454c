//! Which pages are editions of one story, and which of them is the original.
//!
//! Two things tie pages: the same path but for the language, and the same translation key. Both
//! may occur in one archive, so a story is whatever hangs together by either.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, Span, closest};
use crate::ids::LanguageId;
use crate::language::LanguageTag;
use crate::parse::{Page, PageKind};
use crate::path::fold;

use super::publication::own_date;

/// The editions of one story, as positions in the list of pages, in the order of languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub editions: Vec<usize>,
    pub original: usize,
}

/// Puts every page into exactly one group; groups are in the order of their first page.
///
/// Two pages of one language in a group are a problem: no link could tell which is meant.
pub(super) fn group(pages: &[Page], config: &Config, problems: &mut Problems) -> Vec<Group> {
    let mut sets = Sets::new(pages.len());
    let mut by_path: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let first = *by_path.entry(fold(&page.story_path)).or_insert(index);
        sets.join(first, index);
        if let Some(key) = &page.front_matter.translation_key {
            by_key.entry(fold(&key.value)).or_default().push(index);
        }
    }
    warn_of_unconfigured_languages(pages, &by_path, problems);
    for tied in by_key.values() {
        for pair in tied.windows(2) {
            sets.join(pair[0], pair[1]);
        }
    }

    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..pages.len() {
        groups.entry(sets.first(index)).or_default().push(index);
    }
    warn_of_lonely_keys(&by_key, &groups, &mut sets, pages, problems);
    groups
        .into_values()
        .map(|mut editions| {
            editions.sort_by_key(|index| (pages[*index].language, *index));
            report_twins(&editions, pages, config, problems);
            report_originals(&editions, pages, problems);
            let original = original(&editions, pages);
            warn_of_dates(&editions, original, pages, problems);
            Group { editions, original }
        })
        .collect()
}

/// The edition that the others were made from: the one that says so; else, of those that name no
/// translator, the default language's; else the one with the oldest date.
pub(super) fn original(editions: &[usize], pages: &[Page]) -> usize {
    let says_so = editions.iter().find(|index| pages[**index].front_matter.original == Some(true));
    if let Some(index) = says_so {
        return *index;
    }
    let rank = |index: &usize| {
        let page = &pages[*index];
        let instant = own_date(page).map(|date| date.instant);
        (
            page.front_matter.says_it_is_a_translation(),
            page.language != LanguageId::DEFAULT,
            instant.is_none(),
            instant,
            page.language,
        )
    };
    editions.iter().copied().min_by_key(|index| rank(index)).unwrap_or(0)
}

fn report_twins(editions: &[usize], pages: &[Page], config: &Config, problems: &mut Problems) {
    for pair in editions.windows(2) {
        let (first, second) = (&pages[pair[0]], &pages[pair[1]]);
        if first.language == second.language {
            let language = config.languages[first.language].tag.as_str();
            let what = match first.kind {
                PageKind::Article => "story",
                PageKind::Section => "section",
            };
            let problem =
                format!("this {what} has two editions in `{language}`: `{}` is the other", first.source);
            problems.push(
                Diagnostic::error(problem)
                    .in_file(&second.source)
                    .at(second.front_matter.translation_key.as_ref().map_or(Span::START, |key| key.span))
                    .hint("give one of them another `translation_key`, name or language"),
            );
        }
    }
}

/// How many keys are looked at to find the one that was meant.
const CANDIDATES_MAX: usize = 2_000;

/// `x.de.md` beside `x.md`, and `de/x.md` beside `fr/x.md`, are editions in a language that the
/// settings do not name, and were taken for stories of the default language.
fn warn_of_unconfigured_languages(
    pages: &[Page],
    by_path: &BTreeMap<String, usize>,
    problems: &mut Problems,
) {
    for page in pages {
        let path = fold(&page.story_path);
        let suffix = path.rsplit_once('.').map(|(rest, code)| (rest.to_owned(), code));
        let folder = path.split_once('/').map(|(code, rest)| (rest.to_owned(), code));
        let looks_like = |(rest, code): &(String, &str)| {
            matches!(code.len(), 2 | 3 | 5..=7)
                && by_path.contains_key(rest)
                && LanguageTag::new(code).is_ok()
        };
        let Some((rest, code)) = suffix.into_iter().chain(folder).find(looks_like) else { continue };
        let other = &pages[by_path[&rest]].source;
        let problem =
            format!("this looks like the edition of `{other}` in `{code}`, which is not configured");
        let hint = format!("add `{code}` below `languages:` in the settings, or rename the file");
        problems.push(Diagnostic::warning(problem).in_file(&page.source).hint(hint));
    }
}

/// Only one edition can be the original.
fn report_originals(editions: &[usize], pages: &[Page], problems: &mut Problems) {
    let mut originals = editions.iter().filter(|index| pages[**index].front_matter.original == Some(true));
    let Some(first) = originals.next() else { return };
    for second in originals {
        let problem = format!(
            "this edition says that it is the original, and so does `{}`, which counts",
            pages[*first].source
        );
        let problem = Diagnostic::warning(problem).in_file(&pages[*second].source);
        problems.push(problem.hint("leave `original: true` to the one that the others were made from"));
    }
}

/// How many keys that tie nothing are looked into. Where there are more, they are no slips but the
/// habit of an archive that numbers its pages.
const LONELY_KEYS_MAX: usize = 200;

/// A key that ties nothing, and is nearly another that does, is a slip.
fn warn_of_lonely_keys(
    by_key: &BTreeMap<String, Vec<usize>>,
    groups: &BTreeMap<usize, Vec<usize>>,
    sets: &mut Sets,
    pages: &[Page],
    problems: &mut Problems,
) {
    let is_lonely = |sets: &mut Sets, index: usize| groups[&sets.first(index)].len() == 1;
    let lonely: Vec<(&String, usize)> = by_key
        .iter()
        .filter(|(_, tied)| tied.len() == 1)
        .map(|(key, tied)| (key, tied[0]))
        .filter(|(_, index)| is_lonely(sets, *index))
        .collect();
    if lonely.len() > LONELY_KEYS_MAX {
        return;
    }
    // Comparing all keys with all would be quadratic; a slip rarely changes the length by much,
    // and keys that begin and end alike are the candidates.
    let mut by_ends: BTreeMap<(Option<char>, Option<char>), Vec<&str>> = BTreeMap::new();
    for key in by_key.keys() {
        by_ends.entry((key.chars().next(), None)).or_default().push(key);
        by_ends.entry((None, key.chars().next_back())).or_default().push(key);
    }
    for (key, index) in lonely {
        let same_start = by_ends.get(&(key.chars().next(), None)).into_iter().flatten();
        let same_end = by_ends.get(&(None, key.chars().next_back())).into_iter().flatten();
        let others = same_start
            .chain(same_end)
            .copied()
            .filter(|other| other != key && other.len().abs_diff(key.len()) <= 2)
            .take(CANDIDATES_MAX)
            // `part-1` and `part-2` differ on purpose; a key that ties others is meant all the same.
            .filter(|other| by_key[*other].len() > 1 || without_digits(other) != without_digits(key));
        let Some(meant) = closest(key, others) else { continue };
        let page = &pages[index];
        let Some(written) = &page.front_matter.translation_key else { continue };
        let tied = &pages[by_key[meant][0]];
        let problem = format!("the translation key `{}` ties this page to no other", written.value);
        let hint = format!("did you mean `{meant}`, the key of `{}`?", tied.source);
        problems.push(Diagnostic::warning(problem).in_file(&page.source).at(written.span).hint(hint));
    }
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|character| !character.is_ascii_digit()).collect()
}

/// An edition is never older than its original; one on another day is worth a note.
fn warn_of_dates(editions: &[usize], original: usize, pages: &[Page], problems: &mut Problems) {
    let Some(first) = own_date(&pages[original]) else { return };
    for index in editions.iter().filter(|index| **index != original) {
        let page = &pages[*index];
        let Some(date) = own_date(page) else { continue };
        if date.may_be_day_of(&first) {
            continue;
        }
        let is_before = date.day() < first.day();
        let (day, first_day) = (date.iso_date(), first.iso_date());
        let source = &pages[original].source;
        let problem = if is_before {
            Diagnostic::warning(format!(
                "this edition is dated {day}, before its original of {first_day}, `{source}`"
            ))
            .hint(
                "leave the date out to inherit the original's, or say which is the original with `original: true`",
            )
        } else {
            Diagnostic::note(format!("this edition is dated {day}, and its original {first_day}, `{source}`"))
        };
        let place = page.front_matter.date.as_ref().map_or(Span::START, |date| date.span);
        problems.push(problem.in_file(&page.source).at(place));
    }
}

/// Disjoint sets of positions (Tarjan 1975), each told by its smallest member.
struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    fn first(&mut self, index: usize) -> usize {
        let mut root = index;
        while self.parents[root] != root {
            root = self.parents[root];
        }
        let mut next = index;
        while self.parents[next] != root {
            next = std::mem::replace(&mut self.parents[next], root);
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.parents[a.max(b)] = a.min(b);
    }
}
