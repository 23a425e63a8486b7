//! `request` and `breach`: lives kept in a casebook, with their clocks and letters.

use tempfile::TempDir;

use crate::support::{MARKER, Ran, run, run_with};

/// A casebook in a folder of its own.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        run(&desk.with(&["keys", "new"])).ok();
        desk
    }

    pub(crate) fn with(&self, words: &[&str]) -> Vec<String> {
        let path = |name: &str| self.folder.path().join(name).to_str().unwrap().to_owned();
        let (casebook, kek) = (path("keys.db"), path("kek.key"));
        let casebook = ["--casebook", &casebook, "--kek", &kek, "--tenant", "st-martins"];
        words.iter().chain(&casebook).map(|word| (*word).to_owned()).collect()
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        run(&self.with(words))
    }

    pub(crate) fn record(&self, words: &[&str], events: &[&str]) -> Ran {
        run_with(&self.with(&[words, &["--format", "json"]].concat()), events.join("\n").as_bytes())
    }

    fn holds(&self, text: &str) -> bool {
        let bytes = std::fs::read(self.folder.path().join("keys.db")).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

pub(crate) const RECEIVE: &str = r#"{"on":"2026-03-02","by":{"role":"staff","id":"s-1"},"what":{"receive":{"kind":"access","channel":"spoken","day":"2026-03-02"}}}"#;
const DEMAND: &str =
    r#"{"on":"2026-03-02","by":{"role":"staff","id":"s-1"},"what":"writing-demanded"}"#;
const DOUBT: &str = r#"{"on":"2026-03-04","by":{"role":"handler","id":"h-1"},"what":{"doubt-identity":{"because":"unknown-sender"}}}"#;
const SHOWN: &str = r#"{"on":"2026-03-10","by":{"role":"staff","id":"s-1"},"what":{"identity-received":{"came":"2026-03-10"}}}"#;
const ASK: &str = r#"{"on":"2026-03-12","by":{"role":"handler","id":"h-1"},"what":{"ask-clarification":{"about":"information"}}}"#;
const SAY: &str = r#"{"on":"2026-03-16","by":{"role":"handler","id":"h-1"},"what":{"clarification-received":{"about":"information","came":"2026-03-16"}}}"#;
const REFUSE: &str = r#"{"on":"2026-04-10","by":{"role":"manager","id":"m-1"},"what":{"refuse":{"ground":"excessive","evidence":2}}}"#;

const NEW: [&str; 6] = ["request", "record", "--request", "r-1", "--person", MARKER];
const MORE: [&str; 4] = ["request", "record", "--request", "r-1"];

fn letter(desk: &Desk, on: &str, more: &[&str]) -> Ran {
    let words = ["request", "letter", "--request", "r-1", "--on", on];
    let sender = ["--organisation", "St Martins", "--contact", "01603 000000"];
    desk.run(&[&words[..], &sender, more].concat())
}

#[test]
fn a_request_lives_from_the_door_to_its_refusal_with_its_clock_and_letters() {
    let desk = Desk::new();
    let steps = desk.record(&NEW, &[RECEIVE, DEMAND, DOUBT]).ok().json();
    assert_eq!(steps[0]["duties"][0]["by"], "2026-04-02");
    assert_eq!(steps[1]["findings"][0], "unlawful-precondition");
    let look =
        || desk.run(&["request", "look", "--request", "r-1", "--format", "json"]).ok().json();
    assert!(look()["by"].is_null(), "no time runs while nobody knows who asks");
    assert!(look()["awaited"][0].as_str().unwrap().contains("identity"));
    assert!(letter(&desk, "2026-03-05", &[]).ok().out.contains("show us who you are"));
    letter(&desk, "2026-03-05", &["--which", "answer"]).refused().names("--request", "RT-08");
    desk.record(&MORE, &[SHOWN]).ok();
    assert!(
        letter(&desk, "2026-03-11", &["--which", "answer"]).ok().out.contains("Here is our answer")
    );
    assert_eq!(look()["by"], "2026-04-10");
    assert!(letter(&desk, "2026-03-11", &[]).ok().out.contains("by 10 April 2026 at the latest"));
    desk.record(&MORE, &[ASK]).ok();
    assert!(letter(&desk, "2026-03-12", &[]).ok().out.contains("which of it you mean"));
    desk.record(&MORE, &[SAY]).ok();
    assert_eq!(look()["by"], "2026-04-15");
    let extension = ["--which", "extension-complexity"];
    let extended = letter(&desk, "2026-04-01", &extension).ok().out;
    assert!(extended.contains("by 15 June 2026") && extended.contains("Information Commissioner"));
    // A notice that comes too late extends nothing, and is not written.
    letter(&desk, "2026-04-16", &extension).refused().names("--request", "RT-03");
    letter(&desk, "2026-04-01", &["--which", "refusal"]).refused().names("--request", "`refuse`");
    desk.record(&MORE, &[REFUSE]).ok();
    let refused = letter(&desk, "2026-04-12", &[]).ok().out;
    assert!(refused.contains("go to court") && !refused.contains("complain to us"), "{refused}");
    assert!(letter(&desk, "2026-06-19", &[]).ok().out.contains("complain to us"));
    let late =
        desk.run(&["request", "late", "--as-at", "2026-04-16", "--format", "json"]).ok().json();
    assert_eq!(late[0]["late"]["escalate_to"], "data-protection-officer", "{late}");
    // What the casebook holds of it is sealed, and the log of it is whole.
    assert!(!desk.holds("unknown-sender") && !desk.holds("clarification"));
    let path = desk.folder.path().join("keys.db");
    assert!(run(&["verify", path.to_str().unwrap()]).ok().out.contains("is sound"));
    // Whoever is forgotten is forgotten with their requests.
    desk.run(&["forget", MARKER, "--reason", "asked", "--approver", "staff-12"]).ok();
    desk.run(&["request", "look", "--request", "r-1"]).refused().names("--request", "no request");
}

#[test]
fn a_bad_line_or_a_refused_event_stores_nothing() {
    let desk = Desk::new();
    let own = REFUSE.replace("\"manager\"", "\"handler\"");
    let unknown = RECEIVE.replace("\"channel\"", "\"chanel\"");
    let wrong = RECEIVE.replace("\"access\"", "\"Zzyzxmarker\"");
    let twice = RECEIVE.replace("\"on\":", "\"on\":\"2026-03-02\",\"on\":");
    let no_day = RECEIVE.replace("\"day\":\"2026-03-02\"", "\"day\":\"2026-02-30\"");
    let before = SHOWN.replace("2026-03-10", "2026-03-01");
    for (events, place, why) in [
        (vec![RECEIVE, &own], "standard input:2:1:", "`manager` could"),
        (vec![RECEIVE, RECEIVE], "standard input:2:1:", "does not happen"),
        (vec![DOUBT], "standard input:1:1:", "does not happen"),
        (vec![RECEIVE, SHOWN], "standard input:2:1:", "does not follow"),
        (vec![RECEIVE, &before], "standard input:2:1:", "dated before"),
        (vec![RECEIVE, "", &unknown], "standard input:3:", "did you mean `channel`?"),
        (vec![&wrong], "standard input:1:", "at `what.receive.kind`"),
        (vec![&twice], "standard input:1:", "twice"),
        (vec![&no_day], "standard input:1:", "at `what.receive.day`"),
        (vec![RECEIVE, "{"], "standard input:2:", "not JSON"),
        (vec![""], "standard input:", "no event"),
    ] {
        desk.record(&NEW, &events).refused().names(place, why);
        desk.run(&["request", "look", "--request", "r-1"]).refused();
    }
    desk.record(&MORE, &[RECEIVE]).refused().names("--request", "whose data");
    desk.record(&NEW, &[RECEIVE]).ok();
    let other = ["request", "record", "--request", "r-1", "--person", "p-2"];
    desk.record(&other, &[DOUBT]).refused().names("--request", "somebody else");
    for id in ["", " ", "a\u{7}b"] {
        assert_eq!(desk.run(&["request", "look", "--request", id]).code, 2, "{id:?}");
    }
    assert_eq!(desk.run(&["request", "late", "--as-at", "2026-13-01"]).code, 2);
    assert_eq!(
        desk.run(&["request", "late", "--as-at", "2026-03-03", "--nation", "wales"]).code,
        2
    );
}
