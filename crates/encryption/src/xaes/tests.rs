//! The vectors of the C2SP specification.

#![expect(clippy::indexing_slicing, reason = "the permutation is written as the standard has it")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::XaesKey;
use crate::backend::Backend;

fn backends() -> Vec<&'static dyn Backend> {
    vec![
        #[cfg(feature = "aes-gcm")]
        &crate::AesGcm,
        #[cfg(feature = "ring")]
        &crate::Ring,
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| char::from_digit(u32::from(nibble), 16))
        .collect()
}

#[test]
fn the_two_worked_examples_come_out_whichever_way_the_top_bit_falls() {
    let nonce = *b"ABCDEFGHIJKLMNOPQRSTUVWX";
    for (byte, derived, aad, sealed) in [
        (
            1,
            "c8612c9ed53fe43e8e005b828a1631a0bbcb6ab2f46514ec4f439fcfd0fa969b",
            "",
            "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271",
        ),
        (
            3,
            "e9c621d4cdd9b11b00a6427ad7e559aeedd66b3857646677748f8ca796cb3fd8",
            "c2sp.org/XAES-256-GCM",
            "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d",
        ),
    ] {
        let key = XaesKey::new(&[byte; 32]);
        let first = nonce.first_chunk().unwrap();
        let mut made = [0; 32];
        key.derive(first, &mut made);
        assert_eq!(hex(&made), derived);
        for backend in backends() {
            let mut text = b"XAES-256-GCM".to_vec();
            let tag = key.seal(backend, &nonce, aad.as_bytes(), &mut text).unwrap();
            assert_eq!(hex(&[text.clone(), tag.to_vec()].concat()), sealed);
            key.open(backend, &nonce, aad.as_bytes(), &mut text, &tag).unwrap();
            assert_eq!(text, b"XAES-256-GCM");
            let mut forged = text.clone();
            assert!(key.open(backend, &nonce, b"other", &mut forged, &tag).is_err());
        }
    }
}

#[test]
fn ten_thousand_random_messages_have_the_accumulated_hash() {
    for backend in backends() {
        let expected = "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939";
        assert_eq!(accumulated(backend, 10_000), expected, "{}", backend.name());
    }
}

#[test]
#[ignore = "some seconds when optimised, minutes when not"]
fn a_million_random_messages_have_the_accumulated_hash() {
    for backend in backends() {
        let expected = "2163ae1445985a30b60585ee67daa55674df06901b890593e824b8a7c885ab15";
        assert_eq!(accumulated(backend, 1_000_000), expected, "{}", backend.name());
    }
}

fn accumulated(backend: &dyn Backend, messages: usize) -> String {
    let mut random = Shake128::default();
    random.finish();
    let mut hash = Shake128::default();
    for _ in 0..messages {
        let key = XaesKey::new(&random.read());
        let nonce: [u8; 24] = random.read();
        let [len] = random.read();
        let mut text: Vec<u8> = (0..len).map(|_| random.read::<1>()[0]).collect();
        let [len] = random.read();
        let aad: Vec<u8> = (0..len).map(|_| random.read::<1>()[0]).collect();
        let plain = text.clone();
        let tag = key.seal(backend, &nonce, &aad, &mut text).unwrap();
        hash.absorb(&text);
        hash.absorb(&tag);
        key.open(backend, &nonce, &aad, &mut text, &tag).unwrap();
        assert_eq!(text, plain);
    }
    hash.finish();
    hex(&hash.read::<32>())
}

/// SHAKE-128, written from FIPS 202 for these tests alone.
#[derive(Default)]
struct Shake128 {
    lanes: [u64; 25],
    place: usize,
}

impl Shake128 {
    const RATE: usize = 168;

    fn absorb(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.lanes[self.place / 8] ^= u64::from(*byte) << (8 * (self.place % 8));
            self.place += 1;
            if self.place == Self::RATE {
                self.permute();
            }
        }
    }

    fn finish(&mut self) {
        self.lanes[self.place / 8] ^= 0x1f << (8 * (self.place % 8));
        self.lanes[Self::RATE / 8 - 1] ^= 1 << 63;
        self.permute();
    }

    fn read<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| {
            if self.place == Self::RATE {
                self.permute();
            }
            let byte = self.lanes[self.place / 8].to_le_bytes()[self.place % 8];
            self.place += 1;
            byte
        })
    }

    fn permute(&mut self) {
        self.place = 0;
        let a = &mut self.lanes;
        let mut feedback = 1_u8;
        for _ in 0..24 {
            let column: [u64; 5] =
                std::array::from_fn(|x| (0..5).fold(0, |sum, y| sum ^ a[x + 5 * y]));
            for x in 0..5 {
                let parity = column[(x + 4) % 5] ^ column[(x + 1) % 5].rotate_left(1);
                (0..5).for_each(|y| a[x + 5 * y] ^= parity);
            }
            let (mut x, mut y, mut moved) = (1, 0, a[1]);
            for step in 0..24_u32 {
                (x, y) = (y, (2 * x + 3 * y) % 5);
                let turned = moved.rotate_left((step + 1) * (step + 2) / 2 % 64);
                moved = std::mem::replace(&mut a[x + 5 * y], turned);
            }
            for row in a.chunks_mut(5) {
                let old: [u64; 5] = std::array::from_fn(|x| row[x]);
                (0..5).for_each(|x| row[x] = old[x] ^ (!old[(x + 1) % 5] & old[(x + 2) % 5]));
            }
            for power in 0..7 {
                if feedback & 1 == 1 {
                    a[0] ^= 1 << ((1 << power) - 1);
                }
                feedback = (feedback << 1) ^ (if feedback >> 7 == 1 { 0x71 } else { 0 });
            }
        }
    }
}
