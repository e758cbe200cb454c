//! The words of the index and those of the search page are the same.
//!
//! One is Rust and the other JavaScript. Where Node.js is missing, these tests say so and pass, unless
//! `DEPECHE_BROWSER` is `required`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use depeche::language::LanguageTag;
use depeche::search::analysis::{Analyzer, Form, Piece, pieces};
use serde_json::{Value, json};

use crate::browser::{available, node};

const LANGUAGES: &[&str] =
    &["fr", "it", "ca", "oc", "en", "de", "ar", "tr", "ru", "hi", "ja", "zh-Hans", "ko", "th"];

/// Characters that rules are about, and their neighbours; all have been in Unicode for long. Those of a
/// line are as likely as those of another.
const CHARACTERS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "sldjmtncquSLDJMTNCQUaA",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789",
    "'’‘ʼ＇-‐\u{2011}_..·\u{ad}\u{200c}\u{200d}",
    "....'’-",
    "++##",
    "      \n\t\u{a0}\u{200b}",
    ",;:!?()«»—…/@&\"*$€%＋．×⁄",
    "éèêëàâçîïôùûüÿœæÉÈÀÇŒÆ",
    "äöüÄÖÜßẞ",
    "åøłđðþħıİÅØŁĐÐÞĦşğŞĞñõãǅǆⅣⅳªºŉŀ",
    "\u{300}\u{301}\u{302}\u{306}\u{307}\u{308}\u{30a}\u{323}\u{327}\u{342}\u{345}",
    "\u{fe0e}\u{fe0f}\u{20dd}\u{20e3}\u{e0100}\u{e0101}\u{1dc0}\u{fe20}",
    "ªº²³¹½⅓①⒈⑴ⅧⓐⒶ™℡№ﬁﬂﬀ㎏",
    "αβγδεςσΑΒΓΔΕΣάέήΐΆΈΉὰᾳᾼ",
    "абвгдеиЙйЁёЇїґўЎИАБВГД\u{483}\u{487}\u{488}",
    "ابتثجحخوفكلالالواىيةكیکهآأإئؤ",
    "\u{64b}\u{64e}\u{651}\u{652}\u{670}\u{640}\u{6d6}\u{615}٠١٢٣٤٥٩۰۱۲۹٫",
    "ﷺﷲﻼﹰﹱﻛﺘ",
    "אבגדהשל\u{5b0}\u{5b8}\u{5bc}\u{5c1}\u{5be}״׳",
    "हिन्दीकख़क़भारत१२\u{93c}\u{94d}",
    "தமிழ்বাংলা",
    "内核操作系统漢字豈𠮷𡃁㐀々〆〇㈠㉑〡〼",
    "かがきぎパぱはひらがなゟん\u{3099}\u{309a}ゝ",
    "カガキギヴァーコヿｶｷﾞﾟｰｱ・･",
    "한국어가각힣ㄱㅏㅋﾡￂ\u{1100}\u{1161}\u{11a8}\u{1112}\u{302e}",
    "ภาษาไทยน้ำที่ก็๑๒฿ลาวພາສາ",
    "ខ្មែរភាសាမြန်မာ၁၂",
    "ქართული ᲡᲐᏣꮳհայերենև",
    "𝕏𝒳𝟏𐐀𐐨𞤀𒀀👍🇫❤👩🏽🅰",
    "བོད་ཡིགኢትዮ",
];

/// Pieces of text that rules are about as a whole.
const PHRASES: &[&str] = &[
    "aujourd'hui",
    "AUJOURD’hui",
    "aujourd",
    "C++",
    "C#",
    ".NET",
    ".NETs",
    "l’",
    "qu'",
    "Dell'",
    "’s",
    "'S",
    "WhatsApp",
    "HTTPServer",
    "PDFs",
    "4.0",
    "v1.2",
    "ال",
    "وال",
    "لل",
    "1.",
    ".5",
    "ÄÖ",
    "lorsqu",
    "x86_64",
    "++",
    "#",
    "..",
];

/// A sequence of numbers that is the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).expect("a small number")).expect("a smaller one")
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    /// A text: of all scripts, or of a few.
    fn text(&mut self, lines: &[Vec<char>]) -> String {
        let few: Vec<&Vec<char>> = (0..=self.below(4)).map(|_| self.of(lines)).collect();
        let is_mixed = self.below(4) == 0;
        let length = if self.below(20) == 0 { 120 } else { 24 };
        let mut text = String::new();
        for _ in 0..self.below(length) {
            if self.below(12) == 0 {
                text += *self.of(PHRASES);
                continue;
            }
            let line = if is_mixed { self.of(lines) } else { *self.of(&few) };
            text.push(*self.of(line));
        }
        text
    }
}

/// Where the tests in JavaScript are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search")
}

/// The words of a text: position, surface, parts, and segments where there are some.
fn words(language: &str, text: &str) -> Value {
    let analyzer = Analyzer::new(&LanguageTag::new(language).expect("a language tag"));
    let mut words = Vec::new();
    let mut position = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Word(raw) => {
                let Some(word) = analyzer.word(raw) else { continue };
                let texts =
                    |forms: Vec<Form>| -> Vec<String> { forms.into_iter().map(|form| form.text).collect() };
                let mut token = vec![json!(position), json!(word.surface.text), json!(texts(word.parts))];
                if !word.segments.is_empty() {
                    token.push(json!(texts(word.segments)));
                }
                words.push(token.into());
                position += 1;
            }
            Piece::Run(raw) => {
                analyzer.run(raw, &mut |pair| {
                    words.push(json!([position, pair, []]));
                    position += 1;
                });
                position += 1;
            }
        }
    }
    words.into()
}

/// The words that the search page finds in texts.
fn words_in_node(node: &Path, texts: &Value) -> Vec<Value> {
    let words = run_in_node(node, &folder().join("words.mjs"), &[], &texts.to_string());
    serde_json::from_str(&words).expect("lists of words")
}

/// What a script prints that is given `input`, all of which it reads before it prints.
#[track_caller]
pub fn run_in_node(node: &Path, script: &Path, arguments: &[&str], input: &str) -> String {
    let mut command = Command::new(node);
    command.arg(script).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("Node.js starts");
    let mut stdin = child.stdin.take().expect("an input");
    stdin.write_all(input.as_bytes()).expect("an input that is read");
    drop(stdin);
    let output = child.wait_with_output().expect("an output");
    assert!(output.status.success(), "{}: {}", script.display(), output.status);
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_index_and_the_search_page_have_the_same_words() {
    let Some(node) = available(node()) else { return };
    let lines: Vec<Vec<char>> = CHARACTERS.iter().map(|line| line.chars().collect()).collect();
    let mut numbers = Numbers(0x5eed_0f17);
    let texts: Vec<(&str, String)> =
        (0..6000).map(|_| (*numbers.of(LANGUAGES), numbers.text(&lines))).collect();

    let found = words_in_node(&node, &json!(texts));
    assert_eq!(found.len(), texts.len());
    let mut count = 0;
    for ((language, text), found) in texts.iter().zip(found) {
        assert_eq!(words(language, text), found, "{language}: {}", text.escape_unicode());
        count += found.as_array().expect("words").len();
    }
    assert!(count > 20_000, "only {count} words");
}

#[test]
fn the_search_page_passes_its_own_tests() {
    let Some(node) = available(node()) else { return };
    let files = std::fs::read_dir(folder()).expect("the tests").map(|entry| entry.expect("an entry").path());
    let tests: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    assert!(tests.len() > 4, "{tests:?}");
    let output = Command::new(node).arg("--test").args(tests).output().expect("Node.js starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
