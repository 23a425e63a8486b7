//! Rows of a Parquet file, as the cells of a CSV file would be written.

use std::collections::VecDeque;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use caldicott::calendar::Instant;
use caldicott::model::Day;
use caldicott::model::document::forbidden_character;
use csv::StringRecord;
use parquet::basic::{LogicalType, Repetition, TimeUnit};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

/// What a file starts with that is Parquet.
pub(super) const MARK: &[u8] = b"PAR1";

/// A file could not be read as Parquet.
pub(super) const DAMAGED: &str = "not a whole Parquet file, or one of a form that is not read here";

/// The rows of a file, one at a time.
pub(super) struct Table {
    rows: RowIter<'static>,
    columns: Vec<Column>,
    count: u64,
    row: u64,
    /// Rows that were read ahead.
    ahead: VecDeque<Row>,
}

/// How many rows are read at a time.
const AHEAD: usize = 1024;

/// What the cells of a column are besides their physical form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Column {
    Plain,
    /// Nanoseconds since 1970, in UTC or by a clock on a wall.
    Nanoseconds {
        utc: bool,
    },
    /// Milli- or microseconds by a clock on a wall.
    Local,
    Nested,
}

/// What a row gave.
pub(super) enum Read {
    /// A row, and what is wrong with its cells.
    Row(Vec<(usize, &'static str)>),
    End,
    Damaged,
}

impl Table {
    pub(super) fn open(file: File) -> Option<Self> {
        let reader = quietly(|| SerializedFileReader::new(file).ok())??;
        let about = reader.metadata().file_metadata();
        let count = u64::try_from(about.num_rows()).ok()?;
        let columns =
            about.schema().get_fields().iter().map(|field| column(field.as_ref())).collect();
        let rows = quietly(|| RowIter::from_file_into(Box::new(reader)))?;
        Some(Self { rows, columns, count, row: 0, ahead: VecDeque::new() })
    }

    /// How many rows the file says it has.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// The names of the columns.
    pub(super) fn heads(file: &File) -> Option<StringRecord> {
        let file = file.try_clone().ok()?;
        let reader = quietly(|| SerializedFileReader::new(file).ok())??;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        Some(schema.root_schema().get_fields().iter().map(|field| field.name()).collect())
    }

    /// The columns whose cells are not single values.
    pub(super) fn nested(&self) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        columns.filter(|(_, column)| **column == Column::Nested).map(|(place, _)| place)
    }

    /// Reads the next row. Its line is counted as if the names of the columns were the first.
    pub(super) fn next_row(&mut self, into: &mut StringRecord) -> Read {
        if self.ahead.is_empty() && self.row < self.count {
            let batch = quietly(|| self.rows.by_ref().take(AHEAD).collect::<Result<_, _>>());
            match batch {
                Some(Ok(rows)) => self.ahead = rows,
                _ => return Read::Damaged,
            }
        }
        let Some(row) = self.ahead.pop_front() else {
            return if self.row == self.count { Read::End } else { Read::Damaged };
        };
        self.row += 1;
        Read::Row(self.cells(&row, into))
    }

    pub(super) const fn line(&self) -> u64 {
        self.row + 1
    }

    fn cells(&self, row: &Row, into: &mut StringRecord) -> Vec<(usize, &'static str)> {
        into.clear();
        let mut faults = Vec::new();
        for (place, ((_, cell), column)) in row.get_column_iter().zip(&self.columns).enumerate() {
            let text = text(cell, *column);
            // What no CSV file may hold is a fault here too: a plan with such an id could not be read back.
            let wrong =
                text.as_deref().map_or(Some("is no text, number or date"), forbidden_character);
            faults.extend(wrong.map(|message| (place, message)));
            into.push_field(text.as_deref().unwrap_or_default());
        }
        faults
    }
}

/// The library gives up on some damaged files by panicking: that is no more than a damaged file here, and
/// what it would print could be of the file.
fn quietly<T>(read: impl FnOnce() -> T) -> Option<T> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let read = catch_unwind(AssertUnwindSafe(read));
    std::panic::set_hook(hook);
    read.ok()
}

fn column(field: &Type) -> Column {
    let about = field.get_basic_info();
    if field.is_group() || (about.has_repetition() && about.repetition() == Repetition::REPEATED) {
        return Column::Nested;
    }
    match about.logical_type_ref() {
        Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS => {
            Column::Nanoseconds { utc: time.is_adjusted_to_u_t_c }
        }
        Some(LogicalType::Timestamp(time)) if !time.is_adjusted_to_u_t_c => Column::Local,
        _ => Column::Plain,
    }
}

fn text(cell: &Field, column: Column) -> Option<String> {
    const NANOS: i64 = 1_000_000_000;
    let local = column == Column::Local;
    match (cell, column) {
        (Field::Null, _) => Some(String::new()),
        (Field::Str(text), _) => Some(text.clone()),
        (Field::Bytes(bytes), _) => std::str::from_utf8(bytes.data()).ok().map(str::to_owned),
        (Field::Long(at), Column::Nanoseconds { utc }) => moment(at.div_euclid(NANOS), !utc),
        (Field::TimestampMillis(at), _) => moment(at.div_euclid(1_000), local),
        (Field::TimestampMicros(at), _) => moment(at.div_euclid(1_000_000), local),
        (Field::Date(days), _) => Day::from_epoch_days(*days).map(|day| day.to_string()),
        // A number that is none is how some programs write that there is nothing.
        (Field::Double(number), _) if number.is_nan() => Some(String::new()),
        (Field::Float(number), _) if number.is_nan() => Some(String::new()),
        (Field::Double(number), _) => Some(number.to_string()),
        (Field::Float(number), _) => Some(number.to_string()),
        (Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_), _) => None,
        (other, _) => Some(other.to_string()),
    }
}

/// A moment in UTC; or, by a clock on a wall, the day at midnight and otherwise the day and time.
fn moment(seconds: i64, local: bool) -> Option<String> {
    let at = Instant::from_unix(seconds)?;
    if !local {
        return Some(at.to_string());
    }
    if seconds.rem_euclid(86_400) == 0 {
        return Some(at.day_in_utc().to_string());
    }
    Some(at.to_string().trim_end_matches('Z').to_owned())
}
