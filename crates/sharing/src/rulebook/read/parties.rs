//! Reading organisations, forms, processors and agreements.

use caldicott_calendar::Rule;
use caldicott_model::document::Reader;

use super::super::parts::{Agreement, Form, Organisation, Processor, Transfer};
use super::Names;
use super::values::{cite, data, flag, list, optional_day, purposes, time};
use crate::bits::RuleBits;
use crate::words::{AgreementKind, AskerKind, ConsentKind, TransferMechanism};

pub(super) fn organisation(reader: &mut Reader<'_>) -> Option<Organisation> {
    let id = reader.name("id");
    let kind = reader.one_of("kind", "kind of asker", AskerKind::NAMES);
    Some(Organisation { id: id?.into(), kind: kind? })
}

pub(super) fn form(reader: &mut Reader<'_>) -> Option<Form> {
    let id = reader.name("id");
    let kind = reader.one_of("kind", "kind of consent", ConsentKind::NAMES);
    let covers = data(reader, "covers");
    let purposes = purposes(reader, "purposes");
    let time = time(reader);
    let covers = covers?;
    if covers.is_empty() {
        reader.fault("covers", "`covers` names nothing");
        return None;
    }
    let (from, until) = time?;
    Some(Form { id: id?.into(), kind: kind?, covers, purposes: purposes?, from, until })
}

pub(super) fn processor(reader: &mut Reader<'_>, names: &Names) -> Option<Processor> {
    let of = reader.name("organisation");
    let organisation = of.and_then(|name| names.organisation(reader, "organisation", name));
    let engaged_by = match reader.optional_name("engaged_by") {
        Some(name) => Some(names.organisation(reader, "engaged_by", name)?),
        None if reader.has("engaged_by") => return None,
        None => None,
    };
    let purposes = purposes(reader, "purposes");
    let covers = data(reader, "covers");
    let from = reader.day("from");
    let until = optional_day(reader, "until");
    let abroad = flag(reader, "abroad");
    let mut faulty = false;
    let transfers = list(reader, "transfer", &mut faulty, |one| {
        let mechanism = one.one_of("mechanism", "transfer mechanism", TransferMechanism::NAMES);
        let from = one.day("from");
        let until = optional_day(one, "until");
        let assessed = one.optional_text("assessment").is_some();
        Some(Transfer { mechanism: mechanism?, from: from?, until: until?, assessed })
    });
    if faulty {
        return None;
    }
    Some(Processor {
        organisation: organisation?,
        engaged_by,
        purposes: purposes?,
        covers: covers?,
        from: from?,
        until: until?,
        abroad: abroad?,
        transfers,
    })
}

/// An agreement, and the rules it cites.
pub(super) fn agreement(reader: &mut Reader<'_>, names: &Names) -> Option<(Agreement, Vec<Rule>)> {
    let id = reader.name("id");
    let kind = reader.one_of("kind", "kind of agreement", AgreementKind::NAMES);
    let mut parties = Vec::new();
    let mut whole = true;
    for (name, _) in reader.texts("with") {
        match names.organisation(reader, "with", name) {
            // INVARIANT: a rulebook with more organisations than that is refused whole.
            Some(place) => parties.push(u16::try_from(place).unwrap_or(u16::MAX)),
            None => whole = false,
        }
    }
    let purposes = purposes(reader, "purposes");
    let covers = data(reader, "covers");
    let mut gateways = RuleBits::default();
    let mut any = false;
    for (name, _) in reader.texts("gateways") {
        match names.gateway(reader, "gateways", name) {
            Some(place) => {
                gateways.set(place);
                any = true;
            }
            None => whole = false,
        }
    }
    let from = reader.day("from");
    let until = optional_day(reader, "until");
    let review_by = reader.day("review_by");
    let cite = cite(reader);
    let covers = covers?;
    for (empty, key) in
        [(parties.is_empty(), "with"), (covers.is_empty(), "covers"), (!any, "gateways")]
    {
        if empty {
            reader.fault(key, format!("`{key}` names nothing: the agreement would permit nothing"));
            whole = false;
        }
    }
    if !reader.has("purposes") {
        reader.fault("purposes", "an agreement names its purposes");
        whole = false;
    }
    let agreement = Agreement {
        id: id?.into(),
        kind: kind?,
        parties: parties.into(),
        purposes: purposes?,
        covers,
        gateways,
        from: from?,
        until: until?,
        review_by: review_by?,
    };
    let cite = cite?;
    whole.then_some((agreement, cite))
}
