//! Say which protections a person has: the living, the dead, and whoever must decide.
//!
//! Nobody may publish a dead woman's hiding place because data protection ended with her: the duty
//! of confidence and her national data opt-out outlive her (SC-11). And nobody lacks capacity for
//! everything because they lacked it once (CN-07).
//!
//! ```
//! use caldicott_model::law::person::{Life, Protection};
//! use caldicott_model::Day;
//!
//! let died = Life::Died(Day::literal(2026, 3, 1));
//! let later = Day::literal(2026, 3, 2);
//! assert!(!died.keeps(Protection::DataProtection, later));
//! assert!(died.keeps(Protection::Confidence, later));
//! assert!(died.keeps(Protection::NationalDataOptOut, later));
//! ```

#[cfg(test)]
mod tests;

use caldicott_calendar::Nation;

use super::{Unverified, rules};
use crate::{Day, Rule, RuleSet};

/// Whether a person lives, as far as the record knows.
#[expect(clippy::exhaustive_enums, reason = "a person lives or died on a day, known or not")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Life {
    /// They live, or nobody knows otherwise.
    #[default]
    Living,
    /// They died on this day.
    Died(Day),
    /// They died, and the day is not on record.
    DiedUnknownDay,
}

/// Something that protects a person's information.
#[expect(clippy::exhaustive_enums, reason = "a new protection must be judged for the dead too")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Protection {
    /// The UK GDPR and the Data Protection Act: rights, bases, conditions.
    DataProtection,
    /// The duty of confidence.
    Confidence,
    /// The national data opt-out.
    NationalDataOptOut,
}

/// A decision that somebody must be able to make, such as `share with probation`.
///
/// A decision is named by what is decided: capacity for one says nothing about another.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Decision(String);

/// A name that describes no single decision.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("capacity is about one decision, and none is named (CN-07)")]
pub struct DecisionError;

/// What an assessment found.
#[expect(clippy::exhaustive_enums, reason = "the person has it or lacks it")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Found {
    /// The person can make this decision.
    Has,
    /// The person cannot make this decision.
    Lacks,
}

/// What somebody found about one decision on one day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Assessment {
    decision: Decision,
    on: Day,
    found: Found,
}

/// The assessments on record for one person.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Capacity(Vec<Assessment>);

/// Whether the person can make a decision, as far as the record knows.
#[expect(clippy::exhaustive_enums, reason = "presumed, or assessed one way or the other")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Standing {
    /// Nobody assessed it: capacity is presumed.
    Presumed,
    /// It was assessed for this decision on this day.
    Assessed(Found, Day),
}

/// The answer to a question about capacity.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a record of capacity that nobody reads protects nobody"]
pub struct Answer {
    standing: Standing,
    rules: RuleSet,
    notes: [Unverified; 1],
}

/// Whether a young person is taken to understand their data protection rights (RT-15).
#[expect(clippy::exhaustive_enums, reason = "the law presumes it or leaves it to be shown")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Understanding {
    /// The law presumes it unless the contrary is shown.
    Presumed,
    /// Somebody must look at this person: the law presumes nothing.
    ToBeSeen,
    /// The person is of an age at which the question does not arise under s.208.
    NotAsked,
}

impl Life {
    /// Whether the protection stands on this day. The day of death still counts as a day of life:
    /// nothing is lost by protecting it.
    #[must_use]
    pub fn keeps(self, protection: Protection, day: Day) -> bool {
        match protection {
            Protection::Confidence | Protection::NationalDataOptOut => true,
            Protection::DataProtection => match self {
                Self::Living => true,
                Self::Died(died) => day <= died,
                Self::DiedUnknownDay => false,
            },
        }
    }

    /// The protections that stop, and those that stay.
    ///
    /// ```
    /// use caldicott_model::law::person::{Life, Protection};
    /// use caldicott_model::Day;
    /// let (stop, stay) = Life::DiedUnknownDay.split(Day::literal(2026, 3, 1));
    /// assert_eq!(stop, [Protection::DataProtection]);
    /// assert_eq!(stay, [Protection::Confidence, Protection::NationalDataOptOut]);
    /// ```
    #[must_use]
    pub fn split(self, day: Day) -> (Vec<Protection>, Vec<Protection>) {
        Protection::ALL.into_iter().partition(|protection| !self.keeps(*protection, day))
    }

    /// The rule that says so.
    #[must_use]
    pub const fn rule() -> Rule {
        rules::SC_11
    }
}

impl Protection {
    /// All three.
    pub const ALL: [Self; 3] = [Self::DataProtection, Self::Confidence, Self::NationalDataOptOut];
}

impl Decision {
    /// A decision by what is decided.
    ///
    /// # Errors
    /// When nothing is named, or everything: capacity is never about `all` decisions.
    pub fn new(what: &str) -> Result<Self, DecisionError> {
        let plain = what.trim().to_lowercase();
        let everything = ["all", "all decisions", "any", "any decision", "everything", "always"];
        if plain.is_empty() || everything.contains(&plain.as_str()) {
            return Err(DecisionError);
        }
        Ok(Self(plain))
    }

    /// What is decided.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.0
    }
}

impl Assessment {
    /// What was found about a decision on a day.
    #[must_use]
    pub const fn new(decision: Decision, on: Day, found: Found) -> Self {
        Self { decision, on, found }
    }
}

impl Capacity {
    /// Nothing was assessed: capacity is presumed for every decision.
    #[must_use]
    pub const fn presumed() -> Self {
        Self(Vec::new())
    }

    /// Adds an assessment.
    pub fn record(&mut self, assessment: Assessment) {
        self.0.push(assessment);
    }

    /// What the record says about one decision on one day: the latest assessment of that very
    /// decision that was made by then, and the presumption where there is none. An assessment of
    /// the same day that found capacity lacking is told before one that found it.
    ///
    /// # Example: lacking it once, for something else
    /// ```
    /// use caldicott_model::law::person::{Assessment, Capacity, Decision, Found, Standing};
    /// use caldicott_model::Day;
    ///
    /// let day = Day::literal(2026, 3, 1);
    /// let mut capacity = Capacity::presumed();
    /// capacity.record(Assessment::new(Decision::new("sell the house")?, day, Found::Lacks));
    /// let sharing = capacity.answer(&Decision::new("share with probation")?, day);
    /// assert_eq!(sharing.standing(), Standing::Presumed);
    /// assert!(sharing.rules().cites("CN-07"));
    /// # Ok::<(), caldicott_model::law::person::DecisionError>(())
    /// ```
    pub fn answer(&self, decision: &Decision, day: Day) -> Answer {
        let made = self.0.iter().filter(|made| made.decision == *decision && made.on <= day);
        let latest = made.max_by_key(|made| (made.on, made.found == Found::Lacks));
        let standing =
            latest.map_or(Standing::Presumed, |made| Standing::Assessed(made.found, made.on));
        let rules = [rules::CN_07].into_iter().collect();
        Answer { standing, rules, notes: [Unverified::CN_06] }
    }
}

impl Answer {
    /// Whether the person can make the decision, as far as the record knows.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// What is believed about it and was not read; it decided nothing.
    #[must_use]
    pub const fn notes(&self) -> &[Unverified] {
        &self.notes
    }
}

impl Understanding {
    /// What the law presumes of somebody of this age where they live (RT-15): in Scotland somebody
    /// under sixteen is presumed to understand from twelve on; elsewhere nothing is presumed.
    ///
    /// ```
    /// use caldicott_calendar::Nation;
    /// use caldicott_model::law::person::Understanding;
    /// assert_eq!(Understanding::of(Nation::Scotland, 12), Understanding::Presumed);
    /// assert_eq!(Understanding::of(Nation::EnglandAndWales, 12), Understanding::ToBeSeen);
    /// ```
    #[must_use]
    pub const fn of(nation: Nation, age: u8) -> Self {
        match (nation, age) {
            (Nation::Scotland, 16..) | (_, 18..) => Self::NotAsked,
            (Nation::Scotland, 12..) => Self::Presumed,
            (Nation::Scotland | Nation::EnglandAndWales | Nation::NorthernIreland, _) => {
                Self::ToBeSeen
            }
        }
    }

    /// The rule that says so.
    #[must_use]
    pub const fn rule() -> Rule {
        rules::RT_15
    }
}
