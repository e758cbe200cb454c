//! What a page says of itself where it is shared: Open Graph, and the cards of X.

use crate::ids::{LanguageId, PageId};

use super::Renderer;
use super::page::w3c;
use super::versions::Versions;
use super::views::{HeadView, ImageView, NameView, PropertyView};

/// The kinds of pictures that networks show.
const SHOWN_PICTURES: [&str; 5] = ["jpg", "jpeg", "png", "gif", "webp"];

/// The narrowest picture that X shows as wide as the card.
const WIDE_CARD_MIN: u32 = 300;

impl Renderer<'_> {
    /// Fills in what is said of a page; of an article, more than of a list.
    pub(super) fn share(
        &self,
        head: &mut HeadView,
        language: LanguageId,
        versions: &Versions,
        article: Option<PageId>,
    ) {
        let site_name = self.site.config.title.get(language);
        let title = if head.title.is_empty() { site_name } else { &head.title }.to_owned();
        let image = article.and_then(|id| self.image(id)).filter(is_shown);
        let locale = |id: LanguageId| self.site.config.languages[id].tag.og_locale();
        let own = locale(language);
        let mut properties: Vec<(&'static str, String)> = vec![
            ("og:type", head.kind.to_owned()),
            ("og:title", title.clone()),
            ("og:url", head.canonical.clone()),
            ("og:site_name", site_name.to_owned()),
            ("og:locale", own.clone()),
        ];
        if !head.description.is_empty() {
            properties.push(("og:description", head.description.clone()));
        }
        let others = versions.languages().map(locale).filter(|other| *other != own);
        properties.extend(others.map(|other| ("og:locale:alternate", other)));
        let card = match &image {
            Some(image) if image.width.is_none_or(|width| width >= WIDE_CARD_MIN) => "summary_large_image",
            _ => "summary",
        };
        let mut names: Vec<(&'static str, String)> = vec![("twitter:card", card.to_owned())];
        // For the rest of a list, X takes what Open Graph says.
        if article.is_some() {
            names.push(("twitter:title", title));
            if !head.description.is_empty() {
                names.push(("twitter:description", head.description.clone()));
            }
        }
        if let Some(image) = image {
            names.push(("twitter:image", image.permalink.clone()));
            properties.push(("og:image", image.permalink));
            properties.extend(image.width.map(|width| ("og:image:width", width.to_string())));
            properties.extend(image.height.map(|height| ("og:image:height", height.to_string())));
            if !image.alt.is_empty() {
                names.push(("twitter:image:alt", image.alt.to_owned()));
                properties.push(("og:image:alt", image.alt.to_owned()));
            }
        }
        if let Some(id) = article {
            names.extend(self.authors(id).into_iter().map(|author| ("author", author.name.to_owned())));
            properties.extend(self.article_properties(id));
        }
        properties.retain(|(_, content)| !content.is_empty());
        head.properties =
            properties.into_iter().map(|(property, content)| PropertyView { property, content }).collect();
        head.names = names.into_iter().map(|(name, content)| NameView { name, content }).collect();
    }

    fn article_properties(&self, id: PageId) -> Vec<(&'static str, String)> {
        let relations = &self.site.relations[id];
        let mut properties = Vec::new();
        properties.extend(relations.date.as_ref().map(|date| ("article:published_time", w3c(date))));
        properties.extend(self.changed(id).as_ref().map(|date| ("article:modified_time", w3c(date))));
        // Open Graph knows authors by the address of their page.
        let authors = relations.authors.iter().flatten();
        properties.extend(
            authors.map(|term| ("article:author", self.routes.absolute(&self.site.terms[*term].url))),
        );
        if let Some(section) = self.sections_above(id).last() {
            let page = self.site.sections[*section].page;
            properties.push(("article:section", self.site.pages[page].title.to_string()));
        }
        properties.extend(self.subjects(id).map(|term| ("article:tag", self.site.terms[term].name.clone())));
        properties
    }
}

/// Whether networks can show a picture: drawings they cannot. What cannot be known is tried.
fn is_shown(image: &ImageView<'_>) -> bool {
    let path = image.permalink.split(['?', '#']).next().unwrap_or("");
    let name = path.rsplit('/').next().unwrap_or("");
    match name.rsplit_once('.') {
        Some((_, extension)) => SHOWN_PICTURES.contains(&&*extension.to_ascii_lowercase()),
        None => true,
    }
}
