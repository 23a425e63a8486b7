//! The rules a rulebook may cite, by id.
//!
//! What is unverified stands in a list of its own: it may be known, and may not decide.

mod law;
mod policy;

use caldicott_calendar::{Day, Rule};
use caldicott_model::document::nearest;

use law::LAW;
use policy::POLICY;

/// The rule with this id.
pub(crate) fn rule(id: &str) -> Option<Rule> {
    POLICY.iter().chain(LAW).find(|rule| rule.id() == id).copied()
}

/// Why an id cannot be cited.
pub(crate) fn not_citable(id: &str) -> String {
    let id = caldicott_model::document::printable(id);
    if UNVERIFIED.contains(&id.as_str()) {
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

/// Facts that were read nowhere: they are configuration or comment.
const UNVERIFIED: [&str; 16] = [
    "AN-05", "AN-07", "CN-03", "CN-06", "CN-08", "CN-09", "CN-12", "CN-28", "GW-02", "GW-07",
    "GW-10", "GW-12", "GW-18", "GW-25", "TR-08", "TR-11",
];
