use super::*;

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
