//! Impact assessments: read, checked, compared with the code, rendered.
//!
//! Both founding templates are read from one form: the regulator's seven steps (source 000) and a
//! council's full assessment (source 002).

mod check;
mod check_parts;
mod parts;
mod read;
mod render;
mod screening;
mod standing;
mod tags;

pub(crate) use check_parts::{ground_findings, transfer_findings};
pub use parts::{Consulted, Dpia, Effect, RecipientKind, RegulatorSays, Template};
pub(crate) use read::{each, owned, texts};
pub use screening::{Criterion, Screened, Screening, screen};
pub use standing::{DpiaStanding, Ready};
