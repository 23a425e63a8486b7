//! The questions of the libraries from a shell: tag, decide, what is due, publish, seal, verify.
//!
//! Exit codes: 0 done, 1 a check found what it looks for (a broken log, a failed stage), 2 the input could
//! not be understood (every fault is listed with file, line and column), 3 reading or writing failed.
//!
//! This library holds all of the program, so that its readers can be fuzzed; only [`main`] is for others.
#![forbid(unsafe_code)]

mod access;
mod answer;
mod args;
mod casebook;
mod command;
mod core_format;
mod demo;
mod encoded;
mod histories;
mod input;
mod keys;
mod output;
mod progress;
#[doc(hidden)]
pub mod readers;
mod records;
mod report;
mod requests;
mod rows;
mod schema_format;
mod stop;
mod tagging;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = args::Arguments::parse();
    match command::run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            // Somebody who closed standard error does not want to know.
            let _ = writeln!(std::io::stderr(), "{stop}");
            stop.code()
        }
    }
}
