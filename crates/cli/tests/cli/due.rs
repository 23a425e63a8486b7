//! `due`: what a schedule says of records, or everything that is wrong with them.

use crate::support::{RULEBOOK, file, run, run_with};

const GOOD: &str = "id,class,support-ended,recorded,holds\n\
                    1,client,2026-02-28,,arrears\n\
                    2,client,2001-01-01,,\n\
                    3,cctv,,2026-10-20T23:30:00Z,\"police-notice; inquiry\"\n\
                    4,ledger,2001-01-01,,\n";

fn arguments(records: &str) -> Vec<String> {
    ["due", "--rulebook", RULEBOOK, "--records", records, "--as-at", "2026-11-01"]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn each_record_gets_what_is_due_and_the_classes_without_a_rule_are_counted() {
    let records = file("records.csv", GOOD);
    let table = run(&arguments(&records.path)).ok();
    assert!(table.out.contains("as at 2026-11-01: 3 keep, 1 review"), "{}", table.out);
    assert!(table.err.contains("1 record is of a class that no rule is about"), "{}", table.err);

    let mut json = arguments("-");
    json.extend(["--format".to_owned(), "json".to_owned()]);
    let ran = run_with(&json, GOOD.as_bytes()).ok();
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["outcome"]["duty"], "review");
    // An instant counts on the day it has in London: half past eleven in summer is the next day.
    assert!(lines[2]["outcome"].to_string().contains("2026-11-18"), "{}", lines[2]);
}

#[test]
fn a_misspelt_column_is_named_with_the_nearest_and_not_repeated() {
    let text = "id,class,suport-ended,Zzyzxmarker,hold\n1,client,2026-01-01,x,arrears\n";
    let ran = run_with(&arguments("-"), text.as_bytes()).refused();
    let ran = ran
        .names("standard input:1:10:", "did you mean `support-ended`")
        .names("standard input:1:23:", "no date that the schedule names")
        .names("standard input:1:35:", "did you mean `holds`");
    assert_eq!(ran.faults(), 3, "{}", ran.err);
}

#[test]
fn impossible_dates_unknown_holds_and_blank_names_are_all_named_with_their_cell() {
    let text = "id,class,support-ended,holds\n\
                1,client,2026-02-30,\n\
                \"Zzyzxmarker, A\",client,\"31/12/2020\",arrears;Zzyzxmarker\n\
                ,client,2026-13-01,\n\
                4,,N/A,\n\
                5,client,Zzyzxmarker,\n";
    let ran = run_with(&arguments("-"), text.as_bytes()).refused();
    let ran = ran
        .names("standard input:2:10:", "column `support-ended`: is no day")
        .names("standard input:3:25:", "is no day")
        .names("standard input:3:38:", "column `holds`")
        .names("standard input:4:1:", "column `id`: is empty")
        .names("standard input:4:9:", "is no day")
        .names("standard input:5:3:", "column `class`: is empty")
        .names("standard input:6:10:", "is no day");
    assert_eq!(ran.faults(), 7, "{}", ran.err);
}

#[test]
fn the_columns_that_every_record_needs_are_both_asked_for() {
    let ran = run_with(&arguments("-"), b"person,kind\nZzyzxmarker,client\n").refused();
    let ran = ran.names("standard input:1:1:", "`id`").names("standard input:1:1:", "`class`");
    assert_eq!(ran.faults(), 2, "{}", ran.err);
}

#[test]
fn a_day_that_is_none_is_refused_before_anything_is_read() {
    let ran = run(&["due", "--rulebook", RULEBOOK, "--as-at", "2026-02-30"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--as-at"), "{}", ran.err);
}
