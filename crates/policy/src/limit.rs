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

/// The same for TOML, which has four kinds of quotes, and comments.
pub(crate) fn too_deep_in_toml(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                continue;
            }
            b'"' | b'\'' => {
                at += quoted(bytes, at, *byte);
                continue;
            }
            b'[' | b'{' => {
                depth += 1;
                if depth > DEPTH {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// How many bytes a quoted text takes, its quotes included; all that is left where it does not end.
fn quoted(bytes: &[u8], start: usize, quote: u8) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let several = rest.starts_with(&[quote; 3]);
    let closing = if several { vec![quote; 3] } else { vec![quote] };
    let mut at = closing.len();
    while let Some(byte) = rest.get(at) {
        if *byte == b'\\' && quote == b'"' {
            at += 2;
        } else if !several && *byte == b'\n' {
            // It does not go beyond its line.
            return at;
        } else if rest.get(at..).is_some_and(|rest| rest.starts_with(&closing)) {
            return at + closing.len();
        } else {
            at += 1;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_quotes_and_comments_do_not_nest() {
        let many = "[".repeat(200);
        for quoted in [
            format!("a = \"{many}\""),
            format!("a = '{many}'"),
            format!("a = \"\\\"{many}\""),
            format!("a = \"\"\"\n\" {many}\n\"\"\""),
            format!("a = '''\n' {many}\n'''"),
            format!("# {many}"),
            format!("a = '\\' # {many}"),
            "[a]\nb = [[1], [2]]\n".repeat(100),
        ] {
            assert_eq!(too_deep_in_toml(&quoted), None, "{quoted}");
            let deep = format!("{quoted}\nb = {many}");
            assert_eq!(too_deep_in_toml(&deep), Some(quoted.len() + 5 + DEPTH), "{quoted}");
        }
        // A quote that is not closed ends with its line.
        assert_eq!(too_deep_in_toml(&format!("a = \"\n{many}")), Some(6 + DEPTH));
        assert_eq!(too_deep_in_toml("a = \"\"\"\\"), None);
    }
}
