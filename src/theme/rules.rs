//! The settings of the look as rules of the stylesheet: the policy of the pages allows no other place.

use std::fmt::Write as _;

use crate::config::Theme;
use crate::config::theme::{Color, OtherColor};

/// The rules that `theme` asks for; empty where it changes nothing. They stand behind the theme's own.
///
/// Colours are for screens: on paper, the theme's own print best.
#[must_use]
pub fn rules(theme: &Theme) -> String {
    let declarations = |color: fn(&OtherColor) -> Option<Color>| -> String {
        let set = theme.colors.iter().filter_map(|other| Some((other.name, color(other)?)));
        set.fold(String::new(), |mut text, (name, color)| {
            let _ = writeln!(text, "    --{name}: {color};");
            text
        })
    };
    let mut css = String::new();
    for (scheme, declarations) in
        [("light", declarations(|color| color.light)), ("dark", declarations(|color| color.dark))]
    {
        if !declarations.is_empty() {
            let _ = write!(
                css,
                "\n@media screen and (prefers-color-scheme: {scheme}) {{\n  :root {{\n{declarations}  }}\n}}\n"
            );
        }
    }
    if !theme.fonts.is_empty() {
        css.push_str("\n:root {\n");
        for font in &theme.fonts {
            let _ = writeln!(css, "  --font-{}: {};", font.name, font.families);
        }
        css.push_str("}\n");
    }
    css
}

/// The rules by which an event shows its coverage in one of the languages `tags` alone, without a
/// script.
///
/// The choices are radio buttons whose values are language tags, and each article names its own. A
/// day that is left with nothing goes too. A browser without `:has()` shows all, and no choice.
#[must_use]
pub fn filters<'t>(tags: impl ExactSizeIterator<Item = &'t str>) -> String {
    let mut css = String::new();
    if tags.len() < 2 {
        return css;
    }
    for tag in tags {
        let _ = write!(
            css,
            "{}.event:has([name=language][value=\"{tag}\"]:checked) :is([data-language]:not([data-language=\"{tag}\"]), \
             .event-day:not(:has([data-language=\"{tag}\"], .event-milestone)))",
            if css.is_empty() { "\n" } else { ",\n" }
        );
    }
    css.push_str(" { display: none; }\n");
    css
}
