//! What has to be done about an entry, and what should have been done by now.

use caldicott_calendar::{Certainty, Day};

use crate::apply::may;
use crate::{Duty, Letter, Policy, Reviewed, Role, State, ToDo, What};

/// Something that was not done within its time (H-029).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Late {
    /// What.
    pub what: ToDo,
    /// Who should have done it.
    pub who: Role,
    /// The last day for it.
    pub by: Day,
    /// Who is told.
    pub escalate_to: Role,
}

impl State {
    /// Everything that has to be done about the entry, with its last day.
    ///
    /// It follows from the state alone: a host that lost its list of duties has them back.
    #[must_use]
    pub fn to_do(&self, policy: &Policy<'_>) -> Vec<Duty> {
        let duty = |what: ToDo, who: Role, by: Option<Day>| Duty::new(what, who, by, what.cites());
        let review = What::Review(Reviewed::NoLongerARisk);
        let reviewer = may(&review, policy).first().copied().unwrap_or(Role::HeadOfService);
        let mut found = Vec::new();
        match self {
            Self::Blank | Self::Gone(_) => {}
            Self::Recommended(it) => {
                found.push(duty(ToDo::DecideRecommendation, Role::HeadOfService, it.decide_by));
            }
            Self::Live(it) => {
                found.push(duty(ToDo::Review, reviewer, Some(it.review_by)));
                match it.letter {
                    Letter::Owed { by } => {
                        found.push(duty(ToDo::WriteToPerson, Role::HeadOfService, Some(by)));
                    }
                    Letter::Held { .. } => {
                        found.push(duty(ToDo::TellAtNextInteraction, Role::ServiceManager, None));
                    }
                    Letter::Sent { .. } | Letter::Withheld { .. } => {}
                }
                let challenge = it.challenge.as_ref().map(|challenge| challenge.decide_by);
                found.extend(
                    challenge.map(|by| duty(ToDo::DecideChallenge, Role::Director, Some(by))),
                );
            }
            Self::Archived(it) => {
                let challenge = it.challenge.as_ref().map(|challenge| challenge.decide_by);
                found.extend(
                    challenge.map(|by| duty(ToDo::DecideChallenge, Role::Director, Some(by))),
                );
                if let Some(again) = &it.again {
                    let by = again.decide_by;
                    found.push(duty(ToDo::DecideRecommendation, Role::HeadOfService, by));
                }
                // What has to wait is not late.
                if it.holds.is_empty() {
                    found.push(duty(ToDo::Remove, Role::Keeper, Some(it.remove_on)));
                }
            }
        }
        found
    }

    /// What should have been done before this day, and who is told of it.
    ///
    /// An entry whose review is late stays in force and in this list: it neither expires in silence nor
    /// stays in silence (H-029).
    #[must_use]
    pub fn late(&self, on: Day, policy: &Policy<'_>) -> Vec<Late> {
        let late = |duty: Duty| {
            let by = duty.by().filter(|by| *by < on)?;
            let (what, who) = (duty.what(), duty.who());
            Some(Late { what, who, by, escalate_to: above(who) })
        };
        self.to_do(policy).into_iter().filter_map(late).collect()
    }

    /// The first day on which something here is late if nothing happens.
    #[must_use]
    pub fn late_from(&self, policy: &Policy<'_>) -> Option<Day> {
        let days = self.to_do(policy).into_iter().filter_map(|duty| duty.by()?.plus_days(1));
        days.min()
    }
}

/// Who is told when somebody in a role is late.
const fn above(role: Role) -> Role {
    match role {
        Role::Manager | Role::ServiceManager | Role::Keeper => Role::HeadOfService,
        Role::HeadOfService => Role::Director,
        Role::Director
        | Role::Subject
        | Role::Frontline
        | Role::Contractor
        | Role::DataProtectionOfficer
        | Role::Auditor => Role::DataProtectionOfficer,
    }
}

impl Duty {
    /// Whether its last day may yet move with the holidays.
    #[must_use]
    pub fn is_projected(&self) -> bool {
        self.certainty() == Certainty::Projected
    }
}
