//! Makes a multilingual news archive of any size, to measure Depeche's speed on.
//!
//! ```text
//! cargo run --release --example make-archive -- OUT N [--seed S] [--words W]
//! ```
//!
//! `OUT`, absent or empty, becomes a site: `depeche.yaml`, and N articles in five languages over
//! twenty years, as `content/YYYY/YYYY-MM-DD-slug.LANG.md`. A third of the stories have one or two
//! further editions, under the same name but for the language. An article has about W words (600)
//! of a vocabulary that is put together from its language's syllables, and that it uses as
//! unevenly as real texts do. S (1) is any whole number; each gives another archive.
//!
//! The same arguments give the same bytes on every machine. So all arithmetic is on integers: the
//! floating-point functions that a Zipf law is usually drawn with differ between systems.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{array, env, fs, io, iter};

/// What to type.
const USAGE: &str = "usage: make-archive OUT N [--seed S] [--words W]
  OUT  the folder to make, absent or empty
  N    the number of articles
  S    another archive for each whole number (1)
  W    the words in an article, about (600)";
/// The site's `depeche.yaml`.
const SETTINGS: &str = "title: Benchmark archive
base_url: https://example.org/archive/
default_language: en
time_zone: UTC
languages:
  en: {}
  fr: {}
  de: {}
  ja: {}
  ru: {}
";
/// The year of the first article.
const FIRST_YEAR: u64 = 2004;
/// The days from then to the end of 2023.
const DAYS: u64 = 7_305;
/// The words of a language.
const WORDS: usize = 30_000;
/// The tags of a language.
const TAGS: usize = 2_000;
/// The languages that stories are first written in, as indices into [`LANGUAGES`].
const ORIGINALS: [usize; 20] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4];
/// The languages, the default one first. Of each: tag, what stands between words, comma, colon and
/// quotation marks, by bars; its commonest words; onsets, nuclei and codas of the syllables of its
/// other words; what these end in; what sentences end in. In lists, `-` stands for nothing.
#[rustfmt::skip]
const LANGUAGES: [[&str; 7]; 5] = [
    ["en| |,|: |“|”",
     "the of and to in a is that for it on with as was at by this be from are have not but an \
      which they we has had will one their can more new if its would been when who about up out",
     "- b c d f g h l m n p r s t v w st tr pr ch sh br cl pl gr",
     "a e i o u a e i o ea ou ai ee", "- - - - n r l s t nd ck m st p",
     "- - - s s ed ing er tion ly ment al ness able", ". . . . . . . . . . ? !"],
    ["fr| |,|\u{a0}: |«\u{a0}|\u{a0}»",
     "de la le et les des à en un du une que est pour dans qui par sur pas au plus ce il sont \
      avec ne se aux cette mais ou son nous comme été ont leur être ses elle tout fait même",
     "- - b c d f g j l m n p r s t v ch pr tr br qu pl gr",
     "a e i o u é è ê ou an on in oi eau ai î ô", "- - - - - r l s n c t",
     "- e es s é ée tion ment eur ique er ait ité age ère", ". . . . . . . \u{a0}? \u{a0}!"],
    ["de| |,|: |„|“",
     "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es \
      an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum",
     "- b d f g h k l m n p r s t w z sch st br kr gl pf",
     "a e i o u a e i ä ö ü ei au ie", "- - - - n r l s t ch nd rt ng ß ck m",
     "- en en er e te ung heit lich ig ungen isch st", ". . . . . . . . . . ? !"],
    ["ja||、|：|「|」",
     "の に は を が と で も から この その へ より まで など これ という また として について",
     "新 公 情 技 機 検 言 世 会 国 市 経 政 電 計 通 安 全 管 利 問 対 更 改 追 変 設 環 動 高 処 実 \
      試 文 記 資 研 教 大 生 製 販 価 提 企 部 東 西 南 北 月 日 地 山 海 空 水 火 木 金 人 主 法 選",
     "開 報 術 能 索 語 界 社 家 場 済 府 子 算 信 性 理 用 題 応 善 加 定 境 作 速 行 験 書 録 料 究 \
      育 学 産 品 売 格 供 画 門 京 年 時 間 方 川 気 土 民 権 律 挙 果 因 査 値 減 強 点 数 体 案",
     "-", "- - - - - - - - 的 化 性 者 する した データ システム サーバー ウェブ ソフト モデル クラウド",
     "しました。 しています。 です。 になります。 と発表した。 とみられる。 である。 でしょうか？"],
    ["ru| |,|: |«|»",
     "и в не на что с по это как к из за от для о но его он так все до бы же или у мы если уже \
      при чтобы только может было быть также их во со где после более под через между когда",
     "- б в г д ж з к л м н п р с т х ш пр ст тр вр сл кр",
     "а е и о у а о е ы я ю", "- - - - - н р л с т в м й",
     "- а ы ов ами ого ение ость ать ить ный ская ые у", ". . . . . . . . . . ? !"],
];

/// Code to quote: its language, how it starts, two ways to go on, how it ends. In it, `@` stands
/// for a name and `~` for a number.
#[rustfmt::skip]
const CODE: [[&str; 5]; 6] = [
    ["rust", "/// Adds up what `@` left.\npub fn @(items: &[u64]) -> u64 {\n    let mut total = ~;",
     "    for item in items.iter().skip(~) {\n        total += item * ~; // \"@\"\n    }",
     "    println!(\"@: {total}\");", "    total\n}"],
    ["python", "import json\n\ndef @(rows, limit=~):\n    found = {}",
     "    for row in rows:  # newest first\n        found[row[\"@\"]] = row.get(\"@\", ~)",
     "    @ = [row for row in rows if row[\"@\"] > limit]", "    return json.dumps(found)"],
    ["js", "export async function @(url, limit = ~) {\n  const found = new Map();",
     "  if (found.size > ~) {\n    throw new Error('@'); // see the notes\n  }",
     "  found.set('@', await fetch(`${url}/@?page=~`));", "  return [...found.values()];\n}"],
    ["bash", "#!/bin/sh\nset -eu\nexport limit=~",
     "for file in @/*.txt; do\n  grep -c \"@\" \"$file\" || true\ndone",
     "curl --silent --retry ~ \"https://example.com/@\" | tar -xz # latest", "echo \"$limit\""],
    ["json", "{\n  \"version\": ~,\n  \"items\": [",
     "    { \"name\": \"@\", \"count\": ~, \"open\": true },",
     "    {\n      \"name\": \"@\", \"needs\": [\"@\", \"@\"]\n    },",
     "    { \"name\": \"@\", \"count\": null }\n  ]\n}"],
    ["yaml", "# How it is set up\nname: @\nsteps:", "  - name: \"@\"\n    timeout: ~",
     "  - uses: example/@\n    with:\n      cache: true", "  - run: make check"],
];

/// `SplitMix64`: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
struct Random(u64);

impl Random {
    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let scaled = (u128::from(mixed ^ (mixed >> 31)) * bound as u128) >> 64;
        usize::try_from(scaled).expect("it is below a usize")
    }

    /// A number from `least` to `most`.
    fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True one time in `times`.
    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of `items`.
    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// A rank, from 0, by running totals from [`zipf`].
    fn rank(&mut self, totals: &[usize]) -> usize {
        let point = self.below(totals[totals.len() - 1]);
        totals.partition_point(|&total| total <= point)
    }
}

/// Running totals of the weights 1 / (rank + 1), after Zipf and Mandelbrot: how unequal words are.
fn zipf(count: usize) -> Vec<usize> {
    let mut total = 0;
    let weights = (1..=count).map(|rank| (1 << 28) / (rank + 1));
    let add = |weight| {
        total += weight;
        total
    };
    weights.map(add).collect()
}

/// The items of a list, nothing for `-`.
fn items(list: &'static str) -> Vec<&'static str> {
    list.split(' ').map(|item| item.trim_matches('-')).collect()
}

/// The text with a capital for its first letter.
fn capitalised(text: &str) -> String {
    let (before, rest) = text.split_at(text.find(char::is_alphabetic).unwrap_or(text.len()));
    let mut letters = rest.chars();
    let first = letters.next().map(char::to_uppercase);
    before.chars().chain(first.into_iter().flatten()).chain(letters).collect()
}

/// The words of a language, the same in every archive.
struct Vocabulary {
    /// The language's tag.
    code: &'static str,
    /// What stands between words.
    space: &'static str,
    /// Comma, colon, opening and closing quotation mark.
    marks: [&'static str; 4],
    /// The words, commonest first.
    words: Vec<String>,
    /// How many of the words are the language's own.
    common: usize,
    /// The running totals of the words' frequencies.
    totals: Vec<usize>,
    /// The tags, commonest first.
    tags: Vec<String>,
    /// What sentences end in.
    stops: Vec<&'static str>,
}

impl Vocabulary {
    /// Makes up the words and tags of a language.
    fn new(&[style, common, onsets, nuclei, codas, endings, stops]: &[&'static str; 7]) -> Self {
        let style: Vec<&str> = style.split('|').collect();
        let (code, space, marks) = (style[0], style[1], array::from_fn(|mark| style[mark + 2]));
        let [endings, stops] = [endings, stops].map(items);
        let syllable = [onsets, nuclei, codas].map(items);
        let mut random = Random(0);
        let mut words: Vec<String> = common.split(' ').map(String::from).collect();
        let common = words.len();
        let mut known: HashSet<String> = words.iter().cloned().collect();
        while words.len() < WORDS {
            let mut word = String::new();
            for _ in 0..random.pick(&[1, 1, 2]) {
                word.extend(syllable.iter().map(|part| random.pick(part)));
            }
            word += random.pick(&endings);
            match code {
                "fr" if word.starts_with(['a', 'e', 'i', 'o', 'u', 'é']) && random.one_in(2) => {
                    word.insert_str(0, random.pick(&["l'", "d'", "l’", "qu'"]));
                }
                "de" if random.one_in(2) => word = capitalised(&word),
                _ => {}
            }
            if word.len() > 2 && known.insert(word.clone()) {
                words.push(word);
            }
        }
        let (mut tags, mut addresses) = (Vec::new(), HashSet::new());
        while tags.len() < TAGS {
            let count = random.pick(&[1, 1, 2]);
            let names = iter::repeat_with(|| &*words[random.between(common, WORDS / 8)]);
            let tag = names.take(count).collect::<Vec<_>>().join(space);
            // Tags alike but for vowels and capitals might get one address, and words of less than
            // six letters might be YAML's own, as `false` is.
            let address = tag.to_lowercase().replace(|letter| "aeiouäöüéèêîô".contains(letter), "");
            if tag.len() > 5 && !tag.contains(['\'', '’']) && addresses.insert(address) {
                tags.push(tag);
            }
        }
        Self { code, space, marks, words, common, totals: zipf(WORDS), tags, stops }
    }

    /// A name of `count` words.
    fn name(&self, random: &mut Random, count: usize, joint: &str) -> String {
        let ranks = iter::repeat_with(|| random.rank(&self.totals));
        let words = ranks.filter(|&rank| rank >= self.common).map(|rank| &*self.words[rank]);
        words.take(count).collect::<Vec<_>>().join(joint)
    }
}

/// Writes one article.
struct Writer<'a> {
    /// Where chance comes from.
    random: &'a mut Random,
    /// The words of the article's language.
    vocabulary: &'a Vocabulary,
    /// The words of English, for code and addresses.
    english: &'a Vocabulary,
    /// How many words there are so far.
    words: usize,
    /// Links and footnote marks still to be worked into the text.
    inserts: Vec<String>,
}

impl Writer<'_> {
    /// The front matter, with what the editions of a story share: `header` and the tags' ranks.
    fn front_matter(&mut self, header: &str, tags: &[usize], number: u32) -> String {
        let title = self.headline(4, 10);
        let title = match self.random.below(20) {
            0 => format!("title: '{}'", title.replace('\'', "''")),
            1 => format!("title: \"{title}\" # as printed"),
            2..5 => format!("title: \"{title}{}{}\"", self.vocabulary.marks[1], self.headline(2, 4)),
            _ => format!("title: \"{title}\""),
        };
        let tags: Vec<&str> = tags.iter().map(|&rank| &*self.vocabulary.tags[rank]).collect();
        let tags = match self.random.below(8) {
            0 => format!("tags:\n  # by hand\n  - {}", tags.join("\n  - ")),
            1 => format!("tags: ['{}']", tags.join("', '")),
            _ => format!("tags: [{}]", tags.join(", ")),
        };
        let mut lines = vec!["---".to_owned(), title, header.to_owned(), tags];
        if self.random.one_in(2) {
            lines.push(format!("summary: \"{}\"", self.headline(10, 25)));
        }
        if self.random.one_in(50) {
            lines.push(format!("aliases: [/old/{number:04}/]"));
        }
        lines.join("\n") + "\n---\n\n"
    }

    /// A body of about `words` words, which may link to the article in the file `earlier`.
    fn body(&mut self, words: usize, earlier: Option<&str>) -> String {
        let note_count = if self.random.one_in(10) { self.random.between(1, 3) } else { 0 };
        self.inserts = (1..=note_count).rev().map(|note| format!("[^{note}]")).collect();
        if let Some(file) = earlier
            && self.random.one_in(3)
        {
            let link = format!("{}[{}]({file})", self.vocabulary.space, self.headline(2, 5));
            self.inserts.push(link);
        }
        let mut blocks: Vec<fn(&mut Self) -> String> =
            vec![Self::list, Self::quotation, Self::code, Self::table];
        let mut odds = [3, 5, 8, 20].into_iter();
        blocks.retain(|_| odds.next().is_some_and(|times| self.random.one_in(times)));
        let mut parts = Vec::new();
        let mut until_heading = self.random.between(3, 5);
        self.words = 0;
        while self.words < words || !self.inserts.is_empty() || !blocks.is_empty() {
            if until_heading == 0 {
                let heading = self.headline(2, 6);
                parts.push(match self.random.below(12) {
                    0 => format!("## {heading} {{#part-{}}}\n", parts.len()),
                    _ => format!("## {heading}\n"),
                });
                until_heading = self.random.between(3, 5);
            }
            until_heading -= 1;
            parts.push(self.paragraph());
            if (self.words >= words || self.random.one_in(2))
                && let Some(block) = blocks.pop()
            {
                parts.push(block(self));
            }
        }
        for note in 1..=note_count {
            parts.push(format!("[^{note}]: {}.\n", self.headline(4, 12)));
        }
        parts.join("\n")
    }

    /// A list.
    fn list(&mut self) -> String {
        let marker = self.random.pick(&["- ", "* ", "1. "]);
        (0..self.random.between(3, 6)).map(|_| marker.to_owned() + &self.sentence() + "\n").collect()
    }

    /// A quotation.
    fn quotation(&mut self) -> String {
        format!("> {}", self.paragraph())
    }

    /// A block of code of 5 to 25 lines.
    fn code(&mut self) -> String {
        let [language, opening, first, second, closing] = self.random.pick(&CODE);
        let names: [String; 4] = array::from_fn(|_| self.english.name(self.random, 2, "_"));
        let mut template = format!("```{language}\n{opening}\n");
        for _ in 0..self.random.between(1, 6) {
            template = template + self.random.pick(&[first, second]) + "\n";
        }
        let mut block = String::new();
        for character in template.chars().chain(closing.chars()) {
            match character {
                '@' => block += &names[self.random.below(4)],
                '~' => block += &self.random.between(2, 99).to_string(),
                other => block.push(other),
            }
        }
        block + "\n```\n"
    }

    /// A table.
    fn table(&mut self) -> String {
        let mut rows = String::new();
        for row in 0..self.random.between(4, 9) {
            let cells: [String; 3] = array::from_fn(|_| self.headline(1, 3));
            let rule = if row == 0 { "\n| --- | ---: | :-: |" } else { "" };
            rows = rows + "| " + &cells.join(" | ") + " |" + rule + "\n";
        }
        rows
    }

    /// A paragraph.
    fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..self.random.between(2, 6)).map(|_| self.sentence()).collect();
        sentences.join(self.vocabulary.space) + "\n"
    }

    /// A sentence, now and then with emphasis, code, a link or a quotation in it.
    fn sentence(&mut self) -> String {
        let Vocabulary { space, marks, stops, .. } = self.vocabulary;
        let mut left = self.random.between(6, 24);
        let mut text = String::new();
        while left > 0 {
            let count = self.random.between(1, 6).min(left);
            left -= count;
            let phrase = self.phrase(count);
            let part = match self.random.below(90) {
                0 | 1 if text.ends_with('*') => phrase,
                0 => format!("*{phrase}*"),
                1 => format!("**{phrase}**"),
                2 => format!("{phrase}{space}`{}`", self.english.name(self.random, 2, "_")),
                3 => {
                    let path = self.english.name(self.random, 2, "/");
                    format!(
                        "[{phrase}](https://{}/{path})",
                        self.random.pick(&["www.example.com", "example.net"])
                    )
                }
                4 => format!("{}{phrase}{}", marks[2], marks[3]),
                _ => phrase,
            };
            text += &part;
            if left > 0 {
                text += if self.random.one_in(4) { marks[0] } else { "" };
                text += space;
            }
        }
        if self.random.one_in(3)
            && let Some(insert) = self.inserts.pop()
        {
            text += &insert;
        }
        capitalised(&text) + self.random.pick(stops)
    }

    /// A line of plain words, with a capital but without a full stop.
    fn headline(&mut self, least: usize, most: usize) -> String {
        let count = self.random.between(least, most);
        capitalised(&self.phrase(count))
    }

    /// Plain words, among them a figure now and then.
    fn phrase(&mut self, count: usize) -> String {
        let Vocabulary { space, words, totals, .. } = self.vocabulary;
        let mut text = String::new();
        for index in 0..count {
            if index > 0 {
                text += space;
            }
            if index > 0 && self.random.one_in(80) {
                let (year, minor) = (self.random.between(1990, 2023), self.random.below(30));
                let figure = match minor {
                    0..5 => format!("CVE-{year}-{minor}{year}"),
                    5..20 => format!("{}.{minor}.0", year % 10),
                    _ => year.to_string(),
                };
                text += &figure;
                continue;
            }
            text += &words[self.random.rank(totals)];
        }
        // Where words are not spaced, 2.2 characters are about one, and a tenth of all are in stops.
        self.words += if space.is_empty() { (text.chars().count() * 10).div_ceil(20) } else { count };
        text
    }
}

/// The calendar date of a day, counted from the first.
fn calendar_date(mut day: u64) -> String {
    let mut year = FIRST_YEAR;
    loop {
        let february = if year.is_multiple_of(4) { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            if day < length {
                return format!("{year}-{month:02}-{:02}", day + 1);
            }
            day -= length;
        }
        year += 1;
    }
}

/// A moment of a day, in one of the shapes that writers use.
fn timestamp(random: &mut Random, day: u64) -> String {
    let date = calendar_date(day);
    let time = format!("{:02}:{:02}:00", random.between(5, 22), random.below(60));
    let offset = random.pick(&["+00:00", "+01:00", "+02:00", "+09:00", "-05:00"]);
    match random.below(3) {
        0 => date,
        1 => format!("{date}T{time}{offset}"),
        _ => format!("{date} {time} {}", offset.replace(':', "")),
    }
}

/// What the editions of a story have in common in their front matter, but for the tags.
fn header(random: &mut Random, day: u64) -> String {
    let (date, desk) = (timestamp(random, day), random.between(1, 40));
    let correction = match random.below(100) {
        0 => format!("\nupdated: {}", timestamp(random, day + 9)),
        _ => String::new(),
    };
    format!("date: {date}{correction}\nauthors: [Desk {desk:02}]")
}

/// Draws until `drawn` has `count` different numbers.
fn draw_different(mut drawn: Vec<usize>, count: usize, mut draw: impl FnMut() -> usize) -> Vec<usize> {
    while drawn.len() < count {
        let number = draw();
        if !drawn.contains(&number) {
            drawn.push(number);
        }
    }
    drawn
}

/// What the command line asks for.
struct Request {
    /// The folder to make.
    folder: PathBuf,
    /// How many articles.
    files: u32,
    /// Which archive of that size.
    seed: u64,
    /// How many words in an article.
    words: usize,
}

impl Request {
    /// Reads the command line, if it is as [`USAGE`] has it.
    fn parse(arguments: &[String]) -> Option<Self> {
        let [folder, files, options @ ..] = arguments else { return None };
        if folder.starts_with('-') {
            return None;
        }
        let mut request = Self { folder: folder.into(), files: files.parse().ok()?, seed: 1, words: 600 };
        for option in options.chunks(2) {
            match option {
                [name, value] if name == "--seed" => request.seed = value.parse().ok()?,
                [name, value] if name == "--words" => request.words = value.parse().ok()?,
                _ => return None,
            }
        }
        Some(request)
    }
}

/// Adds the path to an error of the file system.
fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("`{}`: {error}", path.display()))
}

/// Writes the archive, and answers how many bytes its articles have.
fn make_archive(request: &Request) -> Result<usize, String> {
    let root = &request.folder;
    at(root, fs::create_dir_all(root))?;
    if at(root, fs::read_dir(root))?.next().is_some() {
        return Err(format!("`{}` is not empty", root.display()));
    }
    let settings = root.join("depeche.yaml");
    at(&settings, fs::write(&settings, SETTINGS))?;

    let vocabularies: Vec<Vocabulary> = LANGUAGES.iter().map(Vocabulary::new).collect();
    let english = &vocabularies[0];
    let mut random = Random(request.seed);
    let mut slugs = HashSet::new();
    let mut siblings: BTreeMap<(PathBuf, usize), Vec<String>> = BTreeMap::new();
    let (mut files, mut bytes) = (0, 0);
    while files < request.files {
        let day = u64::from(files) * DAYS / u64::from(request.files);
        let date = calendar_date(day);
        let mut slug = english.name(&mut random, 4, "-");
        while !slugs.insert(slug.clone()) {
            slug = english.name(&mut random, 4, "-");
        }
        let folder = root.join("content").join(&date[..4]);
        at(&folder, fs::create_dir_all(&folder))?;
        let header = header(&mut random, day);
        let (tag_count, frequencies) = (random.between(3, 6), &english.totals[..TAGS]);
        let tags = draw_different(Vec::new(), tag_count, || random.rank(frequencies));
        let original = random.pick(&ORIGINALS);
        let edition_count = random.pick(&[1, 1, 1, 1, 2, 3]);
        let languages = draw_different(vec![original], edition_count, || random.below(LANGUAGES.len()));
        for language in languages {
            if files == request.files {
                break;
            }
            let vocabulary = &vocabularies[language];
            let siblings = siblings.entry((folder.clone(), language)).or_default();
            let earlier = siblings.get(random.below(siblings.len().max(1))).map(String::as_str);
            let percent = 50 + random.below(131).min(random.below(131));
            let words = request.words.saturating_mul(percent) / 100;
            let random = &mut random;
            let mut writer = Writer { random, vocabulary, english, words: 0, inserts: Vec::new() };
            let mut text = writer.front_matter(&header, &tags, files);
            text += &writer.body(words, earlier);
            if writer.random.one_in(200) {
                text = text.replace('\n', "\r\n");
            }
            let name = format!("{date}-{slug}.{}.md", vocabulary.code);
            let path = folder.join(&name);
            at(&path, fs::write(&path, &text))?;
            siblings.push(name);
            files += 1;
            bytes += text.len();
        }
    }
    Ok(bytes)
}

/// Reads the command line, makes the archive, and says what it made.
fn main() -> ExitCode {
    let arguments: Option<Vec<String>> =
        env::args_os().skip(1).map(|argument| argument.into_string().ok()).collect();
    let Some(request) = arguments.and_then(|arguments| Request::parse(&arguments)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match make_archive(&request) {
        Ok(bytes) => {
            println!("{} articles, {bytes} bytes", request.files);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("make-archive: {problem}");
            ExitCode::FAILURE
        }
    }
}
