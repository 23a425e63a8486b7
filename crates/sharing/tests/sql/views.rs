//! Views: a column for each thing asked for, a row for each person, and rows for people with no state.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use caldicott_sharing::sql::{Predicate, Predicates, Rows, View};
use caldicott_sharing::{DataSet, Detail, SubjectState};

use crate::rows::text;

/// What a reader finds: for each person there, whether each column is shown.
pub(crate) type Found = BTreeMap<String, Vec<bool>>;

/// How many rows are about people of whom nothing is recorded.
pub(crate) const STRANGERS: usize = 2;

/// The people in the tables and those of whom nothing is recorded.
pub(crate) fn everybody(people: &[SubjectState]) -> Vec<SubjectState> {
    let strangers = core::iter::repeat_n(SubjectState::default(), STRANGERS);
    people.iter().cloned().chain(strangers).collect()
}

/// The names of the view's columns: what is asked for, in order.
fn columns(predicates: &Predicates<'_>) -> Vec<&'static str> {
    predicates.each().iter().map(Predicate::data).collect()
}

/// A table with something about everybody, and a row about nobody.
pub(crate) fn clients(predicates: &Predicates<'_>, people: usize) -> String {
    let columns = columns(predicates);
    let typed: Vec<String> = columns.iter().map(|name| format!(", \"{name}\" text")).collect();
    let mut script = format!(
        "DROP TABLE IF EXISTS \"the clients\";\nCREATE TABLE \"the clients\" (\"who's\" text{});\n",
        typed.concat()
    );
    let all = (0..people + STRANGERS).map(|place| text(&format!("p{place}")));
    for who in all.chain(["NULL".to_owned()]) {
        let values = ", 'x'".repeat(columns.len());
        writeln!(script, "INSERT INTO \"the clients\" VALUES ({who}{values});").unwrap();
    }
    script
}

/// Four ways to choose rows, by the number of a case.
pub(crate) fn rows(case: usize) -> Rows {
    match case % 4 {
        0 => Rows::WithSomething,
        1 => Rows::Each,
        2 => Rows::Whole,
        _ => Rows::Where(Detail::Residence.into()),
    }
}

/// A view with a column for each thing asked for.
pub(crate) fn view(predicates: &Predicates<'_>, rows: Rows) -> View {
    let view = View::new("what they see", "the clients", "who's").rows(rows);
    columns(predicates).into_iter().fold(view, |view, name| {
        let data = caldicott_model::Category::ALL.into_iter().find(|one| one.name() == name);
        let data = data.map_or_else(|| Detail::from_name(name).unwrap().into(), DataSet::from);
        view.column(name, data)
    })
}

/// What the reader should find.
pub(crate) fn expected(predicates: &Predicates<'_>, rows: Rows, released: &[DataSet]) -> Found {
    let columns = columns(predicates);
    let mut found = Found::new();
    for (place, data) in released.iter().enumerate() {
        let shown: Vec<bool> =
            columns.iter().map(|name| data.names().any(|goes| goes == *name)).collect();
        let there = match rows {
            Rows::Each => true,
            Rows::WithSomething => shown.contains(&true),
            Rows::Whole => !shown.contains(&false),
            Rows::Where(wanted) => data.contains_all(wanted),
        };
        if there {
            found.insert(format!("p{place}"), shown);
        }
    }
    found
}
