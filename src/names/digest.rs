//! SHA-256 digests, written as 64 lower-case hexadecimal digits.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::escape::byte;

/// A SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// From 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Digest> {
        let bytes: Vec<u8> = text.as_bytes().chunks(2).map(byte).collect::<Option<_>>()?;
        Some(Digest(bytes.try_into().ok()?))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_read_back_and_nothing_else_is() {
        let digest = Digest::of(b"kafka1");
        let text = digest.to_string();
        assert_eq!(Digest::parse(&text), Some(digest));
        for text in ["", "00", &text.to_uppercase(), &format!("{text}0"), &text.replace('0', "g")] {
            assert!(Digest::parse(text).is_none(), "{text}");
        }
    }
}
