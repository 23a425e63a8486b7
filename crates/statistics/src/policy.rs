//! How a table is made safe: parameters, and the published profiles as data.

/// What happens to cells in which nobody is.
#[expect(clippy::exhaustive_enums, reason = "a zero is shown, may be hidden, or counts as small")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Zeros {
    /// Zeros are shown, so everybody knows that a hidden cell has somebody in it.
    #[default]
    Shown,
    /// A zero may be hidden to protect another cell.
    MayHide,
    /// A zero is hidden like a small count.
    Small,
}

/// Whether the only member of a cell, who knows that count, may find out another.
#[expect(clippy::exhaustive_enums, reason = "the attack is defended against or only reported")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Singletons {
    /// Nothing further becomes known to them.
    #[default]
    Protect,
    /// What they could find out is counted in the report.
    Report,
}

/// What happens where everybody of a group is in one sensitive category.
#[expect(clippy::exhaustive_enums, reason = "the attack is defended against or only reported")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Homogeneous {
    /// The cell and the zeros beside it are hidden too.
    Hide,
    /// The cases are counted in the report, for the person who signs it.
    #[default]
    Report,
}

/// What readers are told about hidden cells.
#[expect(clippy::exhaustive_enums, reason = "the two kinds look alike or do not")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Legend {
    /// One symbol for every hidden cell.
    #[default]
    OneSymbol,
    /// `*` for small counts and hidden noughts, `~` for larger counts hidden to protect them. The
    /// attacker then knows that a `~` is no small count.
    Distinguished,
}

/// What hiding a further cell costs.
#[expect(clippy::exhaustive_enums, reason = "cells or people")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Objective {
    /// Each cell costs one.
    FewestCells,
    /// Each cell costs the people in it.
    #[default]
    LeastCount,
}

/// By what the further cells are chosen that protect small counts.
#[expect(clippy::exhaustive_enums, reason = "the cheapest, or what look-alikes share")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum ChoiceOf {
    /// The same cells for all tables in which the same cells are small and the same empty: which cells are
    /// hidden tells nothing of the counts in them. It hides more, and each cell costs one. Of tables of
    /// counts: the further cells of sums are chosen by what they cost.
    Alike,
    /// The cheapest by the objective. Who runs the method again for other counts may rule some out: the
    /// report says so.
    #[default]
    Cheapest,
}

/// A way of making tables safe. What a profile promises is tested on every table, never believed.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Profile {
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) threshold: u64,
    pub(crate) protects: u64,
    pub(crate) rounding: u64,
    pub(crate) width: u64,
    pub(crate) zeros: Zeros,
    pub(crate) singletons: Singletons,
    pub(crate) homogeneous: Homogeneous,
    pub(crate) legend: Legend,
    pub(crate) objective: Objective,
    pub(crate) choice: ChoiceOf,
}

/// Parameters that make no sense.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ProfileError {
    /// A threshold of one tells every hidden count.
    #[error("a threshold of `{0}` is outside 2 to 1000: of one it would tell every hidden count")]
    Threshold(u64),
    /// A rounding base that is no base.
    #[error("a rounding base of `{0}` is outside 2 to 1000")]
    Rounding(u64),
    /// A width that asks for nothing or too much.
    #[error("a protection width of `{0}` is outside 1 to 1000")]
    Width(u64),
}

impl Profile {
    /// Hides counts from one to this, and what would give them away.
    ///
    /// # Errors
    /// [`ProfileError::Threshold`] outside 2 to 1000.
    ///
    /// # Example: hiding only ones hides nothing
    /// ```
    /// use caldicott_statistics::Profile;
    /// assert!(Profile::threshold(5).is_ok());
    /// assert!(Profile::threshold(1).is_err());
    /// ```
    pub fn threshold(most: u64) -> Result<Self, ProfileError> {
        if !(2..=1000).contains(&most) {
            return Err(ProfileError::Threshold(most));
        }
        Ok(Self {
            name: format!("threshold-{most}"),
            source: "the organisation's own threshold".to_owned(),
            threshold: most,
            protects: most,
            rounding: 1,
            width: 1,
            zeros: Zeros::Shown,
            singletons: Singletons::Protect,
            homogeneous: Homogeneous::Report,
            legend: Legend::OneSymbol,
            objective: Objective::LeastCount,
            choice: ChoiceOf::Cheapest,
        })
    }

    /// Counts under ten are hidden.
    #[must_use]
    pub fn threshold_10() -> Self {
        Self::shipped(
            "threshold-10",
            "common practice for small populations: counts under ten",
            9,
            9,
            1,
        )
    }

    /// NHS secondary care statistics: 1 to 7 hidden, others rounded to the nearest five.
    #[must_use]
    pub fn nhs_secondary_care() -> Self {
        let source = "NHS England, disclosure control for secondary care activity: 1 to 7 as `*`, others to the nearest 5";
        Self::shipped("nhs-secondary-care", source, 7, 7, 5)
    }

    /// Homelessness case-level statistics: every published figure rounded to the nearest ten. An
    /// unrounded table kept locally is a surface for subtraction and must not be published beside.
    #[must_use]
    pub fn h_clic() -> Self {
        let source = "H-CLIC statistics: published figures rounded to the nearest 10";
        Self::shipped("h-clic", source, 0, 5, 10)
    }

    /// OpenSAFELY outputs: seven or fewer hidden, then others rounded to the nearest five.
    #[must_use]
    pub fn open_safely() -> Self {
        let source = "OpenSAFELY output checking: counts of 7 or fewer redacted, then rounding to the nearest 5";
        let mut profile = Self::shipped("opensafely", source, 7, 7, 5);
        profile.zeros = Zeros::Small;
        profile
    }

    fn shipped(name: &str, source: &str, threshold: u64, protects: u64, rounding: u64) -> Self {
        Self {
            name: name.to_owned(),
            source: source.to_owned(),
            threshold,
            protects,
            rounding,
            width: 1,
            zeros: Zeros::Shown,
            singletons: Singletons::Report,
            homogeneous: Homogeneous::Report,
            legend: Legend::OneSymbol,
            objective: Objective::LeastCount,
            choice: ChoiceOf::Cheapest,
        }
    }

    /// The profile of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "threshold-10" => Some(Self::threshold_10()),
            "nhs-secondary-care" => Some(Self::nhs_secondary_care()),
            "h-clic" => Some(Self::h_clic()),
            "opensafely" => Some(Self::open_safely()),
            _ => None,
        }
    }

    /// The names of the shipped profiles.
    pub const NAMES: [&'static str; 4] =
        ["threshold-10", "nhs-secondary-care", "h-clic", "opensafely"];

    /// The same with every shown count rounded to the nearest multiple of this.
    ///
    /// # Errors
    /// [`ProfileError::Rounding`] outside 2 to 1000.
    pub fn with_rounding(mut self, base: u64) -> Result<Self, ProfileError> {
        if !(2..=1000).contains(&base) {
            return Err(ProfileError::Rounding(base));
        }
        self.rounding = base;
        Ok(self)
    }

    /// The same, leaving the attacker an interval at least this wide around each protected count.
    ///
    /// # Errors
    /// [`ProfileError::Width`] outside 1 to 1000.
    pub fn with_width(mut self, width: u64) -> Result<Self, ProfileError> {
        if !(1..=1000).contains(&width) {
            return Err(ProfileError::Width(width));
        }
        self.width = width;
        Ok(self)
    }

    /// The same with zeros treated so.
    #[must_use]
    pub const fn with_zeros(mut self, zeros: Zeros) -> Self {
        self.zeros = zeros;
        self
    }

    /// The same with single members treated so.
    #[must_use]
    pub const fn with_singletons(mut self, singletons: Singletons) -> Self {
        self.singletons = singletons;
        self
    }

    /// The same with homogeneous groups treated so.
    #[must_use]
    pub const fn with_homogeneous(mut self, homogeneous: Homogeneous) -> Self {
        self.homogeneous = homogeneous;
        self
    }

    /// The same with this legend.
    #[must_use]
    pub const fn with_legend(mut self, legend: Legend) -> Self {
        self.legend = legend;
        self
    }

    /// The same with this objective.
    #[must_use]
    pub const fn with_objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// The same with further cells chosen so.
    ///
    /// # Example: which cells are hidden tells what is in them
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{
    ///     ChoiceOf, CodeList, Effort, FreqTable, NullPolicy, Outcome, Plan, Profile, Shown, Variable,
    /// };
    ///
    /// let tag = FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    /// let codes = CodeList::new("services", ["Outreach", "Hostel", "Move-on", "Refuge"])?;
    /// let variables = [Variable::new(tag, codes, NullPolicy::Reject)?];
    /// let hidden = |choice, counts: [u64; 4]| {
    ///     let profile = Profile::threshold(5).ok()?.with_choice(choice);
    ///     let table = FreqTable::from_counts(&variables, &counts).ok()?;
    ///     let outcome = Plan::new("t", profile).publish(&table, Effort::ORDINARY, &mut |_| {});
    ///     let Outcome::Released(done) = outcome else { return None };
    ///     let cells = done.release.cells().iter();
    ///     Some(cells.map(|cell| matches!(cell, Shown::Hidden)).collect::<Vec<_>>())
    /// };
    /// // Of two small counts that add up to two the reader knows both, unless a third cell is hidden.
    /// let (ones, others) = ([1, 1, 40, 20], [2, 3, 40, 20]);
    /// assert_ne!(hidden(ChoiceOf::Cheapest, ones), hidden(ChoiceOf::Cheapest, others));
    /// assert_eq!(hidden(ChoiceOf::Alike, ones), hidden(ChoiceOf::Alike, others));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_choice(mut self, choice: ChoiceOf) -> Self {
        self.choice = choice;
        self
    }

    /// The profile's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the profile comes from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The largest count that is hidden for being small.
    #[must_use]
    pub const fn most_hidden(&self) -> u64 {
        self.threshold
    }

    /// Whether a count is hidden for being small.
    pub(crate) fn is_small(&self, count: u64) -> bool {
        (count == 0 && self.zeros == Zeros::Small) || (count >= 1 && count <= self.threshold)
    }

    /// Whether nobody may find the count out.
    pub(crate) fn is_protected(&self, count: u64) -> bool {
        self.is_small(count) || (count >= 1 && count <= self.protects)
    }

    /// The count as it is shown.
    pub(crate) fn shown(&self, count: u64) -> u64 {
        (count + self.rounding / 2) / self.rounding * self.rounding
    }

    /// The least and the largest count that are shown as this one is.
    pub(crate) fn shown_alike(&self, count: u64) -> (u64, u64) {
        if self.rounding <= 1 {
            return (count, count);
        }
        let shown = self.shown(count);
        let low = shown.saturating_sub(self.rounding / 2);
        let high = shown + (self.rounding - 1) / 2;
        // A count that is hidden would not have been shown.
        let least_shown =
            u64::from(self.threshold > 0 || self.zeros == Zeros::Small) + self.threshold;
        if count == 0 && self.threshold > 0 { (0, 0) } else { (low.max(least_shown), high) }
    }
}
