//! Appropriate policy documents (S1-39, S1-40).

use caldicott_calendar::clock::policy_document_kept_through;
use caldicott_calendar::{CalendarError, Day, Deadline, WorkingDays};
use caldicott_model::document::is_blank;
use caldicott_model::law::document::Weight;
use caldicott_model::law::{Paragraph, PolicyDocument, PolicyNeed};

use super::EveryMonths;
use crate::finding::{Review, Spot, wrong};
use crate::owed::{Owed, Owes};
use crate::rules;
use caldicott_model::words;

words! {
    /// The principles of Art 5(1), for each of which the document explains procedures.
    #[expect(clippy::exhaustive_enums, reason = "Art 5(1) has six points")]
    Principle {
        /// (a).
        LawfulnessFairnessTransparency = "lawfulness-fairness-transparency",
        /// (b).
        PurposeLimitation = "purpose-limitation",
        /// (c).
        Minimisation = "minimisation",
        /// (d).
        Accuracy = "accuracy",
        /// (e).
        StorageLimitation = "storage-limitation",
        /// (f).
        IntegrityAndConfidentiality = "integrity-and-confidentiality",
    }
}

/// An appropriate policy document: what it says, and from when to when it is needed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyEntry {
    id: String,
    paragraph: Paragraph,
    explained: Vec<Principle>,
    retention_policy: bool,
    likely_period: Option<String>,
    from: Day,
    reviewed: Option<Day>,
    every: EveryMonths,
    ceased: Option<Day>,
    destroyed: Option<Day>,
}

impl PolicyEntry {
    /// A document with this id for reliance on a paragraph from a day on. It says nothing yet.
    #[must_use]
    pub fn new(id: impl Into<String>, paragraph: Paragraph, from: Day) -> Self {
        Self {
            id: id.into(),
            paragraph,
            explained: Vec::new(),
            retention_policy: false,
            likely_period: None,
            from,
            reviewed: None,
            every: EveryMonths::YEARLY,
            ceased: None,
            destroyed: None,
        }
    }

    /// The same, explaining how this principle is kept.
    #[must_use]
    pub fn explaining(mut self, principle: Principle) -> Self {
        if !self.explained.contains(&principle) {
            self.explained.push(principle);
        }
        self
    }

    /// The same, explaining retention and erasure, with an indication of how long data is likely kept.
    #[must_use]
    pub fn explaining_retention(self, likely_period: impl Into<String>) -> Self {
        Self { retention_policy: true, likely_period: Some(likely_period.into()), ..self }
    }

    /// The same, reviewed last on this day.
    #[must_use]
    pub fn reviewed_on(self, day: Day) -> Self {
        Self { reviewed: Some(day), ..self }
    }

    /// The same, reviewed as often as this.
    #[must_use]
    pub const fn reviewed_every(mut self, every: EveryMonths) -> Self {
        self.every = every;
        self
    }

    /// The same, where processing in reliance on it ended on this day.
    #[must_use]
    pub fn ceased_on(self, day: Day) -> Self {
        Self { ceased: Some(day), ..self }
    }

    /// The same, destroyed on this day.
    #[must_use]
    pub fn destroyed_on(self, day: Day) -> Self {
        Self { destroyed: Some(day), ..self }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The document as a ground takes it: it stands only where it says all that it has to.
    #[must_use]
    pub fn as_ground_takes_it(&self, day: Day) -> Option<PolicyDocument> {
        let document = PolicyDocument::from(self.from);
        let document = self.destroyed.map_or(document, |until| document.until(until));
        self.check(day).holds().then_some(document)
    }

    /// Through which day it is kept, once the processing ended (S1-40).
    ///
    /// # Errors
    /// [`CalendarError`] where the six months cannot be counted.
    pub fn kept_through<'t>(
        &self,
        working: impl Into<WorkingDays<'t>>,
    ) -> Result<Option<Deadline>, CalendarError> {
        let working = working.into();
        self.ceased.map(|ceased| policy_document_kept_through(ceased, working)).transpose()
    }

    /// The last day to review it: none once nothing relies on it and its six months are over.
    #[must_use]
    pub fn review_by(&self) -> Option<Day> {
        let due = self.every.after(self.reviewed.unwrap_or(self.from))?;
        // In the relevant period, which ends six months after the processing, it is kept up to date.
        let ends = self.ceased.and_then(|ceased| ceased.plus_months(6));
        let over = self.destroyed.is_some() || ends.is_some_and(|ends| due > ends);
        (!over).then_some(due)
    }

    /// Everything that is wrong with it on a day (S1-39, S1-40).
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        let spot = Spot::named(format!("policy-document `{}`", self.id));
        review.cite(&[rules::S1_05, rules::S1_39, rules::S1_40]);
        let needed = self.paragraph.row().policy() != PolicyNeed::No;
        review.weigh(needed, Weight::Hint, rules::S1_05, &spot, || {
            let number = self.paragraph.number();
            wrong(format!("paragraph {number} asks for no policy document"), "none is needed")
        });
        for (name, principle) in Principle::NAMES {
            let there = self.explained.contains(principle);
            review.weigh(there, Weight::Fault, rules::S1_39, &spot.below(name), || {
                wrong(format!("nothing explains how `{name}` is kept"), "the procedures for it")
            });
        }
        review.weigh(
            self.retention_policy,
            Weight::Fault,
            rules::S1_39,
            &spot.below("retention"),
            || wrong("no policy on retention and erasure", "what is kept, and how it is erased"),
        );
        let likely = self.likely_period.as_ref().is_some_and(|period| !is_blank(period));
        review.weigh(likely, Weight::Fault, rules::S1_39, &spot.below("likely-period"), || {
            wrong("nothing says how long data is likely to be kept", "an indication of the period")
        });
        let overdue = self.review_by().is_some_and(|by| by < day);
        review.weigh(!overdue, Weight::Warning, rules::S1_40, &spot.below("reviewed"), || {
            wrong("its review is late", "a review, and what it changed")
        });
        if let Some(destroyed) = self.destroyed {
            // The latest day of any part of the country: nothing is lost by keeping it till then.
            let kept = self.kept_through(WorkingDays::of_every_part()).ok().flatten();
            let right = kept.is_some_and(|kept| destroyed > kept.day());
            review.weigh(right, Weight::Fault, rules::S1_40, &spot.below("destroyed"), || {
                wrong(
                    "it was destroyed before six months had gone since the processing ended",
                    "kept until they are over",
                )
            });
        }
        review
    }
}

impl Owes for PolicyEntry {
    fn owes(&self) -> Vec<Owed> {
        let owed = |by| {
            let what = "review the appropriate policy document";
            Owed::new(what, "data protection officer", Some(by), rules::S1_40).about(&self.id)
        };
        self.review_by().map(owed).into_iter().collect()
    }
}
