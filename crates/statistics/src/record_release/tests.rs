use caldicott_model::FieldTag;

use super::*;
use crate::{CodeList, Hierarchy, NullPolicy, Suppression};

const DAY: Day = Day::literal(2026, 11, 22);

fn variable(name: &'static str, about: Category, identifies: Identifiability) -> Variable {
    let codes = CodeList::new(name, ["=1", "2", "a,b"]).unwrap();
    Variable::new(
        FieldTag::new(name.into(), about.into(), identifies),
        codes,
        NullPolicy::OwnCategory,
    )
    .unwrap()
}

fn records() -> Microdata {
    let by = variable("by", Category::Demographic, Identifiability::Quasi);
    let health = variable("health", Category::Health, Identifiability::None);
    Microdata::from_codes(vec![by, health], vec![vec![0, 0, 2, 2, 1, 3], vec![0, 1, 2, 2, 0, 3]])
        .unwrap()
}

fn outcome(criterion: Criterion, opt_outs: &OptOuts) -> RecordOutcome {
    let data = records();
    let by = Hierarchy::of(data.variables()[0].codes());
    let plan =
        Generalise::by([("by", by)]).requiring(criterion).suppressing(Suppression::Records(2));
    let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
    found.release(&data, &plan, opt_outs, DAY).unwrap()
}

fn refusals(criterion: Criterion, opt_outs: &OptOuts) -> Vec<RecordRefusal> {
    match outcome(criterion, opt_outs) {
        RecordOutcome::Refused { because, .. } => because,
        RecordOutcome::Released(_) => Vec::new(),
    }
}

#[test]
fn health_data_does_not_leave_without_proof_of_the_opt_outs() {
    assert_eq!(refusals(Criterion::K(2), &OptOuts::Unstated), [RecordRefusal::OptOutsUnproved]);
    let to_come = OptOuts::Applied { on: Day::literal(2026, 11, 23), proof: "list".into() };
    assert_eq!(refusals(Criterion::K(2), &to_come), [RecordRefusal::OptOutsToCome]);
    let outside = OptOuts::NotPatientData { because: "a survey, answered for this".into() };
    assert_eq!(refusals(Criterion::K(2), &outside), []);
}

#[test]
fn records_of_which_nothing_is_required_do_not_leave() {
    let applied = OptOuts::Applied { on: DAY, proof: "list".into() };
    assert_eq!(refusals(Criterion::K(1), &applied), [RecordRefusal::Singled]);
    let RecordOutcome::Refused { rules, .. } = outcome(Criterion::K(1), &applied) else { panic!() };
    assert!(rules.cites("CN-23") && rules.cites("CN-27") && rules.cites("AN-04"));
}

#[test]
fn a_field_that_identifies_is_made_coarser_or_protected() {
    let data = records();
    let plan = Generalise::by(Vec::<(String, Hierarchy)>::new()).requiring(Criterion::K(2));
    let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
    let applied = OptOuts::Applied { on: DAY, proof: "list".into() };
    let RecordOutcome::Refused { because, .. } =
        found.release(&data, &plan, &applied, DAY).unwrap()
    else {
        panic!("one field was forgotten")
    };
    assert_eq!(because, [RecordRefusal::Ungeneralised]);
}

#[test]
fn a_requirement_that_nobody_could_fail_protects_no_field() {
    let by = |l| Criterion::DistinctL { of: "by".into(), l };
    for (criterion, refused) in [(by(1), true), (by(2), false)] {
        let data = records();
        let health = Hierarchy::of(data.variables()[1].codes()).everything().unwrap();
        let plan = Generalise::by([("health", health)]).requiring(Criterion::K(2));
        let plan = plan.requiring(criterion);
        let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
        let applied = OptOuts::Applied { on: DAY, proof: "list".into() };
        let outcome = found.release(&data, &plan, &applied, DAY).unwrap();
        assert_eq!(matches!(outcome, RecordOutcome::Refused { .. }), refused);
    }
}

#[test]
fn what_leaves_is_in_an_order_of_its_own_and_safe_to_open() {
    let applied = OptOuts::Applied { on: DAY, proof: "list".into() };
    let RecordOutcome::Released(records) = outcome(Criterion::K(2), &applied) else { panic!() };
    // The one with 2 and the one who is not known stand alone and are left out.
    assert_eq!(
        records.to_csv(),
        "by,health\r\n'=1,'=1\r\n'=1,2\r\n\"a,b\",\"a,b\"\r\n\"a,b\",\"a,b\"\r\n"
    );
    assert_eq!(format!("{records:?}"), "RecordRelease(…)");
}
