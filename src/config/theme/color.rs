//! Colours: hexadecimal digits become numbers, and two of them a contrast (WCAG 2.2).

use std::fmt;

/// The least contrast of text on its ground (WCAG 2.2, success criterion 1.4.3).
pub(super) const READABLE: f64 = 4.5;

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

impl Color {
    const BLACK: Self = Self([0; 3]);
    const WHITE: Self = Self([255; 3]);

    /// The colour `0xRRGGBB`.
    #[must_use]
    pub const fn new(digits: u32) -> Self {
        let [_, red, green, blue] = digits.to_be_bytes();
        Self([red, green, blue])
    }

    /// Reads `#rgb` or `#rrggbb`, in either case.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?.chars();
        let digits: Vec<u8> = digits
            .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()?;
        match digits[..] {
            [red, green, blue] => Some(Self([red, green, blue].map(|digit| digit * 17))),
            [r, red, g, green, b, blue] => Some(Self([r * 16 + red, g * 16 + green, b * 16 + blue])),
            _ => None,
        }
    }

    /// The contrast of the two colours, from 1 to 21: the same whichever is the text.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG's relative luminance, from 0 for black to 1 for white.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The colour nearest to this one, towards black or white, in which text can be read on all of
    /// `grounds`; none where they are too unlike.
    pub(super) fn readable_on(self, grounds: &[Self]) -> Option<Self> {
        let is_readable = |color: &Self| grounds.iter().all(|ground| color.contrast(*ground) >= READABLE);
        let towards = |end: Self| (0..=255).map(move |part| self.mixed(end, part)).find(is_readable);
        match (towards(Self::BLACK), towards(Self::WHITE)) {
            (Some(dark), Some(light)) => {
                let distance = |other: Self| (self.luminance() - other.luminance()).abs();
                Some(if distance(dark) <= distance(light) { dark } else { light })
            }
            (dark, light) => dark.or(light),
        }
    }

    /// This colour with `part` of 255 parts of `other` in it.
    fn mixed(self, other: Self, part: u8) -> Self {
        let mix = |own: u8, other: u8| {
            let sum = u16::from(own) * u16::from(255 - part) + u16::from(other) * u16::from(part);
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        let ([red, green, blue], [other_red, other_green, other_blue]) = (self.0, other.0);
        Self([mix(red, other_red), mix(green, other_green), mix(blue, other_blue)])
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_two_notations() {
        let read = |text| Color::parse(text).map(|color| color.to_string());
        assert_eq!(read("#8A1c2b").as_deref(), Some("#8a1c2b"));
        assert_eq!(read("#0af").as_deref(), Some("#00aaff"));
        for bad in ["", "#", "red", "8a1c2b", "#8a1c2", "#8a1c2bff", "#fffé", "#+12345", "rgb(0,0,0)"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrasts_are_those_of_wcag() {
        let contrast = |a, b| (Color::new(a).contrast(Color::new(b)) * 100.0).round() / 100.0;
        assert!((contrast(0, 0xFF_FF_FF) - 21.0).abs() < 1e-9);
        assert!((contrast(0x77_77_77, 0xFF_FF_FF) - 4.48).abs() < 1e-9);
        assert!((contrast(0x76_76_76, 0xFF_FF_FF) - 4.54).abs() < 1e-9);
        assert!((contrast(0xFF_00_00, 0xFF_FF_FF) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn some_colour_can_be_read_on_any_one_ground() {
        for ground in (0..=255).map(|part| Color::BLACK.mixed(Color::WHITE, part)) {
            let found = ground.readable_on(&[ground]).expect("a colour");
            assert!(found.contrast(ground) >= READABLE, "{found} on {ground}");
        }
        assert_eq!(Color::BLACK.readable_on(&[Color::BLACK, Color::WHITE, Color::new(0x77_77_77)]), None);
    }
}
