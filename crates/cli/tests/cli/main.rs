//! The program as a person runs it: every command on good files and on bad ones.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod access;
mod attacking;
mod breach;
mod budget;
mod caution;
mod checking;
mod consent;
mod deciding;
mod demo;
mod disposing;
mod dpia;
mod due;
mod help;
mod hostile;
mod keys;
mod late;
mod noise;
mod parquet;
mod publishing;
mod records;
mod report;
mod request;
mod ropa;
mod rulebooks;
mod sealing;
mod support;
mod tagging;
mod truncated;
mod verifying;
mod view;
