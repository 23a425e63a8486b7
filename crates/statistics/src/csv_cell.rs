//! A cell of a CSV file.

use std::borrow::Cow;

/// A text as a cell: quoted where it must be, and with an apostrophe before what a spreadsheet would take
/// for a formula.
pub(crate) fn csv_cell(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = text.contains(['"', ',', '\n', '\r']);
    if !formula && !quoted {
        return Cow::Borrowed(text);
    }
    let guard = if formula { "'" } else { "" };
    if quoted {
        Cow::Owned(format!("\"{guard}{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Owned(format!("{guard}{text}"))
    }
}
