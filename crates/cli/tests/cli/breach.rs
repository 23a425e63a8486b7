//! `breach`: 72 hours, phases, who is told and who need not be.

use crate::request::Desk;
use crate::support::MARKER;

const REPORT: &str = r#"{"at":"2026-03-27T09:00:00Z","by":{"role":"staff","id":"s-1"},"what":{"report":"own-staff"}}"#;
const AWARE: &str = r#"{"at":"2026-03-27T12:30:00Z","by":{"role":"compliance-officer","id":"c-1"},"what":{"aware":{"since":"2026-03-27T12:20:00Z","because":"Zzyzxmarker"}}}"#;
const DESCRIBE: &str = r#"{"at":"2026-03-27T13:00:00Z","by":{"role":"compliance-officer","id":"c-1"},"what":{"describe":{"categories":["identity","health"],"people":40,"records":120,"remedied":true}}}"#;
const ASSESS: &str = r#"{"at":"2026-03-27T14:00:00Z","by":{"role":"compliance-officer","id":"c-1"},"what":{"assess":{"likely":"high-risk","because":"health"}}}"#;
const PHASE: &str = r#"{"at":"2026-03-28T09:00:00Z","by":{"role":"compliance-officer","id":"c-1"},"what":{"notify-regulator":{"sent":"2026-03-28T09:00:00Z","parts":["nature","contact"],"late_because":null}}}"#;
const RELIEVE: &str = r#"{"at":"2026-03-28T10:00:00Z","by":{"role":"director","id":"d-1"},"what":{"relieve":{"unintelligible":{"sealed":["identity","health"],"keys":"safe","clear_copies":false,"by":"it-1","at":"2026-03-28T09:30:00Z"}}}}"#;

const B1: [&str; 4] = ["breach", "record", "--breach", "b-1"];

#[test]
fn a_breach_lives_through_its_72_hours_and_encryption_spares_the_people() {
    let desk = Desk::new();
    let steps = desk.record(&B1, &[REPORT, AWARE, DESCRIBE, ASSESS]).ok().json();
    assert_eq!(steps[0]["duties"][0]["what"], "enquire");
    let look = |at: &str| {
        desk.run(&["breach", "look", "--breach", "b-1", "--at", at, "--format", "json"]).ok().json()
    };
    // Seventy-two hours across the change of the clocks, and no weekend counted out.
    assert_eq!(look("2026-03-28T12:00:00Z")["alarm"], "2026-03-30T12:20:00Z");
    let text =
        desk.run(&["breach", "look", "--breach", "b-1", "--at", "2026-03-28T12:00:00Z"]).ok().out;
    assert!(text.contains("48 hours 20 minutes are left") && !text.contains(MARKER), "{text}");
    let late = |at: &str| desk.run(&["breach", "late", "--at", at, "--format", "json"]).ok().json();
    assert_eq!(late("2026-03-30T12:19:00Z").as_array().unwrap().len(), 0);
    assert_eq!(late("2026-03-30T12:20:00Z").as_array().unwrap().len(), 2, "regulator and people");
    let letter = |to: &str, more: &[&str]| {
        let words = ["breach", "letter", "--breach", "b-1", "--to", to];
        let sender = ["--organisation", "St Martins", "--contact", "01603 000000"];
        desk.run(&[&words[..], &sender, more].concat())
    };
    let notification = letter("regulator", &[]).ok().out;
    assert!(
        notification.contains("about 40 people and 120 records")
            && notification.contains("not known yet")
    );
    letter("people", &["--nature", "a laptop was stolen"]).refused().names("--breach", "BR-08");
    let said = [
        "--nature",
        "A laptop was stolen.",
        "--consequences",
        "None.",
        "--measures",
        "It was locked.",
    ];
    assert!(letter("people", &said).ok().out.contains("A laptop was stolen."));
    let steps = desk.record(&B1, &[PHASE, RELIEVE]).ok().json();
    let owed: Vec<&str> = steps[1]["duties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|duty| duty["what"].as_str().unwrap())
        .collect();
    assert_eq!(owed, ["complete-notification"]);
    letter("people", &said).refused().names("--breach", "relief");
}

#[test]
fn a_relief_that_the_facts_do_not_bear_is_refused_and_nothing_is_stored() {
    let desk = Desk::new();
    desk.record(&B1, &[REPORT, AWARE, DESCRIBE, ASSESS]).ok();
    let exposed = RELIEVE.replace("\"safe\"", "\"unknown\"");
    let half = RELIEVE.replace("[\"identity\",\"health\"],\"keys\"", "[\"identity\"],\"keys\"");
    let staff = RELIEVE.replace("\"director\"", "\"staff\"");
    let slip = RELIEVE.replace("clear_copies", "clear_copys");
    let early = PHASE.replace("\"at\":\"2026-03-28T09:00:00Z\"", "\"at\":\"2026-03-27T10:00:00Z\"");
    let late = PHASE.replace("2026-03-28T09:00:00Z", "2026-03-31T09:00:00Z");
    for (event, why) in [
        (exposed, "key"),
        (half, "`health`"),
        (staff, "`director` could"),
        (slip, "did you mean `clear_copies`?"),
        (early, "after the last one"),
        (late, "gives the reasons"),
        (AWARE.replace("Z\",\"because\"", "\",\"because\""), "at `what.aware.since`"),
    ] {
        desk.record(&B1, &[&event]).refused().names("standard input:1:", why);
    }
    let look = desk.run(&["breach", "look", "--breach", "b-1", "--format", "json"]).ok().json();
    assert!(look["duties"].as_array().unwrap().iter().any(|duty| duty["what"] == "tell-people"));
    desk.run(&["breach", "look", "--breach", "b-2"]).refused().names("--breach", "no breach");
    assert_eq!(desk.run(&["breach", "late", "--at", "2026-03-30"]).code, 2);
}
