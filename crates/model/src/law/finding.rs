//! What [`ProcessingGround::check`](super::ProcessingGround::check) finds.

use core::fmt;

use super::{
    Article9Condition, Circumstance, Evidence, LawfulBasis, NoConsentReason, Paragraph,
    Schedule1Part,
};
use crate::{CategorySet, Day, Rule, RuleSet};

/// How much a finding weighs.
#[expect(clippy::exhaustive_enums, reason = "a ground falls or it does not")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// The ground stands, and somebody should look at it.
    Warning,
    /// The ground does not hold.
    Fault,
}

/// What is wrong.
#[expect(clippy::exhaustive_enums, reason = "a new fault must be answered by the host")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FindingKind {
    /// The basis does not exist on this day.
    BasisNotInForce {
        /// The basis stated.
        basis: LawfulBasis,
        /// The day asked about.
        day: Day,
    },
    /// A public authority in its task relies on a legitimate interest.
    BasisClosedToAuthority(LawfulBasis),
    /// Something that the ground stands on was not shown.
    NotShown(Evidence),
    /// A circumstance defeats the ground or puts it in doubt.
    Defeated(Circumstance),
    /// Special category data without a condition of Art 9(2).
    NoArticle9Condition(CategorySet),
    /// The condition of Art 9(2) is not for this body.
    ConditionNotForThisBody(Article9Condition),
    /// The condition of Art 9(2) needs a condition of Schedule 1, and none of that part is named.
    NoSchedule1Condition {
        /// The condition of Art 9(2).
        condition: Article9Condition,
        /// The part that must supply one.
        part: Schedule1Part,
    },
    /// The condition of Schedule 1 is not the one written for the condition of Art 9(2).
    UnusualPair {
        /// The condition of Art 9(2).
        condition: Article9Condition,
        /// The paragraph written for it.
        expected: Paragraph,
    },
    /// Special categories that no condition named reaches.
    CategoriesOutside(CategorySet),
    /// Criminal offence data without a condition of Schedule 1.
    NoConditionForCriminalData,
    /// No appropriate policy document stands on the day.
    NoPolicyDocument(Paragraph),
    /// The reason for going without consent is missing, or is none that the paragraph accepts.
    NoReasonWithoutConsent {
        /// The paragraph.
        paragraph: Paragraph,
        /// What was given.
        given: Option<NoConsentReason>,
    },
    /// Nobody can rely on the paragraph by itself, or extend it so.
    NotACondition(Paragraph),
    /// The paragraph is not for this body.
    ParagraphNotForThisBody(Paragraph),
    /// The paragraph excludes this.
    ExcludedByParagraph {
        /// The paragraph.
        paragraph: Paragraph,
        /// What it excludes.
        circumstance: Circumstance,
    },
    /// The person gave notice to stop, and the time to comply has passed.
    NoticeToStop(Paragraph),
}

/// One thing wrong with a ground, and the rule that says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Finding {
    pub(super) severity: Severity,
    pub(super) kind: FindingKind,
    pub(super) rule: Rule,
}

/// Everything found, and every rule applied on the way.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "processing on a ground that does not hold is unlawful"]
pub struct Findings {
    found: Vec<Finding>,
    rules: RuleSet,
}

impl Finding {
    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        self.kind
    }

    /// The rule that says so.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }
}

impl Findings {
    /// Whether the ground holds: nothing was found that defeats it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults().next().is_none()
    }

    /// Everything found, in the order of the checks.
    #[must_use]
    pub fn all(&self) -> &[Finding] {
        &self.found
    }

    /// What defeats the ground.
    pub fn faults(&self) -> impl Iterator<Item = &Finding> {
        self.found.iter().filter(|finding| finding.severity == Severity::Fault)
    }

    /// What puts it in doubt only.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.found.iter().filter(|finding| finding.severity == Severity::Warning)
    }

    /// The ids of the rules that found something, in order, each as often as it did.
    #[must_use]
    pub fn ids(&self) -> Vec<&'static str> {
        self.found.iter().map(|finding| finding.rule.id()).collect()
    }

    /// Every rule applied, met or not.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// A rule was applied; this is wrong unless it was met.
    pub(super) fn require(&mut self, met: bool, rule: Rule, kind: FindingKind) {
        self.note(met, Severity::Fault, rule, kind);
    }

    /// A rule was applied; this is doubtful unless it was met.
    pub(super) fn advise(&mut self, met: bool, rule: Rule, kind: FindingKind) {
        self.note(met, Severity::Warning, rule, kind);
    }

    pub(super) fn cite(&mut self, rule: Rule) {
        self.rules.cite(rule);
    }

    fn note(&mut self, met: bool, severity: Severity, rule: Rule, kind: FindingKind) {
        self.rules.cite(rule);
        let finding = Finding { severity, kind, rule };
        if !met && !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }
}

impl fmt::Display for Finding {
    /// Writes half a sentence with the rule: `Art 9(2)(h) needs a condition of Sch 1 Part 1 (SC-05 …)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.kind, self.rule)
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BasisNotInForce { basis, day } => {
                write!(out, "`{basis}` is no basis on {day}")
            }
            Self::BasisClosedToAuthority(basis) => {
                write!(out, "`{basis}` is closed to a public authority in its task")
            }
            Self::NotShown(evidence) => {
                write!(out, "nothing on record shows `{}`", evidence.name())
            }
            Self::Defeated(circumstance) => {
                write!(out, "`{}` stands against the ground", circumstance.name())
            }
            Self::NoArticle9Condition(categories) => {
                write!(out, "`{categories}` needs a condition of Art 9(2)")
            }
            Self::ConditionNotForThisBody(condition) => {
                write!(out, "`{condition}` is not for this organisation")
            }
            Self::NoSchedule1Condition { condition, part } => {
                write!(out, "`{condition}` needs a condition of Sch 1 {part}")
            }
            Self::UnusualPair { condition, expected } => {
                write!(out, "`{condition}` usually goes with {expected}")
            }
            Self::CategoriesOutside(categories) => {
                write!(out, "`{categories}` is outside the conditions named")
            }
            Self::NoConditionForCriminalData => {
                out.write_str("criminal offence data needs a condition of Sch 1")
            }
            Self::NoPolicyDocument(paragraph) => {
                write!(out, "`{paragraph}` needs an appropriate policy document in place")
            }
            Self::NoReasonWithoutConsent { paragraph, given: None } => {
                write!(out, "`{paragraph}` needs a reason for going without consent")
            }
            Self::NoReasonWithoutConsent { paragraph, given: Some(reason) } => {
                write!(out, "`{paragraph}` does not accept `{}`", reason.name())
            }
            Self::NotACondition(paragraph) => {
                write!(out, "`{paragraph}` is no condition that can be relied on so")
            }
            Self::ParagraphNotForThisBody(paragraph) => {
                write!(out, "`{paragraph}` is not for this organisation")
            }
            Self::ExcludedByParagraph { paragraph, circumstance } => {
                write!(out, "`{paragraph}` excludes `{}`", circumstance.name())
            }
            Self::NoticeToStop(paragraph) => {
                write!(out, "the person gave notice to stop under `{paragraph}`")
            }
        }
    }
}
