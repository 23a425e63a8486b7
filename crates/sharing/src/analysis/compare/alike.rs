//! Which limbs of two rulebooks come to the same, so that only what differs is looked into.

use std::collections::HashMap;

use super::side::Side;
use crate::bits::ones;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::resolve::Facts;
use crate::rulebook::{Limit, Needs};
use crate::words::Then;

/// What a conjunction is made of, with roles by their shared numbers.
type Content = (u64, u64, u64, Vec<u16>);

/// A limb: its needs, what it covers, whether it releases and may be declined, its document, its bars.
type Whole = (Content, DataSet, [bool; 2], u8, Vec<u32>);

/// Numbers for limbs: one for all that come to the same, in both rulebooks.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    limbs: HashMap<Whole, u32>,
    bars: HashMap<(Content, Content, DataSet, [bool; 2]), u32>,
    /// What was numbered before: by side, place, bars and standing of its document.
    seen: HashMap<(usize, usize, u64, u8), u32>,
    bars_seen: HashMap<(usize, usize), u32>,
}

/// The limbs alive in a cell, by number and sorted, and what they hang on.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Alive {
    pub(super) numbers: Vec<u32>,
    /// Whether some need an agreement or are about processing: it matters which organisation asks.
    pub(super) partners: bool,
    /// Whether some need a consent.
    pub(super) consents: bool,
}

fn content(side: &Side<'_>, needs: Needs) -> Content {
    let roles = ones(needs.roles).filter_map(|role| side.roles.get(role).copied());
    let mut roles: Vec<u16> = roles.collect();
    roles.sort_unstable();
    (needs.yes, needs.no, needs.limits.word(), roles)
}

const OF_PARTNERS: u64 = Fact::TransferAllowed.bit() | Fact::ClaimsAgreement.bit();

impl Numbers {
    pub(super) fn alive(&mut self, side: &Side<'_>, facts: &Facts) -> Alive {
        let compiled = &side.rules.compiled;
        let standing = compiled.bars_alive(facts);
        let mut found = Alive::default();
        for (place, limb) in compiled.alive(facts) {
            if limb.basis.is_none() {
                continue;
            }
            let limits = limb.needs.limits;
            found.partners |= limits.contains(Limit::Agreement)
                || limits.contains(Limit::Processing)
                || (limb.needs.yes | limb.needs.no) & OF_PARTNERS != 0;
            found.consents |= Limit::of(limits)
                .any(|limit| matches!(limit, Limit::Consent(_) | Limit::ExplicitConsent(_)));
            let bars = standing & limb.bars;
            for bar in ones(bars).filter_map(|place| compiled.bar(place)) {
                let facts = bar.when.yes | bar.when.no | bar.unless.yes;
                found.partners |= facts & OF_PARTNERS != 0;
            }
            let document = u8::from(side.rules.is_refused_without_document(limb, facts));
            let key = (side.place, place, bars, document);
            let number = if let Some(number) = self.seen.get(&key) {
                *number
            } else {
                {
                    let mut barring: Vec<u32> = ones(bars).map(|bar| self.bar(side, bar)).collect();
                    barring.sort_unstable();
                    barring.dedup();
                    let whole = (
                        content(side, limb.needs),
                        limb.covers,
                        [limb.then == Then::Release, limb.may_be_declined],
                        document,
                        barring,
                    );
                    let next = u32::try_from(self.limbs.len()).unwrap_or(u32::MAX);
                    let number = *self.limbs.entry(whole).or_insert(next);
                    self.seen.insert(key, number);
                    number
                }
            };
            found.numbers.push(number);
        }
        found.numbers.sort_unstable();
        found.numbers.dedup();
        found
    }

    fn bar(&mut self, side: &Side<'_>, place: usize) -> u32 {
        if let Some(known) = self.bars_seen.get(&(side.place, place)) {
            return *known;
        }
        let Some(bar) = side.rules.compiled.bar(place) else { return u32::MAX };
        let whole = (
            content(side, bar.when),
            content(side, bar.unless),
            bar.removes,
            [bar.third_party_only, bar.withholds],
        );
        let next = u32::try_from(self.bars.len()).unwrap_or(u32::MAX);
        let number = *self.bars.entry(whole).or_insert(next);
        self.bars_seen.insert((side.place, place), number);
        number
    }
}
