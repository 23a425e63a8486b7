//! What is known about one field, before any value is seen.

use std::borrow::Cow;
use std::fmt;

use crate::{Category, CategorySet};

/// How far a field tells who somebody is.
#[expect(clippy::exhaustive_enums, reason = "a field names somebody, helps to, or does not")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Identifiability {
    /// Tells nothing about who it is.
    None,
    /// Identifies together with others: age, ethnicity, district (A-029, AN-04).
    #[default]
    Quasi,
    /// Identifies by itself: name, reference number, full postcode (F-002).
    Direct,
}

/// A circumstance of one item that changes what may be done with it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Marking {
    /// It came from somebody other than the person (A-048).
    ThirdPartySource,
    /// It was given on condition of confidence (B-053).
    GivenInConfidence,
    /// Showing it may cause serious harm (EX-09).
    SeriousHarm,
    /// The person has seen or knows it already (EX-11).
    KnownToSubject,
    /// It is an original document of a third party (A-040).
    ThirdPartyDocument,
    /// It is an opinion and not a fact (A-041).
    Opinion,
}

/// A set of markings.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct MarkingSet(u8);

/// One value of a coded column and what having that value says about a person.
///
/// A harmless column can hold special values: the reason for leaving a home is housing data, and
/// one of its options is domestic abuse.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ValueTag {
    /// The code as it stands in the data.
    pub code: Cow<'static, str>,
    /// What the code means.
    pub label: Cow<'static, str>,
    /// What it says beyond what the column says.
    pub categories: CategorySet,
}

/// What is known about one field: the same whether a struct declared it or a file described it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FieldTag {
    name: Cow<'static, str>,
    categories: CategorySet,
    sub_kind: Option<Cow<'static, str>>,
    identifiability: Identifiability,
    markings: MarkingSet,
    values: Cow<'static, [ValueTag]>,
}

impl FieldTag {
    /// A field that nobody tagged: it counts as every category and as identifying.
    #[must_use]
    pub const fn untagged(name: Cow<'static, str>) -> Self {
        Self::new(name, CategorySet::EVERY, Identifiability::Direct)
    }

    /// A field about these categories that identifies this far.
    #[must_use]
    pub const fn new(
        name: Cow<'static, str>,
        categories: CategorySet,
        identifiability: Identifiability,
    ) -> Self {
        Self {
            name,
            categories,
            sub_kind: None,
            identifiability,
            markings: MarkingSet::NONE,
            values: Cow::Borrowed(&[]),
        }
    }

    /// A field as a program declares it, for constants: what the derive writes.
    #[must_use]
    pub const fn declared(
        name: &'static str,
        categories: CategorySet,
        sub_kind: Option<&'static str>,
        identifiability: Identifiability,
        markings: MarkingSet,
        values: &'static [ValueTag],
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            categories,
            sub_kind: match sub_kind {
                Some(name) => Some(Cow::Borrowed(name)),
                None => None,
            },
            identifiability,
            markings,
            values: Cow::Borrowed(values),
        }
    }

    /// The same field, refined under its legal category (`substance-misuse`).
    #[must_use]
    pub fn with_sub_kind(mut self, sub_kind: impl Into<Cow<'static, str>>) -> Self {
        self.sub_kind = Some(sub_kind.into());
        self
    }

    /// The same field, each of whose items carries these markings.
    #[must_use]
    pub fn with_markings(mut self, markings: MarkingSet) -> Self {
        self.markings = markings;
        self
    }

    /// The same field with the meaning of its codes.
    #[must_use]
    pub fn with_values(mut self, values: Vec<ValueTag>) -> Self {
        self.values = Cow::Owned(values);
        self
    }

    /// The field's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the field is about, whatever value it holds.
    #[must_use]
    pub const fn categories(&self) -> CategorySet {
        self.categories
    }

    /// The refinement under the legal category.
    #[must_use]
    pub fn sub_kind(&self) -> Option<&str> {
        self.sub_kind.as_deref()
    }

    /// How far it identifies.
    #[must_use]
    pub const fn identifiability(&self) -> Identifiability {
        self.identifiability
    }

    /// The markings each of its items carries.
    #[must_use]
    pub const fn markings(&self) -> MarkingSet {
        self.markings
    }

    /// The codes whose meaning is known.
    #[must_use]
    pub fn values(&self) -> &[ValueTag] {
        &self.values
    }

    /// What the field is about when it holds this value: the column's categories and the value's.
    ///
    /// ```
    /// use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, ValueTag};
    ///
    /// let reason = FieldTag::new("reason".into(), Category::HousingAndTenancy.into(), Identifiability::None)
    ///     .with_values(vec![ValueTag {
    ///         code: "53".into(),
    ///         label: "Left hospital".into(),
    ///         categories: Category::Health.into(),
    ///     }]);
    /// assert!(!reason.categories().has_special());
    /// assert!(reason.categories_of("53").has_special());
    /// ```
    #[must_use]
    pub fn categories_of(&self, code: &str) -> CategorySet {
        self.values
            .iter()
            .filter(|value| value.code == code)
            .fold(self.categories, |sum, value| sum.union(value.categories))
    }

    /// What the field may be about, over all the values it can hold.
    #[must_use]
    pub fn categories_with_values(&self) -> CategorySet {
        self.values.iter().fold(self.categories, |sum, value| sum.union(value.categories))
    }

    /// Whether some value says more than the column does.
    #[must_use]
    pub fn has_value_level_tags(&self) -> bool {
        self.values.iter().any(|value| !self.categories.contains_all(value.categories))
    }

    /// Whether the field is to be sealed at rest: special, criminal or identifying.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        let all = self.categories_with_values();
        all.has_special()
            || all.has_criminal()
            || self.identifiability == Identifiability::Direct
            || all.contains(Category::AddressAndLocation)
    }
}

impl MarkingSet {
    /// No marking.
    pub const NONE: Self = Self(0);

    /// The set of these markings.
    #[must_use]
    pub const fn of(markings: &[Marking]) -> Self {
        let mut bits = 0;
        let mut rest = markings;
        while let [first, tail @ ..] = rest {
            bits |= 1 << *first as u8;
            rest = tail;
        }
        Self(bits)
    }

    /// Whether the marking is in the set.
    #[must_use]
    pub const fn contains(self, marking: Marking) -> bool {
        self.0 & (1 << marking as u8) != 0
    }

    /// Whether no marking is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The markings in the set.
    pub fn iter(self) -> impl Iterator<Item = Marking> {
        Marking::ALL.into_iter().filter(move |marking| self.contains(*marking))
    }
}

impl Marking {
    /// Every marking.
    pub const ALL: [Self; 6] = [
        Self::ThirdPartySource,
        Self::GivenInConfidence,
        Self::SeriousHarm,
        Self::KnownToSubject,
        Self::ThirdPartyDocument,
        Self::Opinion,
    ];
}

impl fmt::Debug for MarkingSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for MarkingSet {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for MarkingSet {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Self::of(&Vec::<Marking>::deserialize(input)?))
    }
}
