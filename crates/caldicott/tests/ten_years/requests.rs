//! People's requests: their clocks, and what a restriction blocks.

use caldicott::accountability::{Owed, Owing};
use caldicott::calendar::Day;
use caldicott::calendar::clock::ExtensionReason;
use caldicott::rights::remedy::{Restriction, RestrictionGround, Use};
use caldicott::rights::request::{
    Actor, Channel, Doubt, Event, Finding, History, Kind, Letter, Outcome, Policy, Received, Role,
    State, ToDo, What,
};

use crate::chance::{Chance, months_after, working_day_from};

/// Where requests are worked on.
pub(crate) struct Desk {
    policy: Policy<'static>,
    people: usize,
    open: Vec<Request>,
    restricted: Vec<Restricted>,
    seen: [usize; 7],
    closed: Vec<History>,
}

struct Request {
    id: usize,
    history: History,
    received: Received,
    /// The last day by the words of the law.
    due: Option<Day>,
    plans: Vec<(Day, Role, What)>,
}

/// Data of somebody that may be kept and no more.
struct Restricted {
    restriction: Restriction,
    since: Day,
    told: Day,
    until: Day,
}

/// The day from which a complaint to the controller has its thirty days.
const COMPLAINTS: Day = Day::literal(2026, 6, 19);

const WAITS_FOR_PROOF: Day = Day::literal(2026, 2, 5);

impl Desk {
    pub(crate) const fn new(policy: Policy<'static>, people: usize) -> Self {
        Self {
            policy,
            people,
            open: Vec::new(),
            restricted: Vec::new(),
            seen: [0; 7],
            closed: Vec::new(),
        }
    }

    pub(crate) fn day(&mut self, day: Day, chance: &mut Chance) {
        // About one person in ten asks for something in a year.
        for _ in 0..self.people.div_ceil(100) {
            if chance.one_in(36) {
                self.receive(day, chance);
            }
        }
        let mut ended = Vec::new();
        for (place, request) in self.open.iter_mut().enumerate() {
            while let Some(at) = request.plans.iter().position(|(on, ..)| *on <= day) {
                let (_, role, what) = request.plans.remove(at);
                request.does(day, role, what, &self.policy, &mut self.seen);
            }
            if matches!(request.history.state(), State::Closed(_)) {
                ended.push(place);
            }
        }
        for place in ended.into_iter().rev() {
            let request = self.open.swap_remove(place);
            self.closed.push(request.history);
            if request.received.kind == Kind::Restriction {
                let told = chance.after(day, 10, 100);
                let until = chance.after(told, 0, 200);
                let restriction = Restriction::new(RestrictionGround::AccuracyContested, day);
                // It is not lifted before the person is told, however long it stood.
                assert!(restriction.lift(until).is_err());
                self.restricted.push(Restricted { restriction, since: day, told, until });
            }
        }
        for one in &mut self.restricted {
            if one.told == day {
                one.restriction = one.restriction.told(day);
            }
            if one.until == day {
                one.restriction = one.restriction.lift(day).unwrap();
            }
        }
    }

    fn receive(&mut self, day: Day, chance: &mut Chance) {
        let kind = *chance.pick(Kind::ALL);
        let received = Received::new(kind, *chance.pick(Channel::ALL), day);
        let due = match kind {
            // Thirty days from the day after it came, to a working day (CP-02).
            Kind::Complaint => {
                (day >= COMPLAINTS).then(|| working_day_from(day.plus_days(30).unwrap()))
            }
            // A month, to a working day (RT-01, TM-02).
            Kind::Access
            | Kind::Rectification
            | Kind::Erasure
            | Kind::Restriction
            | Kind::Portability
            | Kind::Objection
            | Kind::AutomatedDecision => Some(working_day_from(months_after(day, 1))),
        };
        let id = self.closed.len() + self.open.len();
        let mut request =
            Request { id, history: History::default(), received, due, plans: Vec::new() };
        request.does(day, Role::Staff, What::Receive(received), &self.policy, &mut self.seen);
        if chance.one_in(20) {
            request.plans.push((day, Role::Staff, What::WritingDemanded));
        }
        let mut answered =
            if chance.percent(80) { chance.after(day, 2, 27) } else { chance.after(day, 33, 150) };
        let turn = chance.below(8);
        if kind == Kind::Complaint {
            let on = if chance.percent(80) {
                chance.after(day, 0, 25)
            } else {
                chance.after(day, 35, 80)
            };
            request.plans.push((on, Role::Handler, What::Acknowledge));
            answered = answered.max(on);
        } else if turn == 0 {
            // Proof of who asks: the month may count from the day it came.
            let asked = chance.after(day, 0, 2);
            let came = chance.after(asked, 1, 30);
            let because = Doubt::UnknownSender;
            request.plans.push((asked, Role::Handler, What::DoubtIdentity { because }));
            request.plans.push((came, Role::Staff, What::IdentityReceived { came }));
            answered = answered.max(chance.after(came, 1, 60));
        } else if turn == 1 {
            // Two months more, with a reason, in time or too late for it (RT-03).
            let reason = (!chance.one_in(5)).then_some(ExtensionReason::Complexity);
            let on = chance.after(day, 5, 45);
            request.plans.push((on, Role::Manager, What::Extend { reason }));
            answered = answered.max(chance.after(on, 1, 70));
        }
        let what =
            What::Answer { outcome: Outcome::Granted, letter: Letter::required_on(answered) };
        request.plans.push((answered, Role::Handler, what));
        self.open.push(request);
    }

    pub(crate) fn check(&mut self, day: Day, chance: &mut Chance, owing: &mut Owing) -> usize {
        let mut counted = 0;
        for request in &self.open {
            let state = request.history.state();
            let late = state.late(day, &self.policy).unwrap();
            let is_due = request.due.is_some_and(|due| due < day);
            assert_eq!(
                !late.is_empty(),
                is_due,
                "{day} {:?} due {:?}",
                request.received,
                request.due
            );
            assert!(late.iter().all(|it| it.escalate_to != it.who));
            counted += late.len();
            self.seen[0] += late.len();
            owing.extend(state.to_do(&self.policy).unwrap().into_iter().map(|duty| {
                let (what, who) = (duty.what().name(), duty.who().name());
                Owed::new(what, who, duty.by(), duty.what().cites())
                    .about(format!("request {}", request.id))
            }));
        }
        for one in &self.restricted {
            let stands = one.since <= day && day < one.until;
            let what = *chance.pick(Use::ALL);
            let always = matches!(
                what,
                Use::Store
                    | Use::WithConsent
                    | Use::LegalClaims
                    | Use::RightsOfAnother
                    | Use::ImportantPublicInterest
            );
            let allowed = one.restriction.allows(what, day).0;
            assert_eq!(allowed, always || !stands, "{day} {what}");
            self.seen[1] += usize::from(!allowed);
        }
        counted
    }

    pub(crate) fn finish(&self) {
        for history in &self.closed {
            let again = History::replay(history.events().to_vec(), &self.policy).unwrap();
            assert_eq!(again.state(), history.state());
            assert!(again.state().to_do(&self.policy).unwrap().is_empty(), "closed and still owed");
        }
    }

    pub(crate) fn tally(&self) -> Vec<String> {
        let names = [
            "times a request was listed late",
            "uses of data that a restriction blocked",
            "requests answered in time",
            "requests answered too late, and so recorded",
            "demands for writing found out",
            "extensions that extended",
            "notices that extended nothing",
        ];
        self.seen.iter().zip(names).map(|(count, name)| format!("{count} {name}")).collect()
    }
}

impl Request {
    fn does(
        &mut self,
        day: Day,
        role: Role,
        what: What,
        policy: &Policy<'_>,
        seen: &mut [usize; 7],
    ) {
        if matches!(self.history.state(), State::Closed(_)) {
            return;
        }
        let extends =
            if let What::Extend { reason } = &what { Some(reason.is_some()) } else { None };
        let asks = matches!(what, What::DoubtIdentity { .. });
        let came = if let What::IdentityReceived { came } = what { Some(came) } else { None };
        let demanded = matches!(what, What::WritingDemanded);
        let answers = matches!(what, What::Answer { .. });
        let acknowledges = matches!(what, What::Acknowledge);
        let name = what.name();
        let event = Event { on: day, by: Actor::new(role, "x-1"), what };
        let step = self.history.record(event, policy);
        let step = step.unwrap_or_else(|why| panic!("{day} {name}: {why}"));
        if demanded {
            assert!(step.findings().contains(&Finding::UnlawfulPrecondition));
            assert!(step.duties().iter().any(|duty| duty.what() == ToDo::StopDemandingWriting));
            seen[4] += 1;
        }
        // Only since then does the month wait for proof of who asks (RT-08).
        let waits = self.received.day >= WAITS_FOR_PROOF;
        if asks && waits {
            self.due = None;
        }
        if let Some(came) = came
            && waits
        {
            self.due = Some(working_day_from(months_after(came, 1)));
        }
        if let Some(reason) = extends {
            // Told within the first month and with a reason, the month becomes three.
            let first = working_day_from(months_after(self.received.day, 1));
            if reason && day <= first {
                self.due = Some(working_day_from(months_after(self.received.day, 3)));
                seen[5] += 1;
            } else {
                seen[6] += 1;
            }
        }
        if acknowledges {
            self.due = None;
        }
        if answers {
            let State::Closed(closed) = step.state() else { panic!("{day}") };
            let wanted = self.due.map(|due| day <= due);
            if self.received.kind != Kind::Complaint {
                assert_eq!(closed.in_time, wanted, "{day} {:?}", self.received);
            }
            seen[if closed.in_time == Some(false) { 3 } else { 2 }] += 1;
        }
    }
}
