//! Why a command ends early, and the exit code that says so.

use std::fmt;
use std::process::ExitCode;

use caldicott::encryption::{KekFailure, KeyError};
use caldicott::model::Invalid;
use caldicott::model::document::Fault;
use caldicott::store::StoreError;

/// Why a command could not finish.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The input could not be understood: every fault, exit code 2.
    BadInput(Vec<Fault>),
    /// Some of the input could not be understood, which was said where it stood: exit code 2.
    Partly(String),
    /// A check found what it looks for (a broken log, a failed stage): exit code 1.
    Failed(String),
    /// Reading or writing went wrong: exit code 3.
    Io(String),
}

impl Stop {
    /// One fault of a file without a place in it.
    pub(crate) fn bad_file(file: &str, message: impl Into<String>) -> Self {
        Self::BadInput(vec![fault(file, None, message)])
    }

    /// A file operation that failed. The system's words name no content.
    pub(crate) fn io(what: &str, file: &str, error: &std::io::Error) -> Self {
        Self::Io(format!("could not {what} `{file}`: {error}"))
    }

    pub(crate) fn code(&self) -> ExitCode {
        match self {
            Self::BadInput(_) | Self::Partly(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::from(1),
            Self::Io(_) => ExitCode::from(3),
        }
    }
}

/// A fault with or without a line and column.
pub(crate) fn fault(file: &str, at: Option<(u32, u32)>, message: impl Into<String>) -> Fault {
    Fault {
        file: file.to_owned(),
        at: at.map(|(line, column)| caldicott::model::document::Place::new(line, column)),
        path: String::new(),
        message: message.into(),
    }
}

impl Stop {
    /// What a casebook refused: a wrong file or key is bad input, a database that fails is not.
    pub(crate) fn casebook(file: &str, error: &StoreError) -> Self {
        // A key below the first that does not open was altered: that is another error.
        if let StoreError::Keys(KeyError::Kek(KekFailure::Unwrap)) = error {
            let message = "the key that was given is not the one that wraps this casebook's keys, or the \
                           record of one was altered";
            return Self::bad_file(file, message);
        }
        let text = error.to_string();
        let failed = matches!(
            error,
            StoreError::Busy
                | StoreError::Conflict
                | StoreError::Database(_)
                | StoreError::Disconnected
                | StoreError::File(_)
                | StoreError::Full
                | StoreError::Stopped
                | StoreError::Uncertain
                | StoreError::Undone
        );
        if failed && !text.contains("not a database") {
            return Self::Io(format!("could not use `{file}`: {text}"));
        }
        Self::bad_file(file, text)
    }
}

impl From<Invalid<Fault>> for Stop {
    fn from(faults: Invalid<Fault>) -> Self {
        Self::BadInput(faults.into_vec())
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(format!("the casebook: {error}"))
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadInput(faults) => {
                for fault in faults {
                    writeln!(out, "{fault}")?;
                }
                let plural = if faults.len() == 1 { "fault" } else { "faults" };
                write!(out, "{} {plural}; nothing was done", faults.len())
            }
            Self::Partly(message) | Self::Failed(message) | Self::Io(message) => {
                out.write_str(message)
            }
        }
    }
}
