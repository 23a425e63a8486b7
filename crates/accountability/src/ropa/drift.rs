//! How a stored record differs from what code and rulebook say now.

use std::collections::BTreeSet;

use caldicott_calendar::Rule;
use caldicott_model::CategorySet;
use caldicott_model::law::ProcessingGround;

use super::{Activity, AsPolicySays, ControllerRecord};
use crate::rules;

/// One field in which the stored record and the present differ.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Drift {
    activity: String,
    field: &'static str,
    /// What the record has and the present has not.
    gone: Vec<String>,
    /// What the present has and the record has not.
    came: Vec<String>,
    grave: bool,
    rule: Rule,
}

impl Drift {
    /// The activity.
    #[must_use]
    pub fn activity(&self) -> &str {
        &self.activity
    }

    /// The field, such as `categories`; `activity` where a whole one is new or gone.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// What is on record and not so any more.
    #[must_use]
    pub fn gone(&self) -> &[String] {
        &self.gone
    }

    /// What is so and not on record.
    #[must_use]
    pub fn came(&self) -> &[String] {
        &self.came
    }

    /// Whether something happens to people's data that the record does not say: a new activity,
    /// recipient, transfer or purpose, special category or offence data, another ground.
    #[must_use]
    pub const fn is_grave(&self) -> bool {
        self.grave
    }

    /// The rule that asks for the field.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }
}

impl core::fmt::Display for Drift {
    /// Writes `support, categories: + religion; - health (RO-01 …)`.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "{}, {}:", self.activity, self.field)?;
        for came in &self.came {
            write!(out, " + {came};")?;
        }
        for gone in &self.gone {
            write!(out, " - {gone};")?;
        }
        write!(out, " ({})", self.rule)
    }
}

/// Every difference, activity by activity and field by field. Order and repetition of entries make none.
#[must_use]
pub fn drift(stored: &ControllerRecord, now: &ControllerRecord) -> Vec<Drift> {
    let mut found = Vec::new();
    let (before, after) = (&stored.organisation, &now.organisation);
    let who = |organisation: &super::Organisation| {
        let mut all = vec![format!("name {}", organisation.name)];
        all.push(format!("contact {}", organisation.contact));
        all.extend(organisation.representative.iter().map(|it| format!("representative {it}")));
        all.extend(organisation.officer.iter().map(|it| format!("officer {it}")));
        all.extend(organisation.joint.iter().map(|it| format!("joint {it}")));
        all
    };
    differ(
        "the organisation",
        "organisation",
        who(before),
        who(after),
        false,
        rules::RO_01,
        &mut found,
    );
    for activity in &stored.activities {
        match now.activities.iter().find(|other| other.name == activity.name) {
            Some(other) => fields(activity, other, &mut found),
            None => found.push(whole(activity, false)),
        }
    }
    let is_new =
        |activity: &&Activity| !stored.activities.iter().any(|other| other.name == activity.name);
    found.extend(now.activities.iter().filter(is_new).map(|activity| whole(activity, true)));
    found
}

fn whole(activity: &Activity, is_new: bool) -> Drift {
    let name = vec![activity.name.clone()];
    let (gone, came) = if is_new { (Vec::new(), name) } else { (name, Vec::new()) };
    let activity = activity.name.clone();
    Drift { activity, field: "activity", gone, came, grave: is_new, rule: rules::RO_01 }
}

fn fields(stored: &Activity, now: &Activity, found: &mut Vec<Drift>) {
    let rule = rules::RO_01;
    let name = &stored.name;
    let mut one = |field, one: fn(&Activity) -> Vec<String>, grave| {
        differ(name, field, one(stored), one(now), grave, rule, found);
    };
    one("purposes", |it| it.purposes.clone(), true);
    one("subjects", |it| it.subjects.clone(), true);
    one("recipients", |it| it.recipients.clone(), true);
    one("transfers", transfers, true);
    one(
        "retention",
        |it| it.retention.iter().map(|kept| format!("{}: {}", kept.what, kept.period)).collect(),
        false,
    );
    one("security", |it| it.security.clone(), false);
    let added = now.categories.minus(stored.categories);
    let grave = added.has_special() || added.has_criminal();
    let names = |set: CategorySet| set.iter().map(|one| one.name().to_owned()).collect();
    differ(name, "categories", names(stored.categories), names(now.categories), grave, rule, found);
    let mut ground = |field, one: fn(&Activity) -> Vec<String>, rule| {
        differ(name, field, one(stored), one(now), true, rule, found);
    };
    ground("basis", basis, rules::RO_06);
    ground("condition", condition, rules::S1_41);
    ground("schedule-1", paragraphs, rules::S1_41);
    ground("kept-as-policy-says", kept, rules::S1_41);
    let named = |it: &Activity| {
        let interests = it.assessment_of_interests.iter().map(|id| format!("interests {id}"));
        let impact = it.impact_assessment.iter().map(|id| format!("impact {id}"));
        interests.chain(impact).collect::<Vec<_>>()
    };
    differ(name, "assessments", named(stored), named(now), false, rules::RO_06, found);
}

fn transfers(activity: &Activity) -> Vec<String> {
    let one = |sent: &super::Sent| {
        let mut safeguards = sent.safeguards.clone();
        safeguards.sort();
        format!("{} in {} on {}", sent.recipient, sent.to, safeguards.join(", "))
    };
    activity.transfers.iter().map(one).collect()
}

fn basis(activity: &Activity) -> Vec<String> {
    activity.ground.iter().map(|ground| ground.basis().name().to_owned()).collect()
}

fn condition(activity: &Activity) -> Vec<String> {
    let conditions = activity.ground.iter().filter_map(ProcessingGround::condition);
    conditions.map(|condition| condition.name().to_owned()).collect()
}

fn paragraphs(activity: &Activity) -> Vec<String> {
    let relied = activity.ground.iter().flat_map(|ground| ground.relied_on().iter());
    relied
        .map(|reliance| {
            let extended = if reliance.is_extended() { ", extended" } else { "" };
            format!("paragraph {}{extended}", reliance.paragraph().number())
        })
        .collect()
}

fn kept(activity: &Activity) -> Vec<String> {
    let says = activity.as_policy_says.iter();
    says.map(|says| match says {
        AsPolicySays::Yes => "yes".to_owned(),
        AsPolicySays::No { because } => format!("no: {because}"),
    })
    .collect()
}

fn differ(
    activity: &str,
    field: &'static str,
    stored: Vec<String>,
    now: Vec<String>,
    grave: bool,
    rule: Rule,
    found: &mut Vec<Drift>,
) {
    let stored: BTreeSet<_> = stored.into_iter().collect();
    let now: BTreeSet<_> = now.into_iter().collect();
    if stored == now {
        return;
    }
    let gone: Vec<_> = stored.difference(&now).cloned().collect();
    let came: Vec<_> = now.difference(&stored).cloned().collect();
    let grave = grave && !came.is_empty();
    found.push(Drift { activity: activity.to_owned(), field, gone, came, grave, rule });
}
