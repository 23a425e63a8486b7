//! Hold one schedule's rows, columns and SQL equal on real engines, and measure them side by side.
//!
//! A query that finds one row too few keeps somebody under a warning marker; one row too many ends
//! in destruction. The crates prove their forms equal on small worlds; here DuckDB and DataFusion
//! answer for millions of rows, and nothing is timed before its answer was found equal.

pub mod agreement;
pub mod contests;
pub mod fusion;
pub mod measure;
pub mod postgres;
pub mod publish;
pub mod python;
pub mod scale;
pub mod table;
pub mod worlds;

/// A small generator (SplitMix64), so that every run asks the same.
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
        u32::try_from(((self.next() >> 32) * u64::from(limit)) >> 32).unwrap_or(0)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One of some.
    pub fn one_of<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[usize::try_from(self.below(u32::try_from(of.len()).unwrap_or(1))).unwrap_or(0)]
    }
}
