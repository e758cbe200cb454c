//! The conventions of each language: quotation marks by CLDR, spaces by its style guides.

use super::{NARROW, NO_BREAK, Typography};

/// The conventions of the language with this tag.
pub(super) fn for_language(tag: &str) -> Typography {
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or("");
    let region = subtags.find(|subtag| subtag.len() == 2).unwrap_or("");
    let mut typography = Typography {
        quotes: quotes(language, region),
        quote_space: None,
        mark_space: None,
        colon_space: None,
        dash: dash(language),
        quote_in_word: matches!(language, "he" | "yi"),
        active: !matches!(language, "ja" | "zh" | "yue" | "th" | "lo" | "km" | "my" | "bo" | "dz"),
    };
    if language == "fr" {
        typography.quote_space = Some(if region == "ch" { NARROW } else { NO_BREAK });
        typography.mark_space = (region != "ca").then_some(NARROW);
        typography.colon_space = Some(if region == "ch" { NARROW } else { NO_BREAK });
    }
    typography
}

/// ` -- ` is an en dash between spaces in most of Europe, an em dash where Slavic Cyrillic
/// typography is followed.
fn dash(language: &str) -> char {
    if matches!(language, "ru" | "uk" | "be" | "kk" | "ky" | "mn" | "tt" | "es") { '—' } else { '–' }
}

fn quotes(language: &str, region: &str) -> [char; 4] {
    let marks = match (language, region) {
        ("fr" | "de" | "it" | "rm", "ch") | ("de", "li") | ("fa" | "prs", _) => "«»‹›",
        ("es", "" | "es")
        | ("fr" | "it" | "ca" | "el" | "sq" | "ast" | "oc" | "br" | "ia" | "hy", _)
        | ("pt", "pt" | "ao" | "mz") => "«»“”",
        ("nb" | "nn" | "no" | "mg", _) => "«»‘’",
        ("ru" | "uk" | "be" | "tt" | "ky", _) => "«»„“",
        ("de" | "cs" | "sk" | "sl" | "is" | "lb" | "hsb" | "dsb", _) => "„“‚‘",
        ("bg" | "mk" | "lt" | "ka" | "et", _) => "„“‘’",
        ("pl" | "ro", _) => "„”«»",
        ("hu", _) => "„”»«",
        ("hr" | "bs" | "sr", _) => "„”‚’",
        ("sv" | "fi" | "he" | "yi", _) => "””’’",
        ("ar" | "ur", _) => "”“’‘",
        _ => "“”‘’",
    };
    let mut marks = marks.chars();
    std::array::from_fn(|_| marks.next().unwrap_or('"'))
}
