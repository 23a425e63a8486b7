//! A column of codes, each as narrow as its list of categories allows.

use crate::classes::shares;
use crate::threads;

/// The codes of one variable, one a record.
#[derive(Clone)]
pub(crate) enum Column {
    /// Up to 256 different codes, the missing one included.
    Byte(Vec<u8>),
    /// Up to 65,536.
    Short(Vec<u16>),
    /// More: only where several variables were made into one.
    Word(Vec<u32>),
}

impl Column {
    /// An empty column for codes below a bound.
    pub(crate) const fn below(codes: usize) -> Self {
        if codes <= 1 << 8 {
            Self::Byte(Vec::new())
        } else if codes <= 1 << 16 {
            Self::Short(Vec::new())
        } else {
            Self::Word(Vec::new())
        }
    }

    /// Adds a code, which must be below the column's bound.
    pub(crate) fn push(&mut self, code: u32) {
        // INVARIANT: whoever pushes has matched the code against the list that the bound is from.
        match self {
            Self::Byte(codes) => codes.push(u8::try_from(code).unwrap_or(u8::MAX)),
            Self::Short(codes) => codes.push(u16::try_from(code).unwrap_or(u16::MAX)),
            Self::Word(codes) => codes.push(code),
        }
    }

    /// Takes back the codes after the first so many.
    pub(crate) fn truncate(&mut self, len: usize) {
        match self {
            Self::Byte(codes) => codes.truncate(len),
            Self::Short(codes) => codes.truncate(len),
            Self::Word(codes) => codes.truncate(len),
        }
    }

    /// The code of a record.
    pub(crate) fn code(&self, row: usize) -> Option<u32> {
        match self {
            Self::Byte(codes) => codes.get(row).copied().map(u32::from),
            Self::Short(codes) => codes.get(row).copied().map(u32::from),
            Self::Word(codes) => codes.get(row).copied(),
        }
    }

    /// How many records have which code, for codes below a bound.
    pub(crate) fn counts(&self, codes: usize) -> Vec<u64> {
        threads::sum(threads::map(shares(self.len(), self.len() / codes.max(1)), |rows| {
            let mut counts = vec![0_u64; codes];
            let mut add = |code: usize| {
                if let Some(count) = counts.get_mut(code) {
                    *count += 1;
                }
            };
            match self {
                Self::Byte(column) => {
                    column.get(rows).into_iter().flatten().for_each(|code| add(usize::from(*code)));
                }
                Self::Short(column) => {
                    column.get(rows).into_iter().flatten().for_each(|code| add(usize::from(*code)));
                }
                Self::Word(column) => {
                    column.get(rows).into_iter().flatten().for_each(|code| add(*code as usize));
                }
            }
            counts
        }))
    }

    const fn len(&self) -> usize {
        match self {
            Self::Byte(codes) => codes.len(),
            Self::Short(codes) => codes.len(),
            Self::Word(codes) => codes.len(),
        }
    }
}
