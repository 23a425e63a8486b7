//! `schema`: the JSON Schema of a rulebook or of a request, for an editor.

use caldicott::policy::schema;
use clap::{Args, ValueEnum};

use crate::output;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Schema {
    /// Whose schema
    #[arg(value_enum, default_value_t)]
    of: Of,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Of {
    /// The files of a rulebook.
    #[default]
    Rulebook,
    /// A line of the file that `decide` reads.
    Request,
}

pub(crate) fn run(arguments: &Schema) -> Result<(), Stop> {
    let value = match arguments.of {
        Of::Rulebook => schema::rulebook(),
        Of::Request => schema::request(),
    };
    output::print(&format!("{value:#}\n"))
}
