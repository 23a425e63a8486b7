//! The rules of policy and law that retention decisions cite.

use caldicott_calendar::{Rule, Source};

const NHS_CODE: Source = Source::Law("NHS Records Management Code of Practice 2021");

/// Nothing about a person is kept longer than it is needed.
pub const NOT_LONGER_THAN_NEEDED: Rule = Rule::new(
    "D-001",
    Source::Seed("001", "Disposal of records"),
    "personal data goes when it is no longer needed",
);
/// Line managers have files reviewed.
pub const LINE_MANAGER_REVIEW: Rule = Rule::new(
    "D-002",
    Source::Seed("001", "Disposal of records"),
    "line managers have files reviewed and what is no longer needed removed",
);
/// Files are reviewed in supervision.
pub const REVIEW_IN_SUPERVISION: Rule = Rule::new(
    "D-003",
    Source::Seed("001", "Personal information"),
    "files are reviewed regularly in supervision",
);
/// A hold carries a record past its period.
pub const HOLDS: Rule = Rule::new(
    "D-004",
    Source::Seed("001", "Disposal of records"),
    "arrears or an ongoing legal matter carry a record past its period",
);
/// Paper is shredded.
pub const SHREDDED: Rule = Rule::new(
    "D-005",
    Source::Seed("001", "Disposal of records"),
    "paper is shredded or goes into confidential waste",
);
/// Periods are recorded activity by activity.
pub const PERIODS_RECORDED: Rule = Rule::new(
    "D-007",
    Source::Seed("003", "N"),
    "the retention period of each activity is written down",
);
/// A rejected recommendation leaves no record.
pub const REJECTED_LEAVES_NOTHING: Rule =
    Rule::new("D-008", Source::Seed("002", "s.3"), "a rejected recommendation leaves no record");
/// An entry stands until a review finds no risk.
pub const KEPT_UNTIL_NO_RISK: Rule = Rule::new(
    "D-009",
    Source::Seed("002", "s.3"),
    "a confirmed entry stands until a review finds no continuing risk",
);
/// Two years in the archive.
pub const ARCHIVED_TWO_YEARS: Rule = Rule::new(
    "D-010",
    Source::Seed("002", "s.3"),
    "an entry without risk is archived for two years, out of sight of read-only users",
);
/// Two quiet years, then gone.
pub const QUIET_YEARS: Rule =
    Rule::new("D-011", Source::Seed("002", "s.3"), "an entry goes after two quiet years");
/// What was deleted, by which rule, stays on record.
pub const DELETION_TRAIL: Rule = Rule::new(
    "D-012",
    Source::Seed("002", "s.9 risk 4"),
    "deletion follows rules and leaves an audit trail",
);
/// The policies give no periods.
pub const NO_PERIODS_GIVEN: Rule = Rule::new(
    "D-014",
    Source::Seed("000, 001, 003", "throughout"),
    "the policies name no period, so each is the organisation's own choice",
);
/// A rejected entry is not stored.
pub const REJECTED_NOT_STORED: Rule =
    Rule::new("H-011", Source::Seed("002", "s.2"), "a rejected entry is not stored");
/// A review that finds no risk archives the entry.
pub const REVIEW_ARCHIVES: Rule = Rule::new(
    "H-031",
    Source::Seed("002", "s.2"),
    "a review that finds no risk archives the entry for two years",
);
/// Two years without incident remove the entry.
pub const QUIET_REMOVES: Rule = Rule::new(
    "H-032",
    Source::Seed("002", "s.2"),
    "two years without further incident remove the entry",
);
/// The law names no periods.
pub const STORAGE_LIMITATION: Rule = Rule::new(
    "RE-01",
    Source::Law("UK GDPR Art 5(1)(e)"),
    "the law names no period: the schedule is the controller's, with its reasons",
);
/// Limitation periods in England and Wales.
pub const LIMITATION: Rule = Rule::new(
    "RE-02",
    Source::Law("Limitation Act 1980 ss 2, 5, 8, 9, 11"),
    "6 years for tort and contract, 12 for a deed, 3 for personal injury",
);
/// The code names periods for providers of adult social care.
pub const CODE_APPLIES: Rule = Rule::new(
    "RE-04",
    NHS_CODE,
    "the code covers work under NHS contract and council adult social care",
);
/// Periods are minimums and start again on reuse.
pub const RESET_ON_REUSE: Rule = Rule::new(
    "RE-05",
    NHS_CODE,
    "a period is a minimum; it starts again when the record comes back into use",
);
/// Nothing is destroyed without appraisal.
pub const APPRAISAL: Rule =
    Rule::new("RE-06", NHS_CODE, "no record is destroyed without somebody appraising it");
/// Adult social care: 8 years.
pub const ADULT_SOCIAL_CARE: Rule = Rule::new(
    "RE-07",
    NHS_CODE,
    "adult social care: 8 years from the end of support or the last contact, then review",
)
.secondary();
/// Adult and children's health records.
pub const HEALTH_RECORDS: Rule = Rule::new(
    "RE-08",
    NHS_CODE,
    "adult health records 8 years, children's to the 25th or 26th birthday",
)
.secondary();
/// Councils choose differently.
pub const COUNCILS_DIFFER: Rule = Rule::new(
    "RE-10",
    Source::Law("published schedules of Bracknell Forest, Blackpool, Derbyshire"),
    "councils keep the same records for 6 or 8 years: the period is a choice to be reasoned",
);
/// Camden's register.
pub const CAMDEN_REGISTER: Rule = Rule::new(
    "RE-12",
    Source::Seed("002", "s.2, s.3"),
    "live until a review finds no risk, two years in the archive, then deleted",
);
/// Which incident starts the two years again.
pub const WHICH_INCIDENT: Rule = Rule::new(
    "RE-13",
    Source::Seed("002", "s.2, s.3"),
    "whether any or only a high-risk incident starts the two years again is the council's choice; \
     any unless it says otherwise",
);
/// Reasons for a hold.
pub const HOLD_REASONS: Rule = Rule::new(
    "RE-14",
    Source::Law("founding policy 001; PACE; DPA 2018 s 173"),
    "arrears, a legal matter, a notice, an inquiry or an open request stop every destruction",
)
.secondary();
/// The appropriate policy document.
pub const POLICY_DOCUMENT: Rule = Rule::new(
    "RE-15",
    Source::Law("DPA 2018 Sch 1 para 40"),
    "the appropriate policy document is kept until 6 months after the processing ends",
);
/// The corresponding date.
pub const CORRESPONDING_DATE: Rule = Rule::new(
    "TM-04",
    Source::Law("Reg 1182/71 Art 3(2)(c)"),
    "months end on the same date, or on the last day of a month that has no such date",
);

/// Every rule a schedule may cite by its id.
pub const KNOWN: [Rule; 28] = [
    NOT_LONGER_THAN_NEEDED,
    LINE_MANAGER_REVIEW,
    REVIEW_IN_SUPERVISION,
    HOLDS,
    SHREDDED,
    PERIODS_RECORDED,
    REJECTED_LEAVES_NOTHING,
    KEPT_UNTIL_NO_RISK,
    ARCHIVED_TWO_YEARS,
    QUIET_YEARS,
    DELETION_TRAIL,
    NO_PERIODS_GIVEN,
    REJECTED_NOT_STORED,
    REVIEW_ARCHIVES,
    QUIET_REMOVES,
    STORAGE_LIMITATION,
    LIMITATION,
    CODE_APPLIES,
    RESET_ON_REUSE,
    APPRAISAL,
    ADULT_SOCIAL_CARE,
    HEALTH_RECORDS,
    COUNCILS_DIFFER,
    CAMDEN_REGISTER,
    WHICH_INCIDENT,
    HOLD_REASONS,
    POLICY_DOCUMENT,
    CORRESPONDING_DATE,
];

/// Facts nobody has verified: they may not decide, so an active rule may not cite them.
pub const UNVERIFIED: [&str; 3] = ["RE-03", "RE-09", "RE-11"];

/// The rule with this id.
pub(crate) fn known(id: &str) -> Option<Rule> {
    KNOWN.iter().find(|rule| rule.id() == id).copied()
}
