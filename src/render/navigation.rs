//! The navigation, the footer and the logo as readers of one language see them.

use crate::config::theme::List;
use crate::ids::{Id, LanguageId, PageId};
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
            let title = entry.title.as_ref().map(|title| title.get(language).to_owned());
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
                    links.push(plain(title.unwrap_or_default(), url));
                }
                NavigationTarget::Link(Target::Elsewhere(url)) => {
                    links.push(plain(title.unwrap_or_default(), url.to_string()));
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
    fn link_to_page(&self, named: PageId, language: LanguageId, title: Option<String>) -> NavigationLink {
        let site = self.site;
        let story = &site.stories[site.relations[named].story];
        let own = story.editions.iter().copied().find(|edition| site.pages[*edition].language == language);
        let shown = own.unwrap_or(story.original);
        let page = &site.pages[shown];
        let tag = &site.config.languages[page.language].tag;
        let is_elsewhere = page.language != language;
        NavigationLink {
            is_foreign: is_elsewhere && title.is_none(),
            title: title.unwrap_or_else(|| page.title.to_string()),
            url: self.routes.href(&site.relations[shown].url),
            lang: is_elsewhere.then(|| tag.as_str().to_owned()),
            dir: is_elsewhere.then(|| tag.direction().as_str()),
        }
    }

    pub(super) fn footer(
        &self,
        language: LanguageId,
        sections: &[SectionLink<'_>],
        taxonomies: &[TaxonomyLink<'_>],
    ) -> FooterView<'a> {
        let text = self.site.config.theme.footer_text.get(language);
        FooterView {
            text: Some(text).filter(|text| !text.is_empty()),
            links: self.navigation(&self.site.navigation.footer, language, sections, taxonomies),
        }
    }

    pub(super) fn logo(&self, language: LanguageId) -> Option<LogoView<'a>> {
        let (config, logo) = (&self.site.config, self.site.logo.as_ref()?);
        let alt = config.theme.logo.as_ref()?.alt.as_ref().unwrap_or(&config.title);
        Some(LogoView {
            url: self.routes.href(&logo.url),
            alt: alt.get(language),
            width: logo.size.map(|(width, _)| width),
            height: logo.size.map(|(_, height)| height),
        })
    }
}

/// A link in the reader's own language.
fn plain(title: String, url: String) -> NavigationLink {
    NavigationLink { title, url, lang: None, dir: None, is_foreign: false }
}
