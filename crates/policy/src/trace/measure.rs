//! Takes decisions and collects the rules that they cite.

use std::collections::BTreeMap;

use caldicott_calendar::{Day, RuleSet};
use caldicott_retention::{
    Approval, Decision, Disposal, DisposalRecord, Duty, Hold, KeyedId, Record, RunDay, Schedule,
    Stage, Taken,
};
use caldicott_sharing::{Request, decide};

use crate::Rulebook;
use crate::diff::witnesses;

/// The rules that decisions cited, each with how often and by what.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    cited: BTreeMap<&'static str, (usize, Vec<String>)>,
    decisions: usize,
}

impl Measured {
    /// Notes one decision and the rules that it cited.
    pub fn note(&mut self, rules: &RuleSet, by: &str) {
        self.note_ids(rules.ids(), by);
    }

    pub(crate) fn note_ids(&mut self, ids: impl Iterator<Item = &'static str>, by: &str) {
        self.decisions += 1;
        for id in ids {
            let (count, names) = self.cited.entry(id).or_default();
            *count += 1;
            if names.len() < MOST_NAMES && !names.iter().any(|name| name == by) {
                names.push(by.to_owned());
            }
        }
    }

    /// Takes every decision that a rulebook is asked for: each request on its own day, and the end of
    /// records of every kind the schedule speaks of, at each step of the way.
    pub fn rulebook(&mut self, name: &str, rulebook: &Rulebook, requests: &[Request]) {
        let known = rulebook.profile().as_known_on;
        if let Some(sharing) = rulebook.sharing() {
            for request in requests {
                let decision = decide(sharing, request, request.day.unwrap_or(known));
                let id = request.id.as_deref().unwrap_or("a request");
                self.note(decision.rules(), &format!("{name}: request {id}"));
            }
        }
        if let Some(schedule) = rulebook.retention() {
            for witness in witnesses(&[schedule], known) {
                self.record(name, schedule, &witness.record(), known);
            }
        }
    }

    /// Follows one record to its end.
    fn record(&mut self, name: &str, schedule: &Schedule, record: &Record, from: Day) {
        let by = format!("{name}: a record of kind {}", record.class());
        let mut record = record.clone();
        let mut day = from;
        // Each step is a review, a disposal or a wait; a schedule has few of them.
        for _ in 0..MOST_STEPS {
            let outcome = schedule.evaluate(&record, day);
            self.note(&outcome.rules(), &by);
            let next = outcome.next_change();
            let reviewer = outcome.reviewer().map(str::to_owned);
            match outcome.duty() {
                Duty::Review => {
                    let Some(role) = reviewer else { return };
                    let review = Taken::new(Stage::review(role), day, Decision::Proceed);
                    record = record.taken(review);
                }
                Duty::Dispose | Duty::Anonymise => {
                    let held = record.clone().held(Hold::new("legal-matter", day));
                    self.note(&schedule.evaluate(&held, day).rules(), &by);
                    self.disposal(name, schedule, &record, day);
                    return;
                }
                Duty::Done => return,
                Duty::Keep | Duty::Archive | Duty::Held => {
                    let Some(next) = next.filter(|next| *next > day) else { return };
                    day = next;
                }
            }
        }
    }

    /// Plans a disposal, carries it out and notes what its record rests on.
    fn disposal(&mut self, name: &str, schedule: &Schedule, record: &Record, day: Day) {
        let run = RunDay::first(day);
        let mut builder = schedule.freeze(run, 14);
        if builder.add("record-1", record).is_err() {
            return;
        }
        let plan = builder.finish();
        let mut execution = plan.execution(schedule, run);
        let _ = execution.offer("record-1", record);
        for line in execution.finish().cleared() {
            let disposal = Disposal {
                on: day,
                method: "key destroyed".to_owned(),
                approvals: Vec::<Approval>::new(),
                scope: vec!["case database".to_owned()],
                copies_left: Vec::new(),
            };
            let proof = DisposalRecord::new(&plan, line, KeyedId::new([0; 32]), disposal);
            self.note(proof.rules(), &format!("{name}: the disposal of a record"));
        }
    }

    /// How many decisions cited the rule.
    #[must_use]
    pub fn count(&self, id: &str) -> usize {
        self.cited.get(id).map_or(0, |(count, _)| *count)
    }

    /// Some of the decisions that cited the rule.
    #[must_use]
    pub fn by(&self, id: &str) -> &[String] {
        self.cited.get(id).map_or(&[], |(_, names)| names)
    }

    /// The ids that were cited.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.cited.keys().copied()
    }

    /// How many decisions were taken.
    #[must_use]
    pub const fn decisions(&self) -> usize {
        self.decisions
    }
}

/// How many of the decisions that cite a rule are named.
const MOST_NAMES: usize = 3;
/// How many steps of one record are followed.
const MOST_STEPS: usize = 12;
