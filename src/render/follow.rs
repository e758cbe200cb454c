//! The page that says how to follow the site: every feed in plain words, with its address.

use crate::diagnostic::Result;
use crate::ids::LanguageId;
use crate::path::UrlPath;
use crate::site::{Event, Feed, FeedScope};

use super::views::{CalendarFileView, FeedGroup, FeedView, FollowView};
use super::{Content, Renderer, to_value};

/// How many feeds of one kind the page names. Each term has the address of its own on its page.
const GROUP_MAX: usize = 100;

impl Renderer<'_> {
    /// How to follow the site, in one language.
    pub(super) fn follow(&self, language: LanguageId) -> Result<Content> {
        let site = self.site;
        let interface = self.interface(language);
        let name = |id: LanguageId| site.config.languages[id].name.clone();
        let mut feeds: Vec<FeedView> = Vec::new();
        for feed in self.feeds_of(language, |scope| matches!(scope, FeedScope::Language(_))) {
            feeds.push(self.feed_view(feed, name(language)));
        }
        for feed in self.feeds_of(language, |scope| matches!(scope, FeedScope::Corrections(_))) {
            feeds.push(self.feed_view(feed, interface.text("corrections")));
        }
        if let Some(all) = site.feed_of(FeedScope::All) {
            feeds.push(FeedView {
                lang: interface.tag().to_owned(),
                dir: interface.direction(),
                url: self.routes.href(&self.routes.home(language)),
                ..self.feed_view(&site.feeds[all], interface.text("feed_all_languages"))
            });
        }
        let others = site.config.languages.ids().filter(|other| *other != language);
        let languages = others
            .filter_map(|other| {
                let feed = site.feed_of(FeedScope::Language(other))?;
                Some(self.feed_view(&site.feeds[feed], name(other)))
            })
            .collect();
        let view = FollowView {
            feeds,
            languages,
            groups: self.feed_groups(language),
            term_articles: site.config.feeds.term_articles,
            opml_url: (!site.feeds.is_empty()).then(|| self.routes.absolute(&self.routes.feed_list())),
            calendars: self.calendars(language),
        };
        let head = self.signpost(language, "follow", |id| self.routes.follow(id));
        self.template("follow.html", language, vec![("head", to_value(&head)), ("follow", to_value(&view))])
    }

    /// The calendar files of a language's events, the newest event first.
    fn calendars(&self, language: LanguageId) -> Vec<CalendarFileView> {
        let with_page = self.site.events.iter().filter_map(|event| Some((event, event.urls.get(&language)?)));
        let mut events: Vec<(&Event, &UrlPath)> =
            with_page.filter(|(event, _)| event.has_calendar()).collect();
        let start = |event: &Event| event.definition.first_moment().map(|date| date.instant);
        events.sort_by_key(|(event, _)| (std::cmp::Reverse(start(event)), event.definition.id.clone()));
        events
            .into_iter()
            .map(|(event, url)| {
                let name = self.local_text(&event.definition.name, language);
                CalendarFileView {
                    title: name.text.to_owned(),
                    lang: name.lang.to_owned(),
                    dir: name.dir,
                    url: self.routes.href(url),
                    file_url: self.routes.absolute(&self.routes.event_calendar(url)),
                }
            })
            .collect()
    }

    /// The feeds of a language's sections, and of its terms.
    fn feed_groups(&self, language: LanguageId) -> Vec<FeedGroup> {
        let site = self.site;
        let sections: Vec<FeedView> = self
            .feeds_of(language, |scope| matches!(scope, FeedScope::Section(_)))
            .into_iter()
            .filter_map(|feed| match feed.scope {
                FeedScope::Section(section) => {
                    let title = site.pages[site.sections[section].page].title.to_string();
                    Some(self.feed_view(feed, title))
                }
                _ => None,
            })
            .collect();
        let mut groups = vec![FeedGroup { title: self.interface(language).text("section"), feeds: sections }];
        if let Some((title, feeds)) = self.event_feeds(language) {
            let named = feeds.into_iter().filter_map(|feed| match feed.scope {
                FeedScope::Event(event, _) => {
                    let name = site.events[event].definition.name.get(language).0.to_owned();
                    Some(self.feed_view(feed, name))
                }
                _ => None,
            });
            groups.push(FeedGroup { title, feeds: named.take(GROUP_MAX).collect() });
        }
        for (title, feeds) in self.term_feeds(language) {
            let mut terms: Vec<(usize, &Feed, &str)> = feeds
                .into_iter()
                .filter_map(|feed| match feed.scope {
                    FeedScope::Term(term) => {
                        let term = &site.terms[term];
                        Some((term.pages.len(), feed, &*term.name))
                    }
                    _ => None,
                })
                .collect();
            // Stable: of equal ones, the first by slug.
            terms.sort_by_key(|(count, _, _)| std::cmp::Reverse(*count));
            let terms = terms.into_iter().take(GROUP_MAX);
            let feeds = terms.map(|(_, feed, name)| self.feed_view(feed, name.to_owned())).collect();
            groups.push(FeedGroup { title, feeds });
        }
        groups.retain(|group| !group.feeds.is_empty());
        groups
    }

    fn feed_view(&self, feed: &Feed, title: String) -> FeedView {
        let language = &self.site.config.languages[feed.language.unwrap_or(LanguageId::DEFAULT)];
        FeedView {
            title,
            lang: language.tag.as_str().to_owned(),
            dir: language.tag.direction().as_str(),
            url: self.routes.href(&feed.home),
            addresses: self.feed_links(feed),
        }
    }
}
