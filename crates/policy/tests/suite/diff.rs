//! What two versions of a rulebook do differently, and that every difference told is there.

use crate::support::{changed, pack, request};
use caldicott_policy::diff::{self, Difference, Effect};
use caldicott_retention::{Due, Hold, Record, TriggerDate};
use caldicott_sharing::decide;

fn day(text: &str) -> caldicott_calendar::Day {
    text.parse().unwrap()
}

fn today() -> caldicott_calendar::Day {
    day("2026-11-01")
}

fn effects(found: &Difference) -> Vec<Effect> {
    let mut effects: Vec<Effect> = found.changes.iter().map(|change| change.effect).collect();
    effects.dedup();
    effects
}

/// Decides every example anew by both rulebooks and evaluates every record by both schedules.
fn every_change_is_real(
    old: &caldicott_policy::Rulebook,
    new: &caldicott_policy::Rulebook,
    found: &Difference,
) {
    for change in &found.changes {
        if change.who.is_empty() {
            let (was, is) = (
                due(old, &change.case, change.day_before),
                due(new, &change.case, change.day_after),
            );
            match change.effect {
                Effect::KeptLonger => assert!(is > was, "{change:#?}"),
                Effect::KeptShorter => assert!(is < was, "{change:#?}"),
                _ => assert_eq!(change.effect, Effect::EndsOtherwise),
            }
            continue;
        }
        let request = request(&change.case.to_string());
        let was = decide(old.sharing().unwrap(), &request, change.day_before);
        let is = decide(new.sharing().unwrap(), &request, change.day_after);
        let seen = match change.effect {
            Effect::Permitted => !is.released().minus(was.released()).is_empty(),
            Effect::Refused => !is.withheld().minus(was.withheld()).is_empty(),
            Effect::Referred => !is.referred().minus(was.referred()).is_empty(),
            Effect::ReferredElsewhere => is.refer_to() != was.refer_to(),
            Effect::HearsOtherwise => is.outward().heard() != was.outward().heard(),
            _ => is.duties() != was.duties(),
        };
        assert!(seen, "{change:#?}");
    }
}

fn due(
    rulebook: &caldicott_policy::Rulebook,
    case: &serde_json::Value,
    on: caldicott_calendar::Day,
) -> caldicott_calendar::Day {
    let mut record = Record::new(case["class"].as_str().unwrap());
    for (name, date) in case["dates"].as_object().unwrap() {
        record = record.dated(name, TriggerDate::parse(date.as_str().unwrap()));
    }
    for hold in case["holds"].as_array().into_iter().flatten() {
        let at = |key: &str| day(hold[key].as_str().unwrap());
        record =
            record.held(Hold::new(hold["id"].as_str().unwrap(), at("from")).until(at("until")));
    }
    if let Some(on) = case["reused"].as_str() {
        record = record.reused(day(on));
    }
    match rulebook.retention().unwrap().evaluate(&record, on).due() {
        Due::On(day) => day,
        _ => caldicott_calendar::Day::MAX,
    }
}

fn compare(pack_name: &str, from: &str, to: &str) -> Difference {
    let (old, new) = (pack(pack_name), changed(pack_name, from, to));
    let found = diff::versions(&old, &new, today(), &[]);
    every_change_is_real(&old, &new, &found);
    let back = diff::versions(&new, &old, today(), &[]);
    every_change_is_real(&new, &old, &back);
    assert_eq!(found.changes.is_empty(), back.changes.is_empty());
    found
}

#[test]
fn a_rulebook_differs_from_itself_in_nothing() {
    for name in ["st-martins", "camden"] {
        let (one, other) = (pack(name), pack(name));
        let found = diff::versions(&one, &other, today(), &[]);
        assert!(found.entries.is_empty() && found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn two_processors_of_one_organisation_are_compared_each_with_itself() {
    let again = "[[processor]]\norganisation = \"homeless-link\"\npurposes = [\"backup\"]\n\
                 covers = [\"identity\"]\nfrom = 2018-05-25\n\n[[processor]]\norganisation = \"salesforce\"";
    let salesforce = "[[processor]]\norganisation = \"salesforce\"";
    let old = changed("st-martins", salesforce, again);
    let found = diff::versions(&old, &old, today(), &[]);
    assert!(found.entries.is_empty(), "{:#?}", found.entries);
    let new = changed("st-martins", salesforce, &again.replace("2018-05-25", "2019-05-25"));
    let words: Vec<_> = diff::versions(&old, &new, today(), &[])
        .entries
        .iter()
        .map(diff::ChangedEntry::words)
        .collect();
    assert_eq!(words, ["processor homeless-link: from changed"]);
}

#[test]
fn an_end_that_shows_only_where_dates_are_years_apart_is_shown() {
    let found = compare("st-martins", " to end of financial year\"", "\"");
    assert!(effects(&found).contains(&Effect::KeptShorter), "{found:#?}");
    assert!(found.silent.is_empty());
}

#[test]
fn words_that_decide_nothing_are_no_difference() {
    let found = compare("st-martins", "says = \"A judge's production order", "says = \"An order");
    assert!(found.entries.is_empty() && found.is_empty(), "{found:#?}");
}

#[test]
fn a_need_that_is_dropped_permits_what_was_referred() {
    let needs = "needs = [\"verified\", \"risk\", \"unwilling-to-seek-help\", \"approval:service-manager\"]";
    let found = compare(
        "st-martins",
        needs,
        "needs = [\"verified\", \"risk\", \"unwilling-to-seek-help\"]",
    );
    let permitted: Vec<_> =
        found.changes.iter().filter(|change| change.effect == Effect::Permitted).collect();
    assert!(!permitted.is_empty(), "{found:#?}");
    assert!(permitted.iter().all(|change| change.entry == "gateway public-health"));
    assert!(permitted[0].who.contains(&"gp".to_owned()), "{permitted:#?}");
    assert!(found.silent.is_empty());
}

#[test]
fn a_gateway_that_is_gone_refuses_what_it_gave() {
    let found = compare(
        "st-martins",
        "id = \"visit-safety\"\nsays = \"A contractor about to visit: the warning and the precaution, nothing else\"\nkind = \"power\"\nwho = [\"contractor\"]",
        "id = \"visit-safety\"\nsays = \"nobody\"\nkind = \"power\"\nwho = [\"coroner\"]",
    );
    let refused = found.changes.iter().find(|change| change.effect == Effect::Refused).unwrap();
    assert_eq!(refused.who, ["contractor"]);
    assert!(refused.data.iter().any(|name| name == "warning-marker"));
    assert!(effects(&found).contains(&Effect::Permitted), "the coroner may be told now");
}

#[test]
fn a_bar_that_is_lifted_by_another_role_shows_who_could_and_who_can() {
    let found = compare(
        "st-martins",
        "unless = [\"approval:service-manager\"]\nremoves = [\"health\"]",
        "unless = [\"approval:chief-executive\"]\nremoves = [\"health\"]",
    );
    assert!(effects(&found).contains(&Effect::Referred), "{found:#?}");
    assert!(found.changes.iter().all(|change| change.entry == "bar medical-condition"));
}

#[test]
fn whoever_is_referred_to_is_told() {
    let found = compare(
        "st-martins",
        "removes = [\"health\"]\nbeats = [\n",
        "removes = [\"health\"]\nduties = [\"ask-in-writing\"]\nbeats = [\n",
    );
    assert_eq!(found.entries.len(), 1);
    let found = compare("st-martins", "refer_to = \"line-manager\"", "refer_to = \"director\"");
    assert!(effects(&found).contains(&Effect::ReferredElsewhere), "{found:#?}");
}

#[test]
fn who_may_not_even_learn_that_somebody_is_known_is_told() {
    let found = compare(
        "st-martins",
        "neither_confirm_nor_deny = [\"support-agency\"]",
        "neither_confirm_nor_deny = [\"support-agency\", \"housing-benefit-office\"]",
    );
    assert_eq!(effects(&found), [Effect::HearsOtherwise], "{found:#?}");
    let heard = |change: &diff::Change| (change.before.clone(), change.after.clone());
    let wanted = ("refuse".to_owned(), "neither-confirm-nor-deny".to_owned());
    assert!(found.changes.iter().any(|change| heard(change) == wanted), "{found:#?}");
    assert!(found.changes.iter().all(|change| change.who == ["housing-benefit-office"]));
}

#[test]
fn a_longer_period_keeps_longer_and_a_shorter_one_shorter() {
    let found = compare(
        "st-martins",
        "keep = \"6 years after complaint-closed\"",
        "keep = \"9 years after complaint-closed\"",
    );
    assert_eq!(effects(&found), [Effect::KeptLonger]);
    let change = &found.changes[0];
    assert_eq!(
        (change.data.as_slice(), change.entry.as_str()),
        (["complaint".to_owned()].as_slice(), "rule complaint")
    );
    assert_eq!(change.before, "kept until 2027-11-01");
    assert_eq!(change.after, "kept until 2030-11-01");
    let found =
        compare("camden", "keep = \"2 years after latest", "keep = \"18 months after latest");
    assert_eq!(effects(&found), [Effect::KeptShorter]);
}

#[test]
fn another_reviewer_ends_it_otherwise() {
    let found = compare(
        "st-martins",
        "keep = \"1 year after referral-closed\"\nstages = [\"review by line-manager\", \"dispose\"]",
        "keep = \"1 year after referral-closed\"\nstages = [\"review by director\", \"dispose\"]",
    );
    assert_eq!(effects(&found), [Effect::EndsOtherwise]);
    assert!(found.changes[0].after.contains("review by director"), "{found:#?}");
}

#[test]
fn agreements_that_lapse_between_two_days_are_told_with_what_it_does() {
    let rulebook = pack("st-martins");
    let found = diff::days(&rulebook, day("2024-03-01"), day("2024-04-02"), &[]);
    every_change_is_real(&rulebook, &rulebook, &found);
    let entries: Vec<String> = found.entries.iter().map(diff::ChangedEntry::words).collect();
    assert!(
        entries.contains(&"agreement border-protocol: was live, is lapsed".to_owned()),
        "{entries:?}"
    );
    let lost = found
        .changes
        .iter()
        .find(|change| {
            change.entry == "agreement border-protocol" && change.before.starts_with("given")
        })
        .unwrap_or_else(|| panic!("{found:#?}"));
    assert!(lost.case["asker"]["organisation"] == "border-constabulary", "{lost:#?}");
    // The mechanism for the backup abroad ends in the same weeks.
    assert!(found.changes.iter().any(|change| change.entry == "processor spanning"), "{found:#?}");
}

#[test]
fn a_rule_that_begins_later_shows_on_the_day_it_begins() {
    let found = compare(
        "st-martins",
        "id = \"visit-safety\"\n",
        "id = \"visit-safety\"\nfrom = 2027-02-01\n",
    );
    assert!(found.changes.iter().any(|change| change.effect == Effect::Refused));
    let old = pack("st-martins");
    let new = changed(
        "st-martins",
        "id = \"visit-safety\"\n",
        "id = \"visit-safety\"\nuntil = 2027-02-01\n",
    );
    let found = diff::versions(&old, &new, today(), &[]);
    every_change_is_real(&old, &new, &found);
    let change = found.changes.iter().find(|change| change.effect == Effect::Refused).unwrap();
    assert_eq!(change.day_after, day("2027-02-01"));
}

#[test]
fn requests_that_are_given_are_decided_as_well() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/requests/st-martins.jsonl"
    ))
    .unwrap();
    let requests: Vec<_> = text.lines().map(request).collect();
    let (old, new) =
        (pack("st-martins"), changed("st-martins", "who = [\"contractor\"]", "who = [\"media\"]"));
    let found = diff::versions(&old, &new, today(), &requests);
    let given: Vec<_> = found.changes.iter().filter(|change| change.entry.is_empty()).collect();
    assert!(given.iter().any(|change| change.example.contains("contractor")), "{given:#?}");
}

#[test]
fn the_text_says_what_was_not_looked_at() {
    let found = compare("st-martins", "refer_to = \"line-manager\"", "refer_to = \"director\"");
    let text = found.to_text();
    assert!(text.contains("several facts differ at once may be missing"));
    assert!(!text.contains("cut short"), "{text}");
}
