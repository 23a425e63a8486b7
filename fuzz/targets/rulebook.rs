//! Any bytes as a rulebook and as a request: no panic, no hang, every refusal with a place.
#![no_main]

use caldicott_model::document::{Echo, Faults};
use caldicott_policy::{Rulebook, SourceFile, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = SourceFile { name: "fuzz.toml".to_owned(), text: text.to_owned() };
    if let Err(faults) = Rulebook::load(&[file]) {
        assert!(!faults.is_empty(), "refused without a reason");
        let lines = text.matches('\n').count() + 1;
        for fault in faults {
            if let Some(at) = fault.at {
                assert!(at.line as usize <= lines && at.line > 0, "a place outside the file");
            }
        }
    }
    let faults = Faults::new("fuzz.json", Echo::Hidden);
    let read = json::object(text, 1, &faults);
    assert!(read.is_some() || !faults.is_empty(), "refused without a reason");
});
