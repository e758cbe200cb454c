//! Where texts come from: a translation by machine leads to what it was made from, and search
//! engines are told where the same text is at home.

use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Problems};
use crate::front_matter::{Canonical, TranslationMethod};
use crate::ids::{IdVec, PageId, StoryId};
use crate::language::LanguageTag;
use crate::parse::{Page, PageKind};
use crate::routes::Routes;
use crate::site::{Relations, Story};

use super::publication;

/// Finds the translations by machine whose readers could not check them, and sources that are younger
/// than what was made from them.
pub(super) fn check(stories: &IdVec<StoryId, Story>, pages: &IdVec<PageId, Page>, problems: &mut Problems) {
    problems.extend(pages.iter().filter_map(of_younger_source));
    for story in stories {
        for id in &story.editions {
            let page = &pages[*id];
            let Some(method) = &page.front_matter.translation else { continue };
            let has_link = || {
                let source = page.source_or(&pages[story.original]);
                story.original_of(*id).is_some() || source.is_some_and(|(source, _)| source.url.is_some())
            };
            if method.value != TranslationMethod::Human && !has_link() {
                problems.push(of_no_source(page, story).in_file(&page.source).at(method.span));
            }
        }
    }
}

fn of_younger_source(page: &Page) -> Option<Diagnostic> {
    let source = page.front_matter.source.as_ref()?;
    let (published, span) = (source.published?, source.published_span?);
    let own = publication::own_date(page).filter(|own| own.day() < published.day())?;
    let (own, published) = (own.iso_day(), published.iso_day());
    let problem = format!("its source is dated {published}, after this article of {own}");
    Some(Diagnostic::warning(problem).in_file(&page.source).at(span).hint("put one of the two dates right"))
}

fn of_no_source(page: &Page, story: &Story) -> Diagnostic {
    let problem = "this translation by machine has no link to what it was made from";
    let name_it = "write its web address as `source: {url: \"https://…\"}`";
    let hint = if !story.has_original {
        format!("publish the edition that it was made from, or {name_it}")
    } else if story.editions.len() > 1 {
        format!(
            "it counts as the original of its story: write `original: true` in the header of the edition that it was made \
             from, or {name_it}"
        )
    } else if page.front_matter.translation_key.is_some() {
        format!("its `translation_key` ties it to no other page: give its original the same, or {name_it}")
    } else {
        format!("{name_it}, or publish its original as another edition of this story")
    };
    Diagnostic::error(problem).hint(hint)
}

/// Settles which articles search engines are told to know by an address elsewhere.
pub(super) fn canonical(
    stories: &IdVec<StoryId, Story>,
    pages: &IdVec<PageId, Page>,
    config: &Config,
    relations: &mut IdVec<PageId, Relations>,
    problems: &mut Problems,
) {
    let routes = Routes::new(config);
    for (id, page) in pages.enumerate() {
        let story = &stories[relations[id].story];
        let is_original = story.has_original && story.original == id;
        let written = page.front_matter.canonical.as_ref();
        let address = match (page.kind, written.map(|written| &written.value)) {
            (PageKind::Section, Some(Canonical::Source | Canonical::Address(_))) => {
                Err("the page of a section is a list, and canonical itself")
            }
            (PageKind::Article, Some(Canonical::Address(address))) => Ok(&**address),
            (PageKind::Article, Some(Canonical::Source)) => same_text(page, is_original, config),
            // What is no such text is canonical itself, as most are.
            (PageKind::Article, None) if config.canonical == config::Canonical::Source => {
                same_text(page, is_original, config)
            }
            _ => continue,
        };
        match (address, written) {
            (Ok(address), _) if address != routes.absolute(&relations[id].url) => {
                relations[id].canonical = Some(address.into());
            }
            (Err(why), Some(written)) => {
                let problem = Diagnostic::warning(format!("`canonical` is ignored: {why}"));
                let problem = problem.in_file(&page.source).at(written.span);
                problems.push(problem.hint("remove it, or write `canonical: self`"));
            }
            (Ok(_), _) | (Err(_), None) => {}
        }
    }
}

/// Whether `lang` is the language of `page`, be it as another country writes it. Where the site tells
/// the two apart, it is not.
fn is_language_of(page: &Page, lang: &LanguageTag, config: &Config) -> bool {
    let own = &config.languages[page.language].tag;
    match config.language_table.find(lang.as_str()) {
        Some(language) => language == page.language,
        None => own.closeness(lang).or(lang.closeness(own)).is_some(),
    }
}

/// The address of the same text in the same language at its source, or why there is none.
fn same_text<'p>(page: &'p Page, is_original: bool, config: &Config) -> Result<&'p str, &'static str> {
    let header = &page.front_matter;
    let source = header.source.as_ref();
    let Some((source, url)) = source.and_then(|source| Some((source, source.url.as_deref()?))) else {
        return Err("its header names no `source` with a web address");
    };
    match &source.lang {
        Some(lang) if is_language_of(page, lang, config) => Ok(url),
        Some(_) => Err("its source is in another language, and a translation is canonical itself"),
        None if is_original && !header.says_it_is_a_translation() => Ok(url),
        None => Err("it is a translation, which is canonical itself"),
    }
}
