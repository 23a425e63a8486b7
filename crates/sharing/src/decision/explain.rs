//! What follows from a verdict: what happens to each thing, who decides, duties and warnings.

use caldicott_calendar::Day;

use super::{EachDatum, Fate, Warning, claim};
use crate::bits::{RuleBits, ones};
use crate::change::Missing;
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::duty::Duty;
use crate::fact::Fact;
use crate::ids::look_alike;
use crate::judge::{Standing, Verdict, taken};
use crate::known::{Known, Truth};
use crate::request::{Request, SubjectState};
use crate::resolve::{Facts, ReliedOn, able};
use crate::rulebook::{Gateway, Limit, Rules};
use crate::words::{Direction, GivenBy, Then};

/// What happens to each thing asked for, and by what.
pub(super) fn each(
    rules: &Rules,
    facts: &Facts,
    verdict: &Verdict,
    standing: Standing,
) -> Vec<EachDatum> {
    let names = |actor: &Actor| match *actor {
        Actor::Gateway(place) => rules.gateways.get(place).map(|gateway| gateway.id.to_string()),
        Actor::Bar(place) => rules.bars.get(place).map(|bar| bar.id.to_string()),
    };
    let mut found = Vec::new();
    fates(rules, facts, verdict, standing, |datum, fate, by| {
        let data = datum.names().next().unwrap_or_default();
        found.push(EachDatum { data, fate, by: by.iter().filter_map(names).collect() });
    });
    found
}

/// What releases or may release a thing, takes or may take it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Actor {
    /// The gateway at this place.
    Gateway(usize),
    /// The bar at this place.
    Bar(usize),
}

/// Tells of each thing asked for what happens to it, and by what.
pub(super) fn fates(
    rules: &Rules,
    facts: &Facts,
    verdict: &Verdict,
    standing: Standing,
    mut tell: impl FnMut(DataSet, Fate, &[Actor]),
) {
    let mut reached: Vec<(&Limb, DataSet, DataSet, u64)> = Vec::with_capacity(8);
    reached.extend(rules.compiled.alive(facts).filter_map(|(_, limb)| {
        let reach = rules.reach(limb, facts, standing)?;
        Some((limb, reach.span.sure, reach.span.maybe, reach.bars))
    }));
    let mut by: Vec<Actor> = Vec::with_capacity(8);
    for datum in facts.asked.members() {
        let fate = if verdict.released.contains_all(datum) {
            Fate::Released
        } else if verdict.referred.contains_all(datum) {
            Fate::Referred
        } else {
            Fate::Withheld
        };
        by.clear();
        let mut add = |actor: Actor| {
            if !by.contains(&actor) {
                by.push(actor);
            }
        };
        for (limb, sure, maybe, bars) in &reached {
            let acts = match fate {
                Fate::Released => sure.contains_all(datum),
                Fate::Referred => maybe.contains_all(datum),
                Fate::Withheld => false,
            };
            if acts {
                add(Actor::Gateway(limb.gateway));
            }
            if fate != Fate::Released && limb.covers.contains_all(datum) {
                for place in ones(*bars) {
                    let bar = rules.compiled.bar(place);
                    if bar.is_some_and(|bar| taken(bar, facts).maybe.contains_all(datum)) {
                        add(Actor::Bar(place));
                    }
                }
            }
        }
        tell(datum, fate, &by);
    }
}

/// The role that decides: the one named by a gateway or bar that refers, the highest whose approval is
/// missing in the nearest way to release, or the rulebook's own.
pub(super) fn refer_to<'c>(
    rules: &Rules,
    facts: &Facts,
    verdict: &Verdict,
    standing: Standing,
    changes: impl FnOnce() -> &'c [Vec<Missing>],
) -> usize {
    if facts.truth(Fact::Verified) != Truth::True
        && !matches!(facts.direction, Known::Known(Direction::Offered | Direction::OwnInitiative))
    {
        return rules.refer_to;
    }
    let gateways = verdict.undecided.iter().filter_map(|place| rules.gateways.get(place));
    let named = gateways
        .filter(|gateway| gateway.then == Then::Refer && stands(gateway, facts))
        .find_map(|gateway| gateway.refer);
    let nearest = || {
        let changes = changes();
        // Whoever would approve under an order that nobody has shown has nothing to approve.
        let shown = |set: &&Vec<Missing>| {
            !set.iter().any(
                |one| matches!(one, Missing::Fact(fact, _) if fact.bit() & crate::resolve::ORDERS != 0),
            )
        };
        let changes = || changes.iter().filter(shown);
        changes()
            .flat_map(|set| approvals_of(set))
            .take(1)
            .chain(changes().next().into_iter().flat_map(|set| approvals_of(set)))
            .min_by_key(|role| rules.roles.get(*role).map_or(64, |role| role.or_above.count_ones()))
    };
    let barred = || {
        ones(verdict.bars)
            .filter_map(|place| rules.bars.get(place).map(|bar| (place, bar)))
            .filter(|(place, bar)| bar.then == Then::Refer || standing.certain & (1 << place) == 0)
            .find_map(|(_, bar)| bar.refer)
    };
    named.or_else(nearest).or_else(barred).unwrap_or(rules.refer_to)
}

fn approvals_of(set: &[Missing]) -> impl Iterator<Item = usize> + '_ {
    set.iter().filter_map(|missing| match missing {
        Missing::Approval(role) => Some(*role),
        Missing::Agreement(_) | Missing::Fact(..) | Missing::NotThirdParty | Missing::Within(_) => {
            None
        }
    })
}

/// Whether every fact that a gateway needs is known to be as it needs it.
fn stands(gateway: &Gateway, facts: &Facts) -> bool {
    gateway.needs.yes & !facts.stated.yes == 0
        && gateway.needs.no & !facts.stated.no == 0
        && gateway.needs.roles & !facts.approvals.granted == 0
}

/// Whether a bar stands as long as nobody has approved: an approval that is yet to come lifts nothing.
fn is_in_the_way(rules: &Rules, place: usize, facts: &Facts) -> bool {
    let (yes, no) = (facts.stated.yes, facts.stated.no);
    facts.scope_is_known()
        && rules.compiled.bar(place).is_some_and(|bar| {
            bar.when.yes & !yes == 0 && bar.when.no & !no == 0 && bar.unless.yes & !no == 0
        })
}

/// The duties of every gateway that releases, of gateways and bars that refer, and of the answer; of what
/// is yet to be decided, those that do not wait for it.
pub(super) fn duties(
    rules: &Rules,
    request: &Request,
    facts: &Facts,
    verdict: &Verdict,
    standing: Standing,
) -> u32 {
    let mut duties = Duty::RecordRequest.bit();
    for place in verdict.permitting.iter() {
        let Some(gateway) = rules.gateways.get(place) else { continue };
        duties |= gateway.duties;
        if gateway.needs.limits.contains(Limit::Agreement) {
            duties |= Duty::ReviewAgreement.bit();
        }
    }
    for place in verdict.undecided.iter() {
        let Some(gateway) = rules.gateways.get(place) else { continue };
        if gateway.then == Then::Refer && stands(gateway, facts) {
            duties |= gateway.duties;
        } else if gateway.covers.intersects(verdict.referred) {
            duties |= gateway.duties & Duty::BEFOREHAND;
        }
    }
    for place in ones(verdict.bars) {
        if standing.certain & (1 << place) != 0 || is_in_the_way(rules, place, facts) {
            duties |= rules.bars.get(place).map_or(0, |bar| bar.duties);
        }
    }
    let offered = facts.direction == Known::Known(Direction::Offered);
    if !verdict.released.is_empty() && !offered {
        duties |= Duty::RecordDisclosure.bit() | Duty::MinimumNecessary.bit();
    }
    if duties & Duty::InformPerson.bit() != 0 {
        duties &= !Duty::InformPerson.bit();
        duties |= match request.telling_would_prejudice {
            Known::Known(true) => Duty::RecordWhyNotTold.bit(),
            Known::Known(false) => Duty::InformPerson.bit(),
            Known::Unknown => Duty::DecideWhetherToTell.bit(),
        };
    }
    if facts.truth(Fact::Verified) != Truth::True && !offered && verdict.released.is_empty() {
        duties |= Duty::AskInWriting.bit() | Duty::CallBack.bit() | Duty::ReferToLineManager.bit();
    }
    duties
}

/// What was left out and may be named in a note.
pub(super) fn noted(
    rules: &Rules,
    facts: &Facts,
    verdict: &Verdict,
    standing: Standing,
) -> DataSet {
    ones(standing.certain & verdict.bars)
        .filter(|place| rules.bars.get(*place).is_some_and(|bar| bar.note))
        .filter_map(|place| rules.compiled.bar(place))
        .map(|bar| taken(bar, facts).sure.intersection(verdict.withheld))
        .collect()
}

/// What a person should look at. Nothing about the person while the asker is unverified.
pub(super) fn warnings(
    rules: &Rules,
    request: &Request,
    facts: &Facts,
    verdict: &Verdict,
    standing: Standing,
) -> u32 {
    let mut found = 0_u32;
    let mut warn = |warning: Warning, when: bool| {
        if when {
            found |= warning.bit();
        }
    };
    let asker = &request.asker;
    warn(Warning::AskerContradicted, facts.kind == Known::Unknown && asker.kind != Known::Unknown);
    warn(Warning::CredentialsNotSeen, request.shows_what_cannot_be_seen());
    let theirs = match facts.organisation {
        Known::Known(Some(party)) => rules.compiled.agreements_of(party),
        Known::Known(None) | Known::Unknown => &[],
    };
    for place in theirs.iter().map(|place| usize::from(*place)) {
        let Some(agreement) = rules.agreements.get(place) else { continue };
        let relied = match facts.relies_on {
            ReliedOn::None => true,
            ReliedOn::Listed(listed) => listed == place,
            ReliedOn::Unlisted => false,
        };
        let purpose =
            facts.purpose.truth(|one| agreement.purposes & (1 << *one as u8) != 0) == Truth::True;
        if relied && purpose && !agreement.is_live(facts.day) {
            let unreviewed = agreement.standing(facts.day) == "unreviewed";
            warn(Warning::AgreementUnreviewed, unreviewed);
            warn(Warning::AgreementLapsed, !unreviewed);
        }
    }
    warn(Warning::AgreementUnknown, facts.relies_on == ReliedOn::Unlisted);
    for approval in &request.approvals {
        warn(Warning::ApprovalByUnknownRole, rules.role(&approval.role).is_none());
        let by = |known: &Known<String>| matches!(known, Known::Known(id) if look_alike(id, &approval.by));
        warn(Warning::ApprovalOfOwnRequest, by(&request.handled_by) || by(&asker.individual));
    }
    let documents = verdict.permitting != RuleBits::default()
        && rules.compiled.left(facts).any(|place| {
            let limb = rules.compiled.limb(place);
            limb.is_some_and(|limb| {
                verdict.permitting.has(limb.gateway)
                    && rules.is_undocumented(limb, facts)
                    && rules.reach(limb, facts, standing).is_some_and(|it| !it.span.sure.is_empty())
            })
        });
    warn(Warning::NoPolicyDocument, documents);
    if let Some(claimed) = &request.gateway {
        let place = rules.gateways.iter().position(|one| one.id() == claimed);
        match place.map(|place| claim::standing_of(rules, facts, standing, place)) {
            None => warn(Warning::ClaimedGatewayUnknown, true),
            Some((holds, releases)) => {
                warn(Warning::ClaimedGatewayFails, holds == Truth::False);
                warn(Warning::ClaimedGatewayOpen, holds == Truth::Unknown);
                let short = holds == Truth::True && releases != verdict.released;
                warn(Warning::ClaimedGatewayFallsShort, short);
            }
        }
    }
    if facts.truth(Fact::Verified) == Truth::True {
        found |= about_consents(rules, &request.subject, facts.day);
    }
    found
}

/// What is amiss with consents that are on record by a day.
fn about_consents(rules: &Rules, subject: &SubjectState, day: Day) -> u32 {
    let mut found = 0_u32;
    let Known::Known(consents) = &subject.consents else { return found };
    let mut warn = |warning: Warning, when: bool| {
        if when {
            found |= warning.bit();
        }
    };
    for consent in consents {
        let Some(given) = consent.given else { continue };
        warn(Warning::ConsentAsCondition, consent.condition_of_service == Known::Known(true));
        let form = consent.form.as_deref();
        let form = form.and_then(|id| rules.forms.iter().find(|form| form.id() == id));
        let bounded = form.is_some_and(|form| form.covers != DataSet::EVERY);
        let specific = !consent.purposes.is_empty() && (bounded || !consent.covers.is_empty());
        warn(Warning::ConsentFormUnknown, form.is_none());
        warn(Warning::ConsentNotSpecific, !specific);
        warn(Warning::ConsentWithoutEvidence, consent.evidence.is_none());
        warn(Warning::ConsentNotFree, consent.freely_given == Known::Known(false));
        warn(Warning::ConsentWithoutWayBack, consent.told_of_withdrawal == Known::Known(false));
        if consent.given_by != GivenBy::Person {
            warn(Warning::ConsentWithoutAuthority, consent.authority.is_none());
            continue;
        }
        let able = |on: Day| able(&subject.capacity, consent.kind, Some(on)) == Truth::True;
        warn(Warning::ConsentWithoutCapacity, !able(given));
        warn(Warning::CapacitySinceInDoubt, able(given) && !able(day));
    }
    found
}
