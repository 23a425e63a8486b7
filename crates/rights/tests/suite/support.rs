//! Cases to build packs of.

use caldicott_calendar::Day;
use caldicott_model::{Category, CategorySet};
use caldicott_rights::pack::{
    AccessCase, Body, Built, Field, Information, Item, Pack, Regulator, Search,
};
use caldicott_rights::redaction::{Identity, Name};

pub(crate) const DAY: Day = Day::literal(2026, 8, 15);
pub(crate) const ORDINARY: CategorySet = CategorySet::of(&[Category::ContactRecord]);
pub(crate) const HEALTH: CategorySet = CategorySet::of(&[Category::Health]);

pub(crate) fn named(name: &str) -> Identity {
    Identity::named(Name::parse(name).unwrap())
}

pub(crate) fn information() -> Information {
    Information {
        controller: "Harbour Trust".into(),
        contact: "privacy@harbour.example".into(),
        purposes: vec!["housing and support".into()],
        categories: vec!["contact notes".into(), "tenancy".into()],
        recipients: vec!["the council".into()],
        retention: "six years from the end of support".into(),
        source: "from the person and from agencies that referred them".into(),
        automated: "nothing is decided without a person".into(),
        regulator: Regulator::default(),
    }
}

pub(crate) fn case_on(day: Day) -> AccessCase {
    let search = Search::of("case records", &["name", "date of birth"])
        .without("old tapes", "cannot be read");
    AccessCase::new(day, Body::Charity, named("Mary Fenn"), information(), search)
}

pub(crate) fn case() -> AccessCase {
    case_on(DAY)
}

pub(crate) fn note(id: &str, text: &str) -> Item {
    Item::new(id, "Contact note").field(Field::new("text", text, ORDINARY))
}

pub(crate) fn pack(case: &AccessCase) -> Pack {
    match case.build().unwrap() {
        Built::Ready(pack) => *pack,
        Built::Failed(failed) => panic!("{failed:?}"),
    }
}
