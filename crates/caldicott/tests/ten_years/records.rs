//! Records of people whose support ended: kept to their day, and not a day longer without a hold.

use std::collections::BTreeMap;

use caldicott::calendar::Day;
use caldicott::retention::{
    Decision, Due, Duty, Hold, Record, Schedule, Stage, Taken, TriggerDate,
};

use crate::chance::{Chance, months_after};
use crate::{DAYS, FIRST};

/// What the host stores.
pub(crate) struct Store<'s> {
    schedule: &'s Schedule,
    kept: BTreeMap<usize, Person>,
    /// On which day a record is looked at again.
    again: BTreeMap<Day, Vec<usize>>,
    seen: [usize; 3],
}

struct Person {
    started: Day,
    ended: Day,
    /// The first and the last day of a hold.
    hold: Option<(Day, Day)>,
    reviewed: Option<Day>,
}

impl Person {
    /// Eight years after support ended, as the trust's own schedule has it.
    fn over(&self) -> Day {
        months_after(self.ended, 96)
    }

    fn held(&self, day: Day) -> bool {
        self.hold.is_some_and(|(from, to)| from <= day && day <= to)
    }

    fn record(&self) -> Record {
        let mut record = Record::new("client")
            .dated("support-started", TriggerDate::Day(self.started))
            .dated("support-ended", TriggerDate::Day(self.ended));
        if let Some((from, to)) = self.hold {
            record = record.held(Hold::new("legal-matter", from).until(to));
        }
        if let Some(on) = self.reviewed {
            record = record.taken(Taken::new(Stage::review("line-manager"), on, Decision::Proceed));
        }
        record
    }
}

impl<'s> Store<'s> {
    pub(crate) fn new(schedule: &'s Schedule, people: usize, chance: &mut Chance) -> Self {
        let mut kept = BTreeMap::new();
        let mut again: BTreeMap<Day, Vec<usize>> = BTreeMap::new();
        for place in 0..people {
            let started = chance.after(Day::literal(2008, 1, 1), 0, 4_000);
            let ended = chance.after(started, 30, 1_500);
            let hold = chance.one_in(10).then(|| {
                let from = chance.after(FIRST, 0, u32::try_from(DAYS).unwrap());
                (from, chance.after(from, 10, 900))
            });
            kept.insert(place, Person { started, ended, hold, reviewed: None });
            again.entry(FIRST).or_default().push(place);
        }
        Self { schedule, kept, again, seen: [0; 3] }
    }

    /// The daily run: what is due is looked at by a manager and disposed of.
    pub(crate) fn day(&mut self, day: Day, runs: bool, chance: &mut Chance) {
        if !runs {
            return;
        }
        let mut due: Vec<usize> = Vec::new();
        while let Some((on, _)) = self.again.first_key_value().filter(|(on, _)| **on <= day) {
            let on = *on;
            due.extend(self.again.remove(&on).unwrap());
        }
        // A few that nobody has to look at today: they must be as they were.
        let some = u32::try_from(self.kept.len().max(1)).unwrap();
        let sampled = self.kept.keys().nth(chance.below(some) as usize).copied();
        for place in due.into_iter().chain(sampled) {
            self.look(place, day);
        }
    }

    fn look(&mut self, place: usize, day: Day) {
        let Some(person) = self.kept.get_mut(&place) else { return };
        let mut record = person.record();
        let outcome = self.schedule.evaluate(&record, day);
        assert_eq!(outcome.due(), Due::On(person.over()), "{day}");
        if outcome.duty() == Duty::Review {
            person.reviewed = Some(day);
            record = person.record();
        }
        let outcome = self.schedule.evaluate(&record, day);
        match outcome.duty() {
            Duty::Dispose => {
                assert!(person.over() <= day && !person.held(day), "{day}: disposed of too early");
                self.kept.remove(&place);
                self.seen[0] += 1;
            }
            Duty::Held => {
                assert!(person.held(day), "{day}");
                self.seen[1] += 1;
                let next = outcome.next_change().unwrap_or_else(|| day.plus_days(1).unwrap());
                self.again.entry(next).or_default().push(place);
            }
            Duty::Keep => {
                assert!(day < person.over(), "{day}");
                self.seen[2] += 1;
                let next = outcome.next_change().unwrap();
                self.again.entry(next).or_default().push(place);
            }
            Duty::Anonymise | Duty::Archive | Duty::Done | Duty::Review => {
                panic!("{day} {:?}", outcome.duty())
            }
        }
    }

    /// Nothing is kept past its day without a hold.
    pub(crate) fn check(&self, day: Day, runs: bool) {
        for person in self.kept.values() {
            assert!(
                day < person.over() || person.held(day) || !runs,
                "{day}: kept past {}, {:?}",
                person.over(),
                person.hold
            );
        }
    }

    pub(crate) fn tally(&self) -> Vec<String> {
        let names =
            ["records disposed of on their day", "looks at a held record", "records kept on"];
        self.seen.iter().zip(names).map(|(count, name)| format!("{count} {name}")).collect()
    }
}
