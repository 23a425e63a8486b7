//! Transfers out of the United Kingdom.

use super::law;
use crate::law::stage::DUAA_STAGE_MAIN;
use crate::{Day, Rule};

/// Three ways, and no transfer outside them.
pub const TR_01: Rule = law(
    "TR-01",
    "UK GDPR Art 44A",
    "approved by regulations, under appropriate safeguards, or on a derogation",
)
.from(DUAA_STAGE_MAIN);
/// The same, as it read before the main stage.
pub const TR_01_BEFORE: Rule = law(
    "TR-01",
    "UK GDPR Arts 44-46 and 49 (to 4 February 2026)",
    "an adequacy decision, appropriate safeguards, or a derogation",
)
.until(DUAA_STAGE_MAIN);
/// The data protection test.
pub const TR_04: Rule = law(
    "TR-04",
    "UK GDPR Art 46(1A), 46(6)-(7)",
    "a listed safeguard, and the exporter finds the protection not materially lower",
)
.from(DUAA_STAGE_MAIN);
/// Arrangements from before the main stage.
pub const TR_05: Rule = law(
    "TR-05",
    "DUAA 2025 Sch 9 paras 27-29",
    "an arrangement from before 5 February 2026 may go on if it met the old test",
)
.from(DUAA_STAGE_MAIN);
/// Derogations.
pub const TR_06: Rule = law(
    "TR-06",
    "UK GDPR Art 49",
    "a derogation is the last resort, and four are closed to public powers",
);
/// The list.
pub const TR_07: Rule = law(
    "TR-07",
    "DPA 2018 Sch 21 para 5; SI 2022/1213; SI 2023/1028",
    "countries approved, whole or in part",
)
.secondary();
/// The data bridge.
pub const TR_09: Rule = law(
    "TR-09",
    "SI 2023/1028",
    "to the United States only to certified recipients, with four categories labelled sensitive",
)
.secondary()
.from(Day::literal(2023, 10, 12));
/// The agreement and the addendum.
pub const TR_10: Rule = law(
    "TR-10",
    "DPA 2018 s.119A",
    "the International Data Transfer Agreement and the UK Addendum",
)
.secondary()
.from(Day::literal(2022, 3, 21));
/// Binding corporate rules.
pub const TR_12: Rule = law(
    "TR-12",
    "UK GDPR Art 47; DPA 2018 Sch 21 para 9",
    "binding corporate rules need the approval of the United Kingdom",
)
.secondary();
/// What a restricted transfer is.
pub const TR_13: Rule = law(
    "TR-13",
    "ICO guidance on international transfers",
    "access and backup abroad are transfers when another legal entity receives them",
)
.secondary();
/// The border that counts.
pub const TR_14: Rule = law(
    "TR-14",
    "UK GDPR Chapter V",
    "the test is outside the United Kingdom, not outside the EEA",
)
.from(Day::literal(2021, 1, 1));
