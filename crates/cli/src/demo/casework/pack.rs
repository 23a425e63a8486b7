//! The answer to the request of the day: what was found, who else is in it, and the pack.

use caldicott::model::{Category, CategorySet, Day};
use caldicott::rights::pack::{
    AccessCase, Body, Built, Claim, Exemption, Field, Harm, Information, Item, LedgerLine, Opinion,
    OtherPerson, Regulator, Search, Standing,
};
use caldicott::rights::redaction::{Identity, Name};

use super::super::Setting;
use crate::output;
use crate::report::AccessPack;
use crate::stop::Stop;

/// Whose request it is. Nobody of the casebook: an invented person among invented people.
pub(super) const PERSON: &str = "p-request";

/// A note of the day: its id, its age in days, what it says and what it is about.
type Note = (&'static str, i32, &'static str, &'static [Category]);

const NOTES: [Note; 4] = [
    (
        "k-1",
        150,
        "Mary came in to go through her tenancy; the council's form is filled in.",
        &[Category::ContactRecord, Category::HousingAndTenancy],
    ),
    (
        "k-2",
        130,
        "Saw Dr Haddad at City Reach; sleeping better since the new tablets.",
        &[Category::ContactRecord, Category::Health],
    ),
    (
        "k-3",
        120,
        "Danny rang from 07700 900 123 and asked where she lives now. D.H. was told nothing; she asked that \
         Holt, D be kept out.",
        &[Category::ContactRecord],
    ),
    ("k-4", 30, "Budget sheet filled in together.", &[Category::ContactRecord]),
];

pub(super) fn make(setting: &Setting) -> Result<AccessPack, Stop> {
    let broken = |what: String| Stop::Failed(format!("the access pack: {what}"));
    let case = case(setting.as_at).map_err(broken)?;
    let pack = match case.build().map_err(|error| broken(error.to_string()))? {
        Built::Ready(pack) => pack,
        Built::Failed(_) => return Err(broken("it fails its own check".to_owned())),
    };
    output::write_file(&setting.path("access-pack.html"), pack.to_html().as_bytes())?;
    output::write_file(&setting.path("access-pack.json"), pack.to_json().as_bytes())?;
    let lines = pack.ledger().lines();
    let rows = lines.iter().map(|line| {
        let rules: Vec<&str> = line.rules().ids().collect();
        let answer = match (line.field(), line.is_given(), line.redactions()) {
            (None, true, _) => "may be named".to_owned(),
            (None, false, _) => "protected".to_owned(),
            (Some(_), false, _) => "withheld".to_owned(),
            (Some(_), true, 0) => "given".to_owned(),
            (Some(_), true, parts) => format!("given, parts taken out: {parts}"),
        };
        let field = line.field().unwrap_or_default().to_owned();
        [line.about().to_owned(), field, answer, rules.join(", ")]
    });
    let fields = || lines.iter().filter(|line| line.field().is_some());
    Ok(AccessPack {
        given: pack.items(),
        withheld: fields().filter(|line| !line.is_given()).count(),
        taken_out: fields().map(LedgerLine::redactions).sum(),
        rows: rows.collect(),
        rules: pack.rules().ids().collect::<Vec<_>>().join(", "),
    })
}

fn case(on: Day) -> Result<AccessCase, String> {
    let name = |text: &str| Name::parse(text).map_err(|error| error.to_string());
    let ago = |days: i32| on.plus_days(-days).unwrap_or(on);
    let her = Identity::named(name("Mary Fenn")?).reference("SM900017").phone("01632 960017");
    let search = Search::of("case records", &["reference", "name"])
        .and("email of the support team", &["name", "reference"])
        .without("backup copies", "they hold what the case records hold");
    let claim = Claim::new(Exemption::Privilege, "our solicitor's advice on the possession claim");
    let claim = claim.map_err(|error| error.to_string())?;
    let caller = Identity::named(name("Ruth Calloway")?);
    let mut case = AccessCase::new(on, Body::Charity, her, information(), search)
        .person(OtherPerson::new(
            "ex-partner",
            Identity::named(name("Danny Holt")?).phone("07700 900123"),
        ))
        .person(OtherPerson::new("neighbour", caller).standing(Standing::Informant))
        .person(
            OtherPerson::new("doctor", Identity::named(name("Dr Amira Haddad")?))
                .standing(Standing::HealthWorker),
        )
        .opinion(Opinion {
            obtained: ago(21),
            finds: Harm::NotLikely,
            items: vec!["k-2".to_owned()],
            stale: false,
        })
        .organisation("City Reach");
    for (id, days, text, categories) in NOTES {
        let field = Field::new("Note", text, CategorySet::of(categories));
        case = case.item(Item::new(id, "Contact note").dated(ago(days)).field(field));
    }
    let advice = "Counsel thinks that the notice was defective.";
    let call = "A caller says that there was shouting at night.";
    let unread = "Came by for post. Nobody has read this note for the request yet.";
    let contact = CategorySet::from(Category::ContactRecord);
    Ok(case
        .item(
            Item::new("m-1", "Email")
                .dated(ago(50))
                .field(Field::new("Text", advice, contact))
                .claim(claim),
        )
        .item(
            Item::new("k-5", "Telephone call")
                .dated(ago(44))
                .field(Field::new("Note", call, contact))
                .told_by("neighbour"),
        )
        .item(Item::new("k-6", "Contact note").dated(ago(3)).field(Field::new(
            "Note",
            unread,
            CategorySet::EVERY,
        ))))
}

fn information() -> Information {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Information {
        controller: "St Martins Housing Trust".to_owned(),
        contact: "the data protection officer, 01603 000000".to_owned(),
        purposes: texts(&["to support you and to house you safely"]),
        categories: texts(&[
            "who you are",
            "contacts with our staff",
            "support, health and housing",
        ]),
        recipients: texts(&["the council, for housing benefit", "your doctor, where you agreed"]),
        retention: "eight years after our support ends".to_owned(),
        source: "you yourself, and people who were in touch with us about you".to_owned(),
        automated: "nothing is decided about you without a person".to_owned(),
        regulator: Regulator::default(),
    }
}
