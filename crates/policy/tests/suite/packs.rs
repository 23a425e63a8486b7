//! The shipped rulebooks: that they load, what they answer, and what looking across them finds.

use std::collections::BTreeMap;

use crate::support::{files, pack, request};
use caldicott_policy::{Rulebook, Severity};
use caldicott_retention::{Day, Duty, Record, TriggerDate};
use caldicott_sharing::{Decision, decide, judge, oracle};
use serde_json::Value;

fn lines(name: &str) -> Vec<String> {
    let path = format!("{}/../../examples/requests/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

/// Decides every request of a file and compares the answer with what was written down beforehand.
fn worked(name: &str) -> usize {
    let rulebook = pack(name);
    let sharing = rulebook.sharing().unwrap();
    let mut expected: BTreeMap<String, Value> = lines(&format!("{name}.expected.jsonl"))
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|value| (value["id"].as_str().unwrap().to_owned(), value))
        .collect();
    let mut judged = 0;
    for line in lines(&format!("{name}.jsonl")) {
        let request = request(&line);
        let (id, day) = (request.id.clone().unwrap(), request.day.unwrap());
        let decision = decide(sharing, &request, day);
        let wanted = expected.remove(&id).unwrap_or_else(|| panic!("{id}: nothing expected"));
        agrees(&id, &decision, &wanted);
        let (fast, slow) = (judge(sharing, &request, day), oracle::judge(sharing, &request, day));
        assert_eq!((fast.released(), fast.withheld()), (slow.released, slow.withheld), "{id}");
        judged += 1;
    }
    assert!(expected.is_empty(), "expected and never asked: {:?}", expected.keys());
    judged
}

fn agrees(id: &str, decision: &Decision, wanted: &Value) {
    let set = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    for (key, value) in wanted.as_object().unwrap() {
        let found: Vec<String> = match key.as_str() {
            "id" => continue,
            "outcome" => {
                assert_eq!(
                    decision.outcome().name(),
                    value.as_str().unwrap(),
                    "{id}: {decision:#?}"
                );
                continue;
            }
            "refer_to" => {
                assert_eq!(decision.refer_to(), value.as_str(), "{id}");
                continue;
            }
            "released" => decision.released().names().map(str::to_owned).collect(),
            "withheld" => decision.withheld().names().map(str::to_owned).collect(),
            "referred" => decision.referred().names().map(str::to_owned).collect(),
            "duties" => decision.duties().iter().map(ToString::to_string).collect(),
            "rules" => decision.rules().ids().map(str::to_owned).collect(),
            other => panic!("{id}: `{other}` is nothing a decision has"),
        };
        let missing: Vec<_> = set(value).into_iter().filter(|name| !found.contains(name)).collect();
        assert!(missing.is_empty(), "{id}: {key} lacks {missing:?} in {found:?}");
        if ["released", "withheld", "referred"].contains(&key.as_str()) {
            assert_eq!(found.len(), set(value).len(), "{id}: {key} has more: {found:?}");
        }
    }
}

#[test]
fn the_councils_register_answers_as_written_down() {
    assert!(worked("camden") >= 12);
}

#[test]
fn the_care_provider_answers_as_written_down() {
    assert!(worked("care-provider") >= 14);
}

#[test]
fn no_shipped_rulebook_asks_for_what_nobody_can_do() {
    for name in ["st-martins", "camden", "care-provider"] {
        let faults: Vec<String> = pack(name)
            .findings()
            .iter()
            .filter(|finding| finding.severity == Severity::Fault)
            .map(ToString::to_string)
            .collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}

#[test]
fn what_lapsed_is_found_in_the_shipped_rulebooks() {
    let found = |rulebook: &Rulebook| -> Vec<String> {
        rulebook.findings().iter().map(ToString::to_string).collect()
    };
    let all = found(&pack("st-martins")).join("\n");
    for part in [
        "`border-protocol` had ended",
        "`probation-fenland` was past its review",
        "`spanning` processes abroad",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let all = found(&pack("camden")).join("\n");
    assert!(all.contains("`parks-sharing` had ended"), "{all}");
    let all = found(&pack("care-provider")).join("\n");
    assert!(all.contains("`overseas-analytics` processes abroad"), "{all}");
}

#[test]
fn care_records_go_eight_years_after_the_last_contact_once_looked_at() {
    let rulebook = pack("care-provider");
    let schedule = rulebook.retention().unwrap();
    let day = |text: &str| -> Day { text.parse().unwrap() };
    let record = Record::new("service-user")
        .dated("care-started", TriggerDate::parse("2015-01-01"))
        .dated("care-ended", TriggerDate::parse("2018-06-30"));
    assert_eq!(schedule.evaluate(&record, day("2026-06-29")).duty(), Duty::Keep);
    let due = schedule.evaluate(&record, day("2026-06-30"));
    assert_eq!((due.duty(), due.reviewer()), (Duty::Review, Some("care-manager")));
    assert!(due.rules().cites("D-007") && due.rules().cites("D-014"));
}

/// The faults of a shipped rulebook with one text of its sharing file put in the place of another.
fn faults(name: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files(name);
    let sharing = files.iter_mut().find(|file| file.name == "sharing.toml").unwrap();
    assert!(sharing.text.contains(from));
    sharing.text = sharing.text.replacen(from, to, 1);
    let faults = Rulebook::load(&files).unwrap_err();
    faults.iter().map(|fault| format!("{}:{}", fault.file, fault.at.unwrap().line)).collect()
}

/// The line of the sharing file on which this text begins, the last time it stands there.
fn line(name: &str, text: &str) -> String {
    let files = files(name);
    let sharing = files.iter().find(|file| file.name == "sharing.toml").unwrap();
    let before = &sharing.text[..sharing.text.rfind(text).unwrap()];
    format!("sharing.toml:{}", before.matches('\n').count() + 1)
}

#[test]
fn a_name_that_stands_twice_or_for_nobody_is_told_where_it_stands() {
    let role = "below = [\"chief-executive\"]";
    let told = faults("st-martins", role, "below = [\"chief-executive\", \"chief-exective\"]");
    assert_eq!(told, [line("st-martins", role)]);
    let own = "below = [\"chief-executive\", \"line-manager\"]";
    assert!(
        faults("st-martins", role, own).contains(&line("st-martins", "name = \"line-manager\""))
    );
    for (list, key, first, last) in [
        ("role", "name", "director", "chief-executive"),
        ("organisation", "id", "evening-paper", "night-shelter"),
        ("agreement", "id", "probation-norfolk", "shelter-handover"),
        ("gateway", "id", "publicity", "team"),
    ] {
        let from = format!("[[{list}]]\n{key} = \"{last}\"");
        let told = faults("st-martins", &from, &from.replace(last, first));
        let place = line("st-martins", &format!("{key} = \"{last}\""));
        assert!(told.contains(&place), "{list}: {told:?}, not {place}");
    }
}
