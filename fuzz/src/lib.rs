//! What the targets share: slow input, and what every refusal must keep to.

use std::io::{self, Read};

use caldicott_model::document::Fault;

/// Input that comes in pieces of a few bytes, so that characters and line ends fall apart.
pub struct Trickle(Vec<u8>, usize);

impl Trickle {
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec(), 0)
    }
}

impl Read for Trickle {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = &self.0[self.1..];
        let count = rest.len().min(into.len()).min(1 + self.1 % 3);
        into[..count].copy_from_slice(&rest[..count]);
        self.1 += count;
        Ok(count)
    }
}

/// A refusal has a reason, and each of its places is in the file or just after it.
pub fn check_faults(text: &[u8], faults: &[Fault]) {
    assert!(!faults.is_empty(), "refused without a reason");
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    for fault in faults {
        let Some(at) = fault.at else { continue };
        assert!(at.line >= 1 && at.column >= 1, "a place before the file: {fault}");
        let line = lines.get(at.line as usize - 1);
        let line = line.unwrap_or_else(|| panic!("a line after the file: {fault}"));
        assert!(at.column as usize <= line.len() + 1, "a column after its line: {fault}");
    }
}

/// What stands for a person: `~` in the input becomes this, wherever it is.
pub const MARKER: &str = "Zq7xKj9w";

/// The text with its markers planted.
pub fn planted(text: &str) -> String {
    text.replace('~', MARKER)
}

/// No message says what stands in the file.
pub fn check_silence(faults: &[Fault]) {
    for fault in faults {
        assert!(!fault.to_string().contains(MARKER), "a message repeats the file: {fault}");
    }
}

/// The bytes as changes to what is right: a length to cut or grow by, then places and bits to flip.
pub fn changed(right: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut bytes = right.to_vec();
    let Some((length, flips)) = changes.split_first() else { return bytes };
    match length {
        0..=199 => {}
        200..=227 => bytes.truncate(bytes.len().saturating_sub(usize::from(length - 199))),
        228..=255 => bytes.extend(std::iter::repeat_n(0, usize::from(length - 227))),
    }
    for flip in flips.chunks_exact(3) {
        let place = usize::from(u16::from_be_bytes([flip[0], flip[1]]));
        let length = bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(place % length) {
            *byte ^= flip[2];
        }
    }
    bytes
}
