//! Consents far from any example, and what is read back of them.

use caldicott_model::document::{Echo, Faults, Located, Node, Place, Table};
use caldicott_model::{Category, Day};
use caldicott_sharing::exchange::Record;
use caldicott_sharing::exchange::fhir::{Import, Reading, Release, read};
use caldicott_sharing::{Consent, ConsentKind, DataSet, Detail, Known, SharingPurpose};
use proptest::prelude::*;
use serde_json::Value;

pub(crate) const DAY: Day = Day::literal(2026, 3, 2);

fn located(value: &Value) -> Located {
    let node = match value {
        Value::Null => Node::Null,
        Value::Bool(flag) => Node::Flag(*flag),
        Value::Number(number) => number.as_i64().map_or(Node::Fraction, Node::Number),
        Value::String(text) => Node::Text(text.clone()),
        Value::Array(items) => Node::List(items.iter().map(located).collect()),
        Value::Object(map) => {
            let mut table = Table::default();
            for (key, value) in map {
                table.insert(key.clone(), Place::new(1, 1), located(value));
            }
            Node::Table(table)
        }
    };
    Located::new(node, Place::new(1, 1))
}

pub(crate) fn table(value: &Value) -> Table {
    let Node::Table(table) = located(value).node else { return Table::default() };
    table
}

/// Reads a resource, or gives every fault as a line.
pub(crate) fn take_in(value: &Value, release: Release) -> Result<Reading, Vec<String>> {
    let faults = Faults::new("consent.json", Echo::Hidden);
    let found = read(&table(value), Place::new(1, 1), release, &Import::on(DAY), &faults);
    faults.finish(found).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

/// Everything that is held of a consent.
pub(crate) fn held(consent: &Consent) -> String {
    let Consent { kind, form, to, purposes, covers, given, until, withdrawn, .. } = consent;
    let Consent { explicit, evidence, condition_of_service, .. } = consent;
    format!(
        "{kind} {form:?} {to:?} {purposes:?} {covers:?} {given:?} {until:?} {withdrawn:?} \
         {explicit:?} {evidence:?} {condition_of_service:?}"
    )
}

pub(crate) fn word<T: Copy + core::fmt::Debug>(
    names: &'static [(&'static str, T)],
) -> impl Strategy<Value = T> {
    prop::sample::select(names).prop_map(|(_, word)| word)
}

/// Any data, categories without their details included.
fn data() -> impl Strategy<Value = DataSet> {
    let whole = prop::collection::vec(prop::sample::select(&Category::ALL[..]), 0..4);
    let less = prop::collection::vec(word(Detail::NAMES), 0..4);
    let more = prop::collection::vec(word(Detail::NAMES), 0..3);
    let some = (whole, less, more).prop_map(|(whole, less, more)| {
        let of = |details: Vec<Detail>| details.into_iter().map(DataSet::from).collect();
        let whole: DataSet = whole.into_iter().map(DataSet::from).collect();
        let less: DataSet = of(less);
        whole.minus(less).union(of(more))
    });
    prop_oneof![6 => some, 1 => Just(DataSet::EVERY), 1 => Just(DataSet::NONE)]
}

fn flag() -> impl Strategy<Value = Known<bool>> {
    prop::sample::select(vec![Known::Known(true), Known::Known(false), Known::Unknown])
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("file note 12".to_owned()),
        "[a-z0-9][a-z0-9-]{0,20}",
        "[\"\\\\<>&'/{}\u{e9}\u{4e2d}\u{1f600}\\n\\t a-z]{1,20}[a-z]",
    ]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("lakenham-surgery".to_owned()),
        Just("Dr O'Brien".to_owned()),
        "[a-z][a-z0-9-]{0,30}"
    ]
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        8 => (17_000_i32..22_500).prop_map(|days| Day::from_epoch_days(days).unwrap()),
        1 => prop::sample::select(vec![Day::MIN, Day::MAX, DAY]),
    ]
}

/// A consent or a refusal.
pub(crate) fn consent() -> impl Strategy<Value = Consent> {
    let what = (
        word(ConsentKind::NAMES),
        prop::option::of(text()),
        prop::collection::vec(id(), 0..4),
        prop::collection::vec(word(SharingPurpose::NAMES), 0..4),
        data(),
    );
    let when = (day(), 0_i32..2_000, any::<bool>(), any::<bool>(), prop::option::of(day()));
    let how = (flag(), prop::option::of(text()), flag());
    (what, when, how).prop_map(|(what, when, how)| {
        let (kind, form, to, purposes, covers) = what;
        let (on, later, refused, withdrawn, until) = when;
        let (explicit, evidence, condition) = how;
        let mut consent = Consent::new(kind);
        if refused {
            consent.withdrawn = Some(on);
        } else {
            consent.given = Some(on);
            consent.withdrawn = on.plus_days(later).filter(|_| withdrawn);
        }
        consent.form = form;
        consent.to = to;
        consent.purposes = purposes;
        consent.covers = covers;
        consent.until = until;
        consent.explicit = explicit;
        consent.evidence = evidence;
        consent.condition_of_service = condition;
        consent
    })
}

pub(crate) fn record() -> impl Strategy<Value = Record> {
    (consent(), prop::option::of(text()), prop::option::of(text()), prop::option::of(id()))
        .prop_map(|(consent, id, subject, held_by)| {
            let mut record = Record::new(consent);
            record.id = id;
            record.subject = subject;
            record.held_by = held_by;
            record
        })
}

pub(crate) fn release() -> impl Strategy<Value = Release> {
    prop::sample::select(vec![Release::R4, Release::R5])
}
