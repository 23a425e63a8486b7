#![expect(clippy::string_slice, reason = "a test fails by panicking")]

use caldicott_calendar::Day;
use caldicott_sharing::judge;

use super::case::read_back;
use super::{Difference, Effect, versions};
use crate::{Rulebook, SourceFile};

const PROFILE: &str = include_str!("../../../../examples/rulebooks/st-martins/rulebook.toml");
const SHARING: &str = include_str!("../../../../examples/rulebooks/st-martins/sharing.toml");
const TODAY: Day = Day::literal(2026, 11, 1);

fn loaded(sharing: &str) -> Option<Rulebook> {
    let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
    Rulebook::load(&[file("rulebook.toml", PROFILE), file("sharing.toml", sharing)]).ok()
}

/// The gateway, the need, and the rulebook without it, for each need of each gateway.
fn without_a_need() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut before = SHARING.find("[[gateway]]").unwrap();
    for gateway in SHARING[before..].split_inclusive("\n[[") {
        let end = before + gateway.len();
        let list = gateway.split_once("\nneeds = [").and_then(|(_, rest)| rest.split_once(']'));
        let id = gateway.lines().find_map(|line| line.strip_prefix("id = "));
        if let Some((list, _)) = list {
            let at = before + gateway.find("\nneeds = [").unwrap() + "\nneeds = [".len();
            let needs: Vec<&str> =
                list.split(',').map(str::trim).filter(|need| !need.is_empty()).collect();
            for dropped in &needs {
                let left: Vec<&str> =
                    needs.iter().copied().filter(|need| need != dropped).collect();
                let (head, tail) = (&SHARING[..at], &SHARING[at + list.len()..]);
                let plain = |text: &str| text.trim_matches('"').to_owned();
                let text = format!("{head}{}{tail}", left.join(", "));
                found.push((plain(id.unwrap()), plain(dropped), text));
            }
        }
        before = end;
    }
    found
}

/// Whether a change of what is given, referred or kept back is told, having decided each anew.
fn told(old: &Rulebook, new: &Rulebook, found: &Difference, entry: &str) -> bool {
    let mut told = false;
    for change in found.changes.iter().filter(|change| change.entry == entry) {
        let effects = [Effect::Permitted, Effect::Refused, Effect::Referred];
        if !effects.contains(&change.effect) {
            continue;
        }
        let request = read_back(&change.case).unwrap();
        let was = judge(old.sharing().unwrap(), &request, change.day_before);
        let is = judge(new.sharing().unwrap(), &request, change.day_after);
        let more = match change.effect {
            Effect::Permitted => is.released().minus(was.released()),
            Effect::Referred => is.referred().minus(was.referred()),
            Effect::Refused
            | Effect::ReferredElsewhere
            | Effect::OtherDuties
            | Effect::HearsOtherwise
            | Effect::KeptLonger
            | Effect::KeptShorter
            | Effect::EndsOtherwise => is.withheld().minus(was.withheld()),
        };
        assert!(!more.is_empty(), "{change:#?}");
        told = true;
    }
    told
}

#[test]
fn every_need_that_is_dropped_is_shown_with_a_case_or_proved_to_change_nothing() {
    let base = loaded(SHARING).unwrap();
    let all = std::env::var_os("CALDICOTT_ALL").is_some();
    let (mut shown, mut alike) = (0, 0);
    // One in five meets gateways of every kind.
    for (id, need, text) in without_a_need().into_iter().step_by(if all { 1 } else { 5 }) {
        // A rulebook that does not load has been told already.
        let Some(other) = loaded(&text) else { continue };
        let found = versions(&base, &other, TODAY, &[]);
        let entry = format!("gateway {id}");
        assert!(found.silent.is_empty(), "{id} without {need}: {:?}", found.silent);
        let told = told(&base, &other, &found, &entry);
        assert_ne!(told, found.alike.contains(&entry), "{id} without {need}");
        shown += usize::from(told);
        alike += usize::from(!told);
    }
    assert!(shown > 5 && shown + alike > 9, "{shown} shown, {alike} proved alike");
    println!("{shown} shown with a case, {alike} proved alike");
}

#[test]
fn two_entries_of_which_either_would_do_are_not_proved_to_do_nothing() {
    let bar = |id: &str| {
        format!(
            "\n[[bar]]\nid = \"{id}\"\nsays = \"Nothing by this way at all\"\nwhen = [\"verified\"]\n\
             removes = [\"every\"]\nbeats = [\"coroner\"]\ncite = [\"GW-19\"]\n"
        )
    };
    let both = format!("{SHARING}{}{}", bar("one-bar"), bar("other-bar"));
    let (old, new) = (loaded(SHARING).unwrap(), loaded(&both).unwrap());
    for (old, new) in [(&old, &new), (&new, &old)] {
        let found = versions(old, new, TODAY, &[]);
        assert_eq!(found.entries.len(), 2);
        assert!(found.alike.is_empty(), "{:?}", found.alike);
        let kept = [Effect::Permitted, Effect::Refused, Effect::Referred];
        assert!(found.changes.iter().any(|change| kept.contains(&change.effect)), "{found:#?}");
    }
}

#[test]
fn an_entry_that_says_the_same_in_other_words_is_proved_to_decide_alike() {
    // What is shown is one thing: whoever shows a coroner's notice shows no production order.
    let other = SHARING.replacen(
        "needs = [\"verified\", \"coroner-notice\"]",
        "needs = [\"verified\", \"coroner-notice\", \"not:production-order\"]",
        1,
    );
    assert_ne!(other, SHARING);
    let found = versions(&loaded(SHARING).unwrap(), &loaded(&other).unwrap(), TODAY, &[]);
    assert_eq!(found.alike, ["gateway coroner"], "{found:#?}");
    assert!(found.silent.is_empty() && found.to_text().contains("proved to give, refer"));
}
