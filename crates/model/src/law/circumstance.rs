//! What a controller has on record for a ground, and the circumstances that change what it needs.

use core::fmt;

/// Something the controller has on record and can show.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Evidence {
    /// A consent that stands, with its record (LB-01, CN-02).
    ConsentRecord,
    /// A consent given in express words (Art 9(2)(a)).
    ExplicitConsent,
    /// The enactment or rule of law relied on, cited (LB-03, LB-05).
    Enactment,
    /// The function that the enactment confers, and not only a duty it lays on everybody (S1-06).
    FunctionConferred,
    /// What threatens life (LB-04).
    Threat,
    /// A legitimate interests assessment (LB-07).
    LegitimateInterestsAssessment,
    /// The asker's statement that they need it for their public task (LB-11).
    PublicTaskStatement,
    /// The assessment that the person is under 18, or an adult at risk (LB-16).
    VulnerabilityAssessed,
    /// Who is responsible, and the duty of secrecy they owe (SC-06).
    DutyOfSecrecy,
    /// That the person cannot consent, physically or legally (SC-04, S1-30).
    Incapable,
    /// That the person made it public themselves (S1-32).
    MadePublicBySubject,
    /// Why it is necessary for reasons of substantial public interest.
    SubstantialPublicInterest,
    /// The safeguards that research and statistics need (S1-04).
    ResearchSafeguards,
    /// That whoever is informed may not disclose it further (S1-25).
    NoFurtherDisclosure,
}

/// A circumstance that changes what the law asks.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Circumstance {
    /// Consent is asked as a condition of a home or a service (CN-04).
    ConsentAsConditionOfService,
    /// The person is not free to refuse for another reason (CN-04).
    ImbalanceOfPower,
    /// The obligation is one of a contract (LB-03, K-008).
    ContractualObligation,
    /// The task is the asker's and not the controller's (LB-05).
    TaskOfSomebodyElse,
    /// The people are children (LB-07).
    Children,
    /// A significant decision rests on the data with no person in it (LB-18).
    SolelyAutomatedDecision,
    /// The data is processed under the control of official authority (SC-07).
    UnderOfficialAuthority,
    /// The processing is disclosure to a competent authority, or prepares it (S1-10).
    DisclosureToCompetentAuthority,
    /// The processing is disclosure to an anti-doping body, or prepares it (S1-27).
    DisclosureToAntiDopingBody,
    /// The processing only prepares a disclosure (S1-14, S1-24).
    PreparationForDisclosure,
    /// Its whole purpose is to investigate unlawful acts, not to prevent or detect them (S1-10).
    OnlyInvestigation,
    /// Somebody other than the person asked the elected representative (S1-23, S1-24).
    AskedBySomebodyElse,
    /// It serves measures or decisions about particular people (S1-08).
    DecisionsAboutIndividuals,
    /// It is likely to cause substantial damage or distress (S1-08).
    SubstantialDamageLikely,
    /// The person is neither a member nor a former member of the body (S1-16).
    NotAMember,
    /// The controller knows that the person withholds consent; not to answer is not to withhold
    /// (S1-09, S1-16, S1-20, S1-21).
    ConsentWithheld,
    /// The person has no part in the insurance contract and will have none (S1-20).
    OutsideTheInsuranceContract,
    /// The person has died: data protection law stops, confidentiality does not (SC-11).
    Deceased,
}

/// A set of [`Evidence`].
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct EvidenceSet(u32);

/// A set of [`Circumstance`]s.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct CircumstanceSet(u32);

impl Evidence {
    /// Every kind of evidence under the name it has in files.
    pub const NAMES: [(&'static str, Self); 14] = [
        ("consent-record", Self::ConsentRecord),
        ("explicit-consent", Self::ExplicitConsent),
        ("enactment", Self::Enactment),
        ("function-conferred", Self::FunctionConferred),
        ("threat", Self::Threat),
        ("legitimate-interests-assessment", Self::LegitimateInterestsAssessment),
        ("public-task-statement", Self::PublicTaskStatement),
        ("vulnerability-assessed", Self::VulnerabilityAssessed),
        ("duty-of-secrecy", Self::DutyOfSecrecy),
        ("incapable", Self::Incapable),
        ("made-public-by-subject", Self::MadePublicBySubject),
        ("substantial-public-interest", Self::SubstantialPublicInterest),
        ("research-safeguards", Self::ResearchSafeguards),
        ("no-further-disclosure", Self::NoFurtherDisclosure),
    ];
}

impl Circumstance {
    /// Every circumstance under the name it has in files.
    pub const NAMES: [(&'static str, Self); 18] = [
        ("consent-as-condition-of-service", Self::ConsentAsConditionOfService),
        ("imbalance-of-power", Self::ImbalanceOfPower),
        ("contractual-obligation", Self::ContractualObligation),
        ("task-of-somebody-else", Self::TaskOfSomebodyElse),
        ("children", Self::Children),
        ("solely-automated-decision", Self::SolelyAutomatedDecision),
        ("under-official-authority", Self::UnderOfficialAuthority),
        ("disclosure-to-competent-authority", Self::DisclosureToCompetentAuthority),
        ("disclosure-to-anti-doping-body", Self::DisclosureToAntiDopingBody),
        ("preparation-for-disclosure", Self::PreparationForDisclosure),
        ("only-investigation", Self::OnlyInvestigation),
        ("asked-by-somebody-else", Self::AskedBySomebodyElse),
        ("decisions-about-individuals", Self::DecisionsAboutIndividuals),
        ("substantial-damage-likely", Self::SubstantialDamageLikely),
        ("not-a-member", Self::NotAMember),
        ("consent-withheld", Self::ConsentWithheld),
        ("outside-the-insurance-contract", Self::OutsideTheInsuranceContract),
        ("deceased", Self::Deceased),
    ];
}

/// Writes the operations that both sets share.
macro_rules! set_of {
    ($set:ident, $item:ident, $what:literal) => {
        impl $set {
            /// Nothing.
            pub const NONE: Self = Self(0);

            #[doc = concat!("The set of this ", $what, ".")]
            #[must_use]
            pub const fn of(items: &[$item]) -> Self {
                let mut bits = 0;
                let mut rest = items;
                while let [first, tail @ ..] = rest {
                    bits |= 1 << *first as u8;
                    rest = tail;
                }
                Self(bits)
            }

            /// What is in either.
            #[must_use]
            pub const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Whether it is in the set.
            #[must_use]
            pub const fn contains(self, item: $item) -> bool {
                self.0 & (1 << item as u8) != 0
            }

            /// What is in the set.
            pub fn iter(self) -> impl Iterator<Item = $item> {
                $item::NAMES
                    .into_iter()
                    .map(|(_, item)| item)
                    .filter(move |item| self.contains(*item))
            }
        }

        impl $item {
            /// The name in files and messages.
            #[must_use]
            pub fn name(self) -> &'static str {
                let named = $item::NAMES.iter().find(|(_, item)| *item == self);
                named.map_or("unnamed", |(name, _)| name)
            }

            /// The one with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                $item::NAMES.iter().find(|(known, _)| *known == name).map(|(_, item)| *item)
            }
        }

        impl fmt::Debug for $set {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.debug_set().entries(self.iter().map($item::name)).finish()
            }
        }
    };
}

pub(super) use set_of;

set_of!(EvidenceSet, Evidence, "evidence");
set_of!(CircumstanceSet, Circumstance, "kind of circumstance");
