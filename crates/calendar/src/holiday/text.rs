//! The text form of a holiday table, for hosts that keep their own.

use core::fmt;
use core::str::FromStr;

use super::{Holiday, HolidayBasis, HolidayStatus, HolidayTable, HolidayTableError, Nation};
use crate::Day;

/// A text longer than this is no holiday table.
const LONGEST: usize = 1 << 20;

impl fmt::Display for HolidayTable {
    /// Writes the text form, which [`HolidayTable::from_str`] reads back.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "first {}", self.first)?;
        writeln!(out, "known-through {}", self.known_through)?;
        writeln!(out, "last {}", self.last)?;
        writeln!(out, "as-known-on {}", self.as_known_on)?;
        writeln!(out, "provenance {}", self.provenance)?;
        for holiday in &self.holidays {
            let Holiday { day, nation, title, basis, status, substitute, one_off } = holiday;
            write!(out, "{day} {} {} {}", nation.id(), basis.id(), status.id())?;
            if *substitute {
                out.write_str(" substitute")?;
            }
            if *one_off {
                out.write_str(" one-off")?;
            }
            writeln!(out, " : {title}")?;
        }
        Ok(())
    }
}

impl FromStr for HolidayTable {
    type Err = HolidayTableError;

    /// Reads the text form: a heading of five lines, then one line for a holiday of a nation.
    ///
    /// Blank lines and lines that begin with `#` say nothing. An unknown word is refused, so that
    /// a slip cannot make a holiday vanish.
    ///
    /// ```
    /// use caldicott_calendar::{HolidayTable, HolidayTableError};
    ///
    /// let text = "first 2027-01-01\nknown-through 2027-12-31\nlast 2027-12-31\n\
    ///             as-known-on 2026-11-01\nprovenance council minutes\n\
    ///             2027-06-18 scotland proclamation proclaimed one-off : A day off\n";
    /// let table: HolidayTable = text.parse()?;
    /// assert_eq!(table.to_string(), text);
    /// assert!(text.replace("scotland", "scotlnd").parse::<HolidayTable>().is_err());
    /// # Ok::<(), HolidayTableError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, HolidayTableError> {
        let whole = |problem| HolidayTableError::Line { line: 1, problem };
        if text.len() > LONGEST {
            return Err(whole("begins a text longer than 1 MiB"));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut heading = Heading::default();
        let mut holidays = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let at = |problem| HolidayTableError::Line { line: index + 1, problem };
            if line.chars().any(is_deceptive) {
                return Err(at("holds a control or direction character"));
            }
            if line.starts_with(|first: char| first.is_ascii_digit()) {
                holidays.push(holiday(line).map_err(at)?);
            } else {
                heading.read(line).map_err(at)?;
            }
        }
        let mut table = heading.table()?;
        for holiday in holidays {
            table.add(holiday)?;
        }
        Ok(table)
    }
}

#[derive(Default)]
struct Heading<'t> {
    first: Option<Day>,
    known_through: Option<Day>,
    last: Option<Day>,
    as_known_on: Option<Day>,
    provenance: Option<&'t str>,
}

impl<'t> Heading<'t> {
    fn read(&mut self, line: &'t str) -> Result<(), &'static str> {
        let (word, value) = line.split_once(' ').ok_or("is neither heading nor holiday")?;
        if word == "provenance" {
            return match self.provenance.replace(value) {
                None => Ok(()),
                Some(_) => Err("states a heading twice"),
            };
        }
        let slot = match word {
            "first" => &mut self.first,
            "known-through" => &mut self.known_through,
            "last" => &mut self.last,
            "as-known-on" => &mut self.as_known_on,
            _ => {
                return Err(
                    "begins with none of `first`, `known-through`, `last`, `as-known-on`, \
                     `provenance` or a day",
                );
            }
        };
        let day = value.parse().map_err(|_| "has no day written as `YYYY-MM-DD` in its heading")?;
        match slot.replace(day) {
            None => Ok(()),
            Some(_) => Err("states a heading twice"),
        }
    }

    fn table(self) -> Result<HolidayTable, HolidayTableError> {
        let need = |day: Option<Day>, name| day.ok_or(HolidayTableError::Missing(name));
        HolidayTable::new(
            need(self.first, "first")?,
            need(self.known_through, "known-through")?,
            need(self.last, "last")?,
            need(self.as_known_on, "as-known-on")?,
            self.provenance.ok_or(HolidayTableError::Missing("provenance"))?.to_owned(),
        )
    }
}

fn holiday(line: &str) -> Result<Holiday, &'static str> {
    let (facts, title) = line.split_once(" : ").ok_or("has no ` : ` before the holiday's title")?;
    let mut words = facts.split(' ');
    let mut word = |missing| words.next().ok_or(missing);
    let day = word("is empty")?.parse().map_err(|_| "does not begin with a day that exists")?;
    let nation = Nation::from_id(word("names no nation")?)
        .ok_or("names none of `england-and-wales`, `northern-ireland`, `scotland`")?;
    let id = word("states no basis")?;
    let basis = HolidayBasis::ALL
        .into_iter()
        .find(|basis| basis.id() == id)
        .ok_or("states none of the bases `common-law`, `proclamation`, `schedule-1`")?;
    let id = word("states no status")?;
    let status = HolidayStatus::ALL
        .into_iter()
        .find(|status| status.id() == id)
        .ok_or("states none of `proclaimed`, `projected`, `published`")?;
    let title = title.trim();
    if title.is_empty() {
        return Err("gives the holiday no title");
    }
    let mut holiday = Holiday::new(day, nation, title.to_owned()).under(basis).known(status);
    for word in words {
        match word {
            "substitute" if !holiday.substitute => holiday.substitute = true,
            "one-off" if !holiday.one_off => holiday.one_off = true,
            _ => {
                return Err(
                    "has a word that is neither `substitute` nor `one-off`, or has it twice",
                );
            }
        }
    }
    Ok(holiday)
}

/// Characters that make a line read otherwise than it is.
fn is_deceptive(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
