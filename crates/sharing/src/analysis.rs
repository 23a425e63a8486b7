//! What a rulebook can ever let out: "can they ever see this?", with a request that shows it or a proof
//! that there is none; gateways that release nothing and bars that never bite.
//!
//! # What is enumerated
//! Every request of one kind of asker (or one organisation) that asks or is told, on every day of a
//! time: every gateway in force × every purpose it serves × both directions × every organisation of the
//! kind, one that is not listed and one not named × every way of lifting each bar that beats it. Days
//! are taken one for each time in which no rule, agreement, processing or form begins or ends.
//!
//! A thing is released only through a gateway all of whose needs hold, past every bar that beats it.
//! Gateways are conjunctions, so such a request exists exactly when the needs and one way past each bar
//! do not contradict each other, and agreements, processors and forms of the rulebook allow it: every
//! combination of ways is tried, and each that is sound is written out as a request and decided. A
//! combination that is sound in itself and whose request was still not answered with a release leaves
//! the question [`Answer::Open`]: it is never counted as "no".
//!
//! Facts that no rule can rule out are taken as free: whether somebody consents, approves, assesses.

mod compare;
mod witness;

use caldicott_calendar::Day;

use crate::compiled::Limb;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::Known;
use crate::request::{FactSet, Request};
use crate::resolve::{Facts, ORDERS};
use crate::rulebook::{Rulebook, Rules};
use crate::words::{AskerKind, Direction, SharingPurpose, Then};

pub use compare::{Comparison, Difference, Unsettled, compare};
use witness::{Assumed, Case, Party};

/// Who might see something, and when.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Question {
    /// The kind of asker.
    pub kind: AskerKind,
    /// The organisation, by id; `None` for any of the kind, listed or not.
    pub organisation: Option<String>,
    /// What they might see; each category and detail is a question of its own.
    pub data: DataSet,
    /// Facts that are as stated in every request considered: "and no order is shown".
    pub known: FactSet,
    /// Whether only requests are considered to which the person has not agreed.
    pub unconsented: bool,
    /// The first day.
    pub from: Day,
    /// The first day no longer asked about.
    pub until: Day,
}

/// Whether one thing can ever be released.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Possibility {
    /// The category or detail.
    pub data: &'static str,
    /// Whether it can.
    pub answer: Answer,
}

/// Whether something can ever happen.
#[expect(clippy::exhaustive_enums, reason = "it can, it cannot, or nobody knows")]
#[derive(Clone, Debug)]
pub enum Answer {
    /// It can, and here is how.
    Yes(Box<Witness>),
    /// It cannot.
    No(Proof),
    /// Through these gateways no contradiction was found, and no request either.
    Open(Vec<String>),
}

/// A request that does it.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Witness {
    /// The request.
    pub request: Request,
    /// The day.
    pub day: Day,
    /// The gateway it goes through.
    pub gateway: String,
}

/// Why no request does it.
#[non_exhaustive]
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// How many combinations of gateway, purpose, direction, organisation and day were tried.
    pub cases: usize,
    /// The gateways that are for this asker and thing, and what each runs up against.
    pub obstacles: Vec<Obstacle>,
}

/// A gateway that would release something, and what is in its way.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Obstacle {
    /// The gateway's id.
    pub gateway: String,
    /// The needs that cannot be met and the ids of the bars that cannot be lifted.
    pub by: Vec<String>,
}

/// How many combinations of ways past bars are tried in one case before the question stays open.
const MOST_WAYS: usize = 20_000;

impl Question {
    /// Whether this kind of asker can see this, from one day until, not on, another.
    #[must_use]
    pub const fn new(kind: AskerKind, data: DataSet, from: Day, until: Day) -> Self {
        let known = FactSet { yes: 0, no: 0 };
        Self { kind, organisation: None, data, known, unconsented: false, from, until }
    }

    /// The same, where this fact is so or is not so.
    #[must_use]
    pub const fn where_it_is_known(mut self, fact: Fact, holds: bool) -> Self {
        self.known.set(fact, Known::Known(holds));
        self
    }

    /// The same, where the person has agreed to nothing.
    #[must_use]
    pub const fn without_consent(mut self) -> Self {
        self.unconsented = true;
        self
    }

    /// The same, where no order, notice or requirement is shown.
    #[must_use]
    pub const fn without_orders(mut self) -> Self {
        self.known.yes &= !ORDERS;
        self.known.no |= ORDERS;
        self
    }
}

/// Says of each thing asked about whether the asker can ever be given it.
#[must_use]
pub fn can(rulebook: &Rulebook, question: &Question) -> Vec<Possibility> {
    let search = Search { rulebook, rules: &rulebook.rules, only: None };
    question
        .data
        .members()
        .map(|datum| Possibility {
            data: datum.names().next().unwrap_or_default(),
            answer: search.answer(question, datum),
        })
        .collect()
}

/// The gateways through which nothing can ever go in this time, to nobody, by id; one that only refers
/// is not among them if its needs can be met.
#[must_use]
pub fn unreachable(rulebook: &Rulebook, from: Day, until: Day) -> Vec<&str> {
    let reaches = |place: usize| {
        let search = Search { rulebook, rules: &rulebook.rules, only: Some(place) };
        let gateway = rulebook.gateways().get(place);
        gateway.is_none_or(|gateway| {
            gateway.who().any(|kind| {
                let question = Question::new(kind, gateway.covers(), from, until);
                gateway
                    .covers()
                    .members()
                    .any(|datum| !matches!(search.answer(&question, datum), Answer::No(_)))
            })
        })
    };
    let all = rulebook.gateways().iter().enumerate();
    all.filter(|(place, _)| !reaches(*place)).map(|(_, gateway)| gateway.id()).collect()
}

/// The bars that take nothing in this time, whatever is asked, by id: no gateway they beat covers what
/// they remove for anybody they are about, or its needs contradict them.
#[must_use]
pub fn never_biting(rulebook: &Rulebook, from: Day, until: Day) -> Vec<&str> {
    let rules = &*rulebook.rules;
    let days = witness::days(rules, from, until, None);
    let bites = |place: usize| days.iter().any(|day| bites_on(rules, place, *day));
    let all = rulebook.bars().iter().enumerate();
    all.filter(|(place, _)| !bites(*place)).map(|(_, bar)| bar.id()).collect()
}

fn bites_on(rules: &Rules, place: usize, day: Day) -> bool {
    let Some(bar) = rules.compiled.bar(place) else { return false };
    if !rules.compiled.bars_on_day(day, place) {
        return false;
    }
    let (Some(written), facts) = (rules.bars.get(place), Facts::nothing_known(rules, day)) else {
        return false;
    };
    rules.compiled.alive(&facts).any(|(_, limb)| {
        let Some(gateway) = rules.gateways.get(limb.gateway) else { return false };
        let shared = limb.bars & (1 << place) != 0
            && limb.basis.is_some()
            && limb.covers.intersects(bar.removes)
            && gateway.who & written.who != 0
            && gateway.purposes & written.purposes != 0;
        // The bar stands while the gateway's needs hold: nothing lifts it, and nothing contradicts it.
        let yes = limb.needs.yes | bar.when.yes;
        let no = limb.needs.no | bar.when.no | bar.unless.yes;
        let granted = rules.granted_with(limb.needs.roles);
        shared && yes & no == 0 && granted & bar.unless.roles == 0 && witness::one_order(yes)
    })
}

struct Search<'r> {
    rulebook: &'r Rulebook,
    rules: &'r Rules,
    /// The one gateway to look at.
    only: Option<usize>,
}

impl Search<'_> {
    fn answer(&self, question: &Question, datum: DataSet) -> Answer {
        let mut proof = Proof::default();
        let mut open: Vec<String> = Vec::new();
        for party in self.parties(question) {
            let days = witness::days(self.rules, question.from, question.until, party.listed());
            for day in days {
                let facts = Facts::of_kind(self.rules, day, question.kind);
                for (_, limb) in self.rules.compiled.alive(&facts) {
                    let wanted = self.only.is_none_or(|only| only == limb.gateway)
                        && limb.basis.is_some()
                        && limb.covers.contains_all(datum)
                        && (limb.then == Then::Release || self.only.is_some());
                    if !wanted {
                        continue;
                    }
                    let found = self.through(limb, question, &party, datum, day, &mut proof);
                    match found {
                        Ok(Some(request)) => {
                            let gateway = self.name(limb);
                            return Answer::Yes(Box::new(Witness { request, day, gateway }));
                        }
                        Ok(None) => {}
                        Err(Unproved) => open.push(self.name(limb)),
                    }
                }
            }
        }
        if open.is_empty() {
            return Answer::No(proof);
        }
        open.sort_unstable();
        open.dedup();
        Answer::Open(open)
    }

    fn parties(&self, question: &Question) -> Vec<Party> {
        if let Some(id) = &question.organisation {
            return vec![Party::named(self.rules, id)];
        }
        let theirs = self.rules.organisations.iter().filter(|one| one.kind() == question.kind);
        let listed = theirs.map(|one| Party::named(self.rules, one.id()));
        [Party::Unnamed, Party::Unlisted].into_iter().chain(listed).collect()
    }

    fn name(&self, limb: &Limb) -> String {
        let gateway = self.rules.gateways.get(limb.gateway);
        gateway.map_or_else(String::new, |gateway| gateway.id().to_owned())
    }

    /// A request that goes through a limb, for any purpose and direction it serves.
    fn through(
        &self,
        limb: &Limb,
        question: &Question,
        party: &Party,
        datum: DataSet,
        day: Day,
        proof: &mut Proof,
    ) -> Result<Option<Request>, Unproved> {
        let Some(gateway) = self.rules.gateways.get(limb.gateway) else { return Ok(None) };
        let mut unproved = false;
        for (_, purpose) in SharingPurpose::NAMES {
            if gateway.purposes & (1 << *purpose as u8) == 0 {
                continue;
            }
            for (_, direction) in Direction::NAMES {
                let told = *direction != Direction::Offered || self.only.is_some();
                if gateway.directions & (1 << *direction as u8) == 0 || !told {
                    continue;
                }
                proof.cases += 1;
                let case = Case {
                    rules: self.rules,
                    limb,
                    kind: question.kind,
                    known: question.known,
                    unconsented: question.unconsented,
                    party,
                    purpose: *purpose,
                    direction: *direction,
                    datum,
                    day,
                };
                let mut blocked = Vec::new();
                let start = case.start(&mut blocked);
                let bars = case.bars();
                let mut ways = 0;
                let found = start.map_or(Ok(None), |start| {
                    self.past(&case, &bars, &start, &mut ways, &mut blocked)
                });
                match found {
                    Ok(Some(request)) => return Ok(Some(request)),
                    Ok(None) => self.note(limb, blocked, proof),
                    Err(Unproved) => unproved = true,
                }
            }
        }
        if unproved { Err(Unproved) } else { Ok(None) }
    }

    /// Lifts one bar after another, in every way.
    fn past(
        &self,
        case: &Case<'_>,
        bars: &[usize],
        assumed: &Assumed,
        ways: &mut usize,
        blocked: &mut Vec<String>,
    ) -> Result<Option<Request>, Unproved> {
        *ways += 1;
        if *ways > MOST_WAYS {
            return Err(Unproved);
        }
        let Some((first, rest)) = bars.split_first() else {
            return case
                .request(self.rulebook, assumed, self.only.is_some())
                .map(Some)
                .ok_or(Unproved);
        };
        if case.is_lifted(*first, assumed) {
            return self.past(case, rest, assumed, ways, blocked);
        }
        let mut unproved = false;
        let mut any = false;
        for way in case.ways_past(*first, assumed) {
            any = true;
            match self.past(case, rest, &way, ways, blocked) {
                Ok(Some(request)) => return Ok(Some(request)),
                Ok(None) => {}
                Err(Unproved) => unproved = true,
            }
        }
        if !any && let Some(bar) = self.rules.bars.get(*first) {
            blocked.push(bar.id().to_owned());
        }
        if unproved { Err(Unproved) } else { Ok(None) }
    }

    fn note(&self, limb: &Limb, blocked: Vec<String>, proof: &mut Proof) {
        let gateway = self.name(limb);
        let place = proof.obstacles.iter().position(|known| known.gateway == gateway);
        let place = place.unwrap_or_else(|| {
            proof.obstacles.push(Obstacle { gateway, by: Vec::new() });
            proof.obstacles.len() - 1
        });
        if let Some(known) = proof.obstacles.get_mut(place) {
            known.by.extend(blocked);
            known.by.sort_unstable();
            known.by.dedup();
        }
    }
}

/// No contradiction was found, and no request.
struct Unproved;
