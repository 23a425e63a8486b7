//! What is asked, by whom and what for, and what is known about the person it concerns.

mod json;
mod read;
#[cfg(feature = "serde")]
mod written;

use core::fmt;

use caldicott_calendar::Day;

use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::Known;
use crate::words::{
    AskerKind, CapacityFinding, Channel, ConsentKind, Direction, GivenBy, OrderKind,
    SharingPurpose, Verification,
};

/// A request for information, or an offer of it.
///
/// Facts are [`Known`] or unknown, never merely absent. What an asker *shows* (an order, an
/// agreement) is known completely: what is not here was not shown.
///
/// Its `Debug` shows that facts are there and never what names anybody.
#[non_exhaustive]
#[derive(Clone, Default)]
pub struct Request {
    /// The host's reference.
    pub id: Option<String>,
    /// The day the request is decided for, where the file says.
    pub day: Option<Day>,
    /// The day it reached us, where that is another than the day it is decided for.
    pub received: Option<Day>,
    /// Which way information goes.
    pub direction: Known<Direction>,
    /// How it reached us.
    pub channel: Known<Channel>,
    /// Who asks, or who would receive.
    pub asker: Asker,
    /// What it is wanted for.
    pub purpose: Known<SharingPurpose>,
    /// What is asked for.
    pub asked: DataSet,
    /// Whether it is a regular transfer.
    pub routine: Known<bool>,
    /// Whether nobody can be identified from what would go out.
    pub anonymous: Known<bool>,
    /// What of it was assessed as needed.
    pub necessary: Known<DataSet>,
    /// The order, notice or requirement shown.
    pub order: Option<Order>,
    /// The agreement relied on; where named, no other counts.
    pub agreement: Option<String>,
    /// The gateway that the asker claims, by its id in the rulebook. A claim decides nothing: the
    /// decision says whether it holds.
    pub gateway: Option<String>,
    /// The member of staff who handles the request.
    pub handled_by: Known<String>,
    /// The approvals and refusals on record.
    pub approvals: Vec<Approval>,
    /// Whether telling the person would do harm or prejudice the purpose.
    pub telling_would_prejudice: Known<bool>,
    /// The other facts of the case.
    pub facts: FactSet,
    /// What is known about the person.
    pub subject: SubjectState,
}

/// Who asks.
#[non_exhaustive]
#[derive(Clone, Default)]
pub struct Asker {
    /// What kind of asker it is.
    pub kind: Known<AskerKind>,
    /// The organisation's id.
    pub organisation: Known<String>,
    /// The individual's id.
    pub individual: Known<String>,
    /// How they were verified.
    pub verification: Known<Verification>,
}

/// An order, notice or requirement that is shown.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Order {
    /// What it is.
    pub kind: OrderKind,
    /// Whether it was seen, and not only spoken of.
    pub seen: Known<bool>,
    /// What it reaches.
    pub scope: Known<DataSet>,
    /// The day from which it stands.
    pub from: Option<Day>,
    /// The first day on which it stands no more.
    pub until: Option<Day>,
}

/// What an approver decided.
#[non_exhaustive]
#[derive(Clone)]
pub struct Approval {
    /// The approver's role, as the rulebook names it.
    pub role: String,
    /// The approver.
    pub by: String,
    /// The day.
    pub on: Day,
    /// Whether it was granted; otherwise it was declined.
    pub granted: bool,
}

/// Facts that were stated, each true or false.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub struct FactSet {
    pub(crate) yes: u64,
    pub(crate) no: u64,
}

/// What is known about the person, as it stands when the request is decided.
#[non_exhaustive]
#[derive(Clone, Default)]
pub struct SubjectState {
    /// Every consent, refusal and withdrawal on record.
    pub consents: Known<Vec<Consent>>,
    /// What among the data came from third parties in confidence.
    pub third_party_confidential: Known<DataSet>,
    /// What was found about the person's capacity, each for one decision. What nobody assessed is
    /// presumed (CN-07).
    pub capacity: Vec<Capacity>,
    /// What was decided in the person's best interests.
    pub best_interests: Vec<BestInterests>,
    /// The other facts about the person.
    pub facts: FactSet,
}

/// What was found about a person's capacity to take one decision on one day.
#[non_exhaustive]
#[derive(Clone)]
pub struct Capacity {
    /// The decision: to consent to this.
    pub decision: ConsentKind,
    /// The day of the assessment.
    pub on: Day,
    /// Who assessed.
    pub by: String,
    /// What they found.
    pub finding: CapacityFinding,
}

/// What was decided for a person who could not decide it, in their best interests.
///
/// That it is best to share releases nothing by itself; that it is best not to share is a refusal.
#[non_exhaustive]
#[derive(Clone)]
pub struct BestInterests {
    /// What was to be decided: a consent of this kind.
    pub decision: ConsentKind,
    /// The day.
    pub on: Day,
    /// Who decided.
    pub by: String,
    /// Whether it is best to share.
    pub share: bool,
    /// Organisations or individuals it is about, by id; none means all.
    pub to: Vec<String>,
    /// Where the reasons are.
    pub evidence: Option<String>,
}

/// A consent, with its withdrawal if there was one; or a refusal.
#[non_exhaustive]
#[derive(Clone)]
pub struct Consent {
    /// To what.
    pub kind: ConsentKind,
    /// The form it was given on; a refusal needs none.
    pub form: Option<String>,
    /// Organisations or individuals it names, by id; a refusal that names none is meant for all.
    pub to: Vec<String>,
    /// What for; none named on a refusal means any.
    pub purposes: Vec<SharingPurpose>,
    /// What it covers; nothing named on a refusal means everything.
    pub covers: DataSet,
    /// The day it was given, or `None` for a refusal.
    pub given: Option<Day>,
    /// The first day on which it stands no more.
    pub until: Option<Day>,
    /// The day it was withdrawn, or the day of the refusal.
    pub withdrawn: Option<Day>,
    /// Whether it was given in express words.
    pub explicit: Known<bool>,
    /// Where the evidence is: the wording, how and by whom it was taken (CN-02).
    pub evidence: Option<String>,
    /// Whether it was asked for as a condition of a home or a service (CN-04).
    pub condition_of_service: Known<bool>,
    /// Who gave it.
    pub given_by: GivenBy,
    /// What shows that an attorney or a deputy may give it.
    pub authority: Option<String>,
    /// Whether it was given freely (C-002). What was not is no consent.
    pub freely_given: Known<bool>,
    /// Whether the person was told, before, that they may withdraw it (CN-02, C-004).
    pub told_of_withdrawal: Known<bool>,
    /// Which wording was used.
    pub wording: Option<String>,
    /// How it was given: signed, spoken.
    pub method: Option<String>,
    /// Who took it.
    pub taken_by: Option<String>,
}

impl Request {
    /// Whether they are said to have been verified in a way in which nobody can be who comes to us so: what
    /// is sent is not seen, a signature is not a face, and a call is no login (B-011 to B-013).
    pub(crate) fn shows_what_cannot_be_seen(&self) -> bool {
        let (Known::Known(how), Known::Known(channel)) = (self.asker.verification, self.channel)
        else {
            return false;
        };
        let met = matches!(channel, Channel::InPerson | Channel::Meeting);
        match how {
            Verification::CredentialsSeen => !met,
            Verification::KnownInPerson => !met && channel != Channel::Telephone,
            Verification::SystemLogin => channel != Channel::System,
            Verification::CallBack
            | Verification::ContactedByUs
            | Verification::Doubted
            | Verification::None
            | Verification::WrittenRequest => false,
        }
    }
}

impl FactSet {
    /// The fact as stated.
    #[must_use]
    pub const fn value(self, fact: Fact) -> Known<bool> {
        if self.yes & fact.bit() != 0 {
            Known::Known(true)
        } else if self.no & fact.bit() != 0 {
            Known::Known(false)
        } else {
            Known::Unknown
        }
    }

    /// States a fact, or forgets it.
    pub const fn set(&mut self, fact: Fact, value: Known<bool>) {
        self.yes &= !fact.bit();
        self.no &= !fact.bit();
        match value {
            Known::Known(true) => self.yes |= fact.bit(),
            Known::Known(false) => self.no |= fact.bit(),
            Known::Unknown => {}
        }
    }
}

impl fmt::Debug for FactSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stated = Fact::NAMES.iter().filter_map(|(name, fact)| match self.value(*fact) {
            Known::Known(value) => Some((*name, value)),
            Known::Unknown => None,
        });
        out.debug_map().entries(stated).finish()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Request")
            .field("asker", &self.asker)
            .field("purpose", &self.purpose)
            .field("asked", &self.asked)
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Asker {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Asker")
            .field("kind", &self.kind)
            .field("verification", &self.verification)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SubjectState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SubjectState(…)")
    }
}

impl fmt::Debug for Consent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Consent").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl fmt::Debug for Capacity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Capacity").field("decision", &self.decision).finish_non_exhaustive()
    }
}

impl fmt::Debug for BestInterests {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("BestInterests").field("decision", &self.decision).finish_non_exhaustive()
    }
}

impl fmt::Debug for Approval {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Approval")
            .field("role", &self.role)
            .field("on", &self.on)
            .field("granted", &self.granted)
            .finish_non_exhaustive()
    }
}

impl Order {
    /// An order of this kind, nothing else about it known.
    #[must_use]
    pub const fn new(kind: OrderKind) -> Self {
        Self { kind, seen: Known::Unknown, scope: Known::Unknown, from: None, until: None }
    }
}

impl Approval {
    /// What somebody in a role decided on a day.
    #[must_use]
    pub const fn new(role: String, by: String, on: Day, granted: bool) -> Self {
        Self { role, by, on, granted }
    }
}

impl Capacity {
    /// What somebody found on a day about the capacity for one decision.
    #[must_use]
    pub const fn found(
        finding: CapacityFinding,
        decision: ConsentKind,
        on: Day,
        by: String,
    ) -> Self {
        Self { decision, on, by, finding }
    }
}

impl BestInterests {
    /// What somebody decided on a day, about everybody until it names some.
    #[must_use]
    pub const fn decided(share: bool, decision: ConsentKind, on: Day, by: String) -> Self {
        Self { decision, on, by, share, to: Vec::new(), evidence: None }
    }
}

impl Consent {
    /// A consent of this kind with nothing in it yet: it names nobody and covers nothing.
    #[must_use]
    pub const fn new(kind: ConsentKind) -> Self {
        Self {
            kind,
            form: None,
            to: Vec::new(),
            purposes: Vec::new(),
            covers: DataSet::NONE,
            given: None,
            until: None,
            withdrawn: None,
            explicit: Known::Unknown,
            evidence: None,
            condition_of_service: Known::Unknown,
            given_by: GivenBy::Person,
            authority: None,
            freely_given: Known::Unknown,
            told_of_withdrawal: Known::Unknown,
            wording: None,
            method: None,
            taken_by: None,
        }
    }

    /// A consent given on a form on a day. It covers nothing until it names to whom, what for and what.
    ///
    /// ```
    /// use caldicott_model::{Category, Day};
    /// use caldicott_sharing::{Consent, ConsentKind, SharingPurpose};
    ///
    /// let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2026, 1, 10))
    ///     .to("lakenham-surgery")
    ///     .for_purpose(SharingPurpose::HealthCare)
    ///     .covering(Category::Health)
    ///     .in_express_words("file note 12");
    /// assert_eq!(consent.to, ["lakenham-surgery"]);
    /// ```
    #[must_use]
    pub fn given(kind: ConsentKind, form: impl Into<String>, on: Day) -> Self {
        Self { form: Some(form.into()), given: Some(on), ..Self::new(kind) }
    }

    /// A refusal on a day: meant for everybody, every purpose and all data until it names some.
    #[must_use]
    pub const fn refused(kind: ConsentKind, on: Day) -> Self {
        let mut refusal = Self::new(kind);
        refusal.withdrawn = Some(on);
        refusal
    }

    /// Names an organisation or an individual, by id.
    #[must_use]
    pub fn to(mut self, id: impl Into<String>) -> Self {
        self.to.push(id.into());
        self
    }

    /// Names a purpose.
    #[must_use]
    pub fn for_purpose(mut self, purpose: SharingPurpose) -> Self {
        self.purposes.push(purpose);
        self
    }

    /// Names data.
    #[must_use]
    pub fn covering(mut self, data: impl Into<DataSet>) -> Self {
        self.covers = self.covers.union(data.into());
        self
    }

    /// Names where the evidence is.
    #[must_use]
    pub fn evidenced_by(mut self, evidence: impl Into<String>) -> Self {
        self.evidence = Some(evidence.into());
        self
    }

    /// It was given in express words, which are to be found here.
    #[must_use]
    pub fn in_express_words(mut self, evidence: impl Into<String>) -> Self {
        self.explicit = Known::Known(true);
        self.evidenced_by(evidence)
    }

    /// The first day on which it stands no more.
    #[must_use]
    pub const fn until(mut self, day: Day) -> Self {
        self.until = Some(day);
        self
    }

    /// The day it was withdrawn.
    #[must_use]
    pub const fn withdrawn_on(mut self, day: Day) -> Self {
        self.withdrawn = Some(day);
        self
    }
}
