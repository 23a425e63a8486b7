//! What a person should look at.

use crate::words::words;

words! {
    /// Something a person should look at, though it decides nothing.
    #[non_exhaustive]
    Warning {
        /// The asker says to be of another kind than their organisation is.
        AskerContradicted = "asker-contradicted",
        /// An agreement with them has lapsed or has not begun.
        AgreementLapsed = "agreement-lapsed",
        /// An agreement with them is past its review date.
        AgreementUnreviewed = "agreement-unreviewed",
        /// The agreement relied on is not in the rulebook.
        AgreementUnknown = "agreement-unknown",
        /// An approval was given by whoever handles or makes the request: it does not count.
        ApprovalOfOwnRequest = "approval-of-own-request",
        /// An approval was given by a role that the rulebook does not know.
        ApprovalByUnknownRole = "approval-by-unknown-role",
        /// The person has been found unable, or perhaps unable, to give since what they consented to.
        CapacitySinceInDoubt = "capacity-since-in-doubt",
        /// The gateway claimed does not let through what is asked (B-011).
        ClaimedGatewayFails = "claimed-gateway-fails",
        /// The gateway claimed lets through less than is released: the rest goes by another.
        ClaimedGatewayFallsShort = "claimed-gateway-falls-short",
        /// Whether the claimed gateway lets anything through is not known.
        ClaimedGatewayOpen = "claimed-gateway-open",
        /// The rulebook knows no such gateway as is claimed.
        ClaimedGatewayUnknown = "claimed-gateway-unknown",
        /// Consent was a condition of a home or a service (CN-04).
        ConsentAsCondition = "consent-as-condition",
        /// A consent stands on no form that the rulebook lists (C-005).
        ConsentFormUnknown = "consent-form-unknown",
        /// A consent does not say what may go, or what for, and covers nothing (C-002).
        ConsentNotSpecific = "consent-not-specific",
        /// A consent has no evidence, so nobody can show it was given (CN-02).
        ConsentWithoutEvidence = "consent-without-evidence",
        /// A consent was not given freely, and is none (C-002).
        ConsentNotFree = "consent-not-free",
        /// An attorney or deputy consented, and nothing shows that they may (CN-01).
        ConsentWithoutAuthority = "consent-without-authority",
        /// Whoever consented was found unable, or perhaps unable, to decide it then (CN-07).
        ConsentWithoutCapacity = "consent-without-capacity",
        /// Whoever consented was not told that they may withdraw (CN-02, C-004).
        ConsentWithoutWayBack = "consent-without-way-back",
        /// They are said to have been verified in a way that how they reached us rules out: credentials
        /// seen, or a face known, in a letter, a login on the telephone (B-011, B-013).
        CredentialsNotSeen = "credentials-not-seen",
        /// It stands on a condition that asks for an appropriate policy document, and none is in place
        /// (S1-05).
        NoPolicyDocument = "no-policy-document",
    }
}

impl Warning {
    /// The warning's bit.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u8
    }

    /// The warning at this bit's place.
    pub(crate) fn at(place: usize) -> Option<Self> {
        Self::NAMES.get(place).map(|(_, warning)| *warning)
    }

    /// The rules it comes from.
    #[must_use]
    pub const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::AskerContradicted
            | Self::ClaimedGatewayFails
            | Self::ClaimedGatewayFallsShort
            | Self::ClaimedGatewayOpen
            | Self::ClaimedGatewayUnknown => &["B-011"],
            Self::AgreementLapsed | Self::AgreementUnreviewed => &["CN-13"],
            Self::AgreementUnknown => &["B-040"],
            Self::ApprovalByUnknownRole | Self::ApprovalOfOwnRequest => &[],
            Self::CapacitySinceInDoubt | Self::ConsentWithoutCapacity => &["CN-07"],
            Self::ConsentAsCondition => &["CN-04"],
            Self::ConsentFormUnknown => &["C-005"],
            Self::ConsentNotFree | Self::ConsentNotSpecific => &["C-002"],
            Self::ConsentWithoutAuthority => &["CN-01"],
            Self::ConsentWithoutEvidence => &["CN-02"],
            Self::ConsentWithoutWayBack => &["CN-02", "C-004"],
            Self::CredentialsNotSeen => &["B-011", "B-013"],
            Self::NoPolicyDocument => &["S1-05"],
        }
    }
}
