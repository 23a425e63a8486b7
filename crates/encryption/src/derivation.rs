//! How one key gives another: HKDF-Expand with a purpose byte and a label that never overlap.

use hkdf::Hkdf;
use sha2::Sha256;

use crate::error::BackendFailure;
use crate::secret::{SecretKey, scrub_stack};

/// What a derived key is for. The bytes are fixed for ever.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum Purpose {
    Key = 0x01,
    Commitment = 0x02,
    Hedge = 0x03,
    Index = 0x10,
}

/// The keys that one secret gives under one label: a key, what commits to it, and a key for hedged
/// nonces where they are used.
pub(crate) struct Derived {
    pub(crate) key: SecretKey,
    pub(crate) commitment: [u8; 32],
    pub(crate) hedge: Option<SecretKey>,
}

/// Derives a key and its commitment.
pub(crate) fn derive(
    secret: &SecretKey,
    label: &[u8; 32],
    subject: &[u8],
    hedged: bool,
) -> Result<Derived, BackendFailure> {
    let derived = derive_on_the_stack(secret, label, subject, hedged);
    scrub_stack();
    derived
}

/// Derives one key.
pub(crate) fn derive_one(
    secret: &SecretKey,
    purpose: Purpose,
    label: &[u8; 32],
) -> Result<SecretKey, BackendFailure> {
    let derived = extractor(secret).and_then(|from| expand(&from, purpose, label, &[]));
    scrub_stack();
    derived
}

#[inline(never)]
fn derive_on_the_stack(
    secret: &SecretKey,
    label: &[u8; 32],
    subject: &[u8],
    hedged: bool,
) -> Result<Derived, BackendFailure> {
    let from = extractor(secret)?;
    let key = expand(&from, Purpose::Key, label, subject)?;
    let commitment = *expand(&from, Purpose::Commitment, label, subject)?.expose();
    let hedge = if hedged { Some(expand(&from, Purpose::Hedge, label, subject)?) } else { None };
    Ok(Derived { key, commitment, hedge })
}

#[inline(never)]
fn extractor(secret: &SecretKey) -> Result<Hkdf<Sha256>, BackendFailure> {
    Hkdf::from_prk(secret.expose()).map_err(|_| BackendFailure)
}

#[inline(never)]
fn expand(
    from: &Hkdf<Sha256>,
    purpose: Purpose,
    label: &[u8; 32],
    subject: &[u8],
) -> Result<SecretKey, BackendFailure> {
    let mut key = SecretKey::zero();
    from.expand_multi_info(&[&[purpose as u8], label, subject], key.expose_mut())
        .map_err(|_| BackendFailure)?;
    Ok(key)
}
