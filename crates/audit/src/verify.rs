//! Checking a whole log, entry by entry, in memory that does not grow with it.

mod report;

pub use report::{Fault, Report};

use std::collections::BTreeMap;

use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;

use crate::checkpoint::Checkpoint;
use crate::leaf::{Leaf, LeafRef};
use crate::storage::{Row, StoredPayload};
use crate::tombstone::Tombstone;
use crate::tree::{Frontier, leaf_hash};
use crate::words::{Kind, Origin};

/// What became of one entry. Only the last two are a failure.
#[expect(clippy::exhaustive_enums, reason = "a new verdict must break whoever reads these")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EntryVerdict {
    /// It is as it was logged.
    Intact,
    /// Its contents were destroyed, and a later entry says so.
    ErasedLawfully {
        /// That entry.
        by: u64,
    },
    /// It, or its sealed part, is gone and no entry says why.
    Missing,
    /// It is not what was logged.
    Altered(Alteration),
}

/// How an entry shows that it is not what was logged.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Alteration {
    /// The storage found it damaged.
    Damaged,
    /// Its day is before that of the entry before.
    DayGoesBack,
    /// It claims to be erased by an entry that does not say so.
    FalseTombstone,
    /// Its public part is not the one whose hash was stored with it.
    LeafDiffers,
    /// It belongs to another log.
    OtherLog,
    /// It stands where another entry belongs.
    OutOfOrder,
    /// Its sealed part is not the one that its public part names.
    PayloadDiffers,
    /// Its public part cannot be read.
    Unreadable,
}

impl EntryVerdict {
    /// Whether the log is broken here.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        match self {
            Self::Intact | Self::ErasedLawfully { .. } => false,
            Self::Missing | Self::Altered(_) => true,
        }
    }
}

/// Checks the entries of a log as they are handed in, from the first to the last.
///
/// It needs no key of a person. It keeps the right edge of the tree and, for erased entries, one
/// record for each erasure that has not been read yet.
///
/// ```
/// use caldicott_audit::{Checkpoint, Origin, Verifier, tree};
///
/// let origin = Origin::new("example.org/log")?;
/// // Last year's checkpoint knew three entries; the log has none left.
/// let kept = Checkpoint::new(origin.clone(), 3, tree::leaf_hash(b"any"));
/// let report = Verifier::new(origin).since(kept).finish();
/// assert!(!report.is_sound());
/// # Ok::<(), caldicott_audit::NameError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    origin: Origin,
    payloads: bool,
    checkpoints: Vec<Checkpoint>,
    frontier: Frontier,
    next: u64,
    // After a gap no root can be computed any more.
    whole: bool,
    last_day: Day,
    // By erasure and by the commitment that it must have: the first entry it erased and how many.
    pending: BTreeMap<(u64, Sha256), (u64, u64)>,
    report: Report,
}

/// The most erasures that can be awaited at once. A log that was not tampered with stays far below;
/// one that has more is answered as altered rather than with more memory.
const MOST_PENDING: usize = 1 << 16;

impl Verifier {
    /// Starts with the first entry of this log.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self {
            report: Report::new(origin.clone()),
            origin,
            payloads: true,
            checkpoints: Vec::new(),
            frontier: Frontier::new(),
            next: 0,
            whole: true,
            last_day: Day::MIN,
            pending: BTreeMap::new(),
        }
    }

    /// Also checks that the log begins with what this checkpoint saw. The older it is, and the longer
    /// it was kept where the log's owner could not reach it, the more that says. May be called for
    /// several; with more of them a broken log is narrowed down further.
    #[must_use]
    pub fn since(mut self, checkpoint: Checkpoint) -> Self {
        self.checkpoints.push(checkpoint);
        self.checkpoints.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.size()));
        self.settle();
        self
    }

    /// Checks the public parts only, for an auditor who was given nothing else.
    #[must_use]
    pub const fn without_payloads(mut self) -> Self {
        self.payloads = false;
        self
    }

    /// How many entries were handed in.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.next
    }

    /// Takes the next entry. For an erased one the verdict stands under the reserve that the erasure,
    /// which comes later, really names it; the report has the last word.
    pub fn push(&mut self, row: &Row) -> EntryVerdict {
        if row.index < self.next {
            let verdict = EntryVerdict::Altered(Alteration::OutOfOrder);
            self.report.count(row.index, verdict, 1);
            return verdict;
        }
        if row.index > self.next {
            self.report.count(self.next, EntryVerdict::Missing, row.index - self.next);
            self.next = row.index;
            self.whole = false;
        }
        let hash = leaf_hash(&row.leaf);
        let (leaf, verdict) = self.judge(row, hash);
        self.frontier.append(hash);
        self.next = row.index.saturating_add(1);
        if let Some(leaf) = leaf {
            self.resolve(row.index, leaf.kind(), leaf.commitment());
            self.last_day = self.last_day.max(leaf.day());
        }
        match verdict {
            // Counted when the erasure comes by.
            EntryVerdict::ErasedLawfully { .. } => {}
            EntryVerdict::Intact | EntryVerdict::Missing | EntryVerdict::Altered(_) => {
                self.report.count(row.index, verdict, 1);
            }
        }
        self.settle();
        verdict
    }

    /// Notes that the storage failed, or found damage that it names; nothing after it is known.
    pub fn fail(&mut self, error: crate::StorageError) {
        self.report.storage(self.next, error);
        self.whole = false;
    }

    /// There are no more entries.
    #[must_use]
    pub fn finish(mut self) -> Report {
        for ((_, _), (first, count)) in std::mem::take(&mut self.pending) {
            self.report.count(first, EntryVerdict::Altered(Alteration::FalseTombstone), count);
        }
        if let Some(largest) = self.checkpoints.first()
            && largest.size() > self.next
        {
            self.report.cut_short(self.next, largest.size());
        }
        self.report.close(self.next, self.whole.then(|| self.frontier.root()));
        self.report
    }

    fn judge<'r>(&mut self, row: &'r Row, hash: Sha256) -> (Option<LeafRef<'r>>, EntryVerdict) {
        let altered = EntryVerdict::Altered;
        if row.leaf_hash.is_some_and(|stored| stored != hash) {
            return (None, altered(Alteration::LeafDiffers));
        }
        let Ok(leaf) = LeafRef::read(&row.leaf, Some(&self.origin)) else {
            return (None, altered(Alteration::Unreadable));
        };
        if leaf.origin() != self.origin.as_str() {
            return (None, altered(Alteration::OtherLog));
        }
        if leaf.day() < self.last_day {
            return (Some(leaf), altered(Alteration::DayGoesBack));
        }
        let verdict =
            if self.payloads { self.judge_payload(row, &leaf) } else { EntryVerdict::Intact };
        (Some(leaf), verdict)
    }

    fn judge_payload(&mut self, row: &Row, leaf: &LeafRef<'_>) -> EntryVerdict {
        let StoredPayload::Erased(bytes) = &row.payload else {
            return judge_sealed(&row.payload, leaf);
        };
        let falsely = EntryVerdict::Altered(Alteration::FalseTombstone);
        let Some((by, root)) = read_tombstone(bytes, row.index, leaf) else { return falsely };
        if self.pending.len() >= MOST_PENDING && !self.pending.contains_key(&(by, root)) {
            return falsely;
        }
        self.pending.entry((by, root)).or_insert((row.index, 0)).1 += 1;
        EntryVerdict::ErasedLawfully { by }
    }

    /// Settles what was said to be erased by this entry.
    fn resolve(&mut self, index: u64, kind: Kind, commitment: Sha256) {
        let least = Sha256::from_bytes([0; 32]);
        while let Some((&(by, root), &(first, count))) = self.pending.range((index, least)..).next()
            && by == index
        {
            self.pending.remove(&(by, root));
            let lawful = kind == Kind::Erasure && commitment == root;
            let verdict = if lawful {
                EntryVerdict::ErasedLawfully { by }
            } else {
                EntryVerdict::Altered(Alteration::FalseTombstone)
            };
            self.report.count(first, verdict, count);
        }
    }

    /// Compares with the checkpoints of the size reached.
    fn settle(&mut self) {
        while let Some(checkpoint) = self.checkpoints.last()
            && checkpoint.size() <= self.next
        {
            let (size, root) = (checkpoint.size(), checkpoint.root());
            let other_log = checkpoint.origin() != &self.origin;
            self.checkpoints.pop();
            if other_log {
                self.report.other_log(size);
            } else if size == self.next {
                let agrees = self.whole && self.frontier.root() == root;
                self.report.compared(size, agrees);
            } else {
                // Only a checkpoint handed in too late can be smaller than what was read.
                self.report.too_late(size);
            }
        }
    }
}

/// What can be said of one entry when any other can be looked up.
pub(crate) fn judge_one(
    origin: &Origin,
    row: &Row,
    erasure: impl FnOnce(u64) -> Option<Leaf>,
) -> EntryVerdict {
    let mut verifier = Verifier::new(origin.clone());
    let verdict = verifier.judge(row, leaf_hash(&row.leaf)).1;
    let EntryVerdict::ErasedLawfully { by } = verdict else { return verdict };
    if let Some(leaf) = erasure(by) {
        verifier.resolve(by, leaf.kind(), leaf.commitment());
    }
    if verifier.finish().erased() == 1 {
        verdict
    } else {
        EntryVerdict::Altered(Alteration::FalseTombstone)
    }
}

fn judge_sealed(payload: &StoredPayload, leaf: &LeafRef<'_>) -> EntryVerdict {
    match payload {
        StoredPayload::Sealed { ciphertext, .. } => {
            if Sha256::of(ciphertext) == leaf.ciphertext_hash() {
                EntryVerdict::Intact
            } else {
                EntryVerdict::Altered(Alteration::PayloadDiffers)
            }
        }
        StoredPayload::Absent => EntryVerdict::Missing,
        StoredPayload::Damaged | StoredPayload::Erased(_) => {
            EntryVerdict::Altered(Alteration::Damaged)
        }
    }
}

/// The erasure that a tombstone points to and the commitment that it must have, if the tombstone is
/// one for this entry at all.
fn read_tombstone(bytes: &[u8], index: u64, leaf: &LeafRef<'_>) -> Option<(u64, Sha256)> {
    let tombstone = Tombstone::decode(bytes).ok()?;
    let names_it = tombstone.opening().erased_entry() == Some(index);
    // An erasure holds nothing about a person, so nothing about it is ever erased: otherwise one
    // could be used to hide another.
    let erasable = leaf.kind() != Kind::Erasure;
    if !names_it || !erasable || tombstone.by() <= index {
        return None;
    }
    Some((tombstone.by(), tombstone.opening().root()?))
}

#[cfg(test)]
mod tests;
