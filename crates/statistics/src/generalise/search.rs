//! The best combination of levels, with as few counted as it takes to be sure.
//!
//! First, where what is required is monotone (a coarser combination of a good one is good), chains upward
//! are halved until each combination is known to be good or bad, or not to be the best: too coarse, or so
//! fine that too many records are left out. Then those that could still be the best are counted, the most
//! promising first, until no bound is below the best loss.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::cells::Cells;
use super::judge::{Joint, Judge, Verdict};
use super::{Generalise, Loss, Searched};
use crate::TableError;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Tag {
    Bad,
    Good,
    Open,
}

pub(super) struct Search<'j, 'd> {
    judge: &'j Judge<'d>,
    heights: Vec<u8>,
    /// What one step up a variable adds to a combination's number.
    strides: Vec<usize>,
    tags: Vec<Tag>,
    /// Combinations at which leaving records out costs more than the best loss.
    spoilt: Vec<bool>,
    /// Counted combinations that leave records out, and how many.
    leaving_out: Vec<(usize, u64)>,
    /// Of combinations that were counted, whether they will do.
    counted: Vec<Option<bool>>,
    /// How many those are.
    count: usize,
    at_least: Vec<f64>,
    joint: Joint,
    /// Cells counted before, from which coarser ones are made; the first are those of the rows.
    kept: Vec<Cells>,
    best: Option<Verdict>,
    decided: usize,
}

/// A combination that could be the best: its bound, its height, its number.
#[derive(PartialEq)]
struct Hope(f64, usize, usize);

impl Eq for Hope {}

impl Ord for Hope {
    fn cmp(&self, other: &Self) -> Ordering {
        let loss = self.0.total_cmp(&other.0);
        loss.then(self.1.cmp(&other.1)).then(self.2.cmp(&other.2))
    }
}

impl PartialOrd for Hope {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How many sets of cells are kept.
const KEPT: usize = 48;

/// What two ways of adding up the same loss may differ by.
const ROUNDED: f64 = 1e-9;

impl<'j, 'd> Search<'j, 'd> {
    pub(super) fn new(judge: &'j Judge<'d>) -> Result<Self, TableError> {
        let heights = judge.heights();
        let mut strides = vec![0; heights.len()];
        let mut all = 1_usize;
        for (stride, height) in strides.iter_mut().zip(&heights).rev() {
            *stride = all;
            all = all
                .checked_mul((*height).into())
                .filter(|all| *all <= Generalise::MOST)
                .ok_or(TableError::Lattice)?;
        }
        let (rows, joint) = judge.cells(&vec![0; heights.len()])?;
        let mut search = Self {
            judge,
            heights,
            strides,
            tags: vec![Tag::Open; all],
            spoilt: vec![false; all],
            leaving_out: Vec::new(),
            counted: vec![None; all],
            count: 0,
            at_least: vec![f64::NEG_INFINITY; all],
            joint,
            kept: vec![rows],
            best: None,
            decided: 0,
        };
        // What this measure loses without suppression is known without counting classes.
        if let Some(margins) = judge.margins() {
            let least = (0..all).map(|at| {
                let levels = search.node(at).into_iter().zip(&margins);
                let sum: f64 = levels.filter_map(|(level, m)| m.get(usize::from(level))).sum();
                sum * (1.0 - ROUNDED)
            });
            search.at_least = least.collect();
        }
        Ok(search)
    }

    pub(super) const fn combinations(&self) -> usize {
        self.tags.len()
    }

    pub(super) const fn counted(&self) -> usize {
        self.count
    }

    /// What is known of each combination: whether it will do. Where that was not needed to be sure of the
    /// best, nothing is.
    pub(super) fn lattice(&self) -> Vec<(Vec<u8>, Option<bool>)> {
        let known = |at: usize| match self.tag(at) {
            Tag::Good => Some(true),
            Tag::Bad => Some(false),
            Tag::Open => self.counted.get(at).copied().flatten(),
        };
        (0..self.tags.len()).map(|at| (self.node(at), known(at))).collect()
    }

    pub(super) fn run(
        &mut self,
        progress: &mut dyn FnMut(Searched),
    ) -> Result<Option<Verdict>, TableError> {
        let mut order: Vec<usize> = (0..self.tags.len()).collect();
        order.sort_by_key(|at| (self.height(*at), *at));
        let monotone = self.judge.is_monotone();
        if monotone {
            for at in &order {
                self.bound(*at);
                if self.tag(*at) == Tag::Open && !self.is_beaten(*at) {
                    self.halve(*at, progress)?;
                }
            }
        }
        // Without suppression nothing coarser than a good combination loses less than it.
        if !monotone || self.judge.most_suppressed > 0 {
            self.best_first(&order, progress)?;
        }
        Ok(self.best.take())
    }

    /// Finds where a chain of open combinations turns good.
    fn halve(&mut self, from: usize, progress: &mut dyn FnMut(Searched)) -> Result<(), TableError> {
        let mut chain = vec![from];
        let mut at = from;
        loop {
            let mut above = self.above(at).into_iter();
            let Some(next) = above.find(|next| {
                self.bound(*next);
                self.tag(*next) == Tag::Open && !self.is_beaten(*next)
            }) else {
                break;
            };
            chain.push(next);
            at = next;
        }
        let (mut low, mut high) = (0, chain.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let Some(at) = chain.get(middle).copied() else { break };
            if self.count(at, progress)? {
                self.spread(at, Tag::Good);
                high = middle;
            } else {
                self.spread(at, Tag::Bad);
                low = middle + 1;
            }
        }
        Ok(())
    }

    /// Counts what could be the best, by its bound.
    fn best_first(
        &mut self,
        order: &[usize],
        progress: &mut dyn FnMut(Searched),
    ) -> Result<(), TableError> {
        let mut hopes = BinaryHeap::new();
        for at in order {
            self.bound(*at);
            if self.tag(*at) != Tag::Bad && !self.is_counted(*at) && !self.is_spoilt(*at) {
                hopes.push(Reverse(Hope(self.least(*at), self.height(*at), *at)));
            }
        }
        while let Some(Reverse(Hope(said, height, at))) = hopes.pop() {
            // Bounds only rise: when what was said is beaten, so is all that is left.
            if self.beats(said) {
                break;
            }
            self.bound(at);
            let now = self.least(at);
            if self.beats(now) || self.is_spoilt(at) {
                continue;
            }
            if now > said && hopes.peek().is_some_and(|Reverse(next)| next.0 < now) {
                hopes.push(Reverse(Hope(now, height, at)));
                continue;
            }
            self.count(at, progress)?;
        }
        Ok(())
    }

    /// Whether the best found loses surely less than this.
    fn beats(&self, loss: f64) -> bool {
        self.best.as_ref().is_some_and(|best| loss > best.loss + ROUNDED * best.loss.abs())
    }

    /// Whether a combination need not be known. Where nothing may be left out, the finest that will do are
    /// all that is looked for, and whole chains find them sooner than cut ones.
    fn is_beaten(&self, at: usize) -> bool {
        self.judge.most_suppressed > 0 && (self.is_spoilt(at) || self.beats(self.least(at)))
    }

    fn is_spoilt(&self, at: usize) -> bool {
        self.spoilt.get(at).copied().unwrap_or(true)
    }

    /// Finds what is too fine to be the best among what is finer than these, which leave so many records
    /// out: where what is required is monotone it leaves out no fewer, and each costs as much as all records
    /// are. What does not say so yet is kept for a better best.
    #[expect(clippy::cast_precision_loss, reason = "a loss is compared, never counted with")]
    fn spoil(&mut self, known: Vec<(usize, u64)>) {
        if self.judge.loss != Loss::Discernibility || !self.judge.is_monotone() {
            return;
        }
        let records = self.judge.records() as f64;
        let mut waiting = Vec::new();
        for (at, out) in known {
            if self.beats(out as f64 * records) {
                waiting.push(at);
            } else {
                self.leaving_out.push((at, out));
            }
        }
        while let Some(at) = waiting.pop() {
            let Some(slot) = self.spoilt.get_mut(at) else { continue };
            if !std::mem::replace(slot, true) {
                waiting.extend(self.below(at));
            }
        }
    }

    /// Raises the bound of a combination to those of the finer ones next to it.
    fn bound(&mut self, at: usize) {
        let below = self.below(at).into_iter().map(|below| self.least(below));
        let least = below.fold(self.least(at), f64::max);
        if let Some(slot) = self.at_least.get_mut(at) {
            *slot = least;
        }
    }

    /// Counts a combination's classes; whether few enough records are left out.
    fn count(&mut self, at: usize, progress: &mut dyn FnMut(Searched)) -> Result<bool, TableError> {
        let node = self.node(at);
        let finer = |cells: &&Cells| cells.node.iter().zip(&node).all(|(low, high)| low <= high);
        let from = self.kept.iter().filter(finer).min_by_key(|cells| cells.len());
        let from = from.ok_or(TableError::Shape)?;
        let rolled = if from.node == node {
            None
        } else {
            Some(self.judge.roll(from, &node, &self.joint)?)
        };
        let verdict = self.judge.verdict(rolled.as_ref().unwrap_or(from), &self.joint);
        if let Some(cells) = rolled {
            self.kept.push(cells);
            if self.kept.len() > KEPT {
                self.kept.remove(1);
            }
        }
        if let Some(slot) = self.at_least.get_mut(at) {
            *slot = slot.max(verdict.at_least);
        }
        let good = verdict.suppressed <= self.judge.most_suppressed;
        if let Some(slot) = self.counted.get_mut(at) {
            self.count += usize::from(slot.replace(good).is_none());
        }
        let mut known = if good { vec![(at, verdict.suppressed)] } else { Vec::new() };
        if good && self.best.as_ref().is_none_or(|best| better(&verdict, best)) {
            self.best = Some(verdict);
            known.append(&mut self.leaving_out);
        }
        self.spoil(known);
        self.decided += usize::from(self.tag(at) == Tag::Open);
        let counted = self.counted();
        progress(Searched { counted, decided: self.decided.max(counted), all: self.tags.len() });
        Ok(good)
    }

    /// Tags a combination and all coarser ones as good, or all finer ones as bad.
    fn spread(&mut self, from: usize, tag: Tag) {
        let mut waiting = vec![from];
        while let Some(at) = waiting.pop() {
            let Some(slot) = self.tags.get_mut(at) else { continue };
            if *slot == tag {
                continue;
            }
            *slot = tag;
            self.decided += 1;
            waiting.extend(if tag == Tag::Good { self.above(at) } else { self.below(at) });
        }
    }

    fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Bad)
    }

    fn is_counted(&self, at: usize) -> bool {
        self.counted.get(at).is_none_or(Option::is_some)
    }

    fn least(&self, at: usize) -> f64 {
        self.at_least.get(at).copied().unwrap_or(f64::INFINITY)
    }

    fn level(&self, at: usize, variable: usize) -> u8 {
        let stride = self.strides.get(variable).copied().unwrap_or(1);
        let height = self.heights.get(variable).copied().unwrap_or(1);
        u8::try_from(at / stride % usize::from(height)).unwrap_or(0)
    }

    fn node(&self, at: usize) -> Vec<u8> {
        (0..self.heights.len()).map(|variable| self.level(at, variable)).collect()
    }

    fn height(&self, at: usize) -> usize {
        (0..self.heights.len()).map(|variable| usize::from(self.level(at, variable))).sum()
    }

    fn above(&self, at: usize) -> Vec<usize> {
        let variables = self.strides.iter().zip(&self.heights).enumerate();
        let up = variables.filter(|(which, (_, height))| self.level(at, *which) + 1 < **height);
        up.map(|(_, (stride, _))| at + stride).collect()
    }

    fn below(&self, at: usize) -> Vec<usize> {
        let variables = self.strides.iter().enumerate();
        let down = variables.filter(|(which, _)| self.level(at, *which) > 0);
        down.map(|(_, stride)| at - stride).collect()
    }
}

/// Less loss; among equal losses lower levels, then the order of the variables.
pub(super) fn better(one: &Verdict, other: &Verdict) -> bool {
    let height =
        |verdict: &Verdict| verdict.node.iter().map(|level| u32::from(*level)).sum::<u32>();
    let loss = one.loss.total_cmp(&other.loss);
    loss.then_with(|| height(one).cmp(&height(other)))
        .then_with(|| one.node.cmp(&other.node))
        .is_lt()
}
