use caldicott_derive::CaseRecord;
use caldicott_model::Personal;

#[derive(CaseRecord)]
#[case(type = "client")]
struct Client {
    #[data(category = "benefits-and-finance")]
    arrears: f64,
}

// A personal value has no `Display`, and its `Debug` shows nothing.
fn main() {
    let name = Personal::new(String::from("Mary"));
    println!("{name}");
}
