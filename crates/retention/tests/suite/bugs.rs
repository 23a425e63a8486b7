//! What other retention systems got wrong, one test each.

use caldicott_retention::{Clearance, Day, Due, Duty, Flag, Hold, Record, RunDay, TriggerDate};

use crate::convert::schedule;

const TEXT: &str = "[trigger]\nended = \"ended_on\"\n\
    [[rule]]\nid = \"long\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"8 years after ended\"\n\
    [[rule]]\nid = \"short\"\nclass = \"every\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"6 years after ended\"\n\
    [[hold]]\nid = \"legal-matter\"\nwhy = \"a case\"\n";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn record(ended: &str) -> Record {
    Record::new("c").dated("ended", TriggerDate::parse(ended))
}

#[test]
fn undated_records_are_not_queued_for_destruction() {
    let schedule = schedule(TEXT);
    for nothing in ["", "Unknown", "N/A", "1900-01-01", "1970-01-01", "9999-12-31", "0001-01-01"] {
        let record = record(nothing);
        let outcome = schedule.evaluate(&record, Day::MAX);
        assert_eq!((outcome.duty(), outcome.due()), (Duty::Keep, Due::Missing), "{nothing}");
        assert!(outcome.flags().contains(Flag::MissingTrigger));
    }
    let mut plan = schedule.freeze(RunDay::first(day("2090-01-01")), 7);
    let _ = plan.add("1", &record("")).unwrap();
    assert!(plan.finish().lines().is_empty());
}

#[test]
fn a_nightly_job_does_not_destroy_held_records() {
    let schedule = schedule(TEXT);
    let old = record("2000-01-01");
    let tonight = RunDay::first(day("2026-11-21"));
    let mut plan = schedule.freeze(tonight, 7);
    let _ = plan.add("1", &old).unwrap();
    let plan = plan.finish();
    assert_eq!(plan.lines().len(), 1);
    // The hold arrives between the plan and the job.
    let held = old.held(Hold::new("legal-matter", day("2026-11-21")));
    let mut execution = plan.execution(&schedule, tonight);
    assert!(matches!(execution.offer("1", &held), Clearance::Dropped(_)));
    assert!(execution.finish().cleared().is_empty());
    // A kind of hold the schedule never heard of holds too.
    let unknown = record("2000-01-01").held(Hold::new("coroner", day("2026-11-21")));
    let outcome = schedule.evaluate(&unknown, day("2026-11-21"));
    assert_eq!(outcome.duty(), Duty::Held);
    assert!(outcome.flags().contains(Flag::UndeclaredHold));
}

#[test]
fn a_hold_that_ends_before_it_starts_still_holds() {
    let schedule = schedule(TEXT);
    let hold = Hold::new("legal-matter", day("2026-01-01")).until(day("2025-01-01"));
    let record = record("2000-01-01").held(hold);
    let outcome = schedule.evaluate(&record, day("2040-01-01"));
    assert_eq!(outcome.duty(), Duty::Held);
    assert!(outcome.flags().contains(Flag::ContradictoryHold));
}

#[test]
fn looking_at_what_would_happen_clears_nothing() {
    let schedule = schedule(TEXT);
    let old = [("1", record("2000-01-01"))];
    let seen = schedule.simulate(old.iter().map(|(id, record)| (*id, record)), day("2026-11-21"));
    assert_eq!(seen.count(Duty::Dispose), 1);
    // Only an execution clears, and without offering the records again it clears none.
    let mut builder = schedule.freeze(RunDay::first(day("2026-11-21")), 7);
    let _ = builder.add("1", &old[0].1).unwrap();
    let plan = builder.finish();
    let nothing = plan.execution(&schedule, RunDay::first(day("2026-11-21"))).finish();
    assert!(nothing.cleared().is_empty());
}

#[test]
fn six_and_eight_years_are_not_a_number_of_days() {
    let schedule = schedule(TEXT);
    // 8 x 365 days end two days early, 8 x 365.25 end on the day only by luck.
    for (ended, due) in [
        ("2019-02-28", "2027-02-28"),
        ("2016-02-29", "2024-02-29"),
        ("2020-02-29", "2028-02-29"),
        ("2017-03-01", "2025-03-01"),
    ] {
        let record = record(ended);
        assert_eq!(schedule.evaluate(&record, day("2026-11-21")).due(), Due::On(day(due)));
    }
    let six = schedule_of("6 years after ended");
    let record = record("2020-02-29");
    assert_eq!(six.evaluate(&record, day("2026-02-28")).due(), Due::On(day("2026-02-28")));
}

fn schedule_of(keep: &str) -> caldicott_retention::Schedule {
    schedule(&format!(
        "[trigger]\nended = \"ended_on\"\n[[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\n\
         stages = [\"dispose\"]\nkeep = \"{keep}\"\n"
    ))
}

#[test]
fn the_longest_rule_wins_and_every_candidate_is_shown() {
    let schedule = schedule(TEXT);
    let record = record("2018-01-01");
    let outcome = schedule.evaluate(&record, day("2025-01-01"));
    assert_eq!(outcome.duty(), Duty::Keep, "the shorter rule ended in 2024");
    assert_eq!(outcome.winner().unwrap().rule().id(), "long");
    let all: Vec<String> = outcome.candidates().map(|candidate| candidate.to_string()).collect();
    assert_eq!(all, ["`long` version 1: 2026-01-01", "`short` version 1: 2024-01-01"]);
}

#[test]
fn of_two_rules_that_end_together_the_milder_is_taken_and_said() {
    let text = TEXT.replace("8 years", "6 years").replacen("\"dispose\"", "\"anonymise\"", 1);
    let schedule = schedule(&text);
    let record = record("2018-01-01");
    let outcome = schedule.evaluate(&record, day("2025-01-01"));
    assert_eq!(outcome.duty(), Duty::Anonymise);
    assert!(outcome.flags().contains(Flag::ContradictoryStages));
}

#[test]
fn reading_a_record_does_not_write_its_trigger() {
    let schedule = schedule(TEXT);
    let record = record("2018-01-01");
    let before = (record.clone(), record.fingerprint());
    for offset in 0..400 {
        let outcome = schedule.evaluate(&record, day("2025-06-01").plus_days(offset).unwrap());
        let _ = (outcome.to_string(), outcome.next_change(), outcome.rules());
    }
    assert!(record == before.0 && record.fingerprint() == before.1);
    assert_eq!(record.last_reuse(), None);
    let (one, two) = (
        schedule.evaluate(&record, day("2026-01-01")).due(),
        schedule.evaluate(&record, day("2026-01-01")).due(),
    );
    assert_eq!(one, two);
}

#[test]
fn no_chunk_of_records_is_lost() {
    let schedule = schedule(TEXT);
    let records: Vec<(String, Record)> =
        (0..1_003).map(|n| (format!("{n:04}"), record("2000-01-01"))).collect();
    let run = RunDay::first(day("2026-11-21"));
    let mut plans = Vec::new();
    for size in [1, 7, 64, 250, 1_003] {
        let mut builder = schedule.freeze(run, 7);
        for chunk in records.chunks(size) {
            for (id, record) in chunk {
                let _ = builder.add(id, record).unwrap();
            }
        }
        let plan = builder.finish();
        assert_eq!(plan.lines().len(), 1_003, "chunks of {size}");
        plans.push(plan);
    }
    assert!(plans.windows(2).all(|pair| pair[0].id() == pair[1].id()));
    let mut execution = plans[0].execution(&schedule, run);
    for chunk in records.chunks(100) {
        for (id, record) in chunk {
            assert_eq!(execution.offer(id, record), Clearance::Cleared);
        }
    }
    assert_eq!(execution.finish().cleared().len(), 1_003);
}

#[test]
fn a_clock_ten_years_ahead_makes_nothing_due_unasked() {
    let last = day("2026-11-21");
    assert!(RunDay::after(last, day("2036-11-21")).is_err());
    let error = RunDay::after(last, day("2026-12-27")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the last run was `36` days ago, on `2026-11-21`; confirm that today is `2026-12-27`"
    );
    assert!(RunDay::after(last, day("2026-12-26")).is_ok());
    assert!(RunDay::after(last, day("2026-11-20")).is_err());
    assert!(RunDay::confirmed(last, day("2026-11-20")).is_err());
}

#[test]
fn working_days_past_the_known_holidays_lead_no_further_than_a_review() {
    let schedule = schedule_of("10 working days after ended");
    let record = record("2026-11-02");
    let outcome = schedule.evaluate(&record, day("2026-12-01"));
    assert!(outcome.flags().contains(Flag::Projected));
    assert_eq!(outcome.duty(), Duty::Review);
    let known = schedule_of("10 working days after ended").with_working_days(
        caldicott_retention::WorkingDays::new([day("2026-11-09")], day("2026-12-31")),
    );
    let outcome = known.evaluate(&record, day("2026-12-01"));
    assert_eq!((outcome.duty(), outcome.due()), (Duty::Dispose, Due::On(day("2026-11-17"))));
}

#[test]
fn a_ceiling_alone_leads_to_a_review_and_under_a_floor_to_a_flag() {
    let limit = "[[limit]]\nid = \"l\"\nclass = \"every\"\nwhy = \"w\"\ndelete-by = \"1 year after ended\"\n";
    let alone = schedule(&format!("[trigger]\nended = \"ended_on\"\n{limit}"));
    let record = record("2018-01-01");
    assert_eq!(alone.evaluate(&record, day("2018-12-31")).duty(), Duty::Keep);
    assert_eq!(alone.evaluate(&record, day("2019-01-01")).duty(), Duty::Review);
    let under = schedule(&format!("{TEXT}{limit}"));
    let outcome = under.evaluate(&record, day("2020-01-01"));
    assert_eq!(outcome.duty(), Duty::Keep);
    let flags: Vec<Flag> = outcome.flags().iter().collect();
    assert_eq!(flags, [Flag::CeilingUnderFloor, Flag::PastCeiling]);
}
