//! The search page: what its script is told, and the form of a search engine for readers without one.
//! And what browsers read to search the site from their own field: a description by `OpenSearch` 1.1.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Taxonomy;
use crate::diagnostic::Result;
use crate::ids::{Id, LanguageId, TaxonomyId};
use crate::path::{OutputPath, UrlPath};
use crate::xml::Xml;

use super::interface::Interface;
use super::views::{EngineView, SearchFilter, SearchView};
use super::{Content, Renderer, to_value};

/// A search engine that looks through one site when its form says so, without a script and without
/// an account.
const ENGINE: (&str, &str) = ("DuckDuckGo", "https://duckduckgo.com/");

/// The scripts of the search page, in the static folder: the one that answers, and the one that it asks for more.
const SCRIPT: &str = "search.mjs";
const SECOND_SCRIPT: &str = "search-more.mjs";

/// The picture that stands for the site in a browser's tab, in the static folder.
const ICON: (&str, &str) = ("icon.svg", "image/svg+xml");

const OPEN_SEARCH: (&str, &str) = ("xmlns", "http://a9.com/-/spec/opensearch/1.1/");

/// The media type of a description of a search.
const DESCRIPTION_TYPE: &str = "application/opensearchdescription+xml";

/// How long the names and the text of a description may be, by its standard.
const SHORT_NAME_MAX: usize = 16;
const LONG_NAME_MAX: usize = 48;
const DESCRIPTION_MAX: usize = 1024;

/// The texts that the script shows, by what it knows them by. It fills their placeholders.
const TEXTS: &[(&str, &str)] = &[
    ("loading", "search_loading"),
    ("slow", "search_slow"),
    ("offline", "search_offline"),
    ("stale", "search_stale"),
    ("none", "search_no_results"),
    ("advice", "search_advice"),
    ("spelling", "search_spelling"),
    ("ignored", "search_ignored"),
    ("page", "page_n_of"),
];

/// Filters that are no taxonomies, with what they are called in the language of a page.
const FILTERS: &[(&str, &str)] = &[("year", "search_word_year"), ("lang", "search_word_lang")];

/// What the script of the search page is told.
#[derive(Serialize)]
struct Settings<'a> {
    /// The path below which everything lies.
    base: &'a str,
    /// The language of the page.
    language: &'a str,
    /// The same with the calendar and the digits of the page, for dates and numbers.
    locale: String,
    /// All languages, in the order by which the index knows them.
    languages: Vec<SearchedLanguage<'a>>,
    /// The file that the page asks for while it loads.
    preloaded: Option<&'a str>,
    /// Where the second script is.
    more: Option<String>,
    /// The taxonomies, in the order of the settings.
    taxonomies: Vec<SearchedTaxonomy<'a>>,
    /// What readers may type for the names of other filters, besides these.
    names: BTreeMap<&'static str, String>,
    /// The texts that it shows.
    texts: BTreeMap<&'static str, String>,
    /// How it counts results: a text for each plural form.
    counts: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct SearchedLanguage<'a> {
    tag: &'a str,
    dir: &'static str,
    name: &'a str,
    /// The first file of its index, below `base`; none where it has no article.
    index: Option<&'a str>,
}

#[derive(Serialize)]
struct SearchedTaxonomy<'a> {
    name: &'a str,
    /// The words that readers may type before a colon.
    words: Vec<String>,
}

impl Renderer<'_> {
    /// Where to find an article.
    pub(super) fn search(&self, language: LanguageId) -> Result<Content> {
        let (name, action) = ENGINE;
        let origin = &self.site.config.base_url.origin;
        let site = origin.split_once("://").map_or(&**origin, |(_, host)| host).to_owned();
        let engine = EngineView { name, action, site };
        let mut head = self.signpost(language, "search", |id| self.routes.search(id));
        (head.noindex, head.form_action) = (true, Some(action));
        head.script = Some(SCRIPT)
            .filter(|_| self.site.has_search())
            .and_then(|name| self.static_path(name))
            .map(|path| self.routes.href(&path));
        let search = self.site.has_search().then(|| to_value(&self.search_view(language)));
        self.template(
            "search.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("engine", to_value(&engine)),
                ("search", search.unwrap_or_else(tera::Value::none)),
            ],
        )
    }

    fn search_view(&self, language: LanguageId) -> SearchView {
        let index = self.index.main_file(language);
        let used = |(index, _): &(usize, &Taxonomy)| self.has_terms(TaxonomyId::from_index(*index), language);
        let taxonomies = self.site.config.taxonomies.iter().enumerate().filter(used);
        let title = |taxonomy: &Taxonomy| self.interface(language).taxonomy_title(&taxonomy.name);
        SearchView {
            // Its keys are texts, and its values are, too.
            settings: serde_json::to_string(&self.search_settings(language)).unwrap_or_default(),
            index_url: index.map(|path| self.routes.href(&UrlPath::of_file(path))),
            filters: taxonomies
                .map(|(_, taxonomy)| SearchFilter { name: parameter(taxonomy), title: title(taxonomy) })
                .collect(),
        }
    }

    fn search_settings(&self, language: LanguageId) -> Settings<'_> {
        let config = &self.site.config;
        let interface = self.interface(language);
        let languages = config.languages.enumerate().map(|(id, other)| SearchedLanguage {
            tag: other.tag.as_str(),
            dir: other.tag.direction().as_str(),
            name: &other.name,
            index: self.index.main_file(id).map(OutputPath::as_str),
        });
        let taxonomies = config.taxonomies.iter().map(|taxonomy| SearchedTaxonomy {
            name: &taxonomy.name,
            words: words(taxonomy, language, interface),
        });
        Settings {
            base: &config.base_url.path,
            language: interface.tag(),
            locale: browser_locale(interface),
            languages: languages.collect(),
            preloaded: self.index.main_file(language).map(OutputPath::as_str),
            more: self.static_path(SECOND_SCRIPT).map(|path| self.routes.href(&path)),
            taxonomies: taxonomies.collect(),
            names: FILTERS.iter().map(|(name, key)| (*name, interface.text(key))).collect(),
            texts: TEXTS.iter().map(|(name, key)| (*name, interface.text(key))).collect(),
            counts: interface.forms("search_results_count"),
        }
    }

    fn has_terms(&self, taxonomy: TaxonomyId, language: LanguageId) -> bool {
        self.site.terms.iter().any(|term| term.taxonomy == taxonomy && term.language == language)
    }

    /// Where a file of the static folder is, under its best name.
    fn static_path(&self, name: &str) -> Option<UrlPath> {
        let file = self.site.statics.iter().find(|file| file.output.as_str() == name)?;
        Some(UrlPath::of_file(file.best()))
    }

    /// Where browsers learn how to search a language.
    pub(super) fn search_description_url(&self, language: LanguageId) -> Option<String> {
        let url = || self.routes.absolute(&self.routes.search_description(language));
        self.site.has_search().then(url)
    }

    /// What browsers read to search a language from their own field.
    pub(super) fn search_description(&self, language: LanguageId) -> Vec<u8> {
        let config = &self.site.config;
        let interface = self.interface(language);
        let title = config.title.get(language).trim();
        let description = config.description.get(language);
        let mut xml = Xml::document();
        xml.element("OpenSearchDescription", &[OPEN_SEARCH], |xml| {
            xml.leaf("ShortName", &[], &shortened(title, SHORT_NAME_MAX));
            if title.chars().count() > SHORT_NAME_MAX {
                xml.leaf("LongName", &[], &shortened(title, LONG_NAME_MAX));
            }
            let text = if description.is_empty() { title } else { description };
            xml.leaf("Description", &[], &shortened(text, DESCRIPTION_MAX));
            let template = self.routes.search_template(language);
            xml.empty("Url", &[("type", "text/html"), ("template", &template)]);
            let own = self.routes.absolute(&self.routes.search_description(language));
            xml.empty("Url", &[("type", DESCRIPTION_TYPE), ("rel", "self"), ("template", &own)]);
            let (icon, media_type) = ICON;
            if let Some(url) = self.static_path(icon) {
                let url = self.routes.absolute(&url);
                xml.leaf("Image", &[("width", "16"), ("height", "16"), ("type", media_type)], &url);
            }
            xml.leaf("Language", &[], interface.tag());
            xml.leaf("InputEncoding", &[], "UTF-8");
            xml.leaf("OutputEncoding", &[], "UTF-8");
        });
        xml.finish()
    }
}

/// What means something else in the addresses of searches, which are those of its form.
const PARAMETERS: &[&str] = &["q", "sort", "year", "lang", "page"];

/// The name of a taxonomy in the addresses of searches: one thing is looked for at a time.
fn parameter(taxonomy: &Taxonomy) -> String {
    match &*taxonomy.name {
        "tags" => "tag".to_owned(),
        "authors" => "author".to_owned(),
        name if PARAMETERS.contains(&name) => format!("{name}-term"),
        name => name.to_owned(),
    }
}

/// The words that may be typed before a colon to search a taxonomy: its names, here and in addresses.
fn words(taxonomy: &Taxonomy, language: LanguageId, interface: &Interface) -> Vec<String> {
    let parameter = parameter(taxonomy);
    let own = interface.find(&format!("search_word_{parameter}"), None, &[]);
    let title = interface.taxonomy_title(&taxonomy.name);
    let slug = taxonomy.slug.get(language).as_str().to_owned();
    let mut words: Vec<String> = own.into_iter().collect();
    for word in [parameter, taxonomy.name.clone(), title.to_lowercase(), slug] {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The language for the browser's own dates and numbers, which are to look like those of the page:
/// with the same calendar and digits.
fn browser_locale(interface: &Interface) -> String {
    let tag = interface.tag();
    let digits = match &*interface.locale().number(0) {
        "0" => "latn",
        "٠" => "arab",
        "۰" => "arabext",
        "०" => "deva",
        "০" => "beng",
        "၀" => "mymr",
        _ => return tag.to_owned(),
    };
    format!("{tag}-u-ca-gregory-nu-{digits}")
}

/// As many whole words of `text` as `max` characters hold, or as much of the first one.
fn shortened(text: &str, max: usize) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        let gap = usize::from(!short.is_empty());
        if short.chars().count() + gap + word.chars().count() > max {
            break;
        }
        if gap > 0 {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.is_empty() { text.trim().chars().take(max).collect() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shortened(text, 16), expected);
    }

    #[test]
    fn names_are_cut_between_words() {
        check("Depeche", "Depeche");
        check("Dépêches du 19 mars", "Dépêches du 19");
        check("  Sixteen  letters ", "Sixteen letters");
        check("Donaudampfschifffahrtsgesellschaft", "Donaudampfschiff");
        check("3月19日の速報とその後に変わったこと", "3月19日の速報とその後に変わっ");
        check("", "");
    }
}
