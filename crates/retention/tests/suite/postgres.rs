//! Row and PostgreSQL say the same, in a throwaway server. Where none is installed it says so.

use std::fmt::Write as _;

use caldicott_retention::{Day, Dialect, Parameter, Query, Standing, Stored, TableMap};
use caldicott_scratch_postgres::Server;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::convert::schedule;
use crate::people::{self, literal};
use crate::worlds;

fn execute(script: &mut String, name: &str, query: &Query, stored: Stored) {
    let values: Vec<String> = query
        .parameters()
        .iter()
        .map(|parameter| match parameter {
            Parameter::Day(day) => literal(Some(*day), stored),
            Parameter::Text(text) => format!("'{}'", text.replace('\'', "''")),
        })
        .collect();
    writeln!(script, "\\echo {name}\nPREPARE {name} AS {};", query.text()).unwrap();
    let arguments =
        if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
    writeln!(script, "EXECUTE {name}{arguments};\nDEALLOCATE {name};").unwrap();
}

#[test]
fn row_and_postgresql_agree() {
    let server = match Server::start(&["fsync=off"]) {
        Ok(server) => server,
        Err(reason) => {
            println!("NOT RUN: row_and_postgresql_agree: {reason}");
            return;
        }
    };
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let mut runner = TestRunner::deterministic();
    for case in 0..cases {
        let tree = (worlds::world(), people::people(40), worlds::day(), 0_i32..4_000);
        let (world, people, any, days) = tree.new_tree(&mut runner).unwrap().current();
        let as_of = people.edge(&world, any, case);
        let stored = if case % 2 == 0 { Stored::Date } else { Stored::EpochDays };
        let kind = if case % 2 == 0 { "date" } else { "integer" };
        let mut script = people.script(stored, kind, "a");
        let mut expected: Vec<String> = Vec::new();
        let schedule = world.schedule();
        let map = people.map(stored);
        let compiled = people::compiled(&schedule, "a", as_of);
        let rows = people.standings(&world, "a", as_of);
        for standing in Standing::ALL {
            let name = format!("q{case}_{standing}");
            let query = compiled.query(&map, Dialect::PostgreSql, standing).unwrap();
            execute(&mut script, &name, &query, stored);
            writeln!(script, "{};", query.literal_text()).unwrap();
            expected.push(name);
            let found = people::rows_with(&rows, standing).into_iter().map(|id| id.to_string());
            let found: Vec<String> = found.collect();
            expected.extend(found.iter().chain(&found).cloned());
        }
        let query = compiled.state_query(&map, Dialect::PostgreSql).unwrap();
        execute(&mut script, "state", &query, stored);
        expected.push("state".into());
        expected.extend(rows.iter().enumerate().map(|(id, code)| format!("{id}|{}", *code as u8)));
        let earlier = as_of.plus_days(-days).unwrap();
        let before = people.standings(&world, "a", earlier);
        // PostgreSQL understands what is written for DuckDB as well.
        for dialect in [Dialect::PostgreSql, Dialect::DuckDb] {
            let became = schedule
                .became_due_queries(&["none", "a"], earlier, as_of, &map, "class", dialect)
                .unwrap();
            let due = schedule.due_queries(&["none", "a"], as_of, &map, "class", dialect).unwrap();
            for (queries, ids) in [
                (became, people::became(&before, &rows)),
                (due, people::rows_with(&rows, Standing::Due)),
            ] {
                writeln!(script, "\\echo {dialect:?}\nCREATE TEMP TABLE found (id integer);")
                    .unwrap();
                for query in &queries {
                    writeln!(script, "INSERT INTO found {};", query.literal_text()).unwrap();
                }
                writeln!(script, "SELECT id FROM found ORDER BY id; DROP TABLE found;").unwrap();
                expected.push(format!("{dialect:?}"));
                expected.extend(ids.into_iter().map(|id| id.to_string()));
            }
        }
        assert_eq!(server.ask(&script).unwrap(), expected, "{script}");
    }

    // The join over many classes: its parameters need types that a database does not guess.
    let rule = |class: &str, keep: u8| {
        format!(
            "[[rule]]\nid = \"{class}\"\nclass = \"{class}\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
             keep = \"{keep} years after ended\"\n"
        )
    };
    let text = format!("[trigger]\nended = \"e\"\n{}{}", rule("client", 8), rule("visit", 2));
    let schedule = schedule(&text);
    for (kind, stored) in [("date", Stored::Date), ("integer", Stored::EpochDays)] {
        let mut script =
            format!("DROP TABLE IF EXISTS j; CREATE TABLE j (id text, class text, e {kind});\n");
        for (id, class, ended) in [
            ("a", "client", "2018-11-21"),
            ("b", "client", "2018-11-22"),
            ("c", "visit", "2024-11-21"),
            ("d", "visit", "2024-11-22"),
            ("e", "visit", "1900-01-01"),
            ("f", "other", "2000-01-01"),
        ] {
            let day = literal(Some(ended.parse().unwrap()), stored);
            writeln!(script, "INSERT INTO j VALUES ('{id}', '{class}', {day});").unwrap();
        }
        let map = TableMap::new("j", "id", stored).in_schema("public").dated("ended", "e");
        let as_of = Day::literal(2026, 11, 21);
        let queries = schedule
            .due_queries(&["client", "visit"], as_of, &map, "class", Dialect::PostgreSql)
            .unwrap();
        assert_eq!(queries.len(), 1);
        execute(&mut script, "joined", &queries[0], stored);
        assert_eq!(server.ask(&script).unwrap(), ["joined", "a", "c"]);
    }
}
