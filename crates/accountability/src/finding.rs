//! What a check of a record says: the words of the model, with what this crate adds.

pub(crate) use caldicott_model::review::Spot;
pub use caldicott_model::review::{Finding, Review, Weight};

/// What is wrong and what is right, for a finding.
pub(crate) fn wrong(says: impl Into<String>, instead: impl Into<String>) -> (String, String) {
    (says.into(), instead.into())
}

/// A weight in a word.
#[must_use]
pub const fn weight_name(weight: Weight) -> &'static str {
    weight.name()
}
