//! How large a picture is, told from its first bytes, so that a page can keep room for it.
//!
//! In: the bytes of a file, whatever it is. Steps: try the raster formats that browsers show (PNG,
//! JPEG, GIF, WebP, AVIF); else look for the root element of an SVG. Out: width and height as a
//! browser shows them, or nothing. No input makes it fail otherwise.

use imagesize::{Compression, ImageType};

use crate::svg;
pub use crate::svg::active_content as svg_active_content;

/// Width and height of a picture in CSS pixels; `None` for other files, and for pictures without a
/// size of their own.
///
/// A JPEG that says it was taken with the camera on its side is given as it is shown, upright.
#[must_use]
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match imagesize::image_type(bytes) {
        Ok(kind @ (ImageType::Png | ImageType::Jpeg | ImageType::Gif | ImageType::Webp)) => {
            let size = raster_size(bytes)?;
            if kind == ImageType::Jpeg && is_on_its_side(bytes) { (size.1, size.0) } else { size }
        }
        Ok(ImageType::Heif(Compression::Av1)) => raster_size(bytes)?,
        _ => svg::size(bytes)?,
    };
    (width > 0 && height > 0).then_some((width, height))
}

fn raster_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// Whether the Exif data of a JPEG asks for a turn by 90 or 270 degrees.
fn is_on_its_side(jpeg: &[u8]) -> bool {
    exif_orientation(jpeg).is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The orientation that the Exif data of a JPEG gives, 1 to 8. It stands in the first few segments.
fn exif_orientation(jpeg: &[u8]) -> Option<u16> {
    let mut rest = jpeg.get(2..)?;
    loop {
        let (marker, after) = rest.split_at_checked(4)?;
        let length = usize::from(u16::from_be_bytes([marker[2], marker[3]]));
        // Where the picture itself begins, or nothing makes sense, there is no Exif.
        if marker[0] != 0xFF || !(0xE0..=0xEF).contains(&marker[1]) {
            return None;
        }
        let (segment, next) = after.split_at_checked(length.checked_sub(2)?)?;
        if marker[1] == 0xE1 && segment.starts_with(b"Exif\0\0") {
            return tiff_orientation(&segment[6..]);
        }
        rest = next;
    }
}

/// The value of tag 0x0112 in the first directory of a TIFF.
fn tiff_orientation(tiff: &[u8]) -> Option<u16> {
    let is_little_endian = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little_endian { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if is_little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let n_entries = usize::from(short(directory)?);
    (0..n_entries)
        .map_while(|index| directory.checked_add(2 + 12 * index))
        .map_while(|entry| Some((entry, short(entry)?)))
        .find(|(_, tag)| *tag == 0x0112)
        .and_then(|(entry, _)| short(entry.checked_add(8)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Puts parts of a file together.
    fn file(parts: &[&[u8]]) -> Vec<u8> {
        parts.concat()
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        file(&[
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
            &width.to_be_bytes(),
            &height.to_be_bytes(),
            b"\x08\x06\0\0\0",
        ])
    }

    fn gif() -> Vec<u8> {
        file(&[b"GIF89a", &300u16.to_le_bytes(), &200u16.to_le_bytes(), b"\0\0\0"])
    }

    /// A JPEG of 640 by 480 with `segments` before its frame.
    fn jpeg(segments: &[&[u8]]) -> Vec<u8> {
        let frame: &[u8] = b"\xFF\xC0\0\x11\x08\x01\xE0\x02\x80\x03\x01\x22\0\x02\x11\x01\x03\x11\x01";
        file(&[b"\xFF\xD8", &segments.concat(), frame, b"\xFF\xD9"])
    }

    fn exif(is_little_endian: bool, orientation: u16) -> Vec<u8> {
        let (order, eight, one, tag, three, count, value): (&[u8], _, _, _, _, _, _) = if is_little_endian {
            (
                b"II*\0",
                8u32.to_le_bytes(),
                1u16.to_le_bytes(),
                0x0112u16.to_le_bytes(),
                3u16.to_le_bytes(),
                1u32.to_le_bytes(),
                orientation.to_le_bytes(),
            )
        } else {
            (
                b"MM\0*",
                8u32.to_be_bytes(),
                1u16.to_be_bytes(),
                0x0112u16.to_be_bytes(),
                3u16.to_be_bytes(),
                1u32.to_be_bytes(),
                orientation.to_be_bytes(),
            )
        };
        let body = file(&[b"Exif\0\0", order, &eight, &one, &tag, &three, &count, &value, b"\0\0\0\0\0\0"]);
        let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
        file(&[b"\xFF\xE1", &length, &body])
    }

    fn webp() -> Vec<u8> {
        // The extended form: 24-bit sizes, each less one.
        file(&[b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0", &[0x3F, 0x01, 0], &[0xEF, 0, 0]])
    }

    fn avif() -> Vec<u8> {
        let ispe = file(&[b"\0\0\0\x14ispe\0\0\0\0", &120u32.to_be_bytes(), &90u32.to_be_bytes()]);
        let ipco = file(&[b"\0\0\0\x1cipco", &ispe]);
        let iprp = file(&[b"\0\0\0\x24iprp", &ipco]);
        file(&[b"\0\0\0\x14ftypavif\0\0\0\0avif", b"\0\0\0\x30meta\0\0\0\0", &iprp])
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(u32, u32)>) {
        assert_eq!(image_size(bytes), expected);
    }

    #[test]
    fn raster_formats_are_measured() {
        check(&png(640, 480), Some((640, 480)));
        check(&gif(), Some((300, 200)));
        check(&jpeg(&[]), Some((640, 480)));
        check(&webp(), Some((320, 240)));
        check(&avif(), Some((120, 90)));
    }

    #[test]
    fn photographs_taken_upright_are_turned() {
        let jfif: &[u8] = b"\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
        for is_little_endian in [true, false] {
            for orientation in 0..=9 {
                let size = if (5..=8).contains(&orientation) { (480, 640) } else { (640, 480) };
                check(&jpeg(&[jfif, &exif(is_little_endian, orientation)]), Some(size));
            }
        }
    }

    #[test]
    fn drawings_are_measured() {
        check(b"<svg width='20' height='10'/>", Some((20, 10)));
    }

    #[test]
    fn nothing_else_is_measured() {
        check(b"", None);
        check(b"hello", None);
        check(b"BM\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", None);
        check(&png(0, 480), None);
        check(&png(640, 480)[..18], None);
        check(b"\xFF\xD8\xFF", None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(
            start in 0..6usize,
            cut in 0..120usize,
            changes in prop::collection::vec((0..120usize, any::<u8>()), 0..8),
            tail in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            let mut bytes = match start {
                0 => png(1, 2),
                1 => gif(),
                2 => jpeg(&[&exif(true, 6)]),
                3 => webp(),
                4 => avif(),
                _ => Vec::new(),
            };
            bytes.truncate(cut);
            bytes.extend(tail);
            for (at, byte) in changes {
                if let Some(old) = bytes.get_mut(at) {
                    *old = byte;
                }
            }
            let _ = image_size(&bytes);
        }
    }
}
