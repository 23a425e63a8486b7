//! The lawful bases, the conditions for special category and criminal offence data, and Schedule 1
//! of the Data Protection Act 2018, each as the law stood on a given day.
//!
//! Holding somebody's diagnosis or conviction without a condition is unlawful from the first day,
//! however good the reason. [`ProcessingGround::check`] lists everything that is wrong with a stated
//! ground, and not only the first thing.
//!
//! ```
//! use caldicott_model::law::{
//!     Article9Condition, Controller, Evidence, LawfulBasis, Paragraph, ProcessingGround, Reliance,
//! };
//! use caldicott_model::{Category, CategorySet, Day};
//!
//! let data = CategorySet::of(&[Category::Health, Category::CriminalOffence]);
//! let ground = ProcessingGround::new(LawfulBasis::LegitimateInterests, Controller::CHARITY, data)
//!     .under(Article9Condition::HealthOrSocialCare)
//!     .relying_on(Reliance::on(Paragraph::HEALTH_OR_SOCIAL_CARE))
//!     .showing(&[Evidence::LegitimateInterestsAssessment]);
//! let findings = ground.check(Day::literal(2021, 4, 1));
//! // The condition for health stands on a duty of secrecy, and nobody was named who owes it.
//! assert!(!findings.holds());
//! assert_eq!(findings.ids(), ["SC-06"]);
//! assert!(ground.showing(&[Evidence::DutyOfSecrecy]).check(Day::literal(2021, 4, 1)).holds());
//! ```

mod basis;
mod circumstance;
mod citation;
mod condition;
mod controller;
mod finding;
mod ground;
pub mod rules;
mod schedule1;
#[cfg(feature = "serde")]
mod serial;
mod stage;

pub use basis::{Annex1Condition, LawfulBasis};
pub use circumstance::{Circumstance, CircumstanceSet, Evidence, EvidenceSet};
pub use citation::{Article, CitationError, Note, Provision, Reading, lint};
pub use condition::Article9Condition;
pub use controller::{Acting, Aim, Controller, ControllerKind};
pub use finding::{Finding, FindingKind, Findings, Severity};
pub use ground::{PolicyDocument, ProcessingGround, Reliance};
pub use schedule1::{
    CriminalUse, NoConsentReason, Paragraph, ParagraphError, PolicyNeed, ReasonsWhen, SCHEDULE_1,
    SUGGESTIONS, Schedule1Part, Schedule1Row,
};
pub use stage::{
    DUAA_COMPLAINTS, DUAA_SEARCHES, DUAA_STAGE_1, DUAA_STAGE_MAIN, GDPR_APPLIES, Stage, UK_GDPR,
};
