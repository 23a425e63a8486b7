//! Numbers and codes that point at one person or one home: parsed, checked, never printed.
//!
//! A typing slip in a number links one person's record to another's. Each type here can hold only a
//! well-formed value in its one normal form, and shows it to nobody who does not name a purpose.
//!
//! ```
//! use caldicott_model::Purpose;
//! use caldicott_model::identifier::{NhsNumber, Postcode};
//!
//! let number: NhsNumber = "999 000 0018".parse()?;
//! assert_eq!(number.expose(Purpose::SUPPORT), "9990000018");
//! assert_eq!(format!("{number:?}"), "NhsNumber(…)");
//! // Two digits swapped: the check digit finds it.
//! assert!("990 900 0018".parse::<NhsNumber>().is_err());
//!
//! let home: Postcode = "ec1a1bb".parse()?;
//! assert_eq!(home.expose(Purpose::SUPPORT), "EC1A 1BB");
//! assert_eq!(home.district().to_string(), "EC1A");
//! # Ok::<(), caldicott_model::identifier::IdentifierError>(())
//! ```
//!
//! A well-formed number need not have been given to anybody.

use std::fmt;
use std::str::FromStr;

use crate::{Personal, Purpose};

mod phone;
mod postcode;

pub use phone::UkPhone;
pub use postcode::{Postcode, PostcodeDistrict};

/// Why a text is none of these. It never repeats the text.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum IdentifierError {
    /// A character that does not belong there.
    #[error("{0} holds a character that it cannot hold")]
    Character(Kind),
    /// The check digit is not that of the other digits.
    #[error("{0} does not fit its check digit")]
    CheckDigit(Kind),
    /// Too short or too long.
    #[error("{0} is of the wrong length")]
    Length(Kind),
    /// A form that is never issued.
    #[error("{0} is of a form that is never issued")]
    NeverIssued(Kind),
}

/// What was being read.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// An NHS number.
    NhsNumber,
    /// A National Insurance number.
    NationalInsuranceNumber,
    /// A telephone number.
    Phone,
    /// A postcode.
    Postcode,
    /// A unique property reference number.
    Uprn,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NhsNumber => "the NHS number",
            Self::NationalInsuranceNumber => "the National Insurance number",
            Self::Phone => "the telephone number",
            Self::Postcode => "the postcode",
            Self::Uprn => "the property reference number",
        })
    }
}

/// The methods that every identifier has.
macro_rules! guarded {
    ($name:ident) => {
        impl $name {
            /// Reads the normal form for a purpose.
            #[must_use]
            pub fn expose(&self, purpose: $crate::Purpose) -> &str {
                self.0.expose(purpose)
            }
        }

        impl std::fmt::Debug for $name {
            /// Writes the kind, never the value.
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, "{}(…)", stringify!($name))
            }
        }
    };
}
pub(crate) use guarded;

/// An NHS number: ten digits, the last of which checks the others (modulus 11).
#[derive(Clone, Eq, PartialEq)]
pub struct NhsNumber(Personal<String>);
guarded!(NhsNumber);

impl NhsNumber {
    /// Whether it is of the range kept for tests, which no person has.
    #[must_use]
    pub fn is_for_tests(&self) -> bool {
        self.0.expose(Purpose::named("validation")).starts_with("999")
    }
}

impl FromStr for NhsNumber {
    type Err = IdentifierError;

    /// Reads ten digits, with or without spaces or hyphens between.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let digits = compact(text, Kind::NhsNumber, |c| c.is_ascii_digit())?;
        if digits.len() != 10 {
            return Err(IdentifierError::Length(Kind::NhsNumber));
        }
        let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
        let sum: u32 =
            values.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        let expected = match 11 - sum % 11 {
            11 => 0,
            // No number has a check digit of ten: such numbers are left out when they are issued.
            10 => return Err(IdentifierError::CheckDigit(Kind::NhsNumber)),
            digit => digit,
        };
        if values.last() != Some(&expected) {
            return Err(IdentifierError::CheckDigit(Kind::NhsNumber));
        }
        if values.iter().all(|digit| Some(digit) == values.first()) {
            return Err(IdentifierError::NeverIssued(Kind::NhsNumber));
        }
        Ok(Self(Personal::new(digits)))
    }
}

/// A National Insurance number: two letters, six digits and a letter from A to D.
#[derive(Clone, Eq, PartialEq)]
pub struct NationalInsuranceNumber(Personal<String>);
guarded!(NationalInsuranceNumber);

impl FromStr for NationalInsuranceNumber {
    type Err = IdentifierError;

    /// Reads nine characters, with or without spaces or hyphens between, in either case.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const KIND: Kind = Kind::NationalInsuranceNumber;
        let number = compact(text, KIND, |c| c.is_ascii_alphanumeric())?;
        let &[first, second, ref digits @ .., last] = number.as_bytes() else {
            return Err(IdentifierError::Length(KIND));
        };
        if digits.len() != 6 {
            return Err(IdentifierError::Length(KIND));
        }
        let shaped = first.is_ascii_uppercase()
            && second.is_ascii_uppercase()
            && digits.iter().all(u8::is_ascii_digit)
            && last.is_ascii_uppercase();
        if !shaped {
            return Err(IdentifierError::Character(KIND));
        }
        let never = b"DFIQUV".contains(&first)
            || b"DFIOQUV".contains(&second)
            || [*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&[first, second])
            || !(b'A'..=b'D').contains(&last);
        if never {
            return Err(IdentifierError::NeverIssued(KIND));
        }
        Ok(Self(Personal::new(number)))
    }
}

/// A unique property reference number: up to twelve digits that point at one address.
#[derive(Clone, Eq, PartialEq)]
pub struct Uprn(Personal<String>);
guarded!(Uprn);

impl FromStr for Uprn {
    type Err = IdentifierError;

    /// Reads one to twelve digits; zeros in front are not part of the number.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() || text.len() > 12 {
            return Err(IdentifierError::Length(Kind::Uprn));
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdentifierError::Character(Kind::Uprn));
        }
        let number = text.trim_start_matches('0');
        if number.is_empty() {
            return Err(IdentifierError::NeverIssued(Kind::Uprn));
        }
        Ok(Self(Personal::new(number.to_owned())))
    }
}

/// The characters of an identifier in upper case, without the blanks and hyphens people put in.
fn compact(text: &str, kind: Kind, allowed: fn(char) -> bool) -> Result<String, IdentifierError> {
    const LONGEST: usize = 40;
    if text.len() > LONGEST {
        return Err(IdentifierError::Length(kind));
    }
    let mut kept = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' | '-' | '\u{a0}' => {}
            c if allowed(c) => kept.push(c.to_ascii_uppercase()),
            _ => return Err(IdentifierError::Character(kind)),
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests;
