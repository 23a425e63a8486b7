//! A short list that allocates only past eight items.

/// Up to eight items in place, the rest on the heap.
#[derive(Clone, Debug)]
pub(crate) struct Few<T> {
    first: [Option<T>; 8],
    len: usize,
    rest: Vec<T>,
}

impl<T: Copy> Few<T> {
    pub(crate) const fn new() -> Self {
        Self { first: [None; 8], len: 0, rest: Vec::new() }
    }

    pub(crate) fn push(&mut self, item: T) {
        match self.first.get_mut(self.len) {
            Some(place) => *place = Some(item),
            None => self.rest.push(item),
        }
        self.len += 1;
    }

    pub(crate) fn get(&self, place: usize) -> Option<T> {
        match self.first.get(place) {
            Some(item) => *item,
            None => self.rest.get(place - self.first.len()).copied(),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.first.iter().take(self.len).flatten().chain(&self.rest)
    }

    /// Puts an item before the one at a place.
    pub(crate) fn insert(&mut self, place: usize, item: T) {
        let mut moved = Self::new();
        for (at, old) in self.iter().enumerate() {
            if at == place {
                moved.push(item);
            }
            moved.push(*old);
        }
        if place >= self.len {
            moved.push(item);
        }
        *self = moved;
    }
}
