//! Tables as Arrow batches and Parquet files, for engines that read them.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanBufferBuilder, Date32Array, Int8Array, Int32Array, Int64Array, RecordBatch,
    StringArray,
};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;

use crate::worlds::Days;

/// A named column.
pub type Named = (String, ArrayRef);

/// How the days of a table are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// As dates.
    Dates,
    /// As whole numbers.
    Numbers,
}

/// A column of days.
#[must_use]
pub fn days(column: &Days, kind: Kind) -> ArrayRef {
    let rows = column.days.len();
    let mut bits = BooleanBufferBuilder::new(rows);
    (0..rows).for_each(|row| bits.append(column.has(row)));
    let nulls = Some(NullBuffer::new(bits.finish()));
    let values = column.days.clone().into();
    match kind {
        Kind::Dates => Arc::new(Date32Array::new(values, nulls)),
        Kind::Numbers => Arc::new(Int32Array::new(values, nulls)),
    }
}

/// Row numbers from nought.
#[must_use]
pub fn ids(rows: usize) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values((0..rows).map(|row| i64::try_from(row).unwrap_or(0))))
}

/// Whole numbers, some of them missing.
#[must_use]
pub fn flags(rows: impl Iterator<Item = Option<i8>>) -> ArrayRef {
    Arc::new(rows.collect::<Int8Array>())
}

/// Whole numbers.
#[must_use]
pub fn codes(rows: &[i32]) -> ArrayRef {
    let none: Option<NullBuffer> = None;
    Arc::new(Int32Array::new(rows.to_vec().into(), none))
}

/// Words.
#[must_use]
pub fn words<'w>(rows: impl Iterator<Item = &'w str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(rows))
}

/// One batch of columns.
#[must_use]
pub fn batch(columns: Vec<Named>) -> RecordBatch {
    let nullable = columns.into_iter().map(|(name, column)| (name, column, true));
    RecordBatch::try_from_iter_with_nullable(nullable).expect("columns of one length")
}

/// The same rows in batches of so many.
#[must_use]
pub fn split(batch: &RecordBatch, rows: usize) -> Vec<RecordBatch> {
    let whole = batch.num_rows();
    (0..whole.div_ceil(rows))
        .map(|at| batch.slice(at * rows, rows.min(whole - at * rows)))
        .collect()
}

/// Writes a Parquet file with row groups of so many rows.
pub fn write_parquet(path: &Path, batch: &RecordBatch, group: usize) {
    let file = File::create(path).expect("a file");
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let mut writer =
        ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("a writer");
    writer.write(batch).expect("rows written");
    writer.close().expect("a file closed");
}

/// Wide whole numbers.
#[must_use]
pub fn numbers(rows: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(rows.iter().copied()))
}
