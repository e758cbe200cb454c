//! Which subtags exist, and what someone meant who wrote one that does not.
//!
//! A tag can be well formed and mean nothing: `cn` (a country, not a language) or `en-EN` (a language,
//! not a country). Browsers and search engines ignore such tags in silence, so they are told here.
//!
//! 1. Languages: those that CLDR knows a likely script for, private-use codes, and the few that it
//!    leaves out.
//! 2. Scripts: those that CLDR knows a direction for.
//! 3. Regions: the codes of ISO 3166-1 and the groups of countries that CLDR uses.

use std::sync::LazyLock;

use icu::locale::subtags::{Language, Region, Script};
use icu::locale::{LanguageIdentifier, LocaleDirectionality, LocaleExpander};

use super::endonyms;

pub(super) static EXPANDER: LazyLock<LocaleExpander> = LazyLock::new(LocaleExpander::new_extended);
pub(super) static DIRECTIONS: LazyLock<LocaleDirectionality> =
    LazyLock::new(LocaleDirectionality::new_extended);

/// Registered languages without a likely script in CLDR.
const MORE_LANGUAGES: [&str; 3] = ["ie", "io", "tlh"];

/// Countries and territories of ISO 3166-1, with `XK`, which everybody uses for Kosovo.
const COUNTRIES: &str = "\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV \
BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES \
ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE \
IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY \
MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU \
NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM \
SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE \
VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Groups of countries (UN M.49) that stand in language tags, Latin America (`419`) above all.
const GROUPS: &str = "\
001 002 003 005 009 011 013 014 015 017 018 019 021 029 030 034 035 039 053 054 057 061 142 143 145 \
150 151 154 155 202 419";

/// What languages are called in English, for those who write the name in place of the tag.
#[rustfmt::skip]
const ENGLISH_NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"), ("bengali", "bn"), ("bulgarian", "bg"), ("catalan", "ca"), ("chinese", "zh"),
    ("croatian", "hr"), ("czech", "cs"), ("danish", "da"), ("dutch", "nl"), ("english", "en"),
    ("estonian", "et"), ("finnish", "fi"), ("french", "fr"), ("german", "de"), ("greek", "el"),
    ("hebrew", "he"), ("hindi", "hi"), ("hungarian", "hu"), ("indonesian", "id"), ("italian", "it"),
    ("japanese", "ja"), ("korean", "ko"), ("latvian", "lv"), ("lithuanian", "lt"), ("malay", "ms"),
    ("norwegian", "no"), ("persian", "fa"), ("polish", "pl"), ("portuguese", "pt"), ("romanian", "ro"),
    ("russian", "ru"), ("serbian", "sr"), ("slovak", "sk"), ("slovenian", "sl"), ("spanish", "es"),
    ("swedish", "sv"), ("thai", "th"), ("turkish", "tr"), ("ukrainian", "uk"), ("urdu", "ur"),
    ("vietnamese", "vi"),
];

/// `id` with the script and region that are most likely for it.
pub(super) fn maximise(id: &LanguageIdentifier) -> LanguageIdentifier {
    let mut likely = id.clone();
    EXPANDER.maximize(&mut likely);
    likely
}

pub(super) fn is_language(language: Language) -> bool {
    let code = language.as_str();
    let alone = LanguageIdentifier::from(language);
    !language.is_unknown()
        && (maximise(&alone).script.is_some()
            || ("qaa"..="qtz").contains(&code) && code.len() == 3
            || MORE_LANGUAGES.contains(&code))
}

pub(super) fn is_script(script: Script) -> bool {
    let mut id = LanguageIdentifier::UNKNOWN;
    id.script = Some(script);
    DIRECTIONS.get(&id).is_some()
}

pub(super) fn is_region(region: Region) -> bool {
    let known = if region.is_alphabetic() { COUNTRIES } else { GROUPS };
    known.split(' ').any(|code| code == region.as_str())
}

/// The language that someone meant who wrote `word` in place of a language subtag: its name, or the
/// code of a country where it is spoken.
pub(super) fn meant_language(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let named = ENGLISH_NAMES.iter().find(|(name, _)| *name == lower).map(|(_, tag)| *tag);
    if let Some(tag) = named.or_else(|| endonyms::tag_of(word)) {
        return Some(tag.to_owned());
    }
    let region: Region = word.parse().ok().filter(|region| is_region(*region))?;
    let mut country = LanguageIdentifier::UNKNOWN;
    country.region = Some(region);
    let likely = maximise(&country).language;
    (!likely.is_unknown()).then(|| likely.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_real_archives_are_known_and_countries_are_not() {
        for code in ["pcm", "nb", "no", "tok", "ie", "io", "tlh", "qaa", "eo", "la", "yue", "ckb"] {
            assert!(is_language(code.parse().unwrap()), "{code}");
        }
        for code in ["cn", "jp", "xx", "und", "zzz", "dk"] {
            assert!(!is_language(code.parse().unwrap()), "{code}");
        }
    }

    #[test]
    fn scripts_and_regions_are_known() {
        for code in ["Latn", "Hans", "Hant", "Arab", "Cyrl", "Hebr", "Deva", "Jpan", "Kore"] {
            assert!(is_script(code.parse().unwrap()), "{code}");
        }
        assert!(!is_script("Abcd".parse().unwrap()));
        for code in ["FR", "BR", "419", "001", "XK"] {
            assert!(is_region(code.parse().unwrap()), "{code}");
        }
        assert!(!is_region("EN".parse().unwrap()));
        assert!(!is_region("999".parse().unwrap()));
    }

    #[test]
    fn names_and_countries_lead_to_a_language() {
        for (word, meant) in [("cn", "zh"), ("jp", "ja"), ("English", "en"), ("français", "fr"), ("ua", "uk")]
        {
            assert_eq!(meant_language(word).as_deref(), Some(meant), "{word}");
        }
        assert_eq!(meant_language("posts"), None);
    }
}
