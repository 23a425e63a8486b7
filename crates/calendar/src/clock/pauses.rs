//! Days that do not count.

use crate::Day;

/// Spans of days, both ends included, ordered and apart; the last may be open.
#[derive(Clone, Debug, Default)]
pub(super) struct Pauses {
    /// INVARIANT: in order, no two overlap.
    closed: Vec<(Day, Day)>,
    open_since: Option<Day>,
}

/// Where a count of days ends when some do not count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    /// On this day, after skipping so many.
    On { day: Day, skipped: u32 },
    /// Not while the open pause lasts; so many days are left to count once it ends.
    Open { since: Day, left: u32 },
}

impl Pauses {
    /// The union of the spans, as far as it lies after the day the count starts from. That day and
    /// those before it are not counted anyway, so leaving them out twice would give days away.
    pub(super) fn after(start: Day, spans: impl IntoIterator<Item = (Day, Option<Day>)>) -> Self {
        let mut spans: Vec<_> = spans.into_iter().collect();
        spans.sort_unstable_by_key(|span| span.0);
        let mut pauses = Self::default();
        let Some(first_counted) = start.plus_days(1) else {
            return pauses;
        };
        for (from, to) in spans {
            let from = from.max(first_counted);
            let Some(to) = to else {
                let since = pauses.open_since.map_or(from, |since| since.min(from));
                pauses.open_since = Some(since);
                continue;
            };
            if to < from {
                continue;
            }
            match pauses.closed.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => pauses.closed.push((from, to)),
            }
        }
        if let Some(since) = pauses.open_since {
            // What lies inside the open pause adds nothing to it, and what reaches into it ends
            // where it begins.
            pauses.closed.retain(|span| span.0 < since);
            if let (Some(last), Some(before)) = (pauses.closed.last_mut(), since.plus_days(-1)) {
                last.1 = last.1.min(before);
            }
        }
        pauses
    }

    /// Where the count ends that would end on `end` without pauses. A pause that begins once the
    /// period is over brings nothing back.
    pub(super) fn stretch(&self, end: Day) -> Option<End> {
        let (mut day, mut skipped) = (end, 0_u32);
        for (from, to) in &self.closed {
            if *from > day {
                break;
            }
            let length = from.days_until(*to).checked_add(1)?;
            day = day.plus_days(length)?;
            skipped = skipped.checked_add(u32::try_from(length).ok()?)?;
        }
        match self.open_since {
            Some(since) if since <= day => {
                let left = u32::try_from(since.days_until(day)).ok()?.checked_add(1)?;
                Some(End::Open { since, left })
            }
            _ => Some(End::On { day, skipped }),
        }
    }

    /// The last day of the closed pause that holds this day.
    pub(super) fn holding(&self, day: Day) -> Option<Day> {
        self.closed.iter().find(|span| span.0 <= day && day <= span.1).map(|span| span.1)
    }

    /// The first day of the open pause, if it holds this day.
    pub(super) fn open_on(&self, day: Day) -> Option<Day> {
        self.open_since.filter(|since| *since <= day)
    }
}
