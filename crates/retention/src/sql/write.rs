//! Writes the conditions of a standing, each so that it is never null.

use super::literal::{mark, placeholder, render};
use super::{Dialect, Parameter, Query, SqlError, Stored, TableMap};
use crate::Standing;
use crate::cutoff::Cutoffs;

pub(super) struct Writer<'w> {
    pub(super) cutoffs: &'w Cutoffs<'w>,
    pub(super) table: &'w TableMap,
    pub(super) dialect: Dialect,
    pub(super) text: String,
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
        if dialect == Dialect::Soql && table.holds.is_some() {
            let what = "compare two fields of a hold; give a checkbox with `held`";
            return Err(SqlError::Unsupported { what, dialect });
        }
        Ok(Self { cutoffs, table, dialect, text: String::new(), parameters: Vec::new() })
    }

    pub(super) fn finish(self) -> Query {
        let Self { dialect, parameters, text: marked, table, .. } = self;
        let text = render(&marked, |place| placeholder(place, dialect));
        Query { text, marked, parameters, dialect, stored: table.stored }
    }

    pub(super) fn select(&mut self, standing: Standing) -> Result<(), SqlError> {
        self.head("")?;
        self.standing(standing)?;
        self.ordered()
    }

    pub(super) fn select_state(&mut self) -> Result<(), SqlError> {
        if self.dialect == Dialect::Soql {
            let what = "say the standing of every row; ask for each standing by itself";
            return Err(SqlError::Unsupported { what, dialect: self.dialect });
        }
        let start = self.text.len();
        self.put(", CASE WHEN ");
        self.part(Part::Unclear, true)?;
        self.put(" THEN 3 WHEN ");
        self.part(Part::Due, true)?;
        self.put(" THEN CASE WHEN ");
        self.held(false)?;
        self.put(" THEN 4 ELSE 5 END");
        for (part, code) in [(Part::Backstop, 3), (Part::Archive, 1), (Part::Undated, 2)] {
            self.put(" WHEN ");
            self.part(part, true)?;
            self.put(&format!(" THEN {code}"));
        }
        let name = self.quoted("standing")?;
        self.put(&format!(" ELSE 0 END AS {name}"));
        let case = self.text.split_off(start);
        self.head(&case)?;
        let always = self.always()?;
        self.put(&always);
        self.ordered()
    }

    /// `SELECT id, … FROM … WHERE`, up to the first condition.
    pub(super) fn head(&mut self, more: &str) -> Result<(), SqlError> {
        let id = self.id_column()?;
        let from = self.from()?;
        self.put(&format!("SELECT {id}{more} FROM {from}"));
        self.join_holds()?;
        self.put(" WHERE ");
        if let Some((column, class)) = &self.table.class {
            let column = self.field(column)?;
            let bound = self.bind_text(class)?;
            self.put(&format!("{column} = {bound} AND "));
        }
        Ok(())
    }

    pub(super) fn ordered(&mut self) -> Result<(), SqlError> {
        let id = self.id_column()?;
        self.put(&format!(" ORDER BY {id}"));
        Ok(())
    }

    /// The id, told apart from a column of the holds.
    pub(super) fn id_column(&self) -> Result<String, SqlError> {
        if self.table.holds.is_some() {
            return Ok(format!("{}.{}", self.from()?, self.quoted(&self.table.id)?));
        }
        self.field(&self.table.id)
    }

    /// A column of the table.
    pub(super) fn field(&self, column: &str) -> Result<String, SqlError> {
        self.field_of(&self.table.table, column)
    }

    /// A column of one of the tables. SQLite is given the table as well: a quoted name that is no column
    /// it takes for a text, so that a misspelt column would free every record that is held.
    pub(super) fn field_of(&self, table: &[String], column: &str) -> Result<String, SqlError> {
        let column = self.quoted(column)?;
        Ok(match self.dialect {
            Dialect::Sqlite => format!("{}.{column}", self.path(table)?),
            Dialect::DataFusion
            | Dialect::DuckDb
            | Dialect::PostgreSql
            | Dialect::Soql
            | Dialect::TSql => column,
        })
    }

    /// The table, with its schema.
    pub(super) fn from(&self) -> Result<String, SqlError> {
        self.path(&self.table.table)
    }

    pub(super) fn path(&self, names: &[String]) -> Result<String, SqlError> {
        let names: Result<Vec<String>, SqlError> =
            names.iter().map(|name| self.quoted(name)).collect();
        Ok(names?.join("."))
    }

    /// The conditions of a standing: its own, and none of those that come before it.
    pub(super) fn standing(&mut self, standing: Standing) -> Result<(), SqlError> {
        let own: &[(Part, bool)] = match standing {
            Standing::Due => &[(Part::Unclear, false), (Part::Held, false), (Part::Due, true)],
            Standing::Held => &[(Part::Unclear, false), (Part::Held, true), (Part::Due, true)],
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
        self.parts(own)
    }

    /// Several parts that must all be so. One that is so of every row is left out.
    pub(super) fn parts(&mut self, parts: &[(Part, bool)]) -> Result<(), SqlError> {
        let mut joint = "";
        for (part, wanted) in parts {
            if *wanted || self.can_be(*part) {
                self.put(joint);
                self.part(*part, *wanted)?;
                joint = " AND ";
            }
        }
        if joint.is_empty() {
            let always = self.always()?;
            self.put(&always);
        }
        Ok(())
    }

    /// Whether a part can be so of any row at all.
    pub(super) fn can_be(&self, part: Part) -> bool {
        let cutoffs = self.cutoffs;
        match part {
            Part::Archive => !cutoffs.archives.is_empty(),
            Part::Backstop => !cutoffs.backstops.is_empty(),
            Part::Due | Part::Undated => true,
            Part::Held => self.table.held.is_some() || self.table.holds.is_some(),
            Part::Unclear => {
                let decides = cutoffs.decides.iter().zip(&cutoffs.not_before);
                decides.into_iter().any(|(decides, link)| *decides && link.is_some())
            }
        }
    }

    pub(super) fn part(&mut self, part: Part, wanted: bool) -> Result<(), SqlError> {
        if part == Part::Held {
            self.put("(");
            self.held(wanted)?;
            self.put(")");
            return Ok(());
        }
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
                if clauses.is_empty() {
                    let never = self.never()?;
                    self.put(&never);
                } else {
                    self.all(clauses)?;
                }
            }
            Part::Undated => self.undated()?,
            Part::Held => {}
        }
        let condition = self.text.split_off(start);
        // Every condition is written so that it is never null, and NOT turns it round exactly.
        let written = if wanted { format!("({condition})") } else { self.not(&condition) };
        self.put(&written);
        Ok(())
    }

    /// The opposite of a condition.
    pub(super) fn not(&self, condition: &str) -> String {
        match self.dialect {
            // Salesforce wants brackets around a NOT that follows an AND.
            Dialect::Soql => format!("(NOT ({condition}))"),
            Dialect::DataFusion
            | Dialect::DuckDb
            | Dialect::PostgreSql
            | Dialect::Sqlite
            | Dialect::TSql => format!("NOT ({condition})"),
        }
    }

    /// What is true of no row.
    pub(super) fn never(&self) -> Result<String, SqlError> {
        Ok(if self.dialect == Dialect::Soql {
            format!("{} = null", self.quoted(&self.table.id)?)
        } else {
            "1 = 0".into()
        })
    }

    /// What is true of every row.
    pub(super) fn always(&self) -> Result<String, SqlError> {
        Ok(if self.dialect == Dialect::Soql {
            format!("{} != null", self.quoted(&self.table.id)?)
        } else {
            "1 = 1".into()
        })
    }

    pub(super) fn is_null(&self, column: &str, wanted: bool) -> String {
        let not = match (self.dialect, wanted) {
            (Dialect::Soql, true) => "= null",
            (Dialect::Soql, false) => "!= null",
            (_, true) => "IS NULL",
            (_, false) => "IS NOT NULL",
        };
        format!("{column} {not}")
    }

    pub(super) fn kept_until(&self) -> Result<String, SqlError> {
        self.field(self.table.kept_until.as_deref().unwrap_or_default())
    }

    pub(super) const fn stored(&self) -> Stored {
        self.table.stored
    }

    /// The place of a trigger by its name.
    pub(super) fn slot(&self, name: &str) -> Result<usize, SqlError> {
        let place = self.cutoffs.triggers.iter().position(|trigger| trigger.name() == name);
        place.ok_or_else(|| SqlError::NoColumn { trigger: name.to_owned() })
    }

    pub(super) fn column(&self, slot: usize) -> Result<String, SqlError> {
        let trigger = self.cutoffs.triggers.get(slot).map_or("", |trigger| trigger.name());
        let known = self.table.columns.iter().find(|(name, _)| name == trigger);
        let Some((_, column)) = known else {
            return Err(SqlError::NoColumn { trigger: trigger.to_owned() });
        };
        self.field(column)
    }

    pub(super) fn quoted(&self, name: &str) -> Result<String, SqlError> {
        let long = name.chars().count() > 128;
        let plain = self.dialect != Dialect::Soql || name.split('.').all(is_api_name);
        if name.trim().is_empty() || long || name.chars().any(char::is_control) || !plain {
            let name = caldicott_model::document::printable(name);
            return Err(SqlError::Name { name });
        }
        Ok(match self.dialect {
            Dialect::TSql => format!("[{}]", name.replace(']', "]]")),
            // Salesforce has no quotes for names, so nothing but a plain name gets here.
            Dialect::Soql => name.to_owned(),
            Dialect::DataFusion | Dialect::DuckDb | Dialect::PostgreSql | Dialect::Sqlite => {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        })
    }

    pub(super) fn bind_text(&mut self, text: &str) -> Result<String, SqlError> {
        if text.chars().any(char::is_control) {
            let name = caldicott_model::document::printable(text);
            return Err(SqlError::Name { name });
        }
        Ok(self.bind(Parameter::Text(text.to_owned())))
    }

    pub(super) fn bind(&mut self, value: Parameter) -> String {
        let known = self.parameters.iter().position(|bound| *bound == value);
        let place = known.unwrap_or_else(|| {
            self.parameters.push(value);
            self.parameters.len() - 1
        });
        mark(place + 1)
    }

    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// The parts that standings are made of.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Part {
    Archive,
    Backstop,
    Due,
    Held,
    Unclear,
    Undated,
}

/// Letters, digits and underscores, starting with a letter: what Salesforce calls an API name.
fn is_api_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
