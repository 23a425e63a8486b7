//! What several tests share: a sealer that can be opened again, salts, drafts.

#![expect(dead_code, reason = "each test binary uses some of it")]
#![expect(
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

pub(crate) mod fake_disk;

use caldicott_audit::{
    Draft, Entropy, Kind, Log, Moment, NoEntropy, NoteSigner, NoteVerifier, Origin, Outcome,
    PayloadOpener, PayloadSealer, SealContext, SealError, Storage,
};
use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;
use caldicott_model::{Personal, Purpose};

/// Hides nothing worth hiding, but binds the context and differs from the plain text.
pub(crate) struct Toy;

fn stream(context: &SealContext<'_>, len: usize) -> Vec<u8> {
    let subject = context.subject.map_or("", |subject| subject.expose(Purpose::SEALING));
    let key = Sha256::of_parts(&[
        context.origin.as_str().as_bytes(),
        &context.index.to_be_bytes(),
        subject.as_bytes(),
    ]);
    key.bytes().iter().copied().cycle().take(len).collect()
}

impl PayloadSealer for Toy {
    fn seal(&mut self, context: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let stream = stream(context, plain.len());
        Ok(plain.iter().zip(stream).map(|(one, other)| one ^ other).collect())
    }
}

impl PayloadOpener for Toy {
    fn open(
        &self,
        context: &SealContext<'_>,
        sealed: &[u8],
    ) -> Result<Personal<Vec<u8>>, SealError> {
        let stream = stream(context, sealed.len());
        Ok(Personal::new(sealed.iter().zip(stream).map(|(one, other)| one ^ other).collect()))
    }
}

/// A key of another kind than Ed25519, and much faster: what a log asks of a key is a trait.
pub(crate) struct ToyKey;

impl NoteSigner for ToyKey {
    fn verifier(&self) -> &dyn NoteVerifier {
        self
    }

    fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        Some(Sha256::of_parts(&[b"toy key", text]).bytes().to_vec())
    }
}

impl NoteVerifier for ToyKey {
    fn name(&self) -> &'static str {
        "example.org/audit/2026"
    }

    fn id(&self) -> [u8; 4] {
        [0xff, 0, 0, 1]
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        self.sign(text).as_deref() == Some(signature)
    }
}

/// A small generator (SplitMix64), so that a seed names a run.
#[derive(Clone, Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    pub(crate) fn index(&mut self, limit: usize) -> usize {
        usize::try_from(self.below(limit as u64)).unwrap()
    }
}

pub(crate) fn salts() -> impl Entropy {
    let mut random = Random(7);
    move |out: &mut [u8]| {
        for byte in out {
            *byte = random.next().to_be_bytes()[0];
        }
        Ok::<(), NoEntropy>(())
    }
}

pub(crate) fn origin() -> Origin {
    Origin::new("example.org/audit/2026").unwrap()
}

pub(crate) fn at(number: u64) -> Moment {
    let number = i64::try_from(number).unwrap();
    let day = Day::from_epoch_days(20_500 + i32::try_from(number / 40).unwrap()).unwrap();
    Moment { unix_millis: 1_771_200_000_000 + number * 1_000, day }
}

pub(crate) fn rulebook() -> Sha256 {
    Sha256::of(b"rulebook")
}

/// A disclosure about one of a few people, or a disposal, by number.
pub(crate) fn draft(number: u64) -> Draft {
    let (kind, rule) = match number % 5 {
        0 => (Kind::Disposal, "D-012"),
        1 => (Kind::Refusal, "B-039"),
        _ => (Kind::Disclosure, "L-010"),
    };
    let outcome = if number % 5 == 1 { Outcome::Refused } else { Outcome::Permitted };
    let draft = Draft::new(kind, outcome, rulebook()).citing_ids([rule]).to("a council");
    if number.is_multiple_of(7) {
        draft
    } else {
        draft.about(Personal::new(format!("client-{}", number % 6))).detail("n", number.to_string())
    }
}

pub(crate) fn erasure() -> Draft {
    Draft::new(Kind::Erasure, Outcome::Done, rulebook()).citing_ids(["G-004"])
}

/// A number from the environment, for longer runs.
pub(crate) fn scale(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// A log with this many entries.
pub(crate) fn filled<S: Storage>(storage: S, entries: u64) -> Log<S> {
    let mut log = Log::open(origin(), storage).unwrap();
    let mut number = 0;
    while number < entries {
        let batch = (number..entries.min(number + 50)).map(|one| (draft(one), one)).collect();
        let recorded = log.record_all(batch, at(number), &mut Toy, &mut salts()).unwrap();
        for (index, one) in (number..).zip(recorded) {
            assert_eq!((one.receipt().index(), one.into_answer()), (index, index));
        }
        number = log.size();
    }
    log
}
