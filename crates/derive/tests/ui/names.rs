use caldicott_derive::CaseRecord;

#[derive(CaseRecord)]
#[case(type = "client")]
struct Client {
    #[data(category = "helth")]
    diagnosis: String,
    #[data(categories("housing", "colour"))]
    room: String,
    #[data(category = "identity", identifiability = "indirect")]
    name: String,
    #[data(free_text, markings("third-party"))]
    notes: String,
    #[data(categery = "health")]
    medicine: String,
}

fn main() {}
