//! What the search did not find: the same question put to every request there is, as formulas.

use caldicott_calendar::Day;
use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use caldicott_model::law::GDPR_APPLIES;
use caldicott_sharing::analysis::{Comparison, compare};
use caldicott_sharing::{Request, Rulebook as Sharing, judge};
use serde_json::json;

use super::case::read_back;
use super::entries::{SECTIONS, id_of};
use super::telling::{Both, moves};
use super::{ChangedEntry, Difference, Effect, words};
use crate::written::Entry;
use crate::{Rulebook, explain};

/// For each entry about which nothing was found that is given, referred or kept back otherwise: a request
/// that shows it, or the proof that there is none.
pub(super) fn search(old: &Rulebook, new: &Rulebook, day: Day, found: &mut Difference) {
    let (Some(before), Some(after)) = (old.sharing(), new.sharing()) else { return };
    let shared = |entry: &&ChangedEntry| Sharing::TOP_LEVEL_KEYS.contains(&entry.section);
    let entries: Vec<ChangedEntry> = found.entries.iter().filter(shared).cloned().collect();
    let mut alike: Vec<&ChangedEntry> = Vec::new();
    for entry in &entries {
        let told = |effect: Effect| {
            matches!(effect, Effect::Permitted | Effect::Refused | Effect::Referred)
        };
        if found.changes.iter().any(|one| one.entry == entry.name() && told(one.effect)) {
            continue;
        }
        // With one entry alone the old rulebook is the new one without it.
        let without = if entries.len() > 1 { without(old, new, &[entry]) } else { None };
        let base = match &without {
            Some(rulebook) => rulebook,
            None if entries.len() == 1 => before,
            None => continue,
        };
        let most = if entries.len() == 1 { 1 } else { MOST_WITNESSES };
        if settled(&entry.name(), [before, base, after], (day, most), found) {
            alike.push(entry);
        }
    }
    if alike.len() > 1 {
        // Two that do the same do nothing each, and something together.
        let names: Vec<String> = alike.iter().map(|entry| entry.name()).collect();
        let names = explain::list(&names, "and");
        let Some(base) = without(old, new, &alike) else { return };
        if !settled(&names, [before, &base, after], (day, MOST_WITNESSES), found) {
            return;
        }
    }
    found.alike.extend(alike.into_iter().map(ChangedEntry::name));
}

/// Whether it is proved that a rulebook and the new one give, refer and keep back the same. A request on
/// which they do not is noted where the old one does not either.
fn settled(
    entry: &str,
    [before, base, after]: [&Sharing; 3],
    (day, most): (Day, usize),
    found: &mut Difference,
) -> bool {
    let mut alike = true;
    // A day to come matters more than one that has passed.
    for (from, until) in [(day, Day::MAX), (GDPR_APPLIES, day)] {
        let comparison = compare(base, after, from, until, most);
        found.asked += comparison.searched;
        alike &= comparison.is_equal();
        if let Some((request, day)) = witness(before, after, &comparison) {
            let both = Both { old: (before, day), new: (after, day) };
            let words = words::of_request(&request, day);
            found.changes.extend(both.of_request(entry, &request, &words, &json!(request)));
            break;
        }
    }
    alike
}

/// The first of the requests on which the two rulebooks themselves differ once it is written and read
/// back, with no more in it than that takes.
fn witness(before: &Sharing, after: &Sharing, found: &Comparison) -> Option<(Request, Day)> {
    found.differences.iter().find_map(|difference| {
        let day = difference.day;
        let shows = |request: &Request| {
            let (was, is) = (judge(before, request, day), judge(after, request, day));
            !moves(&was, &is).is_empty()
        };
        let mut request = difference.request.clone();
        if !shows(&request) {
            return None;
        }
        // An approval without whoever handles the request, for one, cannot be written.
        words::shorten(&mut request, &|one| read_back(&json!(one)).is_some_and(|one| shows(&one)));
        request.id = Some("example".to_owned());
        request.day = Some(day);
        let read = read_back(&json!(request))?;
        shows(&read).then_some((read, day))
    })
}

/// The new rulebook with some entries as the old one has them, where that can be read.
fn without(old: &Rulebook, new: &Rulebook, entries: &[&ChangedEntry]) -> Option<Sharing> {
    let mut whole = Table::default();
    let at = Place::new(1, 1);
    for key in Sharing::TOP_LEVEL_KEYS {
        let (was, is) = (old.document().get(key), new.document().get(key));
        let value = match SECTIONS.iter().find(|(section, _)| *section == key) {
            _ if entries.iter().all(|entry| key != entry.section) => is.cloned(),
            None => was.cloned(),
            Some((_, name)) => {
                let named = |one: Entry<'_>| {
                    let id = id_of(one, name);
                    entries.iter().any(|entry| entry.section == key && entry.id == id)
                };
                let mut items = tables(is, |one| !named(one));
                items.extend(tables(was, named));
                (!items.is_empty()).then(|| Located::new(Node::List(items), at))
            }
        };
        if let Some(value) = value {
            whole.insert(key, at, value);
        }
    }
    let faults = Faults::new("", Echo::Hidden);
    let read = Sharing::read(&mut Reader::new(&whole, at, &faults));
    faults.finish(read).ok()
}

fn tables(list: Option<&Located>, keep: impl Fn(Entry<'_>) -> bool) -> Vec<Located> {
    let Some(Located { node: Node::List(items), .. }) = list else { return Vec::new() };
    let kept = items.iter().filter(|item| match &item.node {
        Node::Table(table) => keep(Entry::top(table)),
        Node::Null
        | Node::Flag(_)
        | Node::Number(_)
        | Node::Fraction
        | Node::Day(_)
        | Node::Text(_)
        | Node::List(_) => false,
    });
    kept.cloned().collect()
}

/// How many requests are looked for, where another entry may undo what the first of them shows.
const MOST_WITNESSES: usize = 8;
