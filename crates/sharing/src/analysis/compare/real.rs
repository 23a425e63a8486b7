//! From facts to a request that states them.

use super::side::Side;
use super::term::{Assumed, NECESSARY, ORDER_SCOPE, ROLE, THIRD_PARTY, Var, consent};
use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::known::{Known, Truth};
use crate::request::{Approval, Consent, Order, Request};
use crate::rulebook::{Rules, order_fact};
use crate::words::{ConsentKind, OrderKind, SharingPurpose, Verification};

use caldicott_calendar::Day;
use caldicott_model::Category;

/// The request that only says who asks, what for and so on, with what is assumed stated in it.
pub(super) fn request(
    skeleton: &Request,
    sides: &[Side<'_>; 2],
    assumed: &Assumed,
    datum: DataSet,
    day: Day,
    apart: &dyn Fn(ConsentKind) -> bool,
) -> Request {
    let known = |var: Var| match assumed.get(var) {
        Some(Truth::True) => Known::Known(true),
        Some(Truth::False) => Known::Known(false),
        Some(Truth::Unknown) | None => Known::Unknown,
    };
    let mut request = skeleton.clone();
    request.day = Some(day);
    request.asker.verification = Known::Known(match known(Fact::Verified as Var) {
        Known::Known(true) => Verification::CallBack,
        Known::Known(false) => Verification::None,
        Known::Unknown => Verification::WrittenRequest,
    });
    request.anonymous = known(Fact::Anonymous as Var);
    request.routine = known(Fact::Routine as Var);
    let all_or_none =
        |var: Var| known(var).map(|holds| if holds { DataSet::EVERY } else { DataSet::NONE });
    request.necessary = all_or_none(NECESSARY);
    request.subject.third_party_confidential = all_or_none(THIRD_PARTY);
    for (_, fact) in Fact::NAMES {
        match fact.stated() {
            Stated::Case => request.facts.set(*fact, known(*fact as Var)),
            Stated::Subject => request.subject.facts.set(*fact, known(*fact as Var)),
            Stated::Derived => {}
        }
    }
    let cpi = Fact::ConfidentialPatientInformation;
    if assumed.get(cpi as Var) == Some(Truth::Unknown) && !assumed.care {
        // Only where care data is asked for can it be open whether it is patient information.
        request.asked = request.asked.union(Category::Health.into());
    }
    request.order = order(assumed);
    approvals(&mut request, sides, assumed, day);
    consents(&mut request, sides, assumed, datum, day, apart);
    request
}

fn order(assumed: &Assumed) -> Option<Order> {
    let fact = |kind: OrderKind| assumed.get(order_fact(kind) as Var).unwrap_or(Truth::False);
    let kinds = || OrderKind::NAMES.iter().map(|(_, kind)| *kind);
    let scope = assumed.get(ORDER_SCOPE).unwrap_or(Truth::False);
    let shown = kinds().find(|kind| fact(*kind) != Truth::False);
    let kind = shown.or_else(|| kinds().next().filter(|_| scope != Truth::False))?;
    let mut order = Order::new(kind);
    order.seen = match fact(kind) {
        Truth::True => Known::Known(true),
        Truth::False => Known::Known(false),
        Truth::Unknown => Known::Unknown,
    };
    order.scope = match scope {
        Truth::True => Known::Known(DataSet::EVERY),
        Truth::False => Known::Known(DataSet::NONE),
        Truth::Unknown => Known::Unknown,
    };
    Some(order)
}

fn approvals(request: &mut Request, sides: &[Side<'_>; 2], assumed: &Assumed, day: Day) {
    request.handled_by = Known::Known("handler".to_owned());
    let mut told: Vec<Var> = Vec::new();
    for side in sides {
        for var in side.roles.iter().copied().filter(|var| *var >= ROLE) {
            let granted = match assumed.get(var) {
                Some(Truth::True) => true,
                Some(Truth::False) => false,
                Some(Truth::Unknown) | None => continue,
            };
            if told.contains(&var) {
                continue;
            }
            told.push(var);
            let Some(place) = side.role(var) else { continue };
            let role = approver(sides, side, place, assumed.get(var), assumed);
            request.approvals.push(Approval::new(role, "approver".to_owned(), day, granted));
        }
    }
}

/// Whose word is taken: the role's own, unless the other rulebook is to take it otherwise and only here
/// does some role stand above.
fn approver(
    sides: &[Side<'_>; 2],
    side: &Side<'_>,
    place: usize,
    wanted: Option<Truth>,
    assumed: &Assumed,
) -> String {
    let own = side.rules.role_name(place).to_owned();
    let Some(other) = sides.iter().find(|other| other.place != side.place) else { return own };
    let Some(theirs) = other.rules.role(&own) else { return own };
    if other.roles.get(theirs).is_some_and(|var| assumed.get(*var) == wanted) {
        return own;
    }
    let names = |rules: &Rules, role: usize| -> Vec<String> {
        let up = rules.roles.get(role).map_or(0, |role| role.or_above);
        crate::bits::ones(up).map(|above| rules.role_name(above).to_owned()).collect()
    };
    let above = names(other.rules, theirs);
    names(side.rules, place).into_iter().find(|name| !above.contains(name)).unwrap_or(own)
}

fn consents(
    request: &mut Request,
    sides: &[Side<'_>; 2],
    assumed: &Assumed,
    datum: DataSet,
    day: Day,
    apart: &dyn Fn(ConsentKind) -> bool,
) {
    let mut found = Vec::new();
    let mut any = false;
    for (_, kind) in ConsentKind::NAMES {
        let wanted = |side: &Side<'_>, express: bool| {
            let own = apart(*kind).then_some(side.place);
            assumed.get(consent(*kind, express, own))
        };
        let plain = sides.each_ref().map(|side| wanted(side, false));
        any |= plain.iter().any(Option::is_some);
        let given = plain.iter().flatten().any(|truth| *truth != Truth::False);
        if !given {
            continue;
        }
        let express = sides.iter().find_map(|side| wanted(side, true));
        let (form, on) = form(sides, *kind, datum, request, day, plain);
        let mut one = Consent::given(*kind, form, on).to("them").covering(datum);
        // A consent that says not what for covers nothing, also where it is open what it is wanted for.
        one = one.for_purpose(match request.purpose {
            Known::Known(purpose) => purpose,
            Known::Unknown => SharingPurpose::Support,
        });
        if plain.iter().flatten().any(|truth| *truth == Truth::True) {
            one.evidence = Some("file".to_owned());
        }
        one.explicit = match express {
            Some(Truth::True) => Known::Known(true),
            Some(Truth::False) => Known::Known(false),
            Some(Truth::Unknown) | None => Known::Unknown,
        };
        found.push(one);
    }
    match assumed.get(Fact::ConsentRefused as Var) {
        Some(Truth::True) => {
            // What is refused is something else, which is asked for as well, where this is consented to.
            let other = DataSet::from(if datum.intersects(Category::Premises.into()) {
                Category::Administrative
            } else {
                Category::Premises
            });
            let mut refusal = Consent::refused(ConsentKind::Sharing, day);
            if !found.is_empty() {
                refusal = refusal.covering(other);
                request.asked = request.asked.union(other);
            }
            found.push(refusal);
            any = true;
        }
        // It may be meant for this asker: a name that nobody bears may be theirs, misspelt.
        Some(Truth::Unknown) => {
            let refusal = Consent::refused(ConsentKind::Sharing, day).to("somebody");
            found.insert(0, refusal.covering(Category::Premises));
            request.asked = request.asked.union(Category::Premises.into());
            any = true;
        }
        Some(Truth::False) => any = true,
        None => {}
    }
    request.asker.individual = Known::Known("them".to_owned());
    request.subject.consents = if any { Known::Known(found) } else { Known::Unknown };
}

/// A form that each rulebook reads as it should.
fn form(
    sides: &[Side<'_>; 2],
    kind: ConsentKind,
    datum: DataSet,
    request: &Request,
    day: Day,
    wanted: [Option<Truth>; 2],
) -> (String, Day) {
    let forms = sides.each_ref().map(|side| side.forms(kind, datum, request.purpose, day));
    let fits = |place: usize, id: &str, on: Day| {
        forms.get(place).into_iter().flatten().any(|(form, _)| form.id() == id && form.in_force(on))
    };
    let all = forms.iter().flatten();
    let right = all.clone().find(|(form, on)| {
        wanted.iter().enumerate().all(|(place, wanted)| match wanted {
            Some(Truth::True) => fits(place, form.id(), *on),
            Some(Truth::False) => !fits(place, form.id(), *on),
            Some(Truth::Unknown) | None => true,
        })
    });
    // On a form that nobody knows it is open whether it is one.
    right
        .or_else(|| all.clone().next())
        .map_or_else(|| ("no-such-form".to_owned(), day), |(form, on)| (form.id().to_owned(), *on))
}
