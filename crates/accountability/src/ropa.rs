//! The record of processing: what Article 30 asks of a controller and of a processor, and how a stored
//! record differs from what the code and the rulebook say now.
//!
//! ```
//! use caldicott_accountability::ropa::{Activity, ControllerRecord, Organisation, drift};
//! use caldicott_model::{Category, CategorySet};
//!
//! let us = Organisation::new("St Martins", "directors");
//! let support = Activity::new("support").for_purposes(&["care and support"]).holding(Category::Health.into());
//! let stored = ControllerRecord::new(us.clone(), vec![support.clone()]);
//! // The code holds religion by now; nobody told the record.
//! let health_and_religion =
//!     CategorySet::of(&[Category::Health, Category::ReligiousOrPhilosophicalBeliefs]);
//! let now = ControllerRecord::new(us, vec![support.holding(health_and_religion)]);
//! let found = drift(&stored, &now);
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].field(), "categories");
//! assert!(found[0].is_grave());
//! ```

mod check;
mod drift;
mod read;
mod render;
mod small;
#[cfg(feature = "serde")]
mod write;

pub use drift::{Drift, drift};
pub use small::{Against, Exemption, SmallOrganisation};

use caldicott_model::law::ProcessingGround;
use caldicott_model::{CategorySet, FieldTag};

use crate::finding::Spot;

/// An organisation, and how to reach it (RO-01(a)).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Organisation {
    pub(crate) name: String,
    pub(crate) contact: String,
    pub(crate) representative: Option<String>,
    pub(crate) officer: Option<String>,
    pub(crate) joint: Vec<String>,
}

/// A transfer abroad and what it rests on (RO-01(e)).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sent {
    pub(crate) recipient: String,
    pub(crate) to: String,
    pub(crate) safeguards: Vec<String>,
}

/// How long something is kept (RO-01(f)).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Kept {
    pub(crate) what: String,
    pub(crate) period: String,
}

/// Whether data is kept and erased as the policy document says (S1-41).
#[expect(clippy::exhaustive_enums, reason = "it is, or a reason is recorded")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AsPolicySays {
    /// It is.
    Yes,
    /// It is not, for a reason.
    No {
        /// Why.
        because: String,
    },
}

/// One activity of a controller, with all that Article 30(1) and Schedule 1 para 41 ask about it.
#[derive(Clone, Debug)]
pub struct Activity {
    pub(crate) spot: Spot,
    pub(crate) name: String,
    pub(crate) purposes: Vec<String>,
    pub(crate) subjects: Vec<String>,
    pub(crate) categories: CategorySet,
    pub(crate) recipients: Vec<String>,
    pub(crate) no_recipients: bool,
    pub(crate) transfers: Vec<Sent>,
    pub(crate) retention: Vec<Kept>,
    pub(crate) security: Vec<String>,
    pub(crate) ground: Option<ProcessingGround>,
    pub(crate) as_policy_says: Option<AsPolicySays>,
    pub(crate) assessment_of_interests: Option<String>,
    pub(crate) impact_assessment: Option<String>,
}

/// A controller's record (RO-01).
#[derive(Clone, Debug)]
#[must_use = "the record is shown to the regulator when it asks"]
pub struct ControllerRecord {
    pub(crate) organisation: Organisation,
    pub(crate) activities: Vec<Activity>,
}

/// What a processor does for one controller (RO-02).
#[derive(Clone, Debug)]
pub struct OnBehalf {
    pub(crate) spot: Spot,
    pub(crate) controller: Organisation,
    pub(crate) processing: Vec<String>,
    pub(crate) transfers: Vec<Sent>,
    pub(crate) security: Vec<String>,
}

/// A processor's record (RO-02).
#[derive(Clone, Debug)]
#[must_use = "the record is shown to the regulator when it asks"]
pub struct ProcessorRecord {
    pub(crate) organisation: Organisation,
    pub(crate) entries: Vec<OnBehalf>,
}

impl Organisation {
    /// An organisation by its name and how to reach it.
    #[must_use]
    pub fn new(name: impl Into<String>, contact: impl Into<String>) -> Self {
        Self { name: name.into(), contact: contact.into(), ..Self::default() }
    }

    /// The same, with its data protection officer.
    #[must_use]
    pub fn with_officer(self, officer: impl Into<String>) -> Self {
        Self { officer: Some(officer.into()), ..self }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Sent {
    /// Data sent to a recipient in a country, resting on these mechanisms.
    #[must_use]
    pub fn new(recipient: &str, to: &str, safeguards: &[&str]) -> Self {
        let safeguards = owned(safeguards);
        Self { recipient: recipient.to_owned(), to: to.to_owned(), safeguards }
    }
}

impl Activity {
    /// An activity of which nothing is known yet but its name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            spot: Spot::named(format!("activity `{name}`")),
            name,
            purposes: Vec::new(),
            subjects: Vec::new(),
            categories: CategorySet::NONE,
            recipients: Vec::new(),
            no_recipients: false,
            transfers: Vec::new(),
            retention: Vec::new(),
            security: Vec::new(),
            ground: None,
            as_policy_says: None,
            assessment_of_interests: None,
            impact_assessment: None,
        }
    }

    /// The same, for these purposes.
    #[must_use]
    pub fn for_purposes(self, purposes: &[&str]) -> Self {
        Self { purposes: owned(purposes), ..self }
    }

    /// The same, about these people.
    #[must_use]
    pub fn about(self, subjects: &[&str]) -> Self {
        Self { subjects: owned(subjects), ..self }
    }

    /// The same, holding data of exactly these categories.
    #[must_use]
    pub const fn holding(mut self, categories: CategorySet) -> Self {
        self.categories = categories;
        self
    }

    /// The same, holding what these fields and their values may say, fields below fields included.
    #[must_use]
    pub fn holding_fields(self, fields: &[FieldTag]) -> Self {
        let categories = self.categories.union(of_fields(fields));
        self.holding(categories)
    }

    /// The same, received by these too, where they are not there yet.
    #[must_use]
    pub fn also_received_by(mut self, recipients: impl IntoIterator<Item = String>) -> Self {
        for recipient in recipients {
            if !self.recipients.contains(&recipient) {
                self.recipients.push(recipient);
            }
        }
        self.no_recipients &= self.recipients.is_empty();
        self
    }

    /// The same, received by these; by nobody where the list is empty, which is then on record.
    #[must_use]
    pub fn received_by(self, recipients: &[&str]) -> Self {
        Self { recipients: owned(recipients), no_recipients: recipients.is_empty(), ..self }
    }

    /// The same, with a transfer abroad.
    #[must_use]
    pub fn sent(mut self, sent: Sent) -> Self {
        self.transfers.push(sent);
        self
    }

    /// The same, with something kept for a period.
    #[must_use]
    pub fn kept(mut self, what: &str, period: &str) -> Self {
        self.retention.push(Kept { what: what.to_owned(), period: period.to_owned() });
        self
    }

    /// The same, secured so.
    #[must_use]
    pub fn secured_by(self, measures: &[&str]) -> Self {
        Self { security: owned(measures), ..self }
    }

    /// The same, on this ground, for the data that the activity holds.
    #[must_use]
    pub fn on(self, ground: ProcessingGround) -> Self {
        Self { ground: Some(ground), ..self }
    }

    /// The same, with whether data is kept and erased as the policy document says.
    #[must_use]
    pub fn as_policy_says(self, as_policy_says: AsPolicySays) -> Self {
        Self { as_policy_says: Some(as_policy_says), ..self }
    }

    /// The same, with the id of the assessment of legitimate interests.
    #[must_use]
    pub fn with_interests_assessed(self, id: impl Into<String>) -> Self {
        Self { assessment_of_interests: Some(id.into()), ..self }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kinds of data.
    #[must_use]
    pub const fn categories(&self) -> CategorySet {
        self.categories
    }

    /// Its ground.
    #[must_use]
    pub const fn ground(&self) -> Option<&ProcessingGround> {
        self.ground.as_ref()
    }
}

impl ControllerRecord {
    /// A record of these activities: what code and rulebook say now.
    pub const fn new(organisation: Organisation, activities: Vec<Activity>) -> Self {
        Self { organisation, activities }
    }

    /// The organisation.
    #[must_use]
    pub const fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// The activities.
    #[must_use]
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }
}

/// What fields may say: themselves, their values, and the fields below them.
fn of_fields(fields: &[FieldTag]) -> CategorySet {
    fields.iter().fold(CategorySet::NONE, |all, field| {
        all.union(field.categories_with_values()).union(of_fields(field.fields()))
    })
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
