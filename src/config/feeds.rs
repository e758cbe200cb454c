//! `feeds`: which feeds there are, what they hold, and the names that outlive every address.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, closest};
use crate::path::check_segment;

use super::checker::Checker;
use super::locate::find_key;
use super::{BaseUrl, Taxonomy, raw};

/// The start of the names of a site that is tied to no domain, or that names none.
const LOCAL_HOSTS: &[&str] = &["127.0.0.1", "localhost"];
/// The year in the names of a site that gives none. It only has to stay.
const USUAL_YEAR: &str = "2020";

/// What feeds a site has.
#[derive(Clone, Debug)]
pub struct Feeds {
    /// The formats of the feeds of each language, and of all of them together.
    pub formats: Vec<FeedFormat>,
    /// The formats of all others: those of terms, sections, events and corrections.
    pub other_formats: Vec<FeedFormat>,
    /// The file name of each format.
    names: BTreeMap<FeedFormat, String>,
    /// Further file names at which the feeds of languages answer.
    pub also_at: Vec<(String, FeedFormat)>,
    /// How much of an article an item gives.
    pub content: FeedContent,
    /// How many articles the feed of a language has at least, where there are so many.
    pub articles: usize,
    /// How many any other feed has at least.
    pub other_articles: usize,
    /// How many days a feed reaches back at least, from its newest article.
    pub days: u32,
    /// Which feeds keep what has left them in archives.
    pub archive: FeedArchives,
    /// Whether there is a feed of all languages, where there are several.
    pub all_languages: bool,
    /// The taxonomies whose terms have feeds, by their place among the taxonomies.
    pub taxonomies: Vec<usize>,
    /// How many articles a term must have to have a feed.
    pub term_articles: usize,
    /// Whether there is a feed of corrections.
    pub corrections: bool,
    /// Whether each news event has a feed.
    pub events: bool,
    /// What the names of items begin with: `example.org,2021` (RFC 4151).
    pub tag_authority: String,
    /// The `WebSub` hub that tells subscribers of news.
    pub hub: Option<String>,
}

impl Feeds {
    /// The file name of the feeds in a format.
    #[must_use]
    pub fn name(&self, format: FeedFormat) -> &str {
        self.names.get(&format).map_or(format.usual_name(), |name| name)
    }
}

/// A format of feeds, in the order in which pages name them: readers take the first they know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// Its word in the settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Rss => "rss",
            Self::Json => "json",
        }
    }

    /// Its own name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON Feed",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }

    fn usual_name(self) -> &'static str {
        match self {
            Self::Atom => "atom.xml",
            Self::Rss => "rss.xml",
            Self::Json => "feed.json",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// How much of an article an item gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedContent {
    /// All of it.
    Full,
    /// What lists say of it.
    Summary,
}

/// Which feeds keep what has left them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedArchives {
    /// None.
    None,
    /// Those of each language.
    Languages,
    /// These, and that of all languages.
    All,
}

impl Checker<'_> {
    /// The settings of feeds; every one of them is checked before the first that is wrong ends it.
    pub(super) fn feeds(
        &mut self,
        settings: &raw::Settings,
        base_url: Option<&BaseUrl>,
        taxonomies: &[Taxonomy],
    ) -> Option<Feeds> {
        let raw = &settings.feeds;
        let formats = self.formats("formats", raw.formats.as_ref(), &FeedFormat::ALL);
        let other_formats = self.formats("other_formats", raw.other_formats.as_ref(), &[FeedFormat::Atom]);
        let names = self.feed_names(raw.names.as_ref());
        let also_at = self.also_at(raw.also_at.as_ref());
        let content = match raw.content.as_deref() {
            None | Some("full") => Some(FeedContent::Full),
            Some("summary") => Some(FeedContent::Summary),
            Some(other) => {
                let message = format!("feeds cannot give `{other}` of an article");
                self.error(&["feeds", "content"], message, Some("write `full` or `summary`"));
                None
            }
        };
        let articles = self.n_articles("articles", raw.articles.unwrap_or(30), "formats");
        let other_articles =
            self.n_articles("other_articles", raw.other_articles.unwrap_or(10), "other_formats");
        let archive = self.archives(raw.archive.as_ref());
        let with_feeds = self.taxonomies_with_feeds(raw.taxonomies.clone(), taxonomies);
        let tag_authority = self.tag_authority(settings, base_url);
        let hub = raw.hub.as_deref().map(|hub| self.hub(hub));
        Some(Feeds {
            formats: formats?,
            other_formats: other_formats?,
            names: names?,
            also_at: also_at?,
            content: content?,
            articles,
            other_articles,
            days: raw.days.unwrap_or(30),
            archive: archive?,
            all_languages: raw.all_languages.unwrap_or(true),
            taxonomies: with_feeds?,
            term_articles: raw.term_articles.unwrap_or(5).max(1),
            corrections: raw.corrections.unwrap_or(true),
            events: raw.events.unwrap_or(true),
            tag_authority: tag_authority?,
            hub: match hub {
                Some(hub) => Some(hub?),
                None => None,
            },
        })
    }

    fn archives(&mut self, written: Option<&raw::FeedArchives>) -> Option<FeedArchives> {
        match written {
            None | Some(raw::FeedArchives::Switch(true)) => Some(FeedArchives::All),
            Some(raw::FeedArchives::Switch(false)) => Some(FeedArchives::None),
            Some(raw::FeedArchives::Word(word)) if word == "languages" => Some(FeedArchives::Languages),
            Some(raw::FeedArchives::Word(word)) => {
                let message = format!("`{word}` does not say which feeds have archives");
                self.error(&["feeds", "archive"], message, Some("write `true`, `false` or `languages`"));
                None
            }
        }
    }

    /// The least number of articles in a feed.
    fn n_articles(&mut self, key: &str, number: usize, formats: &str) -> usize {
        if number == 0 {
            let message = format!("`feeds.{key}` is 0, so no feed could hold anything");
            let hint = format!("to have no feeds, write `{formats}: []`");
            self.error(&["feeds", key], message, Some(&hint));
        }
        number
    }

    /// The formats in their own order, each once.
    fn formats(
        &mut self,
        key: &str,
        written: Option<&raw::OneOrMany>,
        usual: &[FeedFormat],
    ) -> Option<Vec<FeedFormat>> {
        let Some(written) = written else { return Some(usual.to_vec()) };
        let mut formats = Vec::new();
        for word in written.clone().into_vec() {
            formats.push(self.format(&["feeds", key], &word)?);
        }
        formats.sort_unstable();
        formats.dedup();
        Some(formats)
    }

    fn format(&mut self, keys: &[&str], word: &str) -> Option<FeedFormat> {
        let format = FeedFormat::parse(word);
        if format.is_none() {
            let hint = match closest(word, FeedFormat::ALL.map(FeedFormat::word)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "the formats are `rss`, `atom` and `json`".to_owned(),
            };
            self.error(keys, format!("`{word}` is not a format of feeds"), Some(&hint));
        }
        format
    }

    fn feed_names(
        &mut self,
        written: Option<&BTreeMap<String, String>>,
    ) -> Option<BTreeMap<FeedFormat, String>> {
        let mut names = FeedFormat::ALL.map(|format| (format, format.usual_name().to_owned()));
        for (word, name) in written.into_iter().flatten() {
            let place = ["feeds", "names", word];
            let format = self.format(&place, word)?;
            self.feed_name(&place, name)?;
            for (_, own) in names.iter_mut().filter(|(other, _)| *other == format) {
                own.clone_from(name);
            }
        }
        for (index, (_, name)) in names.iter().enumerate() {
            if names[..index].iter().any(|(_, other)| other == name) {
                let message = format!("feeds in two formats cannot both be named `{name}`");
                self.error(&["feeds", "names"], message, Some("give each format a name of its own"));
                return None;
            }
        }
        Some(names.into())
    }

    fn also_at(&mut self, written: Option<&BTreeMap<String, String>>) -> Option<Vec<(String, FeedFormat)>> {
        let Some(written) = written else { return Some(vec![("feed.xml".to_owned(), FeedFormat::Atom)]) };
        let mut also_at = Vec::new();
        for (name, word) in written {
            let place = ["feeds", "also_at", name];
            self.feed_name(&place, name)?;
            also_at.push((name.clone(), self.format(&place, word)?));
        }
        Some(also_at)
    }

    fn feed_name(&mut self, keys: &[&str], name: &str) -> Option<()> {
        let checked = check_segment(name).map_err(|why| format!("a feed cannot be named `{name}`: it {why}"));
        self.take(keys, checked)
    }

    fn taxonomies_with_feeds(
        &mut self,
        written: Option<raw::OneOrMany>,
        taxonomies: &[Taxonomy],
    ) -> Option<Vec<usize>> {
        let Some(written) = written else { return Some((0..taxonomies.len()).collect()) };
        let mut found = Vec::new();
        for name in written.into_vec() {
            let Some(at) = taxonomies.iter().position(|taxonomy| taxonomy.name == name) else {
                let known = taxonomies.iter().map(|taxonomy| &*taxonomy.name);
                let hint = match closest(&name, known.clone()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("the taxonomies are {}", known.collect::<Vec<_>>().join(", ")),
                };
                let message = format!("`{name}` is no taxonomy of this site");
                self.error(&["feeds", "taxonomies"], message, Some(&hint));
                return None;
            };
            found.push(at);
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    /// What names begin with: as written, else by the host that the file gives, so that a preview
    /// under another address names everything in the same way.
    fn tag_authority(&mut self, settings: &raw::Settings, base_url: Option<&BaseUrl>) -> Option<String> {
        if let Some(written) = &settings.feeds.tag_authority {
            let written = written.trim();
            if !is_tag_authority(written) {
                let message = format!("`{written}` cannot begin the names of items");
                let hint = "write a domain of yours and a year in which you had it, as `example.org,2021`";
                self.error(&["feeds", "tag_authority"], message, Some(hint));
                return None;
            }
            return Some(written.to_owned());
        }
        let of_file = settings.base_url.as_deref().and_then(|text| BaseUrl::parse(text).ok());
        let host = of_file.as_ref().or(base_url).map_or("", host);
        let authority = format!("{host},{USUAL_YEAR}");
        if !is_tag_authority(&authority) || LOCAL_HOSTS.contains(&host) {
            return Some(format!("localhost,{USUAL_YEAR}"));
        }
        if settings.feeds.has_none() {
            return Some(authority);
        }
        let message = format!("feeds name their items by `{host}`, so all would be new under another host");
        let hint = format!("write `feeds: {{tag_authority: \"{authority}\"}}`, and never change it");
        let mut note = Diagnostic::note(message).in_file(self.path).hint(hint);
        if let Some(place) = find_key(self.text, &["feeds"]).or_else(|| find_key(self.text, &["base_url"])) {
            note = note.at(place);
        }
        self.problems.push(note);
        Some(authority)
    }

    fn hub(&mut self, written: &str) -> Option<String> {
        match url::Url::parse(written.trim()) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.host_str().is_some() => {
                Some(url.to_string())
            }
            _ => {
                let message = format!("the hub `{written}` is no web address");
                self.error(&["feeds", "hub"], message, Some("write it as `https://hub.example/`"));
                None
            }
        }
    }
}

/// The host of a base URL, without its port.
fn host(base_url: &BaseUrl) -> &str {
    let after = base_url.origin.split_once("://").map_or(&*base_url.origin, |(_, host)| host);
    match after.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => after,
    }
}

/// Whether `text` is RFC 4151's `taggingEntity`: a domain or an address of mail, a comma, and a
/// year, a month or a day. Names are compared byte by byte, so that they are in lower case.
fn is_tag_authority(text: &str) -> bool {
    let Some((name, date)) = text.split_once(',') else { return false };
    let is_of = |part: &str, more: &[u8]| {
        !part.is_empty()
            && part.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || more.contains(&byte)
            })
    };
    let (mailbox, domain) =
        name.split_once('@').map_or((None, name), |(mailbox, domain)| (Some(mailbox), domain));
    let domain_fits =
        domain.split('.').all(|label| is_of(label, b"") && !label.starts_with('-') && !label.ends_with('-'));
    let parts: Vec<&str> = date.split('-').collect();
    let digits = [4, 2, 2];
    let number = |text: &str| text.parse::<u16>().unwrap_or(0);
    domain_fits
        && mailbox.is_none_or(|mailbox| is_of(mailbox, b"._"))
        && (1..=3).contains(&parts.len())
        && parts.iter().zip(digits).all(|(part, length)| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()) && number(part) > 0
        })
        && parts.get(1).is_none_or(|month| number(month) <= 12)
        && parts.get(2).is_none_or(|day| number(day) <= 31)
}

#[cfg(test)]
mod tests {
    use super::is_tag_authority;

    #[test]
    fn names_begin_with_a_domain_or_mailbox_and_a_date() {
        for good in
            ["example.org,2021", "a-b.example.org,2021-03", "desk_1@example.org,2021-03-19", "localhost,2020"]
        {
            assert!(is_tag_authority(good), "{good}");
        }
        for bad in [
            "",
            "example.org",
            "example.org,21",
            "Example.org,2021",
            "example..org,2021",
            "-a.org,2021",
            "example.org,2021-13",
            "example.org,2021-00",
            "example.org,2021-03-19-1",
            "a b.org,2021",
            "@example.org,2021",
            "[::1],2021",
            "example.org,2021,2022",
        ] {
            assert!(!is_tag_authority(bad), "{bad}");
        }
    }
}
