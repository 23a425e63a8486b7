//! A log over a storage: append, prove, sign, check.

mod error;
mod filter;

pub use error::{LogError, NotRecorded, Unrecorded};
pub use filter::Filter;

use std::ops::ControlFlow;

use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;

use crate::chain::{Chain, Draft, PrepareError, Prepared, Receipt, Recorded};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::leaf::Leaf;
use crate::note::{NoteSigner, NoteVerifier};
use crate::payload::{Entropy, PayloadSealer};
use crate::proof_file::ProofFile;
use crate::storage::{Row, Storage, StoredPayload};
use crate::tree::{
    ConsistencyProof, Frontier, InclusionProof, Nodes, UpperNodes, leaf_hash, root_at,
};
use crate::verify::{EntryVerdict, Report, Verifier, judge_one};
use crate::words::{Kind, Moment, Origin};

/// A log and where it is kept.
///
/// ```
/// use caldicott_audit::{Draft, Kind, Log, MemoryStorage, Moment, NoEntropy, Origin, Outcome};
/// # use caldicott_audit::{PayloadSealer, SealContext, SealError};
/// # use caldicott_calendar::Day;
/// # use caldicott_model::{digest::Sha256, Personal};
/// # struct Keys;
/// # impl PayloadSealer for Keys {
/// #     fn seal(&mut self, _: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> { Ok(plain.to_vec()) }
/// # }
/// # let mut keys = Keys;
/// # let mut entropy = |out: &mut [u8]| { out.fill(7); Ok::<(), NoEntropy>(()) };
/// let mut log = Log::open(Origin::new("example.org/audit/2026")?, MemoryStorage::new())?;
/// let at = Moment { unix_millis: 1_770_000_000_000, day: Day::literal(2026, 2, 2) };
/// let draft = Draft::new(Kind::Disclosure, Outcome::Permitted, Sha256::of(b"rulebook"))
///     .citing_ids(["B-039"])
///     .about(Personal::new(String::from("client-17")))
///     .to("Norfolk Constabulary");
/// let recorded = log.record(draft, "the answer", at, &mut keys, &mut entropy)?;
/// assert_eq!(recorded.receipt().index(), 0);
/// // Only now can the answer leave.
/// assert_eq!(recorded.into_answer(), "the answer");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Log<S> {
    chain: Chain,
    upper: UpperNodes,
    storage: S,
    stopped: bool,
}

/// The level of the tree from which inner nodes are kept in memory; what lies below is recomputed
/// from at most `2^8` entries.
const KEPT_FROM: u32 = 8;

impl<S: Storage> Log<S> {
    /// Opens a log: reads the public part of every entry, rebuilds the tree and compares it with the
    /// checkpoint that was signed last.
    ///
    /// # Errors
    /// [`LogError::Unreadable`] or [`LogError::Inconsistent`] when the entries are not what was
    /// logged or signed; then nothing may be appended, and [`Verifier`] says more.
    pub fn open(origin: Origin, storage: S) -> Result<Self, LogError> {
        let mut upper = UpperNodes::new(KEPT_FROM);
        let mut frontier = Frontier::new();
        let mut fault = None;
        let mut last_day = Day::MIN;
        let signed = match storage.latest_checkpoint()? {
            Some(note) => Some(unverified(&note)?),
            None => None,
        };
        let mut signed_root = None;
        storage.scan_leaves(0, &mut |index, bytes| {
            if signed.as_ref().is_some_and(|signed| signed.size() == frontier.size()) {
                signed_root = Some(frontier.root());
            }
            let leaf = Leaf::decode(bytes).ok().filter(|leaf| leaf.origin() == &origin);
            let follows = |leaf: &Leaf| index == frontier.size() && leaf.day() >= last_day;
            let Some(leaf) = leaf.filter(follows) else {
                fault = Some(LogError::Unreadable { index });
                return ControlFlow::Break(());
            };
            last_day = leaf.day();
            frontier.append_with(leaf_hash(bytes), |level, _, hash| upper.insert(level, hash));
            ControlFlow::Continue(())
        })?;
        if let Some(fault) = fault {
            return Err(fault);
        }
        if let Some(signed) = signed {
            let size = signed.size();
            let root = signed_root.or((size == frontier.size()).then(|| frontier.root()));
            if signed.origin() != &origin || root != Some(signed.root()) {
                return Err(LogError::Inconsistent { size });
            }
        }
        let last_logged_at = last_time(&storage)?;
        let chain = Chain::resume(origin, frontier, last_day, last_logged_at);
        Ok(Self { chain, upper, storage, stopped: false })
    }

    /// Records a decision and gives its answer back, bound to the record.
    ///
    /// Requests are recorded whatever came of them (B-039, L-010), refusals like disclosures.
    ///
    /// # Errors
    /// [`NotRecorded`], which holds the answer back: without a record nothing is disclosed. If the
    /// storage failed, the log is stopped and must be opened anew.
    pub fn record<T>(
        &mut self,
        draft: Draft,
        answer: T,
        at: Moment,
        sealer: &mut (impl PayloadSealer + ?Sized),
        entropy: &mut (impl Entropy + ?Sized),
    ) -> Result<Recorded<T>, NotRecorded<T>> {
        match self.append(std::slice::from_ref(&draft), at, sealer, entropy) {
            Ok(receipts) => match receipts.first() {
                Some(receipt) => Ok(receipt.attach(answer)),
                None => Err(NotRecorded::new(LogError::Stopped, answer, vec![draft])),
            },
            Err(cause) => Err(NotRecorded::new(cause, answer, vec![draft])),
        }
    }

    /// Records several decisions with one sync: all of them or, as far as anybody may rely on, none.
    ///
    /// # Errors
    /// [`NotRecorded`] with all the answers.
    pub fn record_all<T>(
        &mut self,
        decisions: Vec<(Draft, T)>,
        at: Moment,
        sealer: &mut (impl PayloadSealer + ?Sized),
        entropy: &mut (impl Entropy + ?Sized),
    ) -> Result<Vec<Recorded<T>>, NotRecorded<Vec<T>>> {
        let (drafts, answers): (Vec<_>, Vec<_>) = decisions.into_iter().unzip();
        match self.append(&drafts, at, sealer, entropy) {
            Ok(receipts) => {
                let pairs = receipts.into_iter().zip(answers);
                Ok(pairs.map(|(receipt, answer)| receipt.attach(answer)).collect())
            }
            Err(cause) => Err(NotRecorded::new(cause, answers, drafts)),
        }
    }

    /// Destroys the contents of entries and records that it was done (G-004, D-012).
    ///
    /// The public parts stay, so nothing else in the log changes; whose entries they were can be told
    /// from neither. What is in the log is destroyed here; the person's key and the host's index of
    /// entries by person are the host's to destroy.
    ///
    /// # Errors
    /// [`NotRecorded`]; [`PrepareError::NotErasable`] inside it for an entry that is an erasure itself
    /// or not in the log, and [`PrepareError::NotAnErasure`] for a draft about somebody.
    pub fn erase(
        &mut self,
        entries: &[u64],
        draft: Draft,
        at: Moment,
        sealer: &mut (impl PayloadSealer + ?Sized),
        entropy: &mut (impl Entropy + ?Sized),
    ) -> Result<Recorded<()>, NotRecorded<()>> {
        match draft.clone().erasing(entries) {
            Ok(draft) => self.record(draft, (), at, sealer, entropy),
            Err(cause) => Err(NotRecorded::new(cause.into(), (), vec![draft])),
        }
    }

    /// Signs the state of the log, or returns what was signed if nothing was added since.
    ///
    /// It is first compared with the checkpoint signed last: a log that is not the continuation of
    /// that one is never signed. If somebody else signed in between, nothing is signed.
    ///
    /// # Errors
    /// [`LogError::Inconsistent`], [`LogError::SignedElsewhere`], what the key or the storage says.
    pub fn checkpoint(
        &mut self,
        signer: &(impl NoteSigner + ?Sized),
    ) -> Result<SignedCheckpoint, LogError> {
        self.checkpoint_after(signer, &[signer.verifier()])
    }

    /// The same where the checkpoint signed last may be by another key, while keys are changed.
    ///
    /// # Errors
    /// As for [`Log::checkpoint`].
    pub fn checkpoint_after(
        &mut self,
        signer: &(impl NoteSigner + ?Sized),
        before: &[&dyn NoteVerifier],
    ) -> Result<SignedCheckpoint, LogError> {
        self.ready()?;
        let (origin, size) = (self.chain.origin().clone(), self.chain.size());
        let latest = self.storage.latest_checkpoint()?;
        if let Some(note) = &latest {
            let last = SignedCheckpoint::open(note.as_bytes(), &origin, before)?;
            let old = last.checkpoint();
            if root_at(self, old.size()) != Some(old.root()) {
                return Err(LogError::Inconsistent { size: old.size() });
            }
            if old.size() == size {
                return Ok(last);
            }
        }
        let new = Checkpoint::new(origin, size, self.chain.root()).sign(signer)?;
        match self.storage.swap_checkpoint(latest.as_deref(), &new.to_string()) {
            Ok(true) => Ok(new),
            Ok(false) => Err(LogError::SignedElsewhere),
            Err(error) => {
                self.stopped = true;
                Err(error.into())
            }
        }
    }

    /// The checkpoint that was signed last, if a known key did.
    ///
    /// # Errors
    /// What the storage or the check of the signature says.
    pub fn latest_checkpoint(
        &self,
        known: &[&dyn NoteVerifier],
    ) -> Result<Option<SignedCheckpoint>, LogError> {
        let Some(note) = self.storage.latest_checkpoint()? else { return Ok(None) };
        Ok(Some(SignedCheckpoint::open(note.as_bytes(), self.chain.origin(), known)?))
    }

    /// The proof for one entry under a signed checkpoint, to be handed to a person or an agency.
    ///
    /// # Errors
    /// [`LogError::Proof`] when the checkpoint does not cover the entry, [`LogError::Inconsistent`]
    /// when it is not of this log.
    pub fn prove(&self, index: u64, under: &SignedCheckpoint) -> Result<ProofFile, LogError> {
        let (size, root) = (under.checkpoint().size(), under.checkpoint().root());
        let proof = InclusionProof::build(self, index, size)?;
        let row = self.storage.read(index)?.ok_or(LogError::Unreadable { index })?;
        let leaf = Leaf::decode(&row.leaf).map_err(|_| LogError::Unreadable { index })?;
        if under.checkpoint().origin() != self.origin() {
            return Err(LogError::Inconsistent { size });
        }
        // A proof that does not hold is not handed out.
        proof.verify(leaf_hash(&row.leaf), root).map_err(|_| LogError::Inconsistent { size })?;
        Ok(ProofFile::new(&leaf, &proof, under))
    }

    /// The proof that the log at `from` entries is the beginning of the log at `to`.
    ///
    /// # Errors
    /// [`LogError::Proof`].
    pub fn consistency(&self, from: u64, to: u64) -> Result<ConsistencyProof, LogError> {
        Ok(ConsistencyProof::build(self, from, to)?)
    }

    /// Checks every entry against the tree, its sealed part and these checkpoints. `progress` hears
    /// how many entries were read.
    #[must_use]
    pub fn verify(
        &self,
        since: impl IntoIterator<Item = Checkpoint>,
        progress: impl FnMut(u64),
    ) -> Report {
        verify(self.chain.origin().clone(), &self.storage, since, progress)
    }

    /// What became of one entry; `None` beyond the end.
    ///
    /// # Errors
    /// What the storage says.
    pub fn verdict(&self, index: u64) -> Result<Option<EntryVerdict>, LogError> {
        let Some(row) = self.storage.read(index)? else { return Ok(None) };
        let leaf = |by| {
            let row = self.storage.read(by).ok()??;
            Leaf::decode(&row.leaf).ok()
        };
        Ok(Some(judge_one(self.chain.origin(), &row, leaf)))
    }

    /// Hands out the entries that pass a filter, in order, until `take` says stop.
    ///
    /// # Errors
    /// What the storage says, or [`LogError::Unreadable`] for an entry that cannot be read.
    pub fn entries(
        &self,
        filter: &Filter,
        mut take: impl FnMut(u64, Leaf) -> ControlFlow<()>,
    ) -> Result<(), LogError> {
        let mut fault = None;
        self.storage.scan_leaves(0, &mut |index, bytes| match Leaf::decode(bytes) {
            Ok(leaf) if filter.passes(&leaf) => take(index, leaf),
            Ok(_) => ControlFlow::Continue(()),
            Err(_) => {
                fault = Some(LogError::Unreadable { index });
                ControlFlow::Break(())
            }
        })?;
        fault.map_or(Ok(()), Err)
    }

    /// One entry as it is stored.
    ///
    /// # Errors
    /// What the storage says.
    pub fn row(&self, index: u64) -> Result<Option<Row>, LogError> {
        Ok(self.storage.read(index)?)
    }

    /// The log's name.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        self.chain.origin()
    }

    /// How many entries there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.chain.size()
    }

    /// The root over all entries.
    #[must_use]
    pub fn root(&self) -> Sha256 {
        self.chain.root()
    }

    /// Where it is kept.
    #[must_use]
    pub const fn storage(&self) -> &S {
        &self.storage
    }

    /// Gives the storage back.
    #[must_use]
    pub fn into_storage(self) -> S {
        self.storage
    }

    fn ready(&self) -> Result<(), LogError> {
        if self.stopped { Err(LogError::Stopped) } else { Ok(()) }
    }

    /// Prepares, stores and syncs, and only then moves on.
    fn append(
        &mut self,
        drafts: &[Draft],
        at: Moment,
        sealer: &mut (impl PayloadSealer + ?Sized),
        entropy: &mut (impl Entropy + ?Sized),
    ) -> Result<Vec<Receipt>, LogError> {
        self.ready()?;
        let mut chain = self.chain.clone();
        let (mut all, mut receipts, mut nodes) = (Vec::new(), Vec::new(), Vec::new());
        // Everything is sealed before anything is written: a missing key must not stop the log.
        for draft in drafts {
            let prepared = chain.prepare(draft, at, sealer, entropy)?;
            self.check_erasures(&prepared)?;
            let complete = |level, _, hash| nodes.push((level, hash));
            receipts.push(chain.accept_with(&prepared, complete).ok_or(LogError::Stopped)?);
            all.push(prepared);
        }
        let stored = all.iter().try_for_each(|one| self.storage.append(one));
        if let Err(error) = stored.and_then(|()| self.storage.sync()) {
            // Nobody knows what reached the disk, so nothing is promised on top of it.
            self.stopped = true;
            return Err(error.into());
        }
        self.chain = chain;
        for (level, hash) in nodes {
            self.upper.insert(level, hash);
        }
        Ok(receipts)
    }

    fn check_erasures(&self, prepared: &Prepared) -> Result<(), LogError> {
        for (index, _) in prepared.tombstones() {
            let index = *index;
            let row = if index < self.chain.size() { self.storage.read(index)? } else { None };
            let leaf = row.and_then(|row| Leaf::decode(&row.leaf).ok());
            if leaf.is_none_or(|leaf| leaf.kind() == Kind::Erasure) {
                return Err(PrepareError::NotErasable { index }.into());
            }
        }
        Ok(())
    }
}

impl<S: Storage> Nodes for Log<S> {
    fn node(&self, level: u32, index: u64) -> Option<Sha256> {
        if level >= KEPT_FROM {
            return self.upper.get(level, index);
        }
        let width = 1_u64 << level;
        let start = index.checked_mul(width)?;
        let mut frontier = Frontier::new();
        let scanned = self.storage.scan_leaves(start, &mut |_, bytes| {
            frontier.append(leaf_hash(bytes));
            if frontier.size() == width {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        (scanned.is_ok() && frontier.size() == width).then(|| frontier.root())
    }
}

/// Checks a log wherever it is kept, even one that is too damaged to be opened.
pub fn verify<S: Storage + ?Sized>(
    origin: Origin,
    storage: &S,
    since: impl IntoIterator<Item = Checkpoint>,
    mut progress: impl FnMut(u64),
) -> Report {
    let mut verifier = since.into_iter().fold(Verifier::new(origin), Verifier::since);
    let scanned = storage.scan(0, &mut |row| {
        verifier.push(&row);
        progress(verifier.size());
        ControlFlow::Continue(())
    });
    if let Err(error) = scanned {
        verifier.fail(error);
    }
    verifier.finish()
}

/// The time of the last entry whose payload is still there. An erasure is never erased itself and
/// comes after what it erased, so one is found soon.
fn last_time<S: Storage>(storage: &S) -> Result<Option<i64>, LogError> {
    for index in (0..storage.size()).rev() {
        if let Some(Row { payload: StoredPayload::Sealed { logged_at, .. }, .. }) =
            storage.read(index)?
        {
            return Ok(Some(logged_at));
        }
    }
    Ok(None)
}

/// What a stored checkpoint says, without a key to check it by.
fn unverified(note: &str) -> Result<Checkpoint, LogError> {
    let note = crate::note::Note::parse(note.as_bytes()).map_err(crate::CheckpointError::from)?;
    Ok(Checkpoint::parse(note.unverified_text())?)
}
