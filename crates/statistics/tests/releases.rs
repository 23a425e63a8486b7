//! Several releases about overlapping people: together and one after another.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_model::{Category, Day, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

fn variable(name: &'static str, codes: &[&str]) -> Variable {
    let tag = FieldTag::new(name.into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    Variable::new(tag, CodeList::new(name, codes.iter().copied()).unwrap(), NullPolicy::Reject)
        .unwrap()
}

fn service() -> Variable {
    variable("service", &["a", "b", "c"])
}

fn faith() -> Variable {
    variable("faith", &["x", "y", "z"])
}

fn counts(variables: &[Variable], counts: &[u64]) -> Raw<FreqTable> {
    FreqTable::from_counts(variables, counts).unwrap()
}

fn plan() -> Plan {
    Plan::new("t", Profile::threshold(5).unwrap().with_singletons(Singletons::Report))
}

fn publish(plan: &Plan, table: &Raw<FreqTable>) -> Result<Publication, Refusal> {
    match plan.publish(table, Effort::ORDINARY, &mut |_| {}) {
        Outcome::Released(publication) => Ok(*publication),
        Outcome::Refused(refusal) => Err(refusal),
    }
}

/// What every reader of these releases finds out.
fn audit(releases: &[&Publication]) -> Audit {
    let tables: Vec<PublishedTable> = releases.iter().map(|one| one.published.clone()).collect();
    attack(&tables, 5).unwrap()
}

#[test]
fn linked_tables_are_protected_together_where_apart_they_fall() {
    let both = [
        counts(&[service(), faith()], &[2, 9, 9, 10, 11, 12, 13, 14, 15]),
        counts(&[service()], &[20, 33, 42]),
    ];
    let Together::Released(done) = plan().publish_together(
        &[("one", &both[0]), ("two", &both[1])],
        Effort::ORDINARY,
        &mut |_| {},
    ) else {
        panic!("refused")
    };
    assert!(audit(&[&done[0], &done[1]]).holds());
    assert!(done.iter().all(|one| one.report.is_proved()));
    // What both show, both show alike.
    for label in ["a", "b", "c", "Total"] {
        assert_eq!(done[0].release.at(&[label, "Total"]), done[1].release.at(&[label]));
    }
    // Two tables of different people are no tables of the same.
    let other = counts(&[service()], &[20, 33, 43]);
    let refused = plan().publish_together(
        &[("one", &both[0]), ("two", &other)],
        Effort::ORDINARY,
        &mut |_| {},
    );
    assert_eq!(refused, Together::Refused(Refusal::Contradicts));
}

#[test]
fn a_margin_released_apart_is_held_against_the_table_before() {
    // One hidden of two along a service's row: the later table must not tell the sum.
    let first =
        publish(&plan(), &counts(&[service(), faith()], &[2, 4, 9, 10, 11, 12, 13, 14, 15]))
            .unwrap();
    let margin = counts(&[faith()], &[25, 29, 36]);
    let later = publish(&plan().after(vec![first.published.clone()]), &margin).unwrap();
    assert_eq!(later.report.against, ["t"]);
    assert!(audit(&[&first, &later]).holds());
}

#[test]
fn what_was_hidden_to_protect_another_count_is_hidden_again() {
    let table = counts(&[service()], &[40, 3, 12]);
    let first = publish(&plan(), &table).unwrap();
    assert_eq!(first.release.at(&["c"]), Some(Shown::Hidden));
    // By itself the fewest cells would be another one, and showing the twelve would tell the three.
    let profile = Profile::threshold(5).unwrap().with_singletons(Singletons::Report);
    let fewest = Plan::new("t", profile.with_objective(Objective::FewestCells));
    assert_eq!(publish(&fewest, &table).unwrap().release.at(&["c"]), Some(Shown::Figure(12)));
    let later = publish(&fewest.after(vec![first.published.clone()]), &table).unwrap();
    assert_eq!(later.release, first.release);
    assert!(audit(&[&first, &later]).holds());
}

#[test]
fn one_more_person_since_the_last_release_is_not_told() {
    let before = plan().of_people(["before"]);
    let first = publish(&before, &counts(&[service()], &[20, 30, 40])).unwrap();
    let grown = plan().of_people(["before", "since"]).after(vec![first.published.clone()]);
    // One came: only hiding that service, another one and the total keeps it.
    match publish(&grown, &counts(&[service()], &[20, 31, 40])) {
        Ok(later) => {
            assert!(audit(&[&first, &later]).holds());
            assert_eq!(later.release.at(&["b"]), Some(Shown::Hidden));
        }
        Err(refusal) => {
            assert!(matches!(
                refusal,
                Refusal::Infeasible { reason: Infeasible::Differencing, .. }
            ));
        }
    }
    // Many came everywhere: nothing has to be hidden.
    let later = publish(&grown, &counts(&[service()], &[30, 41, 52])).unwrap();
    assert!(later.release.cells().iter().all(|cell| matches!(cell, Shown::Figure(_))));
    // Without saying so, other people are other people.
    let others = plan().of_people(["others"]).after(vec![first.published]);
    assert!(publish(&others, &counts(&[service()], &[20, 31, 40])).is_ok());
}

#[test]
fn a_chain_of_releases_does_not_tell_by_its_end_what_its_beginning_hid() {
    let mut ledger = ReleaseLedger::new();
    let mut out = Vec::new();
    // B follows from the last two, and then A from the first.
    for (id, parts, people) in [
        ("AB", ["A", "B"].as_slice(), [40, 30, 23]),
        ("A", &["A"], [20, 15, 3]),
        ("BC", &["B", "C"], [50, 45, 40]),
        ("C", &["C"], [30, 30, 20]),
    ] {
        let plan = plan().of_people(parts.to_vec()).after(ledger.before(parts));
        let Ok(done) = publish(&plan, &counts(&[service()], &people)) else { continue };
        ledger.enter(id, Day::literal(2026, 6, 1), &done).unwrap();
        out.push(done);
    }
    assert_eq!(out.len(), 4);
    assert_eq!(out[1].release.at(&["c"]), Some(Shown::Hidden));
    assert!(audit(&out.iter().collect::<Vec<_>>()).holds());
}

#[test]
fn a_register_that_shrank_is_the_same_attack_backwards() {
    let all = plan().of_people(["stayed", "left"]);
    let first = publish(&all, &counts(&[service()], &[20, 31, 40])).unwrap();
    let fewer = plan().of_people(["stayed"]).after(vec![first.published.clone()]);
    if let Ok(later) = publish(&fewer, &counts(&[service()], &[20, 30, 40])) {
        assert!(audit(&[&first, &later]).holds());
    }
    let grew = publish(&fewer, &counts(&[service()], &[20, 32, 40]));
    assert_eq!(grew, Err(Refusal::Contradicts));
}

#[test]
fn nested_subsets_are_the_same_attack_again() {
    // All clients, then all but the three in the refuge: the refuge is what is left.
    let everybody = plan().of_people(["refuge", "others"]);
    let first = publish(&everybody, &counts(&[faith()], &[20, 30, 40])).unwrap();
    let nested = plan().of_people(["others"]).after(vec![first.published.clone()]);
    if let Ok(later) = publish(&nested, &counts(&[faith()], &[19, 29, 39])) {
        assert!(audit(&[&first, &later]).holds());
    }
}

#[test]
fn four_quarters_and_their_year_are_held_against_each_other() {
    let quarters = ["Q1", "Q2", "Q3", "Q4"];
    let people = [[20, 30, 40], [22, 29, 41], [19, 33, 38], [3, 31, 44]];
    let mut ledger: Vec<Publication> = Vec::new();
    for (name, people) in quarters.iter().zip(people) {
        let before = ledger.iter().map(|one| one.published.clone()).collect();
        let plan = plan().of_people([*name]).after(before);
        ledger.push(publish(&plan, &counts(&[service()], &people)).unwrap());
    }
    assert_eq!(ledger[3].release.at(&["a"]), Some(Shown::Hidden));
    let before: Vec<PublishedTable> = ledger.iter().map(|one| one.published.clone()).collect();
    let year = counts(&[service()], &[64, 123, 163]);
    // Alone the year hides nothing; after its quarters it must not give the three back.
    let alone = publish(&plan().of_people(quarters), &year).unwrap();
    assert!(alone.release.cells().iter().all(|cell| matches!(cell, Shown::Figure(_))));
    assert!(!audit(&[&ledger[0], &ledger[1], &ledger[2], &ledger[3], &alone]).holds());
    let held = publish(&plan().of_people(quarters).after(before), &year).unwrap();
    assert!(audit(&[&ledger[0], &ledger[1], &ledger[2], &ledger[3], &held]).holds());
}

#[test]
fn the_same_query_again_by_another_route_permuted_or_renamed_is_the_same_release() {
    let interior = [2, 9, 9, 10, 11, 12, 13, 14, 15];
    let across = [2, 10, 13, 9, 11, 14, 9, 12, 15];
    let first = publish(&plan(), &counts(&[service(), faith()], &interior)).unwrap();
    let after = plan().after(vec![first.published.clone()]);
    let again = publish(&after, &counts(&[service(), faith()], &interior)).unwrap();
    assert_eq!(first.release, again.release);
    assert_eq!(first.release.digest(), again.release.digest());
    let turned = publish(&after, &counts(&[faith(), service()], &across)).unwrap();
    assert!(audit(&[&first, &turned]).holds());
    for service in ["a", "b", "c", "Total"] {
        for faith in ["x", "y", "z", "Total"] {
            assert_eq!(first.release.at(&[service, faith]), turned.release.at(&[faith, service]));
        }
    }
    // Under another name it would be a second table, with other stars for the same people.
    let renamed = [variable("belief", &["z", "Y ", "x"]), service()];
    let turned = [9, 12, 15, 9, 11, 14, 2, 10, 13];
    let renamed = publish(&after, &counts(&renamed, &turned)).unwrap();
    assert_eq!(renamed.release.at(&["x", "a"]), Some(Shown::Hidden));
    let hidden = |release: &Release| {
        release.cells().iter().filter(|cell| matches!(cell, Shown::Hidden)).count()
    };
    assert_eq!(hidden(&renamed.release), hidden(&first.release));
    for (label, old) in [("x", "x"), ("Y ", "y"), ("z", "z")] {
        for service in ["a", "b", "c", "Total"] {
            assert_eq!(renamed.release.at(&[label, service]), first.release.at(&[service, old]));
        }
    }
}

#[test]
fn what_the_ledger_keeps_goes_through_json_and_a_crooked_one_does_not() {
    let first = publish(&plan().of_people(["Q1"]), &counts(&[service()], &[20, 3, 40])).unwrap();
    let text = serde_json::to_string(&first.published).unwrap();
    let read: PublishedTable = serde_json::from_str(&text).unwrap();
    assert_eq!(read, first.published);
    for (from, to) in [
        ("\"Q1\"", "1"),
        ("\"exactly\"", "\"x\""),
        ("[0,1,2]", "[0,1,9]"),
        ("\"people\"", "\"peple\""),
    ] {
        let crooked = text.replacen(from, to, 1);
        assert!(
            crooked == text || serde_json::from_str::<PublishedTable>(&crooked).is_err(),
            "{to}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_released_before_nothing_comes_back(
        before in prop::collection::vec(0_u64..14, 6),
        since in prop::collection::vec(0_u64..9, 6),
        threshold in 2_u64..6,
    ) {
        let two = || variable("sex", &["f", "m"]);
        let profile = Profile::threshold(threshold).unwrap().with_singletons(Singletons::Report);
        let plan = Plan::new("t", profile);
        let both: Vec<u64> = before.iter().zip(&since).map(|(a, b)| a + b).collect();
        if let Ok(first) = publish(&plan.clone().of_people(["a"]), &counts(&[service(), two()], &before)) {
            let after = plan.clone().of_people(["a", "b"]).after(vec![first.published.clone()]);
            if let Ok(later) = publish(&after, &counts(&[service(), two()], &both)) {
                let tables = [first.published.clone(), later.published];
                let audit = attack(&tables, threshold).unwrap();
                prop_assert_eq!(audit.recovered().count(), 0);
                prop_assert_eq!(audit.differences, []);
            }
            // And a margin of the same people, asked for afterwards.
            let margin = [before[0] + before[1], before[2] + before[3], before[4] + before[5]];
            let after = plan.of_people(["a"]).after(vec![first.published.clone()]);
            if let Ok(later) = publish(&after, &counts(&[service()], &margin)) {
                let audit = attack(&[first.published, later.published], threshold).unwrap();
                prop_assert_eq!(audit.recovered().count(), 0);
            }
        }
    }
}
