//! The registers beside the record of processing: policy documents, assessed interests, transfers,
//! contracts with processors. Each entry says what is wrong with it and when it is looked at again.
//!
//! ```
//! use caldicott_accountability::Owes;
//! use caldicott_accountability::register::{PolicyEntry, Principle};
//! use caldicott_calendar::{CalendarError, Day, Nation};
//! use caldicott_model::law::Paragraph;
//!
//! let document = PolicyEntry::new("apd-1", Paragraph::SAFEGUARDING, Day::literal(2021, 1, 1))
//!     .ceased_on(Day::literal(2025, 8, 31));
//! // Six months after the processing ended it may go, and not before: 28 February is a Saturday.
//! let kept = document.kept_through(Nation::EnglandAndWales)?.ok_or(CalendarError::OutOfRange)?;
//! assert_eq!(kept.day(), Day::literal(2026, 3, 2));
//! // It never said how any principle is kept.
//! assert_eq!(document.check(Day::literal(2025, 9, 1)).findings().len(), Principle::NAMES.len() + 3);
//! # Ok::<(), CalendarError>(())
//! ```

mod contract;
mod interests;
mod policy;
mod transfer;

pub use contract::{Clause, ProcessorContract};
pub use interests::{Balance, InterestsEntry};
pub use policy::{PolicyEntry, Principle};
pub use transfer::TransferRow;

use caldicott_model::document::Reader;

/// How often something is looked at again, in months: 1 to 36.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct EveryMonths(u8);

/// A number of months that is not 1 to 36.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{months}` months is outside 1 to 36")]
pub struct EveryMonthsError {
    months: u8,
}

impl EveryMonths {
    /// Once a year.
    pub const YEARLY: Self = Self(12);

    /// Every so many months.
    ///
    /// # Errors
    /// When it is not 1 to 36.
    pub const fn new(months: u8) -> Result<Self, EveryMonthsError> {
        if months >= 1 && months <= 36 {
            Ok(Self(months))
        } else {
            Err(EveryMonthsError { months })
        }
    }

    /// Reads `every-months`; once a year where it is not there.
    #[must_use]
    pub fn read(table: &mut Reader<'_>) -> Self {
        let months = table.optional_number("every-months", 1, 36);
        months.and_then(|months| Self::new(u8::try_from(months).ok()?).ok()).unwrap_or(Self::YEARLY)
    }

    /// The months.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The day this long after another; counted from that day itself, never chained.
    #[must_use]
    pub fn after(self, day: caldicott_calendar::Day) -> Option<caldicott_calendar::Day> {
        day.plus_months(i32::from(self.0))
    }
}
