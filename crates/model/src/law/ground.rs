//! A stated ground for processing, and what is wrong with it on a day.

mod checks;
#[cfg(test)]
mod tests;

use super::{
    Article9Condition, Circumstance, CircumstanceSet, Controller, Evidence, EvidenceSet, Findings,
    LawfulBasis, NoConsentReason, Paragraph,
};
use crate::{CategorySet, Day};

/// The days on which an appropriate policy document stands (S1-39).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct PolicyDocument {
    from: Day,
    until: Option<Day>,
}

/// A condition of Schedule 1 that is relied on, and what it asks for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Reliance {
    paragraph: Paragraph,
    extended: bool,
    reason: Option<NoConsentReason>,
    policy: Option<PolicyDocument>,
    stop: Option<Day>,
}

/// Why somebody's data may be processed, as the controller states it.
///
/// Nothing is checked while it is put together: every statement can be made, and
/// [`ProcessingGround::check`] says what is wrong with it on a day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProcessingGround {
    basis: LawfulBasis,
    controller: Controller,
    categories: CategorySet,
    condition: Option<Article9Condition>,
    relied_on: Vec<Reliance>,
    evidence: EvidenceSet,
    circumstances: CircumstanceSet,
}

impl PolicyDocument {
    /// A document that stands from this day on.
    #[must_use]
    pub const fn from(from: Day) -> Self {
        Self { from, until: None }
    }

    /// The same document, up to but not on this day.
    #[must_use]
    pub const fn until(self, until: Day) -> Self {
        Self { until: Some(until), ..self }
    }

    /// The first day on which it stands, and the first on which it does not.
    #[must_use]
    pub const fn days(self) -> (Day, Option<Day>) {
        (self.from, self.until)
    }

    /// Whether it stands on this day.
    #[must_use]
    pub fn stands(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The day until which it must be kept when the processing ends on `ended` (S1-40).
    #[must_use]
    pub const fn keep_until(ended: Day) -> Option<Day> {
        ended.plus_months(6)
    }
}

impl Reliance {
    /// Relies on this paragraph.
    #[must_use]
    pub const fn on(paragraph: Paragraph) -> Self {
        Self { paragraph, extended: false, reason: None, policy: None, stop: None }
    }

    /// Relies on a Part 2 paragraph as paragraph 36 or 37 extends it to criminal offence data:
    /// without its words on substantial public interest, and for insurance without its limit to
    /// named categories (S1-36, S1-37).
    #[must_use]
    pub const fn extending(paragraph: Paragraph) -> Self {
        Self { extended: true, ..Self::on(paragraph) }
    }

    /// The same, without consent for this reason.
    #[must_use]
    pub const fn because(self, reason: NoConsentReason) -> Self {
        Self { reason: Some(reason), ..self }
    }

    /// The same, with this appropriate policy document.
    #[must_use]
    pub const fn with_policy(self, policy: PolicyDocument) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// The same, where the person gave written notice to stop and the reasonable period for it ends
    /// on this day (S1-08).
    #[must_use]
    pub const fn stopped_from(self, day: Day) -> Self {
        Self { stop: Some(day), ..self }
    }

    /// The paragraph.
    #[must_use]
    pub const fn paragraph(self) -> Paragraph {
        self.paragraph
    }

    /// Whether it is relied on through paragraph 36 or 37.
    #[must_use]
    pub const fn is_extended(self) -> bool {
        self.extended
    }
}

impl Reliance {
    /// The reason for going without consent.
    #[must_use]
    pub const fn reason(self) -> Option<NoConsentReason> {
        self.reason
    }

    /// The appropriate policy document.
    #[must_use]
    pub const fn policy(self) -> Option<PolicyDocument> {
        self.policy
    }
}

impl ProcessingGround {
    /// What was shown for it.
    #[must_use]
    pub const fn shown(&self) -> EvidenceSet {
        self.evidence
    }

    /// What was given as standing against it.
    #[must_use]
    pub const fn circumstances(&self) -> CircumstanceSet {
        self.circumstances
    }

    /// A basis on which a controller processes data of these categories.
    #[must_use]
    pub const fn new(basis: LawfulBasis, controller: Controller, categories: CategorySet) -> Self {
        Self {
            basis,
            controller,
            categories,
            condition: None,
            relied_on: Vec::new(),
            evidence: EvidenceSet::NONE,
            circumstances: CircumstanceSet::NONE,
        }
    }

    /// The same, under a condition of Art 9(2).
    #[must_use]
    pub const fn under(mut self, condition: Article9Condition) -> Self {
        self.condition = Some(condition);
        self
    }

    /// The same, relying on one more condition of Schedule 1.
    #[must_use]
    pub fn relying_on(mut self, reliance: Reliance) -> Self {
        self.relied_on.push(reliance);
        self
    }

    /// The same, with this on record as well.
    #[must_use]
    pub const fn showing(mut self, evidence: &[Evidence]) -> Self {
        self.evidence = self.evidence.union(EvidenceSet::of(evidence));
        self
    }

    /// The same, in these circumstances as well.
    #[must_use]
    pub const fn given(mut self, circumstances: &[Circumstance]) -> Self {
        self.circumstances = self.circumstances.union(CircumstanceSet::of(circumstances));
        self
    }

    /// The same ground for other data: what a release of part of the data needs.
    #[must_use]
    pub const fn covering(mut self, categories: CategorySet) -> Self {
        self.categories = categories;
        self
    }

    /// The lawful basis.
    #[must_use]
    pub const fn basis(&self) -> LawfulBasis {
        self.basis
    }

    /// The controller.
    #[must_use]
    pub const fn controller(&self) -> Controller {
        self.controller
    }

    /// The categories of the data.
    #[must_use]
    pub const fn categories(&self) -> CategorySet {
        self.categories
    }

    /// The condition of Art 9(2).
    #[must_use]
    pub const fn condition(&self) -> Option<Article9Condition> {
        self.condition
    }

    /// The conditions of Schedule 1.
    #[must_use]
    pub fn relied_on(&self) -> &[Reliance] {
        &self.relied_on
    }

    /// Everything that is wrong with the ground under the law of this day, and every rule applied.
    ///
    /// # Example: a basis that did not exist yet
    /// ```
    /// use caldicott_model::law::{Annex1Condition, Controller, Evidence, LawfulBasis, ProcessingGround};
    /// use caldicott_model::{Category, Day};
    ///
    /// let basis = LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Crime);
    /// let ground = ProcessingGround::new(basis, Controller::CHARITY, Category::Identity.into());
    /// assert_eq!(ground.check(Day::literal(2026, 2, 4)).ids(), ["LB-06"]);
    /// assert!(ground.check(Day::literal(2026, 2, 5)).holds());
    /// ```
    ///
    /// # Example: a public authority's task
    /// ```
    /// use caldicott_model::law::{Controller, Evidence, LawfulBasis, ProcessingGround};
    /// use caldicott_model::{Category, Day};
    ///
    /// let day = Day::literal(2026, 3, 1);
    /// let council = Controller::COUNCIL_IN_ITS_TASK;
    /// let ground = ProcessingGround::new(LawfulBasis::LegitimateInterests, council, Category::Identity.into())
    ///     .showing(&[Evidence::LegitimateInterestsAssessment]);
    /// // No assessment opens point (f) to a council in its task.
    /// assert_eq!(ground.check(day).ids(), ["LB-08"]);
    /// ```
    pub fn check(&self, day: Day) -> Findings {
        let mut findings = Findings::default();
        if self.has(Circumstance::Deceased) {
            // Data protection law stops here; confidence and the opt-out are judged elsewhere.
            findings.cite(super::rules::SC_11);
            return findings;
        }
        checks::basis(self, day, &mut findings);
        checks::special_categories(self, day, &mut findings);
        checks::criminal_data(self, &mut findings);
        for reliance in &self.relied_on {
            checks::reliance(self, *reliance, day, &mut findings);
        }
        findings
    }

    fn has(&self, circumstance: Circumstance) -> bool {
        self.circumstances.contains(circumstance)
    }

    fn shows(&self, evidence: Evidence) -> bool {
        self.evidence.contains(evidence)
    }
}
