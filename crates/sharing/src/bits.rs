//! Small sets of places in a list.

/// Up to 256 gateways, one bit each.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct RuleBits([u64; 4]);

impl RuleBits {
    /// How many rules fit.
    pub(crate) const LIMIT: usize = 256;

    pub(crate) fn set(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
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
