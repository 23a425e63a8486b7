//! Count the days the law gives: calendar months, working days, bank holidays and hour clocks.
//!
//! A deadline counted one day short makes a charity late with somebody's own records; one day long
//! destroys them early. Every function here takes the day it is asked about: there is no clock.
//!
//! ```
//! use caldicott_calendar::clock::{ExtensionNotice, ExtensionReason, SubjectAccess};
//! use caldicott_calendar::{CalendarError, Day, Nation};
//!
//! let request = SubjectAccess::received(Day::literal(2026, 11, 30)).in_nation(Nation::Scotland);
//! // A month from 30 November ends on the 30th of December.
//! assert_eq!(request.due()?.day(), Some(Day::literal(2026, 12, 30)));
//! // Two further months are three from the start, not a month and then two: 30 November has no
//! // 30 February to reach, and the 28th is a Sunday.
//! let notice = ExtensionNotice::given(Day::literal(2026, 12, 30), ExtensionReason::Complexity);
//! let due = request.extension(notice).due()?;
//! assert_eq!(due.day(), Some(Day::literal(2027, 3, 1)));
//! assert!(due.rules().cites("RT-04"));
//! # Ok::<(), CalendarError>(())
//! ```
//!
//! The law counts in two ways that must never meet: [`EuPeriod`] leaves out the day of the event
//! and moves its end to a working day, [`UkBeginningWith`] counts its first day and stays. What a
//! clock knows of bank holidays is a [`HolidayTable`] with an end, and past it the answer is an
//! error that says so. The clocks with names are in [`clock`].
#![forbid(unsafe_code)]

pub mod clock;
pub mod rules;

mod day;
mod deadline;
mod english;
mod error;
mod holiday;
mod instant;
mod london;
mod period;
mod rule;
#[cfg(feature = "schemars")]
mod schema;
mod working;

pub use day::{Day, DayError, Weekday};
pub use deadline::Deadline;
pub use error::{CalendarError, NoHolidayData, NotInForce, Order, PeriodError};
pub use holiday::{Holiday, HolidayBasis, HolidayStatus, HolidayTable, HolidayTableError, Nation};
pub use instant::{Instant, InstantError};
pub use london::{LondonTime, Resolved};
pub use period::{EuHours, EuPeriod, UkBeginningWith, UkEndingWith};
pub use rule::{Confidence, Rule, RuleSet, Source};
pub use working::{Certainty, DayKind, WorkingDays};
