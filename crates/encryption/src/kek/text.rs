//! How the versions of a key are written in a file or a variable.

#[cfg(feature = "file-kek")]
use zeroize::Zeroizing;

use super::KekFailure;
use super::local::{LocalKek, Versions};
use crate::secret::SecretKey;

impl LocalKek {
    /// A key whose versions are written as in a key file: `version:64 hexadecimal digits`, one on a
    /// line or between commas. For text that the host got from a secret manager; its own copy is its
    /// own to wipe.
    ///
    /// # Errors
    /// [`KekFailure::Form`] when it holds no key, or the id is empty or longer than 255 bytes.
    ///
    /// # Example: versions are in their order, so that the last is the one to use
    /// ```
    /// use caldicott_encryption::{KekFailure, KeyEncryptionKey as _, LocalKek};
    ///
    /// let (old, new) = ("05".repeat(32), "09".repeat(32));
    /// let kek = LocalKek::from_text("vault:main", &format!("3:{old}\n7:{new}\n"))?;
    /// assert_eq!(kek.current(), Ok(7));
    /// let swapped = LocalKek::from_text("vault:main", &format!("7:{new}\n3:{old}\n"));
    /// assert_eq!(swapped.err(), Some(KekFailure::Form));
    /// # Ok::<(), KekFailure>(())
    /// ```
    pub fn from_text(id: impl Into<Box<str>>, text: &str) -> Result<Self, KekFailure> {
        Self::of(id, Versions::parse(text)?).map_err(|_| KekFailure::Form)
    }
}

impl Versions {
    /// Reads `version:64 hexadecimal digits`, one on a line or between commas; digits alone are
    /// version 1.
    pub(crate) fn parse(text: &str) -> Result<Self, KekFailure> {
        let mut versions = Vec::new();
        for entry in text.split(['\n', ',']).map(str::trim).filter(|entry| !entry.is_empty()) {
            let (version, digits) = match entry.split_once(':') {
                Some((version, digits)) => {
                    (version.trim().parse().map_err(|_| KekFailure::Form)?, digits.trim())
                }
                None => (1, entry),
            };
            if versions.last().is_some_and(|(last, _)| *last >= version) || version == 0 {
                return Err(KekFailure::Form);
            }
            versions.push((version, hexadecimal(digits).ok_or(KekFailure::Form)?));
        }
        if versions.is_empty() { Err(KekFailure::Form) } else { Ok(Self(versions)) }
    }

    /// Writes what [`Versions::parse`] reads.
    #[cfg(feature = "file-kek")]
    pub(crate) fn write(&self) -> Zeroizing<String> {
        // Room for all of it at once: a string that grows leaves copies of the keys behind.
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() * 80));
        for (version, key) in &self.0 {
            text.push_str(&version.to_string());
            text.push(':');
            for byte in key.expose() {
                for nibble in [byte >> 4, byte & 15] {
                    text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
                }
            }
            text.push('\n');
        }
        text
    }

    #[cfg(feature = "file-kek")]
    pub(crate) fn first(key: SecretKey) -> Self {
        Self(vec![(1, key)])
    }
}

/// Reads 64 hexadecimal digits.
fn hexadecimal(digits: &str) -> Option<SecretKey> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    if pairs.len() != 32 {
        return None;
    }
    let mut key = SecretKey::zero();
    for (byte, [high, low]) in key.expose_mut().iter_mut().zip(pairs) {
        let value = char::from(*high).to_digit(16)? << 4 | char::from(*low).to_digit(16)?;
        *byte = u8::try_from(value).ok()?;
    }
    Some(key)
}
