//! The default theme, embedded: this repository's own `templates/` and `static/`.
//!
//! A site's file of the same name takes the place of an embedded one.

pub mod css;
mod rules;

use crate::discover::{InputFile, TEMPLATES};

pub use rules::{filters, rules};

/// The name of the one stylesheet, in the static folder.
pub const STYLESHEET: &str = "style.css";

/// The templates, by name.
const TEMPLATE_FILES: &[(&str, &str)] = &[
    ("404.html", include_str!("../templates/404.html")),
    ("archive.html", include_str!("../templates/archive.html")),
    ("archive_index.html", include_str!("../templates/archive_index.html")),
    ("author.html", include_str!("../templates/author.html")),
    ("base.html", include_str!("../templates/base.html")),
    ("corrections.html", include_str!("../templates/corrections.html")),
    ("event.html", include_str!("../templates/event.html")),
    ("events.html", include_str!("../templates/events.html")),
    ("follow.html", include_str!("../templates/follow.html")),
    ("gone.html", include_str!("../templates/gone.html")),
    ("home.html", include_str!("../templates/home.html")),
    ("languages.html", include_str!("../templates/languages.html")),
    ("page.html", include_str!("../templates/page.html")),
    ("partials/byline.html", include_str!("../templates/partials/byline.html")),
    ("partials/calendar.html", include_str!("../templates/partials/calendar.html")),
    ("partials/card.html", include_str!("../templates/partials/card.html")),
    ("partials/contents.html", include_str!("../templates/partials/contents.html")),
    ("partials/corrected.html", include_str!("../templates/partials/corrected.html")),
    ("partials/corrections.html", include_str!("../templates/partials/corrections.html")),
    ("partials/editions.html", include_str!("../templates/partials/editions.html")),
    ("partials/engine.html", include_str!("../templates/partials/engine.html")),
    ("partials/event_facts.html", include_str!("../templates/partials/event_facts.html")),
    ("partials/event_filter.html", include_str!("../templates/partials/event_filter.html")),
    ("partials/event_nav.html", include_str!("../templates/partials/event_nav.html")),
    ("partials/event_timeline.html", include_str!("../templates/partials/event_timeline.html")),
    ("partials/event_when.html", include_str!("../templates/partials/event_when.html")),
    ("partials/feed.html", include_str!("../templates/partials/feed.html")),
    ("partials/figure.html", include_str!("../templates/partials/figure.html")),
    ("partials/filed.html", include_str!("../templates/partials/filed.html")),
    ("partials/finder.html", include_str!("../templates/partials/finder.html")),
    ("partials/focus.html", include_str!("../templates/partials/focus.html")),
    ("partials/footer.html", include_str!("../templates/partials/footer.html")),
    ("partials/header.html", include_str!("../templates/partials/header.html")),
    ("partials/lead.html", include_str!("../templates/partials/lead.html")),
    ("partials/links.html", include_str!("../templates/partials/links.html")),
    ("partials/list.html", include_str!("../templates/partials/list.html")),
    ("partials/neighbours.html", include_str!("../templates/partials/neighbours.html")),
    ("partials/notices.html", include_str!("../templates/partials/notices.html")),
    ("partials/pager.html", include_str!("../templates/partials/pager.html")),
    ("partials/related.html", include_str!("../templates/partials/related.html")),
    ("partials/series_nav.html", include_str!("../templates/partials/series_nav.html")),
    ("partials/source.html", include_str!("../templates/partials/source.html")),
    ("partials/term_side.html", include_str!("../templates/partials/term_side.html")),
    ("partials/version_list.html", include_str!("../templates/partials/version_list.html")),
    ("partials/versions.html", include_str!("../templates/partials/versions.html")),
    ("partials/ways.html", include_str!("../templates/partials/ways.html")),
    ("search.html", include_str!("../templates/search.html")),
    ("section.html", include_str!("../templates/section.html")),
    ("series.html", include_str!("../templates/series.html")),
    ("taxonomy.html", include_str!("../templates/taxonomy.html")),
    ("term.html", include_str!("../templates/term.html")),
];

/// The static files, by name.
const STATIC_FILES: &[(&str, &[u8])] = &[
    ("feed.css", include_bytes!("../static/feed.css")),
    ("icon.svg", include_bytes!("../static/icon.svg")),
    ("search-more.mjs", include_bytes!("../static/search-more.mjs")),
    ("search.mjs", include_bytes!("../static/search.mjs")),
    (STYLESHEET, include_bytes!("../static/style.css")),
];

/// The embedded templates that `site` does not replace, with the site's own.
#[must_use]
pub fn with_templates(site: Vec<InputFile>) -> Vec<InputFile> {
    let embedded = TEMPLATE_FILES.iter().map(|(name, text)| (*name, text.as_bytes()));
    with_embedded(site, TEMPLATES, embedded)
}

/// The embedded static files that `site` does not replace, with the site's own.
#[must_use]
pub fn with_static_files(site: Vec<InputFile>, static_folder: &str) -> Vec<InputFile> {
    with_embedded(site, static_folder, STATIC_FILES.iter().copied())
}

/// The names of the theme's templates, as templates include them.
pub fn template_names() -> impl Iterator<Item = &'static str> {
    TEMPLATE_FILES.iter().map(|(name, _)| *name)
}

/// Whether the theme has a static file of this name, by its path below the static folder.
#[must_use]
pub fn has_static_file(name: &str) -> bool {
    STATIC_FILES.iter().any(|(own, _)| *own == name)
}

fn with_embedded<'a>(
    mut site: Vec<InputFile>,
    folder: &str,
    embedded: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Vec<InputFile> {
    for (name, bytes) in embedded {
        let path = format!("{folder}/{name}");
        if !site.iter().any(|file| file.path.as_str() == path) {
            site.push(InputFile::embedded(&path, bytes));
        }
    }
    site.sort_by(|a, b| a.path.cmp(&b.path));
    site
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use walkdir::WalkDir;

    use super::*;

    #[track_caller]
    fn check(folder: &str, embedded: &[&str]) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = WalkDir::new(&root).into_iter().map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> = files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                entry.path().strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/")
            })
            .collect();
        names.sort();
        assert_eq!(names, embedded, "`{folder}` and what is embedded differ");
    }

    #[test]
    fn every_file_of_the_theme_is_embedded() {
        check("templates", &TEMPLATE_FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        check("static", &STATIC_FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
