//! Whether a class meets what is required, and what a combination of levels loses.

use std::ops::Range;

use super::cells::{Cells, Packing};
use super::{Criterion, Generalise, Loss};
use crate::measures::{Background, Distance, entropy};
use crate::{Hierarchy, Microdata, TableError};

/// What is to be found, made ready.
pub(super) struct Judge<'d> {
    data: &'d Microdata,
    places: Vec<usize>,
    ladders: Vec<Ladder>,
    demands: Vec<Demand<'d>>,
    sensitive: Vec<usize>,
    pub(super) most_suppressed: u64,
    pub(super) loss: Loss,
}

/// A variable's levels: the group of each code, and what a group loses of the list, from 0 to 1.
struct Ladder {
    groups: Vec<Vec<u16>>,
    widths: Vec<Vec<f64>>,
}

struct Demand<'d> {
    criterion: &'d Criterion,
    /// Which of the sensitive variables it is about, and what is known of that.
    of: Option<(usize, Background)>,
}

/// What a combination of levels comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) node: Vec<u8>,
    pub(super) suppressed: u64,
    pub(super) classes: u64,
    pub(super) loss: f64,
    /// No coarser combination loses less.
    pub(super) at_least: f64,
}

/// The combinations of sensitive values: each cell holds the number of one.
pub(super) struct Joint {
    /// The codes of each combination, one a sensitive variable.
    codes: Vec<Vec<u32>>,
}

/// Bounds are met up to what arithmetic rounds.
const ROUNDED: f64 = 1e-9;

impl<'d> Judge<'d> {
    pub(super) fn new(data: &'d Microdata, plan: &'d Generalise) -> Result<Self, TableError> {
        let place = |name: &str| data.place_of(name).ok_or(TableError::UnknownDimension);
        let mut places = Vec::with_capacity(plan.by.len());
        let mut ladders = Vec::with_capacity(plan.by.len());
        for (name, hierarchy) in &plan.by {
            let at = place(name)?;
            if places.contains(&at) {
                return Err(TableError::Twice);
            }
            if !data.variables.get(at).is_some_and(|variable| hierarchy.fits(variable)) {
                return Err(TableError::Shape);
            }
            places.push(at);
            ladders.push(Ladder::of(hierarchy));
        }
        let mut sensitive: Vec<usize> = Vec::new();
        let mut demands = Vec::with_capacity(plan.criteria.len());
        for criterion in &plan.criteria {
            if !criterion.is_sound() {
                return Err(TableError::Bound);
            }
            let Some(name) = criterion.of() else {
                demands.push(Demand { criterion, of: None });
                continue;
            };
            let at = place(name)?;
            if places.contains(&at) {
                return Err(TableError::Twice);
            }
            let which = sensitive.iter().position(|other| *other == at).unwrap_or_else(|| {
                sensitive.push(at);
                sensitive.len() - 1
            });
            let distance = if let Criterion::T { distance, .. } = criterion {
                distance.clone()
            } else {
                Distance::Equal
            };
            demands.push(Demand {
                criterion,
                of: Some((which, Background::new(data, at, &distance)?)),
            });
        }
        let most_suppressed = plan.suppression.of(data.rows() as u64);
        Ok(Self { data, places, ladders, demands, sensitive, most_suppressed, loss: plan.loss })
    }

    /// How many levels each variable has.
    pub(super) fn heights(&self) -> Vec<u8> {
        let height = |ladder: &Ladder| u8::try_from(ladder.groups.len()).unwrap_or(u8::MAX);
        self.ladders.iter().map(height).collect()
    }

    pub(super) const fn records(&self) -> u64 {
        self.data.rows() as u64
    }

    /// Whether a class that is good stays so whatever is joined to it, so far as records are left out.
    pub(super) fn is_monotone(&self) -> bool {
        self.most_suppressed == 0
            || self.demands.iter().all(|demand| demand.criterion.survives_bad_company())
    }

    /// The records at some levels, from the rows.
    pub(super) fn cells(&self, node: &[u8]) -> Result<(Cells, Joint), TableError> {
        let (sensitive, joint) = self.joint()?;
        let groups = self.rows_at(node)?;
        let packing = self.packing(node, joint.codes.len())?;
        Ok((Cells::of_rows(node, groups, sensitive, &packing), joint))
    }

    /// The group of each row at some levels, a column for each variable.
    pub(super) fn rows_at(&self, node: &[u8]) -> Result<Vec<Vec<u16>>, TableError> {
        let mut groups = Vec::with_capacity(self.places.len());
        for ((place, ladder), level) in self.places.iter().zip(&self.ladders).zip(node) {
            let column = self.data.column(*place).ok_or(TableError::UnknownDimension)?;
            let map = ladder.groups.get(usize::from(*level)).ok_or(TableError::Shape)?;
            let up = |code: u32| map.get(code as usize).copied().unwrap_or(u16::MAX);
            groups.push((0..self.data.rows()).filter_map(|row| column.code(row)).map(up).collect());
        }
        Ok(groups)
    }

    /// Coarser cells from finer ones.
    pub(super) fn roll(
        &self,
        cells: &Cells,
        node: &[u8],
        joint: &Joint,
    ) -> Result<Cells, TableError> {
        let levels = cells.node.iter().zip(node);
        let maps: Vec<Vec<u16>> = self
            .ladders
            .iter()
            .zip(levels)
            .map(|(ladder, (from, to))| ladder.map(*from, *to))
            .collect();
        let packing = self.packing(node, joint.codes.len())?;
        Ok(cells.rolled(node, &maps, &packing))
    }

    fn packing(&self, node: &[u8], sensitive: usize) -> Result<Packing, TableError> {
        let size = |(ladder, level): (&Ladder, &u8)| {
            ladder.widths.get(usize::from(*level)).map_or(1, |widths| widths.len() as u64)
        };
        Packing::new(self.ladders.iter().zip(node).map(size).collect(), sensitive as u64)
    }

    /// What each variable adds to the loss at each level while nothing is left out, where that is a sum.
    #[expect(clippy::cast_precision_loss, reason = "a loss is compared, never counted with")]
    pub(super) fn margins(&self) -> Option<Vec<Vec<f64>>> {
        if self.loss != Loss::LossMetric {
            return None;
        }
        let all = (self.records() as f64 * self.places.len().max(1) as f64).max(1.0);
        let of = |(place, ladder): (&usize, &Ladder)| {
            let codes = self.data.variables.get(*place)?.leaves();
            let counts = self.data.column(*place)?.counts(codes);
            let level = |(groups, widths): (&Vec<u16>, &Vec<f64>)| {
                let width = |group: &u16| widths.get(usize::from(*group)).copied().unwrap_or(0.0);
                let lost = groups.iter().zip(&counts).map(|(group, n)| width(group) * *n as f64);
                lost.sum::<f64>() / all
            };
            Some(ladder.groups.iter().zip(&ladder.widths).map(level).collect())
        };
        self.places.iter().zip(&self.ladders).map(of).collect()
    }

    /// The combination of sensitive values of each row, as a number.
    fn joint(&self) -> Result<(Vec<u32>, Joint), TableError> {
        let rows = self.data.rows();
        if self.sensitive.is_empty() {
            return Ok((vec![0; rows], Joint { codes: vec![Vec::new()] }));
        }
        let mut keys = vec![0_u64; rows];
        let mut space: u64 = 1;
        let mut sizes = Vec::with_capacity(self.sensitive.len());
        for place in &self.sensitive {
            let size = self.data.variables.get(*place).map_or(1, |v| v.leaves() as u64);
            space = space.checked_mul(size).ok_or(TableError::TooWide)?;
            sizes.push(size);
            let column = self.data.column(*place).ok_or(TableError::UnknownDimension)?;
            for (key, row) in keys.iter_mut().zip(0..) {
                *key = *key * size + u64::from(column.code(row).unwrap_or(0));
            }
        }
        let mut known = keys.clone();
        known.sort_unstable();
        known.dedup();
        let number =
            |key: &u64| known.binary_search(key).ok().and_then(|at| u32::try_from(at).ok());
        let numbers = keys.iter().map(|key| number(key).unwrap_or(0)).collect();
        let codes = known.iter().map(|key| {
            let mut rest = *key;
            let mut codes: Vec<u32> = sizes
                .iter()
                .rev()
                .map(|size| {
                    let code = u32::try_from(rest % size).unwrap_or(u32::MAX);
                    rest /= size;
                    code
                })
                .collect();
            codes.reverse();
            codes
        });
        Ok((numbers, Joint { codes: codes.collect() }))
    }

    /// Counts the classes of some cells.
    #[expect(clippy::cast_precision_loss, reason = "a loss is compared, never counted with")]
    pub(super) fn verdict(&self, cells: &Cells, joint: &Joint) -> Verdict {
        let widths: Vec<&[f64]> = self
            .ladders
            .iter()
            .zip(&cells.node)
            .map(|(l, level)| l.widths.get(usize::from(*level)).map_or(&[][..], Vec::as_slice))
            .collect();
        let (mut suppressed, mut kept, mut all) = (0_u64, 0_u64, 0_u64);
        // Of records that stay, and of all as if all stayed.
        let (mut squares, mut every_square) = (0_u128, 0_u128);
        let (mut lost, mut every_lost) = (0.0, 0.0);
        let mut scratch = Scratch::default();
        cells.each_class(|class| {
            let first = class.start;
            let (good, size) = self.class(cells, class, joint, &mut scratch);
            let square = u128::from(size) * u128::from(size);
            let of_one: f64 = if self.loss == Loss::LossMetric {
                let width = |(column, widths): (&Vec<u16>, &&[f64])| {
                    let group = column.get(first).map_or(0, |group| usize::from(*group));
                    widths.get(group).copied().unwrap_or(0.0)
                };
                cells.groups.iter().zip(&widths).map(width).sum()
            } else {
                0.0
            };
            let of_all = of_one * size as f64;
            all += 1;
            every_square += square;
            every_lost += of_all;
            if good {
                kept += 1;
                squares += square;
                lost += of_all;
            } else {
                suppressed += size;
            }
        });
        let records = self.records();
        let cells_of_values = records as f64 * self.places.len().max(1) as f64;
        let (loss, at_least) = match self.loss {
            Loss::AverageClass => {
                let classes = kept + u64::from(suppressed > 0);
                (records as f64 / classes.max(1) as f64, records as f64 / all.max(1) as f64)
            }
            Loss::Discernibility => {
                let out = u128::from(suppressed) * u128::from(records);
                ((squares + out) as f64, every_square as f64)
            }
            Loss::LossMetric => {
                let out = suppressed as f64 * self.places.len() as f64;
                ((lost + out) / cells_of_values.max(1.0), every_lost / cells_of_values.max(1.0))
            }
        };
        Verdict { node: cells.node.clone(), suppressed, classes: kept, loss, at_least }
    }

    /// Whether a class is good, and its records.
    pub(super) fn class(
        &self,
        cells: &Cells,
        class: Range<usize>,
        joint: &Joint,
        scratch: &mut Scratch,
    ) -> (bool, u64) {
        let records = cells.records.get(class.clone()).unwrap_or_default();
        let size: u64 = records.iter().copied().map(u64::from).sum();
        scratch.values.resize(self.sensitive.len(), Vec::new());
        let sensitive = cells.sensitive.get(class).unwrap_or_default();
        for (at, values) in scratch.values.iter_mut().enumerate() {
            values.clear();
            for (number, count) in sensitive.iter().zip(records) {
                let codes = joint.codes.get(*number as usize);
                values.push((codes.and_then(|codes| codes.get(at)).copied().unwrap_or(0), *count));
            }
            values.sort_unstable_by_key(|(code, _)| *code);
            values.dedup_by(|next, before| {
                let same = next.0 == before.0;
                before.1 += if same { next.1 } else { 0 };
                same
            });
        }
        let Scratch { values, frequencies } = scratch;
        let good = self.demands.iter().all(|demand| match &demand.of {
            None => demand.criterion.is_met_by_size(size),
            Some((at, background)) => values.get(*at).is_some_and(|values| {
                demand.criterion.is_met_by(values, size, background, frequencies)
            }),
        });
        (good, size)
    }
}

/// Room that is used again for each class.
#[derive(Default)]
pub(super) struct Scratch {
    values: Vec<Vec<(u32, u32)>>,
    frequencies: Vec<u32>,
}

impl Criterion {
    /// Whether some class of such records could fail it. What classes of one value each meet, every class
    /// meets: all criteria carry over to the union of two good classes, and none but k counts records.
    pub(crate) fn asks_for_something(&self, data: &Microdata) -> Result<bool, TableError> {
        let Some(name) = self.of() else { return Ok(!self.is_met_by_size(1)) };
        let place = data.place_of(name).ok_or(TableError::UnknownDimension)?;
        let distance =
            if let Self::T { distance, .. } = self { distance.clone() } else { Distance::Equal };
        let background = Background::new(data, place, &distance)?;
        let mut scratch = Vec::new();
        let fails = |code: &u32| !self.is_met_by(&[(*code, 1)], 1, &background, &mut scratch);
        Ok(background.occurring().iter().any(fails))
    }

    fn is_met_by_size(&self, size: u64) -> bool {
        if let Self::K(k) = self { size >= *k } else { true }
    }

    #[expect(clippy::cast_precision_loss, reason = "shares")]
    fn is_met_by(
        &self,
        values: &[(u32, u32)],
        size: u64,
        background: &Background,
        frequencies: &mut Vec<u32>,
    ) -> bool {
        background.frequencies(values, frequencies);
        let most = f64::from(frequencies.first().copied().unwrap_or(0));
        match self {
            Self::Alpha { most: bound, .. } => most <= bound * size as f64 * (1.0 + ROUNDED),
            Self::Beta { most, .. } => background.gain(values) <= most + ROUNDED,
            Self::Delta { below, .. } => {
                values.len() == background.values() && background.disclosure(values) < *below
            }
            Self::DistinctL { l, .. } => frequencies.len() as u64 >= *l,
            Self::EnhancedBeta { most, .. } => {
                background.gain(values) <= most + ROUNDED && background.gains_within_rarity(values)
            }
            Self::EntropyL { l, .. } => entropy(frequencies, size).exp() >= l - ROUNDED,
            Self::K(k) => size >= *k,
            Self::Recursive { c, l, .. } => {
                let rare = usize::try_from(l - 1).ok().and_then(|from| frequencies.get(from..));
                let rare: u64 = rare.unwrap_or_default().iter().copied().map(u64::from).sum();
                most < c * rare as f64
            }
            Self::T { most, .. } => background.closeness(values) <= most + ROUNDED,
        }
    }
}

impl Ladder {
    #[expect(clippy::cast_precision_loss, reason = "a list has few codes")]
    fn of(hierarchy: &Hierarchy) -> Self {
        let short = |group: u32| u16::try_from(group).unwrap_or(u16::MAX);
        let groups: Vec<Vec<u16>> = (0..hierarchy.levels())
            .map(|level| hierarchy.groups(level).into_iter().map(short).collect())
            .collect();
        let codes = hierarchy.leaves().len();
        let widths = groups.iter().map(|groups: &Vec<u16>| {
            let most = groups.iter().max().map_or(0, |most| usize::from(*most));
            let mut members = vec![0_usize; most + 1];
            for group in groups.iter().take(codes) {
                if let Some(count) = members.get_mut(usize::from(*group)) {
                    *count += 1;
                }
            }
            let lost = |count: &usize| {
                count.saturating_sub(1) as f64 / codes.saturating_sub(1).max(1) as f64
            };
            members.iter().map(lost).collect()
        });
        Self { widths: widths.collect(), groups }
    }

    /// The group at one level that each group of a lower one is in.
    fn map(&self, from: u8, to: u8) -> Vec<u16> {
        let level = |at: u8| self.groups.get(usize::from(at)).map_or(&[][..], Vec::as_slice);
        let size = self.widths.get(usize::from(from)).map_or(0, Vec::len);
        let mut map = vec![0; size];
        for (low, high) in level(from).iter().zip(level(to)) {
            if let Some(slot) = map.get_mut(usize::from(*low)) {
                *slot = *high;
            }
        }
        map
    }
}
