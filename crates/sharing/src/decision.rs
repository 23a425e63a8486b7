//! A decision a person can act on, with everything that led to it.

mod days;
mod explain;
mod outward;
#[cfg(feature = "serde")]
mod written;

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::digest::Sha256;
use caldicott_model::law::{Article9Condition, LawfulBasis};

pub use days::Holds;
pub use outward::{Heard, Outward};

use crate::change::Missing;
use crate::compiled::Verdict;
use crate::data::DataSet;
use crate::duty::Duty;
use crate::known::{Known, Truth};
use crate::request::Request;
use crate::resolve::Facts;
use crate::rulebook::Rulebook;
use crate::words::{ConfidenceGround, Direction, GatewayKind, words};

/// What to do with a request.
#[expect(
    clippy::exhaustive_enums,
    reason = "a new outcome must break the host's build, not fall into `_`"
)]
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a decision that nobody reads is a breach waiting to happen"]
pub enum Outcome {
    /// Give all that was asked for. For an offer: take it in.
    Disclose(DataSet),
    /// Give this part; the rest is withheld or referred.
    DisclosePart(DataSet),
    /// Give nothing yet: this role decides, and this is missing.
    Refer {
        /// The role that decides.
        to: String,
        /// The smallest set of facts that would release something.
        missing: Vec<Missing>,
    },
    /// Give nothing.
    Refuse,
    /// Give nothing, and do not let the asker learn whether there is anybody to tell about.
    NeitherConfirmNorDeny,
}

words! {
    /// Something a person should look at, though it decides nothing.
    #[non_exhaustive]
    Warning {
        /// The asker says to be of another kind than their organisation is.
        AskerContradicted = "asker-contradicted",
        /// An agreement with them has lapsed or has not begun.
        AgreementLapsed = "agreement-lapsed",
        /// An agreement with them is past its review date.
        AgreementUnreviewed = "agreement-unreviewed",
        /// The agreement relied on is not in the rulebook.
        AgreementUnknown = "agreement-unknown",
        /// An approval was given by whoever handles or makes the request: it does not count.
        ApprovalOfOwnRequest = "approval-of-own-request",
        /// An approval was given by a role that the rulebook does not know.
        ApprovalByUnknownRole = "approval-by-unknown-role",
        /// Consent was a condition of a home or a service (CN-04).
        ConsentAsCondition = "consent-as-condition",
        /// A consent has no evidence, so nobody can show it was given (CN-02).
        ConsentWithoutEvidence = "consent-without-evidence",
    }
}

/// A decision, with its reasons.
#[derive(Clone, Debug)]
#[must_use = "a decision that nobody reads is a breach waiting to happen"]
pub struct Decision {
    pub(crate) day: Day,
    pub(crate) outcome: Outcome,
    pub(crate) verdict: Verdict,
    pub(crate) each: Vec<EachDatum>,
    pub(crate) gateways: Vec<GatewayReason>,
    pub(crate) bars: Vec<BarReason>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) refer_to: Option<String>,
    pub(crate) changes: Vec<Vec<Missing>>,
    pub(crate) named: Vec<(Missing, String, String)>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) rules: RuleSet,
    pub(crate) holds: Holds,
    pub(crate) rulebook: Sha256,
    pub(crate) noted: DataSet,
    pub(crate) offered: bool,
}

/// What happens to one category or detail, and by which gateway or bar.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct EachDatum {
    /// The category or detail.
    pub data: &'static str,
    /// What happens to it.
    pub fate: Fate,
    /// The gateways that release it or might; the bars that take it or might.
    pub by: Vec<String>,
}

/// What happens to a category or detail.
#[expect(clippy::exhaustive_enums, reason = "it goes, it stays, or somebody decides")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Fate {
    /// It may go.
    Released,
    /// Somebody has to decide.
    Referred,
    /// It stays.
    Withheld,
}

/// A gateway that was considered, and what became of each of its conditions.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GatewayReason {
    /// The gateway's id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Whether it is a duty, a power or a discretion.
    pub kind: GatewayKind,
    /// Whether all its conditions hold for something that was asked.
    pub holds: Truth,
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// The Art 6 basis on the day; `None` where it has none.
    pub basis: Option<LawfulBasis>,
    /// The Art 9 condition, where it covers special categories.
    pub article9: Option<Article9Condition>,
    /// The Schedule 1 paragraph that the condition needs.
    pub schedule1: Option<u8>,
    /// The Schedule 1 paragraph for criminal offence data.
    pub article10: Option<u8>,
    /// What lifts confidence.
    pub confidence: ConfidenceGround,
    /// What it releases.
    pub releases: DataSet,
    /// The rules it obeys.
    pub rules: RuleSet,
}

/// A bar that was considered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BarReason {
    /// The bar's id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Whether it stands.
    pub holds: Truth,
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// Whether it took, or may have to take, something.
    pub bites: bool,
    /// The rules it obeys.
    pub rules: RuleSet,
}

/// A condition, and whether it holds.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Condition {
    /// What is needed, as the rulebook writes it.
    pub need: String,
    /// Whether it holds.
    pub value: Truth,
    /// The rules that make it matter.
    pub rules: RuleSet,
}

/// Says whether this data may go to that recipient for that purpose on that day, and why.
///
/// It never fails: what is not known is a reason to refer, and never permits.
pub fn decide(rulebook: &Rulebook, request: &Request, day: Day) -> Decision {
    let facts = Facts::of(rulebook, request, day);
    let verdict = rulebook.judge(&facts, day);
    let changes = rulebook.changes(&facts, day);
    let reasons = explain::reasons(rulebook, &facts, &verdict, day);
    let refer_to = explain::refer_to(rulebook, &facts, &verdict, &changes, day);
    let outcome = outcome(rulebook, &facts, &verdict, &refer_to, &changes);
    let mut duties = explain::duties(rulebook, request, &facts, &verdict, day);
    let warnings = explain::warnings(rulebook, request, &facts, day);
    if warnings.contains(&Warning::AgreementUnreviewed) {
        duties |= Duty::ReviewAgreement.bit() | Duty::ConsultChiefExecutive.bit();
    }
    if outcome == Outcome::NeitherConfirmNorDeny {
        duties |= Duty::TakeMessage.bit();
    }
    let duties: Vec<Duty> =
        Duty::NAMES.iter().map(|(_, duty)| *duty).filter(|duty| duties & duty.bit() != 0).collect();
    let rules = explain::rules(rulebook, &reasons, &verdict, &duties);
    let named = changes
        .iter()
        .flatten()
        .map(|missing| (*missing, missing.name(rulebook), missing.question(rulebook)))
        .collect();
    Decision {
        day,
        offered: request.direction == Known::Known(Direction::Offered),
        refer_to: Some(refer_to).filter(|_| {
            matches!(outcome, Outcome::Refer { .. } | Outcome::NeitherConfirmNorDeny)
                || !verdict.referred.is_empty()
        }),
        outcome,
        each: explain::each(rulebook, &facts, &verdict, day),
        gateways: reasons.gateways,
        bars: reasons.bars,
        duties,
        changes,
        named,
        warnings,
        rules,
        holds: days::holds(rulebook, request, &verdict, day),
        rulebook: rulebook.hash(),
        noted: explain::noted(rulebook, &facts, &verdict, day),
        verdict,
    }
}

/// What may go, what may not and what somebody has to decide, without reasons: for masking many rows.
pub fn judge(rulebook: &Rulebook, request: &Request, day: Day) -> Verdict {
    rulebook.judge(&Facts::of(rulebook, request, day), day)
}

/// The outcome follows from the mask, and from whether the asker may know that we know the person.
fn outcome(
    rulebook: &Rulebook,
    facts: &Facts,
    verdict: &Verdict,
    refer_to: &str,
    changes: &[Vec<Missing>],
) -> Outcome {
    let released = verdict.released;
    if released == facts.asked {
        return Outcome::Disclose(released);
    }
    if !released.is_empty() {
        return Outcome::DisclosePart(released);
    }
    let asked =
        !matches!(facts.direction, Known::Known(Direction::Offered | Direction::OwnInitiative));
    let may_know = facts.truth(crate::fact::Fact::Verified) == Truth::True
        && matches!(facts.kind, Known::Known(kind) if !rulebook.is_private(kind));
    if asked && !may_know {
        return Outcome::NeitherConfirmNorDeny;
    }
    if verdict.referred.is_empty() {
        return Outcome::Refuse;
    }
    Outcome::Refer {
        to: refer_to.to_owned(),
        missing: changes.first().cloned().unwrap_or_default(),
    }
}

impl Outcome {
    /// The outcome's name in files and messages.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Disclose(_) => "disclose",
            Self::DisclosePart(_) => "disclose-part",
            Self::Refer { .. } => "refer",
            Self::Refuse => "refuse",
            Self::NeitherConfirmNorDeny => "neither-confirm-nor-deny",
        }
    }
}

impl Decision {
    /// The day it is for.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// What to do.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What may go.
    #[must_use]
    pub const fn released(&self) -> DataSet {
        self.verdict.released
    }

    /// What may not.
    #[must_use]
    pub const fn withheld(&self) -> DataSet {
        self.verdict.withheld
    }

    /// What somebody has to decide.
    #[must_use]
    pub const fn referred(&self) -> DataSet {
        self.verdict.referred
    }

    /// What happens to each category and detail asked for.
    #[must_use]
    pub fn each(&self) -> &[EachDatum] {
        &self.each
    }

    /// The gateways considered.
    #[must_use]
    pub fn gateways(&self) -> &[GatewayReason] {
        &self.gateways
    }

    /// The bars considered.
    #[must_use]
    pub fn bars(&self) -> &[BarReason] {
        &self.bars
    }

    /// What staff must do.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// The role that decides what is referred, or takes over from whoever answered the caller.
    #[must_use]
    pub fn refer_to(&self) -> Option<&str> {
        self.refer_to.as_deref()
    }

    /// The smallest sets of missing facts that would release more, smallest first.
    #[must_use]
    pub fn what_would_change_it(&self) -> &[Vec<Missing>] {
        &self.changes
    }

    /// The name of something missing and the question to ask, as this decision writes them.
    #[must_use]
    pub fn words_for(&self, missing: Missing) -> Option<(&str, &str)> {
        let found = self.named.iter().find(|(known, ..)| *known == missing);
        found.map(|(_, name, question)| (name.as_str(), question.as_str()))
    }

    /// What a person should look at.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Every rule it applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The days on which the same answer stands, if nothing else changes.
    #[must_use]
    pub const fn holds_between(&self) -> Holds {
        self.holds
    }

    /// The hash of the rulebook that decided.
    #[must_use]
    pub const fn rulebook(&self) -> Sha256 {
        self.rulebook
    }

    /// All that the asker may see.
    #[must_use]
    pub fn outward(&self) -> Outward {
        Outward::of(self)
    }
}
