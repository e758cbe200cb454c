//! Gives the keys of a header their meaning.
//!
//! Lists may be written in parts (`tags` and `taxonomies`, `author` and `authors`) and are put
//! together. Of everything else there is one value: two spellings of one field with different
//! values are an error. Only where generators use two words for two things (`summary` and
//! `description`, `source_url` and `link`) the first in our order counts, and the others stay in
//! `extra`.

use jiff::tz::TimeZone;

use super::keys::{Field, KeyMap, Known};
use super::node::{Entry, Node};
use super::values::{self, COMMAS};
use super::{
    ALIASES_MAX, FrontMatter, HeaderKind, Image, Person, TERMS_MAX, TITLE_CHARS_MAX, TranslationMethod,
    checks, media, people, title,
};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Spanned, closest};
use crate::path::is_web_address;

/// Makes front matter of the entries of a header.
pub(super) fn read(
    entries: &[Entry],
    kind: HeaderKind,
    keys: &KeyMap,
    zone: &TimeZone,
    problems: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let separators: &[char] = match kind {
        HeaderKind::Pelican | HeaderKind::Nikola => &[',', '，', '、', '،', ';'],
        _ => &COMMAS,
    };
    let mut reader = Reader {
        keys,
        zone,
        separators,
        problems,
        matter: FrontMatter::default(),
        extra: Vec::new(),
        drafts: Vec::new(),
    };
    let mut chosen: Vec<(Field, usize, usize)> = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let known = keys.get(&entry.key);
        match known {
            Some(known) => reader.known(known, index, entry, &mut chosen),
            None => reader.unknown(index, entry, entries),
        }
    }
    // By field, and within a field by rank: the order in which spellings win.
    chosen.sort_unstable();
    for same in chosen.chunk_by(|one, other| one.0 == other.0) {
        reader.choose(same, entries);
    }
    reader.finish(entries)
}

struct Reader<'a> {
    keys: &'a KeyMap,
    zone: &'a TimeZone,
    separators: &'a [char],
    problems: &'a mut Vec<Diagnostic>,
    matter: FrontMatter,
    /// Which entries go into `extra`.
    extra: Vec<usize>,
    /// What each key that can make a draft of a page says.
    drafts: Vec<(String, bool)>,
}

impl Reader<'_> {
    fn known(&mut self, known: Known, index: usize, entry: &Entry, chosen: &mut Vec<(Field, usize, usize)>) {
        let people = self.people(known.field, entry);
        if let Some(taxonomy) = known.taxonomy {
            self.terms(taxonomy, people.as_deref(), entry);
        }
        let Some(mut field) = known.field else { return };
        if field == Field::Url {
            let is_web = entry.value.as_text().is_some_and(is_web_address);
            field = if is_web { Field::SourceUrl } else { Field::Path };
        }
        let rank = if known.field == Some(Field::Url) { usize::MAX } else { known.rank };
        match field {
            Field::Authors => {
                people::add(&mut self.matter.authors, people.unwrap_or_default(), entry, self.problems);
            }
            Field::Translators => {
                people::add(&mut self.matter.translators, people.unwrap_or_default(), entry, self.problems);
            }
            Field::Aliases => {
                let aliases = values::texts(&entry.key, &entry.value, ALIASES_MAX, self.problems);
                self.matter.aliases.extend(aliases);
            }
            Field::Taxonomies => self.taxonomies(entry),
            Field::Extra if entry.value.as_map().is_some() || entry.value.is_empty() => {
                self.extra.push(index);
            }
            Field::Extra => self.problems.push(
                Diagnostic::error(format!(
                    "`{}` must be a map, not {}",
                    entry.key,
                    values::kind(&entry.value)
                ))
                .at(entry.key_span)
                .hint(format!("write `{}:` and below it, indented, `key: value`", entry.key)),
            ),
            _ => chosen.push((field, rank, index)),
        }
    }

    fn unknown(&mut self, index: usize, entry: &Entry, entries: &[Entry]) {
        let key = &entry.key;
        if key == "<<" {
            self.problems.push(
                Diagnostic::error("`<<` does not take in other maps here")
                    .at(entry.key_span)
                    .hint("write the keys out"),
            );
        } else if let Some(meant) = self.keys.near_miss(key) {
            self.problems.push(
                Diagnostic::error(format!("`{}` is not a known key", values::shown(key)))
                    .at(entry.key_span)
                    .hint(format!("did you mean `{meant}`? a key of your own belongs under `extra`")),
            );
        } else if self.keys.is_strict {
            self.problems.push(
                Diagnostic::error(format!("`{}` is not a known key", values::shown(key)))
                    .at(entry.key_span)
                    .hint("put it under `extra`, or set `strict_front_matter: false`"),
            );
        } else if key.eq_ignore_ascii_case("sources")
            && !entry.value.is_empty()
            && !entries.iter().any(|other| other.key.eq_ignore_ascii_case("source"))
        {
            // Free data in some archives, and lost attribution in others.
            self.problems.push(
                Diagnostic::warning(format!("`{key}` is not a known key, and readers do not see it"))
                    .at(entry.key_span)
                    .hint("did you mean `source`? a list of your own belongs under `extra`"),
            );
        }
        self.extra.push(index);
    }

    /// The people that `entry` names, if `field` is about people.
    fn people(&mut self, field: Option<Field>, entry: &Entry) -> Option<Vec<Person>> {
        let is_about_people = matches!(field, Some(Field::Authors | Field::Translators));
        is_about_people.then(|| people::people(entry, self.problems))
    }

    /// Adds the terms of `entry` to a taxonomy. The `people` of one are terms by their names.
    fn terms(&mut self, taxonomy: usize, people: Option<&[Person]>, entry: &Entry) {
        let terms = match people {
            Some(people) => {
                people.iter().map(|person| Spanned::new(person.name.clone(), entry.value.span)).collect()
            }
            None => values::terms(&entry.key, &entry.value, self.separators, TERMS_MAX, self.problems),
        };
        let name = self.keys.taxonomies[taxonomy].clone();
        if terms.is_empty() {
            // A list that is empty says that there are none; a key without a value says nothing.
            if entry.value.is_empty_list() {
                self.matter.terms.entry(name).or_default();
            }
            return;
        }
        let list = self.matter.terms.entry(name).or_default();
        for term in terms {
            if list.iter().all(|known| known.value != term.value) {
                list.push(term);
            }
        }
        if list.len() > TERMS_MAX {
            let message = format!("more than {TERMS_MAX} terms stand in `{}`", entry.key);
            self.problems
                .push(Diagnostic::error(message).at(entry.key_span).hint("keep those that readers look for"));
            list.truncate(TERMS_MAX);
        }
    }

    /// Zola's `taxonomies: {tags: […]}`.
    fn taxonomies(&mut self, entry: &Entry) {
        let Some(inner) = entry.value.as_map() else {
            if !entry.value.is_empty() {
                let message = format!("`{}` must be a map, not {}", entry.key, values::kind(&entry.value));
                self.problems.push(
                    Diagnostic::error(message)
                        .at(entry.key_span)
                        .hint("write `taxonomies: {tags: [one, two]}`"),
                );
            }
            return;
        };
        for entry in inner {
            if let Some(taxonomy) = self.keys.taxonomy(&entry.key) {
                let field = self.keys.get(&entry.key).and_then(|known| known.field);
                let people = self.people(field, entry);
                self.terms(taxonomy, people.as_deref(), entry);
                continue;
            }
            let names = self.keys.taxonomies.iter().map(String::as_str);
            let hint = match closest(&entry.key, names) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "add it to `taxonomies` in the settings, or move it to `extra`".into(),
            };
            let message = format!("`{}` is no taxonomy of this site", values::shown(&entry.key));
            self.problems.push(Diagnostic::error(message).at(entry.key_span).hint(hint));
        }
    }

    /// Reads the value of one field, of which each of `candidates` is a spelling.
    fn choose(&mut self, candidates: &[(Field, usize, usize)], entries: &[Entry]) {
        let field = candidates[0].0;
        let first_of_many = matches!(field, Field::Summary | Field::Image | Field::SourceUrl);
        let written = |candidate: &&(Field, usize, usize)| !entries[candidate.2].value.is_empty();
        let winner = candidates.iter().find(written).unwrap_or(&candidates[0]);
        for candidate in candidates.iter().filter(|candidate| candidate.2 != winner.2) {
            let (one, other) = (&entries[winner.2], &entries[candidate.2]);
            if first_of_many {
                self.extra.push(candidate.2);
            } else if !other.value.is_empty()
                && one.key != other.key
                && !one.key.eq_ignore_ascii_case(&other.key)
            {
                let (first, second) = if winner.2 < candidate.2 { (one, other) } else { (other, one) };
                self.problems.push(checks::twice(first, second));
            }
        }
        self.field(field, winner.2, &entries[winner.2]);
    }

    fn field(&mut self, field: Field, index: usize, entry: &Entry) {
        let node = &entry.value;
        match field {
            Field::Title => self.matter.title = self.title(entry),
            Field::Slug => self.matter.slug = self.text(entry),
            Field::Path => self.matter.path = self.text(entry),
            Field::Date => self.matter.date = self.date(entry),
            Field::Updated => self.matter.updated = self.date(entry),
            Field::PublishDate => self.matter.publish_date = self.date(entry),
            Field::ExpiryDate => self.matter.expiry_date = self.date(entry),
            Field::Draft => self.draft(entry),
            Field::Published => self.published(entry),
            Field::Status => self.status(index, entry),
            Field::Untranslated => {
                let number = node.as_text().filter(|text| matches!(*text, "0" | "1"));
                self.matter.untranslated =
                    number.map(|number| number == "1").or_else(|| self.boolean(entry)).unwrap_or(false);
            }
            Field::Hidden => self.matter.hidden |= self.boolean(entry).unwrap_or(false),
            Field::Build => self.build(index, entry),
            // Themes of other tools read it too, and some put a picture there.
            Field::Featured => {
                self.matter.featured = values::boolean(node);
                self.extra.push(index);
            }
            Field::Lang => self.matter.lang = self.text(entry),
            Field::TranslationKey => self.matter.translation_key = self.text(entry),
            Field::Original => self.original(entry),
            Field::Translations => self.translations(index, entry),
            Field::Translation => self.translation(index, entry),
            Field::Summary if node.as_text().is_some() => self.matter.summary = self.text(entry),
            Field::Event if node.as_text().is_some() => self.matter.event = self.text(entry),
            Field::Summary | Field::Event => self.extra.push(index),
            // A taxonomy of that name may have several.
            Field::Source if node.items().len() > 1 && self.is_of_taxonomy(entry) => {}
            Field::Source => {
                let source = media::source(node, self.zone, self.problems);
                match (source, &mut self.matter.source) {
                    (Some(source), place @ None) => *place = Some(source),
                    (Some(_), Some(_)) | (None, _) if node.is_empty() => {}
                    _ => self.extra.push(index),
                }
            }
            Field::SourceUrl => self.source_url(index, entry),
            Field::Canonical => {
                self.matter.canonical = media::canonical(node, self.problems);
                if self.matter.canonical.is_none() && !node.is_empty() {
                    self.extra.push(index);
                }
            }
            Field::Image => {
                self.matter.image = media::image(node, self.problems);
                if self.matter.image.is_none() && !node.is_empty() {
                    self.extra.push(index);
                }
            }
            Field::ImageAlt => self.image_part(index, entry, |image| &mut image.alt),
            Field::ImageCaption => self.image_part(index, entry, |image| &mut image.caption),
            Field::ImageCredit => self.image_part(index, entry, |image| &mut image.credit),
            Field::Template => self.matter.template = self.text(entry),
            // What is said of the series alone counts, and is read last.
            Field::Weight | Field::SeriesOrder => self.weight(entry),
            Field::InSearchIndex => self.matter.in_search_index = self.boolean(entry).unwrap_or(true),
            Field::Sitemap => self.sitemap(index, entry),
            Field::SourceHash => self.matter.source_hash = self.text(entry),
            Field::Id => self.matter.id = self.text(entry),
            Field::Corrections => {
                self.matter.corrections = media::corrections(node, self.zone, self.problems);
            }
            Field::Toc => match values::boolean(node) {
                Some(toc) => self.matter.toc = Some(toc),
                // Themes give it a place or a depth.
                None => self.extra.push(index),
            },
            Field::Feed => match values::boolean(node) {
                Some(feed) => self.matter.feed = feed,
                // Plug-ins of others have settings there.
                None => self.extra.push(index),
            },
            Field::Url
            | Field::Aliases
            | Field::Authors
            | Field::Translators
            | Field::Taxonomies
            | Field::Extra => {}
        }
    }

    fn is_of_taxonomy(&self, entry: &Entry) -> bool {
        self.keys.taxonomy(&entry.key).is_some()
    }

    fn text(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        values::text(&entry.key, &entry.value, self.problems)
    }

    fn date(&mut self, entry: &Entry) -> Option<Spanned<Date>> {
        let date = values::date(&entry.key, &entry.value, self.zone, self.problems)?;
        Some(Spanned::new(date, entry.value.span))
    }

    fn boolean(&mut self, entry: &Entry) -> Option<bool> {
        let boolean = values::boolean(&entry.value);
        if boolean.is_none() && !entry.value.is_empty() {
            self.problems.push(values::not_boolean(&entry.key, &entry.value));
        }
        boolean
    }

    fn title(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let written = self.text(entry)?;
        let title = title::plain(&written.value);
        let n_chars = title.chars().count();
        if n_chars > TITLE_CHARS_MAX {
            self.problems.push(
                Diagnostic::error(format!("the title has {n_chars} characters, more than {TITLE_CHARS_MAX}"))
                    .at(written.span)
                    .hint("shorten it, and put the rest into `summary`"),
            );
        }
        (!title.is_empty()).then(|| Spanned::new(title.into_owned(), written.span))
    }

    fn draft(&mut self, entry: &Entry) {
        if entry.value.is_empty() {
            self.problems.push(
                Diagnostic::warning(format!("`{}` has no value and counts as false", entry.key))
                    .at(entry.key_span)
                    .hint(format!("write `{0}: true` or `{0}: false`", entry.key)),
            );
        } else if let Some(draft) = self.boolean(entry) {
            self.drafts.push((entry.key.clone(), draft));
        }
    }

    /// `published` is a switch in Jekyll and a date in Hugo: its value tells.
    fn published(&mut self, entry: &Entry) {
        if let Some(published) = values::boolean(&entry.value) {
            self.drafts.push((entry.key.clone(), !published));
        } else if entry
            .value
            .as_text()
            .is_some_and(|text| text.starts_with(|first: char| first.is_ascii_digit()))
        {
            let date = self.date(entry);
            if self.matter.publish_date.is_none() {
                self.matter.publish_date = date;
            }
        } else if !entry.value.is_empty() {
            let key = &entry.key;
            let written =
                entry.value.as_text().map_or_else(|| values::kind(&entry.value).into(), values::shown);
            self.problems.push(
                Diagnostic::error(format!("`{key}` must be true, false or a date, not `{written}`"))
                    .at(entry.value.span)
                    .hint(format!("write `{key}: false` for a draft, or `{key}: 2024-06-05`")),
            );
        }
    }

    fn status(&mut self, index: usize, entry: &Entry) {
        let status = entry.value.as_text().unwrap_or("").to_lowercase();
        match status.as_str() {
            // WordPress has its own words for what is not for the public.
            "draft" | "pending" | "private" | "trash" => self.drafts.push((entry.key.clone(), true)),
            "hidden" | "unlisted" => self.matter.hidden = true,
            "published" => {}
            _ => {
                if let Some(meant) = closest(&status, ["draft", "hidden", "private", "published"]) {
                    let message = format!("`{}` is no known `{}`", values::shown(&status), entry.key);
                    self.problems.push(
                        Diagnostic::error(message)
                            .at(entry.value.span)
                            .hint(format!("did you mean `{meant}`?")),
                    );
                }
                self.extra.push(index);
            }
        }
    }

    /// Hugo's `build: {render: never, list: never}`.
    fn build(&mut self, index: usize, entry: &Entry) {
        if let Some(is_built) = values::boolean(&entry.value) {
            self.matter.hidden |= !is_built;
            return;
        }
        let says_never = |key: &str| {
            let value = entry.value.get(&[key]);
            value.is_some_and(|node| values::boolean(node) == Some(false) || node.as_text() == Some("never"))
        };
        self.matter.hidden |= says_never("render") || says_never("list");
        if !entry.value.is_empty() {
            self.extra.push(index);
        }
    }

    /// A switch, or the address of the original.
    fn original(&mut self, entry: &Entry) {
        match entry.value.as_text().filter(|text| is_web_address(text)) {
            Some(url) => {
                self.matter.original = Some(false);
                if let Some(url) = values::web_address(url, &entry.value, self.problems) {
                    self.matter.source.get_or_insert_default().url.get_or_insert(url);
                }
            }
            None => self.matter.original = self.boolean(entry).or(self.matter.original),
        }
    }

    /// `{ko: /url}`, or a list of `{lang: ko, url: /url}`.
    fn translations(&mut self, index: usize, entry: &Entry) {
        if let Some(pairs) = entry.value.as_map() {
            for pair in pairs {
                if let Some(url) = self.text(pair) {
                    self.matter.translations.push((pair.key.clone(), url));
                }
            }
            return;
        }
        let mut found = Vec::new();
        for item in entry.value.items() {
            let lang = item.get(&["lang", "language", "locale", "hreflang"]).and_then(Node::as_text);
            let url = item.get(&["url", "path", "link", "href"]);
            let (Some(lang), Some(url)) = (lang, url.and_then(Node::as_text)) else {
                if !entry.value.is_empty() {
                    self.extra.push(index);
                }
                return;
            };
            found.push((lang.to_owned(), Spanned::new(url.to_owned(), item.span)));
        }
        self.matter.translations.append(&mut found);
    }

    /// How the text was translated; in Pelican and Nikola, whether it was.
    fn translation(&mut self, index: usize, entry: &Entry) {
        if let Some(is_translation) = values::boolean(&entry.value) {
            self.matter.original = self.matter.original.or(Some(!is_translation));
            return;
        }
        if entry.value.as_map().is_some() {
            return self.translations(index, entry);
        }
        let Some(written) = self.text(entry) else { return };
        let method = written.value.to_lowercase().replace(['_', ' '], "-");
        let method = match method.as_str() {
            "human" => Some(TranslationMethod::Human),
            "machine" => Some(TranslationMethod::Machine),
            "machine-reviewed" => Some(TranslationMethod::MachineReviewed),
            _ => {
                let message = format!("`{}` is no known way to translate", values::shown(&written.value));
                self.problems.push(
                    Diagnostic::error(message)
                        .at(written.span)
                        .hint("write `human`, `machine` or `machine-reviewed`"),
                );
                None
            }
        };
        self.matter.translation = method.map(|method| Spanned::new(method, written.span));
    }

    fn source_url(&mut self, index: usize, entry: &Entry) {
        let url = entry.value.as_text().filter(|text| is_web_address(text));
        match url {
            Some(url) => {
                let Some(url) = values::web_address(url, &entry.value, self.problems) else { return };
                let place = &mut self.matter.source.get_or_insert_default().url;
                if place.is_none() {
                    *place = Some(url);
                } else {
                    self.extra.push(index);
                }
            }
            None if entry.value.is_empty() => {}
            None => self.extra.push(index),
        }
    }

    fn image_part(&mut self, index: usize, entry: &Entry, part: impl Fn(&mut Image) -> &mut Option<String>) {
        match (&mut self.matter.image, media::text_even_if_empty(&entry.value)) {
            (Some(image), Some(text)) => {
                part(&mut image.value).get_or_insert(text);
            }
            _ => self.extra.push(index),
        }
    }

    fn weight(&mut self, entry: &Entry) {
        let weight = entry.value.as_text().and_then(|text| text.parse().ok());
        match weight {
            Some(weight) => self.matter.weight = Some(Spanned::new(weight, entry.value.span)),
            None if entry.value.is_empty() => {}
            None => self.problems.push(
                Diagnostic::error(format!("`{}` must be a whole number", entry.key))
                    .at(entry.value.span)
                    .hint(format!("write `{}: 10`", entry.key)),
            ),
        }
    }

    /// A switch, or a map of hints for the sitemap, of which some leave the page out.
    fn sitemap(&mut self, index: usize, entry: &Entry) {
        if entry.value.as_map().is_none() {
            self.matter.in_sitemap = self.boolean(entry).unwrap_or(true);
            return;
        }
        let left_out = entry.value.get(&["disable", "exclude", "ignore"]).and_then(values::boolean);
        self.matter.in_sitemap = left_out != Some(true);
        self.extra.push(index);
    }

    fn finish(mut self, entries: &[Entry]) -> FrontMatter {
        self.matter.draft = self.drafts.iter().any(|(_, draft)| *draft);
        let no = self.drafts.iter().find(|(_, draft)| !draft);
        if let (Some((yes, _)), Some((no, _))) = (self.drafts.iter().find(|(_, draft)| *draft), no) {
            let span = entries.iter().find(|entry| entry.key == *yes).map(|entry| entry.key_span);
            let mut warning =
                Diagnostic::warning(format!("`{yes}` and `{no}` disagree; the page stays a draft"))
                    .hint("remove one of them");
            warning.span = span;
            self.problems.push(warning);
        }
        if self.matter.aliases.len() > ALIASES_MAX {
            let message = format!("more than {ALIASES_MAX} aliases lead to this page");
            let span = self.matter.aliases[0].span;
            self.problems.push(Diagnostic::error(message).at(span).hint("keep those that readers still use"));
            self.matter.aliases.truncate(ALIASES_MAX);
        }
        self.extra.sort_unstable();
        self.extra.dedup();
        for index in self.extra {
            let entry = &entries[index];
            let is_extra = self.keys.get(&entry.key).is_some_and(|known| known.field == Some(Field::Extra));
            if !is_extra {
                self.matter.extra.entry(&entry.key).or_insert_with(|| entry.value.to_json());
                continue;
            }
            for inner in entry.value.as_map().unwrap_or_default() {
                self.matter.extra.entry(&inner.key).or_insert_with(|| inner.value.to_json());
            }
        }
        self.matter
    }
}
