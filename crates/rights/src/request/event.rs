//! What happens to a request.

use caldicott_calendar::Day;
use caldicott_calendar::clock::ExtensionReason;

use super::{About, Channel, Doubt, FeeGround, Kind, Letter, Outcome, RefusalGround, Role};

/// Something that happened to a request, who did it and when it was recorded.
///
/// It holds no text about anybody. The ids are the host's.
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

/// A request as it came in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Received {
    /// What is asked for.
    pub kind: Kind,
    /// How it came.
    pub channel: Channel,
    /// The day it came, to whomever, on a working day or not (TM-10).
    pub day: Day,
    /// Whether somebody asks for the person.
    #[cfg_attr(feature = "serde", serde(default))]
    pub by_representative: bool,
    /// Whether whoever took it knows the person.
    #[cfg_attr(feature = "serde", serde(default))]
    pub known_in_person: bool,
}

/// What can happen.
#[expect(clippy::exhaustive_enums, reason = "each is decided in every state")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum What {
    /// A request came in.
    Receive(Received),
    /// Somebody told the person to put it in writing. It has no effect but to be found (SE-08).
    WritingDemanded,
    /// The identity is in doubt, and proof was asked for (RT-08).
    DoubtIdentity {
        /// Why.
        because: Doubt,
    },
    /// The proof came.
    IdentityReceived {
        /// The day it came.
        came: Day,
    },
    /// Evidence of a representative's authority was asked for (RT-07).
    AskAuthority,
    /// The evidence came.
    AuthorityReceived {
        /// The day it came.
        came: Day,
    },
    /// A fee was charged (RT-10).
    ChargeFee {
        /// Why.
        ground: FeeGround,
        /// How many pieces of evidence for it are on file.
        evidence: u32,
    },
    /// The fee was paid.
    FeePaid {
        /// The day it was paid.
        came: Day,
    },
    /// The person was asked what they mean (RT-05).
    AskClarification {
        /// What was asked.
        about: About,
    },
    /// They answered.
    ClarificationReceived {
        /// Which question.
        about: About,
        /// The day the answer came.
        came: Day,
    },
    /// The person was told that two further months are needed (RT-03).
    Extend {
        /// The reason that the notice gave, if it gave one.
        reason: Option<ExtensionReason>,
    },
    /// It is decided that the request is refused.
    Refuse {
        /// Why.
        ground: RefusalGround,
        /// How many pieces of evidence for it are on file.
        evidence: u32,
    },
    /// The person was told of the refusal (RT-09).
    TellRefusal {
        /// What the letter said.
        letter: Letter,
    },
    /// The request was answered.
    Answer {
        /// With what.
        outcome: Outcome,
        /// What the letter said beside it.
        letter: Letter,
    },
    /// A complaint was acknowledged (CP-02).
    Acknowledge,
    /// The complainant was told how far it is (CP-03).
    TellProgress,
    /// The person took the request back.
    Withdraw,
}

impl Received {
    /// A request of the person themselves, whom nobody knew.
    #[must_use]
    pub const fn new(kind: Kind, channel: Channel, day: Day) -> Self {
        Self { kind, channel, day, by_representative: false, known_in_person: false }
    }

    /// The same, made by somebody for the person.
    #[must_use]
    pub const fn by_representative(self) -> Self {
        Self { by_representative: true, ..self }
    }

    /// The same, of somebody whom the member of staff who took it knows.
    #[must_use]
    pub const fn known_in_person(self) -> Self {
        Self { known_in_person: true, ..self }
    }
}

impl What {
    /// Its name, which says nothing of what is in it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Receive(_) => "receive",
            Self::WritingDemanded => "writing-demanded",
            Self::DoubtIdentity { .. } => "doubt-identity",
            Self::IdentityReceived { .. } => "identity-received",
            Self::AskAuthority => "ask-authority",
            Self::AuthorityReceived { .. } => "authority-received",
            Self::ChargeFee { .. } => "charge-fee",
            Self::FeePaid { .. } => "fee-paid",
            Self::AskClarification { .. } => "ask-clarification",
            Self::ClarificationReceived { .. } => "clarification-received",
            Self::Extend { .. } => "extend",
            Self::Refuse { .. } => "refuse",
            Self::TellRefusal { .. } => "tell-refusal",
            Self::Answer { .. } => "answer",
            Self::Acknowledge => "acknowledge",
            Self::TellProgress => "tell-progress",
            Self::Withdraw => "withdraw",
        }
    }
}
