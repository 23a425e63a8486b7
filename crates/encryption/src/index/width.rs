//! How many bits a token may have among how many people.

use caldicott_model::Category;

use super::IndexError;

/// How many bits a token has, 1 to 64.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Width(u8);

/// The widths that so many people can hide among.
///
/// At the low end as many people share a token as there are tokens, at the high end hardly two do.
/// Beyond it a token is a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Advice(Option<(Width, Width)>);

impl Width {
    /// A width of this many bits.
    ///
    /// # Errors
    /// Outside 1 to 64.
    pub const fn bits(bits: u8) -> Result<Self, IndexError> {
        match bits {
            1..=64 => Ok(Self(bits)),
            _ => Err(IndexError::Width),
        }
    }

    /// The number of bits.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Advice {
    /// The widths for this many people.
    ///
    /// ```
    /// use caldicott_encryption::Advice;
    /// use caldicott_model::Category;
    ///
    /// let advice = Advice::for_population(1_000);
    /// assert_eq!(advice.narrowest().map(|width| width.get()), Some(5));
    /// assert_eq!(advice.widest(Category::Identity).map(|width| width.get()), Some(9));
    /// // What the law calls special stays at the low end.
    /// assert_eq!(advice.widest(Category::Health).map(|width| width.get()), Some(5));
    /// ```
    #[must_use]
    pub fn for_population(people: u64) -> Self {
        let square = u128::from(people) * u128::from(people);
        // The widest b with people / 2^b at least the square root of two: 2^(2b+1) <= people^2.
        let high = square.checked_ilog2().map_or(0, |bits| bits.saturating_sub(1) / 2);
        // The narrowest b with 2^b at least the square root of the people: 4^b >= people.
        let low = people.checked_next_power_of_two().map_or(64, u64::ilog2).div_ceil(2);
        let width = |bits: u32| u8::try_from(bits).ok().and_then(|bits| Width::bits(bits).ok());
        Self(width(low.min(high)).zip(width(high)))
    }

    /// The narrowest width that still narrows a search; `None` where there are too few people for
    /// any index.
    #[must_use]
    pub fn narrowest(self) -> Option<Width> {
        self.0.map(|(low, _)| low)
    }

    /// The widest width for a field of this category: the high end for an ordinary one, the low end
    /// for one that the law calls special or criminal. `None` where there are too few people.
    #[must_use]
    pub fn widest(self, category: Category) -> Option<Width> {
        let (low, high) = self.0?;
        Some(if category.is_special() || category.is_criminal() { low } else { high })
    }
}
