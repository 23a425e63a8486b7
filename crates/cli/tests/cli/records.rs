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
