//! Small sets of places in a list.

/// Up to 256 gateways, one bit each.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct RuleBits([u64; 4]);

impl RuleBits {
    /// No rule.
    pub(crate) const NONE: Self = Self([0; 4]);

    /// How many rules fit.
    pub(crate) const LIMIT: usize = 256;

    #[inline]
    pub(crate) fn set(&mut self, place: usize) {
        // Every word, so that a set lives in registers: one that is written at a place of its own is
        // waited for when it moves.
        let bit = 1_u64 << (place % 64);
        for (word, mine) in self.0.iter_mut().enumerate() {
            *mine |= if word == place / 64 { bit } else { 0 };
        }
    }

    pub(crate) fn has(self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        (0..)
            .step_by(64)
            .zip(self.0)
            .flat_map(|(start, word)| ones(word).map(move |bit| start + bit))
    }
}

/// The places of the bits set in a word.
pub(crate) fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        if word == 0 {
            return None;
        }
        let place = word.trailing_zeros() as usize;
        word &= word - 1;
        Some(place)
    })
}
