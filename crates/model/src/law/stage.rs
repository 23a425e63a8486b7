//! The days on which the law changed.

use crate::Day;

/// The GDPR and the Data Protection Act 2018 apply from this day.
pub const GDPR_APPLIES: Day = Day::literal(2018, 5, 25);
/// The transition ended at 23:00 on this day: the GDPR became the UK GDPR (SE-16).
pub const UK_GDPR: Day = Day::literal(2020, 12, 31);
/// Searches need only be reasonable and proportionate, with effect back to this day (RG-05).
pub const DUAA_SEARCHES: Day = Day::literal(2024, 1, 1);
/// The first stage of the Data (Use and Access) Act 2025 (RG-02).
pub const DUAA_STAGE_1: Day = Day::literal(2025, 8, 20);
/// Its main stage: recognised legitimate interests, purposes, clocks (RG-03).
pub const DUAA_STAGE_MAIN: Day = Day::literal(2026, 2, 5);
/// Its complaints stage (RG-04).
pub const DUAA_COMPLAINTS: Day = Day::literal(2026, 6, 19);

/// Which law a day falls under.
///
/// ```
/// use caldicott_model::law::Stage;
/// use caldicott_model::Day;
/// // A document of 2021 is judged by the law of 2021.
/// assert_eq!(Stage::on(Day::literal(2021, 4, 1)), Stage::UkGdpr);
/// assert!(Stage::on(Day::literal(2026, 2, 4)) < Stage::DuaaMain);
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Stage {
    /// Before 25 May 2018: outside what these libraries know.
    BeforeGdpr,
    /// The EU's regulation, with the Data Protection Act 2018.
    EuGdpr,
    /// The UK GDPR.
    UkGdpr,
    /// The UK GDPR, searches reasonable and proportionate.
    DuaaSearches,
    /// After the first stage of the Act of 2025.
    Duaa1,
    /// After its main stage.
    DuaaMain,
    /// After its complaints stage.
    DuaaComplaints,
}

impl Stage {
    /// Every stage with its first day; the first stage has none.
    pub const STARTS: [(Self, Day); 6] = [
        (Self::EuGdpr, GDPR_APPLIES),
        (Self::UkGdpr, UK_GDPR),
        (Self::DuaaSearches, DUAA_SEARCHES),
        (Self::Duaa1, DUAA_STAGE_1),
        (Self::DuaaMain, DUAA_STAGE_MAIN),
        (Self::DuaaComplaints, DUAA_COMPLAINTS),
    ];

    /// The stage that a day falls in.
    #[must_use]
    pub fn on(day: Day) -> Self {
        let started = Self::STARTS.iter().rev().find(|(_, first)| *first <= day);
        started.map_or(Self::BeforeGdpr, |(stage, _)| *stage)
    }
}
