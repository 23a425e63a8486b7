//! What is wrong in written policies and assessments, and the rules on people.

use super::{law, seed_error};
use crate::law::stage::DUAA_STAGE_MAIN;
use crate::{Day, Rule, Source};

const fn seed(
    id: &'static str,
    document: &'static str,
    section: &'static str,
    says: &'static str,
) -> Rule {
    Rule::new(id, Source::Seed(document, section), says)
}

/// Requests need no form.
pub const SE_08: Rule =
    seed_error("SE-08", "001", "a request for access need not be in writing").secondary();
/// What a professional said is tested item by item.
pub const SE_09: Rule = seed_error(
    "SE-09",
    "001",
    "nothing is withheld for who gave it: each item is tested (DPA 2018 Schs 2, 3)",
);
/// The requester is no employee.
pub const SE_12: Rule =
    seed_error("SE-12", "003", "the person asking is called what the policy is not about");
/// Two sections of one letter.
pub const SE_13: Rule = seed_error("SE-13", "003", "each section has a letter of its own");
/// The principles.
pub const SE_14: Rule = seed_error(
    "SE-14",
    "003",
    "six principles and accountability; transfers are none (UK GDPR Art 5)",
);
/// The UK GDPR and its border.
pub const SE_16: Rule = seed_error(
    "SE-16",
    "003",
    "since 1 January 2021 the law is the UK GDPR and the border the United Kingdom's",
)
.from(Day::literal(2021, 1, 1));
/// What is special and what is criminal.
pub const SE_17: Rule = seed_error(
    "SE-17",
    "002",
    "alleged violence is criminal offence data, drug use may be health data, hate is no category",
);
/// What may now rest on a recognised legitimate interest.
pub const SE_18: Rule = seed_error(
    "SE-18",
    "000",
    "safeguarding and crime may rest on a recognised legitimate interest since 5 February 2026",
)
.secondary()
.from(DUAA_STAGE_MAIN);
/// Third parties that the front sheet does not know.
pub const B_066: Rule = seed(
    "B-066",
    "002",
    "s.1 vs s.5",
    "the front sheet names the third parties that the rest names",
);
/// No period.
pub const D_014: Rule = seed("D-014", "000, 001, 003", "all", "retention names actual periods");
/// A clearance without its comments.
pub const E_024: Rule =
    seed("E-024", "002", "s.3", "who clears something says so before it counts as cleared");
/// What is referred to and missing.
pub const H_034: Rule =
    seed("H-034", "002", "Annex A", "every diagram is there, and every time limit says of what");
/// Flows in another document.
pub const H_037: Rule =
    seed("H-037", "002", "Types", "what is deferred to another document is supplied with it");
/// Risks without measures, sign-off without words.
pub const I_045: Rule =
    seed("I-045", "000", "Steps 6-7", "every risk has a measure and every sign-off its entry");
/// A clearance says what it rests on.
pub const DP_18: Rule =
    seed("DP-18", "000", "Step 7", "an assessment is complete before it is signed");
/// Third parties agree throughout.
pub const DP_16: Rule = seed("DP-16", "002", "s.1, s.5", "one document, one list of third parties");
/// A score is a product.
pub const DP_09: Rule =
    seed("DP-09", "002", "Annex B Table 3", "a score is impact times likelihood, each 1 to 5");
/// A band that is not the score's.
pub const DP_11: Rule = seed("DP-11", "002", "s.9", "a score has the band that the table gives it");
/// A band that does not exist.
pub const DP_12: Rule = seed("DP-12", "002", "s.9", "a band is named as the table names it");
/// A score left out.
pub const DP_13: Rule = seed("DP-13", "002", "s.9", "a level is given with its score");
/// The overall rating.
pub const DP_14: Rule =
    seed("DP-14", "002", "s.10", "overall is not below the worst that remains, without a reason");
/// Two hats.
pub const DP_17: Rule = law(
    "DP-17",
    "UK GDPR Art 38(6)",
    "a data protection officer holds no other post that decides about the data",
)
.secondary();
/// Manifestly unfounded or excessive.
pub const RT_10: Rule = law(
    "RT-10",
    "UK GDPR Art 12(5), 15(3)",
    "a fee only for what is manifestly unfounded or excessive, and for further copies",
);
/// Children in Scotland.
pub const RT_15: Rule = law(
    "RT-15",
    "DPA 2018 s.208",
    "in Scotland somebody of twelve is presumed to understand their rights",
);
/// What a statute requires stays within the law of data protection.
pub const GW_24: Rule = law(
    "GW-24",
    "DPA 2018 Sch 2 para 5(2)",
    "disclosure that a statute requires is exempt only as far as it must be",
);
/// Capacity is presumed decision by decision.
pub const CN_07: Rule = Rule::new(
    "CN-07",
    Source::Seed("000", "Step 2 context"),
    "capacity is presumed for each decision; no statement covers everybody",
)
.secondary();
