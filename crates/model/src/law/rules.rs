//! The rules of law that the checks of this module cite.

mod documents;
mod reuse;
mod transfers;

pub use documents::*;
pub use reuse::*;
pub use transfers::*;

use super::stage::{DUAA_STAGE_1, DUAA_STAGE_MAIN, GDPR_APPLIES};
use crate::{Rule, Source};

const fn law(id: &'static str, provision: &'static str, says: &'static str) -> Rule {
    Rule::new(id, Source::Law(provision), says).from(GDPR_APPLIES)
}

/// Consent.
pub const LB_01: Rule =
    law("LB-01", "UK GDPR Art 6(1)(a)", "consent for one or more specific purposes, on record");
/// Contract.
pub const LB_02: Rule =
    law("LB-02", "UK GDPR Art 6(1)(b)", "necessary for a contract with the person");
/// Legal obligation.
pub const LB_03: Rule = law(
    "LB-03",
    "UK GDPR Art 6(1)(c)",
    "necessary to comply with an obligation of the law, not of a contract, and the law is cited",
);
/// Vital interests.
pub const LB_04: Rule =
    law("LB-04", "UK GDPR Art 6(1)(d)", "necessary to protect somebody's vital interests");
/// Public task.
pub const LB_05: Rule = law(
    "LB-05",
    "UK GDPR Art 6(1)(e), 6(3)",
    "a task in the public interest laid down by law; since 5 February 2026 the controller's own",
);
/// Recognised legitimate interest.
pub const LB_06: Rule = law(
    "LB-06",
    "UK GDPR Art 6(1)(ea), 6(5)",
    "a recognised legitimate interest, if a condition of Annex 1 is met",
)
.from(DUAA_STAGE_MAIN);
/// Legitimate interests.
pub const LB_07: Rule = law(
    "LB-07",
    "UK GDPR Art 6(1)(f)",
    "legitimate interests, balanced and with the assessment kept",
);
/// Points (ea) and (f) are closed to authorities in their tasks.
pub const LB_08: Rule = law(
    "LB-08",
    "UK GDPR Art 6(1), last sub-paragraph",
    "no legitimate interest for a public authority performing its task",
);
/// Public authority.
pub const LB_09: Rule = law(
    "LB-09",
    "DPA 2018 s.7",
    "a public authority is one only in its task, and a parish council is none",
);
/// Request for a public task.
pub const LB_11: Rule = law(
    "LB-11",
    "UK GDPR Annex 1 para 1",
    "the asker states that they need the data for their public task",
)
.from(DUAA_STAGE_MAIN);
/// Security and defence.
pub const LB_12: Rule =
    law("LB-12", "UK GDPR Annex 1 para 2", "national security, public security, defence")
        .from(DUAA_STAGE_MAIN);
/// Emergencies.
pub const LB_13: Rule = law(
    "LB-13",
    "UK GDPR Annex 1 paras 3-4",
    "an emergency under the Civil Contingencies Act 2004",
)
.from(DUAA_STAGE_MAIN);
/// Crime.
pub const LB_14: Rule = law(
    "LB-14",
    "UK GDPR Annex 1 para 5",
    "detecting, investigating, preventing or prosecuting crime",
)
.from(DUAA_STAGE_MAIN);
/// Safeguarding.
pub const LB_15: Rule =
    law("LB-15", "UK GDPR Annex 1 paras 6-7", "safeguarding a vulnerable individual")
        .from(DUAA_STAGE_MAIN);
/// Vulnerable individual.
pub const LB_16: Rule = law(
    "LB-16",
    "UK GDPR Annex 1 paras 7-8",
    "a vulnerable individual is under 18, or an adult at risk",
)
.secondary()
.from(DUAA_STAGE_MAIN);
/// No automated decision on point (ea).
pub const LB_18: Rule = law(
    "LB-18",
    "UK GDPR Art 22B(4)",
    "no significant decision without a person rests on a recognised legitimate interest",
)
.from(DUAA_STAGE_MAIN);
/// Demonstrating consent.
pub const CN_02: Rule = law(
    "CN-02",
    "UK GDPR Art 7",
    "the controller can show the consent and that it may be withdrawn",
);
/// Consent that is not free.
pub const CN_04: Rule = law(
    "CN-04",
    "ICO guidance on consent",
    "consent is likely invalid where refusing has a price or power is unequal",
)
.secondary();
/// Special categories.
pub const SC_01: Rule = law("SC-01", "UK GDPR Art 9(1)", "nine special categories");
/// Basis and condition together.
pub const SC_03: Rule = law(
    "SC-03",
    "UK GDPR Art 9(2)",
    "special category data needs a basis of Art 6(1) and a condition of Art 9(2)",
)
.from(DUAA_STAGE_1);
/// The ten conditions.
pub const SC_04: Rule =
    law("SC-04", "UK GDPR Art 9(2)", "special category data needs one of ten conditions");
/// Conditions that need Schedule 1.
pub const SC_05: Rule = law(
    "SC-05",
    "DPA 2018 s.10(1)-(3)",
    "(b), (h), (i), (j) need a condition of Sch 1 Part 1; (g) one of Part 2",
);
/// Secrecy.
pub const SC_06: Rule = law(
    "SC-06",
    "UK GDPR Art 9(3), DPA 2018 s.11(1)",
    "health or social care only under somebody who owes a duty of secrecy",
);
/// Criminal offence data.
pub const SC_07: Rule = law(
    "SC-07",
    "UK GDPR Art 10(1)",
    "criminal offence data only under official authority or as the law authorises",
);
/// Allegations.
pub const SC_08: Rule =
    law("SC-08", "DPA 2018 s.11(2)", "allegations and proceedings are criminal offence data");
/// Authorisation by Schedule 1.
pub const SC_09: Rule = law(
    "SC-09",
    "DPA 2018 s.10(5)",
    "criminal offence data needs a condition of Sch 1 Part 1, 2 or 3",
);
/// The dead.
pub const SC_11: Rule = law(
    "SC-11",
    "DPA 2018 s.3(2)",
    "data protection is for the living; confidence and the opt-out outlive them",
);
/// Policy documents.
pub const S1_05: Rule = law(
    "S1-05",
    "DPA 2018 Sch 1 para 5",
    "a Part 2 condition needs an appropriate policy document unless it says otherwise",
);
/// Keeping the policy document.
pub const S1_40: Rule = law(
    "S1-40",
    "DPA 2018 Sch 1 para 40",
    "the policy document is kept until six months after the processing ends",
);
/// Commencement of the Data Protection Act 2018 and the GDPR.
pub const RG_01: Rule =
    law("RG-01", "UK GDPR Art 99; DUAA 2025", "each rule is read as it stood on the day");

const fn seed_error(id: &'static str, document: &'static str, says: &'static str) -> Rule {
    Rule::new(id, Source::Seed(document, "citations"), says)
}

/// Crime and Disorder Act.
pub const SE_01: Rule = seed_error("SE-01", "001", "the Crime and Disorder Act is of 1998");
/// Data Protection Act.
pub const SE_02: Rule = seed_error("SE-02", "001", "there was no Data Protection Act of 1988");
/// Social Security Administration (Fraud) Act.
pub const SE_03: Rule = seed_error(
    "SE-03",
    "001",
    "the name is Social Security Administration (Fraud) Act 1997; landlords' duty is in the HB Regs 2006",
);
/// Points of Articles 6 and 9.
pub const SE_04: Rule = seed_error("SE-04", "002", "the points stand in Art 6(1) and Art 9(2)");
/// Paragraph 6 of Schedule 1.
pub const SE_05: Rule = seed_error("SE-05", "002", "the enactment is Sch 1 para 6(2)(a)");
/// Not excessive.
pub const SE_06: Rule = seed_error(
    "SE-06",
    "001",
    "`not excessive` is of 1998; the law says limited to what is necessary",
);
/// What the Act of 2018 does not say.
pub const SE_07: Rule = seed_error(
    "SE-07",
    "001",
    "anonymisation is in UK GDPR recital 26 and Art 4, police powers are in PACE 1984",
);
/// MAPPA.
pub const SE_11: Rule =
    seed_error("SE-11", "001", "the name is Multi-Agency Public Protection Arrangements");
/// Seventy-two hours.
pub const SE_15: Rule =
    seed_error("SE-15", "003", "the 72 hours run from becoming aware, not from discovery");
