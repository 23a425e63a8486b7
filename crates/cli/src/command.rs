//! The commands.

mod check;
mod decide;
mod due;
mod publish;
mod seal;
mod tag;
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
    }
}
