//! Planted bugs in the SQL: the comparison with the row form catches each of them.

use caldicott_model::CategorySet;
use caldicott_retention::{Day, Dialect, Parameter, Period, Query, Standing, Stored, TriggerDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;

use crate::convert::schedule;
use crate::{people, worlds};

fn ids(base: &Connection, text: &str) -> Option<Vec<usize>> {
    let mut statement = base.prepare(text).ok()?;
    let rows = statement.query_map([], |row| row.get::<_, i64>(0)).ok()?;
    Some(rows.map(|id| usize::try_from(id.unwrap()).unwrap()).collect())
}

/// How often a change of the text makes SQLite and the row form disagree, over some random tables.
fn disagreements(change: impl Fn(&str) -> String) -> usize {
    let mut runner = TestRunner::deterministic();
    let mut found = 0;
    for case in 0..40 {
        let tree = (worlds::world(), people::people(60), worlds::day());
        let (world, people, any) = tree.new_tree(&mut runner).unwrap().current();
        let as_of = people.edge(&world, any, case);
        let schedule = world.schedule();
        let base = Connection::open_in_memory().unwrap();
        base.execute_batch(&people.script(Stored::EpochDays, "", "a")).unwrap();
        let rows = people.standings(&world, "a", as_of);
        let compiled = schedule.compile("a", CategorySet::NONE, as_of);
        for standing in Standing::ALL {
            let query = compiled.query(&people.map(Stored::EpochDays), Dialect::Sqlite, standing);
            let text = change(&query.unwrap().literal_text());
            let expected = people::rows_with(&rows, standing);
            found += usize::from(ids(&base, &text) != Some(expected));
        }
    }
    found
}

#[test]
fn bugs_planted_in_the_text_are_caught() {
    assert_eq!(disagreements(str::to_owned), 0, "without a bug they agree");
    assert!(disagreements(|text| text.replace(" <= ", " < ")) > 0, "`<` for `<=` lived");
    assert!(disagreements(|text| text.replace(") AND (", ") OR (")) > 0, "OR for AND lived");
    assert!(disagreements(|text| text.replace(") OR (", ") AND (")) > 0, "AND for OR lived");
    // A condition that is null is neither so nor, with NOT before it, not so: two guards see to that.
    let nulls = |text: &str| {
        worlds::TRIGGERS.iter().fold(text.to_owned(), |text, name| {
            text.replace(&format!("\"{name} on\" IS NOT NULL AND "), "")
                .replace(&format!(" AND typeof(\"{name} on\") = 'integer'"), "")
        })
    };
    assert!(disagreements(nulls) > 0, "nulls lived");
    assert!(disagreements(|text| text.replace("IS NULL OR", "= 0 OR")) > 0, "`= NULL` lived");
}

/// One month, a row for every day of three years, asked for on every last day of a month.
fn month_ends(ask: impl Fn(&Query, Day, Period) -> String) -> usize {
    let text = "[trigger]\nended = \"e\"\n[[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\n\
        stages = [\"dispose\"]\nkeep = \"1 month after ended\"\n";
    let schedule = schedule(text);
    let month: Period = "1 month".parse().unwrap();
    let base = Connection::open_in_memory().unwrap();
    base.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, e TEXT)").unwrap();
    let first = Day::literal(2023, 6, 1);
    let days: Vec<Day> = (0..1_000).map(|offset| first.plus_days(offset).unwrap()).collect();
    for (id, day) in days.iter().enumerate() {
        base.execute(
            "INSERT INTO t VALUES (?1, ?2)",
            (i64::try_from(id).unwrap(), day.to_string()),
        )
        .unwrap();
    }
    let map = caldicott_retention::TableMap::new("t", "id", Stored::IsoText).dated("ended", "e");
    (0..24)
        .filter(|ahead| {
            let as_of = Day::literal(2024, 1, 31).plus_months(*ahead).unwrap().last_of_month();
            let compiled = schedule.compile("c", CategorySet::NONE, as_of);
            let query = compiled.query(&map, Dialect::Sqlite, Standing::Due).unwrap();
            let due = |day: &Day| {
                let date = TriggerDate::Day(*day);
                let record = caldicott_retention::Record::new("c").dated("ended", date);
                schedule.evaluate(&record, as_of).standing() == Standing::Due
            };
            let expected: Vec<usize> = (0..days.len()).filter(|id| due(&days[*id])).collect();
            ids(&base, &ask(&query, as_of, month)) != Some(expected)
        })
        .count()
}

#[test]
fn a_naive_inversion_and_the_arithmetic_of_the_database_are_caught() {
    assert_eq!(month_ends(|query, _, _| query.literal_text()), 0);
    let naive = month_ends(|query, as_of, month| {
        let week = caldicott_retention::WorkingDays::default();
        let cutoff = month.cutoff(as_of, caldicott_retention::Rounding::None, &week).unwrap();
        assert!(query.parameters().contains(&Parameter::Day(cutoff)));
        let naive = as_of.plus_months(-i32::from(month.months())).unwrap();
        query.literal_text().replace(&cutoff.to_string(), &naive.to_string())
    });
    assert!(naive > 0, "today less a month lived");
    let theirs = month_ends(|_, as_of, _| {
        format!("SELECT id FROM t WHERE date(e, '+1 month') <= '{as_of}' ORDER BY id")
    });
    assert!(theirs > 0, "SQLite's overflow into the next month lived");
}

proptest! {
    #[test]
    fn a_text_is_never_lost_between_its_marks(class in "[^\\x00-\\x1f\\x7f-\\u{9f}]{1,20}") {
        let text = "[trigger]\nended = \"e\"\n[[rule]]\nid = \"r\"\nclass = \"every\"\nwhy = \"w\"\n\
            stages = [\"dispose\"]\nkeep = \"1 month after ended\"\n";
        let schedule = schedule(text);
        let base = Connection::open_in_memory().unwrap();
        base.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, class TEXT, e INTEGER)").unwrap();
        base.execute("INSERT INTO t VALUES (1, ?1, 1000), (2, 'x' || ?1, 1000)", [&class]).unwrap();
        let map = caldicott_retention::TableMap::new("t", "id", Stored::EpochDays)
            .dated("ended", "e")
            .of_class("class", class);
        let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 22));
        let query = compiled.query(&map, Dialect::Sqlite, Standing::Due).unwrap();
        prop_assert_eq!(ids(&base, &query.literal_text()), Some(vec![1]));
    }
}
