//! Says which ethnic category of one list is which of another, and what is lost on the way.
//!
//! Two official lists are in use and neither fits into the other: the census of 2021 has nineteen
//! groups, health records sixteen. A count that moves between them silently drops Gypsy, Roma and
//! Arab people, so each link says whether it is exact.
//!
//! ```
//! use caldicott_model::crosswalk::{CensusEthnicGroup, Fit, NhsEthnicCategory};
//!
//! let roma = CensusEthnicGroup::Roma.to_nhs();
//! assert_eq!((roma.to, roma.fit), (NhsEthnicCategory::AnyOtherWhite, Fit::Lossy));
//! // And back it does not come.
//! let back = roma.to.to_census().map(|link| link.to);
//! assert_eq!(back, Some(CensusEthnicGroup::AnyOtherWhite));
//! ```

/// One of the nineteen groups of the census of England and Wales of 2021.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[expect(missing_docs, reason = "the names are the census's own")]
pub enum CensusEthnicGroup {
    Bangladeshi,
    Chinese,
    Indian,
    Pakistani,
    AnyOtherAsian,
    African,
    Caribbean,
    AnyOtherBlack,
    WhiteAndAsian,
    WhiteAndBlackAfrican,
    WhiteAndBlackCaribbean,
    AnyOtherMixed,
    British,
    Irish,
    GypsyOrIrishTraveller,
    Roma,
    AnyOtherWhite,
    Arab,
    AnyOtherGroup,
}

/// One of the sixteen categories of health records, or that none was given.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[expect(missing_docs, reason = "the names are the data dictionary's own")]
pub enum NhsEthnicCategory {
    British,
    Irish,
    AnyOtherWhite,
    WhiteAndBlackCaribbean,
    WhiteAndBlackAfrican,
    WhiteAndAsian,
    AnyOtherMixed,
    Indian,
    Pakistani,
    Bangladeshi,
    AnyOtherAsian,
    Caribbean,
    African,
    AnyOtherBlack,
    Chinese,
    AnyOtherGroup,
    NotStated,
    NotKnown,
}

/// How well a link holds.
#[expect(clippy::exhaustive_enums, reason = "a link holds or loses something")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Fit {
    /// The two mean the same people.
    Exact,
    /// Several of one list share one of the other: what made them different is lost.
    Lossy,
}

/// The counterpart in the other list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Link<T> {
    /// The counterpart.
    pub to: T,
    /// How well it holds.
    pub fit: Fit,
    /// What is lost, in plain English; empty when nothing is.
    pub loses: &'static str,
}

impl<T> Link<T> {
    const fn exact(to: T) -> Self {
        Self { to, fit: Fit::Exact, loses: "" }
    }

    const fn lossy(to: T, loses: &'static str) -> Self {
        Self { to, fit: Fit::Lossy, loses }
    }
}

impl CensusEthnicGroup {
    /// Every group.
    pub const ALL: [Self; 19] = [
        Self::Bangladeshi,
        Self::Chinese,
        Self::Indian,
        Self::Pakistani,
        Self::AnyOtherAsian,
        Self::African,
        Self::Caribbean,
        Self::AnyOtherBlack,
        Self::WhiteAndAsian,
        Self::WhiteAndBlackAfrican,
        Self::WhiteAndBlackCaribbean,
        Self::AnyOtherMixed,
        Self::British,
        Self::Irish,
        Self::GypsyOrIrishTraveller,
        Self::Roma,
        Self::AnyOtherWhite,
        Self::Arab,
        Self::AnyOtherGroup,
    ];

    /// The category of health records.
    #[must_use]
    pub const fn to_nhs(self) -> Link<NhsEthnicCategory> {
        use NhsEthnicCategory as Nhs;
        match self {
            Self::Bangladeshi => Link::exact(Nhs::Bangladeshi),
            Self::Chinese => Link::exact(Nhs::Chinese),
            Self::Indian => Link::exact(Nhs::Indian),
            Self::Pakistani => Link::exact(Nhs::Pakistani),
            Self::AnyOtherAsian => Link::exact(Nhs::AnyOtherAsian),
            Self::African => Link::exact(Nhs::African),
            Self::Caribbean => Link::exact(Nhs::Caribbean),
            Self::AnyOtherBlack => Link::exact(Nhs::AnyOtherBlack),
            Self::WhiteAndAsian => Link::exact(Nhs::WhiteAndAsian),
            Self::WhiteAndBlackAfrican => Link::exact(Nhs::WhiteAndBlackAfrican),
            Self::WhiteAndBlackCaribbean => Link::exact(Nhs::WhiteAndBlackCaribbean),
            Self::AnyOtherMixed => Link::exact(Nhs::AnyOtherMixed),
            Self::British => Link::exact(Nhs::British),
            Self::Irish => Link::exact(Nhs::Irish),
            Self::GypsyOrIrishTraveller => {
                Link::lossy(Nhs::AnyOtherWhite, "that the person is Gypsy or an Irish Traveller")
            }
            Self::Roma => Link::lossy(Nhs::AnyOtherWhite, "that the person is Roma"),
            Self::AnyOtherWhite => Link::lossy(
                Nhs::AnyOtherWhite,
                "that the person is neither Gypsy, Traveller nor Roma",
            ),
            Self::Arab => Link::lossy(Nhs::AnyOtherGroup, "that the person is Arab"),
            Self::AnyOtherGroup => Link::lossy(Nhs::AnyOtherGroup, "that the person is not Arab"),
        }
    }

    /// The code of a lead tenant's ethnic background in CORE, the return on social lettings, as the
    /// published service has it.
    ///
    /// Earlier years have no code for Roma: there a Roma tenant stands under another one.
    #[must_use]
    pub const fn core_code(self) -> u8 {
        match self {
            Self::British => 1,
            Self::Irish => 2,
            Self::AnyOtherWhite => 3,
            Self::WhiteAndBlackCaribbean => 4,
            Self::WhiteAndBlackAfrican => 5,
            Self::WhiteAndAsian => 6,
            Self::AnyOtherMixed => 7,
            Self::Indian => 8,
            Self::Pakistani => 9,
            Self::Bangladeshi => 10,
            Self::AnyOtherAsian => 11,
            Self::Caribbean => 12,
            Self::African => 13,
            Self::AnyOtherBlack => 14,
            Self::Chinese => 15,
            Self::AnyOtherGroup => 16,
            Self::GypsyOrIrishTraveller => 18,
            Self::Arab => 19,
            Self::Roma => 20,
        }
    }

    /// The group of a code of CORE; none for any other code.
    ///
    /// ```
    /// use caldicott_model::crosswalk::CensusEthnicGroup;
    /// assert_eq!(CensusEthnicGroup::from_core_code(19), Some(CensusEthnicGroup::Arab));
    /// assert_eq!(CensusEthnicGroup::from_core_code(17), None);
    /// ```
    #[must_use]
    pub fn from_core_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.core_code() == code)
    }
}

impl NhsEthnicCategory {
    /// Every category, in the order of the codes.
    pub const ALL: [Self; 18] = [
        Self::British,
        Self::Irish,
        Self::AnyOtherWhite,
        Self::WhiteAndBlackCaribbean,
        Self::WhiteAndBlackAfrican,
        Self::WhiteAndAsian,
        Self::AnyOtherMixed,
        Self::Indian,
        Self::Pakistani,
        Self::Bangladeshi,
        Self::AnyOtherAsian,
        Self::Caribbean,
        Self::African,
        Self::AnyOtherBlack,
        Self::Chinese,
        Self::AnyOtherGroup,
        Self::NotStated,
        Self::NotKnown,
    ];

    /// The code in health records, such as `A`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::British => "A",
            Self::Irish => "B",
            Self::AnyOtherWhite => "C",
            Self::WhiteAndBlackCaribbean => "D",
            Self::WhiteAndBlackAfrican => "E",
            Self::WhiteAndAsian => "F",
            Self::AnyOtherMixed => "G",
            Self::Indian => "H",
            Self::Pakistani => "J",
            Self::Bangladeshi => "K",
            Self::AnyOtherAsian => "L",
            Self::Caribbean => "M",
            Self::African => "N",
            Self::AnyOtherBlack => "P",
            Self::Chinese => "R",
            Self::AnyOtherGroup => "S",
            Self::NotStated => "Z",
            Self::NotKnown => "99",
        }
    }

    /// The category with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// The group of the census, or nothing where none was given.
    #[must_use]
    pub const fn to_census(self) -> Option<Link<CensusEthnicGroup>> {
        use CensusEthnicGroup as Census;
        Some(match self {
            Self::British => Link::exact(Census::British),
            Self::Irish => Link::exact(Census::Irish),
            Self::AnyOtherWhite => Link::lossy(
                Census::AnyOtherWhite,
                "who of them is Gypsy, an Irish Traveller or Roma was never recorded",
            ),
            Self::WhiteAndBlackCaribbean => Link::exact(Census::WhiteAndBlackCaribbean),
            Self::WhiteAndBlackAfrican => Link::exact(Census::WhiteAndBlackAfrican),
            Self::WhiteAndAsian => Link::exact(Census::WhiteAndAsian),
            Self::AnyOtherMixed => Link::exact(Census::AnyOtherMixed),
            Self::Indian => Link::exact(Census::Indian),
            Self::Pakistani => Link::exact(Census::Pakistani),
            Self::Bangladeshi => Link::exact(Census::Bangladeshi),
            Self::AnyOtherAsian => Link::exact(Census::AnyOtherAsian),
            Self::Caribbean => Link::exact(Census::Caribbean),
            Self::African => Link::exact(Census::African),
            Self::AnyOtherBlack => Link::exact(Census::AnyOtherBlack),
            Self::Chinese => Link::exact(Census::Chinese),
            Self::AnyOtherGroup => {
                Link::lossy(Census::AnyOtherGroup, "who of them is Arab was never recorded")
            }
            Self::NotStated | Self::NotKnown => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_exact_when_and_only_when_it_leads_back_alone() {
        for group in CensusEthnicGroup::ALL {
            let there = group.to_nhs();
            let sharing = CensusEthnicGroup::ALL
                .into_iter()
                .filter(|other| other.to_nhs().to == there.to)
                .count();
            assert_eq!(there.fit == Fit::Exact, sharing == 1, "{group:?}");
            assert_eq!(there.fit == Fit::Exact, there.loses.is_empty());
            let back = there.to.to_census().map(|link| (link.to == group, link.fit));
            if there.fit == Fit::Exact {
                assert_eq!(back, Some((true, Fit::Exact)), "{group:?}");
            } else {
                assert_eq!(back.map(|(_, fit)| fit), Some(Fit::Lossy), "{group:?}");
            }
        }
    }

    #[test]
    fn a_code_names_one_category() {
        for category in NhsEthnicCategory::ALL {
            assert_eq!(NhsEthnicCategory::from_code(category.code()), Some(category));
        }
        assert_eq!(NhsEthnicCategory::from_code("Q"), None);
    }

    #[test]
    fn a_code_of_core_names_one_group() {
        for group in CensusEthnicGroup::ALL {
            assert_eq!(CensusEthnicGroup::from_core_code(group.core_code()), Some(group));
        }
        assert_eq!(CensusEthnicGroup::from_core_code(0), None);
    }
}
