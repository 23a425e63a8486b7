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
//!
//! Beside the ground stand the purpose ([`reuse`]), the border ([`transfer`]), the person
//! ([`person`]) and the written policy ([`document`]), each judged by the law of a day.
//!
//! # What was read
//! The text itself: Data Protection Act 2018 ss.3, 7-11, 208, Sch 1 (all) and Sch 21 paras 4-9, in
//! the revision of 7 April 2026; Data (Use and Access) Act 2025 ss.70-72, Sch 7 and Sch 9 paras
//! 26-30; the regulation of 2016, Arts 6, 46 and 49; UK GDPR Annex 1 paras 1-7 and Annex 2 paras
//! 1-6 and 8. Known from guidance only, and marked so in their rules: who is at risk (LB-16), the
//! rest of Annex 2 (LB-24), the data bridge (TR-09). What was read nowhere is [`Unverified`].

mod basis;
mod circumstance;
mod citation;
mod condition;
mod controller;
pub mod document;
mod finding;
mod ground;
pub mod person;
pub mod reuse;
pub mod rules;
mod schedule1;
#[cfg(feature = "serde")]
mod serial;
mod stage;
pub mod transfer;
mod unverified;

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
pub use unverified::Unverified;
