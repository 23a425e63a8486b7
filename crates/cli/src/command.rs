//! The commands.

mod check;
mod decide;
pub(crate) mod diff;
mod due;
pub(crate) mod explain;
mod publish;
pub(crate) mod schema;
mod seal;
mod tag;
pub(crate) mod trace;
mod verify;

pub(crate) use publish::protect;

use crate::args::Command;
use crate::demo;
use crate::stop::Stop;

/// Runs a command to its end.
pub(crate) fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Tag(arguments) => tag::run(&arguments),
        Command::Decide(arguments) => decide::run(&arguments),
        Command::Due(arguments) => due::run(&arguments),
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Seal(arguments) => seal::seal(&arguments),
        Command::Open(arguments) => seal::open(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
    }
}

/// How a command shows a result that can be a page as well.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Page {
    /// Text for people.
    #[default]
    Table,
    /// JSON for programs.
    Json,
    /// One page for a browser, which needs nothing else.
    Html,
}
