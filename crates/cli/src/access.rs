//! A request for access, as a person who answers it writes it down, with the rows of the records that were
//! found.
//!
//! The document is the library's (`AccessCase::read_on`), and says besides how rows become items
//! (`[records]`) and what somebody who read them decided (`[[decision]]`).

mod cells;
mod read;

use std::collections::HashSet;

use caldicott::model::document::{self, Echo, Fault, Faults, Place, Reader};
use caldicott::model::{CategorySet, Day};
use caldicott::policy::{SourceFile, json, read_private_file};
use caldicott::rights::pack::{AccessCase, CaseError, Claim, Field, Item};

use crate::input;
use crate::stop::{Stop, fault};

/// The document, read.
pub(crate) struct CaseFile {
    name: String,
    case: AccessCase,
    /// The people of the case, and where they are spoken of.
    people: Vec<(String, Place)>,
    /// The items that stand in the document itself.
    items: Vec<String>,
    /// The items that opinions are about, with the path of each.
    opined: Vec<(String, Place, String)>,
    records: Option<Columns>,
    decisions: Vec<Decision>,
}

/// How the rows of a file of records are read.
struct Columns {
    at: Place,
    /// The id by which rows are the person's.
    subject: String,
    id: String,
    person: String,
    title: Title,
    dated: Option<String>,
    told_by: Option<String>,
    file_name: Option<String>,
    given: Vec<Given>,
    left_out: Vec<LeftOut>,
}

/// What an item of the records is called.
enum Title {
    /// The same for each.
    Fixed(String),
    /// As its column says.
    Column(String),
}

/// A column that holds something about the person.
struct Given {
    column: String,
    called: String,
    categories: CategorySet,
}

/// A column that says nothing about the person, and why it is none of their data.
struct LeftOut {
    column: String,
    why: String,
}

/// An item of the records before what was decided about it.
struct Found {
    id: String,
    title: String,
    dated: Option<Day>,
    file_name: Option<String>,
    told_by: Option<String>,
    fields: Vec<FoundField>,
}

struct FoundField {
    name: String,
    text: String,
    categories: CategorySet,
}

/// What somebody who read an item, or a field of it, decided.
struct Decision {
    item: String,
    at: Place,
    field: Option<(String, Place)>,
    categories: Option<CategorySet>,
    known: bool,
    told_by: Option<String>,
    claim: Option<Claim>,
}

/// A case, and what is worth knowing of how it came about.
pub(crate) struct Assembled {
    name: String,
    people: Vec<(String, Place)>,
    pub(crate) case: AccessCase,
    /// The id by which rows are the person's, where there are rows.
    pub(crate) subject: Option<String>,
    /// How many rows of the records are about somebody else.
    pub(crate) others: usize,
    /// How many are about the person.
    pub(crate) own: usize,
    /// Texts of rows that nobody read: they count as everything, and so stay back.
    pub(crate) unread: usize,
}

/// The JSON Schema of the document: what its readers ask for.
pub(crate) fn schema() -> serde_json::Value {
    document::schema("Caldicott access case", |top| {
        let _case = read::case("", Day::MAX, top);
    })
}

impl Assembled {
    /// What the case refused, at the place in the document that it is about.
    pub(crate) fn refused(&self, error: &CaseError) -> Stop {
        let mut place = None;
        if let CaseError::SameName { id } = error {
            let person = self.people.iter().find(|(known, _)| known == id);
            place = person.map(|(_, at)| (at.line, at.column));
        }
        Stop::BadInput(vec![fault(&self.name, place, error.to_string())])
    }
}

impl CaseFile {
    /// Reads the document, TOML or JSON. It is about people: no fault repeats what stands in it.
    pub(crate) fn open(path: &str, on: Day) -> Result<Self, Stop> {
        let file = input::text(path)?;
        let (name, text) = (file.name, file.text);
        if text.trim_start().starts_with('{') {
            let faults = Faults::new(&name, Echo::Hidden);
            let most = caldicott::policy::limit::RULEBOOK_BYTES;
            let parsed = json::object_within(&text, 1, most, &faults);
            let read = parsed.and_then(|(table, at)| {
                let mut reader = Reader::new(&table, at, &faults);
                read::case(&name, on, &mut reader)
            });
            return faults.finish(read).map_err(Stop::from);
        }
        let file = SourceFile { name: name.clone(), text };
        read_private_file(&file, |top| read::case(&name, on, top)).map_err(Stop::from)
    }

    /// The case, with what the rows of the records say.
    pub(crate) fn assemble(mut self, records: &[String], on: Day) -> Result<Assembled, Stop> {
        let mut faults = Vec::new();
        let (mut found, mut others) = (Vec::new(), 0);
        match &self.records {
            Some(columns) if records.is_empty() => {
                let message =
                    "the document says how records are read, and none are given: --records";
                faults.push(self.fault(columns.at, "records", message));
            }
            None if !records.is_empty() => {
                let message = "records are given, and no `[records]` says how they are read";
                faults.push(fault(&self.name, None, message));
            }
            _ => {}
        }
        let known: Vec<&str> = self.people.iter().map(|(id, _)| id.as_str()).collect();
        let mut ids: HashSet<String> = self.items.iter().cloned().collect();
        for path in records {
            let Some(columns) = &self.records else { break };
            match cells::read(path, columns, &known, on, &mut ids) {
                Ok(read) => {
                    others += read.others;
                    found.extend(read.items);
                }
                Err(Stop::BadInput(more)) => faults.extend(more),
                Err(stop) => return Err(stop),
            }
        }
        if faults.is_empty() {
            self.check(&found, &mut faults);
        }
        if !faults.is_empty() {
            return Err(Stop::BadInput(faults));
        }
        let unread = self.apply_readings(&mut found);
        let own = found.len();
        let subject = self.records.take().map(|columns| {
            // The person is told which columns of the records they do not get.
            for left in columns.left_out {
                let what = format!("the column {}", left.column);
                self.case.leave_out(&what, &left.why);
            }
            columns.subject
        });
        let case = found.into_iter().fold(self.case, |case, found| {
            let about = |decision: &&Decision| decision.item == found.id;
            let decisions: Vec<&Decision> = self.decisions.iter().filter(about).collect();
            case.item(item(&found, &decisions))
        });
        Ok(Assembled { name: self.name, people: self.people, case, subject, others, own, unread })
    }

    /// That what is decided, and what opinions are about, is there.
    fn check(&self, found: &[Found], faults: &mut Vec<Fault>) {
        for (place, decision) in self.decisions.iter().enumerate() {
            let path = |key: &str| format!("decision[{place}].{key}");
            let Some(item) = found.iter().find(|item| item.id == decision.item) else {
                let message = "no row of the records about the person has this id";
                faults.push(self.fault(decision.at, &path("item"), message));
                continue;
            };
            if let Some((field, at)) = &decision.field
                && !item.fields.iter().any(|known| known.name == *field)
            {
                let message =
                    "the item has nothing under this name: it is what the column is called";
                faults.push(self.fault(*at, &path("field"), message));
            }
        }
        for (id, at, path) in &self.opined {
            if !self.items.contains(id) && !found.iter().any(|item| item.id == *id) {
                faults.push(self.fault(*at, path, "no item has this id"));
            }
        }
    }

    /// Puts what a reader found a text to be about in the place of what its column says, and counts the
    /// texts that nobody read and nothing else keeps back.
    fn apply_readings(&self, found: &mut [Found]) -> usize {
        for decision in &self.decisions {
            let Some(categories) = decision.categories else { continue };
            let items = found.iter_mut().filter(|item| item.id == decision.item);
            for field in items.flat_map(|item| &mut item.fields) {
                if decision.field.as_ref().is_none_or(|(name, _)| *name == field.name) {
                    field.categories = categories;
                }
            }
        }
        let decided = |item: &Found| {
            let whole = |decision: &Decision| {
                let kept = decision.claim.is_some() || decision.told_by.is_some();
                decision.item == item.id && decision.field.is_none() && kept
            };
            item.told_by.is_some() || self.decisions.iter().any(whole)
        };
        let open = found.iter().filter(|item| !decided(item)).flat_map(|item| &item.fields);
        open.filter(|field| field.categories == CategorySet::EVERY).count()
    }

    fn fault(&self, at: Place, path: &str, message: &str) -> Fault {
        Fault { path: path.to_owned(), ..fault(&self.name, Some((at.line, at.column)), message) }
    }
}

fn item(found: &Found, decisions: &[&Decision]) -> Item {
    let mut item = Item::new(&found.id, &found.title);
    if let Some(day) = found.dated {
        item = item.dated(day);
    }
    if let Some(name) = &found.file_name {
        item = item.file_name(name);
    }
    let told_by = decisions.iter().find_map(|decision| decision.told_by.as_deref());
    if let Some(person) = told_by.or(found.told_by.as_deref()) {
        item = item.told_by(person);
    }
    for decision in decisions.iter().filter(|decision| decision.field.is_none()) {
        if let Some(claim) = &decision.claim {
            item = item.claim(claim.clone());
        }
    }
    for found in &found.fields {
        let mut field = Field::new(&found.name, &found.text, found.categories);
        for decision in decisions {
            let own = decision.field.as_ref().map(|(name, _)| *name == found.name);
            if decision.known && own.unwrap_or(true) {
                field = field.already_known();
            }
            if let Some(claim) = decision.claim.as_ref().filter(|_| own == Some(true)) {
                field = field.claim(claim.clone());
            }
        }
        item = item.field(field);
    }
    item
}
