//! The laws of requests, packs and redaction, each against the rules written out a second time.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

mod machine;
mod matrix;
mod pack;
mod recall;
mod redaction;
mod remedy;
mod support;
