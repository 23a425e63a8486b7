use caldicott_derive::CaseRecord;

#[derive(CaseRecord)]
#[case(type = "client")]
enum Choice {
    One,
}

#[derive(CaseRecord)]
#[case(type = "client")]
struct Tuple(#[data(none)] String);

#[derive(CaseRecord)]
struct Nameless {
    #[data(none)]
    a: String,
}

#[derive(CaseRecord)]
#[case(type = "nothing")]
struct Empty {}

fn main() {}
