//! What agreements allow when it is not known who asks.

use std::collections::HashMap;

use caldicott_calendar::Day;

use crate::data::DataSet;
use crate::known::{Known, Truth};
use crate::rulebook::Agreement;
use crate::words::{AgreementKind, SharingPurpose};

/// For each gateway and purpose what any live agreement covers, from which day on: so that it costs
/// the same however many agreements there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anyones(HashMap<Through, Vec<(Day, DataSet)>>);

/// A gateway, a purpose (`None` for one not known) and a kind of agreement.
type Through = (usize, Option<u8>, AgreementKind);

/// A day, the change of the count on it, and what is counted.
type Turn = (Day, i32, DataSet);

impl Anyones {
    pub(super) fn of(agreements: &[Agreement]) -> Self {
        let mut turns: HashMap<Through, Vec<Turn>> = HashMap::new();
        for agreement in agreements {
            let Some(until) = agreement.dead_from() else { continue };
            let purposes = SharingPurpose::NAMES.iter().map(|(_, purpose)| *purpose as u8);
            let purposes = purposes.filter(|purpose| agreement.purposes & (1 << purpose) != 0);
            let keys: Vec<Option<u8>> = purposes.map(Some).chain([None]).collect();
            for gateway in agreement.gateways.iter() {
                for purpose in &keys {
                    let list = turns.entry((gateway, *purpose, agreement.kind)).or_default();
                    list.push((agreement.from, 1, agreement.covers));
                    list.push((until, -1, agreement.covers));
                }
            }
        }
        Self(turns.into_iter().map(|(key, turns)| (key, timeline(turns))).collect())
    }

    /// What may be allowed through a gateway on a day. An agreement for one transfer carries no
    /// regular one (B-040).
    pub(crate) fn on(
        &self,
        gateway: usize,
        purpose: Known<SharingPurpose>,
        routine: Truth,
        day: Day,
    ) -> DataSet {
        let kinds: &[AgreementKind] = if routine == Truth::True {
            &[AgreementKind::Protocol]
        } else {
            &[AgreementKind::Protocol, AgreementKind::OneOff]
        };
        kinds.iter().map(|kind| at(self.line(gateway, purpose, *kind), day)).collect()
    }

    /// The days on which that may change.
    pub(crate) fn days(
        &self,
        gateway: usize,
        purpose: Known<SharingPurpose>,
    ) -> impl Iterator<Item = Day> + '_ {
        [AgreementKind::Protocol, AgreementKind::OneOff]
            .into_iter()
            .flat_map(move |kind| self.line(gateway, purpose, kind).iter().map(|(day, _)| *day))
    }

    fn line(
        &self,
        gateway: usize,
        purpose: Known<SharingPurpose>,
        kind: AgreementKind,
    ) -> &[(Day, DataSet)] {
        let purpose = match purpose {
            Known::Known(purpose) => Some(purpose as u8),
            Known::Unknown => None,
        };
        self.0.get(&(gateway, purpose, kind)).map_or(&[], Vec::as_slice)
    }
}

fn at(line: &[(Day, DataSet)], day: Day) -> DataSet {
    let place = line.partition_point(|(from, _)| *from <= day);
    place.checked_sub(1).and_then(|place| line.get(place)).map_or(DataSet::NONE, |(_, data)| *data)
}

/// Counts how many live agreements cover each thing, day by day.
fn timeline(mut turns: Vec<Turn>) -> Vec<(Day, DataSet)> {
    turns.sort_unstable_by_key(|(day, ..)| *day);
    let mut counts = [0_i32; 64];
    let mut line: Vec<(Day, DataSet)> = Vec::new();
    let mut rest = turns.as_slice();
    while let Some((day, ..)) = rest.first() {
        let today = rest.partition_point(|(other, ..)| other <= day);
        let (now, later) = rest.split_at(today);
        for (_, change, covers) in now {
            for place in covers.places() {
                if let Some(count) = counts.get_mut(place) {
                    *count += change;
                }
            }
        }
        let places = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let live = DataSet::of_places(places.map(|(place, _)| place));
        if line.last().map_or(DataSet::NONE, |(_, before)| *before) != live {
            line.push((*day, live));
        }
        rest = later;
    }
    line
}
