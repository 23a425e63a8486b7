//! What was released before: kept by the host, and held against what is to be released next.

use std::collections::BTreeSet;

use caldicott_model::Day;

use crate::published::plain;
use crate::{Publication, PublishedSums, PublishedTable, Release, SumPublication};

/// Releases in the order in which they left.
///
/// A value without a place of its own: a host keeps it where two processes cannot change it at once (with
/// `store`, as a ledger turned by compare-and-swap), takes what is [`ReleaseLedger::before`] a plan,
/// publishes, enters the publication, and lets it leave only once the ledger is kept. It holds what a
/// well-informed reader knows, never a count that was hidden.
///
/// ```
/// use caldicott_model::{Category, Day, FieldTag, Identifiability};
/// use caldicott_statistics::{
///     CodeList, Effort, FreqTable, NullPolicy, Outcome, Plan, Profile, ReleaseLedger, Shown, Variable,
/// };
///
/// let tag = FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
/// let codes = CodeList::new("services", ["Outreach", "Hostel", "Move-on"])?;
/// let variables = [Variable::new(tag, codes, NullPolicy::Reject)?];
/// let mut ledger = ReleaseLedger::new();
/// let mut publish = |id: &str, parts: &[&str], counts: &[u64]| {
///     let plan = Plan::new("People by service", Profile::threshold_10()).of_people(parts.to_vec());
///     let plan = plan.after(ledger.before(parts));
///     let table = FreqTable::from_counts(&variables, counts).ok()?;
///     let Outcome::Released(done) = plan.publish(&table, Effort::ORDINARY, &mut |_| {}) else { return None };
///     ledger.enter(id, Day::literal(2026, 6, 1), &done).ok()?;
///     Some(done.release)
/// };
/// assert!(publish("2026-05", &["until May"], &[40, 31, 22]).is_some());
/// // In June two people came to the hostel. A table that shows 33 would tell so.
/// let june = publish("2026-06", &["until May", "June"], &[60, 33, 41]);
/// assert!(june.is_none_or(|june| june.at(&["Hostel"]) == Some(Shown::Hidden)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Unchecked", into = "Unchecked"))]
pub struct ReleaseLedger {
    releases: Vec<ReleaseEntry>,
}

/// One release.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ReleaseEntry {
    /// The day it left.
    pub on: Day,
    /// SHA-256 of what left.
    pub content: String,
    /// What a reader knows from it; its name is the release's id.
    pub table: PublishedTable,
    /// The sums that stood beside the people.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sums: Option<PublishedSums>,
}

/// A release that cannot be entered.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LedgerError {
    /// The release is not one whose figures were rounded so that they add up.
    #[error("the release was not rounded so that it adds up: its publication is what is entered")]
    NotRounded,
    /// The id is taken by another release.
    #[error("the release id `{id}` is taken")]
    Taken {
        /// The id.
        id: String,
    },
}

impl ReleaseLedger {
    /// Nothing was released.
    #[must_use]
    pub const fn new() -> Self {
        Self { releases: Vec::new() }
    }

    /// The releases in the order in which they were entered.
    #[must_use]
    pub fn releases(&self) -> &[ReleaseEntry] {
        &self.releases
    }

    /// What a release about these parts of the population is held against: everything about some of the
    /// same people, and about some of theirs, however far: what is about B and C tells by B what is about A
    /// and B. No parts are everybody, and so is a release that names none: with one of those in the ledger
    /// everything hangs together.
    #[must_use]
    pub fn before<S: AsRef<str>>(&self, parts: &[S]) -> Vec<PublishedTable> {
        let mut tables: Vec<PublishedTable> = Vec::new();
        for entry in self.near(parts) {
            // The same release again teaches nobody anything.
            let known = |other: &PublishedTable| is_same(other, &entry.table);
            if !tables.iter().any(known) {
                tables.push(entry.table.clone());
            }
        }
        tables
    }

    /// The sums among them, of whatever amount: [`Plan::after_sums`](crate::Plan::after_sums) takes those
    /// of its own.
    #[must_use]
    pub fn sums_before<S: AsRef<str>>(&self, parts: &[S]) -> Vec<PublishedSums> {
        let mut all: Vec<PublishedSums> = Vec::new();
        for sums in self.near(parts).filter_map(|entry| entry.sums.as_ref()) {
            let known = |other: &PublishedSums| {
                (other.amount(), other.cap()) == (sums.amount(), sums.cap())
                    && is_same(other.table(), sums.table())
            };
            if !all.iter().any(known) {
                all.push(sums.clone());
            }
        }
        all
    }

    /// The releases about some of the same people, and about some of theirs.
    fn near<S: AsRef<str>>(&self, parts: &[S]) -> impl Iterator<Item = &ReleaseEntry> {
        let mut reached: BTreeSet<String> = parts.iter().map(|part| plain(part.as_ref())).collect();
        // What is of everybody is of everybody's parts: it makes all releases hang together.
        let named = |entry: &ReleaseEntry| !entry.table.people().is_empty();
        let everybody = parts.is_empty() || !self.releases.iter().all(named);
        let is_near = move |table: &PublishedTable, reached: &BTreeSet<String>| {
            everybody || table.people().iter().any(|part| reached.contains(&plain(part)))
        };
        let mut known = 0;
        while known < reached.len() {
            known = reached.len();
            for entry in &self.releases {
                if is_near(&entry.table, &reached) {
                    reached.extend(entry.table.people().iter().map(|part| plain(part)));
                }
            }
        }
        self.releases.iter().filter(move |entry| is_near(&entry.table, &reached))
    }

    /// Enters a release.
    ///
    /// # Errors
    /// [`LedgerError::Taken`] when another release has the id. The same release may be entered again: it
    /// stays entered once.
    pub fn enter(
        &mut self,
        id: &str,
        on: Day,
        publication: &Publication,
    ) -> Result<(), LedgerError> {
        let table = publication.published.clone().called(id);
        let content = publication.report.content.clone();
        self.put(ReleaseEntry { on, content, table, sums: None })
    }

    /// Enters a release of sums: the people in it and the sums.
    ///
    /// # Errors
    /// As [`ReleaseLedger::enter`].
    pub fn enter_sums(
        &mut self,
        id: &str,
        on: Day,
        publication: &SumPublication,
    ) -> Result<(), LedgerError> {
        let table = publication.people.clone().called(id);
        let content = publication.report.content.clone();
        let sums = Some(publication.published.clone().called(id));
        self.put(ReleaseEntry { on, content, table, sums })
    }

    /// Enters a table whose figures were rounded so that they add up
    /// ([`Plan::publish_rounded`](crate::Plan::publish_rounded)).
    ///
    /// # Errors
    /// As [`ReleaseLedger::enter`]; [`LedgerError::NotRounded`] for any other release, whose publication is what is
    /// entered.
    pub fn enter_rounded(
        &mut self,
        id: &str,
        on: Day,
        release: &Release,
    ) -> Result<(), LedgerError> {
        let table = release.published().ok_or(LedgerError::NotRounded)?.clone().called(id);
        let content = release.digest().to_string();
        self.put(ReleaseEntry { on, content, table, sums: None })
    }

    fn put(&mut self, entry: ReleaseEntry) -> Result<(), LedgerError> {
        let id = entry.table.name();
        if let Some(known) = self.releases.iter().find(|known| known.table.name() == id) {
            let same = (&known.content, &known.table, &known.sums)
                == (&entry.content, &entry.table, &entry.sums);
            return if same { Ok(()) } else { Err(LedgerError::Taken { id: id.to_owned() }) };
        }
        self.releases.push(entry);
        Ok(())
    }
}

fn is_same(one: &PublishedTable, other: &PublishedTable) -> bool {
    one.cells() == other.cells()
        && one.dimensions() == other.dimensions()
        && one.people() == other.people()
}

/// The ledger as it is written, not yet known to be one.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    releases: Vec<ReleaseEntry>,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for ReleaseLedger {
    type Error = LedgerError;

    fn try_from(read: Unchecked) -> Result<Self, LedgerError> {
        for (place, entry) in read.releases.iter().enumerate() {
            let id = entry.table.name();
            if read.releases.iter().take(place).any(|other| other.table.name() == id) {
                return Err(LedgerError::Taken { id: id.to_owned() });
            }
        }
        Ok(Self { releases: read.releases })
    }
}

#[cfg(feature = "serde")]
impl From<ReleaseLedger> for Unchecked {
    fn from(ledger: ReleaseLedger) -> Self {
        Self { releases: ledger.releases }
    }
}
