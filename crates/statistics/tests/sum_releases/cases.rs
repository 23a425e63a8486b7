//! Attacks by name.

use caldicott_model::{Category, Day, FieldTag, Identifiability};
use caldicott_statistics::*;

use crate::{Book, Cell, joined, profile, rules, run, service, some, table, variable};

#[test]
fn four_quarters_and_their_year_do_not_tell_the_debt_that_a_quarter_hid() {
    let quarters: Vec<Vec<Cell>> =
        [20, 22, 19, 1].map(|hostel| vec![some(30, 12), some(hostel, 40), some(25, 9)]).to_vec();
    let names = ["Q1", "Q2", "Q3", "Q4"];
    let mut book = Book::default();
    for (name, cells) in names.iter().zip(&quarters) {
        book.release(&[name], cells, None).unwrap();
    }
    assert_eq!(book.shown("Q4", "b"), None);
    assert_eq!(book.shown("Q1", "b"), Some(800));
    let parts: Vec<&[Cell]> = quarters.iter().map(Vec::as_slice).collect();
    let year = joined(&parts);
    // Alone the year hides nothing, and gives the forty back.
    let alone = run(&Plan::new("t", profile(Singletons::Report)), &table(&year, None), &rules());
    assert_eq!(alone.unwrap().release.at(&["b"]).unwrap().sum, Some(62 * 40));
    match book.release(&names, &year, None) {
        Ok(()) => {
            assert_eq!(book.shown("Q1+Q2+Q3+Q4", "b"), None);
            let report = &book.out["Q1+Q2+Q3+Q4"].1.report;
            assert_eq!(report.against_sums, names);
        }
        Err(refusal) => assert!(matches!(refusal, Refusal::Infeasible { .. }), "{refusal}"),
    }
}

#[test]
fn one_more_household_since_the_last_release_is_not_told_by_its_debt() {
    let before = vec![some(20, 10), some(30, 12), some(25, 9)];
    let mut grown = before.clone();
    grown[1].push(777);
    let mut book = Book::default();
    book.release(&["before"], &before, None).unwrap();
    if book.release(&["before", "since"], &grown, None).is_ok() {
        assert_eq!(book.shown("before+since", "b"), None);
    }
    // Many came everywhere, with debts of which none stands out: nothing has to be hidden.
    let mut book = Book::default();
    book.release(&["before"], &before, None).unwrap();
    let many: Vec<Cell> = before.iter().map(|cell| [cell.clone(), some(15, 10)].concat()).collect();
    book.release(&["before", "since"], &many, None).unwrap();
    let shown = |label| book.shown("before+since", label).is_some();
    assert!(["a", "b", "c", "Total"].into_iter().all(shown));
    // Many came, but one of them owes nearly all of what came.
    let mut book = Book::default();
    book.release(&["before"], &before, None).unwrap();
    let mut one: Vec<Cell> =
        before.iter().map(|cell| [cell.clone(), some(15, 1)].concat()).collect();
    one[1].push(900);
    let hidden = book.release(&["before", "since"], &one, None).is_err()
        || book.shown("before+since", "b").is_none();
    assert!(hidden, "nine hundred would be the difference");
}

#[test]
fn a_nested_part_released_after_the_whole_tells_nobody_left_out() {
    // All households, then all but the two in the refuge.
    let refuge = vec![some(1, 40), Vec::new(), some(1, 30)];
    let others = vec![some(20, 10), some(30, 12), some(25, 9)];
    let mut book = Book::default();
    book.release(&["refuge", "others"], &joined(&[&refuge, &others]), None).unwrap();
    if book.release(&["others"], &others, None).is_ok() {
        assert_eq!(book.shown("others", "a"), None);
        assert_eq!(book.shown("others", "c"), None);
    }
    // By a rule of numbers alone a large rest may be shown; by one of shares nobody knows whose it is.
    let half = vec![some(20, 10), some(30, 12), some(25, 9)];
    for (rules, is_free) in [(SumRules::threshold(2).unwrap(), true), (rules(), false)] {
        let plan = Plan::new("t", profile(Singletons::Report)).of_amount("owed");
        let whole = plan.clone().of_people(["one", "two"]);
        let whole = run(&whole, &table(&joined(&[&half, &half]), None), &rules).unwrap();
        let part = plan.of_people(["one"]).after(vec![whole.people.clone()]);
        let part = part.after_sums(vec![whole.published.clone()]);
        let part = run(&part, &table(&half, None), &rules);
        let shows_all =
            part.is_ok_and(|part| part.release.cells().iter().all(|cell| cell.sum.is_some()));
        assert_eq!(shows_all, is_free);
    }
}

#[test]
fn a_table_of_counts_and_one_of_sums_are_held_against_each_other() {
    let counts = |people: [u64; 3]| FreqTable::from_counts(&service(), &people).unwrap();
    let publish =
        |plan: &Plan, people| match plan.publish(&counts(people), Effort::ORDINARY, &mut |_| {}) {
            Outcome::Released(done) => Ok(done),
            Outcome::Refused(refusal) => Err(refusal),
        };
    let cells = vec![some(20, 10), some(1, 40), some(25, 9)];
    let mut book = Book::default();
    book.release(&["Q1"], &cells, None).unwrap();
    let plan = |parts: &[&str], ledger: &ReleaseLedger| {
        Plan::new("n", profile(Singletons::Report))
            .of_people(parts.to_vec())
            .after(ledger.before(parts))
    };
    // The same people counted alone: what the sums hid stays hidden, and other numbers cannot be true.
    let done = publish(&plan(&["Q1"], &book.ledger), [20, 1, 25]).unwrap();
    assert_eq!(done.release.at(&["b"]), Some(Shown::Hidden));
    let wrong = publish(&plan(&["Q1"], &book.ledger), [21, 1, 25]);
    assert!(matches!(wrong, Err(Refusal::Contradicts)));
    // The other way round: a table of counts that shows a one, and then the sums.
    let one = Plan::new("n", Profile::h_clic()).of_people(["Q2"]);
    let one = one.after(book.ledger.before(&["Q2"]));
    book.ledger
        .enter("counts", Day::literal(2026, 7, 1), &publish(&one, [20, 8, 25]).unwrap())
        .unwrap();
    book.release(&["Q2"], &[some(20, 10), some(8, 40), some(25, 9)], None).unwrap();
    assert_eq!(book.out["Q2"].1.report.against, ["counts"]);
}

#[test]
fn the_same_sum_again_is_the_same_bytes_and_another_cap_is_refused() {
    let cells = vec![some(20, 10), [some(9, 5), some(1, 400)].concat(), some(25, 9)];
    let mut book = Book::default();
    book.release(&["Q1"], &cells, None).unwrap();
    let first = book.out["Q1"].1.clone();
    book.release(&["Q1"], &cells, None).unwrap();
    let again = &book.out["Q1"].1;
    assert_eq!(first.release, again.release);
    assert_eq!(first.report.content, again.report.content);
    // Capped at fifty the sum would be 350 less: what one household owes above it.
    assert_eq!(book.release(&["Q1"], &cells, Some(50)), Err(Refusal::AnotherCap));
    // Another amount of the same people is another sum, with the same people behind it.
    let plan = Plan::new("t", profile(Singletons::Report)).of_amount("paid").of_people(["Q1"]);
    let plan = plan.after(book.ledger.before(&["Q1"])).after_sums(book.ledger.sums_before(&["Q1"]));
    let paid = vec![some(20, 3), some(10, 4), some(25, 5)];
    let done = run(&plan, &table(&paid, None), &rules()).unwrap();
    assert_eq!(done.report.against_sums, Vec::<String>::new());
    assert_eq!(done.release.at(&["b"]).unwrap().sum, None, "the ten people stay hidden beside");
}

#[test]
fn a_ledger_with_sums_goes_through_json_and_one_from_before_sums_is_still_read() {
    let mut book = Book::default();
    book.release(&["Q1"], &[some(20, 10), some(1, 40), some(25, 9)], Some(50)).unwrap();
    let text = serde_json::to_string(&book.ledger).unwrap();
    assert!(!text.contains("[40]") && !text.contains(":40"), "no hidden sum is kept");
    assert_eq!(serde_json::from_str::<ReleaseLedger>(&text).unwrap(), book.ledger);
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["releases"][0].as_object_mut().unwrap().remove("sums").unwrap();
    let read: ReleaseLedger = serde_json::from_value(value).unwrap();
    assert_eq!(read.sums_before(&["Q1"]), []);
    assert_eq!(read.before(&["Q1"]), book.ledger.before(&["Q1"]));
}

#[test]
fn the_only_contributor_of_a_cell_learns_nobody_elses_debt() {
    // One household beside two: it takes its own debt off and has theirs.
    let cells = vec![some(1, 40), some(2, 15), some(25, 9)];
    let plan = |to| Plan::new("t", profile(to));
    let report = run(&plan(Singletons::Report), &table(&cells, None), &rules()).unwrap();
    assert!(report.report.attack.open_to_singletons > 0);
    assert!(!report.report.warnings.is_empty());
    match run(&plan(Singletons::Protect), &table(&cells, None), &rules()) {
        Ok(done) => {
            assert_eq!(done.report.attack.open_to_singletons, 0);
            assert_eq!(done.release.at(&["c"]).unwrap().sum, None);
        }
        Err(refusal) => panic!("{refusal}"),
    }
}

#[test]
fn who_owes_most_of_a_hidden_sum_cannot_take_it_off_another() {
    // `c` would hide `a`; but one household owes nearly all of it and knows that it is no less.
    let wide = ["a", "b", "c", "d"];
    let tag = FieldTag::new("s".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    let variable =
        Variable::new(tag, CodeList::new("s", wide).unwrap(), NullPolicy::Reject).unwrap();
    let cells = [some(1, 100), some(30, 40), [some(20, 1), some(1, 300)].concat(), some(20, 90)];
    let mut counter = SumTable::counter(&[variable], None).unwrap();
    for (label, cell) in wide.iter().zip(&cells) {
        for amount in cell {
            counter.row([Some(*label)], *amount);
        }
    }
    let sums = counter.finish().unwrap();
    let rules = SumRules::threshold(2).unwrap().with_p_percent(30).unwrap();
    let publish = |to| run(&Plan::new("t", profile(to)), &sums, &rules).unwrap();
    let hidden = |done: &SumPublication| -> Vec<&str> {
        wide.into_iter().filter(|label| done.release.at(&[label]).unwrap().sum.is_none()).collect()
    };
    assert_eq!(hidden(&publish(Singletons::Report)), ["a", "c"]);
    assert_eq!(publish(Singletons::Report).report.attack.open_to_singletons, 2);
    assert_eq!(hidden(&publish(Singletons::Protect)).len(), 3);
}

#[test]
fn a_report_of_sums_is_serialised_signed_and_shown_without_a_hidden_figure() {
    let cells = vec![some(20, 10), [some(9, 10), some(1, 4321)].concat(), some(25, 9)];
    let mut book = Book::default();
    book.release(&["Q1"], &cells, None).unwrap();
    let (_, done) = book.out.remove("Q1").unwrap();
    let json = serde_json::to_string(&done.report).unwrap();
    for key in
        ["\"cost\"", "\"at_least\"", "\"signed\":null", "\"F-002\"", "\"content\"", "\"sum_rules\""]
    {
        assert!(json.contains(key), "{key} in {json}");
    }
    assert!(!json.contains("4321") && !json.contains("4411"));
    assert!(done.report.is_proved());
    assert_eq!(done.report.content, done.release.digest().to_string());
    let signature = Signature {
        role: "data protection officer".into(),
        on: Day::literal(2026, 6, 2),
        found: "nobody".into(),
    };
    let mut signed = done.clone();
    signed.report = signed.report.signed_by(signature);
    let page = signed.report_page();
    for text in ["<svg role=\"img\"", "Signed by the data protection officer", "lang=\"en-GB\""] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("4321") && !page.contains("4411") && !page.contains("src="));
    assert!(done.report_page().contains("Not signed"));
}

#[test]
fn the_naive_sums_are_told_inside_and_nowhere_else() {
    let cells = vec![some(1, 4321), [some(9, 10), some(1, 8765)].concat(), some(25, 9)];
    let found = naive_sums(&table(&cells, None), &rules(), &profile(Singletons::Report));
    assert_eq!(found.alone[0].amount, 4321);
    assert_eq!(found.dominated[0].amount, 8765);
    assert_eq!(found.sensitive, 3, "the total is dominated as well");
    // With one of them hidden it is the total less the others.
    let one = vec![some(20, 50), some(1, 4321), some(25, 60)];
    let found = naive_sums(
        &table(&one, None),
        &SumRules::threshold(2).unwrap(),
        &profile(Singletons::Report),
    );
    assert_eq!((found.recovered[0].least, found.recovered[0].most), (4321, 4321));
    let page = found.internal_page("Rent");
    assert!(
        page.contains("For use inside") && page.contains("b: 4321") && page.contains("<table>")
    );
    assert_eq!(
        format!("{found:?} {:?} {:?}", found.alone[0], found.recovered[0]).matches("4321").count(),
        0
    );
}

#[test]
fn a_sum_of_nought_tells_that_nobody_there_has_anything_and_is_counted_or_hidden() {
    let cells = vec![some(20, 10), some(6, 0), some(25, 9)];
    let plan = Plan::new("t", profile(Singletons::Protect));
    let shown = run(&plan, &table(&cells, None), &rules()).unwrap();
    assert_eq!(shown.release.at(&["b"]).unwrap().sum, Some(0));
    assert!(shown.report.warnings.iter().any(|told| told.contains("nought")));
    let hidden = run(&plan, &table(&cells, None), &rules().with_noughts_hidden()).unwrap();
    assert_eq!(hidden.release.at(&["b"]).unwrap().sum, None);
    assert!(!hidden.report.warnings.iter().any(|told| told.contains("nought")));
    // Where nobody is there is nothing to tell.
    let nobody = vec![some(20, 10), Vec::new(), some(25, 9)];
    let done = run(&plan, &table(&nobody, None), &rules().with_noughts_hidden()).unwrap();
    assert_eq!(done.release.at(&["b"]).unwrap().sum, Some(0));
}

#[test]
fn quarters_and_a_year_by_two_dimensions_hold_together_against_a_second_attacker() {
    let variables = [variable("service", 4), variable("district", 3)];
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    // Where few are, one owes much.
    let mut quarter = || -> Vec<(u64, u64, u64)> {
        let one = |_| {
            let (service, district) = (next(10) * next(10) / 25, next(10) * next(10) / 34);
            let large = if next(20) == 0 { next(4000) } else { 0 };
            (service, district, 50 + next(100) + large)
        };
        (0..150).map(one).collect()
    };
    let quarters = [quarter(), quarter(), quarter(), quarter()];
    let names = ["Q1", "Q2", "Q3", "Q4"];
    let table = |of: &[usize]| {
        let mut counter = SumTable::counter(&variables, None).unwrap();
        for (service, district, owed) in of.iter().flat_map(|quarter| &quarters[*quarter]) {
            let labels = [format!("service{service}"), format!("district{district}")];
            counter.row(labels.iter().map(|label| Some(label.as_str())), *owed);
        }
        counter.finish().unwrap()
    };
    let mut ledger = ReleaseLedger::new();
    let (mut people, mut sums) = (Vec::new(), Vec::new());
    for of in [&[0][..], &[1], &[2], &[3], &[0, 1, 2, 3]] {
        let parts: Vec<&str> = of.iter().map(|quarter| names[*quarter]).collect();
        let plan = Plan::new("t", profile(Singletons::Protect)).of_amount("owed");
        let plan = plan.of_people(parts.clone()).after(ledger.before(&parts));
        let plan = plan.after_sums(ledger.sums_before(&parts));
        let done = run(&plan, &table(of), &rules()).unwrap();
        assert!(done.report.is_proved());
        ledger.enter_sums(&parts.join("+"), Day::literal(2026, 6, 1), &done).unwrap();
        people.push(done.people);
        sums.push(done.published);
    }
    let hidden = |table: &PublishedTable| {
        table.cells().iter().filter(|cell| matches!(cell, PublishedCell::Hidden { .. })).count()
    };
    assert!(sums.iter().all(|sums| hidden(sums.table()) > 0), "there is something to find out");
    let audit = attack_sums(&people, &sums, 2).unwrap();
    assert!(audit.holds(), "{:?} {:?}", audit.told, audit.sums.recovered().collect::<Vec<_>>());
}

#[test]
fn what_sums_of_other_people_say_by_their_cap_tells_no_number_that_was_hidden_before() {
    // Of those in `b` 61 is owed, at most 18 of it in the one part: the three of the other part owe more than two
    // could.
    let one = vec![some(15, 11), vec![5, 4], vec![5, 4]];
    let two = vec![some(9, 10), vec![20, 20, 12], vec![16, 16]];
    let rules = SumRules::threshold(3).unwrap();
    let plan = |parts: &[&str], ledger: &ReleaseLedger| {
        let profile = Profile::threshold(3).unwrap().with_singletons(Singletons::Report);
        let plan = Plan::new("t", profile).of_amount("owed").of_people(parts.to_vec());
        plan.after(ledger.before(parts)).after_sums(ledger.sums_before(parts))
    };
    let day = Day::literal(2026, 6, 1);
    let mut ledger = ReleaseLedger::new();
    let (mut people, mut sums) = (Vec::new(), Vec::new());
    let mut sums_of = |parts: &[&str], cells: &[Cell], ledger: &mut ReleaseLedger| {
        let Ok(done) = run(&plan(parts, ledger), &table(cells, Some(20)), &rules) else { return };
        ledger.enter_sums(&parts.join("+"), day, &done).unwrap();
        people.push(done.people);
        sums.push(done.published);
    };
    sums_of(&["one", "two"], &joined(&[&one, &two]), &mut ledger);
    let counts = FreqTable::from_counts(&service(), &[9, 3, 2]).unwrap();
    let done = plan(&["two"], &ledger).publish(&counts, Effort::ORDINARY, &mut |_| {});
    if let Outcome::Released(done) = &done {
        ledger.enter("counts", day, done).unwrap();
    }
    sums_of(&["one"], &one, &mut ledger);
    if let Outcome::Released(done) = done {
        people.push(done.published);
    }
    assert!(people.len() > 1, "one of them is refused, not all");
    let audit = attack_sums(&people, &sums, 3).unwrap();
    let told: Vec<&Finding> = audit.people.recovered().chain(&audit.people.differences).collect();
    assert!(told.iter().all(|found| found.least > 3), "{told:?}");
}
