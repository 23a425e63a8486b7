//! Sealing and opening one field of many records at once.

use std::fmt;
use std::ops::Range;

use caldicott_model::Personal;
use zeroize::Zeroize;

use super::sealer::Sealer;
use super::subject::Which;
use crate::context::{Column, RecordId};
use crate::error::{OpenError, SealError};
use crate::field::Draw;
use crate::padding::{LONGEST, padded};
use crate::sealed::{Parts, SealedHeader};
use crate::secret::Plaintext;

/// One field of many records, sealed: in the order of the rows, in one piece of memory.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct SealedColumn {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// One field of many records, opened: in the order of the rows, in one piece of memory that is wiped
/// when dropped.
#[derive(Default)]
pub struct OpenedColumn {
    bytes: Plaintext,
    rows: Vec<Result<Range<usize>, OpenError>>,
}

/// How many rows are done before somebody who shreds or rotates gets a turn.
const BATCH: usize = 256;

impl Sealer {
    /// Seals a field of many records of this person's, all or none. The key is fetched once for
    /// hundreds of rows, so a row costs less than [`Sealer::seal`].
    ///
    /// # Errors
    /// As [`Sealer::seal`].
    pub fn seal_column(
        &self,
        column: &Column,
        rows: &[(RecordId<'_>, &[u8])],
    ) -> Result<SealedColumn, SealError> {
        if rows.iter().any(|(_, value)| value.len() > LONGEST) {
            return Err(SealError::TooLong);
        }
        let suite = self.suite();
        let room = rows.iter().map(|(_, value)| suite.sealed_len(value.len())).sum();
        let mut sealed =
            SealedColumn { bytes: Vec::with_capacity(room), ends: Vec::with_capacity(rows.len()) };
        let mut draws = Vec::with_capacity(rows.len().min(BATCH));
        for batch in rows.chunks(BATCH) {
            draws.clear();
            // Before any lock is taken: the source may be the host's own code.
            for _ in batch {
                draws.push(Draw::EMPTY);
                draws.last_mut().map_or(Ok(()), |draw| self.fill_draw(suite, draw))?;
            }
            self.with_key(column, suite, Which::Newest, |key| {
                let SealedColumn { bytes, ends } = &mut sealed;
                batch.iter().zip(&draws).try_for_each(|((record, value), draw)| {
                    key.seal_into(column, record, value, draw, bytes)?;
                    ends.push(bytes.len());
                    Ok::<(), SealError>(())
                })
            })??;
        }
        Ok(sealed)
    }

    /// Opens a field of many records of this person's; each row for itself, so that one that was
    /// altered does not keep the others from being read.
    ///
    /// # Example
    /// ```
    /// # #[cfg(all(feature = "ring", feature = "os-entropy"))] {
    /// # use std::sync::Arc;
    /// # use caldicott_encryption::*;
    /// # use caldicott_model::{Category, Purpose};
    /// # let kek = LocalKek::new("file:main", 1, SecretKey::generate(&OsEntropy)?)?;
    /// # let store = Arc::new(MemoryKeyStore::new());
    /// # let keyring = Keyring::builder(&Ring, store, Arc::new(kek), Arc::new(Buffered)).build();
    /// # let tenant = Tenant::new("st-martins")?;
    /// # keyring.create_tenant(&tenant)?;
    /// let notes = Column::new(&tenant, Category::Health, "Contact", "notes")?;
    /// let mary = keyring.sealer(&tenant, &Subject::person("003A")?);
    /// let (monday, tuesday) = (RecordId::new("c1")?, RecordId::new("c2")?);
    /// let sealed = mary.seal_column(&notes, &[(monday, b"low mood"), (tuesday, b"better")])?;
    ///
    /// // Two rows that were swapped in the database do not open, nor stop others from opening.
    /// let [low, better] = [0, 1].map(|row| sealed.get(row).unwrap_or_default());
    /// let rows = [(monday, better), (tuesday, low), (tuesday, better)];
    /// let opened = mary.open_column(&notes, &rows);
    /// let opened = opened.expose(Purpose::SUPPORT);
    /// assert_eq!(opened.get(0), Some(Err(OpenError::Authentication)));
    /// assert_eq!(opened.get(2), Some(Ok(&b"better"[..])));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn open_column(
        &self,
        column: &Column,
        rows: &[(RecordId<'_>, &[u8])],
    ) -> Personal<OpenedColumn> {
        let mut opened = OpenedColumn::default();
        // All the room at once: a buffer that grows leaves copies behind.
        let room = rows.iter().map(|(_, sealed)| sealed.len().min(padded(LONGEST))).sum();
        opened.bytes = Plaintext::with_capacity(room);
        opened.rows.reserve_exact(rows.len());
        while let Some((_, first)) = opened.left(rows).first() {
            if let Err(failure) = self.open_alike(column, first, rows, &mut opened) {
                opened.rows.push(Err(failure));
            }
        }
        Personal::new(opened)
    }

    /// Opens the rows from here on that were sealed under the same version; says why when not even
    /// the first has a key.
    fn open_alike(
        &self,
        column: &Column,
        first: &[u8],
        rows: &[(RecordId<'_>, &[u8])],
        opened: &mut OpenedColumn,
    ) -> Result<(), OpenError> {
        let header = Parts::read(first)?.header;
        let alike = |other: SealedHeader| {
            (other.suite(), other.key_version()) == (header.suite(), header.key_version())
        };
        let which = Which::Version(header.key_version());
        Ok(self.with_key(column, header.suite(), which, |key| {
            for (record, sealed) in opened.left(rows).iter().take(BATCH) {
                let Some(parts) = Parts::read(sealed).ok().filter(|parts| alike(parts.header))
                else {
                    return;
                };
                let bytes = opened.bytes.buffer();
                let start = bytes.len();
                let row = key.open_into(column, record, &parts, bytes);
                opened.rows.push(row.map(|()| start..bytes.len()));
            }
        })?)
    }
}

impl SealedColumn {
    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The sealed field of one row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&[u8]> {
        let start = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(start..*self.ends.get(row)?)
    }

    /// The sealed fields, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map_while(|row| self.get(row))
    }
}

impl OpenedColumn {
    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The value of one row, or why it did not open.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Result<&[u8], OpenError>> {
        Some(match self.rows.get(row)? {
            Ok(range) => self.bytes.get(range.clone()).ok_or(OpenError::Malformed),
            Err(failure) => Err(*failure),
        })
    }

    /// The rows that were not looked at yet.
    fn left<'r, T>(&self, rows: &'r [T]) -> &'r [T] {
        rows.get(self.rows.len()..).unwrap_or_default()
    }
}

impl Zeroize for OpenedColumn {
    fn zeroize(&mut self) {
        self.bytes.zeroize();
        self.rows.clear();
    }
}

impl fmt::Debug for SealedColumn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SealedColumn({} rows)", self.len())
    }
}

impl fmt::Debug for OpenedColumn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "OpenedColumn({} rows)", self.len())
    }
}
