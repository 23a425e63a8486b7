//! Plans: law 12 and the proof of a disposal.

use caldicott_retention::{
    Approval, Clearance, CopyLeft, Day, Disposal, DisposalRecord, DropReason, Duty, Flag, Hold,
    KeyedId, Plan, PlanError, Record, RunDay, Schedule, TriggerDate,
};
use proptest::prelude::*;

use crate::convert::schedule;
use crate::worlds;

const TEXT: &str = "[trigger]\nended = \"ended_on\"\n\
    [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"6 years after ended\"\n\
    [[hold]]\nid = \"arrears\"\nwhy = \"owed\"\n";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn record(ended: &str) -> Record {
    Record::new("c").dated("ended", TriggerDate::parse(ended))
}

fn today() -> RunDay {
    RunDay::first(day("2026-11-21"))
}

fn freeze<'r>(schedule: &Schedule, records: impl Iterator<Item = (&'r str, Record)>) -> Plan {
    let mut builder = schedule.freeze(today(), 14);
    for (id, record) in records {
        let _ = builder.add(id, &record).unwrap();
    }
    builder.finish()
}

#[test]
fn a_plan_holds_what_is_due_and_nothing_else() {
    let schedule = schedule(TEXT);
    let held = record("2010-01-01").held(Hold::new("arrears", day("2020-01-01")));
    let records = [
        ("b", record("2010-01-01")),
        ("a", record("2019-01-01")),
        ("young", record("2022-01-01")),
        ("undated", record("")),
        ("held", held),
    ];
    let plan = freeze(&schedule, records.clone().into_iter());
    let ids: Vec<&str> = plan.lines().iter().map(caldicott_retention::PlanLine::record).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(plan.looked_at(), 5);
    let turned = freeze(&schedule, records.into_iter().rev());
    assert_eq!(plan.id(), turned.id(), "how records were batched does not matter");
}

#[test]
fn every_reason_to_drop_out_is_met() {
    let schedule = schedule(TEXT);
    let old = || record("2010-01-01");
    let names = ["held", "moved", "kept", "same", "absent", "twice"];
    let plan = freeze(&schedule, names.iter().map(|id| (*id, old())));
    let later = RunDay::after(day("2026-11-21"), day("2026-12-01")).unwrap();
    let mut execution = plan.execution(&schedule, later);
    let held = old().held(Hold::new("arrears", day("2026-11-25")));
    let dropped = |reason| Clearance::Dropped(reason);
    assert_eq!(execution.offer("held", &held), dropped(DropReason::Held));
    assert_eq!(execution.offer("moved", &record("2010-01-02")), dropped(DropReason::Changed));
    assert_eq!(execution.offer("kept", &record("2024-01-01")), dropped(DropReason::NoLongerDue));
    assert_eq!(execution.offer("same", &old()), Clearance::Cleared);
    assert_eq!(execution.offer("twice", &old()), Clearance::Cleared);
    assert_eq!(execution.offer("twice", &old()), dropped(DropReason::Twice));
    // Due since 2016, and not in the plan: it does not come in.
    assert_eq!(execution.offer("new", &old()), Clearance::NotInPlan);
    let executed = execution.finish();
    let cleared: Vec<&str> = executed.cleared().iter().map(|line| line.record()).collect();
    assert_eq!(cleared, ["same"]);
    let reasons: Vec<_> =
        executed.dropped().iter().map(|(line, reason)| (line.record(), *reason)).collect();
    assert_eq!(
        reasons,
        [
            ("absent", DropReason::NotGiven),
            ("held", DropReason::Held),
            ("kept", DropReason::NoLongerDue),
            ("moved", DropReason::Changed),
            ("twice", DropReason::Twice),
        ]
    );
    assert_eq!(executed.not_in_plan(), 1);
}

#[test]
fn a_plan_is_refused_whole_when_expired_early_or_of_another_schedule() {
    let schedule = schedule(TEXT);
    let other = crate::convert::schedule(&TEXT.replace("6 years", "7 years"));
    let old = record("2010-01-01");
    let plan = freeze(&schedule, [("x", old.clone())].into_iter());
    let tries = [
        (&schedule, "2026-12-06", DropReason::Expired),
        (&schedule, "2026-11-20", DropReason::BeforePlan),
        (&other, "2026-11-22", DropReason::ScheduleChanged),
    ];
    for (schedule, on, reason) in tries {
        let mut execution = plan.execution(schedule, RunDay::first(day(on)));
        assert_eq!(execution.offer("x", &old), Clearance::Dropped(reason));
        assert!(execution.finish().cleared().is_empty());
    }
    let last = plan.execution(&schedule, RunDay::first(plan.expires()));
    assert_eq!(last.finish().dropped()[0].1, DropReason::NotGiven);
}

#[test]
fn an_id_given_twice_or_blank_is_an_error() {
    let schedule = schedule(TEXT);
    let mut builder = schedule.freeze(today(), 14);
    assert_eq!(builder.add("x", &record("2010-01-01")), Ok(Duty::Dispose));
    let twice = builder.add("x", &record("2022-01-01"));
    assert!(matches!(twice, Err(PlanError::Twice { .. })));
    assert_eq!(builder.add(" ", &record("2022-01-01")), Err(PlanError::NoId));
    // One that is not due is looked at no less.
    assert_eq!(builder.add("kept", &record("2022-01-01")), Ok(Duty::Keep));
    let twice = builder.add("kept", &record("2010-01-01"));
    assert!(matches!(twice, Err(PlanError::Twice { record }) if record == "kept"));
    let plan = builder.finish();
    assert_eq!((plan.looked_at(), plan.lines().len()), (2, 1));
}

#[test]
fn a_disposal_record_proves_what_went_and_names_nobody() {
    let schedule = schedule(TEXT);
    let old = record("2010-01-01");
    let plan = freeze(&schedule, [("NHS-485-777", old.clone())].into_iter());
    let mut execution = plan.execution(&schedule, today());
    assert_eq!(execution.offer("NHS-485-777", &old), Clearance::Cleared);
    let executed = execution.finish();
    let disposal = Disposal {
        on: day("2026-11-22"),
        method: "key destroyed".into(),
        approvals: vec![Approval {
            role: "line-manager".into(),
            by: "staff-17".into(),
            on: day("2026-11-21"),
        }],
        scope: vec!["case database".into()],
        copies_left: vec![CopyLeft {
            place: "nightly backup".into(),
            gone_by: Some(day("2026-12-22")),
        }],
    };
    let proof = DisposalRecord::new(&plan, executed.cleared()[0], KeyedId::new([7; 32]), disposal);
    let json = serde_json::to_string(&proof).unwrap();
    assert!(!json.contains("485") && !format!("{proof:?}").contains("485"));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["record"], "07".repeat(32));
    assert_eq!((&value["rule"], &value["version"]), (&"r".into(), &1.into()));
    assert_eq!((&value["trigger"], &value["due"]), (&"ended".into(), &"2016-01-01".into()));
    assert_eq!(value["plan"], plan.id().to_string());
    assert_eq!(value["disposal"]["copies_left"][0]["place"], "nightly backup");
    assert!(proof.rules().cites("D-012"));
}

proptest! {
    #[test]
    fn law_12_what_changed_drops_out_and_nothing_comes_in(
        world in worlds::world(),
        before in prop::collection::vec(worlds::facts(), 1..20),
        changes in prop::collection::vec((any::<bool>(), worlds::facts()), 20),
        on in worlds::day(), wait in 0_i32..20,
    ) {
        let schedule = world.schedule();
        let mut builder = schedule.freeze(RunDay::first(on), 14);
        for (id, facts) in before.iter().enumerate() {
            let _ = builder.add(&format!("{id}"), &facts.record()).unwrap();
        }
        let plan = builder.finish();
        let later = on.plus_days(wait).unwrap();
        let mut execution = plan.execution(&schedule, RunDay::first(later));
        for (id, facts) in before.iter().enumerate() {
            let (changed, other) = &changes[id];
            let record = if *changed { other.record() } else { facts.record() };
            let _ = execution.offer(&format!("{id}"), &record);
        }
        for line in execution.finish().cleared() {
            let id: usize = line.record().parse().unwrap();
            let (changed, other) = &changes[id];
            let (then, now) = (before[id].record(), if *changed { other } else { &before[id] });
            prop_assert_eq!(then.fingerprint(), now.record().fingerprint());
            prop_assert!(wait <= 14);
            prop_assert!(schedule.evaluate(&then, on).duty().is_destructive());
            let current = now.record();
            let outcome = schedule.evaluate(&current, later);
            prop_assert!(outcome.duty().is_destructive());
            prop_assert!(!outcome.flags().contains(Flag::ImpossibleDate));
        }
    }
}
