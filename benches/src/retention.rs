//! A retention schedule over a table and over one record.

use std::hint::black_box;
use std::rc::Rc;

use caldicott_model::{CategorySet, Day};
use caldicott_policy::SourceFile;
use caldicott_retention::{
    Column, Columns, Decision, Hold, Record, Schedule, Stage, Taken, TriggerDate,
};
use chrono::{Datelike as _, Months, NaiveDate};

use crate::Random;
use crate::contest::Contest;

/// More than fits in a cache: a table that a host would stream.
const ROWS: usize = 10_000_000;
const AS_OF: Day = Day::literal(2026, 11, 22);

/// Two triggers, the later of two periods: what the whole table is judged by.
const POLICY: &str = r#"
[trigger]
support-ended = "support_ended_on"
tenancy-ended = "tenancy_ended_on"

[[rule]]
id = "rent-and-benefits"
class = "rent-record"
keep = "latest of 8 years after support-ended, 6 years after tenancy-ended"
stages = ["dispose"]
why = "a claim in contract can be brought for six years, and the support record is kept for eight"
"#;

fn schedule(text: &str) -> Schedule {
    let file = SourceFile { name: "bench.toml".into(), text: text.into() };
    caldicott_policy::read_file(&file, Schedule::read).expect("a schedule")
}

/// Two columns of days over twenty years, one day in twenty of them missing, and one row in fifty
/// held.
struct Table {
    days: [Vec<i32>; 2],
    valid: [Vec<u64>; 2],
    held: Vec<u32>,
    from: Vec<i32>,
    to: Vec<i32>,
    released: Vec<u64>,
}

impl Table {
    fn new() -> Self {
        let mut random = Random(20_261_122);
        let mut column = || -> (Vec<i32>, Vec<u64>) {
            let last = AS_OF.epoch_days();
            let mut draw = |limit| i32::try_from(random.below(limit)).unwrap_or(0);
            let days = (0..ROWS).map(|_| last - draw(7_300)).collect();
            let mut valid = vec![u64::MAX; ROWS.div_ceil(64)];
            for row in 0..ROWS {
                valid[row / 64] ^= u64::from(random.below(20) == 0) << (row % 64);
            }
            (days, valid)
        };
        let (one, other) = (column(), column());
        let mut table = Self {
            days: [one.0, other.0],
            valid: [one.1, other.1],
            held: Vec::new(),
            from: Vec::new(),
            to: Vec::new(),
            released: Vec::new(),
        };
        for row in 0..ROWS {
            if random.below(50) == 0 {
                let back = i32::try_from(random.below(2_000)).unwrap_or(0);
                let place = table.held.len();
                table.held.push(u32::try_from(row).expect("few rows"));
                table.from.push(AS_OF.epoch_days() - back);
                table.to.push(AS_OF.epoch_days() - back + 900);
                table.released.resize(place / 64 + 1, 0);
                table.released[place / 64] |= u64::from(random.below(2) == 0) << (place % 64);
            }
        }
        table
    }

    fn columns(&self) -> Columns<'_> {
        let column = |place: usize| Column::with_validity(&self.days[place], &self.valid[place]);
        let columns = Columns::new(ROWS).dated("support-ended", column(0));
        let columns = columns.and_then(|all| all.dated("tenancy-ended", column(1)));
        let (from, to) =
            (Column::full(&self.from), Column::with_validity(&self.to, &self.released));
        columns.and_then(|all| all.holds(&self.held, from, to)).expect("as long as the table")
    }

    /// A day of a column, one period later.
    fn later(&self, place: usize, row: usize, months: u32) -> Option<NaiveDate> {
        let epoch = const { NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day") };
        let day =
            NaiveDate::from_num_days_from_ce_opt(self.days[place][row] + epoch.num_days_from_ce())?;
        day.checked_add_months(Months::new(months))
    }

    /// When the period of every row ends, as a loop over chrono dates.
    fn due_by_chrono(&self, days: &mut Vec<i32>) {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day").num_days_from_ce();
        days.clear();
        days.extend((0..ROWS).map(|row| {
            if !self.has(0, row) || !self.has(1, row) {
                return i32::MAX;
            }
            let ends = self.later(0, row, 96).max(self.later(1, row, 72));
            ends.map_or(i32::MAX, |day| day.num_days_from_ce() - epoch)
        }));
    }

    fn has(&self, place: usize, row: usize) -> bool {
        self.valid[place][row / 64] >> (row % 64) & 1 == 1
    }

    /// The same policy as a loop over chrono dates.
    fn by_chrono(&self) -> Vec<u64> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut bits = vec![0; ROWS.div_ceil(64)];
        for row in 0..ROWS {
            if !self.has(0, row) || !self.has(1, row) {
                continue;
            }
            let ends = self.later(0, row, 96).max(self.later(1, row, 72));
            bits[row / 64] |= u64::from(ends.is_some_and(|ends| ends <= today)) << (row % 64);
        }
        let day = AS_OF.epoch_days();
        for (place, row) in self.held.iter().enumerate() {
            let released = self.released[place / 64] >> (place % 64) & 1 == 1;
            if self.from[place] <= day && (!released || day <= self.to[place]) {
                bits[*row as usize / 64] &= !(1 << (row % 64));
            }
        }
        bits
    }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn whole_policy() -> Contest {
    let table = Rc::new(Table::new());
    let cut = leak(schedule(POLICY)).compile("rent-record", CategorySet::NONE, AS_OF);
    let (bits, by_chrono) = (cut.due_bits(&table.columns()), table.by_chrono());
    let differing: u32 = bits.iter().zip(by_chrono).map(|(a, b)| (a ^ b).count_ones()).sum();
    assert_eq!(differing, 0, "rows on which chrono's loop says otherwise");
    let (of_sum, of_standings, of_chrono) = (table.clone(), table.clone(), table.clone());
    let of_count = table.clone();
    let (other, counted) = (cut.clone(), cut.clone());
    Contest::new("one policy of two triggers and holds over 10,000,000 rows", "row")
        .with("sum of one i32 column", ROWS, move || {
            let days = black_box(&of_sum.days[0]);
            black_box(days.iter().fold(0_i32, |sum, day| sum.wrapping_add(*day)));
        })
        .with("due rows as bits", ROWS, move || {
            black_box(cut.due_bits(&table.columns()));
        })
        .with("standing of every row", ROWS, move || {
            black_box(other.standings(&of_standings.columns()));
        })
        .with("how many rows have each standing", ROWS, move || {
            black_box(counted.count(&of_count.columns()));
        })
        .with("chrono row loop", ROWS, move || {
            black_box(of_chrono.by_chrono());
        })
        .goal("due rows as bits", 9.0, "sum of one i32 column")
        .goal("due rows as bits", 1.0 / 9.0, "chrono row loop")
}

fn due_days() -> Contest {
    let table = Rc::new(Table::new());
    let schedule = leak(schedule(POLICY));
    let mut found = schedule.due_column("rent-record", CategorySet::NONE, &table.columns());
    let mut by_chrono = Vec::new();
    table.due_by_chrono(&mut by_chrono);
    let days = found.days().iter().zip(&by_chrono);
    let differing = days.filter(|(a, b)| a != b && (**b != i32::MAX || **a < 1_000_000)).count();
    assert_eq!(differing, 0, "rows of which chrono's loop says another day");
    let of_chrono = table.clone();
    Contest::new("the day on which each of 10,000,000 periods ends", "row")
        .with("due days, looked up", ROWS, move || {
            let columns = table.columns();
            schedule.due_column_into("rent-record", CategorySet::NONE, &columns, &mut found);
            black_box(&found);
        })
        .with("chrono row loop", ROWS, move || {
            of_chrono.due_by_chrono(&mut by_chrono);
            black_box(&by_chrono);
        })
        .goal("due days, looked up", 1.0 / 9.0, "chrono row loop")
}

fn forecast() -> Contest {
    let table = Table::new();
    let schedule = leak(schedule(POLICY));
    Contest::new("24 months ahead for 10,000,000 rows with holds", "row")
        .with("forecast", ROWS, move || {
            let columns = table.columns();
            black_box(schedule.forecast_columns(
                "rent-record",
                CategorySet::NONE,
                &columns,
                AS_OF,
                24,
            ));
        })
        // 0.6 seconds for all of them.
        .goal_ns("forecast", 60.0)
}

fn rule(place: usize, keep: &str, stages: &str) -> String {
    format!(
        "[[rule]]\nid = \"rule-{place}\"\nclass = \"client\"\nkeep = \"{keep}\"\n\
         stages = [{stages}]\nwhy = \"reason {place}\"\n"
    )
}

/// Six rules that all look at one kind of record.
fn six_rules() -> String {
    let mut text = String::from(
        "[trigger]\nsupport-ended = \"a\"\ntenancy-ended = \"b\"\nrecorded = \"c\"\n\
         [[hold]]\nid = \"arrears\"\nwhy = \"rent is owed\"\n",
    );
    let keeps = [
        "8 years after support-ended",
        "6 years after tenancy-ended",
        "latest of 6 years after support-ended, 2 years after tenancy-ended",
        "18 months after support-ended",
        "90 days after tenancy-ended",
        "10 years after recorded",
    ];
    for (place, keep) in keeps.iter().enumerate() {
        text += &rule(place, keep, "\"review by line-manager\", \"dispose\"");
    }
    text
}

fn records() -> Vec<Record> {
    let mut random = Random(7);
    let mut day = || {
        let back = i32::try_from(random.below(7_300)).unwrap_or(0);
        TriggerDate::Day(Day::from_epoch_days(AS_OF.epoch_days() - back).expect("a day"))
    };
    (0..256)
        .map(|number| {
            let mut record = Record::new("client")
                .dated("support-ended", day())
                .dated("tenancy-ended", day())
                .dated("recorded", day());
            if number % 50 == 0 {
                record = record.held(Hold::new("arrears", Day::literal(2026, 1, 5)));
            }
            if number % 4 == 0 {
                let review = Stage::review("line-manager");
                record =
                    record.taken(Taken::new(review, Day::literal(2026, 10, 1), Decision::Proceed));
            }
            record
        })
        .collect()
}

fn one_record() -> Contest {
    let schedule = leak(schedule(&six_rules()));
    let records = leak(records());
    Contest::new("one record under six rules", "record")
        .with("outcome", records.len(), move || {
            for record in records {
                let outcome = schedule.evaluate(record, AS_OF);
                black_box(&outcome);
            }
        })
        .with("outcome, its duty and its next change", records.len(), move || {
            for record in records {
                let outcome = schedule.evaluate(record, AS_OF);
                let _ = black_box((outcome.duty(), outcome.next_change()));
                black_box(&outcome);
            }
        })
        .with("outcome and its English", records.len(), move || {
            for record in records {
                black_box(schedule.evaluate(record, AS_OF).to_string());
            }
        })
        .goal_ns("outcome", 80.0)
        .goal_ns("outcome and its English", 800.0)
}

fn compiling() -> Contest {
    let mut text = String::from("[trigger]\nsupport-ended = \"a\"\n");
    for place in 0..200 {
        text += &rule(place, &format!("{} months after support-ended", place + 1), "\"dispose\"");
    }
    let schedule = leak(schedule(&text));
    Contest::new("200 rules compiled for one class and day", "schedule")
        .with("compile", 1, || {
            black_box(schedule.compile("client", CategorySet::NONE, AS_OF));
        })
        .goal_ns("compile", 1e6)
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    vec![whole_policy(), due_days(), forecast(), one_record(), compiling()]
}
