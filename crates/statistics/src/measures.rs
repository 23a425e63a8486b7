//! How far records stand out, and what their classes tell about those in them.

mod alike;
mod background;
mod diversity;
mod roles;

use std::collections::BTreeMap;

use crate::classes::{Visit, each_class};
use crate::column::Column;
use crate::{Microdata, NullPolicy, TableError, Variable};
pub(crate) use background::Background;
pub(crate) use diversity::entropy;
pub use diversity::{Diversity, Recursive};
pub use roles::{Distance, Roles};

/// What the classes of records that look alike mean for the people in them.
///
/// For people inside: it is not a release.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Measures {
    /// How many records.
    pub records: u64,
    /// How many different combinations of values.
    pub classes: u64,
    /// The size of the smallest class (k-anonymity, Sweeney 2002); 0 without records.
    pub k: u64,
    /// The size of the largest class.
    pub largest: u64,
    /// Records that nobody else looks like.
    pub uniques: u64,
    /// The largest chance of picking the right record for a person known to be in the data: 1/k.
    pub prosecutor: f64,
    /// The largest chance for a person of whom only their being in the population is known: by the
    /// smallest class of the population that somebody here is in. Without a population it is the
    /// prosecutor's, which it never exceeds.
    pub journalist: f64,
    /// The share of records that an attacker who links every one gets right on average.
    pub marketer: f64,
    /// What the classes tell about each sensitive variable.
    pub sensitive: Vec<Diversity>,
}

impl Microdata {
    /// Measures records by the variables that somebody could know them by, and what they would learn.
    ///
    /// A sensitive variable is measured in the classes of the *other* variables: knowing it already, one
    /// learns nothing.
    ///
    /// # Errors
    /// [`TableError::UnknownDimension`] for a variable that is not there, [`TableError::Shape`] for a
    /// population of other variables or a hierarchy of other categories, [`TableError::Patterns`] when
    /// too many combinations of variables are missing under [`NullPolicy::AnyValue`].
    ///
    /// # Example: four people alike are not safe when all four have the same
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, Microdata, NullPolicy, Roles, Variable};
    ///
    /// let variable = |name: &'static str, about: Category, identifies, codes: &[&str]| {
    ///     let tag = FieldTag::new(name.into(), about.into(), identifies);
    ///     let codes = CodeList::new(name, codes.iter().copied()).unwrap();
    ///     Variable::new(tag, codes, NullPolicy::OwnCategory).unwrap()
    /// };
    /// let mut rows = Microdata::of(vec![
    ///     variable("age", Category::Demographic, Identifiability::Quasi, &["under 25", "25 and over"]),
    ///     variable("condition", Category::Health, Identifiability::None, &["none", "epilepsy"]),
    /// ]);
    /// for (age, condition) in [("under 25", "epilepsy"), ("25 and over", "none")] {
    ///     (0..4).for_each(|_| { rows.row([Some(age), Some(condition)]); });
    /// }
    /// let data = rows.finish()?;
    ///
    /// let measured = data.measure(&Roles::tagged(&data))?;
    /// assert_eq!((measured.k, measured.uniques), (4, 0));
    /// assert_eq!((measured.sensitive[0].l, measured.sensitive[0].alpha), (1, 1.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "shares, shown to people")]
    pub fn measure(&self, roles: &Roles) -> Result<Measures, TableError> {
        let place = |name: &str| self.place_of(name).ok_or(TableError::UnknownDimension);
        let by: Vec<usize> = roles.by.iter().map(|n| place(n)).collect::<Result<_, _>>()?;
        let mut tally = Tally::default();
        // The classes by all of them are those of the first sensitive variable that is not among them.
        let mut counted = false;
        let mut sensitive = Vec::with_capacity(roles.sensitive.len());
        for (name, distance) in &roles.sensitive {
            let of = place(name)?;
            let others: Vec<usize> = by.iter().copied().filter(|place| *place != of).collect();
            let background = Background::new(self, of, distance)?;
            let same = others.len() == by.len();
            let mut both = Both { tally: Tally::default(), spread: background.spread() };
            self.visit(&others, Some(of), &mut both)?;
            if same && !counted {
                (tally, counted) = (both.tally, true);
            }
            sensitive.push(both.spread.finish(name));
        }
        if !counted {
            self.visit(&by, None, &mut tally)?;
        }
        let records = self.rows() as u64;
        let prosecutor = if tally.k == 0 { 0.0 } else { 1.0 / tally.k as f64 };
        let (journalist, marketer) = match &roles.population {
            Some(population) => self.within(population, &by)?,
            None => (prosecutor, if records == 0 { 0.0 } else { tally.right / records as f64 }),
        };
        Ok(Measures {
            records,
            classes: tally.classes,
            k: tally.k,
            largest: tally.largest,
            uniques: tally.uniques,
            prosecutor,
            journalist,
            marketer,
            sensitive,
        })
    }

    /// How many records are in classes of which size, by the variables that tell records apart.
    pub(crate) fn class_sizes(&self, roles: &Roles) -> Result<BTreeMap<u64, u64>, TableError> {
        let place = |name: &String| self.place_of(name).ok_or(TableError::UnknownDimension);
        let by: Vec<usize> = roles.by.iter().map(place).collect::<Result<_, _>>()?;
        let mut sizes = Sizes(BTreeMap::new());
        self.visit(&by, None, &mut sizes)?;
        Ok(sizes.0)
    }

    /// Visits the classes; where a missing value may be any, the sets of records that may be alike.
    fn visit(
        &self,
        by: &[usize],
        sensitive: Option<usize>,
        visit: &mut (impl Visit + alike::Visit),
    ) -> Result<(), TableError> {
        let wild = |place: &usize| {
            let variable = self.variables.get(*place);
            let open = variable.is_some_and(|v| v.nulls() == NullPolicy::AnyValue);
            open && variable.zip(self.column(*place)).is_some_and(|(variable, column)| {
                let missing = variable.missing_code() as usize;
                column.counts(variable.leaves()).get(missing).is_some_and(|count| *count > 0)
            })
        };
        if by.iter().any(wild) {
            alike::each_set(self, by, sensitive, visit)
        } else {
            each_class(self, by, sensitive, visit)
        }
    }

    /// The risks for an attacker who knows that somebody is in a population.
    #[expect(clippy::cast_precision_loss, reason = "shares, shown to people")]
    fn within(&self, population: &Self, by: &[usize]) -> Result<(f64, f64), TableError> {
        let mut variables: Vec<Variable> = Vec::with_capacity(by.len());
        let mut columns = Vec::with_capacity(by.len());
        for place in by {
            let variable = self.variables.get(*place).ok_or(TableError::UnknownDimension)?;
            let there = population.place_of(variable.tag().name());
            let there = there.ok_or(TableError::UnknownDimension)?;
            let other = population.variables.get(there);
            if other.is_none_or(|o| o.codes() != variable.codes() || o.nulls() != variable.nulls())
            {
                return Err(TableError::Shape);
            }
            let mut column = Column::below(variable.leaves());
            for (data, place) in [(self, *place), (population, there)] {
                let from = data.column(place).ok_or(TableError::UnknownDimension)?;
                (0..data.rows()).filter_map(|row| from.code(row)).for_each(|c| column.push(c));
            }
            variables.push(variable.clone());
            columns.push(column);
        }
        // Whose record it is, as if it were the sensitive variable.
        let whose = Variable::whose().ok_or(TableError::Shape)?;
        let places: Vec<usize> = (0..variables.len()).collect();
        let last = variables.len();
        variables.push(whose);
        let mut column = Column::below(2);
        (0..self.rows()).for_each(|_| column.push(0));
        (0..population.rows()).for_each(|_| column.push(1));
        columns.push(column);
        let rows = self.rows() + population.rows();
        let both = Self::joined(variables, columns, rows).ok_or(TableError::Overflow)?;
        let mut linked = Linked { smallest: None, right: 0.0 };
        both.visit(&places, Some(last), &mut linked)?;
        let records = self.rows() as f64;
        let journalist = linked.smallest.map_or(0.0, |size| 1.0 / f64::from(size));
        Ok((journalist, if self.rows() == 0 { 0.0 } else { linked.right / records }))
    }
}

/// The sizes of classes.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) classes: u64,
    pub(crate) k: u64,
    pub(crate) largest: u64,
    pub(crate) uniques: u64,
    /// Records that an attacker gets right on average.
    pub(crate) right: f64,
}

impl Tally {
    /// A class of its own records, in a set of alike ones.
    #[expect(clippy::cast_precision_loss, reason = "a share, shown to people")]
    fn add(&mut self, own: u64, size: u64) {
        self.k = if self.classes == 0 { size } else { self.k.min(size) };
        self.classes += 1;
        self.largest = self.largest.max(size);
        self.uniques += u64::from(size == 1);
        // One of a class that is all there is: nothing is rounded, in whatever order they come.
        self.right += if own == size { 1.0 } else { own as f64 / size as f64 };
    }
}

impl Visit for Tally {
    fn size(&mut self, size: u32) {
        self.add(size.into(), size.into());
    }

    fn values(&mut self, values: &[(u32, u32)]) {
        let size: u32 = values.iter().map(|(_, count)| count).sum();
        self.size(size);
    }

    fn part(&self) -> Option<Self> {
        Some(Self::default())
    }

    fn join(&mut self, part: Self) {
        if part.classes > 0 {
            self.k = if self.classes == 0 { part.k } else { self.k.min(part.k) };
        }
        self.classes += part.classes;
        self.largest = self.largest.max(part.largest);
        self.uniques += part.uniques;
        // Whole numbers here, each class having one record that is got right: nothing is rounded.
        self.right += part.right;
    }
}

impl alike::Visit for Tally {
    fn set(&mut self, own: &alike::Values, size: u64, _: &[(u32, u32)]) {
        self.add(total(own), size);
    }
}

/// How many records are in classes of a size.
struct Sizes(BTreeMap<u64, u64>);

impl Visit for Sizes {
    fn size(&mut self, size: u32) {
        *self.0.entry(size.into()).or_default() += u64::from(size);
    }

    fn values(&mut self, values: &[(u32, u32)]) {
        self.size(values.iter().map(|(_, count)| count).sum());
    }

    fn part(&self) -> Option<Self> {
        Some(Self(BTreeMap::new()))
    }

    fn join(&mut self, part: Self) {
        for (size, records) in part.0 {
            *self.0.entry(size).or_default() += records;
        }
    }
}

impl alike::Visit for Sizes {
    fn set(&mut self, own: &alike::Values, size: u64, _: &[(u32, u32)]) {
        *self.0.entry(size).or_default() += total(own);
    }
}

fn total(values: &alike::Values) -> u64 {
    values.values().copied().map(u64::from).sum()
}

struct Both<'b> {
    tally: Tally,
    spread: diversity::Spread<'b>,
}

impl Visit for Both<'_> {
    fn size(&mut self, size: u32) {
        self.tally.size(size);
    }

    fn values(&mut self, values: &[(u32, u32)]) {
        self.tally.values(values);
        self.spread.add(values);
    }

    fn part(&self) -> Option<Self> {
        Some(Self { tally: self.tally.part()?, spread: self.spread.part() })
    }

    fn join(&mut self, part: Self) {
        self.tally.join(part.tally);
        self.spread.join(part.spread);
    }
}

impl alike::Visit for Both<'_> {
    fn set(&mut self, own: &alike::Values, size: u64, values: &[(u32, u32)]) {
        self.tally.add(total(own), size);
        self.spread.add(values);
    }
}

/// Classes of records here (0) and in a population (1).
struct Linked {
    smallest: Option<u32>,
    right: f64,
}

impl Linked {
    /// Some records here, which so many of each are alike.
    fn add(&mut self, own: u32, values: &[(u32, u32)]) {
        let of = |whose: u32| {
            values.iter().find(|(code, _)| *code == whose).map_or(0, |(_, count)| *count)
        };
        if own > 0 {
            // A population that lacks people who are here is no smaller than they are.
            let size = of(1).max(of(0));
            self.smallest = Some(self.smallest.map_or(size, |least| least.min(size)));
            self.right += f64::from(own) / f64::from(size);
        }
    }
}

impl Visit for Linked {
    fn size(&mut self, _: u32) {}

    fn values(&mut self, values: &[(u32, u32)]) {
        let here = values.iter().find(|(whose, _)| *whose == 0).map_or(0, |(_, count)| *count);
        self.add(here, values);
    }

    /// Fractions add up to another sum in another order.
    fn part(&self) -> Option<Self> {
        None
    }

    fn join(&mut self, _: Self) {}
}

impl alike::Visit for Linked {
    fn set(&mut self, own: &alike::Values, _: u64, values: &[(u32, u32)]) {
        self.add(own.get(&0).copied().unwrap_or(0), values);
    }
}

#[cfg(test)]
mod tests;
