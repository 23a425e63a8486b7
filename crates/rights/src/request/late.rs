//! What has to be done about a request, and what should have been done by now.

use caldicott_calendar::clock::{Acknowledgement, RightsDue};
use caldicott_calendar::{CalendarError, Day};

use super::{Clock, Duty, Kind, Policy, Role, State, ToDo};

/// Something that was not done within its time.
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
    /// The rule it breaks.
    pub rule: &'static str,
}

impl State {
    /// Everything that has to be done about the request, with its last day.
    ///
    /// It follows from the state alone: a host that lost its list of duties has them back.
    ///
    /// # Errors
    /// [`CalendarError`] past the holiday table.
    pub fn to_do(&self, policy: &Policy<'_>) -> Result<Vec<Duty>, CalendarError> {
        let mut found = Vec::new();
        let Some(open) = self.open() else { return Ok(found) };
        let clock = open.clock(policy)?;
        let by = clock.day();
        match self {
            Self::Refusing(_) => found.push(Duty::new(ToDo::TellRefusal, Role::Manager, by)),
            Self::Open(_) => match &clock {
                Clock::Complaint(Acknowledgement::By(deadline)) => {
                    if open.acknowledged.is_none() {
                        let by = Some(deadline.day());
                        found.push(Duty::new(ToDo::Acknowledge, Role::Handler, by));
                    }
                    found.push(Duty::new(ToDo::ResolveComplaint, Role::Handler, None));
                }
                Clock::Rights(RightsDue::Running(_) | RightsDue::Waiting(_)) => {
                    found.push(Duty::new(ToDo::Answer, Role::Handler, by));
                    if open.kind() == Kind::Access {
                        found.push(Duty::new(ToDo::Search, Role::Handler, None));
                    }
                }
                Clock::Complaint(Acknowledgement::NotRequired { .. }) | Clock::None => {}
            },
            Self::Blank | Self::Closed(_) => {}
        }
        Ok(found)
    }

    /// What should have been done before this day, and who is told of it.
    ///
    /// # Errors
    /// [`CalendarError`] past the holiday table.
    ///
    /// ```
    /// use caldicott_calendar::{Day, Nation};
    /// use caldicott_rights::request::{Actor, Channel, Event, History, Kind, Policy, Received, Role, What};
    ///
    /// let policy = Policy::of(Nation::EnglandAndWales);
    /// let on = Day::literal(2026, 3, 2);
    /// let what = What::Receive(Received::new(Kind::Access, Channel::Spoken, on));
    /// let mut request = History::default();
    /// let _duties = request.record(Event { on, by: Actor::new(Role::Staff, "s-1"), what }, &policy)?;
    /// assert!(request.state().late(Day::literal(2026, 4, 2), &policy)?.is_empty());
    /// let late = request.state().late(Day::literal(2026, 4, 3), &policy)?;
    /// assert_eq!(late[0].escalate_to, Role::Manager);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn late(&self, on: Day, policy: &Policy<'_>) -> Result<Vec<Late>, CalendarError> {
        let late = |duty: Duty| {
            let by = duty.by().filter(|by| *by < on)?;
            let (what, who, rule) = (duty.what(), duty.who(), duty.rule());
            Some(Late { what, who, by, escalate_to: above(who), rule })
        };
        Ok(self.to_do(policy)?.into_iter().filter_map(late).collect())
    }
}

/// Who is told when somebody in a role is late.
const fn above(role: Role) -> Role {
    match role {
        Role::Handler | Role::Staff => Role::Manager,
        Role::Manager
        | Role::Subject
        | Role::Representative
        | Role::DataProtectionOfficer
        | Role::Auditor => Role::DataProtectionOfficer,
    }
}
