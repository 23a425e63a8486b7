//! The caution register: entries through their lives, and what must hold of each at the end of a day.

use caldicott::accountability::{Owed, Owing};
use caldicott::calendar::Day;
use caldicott::calendar::clock::IncidentKind;
use caldicott::caution_register::{
    Actor, ChallengeTo, Decided, Event, Extent, Grounds, History, HoldKind, Keep, Letter, Live,
    Policy, Precaution, Refused, ReviewPeriod, Reviewed, Risk, Role, Shown, State, Visit, What,
    WithheldBecause,
};
use caldicott::policy::Rulebook;
use caldicott::retention::{self, Due, Hold, Record, Schedule, TriggerDate};

use crate::chance::{Chance, months_after, ten_working_days_after};
use crate::{DAYS, FIRST};

/// The register with all that a host holds beside it.
pub(crate) struct Register<'r> {
    policy: Policy<'static>,
    schedule: &'r Schedule,
    entries: Vec<Entry>,
    seen: [usize; 9],
}

/// One entry: what the library keeps, what the host keeps, and what a reader of the rules expects.
struct Entry {
    person: String,
    history: History,
    /// The text in the host's sealed field: it goes when the library says so.
    text: Option<String>,
    begins: Day,
    /// What staff are going to do, and when.
    plans: Vec<(Day, Role, &'static str, What)>,
    expected: Expected,
}

/// What the words of the policy say of an entry.
#[derive(Clone, Debug, Default)]
struct Expected {
    decide_by: Option<Day>,
    review_by: Option<Day>,
    write_by: Option<Day>,
    challenge_by: Option<Day>,
    /// Since when it is archived, and the last incident.
    archived: Option<Day>,
    incident: Option<Day>,
    held: Option<Day>,
    gone: bool,
}

impl Expected {
    /// The first day on which nothing is held any more (D-010, D-011).
    fn remove_on(&self) -> Option<Day> {
        let archived = self.archived?;
        let quiet = self.incident.map_or(archived, |incident| incident.max(archived));
        Some(months_after(quiet, 24))
    }

    fn late(&self, day: Day) -> Vec<&'static str> {
        let mut late = Vec::new();
        let mut one = |by: Option<Day>, what| late.extend(by.filter(|by| *by < day).map(|_| what));
        one(self.decide_by, "DecideRecommendation");
        one(self.review_by, "Review");
        one(self.write_by, "WriteToPerson");
        one(self.challenge_by, "DecideChallenge");
        if self.held.is_none() {
            one(self.remove_on(), "Remove");
        }
        late.sort_unstable();
        late
    }
}

impl<'r> Register<'r> {
    pub(crate) fn new(rulebook: &'r Rulebook, count: usize, chance: &mut Chance) -> Self {
        let entries = (0..count)
            .map(|place| Entry {
                person: format!("person-{place}"),
                history: History::default(),
                text: None,
                begins: chance.after(FIRST, 1, u32::try_from(DAYS - 400).unwrap()),
                plans: Vec::new(),
                expected: Expected::default(),
            })
            .collect();
        let policy = rulebook.casework().caution().unwrap();
        Self { policy, schedule: rulebook.retention().unwrap(), entries, seen: [0; 9] }
    }

    /// What happens to the entries on a day: to people, by staff, and in the daily run.
    pub(crate) fn day(&mut self, day: Day, runs: bool, chance: &mut Chance) {
        let Self { policy, entries, seen, .. } = self;
        for entry in entries {
            if entry.begins == day {
                let what = What::Recommend(grounds(chance));
                entry.text = Some(format!("what {} did", entry.person));
                entry.does(day, Role::Manager, "m-1", what, policy, seen);
                entry.expected.decide_by = Some(ten_working_days_after(day));
                let on = usually(chance, day, 9, 60);
                let review_in = ReviewPeriod::months(1 + u8::try_from(chance.below(12)).unwrap());
                let what = if chance.percent(75) {
                    What::Approve { review_in: review_in.unwrap() }
                } else {
                    What::Reject
                };
                entry.plans.push((on, Role::HeadOfService, "h-1", what));
            }
            entry.life(day, policy, seen, chance);
            while let Some(at) = entry.plans.iter().position(|(on, ..)| *on <= day) {
                let (_, role, who, what) = entry.plans.remove(at);
                entry.staff(day, role, who, what, policy, seen, chance);
            }
            if runs && entry.expected.remove_on().is_some_and(|on| on <= day) {
                let held = entry.expected.held.is_some();
                let by = Actor::new(Role::Keeper, "daily");
                let removed =
                    entry.history.record(Event { on: day, by, what: What::Remove }, policy);
                match removed {
                    Ok(step) => {
                        assert!(!held, "{day}: removed in spite of a hold");
                        entry.keep(step.keep());
                        entry.end();
                        seen[0] += 1;
                    }
                    Err(Refused::Held { .. }) => assert!(held, "{day}"),
                    Err(other) => panic!("{day}: {other}"),
                }
            }
        }
    }

    /// What must hold of every entry at the end of a day. Gives back how many things are late.
    pub(crate) fn check(&mut self, day: Day, runs: bool, owing: &mut Owing) -> usize {
        let mut counted = 0;
        for entry in &self.entries {
            let state = entry.history.state();
            // Every clock is closed or listed late, with somebody above who is told; nothing else is.
            let late = state.late(day, &self.policy);
            let mut named: Vec<String> = late.iter().map(|it| format!("{:?}", it.what)).collect();
            named.sort_unstable();
            assert_eq!(named, entry.expected.late(day), "{day} {:?}", entry.expected);
            assert!(late.iter().all(|it| it.escalate_to != it.who), "{day}");
            counted += late.len();
            self.seen[1] += late.len();
            owing.extend(state.to_do(&self.policy).into_iter().map(|duty| {
                let (what, who) = (duty.what().name(), duty.who().name());
                Owed::new(what, who, duty.by(), duty.what().cites()).about(&entry.person)
            }));
            entry.looks(day, &self.policy, &mut self.seen);
            entry.kept(day, runs);
            // Without optimisation the schedule is asked once a week, and on every day that matters.
            let matters = entry.expected.remove_on().is_some_and(|on| day.days_until(on) < 2);
            if !cfg!(debug_assertions) || matters || day.epoch_days() % 7 == 0 {
                entry.agrees(day, self.schedule, &mut self.seen);
            }
        }
        counted
    }

    /// Every kept history replays to where it stands.
    pub(crate) fn finish(&self) {
        for entry in &self.entries {
            if matches!(entry.history.state(), State::Gone(_)) {
                continue;
            }
            let again = History::replay(entry.history.events().to_vec(), &self.policy).unwrap();
            assert_eq!(again.state(), entry.history.state());
        }
    }

    pub(crate) fn tally(&self) -> Vec<String> {
        let names = [
            "entries removed after two quiet years",
            "duties seen late in the list",
            "rejections that left nothing",
            "looks at archived entries that showed nothing",
            "looks at live entries for a visit",
            "reviews seen late by readers",
            "days on which the retention schedule agreed about an archived entry",
            "challenges decided",
            "days that something was held past its end",
        ];
        self.seen.iter().zip(names).map(|(count, name)| format!("{count} {name}")).collect()
    }
}

impl Entry {
    /// What happens to people, whoever is on time.
    fn life(&mut self, day: Day, policy: &Policy<'_>, seen: &mut [usize; 9], chance: &mut Chance) {
        let (live, archived) = match self.history.state() {
            State::Live(_) => (true, false),
            State::Archived(_) => (false, true),
            State::Blank | State::Recommended(_) | State::Gone(_) => return,
        };
        if chance.one_in(500) {
            let happened = day.plus_days(-i32::try_from(chance.below(20)).unwrap()).unwrap();
            let kind = if chance.one_in(3) { IncidentKind::HighRisk } else { IncidentKind::Other };
            let what = What::Incident { happened, kind };
            self.does(day, Role::ServiceManager, "s-1", what, policy, seen);
            self.expected.incident = self.expected.incident.max(Some(happened));
        }
        if live && self.expected.challenge_by.is_none() && chance.one_in(700) {
            let to = *chance.pick(ChallengeTo::ALL);
            self.does(day, Role::Subject, "p", What::Challenge { to }, policy, seen);
            self.expected.challenge_by = Some(ten_working_days_after(day));
            let decided = match chance.below(10) {
                0..7 => Decided::Confirm,
                7 | 8 => Decided::Amend(grounds(chance)),
                _ => Decided::Delete,
            };
            let on = usually(chance, day, 12, 50);
            self.plans.push((on, Role::Director, "d-1", What::Decide(decided)));
        }
        if archived && self.expected.held.is_none() && chance.one_in(900) {
            let what = What::Hold(HoldKind::AccessRequest);
            self.does(day, Role::DataProtectionOfficer, "o-1", what, policy, seen);
            self.expected.held = Some(day);
            let what = What::Release(HoldKind::AccessRequest);
            let on = chance.after(day, 20, 500);
            self.plans.push((on, Role::DataProtectionOfficer, "o-1", what));
        }
    }

    /// Something that staff planned, if it still can be done.
    #[expect(clippy::too_many_arguments, reason = "who does what, when, under what")]
    fn staff(
        &mut self,
        day: Day,
        role: Role,
        who: &'static str,
        what: What,
        policy: &Policy<'_>,
        seen: &mut [usize; 9],
        chance: &mut Chance,
    ) {
        if matches!(self.history.state(), State::Gone(_)) {
            return;
        }
        match &what {
            What::Approve { review_in } => {
                self.does(day, role, who, what.clone(), policy, seen);
                self.expected.decide_by = None;
                self.stands(day, *review_in, chance);
            }
            What::Reject => {
                self.does(day, role, who, what, policy, seen);
                self.end();
                seen[2] += 1;
            }
            What::LetterSent { .. } => {
                let Some(live) = self.owes_a_letter() else { return };
                let what = What::LetterSent { review_day_stated: live.review_by };
                self.does(day, role, who, what, policy, seen);
                self.expected.write_by = None;
            }
            What::LetterWithheld { .. } | What::LetterHeld => {
                let Some(_) = self.owes_a_letter() else { return };
                self.does(day, role, who, what, policy, seen);
                self.expected.write_by = None;
            }
            What::Decide(decided) => {
                if self.expected.challenge_by.is_none() {
                    return;
                }
                let deletes = matches!(decided, Decided::Delete);
                self.does(day, role, who, what, policy, seen);
                self.expected.challenge_by = None;
                seen[7] += 1;
                if deletes {
                    self.end();
                }
            }
            What::Review(Reviewed::StillARisk { review_in }) => {
                let State::Live(_) = self.history.state() else { return };
                let (review_in, told) = (*review_in, self.expected.write_by);
                self.does(day, role, who, what, policy, seen);
                self.stands(day, review_in, chance);
                // A letter that was never sent is no less late for a new review.
                let owed = self.owes_a_letter().is_some();
                self.expected.write_by =
                    owed.then(|| told.unwrap_or_else(|| ten_working_days_after(day)));
            }
            What::Review(Reviewed::NoLongerARisk) => {
                let State::Live(_) = self.history.state() else { return };
                self.does(day, role, who, what, policy, seen);
                self.expected.review_by = None;
                self.expected.write_by = None;
                self.expected.archived = Some(day);
            }
            What::Release(_) => {
                self.does(day, role, who, what, policy, seen);
                self.expected.held = None;
            }
            What::Recommend(_)
            | What::Incident { .. }
            | What::Challenge { .. }
            | What::Hold(_)
            | What::Remove => panic!("nobody plans this"),
        }
    }

    /// The entry, where a letter about it is still to go.
    fn owes_a_letter(&self) -> Option<&Live> {
        let State::Live(live) = self.history.state() else { return None };
        matches!(live.letter, Letter::Owed { .. }).then_some(live)
    }

    /// It stands from now on: a letter and a review are owed, and somebody sees to them, mostly in time.
    fn stands(&mut self, day: Day, review_in: ReviewPeriod, chance: &mut Chance) {
        let review_by = months_after(day, i32::from(review_in.get()));
        self.expected.review_by = Some(review_by);
        self.expected.write_by = Some(ten_working_days_after(day));
        let on = usually(chance, day, 12, 90);
        let what = match chance.below(20) {
            0 => What::LetterWithheld { because: WithheldBecause::ViolentReaction },
            1 => What::LetterHeld,
            _ => What::LetterSent { review_day_stated: review_by },
        };
        self.plans.push((on, Role::HeadOfService, "h-2", what));
        let early = review_by.plus_days(-i32::try_from(chance.below(20)).unwrap()).unwrap();
        let on = if chance.percent(80) { early.max(day) } else { chance.after(review_by, 1, 120) };
        let what = if chance.percent(55) {
            What::Review(Reviewed::StillARisk { review_in: ReviewPeriod::LONGEST })
        } else {
            What::Review(Reviewed::NoLongerARisk)
        };
        self.plans.push((on, Role::HeadOfService, "h-2", what));
    }

    fn does(
        &mut self,
        day: Day,
        role: Role,
        who: &str,
        what: What,
        policy: &Policy<'_>,
        _: &mut [usize; 9],
    ) {
        let name = what.name();
        let event = Event { on: day, by: Actor::new(role, who), what };
        let step = self.history.record(event, policy);
        let step = step.unwrap_or_else(|why| panic!("{day} {name}: {why}"));
        self.keep(step.keep());
    }

    /// The host does what it is told of what it holds.
    fn keep(&mut self, keep: Keep) {
        match keep {
            Keep::Event | Keep::NotTheRecommendation => {}
            Keep::NothingBut(_) => self.text = None,
        }
    }

    fn end(&mut self) {
        self.expected = Expected { gone: true, ..Expected::default() };
        self.plans.clear();
        // Nothing is left but how and when it ended: no event, no text, no name of anybody.
        let State::Gone(_) = self.history.state() else { panic!("it did not end") };
        assert!(self.history.events().is_empty() && self.text.is_none());
        let left = format!("{:?}", self.history);
        assert!(!["m-1", "h-1", "person"].iter().any(|name| left.contains(name)), "{left}");
    }

    /// What readers see with a visit of their own today.
    fn looks(&self, day: Day, policy: &Policy<'_>, seen: &mut [usize; 9]) {
        let state = self.history.state();
        if matches!(state, State::Blank) {
            return;
        }
        let visit = Visit { subject: self.person.clone(), by: "f-1".to_owned(), arranged_for: day };
        let mut by = Actor::new(Role::Frontline, "f-1");
        for role in [Role::Frontline, Role::Contractor] {
            by.role = role;
            let shown = state.look(&by, &self.person, Some(&visit), day, policy).shown;
            match state {
                State::Live(live) => {
                    seen[4] += 1;
                    assert!(matches!(shown.extent(), Extent::Caution | Extent::Ask), "{day}");
                    if let Shown::Caution(caution) = &shown {
                        assert_eq!(caution.review_late, live.review_by < day, "{day}");
                        seen[5] += usize::from(caution.review_late);
                    }
                    let unarranged = state.look(&by, &self.person, None, day, policy).shown;
                    assert_eq!(unarranged, Shown::NoVisit, "{day}");
                }
                State::Archived(_) => {
                    seen[3] += 1;
                    assert_eq!(shown, Shown::Nothing, "{day}: an archived entry is shown");
                }
                State::Blank | State::Recommended(_) | State::Gone(_) => {
                    assert_eq!(shown, Shown::Nothing, "{day}");
                }
            }
        }
    }

    /// Nothing is kept past its day without a hold.
    fn kept(&self, day: Day, runs: bool) {
        let over = self.expected.remove_on().is_some_and(|on| on <= day);
        if over && runs {
            assert!(self.expected.held.is_some(), "{day}: kept past its day");
        }
        let there = self.text.is_some();
        let holds = !matches!(self.history.state(), State::Blank | State::Gone(_));
        assert_eq!(there, holds, "{day}: the text and the entry part");
        assert!(!(self.expected.gone && there), "{day}");
    }

    /// The two years of the retention schedule are those of the register.
    fn agrees(&self, day: Day, schedule: &Schedule, seen: &mut [usize; 9]) {
        let State::Archived(archived) = self.history.state() else { return };
        let confirmed = archived.since;
        let mut record = Record::new("caution-entry")
            .dated("confirmed", TriggerDate::Day(confirmed))
            .dated("no-risk-found", TriggerDate::Day(archived.since));
        if let Some(incident) = self.expected.incident {
            record = record.dated("last-incident", TriggerDate::Day(incident));
        }
        if let Some(held) = self.expected.held {
            record = record.held(Hold::new("legal-matter", held));
        }
        let outcome = schedule.evaluate(&record, day);
        assert_eq!(outcome.due(), Due::On(archived.remove_on), "{day}");
        assert_eq!(Some(archived.remove_on), self.expected.remove_on(), "{day}");
        let due = archived.remove_on <= day;
        let wanted = match (due, self.expected.held.is_some()) {
            (true, false) => retention::Duty::Dispose,
            (true, true) => retention::Duty::Held,
            (false, _) => retention::Duty::Archive,
        };
        assert_eq!(outcome.duty(), wanted, "{day} {:?}", self.expected);
        seen[6] += 1;
        seen[8] += usize::from(due && self.expected.held.is_some());
    }
}

/// Mostly within so many days, and sometimes far too late.
fn usually(chance: &mut Chance, day: Day, within: u32, late: u32) -> Day {
    if chance.percent(85) {
        chance.after(day, 0, within)
    } else {
        chance.after(day, within + 3, late)
    }
}

fn grounds(chance: &mut Chance) -> Grounds {
    let risk = *chance.pick(Risk::ALL);
    let grounds =
        Grounds::new(1 + chance.below(3), &[risk], &[Precaution::TwoPersonVisit]).unwrap();
    if chance.one_in(10) { grounds.sensitive("mental health team").unwrap() } else { grounds }
}
