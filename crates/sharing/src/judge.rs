//! The mask: what may go, what may not and what somebody has to decide.

use crate::bits::{RuleBits, ones};
use crate::compiled::{CompiledBar, Limb};
use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::resolve::{Facts, ReliedOn};
use crate::rulebook::{Agreement, Bar, Gateway, Limit, Rulebook, Rules, Span};
use crate::words::{AgreementKind, Then};

/// What a decision comes to, without words: the hot path, which allocates nothing.
///
/// `released`, `withheld` and `referred` are a partition of what was asked for.
#[must_use = "a verdict that nobody reads lets nothing out and keeps nothing in"]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Verdict {
    pub(crate) released: DataSet,
    pub(crate) withheld: DataSet,
    pub(crate) referred: DataSet,
    /// Gateways that release something.
    pub(crate) permitting: RuleBits,
    /// Gateways that might release more.
    pub(crate) undecided: RuleBits,
    /// Bars that took something, or may.
    pub(crate) bars: u64,
}

impl Verdict {
    /// What may go.
    #[must_use]
    pub const fn released(&self) -> DataSet {
        self.released
    }

    /// What may not.
    #[must_use]
    pub const fn withheld(&self) -> DataSet {
        self.withheld
    }

    /// What somebody has to decide.
    #[must_use]
    pub const fn referred(&self) -> DataSet {
        self.referred
    }

    /// The gateways that release something.
    pub fn released_by<'r>(&self, rulebook: &'r Rulebook) -> impl Iterator<Item = &'r Gateway> {
        self.permitting.iter().filter_map(|place| rulebook.gateways().get(place))
    }

    /// The gateways that might release more, were more known or decided.
    pub fn undecided<'r>(&self, rulebook: &'r Rulebook) -> impl Iterator<Item = &'r Gateway> {
        self.undecided.iter().filter_map(|place| rulebook.gateways().get(place))
    }

    /// The bars that took something, or may have to.
    pub fn barred_by<'r>(&self, rulebook: &'r Rulebook) -> impl Iterator<Item = &'r Bar> {
        ones(self.bars).filter_map(|place| rulebook.bars().get(place))
    }
}

/// How far one limb goes on these facts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    pub(crate) span: Span,
    /// Bars that bite on it, or may.
    pub(crate) bars: u64,
}

/// The bars whose conditions hold, and those whose conditions may.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) certain: u64,
    pub(crate) possible: u64,
}

impl Rules {
    /// What may go, what may not and what somebody has to decide.
    pub(crate) fn judge(&self, facts: &Facts) -> Verdict {
        self.judge_under(facts, self.bars_on(facts))
    }

    /// The same, the standing of the bars being known.
    pub(crate) fn judge_under(&self, facts: &Facts, standing: Standing) -> Verdict {
        let mut verdict = Verdict {
            released: DataSet::NONE,
            withheld: DataSet::NONE,
            referred: DataSet::NONE,
            permitting: RuleBits::default(),
            undecided: RuleBits::default(),
            bars: 0,
        };
        let mut open = DataSet::NONE;
        for (_, limb) in self.compiled.alive(facts) {
            let Some(reach) = self.reach(limb, facts, standing) else { continue };
            verdict.bars |= reach.bars;
            verdict.released = verdict.released.union(reach.span.sure);
            open = open.union(reach.span.maybe);
            if !reach.span.sure.is_empty() {
                verdict.permitting.set(limb.gateway);
            }
            if !reach.span.maybe.minus(reach.span.sure).is_empty() {
                verdict.undecided.set(limb.gateway);
            }
        }
        verdict.referred = open.minus(verdict.released);
        verdict.withheld = facts.asked.minus(verdict.released).minus(verdict.referred);
        verdict
    }

    /// Whether something is released that was not before: the question of [`Rules::judge`] cut short.
    pub(crate) fn releases_beyond(&self, facts: &Facts, before: DataSet) -> bool {
        let wanted = facts.asked.minus(before);
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let mut standing = None;
        self.compiled.alive(facts).any(|(_, limb)| {
            let needs = &limb.needs;
            let within_reach = limb.covers.intersects(wanted)
                && needs.yes & !yes == 0
                && needs.no & !no == 0
                && needs.roles & !facts.approvals.granted == 0;
            if !within_reach {
                return false;
            }
            let standing = *standing.get_or_insert_with(|| self.bars_on(facts));
            self.reach(limb, facts, standing)
                .is_some_and(|reach| reach.span.sure.intersects(wanted))
        })
    }

    /// How far a limb goes: `None` where it goes nowhere.
    pub(crate) fn reach(&self, limb: &Limb, facts: &Facts, standing: Standing) -> Option<Reach> {
        limb.basis?;
        let needs = &limb.needs;
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let declined = if limb.may_be_declined { facts.approvals.declined } else { 0 };
        if needs.yes & no != 0 || needs.no & yes != 0 || needs.roles & declined != 0 {
            return None;
        }
        let all = facts.scope_is_known()
            && needs.yes & !yes == 0
            && needs.no & !no == 0
            && needs.roles & !facts.approvals.granted == 0;
        let mut span = Span::exactly(limb.covers.intersection(facts.asked));
        for place in ones(needs.limits.word()) {
            let limit = if place == Limit::Agreement.place() {
                self.agreed(limb.gateway, facts)
            } else {
                facts.limits.get(place).copied().unwrap_or(Span::NOTHING)
            };
            span.sure = span.sure.intersection(limit.sure);
            span.maybe = span.maybe.intersection(limit.maybe);
        }
        if span.maybe.is_empty() {
            // What reaches nothing has nothing for a bar to take.
            return None;
        }
        if !all || limb.then != Then::Release {
            span.sure = DataSet::NONE;
        }
        let mut bitten = 0;
        for place in ones(standing.possible & limb.bars) {
            let Some(bar) = self.compiled.bar(place) else { continue };
            let taken = taken(bar, facts);
            if span.maybe.intersects(taken.maybe) {
                bitten |= 1 << place;
            }
            span.sure = span.sure.minus(taken.maybe);
            if standing.certain & (1 << place) != 0 && bar.withholds {
                span.maybe = span.maybe.minus(taken.sure);
            }
        }
        Some(Reach { span, bars: bitten })
    }

    /// The bars whose conditions hold, and those whose conditions may.
    pub(crate) fn bars_on(&self, facts: &Facts) -> Standing {
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let known = facts.kind != Known::Unknown && facts.purpose != Known::Unknown;
        let mut standing = Standing { certain: 0, possible: 0 };
        for place in ones(self.compiled.bars_alive(facts)) {
            let Some(bar) = self.compiled.bar(place) else { continue };
            let lifted =
                bar.unless.yes & yes != 0 || bar.unless.roles & facts.approvals.granted != 0;
            if lifted || bar.when.yes & no != 0 || bar.when.no & yes != 0 {
                continue;
            }
            standing.possible |= 1 << place;
            let holds = known
                && bar.when.yes & !yes == 0
                && bar.when.no & !no == 0
                && bar.unless.yes & !no == 0
                && bar.unless.roles & !facts.approvals.declined == 0;
            if holds {
                standing.certain |= 1 << place;
            }
        }
        standing
    }

    /// What the live agreements with the asker allow through a gateway.
    pub(crate) fn agreed(&self, gateway: usize, facts: &Facts) -> Span {
        if facts.supposed.has(gateway) {
            return Span::exactly(DataSet::EVERY);
        }
        let party = match facts.organisation {
            Known::Known(Some(place)) => place,
            Known::Known(None) => return Span::NOTHING,
            Known::Unknown => {
                // Who asks is open, so any live agreement may be theirs.
                let routine = facts.truth(Fact::Routine);
                let anyones = &self.compiled.anyones;
                let maybe = anyones.on(gateway, facts.purpose, routine, facts.day);
                return Span { sure: DataSet::NONE, maybe };
            }
        };
        let theirs = self.compiled.agreements_of(party).iter();
        theirs
            .filter(|place| match facts.relies_on {
                ReliedOn::None => true,
                ReliedOn::Listed(listed) => listed == **place,
                ReliedOn::Unlisted => false,
            })
            .filter_map(|place| self.agreements.get(*place))
            .fold(Span::NOTHING, |sum, agreement| sum.union(allowed(agreement, gateway, facts)))
    }
}

/// What a bar takes: surely, and perhaps.
pub(crate) fn taken(bar: &CompiledBar, facts: &Facts) -> Span {
    if bar.third_party_only {
        return Span {
            sure: bar.removes.intersection(facts.third_party.sure),
            maybe: bar.removes.intersection(facts.third_party.maybe),
        };
    }
    Span::exactly(bar.removes)
}

/// What one agreement allows through a gateway.
fn allowed(agreement: &Agreement, gateway: usize, facts: &Facts) -> Span {
    if !agreement.gateways.has(gateway) || !agreement.is_live(facts.day) {
        return Span::NOTHING;
    }
    let purpose = facts.purpose.truth(|one| agreement.purposes & (1 << *one as u8) != 0);
    // An agreement for one transfer carries no regular one (B-040).
    let once = match agreement.kind {
        AgreementKind::OneOff => !facts.truth(Fact::Routine),
        AgreementKind::Protocol => Truth::True,
    };
    match purpose.and(once) {
        Truth::True => Span::exactly(agreement.covers),
        Truth::Unknown => Span { sure: DataSet::NONE, maybe: agreement.covers },
        Truth::False => Span::NOTHING,
    }
}
