//! Any text as a rulebook: every refusal has a place in the file; what loads says the same however often
//! it is loaded, and whatever is asked of it.
#![no_main]

use caldicott_fuzz::check_faults;
use caldicott_model::Invalid;
use caldicott_model::document::Fault;
use caldicott_policy::{Rulebook, SourceFile};
use libfuzzer_sys::fuzz_target;

fn load(text: &str) -> Result<Rulebook, Invalid<Fault>> {
    Rulebook::load(&[SourceFile { name: "fuzz.toml".to_owned(), text: text.to_owned() }])
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match load(text) {
        Err(faults) => check_faults(bytes, &faults),
        Ok(rulebook) => {
            let findings: Vec<String> =
                rulebook.findings().iter().map(ToString::to_string).collect();
            let again =
                load(&format!("{text}\n# read again\n")).expect("a comment changes nothing");
            let told: Vec<String> = again.findings().iter().map(ToString::to_string).collect();
            assert_eq!(findings, told, "a comment changed what is found");
            assert_eq!(
                rulebook.sharing().map(|sharing| sharing.hash()),
                again.sharing().map(|sharing| sharing.hash()),
            );
        }
    }
});
