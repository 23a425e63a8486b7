use std::error::Error;
use std::fmt;
use std::ops::Deref;

/// Everything that is wrong with an input, as one error: readers go on after a fault, so that one run
/// shows all of them.
///
/// It reads as the slice of its faults, and prints them a line each.
///
/// ```
/// use caldicott_model::Invalid;
///
/// fn read() -> Result<(), Invalid<&'static str>> {
///     Err(Invalid::new(vec!["line 3: no such day", "line 7: unknown key"]))
/// }
/// fn host() -> Result<(), Box<dyn std::error::Error>> {
///     Ok(read()?)
/// }
/// assert_eq!(read().unwrap_err().len(), 2);
/// assert_eq!(host().unwrap_err().to_string(), "line 3: no such day\nline 7: unknown key");
/// ```
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Invalid<F>(Vec<F>);

impl<F> Invalid<F> {
    /// What was found, in the order found.
    #[must_use]
    pub const fn new(faults: Vec<F>) -> Self {
        Self(faults)
    }

    /// The faults, in the order found.
    #[must_use]
    pub fn into_vec(self) -> Vec<F> {
        self.0
    }
}

impl<F> Deref for Invalid<F> {
    type Target = [F];

    fn deref(&self) -> &[F] {
        &self.0
    }
}

impl<F> IntoIterator for Invalid<F> {
    type Item = F;
    type IntoIter = std::vec::IntoIter<F>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'i, F> IntoIterator for &'i Invalid<F> {
    type Item = &'i F;
    type IntoIter = std::slice::Iter<'i, F>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<F> From<Vec<F>> for Invalid<F> {
    fn from(faults: Vec<F>) -> Self {
        Self(faults)
    }
}

impl<F: PartialEq, const N: usize> PartialEq<[F; N]> for Invalid<F> {
    fn eq(&self, other: &[F; N]) -> bool {
        self.0 == other
    }
}

impl<F> From<Invalid<F>> for Vec<F> {
    fn from(invalid: Invalid<F>) -> Self {
        invalid.0
    }
}

impl<F: fmt::Debug> fmt::Debug for Invalid<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<F: fmt::Display> fmt::Display for Invalid<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl<F: fmt::Debug + fmt::Display> Error for Invalid<F> {}
