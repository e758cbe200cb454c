//! Smaller sizes of a picture, so that a phone need not load what a large screen shows.
//!
//! In: the bytes of a PNG, JPEG or WebP file. Steps: decode it, within limits, and turn it as it is
//! shown; scale it down to each of the [`WIDTHS`]; encode that without loss, as WebP, and what was a
//! JPEG as JPEG too, of which the shorter is kept. Out: the sizes that are smaller in bytes too, so
//! that no page gets heavier. They are made once, and then remembered by the [`Cache`].
//!
//! The bytes are the same on every machine: scaling has no function in it that machines answer
//! differently, as the sine of a Lanczos filter is.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::imageops::{FilterType, resize};
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageDecoder, ImageEncoder, ImageFormat, ImageResult, Limits,
    RgbImage, Rgba, RgbaImage,
};

use crate::cache::{self, Cache};
use crate::diagnostic::{Diagnostic, Result};
use crate::discover::InputFile;
use crate::fingerprint::Fingerprint;
use crate::image_size::image_size;

/// How wide the smaller sizes are, in pixels: a phone, a column of text, the same on a fine screen.
pub const WIDTHS: [u32; 3] = [480, 960, 1440];

/// The most pixels of a picture that smaller sizes are made of. Cameras have up to 60 million.
pub const PIXELS_MAX: u64 = 64 * 1024 * 1024;

/// The longest file of a picture that smaller sizes are made of.
pub const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// To be raised with every change that makes other bytes of the same picture.
const VERSION: u32 = 2;

/// The quality of a JPEG, of 100: on a fine screen nobody sees what is lost.
const JPEG_QUALITY: u8 = 82;

/// How many steps of brightness are taken for one in the rough places of a photograph.
const NOISE_STEP: u8 = 4;

/// How a smaller size is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Without loss.
    WebP,
    /// For photographs, whose noise takes too much room without loss.
    Jpeg,
}

impl Format {
    /// The end of a file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::WebP => "webp",
            Self::Jpeg => "jpg",
        }
    }

    fn of_extension(extension: &str) -> Option<Self> {
        [Self::WebP, Self::Jpeg].into_iter().find(|format| format.extension() == extension)
    }
}

/// What is known of one smaller size without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it is encoded.
    pub format: Format,
}

/// What is known of the smaller sizes of one picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smaller {
    /// What the cache knows the picture by.
    pub key: Fingerprint,
    /// The sizes, the narrowest first.
    pub sizes: Vec<Shape>,
    /// Why there are none, where the picture is at fault.
    pub refusal: Option<Diagnostic>,
}

/// Makes the smaller sizes of a picture, or remembers them.
///
/// # Errors
///
/// The file cannot be read.
pub fn smaller(file: &InputFile, cache: &Cache) -> Result<Smaller> {
    let source = file.read_start(BYTES_MAX + 1)?;
    let key = picture_key(&source);
    let known = cache.get(key).and_then(|answer| Answer::read(&answer));
    let answer = known.unwrap_or_else(|| make_and_keep(&source, key, cache).0);
    let (sizes, refusal) = match answer {
        Answer::Sizes(sizes) => (sizes, None),
        Answer::Refused(why) => {
            let problem = format!("no smaller sizes are made of this picture: {why}");
            let hint = "readers get the file as it is; save it anew, and no larger than a screen";
            (Vec::new(), Some(Diagnostic::warning(problem).in_file(&file.path).hint(hint)))
        }
    };
    Ok(Smaller { key, sizes, refusal })
}

/// The bytes of one size of a picture that [`smaller`] was asked about: remembered, or made again.
///
/// # Errors
///
/// The file cannot be read, or is another by now.
pub fn bytes(file: &InputFile, key: Fingerprint, width: u32, cache: &Cache) -> Result<Vec<u8>> {
    if let Some(bytes) = cache.get(size_key(key, width)) {
        return Ok(bytes);
    }
    let source = file.read_start(BYTES_MAX + 1)?;
    let is_same = picture_key(&source) == key;
    let made = if is_same { make_and_keep(&source, key, cache).1 } else { Vec::new() };
    let size = made.into_iter().find(|size| size.shape.width == width);
    size.map(|size| size.bytes).ok_or_else(|| {
        Diagnostic::error("the picture changed while the site was built")
            .in_file(&file.path)
            .hint("build again when the sources are at rest")
            .of_machine()
            .into()
    })
}

/// What the cache knows a picture as a whole by.
fn picture_key(source: &[u8]) -> Fingerprint {
    cache::key("pictures", VERSION, &[source])
}

/// What the cache knows one size of a picture by.
fn size_key(picture: Fingerprint, width: u32) -> Fingerprint {
    cache::key("pictures: one size", VERSION, &[picture.to_string().as_bytes(), &width.to_le_bytes()])
}

/// What the cache keeps of a picture as a whole.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Sizes(Vec<Shape>),
    Refused(String),
}

impl Answer {
    fn write(&self) -> String {
        match self {
            Self::Sizes(sizes) => {
                let line =
                    |size: &Shape| format!("{} {} {}\n", size.width, size.height, size.format.extension());
                sizes.iter().map(line).collect()
            }
            Self::Refused(why) => format!("!{why}"),
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?;
        if let Some(why) = text.strip_prefix('!') {
            return Some(Self::Refused(why.to_owned()));
        }
        let size = |line: &str| {
            let (width, rest) = line.split_once(' ')?;
            let (height, format) = rest.split_once(' ')?;
            let (width, height) = (width.parse().ok()?, height.parse().ok()?);
            Some(Shape { width, height, format: Format::of_extension(format)? })
        };
        text.lines().map(size).collect::<Option<_>>().map(Self::Sizes)
    }
}

/// One smaller size.
struct Size {
    shape: Shape,
    bytes: Vec<u8>,
}

fn make_and_keep(source: &[u8], key: Fingerprint, cache: &Cache) -> (Answer, Vec<Size>) {
    // Decoders of crafted pictures have panicked before, and no picture may stop a build.
    let made = catch_unwind(AssertUnwindSafe(|| make(source)));
    let made = made.unwrap_or_else(|_| Err("it cannot be decoded".into()));
    let (answer, sizes) = match made {
        Ok(sizes) => (Answer::Sizes(sizes.iter().map(|size| size.shape).collect()), sizes),
        Err(why) => (Answer::Refused(why), Vec::new()),
    };
    for size in &sizes {
        cache.put(size_key(key, size.shape.width), &size.bytes);
    }
    // Last, so that what it names is there.
    cache.put(key, answer.write().as_bytes());
    (answer, sizes)
}

/// The smaller sizes of a picture, the narrowest first, or why there are none.
fn make(source: &[u8]) -> std::result::Result<Vec<Size>, String> {
    if source.len() as u64 > BYTES_MAX {
        return Err(format!("its file has more than {BYTES_MAX} bytes"));
    }
    let Some(picture) = decode(source)? else { return Ok(Vec::new()) };
    let mut sizes = Vec::new();
    let mut bytes_max = source.len();
    let (full_width, full_height) = picture.pixels.size();
    for width in WIDTHS.into_iter().rev().filter(|width| *width < full_width) {
        let height = scaled(full_height, width, full_width);
        let (format, bytes) =
            picture.encode(picture.pixels.resized(width, height)).map_err(|why| plain(&why))?;
        // A size that saves nothing would only make readers wait for more.
        if bytes.len() < bytes_max {
            bytes_max = bytes.len();
            sizes.push(Size { shape: Shape { width, height, format }, bytes });
        }
    }
    sizes.reverse();
    Ok(sizes)
}

/// `height` in the proportion of `width` to `full_width`, rounded, and at least 1.
fn scaled(height: u32, width: u32, full_width: u32) -> u32 {
    let (height, width, full_width) = (u64::from(height), u64::from(width), u64::from(full_width));
    let scaled = (height * width + full_width / 2) / full_width;
    u32::try_from(scaled.max(1)).unwrap_or(u32::MAX)
}

/// A decoded picture.
struct Picture {
    pixels: Pixels,
    /// The ICC profile that says what its colours are, unless it is the web's own.
    color_profile: Option<Vec<u8>>,
    /// Whether it was kept with losses already.
    is_photograph: bool,
}

impl Picture {
    /// Encodes its pixels in another size, as short as may be.
    fn encode(&self, mut pixels: Pixels) -> ImageResult<(Format, Vec<u8>)> {
        let profile = self.color_profile.as_deref();
        let jpeg = if self.is_photograph { pixels.encode_jpeg(profile)? } else { None };
        if self.is_photograph {
            pixels.smooth();
        }
        let webp = pixels.encode_webp(profile)?;
        Ok(match jpeg {
            Some(jpeg) if jpeg.len() < webp.len() => (Format::Jpeg, jpeg),
            _ => (Format::WebP, webp),
        })
    }
}

/// Decodes a picture as browsers show it; `None` for what is better left as it is: other formats,
/// moving pictures, and colours that would come out otherwise.
fn decode(source: &[u8]) -> std::result::Result<Option<Picture>, String> {
    let Ok(format) = image::guess_format(source) else { return Ok(None) };
    let input = Cursor::new(source);
    match format {
        ImageFormat::Jpeg => finish(JpegDecoder::new(input), source, true),
        ImageFormat::Png => match PngDecoder::with_limits(input, limits()) {
            Ok(decoder) if decoder.is_apng().unwrap_or(true) => Ok(None),
            decoder => finish(decoder, source, false),
        },
        ImageFormat::WebP => match WebPDecoder::new(input) {
            Ok(decoder) if decoder.has_animation() => Ok(None),
            decoder => finish(decoder, source, false),
        },
        _ => Ok(None),
    }
}

/// What a decoder may take: eight bytes for each pixel, the most that a format has.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(PIXELS_MAX * 8);
    limits
}

fn finish(
    decoder: ImageResult<impl ImageDecoder>,
    source: &[u8],
    is_photograph: bool,
) -> std::result::Result<Option<Picture>, String> {
    let mut decoder = decoder.map_err(|why| plain(&why))?;
    let (width, height) = decoder.dimensions();
    let n_pixels = u64::from(width) * u64::from(height);
    if n_pixels > PIXELS_MAX {
        return Err(format!("it has {n_pixels} pixels, and {PIXELS_MAX} are the most"));
    }
    decoder.set_limits(limits()).map_err(|why| plain(&why))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let color_profile = decoder.icc_profile().ok().flatten();
    // What the numbers mean stands in bytes 16 to 19 of a profile (ICC.1, 7.2.6). WebP has the red,
    // green and blue of screens only; that of grey pictures is near enough to do without.
    let (color_profile, is_for_print) = match color_profile.as_deref().and_then(|icc| icc.get(16..20)) {
        Some(b"RGB ") => (color_profile, false),
        Some(b"CMYK") => (None, true),
        _ => (None, false),
    };
    let mut image = DynamicImage::from_decoder(decoder).map_err(|why| plain(&why))?;
    // Browsers differ on turned pictures of other kinds.
    if is_for_print || (orientation != Orientation::NoTransforms && !is_photograph) {
        return Ok(None);
    }
    image.apply_orientation(orientation);
    // The page keeps room for what is said here.
    if image_size(source) != Some((image.width(), image.height())) {
        return Ok(None);
    }
    Ok(Some(Picture { pixels: Pixels::new(image), color_profile, is_photograph }))
}

/// What a decoder has to say, in one line.
fn plain(why: &image::ImageError) -> String {
    let why = why.to_string();
    format!("it cannot be decoded ({})", why.lines().next().unwrap_or_default().trim_end_matches('.'))
}

/// The pixels of a picture, in one of the ways that WebP has.
enum Pixels {
    Grey(GrayImage),
    Opaque(RgbImage),
    Transparent(RgbaImage),
}

impl Pixels {
    fn new(image: DynamicImage) -> Self {
        let color = image.color();
        if color.has_alpha() {
            let pixels = image.into_rgba8();
            if pixels.pixels().any(|pixel| pixel.0[3] < u8::MAX) {
                return Self::Transparent(pixels);
            }
            return Self::Opaque(DynamicImage::ImageRgba8(pixels).into_rgb8());
        }
        if color.has_color() { Self::Opaque(image.into_rgb8()) } else { Self::Grey(image.into_luma8()) }
    }

    fn size(&self) -> (u32, u32) {
        match self {
            Self::Grey(pixels) => pixels.dimensions(),
            Self::Opaque(pixels) => pixels.dimensions(),
            Self::Transparent(pixels) => pixels.dimensions(),
        }
    }

    fn resized(&self, width: u32, height: u32) -> Self {
        const FILTER: FilterType = FilterType::CatmullRom;
        match self {
            Self::Grey(pixels) => Self::Grey(resize(pixels, width, height, FILTER)),
            Self::Opaque(pixels) => Self::Opaque(resize(pixels, width, height, FILTER)),
            Self::Transparent(pixels) => Self::Transparent(resize_transparent(pixels, width, height)),
        }
    }

    /// Takes the noise of a photograph away.
    fn smooth(&mut self) {
        let (width, _) = self.size();
        match self {
            Self::Grey(pixels) => smooth_noise::<1>(pixels, width),
            Self::Opaque(pixels) => smooth_noise::<3>(pixels, width),
            Self::Transparent(_) => {}
        }
    }

    /// As JPEG, which has no transparency.
    fn encode_jpeg(&self, color_profile: Option<&[u8]>) -> ImageResult<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        if let (Some(profile), Self::Opaque(_)) = (color_profile, self) {
            // One that is too long for JPEG came from none.
            let _ = encoder.set_icc_profile(profile.to_vec());
        }
        match self {
            Self::Grey(pixels) => pixels.write_with_encoder(encoder)?,
            Self::Opaque(pixels) => pixels.write_with_encoder(encoder)?,
            Self::Transparent(_) => return Ok(None),
        }
        Ok(Some(bytes))
    }

    fn encode_webp(&self, color_profile: Option<&[u8]>) -> ImageResult<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = WebPEncoder::new_lossless(&mut bytes);
        if let (Some(profile), Self::Opaque(_) | Self::Transparent(_)) = (color_profile, self) {
            // WebP takes profiles.
            let _ = encoder.set_icc_profile(profile.to_vec());
        }
        match self {
            Self::Grey(pixels) => pixels.write_with_encoder(encoder)?,
            Self::Opaque(pixels) => pixels.write_with_encoder(encoder)?,
            Self::Transparent(pixels) => pixels.write_with_encoder(encoder)?,
        }
        Ok(bytes)
    }
}

/// Scales pixels by how much each is seen: the colour of what is transparent must not show at edges.
fn resize_transparent(pixels: &RgbaImage, width: u32, height: u32) -> RgbaImage {
    const OPAQUE: u16 = 255;
    let mut seen: ImageBuffer<Rgba<u16>, Vec<u16>> = ImageBuffer::new(pixels.width(), pixels.height());
    for (seen, pixel) in seen.pixels_mut().zip(pixels.pixels()) {
        let [red, green, blue, alpha] = pixel.0.map(u16::from);
        seen.0 = [red * alpha, green * alpha, blue * alpha, OPAQUE * alpha];
    }
    let seen = resize(&seen, width, height, FilterType::CatmullRom);
    let mut pixels = RgbaImage::new(width, height);
    for (pixel, seen) in pixels.pixels_mut().zip(seen.pixels()) {
        let [red, green, blue, alpha] = seen.0.map(u32::from);
        let to_byte = |alpha: u32| u8::try_from((alpha + 127) / 255).unwrap_or(u8::MAX);
        if alpha > 0 {
            let byte = |value: u32| u8::try_from((value + alpha / 2) / alpha).unwrap_or(u8::MAX);
            pixel.0 = [byte(red * 255), byte(green * 255), byte(blue * 255), to_byte(alpha)];
        }
    }
    pixels
}

/// Rounds the rough places of a photograph, where nobody sees it and noise takes most of the bytes;
/// smooth ones, such as a sky, are left as they are. (The *near lossless* mode of WebP's own encoder
/// does the same.)
fn smooth_noise<const CHANNELS: usize>(pixels: &mut [u8], width: u32) {
    let row = width as usize * CHANNELS;
    let before = pixels.to_vec();
    let is_near = |a: usize, b: usize| before[a].abs_diff(before[b]) < NOISE_STEP;
    let n_pixels = pixels.len() / CHANNELS;
    for index in 0..n_pixels {
        let start = index * CHANNELS;
        let column = start % row;
        let is_edge = column == 0 || column + CHANNELS == row || start < row || start + row >= pixels.len();
        let is_smooth = || {
            (start..start + CHANNELS).all(|at| {
                [at - CHANNELS, at + CHANNELS, at - row, at + row].into_iter().all(|other| is_near(at, other))
            })
        };
        if !is_edge && !is_smooth() {
            for value in &mut pixels[start..start + CHANNELS] {
                *value = value.saturating_add(NOISE_STEP / 2) / NOISE_STEP * NOISE_STEP;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
    use image::{Luma, Rgb};
    use proptest::prelude::*;

    use super::*;

    /// A pattern without repetition, so that it takes room in every format.
    fn rough(x: u32, y: u32) -> u8 {
        (x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 13).to_le_bytes()[0]
    }

    fn encoded(pixels: &DynamicImage, encoder: impl ImageEncoder) {
        pixels.write_with_encoder(encoder).expect("encoded");
    }

    fn png(pixels: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Vec::new();
        encoded(
            &pixels.into(),
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, PngFilter::NoFilter),
        );
        bytes
    }

    fn jpeg(pixels: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Vec::new();
        encoded(&pixels.into(), JpegEncoder::new_with_quality(&mut bytes, 100));
        bytes
    }

    fn rough_picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([rough(x, y), rough(y, x), rough(x + y, y)]))
    }

    fn sizes(source: &[u8]) -> Vec<(u32, u32)> {
        make(source).expect("a picture").iter().map(|size| (size.shape.width, size.shape.height)).collect()
    }

    #[test]
    fn sizes_are_narrower_than_the_picture_and_in_its_proportion() {
        assert_eq!(sizes(&png(rough_picture(2000, 10))), [(480, 2), (960, 5), (1440, 7)]);
        assert_eq!(sizes(&png(rough_picture(1440, 3))), [(480, 1), (960, 2)]);
        assert_eq!(sizes(&png(rough_picture(481, 1))), [(480, 1)]);
        assert_eq!(sizes(&png(rough_picture(480, 10))), []);
        assert_eq!(sizes(&jpeg(rough_picture(1000, 20))), [(480, 10), (960, 19)]);
    }

    #[test]
    fn every_size_has_fewer_bytes_than_the_next() {
        let source = png(rough_picture(2000, 40));
        let made = make(&source).expect("a picture");
        let lengths: Vec<usize> = made.iter().map(|size| size.bytes.len()).chain([source.len()]).collect();
        assert!(lengths.is_sorted_by(|a, b| a < b), "{lengths:?}");
        // One colour: the whole is as short as any part of it.
        let plain = RgbImage::from_pixel(2000, 2, Rgb([1, 2, 3]));
        let mut source = Vec::new();
        encoded(&plain.into(), WebPEncoder::new_lossless(&mut source));
        assert_eq!(sizes(&source), []);
    }

    #[test]
    fn photographs_become_jpeg_and_drawings_webp() {
        let formats = |picture: RgbImage| {
            let source = jpeg(picture);
            let made = make(&source).expect("a picture");
            let lengths: Vec<usize> =
                made.iter().map(|size| size.bytes.len()).chain([source.len()]).collect();
            assert!(lengths.is_sorted_by(|a, b| a < b), "{lengths:?}");
            let read = |size: &Size| image::guess_format(&size.bytes).expect("a picture");
            assert!(
                made.iter().all(|size| read(size).extensions_str().contains(&size.shape.format.extension()))
            );
            made.iter().map(|size| size.shape.format).collect::<Vec<_>>()
        };
        // Light with grain in it.
        let grainy = RgbImage::from_fn(1500, 300, |x, y| {
            let grain = rough(x, y) / 8;
            let byte = |value: u32| u8::try_from(value).expect("a byte") + grain;
            Rgb([byte(x / 8), byte(x / 16 + y / 4), byte(200 - y / 2)])
        });
        assert_eq!(formats(grainy), [Format::Jpeg; 3]);
        let drawing = RgbImage::from_fn(1500, 300, |x, y| {
            if x / 100 % 2 == y / 100 % 2 { Rgb([250, 250, 250]) } else { Rgb([20, 20, 20]) }
        });
        assert_eq!(formats(drawing).first(), Some(&Format::WebP));
        // What had no losses gets none.
        let made = make(&png(rough_picture(1000, 40))).expect("a picture");
        assert!(made.iter().all(|size| size.shape.format == Format::WebP));
    }

    #[test]
    fn photographs_keep_their_profile() {
        let profile = [&[0; 16][..], b"RGB ", &[0; 108]].concat();
        let mut source = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut source, 100);
        encoder.set_icc_profile(profile.clone()).expect("JPEG takes profiles");
        encoded(&rough_picture(600, 40).into(), encoder);
        let made = make(&source).expect("a picture");
        assert_eq!(made[0].shape.format, Format::Jpeg);
        let mut decoder = JpegDecoder::new(Cursor::new(&made[0].bytes)).expect("JPEG");
        assert_eq!(decoder.icc_profile().expect("read"), Some(profile));
    }

    #[test]
    fn sizes_look_like_the_picture() {
        let picture = RgbImage::from_fn(1000, 20, |x, y| {
            if x < 500 { Rgb([200, 30, 30]) } else { Rgb([10, 10, rough(x, y) / 4]) }
        });
        let made = make(&jpeg(picture)).expect("a picture");
        let size = image::load_from_memory(&made[0].bytes).expect("WebP").into_rgb8();
        assert_eq!(size.dimensions(), (480, 10));
        let [red, green, _] = size.get_pixel(100, 5).0;
        assert!((190..210).contains(&red) && green < 45, "{:?}", size.get_pixel(100, 5));
        assert!(size.get_pixel(400, 5).0[0] < 25);
    }

    #[test]
    fn what_is_transparent_does_not_show() {
        // Left half: red, and unseen; right half: white.
        let picture = RgbaImage::from_fn(1000, 20, |x, y| {
            if x < 500 { Rgba([255, 0, 0, 0]) } else { Rgba([255, 255, 255, 255 - rough(x, y) % 2]) }
        });
        let made = make(&png(picture)).expect("a picture");
        let size = image::load_from_memory(&made[0].bytes).expect("WebP").into_rgba8();
        assert_eq!(size.get_pixel(10, 5).0[3], 0);
        for pixel in size.pixels().filter(|pixel| pixel.0[3] > 0) {
            assert!(pixel.0[1] >= 254 && pixel.0[2] >= 254, "{pixel:?}");
        }
    }

    #[test]
    fn grey_pictures_stay_grey() {
        let picture = GrayImage::from_fn(1000, 20, |x, y| Luma([rough(x, y)]));
        let made = make(&png(picture)).expect("a picture");
        let size = image::load_from_memory(&made[0].bytes).expect("WebP").into_rgb8();
        assert!(size.pixels().all(|pixel| pixel.0[0] == pixel.0[1] && pixel.0[1] == pixel.0[2]));
    }

    #[test]
    fn colours_keep_their_profile() {
        let profile = |kind: &[u8; 4]| [&[0; 16][..], kind, &[0; 108]].concat();
        let source = |kind: &[u8; 4]| {
            let mut bytes = Vec::new();
            let mut encoder =
                PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, PngFilter::NoFilter);
            encoder.set_icc_profile(profile(kind)).expect("PNG takes profiles");
            encoded(&rough_picture(600, 20).into(), encoder);
            bytes
        };
        let made = make(&source(b"RGB ")).expect("a picture");
        let mut decoder = WebPDecoder::new(Cursor::new(&made[0].bytes)).expect("WebP");
        assert_eq!(decoder.icc_profile().expect("read"), Some(profile(b"RGB ")));
        assert_eq!(sizes(&source(b"CMYK")), []);
    }

    #[test]
    fn moving_pictures_and_other_formats_are_left_as_they_are() {
        let mut moving = png(rough_picture(1000, 20));
        let data = moving.windows(4).position(|name| name == b"IDAT").expect("data") - 4;
        // An animation control chunk (APNG) before the data.
        let control = b"acTL\0\0\0\x01\0\0\0\0";
        let chunk = [&[0, 0, 0, 8], &control[..], &crc32(control).to_be_bytes()].concat();
        moving.splice(data..data, chunk);
        assert_eq!(sizes(&moving), []);
        assert_eq!(sizes(b"GIF89a"), []);
        assert_eq!(sizes(b"<svg xmlns='http://www.w3.org/2000/svg' width='2000' height='9'/>"), []);
        assert_eq!(sizes(b""), []);
    }

    /// The checksum of PNG (ISO 3309).
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(
                crc ^ u32::from(*byte),
                |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
            )
        })
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_refused() {
        let mut source = png(rough_picture(500, 1));
        source[16..24].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
        let crc = crc32(&source[12..29]).to_be_bytes();
        source[29..33].copy_from_slice(&crc);
        let why = make(&source).err().expect("refused");
        assert_eq!(why, "it has 4294836225 pixels, and 67108864 are the most");
    }

    #[test]
    fn what_came_of_a_picture_is_remembered() {
        let cache = Cache::in_memory();
        let whole = png(rough_picture(1000, 20));
        let file = InputFile::in_memory("content/a.png", &whole);
        let first = smaller(&file, &cache).expect("read");
        let shape = |width, height| Shape { width, height, format: Format::WebP };
        assert_eq!(first.sizes, [shape(480, 10), shape(960, 19)]);
        assert_eq!(cache.get(first.key).as_deref(), Some(&b"480 10 webp\n960 19 webp\n"[..]));
        assert_eq!(smaller(&file, &cache).expect("read"), first);
        let made = make(&whole).expect("a picture");
        for size in &made {
            assert_eq!(bytes(&file, first.key, size.shape.width, &cache).expect("made"), size.bytes);
            // A cache that has lost it makes no difference.
            assert_eq!(
                bytes(&file, first.key, size.shape.width, &Cache::in_memory()).expect("made"),
                size.bytes
            );
        }
        let other = InputFile::in_memory("content/a.png", &png(rough_picture(999, 20)));
        let problems = bytes(&other, first.key, 480, &Cache::in_memory()).expect_err("another picture");
        assert_eq!(problems[0].message, "the picture changed while the site was built");

        let cut = InputFile::in_memory("content/a.png", &whole[..whole.len() / 2]);
        let first = smaller(&cut, &cache).expect("read");
        let refusal = first.refusal.as_ref().expect("a warning");
        assert!(refusal.is_warning() && refusal.message.contains("cannot be decoded"), "{refusal:?}");
        assert!(cache.get(first.key).is_some_and(|answer| answer.starts_with(b"!")));
        assert_eq!(smaller(&cut, &cache).expect("read"), first);
    }

    #[test]
    fn noise_goes_and_smooth_places_stay() {
        let mut smooth: Vec<u8> = (0..100).map(|index| 100 + index % 10 / 4).collect();
        let before = smooth.clone();
        smooth_noise::<1>(&mut smooth, 10);
        assert_eq!(smooth, before);
        let mut noisy: Vec<u8> = (0..100).map(|index| rough(index % 10, index / 10)).collect();
        let before = noisy.clone();
        smooth_noise::<1>(&mut noisy, 10);
        assert!(
            noisy.iter().zip(&before).all(|(after, before)| after.abs_diff(*before) <= NOISE_STEP / 2 + 1)
        );
        assert!(noisy[11..19].iter().any(|value| value % NOISE_STEP == 0));
        assert_ne!(noisy, before);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_bytes_make_it_fail(
            format in 0..3usize,
            cut in 0..4000usize,
            changes in prop::collection::vec((0..4000usize, any::<u8>()), 0..6),
        ) {
            let picture = rough_picture(500, 2);
            let mut source = match format {
                0 => png(picture),
                1 => jpeg(picture),
                _ => {
                    let mut bytes = Vec::new();
                    encoded(&picture.into(), WebPEncoder::new_lossless(&mut bytes));
                    bytes
                }
            };
            if cut % 2 == 0 {
                source.truncate(cut);
            }
            for (at, byte) in changes {
                if let Some(old) = source.get_mut(at) {
                    *old = byte;
                }
            }
            let file = InputFile::in_memory("content/a.png", &source);
            let found = smaller(&file, &Cache::in_memory()).expect("read");
            prop_assert!(found.sizes.is_empty() || found.refusal.is_none());
        }
    }
}
