//! What differs between two rulebooks beside their gateways and bars.

use std::collections::HashSet;

use crate::rulebook::{Gateway, Organisation, Rules};
use crate::words::AskerKind;

/// What differs around the rules.
pub(super) struct Around {
    /// The organisations with which something is agreed otherwise, or which process otherwise.
    pub(super) partners: HashSet<String>,
    pub(super) forms: bool,
    /// An organisation for each way in which one is of different kinds, or listed on one side only.
    pub(super) strangers: Vec<String>,
}

impl Around {
    pub(super) fn of(old: &Rules, new: &Rules) -> Self {
        let with = |rules: &Rules, id: &str| -> Vec<String> {
            let Some(party) = rules.organisation(id) else { return Vec::new() };
            let places = rules.compiled.agreements_of(party).iter();
            let agreements = places.filter_map(|place| rules.agreements.get(usize::from(*place)));
            let agreements = agreements.map(|one| {
                let gateways = one.gateways.iter().filter_map(|at| rules.gateways.get(at));
                let mut gateways: Vec<&str> = gateways.map(Gateway::id).collect();
                gateways.sort_unstable();
                let time = (one.from, one.until, one.review_by);
                format!("{:?}", (&one.id, one.kind, one.purposes, one.covers, gateways, time))
            });
            let mut all: Vec<String> = agreements.collect();
            for one in rules.processors.iter().filter(|one| one.organisation == party) {
                let name = |place: usize| rules.organisations.get(place).map(Organisation::id);
                let through = one.engaged_by.map(|by| {
                    let others = rules.processors.iter().filter(|other| other.organisation == by);
                    (name(by), others.map(|it| (it.from, it.until)).collect::<Vec<_>>())
                });
                let rest = (one.purposes, one.covers, one.from, one.until, one.abroad);
                all.push(format!("{:?}", (through, rest, &one.transfers)));
            }
            all.sort_unstable();
            all
        };
        let listed = old.organisations.iter().chain(&new.organisations).map(Organisation::id);
        let partners = listed.filter(|id| with(old, id) != with(new, id)).map(str::to_owned);
        let forms = |rules: &Rules| -> Vec<String> {
            let mut all: Vec<String> = rules.forms.iter().map(|form| format!("{form:?}")).collect();
            all.sort_unstable();
            all
        };
        let mut strangers: Vec<(String, [Option<AskerKind>; 2])> = Vec::new();
        for one in old.organisations.iter().chain(&new.organisations) {
            let kinds = [old, new].map(|rules| {
                let place = rules.organisation(one.id());
                place.and_then(|place| rules.organisations.get(place)).map(Organisation::kind)
            });
            let [before, after] = kinds;
            if before != after && !strangers.iter().any(|(_, known)| *known == kinds) {
                strangers.push((one.id().to_owned(), kinds));
            }
        }
        Self {
            partners: partners.collect(),
            forms: forms(old) != forms(new),
            strangers: strangers.into_iter().map(|(id, _)| id).collect(),
        }
    }
}
