//! What is believed and was not read.

use core::fmt;

/// Something believed and not read in any text of the law: told to a person, deciding nothing.
///
/// It is no [`Rule`](crate::Rule), so no decision can cite it.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Unverified {
    id: &'static str,
    says: &'static str,
}

impl Unverified {
    /// Capacity.
    pub const CN_06: Self = Self::new(
        "CN-06",
        "capacity is tested for one decision at one time; an attorney or deputy may decide",
    );
    /// Writing.
    pub const RT_11: Self =
        Self::new("RT-11", "a request may be made by word of mouth, to any member of staff");
    /// A department that is gone.
    pub const SE_10: Self = Self::new(
        "SE-10",
        "the Department of Social Security is now the Department for Work and Pensions",
    );
    /// Changes to the list of countries.
    pub const TR_08: Self =
        Self::new("TR-08", "no country was found added or removed in 2025 or 2026; look again");
    /// The European Commission's clauses.
    pub const TR_11: Self = Self::new(
        "TR-11",
        "old EU clauses ended for the United Kingdom on 21 March 2024; new ones need the Addendum",
    );

    /// The ids of all facts that were read nowhere. They are configuration or comment: no entry of a rulebook
    /// may cite one.
    ///
    /// ```
    /// use caldicott_model::law::Unverified;
    ///
    /// assert!(Unverified::IDS.contains(&"CN-06") && !Unverified::IDS.contains(&"CN-01"));
    /// ```
    pub const IDS: &'static [&'static str] = &[
        "AN-05", "AN-07", "BR-04", "BR-11", "CN-03", "CN-06", "CN-08", "CN-09", "CN-12", "CN-28",
        "DP-08", "GW-02", "GW-07", "GW-10", "GW-12", "GW-18", "GW-25", "LB-17", "RE-03", "RE-09",
        "RE-11", "RG-06", "RG-07", "RT-11", "RT-20", "SE-10", "TM-05", "TR-08", "TR-11",
    ];

    const fn new(id: &'static str, says: &'static str) -> Self {
        Self { id, says }
    }

    /// The stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.id
    }

    /// What is believed.
    #[must_use]
    pub const fn says(self) -> &'static str {
        self.says
    }
}

impl fmt::Debug for Unverified {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} (unverified)", self.id)
    }
}

impl fmt::Display for Unverified {
    /// Writes `unverified: … (TR-11)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "unverified: {} ({})", self.says, self.id)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Unverified {
    /// Writes the sentence, so that nobody takes it for a rule.
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
