//! From a name in a rulebook to its place.

use core::hash::Hasher;

/// The places of names in a list that somebody else keeps: an open table with a free slot behind every
/// run. A list holds at most [`Names::LIMIT`] of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// The place of a name and one more; nought where there is none.
    slots: Box<[u16]>,
}

impl Names {
    /// How many names fit.
    pub(crate) const LIMIT: usize = 65_000;

    /// Of two names that are the same the first keeps its place.
    pub(crate) fn of<T>(list: &[T], name: impl Fn(&T) -> &str) -> Self {
        let size = (list.len() * 2 + 1).next_power_of_two();
        let mut table = Self { slots: vec![0; size].into() };
        for (place, one) in list.iter().enumerate() {
            if table.place(name(one), list, &name).is_some() {
                continue;
            }
            let mut slot = hash(name(one)) & (size - 1);
            while table.slots.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (size - 1);
            }
            if let (Some(free), Ok(place)) = (table.slots.get_mut(slot), u16::try_from(place + 1)) {
                *free = place;
            }
        }
        table
    }

    /// The place of a name in the list that this is the table of.
    #[inline]
    pub(crate) fn place<T>(
        &self,
        wanted: &str,
        list: &[T],
        name: impl Fn(&T) -> &str,
    ) -> Option<usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash(wanted) & mask;
        loop {
            let place = usize::from(self.slots.get(slot)?.checked_sub(1)?);
            if list.get(place).is_some_and(|one| name(one) == wanted) {
                return Some(place);
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// The first, the middle and the last eight bytes side by side, which is the whole of a name of ordinary
/// length; a longer one is taken from end to end.
fn hash(name: &str) -> usize {
    let bytes = name.as_bytes();
    let middle = bytes.len().saturating_sub(8) / 2;
    let mixed = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) if bytes.len() <= 24 => {
            let middle = bytes.get(middle..).and_then(<[u8]>::first_chunk::<8>).unwrap_or(first);
            let [first, middle, last] = [first, middle, last].map(|word| u64::from_le_bytes(*word));
            first.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ middle.wrapping_mul(0xc2b2_ae3d_27d4_eb4f).rotate_left(21)
                ^ last.wrapping_mul(0x1656_67b1_9e37_79f9).rotate_left(42)
        }
        _ => {
            let mut words = Words::default();
            words.write(bytes);
            words.finish()
        }
    };
    usize::try_from((mixed ^ mixed >> 32) & 0xffff_ffff).unwrap_or_default()
}

/// Eight bytes at a time. The tables hold a rulebook's own names, so nobody can fill them with
/// names that collide: a request only looks up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Words(u64);

impl Words {
    const fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Words {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        // The last eight bytes overlap what was taken: cheaper than one byte at a time.
        let last = match bytes.last_chunk::<8>() {
            Some(last) => u64::from_le_bytes(*last),
            None => rest.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)),
        };
        self.add(last ^ bytes.len() as u64);
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn finish(&self) -> u64 {
        // The table takes the low bits for the place and the high ones to tell apart.
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn every_name_has_its_place_and_no_other_name_has_one() {
        let names: Vec<String> = (0..3_000).map(|place| format!("partner-{place}")).collect();
        let table = Names::of(&names, String::as_str);
        let place = |name: &str| table.place(name, &names, String::as_str);
        for (at, name) in names.iter().enumerate() {
            assert_eq!(place(name), Some(at));
            assert_eq!(place(&format!("{name}x")), None);
        }
        assert_eq!(place(""), None);
        assert_eq!(Names::default().place("a", &names, String::as_str), None);
        let twice = ["a", "b", "a"];
        let table = Names::of(&twice, |name| name);
        let place = |name: &str| table.place(name, &twice, |name| name);
        assert_eq!((place("a"), place("b")), (Some(0), Some(1)));
    }
}
