use super::*;
use crate::{ProofFile, ProofFileError};

// The example of the C2SP specification.
const PUBLISHED: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const SIGNATURE: &str = "\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

#[test]
fn the_published_checkpoint_is_read_and_written_the_same() {
    let checkpoint = Checkpoint::parse(PUBLISHED).unwrap();
    assert_eq!(checkpoint.origin().as_str(), "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size(), 20_852_163);
    assert_eq!(checkpoint.text(), PUBLISHED);
    let whole = format!("{PUBLISHED}\n{SIGNATURE}");
    let note = Note::parse(whole.as_bytes()).unwrap();
    assert_eq!(note.to_string(), whole);
    assert_eq!(note.unverified_text(), PUBLISHED);
}

#[test]
fn a_malformed_checkpoint_is_refused_at_its_line() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let parse = |text: &str| Checkpoint::parse(text).unwrap_err();
    assert_eq!(parse("x\n1"), CheckpointError::Note(NoteError::Shape));
    assert_eq!(parse(&format!("a b\n1\n{root}\n")), CheckpointError::Origin);
    for size in ["", "01", "+1", "-1", "1.0", "1e3", "0x1", "18446744073709551616", " 1"] {
        assert_eq!(parse(&format!("x\n{size}\n{root}\n")), CheckpointError::Size, "{size}");
    }
    assert!(Checkpoint::parse(&format!("x\n18446744073709551615\n{root}\n")).is_ok());
    assert_eq!(parse("x\n"), CheckpointError::Size);
    for bad in ["", "AA==", &root[1..], &root.replace('=', ""), &format!("{root}=")] {
        assert_eq!(parse(&format!("x\n1\n{bad}\n")), CheckpointError::Root, "{bad}");
    }
    assert_eq!(parse(&format!("x\n1\n{root}\na\n\n")), CheckpointError::EmptyLine { line: 5 });
    assert_eq!(parse(&format!("x\n0\n{root}\n")), CheckpointError::EmptyRoot);
    let extended = format!("x\n1\n{root}\nsomething else\n");
    let checkpoint = Checkpoint::parse(&extended).unwrap();
    assert_eq!(checkpoint.extensions(), ["something else"]);
    assert_eq!(checkpoint.text(), extended);
}

#[test]
fn a_malformed_proof_is_refused_at_its_line() {
    let hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let file = |head: &str| format!("{head}\n\n{PUBLISHED}\n{SIGNATURE}");
    let parse = |head: &str| ProofFile::parse(file(head).as_bytes()).unwrap_err();
    let good = format!("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 7\n{hash}\n{hash}");
    let parsed = ProofFile::parse(file(&good).as_bytes()).unwrap();
    assert_eq!((parsed.index(), parsed.to_string()), (7, file(&good)));
    assert!(ProofFile::parse(file("c2sp.org/tlog-proof@v1\nindex 0").as_bytes()).is_ok());
    assert_eq!(parse("c2sp.org/tlog-proof@v2\nindex 7"), ProofFileError::Header);
    let line = |line, wanted| ProofFileError::Line { line, wanted };
    assert_eq!(parse("c2sp.org/tlog-proof@v1"), line(2, "index"));
    assert_eq!(parse("c2sp.org/tlog-proof@v1\nindex 07"), line(2, "index"));
    assert_eq!(parse("c2sp.org/tlog-proof@v1\nextra AA\nindex 7"), line(2, "extra data in base64"));
    assert_eq!(parse("c2sp.org/tlog-proof@v1\nextra AAAA\nindex -7"), line(3, "index"));
    let wanted = "hash in base64, or there are too many";
    assert_eq!(parse("c2sp.org/tlog-proof@v1\nindex 7\nAAAA"), line(3, wanted));
    let many = format!("c2sp.org/tlog-proof@v1\nindex 7{}", format!("\n{hash}").repeat(65));
    assert_eq!(parse(&many), line(67, wanted));
    let none = ProofFile::parse(b"c2sp.org/tlog-proof@v1\nindex 7\n");
    assert_eq!(none, Err(ProofFileError::NoCheckpoint));
}
