//! `schema`: the JSON Schema of what is read and written, for an editor or a program.

use caldicott::model::document::{self, Reader};
use caldicott::policy::schema;
use caldicott::sharing::exchange::schema as exchange;
use caldicott::statistics::{RecordSpec, Spec};
use clap::{Args, ValueEnum};

use crate::command::attack;
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
    /// The decision in a line that it answers with.
    Decision,
    /// A consent, as a request holds it and `consent import` writes it.
    Consent,
    /// The receipt that `consent receipt` writes in JSON.
    Receipt,
    /// The specification that `publish` reads.
    Table,
    /// The specification that `risk` and `generalise` read; one file may be both.
    Records,
    /// The rules that `attack --rules` reads.
    Attack,
    /// The case that `access-pack` reads.
    AccessCase,
}

pub(crate) fn run(arguments: &Schema) -> Result<(), Stop> {
    let text = match arguments.of {
        Of::Rulebook => format!("{:#}", schema::rulebook()),
        Of::Request => format!("{:#}", schema::request()),
        Of::Decision => exchange::decision(),
        Of::Consent => exchange::consent(),
        Of::Receipt => exchange::receipt(),
        Of::Table => statistic("Caldicott table", |reader| drop(Spec::read(reader))),
        Of::Records => statistic("Caldicott records", |reader| drop(RecordSpec::read(reader))),
        Of::Attack => statistic("Caldicott attack rules", attack::read),
        Of::AccessCase => format!("{:#}", crate::access::schema()),
    };
    output::print(&format!("{}\n", text.trim_end()))
}

/// What a reader of specifications asks for.
fn statistic(title: &str, read: impl FnOnce(&mut Reader<'_>)) -> String {
    format!("{:#}", document::schema(title, read))
}
