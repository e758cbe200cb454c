//! Phase 5: an [`Output`] of the plan becomes the bytes of one file.
//!
//! What all outputs share is prepared once, in [`Renderer::new`]: templates, and for each language
//! its interface and the view of the site. An output then depends on nothing but the [`Site`], so
//! all can be rendered at once, in any order.

mod api;
mod body;
mod calendar;
mod event;
mod event_calendar;
mod event_data;
mod event_views;
mod feeds;
mod follow;
mod functions;
mod interface;
mod license;
mod lists;
mod navigation;
mod page;
mod redirect;
mod search;
mod sharing;
mod signposts;
mod sitemaps;
mod structured;
mod templates;
mod versions;
pub mod views;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::value::Key;
use tera::{Context, Tera, Value};

use crate::config::theme::List;
use crate::diagnostic::{Diagnostic, Result};
use crate::discover::InputFile;
use crate::ids::{Id, IdVec, LanguageId, PageId, PictureId, SectionId};
use crate::language::LanguageTag;
use crate::parse::PageKind;
use crate::path;
use crate::path::UrlPath;
use crate::pictures;
use crate::plan::{Output, OutputKind, Plan, Sitemap};
use crate::routes::Routes;
use crate::search::SearchIndex;
use crate::site::{Archive, Section, Site};

use interface::Interface;
use views::{LanguageView, SectionLink, SiteView, TaxonomyLink};

/// The name and version of the tool.
const GENERATOR: &str = concat!("Depeche ", env!("CARGO_PKG_VERSION"));

/// What one file of the output holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file on disk.
    Copy(PathBuf),
}

/// Renders the outputs of one site.
pub struct Renderer<'a> {
    site: &'a Site,
    index: &'a SearchIndex,
    routes: Routes<'a>,
    tera: Tera,
    template_texts: BTreeMap<String, String>,
    interfaces: Arc<IdVec<LanguageId, Interface>>,
    site_values: IdVec<LanguageId, Value>,
    /// How many listed articles each language has of its own.
    counts: IdVec<LanguageId, usize>,
    /// Each page as the lists of its own language show it: made once, shared by all lists.
    cards: IdVec<PageId, OnceLock<Value>>,
    written_items: feeds::WrittenItems,
    /// The section of each folder that has one.
    sections_by_folder: HashMap<(LanguageId, &'a str), SectionId>,
    sitemaps: &'a [Sitemap],
    api: api::Lists,
}

impl<'a> Renderer<'a> {
    /// Prepares what all outputs share; with what was noticed about interface strings.
    ///
    /// # Errors
    ///
    /// Every mistake in templates and interface strings.
    pub fn new(
        site: &'a Site,
        index: &'a SearchIndex,
        plan: &'a Plan,
        templates: &[InputFile],
        strings: &[InputFile],
    ) -> Result<(Self, Vec<Diagnostic>)> {
        let tags: Vec<&LanguageTag> = site.config.languages.iter().map(|language| &language.tag).collect();
        let (interfaces, mut notes) = interface::load(&tags, strings)?;
        let interfaces = Arc::new(interfaces);
        let mut tera = Tera::new();
        // Templates are checked when they are loaded, so what they call must be known before.
        let routes = Routes::new(&site.config);
        functions::register(&mut tera, &interfaces, &site.config.base_url);
        functions::register_assets(&mut tera, &site.statics, routes);
        let template_texts = templates::load(&mut tera, templates)?;
        let named = site.pages.iter().filter_map(|page| Some(&*page.front_matter.template.as_ref()?.value));
        notes.extend(templates::unused(&template_texts, &named));
        let cards = site.pages.iter().map(|_| OnceLock::new()).collect();
        let own = |(language, archive): (LanguageId, &Archive)| {
            archive.pages.iter().filter(|page| site.pages[**page].language == language).count()
        };
        let counts = site.archives.enumerate().map(own).collect();
        let site_values = IdVec::default();
        let written_items = feeds::WrittenItems::new(site.pages.len());
        let by_folder = |(id, section): (SectionId, &Section)| {
            let page = &site.pages[section.page];
            ((page.language, path::folder(&page.story_path)), id)
        };
        let mut renderer = Self {
            site,
            index,
            routes,
            tera,
            template_texts,
            interfaces,
            site_values,
            counts,
            cards,
            written_items,
            sections_by_folder: site.sections.enumerate().map(by_folder).collect(),
            sitemaps: plan.sitemaps(),
            api: api::Lists::new(site),
        };
        renderer.site_values =
            site.config.languages.ids().map(|language| to_value(&renderer.site_view(language))).collect();
        Ok((renderer, notes))
    }

    /// The content of one output.
    ///
    /// # Errors
    ///
    /// What its template cannot do, with the template's file and line.
    pub fn render(&self, output: &Output) -> Result<Content> {
        match output.kind {
            OutputKind::Page(page) => self.page(page),
            OutputKind::Home(language, pager) => self.home(language, pager),
            OutputKind::Section(section, pager) => self.section(section, pager),
            OutputKind::ArchiveIndex(language) => self.archive_index(language),
            OutputKind::Archive(language, period, pager) => self.archive(language, period, pager),
            OutputKind::Corrections(language, pager) => self.corrections(language, pager),
            OutputKind::Taxonomy(taxonomy, language) => self.taxonomy(taxonomy, language),
            OutputKind::Term(term, pager) => self.term(term, pager),
            OutputKind::Search(language) => self.search(language),
            OutputKind::SearchDescription(language) => Ok(Content::Bytes(self.search_description(language))),
            OutputKind::SearchFile(language, number) => {
                Ok(Content::Bytes(self.index.files(language)[number].bytes.clone()))
            }
            OutputKind::Languages(language) => self.languages(language),
            OutputKind::EventIndex(language, pager) => self.event_index(language, pager),
            OutputKind::Event(event, language) => self.event(event, language),
            OutputKind::EventCalendar(event, language) => {
                Ok(Content::Bytes(self.event_calendar(event, language)))
            }
            OutputKind::EventData(event, language) => Ok(Content::Bytes(self.event_data(event, language))),
            OutputKind::Follow(language) => self.follow(language),
            OutputKind::Feed(feed, format) => Ok(Content::Bytes(self.feed(feed, format))),
            OutputKind::FeedArchive(feed, index) => Ok(Content::Bytes(self.feed_archive(feed, index))),
            OutputKind::FeedList => Ok(Content::Bytes(self.feed_list())),
            OutputKind::NotFound => self.not_found(),
            OutputKind::Alias(index) => Ok(Content::Bytes(self.alias(&self.site.aliases[index]))),
            OutputKind::Tombstone(entry) => self.tombstone(entry),
            OutputKind::Successor { entry, depth } => Ok(Content::Bytes(self.successor(entry, depth))),
            OutputKind::Static(index) | OutputKind::Fingerprinted(index) => {
                file(&self.site.statics[index].file)
            }
            OutputKind::Asset(asset) => file(&self.site.assets[asset].file),
            OutputKind::Picture(picture, index) => self.picture(picture, index),
            OutputKind::NoJekyll => Ok(Content::Bytes(Vec::new())),
            OutputKind::Sitemap(index) => Ok(Content::Bytes(self.sitemap(&self.sitemaps[index]))),
            OutputKind::SitemapIndex => Ok(Content::Bytes(self.sitemap_index())),
            OutputKind::NewsSitemap => Ok(Content::Bytes(self.news_sitemap())),
            OutputKind::Robots => Ok(Content::Bytes(self.robots())),
            OutputKind::Api(document) => Ok(Content::Bytes(self.api(document))),
        }
    }

    /// Renders a template for readers of one language.
    fn template(
        &self,
        name: &str,
        language: LanguageId,
        values: Vec<(&'static str, Value)>,
    ) -> Result<Content> {
        let mut context = Context::new();
        let tag = self.site.config.languages[language].tag.as_str();
        context.insert_value("site", self.site_values[language].clone());
        context.insert_value("lang", Value::from(tag));
        context.insert_value(functions::LANGUAGE_ID, Value::from(language.index()));
        for (key, value) in values {
            let value = if key == "head" { with_safe_data(value) } else { value };
            context.insert_value(key, value);
        }
        let mut bytes = Vec::with_capacity(16 * 1024);
        match self.tera.render_to(name, &context, &mut bytes) {
            Ok(()) => Ok(Content::Bytes(bytes)),
            Err(why) => Err(templates::explain(&why, &self.template_texts, Some(&context))),
        }
    }

    fn site_view(&self, language: LanguageId) -> SiteView<'a> {
        let config = &self.site.config;
        let settings = &config.languages[language];
        let mut taxonomies = Vec::new();
        for (index, taxonomy) in config.taxonomies.iter().enumerate() {
            let is_here =
                |term: &&crate::site::Term| term.taxonomy.index() == index && term.language == language;
            let count = self.site.terms.iter().filter(is_here).count();
            if count > 0 {
                let url = self.routes.href(&self.routes.taxonomy(taxonomy, language));
                let title = self.interface(language).taxonomy_title(&taxonomy.name);
                taxonomies.push(TaxonomyLink {
                    name: &taxonomy.name,
                    title,
                    url,
                    count,
                    is_ordered: taxonomy.ordered,
                });
            }
        }
        let sections = self.sections(language);
        let navigation = self.navigation(&self.site.navigation.main, language, &sections, &taxonomies);
        let footer = self.footer(language, &sections, &taxonomies);
        let url_of = |list| self.url_of(list, language).map(|url| self.routes.href(&url));
        let (title_lang, title_dir) = self.mark(&config.title, language);
        let (description_lang, description_dir) = self.mark(&config.description, language);
        SiteView {
            title: config.title.get(language),
            title_lang,
            title_dir,
            description: config.description.get(language),
            description_lang,
            description_dir,
            lang: settings.tag.as_str(),
            dir: settings.tag.direction().as_str(),
            url: self.routes.href(&self.routes.home(language)),
            base_path: &config.base_url.path,
            languages: config
                .languages
                .enumerate()
                .map(|(id, other)| LanguageView {
                    lang: other.tag.as_str(),
                    name: &other.name,
                    dir: other.tag.direction().as_str(),
                    url: self.routes.href(&self.routes.home(id)),
                    count: self.counts[id],
                    is_current: id == language,
                })
                .collect(),
            sections,
            taxonomies,
            search_url: self.routes.href(&self.routes.search(language)),
            has_search: self.site.has_search(),
            search_description_url: self.search_description_url(language),
            languages_url: url_of(List::Languages),
            archive_url: url_of(List::Archive),
            corrections_url: url_of(List::Corrections),
            events_url: url_of(List::Events),
            navigation,
            footer,
            logo: self.logo(language),
            follow_url: url_of(List::Follow),
            generator: GENERATOR,
            extra: &config.extra,
        }
    }

    /// The outermost sections of a language, in the order of their folders.
    fn sections(&self, language: LanguageId) -> Vec<SectionLink<'a>> {
        let site = self.site;
        let own = site.sections.iter().filter(|section| {
            let page = &site.pages[section.page];
            page.language == language && !page.is_top_section()
        });
        // A section inside another is found from there.
        let folders: Vec<&str> = own
            .clone()
            .map(|section| site.pages[section.page].story_path.trim_end_matches("_index"))
            .collect();
        let is_outermost =
            |folder: &str| !folders.iter().any(|other| *other != folder && folder.starts_with(other));
        own.zip(&folders)
            .filter(|(_, folder)| is_outermost(folder))
            .map(|(section, _)| SectionLink {
                title: &site.pages[section.page].title,
                url: self.routes.href(&site.relations[section.page].url),
                count: section.pages.len(),
            })
            .collect()
    }

    /// The interface of a language.
    fn interface(&self, language: LanguageId) -> &Interface {
        &self.interfaces[language]
    }

    /// A smaller size of a picture.
    fn picture(&self, picture: PictureId, index: usize) -> Result<Content> {
        let picture = &self.site.pictures.list[picture];
        let width = picture.variants[index].width;
        pictures::bytes(&picture.file, picture.key, width, &self.site.pictures.cache).map(Content::Bytes)
    }

    /// The head of a page that says that nothing is here: no search engine lists it.
    fn head_of_absence(&self, title: &str, url: &UrlPath, language: LanguageId) -> views::HeadView {
        views::HeadView {
            title: self.interface(language).text(title),
            canonical: self.routes.absolute(url),
            path: self.routes.href(url),
            is_canonical: true,
            noindex: true,
            kind: "website",
            feeds: self.head_feeds(language, None),
            ..views::HeadView::default()
        }
    }

    fn not_found(&self) -> Result<Content> {
        let language = LanguageId::DEFAULT;
        let head = self.head_of_absence("not_found_title", &self.routes.not_found(), language);
        // One file answers for all languages: it speaks each of them.
        let messages: Vec<Value> = self
            .site
            .config
            .languages
            .ids()
            .map(|id| {
                let interface = self.interface(id);
                let home = self.routes.href(&self.routes.home(id));
                to_value(&NotFoundView {
                    lang: interface.tag(),
                    dir: interface.direction(),
                    title: interface.text("not_found_title"),
                    text: interface.text("not_found_text"),
                    link: interface.text("back_home"),
                    url: home,
                })
            })
            .collect();
        self.template(
            "404.html",
            language,
            vec![("head", to_value(&head)), ("messages", Value::from(messages))],
        )
    }
}

/// What the page for missing addresses says in one language: one of `messages`.
#[derive(Serialize)]
struct NotFoundView<'a> {
    lang: &'a str,
    dir: &'static str,
    title: String,
    text: String,
    link: String,
    url: String,
}

/// A view as a template takes it.
fn to_value<T: Serialize>(view: &T) -> Value {
    Value::from_serializable(view)
}

/// The view of a head whose structured data is a safe value: HTML has no escapes for a script.
fn with_safe_data(head: Value) -> Value {
    let Some(map) = head.as_map() else { return head };
    let mut map = map.clone();
    if let Some(data) = map.get_mut(&Key::Str("structured_data")) {
        *data = data.clone().mark_safe();
    }
    Value::from(map)
}

/// A file copied as it is.
fn file(file: &InputFile) -> Result<Content> {
    match file.disk_path() {
        Some(path) => Ok(Content::Copy(path.to_path_buf())),
        None => Ok(Content::Bytes(file.read()?.into_owned())),
    }
}

/// Whether a page stands in lists.
fn is_article(site: &Site, page: PageId) -> bool {
    site.pages[page].kind == PageKind::Article
}
