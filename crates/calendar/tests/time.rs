//! Instants and London's clocks, against the world's database of zones.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_calendar::clock::{Breach, BreachStanding};
use caldicott_calendar::{
    CalendarError, Day, EuHours, Instant, InstantError, LondonTime, Resolved,
};
use chrono::{DateTime, Datelike as _, NaiveDate, Offset as _, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Europe::London;
use proptest::prelude::*;

fn zone(unix: i64) -> (Day, u32) {
    let time =
        London.from_utc_datetime(&DateTime::<Utc>::from_timestamp(unix, 0).unwrap().naive_utc());
    (Day::try_from(time.date_naive()).unwrap(), time.num_seconds_from_midnight())
}

fn ours(unix: i64) -> (Day, u32) {
    let time = Instant::from_unix(unix).unwrap().in_london().unwrap();
    let (hour, minute, second) = time.hms();
    (time.day(), u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second))
}

#[test]
fn every_half_hour_of_two_centuries_shows_the_time_of_the_zone_database() {
    let start = NaiveDate::from_ymd_opt(1848, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let end = NaiveDate::from_ymd_opt(2100, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    for unix in (start.and_utc().timestamp()..end.and_utc().timestamp()).step_by(1800) {
        assert_eq!(ours(unix), zone(unix), "{unix}");
        assert_eq!(ours(unix - 1), zone(unix - 1), "{unix} - 1");
    }
}

#[test]
fn every_local_hour_is_resolved_as_the_zone_database_resolves_it() {
    for number in Day::literal(1910, 1, 1).epoch_days()..Day::literal(2060, 1, 1).epoch_days() {
        let day = Day::from_epoch_days(number).unwrap();
        for hour in [0_u8, 1, 2, 3, 12, 23] {
            let local = NaiveDate::from(day).and_hms_opt(u32::from(hour), 30, 0).unwrap();
            let resolved = LondonTime::new(day, hour, 30, 0).unwrap().resolve().unwrap();
            match London.from_local_datetime(&local) {
                chrono::LocalResult::Single(one) => {
                    assert_eq!(
                        resolved,
                        Resolved::Once(Instant::from_unix(one.timestamp()).unwrap())
                    );
                }
                chrono::LocalResult::Ambiguous(first, second) => {
                    let at = |time: DateTime<_>| Instant::from_unix(time.timestamp()).unwrap();
                    assert_eq!(resolved, Resolved::Twice { earlier: at(first), later: at(second) });
                }
                chrono::LocalResult::None => {
                    let Resolved::Skipped { earlier, later } = resolved else {
                        unreachable!("{day} {hour} {resolved:?}");
                    };
                    assert_eq!(earlier.seconds_until(later), 3600);
                    // Each reading shows another time than was asked for: the hour is not there.
                    assert_ne!(earlier.in_london().unwrap().hms().0, hour);
                    assert_ne!(later.in_london().unwrap().hms().0, hour);
                }
            }
        }
    }
}

#[test]
fn every_day_has_one_midnight_and_ends_where_the_next_begins() {
    for number in Day::literal(1848, 1, 1).epoch_days()..Day::literal(2100, 1, 1).epoch_days() {
        let day = Day::from_epoch_days(number).unwrap();
        let start = day.start_in_london().unwrap();
        assert_eq!(start.day_in_london(), day);
        assert_eq!(start.plus_seconds(-1).unwrap().day_in_london(), day.plus_days(-1).unwrap());
        let hours =
            start.seconds_until(day.plus_days(1).unwrap().start_in_london().unwrap()) / 3600;
        assert!((23..=25).contains(&hours), "{day} {hours}");
    }
}

#[test]
fn what_is_wrong_with_an_instant_has_a_name() {
    for (text, error) in [
        ("", InstantError::Form),
        ("2026-03-27", InstantError::Form),
        ("2026-03-27 12:00:00Z", InstantError::Form),
        ("2026-03-27T12:00Z", InstantError::Form),
        ("2026-03-27T12:00:00.Z", InstantError::Form),
        ("2026-03-27T12:00:00 Z", InstantError::Form),
        ("2026-03-27T12:00:00UTC", InstantError::Form),
        ("2026-03-27T1a:00:00Z", InstantError::Form),
        ("٢٠٢٦-03-27T12:00:00Z", InstantError::Form),
        ("2026-02-29T12:00:00Z", InstantError::NoSuchDay),
        ("2026-13-01T12:00:00Z", InstantError::NoSuchDay),
        ("0000-01-01T00:00:00Z", InstantError::OutOfRange),
        ("0001-01-01T00:00:00+01:00", InstantError::OutOfRange),
        ("9999-12-31T23:30:00-01:00", InstantError::OutOfRange),
        ("2026-03-27T24:00:00Z", InstantError::NoSuchTime),
        ("2026-03-27T12:60:00Z", InstantError::NoSuchTime),
        ("2026-03-27T12:00:61Z", InstantError::NoSuchTime),
        ("2026-03-27T12:00:60Z", InstantError::LeapSecond),
        ("2026-03-31T23:59:60Z", InstantError::LeapSecond),
        ("2026-06-30T23:59:60+01:00", InstantError::LeapSecond),
        ("2026-03-27T12:00:00", InstantError::OffsetMissing),
        ("2026-03-27T12:00:00.5", InstantError::OffsetMissing),
        ("2026-03-27T12:00:00+0100", InstantError::OffsetForm),
        ("2026-03-27T12:00:00+01", InstantError::OffsetForm),
        ("2026-03-27T12:00:00+24:00", InstantError::OffsetForm),
        ("2026-03-27T12:00:00+01:60", InstantError::OffsetForm),
    ] {
        assert_eq!(text.parse::<Instant>(), Err(error), "{text}");
        assert!(text.is_empty() || !error.to_string().contains(text));
    }
    for (text, written) in [
        ("2026-03-27T12:00:00Z", "2026-03-27T12:00:00Z"),
        ("2026-03-27t12:00:00z", "2026-03-27T12:00:00Z"),
        ("2026-03-27T12:00:00.999999999Z", "2026-03-27T12:00:00Z"),
        ("2026-03-27T00:30:00+01:00", "2026-03-26T23:30:00Z"),
        ("2026-12-31T23:30:00-00:45", "2027-01-01T00:15:00Z"),
        ("2026-03-27T12:00:00-00:00", "2026-03-27T12:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2015-07-01T00:59:60+01:00", "2015-06-30T23:59:59Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ] {
        assert_eq!(text.parse::<Instant>().unwrap().to_string(), written);
    }
    let salesforce = Instant::from_salesforce("2026-03-27T12:00:00.000+0000").unwrap();
    assert_eq!(salesforce.to_string(), "2026-03-27T12:00:00Z");
    assert_eq!(Instant::from_salesforce("2026-03-27T12:00:00"), Err(InstantError::OffsetMissing));
}

#[test]
fn a_breach_before_the_act_or_past_the_calendar_has_no_clock() {
    let before: Instant = "2018-05-24T22:59:59Z".parse().unwrap();
    assert!(matches!(Breach::aware(before).notify_by(), Err(CalendarError::NotInForce(_))));
    // One second later it is 25 May in London.
    assert!(Breach::aware(before.plus_seconds(1).unwrap()).notify_by().is_ok());
    assert_eq!(Breach::aware(Instant::MAX).notify_by(), Err(CalendarError::OutOfRange));
}

#[test]
fn a_breach_stands_by_the_second() {
    let aware: Instant = "2026-11-17T09:05:00Z".parse().unwrap();
    let clock = Breach::aware(aware).notify_by().unwrap();
    let at = |instant: Instant, by| clock.standing(instant.plus_seconds(by).unwrap());
    assert_eq!(at(clock.alarm(), -1), BreachStanding::InTime);
    assert_eq!(at(clock.alarm(), 0), BreachStanding::LastHour);
    assert_eq!(at(clock.ends(), -1), BreachStanding::LastHour);
    assert_eq!(at(clock.ends(), 0), BreachStanding::Late);
}

proptest! {
    #[test]
    fn an_instant_is_written_and_read_back(unix in Instant::MIN.unix_seconds()..=Instant::MAX.unix_seconds()) {
        let instant = Instant::from_unix(unix).unwrap();
        prop_assert_eq!(instant.to_string().parse(), Ok(instant));
        let chrono = DateTime::<Utc>::from(instant);
        prop_assert_eq!(Instant::try_from(chrono), Ok(instant));
        prop_assert_eq!(chrono.to_rfc3339_opts(chrono::SecondsFormat::Secs, true), instant.to_string());
        prop_assert_eq!(chrono.date_naive().num_days_from_ce() - 719_163, instant.day_in_utc().epoch_days());
        prop_assert_eq!(chrono.offset().fix().local_minus_utc(), 0);
    }

    #[test]
    fn what_chrono_reads_strictly_is_read_alike(
        unix in 0..4_102_444_800_i64, offset in -1439..=1439_i32, nanos in 0..1_000_000_000_u32,
    ) {
        let zone = chrono::FixedOffset::east_opt(offset * 60).unwrap();
        let text = DateTime::<Utc>::from_timestamp(unix, nanos).unwrap().with_timezone(&zone).to_rfc3339();
        prop_assert_eq!(text.parse::<Instant>().unwrap().unix_seconds(), unix);
    }

    #[test]
    fn any_text_is_read_or_refused_as_an_instant(text in "[0-9TZtz:+. -]{0,40}") {
        if let Ok(instant) = text.parse::<Instant>() {
            prop_assert_eq!(instant.to_string().parse(), Ok(instant));
        }
    }

    #[test]
    fn the_earliest_reading_is_never_after_any_other(
        number in 0..40_000_i32, hour in 0..24_u8, minute in 0..60_u8,
    ) {
        let time = LondonTime::new(Day::from_epoch_days(number).unwrap(), hour, minute, 0).unwrap();
        let earliest = time.earliest().unwrap();
        match time.resolve().unwrap() {
            Resolved::Once(one) => prop_assert_eq!(one.in_london(), Some(time)),
            Resolved::Skipped { later, .. } => prop_assert!(earliest < later),
            Resolved::Twice { earlier, later } => {
                prop_assert!(earliest == earlier && earlier < later);
                prop_assert_eq!(earlier.in_london(), Some(time));
                prop_assert_eq!(later.in_london(), Some(time));
            }
        }
    }

    #[test]
    fn the_end_in_law_follows_the_alarm_within_the_hour(
        unix in 1_527_202_800..4_102_444_800_i64, later in 0..200_000_i64,
    ) {
        let aware = Instant::from_unix(unix).unwrap();
        let clock = Breach::aware(aware).notify_by().unwrap();
        let slack = clock.alarm().seconds_until(clock.ends());
        prop_assert!((0..3600).contains(&slack));
        prop_assert_eq!(aware.seconds_until(clock.alarm()), 72 * 3600);
        prop_assert_eq!(clock.ends().unix_seconds() % 3600, 0);
        prop_assert_eq!(EuHours::new(72).unwrap().ends(aware), Some(clock.ends()));
        // A later awareness never ends earlier.
        let next = Breach::aware(aware.plus_seconds(later).unwrap()).notify_by().unwrap();
        prop_assert!(clock.alarm() <= next.alarm() && clock.ends() <= next.ends());
        let standing = clock.standing(aware.plus_seconds(later).unwrap());
        prop_assert_eq!(standing == BreachStanding::InTime, later < 72 * 3600);
        prop_assert_eq!(standing == BreachStanding::Late, later >= 72 * 3600 + slack);
    }
}
