//! A decision a person can act on, with everything that led to it.

mod claim;
mod days;
mod due;
mod explain;
mod json;
mod outward;
mod reasons;
mod ruling;
mod warning;
#[cfg(feature = "serde")]
mod written;

use core::fmt;
use std::sync::{Arc, OnceLock};

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::digest::Sha256;
use caldicott_model::law::{Article9Condition, LawfulBasis};

pub use claim::Claim;
pub use days::Holds;
pub use due::Due;
pub use outward::{Heard, Outward};
pub use ruling::{Ruling, weigh};
pub use warning::Warning;

use crate::change::{Changes, Missing};
use crate::data::DataSet;
use crate::duty::Duty;
use crate::judge::{Standing, Verdict};
use crate::known::Truth;
use crate::request::Request;
use crate::resolve::{Facts, Resolved, Scope};
use crate::rulebook::{Rulebook, Rules};
use crate::words::{ConfidenceGround, GatewayKind};

pub(crate) use json::Texts;
use reasons::Reasons;
use ruling::Answer;

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

/// A decision, with its reasons.
///
/// What to do is decided at once; the words for it, what would change it and how long it holds are
/// worked out when they are first read, from the rules that decided.
#[derive(Clone)]
#[must_use = "a decision that nobody reads is a breach waiting to happen"]
pub struct Decision {
    rules: Arc<Rules>,
    resolved: Resolved,
    facts: Facts,
    standing: Standing,
    ruling: Ruling,
    /// The gateway claimed, where one is.
    claimed: Option<Box<str>>,
    received: Option<Day>,
    words: OnceLock<Box<Words>>,
}

/// What is worked out when it is first read.
#[derive(Clone, Debug, Default)]
struct Words {
    duties: OnceLock<Vec<Duty>>,
    warnings: OnceLock<Vec<Warning>>,
    outcome: OnceLock<Outcome>,
    each: OnceLock<Vec<EachDatum>>,
    gateways: OnceLock<Vec<GatewayReason>>,
    bars: OnceLock<Vec<BarReason>>,
    refer_to: OnceLock<Option<usize>>,
    changes: OnceLock<Changes>,
    named: OnceLock<Vec<(Missing, String, String)>>,
    rules: OnceLock<RuleSet>,
    holds: OnceLock<Holds>,
    claim: OnceLock<Claim>,
    due: OnceLock<Vec<Due>>,
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
    let rules = &*rulebook.rules;
    let resolved = Resolved::of(rules, request);
    let facts = resolved.on(rules, day);
    let standing = rules.bars_on(&facts);
    let verdict = rules.judge_under(&facts, standing);
    Decision {
        ruling: Ruling::of(rules, request, &facts, &verdict, standing),
        rules: Arc::clone(&rulebook.rules),
        resolved,
        facts,
        standing,
        claimed: request.gateway.as_deref().map(Box::from),
        received: request.received,
        words: OnceLock::new(),
    }
}

/// What may go, what may not and what somebody has to decide, without reasons: for masking many rows.
///
/// It stays a function of its own: inside another it spills what it keeps in registers.
#[inline(never)]
pub fn judge(rulebook: &Rulebook, request: &Request, day: Day) -> Verdict {
    let rules = &*rulebook.rules;
    let mut facts = Facts::new(&Scope::of(rules, request), rules, day);
    facts.add_stated(rules, request, &request.subject);
    rules.judge_request(request, &request.subject, &mut facts, &mut Standing::default())
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
        self.ruling.day
    }

    /// What to do.
    pub fn outcome(&self) -> &Outcome {
        self.words().outcome.get_or_init(|| match self.ruling.answer {
            Answer::Disclose => Outcome::Disclose(self.ruling.verdict.released),
            Answer::DisclosePart => Outcome::DisclosePart(self.ruling.verdict.released),
            Answer::NeitherConfirmNorDeny => Outcome::NeitherConfirmNorDeny,
            Answer::Refer => Outcome::Refer {
                to: self.refer_to().unwrap_or_default().to_owned(),
                missing: self.what_would_change_it().first().cloned().unwrap_or_default(),
            },
            Answer::Refuse => Outcome::Refuse,
        })
    }

    /// What may go.
    #[must_use]
    pub const fn released(&self) -> DataSet {
        self.ruling.verdict.released
    }

    /// What may not.
    #[must_use]
    pub const fn withheld(&self) -> DataSet {
        self.ruling.verdict.withheld
    }

    /// What somebody has to decide.
    #[must_use]
    pub const fn referred(&self) -> DataSet {
        self.ruling.verdict.referred
    }

    /// The mask, with the gateways and bars that made it.
    pub const fn verdict(&self) -> &Verdict {
        &self.ruling.verdict
    }

    /// What happens to each category and detail asked for.
    #[must_use]
    pub fn each(&self) -> &[EachDatum] {
        self.words().each.get_or_init(|| {
            explain::each(&self.rules, &self.facts, &self.ruling.verdict, self.standing)
        })
    }

    /// The gateways considered.
    #[must_use]
    pub fn gateways(&self) -> &[GatewayReason] {
        let words = &self.words().gateways;
        words.get_or_init(|| self.reasons().gateways_in_words(&self.rules, &self.facts))
    }

    /// The bars considered.
    #[must_use]
    pub fn bars(&self) -> &[BarReason] {
        let words = &self.words().bars;
        words.get_or_init(|| self.reasons().bars_in_words(&self.rules, &self.facts))
    }

    /// What staff must do.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        self.words().duties.get_or_init(|| self.ruling.duties().collect())
    }

    /// The role that decides what is referred, or takes over from whoever answered the caller.
    #[must_use]
    pub fn refer_to(&self) -> Option<&str> {
        self.role_referred_to().map(|role| self.rules.role_name(role))
    }

    fn role_referred_to(&self) -> Option<usize> {
        let wanted = matches!(self.ruling.answer, Answer::Refer | Answer::NeitherConfirmNorDeny)
            || !self.ruling.verdict.referred.is_empty();
        let find = || {
            let changes = || self.what_would_change_it();
            explain::refer_to(
                &self.rules,
                &self.facts,
                &self.ruling.verdict,
                self.standing,
                changes,
            )
        };
        *self.words().refer_to.get_or_init(|| wanted.then(find))
    }

    /// The smallest sets of missing facts that would release more, smallest first.
    #[must_use]
    pub fn what_would_change_it(&self) -> &[Vec<Missing>] {
        let words = &self.words().changes;
        words.get_or_init(|| {
            let released = self.ruling.verdict.released;
            let changes = self.rules.changes(&self.facts, self.standing, released);
            self.rules.passed_up(changes, &self.facts)
        })
    }

    /// The name of something missing and the question to ask, as this decision writes them.
    #[must_use]
    pub fn words_for(&self, missing: Missing) -> Option<(&str, &str)> {
        let named = self.words().named.get_or_init(|| {
            let mut all: Vec<Missing> = self.what_would_change_it().concat();
            all.sort_unstable();
            all.dedup();
            let rules = &*self.rules;
            let words = |one: Missing| (one, one.name_in(rules), one.question_in(rules));
            all.into_iter().map(words).collect()
        });
        let found = named.iter().find(|(known, ..)| *known == missing);
        found.map(|(_, name, question)| (name.as_str(), question.as_str()))
    }

    /// What a person should look at.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.words().warnings.get_or_init(|| self.ruling.warnings().collect())
    }

    /// Every rule it applied.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        self.words().rules.get_or_init(|| {
            let mut found = RuleSet::new();
            self.rules_by_place(&self.reasons(), |place| {
                self.rules.cites.rule(place).into_iter().for_each(|rule| found.cite(rule));
            });
            found
        })
    }

    /// The days on which the same answer stands, if nothing else changes.
    #[must_use]
    pub fn holds_between(&self) -> Holds {
        let words = self.words();
        *words.holds.get_or_init(|| {
            days::holds(&self.rules, &self.resolved, &self.facts, &self.ruling.verdict)
        })
    }

    /// The hash of the rulebook that decided.
    #[must_use]
    pub fn rulebook(&self) -> Sha256 {
        self.rules.hash
    }

    /// The gateway that the asker claims, and whether the claim holds; `None` where they claim none.
    #[must_use]
    pub fn claim(&self) -> Option<&Claim> {
        let claimed = self.claimed.as_deref()?;
        let verdict = &self.ruling.verdict;
        let find = || Claim::of(&self.rules, &self.facts, verdict, self.standing, claimed);
        Some(self.words().claim.get_or_init(find))
    }

    /// The duties that have a day, or somebody to do them.
    #[must_use]
    pub fn due(&self) -> &[Due] {
        let words = self.words();
        words.due.get_or_init(|| {
            let events = due::Events {
                decided: self.ruling.day,
                received: self.received,
                ordered: self.resolved.ordered(),
            };
            let to = self.refer_to();
            due::due(
                &self.rules,
                &self.facts,
                &self.ruling.verdict,
                self.ruling.duties(),
                events,
                to,
            )
        })
    }

    /// The same without its words, in a value that copies.
    pub const fn ruling(&self) -> Ruling {
        self.ruling
    }

    /// All that the asker may see.
    #[must_use]
    pub fn outward(&self) -> Outward {
        Outward::of(self)
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(Box::default)
    }

    fn reasons(&self) -> Reasons {
        Reasons::of(&self.rules, &self.facts, &self.ruling.verdict, self.standing)
    }

    fn rules_by_place(&self, reasons: &Reasons, tell: impl FnMut(u16)) {
        reasons.rules(&self.rules, &self.facts, &self.ruling, tell);
    }
}

impl fmt::Debug for Decision {
    /// Shows the answer, and neither the rules nor what is known about anybody.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Decision")
            .field("day", &self.ruling.day)
            .field("answer", &self.ruling.answer)
            .field("released", &self.ruling.verdict.released)
            .field("withheld", &self.ruling.verdict.withheld)
            .field("referred", &self.ruling.verdict.referred)
            .field("duties", &self.ruling.duties().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
