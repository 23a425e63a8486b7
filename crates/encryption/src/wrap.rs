//! Wrapped key records: how a key lies at rest under its parent.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

use crate::backend::Backend;
use crate::context::{Subject, Tenant, absorb, length};
use crate::derivation::Root;
use crate::error::KeyError;
use crate::field::{Draw, MOST_RANDOM};
use crate::random::RandomSource;
use crate::sealed::Suite;
use crate::secret::SecretKey;
use crate::xaes::XaesKey;

/// Which key a record holds.
#[expect(clippy::exhaustive_enums, reason = "a key store has one row for each of these kinds")]
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum KeyName {
    /// A version of the key that a tenant's blind indexes are derived from.
    Index {
        /// Whose.
        tenant: Tenant,
        /// Which version, from 1.
        version: u32,
    },
    /// A version of one person's key.
    Subject {
        /// Of which tenant.
        tenant: Tenant,
        /// Whose.
        subject: Subject,
        /// Which version, from 1.
        version: u32,
    },
    /// A version of a tenant's key, which wraps the keys of its people and its indexes.
    Tenant {
        /// Whose.
        tenant: Tenant,
        /// Which version, from 1.
        version: u32,
    },
}

/// A key as a key store keeps it: opaque bytes that only their parent key opens, and only in their
/// own row.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct WrappedKey(Vec<u8>);

/// A key that wraps others: what is derived from a key-encryption key or a tenant key.
pub(crate) struct Parent {
    version: u32,
    commitment: [u8; 32],
    key: XaesKey,
    hedge: Option<SecretKey>,
    /// The id of the key-encryption key at the root.
    kek_id: Box<[u8]>,
}

/// What a parent key is.
#[derive(Clone, Copy)]
pub(crate) enum ParentKind<'a> {
    Kek,
    Tenant(&'a Tenant),
}

const VERSION: u8 = 1;
/// The suite of records whose blob a remote key-encryption key made: opaque to this crate.
const REMOTE: u8 = 0;
/// Version, suite, kind and parent version.
const LEADING: usize = 7;
const LENGTH: usize = LEADING + 32 + 24 + 32 + 16;

impl KeyName {
    /// The tenant it belongs to.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        match self {
            Self::Index { tenant, .. }
            | Self::Subject { tenant, .. }
            | Self::Tenant { tenant, .. } => tenant,
        }
    }

    /// The subject whose key it is, for a person's key.
    #[must_use]
    pub const fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Subject { subject, .. } => Some(subject),
            Self::Index { .. } | Self::Tenant { .. } => None,
        }
    }

    /// Its version, from 1.
    #[must_use]
    pub const fn version(&self) -> u32 {
        match self {
            Self::Index { version, .. }
            | Self::Subject { version, .. }
            | Self::Tenant { version, .. } => *version,
        }
    }

    /// The byte that names its kind: 1 tenant key, 2 subject key, 3 index key.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Tenant { .. } => 1,
            Self::Subject { .. } => 2,
            Self::Index { .. } => 3,
        }
    }
}

impl WrappedKey {
    /// A record as it was stored. It is checked when it is opened.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The version of the parent key it was wrapped under; `None` when it is no record.
    #[must_use]
    pub fn parent_version(&self) -> Option<u32> {
        match self.0.first_chunk::<LEADING>() {
            Some(&[VERSION, _, _, v1, v2, v3, v4]) => Some(u32::from_be_bytes([v1, v2, v3, v4])),
            _ => None,
        }
    }

    /// A record around the blob of a remote key-encryption key.
    pub(crate) fn remote(name: &KeyName, parent_version: u32, blob: &[u8]) -> Self {
        let mut bytes = leading(REMOTE, name, parent_version).to_vec();
        bytes.extend_from_slice(blob);
        Self(bytes)
    }

    /// The blob of a remote key-encryption key.
    pub(crate) fn remote_blob(&self, name: &KeyName) -> Result<&[u8], KeyError> {
        let parent = self.parent_version().ok_or(KeyError::Unwrap)?;
        self.0.strip_prefix(&leading(REMOTE, name, parent)).ok_or(KeyError::Unwrap)
    }
}

impl Parent {
    /// Derives what wraps from a key.
    pub(crate) fn derive(
        secret: &SecretKey,
        version: u32,
        kind: ParentKind<'_>,
        kek_id: &[u8],
        hedged: bool,
    ) -> Self {
        let mut label = Sha256::new_with_prefix(b"caldicott/parent/1\0");
        let (byte, tenant, id): (u8, &[u8], &[u8]) = match kind {
            ParentKind::Kek => (0, &[], kek_id),
            ParentKind::Tenant(tenant) => (1, tenant.as_bytes(), &[]),
        };
        label.update([byte]);
        absorb(&mut label, tenant);
        absorb(&mut label, id);
        let derived = Root::new(secret).derive(&label.finalize().into(), &[], hedged, XaesKey::new);
        Self {
            version,
            commitment: derived.commitment,
            key: derived.key,
            hedge: derived.hedge,
            kek_id: kek_id.into(),
        }
    }

    pub(crate) const fn version(&self) -> u32 {
        self.version
    }

    pub(crate) const fn kek_id(&self) -> &[u8] {
        &self.kek_id
    }

    /// Wraps a key as the one of this name.
    pub(crate) fn wrap(
        &self,
        backend: &dyn Backend,
        random: &dyn RandomSource,
        name: &KeyName,
        key: &SecretKey,
    ) -> Result<WrappedKey, KeyError> {
        let aad = wrap_aad(name, self.version, &self.kek_id);
        let draw = Draw::new(Suite::Xaes256Gcm, random)?;
        let mut hedged = [0; MOST_RANDOM];
        let nonce = draw.nonce(self.hedge.as_ref(), &aad, key.expose(), &mut hedged);
        let nonce: &[u8; 24] = nonce.first_chunk().ok_or(KeyError::Backend)?;
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend_from_slice(&leading(Suite::Xaes256Gcm.byte(), name, self.version));
        bytes.extend_from_slice(&self.commitment);
        bytes.extend_from_slice(nonce);
        let body = bytes.len();
        bytes.extend_from_slice(key.expose());
        let text = bytes.get_mut(body..).unwrap_or_default();
        match self.key.seal(backend, nonce, &aad, text) {
            Ok(tag) => {
                bytes.extend_from_slice(&tag);
                Ok(WrappedKey(bytes))
            }
            Err(failure) => {
                bytes.zeroize();
                Err(failure.into())
            }
        }
    }

    /// Opens a record as the key of this name.
    pub(crate) fn unwrap(
        &self,
        backend: &dyn Backend,
        name: &KeyName,
        record: &WrappedKey,
    ) -> Result<SecretKey, KeyError> {
        let bytes: &[u8; LENGTH] = record.as_bytes().try_into().map_err(|_| KeyError::Unwrap)?;
        let (header, rest) = bytes.split_first_chunk::<LEADING>().ok_or(KeyError::Unwrap)?;
        let (commitment, rest) = rest.split_first_chunk::<32>().ok_or(KeyError::Unwrap)?;
        let (nonce, rest) = rest.split_first_chunk::<24>().ok_or(KeyError::Unwrap)?;
        let (text, tag) = rest.split_last_chunk::<16>().ok_or(KeyError::Unwrap)?;
        let expected = leading(Suite::Xaes256Gcm.byte(), name, self.version);
        if *header != expected || !bool::from(self.commitment.ct_eq(commitment)) {
            return Err(KeyError::Unwrap);
        }
        let mut key = SecretKey::zero();
        key.expose_mut().copy_from_slice(text);
        let aad = wrap_aad(name, self.version, &self.kek_id);
        // After a failure the half-open key is wiped as it is dropped.
        self.key.open(backend, nonce, &aad, key.expose_mut(), tag).map_err(|_| KeyError::Unwrap)?;
        Ok(key)
    }
}

/// What a wrapped key is bound to: its own row, its parent's version and the root's id.
pub(crate) fn wrap_aad(name: &KeyName, parent_version: u32, kek_id: &[u8]) -> Vec<u8> {
    let tenant = name.tenant().as_bytes();
    let subject = name.subject().map_or(&[][..], Subject::as_bytes);
    let mut aad = Vec::with_capacity(32 + tenant.len() + subject.len() + kek_id.len());
    aad.extend_from_slice(b"caldicott/wrap/1\0");
    aad.push(name.kind());
    for word in [tenant, subject] {
        aad.extend_from_slice(&length(word));
        aad.extend_from_slice(word);
    }
    aad.extend_from_slice(&name.version().to_be_bytes());
    aad.extend_from_slice(&parent_version.to_be_bytes());
    aad.extend_from_slice(&length(kek_id));
    aad.extend_from_slice(kek_id);
    aad
}

const fn leading(suite: u8, name: &KeyName, parent_version: u32) -> [u8; LEADING] {
    let [v1, v2, v3, v4] = parent_version.to_be_bytes();
    [VERSION, suite, name.kind(), v1, v2, v3, v4]
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "WrappedKey({} bytes)", self.0.len())
    }
}
