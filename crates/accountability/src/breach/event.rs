//! What happens to a breach.

use caldicott_calendar::Instant;
use caldicott_model::CategorySet;

use super::{Intake, KeysAre, Likely, Outside, Part, Role};

/// Something that happened, who did it and when it was recorded.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Event {
    /// When it was recorded.
    pub at: Instant,
    /// Who did it.
    pub by: Actor,
    /// What.
    pub what: What,
}

/// Who acts: a role and the host's id.
pub type Actor = caldicott_model::casework::Actor<Role>;

/// What can happen. Reasons are about the organisation; they name nobody.
#[expect(clippy::exhaustive_enums, reason = "each is decided in every state")]
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum What {
    /// Something is reported that may be a breach. It is on record from here on (BR-07, J-001).
    Report(Intake),
    /// The organisation became aware: reasonably certain that personal data is affected (BR-02).
    Aware {
        /// Since when.
        since: Instant,
        /// Why from then on.
        because: String,
    },
    /// The short enquiry found that no personal data is affected. It stays on record.
    NoBreach {
        /// Why.
        because: String,
    },
    /// Facts, effects and what was done are on record (BR-07).
    Describe {
        /// Whose data of which kinds is affected.
        categories: CategorySet,
        /// About how many people.
        people: u64,
        /// About how many records.
        records: u64,
        /// What was done about it is on record as well.
        remedied: bool,
    },
    /// How likely harm is (BR-01, BR-08).
    Assess {
        /// How likely.
        likely: Likely,
        /// Why.
        because: String,
    },
    /// The regulator was told, wholly or in a phase (BR-01, BR-06).
    NotifyRegulator {
        /// When.
        sent: Instant,
        /// What this phase says.
        parts: Vec<Part>,
        /// Why it is late, where it is.
        late_because: Option<String>,
    },
    /// The controller was told, where the organisation is its processor (BR-05).
    NotifyController {
        /// When.
        sent: Instant,
    },
    /// The people concerned were told, each of them (BR-08).
    TellPeople {
        /// When.
        sent: Instant,
        /// In clear language: what happened, whom to ask, what may follow and what is done.
        parts: Vec<Part>,
    },
    /// They were told in public, since telling each was out of proportion (BR-08).
    TellInPublic {
        /// When.
        sent: Instant,
    },
    /// They need not be told (BR-08, BR-09).
    Relieve(Relief),
    /// A relief does not stand any more: a key is out, the danger is back.
    EndRelief {
        /// Why.
        because: String,
    },
    /// Somebody else was told.
    TellOutside {
        /// Who.
        who: Outside,
        /// When.
        sent: Instant,
    },
    /// Everything is done.
    Close,
    /// Something new came up.
    Reopen {
        /// What kind of thing.
        because: String,
    },
}

/// Why people need not be told of a high risk.
#[expect(clippy::exhaustive_enums, reason = "Art 34(3) names three and Sch 2 para 2 one")]
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Relief {
    /// (a) Whoever got the data cannot read it.
    Unintelligible(Attestation),
    /// (b) What was done since makes the high risk unlikely.
    Neutralised {
        /// What.
        because: String,
    },
    /// (c) Telling each is out of proportion; it is told in public instead.
    Disproportionate {
        /// Why.
        because: String,
    },
    /// Telling them would prejudice the prevention or detection of crime (BR-09).
    CrimePrevention {
        /// How.
        because: String,
    },
}

/// What whoever runs the encryption attests of the data that is out.
///
/// It is a statement of facts, not of hope: a relief on it is refused unless every affected category was
/// unintelligible and the keys are safe.
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Attestation {
    /// The kinds of data of which every affected field was sealed.
    pub sealed: CategorySet,
    /// What is known of the keys.
    pub keys: KeysAre,
    /// Whether copies in the clear, such as exports, are known to be out as well, or may be.
    pub clear_copies: bool,
    /// Who attests it: the host's id.
    pub by: String,
    /// When.
    pub at: Instant,
}

impl Attestation {
    /// The affected categories that this does not cover.
    #[must_use]
    pub const fn leaves_open(&self, affected: CategorySet) -> CategorySet {
        affected.minus(self.sealed)
    }
}

impl What {
    /// Its name, which says nothing of what is in it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Report(_) => "report",
            Self::Aware { .. } => "aware",
            Self::NoBreach { .. } => "no-breach",
            Self::Describe { .. } => "describe",
            Self::Assess { .. } => "assess",
            Self::NotifyRegulator { .. } => "notify-regulator",
            Self::NotifyController { .. } => "notify-controller",
            Self::TellPeople { .. } => "tell-people",
            Self::TellInPublic { .. } => "tell-in-public",
            Self::Relieve(_) => "relieve",
            Self::EndRelief { .. } => "end-relief",
            Self::TellOutside { .. } => "tell-outside",
            Self::Close => "close",
            Self::Reopen { .. } => "reopen",
        }
    }
}

impl core::fmt::Debug for What {
    /// Writes what happened and no reason: a reason is free text.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "What({})", self.name())
    }
}

impl Relief {
    /// Its name, which says nothing of what is in it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Unintelligible(_) => "unintelligible",
            Self::Neutralised { .. } => "neutralised",
            Self::Disproportionate { .. } => "disproportionate",
            Self::CrimePrevention { .. } => "crime-prevention",
        }
    }
}

impl core::fmt::Debug for Relief {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "Relief({})", self.name())
    }
}

impl core::fmt::Debug for Attestation {
    /// Writes what is attested and not by whom.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "Attestation({:?}, keys {}, {})", self.sealed, self.keys, self.at)
    }
}
