//! Any text as a clause, a period and a retention schedule: what is read is written and read back as it
//! was, a refusal names a place, and evaluating never panics.
#![no_main]

use caldicott_calendar::Day;
use caldicott_fuzz::check_faults;
use caldicott_model::Invalid;
use caldicott_model::document::Fault;
use caldicott_policy::{SourceFile, read_file};
use caldicott_retention::{Clause, Period, Record, Schedule, TriggerDate};
use libfuzzer_sys::fuzz_target;

fn read(text: &str) -> Result<Schedule, Invalid<Fault>> {
    let file = SourceFile { name: "fuzz.toml".to_owned(), text: text.to_owned() };
    read_file(&file, Schedule::read)
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let line = text.lines().next().unwrap_or_default();
    match line.parse::<Clause>() {
        Ok(clause) => {
            let written = clause.to_string();
            assert_eq!(written.parse().as_ref(), Ok(&clause), "{written}");
        }
        Err(error) => {
            assert!(error.column() <= line.chars().count() + 1, "{error}");
        }
    }
    if let Ok(period) = line.parse::<Period>() {
        assert_eq!(period.to_string().parse(), Ok(period));
    }
    match read(text) {
        Err(faults) => check_faults(bytes, &faults),
        Ok(schedule) => {
            assert!(schedule.lint().iter().all(|finding| !finding.to_string().is_empty()));
            let again =
                read(&format!("{text}\n# read again\n")).expect("a comment changes nothing");
            assert_eq!(schedule.hash(), again.hash());
            for rule in schedule.rules() {
                for class in rule.selection().classes() {
                    let date = TriggerDate::Day(Day::literal(2020, 2, 29));
                    let record =
                        schedule.triggers().iter().fold(Record::new(class), |record, trigger| {
                            record.dated(trigger.name(), date)
                        });
                    for as_of in [Day::MIN, Day::literal(2026, 11, 2), Day::MAX] {
                        let one = schedule.evaluate(&record, as_of).to_string();
                        assert_eq!(one, again.evaluate(&record, as_of).to_string());
                    }
                }
            }
        }
    }
});
