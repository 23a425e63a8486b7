//! Row, column and SQL say the same.

use caldicott_model::CategorySet;
use caldicott_retention::{
    Column, ColumnError, Columns, Day, Dialect, Parameter, Record, SqlError, Standing, Stored,
    TableMap, TriggerDate,
};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::convert::schedule;
use crate::worlds::{self, Facts, TRIGGERS};

const ALL: [Standing; 5] =
    [Standing::Keep, Standing::Archive, Standing::Undated, Standing::Review, Standing::Due];

fn day_of(date: TriggerDate) -> Option<Day> {
    match date {
        TriggerDate::Day(day) => Some(day),
        TriggerDate::Missing | TriggerDate::Partial(_) | TriggerDate::Impossible => None,
    }
}

/// Days and validity bits. Where there is no day stands one that would be due.
fn column(rows: &[Option<Day>]) -> (Vec<i32>, Vec<u64>) {
    let days = rows.iter().map(|day| day.map_or(-9_999, Day::epoch_days)).collect();
    let mut bits = vec![0_u64; rows.len().div_ceil(64)];
    for (at, _) in rows.iter().enumerate().filter(|(_, day)| day.is_some()) {
        bits[at / 64] |= 1 << (at % 64);
    }
    (days, bits)
}

fn table(map_stored: Stored) -> TableMap {
    TRIGGERS
        .iter()
        .fold(TableMap::new("case \"file\"", "id", map_stored), |map, name| {
            map.dated(*name, format!("{name} on"))
        })
        .reused("reused")
}

fn fill(facts: &[Facts], stored: Stored) -> Connection {
    let base = Connection::open_in_memory().unwrap();
    base.execute_batch(
        "CREATE TABLE \"case \"\"file\"\"\" (id INTEGER PRIMARY KEY, \"t0 on\", \"t1 on\", \"t2 on\", \
         \"t3 on\", reused)",
    )
    .unwrap();
    let mut insert =
        base.prepare("INSERT INTO \"case \"\"file\"\"\" VALUES (?1, ?2, ?3, ?4, ?5, ?6)").unwrap();
    for (id, facts) in facts.iter().enumerate() {
        let mut days: Vec<Option<Day>> = facts.dates.iter().map(|date| day_of(*date)).collect();
        days.push(facts.reused);
        let mut values = vec![rusqlite::types::Value::Integer(i64::try_from(id).unwrap())];
        values.extend(days.into_iter().map(|day| stored_day(day, stored)));
        insert.execute(rusqlite::params_from_iter(values)).unwrap();
    }
    drop(insert);
    base
}

fn stored_day(day: Option<Day>, stored: Stored) -> rusqlite::types::Value {
    match (day, stored) {
        (None, _) => rusqlite::types::Value::Null,
        (Some(day), Stored::EpochDays) => rusqlite::types::Value::Integer(day.epoch_days().into()),
        (Some(day), _) => rusqlite::types::Value::Text(day.to_string()),
    }
}

fn run(base: &Connection, query: &caldicott_retention::Query, stored: Stored) -> Vec<usize> {
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

proptest! {
    #[test]
    fn row_column_and_sqlite_agree(
        world in worlds::world(),
        facts in prop::collection::vec(worlds::plain_facts(), 1..150),
        as_of in worlds::day(),
    ) {
        let schedule = world.schedule();
        for class in ["a", "b"] {
            let rows: Vec<Standing> = facts
                .iter()
                .map(|facts| {
                    let facts = Facts { class, ..facts.clone() };
                    let record = facts.record();
                    schedule.evaluate(&record, as_of).standing()
                })
                .collect();

            let compiled = schedule.compile(class, CategorySet::NONE, as_of);
            let stored: Vec<_> = (0..4)
                .map(|at| {
                    let days: Vec<_> = facts.iter().map(|facts| day_of(facts.dates[at])).collect();
                    column(&days)
                })
                .collect();
            let reused: Vec<_> = facts.iter().map(|facts| facts.reused).collect();
            let reused = column(&reused);
            let mut columns = Columns::new(facts.len())
                .reused(Column::with_validity(&reused.0, &reused.1))
                .unwrap();
            for (name, (days, bits)) in TRIGGERS.iter().zip(&stored) {
                columns = columns.dated(name, Column::with_validity(days, bits)).unwrap();
            }
            prop_assert_eq!(&compiled.standings(&columns), &rows);
            let bits = compiled.due_bits(&columns);
            for (at, standing) in rows.iter().enumerate() {
                prop_assert_eq!(bits[at / 64] >> (at % 64) & 1 == 1, *standing == Standing::Due);
            }

            for kind in [Stored::EpochDays, Stored::IsoText] {
                let base = fill(&facts, kind);
                for standing in ALL {
                    let query = compiled.query(&table(kind), Dialect::Sqlite, standing).unwrap();
                    let expected: Vec<usize> =
                        (0..rows.len()).filter(|at| rows[*at] == standing).collect();
                    prop_assert_eq!(run(&base, &query, kind), expected, "{}", query.text());
                }
            }
        }
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
fn what_a_database_cannot_compare_is_refused() {
    let schedule = schedule(ONE_RULE);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 21));
    let map = |stored| TableMap::new("t", "id", stored).dated("ended", "e");
    let query = |stored, dialect| compiled.query(&map(stored), dialect, Standing::Due);
    assert!(query(Stored::IsoText, Dialect::PostgreSql).is_err());
    assert!(query(Stored::Date, Dialect::Sqlite).is_err());
    assert_eq!(
        query(Stored::Date, Dialect::PostgreSql).unwrap().text(),
        "SELECT \"id\" FROM \"t\" WHERE NOT (1 = 0) AND ((((((\"e\" IS NOT NULL AND \"e\" BETWEEN $1 \
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
