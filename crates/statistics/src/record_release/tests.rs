use caldicott_model::FieldTag;

use super::*;
use crate::{CodeList, Distance, Hierarchy, NullPolicy, Suppression};

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
    // Of six, `=1`, `a,b` have two each, `2` and the unknown one: the rarest has a sixth.
    let of = || "by".to_owned();
    let t = |most, distance| Criterion::T { of: of(), most, distance };
    let everything = Hierarchy::of(records().variables()[0].codes()).everything().unwrap();
    let cases = [
        (Criterion::DistinctL { of: of(), l: 1 }, true),
        (Criterion::DistinctL { of: of(), l: 2 }, false),
        (Criterion::EntropyL { of: of(), l: 1.0 }, true),
        (Criterion::EntropyL { of: of(), l: 1.5 }, false),
        (Criterion::Alpha { of: of(), most: 1.0 }, true),
        (Criterion::Alpha { of: of(), most: 0.9 }, false),
        (Criterion::Recursive { of: of(), c: 1.5, l: 1 }, true),
        (Criterion::Recursive { of: of(), c: 1.0, l: 1 }, false),
        (Criterion::Recursive { of: of(), c: 50.0, l: 2 }, false),
        (Criterion::Beta { of: of(), most: 5.0 }, true),
        (Criterion::Beta { of: of(), most: 1e300 }, true),
        (Criterion::Beta { of: of(), most: 4.9 }, false),
        // A gain above the logarithm of the rarity is never allowed, nor a class that lacks a value.
        (Criterion::EnhancedBeta { of: of(), most: 1e300 }, false),
        (Criterion::Delta { of: of(), below: 1e300 }, false),
        (t(0.84, Distance::Equal), true),
        (t(0.83, Distance::Equal), false),
        (t(0.99, Distance::Hierarchical(everything)), true),
        (t(0.40, Distance::Ordered), false),
    ];
    for (criterion, refused) in cases {
        let data = records();
        let health = Hierarchy::of(data.variables()[1].codes()).everything().unwrap();
        let plan = Generalise::by([("health", health)]).requiring(Criterion::K(2));
        let plan = plan.requiring(criterion.clone());
        let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
        let applied = OptOuts::Applied { on: DAY, proof: "list".into() };
        let outcome = found.release(&data, &plan, &applied, DAY).unwrap();
        assert_eq!(matches!(outcome, RecordOutcome::Refused { .. }), refused, "{criterion}");
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
