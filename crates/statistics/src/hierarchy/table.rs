//! A hierarchy from the lines of a table, with everything that is wrong in it told at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use caldicott_model::Invalid;

use super::{Hierarchy, Level};
use crate::code_list::{Match, hides, look};
use crate::{CodeList, Microdata};

/// What is wrong with one line of a table that holds a hierarchy.
///
/// No text of the table is repeated: who names the wrong file may have named one about people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HierarchyFault {
    line: Option<u64>,
    kind: HierarchyFaultKind,
}

/// What is wrong.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HierarchyFaultKind {
    /// The value stands in an earlier line too.
    #[error("its value stands in line {first} already")]
    Again {
        /// That line.
        first: u64,
    },
    /// A cell is blank.
    #[error("cell {cell} is blank")]
    Blank {
        /// Which, from 1.
        cell: usize,
    },
    /// A group is called as something that is not in it, as where `a` is in `b` and `b` in `a`.
    #[error("cell {cell} is called as the group in cell {group} of line {line} and is not in it")]
    Circle {
        /// What is not in the group, from 1.
        cell: usize,
        /// The group, from 1.
        group: usize,
        /// Where a group of this name stands.
        line: u64,
    },
    /// A cell holds control characters, or such that hide or reorder text.
    #[error("cell {cell} holds characters that cannot be seen")]
    Hidden {
        /// Which, from 1.
        cell: usize,
    },
    /// Codes of the list have no line.
    #[error("these codes have no line: {}", some(codes))]
    Lacking {
        /// The codes, from the list.
        codes: Vec<String>,
    },
    /// More levels than are searched.
    #[error("it has {found} levels; a hierarchy has at most {most}", most = Hierarchy::MOST)]
    Levels {
        /// How many.
        found: usize,
    },
    /// More lines than a list has codes.
    #[error("a hierarchy has at most {} lines, and this is one more", CodeList::MOST)]
    Lines,
    /// A text only looks like that of another line.
    #[error("cell {cell} looks like that of line {first} and is another text")]
    LookAlike {
        /// Which, from 1.
        cell: usize,
        /// The other line.
        first: u64,
    },
    /// A value that counts as missing, which has a category of its own.
    #[error("its value counts as missing, which is a category of its own: it has no line")]
    Missing,
    /// Further faults that are not listed.
    #[error("and {more} faults more")]
    More {
        /// How many.
        more: usize,
    },
    /// There is no line.
    #[error("there is no line in it")]
    None,
    /// What one cell has in one, the next one parts.
    #[error("cell {cell} is another than in line {first}, though the cell before is the same")]
    Parts {
        /// Which, from 1.
        cell: usize,
        /// The other line.
        first: u64,
    },
    /// A line with more or fewer cells than the first.
    #[error("it has {found} cells, the first line {wanted}")]
    Ragged {
        /// How many it has.
        found: usize,
        /// How many the first has.
        wanted: usize,
    },
    /// A value that is not in the list of codes.
    #[error("its value is not in the list of codes")]
    Unknown,
}

impl HierarchyFault {
    /// The line it stands in, as whoever read the table numbered them; none where a line is lacking.
    #[must_use]
    pub const fn line(&self) -> Option<u64> {
        self.line
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &HierarchyFaultKind {
        &self.kind
    }
}

impl fmt::Display for HierarchyFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "line {line}: {}", self.kind),
            None => self.kind.fmt(out),
        }
    }
}

impl std::error::Error for HierarchyFault {}

/// The first of some codes.
fn some(codes: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = codes.iter().take(SHOWN).map(|code| format!("`{code}`")).collect();
    match codes.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

impl Hierarchy {
    /// A hierarchy from the numbered lines of a table: a value, then what it is at each level. That is how
    /// ARX and others keep them, one line a value, in any order. Without a list of codes the values of the
    /// table are the list, in its order.
    ///
    /// # Errors
    /// Every fault of every line, up to [`Microdata::LISTED`].
    ///
    /// ```
    /// use caldicott_statistics::{CodeList, Hierarchy};
    ///
    /// let districts = CodeList::new("district", ["NR1", "NR2", "NR30"])?;
    /// let lines = [
    ///     (1, vec!["NR1", "Norwich", "*"]),
    ///     (2, vec!["NR2", "Norwich", "*"]),
    ///     (3, vec!["NR30", "Great Yarmouth", "*"]),
    /// ];
    /// let read = Hierarchy::from_lines(Some(&districts), lines.clone())?;
    /// assert_eq!(read.label(1, "NR2"), Some("Norwich"));
    ///
    /// // A line too few and a cell too few: both are told.
    /// let cut = [lines[0].clone(), (2, vec!["NR2", "Norwich"])];
    /// let told: Vec<String> = Hierarchy::from_lines(Some(&districts), cut)
    ///     .unwrap_err().iter().map(ToString::to_string).collect();
    /// assert_eq!(told, ["line 2: it has 2 cells, the first line 3", "these codes have no line: `NR30`"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_lines<I, C>(
        codes: Option<&CodeList>,
        lines: I,
    ) -> Result<Self, Invalid<HierarchyFault>>
    where
        I: IntoIterator<Item = (u64, Vec<C>)>,
        C: AsRef<str>,
    {
        let mut table = Table::default();
        for (number, (line, cells)) in lines.into_iter().enumerate() {
            if number >= CodeList::MOST {
                table.fault(Some(line), HierarchyFaultKind::Lines);
                break;
            }
            let cells: Vec<&str> = cells.iter().map(|cell| cell.as_ref().trim()).collect();
            table.line(line, &cells, codes);
        }
        table.lacking(codes);
        table.levels();
        table.finish(codes)
    }
}

/// What was read of a table.
#[derive(Default)]
struct Table {
    width: Option<usize>,
    /// The values seen, by their text and by their look, and where.
    texts: BTreeMap<String, u64>,
    looks: BTreeMap<String, u64>,
    /// Which codes of the list have a line.
    present: BTreeSet<u32>,
    rows: Vec<Row>,
    faults: Vec<HierarchyFault>,
    unlisted: usize,
}

/// A line that is whole, and the place of its value in the list.
struct Row {
    line: u64,
    code: u32,
    cells: Vec<String>,
}

impl Table {
    fn fault(&mut self, line: Option<u64>, kind: HierarchyFaultKind) {
        if self.faults.len() < Microdata::LISTED {
            self.faults.push(HierarchyFault { line, kind });
        } else {
            self.unlisted += 1;
        }
    }

    fn line(&mut self, line: u64, cells: &[&str], codes: Option<&CodeList>) {
        let wanted = *self.width.get_or_insert(cells.len());
        let before = self.faults.len() + self.unlisted;
        let found = cells.len();
        if found.saturating_sub(1) > Hierarchy::MOST {
            self.fault(Some(line), HierarchyFaultKind::Levels { found: found - 1 });
        }
        if found != wanted {
            self.fault(Some(line), HierarchyFaultKind::Ragged { found, wanted });
        }
        for (cell, text) in (1..).zip(cells) {
            if text.is_empty() {
                self.fault(Some(line), HierarchyFaultKind::Blank { cell });
            } else if text.chars().any(hides) {
                self.fault(Some(line), HierarchyFaultKind::Hidden { cell });
            }
        }
        let value = cells.first().copied().unwrap_or_default();
        if value.is_empty() || value.chars().any(hides) {
            return;
        }
        let code = match codes.map(|codes| codes.find(value)) {
            Some(Match::Code(code)) => Some(code),
            Some(Match::LookAlike(_) | Match::Unknown) => {
                self.fault(Some(line), HierarchyFaultKind::Unknown);
                None
            }
            Some(Match::Missing) => {
                self.fault(Some(line), HierarchyFaultKind::Missing);
                None
            }
            None => u32::try_from(self.rows.len()).ok(),
        };
        let seen = look(value);
        if let Some(first) = self.texts.get(value).copied() {
            self.fault(Some(line), HierarchyFaultKind::Again { first });
        } else if let Some(first) = self.looks.get(&seen).copied() {
            self.fault(Some(line), HierarchyFaultKind::LookAlike { cell: 1, first });
        }
        self.texts.entry(value.to_owned()).or_insert(line);
        self.looks.entry(seen).or_insert(line);
        let Some(code) = code else { return };
        self.present.insert(code);
        if self.faults.len() + self.unlisted == before {
            let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
            self.rows.push(Row { line, code, cells });
        }
    }

    /// Codes of the list without a line.
    fn lacking(&mut self, codes: Option<&CodeList>) {
        if self.width.is_none() {
            self.fault(None, HierarchyFaultKind::None);
            return;
        }
        let labels = (0..).zip(codes.into_iter().flat_map(CodeList::labels));
        let lacking = labels.filter(|(code, _)| !self.present.contains(code));
        let codes: Vec<String> = lacking.map(|(_, label)| label.clone()).collect();
        if !codes.is_empty() {
            self.fault(None, HierarchyFaultKind::Lacking { codes });
        }
    }

    /// What is wrong between the lines: levels that part what is one below, groups called as what is
    /// not in them, labels that look alike.
    fn levels(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let looks: Vec<Vec<String>> =
            rows.iter().map(|row| row.cells.iter().map(|cell| look(cell)).collect()).collect();
        let width = self.width.unwrap_or(0);
        for level in 1..width {
            let at = |row: &Row, level: usize| row.cells.get(level).cloned().unwrap_or_default();
            // The first line of each label of this level, by its look.
            let mut named: BTreeMap<&str, (String, u64)> = BTreeMap::new();
            let mut told: BTreeSet<String> = BTreeSet::new();
            for (row, looks) in rows.iter().zip(&looks) {
                let Some(seen) = looks.get(level) else { continue };
                let label = at(row, level);
                let (first, line) = named.entry(seen).or_insert_with(|| (label.clone(), row.line));
                let (other, first) = (*first != label, *line);
                if other && told.insert(label) {
                    let kind = HierarchyFaultKind::LookAlike { cell: level + 1, first };
                    self.fault(Some(row.line), kind);
                }
            }
            let mut parents: BTreeMap<String, (String, u64)> = BTreeMap::new();
            for row in &rows {
                let (below, label) = (at(row, level - 1), at(row, level));
                let (parent, first) =
                    parents.entry(below).or_insert_with(|| (label.clone(), row.line));
                if *parent != label {
                    let kind = HierarchyFaultKind::Parts { cell: level + 1, first: *first };
                    self.fault(Some(row.line), kind);
                }
            }
            for below in 0..level {
                let mut told: BTreeSet<&str> = BTreeSet::new();
                for (row, looks) in rows.iter().zip(&looks) {
                    let (Some(lower), Some(upper)) = (looks.get(below), looks.get(level)) else {
                        continue;
                    };
                    let Some((_, line)) = named.get(lower.as_str()) else { continue };
                    if lower != upper && told.insert(lower) {
                        let kind = HierarchyFaultKind::Circle {
                            cell: below + 1,
                            group: level + 1,
                            line: *line,
                        };
                        self.fault(Some(row.line), kind);
                    }
                }
            }
        }
        self.rows = rows;
    }

    fn finish(mut self, codes: Option<&CodeList>) -> Result<Hierarchy, Invalid<HierarchyFault>> {
        if !self.faults.is_empty() {
            // A line's faults stand together, whichever way they were found.
            self.faults.sort_by_key(|fault| fault.line.unwrap_or(u64::MAX));
            if self.unlisted > 0 {
                let kind = HierarchyFaultKind::More { more: self.unlisted };
                self.faults.push(HierarchyFault { line: None, kind });
            }
            return Err(self.faults.into());
        }
        self.rows.sort_by_key(|row| row.code);
        let column = |level: usize| {
            self.rows.iter().filter_map(move |row| row.cells.get(level)).map(String::as_str)
        };
        let leaves = match codes {
            Some(codes) => codes.labels().to_vec(),
            None => column(0).map(str::to_owned).collect(),
        };
        let levels = (1..self.width.unwrap_or(1)).map(|level| Level::of(column(level)));
        Ok(Hierarchy { leaves, levels: levels.collect() })
    }
}
