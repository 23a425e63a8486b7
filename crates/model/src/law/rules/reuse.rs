//! Purposes and their change.

use super::law;
use crate::Rule;
use crate::law::stage::DUAA_STAGE_MAIN;

/// Purpose limitation since the main stage, and that compatibility alone makes nothing lawful.
pub const LB_21: Rule = law(
    "LB-21",
    "UK GDPR Art 5(1)(b), 5(3), 8A",
    "a new purpose is compatible for a reason that Art 8A(3) names, and needs a basis of its own",
)
.from(DUAA_STAGE_MAIN);
/// Data collected on consent.
pub const LB_22: Rule = law(
    "LB-22",
    "UK GDPR Art 8A(4)",
    "data collected on consent: fresh consent, or Annex 2 or the law where none can be expected",
)
.from(DUAA_STAGE_MAIN);
/// What is weighed.
pub const LB_23: Rule = law(
    "LB-23",
    "UK GDPR Art 8A(2)",
    "link, context, nature of the data, consequences and safeguards are weighed",
)
.from(DUAA_STAGE_MAIN);
/// Annex 2.
pub const LB_24: Rule = law(
    "LB-24",
    "UK GDPR Annex 2",
    "purposes that are treated as compatible when their condition is met",
)
.secondary()
.from(DUAA_STAGE_MAIN);
/// The list that Art 8A replaced.
pub const LB_25: Rule = law(
    "LB-25",
    "UK GDPR Art 5(1)(b), 6(4) (to 4 February 2026)",
    "consent, the law, research with its safeguards, or five things weighed",
)
.until(DUAA_STAGE_MAIN);
