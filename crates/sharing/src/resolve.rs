//! From a request to the flat facts that rules are judged by.

use caldicott_calendar::Day;
use caldicott_model::{Category, CategorySet};

use crate::bits::RuleBits;
use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::known::{Known, Truth};
use crate::request::{Consent, FactSet, Request, SubjectState};
use crate::rulebook::{Approvals, Form, Limit, Organisation, Rulebook, Span, order_fact, within};
use crate::words::{AskerKind, ConsentKind, Direction, SharingPurpose, Verification};

/// What a decision is made of: every fact as true, false or unknown, every limit as what is surely
/// and what may be within it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
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

impl Facts {
    pub(crate) fn of(rulebook: &Rulebook, request: &Request, day: Day) -> Self {
        let asker = &request.asker;
        let organisation = match &asker.organisation {
            Known::Known(id) => Known::Known(rulebook.organisation(id)),
            Known::Unknown => Known::Unknown,
        };
        let listed = match organisation {
            Known::Known(Some(place)) => rulebook.organisations.get(place).map(Organisation::kind),
            Known::Known(None) | Known::Unknown => None,
        };
        let (kind, contradicted) = match (asker.kind, listed) {
            (Known::Known(kind), Some(listed)) if kind != listed => (Known::Unknown, true),
            (Known::Known(kind), _) => (Known::Known(kind), false),
            (Known::Unknown, listed) => (Known::from(listed), false),
        };
        let verified = verified(request, kind, contradicted);
        let open = verified == Truth::True;
        // Until the asker is verified nothing depends on the person, not even what is logged (B-015).
        let nobody = SubjectState::default();
        let subject = if open { &request.subject } else { &nobody };
        let mut facts = Self {
            kind,
            purpose: request.purpose,
            direction: request.direction,
            asked: request.asked,
            stated: case_facts(request),
            approvals: approvals(rulebook, request, day),
            limits: [Span::NOTHING; Limit::COUNT],
            third_party: subject.third_party_confidential.map(Span::exactly).or_unknown(),
            organisation,
            relies_on: match &request.agreement {
                None => ReliedOn::None,
                Some(id) => rulebook
                    .agreements
                    .iter()
                    .position(|agreement| agreement.id() == id)
                    .map_or(ReliedOn::Unlisted, ReliedOn::Listed),
            },
            supposed: RuleBits::default(),
        };
        facts.state(Fact::Verified, verified);
        facts.order(request, day);
        facts.subject(rulebook, request, subject, day);
        facts.processing(rulebook, day);
        facts.limit(Limit::Necessary, request.necessary.map(Span::exactly).or_unknown());
        facts
    }

    pub(crate) const fn state(&mut self, fact: Fact, truth: Truth) {
        let value = match truth {
            Truth::True => Known::Known(true),
            Truth::False => Known::Known(false),
            Truth::Unknown => Known::Unknown,
        };
        self.stated.set(fact, value);
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

    fn order(&mut self, request: &Request, day: Day) {
        for (_, kind) in crate::words::OrderKind::NAMES {
            self.state(order_fact(*kind), Truth::False);
        }
        if let Some(order) = &request.order {
            let stands =
                order.seen.truth(|seen| *seen).and(within(day, order.from, order.until).into());
            self.state(order_fact(order.kind), stands);
            self.limit(Limit::Order, order.scope.map(Span::exactly).or_unknown());
        }
    }

    fn subject(
        &mut self,
        rulebook: &Rulebook,
        request: &Request,
        subject: &SubjectState,
        day: Day,
    ) {
        for (_, fact) in Fact::NAMES {
            if fact.stated() == Stated::Subject {
                self.state(*fact, subject.facts.value(*fact).truth(|holds| *holds));
            }
        }
        // A person who cannot be found cannot be asked (B-042).
        let cannot = self.truth(Fact::CannotConsent);
        if self.truth(Fact::ReportedMissingByUs) == Truth::True {
            self.state(Fact::CannotConsent, Truth::True.or(cannot));
        }
        let Known::Known(consents) = &subject.consents else {
            for (_, kind) in ConsentKind::NAMES {
                self.limit(Limit::Consent(*kind), Span::UNKNOWN);
                self.limit(Limit::ExplicitConsent(*kind), Span::UNKNOWN);
            }
            return;
        };
        let asker = Named::of(rulebook, request, self.kind);
        let mut refused = Truth::False;
        for consent in consents {
            refused = refused.or(asker.is_refused(consent, consents, self, day));
            let Some((span, explicit)) = asker.given(consent, self.purpose, day) else { continue };
            let standing = asker.after_refusals(consent, consents, span, self.purpose, day);
            let plain = Limit::Consent(consent.kind);
            self.limit(plain, self.span(plain).union(standing));
            let express = Limit::ExplicitConsent(consent.kind);
            let standing = match explicit {
                Truth::True => standing,
                Truth::Unknown => Span { sure: DataSet::NONE, maybe: standing.maybe },
                Truth::False => Span::NOTHING,
            };
            self.limit(express, self.span(express).union(standing));
        }
        self.state(Fact::ConsentRefused, refused);
    }

    fn processing(&mut self, rulebook: &Rulebook, day: Day) {
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
        let live = |of: usize| {
            rulebook.processors.iter().filter(move |processor| {
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
    let mut facts = FactSet::default();
    for (_, fact) in Fact::NAMES {
        if fact.stated() == Stated::Case {
            facts.set(*fact, request.facts.value(*fact));
        }
    }
    facts.set(Fact::Anonymous, request.anonymous);
    facts.set(Fact::Routine, request.routine);
    facts.set(Fact::ClaimsAgreement, Known::Known(request.agreement.is_some()));
    if request.facts.value(Fact::PublicTaskStatement) == Known::Unknown {
        // What an asker shows is known completely (LB-11).
        facts.set(Fact::PublicTaskStatement, Known::Known(false));
    }
    let cpi = Fact::ConfidentialPatientInformation;
    if facts.value(cpi) == Known::Unknown && !request.asked.intersects(CARE) {
        facts.set(cpi, Known::Known(false));
    }
    facts
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

/// Who approved and who declined. Nobody approves a request of their own, and an approval of a later
/// day is none yet.
fn approvals(rulebook: &Rulebook, request: &Request, day: Day) -> Approvals {
    let Known::Known(handler) = &request.handled_by else { return Approvals::default() };
    let one_of_us = request.asker.kind == Known::Known(AskerKind::TeamMember);
    if one_of_us && request.asker.individual == Known::Unknown {
        // Which of us asks is not known, so any approver may be the asker.
        return Approvals::default();
    }
    let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
    let own = |by: &str| {
        same(by, handler)
            || matches!(&request.asker.individual, Known::Known(individual) if same(by, individual))
    };
    let mut granted_by = 0_u64;
    let mut declined_by = 0_u64;
    for approval in &request.approvals {
        if approval.on > day || own(&approval.by) {
            continue;
        }
        let Some(role) = rulebook.role(&approval.role) else { continue };
        if approval.granted {
            granted_by |= 1 << role;
        } else {
            declined_by |= 1 << role;
        }
    }
    let above = |place: usize| rulebook.roles.get(place).map_or(0, |role| role.or_above);
    // A refusal stands unless a role strictly above has granted.
    let standing: u64 = crate::bits::ones(declined_by)
        .filter(|role| granted_by & above(*role) & !(1 << role) == 0)
        .fold(0, |sum, role| sum | 1 << role);
    let mut approvals = Approvals::default();
    for place in 0..rulebook.roles.len() {
        if standing & above(place) != 0 {
            approvals.declined |= 1 << place;
        } else if granted_by & above(place) != 0 {
            approvals.granted |= 1 << place;
        }
    }
    approvals
}

/// The asker as consents name them.
struct Named<'r> {
    rulebook: &'r Rulebook,
    request: &'r Request,
    kind: Known<AskerKind>,
}

impl<'r> Named<'r> {
    const fn of(rulebook: &'r Rulebook, request: &'r Request, kind: Known<AskerKind>) -> Self {
        Self { rulebook, request, kind }
    }

    /// Whether a list names the asker.
    fn named_in(&self, to: &[String]) -> Truth {
        let asker = &self.request.asker;
        let is = |known: &Known<String>, name: &String| known.truth(|id| id == name);
        to.iter().fold(Truth::False, |sum, name| {
            let organisation = is(&asker.organisation, name);
            let individual = is(&asker.individual, name);
            let found = match (organisation, individual) {
                (Truth::True, _) | (_, Truth::True) => Truth::True,
                (Truth::Unknown, other) => match self.rulebook.organisation(name) {
                    Some(place) => {
                        let listed = self.rulebook.organisations.get(place).map(Organisation::kind);
                        match (self.kind, listed) {
                            (Known::Known(kind), Some(listed)) if kind != listed => Truth::False,
                            _ => Truth::Unknown,
                        }
                    }
                    None => other,
                },
                (Truth::False, _) => Truth::False,
            };
            sum.or(found)
        })
    }

    /// What a consent gives on this day, before refusals, and whether in express words.
    fn given(
        &self,
        consent: &Consent,
        purpose: Known<SharingPurpose>,
        day: Day,
    ) -> Option<(Span, Truth)> {
        let given = consent.given?;
        if day < given
            || !within(day, None, consent.until)
            || consent.withdrawn.is_some_and(|w| w <= day)
        {
            return None;
        }
        let mut certain = self.named_in(&consent.to);
        // Without its evidence nobody can show it was given (CN-02).
        certain =
            certain.and(if consent.evidence.is_some() { Truth::True } else { Truth::Unknown });
        let form = consent
            .form
            .as_deref()
            .map(|id| self.rulebook.forms.iter().find(|form| form.id() == id));
        let (covers, purposes) = if let Some(Some(form)) = form {
            certain = certain.and(Truth::from(form.kind == consent.kind && form.in_force(given)));
            limits_of(form, consent)
        } else {
            certain = certain.and(Truth::Unknown);
            (consent.covers, u64::MAX)
        };
        let wanted = |word: u64| purpose.truth(|purpose| word & (1 << *purpose as u8) != 0);
        let own = consent.purposes.iter().fold(0_u64, |sum, one| sum | 1 << *one as u8);
        let own = if consent.purposes.is_empty() { u64::MAX } else { own };
        certain = certain.and(wanted(purposes)).and(wanted(own));
        let explicit = consent.explicit.truth(|explicit| *explicit);
        match certain {
            Truth::False => None,
            Truth::Unknown => Some((Span { sure: DataSet::NONE, maybe: covers }, explicit)),
            Truth::True => Some((Span::exactly(covers), explicit)),
        }
    }

    /// What is left of a consent after the refusals on or since its day: on equal days the refusal
    /// wins, and of two records the less permissive.
    fn after_refusals(
        &self,
        consent: &Consent,
        all: &[Consent],
        span: Span,
        purpose: Known<SharingPurpose>,
        day: Day,
    ) -> Span {
        let Some(given) = consent.given else { return Span::NOTHING };
        all.iter().filter(|other| other.kind == consent.kind).fold(span, |left, other| {
            if !other.withdrawn.is_some_and(|on| given <= on && on <= day) {
                return left;
            }
            match self.refuses(other, purpose) {
                Truth::False => left,
                Truth::Unknown => {
                    Span { sure: left.sure.minus(refused_data(other)), maybe: left.maybe }
                }
                Truth::True => Span {
                    sure: left.sure.minus(refused_data(other)),
                    maybe: left.maybe.minus(refused_data(other)),
                },
            }
        })
    }

    /// Whether a refusal or withdrawal is meant for this asker and purpose.
    fn refuses(&self, other: &Consent, purpose: Known<SharingPurpose>) -> Truth {
        let named = if other.to.is_empty() { Truth::True } else { self.named_in(&other.to) };
        let meant = if other.purposes.is_empty() {
            Truth::True
        } else {
            purpose.truth(|purpose| other.purposes.contains(purpose))
        };
        named.and(meant)
    }

    /// Whether a refusal of sharing stands against this asker with no later consent.
    fn is_refused(&self, other: &Consent, all: &[Consent], facts: &Facts, day: Day) -> Truth {
        let Some(on) = other.withdrawn.filter(|on| *on <= day) else { return Truth::False };
        if !matches!(other.kind, ConsentKind::Sharing | ConsentKind::DataProtection)
            || !refused_data(other).intersects(facts.asked)
        {
            return Truth::False;
        }
        let since = all.iter().any(|later| {
            later.kind == other.kind
                && later.given.is_some_and(|given| on < given)
                && self.given(later, facts.purpose, day).is_some_and(|(span, _)| {
                    span.sure.contains_all(refused_data(other).intersection(facts.asked))
                })
        });
        if since { Truth::False } else { self.refuses(other, facts.purpose) }
    }
}

/// What a refusal refuses: what it names, or everything.
fn refused_data(refusal: &Consent) -> DataSet {
    if refusal.covers.is_empty() { DataSet::EVERY } else { refusal.covers }
}

/// A consent reaches no further than its form.
fn limits_of(form: &Form, consent: &Consent) -> (DataSet, u64) {
    let own = if consent.covers.is_empty() { form.covers } else { consent.covers };
    (own.intersection(form.covers), form.purposes)
}
