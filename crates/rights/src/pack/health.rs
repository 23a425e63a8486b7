//! Health data is not given without an opinion that it may be.

use caldicott_calendar::clock::health_opinion_since;
use caldicott_calendar::{CalendarError, Day, RuleSet, rules as clock_rules};
use caldicott_model::{Category, CategorySet};

use crate::rules;
use caldicott_model::words;

words! {
    /// What a health professional says of serious harm (EX-09).
    #[expect(clippy::exhaustive_enums, reason = "the test is met or it is not")]
    Harm {
        /// Access would be likely to cause serious harm to somebody's health.
        Likely = "likely",
        /// It would not.
        NotLikely = "not-likely",
    }
}

/// The opinion of the appropriate health professional.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "what the schedule asks about an opinion")]
pub struct Opinion {
    /// The day it was obtained.
    pub obtained: Day,
    /// What it says.
    pub finds: Harm,
    /// The ids of the items it is about; none for all.
    pub items: Vec<String>,
    /// Things have changed since, so that it has to be asked for again (EX-10).
    pub stale: bool,
}

/// Whether health data is given, and by which rules.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "health data given against an opinion may harm somebody"]
pub struct HealthDecision {
    /// Whether it may be given.
    pub given: bool,
    /// The rules applied.
    pub rules: RuleSet,
}

/// The categories that count as data concerning health here.
pub(super) const HEALTH: CategorySet = CategorySet::of(&[Category::Health, Category::Genetic]);

/// Whether health data of an item may be given on a day (EX-09 to EX-11).
///
/// Of several opinions that count, the latest decides; of two of a day, the one that sees harm.
///
/// # Errors
/// [`CalendarError`] before the Act of 2018.
///
/// ```
/// use caldicott_calendar::Day;
/// use caldicott_rights::pack::{Harm, Opinion, health_data};
///
/// let day = Day::literal(2026, 8, 15);
/// // Nobody was asked: it stays back.
/// assert!(!health_data("note-1", &[], false, false, day)?.given);
/// let opinion = |obtained| Opinion { obtained, finds: Harm::NotLikely, items: vec![], stale: false };
/// assert!(health_data("note-1", &[opinion(Day::literal(2026, 2, 16))], false, false, day)?.given);
/// // Six months ending with today do not reach back to the fifteenth.
/// assert!(!health_data("note-1", &[opinion(Day::literal(2026, 2, 15))], false, false, day)?.given);
/// # Ok::<(), caldicott_calendar::CalendarError>(())
/// ```
pub fn health_data(
    item: &str,
    opinions: &[Opinion],
    already_known: bool,
    controller_is_health_professional: bool,
    day: Day,
) -> Result<HealthDecision, CalendarError> {
    let since = health_opinion_since(day)?.day();
    let counts = |opinion: &&Opinion| {
        let about = opinion.items.is_empty() || opinion.items.iter().any(|id| id == item);
        about && !opinion.stale && (since..=day).contains(&opinion.obtained)
    };
    let latest = opinions
        .iter()
        .filter(counts)
        .max_by_key(|opinion| (opinion.obtained, opinion.finds == Harm::Likely));
    let (given, cited) = match latest.map(|opinion| opinion.finds) {
        Some(Harm::Likely) => (false, vec![rules::EX_09, clock_rules::EX_10]),
        Some(Harm::NotLikely) => (true, vec![rules::EX_11, clock_rules::EX_10]),
        None if controller_is_health_professional => (true, vec![rules::EX_09]),
        None => (already_known, vec![rules::EX_11]),
    };
    Ok(HealthDecision { given, rules: cited.into_iter().collect() })
}
