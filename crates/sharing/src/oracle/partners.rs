//! What agreements and processing agreements allow, read plainly.

use caldicott_calendar::Day;

use super::{Case, all, any, bit};
use crate::data::DataSet;
use crate::known::{Known, Truth};
use crate::rulebook::Organisation;
use crate::words::AgreementKind;

impl Case<'_> {
    pub(super) fn agreed(&self, gateway: usize, datum: DataSet) -> Truth {
        any(self.rulebook.agreements.iter().map(|agreement| {
            let party = self.request.asker.organisation.truth(|id| {
                agreement
                    .parties()
                    .filter_map(|place| self.rulebook.organisations.get(place))
                    .any(|one| one.id() == id)
            });
            // Whoever names an agreement relies on no other.
            let relied = self.request.agreement.as_deref().is_none_or(|it| it == agreement.id());
            let regular = self.request.routine.truth(|routine| *routine);
            let once = agreement.kind == AgreementKind::OneOff;
            let stands = agreement.from <= self.day
                && agreement.until.is_none_or(|until| self.day < until)
                && self.day <= agreement.review_by;
            all([
                party,
                Truth::from(relied),
                self.request.purpose.truth(|purpose| bit(agreement.purposes, *purpose as u8)),
                if once { !regular } else { Truth::True },
                Truth::from(
                    stands
                        && agreement.gateways.has(gateway)
                        && agreement.covers.contains_all(datum),
                ),
            ])
        }))
    }

    pub(super) fn processed(&self, datum: DataSet) -> Truth {
        let Known::Known(id) = &self.request.asker.organisation else { return Truth::Unknown };
        any(self.engaged(id).map(|(purposes, covers, ..)| {
            let purpose = self.request.purpose.truth(|purpose| bit(purposes, *purpose as u8));
            purpose.and(covers.contains_all(datum).into())
        }))
    }

    pub(super) fn transfer(&self) -> Truth {
        let Known::Known(id) = &self.request.asker.organisation else { return Truth::Unknown };
        any(self.engaged(id).map(|(purposes, _, allowed)| {
            let other = self.request.purpose.truth(|purpose| bit(purposes, *purpose as u8));
            if other == Truth::False { Truth::False } else { Truth::from(allowed) }
        }))
    }

    /// The live engagements of a processor: purposes, data, and whether the data may be where it is.
    fn engaged(&self, id: &str) -> impl Iterator<Item = (u64, DataSet, bool)> {
        let name = |place: usize| self.rulebook.organisations.get(place).map(Organisation::id);
        let live = move |from: Day, until: Option<Day>| {
            from <= self.day && until.is_none_or(|until| self.day < until)
        };
        let all = &self.rulebook.processors;
        all.iter()
            .filter(move |one| name(one.organisation) == Some(id) && live(one.from, one.until))
            .filter(move |one| {
                one.engaged_by.is_none_or(|by| {
                    all.iter()
                        .any(|other| other.organisation == by && live(other.from, other.until))
                })
            })
            .map(|one| {
                let allowed = one.transfers.iter().any(|transfer| transfer.allows(self.day));
                (one.purposes, one.covers, !one.abroad || allowed)
            })
    }
}
