//! The rules a rulebook may cite, by id.
//!
//! What is unverified is in none of the lists: it may be known, and may not decide.

mod law;
mod policy;

use caldicott_calendar::{Day, Rule};
use caldicott_model::document::nearest;
use caldicott_model::law::Unverified;

use law::LAW;
use policy::POLICY;

/// The rule with this id.
pub(crate) fn rule(id: &str) -> Option<Rule> {
    POLICY.iter().chain(LAW).find(|rule| rule.id() == id).copied()
}

/// Why an id cannot be cited.
pub(crate) fn not_citable(id: &str) -> String {
    let id = caldicott_model::document::printable(id);
    if Unverified::IDS.contains(&id.as_str()) {
        return format!(
            "`{id}` is unverified and may decide nothing; cite the organisation's own rule instead"
        );
    }
    match nearest(&id, POLICY.iter().chain(LAW).map(Rule::id)) {
        Some(near) => format!("unknown rule `{id}`; did you mean `{near}`?"),
        None => format!("unknown rule `{id}`"),
    }
}

/// When the main stage of the Data (Use and Access) Act 2025 came into force (RG-03).
pub(crate) const MAIN_STAGE: Day = Day::literal(2026, 2, 5);
