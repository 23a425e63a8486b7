//! From a request to the flat facts that rules are judged by, in two steps: names become places once,
//! then a day makes it facts.

mod consents;
mod few;

use caldicott_calendar::Day;
use caldicott_model::{Category, CategorySet};

use crate::bits::{RuleBits, ones};
use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::ids::look_alike;
use crate::known::{Known, Truth};
use crate::request::{FactSet, Request};
use crate::rulebook::{Approvals, Limit, Organisation, Rules, Span, order_fact, within};
use crate::words::{AskerKind, ConsentKind, Direction, OrderKind, SharingPurpose, Verification};

use consents::{Named, Stance};
use few::Few;

/// A request in which every name is a place in the rulebook: no text is left in it.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    kind: Known<AskerKind>,
    purpose: Known<SharingPurpose>,
    direction: Known<Direction>,
    asked: DataSet,
    /// What is true or false on every day.
    stated: FactSet,
    third_party: Span,
    necessary: Span,
    organisation: Known<Option<usize>>,
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

/// An approval that counts, or a refusal, by the place of its role; a refusal may come from a role that
/// nobody knows.
#[derive(Clone, Copy, Debug)]
struct Approved {
    role: Option<usize>,
    on: Day,
    granted: bool,
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

/// The facts that stand in the request's `facts`.
const CASE: u64 = stated_in(Stated::Case);
/// The facts that stand in the request's `subject`.
const SUBJECT: u64 = stated_in(Stated::Subject);
/// The facts that follow from the order shown: what is not shown is known not to be.
pub(crate) const ORDERS: u64 = {
    let mut bits = 0;
    let mut rest = OrderKind::NAMES;
    while let [(_, kind), tail @ ..] = rest {
        bits |= order_fact(*kind).bit();
        rest = tail;
    }
    bits
};

const fn stated_in(stated: Stated) -> u64 {
    let mut bits = 0;
    let mut rest = Fact::NAMES;
    while let [(_, fact), tail @ ..] = rest {
        if fact.stated() as u8 == stated as u8 {
            bits |= fact.bit();
        }
        rest = tail;
    }
    bits
}

impl Resolved {
    pub(crate) fn of(rules: &Rules, request: &Request) -> Self {
        let asker = &request.asker;
        let organisation = match &asker.organisation {
            Known::Known(id) => Known::Known(rules.compiled.organisation(id)),
            Known::Unknown => Known::Unknown,
        };
        let listed = match organisation {
            Known::Known(Some(place)) => rules.organisations.get(place).map(Organisation::kind),
            Known::Known(None) | Known::Unknown => None,
        };
        let (kind, contradicted) = match (asker.kind, listed) {
            (Known::Known(kind), Some(listed)) if kind != listed => (Known::Unknown, true),
            (Known::Known(kind), _) => (Known::Known(kind), false),
            (Known::Unknown, listed) => (Known::from(listed), false),
        };
        let verified = verified(request, kind, contradicted);
        // Until the asker is verified nothing depends on the person, not even what is logged (B-015).
        let subject = (verified == Truth::True).then_some(&request.subject);
        let mut stated = case_facts(request);
        if let Some(subject) = subject {
            stated.yes |= subject.facts.yes & SUBJECT;
            stated.no |= subject.facts.no & SUBJECT;
        }
        if stated.value(Fact::ReportedMissingByUs) == Known::Known(true) {
            // A person who cannot be found cannot be asked (B-042).
            stated.set(Fact::CannotConsent, Known::Known(true));
        }
        settle(&mut stated, request);
        stated.no |= ORDERS;
        state(&mut stated, Fact::Verified, verified);
        let consents = match subject.map(|subject| &subject.consents) {
            Some(Known::Known(consents)) => {
                let asker = Named { rules, request, kind };
                Known::Known(consents.iter().map(|consent| asker.resolve(consent)).collect())
            }
            Some(Known::Unknown) | None => Known::Unknown,
        };
        Self {
            kind,
            purpose: request.purpose,
            direction: request.direction,
            asked: request.asked,
            stated,
            third_party: subject
                .map_or(Known::Unknown, |subject| subject.third_party_confidential)
                .map(Span::exactly)
                .or_unknown(),
            necessary: request.necessary.map(Span::exactly).or_unknown(),
            organisation,
            relies_on: match &request.agreement {
                None => ReliedOn::None,
                Some(id) => {
                    rules.compiled.agreement(id).map_or(ReliedOn::Unlisted, ReliedOn::Listed)
                }
            },
            order: request.order.as_ref().map(|order| Shown {
                fact: order_fact(order.kind),
                seen: order.seen.truth(|seen| *seen),
                scope: order.scope.map(Span::exactly).or_unknown(),
                from: order.from,
                until: order.until,
            }),
            approvals: approvals(rules, request),
            consents,
        }
    }

    /// The facts on a day.
    pub(crate) fn on(&self, rules: &Rules, day: Day) -> Facts {
        let mut facts = Facts {
            day,
            era: rules.compiled.era(day),
            kind: self.kind,
            purpose: self.purpose,
            direction: self.direction,
            asked: self.asked,
            stated: self.stated,
            approvals: self.approvals_on(rules, day),
            limits: [Span::NOTHING; Limit::COUNT],
            third_party: self.third_party,
            organisation: self.organisation,
            relies_on: self.relies_on,
            supposed: RuleBits::default(),
        };
        facts.limit(Limit::Necessary, self.necessary);
        if let Some(order) = &self.order {
            let stands = order.seen.and(within(day, order.from, order.until).into());
            facts.state(order.fact, stands);
            facts.limit(Limit::Order, order.scope);
        }
        match &self.consents {
            Known::Known(consents) => consents::stand(consents, &mut facts),
            Known::Unknown => {
                for (_, kind) in ConsentKind::NAMES {
                    facts.limit(Limit::Consent(*kind), Span::UNKNOWN);
                    facts.limit(Limit::ExplicitConsent(*kind), Span::UNKNOWN);
                }
            }
        }
        facts.processing(rules);
        facts
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

    /// A refusal stands unless a role strictly above has granted. An approval of a later day is none yet.
    fn approvals_on(&self, rules: &Rules, day: Day) -> Approvals {
        let (mut granted_by, mut declined_by) = (0_u64, 0_u64);
        let mut declined_by_unknown = false;
        for approval in self.approvals.iter().filter(|approval| approval.on <= day) {
            let by = if approval.granted { &mut granted_by } else { &mut declined_by };
            match approval.role {
                Some(role) => *by |= 1 << role,
                None => declined_by_unknown |= !approval.granted,
            }
        }
        let mut approvals = Approvals::default();
        if granted_by | declined_by == 0 {
            return approvals;
        }
        let above = |place: usize| rules.roles.get(place).map_or(0, |role| role.or_above);
        let standing: u64 = ones(declined_by)
            .filter(|role| granted_by & above(*role) & !(1 << role) == 0)
            .fold(0, |sum, role| sum | 1 << role);
        for place in 0..rules.roles.len() {
            if standing & above(place) != 0 {
                approvals.declined |= 1 << place;
            } else if granted_by & above(place) != 0 && !declined_by_unknown {
                // Whether a role that nobody knows stands above is for somebody to find out.
                approvals.granted |= 1 << place;
            }
        }
        approvals
    }
}

const fn state(stated: &mut FactSet, fact: Fact, truth: Truth) {
    let value = match truth {
        Truth::True => Known::Known(true),
        Truth::False => Known::Known(false),
        Truth::Unknown => Known::Unknown,
    };
    stated.set(fact, value);
}

impl Facts {
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

/// Whether the asker is genuine and may ask (B-011 to B-014).
fn verified(request: &Request, kind: Known<AskerKind>, contradicted: bool) -> Truth {
    if kind == Known::Known(AskerKind::Unidentified) {
        return Truth::False;
    }
    let checked = match request.asker.verification {
        Known::Known(how) => match how {
            Verification::CallBack
            | Verification::ContactedByUs
            | Verification::CredentialsSeen
            | Verification::KnownInPerson
            | Verification::SystemLogin => Truth::True,
            Verification::WrittenRequest => Truth::Unknown,
            Verification::Doubted | Verification::None => Truth::False,
        },
        Known::Unknown => Truth::Unknown,
    };
    // Whoever says to be of another kind than their organisation is has not been verified.
    if contradicted { checked.and(Truth::Unknown) } else { checked }
}

fn case_facts(request: &Request) -> FactSet {
    let mut facts = FactSet { yes: request.facts.yes & CASE, no: request.facts.no & CASE };
    facts.set(Fact::Anonymous, request.anonymous);
    facts.set(Fact::Routine, request.routine);
    facts.set(Fact::ClaimsAgreement, Known::Known(request.agreement.is_some()));
    if facts.value(Fact::PublicTaskStatement) == Known::Unknown {
        // What an asker shows is known completely (LB-11).
        facts.set(Fact::PublicTaskStatement, Known::Known(false));
    }
    let cpi = Fact::ConfidentialPatientInformation;
    if facts.value(cpi) == Known::Unknown && !request.asked.intersects(CARE) {
        facts.set(cpi, Known::Known(false));
    }
    facts
}

/// What facts say together.
fn settle(stated: &mut FactSet, request: &Request) {
    let cpi = Fact::ConfidentialPatientInformation;
    if stated.value(cpi) == Known::Known(false) && request.asked.intersects(CARE) {
        // Care data of somebody who opted out is theirs to withhold, whatever the file calls it (CN-23).
        match stated.value(Fact::OptedOut) {
            Known::Known(true) => stated.set(cpi, Known::Known(true)),
            Known::Unknown => stated.set(cpi, Known::Unknown),
            Known::Known(false) => {}
        }
    }
    // Where the record says nothing of it at all, nobody is known to hide.
    let (seen, wish) =
        (stated.value(Fact::SeenWhileMissing), stated.value(Fact::WishesToStayHidden));
    let hiding = match (seen, wish) {
        (Known::Unknown, Known::Unknown) => Truth::False,
        _ => seen.truth(|seen| *seen).and(wish.truth(|wish| *wish)),
    };
    state(stated, Fact::Hiding, hiding);
}

/// What may be about care or treatment (CN-23).
const CARE: DataSet = DataSet::of(CategorySet::of(&[
    Category::Genetic,
    Category::Health,
    Category::SupportNeeds,
    Category::Safeguarding,
    Category::ContactRecord,
    Category::AgencyAndReferral,
]));

/// Who approved and who declined. Nobody approves a request of their own; anybody may decline one.
fn approvals(rules: &Rules, request: &Request) -> Few<Approved, 4> {
    let one_of_us = request.asker.kind == Known::Known(AskerKind::TeamMember);
    // Which of us asks is not known, so any approver may be the asker.
    let anybodys = one_of_us && request.asker.individual == Known::Unknown;
    let handler = match &request.handled_by {
        Known::Known(handler) if !anybodys => Some(handler),
        Known::Known(_) | Known::Unknown => None,
    };
    let own = |by: &str| {
        handler.is_none_or(|handler| look_alike(by, handler))
            || matches!(&request.asker.individual, Known::Known(them) if look_alike(by, them))
    };
    request
        .approvals
        .iter()
        .filter(|approval| !approval.granted || !own(&approval.by))
        .map(|approval| {
            let role = rules.role(&approval.role);
            Approved { role, on: approval.on, granted: approval.granted }
        })
        .collect()
}
