//! Turning a decision into an entry, without any input or output.

use std::fmt;

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::digest::Sha256;
use caldicott_model::{Personal, Purpose};

use zeroize::Zeroizing;

use crate::codec::FormatError;
use crate::leaf::{Leaf, MOST_RULES};
use crate::payload::{
    ERASED, Entropy, Field, LOGGED_AT, NoEntropy, Opening, Payload, PayloadSealer, Role,
    SealContext, SealError,
};
use crate::tombstone::Tombstone;
use crate::tree::{Frontier, leaf_hash};
use crate::words::{Kind, Moment, NameError, Origin, Outcome, RuleId};

/// What is to be recorded.
///
/// A name that the format cannot hold is reported when the entry is prepared, so that a draft reads
/// as one sentence.
#[derive(Clone)]
pub struct Draft {
    kind: Kind,
    outcome: Outcome,
    rulebook: Sha256,
    rules: Vec<RuleId>,
    subject: Option<Personal<String>>,
    fields: Vec<(Role, String, Personal<Vec<u8>>)>,
    fault: Option<NameError>,
}

impl Draft {
    /// Something of this kind with this outcome, decided under this rulebook.
    #[must_use]
    pub const fn new(kind: Kind, outcome: Outcome, rulebook: Sha256) -> Self {
        Self {
            kind,
            outcome,
            rulebook,
            rules: Vec::new(),
            subject: None,
            fields: Vec::new(),
            fault: None,
        }
    }

    /// Cites the rules that the decision applied.
    #[must_use]
    pub fn citing(self, rules: &RuleSet) -> Self {
        self.citing_ids(rules.ids())
    }

    /// Cites rules by id, each once; for a host's own rulebook.
    #[must_use]
    pub fn citing_ids<'a>(mut self, ids: impl IntoIterator<Item = &'a str>) -> Self {
        for id in ids {
            match RuleId::new(id) {
                Ok(rule) if !self.rules.contains(&rule) => self.rules.push(rule),
                Ok(_) => {}
                Err(fault) => self.fault = Some(fault),
            }
        }
        if self.rules.len() > MOST_RULES {
            self.fault = Some(NameError::TooManyRules);
        }
        self
    }

    /// Says whom it is about. Without this it is about nobody, which nobody outside can tell.
    #[must_use]
    pub fn about(mut self, subject: Personal<String>) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Says who receives something; may be said more than once.
    #[must_use]
    pub fn to(mut self, recipient: &str) -> Self {
        let value = Personal::new(recipient.as_bytes().to_vec());
        self.fields.push((Role::Recipient, "recipient".to_owned(), value));
        self
    }

    /// Records anything else, sealed.
    #[must_use]
    pub fn detail(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = Personal::new(value.as_ref().to_vec());
        self.fields.push((Role::Detail, name.to_owned(), value));
        self
    }

    /// What is recorded.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whom it is about.
    #[must_use]
    pub const fn subject(&self) -> Option<&Personal<String>> {
        self.subject.as_ref()
    }

    /// Says which entries lose their contents by this one.
    ///
    /// The public part only commits to them: whoever reads the log later cannot tell which entries
    /// were about the same person.
    ///
    /// # Errors
    /// [`PrepareError::NotAnErasure`] when the kind is another, or when the draft is about somebody:
    /// the record of an erasure outlives the person's key, so it is kept under the log's own.
    pub fn erasing(mut self, entries: &[u64]) -> Result<Self, PrepareError> {
        if self.kind != Kind::Erasure || self.subject.is_some() {
            return Err(PrepareError::NotAnErasure);
        }
        let mut entries = entries.to_vec();
        entries.sort_unstable();
        entries.dedup();
        for entry in entries {
            let value = Personal::new(entry.to_be_bytes().to_vec());
            self.fields.push((Role::Erased, ERASED.to_owned(), value));
        }
        Ok(self)
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Draft({} {}: …)", self.kind, self.outcome)
    }
}

/// Why an entry could not be made. Then nothing is recorded and nothing may be disclosed.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PrepareError {
    /// A name in the draft cannot be held.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The draft is too large.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// No salts.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// The payload was not sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Only an erasure erases, and it is about nobody.
    #[error("only an entry of kind `erasure` that is about nobody names entries to erase")]
    NotAnErasure,
    /// An erasure that erases the record of another, or what is not in the log yet.
    #[error("entry `{index}` cannot be erased: it is an erasure itself, or not in the log")]
    NotErasable {
        /// The entry.
        index: u64,
    },
}

/// An entry that is ready to be stored.
pub struct Prepared {
    index: u64,
    leaf: Leaf,
    encoded: Vec<u8>,
    hash: Sha256,
    logged_at: i64,
    ciphertext: Vec<u8>,
    tombstones: Vec<(u64, Tombstone)>,
}

impl Prepared {
    /// Its place in the log.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The public part.
    #[must_use]
    pub const fn leaf(&self) -> &Leaf {
        &self.leaf
    }

    /// The public part as bytes, to be stored for ever.
    #[must_use]
    pub fn leaf_bytes(&self) -> &[u8] {
        &self.encoded
    }

    /// The hash of the public part.
    #[must_use]
    pub const fn leaf_hash(&self) -> Sha256 {
        self.hash
    }

    /// The time of the log, in milliseconds since 1970, to be stored beside the sealed payload and
    /// deleted with it.
    #[must_use]
    pub const fn logged_at(&self) -> i64 {
        self.logged_at
    }

    /// The sealed payload, to be stored where it can be deleted.
    #[must_use]
    pub fn ciphertext(&self) -> &[u8] {
        &self.ciphertext
    }

    /// For an erasure: what replaces the payload of each erased entry.
    #[must_use]
    pub fn tombstones(&self) -> &[(u64, Tombstone)] {
        &self.tombstones
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Prepared({}: {} {})", self.index, self.leaf.kind, self.leaf.outcome)
    }
}

/// The end of a log, as much of it as is needed to append: small, and cheap to copy.
///
/// A host that stores the log itself prepares entries on a copy, stores them in its own transaction,
/// and puts the copy in place of the original once the transaction is committed. [`crate::Log`]
/// does the same over a [`crate::Storage`].
#[derive(Clone, Debug)]
pub struct Chain {
    origin: Origin,
    frontier: Frontier,
    last_day: Day,
    last_logged_at: i64,
}

impl Chain {
    /// A log without entries.
    #[must_use]
    pub const fn new(origin: Origin) -> Self {
        Self { origin, frontier: Frontier::new(), last_day: Day::MIN, last_logged_at: i64::MIN }
    }

    /// A log with entries: its right edge, the day of its last entry and the time of its last
    /// payload that is still there, if any.
    #[must_use]
    pub fn resume(
        origin: Origin,
        frontier: Frontier,
        last_day: Day,
        last_logged_at: Option<i64>,
    ) -> Self {
        Self { origin, frontier, last_day, last_logged_at: last_logged_at.unwrap_or(i64::MIN) }
    }

    /// The log's name.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many entries there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over all entries.
    #[must_use]
    pub fn root(&self) -> Sha256 {
        self.frontier.root()
    }

    /// The right edge of the tree.
    #[must_use]
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Makes the next entry. Nothing changes before it is accepted.
    ///
    /// Its time and its day are never earlier than those of the entry before, whatever the host's
    /// clock says; what the clock said is sealed with the rest.
    ///
    /// # Errors
    /// A [`PrepareError`]; then there is nothing to record and nothing may be disclosed.
    pub fn prepare(
        &self,
        draft: &Draft,
        at: Moment,
        sealer: &mut (impl PayloadSealer + ?Sized),
        entropy: &mut (impl Entropy + ?Sized),
    ) -> Result<Prepared, PrepareError> {
        if let Some(fault) = draft.fault {
            return Err(fault.into());
        }
        let index = self.size();
        let logged_at = at.unix_millis.max(self.last_logged_at);
        let payload = payload(draft, at, logged_at, entropy)?;
        if let Some(index) = payload.erased().find(|entry| *entry >= index) {
            return Err(PrepareError::NotErasable { index });
        }
        let context = SealContext { origin: &self.origin, index, subject: draft.subject.as_ref() };
        let ciphertext = sealer.seal(&context, payload.encode().expose(Purpose::SEALING))?;
        if ciphertext.len() > Payload::LONGEST_SEALED {
            let limit = Payload::LONGEST_SEALED;
            return Err(FormatError::TooLarge { part: "sealed payload", limit }.into());
        }
        let leaf = Leaf {
            origin: self.origin.clone(),
            kind: draft.kind,
            outcome: draft.outcome,
            day: at.day.max(self.last_day),
            rulebook: draft.rulebook,
            commitment: payload.commitment(),
            ciphertext: Sha256::of(&ciphertext),
            rules: draft.rules.clone(),
        };
        let encoded = leaf.encode();
        let hash = leaf_hash(&encoded);
        let tombstone =
            |opening: Opening| Some((opening.erased_entry()?, Tombstone::new(index, opening)));
        let erased = payload.openings(|field| field.role() == Role::Erased);
        let tombstones = erased.into_iter().filter_map(tombstone).collect();
        Ok(Prepared { index, leaf, encoded, hash, logged_at, ciphertext, tombstones })
    }

    /// Takes a prepared entry in as the next one.
    ///
    /// Returns `None`, and changes nothing, when it was prepared for another place.
    pub fn accept(&mut self, prepared: &Prepared) -> Option<Receipt> {
        self.accept_with(prepared, |_, _, _| {})
    }

    /// The same, handing over each node of the tree that is now complete, as in
    /// [`Frontier::append_with`].
    pub fn accept_with(
        &mut self,
        prepared: &Prepared,
        complete: impl FnMut(u32, u64, Sha256),
    ) -> Option<Receipt> {
        if prepared.index != self.size() || prepared.leaf.origin != self.origin {
            return None;
        }
        self.frontier.append_with(prepared.hash, complete);
        self.last_day = prepared.leaf.day;
        self.last_logged_at = prepared.logged_at;
        Some(Receipt { index: prepared.index, hash: prepared.hash })
    }
}

fn payload(
    draft: &Draft,
    at: Moment,
    logged_at: i64,
    entropy: &mut (impl Entropy + ?Sized),
) -> Result<Payload, PrepareError> {
    let time = |name, value: &[u8]| (Role::Time, name, Personal::new(value.to_vec()));
    let mut parts = vec![
        time(LOGGED_AT, &logged_at.to_be_bytes()),
        time("clock", &at.unix_millis.to_be_bytes()),
        time("clock-day", &at.day.epoch_days().to_be_bytes()),
    ];
    if let Some(subject) = &draft.subject {
        let value = subject.expose(Purpose::SEALING).as_bytes().to_vec();
        parts.push((Role::Subject, "subject", Personal::new(value)));
    }
    for (role, name, value) in &draft.fields {
        parts.push((*role, name, value.clone()));
    }
    // One call for all salts: a call to the system costs more than the hashing.
    let mut salts = Zeroizing::new(vec![0_u8; parts.len() * 32]);
    entropy.fill(&mut salts)?;
    let mut fields = Vec::with_capacity(parts.len());
    for ((role, name, value), salt) in parts.into_iter().zip(salts.as_chunks().0) {
        fields.push(Field::new(role, name, value, *salt)?);
    }
    Ok(Payload::new(fields)?)
}

/// That an entry was taken in. It may be used once the entry is stored beyond any crash.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an answer leaves the system only together with the receipt for its record"]
pub struct Receipt {
    index: u64,
    hash: Sha256,
}

impl Receipt {
    /// The entry's place in the log.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The hash of its public part.
    #[must_use]
    pub const fn leaf_hash(&self) -> Sha256 {
        self.hash
    }

    /// Binds an answer to its record.
    pub const fn attach<T>(self, answer: T) -> Recorded<T> {
        Recorded { receipt: self, answer }
    }
}

/// An answer whose record is in the log (B-039, L-010).
///
/// A host whose outward functions take a `Recorded<T>` cannot disclose anything unrecorded: this is
/// the only way to come by one.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Recorded<T> {
    receipt: Receipt,
    answer: T,
}

impl<T> Recorded<T> {
    /// The receipt.
    pub const fn receipt(&self) -> Receipt {
        self.receipt
    }

    /// The answer.
    pub const fn answer(&self) -> &T {
        &self.answer
    }

    /// The answer, to be given out.
    pub fn into_answer(self) -> T {
        self.answer
    }
}

impl<T> fmt::Debug for Recorded<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Recorded({}: …)", self.receipt.index)
    }
}

#[cfg(test)]
mod tests;
