//! Checkpoints: how large a log was and what its root was, signed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use caldicott_model::digest::Sha256;

use crate::note::{Note, NoteError, NoteSigner, NoteVerifier};
use crate::words::Origin;

/// How large a log was and what its root was: the text of a C2SP tlog-checkpoint.
///
/// Whoever keeps one from last year can find out whether anything before it was changed or cut off
/// since; the log alone cannot show that its own end is missing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkpoint {
    origin: Origin,
    size: u64,
    root: Sha256,
    extensions: Vec<String>,
}

/// Text that is no checkpoint.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CheckpointError {
    /// The signed note around it.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The first line is no name of a log.
    #[error("line `1` of the checkpoint is no name of a log")]
    Origin,
    /// The second line is no size.
    #[error("line `2` of the checkpoint is no number of entries: digits without leading zeros")]
    Size,
    /// The third line is no root.
    #[error("line `3` of the checkpoint is no root: 32 bytes in base64")]
    Root,
    /// A further line is empty.
    #[error("line `{line}` of the checkpoint is empty")]
    EmptyLine {
        /// The line, from 1.
        line: usize,
    },
    /// It is of another log.
    #[error("the checkpoint is of another log")]
    OtherLog,
    /// The size and the root do not belong together.
    #[error("a log without entries has another root")]
    EmptyRoot,
}

impl Checkpoint {
    /// The state of a log.
    #[must_use]
    pub const fn new(origin: Origin, size: u64, root: Sha256) -> Self {
        Self { origin, size, root, extensions: Vec::new() }
    }

    /// The log.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many entries it had.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Its root.
    #[must_use]
    pub const fn root(&self) -> Sha256 {
        self.root
    }

    /// Further lines, which mean nothing here.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, base64(self.root));
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads the text of a checkpoint.
    ///
    /// # Errors
    /// A [`CheckpointError`] that names the line.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let text = text.strip_suffix('\n').ok_or(NoteError::Shape)?;
        let mut lines = text.split('\n');
        let origin = lines.next().and_then(|line| Origin::new(line).ok());
        let origin = origin.ok_or(CheckpointError::Origin)?;
        let size = lines.next().and_then(decimal).ok_or(CheckpointError::Size)?;
        let root = lines.next().and_then(hash).ok_or(CheckpointError::Root)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if let Some(empty) = extensions.iter().position(String::is_empty) {
            return Err(CheckpointError::EmptyLine { line: empty + 4 });
        }
        if size == 0 && root != crate::tree::empty_root() {
            return Err(CheckpointError::EmptyRoot);
        }
        Ok(Self { origin, size, root, extensions })
    }

    /// Signs it.
    ///
    /// Only [`crate::Log::checkpoint`] also makes sure that it is consistent with what was signed
    /// before; a host that stores the log itself must do so.
    ///
    /// # Errors
    /// [`NoteError::OtherName`] when the key is not named like the log, or what signing says.
    pub fn sign(
        self,
        signer: &(impl NoteSigner + ?Sized),
    ) -> Result<SignedCheckpoint, CheckpointError> {
        if signer.verifier().name() != self.origin.as_str() {
            return Err(NoteError::OtherName.into());
        }
        let note = Note::sign(&self.text(), signer)?;
        Ok(SignedCheckpoint { checkpoint: self, note })
    }
}

/// A checkpoint whose signature was made or checked here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Reads a checkpoint and checks that a known key has signed it.
    ///
    /// # Errors
    /// A [`CheckpointError`]: not a checkpoint, not signed by a known key, or of another log.
    pub fn open(
        bytes: &[u8],
        origin: &Origin,
        known: &[&dyn NoteVerifier],
    ) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes)?;
        let checkpoint = Checkpoint::parse(note.verify(known)?)?;
        if checkpoint.origin != *origin {
            return Err(CheckpointError::OtherLog);
        }
        Ok(Self { checkpoint, note })
    }

    /// What was signed.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note with all its signatures.
    #[must_use]
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// Adds another signature.
    ///
    /// # Errors
    /// What signing says.
    pub fn add_signature(
        &mut self,
        signer: &(impl NoteSigner + ?Sized),
    ) -> Result<(), CheckpointError> {
        Ok(self.note.add_signature(signer)?)
    }
}

impl std::fmt::Display for SignedCheckpoint {
    /// Writes the signed note.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.note, out)
    }
}

/// A number in decimal digits without leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical =
        text.bytes().all(|c| c.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

/// A hash in base64.
pub(crate) fn hash(text: &str) -> Option<Sha256> {
    STANDARD.decode(text).ok()?.try_into().ok().map(Sha256::from_bytes)
}

/// A hash as base64.
pub(crate) fn base64(hash: Sha256) -> String {
    STANDARD.encode(hash.bytes())
}

#[cfg(test)]
mod tests;
