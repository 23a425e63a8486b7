//! The numbers that codes are packed into.

/// An unsigned number. Arithmetic wraps: who packs has chosen a word that holds every number.
pub(super) trait Word: Copy + Default + Ord + Send + Sync {
    /// A number that surely fits.
    fn of(number: u64) -> Self;
    fn of_byte(code: u8) -> Self;
    fn of_short(code: u16) -> Self;
    /// The number as a place in memory.
    fn index(self) -> usize;
    /// The number with one more digit.
    fn append(self, radix: Self, digit: Self) -> Self;
    /// Its bits from one on, as many as these.
    fn digit(self, from: u32, mask: usize) -> usize;
    /// What is left without its lowest bits.
    fn without_low(self, bits: u32) -> Self;
    /// Its lowest bits.
    fn low(self, bits: u32) -> u32;
    /// The low half of a wider number.
    fn cut(number: u128) -> Self;
}

macro_rules! word {
    ($($word:ty),*) => { $(
        #[expect(
            clippy::allow_attributes,
            clippy::allow_attributes_without_reason,
            reason = "a word of 128 bits cuts nothing off, and no number has more"
        )]
        impl Word for $word {
            #[allow(clippy::cast_possible_truncation, clippy::cast_lossless)]
            fn of(number: u64) -> Self {
                number as Self
            }
            fn of_byte(code: u8) -> Self {
                code.into()
            }
            fn of_short(code: u16) -> Self {
                code.into()
            }
            #[allow(clippy::cast_possible_truncation, clippy::cast_lossless)]
            fn index(self) -> usize {
                self as usize
            }
            fn append(self, radix: Self, digit: Self) -> Self {
                self.wrapping_mul(radix).wrapping_add(digit)
            }
            #[allow(clippy::cast_possible_truncation, clippy::cast_lossless)]
            fn digit(self, from: u32, mask: usize) -> usize {
                (self.checked_shr(from).unwrap_or(0) as usize) & mask
            }
            fn without_low(self, bits: u32) -> Self {
                self.checked_shr(bits).unwrap_or(0)
            }
            #[allow(clippy::cast_possible_truncation, clippy::cast_lossless)]
            fn low(self, bits: u32) -> u32 {
                (self as u32) & (1_u32.checked_shl(bits).unwrap_or(0).wrapping_sub(1))
            }
            #[allow(clippy::cast_possible_truncation)]
            fn cut(number: u128) -> Self {
                number as Self
            }
        }
    )* };
}

word!(u16, u32, u64, u128);
