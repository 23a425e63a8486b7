//! The record of processing, from the rulebook and the tags of the fields.

use caldicott_accountability::ropa::{Activity, ControllerRecord};
use caldicott_model::FieldTag;
use caldicott_retention::Schedule;
use caldicott_sharing::{AskerKind, Gateway};

use super::{Declared, Processing};
use crate::Rulebook;

impl Rulebook {
    /// The record of processing (Art 30) as the rulebook and the fields of the code say it now; `None`
    /// where the rulebook has no `[processing]`.
    ///
    /// Each activity is as declared. Besides, it is received by the kinds of asker of every gateway that
    /// serves a purpose in its `shared-for` and by every processor, and kept as the retention rules of its
    /// `classes` say. `fields` are the tags of the records that an activity holds: what the code holds
    /// stands in the record whether anybody declared it or not.
    ///
    /// Held against a stored record with [`drift`](caldicott_accountability::ropa::drift) it shows, field
    /// by field, what nobody wrote down.
    #[must_use]
    pub fn record_of_processing(&self, fields: &[(&str, &[FieldTag])]) -> Option<ControllerRecord> {
        let Processing { organisation, activities } = self.casework().processing.as_ref()?;
        let activities = activities.iter().map(|declared| {
            let name = declared.activity.name();
            let held = fields.iter().filter(|(activity, _)| *activity == name);
            let mut activity = declared.activity.clone();
            for (_, fields) in held {
                activity = activity.holding_fields(fields);
            }
            activity = activity.also_received_by(self.recipients(declared));
            match self.retention() {
                Some(schedule) => kept(activity, &declared.classes, schedule),
                None => activity,
            }
        });
        Some(ControllerRecord::new(organisation.clone(), activities.collect()))
    }

    /// Who receives data for one of the purposes, and who processes it on the organisation's behalf.
    fn recipients(&self, declared: &Declared) -> Vec<String> {
        let Some(sharing) = self.sharing() else { return Vec::new() };
        if declared.shared_for.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for gateway in sharing.gateways() {
            let mut purposes = gateway.purposes();
            if purposes.any(|purpose| declared.shared_for.contains(&purpose)) {
                found.extend(receives(self, gateway));
            }
        }
        let processors = self.entries("processor");
        found.extend(processors.iter().map(|entry| entry.text("organisation").replace('-', " ")));
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The kinds of asker whom a gateway gives something. The person themselves and the own team receive
/// nothing that they had not, and whoever cannot say who they are is told nothing.
fn receives(rulebook: &Rulebook, gateway: &Gateway) -> Vec<String> {
    let written = rulebook.entries("gateway");
    let named = written.iter().any(|entry| entry.text("id") == gateway.id() && entry.has("who"));
    if !named {
        return vec!["whoever the person agreed to".to_owned()];
    }
    let outside = |kind: &AskerKind| {
        !matches!(kind, AskerKind::Subject | AskerKind::TeamMember | AskerKind::Unidentified)
    };
    gateway.who().filter(outside).map(|kind| kind.name().replace('-', " ")).collect()
}

/// The same, kept as the rules of these classes say.
fn kept(mut activity: Activity, classes: &[String], schedule: &Schedule) -> Activity {
    for rule in schedule.rules() {
        let about = rule.selection().classes();
        if about.iter().any(|class| classes.contains(class)) {
            activity = activity.kept(rule.id(), &rule.keep().to_string());
        }
    }
    activity
}
