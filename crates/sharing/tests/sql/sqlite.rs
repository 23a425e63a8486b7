//! Agreement on SQLite.

use caldicott_sharing::SubjectState;
use caldicott_sharing::sql::{Dialect, OnDay, Predicates, Rows, Stored, schema};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rusqlite::{Connection, ToSql};

use crate::agree::{self, Tally, cases};
use crate::asking::asked;
use crate::rows::{Written, tables};
use crate::states::Around;
use crate::views::{self, Found};

/// Which people each condition is true of.
pub(crate) fn shown(
    database: &Connection,
    predicates: &Predicates<'_>,
    day: Option<&dyn ToSql>,
    people: usize,
) -> Vec<Vec<bool>> {
    let text = agree::query(predicates);
    let mut statement = database.prepare(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let bound: Vec<&dyn ToSql> =
        if text.contains("?1") { day.into_iter().collect() } else { Vec::new() };
    let mut rows = statement.query(&*bound).unwrap();
    let mut found = vec![Vec::new(); people];
    while let Some(row) = rows.next().unwrap() {
        let person: String = row.get(0).unwrap();
        let place: usize = person.trim_start_matches('p').parse().unwrap();
        found[place] = (0..predicates.each().len())
            .map(|column| row.get::<_, Option<bool>>(column + 1).unwrap() == Some(true))
            .collect();
    }
    found
}

/// What somebody who reads the view, or its query, finds.
fn seen(database: &Connection, predicates: &Predicates<'_>, rows: Rows, day: &dyn ToSql) -> Found {
    let view = views::view(predicates, rows);
    let query = view.query(predicates).unwrap();
    let query = if let Ok(created) = view.create(predicates) {
        database
            .execute_batch(&format!("DROP VIEW IF EXISTS \"what they see\";\n{created};"))
            .unwrap();
        "SELECT * FROM \"what they see\"".to_owned()
    } else {
        query
    };
    let mut statement = database.prepare(&query).unwrap_or_else(|error| panic!("{error}\n{query}"));
    let bound: Vec<&dyn ToSql> = if query.contains("?1") { vec![day] } else { Vec::new() };
    let mut rows = statement.query(&*bound).unwrap();
    let mut found = Found::new();
    while let Some(row) = rows.next().unwrap() {
        let shown = (0..predicates.each().len())
            .map(|column| row.get::<_, Option<String>>(column + 1).unwrap().is_some());
        found.insert(row.get(0).unwrap(), shown.collect());
    }
    found
}

#[test]
fn sqlite_shows_exactly_what_the_rules_release() {
    let mut runner = TestRunner::deterministic();
    let mut tally = Tally::default();
    for case in 0..cases(36) {
        let stored = if case % 3 == 0 { Stored::EpochDays } else { Stored::IsoText };
        let written = Written { dialect: Dialect::Sqlite, stored };
        let tables = tables(stored, case % 2 == 0);
        let (rulebook, request, day) = asked().new_tree(&mut runner).unwrap().current();
        let around = Around::of(&rulebook, &request, day);
        let people = prop::collection::vec(around.state(), 32);
        let people: Vec<SubjectState> = people.new_tree(&mut runner).unwrap().current();
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch(&schema(Dialect::Sqlite, stored).unwrap()).unwrap();
        database
            .execute_batch(&format!("BEGIN;\n{}COMMIT;", written.insert(&people)))
            .unwrap_or_else(|error| panic!("{error}"));
        // Most askings are compiled for one day, some for any and asked about several.
        let on = if case % 4 == 3 { OnDay::Bound } else { OnDay::Fixed(day) };
        let predicates =
            Predicates::new(&rulebook, &request, on, &tables, Dialect::Sqlite).unwrap();
        let days = if on == OnDay::Bound { &[0, 1, -1, -400, 700][..] } else { &[0] };
        for days in days {
            let Some(day) = day.plus_days(*days) else { continue };
            let released = agree::released(&rulebook, &request, day, &people);
            let bound: Box<dyn ToSql> = match stored {
                Stored::EpochDays => Box::new(day.epoch_days()),
                Stored::Date | Stored::IsoText => Box::new(day.to_string()),
            };
            let found = shown(&database, &predicates, Some(&*bound), people.len());
            for (place, (shown, released)) in found.iter().zip(&released).enumerate() {
                let describe = || {
                    let place = &people[place..=place];
                    format!("day {day}\n{}\n{}", written.insert(place), agree::query(&predicates))
                };
                tally.compare(&predicates, shown, *released, describe);
            }
            // `filter` in the database finds the same people.
            let query = predicates.filter_query().unwrap();
            let mut statement = database.prepare(&query).unwrap();
            let values: Vec<&dyn ToSql> =
                if query.contains("?1") { vec![&*bound] } else { Vec::new() };
            let ids = statement.query_map(&*values, |row| row.get::<_, String>(0)).unwrap();
            let mut ids: Vec<String> = ids.map(Result::unwrap).collect();
            ids.sort_unstable();
            let mut whole: Vec<String> = released
                .iter()
                .enumerate()
                .filter(|(_, data)| **data == request.asked)
                .map(|(place, _)| format!("p{place}"))
                .collect();
            whole.sort_unstable();
            tally.filtered += whole.len();
            assert_eq!(ids, whole);
            let rows = views::rows(case);
            let everybody = agree::released(&rulebook, &request, day, &views::everybody(&people));
            database.execute_batch(&views::clients(&predicates, people.len())).unwrap();
            let found = seen(&database, &predicates, rows, &*bound);
            assert_eq!(found, views::expected(&predicates, rows, &everybody));
        }
    }
    tally.says_something();
    assert!(tally.filtered > 0, "{tally:?}");
}
