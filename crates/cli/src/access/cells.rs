//! Rows of a file of records as items of a case.

use std::collections::HashSet;

use caldicott::model::document::nearest;
use caldicott::model::{CategorySet, Day};
use csv::StringRecord;

use super::{Columns, Found, FoundField, Title};
use crate::rows::Rows;
use crate::stop::Stop;

/// What a file of records gave.
pub(super) struct Read {
    pub(super) items: Vec<Found>,
    /// How many rows are about somebody else.
    pub(super) others: usize,
}

/// Where the columns that are read stand in the file.
struct Places<'c> {
    id: usize,
    person: usize,
    title: Option<usize>,
    dated: Option<usize>,
    told_by: Option<usize>,
    file_name: Option<usize>,
    given: Vec<(usize, &'c str, CategorySet)>,
}

/// Reads the rows about one person. Every column of the file is given or left out for a reason: what
/// nobody decided about would be kept from the person in silence.
pub(super) fn read(
    path: &str,
    columns: &Columns,
    people: &[&str],
    on: Day,
    ids: &mut HashSet<String>,
) -> Result<Read, Stop> {
    let mut rows = Rows::open(path)?;
    let places = places(columns, &mut rows);
    let mut read = Read { items: Vec::new(), others: 0 };
    let mut row = StringRecord::new();
    while let Some(_line) = rows.next_row(&mut row)? {
        let Some(places) = &places else { continue };
        if row.get(places.person) != Some(columns.subject.as_str()) {
            if row.get(places.person).unwrap_or_default().trim().is_empty() {
                rows.cell_fault(places.person, "it is blank: whose row it is must be known");
            }
            read.others += 1;
            continue;
        }
        let found = item(columns, places, &row, (people, on), &mut rows);
        if found.as_ref().is_some_and(|item| !ids.insert(item.id.clone())) {
            rows.cell_fault(places.id, "another item of the case has this id");
        }
        read.items.extend(found);
    }
    rows.finish()?;
    Ok(read)
}

fn places<'c>(columns: &'c Columns, rows: &mut Rows) -> Option<Places<'c>> {
    let heads: Vec<String> = rows.heads().iter().map(str::to_owned).collect();
    let mut find = |name: &str| rows.column(name);
    let id = find(&columns.id);
    let person = find(&columns.person);
    let title = match &columns.title {
        Title::Fixed(_) => None,
        Title::Column(name) => find(name),
    };
    let mut some = |name: &Option<String>| name.as_ref().and_then(|name| find(name));
    let (dated, told_by, file_name) =
        (some(&columns.dated), some(&columns.told_by), some(&columns.file_name));
    let mut given = Vec::new();
    for column in &columns.given {
        let place = find(&column.column);
        given.extend(place.map(|place| (place, column.called.as_str(), column.categories)));
    }
    for left in &columns.left_out {
        let _place = find(&left.column);
    }
    for (place, head) in heads.iter().enumerate() {
        if !columns.speaks_of(head) {
            let near = nearest(head, columns.names())
                .map(|near| format!("; the document speaks of `{near}`"))
                .unwrap_or_default();
            let message = format!(
                "the document does not speak of it: give it in `[[records.column]]`, or say in \
                 `[[records.left-out]]` why it is not the person's data{near}"
            );
            rows.head_fault(place, &message);
        }
    }
    Some(Places { id: id?, person: person?, title, dated, told_by, file_name, given })
}

impl Columns {
    fn names(&self) -> impl Iterator<Item = &str> {
        let title = match &self.title {
            Title::Fixed(_) => None,
            Title::Column(name) => Some(name),
        };
        let one = [Some(&self.id), Some(&self.person), title];
        let some = [self.dated.as_ref(), self.told_by.as_ref(), self.file_name.as_ref()];
        let given = self.given.iter().map(|column| &column.column);
        let left = self.left_out.iter().map(|left| &left.column);
        one.into_iter().chain(some).flatten().chain(given).chain(left).map(String::as_str)
    }

    fn speaks_of(&self, head: &str) -> bool {
        self.names().any(|name| name == head)
    }
}

fn item(
    columns: &Columns,
    places: &Places<'_>,
    row: &StringRecord,
    (people, on): (&[&str], Day),
    rows: &mut Rows,
) -> Option<Found> {
    let cell = |place: usize| row.get(place).map(str::trim).filter(|text| !text.is_empty());
    let some = |place: Option<usize>| place.and_then(cell);
    let id = cell(places.id);
    if id.is_none() {
        rows.cell_fault(places.id, "it is blank: decisions name an item by it");
    }
    let title = match &columns.title {
        Title::Fixed(title) => Some(title.clone()),
        Title::Column(_) => some(places.title).map(str::to_owned),
    };
    if let Some(place) = places.title.filter(|_| title.is_none()) {
        rows.cell_fault(place, "it is blank: the person is told what an item is");
    }
    let dated = some(places.dated).and_then(|text| {
        let day: Result<Day, _> = text.parse();
        if let (Err(_), Some(place)) = (&day, places.dated) {
            rows.cell_fault(place, "it names no day; a day is written 2026-11-22");
        }
        if let (Ok(day), Some(place)) = (&day, places.dated)
            && *day > on
        {
            rows.cell_fault(place, "it is after the day of the pack");
        }
        day.ok()
    });
    let told_by = some(places.told_by).map(str::to_owned);
    if let (Some(person), Some(place)) = (&told_by, places.told_by)
        && !people.contains(&person.as_str())
    {
        rows.cell_fault(place, "no `[[person]]` of the document has this id");
    }
    let mut fields = Vec::new();
    for (place, called, categories) in &places.given {
        // Spaces around a text are the person's too: only a cell without anything is nothing.
        if cell(*place).is_some() {
            let text = row.get(*place).unwrap_or_default().to_owned();
            fields.push(FoundField { name: (*called).to_owned(), text, categories: *categories });
        }
    }
    let file_name = some(places.file_name).map(str::to_owned);
    Some(Found { id: id?.to_owned(), title: title?, dated, file_name, told_by, fields })
}
