//! What conditions of the law need by themselves.

use caldicott_model::law::{
    Annex1Condition, Article9Condition, LawfulBasis, Paragraph, PolicyNeed,
};

use super::DocumentNeed;
use crate::fact::Fact;
use crate::rulebook::{Gateway, Limit, LimitSet, Needs};

/// What the Art 9 condition needs by itself; `None` when there is none, and nothing special goes.
pub(crate) fn special_needs(gateway: &Gateway) -> Option<Needs> {
    let condition = gateway.article9?;
    let mut needs = Needs::default();
    match condition {
        Article9Condition::ExplicitConsent => {
            let kind = gateway.consent.unwrap_or(crate::words::ConsentKind::DataProtection);
            needs.limits = LimitSet::NONE.with(Limit::ExplicitConsent(kind));
        }
        Article9Condition::VitalInterests => needs.yes |= Fact::CannotConsent.bit(),
        Article9Condition::SubstantialPublicInterest => {
            needs = paragraph_needs(gateway.schedule1.unwrap_or_default());
        }
        Article9Condition::Employment
        | Article9Condition::HealthOrSocialCare
        | Article9Condition::LegalClaims
        | Article9Condition::MadePublic
        | Article9Condition::NotForProfitBody
        | Article9Condition::PublicHealth
        | Article9Condition::Research => {}
    }
    Some(needs)
}

/// What may give somebody away goes to nobody on their word that it will not.
pub(crate) fn checked() -> Needs {
    let yes = Fact::AnonymityChecked.bit() | Fact::Verified.bit();
    Needs { yes, ..Needs::default() }
}

/// What the Schedule 1 paragraph for criminal offence data needs; `None` when there is none.
pub(crate) fn criminal_needs(gateway: &Gateway) -> Option<Needs> {
    gateway.article10.map(|paragraph| {
        let mut needs = paragraph_needs(extended(gateway, paragraph));
        if paragraph == 29 {
            let kind = gateway.consent.unwrap_or(crate::words::ConsentKind::DataProtection);
            needs.limits = LimitSet::NONE.with(Limit::Consent(kind));
        }
        needs
    })
}

/// The paragraph that a condition for criminal offence data stands on: 36 and 37 are met only where the
/// one they extend would be, but for its words on the public interest (S1-36).
fn extended(gateway: &Gateway, paragraph: u8) -> u8 {
    match paragraph {
        36 => gateway.schedule1.unwrap_or(36),
        37 => 20,
        other => other,
    }
}

/// What some paragraphs of Schedule 1 ask: why there is no consent, and that somebody is at risk.
pub(crate) fn paragraph_needs(paragraph: u8) -> Needs {
    let mut needs = Needs::default();
    match paragraph {
        // S1-10, S1-17: without consent, for a reason.
        10 | 17 | 19 => needs.yes |= Fact::NoConsentReason.bit(),
        18 => needs.yes |= Fact::NoConsentReason.bit() | Fact::AtRisk.bit(),
        30 => needs.yes |= Fact::CannotConsent.bit(),
        _ => {}
    }
    needs
}

/// What a basis needs by itself.
pub(crate) fn basis_needs(basis: LawfulBasis) -> Needs {
    let mut needs = Needs::default();
    match basis {
        LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::PublicTaskRequest) => {
            needs.yes |= Fact::PublicTaskStatement.bit();
        }
        LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Safeguarding) => {
            needs.yes |= Fact::AtRisk.bit();
        }
        LawfulBasis::Consent => {
            needs.limits =
                LimitSet::NONE.with(Limit::Consent(crate::words::ConsentKind::DataProtection));
        }
        LawfulBasis::RecognisedLegitimateInterest(_)
        | LawfulBasis::Contract
        | LawfulBasis::LegalObligation
        | LawfulBasis::LegitimateInterests
        | LawfulBasis::PublicTask
        | LawfulBasis::VitalInterests => {}
    }
    needs
}

/// The policy document that the Art 9 condition asks for.
pub(crate) fn special_document(gateway: &Gateway) -> Option<DocumentNeed> {
    gateway.article9?.needs()?;
    document(gateway, gateway.schedule1?)
}

/// The policy document that the condition for criminal offence data asks for. Paragraphs 36 and 37 ask
/// for that of the condition they extend (S1-36).
pub(crate) fn criminal_document(gateway: &Gateway) -> Option<DocumentNeed> {
    document(gateway, extended(gateway, gateway.article10?))
}

fn document(gateway: &Gateway, paragraph: u8) -> Option<DocumentNeed> {
    let except_to_police = match Paragraph::new(paragraph).ok()?.row().policy() {
        PolicyNeed::No => return None,
        PolicyNeed::ExceptToCompetentAuthority => true,
        PolicyNeed::AsExtended | PolicyNeed::ExceptToAntiDopingBody | PolicyNeed::Yes => false,
    };
    Some(DocumentNeed { paragraph, except_to_police, required: gateway.document_required })
}
