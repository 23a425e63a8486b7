//! A published table as a grid of texts: what is a label, a total, a figure, a symbol.

use caldicott_model::Invalid;

use super::grid::{Grid, ReadingFault};
use super::share::Share;
use crate::{PublishedCell, PublishedSums, PublishedTable, SumTable};

/// How a file with a published table is to be read.
///
/// Two layouts are told apart by themselves: a list, with a column for each dimension and one of figures;
/// and a grid, with a column of figures for each category of the last dimension. Lines above and below
/// with a single cell are taken for titles and notes.
///
/// ```
/// use caldicott_statistics::{PublishedCell, Reading};
///
/// let lines = [["service", "women", "men", "all"], ["Outreach", "*", "20", "23"], ["all", "9", "28", "37"]];
/// let lines: Vec<Vec<String>> = lines.iter().map(|line| line.map(str::to_owned).to_vec()).collect();
/// let table = Reading::new().with_threshold(5).with_rounding(5).table("t", &lines)?;
/// assert_eq!(table.cells()[0], PublishedCell::hidden(1, Some(5)));
/// // A multiple of five can be any of five counts; a 23 was never rounded.
/// assert_eq!(table.cells()[1], PublishedCell::Shown { least: 18, most: 22 });
/// assert_eq!(table.cells()[2], PublishedCell::exactly(23));
/// # Ok::<(), Vec<caldicott_statistics::ReadingFault>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reading {
    pub(super) markers: Vec<(String, u64, Option<u64>)>,
    pub(super) threshold: Option<(u64, u64)>,
    pub(super) rounding: u64,
    pub(super) totals: Vec<String>,
    pub(super) groups: Vec<Group>,
    pub(super) label_columns: Option<usize>,
    pub(super) skipped: Vec<String>,
    pub(super) shares: Vec<Share>,
    pub(super) across: String,
    sums: Sums,
    cap: Option<u64>,
    /// Of the figures only the column with this head.
    pub(super) only: Option<String>,
}

/// Which figures are sums of an amount.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Sums {
    None,
    All,
    Column(String),
}

/// What a file holds: numbers of people, sums of an amount, or both.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublishedFile {
    /// The numbers of people.
    pub people: Option<PublishedTable>,
    /// The sums.
    pub sums: Option<PublishedSums>,
}

/// A label that is the sum of others.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Group {
    pub(super) dimension: Option<String>,
    pub(super) label: String,
    pub(super) below: Vec<String>,
}

impl Group {
    /// Whether this is its label or that of one of its parts.
    pub(super) fn has(&self, label: &str) -> bool {
        self.label == label || self.below.iter().any(|below| below == label)
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self::new()
    }
}

impl Reading {
    /// Symbols that stand for a hidden figure, of which nothing else is known.
    pub const MARKERS: [&'static str; 8] = ["*", "~", "c", "[c]", "x", "[x]", "..", ":"];
    /// Labels of totals, in any case.
    pub const TOTALS: [&'static str; 5] = ["all", "all people", "grand total", "total", "totals"];

    /// Nothing is known of what a symbol stands for, and nothing is rounded.
    #[must_use]
    pub fn new() -> Self {
        Self {
            markers: Vec::new(),
            threshold: None,
            rounding: 1,
            totals: Vec::new(),
            groups: Vec::new(),
            label_columns: None,
            skipped: Vec::new(),
            shares: Vec::new(),
            across: "columns".to_owned(),
            sums: Sums::None,
            cap: None,
            only: None,
        }
    }

    /// A symbol stands for counts from `least` to `most`.
    #[must_use]
    pub fn with_marker(mut self, text: &str, least: u64, most: Option<u64>) -> Self {
        self.markers.push((text.trim().to_owned(), least, most));
        self
    }

    /// Counts from one to this are hidden, and only they: `*` stands for one of them, and no shown figure
    /// was one before it was rounded.
    #[must_use]
    pub const fn with_threshold(mut self, most: u64) -> Self {
        self.threshold = Some((1, most));
        self
    }

    /// As [`Reading::with_threshold`], but noughts are hidden too.
    #[must_use]
    pub const fn with_threshold_and_zeros(mut self, most: u64) -> Self {
        self.threshold = Some((0, most));
        self
    }

    /// Figures that are multiples of this were rounded to the nearest.
    #[must_use]
    pub const fn with_rounding(mut self, base: u64) -> Self {
        self.rounding = base;
        self
    }

    /// A further label of a total.
    #[must_use]
    pub fn with_total(mut self, label: &str) -> Self {
        self.totals.push(label.trim().to_lowercase());
        self
    }

    /// A label is the sum of others, in one dimension or in whichever has them.
    #[must_use]
    pub fn with_group<'c, I>(mut self, dimension: Option<&str>, label: &str, below: I) -> Self
    where
        I: IntoIterator<Item = &'c str>,
    {
        self.groups.push(Group {
            dimension: dimension.map(str::to_owned),
            label: label.trim().to_owned(),
            below: below.into_iter().map(|label| label.trim().to_owned()).collect(),
        });
        self
    }

    /// The first so many columns are labels, where that does not show by itself: ages look like figures.
    #[must_use]
    pub const fn with_label_columns(mut self, columns: usize) -> Self {
        self.label_columns = Some(columns);
        self
    }

    /// A column that is no part of the table.
    #[must_use]
    pub fn without_column(mut self, head: &str) -> Self {
        self.skipped.push(head.trim().to_owned());
        self
    }

    /// A column holds shares: what each says of its count is attacked with the rest.
    #[must_use]
    pub fn with_share(mut self, share: Share) -> Self {
        self.shares.push(share);
        self
    }

    /// The column with this head holds sums of an amount, beside the numbers of people in the others. Threshold,
    /// rounding and the ranges of symbols say nothing of sums: there a symbol stands for any.
    #[must_use]
    pub fn with_sum(mut self, head: &str) -> Self {
        self.sums = Sums::Column(head.trim().to_owned());
        self
    }

    /// Every figure is a sum of an amount, none a number of people.
    #[must_use]
    pub fn of_sums(mut self) -> Self {
        self.sums = Sums::All;
        self
    }

    /// Larger amounts counted as this when they were added up.
    #[must_use]
    pub const fn with_cap(mut self, cap: u64) -> Self {
        self.cap = Some(cap);
        self
    }

    /// What the dimension is called that runs across a grid.
    #[must_use]
    pub fn with_across(mut self, name: &str) -> Self {
        name.trim().clone_into(&mut self.across);
        self
    }

    /// Reads a table from its lines.
    ///
    /// # Errors
    /// Everything that could not be understood, with its line and column from 1; no message repeats a cell.
    pub fn table(
        &self,
        name: &str,
        lines: &[Vec<String>],
    ) -> Result<PublishedTable, Invalid<ReadingFault>> {
        Grid::of(self, lines)?.table(self, name)
    }

    /// Whether some figures are sums.
    #[must_use]
    pub fn has_sums(&self) -> bool {
        self.sums != Sums::None
    }

    /// Reads numbers of people and sums from the lines of one file, for [`attack_sums`](crate::attack_sums). A
    /// file without the column of sums has only people.
    ///
    /// # Errors
    /// As [`Reading::table`].
    pub fn file(
        &self,
        name: &str,
        lines: &[Vec<String>],
    ) -> Result<PublishedFile, Invalid<ReadingFault>> {
        const AMOUNT: &str = "sum";
        let sums = |table| Some(PublishedSums::new(AMOUNT, self.cap, table));
        let head = match &self.sums {
            Sums::None => None,
            Sums::All => {
                let table = self.of_amounts().table(name, lines)?;
                return Ok(PublishedFile { people: None, sums: sums(table) });
            }
            Sums::Column(head) => Some(head),
        };
        let figures = Grid::figures(self, lines)?;
        let Some(head) = head.filter(|head| figures.iter().any(|figure| figure == *head)) else {
            let people = Some(self.table(name, lines)?);
            return Ok(PublishedFile { people, sums: None });
        };
        let added = Self { only: Some(head.clone()), ..self.of_amounts() };
        let added = sums(added.table(name, lines)?);
        let people = if figures.len() > 1 {
            Some(self.clone().without_column(head).table(name, lines)?)
        } else {
            None
        };
        Ok(PublishedFile { people, sums: added })
    }

    /// The same for amounts, of which rules about numbers of people say nothing.
    fn of_amounts(&self) -> Self {
        let mut reading = self.clone();
        reading.threshold = None;
        reading.rounding = 1;
        for (_, least, most) in &mut reading.markers {
            // That a symbol is a nought holds for amounts as well.
            if *most != Some(0) {
                (*least, *most) = (0, None);
            }
        }
        reading.skipped.extend(self.shares.iter().map(|share| share.head().to_owned()));
        reading.shares.clear();
        reading
    }

    /// What a text stands for; `None` for what is neither a figure nor a symbol.
    pub(super) fn cell(&self, text: &str) -> Option<PublishedCell> {
        let text = text.trim();
        if let Some((_, least, most)) = self.markers.iter().find(|(known, ..)| known == text) {
            return Some(PublishedCell::hidden(*least, *most));
        }
        if text == "*" {
            let (least, most) =
                self.threshold.map_or((0, None), |(least, most)| (least, Some(most)));
            return Some(PublishedCell::hidden(least, most));
        }
        if text.is_empty() || Self::MARKERS.contains(&text) {
            return Some(PublishedCell::hidden(0, None));
        }
        if let Some(below) = text.strip_prefix('<').or_else(|| text.strip_prefix("under ")) {
            return Some(PublishedCell::hidden(0, Some(number(below)?.checked_sub(1)?)));
        }
        if let Some(most) = text.strip_prefix('≤') {
            return Some(PublishedCell::hidden(0, Some(number(most)?)));
        }
        if let Some((least, most)) = text.split_once(['-', '–']) {
            let (least, most) = (number(least)?, number(most)?);
            return (least <= most).then_some(PublishedCell::hidden(least, Some(most)));
        }
        number(text).map(|count| self.figure(count))
    }

    /// A figure: what could have been rounded to it and would not have been hidden.
    fn figure(&self, count: u64) -> PublishedCell {
        let cell = PublishedCell::rounded(count, self.rounding);
        let PublishedCell::Shown { least, most } = cell else { return cell };
        match self.shown(least, most) {
            Some((least, most)) => PublishedCell::Shown { least, most },
            None => PublishedCell::exactly(count),
        }
    }

    /// Which counts of a range would not have been hidden.
    pub(super) fn shown(&self, mut least: u64, mut most: u64) -> Option<(u64, u64)> {
        let Some((first, last)) = self.threshold else { return Some((least, most)) };
        if (first..=last).contains(&least) {
            least = last + 1;
        }
        if (first..=last).contains(&most) {
            most = first.saturating_sub(1);
        }
        (least <= most).then_some((least, most))
    }

    pub(super) fn is_skipped(&self, head: &str) -> bool {
        self.skipped.iter().any(|skipped| skipped == head)
    }

    pub(super) fn is_total(&self, label: &str) -> bool {
        let label = label.trim().to_lowercase();
        Self::TOTALS.contains(&label.as_str()) || self.totals.contains(&label)
    }
}

/// A count, with or without commas between thousands.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let plain = if text.contains(',') {
        let mut groups = text.split(',');
        let first = groups.next()?;
        if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) {
            return None;
        }
        text.replace(',', "")
    } else {
        text.to_owned()
    };
    let digits = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
    // Larger than the largest sum that is published: no figure.
    if digits { plain.parse().ok().filter(|count| *count <= SumTable::MOST) } else { None }
}
