//! Writes the conditions of a standing, each so that it is never null.

use core::fmt::Write as _;

use caldicott_calendar::Day;

use super::{Dialect, Parameter, Query, SqlError, Stored, TableMap};
use crate::Standing;
use crate::cutoff::{ClauseCut, Cutoffs, TermCut};
use crate::schedule::{FIRST_REAL, LAST_REAL, Mode};

pub(super) struct Writer<'w> {
    cutoffs: &'w Cutoffs<'w>,
    table: &'w TableMap,
    dialect: Dialect,
    text: String,
    parameters: Vec<Parameter>,
}

impl<'w> Writer<'w> {
    pub(super) fn new(
        cutoffs: &'w Cutoffs<'w>,
        table: &'w TableMap,
        dialect: Dialect,
    ) -> Result<Self, SqlError> {
        let fits = match (table.stored, dialect) {
            (Stored::EpochDays, _) | (Stored::IsoText, Dialect::Sqlite) => true,
            (Stored::Date, other) => other != Dialect::Sqlite,
            (Stored::IsoText, _) => false,
        };
        if !fits {
            return Err(SqlError::Stored { stored: table.stored, dialect });
        }
        Ok(Self { cutoffs, table, dialect, text: String::new(), parameters: Vec::new() })
    }

    pub(super) fn finish(self) -> Query {
        Query { text: self.text, parameters: self.parameters }
    }

    pub(super) fn select(&mut self, standing: Standing) -> Result<(), SqlError> {
        let id = self.quoted(&self.table.id)?;
        let from = self.from()?;
        self.put(&format!("SELECT {id} FROM {from} WHERE "));
        if let Some((column, class)) = &self.table.class {
            let column = self.quoted(column)?;
            let bound = self.bind(Parameter::Text(class.clone()));
            self.put(&format!("{column} = {bound} AND "));
        }
        if standing == Standing::Due {
            self.unless_held()?;
        }
        self.standing(standing)?;
        self.put(&format!(" ORDER BY {id}"));
        Ok(())
    }

    /// The table, with its schema.
    pub(super) fn from(&self) -> Result<String, SqlError> {
        let names: Result<Vec<String>, SqlError> =
            self.table.table.iter().map(|name| self.quoted(name)).collect();
        Ok(names?.join("."))
    }

    /// The conditions of a standing: its own, and none of those that come before it.
    fn standing(&mut self, standing: Standing) -> Result<(), SqlError> {
        let own: &[(Part, bool)] = match standing {
            Standing::Due => &[(Part::Unclear, false), (Part::Due, true)],
            Standing::Review => {
                self.put("(");
                self.part(Part::Unclear, true)?;
                self.put(" OR (");
                self.part(Part::Backstop, true)?;
                self.put(" AND ");
                self.part(Part::Due, false)?;
                self.put("))");
                return Ok(());
            }
            Standing::Archive => &[
                (Part::Unclear, false),
                (Part::Archive, true),
                (Part::Due, false),
                (Part::Backstop, false),
            ],
            Standing::Undated => &[
                (Part::Unclear, false),
                (Part::Undated, true),
                (Part::Due, false),
                (Part::Backstop, false),
                (Part::Archive, false),
            ],
            Standing::Keep => &[
                (Part::Unclear, false),
                (Part::Due, false),
                (Part::Backstop, false),
                (Part::Archive, false),
                (Part::Undated, false),
            ],
        };
        for (place, (part, wanted)) in own.iter().enumerate() {
            self.put(if place > 0 { " AND " } else { "" });
            self.part(*part, *wanted)?;
        }
        Ok(())
    }

    fn part(&mut self, part: Part, wanted: bool) -> Result<(), SqlError> {
        let start = self.text.len();
        match part {
            Part::Unclear => self.unclear()?,
            Part::Due => self.due()?,
            Part::Backstop => {
                let clauses = &self.cutoffs.backstops;
                self.any(clauses)?;
            }
            Part::Archive => {
                let clauses = &self.cutoffs.archives;
                if clauses.is_empty() { self.put("1 = 0") } else { self.all(clauses)? }
            }
            Part::Undated => self.undated()?,
        }
        let condition = self.text.split_off(start);
        // Every condition is written so that it is never null, and NOT turns it round exactly.
        self.put(&if wanted { format!("({condition})") } else { format!("NOT ({condition})") });
        Ok(())
    }

    fn due(&mut self) -> Result<(), SqlError> {
        let cutoffs = self.cutoffs;
        if cutoffs.rules.is_empty() {
            self.any(&cutoffs.limits)?;
        }
        for (place, rule) in cutoffs.rules.iter().enumerate() {
            self.put(if place > 0 { " AND (" } else { "(" });
            self.any(&rule.versions)?;
            self.put(")");
        }
        self.unless_extended()
    }

    /// The row is under no hold. One of which that is not known is taken as held.
    pub(super) fn unless_held(&mut self) -> Result<(), SqlError> {
        if let Some(held) = &self.table.held {
            let held = self.quoted(held)?;
            self.put(&format!("{held} = 0 AND "));
        }
        Ok(())
    }

    /// No review has extended the row beyond the day.
    pub(super) fn unless_extended(&mut self) -> Result<(), SqlError> {
        if let Some(column) = &self.table.kept_until {
            self.put(" AND (");
            self.absent_or_by(column, self.cutoffs.as_of)?;
            self.put(")");
        }
        Ok(())
    }

    pub(super) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(super) const fn stored(&self) -> Stored {
        self.table.stored
    }

    pub(super) fn id(&self) -> &'w str {
        &self.table.id
    }

    /// The place of a trigger by its name.
    pub(super) fn slot(&self, name: &str) -> Result<usize, SqlError> {
        let place = self.cutoffs.triggers.iter().position(|trigger| trigger.name == name);
        place.ok_or_else(|| SqlError::NoColumn { trigger: name.to_owned() })
    }

    fn undated(&mut self) -> Result<(), SqlError> {
        let cutoffs = self.cutoffs;
        for (place, rule) in cutoffs.rules.iter().enumerate() {
            self.put(if place > 0 { " OR ((" } else { "((" });
            self.missing(&rule.newest)?;
            self.put(")");
            if !rule.ever.is_empty() {
                self.put(" AND NOT (");
                self.any(&rule.ever)?;
                self.put(")");
            }
            self.put(")");
        }
        if cutoffs.rules.is_empty() {
            self.put(if cutoffs.limits.is_empty() { "1 = 0" } else { "1 = 1" });
            for limit in &cutoffs.limits {
                self.put(" AND (");
                self.missing(limit)?;
                self.put(")");
            }
        }
        Ok(())
    }

    fn unclear(&mut self) -> Result<(), SqlError> {
        let mut any = false;
        for (slot, decides) in self.cutoffs.decides.iter().enumerate() {
            let link = self.cutoffs.not_before.get(slot).copied().flatten();
            if let Some(link) = link.filter(|_| *decides) {
                self.put(if any { " OR " } else { "" });
                self.wrong(slot, link)?;
                any = true;
            }
        }
        if !any {
            self.put("1 = 0");
        }
        Ok(())
    }

    fn wrong(&mut self, slot: usize, first: usize) -> Result<(), SqlError> {
        self.real(slot)?;
        self.put(" AND ");
        self.real(first)?;
        let (day, first) = (self.column(slot)?, self.column(first)?);
        // A missing day on either side makes the conditions before false, so this is never null.
        self.put(&format!(" AND {day} < {first}"));
        Ok(())
    }

    fn any(&mut self, clauses: &[ClauseCut]) -> Result<(), SqlError> {
        for (place, clause) in clauses.iter().enumerate() {
            self.put(if place > 0 { " OR (" } else { "(" });
            self.met(clause)?;
            self.put(")");
        }
        if clauses.is_empty() {
            self.put("1 = 0");
        }
        Ok(())
    }

    fn all(&mut self, clauses: &[ClauseCut]) -> Result<(), SqlError> {
        for (place, clause) in clauses.iter().enumerate() {
            self.put(if place > 0 { " AND (" } else { "(" });
            self.met(clause)?;
            self.put(")");
        }
        Ok(())
    }

    /// A clause has come to its end.
    fn met(&mut self, clause: &ClauseCut) -> Result<(), SqlError> {
        if clause.mode == Mode::Forever {
            self.put("1 = 0");
            return Ok(());
        }
        let latest = clause.mode == Mode::Latest;
        self.put("(");
        for (place, term) in clause.terms.iter().enumerate() {
            let joint = if latest { " AND " } else { " OR " };
            self.put(if place > 0 { joint } else { "" });
            self.put("(");
            self.ended(*term)?;
            if latest && term.optional {
                self.put(" OR NOT ");
                self.real(term.trigger)?;
            }
            self.put(")");
        }
        self.put(")");
        // An early end counts only when no required date is missing; a late one when there is any.
        if latest && clause.terms.iter().all(|term| term.optional) {
            self.put(" AND (");
            for (place, term) in clause.terms.iter().enumerate() {
                self.put(if place > 0 { " OR " } else { "" });
                self.real(term.trigger)?;
            }
            self.put(")");
        }
        for term in &clause.terms {
            if !latest && !term.optional {
                self.put(" AND ");
                self.real(term.trigger)?;
            }
            if let Some(first) = self.cutoffs.not_before.get(term.trigger).copied().flatten() {
                self.put(" AND NOT (");
                self.wrong(term.trigger, first)?;
                self.put(")");
            }
        }
        Ok(())
    }

    fn ended(&mut self, term: TermCut) -> Result<(), SqlError> {
        let Some(cutoff) = term.cutoff.filter(|cutoff| *cutoff >= FIRST_REAL) else {
            self.put("1 = 0");
            return Ok(());
        };
        self.real(term.trigger)?;
        let column = self.column(term.trigger)?;
        let bound = self.bind(Parameter::Day(cutoff));
        self.put(&format!(" AND {column} <= {bound}"));
        let reused = self.table.reused.as_ref().filter(|_| term.resets);
        let restarted = self.table.restarted.as_ref().filter(|_| term.restarts);
        for later in reused.into_iter().chain(restarted) {
            self.put(" AND (");
            self.absent_or_by(later, cutoff)?;
            self.put(")");
        }
        Ok(())
    }

    pub(super) fn absent_or_by(&mut self, column: &str, by: Day) -> Result<(), SqlError> {
        let column = self.quoted(column)?;
        let bound = self.bind(Parameter::Day(by));
        self.put(&format!("{column} IS NULL OR {column} <= {bound}"));
        Ok(())
    }

    /// A clause cannot be reckoned for want of a date.
    fn missing(&mut self, clause: &ClauseCut) -> Result<(), SqlError> {
        let needed: Vec<usize> =
            clause.terms.iter().filter(|term| !term.optional).map(|term| term.trigger).collect();
        let (slots, joint): (Vec<usize>, &str) = if needed.is_empty() {
            (clause.terms.iter().map(|term| term.trigger).collect(), " AND ")
        } else {
            (needed, " OR ")
        };
        if slots.is_empty() {
            self.put("1 = 0");
        }
        for (place, slot) in slots.into_iter().enumerate() {
            self.put(if place > 0 { joint } else { "" });
            self.put("NOT ");
            self.real(slot)?;
        }
        Ok(())
    }

    /// The day is one, and no stand-in for an empty field.
    pub(super) fn real(&mut self, slot: usize) -> Result<(), SqlError> {
        let column = self.column(slot)?;
        let sentinels: Vec<Day> =
            self.cutoffs.triggers.get(slot).map(|t| t.sentinels.clone()).unwrap_or_default();
        let first = self.bind(Parameter::Day(FIRST_REAL));
        let last = self.bind(Parameter::Day(LAST_REAL));
        let mut condition = format!("{column} IS NOT NULL AND {column} BETWEEN {first} AND {last}");
        for sentinel in sentinels {
            let bound = self.bind(Parameter::Day(sentinel));
            let _ = write!(condition, " AND {column} <> {bound}");
        }
        if self.table.stored == Stored::IsoText {
            // SQLite rolls 30 February over into March, which this tells apart.
            let _ = write!(condition, " AND date({column}) IS {column}");
        }
        if self.table.stored == Stored::EpochDays && self.dialect == Dialect::Sqlite {
            let _ = write!(condition, " AND typeof({column}) = 'integer'");
        }
        self.put(&format!("({condition})"));
        Ok(())
    }

    pub(super) fn column(&self, slot: usize) -> Result<String, SqlError> {
        let trigger = self.cutoffs.triggers.get(slot).map_or("", |trigger| trigger.name());
        let known = self.table.columns.iter().find(|(name, _)| name == trigger);
        let Some((_, column)) = known else {
            return Err(SqlError::NoColumn { trigger: trigger.to_owned() });
        };
        self.quoted(column)
    }

    pub(super) fn quoted(&self, name: &str) -> Result<String, SqlError> {
        let long = name.chars().count() > 128;
        if name.trim().is_empty() || long || name.chars().any(char::is_control) {
            let name = caldicott_model::document::printable(name);
            return Err(SqlError::Name { name });
        }
        Ok(match self.dialect {
            Dialect::TSql => format!("[{}]", name.replace(']', "]]")),
            Dialect::DataFusion | Dialect::DuckDb | Dialect::PostgreSql | Dialect::Sqlite => {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        })
    }

    pub(super) fn bind(&mut self, value: Parameter) -> String {
        let known = self.parameters.iter().position(|bound| *bound == value);
        let place = known.unwrap_or_else(|| {
            self.parameters.push(value);
            self.parameters.len() - 1
        }) + 1;
        match self.dialect {
            Dialect::DataFusion | Dialect::DuckDb | Dialect::PostgreSql => format!("${place}"),
            Dialect::Sqlite => format!("?{place}"),
            Dialect::TSql => format!("@p{place}"),
        }
    }

    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// The parts that standings are made of.
#[derive(Clone, Copy)]
enum Part {
    Archive,
    Backstop,
    Due,
    Unclear,
    Undated,
}
