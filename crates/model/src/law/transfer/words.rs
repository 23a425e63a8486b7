//! Countries, mechanisms, derogations and facts by their names.

use core::fmt;
use core::str::FromStr;

use crate::law::circumstance::set_of;

/// A country by its two letters of ISO 3166-1.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Country([u8; 2]);

/// Two characters that name no country.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a country is two capital letters, such as `US`")]
pub struct CountryError;

/// Where the data goes.
#[expect(clippy::exhaustive_enums, reason = "a country or a body; the law knows no third")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Destination {
    /// A country.
    Country(Country),
    /// An institution, body, office or agency of the European Union or the EEA.
    EuropeanBody,
    /// An international organisation.
    InternationalOrganisation,
}

/// What a transfer rests on.
#[expect(clippy::exhaustive_enums, reason = "a new mechanism must be judged everywhere")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Mechanism {
    /// Regulations that approve the country, or part of it (TR-07).
    Approved,
    /// The International Data Transfer Agreement (TR-10).
    Idta,
    /// The European Commission's clauses with the UK Addendum (TR-10).
    Addendum,
    /// The European Commission's clauses alone.
    EuClauses,
    /// Binding corporate rules (TR-12).
    BindingCorporateRules,
    /// An approved code or certificate with binding commitments.
    CodeOrCertificate,
    /// An instrument between public bodies.
    PublicInstrument,
    /// A derogation, as the last resort (TR-06).
    Derogation(Derogation),
}

/// A derogation of Art 49(1) (TR-06).
#[expect(clippy::exhaustive_enums, reason = "the seven points of Art 49(1) and its second part")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Derogation {
    /// (a) explicit consent, the risks told.
    ExplicitConsent,
    /// (b) a contract with the person.
    ContractWithPerson,
    /// (c) a contract in the person's interest.
    ContractForPerson,
    /// (d) important reasons of public interest that the law recognises.
    PublicInterest,
    /// (e) legal claims.
    LegalClaims,
    /// (f) vital interests of somebody, the person being unable to consent.
    VitalInterests,
    /// (g) a public register, never the whole of it.
    PublicRegister,
    /// Compelling legitimate interests, once, about few people.
    CompellingInterests,
}

/// What is on record about a transfer, or true of it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Fact {
    /// Nobody else receives it: the exporter's own staff abroad (TR-13).
    SameLegalEntity,
    /// The recipient, or the transfer, is of the kind that the approval covers in part.
    RecipientInScope,
    /// The recipient is certified and listed for the UK extension (TR-09).
    RecipientCertified,
    /// The recipient is a bank, an insurer or a telecommunications company (TR-09).
    RecipientOutsideTheBridge,
    /// The data was gathered for journalism (TR-09).
    Journalistic,
    /// The exporter found, reasonably and proportionately, that the test of Art 46(6) is met (TR-04).
    TestMet,
    /// The arrangement met the tests of the old Arts 44 and 46(1) (TR-05).
    OldTestMet,
    /// The rules are approved for the United Kingdom (TR-12).
    UkApproval,
    /// Neither an approval nor safeguards could be had.
    LastResort,
    /// The person consented in express words after the risks were told.
    RisksToldAndConsent,
    /// The person cannot consent, physically or legally.
    Incapable,
    /// The law of the United Kingdom recognises the public interest.
    RecognisedInLaw,
    /// It is a part of the register only.
    PartOfRegister,
    /// It is not repeated and concerns few people.
    OnceAboutFew,
    /// The assessment and the safeguards are in the record of processing (Art 49(6)).
    Documented,
    /// The regulator and the person were told.
    RegulatorAndPersonTold,
}

/// A set of [`Fact`]s.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct FactSet(pub(super) u32);

impl Country {
    /// The United Kingdom.
    pub const UNITED_KINGDOM: Self = Self(*b"GB");
    /// The United States.
    pub const UNITED_STATES: Self = Self(*b"US");

    /// The country with these two letters. Whether it exists is not judged: what no list names is
    /// approved by none. `UK` and `EL`, which the standard keeps for them, are the United Kingdom and
    /// Greece.
    ///
    /// # Errors
    /// When it is not two capital letters.
    pub const fn new(code: &str) -> Result<Self, CountryError> {
        match *code.as_bytes() {
            [b'U', b'K'] => Ok(Self::UNITED_KINGDOM),
            [b'E', b'L'] => Ok(Self(*b"GR")),
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([a, b])),
            _ => Err(CountryError),
        }
    }

    /// Whether these are its two letters.
    #[must_use]
    pub const fn is(self, code: &str) -> bool {
        match *code.as_bytes() {
            [a, b] => self.0[0] == a && self.0[1] == b,
            _ => false,
        }
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(code: &str) -> Result<Self, CountryError> {
        Self::new(code)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.0.map(char::from);
        write!(out, "{a}{b}")
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl Mechanism {
    /// Every mechanism under the name it has in files.
    pub const NAMES: [(&'static str, Self); 15] = [
        ("approved", Self::Approved),
        ("idta", Self::Idta),
        ("addendum", Self::Addendum),
        ("eu-clauses", Self::EuClauses),
        ("binding-corporate-rules", Self::BindingCorporateRules),
        ("code-or-certificate", Self::CodeOrCertificate),
        ("public-instrument", Self::PublicInstrument),
        ("explicit-consent", Self::Derogation(Derogation::ExplicitConsent)),
        ("contract-with-person", Self::Derogation(Derogation::ContractWithPerson)),
        ("contract-for-person", Self::Derogation(Derogation::ContractForPerson)),
        ("public-interest", Self::Derogation(Derogation::PublicInterest)),
        ("legal-claims", Self::Derogation(Derogation::LegalClaims)),
        ("vital-interests", Self::Derogation(Derogation::VitalInterests)),
        ("public-register", Self::Derogation(Derogation::PublicRegister)),
        ("compelling-interests", Self::Derogation(Derogation::CompellingInterests)),
    ];

    /// The name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, mechanism)| *mechanism == self);
        named.map_or("unnamed", |(name, _)| name)
    }

    /// The mechanism with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, mechanism)| *mechanism)
    }
}

impl Derogation {
    /// Whether a public authority may not use it for its public powers (Art 49(3)).
    #[must_use]
    pub const fn is_closed_to_public_powers(self) -> bool {
        match self {
            Self::ExplicitConsent
            | Self::ContractWithPerson
            | Self::ContractForPerson
            | Self::CompellingInterests => true,
            Self::PublicInterest
            | Self::LegalClaims
            | Self::VitalInterests
            | Self::PublicRegister => false,
        }
    }
}

impl Fact {
    /// Every fact under the name it has in files.
    pub const NAMES: [(&'static str, Self); 16] = [
        ("same-legal-entity", Self::SameLegalEntity),
        ("recipient-in-scope", Self::RecipientInScope),
        ("recipient-certified", Self::RecipientCertified),
        ("recipient-outside-the-bridge", Self::RecipientOutsideTheBridge),
        ("journalistic", Self::Journalistic),
        ("test-met", Self::TestMet),
        ("old-test-met", Self::OldTestMet),
        ("uk-approval", Self::UkApproval),
        ("last-resort", Self::LastResort),
        ("risks-told-and-consent", Self::RisksToldAndConsent),
        ("incapable", Self::Incapable),
        ("recognised-in-law", Self::RecognisedInLaw),
        ("part-of-register", Self::PartOfRegister),
        ("once-about-few", Self::OnceAboutFew),
        ("documented", Self::Documented),
        ("regulator-and-person-told", Self::RegulatorAndPersonTold),
    ];
}

set_of!(FactSet, Fact, "fact");
