//! The commands and their options.

use std::path::PathBuf;

use caldicott::model::Day;
use clap::{Args, Parser, Subcommand};

use crate::command::{diff, explain, schema, trace};
use crate::output::Format;

/// Compliance for case records about vulnerable people.
#[derive(Debug, Parser)]
#[command(name = "caldicott", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// One working day of a charity, end to end, on invented people: leaves a report and a casebook.
    #[command(
        after_help = "Example:\n  caldicott demo --out caldicott-demo --clients 1000\n\nThen open caldicott-demo/report.html in a browser."
    )]
    Demo(Demo),
    /// Say what the columns of a file are about: special category, criminal offence, identifying.
    #[command(
        after_help = "Example:\n  caldicott tag lettings_download.csv\n  caldicott tag --format json - < people.csv\n\nFILE is CORE's data dictionary (name, question), a coded or labelled CORE export, a bulk-upload\ntemplate, an XML log, a schema (Salesforce describe result, field or object metadata, the JSON Schema of a\nrecord), or any CSV file with a header. The names of columns are shown and no cell is:\na first line that looks like a row is refused."
    )]
    Tag(Tag),
    /// Decide requests for disclosure by a rulebook.
    #[command(
        after_help = "Example:\n  caldicott decide --rulebook examples/rulebooks/st-martins \\\n    --requests examples/requests/st-martins.jsonl\n\nOne JSON object a line. Prints an answer a line, in the same order."
    )]
    Decide(Decide),
    /// Say what is due for disposal, in review or held on a day.
    #[command(
        after_help = "Example:\n  caldicott due --rulebook examples/rulebooks/st-martins \\\n    --records records.csv --as-at 2026-11-01\n\nThe records are CSV with a header: `id`, `class`, a column for each date the schedule names, and `holds`\n(`arrears@2024-01-31`, or `arrears` where the first day is not known; separated by `;`). A date column\nbears the name of a trigger or of the column that the rulebook says the trigger is in."
    )]
    Due(Due),
    /// Publish a table that identifies nobody, or say why it cannot be had.
    #[command(
        after_help = "Example:\n  caldicott publish --spec examples/specs/monitoring.toml \\\n    --records people.csv --as-at 2026-11-02\n\nThe specification names the columns, their category lists and the protection."
    )]
    Publish(Publish),
    /// Seal columns of a CSV file under each person's own key.
    #[command(
        after_help = "Example:\n  caldicott seal --casebook keys.db --kek kek.key --tenant st-martins \\\n    --record-type client --person-column person --record-column id people.csv > sealed.csv\n\nSeals every column but those that surely say nothing about a person, or those named with\n--columns, and lists on standard error which were sealed and which left readable. In a sealed\ncolumn the empty cells are sealed too, so who has something in it does not show; in a readable one\nan empty cell shows that nothing is recorded. How many rows a person has shows."
    )]
    Seal(Seal),
    /// Open what `seal` sealed.
    #[command(
        after_help = "Example:\n  caldicott open --casebook keys.db --kek kek.key --tenant st-martins \\\n    --record-type client --person-column person --record-column id sealed.csv\n\nA column with a sealed cell must be sealed in every row: a cell that was replaced, blanked, moved\nor copied is a fault, and so is a record that stands twice. A row that is gone is not noticed, nor\na column that was blanked or replaced as a whole, unless --columns names it."
    )]
    Open(Seal),
    /// Verify the log of a casebook: say that it is intact, or where it breaks.
    #[command(
        after_help = "Example:\n  caldicott verify caldicott-demo/casebook.db\n  caldicott verify caldicott-demo/casebook.db --since last-year.checkpoint"
    )]
    Verify(Verify),
    /// Check a rulebook: every fault with its file, line and column, or a summary when it is right.
    #[command(after_help = "Example:\n  caldicott check examples/rulebooks/st-martins")]
    Check(Check),
    /// Tell a whole rulebook in plain English, with the rules that each entry obeys.
    #[command(
        after_help = "Example:\n  caldicott explain --rulebook examples/rulebooks/st-martins --format html > rules.html"
    )]
    Explain(explain::Explain),
    /// Say what two versions of a rulebook do differently, with a case for each change.
    #[command(
        after_help = "Example:\n  caldicott diff old-rules new-rules --as-at 2026-11-01\n  caldicott diff examples/rulebooks/st-martins --from-day 2024-03-01 --to-day 2024-04-02\n\nEvery change shown was decided by both. A change that shows only where several facts differ at once may\nbe missing; entries that differ and for which no case was found are listed."
    )]
    Diff(diff::Diff),
    /// Print the JSON Schema of a rulebook or of a request, for an editor.
    #[command(after_help = "Example:\n  caldicott schema rulebook > rulebook.schema.json")]
    Schema(schema::Schema),
    /// Show every rule of the founding policies and what became of it, measured.
    #[command(after_help = "Example:\n  caldicott trace --format html > trace.html")]
    Trace(trace::Trace),
}

#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Where to leave report.html and casebook.db; only files that a demo made are replaced
    #[arg(long, default_value = "caldicott-demo", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The day the working day happens on
    #[arg(long, default_value = "2026-11-02", value_name = "YYYY-MM-DD")]
    pub(crate) as_at: Day,
    /// How many people are in the casebook
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    pub(crate) clients: u64,
    /// What the invented people are made from
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// A folder of real CORE files to read instead of the shipped samples
    #[arg(long, value_name = "DIR")]
    pub(crate) core: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Tag {
    /// The file, or `-` for standard input
    pub(crate) file: String,
    /// Take the first line as the names of the columns, whatever the file looks like
    #[arg(long, conflicts_with = "dictionary")]
    pub(crate) csv: bool,
    /// Take each line as the name of a field and a question, whatever the file looks like
    #[arg(long)]
    pub(crate) dictionary: bool,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Decide {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) rulebook: String,
    /// The requests, JSON Lines, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) requests: String,
    /// The day to decide for; without it each request names its own
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) day: Option<Day>,
    /// How to show the answers
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Due {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) rulebook: String,
    /// The records, CSV, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) records: String,
    /// The day it is asked for
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_at: Day,
    /// Keep records for ever whose class no rule is about, instead of refusing the file
    #[arg(long)]
    pub(crate) allow_unscheduled: bool,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Publish {
    /// The specification of the table, TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: String,
    /// The records, CSV with a header, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) records: String,
    /// The day of the publication: the law of that day is applied
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_at: Day,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Seal {
    /// The CSV file, or `-` for standard input
    pub(crate) file: String,
    /// The casebook that holds the people's wrapped keys; `seal` makes it when it is not there
    #[arg(long, value_name = "FILE")]
    pub(crate) casebook: PathBuf,
    /// The file of the key that wraps all others; `seal` makes it when it is not there
    #[arg(long, value_name = "FILE")]
    pub(crate) kek: PathBuf,
    /// The organisation's id
    #[arg(long)]
    pub(crate) tenant: String,
    /// The type of record a row is
    #[arg(long)]
    pub(crate) record_type: String,
    /// The column that says whose row it is
    #[arg(long, value_name = "NAME")]
    pub(crate) person_column: String,
    /// The column that names the row
    #[arg(long, value_name = "NAME")]
    pub(crate) record_column: String,
    /// The columns to seal, or to be found sealed; without this, `seal` takes all but those that surely say
    /// nothing about a person
    #[arg(long, value_delimiter = ',', value_name = "NAME,NAME")]
    pub(crate) columns: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// The casebook whose log is verified
    pub(crate) log: PathBuf,
    /// A checkpoint signed earlier, with which the log must agree
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<String>,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// The rulebook: a TOML file or a folder of them
    pub(crate) rulebook: String,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}
