//! What an assessment says, as data.

use caldicott_calendar::Day;
use caldicott_model::CategorySet;
use caldicott_model::law::ProcessingGround;
use caldicott_model::law::transfer::Transfer;

use super::Criterion;
use crate::Grid;
use crate::finding::Spot;
use caldicott_model::words;

words! {
    /// The form that an assessment follows.
    #[expect(clippy::exhaustive_enums, reason = "each asks for parts of its own")]
    Template {
        /// The regulator's seven steps (I-004, source 000).
        SevenSteps = "seven-steps",
        /// A council's full assessment (I-026, I-027, source 002).
        FullAssessment = "full-assessment",
    }
}

words! {
    /// What a measure does to its risk (I-014).
    #[expect(clippy::exhaustive_enums, reason = "the source knows three")]
    Effect {
        /// The risk is gone.
        Eliminated = "eliminated",
        /// It is less.
        Reduced = "reduced",
        /// It stays, and is accepted.
        Accepted = "accepted",
    }
}

words! {
    /// Whether the people concerned were heard (DP-04).
    #[expect(clippy::exhaustive_enums, reason = "each is judged")]
    Consulted {
        /// They were.
        Heard = "heard",
        /// Those who speak for them or work with them were.
        Represented = "represented",
        /// They are to be.
        Planned = "planned",
        /// It is not appropriate, for a reason.
        NotAppropriate = "not-appropriate",
        /// They were not.
        NotHeard = "not-heard",
    }
}

words! {
    /// What the regulator said when asked first.
    #[expect(clippy::exhaustive_enums, reason = "each is judged")]
    RegulatorSays {
        /// It may go ahead, perhaps with conditions that were met.
        MayProceed = "may-proceed",
        /// It may not.
        MustNotProceed = "must-not-proceed",
    }
}

/// An impact assessment.
///
/// Only what every assessment has is required to read one: what is missing is found by
/// [`Dpia::check`].
#[derive(Clone, Debug)]
pub struct Dpia {
    pub(super) template: Template,
    pub(super) title: String,
    pub(super) version: Option<String>,
    pub(super) written: Option<Day>,
    pub(super) controller_name: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) officer: Option<Officer>,
    pub(super) project: Option<Project>,
    pub(super) screening: Option<ScreeningEntry>,
    pub(super) need: Option<Need>,
    pub(super) processing: Option<Processing>,
    pub(super) recipients: Vec<Recipient>,
    pub(super) references: Vec<Reference>,
    pub(super) time_limits: Vec<(Spot, String, Option<String>)>,
    pub(super) border: Option<(Spot, bool)>,
    pub(super) transfers: Vec<TransferEntry>,
    pub(super) retention: Vec<(Spot, String, Option<String>)>,
    pub(super) activities: Vec<ActivityEntry>,
    pub(super) consultation: Option<Consultation>,
    pub(super) necessity: Vec<(&'static str, String)>,
    pub(super) grid: Grid,
    pub(super) risks: Vec<Risk>,
    pub(super) overall: Option<(Spot, String, Option<String>)>,
    pub(super) security: Option<Security>,
    pub(super) sign_off: SignOff,
    pub(super) regulator: Option<Regulator>,
    pub(super) reviewed: Option<Reviewed>,
}

/// The data protection officer.
#[derive(Clone, Debug)]
pub(super) struct Officer {
    pub(super) spot: Spot,
    pub(super) post: String,
    pub(super) also: Option<String>,
}

/// The facts of a project (I-026).
#[derive(Clone, Debug)]
pub(super) struct Project {
    pub(super) spot: Spot,
    pub(super) name: String,
    pub(super) directorate: Option<String>,
    pub(super) sponsor: Option<String>,
    pub(super) manager: Option<String>,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) go_live: Option<String>,
    pub(super) no_third_parties: Option<bool>,
    pub(super) several: Option<bool>,
    pub(super) description: Option<String>,
}

/// What the screening before it came to (I-024).
#[derive(Clone, Debug)]
pub(super) struct ScreeningEntry {
    pub(super) spot: Spot,
    pub(super) high_risk: bool,
    pub(super) advised: Option<bool>,
}

/// Why there is an assessment (I-005).
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) says: Option<String>,
    pub(super) criteria: Vec<Criterion>,
}

/// What is done with the data.
#[derive(Clone, Debug)]
pub(super) struct Processing {
    pub(super) spot: Spot,
    pub(super) nature: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) context: Option<String>,
    pub(super) area: Option<String>,
    pub(super) reused_from: Option<String>,
    pub(super) people: Option<i64>,
    pub(super) purposes: Vec<String>,
    pub(super) subjects: Vec<String>,
    pub(super) sources: Vec<String>,
    pub(super) categories: CategorySet,
}

/// Somebody who receives the data.
#[derive(Clone, Debug)]
pub(super) struct Recipient {
    pub(super) spot: Spot,
    pub(super) name: String,
    pub(super) role: Option<String>,
    pub(super) kind: RecipientKind,
    pub(super) agreement: Option<String>,
}

words! {
    /// In which part somebody receives data.
    #[expect(clippy::exhaustive_enums, reason = "each needs an agreement of its own")]
    RecipientKind {
        /// On the controller's behalf.
        Processor = "processor",
        /// On its own behalf.
        ThirdParty = "third-party",
    }
}

/// Something that the assessment refers to.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) spot: Spot,
    pub(super) to: String,
    pub(super) diagram: bool,
    pub(super) supplied: bool,
}

/// A transfer, once for each mechanism that is named.
#[derive(Clone, Debug)]
pub(super) struct TransferEntry {
    pub(super) spot: Spot,
    pub(super) recipient: Option<String>,
    pub(super) to: String,
    pub(super) ways: Vec<Transfer>,
}

/// One processing activity and its ground.
#[derive(Clone, Debug)]
pub(super) struct ActivityEntry {
    pub(super) spot: Spot,
    pub(super) name: String,
    pub(super) purposes: Vec<String>,
    pub(super) ground: Option<ProcessingGround>,
}

/// Who was asked.
#[derive(Clone, Debug)]
pub(super) struct Consultation {
    pub(super) spot: Spot,
    pub(super) people: Consulted,
    pub(super) reason: Option<String>,
    pub(super) with: Vec<String>,
    pub(super) advice: Option<String>,
}

/// A risk to people.
#[derive(Clone, Debug)]
pub(super) struct Risk {
    pub(super) spot: Spot,
    pub(super) number: i64,
    pub(super) what: String,
    pub(super) before: Option<Level>,
    pub(super) after: Option<Level>,
    pub(super) accepted: Option<String>,
    pub(super) measures: Vec<Measure>,
}

/// A level as the document prints it.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) spot: Spot,
    pub(super) impact: Option<usize>,
    pub(super) likelihood: Option<usize>,
    pub(super) score: Option<u8>,
    pub(super) band: Option<String>,
}

/// What is done about a risk (I-014).
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub(super) spot: Spot,
    pub(super) what: String,
    pub(super) effect: Effect,
    pub(super) approved: Option<bool>,
    pub(super) who: Option<String>,
    pub(super) by: Option<Day>,
    pub(super) done: Option<Day>,
}

/// The clearance of whoever answers for security (E-020).
#[derive(Clone, Debug)]
pub(super) struct Security {
    pub(super) spot: Spot,
    pub(super) cleared: bool,
    pub(super) by: Option<String>,
    pub(super) comments: Option<String>,
}

/// Step 7.
#[derive(Clone, Debug, Default)]
pub(super) struct SignOff {
    pub(super) spot: Spot,
    pub(super) measures: Option<Signed>,
    pub(super) residual: Option<Signed>,
    pub(super) advice: Option<Signed>,
    pub(super) advice_summary: Option<String>,
    pub(super) answer: Option<Answer>,
    pub(super) advice_comments: Option<String>,
    pub(super) consultation: Option<Signed>,
    pub(super) departs: Option<bool>,
    pub(super) departs_because: Option<String>,
    pub(super) consultation_comments: Option<String>,
    pub(super) review: Option<Signed>,
}

/// Who signed, and when.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub(super) by: String,
    pub(super) on: Option<Day>,
}

/// What became of the officer's advice.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) spot: Spot,
    pub(super) by: Option<String>,
    pub(super) overruled: bool,
    pub(super) reasons: Option<String>,
}

/// Asking the regulator first (DP-06).
#[derive(Clone, Debug)]
pub(super) struct Regulator {
    pub(super) asked: Day,
    pub(super) extended: Option<Day>,
    pub(super) answered: Option<Day>,
    pub(super) says: Option<RegulatorSays>,
}

/// When it was looked at last, and how often that is done.
#[derive(Clone, Debug)]
pub(super) struct Reviewed {
    pub(super) last: Option<Day>,
    pub(super) every_months: u8,
    pub(super) risk_changed: Option<Day>,
}

impl Dpia {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The form it follows.
    #[must_use]
    pub const fn template(&self) -> Template {
        self.template
    }

    /// The day it bears: the day of the law it was written under.
    #[must_use]
    pub const fn written(&self) -> Option<Day> {
        self.written
    }

    /// The grid its risks are rated by.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The categories it says are held.
    #[must_use]
    pub fn categories(&self) -> CategorySet {
        self.processing.as_ref().map_or(CategorySet::NONE, |processing| processing.categories)
    }

    /// The activities it describes: each name with its purposes and its ground.
    pub fn activities(&self) -> impl Iterator<Item = (&str, &[String], Option<&ProcessingGround>)> {
        self.activities
            .iter()
            .map(|it| (it.name.as_str(), it.purposes.as_slice(), it.ground.as_ref()))
    }
}
