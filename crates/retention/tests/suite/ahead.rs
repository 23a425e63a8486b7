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

fn lint(rules: &str) -> Vec<(FindingKind, String)> {
    let text = format!(
        "[trigger]\na = \"a\"\nb = \"b\"\nquiet = {{ column = \"c\", optional = true }}\n{rules}"
    );
    let found = schedule(&text).lint().into_iter();
    let found = found.filter(|finding| {
        !matches!(finding.kind(), FindingKind::NoReview | FindingKind::UnusedTrigger)
    });
    found.map(|finding| (finding.kind(), finding.to_string())).collect()
}

fn rule(id: &str, class: &str, keep: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\nclass = \"{class}\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
         keep = \"{keep}\"\n{more}"
    )
}

#[test]
fn a_rule_that_another_always_outlasts_is_unreachable() {
    let eight = rule("eight", "every", "8 years after a", "");
    for (keep, unreachable) in [
        ("6 years after a", true),
        ("96 months after a", true),
        // Eight years are 2,922 days wherever no century is near.
        ("2922 days after a", true),
        ("2923 days after a", false),
        ("2920 days after a", true),
        ("8 years after a to end of month", false),
        ("6 years after b", false),
        ("latest of 6 years after a, 1 year after b", false),
        ("latest of 6 years after a, 7 years after a to end of month", true),
        ("earliest of 6 years after a, 1 year after b", true),
        ("keep forever", false),
    ] {
        let found = lint(&format!("{eight}{}", rule("other", "c", keep, "")));
        let named = found.iter().any(|(kind, text)| {
            *kind == FindingKind::Unreachable && text.starts_with("rule `other`")
        });
        assert_eq!(named, unreachable, "{keep}: {found:?}");
    }
    // Another class is another matter.
    let apart = rule("eight", "d", "8 years after a", "");
    assert!(lint(&format!("{apart}{}", rule("other", "c", "6 years after a", ""))).is_empty());
    // Of two that end together the first decides.
    let twice = format!(
        "{}{}",
        rule("m", "c", "8 years after a", ""),
        rule("n", "c", "96 months after a", "")
    );
    let found = lint(&twice);
    assert_eq!(found.len(), 1);
    assert!(found[0].1.starts_with("rule `n` never decides: rule `m`"));
}

#[test]
fn what_never_comes_to_anything_is_named() {
    for (keep, more, named) in [
        ("latest of 8 years after a, 6 years after a", "", Some("`6 years after a`")),
        ("earliest of 8 years after a, 6 years after a", "", Some("`8 years after a`")),
        ("latest of 8 years after a, 6 years after b", "", None),
        ("8 years after a", "backstop = \"15 years after a\"\n", Some("`backstop`")),
        ("8 years after a", "backstop = \"7 years after a\"\n", None),
        ("8 years after a", "backstop = \"15 years after b\"\n", None),
        ("8 years after a", "archive = \"8 years after a to end of month\"\n", Some("`archive`")),
        ("8 years after a", "archive = \"1 year after a\"\n", None),
        ("latest of 8 years after a, 2 years after quiet", "archive = \"9 years after a\"\n", None),
    ] {
        let found = lint(&rule("r", "c", keep, more));
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        match named {
            Some(named) => {
                assert_eq!(found.len(), 1, "{keep} {more}: {texts:?}");
                assert_eq!(found[0].0, FindingKind::NeverFires);
                assert!(texts[0].starts_with(named), "{texts:?}");
            }
            None => assert!(texts.is_empty(), "{keep} {more}: {texts:?}"),
        }
    }
}

#[test]
fn a_period_that_runs_from_a_stage_is_named_however_the_day_is_called() {
    for source in [
        "{ latest = [\"x\", \"Archived-Date\"] }",
        "{ parent = \"file.reviewed_at\" }",
        "\"anonymised\"",
    ] {
        let text = format!("[trigger]\na = {source}\n{}", rule("r", "c", "2 years after a", ""));
        let found = schedule(&text).lint();
        assert!(found.iter().any(|one| one.kind() == FindingKind::ChainedPeriods), "{source}");
    }
    let text = format!("[trigger]\na = \"review_due\"\n{}", rule("r", "c", "2 years after a", ""));
    let found = schedule(&text).lint();
    assert!(!found.iter().any(|one| one.kind() == FindingKind::ChainedPeriods));
}

#[test]
fn an_event_that_the_host_never_supplies_is_named_with_what_it_stops() {
    let text = format!(
        "[trigger]\na = \"a\"\nb = \"b\"\nquiet = {{ column = \"c\", optional = true }}\n{}{}\
         [[limit]]\nid = \"l\"\nclass = \"c\"\nwhy = \"w\"\ndelete-by = \"1 year after b\"\n",
        rule(
            "r",
            "c",
            "2 years after a",
            "backstop = \"9 years after b\"\narchive = \"1 year after quiet\"\n"
        ),
        rule("s", "d", "latest of 2 years after a, 1 year after quiet", ""),
    );
    let schedule = schedule(&text);
    let said = |supplied: &[&str]| -> Vec<String> {
        schedule.lint_supplied(supplied).iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        said(&["a"]),
        [
            "trigger `quiet` is never supplied, so rule `r` archives nothing",
            "trigger `b` is never supplied, so the backstop of rule `r` never comes",
            "trigger `b` is never supplied, so limit `l` never comes",
        ]
    );
    assert!(said(&["a", "b", "quiet"]).is_empty());
    assert_eq!(said(&["b", "quiet"]).len(), 2, "two rules let nothing go");
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

#[test]
fn what_lies_ahead_is_written_as_data() {
    let schedule = schedule(RULE);
    let old = record("2010-01-01");
    let ahead = schedule.forecast([&old], day("2015-12-03"), 2);
    assert_eq!(
        serde_json::to_string(&ahead).unwrap(),
        "[{\"month_end\":\"2015-12-31\",\"duties\":{\"keep\":1,\"archive\":0,\"review\":0,\"held\":0,\
         \"anonymise\":0,\"dispose\":0,\"done\":0}},{\"month_end\":\"2016-01-31\",\"duties\":{\"keep\":0,\
         \"archive\":0,\"review\":1,\"held\":0,\"anonymise\":0,\"dispose\":0,\"done\":0}}]"
    );
    let shorter = crate::convert::schedule(&RULE.replace("6 years", "2 years"));
    let found = schedule.compare(&shorter, [("id-1", &old)], day("2013-01-01"));
    assert_eq!(
        serde_json::to_string(&found).unwrap(),
        "{\"moves\":[[\"keep\",\"review\",1]],\"changed\":[[\"id-1\",\"keep\",\"review\"]]}"
    );
    let columns = caldicott_retention::Columns::new(3);
    let counts = schedule.compile("c", CategorySet::NONE, day("2026-11-22")).count(&columns);
    let written = serde_json::to_string(&counts).unwrap();
    assert_eq!(
        written,
        "{\"keep\":0,\"archive\":0,\"undated\":3,\"review\":0,\"due\":0,\"held\":0}"
    );
}
