//! Dates in the names of files and folders.

use jiff::civil::Date;

/// Years that a bare number in a name may mean. Wider, and issue numbers and port numbers would
/// become dates.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// The date at the head of a file's stem, and what comes after it: `2021-03-19-slug`,
/// `2021-03-19_slug`, `20210319 Title`, `2021-03-19`. A day that does not exist is no date.
#[must_use]
pub fn from_file_stem(stem: &str) -> Option<(Date, &str)> {
    let (date, rest) = dashed(stem).or_else(|| compact(stem))?;
    let name = rest.trim_start_matches(['-', '_', ' ']);
    // `2021-03-19x` is a word of its own; only a separator ends a date.
    (rest.is_empty() || name.len() < rest.len()).then_some((date, name))
}

/// The date that the folders of `path` tell: `2021/03/19/` anywhere in it, or a folder that is named
/// as [`from_file_stem`] knows it; the last of them. A year or a month alone is no date: it would
/// have to be made up to a day that nobody wrote.
#[must_use]
pub fn from_folders(path: &str) -> Option<Date> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    (0..segments.len()).rev().find_map(|index| from_segments(segments[index], &segments[index + 1..]))
}

/// The date that begins with `segment`.
fn from_segments(segment: &str, following: &[&str]) -> Option<Date> {
    if let Some((date, _)) = from_file_stem(segment) {
        return Some(date);
    }
    let year = number(segment, 4..=4).filter(|year| YEARS.contains(year))?;
    let part = |index: usize| -> Option<i8> {
        let number = following.get(index).and_then(|text| number(text, 1..=2))?;
        i8::try_from(number).ok()
    };
    Date::new(year, part(0)?, part(1)?).ok()
}

/// `2021-03-19` or `2021-3-9` at the head of `text`.
fn dashed(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = rest.split_at(n_digits);
    let year = number(year, 4..=4)?;
    let month = i8::try_from(number(month, 1..=2)?).ok()?;
    let day = i8::try_from(number(day, 1..=2)?).ok()?;
    Some((Date::new(year, month, day).ok()?, rest))
}

/// `20210319` at the head of `text`.
fn compact(text: &str) -> Option<(Date, &str)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if n_digits != 8 {
        return None;
    }
    let year = number(&text[..4], 4..=4).filter(|year| YEARS.contains(year))?;
    let month = i8::try_from(number(&text[4..6], 2..=2)?).ok()?;
    let day = i8::try_from(number(&text[6..8], 2..=2)?).ok()?;
    Some((Date::new(year, month, day).ok()?, &text[8..]))
}

/// `text` as a number, if it is so many ASCII digits and nothing else.
fn number(text: &str, n_digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits_only && n_digits.contains(&text.len()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_stem(stem: &str, expected: Option<(&str, &str)>) {
        let found = from_file_stem(stem).map(|(date, rest)| (date.to_string(), rest));
        assert_eq!(found.as_ref().map(|(date, rest)| (date.as_str(), *rest)), expected, "{stem}");
    }

    fn check_folders(path: &str, expected: Option<&str>) {
        assert_eq!(from_folders(path).map(|date| date.to_string()).as_deref(), expected, "{path}");
    }

    #[test]
    fn file_names_tell_their_date() {
        check_stem("2021-03-19-slug", Some(("2021-03-19", "slug")));
        check_stem("2021-03-19_slug", Some(("2021-03-19", "slug")));
        check_stem("2021-3-9-slug", Some(("2021-03-09", "slug")));
        check_stem("20210319 A title", Some(("2021-03-19", "A title")));
        check_stem("2021-03-19", Some(("2021-03-19", "")));
        check_stem("2021-03-19-un-œil", Some(("2021-03-19", "un-œil")));
    }

    #[test]
    fn numbers_that_are_no_dates_stay_names() {
        check_stem("2021-02-30-slug", None);
        check_stem("2021-03-19x", None);
        check_stem("2021-03-195", None);
        check_stem("202103190 Title", None);
        check_stem("12345678", None);
        check_stem("v1.2-3-4", None);
        check_stem("", None);
        check_stem("٢٠٢١-٠٣-١٩", None);
    }

    #[test]
    fn folders_tell_their_date() {
        check_folders("2021", None);
        check_folders("fr/news/2021/", None);
        check_folders("blog/2021/03/", None);
        check_folders("/2021/03/19/slug/", Some("2021-03-19"));
        check_folders("2021/3/9/slug", Some("2021-03-09"));
        check_folders("posts/2021-03-19-slug/img", Some("2021-03-19"));
    }

    #[test]
    fn only_a_whole_date_of_a_path_counts() {
        check_folders("2019/2021/03/19", Some("2021-03-19"));
        check_folders("2021/03/2020", None);
        check_folders("2019/2021", None);
    }

    #[test]
    fn folders_that_are_no_whole_date_tell_none() {
        check_folders("2021/02/30", None);
        check_folders("2021/13", None);
        check_folders("8080/x", None);
        check_folders("", None);
    }
}
