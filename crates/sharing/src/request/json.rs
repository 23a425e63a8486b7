//! Reading a request straight from JSON text.
//!
//! It takes what [`Request::read`] takes and nothing else, and says no more than "no": whoever gets
//! `None` reads the text again with a `Reader`, which lists what is wrong.

mod scan;

use core::hash::BuildHasherDefault;
use std::collections::HashMap;
use std::sync::LazyLock;

use caldicott_calendar::Day;
use caldicott_model::{Category, CategorySet};

use super::{
    Approval, Asker, BestInterests, Capacity, Consent, FactSet, Order, Request, SubjectState,
};
use crate::data::{DataSet, Detail};
use crate::fact::{Fact, Stated};
use crate::hash::Words;
use crate::known::Known;
use crate::words::{
    AskerKind, CapacityFinding, Channel, ConsentKind, Direction, GivenBy, OrderKind,
    SharingPurpose, Verification,
};

use scan::Scan;

type Lookup<T> = LazyLock<HashMap<&'static str, T, BuildHasherDefault<Words>>>;

static KINDS: Lookup<AskerKind> = LazyLock::new(|| AskerKind::NAMES.iter().copied().collect());
static PURPOSES: Lookup<SharingPurpose> =
    LazyLock::new(|| SharingPurpose::NAMES.iter().copied().collect());
static FACTS: Lookup<Fact> = LazyLock::new(|| Fact::NAMES.iter().copied().collect());
static DATA: Lookup<DataSet> = LazyLock::new(|| {
    let categories = Category::ALL.iter().map(|one| (one.name(), DataSet::from(*one)));
    let details = Detail::NAMES.iter().map(|(name, detail)| (*name, DataSet::from(*detail)));
    let special = DataSet::of(CategorySet::SPECIAL);
    categories.chain(details).chain([("every", DataSet::EVERY), ("special", special)]).collect()
});

impl Request {
    /// Reads one request from the text of a JSON object, as fast as may be.
    ///
    /// `None` where [`Request::read`] finds a fault, which it then can name: an unknown key, a key that
    /// stands twice, a wrong name, text that is no JSON. What is given back is what it gives back.
    ///
    /// ```
    /// use caldicott_sharing::{AskerKind, Known, Request};
    ///
    /// let text = r#"{"asker": {"kind": "police"}, "categories": ["identity"]}"#;
    /// let request = Request::from_json(text).ok_or("not read")?;
    /// assert_eq!(request.asker.kind, Known::Known(AskerKind::Police));
    /// // A key that stands twice is refused, not quietly overruled.
    /// assert!(Request::from_json(r#"{"asker": {}, "asker": {}, "categories": ["identity"]}"#).is_none());
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let mut found = Self { direction: Known::Known(Direction::Asked), ..Self::default() };
        let mut from = None;
        let keys = [
            "id",
            "day",
            "direction",
            "asker",
            "purpose",
            "categories",
            "frequency",
            "form",
            "necessary",
            "order",
            "agreement",
            "handled_by",
            "approvals",
            "telling_would_prejudice",
            "facts",
            "received",
            "channel",
            "gateway",
            "subject",
        ];
        scan.table(&keys, |scan, key| {
            match key {
                "id" => found.id = Some(scan.full_text()?.into_owned()),
                "day" => found.day = Some(scan.day()?),
                "direction" => {
                    found.direction = match &*scan.text()? {
                        "unknown" => Known::Unknown,
                        name => Known::Known(Direction::from_name(name)?),
                    };
                }
                "asker" => from = Some(asker(scan)?),
                "purpose" => found.purpose = Known::Known(*PURPOSES.get(&*scan.text()?)?),
                "categories" => found.asked = data(scan)?,
                "frequency" => {
                    found.routine = Known::Known(scan.either("routine", "once")?);
                }
                "form" => {
                    let text = scan.text()?;
                    let anonymous = &*text == "anonymous";
                    if !anonymous && !["identifiable", "pseudonymous"].contains(&&*text) {
                        return None;
                    }
                    found.anonymous = Known::Known(anonymous);
                }
                "necessary" => {
                    found.necessary = Known::Known(match scan.flag_if_any()? {
                        Some(true) => DataSet::EVERY,
                        Some(false) => DataSet::NONE,
                        None => data(scan)?,
                    });
                }
                "order" => found.order = Some(order(scan)?),
                "agreement" => found.agreement = Some(scan.name()?),
                "handled_by" => found.handled_by = Known::Known(person(scan)?),
                "approvals" => scan.list(|scan| {
                    found.approvals.push(approval(scan)?);
                    Some(())
                })?,
                "telling_would_prejudice" => {
                    found.telling_would_prejudice = Known::Known(scan.flag()?);
                }
                "facts" => scan.open_table(|scan, key, null| {
                    state(scan, key, null, Stated::Case, &mut found.facts)
                })?,
                "received" => found.received = Some(scan.day()?),
                "channel" => found.channel = Known::Known(Channel::from_name(&scan.text()?)?),
                "gateway" => found.gateway = Some(scan.name()?),
                _ => found.subject = subject(scan)?,
            }
            Some(())
        })?;
        scan.end()?;
        found.asker = from?;
        let approved_by_nobody = !found.approvals.is_empty() && found.handled_by == Known::Unknown;
        (!found.asked.is_empty() && !approved_by_nobody).then_some(found)
    }
}

fn asker(scan: &mut Scan<'_>) -> Option<Asker> {
    let mut found = Asker::default();
    scan.table(&["kind", "organisation", "individual", "verification"], |scan, key| {
        match key {
            "kind" => found.kind = Known::Known(*KINDS.get(&*scan.text()?)?),
            "organisation" => found.organisation = Known::Known(scan.name()?),
            "individual" => found.individual = Known::Known(person(scan)?),
            _ => found.verification = Known::Known(Verification::from_name(&scan.text()?)?),
        }
        Some(())
    })?;
    Some(found)
}

/// The id of a person.
fn person(scan: &mut Scan<'_>) -> Option<String> {
    let id = scan.full_text()?;
    crate::ids::fault(&id).is_none().then(|| id.into_owned())
}

fn order(scan: &mut Scan<'_>) -> Option<Order> {
    let (mut kind, mut seen, mut scope) = (None, Known::Unknown, Known::Unknown);
    let (mut from, mut until) = (None, None);
    scan.table(&["kind", "seen", "scope", "from", "until"], |scan, key| {
        match key {
            "kind" => kind = Some(OrderKind::from_name(&scan.text()?)?),
            "seen" => seen = Known::Known(scan.flag()?),
            "scope" => scope = Known::Known(data(scan)?),
            "from" => from = Some(scan.day()?),
            _ => until = Some(scan.day()?),
        }
        Some(())
    })?;
    Some(Order { kind: kind?, seen, scope, from, until })
}

fn approval(scan: &mut Scan<'_>) -> Option<Approval> {
    let (mut role, mut by, mut on, mut granted) = (None, None, None::<Day>, None);
    scan.open_table(|scan, key, null| {
        let place = ["role", "by", "on", "decision"].iter().position(|known| *known == key)?;
        match place {
            _ if null => {}
            0 => role = Some(scan.name()?),
            1 => by = Some(person(scan)?),
            2 => on = Some(scan.day()?),
            _ => granted = Some(scan.either("granted", "declined")?),
        }
        Some(1 << place)
    })?;
    Some(Approval { role: role?, by: by?, on: on?, granted: granted? })
}

fn subject(scan: &mut Scan<'_>) -> Option<SubjectState> {
    let mut found = SubjectState::default();
    scan.open_table(|scan, key, null| {
        let bit = match key {
            "capacity" => 1 << 59,
            "best_interests" => 1 << 60,
            "consents" => 1 << 61,
            "third_party_confidential" => 1 << 62,
            "exists" => 1 << 63,
            key => return state(scan, key, null, Stated::Subject, &mut found.facts),
        };
        match key {
            _ if null => {}
            "consents" => {
                let mut consents = Vec::new();
                scan.list(|scan| {
                    consents.push(consent(scan)?);
                    Some(())
                })?;
                found.consents = Known::Known(consents);
            }
            "capacity" => scan.list(|scan| {
                found.capacity.push(capacity(scan)?);
                Some(())
            })?,
            "best_interests" => scan.list(|scan| {
                found.best_interests.push(best_interests(scan)?);
                Some(())
            })?,
            "third_party_confidential" => {
                found.third_party_confidential = Known::Known(data(scan)?);
            }
            // Whether there is such a person decides nothing.
            _ => {
                scan.flag()?;
            }
        }
        Some(bit)
    })?;
    Some(found)
}

// INVARIANT: the five keys beside the facts have bits above theirs.
const _: () = assert!(Fact::NAMES.len() <= 59);

fn capacity(scan: &mut Scan<'_>) -> Option<Capacity> {
    let (mut decision, mut on, mut by, mut finding) = (None, None::<Day>, None, None);
    scan.table(&["for", "on", "by", "finding"], |scan, key| {
        match key {
            "for" => decision = Some(ConsentKind::from_name(&scan.text()?)?),
            "on" => on = Some(scan.day()?),
            "by" => by = Some(person(scan)?),
            _ => finding = Some(CapacityFinding::from_name(&scan.text()?)?),
        }
        Some(())
    })?;
    Some(Capacity { decision: decision?, on: on?, by: by?, finding: finding? })
}

fn best_interests(scan: &mut Scan<'_>) -> Option<BestInterests> {
    let (mut decision, mut on, mut by, mut share) = (None, None::<Day>, None, None);
    let (mut to, mut evidence) = (Vec::new(), None);
    scan.table(&["for", "on", "by", "decision", "to", "evidence"], |scan, key| {
        match key {
            "for" => decision = Some(ConsentKind::from_name(&scan.text()?)?),
            "on" => on = Some(scan.day()?),
            "by" => by = Some(person(scan)?),
            "decision" => share = Some(scan.either("share", "withhold")?),
            "to" => to = names(scan)?,
            _ => evidence = Some(scan.full_text()?.into_owned()),
        }
        Some(())
    })?;
    Some(BestInterests { decision: decision?, on: on?, by: by?, share: share?, to, evidence })
}

/// Organisations or individuals, by id.
fn names(scan: &mut Scan<'_>) -> Option<Vec<String>> {
    let mut to = Vec::new();
    scan.list(|scan| {
        let name = scan.text()?;
        to.push(crate::ids::fault(&name).is_none().then(|| name.into_owned())?);
        Some(())
    })?;
    Some(to)
}

fn consent(scan: &mut Scan<'_>) -> Option<Consent> {
    let (mut found, mut kind, mut refused) =
        (Consent::new(ConsentKind::Sharing), None, None::<Day>);
    let keys = [
        "kind",
        "form",
        "to",
        "purposes",
        "categories",
        "given",
        "until",
        "withdrawn",
        "refused",
        "explicit",
        "evidence",
        "given_by",
        "authority",
        "freely_given",
        "told_of_withdrawal",
        "wording",
        "method",
        "taken_by",
        "condition_of_service",
    ];
    scan.table(&keys, |scan, key| {
        match key {
            "kind" => kind = Some(ConsentKind::from_name(&scan.text()?)?),
            "form" => found.form = Some(scan.name()?),
            "to" => found.to = names(scan)?,
            "purposes" => scan.list(|scan| {
                found.purposes.push(*PURPOSES.get(&*scan.text()?)?);
                Some(())
            })?,
            "categories" => found.covers = data(scan)?,
            "given" => found.given = Some(scan.day()?),
            "until" => found.until = Some(scan.day()?),
            "withdrawn" => found.withdrawn = Some(scan.day()?),
            "refused" => refused = Some(scan.day()?),
            "explicit" => found.explicit = Known::Known(scan.flag()?),
            "evidence" => found.evidence = Some(scan.full_text()?.into_owned()),
            "given_by" => found.given_by = GivenBy::from_name(&scan.text()?)?,
            "authority" => found.authority = Some(scan.full_text()?.into_owned()),
            "freely_given" => found.freely_given = Known::Known(scan.flag()?),
            "told_of_withdrawal" => found.told_of_withdrawal = Known::Known(scan.flag()?),
            "wording" => found.wording = Some(scan.full_text()?.into_owned()),
            "method" => found.method = Some(scan.full_text()?.into_owned()),
            "taken_by" => found.taken_by = Some(person(scan)?),
            _ => found.condition_of_service = Known::Known(scan.flag()?),
        }
        Some(())
    })?;
    let one_of_two = found.given.is_some() != refused.is_some();
    let backwards = matches!((found.given, found.withdrawn), (Some(on), Some(off)) if off < on);
    if !one_of_two || backwards {
        return None;
    }
    found.kind = kind?;
    found.withdrawn = found.withdrawn.or(refused);
    Some(found)
}

/// One fact of those that stand here, and its bit.
fn state(
    scan: &mut Scan<'_>,
    key: &str,
    null: bool,
    stated: Stated,
    facts: &mut FactSet,
) -> Option<u64> {
    let fact = *FACTS.get(key)?;
    if fact.stated() != stated {
        return None;
    }
    if !null {
        facts.set(fact, Known::Known(scan.flag()?));
    }
    Some(fact.bit())
}

fn data(scan: &mut Scan<'_>) -> Option<DataSet> {
    let mut found = DataSet::NONE;
    scan.list(|scan| {
        found = found.union(*DATA.get(&*scan.text()?)?);
        Some(())
    })?;
    Some(found)
}
