//! The caution register against what its source says.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod laws;
mod machine;
mod retention;
mod support;
mod views;
