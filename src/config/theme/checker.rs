//! Checks the setting `theme`, value by value.

use crate::diagnostic::{Diagnostic, Span, Spanned, closest};
use crate::ids::{Id, TaxonomyId};
use crate::language::LanguageTable;
use crate::path::UrlPath;

use super::super::checker::Checker;
use super::super::{Localized, Taxonomy, raw as settings};
use super::color::{Color, READABLE};
use super::raw::{self, TextOr};
use super::{
    COLORS, List, Logo, NavigationItem, OtherColor, OtherFont, Theme, ThemeColor, font, usual_footer,
    usual_navigation,
};

/// The colours that text is set in.
const TEXTS: [&str; 4] = ["ink", "quiet", "link", "accent"];
/// The colours that text stands on.
const GROUNDS: [&str; 2] = ["paper", "tint"];
/// The way out for a colour that is none.
const COLOR_HINT: &str = "write `\"#rrggbb\"` or `\"#rgb\"`, in quotation marks";

/// Whether a page is dark, as its reader wants it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    const ALL: [Self; 2] = [Self::Light, Self::Dark];

    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    fn own(self, color: &OtherColor) -> Option<Color> {
        match self {
            Self::Light => color.light,
            Self::Dark => color.dark,
        }
    }

    fn usual(self, color: &ThemeColor) -> Color {
        match self {
            Self::Light => color.light,
            Self::Dark => color.dark,
        }
    }
}

impl Checker<'_> {
    /// The look of the site. What cannot be used is told, and left out.
    pub(in crate::config) fn theme(
        &mut self,
        raw: &raw::Theme,
        table: &LanguageTable,
        taxonomies: &[Taxonomy],
        n_languages: usize,
    ) -> Theme {
        let links = |checker: &mut Self, keys: &[&str], written: &[TextOr<raw::Link>]| {
            written.iter().filter_map(|item| checker.navigation_item(keys, item, table, taxonomies)).collect()
        };
        let navigation = match &raw.navigation {
            Some(written) => links(self, &["theme", "navigation"], written),
            None => usual_navigation(),
        };
        let footer_links = match &raw.footer.links {
            Some(written) => links(self, &["theme", "footer", "links"], written),
            None => usual_footer(n_languages),
        };
        Theme {
            colors: self.colors(&raw.colors),
            fonts: self.fonts(&raw.fonts),
            logo: raw.logo.as_ref().and_then(|logo| self.logo(logo, table)),
            stylesheet: raw.stylesheet.as_ref().and_then(|name| self.stylesheet(name)),
            navigation,
            footer_text: self.localized(&["theme", "footer", "text"], raw.footer.text.as_ref(), table),
            footer_links,
        }
    }

    fn colors(&mut self, written: &raw::Colors) -> Vec<OtherColor> {
        for name in written.keys().filter(|name| COLORS.iter().all(|color| color.name != **name)) {
            let known: Vec<&str> = COLORS.iter().map(|color| color.name).collect();
            let hint = did_you_mean(name, &known, "the colours");
            self.error_at(
                &["theme", "colors"],
                name,
                format!("`{name}` is not a colour of the theme"),
                &hint,
            );
        }
        let mut colors = Vec::new();
        for ThemeColor { name, .. } in COLORS {
            let Some(value) = written.get(name) else { continue };
            let (light, dark) = match value {
                None => (self.color(name, None, None), None),
                Some(TextOr::Text(text)) => {
                    let both = self.color(name, None, Some(text));
                    (both, both)
                }
                Some(TextOr::Settings(schemes)) => {
                    let [light, dark] = ["light", "dark"].map(|scheme| {
                        schemes.get(scheme).and_then(|text| self.color(name, Some(scheme), text.as_deref()))
                    });
                    for other in schemes.keys().filter(|key| !matches!(key.as_str(), "light" | "dark")) {
                        let problem = format!("`{other}` is no kind of page");
                        let hint = did_you_mean(other, &["light", "dark"], "the kinds");
                        self.error_at(&["theme", "colors", name], other, problem, &hint);
                    }
                    (light, dark)
                }
            };
            colors.push(OtherColor { name, light, dark });
        }
        for scheme in Scheme::ALL {
            for text in TEXTS {
                self.check_contrast(&colors, text, scheme);
            }
        }
        colors
    }

    /// One colour: the whole setting, or that of one kind of page.
    fn color(&mut self, name: &str, scheme: Option<&str>, written: Option<&str>) -> Option<Color> {
        let mut keys = vec!["theme", "colors", name];
        keys.extend(scheme);
        let Some(written) = written else {
            let problem = format!("the colour `{}` has no value", keys[2..].join("."));
            let hint = "a `#` starts a comment unless it stands in quotation marks: write `\"#rrggbb\"`";
            self.error_at(&keys, scheme.unwrap_or(name), problem, hint);
            return None;
        };
        let color = Color::parse(written);
        if color.is_none() {
            let problem = format!("`{written}` is not a colour in hexadecimal digits");
            self.error_at(&keys, written, problem, COLOR_HINT);
        }
        color
    }

    /// Warns of a text that the settings have made hard to read, on the ground where it is worst.
    fn check_contrast(&mut self, colors: &[OtherColor], text: &'static str, scheme: Scheme) {
        let set = |name: &str| colors.iter().find(|color| color.name == name && scheme.own(color).is_some());
        let shown = |name: &str| {
            let theme = COLORS.iter().find(|color| color.name == name).map(|color| scheme.usual(color));
            set(name).and_then(|color| scheme.own(color)).or(theme).unwrap_or(Color::new(0))
        };
        let color = shown(text);
        let on_grounds = GROUNDS.into_iter().filter(|ground| set(text).is_some() || set(ground).is_some());
        let contrasts = on_grounds.map(|ground| (ground, color.contrast(shown(ground))));
        let worst = contrasts.min_by(|(_, a), (_, b)| a.total_cmp(b));
        let Some((ground, contrast)) = worst.filter(|(_, contrast)| *contrast < READABLE) else { return };
        // A contrast that is not enough must not be rounded to one that is.
        let contrast = (contrast * 100.0).floor() / 100.0;
        let problem = format!(
            "on {} pages, `{text}` ({color}) on `{ground}` ({}) has a contrast of {contrast:.2}",
            scheme.name(),
            shown(ground)
        );
        let blamed = if set(text).is_some() { text } else { ground };
        let way_out = match (set(text), set(ground), color.readable_on(&GROUNDS.map(shown))) {
            // A ground of one colour for all pages was meant for one kind of them.
            (None, Some(OtherColor { light, dark, .. }), _) if light == dark => {
                let other = scheme.other();
                format!("write `{ground}: {{{}: \"{}\"}}`", other.name(), shown(ground))
            }
            (own, _, Some(better)) => {
                let is_for_both = own.is_some_and(|own| own.light == own.dark);
                let of = |kind| if kind == scheme { Some(better) } else { is_for_both.then_some(color) };
                let kinds = Scheme::ALL.into_iter().filter_map(|kind| Some((kind.name(), of(kind)?)));
                let kinds: Vec<String> = kinds.map(|(kind, color)| format!("{kind}: \"{color}\"")).collect();
                format!("write `{text}: {{{}}}`", kinds.join(", "))
            }
            (_, _, None) => "take a `paper` and a `tint` that are more alike".to_owned(),
        };
        let place = self.place(&["theme", "colors", blamed], blamed);
        let problem = Diagnostic::warning(problem).in_file(self.path).at(place);
        self.problems.push(problem.hint(format!("text needs {READABLE} (WCAG 2.2): {way_out}")));
    }

    fn fonts(&mut self, written: &raw::Fonts) -> Vec<OtherFont> {
        let roles =
            [("text", &written.text), ("headings", &written.headings), ("interface", &written.interface)];
        let mut fonts = Vec::new();
        for (name, written) in roles {
            let Some(written) = written else { continue };
            match font::families(written) {
                Ok(families) => fonts.push(OtherFont { name, families }),
                Err(fault) => {
                    self.error_at(&["theme", "fonts", name], written, fault.message, &fault.hint);
                }
            }
        }
        fonts
    }

    fn logo(&mut self, raw: &TextOr<raw::Logo>, table: &LanguageTable) -> Option<Logo> {
        let keys = ["theme", "logo"];
        let (src, alt) = match raw {
            TextOr::Text(src) => (Some(src), None),
            TextOr::Settings(logo) => (logo.src.as_ref(), logo.alt.as_ref()),
        };
        let Some(src) = src else {
            self.error(&keys, "the logo has no `src`".into(), Some("name a picture of the static folder"));
            return None;
        };
        let alt = alt.map(|alt| self.localized(&["theme", "logo", "alt"], Some(alt), table));
        let file = Spanned::new(src.trim_start_matches('/').to_owned(), self.place(&keys, src));
        Some(Logo { file, alt })
    }

    fn stylesheet(&mut self, written: &str) -> Option<Spanned<String>> {
        let keys = ["theme", "stylesheet"];
        let name = written.trim_start_matches('/');
        if name.contains('/') {
            // The one stylesheet lies at the top, and addresses in it count from there.
            let problem = format!("the stylesheet `{written}` lies in a folder");
            let hint = "move it to the top of the static folder, so that addresses of fonts and pictures in \
                        it stay true";
            self.error_at(&keys, written, problem, hint);
            return None;
        }
        Some(Spanned::new(name.to_owned(), self.place(&keys, written)))
    }

    fn navigation_item(
        &mut self,
        keys: &[&str],
        raw: &TextOr<raw::Link>,
        table: &LanguageTable,
        taxonomies: &[Taxonomy],
    ) -> Option<Spanned<NavigationItem>> {
        let link = match raw {
            TextOr::Text(word) => {
                let item = self.named_list(keys, word, taxonomies)?;
                return Some(Spanned::new(item, self.place(keys, word)));
            }
            TextOr::Settings(link) => link,
        };
        let title = link.title.as_ref().map(|title| self.localized(keys, Some(title), table));
        match (&link.page, &link.url) {
            (Some(page), None) => {
                let item = NavigationItem::Page { path: page.trim_start_matches('/').to_owned(), title };
                Some(Spanned::new(item, self.place(keys, page)))
            }
            (None, Some(url)) => self.address(keys, url, title),
            (None, None) => {
                let title = link.title.as_ref().map_or("", settings::Localized::any);
                let problem = "this link leads nowhere".to_owned();
                self.error_at(keys, title, problem, "give it a `page` or a `url`");
                None
            }
            (Some(page), Some(_)) => {
                let problem = format!("the link to `{page}` has a `page` and a `url`");
                self.error_at(keys, page, problem, "keep one of them");
                None
            }
        }
    }

    /// What a word of the navigation stands for. The site's own names go first.
    fn named_list(&mut self, keys: &[&str], word: &str, taxonomies: &[Taxonomy]) -> Option<NavigationItem> {
        if let Some(index) = taxonomies.iter().position(|taxonomy| taxonomy.name == word) {
            return Some(NavigationItem::Taxonomy(TaxonomyId::from_index(index)));
        }
        match word {
            "sections" => return Some(NavigationItem::Sections),
            "taxonomies" => return Some(NavigationItem::Taxonomies),
            _ => {}
        }
        if let Some(list) = List::ALL.into_iter().find(|list| list.name() == word) {
            return Some(NavigationItem::List(list));
        }
        let mut known: Vec<&str> = List::ALL.into_iter().map(List::name).collect();
        known.extend(["sections", "taxonomies"]);
        known.extend(taxonomies.iter().map(|taxonomy| &*taxonomy.name));
        let hint = if word.contains(['/', '.']) {
            "write `{page: PATH}` for an article, and `{title: TEXT, url: URL}` for an address".to_owned()
        } else {
            did_you_mean(word, &known, "the lists")
        };
        self.error_at(keys, word, format!("there is no list `{word}`"), &hint);
        None
    }

    fn address(
        &mut self,
        keys: &[&str],
        written: &str,
        title: Option<Localized>,
    ) -> Option<Spanned<NavigationItem>> {
        let Some(title) = title else {
            let problem = format!("the link to `{written}` has no title");
            self.error_at(keys, written, problem, "give it a `title`, in each language if you like");
            return None;
        };
        let item = if written.starts_with('/') && !written.starts_with("//") {
            let (path, fragment) = written.split_once('#').map_or((written, None), |(a, b)| (a, Some(b)));
            match UrlPath::parse(path) {
                Ok(url) => NavigationItem::Path { url, fragment: fragment.map(Into::into), title },
                Err(why) => {
                    let hint = "write a path of this site, such as `/about/`";
                    self.error_at(keys, written, format!("the address `{written}` {why}"), hint);
                    return None;
                }
            }
        } else {
            let url = url::Url::parse(written).ok();
            let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
            let Some(url) = url else {
                let problem = format!("`{written}` is not an address that a link can lead to");
                let hint = "write a whole one, `https://…`, or a path of this site such as `/about/`";
                self.error_at(keys, written, problem, hint);
                return None;
            };
            NavigationItem::Elsewhere { url: url.as_str().into(), title }
        };
        Some(Spanned::new(item, self.place(keys, written)))
    }

    /// The place of `value` behind the key at `keys`, or that of the key.
    fn place(&self, keys: &[&str], value: &str) -> Span {
        super::super::locate::find_value(self.text, keys, value).unwrap_or(Span::START)
    }

    fn error_at(&mut self, keys: &[&str], value: &str, message: String, hint: &str) {
        let place = self.place(keys, value);
        self.problems.push(Diagnostic::error(message).in_file(self.path).at(place).hint(hint));
    }
}

fn did_you_mean(word: &str, known: &[&str], what: &str) -> String {
    match closest(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("{what} are {}", known.join(", ")),
    }
}
