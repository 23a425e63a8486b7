//! What a request says without its names: who asks, whether they are who they say, what is stated.

use caldicott_model::{Category, CategorySet};

use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::known::{Known, Truth};
use crate::request::{FactSet, Request, SubjectState};
use crate::rulebook::{Organisation, Rules, order_fact};
use crate::words::{AskerKind, Direction, OrderKind, SharingPurpose, Verification};

/// What a request says without its names: who asks, what for, what is stated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    pub(crate) kind: Known<AskerKind>,
    pub(crate) purpose: Known<SharingPurpose>,
    pub(crate) direction: Known<Direction>,
    pub(crate) asked: DataSet,
    /// What is true or false on every day.
    pub(crate) stated: FactSet,
    pub(crate) organisation: Known<Option<usize>>,
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

impl Scope {
    #[expect(clippy::inline_always, reason = "called, it would hand over the scope in memory")]
    #[inline(always)]
    pub(crate) fn of(rules: &Rules, request: &Request) -> Self {
        // Completed where it lies: what was just put together from small pieces is slow to move.
        let mut scope = Self::of_asker(rules, request);
        scope.add_person(&request.subject);
        scope
    }

    /// The same before anything is known about the person; [`Scope::for_person`] adds that.
    #[expect(clippy::inline_always, reason = "as above")]
    #[inline(always)]
    pub(crate) fn of_asker(rules: &Rules, request: &Request) -> Self {
        let asker = &request.asker;
        let organisation = match &asker.organisation {
            Known::Known(id) => Known::Known(rules.organisation(id)),
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
        let mut scope = Self {
            kind,
            purpose: request.purpose,
            direction: request.direction,
            asked: request.asked,
            stated: case_facts(request),
            organisation,
        };
        state(&mut scope.stated, Fact::Verified, verified);
        scope
    }

    /// With what is known about this person. Until the asker is verified nothing depends on them, not
    /// even what is logged (B-015).
    #[inline]
    pub(crate) fn for_person(mut self, subject: &SubjectState) -> Self {
        self.add_person(subject);
        self
    }

    #[inline]
    fn add_person(&mut self, subject: &SubjectState) {
        if self.is_verified() {
            self.stated.yes |= subject.facts.yes & SUBJECT;
            self.stated.no |= subject.facts.no & SUBJECT;
            if self.stated.value(Fact::ReportedMissingByUs) == Known::Known(true) {
                // A person who cannot be found cannot be asked (B-042).
                self.stated.set(Fact::CannotConsent, Known::Known(true));
            }
            if self.stated.value(Fact::Deceased) == Known::Known(true) {
                // Objection and restriction are rights of the living; confidence stays (SC-11).
                self.stated.set(Fact::Objected, Known::Known(false));
                self.stated.set(Fact::Restricted, Known::Known(false));
            }
        }
        settle(&mut self.stated, self.asked);
        self.stated.no |= ORDERS;
    }

    /// Whether the asker is known to be genuine.
    pub(crate) fn is_verified(&self) -> bool {
        self.stated.yes & Fact::Verified.bit() != 0
    }
}

pub(super) const fn state(stated: &mut FactSet, fact: Fact, truth: Truth) {
    let value = match truth {
        Truth::True => Known::Known(true),
        Truth::False => Known::Known(false),
        Truth::Unknown => Known::Unknown,
    };
    stated.set(fact, value);
}

/// Whether the asker is genuine and may ask (B-011 to B-014).
fn verified(request: &Request, kind: Known<AskerKind>, contradicted: bool) -> Truth {
    if kind == Known::Known(AskerKind::Unidentified) {
        return Truth::False;
    }
    let checked = match request.asker.verification {
        Known::Known(how) => match how {
            // Nobody shows a warrant card down a telephone, or in a letter.
            _ if request.shows_what_cannot_be_seen() => Truth::Unknown,
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
fn settle(stated: &mut FactSet, asked: DataSet) {
    let cpi = Fact::ConfidentialPatientInformation;
    if asked.intersects(CARE) {
        // Care data of somebody who opted out is theirs to withhold, whatever the file calls it (CN-23).
        let truth = |fact: Fact| stated.value(fact).truth(|holds| *holds);
        let theirs = truth(cpi).or(truth(Fact::OptedOut));
        state(stated, cpi, theirs);
    }
}

/// What may be about care or treatment (CN-23).
pub(crate) const CARE: DataSet = DataSet::of(CategorySet::of(&[
    Category::Genetic,
    Category::Health,
    Category::SupportNeeds,
    Category::Safeguarding,
    Category::ContactRecord,
    Category::AgencyAndReferral,
]));
