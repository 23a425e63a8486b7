//! What each event does in each state.

use caldicott_calendar::clock::Breach;
use caldicott_calendar::{Instant, Rule, RuleSet};
use caldicott_model::CategorySet;
use caldicott_model::document::is_blank;

use super::late::notify_by;
use super::{
    Attestation, Aware, Closed, Described, Ended, Event, Intake, KeysAre, Open, Part, PartSet,
    Persons, Policy, Refused, Relief, Role, State, Step, What,
};
use crate::rules;

/// The roles that may do something; the first is named to whoever may not.
pub(super) const fn may(what: &What) -> &'static [Role] {
    use Role::{ComplianceOfficer, DataProtectionOfficer, Director, Processor, Staff};
    match what {
        // Nobody who sees a breach is sent away.
        What::Report(_) => {
            &[ComplianceOfficer, Staff, Processor, DataProtectionOfficer, Director, Role::Auditor]
        }
        What::Aware { .. }
        | What::NoBreach { .. }
        | What::Describe { .. }
        | What::Assess { .. }
        | What::NotifyController { .. }
        | What::TellOutside { .. } => &[ComplianceOfficer, DataProtectionOfficer],
        What::NotifyRegulator { .. } => &[ComplianceOfficer, DataProtectionOfficer, Director],
        What::TellPeople { .. } | What::TellInPublic { .. } | What::Close => {
            &[Director, ComplianceOfficer]
        }
        // The officer advises on it and does not decide it.
        What::Relieve(_) => &[Director],
        What::EndRelief { .. } | What::Reopen { .. } => {
            &[ComplianceOfficer, DataProtectionOfficer, Director]
        }
    }
}

impl State {
    /// What an event leads to.
    ///
    /// # Errors
    /// [`Refused`] where the actor may not do this, it does not happen in this state, or something is
    /// missing that the law asks for. The state is as it was.
    pub fn apply(&self, event: &Event, policy: &Policy) -> Result<Step, Refused> {
        let could = may(&event.what);
        if !could.contains(&event.by.role) {
            let could = could.first().copied().unwrap_or(Role::ComplianceOfficer);
            return Err(Refused::Role { role: event.by.role, could });
        }
        let never = || Refused::State { what: event.what.name(), state: self.name() };
        let mut rules = RuleSet::new();
        let state = match (self, &event.what) {
            (Self::Blank, What::Report(intake)) => {
                cite(&mut rules, &[rules::BR_07, rules::J_001]);
                if matches!(intake, Intake::FromProcessor | Intake::AsProcessor) {
                    rules.cite(rules::BR_05);
                }
                Self::Open(Open::reported(*intake, event.at))
            }
            (Self::Closed(closed), What::Reopen { because }) => {
                reason(because, &event.what)?;
                rules.cite(rules::BR_07);
                Self::Open(closed.was.clone())
            }
            (Self::Open(open), _) => open.apply(event, *policy, &mut rules)?,
            (Self::Blank | Self::Closed(_), _) => return Err(never()),
        };
        let duties = state.to_do(policy);
        for duty in &duties {
            rules.cite(duty.rule());
        }
        Ok(Step { state, duties, rules })
    }
}

impl Open {
    const fn reported(intake: Intake, at: Instant) -> Self {
        Self {
            intake,
            reported: at,
            aware: None,
            described: None,
            likely: None,
            regulator: PartSet::NONE,
            regulator_first: None,
            regulator_reasons: false,
            controller: None,
            persons: Persons::NotTold,
            outside: Vec::new(),
        }
    }

    fn apply(&self, event: &Event, policy: Policy, rules: &mut RuleSet) -> Result<State, Refused> {
        let mut next = self.clone();
        let state = || self.stage();
        let never = || Refused::State { what: event.what.name(), state: state() };
        match &event.what {
            What::Report(_) | What::Reopen { .. } => return Err(never()),
            What::Aware { since, because } => {
                reason(because, &event.what)?;
                next.aware = Some(self.aware_since(*since, event, rules)?);
            }
            What::NoBreach { because } => {
                reason(because, &event.what)?;
                if self.aware.is_some() {
                    return Err(never());
                }
                cite(rules, &[rules::BR_02, rules::BR_07]);
                let (was, at) = (next, event.at);
                return Ok(State::Closed(Closed { was, at, how: Ended::NoBreach }));
            }
            What::Describe { categories, people, records, remedied } => {
                cite(rules, &[rules::BR_07]);
                next.described = Some(Described {
                    categories: *categories,
                    people: *people,
                    records: *records,
                    remedied: *remedied,
                });
                next.relief_still_covers(*categories);
            }
            What::Assess { likely, because } => {
                reason(because, &event.what)?;
                if self.aware.is_none() || self.intake == Intake::AsProcessor {
                    return Err(never());
                }
                cite(rules, &[rules::BR_01, rules::BR_08, rules::J_006]);
                next.likely = Some(*likely);
            }
            What::NotifyRegulator { sent, parts, late_because } => {
                let late = late_because.as_deref();
                next.regulator_told(*sent, parts, late, event, rules)
                    .map_err(|why| why.unwrap_or_else(never))?;
            }
            What::NotifyController { sent } => {
                if self.intake != Intake::AsProcessor {
                    return Err(never());
                }
                happened(*sent, event)?;
                cite(rules, &[rules::BR_05]);
                next.controller = Some(self.controller.map_or(*sent, |first| first.min(*sent)));
            }
            What::TellPeople { sent, parts } => {
                self.may_tell().ok_or_else(never)?;
                happened(*sent, event)?;
                let needed = [Part::Nature, Part::Contact, Part::Consequences, Part::Measures];
                if !needed.iter().all(|part| parts.contains(part)) {
                    return Err(Refused::ToldTooLittle);
                }
                cite(rules, &[rules::BR_08, rules::J_003]);
                next.persons = Persons::Told { at: *sent };
            }
            What::TellInPublic { sent } => {
                self.may_tell().ok_or_else(never)?;
                // Telling the public is a relief's other half, and no way round telling people.
                if self.persons != Persons::PublicOwed {
                    return Err(never());
                }
                happened(*sent, event)?;
                cite(rules, &[rules::BR_08]);
                next.persons = Persons::ToldInPublic { at: *sent };
            }
            What::Relieve(relief) => {
                self.may_tell().ok_or_else(never)?;
                next.persons = self.relieved(relief, event, rules)?;
            }
            What::EndRelief { because } => {
                reason(because, &event.what)?;
                if !matches!(
                    self.persons,
                    Persons::Relieved { .. } | Persons::PublicOwed | Persons::ToldInPublic { .. }
                ) {
                    return Err(never());
                }
                cite(rules, &[rules::BR_08]);
                next.persons = Persons::NotTold;
            }
            What::TellOutside { who, sent } => {
                happened(*sent, event)?;
                cite(rules, &[rules::BR_07]);
                next.outside.push((*who, *sent));
            }
            What::Close => {
                let owed = self.to_do(policy).into_iter().map(|duty| duty.what());
                if let Some(what) = owed.into_iter().find(|what| *what != super::ToDo::Close) {
                    return Err(Refused::StillOwed { what });
                }
                cite(rules, &[rules::BR_07]);
                let (was, at) = (next, event.at);
                return Ok(State::Closed(Closed { was, at, how: Ended::Done }));
            }
        }
        Ok(State::Open(next))
    }

    /// A name for how far it is, for a message.
    const fn stage(&self) -> &'static str {
        match (self.aware.is_some(), self.intake) {
            (false, _) => "not yet certain",
            (true, Intake::AsProcessor) => "another controller's",
            (true, Intake::OwnStaff | Intake::FromProcessor | Intake::FromOutside) => "open",
        }
    }

    /// Whether anything can be told to people: the organisation is aware, and they are its own.
    fn may_tell(&self) -> Option<()> {
        (self.aware.is_some() && self.intake != Intake::AsProcessor).then_some(())
    }

    fn aware_since(
        &self,
        since: Instant,
        event: &Event,
        rules: &mut RuleSet,
    ) -> Result<Aware, Refused> {
        happened(since, event)?;
        // The clock that runs is never set back: who was aware earlier than thought is so from then.
        if let Some(before) = self.aware.map(|aware| aware.since).filter(|before| since > *before) {
            return Err(Refused::LaterAwareness { since: before });
        }
        let clock = Breach::aware(since).notify_by().map_err(|_| Refused::OutOfRange)?;
        cite(rules, &[rules::BR_02]);
        for rule in clock.rules() {
            rules.cite(*rule);
        }
        Ok(Aware { since })
    }

    /// `Err(None)` where it does not happen in this state.
    fn regulator_told(
        &mut self,
        sent: Instant,
        parts: &[Part],
        late_because: Option<&str>,
        event: &Event,
        rules: &mut RuleSet,
    ) -> Result<(), Option<Refused>> {
        if self.intake == Intake::AsProcessor {
            return Err(None);
        }
        let Some(aware) = self.aware else { return Err(None) };
        happened(sent, event)?;
        let parts = PartSet::of(parts);
        if parts.is_empty() {
            return Err(Some(Refused::SaysNothing));
        }
        let (_, ends) = notify_by(aware.since).map_err(|_| Refused::OutOfRange)?;
        let gives_reasons = late_because.is_some_and(|because| !is_blank(because));
        // What was told in time may be completed later without reasons; what was not needs them once.
        let first = self.regulator_first.map_or(sent, |first| first.min(sent));
        self.regulator_reasons |= gives_reasons;
        if first >= ends && !self.regulator_reasons {
            return Err(Some(Refused::LateWithoutReasons { ended: ends }));
        }
        cite(rules, &[rules::BR_01, rules::BR_06, rules::J_002]);
        self.regulator = self.regulator.union(parts);
        self.regulator_first = Some(first);
        Ok(())
    }

    fn relieved(
        &self,
        relief: &Relief,
        event: &Event,
        rules: &mut RuleSet,
    ) -> Result<Persons, Refused> {
        cite(rules, &[rules::BR_08]);
        if matches!(self.persons, Persons::Told { .. } | Persons::ToldInPublic { .. }) {
            // What was told cannot be untold.
            let state = "told to the people";
            return Err(Refused::State { what: event.what.name(), state });
        }
        // A relief of judgement is about what was known; what comes to light later was not judged.
        let known = self.described.map_or(CategorySet::NONE, |described| described.categories);
        match relief {
            Relief::Unintelligible(attested) => {
                self.covered(attested, event)?;
                Ok(Persons::Relieved { covers: attested.sealed })
            }
            Relief::Neutralised { because } => {
                reason(because, &event.what)?;
                Ok(Persons::Relieved { covers: known })
            }
            Relief::Disproportionate { because } => {
                reason(because, &event.what)?;
                Ok(Persons::PublicOwed)
            }
            Relief::CrimePrevention { because } => {
                reason(because, &event.what)?;
                rules.cite(rules::BR_09);
                Ok(Persons::Relieved { covers: known })
            }
        }
    }

    /// Whether everything that is out is attested to be unintelligible, and no key is out (BR-08).
    fn covered(&self, attested: &Attestation, event: &Event) -> Result<(), Refused> {
        happened(attested.at, event)?;
        if is_blank(&attested.by) {
            return Err(Refused::NoReason { what: event.what.name() });
        }
        if attested.keys != KeysAre::Safe || attested.clear_copies {
            return Err(Refused::KeysNotSafe);
        }
        // What nobody described may be anything.
        let affected = self.described.map_or(CategorySet::EVERY, |described| described.categories);
        let affected = if affected.is_empty() { CategorySet::EVERY } else { affected };
        let open = attested.leaves_open(affected);
        if open.is_empty() { Ok(()) } else { Err(Refused::NotCovered { open }) }
    }

    /// More data turned out to be affected than a relief was given for: the relief ends.
    fn relief_still_covers(&mut self, affected: CategorySet) {
        if let Persons::Relieved { covers } = self.persons
            && !covers.contains_all(affected)
        {
            self.persons = Persons::NotTold;
        }
    }
}

fn cite(rules: &mut RuleSet, cited: &[Rule]) {
    for rule in cited {
        rules.cite(*rule);
    }
}

fn reason(because: &str, what: &What) -> Result<(), Refused> {
    if is_blank(because) { Err(Refused::NoReason { what: what.name() }) } else { Ok(()) }
}

fn happened(at: Instant, event: &Event) -> Result<(), Refused> {
    if at > event.at { Err(Refused::Future) } else { Ok(()) }
}
