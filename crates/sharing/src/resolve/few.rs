//! A list that allocates nothing while it is short.

/// Up to `N` things without allocating, and any number with.
#[derive(Clone, Debug)]
pub(crate) enum Few<T, const N: usize> {
    /// At most `N`, from the front.
    Inline([Option<T>; N]),
    /// More.
    Many(Vec<T>),
}

impl<T: Copy, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self::Inline([None; N])
    }
}

impl<T: Copy, const N: usize> Few<T, N> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        let (inline, many): (&[Option<T>], &[T]) = match self {
            Self::Inline(some) => (some, &[]),
            Self::Many(all) => (&[], all),
        };
        inline.iter().map_while(Option::as_ref).chain(many)
    }
}

impl<T: Copy, const N: usize> FromIterator<T> for Few<T, N> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut all = all.into_iter();
        let mut some = [None; N];
        for place in &mut some {
            match all.next() {
                Some(one) => *place = Some(one),
                None => return Self::Inline(some),
            }
        }
        match all.next() {
            None => Self::Inline(some),
            Some(next) => Self::Many(some.into_iter().flatten().chain([next]).chain(all).collect()),
        }
    }
}
