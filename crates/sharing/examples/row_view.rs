//! Writes the view of one recipient: what a surgery may see of each client, by the shipped rules.
//!
//! `cargo run -p caldicott-sharing --example row_view`

use std::error::Error;

use caldicott_model::Category;
use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use caldicott_sharing::sql::{Dialect, OnDay, Predicates, Rows, Shows, Stored, Tables, View};
use caldicott_sharing::{Request, Rulebook};
use toml::de::{DeTable, DeValue};

fn main() -> Result<(), Box<dyn Error>> {
    let text = include_str!("../../../examples/rulebooks/st-martins/sharing.toml");
    let rulebook = read(text)?;

    // Everything about the asking is fixed; nothing is said of any person.
    let view = View::new("surgery_view", "clients", "person")
        .column("notes", Category::Health)
        .column("full_name", Category::Identity)
        .rows(Rows::WithSomething);
    let request = r#"{
        "asker": {"kind": "gp", "organisation": "lakenham-surgery", "verification": "call-back"},
        "purpose": "health-care", "categories": ["health", "identity"], "necessary": true,
        "frequency": "once", "form": "identifiable", "facts": {"documents": false}
    }"#;
    let request = Request::from_json(request).ok_or("the request was not read")?;

    let tables = Tables::documented(Stored::Date);
    let predicates =
        Predicates::new(&rulebook, &request, OnDay::Today, &tables, Dialect::PostgreSql)?;
    for one in predicates.each() {
        let by =
            if one.shows() == Shows::Where { one.gateways().join(", ") } else { String::new() };
        let rules: Vec<&str> = one.rules().ids().collect();
        println!("-- {}: {:?} {by} ({})", one.data(), one.shows(), rules.join(" "));
    }
    println!("{};", view.create(&predicates)?);
    Ok(())
}

/// A host that reads rulebooks through `caldicott-policy` needs none of this.
fn read(text: &str) -> Result<Rulebook, Box<dyn Error>> {
    let parsed = DeTable::parse(text)?;
    let table = table_of(text, parsed.get_ref())?;
    let faults = Faults::new("sharing.toml", Echo::Shown);
    let mut reader = Reader::new(&table, Place::new(1, 1), &faults);
    reader.allow_other_keys();
    Ok(Rulebook::read(&mut reader).ok_or("the rulebook has faults")?)
}

fn table_of(text: &str, table: &DeTable<'_>) -> Result<Table, Box<dyn Error>> {
    let mut found = Table::default();
    for (key, value) in table {
        let at = Place::of_offset(text, key.span().start);
        found.insert(key.get_ref().to_string(), at, located(text, value.get_ref(), at)?);
    }
    Ok(found)
}

fn located(text: &str, value: &DeValue<'_>, at: Place) -> Result<Located, Box<dyn Error>> {
    let node = match value {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) => Node::Number(number.as_str().parse()?),
        DeValue::Float(_) => Node::Fraction,
        DeValue::Boolean(flag) => Node::Flag(*flag),
        DeValue::Datetime(day) => Node::Day(day.to_string().parse()?),
        DeValue::Array(items) => {
            let each: Result<Vec<Located>, Box<dyn Error>> =
                items.iter().map(|item| located(text, item.get_ref(), at)).collect();
            Node::List(each?)
        }
        DeValue::Table(table) => Node::Table(table_of(text, table)?),
    };
    Ok(Located::new(node, at))
}
