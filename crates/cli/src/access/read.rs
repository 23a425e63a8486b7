//! The parts of the document that the library's reader leaves to the program.

use caldicott::model::document::{Located, Node, Place, Reader, Table};
use caldicott::model::{CategorySet, Day};
use caldicott::rights::pack::{AccessCase, Asker, Body, Claim, Exemption};

use super::{CaseFile, Columns, Decision, Given, LeftOut, Title};

/// A whole case. What is missing or wrong is a fault of the reader.
pub(super) fn case(name: &str, on: Day, top: &mut Reader<'_>) -> Option<CaseFile> {
    let case = AccessCase::read_on(top, on);
    let people = ids(top.raw("person"));
    let items = ids(top.raw("item")).into_iter().map(|(id, _)| id).collect();
    let opined = opined(top.raw("opinion"));
    let records = top.table("records").and_then(|mut table| columns(&mut table));
    let known: Vec<&str> = people.iter().map(|(id, _)| id.as_str()).collect();
    let body = word(top.raw("body")).and_then(Body::from_name);
    let asker = word(top.raw("asker")).and_then(Asker::from_name).unwrap_or(Asker::Person);
    let open = |exemption: Exemption| body.is_none_or(|body| exemption.is_open_to(body, asker));
    let decisions = top.tables("decision");
    let decisions =
        decisions.into_iter().filter_map(|mut table| decision(&mut table, &known, &open)).collect();
    Some(CaseFile { name: name.to_owned(), case: case?, people, items, opined, records, decisions })
}

fn word(value: Option<&Located>) -> Option<&str> {
    if let Node::Text(text) = &value?.node { Some(text) } else { None }
}

/// The tables of a list that stands in the document.
fn tables<'d>(list: Option<&'d Located>) -> Vec<(&'d Table, Place)> {
    let Some(Node::List(items)) = list.map(|found| &found.node) else { return Vec::new() };
    let table = |item: &'d Located| {
        if let Node::Table(table) = &item.node { Some((table, item.at)) } else { None }
    };
    items.iter().filter_map(table).collect()
}

fn ids(list: Option<&Located>) -> Vec<(String, Place)> {
    let id = |(table, at): (&Table, Place)| Some((word(table.get("id"))?.to_owned(), at));
    tables(list).into_iter().filter_map(id).collect()
}

/// The items that opinions name, each with its place and path.
fn opined(list: Option<&Located>) -> Vec<(String, Place, String)> {
    let mut found = Vec::new();
    for (place, (table, _)) in tables(list).into_iter().enumerate() {
        let Some(Node::List(items)) = table.get("items").map(|found| &found.node) else { continue };
        for item in items {
            if let Some(id) = word(Some(item)) {
                found.push((id.to_owned(), item.at, format!("opinion[{place}].items")));
            }
        }
    }
    found
}

fn columns(table: &mut Reader<'_>) -> Option<Columns> {
    let at = table.at();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let subject = owned(table.text("subject"));
    let id = owned(table.text("id"));
    let person = owned(table.text("person"));
    let title = owned(table.optional_text("title"));
    let title_column = owned(table.optional_text("title-column"));
    let title = match (title, title_column) {
        (Some(title), None) => Some(Title::Fixed(title)),
        (None, Some(column)) => Some(Title::Column(column)),
        (Some(_), Some(_)) => {
            table.fault("title", "give `title` or `title-column`, not both");
            None
        }
        (None, None) => {
            table.fault("title", "what an item is called is missing: `title` or `title-column`");
            None
        }
    };
    let dated = owned(table.optional_text("dated"));
    let told_by = owned(table.optional_text("told-by"));
    let file_name = owned(table.optional_text("file-name"));
    let mut given: Vec<Given> = Vec::new();
    for mut column in table.tables("column") {
        let name = owned(column.text("name"));
        let called = owned(column.optional_text("called"));
        let categories = categories(&mut column).unwrap_or(CategorySet::EVERY);
        let Some(name) = name else { continue };
        let called = called.unwrap_or_else(|| name.clone());
        if given.iter().any(|known| known.called == called || known.column == name) {
            column.fault("name", "another column is given under this name");
        }
        given.push(Given { column: name, called, categories });
    }
    if given.is_empty() {
        table.fault("column", "`[[records.column]]` is missing: which columns are given");
    }
    let mut left_out = Vec::new();
    for mut column in table.tables("left-out") {
        let name = owned(column.text("name"));
        let why = owned(column.text("why"));
        if name.as_ref().is_some_and(|name| given.iter().any(|known| known.column == *name)) {
            column.fault("name", "the column is given above");
        }
        left_out.extend(name.zip(why).map(|(column, why)| LeftOut { column, why }));
    }
    Some(Columns {
        at,
        subject: subject?,
        id: id?,
        person: person?,
        title: title?,
        dated,
        told_by,
        file_name,
        given,
        left_out,
    })
}

fn decision(
    table: &mut Reader<'_>,
    people: &[&str],
    is_open: &impl Fn(Exemption) -> bool,
) -> Option<Decision> {
    let at = table.place_of("item");
    let item = table.text("item").map(str::to_owned);
    let field = table.optional_text("field").map(str::to_owned);
    let field = field.map(|name| (name, table.place_of("field")));
    let categories = categories(table);
    let known = table.optional_flag("known").unwrap_or(false);
    let told_by = table.optional_text("told-by").map(str::to_owned);
    if told_by.as_ref().is_some_and(|person| !people.contains(&person.as_str())) {
        table.fault("told-by", "no `[[person]]` of the case has this id");
    }
    if field.is_some() && told_by.is_some() {
        table.fault("told-by", "who told something is said of the whole item, without `field`");
    }
    let exemption = table.optional_one_of("exemption", "exemption", Exemption::NAMES);
    if let Some(exemption) = exemption.filter(|exemption| !is_open(*exemption)) {
        let rule = exemption.rule().id();
        let message = format!("`{exemption}` is not open to this body against this asker ({rule})");
        table.fault("exemption", message);
    }
    let reason = table.optional_text("reason");
    let claim = match (exemption, reason) {
        (Some(exemption), Some(reason)) => {
            let claim = Claim::new(exemption, reason);
            claim.map_err(|error| table.fault("reason", error.to_string())).ok()
        }
        (Some(_), None) => {
            let message =
                "`reason` is missing: an exemption is claimed with one of its own (EX-14)";
            table.fault("reason", message);
            None
        }
        (None, Some(_)) if !table.has("exemption") => {
            table.fault("reason", "a reason stands with an `exemption`");
            None
        }
        (None, _) => None,
    };
    let says = ["categories", "exemption", "known", "told-by"].map(|key| table.has(key));
    if !says.contains(&true) {
        table.fault("item", "nothing is decided: `categories`, `known`, `told-by` or `exemption`");
    }
    Some(Decision { item: item?, at, field, categories, known, told_by, claim })
}

/// Categories that were written down; an empty list would say that a text is about nothing, and give away
/// what nobody read.
fn categories(table: &mut Reader<'_>) -> Option<CategorySet> {
    let found = table.categories("categories");
    let written = table.raw("categories").map(|found| &found.node);
    if matches!(written, Some(Node::List(names)) if names.is_empty()) {
        table.fault(
            "categories",
            "`categories` names none: leave it out where nobody read the text",
        );
    }
    (!found.is_empty()).then_some(found)
}
