//! What the path of a file says about its page.

use jiff::civil;

use crate::config::Config;
use crate::date;
use crate::path::{Slug, SourcePath};

use super::PageKind;

/// What was read out of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub kind: PageKind,
    /// A language code: from the path pattern, a suffix or a folder.
    pub language: Option<String>,
    pub date: Option<civil::Date>,
    /// The name as the author wrote it, without date and language.
    pub name: String,
    pub slug: Slug,
    pub story_path: String,
    pub section: String,
}

impl Place {
    /// Reads `source` by the patterns of the settings, or else by the usual rules.
    pub(super) fn read(source: &SourcePath, config: &Config) -> Self {
        let below = config.below_content(source).unwrap_or(source.as_str());
        for pattern in &config.content.patterns {
            if let Some(parts) = pattern.read(below) {
                let path = parts.without_lang.as_deref().unwrap_or(below);
                let mut place = Self::usual(path, config, parts.lang.is_none());
                let suffix = place.language.as_ref().map(|code| format!(".{code}"));
                place.language = parts.lang.or(place.language);
                place.date = parts.date.or(place.date);
                if let Some(name) = parts.slug {
                    // What the pattern took for the slug may end in the language's suffix.
                    let name = suffix
                        .and_then(|suffix| name.strip_suffix(&suffix).map(str::to_owned))
                        .unwrap_or(name);
                    place.slug = slug(&name, path, config);
                    place.name = name;
                }
                return place;
            }
        }
        Self::usual(below, config, true)
    }

    /// The title of a page that names none: its file name as words.
    pub(super) fn title(&self) -> String {
        let words = self.name.replace(['-', '_'], " ");
        let mut characters = words.trim().chars();
        match characters.next() {
            Some(first) => first.to_uppercase().chain(characters).collect(),
            None => self.slug.to_string(),
        }
    }

    /// Suffix, then folder, then nothing says the language; dates stand before names.
    fn usual(below: &str, config: &Config, look_for_language: bool) -> Self {
        let path = SourcePath::new(below);
        let mut folders: Vec<&str> = path.folder().split('/').filter(|part| !part.is_empty()).collect();
        let mut stem = path.stem();
        let mut language = None;
        if look_for_language && config.content.language_suffixes {
            // Only configured languages count: `data.gouv.fr.md` is French only where French is.
            if let Some((rest, code)) = stem.rsplit_once('.')
                && !rest.is_empty()
                && config.language_table.find(code).is_some()
            {
                (stem, language) = (rest, Some(code.to_owned()));
            }
        }
        if look_for_language && language.is_none() && config.content.language_folders {
            let is_language = |folder: &&str| config.language_table.find(folder).is_some();
            if let Some(at) = folders.iter().position(is_language) {
                language = Some(folders.remove(at).to_owned());
            }
        }
        let mut story_path = folders.join("/");
        if !story_path.is_empty() {
            story_path.push('/');
        }
        story_path.push_str(stem);

        let is_bundle = stem == "index";
        let named = if is_bundle { folders.pop().unwrap_or(stem) } else { stem };
        let (date, name) = match date::from_file_stem(named) {
            Some((day, "")) => (Some(day), named),
            Some((day, rest)) => (Some(day), rest),
            None => (date::from_folders(path.folder()), named),
        };
        let section: Vec<String> = folders.iter().filter_map(|folder| section_part(folder)).collect();
        Self {
            kind: if stem == "_index" { PageKind::Section } else { PageKind::Article },
            language,
            date,
            slug: slug(name, below, config),
            name: name.to_owned(),
            story_path,
            section: section.join("/"),
        }
    }
}

/// A folder's part of URLs. Jekyll's `_posts` says what the files are, not where they belong.
fn section_part(folder: &str) -> Option<String> {
    if folder == "_posts" {
        return None;
    }
    Slug::from_text(folder).map(|slug| slug.to_string())
}

/// The slug of a name; for one without a letter or a digit, a number that its path always gives.
fn slug(name: &str, path: &str, config: &Config) -> Slug {
    let kept = if config.content.keep_names { Slug::keep(name) } else { None };
    kept.or_else(|| Slug::from_text(name)).unwrap_or_else(|| {
        // FNV-1a, 32 bits: the same on every machine and in every version.
        let hash = path
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Slug::from_text(&format!("page-{hash:08x}")).expect("letters and digits make a slug")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;

    const SETTINGS: &str = "languages: [en, fr, zh-Hans]\n";

    #[track_caller]
    fn check(settings: &str, path: &str, expected: &str) {
        let (config, _) = Config::parse(settings, &SourcePath::new("depeche.yaml"), &Overrides::default())
            .expect("settings");
        let place = Place::read(&SourcePath::new(path), &config);
        let date = place.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
        let language = place.language.as_deref().unwrap_or("-");
        let found = format!("{language} {date} {} {} [{}]", place.slug, place.story_path, place.section);
        assert_eq!(found, expected);
    }

    #[test]
    fn suffixes_of_configured_languages_count() {
        check(
            SETTINGS,
            "content/2021/2021-03-19-panne.fr.md",
            "fr 2021-03-19 panne 2021/2021-03-19-panne [2021]",
        );
        check(SETTINGS, "content/data.gouv.de.md", "- - data-gouv-de data.gouv.de []");
        check(SETTINGS, "content/x.zh_cn.md", "zh_cn - x x []");
    }

    #[test]
    fn folders_of_configured_languages_count_at_any_depth() {
        check(SETTINGS, "content/fr/news/x.md", "fr - x news/x [news]");
        check(SETTINGS, "content/blog/fr/x.md", "fr - x blog/x [blog]");
        check(SETTINGS, "content/de/x.md", "- - x de/x [de]");
    }

    #[test]
    fn bundles_take_their_folder_s_name() {
        check(
            SETTINGS,
            "content/2021-03-19-panne/index.fr.md",
            "fr 2021-03-19 panne 2021-03-19-panne/index []",
        );
        check(SETTINGS, "content/index.md", "- - index index []");
    }

    #[test]
    fn a_pattern_of_the_settings_goes_first() {
        let settings =
            "languages: [en, zh-Hans]\ncontent: {folder: ., paths: '{lang}/news/_posts/{date}-{slug}.md'}\n";
        check(
            settings,
            "zh_cn/news/_posts/2021-04-05-ruby.md",
            "zh_cn 2021-04-05 ruby news/_posts/2021-04-05-ruby [news]",
        );
    }

    #[test]
    fn a_pattern_without_a_language_leaves_it_to_the_usual_rules() {
        let settings = "languages: [en, fr]\ncontent: {paths: '_posts/{date}-{slug}.md'}\n";
        check(settings, "content/_posts/2021-03-19-x.fr.md", "fr 2021-03-19 x _posts/2021-03-19-x []");
    }

    #[test]
    fn names_are_kept_where_the_settings_say_so() {
        let settings = "content: {keep_names: true}\n";
        check(
            settings,
            "content/2006-11-03-CVE-2006-5467.md",
            "- 2006-11-03 CVE-2006-5467 2006-11-03-CVE-2006-5467 []",
        );
        check(settings, "content/un clin d_œil.md", "- - un-clin-d_œil un clin d_œil []");
        check(settings, "content/a:b.md", "- - a-b a:b []");
    }

    #[test]
    fn odd_names_have_a_slug() {
        check(SETTINGS, "content/🎉.md", "- - page-33c814b4 🎉 []");
        check(SETTINGS, "content/un clin d’œil.md", "- - un-clin-d-oeil un clin d’œil []");
        check(SETTINGS, "content/2021/03/19/x.md", "- 2021-03-19 x 2021/03/19/x [2021/03/19]");
    }
}
