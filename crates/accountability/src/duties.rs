//! The duties of an organisation that come back: training, agreements, reviews, audits.
//!
//! ```
//! use caldicott_accountability::Owes;
//! use caldicott_accountability::duties::{Routine, Training, Worker};
//! use caldicott_calendar::Day;
//!
//! let routine = Routine::default();
//! let joined = Training::of("w-17", Worker::External, Day::literal(2026, 3, 2));
//! let late = joined.under(routine).late(Day::literal(2026, 3, 3));
//! // An outsider signs the policy of use before the first look, not within some weeks.
//! assert!(late.iter().any(|owed| owed.rule().id() == "L-006"));
//! ```

mod agreement;
mod checklist;
mod entries;
mod training;
mod yearly;

pub use agreement::{Agreement, AgreementKind};
pub use checklist::{Checklist, Entry, Every, NoEntry, checklist};
pub use training::{Routine, Training, Worker};
pub use yearly::{Yearly, YearlyKind};
