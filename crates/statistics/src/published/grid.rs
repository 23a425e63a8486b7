//! The lines of a published table sorted into labels and values.

use std::collections::{HashMap, HashSet};

use caldicott_model::Invalid;

use super::reading::{Group, Reading};
use super::share::{self, ShareColumn};
use crate::{Geometry, PublishedCell, PublishedDimension, PublishedTable};

/// What could not be understood, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReadingFault {
    /// The line, from 1; 0 for the whole table.
    pub line: usize,
    /// The column, from 1; 0 for the whole line.
    pub column: usize,
    /// What is wrong, without the cell.
    pub message: String,
}

impl std::fmt::Display for ReadingFault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

/// One value with its labels.
struct Value {
    line: usize,
    labels: Vec<String>,
    cell: PublishedCell,
}

pub(super) struct Grid {
    names: Vec<String>,
    values: Vec<Value>,
}

const TOO_MANY: &str = "the labels make more cells than can be attacked";

pub(super) type Line<'l> = (usize, Vec<&'l str>);

pub(super) fn fault(line: usize, column: usize, message: impl Into<String>) -> ReadingFault {
    ReadingFault { line, column, message: message.into() }
}

/// The lines and columns that are the table's.
struct Sheet<'l> {
    first: Line<'l>,
    lines: Vec<Line<'l>>,
    columns: Vec<usize>,
    /// How many of the columns are labels.
    labels: usize,
}

impl<'l> Sheet<'l> {
    fn of(reading: &Reading, lines: &'l [Vec<String>]) -> Result<Self, Invalid<ReadingFault>> {
        let mut lines = body(reading, lines)?;
        let first = if lines.is_empty() { None } else { Some(lines.remove(0)) };
        let Some((head_line, mut heads)) = first.filter(|_| !lines.is_empty()) else {
            return Err(
                vec![fault(0, 0, "there is no table: a line of heads and one of figures")].into()
            );
        };
        while heads.last().is_some_and(|head| head.is_empty())
            && lines.iter().all(|(_, line)| line.get(heads.len() - 1).is_none_or(|c| c.is_empty()))
        {
            heads.pop();
        }
        let mut faults = Vec::new();
        for (number, line) in &mut lines {
            while line.len() > heads.len() && line.last().is_some_and(|cell| cell.is_empty()) {
                line.pop();
            }
            if line.len() != heads.len() {
                let message =
                    format!("the line has {} cells, the heads are {}", line.len(), heads.len());
                faults.push(fault(*number, 0, message));
            }
        }
        let columns: Vec<usize> = (0..heads.len())
            .filter(|column| {
                let head = heads.get(*column).copied().unwrap_or_default();
                !reading.is_skipped(head)
                    && !reading.shares.iter().any(|share| share.only_narrows(head))
            })
            .collect();
        if !faults.is_empty() || columns.len() < 2 {
            faults.push(fault(head_line, 0, "a table needs a column of labels and one of figures"));
            if faults.len() > 1 {
                faults.pop();
            }
            return Err(faults.into());
        }
        let first = (head_line, heads);
        let shares = |labels| ShareColumn::all(reading, &first, &lines, labels);
        // Decimals look like labels, so what a share is must be known before.
        let labels = label_columns(reading, &lines, &columns, &shares(&columns)?);
        Ok(Self { first, lines, columns, labels })
    }
}

impl Grid {
    /// The heads of the columns of figures.
    pub(super) fn figures(
        reading: &Reading,
        lines: &[Vec<String>],
    ) -> Result<Vec<String>, Invalid<ReadingFault>> {
        let sheet = Sheet::of(reading, lines)?;
        let head = |column: &usize| sheet.first.1.get(*column).map_or("", |head| head);
        let figures = sheet.columns.get(sheet.labels..).unwrap_or_default();
        Ok(figures.iter().map(|column| head(column).to_owned()).collect())
    }

    pub(super) fn of(
        reading: &Reading,
        lines: &[Vec<String>],
    ) -> Result<Self, Invalid<ReadingFault>> {
        let Sheet { first, lines, columns, labels } = Sheet::of(reading, lines)?;
        let mut faults = Vec::new();
        let (labels, figures) = columns.split_at(labels);
        let is_wanted = |column: &&usize| {
            let wanted = reading.only.as_deref();
            wanted.is_none_or(|only| first.1.get(**column).is_some_and(|head| *head == only))
        };
        let figures: Vec<usize> = figures.iter().filter(is_wanted).copied().collect();
        let figures = figures.as_slice();
        let shares = ShareColumn::all(reading, &first, &lines, labels)?;
        let heads = &first.1;
        let head = |column: &usize| heads.get(*column).copied().unwrap_or_default();
        let mut names: Vec<String> = labels
            .iter()
            .enumerate()
            .map(|(place, column)| match head(column) {
                "" if place == 0 => "rows".to_owned(),
                "" => format!("rows {}", place + 1),
                name => unguarded(name).to_owned(),
            })
            .collect();
        let is_grid = figures.len() > 1;
        if is_grid {
            names.push(reading.across.clone());
        }
        let mut values = Vec::new();
        let downs = filled_down(&lines, labels);
        for (at, ((number, line), down)) in lines.iter().zip(&downs).enumerate() {
            if let Some(place) = down.iter().position(|label| label.is_empty()) {
                faults.push(fault(*number, place + 1, "the label is blank"));
            }
            for column in figures {
                let text = line.get(*column).copied().unwrap_or_default();
                let shared = shares.iter().find(|share| share.stands_in(*column));
                let told = shared.map(|share| share.told(reading, &lines, &downs, at));
                let read = match told.transpose() {
                    Ok(told) => told.or_else(|| reading.cell(text)),
                    Err(wrong) => {
                        faults.push(wrong);
                        continue;
                    }
                };
                let Some(mut cell) = read else {
                    let message = match text {
                        dash if DASHES.contains(&dash) => DASH,
                        other if is_quantity(other) => NO_WHOLE,
                        _ => NO_FIGURE,
                    };
                    faults.push(fault(*number, column + 1, message));
                    continue;
                };
                for share in shares.iter().filter(|share| share.bounds(*column)) {
                    let range = share.range(reading, &lines, &downs, at);
                    match range.map(|range| share::narrowed(cell, range)) {
                        Ok(Some(narrowed)) => cell = narrowed,
                        Ok(None) => faults.push(fault(*number, column + 1, NO_SHARE)),
                        Err(wrong) => faults.push(wrong),
                    }
                }
                let across = is_grid.then(|| head(column));
                let labels = down.iter().copied().chain(across).map(unguarded).map(str::to_owned);
                values.push(Value { line: *number, labels: labels.collect(), cell });
            }
        }
        if faults.is_empty() { Ok(Self { names, values }) } else { Err(faults.into()) }
    }

    pub(super) fn table(
        self,
        reading: &Reading,
        name: &str,
    ) -> Result<PublishedTable, Invalid<ReadingFault>> {
        let mut dimensions = Vec::with_capacity(self.names.len());
        for (place, name) in self.names.iter().enumerate() {
            let mut labels: Vec<String> = Vec::new();
            let mut seen: HashSet<&str> = HashSet::new();
            for value in &self.values {
                let label = value.labels.get(place).map_or("", String::as_str);
                if seen.insert(label) {
                    labels.push(label.to_owned());
                }
                // Each is a cell at least, and half of them at most are sums of others.
                if labels.len() > 2 * Geometry::MOST_CELLS {
                    return Err(vec![fault(value.line, 0, TOO_MANY)].into());
                }
            }
            let sums = sums(reading, name, &labels);
            let made = PublishedDimension::new(name.clone(), labels, sums);
            dimensions.push(made.map_err(|error| vec![fault(0, 0, error.to_string())])?);
        }
        for group in &reading.groups {
            let used = dimensions
                .iter()
                .any(|dimension| fits(group, dimension.name(), dimension.labels()));
            if !used {
                let message = format!("no dimension has the group `{}` and its parts", group.label);
                return Err(vec![fault(0, 0, message)].into());
            }
        }
        let cells = dimensions.iter().try_fold(1_usize, |cells, dimension| {
            cells.checked_mul(dimension.labels().len()).filter(|cells| *cells <= 1 << 20)
        });
        let Some(cells) = cells else {
            return Err(vec![fault(0, 0, TOO_MANY)].into());
        };
        let mut read: Vec<Option<PublishedCell>> = vec![None; cells];
        let numbered = |dimension: &PublishedDimension| -> HashMap<String, usize> {
            dimension.labels().iter().cloned().zip(0..).collect()
        };
        let places: Vec<HashMap<String, usize>> = dimensions.iter().map(numbered).collect();
        for value in self.values {
            let place = places
                .iter()
                .zip(&value.labels)
                .try_fold(0, |place, (known, label)| Some(place * known.len() + known.get(label)?));
            let slot = place.and_then(|place| read.get_mut(place));
            if slot.is_none_or(|slot| slot.replace(value.cell).is_some()) {
                return Err(vec![fault(
                    value.line,
                    0,
                    "these labels stood in an earlier line or column",
                )]
                .into());
            }
        }
        let cells = read.into_iter().map(|cell| cell.unwrap_or(PublishedCell::Absent)).collect();
        PublishedTable::new(name, dimensions, cells)
            .map_err(|error| vec![fault(0, 0, error.to_string())].into())
    }
}

/// The lines of the table itself: without blank lines, and without titles and notes around it.
fn body<'l>(
    reading: &Reading,
    lines: &'l [Vec<String>],
) -> Result<Vec<Line<'l>>, Invalid<ReadingFault>> {
    let filled = |(_, line): &Line<'_>| line.iter().filter(|cell| !cell.is_empty()).count();
    let mut read: Vec<Line<'_>> = lines
        .iter()
        .enumerate()
        .map(|(number, line)| (number + 1, line.iter().map(|cell| cell.trim()).collect::<Vec<_>>()))
        .filter(|line| filled(line) > 0)
        .collect();
    if read.iter().any(|line| filled(line) > 1) {
        let before = read.iter().take_while(|line| filled(line) == 1).count();
        read.drain(..before);
        // A blank line parts the notes from the table, however many there are of them.
        let apart = |read: &[Line<'_>]| {
            let last = read.iter().rev().take_while(|line| filled(line) == 1).count();
            let from = read.len().saturating_sub(last + 1);
            let numbers: Vec<usize> = read.iter().skip(from).map(|(number, _)| *number).collect();
            numbers.array_windows().position(|[one, next]| next - one > 1).map(|gap| from + gap + 1)
        };
        if let Some(notes) = apart(&read) {
            read.truncate(notes);
        }
        while let Some((number, line)) = read.last().filter(|line| filled(line) == 1) {
            match last_line(reading, line) {
                Last::Note => drop(read.pop()),
                Last::Row => break,
                Last::Either => return Err(vec![fault(*number, 2, NO_NOTE)].into()),
            }
        }
    }
    Ok(read)
}

/// What a line after the others is in which only one cell is filled.
enum Last {
    Note,
    Row,
    Either,
}

/// A label whose figure is blank looks like a note. Taken for the wrong one of the two, a hidden figure would be
/// left out of its total, or a total would seem to have a part that it has not.
fn last_line(reading: &Reading, line: &[&str]) -> Last {
    let Some(first) = line.first().filter(|first| !first.is_empty()) else { return Last::Row };
    let is_label = reading.is_total(first) || reading.groups.iter().any(|group| group.has(first));
    if is_label {
        return Last::Row;
    }
    let text = first.to_lowercase();
    let opens = ["note", "source", "*", "~", "[", "(", "©", "figures", "table", "numbers", "crown"];
    let is_prose = text.split_whitespace().count() > 5
        || text.ends_with('.')
        || text.contains(": ")
        || opens.iter().any(|open| text.starts_with(open));
    if line.len() == 1 || is_prose { Last::Note } else { Last::Either }
}

/// What stands for nought in one table and for a hidden figure in another.
const DASHES: [&str; 4] = ["-", "–", "—", "--"];
const DASH: &str = "a dash is a nought in one table and a hidden figure in another: say what it stands for, such as \
     `-=0..0` for nought or `-=0..` for any figure";
const NO_FIGURE: &str = "neither a figure nor a symbol whose meaning is known: say what it stands for, or that the \
     column is no part of the table";
const NO_WHOLE: &str = "a figure is a whole number from nought, without a sign for the currency and not beyond 2^48: write \
     amounts in pence, such as `1050` for £10.50";
const NO_NOTE: &str = "a label without a figure: write `*` for a figure that is not shown; a note after the table \
     stands alone on its line, without commas, or after a blank line";

const NO_SHARE: &str = "the count and its share contradict each other: perhaps it is a share of something else, \
     or of rounded figures";

/// Whether it is a number, though none that a figure can be: below nought, in pounds and pence, or too large.
fn is_quantity(text: &str) -> bool {
    let bare = text.trim_start_matches(['-', '+', '−', '£', '$', '€', ' ']);
    let bare: String = bare.chars().filter(|letter| !matches!(letter, ',' | ' ')).collect();
    bare.starts_with(|first: char| first.is_ascii_digit()) && bare.parse::<f64>().is_ok()
}

/// The labels of each line. A merged cell shows its text once: what is blank is as above, except in the last
/// column.
fn filled_down<'l>(lines: &[Line<'l>], labels: &[usize]) -> Vec<Vec<&'l str>> {
    let mut downs: Vec<Vec<&str>> = Vec::with_capacity(lines.len());
    for (_, line) in lines {
        let texts = labels.iter().map(|column| line.get(*column).copied().unwrap_or_default());
        let mut down: Vec<&str> = texts.collect();
        let last = down.len().saturating_sub(1);
        for (label, above) in down.iter_mut().zip(downs.last().into_iter().flatten()).take(last) {
            if label.is_empty() {
                *label = above;
            }
        }
        downs.push(down);
    }
    downs
}

/// How many of the columns are labels: the first ones in which most cells are no values.
fn label_columns(
    reading: &Reading,
    lines: &[Line<'_>],
    columns: &[usize],
    shares: &[ShareColumn<'_>],
) -> usize {
    if let Some(stated) = reading.label_columns {
        return stated.clamp(1, columns.len() - 1);
    }
    let is_label = |column: &usize| {
        let texts =
            || lines.iter().filter_map(|(_, line)| line.get(*column)).filter(|c| !c.is_empty());
        let values = texts().filter(|text| reading.cell(text).is_some()).count();
        values * 2 < texts().count() && !shares.iter().any(|share| share.stands_in(*column))
    };
    let labels = columns.iter().take_while(|column| is_label(column)).count();
    labels.clamp(1, columns.len() - 1)
}

fn sums(reading: &Reading, name: &str, labels: &[String]) -> Vec<(usize, Vec<usize>)> {
    let place = |label: &String| labels.iter().position(|known| known == label);
    let mut sums: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut inside = vec![false; labels.len()];
    for group in reading.groups.iter().filter(|group| fits(group, name, labels)) {
        let below: Vec<usize> = group.below.iter().filter_map(place).collect();
        for part in &below {
            if let Some(slot) = inside.get_mut(*part) {
                *slot = true;
            }
        }
        sums.extend(place(&group.label).map(|sum| (sum, below)));
    }
    let totals: Vec<usize> = labels
        .iter()
        .enumerate()
        .filter(|(place, label)| {
            reading.is_total(label) && !sums.iter().any(|(sum, _)| sum == place)
        })
        .map(|(place, _)| place)
        .collect();
    let below: Vec<usize> = (0..labels.len())
        .filter(|label| !totals.contains(label) && inside.get(*label) == Some(&false))
        .collect();
    if !below.is_empty() {
        sums.extend(totals.into_iter().map(|total| (total, below.clone())));
    }
    sums
}

fn fits(group: &Group, name: &str, labels: &[String]) -> bool {
    group.dimension.as_ref().is_none_or(|wanted| wanted == name)
        && labels.contains(&group.label)
        && group.below.iter().all(|label| labels.contains(label))
}

/// A label without the apostrophe that keeps a spreadsheet from taking it for a formula.
fn unguarded(label: &str) -> &str {
    match label.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => label,
    }
}
