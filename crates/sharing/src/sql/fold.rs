//! Partial evaluation: the compiled rules on everything about the asking, which leaves what must be so
//! of the person.

use caldicott_calendar::Day;

use super::formula::{Atom, Formula};
use super::tables::Tables;
use crate::bits::ones;
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::known::{Known, Truth};
use crate::request::{Request, SubjectState};
use crate::resolve::{CARE, Facts, Scope, Wanted};
use crate::rulebook::{Limit, Rules};
use crate::words::ConsentKind;

/// A way to release something: a gateway on a basis, and what must be so of the person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Branch {
    pub(super) limb: usize,
    pub(super) gateway: usize,
    /// The bars that are kept to.
    pub(super) bars: u64,
    pub(super) formula: Formula,
}

/// The rules on one day, with everything about the asking put in.
pub(super) struct Fold<'r> {
    rules: &'r Rules,
    tables: &'r Tables,
    facts: Facts,
    /// What the request says of confidential patient information, whatever the person opted out of.
    patient_information: Known<bool>,
    /// Whether anything may depend on the person: nothing does until the asker is verified (B-015).
    personal: bool,
    /// Whether a consent can name the asker at all.
    named: bool,
}

impl<'r> Fold<'r> {
    pub(super) fn new(
        rules: &'r Rules,
        request: &'r Request,
        tables: &'r Tables,
        day: Day,
    ) -> Self {
        let nobody = SubjectState::default();
        let scope = Scope::of_asker(rules, request);
        let personal = scope.is_verified();
        let patient_information = scope.stated.value(Fact::ConfidentialPatientInformation);
        let mut facts = Facts::new(&scope.for_person(&nobody), rules, day);
        facts.add_stated(rules, request, &nobody);
        let every = Wanted { facts: u64::MAX, roles: u64::MAX, limits: u64::MAX };
        facts.add_wanted(rules, request, &nobody, every);
        let asker = &request.asker;
        let named = asker.organisation != Known::Unknown || asker.individual != Known::Unknown;
        Self { rules, tables, facts, patient_information, personal, named }
    }

    /// Every way in which a datum may go, the widest alone where one says no more than another.
    pub(super) fn branches(&self, datum: DataSet, unmapped: &mut Vec<&'static str>) -> Vec<Branch> {
        let mut all: Vec<Branch> = Vec::new();
        if !self.facts.scope_is_known() {
            return all;
        }
        for (place, limb) in self.rules.compiled.alive(&self.facts) {
            let formula = self.through(limb, datum).mapped(unmapped);
            if formula.is_false() {
                continue;
            }
            let bars = ones(limb.bars & self.rules.compiled.bars_alive(&self.facts))
                .filter(|bar| {
                    self.rules.compiled.bar(*bar).is_some_and(|bar| bar.removes.intersects(datum))
                })
                .fold(0, |sum, bar| sum | 1 << bar);
            all.push(Branch { limb: place, gateway: limb.gateway, bars, formula });
        }
        let widest = |place: usize, one: &Branch| {
            !all.iter().enumerate().any(|(other, wider)| {
                let says_less = wider.formula.is_part_of(&one.formula);
                other != place
                    && says_less
                    && (!one.formula.is_part_of(&wider.formula) || other < place)
            })
        };
        let kept = all.iter().enumerate().filter(|(place, one)| widest(*place, one));
        kept.map(|(_, one)| one.clone()).collect()
    }

    /// What must be so for a datum to go through a limb, bars included.
    fn through(&self, limb: &Limb, datum: DataSet) -> Formula {
        let needs = &limb.needs;
        let closed = limb.basis.is_none()
            || !limb.covers.intersects(datum)
            || limb.then != crate::words::Then::Release
            || needs.roles & !self.facts.approvals.granted != 0
            || limb.document.is_some_and(|document| document.required)
                && self.rules.is_refused_without_document(limb, &self.facts);
        if closed {
            return Formula::FALSE;
        }
        let facts = needs.facts().map(|(fact, value)| self.fact(fact, value));
        let limits = Limit::of(needs.limits).map(|limit| self.limit(limit, limb.gateway, datum));
        let bars = ones(limb.bars & self.rules.compiled.bars_alive(&self.facts))
            .map(|bar| self.spared(bar, datum));
        Formula::all(facts.chain(limits).chain(bars))
    }

    fn limit(&self, limit: Limit, gateway: usize, datum: DataSet) -> Formula {
        match limit {
            Limit::Agreement => {
                constant(self.rules.agreed(gateway, &self.facts).sure.contains_all(datum))
            }
            Limit::Necessary | Limit::Order | Limit::Processing => {
                constant(self.facts.span(limit).sure.contains_all(datum))
            }
            Limit::Consent(kind) => self.consented(kind, false, datum),
            Limit::ExplicitConsent(kind) => self.consented(kind, true, datum),
        }
    }

    fn consented(&self, kind: ConsentKind, express: bool, datum: DataSet) -> Formula {
        let form = self.rules.forms.iter().any(|form| {
            form.kind == kind
                && form.covers.contains_all(datum)
                && self.facts.purpose.truth(|purpose| form.purposes & (1 << *purpose as u8) != 0)
                    == Truth::True
        });
        if !self.personal || !self.named || !form {
            return Formula::FALSE;
        }
        Formula::Atom(if self.tables.holds_consents() {
            Atom::Consented { kind, express, datum }
        } else {
            Atom::Unmapped("consents")
        })
    }

    /// What must be so for a bar to take nothing.
    fn spared(&self, place: usize, datum: DataSet) -> Formula {
        let Some(bar) = self.rules.compiled.bar(place) else { return Formula::TRUE };
        if !bar.removes.intersects(datum) || bar.unless.roles & self.facts.approvals.granted != 0 {
            return Formula::TRUE;
        }
        let lifted = bar.unless.facts().map(|(fact, _)| self.fact(fact, true));
        let unmet = bar.when.facts().map(|(fact, value)| self.fact(fact, !value));
        let elsewhere = bar.third_party_only.then(|| self.not_from_others(datum));
        Formula::any(lifted.chain(unmet).chain(elsewhere))
    }

    fn not_from_others(&self, datum: DataSet) -> Formula {
        if !self.personal {
            return Formula::FALSE;
        }
        Formula::Atom(if self.tables.third_party.is_some() {
            Atom::NotFromOthers(datum)
        } else {
            Atom::Unmapped("third-party-confidential")
        })
    }

    /// That a fact about the person is false, or not known: a fact without a column is neither here nor
    /// there.
    fn not_known_true(&self, fact: Fact) -> Formula {
        match self.tables.column(fact) {
            Some(_) => Formula::Atom(Atom::NotKnownTrue(fact)),
            None => Formula::TRUE,
        }
    }

    /// That a fact is known to have this value.
    fn fact(&self, fact: Fact, value: bool) -> Formula {
        let column = |fact: Fact, atom: Atom| {
            Formula::Atom(if self.tables.column(fact).is_some() {
                atom
            } else {
                Atom::Unmapped(fact.name())
            })
        };
        let is = |fact: Fact, value: bool| column(fact, Atom::Is(fact, value));
        if !self.personal {
            return constant(self.facts.stated.value(fact) == Known::Known(value));
        }
        match (fact, value) {
            (Fact::ConsentRefused, value) => Formula::Atom(if self.tables.holds_consents() {
                Atom::Refused(value)
            } else {
                Atom::Unmapped("consents")
            }),
            // A person who cannot be found cannot be asked (B-042).
            (Fact::CannotConsent, true) => {
                Formula::any([is(Fact::CannotConsent, true), is(Fact::ReportedMissingByUs, true)])
            }
            (Fact::CannotConsent, false) => {
                let found = self.not_known_true(Fact::ReportedMissingByUs);
                Formula::all([is(Fact::CannotConsent, false), found])
            }
            // Objection and restriction are rights of the living (SC-11).
            (Fact::Objected | Fact::Restricted, true) => {
                Formula::all([is(fact, true), self.not_known_true(Fact::Deceased)])
            }
            (Fact::Objected | Fact::Restricted, false) => {
                let dead = self.tables.column(Fact::Deceased).map(|_| is(Fact::Deceased, true));
                Formula::any(core::iter::once(is(fact, false)).chain(dead))
            }
            (Fact::ConfidentialPatientInformation, value)
                if self.patient_information != Known::Known(true)
                    && self.facts.asked.intersects(CARE) =>
            {
                // Care data of somebody who opted out is theirs to withhold (CN-23).
                if value || self.patient_information == Known::Known(false) {
                    is(Fact::OptedOut, value)
                } else {
                    Formula::FALSE
                }
            }
            (fact, value) if fact.stated() == Stated::Subject => is(fact, value),
            (fact, value) => constant(self.facts.stated.value(fact) == Known::Known(value)),
        }
    }
}

fn constant(value: bool) -> Formula {
    if value { Formula::TRUE } else { Formula::FALSE }
}

/// The days on which the same rules and the same asking may come to mean something else.
pub(super) fn turning_days(rules: &Rules, request: &Request) -> Vec<Day> {
    let compiled = &rules.compiled;
    let mut days: Vec<Day> = compiled.era_days().skip(1).collect();
    if let Known::Known(id) = &request.asker.organisation
        && let Some(party) = rules.organisation(id)
    {
        let theirs = compiled.agreements_of(party).iter();
        for agreement in theirs.filter_map(|at| rules.agreements.get(usize::from(*at))) {
            days.push(agreement.from);
            days.extend(agreement.dead_from());
        }
        days.extend(compiled.processor_days());
    }
    days.extend(request.order.iter().flat_map(|order| [order.from, order.until]).flatten());
    days.extend(request.approvals.iter().map(|approval| approval.on));
    days.sort_unstable();
    days.dedup();
    days
}
