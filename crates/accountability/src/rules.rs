//! The rules that these records obey, as constants.

pub use caldicott_calendar::rules::{BR_01, CN_29, DP_06, L_004, S1_40};
pub use caldicott_model::law::rules::{
    B_066, D_014, DP_09, DP_11, DP_12, DP_13, DP_14, DP_16, DP_17, DP_18, E_024, H_034, H_037,
    LB_07, S1_05, TR_01, TR_04, TR_14,
};

use caldicott_calendar::{Day, Rule, Source};

const fn law(id: &'static str, provision: &'static str, says: &'static str) -> Rule {
    Rule::new(id, Source::Law(provision), says).from(Day::literal(2018, 5, 25))
}

/// Processors only under a processing agreement.
pub const B_059: Rule = Rule::new(
    "B-059",
    Source::Seed("003", "J; 002 s.5"),
    "processors only under a processing agreement",
);
/// Sharing agreements with third parties, processing agreements with processors.
pub const B_064: Rule = Rule::new(
    "B-064",
    Source::Seed("002", "s.5"),
    "sharing agreements with third parties, processing agreements with processors",
);
/// What patient information is used for is reviewed yearly.
pub const B_068: Rule = Rule::new(
    "B-068",
    Source::Seed("003", "O"),
    "what patient information is used for is reviewed yearly",
);
/// A privacy notice, to be had from the manager.
pub const C_010: Rule =
    Rule::new("C-010", Source::Seed("003", "D"), "a privacy notice, to be had from the manager");
/// Accredited: the security toolkit and Cyber Essentials.
pub const E_018: Rule = Rule::new(
    "E-018",
    Source::Seed("000", "Step 2, 3"),
    "accredited: the security toolkit and Cyber Essentials",
);
/// The security manager's clearance and comments are on record.
pub const E_020: Rule = Rule::new(
    "E-020",
    Source::Seed("002", "s.3"),
    "the security manager's clearance and comments are on record",
);
/// What intrusion is left is weighed against the harm prevented.
pub const H_033: Rule = Rule::new(
    "H-033",
    Source::Seed("002", "risk 6"),
    "what intrusion is left is weighed against the harm prevented",
);
/// An assessment begins with the project or the change.
pub const I_001: Rule = Rule::new(
    "I-001",
    Source::Seed("000", "intro"),
    "an assessment begins with the project or the change",
);
/// Its outcomes enter the plan with a date and a name.
pub const I_002: Rule = Rule::new(
    "I-002",
    Source::Seed("000", "intro, Step 7"),
    "its outcomes enter the plan with a date and a name",
);
/// The controller, the DPO and how to reach them.
pub const I_003: Rule = Rule::new(
    "I-003",
    Source::Seed("000", "header"),
    "the controller, the DPO and how to reach them",
);
/// The seven steps and their questions.
pub const I_004: Rule =
    Rule::new("I-004", Source::Seed("000", "whole"), "the seven steps and their questions");
/// It is needed: health, safety, identity theft.
pub const I_005: Rule = Rule::new(
    "I-005",
    Source::Seed("000", "Step 1"),
    "it is needed: health, safety, identity theft",
);
/// A risk: its source, its effect, what it does to compliance.
pub const I_006: Rule = Rule::new(
    "I-006",
    Source::Seed("000", "Step 5"),
    "a risk: its source, its effect, what it does to compliance",
);
/// Likelihood: remote, possible, probable.
pub const I_007: Rule =
    Rule::new("I-007", Source::Seed("000", "Step 5"), "likelihood: remote, possible, probable");
/// Severity: minimal, significant, severe.
pub const I_008: Rule =
    Rule::new("I-008", Source::Seed("000", "Step 5"), "severity: minimal, significant, severe");
/// Overall: low, medium, high.
pub const I_009: Rule =
    Rule::new("I-009", Source::Seed("000", "Step 5"), "overall: low, medium, high");
/// Unlocked screens: medium, reduced to low.
pub const I_010: Rule = Rule::new(
    "I-010",
    Source::Seed("000", "Steps 5-6"),
    "unlocked screens: medium, reduced to low",
);
/// Passwords: medium, reduced to low.
pub const I_011: Rule =
    Rule::new("I-011", Source::Seed("000", "Steps 5-6"), "passwords: medium, reduced to low");
/// Opinions in records: low.
pub const I_012: Rule =
    Rule::new("I-012", Source::Seed("000", "Step 5"), "opinions in records: low");
/// An attack: unlikely and severe, called low.
pub const I_013: Rule =
    Rule::new("I-013", Source::Seed("000", "Step 5"), "an attack: unlikely and severe, called low");
/// A measure: what it does, what is left, who approved.
pub const I_014: Rule = Rule::new(
    "I-014",
    Source::Seed("000", "Step 6"),
    "a measure: what it does, what is left, who approved",
);
/// Medium and high risks need measures.
pub const I_015: Rule =
    Rule::new("I-015", Source::Seed("000", "Step 6"), "medium and high risks need measures");
/// Who signed what, and what the DPO advised.
pub const I_016: Rule =
    Rule::new("I-016", Source::Seed("000", "Step 7"), "who signed what, and what the DPO advised");
/// A high risk that stays goes to the regulator first.
pub const I_017: Rule = Rule::new(
    "I-017",
    Source::Seed("000", "Step 7"),
    "a high risk that stays goes to the regulator first",
);
/// Overruling the DPO needs reasons.
pub const I_018: Rule =
    Rule::new("I-018", Source::Seed("000", "Step 7"), "overruling the DPO needs reasons");
/// Departing from what people said needs reasons.
pub const I_019: Rule = Rule::new(
    "I-019",
    Source::Seed("000", "Step 7"),
    "departing from what people said needs reasons",
);
/// The DPO keeps it under review.
pub const I_020: Rule =
    Rule::new("I-020", Source::Seed("000", "Step 7"), "the DPO keeps it under review");
/// Version 1.0, approved and advised on in March 2021.
pub const I_021: Rule = Rule::new(
    "I-021",
    Source::Seed("000", "Step 7"),
    "version 1.0, approved and advised on in March 2021",
);
/// Who reviews it.
pub const I_022: Rule = Rule::new("I-022", Source::Seed("000", "Step 7"), "who reviews it");
/// Stakeholders, the processor and experts are consulted.
pub const I_023: Rule = Rule::new(
    "I-023",
    Source::Seed("000", "Step 3"),
    "stakeholders, the processor and experts are consulted",
);
/// A screening first, the whole only where risk is high.
pub const I_024: Rule = Rule::new(
    "I-024",
    Source::Seed("002", "guidance"),
    "a screening first, the whole only where risk is high",
);
/// It goes to the governance group and stays with the project.
pub const I_025: Rule = Rule::new(
    "I-025",
    Source::Seed("002", "governance"),
    "it goes to the governance group and stays with the project",
);
/// The facts of the project.
pub const I_026: Rule = Rule::new("I-026", Source::Seed("002", "s.1"), "the facts of the project");
/// The questions: need, reuse, accuracy, retention.
pub const I_027: Rule = Rule::new(
    "I-027",
    Source::Seed("002", "s.3"),
    "the questions: need, reuse, accuracy, retention",
);
/// Risk is impact times likelihood, for the person.
pub const I_028: Rule = Rule::new(
    "I-028",
    Source::Seed("002", "s.9"),
    "risk is impact times likelihood, for the person",
);
/// Five words for likelihood.
pub const I_029: Rule =
    Rule::new("I-029", Source::Seed("002", "Table 1"), "five words for likelihood");
/// Five words for impact, described.
pub const I_030: Rule =
    Rule::new("I-030", Source::Seed("002", "Table 2"), "five words for impact, described");
/// Five by five, one to twenty-five.
pub const I_031: Rule =
    Rule::new("I-031", Source::Seed("002", "Table 3"), "five by five, one to twenty-five");
/// Four bands of score.
pub const I_032: Rule =
    Rule::new("I-032", Source::Seed("002", "Level of risk"), "four bands of score");
/// Low: accept and watch.
pub const I_033: Rule = Rule::new("I-033", Source::Seed("002", "whole"), "low: accept and watch");
/// Moderate: perhaps, else adjust.
pub const I_034: Rule =
    Rule::new("I-034", Source::Seed("002", "whole"), "moderate: perhaps, else adjust");
/// Medium to high: reduce unless out of proportion.
pub const I_035: Rule = Rule::new(
    "I-035",
    Source::Seed("002", "whole"),
    "medium to high: reduce unless out of proportion",
);
/// High: act at once.
pub const I_036: Rule = Rule::new("I-036", Source::Seed("002", "whole"), "high: act at once");
/// Six risks of the register, scored before and after.
pub const I_037: Rule = Rule::new(
    "I-037",
    Source::Seed("002", "s.9"),
    "six risks of the register, scored before and after",
);
/// The whole is rated moderate.
pub const I_038: Rule =
    Rule::new("I-038", Source::Seed("002", "s.10"), "the whole is rated moderate");
/// Unions and groups are consulted.
pub const I_039: Rule =
    Rule::new("I-039", Source::Seed("002", "s.8"), "unions and groups are consulted");
/// The DPO commented in March 2021.
pub const I_041: Rule =
    Rule::new("I-041", Source::Seed("002", "Annex C"), "the DPO commented in March 2021");
/// An assessment of legitimate interests for others' data.
pub const I_042: Rule = Rule::new(
    "I-042",
    Source::Seed("000", "Step 2"),
    "an assessment of legitimate interests for others' data",
);
/// A change that touches people: ask whether to consult.
pub const I_044: Rule = Rule::new(
    "I-044",
    Source::Seed("002", "s.8"),
    "a change that touches people: ask whether to consult",
);
/// Each breach is in the register.
pub const J_001: Rule =
    Rule::new("J-001", Source::Seed("003", "L"), "each breach is in the register");
/// The regulator is told within 72 hours where the law asks.
pub const J_002: Rule = Rule::new(
    "J-002",
    Source::Seed("003", "L"),
    "the regulator is told within 72 hours where the law asks",
);
/// The person is told where the law asks.
pub const J_003: Rule =
    Rule::new("J-003", Source::Seed("003", "L"), "the person is told where the law asks");
/// What a breach does: health, safety, identity theft.
pub const J_006: Rule = Rule::new(
    "J-006",
    Source::Seed("000", "Step 1"),
    "what a breach does: health, safety, identity theft",
);
/// A record of purposes and periods is kept current.
pub const K_001: Rule = Rule::new(
    "K-001",
    Source::Seed("003", "N"),
    "a record of purposes and periods is kept current",
);
/// Each activity has a lawful basis.
pub const K_002: Rule =
    Rule::new("K-002", Source::Seed("003", "G"), "each activity has a lawful basis");
/// Data used for something new: tell the person.
pub const K_011: Rule =
    Rule::new("K-011", Source::Seed("002", "s.3"), "data used for something new: tell the person");
/// Roles decide access, which is reviewed and audited.
pub const L_005: Rule = Rule::new(
    "L-005",
    Source::Seed("002", "risks 1, 2"),
    "roles decide access, which is reviewed and audited",
);
/// Outsiders sign a policy of use; insiders are under the code.
pub const L_006: Rule = Rule::new(
    "L-006",
    Source::Seed("002", "risks 1, 2, 5"),
    "outsiders sign a policy of use; insiders are under the code",
);
/// New staff read the policies.
pub const M_001: Rule =
    Rule::new("M-001", Source::Seed("001", "Training; 003 M"), "new staff read the policies");
/// All staff did the security awareness course.
pub const M_009: Rule = Rule::new(
    "M-009",
    Source::Seed("000", "Step 2 context"),
    "all staff did the security awareness course",
);
/// An assessment comes before processing that is likely to be a high risk.
pub const DP_01: Rule = law(
    "DP-01",
    "UK GDPR Art 35(1)",
    "an assessment comes before processing that is likely to be a high risk",
);
/// Always for decisions by evaluation, large-scale special or offence data, large-scale watching.
pub const DP_02: Rule = law(
    "DP-02",
    "UK GDPR Art 35(3)",
    "always for decisions by evaluation, large-scale special or offence data, large-scale watching",
);
/// The ten kinds of processing for which the regulator wants an assessment.
pub const DP_03: Rule = law(
    "DP-03",
    "ICO list under UK GDPR Art 35(4)",
    "the ten kinds of processing for which the regulator wants an assessment",
)
.secondary();
/// The officer is asked, the people are heard, and it is looked at again when the risk changes.
pub const DP_04: Rule = law(
    "DP-04",
    "UK GDPR Art 35(2), (9), (11)",
    "the officer is asked, the people are heard, and it is looked at again when the risk changes",
);
/// Description and purposes, need and proportion, risks, measures.
pub const DP_05: Rule = law(
    "DP-05",
    "UK GDPR Art 35(7)",
    "description and purposes, need and proportion, risks, measures",
);
/// Every score that two sides of 1 to 5 reach has a band; 7, 13 and 14 are none.
pub const DP_10: Rule = Rule::new(
    "DP-10",
    Source::Seed("002", "Annex B"),
    "every score that two sides of 1 to 5 reach has a band; 7, 13 and 14 are none",
);
/// Aware is reasonably certain, after a short enquiry at most.
pub const BR_02: Rule =
    law("BR-02", "WP250 rev.01", "aware is reasonably certain, after a short enquiry at most")
        .secondary();
/// A processor tells the controller without undue delay.
pub const BR_05: Rule =
    law("BR-05", "UK GDPR Art 33(2)", "a processor tells the controller without undue delay");
/// A notification says five things, and may say them in phases.
pub const BR_06: Rule = law(
    "BR-06",
    "UK GDPR Art 33(3)-(4)",
    "a notification says five things, and may say them in phases",
);
/// Every breach is on record: facts, effects, what was done.
pub const BR_07: Rule =
    law("BR-07", "UK GDPR Art 33(5)", "every breach is on record: facts, effects, what was done");
/// People are told of a high risk, unless the data is unintelligible, the risk gone or the effort out of proportion.
pub const BR_08: Rule = law(
    "BR-08",
    "UK GDPR Art 34",
    "people are told of a high risk, unless the data is unintelligible, the risk gone or the effort out of proportion",
);
/// Where telling them would prejudice the prevention of crime they need not be told.
pub const BR_09: Rule = law(
    "BR-09",
    "DPA 2018 Sch 2 para 2",
    "where telling them would prejudice the prevention of crime they need not be told",
);
/// What a controller records of each activity.
pub const RO_01: Rule =
    law("RO-01", "UK GDPR Art 30(1)", "what a controller records of each activity");
/// What a processor records for each controller.
pub const RO_02: Rule =
    law("RO-02", "UK GDPR Art 30(2)", "what a processor records for each controller");
/// The record is in writing and is shown to the regulator.
pub const RO_03: Rule =
    law("RO-03", "UK GDPR Art 30(3)-(4)", "the record is in writing and is shown to the regulator");
/// Fewer than 250 people are exempt only without risk, occasionally, and without special or offence data.
pub const RO_04: Rule = law(
    "RO-04",
    "UK GDPR Art 30(5)",
    "fewer than 250 people are exempt only without risk, occasionally, and without special or offence data",
);
/// The record says more where a condition needs a policy document.
pub const RO_05: Rule = law(
    "RO-05",
    "DPA 2018 Sch 1 para 41",
    "the record says more where a condition needs a policy document",
);
/// Basis and assessments are recorded as good practice.
pub const RO_06: Rule = law(
    "RO-06",
    "ICO documentation guidance",
    "basis and assessments are recorded as good practice",
)
.secondary();
/// What a contract with a processor says.
pub const RO_07: Rule = law("RO-07", "UK GDPR Art 28(3)", "what a contract with a processor says");
/// Security: encryption, resilience, restoring, testing.
pub const RO_08: Rule =
    law("RO-08", "UK GDPR Art 32(1)", "security: encryption, resilience, restoring, testing");
/// A policy document says how each principle is kept, and how long data is kept.
pub const S1_39: Rule = law(
    "S1-39",
    "DPA 2018 Sch 1 para 39",
    "a policy document says how each principle is kept, and how long data is kept",
);
/// The record adds the condition, how Art 6 is met, and whether data goes as the policy says.
pub const S1_41: Rule = law(
    "S1-41",
    "DPA 2018 Sch 1 para 41",
    "the record adds the condition, how Art 6 is met, and whether data goes as the policy says",
);
/// Routine sharing stands on an agreement.
pub const CN_11: Rule =
    law("CN-11", "ICO data sharing code", "routine sharing stands on an agreement").secondary();
/// Data gathered for one purpose is used for another only where that is compatible.
pub const LB_21: Rule = law(
    "LB-21",
    "UK GDPR Art 5(1)(b), 8A",
    "data gathered for one purpose is used for another only where that is compatible",
);
