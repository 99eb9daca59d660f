//! SHA-256 digests, written as 64 lower-case hexadecimal digits.

use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest as _, Sha256};

/// A SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// From 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Digest> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        Some(Digest(bytes.try_into().ok()?))
    }

    /// As browsers take it.
    pub fn base64(&self) -> String {
        BASE64.encode(&self.0)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
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

    #[test]
    fn digests_are_written_as_browsers_take_them() {
        let empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(Digest::of(b"").base64(), empty);
    }
}
