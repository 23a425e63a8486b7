//! Load one organisation's whole rulebook, or say everything that is wrong with it.
//!
//! A misspelt key in a retention schedule once meant that nothing was kept; here it is a fault with a
//! line, a column and the name that was probably meant, and no rulebook is active until none is left.
//! A rulebook that loads is then looked at as a whole ([`Rulebook::findings`]), told in English
//! ([`Rulebook::explain`]), as each decision by it is ([`Told`]), compared with another by what it does ([`diff`]), and held against every
//! rule of the policies it was written from ([`trace`]).
#![forbid(unsafe_code)]

pub mod casework;
mod cursor;
pub mod diff;
pub mod explain;
mod finding;
pub mod json;
pub mod limit;
mod page;
mod rulebook;
pub mod schema;
mod told;
mod tomlfile;
pub mod trace;
mod written;

pub use casework::Casework;
pub use explain::Explanation;
pub use finding::{Finding, Severity};
pub use rulebook::{Profile, Rulebook, SourceFile, read_file, read_private_file};
pub use told::Told;
