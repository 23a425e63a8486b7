//! What the crate promises, through its public interface alone.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::similar_names, reason = "a sealer seals what is sealed")]

mod attachments;
mod attacks;
mod columns;
mod epochs;
mod forgetting;
mod index;
mod kek;
mod known_answers;
mod laws;
mod published;
mod quiet;
mod races;
mod records;
mod rotation;
mod support;
