use proptest::prelude::*;

use super::*;

fn field(role: Role, name: &str, value: &[u8], salt: u8) -> Field {
    Field::new(role, name, Personal::new(value.to_vec()), [salt; 32]).unwrap()
}

fn sample() -> Payload {
    Payload::new(vec![
        field(Role::Time, LOGGED_AT, &5_i64.to_be_bytes(), 1),
        field(Role::Subject, "subject", b"client-17", 2),
        field(Role::Recipient, "recipient", b"Norfolk Constabulary", 3),
        field(Role::Detail, "reported-by", b"a neighbour", 4),
        field(Role::Erased, ERASED, &9_u64.to_be_bytes(), 5),
    ])
    .unwrap()
}

/// HMAC-SHA256 written from its definition (RFC 2104) over the bytes that the format names.
fn slow_commitment(role: u8, name: &[u8], value: &[u8], salt: [u8; 32]) -> Sha256 {
    let pad = |with: u8| {
        let mut block = [with; 64];
        for (byte, salt) in block.iter_mut().zip(salt) {
            *byte ^= salt;
        }
        block
    };
    let length = u8::try_from(name.len()).unwrap();
    let inner = Sha256::of_parts(&[&pad(0x36), &[role, length], name, value]);
    Sha256::of_parts(&[&pad(0x5c), inner.bytes()])
}

#[test]
fn a_commitment_is_the_hmac_that_the_format_describes() {
    let field = field(Role::Recipient, "recipient", b"Norfolk Constabulary", 3);
    let want = slow_commitment(3, b"recipient", b"Norfolk Constabulary", [3; 32]);
    assert_eq!(field.commitment(), want);
}

#[test]
fn a_name_cannot_be_shifted_into_the_value() {
    let one = field(Role::Detail, "ab", b"c", 1);
    let other = field(Role::Detail, "a", b"bc", 1);
    assert_ne!(one.commitment(), other.commitment());
}

#[test]
fn the_same_value_under_another_salt_looks_unrelated() {
    let one = field(Role::Subject, "subject", b"client-17", 1);
    let other = field(Role::Subject, "subject", b"client-17", 2);
    assert_ne!(one.commitment(), other.commitment());
}

#[test]
fn size_tells_neither_recipients_nor_whether_there_is_a_person() {
    let nobody = Payload::new(vec![field(Role::Time, LOGGED_AT, &[0; 8], 1)]).unwrap();
    assert_eq!(nobody.encode().expose(Purpose::SEALING).len(), Payload::SHORTEST);
    assert_eq!(sample().encode().expose(Purpose::SEALING).len(), Payload::SHORTEST);
}

#[test]
fn what_is_encoded_decodes_and_nothing_else_does() {
    let payload = sample();
    let encoded = payload.encode();
    let bytes = encoded.expose(Purpose::SEALING);
    assert_eq!(Payload::decode(bytes).unwrap(), payload);
    for len in 0..bytes.len() {
        assert!(Payload::decode(&bytes[..len]).is_err(), "cut at {len}");
    }
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        if let Ok(decoded) = Payload::decode(&changed) {
            assert_eq!(decoded.encode().expose(Purpose::SEALING), &changed);
            assert_ne!(decoded.commitment(), payload.commitment(), "bit {bit}");
        }
    }
    let mut longer = bytes.clone();
    longer.resize(2048, 0);
    assert!(Payload::decode(&longer).is_err());
}

#[test]
fn a_struck_out_field_leaves_the_proof_of_the_rest_and_no_trace_of_itself() {
    let payload = sample();
    let copy = payload.redacted(|field| field.name() != "reported-by");
    assert_eq!(copy.root(), payload.commitment());
    assert_eq!((copy.shown().count(), copy.struck_out()), (4, 1));
    let bytes = copy.encode();
    assert_eq!(Redacted::decode(&bytes).unwrap(), copy);
    assert!(!bytes.windows(11).any(|window| window == b"a neighbour"));
    assert!(!bytes.windows(11).any(|window| window == b"reported-by"));
    let less = copy.redacted(|field| field.role() != Role::Recipient);
    assert_eq!(less.root(), payload.commitment());
    assert_eq!(less.struck_out(), 2);
}

#[test]
fn a_changed_bit_in_a_redacted_copy_breaks_it() {
    let payload = sample();
    let bytes = payload.redacted(|field| field.name() != "reported-by").encode();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let same = Redacted::decode(&changed).is_ok_and(|copy| copy.root() == payload.commitment());
        assert!(!same, "bit {bit} can be changed unseen");
    }
}

#[test]
fn one_field_opens_alone_and_a_changed_bit_breaks_it() {
    let payload = sample();
    for opening in payload.openings(|_| true) {
        assert_eq!(opening.root(), Some(payload.commitment()));
        let bytes = opening.encode();
        assert_eq!(Opening::decode(&bytes).unwrap(), opening);
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let same = Opening::decode(&changed)
                .is_ok_and(|other| other.root() == Some(payload.commitment()));
            assert!(!same, "bit {bit} can be changed unseen");
        }
    }
    let erased: Vec<_> = payload.openings(|field| field.role() == Role::Erased);
    assert_eq!(erased.len(), 1);
    assert_eq!(erased[0].erased_entry(), Some(9));
    assert_eq!(payload.erased().collect::<Vec<_>>(), [9]);
}

#[test]
fn nothing_that_holds_a_value_prints_it() {
    let payload = sample();
    let copy = payload.redacted(|_| true);
    let opening = payload.openings(|_| true).remove(2);
    let text = format!("{payload:?} {:?} {copy:?} {opening:?}", payload.fields());
    assert!(!text.contains("client-17") && !text.contains("Norfolk"), "{text}");
    assert_eq!(format!("{:?}", payload.fields()[2]), "Field(Recipient `recipient`: …)");
}

#[test]
fn too_large_a_value_is_refused_with_the_limit() {
    let big = field(Role::Detail, "x", &vec![0; Field::LONGEST + 1], 1);
    let error = Payload::new(vec![big]).unwrap_err();
    assert_eq!(error, FormatError::TooLarge { part: "field value", limit: Field::LONGEST });
    let large = field(Role::Detail, "x", &vec![0; Field::LONGEST], 1);
    assert!(Payload::new(vec![large.clone(); 15]).is_ok());
    assert!(Payload::new(vec![large; 17]).is_err());
}

proptest! {
    #[test]
    fn any_payload_comes_back(values in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..200), any::<u8>()), 0..20)) {
        let fields = values.iter().map(|(value, salt)| field(Role::Detail, "x", value, *salt));
        let payload = Payload::new(fields.collect()).unwrap();
        let encoded = payload.encode();
        prop_assert!(encoded.expose(Purpose::SEALING).len().is_power_of_two());
        prop_assert_eq!(Payload::decode(encoded.expose(Purpose::SEALING)).unwrap(), payload);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Payload::decode(&bytes);
        let _ = Redacted::decode(&bytes);
        let _ = Opening::decode(&bytes);
        let _ = crate::Tombstone::decode(&bytes);
        if let Ok(leaf) = crate::Leaf::decode(&bytes) {
            prop_assert_eq!(leaf.encode(), bytes);
        }
    }
}
