//! Assessments of legitimate interests (LB-07, I-042).

use caldicott_calendar::Day;
use caldicott_model::document::is_blank;
use caldicott_model::law::document::Weight;
use caldicott_model::law::{Controller, LawfulBasis, ProcessingGround};

use super::EveryMonths;
use crate::finding::{Review, Spot, wrong};
use crate::owed::{Owed, Owes};
use crate::rules;
use caldicott_model::words;

words! {
    /// On which side the balance came down.
    #[expect(clippy::exhaustive_enums, reason = "it comes down on one side")]
    Balance {
        /// The interest may be pursued.
        Interest = "interest",
        /// The person's interests, rights and freedoms override it.
        Person = "person",
    }
}

/// An assessment of legitimate interests: purpose, necessity, balance.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InterestsEntry {
    id: String,
    controller: Controller,
    purpose: Option<String>,
    necessity: Option<String>,
    balance: Option<(Balance, String)>,
    made: Day,
    reviewed: Option<Day>,
    every: EveryMonths,
}

impl InterestsEntry {
    /// An assessment with this id, by a controller, made on a day. It says nothing yet.
    #[must_use]
    pub fn new(id: impl Into<String>, controller: Controller, made: Day) -> Self {
        Self {
            id: id.into(),
            controller,
            purpose: None,
            necessity: None,
            balance: None,
            made,
            reviewed: None,
            every: EveryMonths::YEARLY,
        }
    }

    /// The same, with the interest that is pursued.
    #[must_use]
    pub fn pursuing(self, purpose: impl Into<String>) -> Self {
        Self { purpose: Some(purpose.into()), ..self }
    }

    /// The same, with why the processing is necessary for it.
    #[must_use]
    pub fn necessary_because(self, necessity: impl Into<String>) -> Self {
        Self { necessity: Some(necessity.into()), ..self }
    }

    /// The same, balanced, with the reasons.
    #[must_use]
    pub fn balanced(self, balance: Balance, because: impl Into<String>) -> Self {
        Self { balance: Some((balance, because.into())), ..self }
    }

    /// The same, reviewed last on this day.
    #[must_use]
    pub fn reviewed_on(self, day: Day) -> Self {
        Self { reviewed: Some(day), ..self }
    }

    /// The last day to look at it again.
    #[must_use]
    pub fn review_by(&self) -> Option<Day> {
        self.every.after(self.reviewed.unwrap_or(self.made))
    }

    /// Everything that is wrong with it on a day; where anything is a fault, nothing may rest on it.
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        let spot = Spot::named(format!("interests `{}`", self.id));
        review.cite(&[rules::LB_07, rules::I_042]);
        let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !is_blank(text));
        let parts = [
            ("purpose", said(&self.purpose), "the interest that is pursued"),
            ("necessity", said(&self.necessity), "why the processing is necessary for it"),
            (
                "balance",
                self.balance.as_ref().is_some_and(|(_, because)| !is_blank(because)),
                "the balance against the person's interests, and why",
            ),
        ];
        for (key, there, instead) in parts {
            review.weigh(there, Weight::Fault, rules::LB_07, &spot.below(key), || {
                wrong(format!("`{key}` is missing"), instead)
            });
        }
        let against = matches!(self.balance, Some((Balance::Person, _)));
        review.weigh(!against, Weight::Fault, rules::LB_07, &spot.below("balance"), || {
            wrong("the person's interests override it", "another basis, or no processing")
        });
        // The model knows who may not rest on it at all (LB-08).
        let basis = LawfulBasis::LegitimateInterests;
        let categories = caldicott_model::CategorySet::NONE;
        let ground = ProcessingGround::new(basis, self.controller, categories)
            .showing(&[caldicott_model::law::Evidence::LegitimateInterestsAssessment]);
        crate::dpia::ground_findings(&ground, day, &self.id, &spot, &mut review);
        let late = self.review_by().is_some_and(|by| by < day);
        review.weigh(!late, Weight::Warning, rules::RO_06, &spot.below("reviewed"), || {
            wrong("its review is late", "a review, and what it changed")
        });
        review
    }
}

impl Owes for InterestsEntry {
    fn owes(&self) -> Vec<Owed> {
        let what = "review the assessment of legitimate interests";
        let who = "data protection officer";
        vec![Owed::new(what, who, self.review_by(), rules::LB_07).about(&self.id)]
    }
}
