//! A folder of Salesforce metadata, as a package is kept: every object and every field of it, read as one
//! schema, so that each field is seen in the light of those beside it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{Tagged, name_with_records, schema_columns};
use crate::input;
use crate::schema_format;
use crate::stop::Stop;

/// What the files of objects and of fields end in.
const ENDS: [&str; 3] = [".object", ".object-meta.xml", ".field-meta.xml"];
/// How many files are read, how deep the folders may lie, and how many bytes there may be in all.
const MOST_FILES: usize = 50_000;
const DEEPEST: usize = 24;
const LONGEST: usize = 512 << 20;
/// How many notes are told.
const MOST_NOTES: usize = 20;

/// Reads the metadata in a folder and in the folders within it. Links are not followed.
pub(crate) fn read(path: &str) -> Result<Tagged, Stop> {
    let mut files = Vec::new();
    collect(Path::new(path), 0, &mut files)?;
    if files.is_empty() {
        let message = "this is a folder, and no Salesforce metadata is in it: files that end in `.object`, `.object-meta.xml` or \
                       `.field-meta.xml`";
        return Err(Stop::bad_file(path, message));
    }
    let mut notes = vec![format!("files read: {}", files.len())];
    let (mut fields, mut faults, mut bytes_read) = (Vec::new(), Vec::new(), 0_usize);
    for file in &files {
        let name = file.to_string_lossy();
        let failed = |error: &std::io::Error| Stop::io("read", &name, error);
        let most = LONGEST.saturating_sub(bytes_read) as u64 + 1;
        let mut bytes = Vec::new();
        let opened = fs::File::open(file).map_err(|error| failed(&error))?;
        opened.take(most).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        bytes_read = bytes_read.saturating_add(bytes.len());
        if bytes_read > LONGEST {
            return Err(Stop::bad_file(path, format!("longer than the limit of {LONGEST} bytes")));
        }
        match schema_format::open(input::name(&name), &bytes) {
            Ok(schema) => {
                fields.extend(schema.fields);
                notes.extend(schema.notes.iter().map(|note| format!("{name}: {note}")));
            }
            Err(told) => faults.extend(told),
        }
    }
    if !faults.is_empty() {
        return Err(Stop::BadInput(faults));
    }
    let mut columns = schema_columns(fields);
    name_with_records(&mut columns);
    if let Some(more) = notes.len().checked_sub(MOST_NOTES).filter(|more| *more > 0) {
        notes.truncate(MOST_NOTES);
        notes.push(format!("further notes: {more}"));
    }
    Ok(Tagged { layout: "folder of Salesforce metadata", columns, rows: None, notes })
}

/// The files of metadata in the order of their names.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Stop> {
    let shown = folder.to_string_lossy();
    if depth > DEEPEST {
        return Err(Stop::bad_file(&shown, format!("folders lie deeper than {DEEPEST}")));
    }
    let entries = fs::read_dir(folder).map_err(|error| Stop::io("read", &shown, &error))?;
    let mut entries =
        entries.collect::<Result<Vec<_>, _>>().map_err(|error| Stop::io("read", &shown, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind =
            entry.file_type().map_err(|error| Stop::io("read", &path.to_string_lossy(), &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if kind.is_dir() {
            collect(&path, depth + 1, files)?;
        } else if kind.is_file() && ENDS.iter().any(|end| name.ends_with(end)) {
            if files.len() == MOST_FILES {
                return Err(Stop::bad_file(&shown, format!("more than {MOST_FILES} files")));
            }
            files.push(path);
        }
    }
    Ok(())
}
