//! Whether a record says all it has to say.

use caldicott_calendar::Day;
use caldicott_model::document::is_blank;
use caldicott_model::law::document::Weight;
use caldicott_model::law::{LawfulBasis, PolicyNeed, ProcessingGround};

use super::{Activity, AsPolicySays, ControllerRecord, Organisation, ProcessorRecord};
use crate::dpia::ground_findings;
use crate::finding::{Review, Spot, wrong};
use crate::rules;

impl ControllerRecord {
    /// Everything that is missing or wrong under the law of this day (RO-01, S1-41).
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        review.cite(&[rules::RO_01, rules::RO_03, rules::RO_08, rules::K_001]);
        organisation(&self.organisation, "organisation", &mut review);
        need(
            !self.activities.is_empty(),
            "no activity is recorded",
            "each activity",
            &Spot::named("activity"),
            &mut review,
        );
        for (place, activity) in self.activities.iter().enumerate() {
            let first = self.activities.iter().position(|other| other.name == activity.name);
            need(
                first == Some(place),
                "the activity is recorded twice",
                "one entry",
                &activity.spot,
                &mut review,
            );
            activity.check(day, &mut review);
        }
        review
    }
}

impl Activity {
    /// Whether its ground asks for an appropriate policy document, so that the record says more (S1-41).
    #[must_use]
    pub fn needs_policy(&self) -> bool {
        self.ground.as_ref().is_some_and(needs_policy)
    }

    fn check(&self, day: Day, review: &mut Review) {
        let spot = &self.spot;
        need(
            !self.purposes.is_empty(),
            "no purpose",
            "what it is for",
            &spot.below("purposes"),
            review,
        );
        need(
            !self.subjects.is_empty(),
            "nothing says whom it is about",
            "the kinds of people",
            &spot.below("subjects"),
            review,
        );
        need(
            !self.categories.is_empty(),
            "no kind of data",
            "the kinds of data",
            &spot.below("categories"),
            review,
        );
        let received = !self.recipients.is_empty() || self.no_recipients;
        need(
            received,
            "nothing says who receives it",
            "the recipients, or that there are none",
            &spot.below("recipients"),
            review,
        );
        for (place, sent) in self.transfers.iter().enumerate() {
            let spot = spot.below(&format!("transfer[{place}]"));
            need(
                !sent.safeguards.is_empty(),
                "nothing says what the transfer rests on",
                "its mechanism and safeguards",
                &spot,
                review,
            );
            need(
                sent.to != "GB",
                "nothing is sent abroad",
                "a country that is not the United Kingdom",
                &spot,
                review,
            );
        }
        // Periods and security are recorded `where possible`: without them it is doubtful, not void.
        review.weigh(
            !self.retention.is_empty(),
            Weight::Warning,
            rules::RO_01,
            &spot.below("retention"),
            || wrong("no period of retention", "how long each kind of data is kept"),
        );
        review.weigh(
            !self.security.is_empty(),
            Weight::Warning,
            rules::RO_01,
            &spot.below("security"),
            || wrong("no measure of security", "a general description"),
        );
        let Some(ground) = &self.ground else {
            review.weigh(false, Weight::Warning, rules::RO_06, &spot.below("basis"), || {
                wrong("no lawful basis", "the basis, and its condition")
            });
            return;
        };
        let covered = ground.clone().covering(self.categories);
        ground_findings(&covered, day, &self.name, spot, review);
        let interests = ground.basis() == LawfulBasis::LegitimateInterests;
        let assessed = !interests || self.assessment_of_interests.is_some();
        review.weigh(
            assessed,
            Weight::Hint,
            rules::RO_06,
            &spot.below("interests-assessment"),
            || wrong("the assessment of interests is not named", "its id"),
        );
        if needs_policy(ground) {
            self.three_more(review);
        }
    }

    /// The three further things of Schedule 1 para 41. Condition and basis are those of the ground.
    fn three_more(&self, review: &mut Review) {
        review.cite(&[rules::RO_05, rules::S1_41]);
        let spot = self.spot.below("kept-as-policy-says");
        let says = self.as_policy_says.as_ref();
        review.weigh(says.is_some(), Weight::Fault, rules::S1_41, &spot, || {
            wrong(
                "nothing says whether data is kept and erased as the policy document says",
                "that it is, or why it is not",
            )
        });
        if let Some(AsPolicySays::No { because }) = says {
            review.weigh(!is_blank(because), Weight::Fault, rules::S1_41, &spot, || {
                wrong(
                    "data is not kept as the policy document says, without a reason",
                    "the reason",
                )
            });
        }
    }
}

impl ProcessorRecord {
    /// Everything that is missing (RO-02).
    pub fn check(&self) -> Review {
        let mut review = Review::default();
        review.cite(&[rules::RO_02, rules::RO_03]);
        let rule = rules::RO_02;
        organisation(&self.organisation, "processor", &mut review);
        let entries = Spot::named("controller");
        review.require(!self.entries.is_empty(), rule, &entries, || {
            wrong("no controller is recorded", "each controller it works for")
        });
        for entry in &self.entries {
            organisation(&entry.controller, entry.spot.path(), &mut review);
            review.require(
                !entry.processing.is_empty(),
                rule,
                &entry.spot.below("processing"),
                || wrong("nothing says what is done for the controller", "the kinds of processing"),
            );
            for (place, sent) in entry.transfers.iter().enumerate() {
                let spot = entry.spot.below(&format!("transfer[{place}]"));
                review.require(!sent.safeguards.is_empty(), rule, &spot, || {
                    wrong("nothing says what the transfer rests on", "its mechanism and safeguards")
                });
            }
            review.weigh(
                !entry.security.is_empty(),
                Weight::Warning,
                rule,
                &entry.spot.below("security"),
                || wrong("no measure of security", "a general description"),
            );
        }
        review
    }
}

/// Whether a ground relies on a condition that asks for a policy document. Where the condition asks for
/// one except to disclose to an authority, keeping the data needs it all the same (S1-10).
pub(super) fn needs_policy(ground: &ProcessingGround) -> bool {
    ground.relied_on().iter().any(|reliance| match reliance.paragraph().row().policy() {
        PolicyNeed::No => false,
        PolicyNeed::Yes
        | PolicyNeed::ExceptToCompetentAuthority
        | PolicyNeed::ExceptToAntiDopingBody
        | PolicyNeed::AsExtended => true,
    })
}

fn organisation(organisation: &Organisation, path: &str, review: &mut Review) {
    let spot = Spot::named(path);
    need(!is_blank(&organisation.name), "no name", "the name", &spot, review);
    need(!is_blank(&organisation.contact), "no contact", "how to reach it", &spot, review);
}

fn need(met: bool, says: &str, instead: &str, spot: &Spot, review: &mut Review) {
    review.weigh(met, Weight::Fault, rules::RO_01, spot, || wrong(says, instead));
}
