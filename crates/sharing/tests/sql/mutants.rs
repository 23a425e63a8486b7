//! Every condition that is written does something: without it, or turned round, somebody is shown what
//! the rules keep, or kept from what they release.

use std::collections::BTreeMap;

use caldicott_sharing::sql::{Dialect, OnDay, Predicates, Stored, schema};
use caldicott_sharing::{DataSet, SubjectState};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;

use crate::agree::{self, cases};
use crate::asking::asked;
use crate::rows::{Written, tables};
use crate::states::Around;

/// What is turned into what, wherever it stands, one place at a time.
const TURNED: [(&str, &str); 22] = [
    (" IS 1", " IS 0"),
    (" IS 0", " IS 1"),
    (" IS 0", " IS NOT 1"),
    (" IS 1", " IS NOT 0"),
    ("NOT EXISTS (", "EXISTS ("),
    (" IS NOT TRUE", " IS TRUE"),
    (" IS NOT FALSE", " IS FALSE"),
    (" IS NOT NULL", " IS NULL"),
    (" IS NULL", " IS NOT NULL"),
    (" <= '", " < '"),
    (" > '", " >= '"),
    (" < g.given", " <= g.given"),
    (" < n.", " <= n."),
    (" <= c.", " < c."),
    (" > c.", " >= c."),
    (" <> ''", " = ''"),
    (" AND ", " OR "),
    (" OR ", " AND "),
    (" = 'sharing'", " <> 'sharing'"),
    (" = 'data-protection'", " <> 'data-protection'"),
    ("NOT IN (", "IN ("),
    (" UNION ALL ", " EXCEPT "),
];

/// Conditions on one line: dropped wherever they stand.
fn lines(condition: &str) -> Vec<String> {
    let whole = |line: &str| {
        let (mut depth, mut quoted) = (0_i32, false);
        for c in line.chars() {
            match c {
                '\'' => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                return false;
            }
        }
        depth == 0
    };
    let each = condition.lines().map(str::trim).filter(|line| line.starts_with("AND "));
    // That a day can be read matters where it cannot: another test spoils days.
    let each = each.filter(|line| whole(line) && !line.starts_with("AND date("));
    let mut all: Vec<String> = each.map(str::to_owned).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A kind of condition: the line without the names and days in it.
fn kind_of(line: &str) -> String {
    let mut kind = String::new();
    let mut parts = line.split('\'');
    while let Some(part) = parts.next() {
        kind.push_str(part);
        if parts.next().is_some() {
            kind.push('…');
        }
    }
    kind.replace("…, ", "")
}

fn shown(database: &Connection, condition: &str, people: usize) -> Option<Vec<bool>> {
    let text = format!("SELECT s.person, ({condition}) FROM sharing_subject AS s");
    let mut statement = database.prepare(&text).ok()?;
    let mut rows = statement.query([]).ok()?;
    let mut found = vec![false; people];
    while let Some(row) = rows.next().ok()? {
        let person: String = row.get(0).ok()?;
        let place: usize = person.trim_start_matches('p').parse().ok()?;
        found[place] = row.get::<_, Option<bool>>(1).ok()? == Some(true);
    }
    Some(found)
}

#[test]
fn no_condition_can_be_dropped_or_turned_unnoticed() {
    let mut runner = TestRunner::deterministic();
    // For each kind of change, how often it was tried and how often it was noticed.
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in 0..cases(220) {
        let stored = Stored::IsoText;
        let tables = tables(stored, case % 2 == 0);
        let (rulebook, request, day) = asked().new_tree(&mut runner).unwrap().current();
        let around = Around::of(&rulebook, &request, day);
        let people = prop::collection::vec(around.near(), 64);
        let people: Vec<SubjectState> = people.new_tree(&mut runner).unwrap().current();
        let on = OnDay::Fixed(day);
        let predicates =
            Predicates::new(&rulebook, &request, on, &tables, Dialect::Sqlite).unwrap();
        let released = agree::released(&rulebook, &request, day, &people);
        let mut written = None;
        let mut seen: Vec<&str> = Vec::new();
        // After a while only what depends on consents has anything new to change.
        if case > 80 && !predicates.conditions().iter().any(|one| one.contains("sharing_consent")) {
            continue;
        }
        for (predicate, condition) in predicates.each().iter().zip(predicates.conditions()) {
            let about = condition.replace(predicate.data(), "…");
            if condition.len() < 12
                || seen.iter().any(|text| text.len() == about.len())
                || seen.len() > 3
            {
                continue;
            }
            seen.push(condition);
            let database = written.get_or_insert_with(|| {
                let database = Connection::open_in_memory().unwrap();
                database.execute_batch(&schema(Dialect::Sqlite, stored).unwrap()).unwrap();
                let rows = Written { dialect: Dialect::Sqlite, stored }.insert(&people);
                database.execute_batch(&format!("BEGIN;\n{rows}COMMIT;")).unwrap();
                database
            });
            let goes = |data: &DataSet| data.names().any(|name| name == predicate.data());
            let expected: Vec<bool> = released.iter().map(goes).collect();
            let mut changed: Vec<(String, String)> = Vec::new();
            for (from, to) in TURNED {
                for (at, _) in condition.match_indices(from) {
                    let (before, after) = condition.split_at(at);
                    let text = format!("{before}{to}{}", &after[from.len()..]);
                    changed.push((format!("{from} to {to}"), text));
                }
            }
            for line in lines(condition) {
                for (at, _) in condition.match_indices(&line) {
                    let (before, after) = condition.split_at(at);
                    let text = format!("{before}{}", &after[line.len()..]);
                    changed.push((format!("without {}", kind_of(&line)), text));
                }
            }
            for (kind, text) in changed {
                let count = kinds.entry(kind).or_default();
                // A kind that was noticed often needs no more.
                if count.1 < 5 {
                    count.0 += 1;
                    let found = shown(database, &text, people.len());
                    count.1 += usize::from(found.is_none_or(|found| found != expected));
                }
            }
        }
    }
    // What could be tried a few times alone may have met nobody whom it concerns.
    let missed = kinds.iter().filter(|(_, (tried, noticed))| *noticed == 0 && *tried > 9);
    let missed: Vec<String> =
        missed.map(|(kind, (tried, _))| format!("{kind} ({tried})")).collect();
    let noticed = kinds.values().filter(|(_, noticed)| *noticed > 0).count();
    println!("{noticed} of {} kinds of change noticed", kinds.len());
    assert!(noticed > 40, "{kinds:#?}");
    assert!(missed.is_empty(), "{missed:#?}");
}
