//! A log as a host uses it: record, erase, sign, prove, check.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use caldicott_audit::{
    Alteration, Checkpoint, Draft, Ed25519Signer, EntryVerdict, Fault, FileStorage, Filter, Kind,
    Log, LogError, MemoryStorage, NoteVerifier, Origin, Outcome, Payload, PayloadOpener as _,
    PrepareError, ProofFile, Redacted, Row, RuleId, SealContext, SignedCheckpoint, Storage,
    StoredPayload, Tombstone, Verifier, verify,
};
use caldicott_calendar::Day;
use caldicott_model::{Personal, Purpose};
use support::{Toy, at, draft, erasure, filled, origin, rulebook, salts};

type Change = Box<dyn FnOnce(&mut Vec<Row>)>;

fn signer() -> Ed25519Signer {
    Ed25519Signer::from_seed(origin().as_str(), &[9; 32]).unwrap()
}

fn memory(entries: u64) -> Log<MemoryStorage> {
    filled(MemoryStorage::new(), entries)
}

/// A copy that was tampered with.
fn tampered(log: &Log<MemoryStorage>, change: impl FnOnce(&mut Vec<Row>)) -> MemoryStorage {
    let mut storage = log.storage().clone();
    change(storage.rows_mut());
    storage
}

fn erase<S: Storage>(log: &mut Log<S>, entries: &[u64]) -> u64 {
    let recorded = log.erase(entries, erasure(), at(log.size()), &mut Toy, &mut salts());
    recorded.unwrap().receipt().index()
}

#[test]
fn a_thousand_entries_check_in_files_and_in_memory_alike() {
    let directory = tempfile::tempdir().unwrap();
    let files = FileStorage::create(directory.path(), &origin()).unwrap();
    let mut files = filled(files, 1_100);
    let mut memory = memory(1_100);
    let (by, same) = (erase(&mut files, &[3, 70, 1_000]), erase(&mut memory, &[3, 70, 1_000]));
    assert_eq!((by, same), (1_100, 1_100));
    assert_eq!(files.root(), memory.root());
    let signed = files.checkpoint(&signer()).unwrap();
    let kept = signed.checkpoint().clone();
    let mut heard = 0;
    let report = files.verify([kept.clone()], |read| heard = read);
    assert_eq!(heard, 1_101);
    assert!(report.is_sound(), "{report}");
    assert_eq!((report.intact(), report.erased(), report.broken()), (1_098, 3, 0));
    assert_eq!(report.confirmed(), [1_101]);
    assert_eq!(
        report.to_string(),
        "the log example.org/audit/2026 is sound: 1101 entries, 1098 as logged, 3 erased \
         lawfully; it agrees with what was signed at 1101 entries"
    );
    assert_eq!(memory.verify([kept], |_| {}), report);

    let root = files.root();
    drop(files);
    let storage = FileStorage::open(directory.path(), &origin()).unwrap();
    assert!(storage.recovery().is_clean());
    let log = Log::open(origin(), storage).unwrap();
    assert_eq!((log.root(), log.size()), (root, 1_101));
    for index in [0, 63, 64, 65, 1_099] {
        assert_eq!(log.row(index).unwrap().unwrap().leaf, memory.row(index).unwrap().unwrap().leaf);
    }
    assert_eq!(log.verdict(70).unwrap(), Some(EntryVerdict::ErasedLawfully { by: 1_100 }));
    assert_eq!(log.verdict(71).unwrap(), Some(EntryVerdict::Intact));
    assert_eq!(log.verdict(1_101).unwrap(), None);
}

#[test]
fn an_erased_entry_is_lawful_only_with_an_erasure_that_names_it() {
    let mut log = memory(20);
    let by = erase(&mut log, &[4, 9]);
    assert_eq!(by, 20);
    assert_eq!(log.verdict(4).unwrap(), Some(EntryVerdict::ErasedLawfully { by }));
    // The leaf of the erasure names neither.
    let stone = |index| match log.row(index).unwrap().unwrap().payload {
        StoredPayload::Erased(bytes) => bytes,
        other => panic!("{other:?}"),
    };
    let falsely = EntryVerdict::Altered(Alteration::FalseTombstone);
    let cases: [(&str, StoredPayload, EntryVerdict); 5] = [
        ("simply gone", StoredPayload::Absent, EntryVerdict::Missing),
        ("the tombstone of another", StoredPayload::Erased(stone(4)), falsely),
        ("no tombstone at all", StoredPayload::Erased(vec![1, 2, 3]), falsely),
        (
            "other bytes",
            StoredPayload::Sealed { logged_at: 0, ciphertext: vec![0; 1024] },
            EntryVerdict::Altered(Alteration::PayloadDiffers),
        ),
        ("damaged", StoredPayload::Damaged, EntryVerdict::Altered(Alteration::Damaged)),
    ];
    for (case, payload, want) in cases {
        let storage = tampered(&log, |rows| rows[7].payload = payload);
        let report = verify(origin(), &storage, [], |_| {});
        let fault = Fault::Entry { index: 7, verdict: want };
        assert_eq!(report.faults(), [fault], "{case}");
        let log = Log::open(origin(), storage).unwrap();
        assert_eq!(log.verdict(7).unwrap(), Some(want), "{case}");
    }
    // The erasure cannot be used to hide itself or be redirected.
    let mut redirected = stone(4);
    redirected[8] = 19;
    assert!(Tombstone::decode(&redirected).is_ok());
    let storage = tampered(&log, |rows| rows[4].payload = StoredPayload::Erased(redirected));
    let report = verify(origin(), &storage, [], |_| {});
    assert_eq!(report.faults(), [Fault::Entry { index: 4, verdict: falsely }]);
    // Without the erasure in the log, what it erased is not lawful any more.
    let storage = tampered(&log, |rows| rows.truncate(20));
    let report = verify(origin(), &storage, [], |_| {});
    assert_eq!((report.first_broken(), report.broken()), (Some(4), 2));
}

#[test]
fn an_erasure_can_be_neither_erased_nor_about_somebody() {
    let mut log = memory(5);
    let by = erase(&mut log, &[1]);
    let error = log.erase(&[by], erasure(), at(9), &mut Toy, &mut salts()).unwrap_err();
    assert_eq!(error.cause(), &LogError::Prepare(PrepareError::NotErasable { index: by }));
    let about = erasure().about(Personal::new(String::from("client-1")));
    let error = log.erase(&[2], about, at(9), &mut Toy, &mut salts()).unwrap_err();
    assert_eq!(error.cause(), &LogError::Prepare(PrepareError::NotAnErasure));
    let error = log.erase(&[99], erasure(), at(9), &mut Toy, &mut salts()).unwrap_err();
    assert_eq!(error.cause(), &LogError::Prepare(PrepareError::NotErasable { index: 99 }));
    // None of this stopped the log.
    assert_eq!(log.size(), 6);
    erase(&mut log, &[1, 2]);
    assert!(log.verify([], |_| {}).is_sound());
}

#[test]
fn every_way_of_tampering_is_named_at_its_entry() {
    let mut log = memory(60);
    let kept = log.checkpoint(&signer()).unwrap().checkpoint().clone();
    let old = memory(40);
    let old = Checkpoint::new(origin(), 40, old.root());
    let altered = EntryVerdict::Altered;
    let decoy = memory(70).row(65).unwrap().unwrap();
    let cases: Vec<(&str, Change, u64, Option<EntryVerdict>)> = vec![
        (
            "a bit of a leaf",
            Box::new(|rows| rows[33].leaf[60] ^= 1),
            33,
            Some(altered(Alteration::LeafDiffers)),
        ),
        (
            "a leaf cut",
            Box::new(|rows| {
                rows[33].leaf.pop();
                rows[33].leaf_hash = None;
            }),
            33,
            Some(altered(Alteration::Unreadable)),
        ),
        (
            "an entry taken out",
            Box::new(|rows| {
                rows.remove(12);
            }),
            12,
            Some(EntryVerdict::Missing),
        ),
        ("the order changed", Box::new(|rows| rows.swap(3, 4)), 3, Some(EntryVerdict::Missing)),
        (
            "an entry put in",
            Box::new(move |rows| rows.insert(20, Row { index: 20, ..decoy })),
            20,
            None,
        ),
    ];
    for (case, change, index, verdict) in cases {
        let storage = tampered(&log, change);
        let report = verify(origin(), &storage, [kept.clone()], |_| {});
        assert!(!report.is_sound(), "{case}");
        assert_eq!(report.first_broken(), Some(index), "{case}: {report}");
        if let Some(verdict) = verdict {
            assert_eq!(report.faults()[0], Fault::Entry { index, verdict }, "{case}");
        }
    }
    // Rewritten so that every entry looks right by itself: only what was signed tells.
    let replaced = filled(MemoryStorage::new(), 45);
    let other = replaced.row(44).unwrap().unwrap();
    let storage = tampered(&log, |rows| rows[45] = Row { index: 45, ..other });
    let report = verify(origin(), &storage, [kept.clone(), old.clone()], |_| {});
    assert_eq!(report.faults(), [Fault::Rewritten { from: 40, to: 60 }]);
    assert_eq!(report.confirmed(), [40]);
    assert!(verify(origin(), &storage, [], |_| {}).is_sound(), "no key, no checkpoint, no proof");
    // The end cut off: only what was signed tells.
    let storage = tampered(&log, |rows| rows.truncate(50));
    assert!(verify(origin(), &storage, [old], |_| {}).is_sound());
    let report = verify(origin(), &storage, [kept], |_| {});
    assert_eq!(report.faults(), [Fault::CutShort { entries: 50, signed: 60 }]);
    assert!(report.to_string().contains("its end was cut off from entry 50 on"), "{report}");
}

#[test]
fn nothing_is_signed_that_does_not_continue_what_was_signed() {
    let mut log = memory(30);
    let first = log.checkpoint(&signer()).unwrap();
    // Nothing was added: the same is returned, not signed anew.
    assert_eq!(log.checkpoint(&signer()).unwrap(), first);
    // The storage swaps an entry that was signed and the log is opened anew.
    let other = memory(31).row(29).unwrap().unwrap();
    let storage = tampered(&log, |rows| rows[28] = Row { index: 28, ..other });
    let error = Log::open(origin(), storage).unwrap_err();
    assert_eq!(error, LogError::Inconsistent { size: 30 });
    let storage = tampered(&log, |rows| rows.truncate(29));
    assert_eq!(Log::open(origin(), storage).unwrap_err(), LogError::Inconsistent { size: 30 });
    // Another key under the log's name does not take over.
    let impostor = Ed25519Signer::from_seed(origin().as_str(), &[8; 32]).unwrap();
    assert!(matches!(log.checkpoint(&impostor), Err(LogError::Checkpoint(_))));
    let witness = Ed25519Signer::from_seed("witness.example", &[8; 32]).unwrap();
    assert!(matches!(log.checkpoint(&witness), Err(LogError::Checkpoint(_))));
    // Somebody else has signed in between.
    let mut storage = log.storage().clone();
    assert_eq!(storage.swap_checkpoint(None, "x"), Ok(false));
    assert_eq!(storage.swap_checkpoint(Some(&first.to_string()), "x"), Ok(true));
}

#[test]
fn a_key_is_changed_without_a_gap() {
    let mut log = memory(3);
    let old = signer();
    let _ = log.checkpoint(&old).unwrap();
    let _ = log.record(draft(3), (), at(3), &mut Toy, &mut salts()).unwrap();
    let new = Ed25519Signer::from_seed(origin().as_str(), &[8; 32]).unwrap();
    assert!(log.checkpoint(&new).is_err());
    let signed = log.checkpoint_after(&new, &[old.verifier_key()]).unwrap();
    assert_eq!(signed.checkpoint().size(), 4);
    assert!(log.latest_checkpoint(&[old.verifier_key()]).is_err());
    assert_eq!(log.latest_checkpoint(&[new.verifier_key()]).unwrap(), Some(signed));
}

#[test]
fn an_auditor_with_the_public_parts_alone_checks_them_alone() {
    let mut log = memory(30);
    let kept = log.checkpoint(&signer()).unwrap().checkpoint().clone();
    let bare = |index| {
        let row = log.row(index).unwrap().unwrap();
        Row { payload: StoredPayload::Absent, leaf_hash: None, ..row }
    };
    let mut verifier = Verifier::new(origin()).without_payloads().since(kept.clone());
    let mut strict = Verifier::new(origin()).since(kept);
    for index in 0..30 {
        assert_eq!(verifier.push(&bare(index)), EntryVerdict::Intact);
        assert_eq!(strict.push(&bare(index)), EntryVerdict::Missing);
    }
    let report = verifier.finish();
    assert!(report.is_sound() && report.confirmed() == [30], "{report}");
    assert!(report.rules().cites("L-007") && !report.rules().cites("G-004"));
    // The first faults are kept, all are counted.
    let report = strict.finish();
    assert_eq!((report.broken(), report.first_broken()), (30, Some(0)));
}

#[test]
fn a_person_can_be_handed_a_proof_that_checks_without_the_log() {
    let mut log = memory(300);
    let mut signed = log.checkpoint(&signer()).unwrap();
    let witness = Ed25519Signer::from_seed("witness.example/w", &[5; 32]).unwrap();
    signed.add_signature(&witness).unwrap();
    let key = signer();
    let keys: [&dyn NoteVerifier; 2] = [key.verifier_key(), witness.verifier_key()];
    let text = signed.to_string();
    let reopened = SignedCheckpoint::open(text.as_bytes(), &origin(), &keys).unwrap();
    assert_eq!(reopened, signed);
    for index in [0, 1, 17, 255, 256, 299] {
        let file = log.prove(index, &signed).unwrap();
        let bytes = file.to_string();
        assert!(bytes.starts_with("c2sp.org/tlog-proof@v1\nextra "));
        let parsed = ProofFile::parse(bytes.as_bytes()).unwrap();
        assert_eq!(parsed, file);
        let proven = parsed.verify(&origin(), &keys).unwrap();
        assert_eq!(proven.index, index);
        assert_eq!(proven.leaf.encode(), log.row(index).unwrap().unwrap().leaf);
        let other = Origin::new("example.org/other").unwrap();
        assert!(parsed.verify(&other, &keys).is_err());
        assert!(parsed.verify(&origin(), &[]).is_err());
    }
    let proven = log.prove(17, &signed).unwrap().verify(&origin(), &keys).unwrap();
    assert_eq!(
        proven.to_string(),
        "entry 17 of the log example.org/audit/2026 records on 2026-02-16: disclosure, \
         permitted; it was there when the log of 300 entries was signed"
    );
    assert!(matches!(log.prove(300, &signed), Err(LogError::Proof(_))));
    let consistency = log.consistency(100, 300).unwrap();
    consistency.verify(memory(100).root(), log.root()).unwrap();
}

#[test]
fn a_changed_bit_in_a_proof_never_proves_anything_else() {
    let mut log = memory(11);
    let signed = log.checkpoint(&signer()).unwrap();
    let key = signer();
    let keys: [&dyn NoteVerifier; 1] = [key.verifier_key()];
    let file = log.prove(5, &signed).unwrap();
    let want = file.verify(&origin(), &keys).unwrap();
    let bytes = file.to_string().into_bytes();
    // Signature checks are slow without optimisation: one bit of each byte, a different one in turn.
    for (at, _) in bytes.iter().enumerate() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let proven = ProofFile::parse(&changed).ok().and_then(|f| f.verify(&origin(), &keys).ok());
        assert_eq!(proven, None, "byte {at} can be changed unseen");
    }
    assert_eq!(want.index, 5);
}

#[test]
fn without_a_record_the_answer_is_held_back_unless_a_life_is_at_risk() {
    let mut log = memory(3);
    let mut dry = |_: &mut [u8]| Err(caldicott_audit::NoEntropy);
    let held = log.record(draft(4), "the address", at(4), &mut Toy, &mut dry).unwrap_err();
    assert!(!format!("{held:?} {held}").contains("address"));
    assert!(held.to_string().starts_with("not recorded, so nothing is disclosed: "));
    let (answer, unrecorded) = held.release_to_save_life();
    assert_eq!(answer, "the address");
    for late in unrecorded.into_drafts() {
        let recorded = log.record(late, (), at(5), &mut Toy, &mut salts()).unwrap();
        assert_eq!(recorded.receipt().index(), 3);
    }
}

#[test]
fn entries_are_found_by_kind_rule_and_day() {
    let log = memory(200);
    let count = |filter: &Filter| {
        let mut found = Vec::new();
        let taken = log.entries(filter, |index, leaf| {
            found.push((index, leaf));
            ControlFlow::Continue(())
        });
        taken.unwrap();
        found
    };
    assert_eq!(count(&Filter::all()).len(), 200);
    assert_eq!(count(&Filter::all().kind(Kind::Disposal)).len(), 40);
    assert_eq!(count(&Filter::all().rule(RuleId::new("B-039").unwrap())).len(), 40);
    let (first, last) = (count(&Filter::all())[0].1.day(), count(&Filter::all())[199].1.day());
    assert!(first < last);
    let by_day: usize = (first.epoch_days()..=last.epoch_days())
        .map(|day| {
            let day = Day::from_epoch_days(day).unwrap();
            count(&Filter::all().from(day).until(day.plus_days(1).unwrap())).len()
        })
        .sum();
    assert_eq!(by_day, 200);
    let mut seen = 0;
    let stopped = log.entries(&Filter::all(), |_, _| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    stopped.unwrap();
    assert_eq!(seen, 3);
}

#[test]
fn a_sealed_payload_opens_for_its_own_entry_and_a_redacted_copy_proves_the_rest() {
    let mut log = memory(2);
    let about = Personal::new(String::from("client-1"));
    let draft = Draft::new(Kind::Disclosure, Outcome::PartlyPermitted, rulebook())
        .about(about.clone())
        .to("Norfolk Constabulary")
        .detail("reported-by", "a neighbour");
    let index = log.record(draft, (), at(3), &mut Toy, &mut salts()).unwrap().receipt().index();
    let row = log.row(index).unwrap().unwrap();
    let StoredPayload::Sealed { ciphertext, .. } = row.payload else { panic!() };
    let context = SealContext { origin: &origin(), index, subject: Some(&about) };
    let opened = Toy.open(&context, &ciphertext).unwrap();
    let payload = Payload::decode(opened.expose(Purpose::SUPPORT)).unwrap();
    let leaf = caldicott_audit::Leaf::decode(&row.leaf).unwrap();
    assert_eq!(payload.commitment(), leaf.commitment());
    let copy = payload.redacted(|field| field.name() != "reported-by").encode();
    let copy = Redacted::decode(&copy).unwrap();
    assert_eq!(copy.root(), leaf.commitment());
    let shown: BTreeMap<_, _> = copy.shown().map(|field| (field.name(), field)).collect();
    let recipient = shown["recipient"].value().expose(Purpose::DISCLOSURE);
    assert_eq!(recipient, b"Norfolk Constabulary");
    let elsewhere = SealContext { index: index + 1, ..context };
    let elsewhere = Toy.open(&elsewhere, &ciphertext).unwrap();
    assert!(Payload::decode(elsewhere.expose(Purpose::SUPPORT)).is_err());
}
