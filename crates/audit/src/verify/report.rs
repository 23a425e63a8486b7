//! What the check of a log found, and how to say it.

use std::fmt;

use caldicott_model::digest::Sha256;

use super::{Alteration, EntryVerdict};
use crate::storage::StorageError;
use crate::words::Origin;

/// What the check of a log found.
///
/// Its `Display` says it in sentences for somebody who has never heard of a hash.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    origin: Origin,
    entries: u64,
    intact: u64,
    erased: u64,
    broken: u64,
    root: Option<Sha256>,
    confirmed: Vec<u64>,
    faults: Vec<Fault>,
}

/// One thing that is wrong with a log.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    /// An entry is missing or altered.
    Entry {
        /// Which.
        index: u64,
        /// What became of it.
        verdict: EntryVerdict,
    },
    /// One of these entries is not what was signed, though each looks right by itself: the log was
    /// rewritten.
    Rewritten {
        /// The first entry that no matching checkpoint covers.
        from: u64,
        /// The size of the checkpoint that does not match.
        to: u64,
    },
    /// The log had more entries when it was signed.
    CutShort {
        /// How many there are.
        entries: u64,
        /// How many there were.
        signed: u64,
    },
    /// A checkpoint of another log was given.
    OtherLog {
        /// The size it states.
        size: u64,
    },
    /// A checkpoint was given after the entries that it covers.
    TooLate {
        /// The size it states.
        size: u64,
    },
    /// The storage could not be read further.
    Storage {
        /// The first entry that was not read.
        index: u64,
        /// What it said.
        error: StorageError,
    },
}

/// The most faults that are kept; the rest are counted.
const MOST_FAULTS: usize = 64;

impl Report {
    pub(super) const fn new(origin: Origin) -> Self {
        Self {
            origin,
            entries: 0,
            intact: 0,
            erased: 0,
            broken: 0,
            root: None,
            confirmed: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// The log.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many entries there are.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// How many are as they were logged.
    #[must_use]
    pub const fn intact(&self) -> u64 {
        self.intact
    }

    /// How many were erased lawfully.
    #[must_use]
    pub const fn erased(&self) -> u64 {
        self.erased
    }

    /// How many are missing or altered.
    #[must_use]
    pub const fn broken(&self) -> u64 {
        self.broken
    }

    /// The root over all entries, unless some are missing.
    #[must_use]
    pub const fn root(&self) -> Option<Sha256> {
        self.root
    }

    /// The sizes of the checkpoints that the log agrees with.
    #[must_use]
    pub fn confirmed(&self) -> &[u64] {
        &self.confirmed
    }

    /// What is wrong, the earliest entry first; at most 64 things.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The first broken entry, or the first that may be the broken one.
    #[must_use]
    pub fn first_broken(&self) -> Option<u64> {
        self.faults.first().map(Fault::index)
    }

    pub(super) fn count(&mut self, index: u64, verdict: EntryVerdict, count: u64) {
        match verdict {
            EntryVerdict::Intact => self.intact += count,
            EntryVerdict::ErasedLawfully { .. } => self.erased += count,
            EntryVerdict::Missing | EntryVerdict::Altered(_) => {
                self.broken += count;
                self.fault(Fault::Entry { index, verdict });
            }
        }
    }

    pub(super) fn compared(&mut self, size: u64, agrees: bool) {
        if agrees {
            self.confirmed.push(size);
            return;
        }
        let from = self.confirmed.last().copied().unwrap_or(0);
        // A broken entry in between says the same and says it better.
        let explained = |fault: &Fault| fault.index() < size && fault.index() >= from;
        if !self.faults.iter().any(explained) {
            self.fault(Fault::Rewritten { from, to: size });
        }
    }

    pub(super) fn cut_short(&mut self, entries: u64, signed: u64) {
        self.fault(Fault::CutShort { entries, signed });
    }

    pub(super) fn other_log(&mut self, size: u64) {
        self.fault(Fault::OtherLog { size });
    }

    pub(super) fn too_late(&mut self, size: u64) {
        self.fault(Fault::TooLate { size });
    }

    pub(super) fn storage(&mut self, next: u64, error: StorageError) {
        let index = if let StorageError::Corrupt { index, .. } = error { index } else { next };
        self.fault(Fault::Storage { index, error });
    }

    pub(super) const fn close(&mut self, entries: u64, root: Option<Sha256>) {
        self.entries = entries;
        self.root = root;
    }

    fn fault(&mut self, fault: Fault) {
        let at = self.faults.partition_point(|known| known.index() <= fault.index());
        self.faults.insert(at, fault);
        self.faults.truncate(MOST_FAULTS);
    }
}

impl Fault {
    /// The entry at which the log is broken, or may be.
    #[must_use]
    pub const fn index(&self) -> u64 {
        match self {
            Self::Entry { index, .. } | Self::Storage { index, .. } => *index,
            Self::Rewritten { from, .. } => *from,
            Self::CutShort { entries, .. } => *entries,
            // Nothing about the log itself is known to be wrong: last in the order.
            Self::OtherLog { .. } | Self::TooLate { .. } => u64::MAX,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (log, entries) = (&self.origin, self.entries);
        let Some(first) = self.faults.first() else {
            write!(out, "the log {log} is sound: {entries} entries, {} as logged", self.intact)?;
            if self.erased > 0 {
                write!(out, ", {} erased lawfully", self.erased)?;
            }
            return match self.confirmed.last() {
                Some(size) => write!(out, "; it agrees with what was signed at {size} entries"),
                None => out.write_str("; no checkpoint was given, so a cut end would not show"),
            };
        };
        write!(out, "the log {log} is broken: {first}")?;
        if self.broken > 1 {
            write!(out, " ({} entries are missing or altered in all)", self.broken)?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry { index, verdict } => write!(out, "entry {index} {verdict}"),
            Self::Rewritten { from, to } => write!(
                out,
                "one of the entries {from} to {} is not what was signed at {to} entries; \
                 someone rewrote the log so that each entry looks right by itself",
                to.saturating_sub(1)
            ),
            Self::CutShort { entries, signed } => write!(
                out,
                "it had {signed} entries when it was signed and has {entries} now; its end was \
                 cut off from entry {entries} on"
            ),
            Self::OtherLog { size } => {
                write!(out, "the checkpoint at {size} entries is of another log")
            }
            Self::TooLate { size } => write!(
                out,
                "the checkpoint at {size} entries was given after those entries were read"
            ),
            Self::Storage { index, error } => {
                write!(out, "it cannot be read from entry {index} on: {error}")
            }
        }
    }
}

impl fmt::Display for EntryVerdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intact => out.write_str("is as it was logged"),
            Self::ErasedLawfully { by } => write!(out, "was erased lawfully, by entry {by}"),
            Self::Missing => out.write_str("is missing and no erasure says why"),
            Self::Altered(how) => write!(out, "was altered: {how}"),
        }
    }
}

impl fmt::Display for Alteration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Damaged => "its bytes are damaged where they are stored",
            Self::DayGoesBack => "its day is before that of the entry before it",
            Self::FalseTombstone => "it claims to be erased by an entry that does not say so",
            Self::LeafDiffers => "its public part is not the one that was logged",
            Self::OtherLog => "it belongs to another log",
            Self::OutOfOrder => "it stands where another entry belongs",
            Self::PayloadDiffers => "its sealed part is not the one that was logged",
            Self::Unreadable => "its public part cannot be read",
        })
    }
}
