//! The look of a site, as the settings change it: colours, fonts, logo, styles, navigation, footer.
//!
//! 1. [`raw`] is the setting `theme` as written.
//! 2. [`checker`] checks each value; what is left is ready for a stylesheet or to be linked.

mod checker;
mod color;
mod font;
pub(super) mod raw;

use crate::diagnostic::{Span, Spanned};
use crate::ids::TaxonomyId;
use crate::path::UrlPath;

use super::Localized;
pub use color::Color;

/// A colour of the theme, which its stylesheet holds as a custom property of the same name.
#[derive(Clone, Copy, Debug)]
pub struct ThemeColor {
    /// Its name in the settings: `link`, for `--link`.
    pub name: &'static str,
    /// What it is on light pages.
    pub light: Color,
    /// What it is on dark pages.
    pub dark: Color,
}

/// The colours of the theme as they are without settings. `static/style.css` holds the same.
pub const COLORS: [ThemeColor; 7] = [
    ThemeColor { name: "paper", light: Color::new(0xFD_FC_F9), dark: Color::new(0x15_16_18) },
    ThemeColor { name: "ink", light: Color::new(0x1C_1D_20), dark: Color::new(0xE8_E6_E1) },
    ThemeColor { name: "quiet", light: Color::new(0x5B_60_68), dark: Color::new(0xA8_AD_B4) },
    ThemeColor { name: "line", light: Color::new(0xDC_D8_CF), dark: Color::new(0x39_3B_40) },
    ThemeColor { name: "link", light: Color::new(0x0F_4C_81), dark: Color::new(0x92_C3_EE) },
    ThemeColor { name: "accent", light: Color::new(0xA6_19_2E), dark: Color::new(0xFF_8F_8F) },
    ThemeColor { name: "tint", light: Color::new(0xF4_F1_EA), dark: Color::new(0x1F_21_24) },
];

/// What the settings change about the look of a site.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Other colours, in the order of [`COLORS`].
    pub colors: Vec<OtherColor>,
    /// Other fonts.
    pub fonts: Vec<OtherFont>,
    /// The picture that stands for the site.
    pub logo: Option<Logo>,
    /// A stylesheet of the static folder that is added to the theme's, by its name there.
    pub stylesheet: Option<Spanned<String>>,
    /// The links at the head of every page.
    pub navigation: Vec<Spanned<NavigationItem>>,
    /// What is said at the foot of every page.
    pub footer_text: Localized,
    /// The links at the foot of every page.
    pub footer_links: Vec<Spanned<NavigationItem>>,
}

/// A colour in place of the theme's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherColor {
    /// Its name in [`COLORS`].
    pub name: &'static str,
    /// On light pages.
    pub light: Option<Color>,
    /// On dark pages.
    pub dark: Option<Color>,
}

/// Fonts in place of the theme's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherFont {
    /// What is set in them: `text`, `headings` or `interface`; for `--font-text` and so on.
    pub name: &'static str,
    /// A value of the property `font-family`, which holds nothing else.
    pub families: String,
}

/// The picture that stands for a site.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Its path below the static folder.
    pub file: Spanned<String>,
    /// What it shows; none where the site's name says it.
    pub alt: Option<Localized>,
}

/// A link of the navigation or of the footer, before it is known where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationItem {
    /// A page that the tool makes for each language, where there is something for it to show.
    List(List),
    /// The list pages of all outermost sections.
    Sections,
    /// The lists of terms of all taxonomies.
    Taxonomies,
    /// The list of terms of one taxonomy.
    Taxonomy(TaxonomyId),
    /// An article.
    Page {
        /// Its path below the content folder.
        path: String,
        /// A title in place of its own.
        title: Option<Localized>,
    },
    /// Another address of this site.
    Path {
        /// The address.
        url: UrlPath,
        /// The id of the place in it.
        fragment: Option<Box<str>>,
        /// What readers see.
        title: Localized,
    },
    /// An address elsewhere.
    Elsewhere {
        /// The whole address.
        url: Box<str>,
        /// What readers see.
        title: Localized,
    },
}

/// A page that the tool makes for each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The home page.
    Home,
    /// All years.
    Archive,
    /// All events.
    Events,
    /// All corrections.
    Corrections,
    /// Feeds and calendars.
    Follow,
    /// The search page.
    Search,
    /// The page on which a reader chooses a language.
    Languages,
}

impl List {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Home,
        Self::Archive,
        Self::Events,
        Self::Corrections,
        Self::Follow,
        Self::Search,
        Self::Languages,
    ];

    /// Its name in the settings, which is also the key of its title among the texts of the interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Archive => "archive",
            Self::Events => "events",
            Self::Corrections => "corrections",
            Self::Follow => "follow",
            Self::Search => "search",
            Self::Languages => "languages",
        }
    }
}

/// The navigation of a site whose settings name none.
fn usual_navigation() -> Vec<Spanned<NavigationItem>> {
    use NavigationItem::{Sections, Taxonomies};
    unplaced([Sections, NavigationItem::List(List::Events), Taxonomies, NavigationItem::List(List::Archive)])
}

/// The links at the foot of a site whose settings name none.
fn usual_footer(n_languages: usize) -> Vec<Spanned<NavigationItem>> {
    let mut lists = vec![List::Corrections, List::Follow];
    if n_languages > 1 {
        lists.push(List::Languages);
    }
    unplaced(lists.into_iter().map(NavigationItem::List))
}

fn unplaced(items: impl IntoIterator<Item = NavigationItem>) -> Vec<Spanned<NavigationItem>> {
    items.into_iter().map(|item| Spanned::new(item, Span::START)).collect()
}

#[cfg(test)]
mod tests;
