//! A receipt as data, under the names of ISO/IEC TS 27560 where it has one.

use caldicott_model::law::DUAA_COMPLAINTS;

use super::super::json::Json;
use super::super::words;
use super::{Party, Receipt};
use crate::known::Known;
use crate::words::ConsentKind;

/// The version of this shape.
const VERSION: &str = "caldicott-receipt-1";

pub(super) fn json(receipt: &Receipt) -> Json {
    let record = &receipt.record;
    let about = Json::table([("schema_version", VERSION.into())])
        .with_some("record_id", record.id.clone())
        .with_some("pii_principal_id", record.subject.clone());
    Json::table([
        ("schema_version", VERSION.into()),
        ("receipt_id", receipt.id.to_string().into()),
        ("issued", receipt.day.into()),
        ("record", about),
        ("processing", processing(receipt)),
        ("parties", parties(receipt)),
        ("events", events(receipt)),
        ("rules", Json::list(receipt.rules.iter().map(caldicott_calendar::Rule::id))),
    ])
}

fn processing(receipt: &Receipt) -> Json {
    let consent = &receipt.record.consent;
    let purposes = consent.purposes.iter().map(|purpose| {
        Json::table([
            ("purpose_type", purpose.name().into()),
            ("purpose", words::purpose(*purpose).into()),
        ])
    });
    let data = consent.covers.names().map(|name| {
        let category = caldicott_model::Category::ALL.into_iter().find(|it| it.name() == name);
        let special = category.is_some_and(caldicott_model::Category::is_special);
        Json::table([("pii_type", name.into()), ("special_pii_category", special.into())])
    });
    let basis: Json = match consent.kind {
        ConsentKind::DataProtection => "consent".into(),
        // It lifts confidence, or lets somebody take part, and is no basis of Art 6 (CN-05).
        ConsentKind::Media
        | ConsentKind::Photograph
        | ConsentKind::Publicity
        | ConsentKind::Sharing => Json::Null,
    };
    let back = receipt.ways.back.iter().map(|(channel, how)| {
        Json::table([("channel", channel.name().into()), ("how", how.clone().into())])
    });
    let complaints = if receipt.day >= DUAA_COMPLAINTS {
        vec!["controller", "regulator"]
    } else {
        vec!["regulator"]
    };
    Json::table([
        ("kind", consent.kind.name().into()),
        ("language", "en-GB".into()),
        ("jurisdiction", "GB".into()),
        ("lawful_basis", basis),
    ])
    .with_some("privacy_notice", consent.form.clone())
    .with("collection_method", receipt.ways.given.name())
    .with("processing_method", "disclosure")
    .with("purposes", Json::List(purposes.collect()))
    .with("pii_information", Json::List(data.collect()))
    .with("pii_controllers", Json::list([holder(receipt)]))
    .with("recipient_third_parties", Json::list(consent.to.iter().cloned()))
    .with("withdrawal_method", Json::List(back.collect()))
    .with("privacy_rights", Json::list(["withdraw-consent", "complain", "judicial-remedy"]))
    .with("complaints_to", Json::list(complaints))
}

/// The id of who holds the record.
fn holder(receipt: &Receipt) -> String {
    receipt.record.held_by.clone().unwrap_or_else(|| "controller".to_owned())
}

fn parties(receipt: &Receipt) -> Json {
    let parties = &receipt.parties;
    let party = |id: Json, role: &'static str, party: &Party| {
        Json::table([
            ("party_id", id),
            ("party_role", role.into()),
            ("party_name", party.name.clone().into()),
            ("party_contact", party.contact.clone().into()),
        ])
    };
    let named = receipt.record.consent.to.iter().map(|id| {
        Json::table([
            ("party_id", id.clone().into()),
            ("party_role", "recipient".into()),
            ("party_name", parties.name(id).to_owned().into()),
        ])
    });
    let heads = [
        party(holder(receipt).into(), "controller", &parties.holder),
        party("regulator".into(), "regulator", &parties.regulator),
    ];
    Json::List(heads.into_iter().chain(named).collect())
}

fn events(receipt: &Receipt) -> Json {
    let consent = &receipt.record.consent;
    let event = |time: caldicott_calendar::Day, state: &'static str| {
        Json::table([("event_time", time.into()), ("event_state", state.into())])
    };
    let kind = match consent.explicit {
        Known::Known(true) => "explicit",
        Known::Known(false) => "not-explicit",
        Known::Unknown => "unknown",
    };
    let mut events = Vec::new();
    if let Some(given) = consent.given {
        events.push(
            event(given, "given")
                .with("event_type", kind)
                .with_some("valid_until", consent.until)
                .with_some("evidence", consent.evidence.clone()),
        );
    }
    if let Some(withdrawn) = consent.withdrawn {
        let state = if consent.given.is_some() { "withdrawn" } else { "refused" };
        events.push(event(withdrawn, state).with("event_type", kind));
    }
    Json::List(events)
}
