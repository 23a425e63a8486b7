//! Records of every shape that compiles: whatever stands in a field, the masked view looks the same
//! whether or not anything is recorded, and what may be seen is seen as it is.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use caldicott_derive::{CaseRecord, CaseValue};
use caldicott_model::identifier::{NhsNumber, Postcode, PostcodeDistrict, UkPhone};
use caldicott_model::view::Masked;
use caldicott_model::{CaseRecord, Category, CategorySet, Day, Personal};
use serde_json::{Value, json};

#[derive(CaseValue, Clone, Copy)]
enum Reason {
    #[value(category = "health")]
    LeftHospital,
    #[value(none, code = "a \"quoted\" {} code")]
    Quoted,
    #[value(none)]
    r#Self_,
}

#[derive(CaseRecord, Clone)]
#[case(type = "inner", debug)]
struct Inner {
    #[data(category = "identity")]
    name: String,
    #[data(category = "health")]
    note: Option<String>,
}

mod elsewhere {
    use caldicott_derive::CaseRecord;

    /// A record whose name is that of the record which holds it.
    #[derive(CaseRecord)]
    #[case(type = "elsewhere")]
    pub(crate) struct Shapes {
        #[data(category = "health")]
        pub(crate) x: u8,
    }
}

#[expect(clippy::option_option, reason = "it compiles, so it is masked")]
#[derive(CaseRecord)]
#[case(type = "shapes", debug)]
struct Shapes<'t, T, const LENGTH: usize = 2>
where
    T: Clone,
{
    #[data(category = "health")]
    borrowed: &'t str,
    #[data(category = "health")]
    cow: Cow<'t, str>,
    #[data(category = "health")]
    any: Vec<Option<T>>,
    #[data(category = "health")]
    numbers: [u8; LENGTH],
    #[data(category = "health")]
    deep: Vec<Vec<Option<String>>>,
    #[data(category = "health")]
    twice: Option<Option<Box<i64>>>,
    #[data(category = "health")]
    shared: Arc<str>,
    #[data(category = "health")]
    counted: Rc<Inner>,
    #[data(category = "health")]
    private: Personal<Option<String>>,
    #[data(category = "health")]
    day: Option<Day>,
    #[data(category = "identity")]
    number: NhsNumber,
    #[data(category = "contact")]
    phone: Option<UkPhone>,
    #[data(category = "address-and-location")]
    postcode: Postcode,
    #[data(category = "address-and-location", identifiability = "quasi")]
    district: PostcodeDistrict,
    #[data(category = "identity")]
    inner: Option<Inner>,
    #[data(category = "identity")]
    many: Vec<Inner>,
    #[data(category = "health")]
    elsewhere: elsewhere::Shapes,
    #[data(category = "housing-and-tenancy")]
    reason: Reason,
    #[data(category = "housing-and-tenancy")]
    reasons: Vec<Reason>,
    #[cfg(any())]
    gone: f64,
    #[cfg_attr(all(), data(none))]
    r#type: bool,
    #[data(none)]
    __visitor: u8,
    #[data(none, name = "Ünïcode \"name\"")]
    named: u8,
}

fn inner() -> Inner {
    Inner { name: "Mary".into(), note: Some("hiv".into()) }
}

fn full() -> Shapes<'static, String> {
    Shapes {
        borrowed: "a",
        cow: Cow::Borrowed("b"),
        any: vec![None, Some("c".into())],
        numbers: [1, 2],
        deep: vec![vec![None, Some("d".into())]],
        twice: Some(Some(Box::new(-1))),
        shared: "e".into(),
        counted: Rc::new(inner()),
        private: Personal::new(Some("f".into())),
        day: Some(Day::literal(2026, 3, 2)),
        number: "943 476 5919".parse().unwrap(),
        phone: "07700 900123".parse().ok(),
        postcode: "EC1A 1BB".parse().unwrap(),
        district: "GIR".parse().unwrap(),
        inner: Some(inner()),
        many: vec![inner(), Inner { note: None, ..inner() }],
        elsewhere: elsewhere::Shapes { x: 1 },
        reason: Reason::Quoted,
        reasons: vec![Reason::r#Self_, Reason::LeftHospital],
        r#type: true,
        __visitor: 1,
        named: 2,
    }
}

/// The same record with nothing where nothing can stand.
fn empty() -> Shapes<'static, String> {
    Shapes {
        borrowed: "",
        cow: Cow::Borrowed(""),
        any: vec![],
        numbers: [0, 0],
        deep: vec![],
        twice: None,
        shared: "".into(),
        counted: Rc::new(Inner { name: String::new(), note: None }),
        private: Personal::new(None),
        day: None,
        phone: None,
        inner: None,
        many: vec![],
        reasons: vec![],
        ..full()
    }
}

fn seen(record: &impl CaseRecord, allowed: &[Category]) -> Value {
    serde_json::to_value(Masked::new(record, CategorySet::of(allowed))).unwrap()
}

#[test]
fn what_may_be_seen_is_seen_as_it_is() {
    let shown = serde_json::to_value(Masked::new(&full(), CategorySet::EVERY)).unwrap();
    let expected = json!({
        "borrowed": "a", "cow": "b", "any": [null, "c"], "numbers": [1, 2],
        "deep": [[null, "d"]], "twice": -1, "shared": "e",
        "counted": { "name": "Mary", "note": "hiv" }, "private": "f", "day": "2026-03-02",
        "number": "9434765919", "phone": "+447700900123", "postcode": "EC1A 1BB",
        "district": "GIR", "inner": { "name": "Mary", "note": "hiv" },
        "many": [{ "name": "Mary", "note": "hiv" }, { "name": "Mary", "note": null }],
        "elsewhere": { "x": 1 }, "reason": "a \"quoted\" {} code",
        "reasons": ["self_", "left-hospital"], "type": true, "__visitor": 1,
        "Ünïcode \"name\"": 2,
    });
    assert_eq!(shown, expected);
}

#[test]
fn a_masked_field_looks_the_same_whether_or_not_anything_is_recorded() {
    assert_eq!(seen(&full(), &[]), seen(&empty(), &[]));
    let identity = seen(&full(), &[Category::Identity]);
    // A record within is masked field by field, and a list of codes as a whole.
    assert_eq!(identity["inner"], json!({ "name": "Mary", "note": "[withheld]" }));
    assert_eq!(
        identity["many"],
        json!([
            { "name": "Mary", "note": "[withheld]" },
            { "name": "Mary", "note": "[withheld]" },
        ])
    );
    let housing = seen(&full(), &[Category::HousingAndTenancy]);
    assert_eq!(
        (&housing["reason"], &housing["reasons"]),
        (&json!("a \"quoted\" {} code"), &json!([]))
    );
}

#[test]
fn a_masked_field_keeps_its_type() {
    let (shown, masked) = (seen(&full(), &Category::ALL), seen(&full(), &[]));
    let kind = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "flag",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "record",
    };
    let (shown, masked) = (shown.as_object().unwrap(), masked.as_object().unwrap());
    assert!(shown.keys().eq(masked.keys()));
    for (name, value) in shown {
        assert_eq!(kind(value), kind(&masked[name]), "{name}");
    }
}

#[test]
fn no_debug_shows_a_value() {
    let shown = format!("{:?} {:#?} {:?}", full(), empty(), inner());
    for value in ["Mary", "hiv", "9434765919", "EC1A", "2026", "quoted", "true"] {
        assert!(!shown.contains(value), "{value}");
    }
}
