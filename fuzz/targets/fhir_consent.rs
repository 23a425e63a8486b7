//! Any text as a FHIR Consent of either release: no message or finding repeats it, what is read can be
//! written and is read back as it was, and nothing is permitted that names nobody, no purpose or no data.
#![no_main]

use caldicott_calendar::Day;
use caldicott_fuzz::{MARKER, check_faults, check_silence, planted};
use caldicott_model::document::{Echo, Faults};
use caldicott_policy::json;
use caldicott_sharing::Consent;
use caldicott_sharing::exchange::Record;
use caldicott_sharing::exchange::fhir::{Import, Reading, Release, read, write};
use libfuzzer_sys::fuzz_target;

const DAY: Day = Day::literal(2026, 3, 2);

fn take_in(text: &str, release: Release) -> Result<Reading, ()> {
    let faults = Faults::new("fuzz.json", Echo::Hidden);
    let table = json::object(text, 1, &faults);
    let read = table.and_then(|(table, at)| read(&table, at, release, &Import::on(DAY), &faults));
    faults.finish(read).map_err(|faults| {
        check_faults(text.as_bytes(), &faults);
        check_silence(&faults);
    })
}

fn held(consent: &Consent) -> String {
    let Consent { kind, form, to, purposes, covers, given, until, withdrawn, .. } = consent;
    let Consent { explicit, evidence, condition_of_service, .. } = consent;
    format!(
        "{kind} {form:?} {to:?} {purposes:?} {covers:?} {given:?} {until:?} {withdrawn:?} {explicit:?} \
         {evidence:?} {condition_of_service:?}"
    )
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let text = planted(text);
    for (_, release) in Release::NAMES {
        let Ok(reading) = take_in(&text, *release) else { continue };
        for finding in &reading.findings {
            assert!(!finding.to_string().contains(MARKER), "a finding repeats the file");
        }
        for consent in &reading.consents {
            assert!(consent.given.is_some() || consent.withdrawn.is_some());
            for (_, other) in Release::NAMES {
                let record = Record::new(consent.clone());
                let text = write(&record, *other, DAY).expect("what was read can be written");
                let again = take_in(&text, *other).expect("what was written can be read");
                assert!(again.findings.is_empty(), "{:?}", again.findings);
                let again: Vec<String> = again.consents.iter().map(held).collect();
                assert_eq!(again, [held(consent)]);
            }
        }
    }
});
