//! What lets a thing through, as conjunctions over facts that are true, false or unknown.

use crate::fact::{Fact, Stated};
use crate::known::Truth;
use crate::words::ConsentKind;

/// Something that a request settles, by its number.
pub(super) type Var = u16;

/// The first number of a kind of variable.
pub(super) const ROLE: Var = 64;
pub(super) const NECESSARY: Var = 400;
pub(super) const ORDER_SCOPE: Var = 401;
pub(super) const THIRD_PARTY: Var = 402;
/// What a side settles by itself: two numbers each.
pub(super) const TRANSFER: Var = 404;
pub(super) const CONSENT: Var = 410;
pub(super) const EXPRESS: Var = 430;
/// How many numbers there are.
pub(super) const VARS: usize = 460;

/// How many kinds of consent there are.
#[expect(clippy::cast_possible_truncation, reason = "there are five")]
const KINDS: Var = ConsentKind::NAMES.len() as Var;

/// A consent of a kind; where the two rulebooks read it alike, both sides are one.
pub(super) const fn consent(kind: ConsentKind, express: bool, side: Option<usize>) -> Var {
    let first = if express { EXPRESS } else { CONSENT };
    let apart = match side {
        None => 0,
        Some(0) => KINDS,
        Some(_) => KINDS * 2,
    };
    first + apart + kind as Var
}

/// The lowest and the highest that something can still be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Range {
    pub(super) low: Truth,
    pub(super) high: Truth,
}

impl Range {
    pub(super) const fn exactly(truth: Truth) -> Self {
        Self { low: truth, high: truth }
    }

    pub(super) fn is_settled(self) -> bool {
        self.low == self.high
    }

    fn not(self) -> Self {
        Self { low: !self.high, high: !self.low }
    }

    fn and(self, other: Self) -> Self {
        Self { low: self.low.and(other.low), high: self.high.and(other.high) }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self { low: self.low.or(other.low), high: self.high.or(other.high) }
    }

    fn at_most(self, most: Truth) -> Self {
        self.and(Self::exactly(most))
    }
}

/// One gateway for one thing: a conjunction, and the bars that may take it.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Term {
    /// Each variable and whether it must hold.
    pub(super) needs: Vec<(Var, bool)>,
    /// Approvals that may be missing and never declined.
    pub(super) passed_up: Vec<Var>,
    pub(super) bars: Vec<Barrier>,
    /// What an agreement allows for a regular transfer, for a single one, and where that is not known.
    pub(super) agreed: Option<[u8; 3]>,
    /// It never lets through by itself: it refers, or who asks is not known.
    pub(super) refers: bool,
}

/// A bar in the way of a thing.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Barrier {
    pub(super) when: Vec<(Var, bool)>,
    pub(super) unless: Vec<Var>,
    pub(super) withholds: bool,
    /// Whether it is about this request is not known.
    pub(super) uncertain: bool,
}

/// What is assumed of each variable.
#[derive(Clone, Debug)]
pub(super) struct Assumed {
    values: Vec<Option<Truth>>,
    /// Whether a consent can be given at all.
    pub(super) highest: Vec<Truth>,
    /// Whether the thing is about care or treatment (CN-23).
    pub(super) care: bool,
    /// What an approval says of the roles below it.
    pub(super) roles: Vec<Above>,
}

/// One role above another.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Above {
    pub(super) below: Var,
    pub(super) role: Var,
    /// Whether nobody could decline below once it is approved above.
    pub(super) overrules: bool,
}

/// What is assumed before a search begins.
pub(super) type Settled = (Vec<(Var, Truth)>, Vec<Truth>, bool);

impl Assumed {
    pub(super) fn new() -> Self {
        Self {
            values: vec![None; VARS],
            highest: vec![Truth::True; VARS],
            care: false,
            roles: Vec::new(),
        }
    }

    /// What is assumed, to tell one search from another.
    pub(super) fn settled(&self) -> Settled {
        let values = self.values.iter().enumerate();
        let values = values.filter_map(|(var, value)| Some((Var::try_from(var).ok()?, (*value)?)));
        (values.collect(), self.highest.clone(), self.care)
    }

    /// Whether approvals can be so together: what a role above decides holds for those below.
    pub(super) fn approves(&self, var: Var, value: Truth) -> bool {
        self.roles.iter().all(|pair| {
            let (above, below) = match (pair.role == var, pair.below == var) {
                (true, _) => (Some(value), self.get(pair.below)),
                (_, true) => (self.get(pair.role), Some(value)),
                _ => return true,
            };
            match (above, below) {
                (Some(Truth::False), Some(below)) => below == Truth::False,
                (Some(Truth::True), Some(below)) => {
                    below == Truth::True || below == Truth::False && !pair.overrules
                }
                _ => true,
            }
        })
    }

    pub(super) fn get(&self, var: Var) -> Option<Truth> {
        self.values.get(usize::from(var)).copied().flatten()
    }

    pub(super) fn set(&mut self, var: Var, value: Option<Truth>) {
        if let Some(slot) = self.values.get_mut(usize::from(var)) {
            *slot = value;
        }
    }

    fn own(&self, var: Var) -> Range {
        let high = self.highest.get(usize::from(var)).copied().unwrap_or(Truth::True);
        self.get(var).map_or(Range { low: Truth::False, high }, Range::exactly)
    }

    /// What a variable can still be. Until the asker is verified nothing is known about the person.
    fn range(&self, var: Var) -> Range {
        let fact = usize::from(var);
        let fact = if var < ROLE { Fact::at(fact) } else { None };
        let of_person = fact.is_some_and(|fact| fact.stated() == Stated::Subject)
            || fact == Some(Fact::ConsentRefused)
            || var == THIRD_PARTY
            || var >= CONSENT;
        let verified = self.get(Fact::Verified as Var);
        if of_person && verified.is_some_and(|verified| verified != Truth::True) {
            return Range::exactly(Truth::Unknown);
        }
        match fact {
            Some(Fact::CannotConsent) => {
                let missing = self.range(Fact::ReportedMissingByUs as Var);
                let own = self.own(var);
                match (missing.low, missing.high) {
                    (Truth::True, _) => Range::exactly(Truth::True),
                    (_, Truth::True) => Range { low: own.low, high: Truth::True },
                    _ => own,
                }
            }
            // The dead neither object nor have anything restricted.
            Some(Fact::Objected | Fact::Restricted) => {
                let dead = self.range(Fact::Deceased as Var);
                let own = self.own(var);
                match (dead.low, dead.high) {
                    (Truth::True, _) => Range::exactly(Truth::False),
                    (_, Truth::True) => Range { low: Truth::False, high: own.high },
                    _ => own,
                }
            }
            // Care data of somebody who opted out is theirs to withhold, whatever the file calls it.
            Some(Fact::ConfidentialPatientInformation) if self.care => {
                self.own(var).or(self.range(Fact::OptedOut as Var))
            }
            // What is consented to in express words is consented to.
            None if var >= EXPRESS => self.own(var).and(self.range(var - EXPRESS + CONSENT)),
            _ => self.own(var),
        }
    }

    fn literal(&self, (var, holds): (Var, bool)) -> Range {
        let range = self.range(var);
        if holds { range } else { range.not() }
    }

    /// A variable that is not settled yet and settles this one.
    fn open(&self, var: Var) -> Option<Var> {
        if self.range(var).is_settled() {
            return None;
        }
        let parts: &[Fact] = match Fact::at(usize::from(var)).filter(|_| var < ROLE) {
            Some(Fact::CannotConsent) => &[Fact::ReportedMissingByUs, Fact::CannotConsent],
            Some(Fact::Objected) => &[Fact::Deceased, Fact::Objected],
            Some(Fact::Restricted) => &[Fact::Deceased, Fact::Restricted],
            Some(Fact::ConfidentialPatientInformation) if self.care => {
                &[Fact::ConfidentialPatientInformation, Fact::OptedOut]
            }
            None if var >= EXPRESS => {
                let parts = [var - EXPRESS + CONSENT, var];
                return parts.into_iter().find(|part| self.get(*part).is_none());
            }
            _ => return Some(var),
        };
        parts.iter().map(|fact| *fact as Var).find(|part| self.get(*part).is_none())
    }
}

impl Barrier {
    fn range(&self, assumed: &Assumed) -> Range {
        let mut bites = Range::exactly(Truth::True);
        for literal in &self.when {
            bites = bites.and(assumed.literal(*literal));
        }
        for var in &self.unless {
            bites = bites.and(assumed.range(*var).not());
        }
        if self.uncertain {
            bites = bites.at_most(Truth::Unknown);
        }
        if self.withholds {
            return bites.not();
        }
        let left = |bites| if bites == Truth::False { Truth::True } else { Truth::Unknown };
        Range { low: left(bites.high), high: left(bites.low) }
    }
}

impl Term {
    /// What of the thing goes through.
    pub(super) fn range(&self, assumed: &Assumed) -> Range {
        let most = if self.refers { Truth::Unknown } else { Truth::True };
        let mut found = Range::exactly(most);
        for literal in &self.needs {
            found = found.and(assumed.literal(*literal));
            if found.high == Truth::False {
                return found;
            }
        }
        for var in &self.passed_up {
            found = found.and(assumed.range(*var).or(Range::exactly(Truth::Unknown)));
        }
        if let Some(agreed) = self.agreed {
            found = found.and(under(agreed, assumed));
        }
        for bar in &self.bars {
            found = found.and(bar.range(assumed));
        }
        found
    }

    /// A variable that it hangs on and that is not settled.
    pub(super) fn open(&self, assumed: &Assumed) -> Option<Var> {
        let needs = self.needs.iter().map(|(var, _)| *var);
        let routine = self.agreed.iter().map(|_| Fact::Routine as Var);
        let bars = self
            .bars
            .iter()
            .flat_map(|bar| bar.when.iter().map(|(var, _)| *var).chain(bar.unless.iter().copied()));
        needs
            .chain(self.passed_up.iter().copied())
            .chain(routine)
            .chain(bars)
            .find_map(|var| assumed.open(var))
    }
}

/// What an agreement allows, as far as it is known whether the transfer is a regular one.
fn under(agreed: [u8; 3], assumed: &Assumed) -> Range {
    let truth = |place: usize| match agreed.get(place) {
        Some(2) => Truth::True,
        Some(1) => Truth::Unknown,
        _ => Truth::False,
    };
    match assumed.get(Fact::Routine as Var) {
        Some(Truth::True) => Range::exactly(truth(0)),
        Some(Truth::False) => Range::exactly(truth(1)),
        Some(Truth::Unknown) => Range::exactly(truth(2)),
        None => {
            let all = [truth(0), truth(1), truth(2)];
            let low = all.into_iter().fold(Truth::True, Truth::and);
            let high = all.into_iter().fold(Truth::False, Truth::or);
            Range { low, high }
        }
    }
}
