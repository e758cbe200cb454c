//! The files that come with the program, one for each language that the interface speaks.

use std::sync::LazyLock;

use super::file::StringsFile;
use crate::language::LanguageTag;
use crate::path::SourcePath;

macro_rules! embedded {
    ($($tag:literal)*) => {
        [$(($tag, include_str!(concat!("../../i18n/", $tag, ".yaml")))),*]
    };
}

/// The tags of the files with their text, sorted.
const FILES: [(&str, &str); 18] = embedded!(
    "ar" "bg" "de" "en" "es" "fr" "id" "it" "ja" "ko" "pl" "pt" "ru" "tr" "uk" "vi" "zh-Hans" "zh-Hant"
);

static ENGLISH: LazyLock<StringsFile> = LazyLock::new(|| {
    let text = FILES.iter().find(|(tag, _)| *tag == "en").map_or("", |(_, text)| text);
    // Not compared with itself: that would wait for itself.
    read("en", text)
});

/// The English file, which has every key.
pub(super) fn english() -> &'static StringsFile {
    &ENGLISH
}

/// The files whose words readers of `tag` can be served.
pub(super) fn files_near(tag: &LanguageTag) -> Vec<StringsFile> {
    let language = tag.as_str().split('-').next().unwrap_or("");
    FILES
        .iter()
        // The tag's first part tells enough to spare the reading of the others.
        .filter(|(known, _)| known.split('-').next() == Some(language))
        .map(|(known, text)| read(known, text))
        .collect()
}

fn read(tag: &str, text: &str) -> StringsFile {
    StringsFile::read(text, &SourcePath::new(&format!("i18n/{tag}.yaml")))
        .expect("a test reads every embedded file")
        .0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::locale::Locale;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n");
        let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let embedded: BTreeSet<String> = FILES.iter().map(|(tag, _)| format!("{tag}.yaml")).collect();
        assert_eq!(on_disk, embedded);
    }

    #[test]
    fn every_file_is_read_without_a_warning() {
        for (tag, text) in FILES {
            let path = SourcePath::new(&format!("i18n/{tag}.yaml"));
            let (file, warnings) = StringsFile::parse(text, &path).unwrap();
            assert_eq!(file.language().as_str(), tag);
            assert_eq!(warnings, [], "{tag}");
        }
    }

    #[test]
    fn every_file_has_the_keys_forms_and_placeholders_it_should() {
        let english: Vec<_> = english().messages().collect();
        for (tag, text) in FILES {
            let file = read(tag, text);
            let messages: Vec<_> = file.messages().collect();
            let keys = |messages: &[(&str, _)]| messages.iter().map(|(key, _)| (*key).to_owned()).collect();
            let (found, wanted): (Vec<String>, Vec<String>) = (keys(&messages), keys(&english));
            assert_eq!(found, wanted, "{tag}");
            let mut categories = Locale::new(file.language()).plural_categories();
            categories.pop();
            for ((key, message), (_, in_english)) in messages.iter().zip(&english) {
                assert_eq!(message.placeholders(), in_english.placeholders(), "{tag} {key}");
                let forms: Vec<_> = message.forms.iter().map(|(category, _)| *category).collect();
                let is_counted = !in_english.forms.is_empty();
                assert_eq!(forms, if is_counted { categories.clone() } else { vec![] }, "{tag} {key}");
            }
        }
    }

    #[test]
    fn words_carry_no_invisible_directions() {
        for (tag, text) in FILES {
            let control =
                text.chars().find(|c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'));
            assert_eq!(control, None, "{tag}");
        }
    }
}
