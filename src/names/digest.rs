//! SHA-256 digests, written as 64 lower-case hexadecimal digits.

#[cfg(target_arch = "x86_64")]
mod lanes;

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

    /// The digests of texts, in their order. It pays where neighbours are about as long as each other.
    pub fn of_all(texts: &[&[u8]]) -> Vec<Digest> {
        let groups = texts.chunks(Digest::TOGETHER);
        groups.flat_map(|group| together(group).unwrap_or_else(|| one_by_one(group))).collect()
    }

    /// How many texts may be hashed at once.
    pub const TOGETHER: usize = 8;

    /// From 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Digest> {
        let bytes: Vec<u8> = text.as_bytes().chunks(2).map(byte).collect::<Option<_>>()?;
        Some(Digest(bytes.try_into().ok()?))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        for (digits, byte) in text.chunks_exact_mut(2).zip(self.0) {
            digits.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xf)]);
        }
        f.write_str(str::from_utf8(&text).expect("digits are ASCII"))
    }
}

/// The lower-case hexadecimal digit of a number below 16.
fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + (nibble - 10) }
}

fn one_by_one(texts: &[&[u8]]) -> Vec<Digest> {
    texts.iter().map(|text| Digest::of(text)).collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn together(_: &[&[u8]]) -> Option<Vec<Digest>> {
    None
}

/// Nothing where there are fewer texts than lanes, or where one after the other is faster.
#[cfg(target_arch = "x86_64")]
fn together(texts: &[&[u8]]) -> Option<Vec<Digest>> {
    let (states, hashed) = lanes::compress(texts.try_into().ok()?)?;
    let rest = texts.iter().zip(states).map(|(text, state)| finished(state, text, hashed));
    Some(rest.collect())
}

/// The digest of a text of which the first bytes, whole blocks of them, are hashed already.
#[cfg(target_arch = "x86_64")]
fn finished(mut state: lanes::State, text: &[u8], hashed: usize) -> Digest {
    let mut rest = text.get(hashed..).unwrap_or_default().to_vec();
    rest.push(0x80);
    while rest.len() % lanes::BLOCK != lanes::BLOCK - size_of::<u64>() {
        rest.push(0);
    }
    rest.extend((text.len() as u64 * 8).to_be_bytes());
    let (blocks, _) = rest.as_chunks::<{ lanes::BLOCK }>();
    sha2::block_api::compress256(&mut state, blocks);
    let mut digest = [0; 32];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    Digest(digest)
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
    fn digests_of_many_are_those_of_each() {
        let text: Vec<u8> =
            (0..2000).map(|at| u8::try_from(at * 7 % 251).expect("small")).collect();
        let lengths =
            [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 1990, 1999, 2000, 3];
        let long = [1990, 1991, 1992, 1993, 1994, 1995, 1996, 1997];
        for lengths in [&lengths[..], &long, &[64; 8], &[]] {
            let texts: Vec<&[u8]> = lengths.iter().map(|&length| &text[..length]).collect();
            assert_eq!(Digest::of_all(&texts), one_by_one(&texts), "{lengths:?}");
        }
    }
}
