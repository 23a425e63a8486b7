//! Whether two sums of conjunctions ever differ.

use super::term::{Assumed, Range, Term, Var};
use crate::fact::Fact;
use crate::known::Truth;
use crate::resolve::ORDERS;

/// What the two rulebooks let through of one thing, for one asker, purpose and so on.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Pair {
    /// The terms of both.
    pub(super) shared: Vec<Term>,
    /// Those of one alone, for each.
    pub(super) own: [Vec<Term>; 2],
}

/// How a search ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    /// Here they differ.
    Found,
    /// They never differ.
    Never,
    /// They may, and the search was cut short or what it found could not be written as a request.
    Open,
}

/// How many steps are taken before a search is cut short.
const MOST_STEPS: usize = 100_000;

/// How many findings that no request says are passed over before a search is cut short.
const MOST_UNREAL: usize = 300;

/// Looks for facts under which the two differ and that `real` finds a request for.
pub(super) struct Search<'s> {
    pub(super) pair: &'s Pair,
    pub(super) real: &'s mut dyn FnMut(&Assumed) -> bool,
    steps: usize,
    /// How often what was found could not be written as a request.
    unreal: usize,
}

impl<'s> Search<'s> {
    pub(super) fn new(pair: &'s Pair, real: &'s mut dyn FnMut(&Assumed) -> bool) -> Self {
        Self { pair, real, steps: 0, unreal: 0 }
    }

    pub(super) fn run(&mut self, assumed: &mut Assumed) -> End {
        match self.step(assumed) {
            Some(end) => end,
            None if self.unreal > 0 => End::Open,
            None => End::Never,
        }
    }

    /// `None` when nothing is found below.
    fn step(&mut self, assumed: &mut Assumed) -> Option<End> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Some(End::Open);
        }
        let sum = |terms: &[Term]| {
            let none = Range::exactly(Truth::False);
            terms.iter().fold(none, |sum, term| sum.or(term.range(assumed)))
        };
        let shared = sum(&self.pair.shared);
        let own = self.pair.own.each_ref().map(|terms| sum(terms));
        let both = own.map(|own| own.or(shared));
        let [one, other] = both;
        if one.is_settled() && other.is_settled() {
            if one == other {
                return None;
            }
            if (self.real)(assumed) {
                return Some(End::Found);
            }
            self.unreal += 1;
            return (self.unreal > MOST_UNREAL).then_some(End::Open);
        }
        // What either has of its own lies under what both have, or comes to the same.
        if own.iter().all(|own| own.high <= shared.low) {
            return None;
        }
        let next = self
            .pair
            .own
            .iter()
            .flatten()
            .filter(|term| term.range(assumed).high > shared.low)
            .find_map(|term| term.open(assumed));
        let next = if let Some(var) = next {
            var
        } else {
            let [mine, theirs] = own;
            if mine.high == theirs.high {
                return None;
            }
            let wanted = mine.high.or(theirs.high);
            let blocks = |term: &&Term| term.range(assumed).high >= wanted;
            self.pair.shared.iter().filter(blocks).find_map(|term| term.open(assumed))?
        };
        for value in [Truth::True, Truth::False, Truth::Unknown] {
            if !possible(next, value, assumed) {
                continue;
            }
            assumed.set(next, Some(value));
            let found = self.step(assumed);
            assumed.set(next, None);
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// Whether a request can say so: one order is shown at most, what is shown is known, and a consent can be
/// given only where there is a form for it.
fn possible(var: Var, value: Truth, assumed: &Assumed) -> bool {
    let orders = || {
        let places = crate::bits::ones(ORDERS).filter_map(|place| Var::try_from(place).ok());
        let shown = |other: &Var| {
            *other != var && assumed.get(*other).is_some_and(|value| value != Truth::False)
        };
        places.filter(shown).count()
    };
    let is_order = var < 64 && ORDERS & (1 << var) != 0;
    if is_order && value != Truth::False && orders() > 0 {
        return false;
    }
    let always_known = [Fact::PublicTaskStatement as Var, Fact::ClaimsAgreement as Var];
    if always_known.contains(&var) && value == Truth::Unknown {
        return false;
    }
    if !assumed.approves(var, value) {
        return false;
    }
    assumed.highest.get(usize::from(var)).is_none_or(|highest| value <= *highest)
}
