//! The navigation, the footer and the logo as readers of one language see them.

use crate::config::Localized;
use crate::config::theme::List;
use crate::ids::{Id, LanguageId, PageId};
use crate::language::LanguageTag;
use crate::path::{UrlPath, percent_encode};
use crate::site::{NavigationEntry, NavigationTarget, Target};

use super::Renderer;
use super::views::{FooterView, LogoView, NavigationLink, SectionLink, TaxonomyLink};

impl<'a> Renderer<'a> {
    /// The links that lead somewhere in `language`.
    pub(super) fn navigation(
        &self,
        entries: &[NavigationEntry],
        language: LanguageId,
        sections: &[SectionLink<'_>],
        taxonomies: &[TaxonomyLink<'_>],
    ) -> Vec<NavigationLink> {
        let taxonomy = |taxonomy: &TaxonomyLink<'_>| plain(taxonomy.title.clone(), taxonomy.url.clone());
        let mut links = Vec::new();
        for entry in entries {
            let title = entry.title.as_ref();
            let titled = |url| self.titled(title, url, language);
            match &entry.target {
                NavigationTarget::List(list) => links.extend(self.url_of(*list, language).map(|url| {
                    let title = self.interface(language).text(list.name());
                    plain(title, self.routes.href(&url))
                })),
                NavigationTarget::Sections => {
                    links.extend(
                        sections.iter().map(|section| plain(section.title.into(), section.url.clone())),
                    );
                }
                NavigationTarget::Taxonomies => links.extend(taxonomies.iter().map(taxonomy)),
                NavigationTarget::Taxonomy(id) => {
                    let name = &self.site.config.taxonomies[id.index()].name;
                    links.extend(taxonomies.iter().filter(|own| own.name == name).map(taxonomy));
                }
                NavigationTarget::Link(Target::Page { page, .. }) => {
                    links.push(self.link_to_page(*page, language, title));
                }
                NavigationTarget::Link(Target::Path { url, fragment }) => {
                    let mut url = self.routes.href(url);
                    if let Some(fragment) = fragment {
                        url.push('#');
                        url.push_str(&percent_encode(fragment));
                    }
                    links.push(titled(url));
                }
                NavigationTarget::Link(Target::Elsewhere(url)) => {
                    links.push(titled(url.to_string()));
                }
                NavigationTarget::Link(Target::Same { .. } | Target::File { .. } | Target::Broken) => {}
            }
        }
        links
    }

    /// The address of a page that the tool makes for each language; none where it has nothing to show.
    pub(super) fn url_of(&self, list: List, language: LanguageId) -> Option<UrlPath> {
        match list {
            List::Home => Some(self.routes.home(language)),
            List::Archive => {
                let has_dates = !self.site.archives[language].periods.is_empty();
                has_dates.then(|| self.routes.archive_index(language))
            }
            List::Events => self.site.has_events(language).then(|| self.routes.events(language)),
            List::Search => Some(self.routes.search(language)),
            List::Languages => {
                (self.site.config.languages.len() > 1).then(|| self.routes.languages(language))
            }
            List::Corrections => {
                let has_corrections = !self.site.corrections[language].is_empty();
                has_corrections.then(|| self.routes.corrections(language))
            }
            List::Follow => self.site.can_be_followed().then(|| self.routes.follow(language)),
        }
    }

    /// An article: its edition in the reader's language, or else its original.
    fn link_to_page(&self, named: PageId, language: LanguageId, title: Option<&Localized>) -> NavigationLink {
        let site = self.site;
        let story = &site.stories[site.relations[named].story];
        let own = story.editions.iter().copied().find(|edition| site.pages[*edition].language == language);
        let shown = own.unwrap_or(story.original);
        let page = &site.pages[shown];
        let tag = &site.config.languages[page.language].tag;
        let is_elsewhere = page.language != language;
        let url = self.routes.href(&site.relations[shown].url);
        let lang = is_elsewhere.then(|| tag.as_str().to_owned());
        let dir = is_elsewhere.then(|| tag.direction().as_str());
        let link = match title {
            Some(_) => self.titled(title, url, language),
            None => NavigationLink {
                title_lang: lang.clone(),
                title_dir: dir,
                ..plain(page.title.to_string(), url)
            },
        };
        NavigationLink { is_foreign: is_elsewhere && link.title_lang == lang, lang, dir, ..link }
    }

    /// A link with a title of the settings.
    fn titled(&self, title: Option<&Localized>, url: String, language: LanguageId) -> NavigationLink {
        let Some(title) = title else { return plain(String::new(), url) };
        let (lang, dir) = self.mark(title, language);
        NavigationLink {
            title_lang: lang.map(str::to_owned),
            title_dir: dir,
            ..plain(title.get(language).to_owned(), url)
        }
    }

    /// The language and direction that mark a text of the settings for readers of another language.
    pub(super) fn mark(
        &self,
        text: &Localized,
        language: LanguageId,
    ) -> (Option<&'a str>, Option<&'static str>) {
        let tag = text.foreign(language).map(|foreign| &self.site.config.languages[foreign].tag);
        (tag.map(LanguageTag::as_str), tag.map(|tag| tag.direction().as_str()))
    }

    pub(super) fn footer(
        &self,
        language: LanguageId,
        sections: &[SectionLink<'_>],
        taxonomies: &[TaxonomyLink<'_>],
    ) -> FooterView<'a> {
        let footer = &self.site.config.theme.footer_text;
        let (lang, dir) = self.mark(footer, language);
        FooterView {
            text: Some(footer.get(language)).filter(|text| !text.is_empty()),
            lang,
            dir,
            links: self.navigation(&self.site.navigation.footer, language, sections, taxonomies),
        }
    }

    pub(super) fn logo(&self, language: LanguageId) -> Option<LogoView<'a>> {
        let (config, logo) = (&self.site.config, self.site.logo.as_ref()?);
        let alt = config.theme.logo.as_ref()?.alt.as_ref().unwrap_or(&config.title);
        let (lang, dir) = self.mark(alt, language);
        Some(LogoView {
            url: self.routes.href(&logo.url),
            alt: alt.get(language),
            lang,
            dir,
            width: logo.size.map(|(width, _)| width),
            height: logo.size.map(|(_, height)| height),
        })
    }
}

/// A link in the reader's own language.
fn plain(title: String, url: String) -> NavigationLink {
    NavigationLink { title, url, lang: None, dir: None, is_foreign: false, title_lang: None, title_dir: None }
}
