//! Stage 1: read lettings as the government publishes them, and say what each column is about.

use std::fs;
use std::path::Path;

use crate::report::Tagging;
use crate::stop::Stop;
use crate::tagging::{self, Tagged};

/// The samples that ship with the program, written in the published layouts.
const SHIPPED: [(&str, &[u8]); 5] = [
    ("dictionary.csv", include_bytes!("../../fixtures/core/dictionary.csv")),
    ("export_codes.csv", include_bytes!("../../fixtures/core/export_codes.csv")),
    ("export_labels.csv", include_bytes!("../../fixtures/core/export_labels.csv")),
    ("bulk_upload_template.csv", include_bytes!("../../fixtures/core/bulk_upload_template.csv")),
    ("logs.xml", include_bytes!("../../fixtures/core/logs.xml")),
];

/// Columns worth explaining on the page, where a file has them.
const TELLING: [&str; 12] = [
    "ethnic",
    "illness",
    "illness_type_7",
    "preg_occ",
    "reason",
    "prevten",
    "referral",
    "wchair",
    "postcode_full",
    "tenancycode",
    "reasonother",
    "sexrab1",
];

pub(crate) fn read(folder: Option<&Path>) -> Result<Tagging, Stop> {
    let files = match folder {
        Some(folder) => of_folder(folder)?,
        None => SHIPPED.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect(),
    };
    let mut tagging = Tagging::default();
    let mut faults = Vec::new();
    for (name, bytes) in &files {
        if !tagging::has_core_layout(bytes) {
            tagging.passed_over.push(name.clone());
            continue;
        }
        match tagging::read(name, bytes) {
            Ok(tagged) => note(&mut tagging, name, &tagged),
            Err(Stop::BadInput(found)) => faults.extend(found),
            Err(stop) => return Err(stop),
        }
    }
    learn(&mut tagging, &files);
    if faults.is_empty() { Ok(tagging) } else { Err(Stop::BadInput(faults)) }
}

pub(crate) fn summary(tagging: &Tagging) -> String {
    let sum = |of: fn(&crate::report::TaggedFile) -> usize| -> usize {
        tagging.files.iter().map(of).sum()
    };
    format!(
        "{} files, {} columns: {} special category (+ {} by value), {} criminal offence (+ {} by value), \
         {} identifying, {} value-level",
        tagging.files.len(),
        sum(|file| file.columns),
        sum(|file| file.special),
        sum(|file| file.special_by_value),
        sum(|file| file.criminal),
        sum(|file| file.criminal_by_value),
        sum(|file| file.identifying),
        sum(|file| file.value_level)
    )
}

/// The files of a folder, read in place, in the order of their names.
fn of_folder(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let shown = folder.to_string_lossy();
    let entries = fs::read_dir(folder)
        .map_err(|error| Stop::bad_file(&shown, format!("could not be listed: {error}")))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Stop::io("list", &shown, &error))?.path();
        let wanted = path.extension().is_some_and(|ending| ending == "csv" || ending == "xml");
        if wanted {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&path).map_err(|error| Stop::io("read", &name, &error))?;
            files.push((name, bytes));
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Stop::bad_file(&shown, "the folder holds no `.csv` or `.xml` file"));
    }
    Ok(files)
}

/// Where the same lettings are there with codes and with labels, the codes tell more.
fn learn(tagging: &mut Tagging, files: &[(String, Vec<u8>)]) {
    let place = |layout| tagging.files.iter().position(|file| file.layout == layout);
    let (Some(codes), Some(labels)) = (place("export with codes"), place("export with labels"))
    else {
        return;
    };
    let input = |place: usize| {
        let name = &tagging.files.get(place)?.name;
        let (name, bytes) = files.iter().find(|(other, _)| other == name)?;
        Some((name.as_str(), bytes.as_slice()))
    };
    let (Some(codes_input), Some(labels_input)) = (input(codes), input(labels)) else { return };
    // Two exports of different lettings teach nothing, and each was read by itself.
    let Ok(learnt) = tagging::pair(codes_input, labels_input) else { return };
    if let Some(file) = tagging.files.get_mut(codes) {
        file.value_level = learnt.counts(codes_input.0).value_level;
    }
    note_values(tagging, &learnt);
}

fn note(tagging: &mut Tagging, name: &str, tagged: &Tagged) {
    tagging.files.push(tagged.counts(name));
    for column in &tagged.columns {
        let known = |list: &[[String; 4]]| list.iter().any(|row| row[0] == column.field.name);
        if TELLING.contains(&column.field.name.as_str()) && !known(&tagging.examples) {
            tagging.examples.push([
                column.field.name.clone(),
                column.about_words(),
                column.identifies().to_owned(),
                column.reason(),
            ]);
        }
    }
    note_values(tagging, tagged);
}

fn note_values(tagging: &mut Tagging, tagged: &Tagged) {
    for column in &tagged.columns {
        for (value, more) in column.telling() {
            let row = [
                column.field.name.clone(),
                format!("{} {}", value.code, value.label).trim().to_owned(),
                more.to_string(),
            ];
            if !tagging.values.contains(&row) && tagging.values.len() < 60 {
                tagging.values.push(row);
            }
        }
    }
}
