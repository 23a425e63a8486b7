//! A record that holds itself.
use caldicott_derive::CaseRecord;

#[derive(CaseRecord)]
#[case(type = "person")]
struct Person {
    #[data(category = "next-of-kin")]
    children: Vec<Person>,
    #[data(category = "next-of-kin")]
    partner: Option<Box<Self>>,
}

fn main() {}
