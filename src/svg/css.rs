//! What the styles of a drawing could load.
//!
//! In: the text of a `style` element, or the value of any attribute. Out: a reason to refuse it. The
//! text is not parsed as CSS: what could load something is refused wherever it stands.

/// Kinds of data that can be looked at only.
const HARMLESS_DATA: [&str; 7] =
    ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/avif", "font/"];

/// Why this style is refused.
pub(super) fn reason(style: &str) -> Option<&'static str> {
    // Nearly all attributes hold numbers and names, and are done here.
    if !style.contains(['(', '@', '\\']) {
        return None;
    }
    let style = style.to_lowercase();
    if style.contains("@import") {
        return Some("imports a style sheet");
    }
    let loads = style.match_indices("url(").any(|(at, _)| {
        let address =
            style[at + 4..].trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        !address.starts_with('#') && !is_harmless_data(address)
    });
    if loads || ["image-set(", "expression(", "src("].iter().any(|function| style.contains(function)) {
        return Some("loads something from outside by a style");
    }
    // `u\72l(` is `url(`: rather than to resolve escapes, they are refused where they could matter.
    if style.contains('\\') && style.contains(['(', '@']) {
        return Some("hides something in a style by escapes");
    }
    None
}

/// Whether a lower-case address is a `data:` one of a kind that can do nothing.
pub(super) fn is_harmless_data(address: &str) -> bool {
    address.strip_prefix("data:").is_some_and(|data| HARMLESS_DATA.iter().any(|kind| data.starts_with(kind)))
}
