//! Decide whether data collected for one purpose may serve another.
//!
//! A support file that becomes a list for evictions was never given for that. Since 5 February 2026
//! Art 8A and Annex 2 of the UK GDPR say when a new purpose is compatible with the old (LB-21 to
//! LB-24); before, Art 6(4) did (LB-25). Compatible is not yet lawful: the new purpose needs a basis
//! of Art 6 like any other.
//!
//! ```
//! use caldicott_model::law::reuse::{Annex2Condition, Reason, Reuse};
//! use caldicott_model::law::{Controller, LawfulBasis};
//! use caldicott_model::{Day, Purpose};
//!
//! let safeguarding = Purpose::named("safeguarding");
//! let reuse = Reuse::new(Purpose::SUPPORT, safeguarding, LawfulBasis::LegitimateInterests, Controller::CHARITY)
//!     .because(Reason::Annex2(Annex2Condition::Safeguarding));
//! let outcome = reuse.check(Day::literal(2026, 3, 1), None);
//! assert!(outcome.is_compatible());
//! // Compatible, and still without a basis.
//! assert!(!outcome.holds());
//! // The day before, nobody could name Annex 2.
//! assert!(!reuse.check(Day::literal(2026, 2, 4), None).is_compatible());
//! ```

mod checks;
#[cfg(test)]
mod tests;

use core::fmt;

use super::circumstance::set_of;
use super::{Controller, Findings, LawfulBasis, ProcessingGround, Severity};
use crate::{Day, Purpose, Rule, RuleSet};

/// Why a new purpose is said to be compatible with the old.
#[expect(
    clippy::exhaustive_enums,
    reason = "every reason that Art 8A(3) and the old Art 6(4) know"
)]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Reason {
    /// The person consents to the new purpose (Art 8A(3)(a)).
    Consent,
    /// Research, archiving in the public interest or statistics, with their safeguards (b).
    Research,
    /// It ensures or shows that the principles of Art 5(1) are kept (c).
    Principles,
    /// A condition of Annex 2 (d).
    Annex2(Annex2Condition),
    /// An objective of Art 23(1)(c) to (j) that the law authorises (e).
    AuthorisedByLaw,
    /// The five factors were weighed (Art 8A(2), before that Art 6(4)).
    Weighed,
}

/// A purpose that Annex 2 treats as compatible (LB-24). Regulations may add to it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Annex2Condition {
    /// Somebody asks and states that they need it for their public task (para 1).
    PublicTaskRequest,
    /// An archive asks for data that was collected on consent (para 2).
    ArchivingRequest,
    /// Public security (para 3).
    PublicSecurity,
    /// An emergency in the sense of the Civil Contingencies Act 2004 (paras 4-5).
    Emergency,
    /// Crime: detecting, investigating, preventing, prosecuting (para 6).
    Crime,
    /// Vital interests (para 7).
    VitalInterests,
    /// Safeguarding a vulnerable individual (para 8).
    Safeguarding,
    /// Assessing or collecting a tax.
    Taxation,
    /// Complying with an obligation of the law.
    LegalObligation,
}

/// What is on record about the re-use, or true of it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Fact {
    /// The person's consent to the new purpose, which is specified, explicit and legitimate.
    FreshConsent,
    /// The safeguards that research and statistics need (Art 84B, before that Art 89(1)).
    ResearchSafeguards,
    /// The enactment or rule of law that authorises it, cited.
    Enactment,
    /// Why the controller cannot reasonably be expected to obtain consent (Art 8A(4)(b)).
    ConsentNotToBeExpected,
    /// The asker's statement that they need it for their public task, which serves an objective of
    /// Art 23(1)(c) to (j).
    PublicTaskStatement,
    /// The archive's statement that it asks for archiving only, and the belief that it keeps to the
    /// standards of archives.
    ArchiveStatement,
    /// The link between the purposes was weighed.
    LinkWeighed,
    /// How the data was collected, and from whom, was weighed.
    ContextWeighed,
    /// The nature of the data was weighed: special categories, offences.
    NatureWeighed,
    /// What may follow for the people was weighed.
    ConsequencesWeighed,
    /// The safeguards were weighed: sealing, pseudonyms.
    SafeguardsWeighed,
    /// The weighing found the purposes compatible, and somebody stands for it.
    FoundCompatible,
}

/// A set of [`Fact`]s.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct FactSet(u32);

/// Data collected for one purpose and wanted for another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reuse {
    original: Purpose,
    new: Purpose,
    collected_on: LawfulBasis,
    controller: Controller,
    reason: Option<Reason>,
    facts: FactSet,
}

/// What is wrong.
#[expect(clippy::exhaustive_enums, reason = "a new fault must be answered by the host")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FaultKind {
    /// The day is before every law that is known here.
    BeforeTheLaw(Day),
    /// Another purpose and no reason.
    NoReason,
    /// The reason does not exist on the day.
    NotInForce {
        /// The reason given.
        reason: Reason,
        /// The day asked about.
        day: Day,
    },
    /// Something that the reason stands on was not shown.
    NotShown(Fact),
    /// The data was collected on consent, and the reason does not reach it.
    ClosedToConsent(Reason),
    /// The reason is only for data that was collected on consent.
    OnlyForConsent(Annex2Condition),
    /// A public authority in its task does not act on a request under paragraph 1.
    ClosedToAuthority(Annex2Condition),
    /// The new purpose has no basis of Art 6.
    NoBasis,
    /// The basis named for the new purpose does not hold.
    BasisFails,
}

/// One thing wrong, and the rule that says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fault {
    kind: FaultKind,
    rule: Rule,
}

/// Whether the purposes are compatible, whether the re-use holds, and why.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "re-use that is not compatible is unlawful whatever its basis"]
pub struct Outcome {
    faults: Vec<Fault>,
    ground: Option<Findings>,
    rules: RuleSet,
}

impl Reuse {
    /// Data collected for one purpose on this basis, wanted by this controller for another.
    #[must_use]
    pub const fn new(
        original: Purpose,
        new: Purpose,
        collected_on: LawfulBasis,
        controller: Controller,
    ) -> Self {
        Self { original, new, collected_on, controller, reason: None, facts: FactSet::NONE }
    }

    /// The same, compatible for this reason.
    #[must_use]
    pub const fn because(self, reason: Reason) -> Self {
        Self { reason: Some(reason), ..self }
    }

    /// The same, with this on record as well.
    #[must_use]
    pub const fn showing(self, facts: &[Fact]) -> Self {
        Self { facts: self.facts.union(FactSet::of(facts)), ..self }
    }

    /// Everything that stands against the re-use under the law of this day. The ground is the one
    /// that the new purpose rests on.
    ///
    /// # Example: consent follows the data
    /// ```
    /// use caldicott_model::law::reuse::{Annex2Condition, Fact, Reason, Reuse};
    /// use caldicott_model::law::{Controller, LawfulBasis, ProcessingGround};
    /// use caldicott_model::{Category, Day, Purpose};
    ///
    /// let day = Day::literal(2026, 3, 1);
    /// let ground = ProcessingGround::new(LawfulBasis::Contract, Controller::CHARITY, Category::Identity.into());
    /// let reuse = Reuse::new(Purpose::SUPPORT, Purpose::named("crime"), LawfulBasis::Consent, Controller::CHARITY)
    ///     .because(Reason::Annex2(Annex2Condition::Crime));
    /// assert_eq!(reuse.check(day, Some(&ground)).ids(), ["LB-22"]);
    /// assert!(reuse.showing(&[Fact::ConsentNotToBeExpected]).check(day, Some(&ground)).holds());
    /// ```
    pub fn check(&self, day: Day, ground: Option<&ProcessingGround>) -> Outcome {
        checks::check(self, day, ground)
    }

    /// Whether it is the purpose that the data was collected for, so that nothing is re-used.
    #[must_use]
    pub fn is_the_same_purpose(&self) -> bool {
        self.original == self.new
    }

    fn shows(&self, fact: Fact) -> bool {
        self.facts.contains(fact)
    }
}

impl Outcome {
    /// Whether the new purpose is compatible with the old, a basis apart.
    #[must_use]
    pub fn is_compatible(&self) -> bool {
        self.faults
            .iter()
            .all(|fault| matches!(fault.kind, FaultKind::NoBasis | FaultKind::BasisFails))
    }

    /// Whether it is compatible and rests on a basis that holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    /// Everything that stands against it, in the order of the checks.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// What was found about the ground of the new purpose.
    #[must_use]
    pub const fn ground(&self) -> Option<&Findings> {
        self.ground.as_ref()
    }

    /// Every rule applied, met or not.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The ids of the rules that stand against it, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<&'static str> {
        self.faults.iter().map(|fault| fault.rule.id()).collect()
    }

    fn require(&mut self, met: bool, rule: Rule, kind: FaultKind) {
        self.rules.cite(rule);
        if !met {
            self.faults.push(Fault { kind, rule });
        }
    }
}

impl Fault {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        self.kind
    }

    /// The rule that says so.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// How much it weighs: every fault here defeats the re-use.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        Severity::Fault
    }
}

impl Reason {
    /// Every reason under the name it has in files.
    pub const NAMES: [(&'static str, Self); 14] = [
        ("consent", Self::Consent),
        ("research", Self::Research),
        ("principles", Self::Principles),
        ("public-task-request", Self::Annex2(Annex2Condition::PublicTaskRequest)),
        ("archiving-request", Self::Annex2(Annex2Condition::ArchivingRequest)),
        ("public-security", Self::Annex2(Annex2Condition::PublicSecurity)),
        ("emergency", Self::Annex2(Annex2Condition::Emergency)),
        ("crime", Self::Annex2(Annex2Condition::Crime)),
        ("vital-interests", Self::Annex2(Annex2Condition::VitalInterests)),
        ("safeguarding", Self::Annex2(Annex2Condition::Safeguarding)),
        ("taxation", Self::Annex2(Annex2Condition::Taxation)),
        ("legal-obligation", Self::Annex2(Annex2Condition::LegalObligation)),
        ("authorised-by-law", Self::AuthorisedByLaw),
        ("weighed", Self::Weighed),
    ];

    /// The name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, reason)| *reason == self);
        named.map_or("unnamed", |(name, _)| name)
    }

    /// The reason with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, reason)| *reason)
    }
}

impl Fact {
    /// Every fact under the name it has in files.
    pub const NAMES: [(&'static str, Self); 12] = [
        ("fresh-consent", Self::FreshConsent),
        ("research-safeguards", Self::ResearchSafeguards),
        ("enactment", Self::Enactment),
        ("consent-not-to-be-expected", Self::ConsentNotToBeExpected),
        ("public-task-statement", Self::PublicTaskStatement),
        ("archive-statement", Self::ArchiveStatement),
        ("link-weighed", Self::LinkWeighed),
        ("context-weighed", Self::ContextWeighed),
        ("nature-weighed", Self::NatureWeighed),
        ("consequences-weighed", Self::ConsequencesWeighed),
        ("safeguards-weighed", Self::SafeguardsWeighed),
        ("found-compatible", Self::FoundCompatible),
    ];

    /// What an assessment must have weighed, and its result (LB-23).
    pub const ASSESSMENT: [Self; 6] = [
        Self::LinkWeighed,
        Self::ContextWeighed,
        Self::NatureWeighed,
        Self::ConsequencesWeighed,
        Self::SafeguardsWeighed,
        Self::FoundCompatible,
    ];
}

set_of!(FactSet, Fact, "fact");

impl fmt::Display for Fault {
    /// Writes half a sentence with the rule.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.kind, self.rule)
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeTheLaw(day) => write!(out, "no law of {day} is known here"),
            Self::NoReason => out.write_str("another purpose needs a reason to be compatible"),
            Self::NotInForce { reason, day } => {
                write!(out, "`{}` is no reason on {day}", reason.name())
            }
            Self::NotShown(fact) => write!(out, "nothing on record shows `{}`", fact.name()),
            Self::ClosedToConsent(reason) => {
                write!(out, "`{}` does not reach data collected on consent", reason.name())
            }
            Self::OnlyForConsent(condition) => {
                let name = Reason::Annex2(*condition).name();
                write!(out, "`{name}` is only for data collected on consent")
            }
            Self::ClosedToAuthority(condition) => {
                let name = Reason::Annex2(*condition).name();
                write!(out, "`{name}` is closed to a public authority in its task")
            }
            Self::NoBasis => out.write_str("the new purpose has no basis of Art 6"),
            Self::BasisFails => out.write_str("the ground of the new purpose does not hold"),
        }
    }
}
