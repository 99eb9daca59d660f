//! SHA-256 of eight texts at once, on processors that have wide registers but no instruction for SHA-256 itself. In:
//! eight texts. Out: the states after as many blocks as the shortest of them has; FIPS 180-4 is the source.

#![expect(clippy::indexing_slicing, reason = "every index is bounded by a constant")]
#![expect(
    clippy::inline_always,
    reason = "what is not inlined is compiled without the wide registers"
)]
#![expect(clippy::many_single_char_names, reason = "the standard calls them so")]

use fearless_simd::{Level, prelude::*, u32x8};

/// How many texts are hashed at once.
pub(super) const LANES: usize = super::Digest::TOGETHER;
pub(super) const BLOCK: usize = 64;

/// The state of one text.
pub(super) type State = [u32; 8];
type Wide<S> = u32x8<S>;

pub(super) const START: State = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

const ROUNDS: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

/// The states after the whole blocks that all texts have, and the bytes that went into them; nothing where hashing one
/// after the other is faster.
pub(super) fn compress(texts: &[&[u8]; LANES]) -> Option<([State; LANES], usize)> {
    if std::is_x86_feature_detected!("sha") {
        return None;
    }
    let simd = Level::new().as_avx2()?;
    let blocks = texts.iter().map(|text| text.len()).min().unwrap_or_default() / BLOCK;
    let states = simd.vectorize(
        #[inline(always)]
        || states(simd, texts, blocks),
    );
    Some((states, blocks * BLOCK))
}

#[inline(always)]
fn states<S: Simd>(simd: S, texts: &[&[u8]; LANES], blocks: usize) -> [State; LANES] {
    let mut wide = START.map(|word| Wide::splat(simd, word));
    let mut blocks_of = texts.map(|text| text.as_chunks::<BLOCK>().0.iter());
    for _ in 0..blocks {
        let own = blocks_of.each_mut().map(|blocks| blocks.next().unwrap_or(&[0; BLOCK]));
        let words: [Wide<S>; 16] = std::array::from_fn(|at| {
            own.map(|block| u32::from_be_bytes(block.as_chunks().0[at])).simd_into(simd)
        });
        block(simd, &mut wide, words);
    }
    let words = wide.map(<[u32; LANES]>::from);
    std::array::from_fn(|lane| std::array::from_fn(|word| words[word][lane]))
}

/// One block of each text.
#[inline(always)]
fn block<S: Simd>(simd: S, state: &mut [Wide<S>; 8], mut words: [Wide<S>; 16]) {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (quarter, constants) in ROUNDS.as_chunks::<16>().0.iter().enumerate() {
        for at in 0..16 {
            let own = words[at];
            let choice = g ^ (e & (f ^ g));
            let sum = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
            let first = h + sum + choice + own + Wide::splat(simd, constants[at]);
            let majority = (a & b) ^ (c & (a ^ b));
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority;
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
            // The last sixteen need no successor.
            if quarter < 3 {
                let (next, last) = (words[(at + 1) % 16], words[(at + 14) % 16]);
                let low = rotated(next, 7) ^ rotated(next, 18) ^ (next >> 3);
                let high = rotated(last, 17) ^ rotated(last, 19) ^ (last >> 10);
                words[at] = own + low + words[(at + 9) % 16] + high;
            }
        }
    }
    for (word, added) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word += added;
    }
}

#[inline(always)]
fn rotated<S: Simd>(words: Wide<S>, by: u32) -> Wide<S> {
    (words >> by) | (words << (32 - by))
}
