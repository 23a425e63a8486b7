//! Run an entry on a caution register through its whole life.
//!
//! An entry warns staff that a person or address may be dangerous to visit. It is therefore data about
//! somebody, held without their consent: it must stand on evidence, be told to them, be looked at again
//! within a year, and go when it is no longer needed.
//!
//! ```
//! use caldicott_calendar::{Day, Nation};
//! use caldicott_caution_register::{
//!     Actor, Event, Grounds, History, Policy, Precaution, ReviewPeriod, Risk, Role, What,
//! };
//!
//! let policy = Policy::of(Nation::EnglandAndWales);
//! let grounds = Grounds::new(2, &[Risk::Threats], &[Precaution::TwoPersonVisit])?;
//! let mut entry = History::default();
//! let on = Day::literal(2026, 3, 2);
//! let by = Actor::new(Role::Manager, "m-1");
//! let _owed = entry.record(Event { on, by, what: What::Recommend(grounds) }, &policy)?;
//!
//! // Nobody approves their own recommendation, whatever their role.
//! let review_in = ReviewPeriod::LONGEST;
//! let approve = |who: &str| {
//!     let by = Actor::new(Role::HeadOfService, who);
//!     Event { on: Day::literal(2026, 3, 4), by, what: What::Approve { review_in } }
//! };
//! assert!(entry.record(approve("m-1"), &policy).is_err());
//! let step = entry.record(approve("h-9"), &policy)?;
//! let letter = step.duties().iter().find(|duty| duty.rule() == "H-012").ok_or("no letter")?;
//! assert_eq!(letter.by(), Some(Day::literal(2026, 3, 18)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The machine holds no text about anybody. [`State::apply`] takes an event and gives the next state and
//! the duties that it opens; [`History`] keeps the events; [`State::look`] says who sees what;
//! [`State::late`] lists what should have been done. The host stores the events, and the text of an
//! entry in sealed fields beside them; when [`Step::keep`] says so it destroys both.
#![forbid(unsafe_code)]

mod apply;
mod event;
mod history;
mod late;
mod letter;
mod look;
mod policy;
mod refused;
pub mod rules;
mod state;
mod step;
mod words;

pub use event::{Actor, Decided, Event, Grounds, GroundsError, Reviewed, What};
pub use history::{BrokenHistory, History};
pub use late::Late;
pub use letter::LetterDetails;
pub use look::{Caution, Extent, Look, LookRecord, Shown, Visit};
pub use policy::{InArchive, Policy, ReviewPeriod};
pub use refused::Refused;
pub use state::{Again, Archived, Challenge, Ended, Gone, Letter, Live, Recommended, State};
pub use step::{Duty, Keep, Step, ToDo};
pub use words::{ChallengeTo, HoldKind, Precaution, Risk, Role, Subject, WithheldBecause};
