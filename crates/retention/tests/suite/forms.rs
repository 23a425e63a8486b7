//! Row, column and SQL say the same.

use std::num::NonZeroUsize;

use caldicott_model::CategorySet;
use caldicott_retention::{
    Column, ColumnError, Columns, Day, Dialect, HoldTable, Parameter, Query, Record, SqlError,
    Standing, Stored, TableMap, TriggerDate,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;

use crate::convert::schedule;
use crate::people;
use crate::worlds::{self, Facts};

fn stored_day(day: Option<Day>, stored: Stored) -> rusqlite::types::Value {
    match (day, stored) {
        (None, _) => rusqlite::types::Value::Null,
        (Some(day), Stored::EpochDays) => rusqlite::types::Value::Integer(day.epoch_days().into()),
        (Some(day), _) => rusqlite::types::Value::Text(day.to_string()),
    }
}

/// The ids that a text without parameters finds, each with its second column.
fn run_text(base: &Connection, text: &str) -> Vec<(usize, i64)> {
    let mut statement = base.prepare(text).unwrap();
    let second = statement.column_count() > 1;
    statement
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, if second { row.get(1)? } else { 0 })))
        .unwrap()
        .map(|found| found.map(|(id, code)| (usize::try_from(id).unwrap(), code)).unwrap())
        .collect()
}

fn run(base: &Connection, query: &Query, stored: Stored) -> Vec<usize> {
    let values = query.parameters().iter().map(|parameter| match parameter {
        Parameter::Day(day) => stored_day(Some(*day), stored),
        Parameter::Text(text) => rusqlite::types::Value::Text(text.clone()),
    });
    let mut statement = base.prepare(query.text()).unwrap();
    statement
        .query_map(rusqlite::params_from_iter(values), |row| row.get::<_, i64>(0))
        .unwrap()
        .map(|id| usize::try_from(id.unwrap()).unwrap())
        .collect()
}

/// The ids that became due, over all the queries; no id may come twice.
fn became_due(base: &Connection, queries: &[Query], stored: Stored) -> Vec<usize> {
    let mut ids: Vec<usize> = queries.iter().flat_map(|query| run(base, query, stored)).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "an id stands twice: {ids:?}");
    ids
}

proptest! {
    #[test]
    fn row_column_and_sqlite_agree(
        world in worlds::world(), people in people::people(150), any in worlds::day(),
        days in 0_i32..4_000, pick in prop::num::usize::ANY,
    ) {
        let as_of = people.edge(&world, any, pick);
        let schedule = world.schedule();
        let table = people.table();
        let columns = table.columns();
        for class in ["a", "b"] {
            let rows = people.standings(&world, class, as_of);
            let compiled = people::compiled(&schedule, class, as_of);
            prop_assert_eq!(&compiled.standings(&columns), &rows);
            let threads = NonZeroUsize::new(3).unwrap();
            prop_assert_eq!(&compiled.standings_on(&columns, threads), &rows);
            let words = compiled.due_bits(&columns);
            prop_assert_eq!(&compiled.due_bits_on(&columns, threads), &words);
            for (at, standing) in rows.iter().enumerate() {
                prop_assert_eq!(words[at / 64] >> (at % 64) & 1 == 1, *standing == Standing::Due);
            }
            prop_assert_eq!(words.last().unwrap() & !(u64::MAX >> (63 - (rows.len() - 1) % 64)), 0);
            let counts = compiled.count(&columns);
            for standing in Standing::ALL {
                let expected = people::rows_with(&rows, standing).len();
                prop_assert_eq!(counts.count(standing), u64::try_from(expected).unwrap());
            }

            let earlier = as_of.plus_days(-days).unwrap();
            let before = people.standings(&world, class, earlier);
            for kind in [Stored::EpochDays, Stored::IsoText] {
                let base = Connection::open_in_memory().unwrap();
                base.execute_batch(&people.script(kind, "", class)).unwrap();
                let map = people.map(kind);
                for standing in Standing::ALL {
                    let query = compiled.query(&map, Dialect::Sqlite, standing).unwrap();
                    let expected = people::rows_with(&rows, standing);
                    prop_assert_eq!(&run(&base, &query, kind), &expected, "{}", query.text());
                    let found = run_text(&base, &query.literal_text());
                    let found: Vec<usize> = found.into_iter().map(|(id, _)| id).collect();
                    prop_assert_eq!(found, expected, "{}", query.literal_text());
                }
                let query = compiled.state_query(&map, Dialect::Sqlite).unwrap();
                let expected: Vec<_> =
                    rows.iter().enumerate().map(|(id, standing)| (id, *standing as i64)).collect();
                prop_assert_eq!(run_text(&base, &query.literal_text()), expected, "{}", query.text());
                let queries = schedule
                    .became_due_queries(&[class, "no rule"], earlier, as_of, &map, "class", Dialect::Sqlite)
                    .unwrap();
                let texts: Vec<&str> = queries.iter().map(Query::text).collect();
                let expected = people::became(&before, &rows);
                prop_assert_eq!(became_due(&base, &queries, kind), expected, "{:#?}", texts);
            }
        }
    }

    #[test]
    fn the_due_column_is_the_due_day_of_every_row(
        world in worlds::world(), people in people::people(100),
    ) {
        let schedule = world.schedule();
        let table = people.table();
        let columns = table.columns();
        for class in ["a", "b"] {
            let found = schedule.due_column(class, CategorySet::NONE, &columns);
            prop_assert_eq!(found.len(), people.facts.len());
            for (row, facts) in people.facts.iter().enumerate() {
                let record = Facts { class, ..facts.clone() }.record();
                let outcome = schedule.evaluate(&record, Day::literal(2026, 11, 22));
                prop_assert_eq!(found.get(row), Some(outcome.due()), "row {}", row);
            }
        }
    }

    #[test]
    fn the_forecast_of_a_table_counts_what_each_month_end_says(
        world in worlds::world(), people in people::people(100), from in worlds::day(),
    ) {
        let schedule = world.schedule();
        let table = people.table();
        let columns = table.columns();
        let ahead = schedule.forecast_columns("a", CategorySet::NONE, &columns, from, 24);
        prop_assert_eq!(ahead.len(), 24);
        for month in ahead {
            prop_assert!(month.month_end.is_last_of_month() && month.month_end >= from);
            let rows = people.standings(&world, "a", month.month_end);
            for (standing, count) in month.standings.iter() {
                let expected = people::rows_with(&rows, standing).len();
                prop_assert_eq!(count, u64::try_from(expected).unwrap());
            }
        }
    }
}

/// How many agreements are asked for: each is one record under one schedule on one day.
///
/// `CALDICOTT_AGREEMENTS=100000000 cargo test --release` takes some minutes.
fn agreements() -> u64 {
    let asked = std::env::var("CALDICOTT_AGREEMENTS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(100_000)
}

#[test]
fn row_and_column_agree_as_often_as_asked() {
    let mut runner = TestRunner::deterministic();
    let (mut agreed, mut at_an_edge, mut worlds) = (0_u64, 0_u64, 0_u64);
    while agreed < agreements() {
        let tree = (worlds::world(), people::people(250), worlds::day(), 0_usize..1_000);
        let (world, people, any, pick) = tree.new_tree(&mut runner).unwrap().current();
        let schedule = world.schedule();
        let table = people.table();
        let columns = table.columns();
        let record = |facts: &Facts| Facts { class: "a", ..facts.clone() }.record();
        let records: Vec<Record> = people.facts.iter().map(record).collect();
        let due = schedule.due_column("a", CategorySet::NONE, &columns);
        for step in 0..40 {
            let edge = people.edge(&world, any, pick + step * 37);
            let as_of = if step % 4 == 0 { any.plus_months(7).unwrap() } else { edge };
            let compiled = people::compiled(&schedule, "a", as_of);
            let found = compiled.standings(&columns);
            assert_eq!(found.len(), records.len());
            for (row, record) in records.iter().enumerate() {
                let outcome = schedule.evaluate(record, as_of);
                assert_eq!(
                    outcome.standing(),
                    found[row],
                    "row {row} on {as_of}: {}",
                    world.text()
                );
                assert_eq!(Some(outcome.due()), due.get(row), "row {row}: {}", world.text());
                at_an_edge += u64::from(outcome.due().day() == Some(as_of));
            }
            agreed += u64::try_from(records.len()).unwrap();
        }
        worlds += 1;
    }
    assert!(at_an_edge > agreed / 1_000, "{at_an_edge} of {agreed} on the very day");
    println!("{agreed} agreements over {worlds} schedules, {at_an_edge} of them on the very day");
}

#[test]
fn a_long_column_looked_up_in_tables_has_the_same_days() {
    let text = "[trigger]\na = \"a\"\nb = { column = \"b\", leap-birthday = \"28-february\" }\n\
        [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
        keep = \"latest of 6 years 1 month after a to end of month, until 25th birthday of b\"\n\
        [[rule]]\nid = \"s\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"90 days after a\"\n";
    let schedule = schedule(text);
    let (first, last) = (Day::literal(1899, 6, 1), Day::literal(2135, 1, 1));
    let rows = usize::try_from(first.days_until(last)).unwrap();
    let days: Vec<i32> = (first.epoch_days()..last.epoch_days()).collect();
    let other: Vec<i32> =
        days.iter().map(|day| (day * 7_919).rem_euclid(60_000) - 20_000).collect();
    let valid: Vec<u64> = (0..rows.div_ceil(64)).map(|word| !(1 << (word % 64))).collect();
    let columns = Columns::new(rows).dated("a", Column::full(&days)).unwrap();
    let columns = columns.dated("b", Column::with_validity(&other, &valid)).unwrap();
    let found = schedule.due_column("c", CategorySet::NONE, &columns);
    for row in 0..rows {
        let date = |days: &[i32]| TriggerDate::Day(Day::from_epoch_days(days[row]).unwrap());
        let mut record = Record::new("c").dated("a", date(&days));
        if valid[row / 64] >> (row % 64) & 1 == 1 {
            record = record.dated("b", date(&other));
        }
        let outcome = schedule.evaluate(&record, Day::MAX);
        assert_eq!(found.get(row), Some(outcome.due()), "{}", days[row]);
    }
}

const ONE_RULE: &str = "[trigger]\nended = \"ended_on\"\n\
    [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"6 years after ended\"\n";

#[test]
fn text_that_is_no_day_is_never_due_in_sqlite() {
    let schedule = schedule(ONE_RULE);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 21));
    let base = Connection::open_in_memory().unwrap();
    base.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, ended_on, held INTEGER)").unwrap();
    let values = [
        "2010-01-01",
        "2010",
        "2010-01",
        "",
        "Unknown",
        "2010-02-30",
        "2010-1-1",
        "1900-01-01",
        "01/02/2010",
        "2010-01-01T00:00:00",
        "1970-01-01",
        " 2010-01-01",
        "2010-01-01 ",
    ];
    for value in values {
        base.execute("INSERT INTO t (ended_on, held) VALUES (?1, 0)", [value]).unwrap();
    }
    base.execute("INSERT INTO t (ended_on, held) VALUES (5, 0)", []).unwrap();
    base.execute("INSERT INTO t (ended_on, held) VALUES (NULL, 0)", []).unwrap();
    base.execute("INSERT INTO t (ended_on, held) VALUES ('2010-01-01', 1)", []).unwrap();
    base.execute("INSERT INTO t (ended_on, held) VALUES ('2010-01-01', NULL)", []).unwrap();
    let map = TableMap::new("t", "id", Stored::IsoText).dated("ended", "ended_on").held("held");
    let query = compiled.query(&map, Dialect::Sqlite, Standing::Due).unwrap();
    assert_eq!(run(&base, &query, Stored::IsoText), [1]);
}

#[test]
fn the_query_uses_an_index() {
    let schedule = schedule(ONE_RULE);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 21));
    let base = Connection::open_in_memory().unwrap();
    base.execute_batch(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ended_on INTEGER); CREATE INDEX i ON t (ended_on)",
    )
    .unwrap();
    let map = TableMap::new("t", "id", Stored::EpochDays).dated("ended", "ended_on");
    let query = compiled.query(&map, Dialect::Sqlite, Standing::Due).unwrap();
    let mut statement = base.prepare(&format!("EXPLAIN QUERY PLAN {}", query.text())).unwrap();
    let days = query.parameters().iter().map(|p| match p {
        Parameter::Day(day) => day.epoch_days(),
        Parameter::Text(_) => panic!("no class is bound"),
    });
    let plan: Vec<String> = statement
        .query_map(rusqlite::params_from_iter(days), |row| row.get::<_, String>(3))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(plan.join(" ").contains("INDEX i (ended_on>? AND ended_on<?)"), "{plan:?}");
}

#[test]
fn a_name_that_breaks_out_of_its_quotes_stays_a_name() {
    let schedule = schedule(ONE_RULE);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 21));
    let evil = "x\" = 0 OR 1=1; DROP TABLE t; --";
    let base = Connection::open_in_memory().unwrap();
    let quoted = evil.replace('"', "\"\"");
    base.execute_batch(&format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, \"{quoted}\" INTEGER, class TEXT);
         INSERT INTO t VALUES (1, 30000, 'c'), (2, 3000, 'c'), (3, 3000, 'x'' OR 1=1 --')"
    ))
    .unwrap();
    let map = TableMap::new("t", "id", Stored::EpochDays)
        .dated("ended", evil)
        .of_class("class", "x' OR 1=1 --");
    let query = compiled.query(&map, Dialect::Sqlite, Standing::Due).unwrap();
    assert!(!query.text().contains("x' OR"), "a class is bound, never written");
    assert_eq!(run(&base, &query, Stored::EpochDays), [3]);
    for dialect in [Dialect::TSql, Dialect::PostgreSql] {
        let map = TableMap::new("a]b\"c", "id", Stored::Date).dated("ended", "e");
        let text = compiled.query(&map, dialect, Standing::Due).unwrap().text().to_owned();
        assert!(text.contains("[a]]b\"c]") || text.contains("\"a]b\"\"c\""), "{text}");
    }
    for bad in ["", "  ", "a\0b", "a\nb", &"x".repeat(129)] {
        let map = TableMap::new(bad, "id", Stored::Date).dated("ended", "e");
        let found = compiled.query(&map, Dialect::PostgreSql, Standing::Due);
        assert!(matches!(found, Err(SqlError::Name { .. })), "{bad:?}");
    }
}

#[test]
fn a_misspelt_column_is_an_error_in_sqlite_and_frees_no_held_record() {
    // SQLite takes a quoted name that is no column for a text, which would hold nobody.
    let base = Connection::open_in_memory().unwrap();
    base.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DQS_DML, true).unwrap();
    base.execute_batch(
        "CREATE TABLE t (id INTEGER, e INTEGER); INSERT INTO t VALUES (1, 10957);
         CREATE TABLE h (record INTEGER, \"from\" INTEGER, \"to\" INTEGER); INSERT INTO h VALUES (1, 10958, NULL);",
    )
    .unwrap();
    let schedule = schedule(ONE_RULE);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 21));
    let map = TableMap::new("t", "id", Stored::EpochDays).dated("ended", "e");
    let query = |map: &TableMap| compiled.query(map, Dialect::Sqlite, Standing::Due).unwrap();
    let held = |record: &str| map.clone().holds(HoldTable::new("h", record, "from", "to"));
    assert_eq!(run(&base, &query(&map), Stored::EpochDays), [1]);
    assert!(run(&base, &query(&held("record")), Stored::EpochDays).is_empty());
    for misspelt in [held("recorded"), map.clone().reused("1"), map.clone().kept_until("1")] {
        assert!(base.prepare(query(&misspelt).text()).is_err());
    }
}

#[test]
fn what_a_database_cannot_compare_is_refused() {
    let schedule = schedule(ONE_RULE);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 21));
    let map = |stored| TableMap::new("t", "id", stored).dated("ended", "e");
    let query = |stored, dialect| compiled.query(&map(stored), dialect, Standing::Due);
    assert!(query(Stored::IsoText, Dialect::PostgreSql).is_err());
    assert!(query(Stored::Date, Dialect::Sqlite).is_err());
    assert_eq!(
        query(Stored::Date, Dialect::PostgreSql).unwrap().text(),
        "SELECT \"id\" FROM \"t\" WHERE ((((((\"e\" IS NOT NULL AND \"e\" BETWEEN $1 \
         AND $2 AND \"e\" <> $3) AND \"e\" <= $4))))) ORDER BY \"id\""
    );
    let bare = TableMap::new("t", "id", Stored::Date);
    let missing = compiled.query(&bare, Dialect::PostgreSql, Standing::Due).unwrap_err();
    assert_eq!(missing.to_string(), "trigger `ended` has no column in the table");
}

#[test]
fn a_column_of_another_length_is_refused() {
    let columns = Columns::new(3);
    let short = columns.clone().dated("t", Column::full(&[1, 2]));
    assert!(matches!(short, Err(ColumnError::Rows { rows: 2, wanted: 3, .. })));
    let bits = columns.dated("t", Column::with_validity(&[1, 2, 3], &[]));
    assert!(matches!(bits, Err(ColumnError::Validity { .. })));
}

#[test]
fn a_trigger_without_a_column_is_missing_in_every_row() {
    let schedule = schedule(ONE_RULE);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::MAX);
    assert_eq!(compiled.triggers().collect::<Vec<_>>(), ["ended"]);
    assert_eq!(compiled.standings(&Columns::new(70)), vec![Standing::Undated; 70]);
    let record = Record::new("c");
    assert_eq!(schedule.evaluate(&record, Day::MAX).standing(), Standing::Undated);
}

#[test]
fn many_classes_share_one_join_and_find_what_each_would_alone() {
    let mut text = String::from(
        "[trigger]\nended = \"e\"\nseen = \"s\"\nmaybe = { column = \"m\", optional = true }\n",
    );
    let rule = |id: &str, class: &str, keep: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nclass = \"{class}\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"{keep}\"\n"
        )
    };
    text.push_str(&rule("a", "client", "8 years after ended"));
    text.push_str(&rule("b", "complaint", "6 years after ended"));
    text.push_str(&rule("c", "referral", "1 year after ended to end of month"));
    text.push_str(&rule("d", "tenancy", "latest of 6 years after ended, 2 years after seen"));
    text.push_str(&rule("e", "visit", "earliest of 6 years after ended, 2 years after maybe"));
    text.push_str(&rule("f", "deed", "keep forever"));
    text.push_str(&rule("g", "client", "3 years after ended"));
    let schedule = schedule(&text);
    let classes = ["client", "complaint", "referral", "tenancy", "visit", "deed", "unknown"];
    let as_of = Day::literal(2026, 11, 21);
    let base = Connection::open_in_memory().unwrap();
    base.execute_batch(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, class TEXT, e INTEGER, s INTEGER, m INTEGER, \
         held INTEGER, until INTEGER); CREATE INDEX i ON t (class, e)",
    )
    .unwrap();
    let mut expected = Vec::new();
    for id in 0..3_000_i32 {
        let class = classes[usize::try_from(id).unwrap() % classes.len()];
        let day = |step: i32, every: i32| {
            (id % every != 0).then(|| 15_000 + id.wrapping_mul(step).rem_euclid(6_500))
        };
        let (e, s, m) = (day(37, 11), day(53, 13), day(71, 2));
        let (held, until) = (i32::from(id % 17 == 0), day(91, 3));
        base.execute(
            "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            rusqlite::params![id, class, e, s, m, held, until],
        )
        .unwrap();
        let record = [("ended", e), ("seen", s), ("maybe", m)].into_iter().fold(
            Record::new(class),
            |record, (name, days)| {
                let day = days.and_then(Day::from_epoch_days);
                record.dated(name, day.map_or(TriggerDate::Missing, TriggerDate::Day))
            },
        );
        let extended = until.is_some_and(|until| until > as_of.epoch_days());
        let due = schedule.evaluate(&record, as_of).standing() == Standing::Due;
        if due && held == 0 && !extended {
            expected.push(usize::try_from(id).unwrap());
        }
    }
    let map = TableMap::new("t", "id", Stored::EpochDays)
        .dated("ended", "e")
        .dated("seen", "s")
        .dated("maybe", "m")
        .held("held")
        .kept_until("until");
    let queries = schedule.due_queries(&classes, as_of, &map, "class", Dialect::Sqlite).unwrap();
    let joins = queries.iter().filter(|query| query.text().starts_with("WITH")).count();
    assert_eq!((queries.len(), joins), (5, 2), "three classes share one join");
    let mut found: Vec<usize> =
        queries.iter().flat_map(|query| run(&base, query, Stored::EpochDays)).collect();
    found.sort_unstable();
    assert!(found.len() > 300);
    assert_eq!(found, expected);
    let postgres = schedule
        .due_queries(&["client", "complaint"], as_of, &map, "class", Dialect::PostgreSql)
        .unwrap();
    assert!(postgres[0].text().starts_with(
        "WITH due_cutoffs(cutoff_class, cutoff_0) AS (SELECT * FROM (VALUES ($1, CAST($2 AS INTEGER)), ($3, \
         CAST($4 AS INTEGER))) AS v(cutoff_class, cutoff_0)) SELECT \"id\" FROM due_cutoffs JOIN \"t\""
    ));
}
