//! Personal values that do not print and are read by naming a purpose.

use std::fmt;

use zeroize::Zeroize;

/// Why somebody reads a personal value. Naming it makes every read a deliberate line of code that a
/// reviewer can search for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Purpose(&'static str);

impl Purpose {
    /// Giving care and support (K-009).
    pub const SUPPORT: Self = Self("support");
    /// Sealing a value before it is stored.
    pub const SEALING: Self = Self("sealing");
    /// Carrying out a disclosure that was decided.
    pub const DISCLOSURE: Self = Self("disclosure");
    /// Counting for a publication that identifies nobody (F-001).
    pub const STATISTICS: Self = Self("statistics");

    /// A purpose of the host's own.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self(name)
    }

    /// The purpose's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

/// A value about a person.
///
/// It never prints what it holds, is wiped from memory when dropped, and is read by naming a
/// [`Purpose`].
///
/// ```
/// use caldicott_model::{Personal, Purpose};
///
/// let name = Personal::new(String::from("Mary"));
/// assert_eq!(format!("{name:?}"), "Personal(…)");
/// assert_eq!(name.expose(Purpose::SUPPORT), "Mary");
/// ```
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Personal<T: Zeroize>(T);

impl<T: Zeroize> Personal<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Reads the value for a purpose.
    pub const fn expose(&self, _purpose: Purpose) -> &T {
        &self.0
    }
}

impl<T: Zeroize> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Zeroize> Drop for Personal<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Personal<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Personal(…)")
    }
}

#[cfg(feature = "serde")]
impl<'de, T: Zeroize + serde::Deserialize<'de>> serde::Deserialize<'de> for Personal<T> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        T::deserialize(input).map(Self)
    }
}
