//! What the rules about disclosures say together.

use caldicott_calendar::Day;
use caldicott_model::document::Place;

use super::{AGREEMENTS, BASIS, CURRENT, Findings, TRANSFERS, UNDER_AGREEMENT};
use crate::Rulebook;
use crate::written::Entry;

pub(super) fn look(rulebook: &Rulebook, found: &mut Findings<'_>) {
    let Some(sharing) = rulebook.sharing() else { return };
    let day = rulebook.profile().as_known_on;
    let written = rulebook.entries("agreement");
    for agreement in sharing.agreements() {
        let entry = written.iter().find(|entry| entry.text("id") == agreement.id());
        let Some(entry) = entry else { continue };
        standing(*entry, agreement.standing(day), day, found);
        window(*entry, agreement.review_by(), found);
    }
    for entry in rulebook.entries("gateway") {
        gateway(rulebook, sharing, entry, day, found);
    }
    bars(rulebook, found);
    for processor in rulebook.entries("processor") {
        processing(processor, day, found);
    }
}

fn standing(entry: Entry<'_>, standing: &str, day: Day, found: &mut Findings<'_>) {
    let id = entry.text("id");
    let (key, message) = match standing {
        "lapsed" => ("until", format!("agreement `{id}` had ended by {day}: it permits nothing")),
        "unreviewed" => (
            "review_by",
            format!("agreement `{id}` was past its review on {day}: it permits nothing"),
        ),
        "not-begun" => ("from", format!("agreement `{id}` had not begun on {day}")),
        _ => return,
    };
    found.warn(entry.at_key(key), "agreement", message, &[AGREEMENTS, CURRENT]);
}

/// An agreement that is live on no day at all.
fn window(entry: Entry<'_>, review_by: Day, found: &mut Findings<'_>) {
    let (from, until) = (entry.day("from"), entry.day("until"));
    let empty =
        from.is_some_and(|from| review_by < from || until.is_some_and(|until| until <= from));
    if empty {
        let message = format!("agreement `{}` is live on no day", entry.text("id"));
        found.warn(entry.at_key("from"), "agreement", message, &[AGREEMENTS, CURRENT]);
    }
}

fn gateway(
    rulebook: &Rulebook,
    sharing: &caldicott_sharing::Rulebook,
    entry: Entry<'_>,
    day: Day,
    found: &mut Findings<'_>,
) {
    let id = entry.text("id");
    let needs = entry.texts("needs");
    let Some(gateway) = sharing.gateways().iter().find(|gateway| gateway.id() == id) else {
        return;
    };
    let mut never = |key: &str, why: String, rules: &[_]| {
        let message = format!("gateway `{id}` can never be in force: {why}");
        found.warn(entry.at_key(key), "gateway", message, rules);
    };
    if entry.day("until").is_some_and(|until| until <= day) {
        never("until", format!("it had ended by {day}"), &[]);
    }
    // A basis begins or ends only on the days that are written and on those of the law.
    let turns = turning_days(entry, day);
    let open = |day: &Day| {
        entry.day("from").is_none_or(|from| from <= *day)
            && entry.day("until").is_none_or(|until| *day < until)
    };
    if !turns.iter().filter(|day| open(day)).any(|day| gateway.basis_on(*day).is_some()) {
        never("basis", "no lawful basis stands on any day of it".into(), &[BASIS]);
    } else if open(&day) && gateway.basis_on(day).is_none() {
        let message = format!("gateway `{id}` has no lawful basis on {day}: it permits nothing");
        found.warn(entry.at_key("basis"), "gateway", message, &[BASIS]);
        return;
    }
    let who = entry.texts("who");
    let limited = entry.text("necessity") == "agreement" || needs.contains(&"agreement");
    if limited {
        let agreements: Vec<_> = rulebook
            .entries("agreement")
            .into_iter()
            .filter(|agreement| agreement.texts("gateways").contains(&id))
            .collect();
        if agreements.is_empty() {
            never("needs", "it needs an agreement, and none names it".into(), &[AGREEMENTS]);
        } else if !agreements.iter().any(|one| reaches(rulebook, *one, &who)) {
            let why = "no party of its agreements is of a kind in `who`".to_owned();
            never("who", why, &[AGREEMENTS]);
        }
    }
    let processes =
        entry.text("necessity") == "processing" || needs.contains(&"processing-agreement");
    if processes && rulebook.entries("processor").is_empty() {
        never(
            "needs",
            "it needs a processing agreement, and there is none".into(),
            &[UNDER_AGREEMENT],
        );
    }
    for need in &needs {
        let kind = need.strip_prefix("explicit-consent:").or(need.strip_prefix("consent:"));
        let Some(kind) = kind else { continue };
        if !rulebook.entries("form").iter().any(|form| form.text("kind") == kind) {
            let why = format!("it needs consent to `{kind}`, and no form takes it");
            never("needs", why, &[]);
        }
    }
}

fn reaches(rulebook: &Rulebook, agreement: Entry<'_>, who: &[&str]) -> bool {
    let parties = agreement.texts("with");
    who.is_empty()
        || rulebook
            .entries("organisation")
            .iter()
            .any(|one| parties.contains(&one.text("id")) && who.contains(&one.text("kind")))
}

/// Every day on which the standing of a gateway may change, and one before them all.
fn turning_days(entry: Entry<'_>, day: Day) -> Vec<Day> {
    use caldicott_model::law::{DUAA_STAGE_1, DUAA_STAGE_MAIN, GDPR_APPLIES};
    let mut days = vec![day, GDPR_APPLIES, DUAA_STAGE_1, DUAA_STAGE_MAIN];
    days.extend(entry.day("from"));
    for ground in entry.tables("basis") {
        days.extend(ground.day("from"));
        days.extend(ground.day("until"));
    }
    days
}

/// A bar that spares all it beats.
fn bars(rulebook: &Rulebook, found: &mut Findings<'_>) {
    let gateways = rulebook.entries("gateway");
    for bar in rulebook.entries("bar") {
        let (beats, spares) = (bar.texts("beats"), bar.texts("spares"));
        let serving = bar.texts("spares_serving");
        let left = gateways.iter().any(|gateway| {
            let id = gateway.text("id");
            let beaten = beats
                .iter()
                .any(|name| *name == "every" || *name == id || *name == gateway.text("kind"));
            let spared = spares.contains(&id)
                || gateway.texts("serves").iter().any(|purpose| serving.contains(purpose));
            beaten && !spared
        });
        if !left {
            let message =
                format!("bar `{}` spares every gateway it beats: it does nothing", bar.text("id"));
            found.warn(bar.at_key("beats"), "bar", message, &[]);
        }
    }
}

fn processing(processor: Entry<'_>, day: Day, found: &mut Findings<'_>) {
    let id = processor.text("organisation");
    let at = |key: &str| -> Place { processor.at_key(key) };
    if processor.day("until").is_some_and(|until| until <= day) {
        let message = format!("the processing agreement with `{id}` had ended by {day}");
        found.warn(at("until"), "processor", message, &[UNDER_AGREEMENT]);
    }
    if !processor.flag("abroad") {
        return;
    }
    let transfers = processor.tables("transfer");
    let live = transfers.iter().any(|transfer| {
        transfer.day("from").is_some_and(|from| from <= day)
            && transfer.day("until").is_none_or(|until| day < until)
    });
    if !live {
        let message = format!(
            "`{id}` processes abroad, and nothing allows a transfer to it on {day}: it is given nothing"
        );
        found.warn(at("abroad"), "processor", message, &[TRANSFERS]);
    }
}
