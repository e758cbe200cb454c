//! Font families: a word of the settings, or a list as CSS writes it, becomes the value of a
//! property that can hold nothing else.

/// The stacks of the theme, by their words in the settings. Its stylesheet has each as a custom property.
const STACKS: [&str; 3] = ["serif", "sans", "mono"];

/// Words that CSS takes for something else than the name of a font.
const RESERVED: [&str; 6] = ["inherit", "initial", "unset", "revert", "revert-layer", "default"];

/// What keeps a list of fonts from being used: the problem, and the way out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub message: String,
    pub hint: String,
}

impl Fault {
    fn new(message: String, hint: impl Into<String>) -> Self {
        Self { message, hint: hint.into() }
    }
}

/// The value of `font-family` that `written` means.
pub(super) fn families(written: &str) -> Result<String, Fault> {
    let written = written.trim();
    if STACKS.contains(&written) {
        return Ok(format!("var(--{written})"));
    }
    // No name of a font has one of these, and each could end the declaration.
    if let Some(bad) = written.chars().find(|c| ";{}<>/*\\@()!:#".contains(*c) || c.is_control()) {
        let message = format!("the fonts `{}` hold `{}`", written.escape_debug(), bad.escape_debug());
        return Err(Fault::new(
            message,
            "write `serif`, `sans` or `mono`, or names of fonts with commas between them",
        ));
    }
    let families: Result<Vec<String>, Fault> = split(written)?.into_iter().map(family).collect();
    Ok(families?.join(", "))
}

/// The parts between commas that stand in no quotation marks.
fn split(list: &str) -> Result<Vec<&str>, Fault> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, character) in list.char_indices() {
        match (character, quote) {
            (',', None) => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            ('"' | '\'', None) => quote = Some(character),
            (character, Some(open)) if character == open => quote = None,
            _ => {}
        }
    }
    if let Some(quote) = quote {
        let message = format!("the fonts `{list}` have a quotation mark that is not closed");
        return Err(Fault::new(message, format!("close it with `{quote}`")));
    }
    parts.push(list[start..].trim());
    Ok(parts)
}

/// One family: a name in quotation marks, or identifiers of CSS.
fn family(name: &str) -> Result<String, Fault> {
    if name.is_empty() {
        let message = "a name is missing in the list of fonts".to_owned();
        return Err(Fault::new(message, "write one name on either side of each comma"));
    }
    for quote in ['"', '\''] {
        let inside = name.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inside) = inside.filter(|inside| !inside.contains(quote)) {
            return Ok(format!("\"{}\"", inside.replace('"', "'")));
        }
    }
    if matches!(name, "sans" | "mono") {
        let message = format!("`{name}` is not a family of fonts in CSS");
        let css = if name == "sans" { "sans-serif" } else { "monospace" };
        return Err(Fault::new(message, format!("write `{css}`, or `{name}` alone for the theme's fonts")));
    }
    if RESERVED.contains(&&*name.to_ascii_lowercase()) {
        let message = format!("`{name}` means something else in CSS than a font");
        return Err(Fault::new(message, format!("if there is such a font, write `\"{name}\"`")));
    }
    if !name.split(' ').filter(|word| !word.is_empty()).all(is_identifier) {
        let message = format!("the name of the font `{name}` must stand in quotation marks");
        let quoted = name.replace(['"', '\''], "");
        return Err(Fault::new(message, format!("write it as `'\"{quoted}\"'`")));
    }
    Ok(name.to_owned())
}

/// Whether CSS takes `word` for a name without quotation marks.
fn is_identifier(word: &str) -> bool {
    let start = word.strip_prefix('-').unwrap_or(word);
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    start.starts_with(|c: char| is_start(c) || (c == '-' && word.starts_with("--")))
        && word.chars().all(|c| is_start(c) || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        assert_eq!(families(written).as_deref(), Ok(expected));
    }

    #[track_caller]
    fn check_fault(written: &str, message: &str) {
        let fault = families(written).expect_err(written);
        assert!(fault.message.contains(message), "{fault:?}");
    }

    #[test]
    fn words_mean_the_theme_s_own_fonts() {
        check("serif", "var(--serif)");
        check(" sans ", "var(--sans)");
        check("mono", "var(--mono)");
    }

    #[test]
    fn lists_are_those_of_css() {
        check("Georgia, serif", "Georgia, serif");
        check("'Source Sans 3', \"L'Humanité\",sans-serif", "\"Source Sans 3\", \"L'Humanité\", sans-serif");
        check("Hiragino Mincho ProN, 游明朝, serif", "Hiragino Mincho ProN, 游明朝, serif");
        check("-apple-system, system-ui", "-apple-system, system-ui");
    }

    #[test]
    fn what_could_end_the_declaration_is_refused() {
        for bad in [
            "a; b",
            "a } b {",
            "</style>",
            "a /* b",
            "a\\3b ",
            "url(x)",
            "@x",
            "a\nb",
            "'a;b'",
            "a!important",
        ] {
            check_fault(bad, "hold");
        }
    }

    #[test]
    fn what_css_would_not_understand_is_told() {
        check_fault("Source Sans 3, serif", "`Source Sans 3` must stand in quotation marks");
        check_fault("'Georgia, serif", "not closed");
        check_fault("Georgia,, serif", "a name is missing");
        check_fault("", "a name is missing");
        check_fault("Inter, sans", "`sans` is not a family");
        check_fault("inherit", "means something else");
        check_fault("'a'b", "must stand in quotation marks");
    }
}
