use super::*;

fn tag(written: &str) -> LanguageTag {
    LanguageTag::new(written).unwrap_or_else(|problem| panic!("{written}: {problem:?}"))
}

#[track_caller]
fn check(written: &str, canonical: &str) {
    assert_eq!(tag(written).as_str(), canonical);
}

#[track_caller]
fn check_refused(written: &str, message: &str, hint: &str) {
    let problem = LanguageTag::new(written).expect_err(written);
    assert_eq!((problem.message.as_str(), problem.hint.as_deref()), (message, Some(hint)));
}

#[test]
fn case_and_underscores_do_not_matter() {
    check("zh_cn", "zh-CN");
    check("PT-br", "pt-BR");
    check("nb-no", "nb-NO");
    check("ZH_hant_hk", "zh-Hant-HK");
    check("fr", "fr");
    check("es-419", "es-419");
    check("ca-VALENCIA", "ca-valencia");
}

#[test]
fn old_codes_are_brought_up_to_date() {
    check("iw", "he");
    check("in", "id");
    check("cmn-hans", "zh-Hans");
    check("en-UK", "en-GB");
}

#[test]
fn what_is_no_tag_is_refused_in_words() {
    let example = "write a BCP 47 tag such as `fr`, `pt-BR` or `zh-Hans`";
    check_refused("../../x", "`../../x` is not a language tag", example);
    check_refused("", "`` is not a language tag", example);
    check_refused("fr\n", "`fr\\n` is not a language tag", example);
    check_refused("en-x-", "`en-x-` is not a language tag", example);
    check_refused("xx", "unknown language subtag `xx`", example);
    check_refused("und", "unknown language subtag `und`", example);
    let long = format!("en{}", "-abcdefgh".repeat(50));
    assert!(LanguageTag::new(&long).is_err());
}

#[test]
fn names_and_countries_are_told_what_to_write() {
    check_refused("english", "`english` is not a language tag", "write `en`");
    check_refused("français", "`français` is not a language tag", "write `fr`");
    check_refused("cn", "unknown language subtag `cn`", "write `zh` for the language");
    check_refused("jp", "unknown language subtag `jp`", "write `ja` for the language");
    check_refused(
        "en-EN",
        "unknown region subtag `EN` in `en-EN`",
        "write `en`, or name a country, such as `en-US`",
    );
    check_refused("en-Abcd", "unknown script subtag `Abcd` in `en-Abcd`", "write `en`");
    check_refused("ar-u-nu-latn", "the language tag `ar-u-nu-latn` has an extension", "write `ar`");
}

#[test]
fn the_script_gives_the_direction() {
    for rtl in ["ar", "he", "fa", "ur", "yi", "ps", "az-Arab", "ku-Arab", "ckb", "sd", "ug", "dv", "syr"] {
        assert_eq!(tag(rtl).direction(), Direction::Rtl, "{rtl}");
    }
    for ltr in ["fr", "az", "ku", "zh-Hant", "ja", "ru", "pcm", "tlh", "sd-Deva", "pa"] {
        assert_eq!(tag(ltr).direction(), Direction::Ltr, "{ltr}");
    }
    assert_eq!(Direction::Rtl.to_string(), "rtl");
}

#[test]
fn wide_characters_and_spaces_are_told_by_script() {
    for (written, is_cjk, uses_spaces) in [
        ("zh", true, false),
        ("zh-TW", true, false),
        ("ja", true, false),
        ("ko", true, true),
        ("yue", true, false),
        ("th", false, false),
        ("km", false, false),
        ("vi", false, true),
        ("fr", false, true),
    ] {
        let tag = tag(written);
        assert_eq!((tag.is_cjk(), tag.uses_spaces()), (is_cjk, uses_spaces), "{written}");
    }
}

#[test]
fn a_prefix_is_in_lower_case() {
    assert_eq!(tag("zh-Hant-HK").prefix(), "zh-hant-hk");
}

#[test]
fn open_graph_gets_a_country() {
    for (written, expected) in [
        ("fr", "fr_FR"),
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("pt", "pt_BR"),
        ("zh-Hant", "zh_TW"),
        ("zh-Hans", "zh_CN"),
        ("es-419", "es_LA"),
        ("en-001", "en_US"),
        ("eo", "eo"),
    ] {
        assert_eq!(tag(written).og_locale(), expected, "{written}");
    }
}

#[test]
fn languages_are_named_in_themselves() {
    for (written, expected) in [
        ("fr", "français"),
        ("en", "English"),
        ("ar", "العربية"),
        ("ja", "日本語"),
        ("zh-Hans", "简体中文"),
        ("zh-CN", "简体中文"),
        ("zh-Hant", "繁體中文"),
        ("pt-BR", "português (Brasil)"),
        ("id", "Bahasa Indonesia"),
        ("fr-SN", "français (SN)"),
        ("zh-Hans-MY", "简体中文 (MY)"),
        ("de-1996", "Deutsch (1996)"),
        ("aa", "aa"),
    ] {
        assert_eq!(tag(written).endonym(), expected, "{written}");
    }
}

#[test]
fn two_ways_to_write_a_language_match() {
    for (one, other) in [("zh-CN", "zh-Hans"), ("zh_tw", "zh-Hant"), ("pt", "pt-BR"), ("no", "nb")] {
        assert!(tag(one).matches(&tag(other)), "{one} {other}");
    }
    for (one, other) in [("zh", "zh-Hant"), ("pt", "pt-PT"), ("nn", "nb"), ("sr", "sr-Latn")] {
        assert!(!tag(one).matches(&tag(other)), "{one} {other}");
    }
}

#[test]
fn strings_are_borrowed_within_a_script_only() {
    for (reader, strings, expected) in [
        ("pt-BR", "pt", Some(Closeness::Equal)),
        ("pt-PT", "pt", Some(Closeness::Parent)),
        ("zh-TW", "zh-Hant", Some(Closeness::Equal)),
        ("zh-HK", "zh-Hant", Some(Closeness::Parent)),
        ("zh-HK", "zh-Hans", None),
        ("az-Arab", "az", None),
        ("pt-PT", "pt-AO", None),
        ("fr", "fr", Some(Closeness::Same)),
    ] {
        assert_eq!(tag(reader).closeness(&tag(strings)), expected, "{reader} {strings}");
    }
}

proptest::proptest! {
    #[test]
    fn a_canonical_tag_reads_back_as_itself(written in "[a-zA-Z]{2,3}([-_][A-Za-z]{4})?([-_][A-Za-z]{2})?") {
        if let Ok(tag) = LanguageTag::new(&written) {
            proptest::prop_assert_eq!(LanguageTag::new(tag.as_str()).unwrap(), tag.clone());
            proptest::prop_assert!(tag.matches(&tag) && !tag.endonym().is_empty());
        }
    }

    #[test]
    fn no_text_makes_a_tag_panic(written in ".{0,12}") {
        let _ = LanguageTag::new(&written);
    }
}
