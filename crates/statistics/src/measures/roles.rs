//! Which variables somebody could know a person by, and which they would want to learn.

use caldicott_model::Identifiability;

use crate::{Hierarchy, Microdata};

/// How far apart two values of a sensitive variable are, for t-closeness (Li, Li and Venkatasubramanian
/// 2007, section 5).
#[expect(clippy::exhaustive_enums, reason = "the three distances of the definition")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Distance {
    /// Any two are equally far apart.
    #[default]
    Equal,
    /// By their common parent's level.
    Hierarchical(Hierarchy),
    /// By how many occurring values lie between them, in the order of the list; a missing value comes
    /// after the last.
    Ordered,
}

/// The variables that records are told apart by, and the sensitive ones.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    pub(crate) by: Vec<String>,
    pub(crate) sensitive: Vec<(String, Distance)>,
    pub(crate) population: Option<Microdata>,
}

impl Roles {
    /// Records are told apart by these variables; none is sensitive yet.
    pub fn of<I>(by: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let mut roles = Self::default();
        for name in by {
            let name = name.into();
            if !roles.by.contains(&name) {
                roles.by.push(name);
            }
        }
        roles
    }

    /// The roles that the tags give: what is quasi-identifying tells records apart, what is special
    /// category or criminal offence data is sensitive. A variable may be both.
    #[must_use]
    pub fn tagged(data: &Microdata) -> Self {
        let quasi = data
            .variables()
            .iter()
            .filter(|variable| variable.tag().identifiability() == Identifiability::Quasi);
        let mut roles = Self::of(quasi.map(|variable| variable.tag().name()));
        for variable in data.variables().iter().filter(|variable| variable.is_sensitive()) {
            roles = roles.sensitive(variable.tag().name(), Distance::Equal);
        }
        roles
    }

    /// The same with one more sensitive variable, or another distance for one.
    #[must_use]
    pub fn sensitive(mut self, name: impl Into<String>, distance: Distance) -> Self {
        let name = name.into();
        self.sensitive.retain(|(other, _)| *other != name);
        self.sensitive.push((name, distance));
        self
    }

    /// The same, the records being a sample of this population, which has the same variables.
    #[must_use]
    pub fn in_population(mut self, population: Microdata) -> Self {
        self.population = Some(population);
        self
    }

    /// The variables that records are told apart by.
    #[must_use]
    pub fn by(&self) -> &[String] {
        &self.by
    }

    /// The sensitive variables.
    pub fn sensitives(&self) -> impl Iterator<Item = &str> {
        self.sensitive.iter().map(|(name, _)| name.as_str())
    }
}
