//! Any bytes as each of the log's formats: what is read is written back byte for byte, and a changed proof
//! proves nothing but what the true one does.
#![no_main]

use std::sync::OnceLock;

use caldicott_audit::{
    Checkpoint, Draft, Ed25519Signer, Kind, Leaf, Log, MemoryStorage, Moment, NoEntropy, Note,
    Opening, Origin, Outcome, Payload, PayloadSealer, ProofFile, Proven, Redacted, SealContext,
    SealError, Tombstone, VerifierKey,
};
use caldicott_calendar::Day;
use caldicott_fuzz::changed;
use caldicott_model::Purpose;
use caldicott_model::digest::Sha256;
use libfuzzer_sys::fuzz_target;

const ORIGIN: &str = "example.org/audit/2026";

struct Open;

impl PayloadSealer for Open {
    fn seal(&mut self, _: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(plain.to_vec())
    }
}

struct World {
    origin: Origin,
    key: VerifierKey,
    proof: Vec<u8>,
    proven: Proven,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let origin = Origin::new(ORIGIN).unwrap();
        let signer = Ed25519Signer::from_seed(ORIGIN, &[9; 32]).unwrap();
        let mut log = Log::open(origin.clone(), MemoryStorage::new()).unwrap();
        // Not the same twice: two entries with the same leaf would prove each other.
        let mut drawn = 0_u8;
        let mut entropy = |out: &mut [u8]| {
            drawn = drawn.wrapping_add(1);
            out.fill(drawn);
            Ok::<(), NoEntropy>(())
        };
        let at = Moment { unix_millis: 1_770_000_000_000, day: Day::literal(2026, 2, 2) };
        for _ in 0..5 {
            let draft = Draft::new(Kind::Refusal, Outcome::Refused, Sha256::of(b"rulebook"))
                .citing_ids(["H-01"]);
            log.record(draft, (), at, &mut Open, &mut entropy).map_err(|_| "not recorded").unwrap();
        }
        let signed = log.checkpoint(&signer).unwrap();
        let proof = log.prove(2, &signed).unwrap();
        let key = signer.verifier_key().clone();
        let proven = proof.verify(&origin, &[&key]).unwrap();
        World { origin, key, proof: proof.to_string().into_bytes(), proven }
    })
}

fn proves(bytes: &[u8]) {
    let world = world();
    let Ok(file) = ProofFile::parse(bytes) else { return };
    assert_eq!(file.to_string().as_bytes(), bytes);
    if let Ok(proven) = file.verify(&world.origin, &[&world.key]) {
        // A signature of an unknown key may be added; what is proved stays what it was.
        assert_eq!(proven, world.proven, "a changed proof proves something else");
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((what, bytes)) = bytes.split_first() else { return };
    let text = std::str::from_utf8(bytes);
    match what % 10 {
        0 => {
            if let Ok(leaf) = Leaf::decode(bytes) {
                assert_eq!(leaf.encode(), bytes);
            }
        }
        1 => {
            if let Ok(payload) = Payload::decode(bytes) {
                assert_eq!(payload.encode().expose(Purpose::SEALING), bytes);
                let whole = payload.redacted(|_| true);
                assert_eq!(whole.root(), payload.commitment());
                assert_eq!(payload.redacted(|_| false).root(), payload.commitment());
            }
        }
        2 => {
            if let Ok(stone) = Tombstone::decode(bytes) {
                assert_eq!(stone.encode(), bytes);
            }
        }
        3 => {
            if let Ok(redacted) = Redacted::decode(bytes) {
                assert_eq!(redacted.encode(), bytes);
                assert_eq!(redacted.root(), redacted.redacted(|_| false).root());
            }
        }
        4 => {
            if let Ok(opening) = Opening::decode(bytes) {
                assert_eq!(opening.encode(), bytes);
            }
        }
        5 => {
            if let Ok(note) = Note::parse(bytes) {
                assert_eq!(note.to_string().as_bytes(), bytes);
                assert!(note.verify(&[&world().key]).is_err(), "a signature was forged");
            }
        }
        6 => {
            if let Ok(text) = text
                && let Ok(checkpoint) = Checkpoint::parse(text)
            {
                assert_eq!(checkpoint.text(), text);
            }
        }
        7 => proves(bytes),
        8 => proves(&changed(&world().proof, bytes)),
        _ => {
            if let Ok(text) = text
                && let Ok(key) = text.parse::<VerifierKey>()
            {
                assert_eq!(key.to_string(), text);
            }
        }
    }
});
