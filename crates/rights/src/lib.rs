//! Run a person's data protection request: clock, search, access pack, correction, erasure, complaint.
//!
//! A person who asks what is held about them must have it within a month, and nobody else's secrets with
//! it. A name left in a margin can tell somebody where the one who fled from them lives now; a request that
//! lies in a drawer leaves them under a false warning.
//!
//! ```
//! use caldicott_calendar::{Day, Nation};
//! use caldicott_rights::request::{
//!     Actor, Channel, Event, Finding, History, Kind, Policy, Received, Role, What,
//! };
//!
//! let policy = Policy::of(Nation::EnglandAndWales);
//! let mut request = History::default();
//! let mut record = |day, role, what| {
//!     request.record(Event { on: Day::literal(2026, 3, day), by: Actor::new(role, "s-1"), what }, &policy)
//! };
//! // Asked at the door on the 2nd: the clock runs, whatever the policy says about writing.
//! let received = Received::new(Kind::Access, Channel::Spoken, Day::literal(2026, 3, 2));
//! let step = record(3, Role::Staff, What::Receive(received))?;
//! assert_eq!(step.duties()[0].by(), Some(Day::literal(2026, 4, 2)));
//! let step = record(4, Role::Staff, What::WritingDemanded)?;
//! assert_eq!(step.findings(), [Finding::UnlawfulPrecondition]);
//! // A notice without a reason extends nothing.
//! let step = record(5, Role::Manager, What::Extend { reason: None })?;
//! assert_eq!(step.state().clock(&policy)?.day(), Some(Day::literal(2026, 4, 2)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`request`] runs a request of any kind; [`matrix`] says which right reaches which processing; [`pack`]
//! builds the answer to a request for access and refuses to let it go with a protected name in it;
//! [`redaction`] finds such names; [`remedy`] says what follows from the other rights. The host stores and
//! sends.
#![forbid(unsafe_code)]

pub mod matrix;
pub mod pack;
mod practice;
pub mod redaction;
pub mod remedy;
pub mod request;
pub mod rules;

pub use practice::{Blanket, Charges, Practice};
