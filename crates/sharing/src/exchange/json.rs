//! JSON put together piece by piece, in the order written.

use core::fmt;
use std::borrow::Cow;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Flag(bool),
    Text(Cow<'static, str>),
    List(Vec<Self>),
    Table(Vec<(Cow<'static, str>, Self)>),
}

impl Json {
    /// A table of these entries.
    pub(super) fn table<const N: usize>(entries: [(&'static str, Self); N]) -> Self {
        Self::Table(entries.into_iter().map(|(key, value)| (Cow::Borrowed(key), value)).collect())
    }

    /// A list of these values.
    pub(super) fn list(values: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }

    /// The same table with one entry more.
    #[must_use]
    pub(super) fn with(
        mut self,
        key: impl Into<Cow<'static, str>>,
        value: impl Into<Self>,
    ) -> Self {
        if let Self::Table(entries) = &mut self {
            entries.push((key.into(), value.into()));
        }
        self
    }

    /// The same table with one entry more, where there is something to write.
    #[must_use]
    pub(super) fn with_some(self, key: &'static str, value: Option<impl Into<Self>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The same table with a list more, unless the list is empty.
    #[must_use]
    pub(super) fn with_any(self, key: &'static str, values: Vec<Self>) -> Self {
        if values.is_empty() { self } else { self.with(key, Self::List(values)) }
    }

    /// On several lines, indented, with a line end.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Text(text) => quote(text, out),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    separate(out, place, depth);
                    item.write(out, depth.map(|depth| depth + 1));
                }
                close(out, items.is_empty(), depth, ']');
            }
            Self::Table(entries) => {
                out.push('{');
                for (place, (key, value)) in entries.iter().enumerate() {
                    separate(out, place, depth);
                    quote(key, out);
                    out.push_str(if depth.is_some() { ": " } else { ":" });
                    value.write(out, depth.map(|depth| depth + 1));
                }
                close(out, entries.is_empty(), depth, '}');
            }
        }
    }
}

fn separate(out: &mut String, place: usize, depth: Option<usize>) {
    if place > 0 {
        out.push(',');
    }
    if let Some(depth) = depth {
        out.push('\n');
        (0..=depth).for_each(|_| out.push_str("  "));
    }
}

fn close(out: &mut String, empty: bool, depth: Option<usize>, with: char) {
    if let (false, Some(depth)) = (empty, depth) {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    }
    out.push(with);
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl fmt::Display for Json {
    /// Writes one line.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::new();
        self.write(&mut line, None);
        out.write_str(&line)
    }
}

impl From<&'static str> for Json {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<caldicott_calendar::Day> for Json {
    fn from(day: caldicott_calendar::Day) -> Self {
        Self::Text(Cow::Owned(day.to_string()))
    }
}

impl From<Vec<Self>> for Json {
    fn from(values: Vec<Self>) -> Self {
        Self::List(values)
    }
}
