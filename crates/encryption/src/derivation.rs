//! How one key gives another: HKDF-Expand with a purpose byte and a label that never overlap.

use crate::prf::{Prf, Ready};
use crate::secret::{Fleeting, SecretKey, scrub_hash_stack};

/// What a derived key is for. The bytes are fixed for ever.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum Purpose {
    Key = 0x01,
    Commitment = 0x02,
    Hedge = 0x03,
    Attachment = 0x04,
    Index = 0x10,
}

/// A secret that others are derived from. It is kept as the keyed states of its hash, which are what
/// every derivation begins with.
#[derive(Clone, PartialEq)]
pub(crate) struct Root(Prf);

/// What one secret gives under one label: what was made of the key, what commits to it, and a key
/// for hedged nonces where they are used.
pub(crate) struct Derived<K> {
    pub(crate) key: K,
    pub(crate) commitment: [u8; 32],
    pub(crate) hedge: Option<SecretKey>,
}

impl Root {
    pub(crate) fn new(secret: &SecretKey) -> Self {
        let root = Self(Prf::new(secret.expose()));
        scrub_hash_stack();
        root
    }

    /// Derives a key, makes of it what it is for, and wipes it; and derives its commitment.
    pub(crate) fn derive<K>(
        &self,
        label: &[u8; 32],
        subject: &[u8],
        hedged: bool,
        make: impl FnOnce(&[u8; 32]) -> K,
    ) -> Derived<K> {
        let info = info(label, subject);
        let (mut key, mut commitment) = (Fleeting::zero(), [0; 32]);
        let purposes = [Purpose::Key as u8, Purpose::Commitment as u8];
        self.0.macs_ready(&info, purposes, [key.expose_mut(), &mut commitment]);
        let hedge = hedged.then(|| self.expand(&info, Purpose::Hedge));
        scrub_hash_stack();
        Derived { key: make(key.expose()), commitment, hedge }
    }

    /// Derives one key.
    pub(crate) fn derive_one(
        &self,
        purpose: Purpose,
        label: &[u8; 32],
        subject: &[u8],
    ) -> SecretKey {
        let key = self.expand(&info(label, subject), purpose);
        scrub_hash_stack();
        key
    }

    fn expand(&self, info: &Ready, purpose: Purpose) -> SecretKey {
        let mut key = SecretKey::zero();
        self.0.macs_ready(info, [purpose as u8], [key.expose_mut()]);
        key
    }
}

/// What HKDF-Expand hashes for its first block, the only one that a key needs: the purpose, which is
/// still to come, the label, the subject and the block's number.
#[inline]
fn info(label: &[u8; 32], subject: &[u8]) -> Ready {
    Ready::new(label, subject, 1)
}

#[cfg(test)]
mod tests {
    use hkdf::Hkdf;
    use sha2::Sha256;

    use super::{Purpose, Root};
    use crate::secret::SecretKey;

    #[test]
    fn each_purpose_is_expanded_as_hkdf_does_for_every_length_of_a_subject() {
        let secret = SecretKey::from_bytes(&[0x5a; 32]);
        let reference = Hkdf::<Sha256>::from_prk(secret.expose()).unwrap();
        let label = [7; 32];
        for length in 0..=255 {
            let subject = vec![b's'; length];
            for (purpose, byte) in [
                (Purpose::Key, 1),
                (Purpose::Commitment, 2),
                (Purpose::Hedge, 3),
                (Purpose::Attachment, 4),
                (Purpose::Index, 16),
            ] {
                let mut expected = [0; 32];
                reference.expand_multi_info(&[&[byte], &label, &subject], &mut expected).unwrap();
                let derived = Root::new(&secret).derive_one(purpose, &label, &subject);
                assert_eq!(*derived.expose(), expected, "{byte} {length}");
            }
        }
    }
}
