//! Say what a case record is about: categories, identifiers, tags, markings, citations.
//!
//! Every other crate and every host speaks these words. A column tagged wrongly here is shared,
//! kept or published wrongly everywhere, so an untagged field counts as everything until somebody
//! narrows it.
//!
//! ```
//! use caldicott_model::{Category, CategorySet};
//!
//! let tags = CategorySet::of(&[Category::Health, Category::HousingAndTenancy]);
//! assert!(tags.has_special());
//! // Free text may say anything, so it counts as every category.
//! assert!(CategorySet::EVERY.contains_all(tags));
//! ```
#![forbid(unsafe_code)]

pub mod casework;
mod category;
pub mod crosswalk;
pub mod digest;
pub mod document;
pub mod identifier;
mod invalid;
pub mod law;
mod personal;
mod record;
pub mod review;
mod schema;
mod tag;
pub mod tagger;
pub mod view;

pub use caldicott_calendar::{Confidence, Day, DayError, Rule, RuleSet, Source};
pub use category::{Category, CategorySet, UnknownCategory};
pub use invalid::Invalid;
pub use personal::{Personal, Purpose};
pub use record::{
    CaseRecord, DeclaredRecord, FieldValue, FieldVisitor, Items, Nested, NestedVisitor, Stopped,
    Value,
};
pub use schema::{Cell, Cells, RuntimeRecord, Schema, SchemaError};
#[cfg(feature = "schemars")]
pub use schema::{json_schema, json_schema_of};
pub use tag::{FieldTag, Identifiability, Kind, Marking, MarkingSet, OtherCodes, ValueTag};
