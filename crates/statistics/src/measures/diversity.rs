//! How varied a sensitive variable is within the classes.

use super::background::Background;

/// What the classes tell about one sensitive variable, each figure being that of the worst class.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Diversity {
    /// The variable.
    pub name: String,
    /// The least number of different values (distinct l-diversity, Machanavajjhala and others 2007).
    pub l: u64,
    /// The number of equally frequent values that would be as uncertain (entropy l-diversity): the
    /// largest l for which it holds, whole or not.
    pub entropy_l: f64,
    /// For each l from 2 to the least number of different values, the bound of recursive diversity.
    pub recursive: Vec<Recursive>,
    /// The largest share of one value ((alpha, k)-anonymity, Wong and others 2006).
    pub alpha: f64,
    /// The largest distance from all records (t-closeness).
    pub t: f64,
    /// The largest relative gain of a value (basic beta-likeness).
    pub beta: f64,
    /// That, or the logarithm of how rare the rarest value is where that is less (as enhanced
    /// beta-likeness is measured).
    pub beta_enhanced: f64,
    /// Whether no value gains more than the logarithm of how rare it is, which enhanced beta-likeness
    /// demands of each value besides.
    pub gains_within_rarity: bool,
    /// The largest logarithm of a value's share over its share in all records (delta-disclosure), among
    /// the values that a class has.
    pub delta: f64,
    /// Whether each class has every value. If not, the definition of delta-disclosure, which takes the
    /// logarithm of nothing, holds for no delta.
    pub every_value_everywhere: bool,
}

/// Recursive (c, l)-diversity holds for every c *above* this bound (Machanavajjhala and others 2007):
/// the most frequent value is less than c times the l-th and all rarer ones together.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Recursive {
    /// The l.
    pub l: u64,
    /// What c must exceed.
    pub above: f64,
}

/// The worst of the classes seen so far.
pub(crate) struct Spread<'b> {
    background: &'b Background,
    seen: bool,
    l: usize,
    entropy: f64,
    /// For each l from 2 on, the largest value and all from the l-th on.
    recursive: Vec<(u64, u64)>,
    /// The largest share, as counts.
    alpha: (u64, u64),
    t: f64,
    beta: f64,
    delta: f64,
    within: bool,
    everywhere: bool,
    /// Codes that a whole class has: what follows is the same for each such class.
    alone: Vec<bool>,
    frequencies: Vec<u32>,
}

impl<'b> Spread<'b> {
    pub(super) fn new(background: &'b Background) -> Self {
        Self {
            background,
            seen: false,
            l: usize::MAX,
            entropy: f64::INFINITY,
            recursive: Vec::new(),
            alpha: (0, 1),
            t: 0.0,
            beta: 0.0,
            delta: 0.0,
            within: true,
            everywhere: true,
            alone: vec![false; background.codes()],
            frequencies: Vec::new(),
        }
    }

    /// One over the same values that has seen no class.
    pub(super) fn part(&self) -> Self {
        Self::new(self.background)
    }

    /// The worst of what both have seen.
    pub(super) fn join(&mut self, part: Self) {
        self.alone.iter_mut().zip(part.alone).for_each(|(alone, too)| *alone |= too);
        if !part.seen {
            return;
        }
        if !self.seen {
            self.recursive.clone_from(&part.recursive);
        }
        (self.seen, self.l) = (true, self.l.min(part.l));
        self.recursive.truncate(self.l.saturating_sub(1));
        for (worst, other) in self.recursive.iter_mut().zip(part.recursive) {
            if larger(other, *worst) {
                *worst = other;
            }
        }
        if larger(part.alpha, self.alpha) {
            self.alpha = part.alpha;
        }
        self.entropy = self.entropy.min(part.entropy);
        self.t = self.t.max(part.t);
        self.beta = self.beta.max(part.beta);
        self.delta = self.delta.max(part.delta);
        self.within &= part.within;
        self.everywhere &= part.everywhere;
    }

    /// A class: its values ascending, with the number of records of each.
    pub(crate) fn add(&mut self, values: &[(u32, u32)]) {
        if let [(code, _)] = values {
            if let Some(alone) = self.alone.get_mut(*code as usize) {
                *alone = true;
            }
            return;
        }
        self.judge(values);
    }

    fn judge(&mut self, values: &[(u32, u32)]) {
        let mut frequencies = std::mem::take(&mut self.frequencies);
        self.background.frequencies(values, &mut frequencies);
        let distinct = frequencies.len();
        self.everywhere &= values.len() == self.background.values();
        if !self.seen {
            // Bounds are kept for every l that some class could still have.
            self.recursive = vec![(0, 1); distinct.saturating_sub(1)];
        }
        (self.seen, self.l) = (true, self.l.min(distinct));
        self.recursive.truncate(self.l.saturating_sub(1));
        let most = u64::from(frequencies.first().copied().unwrap_or(0));
        let size: u64 = frequencies.iter().copied().map(u64::from).sum();
        if larger((most, size), self.alpha) {
            self.alpha = (most, size);
        }
        let mut rest = size;
        for (worst, before) in self.recursive.iter_mut().zip(&frequencies) {
            rest -= u64::from(*before);
            if larger((most, rest), *worst) {
                *worst = (most, rest);
            }
        }
        self.entropy = self.entropy.min(entropy(&frequencies, size));
        self.t = self.t.max(self.background.closeness(values));
        self.beta = self.beta.max(self.background.gain(values));
        self.delta = self.delta.max(self.background.disclosure(values));
        self.within = self.within && self.background.gains_within_rarity(values);
        self.frequencies = frequencies;
    }

    #[expect(clippy::cast_precision_loss, reason = "shares, shown to people")]
    pub(super) fn finish(mut self, name: &str) -> Diversity {
        for (code, alone) in (0_u32..).zip(std::mem::take(&mut self.alone)) {
            if alone {
                self.judge(&[(code, 1)]);
            }
        }
        let share = |(part, whole): (u64, u64)| part as f64 / whole as f64;
        let recursive = (2..)
            .zip(&self.recursive)
            .map(|(l, worst)| Recursive { l, above: share(*worst) })
            .collect();
        let rarity = -self.background.rarest().ln();
        Diversity {
            name: name.to_owned(),
            l: if self.seen { self.l as u64 } else { 0 },
            entropy_l: if self.seen { self.entropy.exp() } else { 0.0 },
            recursive,
            alpha: share(self.alpha),
            t: self.t,
            beta: self.beta,
            beta_enhanced: self.beta.min(rarity),
            gains_within_rarity: self.within,
            delta: self.delta,
            every_value_everywhere: self.everywhere,
        }
    }
}

/// Whether one share is larger than another, in whole numbers.
fn larger(one: (u64, u64), other: (u64, u64)) -> bool {
    u128::from(one.0) * u128::from(other.1) > u128::from(other.0) * u128::from(one.1)
}

#[expect(clippy::cast_precision_loss, reason = "shares")]
pub(crate) fn entropy(frequencies: &[u32], size: u64) -> f64 {
    let size = size as f64;
    let part = |count: &u32| {
        let share = f64::from(*count) / size;
        -share * share.ln()
    };
    frequencies.iter().map(part).sum()
}
