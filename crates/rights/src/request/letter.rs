//! What a letter that says no has to say.

use caldicott_calendar::{Day, RuleSet, rules as clock_rules};

use crate::rules;
use caldicott_model::words;

words! {
    /// A part of a letter that refuses something (RT-09).
    #[non_exhaustive]
    LetterPart {
        /// Why.
        Reasons = "reasons",
        /// That they may complain to the organisation itself; from 19 June 2026.
        ComplaintToController = "complaint-to-controller",
        /// That they may complain to the regulator.
        ComplaintToRegulator = "complaint-to-regulator",
        /// That they may go to court.
        JudicialRemedy = "judicial-remedy",
    }
}

/// The parts of a letter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Letter(Vec<LetterPart>);

impl Letter {
    /// A letter with these parts.
    #[must_use]
    pub fn saying(parts: &[LetterPart]) -> Self {
        let mut parts = parts.to_vec();
        parts.sort_unstable();
        parts.dedup();
        Self(parts)
    }

    /// The parts that the law of a day demands of a letter that refuses something.
    ///
    /// ```
    /// use caldicott_calendar::Day;
    /// use caldicott_rights::request::{Letter, LetterPart};
    ///
    /// let before = Letter::required_on(Day::literal(2026, 6, 18));
    /// assert!(!before.parts().contains(&LetterPart::ComplaintToController));
    /// let since = Letter::required_on(Day::literal(2026, 6, 19));
    /// assert!(since.parts().contains(&LetterPart::ComplaintToController));
    /// ```
    #[must_use]
    pub fn required_on(day: Day) -> Self {
        let all = LetterPart::ALL.iter().copied();
        Self(
            all.filter(|part| {
                *part != LetterPart::ComplaintToController || day >= clock_rules::COMPLAINTS_STAGE
            })
            .collect(),
        )
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> &[LetterPart] {
        &self.0
    }

    /// The first part that the law of the day demands and the letter lacks.
    #[must_use]
    pub fn missing_on(&self, day: Day) -> Option<LetterPart> {
        Self::required_on(day).0.into_iter().find(|part| !self.0.contains(part))
    }

    /// The rules behind the demand.
    #[must_use]
    pub fn rules_on(day: Day) -> RuleSet {
        let mut rules: RuleSet = [clock_rules::RT_09].into_iter().collect();
        if day >= clock_rules::COMPLAINTS_STAGE {
            rules.cite(rules::CP_01);
        }
        rules
    }
}
