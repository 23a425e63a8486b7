//! Puts requests to both rulebooks and keeps those that are answered otherwise.

use std::collections::BTreeMap;

use caldicott_calendar::Day;
use caldicott_sharing::{
    DataSet, Decision, Fate, Known, Request, Rulebook as Sharing, Verdict, decide, judge,
};
use serde_json::{Value, json};

use super::case::{Case, read_back};
use super::entries::ChangedEntry;
use super::seeds::{Seed, Turns, seeds};
use super::shrink::shrink;
use super::{Change, Difference, Effect, MOST_CASES, Side};
use crate::explain;

/// Two rulebooks' rules on sharing, each on its day.
#[derive(Clone, Copy)]
pub(super) struct Both<'r> {
    pub(super) old: (&'r Sharing, Day),
    pub(super) new: (&'r Sharing, Day),
}

/// What sets one difference apart from another: from which fate to which, and by which gateway it was
/// looked for.
type Key = (u8, u8, String);

struct Seen {
    case: Case,
    data: DataSet,
    all: DataSet,
    who: Vec<String>,
    purposes: Vec<String>,
}

/// Requests that meet the same fate under both, some for each gateway and each fate.
#[derive(Default)]
struct Alike {
    kept: BTreeMap<(String, u8, &'static str), Vec<Case>>,
}

impl Alike {
    fn note(&mut self, seed: &Seed, case: &Case, verdict: &Verdict) {
        let fate = if !verdict.referred().is_empty() {
            REFERRED
        } else if !verdict.released().is_empty() {
            RELEASED
        } else {
            WITHHELD
        };
        let kept = self.kept.entry((seed.gateway.clone(), fate, case.kind.name())).or_default();
        if kept.len() < MOST_ALIKE {
            kept.push(case.clone());
        }
    }

    /// The first of each kind, then the second, so that a limit leaves none out altogether.
    fn cases(&self) -> impl Iterator<Item = &Case> {
        let rounds = 0..MOST_ALIKE;
        rounds
            .flat_map(|place| self.kept.values().filter_map(move |kept| kept.get(place)))
            .take(MOST_DECIDED)
    }
}

pub(super) fn search(old: Side<'_>, new: Side<'_>, requests: &[Request], found: &mut Difference) {
    let (Some(before), Some(after)) = (old.rulebook.sharing(), new.rulebook.sharing()) else {
        return;
    };
    let both = Both { old: (before, old.day), new: (after, new.day) };
    let turns = Turns::of(old, new);
    // What is on record was there before either day.
    let earliest = old.day.min(new.day);
    let recorded = earliest.plus_days(-1).unwrap_or(earliest);
    for entry in found.entries.clone() {
        let mut seen: BTreeMap<Key, Seen> = BTreeMap::new();
        let mut alike = Alike::default();
        let seeds = seeds(old, new, &entry, recorded);
        for seed in &seeds {
            both.ask(seed, &seed.case, &mut seen, &mut alike);
            found.asked += 1;
        }
        for seed in &seeds {
            if found.asked >= MOST_CASES {
                found.cut_short = true;
                break;
            }
            for case in turns.of_case(&seed.case) {
                both.ask(seed, &case, &mut seen, &mut alike);
                found.asked += 1;
            }
        }
        let told = seen.iter().filter_map(|(key, seen)| both.tell(&entry, key, seen));
        merge(told.collect(), &mut found.changes);
        found.changes.extend(both.otherwise(&entry, &alike));
    }
    for request in requests {
        found.asked += 1;
        found.changes.extend(both.given(request));
    }
}

/// Changes that read the same are one.
fn merge(told: Vec<Change>, changes: &mut Vec<Change>) {
    for change in told {
        let twin = changes.iter_mut().find(|known| {
            known.entry == change.entry
                && known.effect == change.effect
                && known.before == change.before
                && known.after == change.after
        });
        let Some(twin) = twin else {
            changes.push(change);
            continue;
        };
        for (into, from) in [
            (&mut twin.data, change.data),
            (&mut twin.who, change.who),
            (&mut twin.purposes, change.purposes),
        ] {
            for name in from {
                if !into.contains(&name) {
                    into.push(name);
                }
            }
        }
        twin.summary = summary(twin);
    }
}

impl Both<'_> {
    fn verdicts(&self, request: &Request) -> (Verdict, Verdict) {
        (judge(self.old.0, request, self.old.1), judge(self.new.0, request, self.new.1))
    }

    /// Notes every fate that the case's data meets under one rulebook and not under the other.
    fn ask(&self, seed: &Seed, case: &Case, seen: &mut BTreeMap<Key, Seen>, alike: &mut Alike) {
        let (before, after) = self.verdicts(&case.request());
        let moves = moves(&before, &after);
        if moves.is_empty() {
            alike.note(seed, case, &before);
        }
        for (from, to, data) in moves {
            let key = (from, to, seed.gateway.clone());
            let entry = seen.entry(key).or_insert_with(|| Seen {
                case: case.clone(),
                data,
                all: DataSet::NONE,
                who: Vec::new(),
                purposes: Vec::new(),
            });
            entry.all = entry.all.union(data);
            let (who, purpose) = (case.kind.name().to_owned(), case.purpose.name().to_owned());
            if !entry.who.contains(&who) {
                entry.who.push(who);
            }
            if !entry.purposes.contains(&purpose) {
                entry.purposes.push(purpose);
            }
        }
    }

    /// The change that a case shows, if it still shows it when it is read back from its own JSON.
    fn tell(&self, entry: &ChangedEntry, key: &Key, seen: &Seen) -> Option<Change> {
        let (from, to, _) = *key;
        let least = shrink(&seen.case, seen.data, |case| {
            let (before, after) = self.verdicts(&case.request());
            moves(&before, &after).iter().any(|one| (one.0, one.1) == (from, to))
        });
        let value = least.json(self.new.1);
        let request = read_back(&value)?;
        let (before, after) =
            (decide(self.old.0, &request, self.old.1), decide(self.new.0, &request, self.new.1));
        let moved = moved(&before, &after);
        let (_, _, data) = moved.into_iter().find(|one| (one.0, one.1) == (from, to))?;
        let effect = match to {
            RELEASED => Effect::Permitted,
            REFERRED => Effect::Referred,
            _ => Effect::Refused,
        };
        Some(change(
            self,
            effect,
            entry.name(),
            &before,
            &after,
            data,
            seen,
            &least.words(self.new.1),
            value,
        ))
    }

    /// Requests that meet the same fate, at somebody else's hands, with other duties or other words.
    fn otherwise(&self, entry: &ChangedEntry, alike: &Alike) -> Vec<Change> {
        let mut found: Vec<Change> = Vec::new();
        for case in alike.cases() {
            let value = case.json(self.new.1);
            let Some(request) = read_back(&value) else { continue };
            let (before, after) = (
                decide(self.old.0, &request, self.old.1),
                decide(self.new.0, &request, self.new.1),
            );
            let (was, is) = (before.referred(), after.referred());
            let elsewhere = was.intersects(is) && before.refer_to() != after.refer_to();
            let given = before.released().intersection(after.released());
            let duties = !given.is_empty() && before.duties() != after.duties();
            let (effect, data) = if elsewhere {
                (Effect::ReferredElsewhere, was.intersection(is))
            } else if duties {
                (Effect::OtherDuties, given)
            } else if before.outward().heard() != after.outward().heard() {
                (Effect::HearsOtherwise, case.asked)
            } else {
                continue;
            };
            let seen = Seen {
                case: case.clone(),
                data,
                all: data,
                who: vec![case.kind.name().to_owned()],
                purposes: vec![case.purpose.name().to_owned()],
            };
            let words = case.words(self.new.1);
            let told =
                change(self, effect, entry.name(), &before, &after, data, &seen, &words, value);
            merge(vec![told], &mut found);
        }
        found
    }

    /// A request that the caller gave, where it is answered otherwise.
    fn given(&self, request: &Request) -> Vec<Change> {
        let id = request.id.as_deref().unwrap_or("without an id");
        let words = format!("The request `{id}` that was given.");
        self.of_request("", request, &words, &json!({ "id": request.id }))
    }

    /// A request as it is, where it is answered otherwise.
    pub(super) fn of_request(
        &self,
        entry: &str,
        request: &Request,
        words: &str,
        case: &Value,
    ) -> Vec<Change> {
        let (before, after) = self.verdicts(request);
        if moves(&before, &after).is_empty() {
            return Vec::new();
        }
        let (before, after) =
            (decide(self.old.0, request, self.old.1), decide(self.new.0, request, self.new.1));
        let word = |known: Option<&str>| known.map(str::to_owned).into_iter().collect();
        let who = match request.asker.kind {
            Known::Known(kind) => Some(kind.name()),
            Known::Unknown => None,
        };
        let purpose = match request.purpose {
            Known::Known(purpose) => Some(purpose.name()),
            Known::Unknown => None,
        };
        moved(&before, &after)
            .into_iter()
            .map(|(_, to, data)| {
                let effect = match to {
                    RELEASED => Effect::Permitted,
                    REFERRED => Effect::Referred,
                    _ => Effect::Refused,
                };
                let seen = Seen {
                    case: Case::plain(
                        caldicott_sharing::AskerKind::Unidentified,
                        caldicott_sharing::SharingPurpose::Support,
                        caldicott_sharing::Direction::Asked,
                        self.old.1,
                    ),
                    data,
                    all: data,
                    who: word(who),
                    purposes: word(purpose),
                };
                let entry = entry.to_owned();
                change(self, effect, entry, &before, &after, data, &seen, words, case.clone())
            })
            .collect()
    }
}

/// The data that meets one fate before and another after, by pair of fates.
pub(super) fn moves(before: &Verdict, after: &Verdict) -> Vec<(u8, u8, DataSet)> {
    pairs(
        [before.released(), before.referred(), before.withheld()],
        [after.released(), after.referred(), after.withheld()],
    )
}

fn moved(before: &Decision, after: &Decision) -> Vec<(u8, u8, DataSet)> {
    pairs(
        [before.released(), before.referred(), before.withheld()],
        [after.released(), after.referred(), after.withheld()],
    )
}

fn pairs(before: [DataSet; 3], after: [DataSet; 3]) -> Vec<(u8, u8, DataSet)> {
    let mut found = Vec::new();
    for (from, was) in (0_u8..).zip(before) {
        for (to, is) in (0_u8..).zip(after) {
            let both = was.intersection(is);
            if from != to && !both.is_empty() {
                found.push((from, to, both));
            }
        }
    }
    found
}

#[expect(clippy::too_many_arguments, reason = "everything that a change tells")]
fn change(
    both: &Both<'_>,
    effect: Effect,
    entry: String,
    before: &Decision,
    after: &Decision,
    data: DataSet,
    seen: &Seen,
    words: &str,
    case: Value,
) -> Change {
    let (was, is) = if effect == Effect::HearsOtherwise {
        (before.outcome().name().to_owned(), after.outcome().name().to_owned())
    } else {
        (told(before, data), told(after, data))
    };
    let mut rules: Vec<String> = before
        .rules()
        .ids()
        .filter(|id| !after.rules().cites(id))
        .chain(after.rules().ids().filter(|id| !before.rules().cites(id)))
        .map(str::to_owned)
        .collect();
    rules.sort_unstable();
    let mut change = Change {
        effect,
        summary: String::new(),
        entry,
        data: seen.all.names().map(str::to_owned).collect(),
        who: seen.who.clone(),
        purposes: seen.purposes.clone(),
        before: was,
        after: is,
        rules,
        day_before: both.old.1,
        day_after: both.new.1,
        example: words.to_owned(),
        case,
    };
    change.summary = summary(&change);
    change
}

/// What a decision does with data, in a few words.
fn told(decision: &Decision, data: DataSet) -> String {
    let name = data.names().next().unwrap_or_default();
    let each = decision.each().iter().find(|each| each.data == name);
    let fate = each.map_or(Fate::Withheld, |each| each.fate);
    let by: Vec<String> =
        each.into_iter().flat_map(|each| each.by.iter()).map(|id| format!("`{id}`")).collect();
    let by =
        if by.is_empty() { String::new() } else { format!(" by {}", explain::list(&by, "and")) };
    match fate {
        Fate::Released => {
            let duties: Vec<&str> = decision.duties().iter().map(|duty| duty.name()).collect();
            format!("given{by}, with {}", explain::list(&duties, "and"))
        }
        Fate::Referred => {
            let to = decision.refer_to().unwrap_or("somebody").replace('-', " ");
            format!("for the {to} to decide{by}")
        }
        Fate::Withheld => format!("kept back{by}"),
    }
}

fn summary(change: &Change) -> String {
    let few = |names: &[String]| -> String {
        let plain: Vec<String> = names.iter().map(|name| name.replace('-', " ")).collect();
        match plain.get(..6) {
            Some(first) if plain.len() > 7 => {
                format!("{} and {} more", first.join(", "), plain.len() - 6)
            }
            _ => explain::list(&plain, "and"),
        }
    };
    let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
    let who = or(few(&change.who), "somebody of no known kind");
    let purposes = or(few(&change.purposes), "a purpose that is not known");
    format!("To {who}, for {purposes}: {}.", few(&change.data))
}

const RELEASED: u8 = 0;
const REFERRED: u8 = 1;
const WITHHELD: u8 = 2;
/// How many requests of one gateway, fate and kind of asker are kept to compare more closely.
const MOST_ALIKE: usize = 6;
/// How many requests of one entry are decided in full, to compare duties and who is referred to.
const MOST_DECIDED: usize = 400;
