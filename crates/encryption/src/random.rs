//! Where random bytes come from: an argument, never a global.

#[cfg(feature = "os-entropy")]
mod buffered;
#[cfg(feature = "os-entropy")]
mod os;

pub(crate) use crate::error::RandomFailure;

#[cfg(feature = "os-entropy")]
pub use self::buffered::Buffered;
#[cfg(feature = "os-entropy")]
pub use self::os::OsEntropy;

/// A source of random bytes for keys and nonces.
///
/// A nonce is drawn in one call of exactly its length: 12 bytes for suite 1, 24 for suite 2, for
/// wrapped keys and for an attachment's salt. A source that repeats itself gives the plaintext away: write one only for tests.
pub trait RandomSource: Send + Sync {
    /// Fills the whole buffer.
    ///
    /// # Errors
    /// When there are no random bytes. Nothing is sealed then.
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure>;

    /// Whether nonces are to be mixed with key, context and value, so that a source that repeats
    /// itself does no harm unless all of them repeat.
    fn hedges(&self) -> bool {
        false
    }
}

/// Another source, hedged: its bytes are hashed with a secret key, the context and the value.
///
/// An attachment's salt is not hedged, for its value is not known when it is drawn.
/// It costs two hashes for each value. Use it where the machine's entropy is in doubt: snapshots of
/// virtual machines, early boot.
#[derive(Clone, Copy, Debug)]
pub struct Hedged<S>(pub S);

impl<S: RandomSource> RandomSource for Hedged<S> {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        self.0.fill(out)
    }

    fn hedges(&self) -> bool {
        true
    }
}

impl<S: RandomSource + ?Sized> RandomSource for std::sync::Arc<S> {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        (**self).fill(out)
    }

    fn hedges(&self) -> bool {
        (**self).hedges()
    }
}
