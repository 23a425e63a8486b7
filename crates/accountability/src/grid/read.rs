//! An organisation's own grid, from a file.

use caldicott_model::document::Reader;

use super::{Asks, Band, Cell, Grid, holds, place, scored_cells};
use crate::rules;

/// The longest axis and the most bands.
const MOST: usize = 10;

impl Grid {
    /// Reads a grid: `name`, `impact` and `likelihood` from the least word, `[[band]]` from the lowest,
    /// and either `least` and `most` scores in each band or a `[[row]]` of bands for each impact.
    ///
    /// Every fault is reported to the reader: a score without a band or with two, a band that falls where
    /// an axis rises, two equal words.
    #[must_use]
    pub fn read(table: &mut Reader<'_>) -> Option<Self> {
        let name = table.name("name").map(str::to_owned);
        let impact = axis(table, "impact");
        let likelihood = axis(table, "likelihood");
        let bands = bands(table);
        let rows = rows(table);
        let (name, impact, likelihood, bands) = (name?, impact?, likelihood?, bands?);
        let cells = match rows {
            Some(rows) if bands.iter().all(|band| band.scores.is_none()) => {
                by_rows(table, &impact, &likelihood, &bands, &rows)?
            }
            Some(_) => {
                table.fault("row", "bands have scores or rows, and not both");
                return None;
            }
            None => by_scores(table, &impact, &likelihood, &bands)?,
        };
        let rules = vec![rules::I_028];
        let grid = Self { name, impact, likelihood, bands, cells, rules };
        if !grid.never_falls() {
            table.fault("band", "a higher impact or likelihood never has a lower band");
            return None;
        }
        Some(grid)
    }

    /// Whether no band falls where impact or likelihood rises.
    pub(super) fn never_falls(&self) -> bool {
        let at = |impact, likelihood| self.cell(impact, likelihood);
        (0..self.impact.len()).all(|impact| {
            (0..self.likelihood.len()).all(|likelihood| {
                let Some(here) = at(impact, likelihood) else { return false };
                let not_below = |next: Cell| next.least >= here.least && next.most >= here.most;
                at(impact + 1, likelihood).is_none_or(not_below)
                    && at(impact, likelihood + 1).is_none_or(not_below)
            })
        })
    }
}

fn axis(table: &mut Reader<'_>, key: &'static str) -> Option<Vec<String>> {
    let words: Vec<String> =
        table.texts(key).into_iter().map(|(word, _)| word.trim().to_owned()).collect();
    if words.len() < 2 || words.len() > MOST {
        table.fault(key, format!("`{key}` names 2 to {MOST} steps, from the least"));
        return None;
    }
    if words.iter().enumerate().any(|(at, word)| word.is_empty() || place(&words, word) != Some(at))
    {
        table.fault(key, format!("`{key}` has a blank step or the same one twice"));
        return None;
    }
    Some(words)
}

fn bands(table: &mut Reader<'_>) -> Option<Vec<Band>> {
    let mut bands = Vec::new();
    let mut whole = true;
    for mut band in table.tables("band") {
        let name = band.text("name").map(|name| name.trim().to_owned());
        let asks = band.one_of("asks", "answer to a band", Asks::NAMES);
        let score = |number: Option<i64>| number.and_then(|number| u8::try_from(number).ok());
        let least = score(band.optional_number("least", 1, 100));
        let most = score(band.optional_number("most", 1, 100));
        let scores = least.zip(most);
        if least.is_some() != most.is_some() || scores.is_some_and(|(least, most)| least > most) {
            band.fault(
                "least",
                "a band has a `least` and a `most` score, the first not the greater",
            );
            whole = false;
        }
        match name.zip(asks) {
            Some((name, asks)) => bands.push(Band { name, asks, scores }),
            None => whole = false,
        }
    }
    if bands.len() < 2 || bands.len() > MOST {
        table.fault("band", format!("a grid has 2 to {MOST} bands, from the lowest"));
        return None;
    }
    let names: Vec<_> = bands.iter().map(|band| band.name.clone()).collect();
    if names.iter().enumerate().any(|(at, name)| place(&names, name) != Some(at)) {
        table.fault("band", "two bands have the same name");
        return None;
    }
    if bands.windows(2).any(|pair| matches!(pair, [low, high] if high.asks < low.asks)) {
        table.fault("band", "a higher band never asks for less");
        return None;
    }
    whole.then_some(bands)
}

/// Each row: the word of its impact, and its bands.
fn rows(table: &mut Reader<'_>) -> Option<Vec<(String, Vec<String>)>> {
    if !table.has("row") {
        return None;
    }
    let rows = table.tables("row");
    let read = rows.into_iter().filter_map(|mut row| {
        let bands = row.texts("bands").into_iter().map(|(band, _)| band.to_owned()).collect();
        Some((row.text("impact")?.to_owned(), bands))
    });
    Some(read.collect())
}

fn by_rows(
    table: &Reader<'_>,
    impact: &[String],
    likelihood: &[String],
    bands: &[Band],
    rows: &[(String, Vec<String>)],
) -> Option<Vec<Cell>> {
    let names: Vec<_> = bands.iter().map(|band| band.name.clone()).collect();
    let mut cells = Vec::new();
    for word in impact {
        let mut of_word =
            rows.iter().filter(|(named, _)| place(impact, named) == place(impact, word));
        let (Some((_, row)), None) = (of_word.next(), of_word.next()) else {
            table.fault("row", "each impact has one row, and no row is of anything else");
            return None;
        };
        if row.len() != likelihood.len() {
            table.fault("row", "a row names one band for each likelihood");
            return None;
        }
        for name in row {
            let Some(band) = place(&names, name) else {
                table.fault("row", "a row names bands of the grid");
                return None;
            };
            cells.push(Cell { least: band, most: band });
        }
    }
    if rows.len() != impact.len() {
        table.fault("row", "each impact has one row, and no row is of anything else");
        return None;
    }
    Some(cells)
}

fn by_scores(
    table: &Reader<'_>,
    impact: &[String],
    likelihood: &[String],
    bands: &[Band],
) -> Option<Vec<Cell>> {
    if bands.iter().any(|band| band.scores.is_none()) {
        table.fault("band", "without rows every band has its `least` and `most` score");
        return None;
    }
    let twice = (1..=100).find(|score| bands.iter().filter(|band| holds(band, *score)).count() > 1);
    if let Some(score) = twice {
        table.fault("band", format!("score `{score}` is in two bands"));
        return None;
    }
    match scored_cells(impact.len(), likelihood.len(), bands) {
        Ok(cells) => Some(cells),
        Err(score) => {
            table.fault("band", format!("score `{score}` is in no band"));
            None
        }
    }
}
