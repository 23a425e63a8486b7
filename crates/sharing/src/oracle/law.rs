//! What the law asks of a gateway beside its own needs, read plainly.

use caldicott_model::law::{
    Annex1Condition, Article9Condition, LawfulBasis, Paragraph, PolicyNeed,
};

use super::Case;
use crate::data::{DataSet, Detail};
use crate::fact::Fact;
use crate::known::Truth;
use crate::rulebook::Gateway;
use crate::words::{AskerKind, ConsentKind};

impl Case<'_> {
    pub(super) fn basis(&self, basis: LawfulBasis, datum: DataSet) -> Truth {
        match basis {
            LawfulBasis::Consent => self.consented(ConsentKind::DataProtection, false, datum),
            LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::PublicTaskRequest) => {
                self.fact(Fact::PublicTaskStatement)
            }
            LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Safeguarding) => {
                self.fact(Fact::AtRisk)
            }
            LawfulBasis::RecognisedLegitimateInterest(_)
            | LawfulBasis::Contract
            | LawfulBasis::LegalObligation
            | LawfulBasis::LegitimateInterests
            | LawfulBasis::PublicTask
            | LawfulBasis::VitalInterests => Truth::True,
        }
    }

    pub(super) fn special(&self, gateway: &Gateway, datum: DataSet) -> Truth {
        if !datum.categories().has_special() {
            return Truth::True;
        }
        let kind = gateway.consent.unwrap_or(ConsentKind::DataProtection);
        match gateway.article9 {
            None => Truth::False,
            Some(Article9Condition::ExplicitConsent) => self.consented(kind, true, datum),
            Some(Article9Condition::VitalInterests) => self.fact(Fact::CannotConsent),
            Some(Article9Condition::SubstantialPublicInterest) => gateway
                .schedule1
                .map_or(Truth::True, |paragraph| self.paragraph(paragraph))
                .and(self.documented(gateway, gateway.schedule1)),
            Some(
                Article9Condition::Employment
                | Article9Condition::HealthOrSocialCare
                | Article9Condition::PublicHealth
                | Article9Condition::Research,
            ) => self.documented(gateway, gateway.schedule1),
            Some(
                Article9Condition::LegalClaims
                | Article9Condition::MadePublic
                | Article9Condition::NotForProfitBody,
            ) => Truth::True,
        }
    }

    /// Whether the policy document is there that the rulebook requires, or the paragraph asks for none.
    fn documented(&self, gateway: &Gateway, paragraph: Option<u8>) -> Truth {
        let Some(paragraph) = paragraph.and_then(|number| Paragraph::new(number).ok()) else {
            return Truth::True;
        };
        let policy = paragraph.row().policy();
        if !gateway.document_required || policy == PolicyNeed::No {
            return Truth::True;
        }
        let documents = &self.rulebook.manner.documents;
        let there = documents.iter().any(|one| {
            one.paragraphs().any(|number| number == paragraph.number())
                && one.from.is_none_or(|from| from <= self.day)
                && one.until.is_none_or(|until| self.day < until)
        });
        let police = self.kind().truth(|kind| *kind == AskerKind::Police);
        let spared = policy == PolicyNeed::ExceptToCompetentAuthority;
        Truth::from(there).or(if spared { police } else { Truth::False })
    }

    pub(super) fn criminal(&self, gateway: &Gateway, datum: DataSet) -> Truth {
        let governed = datum.categories().has_criminal()
            || [Detail::RegisterCompliance, Detail::IncidentSheet]
                .into_iter()
                .any(|detail| datum == detail.into());
        let Some(paragraph) = gateway.article10 else { return Truth::from(!governed) };
        if !governed {
            return Truth::True;
        }
        if paragraph == 29 {
            let kind = gateway.consent.unwrap_or(ConsentKind::DataProtection);
            return self.consented(kind, false, datum);
        }
        // An extension is met only where what it extends would be (S1-36).
        let extended = match paragraph {
            36 => gateway.schedule1.unwrap_or(36),
            37 => 20,
            other => other,
        };
        self.paragraph(extended).and(self.documented(gateway, Some(extended)))
    }

    fn paragraph(&self, paragraph: u8) -> Truth {
        match paragraph {
            10 | 17 | 19 => self.fact(Fact::NoConsentReason),
            18 => self.fact(Fact::NoConsentReason).and(self.fact(Fact::AtRisk)),
            30 => self.fact(Fact::CannotConsent),
            _ => Truth::True,
        }
    }
}
