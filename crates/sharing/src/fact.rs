//! The yes-or-no facts that rules are made of.

use crate::words::words;

words! {
    /// A fact that a rule may need to hold, or not to hold.
    ///
    /// Each is true, false or unknown on a request; unknown permits nothing.
    #[non_exhaustive]
    Fact {
        /// A person is about to visit or deal with the subject (B-065).
        AboutToVisit = "about-to-visit",
        /// It is asked for in a form from which nobody can be identified (F-002).
        Anonymous = "anonymous",
        /// One of us checked that nobody can be identified by any likely means (AN-04).
        AnonymityChecked = "anonymity-checked",
        /// Somebody has been arrested in the matter (B-031).
        Arrested = "arrested",
        /// The request was put in writing (B-012).
        AskedInWriting = "asked-in-writing",
        /// Management assessed the circumstances and is for telling (B-044).
        AssessedForDisclosure = "assessed-for-disclosure",
        /// An adult with care needs, at risk, who cannot protect themselves; or a child (GW-14).
        AtRisk = "at-risk",
        /// The person cannot consent, physically or legally (SC-04).
        CannotConsent = "cannot-consent",
        /// It is identifiable, given in confidence and about care (CN-23).
        ConfidentialPatientInformation = "confidential-patient-information",
        /// The asker relies on an agreement that they name.
        ClaimsAgreement = "claims-agreement",
        /// A refusal or withdrawal of the person's stands against this asker (CN-02).
        ConsentRefused = "consent-refused",
        /// The person was consulted about the publicity (B-020).
        Consulted = "consulted",
        /// A coroner's notice is shown and stands.
        CoronerNotice = "coroner-notice",
        /// A court's order is shown and stands.
        CourtOrder = "court-order",
        /// The person has died (SC-11).
        Deceased = "deceased",
        /// Documents are to be handed over, not only words (B-033).
        Documents = "documents",
        /// What is sought is likely to be lost or destroyed (B-030).
        EvidenceAtRisk = "evidence-at-risk",
        /// The person fails to comply with the register though a court told them to (B-047).
        FailingRegister = "failing-register",
        /// What is offered bears on health, safety or managing a risk (B-053).
        HealthSafetyOrRisk = "health-safety-or-risk",
        /// Housing benefit is paid to us directly, or we were asked about a claim we are paid (B-021).
        HousingBenefitDirect = "housing-benefit-direct",
        /// The person was told at the start with whom we share (C-007, B-010).
        InformedOfSharing = "informed-of-sharing",
        /// Somebody's life is at risk now (LB-04).
        LifeAtRisk = "life-at-risk",
        /// It is likely to lead to police action against somebody (B-035).
        LikelyPoliceAction = "likely-police-action",
        /// Consent cannot be given, cannot reasonably be sought, or seeking it would do harm (S1-18).
        NoConsentReason = "no-consent-reason",
        /// The person objects to the processing (RT-17, LB-20).
        Objected = "objected",
        /// The person is on the sex offenders register (B-046).
        OnOffenderRegister = "on-offender-register",
        /// A national data opt-out stands (CN-23).
        OptedOut = "opted-out",
        /// Notice of an application for a production order has been served.
        ProductionNotice = "production-notice",
        /// A production order is shown and stands.
        ProductionOrder = "production-order",
        /// It is in proportion to what it is wanted for (GW-09).
        Proportionate = "proportionate",
        /// The public interest in telling outweighs confidence in this case (B-007).
        PublicInterest = "public-interest",
        /// The asker states that they need it for their public task (LB-11).
        PublicTaskStatement = "public-task-statement",
        /// A regulator's notice is shown and stands.
        RegulatorNotice = "regulator-notice",
        /// It relates to a crime that the police are investigating (B-030).
        RelatesToCrime = "relates-to-crime",
        /// We reported the person missing, and they have not been found (B-042).
        ReportedMissingByUs = "reported-missing-by-us",
        /// The data is restricted (RT-17).
        Restricted = "restricted",
        /// There is a clear risk to users, staff or the public (B-026).
        Risk = "risk",
        /// It is a regular transfer, not a single one (B-040).
        Routine = "routine",
        /// A Safeguarding Adults Board's request is shown and stands.
        SafeguardingBoardRequest = "safeguarding-board-request",
        /// The power to search after arrest is shown and stands.
        SearchAfterArrest = "search-after-arrest",
        /// A search warrant is shown and stands.
        SearchWarrant = "search-warrant",
        /// It is offered on condition that the person never hears of it (B-053).
        SecrecyCondition = "secrecy-condition",
        /// A person sought by the police as missing has been seen by us (B-043).
        SeenWhileMissing = "seen-while-missing",
        /// The person has a serious criminal history (B-027).
        SeriousCriminalHistory = "serious-criminal-history",
        /// The service is registered with the regulator that asks (A-038, GW-17).
        ServiceRegulated = "service-regulated",
        /// A requirement under an enactment is shown and stands.
        StatutoryRequirement = "statutory-requirement",
        /// The third parties concerned consent (C-013).
        ThirdPartyConsents = "third-party-consents",
        /// The data stays here, or a mechanism allows it to leave on this day (TR-01).
        TransferAllowed = "transfer-allowed",
        /// The person is unwilling to seek medical help (B-016).
        UnwillingToSeekHelp = "unwilling-to-seek-help",
        /// The asker is genuine and may ask (B-011).
        Verified = "verified",
        /// The missing person wishes to stay hidden (B-044).
        WishesToStayHidden = "wishes-to-stay-hidden",
    }
}

/// Where a request states a fact.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stated {
    /// In the request's `facts`.
    Case,
    /// It follows from other fields.
    Derived,
    /// In the request's `subject`.
    Subject,
}

impl Fact {
    /// The fact's bit.
    pub(crate) const fn bit(self) -> u64 {
        1 << self as u8
    }

    /// The fact at this bit's place.
    pub(crate) fn at(place: usize) -> Option<Self> {
        Self::NAMES.get(place).map(|(_, fact)| *fact)
    }

    /// Where it is stated.
    pub(crate) const fn stated(self) -> Stated {
        match self {
            Self::AboutToVisit
            | Self::AnonymityChecked
            | Self::Arrested
            | Self::AskedInWriting
            | Self::AssessedForDisclosure
            | Self::ConfidentialPatientInformation
            | Self::Documents
            | Self::EvidenceAtRisk
            | Self::HealthSafetyOrRisk
            | Self::HousingBenefitDirect
            | Self::LifeAtRisk
            | Self::LikelyPoliceAction
            | Self::NoConsentReason
            | Self::Proportionate
            | Self::PublicInterest
            | Self::PublicTaskStatement
            | Self::RelatesToCrime
            | Self::Risk
            | Self::SecrecyCondition
            | Self::ServiceRegulated => Stated::Case,
            Self::Anonymous
            | Self::ClaimsAgreement
            | Self::ConsentRefused
            | Self::CoronerNotice
            | Self::CourtOrder
            | Self::ProductionNotice
            | Self::ProductionOrder
            | Self::RegulatorNotice
            | Self::Routine
            | Self::SafeguardingBoardRequest
            | Self::SearchAfterArrest
            | Self::SearchWarrant
            | Self::StatutoryRequirement
            | Self::TransferAllowed
            | Self::Verified => Stated::Derived,
            Self::AtRisk
            | Self::CannotConsent
            | Self::Consulted
            | Self::Deceased
            | Self::FailingRegister
            | Self::InformedOfSharing
            | Self::Objected
            | Self::OnOffenderRegister
            | Self::OptedOut
            | Self::ReportedMissingByUs
            | Self::Restricted
            | Self::SeenWhileMissing
            | Self::SeriousCriminalHistory
            | Self::ThirdPartyConsents
            | Self::UnwillingToSeekHelp
            | Self::WishesToStayHidden => Stated::Subject,
        }
    }

    /// Whether somebody can bring it about where it is false: a check can be made, an order sought.
    /// What is so in the world cannot.
    pub(crate) const fn obtainable(self) -> bool {
        matches!(
            self,
            Self::AnonymityChecked
                | Self::Anonymous
                | Self::AskedInWriting
                | Self::AssessedForDisclosure
                | Self::ClaimsAgreement
                | Self::Consulted
                | Self::CoronerNotice
                | Self::CourtOrder
                | Self::InformedOfSharing
                | Self::ProductionOrder
                | Self::PublicTaskStatement
                | Self::RegulatorNotice
                | Self::SafeguardingBoardRequest
                | Self::StatutoryRequirement
                | Self::ThirdPartyConsents
                | Self::TransferAllowed
                | Self::Verified
        )
    }

    /// The rules that make the fact matter.
    pub(crate) const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::AboutToVisit => &["B-065", "B-051"],
            Self::AnonymityChecked => &["F-002", "AN-03", "AN-04"],
            Self::Anonymous => &["F-002", "AN-04"],
            Self::Arrested | Self::SearchAfterArrest => &["B-031"],
            Self::AskedInWriting => &["B-012"],
            Self::AssessedForDisclosure | Self::WishesToStayHidden => &["B-044"],
            Self::AtRisk => &["S1-18", "GW-14"],
            Self::CannotConsent => &["SC-04"],
            Self::ConfidentialPatientInformation => &["CN-23"],
            Self::ClaimsAgreement => &["B-029", "B-039"],
            Self::ConsentRefused => &["CN-02"],
            Self::Consulted => &["B-020"],
            Self::CoronerNotice => &["GW-19"],
            Self::CourtOrder => &["B-025", "GW-08"],
            Self::Deceased => &["SC-11"],
            Self::Documents => &["B-033"],
            Self::EvidenceAtRisk | Self::RelatesToCrime => &["B-030"],
            Self::FailingRegister => &["B-047"],
            Self::HealthSafetyOrRisk | Self::SecrecyCondition => &["B-053"],
            Self::HousingBenefitDirect => &["B-021", "GW-21"],
            Self::InformedOfSharing => &["C-007", "B-010"],
            Self::LifeAtRisk => &["LB-04"],
            Self::LikelyPoliceAction => &["B-035"],
            Self::NoConsentReason => &["S1-18", "S1-10"],
            Self::Objected => &["RT-17", "LB-20"],
            Self::OnOffenderRegister => &["B-046", "GW-11"],
            Self::OptedOut => &["CN-23", "CN-27"],
            Self::ProductionNotice => &["GW-06"],
            Self::ProductionOrder => &["B-032", "GW-05", "GW-06"],
            Self::Proportionate => &["GW-09"],
            Self::PublicInterest => &["B-007"],
            Self::PublicTaskStatement => &["LB-11"],
            Self::RegulatorNotice => &["GW-17"],
            Self::ReportedMissingByUs => &["B-042"],
            Self::Restricted => &["RT-17"],
            Self::Risk => &["B-026"],
            Self::Routine => &["B-040", "CN-13"],
            Self::SafeguardingBoardRequest => &["GW-15"],
            Self::SearchWarrant => &["B-032", "GW-05"],
            Self::SeenWhileMissing => &["B-043"],
            Self::SeriousCriminalHistory => &["B-027"],
            Self::ServiceRegulated => &["A-038", "GW-17"],
            Self::StatutoryRequirement => &["GW-08"],
            Self::ThirdPartyConsents => &["C-013", "EX-05"],
            Self::TransferAllowed => &["TR-01", "TR-04"],
            Self::UnwillingToSeekHelp => &["B-016"],
            Self::Verified => &["B-011", "B-012", "B-013", "B-014"],
        }
    }

    /// What to ask when it is not known.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::AboutToVisit => "are they about to visit the person or the premises?",
            Self::AnonymityChecked => {
                "has one of us checked that nobody can be identified by any likely means, free text and \
                 small numbers included?"
            }
            Self::Anonymous => {
                "can nobody be identified by any likely means, reference numbers included?"
            }
            Self::Arrested => "has somebody been arrested in this matter?",
            Self::AskedInWriting => "has the request been put in writing?",
            Self::AssessedForDisclosure => {
                "has management assessed the circumstances and the risk, and is it for telling?"
            }
            Self::AtRisk => {
                "does the person have care needs, face neglect or harm, and lack the means to protect \
                 themselves?"
            }
            Self::CannotConsent => "is the person unable to consent, physically or legally?",
            Self::ConfidentialPatientInformation => {
                "is it identifiable, given in confidence, and about care or treatment?"
            }
            Self::ClaimsAgreement => "under which agreement do they ask?",
            Self::ConsentRefused => "has the person refused or withdrawn consent for this asker?",
            Self::Consulted => "was the person consulted about the publicity?",
            Self::CoronerNotice => "is there a coroner's notice, and has it been seen?",
            Self::CourtOrder => "is there a court order, and has it been seen?",
            Self::Deceased => "has the person died?",
            Self::Documents => "are documents to be handed over, or only words?",
            Self::EvidenceAtRisk => "is what is sought likely to be lost or destroyed?",
            Self::FailingRegister => {
                "is the person failing the terms of the register although a court instructed them?"
            }
            Self::HealthSafetyOrRisk => "does it bear on health, safety or managing a risk?",
            Self::HousingBenefitDirect => "is housing benefit paid to us directly?",
            Self::InformedOfSharing => "was the person told at the start with whom we share?",
            Self::LifeAtRisk => "is somebody's life at risk now?",
            Self::LikelyPoliceAction => "is it likely to lead to police action against somebody?",
            Self::NoConsentReason => {
                "why is there no consent: it cannot be given, cannot reasonably be sought, or seeking \
                 it would do harm?"
            }
            Self::Objected => "does the person object to this use?",
            Self::OnOffenderRegister => "is the person on the sex offenders register?",
            Self::OptedOut => "does a national data opt-out stand?",
            Self::ProductionNotice => "has notice of a production order been served?",
            Self::ProductionOrder => "is there a production order made by a judge?",
            Self::Proportionate => "is it in proportion to what it is wanted for?",
            Self::PublicInterest => {
                "does the public interest in telling outweigh the person's confidence here?"
            }
            Self::PublicTaskStatement => "do they state that they need it for their public task?",
            Self::RegulatorNotice => "is there a regulator's notice, and has it been seen?",
            Self::RelatesToCrime => "does it relate to a crime under investigation?",
            Self::ReportedMissingByUs => "have we reported the person missing?",
            Self::Restricted => "is the data restricted?",
            Self::Risk => "is there a clear risk to users, staff or the public?",
            Self::Routine => "is it a regular transfer?",
            Self::SafeguardingBoardRequest => {
                "is there a request of the Safeguarding Adults Board under its statute?"
            }
            Self::SearchAfterArrest => "do they exercise a power to search after an arrest?",
            Self::SearchWarrant => "is there a search warrant?",
            Self::SecrecyCondition => {
                "is it offered on condition that the person never hears of it?"
            }
            Self::SeenWhileMissing => {
                "is the person reported missing to the police, and have we seen them?"
            }
            Self::SeriousCriminalHistory => "does the person have a serious criminal history?",
            Self::ServiceRegulated => "is the service registered with this regulator?",
            Self::StatutoryRequirement => "is there a written requirement under an enactment?",
            Self::ThirdPartyConsents => "do the third parties concerned consent?",
            Self::TransferAllowed => {
                "what allows the data to leave the United Kingdom on this day?"
            }
            Self::UnwillingToSeekHelp => "is the person unwilling to seek medical help?",
            Self::Verified => {
                "is the asker genuine? call back at their place of work through its reception"
            }
            Self::WishesToStayHidden => "does the person wish to stay hidden?",
        }
    }
}
