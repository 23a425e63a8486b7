//! Files that are broken on purpose.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::{
    MARKER, RULEBOOK, Ran, feed, file, program, root, run, run_with, small_rulebook,
};

/// What is wrong, the file, and the place of each fault with a word of it.
type Case = (&'static str, Vec<u8>, &'static [(&'static str, &'static str)]);

fn tables() -> Vec<Case> {
    let text = |text: &str| text.as_bytes().to_vec();
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| {
        let text = "id,class\n1,Zzyzxmarker\n";
        let mut all = mark.to_vec();
        all.extend(text.encode_utf16().flat_map(bytes));
        all
    };
    vec![
        ("empty", text(""), &[("1:1:", "empty")]),
        ("only line ends", text("\n\r\n\n"), &[("1:1:", "empty")]),
        (
            "an open quote",
            text("id,class\n1,\"Zzyzxmarker\n2,client\n"),
            &[("2:3:", "never closed")],
        ),
        (
            "text after a quote",
            text("id,class\n1,\"client\"Zzyzxmarker\n"),
            &[("2:11:", "closing quote")],
        ),
        (
            "a quote in a bare cell",
            text("id,class\n1,Zzyzxmarker\"x\n"),
            &[("2:14:", "not quoted")],
        ),
        (
            "an open quote that hides a row",
            text("id,class\n\"1,client\nZzyzxmarker,\"client\"\n"),
            &[("3:14:", "closing quote")],
        ),
        (
            "cp1252",
            b"id,class\n1,caf\xe9 Zzyzxmarker\n2,\x93client\x94\n".to_vec(),
            &[("2:3:", "not UTF-8"), ("3:3:", "not UTF-8")],
        ),
        (
            "cp1252 in the header",
            b"id,class,caf\xe9\n1,client,x\n".to_vec(),
            &[("1:10:", "not UTF-8")],
        ),
        ("UTF-16 with a mark", utf16(u16::to_le_bytes, b"\xff\xfe"), &[("1:1:", "UTF-16")]),
        ("UTF-16 the other way", utf16(u16::to_be_bytes, b"\xfe\xff"), &[("1:1:", "UTF-16")]),
        ("UTF-16 without a mark", utf16(u16::to_le_bytes, b""), &[("1:1:", "UTF-16")]),
        ("UTF-32", b"\xff\xfe\0\0i\0\0\0".to_vec(), &[("1:1:", "UTF-32")]),
        (
            "mixed line ends",
            text("id,class\n1,client\r\n2,Zzyzxmarker\n"),
            &[("2:10:", "mixed"), ("3:14:", "mixed")],
        ),
        ("a lone CR", text("id,class\n1,client\r2,Zzyzxmarker\n"), &[("2:10:", "stands alone")]),
        ("a lone CR at the end", text("id,class\n1,client\r"), &[("2:9:", "stands alone")]),
        ("a duplicate header", text("id,class,id\n1,client,Zzyzxmarker\n"), &[("1:10:", "same")]),
        (
            "blank headers",
            text("id,class,, \n1,client,x,y\n"),
            &[("1:10:", "blank"), ("1:11:", "blank")],
        ),
        (
            "ragged rows",
            text("id,class\n1\n2,client\n\n3,client,Zzyzxmarker\n\"\"\n"),
            &[("2:1:", "1 cells"), ("5:1:", "3 cells"), ("6:1:", "1 cells")],
        ),
        (
            "NUL and other controls",
            b"id,class\n1,a\0Zzyzxmarker\n2,b\x1b[31m\n3,c\x7f\n4,d\xc2\x9b\n".to_vec(),
            &[("2:4:", "NUL"), ("3:4:", "control"), ("4:4:", "control"), ("5:4:", "control")],
        ),
        (
            "bidirectional controls",
            text("id,class\n1,a\u{202e}Zzyzxmarker\n2,\u{2066}x\n3,\u{61c}x\n"),
            &[("2:4:", "bidirectional"), ("3:3:", "bidirectional"), ("4:3:", "bidirectional")],
        ),
        ("semicolons", text("id;class\n1;Zzyzxmarker\n"), &[("1:1:", "separated by commas")]),
        ("tabs", text("id\tclass\n1\tZzyzxmarker\n"), &[("1:1:", "separated by commas")]),
        (
            "a control in the header",
            text("id,cl\u{202e}ass\n1,client\n"),
            &[("1:6:", "bidirectional")],
        ),
    ]
}

fn due(input: &[u8]) -> Ran {
    run_with(&["due", "--rulebook", small_rulebook(), "--as-at", "2026-11-01"], input)
}

fn seal(folder: &std::path::Path, input: &[u8]) -> Ran {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (casebook, kek) = (path("keys.db"), path("kek.key"));
    let arguments = [
        "seal",
        "--casebook",
        &casebook,
        "--kek",
        &kek,
        "--tenant",
        "t",
        "--record-type",
        "r",
        "--person-column",
        "id",
        "--record-column",
        "id",
        "--columns",
        "class",
        "-",
    ];
    run_with(&arguments, input)
}

#[test]
fn a_broken_table_is_refused_by_every_command_with_every_place() {
    for (what, bytes, faults) in tables() {
        let folder = tempfile::tempdir().unwrap();
        for ran in [run_with(&["tag", "-"], &bytes), due(&bytes), seal(folder.path(), &bytes)] {
            let mut ran = ran.refused();
            for (place, message) in faults {
                ran = ran.names(&format!("standard input:{place}"), message);
            }
            assert!(!ran.err.contains("\u{202e}") && !ran.err.contains('\0'), "{what}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{what}");
    }
}

#[test]
fn what_follows_from_another_encoding_or_delimiter_is_not_told_as_well() {
    for (what, bytes, _) in tables() {
        if ["UTF-16", "UTF-32", "semicolons", "tabs"].iter().any(|kind| what.starts_with(kind)) {
            let folder = tempfile::tempdir().unwrap();
            for ran in [run_with(&["tag", "-"], &bytes), due(&bytes), seal(folder.path(), &bytes)] {
                assert_eq!(ran.refused().faults(), 1, "{what}");
            }
        }
    }
}

#[test]
fn a_column_that_differs_in_capitals_alone_is_pointed_at_and_not_repeated() {
    let ran = due(b"ID, Class,Zzyzxmarker\n1,client,2020-01-01\n").refused();
    ran.names("`id` is missing", "column 1 is called so").names("`class` is missing", "column 2");
}

#[test]
fn places_are_those_of_the_file_after_blank_lines_breaks_in_cells_and_wide_characters() {
    for end in ["\n", "\r\n"] {
        let text = [
            "\u{feff}id,class,support-ended",
            "",
            "\"two",
            "lines\",client,2026-02-30",
            "",
            "3,Zoë 😀,2026-02-30",
            "4,\"a \"\"quoted\"\" class\",2026-02-30",
        ]
        .join(end);
        let ran = due(text.as_bytes()).refused();
        let ran = ran
            .names("standard input:4:15:", "is no day")
            .names("standard input:6:9:", "is no day")
            .names("standard input:7:24:", "is no day");
        assert_eq!(ran.err.matches("is no day").count(), 3, "{}", ran.err);
    }
}

#[test]
fn many_faults_are_counted_and_not_all_listed() {
    let mut text = "id,class\n".to_owned();
    for _ in 0..5_000 {
        text.push_str("1,a\u{202e}Zzyzxmarker,x\n");
    }
    let ran = due(text.as_bytes()).refused();
    assert!(ran.faults() < 500, "{}", ran.faults());
    ran.names("faults more", "and ");
}

#[test]
fn a_folder_a_missing_file_and_an_unreadable_one_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let lines = |path: &str| {
        [
            run(&["tag", path]),
            run(&["decide", "--rulebook", RULEBOOK, "--requests", path]),
            run(&["due", "--rulebook", RULEBOOK, "--as-at", "2026-11-01", "--records", path]),
        ]
    };
    for ran in lines(folder) {
        ran.refused().names(folder, "this is a folder");
    }
    for ran in lines("/no/such/file.csv") {
        ran.refused().names("/no/such/file.csv", "no such file");
    }
}

#[test]
fn a_broken_rulebook_is_refused_with_its_places() {
    let cases: [(&str, Vec<u8>, &str, &str); 7] = [
        ("an open string", b"[rulebook]\nid = \"x\n".to_vec(), ":2:", ""),
        ("a duplicate key", b"[rulebook]\nid = \"x\"\nid = \"y\"\n".to_vec(), ":3:1:", ""),
        ("a duplicate table", b"[rulebook]\nid = \"x\"\n[rulebook]\n".to_vec(), ":3:", ""),
        ("NUL", b"[rulebook]\nid = \"a\\u0000b\"\n".to_vec(), ":2:", "NUL"),
        ("bidi", "[rulebook]\nid = \"a\u{202e}b\"\n".as_bytes().to_vec(), ":2:", "bidirectional"),
        ("UTF-16", b"\xff\xfe[\0r\0".to_vec(), ":1:1:", "UTF-16"),
        ("cp1252", b"[rulebook]\norganisation = \"caf\xe9\"\n".to_vec(), ":2:20:", "not UTF-8"),
    ];
    for (what, bytes, place, message) in cases {
        let book = file("book.toml", bytes);
        let ran = run(&["check", &book.path]).refused();
        assert!(!ran.err.is_empty(), "{what}");
        ran.names(&format!("book.toml{place}"), message);
    }
    let marked = std::fs::read(root().join(RULEBOOK).join("rulebook.toml")).unwrap();
    let marked = file("book.toml", [b"\xef\xbb\xbf".as_slice(), &marked].concat());
    assert!(run(&["check", &marked.path]).err.contains("byte-order mark"));
}

#[test]
fn deep_nesting_is_refused_in_every_format() {
    let deep = 200_000;
    let json = format!("{{\"id\":{}1{}}}", "[".repeat(deep), "]".repeat(deep));
    let ran = run_with(&["decide", "--rulebook", RULEBOOK], json.as_bytes()).refused();
    ran.names("standard input:1:", "nested deeper");
    let toml =
        file("deep.toml", format!("[rulebook]\nid = {}1{}\n", "[".repeat(deep), "]".repeat(deep)));
    run(&["check", &toml.path]).refused().names("deep.toml:2:", "");
    let tables = file("keys.toml", format!("[{}a]\n", "a.".repeat(deep)));
    run(&["check", &tables.path]).refused();
    let xml = format!("{}{}", "<a>".repeat(deep), "</a>".repeat(deep));
    run_with(&["tag", "-"], xml.as_bytes()).refused();
}

/// The program in a small address space: it must stop, not fill it.
fn confined(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -v 98304; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_caldicott")])
        .args(arguments)
        .current_dir(root());
    command
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_in_bounded_memory() {
    let chunk = MARKER.repeat(1 << 16);
    let chunks = (100 << 20) / chunk.len();
    let due = ["due", "--rulebook", small_rulebook(), "--as-at", "2026-11-01"];
    let decide = ["decide", "--rulebook", RULEBOOK];
    let quoted = "id,class\n1,\"";
    for (arguments, start, limit) in [
        (&["tag", "-"][..], "", "limit of 8 MiB"),
        (&["tag", "-"], "<logs><log><", ""),
        (&["tag", "--dictionary", "-"], "name,", "longer than"),
        (&due, quoted, "limit of 8 MiB"),
        (&decide, "{\"id\":\"", "longer than the limit"),
    ] {
        let ran = feed(&mut confined(arguments), |pipe| {
            pipe.write_all(start.as_bytes())?;
            (0..chunks).try_for_each(|_| pipe.write_all(chunk.as_bytes()))
        });
        ran.refused().names("standard input:", limit);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_without_an_end_is_given_up() {
    for arguments in [
        &["decide", "--rulebook", RULEBOOK, "--requests", "/dev/zero"][..],
        &["tag", "--dictionary", "/dev/zero"],
    ] {
        run(arguments).refused().names("/dev/zero:1:1:", "");
    }
    // What is wrong before it is said as well.
    let chunk = MARKER.repeat(1 << 16);
    let ran = feed(program().args(["decide", "--rulebook", RULEBOOK]), |pipe| {
        pipe.write_all(b"[]\n")?;
        loop {
            pipe.write_all(chunk.as_bytes())?;
        }
    });
    let ran = ran.refused().names("standard input:1:", "object");
    ran.names("standard input:2:1:", "does not seem to end");
}

#[test]
fn a_rulebook_of_a_hundred_megabytes_is_refused_in_bounded_memory() {
    let mut big = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    big.write_all(b"# ").unwrap();
    big.as_file().set_len(100 << 20).unwrap();
    let ran = feed(&mut confined(&["check", big.path().to_str().unwrap()]), |_| Ok(()));
    ran.refused().names("", "longer than the limit");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in [
        &["tag", "crates/cli/fixtures/core/export_codes.csv"][..],
        &["check", RULEBOOK],
        &["decide", "--rulebook", RULEBOOK, "--requests", crate::support::REQUESTS],
    ] {
        let mut child = program()
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure_of_writing() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program().args(["check", RULEBOOK]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
}
