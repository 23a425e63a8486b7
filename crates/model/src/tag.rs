//! What is known about one field, before any value is seen.

mod marking;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use marking::{Marking, MarkingSet};

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

/// What kind of value a field holds: what a masked view puts in its place has the same kind.
#[expect(clippy::exhaustive_enums, reason = "every consumer must know what it shows for each")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// Text.
    #[default]
    Text,
    /// Several values.
    List,
    /// A record of its own.
    Record,
}

/// What a code says that the field's list does not name.
#[expect(clippy::exhaustive_enums, reason = "it is feared or it is known to be harmless")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum OtherCodes {
    /// It may be about anything, until somebody names it.
    #[default]
    Everything,
    /// No more than the field says.
    Harmless,
}

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
    #[cfg_attr(feature = "serde", serde(default))]
    other_codes: OtherCodes,
    #[cfg_attr(feature = "serde", serde(default))]
    kind: Kind,
    #[cfg_attr(feature = "serde", serde(default))]
    optional: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    fields: Cow<'static, [FieldTag]>,
}

impl ValueTag {
    /// A code as a program declares it, for constants.
    #[must_use]
    pub const fn declared(
        code: &'static str,
        label: &'static str,
        categories: CategorySet,
    ) -> Self {
        Self { code: Cow::Borrowed(code), label: Cow::Borrowed(label), categories }
    }
}

impl Identifiability {
    /// Every degree under the name it has in files.
    pub const NAMES: [(&'static str, Self); 3] =
        [("none", Self::None), ("quasi", Self::Quasi), ("direct", Self::Direct)];

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quasi => "quasi",
            Self::Direct => "direct",
        }
    }
}

impl Kind {
    /// Every kind under the name it has in files.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("flag", Self::Flag),
        ("number", Self::Number),
        ("day", Self::Day),
        ("text", Self::Text),
        ("list", Self::List),
        ("record", Self::Record),
    ];
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
            other_codes: OtherCodes::Everything,
            kind: Kind::Text,
            optional: false,
            fields: Cow::Borrowed(&[]),
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
            other_codes: OtherCodes::Everything,
            kind: Kind::Text,
            optional: false,
            fields: Cow::Borrowed(&[]),
        }
    }

    /// The same field as its type describes it, for constants: what the derive writes.
    #[must_use]
    pub const fn shaped(self, kind: Kind, optional: bool, fields: &'static [Self]) -> Self {
        let mut field = self;
        field.kind = kind;
        field.optional = optional;
        // A borrowed default has nothing to drop, which a constant could not do.
        core::mem::forget(core::mem::replace(&mut field.fields, Cow::Borrowed(fields)));
        field
    }

    /// The same field, whose unnamed codes say no more than the field does.
    #[must_use]
    pub const fn other_codes_harmless(mut self) -> Self {
        self.other_codes = OtherCodes::Harmless;
        self
    }

    /// The same field, holding values of this kind.
    #[must_use]
    pub const fn of_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
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

    /// The same field with the meaning of its codes. A code that is not among them counts as every
    /// category; say [`FieldTag::other_codes_harmless`] where the list names only the special ones.
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
    ///
    /// # Example: a code that nobody named
    /// ```
    /// use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, ValueTag};
    ///
    /// let named = vec![ValueTag {
    ///     code: "53".into(),
    ///     label: "Left hospital".into(),
    ///     categories: Category::Health.into(),
    /// }];
    /// let reason = FieldTag::new("reason".into(), Category::HousingAndTenancy.into(), Identifiability::None)
    ///     .with_values(named);
    /// assert_eq!(reason.categories_of("99"), CategorySet::EVERY);
    /// assert_eq!(reason.categories_of(" "), Category::HousingAndTenancy.into());
    /// let reason = reason.other_codes_harmless();
    /// assert_eq!(reason.categories_of("99"), Category::HousingAndTenancy.into());
    /// ```
    #[must_use]
    pub fn categories_of(&self, code: &str) -> CategorySet {
        if self.values.is_empty() {
            return self.categories;
        }
        let mut named = false;
        let mut sum = self.categories;
        for value in self.values.iter().filter(|value| value.code == code) {
            named = true;
            sum = sum.union(value.categories);
        }
        let feared = !named && self.other_codes == OtherCodes::Everything;
        if feared && !code.trim().is_empty() { CategorySet::EVERY } else { sum }
    }

    /// What the field may be about, over all the values its list names and the fields of the record
    /// it holds.
    #[must_use]
    pub fn categories_with_values(&self) -> CategorySet {
        let own =
            self.values.iter().fold(self.categories, |sum, value| sum.union(value.categories));
        self.fields.iter().fold(own, |sum, field| sum.union(field.categories_with_values()))
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
            || self.fields.iter().any(Self::is_sealed)
    }

    /// What a code says that the list does not name.
    #[must_use]
    pub const fn other_codes(&self) -> OtherCodes {
        self.other_codes
    }

    /// What kind of value it holds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether it may hold nothing.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        self.optional
    }

    /// The fields of the record, or of each record, that it holds.
    #[must_use]
    pub fn fields(&self) -> &[Self] {
        &self.fields
    }
}
