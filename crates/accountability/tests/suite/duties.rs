//! Training, agreements, reviews, the checklist, and the one list of what is late.

use std::collections::BTreeSet;

use caldicott_accountability::duties::{
    Agreement, AgreementKind, Checklist, Entry, Routine, Training, Worker, Yearly, YearlyKind,
    checklist,
};
use caldicott_accountability::{Owed, Owes, Owing};
use caldicott_calendar::Day;
use proptest::prelude::*;

use crate::support::{day, file};

const START: Day = day(2026, 1, 5);

#[test]
fn every_organisational_rule_has_its_entry_and_no_entry_is_of_another_rule() {
    let table = file("../policy/src/trace/rules.toml");
    let rules: toml::Table = table.parse().unwrap();
    let organisational: BTreeSet<_> = rules
        .iter()
        .filter(|(_, cells)| cells[1].as_str() == Some("organisational"))
        .map(|(id, _)| id.as_str())
        .collect();
    let entries: BTreeSet<_> = checklist().iter().map(|entry| entry.rule().id()).collect();
    assert_eq!(entries, organisational);
    assert_eq!(entries.len(), checklist().len(), "one entry each");
    assert_eq!(entries.len(), 72);
    assert!(checklist().iter().all(|entry: &Entry| !entry.who().is_empty()));
}

#[test]
fn what_was_looked_at_is_due_again_and_what_was_not_is_late_in_time() {
    let mut list = Checklist::beginning(START);
    assert_eq!(list.owes().len(), 72);
    // Induction at once, premises within a quarter, the rest within a year.
    let ids = |list: &Checklist, on| -> BTreeSet<_> {
        list.late(on).iter().map(|owed| owed.rule().id()).collect()
    };
    assert_eq!(ids(&list, day(2026, 1, 6)), BTreeSet::from(["M-001", "M-015"]));
    assert!(ids(&list, day(2026, 4, 6)).contains("E-008"));
    assert!(!ids(&list, day(2026, 4, 5)).contains("E-008"));
    assert_eq!(list.late(day(2027, 1, 6)).len(), 72);
    list.done("E-008", day(2026, 4, 1)).unwrap();
    // An older day that is told later changes nothing.
    list.done("E-008", day(2026, 1, 10)).unwrap();
    assert_eq!(list.last("E-008"), Some(day(2026, 4, 1)));
    assert!(!ids(&list, day(2026, 7, 1)).contains("E-008"));
    assert!(ids(&list, day(2026, 7, 2)).contains("E-008"));
    let refused = list.done("H-010", START).unwrap_err().to_string();
    assert_eq!(refused, "no entry of the checklist has the rule `H-010`");
}

#[test]
fn an_outsider_sees_nothing_before_the_policy_of_use_is_signed() {
    let outsider = Training::of("w-1", Worker::External, START);
    assert!(!outsider.may_have_access(START));
    let employee = Training::of("w-2", Worker::Employee, START);
    assert!(employee.may_have_access(START));
    assert!(!employee.may_have_access(START.plus_days(-1).unwrap()));
    let signed = outsider.clone().signed_on(day(2026, 1, 7));
    assert!(!signed.may_have_access(day(2026, 1, 6)) && signed.may_have_access(day(2026, 1, 7)));
    let left = signed.clone().left_on(day(2026, 2, 1));
    assert!(left.may_have_access(day(2026, 2, 1)) && !left.may_have_access(day(2026, 2, 2)));
    assert!(left.owes().is_empty());
    let late = |training: &Training, on| -> Vec<_> {
        training.late(on).iter().map(|owed| owed.rule().id()).collect()
    };
    assert_eq!(late(&outsider, day(2026, 1, 6)), ["L-006"]);
    assert_eq!(late(&signed, day(2026, 1, 6)), Vec::<&str>::new());
    let routine = Routine::default();
    let read = START.plus_days(i32::from(routine.induction_days)).unwrap();
    assert_eq!(late(&signed, read), Vec::<&str>::new());
    assert_eq!(late(&signed, read.plus_days(1).unwrap()), ["M-001"]);
    let course = signed.read_on(START).course_on(day(2026, 2, 28));
    assert!(late(&course, day(2027, 2, 28)).is_empty());
    assert_eq!(late(&course, day(2027, 3, 1)), ["M-009"]);
}

#[test]
fn an_agreement_that_runs_out_before_its_review_is_renewed_by_then() {
    let agreement = Agreement::new("isa-3", AgreementKind::Sharing, START);
    assert_eq!(agreement.owes()[0].by(), Some(day(2027, 1, 5)));
    assert!(agreement.stands(START) && !agreement.stands(START.plus_days(-1).unwrap()));
    let ending = agreement.ending_on(day(2026, 6, 30));
    let owed = &ending.owes()[0];
    assert_eq!((owed.by(), owed.what()), (Some(day(2026, 6, 30)), "renew or end the agreement"));
    assert!(ending.stands(day(2026, 6, 30)) && !ending.stands(day(2026, 7, 1)));
}

#[test]
fn each_yearly_duty_cites_its_rule_and_is_a_year_on() {
    for (_, kind) in YearlyKind::NAMES {
        let done = Yearly::last(*kind, day(2024, 2, 29));
        // A leap day has its last day in a plain February.
        assert_eq!(done.by(), Some(day(2025, 2, 28)), "{kind}");
        assert_eq!(done.owes()[0].rule(), kind.rule());
        assert_eq!(Yearly::never(*kind, START).by(), Some(day(2027, 1, 5)));
    }
}

proptest! {
    /// What is late is what has a day that is over: no more, no less, the oldest first, and it stays late.
    #[test]
    fn the_list_of_what_is_late_is_exactly_what_is_over(
        days in prop::collection::vec(prop::option::of(-400_i32..400), 0..30),
        on in -400_i32..400,
    ) {
        let at = |after: i32| START.plus_days(after).unwrap();
        let rule = caldicott_accountability::rules::L_004;
        let owed = |by: &Option<i32>| Owed::new("x", "y", by.map(at), rule);
        let owing: Owing = days.iter().map(owed).collect();
        let late = owing.late(at(on));
        let slow = days.iter().flatten().filter(|by| **by < on).count();
        prop_assert_eq!(late.len(), slow);
        prop_assert!(late.windows(2).all(|pair| pair[0].by() <= pair[1].by()));
        prop_assert!(late.iter().all(|it| it.days_late(at(on)) > 0));
        prop_assert!(owing.late(at(on + 1)).len() >= late.len());
        let in_order = owing.in_order();
        prop_assert_eq!(in_order.len(), days.len());
        prop_assert!(in_order.windows(2).all(|pair| pair[1].by().is_none() || pair[0].by() <= pair[1].by()));
    }
}
