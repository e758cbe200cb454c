//! Phase 2: one file becomes one [`Page`]: what its author said, and nothing that other files say.
//!
//! 1. The text is split into header and body ([`crate::front_matter`]).
//! 2. The path says its share: language, date, slug, story ([`place`]).
//! 3. The language is settled, and every disagreement told.
//! 4. The body becomes HTML with open links ([`crate::markdown`]).
//!
//! Pure but for reading the file's text, and so parallel: a page depends on one file and the
//! settings only.

mod place;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::config::Config;
use crate::date::{self, Date};
use crate::diagnostic::{Diagnostic, Result, Span, Spanned};
use crate::discover::InputFile;
use crate::front_matter::{self, FrontMatter, KeyMap, Person, Source};
use crate::ids::{IdVec, LanguageId};
use crate::locale::Locale;
use crate::markdown::{self, Body, Format, Typography};
use crate::packed::Packed;
use crate::path::{Slug, SourcePath};
use crate::text_hash::TextHash;

use place::Place;

/// What one author wrote in one file.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file.
    pub source: SourcePath,
    /// Whether it is an article or introduces a section.
    pub kind: PageKind,
    /// Its language.
    pub language: LanguageId,
    /// The path without its language and extension: what editions of a story share.
    pub story_path: Box<str>,
    /// The last part of its URL, unless the front matter names one.
    pub slug: Slug,
    /// The day that the path of its file names, or else the path of its kept URL.
    pub path_date: Option<Date>,
    /// The folders of its path as they stand in URLs, without the language.
    pub section: Box<str>,
    /// Its headline, with the typography of its language.
    pub title: Box<str>,
    /// Its header.
    pub front_matter: FrontMatter,
    /// The hash of what its author wrote, before typography.
    pub text_hash: TextHash,
    /// What is known of its text; the HTML itself is apart.
    pub body: Body,
    /// Its text as HTML, for [`Body::fill`].
    pub html: Packed,
}

impl Page {
    /// Whose names stand above the text: its own authors, else those of `original`; none where its
    /// header says that there are none.
    #[must_use]
    pub fn authors_or<'p>(&'p self, original: &'p Self) -> (&'p [Person], LanguageId) {
        let own = &self.front_matter.authors;
        let says_so = !own.is_empty() || self.front_matter.terms.contains_key("authors");
        if says_so { (own, self.language) } else { (&original.front_matter.authors, original.language) }
    }

    /// Whether it leads the home page: as its own header says, else as that of `original` does.
    #[must_use]
    pub fn is_featured(&self, original: &Self) -> bool {
        self.front_matter.featured.or(original.front_matter.featured).unwrap_or(false)
    }

    /// Where it comes from: as its own header says, else as that of `original` does; with the page
    /// that says so.
    #[must_use]
    pub fn source_or<'p>(&'p self, original: &'p Self) -> Option<(&'p Source, &'p Self)> {
        let stated = |page: &'p Self| Some((page.front_matter.source.as_ref()?, page));
        stated(self).or_else(|| stated(original))
    }

    /// Whether it introduces the whole site in its language: the content folder's own `_index.md`.
    #[must_use]
    pub fn is_top_section(&self) -> bool {
        self.kind == PageKind::Section && &*self.story_path == "_index"
    }
}

/// What a file is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// One piece of news.
    Article,
    /// The `_index.md` of a folder: what its list page says above the list.
    Section,
}

/// The path that the editions of a story share.
#[must_use]
pub fn story_path(source: &SourcePath, config: &Config) -> String {
    Place::read(source, config).story_path
}

/// The path that the editions of a story share, for a path that names no language itself.
#[must_use]
pub fn story_path_without_language(source: &SourcePath, config: &Config) -> Option<String> {
    let place = Place::read(source, config);
    place.language.is_none().then_some(place.story_path)
}

/// A page with what was noticed on the way.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The page.
    pub page: Page,
    /// Warnings and notes.
    pub problems: Vec<Diagnostic>,
    /// How many shortcodes of other generators are shown literally.
    pub shortcodes: u32,
    /// Code languages without a grammar, with how many blocks are shown plain.
    pub plain_code: BTreeMap<String, u32>,
}

/// Whether an article is written in HTML, by its file's ending.
fn is_html(source: &SourcePath) -> bool {
    let extension = source.extension().unwrap_or("").to_ascii_lowercase();
    matches!(&*extension, "html" | "htm" | "xhtml")
}

/// The permalink styles that Jekyll knows by name.
const JEKYLL_STYLES: &[&str] = &["date", "pretty", "ordinal", "weekdate", "none"];

/// A permalink that is a pattern of another tool says nothing of this page alone: without it, the
/// pattern of the settings holds.
fn drop_foreign_pattern(header: &mut FrontMatter, problems: &mut Vec<Diagnostic>) {
    let is_pattern =
        |path: &str| JEKYLL_STYLES.contains(&path) || path.contains("/:") || path.starts_with(':');
    if let Some(path) = header.path.take_if(|path| is_pattern(&path.value)) {
        let problem =
            format!("`{}` is a pattern for many pages, and not the address of this one", path.value);
        let hint = "the pattern of addresses is `permalink` in the settings, and holds for this page";
        problems.push(Diagnostic::warning(problem).at(path.span).hint(hint));
    }
}

/// Warns of a picture in the header that says nothing to those who do not see it. One that is
/// inherited is told where it is written.
fn tell_missing_alt(header: &FrontMatter, problems: &mut Vec<Diagnostic>) {
    if let Some(image) = header.image.as_ref().filter(|image| image.value.alt.is_none()) {
        let problem = "the picture of this header has no alternative text";
        let hint = "write `image: {src: …, alt: …}` with what it shows; an ornament has `alt: \"\"`";
        problems.push(Diagnostic::warning(problem).at(image.span).hint(hint));
    }
}

/// `text` as its language sets it, where that differs.
fn set(text: &str, typography: Option<&Typography>) -> Option<String> {
    match typography?.apply(text) {
        Cow::Owned(set) => Some(set),
        Cow::Borrowed(_) => None,
    }
}

/// The hash of what an author wrote: what the header says that the text is, and the text.
fn text_hash(header: &FrontMatter, body: &str) -> TextHash {
    fn text(written: Option<&Spanned<String>>) -> &str {
        written.map_or("", |written| &*written.value)
    }
    TextHash::of(text(header.title.as_ref()), text(header.summary.as_ref()), body)
}

/// Gives the texts of a header that readers see the typography of its language.
fn set_texts(header: &mut FrontMatter, typography: Option<&Typography>) {
    let set_in_place = |text: &mut String| {
        if let Some(set) = set(text, typography) {
            *text = set;
        }
    };
    if let Some(summary) = &mut header.summary {
        set_in_place(&mut summary.value);
    }
    header.corrections.iter_mut().for_each(|correction| set_in_place(&mut correction.note));
    if let Some(image) = &mut header.image {
        let texts = [&mut image.value.alt, &mut image.value.caption, &mut image.value.credit];
        texts.into_iter().flatten().for_each(set_in_place);
    }
}

/// What parsing needs of the settings, prepared once.
#[derive(Debug)]
pub struct Parser<'a> {
    config: &'a Config,
    keys: KeyMap,
    typography: IdVec<LanguageId, Option<Typography>>,
    locales: IdVec<LanguageId, Locale>,
}

impl<'a> Parser<'a> {
    /// Prepares for the files of one site.
    #[must_use]
    pub fn new(config: &'a Config) -> Self {
        let taxonomies: Vec<(String, Vec<String>)> =
            config.taxonomies.iter().map(|taxonomy| (taxonomy.name.clone(), taxonomy.keys.clone())).collect();
        let keys = KeyMap::new(&taxonomies, &config.keys, config.strict_front_matter);
        let locales = config.languages.iter().map(|language| Locale::new(&language.tag)).collect();
        Self { config, keys, typography: config.typographies(), locales }
    }

    /// Reads one file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file.
    pub fn parse(&self, file: &InputFile) -> Result<Parsed> {
        let text = file.read_text()?;
        self.page(&file.path, &text)
            .map_err(|problems| problems.into_iter().map(|problem| problem.in_file(&file.path)).collect())
    }

    fn page(&self, source: &SourcePath, text: &str) -> Result<Parsed> {
        let header = front_matter::split(text).map_err(Vec::from)?;
        let (mut front_matter, mut problems) =
            front_matter::parse(&header, &self.keys, &self.config.time_zone);
        drop_foreign_pattern(&mut front_matter, &mut problems);
        if self.config.tells_missing_alt {
            tell_missing_alt(&front_matter, &mut problems);
        }
        // Jekyll keeps what is not to be published in a folder of this name.
        front_matter.draft |= source.as_str().split('/').any(|folder| folder == "_drafts");
        let place = Place::read(source, self.config);
        let language = self.language(&front_matter, &place, &mut problems);

        let typography = self.typography[language].as_ref();
        let options = markdown::Options {
            format: if is_html(source) { Format::Html } else { Format::Markdown },
            raw_html: self.config.raw_html,
            typography,
            tells_missing_alt: self.config.tells_missing_alt,
            summary_chars_max: self.config.summary_characters,
            title: front_matter.title.as_ref().map(|title| &*title.value),
            language: &self.config.languages[language].tag,
            locale: &self.locales[language],
            time_zone: &self.config.time_zone,
        };
        let converted = markdown::convert(header.body, &options);
        let lines_above = header.body_first_line;
        problems.extend(converted.problems.into_iter().map(|mut problem| {
            problem.span = problem.span.map(|span| span.moved_down(lines_above));
            problem.in_file(source)
        }));
        let mut body = converted.body;
        for link in &mut body.links {
            link.span = link.span.moved_down(lines_above);
        }

        if problems.iter().any(Diagnostic::is_error) {
            return Err(problems);
        }
        let text_hash = text_hash(&front_matter, header.body);
        let title = match (&front_matter.title, converted.title) {
            (Some(title), _) => title.value.clone(),
            (None, Some(heading)) => heading,
            (None, None) => place.title(),
        };
        let title = set(&title, typography).unwrap_or(title).into();
        set_texts(&mut front_matter, typography);
        let problems = problems.into_iter().map(|problem| problem.in_file(source)).collect();
        let zone = &self.config.time_zone;
        let kept_date = front_matter.path.as_ref().and_then(|path| date::from_folders(&path.value));
        let page = Page {
            source: source.clone(),
            kind: place.kind,
            language,
            story_path: place.story_path.into(),
            slug: place.slug,
            path_date: place.date.or(kept_date).map(|day| Date::of_day(day, zone)),
            section: place.section.into(),
            title,
            front_matter,
            text_hash,
            html: Packed::new(&std::mem::take(&mut body.html)),
            body,
        };
        Ok(Parsed { page, problems, shortcodes: converted.shortcodes, plain_code: converted.plain_code })
    }

    /// The language: as the header says, else as the path says, else the default.
    fn language(&self, header: &FrontMatter, place: &Place, problems: &mut Vec<Diagnostic>) -> LanguageId {
        let table = &self.config.language_table;
        let from_path = match &place.language {
            None => None,
            Some(code) => {
                if let Some(language) = table.find(code) {
                    Some(language)
                } else {
                    problems.push(self.unknown_language(code, "the path says").at(Span::START));
                    None
                }
            }
        };
        let Some(written) = &header.lang else {
            return from_path.unwrap_or(self.config.default_language());
        };
        let Some(language) = table.find(&written.value) else {
            problems.push(self.unknown_language(&written.value, "the header says").at(written.span));
            return self.config.default_language();
        };
        if let Some(from_path) = from_path.filter(|from_path| *from_path != language) {
            let tag = |language| self.config.languages[language].tag.as_str();
            let problem = format!(
                "the header says the language is `{}`, and the path says `{}`; the header counts",
                tag(language),
                tag(from_path)
            );
            problems.push(Diagnostic::warning(problem).at(written.span));
        }
        language
    }

    fn unknown_language(&self, code: &str, who: &str) -> Diagnostic {
        let known: Vec<&str> = self.config.languages.iter().map(|language| language.tag.as_str()).collect();
        let problem = format!("{who} the language is `{code}`, which is not configured");
        Diagnostic::error(problem).hint(format!(
            "the languages are {}; add it below `languages:` in the settings, or give it as an alias of one",
            known.join(", ")
        ))
    }
}
