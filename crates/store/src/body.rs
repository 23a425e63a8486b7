//! A record's fields as bytes: each under its column number, sealed or plain.

use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;
use caldicott_model::{Items, Purpose, Value};

use crate::StoreError;

const DAMAGED: StoreError = StoreError::Damaged("the fields of a record");

/// One stored field: its column, whether it is sealed, and its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredField<'b> {
    pub(crate) column: u32,
    pub(crate) sealed: bool,
    pub(crate) bytes: &'b [u8],
}

/// How many bytes of a digest stand before the fields.
const CHECK: usize = 8;

/// A body as it is stored: with a digest of it and of whose it is. The sealed fields prove themselves;
/// this shows that a plain one, or the row around them, was not garbled on the disk. It is no proof
/// against somebody who means it.
pub(crate) fn checked(record: (&str, &str, &str), fields: &[u8]) -> Vec<u8> {
    [digest(record, fields).as_slice(), fields].concat()
}

/// The fields of a stored body.
pub(crate) fn unchecked<'b>(
    record: (&str, &str, &str),
    stored: &'b [u8],
) -> Result<&'b [u8], StoreError> {
    let (check, fields) = stored.split_first_chunk::<CHECK>().ok_or(DAMAGED)?;
    if digest(record, fields) == *check { Ok(fields) } else { Err(DAMAGED) }
}

fn digest((record_type, record_id, person): (&str, &str, &str), fields: &[u8]) -> [u8; CHECK] {
    let length = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes();
    let digest = Sha256::of_parts(&[
        b"caldicott/body/1\0",
        &length(record_type),
        record_type.as_bytes(),
        &length(record_id),
        record_id.as_bytes(),
        &length(person),
        person.as_bytes(),
        fields,
    ]);
    let mut check = [0; CHECK];
    for (to, from) in check.iter_mut().zip(digest.bytes()) {
        *to = *from;
    }
    check
}

/// Adds a field to a body.
pub(crate) fn push(body: &mut Vec<u8>, field: StoredField<'_>) -> Result<(), StoreError> {
    let length = u32::try_from(field.bytes.len()).map_err(|_| DAMAGED)?;
    body.extend_from_slice(&field.column.to_be_bytes());
    body.push(u8::from(field.sealed));
    body.extend_from_slice(&length.to_be_bytes());
    body.extend_from_slice(field.bytes);
    Ok(())
}

/// The fields of a body.
pub(crate) fn fields(mut body: &[u8]) -> Result<Vec<StoredField<'_>>, StoreError> {
    let mut fields = Vec::new();
    while !body.is_empty() {
        let (column, rest) = body.split_first_chunk::<4>().ok_or(DAMAGED)?;
        let (sealed, rest) = rest.split_first().ok_or(DAMAGED)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(DAMAGED)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| DAMAGED)?;
        let (bytes, rest) = rest.split_at_checked(length).ok_or(DAMAGED)?;
        let sealed = match sealed {
            0 => false,
            1 => true,
            _ => return Err(DAMAGED),
        };
        fields.push(StoredField { column: u32::from_be_bytes(*column), sealed, bytes });
        body = rest;
    }
    Ok(fields)
}

const FLAG: u8 = 1;
const NUMBER: u8 = 2;
const DAY: u8 = 3;
const TEXT: u8 = 4;
const LIST: u8 = 5;

/// A value as it came out of the casebook, borrowed from the opened record.
#[non_exhaustive]
#[derive(Clone, PartialEq)]
pub enum StoredValue<'a> {
    /// Nothing is recorded.
    Missing,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Day),
    /// Text.
    Text(&'a str),
    /// Several values.
    List(Vec<StoredValue<'a>>),
}

impl StoredValue<'_> {
    /// The same as the value of a record, for a visitor or a masked view.
    #[must_use]
    pub fn as_value(&self) -> Value<'_> {
        match self {
            Self::Missing => Value::Missing,
            Self::Flag(flag) => Value::Flag(*flag),
            Self::Number(number) => Value::Number(*number),
            Self::Day(day) => Value::Day(*day),
            Self::Text(text) => Value::Text(text),
            Self::List(_) => Value::List(self),
        }
    }

    /// The text, when it is one.
    #[must_use]
    pub const fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl Items for StoredValue<'_> {
    fn item(&self, place: usize, _purpose: Purpose) -> Option<Value<'_>> {
        let Self::List(items) = self else { return None };
        items.get(place).map(StoredValue::as_value)
    }
}

impl std::fmt::Debug for StoredValue<'_> {
    /// Writes the kind, never the value.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.as_value(), out)
    }
}

/// A value as bytes, appended to `out`. A missing value has none: it is not stored.
pub(crate) fn encode(value: Value<'_>, out: &mut Vec<u8>) -> Result<bool, StoreError> {
    match value {
        Value::Missing => return Ok(false),
        Value::Flag(flag) => out.extend_from_slice(&[FLAG, u8::from(flag)]),
        Value::Number(number) => {
            out.push(NUMBER);
            out.extend_from_slice(&number.to_be_bytes());
        }
        Value::Day(day) => {
            out.push(DAY);
            out.extend_from_slice(&day.epoch_days().to_be_bytes());
        }
        Value::Text(text) => {
            out.push(TEXT);
            out.extend_from_slice(text.as_bytes());
        }
        Value::List(items) => {
            out.push(LIST);
            let mut place = 0;
            while let Some(item) = items.item(place, Purpose::SEALING) {
                let start = out.len();
                out.extend_from_slice(&[0; 4]);
                encode(item, out)?;
                let length = u32::try_from(out.len() - start - 4).map_err(|_| DAMAGED)?;
                if let Some(prefix) = out.get_mut(start..start + 4) {
                    prefix.copy_from_slice(&length.to_be_bytes());
                }
                place += 1;
            }
        }
        Value::Record(_) => return Err(StoreError::Nested),
        _ => return Err(StoreError::Damaged("a kind of value that cannot be stored")),
    }
    Ok(true)
}

/// The value that the bytes hold.
pub(crate) fn decode(bytes: &[u8]) -> Result<StoredValue<'_>, StoreError> {
    decode_within(bytes, 8)
}

fn decode_within(bytes: &[u8], depth: u8) -> Result<StoredValue<'_>, StoreError> {
    let Some((kind, rest)) = bytes.split_first() else { return Ok(StoredValue::Missing) };
    match *kind {
        FLAG if rest == [0] => Ok(StoredValue::Flag(false)),
        FLAG if rest == [1] => Ok(StoredValue::Flag(true)),
        NUMBER => {
            Ok(StoredValue::Number(i64::from_be_bytes(rest.try_into().map_err(|_| DAMAGED)?)))
        }
        DAY => {
            let days = i32::from_be_bytes(rest.try_into().map_err(|_| DAMAGED)?);
            Day::from_epoch_days(days).map(StoredValue::Day).ok_or(DAMAGED)
        }
        TEXT => std::str::from_utf8(rest).map(StoredValue::Text).map_err(|_| DAMAGED),
        LIST => {
            let below = depth.checked_sub(1).ok_or(DAMAGED)?;
            let mut rest = rest;
            let mut items = Vec::new();
            while !rest.is_empty() {
                let (length, tail) = rest.split_first_chunk::<4>().ok_or(DAMAGED)?;
                let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| DAMAGED)?;
                let (item, tail) = tail.split_at_checked(length).ok_or(DAMAGED)?;
                items.push(decode_within(item, below)?);
                rest = tail;
            }
            Ok(StoredValue::List(items))
        }
        _ => Err(DAMAGED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        let text = StoredValue::Text;
        for value in [
            StoredValue::Flag(true),
            StoredValue::Flag(false),
            StoredValue::Number(i64::MIN),
            StoredValue::Day(Day::literal(1899, 12, 31)),
            text(""),
            text("Zoë"),
            StoredValue::List(vec![
                text("a"),
                text(""),
                StoredValue::Missing,
                StoredValue::Number(7),
            ]),
            StoredValue::List(Vec::new()),
        ] {
            let mut bytes = Vec::new();
            assert!(encode(value.as_value(), &mut bytes).unwrap());
            assert!(decode(&bytes).unwrap() == value);
        }
    }

    #[test]
    fn no_truncation_or_extension_of_a_body_is_read_as_fields() {
        let mut body = Vec::new();
        push(&mut body, StoredField { column: 7, sealed: true, bytes: b"abc" }).unwrap();
        push(&mut body, StoredField { column: 8, sealed: false, bytes: b"" }).unwrap();
        for end in 1..body.len() {
            // The first field alone is a whole body; any other cut is refused.
            assert_eq!(fields(&body[..end]).is_ok(), end == 12, "cut at {end}");
        }
        body.push(0);
        assert!(fields(&body).is_err());
    }

    #[test]
    fn a_value_never_prints() {
        assert_eq!(format!("{:?}", StoredValue::Text("Mary")), "Text(…)");
    }
}
