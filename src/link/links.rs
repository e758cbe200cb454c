//! Where each open link leads.
//!
//! A link to a Markdown file becomes the page's edition in the language of the text, or else its
//! original. A link that leads nowhere is a problem with its file, line and column.

use std::collections::{HashMap, HashSet};

use crate::config::{BrokenLinks, Config};
use crate::diagnostic::{Diagnostic, Span, closest};
use crate::ids::{IdVec, PageId, StoryId};
use crate::markdown::{Body, LinkKind, OpenLink};
use crate::parse::{Page, story_path_without_language};
use crate::path::{SourcePath, UrlPath, fold, percent_decode};
use crate::site::{Relations, Story, Target};

use super::files::Files;

/// All that a link may lead to.
pub(super) struct Targets<'a> {
    pub config: &'a Config,
    pub pages: &'a IdVec<PageId, Page>,
    pub relations: &'a IdVec<PageId, Relations>,
    pub stories: &'a IdVec<StoryId, Story>,
    pub by_source: HashMap<&'a str, PageId>,
    /// An edition of each story, by the folded path that its editions share.
    pub by_story_path: HashMap<String, PageId>,
    /// The file names of each folder, sorted, for suggestions.
    pub by_folder: HashMap<&'a str, Vec<&'a str>>,
    pub by_url: HashMap<&'a str, PageId>,
    /// Files that exist and are not published, and the folded paths of their stories, with the reason
    /// in words.
    pub unpublished: HashMap<String, &'static str>,
    /// Addresses of lists, redirects and files.
    pub other_urls: HashSet<&'a str>,
    pub files: &'a Files,
}

/// A page that a link leads to, with the place in it.
struct Found {
    target: Target,
    problem: Option<Diagnostic>,
}

impl Found {
    fn at(target: Target) -> Self {
        Self { target, problem: None }
    }
}

impl Targets<'_> {
    /// The target of each link of `page`, and what is wrong with them.
    pub(super) fn resolve(&self, page: PageId) -> (Vec<Target>, Vec<Diagnostic>) {
        let source = &self.pages[page].source;
        let mut targets = Vec::with_capacity(self.pages[page].body.links.len());
        let mut problems = Vec::new();
        for link in &self.pages[page].body.links {
            let found = self.find(page, link);
            problems.extend(found.problem.map(|problem| problem.in_file(source).at(link.span)));
            targets.push(found.target);
        }
        (targets, problems)
    }

    /// The file of a picture that a header names at `span`.
    pub(super) fn lead_picture(
        &self,
        page: PageId,
        written: &str,
        span: Span,
    ) -> (Target, Option<Diagnostic>) {
        let found = self.picture(page, written);
        let problem = found.problem.map(|problem| problem.in_file(&self.pages[page].source).at(span));
        (found.target, problem)
    }

    fn picture(&self, page: PageId, written: &str) -> Found {
        if let Some(target) = self.file(page, written) {
            return Found::at(target);
        }
        let problem = self.broken(format!("the picture `{written}` does not exist"));
        let hint = "the path starts at the article's folder, or with `/` at the static folder";
        Found { target: Target::Broken, problem: Some(problem.hint(hint)) }
    }

    fn find(&self, page: PageId, link: &OpenLink) -> Found {
        match link.kind {
            LinkKind::Anchor => self.anchor(page, link),
            LinkKind::Page => self.page(page, link),
            LinkKind::Image => self.picture(page, &link.target),
            LinkKind::Path => self.path(page, link),
        }
    }

    /// An error or a warning, as the settings say.
    fn broken(&self, message: String) -> Diagnostic {
        match self.config.broken_links {
            BrokenLinks::Error => Diagnostic::error(message),
            BrokenLinks::Warn => Diagnostic::warning(message),
        }
    }

    fn anchor(&self, page: PageId, link: &OpenLink) -> Found {
        let fragment = link.fragment.as_deref().unwrap_or("");
        // `#` and `#top` are the top of every page (HTML, "navigating to a fragment").
        if fragment.is_empty()
            || fragment.eq_ignore_ascii_case("top")
            || has_anchor(&self.pages[page].body, fragment)
        {
            return Found::at(Target::Same { fragment: fragment.into() });
        }
        Found { target: Target::Broken, problem: Some(self.no_anchor(fragment, page, "this page")) }
    }

    fn no_anchor(&self, fragment: &str, page: PageId, place: &str) -> Diagnostic {
        let problem = self.broken(format!("{place} has no heading or anchor `#{fragment}`"));
        let anchors = &self.pages[page].body.anchors;
        match closest(fragment, anchors.iter().map(|anchor| &**anchor)) {
            Some(meant) => problem.hint(format!("did you mean `#{meant}`?")),
            None => problem.hint("give the heading an id: `## Heading {#id}`"),
        }
    }

    fn page(&self, page: PageId, link: &OpenLink) -> Found {
        let source = &self.pages[page].source;
        let folder = &self.config.content.folder;
        let written = link.target.strip_prefix('@').unwrap_or(&link.target);
        let Some(path) = source.resolve(written, folder) else {
            return self.not_found(page, &link.target, None);
        };
        let Some(named) = self.by_source.get(path.as_str()).copied().or_else(|| self.edition_of(&path))
        else {
            return match self.unpublished_at(&path) {
                Some(reason) => {
                    let problem =
                        format!("`{path}` is not published: {reason}; the link is shown as plain text");
                    Found { target: Target::Broken, problem: Some(Diagnostic::warning(problem)) }
                }
                None => self.not_found(page, &link.target, Some(&path)),
            };
        };
        self.edition(page, named, link)
    }

    /// `x.md` names the story of `x.fr.md` too, whichever its languages.
    fn edition_of(&self, path: &SourcePath) -> Option<PageId> {
        let story = story_path_without_language(path, self.config)?;
        self.by_story_path.get(fold(&story).as_str()).copied()
    }

    /// Why the page at `path`, or the only edition of its story, is not published.
    fn unpublished_at(&self, path: &SourcePath) -> Option<&'static str> {
        let story = || story_path_without_language(path, self.config);
        let at = |path: &str| self.unpublished.get(path).copied();
        at(path.as_str()).or_else(|| at(&fold(&story()?)))
    }

    fn not_found(&self, page: PageId, written: &str, path: Option<&SourcePath>) -> Found {
        let mut problem = self.broken(format!("the link to `{written}` leads to no page"));
        let own = &self.pages[page].source;
        if let Some(path) = path {
            let names = self.by_folder.get(path.folder()).map_or(&[][..], Vec::as_slice);
            let others = names
                .iter()
                .copied()
                .filter(|name| path.folder() != own.folder() || *name != own.file_name());
            problem = match closest(path.file_name(), others) {
                Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
                None => problem.hint(format!("there is no article `{path}`")),
            };
        }
        Found { target: Target::Broken, problem: Some(problem) }
    }

    /// The edition of the story that `named` belongs to, in the language of `page`; within one
    /// story, exactly the edition that is named.
    fn edition(&self, page: PageId, named: PageId, link: &OpenLink) -> Found {
        let language = self.pages[page].language;
        let story = &self.stories[self.relations[named].story];
        let is_same_story = self.relations[page].story == self.relations[named].story;
        let own = story.editions.iter().copied().find(|edition| self.pages[*edition].language == language);
        let edition = if is_same_story { named } else { own.unwrap_or(story.original) };
        let Some(fragment) = link.fragment.as_deref() else {
            return Found::at(Target::Page { page: edition, fragment: None });
        };
        let (written, shown) = (&self.pages[named].body, &self.pages[edition].body);
        if has_anchor(shown, fragment) {
            return Found::at(Target::Page { page: edition, fragment: Some(fragment.into()) });
        }
        if !has_anchor(written, fragment) {
            let place = format!("`{}`", self.pages[named].source);
            let target = Target::Page { page: edition, fragment: None };
            return Found { target, problem: Some(self.no_anchor(fragment, named, &place)) };
        }
        // The anchor is the named edition's; the shown one has the same headings in its own words.
        let fragment = same_heading(written, shown, fragment);
        Found::at(Target::Page { page: edition, fragment })
    }

    /// A file beside the article, in the content folder, or in the static folder.
    fn file(&self, page: PageId, written: &str) -> Option<Target> {
        let source = &self.pages[page].source;
        let below_base = self.without_base_path(written);
        let found = [written, below_base].into_iter().find_map(|written| {
            let path = source.resolve(written, &self.config.content.folder)?;
            self.files.find(path.as_str()).or_else(|| {
                let rooted = written.strip_prefix('/').or_else(|| written.strip_prefix("static/"));
                self.files.find_static(rooted?, self.config)
            })
        });
        found.map(|info| Target::File { url: info.url.clone(), size: info.size })
    }

    /// An address may be written with the base path or without.
    fn without_base_path<'w>(&self, written: &'w str) -> &'w str {
        let base_path = percent_decode(&self.config.base_url.path);
        written
            .strip_prefix(base_path.trim_end_matches('/'))
            .filter(|rest| rest.starts_with('/'))
            .unwrap_or(written)
    }

    /// Any other path: a file, or an address of this site.
    fn path(&self, page: PageId, link: &OpenLink) -> Found {
        if let Some(target) = self.file(page, &link.target) {
            return Found::at(target);
        }
        let base = self.relations[page].url.as_str();
        let candidates = if link.target.starts_with('/') {
            vec![self.without_base_path(&link.target).to_owned(), link.target.to_string()]
        } else {
            let path = SourcePath::new(base.trim_start_matches('/')).resolve(&link.target, "");
            path.map(|path| format!("/{}{}", path.as_str(), trailing_slash(&link.target)))
                .into_iter()
                .collect()
        };
        let known =
            candidates.iter().filter_map(|written| UrlPath::parse_readable(written).ok()).find(|address| {
                self.by_url.contains_key(address.as_str()) || self.other_urls.contains(address.as_str())
            });
        let Some(address) = known else {
            let problem =
                self.broken(format!("the link to `{}` leads to no page or file of this site", link.target));
            let hint = "link to the Markdown file of an article, or write the whole URL of a page elsewhere";
            return Found { target: Target::Broken, problem: Some(problem.hint(hint)) };
        };
        let fragment = link.fragment.as_deref();
        match (self.by_url.get(address.as_str()), fragment) {
            (Some(found), Some(fragment)) if !has_anchor(&self.pages[*found].body, fragment) => {
                let place = format!("`{}`", self.pages[*found].source);
                let target = Target::Page { page: *found, fragment: None };
                Found { target, problem: Some(self.no_anchor(fragment, *found, &place)) }
            }
            (Some(found), fragment) => {
                Found::at(Target::Page { page: *found, fragment: fragment.map(Into::into) })
            }
            (None, fragment) => Found::at(Target::Path { url: address, fragment: fragment.map(Into::into) }),
        }
    }
}

fn trailing_slash(path: &str) -> &'static str {
    if path.ends_with('/') { "/" } else { "" }
}

fn has_anchor(body: &Body, fragment: &str) -> bool {
    body.anchors.binary_search_by(|anchor| (**anchor).cmp(fragment)).is_ok()
}

/// The id of the heading in `shown` that stands where `fragment` stands in `written`.
fn same_heading(written: &Body, shown: &Body, fragment: &str) -> Option<Box<str>> {
    if written.headings.len() != shown.headings.len() {
        return None;
    }
    let at = written.headings.iter().position(|heading| &*heading.id == fragment)?;
    Some(shown.headings[at].id.clone())
}
