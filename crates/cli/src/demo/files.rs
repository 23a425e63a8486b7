//! Looking for planted plaintext in the closed files.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::stop::Stop;

/// How much of a file is held at once.
const WINDOW: usize = 1 << 20;

/// How often any of the words occurs in a file, in UTF-8 or UTF-16, whatever its case.
pub(crate) fn occurrences(path: &Path, words: &[&str]) -> Result<usize, Stop> {
    let name = path.to_string_lossy();
    let failed = |error| Stop::io("read", &name, &error);
    let patterns: Vec<Vec<u8>> = words
        .iter()
        .flat_map(|word| {
            let small = word.to_lowercase();
            let wide: Vec<u8> = small.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [small.into_bytes(), wide]
        })
        .collect();
    let longest = patterns.iter().map(Vec::len).max().unwrap_or(1);
    let mut file = File::open(path).map_err(failed)?;
    let mut found = 0;
    // What is left of the last window could be the start of a word.
    let mut window: Vec<u8> = Vec::with_capacity(WINDOW + longest);
    let mut chunk = vec![0_u8; WINDOW];
    loop {
        let read = file.read(&mut chunk).map_err(failed)?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok(found);
        };
        let kept = window.len();
        window.extend(bytes.iter().map(u8::to_ascii_lowercase));
        for pattern in &patterns {
            // A match that ends inside the kept part was counted before.
            found += memchr::memmem::find_iter(&window, pattern)
                .filter(|start| start + pattern.len() > kept)
                .count();
        }
        let keep = window.len().min(longest - 1);
        window.drain(..window.len() - keep);
    }
}

/// How often the ids of these people occur in a file. An id is `p-` and digits, as the demo makes them.
pub(crate) fn ids_in(path: &Path, people: &HashSet<&str>) -> Result<usize, Stop> {
    let name = path.to_string_lossy();
    let failed = |error| Stop::io("read", &name, &error);
    let longest = people.iter().map(|person| person.len()).max().unwrap_or(2);
    let mut file = File::open(path).map_err(failed)?;
    let mut window: Vec<u8> = Vec::with_capacity(WINDOW + longest);
    let mut chunk = vec![0_u8; WINDOW];
    let mut found = 0;
    loop {
        let read = file.read(&mut chunk).map_err(failed)?;
        window.extend_from_slice(chunk.get(..read).unwrap_or_default());
        // An id that may go on in the next chunk is looked at then.
        let sure = if read == 0 { window.len() } else { window.len().saturating_sub(longest) };
        for start in memchr::memmem::find_iter(&window, b"p-").take_while(|start| *start < sure) {
            let tail = window.get(start + 2..).unwrap_or_default();
            let digits =
                tail.iter().take(longest - 2).take_while(|byte| byte.is_ascii_digit()).count();
            let id = window.get(start..start + 2 + digits).unwrap_or_default();
            found += usize::from(std::str::from_utf8(id).is_ok_and(|id| people.contains(id)));
        }
        if read == 0 {
            return Ok(found);
        }
        window.drain(..sure);
    }
}

/// The casebook's files that are there: the database, its write-ahead log, its journals.
pub(crate) fn of_casebook(folder: &Path) -> Result<Vec<String>, Stop> {
    let name = folder.to_string_lossy();
    let entries = fs::read_dir(folder).map_err(|error| Stop::io("list", &name, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Stop::io("list", &name, &error))?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.starts_with("casebook.db") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_wherever_the_windows_meet_and_no_other_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let people = HashSet::from(["p-000123", "p-000456"]);
        for start in [0, WINDOW - 9, WINDOW - 4, WINDOW, 2 * WINDOW - 1] {
            let mut bytes = vec![b'.'; start];
            bytes.extend_from_slice(b"p-000123p-000999.p-000456");
            fs::write(&path, &bytes).unwrap();
            assert_eq!(ids_in(&path, &people).unwrap(), 2, "at {start}");
        }
    }

    #[test]
    fn a_word_is_found_once_wherever_the_windows_meet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for start in [0, WINDOW - 8, WINDOW - 3, WINDOW, 2 * WINDOW - 1] {
            let mut bytes = vec![b'.'; start];
            bytes.extend_from_slice(b"QuillFeather");
            bytes.extend(vec![b'.'; 100]);
            fs::write(&path, &bytes).unwrap();
            assert_eq!(occurrences(&path, &["Quillfeather"]).unwrap(), 1, "at {start}");
        }
        fs::write(&path, "Quillfeathe").unwrap();
        assert_eq!(occurrences(&path, &["Quillfeather"]).unwrap(), 0);
        let wide: Vec<u8> = "Quillfeather".encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(&path, wide).unwrap();
        assert_eq!(occurrences(&path, &["Quillfeather"]).unwrap(), 1);
    }
}
