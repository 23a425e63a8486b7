//! A table as somebody outside sees it: labels, figures, symbols, and what each of them can stand for.

mod cells;
mod grid;
mod reading;
mod share;
mod sums;

pub(crate) use cells::plain;
pub use cells::{PublishedCell, PublishedDimension};
pub use grid::ReadingFault;
pub use reading::{PublishedFile, Reading};
pub use share::{Share, ShareBase};
pub use sums::PublishedSums;

use crate::PublishedError;

/// A table that was published, by us or by somebody else. It holds nothing that a reader did not have.
///
/// ```
/// use caldicott_statistics::{PublishedCell, PublishedDimension, PublishedTable};
///
/// let service = PublishedDimension::flat("service", ["Outreach", "Hostel"], Some("Total"))?;
/// let cells = [PublishedCell::exactly(40), PublishedCell::hidden(1, Some(5)), PublishedCell::exactly(43)];
/// let table = PublishedTable::new("by service", vec![service], cells.to_vec())?;
/// assert_eq!(table.labels(1), ["Hostel"]);
/// # Ok::<(), caldicott_statistics::PublishedError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Unchecked", into = "Unchecked"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(with = "Unchecked"))]
pub struct PublishedTable {
    name: String,
    dimensions: Vec<PublishedDimension>,
    cells: Vec<PublishedCell>,
    people: Vec<String>,
}

impl PublishedTable {
    /// A table of these cells, the last dimension running fastest. A cell that the table does not have is
    /// [`PublishedCell::Absent`].
    ///
    /// # Errors
    /// [`PublishedError::Shape`] unless there is a dimension and a cell for each combination of labels,
    /// [`PublishedError::Repeated`] for a dimension named twice.
    pub fn new(
        name: impl Into<String>,
        dimensions: Vec<PublishedDimension>,
        cells: Vec<PublishedCell>,
    ) -> Result<Self, PublishedError> {
        let labels = |product: usize, dimension: &PublishedDimension| {
            product.checked_mul(dimension.labels().len())
        };
        let wanted = dimensions.iter().try_fold(1, labels);
        if dimensions.is_empty() || wanted != Some(cells.len()) {
            return Err(PublishedError::Shape);
        }
        for (place, dimension) in dimensions.iter().enumerate() {
            if dimensions.iter().take(place).any(|other| other.name() == dimension.name()) {
                return Err(PublishedError::Repeated { name: dimension.name().to_owned() });
            }
        }
        Ok(Self { name: name.into(), dimensions, cells, people: Vec::new() })
    }

    /// A table of cells that are known to fit their labels.
    pub(crate) fn fitting(
        name: &str,
        dimensions: Vec<PublishedDimension>,
        cells: Vec<PublishedCell>,
    ) -> Self {
        Self { name: name.to_owned(), dimensions, cells, people: Vec::new() }
    }

    /// A table of this one's shape that has no cell.
    pub(crate) fn shape(&self) -> Self {
        Self { cells: vec![PublishedCell::Absent; self.cells.len()], ..self.clone() }
    }

    /// The same table of the people in these parts of the population. Parts are disjoint; tables that name
    /// the same part, in whatever case, are of the same people there. A table that names none is of everybody:
    /// of all parts that the tables beside it name, and of others where its figures say that there are some.
    ///
    /// So a year is the four quarters `2026-Q1` to `2026-Q4`, a later count of a register that only grew is
    /// `until-May` and `June`, and the leavers of a hostel are one of its two parts.
    #[must_use]
    pub fn of_people<I>(mut self, parts: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.people = parts.into_iter().map(Into::into).collect();
        self.people.sort_unstable();
        self.people.dedup();
        self
    }

    /// The same table under this name.
    #[must_use]
    pub fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The table's name: a file, a release id.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The dimensions.
    #[must_use]
    pub fn dimensions(&self) -> &[PublishedDimension] {
        &self.dimensions
    }

    /// The cells, the last dimension running fastest.
    #[must_use]
    pub fn cells(&self) -> &[PublishedCell] {
        &self.cells
    }

    /// The parts of the population counted.
    #[must_use]
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// The labels of a cell, one per dimension.
    #[must_use]
    pub fn labels(&self, cell: usize) -> Vec<&str> {
        let nodes = self.dimensions.iter().zip(self.nodes(cell));
        let labels = nodes.map(|(dimension, node)| dimension.labels().get(node));
        labels.map(|label| label.map_or("", String::as_str)).collect()
    }

    /// The numbers of a cell's labels, one per dimension.
    pub(crate) fn nodes(&self, cell: usize) -> Vec<usize> {
        let mut rest = cell;
        let mut nodes: Vec<usize> = self
            .dimensions
            .iter()
            .rev()
            .map(|dimension| {
                let labels = dimension.labels().len().max(1);
                let node = rest % labels;
                rest /= labels;
                node
            })
            .collect();
        nodes.reverse();
        nodes
    }
}

/// The fields as they are written, not yet known to fit.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "PublishedTable"))]
struct Unchecked {
    name: String,
    dimensions: Vec<PublishedDimension>,
    cells: Vec<PublishedCell>,
    people: Vec<String>,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for PublishedTable {
    type Error = PublishedError;

    fn try_from(read: Unchecked) -> Result<Self, PublishedError> {
        Ok(Self::new(read.name, read.dimensions, read.cells)?.of_people(read.people))
    }
}

#[cfg(feature = "serde")]
impl From<PublishedTable> for Unchecked {
    fn from(table: PublishedTable) -> Self {
        let PublishedTable { name, dimensions, cells, people } = table;
        Self { name, dimensions, cells, people }
    }
}
