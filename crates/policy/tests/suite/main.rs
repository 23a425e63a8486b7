//! Rulebooks as a whole: what they say, what they answer, how two differ, and which rules are obeyed.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

mod casework;
mod diff;
mod explain;
mod findings;
mod mutants;
mod packs;
mod support;
#[cfg(feature = "trace")]
mod trace;
