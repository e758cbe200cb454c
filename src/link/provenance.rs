//! Where texts come from: a translation by machine leads to what it was made from.

use crate::diagnostic::{Diagnostic, Problems};
use crate::front_matter::TranslationMethod;
use crate::ids::{IdVec, PageId, StoryId};
use crate::parse::Page;
use crate::site::Story;

/// Finds the translations by machine whose readers could not check them.
pub(super) fn check(stories: &IdVec<StoryId, Story>, pages: &IdVec<PageId, Page>, problems: &mut Problems) {
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
