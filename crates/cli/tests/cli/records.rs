//! How far records stand out, and what must be made coarser, from files.

use std::fmt::Write as _;

use crate::support::{MARKER, file, run, run_with};

const PEOPLE: &str = "examples/records/people.csv";
const SPEC: &str = "examples/specs/records.toml";

const SMALL: &str = "[[dimension]]\nfield = \"age\"\ncategories = [\"demographic\"]\nidentifies = \"quasi\"\n\
    numbers = \"16-99\"\n[[dimension.level]]\nbands = 10\n[[dimension.level]]\neverything = true\n\n\
    [[dimension]]\nfield = \"condition\"\ncategories = [\"health\"]\nrole = \"sensitive\"\n\
    codes = [\"None\", \"Asthma\"]\n\n[require]\nk = 2\n";

const FOUR: &str = "id,age,condition\n1,20,None\n2,21,Asthma\n3,35,None\n4,36,None\n";

#[test]
fn the_example_is_measured_and_does_not_meet_what_is_required() {
    let ran = run(&["risk", PEOPLE, "--spec", SPEC, "--demand", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let value = ran.json();
    assert_eq!(value["measures"]["records"], 240);
    assert_eq!(value["measures"]["k"], 1);
    assert_eq!(value["by"], serde_json::json!(["age", "gender", "district"]));
    assert!(ran.err.contains("not met: k at least 2"), "{}", ran.err);
    let table = run(&["risk", PEOPLE, "--spec", SPEC]).ok();
    assert!(table.out.contains("not met: k at least 2"), "{}", table.out);
    assert!(table.out.contains("prosecutor") && table.out.contains("not for publication"));
    let page = run(&["risk", PEOPLE, "--spec", SPEC, "--format", "html"]);
    assert!(page.out.starts_with("<!DOCTYPE html>") && page.out.contains("Not met"));
}

#[test]
fn a_population_makes_the_journalist_s_risk_smaller() {
    let (spec, people) = (file("spec.toml", SMALL), file("four.csv", FOUR));
    let population =
        file("all.csv", FOUR.to_owned() + "5,20,None\n6,21,None\n7,35,None\n8,36,None\n");
    let ran = run(&[
        "risk",
        &people.path,
        "--spec",
        &spec.path,
        "--population",
        &population.path,
        "--format",
        "json",
    ]);
    let measures = &ran.json()["measures"];
    assert_eq!(
        (measures["prosecutor"].as_f64(), measures["journalist"].as_f64()),
        (Some(1.0), Some(0.5))
    );
}

#[test]
fn the_least_coarse_records_are_found_and_written() {
    let (spec, people) = (file("spec.toml", SMALL), file("four.csv", FOUR));
    let out = spec.folder.path().join("out.csv");
    let out = out.to_str().unwrap();
    let ran = run(&["generalise", &people.path, "--spec", &spec.path, "--format", "json"]).ok();
    let found = &ran.json()["generalisation"];
    assert_eq!(found["levels"], serde_json::json!([["age", 1]]));
    assert_eq!((found["loss"].as_f64(), found["suppressed"].as_u64()), (Some(8.0), Some(0)));
    // There is health data, and nothing is said of those who opted out.
    let refused = run(&[
        "generalise",
        &people.path,
        "--spec",
        &spec.path,
        "--out",
        out,
        "--as-at",
        "2026-11-22",
    ]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("CN-23"), "{}", refused.err);
    assert!(!std::path::Path::new(out).exists());
    let proof = "\n[generalise]\nopt-outs-applied = 2026-11-01\nopt-outs-proof = \"list\"\n";
    let spec = file("spec.toml", SMALL.to_owned() + proof);
    run(&["generalise", &people.path, "--spec", &spec.path, "--out", out, "--as-at", "2026-11-22"])
        .ok();
    let text = std::fs::read_to_string(out).unwrap();
    assert_eq!(text, "age,condition\r\n20-29,None\r\n20-29,Asthma\r\n30-39,None\r\n30-39,None\r\n");
    // The same people in another order leave as the same bytes, and from standard input too.
    let turned = "age,condition\n36,None\n35,None\n21,Asthma\n20,None\n";
    run_with(
        &["generalise", "-", "--spec", &spec.path, "--out", out, "--as-at", "2026-11-22"],
        turned.as_bytes(),
    )
    .ok();
    assert_eq!(std::fs::read_to_string(out).unwrap(), text);
}

#[test]
fn what_was_found_is_shown_as_a_page() {
    let page = run(&["generalise", PEOPLE, "--spec", SPEC, "--format", "html"]).ok().out;
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    let told = run(&["generalise", PEOPLE, "--spec", SPEC, "--format", "json"]).ok().json();
    let found = &told["generalisation"];
    for said in [
        format!("<dt>Records left out</dt><dd>{}</dd>", found["suppressed"]),
        format!("<dt>Classes left</dt><dd>{}</dd>", found["classes"]),
        format!("One mark for each of {} combinations", found["combinations"]),
        "People supported, for a study of ages and needs".to_owned(),
        "What a class tells of condition, at worst".to_owned(),
        "For use inside".to_owned(),
    ] {
        assert!(page.contains(&said), "{said}\n{page}");
    }
    // Nothing is fetched, and no script is run.
    assert!(!page.contains("http") || !page.contains("src=") && !page.contains("href="));
    assert!(page.contains("default-src 'none'") && !page.contains("<script"));
    // Every element is closed but those that never are.
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split([' ', '/']).next().unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') && !tag.starts_with('!') && name != "meta" {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn what_cannot_be_met_leaves_nothing() {
    let spec = file("spec.toml", SMALL.replace("k = 2", "k = 5"));
    let people = file("four.csv", FOUR);
    let ran = run(&["generalise", &people.path, "--spec", &spec.path]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("no combination"), "{}", ran.err);
}

#[test]
fn a_wrong_row_is_named_by_its_line_and_never_repeated() {
    let spec = file("spec.toml", SMALL);
    let text = format!("age,condition\n20,None\n\"2\n1\",None\n{MARKER},None\n22,{MARKER}\n");
    let people = file("wrong.csv", text);
    for command in ["risk", "generalise"] {
        let ran = run(&[command, &people.path, "--spec", &spec.path]).refused();
        let ran =
            ran.names(":5:1:", "the value of `age`").names(":6:1:", "the value of `condition`");
        assert!(!ran.err.contains("row 3:"), "{}", ran.err);
    }
}

#[test]
fn a_wrong_specification_says_where() {
    let people = file("four.csv", FOUR);
    let cases = [
        ("numbers = \"16-99\"", "numbers = \"99-16\"", "a range is written"),
        ("bands = 10", "bandz = 10", "did you mean `bands`"),
        ("bands = 10", "bands = 10\ntop = 90", "a level is one of"),
        ("k = 2", "k = 0", "k"),
        (
            "k = 2",
            "k = 2\n[[require.of]]\nfield = \"condition\"\nt = \"nan\"",
            "a number is written",
        ),
        ("k = 2", "k = 2\n[[require.of]]\nfield = \"condition\"\nalpha = \"1.5\"", "a bound that"),
        ("k = 2", "k = 2\n[[require.of]]\nfield = \"other\"\nl = 2", "no dimension has this field"),
        ("[require]", "[requires]", "did you mean `require`"),
        ("k = 2", "k = 2\n[generalise]\nopt-outs-applied = 2026-01-01", "said together"),
        ("role = \"sensitive\"", "role = \"secret\"", "role"),
    ];
    for (from, to, says) in cases {
        let spec = file("spec.toml", SMALL.replacen(from, to, 1));
        run(&["risk", &people.path, "--spec", &spec.path]).refused().names("spec.toml", says);
    }
}

/// A specification whose ages have a hierarchy in a file beside it.
fn beside(spec: &str, ages: impl AsRef<[u8]>) -> crate::support::Filed {
    let spec = file("spec.toml", spec);
    std::fs::write(spec.folder.path().join("ages.csv"), ages).unwrap();
    spec
}

/// The same with the levels in a file, and the ages too unless they are listed.
fn with_file(listed: bool) -> String {
    let levels = "[[dimension.level]]\nbands = 10\n[[dimension.level]]\neverything = true\n";
    assert!(SMALL.contains(levels));
    let spec = SMALL.replace(levels, "hierarchy = \"ages.csv\"\n");
    if listed { spec } else { spec.replace("numbers = \"16-99\"\n", "") }
}

fn decades(separator: char, line_end: &str) -> String {
    let line = |age: u32| format!("{age}{separator}{0}0-{0}9{separator}*{line_end}", age / 10);
    (16..100).map(line).collect()
}

#[test]
fn a_hierarchy_in_a_file_is_what_the_same_levels_are() {
    let people = file("four.csv", FOUR);
    let wanted = file("spec.toml", SMALL);
    let found = |spec: &str| {
        let ran = run(&["generalise", &people.path, "--spec", spec, "--format", "json"]).ok();
        ran.json()
    };
    let wanted = found(&wanted.path);
    let turned = decades(';', "\n");
    let turned = turned.lines().rev().collect::<Vec<_>>().join("\n");
    let quoted = decades(',', "\r\n").replace("20,", "\"20\",");
    let files = [
        decades(';', "\n"),
        decades('\t', "\n"),
        quoted,
        turned,
        format!("\u{feff}{}", decades(';', "\n")),
    ];
    for (ages, listed) in files.iter().flat_map(|ages| [(ages, true), (ages, false)]) {
        let spec = beside(&with_file(listed), ages);
        assert_eq!(found(&spec.path), wanted, "{listed} {ages}");
    }
}

#[test]
fn everything_wrong_with_a_hierarchy_is_told_by_line_and_no_cell_is_repeated() {
    let people = file("four.csv", FOUR);
    let refused = |spec: &str, ages: &str| {
        let spec = beside(spec, ages);
        run(&["generalise", &people.path, "--spec", &spec.path]).refused()
    };
    let spec = with_file(true);
    // Somebody named the wrong file: lines about people.
    let ran = refused(&spec, &format!("id;name\n1;{MARKER}\n2;{MARKER}\n"));
    let ran = ran.names("ages.csv:1:1:", "not in the list of codes");
    ran.names("spec.toml:6:13:", "there is something wrong with this file");
    let ages = decades(';', "\n");
    let bad = ages
        .replace("17;10-19;*\n", "17;10-19\n")
        .replace("20;20-29;*\n", "")
        .replace("39;30-39;*", "39;30-39;all")
        .replace("41;40-49;*", "40;40-49;*")
        .replace("50;50-59;*", "50;;*")
        .replace("60;60-69;*", "60;99;*");
    let ran = refused(&spec, &bad);
    let ran = ran
        .names("ages.csv:2:1:", "it has 2 cells, the first line 3")
        .names("ages.csv:23:1:", "cell 3 is another")
        .names("ages.csv:25:1:", "line 24 already")
        .names("ages.csv:34:1:", "cell 2 is blank")
        .names("ages.csv:83:1:", "called as the group in cell 2 of line 44")
        .names("ages.csv", "these codes have no line: `20`, `41`");
    assert_eq!(ran.faults(), 7, "{}", ran.err);
    refused(&spec, "").names("ages.csv", "there is no line in it");
    refused(&spec, &format!("{ages}16;10-19;*\n")).names("ages.csv:85:1:", "line 1 already");
    refused(&spec, &ages.replace("16;1", "\"16;1")).names("ages.csv:1:1:", "never closed");
    refused(&spec, &ages.replace("16;1", "16;\u{0}1")).names("ages.csv:1:4:", "NUL");
    // What else is wrong with the specification is told in the same breath.
    let ran = refused(&spec.replace("k = 2", "k = 0"), "16;*\n");
    ran.names("spec.toml", "`k`").names(
        "ages.csv",
        "no line: `17`, `18`, `19`, `20`, `21`, `22`, `23`, `24`, `25`, `26` and 73 more",
    );
    let both = format!("{}\n", spec.replace("hierarchy", "level = [{bands = 5}]\nhierarchy"));
    refused(&both, &ages).names("spec.toml", "exclude each other");
    let spec = file("spec.toml", &spec);
    let ran = run(&["risk", &people.path, "--spec", &spec.path]).refused();
    ran.names("ages.csv", "there is no such file").names("spec.toml:6:1", "this file");
}

#[test]
fn one_file_describes_a_table_and_records() {
    let both = format!(
        "title = \"People\"\nthreshold = 5\nground = \"statistics\"\nno-individual-decisions = true\n\
        no-substantial-harm = true\npublic-interest = true\npolicy-document = true\n{SMALL}"
    );
    let spec = file("spec.toml", both);
    let mut people = "age,condition\n".to_owned();
    for age in 20..40 {
        (0..8).for_each(|_| writeln!(people, "{age},None").unwrap());
    }
    let people = file("many.csv", people);
    run(&["risk", &people.path, "--spec", &spec.path]).ok();
    run(&["publish", "--spec", &spec.path, "--records", &people.path, "--as-at", "2026-11-22"])
        .ok();
}

#[test]
fn the_schemas_name_the_keys() {
    let schema = run(&["schema", "records"]).ok().json();
    let level = &schema["properties"]["dimension"]["items"]["properties"]["level"]["items"];
    assert!(level["properties"]["bands"].is_object() && level["properties"]["group"].is_object());
    assert_eq!(schema["properties"]["require"]["properties"]["k"]["minimum"], 1);
    let table = run(&["schema", "table"]).ok().json();
    assert!(table["properties"]["profile"].is_object() && table["properties"]["width"].is_object());
}
