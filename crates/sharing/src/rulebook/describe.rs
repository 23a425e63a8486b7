//! What the parts of a rulebook say, for explaining and comparing them.

use super::terms::{Limit, Needs};
use super::{Agreement, Bar, Gateway, Rulebook};
use crate::bits::ones;
use crate::change::Missing;
use crate::data::DataSet;
use crate::duty::Duty;
use crate::words::{AskerKind, ConfidenceGround, Direction, Necessity, SharingPurpose, Then};

impl Gateway {
    /// The kinds of asker it is for.
    pub fn who(&self) -> impl Iterator<Item = AskerKind> + '_ {
        kinds(self.who)
    }

    /// The purposes it is for.
    pub fn purposes(&self) -> impl Iterator<Item = SharingPurpose> + '_ {
        purposes(self.purposes)
    }

    /// The ways information goes through it.
    pub fn directions(&self) -> impl Iterator<Item = Direction> + '_ {
        let all = Direction::NAMES.iter().map(|(_, way)| *way);
        all.filter(|way| self.directions & (1 << *way as u8) != 0)
    }

    /// What it needs, as the rulebook writes it.
    #[must_use]
    pub fn needs(&self, rulebook: &Rulebook) -> Vec<String> {
        written(self.needs, rulebook)
    }

    /// The duties it opens when it releases.
    pub fn duties(&self) -> impl Iterator<Item = Duty> + '_ {
        duties(self.duties)
    }

    /// What lifts confidence.
    #[must_use]
    pub const fn confidence(&self) -> ConfidenceGround {
        self.confidence
    }

    /// What keeps it to the minimum.
    #[must_use]
    pub const fn necessity(&self) -> Necessity {
        self.necessity
    }

    /// Whether it releases or refers, and to which role.
    #[must_use]
    pub fn then<'r>(&self, rulebook: &'r Rulebook) -> (Then, Option<&'r str>) {
        (self.then, self.refer.map(|role| rulebook.rules.role_name(role)))
    }
}

impl Bar {
    /// The kinds of asker it is about.
    pub fn who(&self) -> impl Iterator<Item = AskerKind> + '_ {
        kinds(self.who)
    }

    /// The purposes it is about.
    pub fn purposes(&self) -> impl Iterator<Item = SharingPurpose> + '_ {
        purposes(self.purposes)
    }

    /// When it stands, as the rulebook writes it.
    #[must_use]
    pub fn when(&self, rulebook: &Rulebook) -> Vec<String> {
        written(self.when, rulebook)
    }

    /// What lifts it, as the rulebook writes it.
    #[must_use]
    pub fn unless(&self, rulebook: &Rulebook) -> Vec<String> {
        written(self.unless, rulebook)
    }

    /// What it takes back.
    #[must_use]
    pub const fn removes(&self) -> DataSet {
        self.removes
    }

    /// The gateways it beats, by id.
    pub fn beats<'r>(&self, rulebook: &'r Rulebook) -> impl Iterator<Item = &'r str> {
        self.beats.iter().filter_map(|place| rulebook.rules.gateways.get(place)).map(Gateway::id)
    }

    /// Whether it withholds or refers, and to which role.
    #[must_use]
    pub fn then<'r>(&self, rulebook: &'r Rulebook) -> (Then, Option<&'r str>) {
        (self.then, self.refer.map(|role| rulebook.rules.role_name(role)))
    }
}

impl Agreement {
    /// The purposes it is for.
    pub fn purposes(&self) -> impl Iterator<Item = SharingPurpose> + '_ {
        purposes(self.purposes)
    }

    /// The gateways it is relied on for, by id.
    pub fn gateways<'r>(&self, rulebook: &'r Rulebook) -> impl Iterator<Item = &'r str> {
        self.gateways.iter().filter_map(|place| rulebook.rules.gateways.get(place)).map(Gateway::id)
    }
}

fn kinds(word: u64) -> impl Iterator<Item = AskerKind> {
    let all = AskerKind::NAMES.iter().map(|(_, kind)| *kind);
    all.filter(move |kind| word & (1 << *kind as u8) != 0)
}

fn purposes(word: u64) -> impl Iterator<Item = SharingPurpose> {
    let all = SharingPurpose::NAMES.iter().map(|(_, purpose)| *purpose);
    all.filter(move |purpose| word & (1 << *purpose as u8) != 0)
}

fn duties(word: u32) -> impl Iterator<Item = Duty> {
    let all = Duty::NAMES.iter().map(|(_, duty)| *duty);
    all.filter(move |duty| word & duty.bit() != 0)
}

fn written(needs: Needs, rulebook: &Rulebook) -> Vec<String> {
    let facts = needs.facts().map(|(fact, holds)| Missing::Fact(fact, holds).name(rulebook));
    let roles = ones(needs.roles).map(|role| Missing::Approval(role).name(rulebook));
    let limits = Limit::all()
        .filter(|limit| needs.limits.contains(*limit))
        .map(|limit| limit.name().to_owned());
    facts.chain(roles).chain(limits).collect()
}
