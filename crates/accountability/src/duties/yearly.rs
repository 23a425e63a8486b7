//! What is done once a year.

use caldicott_calendar::clock::{annual_audit_by, annual_review_by};
use caldicott_calendar::{Day, Rule};
use caldicott_model::document::Reader;

use crate::owed::{Owed, Owes};
use crate::rules;
use caldicott_model::words;

words! {
    /// What is done.
    #[expect(clippy::exhaustive_enums, reason = "each rests on a rule of its own")]
    YearlyKind {
        /// The use of patient information for research or planning is looked at (B-068, CN-29).
        OptOutReview = "opt-out-review",
        /// Who has access is looked at (L-005).
        AccessReview = "access-review",
        /// Access to the caution register and its use are audited (L-004).
        CautionAudit = "caution-audit",
        /// The record of processing is looked at (K-001).
        RecordReview = "record-review",
        /// The privacy notice is looked at (C-010).
        NoticeReview = "notice-review",
        /// The accreditations are renewed (E-018).
        Accreditation = "accreditation",
    }
}

/// Something done once a year: when it was done last.
///
/// ```
/// use caldicott_accountability::Owes;
/// use caldicott_accountability::duties::{Yearly, YearlyKind};
/// use caldicott_calendar::Day;
///
/// let audit = Yearly::last(YearlyKind::CautionAudit, Day::literal(2025, 3, 31));
/// let due = &audit.owes()[0];
/// assert_eq!((due.by(), due.rule().id()), (Some(Day::literal(2026, 3, 31)), "L-004"));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Yearly {
    kind: YearlyKind,
    last: Option<Day>,
    since: Day,
}

impl YearlyKind {
    /// The rule that asks for it.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::OptOutReview => rules::B_068,
            Self::AccessReview => rules::L_005,
            Self::CautionAudit => rules::L_004,
            Self::RecordReview => rules::K_001,
            Self::NoticeReview => rules::C_010,
            Self::Accreditation => rules::E_018,
        }
    }

    const fn who(self) -> &'static str {
        match self {
            Self::OptOutReview | Self::RecordReview | Self::NoticeReview => {
                "data compliance officer"
            }
            Self::AccessReview | Self::Accreditation => "system data coordinator",
            Self::CautionAudit => "internal audit",
        }
    }
}

impl Yearly {
    /// Done last on this day.
    #[must_use]
    pub const fn last(kind: YearlyKind, last: Day) -> Self {
        Self { kind, last: Some(last), since: last }
    }

    /// Never done, and owed since this day: within a year of it.
    #[must_use]
    pub const fn never(kind: YearlyKind, since: Day) -> Self {
        Self { kind, last: None, since }
    }

    /// Reads one of `[[yearly]]`: `what`, and `last` or `since`.
    #[must_use]
    pub fn read(table: &mut Reader<'_>) -> Option<Self> {
        let what = table.one_of("what", "yearly duty", YearlyKind::NAMES);
        match (table.optional_day("last"), table.optional_day("since")) {
            (Some(last), _) => Some(Self::last(what?, last)),
            (None, Some(since)) => Some(Self::never(what?, since)),
            (None, None) => {
                let says = "neither `last` nor `since` says from when the year is counted";
                table.fault("last", says);
                None
            }
        }
    }

    /// What is done.
    #[must_use]
    pub const fn kind(&self) -> YearlyKind {
        self.kind
    }

    /// The last day to do it again, counted by the calendar.
    #[must_use]
    pub fn by(&self) -> Option<Day> {
        let from = self.last.unwrap_or(self.since);
        let due = match self.kind {
            YearlyKind::CautionAudit => annual_audit_by(from),
            YearlyKind::OptOutReview
            | YearlyKind::AccessReview
            | YearlyKind::RecordReview
            | YearlyKind::NoticeReview
            | YearlyKind::Accreditation => annual_review_by(from),
        };
        due.ok().map(|due| due.day())
    }
}

impl Owes for Yearly {
    fn owes(&self) -> Vec<Owed> {
        let what = self.kind.name().replace('-', " ");
        vec![Owed::new(what, self.kind.who(), self.by(), self.kind.rule())]
    }
}
