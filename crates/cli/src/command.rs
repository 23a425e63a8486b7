//! The commands.

pub(crate) mod access_pack;
pub(crate) mod attack;
pub(crate) mod breach;
pub(crate) mod budget;
pub(crate) mod can;
pub(crate) mod caution;
mod check;
pub(crate) mod clock;
pub(crate) mod consent;
pub(crate) mod decide;
pub(crate) mod diff;
pub(crate) mod dispose;
pub(crate) mod dpia;
pub(crate) mod due;
pub(crate) mod explain;
pub(crate) mod forecast;
pub(crate) mod generalise;
pub(crate) mod keys;
pub(crate) mod late;
pub(crate) mod noise;
pub(crate) mod plan;
pub(crate) mod publish;
pub(crate) mod request;
pub(crate) mod risk;
pub(crate) mod ropa;
pub(crate) mod schema;
mod seal;
mod tag;
pub(crate) mod trace;
mod verify;
pub(crate) mod view;

pub(crate) use publish::protect;

use crate::args::Command;
use crate::demo;
use crate::stop::Stop;

/// Runs a command to its end.
pub(crate) fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::AccessPack(arguments) => access_pack::run(&arguments),
        Command::Breach(arguments) => breach::run(&arguments),
        Command::Request(arguments) => request::run(&arguments),
        Command::Late(arguments) => late::run(&arguments),
        Command::Ropa(arguments) => ropa::run(&arguments),
        Command::Tag(arguments) => tag::run(&arguments),
        Command::Decide(arguments) => decide::run(&arguments),
        Command::Can(arguments) => can::run(&arguments),
        Command::Caution(arguments) => caution::run(&arguments),
        Command::Clock(arguments) => clock::run(&arguments),
        Command::Consent(arguments) => consent::run(&arguments),
        Command::Due(arguments) => due::run(&arguments),
        Command::Forecast(arguments) => forecast::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Dispose(arguments) => dispose::run(&arguments),
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Attack(arguments) => attack::run(&arguments),
        Command::Risk(arguments) => risk::run(&arguments),
        Command::Generalise(arguments) => generalise::run(&arguments),
        Command::Noise(arguments) => noise::run(&arguments),
        Command::Budget(arguments) => budget::run(&arguments),
        Command::Seal(arguments) => seal::seal(&arguments),
        Command::Open(arguments) => seal::open(&arguments),
        Command::Keys(arguments) => keys::run(&arguments),
        Command::Forget(arguments) => keys::forget(&arguments),
        Command::Reseal(arguments) => keys::reseal(&arguments),
        Command::Dpia(arguments) => dpia::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::View(arguments) => view::run(&arguments),
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
