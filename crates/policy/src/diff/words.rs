//! A request that a comparison found: made shorter, and told in a sentence.

use caldicott_calendar::Day;
use caldicott_sharing::{Direction, Fact, Known, Request};

use crate::explain;

/// Leaves out of a request whatever does not bear on what it shows.
pub(super) fn shorten(request: &mut Request, shows: &dyn Fn(&Request) -> bool) {
    let mut attempt = |change: &dyn Fn(&mut Request)| {
        let mut next = request.clone();
        change(&mut next);
        if shows(&next) {
            *request = next;
        }
    };
    attempt(&|one| one.approvals.clear());
    attempt(&|one| one.order = None);
    attempt(&|one| one.agreement = None);
    attempt(&|one| one.asker.organisation = Known::Unknown);
    attempt(&|one| one.asker.individual = Known::Unknown);
    attempt(&|one| one.asker.verification = Known::Unknown);
    attempt(&|one| one.necessary = Known::Unknown);
    attempt(&|one| one.routine = Known::Unknown);
    attempt(&|one| one.anonymous = Known::Unknown);
    attempt(&|one| one.handled_by = Known::Unknown);
    attempt(&|one| one.telling_would_prejudice = Known::Unknown);
    attempt(&|one| one.subject.consents = Known::Unknown);
    attempt(&|one| one.subject.third_party_confidential = Known::Unknown);
    for (_, fact) in Fact::NAMES {
        attempt(&|one| one.facts.set(*fact, Known::Unknown));
        attempt(&|one| one.subject.facts.set(*fact, Known::Unknown));
    }
}

/// A request as a sentence; what it does not say is not known.
pub(super) fn of_request(request: &Request, day: Day) -> String {
    let plain = |name: &str| name.replace('-', " ");
    let who = match request.asker.kind {
        Known::Known(kind) => plain(kind.name()),
        Known::Unknown => "somebody of no known kind".to_owned(),
    };
    let who = match &request.asker.organisation {
        Known::Known(id) => format!("{who} (`{id}`)"),
        Known::Unknown => who,
    };
    let does = match request.direction {
        Known::Known(Direction::OwnInitiative) => "told unasked to",
        Known::Known(Direction::Offered) => "offered by",
        Known::Known(Direction::Asked) => "asked for by",
        Known::Unknown => "asked for by, or told to,",
    };
    let purpose = match request.purpose {
        Known::Known(purpose) => plain(purpose.name()),
        Known::Unknown => "a purpose that is not known".to_owned(),
    };
    let asked: Vec<String> = request.asked.names().map(plain).collect();
    let asked = explain::list(&asked, "and");
    let mut parts = vec![format!("On {day}, {asked} is {does} {who} for {purpose}")];
    if let Known::Known(how) = request.asker.verification {
        parts.push(format!("verification: {}", plain(how.name())));
    }
    if let Some(order) = &request.order {
        let seen = match order.seen {
            Known::Known(true) => "that was seen",
            Known::Known(false) => "that was not seen",
            Known::Unknown => "of which nobody knows whether it was seen",
        };
        parts.push(format!("with a {} {seen}", plain(order.kind.name())));
    }
    if let Some(id) = &request.agreement {
        parts.push(format!("relying on agreement `{id}`"));
    }
    if let Known::Known(consents) = &request.subject.consents {
        let (given, refused): (Vec<_>, Vec<_>) =
            consents.iter().partition(|one| one.withdrawn.is_none());
        for one in given {
            let form = one.form.as_deref().unwrap_or("no form");
            parts.push(format!("with consent ({}, `{form}`)", plain(one.kind.name())));
        }
        for one in refused {
            parts.push(format!("though consent ({}) was refused", plain(one.kind.name())));
        }
        if consents.is_empty() {
            parts.push("with no consent on record".to_owned());
        }
    }
    let roles = |given: bool| -> Vec<String> {
        let these = request.approvals.iter().filter(|one| one.granted == given);
        these.map(|one| plain(&one.role)).collect()
    };
    for (word, roles) in [("approved", roles(true)), ("declined", roles(false))] {
        if !roles.is_empty() {
            parts.push(format!("{word} by the {}", explain::list(&roles, "and")));
        }
    }
    match request.routine {
        Known::Known(true) => parts.push("as a regular transfer".to_owned()),
        Known::Known(false) => parts.push("once".to_owned()),
        Known::Unknown => {}
    }
    match request.anonymous {
        Known::Known(true) => parts.push("in a form that identifies nobody".to_owned()),
        Known::Known(false) => parts.push("in a form that identifies people".to_owned()),
        Known::Unknown => {}
    }
    if let Known::Known(needed) = request.necessary {
        let all = needed.contains_all(request.asked);
        parts.push(if all { "assessed as needed" } else { "not all of it needed" }.to_owned());
    }
    if let Known::Known(theirs) = request.subject.third_party_confidential {
        let some = theirs.intersects(request.asked);
        let word = if some { "from third parties in confidence" } else { "nobody else's secret" };
        parts.push(word.to_owned());
    }
    let known = |wanted: bool| -> Vec<String> {
        let stated = Fact::NAMES.iter().filter(|(_, fact)| {
            let value = Known::Known(wanted);
            request.facts.value(*fact) == value || request.subject.facts.value(*fact) == value
        });
        stated.map(|(name, _)| format!("`{name}`")).collect()
    };
    let (yes, no) = (known(true), known(false));
    if !yes.is_empty() {
        parts.push(format!("it is known that {}", explain::list(&yes, "and")));
    }
    if !no.is_empty() {
        parts.push(format!("it is known not to be {}", explain::list(&no, "nor")));
    }
    format!("{}.", parts.join("; "))
}
