//! What the person agreed to and refused, for this asker.

use caldicott_calendar::Day;

use super::Facts;
use super::few::Few;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::request::{BestInterests, Capacity, Consent, Request};
use crate::rulebook::{Form, Limit, Organisation, Rules, Span, within};
use crate::words::{AskerKind, CapacityFinding, ConsentKind, GivenBy, SharingPurpose};

/// A consent, refusal or withdrawal in which no name is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stance {
    kind: ConsentKind,
    /// Whether it names the asker, with its evidence and on its form.
    certain: Truth,
    /// Whether, as a refusal, it is meant for the asker.
    refused_to: Truth,
    /// What it covers, no further than its form.
    covers: DataSet,
    /// The purposes of its form and its own; every bit for any.
    purposes: u64,
    own_purposes: u64,
    /// What it refuses: what it names, or everything.
    refuses: DataSet,
    explicit: Truth,
    given: Option<Day>,
    until: Option<Day>,
    withdrawn: Option<Day>,
}

/// The asker as consents name them.
pub(super) struct Named<'r> {
    pub(super) rules: &'r Rules,
    pub(super) request: &'r Request,
    pub(super) kind: Known<AskerKind>,
    pub(super) capacity: &'r [Capacity],
}

impl Named<'_> {
    pub(super) fn resolve(&self, consent: &Consent) -> Stance {
        let named = self.named_in(&consent.to);
        // Without its evidence nobody can show it was given (CN-02).
        let shown = if consent.evidence.is_some() { Truth::True } else { Truth::Unknown };
        let mut certain = named.and(shown).and(self.valid(consent));
        let rules = self.rules;
        let form = consent.form.as_deref();
        let form = form.and_then(|id| rules.forms.iter().find(|form| form.id() == id));
        let (covers, purposes) = if let Some(form) = form {
            let in_force = consent.given.is_some_and(|given| form.in_force(given));
            certain = certain.and(Truth::from(form.kind == consent.kind && in_force));
            limits_of(form, consent)
        } else {
            certain = certain.and(Truth::Unknown);
            (consent.covers, u64::MAX)
        };
        let own = consent.purposes.iter().fold(0_u64, |sum, one| sum | 1 << *one as u8);
        let own_purposes = if consent.purposes.is_empty() { u64::MAX } else { own };
        let refuses = if consent.covers.is_empty() { DataSet::EVERY } else { consent.covers };
        Stance {
            kind: consent.kind,
            certain,
            refused_to: if consent.to.is_empty() {
                Truth::True
            } else {
                self.refused_to(&consent.to, named)
            },
            // What says not what for is not specific (C-002).
            covers: if consent.purposes.is_empty() { DataSet::NONE } else { covers },
            purposes: purposes & own,
            own_purposes,
            refuses,
            explicit: consent.explicit.truth(|explicit| *explicit),
            given: consent.given,
            until: consent.until,
            withdrawn: consent.withdrawn,
        }
    }

    /// What somebody decided in the person's best interests not to share.
    pub(super) fn refusal(&self, decided: &BestInterests) -> Stance {
        let mut refusal = Consent::refused(decided.decision, decided.on);
        refusal.to.clone_from(&decided.to);
        self.resolve(&refusal)
    }

    /// Whether it is a consent at all: given freely (C-002), by somebody who could give it (CN-01), and
    /// for data protection told first that it may be withdrawn (CN-02).
    fn valid(&self, consent: &Consent) -> Truth {
        let told = consent.told_of_withdrawal != Known::Known(false);
        if consent.freely_given == Known::Known(false)
            || (!told && consent.kind == ConsentKind::DataProtection)
        {
            return Truth::False;
        }
        match consent.given_by {
            GivenBy::Attorney | GivenBy::Deputy => {
                if consent.authority.is_some() {
                    Truth::True
                } else {
                    Truth::Unknown
                }
            }
            GivenBy::Person => able(self.capacity, consent.kind, consent.given),
        }
    }

    /// Whether a refusal is meant for the asker. A name that nobody bears may be theirs, misspelt.
    fn refused_to(&self, to: &[String], named: Truth) -> Truth {
        let listed = |name: &String| self.rules.organisation(name).is_some();
        if named == Truth::False && !to.iter().all(listed) { Truth::Unknown } else { named }
    }

    /// Whether a list names the asker: their organisation, or themselves.
    fn named_in(&self, to: &[String]) -> Truth {
        let asker = &self.request.asker;
        to.iter().fold(Truth::False, |sum, name| {
            let organisation = match (&asker.organisation, self.kind) {
                (Known::Unknown, Known::Known(kind)) if kind.asks_for_themselves() => Truth::False,
                (known, _) => known.truth(|id| id == name),
            };
            let found = match self.rules.organisation(name) {
                // Nobody bears the name of a listed organisation but that organisation.
                Some(place) if organisation == Truth::Unknown => self.may_be_of(place),
                Some(_) => organisation,
                // A name on no list may be that of whichever half is not known.
                None => organisation.or(asker.individual.truth(|id| id == name)),
            };
            sum.or(found)
        })
    }

    /// Whether the asker may be of this organisation, of which the kind is known.
    fn may_be_of(&self, place: usize) -> Truth {
        let listed = self.rules.organisations.get(place).map(Organisation::kind);
        match (self.kind, listed) {
            (Known::Known(kind), Some(listed)) if kind != listed => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

/// Whether the person was able to give this kind of consent on that day, as last assessed by then. Of
/// two findings of one day the less permissive counts; what nobody assessed is presumed (CN-07).
pub(crate) fn able(assessed: &[Capacity], kind: ConsentKind, given: Option<Day>) -> Truth {
    let Some(given) = given else { return Truth::True };
    let before = assessed.iter().filter(|one| one.decision == kind && one.on <= given);
    let found = |one: &Capacity| match one.finding {
        CapacityFinding::HasCapacity => Truth::True,
        CapacityFinding::InDoubt => Truth::Unknown,
        CapacityFinding::LacksCapacity => Truth::False,
    };
    let last = before.fold(None, |last: Option<(Day, Truth)>, one| match last {
        Some((on, truth)) if one.on < on => Some((on, truth)),
        Some((on, truth)) if one.on == on => Some((on, truth.and(found(one)))),
        _ => Some((one.on, found(one))),
    });
    last.map_or(Truth::True, |(_, truth)| truth)
}

impl Stance {
    /// The days on which it comes to stand or no longer stands.
    pub(super) fn days(&self) -> [Option<Day>; 3] {
        [self.given, self.until, self.withdrawn]
    }

    /// What it gives on this day, before refusals.
    fn gives(&self, purpose: Known<SharingPurpose>, day: Day) -> Span {
        let stands = self.given.is_some_and(|given| within(day, Some(given), self.until))
            && self.withdrawn.is_none_or(|withdrawn| day < withdrawn);
        if !stands {
            return Span::NOTHING;
        }
        match self.certain.and(wanted(self.purposes, purpose)) {
            Truth::False => Span::NOTHING,
            Truth::Unknown => Span { sure: DataSet::NONE, maybe: self.covers },
            Truth::True => Span::exactly(self.covers),
        }
    }

    /// Whether, as a refusal or withdrawal, it is meant for this asker and purpose.
    fn is_meant(&self, purpose: Known<SharingPurpose>) -> Truth {
        if self.own_purposes == u64::MAX {
            return self.refused_to;
        }
        self.refused_to.and(wanted(self.own_purposes, purpose))
    }

    /// What is left of it after the refusals on or since its day: on equal days the refusal wins, and of
    /// two records the less permissive.
    fn after_refusals(&self, all: &Few<Self, 3>, facts: &Facts) -> Span {
        let mut left = self.gives(facts.purpose, facts.day);
        // Who refuses that data goes to somebody at all has not lifted confidence for them.
        let says_no = |other: &&Self| {
            other.kind == self.kind
                || (self.kind == ConsentKind::Sharing && other.kind == ConsentKind::DataProtection)
        };
        for other in all.iter().filter(says_no) {
            if left.maybe.is_empty() {
                break;
            }
            let since = other
                .withdrawn
                .is_some_and(|on| self.given.is_some_and(|given| given <= on) && on <= facts.day);
            if !since {
                continue;
            }
            let meant = other.is_meant(facts.purpose);
            if meant != Truth::False {
                left.sure = left.sure.minus(other.refuses);
            }
            if meant == Truth::True {
                left.maybe = left.maybe.minus(other.refuses);
            }
        }
        left
    }

    /// Whether a refusal of sharing stands against this asker with no later consent.
    fn stands_against(&self, all: &Few<Self, 3>, facts: &Facts) -> Truth {
        let Some(on) = self.withdrawn.filter(|on| *on <= facts.day) else { return Truth::False };
        let refused = self.refuses.intersection(facts.asked);
        if !matches!(self.kind, ConsentKind::Sharing | ConsentKind::DataProtection)
            || refused.is_empty()
        {
            return Truth::False;
        }
        let since = all.iter().any(|later| {
            later.kind == self.kind
                && later.given.is_some_and(|given| on < given)
                && later.gives(facts.purpose, facts.day).sure.contains_all(refused)
        });
        if since { Truth::False } else { self.is_meant(facts.purpose) }
    }
}

/// What stands on the facts' day.
pub(super) fn stand(consents: &Few<Stance, 3>, facts: &mut Facts) {
    let mut refused = Truth::False;
    for consent in consents.iter() {
        refused = refused.or(consent.stands_against(consents, facts));
        let standing = consent.after_refusals(consents, facts);
        if standing.maybe.is_empty() {
            continue;
        }
        let plain = Limit::Consent(consent.kind);
        facts.limit(plain, facts.span(plain).union(standing));
        let express = Limit::ExplicitConsent(consent.kind);
        let standing = match consent.explicit {
            Truth::True => standing,
            Truth::Unknown => Span { sure: DataSet::NONE, maybe: standing.maybe },
            Truth::False => Span::NOTHING,
        };
        facts.limit(express, facts.span(express).union(standing));
    }
    facts.state(Fact::ConsentRefused, refused);
}

fn wanted(purposes: u64, purpose: Known<SharingPurpose>) -> Truth {
    purpose.truth(|purpose| purposes & (1 << *purpose as u8) != 0)
}

/// A consent reaches no further than its form, and no further than it says. One that names nothing on a
/// form for everything is not specific and covers nothing (C-002).
fn limits_of(form: &Form, consent: &Consent) -> (DataSet, u64) {
    let specific = form.covers != DataSet::EVERY;
    let own = if consent.covers.is_empty() && specific { form.covers } else { consent.covers };
    (own.intersection(form.covers), form.purposes)
}
