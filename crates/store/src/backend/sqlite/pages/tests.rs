use std::path::Path;

use rusqlite::Connection;

use super::*;

/// Numbers that look like chance and are the same each time.
fn dice(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % below
    }
}

/// A file with trees of every kind, its rows put, changed and deleted in no order.
fn churned(path: &Path, page_size: u32, seed: u64) -> Connection {
    let book = Connection::open(path).unwrap();
    book.pragma_update(None, "page_size", page_size).unwrap();
    book.pragma_update(None, "secure_delete", "ON").unwrap();
    book.execute_batch(
        "CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT, body BLOB);
         CREATE INDEX by_name ON plain (name);
         CREATE TABLE clustered (name TEXT, version INTEGER, body BLOB, PRIMARY KEY (name, version)) WITHOUT ROWID;
         CREATE TABLE empty (x);",
    )
    .unwrap();
    let mut dice = dice(seed);
    let whole = book.unchecked_transaction().unwrap();
    for _ in 0..1500 {
        let name = format!("person-{:04}", dice(600));
        let body =
            vec![
                b'b';
                usize::try_from(dice(9) * dice(9) * dice(u64::from(page_size.min(8192)) / 48))
                    .unwrap()
            ];
        match dice(6) {
            0 => drop(whole.execute("DELETE FROM plain WHERE name = ?1", [&name])),
            1 => drop(whole.execute("DELETE FROM clustered WHERE name = ?1", [&name])),
            2 => drop(whole.execute("UPDATE plain SET body = ?2 WHERE name = ?1", (&name, &body))),
            3 => drop(whole.execute(
                "INSERT OR REPLACE INTO clustered VALUES (?1, ?2, ?3)",
                (&name, 1, &body),
            )),
            _ => drop(
                whole.execute("INSERT INTO plain (name, body) VALUES (?1, ?2)", (&name, &body)),
            ),
        }
    }
    whole.execute("DELETE FROM plain WHERE id % 3 = 0", []).unwrap();
    whole.commit().unwrap();
    book
}

fn roots(book: &Connection) -> Vec<u32> {
    let sql = "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0";
    let mut statement = book.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Every row, as text.
fn rows(book: &Connection) -> Vec<String> {
    let sql = "SELECT 'p' || id || name || hex(body) FROM plain UNION ALL \
               SELECT 'c' || name || version || hex(body) FROM clustered ORDER BY 1";
    let mut statement = book.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn check(book: &Connection) -> String {
    book.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
}

fn open(path: &Path) -> File {
    std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap()
}

#[test]
fn wiping_takes_what_no_row_uses_and_nothing_else_whatever_the_page_size() {
    let folder = tempfile::tempdir().unwrap();
    for (seed, page_size) in
        [512, 1024, 4096, 8192, 65_536].into_iter().cycle().take(10).enumerate()
    {
        let path = folder.path().join(format!("{seed}.db"));
        let book = churned(&path, page_size, u64::try_from(seed).unwrap());
        let (before, roots) = (rows(&book), roots(&book));
        book.close().unwrap();
        let file = open(&path);
        let written = wipe(&file, &roots).unwrap().expect("the file is laid out as expected");
        assert!(written > 0, "{page_size}");
        assert_eq!(wipe(&file, &roots).unwrap(), Some(0), "{page_size}");
        let book = Connection::open(&path).unwrap();
        assert_eq!(check(&book), "ok", "{page_size}");
        assert_eq!(rows(&book), before, "{page_size}");
        // Nobody stands in the file who does not stand in a row.
        let named = |bytes: &[u8]| -> std::collections::BTreeSet<Vec<u8>> {
            let names = bytes.windows(11).filter(|window| window.starts_with(b"person-"));
            names.map(<[u8]>::to_vec).collect()
        };
        let kept = named(before.join(" ").as_bytes());
        assert_eq!(named(&std::fs::read(&path).unwrap()), kept, "pages of {page_size}");
        // And it goes on being a database.
        book.execute("INSERT INTO plain (name, body) SELECT name, body FROM plain", []).unwrap();
        assert_eq!(check(&book), "ok");
    }
}

#[test]
fn of_a_damaged_file_no_live_row_is_wiped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound.db");
    let book = churned(&path, 1024, 5);
    let roots = roots(&book);
    book.close().unwrap();
    let sound = std::fs::read(&path).unwrap();
    wipe(&open(&path), &roots).unwrap().expect("sound");
    let wiped = std::fs::read(&path).unwrap();
    let mut dice = dice(9);
    let mut refused = 0;
    for _ in 0..400 {
        let mut damaged = sound.clone();
        // In the first bytes of a page, where its layout is described, or anywhere.
        let page =
            usize::try_from(dice(u64::try_from(sound.len() / 1024).unwrap())).unwrap() * 1024;
        let place =
            page + usize::try_from(if dice(2) == 0 { dice(40) } else { dice(1024) }).unwrap();
        damaged[place] ^= 1 << dice(8);
        let path = folder.path().join("damaged.db");
        std::fs::write(&path, &damaged).unwrap();
        let Some(_) = wipe(&open(&path), &roots).unwrap() else {
            refused += 1;
            continue;
        };
        // What it took for slack in the damaged file is slack in the sound one, but for the flipped
        // byte's own page.
        let after = std::fs::read(&path).unwrap();
        let same = |(at, byte): (usize, &u8)| {
            at / 1024 == place / 1024 || *byte == wiped[at] || *byte == sound[at]
        };
        assert!(after.iter().enumerate().all(same), "for byte {place}");
    }
    assert!(refused > 20, "{refused}");
}

#[test]
fn another_kind_of_file_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    for bytes in [vec![7; 4096], b"SQLite format 3\0".iter().copied().chain([0; 4080]).collect()] {
        std::fs::write(&path, &bytes).unwrap();
        assert!(wipe(&open(&path), &[]).unwrap().is_none());
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    let vacuumed = folder.path().join("auto.db");
    let book = Connection::open(&vacuumed).unwrap();
    book.execute_batch("PRAGMA auto_vacuum = FULL; CREATE TABLE x (y);").unwrap();
    book.close().unwrap();
    assert!(wipe(&open(&vacuumed), &[]).unwrap().is_none());
}
