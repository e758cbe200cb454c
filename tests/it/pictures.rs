//! Pictures: their smaller sizes, their focus, and what is told where they say nothing.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use depeche::cache::Cache;
use depeche::config::{Config, Overrides};
use depeche::diagnostic::Result;
use depeche::discover::{InputFile, Sources, files_in};
use depeche::image_size::image_size;
use depeche::path::SourcePath;
use depeche::{assemble, render_all};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, Rgb, RgbImage};
use insta::assert_snapshot;
use tempfile::TempDir;

use crate::harness::{build, printed, publishing, try_build};

/// A picture without repetition, so that it takes room in every format.
fn rough(width: u32, height: u32) -> DynamicImage {
    let byte = |x: u32, y: u32| {
        (x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 13).to_le_bytes()[0]
    };
    RgbImage::from_fn(width, height, |x, y| Rgb([byte(x, y), byte(y, x), byte(x + y, y)])).into()
}

/// A PNG of which smaller sizes are made.
pub fn rough_png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::NoFilter);
    rough(width, height).write_with_encoder(encoder).expect("encoded");
    bytes.into_inner()
}

/// A JPEG whose Exif data says how it is to be turned (TIFF 6.0, tag 274).
fn turned_jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    rough(width, height).write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 100)).expect("encoded");
    let exif = [
        &b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..],
        &[orientation],
        b"\0\0\0\0\0\0",
    ]
    .concat();
    bytes.splice(2..2, exif);
    bytes
}

struct Built {
    outputs: BTreeMap<String, Vec<u8>>,
    warnings: Vec<String>,
}

/// Builds the site in `archive` with files that are no text.
fn try_build_with(archive: &str, files: &[(&str, Vec<u8>)], cache: &Arc<Cache>) -> Result<Built> {
    let mut all = files_in(archive);
    all.extend(files.iter().map(|(path, bytes)| InputFile::in_memory(path, bytes)));
    let settings = all.iter().find(|file| file.path.as_str() == "depeche.yaml");
    let settings = settings.map_or_else(String::new, |file| file.read_text().expect("settings"));
    let (config, _) = Config::parse(&settings, &SourcePath::new("depeche.yaml"), &Overrides::default())?;
    let sources = Sources::sort(all, &config)?;
    let (templates, strings) = (sources.templates.clone(), sources.strings.clone());
    let site = assemble(config, sources, publishing(), false, cache, &())?.site;
    let outputs = render_all(&site, templates, &strings)?;
    let outputs = outputs.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect();
    let told = |warning: &depeche::diagnostic::Diagnostic| match &warning.path {
        Some(path) => format!("{path}: {}", warning.message),
        None => warning.message.clone(),
    };
    Ok(Built { outputs, warnings: site.warnings.iter().map(told).collect() })
}

#[track_caller]
fn build_with(archive: &str, files: &[(&str, Vec<u8>)]) -> Built {
    try_build_with(archive, files, &Arc::default()).expect("a site without problems")
}

impl Built {
    #[track_caller]
    fn text(&self, path: &str) -> &str {
        str::from_utf8(&self.outputs[path]).expect("text")
    }

    /// The outputs that are smaller sizes, each with its size.
    fn variants(&self) -> Vec<(&str, (u32, u32))> {
        let variants =
            self.outputs.iter().filter(|(path, _)| path.ends_with("w.webp") || path.ends_with("w.jpg"));
        variants.map(|(path, bytes)| (&**path, image_size(bytes).expect("a picture"))).collect()
    }
}

const SETTINGS: &str = "-- depeche.yaml --\nbase_url: https://example.org/news/\n";

#[test]
fn pictures_that_pages_cannot_load_are_warned_of_once() {
    let archive = "-- depeche.yaml --
languages: [en, fr]
-- content/a.md --
---
image: HTTP://e.org/a b.png
---
![one](http://e.org/b.png) ![two](https://e.org/c.png) ![three](//e.org/d.png)
-- content/a.fr.md --
Texte.
-- content/b.md --
---
image: https://e org/
---
";
    let built = try_build(archive, publishing()).unwrap_or_else(|told| panic!("{}", printed(archive, &told)));
    assert_snapshot!(printed(archive, &built.site.warnings), @r#"
    warning: pages show no picture of another host whose address begins with `http://`
     --> content/a.md:2:8
      |
    2 | image: HTTP://e.org/a b.png
      |        ^^^^^^^^^^^^^^^^^^^^
     ::: content/a.md:4:1
      = hint: write `https://`, if it is there too, or put the picture beside the article

    warning: the picture of this header has no alternative text
     --> content/a.md:2:8
      |
    2 | image: HTTP://e.org/a b.png
      |        ^^^^^^^^^^^^^^^^^^^^
     ::: content/b.md:2:8
      = hint: write `image: {src: …, alt: …}` with what it shows; an ornament has `alt: ""`

    warning: browsers cannot open the picture `https://e org/`
     --> content/b.md:2:8
      |
    2 | image: https://e org/
      |        ^^^^^^^^^^^^^^
      |
      = hint: see how the name of the site is written

    5 warnings
    "#);
    assert!(built.file("a/index.html").contains("http://e.org/a%20b.png"));
}

#[test]
fn pictures_in_texts_have_their_smaller_sizes() {
    let site = build_with(
        &format!("{SETTINGS}-- content/2021-03-19-x.md --\n![A curve](a%20b.png)\n"),
        &[("content/a b.png", rough_png(1000, 40))],
    );
    assert_eq!(site.variants(), [("a b-480w.webp", (480, 19)), ("a b-960w.webp", (960, 38))]);
    let expected = "<img src=\"/news/a%20b.png\" width=\"1000\" height=\"40\" \
        srcset=\"/news/a%20b-480w.webp 480w, /news/a%20b-960w.webp 960w, /news/a%20b.png 1000w\" \
        sizes=\"(min-width: 46rem) 42rem, 100vw\" alt=\"A curve\" loading=\"lazy\" decoding=\"async\">";
    let page = site.text("2021/03/x/index.html");
    assert!(page.contains(expected), "{page}");
    assert_eq!(site.warnings, [""; 0]);
    let lengths = ["a b-480w.webp", "a b-960w.webp", "a b.png"].map(|path| site.outputs[path].len());
    assert!(lengths.is_sorted(), "{lengths:?}");
}

/// A photograph with grain, which is dear to keep without loss.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = rough(width, height).into_rgb8();
    for (x, y, pixel) in pixels.enumerate_pixels_mut() {
        let light = u8::try_from((x + y) * 200 / (width + height)).expect("a byte");
        pixel.0 = pixel.0.map(|grain| light + grain / 8);
    }
    let mut bytes = Vec::new();
    pixels.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95)).expect("encoded");
    bytes
}

#[test]
fn photographs_have_their_smaller_sizes_as_jpeg() {
    let archive = format!("{SETTINGS}-- content/x.md --\n![A street](street.jpeg)\n");
    let site = build_with(&archive, &[("content/street.jpeg", photograph(1200, 400))]);
    assert_eq!(site.variants(), [("street-480w.jpg", (480, 160)), ("street-960w.jpg", (960, 320))]);
    let expected =
        "srcset=\"/news/street-480w.jpg 480w, /news/street-960w.jpg 960w, /news/street.jpeg 1200w\"";
    let page = site.text("x/index.html");
    assert!(page.contains(expected), "{page}");
    let length = |path: &str| site.outputs[path].len();
    assert!(length("street-480w.jpg") * 4 < length("street.jpeg"));
}

#[test]
fn the_size_that_an_author_gives_is_kept() {
    let site = build_with(
        "-- content/x.md --\n<img src=\"a.png\" alt=\"A\" width=\"300\"> <img height=\"9\" src=\"a.png\" alt=\"B\">\n",
        &[("content/a.png", rough_png(600, 4))],
    );
    let srcset = "srcset=\"/a-480w.webp 480w, /a.png 600w\"";
    let text = site.text("x/index.html");
    let first = format!(
        "<img width=\"300\" src=\"/a.png\" {srcset} sizes=\"(min-width: 300px) 300px, 100vw\" alt=\"A\""
    );
    assert!(text.contains(&first), "{text}");
    let second = format!(
        "<img height=\"9\" src=\"/a.png\" {srcset} sizes=\"(min-width: 46rem) 42rem, 100vw\" alt=\"B\""
    );
    assert!(text.contains(&second), "{text}");
}

#[test]
fn the_picture_of_a_header_has_its_sizes_and_its_focus() {
    let template = "-- templates/page.html --\n\
        {{ page.image.srcset }}|{{ page.image.focus }}|{{ page.image.width }}x{{ page.image.height }}\n";
    let header = |focus: &str| {
        format!(
            "{SETTINGS}{template}-- content/x.md --\n---\nimage: {{src: /a.jpg, alt: A, focus: {focus}}}\n---\nText.\n"
        )
    };
    let page = |focus: &str| {
        let site = build_with(&header(focus), &[("static/a.jpg", turned_jpeg(40, 600, 6))]);
        site.text("x/index.html").trim().to_owned()
    };
    // A camera that was held upright: what is stored on its side is shown, and scaled, as 600 by 40.
    assert_eq!(page("30% 0.9%"), "/news/a-480w.jpg 480w, /news/a.jpg 600w|fx-25 fy-0|600x40");
    assert_eq!(page("bottom right").split('|').nth(1), Some("fx-100 fy-100"));
    assert_eq!(page("55% 45%").split('|').nth(1), Some(""));
}

#[test]
fn only_large_pictures_that_pages_show_have_smaller_sizes() {
    let site = build_with(
        "-- content/x.md --\n[a link](linked.png) ![s](small.png) ![d](drawing.svg) ![e](https://example.org/e.png)\n\
         -- content/drawing.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2000\" height=\"9\"/>\n\
         -- content/hidden.md --\n---\nhidden: true\n---\n![h](hidden.png)\n\
         -- content/draft.md --\n---\ndraft: true\nimage: {src: draft.png, alt: D}\n---\n![d](draft.png)\n",
        &[
            ("content/linked.png", rough_png(1000, 4)),
            ("content/small.png", rough_png(480, 4)),
            ("content/alone.png", rough_png(1000, 4)),
            ("content/draft.png", rough_png(1000, 4)),
            ("content/hidden.png", rough_png(600, 4)),
        ],
    );
    assert_eq!(site.variants(), [("hidden-480w.webp", (480, 3))]);
    assert!(!site.text("x/index.html").contains("srcset"));
}

#[test]
fn smaller_sizes_take_no_name_that_is_taken() {
    let site = build_with(
        "-- content/x.md --\n![a](a.png) ![b](a.jpg) ![c](own.png)\n",
        &[
            ("content/a.png", rough_png(600, 4)),
            ("content/a.jpg", turned_jpeg(700, 4, 1)),
            ("content/own.png", rough_png(1000, 4)),
            ("content/own-480w.webp", b"made by the author".to_vec()),
        ],
    );
    assert_eq!(site.outputs["own-480w.webp"], b"made by the author");
    let names: Vec<&str> =
        site.outputs.keys().map(String::as_str).filter(|path| path.contains("0w.")).collect();
    let expected =
        ["a.jpg-480w.webp", "a.png-480w.webp", "own-480w.webp", "own-960w.webp", "own.png-480w.webp"];
    assert_eq!(names, expected);
    assert!(site.text("x/index.html").contains("srcset=\"/own.png-480w.webp 480w, /own-960w.webp 960w, "));
}

#[test]
fn a_picture_that_cannot_be_read_is_shown_as_it_is_with_a_warning() {
    let whole = rough_png(1000, 40);
    let site = build_with(
        "-- content/x.md --\n![a](a.png)\n",
        &[("content/a.png", whole[..whole.len() / 2].to_vec())],
    );
    assert_eq!(site.warnings.len(), 1);
    let expected = "content/a.png: no smaller sizes are made of this picture: it cannot be decoded (";
    assert!(site.warnings[0].starts_with(expected), "{:?}", site.warnings);
    assert!(site.text("x/index.html").contains("<img src=\"/a.png\" width=\"1000\" height=\"40\" alt=\"a\""));
    assert_eq!(site.outputs["a.png"].len(), whole.len() / 2);
}

#[test]
fn the_cache_makes_no_difference() {
    let root = TempDir::new().expect("a folder");
    let archive = "-- content/x.md --\n![a](a.png) ![b](b.jpg) ![c](c.png)\n";
    let whole = rough_png(700, 4);
    let files = [
        ("content/a.png", rough_png(1500, 4)),
        ("content/b.jpg", turned_jpeg(600, 4, 3)),
        ("content/c.png", whole[..whole.len() - 40].to_vec()),
    ];
    let without = build_with(archive, &files);
    assert_eq!(without.variants().len(), 4);
    let build = || {
        let cache = Arc::new(Cache::in_folder(root.path().join("cache")));
        let built = try_build_with(archive, &files, &cache).expect("a site without problems");
        assert_eq!(built.outputs, without.outputs);
        assert_eq!(built.warnings, without.warnings);
        cache.finish().len()
    };
    assert_eq!(build(), 0, "cold");
    assert_eq!(build(), 0, "warm");
    // Every entry is another's.
    let mut entries: Vec<_> = walkdir::WalkDir::new(root.path().join("cache"))
        .min_depth(2)
        .into_iter()
        .map(|entry| entry.expect("an entry").into_path())
        .collect();
    entries.sort();
    assert_eq!(entries.len(), 3 + 4);
    let mut bytes: Vec<_> = entries.iter().map(|path| std::fs::read(path).expect("bytes")).collect();
    bytes.rotate_left(1);
    for (path, bytes) in entries.iter().zip(bytes) {
        std::fs::write(path, bytes).expect("written");
    }
    assert_eq!(build(), 1, "swapped");
    assert_eq!(build(), 0, "mended");
}

/// An article whose pictures say nothing.
const SILENT: &str = "\
-- content/2021-03-19-x.md --
---
title: X
image: a.svg
---
![](a.svg)

[![](a.svg)](2021-03-19-x.md)

A line with <img src=\"a.svg\"> in it.
-- content/a.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"/>
";

#[test]
fn pictures_that_say_nothing_are_warned_of_at_their_place() {
    let built = build(SILENT);
    assert_snapshot!(printed(SILENT, &built.site.warnings), @r#"
    warning: the picture of this header has no alternative text
     --> content/2021-03-19-x.md:3:8
      |
    3 | image: a.svg
      |        ^^^^^
      |
      = hint: write `image: {src: …, alt: …}` with what it shows; an ornament has `alt: ""`

    warning: this picture has no alternative text
     --> content/2021-03-19-x.md:5:1
      |
    5 | ![](a.svg)
      | ^^^^^^^^^^
      |
      = hint: write what it shows between the brackets; an ornament is `<img src="…" alt="">`

    warning: this link is a picture without an alternative text, so nothing says where it leads
     --> content/2021-03-19-x.md:7:2
      |
    7 | [![](a.svg)](2021-03-19-x.md)
      |  ^^^^^^^^^^
      |
      = hint: write between the brackets where the link leads: `[![the timeline](…)](…)`

    warning: this picture has no `alt`, the text for those who do not see it
     --> content/2021-03-19-x.md:9:13
      |
    9 | A line with <img src="a.svg"> in it.
      |             ^^^^
      |
      = hint: write `alt="…"` with what it shows; an ornament has `alt=""`

    4 warnings
    "#);
}

#[test]
fn what_is_an_ornament_or_inherited_or_not_wanted_to_be_told_is_not_warned_of() {
    let ignored = build(&format!("-- depeche.yaml --\nmissing_alt: ignore\n{SILENT}"));
    assert_eq!(ignored.warnings(), [""; 0]);
    let fine = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n\
         -- content/x.md --\n---\nimage: {src: a.svg, alt: \"\"}\n---\nText. <img src=\"a.svg\" alt=\"\">\n\
         -- content/x.fr.md --\nTexte.\n\
         -- content/a.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"/>\n",
    );
    assert_eq!(fine.warnings(), [""; 0]);
}
