//! Random schedules as their TOML, and tables of records for them with every awkward day.

use std::fmt::Write as _;

use caldicott_policy::SourceFile;
use caldicott_retention::{
    Column, Columns, Day, Decision, Hold, Record, Schedule, Stage, Taken, TriggerDate, WorkingDays,
};

use crate::Random;

/// `t0` is required, `t1` optional, `t2` may not precede `t0`, `t3` is a birthday.
pub const TRIGGERS: [&str; 4] = ["t0", "t1", "t2", "t3"];
/// The classes of the records. No rule names the last: text that would break out of its quotes.
pub const CLASSES: [&str; 3] = ["a", "b", "x' OR 1=1 --"];

const STAGES: [&str; 5] = [
    r#"["dispose"]"#,
    r#"["review by manager", "dispose"]"#,
    r#"["archive", "review by officer", "dispose"]"#,
    r#"["anonymise", "review by manager", "dispose"]"#,
    r#"["review by officer"]"#,
];
const ROUNDINGS: [&str; 4] =
    ["", " to end of month", " to end of financial year", " to next working day"];

/// The first and the last day that a record may have, apart from stand-ins.
const FIRST: i32 = 10_957;
const LAST: i32 = 25_932;

/// A column as the crate reads it.
#[derive(Clone, Debug, Default)]
pub struct Days {
    /// Days since 1970-01-01. Where there is none, one that would be due.
    pub days: Vec<i32>,
    /// Bit `n % 64` of word `n / 64`: row `n` has a day.
    pub valid: Vec<u64>,
}

/// Holds as columns: the row each is about, its first day and its last.
#[derive(Clone, Debug)]
pub struct Held {
    /// The row.
    pub rows: Vec<u32>,
    /// The first day.
    pub from: Days,
    /// The last day; none where it is not released.
    pub to: Days,
}

/// A table of records.
#[derive(Clone, Debug)]
pub struct Table {
    /// One place in [`CLASSES`] a row.
    pub classes: Vec<u8>,
    /// A column for each of [`TRIGGERS`].
    pub dates: [Days; 4],
    /// When the record was last used again.
    pub reused: Days,
    /// When a hold that restarts the clock was released; that hold was in force from a year before.
    pub restarted: Days,
    /// Until when a review extended the record.
    pub kept_until: Days,
    /// Legal holds: `(row, first day, last day)`, up to three a record, some that end before they
    /// start and some with a stand-in for a day.
    pub holds: Vec<(usize, Option<i32>, Option<i32>)>,
}

/// Reads a schedule.
#[must_use]
pub fn schedule(text: &str) -> Schedule {
    let file = SourceFile { name: "world.toml".into(), text: text.into() };
    caldicott_policy::read_file(&file, Schedule::read)
        .unwrap_or_else(|faults| panic!("{faults:?}\n{text}"))
}

/// A random schedule and its text.
#[must_use]
pub fn random_schedule(random: &mut Random) -> (Schedule, String) {
    let mut text = String::from(
        "[trigger]\nt0 = \"a\"\nt1 = { column = \"b\", optional = true }\n\
         t2 = { column = \"c\", not-before = \"t0\" }\n",
    );
    let leap = *random.one_of(&["1-march", "28-february"]);
    let empty = if random.once_in(2) { ", empty = [2011-11-11]" } else { "" };
    let _ = writeln!(text, "t3 = {{ column = \"d\", leap-birthday = \"{leap}\"{empty} }}");
    let rules = random.below(4);
    for rule in 0..rules {
        let class = *random.one_of(&["every", "every", "a", "b"]);
        let versions = 1 + random.below(3);
        let mut effective = FIRST + 3_000;
        for version in 0..versions {
            let _ = write!(
                text,
                "[[rule]]\nid = \"r{rule}\"\nwhy = \"chosen\"\nclass = \"{class}\"\n\
                 version = {}\nkeep = \"{}\"\nstages = {}\nreset-on-reuse = {}\n",
                version + 1,
                keep(random),
                random.one_of(&STAGES),
                random.once_in(2),
            );
            for key in ["archive", "backstop"] {
                if random.once_in(4) {
                    let _ = writeln!(text, "{key} = \"{}\"", ending(random));
                }
            }
            if version > 0 {
                effective += 1 + i32::try_from(random.below(3_000)).unwrap_or(0);
                let _ = writeln!(text, "effective = {}", day(effective));
            }
        }
    }
    // Without a rule the limits decide.
    let limits = if rules == 0 { 1 + random.below(3) } else { random.below(2) };
    for limit in 0..limits {
        let _ = write!(
            text,
            "[[limit]]\nid = \"l{limit}\"\nwhy = \"chosen\"\nclass = \"every\"\ndelete-by = \"{}\"\n",
            ending(random)
        );
    }
    text.push_str("[[hold]]\nid = \"legal\"\nwhy = \"chosen\"\n");
    text.push_str("[[hold]]\nid = \"restarting\"\nwhy = \"chosen\"\nrestarts-clock = true\n");
    (schedule(&text).with_working_days(week()), text)
}

/// A random day to judge a table on.
pub fn random_day(random: &mut Random) -> Day {
    day(awkward(random))
}

/// A date by its number.
#[must_use]
pub fn date(number: Option<i32>) -> TriggerDate {
    number.map_or(TriggerDate::Missing, |number| TriggerDate::Day(day(number)))
}

/// A day by its number.
#[must_use]
pub fn day(number: i32) -> Day {
    Day::from_epoch_days(number).expect("in the calendar")
}

impl Table {
    /// A random table.
    pub fn random(random: &mut Random, rows: usize) -> Self {
        let mut column = |missing| Days::of((0..rows).map(|_| trigger(random, missing)));
        let dates = [column(12), column(3), column(8), column(12)];
        let (reused, kept_until) = (column(2), column(2));
        let restarted = Days::of((0..rows).map(|_| (!random.once_in(2)).then(|| awkward(random))));
        let classes = (0..rows).map(|_| [0, 0, 0, 1, 1, 2][random.below(6) as usize]).collect();
        let mut holds = Vec::new();
        for row in 0..rows {
            for _ in 0..random.below(8).saturating_sub(4) {
                let from = trigger(random, 9);
                let length = i32::try_from(random.below(1_500)).unwrap_or(0);
                let to = match random.below(8) {
                    0 | 1 => None,
                    2 => trigger(random, 9),
                    _ => from.map(|from| from + length),
                };
                holds.push((row, from, to.filter(|to| Day::from_epoch_days(*to).is_some())));
            }
        }
        Self { classes, dates, reused, restarted, kept_until, holds }
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.classes.len()
    }

    /// Every row as the record it stands for.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let manager = Stage::review("manager");
        let mut records: Vec<Record> = (0..self.rows())
            .map(|row| {
                let mut record = Record::new(CLASSES[usize::from(self.classes[row])]);
                for (name, days) in TRIGGERS.iter().zip(&self.dates) {
                    record = record.dated(*name, date(days.get(row)));
                }
                if let Some(reused) = self.reused.get(row) {
                    record = record.reused(day(reused));
                }
                if let Some(released) = self.restarted.get(row) {
                    let hold = Hold::new("restarting", day(released - 365));
                    record = record.held(hold.until(day(released)));
                }
                if let Some(until) = self.kept_until.get(row) {
                    let on = day(until - 700);
                    let kept = Decision::KeepUntil(day(until));
                    record = record.taken(Taken::new(manager.clone(), on, kept));
                }
                record
            })
            .collect();
        for (row, from, to) in &self.holds {
            records[*row] =
                records[*row].clone().held(Hold::dated("legal", date(*from), date(*to)));
        }
        records
    }

    /// Every hold, those that restart the clock included.
    #[must_use]
    pub fn held(&self) -> Held {
        let restarting = (0..self.rows()).filter_map(|row| {
            let released = self.restarted.get(row)?;
            Some((row, Some(released - 365), Some(released)))
        });
        let all: Vec<_> = restarting.chain(self.holds.iter().copied()).collect();
        Held {
            rows: all.iter().map(|(row, ..)| u32::try_from(*row).unwrap_or(u32::MAX)).collect(),
            from: Days::of(all.iter().map(|(_, from, _)| *from)),
            to: Days::of(all.iter().map(|(_, _, to)| *to)),
        }
    }

    /// Every row as the column form reads it.
    #[must_use]
    pub fn columns<'t>(&'t self, held: &'t Held) -> Columns<'t> {
        let columns = Columns::new(self.rows())
            .reused(self.reused.column())
            .and_then(|all| all.restarted(self.restarted.column()))
            .and_then(|all| all.kept_until(self.kept_until.column()))
            .and_then(|all| all.holds(&held.rows, held.from.column(), held.to.column()));
        TRIGGERS
            .iter()
            .zip(&self.dates)
            .fold(columns, |all, (name, days)| all.and_then(|all| all.dated(name, days.column())))
            .expect("every column is as long as the table")
    }
}

impl Days {
    /// A column of these.
    pub fn of(rows: impl Iterator<Item = Option<i32>>) -> Self {
        let mut all = Self::default();
        for (row, day) in rows.enumerate() {
            if row.is_multiple_of(64) {
                all.valid.push(0);
            }
            all.days.push(day.unwrap_or(-9_999));
            all.valid[row / 64] |= u64::from(day.is_some()) << (row % 64);
        }
        all
    }

    /// Whether a row has a day.
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.valid[row / 64] >> (row % 64) & 1 == 1
    }

    /// The day of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<i32> {
        self.has(row).then(|| self.days[row])
    }

    /// As the crate reads it.
    #[must_use]
    pub fn column(&self) -> Column<'_> {
        Column::with_validity(&self.days, &self.valid)
    }
}

/// Three holidays a year, known through 2035.
fn week() -> WorkingDays {
    let days = (1990..=2035).flat_map(|year| {
        [Day::literal(year, 1, 1), Day::literal(year, 12, 25), Day::literal(year, 12, 26)]
    });
    WorkingDays::new(days, Day::literal(2035, 12, 31))
}

fn keep(random: &mut Random) -> String {
    if random.once_in(12) { "keep forever".into() } else { ending(random) }
}

fn ending(random: &mut Random) -> String {
    let count = 1 + random.below(3);
    let terms: Vec<String> = (0..count).map(|_| term(random)).collect();
    match (terms.as_slice(), random.once_in(3)) {
        ([only], _) => only.clone(),
        (several, true) => format!("earliest of {}", several.join(", ")),
        (several, false) => format!("latest of {}", several.join(", ")),
    }
}

fn term(random: &mut Random) -> String {
    if random.once_in(7) {
        let age = 4 + random.below(7) + 10 * random.below(3);
        let age = if age % 10 < 4 { age + 4 } else { age };
        return format!("until {age}th birthday of t3");
    }
    let mut text = String::new();
    let plain = random.once_in(2);
    let counts = [random.below(100), random.below(40), random.below(6)];
    for (count, unit) in counts.into_iter().zip(["months", "days", "working days"]) {
        if count > 0 && (unit == "months" || !plain) {
            let _ = write!(text, "{count} {unit} ");
        }
    }
    if text.is_empty() {
        text.push_str("immediate ");
    }
    let rounding = if plain { "" } else { *random.one_of(&ROUNDINGS) };
    format!("{text}after {}{rounding}", random.one_of(&TRIGGERS))
}

/// A day from 2000 to 2040; month ends and leap days more often than chance has them.
fn awkward(random: &mut Random) -> i32 {
    let year = 2000 + i32::try_from(random.below(41)).unwrap_or(0);
    let found = match random.below(8) {
        0 | 1 => {
            let month = u8::try_from(1 + random.below(12)).unwrap_or(1);
            Day::new(year, month, 1).map(Day::last_of_month)
        }
        2 => Day::new(year / 4 * 4, 2, 29),
        _ => {
            let span = u32::try_from(LAST - FIRST).unwrap_or(1);
            return FIRST + i32::try_from(random.below(span)).unwrap_or(0);
        }
    };
    found.map_or(FIRST, Day::epoch_days)
}

/// A day, none, or one that a system writes when it has none.
fn trigger(random: &mut Random, missing: u32) -> Option<i32> {
    if random.once_in(missing) {
        return None;
    }
    let stand_in = match random.below(60) {
        0 => Day::literal(1900, 1, 1),
        1 => Day::literal(1970, 1, 1),
        2 => Day::literal(9999, 12, 31),
        3 => Day::literal(1900, 1, 2),
        4 => Day::literal(2011, 11, 11),
        5 => Day::literal(2899, 12, 31),
        6 => Day::literal(2900, 1, 1),
        7 => Day::literal(1899, 12, 31),
        _ => return Some(awkward(random)),
    };
    Some(stand_in.epoch_days())
}
