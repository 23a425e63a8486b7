//! One rulebook's rules as conjunctions, for one asker, purpose, direction, day and thing.

use caldicott_calendar::Day;

use super::term::{
    Above, Barrier, NECESSARY, ORDER_SCOPE, ROLE, THIRD_PARTY, TRANSFER, Term, Var, consent,
};
use crate::bits::ones;
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::request::Request;
use crate::resolve::{Facts, Resolved};
use crate::rulebook::{Form, Limit, Needs, Rules};
use crate::words::{ConsentKind, SharingPurpose, Then};

/// A rulebook, and the numbers its roles go by.
pub(super) struct Side<'r> {
    pub(super) rules: &'r Rules,
    pub(super) roles: Vec<Var>,
    /// Which of the two it is.
    pub(super) place: usize,
}

/// A request of which only the asker, the purpose and so on are settled, as one rulebook reads it.
pub(super) struct Cell {
    /// For a regular transfer, a single one, and where that is not known.
    facts: [Facts; 3],
    bars: u64,
    certain: bool,
}

impl<'r> Side<'r> {
    /// Each pair of roles of which one stands above the other.
    pub(super) fn lattice(&self) -> impl Iterator<Item = Above> + '_ {
        let up = |role: usize| self.rules.roles.get(role).map_or(0, |role| role.or_above);
        let number = |role: usize| self.roles.get(role).copied();
        let pairs = (0..self.roles.len()).flat_map(move |below| {
            ones(up(below)).filter(move |above| *above != below).map(move |above| (below, above))
        });
        pairs.filter_map(move |(below, above)| {
            let mut others = ones(up(below) & !up(above));
            let overrules = others.all(|other| up(other) & (1 << above) != 0);
            Some(Above { below: number(below)?, role: number(above)?, overrules })
        })
    }

    pub(super) fn cell(&self, skeleton: &Request, day: Day) -> Cell {
        let read = |routine: Known<bool>| {
            let mut request = skeleton.clone();
            request.routine = routine;
            Resolved::of(self.rules, &request).on(self.rules, day)
        };
        let facts = [read(Known::Known(true)), read(Known::Known(false)), read(Known::Unknown)];
        let [first, ..] = &facts;
        Cell {
            bars: self.rules.compiled.bars_alive(first),
            certain: first.kind != Known::Unknown && first.purpose != Known::Unknown,
            facts,
        }
    }

    /// The limbs that are alive.
    pub(super) fn limbs<'c>(&'c self, cell: &'c Cell) -> impl Iterator<Item = &'c Limb> + 'c {
        let [first, ..] = &cell.facts;
        self.rules.compiled.alive(first).map(|(_, limb)| limb).filter(|limb| limb.basis.is_some())
    }

    /// Which limbs and bars a thing is under, and what the rulebook alone says of it, as bits.
    pub(super) fn about(&self, cell: &Cell, datum: DataSet) -> Vec<u64> {
        let mut bits = vec![0_u64];
        let mut place = 0_usize;
        let mut add = |bit: bool| {
            if place.is_multiple_of(64) && place > 0 {
                bits.push(0);
            }
            if let Some(last) = bits.last_mut() {
                *last |= u64::from(bit) << (place % 64);
            }
            place += 1;
        };
        let [first, ..] = &cell.facts;
        for limb in self.limbs(cell) {
            add(limb.covers.contains_all(datum));
            if limb.needs.limits.contains(Limit::Agreement) {
                for facts in &cell.facts {
                    let span = self.rules.agreed(limb.gateway, facts);
                    add(span.sure.contains_all(datum));
                    add(span.maybe.contains_all(datum));
                }
            }
        }
        let processing = first.span(Limit::Processing);
        add(processing.sure.contains_all(datum));
        add(processing.maybe.contains_all(datum));
        for place in ones(cell.bars) {
            add(self.rules.compiled.bar(place).is_some_and(|bar| bar.removes.contains_all(datum)));
        }
        for form in &self.rules.forms {
            add(form.covers.contains_all(datum));
        }
        bits
    }

    /// What is let through of a thing, each gateway by itself.
    pub(super) fn terms(
        &self,
        cell: &Cell,
        datum: DataSet,
        apart: &dyn Fn(ConsentKind) -> bool,
    ) -> Vec<Term> {
        let mut found: Vec<Term> = self
            .limbs(cell)
            .filter(|limb| limb.covers.contains_all(datum))
            .filter_map(|limb| self.term(cell, limb, datum, apart))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn term(
        &self,
        cell: &Cell,
        limb: &Limb,
        datum: DataSet,
        apart: &dyn Fn(ConsentKind) -> bool,
    ) -> Option<Term> {
        let [first, ..] = &cell.facts;
        let known = first.scope_is_known();
        let refused = self.rules.is_refused_without_document(limb, first);
        let mut term =
            Term { refers: limb.then != Then::Release || !known || refused, ..Term::default() };
        if refused && known {
            return None;
        }
        term.needs = self.literals(limb.needs);
        let roles = ones(limb.needs.roles).filter_map(|role| self.roles.get(role).copied());
        if limb.may_be_declined {
            term.needs.extend(roles.map(|role| (role, true)));
        } else {
            term.passed_up.extend(roles);
        }
        for limit in Limit::of(limb.needs.limits) {
            match limit {
                Limit::Agreement => {
                    let truth = |facts: &Facts| {
                        let span = self.rules.agreed(limb.gateway, facts);
                        u8::from(span.sure.contains_all(datum))
                            + u8::from(span.maybe.contains_all(datum))
                    };
                    let agreed = cell.facts.each_ref().map(truth);
                    if agreed == [0; 3] {
                        return None;
                    }
                    term.agreed = Some(agreed);
                }
                Limit::Consent(kind) => {
                    let side = apart(kind).then_some(self.place);
                    term.needs.push((consent(kind, false, side), true));
                }
                Limit::ExplicitConsent(kind) => {
                    let side = apart(kind).then_some(self.place);
                    term.needs.push((consent(kind, true, side), true));
                }
                Limit::Necessary => term.needs.push((NECESSARY, true)),
                Limit::Order => term.needs.push((ORDER_SCOPE, true)),
                Limit::Processing => {
                    let span = first.span(limit);
                    if !span.maybe.contains_all(datum) {
                        return None;
                    }
                    term.refers |= !span.sure.contains_all(datum);
                }
            }
        }
        for place in ones(cell.bars & limb.bars) {
            let Some(bar) = self.rules.compiled.bar(place) else { continue };
            if !bar.removes.contains_all(datum) {
                continue;
            }
            let mut barrier = Barrier {
                when: self.literals(bar.when),
                withholds: bar.withholds,
                uncertain: !cell.certain,
                ..Barrier::default()
            };
            if bar.third_party_only {
                barrier.when.push((THIRD_PARTY, true));
            }
            barrier.unless.extend(self.literals(bar.unless).into_iter().map(|(var, _)| var));
            let roles = ones(bar.unless.roles).filter_map(|role| self.roles.get(role).copied());
            barrier.unless.extend(roles);
            barrier.unless.sort_unstable();
            term.bars.push(barrier);
        }
        term.bars.sort_unstable();
        term.bars.dedup();
        term.needs.sort_unstable();
        term.needs.dedup();
        term.passed_up.sort_unstable();
        Some(term)
    }

    fn literals(&self, needs: Needs) -> Vec<(Var, bool)> {
        let transfer = TRANSFER + Var::from(self.place > 0);
        let number =
            |fact: Fact| if fact == Fact::TransferAllowed { transfer } else { fact as Var };
        needs.facts().map(|(fact, holds)| (number(fact), holds)).collect()
    }

    /// Whether data may leave, which the rulebook and the asker settle.
    pub(super) fn transfer(&self, cell: &Cell) -> (Var, Truth) {
        let [first, ..] = &cell.facts;
        (TRANSFER + Var::from(self.place > 0), first.truth(Fact::TransferAllowed))
    }

    /// The forms on which a thing can be consented to for a purpose by a day, each with the last day it
    /// was in use by then.
    pub(super) fn forms(
        &self,
        kind: ConsentKind,
        datum: DataSet,
        purpose: Known<SharingPurpose>,
        day: Day,
    ) -> Vec<(&'r Form, Day)> {
        let Known::Known(purpose) = purpose else { return Vec::new() };
        let fits = |form: &'r Form| {
            let last = form.until.and_then(|until| until.plus_days(-1)).unwrap_or(day).min(day);
            let right = form.kind == kind
                && form.covers.contains_all(datum)
                && form.purposes & (1 << purpose as u8) != 0
                && form.in_force(last);
            right.then_some((form, last))
        };
        self.rules.forms.iter().filter_map(fits).collect()
    }

    /// The name of the role that goes by a number.
    pub(super) fn role(&self, var: Var) -> Option<usize> {
        (var >= ROLE).then(|| self.roles.iter().position(|known| *known == var)).flatten()
    }
}
