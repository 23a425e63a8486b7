//! The two schedules that come as examples.

use caldicott_retention::{
    Day, Decision, Due, Duty, Flag, Hold, Record, Schedule, Stage, Taken, TriggerDate, rules,
};

use crate::convert::schedule;

const ST_MARTINS: &str = include_str!("../../../../examples/rulebooks/st-martins/retention.toml");
const CAMDEN: &str = include_str!("../../../../examples/rulebooks/camden/retention.toml");

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn client() -> Record {
    Record::new("client")
        .dated("support-started", TriggerDate::parse("2016-01-04"))
        .dated("support-ended", TriggerDate::parse("2019-02-28"))
}

#[test]
fn support_ended_eight_years_ago_is_reviewed_and_then_disposed_of() {
    let schedule = schedule(ST_MARTINS);
    let record = client();
    let before = schedule.evaluate(&record, day("2027-02-27"));
    assert_eq!((before.duty(), before.next_change()), (Duty::Keep, Some(day("2027-02-28"))));
    let after = schedule.evaluate(&record, day("2027-02-28"));
    assert_eq!((after.duty(), after.reviewer()), (Duty::Review, Some("line-manager")));
    for id in ["D-001", "D-014", "RE-07", "RE-06", "TM-04"] {
        assert!(after.rules().cites(id), "{id}");
    }
    let review = Taken::new(Stage::review("line-manager"), day("2027-03-02"), Decision::Proceed);
    let reviewed = record.taken(review);
    assert_eq!(schedule.evaluate(&reviewed, day("2027-03-01")).duty(), Duty::Review);
    assert_eq!(schedule.evaluate(&reviewed, day("2027-03-02")).duty(), Duty::Dispose);
}

#[test]
fn arrears_and_a_legal_matter_carry_a_record_past_its_period() {
    let schedule = schedule(ST_MARTINS);
    let review = Taken::new(Stage::review("line-manager"), day("2027-03-02"), Decision::Proceed);
    let record = client()
        .taken(review)
        .held(Hold::new("arrears", day("2024-05-01")).until(day("2027-06-30")))
        .held(Hold::new("legal-matter", day("2026-01-01")));
    let outcome = schedule.evaluate(&record, day("2027-05-01"));
    assert_eq!(outcome.duty(), Duty::Held);
    assert_eq!(outcome.blockers().map(Hold::id).collect::<Vec<_>>(), ["arrears", "legal-matter"]);
    assert!(outcome.rules().cites("D-004") && outcome.rules().cites("RE-14"));
    let otherwise = outcome.counterfactual().unwrap().to_string();
    assert_eq!(otherwise, "disposes 2027-05-01 if holds `arrears` and `legal-matter` are released");
    // The arrears end; the legal matter still holds.
    assert_eq!(schedule.evaluate(&record, day("2027-07-01")).duty(), Duty::Held);
}

#[test]
fn an_outcome_reads_as_english() {
    let schedule = schedule(ST_MARTINS);
    let record = client().held(Hold::new("arrears", day("2024-05-01")));
    let review = Taken::new(Stage::review("line-manager"), day("2027-02-28"), Decision::Proceed);
    let record = record.taken(review);
    assert_eq!(
        schedule.evaluate(&record, day("2026-11-21")).to_string(),
        "Kept until 2027-02-28. Rule `support-record` version 1 says 8 years after support-ended. \
         Hold `arrears` since 2024-05-01. Without it: disposes 2027-02-28 if hold `arrears` is \
         released."
    );
    assert_eq!(
        schedule.evaluate(&Record::new("client"), day("2026-11-21")).to_string(),
        "Kept: its end is not known without a date. Rule `support-record` version 1 says 8 years \
         after support-ended. Note: a trigger has no date."
    );
}

#[test]
fn the_outcome_is_the_same_as_json() {
    let schedule = schedule(ST_MARTINS);
    let record = client().held(Hold::new("arrears", day("2024-05-01")));
    let outcome = schedule.evaluate(&record, day("2027-03-01"));
    let json: serde_json::Value = serde_json::to_value(&outcome).unwrap();
    assert_eq!(json["duty"], "review");
    assert_eq!(json["due"], "2027-02-28");
    assert_eq!(json["winner"]["rule"], "support-record");
    assert_eq!(json["candidates"].as_array().unwrap().len(), 1);
    assert_eq!(json["blockers"][0], "arrears");
    assert_eq!(json["text"], outcome.to_string());
}

#[test]
fn no_active_rule_rests_on_anything_unverified() {
    for text in [ST_MARTINS, CAMDEN] {
        let schedule = schedule(text);
        for rule in schedule.rules() {
            assert!(!rule.why().is_empty());
            let cited = rule.cites().iter().map(|rule| rule.id().to_owned());
            for cited in cited.chain(rule.sources().iter().cloned()) {
                assert!(!rules::UNVERIFIED.contains(&cited.as_str()), "{cited}");
            }
        }
        assert!(!schedule.rules().iter().any(|rule| rule.id().contains("often-quoted")));
    }
}

#[test]
fn switching_on_an_unverified_example_is_refused() {
    let on = ST_MARTINS.replace("enabled = false", "enabled = true");
    let faults = crate::convert::faults(&on);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("`RE-09` is unverified and decides nothing"), "{}", faults[0]);
}

fn entry() -> Record {
    Record::new("caution-entry").dated("confirmed", TriggerDate::parse("2021-04-12"))
}

fn camden_duty(schedule: &Schedule, record: &Record, on: &str) -> Duty {
    schedule.evaluate(record, day(on)).duty()
}

#[test]
fn a_camden_entry_lives_until_a_review_finds_no_risk() {
    let schedule = schedule(CAMDEN);
    let live = entry();
    assert_eq!(camden_duty(&schedule, &live, "2060-01-01"), Duty::Keep);
    let archived = entry().dated("no-risk-found", TriggerDate::parse("2024-02-29"));
    assert_eq!(camden_duty(&schedule, &archived, "2024-02-28"), Duty::Keep);
    assert_eq!(camden_duty(&schedule, &archived, "2024-02-29"), Duty::Archive);
    assert_eq!(camden_duty(&schedule, &archived, "2026-02-27"), Duty::Archive);
    assert_eq!(camden_duty(&schedule, &archived, "2026-02-28"), Duty::Dispose);
    let outcome = schedule.evaluate(&archived, day("2026-02-28"));
    assert!(outcome.rules().cites("D-010") && outcome.rules().cites("D-011"));
}

#[test]
fn a_further_incident_starts_the_two_years_again() {
    let schedule = schedule(CAMDEN);
    let record = entry()
        .dated("no-risk-found", TriggerDate::parse("2024-02-29"))
        .dated("last-incident", TriggerDate::parse("2025-06-01"));
    let outcome = schedule.evaluate(&record, day("2026-03-01"));
    assert_eq!((outcome.duty(), outcome.due()), (Duty::Archive, Due::On(day("2027-06-01"))));
}

#[test]
fn a_review_before_the_entry_was_confirmed_is_looked_at() {
    let schedule = schedule(CAMDEN);
    let record = entry().dated("no-risk-found", TriggerDate::parse("2020-01-01"));
    let outcome = schedule.evaluate(&record, day("2026-03-01"));
    assert_eq!(outcome.duty(), Duty::Review);
    assert!(outcome.flags().contains(Flag::ContradictoryDates));
}

#[test]
fn a_rejected_recommendation_is_gone_the_same_day() {
    let schedule = schedule(CAMDEN);
    let record =
        Record::new("caution-recommendation").dated("rejected", TriggerDate::parse("2026-11-21"));
    assert_eq!(camden_duty(&schedule, &record, "2026-11-20"), Duty::Keep);
    assert_eq!(camden_duty(&schedule, &record, "2026-11-21"), Duty::Dispose);
}

#[test]
fn every_row_of_the_examples_cites_what_it_rests_on() {
    for (name, text) in caldicott_retention::examples::ALL {
        let schedule = schedule(text);
        assert!(schedule.rules().len() >= 3, "{name}");
        for rule in schedule.rules() {
            let sources: Vec<&str> = rule.cites().iter().map(rules_id).collect();
            assert!(sources.iter().any(|id| id.starts_with("RE-")), "{name}: {}", rule.id());
            assert!(rule.stages().first().is_some_and(|stage| stage.reviewer().is_some()));
        }
        assert!(!schedule.hold_kinds().is_empty());
        let findings: Vec<String> = schedule
            .lint()
            .iter()
            .filter(|one| one.kind() != caldicott_retention::FindingKind::UnusedTrigger)
            .map(ToString::to_string)
            .collect();
        assert!(findings.is_empty(), "{name}: {findings:?}");
        // What is unverified is there, decides nothing, and cannot be switched on as it stands.
        if text.contains("enabled = false") {
            let on = text.replace("enabled = false\n", "");
            let faults = crate::convert::faults(&on);
            assert_eq!(faults.len(), text.matches("enabled = false").count());
            assert!(faults.iter().all(|fault| fault.contains("is unverified and decides nothing")));
        }
    }
}

fn rules_id(rule: &caldicott_calendar::Rule) -> &'static str {
    rule.id()
}

#[test]
fn the_example_of_the_code_keeps_what_the_code_keeps() {
    let schedule = schedule(caldicott_retention::examples::NHS_CODE);
    let today = day("2026-11-22");
    let care =
        Record::new("social-care-record").dated("care-ended", TriggerDate::parse("2018-11-22"));
    let outcome = schedule.evaluate(&care, today);
    assert_eq!((outcome.duty(), outcome.reviewer()), (Duty::Review, Some("records-manager")));
    assert!(outcome.rules().cites("RE-07") && outcome.rules().cites("RE-06"));
    let seen = care.clone().dated("care-ended", TriggerDate::parse("2020-01-15"));
    assert_eq!(schedule.evaluate(&seen, today).due(), Due::On(day("2028-01-15")));
    let back = care.reused(day("2022-02-28"));
    let outcome = schedule.evaluate(&back, today);
    assert_eq!(outcome.due(), Due::On(day("2030-02-28")));
    assert!(outcome.rules().cites("RE-05"));
    let child = Record::new("child-health-record").dated("born", TriggerDate::parse("2000-02-29"));
    assert_eq!(schedule.evaluate(&child, today).due(), Due::On(day("2026-03-01")));
    // A row that is off is about nothing.
    let complaint = Record::new("complaint").dated("closed", TriggerDate::parse("1990-01-01"));
    assert_eq!(schedule.evaluate(&complaint, today).due(), Due::Unscheduled);
}
