//! `attack`: what somebody else's published table tells although it hides it.

mod rules;

use caldicott::model::Invalid;
use caldicott::model::document::Reader;
use caldicott::policy::{SourceFile, read_file};
use caldicott::statistics::{
    Audit, Finding, PublishedError, PublishedFile, PublishedSums, PublishedTable, Reading,
    ReadingFault, SumAudit, Withheld, attack, attack_sums,
};
use clap::Args;
use serde_json::json;

use self::rules::{Marker, Rules};
use crate::input;
use crate::output::{self, Format, Table};
use crate::stop::{Stop, fault};

#[derive(Args, Debug)]
pub(crate) struct Attack {
    /// The published table: CSV, as a list or as a grid
    table: String,
    /// A further table of the same people
    #[arg(long, value_name = "FILE")]
    beside: Vec<String>,
    /// An earlier table whose people are all in this one
    #[arg(long, value_name = "FILE")]
    earlier: Vec<String>,
    /// How the tables are to be read, TOML; the other options come on top of it
    #[arg(long, value_name = "FILE")]
    rules: Option<String>,
    /// Counts from 1 to this are hidden as `*`, and only they
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    threshold: Option<u64>,
    /// Noughts are hidden as well
    #[arg(long, requires = "threshold")]
    zeros_hidden: bool,
    /// Figures are rounded to the nearest multiple of this
    #[arg(long, value_name = "BASE", value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    rounding: Option<u64>,
    /// What a symbol stands for, such as `*=1..7`, `c=1..`, or `-=0..0` where a dash is a nought
    #[arg(long, value_name = "TEXT=LEAST..MOST", allow_hyphen_values = true)]
    marker: Vec<Marker>,
    /// A label that is the total of its column or line; `Total` and `All` are known
    #[arg(long, value_name = "LABEL")]
    total: Vec<String>,
    /// A label that is the sum of others, such as `White=White British;White Irish`
    #[arg(long, value_name = "LABEL=LABEL;LABEL")]
    group: Vec<rules::Group>,
    /// How many columns are labels, where that does not show: ages look like figures
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u8).range(1..=8))]
    labels: Option<u8>,
    /// A column that is no part of the table
    #[arg(long, value_name = "NAME")]
    skip: Vec<String>,
    /// A column of percentages, of a number, of the `total` line or of another column, with the column of
    /// the counts where there is one: `%=500`, `%:count=total`, `%:women=everybody`
    #[arg(long, value_name = "COLUMN[:COUNTS]=BASE")]
    share: Vec<rules::ShareOption>,
    /// The column of sums of an amount, beside the numbers of people
    #[arg(long, value_name = "NAME", conflicts_with = "sums")]
    sum: Option<String>,
    /// The figures are sums of an amount, not numbers of people
    #[arg(long)]
    sums: bool,
    /// Larger amounts counted as this when they were added up, as the table says
    #[arg(long, value_name = "AMOUNT", value_parser = clap::value_parser!(u64).range(1..=1 << 40))]
    cap: Option<u64>,
    /// The largest number of people worth telling by which two tables differ
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    small: u64,
    /// How to show what is found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What the people of a table are called who are in both, and those who are only in the later one.
const BEFORE: &str = "in the earlier table";
const SINCE: &str = "only in the later table";

pub(crate) fn run(arguments: &Attack) -> Result<(), Stop> {
    let rules = match &arguments.rules {
        Some(path) => {
            let read = input::text(path)?;
            let file = SourceFile { name: read.name, text: read.text };
            read_file(&file, Rules::read)?
        }
        None => Rules::default(),
    };
    let reading = arguments.on_top_of(rules.reading.clone());
    let mut files = vec![file(&reading, &arguments.table)?.of_people(&rules.people)];
    if files.iter().any(|file| file.0.sums.is_none()) && reading.has_sums() {
        let message = "no column of figures has the name that sums are said to have";
        return Err(Stop::bad_file(input::name(&arguments.table), message));
    }
    for path in &arguments.beside {
        files.push(file(&reading, path)?.of_people(&rules.people));
    }
    for further in &rules.tables {
        files.push(file(&reading, &further.file)?.of_people(&further.people));
    }
    if !arguments.earlier.is_empty() {
        if !rules.people.is_empty() || !rules.tables.is_empty() {
            let message = "`--earlier` and the people that the rules name exclude each other";
            return Err(Stop::bad_file(&arguments.table, message));
        }
        // Several earlier tables: each of the ones before it and of some who came since.
        let steps: Vec<String> = (0..=arguments.earlier.len()).map(step).collect();
        files = files.into_iter().map(|now| now.of_people(&steps)).collect();
        for (number, path) in arguments.earlier.iter().enumerate() {
            let people: Vec<String> =
                steps.iter().take(arguments.earlier.len() - number).cloned().collect();
            files.push(file(&reading, path)?.of_people(&people));
        }
    }
    let people: Vec<PublishedTable> =
        files.iter().filter_map(|file| file.0.people.clone()).collect();
    let sums: Vec<PublishedSums> = files.iter().filter_map(|file| file.0.sums.clone()).collect();
    let tables = files.len();
    if sums.is_empty() {
        let audit = attack(&people, arguments.small)
            .map_err(|error| contradicted(&arguments.table, &error))?;
        output::print(&match arguments.format {
            Format::Json => format!("{:#}\n", json!({ "holds": audit.holds(), "audit": audit })),
            Format::Table => shown(&audit, tables),
        })?;
        return verdict(&audit);
    }
    let audit = attack_sums(&people, &sums, arguments.small)
        .map_err(|error| contradicted(&arguments.table, &error))?;
    output::print(&match arguments.format {
        Format::Json => {
            let (people, sums, told) = (&audit.people, &audit.sums, &audit.told);
            let holds = audit.holds();
            let value = json!({ "holds": holds, "audit": people, "sums": sums, "told": told });
            format!("{value:#}\n")
        }
        Format::Table => shown_with_sums(&audit, tables),
    })?;
    verdict_with_sums(&audit)
}

/// What a file holds, of these people.
struct Filed(PublishedFile);

impl Filed {
    fn of_people(self, people: &[String]) -> Self {
        let PublishedFile { people: counted, sums } = self.0;
        Self(PublishedFile {
            people: counted.map(|table| table.of_people(people)),
            sums: sums.map(|sums| sums.of_people(people)),
        })
    }
}

/// Asks for every key that a file of rules may have.
pub(super) fn read(reader: &mut Reader<'_>) {
    drop(Rules::read(reader));
}

fn step(number: usize) -> String {
    match number {
        0 => BEFORE.to_owned(),
        1 => SINCE.to_owned(),
        more => format!("{SINCE}, {more}"),
    }
}

/// That counts come back is no bad input: exit code 1.
fn verdict(audit: &Audit) -> Result<(), Stop> {
    if audit.holds() {
        return Ok(());
    }
    let (found, told) = (audit.recovered().count(), audit.differences.len());
    let mut message = format!("{found} withheld counts come back exactly");
    if told > 0 {
        message =
            format!("{message}; {told} small counts are in no table and told by several together");
    }
    Err(Stop::Failed(message))
}

fn verdict_with_sums(audit: &SumAudit) -> Result<(), Stop> {
    if audit.holds() {
        return Ok(());
    }
    let found = audit.people.recovered().count() + audit.sums.recovered().count();
    let differences = audit.people.differences.len() + audit.sums.differences.len();
    let mut message = format!(
        "{found} withheld figures come back exactly; {} sums are of one person or two",
        audit.told.len()
    );
    if differences > 0 {
        message = format!("{message}; {differences} are in no table and told by several together");
    }
    Err(Stop::Failed(message))
}

fn contradicted(path: &str, error: &PublishedError) -> Stop {
    Stop::bad_file(input::name(path), error.to_string())
}

impl Attack {
    fn on_top_of(&self, mut reading: Reading) -> Reading {
        if let Some(most) = self.threshold {
            reading = if self.zeros_hidden {
                reading.with_threshold_and_zeros(most)
            } else {
                reading.with_threshold(most)
            };
        }
        if let Some(base) = self.rounding {
            reading = reading.with_rounding(base);
        }
        for marker in &self.marker {
            reading = reading.with_marker(&marker.text, marker.least, marker.most);
        }
        for label in &self.total {
            reading = reading.with_total(label);
        }
        for group in &self.group {
            reading =
                reading.with_group(None, &group.label, group.below.iter().map(String::as_str));
        }
        if let Some(columns) = self.labels {
            reading = reading.with_label_columns(columns.into());
        }
        for head in &self.skip {
            reading = reading.without_column(head);
        }
        for share in &self.share {
            reading = reading.with_share(share.0.clone());
        }
        if let Some(head) = &self.sum {
            reading = reading.with_sum(head);
        }
        if self.sums {
            reading = reading.of_sums();
        }
        if let Some(cap) = self.cap {
            reading = reading.with_cap(cap);
        }
        reading
    }
}

/// What a file holds with nothing known of its symbols: people, and sums in a column of one of these names.
pub(super) fn plain_file(path: &str, sums: &[&str]) -> Result<PublishedFile, Stop> {
    let (name, lines) = lines(path)?;
    for head in sums {
        let read = Reading::new().with_sum(head).file(&name, &lines.texts);
        let read = read.map_err(|faults| lines.stop(&name, faults))?;
        if read.sums.is_some() {
            return Ok(read);
        }
    }
    let read = Reading::new().file(&name, &lines.texts);
    read.map_err(|faults| lines.stop(&name, faults))
}

/// The most lines and cells that are read: what can be attacked is far smaller.
const MOST_LINES: usize = 100_000;

fn file(reading: &Reading, path: &str) -> Result<Filed, Stop> {
    let (name, lines) = lines(path)?;
    let read = reading.file(&name, &lines.texts).map_err(|faults| lines.stop(&name, faults))?;
    Ok(Filed(read))
}

/// The lines of a file, blank ones too, and where each stands.
struct Lines {
    texts: Vec<Vec<String>>,
    places: Vec<u32>,
}

impl Lines {
    fn stop(&self, name: &str, faults: Invalid<ReadingFault>) -> Stop {
        let of = |found: ReadingFault| {
            let line = found.line.checked_sub(1).and_then(|line| self.places.get(line)).copied();
            let column = u32::try_from(found.column).unwrap_or(1).max(1);
            fault(name, line.map(|line| (line, column)), found.message)
        };
        Stop::BadInput(faults.into_iter().map(of).collect())
    }
}

fn lines(path: &str) -> Result<(String, Lines), Stop> {
    let read = input::text(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(read.text.as_bytes());
    let mut lines = Lines { texts: Vec::new(), places: Vec::new() };
    let mut record = csv::StringRecord::new();
    loop {
        let from = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return Err(Stop::bad_file(&read.name, "not a CSV file")),
        }
        if lines.texts.len() >= MOST_LINES {
            return Err(Stop::bad_file(&read.name, "more lines than a published table can have"));
        }
        // The reader passes over blank lines; here they part a table from its notes.
        let inside = record.iter().flat_map(str::bytes).filter(|byte| *byte == b'\n').count();
        let taken = usize::try_from(reader.position().line() - from).unwrap_or(0);
        let blank = taken.saturating_sub(inside + 1);
        if blank > 0 {
            lines.texts.push(Vec::new());
            lines.places.push(u32::try_from(from).unwrap_or(u32::MAX));
        }
        let place = from.saturating_add(u64::try_from(blank).unwrap_or(0));
        lines.texts.push(record.iter().map(str::to_owned).collect());
        lines.places.push(u32::try_from(place).unwrap_or(u32::MAX));
    }
    Ok((read.name, lines))
}

/// The findings of sums below those of people.
fn shown_with_sums(audit: &SumAudit, tables: usize) -> String {
    let mut text = shown(&audit.people, tables);
    text.push_str(&format!("\n{} hidden sums attacked\n", audit.sums.hidden()));
    text.push_str(&listed(&audit.sums));
    if !audit.told.is_empty() {
        text.push_str("\nSums of one person, or of two who know each other's by it:\n");
        let mut told = Table::new(&["table", "cell", "people", "sum"]);
        for found in &audit.told {
            let cell = placed(&found.cell, &found.parts);
            let people = if found.people == 1 { "1" } else { "2 at most" };
            told.row([found.table.clone(), cell, people.to_owned(), found.sum.to_string()]);
        }
        text.push_str(&told.render());
    }
    text
}

fn placed(labels: &[String], parts: &[String]) -> String {
    let cell = labels.join(" × ");
    if parts.is_empty() { cell } else { format!("{cell} ({})", parts.join(", ")) }
}

fn shown(audit: &Audit, tables: usize) -> String {
    let rounded = audit.findings.len() - audit.hidden();
    let text = format!(
        "{} hidden and {rounded} rounded counts attacked in {tables} table{}\n",
        audit.hidden(),
        if tables == 1 { "" } else { "s" }
    );
    text + &listed(audit)
}

fn listed(audit: &Audit) -> String {
    let mut listed = Table::new(&["table", "cell", "withheld", "from", "to", "found out"]);
    let row = |listed: &mut Table, finding: &Finding| {
        let cell = placed(&finding.cell, &finding.people);
        let most = finding.most.map_or_else(|| "no end".to_owned(), |most| most.to_string());
        let found = match (finding.is_exact(), finding.tight) {
            (true, _) => "yes",
            (false, true) => "no",
            (false, false) => "perhaps: the search was cut short",
        };
        let withheld = match finding.withheld {
            Withheld::Difference => "difference",
            Withheld::Hidden => "hidden",
            Withheld::Rounded => "rounded",
        };
        let cells = [&finding.table, &cell, withheld, &finding.least.to_string(), &most, found];
        listed.row(cells.map(str::to_owned));
    };
    let mut count = 0;
    for finding in &audit.findings {
        // A rounded figure is news only when it comes back.
        if finding.withheld == Withheld::Hidden || (finding.is_exact() && finding.least > 0) {
            row(&mut listed, finding);
            count += 1;
        }
    }
    for finding in &audit.differences {
        row(&mut listed, finding);
        count += 1;
    }
    let mut text = String::new();
    if !audit.fits {
        text.push_str("whole numbers that fit were not found: the ranges are those of fractions\n");
    }
    if count > 0 {
        text.push_str(&listed.render());
    }
    text
}
