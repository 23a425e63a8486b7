//! The reasons of a decision.

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::law::Paragraph;

use super::{BarReason, Condition, EachDatum, Fate, GatewayReason, Warning};
use crate::bits::ones;
use crate::catalogue::rule;
use crate::change::Missing;
use crate::compiled::{Limb, Verdict, basis_needs};
use crate::data::DataSet;
use crate::duty::Duty;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::request::Request;
use crate::resolve::{Facts, ReliedOn};
use crate::rulebook::{Agreement, Bar, Gateway, Limit, Needs, Rulebook};
use crate::words::{AskerKind, Direction, Then};

/// Everything that was considered.
pub(super) struct Reasons {
    pub(super) gateways: Vec<GatewayReason>,
    pub(super) bars: Vec<BarReason>,
}

pub(super) fn reasons(rulebook: &Rulebook, facts: &Facts, verdict: &Verdict, day: Day) -> Reasons {
    let (certain, possible) = rulebook.bars_on(facts, day);
    let mut gateways: Vec<GatewayReason> = Vec::new();
    let mut last = None;
    for limb in rulebook.compiled.alive(facts) {
        let Some(gateway) = rulebook.gateways.get(limb.gateway) else { continue };
        if !gateway.in_force(day) || !limb.covers.intersects(facts.asked) {
            continue;
        }
        if last != Some(limb.gateway) {
            gateways.push(gateway_reason(gateway, day));
            last = Some(limb.gateway);
        }
        let Some(reason) = gateways.last_mut() else { continue };
        for condition in conditions(rulebook, limb, gateway, facts, day) {
            if !reason.conditions.iter().any(|known| known.need == condition.need) {
                reason.conditions.push(condition);
            }
        }
        if let Some(reach) = rulebook.reach(limb, facts, day, certain, possible) {
            reason.releases = reason.releases.union(reach.span.sure);
            let holds = if !reach.span.sure.is_empty() {
                Truth::True
            } else if !reach.span.maybe.is_empty() {
                Truth::Unknown
            } else {
                Truth::False
            };
            reason.holds = reason.holds.or(holds);
        }
    }
    let mut bars = Vec::new();
    for place in ones(possible) {
        let Some(bar) = rulebook.bars.get(place) else { continue };
        bars.push(BarReason {
            id: bar.id.to_string(),
            says: bar.says.to_string(),
            holds: if certain & (1 << place) != 0 { Truth::True } else { Truth::Unknown },
            conditions: bar_conditions(rulebook, bar, facts),
            bites: verdict.bars & (1 << place) != 0,
            rules: bar.cite.iter().copied().collect(),
        });
    }
    Reasons { gateways, bars }
}

fn gateway_reason(gateway: &Gateway, day: Day) -> GatewayReason {
    let mut rules: RuleSet = gateway.cite.iter().chain(&gateway.weighed).copied().collect();
    let basis = gateway.basis_on(day);
    if let Some(basis) = basis {
        rules.cite(basis.rule());
    }
    for paragraph in [gateway.schedule1, gateway.article10].into_iter().flatten() {
        if let Ok(paragraph) = Paragraph::new(paragraph) {
            rules.cite(paragraph.row().rule());
        }
    }
    cite(&mut rules, &["RG-09"]);
    GatewayReason {
        id: gateway.id.to_string(),
        says: gateway.says.to_string(),
        kind: gateway.kind,
        holds: Truth::False,
        conditions: Vec::new(),
        basis,
        article9: gateway.article9,
        schedule1: gateway.schedule1,
        article10: gateway.article10,
        confidence: gateway.confidence,
        releases: DataSet::NONE,
        rules,
    }
}

fn cite(rules: &mut RuleSet, ids: &[&str]) {
    ids.iter().filter_map(|id| rule(id)).for_each(|rule| rules.cite(rule));
}

fn cited(ids: &[&str]) -> RuleSet {
    ids.iter().filter_map(|id| rule(id)).collect()
}

fn conditions(
    rulebook: &Rulebook,
    limb: &Limb,
    gateway: &Gateway,
    facts: &Facts,
    day: Day,
) -> Vec<Condition> {
    let ground = gateway.ground_on(day);
    let extra = ground.map_or(Needs::default(), |ground| basis_needs(ground.basis));
    let needs = limb.needs.union(extra);
    let mut found =
        fact_conditions(rulebook, needs, facts, &gateway.cite.iter().copied().collect());
    let wanted = limb.covers.intersection(facts.asked);
    for limit in Limit::all().filter(|limit| needs.limits.contains(*limit)) {
        let span = if limit == Limit::Agreement {
            rulebook.agreed(limb.gateway, facts, day)
        } else {
            facts.span(limit)
        };
        let value = if span.sure.intersects(wanted) {
            Truth::True
        } else if span.maybe.intersects(wanted) {
            Truth::Unknown
        } else {
            Truth::False
        };
        let mut rules = cited(limit.rules());
        if limit == Limit::Agreement {
            rulebook
                .agreements
                .iter()
                .filter(|agreement| {
                    agreement.gateways.has(limb.gateway) && is_theirs(agreement, facts)
                })
                .flat_map(|agreement| &agreement.cite)
                .for_each(|rule| rules.cite(*rule));
        }
        found.push(Condition { need: limit.name().to_owned(), value, rules });
    }
    if ground.is_none() {
        found.push(Condition {
            need: "a lawful basis on the day".to_owned(),
            value: Truth::False,
            rules: cited(&["RG-09", "RG-01"]),
        });
    }
    found
}

fn is_theirs(agreement: &Agreement, facts: &Facts) -> bool {
    matches!(facts.organisation, Known::Known(Some(place)) if agreement.parties.contains(&place))
}

fn fact_conditions(
    rulebook: &Rulebook,
    needs: Needs,
    facts: &Facts,
    approval_rules: &RuleSet,
) -> Vec<Condition> {
    let mut found: Vec<Condition> = needs
        .facts()
        .map(|(fact, holds)| {
            let truth = facts.truth(fact);
            let need = if holds { fact.name().to_owned() } else { format!("not:{fact}") };
            let value = if holds { truth } else { !truth };
            Condition { need, value, rules: cited(fact.rules()) }
        })
        .collect();
    for role in ones(needs.roles) {
        let value = if facts.approvals.granted & (1 << role) != 0 {
            Truth::True
        } else if facts.approvals.declined & (1 << role) != 0 {
            Truth::False
        } else {
            Truth::Unknown
        };
        let need = Missing::Approval(role).name(rulebook);
        found.push(Condition { need, value, rules: approval_rules.clone() });
    }
    found
}

fn bar_conditions(rulebook: &Rulebook, bar: &Bar, facts: &Facts) -> Vec<Condition> {
    let cites: RuleSet = bar.cite.iter().copied().collect();
    let mut found = fact_conditions(rulebook, bar.when, facts, &cites);
    for mut condition in fact_conditions(rulebook, bar.unless, facts, &cites) {
        condition.need = format!("unless {}", condition.need);
        found.push(condition);
    }
    found
}

/// What happens to each thing asked for, and by what.
pub(super) fn each(
    rulebook: &Rulebook,
    facts: &Facts,
    verdict: &Verdict,
    day: Day,
) -> Vec<EachDatum> {
    let (certain, possible) = rulebook.bars_on(facts, day);
    let reached: Vec<(&Limb, DataSet, DataSet, u64)> = rulebook
        .compiled
        .alive(facts)
        .filter_map(|limb| {
            let reach = rulebook.reach(limb, facts, day, certain, possible)?;
            Some((limb, reach.span.sure, reach.span.maybe, reach.bars))
        })
        .collect();
    facts
        .asked
        .members()
        .map(|datum| {
            let fate = if verdict.released.contains_all(datum) {
                Fate::Released
            } else if verdict.referred.contains_all(datum) {
                Fate::Referred
            } else {
                Fate::Withheld
            };
            let mut by: Vec<String> = Vec::new();
            let mut add = |name: &str| {
                if !by.iter().any(|known| known == name) {
                    by.push(name.to_owned());
                }
            };
            for (limb, sure, maybe, bars) in &reached {
                let acts = match fate {
                    Fate::Released => sure.contains_all(datum),
                    Fate::Referred => maybe.contains_all(datum),
                    Fate::Withheld => false,
                };
                if acts && let Some(gateway) = rulebook.gateways.get(limb.gateway) {
                    add(&gateway.id);
                }
                if fate != Fate::Released && limb.covers.contains_all(datum) {
                    for place in ones(*bars) {
                        if let Some(bar) = rulebook.bars.get(place)
                            && rulebook.taken(bar, facts).maybe.contains_all(datum)
                        {
                            add(&bar.id);
                        }
                    }
                }
            }
            EachDatum { data: datum.names().next().unwrap_or_default(), fate, by }
        })
        .collect()
}

/// The role that decides: the one named by a gateway or bar that refers, the highest whose approval is
/// missing in the nearest way to release, or the rulebook's own.
pub(super) fn refer_to(
    rulebook: &Rulebook,
    facts: &Facts,
    verdict: &Verdict,
    changes: &[Vec<Missing>],
    day: Day,
) -> String {
    if facts.truth(Fact::Verified) != Truth::True
        && !matches!(facts.direction, Known::Known(Direction::Offered | Direction::OwnInitiative))
    {
        return rulebook.refers_to().to_owned();
    }
    let gateways = verdict.undecided.iter().filter_map(|place| rulebook.gateways.get(place));
    let named = gateways
        .filter(|gateway| gateway.then == Then::Refer && stands(gateway, facts))
        .find_map(|gateway| gateway.refer);
    let nearest = || {
        changes
            .iter()
            .flat_map(|set| {
                set.iter().filter_map(|missing| match missing {
                    Missing::Approval(role) => Some(*role),
                    Missing::Agreement(_)
                    | Missing::Fact(..)
                    | Missing::NotThirdParty
                    | Missing::Within(_) => None,
                })
            })
            .take(1)
            .chain(approvals_of_first(changes))
            .min_by_key(|role| {
                rulebook.roles.get(*role).map_or(64, |role| role.or_above.count_ones())
            })
    };
    let (certain, _) = rulebook.bars_on(facts, day);
    let barred = || {
        ones(verdict.bars)
            .filter_map(|place| rulebook.bars.get(place).map(|bar| (place, bar)))
            .filter(|(place, bar)| bar.then == Then::Refer || certain & (1 << place) == 0)
            .find_map(|(_, bar)| bar.refer)
    };
    let role = named.or_else(nearest).or_else(barred).unwrap_or(rulebook.refer_to);
    rulebook.role_name(role).to_owned()
}

fn approvals_of_first(changes: &[Vec<Missing>]) -> impl Iterator<Item = usize> + '_ {
    changes.first().into_iter().flatten().filter_map(|missing| match missing {
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

/// The duties of every gateway that releases, of gateways and bars that refer, and of the answer.
pub(super) fn duties(
    rulebook: &Rulebook,
    request: &Request,
    facts: &Facts,
    verdict: &Verdict,
    day: Day,
) -> u32 {
    let mut duties = Duty::RecordRequest.bit();
    for place in verdict.permitting.iter() {
        duties |= rulebook.gateways.get(place).map_or(0, |gateway| gateway.duties);
    }
    for place in verdict.undecided.iter() {
        if let Some(gateway) = rulebook.gateways.get(place)
            && gateway.then == Then::Refer
            && stands(gateway, facts)
        {
            duties |= gateway.duties;
        }
    }
    let (certain, _) = rulebook.bars_on(facts, day);
    for place in ones(certain & verdict.bars) {
        duties |= rulebook.bars.get(place).map_or(0, |bar| bar.duties);
    }
    let offered = facts.direction == Known::Known(Direction::Offered);
    if !verdict.released.is_empty() && !offered {
        duties |= Duty::RecordDisclosure.bit() | Duty::MinimumNecessary.bit();
    }
    if !noted(rulebook, facts, verdict, day).is_empty() {
        duties |= Duty::NoteWithheld.bit();
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
pub(super) fn noted(rulebook: &Rulebook, facts: &Facts, verdict: &Verdict, day: Day) -> DataSet {
    let (certain, _) = rulebook.bars_on(facts, day);
    ones(certain & verdict.bars)
        .filter_map(|place| rulebook.bars.get(place))
        .filter(|bar| bar.note)
        .map(|bar| rulebook.taken(bar, facts).sure.intersection(verdict.withheld))
        .collect()
}

/// What a person should look at. Nothing about the person while the asker is unverified.
pub(super) fn warnings(
    rulebook: &Rulebook,
    request: &Request,
    facts: &Facts,
    day: Day,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let asker = &request.asker;
    if let (Known::Known(AskerKind::Unidentified), _) | (Known::Unknown, Known::Known(_)) =
        (facts.kind, asker.kind)
    {
        found.push(Warning::AskerContradicted);
    }
    if facts.kind == Known::Known(AskerKind::Unidentified) {
        found.clear();
    }
    let party = match facts.organisation {
        Known::Known(place) => place,
        Known::Unknown => None,
    };
    for agreement in &rulebook.agreements {
        let theirs = party.is_some_and(|place| agreement.parties.contains(&place));
        let relied = facts.relies_on == ReliedOn::None
            || request.agreement.as_deref() == Some(agreement.id());
        let purpose =
            facts.purpose.truth(|one| agreement.purposes & (1 << *one as u8) != 0) == Truth::True;
        if theirs && relied && purpose {
            match agreement.standing(day) {
                "unreviewed" => found.push(Warning::AgreementUnreviewed),
                "lapsed" | "not-begun" => found.push(Warning::AgreementLapsed),
                _ => {}
            }
        }
    }
    if facts.relies_on == ReliedOn::Unlisted {
        found.push(Warning::AgreementUnknown);
    }
    for approval in &request.approvals {
        if rulebook.role(&approval.role).is_none() {
            found.push(Warning::ApprovalByUnknownRole);
        }
        let by = |known: &Known<String>| matches!(known, Known::Known(id) if id.trim().eq_ignore_ascii_case(approval.by.trim()));
        if by(&request.handled_by) || by(&asker.individual) {
            found.push(Warning::ApprovalOfOwnRequest);
        }
    }
    if facts.truth(Fact::Verified) == Truth::True
        && let Known::Known(consents) = &request.subject.consents
    {
        for consent in consents.iter().filter(|consent| consent.given.is_some()) {
            if consent.condition_of_service == Known::Known(true) {
                found.push(Warning::ConsentAsCondition);
            }
            if consent.evidence.is_none() {
                found.push(Warning::ConsentWithoutEvidence);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Every rule applied: those of releasing gateways and biting bars, of their conditions, of duties.
pub(super) fn rules(
    rulebook: &Rulebook,
    reasons: &Reasons,
    verdict: &Verdict,
    duties: &[Duty],
) -> RuleSet {
    let mut rules = RuleSet::new();
    let mut add = |set: &RuleSet| set.iter().for_each(|rule| rules.cite(*rule));
    for reason in &reasons.gateways {
        let place = rulebook.gateways.iter().position(|gateway| *gateway.id == *reason.id);
        let acts = place
            .is_some_and(|place| verdict.permitting.has(place) || verdict.undecided.has(place));
        let decided_against = verdict.permitting == crate::bits::RuleBits::default();
        if acts || decided_against {
            add(&reason.rules);
            reason.conditions.iter().for_each(|condition| add(&condition.rules));
        }
    }
    for bar in reasons.bars.iter().filter(|bar| bar.bites) {
        add(&bar.rules);
    }
    for duty in duties {
        add(&cited(duty.rules()));
    }
    rules
}
