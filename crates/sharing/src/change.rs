//! What would change a decision: the smallest sets of missing facts that would release more.

use crate::bits::ones;
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::judge::{Standing, taken};
use crate::known::Truth;
use crate::resolve::Facts;
use crate::rulebook::{Limit, Rulebook, Rules, Span};
use crate::words::Then;

/// One thing that is missing.
#[expect(clippy::exhaustive_enums, reason = "what is missing must be asked for, each in its way")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Missing {
    /// A fact, and the value it must turn out to have.
    Fact(Fact, bool),
    /// An approval by this role (its place in the rulebook) or one above.
    Approval(usize),
    /// An agreement that reaches what is asked, for the gateway at this place.
    Agreement(usize),
    /// A consent, an order's scope, an assessment: something that must reach what is asked.
    Within(Limit),
    /// That what is asked was not given in confidence by a third party.
    NotThirdParty,
}

/// Sets of missing facts: each would release more, and no part of it would.
pub(crate) type Changes = Vec<Vec<Missing>>;

/// How many sets are given at most; the smallest come first.
const MOST: usize = 12;

impl Missing {
    /// The name of the need, as a rulebook writes it.
    #[must_use]
    pub fn name(self, rulebook: &Rulebook) -> String {
        self.name_in(&rulebook.rules)
    }

    /// What to ask.
    #[must_use]
    pub fn question(self, rulebook: &Rulebook) -> String {
        self.question_in(&rulebook.rules)
    }

    pub(crate) fn name_in(self, rules: &Rules) -> String {
        match self {
            Self::Fact(fact, true) => fact.name().to_owned(),
            Self::Fact(fact, false) => format!("not:{fact}"),
            Self::Approval(role) => format!("approval:{}", rules.role_name(role)),
            Self::Agreement(_) => Limit::Agreement.name().to_owned(),
            Self::Within(limit) => limit.name().to_owned(),
            Self::NotThirdParty => "not-third-party-confidential".to_owned(),
        }
    }

    pub(crate) fn question_in(self, rules: &Rules) -> String {
        match self {
            Self::Fact(fact, _) => fact.question().to_owned(),
            Self::Approval(role) => format!("does the {} approve?", rules.role_name(role)),
            Self::Agreement(_) => Limit::Agreement.question().to_owned(),
            Self::Within(limit) => limit.question().to_owned(),
            Self::NotThirdParty => {
                "did any of it come from third parties in confidence?".to_owned()
            }
        }
    }
}

impl Facts {
    /// The same facts with this one supplied, as far as it reaches this data.
    pub(crate) fn suppose(&mut self, missing: Missing, data: DataSet) {
        match missing {
            Missing::Fact(fact, value) => self.state(fact, value.into()),
            Missing::Approval(role) => {
                self.approvals.granted |= 1 << role;
                self.approvals.declined &= !(1 << role);
            }
            Missing::Agreement(gateway) => self.supposed.set(gateway),
            Missing::Within(limit) => {
                let span = self.span(limit);
                self.limit(limit, span.union(Span::exactly(data)));
            }
            Missing::NotThirdParty => {
                self.third_party = Span::exactly(self.third_party.sure.minus(data));
            }
        }
    }
}

impl Rules {
    /// The smallest sets of missing facts that would release more than now.
    pub(crate) fn changes(&self, facts: &Facts, released: DataSet) -> Changes {
        let mut found: Changes = Vec::new();
        let lacking = facts.asked.minus(released);
        if lacking.is_empty() || !facts.scope_is_known() {
            return found;
        }
        let releases = |set: &[Missing]| {
            let mut then = *facts;
            for missing in set {
                then.suppose(*missing, facts.asked);
            }
            self.releases_beyond(&then, released)
        };
        // What was tried is not tried again: each thing asked for mostly lacks the same.
        let mut tried: Changes = Vec::new();
        let mut sets = Vec::new();
        for (_, limb) in self.compiled.alive(facts) {
            for data in limb.covers.intersection(lacking).members() {
                self.search(limb, data, facts, &mut Vec::new(), &mut sets, 4);
                for mut set in sets.drain(..) {
                    set.sort_unstable();
                    set.dedup();
                    if tried.contains(&set) {
                        continue;
                    }
                    tried.push(set.clone());
                    if !releases(&set) {
                        continue;
                    }
                    shrink(&mut set, &releases);
                    if !found.contains(&set) {
                        found.push(set);
                    }
                }
            }
        }
        found.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
        let mut least: Changes = Vec::new();
        for set in found {
            if !least.iter().any(|kept| kept.iter().all(|one| set.contains(one))) {
                least.push(set);
            }
        }
        least.truncate(MOST);
        least
    }

    /// Adds what one limb lacks to release one piece of data, and goes on from there: a fact that is
    /// supplied may wake a bar.
    fn search(
        &self,
        limb: &Limb,
        data: DataSet,
        facts: &Facts,
        so_far: &mut Vec<Missing>,
        sets: &mut Changes,
        depth: u8,
    ) {
        let Some(needed) = self.needed(limb, data, facts) else { return };
        let lifts = self.lifts(limb, data, facts);
        if needed.is_empty() && lifts.is_empty() {
            sets.push(so_far.clone());
            return;
        }
        if depth == 0 {
            return;
        }
        let length = so_far.len();
        let mut next = *facts;
        for missing in needed {
            next.suppose(missing, facts.asked);
            so_far.push(missing);
        }
        // Each bar in the way is lifted in one of its ways; the first bar's ways branch, and the
        // next round meets the others.
        match lifts.first() {
            None => self.search(limb, data, &next, so_far, sets, depth - 1),
            Some(ways) => {
                for way in ways {
                    let mut then = next;
                    then.suppose(*way, facts.asked);
                    so_far.push(*way);
                    self.search(limb, data, &then, so_far, sets, depth - 1);
                    so_far.pop();
                }
            }
        }
        so_far.truncate(length);
    }

    /// What the limb itself lacks; `None` when something in the way cannot be changed.
    fn needed(&self, limb: &Limb, data: DataSet, facts: &Facts) -> Option<Vec<Missing>> {
        limb.basis?;
        if limb.then != Then::Release {
            return None;
        }
        let needs = limb.needs;
        let mut missing = Vec::new();
        for (fact, value) in needs.facts() {
            let truth = facts.truth(fact);
            if truth == Truth::from(value) {
                continue;
            }
            if truth != Truth::Unknown && !(value && fact.obtainable()) {
                return None;
            }
            missing.push(Missing::Fact(fact, value));
        }
        let declined = facts.approvals.declined & needs.roles;
        if limb.may_be_declined && declined != 0 {
            return None;
        }
        missing.extend(ones(needs.roles & !facts.approvals.granted).map(Missing::Approval));
        for limit in Limit::of(needs.limits) {
            let span = if limit == Limit::Agreement {
                self.agreed(limb.gateway, facts)
            } else {
                facts.span(limit)
            };
            if span.sure.contains_all(data) {
                continue;
            }
            // What was assessed as not needed is not missing.
            if limit == Limit::Necessary && !span.maybe.contains_all(data) {
                return None;
            }
            missing.push(match limit {
                Limit::Agreement => Missing::Agreement(limb.gateway),
                Limit::Consent(_)
                | Limit::ExplicitConsent(_)
                | Limit::Necessary
                | Limit::Order
                | Limit::Processing => Missing::Within(limit),
            });
        }
        Some(missing)
    }

    /// For each bar in the way, the ways in which it would be lifted.
    fn lifts(&self, limb: &Limb, data: DataSet, facts: &Facts) -> Vec<Vec<Missing>> {
        let Standing { possible, .. } = self.bars_on(facts);
        let mut lifts = Vec::new();
        for place in ones(possible & limb.bars) {
            let Some(bar) = self.compiled.bar(place) else { continue };
            let taken = taken(bar, facts);
            if !taken.maybe.contains_all(data) {
                continue;
            }
            let mut ways: Vec<Missing> = Vec::new();
            for (fact, value) in bar.when.facts() {
                if facts.truth(fact) == Truth::Unknown {
                    ways.push(Missing::Fact(fact, !value));
                }
            }
            for (fact, _) in bar.unless.facts() {
                if facts.truth(fact) == Truth::Unknown || fact.obtainable() {
                    ways.push(Missing::Fact(fact, true));
                }
            }
            ways.extend(
                ones(bar.unless.roles & !facts.approvals.granted & !facts.approvals.declined)
                    .map(Missing::Approval),
            );
            if bar.third_party_only && !taken.sure.contains_all(data) {
                ways.push(Missing::NotThirdParty);
            }
            lifts.push(ways);
        }
        lifts
    }
}

/// Drops what is not needed.
fn shrink(set: &mut Vec<Missing>, releases: &impl Fn(&[Missing]) -> bool) {
    let mut place = 0;
    while place < set.len() {
        let mut without = set.clone();
        without.remove(place);
        if releases(&without) {
            *set = without;
        } else {
            place += 1;
        }
    }
}

#[cfg(test)]
mod tests;
