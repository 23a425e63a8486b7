//! The answer to a request for access: what was searched, what is given, what is not and why.
//!
//! Each field of each item goes through the exemptions that were claimed for it, the gate for health data
//! and the review of other people. What is given goes through the redactor. The pack that comes of it, in
//! JSON and HTML, is then searched for everything that must not be in it, and refused if it is found.

mod built;
mod case;
mod check;
mod exemption;
mod health;
mod information;
mod item;
mod ledger;
mod read;
mod render;
mod search;
mod third;

pub use built::{Built, Failed, Pack};
pub use case::{AccessCase, Asker, CaseError};
pub use check::Place;
pub use exemption::{Body, Claim, ClaimError, Exemption};
pub use health::{Harm, HealthDecision, Opinion, health_data};
pub use information::{Information, Regulator};
pub use item::{Field, Item};
pub use ledger::{Ledger, LedgerLine};
pub use search::Search;
pub use third::{Consent, FiveFactors, OtherPerson, Review, Standing, ThirdPartyDecision};
