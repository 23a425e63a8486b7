//! What a derived record says of itself, and how it is masked.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::borrow::Cow;

use caldicott_derive::CaseRecord;
use caldicott_model::view::{Hidden, Mask, Masked};
use caldicott_model::{
    CaseRecord as _, Category, CategorySet, Cell, Day, DeclaredRecord, FieldTag, FieldValue,
    Identifiability, Kind, Marking, Personal, Purpose, RuntimeRecord, Schema, Value, ValueTag,
};

const REASONS: &[ValueTag] = &[
    ValueTag {
        code: Cow::Borrowed("8"),
        label: Cow::Borrowed("Domestic abuse"),
        categories: CategorySet::of(&[Category::Safeguarding]),
    },
    ValueTag {
        code: Cow::Borrowed("9"),
        label: Cow::Borrowed("Work"),
        categories: CategorySet::NONE,
    },
];

#[derive(Clone, CaseRecord)]
#[case(type = "next-of-kin", debug)]
struct NextOfKin {
    #[data(category = "next-of-kin")]
    name: Personal<String>,
    #[data(categories("next-of-kin", "contact"))]
    telephone: Option<String>,
}

enum Tenure {
    Licence,
}

impl FieldValue for Tenure {
    const KIND: Kind = Kind::Text;

    fn value(&self, _purpose: Purpose) -> Value<'_> {
        Value::Text(match self {
            Self::Licence => "licence",
        })
    }
}

#[derive(CaseRecord)]
#[case(type = "client", debug)]
struct Client {
    #[data(category = "identity", name = "Name__c")]
    name: Personal<String>,
    #[data(category = "identity", identifiability = "quasi")]
    born: Option<Day>,
    #[data(
        category = "health",
        sub = "substance-misuse",
        markings("opinion", "third-party-source")
    )]
    drug_use: Option<String>,
    #[data(category = "housing-and-tenancy", values(REASONS))]
    reason: Option<u8>,
    #[data(category = "housing-and-tenancy", special_values(REASONS))]
    earlier: Option<u8>,
    #[data(category = "housing-and-tenancy")]
    tenure: Tenure,
    #[data(free_text)]
    notes: Vec<String>,
    #[data(free_text, category = "support-needs")]
    plan: String,
    #[data(category = "next-of-kin", identifiability = "none")]
    kin: Option<NextOfKin>,
    #[data(category = "next-of-kin")]
    family: Vec<NextOfKin>,
    #[data(administrative)]
    version: u32,
    #[data(none)]
    r#type: bool,
}

fn kin() -> NextOfKin {
    NextOfKin { name: Personal::new("Ann".into()), telephone: Some("01603".into()) }
}

fn client() -> Client {
    Client {
        name: Personal::new("Mary".into()),
        born: Some(Day::literal(1980, 1, 2)),
        drug_use: Some("heroin".into()),
        reason: Some(8),
        earlier: Some(7),
        tenure: Tenure::Licence,
        notes: vec!["seen".into()],
        plan: "move on".into(),
        kin: Some(kin()),
        family: vec![kin(), NextOfKin { telephone: None, ..kin() }],
        version: 3,
        r#type: true,
    }
}

fn empty() -> Client {
    Client {
        name: Personal::default(),
        born: None,
        drug_use: None,
        reason: None,
        earlier: None,
        tenure: Tenure::Licence,
        notes: vec![],
        plan: String::new(),
        kin: None,
        family: vec![],
        version: 0,
        r#type: false,
    }
}

fn tag(name: &str) -> &'static FieldTag {
    Client::FIELDS.iter().find(|tag| tag.name() == name).unwrap()
}

fn json(client: &Client, mask: Mask) -> serde_json::Value {
    let text = serde_json::to_string(&Masked::under(client, mask)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_tags_say_what_the_attributes_say() {
    assert_eq!(Client::TYPE, "client");
    let names: Vec<_> = Client::FIELDS.iter().map(FieldTag::name).collect();
    assert_eq!(
        names,
        [
            "Name__c", "born", "drug_use", "reason", "earlier", "tenure", "notes", "plan", "kin",
            "family", "version", "type"
        ]
    );
    assert_eq!(tag("Name__c").identifiability(), Identifiability::Direct);
    assert_eq!(tag("born").identifiability(), Identifiability::Quasi);
    assert_eq!((tag("born").kind(), tag("born").is_optional()), (Kind::Day, true));
    assert_eq!(tag("drug_use").sub_kind(), Some("substance-misuse"));
    assert_eq!(tag("drug_use").identifiability(), Identifiability::Quasi);
    let markings: Vec<_> = tag("drug_use").markings().iter().collect();
    assert_eq!(markings, [Marking::ThirdPartySource, Marking::Opinion]);
    assert_eq!(tag("reason").values(), REASONS);
    assert_eq!(tag("reason").categories_of("7"), CategorySet::EVERY);
    assert_eq!(tag("earlier").categories_of("7"), Category::HousingAndTenancy.into());
    assert_eq!(tag("notes").categories(), CategorySet::EVERY);
    assert_eq!(
        (tag("notes").kind(), tag("notes").identifiability()),
        (Kind::List, Identifiability::Direct)
    );
    assert_eq!(tag("plan").categories(), Category::SupportNeeds.into());
    assert_eq!(tag("plan").identifiability(), Identifiability::Direct);
    assert_eq!((tag("kin").kind(), tag("kin").fields()), (Kind::Record, NextOfKin::FIELDS));
    assert_eq!((tag("family").kind(), tag("family").fields()), (Kind::List, NextOfKin::FIELDS));
    assert_eq!(tag("version").identifiability(), Identifiability::None);
    assert_eq!(tag("type").categories(), CategorySet::NONE);
    assert!(!tag("type").is_sealed() && tag("kin").is_sealed());
}

#[test]
fn a_derived_debug_names_fields_and_shows_none() {
    assert_eq!(format!("{:?}", kin()), "NextOfKin { name: …, telephone: … }");
    let shown = format!("{:#?}", client());
    for secret in ["Mary", "1980", "heroin", "seen", "Ann", "01603"] {
        assert!(!shown.contains(secret));
    }
}

#[test]
fn who_may_see_everything_sees_the_record() {
    let shown = json(&client(), Mask::new(CategorySet::EVERY));
    assert_eq!(
        shown,
        serde_json::json!({
            "Name__c": "Mary", "born": "1980-01-02", "drug_use": "heroin", "reason": 8,
            "earlier": 7, "tenure": "licence", "notes": ["seen"], "plan": "move on",
            "kin": {"name": "Ann", "telephone": "01603"},
            "family": [
                {"name": "Ann", "telephone": "01603"},
                {"name": "Ann", "telephone": null}
            ],
            "version": 3, "type": true
        })
    );
}

#[test]
fn a_record_in_the_record_is_masked_field_by_field() {
    let kin_only = Mask::new(CategorySet::from(Category::NextOfKin));
    let shown = json(&client(), kin_only);
    let masked = serde_json::json!({"name": "Ann", "telephone": "[withheld]"});
    assert_eq!(shown["kin"], masked);
    assert_eq!(shown["family"], serde_json::json!([masked, masked]));
    // Where the field that holds it may not be seen, nothing of it is.
    let shown = json(&client(), Mask::new(CategorySet::from(Category::Contact)));
    assert_eq!((&shown["kin"], &shown["family"]), (&serde_json::json!({}), &serde_json::json!([])));
}

#[test]
fn what_is_masked_looks_the_same_in_a_full_and_an_empty_record() {
    let (full, empty) = (client(), empty());
    // Every pair of categories is more than enough to tell fields apart.
    for one in Category::ALL {
        for two in Category::ALL {
            let allowed = CategorySet::of(&[one, two]);
            for hidden in [Hidden::SameType, Hidden::Null] {
                let mask = Mask::new(allowed).hiding_as(hidden).whole_fields();
                let (full, empty) = (json(&full, mask), json(&empty, mask));
                for tag in Client::FIELDS {
                    let all =
                        if tag.values().is_empty() { tag.categories() } else { CategorySet::EVERY };
                    let visible = allowed.contains_all(all);
                    let same = full[tag.name()] == empty[tag.name()];
                    let constant = tag.name() == "tenure";
                    let special = tag.name() == "earlier";
                    assert!(visible || same || constant || special, "{} {allowed}", tag.name());
                }
            }
        }
    }
}

#[test]
fn a_runtime_record_of_the_same_fields_is_masked_alike() {
    let schema = Schema::new(NextOfKin::TYPE, NextOfKin::FIELDS.to_vec()).unwrap();
    for telephone in [None, Some("01603")] {
        let declared = NextOfKin { telephone: telephone.map(str::to_owned), ..kin() };
        let telephone = telephone.map_or(Cell::Missing, |number| Cell::Text(number.into()));
        let cells = vec![Cell::Text("Ann".into()), telephone];
        let runtime = RuntimeRecord::new(&schema, &cells);
        for category in Category::ALL {
            for hidden in [Hidden::SameType, Hidden::Null, Hidden::Omit] {
                let allowed = CategorySet::of(&[Category::NextOfKin, category]);
                let mask = Mask::new(allowed).hiding_as(hidden);
                assert_eq!(
                    serde_json::to_string(&Masked::under(&declared, mask)).unwrap(),
                    serde_json::to_string(&Masked::under(&runtime, mask)).unwrap()
                );
            }
        }
    }
}

#[test]
fn a_masked_record_visited_gives_no_more_than_its_json() {
    let client = client();
    let mask = Mask::new(CategorySet::from(Category::NextOfKin));
    let mut shown = Vec::new();
    Masked::under(&client, mask).each(Purpose::SUPPORT, |tag, value| {
        shown.push((tag.name().to_owned(), value.text().map(str::to_owned), value.is_missing()));
        if let Value::Record(record) = value {
            assert!(record.tags().is_empty(), "a record that is seen in part is handed on empty");
        }
    });
    assert_eq!(shown.len(), Client::FIELDS.len());
    assert!(shown.contains(&("Name__c".into(), Some("[withheld]".into()), false)));
    // A mask over a mask shows what both allow.
    let inner = Masked::new(&client, CategorySet::from(Category::Identity));
    let both = serde_json::to_value(Masked::new(&inner, CategorySet::EVERY)).unwrap();
    assert_eq!((&both["Name__c"], &both["drug_use"]), (&"Mary".into(), &"[withheld]".into()));
}

#[derive(CaseRecord)]
#[case(type = "pair", crate = caldicott_model)]
struct Pair<'a, T, const N: usize>
where
    T: Clone,
{
    #[data(category = "identity")]
    left: T,
    #[data(category = "health")]
    right: &'a str,
}

#[test]
fn a_generic_struct_is_a_record_too() {
    let pair = Pair::<_, 3> { left: Some(7_u8), right: "well" };
    assert_eq!(Pair::<Option<u8>, 3>::FIELDS[0].kind(), Kind::Number);
    let health = Mask::new(CategorySet::from(Category::Health));
    let shown = serde_json::to_string(&Masked::under(&pair, health)).unwrap();
    assert_eq!(shown, r#"{"left":0,"right":"well"}"#);
}

#[test]
fn the_json_schema_carries_tags_of_nested_records() {
    let schema = caldicott_model::json_schema::<Client>();
    let at = |pointer: &str| schema.pointer(pointer).cloned().unwrap_or_default();
    assert_eq!(at("/title"), "client");
    assert_eq!(at("/properties/reason/type"), serde_json::json!(["integer", "null"]));
    assert_eq!(at("/properties/reason/x-caldicott-values/0/categories/0"), "safeguarding");
    assert_eq!(at("/properties/reason/x-caldicott-other-codes"), "everything");
    assert_eq!(at("/properties/born/format"), "date");
    let telephone = "/properties/telephone/x-caldicott-categories";
    let expected = serde_json::json!(["contact", "next-of-kin"]);
    assert_eq!(at(&format!("/properties/kin{telephone}")), expected);
    assert_eq!(at(&format!("/properties/family/items{telephone}")), expected);
    assert_eq!(at("/properties/drug_use/x-caldicott-markings/1"), "opinion");
}
