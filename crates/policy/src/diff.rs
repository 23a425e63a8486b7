//! Compare two versions of a rulebook by what they do, with a case for each difference.
//!
//! Two texts can differ and mean the same, and one letter can decide who learns an address. So the
//! comparison asks both rulebooks the same questions and reports where the answers differ.
//!
//! # What is covered
//! **Every reported change is real.** Each example is written out as JSON, read back the way `decide`
//! reads it, and decided by both rulebooks; only if the two answers then still differ is it reported.
//! A retention example is evaluated by both schedules in the same way.
//!
//! **Not every change is found.** Cases are built from the entries that differ: for a gateway, requests
//! that satisfy it in either version, for each kind of asker and each purpose it names; for a bar, those
//! of every gateway it beats with its conditions met; for an agreement, a form, a processor, an
//! organisation or a role, those of the gateways that depend on it. Each such request is then changed in
//! one respect at a time (each fact that either version mentions true, false and unknown, each approval
//! alone, each order, verification, frequency, form of data, confidence of third parties, refusal). A
//! difference that shows only where two or more facts *beyond* those a changed entry names differ at once
//! may be missed. Entries that differ in writing and for which no case was found are listed as such
//! ([`Difference::silent`]), and so is a search that was cut short. Requests given by the caller are
//! decided as well.
//!
//! **Between two versions no entry is passed over that ever gives, refers or keeps back otherwise.** An
//! entry about which the search finds no such case is compared again over every request there is
//! (`caldicott_sharing::analysis::compare`), on every day since the law applies: what that finds is shown,
//! and [`Difference::alike`] names the entries for which it proves that there is nothing to find. With
//! several entries changed, each is compared with all others as they are in the new version; where that
//! mixture cannot be read, or another entry undoes the difference, the entry stays silent. Duties, who
//! decides and what an asker hears are no part of the proof.
//!
//! ```
//! use caldicott_policy::{Rulebook, SourceFile, diff};
//!
//! let load = |years: u8| {
//!     let text = format!(
//!         "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-11-01\nkept-by = \"Y\"\n\
//!          [trigger]\nclosed = \"closed_on\"\n[[rule]]\nid = \"file\"\nclass = \"file\"\n\
//!          keep = \"{years} years after closed\"\nstages = [\"review by manager\", \"dispose\"]\n\
//!          why = \"our own choice\"\n"
//!     );
//!     Rulebook::load(&[SourceFile { name: "x.toml".into(), text }]).unwrap()
//! };
//! let (old, new) = (load(6), load(8));
//! let found = diff::versions(&old, &new, old.profile().as_known_on, &[]);
//! let [change] = found.changes.as_slice() else { panic!("{found:?}") };
//! assert_eq!(change.effect, diff::Effect::KeptLonger);
//! assert_eq!(change.before, "kept until 2027-11-01");
//! assert_eq!(change.after, "kept until 2029-11-01");
//! ```

mod case;
mod entries;
mod keeping;
mod proof;
mod seeds;
mod shrink;
mod telling;
#[cfg(test)]
mod tests;
mod text;
mod words;

use caldicott_calendar::Day;
use caldicott_sharing::Request;

use crate::Rulebook;
pub(crate) use case::{facts_of_case, facts_of_subject};
pub use entries::{ChangedEntry, How};
pub(crate) use keeping::witnesses;

/// What a difference does to somebody.
#[expect(clippy::exhaustive_enums, reason = "a new effect must be put into words")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// What was not given is given.
    Permitted,
    /// What was given, or was for somebody to decide, stays.
    Refused,
    /// It is for somebody to decide.
    Referred,
    /// It is for somebody else to decide.
    ReferredElsewhere,
    /// It is given with other duties.
    OtherDuties,
    /// Nothing is given either way, and the asker hears something else.
    HearsOtherwise,
    /// A record is kept longer.
    KeptLonger,
    /// A record is kept shorter.
    KeptShorter,
    /// The end of a record comes on the same day and in another way.
    EndsOtherwise,
}

/// One difference in what two rulebooks do, with a case that shows it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What it does to somebody.
    pub effect: Effect,
    /// The difference in a sentence.
    pub summary: String,
    /// The entry whose difference led to it, such as `gateway police-request`; empty for a request that
    /// the caller gave.
    pub entry: String,
    /// The categories and details, or the class of record.
    pub data: Vec<String>,
    /// The kinds of asker it was seen for.
    pub who: Vec<String>,
    /// The purposes it was seen for.
    pub purposes: Vec<String>,
    /// What the old rulebook does in the example.
    pub before: String,
    /// What the new one does.
    pub after: String,
    /// The rules that either decision cites and the other does not.
    pub rules: Vec<String>,
    /// The day the old rulebook was asked for.
    pub day_before: Day,
    /// The day the new one was asked for.
    pub day_after: Day,
    /// A case, in words.
    pub example: String,
    /// The same case as data: a request that `decide` accepts, or a record with its dates.
    pub case: serde_json::Value,
}

/// Everything found between two rulebooks.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The entries that differ, in writing or in standing.
    pub entries: Vec<ChangedEntry>,
    /// What they do differently.
    pub changes: Vec<Change>,
    /// Entries that differ and for which no case with another answer was found.
    pub silent: Vec<String>,
    /// Entries that differ and of which it is proved that nothing is ever given, referred or kept back
    /// otherwise because of them.
    pub alike: Vec<String>,
    /// How many cases were put to both rulebooks.
    pub asked: usize,
    /// Whether the search stopped at its limit before it was through.
    pub cut_short: bool,
}

/// A rulebook on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'r> {
    pub(crate) rulebook: &'r Rulebook,
    pub(crate) day: Day,
}

/// Compares two versions of a rulebook on one day, and on the days that the differing entries name.
#[must_use]
pub fn versions(old: &Rulebook, new: &Rulebook, day: Day, requests: &[Request]) -> Difference {
    let (one, other) = (Side { rulebook: old, day }, Side { rulebook: new, day });
    let mut found = compare(one, other, requests);
    let mut days: Vec<Day> = Vec::new();
    for entry in &found.entries {
        days.extend(entry.turns.iter().copied());
    }
    days.sort_unstable();
    days.dedup();
    days.retain(|turn| *turn != day);
    if days.len() > MOST_DAYS {
        days.truncate(MOST_DAYS);
        found.cut_short = true;
    }
    for turn in days {
        let then =
            compare(Side { rulebook: old, day: turn }, Side { rulebook: new, day: turn }, &[]);
        found.asked += then.asked;
        found.cut_short |= then.cut_short;
        for change in then.changes {
            // What was seen on the day asked for is not told again for another.
            let known = found
                .changes
                .iter()
                .any(|known| known.effect == change.effect && known.entry == change.entry);
            if !known {
                found.changes.push(change);
            }
        }
    }
    proof::search(old, new, day, &mut found);
    found.settle();
    found
}

/// Compares one rulebook on two days: which agreements lapse, which rules begin and end, and what that
/// does. Retention is compared on the day of each.
#[must_use]
pub fn days(rulebook: &Rulebook, from: Day, to: Day, requests: &[Request]) -> Difference {
    let mut found = compare(Side { rulebook, day: from }, Side { rulebook, day: to }, requests);
    found.settle();
    found
}

fn compare(old: Side<'_>, new: Side<'_>, requests: &[Request]) -> Difference {
    let mut found = Difference {
        entries: entries::changed(old, new),
        changes: Vec::new(),
        silent: Vec::new(),
        alike: Vec::new(),
        asked: 0,
        cut_short: false,
    };
    telling::search(old, new, requests, &mut found);
    keeping::search(old, new, &mut found);
    found
}

impl Difference {
    fn settle(&mut self) {
        self.changes.sort_by(|one, other| {
            (one.effect, &one.entry, &one.summary).cmp(&(
                other.effect,
                &other.entry,
                &other.summary,
            ))
        });
        self.silent = self
            .entries
            .iter()
            .filter(|entry| !self.changes.iter().any(|change| change.entry == entry.name()))
            .map(ChangedEntry::name)
            .filter(|name| !self.alike.contains(name))
            .collect();
    }
}

/// How many days besides the one asked for are looked at.
const MOST_DAYS: usize = 12;
/// How many cases are put to both rulebooks at most, for one pair of days.
pub(crate) const MOST_CASES: usize = 400_000;
