//! The pieces of JSON that are written once for a rulebook.

use caldicott_model::law::{Article9Condition, LawfulBasis};

use super::super::reasons::Need;
use super::quoted;
use crate::change::Missing;
use crate::compiled::Limb;
use crate::fact::Fact;
use crate::known::Truth;
use crate::rulebook::{Limit, Places, Rules};

/// The pieces of JSON that are the same in every decision by a rulebook.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(super) rules: Vec<String>,
    /// `"needed"` for each fact that must hold, and each that must not.
    facts: [Vec<String>; 2],
    unless_facts: [Vec<String>; 2],
    roles: Vec<String>,
    unless_roles: Vec<String>,
    limits: Vec<String>,
    /// What may be missing, with what to ask: facts that must hold, and that must not.
    missing_facts: [Vec<String>; 2],
    missing_roles: Vec<String>,
    missing_limits: Vec<String>,
    missing_agreement: String,
    not_third_party: String,
    /// Conditions that are facts, whole: for each fact as needed to hold, not to hold, and the same
    /// after "unless"; for each whether it is so.
    conditions: Vec<[String; 3]>,
    pub(super) gateway_rules: Vec<String>,
    pub(super) bar_rules: Vec<String>,
    /// Of each gateway, up to whether it holds.
    pub(super) gateways: Vec<String>,
    pub(super) gateway_ids: Vec<String>,
    /// Of each limb, from its conditions to what it releases, and the rest.
    pub(super) limbs: Vec<[String; 2]>,
    /// The same about somebody who has died.
    pub(super) limbs_of_the_dead: Vec<[String; 2]>,
    pub(super) bars: Vec<String>,
    pub(super) bar_ids: Vec<String>,
    pub(super) hash: String,
}

impl Texts {
    pub(crate) fn of(rules: &Rules) -> Self {
        let cites = &rules.cites;
        let ids: Vec<String> = (0..cites.count())
            .filter_map(|place| cites.rule(u16::try_from(place).ok()?))
            .map(|rule| quoted(rule.id()))
            .collect();
        let list = |places: &Places| {
            let ids: Vec<&str> = places
                .iter()
                .filter_map(|place| ids.get(usize::from(*place)))
                .map(String::as_str)
                .collect();
            format!("[{}]", ids.join(","))
        };
        let facts = |unless: &str, holds: bool| -> Vec<String> {
            Fact::NAMES
                .iter()
                .map(|(_, fact)| {
                    let name = Missing::Fact(*fact, holds).name_in(rules);
                    quoted(&format!("{unless}{name}"))
                })
                .collect()
        };
        let roles = |unless: &str| -> Vec<String> {
            (0..rules.roles.len())
                .map(|role| quoted(&format!("{unless}{}", Missing::Approval(role).name_in(rules))))
                .collect()
        };
        let missing = |missing: Missing| {
            let (need, ask) = (missing.name_in(rules), missing.question_in(rules));
            format!("{{\"need\":{},\"ask\":{}}}", quoted(&need), quoted(&ask))
        };
        let missing_facts = [false, true].map(|holds| {
            Fact::NAMES.iter().map(|(_, fact)| missing(Missing::Fact(*fact, holds))).collect()
        });
        let gateways = rules.gateways.iter().map(|gateway| {
            let (id, says) = (quoted(&gateway.id), quoted(&gateway.says));
            format!("{{\"id\":{id},\"says\":{says},\"kind\":\"{}\",\"holds\":", gateway.kind)
        });
        let bars = rules.bars.iter().map(|bar| {
            format!("{{\"id\":{},\"says\":{},\"holds\":", quoted(&bar.id), quoted(&bar.says))
        });
        let (facts_fail, facts_hold) = (facts("", false), facts("", true));
        let (unless_fail, unless_hold) = (facts("unless ", false), facts("unless ", true));
        let fact_rules: Vec<String> = cites.facts.iter().map(list).collect();
        Self {
            conditions: conditions(
                [&facts_hold, &facts_fail, &unless_hold, &unless_fail],
                &fact_rules,
            ),
            facts: [facts_fail, facts_hold],
            unless_facts: [unless_fail, unless_hold],
            roles: roles(""),
            unless_roles: roles("unless "),
            limits: Limit::all().map(|limit| quoted(limit.name())).collect(),
            missing_facts,
            missing_roles: (0..rules.roles.len())
                .map(|role| missing(Missing::Approval(role)))
                .collect(),
            missing_limits: Limit::all().map(|limit| missing(Missing::Within(limit))).collect(),
            missing_agreement: missing(Missing::Agreement(0)),
            not_third_party: missing(Missing::NotThirdParty),
            gateway_rules: cites.gateways.iter().map(list).collect(),
            bar_rules: cites.bars.iter().map(list).collect(),
            gateways: gateways.collect(),
            gateway_ids: rules.gateways.iter().map(|gateway| quoted(&gateway.id)).collect(),
            limbs: limbs(rules, &cites.limbs, false, list),
            limbs_of_the_dead: limbs(rules, &cites.limbs_of_the_dead, true, list),
            bars: bars.collect(),
            bar_ids: rules.bars.iter().map(|bar| quoted(&bar.id)).collect(),
            hash: rules.hash.to_string(),
            rules: ids,
        }
    }

    /// A condition that is a fact, whole.
    pub(super) fn condition(&self, need: Need, value: Truth) -> Option<&str> {
        let (fact, way) = match need {
            Need::Fact(fact, holds) => (fact, usize::from(!holds)),
            Need::UnlessFact(fact, holds) => (fact, 2 + usize::from(!holds)),
            Need::Approval(_) | Need::Basis | Need::Limit(_) | Need::UnlessApproval(_) => {
                return None;
            }
        };
        let found = self.conditions.get(fact as usize * 4 + way)?;
        found.get(value as usize).map(String::as_str)
    }

    pub(super) fn need(&self, need: Need) -> &str {
        let (list, place) = match need {
            Need::Approval(role) => (&self.roles, role),
            Need::Basis => return "\"a lawful basis on the day\"",
            Need::Fact(fact, holds) => (self.facts_that(&self.facts, holds), fact as usize),
            Need::Limit(limit) => (&self.limits, limit.place()),
            Need::UnlessApproval(role) => (&self.unless_roles, role),
            Need::UnlessFact(fact, holds) => {
                (self.facts_that(&self.unless_facts, holds), fact as usize)
            }
        };
        list.get(place).map_or("\"\"", String::as_str)
    }

    /// What is missing, and what to ask, whole.
    pub(super) fn missing(&self, missing: Missing) -> &str {
        let (list, place) = match missing {
            Missing::Agreement(_) => return &self.missing_agreement,
            Missing::Approval(role) => (&self.missing_roles, role),
            Missing::Fact(fact, holds) => {
                (self.facts_that(&self.missing_facts, holds), fact as usize)
            }
            Missing::NotThirdParty => return &self.not_third_party,
            Missing::Within(limit) => (&self.missing_limits, limit.place()),
        };
        list.get(place).map_or("", String::as_str)
    }

    #[expect(clippy::unused_self, reason = "it belongs to the pieces")]
    const fn facts_that<'t>(&self, both: &'t [Vec<String>; 2], holds: bool) -> &'t Vec<String> {
        let [fails, stands] = both;
        if holds { stands } else { fails }
    }
}

/// Of each limb, from its conditions to what it releases, and the rest. Data protection law has nothing to
/// say about the dead (SC-11).
fn limbs(
    rules: &Rules,
    cited: &[Places],
    dead: bool,
    list: impl Fn(&Places) -> String,
) -> Vec<[String; 2]> {
    let name = |name: Option<&str>| name.map_or("null".to_owned(), quoted);
    let number = |number: Option<u8>| number.map_or("null".to_owned(), |it| it.to_string());
    let pieces = |(place, limb): (usize, &Limb)| {
        let Some(gateway) = rules.gateways.get(limb.gateway) else { return Default::default() };
        let cited = cited.get(place).map(&list).unwrap_or_default();
        [
            format!(
                ",\"basis\":{},\"article9\":{},\"schedule1\":{},\"article10\":{},\
                 \"confidence\":\"{}\",\"releases\":",
                name(limb.basis.filter(|_| !dead).map(LawfulBasis::name)),
                name(gateway.article9.filter(|_| !dead).map(Article9Condition::name)),
                number(gateway.schedule1.filter(|_| !dead)),
                number(gateway.article10.filter(|_| !dead)),
                gateway.confidence
            ),
            format!(",\"rules\":{cited}}}"),
        ]
    };
    rules.compiled.limbs().iter().enumerate().map(pieces).collect()
}

/// Every condition that a fact can be, with each of its values.
fn conditions(names: [&[String]; 4], rules: &[String]) -> Vec<[String; 3]> {
    let mut all = Vec::new();
    for (place, rules) in rules.iter().enumerate() {
        for names in names {
            let need = names.get(place).map_or("", String::as_str);
            all.push([Truth::False, Truth::Unknown, Truth::True].map(|value| {
                format!("{{\"need\":{need},\"value\":\"{}\",\"rules\":{rules}}}", value.name())
            }));
        }
    }
    all
}
