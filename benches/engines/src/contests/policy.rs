//! One policy of two triggers over a whole table, and a column of due dates.

use std::hint::black_box;
use std::time::Duration;

use caldicott_model::{CategorySet, Day};
use caldicott_retention::{
    Columns, Cutoffs, Dialect, DueColumn, Query, Schedule, Standing, Stored, TableMap,
};
use chrono::{Datelike as _, Months, NaiveDate};
use datafusion::arrow::array::RecordBatch;
use serde_json::json;

use super::Scale;
use crate::Random;
use crate::fusion::Fusion;
use crate::measure::{Contest, here};
use crate::python::{Python, values};
use crate::table::{self, Kind};
use crate::worlds::{self, Days, Held};

const AS_OF: Day = Day::literal(2026, 11, 22);
const TABLE: &str = "cases";
const SUPPORT: &str = "support_ended_on";
const TENANCY: &str = "tenancy_ended_on";
const HELD: &str = "held";

/// The policy that every contestant carries out: eight years after one day and six after another,
/// and nothing that is held.
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

[[rule]]
id = "support"
class = "support-record"
keep = "8 years after support-ended"
stages = ["dispose"]
why = "the support record is kept for eight years"
"#;

/// Twenty years of days, one in twenty of them missing; two rows in a hundred are held.
struct Cases {
    support: Days,
    tenancy: Days,
    /// A bit for each row that a hold is on.
    held: Vec<u64>,
    holds: Held,
}

impl Cases {
    fn new(rows: usize) -> Self {
        let mut random = Random(20_261_122);
        let mut column = || {
            Days::of((0..rows).map(|_| {
                let back = i32::try_from(random.below(7_300)).unwrap_or(0);
                (!random.once_in(20)).then(|| AS_OF.epoch_days() - back)
            }))
        };
        let (support, tenancy) = (column(), column());
        let mut held = vec![0; rows.div_ceil(64)];
        (0..rows).for_each(|row| held[row / 64] |= u64::from(random.once_in(50)) << (row % 64));
        let of_held = (0..rows).filter(|row| held[row / 64] >> (row % 64) & 1 == 1);
        let of_held: Vec<u32> = of_held.filter_map(|row| u32::try_from(row).ok()).collect();
        let begun = AS_OF.epoch_days() - 30;
        let holds = Held {
            from: Days::of(of_held.iter().map(|_| Some(begun))),
            to: Days::of(of_held.iter().map(|_| None)),
            rows: of_held,
        };
        Self { support, tenancy, held, holds }
    }

    fn rows(&self) -> usize {
        self.support.days.len()
    }

    fn is_held(&self, row: usize) -> bool {
        self.held[row / 64] >> (row % 64) & 1 == 1
    }

    fn batch(&self) -> RecordBatch {
        let held = (0..self.rows()).map(|row| Some(i8::from(self.is_held(row))));
        table::batch(vec![
            ("id".into(), table::ids(self.rows())),
            (SUPPORT.into(), table::days(&self.support, Kind::Dates)),
            (TENANCY.into(), table::days(&self.tenancy, Kind::Dates)),
            (HELD.into(), table::flags(held)),
        ])
    }

    /// The due rows that no hold is on, as bits.
    fn by_columns(&self, cut: &Cutoffs<'_>) -> Vec<u64> {
        let mut due = cut.due_bits(&self.columns());
        due.iter_mut().zip(&self.held).for_each(|(due, held)| *due &= !held);
        due
    }

    /// The same, told of the holds by their days.
    fn by_columns_and_holds(&self, cut: &Cutoffs<'_>) -> Vec<u64> {
        let Held { rows, from, to } = &self.holds;
        let columns = self.columns().holds(rows, from.column(), to.column());
        cut.due_bits(&columns.expect("holds of rows there are"))
    }

    fn columns(&self) -> Columns<'_> {
        Columns::new(self.rows())
            .dated("support-ended", self.support.column())
            .and_then(|all| all.dated("tenancy-ended", self.tenancy.column()))
            .expect("columns of one length")
    }

    /// The same as a loop over chrono dates.
    fn by_chrono(&self) -> Vec<u64> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day").num_days_from_ce();
        let due = |days: &Days, row: usize, months: u32| {
            let day = NaiveDate::from_num_days_from_ce_opt(days.days[row] + epoch)?;
            day.checked_add_months(Months::new(months))
        };
        let mut bits = vec![0; self.rows().div_ceil(64)];
        for row in 0..self.rows() {
            if self.is_held(row) || !self.support.has(row) || !self.tenancy.has(row) {
                continue;
            }
            let ends = due(&self.support, row, 96).max(due(&self.tenancy, row, 72));
            bits[row / 64] |= u64::from(ends.is_some_and(|ends| ends <= today)) << (row % 64);
        }
        bits
    }

    /// A column of due dates; where there is none, a number beyond every day.
    fn due_dates(&self, schedule: &Schedule) -> DueColumn {
        schedule.due_column("support-record", CategorySet::NONE, &self.columns())
    }

    fn due_dates_by_chrono(&self) -> Vec<i32> {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day").num_days_from_ce();
        let add = |day: i32| {
            NaiveDate::from_num_days_from_ce_opt(day + epoch)?.checked_add_months(Months::new(96))
        };
        let days = self.support.days.iter().enumerate();
        days.map(|(row, day)| {
            let end = if self.support.has(row) { add(*day) } else { None };
            end.map_or(0, |end| end.num_days_from_ce() - epoch)
        })
        .collect()
    }
}

fn schedule() -> Schedule {
    worlds::schedule(POLICY)
}

fn emitted(cut: &Cutoffs<'_>, dialect: Dialect) -> Query {
    let map = TableMap::new(TABLE, "id", Stored::Date)
        .dated("support-ended", SUPPORT)
        .dated("tenancy-ended", TENANCY)
        .held(HELD);
    cut.query(&map, dialect, Standing::Due).expect("a query")
}

fn counted(sql: &str) -> String {
    format!("SELECT count(*) FROM ({sql}) AS due")
}

/// What somebody writes who adds the period in the engine.
fn by_interval(years: fn(u8) -> String) -> String {
    let (eight, six) = (years(8), years(6));
    format!(
        "SELECT count(*) FROM {TABLE} WHERE {HELD} = 0 AND {SUPPORT} + {eight} <= DATE '{AS_OF}' \
         AND {TENANCY} + {six} <= DATE '{AS_OF}'"
    )
}

fn years(count: u8) -> String {
    format!("INTERVAL '{count} years'")
}

/// Runs both contests and gives back their tables and their goals.
pub fn run(scale: Scale, python: &mut Python) -> (Vec<String>, Vec<String>) {
    let cases = Cases::new(scale.rows);
    let fusion = Fusion::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("cases.parquet");
    let batch = cases.batch();
    table::write_parquet(&file, &batch, 1 << 20);
    fusion.table(TABLE, table::split(&batch, 8_192));
    drop(batch);
    python.duck_load(TABLE, &file);
    python.polars_load(TABLE, &file);
    drop(folder);
    let python = std::cell::RefCell::new(python);
    let one = whole_policy(scale, &cases, &fusion, &python);
    let other = due_dates(scale, &cases, &fusion, &python);
    python.borrow_mut().forget();
    python.borrow_mut().duck_run(&[&format!("DROP TABLE {TABLE}")]);
    let (tables, goals): (Vec<_>, Vec<_>) = [one, other].into_iter().unzip();
    (tables, goals.concat())
}

type Shared<'p> = std::cell::RefCell<&'p mut Python>;

fn whole_policy(
    scale: Scale,
    cases: &Cases,
    fusion: &Fusion,
    python: &Shared<'_>,
) -> (String, Vec<String>) {
    let schedule = schedule();
    let cut = schedule.compile("rent-record", CategorySet::NONE, AS_OF);
    let interval = by_interval(years);
    let today = json!({ "date": AS_OF.epoch_days() });
    let polars = json!({ "today": today });
    let duck = counted(emitted(&cut, Dialect::DuckDb).text());
    let bound = values(&emitted(&cut, Dialect::DuckDb), Stored::Date);
    let written = counted(&emitted(&cut, Dialect::DataFusion).literal_text());
    let by_sql = json!({ "table": TABLE, "sql": written });

    let found = cases.by_columns(&cut);
    assert_eq!(found, cases.by_columns_and_holds(&cut), "rows with holds by their days");
    assert_eq!(found, cases.by_chrono(), "rows on which chrono's loop says otherwise");
    let due: i64 = found.iter().map(|word| i64::from(word.count_ones())).sum();
    {
        let mut python = python.borrow_mut();
        let answers = [
            ("DuckDB, interval SQL", python.duck_scalar(&interval, &[]).value),
            ("DuckDB, our SQL", python.duck_scalar(&duck, &bound).value),
            ("DataFusion, interval SQL", fusion.scalar(&interval).0),
            ("DataFusion, our SQL", fusion.scalar(&written).0),
            ("Polars, offset_by", python.polars("interval", TABLE, "first", polars.clone()).value),
            ("Polars, our SQL", python.polars("sql", TABLE, "first", by_sql.clone()).value),
        ];
        for (who, count) in answers {
            assert_eq!(count, due, "due rows found by {who}");
        }
    }
    eprintln!("whole policy: all find {due} of {} rows due", cases.rows());
    eprintln!("{}", fusion.plan(&written));

    let mut contest = Contest::new(
        format!("one policy of two triggers and a hold over {} rows", cases.rows()),
        "row",
        cases.rows(),
    )
    .with("columns", here(|| cases.by_columns(&cut)))
    .with("columns, holds by their days", here(|| cases.by_columns_and_holds(&cut)))
    .with(
        "sum of one i32 column",
        here(|| {
            black_box(&cases.support.days).iter().fold(0_i32, |sum, day| sum.wrapping_add(*day))
        }),
    )
    .with("chrono row loop", here(|| cases.by_chrono()))
    .with("DuckDB, interval SQL", || python.borrow_mut().duck_scalar(&interval, &[]).took)
    .with("DuckDB, our SQL", || python.borrow_mut().duck_scalar(&duck, &bound).took)
    .with("DataFusion, interval SQL", || fusion.scalar(&interval).1)
    .with("DataFusion, our SQL", || fusion.scalar(&written).1)
    .with("Polars, offset_by", || {
        python.borrow_mut().polars("interval", TABLE, "first", polars.clone()).took
    })
    .with("Polars, our SQL", || {
        python.borrow_mut().polars("sql", TABLE, "first", by_sql.clone()).took
    })
    .goal("columns", 9.0, "sum of one i32 column")
    .goal("columns", 1.0 / 35.0, "DuckDB, interval SQL");
    contest.run(scale.rounds, Duration::from_millis(20));
    (contest.table(), contest.judged())
}

fn due_dates(
    scale: Scale,
    cases: &Cases,
    fusion: &Fusion,
    python: &Shared<'_>,
) -> (String, Vec<String>) {
    let eight = years(8);
    let date = format!("CAST({SUPPORT} + {eight} AS DATE)");
    let largest = format!("SELECT max({date}) FROM {TABLE}");
    let schedule = schedule();
    let found = cases.due_dates(&schedule);
    let ours: Vec<i32> = found
        .days()
        .iter()
        .map(|day| if *day > Day::MAX.epoch_days() { 0 } else { *day })
        .collect();
    assert_eq!(ours, cases.due_dates_by_chrono(), "due dates by chrono");
    let sum: i64 = ours.iter().map(|day| i64::from(*day)).sum();
    let summed = format!("SELECT CAST(sum({date} - DATE '1970-01-01') AS BIGINT) FROM {TABLE}");
    assert_eq!(python.borrow_mut().duck_scalar(&summed, &[]).value, sum, "due dates by DuckDB");
    let numbers = format!("SELECT sum(CAST(CAST({date} AS INT) AS BIGINT)) FROM {TABLE}");
    assert_eq!(fusion.scalar(&numbers).0, sum, "due dates by DataFusion");
    assert_eq!(python.borrow_mut().polars_sum("one_due_date", TABLE), sum, "due dates by Polars");
    let mut contest = Contest::new(
        format!("the day eight years after each of {} days", cases.rows()),
        "row",
        cases.rows(),
    )
    .with("due column", here(|| cases.due_dates(&schedule)))
    .with("chrono, row by row", here(|| cases.due_dates_by_chrono()))
    .with("DuckDB, the latest of them", || python.borrow_mut().duck_scalar(&largest, &[]).took)
    .with("DataFusion, the latest of them", || fusion.row(&largest).1)
    .with("Polars, offset_by", || {
        python.borrow_mut().polars("one_due_date", TABLE, "rows", json!({})).took
    })
    .goal("due column", 1.0 / 9.0, "chrono, row by row");
    contest.run(scale.rounds, Duration::from_millis(20));
    (contest.table(), contest.judged())
}
