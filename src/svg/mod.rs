//! What a drawing (SVG) says of its size, and whether it could do more than be looked at.
//!
//! In: the bytes of a file. Steps: cut the XML into its parts (`scan`); for the size, read the root
//! element only; for the check, look at every element, attribute and style. Out: a size, or a reason.
//!
//! A browser runs scripts of a drawing that is opened by its own address, with all rights of the site.
//! So [`active_content`] takes only what it understands: what is not well-formed is refused as well.

mod css;
mod scan;

use scan::{Part, Scanner, local_name};

/// How much of a file is searched for its root element.
const ROOT_BYTES_MAX: usize = 64 * 1024;

/// The largest width or height that is believed, in pixels.
const SIZE_MAX: f64 = 1_000_000.0;

/// Width and height in CSS pixels, from the `width`, `height` and `viewBox` of the root element.
/// Lengths that depend on the page, such as `100%` and `2em`, say nothing.
pub(crate) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(ROOT_BYTES_MAX)]);
    let root = Scanner::new(&text).find(|part| matches!(part, Ok(Part::Start { .. }) | Err(_)))?;
    let Ok(Part::Start { name, attributes, .. }) = root else { return None };
    if local_name(name) != "svg" {
        return None;
    }
    let value = |wanted| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| &**value);
    let view_box = value("viewBox").and_then(parse_view_box);
    let size = match (value("width").and_then(parse_length), value("height").and_then(parse_length), view_box)
    {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((box_width, box_height))) => (width, width / box_width * box_height),
        (None, Some(height), Some((box_width, box_height))) => (height / box_height * box_width, height),
        (None, None, view_box) => view_box?,
        _ => return None,
    };
    Some((whole_pixels(size.0)?, whole_pixels(size.1)?))
}

/// A length in pixels; `None` for relative ones, negative ones and nonsense.
fn parse_length(text: &str) -> Option<f64> {
    let text = text.trim();
    let unit_at = text
        .char_indices()
        // An `e` may be an exponent (`1e3`) or a unit (`2em`).
        .find(|(index, character)| match character {
            'e' | 'E' => !text[index + 1..].starts_with(|next: char| next.is_ascii_digit() || next == '-'),
            character => !matches!(character, '0'..='9' | '.' | '+' | '-'),
        })
        .map_or(text.len(), |(index, _)| index);
    let (number, unit) = text.split_at(unit_at);
    let pixels_per_unit = match unit {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    Some(number * pixels_per_unit).filter(|length| *length > 0.0 && length.is_finite())
}

/// The width and height of a `viewBox`: its last two of four numbers.
fn parse_view_box(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text
        .split([' ', '\t', '\r', '\n', ','])
        .filter(|number| !number.is_empty())
        .map(|number| number.parse::<f64>().ok().filter(|number| number.is_finite()));
    let (_, _, width, height) = (numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??);
    (numbers.next().is_none() && width > 0.0 && height > 0.0).then_some((width, height))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
fn whole_pixels(length: f64) -> Option<u32> {
    // Hairlines count as one pixel: a size of nothing would hide them.
    (length > 0.0 && length <= SIZE_MAX).then(|| length.round().max(1.0) as u32)
}

/// Why a drawing from an untrusted place must not be published, as the end of "it is refused, because
/// it …"; `None` if it can only be looked at.
#[must_use]
pub fn active_content(bytes: &[u8]) -> Option<&'static str> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("is not UTF-8") };
    let mut has_root = false;
    // The text of the `style` element that is open, which comments may cut in pieces.
    let mut style: Option<String> = None;
    for part in Scanner::new(text) {
        let reason = match part {
            Err(scan::Malformed) => Some("is not well-formed XML"),
            Ok(Part::Doctype { has_subset }) => has_subset.then_some("declares entities of its own"),
            Ok(Part::Instruction(instruction)) => instruction_reason(instruction),
            Ok(Part::Text(text)) => {
                if let Some(style) = &mut style {
                    style.push_str(&text);
                }
                None
            }
            Ok(Part::Start { .. }) if style.is_some() => Some("has elements in a `style`"),
            Ok(Part::Start { name, attributes, is_empty }) => {
                if !has_root && local_name(name) != "svg" {
                    return Some("is not a drawing (its root is not `svg`)");
                }
                has_root = true;
                if local_name(name).eq_ignore_ascii_case("style") && !is_empty {
                    style = Some(String::new());
                }
                element_reason(name)
                    .or_else(|| attributes.iter().find_map(|(key, value)| attribute_reason(key, value)))
            }
            Ok(Part::End(_)) => style.take().and_then(|style| css::reason(&style)),
        };
        if reason.is_some() {
            return reason;
        }
    }
    match (has_root, style) {
        (true, None) => None,
        _ => Some("is not well-formed XML"),
    }
}

fn instruction_reason(instruction: &str) -> Option<&'static str> {
    let lower = instruction.to_ascii_lowercase();
    if lower.starts_with("xml-stylesheet") {
        return Some("loads a style sheet");
    }
    let declared =
        lower.strip_prefix("xml ").and_then(|rest| rest.split_once("encoding")).map(|(_, rest)| rest);
    declared
        .is_some_and(|rest| {
            let name = rest.trim_start_matches(['=', ' ', '\t', '\r', '\n']);
            !["\"utf-8\"", "'utf-8'", "\"utf8\"", "\"us-ascii\""].iter().any(|known| name.starts_with(known))
        })
        .then_some("declares an encoding other than UTF-8")
}

fn element_reason(name: &str) -> Option<&'static str> {
    match &*local_name(name).to_ascii_lowercase() {
        "script" => Some("holds a script"),
        "handler" | "listener" => Some("holds an event handler"),
        "foreignobject" => Some("holds a `foreignObject`"),
        "iframe" | "object" | "embed" | "link" | "meta" | "base" | "form" => Some("holds elements of HTML"),
        _ => None,
    }
}

fn attribute_reason(name: &str, value: &str) -> Option<&'static str> {
    let key = local_name(name).to_ascii_lowercase();
    // Browsers skip white space and controls in addresses.
    let address: String =
        value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase();
    if key.starts_with("on") && key.len() > 2 {
        return Some("holds an event handler");
    }
    if name.to_ascii_lowercase().starts_with("xmlns") {
        return (address == "http://www.w3.org/1999/xhtml").then_some("holds elements of HTML");
    }
    if address.starts_with("javascript:") || address.starts_with("vbscript:") {
        return Some("has a `javascript:` link");
    }
    match &*key {
        "href" | "src" | "action" | "formaction" | "data" => {
            let is_inner = address.is_empty() || address.starts_with('#') || css::is_harmless_data(&address);
            if is_inner { None } else { Some("links to something outside of it") }
        }
        "base" => Some("changes where its links lead"),
        "attributename" => {
            let animated = local_name(&address);
            (animated == "href" || animated.starts_with("on")).then_some("animates a link")
        }
        _ => css::reason(value),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_size(root: &str, expected: Option<(u32, u32)>) {
        assert_eq!(size(root.as_bytes()), expected, "{root}");
    }

    #[test]
    fn width_and_height_are_read() {
        check_size("<svg width='20' height='10'/>", Some((20, 10)));
        check_size("<svg width=\"20px\" height = \" 10.4 \" viewBox='0 0 1 1'>", Some((20, 10)));
        check_size("<svg width='1e2' height='1in'>", Some((100, 96)));
        check_size("<svg width='25.4mm' height='72pt'>", Some((96, 96)));
        check_size("<svg width='.2' height='1'>", Some((1, 1)));
    }

    #[test]
    fn the_view_box_fills_in() {
        check_size("<svg viewBox='0 0 640 480'>", Some((640, 480)));
        check_size("<svg viewBox='-5,-5,\n30 20' width='100%' height='100%'>", Some((30, 20)));
        check_size("<svg viewBox='0 0 640 480' width='320'>", Some((320, 240)));
        check_size("<svg viewBox='0 0 640 480' height='240' width='2em'>", Some((320, 240)));
    }

    #[test]
    fn nonsense_has_no_size() {
        for root in [
            "",
            "<svg",
            "<svg>",
            "<svg width='20'>",
            "<svg width='-1' height='5'>",
            "<svg width='0' height='5'>",
            "<svg width='nan' height='inf'>",
            "<svg width='1e99' height='1'>",
            "<svg viewBox='0 0 1'>",
            "<svg viewBox='0 0 1 2 3'>",
            "<svg viewBox='0 0 0 2'>",
            "<svg width='50%' height='50%'>",
            "<html><svg width='1' height='1'/>",
            "not <svg width=1 height=1>",
        ] {
            check_size(root, None);
        }
    }

    #[test]
    fn the_root_is_found_behind_what_editors_write() {
        check_size(
            "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by > hand <svg width='1' height='1'> -->\n\
             <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
             <s:svg xmlns:s='http://www.w3.org/2000/svg' inkscape:width='9' width='7' height='8'>",
            Some((7, 8)),
        );
    }

    /// Checks `inner` as the content of a drawing.
    #[track_caller]
    fn check_inner(inner: &str, expected: Option<&str>) {
        let drawing = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inner}</svg>");
        assert_eq!(active_content(drawing.as_bytes()), expected, "{inner}");
    }

    #[test]
    fn drawings_that_are_only_looked_at_pass() {
        for inner in [
            "<path d='M0 0L1 1' fill='url(#a)' style='stroke: url( \"#b\" ); fill: red'/>",
            "<use xlink:href='#a' xmlns:xlink='http://www.w3.org/1999/xlink'/><a href='#b'><text>&lt;a onclick=&#39;&gt;</text></a>",
            "<image href='data:image/png;base64,AAAA'/>",
            "<style>.a { fill: url(#g) } <![CDATA[ .b > .c { stroke: red } ]]></style>",
            "<animate attributeName='x' values='0;10'/>",
            "<!-- <script> --><title>on and on: javascript: is a language</title>",
            "<?editor note?><metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
            "<g id='once'/><image href='data:image/png;base64,Asvg+sVg/'/>",
        ] {
            check_inner(inner, None);
        }
    }

    #[test]
    fn scripts_and_handlers_are_refused() {
        check_inner("<script>alert(1)</script>", Some("holds a script"));
        check_inner("<s:SCRIPT xmlns:s='http://www.w3.org/2000/svg'/>", Some("holds a script"));
        check_inner("<g onload='alert(1)'/>", Some("holds an event handler"));
        check_inner("<g\n\tonClick\n=\n'alert(1)'/>", Some("holds an event handler"));
        check_inner("<foreignObject/>", Some("holds a `foreignObject`"));
        check_inner("<h:b xmlns:h='http://www.w3.org/1999/xhtml'/>", Some("holds elements of HTML"));
        assert_eq!(active_content(b"<svg onload='x'/>"), Some("holds an event handler"));
    }

    #[test]
    fn links_outside_are_refused() {
        let outside = Some("links to something outside of it");
        check_inner("<use href='https://e.org/a.svg#x'/>", outside);
        check_inner("<image xlink:href='//e.org/a.png'/>", outside);
        check_inner("<a href='page.html'/>", outside);
        check_inner("<image href='data:image/svg+xml;base64,AAAA'/>", outside);
        check_inner("<a href='data:text/html,x'/>", outside);
        check_inner("<g xml:base='https://e.org/'/>", Some("changes where its links lead"));
        for link in
            ["javascript:x", " JavaScript:x", "java&#10;script:x", "&#x6a;avascript:x", "java\tscript:x"]
        {
            check_inner(&format!("<a href='{link}'/>"), Some("has a `javascript:` link"));
        }
    }

    #[test]
    fn animated_links_are_refused() {
        check_inner("<animate attributeName='href' to='x'/>", Some("animates a link"));
        check_inner("<set attributeName='xlink:href' to='#'/>", Some("animates a link"));
        check_inner("<animate attributeName='x' values='javascript:x'/>", Some("has a `javascript:` link"));
    }

    #[test]
    fn styles_that_load_are_refused() {
        let loads = Some("loads something from outside by a style");
        check_inner("<style>@import 'a.css';</style>", Some("imports a style sheet"));
        check_inner("<style>@im<!-- -->port 'a.css';</style>", Some("imports a style sheet"));
        check_inner("<style><![CDATA[@IMPORT url(x)]]></style>", Some("imports a style sheet"));
        check_inner("<style>a { fill: url(https://e.org/x) }</style>", loads);
        check_inner("<style>a { fill: u\\72l(x) }</style>", Some("hides something in a style by escapes"));
        check_inner("<g style='fill: url( &quot;//e.org/x&quot; )'/>", loads);
        check_inner("<g fill='URL(x.svg#a)'/>", loads);
        check_inner("<style>@im<b/>port 'x'</style>", Some("has elements in a `style`"));
        check_inner("<?xml-stylesheet href='a.css'?>", Some("loads a style sheet"));
    }

    #[test]
    fn what_cannot_be_understood_is_refused() {
        let malformed = Some("is not well-formed XML");
        for inner in [
            "<g a=b/>",
            "<g a='1'b='2'/>",
            "<",
            "<!-- ",
            "<g a='",
            "&unknown;",
            "<!ENTITY a 'b'>",
            "<g a='<'/>",
        ] {
            check_inner(inner, malformed);
        }
        for (bytes, reason) in [
            (&b""[..], "is not well-formed XML"),
            (b"<svg><style>", "is not well-formed XML"),
            (b"\xFF\xFE<\0s\0v\0g\0", "is not UTF-8"),
            (b"\x1F\x8B\x08", "is not UTF-8"),
            (b"<html/>", "is not a drawing (its root is not `svg`)"),
            (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "declares entities of its own"),
            (b"<?xml version='1.0' encoding='UTF-7'?><svg/>", "declares an encoding other than UTF-8"),
        ] {
            assert_eq!(active_content(bytes), Some(reason));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(text in "[<>/!?\\[\\]'\"=& ;#xsvgstyle:-]{0,60}|\\PC{0,40}") {
            let _ = (size(text.as_bytes()), active_content(text.as_bytes()));
            let inner = format!("<svg viewBox='{text}' width='{text}'><style>{text}</style>{text}");
            let _ = (size(inner.as_bytes()), active_content(inner.as_bytes()));
        }
    }

    #[test]
    fn hostile_lengths_take_no_time() {
        for piece in ["<!--", "<g ", "<![CDATA[", "&", "<!DOCTYPE ", "<style>", "url(", "<g a='"] {
            let text = format!("<svg>{}", piece.repeat(200_000));
            let _ = (size(text.as_bytes()), active_content(text.as_bytes()));
        }
    }
}
