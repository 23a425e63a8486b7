//! What of a record may be seen, with the rest masked.

#[cfg(feature = "serde")]
mod serial;
#[cfg(test)]
mod tests;

use crate::{CaseRecord, CategorySet, FieldTag, FieldVisitor, Items, Kind, Purpose, Value};

/// What stands in the place of a text that may not be seen.
pub const WITHHELD: &str = "[withheld]";

/// Says whether something about these categories may be seen.
///
/// A [`CategorySet`] allows what lies wholly inside it; a function may look at the field as well.
pub trait Allow {
    /// Whether a value of this field that is about these categories may be seen.
    fn allows(&self, tag: &FieldTag, categories: CategorySet) -> bool;
}

/// What is shown in the place of a value that may not be seen.
#[expect(clippy::exhaustive_enums, reason = "a consumer must know what it may meet")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Hidden {
    /// Something of the same JSON type: `"[withheld]"`, `0`, `false`, `[]`, `{}`. It looks the same
    /// whether or not anything is recorded. A `0` or a `false` in its place states nothing about the
    /// person: [`Masked::withheld`] lists which fields those are.
    #[default]
    SameType,
    /// `null`.
    Null,
    /// Nothing: the field is left out.
    Omit,
}

/// A record with the fields masked that may not be seen.
///
/// A field is seen when every category it is about is allowed, and every category that its value is
/// about. What is masked looks the same whether or not anything is recorded, keeps its JSON type
/// unless told otherwise, and costs no allocation. Fields of a record in a record are masked one by
/// one, once the field that holds it may be seen.
///
/// ```
/// use caldicott_model::view::Masked;
/// use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, RuntimeRecord, Schema};
///
/// let schema = Schema::new("client", vec![
///     FieldTag::new("name".into(), Category::Identity.into(), Identifiability::Direct),
///     FieldTag::new("diagnosis".into(), Category::Health.into(), Identifiability::None),
/// ])?;
/// let allowed = CategorySet::of(&[Category::Identity]);
/// let some = RuntimeRecord::new(&schema, ["Mary", "depression"]);
/// let none = RuntimeRecord::new(&schema, ["Mary"]);
/// # #[cfg(feature = "serde")] {
/// let seen = serde_json::to_string(&Masked::new(&some, allowed)).unwrap();
/// assert_eq!(seen, r#"{"name":"Mary","diagnosis":"[withheld]"}"#);
/// // Nobody can tell that nothing is recorded.
/// assert_eq!(serde_json::to_string(&Masked::new(&none, allowed)).unwrap(), seen);
/// # }
/// # Ok::<(), caldicott_model::SchemaError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Masked<'r, R: ?Sized, A = CategorySet> {
    record: &'r R,
    rule: Mask<A>,
}

/// How a record is masked, apart from the record.
#[derive(Clone, Copy, Debug)]
pub struct Mask<A = CategorySet> {
    allow: A,
    hidden: Hidden,
    whole_fields: bool,
    purpose: Purpose,
}

impl<'r, R: CaseRecord + ?Sized, A: Allow> Masked<'r, R, A> {
    /// The record, showing what is allowed. It is read for disclosure.
    pub const fn new(record: &'r R, allow: A) -> Self {
        Self { record, rule: Mask::new(allow) }
    }

    /// The record under this mask.
    pub const fn under(record: &'r R, rule: Mask<A>) -> Self {
        Self { record, rule }
    }

    /// The fields that are masked in this record, in order.
    ///
    /// # Example: what one value says
    /// ```
    /// use caldicott_model::view::Masked;
    /// use caldicott_model::{
    ///     Category, CategorySet, FieldTag, Identifiability, RuntimeRecord, Schema, ValueTag,
    /// };
    ///
    /// let abuse = ValueTag {
    ///     code: "8".into(),
    ///     label: "Domestic abuse".into(),
    ///     categories: Category::Safeguarding.into(),
    /// };
    /// let reason = FieldTag::new("reason".into(), Category::HousingAndTenancy.into(), Identifiability::None)
    ///     .with_values(vec![abuse])
    ///     .other_codes_harmless();
    /// let schema = Schema::new("client", vec![reason])?;
    /// let housing = CategorySet::from(Category::HousingAndTenancy);
    /// let hidden = |code| {
    ///     let record = RuntimeRecord::new(&schema, [code]);
    ///     let mut names = Vec::new();
    ///     Masked::new(&record, housing).withheld(|tag| names.push(tag.name().to_owned()));
    ///     names
    /// };
    /// assert_eq!(hidden("8"), ["reason"]);
    /// assert!(hidden("9").is_empty());
    /// # Ok::<(), caldicott_model::SchemaError>(())
    /// ```
    pub fn withheld(&self, mut function: impl FnMut(&FieldTag)) {
        let rule = &self.rule;
        self.record.each(rule.purpose, |tag, value| {
            if !rule.shows(tag, value) {
                function(tag);
            }
        });
    }
}

impl<R: CaseRecord + ?Sized, A: Allow> CaseRecord for Masked<'_, R, A> {
    fn record_type(&self) -> &str {
        self.record.record_type()
    }

    fn fields(&self) -> &[FieldTag] {
        self.record.fields()
    }

    /// Hands on what may be seen, and of the rest what stands in its place. A record in the record is
    /// handed on only when all of it may be seen.
    fn visit<V: FieldVisitor + ?Sized>(&self, visitor: &mut V) -> Result<(), V::Error> {
        self.record.visit(&mut Through { rule: &self.rule, visitor })
    }
}

impl<A: Allow> Mask<A> {
    /// The mask that shows what is allowed.
    pub const fn new(allow: A) -> Self {
        Self { allow, hidden: Hidden::SameType, whole_fields: false, purpose: Purpose::DISCLOSURE }
    }

    /// The same mask, with something else in the place of what is hidden.
    #[must_use]
    pub const fn hiding_as(mut self, hidden: Hidden) -> Self {
        self.hidden = hidden;
        self
    }

    /// The same mask, hiding a coded field in every record when any of its codes would be hidden.
    ///
    /// Otherwise a masked code tells that it is one of those that would be hidden: who leaves for
    /// `"[withheld]"` did not leave for work.
    #[must_use]
    pub const fn whole_fields(mut self) -> Self {
        self.whole_fields = true;
        self
    }

    /// The same mask, reading for this purpose.
    #[must_use]
    pub const fn reading_for(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// Whether this value of this field may be seen.
    #[inline]
    pub fn shows(&self, tag: &FieldTag, value: Value<'_>) -> bool {
        if !self.allow.allows(tag, tag.categories()) {
            return false;
        }
        tag.values().is_empty() || self.shows_code(tag, value)
    }

    #[inline(never)]
    fn shows_code(&self, tag: &FieldTag, value: Value<'_>) -> bool {
        if self.whole_fields {
            let feared = tag.other_codes() == crate::OtherCodes::Everything;
            let all = if feared { CategorySet::EVERY } else { tag.categories_with_values() };
            return self.allow.allows(tag, all);
        }
        if let Value::List(items) = value {
            // One hidden item hides the list: what is left would tell that something was taken out.
            let mut items = (0..).map_while(|place| items.item(place, self.purpose));
            return items.all(|item| self.shows_code(tag, item));
        }
        let categories = value.with_code(|code| tag.categories_of(code));
        categories.is_none_or(|categories| self.allow.allows(tag, categories))
    }
}

impl Kind {
    /// What stands in the place of a hidden value of this kind.
    #[inline]
    const fn masked(self) -> Value<'static> {
        match self {
            Self::Flag => Value::Flag(false),
            Self::Number => Value::Number(0),
            Self::Day | Self::Text => Value::Text(WITHHELD),
            Self::List => Value::List(&Nothing),
            Self::Record => Value::Record(&Nothing),
        }
    }
}

/// A record without fields, a list without items.
struct Nothing;

impl Items for Nothing {
    fn item(&self, _place: usize, _purpose: Purpose) -> Option<Value<'_>> {
        None
    }
}

impl CaseRecord for Nothing {
    fn record_type(&self) -> &'static str {
        ""
    }

    fn fields(&self) -> &[FieldTag] {
        &[]
    }

    fn visit<V: FieldVisitor + ?Sized>(&self, _visitor: &mut V) -> Result<(), V::Error> {
        Ok(())
    }
}

/// Hands on what may be seen.
struct Through<'m, A, V: ?Sized> {
    rule: &'m Mask<A>,
    visitor: &'m mut V,
}

impl<A: Allow, V: FieldVisitor + ?Sized> FieldVisitor for Through<'_, A, V> {
    type Error = V::Error;

    fn purpose(&self) -> Purpose {
        self.visitor.purpose()
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), V::Error> {
        let nested =
            |field: &FieldTag| self.rule.allow.allows(field, field.categories_with_values());
        if self.rule.shows(tag, value) && tag.fields().iter().all(nested) {
            return self.visitor.field(tag, value);
        }
        match self.rule.hidden {
            Hidden::SameType => self.visitor.field(tag, tag.kind().masked()),
            Hidden::Null => self.visitor.field(tag, Value::Missing),
            Hidden::Omit => Ok(()),
        }
    }
}

impl Allow for CategorySet {
    #[inline]
    fn allows(&self, _tag: &FieldTag, categories: CategorySet) -> bool {
        self.contains_all(categories)
    }
}

impl<F: Fn(&FieldTag, CategorySet) -> bool> Allow for F {
    fn allows(&self, tag: &FieldTag, categories: CategorySet) -> bool {
        self(tag, categories)
    }
}
