//! The keys that sign notes.
//!
//! Verification is by one implementation everywhere, pure Rust, so that a proof is accepted in a
//! browser exactly when it is accepted on a server. Ed25519 libraries differ on malformed keys and
//! signatures, and a feature must never change a verdict; so `ring`, which signs, never verifies.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use caldicott_model::digest::Sha256;

use crate::words::is_key_name;

/// Checks signatures of one key. Other kinds of signature (a witness, ML-DSA) implement it too.
pub trait NoteVerifier {
    /// The name of the key.
    fn name(&self) -> &str;

    /// The id that stands in the signature line.
    fn id(&self) -> [u8; 4];

    /// Whether this key signed that text.
    fn verify(&self, text: &[u8], signature: &[u8]) -> bool;
}

/// Signs with one key.
pub trait NoteSigner {
    /// The key that checks what this one signs.
    fn verifier(&self) -> &dyn NoteVerifier;

    /// The signature, or `None` when it cannot be made.
    fn sign(&self, text: &[u8]) -> Option<Vec<u8>>;
}

/// Text or bytes that are no key.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeyError {
    /// The name is empty or has blanks, `+` or control characters.
    #[error("the name of a key has neither blanks, `+` nor control characters")]
    Name,
    /// The text is not `name+id+base64`.
    #[error("a key is written `name+id+base64`, the id in eight hexadecimal digits")]
    Form,
    /// The key is of another kind than Ed25519.
    #[error("a key of kind `{kind}` is not Ed25519")]
    Kind {
        /// The byte that tells the kind.
        kind: u8,
    },
    /// The id is not the one of this name and key.
    #[error("the id is not the one of this name and key")]
    Id,
    /// No point on the curve, or one that proves nothing.
    #[error("the bytes are no usable Ed25519 key")]
    Point,
}

/// The byte that stands for Ed25519 in a key and its id.
const ED25519: u8 = 1;

/// A public Ed25519 key with its name, written `name+id+base64`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// The key with this name and these bytes.
    ///
    /// # Errors
    /// [`KeyError::Name`], or [`KeyError::Point`] when the bytes are no key that can be relied on.
    pub fn new(name: &str, public: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(public).map_err(|_| KeyError::Point)?;
        if key.is_weak() {
            return Err(KeyError::Point);
        }
        Ok(Self { name: name.to_owned(), id: key_id(name, public), key })
    }

    /// The 32 bytes.
    #[must_use]
    pub fn public(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }
}

impl NoteVerifier for VerifierKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> [u8; 4] {
        self.id
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return false };
        self.key.verify_strict(text, &signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id);
        let key = [[ED25519].as_slice(), self.public()].concat();
        write!(out, "{}+{id:08x}+{}", self.name, STANDARD.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.split_once('+').ok_or(KeyError::Form)?;
        let (id, key) = rest.split_once('+').ok_or(KeyError::Form)?;
        let hex = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        if id.len() != 8 || !id.bytes().all(hex) {
            return Err(KeyError::Form);
        }
        let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
        let bytes = STANDARD.decode(key).map_err(|_| KeyError::Form)?;
        let (kind, public) = bytes.split_first().ok_or(KeyError::Form)?;
        if *kind != ED25519 {
            return Err(KeyError::Kind { kind: *kind });
        }
        let key = Self::new(name, public.try_into().map_err(|_| KeyError::Form)?)?;
        if key.id != id.to_be_bytes() {
            return Err(KeyError::Id);
        }
        Ok(key)
    }
}

/// The first four bytes of `SHA-256(name ‖ 0A ‖ kind ‖ public key)`.
fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let hash = Sha256::of_parts(&[name.as_bytes(), &[b'\n', ED25519], public]);
    hash.bytes().first_chunk().copied().unwrap_or_default()
}

/// An Ed25519 key that signs, by `ring`.
#[cfg(feature = "sign")]
pub struct Ed25519Signer {
    pair: ring::signature::Ed25519KeyPair,
    verifier: VerifierKey,
}

#[cfg(feature = "sign")]
impl Ed25519Signer {
    /// The key that these 32 secret bytes make, under this name. The log's own key is named like the
    /// log.
    ///
    /// # Errors
    /// A [`KeyError`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        use ring::signature::KeyPair as _;

        let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(seed)
            .map_err(|_| KeyError::Point)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Point)?;
        let verifier = VerifierKey::new(name, public)?;
        Ok(Self { pair, verifier })
    }

    /// The public key, to be given to whoever checks.
    #[must_use]
    pub const fn verifier_key(&self) -> &VerifierKey {
        &self.verifier
    }
}

#[cfg(feature = "sign")]
impl NoteSigner for Ed25519Signer {
    fn verifier(&self) -> &dyn NoteVerifier {
        &self.verifier
    }

    fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        Some(self.pair.sign(text).as_ref().to_vec())
    }
}

#[cfg(feature = "sign")]
impl fmt::Debug for Ed25519Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Ed25519Signer({})", self.verifier)
    }
}
