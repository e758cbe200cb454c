//! Numbers as bytes and bits.

/// Appends `number` as LEB128: seven bits a byte, the low ones first.
pub(super) fn push_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(low_byte(number) | 0x80);
        number >>= 7;
    }
    out.push(low_byte(number));
}

/// The eight lowest bits of a number.
pub(super) fn low_byte(number: u32) -> u8 {
    number.to_le_bytes()[0]
}

/// Appends a count or length. No index has four billion of anything.
pub(super) fn push_count(out: &mut Vec<u8>, count: usize) {
    push_number(out, u32::try_from(count).unwrap_or(u32::MAX));
}

/// Appends a string with its length before it.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    push_count(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Reads numbers that [`push_number`] has written.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'b> {
    bytes: &'b [u8],
}

impl<'b> Numbers<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// The next number; 0 behind the last.
    pub(super) fn next(&mut self) -> u32 {
        let mut number = 0;
        let mut shift = 0;
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= u32::from(byte & 0x7F) << shift;
            if *byte < 0x80 {
                break;
            }
            shift = (shift + 7).min(31);
        }
        number
    }
}

/// A sorted list of words, each without what it shares with the one before it.
#[derive(Default)]
pub(super) struct WordList<'w> {
    last: &'w str,
}

impl<'w> WordList<'w> {
    /// Appends the next word.
    pub(super) fn push(&mut self, out: &mut Vec<u8>, word: &'w str) {
        let shared = shared_bytes(self.last, word);
        push_count(out, shared);
        push_count(out, word.len() - shared);
        out.extend_from_slice(&word.as_bytes()[shared..]);
        self.last = word;
    }
}

/// How many bytes two words have in common at their beginning.
pub(super) fn shared_bytes(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}

/// Writes bits, the lowest of each byte first.
#[derive(Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    pending: u64,
    n_pending: u32,
}

impl Bits {
    /// Bits behind `bytes`.
    pub(super) fn behind(bytes: Vec<u8>) -> Self {
        Self { bytes, ..Self::default() }
    }

    /// The lowest `n_bits` of `value`, at most 32.
    pub(super) fn push(&mut self, value: u32, n_bits: u32) {
        debug_assert!(n_bits == 32 || u64::from(value) < 1 << n_bits, "more bits than said");
        self.pending |= u64::from(value) << self.n_pending;
        self.n_pending += n_bits;
        while self.n_pending >= 8 {
            self.bytes.push(self.pending.to_le_bytes()[0]);
            self.pending >>= 8;
            self.n_pending -= 8;
        }
    }

    /// The quotient of `value` by 2^k in ones, a zero, and the rest.
    pub(super) fn push_rice(&mut self, value: u32, k: u32) {
        let mut ones = value >> k;
        while ones >= 16 {
            self.push(0xFFFF, 16);
            ones -= 16;
        }
        self.push((1 << ones) - 1, ones + 1);
        self.push(value & ((1 << k) - 1), k);
    }

    /// As many zeros as `value`, at least 1, has bits after the first, a one, and those bits.
    pub(super) fn push_gamma(&mut self, value: u32) {
        let n_bits = value.max(1).ilog2();
        self.push(0, n_bits);
        self.push(1, 1);
        self.push(value & ((1 << n_bits) - 1), n_bits);
    }

    /// The bytes; the last is filled up with zeros.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.n_pending > 0 {
            self.bytes.push(self.pending.to_le_bytes()[0]);
        }
        self.bytes
    }
}

/// The parameter with which [`Bits::push_rice`] writes these numbers in the fewest bits.
pub(super) fn best_rice<I: Iterator<Item = u32> + Clone>(numbers: &I) -> u32 {
    let (count, sum) =
        numbers.clone().fold((0u64, 0u64), |(count, sum), number| (count + 1, sum + u64::from(number)));
    let mean = sum / count.max(1);
    let near = if mean == 0 { 0 } else { mean.ilog2() };
    let cost = |k: u32| numbers.clone().map(|number| u64::from(number >> k) + u64::from(k)).sum::<u64>();
    (near.saturating_sub(1)..=(near + 1).min(30)).min_by_key(|k| cost(*k)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bits_begin_with_the_lowest() {
        let mut bits = Bits::default();
        bits.push(0b101, 3);
        bits.push_rice(9, 2);
        bits.push_gamma(5);
        // 1 0 1, then 1 1 0 and 1 0, then 0 0 1 and 1 0.
        assert_eq!(bits.finish(), [0b0101_1101, 0b0000_1100]);
    }

    proptest! {
        #[test]
        fn numbers_come_back(numbers: Vec<u32>) {
            let mut bytes = Vec::new();
            for number in &numbers {
                push_number(&mut bytes, *number);
            }
            let mut reader = Numbers::new(&bytes);
            for number in numbers {
                prop_assert_eq!(reader.next(), number);
            }
        }

        #[test]
        fn the_best_parameter_is_no_worse_than_any(numbers in prop::collection::vec(0u32..5000, 1..50)) {
            let cost = |k: u32| numbers.iter().map(|number| u64::from(number >> k) + u64::from(k) + 1).sum::<u64>();
            let best = cost(best_rice(&numbers.iter().copied()));
            // Rice's parameter is the logarithm of the mean, or next to it.
            let least = (0..16).map(cost).min().unwrap_or(0);
            prop_assert!(best * 10 <= least * 11, "{best} {least}");
        }
    }
}
