//! Every gateway and bar considered, as places: words come when somebody reads them.

use core::ops::Range;

use caldicott_calendar::RuleSet;

use super::{BarReason, Condition, GatewayReason, Ruling};
use crate::bits::{RuleBits, ones};
use crate::change::Missing;
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::judge::{Standing, Verdict};
use crate::known::{Known, Truth};
use crate::resolve::Facts;
use crate::rulebook::{Limit, Needs, Rules};

/// Everything that was considered.
#[derive(Debug)]
pub(super) struct Reasons {
    pub(super) gateways: Vec<Considered>,
    pub(super) bars: Vec<Barred>,
    conditions: Vec<(Need, Truth)>,
}

/// A gateway that was considered.
#[derive(Debug)]
pub(super) struct Considered {
    /// Its first limb.
    pub(super) limb: usize,
    pub(super) gateway: usize,
    pub(super) holds: Truth,
    pub(super) releases: DataSet,
    conditions: Range<usize>,
}

/// A bar that was considered.
#[derive(Debug)]
pub(super) struct Barred {
    pub(super) bar: usize,
    pub(super) holds: Truth,
    pub(super) bites: bool,
    conditions: Range<usize>,
}

/// What a condition needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Need {
    /// A role's approval.
    Approval(usize),
    /// A lawful basis on the day.
    Basis,
    /// A fact, and the value it must have.
    Fact(Fact, bool),
    /// That what is asked lies within a limit.
    Limit(Limit),
    /// That a fact does not lift the bar.
    UnlessFact(Fact, bool),
    /// That a role's approval does not lift the bar.
    UnlessApproval(usize),
}

impl Reasons {
    pub(super) fn of(rules: &Rules, facts: &Facts, verdict: &Verdict, standing: Standing) -> Self {
        let mut all = Self {
            gateways: Vec::with_capacity(8),
            bars: Vec::with_capacity(16),
            conditions: Vec::with_capacity(64),
        };
        for (place, limb) in rules.compiled.alive(facts) {
            if !limb.covers.intersects(facts.asked) {
                continue;
            }
            if all.gateways.last().is_none_or(|last| last.gateway != limb.gateway) {
                let start = all.conditions.len();
                all.gateways.push(Considered {
                    limb: place,
                    gateway: limb.gateway,
                    holds: Truth::False,
                    releases: DataSet::NONE,
                    conditions: start..start,
                });
            }
            let Self { gateways, conditions, .. } = &mut all;
            let Some(reason) = gateways.last_mut() else { continue };
            let start = reason.conditions.start;
            let mut add = |need: Need, value: Truth| {
                let known = conditions.get(start..).unwrap_or_default();
                if !known.iter().any(|(other, _)| *other == need) {
                    conditions.push((need, value));
                }
            };
            facts_needed(limb.needs, facts, &mut add);
            limits_needed(rules, limb, facts, &mut add);
            if limb.basis.is_none() {
                add(Need::Basis, Truth::False);
            }
            reason.conditions.end = conditions.len();
            if let Some(reach) = rules.reach(limb, facts, standing) {
                reason.releases = reason.releases.union(reach.span.sure);
                let holds = if !reach.span.sure.is_empty() {
                    Truth::True
                } else if !reach.span.maybe.is_empty() {
                    Truth::Unknown
                } else {
                    Truth::False
                };
                reason.holds = reason.holds.or(holds);
            }
        }
        for place in ones(standing.possible) {
            let Some(bar) = rules.compiled.bar(place) else { continue };
            let start = all.conditions.len();
            let conditions = &mut all.conditions;
            facts_needed(bar.when, facts, &mut |need, value| conditions.push((need, value)));
            facts_needed(bar.unless, facts, &mut |need, value| {
                let need = match need {
                    Need::Fact(fact, holds) => Need::UnlessFact(fact, holds),
                    Need::Approval(role) => Need::UnlessApproval(role),
                    other @ (Need::Basis
                    | Need::Limit(_)
                    | Need::UnlessFact(..)
                    | Need::UnlessApproval(_)) => other,
                };
                conditions.push((need, value));
            });
            let certain = standing.certain & (1 << place) != 0;
            all.bars.push(Barred {
                bar: place,
                holds: if certain { Truth::True } else { Truth::Unknown },
                bites: verdict.bars & (1 << place) != 0,
                conditions: start..all.conditions.len(),
            });
        }
        all
    }

    pub(super) fn conditions_of_gateway(&self, reason: &Considered) -> &[(Need, Truth)] {
        self.conditions.get(reason.conditions.clone()).unwrap_or_default()
    }

    pub(super) fn conditions_of_bar(&self, reason: &Barred) -> &[(Need, Truth)] {
        self.conditions.get(reason.conditions.clone()).unwrap_or_default()
    }

    pub(super) fn gateways_in_words(&self, rules: &Rules, facts: &Facts) -> Vec<GatewayReason> {
        let mut found = Vec::with_capacity(self.gateways.len());
        let dead = facts.truth(Fact::Deceased) == Truth::True;
        for reason in &self.gateways {
            let Some(gateway) = rules.gateways.get(reason.gateway) else { continue };
            let limb = rules.compiled.limbs().get(reason.limb);
            let conditions = self.conditions_of_gateway(reason).iter().map(|(need, value)| {
                let mut cited = RuleSet::new();
                cited_by(rules, facts, *need, Owner::Gateway(reason.gateway), |places| {
                    rules.cites.set(places).iter().for_each(|rule| cited.cite(*rule));
                });
                Condition { need: need.name(rules), value: *value, rules: cited }
            });
            found.push(GatewayReason {
                id: gateway.id.to_string(),
                says: gateway.says.to_string(),
                kind: gateway.kind,
                holds: reason.holds,
                conditions: conditions.collect(),
                basis: limb.and_then(|limb| limb.basis).filter(|_| !dead),
                article9: gateway.article9.filter(|_| !dead),
                schedule1: gateway.schedule1.filter(|_| !dead),
                article10: gateway.article10.filter(|_| !dead),
                confidence: gateway.confidence,
                releases: reason.releases,
                rules: rules.cites.set(rules.cites.of_limb(reason.limb, dead)),
            });
        }
        found
    }

    pub(super) fn bars_in_words(&self, rules: &Rules, facts: &Facts) -> Vec<BarReason> {
        let mut found = Vec::with_capacity(self.bars.len());
        for reason in &self.bars {
            let Some(bar) = rules.bars.get(reason.bar) else { continue };
            let conditions = self.conditions_of_bar(reason).iter().map(|(need, value)| {
                let mut cited = RuleSet::new();
                cited_by(rules, facts, *need, Owner::Bar(reason.bar), |places| {
                    rules.cites.set(places).iter().for_each(|rule| cited.cite(*rule));
                });
                Condition { need: need.name(rules), value: *value, rules: cited }
            });
            found.push(BarReason {
                id: bar.id.to_string(),
                says: bar.says.to_string(),
                holds: reason.holds,
                conditions: conditions.collect(),
                bites: reason.bites,
                rules: rules.cites.set(rules.cites.bars.get(reason.bar).into_iter().flatten()),
            });
        }
        found
    }

    /// Every rule applied, each once: those of gateways that release or might (of all considered, when
    /// none releases) and of bars that bite, of their conditions, and of duties.
    pub(super) fn rules(
        &self,
        rules: &Rules,
        facts: &Facts,
        ruling: &Ruling,
        mut tell: impl FnMut(u16),
    ) {
        let verdict = &ruling.verdict;
        // A word for every 64 rules: there are some hundred, and a rulebook with more takes a longer way.
        let mut few = [0_u64; 8];
        let mut many = vec![0_u64; rules.cites.count().div_ceil(64).saturating_sub(few.len())];
        let mut add = |places: &[u16]| {
            for place in places {
                let (word, bit) = (usize::from(place / 64), 1 << (place % 64));
                let length = few.len();
                let seen = match few.get_mut(word) {
                    Some(seen) => seen,
                    None => match many.get_mut(word - length) {
                        Some(seen) => seen,
                        None => continue,
                    },
                };
                if *seen & bit == 0 {
                    *seen |= bit;
                    tell(*place);
                }
            }
        };
        let dead = facts.truth(Fact::Deceased) == Truth::True;
        let decided_against = verdict.permitting == RuleBits::default();
        for reason in &self.gateways {
            let place = reason.gateway;
            if decided_against || verdict.permitting.has(place) || verdict.undecided.has(place) {
                add(rules.cites.of_limb(reason.limb, dead));
                for (need, _) in self.conditions_of_gateway(reason) {
                    cited_by(rules, facts, *need, Owner::Gateway(place), &mut add);
                }
            }
        }
        for bar in self.bars.iter().filter(|bar| bar.bites) {
            add(rules.cites.bars.get(bar.bar).map_or(&[], |places| places));
        }
        for duty in ruling.duties() {
            add(rules.cites.duties.get(duty as usize).map_or(&[], |places| places));
        }
        for warning in ruling.warnings() {
            add(rules.cites.warnings.get(warning as usize).map_or(&[], |places| places));
        }
    }
}

/// What a condition belongs to, whose own rules say who approves.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// The bar at this place.
    Bar(usize),
    /// The gateway at this place.
    Gateway(usize),
}

/// The rules that make a condition matter, in one or more lists.
pub(super) fn cited_by(
    rules: &Rules,
    facts: &Facts,
    need: Need,
    owner: Owner,
    mut tell: impl FnMut(&[u16]),
) {
    let cites = &rules.cites;
    let mut of = |list: &[crate::rulebook::Places], place: usize| {
        tell(list.get(place).map_or(&[], |places| places));
    };
    match (need, owner) {
        (Need::Fact(fact, _) | Need::UnlessFact(fact, _), _) => of(&cites.facts, fact as usize),
        (Need::Approval(_) | Need::UnlessApproval(_), Owner::Bar(place)) => of(&cites.bars, place),
        (Need::Approval(_) | Need::UnlessApproval(_), Owner::Gateway(place)) => {
            of(&cites.gateways, place);
        }
        (Need::Limit(limit), owner) => {
            of(&cites.limits, limit.place());
            if let (Limit::Agreement, Owner::Gateway(gateway), Known::Known(Some(party))) =
                (limit, owner, facts.organisation)
            {
                for place in rules.compiled.agreements_of(party) {
                    let place = usize::from(*place);
                    if rules.agreements.get(place).is_some_and(|one| one.gateways.has(gateway)) {
                        tell(cites.of_agreement(place));
                    }
                }
            }
        }
        (Need::Basis, _) => tell(&cites.no_basis),
    }
}

/// The limits of a limb, and whether something that is asked lies within each.
pub(super) fn limits_needed(
    rules: &Rules,
    limb: &Limb,
    facts: &Facts,
    add: &mut impl FnMut(Need, Truth),
) {
    let wanted = limb.covers.intersection(facts.asked);
    for limit in Limit::of(limb.needs.limits) {
        let span = if limit == Limit::Agreement {
            rules.agreed(limb.gateway, facts)
        } else {
            facts.span(limit)
        };
        let value = if span.sure.intersects(wanted) {
            Truth::True
        } else if span.maybe.intersects(wanted) {
            Truth::Unknown
        } else {
            Truth::False
        };
        add(Need::Limit(limit), value);
    }
}

pub(super) fn facts_needed(needs: Needs, facts: &Facts, add: &mut impl FnMut(Need, Truth)) {
    for (fact, holds) in needs.facts() {
        let truth = facts.truth(fact);
        add(Need::Fact(fact, holds), if holds { truth } else { !truth });
    }
    for role in ones(needs.roles) {
        let value = if facts.approvals.granted & (1 << role) != 0 {
            Truth::True
        } else if facts.approvals.declined & (1 << role) != 0 {
            Truth::False
        } else {
            Truth::Unknown
        };
        add(Need::Approval(role), value);
    }
}

impl Need {
    /// As the rulebook writes it.
    pub(super) fn name(self, rules: &Rules) -> String {
        match self {
            Self::Approval(role) => Missing::Approval(role).name_in(rules),
            Self::Basis => "a lawful basis on the day".to_owned(),
            Self::Fact(fact, holds) => Missing::Fact(fact, holds).name_in(rules),
            Self::Limit(limit) => limit.name().to_owned(),
            Self::UnlessFact(fact, holds) => {
                format!("unless {}", Self::Fact(fact, holds).name(rules))
            }
            Self::UnlessApproval(role) => format!("unless {}", Self::Approval(role).name(rules)),
        }
    }
}
