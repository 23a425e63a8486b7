//! The least generalisation after which records meet what is required of them.

mod apply;
mod cells;
mod criterion;
mod judge;
mod page;
mod search;

use crate::{Hierarchy, Microdata, TableError};
pub use criterion::{Criterion, Loss, Suppression};
use judge::Judge;
use search::Search;

/// What is to be made coarser, what must then hold, and what it may cost.
///
/// ```
/// use caldicott_model::{Category, FieldTag, Identifiability};
/// use caldicott_statistics::{
///     CodeList, Criterion, Generalise, Hierarchy, Loss, Microdata, NullPolicy, Variable,
/// };
///
/// let ages = CodeList::new("age", (20..60).map(|age| age.to_string()))?;
/// let hierarchy = Hierarchy::of(&ages).bands(5)?.bands(10)?.bands(20)?.everything()?;
/// let tag = FieldTag::new("age".into(), Category::Demographic.into(), Identifiability::Quasi);
/// let mut rows = Microdata::of(vec![Variable::new(tag, ages, NullPolicy::OwnCategory)?]);
/// for age in [21, 22, 23, 28, 29, 34, 36, 41, 43, 55] {
///     rows.row([Some(age.to_string().as_str())]);
/// }
/// let data = rows.finish()?;
///
/// let plan = Generalise::by([("age", hierarchy)])
///     .requiring(Criterion::K(2))
///     .minimising(Loss::Discernibility);
/// let found = data.generalise(&plan, &mut |_| {})?.ok_or("there is one")?;
/// // Bands of ten years leave the only one in their fifties alone, so it takes twenty.
/// assert_eq!(found.levels(), [("age".to_owned(), 3)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generalise {
    by: Vec<(String, Hierarchy)>,
    criteria: Vec<Criterion>,
    suppression: Suppression,
    loss: Loss,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Searched {
    /// Combinations of levels whose classes were counted.
    pub counted: usize,
    /// Those of which it is known whether they will do.
    pub decided: usize,
    /// All there are.
    pub all: usize,
}

/// The levels at which records meet what is required at the least loss: no other combination of levels
/// has less.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Generalisation {
    levels: Vec<(String, usize)>,
    loss: f64,
    records: u64,
    suppressed: u64,
    classes: u64,
    counted: usize,
    combinations: usize,
    /// What is known of each combination; nothing where there are too many to be drawn.
    #[cfg_attr(feature = "serde", serde(skip))]
    lattice: Vec<(Vec<u8>, Option<bool>)>,
}

impl Generalise {
    /// The most combinations of levels that are searched.
    pub const MOST: usize = 1 << 20;

    /// Records are told apart by these variables, each of which can be made coarser by its hierarchy.
    pub fn by<N: Into<String>>(variables: impl IntoIterator<Item = (N, Hierarchy)>) -> Self {
        Self {
            by: variables.into_iter().map(|(name, hierarchy)| (name.into(), hierarchy)).collect(),
            criteria: Vec::new(),
            suppression: Suppression::Records(0),
            loss: Loss::default(),
        }
    }

    /// The same with one more thing that every class must meet.
    #[must_use]
    pub fn requiring(mut self, criterion: Criterion) -> Self {
        self.criteria.push(criterion);
        self
    }

    /// The same where records in classes that do not meet it may be left out, up to a limit.
    #[must_use]
    pub const fn suppressing(mut self, most: Suppression) -> Self {
        self.suppression = most;
        self
    }

    /// The same with another measure of what is lost.
    #[must_use]
    pub const fn minimising(mut self, loss: Loss) -> Self {
        self.loss = loss;
        self
    }

    /// The variables with their hierarchies.
    #[must_use]
    pub fn variables(&self) -> &[(String, Hierarchy)] {
        &self.by
    }

    /// What every class must meet.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }
}

impl Generalisation {
    /// The level of each variable, 0 being the codes themselves.
    #[must_use]
    pub fn levels(&self) -> &[(String, usize)] {
        &self.levels
    }

    /// What is lost, by the measure asked for.
    #[must_use]
    pub const fn loss(&self) -> f64 {
        self.loss
    }

    /// How many records are left out.
    #[must_use]
    pub const fn suppressed(&self) -> u64 {
        self.suppressed
    }

    /// How many classes are left.
    #[must_use]
    pub const fn classes(&self) -> u64 {
        self.classes
    }

    /// How many combinations of levels were counted, of how many.
    #[must_use]
    pub const fn effort(&self) -> (usize, usize) {
        (self.counted, self.combinations)
    }
}

impl Microdata {
    /// Finds the levels at which records meet what is required at the least loss, or that there are
    /// none.
    ///
    /// A missing value is a category of its own here, under either policy that allows it. Among equal
    /// losses the one with the lowest levels is taken, then the first by the order of the variables.
    ///
    /// # Errors
    /// [`TableError`] for a variable that is not there, is there twice or has another hierarchy, a bound
    /// that means nothing, more than [`Generalise::MOST`] combinations of levels, and variables with
    /// more combinations of values than can be numbered.
    pub fn generalise(
        &self,
        plan: &Generalise,
        progress: &mut dyn FnMut(Searched),
    ) -> Result<Option<Generalisation>, TableError> {
        let judge = Judge::new(self, plan)?;
        let mut search = Search::new(&judge)?;
        let Some(best) = search.run(progress)? else { return Ok(None) };
        let levels = plan.by.iter().zip(&best.node);
        Ok(Some(Generalisation {
            levels: levels.map(|((name, _), level)| (name.clone(), usize::from(*level))).collect(),
            loss: best.loss,
            records: self.rows() as u64,
            suppressed: best.suppressed,
            classes: best.classes,
            counted: search.counted(),
            combinations: search.combinations(),
            lattice: match search.combinations() {
                0..=page::DRAWN => search.lattice(),
                _ => Vec::new(),
            },
        }))
    }
}

#[cfg(test)]
mod tests;
