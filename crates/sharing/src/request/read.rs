//! Reading one request from its document.

use caldicott_calendar::Day;
use caldicott_model::document::{Located, Node, Reader};

use super::{
    Approval, Asker, BestInterests, Capacity, Consent, FactSet, Order, Request, SubjectState,
};
use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::known::Known;
use crate::rulebook::read_data;
use crate::words::{
    AskerKind, CapacityFinding, Channel, ConsentKind, Direction, GivenBy, OrderKind,
    SharingPurpose, Verification,
};

impl Request {
    /// Reads one request. Gives nothing back, and has every fault reported, when anything is wrong.
    ///
    /// What is left out is unknown; only `direction` left out means `asked`, and what an asker shows
    /// (`order`, `agreement`) and the `approvals` on record are what is written and no more.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let id = optional(reader, "id", |reader| reader.optional_text("id").map(str::to_owned));
        let day = optional(reader, "day", |reader| reader.optional_day("day"));
        let received = optional(reader, "received", |reader| reader.optional_day("received"));
        let channel = optional(reader, "channel", |reader| {
            reader.optional_one_of("channel", "channel", Channel::NAMES)
        });
        let direction = optional(reader, "direction", |reader| {
            // Left out it is "asked", so not knowing it has a word of its own.
            let unknown = ("unknown", Known::Unknown);
            let named = Direction::NAMES.iter().map(|(name, way)| (*name, Known::Known(*way)));
            let names: Vec<(&'static str, Known<Direction>)> = named.chain([unknown]).collect();
            reader.optional_one_of("direction", "direction", &names)
        });
        let from = if let Some(mut table) = reader.table("asker") {
            asker(&mut table)
        } else {
            if !reader.has("asker") {
                reader.fault("asker", "`asker` is missing");
            }
            None
        };
        let purpose = optional(reader, "purpose", |reader| {
            reader.optional_one_of("purpose", "purpose", SharingPurpose::NAMES)
        });
        let asked = read_data(reader, "categories");
        if asked.is_some_and(DataSet::is_empty) {
            reader.fault("categories", "`categories` is missing: say what is asked for");
        }
        let routine = optional(reader, "frequency", |reader| {
            let names = [("once", false), ("routine", true)];
            reader.optional_one_of("frequency", "frequency", &names)
        });
        let anonymous = optional(reader, "form", |reader| {
            let names = [("anonymous", true), ("identifiable", false), ("pseudonymous", false)];
            reader.optional_one_of("form", "form of data", &names)
        });
        let necessary = necessary(reader);
        let order = optional(reader, "order", |reader| order(&mut reader.table("order")?));
        let agreement = optional(reader, "agreement", |reader| {
            reader.optional_name("agreement").map(str::to_owned)
        });
        let gateway = optional(reader, "gateway", |reader| {
            reader.optional_name("gateway").map(str::to_owned)
        });
        let handled_by = optional(reader, "handled_by", |reader| person(reader, "handled_by"));
        let approvals = all(reader, "approvals", approval);
        let any = matches!(
            reader.raw("approvals"),
            Some(Located { node: Node::List(items), .. }) if !items.is_empty()
        );
        if any && !reader.has("handled_by") {
            reader.fault(
                "handled_by",
                "`handled_by` is missing: nobody can tell that an approval is not the asker's own",
            );
        }
        let telling = optional_flag(reader, "telling_would_prejudice");
        let facts = match reader.table("facts") {
            Some(mut table) => facts(&mut table, Stated::Case),
            None => (!reader.has("facts")).then(FactSet::default),
        };
        let subject = match reader.table("subject") {
            Some(mut table) => SubjectState::read(&mut table),
            None => (!reader.has("subject")).then(SubjectState::default),
        };
        let asked = asked.filter(|asked| !asked.is_empty());
        let approvals = approvals?;
        let handled_by = handled_by?;
        if !approvals.is_empty() && handled_by.is_none() {
            return None;
        }
        Some(Self {
            id: id?,
            day: day?,
            received: received?,
            channel: channel?.into(),
            direction: direction?.unwrap_or(Known::Known(Direction::Asked)),
            asker: from?,
            purpose: purpose?.into(),
            asked: asked?,
            routine: routine?.into(),
            anonymous: anonymous?.into(),
            necessary: necessary?,
            order: order?,
            agreement: agreement?,
            gateway: gateway?,
            handled_by: handled_by.into(),
            approvals,
            telling_would_prejudice: telling?.into(),
            facts: facts?,
            subject: subject?,
        })
    }
}

impl SubjectState {
    /// Reads what is known about a person.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let consents = all(reader, "consents", consent);
        let third_party = read_data(reader, "third_party_confidential");
        let capacity = all(reader, "capacity", capacity);
        let best_interests = all(reader, "best_interests", best_interests);
        // Who handles records may note whether there is one: the decision must not depend on it.
        let exists = optional_flag(reader, "exists");
        let facts = facts(reader, Stated::Subject);
        // Every key is asked for before any fault ends the reading, or the rest would seem unknown.
        let consents =
            if reader.has("consents") { Known::from(Some(consents?)) } else { Known::Unknown };
        let third_party = if reader.has("third_party_confidential") {
            Known::Known(third_party?)
        } else {
            Known::Unknown
        };
        exists?;
        Some(Self {
            consents,
            third_party_confidential: third_party,
            capacity: capacity?,
            best_interests: best_interests?,
            facts: facts?,
        })
    }
}

/// What a key holds; `None` when it is there and is wrong.
#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn optional<'d, T>(
    reader: &mut Reader<'d>,
    key: &'static str,
    read: impl FnOnce(&mut Reader<'d>) -> Option<T>,
) -> Option<Option<T>> {
    if !reader.has(key) {
        return Some(None);
    }
    read(reader).map(Some)
}

#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn optional_flag(reader: &mut Reader<'_>, key: &'static str) -> Option<Option<bool>> {
    optional(reader, key, |reader| reader.optional_flag(key))
}

/// Every table of a list, or `None` when one is wrong.
fn all<T>(
    reader: &mut Reader<'_>,
    key: &'static str,
    mut read: impl FnMut(&mut Reader<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let count = match reader.raw(key).map(|found| &found.node) {
        None => return Some(Vec::new()),
        Some(Node::List(items)) => items.len(),
        Some(
            Node::Null
            | Node::Flag(_)
            | Node::Number(_)
            | Node::Fraction
            | Node::Day(_)
            | Node::Text(_)
            | Node::Table(_),
        ) => {
            let _ = reader.tables(key);
            return None;
        }
    };
    let mut found = Vec::with_capacity(count);
    for mut one in reader.tables(key) {
        // Reading goes on past a fault, so that all are reported.
        found.extend(read(&mut one));
    }
    (found.len() == count).then_some(found)
}

fn facts(reader: &mut Reader<'_>, stated: Stated) -> Option<FactSet> {
    let mut facts = FactSet::default();
    let mut whole = true;
    for (name, fact) in Fact::NAMES {
        if fact.stated() != stated {
            continue;
        }
        match optional_flag(reader, name) {
            Some(value) => facts.set(*fact, value.into()),
            None => whole = false,
        }
    }
    whole.then_some(facts)
}

/// `true`, `false`, or a list of what was found to be needed.
fn necessary(reader: &mut Reader<'_>) -> Option<Known<DataSet>> {
    match reader.raw("necessary").map(|found| &found.node) {
        None => Some(Known::Unknown),
        Some(Node::Flag(true)) => Some(Known::Known(DataSet::EVERY)),
        Some(Node::Flag(false)) => Some(Known::Known(DataSet::NONE)),
        Some(
            Node::Null
            | Node::Number(_)
            | Node::Fraction
            | Node::Day(_)
            | Node::Text(_)
            | Node::List(_)
            | Node::Table(_),
        ) => read_data(reader, "necessary").map(Known::Known),
    }
}

fn asker(reader: &mut Reader<'_>) -> Option<Asker> {
    let kind = optional(reader, "kind", |reader| {
        reader.optional_one_of("kind", "kind of asker", AskerKind::NAMES)
    });
    let organisation = optional(reader, "organisation", |reader| {
        reader.optional_name("organisation").map(str::to_owned)
    });
    let individual = optional(reader, "individual", |reader| person(reader, "individual"));
    let verification = optional(reader, "verification", |reader| {
        reader.optional_one_of("verification", "verification", Verification::NAMES)
    });
    Some(Asker {
        kind: kind?.into(),
        organisation: organisation?.into(),
        individual: individual?.into(),
        verification: verification?.into(),
    })
}

fn order(reader: &mut Reader<'_>) -> Option<Order> {
    let kind = reader.one_of("kind", "kind of order", OrderKind::NAMES);
    let seen = optional_flag(reader, "seen");
    let scope = read_data(reader, "scope");
    // Every key is asked for before any fault ends the reading, or the rest would seem unknown.
    let (from, until) = (day(reader, "from"), day(reader, "until"));
    let scope = if reader.has("scope") { Known::Known(scope?) } else { Known::Unknown };
    Some(Order { kind: kind?, seen: seen?.into(), scope, from: from?, until: until? })
}

#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn day(reader: &mut Reader<'_>, key: &'static str) -> Option<Option<Day>> {
    optional(reader, key, |reader| reader.optional_day(key))
}

fn approval(reader: &mut Reader<'_>) -> Option<Approval> {
    let role = reader.name("role");
    let by = somebody(reader);
    let on = reader.day("on");
    // One whose decision is yet to come is left out; a decision that got lost approves nothing.
    let names = [("granted", true), ("declined", false)];
    let granted = reader.one_of("decision", "decision", &names);
    Some(Approval { role: role?.to_owned(), by: by?, on: on?, granted: granted? })
}

/// Who approved, declined, assessed or decided.
fn somebody(reader: &mut Reader<'_>) -> Option<String> {
    let by = person(reader, "by");
    if by.is_none() && !reader.has("by") {
        reader.fault("by", "`by` is missing: who decided");
    }
    by
}

/// Organisations or individuals, by id.
fn names(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let to: Vec<String> = reader.texts("to").into_iter().map(|(text, _)| text.to_owned()).collect();
    let mut sound = true;
    for message in to.iter().filter_map(|name| crate::ids::fault(name)) {
        reader.fault("to", message);
        sound = false;
    }
    sound.then_some(to)
}

/// The id of a person. What is wrong with it is said, the id never.
fn person(reader: &mut Reader<'_>, key: &'static str) -> Option<String> {
    let text = reader.optional_text(key)?;
    if let Some(message) = crate::ids::fault(text) {
        reader.fault(key, message);
        return None;
    }
    Some(text.to_owned())
}

fn consent(reader: &mut Reader<'_>) -> Option<Consent> {
    let kind = reader.one_of("kind", "kind of consent", ConsentKind::NAMES);
    let form = optional(reader, "form", |reader| reader.optional_name("form").map(str::to_owned));
    let to = names(reader);
    let purposes = reader.some_of("purposes", "purpose", SharingPurpose::NAMES);
    let purposes_whole = purposes.len() == reader.texts("purposes").len();
    let covers = read_data(reader, "categories");
    let given = day(reader, "given");
    let until = day(reader, "until");
    let withdrawn = day(reader, "withdrawn");
    let refused = day(reader, "refused");
    let explicit = optional_flag(reader, "explicit");
    let evidence =
        optional(reader, "evidence", |reader| reader.optional_text("evidence").map(str::to_owned));
    let condition = optional_flag(reader, "condition_of_service");
    let given_by = optional(reader, "given_by", |reader| {
        reader.optional_one_of("given_by", "giver of a consent", GivenBy::NAMES)
    });
    let free = optional_flag(reader, "freely_given");
    let told = optional_flag(reader, "told_of_withdrawal");
    let authority = text(reader, "authority");
    let (wording, method) = (text(reader, "wording"), text(reader, "method"));
    let taken_by = optional(reader, "taken_by", |reader| person(reader, "taken_by"));
    let (given, withdrawn, refused) = (given?, withdrawn?, refused?);
    if given.is_some() == refused.is_some() {
        reader.fault(
            "given",
            "a consent has the day it was `given`, a refusal the day it was `refused`",
        );
        return None;
    }
    if let (Some(given), Some(withdrawn)) = (given, withdrawn)
        && withdrawn < given
    {
        reader.fault("withdrawn", "it is withdrawn before it is given");
        return None;
    }
    if !purposes_whole {
        return None;
    }
    Some(Consent {
        kind: kind?,
        form: form?,
        to: to?,
        purposes,
        covers: covers?,
        given,
        until: until?,
        withdrawn: withdrawn.or(refused),
        explicit: explicit?.into(),
        evidence: evidence?,
        condition_of_service: condition?.into(),
        given_by: given_by?.unwrap_or(GivenBy::Person),
        authority: authority?,
        freely_given: free?.into(),
        told_of_withdrawal: told?.into(),
        wording: wording?,
        method: method?,
        taken_by: taken_by?,
    })
}

#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn text(reader: &mut Reader<'_>, key: &'static str) -> Option<Option<String>> {
    optional(reader, key, |reader| reader.optional_text(key).map(str::to_owned))
}

fn capacity(reader: &mut Reader<'_>) -> Option<Capacity> {
    let decision = reader.one_of("for", "kind of consent", ConsentKind::NAMES);
    let on = reader.day("on");
    let by = somebody(reader);
    let finding = reader.one_of("finding", "finding", CapacityFinding::NAMES);
    Some(Capacity { decision: decision?, on: on?, by: by?, finding: finding? })
}

fn best_interests(reader: &mut Reader<'_>) -> Option<BestInterests> {
    let decision = reader.one_of("for", "kind of consent", ConsentKind::NAMES);
    let on = reader.day("on");
    let by = somebody(reader);
    let share = reader.one_of("decision", "decision", &[("share", true), ("withhold", false)]);
    let to = names(reader);
    let evidence = text(reader, "evidence");
    Some(BestInterests {
        decision: decision?,
        on: on?,
        by: by?,
        share: share?,
        to: to?,
        evidence: evidence?,
    })
}
