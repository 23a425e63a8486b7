//! Columns from Arrow arrays, and arrays of what is found.

use core::num::NonZeroUsize;

use arrow_array::types::{
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow_array::{Array, BooleanArray, Date32Array, Date64Array, PrimitiveArray, UInt8Array};
use arrow_buffer::{BooleanBuffer, Buffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use caldicott_calendar::{Day, Instant};

use super::{Column, Columns, DueColumn};
use crate::cutoff::Cutoffs;

/// A column made from an Arrow array, to lend out with [`ArrowColumn::column`].
///
/// The days of a `Date32` array without nulls, or with nulls that start at its first bit, are not
/// copied.
///
/// ```
/// use arrow_array::Date32Array;
/// use caldicott_retention::{ArrowColumn, Columns};
///
/// let ended = ArrowColumn::of(&Date32Array::from(vec![Some(17_956), None]))?;
/// let columns = Columns::new(2).dated("support-ended", ended.column());
/// assert!(columns.is_ok());
/// # Ok::<(), caldicott_retention::ArrowError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ArrowColumn {
    days: ScalarBuffer<i32>,
    valid: Option<ScalarBuffer<u64>>,
}

/// An array that is no column of days.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ArrowError {
    /// It holds something else.
    #[error("an array of `{kind}` holds no days; a date or an instant in UTC does")]
    Kind {
        /// What it holds.
        kind: String,
    },
}

impl ArrowColumn {
    /// The days of an array: `Date32`, `Date64`, or a timestamp in UTC, of which the civil day in
    /// Europe/London is taken.
    ///
    /// # Errors
    /// When it holds something else, or a timestamp that does not say that it is in UTC.
    pub fn of(array: &dyn Array) -> Result<Self, ArrowError> {
        let any = array.as_any();
        if let Some(days) = any.downcast_ref::<Date32Array>() {
            return Ok(Self::of_days(days));
        }
        let days = if let Some(days) = any.downcast_ref::<Date64Array>() {
            Some(converted(days, |at| at.div_euclid(86_400_000).try_into().ok()))
        } else if let DataType::Timestamp(unit, Some(zone)) = array.data_type()
            && is_utc(zone)
        {
            instants(array, *unit)
        } else {
            None
        };
        let days = days.ok_or_else(|| ArrowError::Kind { kind: array.data_type().to_string() })?;
        Ok(Self::of_days(&days))
    }

    fn of_days(array: &Date32Array) -> Self {
        let valid = array.nulls().map(|nulls| words(nulls.inner()));
        Self { days: array.values().clone(), valid }
    }

    /// The column.
    #[must_use]
    pub fn column(&self) -> Column<'_> {
        match &self.valid {
            Some(valid) => Column::with_validity(&self.days, valid),
            None => Column::full(&self.days),
        }
    }
}

impl Cutoffs<'_> {
    /// The numbers of the standing of every row, see [`Standing`](crate::Standing).
    #[must_use]
    pub fn standing_array(&self, columns: &Columns<'_>) -> UInt8Array {
        self.standing_codes_on(columns, NonZeroUsize::MIN).into()
    }

    /// Which rows are due.
    #[must_use]
    pub fn due_array(&self, columns: &Columns<'_>) -> BooleanArray {
        let words = self.due_bits(columns);
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        BooleanArray::new(BooleanBuffer::new(Buffer::from_vec(bytes), 0, columns.rows()), None)
    }
}

impl DueColumn {
    /// The days, null where there is none.
    #[must_use]
    pub fn array(&self) -> Date32Array {
        let day = |days: &i32| Day::from_epoch_days(*days).map(Day::epoch_days);
        self.days().iter().map(day).collect()
    }
}

/// Bits in words, the first bit in front.
fn words(bits: &BooleanBuffer) -> ScalarBuffer<u64> {
    let chunks = bits.bit_chunks();
    let rest = (chunks.remainder_len() > 0).then(|| chunks.remainder_bits());
    chunks.iter().chain(rest).collect::<Vec<u64>>().into()
}

fn is_utc(zone: &str) -> bool {
    ["UTC", "utc", "Z", "+00:00", "Etc/UTC"].contains(&zone)
}

fn instants(array: &dyn Array, unit: TimeUnit) -> Option<Date32Array> {
    let any = array.as_any();
    let day = |at: i64, per_second: i64| {
        Some(Instant::from_unix(at.div_euclid(per_second))?.day_in_london().epoch_days())
    };
    match unit {
        TimeUnit::Second => {
            let found = any.downcast_ref::<PrimitiveArray<TimestampSecondType>>()?;
            Some(converted(found, |at| day(at, 1)))
        }
        TimeUnit::Millisecond => {
            let found = any.downcast_ref::<PrimitiveArray<TimestampMillisecondType>>()?;
            Some(converted(found, |at| day(at, 1_000)))
        }
        TimeUnit::Microsecond => {
            let found = any.downcast_ref::<PrimitiveArray<TimestampMicrosecondType>>()?;
            Some(converted(found, |at| day(at, 1_000_000)))
        }
        TimeUnit::Nanosecond => {
            let found = any.downcast_ref::<PrimitiveArray<TimestampNanosecondType>>()?;
            Some(converted(found, |at| day(at, 1_000_000_000)))
        }
    }
}

/// An array of days; what is no day is null.
fn converted<T: arrow_array::ArrowPrimitiveType<Native = i64>>(
    array: &PrimitiveArray<T>,
    day: impl Fn(i64) -> Option<i32>,
) -> Date32Array {
    array.iter().map(|at| at.and_then(&day)).collect()
}
