//! The mask: what may go, what may not and what somebody has to decide.

use crate::bits::{RuleBits, ones};
use crate::compiled::{CompiledBar, Limb};
use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::request::{Request, SubjectState};
use crate::resolve::{Facts, ReliedOn, Wanted};
use crate::rulebook::{Agreement, Bar, Gateway, Limit, Rulebook, Rules, Span};
use crate::words::{AgreementKind, AskerKind, Then};

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
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    pub(crate) certain: u64,
    pub(crate) possible: u64,
}

/// How many limbs are remembered from the first look to the second. A rulebook of which more are left is
/// looked at twice.
const MOST_LEFT: usize = 64;

impl Verdict {
    /// Nothing decided yet: until [`Verdict::settle`] what is referred is whatever may be released.
    pub(crate) const OPEN: Self = Self {
        released: DataSet::NONE,
        withheld: DataSet::NONE,
        referred: DataSet::NONE,
        permitting: RuleBits::NONE,
        undecided: RuleBits::NONE,
        bars: 0,
    };

    #[inline]
    fn add(&mut self, gateway: usize, span: Span) {
        self.released = self.released.union(span.sure);
        self.referred = self.referred.union(span.maybe);
        if !span.sure.is_empty() {
            self.permitting.set(gateway);
        }
        if !span.maybe.minus(span.sure).is_empty() {
            self.undecided.set(gateway);
        }
    }

    fn settle(&mut self, asked: DataSet) {
        self.referred = self.referred.minus(self.released);
        self.withheld = asked.minus(self.released).minus(self.referred);
    }
}

impl Rules {
    /// What may go, what may not and what somebody has to decide.
    pub(crate) fn judge(&self, facts: &Facts) -> Verdict {
        self.judge_under(facts, self.bars_on(facts))
    }

    /// The same, the standing of the bars being known.
    pub(crate) fn judge_under(&self, facts: &Facts, standing: Standing) -> Verdict {
        let mut verdict = Verdict::OPEN;
        self.compiled.each_left(facts, |place, _| {
            self.sum_up(place, facts, standing, &mut verdict);
        });
        verdict.settle(facts.asked);
        verdict
    }

    #[expect(clippy::inline_always, reason = "called, it would keep the sum in memory")]
    #[inline(always)]
    fn sum_up(&self, place: usize, facts: &Facts, standing: Standing, sum: &mut Verdict) {
        if let Some(limb) = self.compiled.limb(place) {
            let mut bars = 0;
            let span = self.span(limb, facts, standing, &mut bars);
            sum.bars |= bars;
            sum.add(limb.gateway, span);
        }
    }

    /// The verdict on a request, for which nothing is worked out that no rule asks for.
    ///
    /// Callers give it back as it is: a verdict that moves right after it is written waits for its own
    /// bytes.
    #[inline]
    pub(crate) fn judge_request(
        &self,
        request: &Request,
        subject: &SubjectState,
        facts: &mut Facts,
        standing: &mut Standing,
    ) -> Verdict {
        let mut left = [0_u16; MOST_LEFT];
        let mut wanted = Wanted::default();
        let (mut count, mut bars) = (0, 0);
        self.compiled.each_left(facts, |place, limb| {
            wanted.add(&limb.needs);
            bars |= limb.bars;
            if let (Some(slot), Ok(place)) = (left.get_mut(count), u16::try_from(place)) {
                *slot = place;
            }
            count += 1;
        });
        if count == 0 {
            return Verdict { withheld: facts.asked, ..Verdict::OPEN };
        }
        bars &= self.compiled.bars_alive(facts);
        for place in ones(bars) {
            if let Some(bar) = self.compiled.bar(place) {
                wanted.add(&bar.when);
                wanted.add(&bar.unless);
            }
        }
        facts.add_wanted(self, request, subject, wanted);
        *standing = self.bars_among(bars, facts);
        let Some(left) = left.get(..count) else { return self.judge_under(facts, *standing) };
        let mut verdict = Verdict::OPEN;
        for place in left {
            self.sum_up(usize::from(*place), facts, *standing, &mut verdict);
        }
        verdict.settle(facts.asked);
        verdict
    }

    /// How far a limb goes: `None` where it goes nowhere.
    pub(crate) fn reach(&self, limb: &Limb, facts: &Facts, standing: Standing) -> Option<Reach> {
        let mut bars = 0;
        let span = self.span(limb, facts, standing, &mut bars);
        (bars != 0 || !span.maybe.is_empty()).then_some(Reach { span, bars })
    }

    /// How far a limb goes; bars that bite on it are added to those that do.
    pub(crate) fn span(
        &self,
        limb: &Limb,
        facts: &Facts,
        standing: Standing,
        bars: &mut u64,
    ) -> Span {
        let needs = &limb.needs;
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let declined = if limb.may_be_declined { facts.approvals.declined } else { 0 };
        if needs.yes & no != 0
            || needs.no & yes != 0
            || needs.roles & declined != 0
            || limb.basis.is_none()
        {
            return Span::NOTHING;
        }
        let missing = needs.yes & !yes | needs.no & !no | needs.roles & !facts.approvals.granted;
        let mut all = missing == 0 && facts.scope_is_known() && limb.then == Then::Release;
        if limb.document.is_some_and(|document| document.required) {
            if self.lacks_document(limb, facts) {
                return Span::NOTHING;
            }
            all &= self.is_documented(limb, facts);
        }
        let mut sure = limb.covers.intersection(facts.asked);
        let mut maybe = sure;
        for place in ones(needs.limits.word()) {
            let limit = if place == Limit::Agreement.place() {
                self.agreed(limb.gateway, facts)
            } else {
                facts.limits.get(place).copied().unwrap_or(Span::NOTHING)
            };
            sure = sure.intersection(limit.sure);
            maybe = maybe.intersection(limit.maybe);
        }
        if maybe.is_empty() {
            // What reaches nothing has nothing for a bar to take.
            return Span::NOTHING;
        }
        if !all {
            sure = DataSet::NONE;
        }
        for place in ones(standing.possible & limb.bars) {
            let Some(bar) = self.compiled.bar(place) else { continue };
            let taken = taken(bar, facts);
            if maybe.intersects(taken.maybe) {
                *bars |= 1 << place;
            }
            sure = sure.minus(taken.maybe);
            if standing.certain & (1 << place) != 0 && bar.withholds {
                maybe = maybe.minus(taken.sure);
            }
        }
        Span { sure, maybe }
    }

    /// The bars whose conditions hold, and those whose conditions may.
    pub(crate) fn bars_on(&self, facts: &Facts) -> Standing {
        self.bars_among(self.compiled.bars_alive(facts), facts)
    }

    /// Of these bars those whose conditions hold, and those whose conditions may.
    fn bars_among(&self, bars: u64, facts: &Facts) -> Standing {
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let known = facts.kind != Known::Unknown && facts.purpose != Known::Unknown;
        let mut standing = Standing::default();
        for place in ones(bars) {
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

    /// Whether nothing goes because no policy document is in place. To whom none is needed is known when
    /// it is known who asks.
    fn lacks_document(&self, limb: &Limb, facts: &Facts) -> bool {
        let Some(document) = limb.document.filter(|document| document.required) else {
            return false;
        };
        let spared = document.except_to_police
            && facts.kind.truth(|kind| *kind == AskerKind::Police) != Truth::False;
        !spared && !self.manner.in_place(document.paragraph, facts.day)
    }

    /// Whether nothing goes through it for want of a policy document.
    pub(crate) fn is_refused_without_document(&self, limb: &Limb, facts: &Facts) -> bool {
        self.lacks_document(limb, facts) || !self.is_documented(limb, facts)
    }

    /// Whether the policy document that is required is there, or surely not needed.
    fn is_documented(&self, limb: &Limb, facts: &Facts) -> bool {
        limb.document.is_none_or(|document| {
            !document.required
                || (document.except_to_police && facts.kind == Known::Known(AskerKind::Police))
                || self.manner.in_place(document.paragraph, facts.day)
        })
    }

    /// Whether a limb stands on a condition whose policy document is not in place (S1-05).
    pub(crate) fn is_undocumented(&self, limb: &Limb, facts: &Facts) -> bool {
        limb.document.is_some_and(|document| {
            let spared = document.except_to_police && facts.kind == Known::Known(AskerKind::Police);
            !(spared || self.manner.in_place(document.paragraph, facts.day))
        })
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
                // Who asks is open, so the agreement they name, or else any live one, may be theirs.
                let listed = match facts.relies_on {
                    ReliedOn::None => None,
                    ReliedOn::Listed(place) => Some(self.agreements.get(place)),
                    ReliedOn::Unlisted => Some(None),
                };
                if let Some(named) = listed {
                    let allowed = named.map(|agreement| allowed(agreement, gateway, facts));
                    let maybe = allowed.map_or(DataSet::NONE, |span| span.maybe);
                    return Span { sure: DataSet::NONE, maybe };
                }
                let routine = facts.truth(Fact::Routine);
                let anyones = &self.compiled.anyones;
                let maybe = anyones.on(gateway, facts.purpose, routine, facts.day);
                return Span { sure: DataSet::NONE, maybe };
            }
        };
        let theirs = self.compiled.agreements_of(party).iter().map(|place| usize::from(*place));
        theirs
            .filter(|place| match facts.relies_on {
                ReliedOn::None => true,
                ReliedOn::Listed(listed) => listed == *place,
                ReliedOn::Unlisted => false,
            })
            .filter_map(|place| self.agreements.get(place))
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
