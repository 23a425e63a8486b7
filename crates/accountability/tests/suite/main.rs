//! The crate by its public path: assessments, grids, the register of breaches, records, duties.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod assessments;
mod breaches;
mod courses;
mod duties;
mod grids;
mod records;
mod support;
mod tags;
