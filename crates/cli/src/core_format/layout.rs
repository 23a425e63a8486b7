//! Tells the layouts apart by what stands in them, and reads what their columns are.

use std::io::Read;

use caldicott::model::document::{Fault, Place};
use caldicott::model::tagger::FieldDescription;

use super::log::Log;
use super::source::Source;
use super::table::{Record, Records};
use super::{CoreFile, Layout, Row, Rows};

/// The first words of the rows of the template, in order.
const TEMPLATE_ROWS: [&str; 8] = [
    "Section",
    "Question",
    "Additional info",
    "Values",
    "Can be empty?",
    "Type of letting the question applies to",
    "Duplicate check field?",
    "Field number",
];

/// After this many faults the rest of a file is not worth reading.
const MOST_FAULTS: usize = 1_000;

pub(super) fn open<R: Read>(file: &str, input: R) -> Result<CoreFile<R>, Vec<Fault>> {
    let mut source = Source::open(file, input).map_err(|fault| vec![fault])?;
    let notes = if source.had_mark {
        vec!["a byte-order mark stands at the start and was skipped".to_owned()]
    } else {
        Vec::new()
    };
    match source.peek().map_err(|fault| vec![fault])? {
        None => Err(vec![source.fault(Place::new(1, 1), "the file is empty")]),
        Some('<') => log(source, notes),
        Some(_) => table(Records::new(source), notes),
    }
}

/// Whether a text is a field name: a letter, then letters, digits and `_`, at most 80.
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= 80
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn log<R: Read>(source: Source<R>, notes: Vec<String>) -> Result<CoreFile<R>, Vec<Fault>> {
    let (log, first) = Log::open(source)?;
    let fields = log.names().map(FieldDescription::new).collect();
    Ok(CoreFile {
        layout: Layout::Log,
        fields,
        notes,
        rows: Rows::Log { log: Box::new(log), first },
    })
}

fn table<R: Read>(mut records: Records<R>, notes: Vec<String>) -> Result<CoreFile<R>, Vec<Fault>> {
    let one = |fault| vec![fault];
    let head = records.peek_lines().map_err(one)?;
    let is_template = head.starts_with("Section,");
    if is_dictionary(&head) && !is_template {
        return dictionary(records, notes);
    }
    let Some(first) = records.next().transpose().map_err(one)? else {
        return Err(vec![unknown(&records)]);
    };
    let Some(second) = records.next().transpose().map_err(one)? else {
        return Err(vec![unknown(&records)]);
    };
    if is_template && second.cells.first().is_some_and(|cell| cell.text == "Question") {
        return template(records, first, second, notes);
    }
    if second.cells.len() > 1 && second.cells.iter().all(|cell| is_name(&cell.text)) {
        return export(records, &first, &second, notes);
    }
    Err(vec![unknown(&records)])
}

fn unknown<R: Read>(records: &Records<R>) -> Fault {
    records.fault(
        Place::new(1, 1),
        "the file has none of the layouts of CORE: dictionary, export, bulk-upload template or XML log",
    )
}

/// Whether the lines are a name and a text each: an export has a second line of nothing but names.
fn is_dictionary(head: &str) -> bool {
    let mut lines = head.lines();
    let first = lines.next().and_then(|line| line.split_once(','));
    let names = lines
        .next()
        .is_some_and(|line| line.split(',').count() > 2 && line.split(',').all(is_name));
    first.is_some_and(|(name, _)| is_name(name)) && !names
}

fn dictionary<R: Read>(
    mut records: Records<R>,
    notes: Vec<String>,
) -> Result<CoreFile<R>, Vec<Fault>> {
    let mut fields: Vec<FieldDescription> = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    let mut faults = Vec::new();
    loop {
        let cell = match records.plain_line() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(fault) => {
                faults.push(fault);
                break;
            }
        };
        match entry(&cell.text) {
            Ok((name, question)) => {
                let before = fields.iter().position(|field| field.name == name);
                if let Some(place) = before.and_then(|place| places.get(place)) {
                    faults.push(records.fault(
                        cell.at,
                        format!("the field `{name}` stands twice, first in line {}", place.line),
                    ));
                } else {
                    fields.push(FieldDescription::new(name).label(question));
                    places.push(cell.at);
                }
            }
            Err(message) => faults.push(records.fault(cell.at, message)),
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(CoreFile { layout: Layout::Dictionary, fields, notes, rows: Rows::None })
}

/// A line of a dictionary: a name, a comma, and a question in which commas are text.
fn entry(line: &str) -> Result<(&str, String), &'static str> {
    let (name, question) = line.split_once(',').ok_or("the line has no comma after the name")?;
    if !is_name(name) {
        return Err("the line does not start with a field name");
    }
    let question = question.trim();
    let Some(rest) = question.strip_prefix('"') else { return Ok((name, question.to_owned())) };
    let inner = rest.strip_suffix('"').ok_or("the question opens a quote and does not close it")?;
    if inner.replace("\"\"", "").contains('"') {
        return Err("a quote inside the question is not doubled");
    }
    Ok((name, inner.replace("\"\"", "\"")))
}

fn export<R: Read>(
    mut records: Records<R>,
    questions: &Record,
    names: &Record,
    notes: Vec<String>,
) -> Result<CoreFile<R>, Vec<Fault>> {
    let mut faults = duplicates(&records, names);
    let width = names.cells.len();
    if questions.cells.len() != width {
        let count = questions.cells.len();
        let message = format!("there are {count} questions and {width} names");
        faults.push(records.fault(names.at, message));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let fields: Vec<FieldDescription> = names
        .cells
        .iter()
        .zip(&questions.cells)
        .map(|(name, question)| {
            FieldDescription::new(name.text.as_str()).label(question.text.as_str())
        })
        .collect();
    let first = match records.next() {
        None => None,
        Some(record) => {
            let record = record.and_then(|record| records.of_width(record, width));
            Some(record.map_err(|fault| vec![fault])?)
        }
    };
    let layout = if first.as_ref().is_some_and(|record| is_labelled(&fields, record)) {
        Layout::LabelledExport
    } else {
        Layout::CodedExport
    };
    let first = first.map(Row::of_record);
    Ok(CoreFile { layout, fields, notes, rows: Rows::Table { records, first, width } })
}

/// Whether a coded column holds words.
fn is_labelled(fields: &[FieldDescription], record: &Record) -> bool {
    const CODED: [&str; 8] = [
        "needstype",
        "renewal",
        "lettype",
        "creation_method",
        "tenancy",
        "prevten",
        "reason",
        "joint",
    ];
    fields.iter().zip(&record.cells).any(|(field, cell)| {
        CODED.contains(&field.name.as_str()) && cell.text.chars().any(char::is_alphabetic)
    })
}

fn duplicates<R: Read>(records: &Records<R>, names: &Record) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (column, cell) in names.cells.iter().enumerate() {
        let first = names.cells.iter().position(|other| other.text == cell.text);
        if let Some(first) = first.filter(|first| *first < column) {
            let message = format!(
                "the column `{}` stands twice, as number {} and number {}",
                cell.text,
                first + 1,
                column + 1
            );
            faults.push(records.fault(cell.at, message));
        }
    }
    faults
}

fn template<R: Read>(
    mut records: Records<R>,
    sections: Record,
    questions: Record,
    notes: Vec<String>,
) -> Result<CoreFile<R>, Vec<Fault>> {
    let width = sections.cells.len();
    let mut rows = vec![sections, questions];
    let mut faults = Vec::new();
    for title in TEMPLATE_ROWS.iter().skip(2) {
        match records.next() {
            Some(Ok(record)) => rows.push(record),
            Some(Err(fault)) => return Err(vec![fault]),
            None => {
                let message = format!("the template ends before its row `{title}`");
                return Err(vec![records.fault(Place::new(1, 1), message)]);
            }
        }
    }
    for (row, title) in rows.iter().zip(TEMPLATE_ROWS) {
        if row.cells.first().is_none_or(|cell| cell.text != title) {
            faults.push(
                records.fault(row.at, format!("the row `{title}` of the template stands here")),
            );
        }
        if row.cells.len() != width {
            let count = row.cells.len();
            let message = format!("the row has {count} values, the first row has {width}");
            faults.push(records.fault(row.at, message));
        }
    }
    let text = |row: usize, column: usize| {
        let cell = rows.get(row).and_then(|row: &Record| row.cells.get(column));
        cell.map_or("", |cell| cell.text.trim())
    };
    let mut fields: Vec<FieldDescription> = Vec::new();
    for column in 1..width {
        let number = text(7, column);
        let at = rows
            .get(7)
            .and_then(|row| row.cells.get(column))
            .map_or(Place::new(1, 1), |cell| cell.at);
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            faults.push(records.fault(at, "the field has no number"));
            continue;
        }
        let name = format!("field_{number}");
        if fields.iter().any(|field| field.name == name) {
            faults.push(records.fault(at, format!("the field number {number} stands twice")));
        }
        let values = text(3, column);
        fields.push(
            FieldDescription::new(name)
                .record(text(0, column))
                .label(text(1, column))
                .help(text(2, column))
                .data_type(if values == "Text" { values } else { "" }),
        );
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    // The first column of the template only names its rows.
    Ok(CoreFile {
        layout: Layout::Template,
        fields,
        notes,
        rows: Rows::Template { records, width },
    })
}
