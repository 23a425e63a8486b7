//! Any text as a request: no message repeats it, the reader accepts what another JSON reader accepts and
//! nothing else, and the answer is the slow oracle's.
#![no_main]

use std::sync::OnceLock;

use caldicott_calendar::Day;
use caldicott_fuzz::{check_faults, check_silence, planted};
use caldicott_model::document::{Echo, Faults, Reader};
use caldicott_policy::{Rulebook, SourceFile, json};
use caldicott_sharing::{Request, judge, oracle};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const FILES: [(&str, &str); 2] = [
    ("rulebook.toml", include_str!("../../examples/rulebooks/st-martins/rulebook.toml")),
    ("sharing.toml", include_str!("../../examples/rulebooks/st-martins/sharing.toml")),
];

fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| {
        let file = |(name, text): (&str, &str)| SourceFile { name: name.into(), text: text.into() };
        Rulebook::load(&FILES.map(file)).expect("the shipped rulebook is right")
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let text = planted(text);
    let faults = Faults::new("fuzz.json", Echo::Hidden);
    let Some((table, at)) = json::object(&text, 1, &faults) else {
        let faults = faults.into_vec();
        check_faults(text.as_bytes(), &faults);
        check_silence(&faults);
        if faults.iter().any(|fault| fault.message.starts_with("not JSON")) {
            assert!(serde_json::from_str::<Value>(&text).is_err(), "JSON was refused");
        }
        return;
    };
    assert!(
        serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(),
        "accepted what is not JSON"
    );
    let request = Request::read(&mut Reader::new(&table, at, &faults));
    let faults = faults.into_vec();
    if !faults.is_empty() {
        check_faults(text.as_bytes(), &faults);
        check_silence(&faults);
        return;
    }
    let request = request.expect("nothing is wrong with it");
    let day = request.day.unwrap_or(Day::literal(2026, 11, 2));
    let sharing = rulebook().sharing().expect("it has a section on sharing");
    let (quick, slow) = (judge(sharing, &request, day), oracle::judge(sharing, &request, day));
    assert_eq!(quick.released(), slow.released);
    assert_eq!(quick.withheld(), slow.withheld);
    assert_eq!(quick.referred(), slow.referred);
});
