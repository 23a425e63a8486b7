//! Whether the gateway that an asker claims is the one that lets them through.

use super::reasons::{Need, facts_needed, limits_needed};
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::judge::{Standing, Verdict};
use crate::known::{Known, Truth};
use crate::resolve::Facts;
use crate::rulebook::{Gateway, Rules};
use crate::words::Then;

/// The gateway that the asker claims, and whether the claim holds.
///
/// A claim decides nothing. What is given although it fails is given by another gateway, which is named
/// here: nobody reads an order into an answer that stands on a consent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Claim {
    /// The gateway's id, as claimed.
    pub gateway: String,
    /// Whether the rulebook knows such a gateway.
    pub known: bool,
    /// Whether it lets through something of what is asked.
    pub holds: Truth,
    /// What it lets through.
    pub releases: DataSet,
    /// What it lacks, as the rulebook writes it: needs that do not hold or are not known, bars that
    /// take, `who`, `purposes`, `direction`, `covers` and `from` where it is not for this at all, `then`
    /// where it only refers.
    pub amiss: Vec<String>,
    /// The gateways that let through what it does not, by id.
    pub instead: Vec<String>,
}

/// What one gateway comes to.
pub(super) fn standing_of(
    rules: &Rules,
    facts: &Facts,
    standing: Standing,
    place: usize,
) -> (Truth, DataSet) {
    let mut sum = (Truth::False, DataSet::NONE);
    for limb in limbs_of(rules, facts, place) {
        let Some(reach) = rules.reach(limb, facts, standing) else { continue };
        let holds = match (reach.span.sure.is_empty(), reach.span.maybe.is_empty()) {
            (false, _) => Truth::True,
            (true, false) => Truth::Unknown,
            (true, true) => Truth::False,
        };
        sum = (sum.0.or(holds), sum.1.union(reach.span.sure));
    }
    sum
}

fn limbs_of<'r>(
    rules: &'r Rules,
    facts: &'r Facts,
    place: usize,
) -> impl Iterator<Item = &'r Limb> + 'r {
    rules.compiled.alive(facts).map(|(_, limb)| limb).filter(move |limb| limb.gateway == place)
}

impl Claim {
    pub(super) fn of(
        rules: &Rules,
        facts: &Facts,
        verdict: &Verdict,
        standing: Standing,
        gateway: &str,
    ) -> Self {
        let name = |place: usize| rules.gateways.get(place).map(|one| one.id().to_owned());
        let place = rules.gateways.iter().position(|one| one.id() == gateway);
        let (holds, releases) = place.map_or((Truth::False, DataSet::NONE), |place| {
            standing_of(rules, facts, standing, place)
        });
        let amiss = place
            .and_then(|place| rules.gateways.get(place).map(|found| (place, found)))
            .map_or_else(Vec::new, |(place, found)| amiss(rules, facts, standing, place, found));
        let instead = if releases == verdict.released {
            Vec::new()
        } else {
            let others = verdict.permitting.iter().filter(|other| Some(*other) != place);
            others.filter_map(name).collect()
        };
        Self {
            gateway: gateway.to_owned(),
            known: place.is_some(),
            holds,
            releases,
            amiss,
            instead,
        }
    }
}

fn amiss(
    rules: &Rules,
    facts: &Facts,
    standing: Standing,
    place: usize,
    gateway: &Gateway,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let among = |word: u64, value: Known<u8>| value.truth(|value| word & (1 << value) != 0);
    let scope = [
        ("who", among(gateway.who, facts.kind.map(|kind| kind as u8))),
        ("purposes", among(gateway.purposes, facts.purpose.map(|purpose| purpose as u8))),
        ("direction", among(gateway.directions.into(), facts.direction.map(|way| way as u8))),
        ("from", Truth::from(gateway.in_force(facts.day))),
        ("covers", Truth::from(gateway.covers.intersects(facts.asked))),
        ("then", Truth::from(gateway.then == Then::Release)),
    ];
    let outside = scope.iter().filter(|(_, holds)| *holds != Truth::True);
    found.extend(outside.map(|(name, _)| (*name).to_owned()));
    let mut add = |need: Need, value: Truth| {
        let name = need.name(rules);
        if value != Truth::True && !found.contains(&name) {
            found.push(name);
        }
    };
    // Out of its scope no limb of it is alive: what it needs besides is still worth telling.
    facts_needed(gateway.needs, facts, &mut add);
    for limb in limbs_of(rules, facts, place).filter(|limb| limb.covers.intersects(facts.asked)) {
        if limb.basis.is_none() {
            add(Need::Basis, Truth::False);
        }
        facts_needed(limb.needs, facts, &mut add);
        limits_needed(rules, limb, facts, &mut add);
    }
    let bars = limbs_of(rules, facts, place)
        .filter_map(|limb| rules.reach(limb, facts, standing))
        .fold(0, |sum, reach| sum | reach.bars);
    let bars = crate::bits::ones(bars).filter_map(|place| rules.bars.get(place));
    found.extend(bars.map(|bar| bar.id().to_owned()));
    found
}
