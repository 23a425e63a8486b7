//! The parts of a rulebook.

use caldicott_calendar::{Day, Rule};
use caldicott_model::law::{Article9Condition, LawfulBasis};

use super::terms::Needs;
use crate::bits::RuleBits;
use crate::data::DataSet;
use crate::words::{
    AgreementKind, AskerKind, ConfidenceGround, ConsentKind, GatewayKind, Necessity, Then,
    TransferMechanism,
};

/// A role that may approve. Roles form a lattice: an approval by a role above counts.
#[derive(Clone, Debug)]
pub struct Role {
    pub(crate) name: Box<str>,
    /// This role and every role above it.
    pub(crate) or_above: u64,
}

/// An organisation that asks or receives.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub(crate) id: Box<str>,
    pub(crate) kind: AskerKind,
}

/// A consent form in use: what it can at most consent to.
#[derive(Clone, Debug)]
pub struct Form {
    pub(crate) id: Box<str>,
    pub(crate) kind: ConsentKind,
    pub(crate) covers: DataSet,
    pub(crate) purposes: u64,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// A processor, and the agreement it processes under.
#[derive(Clone, Debug)]
pub struct Processor {
    pub(crate) organisation: usize,
    pub(crate) engaged_by: Option<usize>,
    pub(crate) purposes: u64,
    pub(crate) covers: DataSet,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    pub(crate) abroad: bool,
    pub(crate) transfers: Vec<Transfer>,
}

/// What allows a processor's data to leave the country, from when until when.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub(crate) mechanism: TransferMechanism,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    pub(crate) assessed: bool,
}

/// An agreement with one or more organisations. Necessary for the gateways it names, and never
/// sufficient.
#[derive(Clone, Debug)]
pub struct Agreement {
    pub(crate) id: Box<str>,
    pub(crate) kind: AgreementKind,
    pub(crate) parties: Box<[u16]>,
    pub(crate) purposes: u64,
    pub(crate) covers: DataSet,
    pub(crate) gateways: RuleBits,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    pub(crate) review_by: Day,
}

/// The Art 6 basis a gateway stands on, from when until when.
#[derive(Clone, Copy, Debug)]
pub struct Ground {
    pub(crate) basis: LawfulBasis,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// A way out for information. It gives the power only: it names its Art 6 basis, its conditions for
/// special category and criminal offence data, what lifts confidence and what keeps it to the minimum.
#[derive(Clone, Debug)]
pub struct Gateway {
    pub(crate) id: Box<str>,
    pub(crate) says: Box<str>,
    pub(crate) kind: GatewayKind,
    pub(crate) who: u64,
    pub(crate) purposes: u64,
    pub(crate) directions: u8,
    pub(crate) needs: Needs,
    pub(crate) consent: Option<ConsentKind>,
    pub(crate) necessity: Necessity,
    pub(crate) covers: DataSet,
    pub(crate) grounds: Vec<Ground>,
    pub(crate) article9: Option<Article9Condition>,
    pub(crate) schedule1: Option<u8>,
    pub(crate) article10: Option<u8>,
    /// Whether nothing goes on a paragraph that asks for a policy document where none is in place.
    pub(crate) document_required: bool,
    pub(crate) confidence: ConfidenceGround,
    pub(crate) weighed: Vec<Rule>,
    pub(crate) serves: u8,
    pub(crate) then: Then,
    pub(crate) refer: Option<usize>,
    pub(crate) duties: u32,
    pub(crate) cite: Vec<Rule>,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// What takes back what a gateway would let go.
#[derive(Clone, Debug)]
pub struct Bar {
    pub(crate) id: Box<str>,
    pub(crate) says: Box<str>,
    pub(crate) who: u64,
    pub(crate) purposes: u64,
    pub(crate) when: Needs,
    pub(crate) unless: Needs,
    pub(crate) removes: DataSet,
    pub(crate) third_party_only: bool,
    pub(crate) only_objectionable: bool,
    pub(crate) beats: RuleBits,
    pub(crate) then: Then,
    pub(crate) refer: Option<usize>,
    pub(crate) note: bool,
    pub(crate) duties: u32,
    pub(crate) cite: Vec<Rule>,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// Whether the day lies in the half-open time from one day until another.
pub(crate) fn within(day: Day, from: Option<Day>, until: Option<Day>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day < until)
}

impl Role {
    /// The role's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Organisation {
    /// The organisation's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What kind of asker it is.
    #[must_use]
    pub const fn kind(&self) -> AskerKind {
        self.kind
    }
}

impl Form {
    /// The form's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is a consent to.
    #[must_use]
    pub const fn kind(&self) -> ConsentKind {
        self.kind
    }

    pub(crate) fn in_force(&self, day: Day) -> bool {
        within(day, self.from, self.until)
    }
}

impl Agreement {
    /// The agreement's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The last day on which it may stand without a review.
    #[must_use]
    pub const fn review_by(&self) -> Day {
        self.review_by
    }

    /// Whether it permits anything on this day: begun, not ended, and not past its review.
    #[must_use]
    pub fn is_live(&self, day: Day) -> bool {
        within(day, Some(self.from), self.until) && day <= self.review_by
    }

    /// The first day on which it permits nothing any more; `None` when it never permits anything.
    pub(crate) fn dead_from(&self) -> Option<Day> {
        let review = self.review_by.plus_days(1).unwrap_or(Day::MAX);
        let dead = self.until.map_or(review, |until| until.min(review));
        (self.from < dead).then_some(dead)
    }

    /// What it covers.
    #[must_use]
    pub const fn covers(&self) -> DataSet {
        self.covers
    }

    /// Why it permits nothing on this day, or that it is live.
    #[must_use]
    pub fn standing(&self, day: Day) -> &'static str {
        if day < self.from {
            "not-begun"
        } else if self.until.is_some_and(|until| until <= day) {
            "lapsed"
        } else if self.review_by < day {
            "unreviewed"
        } else {
            "live"
        }
    }

    /// The places of its parties in [`Rulebook::organisations`](super::Rulebook::organisations).
    pub fn parties(&self) -> impl Iterator<Item = usize> + '_ {
        self.parties.iter().map(|place| usize::from(*place))
    }
}

impl Transfer {
    /// Whether it allows a transfer on this day (TR-01). Safeguards need an assessment from the main
    /// stage of the 2025 Act on (TR-04), unless the arrangement is older (TR-05).
    pub(crate) fn allows(&self, day: Day) -> bool {
        let old = self.from < crate::catalogue::MAIN_STAGE;
        let assessed = self.assessed
            || old
            || day < crate::catalogue::MAIN_STAGE
            || matches!(
                self.mechanism,
                TransferMechanism::Approved | TransferMechanism::Derogation
            );
        within(day, Some(self.from), self.until) && assessed
    }
}

impl Gateway {
    /// The gateway's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the law commands, allows, or leaves it to us.
    #[must_use]
    pub const fn kind(&self) -> GatewayKind {
        self.kind
    }

    /// What it says, in a sentence.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.says
    }

    /// What it covers at most.
    #[must_use]
    pub const fn covers(&self) -> DataSet {
        self.covers
    }

    /// The rules it obeys.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.cite
    }

    /// Whether nothing goes on a condition that asks for an appropriate policy document while none is in
    /// place (S1-05). Otherwise a decision only warns.
    #[must_use]
    pub const fn requires_policy_document(&self) -> bool {
        self.document_required
    }

    /// The Art 6 basis it stands on, on this day.
    #[must_use]
    pub fn basis_on(&self, day: Day) -> Option<LawfulBasis> {
        self.ground_on(day).map(|ground| ground.basis)
    }

    fn ground_on(&self, day: Day) -> Option<Ground> {
        self.place_of_ground_on(day).and_then(|place| self.grounds.get(place)).copied()
    }

    /// The place of the basis it stands on, on this day.
    pub(crate) fn place_of_ground_on(&self, day: Day) -> Option<usize> {
        self.grounds
            .iter()
            .position(|ground| within(day, ground.from, ground.until) && ground.basis.in_force(day))
    }

    pub(crate) fn in_force(&self, day: Day) -> bool {
        within(day, self.from, self.until)
    }
}

impl Bar {
    /// The bar's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it says, in a sentence.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.says
    }

    /// The rules it obeys.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.cite
    }
}
