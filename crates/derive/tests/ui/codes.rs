use caldicott_derive::CaseValue;

#[derive(CaseValue)]
enum Reason {
    Work,
    #[value(category = "helth")]
    Hospital,
    #[value(none, category = "health")]
    Clinic,
    #[value(none)]
    Other(String),
    #[value(none, code = "7")]
    Seven,
    #[value(none, code = "7")]
    SevenAgain,
}

#[derive(CaseValue)]
struct NoEnum;

fn main() {}
