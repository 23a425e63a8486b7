//! The worked cases of `corpus/cases.toml`, each through the row form.

use caldicott_retention::{
    Day, Decision, Hold, Outcome, Record, Schedule, Taken, TriggerDate, WorkingDays,
};
use toml::{Table, Value};

use crate::convert;

const CASES: &str = include_str!("../corpus/cases.toml");
const RULE: &str = "\n[[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\n";

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

fn text<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key).map(|value| value.as_str().unwrap())
}

fn texts<'t>(table: &'t Table, key: &str) -> Option<Vec<&'t str>> {
    let list = table.get(key)?.as_array().unwrap();
    Some(list.iter().map(|value| value.as_str().unwrap()).collect())
}

fn schedule(file: &Table, case: &Table) -> Schedule {
    let triggers = file["triggers"]["text"].as_str().unwrap();
    let rules = match (text(case, "keep"), text(case, "schedule")) {
        (Some(keep), None) => format!("{RULE}keep = \"{keep}\"\n"),
        (None, Some(name)) => file["schedule"][name]["text"].as_str().unwrap().to_owned(),
        _ => panic!("a case has a `keep` or a `schedule`"),
    };
    let calendar = file["calendar"].as_table().unwrap();
    let holidays = texts(calendar, "holidays").unwrap();
    let known = day(text(calendar, "known-through").unwrap());
    convert::schedule(&format!("[trigger]\n{triggers}\n{rules}"))
        .with_working_days(WorkingDays::new(holidays.into_iter().map(day), known))
}

/// `arrears from 2020-01-01 to 2021-01-01`, either day left out where it is not known.
fn hold(text: &str) -> Hold {
    let (id, rest) = text.split_once(' ').unwrap_or((text, ""));
    let after = |word: &str| {
        let rest = rest.split_once(word).map(|(_, rest)| rest.trim());
        rest.and_then(|rest| rest.split_whitespace().next()).unwrap_or_default()
    };
    Hold::dated(id, TriggerDate::parse(after("from ")), TriggerDate::parse(after("to ")))
}

/// `review by manager on 2024-01-01`, with `until 2027-01-01` or `for good` where it keeps.
fn taken(text: &str) -> Taken {
    let (stage, rest) = text.split_once(" on ").unwrap();
    let (on, decision) = match rest.split_once(' ') {
        None => (rest, Decision::Proceed),
        Some((on, "for good")) => (on, Decision::KeepForever),
        Some((on, rest)) => (on, Decision::KeepUntil(day(rest.strip_prefix("until ").unwrap()))),
    };
    Taken::new(stage.parse().unwrap(), day(on), decision)
}

fn record(case: &Table) -> Record {
    let mut record = Record::new(text(case, "class").unwrap_or("c"));
    for (name, value) in case["dates"].as_table().unwrap() {
        let several = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for one in several {
            record = record.dated(name, TriggerDate::parse(one.as_str().unwrap()));
        }
    }
    for one in texts(case, "holds").unwrap_or_default() {
        record = record.held(hold(one));
    }
    for one in texts(case, "taken").unwrap_or_default() {
        record = record.taken(taken(one));
    }
    text(case, "reused").map(day).into_iter().fold(record, Record::reused)
}

/// What the outcome says under one of the keys that a case may ask for.
fn found(outcome: &Outcome<'_>, key: &str) -> Option<Value> {
    let text = |text: String| Some(Value::String(text));
    let list =
        |texts: Vec<String>| Some(Value::Array(texts.into_iter().map(Value::String).collect()));
    match key {
        "due" => text(outcome.due().to_string()),
        "duty" => text(outcome.duty().to_string()),
        "next-change" => text(outcome.next_change().unwrap().to_string()),
        "reviewer" => text(outcome.reviewer().unwrap().to_owned()),
        "winner" => text(outcome.winner().unwrap().rule().id().to_owned()),
        "ceiling" => text(outcome.ceiling().unwrap().to_string()),
        "otherwise" => text(outcome.counterfactual().unwrap().to_string()),
        "blockers" => list(outcome.blockers().map(|hold| hold.id().to_owned()).collect()),
        "candidates" => list(
            outcome.candidates().map(|one| format!("{}: {}", one.rule().id(), one.due())).collect(),
        ),
        _ => None,
    }
}

#[test]
fn every_worked_case_comes_out_as_its_meaning_says() {
    let file: Table = CASES.parse().unwrap();
    let cases = file["case"].as_array().unwrap();
    assert!(cases.len() >= 150, "{}", cases.len());
    let mut wrong = Vec::new();
    let mut names = std::collections::HashSet::new();
    for case in cases {
        let case = case.as_table().unwrap();
        let name = text(case, "name").unwrap();
        assert!(names.insert(format!("{case:?}")), "{name} stands twice");
        let (schedule, record) = (schedule(&file, case), record(case));
        let as_of = day(text(case, "as-of").unwrap_or("2026-11-22"));
        let outcome = schedule.evaluate(&record, as_of);
        let mut asked = 0;
        for (key, expected) in case {
            match key.as_str() {
                "name" | "keep" | "schedule" | "dates" | "holds" | "taken" | "reused" | "as-of"
                | "class" => continue,
                "flags" => {
                    let raised: Vec<String> = outcome
                        .flags()
                        .iter()
                        .map(|flag| {
                            serde_json::to_value(flag).unwrap().as_str().unwrap().to_owned()
                        })
                        .collect();
                    for flag in expected.as_array().unwrap() {
                        if !raised.contains(&flag.as_str().unwrap().to_owned()) {
                            wrong.push(format!("{name}: no flag {flag} among {raised:?}"));
                        }
                    }
                }
                "text" => {
                    if !outcome.to_string().contains(expected.as_str().unwrap()) {
                        wrong.push(format!("{name}: {outcome}"));
                    }
                }
                key => {
                    let found = found(&outcome, key).unwrap_or_else(|| panic!("{name}: {key}?"));
                    if found != *expected {
                        wrong.push(format!("{name}: {key} is {found} and should be {expected}"));
                    }
                }
            }
            asked += 1;
        }
        assert!(asked > 0, "{name} asks nothing");
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
