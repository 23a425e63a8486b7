//! Decide whether this data may go to that recipient for that purpose on that day, and why.
//!
//! A wrong "yes" tells an abuser an address. A wrong "no" keeps a worker from somebody who needs help.
//! So nothing goes without a *gateway* whose conditions are all known to hold, *bars* take back what
//! they name, and whatever is not known is referred to a person and never guessed.
//!
//! ```
//! use caldicott_sharing::{Known, Outcome, Request, decide};
//! # use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
//! # use caldicott_sharing::Rulebook;
//! # let at = Place::new(1, 1);
//! # let text = |text: &str| Located::new(Node::Text(text.into()), at);
//! # let (mut role, mut sharing, mut table) = (Table::default(), Table::default(), Table::default());
//! # role.insert("name", at, text("line-manager"));
//! # sharing.insert("refer_to", at, text("line-manager"));
//! # table.insert("role", at, Located::new(Node::List(vec![Located::new(Node::Table(role), at)]), at));
//! # table.insert("sharing", at, Located::new(Node::Table(sharing), at));
//! # let faults = Faults::new("rules.toml", Echo::Shown);
//! # let rulebook = Rulebook::read(&mut Reader::new(&table, at, &faults)).ok_or("faults")?;
//! use caldicott_model::Category;
//! use caldicott_sharing::{AskerKind, Direction, SharingPurpose};
//!
//! // Somebody rings up and asks where a person lives.
//! let mut request = Request::default();
//! request.direction = Known::Known(Direction::Asked);
//! request.asker.kind = Known::Known(AskerKind::Relative);
//! request.purpose = Known::Known(SharingPurpose::Tracing);
//! request.asked = Category::AddressAndLocation.into();
//! let decision = decide(&rulebook, &request, "2026-03-02".parse()?);
//! // The answer does not even say that there is nobody to ask about.
//! assert_eq!(*decision.outcome(), Outcome::NeitherConfirmNorDeny);
//! assert_eq!(decision.refer_to(), Some("line-manager"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate self as caldicott_sharing;

pub mod analysis;
mod bits;
mod bulk;
mod catalogue;
mod change;
mod compiled;
mod data;
mod decision;
mod duty;
pub mod exchange;
mod fact;
mod hash;
mod ids;
mod judge;
mod known;
pub mod oracle;

mod request;
mod resolve;
mod rulebook;
pub mod sql;
mod words;

#[doc = include_str!("../docs/guide.md")]
pub mod _guide {}

pub use bulk::{Recipient, filter};
pub use change::Missing;
pub use data::{DataSet, Detail};
pub use decision::{
    BarReason, Claim, Condition, Decision, Due, EachDatum, Fate, GatewayReason, Heard, Holds,
    Outcome, Outward, Ruling, Warning, decide, judge, weigh,
};
pub use duty::Duty;
pub use fact::Fact;
pub use judge::Verdict;
pub use known::{Known, Truth};
pub use request::{
    Approval, Asker, BestInterests, Capacity, Consent, FactSet, Order, Request, SubjectState,
};
pub use rulebook::{
    Agreement, Bar, Form, Gateway, Ground, Limit, Organisation, PolicyDocument, Processor, Role,
    Rulebook, RunsFrom, TimeLimit, Transfer,
};
pub use words::{
    AgreementKind, AskerKind, CapacityFinding, Channel, ConfidenceGround, ConsentKind, Direction,
    GatewayKind, GivenBy, Necessity, OrderKind, RestrictionPurpose, SharingPurpose, Then,
    TransferMechanism, Verification,
};
