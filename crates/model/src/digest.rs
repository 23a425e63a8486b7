//! Plain SHA-256, so that crates which only name content by its hash need no cryptography of their own.

use core::fmt;
use core::slice::from_ref;

use sha2::block_api::compress256;

/// A SHA-256 hash: a name for some bytes, no secret and no proof of who made it.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// The hash of these parts one after the other.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hash = Running::new();
        for part in parts {
            hash.take(part);
        }
        Self(hash.close())
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hash that 64 hexadecimal digits write, as [`Display`](fmt::Display) does.
    ///
    /// ```
    /// use caldicott_model::digest::Sha256;
    ///
    /// let hash = Sha256::of(b"policy");
    /// assert_eq!(Sha256::from_hex(&hash.to_string()), Some(hash));
    /// assert_eq!(Sha256::from_hex("12"), None);
    /// ```
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || digits.iter().any(u8::is_ascii_uppercase) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = core::str::from_utf8(pair).ok().filter(|pair| !pair.starts_with('+'))?;
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The hash with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// A hash that is being made, by RustCrypto's compression function: what is hashed here is short,
/// and the general-purpose type spends a quarter of the time on its buffer. Nothing is moved: to
/// read what was just written in other pieces stalls the processor.
struct Running {
    state: [u32; 8],
    block: [u8; BLOCK],
    filled: usize,
    length: u64,
}

const BLOCK: usize = 64;

/// The hash's initial state: the first bits of the square roots of the first eight primes.
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

impl Running {
    const fn new() -> Self {
        Self { state: INITIAL, block: [0; BLOCK], filled: 0, length: 0 }
    }

    #[inline]
    fn take(&mut self, part: &[u8]) {
        self.length += part.len() as u64;
        let mut rest = part;
        if self.filled > 0 {
            let (now, later) = rest.split_at(rest.len().min(BLOCK - self.filled));
            self.put(now);
            rest = later;
            if self.filled == BLOCK {
                compress256(&mut self.state, from_ref(&self.block));
                self.filled = 0;
            }
        }
        let (whole, rest) = rest.as_chunks();
        if !whole.is_empty() {
            compress256(&mut self.state, whole);
        }
        self.put(rest);
    }

    /// Puts into the block what has room in it.
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        if let Some(room) = self.block.get_mut(self.filled..self.filled + bytes.len()) {
            room.copy_from_slice(bytes);
            self.filled += bytes.len();
        }
    }

    /// Ends the message as the standard says: a one-bit, zeros, and its length in bits.
    #[inline]
    fn close(&mut self) -> [u8; 32] {
        let rest = self.block.get_mut(self.filled..).unwrap_or_default();
        rest.fill(0);
        if let Some(first) = rest.first_mut() {
            *first = 0x80;
        }
        if self.filled >= BLOCK - 8 {
            compress256(&mut self.state, from_ref(&self.block));
            self.block.fill(0);
        }
        if let Some(bits) = self.block.last_chunk_mut::<8>() {
            *bits = (self.length * 8).to_be_bytes();
        }
        compress256(&mut self.state, from_ref(&self.block));
        let mut out = [0; 32];
        for (bytes, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(self.state) {
            *bytes = word.to_be_bytes();
        }
        out
    }
}

impl fmt::Display for Sha256 {
    /// Writes 64 lower-case hexadecimal digits.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};
    use sha2::Digest as _;

    use super::Sha256;

    fn reference(bytes: &[u8]) -> Sha256 {
        Sha256::from_bytes(sha2::Sha256::digest(bytes).into())
    }

    #[test]
    fn every_length_gives_the_reference_however_it_is_cut() {
        let all: Vec<u8> = (0..=255).cycle().take(260).collect();
        for length in 0..=all.len() {
            let text = &all[..length];
            let expected = reference(text);
            assert_eq!(Sha256::of(text), expected, "{length}");
            for cut in 0..=length {
                let (one, two) = text.split_at(cut);
                assert_eq!(Sha256::of_parts(&[one, &[], two]), expected, "{length} {cut}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_parts_give_the_reference(parts in vec(vec(any::<u8>(), 0..300), 0..6)) {
            let joined = parts.concat();
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            assert_eq!(Sha256::of_parts(&parts), reference(&joined));
        }
    }
}
