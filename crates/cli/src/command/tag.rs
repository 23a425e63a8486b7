//! `tag`: what the columns of a file are about.

use std::path::Path;

use serde_json::json;

use crate::args::Tag;
use crate::input;
use crate::output::{self, Format, Table};
use crate::stop::Stop;
use crate::tagging::{self, Column, Tagged, Taken};

pub(crate) fn run(arguments: &Tag) -> Result<(), Stop> {
    let taken = match (arguments.csv, arguments.dictionary) {
        (true, _) => Taken::Csv,
        (false, true) => Taken::Dictionary,
        (false, false) => Taken::AsItLooks,
    };
    let is_folder = arguments.file != "-" && Path::new(&arguments.file).is_dir();
    let tagged = if is_folder && taken == Taken::AsItLooks {
        tagging::folder::read(&arguments.file)?
    } else {
        tagging::stream(&arguments.file, input::open(&arguments.file)?, taken)?
    };
    for note in &tagged.notes {
        input::note(&arguments.file, note);
    }
    match arguments.format {
        Format::Json => {
            let columns: Vec<_> = tagged.columns.iter().map(in_json).collect();
            let value = json!({ "layout": tagged.layout, "rows": tagged.rows, "columns": columns });
            output::print(&format!("{value:#}\n"))
        }
        Format::Table => output::print(&in_words(&tagged, &arguments.file)),
    }
}

fn in_json(column: &Column) -> serde_json::Value {
    json!({
        "name": column.field.name,
        "record": column.field.record,
        // What was found in it: of free text and of what was not recognised nothing was, and their tag
        // is as strict as can be.
        "about": column.about(),
        "recognised": !column.is_unrecognised(),
        "tag": column.tag,
        "certainty": column.suggestion.certainty,
        "free_text": column.suggestion.free_text,
        "reason": column.reason(),
    })
}

fn in_words(tagged: &Tagged, file: &str) -> String {
    let mut table = Table::new(&["column", "about", "identifies", "values that say more"]);
    for column in &tagged.columns {
        let values = column.telling().count();
        table.row([
            column.shown.clone(),
            column.about_words(),
            column.identifies().to_owned(),
            if values == 0 { String::new() } else { values.to_string() },
        ]);
    }
    let counts = tagged.counts(file);
    format!(
        "{}\n  {}: {} columns; special category {}, criminal offence {}, identifying {}, with values that say more {}; \
         free text {}, not recognised {}\n",
        table.render(),
        tagged.layout,
        counts.columns,
        counts.special,
        counts.criminal,
        counts.identifying,
        counts.value_level,
        counts.free_text,
        counts.unrecognised
    )
}
