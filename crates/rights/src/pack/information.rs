//! What Article 15 demands beside the copy, by the law of the day (RT-12).

use caldicott_calendar::rules::{COMPLAINTS_STAGE, MAIN_STAGE};
use caldicott_calendar::{Day, RuleSet, rules as clock_rules};

use crate::rules;

/// The regulator's name, which is data: a successor is named by law and takes over on a day that the host
/// states once it is known.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Regulator {
    name: String,
    #[cfg_attr(feature = "serde", serde(default))]
    successor: Option<(String, Day)>,
}

impl Default for Regulator {
    fn default() -> Self {
        Self { name: "Information Commissioner".to_owned(), successor: None }
    }
}

impl Regulator {
    /// A regulator with this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), successor: None }
    }

    /// The same, succeeded from a day on.
    #[must_use]
    pub fn succeeded_by(self, name: &str, from: Day) -> Self {
        Self { successor: Some((name.to_owned(), from)), ..self }
    }

    /// The name on a day.
    ///
    /// ```
    /// use caldicott_calendar::Day;
    /// use caldicott_rights::pack::Regulator;
    /// let from = Day::literal(2027, 4, 1);
    /// let regulator = Regulator::default().succeeded_by("Information Commission", from);
    /// assert_eq!(regulator.on(Day::literal(2027, 3, 31)), "Information Commissioner");
    /// assert_eq!(regulator.on(from), "Information Commission");
    /// ```
    #[must_use]
    pub fn on(&self, day: Day) -> &str {
        match &self.successor {
            Some((name, from)) if *from <= day => name,
            Some(_) | None => &self.name,
        }
    }
}

/// What the controller says about its processing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "the points of Article 15(1)")]
pub struct Information {
    /// Who the controller is: public, the same in every pack.
    pub controller: String,
    /// How to reach it: public too.
    pub contact: String,
    /// Why the data is processed.
    pub purposes: Vec<String>,
    /// What kinds of data there are.
    pub categories: Vec<String>,
    /// Who gets it.
    pub recipients: Vec<String>,
    /// How long it is kept, or how that is decided.
    pub retention: String,
    /// Where it came from, as far as not from the person.
    pub source: String,
    /// What is decided without a person, or that nothing is.
    pub automated: String,
    /// The regulator.
    #[cfg_attr(feature = "serde", serde(default))]
    pub regulator: Regulator,
}

impl Information {
    /// The first point that says nothing.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let blank = |text: &String| !text.chars().any(char::is_alphanumeric);
        let empty = |texts: &Vec<String>| texts.is_empty() || texts.iter().any(blank);
        [
            ("controller", blank(&self.controller)),
            ("contact", blank(&self.contact)),
            ("purposes", empty(&self.purposes)),
            ("categories", empty(&self.categories)),
            ("recipients", empty(&self.recipients)),
            ("retention", blank(&self.retention)),
            ("source", blank(&self.source)),
            ("automated", blank(&self.automated)),
        ]
        .into_iter()
        .find_map(|(name, missing)| missing.then_some(name))
    }

    /// The lines about rights and complaints, by the law of the day.
    pub(super) fn rights(&self, day: Day) -> Vec<String> {
        let mut lines = vec![String::from(
            "You may ask us to correct or erase your data or to restrict what we do with it, and you may object.",
        )];
        if day >= MAIN_STAGE {
            lines.push(String::from(
                "Where a significant decision about you was made without meaningful human involvement, you may \
                 have it explained, say what you think of it, have a person look at it and contest it.",
            ));
        }
        if day >= COMPLAINTS_STAGE {
            lines.push(format!(
                "You may complain to us, {}, about how we handled your data: {}. We acknowledge it within 30 days.",
                self.controller.trim(),
                self.contact.trim()
            ));
        }
        lines.push(format!("You may complain to the {}.", self.regulator.on(day).trim()));
        lines.push(String::from("You may go to court."));
        lines
    }

    /// The rules behind those lines.
    pub(super) fn rules(day: Day) -> RuleSet {
        let mut rules: RuleSet =
            [rules::RT_12, rules::G_001, clock_rules::RT_09].into_iter().collect();
        if day >= MAIN_STAGE {
            rules.cite(rules::RT_23);
        }
        if day >= COMPLAINTS_STAGE {
            rules.cite(rules::CP_01);
        }
        rules
    }
}
