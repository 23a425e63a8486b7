//! A query with its values written in, for databases that take no parameters.

use super::{Dialect, Parameter, Query, Stored};

impl Query {
    /// The query as one text, each value written where its placeholder stands.
    ///
    /// A day is digits and hyphens; a text is quoted as the database wants it. Bind the parameters
    /// of [`Query::text`] where the database can.
    #[must_use]
    pub fn literal_text(&self) -> String {
        render(&self.marked, |place| {
            let value = place.checked_sub(1).and_then(|at| self.parameters.get(at));
            value.map(|value| literal(value, self.dialect, self.stored)).unwrap_or_default()
        })
    }
}

/// The mark of a parameter: no name has a control character, so none can look like it.
pub(super) fn mark(place: usize) -> String {
    format!("\u{1}{place}\u{2}")
}

/// The text with something else for each mark.
pub(super) fn render(marked: &str, put: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(marked.len());
    for (place, part) in marked.split('\u{1}').enumerate() {
        match part.split_once('\u{2}').filter(|_| place > 0) {
            Some((number, rest)) => {
                text.push_str(&put(number.parse().unwrap_or(0)));
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    text
}

pub(super) fn placeholder(place: usize, dialect: Dialect) -> String {
    match dialect {
        Dialect::DataFusion | Dialect::DuckDb | Dialect::PostgreSql => format!("${place}"),
        Dialect::Soql => format!(":p{place}"),
        Dialect::Sqlite => format!("?{place}"),
        Dialect::TSql => format!("@p{place}"),
    }
}

fn literal(value: &Parameter, dialect: Dialect, stored: Stored) -> String {
    match (value, stored) {
        (Parameter::Day(day), Stored::EpochDays) => day.epoch_days().to_string(),
        (Parameter::Day(day), Stored::Date | Stored::IsoText) => match dialect {
            Dialect::DataFusion | Dialect::DuckDb | Dialect::PostgreSql => format!("DATE '{day}'"),
            Dialect::Soql => day.to_string(),
            Dialect::Sqlite => format!("'{day}'"),
            Dialect::TSql => format!("CAST('{day}' AS date)"),
        },
        (Parameter::Text(text), _) if dialect == Dialect::Soql => {
            format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
        }
        (Parameter::Text(text), _) => {
            let national = if dialect == Dialect::TSql { "N" } else { "" };
            format!("{national}'{}'", text.replace('\'', "''"))
        }
    }
}
