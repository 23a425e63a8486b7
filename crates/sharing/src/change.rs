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
        let now = self.bars_on(facts);
        let watched = self.watched_by_bars(facts);
        let releases = |set: &[Missing]| {
            let mut then = *facts;
            for missing in set {
                then.suppose(*missing, facts.asked);
            }
            let same = !set.iter().any(|missing| watched.changes_with(*missing));
            self.releases_beyond(&then, released, same.then_some(now))
        };
        // What was tried is not tried again: each thing asked for mostly lacks the same.
        let mut tried: Changes = Vec::new();
        let mut sets = Vec::new();
        let mut so_far = Vec::with_capacity(8);
        for (_, limb) in self.compiled.alive(facts) {
            if !limb.covers.intersects(lacking) || Self::is_out_of_reach(limb, facts) {
                continue;
            }
            for data in limb.covers.intersection(lacking).members() {
                let way = Way { limb, data, watched: &watched };
                self.search(&way, facts, now, &mut so_far, &mut sets, 4);
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

    /// What the bars about this asker and purpose look at.
    fn watched_by_bars(&self, facts: &Facts) -> Watched {
        let mut watched = Watched { facts: 0, roles: 0, third_party: false };
        for place in ones(self.compiled.bars_alive(facts)) {
            let Some(bar) = self.compiled.bar(place) else { continue };
            watched.facts |= bar.when.yes | bar.when.no | bar.unless.yes;
            watched.roles |= bar.unless.roles;
            watched.third_party |= bar.third_party_only;
        }
        watched
    }

    /// Whether a limb lacks what nobody can bring about.
    fn is_out_of_reach(limb: &Limb, facts: &Facts) -> bool {
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let fixed = limb.needs.yes & no & !OBTAINABLE | limb.needs.no & yes;
        let declined = limb.may_be_declined && facts.approvals.declined & limb.needs.roles != 0;
        limb.basis.is_none() || limb.then != Then::Release || fixed != 0 || declined
    }

    /// Adds what one limb lacks to release one piece of data, and goes on from there: a fact that is
    /// supplied may wake a bar.
    fn search(
        &self,
        way: &Way<'_>,
        facts: &Facts,
        standing: Standing,
        so_far: &mut Vec<Missing>,
        sets: &mut Changes,
        depth: u8,
    ) {
        let length = so_far.len();
        if !self.add_needed(way.limb, way.data, facts, so_far) {
            so_far.truncate(length);
            return;
        }
        let lifts = self.lifts(way.limb, way.data, facts, standing);
        let supplied = so_far.len() > length;
        if !supplied && lifts.is_empty() {
            sets.push(so_far.clone());
            return;
        }
        if depth == 0 {
            so_far.truncate(length);
            return;
        }
        let mut next = *facts;
        let mut same = true;
        for missing in so_far.get(length..).unwrap_or_default() {
            next.suppose(*missing, facts.asked);
            same &= !way.watched.changes_with(*missing);
        }
        let after = if same { standing } else { self.bars_on(&next) };
        // Each bar in the way is lifted in one of its ways; the first bar's ways branch, and the
        // next round meets the others.
        match lifts.first() {
            None => self.search(way, &next, after, so_far, sets, depth - 1),
            Some(ways) => {
                for lift in ways {
                    let mut then = next;
                    then.suppose(*lift, facts.asked);
                    let after = self.bars_on(&then);
                    so_far.push(*lift);
                    self.search(way, &then, after, so_far, sets, depth - 1);
                    so_far.pop();
                }
            }
        }
        so_far.truncate(length);
    }

    /// Adds what the limb itself lacks; `false` when something in the way cannot be changed.
    fn add_needed(
        &self,
        limb: &Limb,
        data: DataSet,
        facts: &Facts,
        missing: &mut Vec<Missing>,
    ) -> bool {
        if Self::is_out_of_reach(limb, facts) || self.is_refused_without_document(limb, facts) {
            return false;
        }
        let needs = limb.needs;
        for (fact, value) in needs.facts() {
            if facts.truth(fact) != Truth::from(value) {
                missing.push(Missing::Fact(fact, value));
            }
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
                return false;
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
        true
    }

    /// For each bar in the way, the ways in which it would be lifted.
    fn lifts(
        &self,
        limb: &Limb,
        data: DataSet,
        facts: &Facts,
        Standing { possible, .. }: Standing,
    ) -> Vec<Vec<Missing>> {
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

/// One piece of data through one limb.
struct Way<'w> {
    limb: &'w Limb,
    data: DataSet,
    watched: &'w Watched,
}

/// What the bars look at that are about this asker and purpose.
struct Watched {
    facts: u64,
    roles: u64,
    third_party: bool,
}

impl Watched {
    /// Whether a bar may stand otherwise once this is supplied.
    const fn changes_with(&self, missing: Missing) -> bool {
        match missing {
            Missing::Fact(fact, _) => self.facts & fact.bit() != 0,
            // An approval counts for the roles below too.
            Missing::Approval(_) => self.roles != 0,
            Missing::NotThirdParty => self.third_party,
            Missing::Agreement(_) | Missing::Within(_) => false,
        }
    }
}

/// The facts that somebody can bring about.
const OBTAINABLE: u64 = {
    let mut bits = 0;
    let mut rest = Fact::NAMES;
    while let [(_, fact), tail @ ..] = rest {
        if fact.obtainable() {
            bits |= fact.bit();
        }
        rest = tail;
    }
    bits
};

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
