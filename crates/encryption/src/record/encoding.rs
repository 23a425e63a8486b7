//! A record's value as bytes, so that what was sealed comes back as what it was.
//!
//! One byte for the kind, then: nothing (missing), 0 or 1 (flag), eight bytes (number), four bytes
//! (day, since 1970-01-01), UTF-8 (text), each item with its length (list), each field's name and
//! value with their lengths (record). Lengths have four bytes; all integers are big-endian.

use caldicott_calendar::Day;
use caldicott_model::{FieldTag, FieldVisitor, Personal, Purpose, Stopped, Value};

use super::OpenedValue;
use crate::padding::LONGEST;
use crate::secret::Plaintext;

/// What an opened value holds.
pub(super) enum Held {
    Missing,
    Flag(Personal<bool>),
    Number(Personal<i64>),
    Day(Personal<i32>),
    Text(Personal<String>),
    List(Vec<OpenedValue>),
    Record(Vec<(Box<str>, OpenedValue)>),
}

/// The bytes of a value; an error when it is deeper or longer than can be sealed, or of a kind that
/// this version does not know.
pub(super) fn encode(value: Value<'_>) -> Result<Plaintext, Stopped> {
    let mut encoder = Encoder { bytes: Plaintext::with_capacity(256), depth: 0 };
    encoder.value(value)?;
    Ok(encoder.bytes)
}

/// The value of these bytes; `None` when they are none.
pub(super) fn decode(bytes: &[u8]) -> Option<OpenedValue> {
    decode_at(bytes, 0)
}

/// Records and lists lie in each other at most this deep.
const DEEPEST: u8 = 64;

const MISSING: u8 = b'0';
const FLAG: u8 = b'f';
const NUMBER: u8 = b'n';
const DAY: u8 = b'd';
const TEXT: u8 = b't';
const LIST: u8 = b'l';
const RECORD: u8 = b'r';

struct Encoder {
    bytes: Plaintext,
    depth: u8,
}

impl Encoder {
    fn value(&mut self, value: Value<'_>) -> Result<(), Stopped> {
        match value {
            Value::Missing => self.push(&[MISSING]),
            Value::Flag(flag) => self.push(&[FLAG, u8::from(flag)]),
            Value::Number(number) => {
                self.push(&[NUMBER])?;
                self.push(&number.to_be_bytes())
            }
            Value::Day(day) => {
                self.push(&[DAY])?;
                self.push(&day.epoch_days().to_be_bytes())
            }
            Value::Text(text) => {
                self.push(&[TEXT])?;
                self.push(text.as_bytes())
            }
            Value::List(items) => {
                self.push(&[LIST])?;
                let mut place = 0;
                while let Some(item) = items.item(place, Purpose::SEALING) {
                    self.part(item)?;
                    place += 1;
                }
                Ok(())
            }
            Value::Record(record) => {
                self.push(&[RECORD])?;
                record.visit_nested(self)
            }
            _ => Err(Stopped),
        }
    }

    /// A value with its length before it.
    fn part(&mut self, value: Value<'_>) -> Result<(), Stopped> {
        if self.depth == DEEPEST {
            return Err(Stopped);
        }
        self.depth += 1;
        self.push(&[0; 4])?;
        let start = self.bytes.len();
        self.value(value)?;
        self.depth -= 1;
        let len = u32::try_from(self.bytes.len() - start).map_err(|_| Stopped)?;
        let place = self.bytes.buffer().get_mut(start - 4..start).ok_or(Stopped)?;
        place.copy_from_slice(&len.to_be_bytes());
        Ok(())
    }

    /// Appends bytes. A buffer that is outgrown is wiped.
    fn push(&mut self, more: &[u8]) -> Result<(), Stopped> {
        let len = self.bytes.len() + more.len();
        if len > LONGEST {
            return Err(Stopped);
        }
        if len > self.bytes.buffer().capacity() {
            let mut larger = Plaintext::with_capacity(len.saturating_mul(2));
            larger.buffer().extend_from_slice(&self.bytes);
            // Dropping the outgrown one wipes it.
            self.bytes = larger;
        }
        self.bytes.buffer().extend_from_slice(more);
        Ok(())
    }
}

impl FieldVisitor for Encoder {
    type Error = Stopped;

    fn purpose(&self) -> Purpose {
        Purpose::SEALING
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), Stopped> {
        let name = tag.name().as_bytes();
        let len = u32::try_from(name.len()).map_err(|_| Stopped)?;
        self.push(&len.to_be_bytes())?;
        self.push(name)?;
        self.part(value)
    }
}

fn decode_at(bytes: &[u8], depth: u8) -> Option<OpenedValue> {
    let (kind, body) = bytes.split_first()?;
    let held = match *kind {
        MISSING if body.is_empty() => Held::Missing,
        FLAG => match body {
            [flag @ (0 | 1)] => Held::Flag(Personal::new(*flag == 1)),
            _ => return None,
        },
        NUMBER => Held::Number(Personal::new(i64::from_be_bytes(body.try_into().ok()?))),
        DAY => {
            let days = i32::from_be_bytes(body.try_into().ok()?);
            Day::from_epoch_days(days)?;
            Held::Day(Personal::new(days))
        }
        TEXT => Held::Text(Personal::new(std::str::from_utf8(body).ok()?.to_owned())),
        LIST if depth < DEEPEST => {
            let mut items = Vec::new();
            let mut rest = body;
            while !rest.is_empty() {
                let item = cut(&mut rest)?;
                items.push(decode_at(item, depth + 1)?);
            }
            Held::List(items)
        }
        RECORD if depth < DEEPEST => {
            let mut fields = Vec::new();
            let mut rest = body;
            while !rest.is_empty() {
                let name = std::str::from_utf8(cut(&mut rest)?).ok()?;
                fields.push((name.into(), decode_at(cut(&mut rest)?, depth + 1)?));
            }
            Held::Record(fields)
        }
        _ => return None,
    };
    Some(OpenedValue(held))
}

/// Takes one part with its length off the front.
fn cut<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (len, tail) = rest.split_first_chunk()?;
    let (part, tail) = tail.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
    *rest = tail;
    Some(part)
}
