//! How a level is made: groups, bands of numbers, shortened texts, the ends cut off.

use std::collections::BTreeMap;

use super::{Hierarchy, Level};
use crate::code_list::Match;
use crate::{CodeList, CodeListError};

/// A level that cannot be made.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HierarchyError {
    /// A group is called as a code or a group below that is not in it, as where `a` is in `b` and `b` in
    /// `a`.
    #[error("level {level} has a group called `{label}`, and what is called so below is not in it")]
    Circle {
        /// The level, from 1.
        level: usize,
        /// The name.
        label: String,
    },
    /// A group names a code that is not in the list.
    #[error("level {level} names `{code}`, which is not in the list of codes")]
    Code {
        /// The level, from 1.
        level: usize,
        /// What it names.
        code: String,
    },
    /// A code is in two groups of a level.
    #[error("level {level} has the code `{code}` in two groups")]
    Twice {
        /// The level, from 1.
        level: usize,
        /// The code.
        code: String,
    },
    /// A row of a table of codes is too short, or a code has none.
    #[error("the code `{code}` has not one label for each level")]
    Incomplete {
        /// The code.
        code: String,
    },
    /// The labels of a level are no list of categories.
    #[error("level {level}: {error}")]
    Labels {
        /// The level, from 1.
        level: usize,
        /// What is wrong with them.
        error: CodeListError,
    },
    /// More levels than are searched.
    #[error("a hierarchy has at most `{}` levels", Hierarchy::MOST)]
    Levels,
    /// A level parts what the one below has in one.
    #[error("level {level} parts `{label}`, which is one in the level below")]
    Parts {
        /// The level, from 1.
        level: usize,
        /// The group of the level below.
        label: String,
    },
    /// A code that is no whole number, where numbers are put into bands.
    #[error("`{code}` is no whole number, so it is in no band")]
    Number {
        /// The code.
        code: String,
    },
    /// A band without width, or a text shortened to more than it is.
    #[error("level {level} has bands of no width")]
    Width {
        /// The level, from 1.
        level: usize,
    },
}

impl Hierarchy {
    /// A level with these groups. What is in none stays as it is in the level below.
    ///
    /// # Errors
    /// [`HierarchyError`] for codes that are not there or there twice, and for a group that parts one
    /// of the level below.
    pub fn level(self, groups: &[(&str, &[&str])]) -> Result<Self, HierarchyError> {
        let level = self.levels();
        let below = level - 1;
        let list = CodeList::new("codes", &self.leaves);
        let list = list.map_err(|error| HierarchyError::Labels { level, error })?;
        let mut named: Vec<Option<&str>> = vec![None; self.leaves.len()];
        for (label, codes) in groups {
            for code in *codes {
                let unknown = || HierarchyError::Code { level, code: (*code).to_owned() };
                let Match::Code(at) = list.find(code) else { return Err(unknown()) };
                let slot = named.get_mut(at as usize).ok_or_else(unknown)?;
                if slot.replace(label).is_some() {
                    return Err(HierarchyError::Twice { level, code: (*code).to_owned() });
                }
            }
        }
        let labels: Vec<String> = named
            .iter()
            .zip(&self.leaves)
            .map(|(label, leaf)| {
                label.or_else(|| self.label(below, leaf)).unwrap_or(leaf).to_owned()
            })
            .collect();
        self.with(&labels)
    }

    /// A level of bands of whole numbers: `35-39` for a width of five. Every code must be a number.
    ///
    /// # Errors
    /// [`HierarchyError::Number`], [`HierarchyError::Width`], and [`HierarchyError::Parts`] when the
    /// width is no multiple of the width below.
    pub fn bands(self, width: u32) -> Result<Self, HierarchyError> {
        if width == 0 {
            return Err(HierarchyError::Width { level: self.levels() });
        }
        let width = i64::from(width);
        let labels = self.numbers()?.into_iter().map(|number| {
            let from = number.div_euclid(width) * width;
            if width == 1 { from.to_string() } else { format!("{from}-{}", from + width - 1) }
        });
        let labels: Vec<String> = labels.collect();
        self.with(&labels)
    }

    /// A level of bands that begin at these numbers; what is below the first is one band.
    ///
    /// # Errors
    /// As [`Hierarchy::bands`].
    pub fn cut_at(self, starts: &[i64]) -> Result<Self, HierarchyError> {
        let mut starts = starts.to_vec();
        starts.sort_unstable();
        starts.dedup();
        let (Some(first), Some(last)) = (starts.first().copied(), starts.last().copied()) else {
            return Err(HierarchyError::Width { level: self.levels() });
        };
        let labels = self.numbers()?.into_iter().map(|number| {
            let after = starts.partition_point(|start| *start <= number);
            let from = after.checked_sub(1).and_then(|at| starts.get(at));
            match (from, starts.get(after)) {
                (Some(from), Some(next)) if next - from == 1 => from.to_string(),
                (Some(from), Some(next)) => format!("{from}-{}", next - 1),
                (Some(_), None) => format!("{last}+"),
                (None, _) => format!("under {first}"),
            }
        });
        let labels: Vec<String> = labels.collect();
        self.with(&labels)
    }

    /// A level at which every number from one on is one category, `90+`: top coding.
    ///
    /// # Errors
    /// As [`Hierarchy::bands`].
    pub fn top(self, from: i64) -> Result<Self, HierarchyError> {
        self.ends(|number| (number >= from).then(|| format!("{from}+")))
    }

    /// A level at which every number up to one is one category, `17 or under`: bottom coding.
    ///
    /// # Errors
    /// As [`Hierarchy::bands`].
    pub fn bottom(self, until: i64) -> Result<Self, HierarchyError> {
        self.ends(|number| (number <= until).then(|| format!("{until} or under")))
    }

    /// A level of the first characters of each code, the rest masked: `NR1 ***`.
    ///
    /// # Errors
    /// [`HierarchyError::Parts`] when the level below has more in one.
    pub fn prefix(self, kept: usize) -> Result<Self, HierarchyError> {
        let mask = |(place, letter): (usize, char)| match letter {
            ' ' => ' ',
            _ if place < kept => letter,
            _ => '*',
        };
        let labels: Vec<String> =
            self.leaves.iter().map(|leaf| leaf.chars().enumerate().map(mask).collect()).collect();
        self.with(&labels)
    }

    /// The last level: every code is one category.
    ///
    /// # Errors
    /// [`HierarchyError::Levels`].
    pub fn everything(self) -> Result<Self, HierarchyError> {
        let labels = vec![Self::EVERYTHING.to_owned(); self.leaves.len()];
        self.with(&labels)
    }

    /// A hierarchy from the rows of a table: a code, then its label at each level. Such tables are how
    /// other tools keep them.
    ///
    /// # Errors
    /// [`HierarchyError`] for a code that is not in the list, twice in the table or not in it, and for
    /// rows of different lengths.
    pub fn from_rows<R, C>(codes: &CodeList, rows: R) -> Result<Self, HierarchyError>
    where
        R: IntoIterator<Item = Vec<C>>,
        C: AsRef<str>,
    {
        let mut read: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for row in rows {
            let mut cells = row.iter().map(|cell| cell.as_ref().trim());
            let code = cells.next().unwrap_or_default();
            let Match::Code(at) = codes.find(code) else {
                return Err(HierarchyError::Code { level: 1, code: code.to_owned() });
            };
            if read.insert(at, cells.map(str::to_owned).collect()).is_some() {
                return Err(HierarchyError::Twice { level: 1, code: code.to_owned() });
            }
        }
        if let Some((_, code)) = (0..).zip(codes.labels()).find(|(at, _)| !read.contains_key(at)) {
            return Err(HierarchyError::Incomplete { code: code.clone() });
        }
        let levels = read.values().map(Vec::len).max().unwrap_or(0);
        let mut hierarchy = Self::of(codes);
        for level in 0..levels {
            let label = |(at, code): (u32, &String)| {
                let label = read.get(&at).filter(|row| row.len() == levels);
                let label = label.and_then(|row| row.get(level)).cloned();
                label.ok_or_else(|| HierarchyError::Incomplete { code: code.clone() })
            };
            let labels: Vec<String> =
                (0_u32..).zip(codes.labels()).map(label).collect::<Result<_, _>>()?;
            hierarchy = hierarchy.with(&labels)?;
        }
        Ok(hierarchy)
    }

    fn ends(self, end: impl Fn(i64) -> Option<String>) -> Result<Self, HierarchyError> {
        let below = self.levels() - 1;
        let numbers = self.numbers()?;
        let labels = numbers.into_iter().zip(&self.leaves).map(|(number, leaf)| {
            end(number).unwrap_or_else(|| self.label(below, leaf).unwrap_or(leaf).to_owned())
        });
        let labels: Vec<String> = labels.collect();
        self.with(&labels)
    }

    /// Everything that has a name so far, and the place of a code that is in it.
    fn nodes(&self) -> impl Iterator<Item = (&str, usize)> {
        let above = self.levels.iter().flat_map(|level| {
            let mut next = 0;
            level.of.iter().enumerate().filter_map(move |(leaf, place)| {
                // Groups are numbered as they come.
                let first = *place == next;
                next += u32::from(first);
                let label = first.then(|| level.labels.get(*place as usize))??;
                Some((label.as_str(), leaf))
            })
        });
        self.leaves.iter().map(String::as_str).zip(0..).chain(above)
    }

    fn numbers(&self) -> Result<Vec<i64>, HierarchyError> {
        const MOST: i64 = 1 << 52;
        let number = |code: &String| {
            let read = code.trim().parse::<i64>().ok().filter(|n| (-MOST..=MOST).contains(n));
            read.ok_or_else(|| HierarchyError::Number { code: code.clone() })
        };
        self.leaves.iter().map(number).collect()
    }

    /// A level from the label of each code.
    fn with(mut self, labels: &[String]) -> Result<Self, HierarchyError> {
        let level = self.levels();
        if self.levels.len() >= Self::MOST {
            return Err(HierarchyError::Levels);
        }
        let made = Level::of(labels.iter().map(String::as_str));
        // Two labels that look the same would be read as one group.
        let list = CodeList::new("labels", &made.labels)
            .map_err(|error| HierarchyError::Labels { level, error })?;
        let below = self.groups(level - 1);
        let mut parent: BTreeMap<u32, u32> = BTreeMap::new();
        for (group, place) in below.iter().zip(&made.of) {
            if *parent.entry(*group).or_insert(*place) != *place {
                let label = self.labels(level - 1).get(*group as usize).cloned();
                return Err(HierarchyError::Parts { level, label: label.unwrap_or_default() });
            }
        }
        // Who reads `b` takes what was called so below for a part of it.
        for (below, leaf) in self.nodes() {
            if let Match::Code(named) | Match::LookAlike(named) = list.find(below)
                && made.of.get(leaf) != Some(&named)
            {
                return Err(HierarchyError::Circle { level, label: below.to_owned() });
            }
        }
        self.levels.push(made);
        Ok(self)
    }
}
