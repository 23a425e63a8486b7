//! What would change a decision: the smallest sets of missing facts that would release more.

mod lacks;

use crate::bits::ones;
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::judge::{Standing, taken};
use crate::resolve::Facts;
use crate::rulebook::{Limit, Rulebook, Rules, Span};
use crate::words::Then;
use lacks::Lacks;

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
            Self::Approval(role) => {
                format!("does the {} approve?", rules.role_name(role).replace('-', " "))
            }
            Self::Agreement(_) => Limit::Agreement.question().to_owned(),
            Self::Within(limit) => limit.question().to_owned(),
            Self::NotThirdParty => {
                "did any of it come from third parties in confidence?".to_owned()
            }
        }
    }
}

#[cfg(test)]
impl Facts {
    /// The same facts with this one supplied, as far as it reaches this data.
    pub(crate) fn suppose(&mut self, missing: Missing, data: DataSet) {
        Lacks::of(missing).supply(self, data);
    }
}

impl Rules {
    /// The smallest sets of missing facts that would release more than now.
    pub(crate) fn changes(&self, facts: &Facts, now: Standing, released: DataSet) -> Changes {
        let lacking = facts.asked.minus(released);
        if lacking.is_empty() || !facts.scope_is_known() {
            return Changes::new();
        }
        let watched = self.watched_by_bars(facts);
        let near = self.near(facts, lacking);
        let releases = |set: Lacks| {
            let mut reached =
                near.iter().filter(|near| near.is_reached_with(set, facts)).peekable();
            if reached.peek().is_none() {
                return false;
            }
            let mut then = *facts;
            set.supply(&mut then, facts.asked);
            let after = if watched.changes_with(set) { self.bars_on(&then) } else { now };
            reached.any(|near| self.span(near.limb, &then, after, &mut 0).sure.intersects(lacking))
        };
        // What was tried is not tried again: each thing asked for mostly lacks the same.
        let mut tried: Vec<Lacks> = Vec::with_capacity(16);
        let mut shrunk: Vec<Lacks> = Vec::with_capacity(8);
        for (_, limb) in self.compiled.alive(facts) {
            if !limb.covers.intersects(lacking) || Self::is_out_of_reach(limb, facts) {
                continue;
            }
            let mut rest = limb.covers.intersection(lacking);
            while let Some(data) = rest.members().next() {
                rest = rest.minus(self.alike(limb, data, rest, facts, &watched));
                let way = Way { limb, data, watched: &watched };
                self.search(&way, facts, now, Lacks::default(), 4, &mut |set| {
                    if tried.contains(&set) {
                        return;
                    }
                    tried.push(set);
                    if releases(set) {
                        let set = set.shrink(releases);
                        if !shrunk.contains(&set) {
                            shrunk.push(set);
                        }
                    }
                });
            }
        }
        least(shrunk.into_iter().map(Lacks::list).collect())
    }

    /// The same sets, with what one role declined asked of whoever may overrule it: whom nobody may
    /// overrule leaves no way.
    pub(crate) fn passed_up(&self, sets: Changes, facts: &Facts) -> Changes {
        if facts.approvals.declined == 0 {
            return sets;
        }
        let overruled = |missing: Missing| match missing {
            Missing::Approval(role) => {
                self.overruling(role, facts.approvals.declined).map(Missing::Approval)
            }
            other @ (Missing::Agreement(_)
            | Missing::Fact(..)
            | Missing::NotThirdParty
            | Missing::Within(_)) => Some(other),
        };
        let passed_up = sets.into_iter().filter_map(|set| {
            let mut set: Vec<Missing> = set.into_iter().map(overruled).collect::<Option<_>>()?;
            set.sort_unstable();
            set.dedup();
            Some(set)
        });
        least(passed_up.collect())
    }

    /// The nearest role whose approval counts for this one: itself, or one above all who declined.
    fn overruling(&self, role: usize, declined: u64) -> Option<usize> {
        let above = |place: usize| self.roles.get(place).map_or(0, |role| role.or_above);
        let over = ones(declined & above(role)).fold(above(role), |sum, one| sum & above(one));
        let rank = |place: &usize| above(*place).count_ones();
        ones(over & !declined).max_by_key(rank)
    }

    /// The limbs that might release some of what is lacking, with what each is sure to lack.
    fn near<'r>(&'r self, facts: &Facts, lacking: DataSet) -> Vec<Near<'r>> {
        let mut near = Vec::with_capacity(16);
        for (_, limb) in self.compiled.alive(facts) {
            let wanted = limb.covers.intersection(lacking);
            if wanted.is_empty() || limb.basis.is_none() || limb.then != Then::Release {
                continue;
            }
            let mut limits = 0;
            for place in ones(limb.needs.limits.word()) {
                let span = if place == Limit::Agreement.place() {
                    self.agreed(limb.gateway, facts)
                } else {
                    facts.limits.get(place).copied().unwrap_or(Span::NOTHING)
                };
                limits |= if span.sure.intersects(wanted) { 0 } else { 1 << place };
            }
            near.push(Near { limb, limits });
        }
        near
    }

    /// What the bars about this asker and purpose look at.
    fn watched_by_bars(&self, facts: &Facts) -> Watched {
        let bars = self.compiled.bars_alive(facts);
        let mut watched = Watched { bars, facts: 0, roles: 0, third_party: false };
        for place in ones(bars) {
            let Some(bar) = self.compiled.bar(place) else { continue };
            watched.facts |= bar.when.yes | bar.when.no | bar.unless.yes;
            watched.roles |= bar.unless.roles;
            watched.third_party |= bar.third_party_only;
        }
        watched
    }

    /// Of the rest, what every limit and bar of a limb treats as this piece of data: it lacks the same.
    fn alike(
        &self,
        limb: &Limb,
        data: DataSet,
        rest: DataSet,
        facts: &Facts,
        watched: &Watched,
    ) -> DataSet {
        let mut alike = rest;
        let mut part = |by: DataSet| {
            alike = if by.contains_all(data) { alike.intersection(by) } else { alike.minus(by) };
        };
        for place in ones(limb.needs.limits.word()) {
            let span = if place == Limit::Agreement.place() {
                self.agreed(limb.gateway, facts)
            } else {
                facts.limits.get(place).copied().unwrap_or(Span::NOTHING)
            };
            part(span.sure);
            part(span.maybe);
        }
        for place in ones(watched.bars & limb.bars) {
            let Some(bar) = self.compiled.bar(place) else { continue };
            part(bar.removes);
            if bar.third_party_only {
                part(facts.third_party.sure);
                part(facts.third_party.maybe);
            }
        }
        alike
    }

    /// Whether a limb lacks what nobody can bring about.
    fn is_out_of_reach(limb: &Limb, facts: &Facts) -> bool {
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let fixed = limb.needs.yes & no & !OBTAINABLE | limb.needs.no & yes;
        let declined = limb.may_be_declined && facts.approvals.declined & limb.needs.roles != 0;
        limb.basis.is_none() || limb.then != Then::Release || fixed != 0 || declined
    }

    /// Tells of each set that one limb lacks to release one piece of data, and goes on from there: a fact
    /// that is supplied may wake a bar.
    fn search(
        &self,
        way: &Way<'_>,
        facts: &Facts,
        standing: Standing,
        so_far: Lacks,
        depth: u8,
        tell: &mut impl FnMut(Lacks),
    ) {
        let Some(needed) = self.needed(way.limb, way.data, facts) else { return };
        let so_far = so_far.union(needed);
        // Each bar in the way is lifted in one of its ways; the first bar's ways branch, and the next
        // round meets the others.
        let lifts = self.lifts(way.limb, way.data, facts, standing);
        if needed.is_empty() && lifts.is_none() {
            tell(so_far);
            return;
        }
        if depth == 0 {
            return;
        }
        let Some(lifts) = lifts else {
            let mut next = *facts;
            needed.supply(&mut next, facts.asked);
            let same = !way.watched.changes_with(needed);
            let after = if same { standing } else { self.bars_on(&next) };
            self.search(way, &next, after, so_far, depth - 1, tell);
            return;
        };
        lifts.each(|lift| {
            let lift = Lacks::of(lift);
            let mut then = *facts;
            needed.supply(&mut then, facts.asked);
            lift.supply(&mut then, facts.asked);
            let after = self.bars_on(&then);
            self.search(way, &then, after, so_far.union(lift), depth - 1, tell);
        });
    }

    /// What the limb itself lacks; `None` when something in the way cannot be changed.
    fn needed(&self, limb: &Limb, data: DataSet, facts: &Facts) -> Option<Lacks> {
        if Self::is_out_of_reach(limb, facts) || self.is_refused_without_document(limb, facts) {
            return None;
        }
        let needs = limb.needs;
        let mut lacks = Lacks::of_facts(
            needs.yes & !facts.stated.yes,
            needs.no & !facts.stated.no,
            needs.roles & !facts.approvals.granted,
        );
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
            lacks = lacks.with(match limit {
                Limit::Agreement => Missing::Agreement(limb.gateway),
                Limit::Consent(_)
                | Limit::ExplicitConsent(_)
                | Limit::Necessary
                | Limit::Order
                | Limit::Processing => Missing::Within(limit),
            });
        }
        Some(lacks)
    }

    /// The ways in which the first bar in the way would be lifted; `None` where none is in the way.
    fn lifts(
        &self,
        limb: &Limb,
        data: DataSet,
        facts: &Facts,
        Standing { possible, .. }: Standing,
    ) -> Option<Lacks> {
        let bars = ones(possible & limb.bars).filter_map(|place| self.compiled.bar(place));
        let (bar, taken) = bars
            .map(|bar| (bar, taken(bar, facts)))
            .find(|(_, taken)| taken.maybe.contains_all(data))?;
        let unknown = !(facts.stated.yes | facts.stated.no);
        let mut ways = Lacks::of_facts(
            // What must not hold for the bar to stand, and what lifts it.
            (bar.when.no & unknown) | (bar.unless.yes & (unknown | OBTAINABLE)),
            bar.when.yes & unknown,
            // What one role declined, one above may still allow.
            bar.unless.roles & !facts.approvals.granted,
        );
        if bar.third_party_only && !taken.sure.contains_all(data) {
            ways = ways.with(Missing::NotThirdParty);
        }
        Some(ways)
    }
}

/// The smallest first, without those that hold another.
fn least(mut found: Changes) -> Changes {
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

/// A limb that might release something, and the limits within which none of that lies yet.
struct Near<'r> {
    limb: &'r Limb,
    limits: u64,
}

impl Near<'_> {
    /// Whether nothing that it needs is missing once this is supplied; bars come after.
    fn is_reached_with(&self, set: Lacks, facts: &Facts) -> bool {
        let needs = &self.limb.needs;
        let (yes, no) = set.facts_after(facts);
        needs.yes & !yes == 0
            && needs.no & !no == 0
            && needs.roles & !(facts.approvals.granted | set.roles()) == 0
            && self.limits & !set.limits_for(self.limb.gateway) == 0
    }
}

/// One piece of data through one limb.
struct Way<'w> {
    limb: &'w Limb,
    data: DataSet,
    watched: &'w Watched,
}

/// The bars about this asker and purpose, and what they look at.
struct Watched {
    bars: u64,
    facts: u64,
    roles: u64,
    third_party: bool,
}

impl Watched {
    /// Whether a bar may stand otherwise once this is supplied.
    const fn changes_with(&self, missing: Lacks) -> bool {
        missing.is_watched(self.facts, self.roles, self.third_party)
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

#[cfg(test)]
mod tests;
