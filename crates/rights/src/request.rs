//! One request of one person, from the day it is received to the day it is closed.
//!
//! The machine holds no text about anybody. [`State::apply`] takes an event and gives the next state and
//! the duties it opens; [`History`] keeps the events; [`State::late`] lists what should have been done.

mod apply;
mod event;
mod history;
mod late;
mod letter;
mod policy;
mod refused;
mod state;
mod step;
mod vocabulary;

pub(crate) use apply::seed_rules;
pub use event::{Actor, Event, Received, What};
pub use history::{BrokenHistory, History};
pub use late::Late;
pub use letter::{Letter, LetterPart};
pub use policy::Policy;
pub use refused::Refused;
pub use state::{Asked, Awaited, Clock, Closed, Ended, Open, Refusing, State};
pub use step::{Duty, Finding, Step, ToDo};
pub use vocabulary::{About, Channel, Doubt, FeeGround, Kind, Outcome, RefusalGround, Role};
