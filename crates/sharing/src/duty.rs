//! What a decision obliges staff to do.

use crate::words::words;

words! {
    /// Something to be done because of a decision.
    #[expect(clippy::exhaustive_enums, reason = "a new duty must break the host's build, not be overlooked")]
    Duty {
        /// Ask for the request in writing (B-012).
        AskInWriting = "ask-in-writing",
        /// Write both the request and what was given to the protocol's audit trail (B-039, L-010).
        AuditTrail = "audit-trail",
        /// Call back at the place of work through reception (B-013).
        CallBack = "call-back",
        /// Check what kind of order it is, who made it and how far it reaches (GW-06, GW-08).
        CheckOrder = "check-order",
        /// Have what was asked by word of mouth confirmed in writing (B-012).
        ConfirmInWriting = "confirm-in-writing",
        /// Ask the Chief Executive about an agreement (B-041).
        ConsultChiefExecutive = "consult-chief-executive",
        /// Decide whether telling the person is right, before it is forgotten (B-008).
        DecideWhetherToTell = "decide-whether-to-tell",
        /// Discuss the request with the partners to the protocol (B-038).
        DiscussWithPartners = "discuss-with-partners",
        /// Drop the whole record of whoever opted out (CN-27).
        DropWholeRecord = "drop-whole-record",
        /// Tell the person (B-008, CN-21).
        InformPerson = "inform-person",
        /// Stop all deletion and change of what the notice names (GW-06).
        LegalHold = "legal-hold",
        /// Give the minimum that serves the purpose (CN-16).
        MinimumNecessary = "minimum-necessary",
        /// Put a note where something was left out (F-004).
        NoteWithheld = "note-withheld",
        /// Make the information open to the person should they ask for their file (B-052).
        OpenToPerson = "open-to-person",
        /// Handle it as a request of the person for their own data (G-018).
        OpenAccessRequest = "open-access-request",
        /// Seek advice before anything that may lead to police action (B-035).
        SeekAdvice = "seek-advice",
        /// Write down what was given, to whom and why (B-007).
        RecordDisclosure = "record-disclosure",
        /// Write down what is best for a person who cannot decide it (CN-07).
        RecordBestInterests = "record-best-interests",
        /// Write down from whom and where it came.
        RecordProvenance = "record-provenance",
        /// Write down that somebody asked (B-039).
        RecordRequest = "record-request",
        /// Write down why the person is not told (B-008).
        RecordWhyNotTold = "record-why-not-told",
        /// Pass it to the line manager at once (B-014).
        ReferToLineManager = "refer-to-line-manager",
        /// Have the agreement reviewed that it stands on, or that is past its review date (CN-13).
        ReviewAgreement = "review-agreement",
        /// Take a message and offer to pass it on, without saying to whom (B-015).
        TakeMessage = "take-message",
        /// Tell the person that something significant came in about them (B-055).
        TellOfThirdPartyInformation = "tell-of-third-party-information",
        /// Tell the person that they may withdraw, even now (B-019).
        TellOfRightToWithdraw = "tell-of-right-to-withdraw",
        /// Urge and help the person to get in touch with those who worry (B-045).
        UrgeContact = "urge-contact",
    }
}

impl Duty {
    /// The rules it comes from.
    pub(crate) const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::AskInWriting | Self::ConfirmInWriting => &["B-012"],
            Self::AuditTrail => &["B-039", "L-010"],
            Self::CallBack => &["B-013"],
            Self::CheckOrder => &["GW-06", "GW-08"],
            Self::ConsultChiefExecutive => &["B-041"],
            Self::DecideWhetherToTell | Self::RecordWhyNotTold => &["B-008"],
            Self::DiscussWithPartners => &["B-038"],
            Self::DropWholeRecord => &["CN-27"],
            Self::InformPerson => &["B-008", "CN-21"],
            Self::LegalHold => &["GW-06"],
            Self::MinimumNecessary => &["CN-16"],
            Self::NoteWithheld => &["F-004"],
            Self::OpenToPerson => &["B-052"],
            Self::OpenAccessRequest => &["G-018"],
            Self::SeekAdvice => &["B-035"],
            Self::RecordDisclosure => &["B-007"],
            Self::RecordBestInterests => &["CN-07"],
            Self::RecordProvenance => &["A-048"],
            Self::RecordRequest => &["B-039"],
            Self::ReferToLineManager => &["B-014"],
            Self::ReviewAgreement => &["CN-13"],
            Self::TakeMessage => &["B-015"],
            Self::TellOfThirdPartyInformation => &["B-055"],
            Self::TellOfRightToWithdraw => &["B-019"],
            Self::UrgeContact => &["B-045"],
        }
    }

    /// What is done while somebody still decides: an order is checked and nothing that it names destroyed
    /// (GW-06), advice sought (B-035), a protocol's request discussed and logged (B-038, B-039).
    pub(crate) const BEFOREHAND: u32 = Self::AuditTrail.bit()
        | Self::CheckOrder.bit()
        | Self::DiscussWithPartners.bit()
        | Self::LegalHold.bit()
        | Self::SeekAdvice.bit();

    /// The duty at this bit's place.
    pub(crate) fn at(place: usize) -> Option<Self> {
        Self::NAMES.get(place).map(|(_, duty)| *duty)
    }

    /// The duty's bit.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u8
    }
}
