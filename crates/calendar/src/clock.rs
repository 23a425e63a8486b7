//! The named clocks: each takes the facts and says by when, by which rules, and how it counted.

mod breach;
mod caution;
mod complaint;
mod consultation;
mod pauses;
mod rights;
mod single;
mod target;

pub use breach::{Breach, BreachClock, BreachStanding};
pub use caution::{
    Archive, Incident, IncidentKind, ResetPolicy, caution_decision_by, caution_letter_by,
    caution_review_by, latest_caution_review,
};
pub use complaint::{Acknowledgement, acknowledge_complaint_by};
pub use consultation::{Consultation, ConsultationDue, ConsultationFinding};
pub use rights::{
    Awaiting, Clarification, ExtensionNotice, ExtensionReason, Nowhere, Right, RightsDeadline,
    RightsDue, RightsFinding, RightsRequest, RightsWait, SubjectAccess,
};
pub use single::{
    annual_audit_by, annual_review_by, disease_notification_by, health_opinion_since,
    indirect_collection_notice_by, offender_notification_by, policy_document_kept_through,
};
pub use target::Closures;
