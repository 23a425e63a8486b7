//! What a document says, as data.

use super::risk::Risk;
use crate::law::transfer::Transfer;
use crate::law::{Annex1Condition, LawfulBasis, ProcessingGround};
use crate::review::Spot;
use crate::{CategorySet, Day};

/// A policy or an impact assessment, as far as it says what the law asks about.
///
/// Everything but the title and the controller may be missing: what a document does not speak of is
/// not judged.
#[derive(Clone, Debug)]
pub struct Document {
    pub(super) title: String,
    pub(super) written: Option<Day>,
    pub(super) subjects: Vec<String>,
    pub(super) sections: Vec<Said<String>>,
    pub(super) terms: Vec<Said<String>>,
    pub(super) laws: Vec<CitedLaw>,
    pub(super) activities: Vec<Activity>,
    pub(super) described: Vec<Described>,
    pub(super) criminal_data: Option<Said<Vec<OffenceData>>>,
    pub(super) principles: Option<Said<Vec<Listed>>>,
    pub(super) access: Access,
    pub(super) no_third_parties: Option<Spot>,
    pub(super) recipients: Vec<String>,
    pub(super) border: Option<Said<(Border, Border)>>,
    pub(super) transfers: Vec<Said<Vec<Transfer>>>,
    pub(super) retention: Option<Said<Vec<Kept>>>,
    pub(super) sign_offs: Vec<Said<SignOff>>,
    pub(super) risks: Vec<Risk>,
    pub(super) overall: Option<Said<Overall>>,
    pub(super) references: Vec<Said<Reference>>,
    pub(super) time_limits: Vec<Said<Option<String>>>,
    pub(super) breach_from: Option<Said<Trigger>>,
    pub(super) officer_also: Option<Said<String>>,
    pub(super) capacity: Option<Said<CapacityClaim>>,
    pub(super) exempted: Vec<Said<Exemption>>,
}

/// Something said, and where.
#[derive(Clone, Debug)]
pub(super) struct Said<T> {
    pub(super) what: T,
    pub(super) spot: Spot,
}

/// A law by the name that the document prints, and what it is cited for.
#[derive(Clone, Debug)]
pub(super) struct CitedLaw {
    pub(super) printed: Said<String>,
    pub(super) cited_for: Option<Matter>,
}

/// What a law is cited for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Matter {
    Anonymisation,
    PolicePowers,
    Other,
}

/// One processing activity.
#[derive(Clone, Debug)]
pub(super) struct Activity {
    pub(super) name: String,
    pub(super) spot: Spot,
    pub(super) purposes: Vec<String>,
    pub(super) ground: Option<ProcessingGround>,
    pub(super) discloses_for: Vec<Option<Annex1Condition>>,
    pub(super) cited: Vec<Said<String>>,
}

/// Data in a document's words, and the categories that it is filed under.
#[derive(Clone, Debug)]
pub(super) struct Described {
    pub(super) what: Behaviour,
    pub(super) filed: CategorySet,
    pub(super) spot: Spot,
}

/// What is described (SE-17).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Behaviour {
    /// Things that point to the use of drugs.
    DrugUse,
    /// Hate abuse by the person.
    HateAbuse,
    /// Violent or aggressive behaviour.
    Violence,
}

/// What a definition of criminal offence data names (SC-08).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum OffenceData {
    Allegations,
    Convictions,
    Offences,
    Proceedings,
    SecurityMeasures,
}

/// One entry of a list of principles.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Listed {
    /// A principle of Art 5, by its place: six and accountability.
    Principle(u8),
    /// Something that is none.
    None(&'static str),
}

/// What the document says about requests for access.
#[derive(Clone, Debug, Default)]
pub(super) struct Access {
    pub(super) in_writing_only: Option<Spot>,
    pub(super) never_shown: Option<Said<Vec<String>>>,
    pub(super) requester: Option<Said<String>>,
    pub(super) fees: Option<Said<Vec<FeeGround>>>,
}

/// Why a fee is taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum FeeGround {
    Excessive,
    FurtherCopies,
    ManifestlyUnfounded,
    Repetitive,
}

/// A border that transfers are counted from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Border {
    EuropeanEconomicArea,
    UnitedKingdom,
}

/// What is kept; and for how long, when the document says so.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) period: Option<String>,
}

/// An entry of a sign-off sheet.
#[derive(Clone, Debug)]
pub(super) struct SignOff {
    pub(super) what: String,
    pub(super) entry: Entry,
    pub(super) cleared: bool,
}

/// Whether an entry was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Entry {
    Awaited,
    Blank,
    Made,
}

/// The rating of the whole.
#[derive(Clone, Debug)]
pub(super) struct Overall {
    pub(super) band: String,
    pub(super) has_reason: bool,
}

/// Something that the document refers to.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) to: String,
    pub(super) kind: ReferenceKind,
    pub(super) supplied: bool,
}

/// What kind of thing it refers to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ReferenceKind {
    Diagram,
    Document,
}

/// What starts the 72 hours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Trigger {
    Awareness,
    Discovery,
}

/// How the document speaks of capacity.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum CapacityClaim {
    ByDecision,
    OfEverybody,
}

/// A disclosure that the document takes out of the law.
#[derive(Clone, Debug)]
pub(super) struct Exemption {
    pub(super) what: String,
    pub(super) wholly: bool,
}

impl Document {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The day it bears: the day of the law it was written under.
    #[must_use]
    pub const fn written(&self) -> Option<Day> {
        self.written
    }

    /// The bases that its activities claim, in order.
    pub fn bases(&self) -> impl Iterator<Item = LawfulBasis> {
        self.activities
            .iter()
            .filter_map(|activity| activity.ground.as_ref())
            .map(ProcessingGround::basis)
    }
}
