//! Consents and refusals out of what a resource says.

use caldicott_calendar::Day;

use super::dates::Written;
use super::element::Context;
use super::finding::{Effect, FindingKind};
use super::provision::{Rules, Scope};
use super::read::spans;
use crate::data::DataSet;
use crate::known::Known;
use crate::request::Consent;
use crate::words::{ConsentKind, SharingPurpose};

/// Whether the record stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Standing {
    #[default]
    Active,
    /// Terminated or replaced.
    Ended,
    Rejected,
    Unknown,
    /// It says nothing, for this reason.
    Void(FindingKind),
}

/// What a resource says beside its provisions.
#[derive(Default)]
pub(super) struct Head {
    pub(super) standing: Standing,
    pub(super) kinds: Vec<ConsentKind>,
    pub(super) decided: Option<Written>,
    pub(super) form: Option<String>,
    pub(super) until: Option<Day>,
    pub(super) withdrawn: Option<Day>,
    pub(super) explicit: Known<bool>,
    pub(super) condition_of_service: Known<bool>,
    pub(super) evidence: Option<String>,
    /// It permits nothing, whatever it names.
    pub(super) void: bool,
    /// It stands under the policy that we write: its base denial is no word of the person.
    pub(super) ours: bool,
}

/// The consents and refusals, the least that the resource can mean.
pub(super) fn consents(context: &Context<'_>, head: &Head, mut rules: Rules) -> Vec<Consent> {
    let find = |kind, effect| context.find("status", kind, effect);
    match head.standing {
        Standing::Void(kind) => {
            find(kind, Effect::PermitsLess);
            return Vec::new();
        }
        Standing::Rejected => {
            find(FindingKind::Rejected, Effect::RefusesMore);
            rules = Rules { denials: vec![Scope::default()], ..Rules::default() };
        }
        Standing::Unknown => {
            find(FindingKind::NotInForce, Effect::PermitsLess);
            rules.permits.clear();
        }
        Standing::Active | Standing::Ended => {}
    }
    let mut found: Vec<Consent> =
        rules.permits.iter().filter_map(|scope| permitted(context, head, scope)).collect();
    if rules.denied_else && !head.ours {
        context.find("provision", FindingKind::BaseDenial, Effect::RefusesMore);
        rules.denials.extend(complement(&found));
    }
    if head.standing == Standing::Ended && !rules.denials.is_empty() {
        find(FindingKind::Terminated, Effect::RefusesMore);
    }
    for scope in &rules.denials {
        refusals(context, head, scope, &mut found);
    }
    found
}

fn permitted(context: &Context<'_>, head: &Head, scope: &Scope) -> Option<Consent> {
    let less = |path: &str, kind| context.find(path, kind, Effect::PermitsLess);
    let [kind] = head.kinds.as_slice() else {
        less("category", FindingKind::UnknownKind);
        return None;
    };
    let given = given(context, head, scope)?;
    let mut consent = Consent::new(*kind);
    consent.given = Some(given);
    consent.explicit = head.explicit;
    consent.condition_of_service = head.condition_of_service;
    consent.evidence.clone_from(&head.evidence);
    days(context, head, scope, given, &mut consent)?;
    for (missing, kind) in [
        (scope.to.is_none(), FindingKind::NoRecipient),
        (scope.purposes.is_none(), FindingKind::NoPurpose),
        (scope.covers.is_none(), FindingKind::NoData),
    ] {
        if missing {
            less("provision", kind);
        }
    }
    consent.to = scope.to.clone().unwrap_or_default();
    if scope.void || head.void {
        return Some(consent);
    }
    consent.purposes = scope.purposes.clone().unwrap_or_default();
    consent.covers = scope.covers.unwrap_or_default();
    // A form stands for its own data where a consent names none: not where what it names is not known.
    if !scope.partly_known && scope.covers.is_some() {
        consent.form.clone_from(&head.form);
    }
    Some(consent)
}

/// The day it was given, which also orders it against refusals: the earliest that it can be, once it
/// surely has begun.
fn given(context: &Context<'_>, head: &Head, scope: &Scope) -> Option<Day> {
    let Some((first, last)) = spans(head.decided, scope) else {
        context.find("provision.period", FindingKind::NoDay, Effect::PermitsLess);
        return None;
    };
    if first != last {
        context.find("provision.period", FindingKind::UncertainDay, Effect::PermitsLess);
        if context.import.day < last {
            return None;
        }
    }
    Some(first)
}

/// Until when it stands; `None` when its days contradict each other.
fn days(
    context: &Context<'_>,
    head: &Head,
    scope: &Scope,
    given: Day,
    consent: &mut Consent,
) -> Option<()> {
    if scope.ends.iter().any(|end| !end.is_exact()) {
        context.find("provision.period.end", FindingKind::UncertainDay, Effect::PermitsLess);
    }
    let over = scope.ends.iter().filter_map(|end| end.over()).min();
    consent.withdrawn = head.withdrawn;
    let never = head.until.is_some_and(|until| until <= given);
    if head.standing == Standing::Ended && head.withdrawn.is_none() && !never {
        context.find("status", FindingKind::Terminated, Effect::PermitsLess);
        consent.withdrawn = Some(given);
    }
    if consent.withdrawn.is_some_and(|withdrawn| withdrawn < given) {
        context.faults.add(None, "extension", "it is withdrawn before it is given");
        return None;
    }
    // A period that ends no earlier than a withdrawal ends because of it.
    let ended = head.withdrawn.is_some_and(|withdrawn| over.is_some_and(|over| withdrawn <= over));
    consent.until = if ended { head.until } else { [head.until, over].into_iter().flatten().min() };
    Some(())
}

fn refusals(context: &Context<'_>, head: &Head, scope: &Scope, found: &mut Vec<Consent>) {
    let more = |path: &str, kind| context.find(path, kind, Effect::RefusesMore);
    let kinds: Vec<ConsentKind> = if head.kinds.is_empty() {
        more("category", FindingKind::UnknownKind);
        ConsentKind::NAMES.iter().map(|(_, kind)| *kind).collect()
    } else {
        head.kinds.clone()
    };
    let (first, last) = spans(head.decided, scope).unwrap_or_else(|| {
        more("provision.period", FindingKind::NoDay);
        (Day::MIN, context.import.day)
    });
    if first != last && first != Day::MIN {
        more("provision.period", FindingKind::UncertainDay);
    }
    for kind in kinds {
        // It stands from the earliest day on, and undoes whatever was agreed up to the latest.
        for day in if first == last { vec![first] } else { vec![first, last] } {
            let mut refusal = Consent::refused(kind, day);
            refusal.form.clone_from(&head.form);
            refusal.to = scope.to.clone().unwrap_or_default();
            refusal.purposes = scope.purposes.clone().unwrap_or_default();
            refusal.covers = scope.covers.unwrap_or_default();
            refusal.until = head.until;
            refusal.explicit = head.explicit;
            refusal.evidence.clone_from(&head.evidence);
            refusal.condition_of_service = head.condition_of_service;
            found.push(refusal);
        }
    }
}

/// What a base denies beside what was permitted: other data, and other purposes. That it denies everybody
/// else cannot be written as a refusal of ours; without a consent that names them they get nothing by it.
fn complement(permits: &[Consent]) -> Vec<Scope> {
    let effective = permits.iter().filter(|consent| {
        !consent.covers.is_empty() && !consent.purposes.is_empty() && !consent.to.is_empty()
    });
    let effective: Vec<&Consent> = effective.collect();
    if effective.is_empty() {
        return vec![Scope::default()];
    }
    let covers: DataSet = effective.iter().map(|consent| consent.covers).collect();
    let others = SharingPurpose::NAMES.iter().map(|(_, purpose)| *purpose);
    let others: Vec<SharingPurpose> = others
        .filter(|purpose| !effective.iter().any(|consent| consent.purposes.contains(purpose)))
        .collect();
    let data = DataSet::EVERY.minus(covers);
    let mut found = Vec::new();
    if !data.is_empty() {
        found.push(Scope { covers: Some(data), ..Scope::default() });
    }
    if !others.is_empty() {
        found.push(Scope { purposes: Some(others), ..Scope::default() });
    }
    found
}
