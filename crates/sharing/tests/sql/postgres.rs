//! Agreement on PostgreSQL, in a throwaway server. Where none is installed it says so.

use caldicott_scratch_postgres::Server;
use caldicott_sharing::SubjectState;
use caldicott_sharing::sql::{Dialect, OnDay, Predicates, Stored, schema};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::agree::{self, Tally, cases};
use crate::asking::asked;
use crate::rows::{TABLES, Written, tables};
use crate::states::Around;
use crate::views::{self, Found};

/// The flags that psql wrote after each person.
fn flags(lines: &[String]) -> Found {
    let each = lines.iter().map(|line| {
        let mut parts = line.split('|');
        let person = parts.next().unwrap().to_owned();
        (person, parts.map(|flag| flag == "t" || flag == "x").collect())
    });
    each.collect()
}

fn drop_all() -> String {
    TABLES.map(|table| format!("DROP TABLE IF EXISTS {table};\n")).concat()
}

#[test]
fn postgresql_shows_exactly_what_the_rules_release() {
    let server = match Server::start(&["fsync=off", "jit=off"]) {
        Ok(server) => server,
        Err(reason) => {
            println!("NOT RUN: postgresql_shows_exactly_what_the_rules_release: {reason}");
            return;
        }
    };
    let today = "SELECT CAST(CURRENT_TIMESTAMP AT TIME ZONE 'Europe/London' AS date);";
    let mut runner = TestRunner::deterministic();
    let mut tally = Tally::default();
    let (mut rows_there, mut rows_left_out) = (0, 0);
    for case in 0..cases(36) {
        let stored = if case % 3 == 0 { Stored::EpochDays } else { Stored::Date };
        let written = Written { dialect: Dialect::PostgreSql, stored };
        let tables = tables(stored, case % 2 == 0);
        let (rulebook, request, mut day) = asked().new_tree(&mut runner).unwrap().current();
        let on = match case % 5 {
            3 => OnDay::Bound,
            4 => OnDay::Today,
            _ => OnDay::Fixed(day),
        };
        if on == OnDay::Today {
            day = server.ask(today).unwrap()[0].parse().unwrap();
        }
        let around = Around::of(&rulebook, &request, day);
        let people = prop::collection::vec(around.state(), 24);
        let people: Vec<SubjectState> = people.new_tree(&mut runner).unwrap().current();
        let predicates =
            Predicates::new(&rulebook, &request, on, &tables, Dialect::PostgreSql).unwrap();
        let query = agree::query(&predicates);
        let mut script = drop_all();
        script += &schema(Dialect::PostgreSql, stored).unwrap();
        script += &written.insert(&people);
        script += &views::clients(&predicates, people.len());
        if query.contains("$1") {
            script += &format!("PREPARE q AS {query};\nEXECUTE q({});\n", written.day(day));
        } else {
            script += &format!("{query};\n");
        }
        let released = agree::released(&rulebook, &request, day, &views::everybody(&people));
        let found = flags(&server.ask(&script).unwrap());
        assert_eq!(found.len(), people.len());
        for (place, released) in released.iter().take(people.len()).enumerate() {
            let describe =
                || format!("day {day}\n{}\n{query}", written.insert(&people[place..=place]));
            tally.compare(&predicates, &found[&format!("p{place}")], *released, describe);
        }
        let rows = views::rows(case);
        let view = views::view(&predicates, rows);
        let read = if on == OnDay::Bound {
            let query = view.query(&predicates).unwrap();
            if query.contains("$1") {
                format!("PREPARE q AS {query};\nEXECUTE q({});\n", written.day(day))
            } else {
                format!("{query};\n")
            }
        } else {
            let created = view.create(&predicates).unwrap();
            format!("{created};\nSELECT * FROM \"what they see\";\nDROP VIEW \"what they see\";\n")
        };
        let found = flags(&server.ask(&read).unwrap_or_else(|error| panic!("{error}\n{read}")));
        assert_eq!(found, views::expected(&predicates, rows, &released), "{read}");
        rows_there += found.len();
        rows_left_out += released.len() - found.len();
    }
    tally.says_something();
    assert!(rows_there > 100 && rows_left_out > 100, "{rows_there} {rows_left_out}");
}
