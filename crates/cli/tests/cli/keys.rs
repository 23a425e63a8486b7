//! `keys`, `forget`, `reseal`: the keys of a casebook through their lives.

use tempfile::TempDir;

use crate::support::{MARKER, Ran, program, run, run_with};

const PEOPLE: &[u8] = b"id,name\np-1,Ann\np-2,Zzyzxmarker\np-3,Cy\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, words: &[&str]) -> Ran {
        run(&self.with(words))
    }

    fn with(&self, words: &[&str]) -> Vec<String> {
        let casebook = ["--casebook", "keys.db", "--kek", "kek.key", "--tenant", "small"];
        let casebook =
            casebook.map(|word| if word.contains('.') { self.path(word) } else { word.to_owned() });
        words.iter().map(|word| (*word).to_owned()).chain(casebook).collect()
    }

    fn seal(&self, input: &[u8]) -> Vec<u8> {
        let rest = ["--record-type", "client", "--person-column", "id", "--record-column", "id"];
        let words = [&["seal", "-"][..], &rest[..], &["--columns", "name"]].concat();
        run_with(&self.with(&words), input).ok().out.into_bytes()
    }

    fn open(&self, sealed: &[u8]) -> Ran {
        let rest = ["--record-type", "client", "--person-column", "id", "--record-column", "id"];
        run_with(&self.with(&[&["open", "-"][..], &rest[..]].concat()), sealed)
    }

    fn status(&self) -> serde_json::Value {
        self.run(&["keys", "status", "--format", "json"]).ok().json()
    }
}

#[test]
fn a_casebook_is_made_once_and_says_what_keys_it_has() {
    let desk = Desk::new();
    desk.run(&["keys", "new"]).ok();
    desk.run(&["keys", "new"]).refused().names("keys.db", "already");
    assert_eq!(desk.status()["people"], 0);
    desk.seal(PEOPLE);
    let status = desk.status();
    assert_eq!(status["people"], 3);
    assert_eq!(status["organisation_keys"][0]["version"], 1);
    assert!(status["last_epoch"].is_null());
    let words = desk.run(&["keys", "status"]).ok().out;
    assert!(words.contains("3 people") && words.contains("no epoch"), "{words}");
}

#[test]
fn a_key_that_is_not_there_or_not_this_casebook_s_is_named_as_such() {
    let desk = Desk::new();
    desk.run(&["keys", "new"]).ok();
    let status = |kek: &str| {
        let casebook = desk.path("keys.db");
        run(&["keys", "status", "--casebook", &casebook, "--kek", kek, "--tenant", "small"])
    };
    status(&desk.path("no.key")).refused().names("no.key", "there is no such file");
    let folder = desk.folder.path().to_str().unwrap().to_owned();
    status(&folder).refused().names("", "this is a folder");
    status("env:CALDICOTT_NOT_SET").refused().names("", "variable is not set");
    let other = Desk::new();
    other.run(&["keys", "new"]).ok();
    status(&other.path("kek.key")).refused().names("keys.db", "is not the one that wraps");
    // A second casebook does not take the first one's key, nor spoil it.
    let (second, key) = (desk.path("second.db"), desk.path("kek.key"));
    let made = ["keys", "new", "--casebook", &second, "--kek", &key, "--tenant", "small"];
    run(&made).refused().names("kek.key", "already");
    assert_eq!(desk.status()["people"], 0);
}

#[test]
fn what_is_sealed_opens_after_every_rotation_and_resealing_counts_what_it_did() {
    let desk = Desk::new();
    let sealed = desk.seal(PEOPLE);
    desk.run(&["keys", "rotate"]).ok();
    desk.run(&["keys", "rotate", "--person", "p-1"]).ok();
    assert_eq!(desk.status()["people_with_older_keys"], 1);
    assert_eq!(desk.open(&sealed).ok().out.as_bytes(), PEOPLE);
    desk.run(&["reseal"]).ok();
    assert_eq!(desk.open(&sealed).ok().out.as_bytes(), PEOPLE);
    desk.run(&["keys", "epoch", "--on", "2025-03-04"]).ok();
    assert_eq!(desk.status()["last_epoch"], "2025-03-04");
    assert_eq!(desk.open(&sealed).ok().out.as_bytes(), PEOPLE);
}

#[test]
fn nothing_is_done_on_a_day_that_has_not_come() {
    let desk = Desk::new();
    desk.seal(PEOPLE);
    let forget = ["forget", "p-1", "--reason", "asked to be", "--approver", "staff-12"];
    for words in [["keys", "epoch"].as_slice(), &forget] {
        let ahead = [words, &["--on", "2999-01-01"]].concat();
        let refused = desk.run(&ahead);
        assert!(refused.err.contains("has not come"), "{}", refused.err);
    }
    assert!(desk.status()["last_epoch"].is_null());
    desk.run(&forget).ok();
}

#[test]
fn somebody_who_is_forgotten_is_gone_and_an_epoch_closes_the_copies() {
    let desk = Desk::new();
    let sealed = desk.seal(PEOPLE);
    for file in ["keys.db", "kek.key"] {
        std::fs::copy(desk.path(file), desk.path(&format!("old-{file}"))).unwrap();
    }
    let forget = ["forget", "p-2", "--reason", "asked to be", "--approver", "staff-12"];
    let ran = desk.run(&forget).ok();
    assert!(ran.out.contains("older copies"), "{ran:?}");
    desk.open(&sealed).refused().names("standard input:3:", "the person was erased");
    let two = b"id,name\np-1,Ann\np-3,Cy\n";
    let kept: Vec<u8> = String::from_utf8(sealed.clone())
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with("p-2"))
        .flat_map(|line| format!("{line}\n").into_bytes())
        .collect();
    assert_eq!(desk.open(&kept).ok().out.as_bytes(), two);
    assert!(run(&["verify", &desk.path("keys.db")]).ok().out.contains("1 entries"));
    desk.run(&forget).ok();
    // Nobody who was never there, and nothing personal in the refusal.
    let nobody = ["forget", MARKER, "--reason", "asked to be", "--approver", "staff-12"];
    desk.run(&nobody).refused().names("keys.db", "nobody");

    let closed = desk.run(&["keys", "epoch"]).ok();
    assert!(closed.out.contains("opens nothing"), "{closed:?}");
    // The casebook of yesterday, with the key of today.
    std::fs::rename(desk.path("old-keys.db"), desk.path("keys.db")).unwrap();
    let ran = desk.open(&sealed);
    assert_ne!(ran.code, 0, "{ran:?}");
    assert!(!ran.out.contains(MARKER));
}

#[test]
fn the_key_may_come_from_the_environment() {
    let desk = Desk::new();
    let casebook = desk.path("keys.db");
    let words = ["--casebook", &casebook, "--kek", "env:CASEBOOK_KEY", "--tenant", "small"];
    let key = "0f".repeat(32);
    let with = |task: &str, key: Option<&str>| {
        let mut command = program();
        command.args(["keys", task]).args(words);
        command.env_remove("CASEBOOK_KEY");
        if let Some(key) = key {
            command.env("CASEBOOK_KEY", key);
        }
        command.output().unwrap()
    };
    assert!(!with("new", None).status.success());
    assert!(with("new", Some(&key)).status.success());
    assert!(with("status", Some(&key)).status.success());
    let other = with("status", Some(&"0e".repeat(32)));
    assert_eq!(other.status.code(), Some(2));
    let shown = String::from_utf8(other.stderr).unwrap();
    assert!(!shown.contains("0e0e") && !shown.contains("0f0f"), "{shown}");
    assert!(!with("status", Some("no key")).status.success());
}

#[test]
fn a_casebook_that_cannot_be_made_leaves_no_key_and_one_slip_makes_nobody() {
    let desk = Desk::new();
    let kek = desk.path("kek.key");
    let nowhere = desk.path("no-such-folder/keys.db");
    let words = ["keys", "new", "--casebook", &nowhere, "--kek", &kek, "--tenant", "small"];
    assert_ne!(run(&words).code, 0);
    assert!(!std::path::Path::new(&kek).exists());
    desk.seal(PEOPLE);
    desk.run(&["keys", "rotate", "--person", "p-9"]).refused().names("keys.db", "nobody");
    assert_eq!(desk.status()["people"], 3);
}

#[test]
fn with_the_key_what_stands_beside_the_log_is_verified_too() {
    let desk = Desk::new();
    desk.seal(PEOPLE);
    let forget = |person: &str| {
        desk.run(&["forget", person, "--reason", "asked to be", "--approver", "staff-12"]).ok();
    };
    forget("p-1");
    forget("p-2");
    let (casebook, kek) = (desk.path("keys.db"), desk.path("kek.key"));
    let words = ["verify", &casebook, "--kek", &kek, "--tenant", "small"];
    let ran = run(&words).ok();
    assert!(ran.out.lines().count() >= 2, "{ran:?}");
    let json = run(&[&words[..], &["--format", "json"]].concat()).ok();
    assert!(json.out.contains("\"tombstones\":2"), "{json:?}");
    run(&["verify", &casebook, "--kek", &kek, "--tenant", "other"]).refused();
}

#[test]
fn a_casebook_that_was_emptied_is_not_made_anew() {
    let desk = Desk::new();
    desk.seal(PEOPLE);
    std::fs::write(desk.path("keys.db"), b"").unwrap();
    desk.run(&["keys", "status"]).refused().names("keys.db", "empty");
    assert_eq!(std::fs::metadata(desk.path("keys.db")).unwrap().len(), 0);
}
