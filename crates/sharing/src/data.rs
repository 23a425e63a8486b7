//! What is asked for: categories, and the details under them that are shared apart.

use core::fmt;

use caldicott_model::{Category, CategorySet, FieldTag};

use crate::bits::ones;
use crate::words::words;

words! {
    /// A part of a category that rules treat apart from the rest.
    ///
    /// Asking for a category asks for its details too; releasing a detail never releases its
    /// category. "We have seen them" is not where they are.
    #[non_exhaustive]
    Detail {
        /// That somebody has moved, and the new address (B-046).
        ChangeOfAddress = "change-of-address",
        /// What staff observed and wrote on an incident sheet (A-025, B-031).
        IncidentSheet = "incident-sheet",
        /// Whether somebody moved out or failed to move in (B-022).
        OccupancyChange = "occupancy-change",
        /// Photographs (C-006).
        Photograph = "photograph",
        /// The precaution a visitor must take (B-051).
        Precaution = "precaution",
        /// Not keeping to the terms of the sex offenders register (B-047).
        RegisterCompliance = "register-compliance",
        /// A change in the rent (B-022).
        RentChange = "rent-change",
        /// Whether somebody lives here or is known to us at all (B-015).
        Residence = "residence",
        /// That somebody was seen, and whether they were safe (B-043).
        Sighting = "sighting",
        /// Usual sleeping-out places (B-042).
        SleepingSites = "sleeping-sites",
        /// That there is a warning, and of what kind (B-051).
        WarningMarker = "warning-marker",
        /// Whether somebody started or stopped work (B-022).
        WorkChange = "work-change",
    }
}

impl Detail {
    /// The category it is a part of.
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Self::ChangeOfAddress | Self::Residence | Self::Sighting | Self::SleepingSites => {
                Category::AddressAndLocation
            }
            Self::IncidentSheet | Self::Precaution | Self::WarningMarker => {
                Category::RiskAndWarning
            }
            Self::OccupancyChange | Self::RentChange => Category::HousingAndTenancy,
            Self::Photograph => Category::Identity,
            Self::RegisterCompliance => Category::CriminalOffence,
            Self::WorkChange => Category::EducationAndWork,
        }
    }
}

/// A set of categories and of details.
///
/// ```
/// use caldicott_model::{Category, CategorySet};
/// use caldicott_sharing::{DataSet, Detail};
///
/// let asked = DataSet::from(Category::AddressAndLocation);
/// assert!(asked.has(Detail::Sighting));
/// // Told that somebody was seen, nobody has been told where they are.
/// let told = DataSet::from(Detail::Sighting);
/// assert_eq!(told.categories(), CategorySet::NONE);
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct DataSet(u64);

/// The first bit of the details: those below are the bytes of categories.
const DETAILS: u32 = 50;

// INVARIANT: categories and details fit one word without touching.
const _: () = assert!(CategorySet::EVERY.bits() >> DETAILS == 0);
const _: () = assert!(Detail::NAMES.len() <= (u64::BITS - DETAILS) as usize);

/// The name under each bit.
const BIT_NAMES: [&str; 64] = {
    let mut names = [""; 64];
    let mut categories: &[Category] = &Category::ALL;
    while let [first, tail @ ..] = categories {
        if let Some(name) = names.split_at_mut(first.byte() as usize).1.first_mut() {
            *name = first.name();
        }
        categories = tail;
    }
    let mut details = Detail::NAMES;
    while let [(text, first), tail @ ..] = details {
        if let Some(name) = names.split_at_mut(DETAILS as usize + *first as usize).1.first_mut() {
            *name = text;
        }
        details = tail;
    }
    names
};

impl DataSet {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything.
    pub const EVERY: Self = Self::of(CategorySet::EVERY);

    /// What tells by itself who somebody is, and so is never anonymous (F-002, AN-04).
    pub(crate) const IDENTIFYING: Self = Self::of(CategorySet::of(&[
        Category::AddressAndLocation,
        Category::Biometric,
        Category::Cctv,
        Category::Contact,
        Category::Genetic,
        Category::Identity,
        Category::NextOfKin,
        Category::Staff,
    ]));

    /// What may give somebody away though their name is gone: what harms most, and what is written
    /// freely. That it is anonymous must have been checked by us (F-002, F-005, AN-04).
    pub(crate) const TELLING: Self =
        Self::SPECIAL.union(Self::CRIMINAL).union(Self::of(CategorySet::of(&[
            Category::AgencyAndReferral,
            Category::Complaint,
            Category::ContactRecord,
            Category::RiskAndWarning,
            Category::Safeguarding,
            Category::SupportNeeds,
        ])));

    /// What Art 9 governs: the special categories (SC-01).
    const SPECIAL: Self = Self::of(CategorySet::SPECIAL);

    /// What Art 10 governs. An incident sheet may allege an offence (SC-08).
    const CRIMINAL: Self = Self::of(CategorySet::CRIMINAL).union(Self::one(Detail::IncidentSheet));

    /// These categories with all their details.
    #[must_use]
    pub const fn of(categories: CategorySet) -> Self {
        let mut found = Self(categories.bits());
        let mut rest = Detail::NAMES;
        while let [(_, first), tail @ ..] = rest {
            if categories.contains(first.category()) {
                found = found.union(Self::one(*first));
            }
            rest = tail;
        }
        found
    }

    const fn one(detail: Detail) -> Self {
        Self(1 << (DETAILS + detail as u32))
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is here and not there.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the two share anything.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the whole other set is in this one.
    #[must_use]
    pub const fn contains_all(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// How many categories and details are in the set.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The categories in the set, whose details may or may not be.
    #[must_use]
    pub const fn categories(self) -> CategorySet {
        CategorySet::from_bits(self.0 & CategorySet::EVERY.bits())
    }

    /// Whether the detail is in the set.
    #[must_use]
    pub const fn has(self, detail: Detail) -> bool {
        self.intersects(Self::one(detail))
    }

    /// The details in the set.
    pub fn details(self) -> impl Iterator<Item = Detail> {
        Detail::NAMES.iter().map(|(_, detail)| *detail).filter(move |detail| self.has(*detail))
    }

    /// Whether a field with this tag is wholly in the set.
    ///
    /// A field whose sub-kind names a detail is judged by the detail, any other by its categories,
    /// those of its values included. A field about nothing at all is in every set.
    #[must_use]
    pub fn covers_field(self, tag: &FieldTag) -> bool {
        let all = tag.categories_with_values();
        if let Some(detail) = tag.sub_kind().and_then(Detail::from_name) {
            let others = all.minus(detail.category().into());
            return self.has(detail) && self.categories().contains_all(others);
        }
        self.categories().contains_all(all)
    }

    /// What in the set Art 9 governs: the special categories (SC-01).
    pub(crate) const fn special(self) -> Self {
        self.intersection(Self::SPECIAL)
    }

    /// What in the set Art 10 governs. An incident sheet may allege an offence (SC-08).
    pub(crate) const fn criminal(self) -> Self {
        self.intersection(Self::CRIMINAL)
    }

    /// Each member by itself, in a fixed order.
    pub(crate) fn members(self) -> impl Iterator<Item = Self> {
        ones(self.0).map(|place| Self(1 << place))
    }

    /// The places of the members' bits.
    pub(crate) fn places(self) -> impl Iterator<Item = usize> {
        ones(self.0)
    }

    /// The members with bits at these places.
    pub(crate) fn of_places(places: impl Iterator<Item = usize>) -> Self {
        places.fold(Self::NONE, |sum, place| Self(sum.0 | 1 << place))
    }

    /// The names, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        ones(self.0).filter_map(|place| BIT_NAMES.get(place).copied())
    }
}

impl From<CategorySet> for DataSet {
    /// The categories with all their details.
    fn from(categories: CategorySet) -> Self {
        Self::of(categories)
    }
}

impl From<Category> for DataSet {
    /// The category with all its details.
    fn from(category: Category) -> Self {
        Self::of(category.into())
    }
}

impl From<Detail> for DataSet {
    fn from(detail: Detail) -> Self {
        Self::one(detail)
    }
}

impl FromIterator<Self> for DataSet {
    fn from_iter<I: IntoIterator<Item = Self>>(sets: I) -> Self {
        sets.into_iter().fold(Self::NONE, Self::union)
    }
}

impl fmt::Debug for DataSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.names()).finish()
    }
}

impl fmt::Display for DataSet {
    /// Writes the names with commas between, or `none`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return out.write_str("none");
        }
        for (place, name) in self.names().enumerate() {
            if place > 0 {
                out.write_str(", ")?;
            }
            out.write_str(name)?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DataSet {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.names())
    }
}
