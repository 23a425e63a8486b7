//! What is erased, item by item, and where it has to go from (RT-19).

use std::collections::{BTreeMap, BTreeSet};

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::law::LawfulBasis;

use super::rectification::{Recipient, split};
use crate::rules;
use caldicott_model::words;

words! {
    /// Why something has to be erased. A ground that was enacted and not brought into force is not here.
    #[expect(clippy::exhaustive_enums, reason = "Art 17(1) knows six in force")]
    ErasureGround {
        /// (a) It is no longer necessary.
        NotNecessary = "not-necessary",
        /// (b) Consent was withdrawn, and there is no other basis.
        ConsentWithdrawn = "consent-withdrawn",
        /// (c) An objection was upheld.
        ObjectionUpheld = "objection-upheld",
        /// (d) The processing is unlawful.
        Unlawful = "unlawful",
        /// (e) The law demands it.
        LegalObligation = "legal-obligation",
        /// (f) It was collected for an online service to a child.
        ChildOnline = "child-online",
    }
}

words! {
    /// Why it need not be erased after all.
    #[expect(clippy::exhaustive_enums, reason = "Art 17(3) knows five")]
    ErasureException {
        /// (a) Expression and information.
        Expression = "expression",
        /// (b) A legal obligation or a public task.
        ObligationOrTask = "obligation-or-task",
        /// (c) Public health.
        PublicHealth = "public-health",
        /// (d) Archiving, research, statistics.
        ArchivingOrResearch = "archiving-or-research",
        /// (e) Legal claims.
        LegalClaims = "legal-claims",
    }
}

/// Where an item is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the four places that an erasure reaches")]
pub struct Whereabouts {
    /// Rows of tables.
    pub rows: Vec<String>,
    /// Entries of indexes.
    pub indexes: Vec<String>,
    /// The key it is sealed with, if it is.
    pub key: Option<String>,
    /// Who was given it.
    pub recipients: Vec<Recipient>,
}

/// An item that somebody wants erased.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "what the article asks of an item")]
pub struct ErasureItem {
    /// The host's id.
    pub id: String,
    /// The basis it is processed on.
    pub basis: LawfulBasis,
    /// Whether another basis remains beside consent.
    pub another_basis: bool,
    /// The ground, if there is one.
    pub ground: Option<ErasureGround>,
    /// The exceptions that are claimed, each with its reason.
    pub exceptions: Vec<(ErasureException, String)>,
    /// A hold that keeps it for now: a legal matter, an open request.
    pub held: bool,
    /// Where it is.
    pub whereabouts: Whereabouts,
}

words! {
    /// Why an item stays.
    #[expect(clippy::exhaustive_enums, reason = "the person is told which")]
    Kept {
        /// There is no ground to erase it.
        NoGround = "no-ground",
        /// An exception covers it.
        Excepted = "excepted",
        /// It is held for now, and erased afterwards.
        Held = "held",
    }
}

/// What has to be done to erase what is to be erased.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "an erasure that nobody carries out is none"]
#[non_exhaustive]
pub struct ErasurePlan {
    /// The items that go.
    pub erase: Vec<String>,
    /// The items that stay, and why.
    pub keep: BTreeMap<String, Kept>,
    /// The rows to delete for real: no flag, no archive.
    pub rows: BTreeSet<String>,
    /// The entries of indexes to delete.
    pub indexes: BTreeSet<String>,
    /// The keys to destroy: those that seal nothing which stays.
    pub keys: BTreeSet<String>,
    /// Who is told.
    pub tell: BTreeSet<String>,
    /// Who cannot be told; the person hears who they are if they ask.
    pub untold: BTreeSet<String>,
    /// Whether to keep a keyed digest that keeps the items from coming back with a backup or an import.
    pub suppress: bool,
    /// The rules applied.
    pub rules: RuleSet,
}

/// Decides every item, and says what has to be done.
///
/// ```
/// use caldicott_calendar::Day;
/// use caldicott_model::law::LawfulBasis;
/// use caldicott_rights::remedy::{ErasureGround, ErasureItem, Kept, Whereabouts, plan_erasure};
///
/// let item = |id: &str, basis| ErasureItem {
///     id: id.into(), basis, another_basis: false, ground: Some(ErasureGround::ConsentWithdrawn),
///     exceptions: vec![], held: false,
///     whereabouts: Whereabouts { key: Some("k-1".into()), ..Whereabouts::default() },
/// };
/// let items = [item("photo", LawfulBasis::Consent), item("tenancy", LawfulBasis::Contract)];
/// let plan = plan_erasure(&items, Day::literal(2026, 3, 2));
/// // Consent was never the basis of the tenancy, and its key has to stay for it.
/// assert_eq!((plan.erase, plan.keys.len()), (vec![String::from("photo")], 0));
/// assert_eq!(plan.keep["tenancy"], Kept::NoGround);
/// ```
pub fn plan_erasure(items: &[ErasureItem], day: Day) -> ErasurePlan {
    let mut plan =
        ErasurePlan { rules: [rules::RT_19].into_iter().collect(), ..ErasurePlan::default() };
    let mut needed: BTreeSet<&String> = BTreeSet::new();
    let (mut rows, mut indexes) = (BTreeSet::new(), BTreeSet::new());
    let mut going = Vec::new();
    for item in items {
        match kept(item, day) {
            Some(why) => {
                plan.keep.insert(item.id.clone(), why);
                needed.extend(&item.whereabouts.key);
                rows.extend(&item.whereabouts.rows);
                indexes.extend(&item.whereabouts.indexes);
            }
            None => going.push(item),
        }
    }
    for item in going {
        plan.erase.push(item.id.clone());
        let places = &item.whereabouts;
        // A row or an index entry that an item which stays shares is cleared by the host, not dropped.
        plan.rows.extend(places.rows.iter().filter(|row| !rows.contains(row)).cloned());
        plan.indexes
            .extend(places.indexes.iter().filter(|entry| !indexes.contains(entry)).cloned());
        plan.keys.extend(places.key.iter().filter(|key| !needed.contains(key)).cloned());
        let (tell, untold) = split(&places.recipients);
        if !places.recipients.is_empty() {
            plan.rules.cite(rules::RT_18);
        }
        plan.tell.extend(tell);
        plan.untold.extend(untold.into_iter().map(|recipient| recipient.id));
    }
    plan.suppress = !plan.erase.is_empty();
    plan
}

/// Why an item stays, if it does.
fn kept(item: &ErasureItem, day: Day) -> Option<Kept> {
    let good = match item.ground {
        None => false,
        Some(ErasureGround::ConsentWithdrawn) => {
            item.basis == LawfulBasis::Consent && !item.another_basis
        }
        Some(ErasureGround::ObjectionUpheld) => item.basis.may_be_objected_to(day),
        Some(
            ErasureGround::NotNecessary
            | ErasureGround::Unlawful
            | ErasureGround::LegalObligation
            | ErasureGround::ChildOnline,
        ) => true,
    };
    if !good {
        return Some(Kept::NoGround);
    }
    let covers = |(exception, reason): &(ErasureException, String)| {
        let reasoned = reason.chars().any(char::is_alphabetic);
        // An obligation or a task must be what the item is processed for.
        let fits = *exception != ErasureException::ObligationOrTask
            || matches!(item.basis, LawfulBasis::LegalObligation | LawfulBasis::PublicTask);
        reasoned && fits
    };
    if item.exceptions.iter().any(covers) {
        return Some(Kept::Excepted);
    }
    item.held.then_some(Kept::Held)
}
