//! Postcodes of the United Kingdom, in the shapes that Royal Mail's address file has.

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, Kind, compact, guarded};
use crate::{Personal, Purpose};

/// A full postcode: it points at some fifteen homes, or at one.
#[derive(Clone, Eq, PartialEq)]
pub struct Postcode(Personal<String>);
guarded!(Postcode);

/// The first half of a postcode, such as `EC1A`: an area of some thousands of homes.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PostcodeDistrict(String);

impl Postcode {
    /// The district, which identifies far less.
    #[must_use]
    pub fn district(&self) -> PostcodeDistrict {
        let full = self.0.expose(Purpose::named("validation"));
        PostcodeDistrict(full.split(' ').next().unwrap_or_default().to_owned())
    }
}

impl FromStr for Postcode {
    type Err = IdentifierError;

    /// Reads a postcode in either case, with or without the blank.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let code = compact(text, Kind::Postcode, |c| c.is_ascii_alphanumeric())?;
        if !(5..=7).contains(&code.len()) {
            return Err(IdentifierError::Length(Kind::Postcode));
        }
        let (outward, inward) = code.split_at(code.len() - 3);
        if !is_inward(inward) || !is_outward(outward) || (outward == GIROBANK && inward != "0AA") {
            return Err(IdentifierError::NeverIssued(Kind::Postcode));
        }
        Ok(Self(Personal::new(format!("{outward} {inward}"))))
    }
}

impl FromStr for PostcodeDistrict {
    type Err = IdentifierError;

    /// Reads the first half of a postcode.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let outward = compact(text, Kind::Postcode, |c| c.is_ascii_alphanumeric())?;
        if !(2..=4).contains(&outward.len()) {
            return Err(IdentifierError::Length(Kind::Postcode));
        }
        if !is_outward(&outward) {
            return Err(IdentifierError::NeverIssued(Kind::Postcode));
        }
        Ok(Self(outward))
    }
}

impl PostcodeDistrict {
    /// The district as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PostcodeDistrict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The one district without a figure, which has the one postcode `GIR 0AA`.
const GIROBANK: &str = "GIR";

fn is_outward(code: &str) -> bool {
    const DIGITS: &[u8] = b"0123456789";
    const FIRST: &[u8] = b"ABCDEFGHIJKLMNOPRSTUWYZ";
    const SECOND: &[u8] = b"ABCDEFGHKLMNOPQRSTUVWXY";
    const THIRD: &[u8] = b"ABCDEFGHJKPSTUW";
    const FOURTH: &[u8] = b"ABEHMNPRVWXY";
    const SHAPES: [&[&[u8]]; 6] = [
        &[FIRST, DIGITS],
        &[FIRST, DIGITS, DIGITS],
        &[FIRST, SECOND, DIGITS],
        &[FIRST, SECOND, DIGITS, DIGITS],
        &[FIRST, DIGITS, THIRD],
        &[FIRST, SECOND, DIGITS, FOURTH],
    ];
    code == GIROBANK || SHAPES.iter().any(|shape| has_shape(code, shape))
}

fn is_inward(code: &str) -> bool {
    const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    has_shape(code, &[b"0123456789", LETTERS, LETTERS])
}

fn has_shape(code: &str, shape: &[&[u8]]) -> bool {
    code.len() == shape.len()
        && code.bytes().zip(shape).all(|(byte, allowed)| allowed.contains(&byte))
}
