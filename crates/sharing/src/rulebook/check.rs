//! What every gateway must have beside its power (RG-09): found missing when the rulebook is read.

use caldicott_model::CategorySet;
use caldicott_model::document::Reader;
use caldicott_model::law::{Article9Condition, CriminalUse, Paragraph, PolicyNeed, Schedule1Part};

use super::parts::Gateway;
use super::terms::{Limit, LimitSet};
use crate::fact::Fact;
use crate::words::{AskerKind, ConfidenceGround, Direction, GatewayKind, Necessity, Then};

/// Whether the gateway names everything it needs; what is missing is reported.
pub(super) fn gateway(reader: &Reader<'_>, gateway: &Gateway, secrecy_owed: bool) -> bool {
    let mut sound = true;
    let mut fault = |key: &str, message: &str| {
        reader.fault(key, message);
        sound = false;
    };
    let needs = |fact: Fact| gateway.needs.yes & fact.bit() != 0;
    if gateway.covers.is_empty() {
        fault("covers", "a gateway names what it covers");
    }
    let takes_in = gateway.directions == 1 << Direction::Offered as u8;
    if !needs(Fact::Verified) && !needs(Fact::Anonymous) && !takes_in {
        fault("needs", "no disclosure without `verified` (B-011), except of what is `anonymous`");
    }
    if gateway.kind == GatewayKind::Discretion
        && ![Fact::Proportionate, Fact::PublicInterest, Fact::AssessedForDisclosure]
            .into_iter()
            .any(needs)
        && gateway.weighed.is_empty()
    {
        fault("needs", "a discretion needs an assessment on record (GW-26)");
    }
    confidence(gateway, takes_in, &mut fault);
    if gateway.necessity == Necessity::Consent && gateway.needs.limits == LimitSet::NONE {
        fault("necessity", "what the consent says is the minimum, and no consent is needed");
    }
    if gateway.then == Then::Refer && gateway.refer.is_none() {
        fault("refer", "a gateway that refers names the role");
    }
    if needs(Fact::Anonymous) {
        // Nobody can be identified, so neither Art 9 nor Art 10 governs it.
        return sound;
    }
    special(gateway, secrecy_owed, &mut fault);
    criminal(gateway, &mut fault);
    sound
}

fn confidence(gateway: &Gateway, takes_in: bool, fault: &mut impl FnMut(&str, &str)) {
    let needs = |fact: Fact| gateway.needs.yes & fact.bit() != 0;
    match gateway.confidence {
        ConfidenceGround::Consent => {
            if gateway.consent.is_none() && !needs(Fact::InformedOfSharing) {
                fault("confidence", "it needs a consent, or that the person was informed (B-006)");
            }
        }
        ConfidenceGround::Law => {
            if gateway.kind != GatewayKind::Duty {
                fault("confidence", "a power does not override confidence (B-036, GW-03)");
            }
        }
        ConfidenceGround::NotConfidential => {
            if !needs(Fact::Anonymous) && !takes_in {
                fault("confidence", "only what is `anonymous` is not confidential (F-002)");
            }
        }
        ConfidenceGround::OwnTeam => {
            if gateway.who != 1 << AskerKind::TeamMember as u8 {
                fault("confidence", "only `team-member` is our own team (B-001)");
            }
        }
        ConfidenceGround::Processor => {
            if !gateway.needs.limits.contains(Limit::Processing) {
                fault("confidence", "it needs a `processing-agreement` (B-059)");
            }
        }
        ConfidenceGround::PublicInterest => {
            if !needs(Fact::PublicInterest) && gateway.weighed.is_empty() {
                fault(
                    "confidence",
                    "the public interest is weighed: needs `public-interest`, or `weighed_by` a policy \
                     rule (B-007)",
                );
            }
        }
    }
}

fn special(gateway: &Gateway, secrecy_owed: bool, fault: &mut impl FnMut(&str, &str)) {
    let special = gateway.covers.special().categories();
    let Some(condition) = gateway.article9 else {
        if !special.is_empty() {
            fault(
                "covers",
                "it covers special categories and names no `article9` condition (RG-09)",
            );
        }
        return;
    };
    let paragraph = gateway.schedule1.and_then(|number| Paragraph::new(number).ok());
    match (condition.needs(), paragraph) {
        (Some(_), None) => {
            fault("schedule1", "this condition needs a paragraph of Schedule 1 (SC-05)");
        }
        (Some(part), Some(paragraph)) if paragraph.part() != part => {
            fault("schedule1", "the paragraph is of another part than the condition needs (SC-05)");
        }
        (Some(_), Some(paragraph)) if !paragraph.row().is_condition() => {
            fault(
                "schedule1",
                "the paragraph asks for policy documents, and is no condition (S1-05)",
            );
        }
        (Some(_), Some(paragraph)) => {
            let mask = paragraph.row().mask();
            if !mask.is_empty() && !mask.contains_all(special.intersection(CategorySet::SPECIAL)) {
                fault("covers", "the paragraph reaches fewer special categories than are covered");
            }
        }
        (None, _) => {}
    }
    if condition == Article9Condition::HealthOrSocialCare && !secrecy_owed {
        fault(
            "article9",
            "it stands on a duty of secrecy: `sharing.secrecy_owed_by` names who (SC-06)",
        );
    }
}

fn criminal(gateway: &Gateway, fault: &mut impl FnMut(&str, &str)) {
    if gateway.covers.criminal().is_empty() {
        return;
    }
    let Some(paragraph) = gateway.article10.and_then(|number| Paragraph::new(number).ok()) else {
        fault(
            "covers",
            "it covers criminal offence data and names no `article10` paragraph (SC-07)",
        );
        return;
    };
    extending(gateway, paragraph, fault);
    let row = paragraph.row();
    if row.criminal() != CriminalUse::Yes && row.part() != Schedule1Part::Three {
        fault("article10", "the paragraph is no condition for criminal offence data (SC-09)");
    }
}

/// Paragraph 36 is met where a condition of Part 2 would be met but for its words on the public interest: so
/// it stands on nothing until that condition is named, and so asks for nothing (S1-36). The one that
/// paragraph 37 extends is named in the Act.
fn extending(gateway: &Gateway, paragraph: Paragraph, fault: &mut impl FnMut(&str, &str)) {
    if paragraph.row().policy() != PolicyNeed::AsExtended || paragraph.number() == 37 {
        return;
    }
    let extended = gateway.schedule1.and_then(|number| Paragraph::new(number).ok());
    let condition = |one: Paragraph| one.part() == Schedule1Part::Two && one.row().is_condition();
    if !extended.is_some_and(condition) {
        fault(
            "schedule1",
            "paragraph 36 extends a paragraph of Part 2 of Schedule 1: name the one it extends (S1-36)",
        );
    }
}
