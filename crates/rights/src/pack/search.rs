//! What was searched, and what was not and why (RT-13).

/// The record of a search.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Search {
    pub(super) systems: Vec<Searched>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) exclusions: Vec<Excluded>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Searched {
    pub(super) system: String,
    pub(super) terms: Vec<String>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Excluded {
    pub(super) what: String,
    pub(super) why: String,
}

impl Search {
    /// A search of one system for these kinds of terms (`name`, `reference`, `address`).
    #[must_use]
    pub fn of(system: &str, terms: &[&str]) -> Self {
        Self::default().and(system, terms)
    }

    /// The same, and of another system.
    #[must_use]
    pub fn and(mut self, system: &str, terms: &[&str]) -> Self {
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        self.systems.push(Searched { system: system.to_owned(), terms });
        self
    }

    /// The same, without something, for a reason.
    #[must_use]
    pub fn without(mut self, what: &str, why: &str) -> Self {
        self.exclusions.push(Excluded { what: what.to_owned(), why: why.to_owned() });
        self
    }

    /// Whether systems, terms and reasons are all there.
    pub(super) fn is_complete(&self) -> bool {
        let said = |text: &String| text.chars().any(char::is_alphanumeric);
        !self.systems.is_empty()
            && self
                .systems
                .iter()
                .all(|it| said(&it.system) && !it.terms.is_empty() && it.terms.iter().all(said))
            && self.exclusions.iter().all(|it| said(&it.what) && said(&it.why))
    }
}
