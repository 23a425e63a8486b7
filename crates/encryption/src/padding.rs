//! How long a sealed value looks: lengths are blurred, because a length can name a diagnosis.

/// The longest value that is sealed: 16 MiB.
pub(crate) const LONGEST: usize = 16 * 1024 * 1024;

/// Ends the value and starts the padding.
pub(crate) const MARKER: u8 = 0x80;

/// The padded length of a value of this length and its marker: the next multiple of 32 up to 256
/// bytes in all, Padmé above, which adds at most 12 % and leaks O(log log n) bits.
pub(crate) const fn padded(value: usize) -> usize {
    let total = value.saturating_add(1);
    if total <= 256 {
        return total.next_multiple_of(32);
    }
    let exponent = total.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1 << (exponent - kept)) - 1;
    total.saturating_add(mask) & !mask
}

/// The length of the value inside a padded text, or `None` when the padding is not exactly what
/// sealing writes.
pub(crate) fn value_length(text: &[u8]) -> Option<usize> {
    // Every padded length is a multiple of sixteen, so sixteen zeros at a time are looked at from the
    // end; a text of another length is refused by its length below.
    let (_, chunks) = text.as_rchunks::<16>();
    let mut end = text.len();
    for chunk in chunks.iter().rev() {
        let last = u128::from_le_bytes(*chunk);
        if last != 0 {
            end = end.checked_sub(last.leading_zeros() as usize / 8 + 1)?;
            return (text.get(end) == Some(&MARKER) && padded(end) == text.len()).then_some(end);
        }
        end -= 16;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MARKER, padded, value_length};

    /// Padmé as its authors describe it: the length's binary floating-point mantissa has no more bits
    /// than its exponent's number has, rounded up.
    fn padme(total: usize) -> usize {
        let digits = format!("{total:b}").len();
        let exponent = digits - 1;
        let mantissa = format!("{exponent:b}").len();
        let unit = 2_usize.pow(u32::try_from(exponent - mantissa).unwrap());
        total.div_ceil(unit) * unit
    }

    #[test]
    fn short_values_are_padded_to_multiples_of_32_and_longer_ones_by_padme() {
        for value in 0..5_000_usize {
            let total = value + 1;
            let expected = if total <= 256 { total.div_ceil(32) * 32 } else { padme(total) };
            assert_eq!(padded(value), expected, "{value}");
        }
        assert_eq!(padded(LONGEST), padme(LONGEST + 1));
    }

    #[test]
    fn every_padded_length_is_a_multiple_of_sixteen() {
        assert!(
            (0..100_000).chain(LONGEST - 9..=LONGEST).all(|value| padded(value).is_multiple_of(16))
        );
    }

    #[test]
    fn a_value_is_found_as_a_byte_by_byte_search_finds_it() {
        let slowly = |text: &[u8]| {
            let end = text.iter().rposition(|byte| *byte != 0)?;
            (text.get(end) == Some(&MARKER) && padded(end) == text.len()).then_some(end)
        };
        for length in 0..600_usize {
            for mark in (0..length).rev().take(70).chain((0..length).step_by(37)) {
                for byte in [MARKER, 0x40, 1] {
                    let mut text = vec![0; length];
                    if let Some(place) = text.get_mut(mark) {
                        *place = byte;
                    }
                    assert_eq!(value_length(&text), slowly(&text), "{length} {mark} {byte}");
                }
            }
        }
    }

    #[test]
    fn padding_costs_at_most_an_eighth_of_a_long_value() {
        for value in (256..200_000).step_by(7) {
            assert!(padded(value) - value <= 1 + (value + 1) / 8, "{value}");
        }
    }

    #[test]
    fn only_the_padding_that_sealing_writes_is_taken_off() {
        for value in [0, 1, 30, 31, 32, 63, 254, 255, 256, 257, 300, 4_096] {
            let mut text = vec![7; value];
            text.push(MARKER);
            text.resize(padded(value), 0);
            assert_eq!(value_length(&text), Some(value));
            let mut longer = text.clone();
            longer.extend([0; 32]);
            assert_eq!(value_length(&longer), None, "an extra block of zeros at {value}");
            if let Some(mark) = text.get_mut(value) {
                *mark = 0x81;
            }
            assert_eq!(value_length(&text), None, "another marker at {value}");
        }
        assert_eq!(value_length(&[]), None);
        assert_eq!(value_length(&[0; 32]), None);
    }
}
