//! What every record of casework says alike: who acts, and the names of its closed vocabularies.

use core::fmt;

/// Who acts: a role and the host's id. `Debug` writes the role and not who.
///
/// ```
/// use caldicott_model::casework::Actor;
///
/// let by = Actor::new("manager", "m.fenn");
/// assert_eq!(format!("{by:?}"), "Actor(manager)");
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Actor<R> {
    /// In which role.
    pub role: R,
    /// Who.
    pub id: String,
}

impl<R> Actor<R> {
    /// Somebody in a role.
    pub fn new(role: R, id: impl Into<String>) -> Self {
        Self { role, id: id.into() }
    }
}

impl<R: fmt::Display> fmt::Debug for Actor<R> {
    /// Writes the role and not who.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Actor({})", self.role)
    }
}

/// Declares an enum whose variants have names in files: `ALL` of them, `NAMES` as a
/// [`Reader`](crate::document::Reader) takes them, `name`, `from_name` and `Display`.
///
/// The crate that calls it has a feature `serde` and a feature `schemars`, each with the crate of that
/// name, and gets those forms with them.
#[macro_export]
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$says])* #[cfg_attr(any(feature = "serde", feature = "schemars"), serde(rename = $text))] $variant,)+
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// Each under the name it has in files.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($text, Self::$variant),)+];

            /// Its name in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The one with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, one)| *one)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                out.write_str(self.name())
            }
        }
    };
}
