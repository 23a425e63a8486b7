//! What the provisions of a resource permit at least, and deny at most.

use super::codes;
use super::dates::Written;
use super::element::{Context, Element};
use super::finding::{Effect, FindingKind};
use super::{Recipient, Release};
use crate::data::DataSet;
use crate::words::SharingPurpose;

/// Whether a rule lets go or keeps back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Decision {
    Deny,
    Permit,
}

/// What a rule is about. What it does not name is left open.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) to: Option<Vec<String>>,
    pub(super) purposes: Option<Vec<SharingPurpose>>,
    pub(super) covers: Option<DataSet>,
    pub(super) starts: Vec<Written>,
    pub(super) ends: Vec<Written>,
    /// Something narrows it in a way that is not held here.
    pub(super) void: bool,
    /// Some of its data is not known here.
    pub(super) partly_known: bool,
}

/// What the provisions come to.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) permits: Vec<Scope>,
    pub(super) denials: Vec<Scope>,
    /// The base denies everything that is not permitted.
    pub(super) denied_else: bool,
}

/// How deep rules may stand within rules.
const DEEPEST: usize = 16;

/// What limits a rule in a way that is not held here.
const NARROWING: [&str; 7] =
    ["securityLabel", "class", "documentType", "resourceType", "dataPeriod", "data", "expression"];

impl Scope {
    /// What is within both.
    fn and(mut self, other: &Self) -> Self {
        fn shared<T: Clone + PartialEq>(
            one: Option<Vec<T>>,
            other: Option<&Vec<T>>,
        ) -> Option<Vec<T>> {
            match (one, other) {
                (Some(one), Some(other)) => {
                    Some(one.into_iter().filter(|item| other.contains(item)).collect())
                }
                (one, other) => one.or_else(|| other.cloned()),
            }
        }
        self.to = shared(self.to, other.to.as_ref());
        self.purposes = shared(self.purposes, other.purposes.as_ref());
        self.covers = match (self.covers, other.covers) {
            (Some(one), Some(other)) => Some(one.intersection(other)),
            (one, other) => one.or(other),
        };
        self.starts.extend(&other.starts);
        self.ends.extend(&other.ends);
        self.void |= other.void;
        self.partly_known |= other.partly_known;
        self
    }
}

/// Reads a rule and those that are exceptions to it.
pub(super) fn rule(
    context: &Context<'_>,
    element: &Element<'_>,
    decision: Decision,
    within: &Scope,
    depth: usize,
    rules: &mut Rules,
) {
    let below = exceptions(context, element, Some(decision), depth);
    let permits_below = below.iter().any(|(_, decision)| *decision == Decision::Permit);
    let scope = match decision {
        Decision::Permit => {
            let scope = permitted(context, element).and(within);
            if permits_below {
                // Nobody can tell whether the inner one adds to the outer one or is all that is meant.
                context.find(&element.path, FindingKind::NestedPermit, Effect::PermitsLess);
            } else {
                rules.permits.push(scope.clone());
            }
            scope
        }
        Decision::Deny => {
            if depth == 0 && permits_below && !has_scope(element) {
                rules.denied_else = true;
            } else {
                rules.denials.push(denied(context, element));
            }
            // What is excepted at any depth lies within what is denied here.
            if below.is_empty() {
                Scope::default()
            } else {
                permitted(context, element).and(within)
            }
        }
    };
    for (inner, decision) in below {
        rule(context, &inner, decision, &scope, depth + 1, rules);
    }
}

/// The rules within a rule, or within the root that says nothing itself.
pub(super) fn exceptions<'d>(
    context: &Context<'_>,
    element: &Element<'d>,
    outer: Option<Decision>,
    depth: usize,
) -> Vec<(Element<'d>, Decision)> {
    let mut found = Vec::new();
    for inner in element.children(context, "provision") {
        if depth >= DEEPEST {
            inner.fault(context, "provision", "rules stand within rules too deep to be read");
            return Vec::new();
        }
        check(context, &inner);
        let decision = match context.release {
            Release::R5 => outer.map(opposite),
            Release::R4 => match typed(context, &inner) {
                Some(decision) => Some(decision),
                // It must say so and does not: an exception to leave is a denial.
                None if inner.has("type") => None,
                None => {
                    let effect = match outer {
                        Some(Decision::Permit) => Effect::RefusesMore,
                        Some(Decision::Deny) | None => Effect::PermitsLess,
                    };
                    context.find(&inner.below("type"), FindingKind::Narrowed, effect);
                    Some(Decision::Deny)
                }
            },
        };
        found.extend(decision.map(|decision| (inner, decision)));
    }
    found
}

const fn opposite(decision: Decision) -> Decision {
    match decision {
        Decision::Deny => Decision::Permit,
        Decision::Permit => Decision::Deny,
    }
}

/// The rule's own word in R4.
pub(super) fn typed(context: &Context<'_>, element: &Element<'_>) -> Option<Decision> {
    decision(context, element, "type")
}

/// `permit` or `deny`; anything else is a fault.
pub(super) fn decision(
    context: &Context<'_>,
    element: &Element<'_>,
    key: &str,
) -> Option<Decision> {
    match element.text(context, key)? {
        "deny" => Some(Decision::Deny),
        "permit" => Some(Decision::Permit),
        _ => {
            element.fault(context, key, "neither `permit` nor `deny`");
            None
        }
    }
}

/// Refuses what no provision has.
pub(super) fn check(context: &Context<'_>, element: &Element<'_>) {
    let both =
        ["period", "actor", "action", "securityLabel", "purpose", "code", "dataPeriod", "data"];
    let own: &[&str] = match context.release {
        Release::R4 => &["type", "class", "provision"],
        Release::R5 => &["documentType", "resourceType", "expression", "provision"],
    };
    element.plain(context, &[&both[..], own].concat());
}

/// Whether it says anything about what it is about.
pub(super) fn has_scope(element: &Element<'_>) -> bool {
    ["actor", "action", "purpose", "code"].iter().chain(&NARROWING).any(|key| element.has(key))
}

/// At least this is permitted.
fn permitted(context: &Context<'_>, element: &Element<'_>) -> Scope {
    let less = |path: &str, kind| context.find(path, kind, Effect::PermitsLess);
    let mut scope = Scope::default();
    times(context, element, &mut scope);
    for key in NARROWING.iter().filter(|key| element.has(key)) {
        less(&element.below(key), FindingKind::Narrowed);
        scope.void = true;
    }
    if element.has("action") && !tells(context, element) {
        less(&element.below("action"), FindingKind::OtherAction);
        scope.void = true;
    }
    if element.has("actor") {
        let mut to = Vec::new();
        for actor in element.children(context, "actor") {
            if is_recipient(context, &actor) {
                match recipient(context, &actor) {
                    Named::Known(id) => to.push(id),
                    Named::Nobody => {}
                    Named::Unknown => less(&actor.path, FindingKind::UnknownRecipient),
                }
            } else {
                less(&actor.path, FindingKind::OtherRole);
                scope.void = true;
            }
        }
        scope.to = Some(to);
    }
    if element.has("purpose") {
        let mut purposes = Vec::new();
        for coding in element.children(context, "purpose") {
            let (system, code) = coded(context, &coding);
            if (system, code) == (codes::PURPOSE, codes::NOTHING_NAMED) {
                continue;
            }
            let within = codes::purposes_within(system, code);
            if within.is_empty() {
                less(&coding.path, FindingKind::UnknownPurpose);
            }
            purposes.extend(within);
        }
        scope.purposes = Some(purposes);
    }
    if element.has("code") {
        let mut covers = DataSet::NONE;
        for concept in element.children(context, "code") {
            if let Some(data) = data(context, &concept) {
                covers = covers.union(data);
            } else {
                less(&concept.path, FindingKind::UnknownData);
                scope.partly_known = true;
            }
        }
        scope.covers = Some(covers);
    }
    scope
}

/// At most this is denied.
fn denied(context: &Context<'_>, element: &Element<'_>) -> Scope {
    let more = |path: &str, kind| context.find(path, kind, Effect::RefusesMore);
    let mut scope = Scope::default();
    times(context, element, &mut scope);
    for key in NARROWING.iter().filter(|key| element.has(key)) {
        more(&element.below(key), FindingKind::Narrowed);
    }
    if element.has("action") && !tells(context, element) {
        more(&element.below("action"), FindingKind::OtherAction);
    }
    let mut to = Some(Vec::new());
    for actor in element.children(context, "actor") {
        let known = if !is_recipient(context, &actor) {
            more(&actor.path, FindingKind::OtherRole);
            None
        } else if let Named::Known(id) = recipient(context, &actor) {
            Some(vec![id])
        } else {
            more(&actor.path, FindingKind::UnknownRecipient);
            None
        };
        to = both(to, known);
    }
    let mut purposes = Some(Vec::new());
    for coding in element.children(context, "purpose") {
        let (system, code) = coded(context, &coding);
        let touched = codes::purposes_touching(system, code);
        if touched.is_none() {
            more(&coding.path, FindingKind::UnknownPurpose);
        }
        purposes = both(purposes, touched);
    }
    let mut covers = Some(DataSet::NONE);
    for concept in element.children(context, "code") {
        let data = data(context, &concept);
        if data.is_none() {
            more(&concept.path, FindingKind::UnknownData);
        }
        covers = covers.zip(data).map(|(covers, data)| covers.union(data));
    }
    scope.to = to;
    scope.purposes = purposes;
    scope.covers = covers;
    scope
}

/// The two lists as one; where one of them is not known neither is the whole, which is then everything.
pub(super) fn both<T>(one: Option<Vec<T>>, other: Option<Vec<T>>) -> Option<Vec<T>> {
    let (mut one, other) = one.zip(other)?;
    one.extend(other);
    Some(one)
}

/// The times in which a rule holds.
pub(super) fn times(context: &Context<'_>, element: &Element<'_>, scope: &mut Scope) {
    let Some(period) = element.child(context, "period") else { return };
    period.plain(context, &["start", "end"]);
    scope.starts.extend(period.date(context, "start"));
    scope.ends.extend(period.date(context, "end"));
}

/// Whether telling is among the actions.
fn tells(context: &Context<'_>, element: &Element<'_>) -> bool {
    let actions = element.children(context, "action");
    let told =
        |action: &Element<'_>| codings(context, action).contains(&(codes::ACTION, "disclose"));
    actions.iter().filter(|action| told(action)).count() > 0
}

/// Whether an actor is there as one who is told.
fn is_recipient(context: &Context<'_>, actor: &Element<'_>) -> bool {
    actor.plain(context, &["role", "reference"]);
    match actor.child(context, "role") {
        Some(role) => codings(context, &role).iter().any(|(system, code)| {
            *system == codes::PARTICIPATION && matches!(*code, "IRCP" | "PRCP")
        }),
        // In R5 an actor without a role is whoever the rule is about.
        None => context.release == Release::R5 && !actor.has("role"),
    }
}

/// Who somebody is.
enum Named {
    Known(String),
    Nobody,
    Unknown,
}

fn recipient(context: &Context<'_>, actor: &Element<'_>) -> Named {
    let Some(reference) = actor.child(context, "reference") else { return Named::Unknown };
    let (identifier, literal) = referred(context, &reference);
    let ask = |named: Recipient<'_>| context.import.known.and_then(|known| known(&named));
    let found = match (identifier, literal) {
        (Some((codes::RECIPIENT, value)), _) => Some(value.to_owned()),
        (Some((codes::NOBODY, _)), _) => return Named::Nobody,
        (Some((system, value)), literal) => ask(Recipient::Identifier { system, value })
            .or_else(|| literal.and_then(|literal| ask(Recipient::Reference(literal))))
            // A name of another system keeps its system: it must not be taken for one of ours.
            .or_else(|| (!system.is_empty()).then(|| format!("{system}|{value}"))),
        (None, Some(literal)) => ask(Recipient::Reference(literal))
            .or_else(|| literal.contains(['/', ':', '#']).then(|| literal.to_owned())),
        (None, None) => None,
    };
    match found.filter(|id| crate::ids::fault(id).is_none()) {
        Some(id) => Named::Known(id),
        None => Named::Unknown,
    }
}

/// The identifier and the literal reference of a reference.
pub(super) fn referred<'d>(
    context: &Context<'_>,
    reference: &Element<'d>,
) -> (Option<(&'d str, &'d str)>, Option<&'d str>) {
    reference.plain(context, &["reference", "type", "identifier", "display"]);
    let identifier = reference.child(context, "identifier").and_then(|it| identified(context, &it));
    (identifier, reference.text(context, "reference"))
}

/// The system and value of an identifier.
pub(super) fn identified<'d>(
    context: &Context<'_>,
    identifier: &Element<'d>,
) -> Option<(&'d str, &'d str)> {
    identifier.plain(context, &["use", "type", "system", "value", "period", "assigner"]);
    let system = identifier.text(context, "system").unwrap_or("");
    Some((system, identifier.text(context, "value")?))
}

/// The codings of a concept: each says the same in another system.
pub(super) fn codings<'d>(context: &Context<'_>, concept: &Element<'d>) -> Vec<(&'d str, &'d str)> {
    concept.plain(context, &["coding", "text"]);
    concept.children(context, "coding").iter().map(|coding| coded(context, coding)).collect()
}

/// The system and code of a coding, empty where there is none.
fn coded<'d>(context: &Context<'_>, coding: &Element<'d>) -> (&'d str, &'d str) {
    coding.plain(context, &["system", "version", "code", "display", "userSelected"]);
    let text = |key| coding.text(context, key).unwrap_or("");
    (text("system"), text("code"))
}

/// The data that a concept means; `None` where it is not known.
fn data(context: &Context<'_>, concept: &Element<'_>) -> Option<DataSet> {
    let ours = codings(context, concept);
    let ours = ours.iter().find(|(system, _)| *system == codes::DATA)?;
    if ours.1 == codes::NOTHING_NAMED { Some(DataSet::NONE) } else { codes::data(ours.1) }
}
