//! Telephone numbers of the United Kingdom.

use std::str::FromStr;

use super::{IdentifierError, Kind, guarded};
use crate::{Personal, Purpose};

/// A telephone number of the United Kingdom, kept in the international form (`+44…`).
#[derive(Clone, Eq, PartialEq)]
pub struct UkPhone(Personal<String>);
guarded!(UkPhone);

impl UkPhone {
    /// Whether it is a mobile number, to which a message can be sent.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        let number = self.0.expose(Purpose::named("validation"));
        // 070 forwards calls and 076 is pagers, 07624 apart, which is the Isle of Man.
        number.starts_with("+447")
            && !number.starts_with("+4470")
            && (!number.starts_with("+4476") || number.starts_with("+447624"))
    }
}

impl FromStr for UkPhone {
    type Err = IdentifierError;

    /// Reads a number as people write it: with `0`, `+44`, `0044` or `+44 (0)`, blanks and brackets.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const LONGEST: usize = 40;
        if text.len() > LONGEST {
            return Err(IdentifierError::Length(Kind::Phone));
        }
        let text = text.trim().replace("(0)", "");
        let (plus, rest) = match text.strip_prefix('+').or_else(|| text.strip_prefix("(+")) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let mut digits = String::with_capacity(rest.len());
        for c in rest.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '(' | ')' | '\u{a0}' => {}
                _ => return Err(IdentifierError::Character(Kind::Phone)),
            }
        }
        let abroad = if plus { digits.strip_prefix("44") } else { digits.strip_prefix("0044") };
        // `+44 0…`: the nought that is dialled inside the country alone was left in.
        let national = abroad.map(|national| national.strip_prefix('0').unwrap_or(national));
        let national = national.or_else(|| if plus { None } else { digits.strip_prefix('0') });
        let national = national.ok_or(IdentifierError::NeverIssued(Kind::Phone))?;
        let lengths: &[usize] = match national.as_bytes().first() {
            // A few areas have numbers one digit shorter.
            Some(b'1') => &[9, 10],
            // `0800 1111` and `0845 4647`, and freephone numbers with six figures behind the code.
            Some(b'8') => &[7, 9, 10],
            Some(b'2' | b'3' | b'5' | b'7' | b'9') => &[10],
            _ => return Err(IdentifierError::NeverIssued(Kind::Phone)),
        };
        if !lengths.contains(&national.len()) {
            return Err(IdentifierError::Length(Kind::Phone));
        }
        Ok(Self(Personal::new(format!("+44{national}"))))
    }
}
