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
    let mut table = arguments(&records.path);
    table.push("--allow-unscheduled".to_owned());
    let table = run(&table).ok();
    assert!(table.out.contains("as at 2026-11-01: 3 keep, 1 review"), "{}", table.out);
    assert!(table.err.contains("1 record is of a class that no rule is about"), "{}", table.err);

    let mut json = arguments("-");
    json.extend(["--allow-unscheduled", "--format", "json"].map(str::to_owned));
    let ran = run_with(&json, GOOD.as_bytes()).ok();
    let lines = answers(&ran.out);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["outcome"]["duty"], "review");
    // An instant counts on the day it has in London: half past eleven in summer is the next day.
    assert!(lines[2]["outcome"].to_string().contains("2026-11-18"), "{}", lines[2]);
}

fn answers(out: &str) -> Vec<serde_json::Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn in_json(records: &str) -> Vec<serde_json::Value> {
    let mut json = arguments("-");
    json.extend(["--format".to_owned(), "json".to_owned()]);
    answers(&run_with(&json, records.as_bytes()).ok().out)
}

#[test]
fn a_class_that_no_rule_is_about_is_a_fault_with_the_nearest_and_all_there_are() {
    let ran = run_with(&arguments("-"), GOOD.replace("2,client", "2,clint").as_bytes()).refused();
    let ran = ran
        .names("standard input:1:4:", "appointment, ")
        .names("standard input:1:4:", "--allow-unscheduled")
        .names("standard input:3:3:", "did you mean `client`")
        .names("standard input:5:3:", "no rule is about this class");
    assert_eq!(ran.faults(), 3, "{}", ran.err);
}

#[test]
fn a_date_column_may_bear_the_name_that_the_rulebook_gives_it() {
    let named = "id,class,support-ended,recorded,tenancy-ended\n\
                 1,client,2018-05-01,,\n\
                 2,rent-record,2018-05-01,,2021-01-31\n\
                 3,cctv,,2026-10-20T23:30:00Z,\n";
    let own = "id,class,support_ended_on,last_seen_on,recorded_at,tenancy.ended_on\n\
               1,client,2018-05-01,2017-01-01,,\n\
               2,rent-record,,2018-05-01,,2021-01-31\n\
               3,cctv,,,2026-10-20T23:30:00Z,\n";
    let answers = in_json(own);
    assert_eq!(answers, in_json(named));
    assert_eq!(answers[0]["outcome"]["duty"], "review");
    assert_eq!(answers[1]["outcome"]["duty"], "keep");
    // The later of the two days counts, whichever column it stands in.
    let later = in_json(&own.replace("2017-01-01", "2019-05-01"));
    assert_ne!(later[0]["outcome"]["due"], answers[0]["outcome"]["due"]);
}

#[test]
fn half_of_a_latest_day_or_a_date_given_twice_is_a_fault() {
    let half = "id,class,support_ended_on\n1,client,2001-01-01\n";
    let ran = run_with(&arguments("-"), half.as_bytes()).refused();
    ran.names("standard input:1:10:", "`last_seen_on` is missing");
    let twice = "id,class,complaint-closed,complaint_closed_on\n1,complaint,2001-01-01,\n";
    let ran = run_with(&arguments("-"), twice.as_bytes()).refused();
    ran.names("standard input:1:10:", "column 4 gives the same date");
}

#[test]
fn a_hold_says_its_first_day_or_that_it_has_none() {
    let text = "id,class,support-ended,holds\n1,client,2001-01-01,arrears; inquiry@2024-01-31\n";
    let ran = run_with(&arguments("-"), text.as_bytes()).ok();
    assert!(ran.out.contains("Hold `arrears`, its first day not given."), "{}", ran.out);
    assert!(ran.out.contains("Hold `inquiry` since 2024-01-31."), "{}", ran.out);
    assert!(!in_json(text)[0].to_string().contains("0001-01-01"));
    let wrong = text.replace("2024-01-31", "2024-02-30");
    let ran = run_with(&arguments("-"), wrong.as_bytes()).refused();
    ran.names("standard input:2:21:", "the first day of a hold");
}

#[test]
fn a_misspelt_column_is_named_with_the_nearest_and_not_repeated() {
    let text = "id,class,suport-ended,Zzyzxmarker,hold\n1,client,2026-01-01,x,arrears\n";
    let ran = run_with(&arguments("-"), text.as_bytes()).refused();
    let ran = ran
        .names("standard input:1:10:", "did you mean `support-ended`")
        .names("standard input:1:23:", "no date that the schedule names")
        .names("standard input:1:35:", "did you mean `holds`")
        .names("standard input:1:23:", "support_ended_on, ");
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
fn only_a_review_may_decide_that_a_record_is_kept() {
    let text =
        "id,class,support-ended,taken\n1,client,2010-01-01,dispose@2020-01-01 keep forever\n";
    let ran = run_with(&arguments("-"), text.as_bytes()).refused();
    let ran = ran.names("standard input:2:21:", "only a review decides");
    assert_eq!(ran.faults(), 1, "{}", ran.err);
}

#[test]
fn records_without_a_column_of_holds_are_said_to_count_as_not_held() {
    let text = "id,class,support-ended\n1,client,2025-01-01\n";
    let ran = run_with(&arguments("-"), text.as_bytes()).ok();
    assert!(ran.err.contains("no column `holds` was given"), "{}", ran.err);
    let text = "id,class,support-ended,holds\n1,client,2025-01-01,\n";
    let ran = run_with(&arguments("-"), text.as_bytes()).ok();
    assert!(!ran.err.contains("holds"), "{}", ran.err);
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
