//! Grounds for processing that a lawyer can read, one per file in `corpus/grounds`.
#![cfg(feature = "serde")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use caldicott_model::law::{
    Article9Condition, Circumstance, Controller, Evidence, Finding, LawfulBasis, NoConsentReason,
    Paragraph, PolicyDocument, ProcessingGround, Reliance,
};
use caldicott_model::{CategorySet, Day};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    day: Day,
    controller: String,
    categories: CategorySet,
    basis: LawfulBasis,
    condition: Option<Article9Condition>,
    #[serde(default)]
    shows: Vec<Evidence>,
    #[serde(default)]
    given: Vec<Circumstance>,
    #[serde(default, rename = "schedule-1")]
    schedule_1: Vec<Condition>,
    #[serde(default)]
    faults: Vec<String>,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    applies: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Condition {
    paragraph: Paragraph,
    #[serde(default)]
    extended: bool,
    reason: Option<NoConsentReason>,
    policy_from: Option<Day>,
}

impl Condition {
    fn reliance(&self) -> Reliance {
        let start = if self.extended { Reliance::extending } else { Reliance::on };
        let mut reliance = start(self.paragraph);
        if let Some(reason) = self.reason {
            reliance = reliance.because(reason);
        }
        if let Some(from) = self.policy_from {
            reliance = reliance.with_policy(PolicyDocument::from(from));
        }
        reliance
    }
}

impl Case {
    fn ground(&self) -> ProcessingGround {
        let controller = match self.controller.as_str() {
            "charity" => Controller::CHARITY,
            "council-in-its-task" => Controller::COUNCIL_IN_ITS_TASK,
            "business" => Controller::BUSINESS,
            other => panic!("`{other}` is no controller of these cases"),
        };
        let mut ground = ProcessingGround::new(self.basis, controller, self.categories)
            .showing(&self.shows)
            .given(&self.given);
        if let Some(condition) = self.condition {
            ground = ground.under(condition);
        }
        self.schedule_1.iter().map(Condition::reliance).fold(ground, ProcessingGround::relying_on)
    }
}

fn ids<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<&'static str> {
    findings.map(|finding| finding.rule().id()).collect()
}

#[test]
fn every_worked_case_is_judged_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/grounds");
    let mut judged = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let case: Case = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings = case.ground().check(case.day);
        assert_eq!(ids(findings.faults()), case.faults, "{name}");
        assert_eq!(ids(findings.warnings()), case.warnings, "{name}");
        assert_eq!(findings.holds(), case.faults.is_empty(), "{name}");
        for id in &case.applies {
            assert!(findings.rules().cites(id), "{name} applies {id}: {:?}", findings.rules());
        }
        judged += 1;
    }
    assert!(judged >= 12, "{judged} cases were found");
}

#[test]
fn a_slip_in_a_name_is_answered_with_the_nearest() {
    let slip = serde_json::from_str::<LawfulBasis>(r#""legitimate-interest""#).unwrap_err();
    assert!(slip.to_string().contains("did you mean `legitimate-interests`?"));
    assert!(serde_json::from_str::<Paragraph>("38").is_err());
}

#[test]
fn findings_are_written_with_their_rules() {
    let ground = ProcessingGround::new(
        LawfulBasis::LegitimateInterests,
        Controller::CHARITY,
        CategorySet::NONE,
    );
    let written = serde_json::to_value(ground.check(Day::literal(2026, 3, 1))).unwrap();
    assert_eq!(written["holds"], false);
    assert_eq!(written["found"][0]["severity"], "fault");
    assert_eq!(written["found"][0]["rule"], "LB-07");
    assert_eq!(
        written["found"][0]["says"],
        "nothing on record shows `legitimate-interests-assessment`"
    );
}
