//! What the columns of a file are about, whatever its layout.

use std::io::Read;

use caldicott::model::identifier::{NationalInsuranceNumber, NhsNumber, Postcode, UkPhone};
use caldicott::model::tagger::{self, Certainty, FieldDescription, Suggestion};
use caldicott::model::{CategorySet, FieldTag, Identifiability, ValueTag};

use crate::core_format::{self, Layout};
use crate::input;
use crate::report::TaggedFile;
use crate::rows::Rows;
use crate::schema_format::{self, SchemaField};
use crate::stop::{Stop, fault};

pub(crate) mod folder;

/// A file's columns, each with what the tagger says of it.
pub(crate) struct Tagged {
    pub(crate) layout: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Option<usize>,
    pub(crate) notes: Vec<String>,
}

/// One column.
pub(crate) struct Column {
    pub(crate) field: FieldDescription,
    /// What it is called among the others: with its record where there are several.
    pub(crate) shown: String,
    pub(crate) suggestion: Suggestion,
    pub(crate) tag: FieldTag,
    /// Whether the schema itself gave it the tag.
    declared: bool,
}

/// What a file is taken for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Taken {
    /// What it looks like, cautiously.
    AsItLooks,
    /// CSV whose first line names the columns, on the word of the person who asks.
    Csv,
    /// Lines of a name and a question, on the word of the person who asks.
    Dictionary,
}

/// How much of a file is looked at to tell its layout.
const HEAD_BYTES: u64 = 64 << 10;
/// Names that only CORE has, without the number of the person; the cells of a person's row are not
/// among them.
const CORE_NAMES: [&str; 24] = [
    "collection_start_year",
    "collectionyear",
    "creation_method",
    "creationmethod",
    "duplicate_set_id",
    "ecstat",
    "ethnic_group",
    "ethnicgroup",
    "gender_description",
    "gender_same_as_sex",
    "hhmemb",
    "maningorgname",
    "nationality_all",
    "needstype",
    "owning_organisation_name",
    "owningorgname",
    "ownershipsch",
    "pregyrha",
    "prevten",
    "propcode",
    "purchid",
    "sexrab",
    "tenancycode",
    "working_situation_illness_check",
];
/// How many of them make a file one of CORE's.
const ENOUGH_NAMES: usize = 3;

/// Reads a file of one of the layouts of CORE, a schema, or any CSV file with a header.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Tagged, Stop> {
    stream(name, Box::new(std::io::Cursor::new(bytes.to_vec())), Taken::AsItLooks)
}

/// Reads an input of any length, no more than a row of it at a time.
pub(crate) fn stream(name: &str, mut input: Box<dyn Read>, taken: Taken) -> Result<Tagged, Stop> {
    let mut head = Vec::new();
    input
        .by_ref()
        .take(HEAD_BYTES)
        .read_to_end(&mut head)
        .map_err(|error| Stop::io("read", name, &error))?;
    if taken == Taken::AsItLooks && schema_format::recognises(&head) {
        return schema(name, head, input);
    }
    let core_layout = match taken {
        Taken::AsItLooks => has_core_layout(&head),
        Taken::Csv => false,
        Taken::Dictionary => true,
    };
    let input: Box<dyn Read> = Box::new(std::io::Cursor::new(head).chain(input));
    if core_layout { core(name, input, taken) } else { plain(name, input, taken) }
}

fn schema(name: &str, mut bytes: Vec<u8>, input: Box<dyn Read>) -> Result<Tagged, Stop> {
    // One byte more than may be read shows that there is too much.
    let more = (schema_format::LONGEST + 1).saturating_sub(bytes.len());
    input
        .take(more as u64)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::io("read", name, &error))?;
    let file = schema_format::open(input::name(name), &bytes).map_err(Stop::BadInput)?;
    let mut columns = schema_columns(file.fields);
    name_with_records(&mut columns);
    Ok(Tagged { layout: file.layout.name(), columns, rows: None, notes: file.notes })
}

/// Calls each column by its record as well where there are several.
fn name_with_records(columns: &mut [Column]) {
    let first = columns.first().map(|column| column.field.record.clone()).unwrap_or_default();
    if columns.iter().any(|column| column.field.record != first) {
        for column in columns {
            column.shown = format!("{}.{}", column.field.record, column.field.name);
        }
    }
}

/// Reads the export with codes and the one with labels of the same lettings: what a code means is known
/// from the two.
pub(crate) fn pair(codes: (&str, &[u8]), labels: (&str, &[u8])) -> Result<Tagged, Stop> {
    let open = |(name, bytes)| core_format::open(name, bytes).map_err(Stop::BadInput);
    let fields = core_format::learn_values(open(codes)?, open(labels)?).map_err(Stop::BadInput)?;
    let columns = columns(fields).into_iter().map(learnt_column).collect();
    Ok(Tagged { layout: "export with codes and labels", columns, rows: None, notes: Vec::new() })
}

fn plain(name: &str, input: Box<dyn Read>, taken: Taken) -> Result<Tagged, Stop> {
    let mut rows = Rows::new(name, input)?;
    let heads = rows.heads().clone();
    let mut suspects = Suspects::new(heads.len());
    if taken == Taken::AsItLooks {
        for (place, head) in heads.iter().enumerate() {
            if looks_personal(head) {
                rows.head_fault(
                    place,
                    "it looks like a value, so the first line may be a row; add a line that names the \
                     columns, or say --csv if it does name them",
                );
                suspects.named = true;
            }
        }
    }
    let mut count = 0;
    let mut row = csv::StringRecord::new();
    while rows.next_row(&mut row)?.is_some() {
        count += 1;
        suspects.look(&heads, &row);
    }
    if taken == Taken::AsItLooks && !suspects.named {
        for place in suspects.columns() {
            rows.head_fault(
                place,
                "the same stands in a row below, so the first line may be a row; add a line that names \
                 the columns, or say --csv if it does name them",
            );
        }
    }
    rows.finish()?;
    let columns = of_heads(heads.iter());
    Ok(Tagged { layout: "CSV with a header", columns, rows: Some(count), notes: Vec::new() })
}

/// Columns whose head may be the cell of a first row: the names of columns are shown, cells never.
struct Suspects {
    named: bool,
    repeats: Vec<bool>,
    differs: Vec<bool>,
}

impl Suspects {
    fn new(width: usize) -> Self {
        Self { named: false, repeats: vec![false; width], differs: vec![false; width] }
    }

    fn look(&mut self, heads: &csv::StringRecord, row: &csv::StringRecord) {
        let flags = self.repeats.iter_mut().zip(&mut self.differs);
        for ((head, cell), (repeats, differs)) in heads.iter().zip(row).zip(flags) {
            *repeats |= cell == head;
            *differs |= cell != head && !cell.is_empty();
        }
    }

    /// A column that holds its own name or nothing is an option that was ticked.
    fn columns(&self) -> impl Iterator<Item = usize> {
        let both =
            self.repeats.iter().zip(&self.differs).map(|(repeats, differs)| *repeats && *differs);
        both.enumerate().filter_map(|(place, suspect)| suspect.then_some(place))
    }
}

/// Whether a text is more like something about a person than like the name of a column.
fn looks_personal(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let parts = text.split(['-', '/', '.', ' ', ':']).filter(|part| !part.is_empty()).count();
    let is_date = text.bytes().all(|byte| byte.is_ascii_digit() || b"-/.: TZ".contains(&byte))
        && (digits >= 7 || digits >= 4 && parts >= 3);
    is_date
        || text.contains('@')
        || text.parse::<NhsNumber>().is_ok()
        || text.parse::<NationalInsuranceNumber>().is_ok()
        || text.parse::<Postcode>().is_ok()
        || text.parse::<UkPhone>().is_ok()
}

fn core(name: &str, input: Box<dyn Read>, taken: Taken) -> Result<Tagged, Stop> {
    let file = core_format::open(input::name(name), input).map_err(Stop::BadInput)?;
    if taken == Taken::Dictionary && file.layout != Layout::Dictionary {
        let message = "the lines are not a name and a question each";
        return Err(Stop::BadInput(vec![fault(input::name(name), Some((1, 1)), message)]));
    }
    let (layout, has_rows) = match file.layout {
        Layout::Dictionary => ("data dictionary", false),
        Layout::CodedExport => ("export with codes", true),
        Layout::LabelledExport => ("export with labels", true),
        Layout::Template => ("bulk-upload template", true),
        Layout::Log => ("XML log", true),
    };
    let columns = columns(file.fields.clone());
    let notes = file.notes.clone();
    let summary = file.for_each_row(|_| {}).map_err(|(_, faults)| Stop::BadInput(faults))?;
    let rows = has_rows.then(|| usize::try_from(summary.rows).unwrap_or(usize::MAX));
    Ok(Tagged { layout, columns, rows, notes })
}

/// Whether a file is surely of one of the published layouts: XML, the template, or names that only CORE
/// has, in a column of their own or in the second line. People's rows may have the same shape, and their
/// cells must never be shown as the names of columns, so the shape alone is not enough.
pub(crate) fn has_core_layout(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}');
    if head.trim_start().starts_with('<') {
        return true;
    }
    let mut lines = head.lines();
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    if first.starts_with("Section,") && second.starts_with("Question,") {
        return true;
    }
    let dictionary = head
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter(|(name, question)| is_core_name(name) && question.contains(' '));
    let export = second.split(',').filter(|name| is_core_name(name));
    dictionary.count() >= ENOUGH_NAMES || export.count() >= ENOUGH_NAMES
}

fn is_core_name(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    CORE_NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Columns of which the names are all that is known, each read in the light of the others.
pub(crate) fn of_heads<'h>(heads: impl Iterator<Item = &'h str>) -> Vec<Column> {
    columns(heads.map(FieldDescription::new).collect())
}

fn columns(fields: Vec<FieldDescription>) -> Vec<Column> {
    let suggestions = tagger::suggest_all(&fields);
    fields.into_iter().zip(suggestions).map(|(field, found)| column(field, found)).collect()
}

fn column(field: FieldDescription, suggestion: Suggestion) -> Column {
    let mut tag = suggestion.to_tag();
    // A dictionary has no options; the published code lists of its coded columns are known.
    if tag.values().is_empty()
        && let Some(values) = tagger::core_values(&field.name)
    {
        tag = tag.with_values(values);
    }
    Column { shown: field.name.clone(), field, suggestion, tag, declared: false }
}

/// A coded column whose codes were learnt: the published list names more of them than two files do.
fn learnt_column(mut column: Column) -> Column {
    if let Some(mut values) = tagger::core_values(&column.field.name) {
        let known = |learnt: &ValueTag| values.iter().any(|value| value.code == learnt.code);
        let more: Vec<ValueTag> =
            column.tag.values().iter().filter(|value| !known(value)).cloned().collect();
        values.extend(more);
        column.tag = column.tag.with_values(values);
    }
    column
}

fn schema_columns(fields: Vec<SchemaField>) -> Vec<Column> {
    let (descriptions, declared): (Vec<FieldDescription>, Vec<Option<FieldTag>>) = fields
        .into_iter()
        .map(|SchemaField { description, declared }| (description, declared))
        .unzip();
    let suggestions = tagger::suggest_all(&descriptions);
    let columns = descriptions.into_iter().zip(declared).zip(suggestions);
    columns.map(|((field, declared), found)| schema_column(field, declared, found)).collect()
}

fn schema_column(
    description: FieldDescription,
    declared: Option<FieldTag>,
    mut suggestion: Suggestion,
) -> Column {
    let shown = description.name.clone();
    let Some(tag) = declared else {
        let tag = suggestion.to_tag();
        return Column { shown, field: description, suggestion, tag, declared: false };
    };
    // The schema's own word stands, whatever its names look like.
    suggestion.free_text = tag.categories() == CategorySet::EVERY;
    suggestion.categories = if suggestion.free_text { CategorySet::NONE } else { tag.categories() };
    suggestion.certainty = Certainty::High;
    Column { shown, field: description, suggestion, tag, declared: true }
}

impl Tagged {
    /// How many columns there are of each kind.
    pub(crate) fn counts(&self, name: &str) -> TaggedFile {
        let count = |wanted: &dyn Fn(&Column) -> bool| {
            self.columns.iter().filter(|column| wanted(column)).count()
        };
        TaggedFile {
            name: name.to_owned(),
            layout: self.layout.to_owned(),
            columns: self.columns.len(),
            special: count(&|column| column.about().has_special()),
            special_by_value: count(&|column| {
                !column.about().has_special() && column.in_values().has_special()
            }),
            criminal: count(&|column| column.about().has_criminal()),
            criminal_by_value: count(&|column| {
                !column.about().has_criminal() && column.in_values().has_criminal()
            }),
            identifying: count(&Column::is_known_to_identify),
            value_level: count(&|column| column.tag.has_value_level_tags()),
            free_text: count(&|column| column.suggestion.free_text),
            unrecognised: count(&Column::is_unrecognised),
            rows: self.rows,
        }
    }
}

impl Column {
    /// What the column is known to be about. Free text and what was not recognised count as everything
    /// when it is decided who may see them ([`Column::tag`]), but nobody has found anything in them.
    pub(crate) const fn about(&self) -> CategorySet {
        self.suggestion.categories
    }

    /// The tag as far as something is known: of free text and what was not recognised, nothing is.
    pub(crate) fn known_tag(&self) -> Option<FieldTag> {
        let known = self.declared && !self.suggestion.free_text || !self.about().is_empty();
        known.then(|| self.tag.clone())
    }

    /// What its values say, whatever the column does.
    fn in_values(&self) -> CategorySet {
        let values = self.tag.values().iter().map(|value| value.categories);
        values.fold(CategorySet::NONE, CategorySet::union)
    }

    /// Whether nothing told what it is about.
    pub(crate) fn is_unrecognised(&self) -> bool {
        !self.declared && !self.suggestion.free_text && self.suggestion.evidence.is_empty()
    }

    /// Whether it is known to identify by itself, and not only feared to.
    fn is_known_to_identify(&self) -> bool {
        let known = if self.declared {
            self.tag.identifiability()
        } else {
            self.suggestion.identifiability
        };
        known == Identifiability::Direct && !self.is_unrecognised()
    }

    /// What it is about in words.
    pub(crate) fn about_words(&self) -> String {
        if self.suggestion.free_text {
            "anything (free text)".to_owned()
        } else if self.is_unrecognised() {
            "anything (not recognised)".to_owned()
        } else {
            self.about().to_string()
        }
    }

    /// The values that say more than the column does, each with what more it says.
    pub(crate) fn telling(&self) -> impl Iterator<Item = (&ValueTag, CategorySet)> {
        let about = self.tag.categories();
        let more =
            self.tag.values().iter().map(move |value| (value, value.categories.minus(about)));
        more.filter(|(_, more)| !more.is_empty())
    }

    /// Why it is tagged so.
    pub(crate) fn reason(&self) -> String {
        if self.declared { "the schema says so".to_owned() } else { self.suggestion.reason() }
    }

    pub(crate) const fn identifies(&self) -> &'static str {
        match self.tag.identifiability() {
            Identifiability::Direct => "directly",
            Identifiability::Quasi => "with others",
            Identifiability::None => "no",
        }
    }
}

#[cfg(test)]
mod tests;
