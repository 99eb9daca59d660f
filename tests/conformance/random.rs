//! Chance that can be repeated. In: a seed. Out: numbers, the same for ever.

use super::peer;

/// The generator `SplitMix64`.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// From `MIRRORC_SEED`, else the usual one; it is printed, so that what differs can be looked at again.
    pub(super) fn seed(usual: u64, of: &str) -> u64 {
        let seed = std::env::var("MIRRORC_SEED").map_or(usual, |seed| seed.parse().unwrap());
        peer::tell(&format!("{of}: MIRRORC_SEED={seed}"));
        seed
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % limit
    }

    pub(super) fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let at = self.below(from.len());
        *from.get(at).expect("the place is below the length")
    }
}
