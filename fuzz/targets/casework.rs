//! Any text as a file of casework: no reader falls over, no message repeats the text, and each fault has its
//! place in the file.
#![no_main]

use caldicott_accountability::ropa::{ControllerRecord, ProcessorRecord};
use caldicott_accountability::{Dpia, Registers, breach};
use caldicott_fuzz::{check_faults, check_silence, planted};
use caldicott_model::document::{Echo, Faults, Reader};
use caldicott_policy::json;
use caldicott_rights::{pack::AccessCase, request};
use libfuzzer_sys::fuzz_target;

/// Reads the text by one of the readers, and holds what it says of it.
fn read<T>(text: &str, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Option<T> {
    let faults = Faults::new("fuzz.json", Echo::Hidden);
    let (table, at) = json::object(text, 1, &faults)?;
    let value = read(&mut Reader::new(&table, at, &faults));
    let faults = faults.into_vec();
    if faults.is_empty() {
        return value;
    }
    check_faults(text.as_bytes(), &faults);
    check_silence(&faults);
    None
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let text = planted(text);
    if let Some(case) = read(&text, AccessCase::read) {
        let _ = case.build();
    }
    let day = caldicott_calendar::Day::literal(2026, 11, 2);
    if let Some(registers) = read(&text, Registers::read) {
        let _ = registers.check(day);
    }
    if let Some(assessment) = read(&text, Dpia::read) {
        let _ = assessment.check(day);
    }
    if let Some(record) = read(&text, ControllerRecord::read) {
        let _ = record.check(day);
    }
    let _ = read(&text, ProcessorRecord::read);
    let _ = read(&text, |top| Some(top.values::<caldicott_caution_register::Event>("event")));
    let _ = read(&text, |top| Some(top.values::<request::Event>("event")));
    let _ = read(&text, |top| Some(top.values::<breach::Event>("event")));
});
