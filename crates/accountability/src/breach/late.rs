//! What has to be done about a breach, and what should have been done by now.

use caldicott_calendar::clock::Breach;
use caldicott_calendar::{CalendarError, Instant};

use super::{Duty, Ended, Intake, Likely, Open, Persons, Policy, Role, State, ToDo};
use crate::owed::Owed;

/// Something that was not done within its time.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Late {
    /// What.
    pub what: ToDo,
    /// Who should have done it.
    pub who: Role,
    /// The instant it was to be done by.
    pub by: Instant,
    /// Who is told.
    pub escalate_to: Role,
}

impl State {
    /// Everything that has to be done about the breach. It follows from the state alone.
    #[must_use]
    pub fn to_do(&self, policy: &Policy) -> Vec<Duty> {
        match self {
            Self::Blank | Self::Closed(_) => Vec::new(),
            Self::Open(open) => open.to_do(*policy),
        }
    }

    /// What should have been done before this instant, and who is told of it.
    ///
    /// The regulator's 72 hours are late here from the moment they have elapsed, which is up to an hour
    /// before they end in law: the hour of awareness is not counted there (BR-03).
    #[must_use]
    pub fn late(&self, at: Instant, policy: &Policy) -> Vec<Late> {
        let late = |duty: Duty| {
            let by = duty.by().filter(|by| *by <= at)?;
            let escalate_to = match duty.who() {
                Role::ComplianceOfficer | Role::Staff | Role::Processor => Role::Director,
                Role::Director | Role::DataProtectionOfficer | Role::Auditor => {
                    Role::DataProtectionOfficer
                }
            };
            Some(Late { what: duty.what(), who: duty.who(), by, escalate_to })
        };
        self.to_do(policy).into_iter().filter_map(late).collect()
    }

    /// The same for the one list of everything that is owed. A duty that ends on a day is late the day
    /// after it there; [`State::late`] is the exact list.
    #[must_use]
    pub fn owed(&self, about: &str, policy: &Policy) -> Vec<Owed> {
        let owed = |duty: Duty| {
            let by = duty.by().map(Instant::day_in_london);
            let what = duty.what().name().replace('-', " ");
            Owed::new(what, duty.who().name(), by, duty.rule()).about(about)
        };
        self.to_do(policy).into_iter().map(owed).collect()
    }

    /// Whether it is on record that no personal data was affected.
    #[must_use]
    pub const fn was_no_breach(&self) -> bool {
        matches!(self, Self::Closed(closed) if matches!(closed.how, Ended::NoBreach))
    }
}

impl Open {
    pub(super) fn to_do(&self, policy: Policy) -> Vec<Duty> {
        let mut found = Vec::new();
        if self.intake == Intake::AsProcessor && self.controller.is_none() {
            let by = after(self.reported, policy.controller_within_hours);
            found.push(Duty::new(ToDo::NotifyController, by));
        }
        let Some(aware) = self.aware else {
            let by = after(self.reported, policy.enquire_within_hours);
            found.push(Duty::new(ToDo::Enquire, by));
            return found;
        };
        if !self.described.is_some_and(|described| described.remedied) {
            found.push(Duty::new(ToDo::Describe, None));
        }
        // A processor tells its controller, who judges the risk and tells the rest.
        if self.intake != Intake::AsProcessor {
            self.to_tell(aware.since, policy, &mut found);
        }
        if found.is_empty() {
            found.push(Duty::new(ToDo::Close, None));
        }
        found
    }

    fn to_tell(&self, aware: Instant, policy: Policy, found: &mut Vec<Duty>) {
        let alarm = notify_by(aware).ok().map(|(alarm, _)| alarm);
        if self.likely.is_none() {
            found.push(Duty::new(ToDo::Assess, alarm));
        }
        // Until somebody found that a risk is unlikely, the regulator's time runs.
        if self.likely != Some(Likely::Unlikely) {
            if self.regulator.is_empty() {
                found.push(Duty::new(ToDo::NotifyRegulator, alarm));
            } else if !self.regulator.is_complete() {
                found.push(Duty::new(ToDo::CompleteNotification, None));
            }
        }
        // Awareness may turn out to be earlier than it was when the regulator was told.
        let ended = notify_by(aware).ok().map(|(_, ends)| ends);
        if self.regulator_first.zip(ended).is_some_and(|(first, ended)| first >= ended)
            && !self.regulator_reasons
        {
            found.push(Duty::new(ToDo::GiveReasons, None));
        }
        match self.persons {
            Persons::NotTold if self.likely == Some(Likely::HighRisk) => {
                let by = after(aware, policy.tell_within_hours);
                found.push(Duty::new(ToDo::TellPeople, by));
            }
            Persons::PublicOwed if self.likely == Some(Likely::HighRisk) => {
                let by = after(aware, policy.tell_within_hours);
                found.push(Duty::new(ToDo::TellInPublic, by));
            }
            Persons::NotTold
            | Persons::PublicOwed
            | Persons::Told { .. }
            | Persons::Relieved { .. }
            | Persons::ToldInPublic { .. } => {}
        }
    }
}

/// The instant to have told the regulator by, and the first that is late in law.
pub(super) fn notify_by(aware: Instant) -> Result<(Instant, Instant), CalendarError> {
    let clock = Breach::aware(aware).notify_by()?;
    Ok((clock.alarm(), clock.ends()))
}

fn after(from: Instant, hours: u16) -> Option<Instant> {
    from.plus_seconds(i64::from(hours) * 3_600)
}
