//! Signed notes of C2SP, the form in which checkpoints are signed.

mod key;

#[cfg(feature = "sign")]
pub use key::Ed25519Signer;
pub use key::{KeyError, NoteSigner, NoteVerifier, VerifierKey};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::words::is_key_name;

/// Text with the signatures of one or more keys.
///
/// Nothing in the text may be relied on before [`Note::verify`] has found a signature of a known key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line: who signed, and what.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoteSignature {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

/// Why a note is not one, or proves nothing.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoteError {
    /// It is larger than any note.
    #[error("a note has at most `{limit}` bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// It is not UTF-8, or has control characters other than the line feed.
    #[error("line `{line}` of the note has control characters or is not UTF-8")]
    Characters {
        /// The line, from 1.
        line: usize,
    },
    /// There is no blank line before the signatures, or no line feed at the end.
    #[error("a note is text, a blank line, and signature lines, each with a line feed")]
    Shape,
    /// A signature line is not made like one.
    #[error("line `{line}` is no signature line: em dash, blank, key name, blank, base64")]
    SignatureLine {
        /// The line, from 1.
        line: usize,
    },
    /// More signatures than anybody needs.
    #[error("a note has at most `{limit}` signatures")]
    TooManySignatures {
        /// The limit.
        limit: usize,
    },
    /// A known key signed something else.
    #[error("a signature by a known key is false")]
    FalseSignature,
    /// No known key signed it.
    #[error("no known key has signed the note")]
    NoKnownSignature,
    /// The key's name is not what is signed with it.
    #[error("the signing key is not named like the log")]
    OtherName,
    /// The signer failed.
    #[error("could not sign")]
    Unsigned,
}

/// The most bytes in a note.
const LONGEST: usize = 1 << 20;
/// The most signatures in a note.
const MOST_SIGNATURES: usize = 64;

impl Note {
    /// Signs text, which must end with a line feed.
    ///
    /// # Errors
    /// [`NoteError::Shape`] or [`NoteError::Characters`] for text that no note can hold, and
    /// [`NoteError::Unsigned`] when the signer fails, or makes a signature that its own key refuses.
    pub fn sign(text: &str, signer: &(impl NoteSigner + ?Sized)) -> Result<Self, NoteError> {
        check_text(text)?;
        let mut note = Self { text: text.to_owned(), signatures: Vec::new() };
        note.add_signature(signer)?;
        Ok(note)
    }

    /// Adds another signature: of a witness, or of the next key while keys are changed.
    ///
    /// # Errors
    /// As for [`Note::sign`], and [`NoteError::TooManySignatures`].
    pub fn add_signature(&mut self, signer: &(impl NoteSigner + ?Sized)) -> Result<(), NoteError> {
        if self.signatures.len() >= MOST_SIGNATURES {
            return Err(NoteError::TooManySignatures { limit: MOST_SIGNATURES });
        }
        let signature = signer.sign(self.text.as_bytes()).ok_or(NoteError::Unsigned)?;
        let key = signer.verifier();
        // A fault while signing can give the key away with the signature: look before publishing.
        if !key.verify(self.text.as_bytes(), &signature) {
            return Err(NoteError::Unsigned);
        }
        let (name, id) = (key.name().to_owned(), key.id());
        self.signatures.push(NoteSignature { name, id, signature });
        Ok(())
    }

    /// Reads a note.
    ///
    /// # Errors
    /// A [`NoteError`] that names the line.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > LONGEST {
            return Err(NoteError::TooLarge { limit: LONGEST });
        }
        let all = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            NoteError::Characters { line: before.split(|c| *c == b'\n').count() }
        })?;
        check_characters(all)?;
        let split = all.rfind("\n\n").ok_or(NoteError::Shape)?;
        let (text, rest) = all.split_at(split + 1);
        let lines = rest.strip_prefix('\n').and_then(|rest| rest.strip_suffix('\n'));
        let lines = lines.filter(|lines| !lines.is_empty()).ok_or(NoteError::Shape)?;
        check_text(text)?;
        let first = text.lines().count() + 2;
        let mut signatures = Vec::new();
        for (line, text) in (first..).zip(lines.split('\n')) {
            if signatures.len() >= MOST_SIGNATURES {
                return Err(NoteError::TooManySignatures { limit: MOST_SIGNATURES });
            }
            signatures.push(signature_line(text).ok_or(NoteError::SignatureLine { line })?);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// Checks the signatures of known keys and returns the text.
    ///
    /// Signatures of unknown keys are ignored, so that a witness or a new kind of key can be added
    /// without breaking anybody; a false one of a known key condemns the note.
    ///
    /// # Errors
    /// [`NoteError::FalseSignature`] or [`NoteError::NoKnownSignature`].
    pub fn verify(&self, known: &[&dyn NoteVerifier]) -> Result<&str, NoteError> {
        let mut signed = false;
        for signature in &self.signatures {
            let by =
                known.iter().filter(|key| key.name() == signature.name && key.id() == signature.id);
            for key in by {
                if !key.verify(self.text.as_bytes(), &signature.signature) {
                    return Err(NoteError::FalseSignature);
                }
                signed = true;
            }
        }
        if signed { Ok(&self.text) } else { Err(NoteError::NoKnownSignature) }
    }

    /// The text, not relied on before [`Note::verify`].
    #[must_use]
    pub fn unverified_text(&self) -> &str {
        &self.text
    }

    /// The signatures.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }
}

impl std::fmt::Display for Note {
    /// Writes the note as it is stored and sent.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(out, "{}", self.text)?;
        for line in &self.signatures {
            let bytes = [line.id.as_slice(), &line.signature].concat();
            writeln!(out, "\u{2014} {} {}", line.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

impl NoteSignature {
    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the key.
    #[must_use]
    pub const fn id(&self) -> [u8; 4] {
        self.id
    }
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().position(|c| c < 0x20 && c != b'\n') {
        None => Ok(()),
        Some(at) => {
            let before = text.bytes().take(at);
            Err(NoteError::Characters { line: 1 + before.filter(|c| *c == b'\n').count() })
        }
    }
}

fn check_text(text: &str) -> Result<(), NoteError> {
    check_characters(text)?;
    if text.len() > LONGEST {
        return Err(NoteError::TooLarge { limit: LONGEST });
    }
    if text.ends_with('\n') { Ok(()) } else { Err(NoteError::Shape) }
}

fn signature_line(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    if !is_key_name(name) {
        return None;
    }
    let bytes = STANDARD.decode(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    if signature.is_empty() {
        return None;
    }
    Some(NoteSignature { name: name.to_owned(), id: *id, signature: signature.to_vec() })
}

#[cfg(test)]
mod tests;
