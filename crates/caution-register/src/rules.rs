//! The rules of the founding caution register (source 002) that an entry obeys, as constants.

use caldicott_calendar::{Rule, Source};

const WHAT: Source = Source::Seed("002", "s.2");
const PRINCIPLES: Source = Source::Seed("002", "s.3");
const FLOW: Source = Source::Seed("002", "Annex A");
const RISKS: Source = Source::Seed("002", "s.9");

/// People are told of their entry.
pub const C_011: Rule =
    Rule::new("C-011", PRINCIPLES, "people are told of their entry and how to challenge it");
/// Unless telling them raises the risk.
pub const C_012: Rule = Rule::new(
    "C-012",
    PRINCIPLES,
    "somebody is not told where telling clearly raises the risk, and the reason is kept",
);
/// A rejected recommendation leaves no record.
pub const D_008: Rule =
    Rule::new("D-008", PRINCIPLES, "a recommendation that is rejected leaves no record");
/// Entries stand until a review finds no risk.
pub const D_009: Rule =
    Rule::new("D-009", PRINCIPLES, "an entry stands until a review finds that the risk is over");
/// Very sensitive risks are not told.
pub const F_008: Rule =
    Rule::new("F-008", WHAT, "a very sensitive risk is kept out; the service that knows is named");
/// The person may challenge and ask for an earlier review.
pub const G_023: Rule = Rule::new(
    "G-023",
    PRINCIPLES,
    "the person may challenge events or the decision, and ask for an earlier review",
);
/// An entry is about a person or about premises.
pub const H_003: Rule = Rule::new("H-003", WHAT, "an entry is about a person or about premises");
/// Decision, codes, review date and detail are kept.
pub const H_005: Rule = Rule::new(
    "H-005",
    FLOW,
    "the entry holds the decision, its codes, the day of review and who may see it",
);
/// The precautions.
pub const H_006: Rule = Rule::new(
    "H-006",
    WHAT,
    "precautions: visits by two, meetings on secure premises, protective equipment",
);
/// A particularly sensitive risk shows a service to ask.
pub const H_007: Rule =
    Rule::new("H-007", WHAT, "of a particularly sensitive risk only the service to ask is shown");
/// A manager recommends.
pub const H_008: Rule = Rule::new("H-008", WHAT, "a manager recommends an entry and precautions");
/// The Head of Service decides.
pub const H_009: Rule = Rule::new("H-009", WHAT, "a Head of Service approves or rejects");
/// Rejected: nothing is stored.
pub const H_011: Rule = Rule::new("H-011", WHAT, "nothing is stored of what was rejected");
/// Approved: the register, then the letter.
pub const H_012: Rule = Rule::new(
    "H-012",
    FLOW,
    "once approved the register is updated, then the person is written to",
);
/// What the letter says.
pub const H_013: Rule = Rule::new(
    "H-013",
    FLOW,
    "the letter says what is held, when it is reviewed and how to challenge it",
);
/// The Head of Service decides whether it goes.
pub const H_014: Rule =
    Rule::new("H-014", FLOW, "a Head of Service decides, by the risk, whether the letter goes");
/// When it does not go.
pub const H_015: Rule = Rule::new(
    "H-015",
    FLOW,
    "it is kept back where it might cause violence or unwarranted harm or distress",
);
/// No fixed address: the next interaction.
pub const H_016: Rule =
    Rule::new("H-016", FLOW, "without a known address the letter waits for the next interaction");
/// The person asks the director.
pub const H_018: Rule =
    Rule::new("H-018", FLOW, "the person asks the service director to look again");
/// What the director may decide.
pub const H_020: Rule = Rule::new("H-020", FLOW, "the entry is confirmed, deleted or amended");
/// Evidence of a real risk.
pub const H_021: Rule =
    Rule::new("H-021", WHAT, "an entry stands on evidence of a real risk to staff");
/// Incidents attach.
pub const H_023: Rule = Rule::new(
    "H-023",
    FLOW,
    "further incidents are attached to the entry there is, by service managers",
);
/// Check before a visit.
pub const H_024: Rule =
    Rule::new("H-024", FLOW, "the register is looked at before a visit is arranged or made");
/// Each time anew.
pub const H_026: Rule =
    Rule::new("H-026", RISKS, "it is looked at each time, for what it says now");
/// Read only.
pub const H_027: Rule =
    Rule::new("H-027", WHAT, "frontline staff and named contractors may read and no more");
/// Roles decide who may approve or amend.
pub const H_028: Rule = Rule::new("H-028", RISKS, "who may approve or amend goes by role");
/// Reviews at most twelve months apart, and escalation.
pub const H_029: Rule =
    Rule::new("H-029", RISKS, "a review that is not made within its time is escalated");
/// An earlier review on request.
pub const H_030: Rule =
    Rule::new("H-030", WHAT, "an earlier review may be asked for when things have changed");
/// No risk left: the archive.
pub const H_031: Rule = Rule::new(
    "H-031",
    WHAT,
    "when a review finds no risk the entry is archived, out of sight of readers",
);
/// Two quiet years: removal.
pub const H_032: Rule =
    Rule::new("H-032", WHAT, "after two years without an incident the entry is removed");
/// Need to know.
pub const B_065: Rule = Rule::new(
    "B-065",
    WHAT,
    "third parties see only an entry about somebody they are about to visit",
);
/// Deletion leaves a trail of actions.
pub const D_012: Rule = Rule::new("D-012", RISKS, "a deletion leaves a trail of the action");
/// Looks and changes are audited.
pub const L_007: Rule = Rule::new(
    "L-007",
    RISKS,
    "changes and deletions leave a trail, and roles decide who may make them",
);
/// Holds override deletion.
pub const RE_14: Rule = Rule::new(
    "RE-14",
    Source::Law("DPA 2018 s.173; founding policies"),
    "what is needed for a legal matter or an open request is not deleted",
)
.secondary();
