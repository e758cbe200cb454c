//! Cuts a file into header and body.
//!
//! In goes the text of a file, out come two parts of it: nothing is copied, and nothing but the
//! lines of the delimiters (and a byte order mark or blank lines before them) is left out.

use crate::diagnostic::{Diagnostic, Span};

/// The longest header, in bytes. Real ones hold whole pictures as `data:` URLs.
pub const HEADER_BYTES_MAX: usize = 2 * 1024 * 1024;

/// In what notation a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKind {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// Lines of `Key: value` up to a blank line, as Pelican has them.
    Pelican,
    /// Lines of `.. key: value`, as Nikola has them.
    Nikola,
    /// There is none.
    None,
}

/// A file in its two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// The notation of the header.
    pub kind: HeaderKind,
    /// The header without its delimiters.
    pub text: &'a str,
    /// How many lines of the file stand before `text`.
    pub first_line: u32,
    /// Everything after the header.
    pub body: &'a str,
    /// How many lines of the file stand before `body`.
    pub body_first_line: u32,
}

/// Finds the header of a file.
///
/// # Errors
///
/// When a header is opened and never closed, is too long, or is of a kind that is not read.
pub fn split(text: &str) -> Result<Header<'_>, Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Lines { text, at: 0, n_before: 0 };
    let Some(first) = std::iter::from_fn(|| lines.next()).find(|line| !line.text.trim().is_empty()) else {
        return Ok(without_header(text));
    };
    let header = match delimiter(first.text) {
        Some(Ok((kind, fence))) => delimited(text, first, lines, kind, fence)?,
        Some(Err(diagnostic)) => return Err(diagnostic.at(first.span())),
        None if is_json(text) => {
            return Err(Diagnostic::error("a header in JSON begins here, which is not read")
                .at(first.span())
                .hint("write it as YAML between lines of `---`"));
        }
        None => nikola(text, first)
            .or_else(|| hexo(text, first))
            .or_else(|| pelican(text, first))
            .unwrap_or(without_header(text)),
    };
    if header.text.len() > HEADER_BYTES_MAX {
        let mebibytes = HEADER_BYTES_MAX / (1024 * 1024);
        return Err(Diagnostic::error(format!("the header is longer than {mebibytes} MiB"))
            .at(first.span())
            .hint("put pictures and long texts into files of their own"));
    }
    Ok(header)
}

fn without_header(text: &str) -> Header<'_> {
    Header { kind: HeaderKind::None, text: "", first_line: 0, body: text, body_first_line: 0 }
}

/// The kind of header that `line` opens, and the line that closes it.
fn delimiter(line: &str) -> Option<Result<(HeaderKind, &'static str), Diagnostic>> {
    let line = line.trim_end();
    match line {
        "---" | "---yaml" | "---yml" | "--- yaml" => Some(Ok((HeaderKind::Yaml, "---"))),
        "+++" => Some(Ok((HeaderKind::Toml, "+++"))),
        "---toml" | "--- toml" => Some(Ok((HeaderKind::Toml, "---"))),
        "---json" | "---js" | "---javascript" | "---coffee" | ";;;" => {
            Some(Err(Diagnostic::error(format!("`{line}` opens a header of a kind that is not read"))
                .hint("write it as YAML between lines of `---`, or as TOML between lines of `+++`")))
        }
        _ => None,
    }
}

fn delimited<'a>(
    text: &'a str,
    opening: Line<'a>,
    lines: Lines<'a>,
    kind: HeaderKind,
    fence: &str,
) -> Result<Header<'a>, Diagnostic> {
    let (start, first_line) = (lines.at, lines.n_before);
    let mut almost = None;
    for line in lines {
        let trimmed = line.text.trim_end();
        if trimmed == fence || (kind == HeaderKind::Yaml && trimmed == "...") {
            return Ok(Header {
                kind,
                text: &text[start..line.start],
                first_line,
                body: &text[line.end..],
                body_first_line: line.n_before + 1,
            });
        }
        if almost.is_none() && is_almost_a_fence(trimmed) {
            almost = Some((trimmed.trim(), line.n_before + 1));
        }
    }
    let hint = match almost {
        Some((near, line)) => {
            format!("line {line} is `{near}`; write `{fence}` alone, from the first column")
        }
        None => format!("close it with a line of `{fence}` before the body"),
    };
    Err(Diagnostic::error("the header that begins here is never closed").at(opening.span()).hint(hint))
}

/// Whether `line` was probably meant to close a header: indented, of the wrong length, or made of
/// the dashes that typographers' tools put in.
fn is_almost_a_fence(line: &str) -> bool {
    let line = line.trim();
    let dashes = line.chars().all(|character| matches!(character, '-' | '–' | '—' | '+'));
    dashes && !line.is_empty() && line.len() <= 20
}

/// Nikola's header: `.. key: value` lines, in a comment or up to a blank line.
fn nikola<'a>(text: &'a str, first: Line<'a>) -> Option<Header<'a>> {
    let mut lines = Lines { text, at: first.end, n_before: first.n_before + 1 };
    let commented = first.text.trim() == "<!--";
    let mut line = if commented { lines.next()? } else { first };
    let (start, first_line) = (line.start, line.n_before);
    let mut has_title = false;
    loop {
        let trimmed = line.text.trim();
        let ends = if commented { trimmed == "-->" } else { trimmed.is_empty() };
        if ends {
            let end = line.start;
            return has_title.then(|| Header {
                kind: HeaderKind::Nikola,
                text: &text[start..end],
                first_line,
                body: &text[line.end..],
                body_first_line: line.n_before + 1,
            });
        }
        if !trimmed.is_empty() {
            let (key, _) = trimmed.strip_prefix(".. ")?.split_once(':')?;
            has_title |= key.trim().eq_ignore_ascii_case("title");
        }
        let Some(next) = lines.next() else {
            // Without a comment, the header may be the whole file.
            return (has_title && !commented).then(|| Header {
                kind: HeaderKind::Nikola,
                text: &text[start..],
                first_line,
                body: &text[text.len()..],
                body_first_line: lines.n_before,
            });
        };
        line = next;
    }
}

/// Keys that may open an undelimited header. Any other first line is prose.
const PELICAN_FIRST_KEYS: [&str; 17] = [
    "draft",
    "layout",
    "published",
    "title",
    "date",
    "modified",
    "category",
    "tags",
    "keywords",
    "slug",
    "author",
    "authors",
    "summary",
    "status",
    "lang",
    "translation",
    "template",
];

/// Whether a text begins with a JSON object, as Hugo's articles may.
fn is_json(text: &str) -> bool {
    text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// Hexo's header: YAML that is closed by `---` and not opened. A title alone above the line is a
/// heading of Markdown.
fn hexo<'a>(text: &'a str, first: Line<'a>) -> Option<Header<'a>> {
    let first_key = pelican_key(first.text)?.to_ascii_lowercase();
    if !PELICAN_FIRST_KEYS.contains(&first_key.as_str()) {
        return None;
    }
    let mut has_title = false;
    let mut n_keys = 0;
    let lines = Lines { text, at: first.start, n_before: first.n_before };
    for line in lines {
        if line.text.trim_end() == "---" {
            return (has_title && n_keys > 1).then(|| Header {
                kind: HeaderKind::Yaml,
                text: &text[first.start..line.start],
                first_line: first.n_before,
                body: &text[line.end..],
                body_first_line: line.n_before + 1,
            });
        }
        // Items of a list and what is indented belong to the key above.
        if !line.text.starts_with([' ', '\t', '-', '#']) {
            let key = pelican_key(line.text)?;
            has_title |= key.eq_ignore_ascii_case("title");
            n_keys += 1;
        }
    }
    None
}

/// Pelican's header: lines of `Key: value`, and indented lines that continue one, up to a blank
/// line; a title among them.
fn pelican<'a>(text: &'a str, first: Line<'a>) -> Option<Header<'a>> {
    let first_key = pelican_key(first.text)?.to_ascii_lowercase();
    if !PELICAN_FIRST_KEYS.contains(&first_key.as_str()) {
        return None;
    }
    let mut has_title = false;
    let mut lines = Lines { text, at: first.start, n_before: first.n_before };
    let mut end = first.start;
    for line in lines.by_ref().take_while(|line| !line.text.trim().is_empty()) {
        if !line.text.starts_with([' ', '\t']) {
            has_title |= pelican_key(line.text)?.eq_ignore_ascii_case("title");
        }
        end = line.end;
    }
    // The blank line was taken as well: the body begins after it.
    has_title.then(|| Header {
        kind: HeaderKind::Pelican,
        text: &text[first.start..end],
        first_line: first.n_before,
        body: &text[lines.at..],
        body_first_line: lines.n_before,
    })
}

/// The key of a line of `Key: value`.
fn pelican_key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end();
    let is_key = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_key && (value.is_empty() || value.starts_with([' ', '\t', '\r']))).then_some(key)
}

/// One line of a text, without its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    /// After the line's end.
    end: usize,
    n_before: u32,
}

impl Line<'_> {
    fn span(&self) -> Span {
        let length = u32::try_from(self.text.trim_end().chars().count()).unwrap_or(u32::MAX);
        Span { line: self.n_before + 1, column: 1, length }
    }
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
    n_before: u32,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let start = self.at;
        let end = rest.find('\n').map_or(self.text.len(), |newline| start + newline + 1);
        let line =
            Line { text: self.text[start..end].trim_end_matches('\n'), start, end, n_before: self.n_before };
        self.at = end;
        self.n_before = self.n_before.saturating_add(1);
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kind: HeaderKind, header: &str, first_line: u32, body: &str, body_first_line: u32) {
        let expected = Header { kind, text: header, first_line, body, body_first_line };
        assert_eq!(split(text), Ok(expected), "{text:?}");
        // Lines are counted rightly when the text at that line is the text that was cut out.
        let line = |n: u32| {
            text.trim_start_matches('\u{feff}').split_inclusive('\n').skip(n as usize).collect::<String>()
        };
        assert!(line(first_line).starts_with(header), "{text:?}");
        assert_eq!(line(body_first_line), body, "{text:?}");
    }

    fn check_error(text: &str, line: u32, message: &str, hint: &str) {
        let error = split(text).expect_err(text);
        assert_eq!(error.message, message);
        assert_eq!(error.hint.as_deref(), Some(hint));
        assert_eq!(error.span.expect("a place").line, line);
    }

    #[test]
    fn yaml_stands_between_dashes() {
        check("---\na: 1\n---\nbody\n", HeaderKind::Yaml, "a: 1\n", 1, "body\n", 3);
        check("---\na: 1\n...\nbody", HeaderKind::Yaml, "a: 1\n", 1, "body", 3);
        check("---\na: 1\n---", HeaderKind::Yaml, "a: 1\n", 1, "", 3);
        check("---\n---\n\nbody", HeaderKind::Yaml, "", 1, "\nbody", 2);
        check("---yaml\na: 1\n---\n", HeaderKind::Yaml, "a: 1\n", 1, "", 3);
    }

    #[test]
    fn toml_stands_between_pluses() {
        check("+++\na = 1\n+++\nbody", HeaderKind::Toml, "a = 1\n", 1, "body", 3);
        check("+++\na = '''\n---\n'''\n+++\nbody", HeaderKind::Toml, "a = '''\n---\n'''\n", 1, "body", 5);
        check("---toml\na = 1\n---\nbody", HeaderKind::Toml, "a = 1\n", 1, "body", 3);
    }

    #[test]
    fn marks_blank_lines_and_trailing_spaces_do_not_matter() {
        check("\u{feff}---\na: 1\n---\nbody", HeaderKind::Yaml, "a: 1\n", 1, "body", 3);
        check("\n \n---  \na: 1\n--- \t\nbody", HeaderKind::Yaml, "a: 1\n", 3, "body", 5);
        check("---\r\na: 1\r\n---\r\nbody\r\n", HeaderKind::Yaml, "a: 1\r\n", 1, "body\r\n", 3);
    }

    #[test]
    fn files_without_header_are_all_body() {
        for text in
            ["", "\n\n", "# Title\n\nText", "Text\n---\nText", "----\nx\n----\n", "Note: this is\nprose\n"]
        {
            check(text, HeaderKind::None, "", 0, text, 0);
        }
    }

    #[test]
    fn unclosed_headers_are_told_with_the_line_that_was_meant_to_close_them() {
        let message = "the header that begins here is never closed";
        check_error("\n---\ntitle: x\n\nbody", 2, message, "close it with a line of `---` before the body");
        check_error(
            "---\ntitle: x\n ----\nbody",
            1,
            message,
            "line 3 is `----`; write `---` alone, from the first column",
        );
        check_error(
            "+++\na = 1\n---\n",
            1,
            message,
            "line 3 is `---`; write `+++` alone, from the first column",
        );
        check_error(
            "---\na: 1\n———\n",
            1,
            message,
            "line 3 is `———`; write `---` alone, from the first column",
        );
    }

    #[test]
    fn other_notations_are_refused_rather_than_published() {
        check_error(
            "---json\n{}\n---\n",
            1,
            "`---json` opens a header of a kind that is not read",
            "write it as YAML between lines of `---`, or as TOML between lines of `+++`",
        );
    }

    #[test]
    fn pelican_headers_end_at_a_blank_line() {
        check(
            "Title: A\nDate: 2021-03-19\nSummary: long\n    text\n\nbody\n",
            HeaderKind::Pelican,
            "Title: A\nDate: 2021-03-19\nSummary: long\n    text\n",
            0,
            "body\n",
            5,
        );
        check(
            "Date: 2021\r\nTitle: A\r\n\r\nbody",
            HeaderKind::Pelican,
            "Date: 2021\r\nTitle: A\r\n",
            0,
            "body",
            3,
        );
        check("\nTitle: A", HeaderKind::Pelican, "Title: A", 1, "", 2);
    }

    #[test]
    fn prose_with_a_colon_is_no_header() {
        for text in [
            "Summary: all is well.\n\nText",
            "Title: A\nand on it goes.\n\n",
            "Title:x\n\n",
            "Warning: x\nTitle: y\n\n",
        ] {
            check(text, HeaderKind::None, "", 0, text, 0);
        }
    }

    #[test]
    fn nikola_headers_stand_in_a_comment_or_at_the_top() {
        check(
            "<!--\n.. title: A\n.. slug: a\n\n-->\n\nbody",
            HeaderKind::Nikola,
            ".. title: A\n.. slug: a\n\n",
            1,
            "\nbody",
            5,
        );
        check(
            ".. title: A\n.. slug: a\n\nbody",
            HeaderKind::Nikola,
            ".. title: A\n.. slug: a\n",
            0,
            "body",
            3,
        );
        check("<!-- a comment -->\nbody", HeaderKind::None, "", 0, "<!-- a comment -->\nbody", 0);
        check("<!--\nnot a header\n-->\n", HeaderKind::None, "", 0, "<!--\nnot a header\n-->\n", 0);
    }

    #[test]
    fn headers_over_the_limit_are_refused() {
        let at_limit = format!("---\n{}---\n", "#".repeat(HEADER_BYTES_MAX - 1) + "\n");
        assert!(split(&at_limit).is_ok());
        let over = format!("---\n{}---\n", "#".repeat(HEADER_BYTES_MAX) + "\n");
        check_error(
            &over,
            1,
            "the header is longer than 2 MiB",
            "put pictures and long texts into files of their own",
        );
    }

    proptest::proptest! {
        #[test]
        fn parts_are_parts_of_the_file_in_order(
            text in "(\u{feff})?(\n| )?(---|\\+\\+\\+|Title: x|<!--|\\.\\. title: x)?(\r?\n[ a:.+-]{0,6}){0,8}"
        ) {
            if let Ok(header) = split(&text) {
                let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
                let line = |at: usize| text[..at].bytes().filter(|byte| *byte == b'\n').count();
                if header.kind != HeaderKind::None {
                    proptest::prop_assert!(at(header.text) + header.text.len() <= at(header.body));
                    proptest::prop_assert_eq!(line(at(header.text)), header.first_line as usize);
                }
                proptest::prop_assert!(text.ends_with(header.body));
                if !header.body.is_empty() {
                    proptest::prop_assert_eq!(line(at(header.body)), header.body_first_line as usize);
                }
            }
        }
    }
}
