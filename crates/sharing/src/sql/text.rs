//! Conditions as text that a person can read.

/// A condition that is to be written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Sql {
    Plain(String),
    All(Vec<Self>),
    Any(Vec<Self>),
    /// Whether there is a row of which all this is so, or none.
    Exists {
        there: bool,
        from: From,
        of: Vec<Self>,
    },
    /// Whether it is anything but true.
    NotTrue(Box<Self>),
}

/// What rows are taken from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum From {
    /// A table under its alias.
    Table(String),
    /// What some queries find together, under an alias.
    Found(Vec<Select>, String),
}

/// A query.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Select {
    columns: String,
    from: String,
    of: Vec<Sql>,
}

/// A condition that ends before this column stands on one line.
const LINE: usize = 96;

impl Sql {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    pub(super) fn all(parts: Vec<Self>) -> Self {
        Self::only(Self::flat(parts)).unwrap_or_else(Self::All)
    }

    /// The parts of a conjunction, without those that are conjunctions themselves.
    fn flat(parts: Vec<Self>) -> Vec<Self> {
        let each = parts
            .into_iter()
            .flat_map(|part| if let Self::All(inner) = part { inner } else { vec![part] });
        each.collect()
    }

    pub(super) fn any(parts: Vec<Self>) -> Self {
        let each = parts
            .into_iter()
            .flat_map(|part| if let Self::Any(inner) = part { inner } else { vec![part] });
        let flat = each.collect();
        Self::only(flat).unwrap_or_else(Self::Any)
    }

    pub(super) fn exists(from: From, of: Vec<Self>) -> Self {
        Self::Exists { there: true, from, of: Self::flat(of) }
    }

    pub(super) fn none(from: From, of: Vec<Self>) -> Self {
        Self::Exists { there: false, from, of: Self::flat(of) }
    }

    pub(super) fn not_true(self) -> Self {
        Self::NotTrue(Box::new(self))
    }

    /// The condition from this column on.
    pub(super) fn write(&self, column: usize) -> String {
        let line = self.line();
        if column + line.len() <= LINE && !line.contains('\n') {
            return line;
        }
        let (pad, deep) = (line_at(column), line_at(column + 2));
        match self {
            Self::Plain(text) => text.clone(),
            Self::All(parts) => joined(parts, "AND ", column),
            Self::Any(parts) => format!("({deep}{}{pad})", joined(parts, "OR ", column + 2)),
            Self::Exists { there, from, of } => format!(
                "{}EXISTS ({deep}SELECT 1 FROM {}{deep}WHERE {}{pad})",
                if *there { "" } else { "NOT " },
                from.write(column + 2),
                joined(of, "AND ", column + 2),
            ),
            Self::NotTrue(inner) => {
                format!("({deep}{}{pad}) IS NOT TRUE", inner.write(column + 2))
            }
        }
    }

    fn only(mut parts: Vec<Self>) -> Result<Self, Vec<Self>> {
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => Ok(only),
            (_, last) => {
                parts.extend(last);
                Err(parts)
            }
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::All(parts) if parts.is_empty() => "TRUE".to_owned(),
            Self::Any(parts) if parts.is_empty() => "FALSE".to_owned(),
            Self::All(parts) => in_line(parts, " AND "),
            Self::Any(parts) => format!("({})", in_line(parts, " OR ")),
            Self::Exists { there, from, of } => format!(
                "{}EXISTS (SELECT 1 FROM {} WHERE {})",
                if *there { "" } else { "NOT " },
                from.line(),
                in_line(of, " AND ")
            ),
            Self::NotTrue(inner) => format!("({}) IS NOT TRUE", inner.line()),
        }
    }

    /// Whether it needs brackets as a part of something longer.
    fn is_loose(&self) -> bool {
        matches!(self, Self::All(parts) if parts.len() > 1)
    }
}

impl From {
    fn write(&self, column: usize) -> String {
        match self {
            Self::Table(table) => table.clone(),
            Self::Found(selects, alias) => {
                let (pad, deep) = (line_at(column), line_at(column + 2));
                format!("({deep}{}{pad}) AS {alias}", Select::write_all(selects, column + 2))
            }
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Table(table) => table.clone(),
            // Never on one line.
            Self::Found(..) => "\n".to_owned(),
        }
    }
}

impl Select {
    pub(super) fn new(columns: String, from: String, of: Vec<Sql>) -> Self {
        Self { columns, from, of: Sql::flat(of) }
    }

    /// What all these queries find.
    pub(super) fn write_all(all: &[Self], column: usize) -> String {
        let pad = line_at(column);
        let each = all.iter().map(|one| {
            let of = joined(&one.of, "AND ", column);
            format!("SELECT {}{pad}FROM {}{pad}WHERE {of}", one.columns, one.from)
        });
        each.collect::<Vec<_>>().join(&format!("{pad}UNION ALL{pad}"))
    }
}

fn line_at(column: usize) -> String {
    format!("\n{}", " ".repeat(column))
}

fn in_line(parts: &[Sql], with: &str) -> String {
    let each = parts.iter().map(|part| {
        let line = part.line();
        if part.is_loose() { format!("({line})") } else { line }
    });
    each.collect::<Vec<_>>().join(with)
}

fn joined(parts: &[Sql], with: &str, column: usize) -> String {
    let each: Vec<String> = parts
        .iter()
        .map(|part| {
            let inner = part.write(column + 4);
            if part.is_loose() { format!("({inner})") } else { inner }
        })
        .collect();
    if each.is_empty() {
        return if with == "AND " { "TRUE" } else { "FALSE" }.to_owned();
    }
    each.join(&format!("{}{with}", line_at(column + 2)))
}
