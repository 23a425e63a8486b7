//! The compiled form: one bit per rule, rows per value, and a decision as the AND of four rows.

mod agreed;
mod needs;
mod partners;

use caldicott_calendar::Day;
use caldicott_model::law::{self, LawfulBasis};

use crate::bits::ones;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::hash::Names;
use crate::known::Known;
use crate::resolve::Facts;
use crate::rulebook::{
    Agreement, Bar, Gateway, Manner, Needs, Organisation, Processor, may_be_declined, within,
};
use crate::words::{AskerKind, Direction, SharingPurpose, Then};

use agreed::Anyones;
use needs::{
    basis_needs, checked, criminal_document, criminal_needs, special_document, special_needs,
};
use partners::Partners;

/// The compiled rules of a rulebook.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    limbs: Vec<Limb>,
    /// What rules out most limbs, close together.
    gates: Vec<Gate>,
    bars: Vec<CompiledBar>,
    kinds: Rows,
    purposes: Rows,
    directions: Rows,
    bar_kinds: Vec<u64>,
    bar_purposes: Vec<u64>,
    eras: Vec<Era>,
    organisations: Names,
    agreements: Names,
    partners: Partners,
    pub(crate) anyones: Anyones,
    processor_days: Vec<Day>,
}

/// The part of a gateway that Art 9, Art 10 or neither governs, on one basis: a conjunction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limb {
    pub(crate) gateway: usize,
    pub(crate) covers: DataSet,
    /// Its needs, with those of its conditions and of its basis.
    pub(crate) needs: Needs,
    /// The bars that beat it.
    pub(crate) bars: u64,
    /// `None` while the gateway has no basis: then it leads nowhere.
    pub(crate) basis: Option<LawfulBasis>,
    pub(crate) then: Then,
    pub(crate) may_be_declined: bool,
    /// The policy document that its condition asks for.
    pub(crate) document: Option<DocumentNeed>,
}

/// An appropriate policy document that a condition asks for (S1-05).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct DocumentNeed {
    /// The paragraph of Schedule 1 it must be written for.
    pub(crate) paragraph: u8,
    /// Whether none is needed to tell a competent authority (para 10(2)): the police.
    pub(crate) except_to_police: bool,
    /// Whether nothing goes without it.
    pub(crate) required: bool,
}

/// What a limb needs of facts, and what it covers.
#[derive(Clone, Copy, Debug)]
struct Gate {
    yes: u64,
    no: u64,
    covers: DataSet,
}

/// What a bar stands on and takes, without its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CompiledBar {
    pub(crate) when: Needs,
    pub(crate) unless: Needs,
    pub(crate) removes: DataSet,
    pub(crate) third_party_only: bool,
    pub(crate) withholds: bool,
}

/// A time in which no rule begins or ends: the limbs and bars in force from its first day on.
#[derive(Clone, Debug)]
struct Era {
    from: Day,
    limbs: Vec<u64>,
    bars: u64,
}

/// For each value of a word, the limbs that are still alive.
#[derive(Clone, Debug)]
struct Rows {
    words: usize,
    unknown: usize,
    bits: Vec<u64>,
}

impl Compiled {
    pub(crate) fn new(
        organisations: &[Organisation],
        agreements: &[Agreement],
        processors: &[Processor],
        gateways: &[Gateway],
        bars: &[Bar],
        manner: &Manner,
    ) -> Self {
        let timed: Vec<(Limb, Option<usize>)> =
            gateways.iter().enumerate().flat_map(|gateway| limbs(gateway, bars)).collect();
        let limbs: Vec<Limb> = timed.iter().map(|(limb, _)| *limb).collect();
        let mask = |of: fn(&Gateway) -> u64| -> Vec<u64> {
            limbs.iter().map(|limb| gateways.get(limb.gateway).map_or(0, of)).collect()
        };
        let bar_mask = |count: usize, of: fn(&Bar) -> u64| -> Vec<u64> {
            let masks: Vec<u64> = bars.iter().map(of).collect();
            let rows = Rows::new(count, &masks);
            (0..=count).map(|value| rows.bits.get(value).copied().unwrap_or_default()).collect()
        };
        let mut processor_days = Vec::new();
        for processor in processors {
            processor_days.push(processor.from);
            processor_days.extend(processor.until);
            for transfer in &processor.transfers {
                processor_days.push(transfer.from);
                processor_days.extend(transfer.until);
            }
        }
        processor_days.push(law::DUAA_STAGE_MAIN);
        Self {
            kinds: Rows::new(AskerKind::NAMES.len(), &mask(|gateway| gateway.who)),
            purposes: Rows::new(SharingPurpose::NAMES.len(), &mask(|gateway| gateway.purposes)),
            directions: Rows::new(
                Direction::NAMES.len(),
                &mask(|gateway| gateway.directions.into()),
            ),
            bar_kinds: bar_mask(AskerKind::NAMES.len(), |bar| bar.who),
            bar_purposes: bar_mask(SharingPurpose::NAMES.len(), |bar| bar.purposes),
            eras: eras(gateways, bars, &timed, manner),
            gates: limbs.iter().map(Gate::of).collect(),
            bars: bars.iter().map(CompiledBar::of).collect(),
            limbs,
            organisations: Names::of(organisations, Organisation::id),
            agreements: Names::of(agreements, Agreement::id),
            partners: Partners::of(organisations.len(), agreements),
            anyones: Anyones::of(agreements),
            processor_days,
        }
    }

    /// The place of an organisation in the list that this was compiled from.
    #[inline]
    pub(crate) fn organisation(&self, id: &str, among: &[Organisation]) -> Option<usize> {
        self.organisations.place(id, among, Organisation::id)
    }

    /// The place of an agreement in the list that this was compiled from.
    pub(crate) fn agreement(&self, id: &str, among: &[Agreement]) -> Option<usize> {
        self.agreements.place(id, among, Agreement::id)
    }

    pub(crate) fn limbs(&self) -> &[Limb] {
        &self.limbs
    }

    pub(crate) fn bar(&self, place: usize) -> Option<&CompiledBar> {
        self.bars.get(place)
    }

    /// The agreements that an organisation is a party to, by their places, in the order of the file.
    pub(crate) fn agreements_of(&self, organisation: usize) -> &[u16] {
        self.partners.agreements_of(organisation)
    }

    /// The days on which something about processors may change.
    pub(crate) fn processor_days(&self) -> &[Day] {
        &self.processor_days
    }

    /// The place of the era that a day lies in.
    #[inline]
    pub(crate) fn era(&self, day: Day) -> usize {
        // Most days asked about are late ones.
        self.eras.iter().rposition(|era| era.from <= day).unwrap_or_default()
    }

    /// The first days of all eras.
    pub(crate) fn era_days(&self) -> impl DoubleEndedIterator<Item = Day> + '_ {
        self.eras.iter().map(|era| era.from)
    }

    /// Whether a limb or bar that is in force in just one of two eras could be about this request.
    pub(crate) fn eras_differ(&self, facts: &Facts, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.eras.get(one), self.eras.get(other)) else {
            return true;
        };
        let scope = self.in_scope(facts);
        one.limbs
            .iter()
            .zip(&other.limbs)
            .zip(scope)
            .any(|((one, other), scope)| (one ^ other) & scope != 0)
            || (one.bars ^ other.bars) & self.bars_in_scope(facts) != 0
    }

    /// The limbs that the asker, the purpose and the direction leave, a word at a time.
    #[inline]
    fn in_scope(&self, facts: &Facts) -> impl Iterator<Item = u64> + '_ {
        let kinds = self.kinds.of(facts.kind.map(|kind| kind as u8));
        let purposes = self.purposes.of(facts.purpose.map(|purpose| purpose as u8));
        let directions = self.directions.of(facts.direction.map(|direction| direction as u8));
        kinds.iter().zip(purposes).zip(directions).map(|((one, two), three)| one & two & three)
    }

    /// The limbs that the asker, the purpose and the direction leave, in force or not.
    pub(crate) fn limbs_in_scope(&self, facts: &Facts) -> impl Iterator<Item = &Limb> {
        self.in_scope(facts)
            .enumerate()
            .flat_map(|(word, scope)| ones(scope).map(move |bit| word * 64 + bit))
            .filter_map(|place| self.limbs.get(place))
    }

    fn bars_in_scope(&self, facts: &Facts) -> u64 {
        let row = |rows: &[u64], value: Known<u8>| {
            let place = match value {
                Known::Known(value) => value.into(),
                Known::Unknown => rows.len().saturating_sub(1),
            };
            rows.get(place).copied().unwrap_or_default()
        };
        row(&self.bar_kinds, facts.kind.map(|kind| kind as u8))
            & row(&self.bar_purposes, facts.purpose.map(|purpose| purpose as u8))
    }

    /// Whether a bar is in force on a day.
    pub(crate) fn bars_on_day(&self, day: Day, place: usize) -> bool {
        self.eras.get(self.era(day)).is_some_and(|era| era.bars & (1 << place) != 0)
    }

    /// The bars in force that may be about this asker and purpose.
    pub(crate) fn bars_alive(&self, facts: &Facts) -> u64 {
        self.eras.get(facts.era).map_or(0, |era| era.bars) & self.bars_in_scope(facts)
    }

    /// The limbs in force that the asker, the purpose and the direction leave alive.
    pub(crate) fn alive(&self, facts: &Facts) -> impl Iterator<Item = (usize, &Limb)> {
        let era = self.eras.get(facts.era).map_or(&[][..], |era| &era.limbs);
        era.iter()
            .zip(self.in_scope(facts))
            .enumerate()
            .flat_map(|(word, (era, scope))| ones(era & scope).map(move |bit| word * 64 + bit))
            .filter_map(|place| Some((place, self.limbs.get(place)?)))
    }

    /// The places of the limbs alive that the stated facts and what is asked leave.
    #[inline]
    pub(crate) fn left<'f>(&'f self, facts: &'f Facts) -> impl Iterator<Item = usize> + 'f {
        let era = self.eras.get(facts.era).map_or(&[][..], |era| &era.limbs);
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        era.iter()
            .zip(self.in_scope(facts))
            .enumerate()
            .flat_map(|(word, (era, scope))| ones(era & scope).map(move |bit| word * 64 + bit))
            .filter(move |place| {
                self.gates.get(*place).is_some_and(|gate| {
                    gate.yes & no == 0 && gate.no & yes == 0 && gate.covers.intersects(facts.asked)
                })
            })
    }

    /// Tells each of them in turn: a loop that the hot path can keep in registers.
    #[inline]
    pub(crate) fn each_left(&self, facts: &Facts, mut tell: impl FnMut(usize, &Limb)) {
        let Some(era) = self.eras.get(facts.era) else { return };
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let kinds = self.kinds.of(facts.kind.map(|kind| kind as u8));
        let purposes = self.purposes.of(facts.purpose.map(|purpose| purpose as u8));
        let directions = self.directions.of(facts.direction.map(|direction| direction as u8));
        let rows = era.limbs.iter().zip(kinds).zip(purposes).zip(directions);
        for (word, (((era, kinds), purposes), directions)) in rows.enumerate() {
            let mut alive = era & kinds & purposes & directions;
            while alive != 0 {
                let place = word * 64 + alive.trailing_zeros() as usize;
                alive &= alive.wrapping_sub(1);
                let (Some(gate), Some(limb)) = (self.gates.get(place), self.limbs.get(place))
                else {
                    continue;
                };
                if gate.yes & no == 0 && gate.no & yes == 0 && gate.covers.intersects(facts.asked) {
                    tell(place, limb);
                }
            }
        }
    }

    /// The limb at a place.
    #[inline]
    pub(crate) fn limb(&self, place: usize) -> Option<&Limb> {
        self.limbs.get(place)
    }
}

impl Gate {
    /// A limb without a basis leads nowhere.
    fn of(limb: &Limb) -> Self {
        let covers = if limb.basis.is_some() { limb.covers } else { DataSet::NONE };
        Self { yes: limb.needs.yes, no: limb.needs.no, covers }
    }
}

impl CompiledBar {
    fn of(bar: &Bar) -> Self {
        Self {
            when: bar.when,
            unless: bar.unless,
            removes: bar.removes,
            third_party_only: bar.third_party_only,
            withholds: bar.then == Then::Withhold,
        }
    }
}

impl Rows {
    fn new(values: usize, masks: &[u64]) -> Self {
        let words = masks.len().div_ceil(64).max(1);
        let mut rows = vec![0; words * (values + 1)];
        for (place, mask) in masks.iter().enumerate() {
            // The row past the last value is for a value that is not known: every limb may live.
            let all = (0..values).filter(|value| mask & (1 << value) != 0).chain([values]);
            for value in all {
                if let Some(word) = rows.get_mut(value * words + place / 64) {
                    *word |= 1 << (place % 64);
                }
            }
        }
        Self { words, unknown: values, bits: rows }
    }

    #[inline]
    fn of(&self, value: Known<u8>) -> &[u64] {
        let row = match value {
            Known::Known(value) => value.into(),
            Known::Unknown => self.unknown,
        };
        let start = row * self.words;
        self.bits.get(start..start + self.words).unwrap_or_default()
    }
}

/// Splits a gateway: what Art 9 and Art 10 govern has needs of its own, and so has each basis.
///
/// Each limb comes with the place of its basis among the gateway's; the last, without one, is for the
/// days on which there is none.
fn limbs<'r>(
    (place, gateway): (usize, &'r Gateway),
    bars: &'r [Bar],
) -> impl Iterator<Item = (Limb, Option<usize>)> + 'r {
    let covers = gateway.covers;
    let anonymous = gateway.needs.yes & Fact::Anonymous.bit() != 0;
    let (special, criminal) = if anonymous {
        (covers.intersection(DataSet::TELLING), DataSet::NONE)
    } else {
        (covers.special(), covers.criminal())
    };
    let plain = covers.minus(special).minus(criminal);
    let with = |extra: Needs| gateway.needs.union(extra);
    let (for_special, for_criminal) = if anonymous {
        (None, None)
    } else {
        (special_document(gateway), criminal_document(gateway))
    };
    let parts = [
        (plain, Some(gateway.needs), None),
        (
            special,
            if anonymous { Some(with(checked())) } else { special_needs(gateway).map(with) },
            for_special,
        ),
        (criminal, criminal_needs(gateway).map(with), for_criminal),
    ];
    parts
        .into_iter()
        .filter(|(covers, ..)| !covers.is_empty())
        .filter_map(|(covers, needs, document)| Some((covers, needs?, document)))
        .flat_map(move |(covers, needs, document)| {
            let bases = gateway.grounds.iter().map(|ground| Some(ground.basis)).chain([None]);
            bases.enumerate().map(move |(ground, basis)| {
                let limb = Limb {
                    gateway: place,
                    covers,
                    needs: basis.map_or(needs, |basis| needs.union(basis_needs(basis))),
                    bars: beating(bars, place, basis),
                    basis,
                    then: gateway.then,
                    may_be_declined: may_be_declined(gateway.kind),
                    document,
                };
                (limb, basis.map(|_| ground))
            })
        })
}

/// The bars that beat a gateway on a basis. An objection reaches some bases only (LB-20).
fn beating(bars: &[Bar], gateway: usize, basis: Option<LawfulBasis>) -> u64 {
    let beats = |bar: &Bar| {
        bar.beats.has(gateway)
            && (!bar.only_objectionable
                || basis.is_none_or(|basis| basis.may_be_objected_to(Day::MAX)))
    };
    let places = bars.iter().enumerate().filter(|(_, bar)| beats(bar)).map(|(place, _)| place);
    places.fold(0, |sum, place| sum | 1 << place)
}

/// The times between the days on which a rule or the law begins or ends.
fn eras(
    gateways: &[Gateway],
    bars: &[Bar],
    limbs: &[(Limb, Option<usize>)],
    manner: &Manner,
) -> Vec<Era> {
    let mut days = vec![Day::MIN, law::GDPR_APPLIES, law::DUAA_STAGE_1, law::DUAA_STAGE_MAIN];
    for gateway in gateways {
        days.extend([gateway.from, gateway.until].into_iter().flatten());
        for ground in &gateway.grounds {
            days.extend([ground.from, ground.until].into_iter().flatten());
        }
    }
    for bar in bars {
        days.extend([bar.from, bar.until].into_iter().flatten());
    }
    for document in &manner.documents {
        days.extend([document.from, document.until].into_iter().flatten());
    }
    days.sort_unstable();
    days.dedup();
    let era = |from: Day| {
        let mut alive = vec![0_u64; limbs.len().div_ceil(64).max(1)];
        for (place, (limb, ground)) in limbs.iter().enumerate() {
            let stands = gateways.get(limb.gateway).is_some_and(|gateway| {
                gateway.in_force(from) && gateway.place_of_ground_on(from) == *ground
            });
            let refused = limb.document.is_some_and(|document| {
                document.required
                    && !document.except_to_police
                    && !manner.in_place(document.paragraph, from)
            });
            let stands = stands && !refused;
            if stands && let Some(word) = alive.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
        let standing = bars.iter().enumerate().filter(|(_, bar)| within(from, bar.from, bar.until));
        let bars = standing.fold(0, |sum, (place, _)| sum | 1 << place);
        Era { from, limbs: alive, bars }
    };
    days.into_iter().map(era).collect()
}
