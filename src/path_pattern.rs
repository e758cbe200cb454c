//! Path patterns: what the path of an article says about it.
//!
//! `{lang}/news/_posts/{date}-{slug}.md` reads a language, a date and a slug out of
//! `fr/news/_posts/2021-03-19-panne.md`.

use jiff::civil;
use regex::Regex;

/// A pattern of the settings, ready to be matched.
#[derive(Clone, Debug)]
pub struct PathPattern {
    regex: Regex,
}

/// What a pattern read out of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathParts {
    /// The language code, as written.
    pub lang: Option<String>,
    /// The day that the path names.
    pub date: Option<civil::Date>,
    /// The part that becomes the slug.
    pub slug: Option<String>,
    /// The path without its language, which the editions of a story share.
    pub without_lang: Option<String>,
}

/// The fields that may stand in a pattern, each with what it matches.
const FIELDS: &[(&str, &str)] = &[
    ("lang", r"(?P<lang>[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{2,8})*)"),
    ("date", r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{8})"),
    ("year", r"(?P<year>[0-9]{4})"),
    ("month", r"(?P<month>[0-9]{1,2})"),
    ("day", r"(?P<day>[0-9]{1,2})"),
    ("slug", r"(?P<slug>[^/]+?)"),
    ("section", r"(?:.+?)"),
];

impl PathPattern {
    /// Reads a pattern: text, fields in braces, `*` for part of a name and `**` for any folders.
    ///
    /// # Errors
    ///
    /// Says which field is not known or is used twice.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let mut regex = String::from("^");
        let mut rest = pattern;
        let mut seen: Vec<&str> = Vec::new();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('{') {
                let (name, after) = after
                    .split_once('}')
                    .ok_or_else(|| format!("`{pattern}` has a `{{` without its `}}`"))?;
                let (name, matcher) = FIELDS.iter().find(|(field, _)| *field == name).ok_or_else(|| {
                    let known: Vec<&str> = FIELDS.iter().map(|(field, _)| *field).collect();
                    format!(
                        "`{{{name}}}` is not a field of a path pattern; the fields are {}",
                        known.join(", ")
                    )
                })?;
                if seen.contains(name) {
                    return Err(format!("`{{{name}}}` stands twice in `{pattern}`"));
                }
                seen.push(name);
                regex.push_str(matcher);
                rest = after;
            } else if let Some(after) = rest.strip_prefix("**/") {
                regex.push_str("(?:.*/)?");
                rest = after;
            } else if let Some(after) = rest.strip_prefix('*') {
                regex.push_str("[^/]*");
                rest = after;
            } else {
                let end = rest.find(['{', '*']).unwrap_or(rest.len());
                regex.push_str(&regex::escape(&rest[..end]));
                rest = &rest[end..];
            }
        }
        regex.push('$');
        let regex = Regex::new(&regex).map_err(|why| format!("`{pattern}` cannot be used: {why}"))?;
        Ok(Self { regex })
    }

    /// What the pattern reads out of `path`, if it matches.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<PathParts> {
        let captures = self.regex.captures(path)?;
        let text = |name| captures.name(name).map(|found| found.as_str());
        let date = match text("date") {
            Some(date) => crate::date::from_file_stem(date).map(|(day, _)| day),
            None => text("year").and_then(|year| {
                civil::Date::new(
                    year.parse().ok()?,
                    text("month").unwrap_or("1").parse().ok()?,
                    text("day").unwrap_or("1").parse().ok()?,
                )
                .ok()
            }),
        };
        let without_lang = captures.name("lang").map(|lang| {
            let (before, after) = (&path[..lang.start()], &path[lang.end()..]);
            // The separator goes with the language: the one before it where it ends a name.
            if after.is_empty() || after.starts_with('.') {
                format!("{}{after}", before.trim_end_matches(['.', '_', '-']))
            } else {
                format!("{before}{}", after.trim_start_matches(['/', '.', '_', '-']))
            }
        });
        Some(PathParts {
            lang: text("lang").map(str::to_owned),
            date,
            slug: text("slug").map(str::to_owned),
            without_lang,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jekyll_path_says_language_date_and_slug() {
        let pattern = PathPattern::parse("{lang}/news/_posts/{date}-{slug}.md").expect("a pattern");
        let parts = pattern.read("zh_cn/news/_posts/2021-04-05-ruby-2-7-3.md").expect("a match");
        assert_eq!(parts.lang.as_deref(), Some("zh_cn"));
        assert_eq!(parts.date, Some(civil::date(2021, 4, 5)));
        assert_eq!(parts.slug.as_deref(), Some("ruby-2-7-3"));
        assert_eq!(parts.without_lang.as_deref(), Some("news/_posts/2021-04-05-ruby-2-7-3.md"));
        assert_eq!(pattern.read("zh_cn/about.md"), None);
    }

    #[test]
    fn folders_and_years_can_be_named_too() {
        let pattern = PathPattern::parse("**/{year}/{month}/{slug}.{lang}.md").expect("a pattern");
        let parts = pattern.read("a/b/2021/3/panne.fr.md").expect("a match");
        assert_eq!(parts.date, Some(civil::date(2021, 3, 1)));
        assert_eq!(parts.without_lang.as_deref(), Some("a/b/2021/3/panne.md"));
    }

    #[test]
    fn a_language_at_the_end_of_a_name_leaves_the_name() {
        let pattern = PathPattern::parse("{slug}-{lang}.md").expect("a pattern");
        let parts = pattern.read("panne-fr.md").expect("a match");
        assert_eq!(parts.without_lang.as_deref(), Some("panne.md"));
    }

    #[test]
    fn an_unknown_field_is_named() {
        let problem = PathPattern::parse("{langue}/x.md").expect_err("no such field");
        assert!(problem.contains("`{langue}`") && problem.contains("slug"), "{problem}");
        assert!(PathPattern::parse("{lang}/{lang}").is_err());
        assert!(PathPattern::parse("{lang").is_err());
    }
}
