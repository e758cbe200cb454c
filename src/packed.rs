//! Text that is kept for later, in about half of its memory.
//!
//! The converted bodies are the bulk of what a build holds. LZ4 packs and unpacks them faster than
//! they are made by orders of magnitude.

/// A text, compressed as an LZ4 block.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed {
    block: Box<[u8]>,
}

impl Packed {
    /// Packs `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let packed = lz4_flex::block::compress_prepend_size(text.as_bytes());
        // A copy of its own: the compressor's buffer has room for the worst case.
        Self { block: packed.as_slice().into() }
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.block.len()
    }

    /// The text.
    #[must_use]
    pub fn unpack(&self) -> String {
        let bytes = lz4_flex::block::decompress_size_prepended(&self.block).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Packed({} bytes)", self.block.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(text: String) {
            prop_assert_eq!(Packed::new(&text).unpack(), text);
        }
    }
}
