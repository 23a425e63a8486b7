//! What is said in a way that no attribute reads.
use caldicott_derive::{CaseRecord, CaseValue};

#[derive(CaseRecord)]
#[case("client")]
#[data(category = "health")]
struct Client {
    #[data(health)]
    a: String,
    #[data("sexual-orientation")]
    b: String,
    #[data = "health"]
    c: String,
    #[data(category = health)]
    d: String,
    #[data(category)]
    e: String,
    #[data(category("health"))]
    f: String,
    #[data(category = 5)]
    g: String,
    #[data(categories())]
    h: String,
    #[data(none)]
    #[case(debug)]
    i: String,
    j: String,
}

#[derive(CaseRecord)]
#[case(type = client)]
struct Numbered {
    #[data(none, identifiability = "direct")]
    number: String,
    untagged: String,
}

#[derive(CaseRecord)]
#[case(type = "union")]
union Both {
    #[data(none)]
    one: u8,
    #[data(none)]
    other: i8,
}

#[derive(CaseValue)]
enum Reason {
    #[value(health)]
    Left,
    #[value("health")]
    Right,
    #[value(category = "health", code = 5)]
    Five,
}

fn main() {}
