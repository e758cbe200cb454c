//! What bytes are known by: SHA-256 (FIPS 180-4), written in hexadecimal digits.
//!
//! Names of fingerprinted files, keys of the cache and the hashes of originals are all made here,
//! so that one input has one fingerprint on every machine.

use std::fmt;

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_all([bytes])
    }

    /// The fingerprint of several byte strings, one behind the other.
    pub fn of_all<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// Its first bytes.
    #[must_use]
    pub fn first_bytes<const N: usize>(&self) -> [u8; N] {
        std::array::from_fn(|index| self.0[index])
    }

    /// Its first `n_digits` hexadecimal digits, of 64.
    #[must_use]
    pub fn digits(&self, n_digits: usize) -> String {
        let mut digits = self.to_string();
        digits.truncate(n_digits);
        digits
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Fingerprint::of(b"abc").to_string(), abc);
        assert_eq!(Fingerprint::of_all([&b"a"[..], b"bc"]).to_string(), abc);
        assert_eq!(Fingerprint::of(b"abc").digits(8), "ba7816bf");
    }
}
