//! Bank holidays as data: what they are, where they come from, how far they are known.

mod table;
mod text;

use core::fmt;
use std::borrow::Cow;
use std::sync::LazyLock;

use crate::Day;

/// One of the three bank-holiday divisions of the United Kingdom.
///
/// A deadline needs one (TM-08): the part of the kingdom where the duty is to be done, which for a
/// charity or a council is where it works.
#[expect(clippy::exhaustive_enums, reason = "a fourth division must break the host's build")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Nation {
    /// England and Wales, which share one list.
    EnglandAndWales,
    /// Northern Ireland.
    NorthernIreland,
    /// Scotland.
    Scotland,
}

impl Nation {
    /// All three divisions.
    pub const ALL: [Self; 3] = [Self::EnglandAndWales, Self::NorthernIreland, Self::Scotland];
    /// Each under the name it has in files.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("england-and-wales", Self::EnglandAndWales),
        ("northern-ireland", Self::NorthernIreland),
        ("scotland", Self::Scotland),
    ];

    /// The name used in data: `england-and-wales`, `northern-ireland`, `scotland`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "england-and-wales",
            Self::NorthernIreland => "northern-ireland",
            Self::Scotland => "scotland",
        }
    }

    /// The division with this name in data, if there is one.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nation| nation.id() == id)
    }

    const fn mask(self) -> u8 {
        match self {
            Self::EnglandAndWales => 1,
            Self::NorthernIreland => 2,
            Self::Scotland => 4,
        }
    }
}

impl fmt::Display for Nation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::EnglandAndWales => "England and Wales",
            Self::NorthernIreland => "Northern Ireland",
            Self::Scotland => "Scotland",
        })
    }
}

/// In what right a day is a holiday (BH-01 to BH-04).
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum HolidayBasis {
    /// By custom of the common law.
    CommonLaw,
    /// By proclamation under the 1971 Act.
    Proclamation,
    /// Named in Schedule 1 to the 1971 Act.
    #[cfg_attr(feature = "serde", serde(rename = "schedule-1"))]
    Schedule1,
}

impl HolidayBasis {
    const ALL: [Self; 3] = [Self::CommonLaw, Self::Proclamation, Self::Schedule1];

    const fn id(self) -> &'static str {
        match self {
            Self::CommonLaw => "common-law",
            Self::Proclamation => "proclamation",
            Self::Schedule1 => "schedule-1",
        }
    }
}

/// How firmly a holiday is known.
#[expect(clippy::exhaustive_enums, reason = "a further degree must be decided on by every host")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum HolidayStatus {
    /// Proclaimed as a single day after the list was published.
    Proclaimed,
    /// Computed from the Act and from custom: not published yet.
    Projected,
    /// On the published list.
    Published,
}

impl HolidayStatus {
    const ALL: [Self; 3] = [Self::Proclaimed, Self::Projected, Self::Published];

    const fn id(self) -> &'static str {
        match self {
            Self::Proclaimed => "proclaimed",
            Self::Projected => "projected",
            Self::Published => "published",
        }
    }
}

/// One bank holiday of one nation.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Holiday {
    day: Day,
    nation: Nation,
    title: Cow<'static, str>,
    basis: HolidayBasis,
    status: HolidayStatus,
    substitute: bool,
    one_off: bool,
}

impl Holiday {
    /// A published holiday, proclaimed as most are.
    #[must_use]
    pub fn new(day: Day, nation: Nation, title: impl Into<Cow<'static, str>>) -> Self {
        Self {
            day,
            nation,
            title: title.into(),
            basis: HolidayBasis::Proclamation,
            status: HolidayStatus::Published,
            substitute: false,
            one_off: false,
        }
    }

    /// The same holiday, held in this right.
    #[must_use]
    pub fn under(self, basis: HolidayBasis) -> Self {
        Self { basis, ..self }
    }

    /// The same holiday, known this firmly.
    #[must_use]
    pub fn known(self, status: HolidayStatus) -> Self {
        Self { status, ..self }
    }

    /// The same holiday, as the weekday that stands in for a weekend.
    #[must_use]
    pub fn as_substitute(self) -> Self {
        Self { substitute: true, ..self }
    }

    /// The same holiday, kept or moved in this one year only.
    #[must_use]
    pub fn as_one_off(self) -> Self {
        Self { one_off: true, ..self }
    }

    /// The day.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// Where it is a holiday.
    #[must_use]
    pub const fn nation(&self) -> Nation {
        self.nation
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// In what right it is a holiday.
    #[must_use]
    pub const fn basis(&self) -> HolidayBasis {
        self.basis
    }

    /// How firmly it is known.
    #[must_use]
    pub const fn status(&self) -> HolidayStatus {
        self.status
    }

    /// Whether it stands in for a holiday that fell on a weekend.
    #[must_use]
    pub const fn is_substitute(&self) -> bool {
        self.substitute
    }

    /// Whether it is kept, or was moved, in this one year only.
    #[must_use]
    pub const fn is_one_off(&self) -> bool {
        self.one_off
    }
}

/// A list of bank holidays with the span of days for which it can speak.
///
/// Holidays are made by proclamation, once with nine days' notice, so they are data with an end:
/// up to [`known_through`](Self::known_through) the list is complete, from there to
/// [`last`](Self::last) it is a projection, and outside it says nothing. A weekday outside is not
/// "probably a working day"; it is [`DayKind::Unknown`](crate::DayKind::Unknown).
///
/// ```
/// use caldicott_calendar::{Day, HolidayTable, Nation};
///
/// let uk = HolidayTable::uk();
/// assert_eq!(uk.known_through(), Day::literal(2028, 12, 31));
/// // One Monday in June 2026 is a holiday in Scotland alone.
/// let day = Day::literal(2026, 6, 15);
/// assert!(uk.holiday_on(day, Nation::Scotland).is_some());
/// assert!(uk.holiday_on(day, Nation::EnglandAndWales).is_none());
/// ```
///
/// # Example: a holiday proclaimed after this release
/// ```
/// use caldicott_calendar::{Day, Holiday, HolidayStatus, HolidayTable, Nation};
///
/// let day = Day::literal(2027, 6, 18);
/// let mut table = HolidayTable::uk().clone();
/// table.add(Holiday::new(day, Nation::Scotland, "Proclaimed day").known(HolidayStatus::Proclaimed))?;
/// assert!(table.holiday_on(day, Nation::Scotland).is_some());
/// # Ok::<(), caldicott_calendar::HolidayTableError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HolidayTable {
    first: Day,
    known_through: Day,
    last: Day,
    as_known_on: Day,
    provenance: Cow<'static, str>,
    /// INVARIANT: ordered by day, then nation; no two alike.
    holidays: Vec<Holiday>,
    /// INVARIANT: one byte for each day from `first` to `last`, a bit for each nation, and a bit is
    /// set exactly where `holidays` has an entry.
    marks: Vec<u8>,
}

/// A holiday table that contradicts itself or cannot be read.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HolidayTableError {
    /// The span is not first, known-through, last in that order.
    #[error(
        "the days `first`, `known-through` and `last` of a holiday table are not in that order"
    )]
    Span,
    /// A span so long that it must be a slip.
    #[error("a holiday table spans more than `200` years")]
    TooLong,
    /// The holiday lies outside the span of the table.
    #[error("the holiday of `{0}` lies outside the span of its table")]
    OutsideSpan(Day),
    /// The nation has a holiday on that day already.
    #[error("`{1}` has a holiday on `{0}` already")]
    Duplicate(Day, Nation),
    /// There is no such holiday to remove.
    #[error("`{1}` has no holiday on `{0}` to remove")]
    Absent(Day, Nation),
    /// A line of the text form is not understood.
    #[error("line `{line}` of the holiday table {problem}")]
    Line {
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with it, as the second half of a sentence.
        problem: &'static str,
    },
    /// A heading of the text form is missing.
    #[error("the holiday table does not state `{0}`")]
    Missing(&'static str),
}

static UK: LazyLock<HolidayTable> = LazyLock::new(table::uk);

impl HolidayTable {
    /// The list built into this release: 2018 to 2030, complete through 2028 (BH-05, BH-06).
    #[must_use]
    pub fn uk() -> &'static Self {
        &UK
    }

    /// A list without holidays yet, complete through one day and projected to a later one.
    ///
    /// # Errors
    /// [`HolidayTableError::Span`] where the days are out of order, [`HolidayTableError::TooLong`]
    /// beyond 200 years.
    pub fn new(
        first: Day,
        known_through: Day,
        last: Day,
        as_known_on: Day,
        provenance: impl Into<Cow<'static, str>>,
    ) -> Result<Self, HolidayTableError> {
        if first > known_through || known_through > last {
            return Err(HolidayTableError::Span);
        }
        let days = first.days_until(last);
        let length = usize::try_from(days).map_err(|_| HolidayTableError::Span)?;
        if length > 200 * 366 {
            return Err(HolidayTableError::TooLong);
        }
        Ok(Self {
            first,
            known_through,
            last,
            as_known_on,
            provenance: provenance.into(),
            holidays: Vec::new(),
            marks: vec![0; length + 1],
        })
    }

    /// Adds a holiday.
    ///
    /// # Errors
    /// [`HolidayTableError::OutsideSpan`] and [`HolidayTableError::Duplicate`].
    pub fn add(&mut self, holiday: Holiday) -> Result<(), HolidayTableError> {
        let (day, nation) = (holiday.day, holiday.nation);
        let mark = self.mark_mut(day).ok_or(HolidayTableError::OutsideSpan(day))?;
        if *mark & nation.mask() != 0 {
            return Err(HolidayTableError::Duplicate(day, nation));
        }
        *mark |= nation.mask();
        let place =
            self.holidays.partition_point(|known| (known.day, known.nation) < (day, nation));
        self.holidays.insert(place, holiday);
        Ok(())
    }

    /// Removes a holiday, as when a proclamation moves it.
    ///
    /// # Errors
    /// [`HolidayTableError::Absent`] where there is none.
    pub fn remove(&mut self, day: Day, nation: Nation) -> Result<Holiday, HolidayTableError> {
        let place = self
            .holidays
            .binary_search_by_key(&(day, nation), |known| (known.day, known.nation))
            .map_err(|_| HolidayTableError::Absent(day, nation))?;
        if let Some(mark) = self.mark_mut(day) {
            *mark &= !nation.mask();
        }
        Ok(self.holidays.remove(place))
    }

    /// The first day the list speaks for.
    #[must_use]
    pub const fn first(&self) -> Day {
        self.first
    }

    /// The last day for which the list is complete.
    #[must_use]
    pub const fn known_through(&self) -> Day {
        self.known_through
    }

    /// The last day the list speaks for, as a projection after [`known_through`](Self::known_through).
    #[must_use]
    pub const fn last(&self) -> Day {
        self.last
    }

    /// The day on which the list was last checked.
    #[must_use]
    pub const fn as_known_on(&self) -> Day {
        self.as_known_on
    }

    /// Where the list comes from.
    #[must_use]
    pub fn provenance(&self) -> &str {
        &self.provenance
    }

    /// The holiday of a nation on a day, if it has one.
    #[must_use]
    pub fn holiday_on(&self, day: Day, nation: Nation) -> Option<&Holiday> {
        let place = self
            .holidays
            .binary_search_by_key(&(day, nation), |known| (known.day, known.nation))
            .ok()?;
        self.holidays.get(place)
    }

    /// The holidays of a nation, in order.
    pub fn holidays(&self, nation: Nation) -> impl Iterator<Item = &Holiday> + '_ {
        self.holidays.iter().filter(move |holiday| holiday.nation == nation)
    }

    /// Whether any of the nations in the mask has a holiday, or `None` outside the span.
    pub(crate) fn is_holiday(&self, day: Day, nations: NationMask) -> Option<bool> {
        let place = usize::try_from(self.first.days_until(day)).ok()?;
        self.marks.get(place).map(|mark| mark & nations.0 != 0)
    }

    fn mark_mut(&mut self, day: Day) -> Option<&mut u8> {
        let place = usize::try_from(self.first.days_until(day)).ok()?;
        self.marks.get_mut(place)
    }
}

/// A set of nations.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct NationMask(u8);

impl NationMask {
    pub(crate) const ANY: Self = Self(7);

    pub(crate) const fn only(nation: Nation) -> Self {
        Self(nation.mask())
    }
}
