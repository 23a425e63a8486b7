//! What each event does in each state.

use caldicott_calendar::clock::{RightsDue, RightsFinding};
use caldicott_calendar::{Day, Rule, RuleSet, rules as clock_rules};

use super::{
    About, Asked, Awaited, Clock, Closed, Duty, Ended, Event, FeeGround, Finding, Kind, Letter,
    Open, Outcome, Policy, Received, RefusalGround, Refused, Refusing, Role, State, Step, ToDo,
    What,
};
use crate::rules;

/// The roles that may do something; the first is named to whoever may not.
const fn may(what: &What) -> &'static [Role] {
    match what {
        What::Receive(_) | What::WritingDemanded => &[
            Role::Staff,
            Role::Handler,
            Role::Manager,
            Role::DataProtectionOfficer,
            Role::Subject,
            Role::Representative,
        ],
        // Whatever comes may come to anybody, and counts from the day it came.
        What::IdentityReceived { .. }
        | What::AuthorityReceived { .. }
        | What::FeePaid { .. }
        | What::ClarificationReceived { .. } => &[Role::Staff, Role::Handler, Role::Manager],
        What::DoubtIdentity { .. }
        | What::AskAuthority
        | What::AskClarification { .. }
        | What::TellRefusal { .. }
        | What::Answer { .. }
        | What::Acknowledge
        | What::TellProgress => &[Role::Handler, Role::Manager],
        What::ChargeFee { .. } | What::Extend { .. } | What::Refuse { .. } => &[Role::Manager],
        What::Withdraw => &[Role::Subject, Role::Representative],
    }
}

/// A step in the making.
struct Next {
    state: State,
    duties: Vec<Duty>,
    findings: Vec<Finding>,
    rules: RuleSet,
}

impl Next {
    fn to(state: State, cited: &[Rule]) -> Self {
        let rules = cited.iter().copied().collect();
        Self { state, duties: Vec::new(), findings: Vec::new(), rules }
    }

    fn cite(mut self, rules: &RuleSet) -> Self {
        for rule in rules {
            self.rules.cite(*rule);
        }
        self
    }
}

impl State {
    /// What an event leads to.
    ///
    /// # Errors
    /// [`Refused`] where the actor may not do this, or it does not happen in this state. The state is as
    /// it was.
    pub fn apply(&self, event: &Event, policy: &Policy<'_>) -> Result<Step, Refused> {
        let could = may(&event.what);
        if !could.contains(&event.by.role) {
            let could = could.first().copied().unwrap_or(Role::Manager);
            return Err(Refused::Role { role: event.by.role, could });
        }
        let next = match (&event.what, self) {
            (What::Receive(received), Self::Blank) => receive(*received, event)?,
            (_, Self::Open(open)) => open.apply(event, policy)?,
            (_, Self::Refusing(refusing)) => refusing.apply(event, policy)?,
            (_, Self::Blank | Self::Closed(_)) => return Err(never(self.name(), event)),
        };
        self.finish(next, policy)
    }

    /// Adds what follows from the clock: duties that are new or have another day, and what the clock
    /// found to be of no effect.
    fn finish(&self, mut next: Next, policy: &Policy<'_>) -> Result<Step, Refused> {
        let before = self.to_do(policy)?;
        for duty in next.state.to_do(policy)? {
            if !before.contains(&duty) {
                next.rules.cite(duty.what().cites());
                next.duties.push(duty);
            }
        }
        let clock = next.state.clock(policy)?;
        let old = self.clock(policy)?;
        for finding in found(&clock) {
            if !found(&old).contains(finding) {
                next.findings.push(Finding::Clock(*finding));
            }
        }
        for rule in &clock.rules() {
            next.rules.cite(*rule);
        }
        let Next { state, duties, findings, rules } = next;
        Ok(Step { state, duties, findings, rules })
    }
}

fn found(clock: &Clock) -> &[RightsFinding] {
    match clock {
        Clock::Rights(due) => due.findings(),
        Clock::None | Clock::Complaint(_) => &[],
    }
}

const fn never(state: &'static str, event: &Event) -> Refused {
    Refused::State { what: event.what.name(), state }
}

fn receive(received: Received, event: &Event) -> Result<Next, Refused> {
    if received.day > event.on {
        return Err(Refused::Future);
    }
    let mut next = Next::to(State::Open(Open::new(received)), &[kind_rule(received.kind)]);
    for rule in seed_rules(received.kind) {
        next.rules.cite(*rule);
    }
    Ok(next)
}

/// The rule that gives the right.
pub(crate) const fn kind_rule(kind: Kind) -> Rule {
    match kind {
        Kind::Access => rules::RT_12,
        Kind::Rectification => rules::RT_16,
        Kind::Erasure => rules::RT_19,
        Kind::Restriction => rules::RT_17,
        Kind::Portability => rules::RT_21,
        Kind::Objection => rules::RT_22,
        Kind::AutomatedDecision => rules::RT_23,
        Kind::Complaint => rules::CP_01,
    }
}

/// The rules of the founding policies that promise the right, beside those that the clocks cite.
pub(crate) const fn seed_rules(kind: Kind) -> &'static [Rule] {
    match kind {
        Kind::Access => &[rules::G_013],
        Kind::Rectification => &[rules::G_003],
        Kind::Portability => &[rules::G_006],
        Kind::AutomatedDecision => &[rules::G_008],
        Kind::Erasure | Kind::Restriction | Kind::Objection | Kind::Complaint => &[],
    }
}

/// Something came that was asked for.
fn came(asked: Asked, day: Day, event: &Event) -> Result<Asked, Refused> {
    let Asked::Waiting { since } = asked else {
        return Err(Refused::NotAsked { what: event.what.name() });
    };
    in_order(since, day, event)?;
    Ok(Asked::Came { on: day })
}

fn in_order(since: Day, day: Day, event: &Event) -> Result<(), Refused> {
    if day > event.on {
        return Err(Refused::Future);
    }
    if day < since { Err(Refused::TooEarly { since }) } else { Ok(()) }
}

fn ask(asked: Asked, event: &Event) -> Result<Asked, Refused> {
    match asked {
        Asked::NotAsked => Ok(Asked::Waiting { since: event.on }),
        Asked::Waiting { .. } | Asked::Came { .. } => {
            Err(Refused::NotAsked { what: event.what.name() })
        }
    }
}

impl Open {
    fn apply(&self, event: &Event, policy: &Policy<'_>) -> Result<Next, Refused> {
        let mut open = self.clone();
        let stay = |open: Self, cited: &[Rule]| Ok(Next::to(State::Open(open), cited));
        match &event.what {
            What::WritingDemanded => {
                open.writing_demanded = open.writing_demanded.saturating_add(1);
                let mut next = Next::to(State::Open(open), &[rules::SE_08]);
                next.findings.push(Finding::UnlawfulPrecondition);
                next.duties.push(Duty::new(ToDo::StopDemandingWriting, Role::Manager, None));
                Ok(next)
            }
            What::DoubtIdentity { .. } => {
                if self.received.known_in_person {
                    return Err(Refused::KnownPerson);
                }
                open.identity = ask(self.identity, event)?;
                stay(open, &[clock_rules::RT_08])
            }
            What::IdentityReceived { came: day } => {
                open.identity = came(self.identity, *day, event)?;
                stay(open, &[clock_rules::RT_08])
            }
            What::AskAuthority => {
                if !self.received.by_representative {
                    return Err(Refused::NotAsked { what: event.what.name() });
                }
                open.authority = ask(self.authority, event)?;
                stay(open, &[clock_rules::RT_07])
            }
            What::AuthorityReceived { came: day } => {
                // It may come before anybody asked, with the request or after it.
                open.authority = match self.authority {
                    Asked::NotAsked if self.received.by_representative => {
                        in_order(self.received.day, *day, event)?;
                        Asked::Came { on: *day }
                    }
                    asked @ (Asked::NotAsked | Asked::Waiting { .. } | Asked::Came { .. }) => {
                        came(asked, *day, event)?
                    }
                };
                stay(open, &[clock_rules::RT_07])
            }
            What::ChargeFee { ground, evidence } => open.charge(*ground, *evidence, event),
            What::FeePaid { came: day } => {
                open.fee = came(self.fee, *day, event)?;
                stay(open, &[rules::RT_10])
            }
            What::AskClarification { about } => {
                if self.unanswered(*about).is_some() {
                    return Err(Refused::NotAsked { what: event.what.name() });
                }
                open.questions.push((*about, event.on, None));
                stay(open, &[clock_rules::RT_05, clock_rules::RT_06])
            }
            What::ClarificationReceived { about, came: day } => {
                let place = self.unanswered(*about);
                let question = place.and_then(|place| open.questions.get_mut(place));
                let Some((_, asked, answered)) = question else {
                    return Err(Refused::NotAsked { what: event.what.name() });
                };
                in_order(*asked, *day, event)?;
                *answered = Some(*day);
                stay(open, &[clock_rules::RT_05])
            }
            What::Extend { reason } => {
                self.not_for_complaints(event)?;
                open.notices.push((event.on, *reason));
                let mut next = Next::to(State::Open(open), &[clock_rules::RT_03, rules::G_010]);
                if reason.is_none()
                    && let Clock::Rights(RightsDue::Running(running)) = self.clock(policy)?
                    && running.notice_by() >= event.on
                {
                    let by = Some(running.notice_by());
                    next.duties.push(Duty::new(ToDo::GiveReasons, Role::Manager, by));
                }
                Ok(next)
            }
            What::Refuse { ground, evidence } => self.refuse(*ground, *evidence, event),
            What::Answer { outcome, letter } => self.answer(*outcome, letter, event, policy),
            What::Acknowledge => {
                self.only_for_complaints(event)?;
                if self.acknowledged.is_some() {
                    return Err(never("acknowledged", event));
                }
                open.acknowledged = Some(event.on);
                stay(open, &[clock_rules::CP_02])
            }
            What::TellProgress => {
                self.only_for_complaints(event)?;
                open.progress = Some(event.on);
                stay(open, &[rules::CP_03])
            }
            What::Withdraw => self.withdraw(event, policy),
            What::Receive(_) | What::TellRefusal { .. } => Err(never("open", event)),
        }
    }

    fn unanswered(&self, about: About) -> Option<usize> {
        self.questions.iter().position(|(of, _, answered)| *of == about && answered.is_none())
    }

    const fn not_for_complaints(&self, event: &Event) -> Result<(), Refused> {
        match self.received.kind {
            Kind::Complaint => {
                Err(Refused::Kind { what: event.what.name(), kind: Kind::Complaint })
            }
            Kind::Access
            | Kind::Rectification
            | Kind::Erasure
            | Kind::Restriction
            | Kind::Portability
            | Kind::Objection
            | Kind::AutomatedDecision => Ok(()),
        }
    }

    const fn only_for_complaints(&self, event: &Event) -> Result<(), Refused> {
        match self.not_for_complaints(event) {
            Ok(()) => Err(Refused::Kind { what: event.what.name(), kind: self.received.kind }),
            Err(_) => Ok(()),
        }
    }

    /// Nothing is told to somebody who may be another, or who may not speak for the person.
    const fn may_be_told(&self) -> Result<(), Refused> {
        if self.received.by_representative && !matches!(self.authority, Asked::Came { .. }) {
            return Err(Refused::StillAwaited { awaited: "authority" });
        }
        match self.awaited() {
            Some(Awaited::Identity) => Err(Refused::StillAwaited { awaited: "identity" }),
            Some(Awaited::Authority) => Err(Refused::StillAwaited { awaited: "authority" }),
            None => Ok(()),
        }
    }

    fn charge(mut self, ground: FeeGround, evidence: u32, event: &Event) -> Result<Next, Refused> {
        self.not_for_complaints(event)?;
        let copies = ground == FeeGround::FurtherCopies;
        if copies && self.received.kind != Kind::Access {
            return Err(Refused::Kind { what: event.what.name(), kind: self.received.kind });
        }
        if !copies && evidence == 0 {
            return Err(Refused::NoEvidence);
        }
        self.fee = ask(self.fee, event)?;
        self.fee_ground = Some(ground);
        let mut next = Next::to(State::Open(self), &[rules::RT_10, rules::G_011, rules::G_012]);
        if copies {
            next.findings.push(Finding::FeeStopsNothing);
        }
        Ok(next)
    }

    fn refuse(&self, ground: RefusalGround, evidence: u32, event: &Event) -> Result<Next, Refused> {
        self.not_for_complaints(event)?;
        let cited = match ground {
            RefusalGround::IdentityNotShown => {
                if !matches!(self.identity, Asked::Waiting { .. }) {
                    return Err(Refused::Ground { ground });
                }
                clock_rules::RT_08
            }
            RefusalGround::AuthorityNotShown => {
                if !matches!(self.authority, Asked::Waiting { .. }) {
                    return Err(Refused::Ground { ground });
                }
                clock_rules::RT_07
            }
            RefusalGround::RightDoesNotApply => {
                // These three reach all processing (RT-12, RT-16, RT-17).
                let always = [Kind::Access, Kind::Rectification, Kind::Restriction];
                if always.contains(&self.received.kind) {
                    return Err(Refused::Ground { ground });
                }
                self.may_be_told()?;
                kind_rule(self.received.kind)
            }
            RefusalGround::ManifestlyUnfounded
            | RefusalGround::Excessive
            | RefusalGround::AllExempt => {
                self.may_be_told()?;
                if evidence == 0 {
                    return Err(Refused::NoEvidence);
                }
                if ground == RefusalGround::AllExempt { rules::EX_14 } else { rules::RT_10 }
            }
        };
        let refusing = Refusing { request: self.clone(), ground, since: event.on };
        Ok(Next::to(State::Refusing(refusing), &[cited]))
    }

    fn answer(
        &self,
        outcome: Outcome,
        letter: &Letter,
        event: &Event,
        policy: &Policy<'_>,
    ) -> Result<Next, Refused> {
        self.may_be_told()?;
        let complaint = self.received.kind == Kind::Complaint;
        let mut told = RuleSet::new();
        if outcome != Outcome::Granted && !complaint {
            complete(letter, event)?;
            told = Letter::rules_on(event.on);
        }
        let rule = if complaint { rules::CP_03 } else { kind_rule(self.received.kind) };
        let mut next = self.close(Ended::Answered(outcome), rule, event, policy)?.cite(&told);
        if self.received.kind.is_told_to_recipients() && outcome != Outcome::NothingHeld {
            next.duties.push(Duty::new(ToDo::TellRecipients, Role::Handler, None));
            next.rules.cite(rules::RT_18);
        }
        Ok(next)
    }

    fn withdraw(&self, event: &Event, policy: &Policy<'_>) -> Result<Next, Refused> {
        if event.by.role == Role::Representative && !self.received.by_representative {
            return Err(Refused::Role { role: event.by.role, could: Role::Subject });
        }
        self.close(Ended::Withdrawn, kind_rule(self.received.kind), event, policy)
    }

    fn close(
        &self,
        how: Ended,
        rule: Rule,
        event: &Event,
        policy: &Policy<'_>,
    ) -> Result<Next, Refused> {
        let in_time = self.in_time(event.on, policy)?;
        let closed = Closed { received: self.received, how, on: event.on, in_time };
        let mut next = Next::to(State::Closed(closed), &[rule]);
        if in_time == Some(false) {
            next.findings.push(Finding::OutOfTime);
        }
        Ok(next.cite(&self.clock(policy)?.rules()))
    }
}

/// The letter says all that the law of the day demands.
fn complete(letter: &Letter, event: &Event) -> Result<(), Refused> {
    letter.missing_on(event.on).map_or(Ok(()), |missing| Err(Refused::LetterIncomplete { missing }))
}

impl Refusing {
    fn apply(&self, event: &Event, policy: &Policy<'_>) -> Result<Next, Refused> {
        match (&event.what, self.ground) {
            (What::TellRefusal { letter }, ground) => {
                complete(letter, event)?;
                let rule = clock_rules::RT_09;
                let next = self.request.close(Ended::Refused(ground), rule, event, policy)?;
                Ok(next.cite(&Letter::rules_on(event.on)))
            }
            (What::Withdraw, _) => self.request.withdraw(event, policy),
            // What was missing came before the letter went: there is nothing left to refuse.
            (What::IdentityReceived { .. }, RefusalGround::IdentityNotShown)
            | (What::AuthorityReceived { .. }, RefusalGround::AuthorityNotShown)
            | (What::WritingDemanded, _) => {
                let next = self.request.apply(event, policy)?;
                if matches!(event.what, What::WritingDemanded)
                    && let State::Open(request) = next.state
                {
                    let state = State::Refusing(Self { request, ..self.clone() });
                    return Ok(Next { state, ..next });
                }
                Ok(next)
            }
            (_, _) => Err(never("refusing", event)),
        }
    }
}
