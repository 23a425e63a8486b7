//! Columns of percentages: each bounds the count that it was reckoned from.

use caldicott_model::Invalid;

use super::grid::{Line, ReadingFault, fault};
use super::reading::Reading;
use crate::PublishedCell;

/// A column of shares in a published table, rounded to some decimals.
///
/// A share of a known number of people is that many people to within a rounding: 2.6% of 500 to one decimal
/// is 13 and nothing else. It is taken to be reckoned from the true counts, not from rounded ones.
///
/// ```
/// use caldicott_statistics::{PublishedCell, Reading, Share, ShareBase, attack};
///
/// let lines = [["service", "count", "%"], ["Outreach", "*", "2.6"], ["Hostel", "*", "97.4"], ["Total", "500", "100"]];
/// let lines: Vec<Vec<String>> = lines.iter().map(|line| line.map(str::to_owned).to_vec()).collect();
/// let reading = Reading::new().with_share(Share::of("%", ShareBase::Total).narrowing("count"));
/// let table = reading.table("t", &lines)?;
/// assert_eq!(table.cells()[0], PublishedCell::hidden(13, Some(13)));
/// # Ok::<(), Vec<caldicott_statistics::ReadingFault>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Share {
    head: String,
    base: ShareBase,
    counts: Option<String>,
    decimals: Option<u8>,
    whole: u64,
}

/// What a share is a share of.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ShareBase {
    /// The count in this column of the same line.
    Column(String),
    /// So many people, known from elsewhere.
    Number(u64),
    /// The count in the line of totals.
    Total,
    /// The count in the line with the same labels, but the total of this dimension.
    TotalOf(String),
}

/// A column of shares in the columns of one file.
pub(super) struct ShareColumn<'r> {
    share: &'r Share,
    column: usize,
    counts: Option<usize>,
    base: Base,
    decimals: u32,
}

enum Base {
    Column(usize),
    Number(u64),
    /// A line of totals: of this column of labels, or of all.
    Total(Option<usize>),
}

/// The least a count can be, and the most when something bounds it.
type Range = (u64, Option<u64>);

impl Share {
    /// The most decimals that are read.
    pub const MOST_DECIMALS: u8 = 9;

    /// The column with this head holds percentages of a base, each the count of its own line.
    #[must_use]
    pub fn of(head: &str, base: ShareBase) -> Self {
        Self { head: head.trim().to_owned(), base, counts: None, decimals: None, whole: 100 }
    }

    /// The counts themselves stand in this column, shown or hidden, and are only bounded.
    #[must_use]
    pub fn narrowing(mut self, counts: &str) -> Self {
        self.counts = Some(counts.trim().to_owned());
        self
    }

    /// So many decimals, where noughts at the end are left out; else as many as the longest has.
    #[must_use]
    pub const fn to_decimals(mut self, decimals: u8) -> Self {
        self.decimals = Some(decimals);
        self
    }

    /// All of the base is this: 100 for percentages, 1 for fractions, 1000 for rates per thousand.
    #[must_use]
    pub const fn per(mut self, whole: u64) -> Self {
        self.whole = whole;
        self
    }

    pub(super) fn head(&self) -> &str {
        &self.head
    }

    /// Whether the column only says more of another.
    pub(super) fn only_narrows(&self, head: &str) -> bool {
        self.counts.is_some() && self.head == head
    }

    /// The counts that are rounded to this share of a base in this range.
    fn range(&self, text: &str, decimals: u32, base: Range) -> Option<Range> {
        let (share, found) = parse(text)?;
        let share = share.checked_mul(10_u128.checked_pow(decimals.checked_sub(found)?)?)?;
        let unit = 2 * 10_u128.checked_pow(decimals)? * u128::from(self.whole.max(1));
        // Halves may have gone either way.
        let low = (2 * share).saturating_sub(1).checked_mul(u128::from(base.0))?.div_ceil(unit);
        let high = match base.1 {
            Some(base) => {
                let high = (2 * share + 1).checked_mul(u128::from(base))? / unit;
                Some(u64::try_from(high).map_or(base, |high| high.min(base)))
            }
            None => None,
        };
        Some((u64::try_from(low).ok()?, high))
    }
}

impl<'r> ShareColumn<'r> {
    /// The columns of shares that a reading tells of.
    pub(super) fn all(
        reading: &'r Reading,
        (head_line, heads): &Line<'_>,
        lines: &[Line<'_>],
        labels: &[usize],
    ) -> Result<Vec<Self>, Invalid<ReadingFault>> {
        let mut faults = Vec::new();
        let mut place = |name: &str| {
            let found = heads.iter().position(|head| *head == name);
            if found.is_none() {
                let message =
                    format!("no column is called `{name}`, which shares are said to need");
                faults.push(fault(*head_line, 0, message));
            }
            found
        };
        let mut made = Vec::new();
        for share in &reading.shares {
            let column = place(&share.head);
            let counts = share.counts.as_deref().map(&mut place);
            let base = match &share.base {
                ShareBase::Number(number) => Some(Base::Number(*number)),
                ShareBase::Column(name) => place(name).map(Base::Column),
                ShareBase::Total => Some(Base::Total(None)),
                ShareBase::TotalOf(name) => place(name)
                    .and_then(|found| labels.iter().position(|label| *label == found))
                    .map(|label| Base::Total(Some(label))),
            };
            if let (Some(column), None | Some(Some(_)), Some(base)) = (column, counts, base) {
                let texts = lines.iter().filter_map(|(_, line)| line.get(column));
                let longest = texts.filter_map(|text| parse(text)).map(|(_, found)| found).max();
                let decimals = share.decimals.map_or(longest.unwrap_or(0), u32::from);
                made.push(Self { share, column, counts: counts.flatten(), base, decimals });
            }
        }
        for share in &made {
            if matches!(share.base, Base::Total(_)) && share.counts.is_none() {
                let message =
                    "shares of a total need the column of the counts, or the number itself";
                faults.push(fault(*head_line, share.column + 1, message));
            }
        }
        if faults.is_empty() { Ok(made) } else { Err(faults.into()) }
    }

    /// Whether counts stand in this column as shares.
    pub(super) fn stands_in(&self, column: usize) -> bool {
        self.column == column && self.counts.is_none()
    }

    /// Whether it bounds the counts of this column.
    pub(super) fn bounds(&self, column: usize) -> bool {
        self.counts == Some(column)
    }

    /// What the share of a line says of its count; `None` where it is hidden itself.
    pub(super) fn range(
        &self,
        reading: &Reading,
        lines: &[Line<'_>],
        downs: &[Vec<&str>],
        at: usize,
    ) -> Result<Option<Range>, ReadingFault> {
        self.read(reading, lines, downs, at).map(|(range, _)| range)
    }

    /// The count of a line that has only the share.
    pub(super) fn told(
        &self,
        reading: &Reading,
        lines: &[Line<'_>],
        downs: &[Vec<&str>],
        at: usize,
    ) -> Result<PublishedCell, ReadingFault> {
        let (range, is_known) = self.read(reading, lines, downs, at)?;
        Ok(match range {
            None => PublishedCell::hidden(0, None),
            Some((least, None)) => PublishedCell::hidden(least, None),
            Some((least, Some(most))) => {
                match reading.shown(least, most).unwrap_or((least, most)) {
                    // That a single count fits is what the attack is to tell.
                    (one, other) if one == other && one > 0 && !is_known => {
                        PublishedCell::hidden(one, Some(one))
                    }
                    (least, most) => PublishedCell::Shown { least, most },
                }
            }
        })
    }

    /// The range, and whether it is the base itself, which is known without the share.
    fn read(
        &self,
        reading: &Reading,
        lines: &[Line<'_>],
        downs: &[Vec<&str>],
        at: usize,
    ) -> Result<(Option<Range>, bool), ReadingFault> {
        let cell = |line: usize, column: usize| {
            lines.get(line).and_then(|(_, line)| line.get(column)).copied().unwrap_or_default()
        };
        let number = lines.get(at).map_or(0, |(number, _)| *number);
        let wrong = |column: usize, message: &str| fault(number, column + 1, message);
        let text = cell(at, self.column);
        if parse(text).is_none() {
            return match reading.cell(text) {
                Some(PublishedCell::Hidden { .. }) => Ok((None, false)),
                _ => Err(wrong(self.column, "neither a share nor a symbol that is known")),
            };
        }
        let (base, is_total) = match self.base {
            Base::Number(number) => {
                let labels = downs.get(at).into_iter().flatten();
                ((number, Some(number)), labels.copied().all(|label| reading.is_total(label)))
            }
            Base::Column(column) => (known(reading, cell(at, column)), false),
            Base::Total(of) => {
                let wanted = |down: &Vec<&str>| {
                    let own = downs.get(at).map_or(&[][..], Vec::as_slice);
                    down.iter().zip(own).enumerate().all(|(place, (label, own))| {
                        let here = of.is_none_or(|of| of == place);
                        if here { reading.is_total(label) } else { label == own }
                    })
                };
                let total = downs.iter().position(wanted);
                let counts = self.counts.unwrap_or(self.column);
                (total.map_or(UNKNOWN, |total| known(reading, cell(total, counts))), false)
            }
        };
        if is_total {
            return Ok((Some(base), true));
        }
        let range = self.share.range(text, self.decimals, base);
        let range = range.map(|range| (Some(range), false));
        range.ok_or_else(|| wrong(self.column, "the share has more decimals than stated"))
    }
}

fn known(reading: &Reading, text: &str) -> Range {
    reading.cell(text).map_or(UNKNOWN, PublishedCell::range)
}

const UNKNOWN: Range = (0, None);

/// What is known of a count, and of its share: `None` when no count is both.
pub(super) fn narrowed(cell: PublishedCell, range: Option<Range>) -> Option<PublishedCell> {
    let Some((low, high)) = range else { return Some(cell) };
    match cell {
        PublishedCell::Absent => Some(cell),
        PublishedCell::Hidden { least, most } => {
            let most = match (most, high) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            let least = least.max(low);
            most.is_none_or(|most| least <= most).then_some(PublishedCell::Hidden { least, most })
        }
        PublishedCell::Shown { least, most } => {
            let exact = least == most;
            let (least, most) = (least.max(low), high.map_or(most, |high| most.min(high)));
            let comes_back = least == most && !exact && least > 0;
            let told = PublishedCell::Shown { least, most };
            let back = PublishedCell::hidden(least, Some(most));
            (least <= most).then_some(if comes_back { back } else { told })
        }
    }
}

/// The digits of a share and how many of them are decimals.
fn parse(text: &str) -> Option<(u128, u32)> {
    let text = text.trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = !whole.is_empty() && digits(whole) && digits(decimals) && whole.len() <= 9;
    if !sound || decimals.len() > usize::from(Share::MOST_DECIMALS) || text.ends_with('.') {
        return None;
    }
    let found = u32::try_from(decimals.len()).ok()?;
    format!("{whole}{decimals}").parse().ok().map(|share| (share, found))
}
