//! Risk grids as data.

mod read;
#[cfg(test)]
mod tests;

use core::fmt;

use caldicott_calendar::Rule;

use crate::rules;
use caldicott_model::words;

words! {
    /// What a band asks of the organisation (I-033 to I-036).
    #[expect(clippy::exhaustive_enums, reason = "each is answered differently")]
    Asks {
        /// Nothing: the risk is watched (I-033).
        Accept = "accept",
        /// A word that it is acceptable, or another control (I-034).
        Consider = "consider",
        /// A measure, unless that is out of proportion (I-015, I-035).
        Reduce = "reduce",
        /// Action at once; where it stays, the regulator is asked first (I-017, I-036).
        Stop = "stop",
    }
}

/// A band of a grid.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Band {
    name: String,
    asks: Asks,
    scores: Option<(u8, u8)>,
}

/// What a cell of the grid may be: one band, or a range where the source leaves it open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cell {
    least: usize,
    most: usize,
}

/// A risk grid: impact by likelihood, and a band for each cell.
///
/// ```
/// use caldicott_accountability::{Asks, Grid};
///
/// let grid = Grid::five_by_five();
/// let (impact, likelihood) = (grid.impact("major").ok_or("no")?, grid.likelihood("rare").ok_or("no")?);
/// // Printed as low in the founding document, and moderate by its own table.
/// assert_eq!(grid.score(impact, likelihood), Some(4));
/// let band = grid.band(grid.cell(impact, likelihood).ok_or("no")?.worst()).ok_or("no")?;
/// assert_eq!((band.name(), band.asks()), ("moderate", Asks::Consider));
/// // No product of two numbers from 1 to 5 is 7, so no band has it.
/// assert_eq!(grid.band_of_score(7), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Grid {
    name: String,
    impact: Vec<String>,
    likelihood: Vec<String>,
    bands: Vec<Band>,
    /// Row by row: an impact, and in it each likelihood.
    cells: Vec<Cell>,
    rules: Vec<Rule>,
}

impl Band {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it asks.
    #[must_use]
    pub const fn asks(&self) -> Asks {
        self.asks
    }

    /// The least and the greatest score that belong to it, in a grid of scores.
    #[must_use]
    pub const fn scores(&self) -> Option<(u8, u8)> {
        self.scores
    }
}

impl Cell {
    /// The band, by its place, where the grid is sure of it.
    #[must_use]
    pub const fn exactly(self) -> Option<usize> {
        if self.least == self.most { Some(self.least) } else { None }
    }

    /// The worst band it may be.
    #[must_use]
    pub const fn worst(self) -> usize {
        self.most
    }

    /// Whether it may be this band.
    #[must_use]
    pub const fn may_be(self, band: usize) -> bool {
        self.least <= band && band <= self.most
    }
}

impl Grid {
    /// The three-by-three grid of source 000: severity by likelihood (I-007 to I-009).
    ///
    /// Its cells are printed nowhere. The rows of the source fix three of them, and two more follow since
    /// a risk never falls when an axis rises. Of the others only that is known, so each is a range: a
    /// document may print any band within it, and what is not printed counts as the worst.
    #[must_use]
    pub fn three_by_three() -> Self {
        let band = |name: &str, asks| Band { name: name.to_owned(), asks, scores: None };
        let cell = |least, most| Cell { least, most };
        Self {
            name: "three-by-three".to_owned(),
            impact: owned(&["minimal", "significant", "severe"]),
            likelihood: owned(&["remote", "possible", "probable"]),
            bands: vec![
                band("low", Asks::Accept),
                band("medium", Asks::Reduce),
                band("high", Asks::Stop),
            ],
            cells: vec![
                // I-012.
                cell(0, 0),
                cell(0, 1),
                cell(0, 2),
                // Between I-012 and I-013.
                cell(0, 0),
                // I-010, I-011.
                cell(1, 1),
                cell(1, 2),
                // I-013.
                cell(0, 0),
                cell(1, 2),
                cell(1, 2),
            ],
            rules: vec![
                rules::I_007,
                rules::I_008,
                rules::I_009,
                rules::I_010,
                rules::I_011,
                rules::I_012,
                rules::I_013,
            ],
        }
    }

    /// The five-by-five grid of source 002: impact times likelihood, in four bands (I-029 to I-032).
    #[must_use]
    pub fn five_by_five() -> Self {
        let band = |name: &str, asks, least, most| Band {
            name: name.to_owned(),
            asks,
            scores: Some((least, most)),
        };
        let bands = vec![
            band("low", Asks::Accept, 1, 3),
            band("moderate", Asks::Consider, 4, 6),
            band("medium/high", Asks::Reduce, 8, 12),
            band("high", Asks::Stop, 15, 25),
        ];
        let impact = owned(&["negligible", "minor", "moderate", "major", "catastrophic"]);
        let likelihood = owned(&["rare", "unlikely", "possible", "likely", "almost-certain"]);
        let cells = scored_cells(impact.len(), likelihood.len(), &bands).unwrap_or_default();
        let rules = vec![rules::I_028, rules::I_029, rules::I_030, rules::I_031, rules::I_032];
        Self { name: "five-by-five".to_owned(), impact, likelihood, bands, cells, rules }
    }

    /// The grid with this name that every file may use.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "three-by-three" => Some(Self::three_by_three()),
            "five-by-five" => Some(Self::five_by_five()),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The words for impact, from the least.
    #[must_use]
    pub fn impacts(&self) -> &[String] {
        &self.impact
    }

    /// The words for likelihood, from the least.
    #[must_use]
    pub fn likelihoods(&self) -> &[String] {
        &self.likelihood
    }

    /// The bands, from the lowest.
    #[must_use]
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// The rules it was read from.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The place of an impact, from 0.
    #[must_use]
    pub fn impact(&self, word: &str) -> Option<usize> {
        place(&self.impact, word)
    }

    /// The place of a likelihood, from 0.
    #[must_use]
    pub fn likelihood(&self, word: &str) -> Option<usize> {
        place(&self.likelihood, word)
    }

    /// The place of a band by its name, however it is spaced: `medium high` is `medium/high`.
    #[must_use]
    pub fn band_named(&self, word: &str) -> Option<usize> {
        let plain = plain(word);
        self.bands.iter().position(|band| self::plain(&band.name) == plain)
    }

    /// The band at a place.
    #[must_use]
    pub fn band(&self, place: usize) -> Option<&Band> {
        self.bands.get(place)
    }

    /// The cell of an impact and a likelihood.
    #[must_use]
    pub fn cell(&self, impact: usize, likelihood: usize) -> Option<Cell> {
        if likelihood >= self.likelihood.len() {
            return None;
        }
        self.cells.get(impact.checked_mul(self.likelihood.len())?.checked_add(likelihood)?).copied()
    }

    /// Whether cells have scores.
    #[must_use]
    pub fn has_scores(&self) -> bool {
        self.bands.iter().any(|band| band.scores.is_some())
    }

    /// The score of a cell: impact times likelihood, each counted from 1 (I-028, I-031).
    #[must_use]
    pub fn score(&self, impact: usize, likelihood: usize) -> Option<u8> {
        self.cell(impact, likelihood).filter(|_| self.has_scores())?;
        product(impact, likelihood)
    }

    /// The band of a score; none of a score that no cell has (DP-10).
    #[must_use]
    pub fn band_of_score(&self, score: u8) -> Option<usize> {
        let reached = (0..self.impact.len())
            .any(|i| (0..self.likelihood.len()).any(|l| self.score(i, l) == Some(score)));
        if !reached {
            return None;
        }
        self.bands.iter().position(|band| holds(band, score))
    }
}

impl fmt::Display for Grid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}

fn product(impact: usize, likelihood: usize) -> Option<u8> {
    let product = impact.checked_add(1)?.checked_mul(likelihood.checked_add(1)?)?;
    u8::try_from(product).ok()
}

fn holds(band: &Band, score: u8) -> bool {
    band.scores.is_some_and(|(least, most)| least <= score && score <= most)
}

/// The cells of a grid of scores, or a score that no band has.
fn scored_cells(impacts: usize, likelihoods: usize, bands: &[Band]) -> Result<Vec<Cell>, u8> {
    let mut cells = Vec::with_capacity(impacts.saturating_mul(likelihoods));
    for impact in 0..impacts {
        for likelihood in 0..likelihoods {
            let score = product(impact, likelihood).unwrap_or(u8::MAX);
            let band = bands.iter().position(|band| holds(band, score)).ok_or(score)?;
            cells.push(Cell { least: band, most: band });
        }
    }
    Ok(cells)
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

pub(crate) fn place(words: &[String], word: &str) -> Option<usize> {
    let plain = plain(word);
    words.iter().position(|known| self::plain(known) == plain)
}

/// A word without case, and with one space for `/`, `-` and blanks.
fn plain(word: &str) -> String {
    let spaced = word.to_lowercase().replace(['/', '-', '_'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
