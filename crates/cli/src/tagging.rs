//! What the columns of a file are about, whatever its layout.

use std::io::Read;

use caldicott::model::tagger::{self, FieldDescription, Suggestion};
use caldicott::model::{CategorySet, FieldTag, Identifiability};

use crate::core_format::{self, Layout};
use crate::report::TaggedFile;
use crate::rows::Rows;
use crate::stop::Stop;

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

/// Reads a file of one of the layouts of CORE, or any CSV file with a header.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Tagged, Stop> {
    if has_core_layout(bytes) { core(name, bytes) } else { plain(name, bytes) }
}

/// Reads a file as CSV whose first line names the columns, whatever else it looks like.
pub(crate) fn plain(name: &str, bytes: &[u8]) -> Result<Tagged, Stop> {
    let mut rows = Rows::new(name, Box::new(std::io::Cursor::new(bytes.to_vec())))?;
    let columns = rows.heads().iter().map(|head| column(FieldDescription::new(head))).collect();
    let mut count = 0;
    let mut row = csv::StringRecord::new();
    while rows.next_row(&mut row)?.is_some() {
        count += 1;
    }
    rows.finish()?;
    Ok(Tagged { layout: "CSV with a header", columns, rows: Some(count), notes: Vec::new() })
}

fn core(name: &str, bytes: &[u8]) -> Result<Tagged, Stop> {
    let file = core_format::open(name, bytes).map_err(Stop::BadInput)?;
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

/// Whether a file looks like one of the published layouts: XML, a template, two lines of questions and
/// names, or lines of a name and a question. A question has blanks in it; the cells of a person's row
/// are not to be taken for one.
fn has_core_layout(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(head) = std::str::from_utf8(bytes.get(..bytes.len().min(65_536)).unwrap_or_default())
        .or_else(|error| std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default()))
    else {
        return true;
    };
    if head.trim_start().starts_with('<') || head.starts_with("Section,") {
        return true;
    }
    let lines: Vec<&str> = head.lines().take(6).collect();
    let is_question = |line: &&&str| {
        line.split_once(',')
            .is_some_and(|(name, text)| !name.contains(' ') && text.trim().contains(' '))
    };
    let questions = lines.iter().filter(is_question).count();
    // An export has its questions in the first line and bare names in the second.
    let names = lines.get(1).is_some_and(|line| line.contains(',') && !line.contains(' '));
    let export =
        names && lines.first().is_some_and(|line| line.contains(' ') && line.contains(','));
    export || questions * 3 > lines.len() * 2
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

/// Reads all of an input, up to the limit of a file.
pub(crate) fn bytes_of(name: &str, input: impl Read) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    input
        .take(crate::input::FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::io("read", name, &error))?;
    if bytes.len() as u64 > crate::input::FILE_BYTES {
        let message = format!("longer than the limit of {} bytes", crate::input::FILE_BYTES);
        return Err(Stop::bad_file(name, message));
    }
    Ok(bytes)
}
