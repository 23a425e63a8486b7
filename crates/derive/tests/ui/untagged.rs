use caldicott_derive::CaseRecord;

#[derive(CaseRecord)]
#[case(type = "client")]
struct Client {
    #[data(category = "identity")]
    name: String,
    notes: String,
    address: String,
}

fn main() {}
