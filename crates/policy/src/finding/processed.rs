//! What the activities say beside the retention schedule and the ways out: an activity that names what
//! nothing else knows is recorded as if nobody received it and nothing ended it.

use caldicott_accountability::rules::RO_01 as RECORD;
use caldicott_model::document::nearest;
use caldicott_model::{Category, CategorySet};
use caldicott_sharing::Detail;

use super::{Findings, RECORDED};
use crate::Rulebook;
use crate::written::Entry;

pub(super) fn look(rulebook: &Rulebook, found: &mut Findings<'_>) {
    for activity in rulebook.entries("activity") {
        kept(rulebook, activity, found);
        shared(rulebook, activity, found);
    }
    unrecorded(rulebook, found);
}

/// Categories that gateways name and no activity holds: what goes out and is not in the record. A gateway
/// for everything there is names none.
fn unrecorded(rulebook: &Rulebook, found: &mut Findings<'_>) {
    let activities = rulebook.entries("activity");
    if activities.is_empty() {
        return;
    }
    let sets = [("every", CategorySet::EVERY), ("special", CategorySet::SPECIAL)];
    let category = |name: &str| name.parse().ok().map(|category: Category| category.into());
    let mut held = CategorySet::NONE;
    for name in activities.iter().flat_map(|activity| activity.texts("categories")) {
        let set = sets.iter().find(|(known, _)| *known == name).map(|(_, set)| *set);
        held = held.union(set.or_else(|| category(name)).unwrap_or(CategorySet::NONE));
    }
    for gateway in rulebook.entries("gateway") {
        for name in gateway.texts("covers") {
            let detail = || Detail::from_name(name).map(|detail| detail.category().into());
            let Some(named) = category(name).or_else(detail) else { continue };
            if !held.contains_all(named) {
                let id = gateway.text("id");
                let message = format!("gateway `{id}` shares `{name}`, which no activity holds");
                found.warn(gateway.at_key("covers"), "gateway.covers", message, &[RECORD]);
                held = held.union(named);
            }
        }
    }
}

/// Classes that no rule of the schedule speaks of.
fn kept(rulebook: &Rulebook, activity: Entry<'_>, found: &mut Findings<'_>) {
    let Some(schedule) = rulebook.retention() else { return };
    let known: Vec<&str> = schedule
        .rules()
        .iter()
        .flat_map(|rule| rule.selection().classes())
        .map(String::as_str)
        .collect();
    for class in activity.texts("classes") {
        if known.contains(&class) {
            continue;
        }
        let near = nearest(class, known.iter().copied())
            .map(|near| format!(" (did you mean `{near}`?)"))
            .unwrap_or_default();
        let message = format!(
            "activity `{}` keeps records of kind `{class}`, of which no retention rule speaks{near}",
            activity.text("name")
        );
        found.warn(activity.at_key("classes"), "activity.classes", message, &[RECORDED]);
    }
}

/// Purposes that no way out names: one for every purpose there is, such as a court order, does not say
/// that the activity is shared for this one.
fn shared(rulebook: &Rulebook, activity: Entry<'_>, found: &mut Findings<'_>) {
    if rulebook.sharing().is_none() {
        return;
    }
    let gateways = rulebook.entries("gateway");
    for purpose in activity.texts("shared-for") {
        if gateways.iter().any(|gateway| gateway.texts("purposes").contains(&purpose)) {
            continue;
        }
        let name = activity.text("name");
        let message =
            format!("activity `{name}` is shared for `{purpose}`, which no gateway names");
        found.warn(activity.at_key("shared-for"), "activity.shared-for", message, &[]);
    }
}
