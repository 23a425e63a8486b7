//! Simulation, forecast, comparison, lint, selection, reviews and backstops.

use caldicott_model::{Category, CategorySet};
use caldicott_retention::{
    Day, Decision, Due, Duty, FindingKind, Record, Stage, Standing, Taken, TriggerDate,
};
use proptest::prelude::*;

use crate::convert::schedule;
use crate::worlds;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const RULE: &str = "[trigger]\nended = \"ended_on\"\nstarted = \"started_on\"\n\
    [[rule]]\nid = \"r\"\nclass = [\"c\", \"d\"]\nwhy = \"w\"\nkeep = \"6 years after ended\"\n\
    stages = [\"review by line-manager\", \"dispose\"]\nbackstop = \"10 years after started\"\n";

fn record(ended: &str) -> Record {
    Record::new("c").dated("ended", TriggerDate::parse(ended))
}

proptest! {
    #[test]
    fn a_forecast_is_the_simulation_of_every_month_end(
        world in worlds::world(), facts in prop::collection::vec(worlds::facts(), 0..12),
        from in worlds::day(),
    ) {
        let schedule = world.schedule();
        let records: Vec<Record> = facts.iter().map(worlds::Facts::record).collect();
        let ahead = schedule.forecast(&records, from, 24);
        prop_assert_eq!(ahead.len(), 24);
        prop_assert_eq!(ahead[0].month_end, from.last_of_month());
        for month in ahead {
            let all = records.iter().map(|record| ("x", record));
            prop_assert_eq!(month.duties, schedule.simulate(all, month.month_end));
            prop_assert_eq!(month.duties.total(), records.len());
        }
    }

    #[test]
    fn a_comparison_counts_every_record_once_and_names_those_that_move(
        one in worlds::world(), other in worlds::world(),
        facts in prop::collection::vec(worlds::facts(), 0..12), as_of in worlds::day(),
    ) {
        let (one, other) = (one.schedule(), other.schedule());
        let records: Vec<(String, Record)> = facts
            .iter()
            .enumerate()
            .map(|(id, facts)| (format!("{id:02}"), facts.record()))
            .collect();
        let given = || records.iter().map(|(id, record)| (id.as_str(), record));
        let found = one.compare(&other, given(), as_of);
        prop_assert_eq!(found.moves().map(|(_, _, count)| count).sum::<usize>(), records.len());
        let expected: Vec<_> = records
            .iter()
            .map(|(id, record)| {
                (id.clone(), one.evaluate(record, as_of).duty(), other.evaluate(record, as_of).duty())
            })
            .filter(|(_, before, after)| before != after)
            .collect();
        prop_assert_eq!(found.changed(), expected.as_slice());
        let same = one.compare(&one, given(), as_of);
        prop_assert!(same.changed().is_empty());
    }
}

#[test]
fn a_rule_selects_by_class_and_by_tag() {
    let text = "[trigger]\nended = \"e\"\n\
        [[rule]]\nid = \"tagged\"\nclass = \"every\"\ntags = [\"health\", \"safeguarding\"]\nwhy = \"w\"\n\
        stages = [\"dispose\"]\nkeep = \"8 years after ended\"\n\
        [[rule]]\nid = \"classed\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"1 year after ended\"\n";
    let schedule = schedule(text);
    let today = day("2026-11-21");
    let plain = record("2020-01-01");
    assert_eq!(schedule.evaluate(&plain, today).due(), Due::On(day("2021-01-01")));
    let health = plain.clone().tagged(Category::Health.into());
    assert_eq!(schedule.evaluate(&health, today).due(), Due::On(day("2028-01-01")));
    assert_eq!(schedule.evaluate(&health, today).candidates().count(), 2);
    let other = Record::new("x").tagged(Category::Identity.into());
    assert_eq!(schedule.evaluate(&other, today).due(), Due::Unscheduled);
    assert_eq!(schedule.evaluate(&other, today).duty(), Duty::Keep);
    let columns = schedule.compile("x", CategorySet::of(&[Category::Safeguarding]), today);
    assert_eq!(columns.triggers().collect::<Vec<_>>(), ["ended"]);
}

#[test]
fn a_review_taken_before_the_period_ended_does_not_count() {
    let schedule = schedule(RULE);
    let role = || Stage::review("line-manager");
    let early =
        record("2018-01-01").taken(Taken::new(role(), day("2023-12-31"), Decision::Proceed));
    assert_eq!(schedule.evaluate(&early, day("2025-01-01")).duty(), Duty::Review);
    let other = record("2018-01-01").taken(Taken::new(
        Stage::review("somebody-else"),
        day("2024-01-01"),
        Decision::Proceed,
    ));
    assert_eq!(schedule.evaluate(&other, day("2025-01-01")).duty(), Duty::Review);
    let right =
        record("2018-01-01").taken(Taken::new(role(), day("2024-01-01"), Decision::Proceed));
    assert_eq!(schedule.evaluate(&right, day("2025-01-01")).duty(), Duty::Dispose);
    let gone = right.taken(Taken::new(Stage::Dispose, day("2025-01-02"), Decision::Proceed));
    assert_eq!(schedule.evaluate(&gone, day("2025-01-02")).duty(), Duty::Done);
}

#[test]
fn a_review_may_keep_a_record_longer_or_for_good() {
    let schedule = schedule(RULE);
    let decided = |decision| {
        record("2018-01-01").taken(Taken::new(
            Stage::review("line-manager"),
            day("2024-02-01"),
            decision,
        ))
    };
    let longer = decided(Decision::KeepUntil(day("2027-01-01")));
    let outcome = schedule.evaluate(&longer, day("2026-11-21"));
    assert_eq!((outcome.duty(), outcome.due()), (Duty::Keep, Due::On(day("2027-01-01"))));
    // And then it is looked at again.
    assert_eq!(schedule.evaluate(&longer, day("2027-01-01")).duty(), Duty::Review);
    let forever = decided(Decision::KeepForever);
    assert_eq!(schedule.evaluate(&forever, day("2090-01-01")).due(), Due::Forever);
}

#[test]
fn a_record_that_comes_back_into_use_starts_its_period_again() {
    let schedule = schedule(RULE);
    let back = record("2018-01-01").reused(day("2023-05-05"));
    let outcome = schedule.evaluate(&back, day("2025-01-01"));
    assert_eq!(outcome.due(), Due::On(day("2029-05-05")));
    assert!(outcome.rules().cites("RE-05"));
    let text = RULE.replace("why = \"w\"", "why = \"w\"\nreset-on-reuse = false");
    let fixed = crate::convert::schedule(&text);
    assert_eq!(fixed.evaluate(&back, day("2025-01-01")).due(), Due::On(day("2024-01-01")));
}

#[test]
fn a_backstop_leads_to_a_review_and_to_nothing_more() {
    let schedule = schedule(RULE);
    let undated = Record::new("c").dated("started", TriggerDate::parse("2010-06-01"));
    assert_eq!(schedule.evaluate(&undated, day("2020-05-31")).standing(), Standing::Undated);
    let outcome = schedule.evaluate(&undated, day("2020-06-01"));
    assert_eq!((outcome.duty(), outcome.standing()), (Duty::Review, Standing::Review));
    let reviewed = undated.taken(Taken::new(
        Stage::review("line-manager"),
        day("2020-07-01"),
        Decision::Proceed,
    ));
    assert_eq!(schedule.evaluate(&reviewed, Day::MAX).duty(), Duty::Keep);
}

#[test]
fn the_reviews_of_every_rule_come_before_anything_is_destroyed() {
    let more = format!(
        "{RULE}[[rule]]\nid = \"longer\"\nclass = \"c\"\nwhy = \"w\"\nkeep = \"7 years after ended\"\n\
         stages = [\"dispose\"]\n"
    );
    let schedule = schedule(&more);
    let record = record("2018-01-01");
    let outcome = schedule.evaluate(&record, day("2025-01-01"));
    assert_eq!((outcome.duty(), outcome.reviewer()), (Duty::Review, Some("line-manager")));
    assert!(outcome.to_string().contains("Next: review by line-manager, then dispose."));
}

#[test]
fn the_lint_finds_what_was_not_meant() {
    let text = "[trigger]\nended = \"e\"\nidle = \"i\"\narchived = \"archived_on\"\n\
        [[rule]]\nid = \"deeds\"\nclass = \"every\"\nwhy = \"w\"\nkeep = \"keep forever\"\nstages = [\"review by officer\"]\n\
        [[rule]]\nid = \"case\"\nclass = \"c\"\nwhy = \"w\"\nkeep = \"6 years after ended\"\nstages = [\"dispose\"]\n\
        [[rule]]\nid = \"chain\"\nclass = \"c\"\nwhy = \"w\"\nkeep = \"2 years after archived\"\n\
        stages = [\"review by officer\", \"dispose\"]\n\
        [[limit]]\nid = \"five\"\nclass = \"c\"\nwhy = \"w\"\ndelete-by = \"5 years after ended\"\n\
        [[limit]]\nid = \"seven\"\nclass = \"c\"\nwhy = \"w\"\ndelete-by = \"7 years after ended\"\n";
    let schedule = schedule(text);
    let found: Vec<(FindingKind, String)> = schedule
        .lint()
        .iter()
        .map(|finding| (finding.kind(), finding.subject().to_owned()))
        .collect();
    let has = |kind, subject: &str| found.contains(&(kind, subject.to_owned()));
    assert!(has(FindingKind::NoReview, "case"));
    assert!(!has(FindingKind::NoReview, "chain"));
    assert!(has(FindingKind::Unreachable, "case") && has(FindingKind::Unreachable, "chain"));
    assert!(has(FindingKind::ChainedPeriods, "chain"));
    assert!(has(FindingKind::CeilingUnderFloor, "five"));
    assert!(has(FindingKind::UnusedTrigger, "idle"));
    let against_case = |finding: &&caldicott_retention::Finding| {
        finding.subject() == "seven" && finding.to_string().contains("`case`")
    };
    assert!(!schedule.lint().iter().any(|finding| against_case(&finding)));
    let supplied = schedule.lint_supplied(&["ended"]);
    assert_eq!(supplied.len(), 1);
    assert_eq!(
        supplied[0].to_string(),
        "trigger `archived` is never supplied, so rule `chain` lets nothing go"
    );
}

#[test]
fn the_example_schedules_pass_their_lint_but_for_what_they_mean() {
    for (text, meant) in [
        (include_str!("../../../../examples/rulebooks/st-martins/retention.toml"), 0),
        // The council removes an entry after two years without another look.
        (include_str!("../../../../examples/rulebooks/camden/retention.toml"), 2),
    ] {
        let findings = schedule(text).lint();
        assert_eq!(findings.len(), meant, "{findings:?}");
        assert!(findings.iter().all(|finding| finding.kind() == FindingKind::NoReview));
    }
}
