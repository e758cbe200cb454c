use std::hint::black_box;
use std::time::Instant;

use jiff::civil::{date, time};

use super::*;

fn locale(tag: &str) -> Locale {
    Locale::new(&LanguageTag::new(tag).unwrap())
}

#[test]
fn threads_can_share_a_locale() {
    fn check<T: Send + Sync>() {}
    check::<Locale>();
}

/// 19 March 2021, a Friday, in full, long and short, then its month, month alone and day alone.
#[track_caller]
fn check_dates(tag: &str, expected: [&str; 6]) {
    let (locale, day) = (locale(tag), date(2021, 3, 19));
    let written = [
        locale.date(day, DateLength::Full),
        locale.date(day, DateLength::Long),
        locale.date(day, DateLength::Short),
        locale.month(2021, 3),
        locale.month_name(3).to_owned(),
        locale.day_month(day),
    ];
    assert_eq!(written, expected, "{tag}");
}

#[test]
#[rustfmt::skip]
fn dates_are_written_as_each_language_does() {
    check_dates("fr", ["vendredi 19 mars 2021", "19 mars 2021", "19/03/2021", "mars 2021", "mars", "19 mars"]);
    check_dates("en", ["Friday, March 19, 2021", "March 19, 2021", "3/19/2021", "March 2021", "March", "March 19"]);
    check_dates("en-GB", ["Friday, 19 March 2021", "19 March 2021", "19/03/2021", "March 2021", "March", "19 March"]);
    check_dates("es", ["viernes, 19 de marzo de 2021", "19 de marzo de 2021", "19/3/2021", "marzo de 2021", "marzo", "19 de marzo"]);
    check_dates("de", ["Freitag, 19. März 2021", "19. März 2021", "19.03.2021", "März 2021", "März", "19. März"]);
    check_dates("it", ["venerdì 19 marzo 2021", "19 marzo 2021", "19/03/2021", "marzo 2021", "marzo", "19 marzo"]);
    check_dates("pt", ["sexta-feira, 19 de março de 2021", "19 de março de 2021", "19/03/2021", "março de 2021", "março", "19 de março"]);
    check_dates("pt-BR", ["sexta-feira, 19 de março de 2021", "19 de março de 2021", "19/03/2021", "março de 2021", "março", "19 de março"]);
    check_dates("ar", ["الجمعة، 19 مارس 2021", "19 مارس 2021", "19\u{200f}/3\u{200f}/2021", "مارس 2021", "مارس", "19 مارس"]);
    check_dates("zh-Hans", ["2021年3月19日星期五", "2021年3月19日", "2021/3/19", "2021年3月", "三月", "3月19日"]);
    check_dates("zh-Hant", ["2021年3月19日星期五", "2021年3月19日", "2021/3/19", "2021年3月", "3月", "3月19日"]);
    check_dates("ja", ["2021年3月19日金曜日", "2021年3月19日", "2021/03/19", "2021年3月", "3月", "3月19日"]);
    check_dates("ko", ["2021년 3월 19일 금요일", "2021년 3월 19일", "2021/3/19", "2021년 3월", "3월", "3월 19일"]);
    check_dates("ru", ["пятница, 19 марта 2021\u{202f}г.", "19 марта 2021\u{202f}г.", "19.03.2021", "март 2021\u{202f}г.", "март", "19 марта"]);
    check_dates("uk", ["пʼятниця, 19 березня 2021\u{202f}р.", "19 березня 2021\u{202f}р.", "19.03.2021", "березень 2021\u{202f}р.", "березень", "19 березня"]);
    check_dates("pl", ["piątek, 19 marca 2021", "19 marca 2021", "19.03.2021", "marzec 2021", "marzec", "19 marca"]);
    check_dates("tr", ["19 Mart 2021 Cuma", "19 Mart 2021", "19.03.2021", "Mart 2021", "Mart", "19 Mart"]);
    check_dates("vi", ["Thứ Sáu, 19 tháng 3 2021", "19 tháng 3 2021", "19/03/2021", "tháng 3 năm 2021", "Tháng 3", "19 tháng 3"]);
    check_dates("id", ["Jumat, 19 Maret 2021", "19 Maret 2021", "19/03/2021", "Maret 2021", "Maret", "19 Maret"]);
    check_dates("bg", ["петък, 19 март 2021\u{202f}г.", "19 март 2021\u{202f}г.", "19.03.2021\u{202f}г.", "март 2021\u{202f}г.", "март", "19 март"]);
    check_dates("he", ["יום שישי, 19 במרץ 2021", "19 במרץ 2021", "19.3.2021", "מרץ 2021", "מרץ", "19 במרץ"]);
    check_dates("fa", ["جمعه ۱۹ مارس ۲۰۲۱", "۱۹ مارس ۲۰۲۱", "۲۰۲۱/۳/۱۹", "مارس ۲۰۲۱", "مارس", "۱۹ مارس"]);
}

#[test]
fn languages_without_names_of_months_use_figures() {
    check_dates("az-Arab", ["2021-03-19", "2021-03-19", "2021-03-19", "2021-03", "03", "03-19"]);
    check_dates("tok", ["2021-03-19", "2021-03-19", "2021-03-19", "2021-03", "03", "03-19"]);
    assert_eq!(locale("ku-Arab").month_name(3), "ئازار");
}

#[test]
fn times_follow_the_language_clock() {
    let evening = date(2021, 3, 19).to_datetime(time(19, 5, 59, 0));
    for (tag, alone, with_date) in [
        ("fr", "19:05", "19 mars 2021 à 19:05"),
        ("en", "7:05\u{202f}PM", "March 19, 2021 at 7:05\u{202f}PM"),
        ("ja", "19:05", "2021年3月19日 19:05"),
        ("pt", "19:05", "19 de março de 2021 às 19:05"),
    ] {
        let locale = locale(tag);
        assert_eq!(locale.time(evening.time()), alone, "{tag}");
        assert_eq!(locale.date_time(evening, DateLength::Long), with_date, "{tag}");
    }
}

#[test]
fn years_stand_alone() {
    for (tag, expected) in [("fr", "2021"), ("ja", "2021年"), ("bg", "2021\u{202f}г."), ("fa", "۲۰۲۱")]
    {
        assert_eq!(locale(tag).year(2021), expected, "{tag}");
    }
}

#[test]
fn extreme_dates_do_not_panic() {
    for tag in ["en", "fa", "tok", "th"] {
        let locale = locale(tag);
        for day in [date(-9999, 1, 1), date(0, 2, 29), date(9999, 12, 31)] {
            assert!(!locale.date(day, DateLength::Full).is_empty());
        }
        assert!(!locale.year(i16::MIN).is_empty());
        assert_eq!(locale.month_name(0), locale.month_name(1));
        assert_eq!(locale.month_name(i8::MAX), locale.month_name(12));
        assert_eq!(locale.month(2021, i8::MIN), locale.month(2021, 1));
    }
}

#[test]
fn weeks_begin_where_readers_expect_it() {
    for (tag, first, friday, full) in [
        ("fr", Weekday::Monday, "ven.", "vendredi"),
        ("en", Weekday::Sunday, "Fri", "Friday"),
        ("en-GB", Weekday::Monday, "Fri", "Friday"),
        ("ar", Weekday::Saturday, "ج", "الجمعة"),
        ("fa", Weekday::Saturday, "ج", "جمعه"),
        ("hi", Weekday::Sunday, "शुक्र", "शुक्रवार"),
        ("ja", Weekday::Sunday, "金", "金曜日"),
        ("vi", Weekday::Monday, "T6", "Thứ Sáu"),
    ] {
        let locale = locale(tag);
        assert_eq!((locale.first_weekday(), locale.weekday_name(Weekday::Friday)), (first, friday), "{tag}");
        assert_eq!(locale.weekday_full_name(Weekday::Friday), full, "{tag}");
    }
}

#[test]
fn numbers_have_the_grouping_and_digits_of_the_language() {
    for (tag, expected) in [
        ("fr", "1\u{202f}234\u{202f}567"),
        ("en", "1,234,567"),
        ("de", "1.234.567"),
        ("hi", "12,34,567"),
        ("ar", "1,234,567"),
        ("ar-EG", "١٬٢٣٤٬٥٦٧"),
        ("fa", "۱٬۲۳۴٬۵۶۷"),
    ] {
        assert_eq!(locale(tag).number(1_234_567_u64), expected, "{tag}");
    }
    assert_eq!(locale("en").number(-12_i64), "-12");
    assert_eq!(locale("pl").number(1234_u64), "1234");
}

#[test]
fn plurals_follow_cldr() {
    use PluralCategory::{Few, Many, One, Other, Two, Zero};
    for (tag, categories) in [
        ("fr", vec![One, Many, Other]),
        ("en", vec![One, Other]),
        ("ar", vec![Zero, One, Two, Few, Many, Other]),
        ("ru", vec![One, Few, Many, Other]),
        ("cs", vec![One, Few, Other]),
        ("ja", vec![Other]),
        ("he", vec![One, Two, Other]),
    ] {
        assert_eq!(locale(tag).plural_categories(), categories, "{tag}");
    }
    for (tag, count, category) in [("fr", 0, One), ("ru", 22, Few), ("ar", 11, Many), ("pl", 5, Many)] {
        assert_eq!(locale(tag).plural(count), category, "{tag} {count}");
    }
}

#[test]
fn lists_end_as_sentences_do() {
    for (tag, expected) in
        [("fr", "a, b et c"), ("en", "a, b, and c"), ("en-GB", "a, b and c"), ("ja", "a、b、c")]
    {
        assert_eq!(locale(tag).list(&["a", "b", "c"]), expected, "{tag}");
    }
    assert_eq!(locale("es").list(&["Ana", "Inés"]), "Ana e Inés");
    assert_eq!(locale("fr").list(&[]), "");
    let separators = |tag: &str, items: &[&str]| locale(tag).list_separators(items);
    assert_eq!(separators("fr", &["a", "b", "c"]), [", ", " et ", ""]);
    assert_eq!(separators("es", &["Ana", "Inés"]), [" e ", ""]);
    assert_eq!(separators("ja", &["a", "b"]), ["、", ""]);
    assert_eq!(separators("en", &["a"]), [""]);
    assert_eq!(separators("en", &[]), [""; 0]);
}

#[test]
fn texts_sort_as_readers_expect() {
    for (tag, sorted) in [
        ("fr", vec!["10 ans", "cote", "coté", "côte", "eau", "Écran", "zoo"]),
        ("en", vec!["Release 2", "Release 10", "résumé", "Zed"]),
        ("sv", vec!["Zebra", "Åre", "Äpple", "Öl"]),
        ("es", vec!["nube", "ñu", "oso"]),
        ("zh-Hans", vec!["阿里", "北京", "中国"]),
    ] {
        let locale = locale(tag);
        let mut texts = sorted.clone();
        texts.reverse();
        texts.sort_by(|a, b| locale.collate(a, b));
        assert_eq!(texts, sorted, "{tag}");
    }
    assert_eq!(locale("en").collate("a", "a"), Ordering::Equal);
    assert_ne!(locale("en").collate("é", "e\u{301}"), Ordering::Equal, "one order for every list");
}

/// Names with their headings, as `name=heading`.
#[track_caller]
fn check_letters(tag: &str, expected: &str) {
    let locale = locale(tag);
    let written: Vec<String> = expected
        .split(' ')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, _)| format!("{name}={}", locale.index_letter(name)))
        .collect();
    assert_eq!(written.join(" "), expected, "{tag}");
}

#[test]
fn accents_go_where_the_language_sorts_without_them() {
    check_letters("fr", "Éric=E œuvre=O Zoé=Z Łódź=L Ñandú=N Русь=Р ﬁn=F Ａ=A");
    check_letters("de", "Ärzte=A ßa=S Öl=O Ⅳ=I");
    check_letters("el", "Άλφα=Α ωμέγα=Ω");
    check_letters("ru", "Ёлка=Е Йод=Й ещё=Е");
}

#[test]
fn letters_of_the_alphabet_keep_their_marks() {
    check_letters("es", "Ñandú=Ñ Éric=E Chile=C llave=L");
    check_letters("sv", "Ångström=Å Äpple=Ä Öl=Ö Zebra=Z");
    check_letters("pl", "Łódź=Ł Żabka=Ż Ćma=Ć Ócz=Ó");
    check_letters("tr", "istanbul=İ Işık=I İzmir=İ ısı=I Çay=Ç şeker=Ş");
    check_letters("vi", "ấn=Â Đà=Đ ơn=Ơ Ước=Ư anh=A ạ=A");
    check_letters("uk", "Ґава=Ґ Їжак=Ї Європа=Є");
}

#[test]
fn letters_of_two_or_three_characters_are_headings() {
    check_letters("cs", "Chrome=Ch Čapek=Č Cena=C Ďas=D");
    check_letters("hu", "Dzsem=Dzs Dzéta=Dz Cseh=Cs Szeged=Sz Álom=A Ötvös=Ö");
    check_letters("hr", "Džep=Dž Ljubav=Lj žena=Ž");
    check_letters("da", "Aalborg=Å Ærø=Æ Øl=Ø Åse=Å");
}

#[test]
fn other_scripts_have_their_own_headings() {
    check_letters("zh-Hans", "阿里=A 北京=B 微软=W 中国=Z ChatGPT=C");
    check_letters("zh-Hant", "一=1畫 中國=4畫 微軟=13畫");
    check_letters("ja", "カメラ=か がくせい=か ｱｲｳ=あ 日本=漢字 ヴ=あ ん=わ ゃ=や");
    check_letters("ko", "한국=ㅎ 까치=ㄱ 漢字=ㅎ 삼성=ㅅ 애플=ㅇ");
    check_letters("ar", "أحمد=ا إيران=ا ٱ=ا برق=ب");
    check_letters("he", "שלום=ש");
    check_letters("th", "เกม=ก ไทย=ท");
    check_letters("hi", "हिन्दी=ह किताब=क");
    check_letters("ka", "თბილისი=თ");
}

#[test]
fn what_begins_with_no_letter_is_under_one_heading() {
    check_letters("en", "42=# «x»=# ½=# ①=# 🦀=# ٣=# #MeToo=#");
    assert_eq!(locale("en").index_letter(""), "#");
    assert_eq!(locale("en").index_letter("  \u{301}"), "#");
}

#[test]
fn an_index_is_sorted_and_in_groups() {
    let index = |tag, names: &[&'static str]| -> Vec<(String, Vec<&'static str>)> {
        locale(tag).index(names.iter().copied(), |name| name)
    };
    assert_eq!(
        index("fr", &["Zig", "écran", "Eau", "4G"]),
        [("#".into(), vec!["4G"]), ("E".into(), vec!["Eau", "écran"]), ("Z".into(), vec!["Zig"])]
    );
    // Latin names sort after Chinese characters, and are under the same letter all the same.
    assert_eq!(
        index("zh-Hans", &["Chrome", "中国", "车库"]),
        [("C".into(), vec!["车库", "Chrome"]), ("Z".into(), vec!["中国"])]
    );
}

proptest::proptest! {
    #[test]
    fn every_name_has_a_heading(name in ".{0,5}") {
        use std::sync::LazyLock;
        static LOCALES: LazyLock<Vec<Locale>> =
            LazyLock::new(|| ["en", "zh-Hans", "zh-Hant", "ja", "ko", "hu", "th"].map(locale).into());
        for locale in LOCALES.iter() {
            proptest::prop_assert!(!locale.index_letter(&name).is_empty());
        }
    }
}

/// Run with `cargo test --release -- --ignored --nocapture` to see what formatting costs.
#[test]
#[ignore = "tells times, checks nothing"]
#[expect(clippy::print_stderr, reason = "the times are what it is for")]
fn times() {
    let tag = LanguageTag::new("fr").unwrap();
    let start = Instant::now();
    let locale = Locale::new(&tag);
    eprintln!("new {:?}, {} bytes", start.elapsed(), size_of::<Locale>());
    let report = |what: &str, run: &dyn Fn()| {
        let start = Instant::now();
        (0..100_000).for_each(|_| run());
        eprintln!("{what} {:?}", start.elapsed() / 100_000);
    };
    let day = black_box(date(2021, 3, 19));
    report("date, full", &|| drop(black_box(locale.date(day, DateLength::Full))));
    report("date, short", &|| drop(black_box(locale.date(day, DateLength::Short))));
    report("month", &|| drop(black_box(locale.month(2021, 3))));
    report("number", &|| drop(black_box(locale.number(black_box(12_345_u64)))));
    report("plural", &|| {
        black_box(locale.plural(black_box(5)));
    });
    report("collate", &|| {
        black_box(locale.collate(black_box("Écran plat"), black_box("écran large")));
    });
    report("index letter", &|| drop(black_box(locale.index_letter(black_box("Écran")))));
    report("list of 3", &|| drop(black_box(locale.list(&["Ada", "Grace", "Alan"]))));
}

#[test]
fn french_counts_the_first_of_a_month() {
    let locale = Locale::new(&LanguageTag::new("fr").unwrap());
    let (first, eleventh) = (date(2021, 4, 1), date(2021, 4, 11));
    assert_eq!(locale.date(first, DateLength::Full), "jeudi 1er avril 2021");
    assert_eq!(locale.date(first, DateLength::Short), "01/04/2021");
    assert_eq!(locale.day_month(first), "1er avril");
    assert_eq!(locale.date(eleventh, DateLength::Long), "11 avril 2021");
}
