//! How large and how deep an input may be, checked before anything is built from it.

/// How deep lists and tables may nest.
pub const DEPTH: usize = 64;
/// How long one JSON object may be.
pub const JSON_BYTES: usize = 1 << 20;
/// How long a rulebook may be, all its files together.
pub const RULEBOOK_BYTES: usize = 16 << 20;

/// The offset of the bracket that nests too deep, if there is one. Brackets in quotes do not count.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > DEPTH {
                    return Some(offset);
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
