//! `verify`: a log that is whole, one that is not, and a file that is none.

use std::path::PathBuf;

use caldicott::store::{LogFile, StoreError};

use crate::support::{demonstration, file, run};

fn casebook() -> PathBuf {
    demonstration().join("casebook.db")
}

/// A copy of the casebook with one byte of this entry's public part changed.
fn damaged(entry: u64) -> crate::support::Filed {
    let mut leaf = Vec::new();
    LogFile::open(&casebook())
        .unwrap()
        .rows(|row| {
            if row.index == entry {
                leaf = row.leaf;
            }
            Ok::<(), StoreError>(())
        })
        .unwrap();
    let mut bytes = std::fs::read(casebook()).unwrap();
    let place = bytes.windows(leaf.len()).position(|window| window == leaf).unwrap();
    bytes[place + leaf.len() / 2] ^= 1;
    file("copy.db", bytes)
}

#[test]
fn a_whole_log_is_said_to_be_sound_and_agrees_with_what_was_signed() {
    let path = casebook();
    let path = path.to_str().unwrap();
    let table = run(&["verify", path]).ok();
    assert!(table.out.contains("sound"), "{}", table.out);
    let signed = demonstration().join("checkpoint.txt");
    let ran = run(&["verify", path, "--since", signed.to_str().unwrap(), "--format", "json"]).ok();
    let json = ran.json();
    assert_eq!(json["sound"], true);
    assert_eq!(json["broken"], 0);
    assert!(json["entries"].as_u64().unwrap() > 24);
}

#[test]
fn a_changed_byte_is_found_where_it_is_and_the_exit_code_says_so() {
    for entry in [0, 7] {
        let copy = damaged(entry);
        let ran = run(&["verify", &copy.path]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert_eq!(ran.err.matches("broken").count(), 1, "said more than once: {ran:?}");
        assert!(ran.err.contains(&format!("entry {entry} was")) && ran.out.is_empty(), "{ran:?}");
        let json = run(&["verify", &copy.path, "--format", "json"]);
        assert_eq!(json.code, 1);
        assert_eq!(json.json()["first_broken"], entry);
        assert_eq!(json.json()["sound"], false);
    }
}

#[test]
fn verifying_changes_nothing() {
    let before = std::fs::read(casebook()).unwrap();
    run(&["verify", casebook().to_str().unwrap()]).ok();
    assert_eq!(std::fs::read(casebook()).unwrap(), before);
}

#[test]
fn a_checkpoint_is_signed_for_a_sound_log_and_never_over_an_older_one() {
    let desk = tempfile::tempdir().unwrap();
    let path = |name: &str| desk.path().join(name).to_str().unwrap().to_owned();
    let (log, kek, kept) = (path("keys.db"), path("kek.key"), path("kept"));
    let casebook = ["--casebook", &log, "--kek", &kek, "--tenant", "small"];
    run(&[&["keys", "new"], &casebook[..]].concat()).ok();
    let sign = ["verify", &log, "--kek", &kek, "--tenant", "small", "--checkpoint", &kept];
    run(&sign).ok();
    run(&["verify", &log, "--since", &kept]).ok();
    let before = std::fs::read(&kept).unwrap();
    run(&sign).refused().names("kept", "already");
    assert_eq!(std::fs::read(&kept).unwrap(), before);
    // Without the key nothing can be signed.
    run(&["verify", &log, "--checkpoint", &path("other")]).refused();
    let copy = damaged(3);
    let spoilt = path("spoilt");
    let key = demonstration().join("casebook.kek");
    let ran = run(&[
        "verify",
        &copy.path,
        "--kek",
        key.to_str().unwrap(),
        "--tenant",
        "st-martins",
        "--checkpoint",
        &spoilt,
    ]);
    assert_ne!(ran.code, 0, "{ran:?}");
    assert!(!std::path::Path::new(&spoilt).exists());
}

#[test]
fn a_checkpoint_that_was_changed_or_is_none_is_refused() {
    let path = casebook();
    let signed = std::fs::read_to_string(demonstration().join("checkpoint.txt")).unwrap();
    let line = signed.lines().nth(1).unwrap();
    let size: u64 = line.parse().unwrap();
    for text in [
        String::new(),
        "not a checkpoint\n".to_owned(),
        signed.replacen(line, &(size + 1).to_string(), 1),
        signed[..signed.len() / 2].to_owned(),
    ] {
        let changed = file("checkpoint.txt", text);
        let ran = run(&["verify", path.to_str().unwrap(), "--since", &changed.path]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("checkpoint.txt"), "{}", ran.err);
    }
}

#[test]
fn a_file_that_is_no_casebook_is_refused_and_a_missing_one_too() {
    for bytes in [Vec::new(), b"Zzyzxmarker".to_vec(), vec![7; 10_000]] {
        let other = file("other.db", bytes);
        run(&["verify", &other.path]).refused().names("other.db", "");
    }
    run(&["verify", "no-such.db"]).refused().names("no-such.db", "no such file");
    let folder = tempfile::tempdir().unwrap();
    run(&["verify", folder.path().to_str().unwrap()]).refused().names("", "this is a folder");
}
