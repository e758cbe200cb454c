//! Where the navigation, the footer and the logo lead, that the settings name.

use crate::config::Config;
use crate::config::theme::NavigationItem;
use crate::diagnostic::{Diagnostic, Problems, Spanned, closest};
use crate::ids::{IdVec, PageId};
use crate::parse::{Page, story_path, story_path_without_language};
use crate::path::{SourcePath, fold};
use crate::site::{Logo, Navigation, NavigationEntry, NavigationTarget, Target, Unpublished};

use super::files::{Files, is_picture};
use super::reason_in_words;
use super::stylesheet::missing;

/// Finds what the links of all pages lead to. Those to an address of this site are checked when all
/// addresses are known, in the plan.
pub(super) fn navigation(
    config: &Config,
    pages: &IdVec<PageId, Page>,
    unpublished: &[Unpublished],
    problems: &mut Problems,
) -> Navigation {
    let mut entries = |items: &[Spanned<NavigationItem>]| -> Vec<NavigationEntry> {
        let entry = |item: &Spanned<NavigationItem>| {
            let (target, title) = match &item.value {
                NavigationItem::List(list) => (NavigationTarget::List(*list), None),
                NavigationItem::Sections => (NavigationTarget::Sections, None),
                NavigationItem::Taxonomies => (NavigationTarget::Taxonomies, None),
                NavigationItem::Taxonomy(taxonomy) => (NavigationTarget::Taxonomy(*taxonomy), None),
                NavigationItem::Page { path, title } => match article(path, config, pages, unpublished) {
                    Ok(page) => {
                        (NavigationTarget::Link(Target::Page { page, fragment: None }), title.clone())
                    }
                    Err(problem) => {
                        problems.push(problem.in_file(&config.path).at(item.span));
                        return None;
                    }
                },
                NavigationItem::Path { url, fragment, title } => {
                    let target = Target::Path { url: url.clone(), fragment: fragment.clone() };
                    (NavigationTarget::Link(target), Some(title.clone()))
                }
                NavigationItem::Elsewhere { url, title } => {
                    (NavigationTarget::Link(Target::Elsewhere(url.clone())), Some(title.clone()))
                }
            };
            Some(NavigationEntry { target, title, span: item.span })
        };
        items.iter().filter_map(entry).collect()
    };
    Navigation { main: entries(&config.theme.navigation), footer: entries(&config.theme.footer_links) }
}

/// The article at `path` below the content folder, or an edition of it.
fn article(
    path: &str,
    config: &Config,
    pages: &IdVec<PageId, Page>,
    unpublished: &[Unpublished],
) -> Result<PageId, Diagnostic> {
    let missing = || Diagnostic::error(format!("there is no article `{path}`"));
    let top = SourcePath::new("");
    let Some(source) = top.resolve(&format!("/{path}"), &config.content.folder) else {
        return Err(missing().hint("write its path below the content folder"));
    };
    // `x.md` names the story of `x.fr.md` too, as in links.
    let story = story_path_without_language(&source, config).map(|story| fold(&story));
    let is_story = |path: &str| story.as_ref().is_some_and(|story| fold(path) == *story);
    let exact = pages.enumerate().find(|(_, page)| page.source == source);
    if let Some((id, _)) = exact.or_else(|| pages.enumerate().find(|(_, page)| is_story(&page.story_path))) {
        return Ok(id);
    }
    let hidden =
        unpublished.iter().find(|page| page.source == source || is_story(&story_path(&page.source, config)));
    if let Some(page) = hidden {
        let reason = reason_in_words(page.reason);
        let problem = format!("the link to `{path}` is left out: the article is not published, {reason}");
        return Err(Diagnostic::warning(problem));
    }
    let known = pages.iter().filter_map(|page| config.below_content(&page.source));
    Err(match closest(path, known) {
        Some(meant) => missing().hint(format!("did you mean `{meant}`?")),
        None => missing().hint("write its path below the content folder"),
    })
}

/// The picture that stands for the site.
pub(super) fn logo(config: &Config, files: &Files, problems: &mut Problems) -> Option<Logo> {
    let named = &config.theme.logo.as_ref()?.file;
    let Some(info) = files.find_static(&named.value, config) else {
        let names = files.statics.iter().map(|file| file.output.as_str());
        problems.push(missing("logo", named, names, config));
        return None;
    };
    let extension = named.value.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !is_picture(extension) {
        let problem = format!("the logo `{}` is not a picture", named.value);
        let hint = "name an SVG, PNG, JPEG, GIF, WebP or AVIF file";
        problems.push(Diagnostic::error(problem).in_file(&config.path).at(named.span).hint(hint));
    }
    Some(Logo { url: info.url.clone(), size: info.size })
}
