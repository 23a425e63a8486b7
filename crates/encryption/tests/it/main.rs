//! What the crate promises, through its public interface alone.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod attacks;
mod epochs;
mod forgetting;
mod index;
mod kek;
mod known_answers;
mod published;
mod quiet;
mod records;
mod rotation;
mod support;
