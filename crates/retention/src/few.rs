//! A short list that allocates only past eight items.

/// Up to eight items in place, the rest on the heap.
#[derive(Clone, Debug)]
pub(crate) struct Few<T> {
    first: [T; 8],
    len: usize,
    rest: Vec<T>,
}

impl<T: Copy> Few<T> {
    /// An empty list; the filler is never read as an item.
    pub(crate) const fn new(filler: T) -> Self {
        Self { first: [filler; 8], len: 0, rest: Vec::new() }
    }

    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        match self.first.get_mut(self.len) {
            Some(place) => *place = item,
            None => self.rest.push(item),
        }
        self.len += 1;
    }

    pub(crate) fn clear(&mut self) {
        self.len = 0;
        self.rest.clear();
    }

    pub(crate) fn get(&self, place: usize) -> Option<T> {
        if place >= self.len {
            return None;
        }
        match self.first.get(place) {
            Some(item) => Some(*item),
            None => self.rest.get(place - self.first.len()).copied(),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.first.iter().take(self.len).chain(&self.rest)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.first.iter_mut().take(self.len).chain(&mut self.rest)
    }

    /// Puts an item before the one at a place.
    pub(crate) fn insert(&mut self, place: usize, item: T) {
        let mut carried = item;
        for old in self.iter_mut().skip(place) {
            core::mem::swap(old, &mut carried);
        }
        self.push(carried);
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn it_is_a_list_like_any_other() {
        let (mut few, mut plain) = (Few::new(0), Vec::new());
        for (item, place) in (1..30).zip([0, 0, 1, 3, 2, 0, 7, 4, 8, 9, 3].into_iter().cycle()) {
            let place = place.min(plain.len());
            if item % 3 == 0 {
                few.push(item);
                plain.push(item);
            } else {
                few.insert(place, item);
                plain.insert(place, item);
            }
            assert!(few.iter().eq(&plain));
            assert_eq!(few.get(place), plain.get(place).copied());
            assert_eq!(few.get(plain.len()), None);
        }
    }
}
