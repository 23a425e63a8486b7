//! Writing a value the one way it is looked for.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// A value in the form that tokens are computed from. It is wiped when dropped and never printed.
#[derive(Clone, Eq, PartialEq)]
pub struct Normalised(Zeroizing<String>);

/// A name: composed (NFC), without regard to case, its blanks at the ends cut and those within made
/// one space.
///
/// Case is folded by upper and then lower case, character by character, so that `STRASSE` finds
/// `straße`. Some names fall together that are different; the rows found are opened and compared.
///
/// ```
/// use caldicott_encryption::normalise_name;
///
/// assert!(normalise_name("  O\u{2019}BRIEN  Jose\u{301} ") == normalise_name("o\u{2019}brien jos\u{e9}"));
/// ```
#[must_use]
pub fn normalise_name(text: &str) -> Normalised {
    let mut folded = room_for(text);
    for (nth, word) in text.split_whitespace().enumerate() {
        if nth > 0 {
            folded.push(' ');
        }
        folded.extend(word.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase));
    }
    let mut out = room_for(&folded);
    out.extend(folded.nfc());
    Normalised(out)
}

/// A reference number or code: composed (NFC) and otherwise as it is.
#[must_use]
pub fn normalise_exact(text: &str) -> Normalised {
    let mut out = room_for(text);
    out.extend(text.nfc());
    Normalised(out)
}

/// Room that no composition or case mapping outgrows, so that no copy is left behind.
fn room_for(text: &str) -> Zeroizing<String> {
    // Upper then lower case makes at most six characters of one, of up to four bytes each; in
    // practice three bytes for one is the worst.
    Zeroizing::new(String::with_capacity(text.len().saturating_mul(4) + 16))
}

impl Normalised {
    /// The bytes that tokens are computed from.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Normalised {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Normalised(…)")
    }
}
