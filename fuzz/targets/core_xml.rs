//! Any bytes as an XML log: the same read whole or in crumbs, and what is accepted, written out plainly,
//! is read again as it was.
#![no_main]

use caldicott_cli::readers::lettings;
use caldicott_fuzz::{Trickle, check_faults};
use libfuzzer_sys::fuzz_target;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fuzz_target!(|bytes: &[u8]| {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if head.first() != Some(&b'<') {
        return;
    }
    let whole = lettings(bytes);
    assert_eq!(whole, lettings(Trickle::new(bytes)), "it matters how the file comes");
    let read = match whole {
        Err(faults) => return check_faults(bytes, &faults),
        Ok(read) => read,
    };
    let mut plain = String::from("<forms>");
    for row in &read.rows {
        assert_eq!(row.len(), read.fields.len(), "a crooked row");
        plain.push_str("\n<form>");
        for (field, cell) in read.fields.iter().zip(row) {
            plain.push_str(&format!("<{0}>{1}</{0}>", field.name, escaped(cell)));
        }
        plain.push_str("</form>");
    }
    plain.push_str("</forms>");
    assert_eq!(lettings(plain.as_bytes()), Ok(read), "{plain}");
});
