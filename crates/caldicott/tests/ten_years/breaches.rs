//! Breaches: the seventy-two hours, and who is told.

use caldicott::accountability::breach::{
    Actor, Event, History, Intake, Likely, Part, Policy, Role, State, What,
};
use caldicott::accountability::{Owes, Owing};
use caldicott::calendar::{Day, Instant};
use caldicott::model::{Category, CategorySet};

use crate::chance::Chance;

/// The register of breaches.
pub(crate) struct Alarms {
    policy: Policy,
    breaches: Vec<Breach>,
    seen: [usize; 4],
}

struct Breach {
    history: History,
    plans: Vec<(Instant, Role, What)>,
    aware: Option<Instant>,
    told: bool,
    risk: Option<Likely>,
    /// Whether the regulator was told late, so that reasons are due with it.
    last: Instant,
}

fn noon(day: Day) -> Instant {
    format!("{day}T12:00:00Z").parse().unwrap()
}

impl Alarms {
    pub(crate) const fn new(policy: Policy) -> Self {
        Self { policy, breaches: Vec::new(), seen: [0; 4] }
    }

    pub(crate) fn day(&mut self, day: Day, chance: &mut Chance) {
        if chance.one_in(30) {
            let breach = Breach::reported(day, self.policy, chance);
            self.breaches.push(breach);
        }
        let now = noon(day).plus_seconds(43_000).unwrap();
        for breach in &mut self.breaches {
            while breach.plans.first().is_some_and(|(at, ..)| *at <= now) {
                let (at, role, what) = breach.plans.remove(0);
                breach.does(at, role, what, self.policy, &mut self.seen);
            }
        }
    }

    pub(crate) fn check(&mut self, day: Day, owing: &mut Owing) -> usize {
        let now = noon(day).plus_seconds(43_000).unwrap();
        let mut counted = 0;
        for (place, breach) in self.breaches.iter().enumerate() {
            let state = breach.history.state();
            let late = state.late(now, &self.policy);
            let regulator = late.iter().any(|it| it.what.name() == "notify-regulator");
            let over = breach.aware.is_some_and(|aware| aware.seconds_until(now) >= 72 * 3_600);
            let owed = matches!(state, State::Open(_))
                && !breach.told
                && breach.risk != Some(Likely::Unlikely);
            assert_eq!(regulator, over && owed, "{day} {:?}", breach.aware);
            self.seen[0] += usize::from(regulator);
            let mut one = Owing::default();
            one.extend(state.owed(&format!("breach {place}"), &self.policy));
            counted += one.late(day).len();
            owing.add_all(&one);
        }
        counted
    }

    pub(crate) fn tally(&self) -> Vec<String> {
        let names = [
            "times the regulator's hours were listed as over",
            "breaches notified in time",
            "breaches notified late, with reasons",
            "breaches closed with everything done",
        ];
        self.seen.iter().zip(names).map(|(count, name)| format!("{count} {name}")).collect()
    }
}

impl Breach {
    fn reported(day: Day, policy: Policy, chance: &mut Chance) -> Self {
        let at = noon(day).plus_seconds(i64::from(chance.below(40_000))).unwrap();
        let hours =
            |from: Instant, hours: u32| from.plus_seconds(i64::from(hours) * 3_600).unwrap();
        let aware = hours(at, chance.below(30));
        let assessed = hours(aware, 1 + chance.below(60));
        let sent = hours(
            assessed,
            if chance.percent(75) { 1 + chance.below(10) } else { 80 + chance.below(90) },
        );
        let likely = *chance.pick(Likely::ALL);
        let because = || "as the enquiry found".to_owned();
        let categories = CategorySet::of(&[Category::Identity, Category::Health]);
        let mut plans = vec![
            (aware, Role::ComplianceOfficer, What::Aware { since: aware, because: because() }),
            (
                aware,
                Role::ComplianceOfficer,
                What::Describe { categories, people: 12, records: 40, remedied: true },
            ),
            (assessed, Role::ComplianceOfficer, What::Assess { likely, because: because() }),
        ];
        let mut end = assessed;
        if likely != Likely::Unlikely {
            let late = aware.seconds_until(sent) >= 72 * 3_600;
            let what = What::NotifyRegulator {
                sent,
                parts: Part::ALL.to_vec(),
                late_because: late.then(|| "the officer was away".to_owned()),
            };
            plans.push((sent, Role::ComplianceOfficer, what));
            end = sent;
        }
        if likely == Likely::HighRisk {
            let told = hours(end, 5);
            let parts = Part::ALL.to_vec();
            plans.push((told, Role::Director, What::TellPeople { sent: told, parts }));
            end = told;
        }
        plans.push((hours(end, 2), Role::ComplianceOfficer, What::Close));
        let mut breach = Self {
            history: History::default(),
            plans,
            aware: None,
            told: false,
            risk: None,
            last: at,
        };
        breach.does(at, Role::Staff, What::Report(Intake::OwnStaff), policy, &mut [0; 4]);
        breach
    }

    fn does(&mut self, at: Instant, role: Role, what: What, policy: Policy, seen: &mut [usize; 4]) {
        let name = what.name();
        if let What::Aware { since, .. } = &what {
            self.aware = Some(*since);
        }
        if let What::Assess { likely, .. } = &what {
            self.risk = Some(*likely);
        }
        if let What::NotifyRegulator { late_because, .. } = &what {
            self.told = true;
            seen[if late_because.is_some() { 2 } else { 1 }] += 1;
        }
        seen[3] += usize::from(matches!(what, What::Close));
        assert!(self.last <= at);
        self.last = at;
        let event = Event { at, by: Actor::new(role, "b-1"), what };
        let step = self.history.record(event, &policy);
        let step = step.unwrap_or_else(|why| panic!("{at} {name}: {why}"));
        if let State::Closed(_) = step.state() {
            assert!(step.duties().is_empty());
        }
    }
}
