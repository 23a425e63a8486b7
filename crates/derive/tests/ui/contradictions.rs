use caldicott_derive::CaseRecord;

#[derive(CaseRecord)]
#[case(type = "client")]
struct Client {
    #[data()]
    a: String,
    #[data(none, category = "health")]
    b: String,
    #[data(administrative, free_text)]
    c: String,
    #[data(category = "health", categories("identity"))]
    d: String,
    #[data(category = "health", name = "d")]
    e: String,
    #[data(category = "health", name = "e")]
    f: String,
    #[data(category = "health", values(ONE), special_values(TWO))]
    g: String,
    #[data(categories("health", "health"))]
    h: String,
}

fn main() {}
