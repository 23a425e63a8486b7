//! What engines group is what we count: SQLite in this process, PostgreSQL where it is installed.
#![expect(
    clippy::cast_possible_wrap,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_scratch_postgres::Server;
use caldicott_statistics::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;
use rusqlite::types::Value;

/// A table whose name tries to end its quotes.
const TABLE: &str = "people\"; DROP TABLE canary; --";

fn variable(name: &'static str, codes: &[&str]) -> Variable {
    let tag = FieldTag::new(name.into(), Category::Health.into(), Identifiability::Quasi);
    let codes = CodeList::new(name, codes.iter().copied()).unwrap();
    Variable::new(tag, codes, NullPolicy::OwnCategory).unwrap()
}

fn variables() -> [Variable; 2] {
    [variable("fa\"ith", &["None", "Café", "O'Neill"]), variable("age", &["16", "17"])]
}

/// A person: faith, age, amount, whose it is.
type Person = (Option<&'static str>, Option<i64>, u64, u8);

fn people() -> impl Strategy<Value = Vec<Person>> {
    let faith = prop::sample::select(vec![
        None,
        Some("None"),
        Some("Café"),
        Some("Cafe\u{301}"),
        Some("O'Neill"),
        Some(" None "),
        Some("N/A"),
        Some(""),
    ]);
    let age = prop::sample::select(vec![None, Some(16), Some(17)]);
    prop::collection::vec((faith, age, 0_u64..120, 0_u8..12), 0..80)
}

fn literal(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''")))
}

fn script(people: &[Person], number: &str) -> String {
    let quoted = TABLE.replace('"', "\"\"");
    let mut script = format!(
        "CREATE TABLE \"{quoted}\" (\"fa\"\"ith\" TEXT, age {number}, owed {number}, person {number});\n"
    );
    for (faith, age, owed, person) in people {
        let age = age.map_or_else(|| "NULL".to_owned(), |age| age.to_string());
        let faith = literal(*faith);
        script.push_str(&format!(
            "INSERT INTO \"{quoted}\" VALUES ({faith}, {age}, {owed}, {person});\n"
        ));
    }
    script
}

fn counted(people: &[Person]) -> Raw<FreqTable> {
    let mut counter = FreqTable::counter(&variables()).unwrap();
    for (faith, age, ..) in people {
        let age = age.map(|age| age.to_string());
        counter.row([*faith, age.as_deref()]);
    }
    counter.finish().unwrap()
}

/// Sums, each person's rows in a combination of raw values added first where `by_person`.
fn summed(people: &[Person], by_person: bool, cap: Option<u64>) -> Raw<SumTable> {
    let mut amounts: std::collections::BTreeMap<_, u64> = std::collections::BTreeMap::new();
    for (place, (faith, age, owed, person)) in people.iter().enumerate() {
        let whose = if by_person { usize::from(*person) } else { place };
        *amounts.entry((*faith, *age, whose)).or_default() += owed;
    }
    let mut counter = SumTable::counter(&variables(), cap).unwrap();
    for ((faith, age, _), owed) in amounts {
        let age = age.map(|age| age.to_string());
        counter.row([faith, age.as_deref()], owed);
    }
    counter.finish().unwrap()
}

/// A row of an engine's answer: texts as they came, missing ones as none.
type Row = Vec<Option<String>>;

fn count_of(rows: &[Row]) -> Raw<FreqTable> {
    let mut counter = FreqTable::counter(&variables()).unwrap();
    for row in rows {
        counter.group(
            row[..2].iter().map(Option::as_deref),
            row[2].as_ref().unwrap().parse().unwrap(),
        );
    }
    counter.finish().unwrap()
}

fn sum_of(rows: &[Row], cap: Option<u64>) -> Raw<SumTable> {
    let mut counter = SumTable::counter(&variables(), cap).unwrap();
    for row in rows {
        let number = |place: usize| row[place].as_ref().map(|text| text.parse::<u64>().unwrap());
        assert_eq!(number(5), Some(0), "no amount is negative");
        let cell = SumCell {
            people: number(2).unwrap(),
            sum: number(3).unwrap(),
            capped: number(4).unwrap(),
            top: (6..6 + SumCell::TOP).filter_map(number).collect(),
        };
        counter.group(row[..2].iter().map(Option::as_deref), Some(&cell));
    }
    counter.finish().unwrap()
}

fn amount(by_person: bool, cap: Option<u64>) -> SqlAmount<'static> {
    SqlAmount { column: "owed", person: by_person.then_some("person"), cap }
}

fn ask(database: &Connection, query: &str) -> Vec<Row> {
    let mut statement = database.prepare(query).unwrap();
    let columns = statement.column_count();
    let text = |value: Value| match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Text(text) => Some(text),
        Value::Real(_) | Value::Blob(_) => panic!("not asked for"),
    };
    let rows =
        statement.query_map([], |row| (0..columns).map(|at| Ok(text(row.get(at)?))).collect());
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

const CAPS: [Option<u64>; 3] = [None, Some(60), Some(0)];

proptest! {
    #[test]
    fn sqlite_groups_what_we_count(people in people(), cut in 0_usize..80) {
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch("CREATE TABLE canary (x)").unwrap();
        database.execute_batch(&script(&people, "INTEGER")).unwrap();
        let query = FreqTable::count_query(&variables(), &["main", TABLE], SqlDialect::Sqlite).unwrap();
        let mut rows = ask(&database, &query);
        prop_assert!(count_of(&rows) == counted(&people));
        // In any order, and from as many engines as you like.
        rows.reverse();
        let (left, right) = rows.split_at(cut.min(rows.len()));
        prop_assert!(count_of(left).merge(&count_of(right)).unwrap() == counted(&people));
        for cap in CAPS {
            for by_person in [false, true] {
                let query = SumTable::sum_query(&variables(), &[TABLE], amount(by_person, cap), SqlDialect::Sqlite).unwrap();
                let rows = ask(&database, &query);
                prop_assert!(sum_of(&rows, cap) == summed(&people, by_person, cap));
            }
        }
        let keys = FreqTable::cell_key_query(&variables(), &[TABLE], "owed", SqlDialect::Sqlite).unwrap();
        let total: i64 = ask(&database, &keys).iter().map(|row| row[3].as_ref().unwrap().parse::<i64>().unwrap()).sum();
        prop_assert_eq!(total, people.iter().map(|person| person.2 as i64).sum::<i64>());
        ask(&database, "SELECT x FROM canary");
    }
}

#[test]
fn postgresql_groups_what_we_count() {
    let server = match Server::start(&["fsync=off"]) {
        Ok(server) => server,
        Err(reason) => {
            println!("NOT RUN: postgresql_groups_what_we_count: {reason}");
            return;
        }
    };
    let mut runner = TestRunner::deterministic();
    for _ in 0..8 {
        let people = people().new_tree(&mut runner).unwrap().current();
        let people: Vec<Person> =
            people.into_iter().filter(|person| person.0 != Some("")).collect();
        let quoted = TABLE.replace('"', "\"\"");
        let start = format!("DROP TABLE IF EXISTS \"{quoted}\";\n{}", script(&people, "BIGINT"));
        server.ask(&start).unwrap();
        let rows = |query: &str| -> Vec<Row> {
            let lines = server.ask(&format!("{query};")).unwrap();
            let cell = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
            lines.iter().map(|line| line.split('|').map(cell).collect()).collect()
        };
        for dialect in [SqlDialect::PostgreSql, SqlDialect::DuckDb] {
            let query = FreqTable::count_query(&variables(), &[TABLE], dialect).unwrap();
            assert!(count_of(&rows(&query)) == counted(&people));
            for cap in CAPS {
                for by_person in [false, true] {
                    let query = SumTable::sum_query(
                        &variables(),
                        &[TABLE],
                        amount(by_person, cap),
                        dialect,
                    )
                    .unwrap();
                    assert!(sum_of(&rows(&query), cap) == summed(&people, by_person, cap));
                }
            }
        }
    }
}

#[test]
fn negative_counts_and_amounts_are_faults_and_names_that_cannot_be_quoted_errors() {
    let mut counter = FreqTable::counter(&variables()).unwrap();
    counter.group([Some("None"), Some("16")], -3).group([Some("None"), Some("16")], i64::MAX);
    assert_eq!(
        counter.finish().unwrap_err(),
        [DataError::NoCount { row: 1 }, DataError::NoCount { row: 2 }]
    );
    let mut counter = SumTable::counter(&variables(), None).unwrap();
    counter.group([Some("None"), Some("16")], None);
    assert_eq!(counter.finish().unwrap_err(), [DataError::NoCount { row: 1 }]);
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch("CREATE TABLE p (\"fa\"\"ith\" TEXT, age, owed, person); INSERT INTO p VALUES ('None', 16, 5, 1), ('None', 16, NULL, 1), ('None', 16, -5, 2)").unwrap();
    for (by_person, bad) in [(false, "2"), (true, "2")] {
        let query =
            SumTable::sum_query(&variables(), &["p"], amount(by_person, None), SqlDialect::Sqlite)
                .unwrap();
        assert_eq!(ask(&database, &query)[0][5].as_deref(), Some(bad));
    }
    for dialect in SqlDialect::ALL {
        for from in [&[][..], &[""], &["a\0b"], &["a", "b\n"]] {
            assert_eq!(FreqTable::count_query(&variables(), from, dialect), Err(SqlError::Name));
        }
        assert_eq!(FreqTable::count_query(&[], &["p"], dialect), Err(SqlError::Dimensions));
    }
    let spark = FreqTable::count_query(&variables(), &["a`b"], SqlDialect::Spark).unwrap();
    assert!(
        spark.contains("FROM `a``b`") && spark.contains("CAST(`fa\"ith` AS STRING)"),
        "{spark}"
    );
}
