//! The JSON Schema of what is written, as text.
//!
//! A schema names every key that is written now and allows others: a later release may add some.
//!
//! ```
//! use caldicott_sharing::exchange::schema;
//! assert!(schema::consent().contains("https://json-schema.org/draft/2020-12/schema"));
//! ```

use super::json::Json;
use super::receipt::Channel;
use crate::data::{DataSet, Detail};
use crate::decision::Warning;
use crate::duty::Duty;
use crate::words::{ConfidenceGround, ConsentKind, GatewayKind, SharingPurpose};

/// The schema of a decision, as [`Decision::to_json`](crate::Decision::to_json) writes it.
#[must_use]
pub fn decision() -> String {
    let rules = || list(text("The id of a rule"));
    let ids = || list(text("The id of a gateway or bar of the rulebook"));
    let truth = || one_of(["true", "false", "unknown"]);
    let condition = object(
        "A condition, and whether it holds",
        [("need", text("What is needed")), ("value", truth()), ("rules", rules())],
        &[],
    );
    let missing = object(
        "Something that is missing",
        [("need", text("Its name")), ("ask", text("The question to ask"))],
        &[],
    );
    let each = object(
        "What happens to one category or detail",
        [("data", data()), ("fate", one_of(["released", "referred", "withheld"])), ("by", ids())],
        &[],
    );
    let gateway = object(
        "A gateway that was considered",
        [
            ("id", text("Its id")),
            ("says", text("What it says")),
            ("kind", named(GatewayKind::NAMES)),
            ("holds", truth()),
            ("conditions", list(condition.clone())),
            ("basis", or_null(text("The lawful basis on the day"))),
            ("article9", or_null(text("The condition for special category data"))),
            ("schedule1", or_null(whole())),
            ("article10", or_null(whole())),
            ("confidence", named(ConfidenceGround::NAMES)),
            ("releases", list(data())),
            ("rules", rules()),
        ],
        &[],
    );
    let bar = object(
        "A bar that was considered",
        [
            ("id", text("Its id")),
            ("says", text("What it says")),
            ("holds", truth()),
            ("conditions", list(condition)),
            ("bites", flag()),
            ("rules", rules()),
        ],
        &[],
    );
    let holds = object(
        "The days on which the same answer stands, half-open",
        [("from", or_null(day())), ("until", or_null(day()))],
        &[],
    );
    document(
        "decision",
        object(
            "A decision on a request for information",
            [
                ("day", day()),
                (
                    "outcome",
                    one_of([
                        "disclose",
                        "disclose-part",
                        "refer",
                        "refuse",
                        "neither-confirm-nor-deny",
                    ]),
                ),
                ("released", list(data())),
                ("withheld", list(data())),
                ("referred", list(data())),
                ("refer_to", or_null(text("The role that decides"))),
                ("each", list(each)),
                ("gateways", list(gateway)),
                ("bars", list(bar)),
                ("duties", list(named(Duty::NAMES))),
                ("what_would_change_it", list(list(missing))),
                ("warnings", list(named(Warning::NAMES))),
                ("holds", holds),
                ("rules", rules()),
                ("rulebook", hash()),
            ],
            &[],
        ),
    )
}

/// The schema of a consent or refusal, as [`Record::to_json`](super::Record::to_json) writes it and a
/// request holds it under `subject.consents`.
#[must_use]
pub fn consent() -> String {
    let schema = object(
        "A consent, or a refusal",
        [
            ("kind", named(ConsentKind::NAMES)),
            ("form", text("The form it was given on")),
            ("to", list(text("An organisation or individual, by id"))),
            ("purposes", list(named(SharingPurpose::NAMES))),
            ("categories", list(data())),
            ("given", day()),
            ("refused", day()),
            ("until", day()),
            ("withdrawn", day()),
            ("explicit", flag()),
            ("evidence", text("Where the evidence is")),
            ("condition_of_service", flag()),
        ],
        &[
            "form",
            "given",
            "refused",
            "until",
            "withdrawn",
            "explicit",
            "evidence",
            "condition_of_service",
        ],
    );
    let only = |key: &'static str| Json::table([("required", Json::list([key]))]);
    document("consent", schema.with("oneOf", vec![only("given"), only("refused")]))
}

/// The schema of a receipt, as [`Receipt::json`](super::receipt::Receipt::json) writes it.
#[must_use]
pub fn receipt() -> String {
    let record = object(
        "The record that the receipt is of",
        [
            ("schema_version", text("The version of this shape")),
            ("record_id", text("The record's id")),
            ("pii_principal_id", text("Whose consent it is, by id")),
        ],
        &["record_id", "pii_principal_id"],
    );
    let purpose = object(
        "A purpose",
        [("purpose_type", named(SharingPurpose::NAMES)), ("purpose", text("In plain words"))],
        &[],
    );
    let about =
        object("What data is about", [("pii_type", data()), ("special_pii_category", flag())], &[]);
    let back = object(
        "A way to take it back",
        [("channel", named(Channel::NAMES)), ("how", text("In a sentence"))],
        &[],
    );
    let processing = object(
        "What it lets happen, or refuses",
        [
            ("kind", named(ConsentKind::NAMES)),
            ("language", text("The language it is in")),
            ("jurisdiction", text("Whose law it is under")),
            ("lawful_basis", or_null(text("The basis of Art 6, where it is one"))),
            ("privacy_notice", text("The form it was given on")),
            ("collection_method", named(Channel::NAMES)),
            ("processing_method", text("What is done with the data")),
            ("purposes", list(purpose)),
            ("pii_information", list(about)),
            ("pii_controllers", list(text("A party, by id"))),
            ("recipient_third_parties", list(text("A party, by id"))),
            ("withdrawal_method", list(back)),
            ("privacy_rights", list(text("A right"))),
            ("complaints_to", list(text("To whom one may complain"))),
        ],
        &["privacy_notice"],
    );
    let party = object(
        "A party",
        [
            ("party_id", text("Its id")),
            ("party_role", one_of(["controller", "regulator", "recipient"])),
            ("party_name", text("Its name")),
            ("party_contact", text("How to reach it")),
        ],
        &["party_contact"],
    );
    let event = object(
        "What happened, and when",
        [
            ("event_time", day()),
            ("event_state", one_of(["given", "withdrawn", "refused"])),
            ("event_type", one_of(["explicit", "not-explicit", "unknown"])),
            ("valid_until", day()),
            ("evidence", text("Where the evidence is")),
        ],
        &["valid_until", "evidence"],
    );
    document(
        "receipt",
        object(
            "What a person is handed when they agree or refuse",
            [
                ("schema_version", text("The version of this shape")),
                ("receipt_id", hash()),
                ("issued", day()),
                ("record", record),
                ("processing", processing),
                ("parties", list(party)),
                ("events", list(event)),
                ("rules", list(text("The id of a rule"))),
            ],
            &[],
        ),
    )
}

fn document(name: &str, schema: Json) -> String {
    let head = Json::table([("$schema", "https://json-schema.org/draft/2020-12/schema".into())])
        .with("$id", format!("{}schema:{name}", super::NAMESPACE))
        .with("title", name.to_owned());
    match (head, schema) {
        (Json::Table(mut head), Json::Table(schema)) => {
            head.extend(schema);
            Json::Table(head).pretty()
        }
        (_, schema) => schema.pretty(),
    }
}

/// An object with these keys, all required but the optional ones.
fn object<const N: usize>(
    describes: &'static str,
    properties: [(&'static str, Json); N],
    optional: &[&str],
) -> Json {
    let required = properties.iter().map(|(key, _)| *key).filter(|key| !optional.contains(key));
    let required: Vec<&'static str> = required.collect();
    Json::table([
        ("description", describes.into()),
        ("type", "object".into()),
        ("properties", Json::table(properties)),
        ("required", Json::list(required)),
    ])
}

fn text(describes: &'static str) -> Json {
    Json::table([("description", describes.into()), ("type", "string".into())])
}

fn flag() -> Json {
    Json::table([("type", "boolean".into())])
}

fn whole() -> Json {
    Json::table([("type", "integer".into())])
}

fn day() -> Json {
    Json::table([
        ("type", "string".into()),
        ("format", "date".into()),
        ("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$".into()),
    ])
}

fn hash() -> Json {
    Json::table([("type", "string".into()), ("pattern", "^[0-9a-f]{64}$".into())])
}

fn list(items: Json) -> Json {
    Json::table([("type", "array".into()), ("items", items)])
}

fn or_null(schema: Json) -> Json {
    Json::table([("anyOf", vec![schema, Json::table([("type", "null".into())])].into())])
}

fn one_of<const N: usize>(names: [&'static str; N]) -> Json {
    Json::table([("enum", Json::list(names))])
}

fn named<T>(names: &'static [(&'static str, T)]) -> Json {
    Json::table([("enum", Json::list(names.iter().map(|(name, _)| *name)))])
}

/// Every category and detail.
fn data() -> Json {
    let details = Detail::NAMES.iter().map(|(name, _)| *name);
    let categories = DataSet::EVERY.categories().iter().map(caldicott_model::Category::name);
    Json::table([("enum", Json::list(categories.chain(details).collect::<Vec<_>>()))])
}
