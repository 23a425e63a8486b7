//! One random schedule over one random table, asked of every form.

use std::collections::BTreeMap;
use std::fmt;

use caldicott_model::CategorySet;
use caldicott_retention::{
    Cutoffs, Day, Dialect, HoldTable, Query, Record, Schedule, Standing, Stored, TableMap,
};
use datafusion::arrow::array::RecordBatch;

use crate::Random;
use crate::fusion::Fusion;
use crate::python::{self, Python};
use crate::table::{self, Kind};
use crate::worlds::{self, CLASSES, Days, TRIGGERS, Table};

/// Names that end a quoted name and go on as SQL, where they are not quoted well.
const TABLE: &str = "case \"; DROP TABLE canary; --";
const HOLDS: &str = "holds') UNION SELECT 0; --";
const HELD_RECORD: &str = "\" = 0 OR \"id";
const ID: &str = "id\" FROM canary; --";
const CLASS: &str = "class' OR \"1\"=\"1";
const COLUMNS: [&str; 4] = ["t0\" IS NULL OR 1=1 --", "t1 $1 ?1", "select", "T3;"];
const REUSED: &str = "reused.on";
const RESTARTED: &str = "restarted\\\"on";
const KEPT_UNTIL: &str = "kept/*until*/";

/// How many days each table is judged on.
const DAYS: usize = 3;

/// The engines, each with a table that no query is meant to touch.
#[derive(Debug)]
pub struct Engines {
    fusion: Fusion,
    python: Option<Python>,
    folder: tempfile::TempDir,
}

/// A schedule, a table, and the days it is judged on.
#[derive(Debug)]
pub struct World {
    schedule: Schedule,
    text: String,
    table: Table,
    kind: Kind,
    days: [Day; DAYS],
    /// Whether the holds stand in a table of their own.
    as_table: bool,
}

/// How many answers were the same, and every one that was not.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    same: BTreeMap<String, u64>,
    standings: BTreeMap<Standing, u64>,
    became: u64,
    differences: Vec<String>,
}

/// A question to every engine, and the columns that the row form answers with.
struct Asked {
    form: &'static str,
    what: String,
    rows: usize,
    expected: Vec<Vec<i64>>,
}

/// What the row form says of every row on one day.
struct Truth {
    standings: Vec<Standing>,
    held: Vec<bool>,
}

impl Engines {
    /// Engines with nothing but the canary.
    #[must_use]
    pub fn new(mut python: Option<Python>) -> Self {
        let fusion = Fusion::new();
        fusion.table("canary", vec![table::batch(vec![("id".into(), table::ids(1))])]);
        if let Some(python) = &mut python {
            python.duck_run(&["CREATE TABLE canary AS SELECT 0 AS id"]);
        }
        Self { fusion, python, folder: tempfile::tempdir().expect("a folder") }
    }

    /// Whether no name broke out of its quotes.
    pub fn still_has_the_canary(&mut self) {
        let asked = "SELECT count(*) FROM canary";
        assert_eq!(self.fusion.scalar(asked).0, 1, "DataFusion's canary");
        if let Some(python) = &mut self.python {
            assert_eq!(python.duck_scalar(asked, &[]).value, 1, "DuckDB's canary");
        }
    }

    fn load(&mut self, name: &str, batch: &RecordBatch) {
        self.fusion.table(name, table::split(batch, 8_192));
        if let Some(python) = &mut self.python {
            let path = self.folder.path().join("table.parquet");
            table::write_parquet(&path, batch, 1 << 20);
            python.duck_load(name, &path);
        }
    }
}

impl World {
    /// A random world. Every other one stores its days as whole numbers, and its holds as a table.
    pub fn random(random: &mut Random, rows: usize) -> Self {
        let (schedule, text) = worlds::random_schedule(random);
        let kind = *random.one_of(&[Kind::Dates, Kind::Numbers]);
        let table = Table::random(random, rows);
        let days = std::array::from_fn(|_| worlds::random_day(random));
        Self { schedule, text, table, kind, days, as_table: random.once_in(2) }
    }

    /// Asks every form on every day and counts the answers that are the row form's.
    pub fn ask(&self, engines: &mut Engines, answers: &mut Answers) {
        let records = self.table.records();
        let truths: [Truth; DAYS] = self.days.map(|day| self.truth(&records, day));
        engines.load(TABLE, &self.batch(&truths));
        engines.load(HOLDS, &self.holds());
        for (at, (day, truth)) in self.days.into_iter().zip(&truths).enumerate() {
            for (place, class) in CLASSES.into_iter().enumerate() {
                self.one_class(engines, answers, (at, day, truth), (place, class));
            }
            self.all_classes(engines, answers, (at, day, truth));
            // Since the day before, and since another that may be years off.
            let eve = worlds::day(day.epoch_days() - 1);
            let before = self.truth(&records, eve);
            self.became_due(engines, answers, (eve, &before), (at, day, truth));
            let other = (at + 1) % DAYS;
            let before = (self.days[other], &truths[other]);
            self.became_due(engines, answers, before, (at, day, truth));
        }
    }

    /// The standings of one class: column form, a query for each standing, the full state.
    fn one_class(
        &self,
        engines: &mut Engines,
        answers: &mut Answers,
        (at, day, truth): (usize, Day, &Truth),
        (place, class): (usize, &str),
    ) {
        let rows: Vec<usize> = (0..self.table.rows())
            .filter(|row| usize::from(self.table.classes[*row]) == place)
            .collect();
        let cut = self.schedule.compile(class, CategorySet::NONE, day);
        self.column_form(&cut, &rows, truth, class, answers);
        let map = self.map(at).of_class(CLASS, class);
        for standing in Standing::ALL {
            let found = rows.iter().filter(|row| truth.standings[**row] == standing);
            let expected: Vec<i64> = found.map(|row| whole(*row)).collect();
            answers.count(standing, expected.len());
            let asked = Asked {
                form: "one standing",
                what: format!("{standing:?} of class {class} on {day}"),
                rows: rows.len(),
                expected: vec![expected],
            };
            self.by_engines(engines, answers, &asked, |dialect| {
                vec![cut.query(&map, dialect, standing).expect("a query")]
            });
        }
        let state = |row: &usize| i64::from(truth.standings[*row] as u8);
        let ids = rows.iter().map(|row| whole(*row)).collect();
        let asked = Asked {
            form: "full state",
            what: format!("the state of class {class} on {day}"),
            rows: rows.len(),
            expected: vec![ids, rows.iter().map(state).collect()],
        };
        self.by_engines(engines, answers, &asked, |dialect| {
            vec![cut.state_query(&map, dialect).expect("a query")]
        });
    }

    /// The due rows of all classes at once.
    fn all_classes(
        &self,
        engines: &mut Engines,
        answers: &mut Answers,
        (at, day, truth): (usize, Day, &Truth),
    ) {
        let due = (0..self.table.rows()).filter(|row| truth.standings[*row] == Standing::Due);
        let asked = Asked {
            form: "due as of",
            what: format!("due of all classes on {day}"),
            rows: self.table.rows(),
            expected: vec![due.map(whole).collect()],
        };
        let map = self.map(at);
        self.by_engines(engines, answers, &asked, |dialect| {
            let schedule = &self.schedule;
            schedule.due_queries(&CLASSES, day, &map, CLASS, dialect).expect("queries")
        });
    }

    /// The rows that became due between two days. One that is held now is not among them; one whose
    /// period had ended before, held or not, is not either.
    fn became_due(
        &self,
        engines: &mut Engines,
        answers: &mut Answers,
        (after, before): (Day, &Truth),
        (at, through, now): (usize, Day, &Truth),
    ) {
        let became = |row: &usize| {
            now.standings[*row] == Standing::Due
                && !matches!(before.standings[*row], Standing::Due | Standing::Held)
        };
        let rows = (0..self.table.rows()).filter(|row| after < through && became(row));
        let asked = Asked {
            form: "became due",
            what: format!("became due after {after} and through {through}"),
            rows: self.table.rows(),
            expected: vec![rows.map(whole).collect()],
        };
        answers.became += asked.expected[0].len() as u64;
        let map = self.map(at);
        self.by_engines(engines, answers, &asked, |dialect| {
            self.schedule
                .became_due_queries(&CLASSES, after, through, &map, CLASS, dialect)
                .expect("queries")
        });
    }

    /// Asks both engines, with parameters, and with the values written in.
    fn by_engines(
        &self,
        engines: &mut Engines,
        answers: &mut Answers,
        asked: &Asked,
        queries: impl Fn(Dialect) -> Vec<Query>,
    ) {
        let stored = self.stored();
        let literal = asked.form != "one standing";
        let all = queries(Dialect::DataFusion);
        let bound: Vec<_> = all.iter().map(|query| engines.fusion.columns(query, stored)).collect();
        self.compare("DataFusion", asked, &bound, &all, answers);
        if literal {
            let written: Vec<_> =
                all.iter().map(|query| engines.fusion.columns_of(&query.literal_text())).collect();
            self.compare("DataFusion, literal", asked, &written, &all, answers);
        }
        let Some(python) = &mut engines.python else { return };
        let all = queries(Dialect::DuckDb);
        let bound: Vec<_> = all
            .iter()
            .map(|query| python.duck_columns(query.text(), &python::values(query, stored)))
            .collect();
        self.compare("DuckDB", asked, &bound, &all, answers);
        if literal {
            let written: Vec<_> =
                all.iter().map(|query| python.duck_columns(&query.literal_text(), &[])).collect();
            self.compare("DuckDB, literal", asked, &written, &all, answers);
        }
    }

    /// Compares what several queries found together: each in the order of its ids, no row twice.
    fn compare(
        &self,
        engine: &str,
        asked: &Asked,
        found: &[Vec<Vec<i64>>],
        queries: &[Query],
        answers: &mut Answers,
    ) {
        let ordered = found.iter().all(|columns| columns[0].is_sorted());
        let mut rows: Vec<Vec<i64>> = found.iter().flat_map(|columns| turned(columns)).collect();
        rows.sort_unstable();
        let expected = turned(&asked.expected);
        if ordered && rows == expected {
            let count = answers.same.entry(format!("{engine}: {}", asked.form)).or_default();
            *count += asked.rows as u64;
            return;
        }
        let (missed, extra) = (without(&expected, &rows), without(&rows, &expected));
        let some: Vec<String> =
            missed.iter().chain(&extra).take(3).map(|row| self.row(row)).collect();
        let queries: Vec<String> = queries
            .iter()
            .map(|query| format!("{}\n{:?}", query.text(), query.parameters()))
            .collect();
        answers.differences.push(format!(
            "=== {engine}: {}: {} rows missed, {} too many, in order: {ordered}\n{}\n{}\n{}\n",
            asked.what,
            missed.len(),
            extra.len(),
            some.join("\n"),
            self.text,
            queries.join("\n"),
        ));
    }

    fn column_form(
        &self,
        cut: &Cutoffs<'_>,
        rows: &[usize],
        truth: &Truth,
        class: &str,
        answers: &mut Answers,
    ) {
        let held = self.table.held();
        let columns = self.table.columns(&held);
        let (standings, bits) = (cut.standings(&columns), cut.due_bits(&columns));
        let wrong = rows.iter().find(|row| {
            let due = bits[**row / 64] >> (**row % 64) & 1 == 1;
            let expected = truth.standings[**row];
            standings[**row] != expected || due != (expected == Standing::Due)
        });
        match wrong {
            None => *answers.same.entry("columns".into()).or_default() += rows.len() as u64,
            Some(row) => answers.differences.push(format!(
                "=== columns: class {class} on {}: {:?} where the row form says {:?}\n{}\n{}",
                cut.as_of(),
                standings[*row],
                truth.standings[*row],
                self.row(&[whole(*row)]),
                self.text
            )),
        }
    }

    fn truth(&self, records: &[Record], day: Day) -> Truth {
        let mut truth = Truth { standings: Vec::new(), held: Vec::new() };
        for record in records {
            let outcome = self.schedule.evaluate(record, day);
            truth.standings.push(outcome.standing());
            truth.held.push(outcome.blockers().next().is_some());
        }
        truth
    }

    fn batch(&self, truths: &[Truth]) -> RecordBatch {
        let table = &self.table;
        let classes = table.classes.iter().map(|class| CLASSES[usize::from(*class)]);
        let mut columns =
            vec![(ID.into(), table::ids(table.rows())), (CLASS.into(), table::words(classes))];
        let others = [REUSED, RESTARTED, KEPT_UNTIL];
        let others = others.iter().zip([&table.reused, &table.restarted, &table.kept_until]);
        for (name, days) in COLUMNS.iter().zip(&table.dates).chain(others) {
            columns.push(((*name).into(), table::days(days, self.kind)));
        }
        for (at, truth) in truths.iter().enumerate() {
            // Of some it is not known, and that is as if it were held.
            let held = truth.held.iter().enumerate();
            let held = held.map(|(row, held)| (!(*held && row % 3 == 0)).then(|| i8::from(*held)));
            columns.push((held_on(at), table::flags(held)));
        }
        table::batch(columns)
    }

    /// Every hold, as rows of a table of its own.
    fn holds(&self) -> RecordBatch {
        let held = self.table.held();
        let records: Vec<i64> = held.rows.iter().map(|row| i64::from(*row)).collect();
        table::batch(vec![
            (HELD_RECORD.into(), table::numbers(&records)),
            ("from".into(), table::days(&held.from, self.kind)),
            ("to".into(), table::days(&held.to, self.kind)),
        ])
    }

    fn map(&self, day: usize) -> TableMap {
        let map = TableMap::new(TABLE, ID, self.stored())
            .reused(REUSED)
            .restarted(RESTARTED)
            .kept_until(KEPT_UNTIL);
        let map = if self.as_table {
            map.holds(HoldTable::new(HOLDS, HELD_RECORD, "from", "to"))
        } else {
            map.held(held_on(day))
        };
        TRIGGERS.iter().zip(COLUMNS).fold(map, |map, (name, column)| map.dated(*name, column))
    }

    const fn stored(&self) -> Stored {
        match self.kind {
            Kind::Dates => Stored::Date,
            Kind::Numbers => Stored::EpochDays,
        }
    }

    /// A row in words.
    fn row(&self, row: &[i64]) -> String {
        let at = usize::try_from(row[0]).unwrap_or(0);
        let day = |days: &Days| {
            days.get(at).map_or_else(|| "-".to_owned(), |day| worlds::day(day).to_string())
        };
        let dates: Vec<String> = self.table.dates.iter().map(day).collect();
        let held = self.table.holds.iter().filter(|(row, ..)| *row == at);
        let shown = |day: &Option<i32>| day.map(worlds::day);
        let held: Vec<_> = held.map(|(_, from, to)| (shown(from), shown(to))).collect();
        format!(
            "row {row:?}: {} reused {} released {} kept until {} held {held:?}",
            dates.join(" "),
            day(&self.table.reused),
            day(&self.table.restarted),
            day(&self.table.kept_until)
        )
    }
}

impl Answers {
    /// What was not the same, with all that is needed to see it again.
    #[must_use]
    pub fn differences(&self) -> &[String] {
        &self.differences
    }

    /// How many answers about a row were the same, of the forms whose name begins so.
    #[must_use]
    pub fn same(&self, form: &str) -> u64 {
        self.same.iter().filter(|(name, _)| name.starts_with(form)).map(|(_, count)| count).sum()
    }

    /// How many rows there were of a standing.
    #[must_use]
    pub fn rows(&self, standing: Standing) -> u64 {
        self.standings.get(&standing).copied().unwrap_or(0)
    }

    /// How many rows became due.
    #[must_use]
    pub const fn became_due(&self) -> u64 {
        self.became
    }

    fn count(&mut self, standing: Standing, rows: usize) {
        *self.standings.entry(standing).or_default() += rows as u64;
    }
}

impl fmt::Display for Answers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (form, count) in &self.same {
            writeln!(out, "  {form}: {count} rows")?;
        }
        let Self { standings, became, .. } = self;
        writeln!(out, "  rows by standing {standings:?}, became due {became}")?;
        write!(out, "  {} differences", self.differences.len())
    }
}

fn held_on(day: usize) -> String {
    format!("held \"{day}")
}

fn whole(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(-1)
}

/// Columns as rows.
fn turned(columns: &[Vec<i64>]) -> Vec<Vec<i64>> {
    (0..columns[0].len()).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
}

/// The rows of one sorted list that are not in another.
fn without(these: &[Vec<i64>], those: &[Vec<i64>]) -> Vec<Vec<i64>> {
    these.iter().filter(|row| those.binary_search(row).is_err()).cloned().collect()
}
