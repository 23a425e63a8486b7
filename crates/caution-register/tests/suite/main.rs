//! The caution register against what its source says.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks at what it is about")]

mod laws;
mod machine;
mod retention;
mod support;
mod views;
