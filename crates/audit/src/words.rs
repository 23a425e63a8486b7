//! The words of an entry that everybody may read: which log, what kind, what came of it, by which rule.

use std::fmt;
use std::str::FromStr;

use caldicott_calendar::Day;

/// The name of one log, such as `charity.example/audit/2026`.
///
/// It is the origin of the log's checkpoints, so it has neither blanks nor `+` nor control
/// characters, and at most 255 bytes. A new year gets a new name and a new log.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Origin(String);

/// Text that is no name of a log, or no id of a rule.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NameError {
    /// The name of a log is empty, too long, or has blanks, `+` or control characters.
    #[error("the name of a log is 1 to 255 bytes without blanks, `+` or control characters")]
    Origin,
    /// The id of a rule has other characters than such ids have, or is too long.
    #[error("the id of a rule is 1 to 32 ASCII letters, digits, `-`, `.`, `_` or `/`")]
    Rule,
    /// More rules than one entry can cite.
    #[error("an entry cites at most `255` rules")]
    TooManyRules,
    /// The name of a payload field is empty, too long, or has control characters.
    #[error("the name of a field is 1 to 255 bytes without control characters")]
    Field,
}

impl Origin {
    /// The log with this name.
    ///
    /// # Errors
    /// [`NameError::Origin`] when it cannot be the first line of a checkpoint.
    ///
    /// ```
    /// use caldicott_audit::Origin;
    /// assert!(Origin::new("charity.example/audit/2026").is_ok());
    /// // A blank would end the name early in a signature line.
    /// assert!(Origin::new("charity audit").is_err());
    /// ```
    pub fn new(name: impl Into<String>) -> Result<Self, NameError> {
        let name = name.into();
        if is_origin(&name) { Ok(Self(name)) } else { Err(NameError::Origin) }
    }

    /// The log with a name of which [`is_origin`] was asked.
    pub(crate) fn checked(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = NameError;

    fn from_str(name: &str) -> Result<Self, NameError> {
        Self::new(name)
    }
}

/// Whether a log may have this name.
pub(crate) fn is_origin(name: &str) -> bool {
    name.len() <= 255 && is_key_name(name)
}

/// Whether a name can stand in the signature line of a note. Invisible marks that change how
/// text reads are refused as well: two logs must not look alike.
pub(crate) fn is_key_name(name: &str) -> bool {
    let refused = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || c == '+'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    !name.is_empty() && !name.contains(refused)
}

/// The id of a rule that a decision applied, such as `D-011`.
///
/// Letters, digits, `-`, `.`, `_` and `/` only, 32 at most: the public part of an entry has no
/// place for free text, because somebody would write a name there.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RuleId(String);

impl RuleId {
    /// The rule with this id.
    ///
    /// # Errors
    /// [`NameError::Rule`] when it is not made like the id of a rule.
    pub fn new(id: impl Into<String>) -> Result<Self, NameError> {
        let id = id.into();
        if is_rule_id(id.as_bytes()) { Ok(Self(id)) } else { Err(NameError::Rule) }
    }

    /// The rule with an id of which [`is_rule_id`] was asked.
    pub(crate) fn checked(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a rule may have this id.
pub(crate) fn is_rule_id(id: &[u8]) -> bool {
    let allowed = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'_' | b'/');
    !id.is_empty() && id.len() <= 32 && id.iter().all(allowed)
}

impl fmt::Display for RuleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// When something was decided: what the host's clock said and which civil day that is.
///
/// There is no clock here. The log records both this time and its own, which never goes back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z by the host's clock.
    pub unix_millis: i64,
    /// The civil day of the host.
    pub day: Day,
}

macro_rules! coded {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $code:literal, $text:literal;)+ }) => {
        $(#[$about])*
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name { $($(#[$says])* $variant,)+ }

        impl $name {
            /// All of them, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The byte that stands for it, for ever.
            #[must_use]
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The one that this byte stands for.
            #[must_use]
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// Its name, lower case with hyphens.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The one with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.name() == name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.name())
            }
        }
    };
}

coded! {
    /// What an entry records. The codes are part of the format: a kind is added, never renumbered.
    Kind {
        /// Data was given to somebody (L-010).
        Disclosure = 1, "disclosure";
        /// A disclosure was refused (B-039: requests are recorded whatever came of them).
        Refusal = 2, "refusal";
        /// A request came in and is not decided yet (B-039).
        Request = 3, "request";
        /// Somebody looked: at the caution register, an export, a key (L-004).
        Look = 4, "look";
        /// A person overrode what the rules said.
        Override = 5, "override";
        /// A consent was given, changed or withdrawn.
        ConsentChange = 6, "consent-change";
        /// A record was changed (L-007).
        Amendment = 7, "amendment";
        /// A record was disposed of under a retention rule (D-012).
        Disposal = 8, "disposal";
        /// Entries of this log lost their contents lawfully (G-004).
        Erasure = 9, "erasure";
        /// A key was destroyed.
        KeyDestroyed = 10, "key-destroyed";
        /// Another rulebook is in force from here on.
        RulebookChange = 11, "rulebook-change";
        /// Counts were published.
        Publication = 12, "publication";
    }
}

coded! {
    /// What came of it. The codes are part of the format.
    Outcome {
        /// All of it was permitted.
        Permitted = 1, "permitted";
        /// Some of it was permitted.
        PartlyPermitted = 2, "partly-permitted";
        /// It was refused.
        Refused = 3, "refused";
        /// A person must decide.
        Referred = 4, "referred";
        /// It was carried out.
        Done = 5, "done";
        /// It was tried and failed.
        Failed = 6, "failed";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_and_name_leads_back_and_no_other_does() {
        for code in 0..=u8::MAX {
            if let Some(kind) = Kind::from_code(code) {
                assert_eq!(kind.code(), code);
                assert_eq!(Kind::from_name(kind.name()), Some(kind));
            }
            if let Some(outcome) = Outcome::from_code(code) {
                assert_eq!(outcome.code(), code);
                assert_eq!(Outcome::from_name(outcome.name()), Some(outcome));
            }
        }
        assert_eq!(Kind::ALL.len(), 12);
        assert_eq!(Outcome::ALL.len(), 6);
        assert_eq!(Kind::from_code(0), None);
        assert_eq!(Kind::from_code(13), None);
    }

    #[test]
    fn a_name_that_would_break_a_note_is_refused() {
        for bad in ["", "a b", "a+b", "a\nb", "a\u{a0}b", "a\u{202e}b", "a\u{200b}b", "\u{feff}a"] {
            assert_eq!(Origin::new(bad), Err(NameError::Origin), "{bad:?}");
        }
        assert!(Origin::new("x".repeat(255)).is_ok());
        assert!(Origin::new("x".repeat(256)).is_err());
        for bad in ["", "Mary Smith", "D\u{2013}011", "a\tb"] {
            assert_eq!(RuleId::new(bad), Err(NameError::Rule), "{bad:?}");
        }
        assert!(RuleId::new("x".repeat(33)).is_err());
    }
}
