//! Count the days the law gives: calendar months, working days, bank holidays and hour clocks.
//!
//! A deadline counted one day short makes a charity late with somebody's own records; one day long
//! destroys them early. Every function here takes the day it is asked about: there is no clock.
//!
//! ```
//! use caldicott_calendar::Day;
//!
//! let start: Day = "2025-01-31".parse()?;
//! // 31 January plus one month is the last day of February, and it does not stick there.
//! assert_eq!(start.plus_months(1).map(|day| day.to_string()).as_deref(), Some("2025-02-28"));
//! assert_eq!(start.plus_months(2).map(|day| day.to_string()).as_deref(), Some("2025-03-31"));
//! # Ok::<(), caldicott_calendar::DayError>(())
//! ```
#![forbid(unsafe_code)]

mod day;
mod rule;

pub use day::{Day, DayError, Weekday};
pub use rule::{Confidence, Rule, RuleSet, Source};
