//! Sums that leave.

use std::fmt::Write as _;

use caldicott_model::digest::Sha256;

use super::SumTable;
use crate::Profile;
use crate::release::{Escaped, csv_line, number_of, row_labels};

/// One published cell: both figures, or neither.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SumShown {
    /// How many people, rounded where the table is; `None` when hidden.
    pub people: Option<u64>,
    /// What their amounts come to; `None` when hidden.
    pub sum: Option<u64>,
}

/// Sums that were attacked and held. No smallest and no largest amount is ever in it: each is one person's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SumRelease {
    title: String,
    dimensions: Vec<String>,
    labels: Vec<Vec<String>>,
    cells: Vec<SumShown>,
    notes: Vec<String>,
}

impl SumRelease {
    pub(super) fn new(
        title: &str,
        table: &SumTable,
        view: &[usize],
        hidden: &[usize],
        profile: &Profile,
    ) -> Self {
        let cells = table.cells().iter().zip(view).map(|(cell, place)| {
            if hidden.binary_search(place).is_ok() {
                return SumShown { people: None, sum: None };
            }
            SumShown { people: Some(profile.shown(cell.people)), sum: Some(cell.sum) }
        });
        let mut notes = vec!["* figures are not shown, to protect people's privacy".to_owned()];
        if let Some(cap) = table.cap() {
            notes.push(format!("Amounts above {cap} count as {cap}"));
        }
        if profile.rounding > 1 {
            notes
                .push(format!("Numbers of people are rounded to the nearest {}", profile.rounding));
        }
        notes.push(
            "Trying to find out who is behind a figure may be an offence (Data Protection Act 2018, s.171)"
                .to_owned(),
        );
        Self {
            title: title.to_owned(),
            dimensions: table.dimensions().iter().map(|d| d.name().to_owned()).collect(),
            labels: table.dimensions().iter().map(|d| d.labels().to_vec()).collect(),
            cells: cells.collect(),
            notes,
        }
    }

    /// The table's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The dimensions' names.
    #[must_use]
    pub fn dimensions(&self) -> &[String] {
        &self.dimensions
    }

    /// The labels of each dimension: categories, groups, total.
    #[must_use]
    pub fn labels(&self) -> &[Vec<String>] {
        &self.labels
    }

    /// What readers are told.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The cells, the last dimension running fastest, margins included.
    #[must_use]
    pub fn cells(&self) -> &[SumShown] {
        &self.cells
    }

    /// What is shown at these labels, one per dimension.
    #[must_use]
    pub fn at(&self, labels: &[&str]) -> Option<SumShown> {
        self.cells.get(number_of(&self.labels, labels)?).copied()
    }

    /// The mean of what is shown, and so nothing that is not: from the figures as published.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a mean is rounded anyway")]
    pub fn mean(&self, labels: &[&str]) -> Option<f64> {
        let shown = self.at(labels)?;
        let people = shown.people.filter(|people| *people > 0)?;
        shown.sum.map(|sum| sum as f64 / people as f64)
    }

    /// One line per cell: the labels, the people, the sum.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut out = String::new();
        let heads = self.dimensions.iter().map(String::as_str).chain(["people", "sum"]);
        csv_line(&mut out, heads);
        for (place, cell) in self.cells.iter().enumerate() {
            let [people, sum] = [cell.people, cell.sum].map(text);
            let labels = row_labels(&self.labels, place).into_iter();
            csv_line(&mut out, labels.chain([people.as_str(), sum.as_str()]));
        }
        out
    }

    /// An accessible `<table>` with the notes below.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut out =
            format!("<table>\n<caption>{}</caption>\n<thead>\n<tr>", Escaped(&self.title));
        for head in self.dimensions.iter().map(String::as_str).chain(["people", "sum"]) {
            let _ = write!(out, "<th scope=\"col\">{}</th>", Escaped(head));
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for (place, cell) in self.cells.iter().enumerate() {
            out.push_str("<tr>");
            for label in row_labels(&self.labels, place) {
                let _ = write!(out, "<th scope=\"row\">{}</th>", Escaped(label));
            }
            let _ = writeln!(out, "<td>{}</td><td>{}</td></tr>", text(cell.people), text(cell.sum));
        }
        out.push_str("</tbody>\n</table>\n<ul>\n");
        for note in &self.notes {
            let _ = writeln!(out, "<li>{}</li>", Escaped(note));
        }
        out.push_str("</ul>\n");
        out
    }

    /// A name for exactly what is published.
    #[must_use]
    pub fn digest(&self) -> Sha256 {
        let notes = self.notes.join("\n");
        Sha256::of_parts(&[
            self.title.as_bytes(),
            b"\0",
            self.to_csv().as_bytes(),
            b"\0",
            notes.as_bytes(),
        ])
    }
}

fn text(figure: Option<u64>) -> String {
    figure.map_or_else(|| "*".to_owned(), |figure| figure.to_string())
}
