//! The casework sections of the shipped rulebooks: what they set, what is found in them, and the record of
//! processing that comes of them.

use caldicott_accountability::Owes;
use caldicott_accountability::duties::AgreementKind;
use caldicott_accountability::ropa::drift;
use caldicott_calendar::Day;
use caldicott_caution_register::{ReviewPeriod, Role, Subject};
use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_policy::{Rulebook, SourceFile, diff};
use caldicott_rights::Charges;

use crate::support::{changed, files, pack};

#[test]
fn each_shipped_rulebook_says_how_its_casework_is_run() {
    let camden = pack("camden");
    let caution = camden.casework().caution().unwrap();
    assert_eq!(
        (caution.longest_review, caution.reviewer),
        (ReviewPeriod::LONGEST, Role::HeadOfService)
    );
    assert!(caution.letter_after_review && caution.decide_in_ten_days);
    let letter = camden.casework().letter("Camden", Subject::Premises).unwrap();
    assert!(letter.challenge_to.contains("service director"));
    let yearly: Vec<_> = camden.casework().owes().iter().map(|owed| owed.rule().id()).collect();
    assert_eq!(yearly, ["L-004", "L-005"]);

    let care = pack("care-provider");
    assert!(care.casework().caution().is_none());
    assert_eq!(care.casework().rights().unwrap().charges(), Charges::WhenExcessive);
    assert_eq!(care.casework().breach().enquire_within_hours, 24);
    assert_eq!(care.casework().training().induction_days, 14);
    assert_eq!(care.casework().agreements_reviewed_every(AgreementKind::Processing).get(), 12);
}

#[test]
fn what_a_policy_asks_and_the_law_does_not_allow_is_found_and_stops_nothing() {
    let found = |name: &str| -> Vec<String> {
        let review = pack(name).casework().check(Day::literal(2026, 11, 1));
        review.findings().iter().map(|one| format!("{} {}", one.rule().id(), one.path())).collect()
    };
    assert_eq!(
        found("st-martins"),
        ["SE-08 rights.demands-writing", "EX-14 rights.keeps-back", "SE-09 rights.keeps-back"]
    );
    assert_eq!(found("care-provider"), ["SE-15 breach.counts-from"]);
    assert!(found("camden").is_empty());
    let told: Vec<String> = pack("st-martins").findings().iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|one| one.starts_with("casework.toml:") && one.contains("SE-08")),
        "{told:#?}"
    );
    let charged = changed("st-martins", "charges = \"never\"", "charges = \"always\"");
    assert!(charged.casework().check(Day::literal(2026, 11, 1)).ids().contains(&"RT-10"));
}

#[test]
fn nobody_needs_a_way_to_complain_before_the_day_of_the_law() {
    let without = |text: &str| {
        let start = text.find("[complaints]").unwrap();
        let end = start + text[start..].find("\n\n").unwrap();
        format!("{}{}", &text[..start], &text[end..])
    };
    let mut files = files("camden");
    for file in &mut files {
        if file.name == "casework.toml" {
            file.text = without(&file.text);
        }
    }
    let rulebook = Rulebook::load(&files).unwrap();
    assert!(rulebook.casework().check(Day::literal(2026, 6, 18)).ids().is_empty());
    assert_eq!(rulebook.casework().check(Day::literal(2026, 6, 19)).ids(), ["CP-01"]);
}

#[test]
fn every_fault_of_the_sections_is_told_with_its_place() {
    let mut files = files("camden");
    for file in &mut files {
        if file.name == "casework.toml" {
            file.text = file
                .text
                .replace("longest-review-months = 12", "longest-review-months = 13")
                .replace("reviewer = \"head-of-service\"", "reviewer = \"contractor\"")
                .replace("body = \"local-authority\"", "body = \"council\"")
                .replace("what = \"caution-audit\"", "what = \"audit\"")
                .replace("induction-days", "induction-day");
        }
    }
    let told: Vec<String> =
        Rulebook::load(&files).unwrap_err().iter().map(ToString::to_string).collect();
    for part in [
        "`longest-review-months` is outside 1 to 12",
        "unknown role that may review `contractor`",
        "unknown kind of body `council`",
        "unknown yearly duty `audit`",
        "unknown key `induction-day`; did you mean `induction-days`?",
    ] {
        assert!(
            told.iter().any(|one| one.starts_with("casework.toml:") && one.contains(part)),
            "{part}: {told:#?}"
        );
    }
    assert_eq!(told.len(), 5, "{told:#?}");
}

#[test]
fn the_record_of_processing_takes_recipients_periods_and_fields_from_the_rulebook_and_the_code() {
    for name in ["st-martins", "camden", "care-provider"] {
        let rulebook = pack(name);
        let record = rulebook.record_of_processing(&[]).unwrap();
        let review = record.check(Day::literal(2026, 11, 1));
        assert!(review.findings().is_empty(), "{name}: {:#?}", review.findings());
        assert!(drift(&record, &rulebook.record_of_processing(&[]).unwrap()).is_empty());
        let text = record.to_markdown();
        assert!(text.contains("years after") || text.contains("year after"), "{text}");
    }
    let camden = pack("camden");
    let stored = camden.record_of_processing(&[]).unwrap();
    assert!(
        stored.to_markdown().contains("local police")
            || stored.to_markdown().contains("contractor")
    );
    // The code holds religion; the rulebook does not say so.
    let tag = FieldTag::new(
        "faith".into(),
        Category::ReligiousOrPhilosophicalBeliefs.into(),
        Identifiability::None,
    );
    let fields = [("caution-register", std::slice::from_ref(&tag))];
    let found = drift(&stored, &camden.record_of_processing(&fields).unwrap());
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.field(), one.is_grave()), ("categories", true));
    // A period that changed, and a gateway that is gone.
    let shorter = changed(
        "camden",
        "keep = \"2 years after latest of no-risk-found, last-incident\"",
        "keep = \"1 year after latest of no-risk-found, last-incident\"",
    );
    let fields: Vec<_> = drift(&stored, &shorter.record_of_processing(&[]).unwrap())
        .iter()
        .map(caldicott_accountability::ropa::Drift::field)
        .collect();
    assert_eq!(fields, ["retention"]);
}

#[test]
fn a_change_of_the_casework_is_listed_with_the_keys_that_differ() {
    let old = pack("camden");
    let new = changed("camden", "longest-review-months = 12", "longest-review-months = 6");
    let found = diff::versions(&old, &new, Day::literal(2026, 11, 1), &[]);
    let [entry] = found.entries.as_slice() else { panic!("{:?}", found.entries) };
    assert_eq!(entry.name(), "caution");
    assert_eq!(entry.how, diff::How::Rewritten(vec!["longest-review-months".to_owned()]));
    // It gives nobody anything else, so no case shows it: it is listed, and not passed over.
    assert_eq!(found.silent, ["caution"]);
    let text = new.explain().to_text();
    assert!(
        text.contains("An entry on the caution register is reviewed within 6 months"),
        "{text}"
    );
}

/// The faults of a rulebook with nothing but these sections.
fn faults(sections: &str) -> Vec<String> {
    let text = format!(
        "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-11-01\nkept-by = \"Y\"\n{sections}"
    );
    let file = SourceFile { name: "x.toml".to_owned(), text };
    let faults = Rulebook::load(&[file]).err().map_or_else(Vec::new, Into::into);
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_section_cites_rules_that_exist_and_were_read() {
    assert_eq!(
        faults("[training]\ncites = [\"M-001\", \"M-0011\", \"RT-11\", \"CP-02\"]\n"),
        [
            "x.toml:7:19: unknown rule `M-0011`; did you mean `M-001`? (at `training.cites`)",
            "x.toml:7:29: `RT-11` is unverified and decides nothing, so nothing can rest on it (at `training.cites`)",
        ]
    );
    for section in [
        "[caution]\n",
        "[breach]\n",
        "[[yearly]]\n",
        "[[agreement-review]]\n",
        "[processing]\n",
        "[[activity]]\n",
    ] {
        let told = faults(&format!("{section}cites = [\"B-1\"]\n"));
        assert!(
            told.iter().any(|fault| fault.starts_with("x.toml:7:10: unknown rule")),
            "{told:?}"
        );
    }
}

#[test]
fn what_would_count_once_may_not_be_said_twice() {
    for (list, key, name) in [
        ("yearly", "what", "access-review"),
        ("agreement-review", "kind", "sharing"),
        ("activity", "name", "support"),
    ] {
        let entry = format!("[[{list}]]\n{key} = \"{name}\"\n");
        let told = faults(&format!("{entry}{entry}"));
        let message =
            format!("x.toml:9:{}: two of `{list}` have the {key} `{name}`", key.len() + 4);
        assert!(told.iter().any(|fault| fault.starts_with(&message)), "{told:?}");
    }
}

#[test]
fn what_is_wrong_in_an_activity_is_told_even_where_nobody_is_named_who_holds_it() {
    let told = faults("[[activity]]\nname = \"support\"\nbasis = \"consnt\"\n");
    assert!(told.iter().any(|fault| fault.contains("`[processing]` is missing")), "{told:?}");
    assert!(told.iter().any(|fault| fault.contains("did you mean `consent`?")), "{told:?}");
}

#[test]
fn a_change_of_a_list_names_the_entry() {
    let compared = |name: &str, from: &str, to: &str| {
        let (old, new) = (pack(name), changed(name, from, to));
        let found = diff::versions(&old, &new, Day::literal(2026, 11, 1), &[]);
        found.entries.iter().map(diff::ChangedEntry::words).collect::<Vec<_>>()
    };
    let purposes = "purposes = [\"care and support\"]";
    assert_eq!(
        compared("care-provider", purposes, "purposes = []"),
        ["activity care-and-support: purposes changed"]
    );
    let shorter = "kind = \"acceptable-use\"\nevery-months = 6";
    assert_eq!(
        compared("camden", "kind = \"acceptable-use\"\nevery-months = 12", shorter),
        ["agreement-review acceptable-use: every-months changed"]
    );
    assert_eq!(
        compared(
            "camden",
            "what = \"access-review\"\nsince = 2021-04-01",
            "what = \"access-review\"\nsince = 2022-04-01"
        ),
        ["yearly access-review: since changed"]
    );
    assert_eq!(
        compared("camden", "as-known-on = 2026-11-01", "as-known-on = 2026-11-02"),
        ["rulebook: as-known-on changed"]
    );
}
