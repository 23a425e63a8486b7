//! What everybody knows of a sensitive variable, and what a class says beyond it.

use super::diversity::Spread;
use super::roles::Distance;
use crate::{Microdata, NullPolicy, TableError};

/// The values of a sensitive variable in all records together.
#[derive(Clone, Debug)]
pub(crate) struct Background {
    /// The share of each code.
    shares: Vec<f64>,
    /// The rank of each code among those that occur.
    occurring: Vec<u32>,
    distance: Apart,
    /// The code of missing values, where they may be any value.
    wild: Option<u32>,
    least: f64,
}

#[derive(Clone, Debug)]
enum Apart {
    Equal,
    Ordered,
    /// For each level above the leaves, the node that each node of the level below is in.
    Tree(Vec<Vec<usize>>),
}

impl Background {
    #[expect(clippy::cast_precision_loss, reason = "shares")]
    pub(crate) fn new(
        data: &Microdata,
        place: usize,
        distance: &Distance,
    ) -> Result<Self, TableError> {
        let variable = data.variables.get(place).ok_or(TableError::UnknownDimension)?;
        let column = data.column(place).ok_or(TableError::UnknownDimension)?;
        let counts = column.counts(variable.leaves());
        let records = data.rows().max(1) as f64;
        let shares: Vec<f64> = counts.iter().map(|count| *count as f64 / records).collect();
        let occurring = (0_u32..).zip(&counts).filter(|(_, n)| **n > 0).map(|(code, _)| code);
        let wild = variable.nulls() == NullPolicy::AnyValue;
        let distance = match distance {
            Distance::Equal => Apart::Equal,
            Distance::Hierarchical(hierarchy) => {
                let tree = hierarchy.tree(variable).ok_or(TableError::Shape)?;
                Apart::Tree(tree)
            }
            Distance::Ordered => Apart::Ordered,
        };
        let least = shares.iter().copied().filter(|share| *share > 0.0).fold(1.0, f64::min);
        Ok(Self {
            occurring: occurring.collect(),
            shares,
            distance,
            wild: wild.then(|| variable.missing_code()),
            least,
        })
    }

    pub(crate) fn spread(&self) -> Spread<'_> {
        Spread::new(self)
    }

    /// How many codes there are.
    pub(super) fn codes(&self) -> usize {
        self.shares.len()
    }

    /// The share of the rarest value.
    pub(super) const fn rarest(&self) -> f64 {
        self.least
    }

    /// The codes that occur.
    pub(crate) fn occurring(&self) -> &[u32] {
        &self.occurring
    }

    /// How many different values occur at all.
    pub(crate) fn values(&self) -> usize {
        self.occurring.len()
    }

    /// The counts of a class's values, most frequent first. A missing value that may be any is taken to
    /// be what most of the class have: no class is more varied for it.
    pub(crate) fn frequencies(&self, values: &[(u32, u32)], into: &mut Vec<u32>) {
        into.clear();
        let known = values.iter().filter(|(code, _)| Some(*code) != self.wild);
        into.extend(known.map(|(_, count)| *count));
        into.sort_unstable_by(|one, other| other.cmp(one));
        let open = values.iter().find(|(code, _)| Some(*code) == self.wild);
        if let Some((_, missing)) = open {
            match into.first_mut() {
                Some(most) => *most += missing,
                None => into.push(*missing),
            }
        }
    }

    /// The distance of a class's distribution from that of all records (t-closeness).
    #[expect(clippy::cast_precision_loss, reason = "few values, and shares")]
    pub(crate) fn closeness(&self, values: &[(u32, u32)]) -> f64 {
        let size = size(values);
        match &self.distance {
            Apart::Equal => {
                let more = |(code, count): &(u32, u32)| {
                    (f64::from(*count) / size - self.share(*code)).max(0.0)
                };
                values.iter().map(more).sum()
            }
            Apart::Ordered => {
                let mut values = values.iter().peekable();
                let (mut sum, mut moved) = (0.0, 0.0_f64);
                for code in &self.occurring {
                    let here = values.next_if(|(other, _)| other == code);
                    let share = here.map_or(0.0, |(_, count)| f64::from(*count) / size);
                    moved += share - self.share(*code);
                    sum += moved.abs();
                }
                sum / (self.occurring.len().max(2) - 1) as f64
            }
            Apart::Tree(levels) => {
                let mut extra: Vec<f64> = self.shares.iter().map(|share| -share).collect();
                for (code, count) in values {
                    if let Some(extra) = extra.get_mut(*code as usize) {
                        *extra += f64::from(*count) / size;
                    }
                }
                let mut sum = 0.0;
                for (level, parents) in (1_u32..).zip(levels) {
                    let nodes = parents.iter().max().map_or(0, |most| most + 1);
                    // What is too much and too little among the children of each node.
                    let mut sides = vec![(0.0, 0.0); nodes];
                    for (extra, parent) in extra.iter().zip(parents) {
                        if let Some((more, less)) = sides.get_mut(*parent) {
                            *more += f64::max(*extra, 0.0);
                            *less += f64::max(-extra, 0.0);
                        }
                    }
                    let inner: f64 = sides.iter().map(|(more, less)| f64::min(*more, *less)).sum();
                    sum += inner * f64::from(level) / levels.len() as f64;
                    extra = sides.iter().map(|(more, less)| more - less).collect();
                }
                sum
            }
        }
    }

    /// The largest relative gain in a value's share (basic beta-likeness, Cao and Karras 2012).
    pub(crate) fn gain(&self, values: &[(u32, u32)]) -> f64 {
        let size = size(values);
        let gain = |(code, count): &(u32, u32)| {
            let share = self.share(*code);
            (f64::from(*count) / size - share) / share
        };
        values.iter().map(gain).fold(0.0, f64::max)
    }

    /// Whether each value's gain is at most the logarithm of how rare it is (enhanced beta-likeness).
    pub(crate) fn gains_within_rarity(&self, values: &[(u32, u32)]) -> bool {
        let size = size(values);
        values.iter().all(|(code, count)| {
            let share = self.share(*code);
            let gain = (f64::from(*count) / size - share) / share;
            gain <= 0.0 || gain <= -share.ln()
        })
    }

    /// The largest logarithm of a present value's share over that in all records, either way
    /// (delta-disclosure, Brickell and Shmatikov 2008).
    pub(crate) fn disclosure(&self, values: &[(u32, u32)]) -> f64 {
        let size = size(values);
        let apart =
            |(code, count): &(u32, u32)| (f64::from(*count) / size / self.share(*code)).ln().abs();
        values.iter().map(apart).fold(0.0, f64::max)
    }

    fn share(&self, code: u32) -> f64 {
        self.shares.get(code as usize).copied().unwrap_or(0.0)
    }
}

fn size(values: &[(u32, u32)]) -> f64 {
    f64::from(values.iter().map(|(_, count)| count).sum::<u32>())
}
