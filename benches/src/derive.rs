//! A masked view of a derived record with twenty fields.

use std::hint::black_box;

use caldicott_derive::CaseRecord;
use caldicott_model::view::{Masked, WITHHELD};
use caldicott_model::{Category, CategorySet, Day, DeclaredRecord, Personal, Purpose};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::contest::Contest;

/// A client as a host would declare one.
#[derive(CaseRecord)]
#[case(type = "client", debug)]
pub struct Client {
    #[data(administrative)]
    number: u32,
    #[data(category = "identity")]
    given_name: Personal<String>,
    #[data(category = "identity")]
    family_name: Personal<String>,
    #[data(category = "identity", identifiability = "quasi")]
    born: Option<Day>,
    #[data(category = "contact")]
    telephone: Option<String>,
    #[data(category = "contact")]
    email: Option<String>,
    #[data(category = "address-and-location")]
    address: String,
    #[data(category = "address-and-location")]
    postcode: Option<String>,
    #[data(category = "next-of-kin")]
    kin_name: Option<String>,
    #[data(category = "next-of-kin")]
    kin_telephone: Option<String>,
    #[data(category = "racial-or-ethnic-origin")]
    ethnic_group: Option<u8>,
    #[data(category = "religious-or-philosophical-beliefs")]
    religion: Option<String>,
    #[data(category = "health")]
    diagnosis: Option<String>,
    #[data(category = "health", sub = "substance-misuse")]
    drug_use: bool,
    #[data(category = "criminal-offence")]
    offences: Option<String>,
    #[data(category = "risk-and-warning")]
    risk_level: u8,
    #[data(category = "housing-and-tenancy")]
    moved_in: Option<Day>,
    #[data(category = "benefits-and-finance")]
    weekly_income: Option<i64>,
    #[data(category = "support-needs")]
    needs: String,
    #[data(free_text)]
    notes: String,
}

/// The same as `Masked`, by hand: what to beat.
struct ByHand<'c> {
    client: &'c Client,
    allowed: CategorySet,
}

const fn one(category: Category) -> CategorySet {
    CategorySet::of(&[category])
}

const ADMINISTRATIVE: CategorySet = one(Category::Administrative);
const IDENTITY: CategorySet = one(Category::Identity);
const CONTACT: CategorySet = one(Category::Contact);
const ADDRESS: CategorySet = one(Category::AddressAndLocation);
const KIN: CategorySet = one(Category::NextOfKin);
const ETHNICITY: CategorySet = one(Category::RacialOrEthnicOrigin);
const BELIEFS: CategorySet = one(Category::ReligiousOrPhilosophicalBeliefs);
const HEALTH: CategorySet = one(Category::Health);
const OFFENCES: CategorySet = one(Category::CriminalOffence);
const RISK: CategorySet = one(Category::RiskAndWarning);
const HOUSING: CategorySet = one(Category::HousingAndTenancy);
const FINANCE: CategorySet = one(Category::BenefitsAndFinance);
const SUPPORT: CategorySet = one(Category::SupportNeeds);

impl Serialize for ByHand<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let (c, may) = (self.client, |set: CategorySet| self.allowed.contains_all(set));
        let mut map = out.serialize_map(Some(20))?;
        macro_rules! write {
            ($name:literal, $set:expr, $value:expr, $hidden:expr) => {
                if may($set) {
                    map.serialize_entry($name, $value)?;
                } else {
                    map.serialize_entry($name, $hidden)?;
                }
            };
        }
        write!("number", ADMINISTRATIVE, &c.number, &0);
        write!("given_name", IDENTITY, c.given_name.expose(Purpose::DISCLOSURE), WITHHELD);
        write!("family_name", IDENTITY, c.family_name.expose(Purpose::DISCLOSURE), WITHHELD);
        write!("born", IDENTITY, &c.born, WITHHELD);
        write!("telephone", CONTACT, &c.telephone, WITHHELD);
        write!("email", CONTACT, &c.email, WITHHELD);
        write!("address", ADDRESS, &c.address, WITHHELD);
        write!("postcode", ADDRESS, &c.postcode, WITHHELD);
        write!("kin_name", KIN, &c.kin_name, WITHHELD);
        write!("kin_telephone", KIN, &c.kin_telephone, WITHHELD);
        write!("ethnic_group", ETHNICITY, &c.ethnic_group, &0);
        write!("religion", BELIEFS, &c.religion, WITHHELD);
        write!("diagnosis", HEALTH, &c.diagnosis, WITHHELD);
        write!("drug_use", HEALTH, &c.drug_use, &false);
        write!("offences", OFFENCES, &c.offences, WITHHELD);
        write!("risk_level", RISK, &c.risk_level, &0);
        write!("moved_in", HOUSING, &c.moved_in, WITHHELD);
        write!("weekly_income", FINANCE, &c.weekly_income, &0);
        write!("needs", SUPPORT, &c.needs, WITHHELD);
        write!("notes", CategorySet::EVERY, &c.notes, WITHHELD);
        map.end()
    }
}

/// What hosts without tags on their types do: the whole record as a tree, then a table of names.
fn walked(client: &Client, allowed: CategorySet, table: &[(&str, CategorySet)], out: &mut Vec<u8>) {
    let whole = ByHand { client, allowed: CategorySet::EVERY };
    let mut tree = serde_json::to_value(&whole).expect("a tree");
    for (name, value) in tree.as_object_mut().into_iter().flatten() {
        let known = table.binary_search_by_key(&name.as_str(), |(name, _)| name);
        let categories = known.map_or(CategorySet::EVERY, |place| table[place].1);
        if !allowed.contains_all(categories) {
            *value = match value {
                Value::Number(_) => 0.into(),
                Value::Bool(_) => false.into(),
                _ => WITHHELD.into(),
            };
        }
    }
    serde_json::to_writer(out, &tree).expect("a vector takes everything");
}

fn client(number: u32) -> Client {
    let text = |text: &str| Some(text.to_owned());
    Client {
        number,
        given_name: Personal::new("Margaret".into()),
        family_name: Personal::new("Haveringland".into()),
        born: Some(Day::literal(1979, 4, 21)),
        telephone: text("01603 496 0421"),
        email: (!number.is_multiple_of(3)).then(|| "m.haveringland@example.org".to_owned()),
        address: "Flat 4, 27 Prince of Wales Road, Norwich".into(),
        postcode: text("NR1 1BG"),
        kin_name: text("Anne Haveringland"),
        kin_telephone: number.is_multiple_of(2).then(|| "01493 496 0033".to_owned()),
        ethnic_group: Some(3),
        religion: None,
        diagnosis: text("moderate depression; asthma"),
        drug_use: number % 4 == 1,
        offences: (number % 5 == 1).then(|| "shoplifting (2019)".to_owned()),
        risk_level: u8::try_from(number % 4).unwrap_or(0),
        moved_in: Some(Day::literal(2024, 11, 5)),
        weekly_income: Some(12_430),
        needs: "budgeting, move-on, GP registration".into(),
        notes: "Seen at the hostel; asked about a tenancy near her sister.".into(),
    }
}

const PEOPLE: u32 = 64;

fn people() -> Vec<Client> {
    (0..PEOPLE).map(client).collect()
}

fn run(masked: impl Fn(&Client, &mut Vec<u8>)) -> impl FnMut() {
    let (people, mut out) = (people(), Vec::with_capacity(1 << 20));
    move || {
        out.clear();
        people.iter().for_each(|client| masked(client, &mut out));
        black_box(&out);
    }
}

fn contest(name: &str, allowed: CategorySet) -> Contest {
    let write = |masked: &dyn Fn(&Client, &mut Vec<u8>)| {
        let mut out = Vec::new();
        people().iter().for_each(|client| masked(client, &mut out));
        out
    };
    let ours = move |client: &Client, out: &mut Vec<u8>| {
        serde_json::to_writer(out, &Masked::new(client, allowed)).expect("a vector takes all");
    };
    let by_hand = move |client: &Client, out: &mut Vec<u8>| {
        serde_json::to_writer(out, &ByHand { client, allowed }).expect("a vector takes all");
    };
    assert_eq!(write(&ours), write(&by_hand), "both write the same bytes");

    let declared = Client::FIELDS.iter().map(|tag| (tag.name(), tag.categories()));
    let mut table: Vec<_> = declared.collect();
    table.sort_by_key(|(name, _)| *name);

    Contest::new(name, "record")
        .with("by hand", PEOPLE as usize, run(by_hand))
        .with("derived", PEOPLE as usize, run(ours))
        .with(
            "serde_json::Value",
            PEOPLE as usize,
            run(move |client, out| walked(client, allowed, &table, out)),
        )
        .goal("derived", 1.05, "by hand")
        .goal("derived", 1.0 / 6.0, "serde_json::Value")
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    let half = CategorySet::of(&[
        Category::Administrative,
        Category::Identity,
        Category::Contact,
        Category::HousingAndTenancy,
        Category::SupportNeeds,
        Category::RiskAndWarning,
    ]);
    vec![
        contest("every field shown", CategorySet::EVERY),
        contest("half of the fields shown", half),
        contest("every field masked", CategorySet::NONE),
    ]
}
