//! What must be so of a row, each part written so that it is never null.

use core::fmt::Write as _;

use caldicott_calendar::Day;

use super::write::Writer;
use super::{Dialect, Parameter, SqlError, Stored};
use crate::cutoff::{ClauseCut, TermCut};
use crate::schedule::{EPOCH, FIRST_REAL, LAST_REAL, Mode};

impl Writer<'_> {
    pub(super) fn due(&mut self) -> Result<(), SqlError> {
        let cutoffs = self.cutoffs;
        if cutoffs.rules.is_empty() {
            self.put("(");
            self.any(&cutoffs.limits)?;
            self.put(")");
        }
        for (place, rule) in cutoffs.rules.iter().enumerate() {
            self.put(if place > 0 { " AND (" } else { "(" });
            self.any(&rule.versions)?;
            self.put(")");
        }
        self.unless_extended()
    }

    /// No review has extended the row beyond the day.
    pub(super) fn unless_extended(&mut self) -> Result<(), SqlError> {
        self.unless_extended_by(self.cutoffs.as_of)
    }

    pub(super) fn unless_extended_by(&mut self, day: Day) -> Result<(), SqlError> {
        if let Some(column) = &self.table.kept_until {
            self.put(" AND (");
            self.absent_or_by(column, day)?;
            self.put(")");
        }
        Ok(())
    }

    pub(super) fn undated(&mut self) -> Result<(), SqlError> {
        let cutoffs = self.cutoffs;
        for (place, rule) in cutoffs.rules.iter().enumerate() {
            self.put(if place > 0 { " OR ((" } else { "((" });
            self.missing(&rule.newest)?;
            self.put(")");
            if !rule.ever.is_empty() {
                self.put(" AND ");
                let start = self.text.len();
                self.any(&rule.ever)?;
                let ever = self.text.split_off(start);
                let not = self.not(&ever);
                self.put(&not);
            }
            self.put(")");
        }
        if cutoffs.rules.is_empty() {
            let start = if cutoffs.limits.is_empty() { self.never()? } else { self.always()? };
            self.put(&start);
            for limit in &cutoffs.limits {
                self.put(" AND (");
                self.missing(limit)?;
                self.put(")");
            }
        }
        Ok(())
    }

    pub(super) fn unclear(&mut self) -> Result<(), SqlError> {
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
            let never = self.never()?;
            self.put(&never);
        }
        Ok(())
    }

    pub(super) fn wrong(&mut self, slot: usize, first: usize) -> Result<(), SqlError> {
        if self.dialect == Dialect::Soql {
            let trigger = self.cutoffs.triggers.get(slot).map_or("", |trigger| trigger.name());
            let known = self.table.contradictions.iter().find(|(name, _)| name == trigger);
            let Some((_, column)) = known else {
                let what = "compare two fields; give a checkbox formula with `contradicted`";
                return Err(SqlError::Unsupported { what, dialect: self.dialect });
            };
            let column = self.quoted(column)?;
            self.put(&format!("{column} = TRUE"));
            return Ok(());
        }
        self.real(slot)?;
        self.put(" AND ");
        self.real(first)?;
        let (day, first) = (self.column(slot)?, self.column(first)?);
        // A missing day on either side makes the conditions before false, so this is never null.
        self.put(&format!(" AND {day} < {first}"));
        Ok(())
    }

    pub(super) fn any(&mut self, clauses: &[ClauseCut]) -> Result<(), SqlError> {
        for (place, clause) in clauses.iter().enumerate() {
            self.put(if place > 0 { " OR (" } else { "(" });
            self.met(clause)?;
            self.put(")");
        }
        if clauses.is_empty() {
            let never = self.never()?;
            self.put(&never);
        }
        Ok(())
    }

    pub(super) fn all(&mut self, clauses: &[ClauseCut]) -> Result<(), SqlError> {
        for (place, clause) in clauses.iter().enumerate() {
            self.put(if place > 0 { " AND (" } else { "(" });
            self.met(clause)?;
            self.put(")");
        }
        Ok(())
    }

    /// A clause has come to its end.
    pub(super) fn met(&mut self, clause: &ClauseCut) -> Result<(), SqlError> {
        if clause.mode == Mode::Forever {
            let never = self.never()?;
            self.put(&never);
            return Ok(());
        }
        let latest = clause.mode == Mode::Latest;
        self.put("(");
        for (place, term) in clause.terms.iter().enumerate() {
            let joint = if latest { " AND " } else { " OR " };
            self.put(if place > 0 { joint } else { "" });
            let either = latest && term.optional;
            self.put(if either { "((" } else { "(" });
            self.ended(*term)?;
            if either {
                self.put(") OR ");
                self.unreal(term.trigger)?;
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
                self.put(" AND ");
                let start = self.text.len();
                self.wrong(term.trigger, first)?;
                let wrong = self.text.split_off(start);
                let not = self.not(&wrong);
                self.put(&not);
            }
        }
        Ok(())
    }

    pub(super) fn ended(&mut self, term: TermCut) -> Result<(), SqlError> {
        let Some(cutoff) = term.cutoff.filter(|cutoff| *cutoff >= FIRST_REAL) else {
            let never = self.never()?;
            self.put(&never);
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
        let column = self.field(column)?;
        let bound = self.bind(Parameter::Day(by));
        let absent = self.is_null(&column, true);
        self.put(&format!("{absent} OR {column} <= {bound}"));
        Ok(())
    }

    /// A clause cannot be reckoned for want of a date.
    pub(super) fn missing(&mut self, clause: &ClauseCut) -> Result<(), SqlError> {
        let needed: Vec<usize> =
            clause.terms.iter().filter(|term| !term.optional).map(|term| term.trigger).collect();
        let (slots, joint): (Vec<usize>, &str) = if needed.is_empty() {
            (clause.terms.iter().map(|term| term.trigger).collect(), " AND ")
        } else {
            (needed, " OR ")
        };
        if slots.is_empty() {
            let never = self.never()?;
            self.put(&never);
        }
        for (place, slot) in slots.into_iter().enumerate() {
            self.put(if place > 0 { joint } else { "" });
            self.unreal(slot)?;
        }
        Ok(())
    }

    /// The day is one, and no stand-in for an empty field.
    pub(super) fn real(&mut self, slot: usize) -> Result<(), SqlError> {
        let column = self.column(slot)?;
        let sentinels: Vec<Day> =
            self.cutoffs.triggers.get(slot).map(|t| t.sentinels.clone()).unwrap_or_default();
        let condition = self.real_day(&column, &sentinels);
        self.put(&condition);
        Ok(())
    }

    pub(super) fn unreal(&mut self, slot: usize) -> Result<(), SqlError> {
        let start = self.text.len();
        self.real(slot)?;
        let real = self.text.split_off(start);
        let not =
            if self.dialect == Dialect::Soql { self.not(&real) } else { format!("NOT {real}") };
        self.put(&not);
        Ok(())
    }

    pub(super) fn real_day(&mut self, column: &str, sentinels: &[Day]) -> String {
        let first = self.bind(Parameter::Day(FIRST_REAL));
        let last = self.bind(Parameter::Day(LAST_REAL));
        let some = self.is_null(column, false);
        let soql = self.dialect == Dialect::Soql;
        let mut condition = if soql {
            format!("{some} AND {column} >= {first} AND {column} <= {last}")
        } else {
            format!("{some} AND {column} BETWEEN {first} AND {last}")
        };
        for sentinel in sentinels {
            let bound = self.bind(Parameter::Day(*sentinel));
            let _ = write!(condition, " AND {column} {} {bound}", if soql { "!=" } else { "<>" });
        }
        if self.table.stored == Stored::IsoText {
            // SQLite rolls 30 February over into March, which this tells apart.
            let _ = write!(condition, " AND date({column}) IS {column}");
        }
        if self.table.stored == Stored::EpochDays && self.dialect == Dialect::Sqlite {
            let _ = write!(condition, " AND typeof({column}) = 'integer'");
        }
        format!("({condition})")
    }

    /// The row is under a hold, or under none. One of which that is not known is taken as held.
    pub(super) fn held(&mut self, wanted: bool) -> Result<(), SqlError> {
        let (off, joint) =
            if self.dialect == Dialect::Soql { ("FALSE", "!=") } else { ("0", "<>") };
        let mut parts = Vec::new();
        if let Some(held) = &self.table.held {
            let held = self.field(held)?;
            parts.push(if wanted {
                format!("({} OR {held} {joint} {off})", self.is_null(&held, true))
            } else {
                format!("({} AND {held} = {off})", self.is_null(&held, false))
            });
        }
        if self.table.holds.is_some() {
            parts.push(self.is_null(HELD_NOW, !wanted));
        }
        if parts.is_empty() {
            parts.push(if wanted { self.never()? } else { self.always()? });
        }
        self.put(&parts.join(if wanted { " OR " } else { " AND " }));
        Ok(())
    }

    /// Joins the records that some hold is in force for.
    pub(super) fn join_holds(&mut self) -> Result<(), SqlError> {
        let table = self.table;
        let Some(holds) = &table.holds else { return Ok(()) };
        let field = |name| self.field_of(&holds.table, name);
        let (from, to, record) = (field(&holds.from)?, field(&holds.to)?, field(&holds.record)?);
        let as_of = self.bind(Parameter::Day(self.cutoffs.as_of));
        let begins = self.real_day(&from, &[]);
        let ends = self.real_day(&to, &[EPOCH]);
        // In doubt a hold is in force: only a real day can end it, or say that it has not begun,
        // and neither where the last day is before the first.
        let straight = format!("NOT ({begins} AND {ends} AND {to} < {from})");
        let over = format!(
            "({begins} AND {from} > {as_of} AND {straight}) OR ({ends} AND {to} < {as_of} AND {straight})"
        );
        let (path, own) = (self.path(&holds.table)?, self.from()?);
        let id = self.quoted(&table.id)?;
        self.put(&format!(
            " LEFT JOIN (SELECT DISTINCT {record} AS {HELD_ID} FROM {path} WHERE NOT ({over})) AS \
             {HELD_BY} ON {HELD_NOW} = {own}.{id}"
        ));
        Ok(())
    }
}

/// The records held, as they are joined.
const HELD_BY: &str = "caldicott_held";
const HELD_ID: &str = "caldicott_held_id";
const HELD_NOW: &str = "caldicott_held.caldicott_held_id";
