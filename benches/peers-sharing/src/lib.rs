//! Hold the sharing decision beside other engines that decide by rules.
//!
//! A rulebook is read here from its written form alone and put into the words of Cedar, Rego and
//! gatehouse. What they answer and what Caldicott answers must be the same for every category of
//! every request; only then is anything timed.

pub mod agreements;
pub mod cedar;
pub mod facts;
pub mod formula;
pub mod gate;
pub mod generate;
pub mod rego;
pub mod request;
pub mod rules;
pub mod shipped;
pub mod words;

/// A small generator (`SplitMix64`), so that every run asks the same.
#[derive(Clone, Copy, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub fn chance(&mut self, in_a_thousand: usize) -> bool {
        self.below(1_000) < in_a_thousand
    }

    /// One of these.
    pub fn pick<'p, T>(&mut self, from: &'p [T]) -> &'p T {
        &from[self.below(from.len())]
    }
}
