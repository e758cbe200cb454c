//! Which editions are behind their original.
//!
//! An edition may give the hash of the text that it was made from. Where its original has another
//! one now, it is stale. Only texts are compared, so it is the same in every clone.

use crate::diagnostic::{Diagnostic, Problems};
use crate::ids::{IdVec, PageId, StoryId};
use crate::parse::Page;
use crate::site::{Relations, Story};
use crate::text_hash::DIGITS;

/// Marks every edition that is behind its original, and tells what its editor can do.
pub(super) fn check(
    stories: &IdVec<StoryId, Story>,
    pages: &IdVec<PageId, Page>,
    relations: &mut IdVec<PageId, Relations>,
    problems: &mut Problems,
) {
    for story in stories {
        // What a translation was made from may be published again, and is compared then.
        for id in story.editions.iter().filter(|_| story.has_original) {
            let page = &pages[*id];
            let Some(written) = &page.front_matter.source_hash else { continue };
            let told = |problem: Diagnostic| problem.in_file(&page.source).at(written.span);
            let Some(original) = story.original_of(*id).map(|original| &pages[original]) else {
                problems.push(told(of_no_translation()));
                continue;
            };
            match original.text_hash.starts_with(&written.value) {
                Some(true) => {}
                Some(false) => {
                    relations[*id].is_stale = true;
                    problems.push(told(of_old_text(original)));
                }
                None => problems.push(told(of_no_hash(original))),
            }
        }
    }
}

fn of_no_translation() -> Diagnostic {
    Diagnostic::warning("`source_hash` stands on a page that is no translation of another page here")
        .hint("remove it, or say which edition is the original with `original: true`")
}

fn of_old_text(original: &Page) -> Diagnostic {
    let problem = format!("the original `{}` has changed since this translation was made", original.source);
    let hint = format!("once the translation is up to date, write `source_hash: \"{}\"`", original.text_hash);
    Diagnostic::note(problem).hint(hint)
}

fn of_no_hash(original: &Page) -> Diagnostic {
    let problem = format!("`source_hash` is no hash of {DIGITS} hexadecimal digits or more");
    let hint = format!(
        "if this is a translation of `{}` as it is now, write `source_hash: \"{}\"`",
        original.source, original.text_hash
    );
    Diagnostic::error(problem).hint(hint)
}
