//! Keep the register of breaches: every one, from the first report to its end.
//!
//! The machine holds no text about anybody. [`State::apply`] takes an event and gives the next state and
//! the duties that it opens; [`History`] keeps the events, and all of them, since a register of breaches
//! is never thinned out. What happened, in words, stays in the host's records; the event says that it is
//! there.
//!
//! ```
//! use caldicott_accountability::breach::{
//!     Actor, Event, History, Intake, Likely, Part, Policy, Role, ToDo, What,
//! };
//! use caldicott_model::{Category, CategorySet};
//!
//! let policy = Policy::default();
//! let by = Actor::new(Role::ComplianceOfficer, "c-1");
//! let event = |at: &str, what| Ok::<_, Box<dyn std::error::Error>>(Event {
//!     at: at.parse()?, by: by.clone(), what,
//! });
//! let mut breach = History::default();
//! // A laptop is gone on Friday night; by Saturday it is certain that records were on it.
//! let _ = breach.record(event("2026-03-27T21:00:00Z", What::Report(Intake::OwnStaff))?, &policy)?;
//! let aware = What::Aware { since: "2026-03-28T09:20:00Z".parse()?, because: "records were on it".into() };
//! let step = breach.record(event("2026-03-28T09:30:00Z", aware)?, &policy)?;
//! let notify = step.duties().iter().find(|duty| duty.what() == ToDo::NotifyRegulator).ok_or("none")?;
//! // Seventy-two elapsed hours, the weekend and the change of the clocks included.
//! assert_eq!(notify.by().map(|by| by.to_string()), Some("2026-03-31T09:20:00Z".into()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod apply;
mod event;
mod history;
mod late;
mod refused;
mod state;
mod step;
mod words;

pub use event::{Actor, Attestation, Event, Relief, What};
pub use history::{BrokenHistory, History};
pub use late::Late;
pub use refused::Refused;
pub use state::{Aware, Closed, Described, Ended, Open, Persons, State};
pub use step::{Duty, Policy, Step, ToDo};
pub use words::{Intake, KeysAre, Likely, Outside, Part, PartSet, Role};
