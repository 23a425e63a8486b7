//! The day on which the period of every row ends, looked up.

use caldicott_calendar::Day;
use caldicott_model::CategorySet;

use super::Columns;
use super::bits::Chunked;
use crate::code::Code;
use crate::schedule::{FIRST_REAL, LAST_REAL, Mode, Reckoning};
use crate::start::Start;
use crate::{Due, KeepRule, Limit, Schedule, Span, Trigger};

/// When the period of every row ends.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DueColumn {
    codes: Vec<i32>,
}

impl DueColumn {
    /// When the period of a row ends; `None` past the last row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Due> {
        self.codes.get(row).map(|code| Code::from_number(*code).due())
    }

    /// The days since 1970-01-01, one for each row. A number beyond that of [`Day::MAX`] is no day:
    /// the period never ends, or its end is not known.
    #[must_use]
    pub fn days(&self) -> &[i32] {
        &self.codes
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

/// Tables are made for as many rows as pay for them.
const WORTH_A_TABLE: usize = 1 << 15;
/// The last day that tables hold; later ones are reckoned one by one.
const LAST_IN_TABLE: Day = Day::literal(2119, 12, 31);
const DAYS: usize = LAST_IN_TABLE.epoch_days().abs_diff(FIRST_REAL.epoch_days()) as usize + 1;

impl Schedule {
    /// When the period of every row ends, for records of a class that carry these tags.
    ///
    /// It is what [`crate::Outcome::due`] says of a record with the same days. Holds do not matter:
    /// they move no end.
    #[must_use]
    pub fn due_column(&self, class: &str, tags: CategorySet, columns: &Columns<'_>) -> DueColumn {
        let mut found = DueColumn::default();
        self.due_column_into(class, tags, columns, &mut found);
        found
    }

    /// As [`Schedule::due_column`], in the memory of a column that is no longer needed.
    pub fn due_column_into(
        &self,
        class: &str,
        tags: CategorySet,
        columns: &Columns<'_>,
        into: &mut DueColumn,
    ) {
        let row_form = Ends::new(self, class, tags, columns);
        let rows = columns.rows();
        into.codes.clear();
        into.codes.reserve(rows);
        match row_form.plain().filter(|_| rows >= WORTH_A_TABLE) {
            Some(terms) => look_up(&terms, &row_form, rows, &mut into.codes),
            None => into.codes.extend((0..rows).map(|row| row_form.end(row).number())),
        }
    }
}

const TABLE: usize = DAYS.next_power_of_two();

/// A trigger's column with the end of a period for each of its days.
struct TermTable<'t> {
    column: Option<Chunked<'t>>,
    /// As many as a power of two, so that a masked place is always one of them.
    ends: Vec<i32>,
}

/// The latest of several ends, each looked up.
fn look_up(terms: &[TermTable<'_>], row_form: &Ends<'_>, rows: usize, codes: &mut Vec<i32>) {
    for at in 0..rows.div_ceil(64) {
        let left = (rows - at * 64).min(64);
        let mut latest = [i32::MIN; 64];
        let within = terms.iter().all(|term| term.raise(at, &mut latest));
        if within {
            codes.extend_from_slice(latest.get(..left).unwrap_or_default());
        } else {
            codes.extend((0..left).map(|row| row_form.end(at * 64 + row).number()));
        }
    }
}

impl TermTable<'_> {
    /// Raises the end of each of 64 rows to that of this term; `false` when a day is past the table.
    #[inline]
    fn raise(&self, at: usize, latest: &mut [i32; 64]) -> bool {
        let (first, missing) = (FIRST_REAL.epoch_days(), Code::MISSING.number());
        let Some(column) = &self.column else {
            *latest = [missing; 64];
            return true;
        };
        let (days, valid) = column.at(at);
        let (last, table) = (LAST_REAL.epoch_days(), LAST_IN_TABLE.epoch_days());
        let outside =
            days.iter().fold(0, |any, day| any | u8::from(*day < first) | u8::from(*day > table));
        let outside = outside != 0;
        let all = <&[i32; TABLE]>::try_from(self.ends.as_slice()).ok().filter(|_| !outside);
        #[expect(clippy::cast_sign_loss, reason = "the wrapping is meant")]
        let place = |day: i32| day.wrapping_sub(first) as u32 as usize;
        if let Some(ends) = all {
            for (latest, day) in latest.iter_mut().zip(days) {
                let end = ends.get(place(*day) % TABLE).copied().unwrap_or(missing);
                *latest = end.max(*latest);
            }
        } else {
            // A day before the first wraps round to one far beyond the table.
            for (latest, day) in latest.iter_mut().zip(days) {
                let end = self.ends.get(place(*day)).copied().unwrap_or(missing);
                *latest = end.max(*latest);
            }
        }
        let mut absent = !valid;
        while absent != 0 {
            if let Some(latest) = latest.get_mut(absent.trailing_zeros() as usize) {
                *latest = missing;
            }
            absent &= absent - 1;
        }
        !outside || !days.iter().any(|day| (table + 1..=last).contains(day))
    }
}

/// The rules and limits about one kind of record, over the columns of a table.
struct Ends<'e> {
    schedule: &'e Schedule,
    columns: &'e Columns<'e>,
    versions: Vec<&'e [KeepRule]>,
    limits: Vec<&'e Limit>,
}

impl<'e> Ends<'e> {
    fn new(
        schedule: &'e Schedule,
        class: &str,
        tags: CategorySet,
        columns: &'e Columns<'e>,
    ) -> Self {
        let meant = |versions: &&[KeepRule]| {
            versions.first().is_some_and(|rule| rule.select.selects(class, tags))
        };
        let limits = schedule.limits().iter().filter(|limit| limit.select.selects(class, tags));
        let versions = schedule.versions().filter(meant).collect();
        Self { schedule, columns, versions, limits: limits.collect() }
    }

    /// The terms of which the latest decides, when that is all there is to it.
    fn plain(&self) -> Option<Vec<TermTable<'e>>> {
        let columns = self.columns;
        let moved = columns.reused.is_some() || columns.restarted.is_some();
        if self.versions.is_empty() || moved || columns.kept_until.is_some() {
            return None;
        }
        let mut terms = Vec::new();
        for versions in &self.versions {
            let [rule] = versions else { return None };
            if rule.keep.mode != Mode::Latest || rule.effective.is_some() {
                return None;
            }
            for (place, span) in &rule.keep.terms {
                let trigger = self.schedule.triggers().get(*place)?;
                if trigger.optional || trigger.not_before.is_some() {
                    return None;
                }
                let column = columns.column(trigger.name()).map(Chunked::of);
                terms.push(TermTable { column, ends: self.table(trigger, *span) });
            }
        }
        Some(terms)
    }

    fn table(&self, trigger: &Trigger, span: Span) -> Vec<i32> {
        let days = (0..DAYS).map(|offset| {
            let day = i32::try_from(offset).ok().and_then(|offset| FIRST_REAL.plus_days(offset));
            let real = day.filter(|day| !trigger.is_sentinel(*day));
            real.map_or(Code::MISSING, |day| self.reckon(trigger, span, day)).number()
        });
        let beyond = core::iter::repeat(Code::MISSING.number());
        days.chain(beyond).take(TABLE).collect()
    }

    fn reckon(&self, trigger: &Trigger, span: Span, from: Day) -> Code {
        let end = span.after_start(Start::of(from), trigger.leap, self.schedule.working_days());
        end.map_or(Code::OUT_OF_RANGE, Code::on)
    }

    /// When the period of a row ends.
    fn end(&self, row: usize) -> Code {
        let mut due = self.versions.iter().map(|versions| self.decide(versions, row)).max();
        if self.versions.is_empty() {
            let ends = self.limits.iter().map(|limit| self.clause(&limit.delete_by, false, row));
            due = ends.reduce(|one, other| match (one, other) {
                (Code::UNCLEAR, _) | (_, Code::UNCLEAR) => Code::UNCLEAR,
                _ => one.min(other),
            });
        }
        let due = due.unwrap_or(Code::UNSCHEDULED);
        let kept = self.columns.kept_until.and_then(|column| column.day(row));
        kept.map_or(due, |kept| due.max(Code::from_number(kept)))
    }

    /// The day a rule lets go, as [`Schedule::evaluate`] finds it.
    fn decide(&self, versions: &[KeepRule], row: usize) -> Code {
        let mut decided = None;
        let mut last = Code::MISSING;
        for rule in versions {
            last = self.clause(&rule.keep, rule.reset_on_reuse, row);
            if last == Code::UNCLEAR {
                return Code::UNCLEAR;
            }
            let Some(day) = last.day() else { continue };
            let day = rule.effective.map_or(day, |effective| day.max(effective));
            let in_force = rule.superseded.is_none_or(|superseded| day < superseded);
            if decided.is_none() && in_force {
                decided = Some(Code::on(day));
            }
        }
        decided.unwrap_or(last)
    }

    fn clause(&self, clause: &Reckoning, reset: bool, row: usize) -> Code {
        if clause.mode == Mode::Forever {
            return Code::FOREVER;
        }
        let (mut ends, mut unknown) = (None, None);
        for (place, span) in &clause.terms {
            let Some(trigger) = self.schedule.triggers().get(*place) else { continue };
            let end = match self.real(trigger, row) {
                None if trigger.optional => continue,
                None => Code::MISSING,
                Some(day) if self.contradicts(trigger, day, row) => Code::UNCLEAR,
                Some(day) => self.reckon(trigger, *span, self.restarted(*span, day, reset, row)),
            };
            if end >= Code::MISSING {
                unknown = unknown.max(Some(end));
                continue;
            }
            ends = Some(match (ends, clause.mode) {
                (None, _) => end,
                (Some(known), Mode::Earliest) => end.min(known),
                (Some(known), Mode::Latest | Mode::Forever) => end.max(known),
            });
        }
        unknown.or(ends).unwrap_or(Code::MISSING)
    }

    fn real(&self, trigger: &Trigger, row: usize) -> Option<Day> {
        let day = Day::from_epoch_days(self.columns.column(trigger.name())?.day(row)?)?;
        (!trigger.is_sentinel(day)).then_some(day)
    }

    fn contradicts(&self, trigger: &Trigger, day: Day, row: usize) -> bool {
        let earlier = trigger.not_before.and_then(|place| self.schedule.triggers().get(place));
        let first = earlier.and_then(|earlier| self.real(earlier, row));
        first.is_some_and(|first| day < first)
    }

    fn restarted(&self, span: Span, day: Day, reset: bool, row: usize) -> Day {
        if !matches!(span, Span::After(..)) {
            return day;
        }
        let at = |column: Option<super::Column<'_>>| {
            column.and_then(|column| Day::from_epoch_days(column.day(row)?))
        };
        let reused = at(self.columns.reused.filter(|_| reset));
        let later = reused.max(at(self.columns.restarted));
        later.map_or(day, |later| later.max(day))
    }
}
