//! The whole crate through its public path: the laws, the three forms, plans, the language.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod ahead;
mod bugs;
mod cases;
mod convert;
mod cutoffs;
mod forms;
mod language;
mod laws;
mod mutants;
mod oracle;
mod packs;
mod people;
mod plans;
mod postgres;
mod soql;
mod worlds;
