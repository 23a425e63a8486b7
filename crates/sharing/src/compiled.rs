//! The compiled form: one bit per rule, rows per value, and a decision as the AND of three rows.

use std::collections::HashMap;

use caldicott_calendar::Day;
use caldicott_model::law::{Annex1Condition, Article9Condition, LawfulBasis};

use crate::bits::{RuleBits, ones};
use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::Known;
use crate::resolve::{Facts, ReliedOn};
use crate::rulebook::{
    Agreement, Bar, Gateway, Limit, LimitSet, Needs, Organisation, Rulebook, Span, may_be_declined,
    within,
};
use crate::words::{AgreementKind, AskerKind, Direction, SharingPurpose, Then};

/// The compiled rules of a rulebook.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    limbs: Vec<Limb>,
    kinds: Rows,
    purposes: Rows,
    directions: Rows,
    organisations: HashMap<Box<str>, usize>,
    by_party: HashMap<usize, Vec<usize>>,
}

/// The part of a gateway that Art 9, Art 10 or neither governs: a conjunction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limb {
    pub(crate) gateway: usize,
    pub(crate) covers: DataSet,
    pub(crate) needs: Needs,
}

/// For each value of a word, the limbs that are still alive.
#[derive(Clone, Debug)]
struct Rows {
    words: usize,
    rows: Vec<u64>,
}

/// What a decision comes to, without reasons: the hot path, which allocates nothing.
///
/// `released`, `withheld` and `referred` are a partition of what was asked for.
#[must_use = "a verdict that nobody reads lets nothing out and keeps nothing in"]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Verdict {
    pub(crate) released: DataSet,
    pub(crate) withheld: DataSet,
    pub(crate) referred: DataSet,
    /// Gateways that release something.
    pub(crate) permitting: RuleBits,
    /// Gateways that might release more.
    pub(crate) undecided: RuleBits,
    /// Bars that took something, or may.
    pub(crate) bars: u64,
}

impl Verdict {
    /// What may go.
    #[must_use]
    pub const fn released(&self) -> DataSet {
        self.released
    }

    /// What may not.
    #[must_use]
    pub const fn withheld(&self) -> DataSet {
        self.withheld
    }

    /// What somebody has to decide.
    #[must_use]
    pub const fn referred(&self) -> DataSet {
        self.referred
    }
}

/// How far one gateway's limb goes on these facts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    pub(crate) span: Span,
    /// Bars that bite on it, or may.
    pub(crate) bars: u64,
}

impl Compiled {
    pub(crate) fn new(
        organisations: &[Organisation],
        agreements: &[Agreement],
        gateways: &[Gateway],
    ) -> Self {
        let limbs: Vec<Limb> = gateways.iter().enumerate().flat_map(limbs).collect();
        let mask = |of: fn(&Gateway) -> u64| -> Vec<u64> {
            limbs.iter().map(|limb| gateways.get(limb.gateway).map_or(0, of)).collect()
        };
        let kinds = Rows::new(AskerKind::NAMES.len(), &mask(|gateway| gateway.who));
        let purposes = Rows::new(SharingPurpose::NAMES.len(), &mask(|gateway| gateway.purposes));
        let directions =
            Rows::new(Direction::NAMES.len(), &mask(|gateway| gateway.directions.into()));
        let mut by_party: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, agreement) in agreements.iter().enumerate() {
            for party in &agreement.parties {
                by_party.entry(*party).or_default().push(place);
            }
        }
        let organisations =
            organisations.iter().enumerate().map(|(place, one)| (one.id.clone(), place)).collect();
        Self { limbs, kinds, purposes, directions, organisations, by_party }
    }

    pub(crate) fn organisation(&self, id: &str) -> Option<usize> {
        self.organisations.get(id).copied()
    }

    /// The limbs that the asker, the purpose and the direction leave alive.
    pub(crate) fn alive(&self, facts: &Facts) -> impl Iterator<Item = &Limb> {
        let kind = known(facts.kind.map(|kind| kind as u8));
        let purpose = known(facts.purpose.map(|purpose| purpose as u8));
        let direction = known(facts.direction.map(|direction| direction as u8));
        (0..self.kinds.words)
            .flat_map(move |word| {
                let alive = self.kinds.at(kind, word)
                    & self.purposes.at(purpose, word)
                    & self.directions.at(direction, word);
                ones(alive).map(move |bit| word * 64 + bit)
            })
            .filter_map(|place| self.limbs.get(place))
    }
}

const fn known(value: Known<u8>) -> Option<u8> {
    match value {
        Known::Known(value) => Some(value),
        Known::Unknown => None,
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
        Self { words, rows }
    }

    fn at(&self, value: Option<u8>, word: usize) -> u64 {
        let unknown = self.rows.len() / self.words - 1;
        let row = value.map_or(unknown, usize::from);
        self.rows.get(row * self.words + word).copied().unwrap_or_default()
    }
}

/// Splits a gateway: what Art 9 and Art 10 govern has needs of its own.
fn limbs((place, gateway): (usize, &Gateway)) -> impl Iterator<Item = Limb> {
    let covers = gateway.covers;
    let anonymous = gateway.needs.yes & Fact::Anonymous.bit() != 0;
    let (special, criminal) = if anonymous {
        (DataSet::NONE, DataSet::NONE)
    } else {
        (covers.special(), covers.criminal())
    };
    let plain = covers.minus(special).minus(criminal);
    let with = |extra: Needs| gateway.needs.union(extra);
    [
        (plain, Some(gateway.needs)),
        (special, special_needs(gateway).map(with)),
        (criminal, criminal_needs(gateway).map(with)),
    ]
    .into_iter()
    .filter(|(covers, _)| !covers.is_empty())
    .filter_map(move |(covers, needs)| Some(Limb { gateway: place, covers, needs: needs? }))
}

/// What the Art 9 condition needs by itself; `None` when there is none, and nothing special goes.
pub(crate) fn special_needs(gateway: &Gateway) -> Option<Needs> {
    let condition = gateway.article9?;
    let mut needs = Needs::default();
    match condition {
        Article9Condition::ExplicitConsent => {
            let kind = gateway.consent.unwrap_or(crate::words::ConsentKind::DataProtection);
            needs.limits = LimitSet::NONE.with(Limit::ExplicitConsent(kind));
        }
        Article9Condition::VitalInterests => needs.yes |= Fact::CannotConsent.bit(),
        Article9Condition::SubstantialPublicInterest => {
            needs = paragraph_needs(gateway.schedule1.unwrap_or_default());
        }
        Article9Condition::Employment
        | Article9Condition::HealthOrSocialCare
        | Article9Condition::LegalClaims
        | Article9Condition::MadePublic
        | Article9Condition::NotForProfitBody
        | Article9Condition::PublicHealth
        | Article9Condition::Research => {}
    }
    Some(needs)
}

/// What the Schedule 1 paragraph for criminal offence data needs; `None` when there is none.
pub(crate) fn criminal_needs(gateway: &Gateway) -> Option<Needs> {
    gateway.article10.map(|paragraph| {
        let mut needs = paragraph_needs(paragraph);
        if paragraph == 29 {
            let kind = gateway.consent.unwrap_or(crate::words::ConsentKind::DataProtection);
            needs.limits = LimitSet::NONE.with(Limit::Consent(kind));
        }
        needs
    })
}

/// What some paragraphs of Schedule 1 ask: why there is no consent, and that somebody is at risk.
pub(crate) fn paragraph_needs(paragraph: u8) -> Needs {
    let mut needs = Needs::default();
    match paragraph {
        // S1-10, S1-17: without consent, for a reason.
        10 | 17 | 19 => needs.yes |= Fact::NoConsentReason.bit(),
        18 => needs.yes |= Fact::NoConsentReason.bit() | Fact::AtRisk.bit(),
        30 => needs.yes |= Fact::CannotConsent.bit(),
        _ => {}
    }
    needs
}

/// What a basis needs by itself.
pub(crate) fn basis_needs(basis: LawfulBasis) -> Needs {
    let mut needs = Needs::default();
    match basis {
        LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::PublicTaskRequest) => {
            needs.yes |= Fact::PublicTaskStatement.bit();
        }
        LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Safeguarding) => {
            needs.yes |= Fact::AtRisk.bit();
        }
        LawfulBasis::Consent => {
            needs.limits =
                LimitSet::NONE.with(Limit::Consent(crate::words::ConsentKind::DataProtection));
        }
        LawfulBasis::RecognisedLegitimateInterest(_)
        | LawfulBasis::Contract
        | LawfulBasis::LegalObligation
        | LawfulBasis::LegitimateInterests
        | LawfulBasis::PublicTask
        | LawfulBasis::VitalInterests => {}
    }
    needs
}

impl Rulebook {
    /// What may go, what may not and what somebody has to decide, without the reasons.
    pub(crate) fn judge(&self, facts: &Facts, day: Day) -> Verdict {
        let (certain, possible) = self.bars_on(facts, day);
        let mut verdict = Verdict {
            released: DataSet::NONE,
            withheld: DataSet::NONE,
            referred: DataSet::NONE,
            permitting: RuleBits::default(),
            undecided: RuleBits::default(),
            bars: 0,
        };
        let mut open = DataSet::NONE;
        for limb in self.compiled.alive(facts) {
            let Some(reach) = self.reach(limb, facts, day, certain, possible) else { continue };
            verdict.bars |= reach.bars;
            verdict.released = verdict.released.union(reach.span.sure);
            open = open.union(reach.span.maybe);
            if !reach.span.sure.is_empty() {
                verdict.permitting.set(limb.gateway);
            }
            if !reach.span.maybe.minus(reach.span.sure).is_empty() {
                verdict.undecided.set(limb.gateway);
            }
        }
        verdict.referred = open.minus(verdict.released);
        verdict.withheld = facts.asked.minus(verdict.released).minus(verdict.referred);
        verdict
    }

    /// How far a limb goes: `None` where it goes nowhere.
    pub(crate) fn reach(
        &self,
        limb: &Limb,
        facts: &Facts,
        day: Day,
        certain: u64,
        possible: u64,
    ) -> Option<Reach> {
        let gateway = self.gateways.get(limb.gateway)?;
        if !gateway.in_force(day) {
            return None;
        }
        let needs = limb.needs.union(basis_needs(gateway.ground_on(day)?.basis));
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let declined = if may_be_declined(gateway.kind) { facts.approvals.declined } else { 0 };
        if needs.yes & no != 0 || needs.no & yes != 0 || needs.roles & declined != 0 {
            return None;
        }
        let known = facts.kind != Known::Unknown
            && facts.purpose != Known::Unknown
            && facts.direction != Known::Unknown;
        let all = known
            && needs.yes & !yes == 0
            && needs.no & !no == 0
            && needs.roles & !facts.approvals.granted == 0;
        let mut span = Span::exactly(limb.covers.intersection(facts.asked));
        for place in ones(needs.limits.word()) {
            let limit = if place == Limit::Agreement.place() {
                self.agreed(limb.gateway, facts, day)
            } else {
                facts.limits.get(place).copied().unwrap_or(Span::NOTHING)
            };
            span.sure = span.sure.intersection(limit.sure);
            span.maybe = span.maybe.intersection(limit.maybe);
        }
        if !all || gateway.then != Then::Release {
            span.sure = DataSet::NONE;
        }
        let mut bitten = 0;
        for place in ones(possible) {
            let Some(bar) = self.bars.get(place) else { continue };
            if !self.beats(bar, limb.gateway, day) {
                continue;
            }
            let taken = self.taken(bar, facts);
            if span.maybe.intersects(taken.maybe) {
                bitten |= 1 << place;
            }
            span.sure = span.sure.minus(taken.maybe);
            if certain & (1 << place) != 0 && bar.then == Then::Withhold {
                span.maybe = span.maybe.minus(taken.sure);
            }
        }
        (!span.maybe.is_empty() || bitten != 0).then_some(Reach { span, bars: bitten })
    }

    /// What a bar takes: surely, and perhaps.
    #[expect(clippy::unused_self, reason = "it belongs beside `reach`")]
    pub(crate) fn taken(&self, bar: &Bar, facts: &Facts) -> Span {
        if bar.third_party_only {
            return Span {
                sure: bar.removes.intersection(facts.third_party.sure),
                maybe: bar.removes.intersection(facts.third_party.maybe),
            };
        }
        Span::exactly(bar.removes)
    }

    /// The bars whose conditions hold, and those whose conditions may.
    pub(crate) fn bars_on(&self, facts: &Facts, day: Day) -> (u64, u64) {
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        let (mut certain, mut possible) = (0_u64, 0_u64);
        for (place, bar) in self.bars.iter().enumerate() {
            let kind = facts.kind.truth(|kind| bar.who & (1 << *kind as u8) != 0);
            let purpose = facts.purpose.truth(|one| bar.purposes & (1 << *one as u8) != 0);
            let scope = kind.and(purpose);
            let lifted =
                bar.unless.yes & yes != 0 || bar.unless.roles & facts.approvals.granted != 0;
            if scope == crate::known::Truth::False
                || lifted
                || bar.when.yes & no != 0
                || bar.when.no & yes != 0
                || !within(day, bar.from, bar.until)
            {
                continue;
            }
            possible |= 1 << place;
            let holds = scope == crate::known::Truth::True
                && bar.when.yes & !yes == 0
                && bar.when.no & !no == 0
                && bar.unless.yes & !no == 0
                && bar.unless.roles & !facts.approvals.declined == 0;
            if holds {
                certain |= 1 << place;
            }
        }
        (certain, possible)
    }

    /// What the live agreements with the asker allow through a gateway.
    pub(crate) fn agreed(&self, gateway: usize, facts: &Facts, day: Day) -> Span {
        if facts.supposed.has(gateway) {
            return Span::exactly(DataSet::EVERY);
        }
        let party = match facts.organisation {
            Known::Known(Some(place)) => place,
            Known::Known(None) => return Span::NOTHING,
            Known::Unknown => {
                // Who asks is open, so any live agreement may be theirs.
                let any = self.agreements.iter().fold(Span::NOTHING, |sum, agreement| {
                    sum.union(allowed(agreement, gateway, facts, day))
                });
                return Span { sure: DataSet::NONE, maybe: any.maybe };
            }
        };
        let theirs = self.compiled.by_party.get(&party).map_or(&[][..], Vec::as_slice);
        theirs
            .iter()
            .filter(|place| {
                matches!(facts.relies_on, ReliedOn::None)
                    || facts.relies_on == ReliedOn::Listed(**place)
            })
            .filter_map(|place| self.agreements.get(*place))
            .fold(Span::NOTHING, |sum, agreement| {
                sum.union(allowed(agreement, gateway, facts, day))
            })
    }
}

/// What one agreement allows through a gateway.
fn allowed(agreement: &Agreement, gateway: usize, facts: &Facts, day: Day) -> Span {
    if !agreement.gateways.has(gateway) || !agreement.is_live(day) {
        return Span::NOTHING;
    }
    let purpose = facts.purpose.truth(|one| agreement.purposes & (1 << *one as u8) != 0);
    // An agreement for one transfer carries no regular one (B-040).
    let once = match agreement.kind {
        AgreementKind::OneOff => !facts.truth(Fact::Routine),
        AgreementKind::Protocol => crate::known::Truth::True,
    };
    match purpose.and(once) {
        crate::known::Truth::True => Span::exactly(agreement.covers),
        crate::known::Truth::Unknown => Span { sure: DataSet::NONE, maybe: agreement.covers },
        crate::known::Truth::False => Span::NOTHING,
    }
}
