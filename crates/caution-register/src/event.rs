//! What happens to an entry.

use caldicott_calendar::Day;
use caldicott_calendar::clock::IncidentKind;
use caldicott_model::document::is_blank;

use crate::{ChallengeTo, HoldKind, Precaution, ReviewPeriod, Risk, Role, WithheldBecause};

/// Something that happened to an entry, who did it and when it was recorded.
///
/// It holds no text about anybody: names, addresses and what happened stay in the host's sealed fields.
/// The ids are the host's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Event {
    /// The day it was recorded.
    pub on: Day,
    /// Who did it.
    pub by: Actor,
    /// What.
    pub what: What,
}

/// Who acts: a role and the host's id.
pub type Actor = caldicott_model::casework::Actor<Role>;

/// What can happen.
#[expect(clippy::exhaustive_enums, reason = "each is decided in every state")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum What {
    /// An entry is recommended; or, of one in the archive, that it stands again (H-008).
    Recommend(Grounds),
    /// It is approved, to be looked at again within this time (H-009, H-010).
    Approve {
        /// By when it is reviewed.
        review_in: ReviewPeriod,
    },
    /// It is rejected (H-011).
    Reject,
    /// The person was written to, or told at an interaction (H-012, H-013).
    LetterSent {
        /// The day of review that the letter states.
        review_day_stated: Day,
    },
    /// The letter does not go, for a reason (H-014, H-015).
    LetterWithheld {
        /// Why.
        because: WithheldBecause,
    },
    /// The letter waits for the next interaction: no address is known (H-016).
    LetterHeld,
    /// A further incident (H-023).
    Incident {
        /// The day it happened.
        happened: Day,
        /// How grave it was.
        kind: IncidentKind,
    },
    /// The person challenges the entry (G-023, H-018).
    Challenge {
        /// What of it.
        to: ChallengeTo,
    },
    /// A challenge is decided, and the person told in writing (H-019, H-020).
    Decide(Decided),
    /// The entry is reviewed (D-009, H-031).
    Review(Reviewed),
    /// Its deletion has to wait (RE-14).
    Hold(HoldKind),
    /// It has to wait no longer for this.
    Release(HoldKind),
    /// It is taken out, two quiet years being over (H-032).
    Remove,
}

/// What a challenge comes to (H-020).
#[expect(clippy::exhaustive_enums, reason = "the source knows three")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Decided {
    /// The entry stays as it is.
    Confirm,
    /// The entry stays, changed.
    Amend(Grounds),
    /// The entry goes.
    Delete,
}

/// What a review comes to.
#[expect(clippy::exhaustive_enums, reason = "there is a risk or there is none")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Reviewed {
    /// There still is a risk: the entry stands, with its next review within this time.
    StillARisk {
        /// By when it is reviewed again.
        review_in: ReviewPeriod,
    },
    /// There is none any more: the entry goes into the archive.
    NoLongerARisk,
}

/// What an entry stands on: evidence of a real risk, its codes, and what staff do about it.
///
/// It cannot be made without evidence, a code and a precaution (H-006, H-021).
///
/// ```
/// use caldicott_caution_register::{Grounds, Precaution, Risk};
///
/// let grounds = Grounds::new(1, &[Risk::Threats], &[Precaution::TwoPersonVisit])?;
/// assert!(grounds.ask().is_none());
/// // An entry on hearsay alone cannot be expressed.
/// assert!(Grounds::new(0, &[Risk::Threats], &[Precaution::TwoPersonVisit]).is_err());
/// # Ok::<(), caldicott_caution_register::GroundsError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Written"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Grounds {
    evidence: u32,
    risks: Vec<Risk>,
    precautions: Vec<Precaution>,
    ask: Option<String>,
}

/// Grounds as they stand in a file.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Written {
    evidence: u32,
    risks: Vec<Risk>,
    precautions: Vec<Precaution>,
    #[serde(default)]
    ask: Option<String>,
}

/// Why an entry cannot stand on these grounds.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum GroundsError {
    /// There is no evidence.
    #[error("an entry stands on evidence of a real risk, and none is given (H-021)")]
    NoEvidence,
    /// No risk is named.
    #[error("no code says what kind of risk it is (H-005)")]
    NoRisk,
    /// Nothing is to be done.
    #[error("no precaution is named (H-008)")]
    NoPrecaution,
    /// The service to ask is blank.
    #[error("the service to ask about a sensitive risk has no name (H-007)")]
    NoService,
}

impl Grounds {
    /// Grounds with so many pieces of evidence on file, these codes and these precautions.
    ///
    /// # Errors
    /// When one of the three is missing.
    pub fn new(
        evidence: u32,
        risks: &[Risk],
        precautions: &[Precaution],
    ) -> Result<Self, GroundsError> {
        if evidence == 0 {
            return Err(GroundsError::NoEvidence);
        }
        if risks.is_empty() {
            return Err(GroundsError::NoRisk);
        }
        if precautions.is_empty() {
            return Err(GroundsError::NoPrecaution);
        }
        let (mut risks, mut precautions) = (risks.to_vec(), precautions.to_vec());
        risks.sort_unstable();
        risks.dedup();
        precautions.sort_unstable();
        precautions.dedup();
        Ok(Self { evidence, risks, precautions, ask: None })
    }

    /// The same, of a risk so sensitive that readers are only told which service to ask (H-007, F-008).
    ///
    /// # Errors
    /// When the service has no name.
    pub fn sensitive(self, service: &str) -> Result<Self, GroundsError> {
        if is_blank(service) {
            return Err(GroundsError::NoService);
        }
        Ok(Self { ask: Some(service.trim().to_owned()), ..self })
    }

    /// How many pieces of evidence are on file.
    #[must_use]
    pub const fn evidence(&self) -> u32 {
        self.evidence
    }

    /// The codes.
    #[must_use]
    pub fn risks(&self) -> &[Risk] {
        &self.risks
    }

    /// The precautions.
    #[must_use]
    pub fn precautions(&self) -> &[Precaution] {
        &self.precautions
    }

    /// The service to ask, of a particularly sensitive risk.
    #[must_use]
    pub fn ask(&self) -> Option<&str> {
        self.ask.as_deref()
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Written> for Grounds {
    type Error = GroundsError;

    fn try_from(written: Written) -> Result<Self, GroundsError> {
        let grounds = Self::new(written.evidence, &written.risks, &written.precautions)?;
        match written.ask {
            Some(service) => grounds.sensitive(&service),
            None => Ok(grounds),
        }
    }
}

impl What {
    /// Its name, which says nothing of what is in it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Recommend(_) => "recommend",
            Self::Approve { .. } => "approve",
            Self::Reject => "reject",
            Self::LetterSent { .. } => "letter-sent",
            Self::LetterWithheld { .. } => "letter-withheld",
            Self::LetterHeld => "letter-held",
            Self::Incident { .. } => "incident",
            Self::Challenge { .. } => "challenge",
            Self::Decide(_) => "decide",
            Self::Review(_) => "review",
            Self::Hold(_) => "hold",
            Self::Release(_) => "release",
            Self::Remove => "remove",
        }
    }
}
