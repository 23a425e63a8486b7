//! Whether a small organisation need not keep the record.

use caldicott_calendar::RuleSet;

use super::ControllerRecord;
use crate::rules;
use caldicott_model::words;

words! {
    /// What takes the exemption away (RO-04).
    #[expect(clippy::exhaustive_enums, reason = "Art 30(5) names these")]
    Against {
        /// 250 people or more work there.
        Size = "size",
        /// The processing is likely to be a risk to people.
        RiskLikely = "risk-likely",
        /// It is not occasional.
        NotOccasional = "not-occasional",
        /// It includes special category or criminal offence data.
        SensitiveData = "sensitive-data",
    }
}

/// What Art 30(5) asks about. What nobody showed counts against the exemption.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SmallOrganisation {
    employees: u32,
    excluded: Vec<Against>,
    sensitive: bool,
}

/// Whether the record has to be kept, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a record that is owed and not kept cannot be shown"]
pub struct Exemption {
    against: Vec<Against>,
    rules: RuleSet,
}

impl SmallOrganisation {
    /// An organisation in which so many people work.
    #[must_use]
    pub const fn of(employees: u32) -> Self {
        Self { employees, excluded: Vec::new(), sensitive: false }
    }

    /// The same, for whose processing it was shown that this is not so.
    #[must_use]
    pub fn without(mut self, excluded: Against) -> Self {
        self.excluded.push(excluded);
        self
    }

    /// The same, processing what a record says. Special category or offence data in it takes the
    /// exemption away, whatever was shown.
    #[must_use]
    pub fn processing(mut self, record: &ControllerRecord) -> Self {
        self.sensitive |= record.activities().iter().any(|activity| {
            activity.categories().has_special() || activity.categories().has_criminal()
        });
        self
    }

    /// Whether it is exempt.
    ///
    /// # Example: twelve people and one field about health
    /// ```
    /// use caldicott_accountability::ropa::{Against, SmallOrganisation};
    ///
    /// let small = SmallOrganisation::of(12)
    ///     .without(Against::RiskLikely)
    ///     .without(Against::NotOccasional);
    /// assert_eq!(small.judge().against(), [Against::SensitiveData]);
    /// let club = small.without(Against::SensitiveData);
    /// assert!(club.judge().is_exempt());
    /// // Being small is never enough by itself.
    /// assert_eq!(SmallOrganisation::of(12).judge().against().len(), 3);
    /// ```
    pub fn judge(&self) -> Exemption {
        let stands = |one: Against| match one {
            Against::Size => self.employees >= 250,
            Against::SensitiveData => self.sensitive || !self.excluded.contains(&one),
            Against::RiskLikely | Against::NotOccasional => !self.excluded.contains(&one),
        };
        let against = Against::NAMES.iter().map(|(_, one)| *one).filter(|one| stands(*one));
        Exemption { against: against.collect(), rules: [rules::RO_04].into_iter().collect() }
    }
}

impl Exemption {
    /// Whether the record need not be kept.
    #[must_use]
    pub fn is_exempt(&self) -> bool {
        self.against.is_empty()
    }

    /// What takes the exemption away.
    #[must_use]
    pub fn against(&self) -> &[Against] {
        &self.against
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}
