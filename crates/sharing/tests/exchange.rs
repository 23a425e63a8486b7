//! What leaves for other systems and for people, and what comes in.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "support/documents.rs"]
mod documents;
#[path = "exchange/dpv.rs"]
mod dpv;
#[path = "exchange/fhir.rs"]
mod fhir;
#[path = "exchange/people.rs"]
mod people;
#[path = "exchange/readings.rs"]
mod readings;
#[path = "support/exchange.rs"]
mod support;
