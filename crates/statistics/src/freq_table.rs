//! Counts by one to four dimensions, with every margin.

mod counter;

pub use counter::TableCounter;

use crate::{
    Axis, CodeList, Geometry, Microdata, NullPolicy, PublishedCell, PublishedDimension,
    PublishedTable, Raw, TableError, Variable,
};

/// One dimension of a table as a reader sees it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dimension {
    name: String,
    labels: Vec<String>,
    axis: Axis,
    sensitive: bool,
}

/// How many people have which values, margins included.
///
/// Counting is linear and merging is addition, so parts counted apart, in any order and on any
/// machine, give the same table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FreqTable {
    variables: Vec<Variable>,
    dimensions: Vec<Dimension>,
    geometry: Geometry,
    counts: Vec<u64>,
}

impl Dimension {
    fn of(variable: &Variable) -> Result<Self, TableError> {
        let codes: &CodeList = variable.codes();
        let groups = codes.groups().iter().map(|(_, leaves)| leaves.clone()).collect();
        let axis = Axis::grouped(variable.leaves(), groups)?;
        let mut labels = codes.labels().to_vec();
        if variable.nulls() != NullPolicy::Reject {
            labels.push(variable.missing_label().to_owned());
        }
        labels.extend(codes.groups().iter().map(|(label, _)| label.clone()));
        let total = codes.free_label(["Total", "All people", "Grand total", "Totals"]);
        labels.push(total.to_owned());
        let name = variable.tag().name().to_owned();
        Ok(Self { name, labels, axis, sensitive: variable.is_sensitive() })
    }

    /// The dimension's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The labels of its nodes: categories, groups, total.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Its shape.
    #[must_use]
    pub const fn axis(&self) -> &Axis {
        &self.axis
    }

    /// The dimension as a reader has it.
    pub(crate) fn as_published(&self) -> Option<PublishedDimension> {
        PublishedDimension::new(self.name.clone(), self.labels.clone(), self.axis.relations()).ok()
    }

    /// Whether its values are special category or criminal offence data.
    #[must_use]
    pub const fn is_sensitive(&self) -> bool {
        self.sensitive
    }
}

impl FreqTable {
    /// The largest count: margins of several such still fit a machine word.
    const MOST: u64 = 1 << 40;

    /// Counts people by these variables.
    ///
    /// # Errors
    /// [`TableError`] for an unknown or repeated variable, and for too many cells.
    pub fn count(data: &Microdata, by: &[&str]) -> Result<Raw<Self>, TableError> {
        let mut places = Vec::with_capacity(by.len());
        for name in by {
            let place = data.place_of(name).ok_or(TableError::UnknownDimension)?;
            if places.contains(&place) {
                return Err(TableError::Dimensions);
            }
            places.push(place);
        }
        let chosen: Vec<Variable> =
            places.iter().filter_map(|place| data.variables.get(*place)).cloned().collect();
        let mut table = Self::empty(&chosen)?;
        let columns: Vec<_> = places.iter().filter_map(|place| data.column(*place)).collect();
        for row in 0..data.rows() {
            let nodes: Vec<usize> = columns
                .iter()
                .map(|column| column.code(row).map_or(usize::MAX, |code| code as usize))
                .collect();
            let cell = table.geometry.cell(&nodes).ok_or(TableError::Shape)?;
            if let Some(count) = table.counts.get_mut(cell) {
                *count += 1;
            }
        }
        table.geometry.sum_margins(&mut table.counts)?;
        Ok(Raw::new(table))
    }

    /// A table from counts that a database grouped: one per combination of categories, the last
    /// variable running fastest, missing values after the declared ones.
    ///
    /// # Errors
    /// [`TableError::Shape`] for another number of counts, [`TableError::Overflow`] for a count
    /// beyond what can be added up.
    pub fn from_counts(variables: &[Variable], counts: &[u64]) -> Result<Raw<Self>, TableError> {
        let mut table = Self::empty(variables)?;
        let inner: Vec<usize> =
            (0..table.geometry.cells()).filter(|cell| !table.geometry.is_margin(*cell)).collect();
        if inner.len() != counts.len() {
            return Err(TableError::Shape);
        }
        for (cell, count) in inner.into_iter().zip(counts) {
            if *count > Self::MOST {
                return Err(TableError::Overflow);
            }
            if let Some(slot) = table.counts.get_mut(cell) {
                *slot = *count;
            }
        }
        table.geometry.sum_margins(&mut table.counts)?;
        Ok(Raw::new(table))
    }

    fn empty(variables: &[Variable]) -> Result<Self, TableError> {
        for (place, variable) in variables.iter().enumerate() {
            let name = variable.tag().name();
            if variables.iter().take(place).any(|other| other.tag().name() == name) {
                return Err(TableError::Dimensions);
            }
        }
        let dimensions: Vec<Dimension> =
            variables.iter().map(Dimension::of).collect::<Result<_, _>>()?;
        let geometry = Geometry::new(dimensions.iter().map(|d| d.axis.clone()).collect())?;
        let counts = vec![0; geometry.cells()];
        Ok(Self { variables: variables.to_vec(), dimensions, geometry, counts })
    }

    pub(crate) fn variables(&self) -> &[Variable] {
        &self.variables
    }

    pub(crate) fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    pub(crate) const fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    pub(crate) fn counts(&self) -> &[u64] {
        &self.counts
    }

    pub(crate) fn total(&self) -> u64 {
        self.counts.last().copied().unwrap_or(0)
    }

    /// The table as it would look if all of it were shown. For attacking, never for release.
    pub(crate) fn as_published(&self) -> Option<PublishedTable> {
        let dimensions: Option<Vec<PublishedDimension>> =
            self.dimensions.iter().map(Dimension::as_published).collect();
        let cells = self.counts.iter().map(|count| PublishedCell::exactly(*count)).collect();
        PublishedTable::new("", dimensions?, cells).ok()
    }

    /// The labels of a cell, one per dimension.
    pub(crate) fn labels(&self, cell: usize) -> Vec<String> {
        let nodes = self.geometry.nodes(cell);
        let label = |(dimension, node): (&Dimension, usize)| {
            dimension.labels.get(node).cloned().unwrap_or_default()
        };
        self.dimensions.iter().zip(nodes).map(label).collect()
    }
}

impl Raw<FreqTable> {
    /// Adds another part of the same table.
    ///
    /// # Errors
    /// [`TableError::Shape`] when dimensions or categories differ, [`TableError::Overflow`].
    pub fn merge(self, other: &Self) -> Result<Self, TableError> {
        let mut table = self.into_inner();
        let other = other.inner();
        if table.variables != other.variables {
            return Err(TableError::Shape);
        }
        for (mine, theirs) in table.counts.iter_mut().zip(&other.counts) {
            *mine = mine.checked_add(*theirs).ok_or(TableError::Overflow)?;
        }
        if table.total() > FreqTable::MOST {
            return Err(TableError::Overflow);
        }
        Ok(Self::new(table))
    }
}
