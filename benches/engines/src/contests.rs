//! The contests of `RESULTS.md`. Each checks that its contestants answer alike before it times them.

pub mod classes;
pub mod policy;
pub mod today;

/// How long a run is, and what it may use.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Rows of the tables, one tenth of them for SQLite.
    pub rows: usize,
    /// Rounds of each contest.
    pub rounds: usize,
}
