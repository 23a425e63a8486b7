//! What follows from the rights beside access: correction, restriction, erasure, objection, portability,
//! and decisions made without a person.
//!
//! Each takes what is known and says what has to be done; the host does it. Nothing here forgets those
//! who were given the data.

mod automated;
mod erasure;
mod objection;
mod portability;
mod rectification;
mod restriction;

pub use automated::{AutomatedDecision, AutomatedVerdict, Safeguard, judge_automated};
pub use erasure::{
    ErasureException, ErasureGround, ErasureItem, ErasurePlan, Kept, Whereabouts, plan_erasure,
};
pub use objection::{Objection, ObjectionVerdict, judge_objection};
pub use portability::{Export, PortableField, port};
pub use rectification::{
    Attachment, AttachmentError, Correction, Recipient, RectificationPlan, Telling, rectify,
};
pub use restriction::{Restriction, RestrictionGround, StillRestricted, Use};
