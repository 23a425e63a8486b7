//! The one seam between what the casebook means and the database it stands in.
//!
//! Every statement is written once, in the words that SQLite and PostgreSQL share; a backend runs it.
//! What differs between the two (transactions, locks, failures, what "deleted" means on a disk) is here
//! and nowhere else. The trait is not public: a third backend would need the same conformance suite.

#[cfg(feature = "postgres")]
pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::fmt::Debug;
use std::ops::ControlFlow;

use crate::{Settled, StoreError};

/// A value that goes into a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bind<'b> {
    /// Bytes.
    Blob(&'b [u8]),
    /// A whole number.
    Int(i64),
    /// A whole number or nothing.
    MaybeInt(Option<i64>),
    /// Text or nothing.
    MaybeText(Option<&'b str>),
    /// Text.
    Text(&'b str),
}

/// A row that came out, read by place.
pub(crate) trait Row {
    /// Bytes, or nothing.
    fn maybe_blob(&self, place: usize) -> Result<Option<&[u8]>, StoreError>;
    /// A whole number, or nothing.
    fn maybe_int(&self, place: usize) -> Result<Option<i64>, StoreError>;
    /// Text, or nothing.
    fn maybe_text(&self, place: usize) -> Result<Option<&str>, StoreError>;

    /// Bytes.
    fn blob(&self, place: usize) -> Result<&[u8], StoreError> {
        self.maybe_blob(place)?.ok_or(StoreError::Damaged("a row without bytes"))
    }

    /// A whole number.
    fn int(&self, place: usize) -> Result<i64, StoreError> {
        self.maybe_int(place)?.ok_or(StoreError::Damaged("a row without a number"))
    }

    /// Text.
    fn text(&self, place: usize) -> Result<&str, StoreError> {
        self.maybe_text(place)?.ok_or(StoreError::Damaged("a row without text"))
    }

    /// A number that counts.
    fn count(&self, place: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(place)?).map_err(|_| StoreError::Damaged("a count"))
    }

    /// A number that is a key version or the like.
    fn small(&self, place: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(place)?).map_err(|_| StoreError::Damaged("a version"))
    }

    /// A day, or nothing.
    fn maybe_day(&self, place: usize) -> Result<Option<caldicott_calendar::Day>, StoreError> {
        self.maybe_int(place)?.map(day).transpose()
    }

    /// A day.
    fn day(&self, place: usize) -> Result<caldicott_calendar::Day, StoreError> {
        day(self.int(place)?)
    }
}

fn day(days: i64) -> Result<caldicott_calendar::Day, StoreError> {
    i32::try_from(days)
        .ok()
        .and_then(caldicott_calendar::Day::from_epoch_days)
        .ok_or(StoreError::Damaged("a day"))
}

/// What is done with each row of an answer; breaking off ends the query.
pub(crate) type Each<'e> = dyn FnMut(&dyn Row) -> Result<ControlFlow<()>, StoreError> + 'e;

/// A connection to one casebook.
///
/// INVARIANT: at most one transaction is open, and only between [`Backend::begin`] and
/// [`Backend::commit`] or [`Backend::roll_back`]. After any error inside a transaction the caller rolls
/// back; nothing of it is kept.
pub(crate) trait Backend: Debug + Send {
    /// Runs a statement and says how many rows it changed.
    fn execute(&mut self, sql: &'static str, values: &[Bind<'_>]) -> Result<u64, StoreError>;

    /// Runs a query and hands over its rows.
    fn query(
        &mut self,
        sql: &'static str,
        values: &[Bind<'_>],
        each: &mut Each<'_>,
    ) -> Result<(), StoreError>;

    /// Starts a transaction that writes. Of all writers to one casebook one is admitted at a time; the
    /// others wait for as long as was agreed when the casebook was opened and are then told
    /// [`StoreError::Busy`].
    fn begin(&mut self) -> Result<(), StoreError>;

    /// Starts a transaction that only reads, and sees one state of the casebook throughout.
    fn begin_reading(&mut self) -> Result<(), StoreError>;

    /// Ends the transaction. When this returns, what it wrote survives a loss of power.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Undoes the transaction. It cannot fail: a database that cannot be reached has undone it.
    fn roll_back(&mut self);

    /// Marks a place in the open transaction to which [`Backend::back_to_mark`] returns.
    fn mark(&mut self) -> Result<(), StoreError>;

    /// Forgets the mark and keeps what was done since.
    fn release_mark(&mut self) -> Result<(), StoreError>;

    /// Undoes what was done since the mark.
    fn back_to_mark(&mut self) -> Result<(), StoreError>;

    /// Whether a transaction is open.
    fn in_transaction(&self) -> bool;

    /// Wipes what deleted rows left behind, as far as this database can. Not within a transaction.
    fn settle(&mut self) -> Result<Settled, StoreError>;

    /// Whether the database finds its own structures whole.
    fn is_whole(&mut self) -> Result<bool, StoreError>;

    /// Writes the whole file anew from its live rows, giving the room of the deleted ones back.
    fn compact(&mut self) -> Result<(), StoreError>;
}

/// The one row that a query answers, if it answers one.
pub(crate) fn one<T>(
    database: &mut dyn Backend,
    sql: &'static str,
    values: &[Bind<'_>],
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut found = None;
    database.query(sql, values, &mut |row| {
        found = Some(read(row)?);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

/// All rows of an answer.
pub(crate) fn all<T>(
    database: &mut dyn Backend,
    sql: &'static str,
    values: &[Bind<'_>],
    read: impl Fn(&dyn Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    database.query(sql, values, &mut |row| {
        found.push(read(row)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// The number that a query counts.
pub(crate) fn count(
    database: &mut dyn Backend,
    sql: &'static str,
    values: &[Bind<'_>],
) -> Result<u64, StoreError> {
    Ok(one(database, sql, values, |row| row.count(0))?.unwrap_or_default())
}

/// Does work whole or not at all: within the open transaction, or in one of its own.
pub(crate) fn atomically<T>(
    database: &mut dyn Backend,
    work: impl FnOnce(&mut dyn Backend) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    if database.in_transaction() {
        database.mark()?;
        return match work(database) {
            Ok(done) => database.release_mark().map(|()| done),
            // A full disk undoes the whole transaction, and then there is no mark to go back to: what is
            // told is that the disk is full, and not what followed from it.
            Err(error) => match database.back_to_mark() {
                Ok(()) | Err(StoreError::Undone) => Err(error),
                Err(worse) => Err(worse),
            },
        };
    }
    database.begin()?;
    let done = work(database).and_then(|done| {
        crate::schema::changed(database)?;
        database.commit()?;
        Ok(done)
    });
    if done.is_err() {
        database.roll_back();
    }
    done
}
