//! Where a request stands.

use caldicott_calendar::clock::{
    Acknowledgement, Clarification, ExtensionNotice, ExtensionReason, RightsDue, RightsRequest,
    acknowledge_complaint_by,
};
use caldicott_calendar::{CalendarError, Day, RuleSet};

use super::{About, FeeGround, Kind, Outcome, Policy, Received, RefusalGround};

/// Where a request stands, from the day it came to its end.
#[expect(clippy::exhaustive_enums, reason = "each is decided for every event")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum State {
    /// Nothing came yet.
    #[default]
    Blank,
    /// To be answered.
    Open(Open),
    /// Refused, and the person is not told yet.
    Refusing(Refusing),
    /// At its end.
    Closed(Closed),
}

/// A request that is to be answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Open {
    /// As it came in.
    pub received: Received,
    /// Proof of identity.
    pub identity: Asked,
    /// A representative's authority.
    pub authority: Asked,
    /// A fee, and why.
    pub fee: Asked,
    /// Why the fee was charged.
    pub fee_ground: Option<FeeGround>,
    /// Questions to the person: about what, when, and when they were answered.
    pub questions: Vec<(About, Day, Option<Day>)>,
    /// Notices that more time is needed, with the reason they gave.
    pub notices: Vec<(Day, Option<ExtensionReason>)>,
    /// When a complaint was acknowledged.
    pub acknowledged: Option<Day>,
    /// When the complainant was last told how far it is.
    pub progress: Option<Day>,
    /// How often the person was told to write.
    pub writing_demanded: u32,
}

/// Something that was asked of the person.
#[expect(clippy::exhaustive_enums, reason = "it was asked for or not, and came or not")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Asked {
    /// It was not asked for.
    #[default]
    NotAsked,
    /// It was asked for and did not come yet.
    Waiting {
        /// Since when.
        since: Day,
    },
    /// It came.
    Came {
        /// When.
        on: Day,
    },
}

/// What keeps a request from being answered to anybody at all.
#[expect(clippy::exhaustive_enums, reason = "each is a reason to give nothing away")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Awaited {
    /// Proof of identity.
    Identity,
    /// A representative's authority.
    Authority,
}

/// A refusal of which the person is not told yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusing {
    /// The request.
    pub request: Open,
    /// Why.
    pub ground: RefusalGround,
    /// When it was decided.
    pub since: Day,
}

/// A request at its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Closed {
    /// As it came in.
    pub received: Received,
    /// How it ended.
    pub how: Ended,
    /// When.
    pub on: Day,
    /// Whether within the time of the law; `None` where none ran.
    pub in_time: Option<bool>,
}

/// How a request ended.
#[expect(clippy::exhaustive_enums, reason = "there is no fourth end")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
    /// It was answered.
    Answered(Outcome),
    /// It was refused, and the person told.
    Refused(RefusalGround),
    /// The person took it back.
    Withdrawn,
}

/// The time of a request.
#[expect(clippy::exhaustive_enums, reason = "a third clock must not fall into `_`")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a clock that nobody reads runs out"]
pub enum Clock {
    /// Nothing is due.
    None,
    /// The month of a right.
    Rights(RightsDue),
    /// The thirty days to acknowledge a complaint.
    Complaint(Acknowledgement),
}

impl Clock {
    /// The last day, if one runs.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        match self {
            Self::None => None,
            Self::Rights(due) => due.day(),
            Self::Complaint(by) => by.day(),
        }
    }

    /// The rules applied.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        match self {
            Self::None => RuleSet::new(),
            Self::Rights(due) => due.rules().clone(),
            Self::Complaint(by) => by.rules().clone(),
        }
    }
}

impl State {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Open(_) => "open",
            Self::Refusing(_) => "refusing",
            Self::Closed(_) => "closed",
        }
    }

    /// The request that is not at its end.
    #[must_use]
    pub const fn open(&self) -> Option<&Open> {
        match self {
            Self::Open(open) => Some(open),
            Self::Refusing(refusing) => Some(&refusing.request),
            Self::Blank | Self::Closed(_) => None,
        }
    }

    /// The time that runs.
    ///
    /// # Errors
    /// [`CalendarError`] before the law began or past the holiday table.
    pub fn clock(&self, policy: &Policy<'_>) -> Result<Clock, CalendarError> {
        self.open().map_or(Ok(Clock::None), |open| open.clock(policy))
    }
}

impl Open {
    pub(crate) fn new(received: Received) -> Self {
        Self {
            received,
            identity: Asked::NotAsked,
            authority: Asked::NotAsked,
            fee: Asked::NotAsked,
            fee_ground: None,
            questions: Vec::new(),
            notices: Vec::new(),
            acknowledged: None,
            progress: None,
            writing_demanded: 0,
        }
    }

    /// What keeps anything from being given to whoever asks.
    #[must_use]
    pub const fn awaited(&self) -> Option<Awaited> {
        match (self.identity, self.authority) {
            (Asked::Waiting { .. }, _) => Some(Awaited::Identity),
            (_, Asked::Waiting { .. }) => Some(Awaited::Authority),
            (_, _) => None,
        }
    }

    /// The time that runs: the month of a right, or the thirty days of a complaint.
    ///
    /// # Errors
    /// [`CalendarError`] before the law began or past the holiday table.
    pub fn clock(&self, policy: &Policy<'_>) -> Result<Clock, CalendarError> {
        let Some(right) = self.received.kind.right() else {
            let by = acknowledge_complaint_by(self.received.day, policy.working)?;
            return Ok(Clock::Complaint(by));
        };
        let mut request = RightsRequest::received(right, self.received.day);
        request = match self.identity {
            Asked::NotAsked => request,
            Asked::Waiting { .. } => request.identity_asked(),
            Asked::Came { on } => request.identity_received(on),
        };
        request = match self.authority {
            Asked::NotAsked => request,
            Asked::Waiting { .. } => request.authority_asked(),
            Asked::Came { on } => request.authority_received(on),
        };
        // A fee for further copies is none under Art 12(5): the first copy waits for no money (RT-02).
        if self.fee_ground != Some(FeeGround::FurtherCopies) {
            request = match self.fee {
                Asked::NotAsked => request,
                Asked::Waiting { .. } => request.fee_charged(),
                Asked::Came { on } => request.fee_paid(on),
            };
        }
        for (about, asked, answered) in &self.questions {
            let mut question = Clarification::asked(*asked);
            if let Some(day) = answered {
                question = question.answered(*day);
            }
            if *about == About::Format {
                question = question.about_format();
            }
            request = request.clarification(question);
        }
        for (given, reason) in &self.notices {
            request = request.extension(match reason {
                Some(reason) => ExtensionNotice::given(*given, *reason),
                None => ExtensionNotice::without_reason(*given),
            });
        }
        request.in_nation(policy.working).due().map(Clock::Rights)
    }

    /// Whether an end on this day is within the time of the law; `None` where none runs.
    pub(crate) fn in_time(
        &self,
        on: Day,
        policy: &Policy<'_>,
    ) -> Result<Option<bool>, CalendarError> {
        Ok(match self.clock(policy)? {
            // The thirty days are for the acknowledgement, and the outcome has no day of its own.
            Clock::Complaint(by) => by.day().map(|day| self.acknowledged.unwrap_or(on) <= day),
            clock @ (Clock::None | Clock::Rights(_)) => clock.day().map(|day| on <= day),
        })
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.received.kind
    }
}
