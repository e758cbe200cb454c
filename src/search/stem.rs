//! Stems: a word in lower case goes in, what it shares with its other forms comes out.

use snowball_stemmers_rs::{Algorithm, Stemmer as Snowball};

use crate::language::LanguageTag;

/// What takes the endings off the words of one language.
pub struct Stemmer {
    snowball: Snowball,
    is_turkish: bool,
}

impl Stemmer {
    /// The stemmer of a language, if there is one.
    #[must_use]
    pub fn new(language: &LanguageTag) -> Option<Self> {
        let language = language.id().language;
        let snowball = Snowball::create(algorithm(language.as_str())?);
        Some(Self { snowball, is_turkish: language.as_str() == "tr" })
    }

    /// The stem of a word as it was written, without connectors.
    #[must_use]
    pub fn stem(&self, word: &str) -> String {
        let lower = if self.is_turkish {
            // Two letters that other languages take for one.
            word.replace('I', "ı").replace('İ', "i").to_lowercase()
        } else {
            word.to_lowercase()
        };
        self.snowball.stem(&lower).into_owned()
    }
}

/// The algorithm for a primary subtag.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "st" => Algorithm::Sesotho,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LANGUAGES: &[&str] = &[
        "ar", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "hi", "hu",
        "hy", "id", "it", "lt", "nb", "ne", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sr", "st", "sv", "ta",
        "tr", "uk", "yi",
    ];

    fn stemmer(language: &str) -> Option<Stemmer> {
        Stemmer::new(&LanguageTag::new(language).expect("a language tag"))
    }

    #[test]
    fn the_turkish_i_is_two_letters() {
        let turkish = stemmer("tr").expect("a stemmer");
        assert_eq!(turkish.stem("IŞIKLAR"), turkish.stem("ışıklar"));
        assert_eq!(turkish.stem("İSTANBULDA"), turkish.stem("istanbulda"));
    }

    #[test]
    fn a_language_is_told_by_its_primary_subtag() {
        assert!(stemmer("pt-BR").is_some());
        assert!(stemmer("zh-Hans").is_none());
    }

    /// Endings of many languages, put together as no word is.
    fn odd_word() -> impl Strategy<Value = String> {
        let pieces = "ational ement issaient ingly'ly ed s' ’s ungen heit keit ção ões iamo arono ującymi ość ového \
            nnä ssa lla tiivinen ությունների ությամբ ость ившись ами ями ість ування ική ότητα ισμός ların ındaki \
            ıyorum और ियों में ள் கள் ங்கள் وال ات ون ين ها كم النا יש ות ען agus bh mb é á ő ű š ž ç ğ ß ñ ŭ ά ё \
            \u{301} \u{64e} \u{94d} 内 𝒳 1 - a e i o u y q z";
        let pieces: Vec<&str> = pieces.split_whitespace().collect();
        prop_oneof![
            4 => prop::collection::vec(prop::sample::select(pieces), 0..8).prop_map(|pieces| pieces.concat()),
            1 => "\\PC{0,40}",
        ]
    }

    proptest! {
        #[test]
        fn no_word_is_too_odd(word in odd_word()) {
            for language in LANGUAGES {
                let stem = stemmer(language).expect("a stemmer").stem(&word);
                prop_assert!(stem.len() <= word.to_lowercase().len() + 16);
            }
        }
    }
}
