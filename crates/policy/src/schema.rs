//! JSON Schemas of a rulebook and of a request, for an editor that completes and checks as one types.
//!
//! They are built from the same tables of names that the readers use. An editor's check is a help and
//! not the check: `Rulebook::load` also holds the parts of a rulebook against each other. A test asks the
//! readers which keys they look for and finds each of them here.

mod shape;

use serde_json::{Map, Value, json};

use caldicott_calendar::Nation;
use caldicott_model::law::{Article9Condition, LawfulBasis};
use caldicott_sharing::{
    AgreementKind, AskerKind, CapacityFinding, Channel, ConfidenceGround, ConsentKind, Direction,
    Duty, Fact, GatewayKind, GivenBy, Necessity, OrderKind, RestrictionPurpose, RunsFrom,
    SharingPurpose, TransferMechanism, Verification,
};

use shape::{
    any_text, categories, classes, clause, day, flag, names, needs, number, object, one_of, rules,
    slug, some_of, stages, tables, texts,
};

/// The JSON Schema of a rulebook's files (TOML, with days as text).
///
/// A rulebook may be spread over several files, so no section has to be in any one of them.
///
/// ```
/// let schema = caldicott_policy::schema::rulebook();
/// assert_eq!(schema["properties"]["gateway"]["items"]["additionalProperties"], false);
/// ```
#[must_use]
pub fn rulebook() -> Value {
    let mut top = object(
        "One organisation's rules: whom it tells what, and how long it keeps it.",
        &[],
        &[
            ("rulebook", profile()),
            ("sharing", sharing()),
            ("role", tables(role())),
            ("organisation", tables(organisation())),
            ("form", tables(form())),
            ("processor", tables(processor())),
            ("agreement", tables(agreement())),
            ("gateway", tables(gateway())),
            ("bar", tables(bar())),
            ("trigger", trigger()),
            ("rule", tables(rule())),
            ("limit", tables(limit())),
            ("hold", tables(hold())),
        ],
    );
    if let (Some(keys), Some(casework)) =
        (top.get_mut("properties").and_then(Value::as_object_mut), casework().as_object_mut())
    {
        keys.append(casework);
    }
    head(&mut top, "Caldicott rulebook");
    top
}

/// The sections about casework, as their reader asks for them.
fn casework() -> Value {
    let mut schema = caldicott_model::document::schema("casework", |top| {
        let _ = crate::Casework::read(top);
    });
    schema.get_mut("properties").map(Value::take).unwrap_or_default()
}

/// The JSON Schema of a request: one line of the file that `decide` reads.
#[must_use]
pub fn request() -> Value {
    let mut top = object(
        "A request for information, or an offer. What is left out is unknown and permits nothing.",
        &["asker", "categories"],
        &[
            ("id", any_text("The reference that the answer carries.")),
            ("day", day("The day it is decided for.")),
            ("received", day("The day it reached us, where that is another.")),
            ("channel", one_of("How it reached us.", Channel::NAMES)),
            ("direction", one_of("Which way information goes; `asked` when left out.", &ways())),
            ("asker", asker()),
            ("purpose", one_of("What it is wanted for.", SharingPurpose::NAMES)),
            ("categories", categories("What is asked for.")),
            ("frequency", names("Whether it is a regular transfer.", &["once", "routine"])),
            (
                "form",
                names("The form of the data.", &["anonymous", "identifiable", "pseudonymous"]),
            ),
            (
                "necessary",
                json!({
                    "description": "What was assessed as needed: all, nothing, or a list.",
                    "anyOf": [flag("All or nothing."), categories("What was found to be needed.")],
                }),
            ),
            ("order", order()),
            ("agreement", slug("The agreement relied on.")),
            ("gateway", slug("The gateway that the asker claims, by its id.")),
            ("handled_by", any_text("Who handles the request: nobody approves their own.")),
            ("approvals", tables(approval())),
            ("telling_would_prejudice", flag("Whether telling the person would do harm.")),
            ("facts", facts("The facts of the case.", &crate::diff::facts_of_case())),
            ("subject", subject()),
        ],
    );
    head(&mut top, "Caldicott request");
    top
}

/// Whether a rulebook has this key, written as `gateway.needs` or `processor.transfer.mechanism`.
#[must_use]
pub fn has_key(path: &str) -> bool {
    let schema = rulebook();
    let mut at = Some(&schema);
    for key in path.split('.') {
        at = at.and_then(|one| {
            let one = one.get("items").unwrap_or(one);
            one.get("properties").and_then(|keys| keys.get(key))
        });
    }
    at.is_some()
}

fn head(schema: &mut Value, title: &str) {
    if let Some(map) = schema.as_object_mut() {
        map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".into(), json!(title));
    }
}

fn profile() -> Value {
    object(
        "Whose rules these are.",
        &["id", "organisation", "as-known-on", "kept-by"],
        &[
            ("id", slug("A short name.")),
            ("organisation", any_text("The organisation's name.")),
            ("as-known-on", day("The day on which the rulebook was true.")),
            ("kept-by", any_text("Who keeps it.")),
        ],
    )
}

fn sharing() -> Value {
    object(
        "What holds for every disclosure.",
        &["refer_to"],
        &[
            ("refer_to", slug("The role that what nobody else decides goes to (B-014).")),
            (
                "secrecy_owed_by",
                slug("The role that owes secrecy for health and care data (SC-06)."),
            ),
            ("nation", one_of("Whose bank holidays count.", &nations())),
            ("policy_document", tables(policy_document())),
            ("within", tables(within())),
            (
                "neither_confirm_nor_deny",
                some_of(
                    "Kinds of asker, besides private callers, that may not learn even that we know somebody.",
                    AskerKind::NAMES,
                ),
            ),
        ],
    )
}

/// Which way a request goes; that it is not known has a word of its own, for left out it is "asked".
fn ways() -> Vec<(&'static str, ())> {
    Direction::NAMES.iter().map(|(name, _)| (*name, ())).chain([("unknown", ())]).collect()
}

/// The nations, by the names that a rulebook gives them.
fn nations() -> [(&'static str, Nation); 3] {
    [Nation::EnglandAndWales, Nation::NorthernIreland, Nation::Scotland]
        .map(|nation| (nation.id(), nation))
}

fn policy_document() -> Value {
    object(
        "An appropriate policy document that is in place (S1-05).",
        &["paragraphs"],
        &[
            (
                "paragraphs",
                json!({
                    "description": "The paragraphs of Schedule 1 it is written for.",
                    "type": "array", "minItems": 1,
                    "items": number("A paragraph.", 1, 37),
                }),
            ),
            ("from", day("The first day.")),
            ("until", day("The first day no more.")),
        ],
    )
}

fn within() -> Value {
    object(
        "By when a duty is to be done.",
        &["duty", "within"],
        &[
            ("duty", one_of("The duty.", Duty::NAMES)),
            ("within", any_text("Such as `at once`, `24 hours`, `5 working days`, `1 month`.")),
            ("after", one_of("What it runs from; `decision` when left out.", RunsFrom::NAMES)),
            ("cite", rules("What it rests on.")),
        ],
    )
}

fn role() -> Value {
    object(
        "A role that may approve.",
        &["name"],
        &[("name", slug("The role.")), ("below", texts("The roles directly above it."))],
    )
}

fn organisation() -> Value {
    object(
        "An organisation that asks or receives.",
        &["id", "kind"],
        &[("id", slug("Its id.")), ("kind", one_of("What kind of asker it is.", AskerKind::NAMES))],
    )
}

fn form() -> Value {
    object(
        "A consent form (C-005).",
        &["id", "kind", "covers"],
        &[
            ("id", slug("Its id.")),
            ("kind", one_of("Which consent it takes.", ConsentKind::NAMES)),
            ("covers", categories("What it can at most consent to.")),
            ("purposes", some_of("What for; left out for any purpose.", SharingPurpose::NAMES)),
            ("from", day("The first day it is in use.")),
            ("until", day("The first day it is in use no more.")),
        ],
    )
}

fn processor() -> Value {
    let transfer = object(
        "What allows data to leave the country.",
        &["mechanism", "from"],
        &[
            ("mechanism", one_of("By what (TR-01).", TransferMechanism::NAMES)),
            ("from", day("The first day.")),
            ("until", day("The first day no more.")),
            ("assessment", any_text("Where the transfer assessment is (TR-04).")),
        ],
    );
    object(
        "A processor under an agreement (B-059).",
        &["organisation", "from"],
        &[
            ("organisation", slug("Which organisation.")),
            ("engaged_by", slug("The processor that engaged it, for a sub-processor.")),
            ("purposes", some_of("What for.", SharingPurpose::NAMES)),
            ("covers", categories("What it processes.")),
            ("from", day("The first day of the agreement.")),
            ("until", day("The first day no more.")),
            ("abroad", flag("Whether it processes outside the United Kingdom.")),
            ("transfer", tables(transfer)),
        ],
    )
}

fn agreement() -> Value {
    let must =
        ["id", "kind", "with", "purposes", "covers", "gateways", "from", "review_by", "cite"];
    object(
        "An agreement: needed for what it names, never enough.",
        &must,
        &[
            ("id", slug("Its id.")),
            ("kind", one_of("For one transfer or many (B-040).", AgreementKind::NAMES)),
            ("with", texts("The organisations it is with.")),
            ("purposes", some_of("What for.", SharingPurpose::NAMES)),
            ("covers", categories("What it covers.")),
            ("gateways", texts("The gateways that it serves.")),
            ("from", day("The first day.")),
            ("until", day("The first day no more.")),
            ("review_by", day("The last day it may stand without a review.")),
            ("cite", rules("The rules it obeys.")),
        ],
    )
}

fn gateway() -> Value {
    let basis = object(
        "An Art 6 basis, from when until when.",
        &["on"],
        &[
            ("on", one_of("The basis.", &LawfulBasis::NAMES)),
            ("from", day("The first day.")),
            ("until", day("The first day no more.")),
        ],
    );
    let must = ["id", "says", "kind", "necessity", "covers", "basis", "confidence", "cite"];
    object(
        "A way out for information.",
        &must,
        &[
            ("id", slug("Its id.")),
            ("says", any_text("What it says, in a sentence.")),
            ("kind", one_of("Duty, power or discretion (GW-26).", GatewayKind::NAMES)),
            ("who", some_of("Who may be told; left out for anybody.", AskerKind::NAMES)),
            ("purposes", some_of("What for; left out for any purpose.", SharingPurpose::NAMES)),
            ("direction", some_of("Which way; left out for out.", Direction::NAMES)),
            ("needs", needs("What must hold.")),
            ("necessity", one_of("What keeps it to the minimum.", Necessity::NAMES)),
            ("covers", categories("What it covers at most.")),
            ("except", categories("What of that it does not cover.")),
            ("basis", tables(basis)),
            (
                "article9",
                one_of("The condition for special categories.", &Article9Condition::NAMES),
            ),
            ("schedule1", number("The paragraph of Schedule 1 behind it.", 1, 37)),
            ("article10", number("The paragraph of Schedule 1 for offence data.", 1, 37)),
            (
                "policy_document",
                names("Whether nothing goes without one (S1-05).", &["expected", "required"]),
            ),
            ("confidence", one_of("What lifts confidence.", ConfidenceGround::NAMES)),
            ("weighed_by", rules("The policy rules that weighed the public interest.")),
            (
                "serves",
                some_of("What it serves, where data is restricted.", RestrictionPurpose::NAMES),
            ),
            ("then", names("What it does; `release` when left out.", &["refer", "release"])),
            ("refer", slug("The role that decides.")),
            ("duties", some_of("What is owed with it.", Duty::NAMES)),
            ("cite", rules("The rules it obeys.")),
            ("from", day("The first day.")),
            ("until", day("The first day no more.")),
        ],
    )
}

fn bar() -> Value {
    object(
        "What takes back what a gateway would let go.",
        &["id", "says", "removes", "beats", "cite"],
        &[
            ("id", slug("Its id.")),
            ("says", any_text("What it says, in a sentence.")),
            ("who", some_of("Whom it stops; left out for anybody.", AskerKind::NAMES)),
            ("purposes", some_of("What for; left out for any purpose.", SharingPurpose::NAMES)),
            ("when", needs("When it stands.")),
            ("unless", needs("What lifts it.")),
            ("removes", categories("What it takes back.")),
            ("leaves", categories("What of that it leaves alone.")),
            ("third_party_only", flag("Only what third parties told in confidence.")),
            ("only_objectionable", flag("Only where there is a right to object.")),
            ("beats", texts("The gateways it beats: ids, kinds, or `every`.")),
            ("spares", texts("Gateways that it does not beat.")),
            (
                "spares_serving",
                some_of("It does not beat what serves this.", RestrictionPurpose::NAMES),
            ),
            ("then", names("What it does; `withhold` when left out.", &["refer", "withhold"])),
            ("refer", slug("The role that decides.")),
            ("note", flag("Whether the person is told that something was held back.")),
            ("duties", some_of("What is owed with it.", Duty::NAMES)),
            ("cite", rules("The rules it obeys.")),
            ("from", day("The first day.")),
            ("until", day("The first day no more.")),
        ],
    )
}

fn trigger() -> Value {
    let inner = object(
        "Where a day is found.",
        &[],
        &[
            ("column", any_text("A field of the record.")),
            ("latest", texts("Several fields, of which the latest counts.")),
            ("parent", any_text("A field of the record it belongs to.")),
            ("related", any_text("A field of related records, of which the latest counts.")),
            ("optional", flag("Whether a record may do without it.")),
            ("instant", flag("Whether the field holds a moment.")),
            ("leap-birthday", names("A birthday of 29 February.", &["1-march", "28-february"])),
            ("not-before", slug("A trigger that it never comes before.")),
            (
                "empty",
                json!({
                    "description": "Days that stand for nothing.", "type": "array", "items": day("A day."),
                }),
            ),
        ],
    );
    json!({
        "description": "The days that periods run from: names of the file's own choosing.",
        "type": "object",
        "propertyNames": { "pattern": "^[a-z][a-z0-9-]{0,79}$" },
        "additionalProperties": { "anyOf": [any_text("A field of the record."), inner] },
    })
}

fn rule() -> Value {
    object(
        "How long records of a kind are kept.",
        &["id", "why", "keep", "stages"],
        &[
            ("id", slug("Its id.")),
            ("why", any_text("Why so long, in words that the person may read.")),
            ("enabled", flag("Whether it decides anything.")),
            ("version", number("The version, from 1.", 1, 9999)),
            ("effective", day("The first day of this version.")),
            ("class", classes("The kinds of record, or `every`.")),
            ("tags", categories("Categories, one of which a record must be about.")),
            ("keep", clause("How long, such as `6 years after closed`.")),
            ("archive", clause("From when it is archived.")),
            ("backstop", clause("When somebody looks where the end is not known.")),
            ("stages", stages("What happens at the end, in order.")),
            (
                "reset-on-reuse",
                flag("Whether it starts again when the record is used again (RE-05)."),
            ),
            ("cites", rules("What it rests on.")),
        ],
    )
}

fn limit() -> Value {
    object(
        "By when records of a kind are to be gone.",
        &["id", "why", "delete-by"],
        &[
            ("id", slug("Its id.")),
            ("why", any_text("Why.")),
            ("class", classes("The kinds of record, or `every`.")),
            ("tags", categories("Categories, one of which a record must be about.")),
            ("delete-by", clause("By when.")),
            ("cites", rules("What it rests on.")),
        ],
    )
}

fn hold() -> Value {
    object(
        "What stops destruction (D-004).",
        &["id", "why"],
        &[
            ("id", slug("Its id, which records name.")),
            ("why", any_text("Why.")),
            ("restarts-clock", flag("Whether the period runs again from its release.")),
        ],
    )
}

fn asker() -> Value {
    object(
        "Who asks, or would receive.",
        &[],
        &[
            ("kind", one_of("What kind of asker.", AskerKind::NAMES)),
            ("organisation", slug("The organisation's id.")),
            ("individual", any_text("The individual's id.")),
            ("verification", one_of("How they were verified (B-011).", Verification::NAMES)),
        ],
    )
}

fn order() -> Value {
    object(
        "An order, notice or requirement that is shown.",
        &["kind"],
        &[
            ("kind", one_of("What it is.", OrderKind::NAMES)),
            ("seen", flag("Whether it was seen, and not only spoken of.")),
            ("scope", categories("What it reaches.")),
            ("from", day("The first day.")),
            ("until", day("The first day no more.")),
        ],
    )
}

fn approval() -> Value {
    object(
        "What an approver decided.",
        &["role", "by", "on"],
        &[
            ("role", slug("The approver's role.")),
            ("by", any_text("The approver.")),
            ("on", day("The day.")),
            ("decision", names("`granted` when left out.", &["declined", "granted"])),
        ],
    )
}

fn consent() -> Value {
    object(
        "A consent, with its withdrawal; or a refusal.",
        &["kind"],
        &[
            ("kind", one_of("To what.", ConsentKind::NAMES)),
            ("form", slug("The form it was given on.")),
            ("to", texts("Whom it names.")),
            ("purposes", some_of("What for.", SharingPurpose::NAMES)),
            ("categories", categories("What it covers.")),
            ("given", day("The day it was given.")),
            ("until", day("The first day it stands no more.")),
            ("withdrawn", day("The day it was withdrawn.")),
            ("refused", day("The day of a refusal.")),
            ("explicit", flag("Whether in express words.")),
            ("evidence", any_text("Where the evidence is.")),
            ("condition_of_service", flag("Whether it was the price of a home (CN-04).")),
            ("given_by", one_of("Who gave it; `person` when left out.", GivenBy::NAMES)),
            ("authority", any_text("What shows that an attorney or deputy may.")),
            ("freely_given", flag("Whether it was given freely (C-002).")),
            ("told_of_withdrawal", flag("Whether they were told they may withdraw (C-004).")),
            ("wording", any_text("Which wording was used.")),
            ("method", any_text("How it was given.")),
            ("taken_by", any_text("Who took it.")),
        ],
    )
}

fn capacity() -> Value {
    object(
        "What was found about the capacity for one decision (CN-07).",
        &["for", "on", "by", "finding"],
        &[
            ("for", one_of("The decision: to consent to this.", ConsentKind::NAMES)),
            ("on", day("The day.")),
            ("by", any_text("Who assessed.")),
            ("finding", one_of("What they found.", CapacityFinding::NAMES)),
        ],
    )
}

fn best_interests() -> Value {
    object(
        "What was decided in the person's best interests.",
        &["for", "on", "by", "decision"],
        &[
            ("for", one_of("What was to be decided.", ConsentKind::NAMES)),
            ("on", day("The day.")),
            ("by", any_text("Who decided.")),
            ("decision", names("What is best.", &["share", "withhold"])),
            ("to", texts("Whom it is about; left out for all.")),
            ("evidence", any_text("Where the reasons are.")),
        ],
    )
}

fn subject() -> Value {
    let mut found = facts("What is known about the person.", &crate::diff::facts_of_subject());
    if let Some(keys) = found.get_mut("properties").and_then(Value::as_object_mut) {
        keys.insert("exists".into(), flag("Whether there is one: it never decides."));
        keys.insert(
            "third_party_confidential".into(),
            categories("What third parties told in confidence."),
        );
        keys.insert("consents".into(), tables(consent()));
        keys.insert("capacity".into(), tables(capacity()));
        keys.insert("best_interests".into(), tables(best_interests()));
    }
    found
}

fn facts(says: &str, of: &[Fact]) -> Value {
    let keys: Map<String, Value> =
        of.iter().map(|fact| (fact.name().to_owned(), flag(fact.question()))).collect();
    json!({
        "description": says, "type": "object", "properties": keys, "additionalProperties": false,
    })
}
