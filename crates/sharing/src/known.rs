//! What is known, and what is not.

/// A fact that is known, or is not.
///
/// It is never an `Option`: a field that was left out must not read as "no". In engines that read it
/// so, one dropped field turned refusals into permissions by the thousand.
#[expect(clippy::exhaustive_enums, reason = "a fact is known or it is not")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Known<T> {
    /// The fact, as established.
    Known(T),
    /// Nobody has established it.
    #[default]
    Unknown,
}

/// Whether a condition holds.
#[expect(clippy::exhaustive_enums, reason = "three-valued logic has three values")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Truth {
    /// It is known not to hold.
    False,
    /// Nobody has established whether it holds. That never permits anything.
    Unknown,
    /// It is known to hold.
    True,
}

impl<T> Known<T> {
    /// The value, when it is known.
    pub const fn as_ref(&self) -> Known<&T> {
        match self {
            Self::Known(value) => Known::Known(value),
            Self::Unknown => Known::Unknown,
        }
    }

    /// The value changed, when it is known.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Known(value) => Known::Known(change(value)),
            Self::Unknown => Known::Unknown,
        }
    }

    /// Whether the value is known and passes; unknown when the value is.
    pub fn truth(&self, test: impl FnOnce(&T) -> bool) -> Truth {
        match self {
            Self::Known(value) => Truth::from(test(value)),
            Self::Unknown => Truth::Unknown,
        }
    }
}

impl<T> From<Option<T>> for Known<T> {
    /// What a reader found, or nothing known.
    fn from(found: Option<T>) -> Self {
        found.map_or(Self::Unknown, Self::Known)
    }
}

impl Truth {
    /// Both hold: the lesser of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either holds: the greater of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::False => "false",
            Self::Unknown => "unknown",
            Self::True => "true",
        }
    }
}

impl core::ops::Not for Truth {
    type Output = Self;

    /// The opposite; what is unknown stays unknown.
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}
