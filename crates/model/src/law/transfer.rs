//! Decide whether personal data may leave the United Kingdom.
//!
//! A nightly backup to another continent is a transfer, and people whose file says where they hide
//! learn of it last. A transfer needs one of three things: a country on the list, safeguards with
//! the protection tested, or, as the last resort, a derogation (TR-01).
//!
//! ```
//! use caldicott_model::law::transfer::{Country, Fact, Mechanism, Standing, Transfer};
//! use caldicott_model::law::Controller;
//! use caldicott_model::{Category, CategorySet, Day};
//!
//! let data = CategorySet::of(&[Category::Health, Category::CriminalOffence]);
//! let america = Country::new("US")?;
//! let backup = Transfer::to(america, data, Controller::CHARITY).by(Mechanism::Approved);
//! let day = Day::literal(2026, 3, 1);
//! // The bridge to the United States carries certified recipients only, and the data by its name.
//! assert_eq!(backup.check(day).ids(), ["TR-09", "TR-09"]);
//! let backup = backup.showing(&[Fact::RecipientCertified]).labelled(CategorySet::CRIMINAL);
//! assert_eq!(backup.check(day).standing(), Standing::Permitted);
//! // It did not exist when the record of 2021 was written.
//! assert_eq!(backup.check(Day::literal(2021, 3, 31)).ids(), ["TR-07"]);
//! # Ok::<(), caldicott_model::law::transfer::CountryError>(())
//! ```

mod approved;
mod checks;
mod outcome;
#[cfg(test)]
mod tests;
mod words;

pub use approved::{APPROVED, Approval, EEA_STATES, KNOWN_ON, Scope, approval};
pub use outcome::{Fault, FaultKind, Outcome, Standing};
pub use words::{Country, CountryError, Derogation, Destination, Fact, FactSet, Mechanism};

use super::Controller;
use crate::{Category, CategorySet, Day};

/// What must be labelled sensitive before it crosses the bridge to the United States (TR-09).
pub const SENSITIVE: CategorySet = CategorySet::of(&[
    Category::Genetic,
    Category::Biometric,
    Category::SexualOrientation,
    Category::CriminalOffence,
]);

/// Personal data that goes to somebody abroad, as the exporter states it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Transfer {
    destination: Destination,
    categories: CategorySet,
    controller: Controller,
    mechanism: Option<Mechanism>,
    arranged: Option<Day>,
    labelled: CategorySet,
    facts: FactSet,
}

impl Transfer {
    /// Data of these categories, sent to a country by a controller.
    #[must_use]
    pub const fn to(country: Country, categories: CategorySet, controller: Controller) -> Self {
        Self::towards(Destination::Country(country), categories, controller)
    }

    /// Data of these categories, sent to a country or body by a controller.
    #[must_use]
    pub const fn towards(
        destination: Destination,
        categories: CategorySet,
        controller: Controller,
    ) -> Self {
        Self {
            destination,
            categories,
            controller,
            mechanism: None,
            arranged: None,
            labelled: CategorySet::NONE,
            facts: FactSet::NONE,
        }
    }

    /// The same, by this mechanism.
    #[must_use]
    pub const fn by(self, mechanism: Mechanism) -> Self {
        Self { mechanism: Some(mechanism), ..self }
    }

    /// The same, under an arrangement entered into on this day (TR-05).
    #[must_use]
    pub const fn arranged_on(self, day: Day) -> Self {
        Self { arranged: Some(day), ..self }
    }

    /// The same, with these categories labelled sensitive for the recipient.
    #[must_use]
    pub const fn labelled(self, categories: CategorySet) -> Self {
        Self { labelled: categories, ..self }
    }

    /// The same, with this on record as well.
    #[must_use]
    pub const fn showing(self, facts: &[Fact]) -> Self {
        Self { facts: self.facts.union(FactSet::of(facts)), ..self }
    }

    /// The categories of this data that the exporter must label sensitive for the United States.
    ///
    /// ```
    /// use caldicott_model::law::transfer::{Country, Transfer};
    /// use caldicott_model::law::Controller;
    /// use caldicott_model::{Category, CategorySet};
    ///
    /// let data = CategorySet::of(&[Category::Health, Category::CriminalOffence]);
    /// let backup = Transfer::to(Country::UNITED_STATES, data, Controller::CHARITY);
    /// // Health is special category data here and is sensitive there without a label.
    /// assert_eq!(backup.to_label(), CategorySet::CRIMINAL);
    /// ```
    #[must_use]
    pub const fn to_label(&self) -> CategorySet {
        self.categories.intersection(SENSITIVE)
    }

    /// Whether the transfer may be made on this day, and everything that stands against it.
    ///
    /// # Example: an arrangement from before the law changed
    /// ```
    /// use caldicott_model::law::transfer::{Country, Fact, Mechanism, Transfer};
    /// use caldicott_model::law::Controller;
    /// use caldicott_model::{CategorySet, Day};
    ///
    /// let support = Transfer::to(Country::new("IN")?, CategorySet::NONE, Controller::CHARITY)
    ///     .by(Mechanism::Idta)
    ///     .showing(&[Fact::OldTestMet]);
    /// let day = Day::literal(2026, 3, 1);
    /// assert!(support.arranged_on(Day::literal(2026, 2, 4)).check(day).is_permitted());
    /// // A day later the new test was due.
    /// assert_eq!(support.arranged_on(Day::literal(2026, 2, 5)).check(day).ids(), ["TR-04"]);
    /// # Ok::<(), caldicott_model::law::transfer::CountryError>(())
    /// ```
    pub fn check(&self, day: Day) -> Outcome {
        checks::check(self, day)
    }

    /// What it rests on, where that is stated.
    #[must_use]
    pub const fn mechanism(&self) -> Option<Mechanism> {
        self.mechanism
    }

    fn shows(&self, fact: Fact) -> bool {
        self.facts.contains(fact)
    }
}
