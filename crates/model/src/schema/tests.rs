use super::{Cell, RuntimeRecord, Schema, SchemaError};
use crate::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use crate::{
    CaseRecord, Category, CategorySet, Day, FieldTag, Identifiability, Kind, Marking, Purpose,
};

fn field(name: &'static str) -> FieldTag {
    FieldTag::new(name.into(), Category::Identity.into(), Identifiability::Direct)
}

#[test]
fn a_second_field_of_one_name_is_refused() {
    let twice = Schema::new("client", vec![field("a"), field("b"), field("a")]);
    assert_eq!(twice.unwrap_err(), SchemaError::Duplicate("a".into()));
    assert_eq!(Schema::new("client", vec![field(" ")]).unwrap_err(), SchemaError::Nameless(0));
    assert_eq!(Schema::new("client", vec![]).unwrap_err(), SchemaError::Empty);
}

#[test]
fn a_short_row_has_nothing_recorded_and_a_long_one_shows_nothing_more() {
    let schema = Schema::new("client", vec![field("a"), field("b")]).unwrap();
    let seen = |cells: &[&str]| {
        let mut seen = Vec::new();
        RuntimeRecord::new(&schema, cells).each(Purpose::SUPPORT, |tag, value| {
            seen.push(format!("{}={:?}", tag.name(), value.text()));
        });
        seen
    };
    assert_eq!(seen(&["x"]), ["a=Some(\"x\")", "b=None"]);
    assert_eq!(seen(&["x", "y", "z"]), ["a=Some(\"x\")", "b=Some(\"y\")"]);
}

#[test]
fn a_cell_and_a_record_never_print_what_they_hold() {
    let schema = Schema::new("client", vec![field("a")]).unwrap();
    let cells = vec![Cell::Text("secret".into())];
    assert_eq!(format!("{:?}", RuntimeRecord::new(&schema, cells.clone())), r#"client {"a"}"#);
    assert_eq!(format!("{cells:?}"), "[Text(…)]");
    let day = Cell::Day(Day::literal(1980, 1, 1));
    let others = [Cell::Missing, Cell::Flag(true), Cell::Number(7), day, Cell::Texts(vec![])];
    assert_eq!(format!("{others:?}"), "[Missing, Flag(…), Number(…), Day(…), List(…)]");
}

fn table(entries: Vec<(&str, Node)>) -> Node {
    let mut table = Table::default();
    for (line, (key, node)) in (1..).zip(entries) {
        table.insert(key, Place::new(line, 1), Located::new(node, Place::new(line, 9)));
    }
    Node::Table(table)
}

fn list(nodes: Vec<Node>) -> Node {
    Node::List(nodes.into_iter().map(|node| Located::new(node, Place::new(1, 1))).collect())
}

fn text(text: &str) -> Node {
    Node::Text(text.into())
}

fn read(node: Node) -> (Option<Schema>, Vec<String>) {
    let Node::Table(table) = node else { panic!("a table") };
    let faults = Faults::new("schema.toml", Echo::Shown);
    let mut reader = Reader::new(&table, Place::new(1, 1), &faults);
    let schema = Schema::read(&mut reader);
    drop(reader);
    (schema, faults.into_vec().iter().map(|fault| fault.message.clone()).collect())
}

#[test]
fn a_schema_is_read_from_a_file() {
    let value = table(vec![("code", text("8")), ("categories", list(vec![text("health")]))]);
    let reason = table(vec![
        ("name", text("reason")),
        ("categories", list(vec![text("housing-and-tenancy")])),
        ("sub", text("move-on")),
        ("identifiability", text("none")),
        ("kind", text("number")),
        ("markings", list(vec![text("opinion")])),
        ("values", list(vec![value, table(vec![("code", text("7"))])])),
        ("other-codes", text("harmless")),
    ]);
    let notes = table(vec![("name", text("notes"))]);
    let file = table(vec![("record", text("client")), ("field", list(vec![reason, notes]))]);
    let (schema, faults) = read(file);
    assert_eq!(faults, [] as [&str; 0]);
    let schema = schema.unwrap();
    assert_eq!(schema.record_type(), "client");
    let reason = schema.field("reason").unwrap();
    assert_eq!((reason.sub_kind(), reason.kind()), (Some("move-on"), Kind::Number));
    assert!(reason.markings().contains(Marking::Opinion));
    assert!(reason.categories_of("8").contains(Category::Health));
    assert_eq!(reason.categories_of("9"), Category::HousingAndTenancy.into());
    assert_eq!(reason.categories_of("7"), CategorySet::EVERY);
    assert_eq!(schema.field("notes").unwrap().categories(), CategorySet::EVERY);
    assert_eq!(schema.place("notes"), Some(1));
}

#[test]
fn every_fault_in_a_schema_is_told() {
    let bad = table(vec![
        ("name", text("a")),
        ("categories", list(vec![text("helth")])),
        ("kind", text("colour")),
        ("identifiabilty", text("none")),
    ]);
    let nameless = table(vec![("categories", list(vec![]))]);
    let file = table(vec![("record", text("client")), ("field", list(vec![bad, nameless]))]);
    let (schema, faults) = read(file);
    assert!(schema.is_none());
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("did you mean `health`?")));
    assert!(faults.iter().any(|fault| fault.contains("did you mean `identifiability`?")));
}

#[cfg(feature = "schemars")]
#[test]
fn a_json_schema_carries_the_tags() {
    let diagnosis =
        FieldTag::new("diagnosis".into(), Category::Health.into(), Identifiability::None)
            .with_sub_kind("mental");
    let schema = Schema::new("client", vec![field("name"), diagnosis]).unwrap().json_schema();
    let at = |pointer: &str| schema.pointer(pointer).cloned().unwrap_or_default();
    assert_eq!(at("/properties/diagnosis/x-caldicott-categories"), serde_json::json!(["health"]));
    assert_eq!(at("/properties/diagnosis/x-caldicott-sub-kind"), "mental");
    assert_eq!(at("/properties/name/x-caldicott-identifiability"), "direct");
    assert_eq!(at("/properties/name/x-caldicott-sealed"), true);
    assert_eq!(at("/required"), serde_json::json!(["name", "diagnosis"]));
    assert_eq!(at("/additionalProperties"), false);
}
