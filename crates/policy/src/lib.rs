//! Load one organisation's whole rulebook, or say everything that is wrong with it.
//!
//! A misspelt key in a retention schedule once meant that nothing was kept; here it is a fault with a
//! line, a column and the name that was probably meant, and no rulebook is active until none is left.
#![forbid(unsafe_code)]

mod cursor;
pub mod json;
pub mod limit;
mod rulebook;
mod tomlfile;

pub use rulebook::{Profile, Rulebook, SourceFile};
