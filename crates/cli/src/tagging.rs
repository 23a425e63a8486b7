//! What the columns of a file are about, whatever its layout.

use std::io::Read;

use caldicott::model::identifier::{NationalInsuranceNumber, NhsNumber, Postcode, UkPhone};
use caldicott::model::tagger::{self, FieldDescription, Suggestion};
use caldicott::model::{CategorySet, FieldTag, Identifiability};

use crate::core_format::{self, Layout};
use crate::input;
use crate::report::TaggedFile;
use crate::rows::Rows;
use crate::stop::{Stop, fault};

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
    pub(crate) suggestion: Suggestion,
    pub(crate) tag: FieldTag,
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

/// Reads a file of one of the layouts of CORE, or any CSV file with a header.
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
    let core_layout = match taken {
        Taken::AsItLooks => has_core_layout(&head),
        Taken::Csv => false,
        Taken::Dictionary => true,
    };
    let input: Box<dyn Read> = Box::new(std::io::Cursor::new(head).chain(input));
    if core_layout { core(name, input, taken) } else { plain(name, input, taken) }
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
    let columns = heads.iter().map(|head| column(FieldDescription::new(head))).collect();
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
        let both = self.repeats.iter().zip(&self.differs).map(|(repeats, differs)| *repeats && *differs);
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
    let columns = file.fields.iter().cloned().map(column).collect();
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

fn column(field: FieldDescription) -> Column {
    let suggestion = tagger::suggest(&field);
    let mut tag = suggestion.to_tag();
    // A dictionary has no options; the published code lists of its coded columns are known.
    if tag.values().is_empty()
        && let Some(values) = tagger::core_values(&field.name)
    {
        tag = tag.with_values(values);
    }
    Column { field, suggestion, tag }
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
            criminal: count(&|column| column.about().has_criminal()),
            identifying: count(&|column| column.tag.identifiability() == Identifiability::Direct),
            value_level: count(&|column| column.tag.has_value_level_tags()),
            rows: self.rows,
        }
    }
}

impl Column {
    /// What the column is about, free text counted as everything.
    pub(crate) const fn about(&self) -> CategorySet {
        self.tag.categories()
    }

    /// The categories in words: free text says so instead of listing all.
    pub(crate) fn about_words(&self) -> String {
        if self.about() == CategorySet::EVERY {
            if self.suggestion.free_text {
                "anything (free text)"
            } else {
                "anything (not recognised)"
            }
            .to_owned()
        } else {
            self.about().to_string()
        }
    }

    pub(crate) const fn identifies(&self) -> &'static str {
        match self.tag.identifiability() {
            Identifiability::Direct => "directly",
            Identifiability::Quasi => "with others",
            Identifiability::None => "no",
        }
    }
}
