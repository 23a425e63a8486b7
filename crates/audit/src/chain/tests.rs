use super::*;
use crate::payload::Entropy;

struct Plain;

impl PayloadSealer for Plain {
    fn seal(&mut self, _: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(plain.to_vec())
    }
}

struct Keyless;

impl PayloadSealer for Keyless {
    fn seal(&mut self, _: &SealContext<'_>, _: &[u8]) -> Result<Vec<u8>, SealError> {
        Err(SealError::NoKey)
    }
}

fn counting() -> impl Entropy {
    let mut next = 0_u8;
    move |out: &mut [u8]| {
        for byte in out {
            *byte = next;
            next = next.wrapping_add(1);
        }
        Ok(())
    }
}

fn chain() -> Chain {
    Chain::new(Origin::new("example.org/log").unwrap())
}

fn at(unix_millis: i64, day: i32) -> Moment {
    Moment { unix_millis, day: Day::from_epoch_days(day).unwrap() }
}

fn draft() -> Draft {
    Draft::new(Kind::Disclosure, Outcome::Permitted, Sha256::of(b""))
        .citing_ids(["B-039", "L-010", "B-039"])
        .about(Personal::new(String::from("client-17")))
        .to("Norfolk Constabulary")
        .detail("purpose", "s.115 request")
}

#[test]
fn the_log_never_goes_back_in_time_and_keeps_what_the_clock_said() {
    let mut chain = chain();
    let first = chain.prepare(&draft(), at(5_000, 100), &mut Plain, &mut counting()).unwrap();
    let _ = chain.accept(&first).unwrap();
    // The clock was put back an hour, over midnight.
    let second = chain.prepare(&draft(), at(1_000, 99), &mut Plain, &mut counting()).unwrap();
    assert_eq!(second.logged_at(), 5_000);
    assert_eq!(second.leaf().day().epoch_days(), 100);
    let payload = Payload::decode(second.ciphertext()).unwrap();
    assert_eq!(payload.logged_at(), Some(5_000));
    let clock = payload.field("clock").unwrap().value().expose(Purpose::SUPPORT);
    assert_eq!(clock, &1_000_i64.to_be_bytes());
    let day = payload.field("clock-day").unwrap().value().expose(Purpose::SUPPORT);
    assert_eq!(day, &99_i32.to_be_bytes());
}

#[test]
fn the_public_part_holds_nothing_about_a_person() {
    let prepared = chain().prepare(&draft(), at(77, 1), &mut Plain, &mut counting()).unwrap();
    let leaf = prepared.leaf_bytes();
    for secret in ["client-17", "Norfolk", "purpose", "s.115"] {
        assert!(!leaf.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
    assert_eq!(prepared.leaf().rules().len(), 2);
    assert!(prepared.leaf().cites("B-039") && !prepared.leaf().cites("D-011"));
    assert!(!format!("{prepared:?} {:?}", draft()).contains("client"));
}

#[test]
fn a_request_about_nobody_has_the_same_shape() {
    let mut lengths = Vec::new();
    for about in [None, Some("client-17")] {
        let mut draft = Draft::new(Kind::Request, Outcome::Refused, Sha256::of(b"")).to("x");
        if let Some(subject) = about {
            draft = draft.about(Personal::new(subject.to_owned()));
        }
        let one = chain().prepare(&draft, at(77, 1), &mut Plain, &mut counting()).unwrap();
        lengths.push((one.leaf_bytes().len(), one.ciphertext().len()));
    }
    assert_eq!(lengths[0], lengths[1]);
}

#[test]
fn without_a_key_salts_or_a_proper_name_there_is_no_entry() {
    let chain = chain();
    let no_key = chain.prepare(&draft(), at(0, 0), &mut Keyless, &mut counting());
    assert_eq!(no_key.unwrap_err(), PrepareError::Seal(SealError::NoKey));
    let mut dry = |_: &mut [u8]| Err(NoEntropy);
    let no_salt = chain.prepare(&draft(), at(0, 0), &mut Plain, &mut dry);
    assert_eq!(no_salt.unwrap_err(), PrepareError::Entropy(NoEntropy));
    let bad = draft().citing_ids(["Mary Smith"]);
    let bad = chain.prepare(&bad, at(0, 0), &mut Plain, &mut counting());
    assert_eq!(bad.unwrap_err(), PrepareError::Name(NameError::Rule));
    let bad = draft().detail("", "x");
    let bad = chain.prepare(&bad, at(0, 0), &mut Plain, &mut counting());
    assert_eq!(bad.unwrap_err(), PrepareError::Name(NameError::Field));
    let many: Vec<String> = (0..256).map(|n| format!("R-{n}")).collect();
    let bad = draft().citing_ids(many.iter().map(String::as_str));
    let bad = chain.prepare(&bad, at(0, 0), &mut Plain, &mut counting());
    assert_eq!(bad.unwrap_err(), PrepareError::Name(NameError::TooManyRules));
}

#[test]
fn an_entry_prepared_for_another_place_is_not_taken() {
    let mut chain = chain();
    let first = chain.prepare(&draft(), at(0, 0), &mut Plain, &mut counting()).unwrap();
    let twin = chain.prepare(&draft(), at(0, 0), &mut Plain, &mut counting()).unwrap();
    assert!(chain.accept(&first).is_some());
    assert!(chain.accept(&twin).is_none());
    assert_eq!(chain.size(), 1);
    let mut other = Chain::new(Origin::new("example.org/other").unwrap());
    assert!(other.accept(&first).is_none());
}

#[test]
fn an_erasure_is_about_nobody_and_only_of_what_is_there() {
    let erasure = Draft::new(Kind::Erasure, Outcome::Done, Sha256::of(b""));
    assert_eq!(draft().erasing(&[0]).unwrap_err(), PrepareError::NotAnErasure);
    let about = erasure.clone().about(Personal::new(String::from("client-17")));
    assert_eq!(about.erasing(&[0]).unwrap_err(), PrepareError::NotAnErasure);
    let mut chain = chain();
    let early = erasure.clone().erasing(&[0]).unwrap();
    let early = chain.prepare(&early, at(0, 0), &mut Plain, &mut counting());
    assert_eq!(early.unwrap_err(), PrepareError::NotErasable { index: 0 });
    for _ in 0..3 {
        let one = chain.prepare(&draft(), at(0, 0), &mut Plain, &mut counting()).unwrap();
        let _ = chain.accept(&one).unwrap();
    }
    let draft = erasure.erasing(&[2, 0, 2]).unwrap();
    let prepared = chain.prepare(&draft, at(0, 0), &mut Plain, &mut counting()).unwrap();
    let named: Vec<u64> = prepared.tombstones().iter().map(|(index, _)| *index).collect();
    assert_eq!(named, [0, 2]);
    for (index, tombstone) in prepared.tombstones() {
        assert_eq!(tombstone.by(), 3);
        assert_eq!(tombstone.opening().erased_entry(), Some(*index));
        assert_eq!(tombstone.opening().root(), Some(prepared.leaf().commitment()));
    }
}
