//! Seals a record on its way into the casebook.

use caldicott_encryption::{RecordId, Sealer};
use caldicott_model::{FieldTag, FieldVisitor, Personal, Purpose, Value};

use crate::StoreError;
use crate::body::{self, StoredField};
use crate::columns::StoredColumn;
use crate::search::OpenIndex;

/// Seals and collects the fields of one record.
pub(super) struct Writer<'w> {
    pub(super) sealer: &'w Sealer,
    pub(super) record: &'w RecordId<'w>,
    pub(super) columns: std::slice::Iter<'w, StoredColumn>,
    pub(super) body: Vec<u8>,
    pub(super) tokens: Vec<(String, i64)>,
    pub(super) indexes: &'w [OpenIndex],
    pub(super) record_type: &'w str,
}

impl FieldVisitor for Writer<'_> {
    type Error = StoreError;

    fn purpose(&self) -> Purpose {
        Purpose::SEALING
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), StoreError> {
        let column = self.columns.next().ok_or(StoreError::Damaged("the fields of a type"))?;
        let mut plain = Vec::new();
        if !body::encode(value, &mut plain)? {
            return Ok(());
        }
        let plain = Personal::new(plain);
        if let Value::Text(text) = value {
            for index in self.indexes {
                if index.key.record_type == self.record_type && index.key.field == tag.name() {
                    self.tokens.push((index.name.clone(), index.token(self.record, text)?));
                }
            }
        }
        let number = column.number;
        let bytes = plain.expose(Purpose::SEALING);
        if !column.sealed {
            return body::push(
                &mut self.body,
                StoredField { column: number, sealed: false, bytes },
            );
        }
        let sealed = self
            .sealer
            .seal(&column.column, self.record, bytes)
            .map_err(|_| StoreError::Unsealed)?;
        body::push(&mut self.body, StoredField { column: number, sealed: true, bytes: &sealed })
    }
}
