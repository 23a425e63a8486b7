//! Which columns `seal` seals, and why.

use caldicott::model::tagger::Certainty;
use caldicott::model::{Category, CategorySet, FieldTag, Identifiability};

use crate::args::Seal;
use crate::rows::Rows;
use crate::tagging::{self, Column};

/// What may stay readable: it is about the record or the building and not about the person.
const IMPERSONAL: CategorySet = CategorySet::of(&[Category::Administrative, Category::Premises]);

/// For each column of a file its tag when it is to be sealed.
pub(super) struct Selection {
    pub(super) tags: Vec<Option<FieldTag>>,
    sealed: Vec<String>,
    readable: Vec<String>,
}

impl Selection {
    /// The columns that were named, or without a name every column that may say something of the person;
    /// nothing where a name is wrong, and then each fault is listed.
    pub(super) fn of(arguments: &Seal, rows: &mut Rows) -> Option<Self> {
        let named = named(arguments, rows)?;
        let mut selection = Self { tags: Vec::new(), sealed: Vec::new(), readable: Vec::new() };
        let columns = tagging::of_heads(rows.heads().iter());
        for (place, (head, column)) in rows.heads().iter().zip(columns).enumerate() {
            if [&arguments.person_column, &arguments.record_column].iter().any(|kept| *kept == head)
            {
                selection.readable.push(format!("{head} (says whose row it is)"));
                selection.tags.push(None);
                continue;
            }
            let about = format!("{head} ({})", column.about_words());
            let wanted =
                if named.is_empty() { !is_impersonal(&column) } else { named.contains(&place) };
            if wanted { &mut selection.sealed } else { &mut selection.readable }.push(about);
            selection.tags.push(wanted.then_some(column.tag));
        }
        Some(selection)
    }

    /// What was sealed and what was not, each column with what it is taken to be about.
    pub(super) fn notes(&self) -> [String; 2] {
        let list = |columns: &[String]| {
            if columns.is_empty() { "no column".to_owned() } else { columns.join("; ") }
        };
        [
            format!("sealed: {}", list(&self.sealed)),
            format!("left readable: {}", list(&self.readable)),
        ]
    }
}

/// Whether a column surely says nothing about a person. What nobody recognised may say anything.
fn is_impersonal(column: &Column) -> bool {
    let about = column.tag.categories_with_values();
    !about.is_empty()
        && IMPERSONAL.contains_all(about)
        && column.tag.identifiability() == Identifiability::None
        && !column.suggestion.free_text
        && column.suggestion.certainty > Certainty::Low
}

/// The columns that were named, or a fault for each that cannot be sealed.
pub(super) fn named(arguments: &Seal, rows: &mut Rows) -> Option<Vec<usize>> {
    let found: Vec<Option<usize>> = arguments
        .columns
        .iter()
        .map(|name| {
            let column = rows.column(name)?;
            if [&arguments.person_column, &arguments.record_column].contains(&name) {
                rows.head_fault(column, "it says whose row it is, and must stay readable");
                return None;
            }
            Some(column)
        })
        .collect();
    found.into_iter().collect()
}
