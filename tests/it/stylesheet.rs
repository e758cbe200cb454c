//! The theme's stylesheet: small, on its own, the same in both directions, legible in both schemes.

use std::fs;
use std::path::Path;

use regex::Regex;

use crate::markup::listed;

/// The most bytes that it may have as it is served, uncompressed.
const BYTES_MAX: usize = 20_000;

/// What stands between braces, with all that it depends on.
struct Rule {
    line: usize,
    /// The at-rules around it.
    conditions: String,
    selectors: Vec<String>,
    declarations: Vec<(String, String)>,
}

fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/style.css");
    fs::read_to_string(path).expect("the stylesheet")
}

/// The rules of a stylesheet that is in order, in their order.
fn rules(text: &str) -> Vec<Rule> {
    // Comments become blanks of the same lines.
    let comment = Regex::new(r"(?s)/\*.*?\*/").expect("a pattern");
    let blank = |found: &regex::Captures| "\n".repeat(found[0].matches('\n').count());
    let text = comment.replace_all(text, blank);
    let mut rules: Vec<Rule> = Vec::new();
    let mut around: Vec<(String, usize)> = Vec::new();
    let (mut piece, mut quote, mut depth, mut line) = (String::new(), None, 0, 1);
    for character in text.chars() {
        line += usize::from(character == '\n');
        match character {
            '"' | '\'' if quote.is_none_or(|quote| quote == character) => {
                quote = if quote.is_none() { Some(character) } else { None };
            }
            _ if quote.is_some() => {}
            '(' => depth += 1,
            ')' => depth -= 1,
            '{' => {
                let is_condition = |prelude: &&str| prelude.starts_with('@');
                let prelude = piece.trim().to_owned();
                around.push((prelude.clone(), rules.len()));
                let conditions = around.iter().map(|(prelude, _)| &**prelude).filter(is_condition).collect();
                let selectors = if is_condition(&&*prelude) { "" } else { &prelude };
                let selectors = selectors.split(',').map(|one| one.trim().to_owned()).collect();
                rules.push(Rule { line, conditions, selectors, declarations: Vec::new() });
                piece.clear();
                continue;
            }
            ';' | '}' if depth == 0 => {
                if let (Some((_, rule)), Some((name, value))) = (around.last(), piece.split_once(':')) {
                    let declaration = (name.trim().to_lowercase(), value.trim().to_owned());
                    rules[*rule].declarations.push(declaration);
                }
                if character == '}' {
                    around.pop();
                }
                piece.clear();
                continue;
            }
            _ => {}
        }
        piece.push(character);
    }
    assert!(around.is_empty(), "the stylesheet does not close {around:?}");
    rules
}

#[test]
fn the_stylesheet_is_small_and_needs_nothing_else() {
    let text = text();
    assert!(text.len() < BYTES_MAX, "the stylesheet has {} bytes", text.len());
    for word in ["@import", "@font-face", "url(", "expression("] {
        assert!(!text.contains(word), "the stylesheet holds `{word}`");
    }
}

/// The values of a property for four sides, in the order of CSS: top, right, bottom, left.
fn differs_between_left_and_right(value: &str) -> bool {
    let mut depth = 0;
    let is_gap = |character: char| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        character.is_whitespace() && depth == 0
    };
    let sides: Vec<&str> = value.split(is_gap).filter(|side| !side.is_empty()).collect();
    sides.len() == 4 && sides[1] != sides[3]
}

#[test]
fn the_stylesheet_knows_no_left_and_right() {
    let physical = Regex::new(
        r"^(left|right|(scroll-)?(margin|padding)-(left|right)|border-(left|right)(-\w+)?|border-(top|bottom)-(left|right)-radius)$",
    )
    .expect("a pattern");
    let sided = ["text-align", "float", "clear", "background-position", "object-position", "caption-side"];
    let side = Regex::new(r"\b(left|right)\b").expect("a pattern");
    let mut faults = Vec::new();
    for rule in rules(&text()) {
        // An author who aligns a column to one side means that side.
        let is_column = |selector: &String| {
            selector.rsplit('.').next().is_some_and(|class| class == "left" || class == "right")
        };
        for (name, value) in &rule.declarations {
            let is_wrong = physical.is_match(name)
                || (sided.contains(&&**name)
                    && side.is_match(value)
                    && !rule.selectors.iter().all(is_column))
                || (["margin", "padding", "inset", "border-width", "border-style", "border-color"]
                    .contains(&&**name)
                    && differs_between_left_and_right(value));
            if is_wrong {
                let selectors = rule.selectors.join(", ");
                let place = format!("static/style.css:{}", rule.line);
                faults.push((place, format!("{selectors} {{ {name}: {value} }}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", listed(&faults));
}

/// The two colour schemes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scheme {
    Light,
    Dark,
}

/// Red, green and blue, from 0 to 1.
type Color = [f64; 3];

/// What the stylesheet says on a screen of one scheme.
struct Screen {
    rules: Vec<Rule>,
    scheme: Scheme,
}

impl Screen {
    fn new(scheme: Scheme) -> Self {
        let on_screen = |rule: &Rule| {
            let is_dark = rule.conditions.contains("prefers-color-scheme: dark");
            let is_light = rule.conditions.contains("prefers-color-scheme: light");
            let is_special = ["print", "forced-colors", "prefers-contrast"];
            let is_special = is_special.iter().any(|word| rule.conditions.contains(word));
            !is_special && if scheme == Scheme::Dark { !is_light } else { !is_dark }
        };
        Self { rules: rules(&text()).into_iter().filter(on_screen).collect(), scheme }
    }

    /// The last value of one of `properties` for `selector`.
    fn value(&self, selector: &str, properties: &[&str]) -> Option<&str> {
        let rules = self.rules.iter().filter(|rule| rule.selectors.iter().any(|one| one == selector));
        let declarations = rules.flat_map(|rule| &rule.declarations);
        let mut values = declarations.filter(|(name, _)| properties.contains(&&**name));
        values.next_back().map(|(_, value)| &**value)
    }

    fn color(&self, written: &str) -> Result<Color, String> {
        let unreadable = || format!("`{written}` is no colour that this test can read");
        let within = |function: &str| written.strip_prefix(function)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(name) = within("var") {
            return self.color(self.value(":root", &[name.trim()]).ok_or_else(unreadable)?);
        }
        if let Some((light, dark)) = within("light-dark").and_then(|both| both.split_once(',')) {
            return self.color(if self.scheme == Scheme::Light { light.trim() } else { dark.trim() });
        }
        let digits = written.strip_prefix('#').ok_or_else(unreadable)?;
        let doubled: String = if digits.len() == 3 {
            digits.chars().flat_map(|digit| [digit, digit]).collect()
        } else {
            digits.to_owned()
        };
        let channel = |start: usize| {
            let value = doubled.get(start..start + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
            value.map(|value| f64::from(value) / 255.0).ok_or_else(unreadable)
        };
        if doubled.len() == 6 { Ok([channel(0)?, channel(2)?, channel(4)?]) } else { Err(unreadable()) }
    }
}

/// The relative luminance of WCAG 2.
fn luminance(color: Color) -> f64 {
    let linear =
        color.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

/// The contrast of WCAG 2, from 1 to 21.
fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The classes of highlighted code, as `src/markdown/highlight.rs` lists them.
const CODE_CLASSES: &str = "k s e c n l f t v g a h d i o";

#[test]
fn code_is_legible_in_light_and_dark() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    let mut faults = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        let screen = Screen::new(scheme);
        let named = |selector: String| {
            let color = screen.value(&selector, &["color"]).ok_or_else(|| "has no colour".to_owned());
            (selector, color.and_then(|color| screen.color(color)))
        };
        let inks = CODE_CLASSES.split(' ').map(|class| named(format!("pre .{class}")));
        let inks = inks.chain([("plain code".to_owned(), screen.color("var(--ink)"))]);
        for (what, ink) in inks {
            for variable in ["var(--code)", "var(--mark)"] {
                let found = ink.clone().and_then(|ink| Ok(contrast(ink, screen.color(variable)?)));
                match found {
                    Ok(found) if found >= 4.5 => {}
                    Ok(found) => {
                        faults
                            .push((format!("{scheme:?}"), format!("{what} on {variable}: {found:.2} to 1")));
                    }
                    Err(fault) => faults.push((format!("{scheme:?}"), format!("{what}: {fault}"))),
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", listed(&faults));
}
