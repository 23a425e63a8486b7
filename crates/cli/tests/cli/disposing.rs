//! `plan` and `dispose`: what was frozen and approved is judged again, and what changed drops out.

use tempfile::TempDir;

use crate::support::{MARKER, Ran, run, run_with, small_rulebook};

const RECORDS: &str = "id,class,support-ended,holds,taken\n\
    Zzyzxmarker,client,2010-02-28,,review by line-manager@2026-10-01\n\
    b,client,2010-02-28,arrears@2026-01-01,review by line-manager@2026-10-01\n\
    c,client,2010-02-28,,\n\
    d,client,2010-02-28,,review by line-manager@2026-10-01 keep until 2027-10-01\n\
    e,client,2010-03-01,arrears@2015-01-01..2016-01-01,review by line-manager@2026-10-01\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A folder with a casebook of the organisation in it.
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        let (casebook, kek) = (desk.path("keys.db"), desk.path("kek.key"));
        let arguments = ["seal", "-", "--casebook", &casebook, "--kek", &kek, "--tenant", "small"];
        let columns = ["--record-type", "client", "--person-column", "id", "--record-column", "id"];
        let arguments = [&arguments[..], &columns[..], &["--columns", "name"]].concat();
        run_with(&arguments, b"id,name\n1,Ann\n").ok();
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn plan(&self, records: &str) -> Ran {
        let out = self.path("plan");
        let arguments =
            ["plan", "--rulebook", small_rulebook(), "--as-at", "2026-11-02", "--out", &out];
        run_with(&arguments, records.as_bytes())
    }

    fn id(&self) -> String {
        let text = std::fs::read_to_string(self.path("plan")).unwrap();
        let head: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        head["id"].as_str().unwrap().to_owned()
    }

    fn dispose(&self, records: &str, changed: &[(&str, &str)]) -> Ran {
        let files = ["plan", "keys.db", "kek.key", "out"].map(|name| self.path(name));
        let id = self.id();
        let mut arguments = vec![
            ("--plan", files[0].as_str()),
            ("--plan-id", &id[..16]),
            ("--rulebook", small_rulebook()),
            ("--as-at", "2026-11-05"),
            ("--approved-by", "line-manager=staff-12@2026-11-04"),
            ("--method", "shredded"),
            ("--scope", "case database"),
            ("--copy-left", "nightly backup@2026-12-05"),
            ("--casebook", &files[1]),
            ("--kek", &files[2]),
            ("--tenant", "small"),
            ("--out", &files[3]),
            ("--format", "json"),
        ];
        for (name, value) in changed {
            let place = arguments.iter().position(|(known, _)| known == name).unwrap();
            arguments[place].1 = value;
        }
        let words: Vec<&str> = arguments.into_iter().flat_map(|(name, it)| [name, it]).collect();
        run_with(&[&["dispose"], &words[..]].concat(), records.as_bytes())
    }
}

#[test]
fn what_is_due_and_reviewed_is_planned_and_nothing_else() {
    let desk = Desk::new();
    let ran = desk.plan(RECORDS).ok();
    assert!(
        ran.out.contains("looked at 5 records: 2 dispose, 1 held, 1 keep, 1 review"),
        "{ran:?}"
    );
    assert!(ran.out.contains(&format!("plan {} of 2026-11-02", &desk.id()[..16])), "{ran:?}");
    assert!(ran.out.contains("by 2026-11-16"), "{ran:?}");
}

#[test]
fn what_is_cleared_has_its_proof_in_the_log_and_the_proof_names_nobody() {
    let desk = Desk::new();
    desk.plan(RECORDS).ok();
    let ran = desk.dispose(RECORDS, &[]).ok();
    let cleared = ran.json();
    assert_eq!(cleared["cleared"].as_array().unwrap().len(), 2, "{cleared}");
    let proof = std::fs::read_to_string(desk.path("out")).unwrap();
    assert_eq!(proof.lines().count(), 2);
    assert!(!proof.contains(MARKER), "{proof}");
    let first: serde_json::Value = serde_json::from_str(proof.lines().next().unwrap()).unwrap();
    assert_eq!(first["plan"], desk.id());
    assert_eq!(first["disposal"]["copies_left"][0]["gone_by"], "2026-12-05");
    assert_eq!(first["disposal"]["approvals"][0]["by"], "staff-12");
    let verified = run(&["verify", &desk.path("keys.db")]).ok();
    assert!(verified.out.contains("is sound: 1 entries"), "{verified:?}");
}

#[test]
fn what_changed_since_drops_out_and_nothing_comes_in() {
    let desk = Desk::new();
    desk.plan(RECORDS).ok();
    // A hold on one, another day on the other, the third let go.
    let now = RECORDS
        .replace(
            "client,2010-02-28,,review by line-manager@2026-10-01\n",
            "client,2010-02-28,inquiry,review by line-manager@2026-10-01\n",
        )
        .replace("e,client,2010-03-01", "e,client,2010-03-02")
        .replace(
            "b,client,2010-02-28,arrears@2026-01-01",
            "b,client,2010-02-28,arrears@2026-01-01..2026-02-01",
        );
    let ran = desk.dispose(&now, &[]).ok().json();
    assert_eq!(ran["cleared"].as_array().unwrap().len(), 0, "{ran}");
    let mut why: Vec<&str> =
        ran["dropped"].as_array().unwrap().iter().map(|one| one["why"].as_str().unwrap()).collect();
    why.sort_unstable();
    assert_eq!(why, ["changed", "held"]);
    // A record that is not given is not cleared either.
    let gone = RECORDS.lines().take(1).collect::<Vec<_>>().join("\n") + "\n";
    let ran = desk.dispose(&gone, &[]).ok().json();
    assert_eq!(ran["cleared"].as_array().unwrap().len(), 0, "{ran}");
    assert_eq!(ran["dropped"][0]["why"], "not-given");
}

#[test]
fn a_plan_in_which_something_was_changed_is_refused() {
    let desk = Desk::new();
    desk.plan(RECORDS).ok();
    let plan = std::fs::read_to_string(desk.path("plan")).unwrap();
    let lines: Vec<&str> = plan.lines().collect();
    let tampered = [
        plan.replace("\"looked_at\":5", "\"looked_at\":6"),
        plan.replace("2026-11-16", "2027-11-16"),
        plan.replace("\"record\":\"e\"", "\"record\":\"c\""),
        lines[..2].join("\n"),
        [lines[0], lines[2], lines[1]].join("\n"),
        [&lines[..], &lines[2..]].concat().join("\n"),
        String::new(),
        plan.replace("\"dispose\"", "\"keep\""),
        plan.replace("\"version\":1", "\"version\":-1"),
        plan.replace("\"fingerprint\":\"", "\"fingerprint\":\"0"),
        plan.replace("\"class\"", "\"clas\""),
    ];
    let id = desk.id();
    for text in tampered {
        assert_ne!(text, plan);
        std::fs::write(desk.path("plan"), &text).unwrap();
        let files = ["plan", "keys.db", "kek.key", "out"].map(|name| desk.path(name));
        let arguments = [
            "dispose",
            "--plan",
            &files[0],
            "--plan-id",
            &id,
            "--rulebook",
            small_rulebook(),
            "--as-at",
            "2026-11-05",
            "--approved-by",
            "manager=s@2026-11-04",
            "--method",
            "m",
            "--scope",
            "s",
            "--casebook",
            &files[1],
            "--kek",
            &files[2],
            "--tenant",
            "small",
            "--out",
            &files[3],
        ];
        run_with(&arguments, RECORDS.as_bytes()).refused();
        assert!(!std::path::Path::new(&files[3]).exists());
    }
}

#[test]
fn a_destruction_is_approved_by_a_role_of_the_rulebook_where_it_names_any() {
    let desk = Desk::new();
    desk.plan(RECORDS).ok();
    let text = std::fs::read_to_string(small_rulebook()).unwrap();
    let roles = "\n[[role]]\nname = \"line-manager\"\n[sharing]\nrefer_to = \"line-manager\"\n";
    let rulebook = desk.path("with-roles.toml");
    std::fs::write(&rulebook, text + roles).unwrap();
    let approved =
        |by: &str| desk.dispose(RECORDS, &[("--rulebook", &rulebook), ("--approved-by", by)]);
    let refused = approved("line-manger=staff-12@2026-11-04");
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("did you mean `line-manager`?"), "{refused:?}");
    assert!(!std::path::Path::new(&desk.path("out")).exists());
    approved("line-manager=staff-12@2026-11-04").ok();
}

#[test]
fn another_plan_than_the_one_approved_and_a_day_that_is_not_its_own_are_refused() {
    let desk = Desk::new();
    desk.plan(RECORDS).ok();
    for (name, value) in [
        ("--plan-id", "0123456789abcdef"),
        ("--plan-id", ""),
        ("--approved-by", "line-manager=staff-12@2026-11-01"),
        ("--approved-by", "line-manager=staff-12@2026-11-06"),
        ("--approved-by", "staff-12"),
        ("--as-at", "2026-11-01"),
        ("--as-at", "2027-11-05"),
        ("--tenant", "other"),
        ("--kek", "/dev/null"),
    ] {
        let ran = desk.dispose(RECORDS, &[(name, value)]);
        assert_eq!(ran.code, 2, "{name} {value}: {ran:?}");
        assert!(ran.out.is_empty() && !ran.err.contains(MARKER), "{ran:?}");
    }
    // What is there stays: the log has only its hash.
    std::fs::write(desk.path("out"), "kept").unwrap();
    desk.dispose(RECORDS, &[]).refused().names("out", "already");
    assert_eq!(std::fs::read_to_string(desk.path("out")).unwrap(), "kept");
    std::fs::remove_file(desk.path("out")).unwrap();
    // After its last day nothing of it is cleared.
    let late = [("--as-at", "2026-11-17")];
    let ran = desk.dispose(RECORDS, &late).ok().json();
    assert_eq!(ran["cleared"].as_array().unwrap().len(), 0, "{ran}");
    assert_eq!(ran["dropped"][0]["why"], "expired");
}

#[test]
fn a_record_that_stands_twice_and_a_review_that_cannot_be_read_are_named() {
    let desk = Desk::new();
    let twice = format!("{RECORDS}c,client,2011-01-01,,\n");
    desk.plan(&twice).refused().names("standard input:7:1:", "earlier row");
    for wrong in [
        "review by line-manager",
        "review@2026-10-01",
        "dispose@2026-13-01",
        "review by x@2026-10-01 keep",
    ] {
        let records =
            RECORDS.replace("review by line-manager@2026-10-01\nb", &format!("{wrong}\nb"));
        desk.plan(&records).refused().names("standard input:2:", "column `taken`");
    }
}

#[test]
fn one_record_is_explained_with_what_would_change_it() {
    let arguments = ["explain", "b", "--rulebook", small_rulebook(), "--as-at", "2026-11-02"];
    let ran = run_with(&arguments, RECORDS.as_bytes()).ok();
    assert!(ran.out.contains("arrears") && ran.out.contains("Rules applied: "), "{ran:?}");
    let nobody = ["explain", "x", "--rulebook", small_rulebook(), "--as-at", "2026-11-02"];
    run_with(&nobody, RECORDS.as_bytes()).refused().names("-", "no record");
    assert_eq!(run(&["explain", "x", "--rulebook", small_rulebook()]).code, 2);
}

#[test]
fn the_months_ahead_are_counted_and_the_page_has_the_same_numbers() {
    let forecast = |format: &str| {
        let rulebook = small_rulebook();
        let arguments =
            ["forecast", "--rulebook", rulebook, "--from", "2026-11-02", "--format", format];
        run_with(&[&arguments[..], &["--months", "12"]].concat(), RECORDS.as_bytes()).ok()
    };
    let months = forecast("json").json();
    let months = months.as_array().unwrap();
    assert_eq!(months.len(), 12);
    assert_eq!(months[0]["month_end"], "2026-11-30");
    let table = forecast("table").out;
    assert!(table.contains("2027-10-31"), "{table}");
    let page = forecast("html").out;
    assert!(page.contains("<polyline") && page.matches("scope=\"row\"").count() == 12, "{page}");
}

#[test]
fn two_schedules_over_the_same_records_say_which_move() {
    let longer = crate::support::SMALL.replace("8 years", "30 years");
    let longer = crate::support::file("longer.toml", longer);
    let records = crate::support::file("records.csv", RECORDS);
    let arguments = ["diff", small_rulebook(), &longer.path, "--records", &records.path];
    let all = [&arguments[..], &["--as-at", "2026-11-02", "--format", "json"]].concat();
    let found = run(&all).ok().json();
    let moved: u64 =
        found["moves"].as_array().unwrap().iter().map(|one| one["records"].as_u64().unwrap()).sum();
    assert_eq!(moved, 5);
    assert_eq!(found["changed"].as_array().unwrap().len(), 4, "{found}");
}

#[test]
fn a_plan_is_not_valid_for_longer_than_the_day_of_its_disposal_would_be_believed() {
    let desk = Desk::new();
    let out = desk.path("plan");
    let plan = |days: &str| {
        let arguments = ["plan", "--rulebook", small_rulebook(), "--as-at", "2026-11-02"];
        run_with(&[&arguments[..], &["--out", &out, "--valid", days]].concat(), RECORDS.as_bytes())
    };
    assert_eq!(plan("36").code, 2);
    plan("35").ok();
}
