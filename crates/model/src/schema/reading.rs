//! Reads a schema from a parsed file.

use std::borrow::Cow;

use super::Schema;
use crate::document::Reader;
use crate::{
    CategorySet, FieldTag, Identifiability, Kind, Marking, MarkingSet, OtherCodes, ValueTag,
};

impl Schema {
    /// Reads `record = "client"` and the tables `[[field]]`; every fault goes to the reader.
    ///
    /// A field has a `name` and its `categories`; further `sub`, `identifiability`, `kind`,
    /// `markings`, `values` (each `code`, `label`, `categories`) and `other-codes`. A field or a value
    /// without `categories` counts as every category; one that says nothing says `categories = []`.
    #[must_use]
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let record_type = reader.name("record").map(str::to_owned);
        let fields: Vec<Option<FieldTag>> =
            reader.tables("field").iter_mut().map(read_field).collect();
        let fields: Option<Vec<FieldTag>> = fields.into_iter().collect();
        match Self::new(record_type?, fields?) {
            Ok(schema) => Some(schema),
            Err(error) => {
                reader.fault("field", error.to_string());
                None
            }
        }
    }
}

fn read_field(reader: &mut Reader<'_>) -> Option<FieldTag> {
    let name = reader.name("name").map(|name| Cow::Owned(name.to_owned()));
    let narrowed = reader.has("categories");
    let categories = reader.categories("categories");
    let sub_kind = reader.optional_text("sub").map(str::to_owned);
    let identifiability =
        reader.optional_one_of("identifiability", "degree", &Identifiability::NAMES);
    let kind = reader.optional_one_of("kind", "kind", &Kind::NAMES);
    let markings = reader.some_of("markings", "marking", &Marking::NAMES);
    let other_codes = [("everything", OtherCodes::Everything), ("harmless", OtherCodes::Harmless)];
    let other_codes = reader.optional_one_of("other-codes", "answer", &other_codes);
    let values: Vec<Option<ValueTag>> =
        reader.tables("values").iter_mut().map(read_value).collect();
    let values: Option<Vec<ValueTag>> = values.into_iter().collect();

    let mut field = if narrowed {
        FieldTag::new(name?, categories, identifiability.unwrap_or_default())
    } else {
        FieldTag::untagged(name?)
    };
    if let Some(sub_kind) = sub_kind {
        field = field.with_sub_kind(sub_kind);
    }
    if other_codes == Some(OtherCodes::Harmless) {
        field = field.other_codes_harmless();
    }
    let field = field.with_values(values?).with_markings(MarkingSet::of(&markings));
    Some(field.of_kind(kind.unwrap_or_default()))
}

fn read_value(reader: &mut Reader<'_>) -> Option<ValueTag> {
    let code = reader.text("code").map(|code| Cow::Owned(code.to_owned()));
    let label = reader.optional_text("label").unwrap_or("").to_owned();
    let narrowed = reader.has("categories");
    let categories = reader.categories("categories");
    let categories = if narrowed { categories } else { CategorySet::EVERY };
    Some(ValueTag { code: code?, label: Cow::Owned(label), categories })
}
