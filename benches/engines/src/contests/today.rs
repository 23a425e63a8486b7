//! What became due today, in PostgreSQL and SQLite: the same table and the same index, asked once
//! with the period added in the database and once with our cut-offs. The index holds all that either
//! needs, so both may answer from it alone.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use caldicott_model::Day;
use caldicott_retention::{Dialect, Parameter, Query, Schedule, Stored, TableMap};
use caldicott_scratch_postgres::Server;
use chrono::NaiveDate;
use postgres::types::ToSql;
use postgres::{Client, Statement};
use rusqlite::Connection;

use super::Scale;
use crate::Random;
use crate::measure::{Contest, here};
use crate::postgres::{connect, spent_by, start};
use crate::worlds;

/// The day on which what ended on 29 February falls due in a common year.
const TODAY: Day = Day::literal(2026, 2, 28);
const YESTERDAY: Day = Day::literal(2026, 2, 27);
/// The classes of the table, and for how many years each is kept.
const KEPT: [(&str, u8); 3] = [("client", 8), ("complaint", 6), ("visit", 2)];

fn schedule() -> Schedule {
    let mut text = String::from("[trigger]\nended = \"ended_on\"\n");
    for (class, years) in KEPT {
        let _ = write!(
            text,
            "[[rule]]\nid = \"{class}\"\nclass = \"{class}\"\nkeep = \"{years} years after ended\"\n\
             stages = [\"dispose\"]\nwhy = \"chosen\"\n"
        );
    }
    worlds::schedule(&text)
}

/// Thirty years of records: a class and a day each, one day in twenty missing.
fn records(rows: usize) -> Vec<(usize, Option<Day>)> {
    let mut random = Random(46);
    (0..rows)
        .map(|_| {
            let class = usize::try_from(random.below(3)).unwrap_or(0);
            let back = i32::try_from(random.below(10_957)).unwrap_or(0);
            let day = (!random.once_in(20)).then(|| worlds::day(TODAY.epoch_days() - back));
            (class, day)
        })
        .collect()
}

/// The rows that the definition finds: one day earlier they were not due, and now they are.
fn expected(records: &[(usize, Option<Day>)]) -> Vec<i64> {
    let due = |class: usize, day: Day, by: Day| {
        day.plus_months(i32::from(KEPT[class].1) * 12).is_some_and(|due| due <= by)
    };
    let became = |(class, day): &(usize, Option<Day>)| {
        day.is_some_and(|day| due(*class, day, TODAY) && !due(*class, day, YESTERDAY))
    };
    let rows = records.iter().enumerate().filter(|(_, record)| became(record));
    rows.map(|(row, _)| i64::try_from(row).unwrap_or(0)).collect()
}

/// What somebody writes who adds the period in the database.
fn by_interval(due: impl Fn(u8) -> String) -> String {
    let classes: Vec<String> = KEPT
        .iter()
        .map(|(class, years)| format!("(class = '{class}' AND {})", due(*years)))
        .collect();
    format!("SELECT id FROM records WHERE {} ORDER BY id", classes.join(" OR "))
}

fn emitted(dialect: Dialect, stored: Stored) -> Vec<Query> {
    let schedule = schedule();
    let map = TableMap::new("records", "id", stored).dated("ended", "ended_on");
    let classes = KEPT.map(|(class, _)| class);
    schedule
        .became_due_queries(&classes, YESTERDAY, TODAY, &map, "class", dialect)
        .expect("queries")
}

/// Runs both contests and gives back their tables and goals.
///
/// # Errors
/// Why there is no server.
pub fn run(scale: Scale) -> Result<(Vec<String>, Vec<String>), String> {
    let server = start()?;
    let one = postgres(scale, &server);
    let other = sqlite(scale);
    let (tables, goals): (Vec<_>, Vec<_>) = [one, other].into_iter().unzip();
    Ok((tables, goals.concat()))
}

fn postgres(scale: Scale, server: &Server) -> (String, Vec<String>) {
    let records = records(scale.rows);
    let expected = expected(&records);
    let mut client = connect(server);
    fill(&mut client, &records);
    let process: i32 = client.query_one("SELECT pg_backend_pid()", &[]).expect("a number").get(0);
    let version: String = client.query_one("SHOW server_version", &[]).expect("a version").get(0);
    // One process does the work, and is measured.
    client.batch_execute("SET max_parallel_workers_per_gather = 0").expect("a setting");

    let interval = by_interval(|years| {
        format!(
            "ended_on + interval '{years} years' > date '{YESTERDAY}' AND \
             ended_on + interval '{years} years' <= date '{TODAY}'"
        )
    });
    let interval = client.prepare(&interval).expect("a query");
    let ours: Vec<(Statement, Vec<Box<dyn ToSql + Sync>>)> =
        emitted(Dialect::PostgreSql, Stored::Date)
            .iter()
            .map(|query| {
                let values = query.parameters().iter().map(bound).collect();
                (client.prepare(query.text()).expect("a query"), values)
            })
            .collect();
    let ask = |client: &mut Client| -> Vec<i64> {
        ours.iter()
            .flat_map(|(statement, values)| {
                let values: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|value| &**value).collect();
                client.query(statement, &values).expect("rows")
            })
            .map(|row| row.get(0))
            .collect()
    };
    let mut found = ask(&mut client);
    found.sort_unstable();
    assert_eq!(found, expected, "rows found by our SQL");
    let by_database: Vec<i64> =
        client.query(&interval, &[]).expect("rows").iter().map(|row| row.get(0)).collect();
    assert_eq!(by_database, expected, "rows found by adding in the database");
    eprintln!("PostgreSQL {version}: both find {} of {} rows", expected.len(), records.len());

    let client = RefCell::new(client);
    let timed = |job: &dyn Fn(&mut Client)| {
        let before = spent_by(process);
        job(&mut client.borrow_mut());
        spent_by(process).saturating_sub(before)
    };
    let mut contest = Contest::new(
        format!("became due today, PostgreSQL {version}, {} rows, one index", scale.rows),
        "query",
        1,
    )
    .with("our SQL", || timed(&|client| drop(ask(client))))
    .with("interval SQL", || timed(&|client| drop(client.query(&interval, &[]).expect("rows"))))
    .goal("our SQL", 0.47 / 2_229.0, "interval SQL");
    contest.run(scale.rounds, Duration::from_millis(20));
    (contest.table(), contest.judged())
}

fn fill(client: &mut Client, records: &[(usize, Option<Day>)]) {
    client
        .batch_execute("CREATE UNLOGGED TABLE records (id bigint, class text, ended_on date)")
        .expect("a table");
    let mut writer = client.copy_in("COPY records FROM STDIN").expect("a copy");
    let mut text = String::new();
    for (row, (class, day)) in records.iter().enumerate() {
        let day = day.map_or_else(|| "\\N".to_owned(), |day| day.to_string());
        let _ = writeln!(text, "{row}\t{}\t{day}", KEPT[*class].0);
        if text.len() > 1 << 20 {
            writer.write_all(text.as_bytes()).expect("rows");
            text.clear();
        }
    }
    writer.write_all(text.as_bytes()).expect("rows");
    writer.finish().expect("rows");
    let made =
        "CREATE INDEX records_by_day ON records (class, ended_on, id); VACUUM ANALYZE records";
    for statement in made.split("; ") {
        client.batch_execute(statement).expect("an index");
    }
}

fn sqlite(scale: Scale) -> (String, Vec<String>) {
    let records = records(scale.rows / 10);
    let expected = expected(&records);
    let mut base = Connection::open_in_memory().expect("a database");
    base.execute_batch("CREATE TABLE records (id INTEGER PRIMARY KEY, class TEXT, ended_on TEXT)")
        .expect("a table");
    let all = base.transaction().expect("a transaction");
    {
        let mut insert = all.prepare("INSERT INTO records VALUES (?1, ?2, ?3)").expect("an insert");
        for (row, (class, day)) in records.iter().enumerate() {
            let row = i64::try_from(row).unwrap_or(0);
            let day = day.map(|day| day.to_string());
            insert.execute((row, KEPT[*class].0, day)).expect("a row");
        }
    }
    all.commit().expect("rows");
    base.execute_batch("CREATE INDEX records_by_day ON records (class, ended_on, id); ANALYZE")
        .expect("an index");

    let interval = by_interval(|years| {
        format!(
            "date(ended_on, '+{years} years') > '{YESTERDAY}' AND \
             date(ended_on, '+{years} years') <= '{TODAY}'"
        )
    });
    let queries = emitted(Dialect::Sqlite, Stored::IsoText);
    let ours = || -> Vec<i64> {
        queries
            .iter()
            .flat_map(|query| {
                let values: Vec<String> = query
                    .parameters()
                    .iter()
                    .map(|parameter| match parameter {
                        Parameter::Day(day) => day.to_string(),
                        Parameter::Text(text) => text.clone(),
                    })
                    .collect();
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                ids(&base, query.text(), &values)
            })
            .collect()
    };
    let mut found = ours();
    found.sort_unstable();
    assert_eq!(found, expected, "rows found by our SQL");
    let by_database = ids(&base, &interval, &[]);
    let missed = expected.iter().filter(|row| by_database.binary_search(row).is_err()).count();
    eprintln!(
        "SQLite {}: {} of {} rows became due; its own arithmetic finds {}, {missed} of them missed",
        rusqlite::version(),
        expected.len(),
        records.len(),
        by_database.len()
    );
    let mut contest = Contest::new(
        format!(
            "became due today, SQLite {}, {} rows, one index",
            rusqlite::version(),
            records.len()
        ),
        "query",
        1,
    )
    .with("our SQL", here(ours))
    .with("date(…) SQL", here(|| ids(&base, &interval, &[])))
    .goal("our SQL", 0.023 / 609.0, "date(…) SQL");
    contest.run(scale.rounds, Duration::from_millis(20));
    (contest.table(), contest.judged())
}

fn ids(base: &Connection, sql: &str, values: &[&str]) -> Vec<i64> {
    let mut statement = base.prepare_cached(sql).expect("a query");
    let rows = statement
        .query_map(rusqlite::params_from_iter(values), |row| row.get::<_, i64>(0))
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// A value as PostgreSQL is sent it.
fn bound(parameter: &Parameter) -> Box<dyn ToSql + Sync> {
    match parameter {
        Parameter::Day(day) => {
            let (year, month, day) = day.ymd();
            let found = NaiveDate::from_ymd_opt(year, month.into(), day.into());
            Box::new(found.expect("the same calendar"))
        }
        Parameter::Text(text) => Box::new(text.clone()),
    }
}
