//! What the retention schedule and the rest say together.

use caldicott_model::document::{Place, nearest};
use caldicott_retention::{FindingKind, rules};

use super::Findings;
use crate::Rulebook;

pub(super) fn look(rulebook: &Rulebook, found: &mut Findings<'_>) {
    let Some(schedule) = rulebook.retention() else { return };
    reviewers(rulebook, found);
    for lint in schedule.lint() {
        let at = place(rulebook, lint.kind(), lint.subject());
        let rules: &[_] = if lint.kind() == FindingKind::NoReview {
            &[rules::LINE_MANAGER_REVIEW, rules::APPRAISAL]
        } else {
            &[rules::NOT_LONGER_THAN_NEEDED]
        };
        found.warn(at, lint.subject(), lint.to_string(), rules);
    }
    let keeps_for_police = rulebook
        .entries("gateway")
        .into_iter()
        .find(|gateway| gateway.texts("duties").contains(&"legal-hold"));
    if let Some(gateway) = keeps_for_police
        && schedule.hold_kinds().is_empty()
    {
        let message = format!(
            "gateway `{}` asks for a `legal-hold`, and no `[[hold]]` says what stops destruction",
            gateway.text("id")
        );
        found.warn(gateway.at_key("duties"), "gateway", message, &[rules::HOLDS]);
    }
}

/// Who reviews must be a role. A rulebook without any roles cannot be held to that as a fault.
fn reviewers(rulebook: &Rulebook, found: &mut Findings<'_>) {
    let roles: Vec<&str> =
        rulebook.entries("role").into_iter().map(|role| role.text("name")).collect();
    for rule in rulebook.entries("rule") {
        // A rule that is switched off asks nothing of anybody.
        if rule.has("enabled") && !rule.flag("enabled") {
            continue;
        }
        let (id, stages) = (rule.text("id"), rule.texts("stages"));
        for role in stages.iter().filter_map(|stage| stage.trim().strip_prefix("review by ")) {
            let role = role.trim();
            if roles.contains(&role) {
                continue;
            }
            let near = nearest(role, roles.iter().copied())
                .map(|near| format!(" (did you mean `{near}`?)"))
                .unwrap_or_default();
            let message = format!(
                "rule `{id}` is reviewed by `{role}`, a role that no `[[role]]` defines{near}: nobody \
                 can look, so nothing is ever let go"
            );
            let (at, path) = (rule.at_key("stages"), "rule.stages");
            let cited = [rules::LINE_MANAGER_REVIEW, rules::APPRAISAL];
            if roles.is_empty() {
                found.warn(at, path, message, &cited);
            } else {
                found.fault(at, path, message, &cited);
            }
        }
    }
}

pub(super) fn holds(rulebook: &Rulebook, named: &[&str], found: &mut Findings<'_>) {
    let declared = rulebook.entries("hold");
    for hold in &declared {
        let id = hold.text("id");
        if !named.contains(&id) {
            let message = format!("no record names the hold `{id}`: it holds nothing");
            found.warn(hold.at(), "hold", message, &[rules::HOLDS]);
        }
    }
    let known: Vec<&str> = declared.iter().map(|hold| hold.text("id")).collect();
    for name in named.iter().filter(|name| !known.contains(*name)) {
        let near = nearest(name, known.iter().copied())
            .map(|near| format!("; did they mean `{near}`?"))
            .unwrap_or_default();
        let message = format!("records name the hold `{name}`, which is not declared{near}");
        found.warn(Place::new(1, 1), "hold", message, &[rules::HOLDS]);
    }
}

fn place(rulebook: &Rulebook, kind: FindingKind, subject: &str) -> Place {
    let triggers = rulebook.top().table("trigger");
    if matches!(kind, FindingKind::UnusedTrigger | FindingKind::NeverSupplied)
        && let Some(triggers) = triggers
    {
        let key = triggers.keys().find(|(name, _)| *name == subject);
        return key.map_or(triggers.at(), |(_, at)| at);
    }
    let list = if kind == FindingKind::CeilingUnderFloor { "limit" } else { "rule" };
    let entries = rulebook.entries(list);
    // Of several versions the last is the one looked at.
    let entry = entries.iter().rfind(|entry| entry.text("id") == subject);
    entry.map_or(Place::new(1, 1), |entry| entry.at_key("id"))
}
