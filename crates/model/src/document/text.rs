//! What of a text a reader sees.

/// Whether the character is there and not seen: format characters, fillers, variation selectors.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether the character changes the direction of the text around it.
#[must_use]
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether nothing in the text can be seen. A name, a reason or a piece of evidence that is blank is none.
///
/// ```
/// use caldicott_model::document::is_blank;
///
/// assert!(is_blank(" \n") && is_blank("\u{200b}\u{feff}"));
/// assert!(!is_blank("file note 12"));
/// ```
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Why a text may not be read: NUL, another control character or a bidirectional override.
#[must_use]
pub fn forbidden_character(text: &str) -> Option<&'static str> {
    text.chars().find_map(|c| match c {
        '\0' => Some("a NUL character stands in the text"),
        '\n' | '\r' | '\t' => None,
        c if c.is_control() => Some("a control character stands in the text"),
        c if is_bidi_control(c) => Some("a bidirectional control character stands in the text"),
        _ => None,
    })
}
