//! A proof about one entry that a person can be handed with the letter: C2SP tlog-proof.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint, base64, decimal, hash};
use crate::codec::FormatError;
use crate::leaf::Leaf;
use crate::note::{Note, NoteVerifier};
use crate::tree::{InclusionProof, ProofError, leaf_hash};
use crate::words::Origin;

/// One entry, the proof that it is in the log, and the signed checkpoint that says so.
///
/// It is checked without the log, without the network and without any key of a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProofFile {
    extra: Option<Vec<u8>>,
    index: u64,
    path: Vec<caldicott_model::digest::Sha256>,
    note: Note,
}

/// Text that is no proof, or one that proves nothing.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ProofFileError {
    /// The first line is another.
    #[error("line `1` is not `{HEADER}`")]
    Header,
    /// A line is not what it should be.
    #[error("line `{line}` of the proof is no {wanted}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What it should be.
        wanted: &'static str,
    },
    /// There is no checkpoint after a blank line.
    #[error("the proof has no checkpoint after a blank line")]
    NoCheckpoint,
    /// The checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The path.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The entry itself.
    #[error("the entry in the proof cannot be read: {0}")]
    Entry(#[from] FormatError),
    /// It proves an entry that it does not hold.
    #[error("the proof does not hold the entry")]
    NoEntry,
    /// The entry says that it is of another log.
    #[error("the entry is of another log")]
    OtherLog,
}

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// What a proof file proved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proven {
    /// The entry's place in the log.
    pub index: u64,
    /// Its public part.
    pub leaf: Leaf,
    /// What was signed.
    pub checkpoint: Checkpoint,
}

impl ProofFile {
    /// The proof for an entry of the log as it was when the checkpoint was signed. The public part of
    /// the entry goes in as extra data.
    #[must_use]
    pub fn new(leaf: &Leaf, proof: &InclusionProof, checkpoint: &SignedCheckpoint) -> Self {
        Self {
            extra: Some(leaf.encode()),
            index: proof.index(),
            path: proof.path().to_vec(),
            note: checkpoint.note().clone(),
        }
    }

    /// Reads a proof; nothing in it may be relied on before it is verified.
    ///
    /// # Errors
    /// A [`ProofFileError`] that names the line.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFileError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.split(|c| *c == b'\n').count();
            ProofFileError::Line { line, wanted: "UTF-8" }
        })?;
        let (head, note) = text.split_once("\n\n").ok_or(ProofFileError::NoCheckpoint)?;
        let mut lines = (1..).zip(head.split('\n'));
        if lines.next().map(|(_, line)| line) != Some(HEADER) {
            return Err(ProofFileError::Header);
        }
        let mut next = lines.next();
        let mut extra = None;
        if let Some((line, data)) = next.and_then(|(n, l)| Some((n, l.strip_prefix("extra ")?))) {
            let wanted = "extra data in base64";
            let data = STANDARD.decode(data).map_err(|_| ProofFileError::Line { line, wanted })?;
            extra = Some(data);
            next = lines.next();
        }
        let (line, text) = next.unwrap_or((2, ""));
        let index = text.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or(ProofFileError::Line { line, wanted: "index" })?;
        let mut path = Vec::new();
        for (line, text) in lines {
            let wanted = "hash in base64, or there are too many";
            let hash = hash(text).filter(|_| path.len() < 64);
            path.push(hash.ok_or(ProofFileError::Line { line, wanted })?);
        }
        let note = Note::parse(note.as_bytes()).map_err(CheckpointError::from)?;
        Ok(Self { extra, index, path, note })
    }

    /// The entry's place in the log, as the file claims.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Checks the whole: a known key signed a checkpoint of this log, and the entry that the file
    /// holds is in it.
    ///
    /// # Errors
    /// A [`ProofFileError`] that says what is wrong.
    pub fn verify(
        &self,
        origin: &Origin,
        known: &[&dyn NoteVerifier],
    ) -> Result<Proven, ProofFileError> {
        let bytes = self.extra.as_deref().ok_or(ProofFileError::NoEntry)?;
        self.verify_entry(bytes, origin, known)
    }

    /// The same for a public part that was come by in another way; what the file holds is ignored.
    ///
    /// # Errors
    /// A [`ProofFileError`] that says what is wrong.
    pub fn verify_entry(
        &self,
        leaf: &[u8],
        origin: &Origin,
        known: &[&dyn NoteVerifier],
    ) -> Result<Proven, ProofFileError> {
        let checkpoint =
            Checkpoint::parse(self.note.verify(known).map_err(CheckpointError::from)?)?;
        if checkpoint.origin() != origin {
            return Err(CheckpointError::OtherLog.into());
        }
        let proof = InclusionProof::from_parts(self.index, checkpoint.size(), self.path.clone());
        proof.verify(leaf_hash(leaf), checkpoint.root())?;
        let leaf = Leaf::decode(leaf)?;
        if leaf.origin() != origin {
            return Err(ProofFileError::OtherLog);
        }
        Ok(Proven { index: self.index, leaf, checkpoint })
    }
}

impl fmt::Display for ProofFile {
    /// Writes the file, by custom named `….tlog-proof`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(out, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(out, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(out, "{}", base64(*hash))?;
        }
        write!(out, "\n{}", self.note)
    }
}

impl fmt::Display for Proven {
    /// Says it in a sentence.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (leaf, log) = (&self.leaf, self.checkpoint.origin());
        write!(
            out,
            "entry {} of the log {log} records on {}: {}, {}",
            self.index,
            leaf.day(),
            leaf.kind(),
            leaf.outcome()
        )?;
        write!(out, "; it was there when the log of {} entries was signed", self.checkpoint.size())
    }
}
