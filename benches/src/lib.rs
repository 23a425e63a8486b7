//! Measure the hot paths beside what a careful programmer would write instead.
//!
//! A check that costs too much is switched off, and then nobody is protected. Each module sets up
//! contests: one job, done by Caldicott and by others, checked to give the same answer before it is
//! timed. The same contests run under criterion (`cargo bench`) and, in interleaved rounds that a
//! noisy machine disturbs alike, in `cargo run --release --bin ratios`.

pub mod audit;
pub mod calendar;
pub mod contest;
pub mod criterion;
pub mod derive;
pub mod encryption;
pub mod retention;
pub mod sharing;
pub mod statistics;
pub mod tagger;

/// A small generator (SplitMix64), so that every run measures the same data.
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
    pub fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.next() % u64::from(limit)).unwrap_or(0)
    }
}
