//! Each rule of a shipped rulebook switched off by itself: the comparison must see it.

use caldicott_policy::{Rulebook, diff};
use caldicott_sharing::judge;

use crate::support::{files, pack, request};

/// How much of what was changed must be seen: the rest is implied by another rule or need, so that the
/// two rulebooks do the same (a bar that another bar doubles, an `agreement` that the necessity asks for).
fn mostly_seen(name: &str, tried: usize, unseen: &[String]) {
    println!("{name}: {tried} changes, unseen: {unseen:?}");
    assert!(tried > 0, "{name}");
    // A sample of a few says little; all of them with CALDICOTT_EVERY=1.
    let most = if tried < 20 { tried.div_ceil(2) } else { tried / 4 };
    assert!(unseen.len() <= most, "{name}: {unseen:?}");
}

/// The rulebook with one gateway or bar ended long ago.
fn without(name: &str, section: &str, id: &str) -> Option<Rulebook> {
    let mut files = files(name);
    let start = format!("[[{section}]]\nid = \"{id}\"\n");
    let file = files.iter_mut().find(|file| file.text.contains(&start))?;
    file.text = file.text.replacen(&start, &format!("{start}until = 2018-06-01\n"), 1);
    Rulebook::load(&files).ok()
}

/// Every rulebook that differs from a shipped one in that one need of one gateway or bar is dropped.
fn with_one_need_less(name: &str) -> Vec<(String, Rulebook)> {
    let files = files(name);
    let Some(place) = files.iter().position(|file| file.text.contains("[[gateway]]")) else {
        return Vec::new();
    };
    let text = &files[place].text;
    let mut found = Vec::new();
    let mut at = 0;
    let mut entry = "";
    for line in text.split_inclusive('\n') {
        if let Some(id) = line.strip_prefix("id = ") {
            entry = id.trim();
        }
        let keys = ["needs = [", "when = [", "unless = ["];
        if let Some(key) = keys.iter().find(|key| line.starts_with(**key)) {
            let items: Vec<&str> =
                line[key.len()..].trim_end().trim_end_matches(']').split(", ").collect();
            for skip in 0..items.len() {
                let kept: Vec<&str> = items
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| *place != skip)
                    .map(|(_, item)| *item)
                    .collect();
                let mut other = files.clone();
                let new = format!("{key}{}]\n", kept.join(", "));
                other[place].text.replace_range(at..at + line.len(), &new);
                // Some needs may not be dropped: the rulebook is then refused, which is seen as well.
                if let Ok(rulebook) = Rulebook::load(&other) {
                    found.push((format!("{entry} without {}", items[skip]), rulebook));
                }
            }
        }
        at += line.len();
    }
    found
}

fn each(name: &str, every: usize) -> (usize, Vec<String>) {
    let old = pack(name);
    let day = old.profile().as_known_on;
    let sharing = old.sharing().unwrap();
    let gateways = sharing.gateways().iter().map(|one| ("gateway", one.id()));
    let bars = sharing.bars().iter().map(|one| ("bar", one.id()));
    let (mut tried, mut unseen) = (0, Vec::new());
    for (section, id) in gateways.chain(bars).step_by(every) {
        let Some(new) = without(name, section, id) else { continue };
        tried += 1;
        let found = diff::versions(&old, &new, day, &[]);
        assert!(!found.entries.is_empty(), "{section} {id}");
        if found.changes.is_empty() {
            unseen.push(format!("{section} {id}"));
        }
        for change in found.changes.iter().filter(|change| !change.who.is_empty()) {
            let request = request(&change.case.to_string());
            let was = judge(sharing, &request, change.day_before);
            let is = judge(new.sharing().unwrap(), &request, change.day_after);
            let same = was.released() == is.released() && was.referred() == is.referred();
            let finer = matches!(
                change.effect,
                diff::Effect::OtherDuties
                    | diff::Effect::ReferredElsewhere
                    | diff::Effect::HearsOtherwise
            );
            assert!(finer || !same, "{change:#?}");
        }
    }
    (tried, unseen)
}

#[test]
fn switching_off_any_gateway_or_bar_is_seen() {
    // All of them with CALDICOTT_EVERY=1; a sample otherwise.
    let every = std::env::var("CALDICOTT_EVERY").ok().and_then(|text| text.parse().ok());
    for (name, sample) in [("st-martins", 31), ("camden", 3), ("care-provider", 8)] {
        let (tried, unseen) = each(name, every.unwrap_or(sample));
        mostly_seen(name, tried, &unseen);
    }
}

#[test]
fn dropping_any_one_need_is_seen() {
    let every = std::env::var("CALDICOTT_EVERY").ok().and_then(|text| text.parse().ok());
    for (name, sample) in [("st-martins", 50), ("camden", 4), ("care-provider", 20)] {
        let old = pack(name);
        let (mut tried, mut unseen) = (0, Vec::new());
        for (what, new) in with_one_need_less(name).into_iter().step_by(every.unwrap_or(sample)) {
            tried += 1;
            let found = diff::versions(&old, &new, old.profile().as_known_on, &[]);
            assert!(!found.entries.is_empty(), "{what}");
            if found.changes.is_empty() {
                unseen.push(what);
            }
        }
        mostly_seen(name, tried, &unseen);
    }
}
