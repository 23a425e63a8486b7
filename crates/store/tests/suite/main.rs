//! One suite over both databases, and what only processes, disks and crashes can show.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod child;
mod conformance;
mod crash;
mod disk;
mod index;
mod marker;
mod place;
#[cfg(feature = "postgres")]
mod server;
mod torn;
