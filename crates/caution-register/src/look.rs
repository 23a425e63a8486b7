//! Who sees what of an entry, and that they looked.

use caldicott_calendar::{Day, RuleSet};

use crate::{Actor, Letter, Policy, Precaution, Risk, Role, State, rules};

/// Evidence that somebody is about to visit: whom or what, who goes, and when.
#[derive(Clone, Eq, PartialEq)]
pub struct Visit {
    /// The host's id of the person or premises.
    pub subject: String,
    /// The host's id of who goes.
    pub by: String,
    /// The day it is arranged for.
    pub arranged_for: Day,
}

/// A look at the register for one person or premises.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "every look is logged, whatever it showed"]
pub struct Look<'e> {
    /// What is shown.
    pub shown: Shown<'e>,
    /// What is logged.
    pub record: LookRecord,
}

/// What is shown.
#[expect(clippy::exhaustive_enums, reason = "a host shows each differently")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Shown<'e> {
    /// That there is nothing to be careful about: the same whether there never was an entry, or it is
    /// not decided, archived or gone.
    Nothing,
    /// That no visit is on record for which this could be looked at: the same whatever there is.
    NoVisit,
    /// Which service to ask, and nothing else (H-007).
    Ask {
        /// The service.
        service: &'e str,
    },
    /// What readers need for a visit.
    Caution(Caution<'e>),
    /// The whole entry, for those who decide about it.
    Entry(&'e State),
    /// Who looked and who changed what, for auditors; not the entry.
    Trail,
}

/// What readers need for a visit.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that a page shows or does not")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caution<'e> {
    /// The codes.
    pub risks: &'e [Risk],
    /// What to do.
    pub precautions: &'e [Precaution],
    /// Whether the text about incidents may be shown: to staff, not to contractors.
    pub incidents: bool,
    /// Whether a letter waits to be handed over at the next interaction.
    pub letter_to_hand_over: bool,
    /// Whether the person challenges the entry.
    pub challenged: bool,
    /// Whether its review is late.
    pub review_late: bool,
}

/// What is logged of a look: who, when, at whom, and whether anything was shown.
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LookRecord {
    /// The day.
    pub on: Day,
    /// Who looked.
    pub by: Actor,
    /// The host's id of the person or premises.
    pub subject: String,
    /// What was shown.
    pub shown: Extent,
    /// The ids of the rules that were applied.
    #[cfg_attr(feature = "serde", serde(skip_deserializing))]
    pub rules: RuleSet,
}

/// How much was shown.
#[expect(clippy::exhaustive_enums, reason = "one for each thing shown")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Extent {
    /// Nothing.
    Nothing,
    /// Nothing, for want of a visit.
    NoVisit,
    /// Which service to ask.
    Ask,
    /// Risks and precautions.
    Caution,
    /// The entry.
    Entry,
    /// The trail.
    Trail,
}

impl State {
    /// What somebody sees of the entry about one person or premises.
    ///
    /// Readers see a live entry, and only with a visit of their own as evidence that is arranged for
    /// this day or soon after (B-065, H-024, H-026). A host asks this of [`State::Blank`] where it has
    /// no entry, so that a look that finds none is answered and logged alike.
    pub fn look<'e>(
        &'e self,
        by: &Actor,
        subject: &str,
        visit: Option<&Visit>,
        on: Day,
        policy: &Policy<'_>,
    ) -> Look<'e> {
        let mut cited: RuleSet = [rules::H_028, rules::L_007].into_iter().collect();
        let shown = match by.role {
            Role::Manager | Role::ServiceManager => match self {
                Self::Recommended(it) if it.recommender == by.id => Shown::Entry(self),
                Self::Live(_) | Self::Archived(_) => Shown::Entry(self),
                Self::Blank | Self::Recommended(_) | Self::Gone(_) => Shown::Nothing,
            },
            Role::HeadOfService | Role::Director | Role::DataProtectionOfficer => match self {
                Self::Recommended(_) | Self::Live(_) | Self::Archived(_) => Shown::Entry(self),
                Self::Blank | Self::Gone(_) => Shown::Nothing,
            },
            Role::Frontline | Role::Contractor => {
                for rule in [rules::H_024, rules::H_026, rules::H_027, rules::B_065] {
                    cited.cite(rule);
                }
                let visits = visit.is_some_and(|visit| visit.is_for(by, subject, on, policy));
                if visits { self.to_readers(by.role, on, &mut cited) } else { Shown::NoVisit }
            }
            Role::Auditor => Shown::Trail,
            // What is held about a person they learn by a request for access, not by looking.
            Role::Subject | Role::Keeper => Shown::Nothing,
        };
        let record = LookRecord {
            on,
            by: by.clone(),
            subject: subject.to_owned(),
            shown: shown.extent(),
            rules: cited,
        };
        Look { shown, record }
    }

    fn to_readers(&self, role: Role, on: Day, cited: &mut RuleSet) -> Shown<'_> {
        let Self::Live(live) = self else {
            cited.cite(rules::H_031);
            return Shown::Nothing;
        };
        if let Some(service) = live.grounds.ask() {
            cited.cite(rules::H_007);
            cited.cite(rules::F_008);
            return Shown::Ask { service };
        }
        let staff = role == Role::Frontline;
        Shown::Caution(Caution {
            risks: live.grounds.risks(),
            precautions: live.grounds.precautions(),
            incidents: staff,
            letter_to_hand_over: staff && matches!(live.letter, Letter::Held { .. }),
            challenged: live.challenge.is_some(),
            review_late: live.review_by < on,
        })
    }
}

impl Visit {
    fn is_for(&self, by: &Actor, subject: &str, on: Day, policy: &Policy<'_>) -> bool {
        let ahead = self.arranged_for.epoch_days() - on.epoch_days();
        self.by == by.id
            && self.subject == subject
            && (0..=i32::from(policy.visit_within_days)).contains(&ahead)
    }
}

impl Shown<'_> {
    /// How much that is.
    #[must_use]
    pub const fn extent(&self) -> Extent {
        match self {
            Self::Nothing => Extent::Nothing,
            Self::NoVisit => Extent::NoVisit,
            Self::Ask { .. } => Extent::Ask,
            Self::Caution(_) => Extent::Caution,
            Self::Entry(_) => Extent::Entry,
            Self::Trail => Extent::Trail,
        }
    }
}

impl core::fmt::Debug for Visit {
    /// Writes the day and neither who nor whom.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "Visit({})", self.arranged_for)
    }
}

impl core::fmt::Debug for LookRecord {
    /// Writes the day and how much was shown, and neither who nor whom.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "LookRecord({}, {:?}, {:?})", self.on, self.by, self.shown)
    }
}
