//! `caution`: entries of a register kept in a casebook.

use tempfile::TempDir;

use crate::support::{MARKER, Ran, run, run_with};

const RECOMMEND: &str = r#"{"on":"2026-03-02","by":{"role":"manager","id":"m-1"},"what":{"recommend":{"evidence":1,"risks":["threats"],"precautions":["two-person-visit"]}}}"#;
const APPROVE: &str = r#"{"on":"2026-03-04","by":{"role":"head-of-service","id":"h-1"},"what":{"approve":{"review_in":12}}}"#;
const REJECT: &str =
    r#"{"on":"2026-03-04","by":{"role":"head-of-service","id":"h-1"},"what":"reject"}"#;
const OVER: &str = r#"{"on":"2026-09-01","by":{"role":"head-of-service","id":"h-1"},"what":{"review":"no-longer-a-risk"}}"#;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        run(&desk.with(&["keys", "new"])).ok();
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn with(&self, words: &[&str]) -> Vec<String> {
        let (casebook, kek) = (self.path("keys.db"), self.path("kek.key"));
        let casebook = ["--casebook", &casebook, "--kek", &kek, "--tenant", "camden"];
        words.iter().chain(&casebook).map(|word| (*word).to_owned()).collect()
    }

    fn record(&self, entry: &str, about: &[&str], events: &[&str]) -> Ran {
        let words = [&["caution", "record", "--entry", entry, "--format", "json"], about].concat();
        run_with(&self.with(&words), events.join("\n").as_bytes())
    }

    fn look(&self, by: &str, visit: &[&str]) -> Ran {
        let words = ["caution", "look", MARKER, "--by", by, "--as-at", "2026-04-01"];
        run(&self.with(&[&words[..], visit].concat()))
    }

    fn holds(&self, text: &str) -> bool {
        let bytes = std::fs::read(self.path("keys.db")).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

#[test]
fn an_entry_lives_from_its_recommendation_and_readers_see_it_for_a_visit() {
    let desk = Desk::new();
    let steps = desk.record("c-1", &["--person", MARKER], &[RECOMMEND, APPROVE]).ok().json();
    assert_eq!(steps[1]["state"], "live");
    assert_eq!(steps[1]["duties"][0]["by"], "2026-03-18");
    let visit = ["--visit-on", "2026-04-02"];
    let seen = desk.look("frontline=f-1", &visit).ok().out;
    assert!(seen.contains("two person visit") && seen.contains("entry"), "{seen}");
    let unseen = desk.look("contractor=k-1", &[]).ok().out;
    assert!(unseen.contains("no visit of yours"), "{unseen}");
    let letter = [
        "caution",
        "letter",
        "--entry",
        "c-1",
        "--organisation",
        "The council",
        "--challenge-to",
        "020 0000",
    ];
    assert!(run(&desk.with(&letter)).ok().out.contains("4 March 2027"));
    let late = run(&desk.with(&["caution", "late", "--as-at", "2027-03-05", "--format", "json"]));
    let late = late.ok().json();
    assert_eq!(late.as_array().unwrap().len(), 2, "{late}");
    // In the archive it is out of readers' sight, and looks like nothing.
    desk.record("c-1", &[], &[OVER]).ok();
    let seen = desk.look("frontline=f-1", &visit).ok().out;
    assert!(seen.starts_with("there is nothing to be careful about"), "{seen}");
    assert!(run(&["verify", &desk.path("keys.db")]).ok().out.contains("is sound"));
    // What the casebook holds of it is sealed.
    assert!(!desk.holds("threats") && !desk.holds("two-person"));
}

#[test]
fn of_what_was_rejected_nothing_is_stored_and_a_second_entry_is_refused() {
    let desk = Desk::new();
    desk.record("c-1", &["--person", MARKER], &[RECOMMEND]).ok();
    desk.record("c-2", &["--person", MARKER], &[RECOMMEND]).refused().names("--entry", "H-023");
    let steps = desk.record("c-1", &[], &[REJECT]).ok().json();
    assert_eq!(steps[0]["state"], "gone");
    assert_eq!(steps[0]["duties"][0]["what"], "destroy");
    // Nor does the log name whom it would have been about.
    let forget = ["forget", MARKER, "--reason", "asked to be", "--approver", "staff-12"];
    let forgotten = run(&desk.with(&forget)).ok().out;
    assert!(forgotten.contains("0 records, 0 index entries, 0 events, 0 payloads"), "{forgotten}");
    // Recommended and rejected in one go leaves as little.
    desk.record("c-3", &["--premises", "flat-9"], &[RECOMMEND, REJECT]).ok();
    assert!(!desk.holds("flat-9"));
    // They may be recommended anew, as a new entry.
    desk.record("c-4", &["--person", "p-2"], &[RECOMMEND, REJECT]).ok();
    desk.record("c-5", &["--person", "p-2"], &[RECOMMEND]).ok();
    desk.record("c-1", &[], &[RECOMMEND]).refused();
}

#[test]
fn a_bad_line_or_a_refused_event_stores_nothing() {
    let desk = Desk::new();
    let about = ["--person", "p-1"];
    let own = APPROVE.replace("h-1", "m-1");
    for (events, place, why) in [
        (vec![RECOMMEND, &own], "standard input:2:1:", "own recommendation"),
        (vec![RECOMMEND, RECOMMEND], "standard input:2:1:", "H-023"),
        (vec![APPROVE], "standard input:1:1:", "does not happen"),
        (vec![RECOMMEND, "{\"on\":\"Zzyzxmarker\"}"], "standard input:2:7:", "a day is written"),
        (vec![RECOMMEND, "{"], "standard input:2:", "not JSON"),
    ] {
        desk.record("c-1", &about, &events).refused().names(place, why);
    }
    let extra = RECOMMEND.replace("\"evidence\":1", "\"evidence\":1,\"evidense\":2");
    let zero = RECOMMEND.replace("\"evidence\":1", "\"evidence\":0");
    let long = APPROVE.replace("12", "13");
    for wrong in [vec![extra.as_str()], vec![&zero], vec![RECOMMEND, &long], vec![""]] {
        desk.record("c-1", &about, &wrong).refused();
    }
    desk.record("c-1", &[], &[RECOMMEND]).refused().names("--entry", "what it is about");
    desk.record("c-1", &about, &[RECOMMEND]).ok();
    desk.record("c-1", &["--person", "p-2"], &[APPROVE])
        .refused()
        .names("--entry", "somebody or something else");
}
