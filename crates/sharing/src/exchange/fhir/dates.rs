//! Dates that may be of a year, of a month, of a day or of a second.

use caldicott_calendar::{Day, Instant};

/// The days that a date may mean, both included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Span {
    pub(super) first: Day,
    pub(super) last: Day,
}

/// A date as it was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Written {
    /// A year, a month or a day.
    Days(Span),
    /// A point in time.
    Time(Instant),
}

impl Written {
    /// Reads a FHIR `date` or `dateTime`.
    pub(super) fn of(text: &str) -> Option<Self> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let day = |year: &str, month: &str| {
            let sound = year.len() == 4 && month.len() == 2 && digits(year) && digits(month);
            let (year, month) = (year.parse().ok()?, month.parse().ok()?);
            Day::new(year, month, 1).ok().filter(|_| sound)
        };
        match text.len() {
            4 => {
                let (first, december) = (day(text, "01")?, day(text, "12")?);
                Some(Self::Days(Span { first, last: december.last_of_month() }))
            }
            7 => {
                let first = day(text.get(..4)?, text.get(5..)?)?;
                let span = Span { first, last: first.last_of_month() };
                (text.get(4..5) == Some("-")).then_some(Self::Days(span))
            }
            10 => {
                let day: Day = text.parse().ok()?;
                Some(Self::Days(Span { first: day, last: day }))
            }
            _ => whole_seconds(text)?.parse().ok().map(Self::Time),
        }
    }

    /// The days on which something that starts then may start.
    pub(super) fn start(self) -> Span {
        match self {
            Self::Days(span) => span,
            Self::Time(instant) => {
                let day = instant.day_in_london();
                Span { first: day, last: day }
            }
        }
    }

    /// The earliest first day on which something that ends then stands no more. An end includes the whole
    /// of what it names, so `2026-03` may be as early as 1 March; a time ends before its own day is over
    /// unless it is the last second of it. `None` when that day is beyond the calendar.
    pub(super) fn over(self) -> Option<Day> {
        match self {
            Self::Days(span) => span.first.plus_days(1),
            Self::Time(instant) => instant.plus_seconds(1).map(Instant::day_in_london),
        }
    }

    /// Whether it names one day, or a time on it.
    pub(super) fn is_exact(self) -> bool {
        let span = self.start();
        span.first == span.last
    }
}

/// The time without the fraction of a second.
fn whole_seconds(text: &str) -> Option<String> {
    let Some((head, rest)) = text.split_once('.') else { return Some(text.to_owned()) };
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, offset) = rest.split_at_checked(count)?;
    (!fraction.is_empty()).then(|| format!("{head}{offset}"))
}

#[cfg(test)]
mod tests {
    use super::{Day, Written};

    #[test]
    fn a_vague_end_is_over_as_early_as_it_can_be() {
        for (text, over) in [
            ("2026", "2026-01-02"),
            ("2026-03", "2026-03-02"),
            ("2026-03-31", "2026-04-01"),
            ("2026-03-31T12:00:00Z", "2026-03-31"),
            // 23:59:59 in London, while summer time holds.
            ("2026-03-31T22:59:59Z", "2026-04-01"),
            ("2026-03-31T22:59:59.999Z", "2026-04-01"),
            ("2026-01-31T23:59:59+00:00", "2026-02-01"),
        ] {
            assert_eq!(Written::of(text).unwrap().over(), over.parse().ok(), "{text}");
        }
    }

    #[test]
    fn a_time_is_on_the_day_it_is_in_london() {
        let written = Written::of("2026-06-30T23:30:00Z").unwrap();
        assert_eq!(written.start().first, Day::literal(2026, 7, 1));
        assert!(written.is_exact() && !Written::of("2026-06").unwrap().is_exact());
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "26",
            "2026-13",
            "2026-1",
            "2026/03",
            "+026",
            "2026-02-30",
            "2026-03-01T10:00",
            "2026-03-01T10:00:00",
            "2026-03-01T10:00:00.Z",
            "2026-03-01 ",
            "20260301",
        ] {
            assert_eq!(Written::of(text), None, "{text}");
        }
    }
}
