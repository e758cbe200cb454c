//! The concordance: `data/terms.yaml`, which word of one language is which of another.
//!
//! Its keys are those of SKOS (W3C Recommendation, 18 August 2009): a concept has one `prefLabel`
//! and any number of `altLabel`s a language, and may have a `broader` concept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::config::{Config, find_key, yaml_fault};
use crate::diagnostic::{Diagnostic, Problems, Result, Span, closest};
use crate::ids::LanguageId;
use crate::path::{Slug, SourcePath, fold};

/// The taxonomy whose terms are people and desks.
const AUTHORS: &str = "authors";

/// The concepts of all taxonomies.
#[derive(Clone, Debug, Default)]
pub struct Concordance {
    taxonomies: BTreeMap<String, Concepts>,
}

/// The concepts of one taxonomy.
#[derive(Clone, Debug, Default)]
pub struct Concepts {
    list: Vec<Concept>,
    by_label: HashMap<String, Vec<(LanguageId, usize)>>,
}

/// What one term means, in every language.
#[derive(Clone, Debug, Default)]
pub struct Concept {
    /// Its name in `data/terms.yaml`.
    pub id: String,
    /// The name that readers see.
    pub pref_labels: BTreeMap<LanguageId, String>,
    /// Other spellings, which writers may use and which redirect.
    pub alt_labels: BTreeMap<LanguageId, Vec<String>>,
    /// The last part of the term page's URL, where it is not made from the name.
    pub slugs: BTreeMap<LanguageId, Slug>,
    /// Whether it is a desk or a firm, and no person.
    pub is_organization: bool,
    /// What the term page says.
    pub descriptions: BTreeMap<LanguageId, String>,
    /// The wider concept, as a position in the list.
    pub broader: Option<usize>,
}

impl Concept {
    /// Its name in `language`; where it has none there, in the default language or any other.
    #[must_use]
    pub fn name(&self, language: LanguageId) -> &str {
        self.pref_labels
            .get(&language)
            .or_else(|| self.pref_labels.get(&LanguageId::DEFAULT))
            .or_else(|| self.pref_labels.values().next())
            .map_or(&*self.id, |label| label)
    }

    /// All its names, in all languages.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let labels = self.pref_labels.values().chain(self.alt_labels.values().flatten());
        labels.map(String::as_str)
    }

    /// Its names in a language, the one that readers see first.
    pub fn names_in(&self, language: LanguageId) -> impl Iterator<Item = &str> {
        let others = self.alt_labels.get(&language).into_iter().flatten();
        self.pref_labels.get(&language).into_iter().chain(others).map(String::as_str)
    }
}

impl Concepts {
    /// The concept at a position.
    #[must_use]
    pub fn get(&self, index: usize) -> &Concept {
        &self.list[index]
    }

    /// The concept that `spelling` means to a writer in `language`: the language's own words go
    /// before those of the others.
    #[must_use]
    pub fn find(&self, spelling: &str, language: LanguageId) -> Option<usize> {
        let found = self.by_label.get(&spelling_key(spelling))?;
        let own = found.iter().find(|(label_language, _)| *label_language == language);
        own.or_else(|| found.first()).map(|(_, concept)| *concept)
    }
}

/// What spellings share that differ by case, width or spacing only.
#[must_use]
pub fn spelling_key(spelling: &str) -> String {
    // `l'appli` and `l’appli` differ by the keyboard only.
    let wide: String = spelling
        .nfkc()
        .map(|character| if matches!(character, '’' | 'ʼ') { '\'' } else { character })
        .collect();
    let folded = fold(&wide);
    let words: Vec<&str> =
        folded.split(|character: char| character.is_whitespace() || matches!(character, '-' | '_')).collect();
    let mut key = String::with_capacity(folded.len());
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    // A name of marks only, such as `--`, is still a name.
    if key.is_empty() { folded } else { key }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
struct RawConcept {
    pref_label: BTreeMap<String, String>,
    alt_label: BTreeMap<String, Labels>,
    slug: BTreeMap<String, String>,
    description: BTreeMap<String, String>,
    broader: Option<String>,
    r#type: Option<ConceptType>,
}

/// Who an author is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase", expecting = "`person` or `organization`")]
enum ConceptType {
    Person,
    Organization,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a label or a list of labels")]
enum Labels {
    One(String),
    Many(Vec<String>),
}

impl Labels {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(label) => vec![label],
            Self::Many(labels) => labels,
        }
    }
}

type RawConcordance = BTreeMap<String, BTreeMap<String, RawConcept>>;

impl Concordance {
    /// The concepts of a taxonomy.
    #[must_use]
    pub fn taxonomy(&self, name: &str) -> Option<&Concepts> {
        self.taxonomies.get(name)
    }

    /// The concepts of all taxonomies.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.taxonomies.values().flat_map(|concepts| &concepts.list)
    }

    /// What the desks and firms among the authors are called, in all languages, by
    /// [`spelling_key`].
    #[must_use]
    pub fn organizations(&self) -> BTreeSet<String> {
        let concepts = self.taxonomies.get(AUTHORS).into_iter().flat_map(|concepts| &concepts.list);
        let organizations = concepts.filter(|concept| concept.is_organization);
        let labels = organizations.flat_map(|concept| {
            concept.pref_labels.values().chain(concept.alt_labels.values().flatten()).chain([&concept.id])
        });
        labels.map(|label| spelling_key(label)).collect()
    }

    /// Reads `data/terms.yaml`.
    ///
    /// # Errors
    ///
    /// Every problem of the file, with its line.
    pub fn parse(text: &str, path: &SourcePath, config: &Config) -> Result<Self> {
        let raw = serde_yaml::from_str::<Option<RawConcordance>>(text).map_err(|why| {
            let (message, place) = yaml_fault(&why);
            let mut problem = Diagnostic::error(format!("the concordance cannot be read: {message}")).in_file(path);
            problem.span = place;
            let hint = "a concept has `prefLabel`, `altLabel`, `slug` and `description`, each by language, `broader` and `type`";
            Vec::from(problem.hint(hint))
        })?;
        let mut reader = Reader { text, path, config, problems: Problems::default() };
        let mut concordance = Self::default();
        for (taxonomy, concepts) in raw.unwrap_or_default() {
            if !config.taxonomies.iter().any(|known| known.name == taxonomy) {
                let known = config.taxonomies.iter().map(|known| &*known.name);
                let hint = closest(&taxonomy, known)
                    .map_or("add it below `taxonomies:` in the settings".to_owned(), |meant| {
                        format!("did you mean `{meant}`?")
                    });
                reader.error(
                    &[&taxonomy],
                    &taxonomy,
                    format!("`{taxonomy}` is not one of the taxonomies"),
                    Some(hint),
                );
                continue;
            }
            let concepts = reader.concepts(&taxonomy, concepts);
            concordance.taxonomies.insert(taxonomy, concepts);
        }
        reader.problems.finish(concordance).map(|(concordance, _)| concordance)
    }
}

struct Reader<'a> {
    text: &'a str,
    path: &'a SourcePath,
    config: &'a Config,
    problems: Problems,
}

impl Reader<'_> {
    /// A problem with `word`, which stands at the key that `keys` lead to, or below it.
    fn error(&mut self, keys: &[&str], word: &str, message: String, hint: Option<String>) {
        let mut problem = Diagnostic::error(message).in_file(self.path);
        if let Some(key) = find_key(self.text, keys) {
            problem = problem.at(word_from(self.text, key.line, word).unwrap_or(key));
        }
        problem.hint = hint;
        self.problems.push(problem);
    }

    fn concepts(&mut self, taxonomy: &str, raw: BTreeMap<String, RawConcept>) -> Concepts {
        let ids: Vec<String> = raw.keys().cloned().collect();
        let mut concepts = Concepts::default();
        let mut by_slug: HashMap<(LanguageId, Slug), usize> = HashMap::new();
        for (index, (id, raw)) in raw.into_iter().enumerate() {
            let concept = self.concept(taxonomy, id, raw, &ids);
            for (language, label) in
                concept.pref_labels.iter().map(|(language, label)| (*language, label)).chain(
                    concept
                        .alt_labels
                        .iter()
                        .flat_map(|(language, labels)| labels.iter().map(|label| (*language, label))),
                )
            {
                let same = concepts.by_label.entry(spelling_key(label)).or_default();
                let twin =
                    same.iter().find(|(other, concept)| *other == language && *concept != index).copied();
                if let Some((_, twin)) = twin {
                    let message =
                        format!("`{label}` stands for two concepts, `{}` and `{}`", ids[twin], ids[index]);
                    let id = &*ids[index];
                    self.error(&[taxonomy, id], id, message, Some("leave it to one of them".into()));
                }
                same.push((language, index));
            }
            for (language, slug) in &concept.slugs {
                if let Some(twin) = by_slug.insert((*language, slug.clone()), index) {
                    let message =
                        format!("`{slug}` is the slug of two concepts, `{}` and `{}`", ids[twin], ids[index]);
                    self.error(
                        &[taxonomy, &ids[index], "slug"],
                        slug.as_str(),
                        message,
                        Some("give one of them another".into()),
                    );
                }
            }
            concepts.list.push(concept);
        }
        for (index, id) in ids.iter().enumerate() {
            if is_in_circle(&concepts.list, index) {
                let message = format!("the concept `{id}` is broader than itself");
                self.error(&[taxonomy, id], id, message, None);
                concepts.list[index].broader = None;
            }
        }
        concepts
    }

    fn concept(&mut self, taxonomy: &str, id: String, raw: RawConcept, ids: &[String]) -> Concept {
        let broader = raw.broader.and_then(|broader| {
            let found = ids.iter().position(|known| *known == broader);
            if found.is_none() {
                let hint = closest(&broader, ids.iter().map(String::as_str))
                    .map(|meant| format!("did you mean `{meant}`?"));
                self.error(
                    &[taxonomy, &id, "broader"],
                    &broader,
                    format!("the broader concept `{broader}` of `{id}` does not exist"),
                    hint,
                );
            }
            found
        });
        let slugs = self.by_language(&[taxonomy, &id, "slug"], raw.slug);
        let slugs = slugs.into_iter().filter_map(|(language, slug)| match Slug::parse(&slug) {
            Ok(parsed) => Some((language, parsed)),
            Err(why) => {
                let message = format!("the slug `{slug}` of `{id}` {why}");
                self.error(&[taxonomy, &id, "slug"], &slug, message, None);
                None
            }
        });
        let slugs = slugs.collect();
        Concept {
            pref_labels: self.by_language(&[taxonomy, &id, "prefLabel"], raw.pref_label),
            alt_labels: self
                .by_language(&[taxonomy, &id, "altLabel"], raw.alt_label)
                .into_iter()
                .map(|(language, labels)| (language, labels.into_vec()))
                .collect(),
            slugs,
            descriptions: self.by_language(&[taxonomy, &id, "description"], raw.description),
            broader,
            is_organization: raw.r#type == Some(ConceptType::Organization),
            id,
        }
    }

    fn by_language<T>(&mut self, keys: &[&str], values: BTreeMap<String, T>) -> BTreeMap<LanguageId, T> {
        let mut found = BTreeMap::new();
        for (code, value) in values {
            if let Some(language) = self.config.language_table.find(&code) {
                found.insert(language, value);
            } else {
                let place: Vec<&str> = keys.iter().copied().chain([&*code]).collect();
                self.error(&place, &code, format!("`{code}` is not one of the languages"), None);
            }
        }
        found
    }
}

/// The first place of `word`, as a whole word, from `line` on.
fn word_from(text: &str, line: u32, word: &str) -> Option<Span> {
    let lines = usize::try_from(line.saturating_sub(1)).ok()?;
    let start: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
    let is_part = |neighbour: Option<char>| neighbour.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let found = text.get(start..)?.match_indices(word).find(|(at, _)| {
        let (before, after) = (&text[..start + at], &text[start + at + word.len()..]);
        !is_part(before.chars().next_back()) && !is_part(after.chars().next())
    });
    let at = start + found?.0;
    Some(Span::of(text, at..at + word.len()))
}

fn is_in_circle(concepts: &[Concept], start: usize) -> bool {
    let mut at = start;
    for _ in 0..concepts.len() {
        match concepts[at].broader {
            Some(broader) if broader == start => return true,
            Some(broader) => at = broader,
            None => return false,
        }
    }
    // A circle further up, which is told at its own concepts.
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;

    fn parse(text: &str) -> Result<Concordance> {
        let settings = "languages: [fr, en, ja]";
        let (config, _) =
            Config::parse(settings, &SourcePath::new("depeche.yaml"), &Overrides::default()).expect("ok");
        Concordance::parse(text, &SourcePath::new("data/terms.yaml"), &config)
    }

    #[track_caller]
    fn check_problem(text: &str, line: u32, message: &str) {
        let problems = parse(text).expect_err("a problem");
        let found = problems.iter().any(|problem| {
            problem.message.contains(message) && problem.span.map_or(0, |span| span.line) == line
        });
        assert!(found, "line {line}: {message:?} is not among {problems:#?}");
    }

    #[test]
    fn any_spelling_in_any_language_finds_the_concept() {
        let text = "tags:\n  outage:\n    prefLabel: {fr: panne, en: outage, ja: 障害}\n    altLabel: {en: [down time]}\n";
        let concordance = parse(text).expect("a concordance");
        let tags = concordance.taxonomy("tags").expect("tags");
        for spelling in ["panne", "PANNE", "Outage", "障害", "Down-Time", "ｏｕｔａｇｅ"] {
            assert_eq!(tags.find(spelling, LanguageId::DEFAULT), Some(0), "{spelling}");
        }
        assert_eq!(tags.find("pannes", LanguageId::DEFAULT), None);
    }

    #[test]
    fn problems_name_their_line() {
        check_problem("tagz:\n  a: {}\n", 1, "`tagz` is not one of the taxonomies");
        check_problem("tags:\n  a: {broader: b}\n", 2, "`b` of `a` does not exist");
        check_problem("tags:\n  a:\n    prefLabel: {xx: y}\n", 3, "`xx` is not one of the languages");
        check_problem("tags:\n  a: {preflabel: {fr: y}}\n", 2, "unknown field");
        check_problem("tags:\n  a: {prefLabel: {fr: x}}\n  b: {prefLabel: {fr: X}}\n", 3, "two concepts");
        check_problem("tags:\n  aa: {broader: bb}\n  bb: {broader: aa}\n", 2, "broader than itself");
    }
}
