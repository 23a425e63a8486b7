//! What became due after one day and up to another.

use caldicott_calendar::Day;
use caldicott_model::CategorySet;

use super::joined::{Plain, plain};
use super::write::{Part, Writer};
use super::{Dialect, Parameter, Query, SqlError, TableMap};
use crate::Schedule;
use crate::cutoff::Cutoffs;
use crate::schedule::FIRST_REAL;

/// One class on two days.
struct Span<'c> {
    class: &'c str,
    before: Cutoffs<'c>,
    by: Cutoffs<'c>,
}

/// What one class adds to a query that names each of them: the trigger that must not have come before
/// a day, and for each trigger the last day that is enough.
pub(super) struct Branch<'b> {
    pub(super) class: &'b str,
    pub(super) from: Option<(usize, Day)>,
    pub(super) by: &'b [Day],
}

/// A class that turns on plain cut-offs alone.
type Simple<'c> = (&'c Span<'c>, Plain<'c>);

/// The rows of a class in which one trigger decides: it is the first, in the order of their names,
/// that had not come before. So no row is in two boxes.
struct Corner<'c> {
    class: &'c str,
    /// The first day that was not yet enough, for the trigger that decides.
    from: Day,
    /// For each trigger the last day that is enough.
    by: Vec<Day>,
}

impl Schedule {
    /// Queries for the ids of the rows of these classes that became due after one day and up to
    /// another: due as of `through`, and not as of `after`. No id is in two of them.
    ///
    /// Each asks for a range of one trigger, so that an index on the class and that trigger finds
    /// the rows without reading the others. Classes that turn on the same triggers share queries.
    ///
    /// # Errors
    /// As [`Cutoffs::query`].
    pub fn became_due_queries(
        &self,
        classes: &[&str],
        after: Day,
        through: Day,
        table: &TableMap,
        class_column: &str,
        dialect: Dialect,
    ) -> Result<Vec<Query>, SqlError> {
        let spans: Vec<Span<'_>> = classes
            .iter()
            .map(|class| Span {
                class,
                before: self.compile(class, CategorySet::NONE, after),
                by: self.compile(class, CategorySet::NONE, through),
            })
            .collect();
        let mut queries = Vec::new();
        let mut groups: Vec<(Vec<&str>, Vec<Simple<'_>>)> = Vec::new();
        for span in spans.iter().filter(|_| after < through) {
            // A class that was not plain before has no corner to start from.
            let was_plain = plain(span.class, &span.before).is_some();
            let simple =
                plain(span.class, &span.by).filter(|_| was_plain && table.starts_again().is_none());
            let Some(simple) = simple else {
                let own = table.clone().of_class(class_column, span.class);
                let mut writer = Writer::new(&span.by, &own, dialect)?;
                writer.head("")?;
                writer.became(&span.before)?;
                queries.push(writer.finish());
                continue;
            };
            let names: Vec<&str> = simple.cutoffs.iter().map(|(name, _)| *name).collect();
            match groups.iter_mut().find(|(known, _)| *known == names) {
                Some((_, group)) => group.push((span, simple)),
                None => groups.push((names, vec![(span, simple)])),
            }
        }
        for (names, group) in &groups {
            for decides in 0..names.len() {
                let corners =
                    group.iter().filter_map(|(span, simple)| corner(span, simple, decides));
                let corners: Vec<Corner<'_>> = corners.collect();
                let Some((first, _)) = group.first().filter(|_| !corners.is_empty()) else {
                    continue;
                };
                if dialect == Dialect::Soql {
                    for corner in &corners {
                        let own = table.clone().of_class(class_column, corner.class);
                        let mut writer = Writer::new(&first.by, &own, dialect)?;
                        writer.head("")?;
                        writer.corner(names, decides, corner, after)?;
                        queries.push(writer.finish());
                    }
                    continue;
                }
                let mut writer = Writer::new(&first.by, table, dialect)?;
                if table.joins(dialect) {
                    writer.corners(class_column, names, decides, &corners, after)?;
                } else {
                    let corners = corners.iter().map(|corner| Branch {
                        class: corner.class,
                        from: Some((decides, corner.from)),
                        by: &corner.by,
                    });
                    writer.branches(class_column, names, corners, after)?;
                }
                queries.push(writer.finish());
            }
            if table.kept_until.is_some() {
                // Those whose period had ended before, and that a review had kept until now.
                for (span, simple) in group.iter().filter(|(_, simple)| !simple.cutoffs.is_empty())
                {
                    let own = table.clone().of_class(class_column, simple.class);
                    let mut writer = Writer::new(&span.by, &own, dialect)?;
                    writer.head("")?;
                    writer.released(after, through)?;
                    queries.push(writer.finish());
                }
            }
        }
        Ok(queries)
    }
}

/// The rows of a class in which the trigger at a place decides; `None` when there can be none.
fn corner<'c>(span: &Span<'c>, by: &Plain<'_>, decides: usize) -> Option<Corner<'c>> {
    let before = plain(span.class, &span.before)?;
    let cutoff = |place: usize| -> Option<Day> {
        let (name, _) = by.cutoffs.get(place)?;
        before.cutoffs.iter().find(|(known, _)| known == name).map(|(_, cutoff)| *cutoff)
    };
    let mut days = Vec::with_capacity(by.cutoffs.len());
    for (place, (_, enough)) in by.cutoffs.iter().enumerate() {
        // Those before the one that decides had come already.
        days.push(if place < decides { cutoff(place)? } else { *enough });
    }
    let from = cutoff(decides).and_then(|day| day.plus_days(1)).unwrap_or(FIRST_REAL);
    let last = days.get(decides)?;
    (from <= *last).then_some(Corner { class: span.class, from, by: days })
}

impl<'w> Writer<'w> {
    /// Due as of the day compiled for, and not as of another.
    fn became(&mut self, before: &'w Cutoffs<'w>) -> Result<(), SqlError> {
        self.parts(&[(Part::Unclear, false), (Part::Held, false), (Part::Due, true)])?;
        self.put(" AND ");
        let by = core::mem::replace(&mut self.cutoffs, before);
        self.part(Part::Due, false)?;
        self.cutoffs = by;
        self.ordered()
    }

    /// Due, and kept by a review until a day after `after` and up to `through`.
    fn released(&mut self, after: Day, through: Day) -> Result<(), SqlError> {
        self.parts(&[(Part::Unclear, false), (Part::Held, false), (Part::Due, true)])?;
        self.put(" AND ");
        let column = self.kept_until()?;
        let after = self.bind(Parameter::Day(after));
        let through = self.bind(Parameter::Day(through));
        self.put(&format!("{column} > {after} AND {column} <= {through}"));
        self.ordered()
    }

    /// The rows in which one trigger decides, for many classes at once.
    fn corners(
        &mut self,
        class_column: &str,
        names: &[&str],
        decides: usize,
        corners: &[Corner<'_>],
        after: Day,
    ) -> Result<(), SqlError> {
        let mut columns = vec!["cutoff_from".to_owned()];
        columns.extend((0..names.len()).map(|at| format!("cutoff_{at}")));
        let rows = corners.iter().map(|corner| {
            let mut days = vec![corner.from];
            days.extend(&corner.by);
            (corner.class, days)
        });
        self.with_cutoffs(&columns, rows)?;
        self.joined(class_column)?;
        for (place, trigger) in names.iter().enumerate() {
            let slot = self.slot(trigger)?;
            self.put(" AND ");
            self.real(slot)?;
            let column = self.column(slot)?;
            if place == decides {
                self.put(&format!(" AND {column} >= due_cutoffs.cutoff_from"));
            }
            self.put(&format!(" AND {column} <= due_cutoffs.cutoff_{place}"));
        }
        self.unless_extended_by(after)?;
        self.ordered()
    }

    /// Rows of many classes with the days themselves, for a database that reads columns: it leaves out
    /// what the least and greatest day of a part of the table rule out, but only for a constant.
    pub(super) fn branches<'b>(
        &mut self,
        class_column: &str,
        names: &[&str],
        branches: impl Iterator<Item = Branch<'b>>,
        kept_by: Day,
    ) -> Result<(), SqlError> {
        self.head("")?;
        self.parts(&[(Part::Held, false)])?;
        let class = self.quoted(class_column)?;
        self.put(" AND (");
        for (place, branch) in branches.enumerate() {
            let bound = self.bind_text(branch.class)?;
            self.put(if place > 0 { " OR (" } else { "(" });
            self.put(&format!("{class} = {bound}"));
            for (at, (trigger, by)) in names.iter().zip(branch.by).enumerate() {
                let slot = self.slot(trigger)?;
                self.put(" AND ");
                self.real(slot)?;
                let column = self.column(slot)?;
                if let Some((_, from)) = branch.from.filter(|(decides, _)| *decides == at) {
                    let from = self.bind(Parameter::Day(from));
                    self.put(&format!(" AND {column} >= {from}"));
                }
                let by = self.bind(Parameter::Day(*by));
                self.put(&format!(" AND {column} <= {by}"));
            }
            self.put(")");
        }
        self.put(")");
        self.unless_extended_by(kept_by)?;
        self.ordered()
    }

    /// The same for one class, with the days themselves.
    fn corner(
        &mut self,
        names: &[&str],
        decides: usize,
        corner: &Corner<'_>,
        after: Day,
    ) -> Result<(), SqlError> {
        self.parts(&[(Part::Held, false)])?;
        for (place, (trigger, by)) in names.iter().zip(&corner.by).enumerate() {
            let slot = self.slot(trigger)?;
            self.put(" AND ");
            self.real(slot)?;
            let column = self.column(slot)?;
            if place == decides {
                let from = self.bind(Parameter::Day(corner.from));
                self.put(&format!(" AND {column} >= {from}"));
            }
            let by = self.bind(Parameter::Day(*by));
            self.put(&format!(" AND {column} <= {by}"));
        }
        self.unless_extended_by(after)?;
        self.ordered()
    }
}
