//! Files that end early, at every byte: never a crash, and never the half of a statement taken for one.

use crate::support::{REQUESTS, RULEBOOK, file, root, run, run_with};

#[test]
fn a_request_cut_anywhere_is_refused_at_its_place() {
    let requests = std::fs::read_to_string(root().join(REQUESTS)).unwrap();
    let first = requests.lines().min_by_key(|line| line.len()).unwrap();
    run_with(&["decide", "--rulebook", RULEBOOK], first.as_bytes()).ok();
    for length in 0..first.len() {
        let cut = &first.as_bytes()[..length];
        run_with(&["decide", "--rulebook", RULEBOOK], cut).refused().names("standard input:1:", "");
    }
}

#[test]
fn a_rulebook_cut_anywhere_but_between_statements_is_refused() {
    let text = "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-11-01\n\
                kept-by = \"DPO\"\n\n\
                [trigger]\nended = \"ended_on\"\n\n\
                [[rule]]\nid = \"r\"\nclass = \"client\"\nkeep = \"8 years after ended\"\n\
                stages = [\"review by line-manager\", \"dispose\"]\nwhy = \"our own choice\"\n";
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
    let arguments = ["due", "--rulebook", RULEBOOK, "--as-at", "2026-11-01"];
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
