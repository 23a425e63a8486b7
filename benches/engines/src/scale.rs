//! The scale path: records as partitioned Parquet, the emitted SQL on an engine that reads no file,
//! row group or page which its statistics rule out.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use caldicott_model::{CategorySet, Day};
use caldicott_retention::{Columns, Dialect, Duty, Query, Record, Standing, Stored, TableMap};
use cpu_time::ProcessTime;
use datafusion::arrow::array::RecordBatch;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::metrics::MetricValue;

use crate::Random;
use crate::fusion::Fusion;
use crate::table::{self, Kind};
use crate::worlds::{self, Days};

/// One rule, for the due rows of a day and for all there are.
const POLICY: &str = r#"
[trigger]
support-ended = "support_ended_on"
tenancy-ended = "tenancy_ended_on"

[[rule]]
id = "support"
class = "client"
keep = "8 years after support-ended"
stages = ["dispose"]
why = "the support record is kept for eight years"

[[rule]]
id = "rent"
class = "client"
keep = "6 years after tenancy-ended"
stages = ["dispose"]
why = "a claim in contract can be brought for six years"

[[rule]]
id = "visit"
class = "visit"
keep = "2 years after support-ended"
stages = ["dispose"]
why = "a visit is part of the support"
"#;

/// The day that the table is judged on.
pub const AS_OF: Day = Day::literal(2026, 11, 22);
const TABLE: &str = "clients";
/// The classes, of which one turns on two triggers and the other on that which the files are sorted by.
pub const CLASSES: [&str; 2] = ["client", "visit"];
/// Rows of a group: small enough that a day's rows lie in one or two.
const GROUP: usize = 65_536;

/// A table, sorted by the day that support ended.
#[derive(Debug)]
pub struct Clients {
    /// Ids in the order of the table.
    ids: Vec<i64>,
    support: Days,
    tenancy: Days,
    held: Vec<u64>,
}

/// What a query found and what it read for it.
#[derive(Debug)]
pub struct Found {
    /// The ids.
    pub ids: Vec<i64>,
    /// Files, row groups and rows that were read or ruled out.
    pub read: Read,
    /// The processor time, planning and reading included.
    pub took: Duration,
}

/// The reading of a query, from the engine's own metrics.
#[derive(Clone, Copy, Debug, Default)]
pub struct Read {
    /// Files that the statistics of their footers ruled out.
    pub files_pruned: usize,
    /// Files that were opened.
    pub files: usize,
    /// Row groups of the opened files that their statistics ruled out.
    pub groups_pruned: usize,
    /// Row groups that were read.
    pub groups: usize,
    /// Rows of those groups that the page index ruled out.
    pub rows_pruned_by_page: usize,
    /// Rows that were filtered while they were decoded.
    pub rows_filtered: usize,
    /// Bytes that were read.
    pub bytes: usize,
}

impl Clients {
    /// Twenty years of clients, one in twenty without a day, two in a hundred held.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        let mut random = Random(61);
        let mut draw = |missing| {
            let back = i32::try_from(random.below(7_300)).unwrap_or(0);
            (!random.once_in(missing)).then(|| AS_OF.epoch_days() - back)
        };
        let mut support: Vec<(Option<i32>, i64)> =
            (0..rows).map(|row| (draw(20), i64::try_from(row).unwrap_or(0))).collect();
        support.sort_unstable();
        let tenancy = Days::of((0..rows).map(|_| draw(20)));
        let mut held = vec![0; rows.div_ceil(64)];
        (0..rows).for_each(|row| held[row / 64] |= u64::from(random.once_in(50)) << (row % 64));
        let ids = support.iter().map(|(_, id)| *id).collect();
        let support = Days::of(support.iter().map(|(day, _)| *day));
        Self { ids, support, tenancy, held }
    }

    /// Writes a folder for each year in which support ended, and one for those without a day.
    pub fn write(&self, folder: &Path) {
        let year = |row: usize| self.support.get(row).map(|day| worlds::day(day).year());
        let mut from = 0;
        while from < self.ids.len() {
            let this = year(from);
            let until =
                (from..self.ids.len()).find(|row| year(*row) != this).unwrap_or(self.ids.len());
            let name = this.map_or_else(|| "none".to_owned(), |year| year.to_string());
            let folder = folder.join(format!("year={name}"));
            std::fs::create_dir_all(&folder).expect("a folder");
            let part = self.part(from, until);
            table::write_parquet(&folder.join("part.parquet"), &part, GROUP);
            from = until;
        }
    }

    fn is_held(&self, row: usize) -> bool {
        self.held[row / 64] >> (row % 64) & 1 == 1
    }

    fn class(&self, row: usize) -> &'static str {
        CLASSES[usize::from(self.ids[row] % 2 == 1)]
    }

    fn part(&self, from: usize, until: usize) -> RecordBatch {
        let days = |days: &Days| {
            table::days(&Days::of((from..until).map(|row| days.get(row))), Kind::Dates)
        };
        table::batch(vec![
            ("id".into(), table::numbers(&self.ids[from..until])),
            ("class".into(), table::words((from..until).map(|row| self.class(row)))),
            ("support_ended_on".into(), days(&self.support)),
            ("tenancy_ended_on".into(), days(&self.tenancy)),
            (
                "held".into(),
                table::flags((from..until).map(|row| Some(i8::from(self.is_held(row))))),
            ),
        ])
    }

    /// The ids of a class that the column form finds due on a day, without those held.
    #[must_use]
    pub fn due(&self, class: &str, day: Day) -> Vec<i64> {
        let schedule = worlds::schedule(POLICY);
        let columns = Columns::new(self.ids.len())
            .dated("support-ended", self.support.column())
            .and_then(|all| all.dated("tenancy-ended", self.tenancy.column()))
            .expect("columns of one length");
        let bits = schedule.compile(class, CategorySet::NONE, day).due_bits(&columns);
        let due = |row: &usize| {
            bits[row / 64] >> (row % 64) & 1 == 1
                && !self.is_held(*row)
                && self.class(*row) == class
        };
        let mut ids: Vec<i64> = (0..self.ids.len()).filter(due).map(|row| self.ids[row]).collect();
        ids.sort_unstable();
        ids
    }

    /// What the row form says of the records with these ids.
    #[must_use]
    pub fn duties(&self, ids: &[i64], day: Day) -> Vec<Duty> {
        let schedule = worlds::schedule(POLICY);
        (0..self.ids.len())
            .filter(|row| ids.binary_search(&self.ids[*row]).is_ok())
            .map(|row| {
                let record = Record::new(self.class(row))
                    .dated("support-ended", worlds::date(self.support.get(row)))
                    .dated("tenancy-ended", worlds::date(self.tenancy.get(row)));
                schedule.evaluate(&record, day).duty()
            })
            .collect()
    }
}

/// The query for the due rows of a day.
#[must_use]
pub fn due(class: &str, day: Day) -> Query {
    let schedule = worlds::schedule(POLICY);
    let cut = schedule.compile(class, CategorySet::NONE, day);
    cut.query(&map().of_class("class", class), Dialect::DataFusion, Standing::Due).expect("a query")
}

/// The query for the standing of every row on a day: nothing can be left unread for it.
#[must_use]
pub fn state(class: &str, day: Day) -> Query {
    let schedule = worlds::schedule(POLICY);
    let cut = schedule.compile(class, CategorySet::NONE, day);
    cut.state_query(&map().of_class("class", class), Dialect::DataFusion).expect("a query")
}

fn map() -> TableMap {
    TableMap::new(TABLE, "id", Stored::Date)
        .dated("support-ended", "support_ended_on")
        .dated("tenancy-ended", "tenancy_ended_on")
        .held("held")
}

/// The queries for the rows that became due after one day and up to another.
#[must_use]
pub fn became_due(class: &str, after: Day, through: Day) -> Vec<Query> {
    let schedule = worlds::schedule(POLICY);
    schedule
        .became_due_queries(&[class], after, through, &map(), "class", Dialect::DataFusion)
        .expect("queries")
}

/// A session that reads the folder.
#[must_use]
pub fn session(folder: &Path) -> Fusion {
    let fusion = Fusion::new();
    fusion.parquet(TABLE, &folder.display().to_string());
    fusion
}

/// Runs queries over the folder, one after the other.
#[must_use]
pub fn run_all(fusion: &Fusion, queries: &[Query]) -> Found {
    let mut all = Found { ids: Vec::new(), read: Read::default(), took: Duration::ZERO };
    for query in queries {
        let found = run(fusion, query);
        all.ids.extend(found.ids);
        all.read.join(found.read);
        all.took += found.took;
    }
    all.ids.sort_unstable();
    all
}

/// Runs a query over the folder.
#[must_use]
pub fn run(fusion: &Fusion, query: &Query) -> Found {
    let begun = ProcessTime::now();
    let (ids, plan) = fusion.ids_and_plan(query, Stored::Date);
    let took = begun.elapsed();
    Found { ids, read: Read::of(&plan), took }
}

impl Read {
    fn join(&mut self, other: Self) {
        self.files_pruned += other.files_pruned;
        self.files += other.files;
        self.groups_pruned += other.groups_pruned;
        self.groups += other.groups;
        self.rows_pruned_by_page += other.rows_pruned_by_page;
        self.rows_filtered += other.rows_filtered;
        self.bytes += other.bytes;
    }

    fn of(plan: &Arc<dyn ExecutionPlan>) -> Self {
        let mut read = Self::default();
        read.add(plan);
        read
    }

    fn add(&mut self, plan: &Arc<dyn ExecutionPlan>) {
        for metric in
            plan.metrics().iter().flat_map(datafusion::physical_plan::metrics::MetricsSet::iter)
        {
            match metric.value() {
                MetricValue::PruningMetrics { name, pruning_metrics } => {
                    let (pruned, matched) = (pruning_metrics.pruned(), pruning_metrics.matched());
                    match name.as_ref() {
                        "files_ranges_pruned_statistics" => {
                            self.files_pruned += pruned;
                            self.files += matched;
                        }
                        "row_groups_pruned_statistics" => {
                            self.groups_pruned += pruned;
                            self.groups += matched;
                        }
                        "page_index_rows_pruned" => self.rows_pruned_by_page += pruned,
                        _ => {}
                    }
                }
                MetricValue::Count { name, count } => match name.as_ref() {
                    "bytes_scanned" => self.bytes += count.value(),
                    "pushdown_rows_pruned" => self.rows_filtered += count.value(),
                    _ => {}
                },
                _ => {}
            }
        }
        plan.children().into_iter().for_each(|child| self.add(child));
    }
}

impl fmt::Display for Read {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files_pruned, files, groups_pruned, groups, .. } = self;
        write!(
            out,
            "files {files} read, {files_pruned} ruled out; row groups {groups} read, {groups_pruned} \
             ruled out; rows ruled out by page {}, filtered while decoding {}; {} bytes read",
            self.rows_pruned_by_page, self.rows_filtered, self.bytes
        )
    }
}
