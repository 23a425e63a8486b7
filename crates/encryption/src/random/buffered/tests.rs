use std::collections::HashSet;

use super::{BLOCKS, Buffered, Generator, KEY, RESEED};
use crate::random::{OsEntropy, RandomSource as _};
use crate::secret::SecretKey;

fn generator(byte: u8) -> Generator {
    let mut generator = Generator::seeded(0).unwrap();
    generator.key = SecretKey::from_bytes(&[byte; 32]);
    generator
}

#[test]
fn the_stream_is_aes_256_in_counter_mode_and_its_start_becomes_the_next_key() {
    use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};

    let mut generator = generator(1);
    let mut out = vec![0; 2 * (BLOCKS * 16 - KEY)];
    generator.fill(&mut out).unwrap();
    // The oracle: one block at a time, rekeyed by hand.
    let mut key = [1; 32];
    let mut expected = Vec::new();
    for _ in 0..2 {
        let cipher = aes::Aes256::new((&key).into());
        let mut stream = Vec::new();
        for counter in 0..BLOCKS as u128 {
            let mut block = counter.to_be_bytes().into();
            cipher.encrypt_block(&mut block);
            stream.extend_from_slice(&block);
        }
        key.copy_from_slice(&stream[..32]);
        expected.extend_from_slice(&stream[32..]);
    }
    assert_eq!(out, expected);
}

#[test]
fn what_was_given_out_is_no_longer_in_the_state() {
    let mut generator = generator(2);
    let mut out = [0; 100];
    generator.fill(&mut out).unwrap();
    assert_eq!(generator.used, KEY + 100);
    assert!(generator.stream[..KEY + 100].iter().all(|byte| *byte == 0));
    assert!(generator.stream[KEY + 100..].iter().any(|byte| *byte != 0));
    assert_ne!(generator.key.expose(), &[2; 32], "the key that made it is replaced");
}

#[test]
fn draws_of_any_length_join_to_the_same_stream() {
    let mut whole = vec![0; 5_000];
    generator(3).fill(&mut whole).unwrap();
    let mut pieces = Vec::new();
    let mut generator = generator(3);
    for len in (0..200).cycle() {
        let mut piece = vec![0; len.min(5_000 - pieces.len())];
        generator.fill(&mut piece).unwrap();
        pieces.extend(piece);
        if pieces.len() == 5_000 {
            break;
        }
    }
    assert_eq!(pieces, whole);
}

#[test]
fn fresh_entropy_is_mixed_in_after_so_many_refills() {
    let per_refill = BLOCKS * 16 - KEY;
    let [mut one, mut other] = [generator(4), generator(4)];
    let mut streams = [&mut one, &mut other].map(|generator| {
        let mut out = vec![0; per_refill * (RESEED as usize + 1)];
        generator.fill(&mut out).unwrap();
        out
    });
    let [one, other] = &mut streams;
    let before = per_refill * RESEED as usize;
    assert_eq!(one[..before], other[..before]);
    assert_ne!(one[before..], other[before..]);
}

#[test]
fn another_process_reseeds_at_its_next_refill_even_when_it_was_not_told_of_the_fork() {
    let [mut parent, mut child] = [generator(5), generator(5)];
    child.process = child.process.wrapping_add(1);
    let [mut one, mut other] = [[0; 64]; 2];
    parent.fill(&mut one).unwrap();
    child.fill(&mut other).unwrap();
    assert_ne!(one, other);
}

#[test]
fn threads_never_draw_the_same_nonce() {
    let all: Vec<[u8; 12]> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    std::iter::repeat_with(|| {
                        let mut nonce = [0; 12];
                        Buffered.fill(&mut nonce).unwrap();
                        nonce
                    })
                    .take(5_000)
                    .collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let different: HashSet<_> = all.iter().collect();
    assert_eq!(different.len(), 40_000);
}

#[test]
fn a_thread_that_is_ending_still_gets_random_bytes() {
    struct AtTheEnd(std::sync::mpsc::Sender<[u8; 32]>);
    impl Drop for AtTheEnd {
        fn drop(&mut self) {
            let mut out = [0; 32];
            Buffered.fill(&mut out).unwrap();
            self.0.send(out).unwrap();
        }
    }
    thread_local!(static LAST: std::cell::RefCell<Option<AtTheEnd>> = const { std::cell::RefCell::new(None) });
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        // Registered before the generator's state, so it is dropped after it.
        LAST.with(|last| *last.borrow_mut() = Some(AtTheEnd(sender)));
        Buffered.fill(&mut [0; 12]).unwrap();
    })
    .join()
    .unwrap();
    assert_ne!(receiver.recv().unwrap(), [0; 32]);
    let mut out = [0; 32];
    OsEntropy.fill(&mut out).unwrap();
    assert_ne!(out, [0; 32]);
}
