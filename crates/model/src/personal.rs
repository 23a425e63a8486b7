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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use zeroize::Zeroize;

    use super::{Personal, Purpose};

    #[derive(Clone, Default)]
    struct Watched(Rc<Cell<u32>>);

    impl Zeroize for Watched {
        fn zeroize(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    fn a_personal_value_is_wiped_when_it_goes() {
        let wiped = Rc::new(Cell::new(0));
        let value = Personal::new(Watched(Rc::clone(&wiped)));
        let copy = value.clone();
        drop(value);
        assert_eq!(wiped.get(), 1);
        drop(copy);
        assert_eq!(wiped.get(), 2);
    }

    #[test]
    fn no_form_of_debug_shows_a_personal_value() {
        let name = Personal::new(String::from("Mary"));
        assert_eq!(format!("{name:?}"), "Personal(…)");
        assert_eq!(format!("{name:#?}"), "Personal(…)");
        assert_eq!(format!("{:?}", Some(&name)), "Some(Personal(…))");
        assert_eq!(format!("{:?}", Personal::<u32>::default()), "Personal(…)");
    }

    #[test]
    fn a_purpose_has_its_name() {
        assert_eq!(Purpose::named("audit").name(), "audit");
        assert_eq!(Purpose::SUPPORT.name(), "support");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_personal_value_is_read_from_a_file_and_never_written() {
        let name: Personal<String> = serde_json::from_str(r#""Mary""#).unwrap();
        assert_eq!(name.expose(Purpose::SUPPORT), "Mary");
    }
}
