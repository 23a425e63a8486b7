//! Whether two rulebooks ever let out different things: a request for each way in which they do, or a
//! proof that they never do.
//!
//! # What is compared
//! What is released and what is referred of each category and detail, on every day of a time, for every
//! kind of asker (and none known), every organisation of either rulebook, one that is not listed and one
//! not named, every purpose and direction (and none known), every agreement named and none. For each of
//! these the two sums of gateways, bars included, are compared as formulas over facts that are true,
//! false or unknown: equal formulas are set aside, and the rest is searched to the end. What the search
//! finds is written as a request and decided by both rulebooks: a difference is reported only if they
//! then differ.
//!
//! The facts range freely but for what a request cannot say (two orders at once, a consent without a
//! form), so "never" covers every request there is. Two rulebooks that agree here may still owe other
//! duties, refer to other roles and give other reasons.

mod alike;
mod around;
mod real;
mod search;
mod side;
mod term;

use std::collections::{HashMap, HashSet};

use caldicott_calendar::Day;

use super::witness;
use crate::data::DataSet;
use crate::decision::Fate;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::request::Request;
use crate::resolve::{CARE, Facts};
use crate::rulebook::{Organisation, Rulebook, Rules};
use crate::words::{AskerKind, ConsentKind, Direction, SharingPurpose};

use alike::{Alive, Numbers};
use around::Around;
use search::{End, Pair, Search};
use side::{Cell, Side};
use term::{Assumed, ROLE, Settled, Term, Var, consent};

/// What was found between two rulebooks.
#[non_exhaustive]
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// A request for each way in which they differ.
    pub differences: Vec<Difference>,
    /// Where neither a request nor a proof was found: never counted as equal.
    pub open: Vec<Unsettled>,
    /// How many combinations of asker, purpose, direction, agreement, day and thing were compared.
    pub cells: usize,
    /// How many of them are not equal as they are written, and were searched, each kind once.
    pub searched: usize,
    /// Whether it ended early, with as many differences as were wanted.
    pub cut_short: bool,
}

/// A request on which two rulebooks differ.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Difference {
    /// The request.
    pub request: Request,
    /// The day.
    pub day: Day,
    /// The category or detail.
    pub data: &'static str,
    /// What the one does with it.
    pub before: Fate,
    /// What the other does with it.
    pub after: Fate,
}

/// A question that was left open.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Unsettled {
    /// Who asks for what, and nothing else.
    pub request: Request,
    /// The day.
    pub day: Day,
    /// The category or detail.
    pub data: &'static str,
}

impl Comparison {
    /// Whether it is proved that the two never let out different things.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.differences.is_empty() && self.open.is_empty()
    }
}

/// Compares two rulebooks from one day until, not on, another, up to so many differences: one is enough
/// to know that they differ, and only a comparison that was not cut short proves that they do not.
///
/// ```
/// # use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
/// # use caldicott_sharing::{Rulebook, analysis::compare};
/// # let at = Place::new(1, 1);
/// # let text = |text: &str| Located::new(Node::Text(text.into()), at);
/// # let (mut role, mut sharing, mut table) = (Table::default(), Table::default(), Table::default());
/// # role.insert("name", at, text("line-manager"));
/// # sharing.insert("refer_to", at, text("line-manager"));
/// # table.insert("role", at, Located::new(Node::List(vec![Located::new(Node::Table(role), at)]), at));
/// # table.insert("sharing", at, Located::new(Node::Table(sharing), at));
/// # let faults = Faults::new("rules.toml", Echo::Shown);
/// # let rulebook = Rulebook::read(&mut Reader::new(&table, at, &faults)).ok_or("faults")?;
/// let found = compare(&rulebook, &rulebook, "2018-05-25".parse()?, "2030-01-01".parse()?, 1);
/// assert!(found.is_equal());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compare(old: &Rulebook, new: &Rulebook, from: Day, until: Day, most: usize) -> Comparison {
    let sides = sides(&old.rules, &new.rules);
    let mut work = Work {
        books: [old, new],
        sides: &sides,
        around: Around::of(&old.rules, &new.rules),
        numbers: Numbers::default(),
        alike: HashSet::new(),
        known: HashMap::new(),
        most: most.max(1),
        found: Comparison::default(),
    };
    for time in times(&sides, from, until) {
        work.time(&time);
    }
    work.found
}

/// Days on which the same rules of both rulebooks are in force; among them agreements begin and end.
fn times(sides: &[Side<'_>; 2], from: Day, until: Day) -> Vec<Vec<Day>> {
    let mut days = Vec::new();
    for side in sides {
        days.extend(witness::days(side.rules, from, until, None));
        for agreement in &side.rules.agreements {
            days.push(agreement.from);
            days.extend(agreement.dead_from());
        }
    }
    days.retain(|day| from <= *day && *day < until);
    days.sort_unstable();
    days.dedup();
    let eras = |day: &Day| sides.each_ref().map(|side| side.rules.compiled.era(*day));
    days.chunk_by(|one, other| eras(one) == eras(other)).map(<[Day]>::to_vec).collect()
}

/// Both rulebooks, with one number for each role that is the same in both.
fn sides<'r>(old: &'r Rules, new: &'r Rules) -> [Side<'r>; 2] {
    let mut numbers: HashMap<(String, Vec<String>), Var> = HashMap::new();
    let mut side = |rules: &'r Rules, place: usize| {
        let roles = rules
            .roles
            .iter()
            .map(|role| {
                let above = crate::bits::ones(role.or_above);
                let mut above: Vec<String> =
                    above.map(|place| rules.role_name(place).to_owned()).collect();
                above.sort_unstable();
                let next = ROLE + Var::try_from(numbers.len()).unwrap_or_default();
                *numbers.entry((role.name().to_owned(), above)).or_insert(next)
            })
            .collect();
        Side { rules, roles, place }
    };
    [side(old, 0), side(new, 1)]
}

struct Work<'w> {
    books: [&'w Rulebook; 2],
    sides: &'w [Side<'w>; 2],
    around: Around,
    numbers: Numbers,
    /// Pairs of lists of limbs that were looked into, where nothing but the lists matters.
    alike: HashSet<([Alive; 2], bool, Option<Known<SharingPurpose>>)>,
    /// How each search that was made ended.
    known: HashMap<(Pair, Settled), End>,
    most: usize,
    found: Comparison,
}

impl Work<'_> {
    /// Every asker, purpose and direction in a time.
    fn time(&mut self, days: &[Day]) {
        let Some(first) = days.first().copied() else { return };
        let mut facts = self.sides.each_ref().map(|side| Facts::nothing_known(side.rules, first));
        let kinds = AskerKind::NAMES.iter().map(|(_, kind)| Known::Known(*kind));
        for kind in kinds.chain([Known::Unknown]) {
            let purposes = SharingPurpose::NAMES.iter().map(|(_, one)| Known::Known(*one));
            for purpose in purposes.chain([Known::Unknown]) {
                let ways = Direction::NAMES.iter().map(|(_, one)| Known::Known(*one));
                for direction in ways.chain([Known::Unknown]) {
                    for facts in &mut facts {
                        facts.kind = kind;
                        facts.purpose = purpose;
                        facts.direction = direction;
                    }
                    let mut skeleton = Request::default();
                    skeleton.asker.kind = kind;
                    skeleton.purpose = purpose;
                    skeleton.direction = direction;
                    self.asker(&skeleton, &facts, days);
                }
            }
        }
    }

    fn asker(&mut self, skeleton: &Request, facts: &[Facts; 2], days: &[Day]) {
        if self.is_done() {
            return;
        }
        self.found.cells += DataSet::EVERY.len() as usize;
        for stranger in self.around.strangers.clone() {
            self.stranger(skeleton, facts, &stranger, days);
        }
        let [old, new] = self.sides;
        let [mine, theirs] = facts;
        let alive = [self.numbers.alive(old, mine), self.numbers.alive(new, theirs)];
        let [one, other] = &alive;
        let partners = one.partners || other.partners;
        let around = partners && !self.around.partners.is_empty()
            || (one.consents || other.consents) && self.around.forms;
        if one.numbers == other.numbers && !around {
            return;
        }
        if !partners {
            // Who asks does not matter beyond their kind.
            let scope = mine.scope_is_known();
            // On which forms something can be consented to hangs on the purpose.
            let purpose = (one.consents || other.consents).then_some(skeleton.purpose);
            if self.around.forms || self.alike.insert((alive, scope, purpose)) {
                days.first().into_iter().for_each(|day| self.cell(skeleton, *day));
            }
            return;
        }
        // Where the rules come to the same only partners differ, and whoever may be one of them.
        let rules =
            one.numbers != other.numbers || (one.consents || other.consents) && self.around.forms;
        let mut named = skeleton.clone();
        for party in self.parties(skeleton.asker.kind) {
            let (touched, alone) = match &party {
                Known::Known(id) => (self.around.partners.contains(id), self.is_alone(id)),
                Known::Unknown => (!self.around.partners.is_empty(), false),
            };
            if !rules && !touched {
                continue;
            }
            named.asker.organisation = party.clone();
            // Without agreement or processing every day in this time is like the first.
            let days = if alone { days.get(..1).unwrap_or_default() } else { days };
            for agreement in self.agreements(&party) {
                named.agreement = agreement;
                for day in days {
                    self.cell(&named, *day);
                }
            }
        }
    }

    /// An organisation that the two rulebooks take for different kinds of asker, or only one knows.
    fn stranger(&mut self, skeleton: &Request, facts: &[Facts; 2], id: &str, days: &[Day]) {
        let said = skeleton.asker.kind;
        let alive = [0, 1].map(|place| {
            let (Some(side), Some(facts)) = (self.sides.get(place), facts.get(place)) else {
                return Alive::default();
            };
            let listed = side.rules.organisation(id);
            let listed = listed.and_then(|place| side.rules.organisations.get(place));
            let mut facts = *facts;
            facts.kind = match (said, listed.map(Organisation::kind)) {
                (said, None) => said,
                (Known::Unknown, Some(listed)) => Known::Known(listed),
                (Known::Known(said), Some(listed)) if said == listed => Known::Known(said),
                (Known::Known(_), Some(_)) => Known::Unknown,
            };
            self.numbers.alive(side, &facts)
        });
        let [one, other] = &alive;
        let touched = self.around.partners.contains(id);
        if one.numbers == other.numbers && !touched {
            return;
        }
        let key = (alive, facts.iter().all(Facts::scope_is_known), Some(skeleton.purpose));
        if touched || self.alike.insert(key) {
            let mut known = skeleton.clone();
            known.asker.organisation = Known::Known(id.to_owned());
            let days = if touched { days } else { days.get(..1).unwrap_or_default() };
            for day in days {
                self.cell(&known, *day);
            }
        }
    }

    /// Whether an organisation has no agreement and processes nothing, by either rulebook.
    fn is_alone(&self, id: &str) -> bool {
        self.sides.iter().all(|side| {
            side.rules.organisation(id).is_none_or(|place| {
                side.rules.compiled.agreements_of(place).is_empty()
                    && side.rules.processors.iter().all(|one| one.organisation != place)
            })
        })
    }

    /// Whether as many differences were found as are wanted.
    fn is_done(&mut self) -> bool {
        let done = self.found.differences.len() >= self.most;
        self.found.cut_short |= done;
        done
    }

    /// The organisations of a kind, one that is not listed, and none named.
    fn parties(&self, kind: Known<AskerKind>) -> Vec<Known<String>> {
        let mut found = vec![Known::Unknown, Known::Known("not-listed-anywhere".to_owned())];
        for one in self.sides.iter().flat_map(|side| &side.rules.organisations) {
            let id = Known::Known(one.id().to_owned());
            if kind == Known::Known(one.kind()) && !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }

    /// The agreements that this asker may name, one that nobody knows, and none.
    fn agreements(&self, party: &Known<String>) -> Vec<Option<String>> {
        let mut found = vec![None, Some("named-by-the-asker".to_owned())];
        let Known::Known(party) = party else { return found };
        for side in self.sides {
            let Some(place) = side.rules.organisation(party) else { continue };
            for place in side.rules.compiled.agreements_of(place) {
                let id =
                    side.rules.agreements.get(usize::from(*place)).map(|one| one.id().to_owned());
                if !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        found
    }

    fn cell(&mut self, skeleton: &Request, day: Day) {
        if self.is_done() {
            return;
        }
        let mut skeleton = skeleton.clone();
        skeleton.asked = DataSet::EVERY;
        let cells = self.sides.each_ref().map(|side| side.cell(&skeleton, day));
        // Things that the same limbs and bars are about come to the same.
        let mut tried: HashSet<Vec<u64>> = HashSet::new();
        for datum in DataSet::EVERY.members() {
            let [old, new] = self.sides;
            let [mine, theirs] = &cells;
            let mut about = old.about(mine, datum);
            about.extend(new.about(theirs, datum));
            about.push(u64::from(CARE.contains_all(datum)));
            if self.is_done() {
                return;
            }
            if tried.insert(about) {
                self.datum(&skeleton, &cells, datum, day);
            }
        }
    }

    fn datum(&mut self, skeleton: &Request, cells: &[Cell; 2], datum: DataSet, day: Day) {
        let forms =
            |side: &Side<'_>, kind: ConsentKind| -> Vec<(String, Option<Day>, Option<Day>)> {
                let all = side.forms(kind, datum, skeleton.purpose, day).into_iter();
                all.map(|(form, _)| (form.id().to_owned(), form.from, form.until)).collect()
            };
        let [old, new] = self.sides;
        let [old_cell, new_cell] = cells;
        let apart = |kind: ConsentKind| forms(old, kind) != forms(new, kind);
        let (mine, theirs) =
            (old.terms(old_cell, datum, &apart), new.terms(new_cell, datum, &apart));
        if mine == theirs {
            return;
        }
        let (shared, own): (Vec<Term>, Vec<Term>) =
            mine.into_iter().partition(|term| theirs.binary_search(term).is_ok());
        let others = theirs.into_iter().filter(|term| shared.binary_search(term).is_err());
        let pair = Pair { own: [own, others.collect()], shared };
        let mut assumed = Assumed::new();
        assumed.care = CARE.contains_all(datum);
        for (side, cell) in self.sides.iter().zip(cells) {
            let (var, truth) = side.transfer(cell);
            assumed.set(var, Some(truth));
        }
        let claims = Truth::from(skeleton.agreement.is_some());
        assumed.set(Fact::ClaimsAgreement as Var, Some(claims));
        for (_, kind) in ConsentKind::NAMES {
            for side in self.sides {
                if side.forms(*kind, datum, skeleton.purpose, day).is_empty() {
                    let own = apart(*kind).then_some(side.place);
                    if let Some(slot) =
                        assumed.highest.get_mut(usize::from(consent(*kind, false, own)))
                    {
                        *slot = Truth::Unknown;
                    }
                }
            }
        }
        for side in self.sides {
            assumed.roles.extend(side.lattice());
        }
        let question = (pair, assumed.settled());
        if self.known.contains_key(&question) {
            return;
        }
        self.found.searched += 1;
        let mut skeleton = skeleton.clone();
        skeleton.asked = datum;
        let (books, sides) = (self.books, self.sides);
        let mut difference = None;
        let mut real = |assumed: &Assumed| {
            let request = real::request(&skeleton, sides, assumed, datum, day, &apart);
            let [before, after] = books.map(|book| fate(book, &request, datum, day));
            if before == after {
                return false;
            }
            let data = datum.names().next().unwrap_or_default();
            difference = Some(Difference { request, day, data, before, after });
            true
        };
        let end = Search::new(&question.0, &mut real).run(&mut assumed);
        self.found.differences.extend(difference);
        if end == End::Open {
            let data = datum.names().next().unwrap_or_default();
            self.found.open.push(Unsettled { request: skeleton, day, data });
        }
        self.known.insert(question, end);
    }
}

fn fate(book: &Rulebook, request: &Request, datum: DataSet, day: Day) -> Fate {
    let verdict = crate::judge(book, request, day);
    if verdict.released().contains_all(datum) {
        Fate::Released
    } else if verdict.referred().contains_all(datum) {
        Fate::Referred
    } else {
        Fate::Withheld
    }
}
