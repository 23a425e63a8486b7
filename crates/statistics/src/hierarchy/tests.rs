use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::CodeListError;

fn list(codes: &[&str]) -> CodeList {
    CodeList::new("list", codes.iter().copied()).unwrap()
}

#[test]
fn bands_are_cut_where_the_numbers_say() {
    let codes = list(&["-3", "0", "4", "5", "19", "20"]);
    let bands = Hierarchy::of(&codes).bands(5).unwrap();
    let labels: Vec<_> = codes.labels().iter().map(|c| bands.label(1, c).unwrap()).collect();
    assert_eq!(labels, ["-5--1", "0-4", "0-4", "5-9", "15-19", "20-24"]);
    let cut = Hierarchy::of(&codes).cut_at(&[0, 5, 6, 18]).unwrap();
    let labels: Vec<_> = codes.labels().iter().map(|c| cut.label(1, c).unwrap()).collect();
    assert_eq!(labels, ["under 0", "0-4", "0-4", "5", "18+", "18+"]);
}

#[test]
fn the_ends_are_cut_off_and_the_rest_stays() {
    let codes = list(&["16", "17", "18", "89", "90", "101"]);
    let both = Hierarchy::of(&codes).top(90).unwrap().bottom(17).unwrap();
    let labels: Vec<_> = codes.labels().iter().map(|c| both.label(2, c).unwrap()).collect();
    assert_eq!(labels, ["17 or under", "17 or under", "18", "89", "90+", "90+"]);
}

#[test]
fn a_prefix_keeps_what_it_says() {
    let codes = list(&["NR1 3AB", "NR1 4CD", "NR2 1AA"]);
    let masked = Hierarchy::of(&codes).prefix(4).unwrap().prefix(2).unwrap();
    assert_eq!(masked.label(1, "NR1 3AB"), Some("NR1 ***"));
    assert_eq!(masked.label(2, "NR2 1AA"), Some("NR* ***"));
}

#[test]
fn no_level_parts_what_the_one_below_has_in_one() {
    let codes = list(&["a", "b", "c"]);
    let two = Hierarchy::of(&codes).level(&[("ab", &["a", "b"])]).unwrap();
    assert_eq!(two.label(1, "c"), Some("c"));
    let fault = two.level(&[("bc", &["b", "c"])]).unwrap_err();
    assert_eq!(fault, HierarchyError::Parts { level: 2, label: "ab".into() });
}

#[test]
fn a_table_of_codes_gives_the_levels() {
    let codes = list(&["a", "b", "c"]);
    let rows = [vec!["b", "x", "*"], vec!["a", "x", "*"], vec!["c", "y", "*"]];
    let read = Hierarchy::from_rows(&codes, rows.clone()).unwrap();
    assert_eq!((read.levels(), read.label(1, "c")), (3, Some("y")));
    let short = Hierarchy::from_rows(&codes, rows[..2].to_vec()).unwrap_err();
    assert_eq!(short, HierarchyError::Incomplete { code: "c".into() });
    let cut = [vec!["a", "x", "*"], vec!["b", "x"], vec!["c", "y", "*"]];
    assert!(Hierarchy::from_rows(&codes, cut).is_err());
}

#[test]
fn a_missing_value_is_its_own_group_until_all_are_one() {
    let codes = list(&["a", "b", "c"]);
    let tree = Hierarchy::of(&codes).level(&[("ab", &["a", "b"])]).unwrap().everything().unwrap();
    assert_eq!(tree.groups(0), [0, 1, 2, 3]);
    assert_eq!(tree.groups(1), [0, 0, 1, 2]);
    assert_eq!(tree.groups(2), [0, 0, 0, 0]);
}

#[test]
fn a_group_called_as_what_is_not_in_it_is_refused() {
    let codes = list(&["a", "b", "c"]);
    let turned = Hierarchy::of(&codes).level(&[("b", &["a"]), ("a", &["b"])]).unwrap_err();
    assert_eq!(turned, HierarchyError::Circle { level: 1, label: "a".into() });
    // Also from a level further down, and by look.
    let two = Hierarchy::of(&codes).level(&[("x", &["a"]), ("y", &["b", "c"])]).unwrap();
    let turned = two.clone().level(&[("Y", &["a"]), ("z", &["b", "c"])]).unwrap_err();
    assert_eq!(turned, HierarchyError::Circle { level: 2, label: "y".into() });
    assert!(two.level(&[("Y ", &["b", "c"]), ("x", &["a"])]).is_ok());
    let rows = [vec!["a", "b"], vec!["b", "a"], vec!["c", "c"]];
    assert!(matches!(
        Hierarchy::from_rows(&codes, rows),
        Err(HierarchyError::Circle { level: 1, .. })
    ));
}

fn told(codes: Option<&CodeList>, table: &str) -> Vec<String> {
    let lines = table.lines().map(|line| line.split(';').collect());
    match Hierarchy::from_lines(codes, (1..).zip(lines)) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn every_line_of_a_table_that_is_wrong_is_told_and_no_value_is() {
    let codes = list(&["a", "b", "c", "d"]);
    let table = "a;x;*\nb;x\nB;x;*\nunknown;x;*\nq;x;*\na;y;*\n;x;*\nc;\u{200b};*\nd;x;**";
    assert_eq!(
        told(Some(&codes), table),
        [
            "line 2: it has 2 cells, the first line 3",
            "line 3: its value is not in the list of codes",
            "line 3: its value looks like that of line 2 and is another text",
            "line 4: its value counts as missing, which is a category of its own: it has no line",
            "line 5: its value is not in the list of codes",
            "line 6: its value stands in line 1 already",
            "line 7: cell 1 is blank",
            "line 8: cell 2 holds characters that cannot be seen",
            "line 9: cell 3 is another than in line 1, though the cell before is the same",
        ]
        .map(|line| line.replace("its value looks", "cell 1 looks"))
    );
    assert_eq!(told(Some(&codes), ""), ["there is no line in it"]);
    assert_eq!(told(Some(&codes), "a;*\nd;*"), ["these codes have no line: `b`, `c`"]);
    let circle = told(None, "a;b;*\nb;a;*");
    assert_eq!(
        circle,
        [
            "line 1: cell 1 is called as the group in cell 2 of line 2 and is not in it",
            "line 2: cell 1 is called as the group in cell 2 of line 1 and is not in it",
        ]
    );
    assert_eq!(
        told(None, "a;x\nb;X"),
        ["line 2: cell 2 looks like that of line 1 and is another text"]
    );
    let deep = format!("a{}", ";*".repeat(33));
    assert_eq!(told(None, &deep), ["line 1: it has 33 levels; a hierarchy has at most 32"]);
    let ragged: Vec<String> = (0..300).map(|n| format!("v{n}{}", ";*".repeat(n % 2 + 1))).collect();
    let ragged = ragged.join("\n");
    let faults = told(None, &ragged);
    assert_eq!((faults.len(), faults[100].as_str()), (101, "and 50 faults more"));
}

#[test]
fn a_table_longer_than_any_list_ends_there() {
    let endless = (1_u64..).map(|line| (line, vec![format!("v{line}"), "*".to_owned()]));
    let faults = Hierarchy::from_lines(None, endless).unwrap_err();
    assert_eq!(faults[0].kind(), &HierarchyFaultKind::Lines);
    assert_eq!(faults[0].line(), Some(10_001));
}

#[test]
fn a_table_without_a_list_is_the_list() {
    let lines = [(1, vec!["b", "x"]), (2, vec!["?", "x"]), (3, vec!["a", "y"])];
    let read = Hierarchy::from_lines(None, lines).unwrap();
    assert_eq!(read.leaves(), ["b", "?", "a"]);
    assert_eq!((read.label(1, "?"), read.levels()), (Some("x"), 2));
}

/// What is wrong with a table, by the definitions and slowly.
fn is_hierarchy(codes: &[&str], rows: &[Vec<&str>]) -> bool {
    let width = rows.first().map_or(0, Vec::len);
    let values: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    let whole = rows.iter().all(|row| row.len() == width)
        && values.len() == rows.len()
        && values == codes.iter().copied().collect();
    whole
        && (1..width).all(|level| {
            rows.iter().all(|one| {
                rows.iter().all(|other| {
                    let alike = one[level - 1] != other[level - 1] || one[level] == other[level];
                    // A name of this level that some lower name of another line is, too.
                    let named =
                        (0..level).all(|m| other[m] != one[level] || other[level] == one[level]);
                    alike && named
                })
            })
        })
}

proptest! {
    #[test]
    fn a_table_is_read_exactly_when_it_is_a_hierarchy_and_as_row_by_row(
        rows in prop::collection::vec(
            prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "x", "y"]), 1..4),
            1..5,
        ),
        fixed in 0_usize..3,
    ) {
        // Most random tables are wrong in many ways at once: some get the right values and widths.
        let mut rows = rows;
        if fixed > 0 {
            for (row, value) in rows.iter_mut().zip(["a", "b", "c", "x"]) {
                row.resize(fixed + 1, "y");
                row[0] = value;
            }
        }
        let codes: Vec<&str> = ["a", "b", "c", "x"].into_iter().take(rows.len().max(2)).collect();
        let list = list(&codes);
        let read = Hierarchy::from_lines(Some(&list), (1..).zip(rows.clone()));
        prop_assert_eq!(read.is_ok(), is_hierarchy(&codes, &rows), "{:?}", rows);
        let by_row = Hierarchy::from_rows(&list, rows.clone());
        prop_assert_eq!(read.is_ok(), by_row.is_ok(), "{:?} {:?}", rows, by_row);
        if let (Ok(read), Ok(by_row)) = (read, by_row) {
            prop_assert_eq!(read, by_row);
        }
    }
}

#[test]
fn labels_that_look_alike_in_one_level_are_refused() {
    let codes = list(&["a", "b"]);
    let fault = Hierarchy::of(&codes).level(&[("x", &["a"]), ("X", &["b"])]).unwrap_err();
    let HierarchyError::Labels { level: 1, error: CodeListError::LookAlike { .. } } = fault else {
        panic!("{fault:?}")
    };
}
