//! Files that end early, at every byte: never a crash, and never the half of a statement taken for one.

use crate::support::{REQUESTS, RULEBOOK, SMALL, file, root, run, run_with, small_rulebook};

#[test]
fn a_request_cut_anywhere_is_refused_at_its_place() {
    let requests = std::fs::read_to_string(root().join(REQUESTS)).unwrap();
    let first = requests.lines().min_by_key(|line| line.len()).unwrap();
    run_with(&["decide", "--rulebook", RULEBOOK], first.as_bytes()).ok();
    // Every cut on a line of its own, fewer lines than faults are listed.
    let cuts: Vec<&str> = (1..first.len()).map(|length| &first[..length]).collect();
    for cuts in cuts.chunks(150) {
        let text = cuts.join("\n");
        let ran = run_with(&["decide", "--rulebook", RULEBOOK], text.as_bytes()).refused();
        for line in 1..=cuts.len() {
            let place = format!("standard input:{line}:");
            assert!(ran.err.contains(&place), "the cut `{}` passed", cuts[line - 1]);
        }
    }
}

#[test]
fn a_rulebook_cut_anywhere_but_between_statements_is_refused() {
    let text = SMALL;
    let book = file("book.toml", text);
    run(&["check", &book.path]).ok();
    for length in 0..text.len() {
        std::fs::write(&book.path, &text.as_bytes()[..length]).unwrap();
        let ran = run(&["check", &book.path]);
        if ran.code == 0 {
            let between = text[..length].ends_with('\n') || text[length..].starts_with('\n');
            assert!(between, "cut at {length}, inside a statement, and taken as whole");
        } else {
            ran.refused().names("book.toml", "");
        }
    }
}

#[test]
fn a_table_cut_anywhere_is_read_or_refused_and_never_half_printed() {
    let text = "id,class,support-ended,holds\r\n\"1\",client,2026-02-28,\"arrears;inquiry\"\r\n\
                2,client,2001-01-01,\r\n";
    let arguments = ["due", "--rulebook", small_rulebook(), "--as-at", "2026-11-01"];
    run_with(&arguments, text.as_bytes()).ok();
    for length in 0..text.len() {
        let ran = run_with(&arguments, &text.as_bytes()[..length]);
        if ran.code == 0 {
            // A table may end without a last line end, but not inside a date, a quote or a row.
            let kept = &text[..length];
            // The header alone says how wide a row is.
            let Some((head, _)) = kept.split_once('\n') else { continue };
            assert!(head.starts_with("id,class,support-ended,holds"), "{head}");
            assert_eq!(kept.matches('"').count() % 2, 0, "cut in quotes at {length}");
            let row = kept.trim_end_matches("\r\n").rsplit('\n').next().unwrap();
            assert_eq!(row.matches(',').count(), 3, "cut in a row at {length}");
        } else {
            ran.refused().names("standard input:", "");
        }
    }
}

#[test]
fn a_case_cut_anywhere_is_read_as_a_whole_one_or_refused_and_no_pack_is_written() {
    let text = std::fs::read_to_string(root().join("examples/access/case.toml")).unwrap();
    let notes = root().join("examples/access/notes.csv");
    let case = file("case.toml", &text);
    let out = case.folder.path().join("out");
    // What follows the last decision is one letter: with all before it, the case is whole.
    let whole = text.find("# A letter that is in no file").unwrap();
    for length in (0..text.len()).step_by(29) {
        std::fs::write(&case.path, &text.as_bytes()[..length]).unwrap();
        let words = ["access-pack", &case.path, "--records", notes.to_str().unwrap(), "--on"];
        let ran = run(&[&words[..], &["2026-11-22", "--out", out.to_str().unwrap()]].concat());
        if ran.code == 0 {
            let statement = text[..length].ends_with('\n') || text[length..].starts_with('\n');
            let between = statement
                || text[..length].lines().last().is_some_and(|line| line.starts_with('#'));
            // A decision that was cut away keeps back what it would have given.
            assert!(between || length >= whole, "cut at {length} and taken as whole");
            std::fs::remove_dir_all(&out).unwrap();
        } else {
            let refused = ran.refused();
            assert!(refused.err.contains("case.toml:") || refused.err.contains("notes.csv:"));
            assert!(!out.exists(), "cut at {length}");
        }
    }
}
