//! Checks the settings one by one; a value that cannot be used is told with its line.

use std::collections::BTreeMap;

use globset::{Glob, GlobSet, GlobSetBuilder};
use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, Problems, closest};
use crate::front_matter::KeyMap;
use crate::ids::{IdVec, LanguageId};
use crate::language::{LanguageTable, LanguageTag};
use crate::markdown::RawHtml;
use crate::path::{Slug, SourcePath, fold};
use crate::path_pattern::PathPattern;
use crate::permalink::Permalink;

use super::locate::find_key;
use super::{
    BaseUrl, BrokenLinks, Canonical, Config, Content, Language, Localized, Overrides, Taxonomy, raw,
};

/// The front-matter keys of the taxonomies that everyone knows.
const USUAL_KEYS: &[(&str, &[&str])] = &[
    ("tags", &["tags", "tag", "topics", "keywords"]),
    ("categories", &["categories", "category"]),
    ("authors", &["authors", "author"]),
    ("series", &["series"]),
];

/// The name of a site whose settings give none: links to its home page need a text.
const UNTITLED: &str = "Archive";

/// The files that are articles unless the settings say otherwise. `README.MD` is one as well: a file
/// that is not is copied to the output as it is.
const USUAL_ARTICLES: &[&str] =
    &["**/*.[mM][dD]", "**/*.[mM][aA][rR][kK][dD][oO][wW][nN]", "**/*.[mM][dD][xX]"];

/// Gathers what is wrong with the settings, each with the line of its key.
pub(super) struct Checker<'a> {
    pub(super) text: &'a str,
    pub(super) path: &'a SourcePath,
    pub(super) problems: Problems,
    /// The configured languages, as soon as they are known.
    tags: IdVec<LanguageId, LanguageTag>,
}

impl<'a> Checker<'a> {
    /// Begins to check the settings in `text`.
    pub(super) fn new(text: &'a str, path: &'a SourcePath) -> Self {
        Self { text, path, problems: Problems::default(), tags: IdVec::default() }
    }

    /// Keeps the problem of `result`, placed at `keys` in the file, and gives its value.
    pub(super) fn take<T>(&mut self, keys: &[&str], result: Result<T, String>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(message) => {
                self.error(keys, message, None);
                None
            }
        }
    }

    /// The same for a result that carries a problem with its hint.
    fn take_diagnostic<T>(&mut self, keys: &[&str], result: Result<T, Diagnostic>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.error(keys, problem.message, problem.hint.as_deref());
                None
            }
        }
    }

    pub(super) fn error(&mut self, keys: &[&str], message: String, hint: Option<&str>) {
        let mut problem = Diagnostic::error(message).in_file(self.path);
        if let Some(span) = find_key(self.text, keys) {
            problem = problem.at(span);
        }
        if let Some(hint) = hint {
            problem = problem.hint(hint);
        }
        self.problems.push(problem);
    }

    pub(super) fn config(&mut self, raw: raw::Settings, overrides: &Overrides) -> Option<Config> {
        let base_url = match &overrides.base_url {
            Some(text) => match BaseUrl::parse(text) {
                Ok(url) => Some(url),
                Err(why) => {
                    self.problems.push(Diagnostic::error(why).hint("this is the value of `--base-url`"));
                    None
                }
            },
            None => self.take(
                &["base_url"],
                BaseUrl::parse(raw.base_url.as_deref().unwrap_or("http://127.0.0.1:1919/")),
            ),
        };
        let (languages, table) = self.languages(&raw)?;
        self.tags = languages.iter().map(|language| language.tag.clone()).collect();
        let time_zone = raw.time_zone.as_deref().unwrap_or("UTC");
        let time_zone = self.take(
            &["time_zone"],
            TimeZone::get(time_zone).map_err(|_| {
                format!("`{time_zone}` is not a time zone; write a name such as `Europe/Paris` or `UTC`")
            }),
        );
        let permalink = raw.permalink.as_deref().unwrap_or("{lang}/{year}/{month}/{slug}/");
        let permalink = self.take(&["permalink"], Permalink::parse(permalink));
        let untitled = raw::Localized::One(UNTITLED.to_owned());
        let title = self.localized(&["title"], Some(raw.title.as_ref().unwrap_or(&untitled)), &table);
        let description = self.localized(&["description"], raw.description.as_ref(), &table);
        let content = self.content(&raw.content);
        let mut taxonomies = self.taxonomies(&raw, &table);
        let slugs = self.slugs(&raw.slugs, &table);
        let theme = self.theme(&raw.theme, &table, &taxonomies, languages.len());
        let keys = self.keys(raw.keys.clone().unwrap_or_default(), &mut taxonomies);
        let static_folder = self.folder(&["static"], raw.static_folder.as_deref().unwrap_or("static"));
        if let (Some(content), Some(folder)) = (&content, &static_folder) {
            self.check_folders(&content.folder, folder);
        }
        let news_sitemap = raw.news_sitemap.as_ref().map(|news| match &news.name {
            Some(name) => self.localized(&["news_sitemap", "name"], Some(name), &table),
            None => title.clone(),
        });
        let articles_per_page = raw.articles_per_page.unwrap_or(20);
        if articles_per_page == 0 {
            self.error(
                &["articles_per_page"],
                "`articles_per_page` is 0, so no list could show anything".into(),
                None,
            );
        }
        let redirected_prefix = raw
            .redirect_default_language_prefix
            .unwrap_or(true)
            .then(|| redirected_prefix(&raw, &languages))
            .flatten();
        let feeds = self.feeds(&raw, base_url.as_ref(), &taxonomies);
        Some(Config {
            path: self.path.clone(),
            title,
            description,
            base_url: base_url?,
            languages,
            language_table: table,
            default_language_in_urls: raw.default_language_in_urls.unwrap_or(false),
            redirected_prefix,
            time_zone: time_zone?,
            content: content?,
            static_folder: static_folder?,
            permalink: permalink?,
            canonical: raw.canonical.map_or(Canonical::Page, Into::into),
            ledger: raw.ledger.unwrap_or(true),
            taxonomies,
            slugs: slugs?,
            theme,
            keys,
            strict_front_matter: raw.strict_front_matter.unwrap_or(false),
            articles_per_page,
            related_articles: raw.related_articles.unwrap_or(5),
            list_untranslated: raw.list_untranslated.unwrap_or(false),
            typography: raw.typography.unwrap_or(true),
            raw_html: raw.raw_html.map_or(RawHtml::Sanitize, Into::into),
            broken_links: raw.broken_links.map_or(BrokenLinks::Error, Into::into),
            tells_missing_alt: raw.missing_alt != Some(raw::MissingAlt::Ignore),
            summary_characters: raw.summary_characters.unwrap_or(280),
            feeds: feeds?,
            search: raw.search.unwrap_or(true),
            sitemap: raw.sitemap.unwrap_or(true),
            news_sitemap,
            api: raw.api.unwrap_or(false),
            extra: raw.extra.unwrap_or_default(),
        })
    }

    /// The languages, the default language first, the others in the order of the file.
    fn languages(&mut self, raw: &raw::Settings) -> Option<(IdVec<LanguageId, Language>, LanguageTable)> {
        let mut written: Vec<(String, raw::Language)> = raw.languages.clone().unwrap_or_default().0;
        let default = match (&raw.default_language, written.first()) {
            (Some(code), _) | (None, Some((code, _))) => code.clone(),
            (None, None) => "en".to_owned(),
        };
        if written.is_empty() {
            written.push((default.clone(), raw::Language::default()));
        }
        let Some(at) = written.iter().position(|(code, _)| fold(code) == fold(&default)) else {
            self.error(
                &["default_language"],
                format!("the default language `{default}` is not one of the `languages`"),
                Some("add it below `languages:`"),
            );
            return None;
        };
        let first = written.remove(at);
        written.insert(0, first);

        let in_urls = raw.default_language_in_urls.unwrap_or(false);
        let mut languages: IdVec<LanguageId, Language> = IdVec::default();
        let mut table: Vec<(LanguageTag, Vec<String>)> = Vec::new();
        for (index, (code, settings)) in written.into_iter().enumerate() {
            let Some(tag) = self.take_diagnostic(&["languages", &code], LanguageTag::new(&code)) else {
                continue;
            };
            let wanted = settings.prefix.clone().unwrap_or_else(|| tag.prefix().to_owned());
            let Some(prefix) = self.take(
                &["languages", &code, "prefix"],
                Slug::parse(&wanted)
                    .map_err(|why| format!("the prefix `{wanted}` cannot stand in a URL: it {why}")),
            ) else {
                continue;
            };
            let at_root = index == 0 && !in_urls;
            let prefix = if at_root { String::new() } else { prefix.as_str().to_owned() };
            if languages.iter().any(|other| other.tag == tag || other.prefix == prefix) {
                self.error(&["languages", &code], format!("the language `{code}` is configured twice"), None);
                continue;
            }
            let name = settings.name.unwrap_or_else(|| tag.endonym());
            table.push((tag.clone(), settings.aliases.map(raw::OneOrMany::into_vec).unwrap_or_default()));
            languages.push(Language { tag, name, prefix });
        }
        if self.problems.has_errors() && languages.len() < table.len().max(1) {
            return None;
        }
        match LanguageTable::new(table) {
            Ok(table) => Some((languages, table)),
            Err(problems) => {
                let place = find_key(self.text, &["languages"]);
                self.problems.extend(problems.into_iter().map(|problem| {
                    let problem = problem.in_file(self.path);
                    match place {
                        Some(place) => problem.at(place),
                        None => problem,
                    }
                }));
                None
            }
        }
    }

    pub(super) fn localized(
        &mut self,
        keys: &[&str],
        text: Option<&raw::Localized>,
        table: &LanguageTable,
    ) -> Localized {
        let by_language = match text {
            None => return Localized::default(),
            Some(raw::Localized::One(text)) => {
                return Localized { fallback: text.clone(), ..Localized::default() };
            }
            Some(raw::Localized::PerLanguage(texts)) => self.by_language(keys, texts, table),
        };
        let default = LanguageId::DEFAULT;
        let fallback = by_language.get_key_value(&default).or_else(|| by_language.first_key_value());
        let Some((language, fallback)) = fallback.map(|(language, text)| (*language, text.clone())) else {
            return Localized::default();
        };
        for missing in self.tags.ids().filter(|id| !by_language.contains_key(id)) {
            let (missing, shown) = (&self.tags[missing], &self.tags[language]);
            let mut note = Diagnostic::note(format!(
                "`{}` has no text in `{missing}`, whose readers see `{fallback}`, marked as `{shown}`",
                keys.join(".")
            ));
            if let Some(span) = find_key(self.text, keys) {
                note = note.at(span);
            }
            let note = note.in_file(self.path).hint(format!("add one below `{missing}:`"));
            self.problems.push(note);
        }
        Localized { fallback, fallback_language: Some(language), by_language }
    }

    pub(super) fn by_language(
        &mut self,
        keys: &[&str],
        texts: &BTreeMap<String, String>,
        table: &LanguageTable,
    ) -> BTreeMap<LanguageId, String> {
        let mut found = BTreeMap::new();
        for (code, text) in texts {
            let place: Vec<&str> = keys.iter().copied().chain([code.as_str()]).collect();
            match table.find(code) {
                Some(language) => {
                    found.insert(language, text.clone());
                }
                None => self.error(&place, format!("`{code}` is not one of the `languages`"), None),
            }
        }
        found
    }

    fn content(&mut self, raw: &raw::Content) -> Option<Content> {
        let folder = self.folder(&["content", "folder"], raw.folder.as_deref().unwrap_or("content"));
        let include = raw.include.clone().map_or_else(
            || USUAL_ARTICLES.iter().map(|glob| (*glob).to_owned()).collect(),
            raw::OneOrMany::into_vec,
        );
        let include = self.globs(&["content", "include"], &include);
        let exclude = raw.exclude.clone().map(raw::OneOrMany::into_vec).unwrap_or_default();
        let exclude = self.globs(&["content", "exclude"], &exclude);
        let mut patterns = Vec::new();
        for pattern in raw.paths.clone().map(raw::OneOrMany::into_vec).unwrap_or_default() {
            patterns.extend(self.take(&["content", "paths"], PathPattern::parse(&pattern)));
        }
        Some(Content {
            folder: folder?,
            include: include?,
            exclude: exclude?,
            patterns,
            language_suffixes: raw.language_suffixes.unwrap_or(true),
            language_folders: raw.language_folders.unwrap_or(true),
            keep_names: raw.keep_names.unwrap_or(false),
        })
    }

    fn globs(&mut self, keys: &[&str], globs: &[String]) -> Option<GlobSet> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            match Glob::new(glob) {
                Ok(glob) => {
                    set.add(glob);
                }
                Err(why) => {
                    self.error(keys, format!("`{glob}` is not a glob: {}", why.kind()), None);
                    return None;
                }
            }
        }
        let set = set.build().map_err(|why| format!("these globs cannot be used together: {why}"));
        self.take(keys, set)
    }

    /// A folder below the site's root, without slashes at its ends; empty for the root.
    fn folder(&mut self, keys: &[&str], folder: &str) -> Option<String> {
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        if folder.starts_with('/') || parts.contains(&"..") {
            let message = format!("the folder `{folder}` lies outside the site");
            self.error(keys, message, Some("name a folder below the one that holds the settings"));
            return None;
        }
        Some(parts.join("/"))
    }

    fn taxonomies(&mut self, raw: &raw::Settings, table: &LanguageTable) -> Vec<Taxonomy> {
        let written = raw.taxonomies.clone().map_or_else(
            || ["tags", "authors", "series"].map(|name| (name.to_owned(), raw::Taxonomy::default())).to_vec(),
            |written| written.0,
        );
        let mut taxonomies: Vec<Taxonomy> = Vec::new();
        for (name, settings) in written {
            if taxonomies.iter().any(|other| other.name == name) {
                self.error(
                    &["taxonomies"],
                    format!("the taxonomy `{name}` is named twice"),
                    Some("keep one of them"),
                );
                continue;
            }
            let place = ["taxonomies", name.as_str()];
            let usual = USUAL_KEYS.iter().find(|(taxonomy, _)| *taxonomy == name);
            let keys = match (settings.keys, usual) {
                (Some(keys), _) => keys.into_vec(),
                (None, Some((_, keys))) => keys.iter().map(|key| (*key).to_owned()).collect(),
                (None, None) => vec![name.clone()],
            };
            let owner = format!("the taxonomy `{name}`");
            let slug = self.localized_slug(&place, &owner, &name, settings.slug.as_ref(), table);
            let Some(slug) = slug else { continue };
            let shared = settings.shared.unwrap_or(name == "authors");
            let ordered = settings.ordered.unwrap_or(name == "series");
            taxonomies.push(Taxonomy { name, keys, slug, shared, ordered });
        }
        taxonomies
    }

    /// Folders that hold different things must be different ones.
    fn check_folders(&mut self, content: &str, static_folder: &str) {
        if static_folder.is_empty() {
            let message = "the static folder cannot be the site's own folder".to_owned();
            self.error(&["static"], message, Some("name a folder for files that are copied as they are"));
        }
        for taken in ["templates", "i18n", "data"] {
            if content == taken || static_folder == taken {
                let place: &[&str] = if content == taken { &["content", "folder"] } else { &["static"] };
                self.error(
                    place,
                    format!("the folder `{taken}` holds something else"),
                    Some("name another folder"),
                );
            }
        }
        if content == static_folder && !content.is_empty() {
            let message = format!("the folder `{content}` cannot hold both articles and static files");
            self.error(&["content", "folder"], message, Some("name another folder"));
        }
    }

    /// Further keys of front-matter fields; those of taxonomies go to the taxonomies.
    fn keys(
        &mut self,
        written: BTreeMap<String, Vec<String>>,
        taxonomies: &mut [Taxonomy],
    ) -> BTreeMap<String, Vec<String>> {
        let names: Vec<String> = taxonomies.iter().map(|taxonomy| taxonomy.name.clone()).collect();
        let mut keys = BTreeMap::new();
        for (name, more) in written {
            if let Some(at) = names.iter().position(|taxonomy| *taxonomy == name) {
                taxonomies[at].keys.extend(more);
            } else if KeyMap::field_names().any(|field| field == name) {
                keys.insert(name, more);
            } else {
                let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
                for field in KeyMap::field_names() {
                    known.push(field);
                }
                let hint = match closest(&name, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("the fields are {}", known.join(", ")),
                };
                self.error(&["keys", &name], format!("`{name}` is not a field of articles"), Some(&hint));
            }
        }
        keys
    }
}

/// The prefix that the default language would have, were it not at the root, where a reader may expect
/// it: in a site of several languages, none of which has it.
fn redirected_prefix(raw: &raw::Settings, languages: &IdVec<LanguageId, Language>) -> Option<String> {
    let default = &languages[LanguageId::DEFAULT];
    let written = raw.languages.iter().flat_map(|languages| &languages.0);
    let mut written = written.filter(|(code, _)| LanguageTag::new(code).is_ok_and(|tag| tag == default.tag));
    let own = written.find_map(|(_, settings)| settings.prefix.clone());
    let prefix = Slug::parse(&own.unwrap_or_else(|| default.tag.prefix().to_owned())).ok()?;
    let is_free = !languages.iter().any(|other| other.prefix == prefix.as_str());
    (default.prefix.is_empty() && languages.len() > 1 && is_free).then(|| prefix.as_str().to_owned())
}
