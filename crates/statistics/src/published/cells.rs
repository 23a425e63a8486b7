//! The parts of a published table.

use unicode_normalization::UnicodeNormalization as _;

use crate::PublishedError;

/// What a reader can say about one cell before any attack.
#[expect(clippy::exhaustive_enums, reason = "a cell is not there, hidden or shown")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum PublishedCell {
    /// The table does not have it.
    Absent,
    /// It is hidden: the rule that hides it says this much.
    Hidden {
        /// It is no less.
        least: u64,
        /// It is no more; `None` when nothing says so.
        most: Option<u64>,
    },
    /// It is shown: exactly when the two are the same, else rounded.
    Shown {
        /// It is no less.
        least: u64,
        /// It is no more.
        most: u64,
    },
}

impl PublishedCell {
    /// A figure that is shown as it is.
    #[must_use]
    pub const fn exactly(count: u64) -> Self {
        Self::Shown { least: count, most: count }
    }

    /// A figure that was rounded to the nearest multiple of `base`, halves up.
    ///
    /// # Example: a figure that is no multiple was not rounded
    /// ```
    /// use caldicott_statistics::PublishedCell;
    /// assert_eq!(PublishedCell::rounded(10, 5), PublishedCell::Shown { least: 8, most: 12 });
    /// assert_eq!(PublishedCell::rounded(11, 5), PublishedCell::exactly(11));
    /// ```
    #[must_use]
    pub const fn rounded(shown: u64, base: u64) -> Self {
        if base < 2 || !shown.is_multiple_of(base) {
            return Self::exactly(shown);
        }
        Self::Shown {
            least: shown.saturating_sub(base / 2),
            most: shown.saturating_add((base - 1) / 2),
        }
    }

    /// A hidden figure in this range.
    #[must_use]
    pub const fn hidden(least: u64, most: Option<u64>) -> Self {
        Self::Hidden { least, most }
    }

    /// The least and, when there is one, the largest count the cell can have.
    #[must_use]
    pub const fn range(self) -> (u64, Option<u64>) {
        match self {
            Self::Absent => (0, None),
            Self::Hidden { least, most } => (least, most),
            Self::Shown { least, most } => (least, Some(most)),
        }
    }
}

/// The labels of one dimension and which of them are sums of others.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Unchecked", into = "Unchecked"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(with = "Unchecked"))]
pub struct PublishedDimension {
    name: String,
    labels: Vec<String>,
    sums: Vec<(usize, Vec<usize>)>,
}

impl PublishedDimension {
    /// A dimension of these labels, some of which are sums of others.
    ///
    /// # Errors
    /// [`PublishedError::Repeated`] for a label that stands twice, in whatever case, [`PublishedError::Hierarchy`] for a sum
    /// of nothing, of labels that are not there, or of itself in a circle.
    pub fn new(
        name: impl Into<String>,
        labels: Vec<String>,
        sums: Vec<(usize, Vec<usize>)>,
    ) -> Result<Self, PublishedError> {
        let name = name.into();
        // Tables are linked by plain labels, so two that differ in case or blanks are one.
        let mut sorted: Vec<(String, &String)> = labels.iter().map(|l| (plain(l), l)).collect();
        sorted.sort_unstable();
        if let Some([_, twice]) = sorted.array_windows().find(|[one, other]| one.0 == other.0) {
            return Err(PublishedError::Repeated { name: twice.1.clone() });
        }
        let made = Self { name, labels, sums };
        made.levels().ok_or_else(|| PublishedError::Hierarchy { dimension: made.name.clone() })?;
        Ok(made)
    }

    /// A dimension without subtotals, its total last when it has one.
    ///
    /// # Errors
    /// As [`PublishedDimension::new`].
    pub fn flat<I>(
        name: impl Into<String>,
        leaves: I,
        total: Option<&str>,
    ) -> Result<Self, PublishedError>
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let mut labels: Vec<String> = leaves.into_iter().map(Into::into).collect();
        let leaves = labels.len();
        let sums = total.map(|total| {
            labels.push(total.to_owned());
            (leaves, (0..leaves).collect())
        });
        Self::new(name, labels, sums.into_iter().collect())
    }

    /// The dimension's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The labels.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The labels that are sums, each with the labels it sums directly.
    #[must_use]
    pub fn sums(&self) -> &[(usize, Vec<usize>)] {
        &self.sums
    }

    /// The same dimension under another name.
    pub(crate) fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// Whether both tell the same categories apart.
    pub(crate) fn has_leaves_of(&self, other: &Self) -> bool {
        let sorted = |of: &Self| {
            let mut labels: Vec<String> =
                of.leaves().filter_map(|leaf| of.labels.get(leaf)).map(|l| plain(l)).collect();
            labels.sort_unstable();
            labels
        };
        sorted(self) == sorted(other)
    }

    /// What a label sums directly; `None` for one that sums nothing.
    pub(crate) fn below(&self, label: usize) -> Option<&[usize]> {
        self.sums.iter().find(|(sum, _)| *sum == label).map(|(_, below)| below.as_slice())
    }

    /// The labels that are no sums.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.labels.len()).filter(|label| self.below(*label).is_none())
    }

    /// The sums so that each comes after those it is made of; `None` when they are crooked.
    pub(crate) fn levels(&self) -> Option<Vec<usize>> {
        let mut done: Vec<bool> = vec![true; self.labels.len()];
        for (sum, below) in &self.sums {
            let slot = done.get_mut(*sum)?;
            // A second definition of a sum would find it pending already.
            if !core::mem::replace(slot, false) || below.is_empty() {
                return None;
            }
            let mut sorted = below.clone();
            sorted.sort_unstable();
            if sorted.array_windows().any(|[one, other]| one == other) {
                return None;
            }
        }
        let mut order = Vec::with_capacity(self.sums.len());
        while order.len() < self.sums.len() {
            let before = order.len();
            for (sum, below) in &self.sums {
                let ready = below.iter().all(|part| done.get(*part) == Some(&true));
                let slot = done.get_mut(*sum)?;
                if ready && !*slot {
                    *slot = true;
                    order.push(*sum);
                }
            }
            if order.len() == before {
                return None;
            }
        }
        Some(order)
    }
}

/// A label as far as it tells categories apart: neither case nor blanks around it do.
pub(crate) fn plain(label: &str) -> String {
    label.trim().nfc().flat_map(char::to_lowercase).collect()
}

/// The fields as they are written, not yet known to fit.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "PublishedDimension"))]
struct Unchecked {
    name: String,
    labels: Vec<String>,
    sums: Vec<(usize, Vec<usize>)>,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for PublishedDimension {
    type Error = PublishedError;

    fn try_from(read: Unchecked) -> Result<Self, PublishedError> {
        Self::new(read.name, read.labels, read.sums)
    }
}

#[cfg(feature = "serde")]
impl From<PublishedDimension> for Unchecked {
    fn from(dimension: PublishedDimension) -> Self {
        let PublishedDimension { name, labels, sums } = dimension;
        Self { name, labels, sums }
    }
}
