//! Which key means which field.
//!
//! The spellings of the common generators are built in, and settings add more. Keys match without
//! regard to case, and `-` counts as `_`. An unknown key is the author's own, unless it is one slip
//! away from a known one: then it is an error, since a misspelt `draft` would publish.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::closest;

macro_rules! fields {
    ($($field:ident: $($key:literal)+;)*) => {
        /// What a known key is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Field { $($field),* }

        /// Every field with its keys, the canonical one first.
        const FIELDS: &[(Field, &[&str])] = &[$((Field::$field, &[$($key),+])),*];
    };
}

fields! {
    Title: "title";
    Slug: "slug";
    Path: "path" "permalink";
    Url: "url";
    Aliases: "aliases" "alias" "redirect_from";
    Date: "date" "published_date";
    Updated: "updated" "lastmod" "modified" "last_modified_at" "last_modified";
    PublishDate: "publish_date" "publishdate" "pubdate" "pub_date";
    ExpiryDate: "expiry_date" "expirydate" "unpublishdate" "unpublish_date";
    Draft: "draft" "is_draft";
    Published: "published" "publish";
    Status: "status";
    Untranslated: "untranslated";
    Hidden: "hidden" "headless" "unlisted";
    Build: "build" "_build";
    Featured: "featured";
    Lang: "lang" "language" "locale";
    TranslationKey: "translation_key" "translationkey" "lang_ref" "ref" "page_id" "language_reference";
    Original: "original" "is_original";
    Translations: "translations" "alternates";
    Translation: "translation" "translation_method";
    Summary: "summary" "description" "excerpt" "deck" "subtitle";
    Authors: "authors" "author";
    Translators: "translators" "translator";
    Source: "source";
    SourceUrl: "source_url" "via" "link";
    Canonical: "canonical" "canonical_url";
    Image: "image" "images" "previewimage" "preview_image";
    ImageAlt: "image_alt" "imagealt";
    ImageCaption: "image_caption" "imagecaption";
    ImageCredit: "image_credit" "imagecredit";
    Event: "event";
    Template: "template" "layout";
    Weight: "weight";
    SeriesOrder: "series_order" "series_weight";
    InSearchIndex: "in_search_index";
    Sitemap: "in_sitemap" "sitemap";
    SourceHash: "source_hash";
    Id: "id";
    Corrections: "corrections" "correction";
    Toc: "toc";
    Feed: "feed" "generate_feeds" "generate_feed";
    Taxonomies: "taxonomies";
    Extra: "extra" "params";
}

/// Words one slip away from a known key that are keys of their own in real archives.
const OWN_WORDS: [&str; 23] = [
    "built",
    "collection",
    "collections",
    "course",
    "except",
    "feature",
    "features",
    "feeds",
    "guild",
    "height",
    "local",
    "locals",
    "modifier",
    "publisher",
    "published_at",
    "resource",
    "sourced",
    "states",
    "stats",
    "translate",
    "translated",
    "update",
    "updates",
];

/// What is known of a key.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub field: Option<Field>,
    /// Which spelling of the field this is: 0 is the canonical one.
    pub rank: usize,
    /// The taxonomy whose terms stand here, by its place in the settings.
    pub taxonomy: Option<usize>,
}

/// Which front-matter key means which field or taxonomy.
#[derive(Clone, Debug)]
pub struct KeyMap {
    known: HashMap<String, Known>,
    /// The same keys in a fixed order, each with the set of its letters.
    words: Vec<(String, u32)>,
    pub(super) taxonomies: Vec<String>,
    /// Whether every unknown key is an error.
    pub(super) is_strict: bool,
}

impl KeyMap {
    /// Puts the built-in keys, those of the taxonomies and those of the settings together.
    ///
    /// `taxonomies` has the name of each taxonomy and the keys its terms are written under (the
    /// name is always one); `aliases` has more keys for built-in fields, by the canonical name of
    /// the field ([`KeyMap::field_names`]; others are ignored). A key of `aliases` loses the
    /// meaning it has of itself.
    #[must_use]
    pub fn new(
        taxonomies: &[(String, Vec<String>)],
        aliases: &BTreeMap<String, Vec<String>>,
        strict: bool,
    ) -> Self {
        let mut known: HashMap<String, Known> = HashMap::new();
        for (field, keys) in FIELDS {
            for (rank, key) in keys.iter().enumerate() {
                known.insert((*key).to_owned(), Known { field: Some(*field), rank, taxonomy: None });
            }
        }
        for (name, keys) in aliases {
            let Some((field, built_in)) = FIELDS.iter().find(|(_, keys)| keys[0] == name) else { continue };
            for (index, key) in keys.iter().enumerate() {
                let key = folded(key);
                if !built_in.contains(&key.as_str()) {
                    known.insert(
                        key,
                        Known { field: Some(*field), rank: built_in.len() + index, taxonomy: None },
                    );
                }
            }
        }
        for (index, (name, keys)) in taxonomies.iter().enumerate() {
            for key in std::iter::once(name).chain(keys) {
                known.entry(folded(key)).or_default().taxonomy = Some(index);
            }
        }
        let mut words: Vec<(String, u32)> = known.keys().map(|key| (key.clone(), letters(key))).collect();
        words.sort();
        let taxonomies = taxonomies.iter().map(|(name, _)| name.clone()).collect();
        Self { known, words, taxonomies, is_strict: strict }
    }

    /// The canonical names of the built-in fields: those that settings may give more keys.
    pub fn field_names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, keys)| keys[0])
    }

    pub(super) fn get(&self, key: &str) -> Option<Known> {
        self.known.get(&folded(key)).copied()
    }

    /// The taxonomy that has `key` among its keys.
    pub(super) fn taxonomy(&self, key: &str) -> Option<usize> {
        self.get(key).and_then(|known| known.taxonomy)
    }

    /// The known key that an unknown one was meant to be.
    pub(super) fn near_miss(&self, key: &str) -> Option<&str> {
        let key = folded(key);
        if OWN_WORDS.contains(&key.as_str()) {
            return None;
        }
        let set = letters(&key);
        // Most words share too few letters to be measured at all.
        let candidates = self
            .words
            .iter()
            .filter(|(_, other)| (set ^ other).count_ones() <= 4)
            .map(|(word, _)| word.as_str());
        closest(&key, candidates).filter(|word| is_slip(&key, word))
    }
}

/// A key as it is compared.
fn folded(key: &str) -> String {
    let mut key = key.trim().to_lowercase();
    if key.contains('-') {
        key = key.replace('-', "_");
    }
    key
}

/// Which of a to z are in `word`.
fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, byte| set | 1 << (byte - b'a'))
}

/// Whether `written` can only be a slip of the pen for `word`. Stricter than likeness: `data`,
/// `math`, `dates` and `links` are words of their own.
fn is_slip(written: &str, word: &str) -> bool {
    let slips = strsim::osa_distance(written, word);
    let without_marks = |text: &str| text.replace('_', "");
    if without_marks(written) == without_marks(word) {
        return true;
    }
    // The plural or singular of a known word is another word, but nobody has a word `drafts` for
    // one article, and a draft must not get out.
    if written == "drafts" {
        return word == "draft";
    }
    if written.strip_suffix('s') == Some(word) || word.strip_suffix('s') == Some(written) {
        return false;
    }
    match word.len() {
        0..=3 => false,
        4 => {
            let sorted = |text: &str| {
                let mut bytes = text.as_bytes().to_vec();
                bytes.sort_unstable();
                bytes
            };
            slips == 1 && sorted(written) == sorted(word)
        }
        5..=9 => slips == 1,
        _ => slips <= 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> KeyMap {
        let taxonomies = [
            ("tags".to_owned(), ["tag", "topics", "keywords"].map(String::from).to_vec()),
            ("categories".to_owned(), vec!["category".to_owned()]),
            ("authors".to_owned(), Vec::new()),
        ];
        let aliases =
            BTreeMap::from([("source_url".to_owned(), vec!["url".to_owned(), "origin".to_owned()])]);
        KeyMap::new(&taxonomies, &aliases, false)
    }

    fn check(key: &str, field: Option<Field>, taxonomy: Option<usize>) {
        let known = keys().get(key).unwrap_or_default();
        assert_eq!((known.field, known.taxonomy), (field, taxonomy), "{key}");
    }

    #[test]
    fn keys_match_without_regard_to_case() {
        for key in ["title", "Title", "TITLE", " title "] {
            check(key, Some(Field::Title), None);
        }
        for key in ["translationKey", "TranslationKey", "translation_key", "translation-key"] {
            check(key, Some(Field::TranslationKey), None);
        }
        check("lang-ref", Some(Field::TranslationKey), None);
        check("expiryDate", Some(Field::ExpiryDate), None);
    }

    #[test]
    fn settings_add_keys() {
        check("topics", None, Some(0));
        check("Category", None, Some(1));
        check("authors", Some(Field::Authors), Some(2));
        check("url", Some(Field::SourceUrl), None);
        check("origin", Some(Field::SourceUrl), None);
        check("nothing", None, None);
    }

    #[test]
    fn every_field_has_a_name_of_its_own() {
        let names: Vec<&str> = KeyMap::field_names().collect();
        let unique: std::collections::BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), unique.len());
    }

    #[test]
    fn slips_are_found() {
        for (written, meant) in [
            ("titel", "title"),
            ("tilte", "title"),
            ("Titl", "title"),
            ("drfat", "draft"),
            ("daft", "draft"),
            ("tag_s", "tags"),
            ("dtae", "date"),
            ("slgu", "slug"),
            ("sumary", "summary"),
            ("athor", "author"),
            ("upadted", "updated"),
            ("descripton", "description"),
            ("publihsed", "published"),
            ("expirydat", "expirydate"),
            ("transaltion_kye", "translation_key"),
            ("categoreis", "categories"),
            ("permalnik", "permalink"),
        ] {
            assert_eq!(keys().near_miss(written), Some(meant), "{written}");
        }
    }

    /// Keys of real archives and of the documentation of the common generators and themes.
    const REAL_KEYS: &str = "
        abstract accent actions address ads advert affiliation album align alert allow_comments alt analytics anchor
        archive archived article article_class artist assets asset attachments attribution audience audio author_bio
        author_image_url author_title author_url authorbox avatar background banner base basename bg bibliography
        bio blog blurb board body body_class book books bookcase brand breadcrumb breadcrumbs bugs button byline
        cache canonical canonical_url caption captions card cascade center channel changelog chapter chart citation
        city class cms code collection collections color colors columns comment comment_id comments company content
        content_type contents contributor contributors copy copyright count country course cover cover_image
        creator credit credits css cta custom custom_css data database dates dateline day days default
        deadline degree demo department deprecated detail details dial dir direction discuss discussion disqus
        disqus_identifier doc docs docid doi domain download downloads duration edit editor edition editions
        editor_options email emails embed enable enabled end end_date enddate entry entries episode epoch eta
        event_date event_location eventname events exclude exclude_search exercise experience
        experimental expert expires expired facebook faq favicon feature feature_image featured featured_image
        featuredimage feed feeds feedback figure file filename files filter flag flags flow font fonts footer
        footnotes form format formats from full full_width fullwidth galleries gallery genre geo github github_url
        glossary goal grade graph grid group groups guest guests guid h1 hash head header headerimage heading height
        help hero hidden_toc hide hide_title hidetoc highlight history home homepage host hour hours href html
        icon icons identifier image_src image_url imagealt imagecaption img imgs import important index indexed info
        intro introduction isbn issue issues item items javascript job jobs journal js json katex key kicker
        kind label labels land languages last_name last_update lastedited latex latitude layout_style lead lecture
        legacy length lessons letter level library license licence likes line linked links linkedin list lists
        listing lng load local locales location locations lock logo long longitude main maintainers major map mastodon
        math mathjax media meeting member members mentions menu menus mermaid message meta metadata mission mode
        model month more movie music name names nav nav_order navbar navigation news newsletter next no no_index nofollow
        noindex note notes notoc number og_image oldurl online open order ordering org organization organizer origin
        other outputs outline overview owner page page_title pagecount pages pagination pagination_next paper papers
        parent parents part parts partner password paths pdf people period person phone photo photos picture pin pinned
        place plain platform player playlist plugin plugins podcast position post post_id posts preface preview prev
        previous price primary prio priority private product profile program project projects pronouns props public
        publication publications publisher published_at publishing quote rank rating rate raw read read_more reading_time
        readingtime readmore recipe redirect redirect_to redirects references region related related_posts release
        released releases render repo repository reply required requirements resource resources result results review
        reviewer reviewers revision rights robots role root rss runtime sass scheduled schema school score script
        scripts search season section sections see_also selected sender seo series series_order series_weight
        server services share shared short short_title shortname show show_author showtoc side sidebar sidebar_label
        sidebar_position sidebars signature site site_name size slides slideshow slot slugs social sort sort_order
        sound source_lang sourced sources space speaker speakers sponsor sponsors stage star stars start
        start_date startdate state states stats stub style styles stylesheet stylesheets sub subhead subheading
        subject subtitles supporters svg synopsis syndication table tab tabs tagline target team teaser tech text
        theme thumb thumbnail thumbnails ticket tickets time times timezone tip tips title_image title_tag titles
        toc_hide toc_sticky toot top top_image topic tracks trailer transcript translate translated translated_by
        translation_of translations_of trans tutorial tweet tweets twitter type types unsafe update updates usage
        user users vendor venue version versions video videos view views visible volume warning watch web
        website webinar week weblog where widget width wiki word words work writer xkcd year years youtube zip zone
        topics_list event_platform event_organizer registration_url youtube_id captions_url date_created datecreated
        dateadded date_added date_updated last_reviewed post_date postdate entrydate node_id wordpress_id
        old_url fb_img lctt selector reviewer_s proofreader collector reporter via_url author_link subtitle_zh
    ";

    #[test]
    fn real_keys_are_no_slips() {
        let keys = keys();
        let wrong: Vec<(&str, &str)> = REAL_KEYS
            .split_whitespace()
            .filter(|key| keys.get(key).is_none())
            .filter_map(|key| keys.near_miss(key).map(|meant| (key, meant)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
