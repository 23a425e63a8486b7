//! What an organisation sets for its requests.

use caldicott_calendar::WorkingDays;

/// What an organisation sets for its requests: whose working days decide.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Policy<'t> {
    /// The working days of the nation where the answer is due.
    pub working: WorkingDays<'t>,
}

impl<'t> Policy<'t> {
    /// The policy of an organisation in this nation, or with this table of working days.
    #[must_use]
    pub fn of(working: impl Into<WorkingDays<'t>>) -> Self {
        Self { working: working.into() }
    }
}
