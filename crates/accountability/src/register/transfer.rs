//! The register of transfers abroad (TR-01 to TR-14).

use caldicott_calendar::Day;
use caldicott_model::law::document::Weight;
use caldicott_model::law::transfer::{KNOWN_ON, Mechanism, Transfer};

use super::EveryMonths;
use crate::dpia::transfer_findings;
use crate::finding::{Review, Spot, wrong};
use crate::owed::{Owed, Owes};
use crate::rules;

/// A transfer as the register has it: to whom, on what, and which assessment shows that it is protected.
///
/// ```
/// use caldicott_accountability::register::TransferRow;
/// use caldicott_calendar::Day;
/// use caldicott_model::law::Controller;
/// use caldicott_model::law::transfer::{Country, Fact, Mechanism, Transfer};
/// use caldicott_model::{Category, CategorySet};
///
/// let backup = Transfer::to(Country::UNITED_STATES, Category::Health.into(), Controller::CHARITY);
/// let on = Day::literal(2026, 3, 1);
/// let row = TransferRow::new("backup", "Spanning", on).resting_on(backup.by(Mechanism::EuClauses));
/// // The European Commission's clauses alone carry nothing out of the United Kingdom.
/// assert!(!row.check(on).holds());
/// let certified = backup.by(Mechanism::Approved).showing(&[Fact::RecipientCertified]);
/// assert!(row.resting_on(certified).check(on).holds());
/// # let _ = CategorySet::NONE;
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TransferRow {
    id: String,
    recipient: String,
    ways: Vec<Transfer>,
    assessment: Option<String>,
    since: Day,
    reviewed: Option<Day>,
    ended: Option<Day>,
    every: EveryMonths,
}

impl TransferRow {
    /// A transfer with this id, to a recipient, since a day.
    #[must_use]
    pub fn new(id: impl Into<String>, recipient: impl Into<String>, since: Day) -> Self {
        Self {
            id: id.into(),
            recipient: recipient.into(),
            ways: Vec::new(),
            assessment: None,
            since,
            reviewed: None,
            ended: None,
            every: EveryMonths::YEARLY,
        }
    }

    /// The same, by this way as well: one that is open is enough.
    #[must_use]
    pub fn resting_on(mut self, way: Transfer) -> Self {
        self.ways.push(way);
        self
    }

    /// The same, with the id of the assessment of protection there (TR-04).
    #[must_use]
    pub fn assessed_in(self, id: impl Into<String>) -> Self {
        Self { assessment: Some(id.into()), ..self }
    }

    /// The same, reviewed last on this day.
    #[must_use]
    pub fn reviewed_on(self, day: Day) -> Self {
        Self { reviewed: Some(day), ..self }
    }

    /// The same, ended on this day.
    #[must_use]
    pub fn ended_on(self, day: Day) -> Self {
        Self { ended: Some(day), ..self }
    }

    /// Everything that stands against it on a day. The list of approved countries is the model's, and as
    /// known on its day: past that day it is noted that it may have changed.
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        review.cite(&[rules::TR_01]);
        if self.ended.is_some_and(|ended| ended <= day) {
            return review;
        }
        let spot = Spot::named(format!("transfer `{}`", self.id));
        review.weigh(!self.ways.is_empty(), Weight::Fault, rules::TR_01, &spot, || {
            wrong(
                "nothing is named that the transfer rests on",
                "an approval, safeguards or a derogation",
            )
        });
        transfer_findings(&self.ways, Some(&self.recipient), day, &spot, &mut review);
        let open: Vec<_> = self.ways.iter().filter(|way| way.check(day).is_permitted()).collect();
        let safeguards = |way: &&Transfer| {
            way.mechanism().is_some_and(|mechanism| match mechanism {
                Mechanism::Approved | Mechanism::Derogation(_) => false,
                Mechanism::Idta
                | Mechanism::Addendum
                | Mechanism::EuClauses
                | Mechanism::BindingCorporateRules
                | Mechanism::CodeOrCertificate
                | Mechanism::PublicInstrument => true,
            })
        };
        // Safeguards stand on an assessment of protection; where another way is open none is needed.
        if !open.is_empty() && open.iter().all(safeguards) {
            review.weigh(self.assessment.is_some(), Weight::Warning, rules::TR_04, &spot, || {
                wrong("no assessment of the protection there is named", "its id")
            });
        }
        if KNOWN_ON < day
            && self.ways.iter().any(|way| way.mechanism() == Some(Mechanism::Approved))
        {
            review.note(&spot, caldicott_model::law::Unverified::TR_08);
        }
        review
    }

    /// The last day to look at it again; none once it ended.
    #[must_use]
    pub fn review_by(&self) -> Option<Day> {
        if self.ended.is_some() {
            None
        } else {
            self.every.after(self.reviewed.unwrap_or(self.since))
        }
    }
}

impl Owes for TransferRow {
    fn owes(&self) -> Vec<Owed> {
        let owed = |by| {
            let what = "review the transfer abroad";
            Owed::new(what, "data protection officer", Some(by), rules::TR_01).about(&self.id)
        };
        self.review_by().map(owed).into_iter().collect()
    }
}
