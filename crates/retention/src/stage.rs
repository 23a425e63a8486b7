//! What is done with a record whose period has ended.

use core::fmt;
use core::str::FromStr;

use crate::ClauseError;
use crate::clause::Words;

/// One step of what happens to a record after its period: `review by line-manager`, `dispose`.
///
/// ```
/// use caldicott_retention::Stage;
///
/// assert_eq!("dispose".parse(), Ok(Stage::Dispose));
/// assert!("review by line-manager".parse::<Stage>()?.reviewer() == Some("line-manager"));
/// assert!("delete".parse::<Stage>().is_err());
/// # Ok::<(), caldicott_retention::ClauseError>(())
/// ```
#[expect(clippy::exhaustive_enums, reason = "a new stage must be decided on everywhere")]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Stage {
    /// Somebody with this role looks at it before anything is destroyed (RE-06, D-002).
    Review(String),
    /// It is moved out of sight, and kept.
    Archive,
    /// What identifies somebody is removed.
    Anonymise,
    /// It is destroyed.
    Dispose,
}

impl Stage {
    /// A review by this role.
    #[must_use]
    pub fn review(role: impl Into<String>) -> Self {
        Self::Review(role.into())
    }

    /// Whether it cannot be undone.
    #[must_use]
    pub const fn is_destructive(&self) -> bool {
        matches!(self, Self::Anonymise | Self::Dispose)
    }

    /// The role that reviews.
    #[must_use]
    pub fn reviewer(&self) -> Option<&str> {
        match self {
            Self::Review(role) => Some(role),
            Self::Archive | Self::Anonymise | Self::Dispose => None,
        }
    }
}

impl FromStr for Stage {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, ClauseError> {
        let mut words = Words::of(text);
        let stage = if words.take_all(&["archive"]) {
            Self::Archive
        } else if words.take_all(&["anonymise"]) {
            Self::Anonymise
        } else if words.take_all(&["dispose"]) {
            Self::Dispose
        } else if words.take_all(&["review", "by"]) {
            Self::Review(words.name("a role")?)
        } else {
            return Err(
                words.wrong("a stage is `review by` a role, `anonymise`, `archive` or `dispose`")
            );
        };
        words.end()?;
        Ok(stage)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Review(role) => write!(out, "review by {role}"),
            Self::Archive => out.write_str("archive"),
            Self::Anonymise => out.write_str("anonymise"),
            Self::Dispose => out.write_str("dispose"),
        }
    }
}
