//! What a view shows is what the rules release, on real databases.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "sql/agree.rs"]
mod agree;
#[path = "sql/asking.rs"]
mod asking;
#[path = "sql/hostile.rs"]
mod hostile;
#[path = "sql/mutants.rs"]
mod mutants;
#[path = "sql/near.rs"]
mod near;
#[path = "sql/postgres.rs"]
mod postgres;
#[path = "support/requests.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod requests;
#[path = "sql/rights.rs"]
mod rights;
#[path = "sql/rows.rs"]
mod rows;
#[path = "support/rulebooks.rs"]
mod rulebooks;
#[path = "sql/sqlite.rs"]
mod sqlite;
#[path = "sql/states.rs"]
mod states;
#[path = "support/documents.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod support;
#[path = "sql/views.rs"]
mod views;
