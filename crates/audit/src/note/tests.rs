use super::*;

// The example of golang.org/x/mod/sumdb/note, the first implementation of the format.
const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n";
const LINE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn key() -> VerifierKey {
    KEY.parse().unwrap()
}

#[test]
fn the_published_note_verifies_and_prints_as_it_was() {
    let bytes = format!("{TEXT}\n{LINE}");
    let note = Note::parse(bytes.as_bytes()).unwrap();
    assert_eq!(note.verify(&[&key()]), Ok(TEXT));
    assert_eq!(note.to_string(), bytes);
    assert_eq!(key().to_string(), KEY);
}

#[cfg(feature = "sign")]
#[test]
fn signing_with_the_published_key_gives_the_published_signature() {
    let secret = STANDARD.decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").unwrap();
    let seed: [u8; 32] = secret[1..].try_into().unwrap();
    let signer = Ed25519Signer::from_seed("PeterNeumann", &seed).unwrap();
    assert_eq!(signer.verifier_key(), &key());
    assert_eq!(Note::sign(TEXT, &signer).unwrap().to_string(), format!("{TEXT}\n{LINE}"));
    assert!(!format!("{signer:?}").contains(&STANDARD.encode(seed)));
}

#[test]
fn a_changed_bit_is_refused_or_leaves_no_known_signature() {
    let bytes = format!("{TEXT}\n{LINE}").into_bytes();
    // Signature checks are slow without optimisation: one bit of each byte, a different one in turn.
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let verified = Note::parse(&changed).is_ok_and(|note| note.verify(&[&key()]).is_ok());
        assert!(!verified, "byte {at} can be changed unseen");
    }
    for len in 0..bytes.len() {
        let verified = Note::parse(&bytes[..len]).is_ok_and(|note| note.verify(&[&key()]).is_ok());
        assert!(!verified, "cut at {len}");
    }
}

#[test]
fn unknown_signatures_are_ignored_and_a_false_known_one_condemns() {
    let unknown = "\u{2014} witness.example AAAAAAAA\n";
    let both = format!("{TEXT}\n{unknown}{LINE}");
    let note = Note::parse(both.as_bytes()).unwrap();
    assert_eq!(note.signatures().len(), 2);
    assert_eq!(note.signatures()[0].name(), "witness.example");
    assert_eq!(note.verify(&[&key()]), Ok(TEXT));
    assert_eq!(note.verify(&[]), Err(NoteError::NoKnownSignature));
    let other = Note::parse(format!("{TEXT}\n{unknown}").as_bytes()).unwrap();
    assert_eq!(other.verify(&[&key()]), Err(NoteError::NoKnownSignature));
    let moved = Note::parse(format!("else\n\n{LINE}").as_bytes()).unwrap();
    assert_eq!(moved.verify(&[&key()]), Err(NoteError::FalseSignature));
}

#[test]
fn a_malformed_note_is_refused_at_its_line() {
    let parse = |text: &str| Note::parse(text.as_bytes()).unwrap_err();
    assert_eq!(parse(""), NoteError::Shape);
    assert_eq!(parse("text\n"), NoteError::Shape);
    assert_eq!(parse("text\n\n"), NoteError::Shape);
    assert_eq!(parse(&format!("{TEXT}\n{}", LINE.trim_end())), NoteError::Shape);
    assert_eq!(parse("a\tb\n\n\u{2014} x AAAAAAA=\n"), NoteError::Characters { line: 1 });
    assert_eq!(parse("a\nb\r\n\n\u{2014} x AAAAAAA=\n"), NoteError::Characters { line: 2 });
    for bad in [
        "- x AAAAAAA=",
        "\u{2014} x",
        "\u{2014}  AAAAAAA=",
        "\u{2014} x AAAA",
        "\u{2014} x AAAAAAA",
        "\u{2014} x+y AAAAAAA=",
        "\u{2014} x AAAAAAB=",
        "\u{2014} x AAAAAAA= ",
    ] {
        assert_eq!(
            parse(&format!("text\n\n{bad}\n")),
            NoteError::SignatureLine { line: 3 },
            "{bad}"
        );
    }
    let many = "\u{2014} x AAAAAAA=\n".repeat(65);
    assert_eq!(parse(&format!("t\n\n{many}")), NoteError::TooManySignatures { limit: 64 });
    assert_eq!(Note::parse(b"a\n\xff\n"), Err(NoteError::Characters { line: 2 }));
}

#[test]
fn text_may_have_blank_lines_of_its_own() {
    let text = "first\n\nsecond\n";
    let note = Note::parse(format!("{text}\n\u{2014} x AAAAAAA=\n").as_bytes()).unwrap();
    assert_eq!(note.unverified_text(), text);
}

#[test]
fn a_malformed_key_is_refused_for_its_fault() {
    let parse = |text: &str| text.parse::<VerifierKey>().unwrap_err();
    assert_eq!(parse("x"), KeyError::Form);
    assert_eq!(parse(&KEY.replace("c74f20a3", "C74F20A3")), KeyError::Form);
    assert_eq!(parse(&KEY.replace("c74f20a3", "c74f20a4")), KeyError::Id);
    assert_eq!(parse(&KEY.replace("PeterNeumann", "Peter Neumann")), KeyError::Name);
    assert_eq!(parse(&KEY.replace("+ARpc", "+BBpc")), KeyError::Kind { kind: 4 });
    assert_eq!(parse(&KEY.replace("10TW", "10")), KeyError::Form);
    // The identity point: everything would be signed by it.
    let mut identity = [0_u8; 32];
    identity[0] = 1;
    assert_eq!(VerifierKey::new("x", &identity), Err(KeyError::Point));
}
