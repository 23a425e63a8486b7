//! What leaves: a table of figures and symbols, and its two renderings.

use std::fmt::Write as _;

use caldicott_model::digest::Sha256;

use crate::disclosure::Disclosure;
use crate::policy::Legend;
use crate::{FreqTable, PublishedTable};

/// One published cell.
#[expect(clippy::exhaustive_enums, reason = "a cell shows a figure or one of two symbols")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Shown {
    /// A figure, rounded where the table is.
    Figure(u64),
    /// `*`: hidden.
    Hidden,
    /// `~`: no small figure, hidden to protect another cell, where the legend tells the two apart.
    HiddenForOthers,
}

/// A table that was attacked and held. The only thing of this crate that leaves.
///
/// Everything in it follows from what is published: two data sets that show the same figures and
/// symbols give the same bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Release {
    title: String,
    dimensions: Vec<String>,
    labels: Vec<Vec<String>>,
    cells: Vec<Shown>,
    notes: Vec<String>,
    /// As a reader has it, where nothing but the figures says that.
    #[cfg_attr(feature = "serde", serde(skip))]
    #[cfg_attr(feature = "schemars", schemars(skip))]
    published: Option<PublishedTable>,
}

impl Release {
    /// A table that shows nothing at all.
    pub(crate) const fn empty() -> Self {
        Self {
            title: String::new(),
            dimensions: Vec::new(),
            labels: Vec::new(),
            cells: Vec::new(),
            notes: Vec::new(),
            published: None,
        }
    }

    /// The table of this number with what is small and these further cells hidden.
    pub(crate) fn new(
        title: &str,
        disclosure: &Disclosure<'_>,
        number: usize,
        secondary: &[usize],
    ) -> Self {
        let profile = disclosure.profile;
        let Some((table, view)) =
            disclosure.tables.get(number).zip(disclosure.world.views.get(number))
        else {
            return Self::empty();
        };
        let cells = table
            .counts()
            .iter()
            .zip(view)
            .map(|(count, cell)| {
                if disclosure.small.contains(cell) {
                    Shown::Hidden
                } else if disclosure.homogeneous.contains(cell) || secondary.contains(cell) {
                    match profile.legend {
                        Legend::Distinguished if *count > 0 => Shown::HiddenForOthers,
                        Legend::Distinguished | Legend::OneSymbol => Shown::Hidden,
                    }
                } else {
                    Shown::Figure(profile.shown(*count))
                }
            })
            .collect();
        let mut notes = Vec::new();
        let small = match profile.legend {
            Legend::OneSymbol => "* a figure is not shown, to protect people's privacy",
            Legend::Distinguished => "* a small figure is not shown, to protect people's privacy",
        };
        notes.push(small.to_owned());
        if profile.legend == Legend::Distinguished {
            notes.push("~ a figure is not shown because it would give another away".to_owned());
        }
        if profile.rounding > 1 {
            notes.push(format!(
                "Figures are rounded to the nearest {}, so they may not add up",
                profile.rounding
            ));
        }
        notes.push(
            "Trying to find out who is behind a figure may be an offence (Data Protection Act 2018, s.171)"
                .to_owned(),
        );
        Self {
            title: title.to_owned(),
            dimensions: table.dimensions().iter().map(|d| d.name().to_owned()).collect(),
            labels: table.dimensions().iter().map(|d| d.labels().to_vec()).collect(),
            cells,
            notes,
            published: None,
        }
    }

    /// A table whose figures were rounded so that they add up.
    pub(crate) fn rounded(title: &str, table: &FreqTable, rounded: Rounded) -> Self {
        Self {
            title: title.to_owned(),
            dimensions: table.dimensions().iter().map(|d| d.name().to_owned()).collect(),
            labels: table.dimensions().iter().map(|d| d.labels().to_vec()).collect(),
            cells: rounded.figures.iter().copied().map(Shown::Figure).collect(),
            notes: vec![format!(
                "Every figure was moved by less than {} so that all are multiples of it and still add up",
                rounded.base
            )],
            published: Some(rounded.published),
        }
    }

    /// The table as a reader has it whose figures were rounded so that they add up, for
    /// [`ReleaseLedger::enter_rounded`](crate::ReleaseLedger::enter_rounded). `None` for every other release: there
    /// it is in the [`Publication`](crate::Publication), for it tells more than the figures.
    #[must_use]
    pub const fn published(&self) -> Option<&PublishedTable> {
        self.published.as_ref()
    }

    /// What per cent of the people of the whole are at these labels: made of the two figures as they are
    /// published, and so `None` where either is hidden. A share of the true counts would tell them.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share is rounded anyway")]
    pub fn share(&self, part: &[&str], whole: &[&str]) -> Option<f64> {
        let figure = |labels: &[&str]| match self.at(labels)? {
            Shown::Figure(figure) => Some(figure),
            Shown::Hidden | Shown::HiddenForOthers => None,
        };
        let (part, whole) = (figure(part)?, figure(whole)?);
        (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
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

    /// The cells, the last dimension running fastest, margins included.
    #[must_use]
    pub fn cells(&self) -> &[Shown] {
        &self.cells
    }

    /// What is shown at these labels, one per dimension.
    #[must_use]
    pub fn at(&self, labels: &[&str]) -> Option<Shown> {
        self.cells.get(number_of(&self.labels, labels)?).copied()
    }

    /// What readers are told.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// One line per cell: the labels, then the figure or symbol. A text that a spreadsheet would
    /// take for a formula gets a leading apostrophe.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut out = String::new();
        let header = self.dimensions.iter().map(String::as_str).chain(["count"]);
        csv_line(&mut out, header);
        for (labels, shown) in self.rows() {
            let shown = shown.to_string();
            csv_line(&mut out, labels.into_iter().chain([shown.as_str()]));
        }
        out
    }

    /// An accessible `<table>`: caption, headers with scope, and the notes below.
    ///
    /// The last dimension runs across, the others down.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut out = String::new();
        let Some((across, down)) = self.labels.split_last() else { return out };
        let _ = write!(out, "<table>\n<caption>{}</caption>\n<thead>\n<tr>", Escaped(&self.title));
        for name in self.dimensions.iter().take(down.len()) {
            let _ = write!(out, "<th scope=\"col\">{}</th>", Escaped(name));
        }
        if down.is_empty() {
            let name = self.dimensions.last().map_or("", String::as_str);
            let _ = write!(out, "<th scope=\"col\">{}</th>", Escaped(name));
        }
        for label in across {
            let _ = write!(out, "<th scope=\"col\">{}</th>", Escaped(label));
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for (number, line) in self.cells.chunks(across.len().max(1)).enumerate() {
            out.push_str("<tr>");
            for label in row_labels(down, number) {
                let _ = write!(out, "<th scope=\"row\">{}</th>", Escaped(label));
            }
            if down.is_empty() {
                out.push_str("<th scope=\"row\">People</th>");
            }
            for shown in line {
                let _ = match shown {
                    Shown::Figure(figure) => write!(out, "<td>{figure}</td>"),
                    Shown::Hidden | Shown::HiddenForOthers => {
                        write!(out, "<td><abbr title=\"not shown\">{shown}</abbr></td>")
                    }
                };
            }
            out.push_str("</tr>\n");
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

    fn rows(&self) -> impl Iterator<Item = (Vec<&str>, Shown)> {
        self.cells.iter().enumerate().map(|(cell, shown)| (row_labels(&self.labels, cell), *shown))
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Figure(figure) => write!(out, "{figure}"),
            Self::Hidden => out.write_str("*"),
            Self::HiddenForOthers => out.write_str("~"),
        }
    }
}

/// The labels of the line of this number, the last list running fastest.
pub(crate) fn row_labels(lists: &[Vec<String>], number: usize) -> Vec<&str> {
    let mut rest = number;
    let mut labels: Vec<&str> = lists
        .iter()
        .rev()
        .map(|list| {
            let at = rest % list.len().max(1);
            rest /= list.len().max(1);
            list.get(at).map_or("", String::as_str)
        })
        .collect();
    labels.reverse();
    labels
}

/// The number of the line with these labels, one from each list: what [`row_labels`] undoes.
pub(crate) fn number_of(lists: &[Vec<String>], labels: &[&str]) -> Option<usize> {
    if labels.len() != lists.len() {
        return None;
    }
    lists.iter().zip(labels).try_fold(0, |number, (list, label)| {
        Some(number * list.len() + list.iter().position(|known| known == label)?)
    })
}

pub(crate) fn csv_line<'v>(out: &mut String, values: impl Iterator<Item = &'v str>) {
    for (place, value) in values.enumerate() {
        if place > 0 {
            out.push(',');
        }
        let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let guard = if formula { "'" } else { "" };
        if value.contains(['"', ',', '\n', '\r']) {
            let _ = write!(out, "\"{guard}{}\"", value.replace('"', "\"\""));
        } else {
            let _ = write!(out, "{guard}{value}");
        }
    }
    out.push_str("\r\n");
}

/// Figures after controlled rounding.
pub(crate) struct Rounded {
    pub(crate) figures: Vec<u64>,
    pub(crate) base: u64,
    pub(crate) published: PublishedTable,
}

/// Text that is safe inside an element, with direction overrides made visible.
pub(crate) struct Escaped<'t>(pub(crate) &'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' => {
                    write!(out, "[U+{:04X}]", u32::from(letter))?;
                }
                other if other.is_control() => write!(out, "[U+{:04X}]", u32::from(other))?,
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}
