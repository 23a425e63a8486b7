//! What data is about, in the words of the law and of the four founding policies.

use core::fmt;
use core::str::FromStr;

/// What a value is about.
///
/// The first ten are the law's own: nine special categories (Art 9(1), SC-01) and criminal offence
/// data (Art 10, SC-07), allegations included (SC-08). The rest are the ordinary kinds that the
/// founding policies name. A host refines a category with a sub-kind (`health.substance-misuse`);
/// it cannot add one beside these.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Category {
    /// Racial or ethnic origin (SC-01).
    RacialOrEthnicOrigin = 1,
    /// Political opinions (SC-01).
    PoliticalOpinions = 2,
    /// Religious or philosophical beliefs (SC-01).
    ReligiousOrPhilosophicalBeliefs = 3,
    /// Trade union membership (SC-01).
    TradeUnionMembership = 4,
    /// Genetic data (SC-01).
    Genetic = 5,
    /// Biometric data that identifies a person uniquely (SC-01).
    Biometric = 6,
    /// Health, the provision of care included (SC-01, SC-10).
    Health = 7,
    /// Sex life (SC-01).
    SexLife = 8,
    /// Sexual orientation (SC-01).
    SexualOrientation = 9,
    /// Convictions, offences, allegations, proceedings, sentences (SC-07, SC-08).
    CriminalOffence = 10,
    /// Name, date of birth, reference numbers.
    Identity = 32,
    /// Telephone, email and other ways to reach a person.
    Contact = 33,
    /// Next of kin and family.
    NextOfKin = 34,
    /// Where a person lives, sleeps or can be found (A-004, B-043).
    AddressAndLocation = 35,
    /// Care and support needs, plans and pathway.
    SupportNeeds = 36,
    /// Risk information and warnings.
    RiskAndWarning = 37,
    /// Tenancy, room, rent account, maintenance.
    HousingAndTenancy = 38,
    /// Benefits, income, arrears.
    BenefitsAndFinance = 39,
    /// Education and work (B-022).
    EducationAndWork = 40,
    /// Complaints and feedback.
    Complaint = 41,
    /// Safeguarding concerns.
    Safeguarding = 42,
    /// Recordings of cameras.
    Cctv = 43,
    /// Data about staff and volunteers (E-019, M-015).
    Staff = 44,
    /// Age, sex, gender, nationality, household make-up: ordinary in law, and quasi-identifying.
    Demographic = 45,
    /// Contact sheets, appointments, meetings.
    ContactRecord = 46,
    /// Who referred, who else provides care, where information came from.
    AgencyAndReferral = 47,
    /// Buildings and contractors, no person's data by itself.
    Premises = 48,
    /// What the system keeps about the record itself: status, timestamps, log numbers.
    Administrative = 49,
}

/// A name that is no category.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{name}` is no category{}", .nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownCategory {
    name: String,
    nearest: Option<&'static str>,
}

impl Category {
    /// Every category, in the order of its byte.
    pub const ALL: [Self; 28] = [
        Self::RacialOrEthnicOrigin,
        Self::PoliticalOpinions,
        Self::ReligiousOrPhilosophicalBeliefs,
        Self::TradeUnionMembership,
        Self::Genetic,
        Self::Biometric,
        Self::Health,
        Self::SexLife,
        Self::SexualOrientation,
        Self::CriminalOffence,
        Self::Identity,
        Self::Contact,
        Self::NextOfKin,
        Self::AddressAndLocation,
        Self::SupportNeeds,
        Self::RiskAndWarning,
        Self::HousingAndTenancy,
        Self::BenefitsAndFinance,
        Self::EducationAndWork,
        Self::Complaint,
        Self::Safeguarding,
        Self::Cctv,
        Self::Staff,
        Self::Demographic,
        Self::ContactRecord,
        Self::AgencyAndReferral,
        Self::Premises,
        Self::Administrative,
    ];

    /// The byte that names this category in sealed data and in key derivation. Stable for ever.
    #[must_use]
    pub const fn byte(self) -> u8 {
        self as u8
    }

    /// The category with this byte.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.byte() == byte)
    }

    /// The name in files and messages, such as `racial-or-ethnic-origin`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RacialOrEthnicOrigin => "racial-or-ethnic-origin",
            Self::PoliticalOpinions => "political-opinions",
            Self::ReligiousOrPhilosophicalBeliefs => "religious-or-philosophical-beliefs",
            Self::TradeUnionMembership => "trade-union-membership",
            Self::Genetic => "genetic",
            Self::Biometric => "biometric",
            Self::Health => "health",
            Self::SexLife => "sex-life",
            Self::SexualOrientation => "sexual-orientation",
            Self::CriminalOffence => "criminal-offence",
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::NextOfKin => "next-of-kin",
            Self::AddressAndLocation => "address-and-location",
            Self::SupportNeeds => "support-needs",
            Self::RiskAndWarning => "risk-and-warning",
            Self::HousingAndTenancy => "housing-and-tenancy",
            Self::BenefitsAndFinance => "benefits-and-finance",
            Self::EducationAndWork => "education-and-work",
            Self::Complaint => "complaint",
            Self::Safeguarding => "safeguarding",
            Self::Cctv => "cctv",
            Self::Staff => "staff",
            Self::Demographic => "demographic",
            Self::ContactRecord => "contact-record",
            Self::AgencyAndReferral => "agency-and-referral",
            Self::Premises => "premises",
            Self::Administrative => "administrative",
        }
    }

    /// Whether Art 9(1) names it (SC-01).
    #[must_use]
    pub const fn is_special(self) -> bool {
        self.byte() <= 9
    }

    /// Whether Art 10 governs it (SC-07).
    #[must_use]
    pub const fn is_criminal(self) -> bool {
        matches!(self, Self::CriminalOffence)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Category {
    type Err = UnknownCategory;

    fn from_str(name: &str) -> Result<Self, UnknownCategory> {
        Self::ALL.into_iter().find(|category| category.name() == name).ok_or_else(|| {
            UnknownCategory {
                name: crate::document::printable(name),
                nearest: crate::document::nearest(name, Self::ALL.iter().map(|c| c.name())),
            }
        })
    }
}

/// A set of categories: one machine word, with the algebra of sets.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct CategorySet(u64);

impl CategorySet {
    /// No category.
    pub const NONE: Self = Self(0);
    /// Every category: what free text counts as until somebody narrows it.
    pub const EVERY: Self = Self::of(&Category::ALL);
    /// The nine of Art 9(1).
    pub const SPECIAL: Self = Self(0b11_1111_1110);
    /// Criminal offence data alone.
    pub const CRIMINAL: Self = Self::of(&[Category::CriminalOffence]);

    /// The set of these categories.
    #[must_use]
    pub const fn of(categories: &[Category]) -> Self {
        let mut bits = 0;
        let mut rest = categories;
        while let [first, tail @ ..] = rest {
            bits |= 1 << first.byte();
            rest = tail;
        }
        Self(bits)
    }

    /// One bit per category, at the place of its [`Category::byte`].
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set with these bits; bits of no category are dropped.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & Self::EVERY.0)
    }

    /// This set and one category more.
    #[must_use]
    pub const fn with(self, category: Category) -> Self {
        Self(self.0 | 1 << category.byte())
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

    /// Whether the category is in the set.
    #[must_use]
    pub const fn contains(self, category: Category) -> bool {
        self.0 & (1 << category.byte()) != 0
    }

    /// Whether the whole other set is in this one.
    #[must_use]
    pub const fn contains_all(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether the two share a category.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many categories are in the set.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether a special category is in the set.
    #[must_use]
    pub const fn has_special(self) -> bool {
        self.intersects(Self::SPECIAL)
    }

    /// Whether criminal offence data is in the set.
    #[must_use]
    pub const fn has_criminal(self) -> bool {
        self.intersects(Self::CRIMINAL)
    }

    /// The categories, in the order of their bytes.
    pub fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |category| self.contains(*category))
    }
}

impl FromIterator<Category> for CategorySet {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories.into_iter().fold(Self::NONE, Self::with)
    }
}

impl From<Category> for CategorySet {
    fn from(category: Category) -> Self {
        Self::NONE.with(category)
    }
}

impl fmt::Debug for CategorySet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter().map(Category::name)).finish()
    }
}

impl fmt::Display for CategorySet {
    /// Writes the names with commas between, or `none`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return out.write_str("none");
        }
        for (place, category) in self.iter().enumerate() {
            if place > 0 {
                out.write_str(", ")?;
            }
            out.write_str(category.name())?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
mod with_serde {
    use super::{Category, CategorySet, UnknownCategory};
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::borrow::Cow;
    use std::sync::LazyLock;

    impl Serialize for Category {
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            out.serialize_str(self.name())
        }
    }

    impl<'de> Deserialize<'de> for Category {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
            static NAMES: LazyLock<Vec<&'static str>> =
                LazyLock::new(|| Category::ALL.iter().map(|one| one.name()).collect());
            let name = Cow::<'de, str>::deserialize(input)?;
            // The format decides whether what stands in the file may be repeated.
            name.parse().map_err(|_: UnknownCategory| D::Error::unknown_variant(&name, &NAMES))
        }
    }

    impl Serialize for CategorySet {
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            out.collect_seq(self.iter())
        }
    }

    impl<'de> Deserialize<'de> for CategorySet {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
            Ok(Vec::<Category>::deserialize(input)?.into_iter().collect())
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for CategorySet {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CategorySet".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<_> = Category::ALL.iter().map(|one| one.name()).collect();
        schemars::json_schema!({ "type": "array", "items": { "enum": names } })
    }
}
