//! Reading gateways and bars.

use caldicott_model::document::Reader;
use caldicott_model::law::{Article9Condition, LawfulBasis};

use super::super::parts::{Bar, Gateway, Ground};
use super::super::terms::{Limit, LimitSet, Needs, Term};
use super::Names;
use super::values::{
    cite, cites, data, duties, flag, list, optional, paragraph, purposes, refer, some_of, time, who,
};
use crate::bits::RuleBits;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::words::{
    ConfidenceGround, ConsentKind, Direction, GatewayKind, Necessity, RestrictionPurpose, Then,
};

pub(super) fn gateway(reader: &mut Reader<'_>, names: &Names) -> Option<Gateway> {
    let id = reader.name("id");
    let says = reader.text("says");
    let kind = reader.one_of("kind", "kind of gateway", GatewayKind::NAMES);
    let who = who(reader);
    let purposes = purposes(reader, "purposes");
    let directions = some_of(reader, "direction", "direction", Direction::NAMES);
    let needs = names.needs(reader, "needs");
    let necessity = reader.one_of("necessity", "necessity", Necessity::NAMES);
    let covers = data(reader, "covers");
    let except = data(reader, "except");
    let grounds = grounds(reader);
    let article9 = optional(reader, "article9", "Art 9 condition", &Article9Condition::NAMES);
    let schedule1 = paragraph(reader, "schedule1");
    let article10 = paragraph(reader, "article10");
    let document = optional(
        reader,
        "policy_document",
        "policy document",
        &[("required", true), ("expected", false)],
    );
    let confidence = reader.one_of("confidence", "ground of confidence", ConfidenceGround::NAMES);
    let weighed = cites(reader, "weighed_by");
    let serves = some_of(reader, "serves", "restriction purpose", RestrictionPurpose::NAMES);
    let then =
        optional(reader, "then", "outcome", &[("release", Then::Release), ("refer", Then::Refer)]);
    let refer = refer(reader, names);
    let duties = duties(reader);
    let cite = cite(reader);
    let time = time(reader);
    let mut needs = needs?;
    let necessity = necessity?;
    let consent = ConsentKind::NAMES
        .iter()
        .map(|(_, kind)| *kind)
        .find(|kind| needs.limits.contains(Limit::Consent(*kind)));
    let limit = match necessity {
        Necessity::Agreement => Some(Limit::Agreement),
        Necessity::Assessed => Some(Limit::Necessary),
        Necessity::Consent | Necessity::Fixed => None,
        Necessity::Order => Some(Limit::Order),
        Necessity::Processing => Some(Limit::Processing),
    };
    if let Some(limit) = limit {
        needs = needs.and(Term::Limit(limit));
    }
    let directions = directions?;
    let directions = if directions.is_empty() {
        1 << Direction::Asked as u8 | 1 << Direction::OwnInitiative as u8
    } else {
        directions.iter().fold(0_u8, |sum, one| sum | 1 << *one as u8)
    };
    let (from, until) = time?;
    Some(Gateway {
        id: id?.into(),
        says: says?.into(),
        kind: kind?,
        who: who?,
        purposes: purposes?,
        directions,
        needs,
        consent,
        necessity,
        // Who can be identified by it is not anonymous, whatever a request says (F-002, AN-04).
        covers: if needs.yes & Fact::Anonymous.bit() == 0 {
            covers?.minus(except?)
        } else {
            covers?.minus(except?).minus(DataSet::IDENTIFYING)
        },
        grounds: grounds?,
        article9: article9?,
        schedule1: schedule1?,
        article10: article10?,
        document_required: document?.unwrap_or(false),
        confidence: confidence?,
        weighed: weighed?,
        serves: serves?.iter().fold(0, |sum, one| sum | 1 << *one as u8),
        then: then?.unwrap_or(Then::Release),
        refer: refer?,
        duties: duties?,
        cite: cite?,
        from,
        until,
    })
}

pub(super) fn grounds(reader: &mut Reader<'_>) -> Option<Vec<Ground>> {
    let mut faulty = false;
    let found = list(reader, "basis", &mut faulty, |one| {
        let basis = one.one_of("on", "lawful basis", &LawfulBasis::NAMES);
        let time = time(one);
        let (basis, (from, until)) = (basis?, time?);
        if !from.is_none_or(|from| basis.in_force(from))
            || (from.is_none() && !basis.in_force(caldicott_model::law::GDPR_APPLIES))
        {
            one.fault("on", format!("{basis} is not law on the first day it is relied on (LB-06)"));
            return None;
        }
        Some(Ground { basis, from, until })
    });
    if found.is_empty() && !faulty {
        reader.fault("basis", "a gateway gives the power only: it names its Art 6 basis (RG-09)");
        return None;
    }
    (!faulty).then_some(found)
}

/// That a request says `anonymous` lifts a bar from gateways that let out nothing else. What any other
/// gateway lets out tells who it is about, whatever the request says.
fn spare_anonymous(
    when: &mut Needs,
    unless: &mut Needs,
    beats: &mut RuleBits,
    anonymous: RuleBits,
) {
    let exception = Fact::Anonymous.bit();
    if (when.no | unless.yes) & exception == 0 {
        return;
    }
    when.no &= !exception;
    unless.yes &= !exception;
    let mut others = RuleBits::default();
    beats.iter().filter(|place| !anonymous.has(*place)).for_each(|place| others.set(place));
    *beats = others;
}

pub(super) fn bar(
    reader: &mut Reader<'_>,
    names: &Names,
    kinds: &[GatewayKind],
    serves: &[u8],
    anonymous: RuleBits,
) -> Option<Bar> {
    let id = reader.name("id");
    let says = reader.text("says");
    let who = who(reader);
    let purposes = purposes(reader, "purposes");
    let when = names.needs(reader, "when");
    let unless = names.needs(reader, "unless");
    let removes = data(reader, "removes");
    let leaves = data(reader, "leaves");
    let third_party_only = flag(reader, "third_party_only");
    let only_objectionable = flag(reader, "only_objectionable");
    let mut whole = true;
    let mut beats = RuleBits::default();
    for (name, _) in reader.texts("beats") {
        let kind = GatewayKind::from_name(name);
        if name == "every" || kind.is_some() {
            for (place, found) in kinds.iter().enumerate() {
                if kind.is_none_or(|kind| kind == *found) {
                    beats.set(place);
                }
            }
        } else if let Some(place) = names.gateway(reader, "beats", name) {
            beats.set(place);
        } else {
            whole = false;
        }
    }
    if reader.texts("beats").is_empty() {
        reader.fault("beats", "a bar names the gateways it beats");
        whole = false;
    }
    let mut spared = RuleBits::default();
    for (name, _) in reader.texts("spares") {
        match names.gateway(reader, "spares", name) {
            Some(place) => spared.set(place),
            None => whole = false,
        }
    }
    let serving =
        some_of(reader, "spares_serving", "restriction purpose", RestrictionPurpose::NAMES);
    for purpose in serving.iter().flatten() {
        for (place, found) in serves.iter().enumerate() {
            if found & (1 << *purpose as u8) != 0 {
                spared.set(place);
            }
        }
    }
    serving?;
    let mut left = RuleBits::default();
    beats.iter().filter(|place| !spared.has(*place)).for_each(|place| left.set(place));
    let then = optional(
        reader,
        "then",
        "outcome",
        &[("withhold", Then::Withhold), ("refer", Then::Refer)],
    );
    let refer = refer(reader, names);
    let note = flag(reader, "note");
    let duties = duties(reader);
    let cite = cite(reader);
    let time = time(reader);
    let (mut when, mut unless) = (when?, unless?);
    spare_anonymous(&mut when, &mut unless, &mut left, anonymous);
    let removes = removes?.minus(leaves?);
    if removes.is_empty() {
        reader.fault("removes", "a bar names what it removes");
        whole = false;
    }
    if when.limits != LimitSet::NONE
        || unless.limits != LimitSet::NONE
        || when.roles != 0
        || unless.no != 0
    {
        reader.fault("when", "a bar stands on facts, and is lifted by facts or approvals");
        whole = false;
    }
    let (from, until) = time?;
    let bar = Bar {
        id: id?.into(),
        says: says?.into(),
        who: who?,
        purposes: purposes?,
        when,
        unless,
        removes,
        third_party_only: third_party_only?,
        only_objectionable: only_objectionable?,
        beats: left,
        then: then?.unwrap_or(Then::Withhold),
        refer: refer?,
        note: note?,
        duties: duties?,
        cite: cite?,
        from,
        until,
    };
    whole.then_some(bar)
}
