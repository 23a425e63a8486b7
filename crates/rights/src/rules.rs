//! The rules that decisions of this crate cite, as constants. Those of the clocks are in
//! [`caldicott_calendar::rules`].

use caldicott_calendar::rules::{COMPLAINTS_STAGE, DATA_PROTECTION_ACT, FIRST_STAGE, MAIN_STAGE};
use caldicott_calendar::{Day, Rule, Source};

const fn law(id: &'static str, provision: &'static str, says: &'static str) -> Rule {
    Rule::new(id, Source::Law(provision), says).from(DATA_PROTECTION_ACT)
}

const INSPECT: Source = Source::Seed("001", "Right to inspect");
const PROVIDER: Source = Source::Seed("003", "E");
const CHALLENGING: Source = Source::Seed("001", "Challenging");

/// Protect victims, witnesses and informants.
pub const B_037: Rule = Rule::new(
    "B-037",
    Source::Seed("001", "Crime and Disorder Act protocols"),
    "victims, witnesses and informants are protected when a suspect asks for access",
);
/// Third-party data leaves with all that identifies.
pub const F_003: Rule =
    Rule::new("F-003", INSPECT, "of other people all identifying features are taken out");
/// A note at the front.
pub const F_004: Rule =
    Rule::new("F-004", INSPECT, "a note at the front says that something was taken out");
/// The right to be told.
pub const G_001: Rule =
    Rule::new("G-001", PROVIDER, "people are told what is done with their data");
/// Mistakes are put right.
pub const G_003: Rule =
    Rule::new("G-003", PROVIDER, "mistakes are put right however they come to light");
/// Data goes to another provider.
pub const G_006: Rule =
    Rule::new("G-006", PROVIDER, "data goes with the person to another provider");
/// Decisions by machine.
pub const G_008: Rule =
    Rule::new("G-008", PROVIDER, "decisions by machine and profiling can be held in check");
/// Told of an extension.
pub const G_010: Rule =
    Rule::new("G-010", Source::Seed("003", "H1"), "whoever asks is told of an extension");
/// No charge but for excess.
pub const G_011: Rule = Rule::new(
    "G-011",
    Source::Seed("003", "H1"),
    "nothing is charged but for excess and for copies to others",
);
/// No charge for access.
pub const G_012: Rule = Rule::new(
    "G-012",
    Source::Seed("001", "Charges"),
    "seeing the file and a reasonable copy cost nothing",
);
/// See and challenge.
pub const G_013: Rule = Rule::new(
    "G-013",
    INSPECT,
    "people see their file, but for real harm and for others who are unwilling",
);
/// What doctors told in confidence.
pub const G_015: Rule =
    Rule::new("G-015", INSPECT, "what a doctor or a social worker told is shown after a test");
/// What is about others.
pub const G_016: Rule =
    Rule::new("G-016", INSPECT, "what is about others is shown without what identifies them");
/// Somebody goes through the file.
pub const G_017: Rule =
    Rule::new("G-017", INSPECT, "the file is gone through, item by item, before it is shown");
/// Correct or erase what is shown to be wrong.
pub const G_020: Rule =
    Rule::new("G-020", CHALLENGING, "what is accepted as wrong is corrected or erased");
/// Otherwise attach the view and the decision.
pub const G_021: Rule = Rule::new(
    "G-021",
    CHALLENGING,
    "what is not accepted carries the person's view and the decision not to alter it",
);
/// Requests in writing: not lawful as a condition.
pub const SE_08: Rule = Rule::new(
    "SE-08",
    Source::Seed("001", "Right to inspect"),
    "a demand for writing is in the policy and is no condition of the law",
)
.secondary();
/// Shares what the policy would bar as a whole.
pub const SE_09: Rule = Rule::new(
    "SE-09",
    INSPECT,
    "the policy's bar on what professionals wrote gives way to the tests of the law",
);
/// What may be objected to.
pub const LB_20: Rule = Rule::new(
    "LB-20",
    Source::Law("UK GDPR Art 21(1)"),
    "the right to object reaches public task, recognised and legitimate interests",
)
.from(MAIN_STAGE);
/// Fees and refusals need their evidence.
pub const RT_10: Rule = law(
    "RT-10",
    "UK GDPR Art 12(5), 15(3)",
    "free, but for the manifestly unfounded or excessive, which the controller has to show",
);
/// What access comprises.
pub const RT_12: Rule = law(
    "RT-12",
    "UK GDPR Art 15(1)",
    "confirmation, a copy, and the information about the processing",
);
/// A reasonable and proportionate search.
pub const RT_13: Rule = Rule::new(
    "RT-13",
    Source::Law("UK GDPR Art 15(1A)"),
    "what a reasonable and proportionate search can provide",
)
.from(Day::literal(2024, 1, 1));
/// Withheld data can be inspected by a court.
pub const RT_14: Rule = Rule::new(
    "RT-14",
    Source::Law("DPA 2018 s.180A"),
    "a court may look at what was withheld, so a sealed copy of it is kept",
)
.from(FIRST_STAGE);
/// Rectification.
pub const RT_16: Rule = law(
    "RT-16",
    "UK GDPR Art 16",
    "what is wrong is put right without undue delay, what is incomplete completed",
);
/// Restriction.
pub const RT_17: Rule = law(
    "RT-17",
    "UK GDPR Art 18",
    "restricted data is stored and no more, but for consent, claims, others' rights, public interest",
);
/// Recipients are told.
pub const RT_18: Rule = law(
    "RT-18",
    "UK GDPR Art 19",
    "recipients are told of rectification, erasure, restriction unless that cannot be done",
);
/// Erasure.
pub const RT_19: Rule = law("RT-19", "UK GDPR Art 17", "erasure on six grounds, with exceptions");
/// Portability.
pub const RT_21: Rule = law(
    "RT-21",
    "UK GDPR Art 20",
    "what the person provided, by consent or contract, processed by automated means",
);
/// Objection.
pub const RT_22: Rule = law(
    "RT-22",
    "UK GDPR Art 21",
    "an objection stops the processing unless grounds are compelling; for marketing always",
);
/// Automated decisions since February 2026.
pub const RT_23: Rule = Rule::new(
    "RT-23",
    Source::Law("UK GDPR Arts 22A-22D"),
    "a significant decision without meaningful human involvement needs its safeguards",
)
.from(MAIN_STAGE);
/// A complaint to the controller.
pub const CP_01: Rule = Rule::new(
    "CP-01",
    Source::Law("DPA 2018 s.164A(1)-(2)"),
    "a person may complain to the controller, who makes that easy",
)
.from(COMPLAINTS_STAGE);
/// Steps and outcome.
pub const CP_03: Rule = Rule::new(
    "CP-03",
    Source::Law("DPA 2018 s.164A(4)-(5)"),
    "without undue delay the complaint is looked into and its outcome told",
)
.from(COMPLAINTS_STAGE);
/// Crime and taxation.
pub const EX_01: Rule = law(
    "EX-01",
    "DPA 2018 Sch 2 para 2",
    "to the extent that crime or tax work would likely be prejudiced",
);
/// Risk assessment systems of councils.
pub const EX_02: Rule =
    law("EX-02", "DPA 2018 Sch 2 para 3", "a council's risk classification for taxes and benefits");
/// Public by law, ordered by law, for legal proceedings.
pub const EX_03: Rule = law(
    "EX-03",
    "DPA 2018 Sch 2 para 5",
    "what the law makes public, orders to be disclosed, or legal proceedings need",
);
/// Protective, regulatory, ombudsman functions.
pub const EX_04: Rule = law(
    "EX-04",
    "DPA 2018 Sch 2 paras 7, 10, 11",
    "functions that protect the public, regulate, or deal with complaints",
);
/// Other people.
pub const EX_05: Rule = law(
    "EX-05",
    "DPA 2018 Sch 2 para 16",
    "what relates to another identifiable individual, unless they consent or it is reasonable",
);
/// Health, social and education workers.
pub const EX_06: Rule = law(
    "EX-06",
    "DPA 2018 Sch 2 para 17",
    "it is reasonable to disclose paid health, social and education workers in their office",
);
/// Privilege, self-incrimination, forecasts, negotiations, references.
pub const EX_07: Rule = law(
    "EX-07",
    "DPA 2018 Sch 2 paras 19-24",
    "privilege, self-incrimination, forecasts, negotiations, confidential references",
);
/// Research and statistics.
pub const EX_08: Rule =
    law("EX-08", "DPA 2018 Sch 2 para 27", "research and statistics whose results identify nobody");
/// Serious harm.
pub const EX_09: Rule = law(
    "EX-09",
    "DPA 2018 Sch 3 para 2(2)",
    "access would be likely to cause serious harm to somebody's health",
);
/// Health data is not given without an opinion.
pub const EX_11: Rule = law(
    "EX-11",
    "DPA 2018 Sch 3 para 6",
    "without an opinion that no serious harm is likely, only health data already known is given",
);
/// Social work data.
pub const EX_12: Rule = law(
    "EX-12",
    "DPA 2018 Sch 3 paras 7-8",
    "social work data is that of listed bodies; a charity's own records are none",
);
/// Expectations and wishes of the person.
pub const EX_13: Rule = law(
    "EX-13",
    "DPA 2018 Sch 3 paras 4, 10",
    "what the person would not want told to a parent or manager who asks for them",
);
/// Item by item.
pub const EX_14: Rule =
    law("EX-14", "DPA 2018 Schs 2-3", "each exemption is for one item and has its reason");
