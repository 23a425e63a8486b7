//! The founding assessments, their slips, and the same put right.

use std::collections::BTreeMap;

use caldicott_accountability::{Dpia, DpiaStanding, Owes, Review};
use caldicott_calendar::Nation;
use proptest::prelude::*;

use crate::support::{day, dpia, file, read};

const SIGNED: caldicott_calendar::Day = day(2021, 4, 1);

fn st_martins() -> String {
    file("../../examples/dpia/st-martins.toml")
}

fn camden() -> String {
    file("../../examples/dpia/camden.toml")
}

fn counted(review: &Review) -> BTreeMap<&'static str, usize> {
    let mut counted = BTreeMap::new();
    for id in review.ids() {
        *counted.entry(id).or_default() += 1;
    }
    counted
}

#[test]
fn the_founding_assessments_have_their_real_slips_and_no_others() {
    let expected: [(String, &[(&str, usize)]); 2] = [
        (
            st_martins(),
            &[
                ("D-014", 1), // nothing says how long
                ("DP-17", 1), // the officer coordinates the data
                ("DP-18", 4), // summary, answer and two comments are blank
                ("SC-05", 1), // no condition for what is special beyond health
                ("SC-09", 1), // nor for offences
                ("TR-01", 1), // the Commission's clauses alone
                ("TR-12", 1), // rules not approved here
            ],
        ),
        (
            camden(),
            &[
                ("DP-11", 2), // 4 is called low
                ("DP-12", 2), // `medium` is no band
                ("DP-13", 1), // a band without its 9
                ("DP-14", 1), // moderate over a medium/high residual
                ("DP-16", 1), // third parties: none, and three
                ("DP-17", 1), // the officer is the borough solicitor
                ("E-024", 1), // cleared without a word
                ("H-034", 2), // a lost diagram, ten days of what
                ("H-037", 1), // flows in a document that is not there
                ("I-026", 1), // the project manager's box is blank
                ("S1-05", 1),
                ("S1-06", 2),
                ("TR-14", 1), // asked about the EEA, answered about the UK
            ],
        ),
    ];
    for (text, expected) in expected {
        let found = dpia(&text).check(SIGNED);
        let told: Vec<_> = found.findings().iter().map(ToString::to_string).collect();
        assert_eq!(counted(&found), expected.iter().copied().collect(), "{told:#?}");
        assert!(!found.holds());
    }
}

#[test]
fn in_the_same_assessments_put_right_nothing_is_found() {
    for name in ["st-martins-corrected", "camden-corrected"] {
        let dpia = dpia(&file(&format!("tests/data/{name}.toml")));
        // Only the council says that something is accepted.
        assert_eq!(dpia.check(SIGNED).rules().cites("H-033"), name.starts_with("camden"));
        for on in [SIGNED, day(2022, 3, 1)] {
            let found = dpia.check(on);
            let told: Vec<_> = found.findings().iter().map(ToString::to_string).collect();
            assert!(told.is_empty(), "{name}: {told:#?}");
            let ready = dpia.ready(on, Nation::EnglandAndWales).unwrap();
            assert_eq!(ready.standing(), DpiaStanding::Ready);
        }
        // A year on somebody has to look again.
        let by = dpia.review_by().unwrap();
        assert_eq!(by, dpia.written().unwrap().plus_months(12).unwrap());
        let last = dpia.ready(by, Nation::EnglandAndWales).unwrap();
        assert_eq!(last.standing(), DpiaStanding::Ready);
        let late = dpia.ready(by.plus_days(1).unwrap(), Nation::EnglandAndWales).unwrap();
        assert_eq!(late.standing(), DpiaStanding::ReviewDue { since: by });
        assert!(late.may_go_ahead());
        assert!(dpia.late(by).is_empty());
        assert_eq!(dpia.late(by.plus_days(1).unwrap()).len(), 1);
    }
}

#[test]
fn each_slip_alone_is_found_and_nothing_else_is() {
    let slips: toml::Table = file("tests/data/slips.toml").parse().unwrap();
    let slips = slips["slip"].as_array().unwrap();
    for slip in slips {
        let text = |key| slip[key].as_str().unwrap();
        let name = format!("{}-corrected", text("in"));
        let (from, to) = (text("from"), text("to"));
        let finds: Vec<_> =
            slip["finds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let text = file(&format!("tests/data/{name}.toml"));
        assert!(text.contains(from), "{from}");
        let found = dpia(&text.replacen(from, to, 1)).check(SIGNED);
        let told: Vec<_> = found.findings().iter().map(ToString::to_string).collect();
        assert_eq!(found.ids(), finds, "{from} -> {to}: {told:#?}");
        let doubt = slip.get("doubt").is_some();
        assert_eq!(found.holds(), doubt || finds.is_empty(), "{from} -> {to}: {told:#?}");
        for id in finds {
            assert!(found.rules().cites(id));
        }
    }
    assert!(slips.len() > 30, "{}", slips.len());
}

#[test]
fn while_a_high_risk_remains_nothing_begins_before_the_regulator_answered() {
    let text = file("tests/data/st-martins-corrected.toml");
    let high = "likelihood = \"probable\", severity = \"severe\", band = \"high\" }\n\
                after = { likelihood = \"possible\", severity = \"severe\", band = \"high\" }\n\
                [[risk.measure]]\nwhat = \"drills\"\neffect = \"reduced\"\n[[risk.measure]]\n\
                what = \"tests\"\neffect = \"accepted\"\n";
    let from = "likelihood = \"remote\", severity = \"severe\", band = \"low\" }";
    assert!(text.contains(from));
    let text = text.replacen(from, high, 1);
    let on = day(2021, 9, 1);
    let standing = |more: &str| {
        let ready = dpia(&format!("{text}\n{more}")).ready(on, Nation::EnglandAndWales).unwrap();
        assert!(ready.rules().cites("DP-06") || ready.may_go_ahead());
        (ready.standing(), ready.may_go_ahead())
    };
    assert_eq!(standing(""), (DpiaStanding::AskRegulator, false));
    let asked = "[regulator]\nasked = 2021-08-02\n";
    // Eight weeks.
    let by = day(2021, 9, 27);
    assert_eq!(standing(asked), (DpiaStanding::AwaitRegulator { by }, false));
    // Six more, told within the month.
    let by = day(2021, 11, 8);
    let extended = format!("{asked}extended = 2021-08-20\n");
    assert_eq!(standing(&extended), (DpiaStanding::AwaitRegulator { by }, false));
    let yes = format!("{asked}answered = 2021-08-30\nsays = \"may-proceed\"\n");
    assert_eq!(standing(&yes), (DpiaStanding::Ready, true));
    let no = format!("{asked}answered = 2021-08-30\nsays = \"must-not-proceed\"\n");
    assert_eq!(standing(&no), (DpiaStanding::Forbidden, false));
    let today = format!("{asked}answered = 2021-09-01\nsays = \"may-proceed\"\n");
    assert!(standing(&today).1);
    // An answer that comes tomorrow says nothing today.
    let later = format!("{asked}answered = 2021-09-02\nsays = \"may-proceed\"\n");
    assert!(!standing(&later).1);
}

#[test]
fn every_fault_of_a_file_is_told_at_once_with_its_place() {
    let text = "template = \"seven-step\"\ntitle = \" \"\ngrid = \"five-by-fiv\"\n\
                [controller]\nname = \"x\"\nkind = \"charty\"\n\
                [[risk]]\nnumber = 1\nwhat = \"y\"\nbefore = { severity = \"huge\", bnd = \"low\" }\n\
                [[risk]]\nnumber = 1\nwhat = \"z\"\n";
    let faults = read(text, Dpia::read).unwrap_err();
    let all = faults.join("\n");
    for part in [
        "test.toml:1:12: unknown template `seven-step`; did you mean `seven-steps`?",
        "`title` is blank",
        "unknown grid `five-by-fiv`; did you mean `five-by-five`?",
        "charty",
        "unknown key `bnd`; did you mean `band`?",
        "two risks have the number `1`",
    ] {
        assert!(all.contains(part), "{part}\n{all}");
    }
}

#[test]
fn a_word_that_the_grid_does_not_know_is_a_fault_of_the_file() {
    let text = camden().replacen("likelihood = \"rare\"", "likelihood = \"remote\"", 1);
    let faults = read(&text, Dpia::read).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].contains("`likelihood` is one of `rare`, `unlikely`"), "{faults:?}");
}

#[test]
fn truncated_anywhere_an_assessment_is_an_error_or_says_less() {
    let text = camden();
    for at in (0..text.len()).step_by(97).filter(|at| text.is_char_boundary(*at)) {
        if let Ok(part) = read(text.get(..at).unwrap(), Dpia::read) {
            // What is missing is found: less text never makes an assessment better.
            assert!(!part.check(SIGNED).holds());
        }
    }
}

proptest! {
    /// Whatever lines are lost or come twice, a file is refused with its faults or read, checked and
    /// rendered; what is read says nothing that is markup.
    #[test]
    fn a_damaged_file_is_refused_or_read_and_never_a_panic(
        first in any::<bool>(),
        keep in prop::collection::vec(0_u8..40, 250),
    ) {
        let text = if first { st_martins() } else { camden() };
        let mut damaged = String::new();
        for (line, fate) in text.lines().zip(keep.iter().cycle()) {
            let times = match fate { 0 => 0, 1 => 2, _ => 1 };
            for _ in 0..times {
                damaged.push_str(line);
                damaged.push('\n');
            }
        }
        match read(&damaged, Dpia::read) {
            Err(faults) => prop_assert!(!faults.is_empty()),
            Ok(dpia) => {
                let found = dpia.check(SIGNED);
                prop_assert!(!found.holds());
                prop_assert!(found.rules().len() > 5);
                let html = dpia.to_html(Some(&found));
                prop_assert!(html.ends_with("</html>\n") && !html.contains("<script"));
                let ready = dpia.ready(SIGNED, Nation::EnglandAndWales).unwrap();
                prop_assert!(!ready.may_go_ahead());
            }
        }
    }
}
