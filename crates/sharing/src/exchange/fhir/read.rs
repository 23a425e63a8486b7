//! A Consent resource as the least that it can mean.

use std::cell::RefCell;

use caldicott_calendar::Day;
use caldicott_model::document::{Faults, Place, Table};

use super::assemble::{Standing, consents};
use super::codes;
use super::dates::Written;
use super::element::{Context, Element};
use super::finding::{Effect, FindingKind};
use super::provision::{
    Decision, Rules, Scope, check, codings, decision, exceptions, has_scope, identified, referred,
    rule, times, typed,
};
use super::{Import, Reading, Release, ours};
use crate::words::ConsentKind;

const BOTH: [&str; 15] = [
    "resourceType",
    "meta",
    "implicitRules",
    "language",
    "text",
    "contained",
    "identifier",
    "status",
    "category",
    "sourceAttachment",
    "sourceReference",
    "verification",
    "provision",
    "id",
    "extension",
];
const R4: [&str; 7] =
    ["scope", "patient", "dateTime", "performer", "organization", "policy", "policyRule"];
const R5: [&str; 11] = [
    "subject",
    "date",
    "period",
    "grantor",
    "grantee",
    "manager",
    "controller",
    "regulatoryBasis",
    "policyBasis",
    "policyText",
    "decision",
];

/// Reads a Consent resource.
///
/// Gives nothing back, and has every fault reported, when the resource is not of this form or could mean
/// something that the reader cannot know. The text is parsed elsewhere, strictly: no key twice, no
/// control characters, bounded depth. No message repeats what stands in the resource.
pub fn read(
    resource: &Table,
    at: Place,
    release: Release,
    import: &Import<'_>,
    faults: &Faults,
) -> Option<Reading> {
    let sound_before = faults.is_empty();
    let context = Context { release, import, faults, findings: RefCell::default() };
    let root = Element::root(resource, at);
    let reading = whole(&context, &root);
    let findings = context.findings.into_inner();
    if !sound_before || !faults.is_empty() {
        return None;
    }
    let mut reading = reading?;
    reading.findings = findings;
    Some(reading)
}

fn whole(context: &Context<'_>, root: &Element<'_>) -> Option<Reading> {
    let own: &[&str] = match context.release {
        Release::R4 => &R4,
        Release::R5 => &R5,
    };
    root.only(context, &[&BOTH[..], own].concat());
    if root.text(context, "resourceType") != Some("Consent") {
        root.fault(context, "resourceType", "expected a `Consent` resource");
    }
    if root.has("implicitRules") {
        root.fault(
            context,
            "implicitRules",
            "rules that are not in the resource are not understood",
        );
    }
    let (mut head, refusal) = ours::extensions(context, root);
    head.standing = standing(context, root)?;
    head.kinds = kinds(context, root);
    head.decided = match context.release {
        Release::R4 => root.date(context, "dateTime"),
        Release::R5 => root.date(context, "date"),
    };
    let subject_key = if context.release == Release::R4 { "patient" } else { "subject" };
    let subject = root.child(context, subject_key).map(|it| someone(context, &it, codes::PERSON));
    head.void |= other_scope(context, root);
    head.void |= given_by_another(context, root, subject.as_ref().and_then(Option::as_ref));
    head.evidence = evidence(context, root);
    let (base, ours) = policy(context, root);
    head.ours = ours;
    let rules = rules(context, root, base, refusal)?;
    let holder = if context.release == Release::R4 { "organization" } else { "controller" };
    let holders = root.children(context, holder);
    Some(Reading {
        id: id(context, root),
        subject: subject.flatten(),
        held_by: holders.iter().find_map(|it| someone(context, it, codes::ORGANISATION)),
        consents: consents(context, &head, rules),
        findings: Vec::new(),
    })
}

fn id(context: &Context<'_>, root: &Element<'_>) -> Option<String> {
    let identifiers = root.children(context, "identifier");
    let ours = identifiers.iter().filter_map(|it| identified(context, it));
    let ours: Vec<&str> =
        ours.filter(|(system, _)| *system == codes::CONSENT).map(|(_, value)| value).collect();
    ours.first().copied().or_else(|| root.text(context, "id")).map(str::to_owned)
}

/// Who is referred to: our id, or what stands there.
fn someone(context: &Context<'_>, reference: &Element<'_>, system: &str) -> Option<String> {
    let (identifier, literal) = referred(context, reference);
    // Without its system a name could be taken for one of ours.
    let identifier = identifier
        .filter(|(of, _)| !of.is_empty())
        .map(|(of, value)| if of == system { value.to_owned() } else { format!("{of}|{value}") });
    identifier.or_else(|| literal.map(str::to_owned))
}

/// Whether the record stands; `None` for a status that the release does not have.
fn standing(context: &Context<'_>, root: &Element<'_>) -> Option<Standing> {
    if !root.has("status") {
        root.fault(context, "status", "the status is missing");
    }
    let status = root.text(context, "status")?;
    let found = match (context.release, status) {
        (_, "active") => Standing::Active,
        (_, "inactive") => Standing::Ended,
        (_, "entered-in-error") => Standing::Void(FindingKind::EnteredInError),
        (Release::R4, "rejected") => Standing::Rejected,
        (Release::R5, "unknown") => Standing::Unknown,
        (_, "draft") | (Release::R4, "proposed") | (Release::R5, "not-done") => {
            Standing::Void(FindingKind::NotInForce)
        }
        _ => {
            root.fault(context, "status", "a status that the release does not have");
            return None;
        }
    };
    Some(found)
}

fn kinds(context: &Context<'_>, root: &Element<'_>) -> Vec<ConsentKind> {
    if context.release == Release::R4 && !root.has("category") {
        root.fault(context, "category", "the category is missing");
    }
    let categories = root.children(context, "category");
    let all: Vec<Vec<_>> = categories.iter().map(|it| codings(context, it)).collect();
    let known = |concept: &Vec<(&str, &str)>| {
        concept.iter().any(|(system, code)| codes::kind(system, code).is_some())
    };
    // A category that is not known may narrow what the others say.
    if !all.iter().all(known) {
        return Vec::new();
    }
    // Our own word for it beats the codes that others need.
    let all = all.concat();
    let own: Vec<_> = all.iter().filter(|(system, _)| *system == codes::CONSENT_KIND).collect();
    let named: Vec<_> = if own.is_empty() { all.iter().collect() } else { own };
    let mut kinds: Vec<_> =
        named.into_iter().filter_map(|(system, code)| codes::kind(system, code)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Whether it is a consent to something other than telling.
fn other_scope(context: &Context<'_>, root: &Element<'_>) -> bool {
    if context.release == Release::R5 {
        return false;
    }
    let Some(scope) = root.child(context, "scope") else {
        if !root.has("scope") {
            root.fault(context, "scope", "the scope is missing");
        }
        return false;
    };
    let other = !codings(context, &scope).contains(&(codes::SCOPE, "patient-privacy"));
    if other {
        context.find("scope", FindingKind::OtherScope, Effect::PermitsLess);
    }
    other
}

/// Whether somebody agreed who is not the person.
fn given_by_another(context: &Context<'_>, root: &Element<'_>, subject: Option<&String>) -> bool {
    let key = if context.release == Release::R4 { "performer" } else { "grantor" };
    let agreed = root.children(context, key);
    let agreed: Vec<_> = agreed.iter().map(|it| someone(context, it, codes::PERSON)).collect();
    let another =
        !agreed.is_empty() && !agreed.iter().any(|who| who.is_some() && who.as_ref() == subject);
    if another {
        context.find(key, FindingKind::GivenByAnother, Effect::PermitsLess);
    }
    for key in ["grantee", "manager"] {
        for reference in root.children(context, key) {
            let _ = referred(context, &reference);
        }
    }
    another
}

/// Where the evidence is. What was not verified is no evidence.
fn evidence(context: &Context<'_>, root: &Element<'_>) -> Option<String> {
    let several = context.release == Release::R5;
    let listed = |key| {
        if several {
            root.children(context, key)
        } else {
            root.child(context, key).into_iter().collect()
        }
    };
    let mut found = Vec::new();
    for reference in listed("sourceReference") {
        match someone(context, &reference, codes::EVIDENCE) {
            Some(place) => found.push(place),
            None => context.find(&reference.path, FindingKind::Source, Effect::Noted),
        }
    }
    for attachment in listed("sourceAttachment") {
        attachment.plain(
            context,
            &[
                "contentType",
                "language",
                "data",
                "url",
                "size",
                "hash",
                "title",
                "creation",
                "height",
                "width",
                "frames",
                "duration",
                "pages",
            ],
        );
        let place = attachment.text(context, "url").or_else(|| attachment.text(context, "title"));
        match place {
            Some(place) => found.push(place.to_owned()),
            None => context.find(&attachment.path, FindingKind::Source, Effect::Noted),
        }
    }
    for extra in found.iter().skip(1) {
        let _ = extra;
        context.find("sourceReference", FindingKind::Source, Effect::Noted);
    }
    let mut verified = true;
    for verification in root.children(context, "verification") {
        verification.plain(
            context,
            &["verified", "verificationType", "verifiedBy", "verifiedWith", "verificationDate"],
        );
        if verification.flag(context, "verified") != Some(true) {
            context.find(&verification.path, FindingKind::NotVerified, Effect::PermitsLess);
            verified = false;
        }
    }
    found.into_iter().next().filter(|_| verified)
}

/// What the policy behind it makes the base, and whether it is the one we write.
fn policy(context: &Context<'_>, root: &Element<'_>) -> (Option<Decision>, bool) {
    let concepts = match context.release {
        Release::R4 => root.child(context, "policyRule").into_iter().collect(),
        Release::R5 => root.children(context, "regulatoryBasis"),
    };
    let noted = |path: &str| context.find(path, FindingKind::Policy, Effect::Noted);
    let (mut base, mut ours) = (None, false);
    for concept in &concepts {
        let codings = codings(context, concept);
        ours |= codings.contains(&(codes::POLICY, codes::NOTHING_UNLESS_NAMED));
        if codings.contains(&(codes::ACT_CODE, "OPTOUT")) {
            base = Some(Decision::Deny);
        } else if codings.contains(&(codes::ACT_CODE, "OPTIN")) {
            base = base.or(Some(Decision::Permit));
        } else if !ours {
            noted(&concept.path);
        }
    }
    for key in ["policy", "policyBasis", "policyText"] {
        if root.has(key) {
            noted(key);
        }
    }
    for policy in root.children(context, "policy") {
        policy.plain(context, &["authority", "uri"]);
    }
    // Under our own policy nothing goes that is not named.
    (base.or(ours.then_some(Decision::Deny)), ours)
}

fn rules(
    context: &Context<'_>,
    root: &Element<'_>,
    base: Option<Decision>,
    refusal: Option<Scope>,
) -> Option<Rules> {
    let mut rules = Rules::default();
    let unclear = "the root says neither permit nor deny: a person has to read it";
    match context.release {
        Release::R4 => {
            let Some(provision) = root.child(context, "provision") else {
                without_provision(context, base, &mut rules);
                return Some(rules);
            };
            check(context, &provision);
            let said = if provision.has("type") { Some(typed(context, &provision)?) } else { base };
            if !provision.has("type") && has_scope(&provision) {
                provision.fault(context, "type", unclear);
                return None;
            }
            if let Some(said) = said {
                rule(context, &provision, said, &Scope::default(), 0, &mut rules);
                return Some(rules);
            }
            let mut within = Scope::default();
            times(context, &provision, &mut within);
            let below = exceptions(context, &provision, None, 0);
            if below.is_empty() {
                without_provision(context, None, &mut rules);
            }
            for (inner, decision) in below {
                rule(context, &inner, decision, &within, 1, &mut rules);
            }
        }
        Release::R5 => {
            let said = if root.has("decision") {
                Some(decision(context, root, "decision")?)
            } else {
                None
            };
            let mut within = Scope::default();
            times(context, root, &mut within);
            let below = exceptions(context, root, said, 0);
            if said.is_none() && root.has("provision") {
                root.fault(context, "decision", unclear);
                return None;
            }
            match said {
                Some(Decision::Deny) if below.is_empty() => {
                    let mut scope = refusal.unwrap_or_default();
                    scope.starts.extend(&within.starts);
                    rules.denials.push(scope);
                }
                Some(Decision::Deny) => rules.denied_else = true,
                Some(Decision::Permit) => rules.permits.push(within.clone()),
                None => without_provision(context, base, &mut rules),
            }
            for (inner, decision) in below {
                rule(context, &inner, decision, &within, 1, &mut rules);
            }
        }
    }
    Some(rules)
}

/// A record that says nothing but whether it is for or against.
fn without_provision(context: &Context<'_>, base: Option<Decision>, rules: &mut Rules) {
    match base {
        Some(Decision::Deny) => rules.denials.push(Scope::default()),
        Some(Decision::Permit) | None => {
            context.find("provision", FindingKind::NoProvision, Effect::PermitsLess);
            rules.permits.push(Scope { void: true, ..Scope::default() });
        }
    }
}

/// The days named in the resource, for the order of things.
pub(super) fn spans(decided: Option<Written>, scope: &Scope) -> Option<(Day, Day)> {
    let all = || decided.iter().chain(&scope.starts).map(|written| written.start());
    Some((all().map(|span| span.first).min()?, all().map(|span| span.last).max()?))
}
