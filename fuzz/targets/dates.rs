//! Any text as a day, an instant, a trigger date and a holiday table: what is read is what another
//! calendar says, is written back as it was, and nothing else is read.
#![no_main]

use caldicott_calendar::{Day, HolidayTable, Instant};
use caldicott_retention::TriggerDate;
use chrono::{DateTime, Datelike as _, NaiveDate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let line = text.lines().next().unwrap_or_default();
    day(line);
    instant(line);
    trigger_date(line);
    if let Ok(table) = text.parse::<HolidayTable>() {
        let written = table.to_string();
        assert_eq!(written.parse::<HolidayTable>().map(|table| table.to_string()), Ok(written));
    }
});

/// A day written as `YYYY-MM-DD`, by the rules of another library.
fn written_day(text: &str) -> Option<NaiveDate> {
    let shape = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    if !shape.eq(*b"0000-00-00") {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse().expect("digits");
    NaiveDate::from_ymd_opt(text[..4].parse().expect("digits"), number(5, 7), number(8, 10))
        .filter(|date| date.year() > 0)
}

fn day(text: &str) {
    match (text.parse::<Day>(), written_day(text)) {
        (Ok(day), Some(date)) => {
            assert_eq!(day.to_string(), text);
            assert_eq!(Day::try_from(date), Ok(day));
            assert_eq!(Day::from_epoch_days(day.epoch_days()), Some(day));
        }
        (Err(_), None) => {}
        (read, date) => panic!("`{text}` is read as {read:?}, and is {date:?}"),
    }
}

fn instant(text: &str) {
    let strict = text.parse::<Instant>();
    let salesforce = Instant::from_salesforce(text);
    if strict.is_ok() {
        assert_eq!(strict, salesforce, "{text}");
    }
    let Ok(read) = salesforce else { return };
    assert_eq!(read.to_string().parse(), Ok(read), "{text}");
    assert_eq!(Instant::from_unix(read.unix_seconds()), Some(read));
    if strict.is_ok() && text.get(17..19) != Some("60") {
        let other = DateTime::parse_from_rfc3339(text).expect("another library reads it too");
        assert_eq!(other.timestamp(), read.unix_seconds(), "{text}");
    }
}

fn trigger_date(text: &str) {
    let trimmed = text.trim();
    match TriggerDate::parse(text) {
        TriggerDate::Missing => {
            let nothing = trimmed.is_empty() || trimmed.bytes().all(|byte| !byte.is_ascii_digit());
            assert!(nothing, "`{text}` is taken for nothing");
        }
        TriggerDate::Day(day) => assert_eq!(trimmed.parse(), Ok(day)),
        TriggerDate::Partial(partial) => {
            assert!(matches!(trimmed.len(), 4 | 7), "`{text}` is taken for part of a date");
            assert!(partial.first() <= partial.last());
            assert!(partial.first().to_string().starts_with(trimmed));
            assert!(partial.last().to_string().starts_with(trimmed));
        }
        TriggerDate::Impossible => assert!(trimmed.parse::<Day>().is_err()),
    }
}
