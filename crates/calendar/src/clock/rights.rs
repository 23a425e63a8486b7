//! The month for a person's request, before and after 5 February 2026.

mod count;

use crate::{CalendarError, Day, Deadline, Nation, Order, RuleSet, WorkingDays};

/// A right that a person can exercise by a request (Articles 15 to 22D).
#[expect(clippy::exhaustive_enums, reason = "a new right must be decided on by every host")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Right {
    /// Access (Article 15), the only one whose clock a clarification stops.
    Access,
    /// A decision made without a person (Articles 22A to 22D).
    AutomatedDecision,
    /// Erasure (Article 17).
    Erasure,
    /// Objection (Article 21).
    Objection,
    /// Portability (Article 20).
    Portability,
    /// Rectification (Article 16).
    Rectification,
    /// Restriction (Article 18).
    Restriction,
}

/// A question to the person about their request, and its answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Clarification {
    asked: Day,
    answered: Option<Day>,
    format_only: bool,
}

impl Clarification {
    /// Asked on this day, and not answered yet.
    #[must_use]
    pub const fn asked(day: Day) -> Self {
        Self { asked: day, answered: None, format_only: false }
    }

    /// Answered on this day.
    #[must_use]
    pub const fn answered(self, day: Day) -> Self {
        Self { answered: Some(day), ..self }
    }

    /// About how to send the answer and not what to search for: it stops no clock (RT-06).
    #[must_use]
    pub const fn about_format(self) -> Self {
        Self { format_only: true, ..self }
    }
}

/// Why more time is needed. There are two reasons in law, and neither is being busy.
#[expect(clippy::exhaustive_enums, reason = "the article names two")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum ExtensionReason {
    /// The requests are complex.
    Complexity,
    /// The requests are many.
    NumberOfRequests,
}

/// A notice to the person that two further months are needed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExtensionNotice {
    given: Day,
    reason: Option<ExtensionReason>,
}

impl ExtensionNotice {
    /// Given on this day with this reason.
    #[must_use]
    pub const fn given(day: Day, reason: ExtensionReason) -> Self {
        Self { given: day, reason: Some(reason) }
    }

    /// Given on this day without a reason: it extends nothing (RT-03).
    #[must_use]
    pub const fn without_reason(day: Day) -> Self {
        Self { given: day, reason: None }
    }
}

/// Something the month may have to wait for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Step {
    #[default]
    NotNeeded,
    Awaited,
    Came(Day),
}

/// No nation yet: [`RightsRequest::in_nation`] names one, and without it there is no `due`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Nowhere;

/// Requests for access.
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, Nation, clock::SubjectAccess};
///
/// let due = SubjectAccess::received(Day::literal(2026, 11, 25)).in_nation(Nation::EnglandAndWales).due()?;
/// // Christmas Day, Boxing Day (a Saturday), a Sunday and the substitute Monday: Tuesday.
/// assert_eq!(due.day(), Some(Day::literal(2026, 12, 29)));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a name for a constructor, with nothing in it")]
pub struct SubjectAccess;

impl SubjectAccess {
    /// A request for access received on this day, on whatever channel, on a working day or not.
    pub fn received(day: Day) -> RightsRequest {
        RightsRequest::received(Right::Access, day)
    }
}

/// A person's request and what has happened to it: state the facts, then ask what is due.
///
/// Received on or after 5 February 2026, Article 12A governs: one month from the latest of
/// receipt, identity, fee and authority (RT-02, RT-07), where the month starts anew and does not
/// merely pause. Received earlier, the former Article 12(3) governs: one month from receipt, with
/// no statutory pause, and the days that official guidance would have added are told apart in
/// [`RightsDeadline::by_guidance`]. The Act's saving provisions for requests pending on that day
/// were not to be had, so such a request is flagged and keeps its earlier date.
///
/// # Example: a clarification stops the clock for access only
/// ```
/// use caldicott_calendar::clock::{Clarification, Right, RightsFinding, RightsRequest};
/// use caldicott_calendar::{CalendarError, Day, Nation};
///
/// let asked = Clarification::asked(Day::literal(2026, 3, 10)).answered(Day::literal(2026, 3, 16));
/// let due = |right| {
///     RightsRequest::received(right, Day::literal(2026, 3, 2))
///         .clarification(asked)
///         .in_nation(Nation::EnglandAndWales)
///         .due()
/// };
/// // 10 to 16 March, both included, are seven days.
/// assert_eq!(due(Right::Access)?.day(), Some(Day::literal(2026, 4, 9)));
/// let erasure = due(Right::Erasure)?;
/// assert_eq!(erasure.day(), Some(Day::literal(2026, 4, 2)));
/// assert_eq!(erasure.findings(), [RightsFinding::ClarificationOnlyForAccess]);
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request is a question until `due` is asked"]
pub struct RightsRequest<P = Nowhere> {
    right: Right,
    received: Day,
    identity: Step,
    fee: Step,
    authority: Step,
    clarifications: Vec<Clarification>,
    notices: Vec<ExtensionNotice>,
    place: P,
}

impl RightsRequest {
    /// A request received on this day: the real day, at any door and on any channel.
    pub fn received(right: Right, day: Day) -> Self {
        Self {
            right,
            received: day,
            identity: Step::NotNeeded,
            fee: Step::NotNeeded,
            authority: Step::NotNeeded,
            clarifications: Vec::new(),
            notices: Vec::new(),
            place: Nowhere,
        }
    }
}

impl<P> RightsRequest<P> {
    /// The identity was in reasonable doubt and proof was asked for (RT-08), not come yet.
    pub fn identity_asked(self) -> Self {
        Self { identity: Step::Awaited, ..self }
    }

    /// The identity information asked for came on this day.
    pub fn identity_received(self, day: Day) -> Self {
        Self { identity: Step::Came(day), ..self }
    }

    /// A fee was charged, and has not been paid yet.
    pub fn fee_charged(self) -> Self {
        Self { fee: Step::Awaited, ..self }
    }

    /// The fee charged was paid on this day.
    pub fn fee_paid(self, day: Day) -> Self {
        Self { fee: Step::Came(day), ..self }
    }

    /// Evidence of a representative's authority was asked for, and has not come yet.
    pub fn authority_asked(self) -> Self {
        Self { authority: Step::Awaited, ..self }
    }

    /// Evidence of a representative's authority came on this day.
    pub fn authority_received(self, day: Day) -> Self {
        Self { authority: Step::Came(day), ..self }
    }

    /// A clarification was asked for. There may be several.
    pub fn clarification(mut self, clarification: Clarification) -> Self {
        self.clarifications.push(clarification);
        self
    }

    /// A notice of extension was given. Of several, one good one is enough.
    pub fn extension(mut self, notice: ExtensionNotice) -> Self {
        self.notices.push(notice);
        self
    }

    /// The nation whose working days decide, or a [`WorkingDays`] read from the host's own table.
    pub fn in_nation<'t>(
        self,
        working: impl Into<WorkingDays<'t>>,
    ) -> RightsRequest<WorkingDays<'t>> {
        let Self { right, received, identity, fee, authority, clarifications, notices, .. } = self;
        let place = working.into();
        RightsRequest { right, received, identity, fee, authority, clarifications, notices, place }
    }

    /// The facts must be in an order that can have happened.
    fn in_order(&self) -> Result<(), CalendarError> {
        for question in &self.clarifications {
            if question.asked < self.received {
                return Err(Order::BeforeReceipt.into());
            }
            if question.answered.is_some_and(|answer| answer < question.asked) {
                return Err(Order::AnswerBeforeQuestion.into());
            }
        }
        if self.notices.iter().any(|notice| notice.given < self.received) {
            return Err(Order::BeforeReceipt.into());
        }
        Ok(())
    }
}

/// What is due for a request.
#[expect(clippy::exhaustive_enums, reason = "a third state must not fall into `_`")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case", tag = "state")
)]
#[must_use = "a duty that nobody reads is a breach waiting to happen"]
pub enum RightsDue {
    /// The clock runs, and this is its last day.
    Running(RightsDeadline),
    /// The clock has not started, or stands still.
    Waiting(RightsWait),
}

impl RightsDue {
    /// The last day, if the clock runs.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        match self {
            Self::Running(running) => Some(running.deadline.day()),
            Self::Waiting(_) => None,
        }
    }

    /// The deadline, if the clock runs.
    #[must_use]
    pub const fn running(&self) -> Option<&RightsDeadline> {
        match self {
            Self::Running(running) => Some(running),
            Self::Waiting(_) => None,
        }
    }

    /// What about the request did not have the effect somebody may have hoped for.
    #[must_use]
    pub fn findings(&self) -> &[RightsFinding] {
        match self {
            Self::Running(running) => &running.findings,
            Self::Waiting(wait) => &wait.findings,
        }
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        match self {
            Self::Running(running) => running.deadline.rules(),
            Self::Waiting(wait) => &wait.rules,
        }
    }

    /// How it was counted.
    #[must_use]
    pub fn arithmetic(&self) -> &str {
        match self {
            Self::Running(running) => running.deadline.arithmetic(),
            Self::Waiting(wait) => &wait.arithmetic,
        }
    }
}

/// The last day for a request, and what led to it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RightsDeadline {
    deadline: Deadline,
    started: Day,
    excluded_days: u32,
    notice_by: Day,
    extended: bool,
    target: Option<Day>,
    by_guidance: Option<Day>,
    findings: Vec<RightsFinding>,
}

impl RightsDeadline {
    /// The deadline in law.
    pub const fn deadline(&self) -> &Deadline {
        &self.deadline
    }

    /// The last day.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.deadline.day()
    }

    /// The day the month is counted from.
    #[must_use]
    pub const fn started(&self) -> Day {
        self.started
    }

    /// Days that did not count because a clarification was awaited.
    #[must_use]
    pub const fn excluded_days(&self) -> u32 {
        self.excluded_days
    }

    /// The last day on which a reasoned notice of extension could or can be given: the end of the
    /// first month.
    #[must_use]
    pub const fn notice_by(&self) -> Day {
        self.notice_by
    }

    /// Whether a good notice extended the month to three.
    #[must_use]
    pub const fn is_extended(&self) -> bool {
        self.extended
    }

    /// Twenty-eight days, which stay within any month: a target for those who want a fixed number,
    /// never the legal date (TM-11). None once the time is extended.
    #[must_use]
    pub const fn target(&self) -> Option<Day> {
        self.target
    }

    /// A later day that official guidance would have allowed for a request received before
    /// 5 February 2026: the month from identity, fee or authority, without days of clarification
    /// (RT-06, RT-07), and before 15 August 2019 a day more (TM-09).
    ///
    /// It explains what an organisation told people at the time. It is no date to work to.
    #[must_use]
    pub const fn by_guidance(&self) -> Option<Day> {
        self.by_guidance
    }

    /// What did not have the effect somebody may have hoped for.
    #[must_use]
    pub fn findings(&self) -> &[RightsFinding] {
        &self.findings
    }
}

/// A request whose clock has not started, or stands still.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RightsWait {
    awaiting: Vec<Awaiting>,
    since: Option<Day>,
    days_left: Option<u32>,
    findings: Vec<RightsFinding>,
    rules: RuleSet,
    arithmetic: String,
}

impl RightsWait {
    /// What is awaited.
    #[must_use]
    pub fn awaiting(&self) -> &[Awaiting] {
        &self.awaiting
    }

    /// The first day that does not count, if the clock had started.
    #[must_use]
    pub const fn since(&self) -> Option<Day> {
        self.since
    }

    /// Days of the period left to count after the answer, if the clock had started.
    #[must_use]
    pub const fn days_left(&self) -> Option<u32> {
        self.days_left
    }
}

/// What a clock waits for.
#[expect(clippy::exhaustive_enums, reason = "a further cause to wait must be decided on")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Awaiting {
    /// Evidence of a representative's authority (RT-07).
    Authority,
    /// The answer to a question about what is requested (RT-05).
    Clarification,
    /// Payment of a fee (RT-02).
    Fee,
    /// Proof of identity (RT-02).
    Identity,
}

/// A step that did not have the effect somebody may have hoped for, or a doubt worth a look.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum RightsFinding {
    /// The clarification was asked for once the period was over: it brings nothing back.
    ClarificationAfterEnd,
    /// The law in force at receipt knew no pause for clarification.
    ClarificationBeforeLaw,
    /// The question was about format only (RT-06).
    ClarificationOfFormat,
    /// The request is not one for access (RT-05).
    ClarificationOnlyForAccess,
    /// The notice of extension came after the first month (RT-03).
    ExtensionNoticeLate,
    /// The notice of extension gave no reason (RT-03).
    ExtensionWithoutReason,
    /// Received under the former law and still open on 5 February 2026, when the law changed.
    PendingAtCommencement,
    /// Identity, fee or authority did not move the start under the former law.
    StartBeforeLaw,
}

impl RightsFinding {
    /// The finding in words.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::ClarificationAfterEnd => {
                "the clarification was asked for once the period was over and brings nothing back"
            }
            Self::ClarificationBeforeLaw => "the law at receipt knew no pause for clarification",
            Self::ClarificationOfFormat => "a question about format alone stops no clock (RT-06)",
            Self::ClarificationOnlyForAccess => {
                "a clarification stops the clock of an access request alone (RT-05)"
            }
            Self::ExtensionNoticeLate => {
                "the notice of extension came after the first month and extends nothing (RT-03)"
            }
            Self::ExtensionWithoutReason => {
                "the notice of extension gave no reason and extends nothing (RT-03)"
            }
            Self::PendingAtCommencement => {
                "received under the former law and still open when it changed on 5 February 2026"
            }
            Self::StartBeforeLaw => {
                "identity, fee or authority did not move the start under the former law"
            }
        }
    }
}

impl RightsRequest<WorkingDays<'_>> {
    /// The nation whose working days decide, if it is one.
    #[must_use]
    pub const fn nation(&self) -> Option<Nation> {
        self.place.nation()
    }
}
