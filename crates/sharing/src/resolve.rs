//! From a request to the flat facts that rules are judged by, in two steps: names become places once,
//! then a day makes it facts.

mod approvals;
mod consents;
mod few;
mod scope;

use caldicott_calendar::Day;

use crate::bits::RuleBits;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::request::{FactSet, Order, Request, SubjectState};
use crate::rulebook::{Approvals, Limit, Rules, Span, order_fact, within};
use crate::words::{AskerKind, ConsentKind, Direction, SharingPurpose};

use approvals::{Approved, approvals, approvals_on};
pub(crate) use consents::able;
use consents::{Named, Stance};
use few::Few;
use scope::state;
pub(crate) use scope::{CARE, ORDERS, Scope};

/// A request in which every name is a place in the rulebook: no text is left in it.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    scope: Scope,
    third_party: Span,
    necessary: Span,
    relies_on: ReliedOn,
    order: Option<Shown>,
    approvals: Few<Approved, 4>,
    consents: Known<Few<Stance, 3>>,
}

/// An order that is shown.
#[derive(Clone, Copy, Debug)]
struct Shown {
    fact: Fact,
    seen: Truth,
    scope: Span,
    from: Option<Day>,
    until: Option<Day>,
}

/// What a decision is made of on one day: every fact as true, false or unknown, every limit as what is
/// surely and what may be within it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) day: Day,
    /// The place of the time that the day lies in, among those in which no rule begins or ends.
    pub(crate) era: usize,
    pub(crate) kind: Known<AskerKind>,
    pub(crate) purpose: Known<SharingPurpose>,
    pub(crate) direction: Known<Direction>,
    pub(crate) asked: DataSet,
    pub(crate) stated: FactSet,
    pub(crate) approvals: Approvals,
    pub(crate) limits: [Span; Limit::COUNT],
    pub(crate) third_party: Span,
    pub(crate) organisation: Known<Option<usize>>,
    /// The agreement relied on.
    pub(crate) relies_on: ReliedOn,
    /// Gateways for which an agreement is supposed, to see what it would change.
    pub(crate) supposed: RuleBits,
}

/// The agreement an asker relies on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ReliedOn {
    /// One of the rulebook's, by its place.
    Listed(usize),
    /// They named none.
    None,
    /// They named one that the rulebook does not hold.
    Unlisted,
}

/// What of a request rules still ask for, so that nothing else is worked out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) facts: u64,
    pub(crate) roles: u64,
    pub(crate) limits: u64,
}

/// The limits that are kept to by consents.
const CONSENTS: u64 = {
    let mut bits = 0;
    let mut rest = ConsentKind::NAMES;
    while let [(_, kind), tail @ ..] = rest {
        bits |= 1 << Limit::Consent(*kind).place() | 1 << Limit::ExplicitConsent(*kind).place();
        rest = tail;
    }
    bits
};

impl Wanted {
    pub(crate) const fn add(&mut self, needs: &crate::rulebook::Needs) {
        self.facts |= needs.yes | needs.no;
        self.roles |= needs.roles;
        self.limits |= needs.limits.word();
    }

    const fn consents(&self) -> bool {
        self.limits & CONSENTS != 0 || self.facts & Fact::ConsentRefused.bit() != 0
    }

    const fn processing(&self) -> bool {
        self.limits & (1 << Limit::Processing.place()) != 0
            || self.facts & Fact::TransferAllowed.bit() != 0
    }
}

impl Facts {
    /// Adds what costs nothing; [`Facts::add_wanted`] adds what rules ask for besides.
    #[inline]
    pub(crate) fn add_stated(&mut self, rules: &Rules, request: &Request, subject: &SubjectState) {
        self.relies_on = relied_on(rules, request);
        if let Some(order) = &request.order {
            self.show(&Shown::of(order));
        }
        self.necessary(necessary(request));
        if self.stated.yes & Fact::Verified.bit() != 0 {
            self.third_party = subject.third_party_confidential.map(Span::exactly).or_unknown();
        }
    }

    /// Adds what is wanted and takes work.
    #[inline]
    pub(crate) fn add_wanted(
        &mut self,
        rules: &Rules,
        request: &Request,
        subject: &SubjectState,
        wanted: Wanted,
    ) {
        if wanted.roles != 0 && !request.approvals.is_empty() {
            self.approvals = approvals_on(approvals(rules, request), rules, self.day);
        }
        if wanted.consents() {
            let verified = self.truth(Fact::Verified) == Truth::True;
            self.agree(&consents(rules, request, (self.kind, verified), subject));
        }
        if wanted.processing() {
            self.processing(rules);
        }
    }
}

#[inline]
fn relied_on(rules: &Rules, request: &Request) -> ReliedOn {
    match &request.agreement {
        None => ReliedOn::None,
        Some(id) => rules.agreement(id).map_or(ReliedOn::Unlisted, ReliedOn::Listed),
    }
}

#[inline]
fn necessary(request: &Request) -> Span {
    request.necessary.map(Span::exactly).or_unknown()
}

/// What the person agreed to and refused, and what others decided not to share in their interests.
fn consents(
    rules: &Rules,
    request: &Request,
    (kind, verified): (Known<AskerKind>, bool),
    subject: &SubjectState,
) -> Known<Few<Stance, 3>> {
    let Known::Known(consents) = &subject.consents else { return Known::Unknown };
    if !verified {
        return Known::Unknown;
    }
    let asker = Named { rules, request, kind, capacity: &subject.capacity };
    let refusals = subject.best_interests.iter().filter(|one| !one.share);
    let given = consents.iter().map(|consent| asker.resolve(consent));
    Known::Known(given.chain(refusals.map(|one| asker.refusal(one))).collect())
}

impl Shown {
    #[inline]
    fn of(order: &Order) -> Self {
        Self {
            fact: order_fact(order.kind),
            seen: order.seen.truth(|seen| *seen),
            scope: order.scope.map(Span::exactly).or_unknown(),
            from: order.from,
            until: order.until,
        }
    }
}

impl Resolved {
    pub(crate) fn of(rules: &Rules, request: &Request) -> Self {
        Self::within(rules, request, Scope::of(rules, request))
    }

    /// The rest, the scope being known.
    pub(crate) fn within(rules: &Rules, request: &Request, scope: Scope) -> Self {
        let third_party = request.subject.third_party_confidential.map(Span::exactly);
        Self {
            scope,
            third_party: if scope.is_verified() { third_party } else { Known::Unknown }
                .or_unknown(),
            necessary: necessary(request),
            relies_on: relied_on(rules, request),
            order: request.order.as_ref().map(Shown::of),
            approvals: approvals(rules, request).collect(),
            consents: consents(rules, request, (scope.kind, scope.is_verified()), &request.subject),
        }
    }

    /// The facts on a day.
    pub(crate) fn on(&self, rules: &Rules, day: Day) -> Facts {
        let mut facts = Facts::new(&self.scope, rules, day);
        facts.third_party = self.third_party;
        facts.relies_on = self.relies_on;
        facts.approvals = approvals_on(self.approvals.iter().copied(), rules, day);
        facts.necessary(self.necessary);
        if let Some(order) = &self.order {
            facts.show(order);
        }
        facts.agree(&self.consents);
        facts.processing(rules);
        facts
    }

    /// The first day of the order shown.
    pub(crate) fn ordered(&self) -> Option<Day> {
        self.order.as_ref().and_then(|order| order.from)
    }

    /// The days on which the request itself may come to mean something else.
    pub(crate) fn days(&self) -> impl Iterator<Item = Day> + '_ {
        let order = self.order.iter().flat_map(|order| [order.from, order.until]);
        let consents = match &self.consents {
            Known::Known(consents) => Some(consents),
            Known::Unknown => None,
        };
        let consents = consents.into_iter().flat_map(Few::iter).flat_map(Stance::days);
        let approvals = self.approvals.iter().map(|approval| approval.on);
        order.chain(consents).flatten().chain(approvals)
    }
}

impl Facts {
    #[inline]
    pub(crate) fn new(scope: &Scope, rules: &Rules, day: Day) -> Self {
        Self {
            day,
            era: rules.compiled.era(day),
            kind: scope.kind,
            purpose: scope.purpose,
            direction: scope.direction,
            asked: scope.asked,
            stated: scope.stated,
            approvals: Approvals::default(),
            limits: [Span::NOTHING; Limit::COUNT],
            third_party: Span::UNKNOWN,
            organisation: scope.organisation,
            relies_on: ReliedOn::None,
            supposed: RuleBits::default(),
        }
    }

    fn necessary(&mut self, span: Span) {
        self.limit(Limit::Necessary, span);
    }

    #[inline]
    fn show(&mut self, order: &Shown) {
        let stands = order.seen.and(within(self.day, order.from, order.until).into());
        self.state(order.fact, stands);
        self.limit(Limit::Order, order.scope);
    }

    fn agree(&mut self, consents: &Known<Few<Stance, 3>>) {
        match consents {
            Known::Known(consents) => consents::stand(consents, self),
            Known::Unknown => {
                for (_, kind) in ConsentKind::NAMES {
                    self.limit(Limit::Consent(*kind), Span::UNKNOWN);
                    self.limit(Limit::ExplicitConsent(*kind), Span::UNKNOWN);
                }
            }
        }
    }

    pub(crate) const fn state(&mut self, fact: Fact, truth: Truth) {
        state(&mut self.stated, fact, truth);
    }

    pub(crate) fn truth(&self, fact: Fact) -> Truth {
        self.stated.value(fact).truth(|holds| *holds)
    }

    pub(crate) fn limit(&mut self, limit: Limit, span: Span) {
        if let Some(place) = self.limits.get_mut(limit.place()) {
            *place = span;
        }
    }

    pub(crate) fn span(&self, limit: Limit) -> Span {
        self.limits.get(limit.place()).copied().unwrap_or(Span::NOTHING)
    }

    /// Whether it is known who asks, what for and which way the information goes.
    pub(crate) fn scope_is_known(&self) -> bool {
        self.kind != Known::Unknown
            && self.purpose != Known::Unknown
            && self.direction != Known::Unknown
    }

    fn processing(&mut self, rules: &Rules) {
        let place = match self.organisation {
            Known::Known(Some(place)) => place,
            Known::Known(None) => {
                self.state(Fact::TransferAllowed, Truth::False);
                return;
            }
            Known::Unknown => {
                self.limit(Limit::Processing, Span::UNKNOWN);
                self.state(Fact::TransferAllowed, Truth::Unknown);
                return;
            }
        };
        let day = self.day;
        let live = |of: usize| {
            rules.processors.iter().filter(move |processor| {
                processor.organisation == of && within(day, Some(processor.from), processor.until)
            })
        };
        let mut allowed = Truth::False;
        for processor in live(place) {
            if processor.engaged_by.is_some_and(|by| live(by).next().is_none()) {
                continue;
            }
            let span = match self.purpose {
                Known::Known(purpose) if processor.purposes & (1 << purpose as u8) != 0 => {
                    Span::exactly(processor.covers)
                }
                Known::Known(_) => continue,
                Known::Unknown => Span { sure: DataSet::NONE, maybe: processor.covers },
            };
            self.limit(Limit::Processing, self.span(Limit::Processing).union(span));
            let stays = !processor.abroad;
            let mechanism = processor.transfers.iter().any(|transfer| transfer.allows(day));
            allowed = allowed.or(Truth::from(stays || mechanism));
        }
        self.state(Fact::TransferAllowed, allowed);
    }
}

impl Known<Span> {
    fn or_unknown(self) -> Span {
        match self {
            Self::Known(span) => span,
            Self::Unknown => Span::UNKNOWN,
        }
    }
}
