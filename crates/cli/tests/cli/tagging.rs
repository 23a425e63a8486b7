//! `tag`: the names of columns are shown, cells never.

use crate::support::{MARKER, file, run, run_with};

const PEOPLE: &str = "surname,date_of_birth,ethnicity,diagnosis,convictions,tenancy_start\n\
                      Zzyzxmarker,1980-01-01,White,Zzyzxmarker,Zzyzxmarker,2020-01-01\n";

#[test]
fn a_table_says_what_each_column_is_about_and_nothing_of_the_rows() {
    let people = file("people.csv", PEOPLE);
    let ran = run(&["tag", &people.path]).ok();
    for (column, about) in
        [("diagnosis", "health"), ("convictions", "criminal"), ("surname", "identity")]
    {
        let line = ran.out.lines().find(|line| line.trim_start().starts_with(column)).unwrap();
        assert!(line.contains(about), "{line}");
    }
    assert!(ran.out.contains("6 columns"), "{}", ran.out);
    assert!(!ran.out.contains(MARKER) && !ran.err.contains(MARKER));
}

#[test]
fn standard_input_gives_the_same_json_as_the_file() {
    let people = file("people.csv", PEOPLE);
    let from_file = run(&["tag", "--format", "json", &people.path]).ok();
    let from_pipe = run_with(&["tag", "--format", "json", "-"], PEOPLE.as_bytes()).ok();
    assert_eq!(from_file.json(), from_pipe.json());
    assert_eq!(from_file.json()["rows"], 1);
    assert_eq!(from_file.json()["columns"].as_array().unwrap().len(), 6);
    assert!(!from_file.out.contains(MARKER));
}

/// A program that counts special columns must not count those that nobody recognised.
#[test]
fn what_was_found_in_a_column_stands_beside_its_tag_which_is_as_strict_as_can_be() {
    let people = file("unknown.csv", "zyxwv,diagnosis\nZzyzxmarker,Zzyzxmarker\n");
    let ran = run(&["tag", "--format", "json", &people.path]).ok();
    let columns = &ran.json()["columns"];
    assert_eq!(columns[0]["recognised"], false);
    assert_eq!(columns[0]["about"].as_array().unwrap().len(), 0);
    assert!(columns[0]["tag"]["categories"].as_array().unwrap().len() > 20);
    assert_eq!(columns[1]["recognised"], true);
    assert_eq!(columns[1]["about"], serde_json::json!(["health"]));
}

const OBJECT: &str = "<CustomObject xmlns=\"http://soap.sforce.com/2006/04/metadata\">\
    <fields><fullName>Gift_Amount__c</fullName><label>Gift Amount</label><type>Currency</type></fields>\
    </CustomObject>";

fn field(name: &str) -> String {
    format!(
        "<CustomField xmlns=\"http://soap.sforce.com/2006/04/metadata\"><fullName>{name}</fullName>\
         <label>{name}</label><type>Text</type></CustomField>"
    )
}

/// A package as it is kept: a file for each field, in a folder for each object, and older objects whole.
#[test]
fn a_folder_of_metadata_is_read_as_one_schema() {
    let package = tempfile::tempdir().unwrap();
    let folder = package.path();
    let fields = folder.join("main/default/objects/Contact/fields");
    std::fs::create_dir_all(&fields).unwrap();
    std::fs::create_dir_all(folder.join("src/objects")).unwrap();
    for name in ["Ethnicity__c", "Diagnosis__c"] {
        std::fs::write(fields.join(format!("{name}.field-meta.xml")), field(name)).unwrap();
    }
    std::fs::write(folder.join("src/objects/Opportunity.object"), OBJECT).unwrap();
    std::fs::write(folder.join("src/objects/readme.txt"), "none of ours").unwrap();
    let path = folder.to_str().unwrap().to_owned();
    let ran = run(&["tag", "--format", "json", &path]).ok();
    let columns = ran.json()["columns"].as_array().unwrap().clone();
    let told: Vec<String> =
        columns.iter().map(|one| format!("{} {}", one["record"], one["name"])).collect();
    let told: Vec<String> = told.iter().map(|one| one.replace('"', "")).collect();
    assert_eq!(
        told,
        ["Contact Diagnosis__c", "Contact Ethnicity__c", "Opportunity Gift_Amount__c"]
    );
    assert_eq!(columns[0]["about"], serde_json::json!(["health"]));
    assert!(ran.err.contains("files read: 3"), "{}", ran.err);
    // What is wrong in one file is said with its name, and nothing is shown of the others.
    std::fs::write(folder.join("src/objects/Broken.object"), "<CustomObject><fields>").unwrap();
    let broken = run(&["tag", &path]);
    assert_eq!(broken.code, 2, "{}", broken.err);
    assert!(broken.err.contains("Broken.object") && broken.out.is_empty(), "{}", broken.err);
    let empty = tempfile::tempdir().unwrap();
    let none = run(&["tag", empty.path().to_str().unwrap()]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("no Salesforce metadata is in it"), "{}", none.err);
}

#[test]
fn the_published_layouts_are_told_by_what_stands_in_them() {
    for (name, layout) in [
        ("dictionary.csv", "data dictionary"),
        ("export_codes.csv", "export with codes"),
        ("export_labels.csv", "export with labels"),
        ("bulk_upload_template.csv", "bulk-upload template"),
        ("logs.xml", "XML log"),
    ] {
        let path = format!("crates/cli/fixtures/core/{name}");
        let ran = run(&["tag", "--format", "json", &path]).ok();
        assert_eq!(ran.json()["layout"], layout, "{name}");
    }
}

#[test]
fn a_byte_order_mark_is_passed_over_and_said() {
    let marked = format!("\u{feff}{PEOPLE}");
    let ran = run_with(&["tag", "--format", "json", "-"], marked.as_bytes()).ok();
    assert_eq!(ran.json()["columns"][0]["name"], "surname");
    assert!(ran.err.contains("byte-order mark"), "{}", ran.err);
}

/// Each of these has the shape of one of CORE's files, and people in it.
#[test]
fn rows_of_people_are_never_taken_for_a_dictionary_or_for_names_of_columns() {
    let dictionary = "name,address\nZzyzxmarker,12 High Street\nZzyzxmarker2,4 Low Road\n\
                      Zzyzxmarker3,3 Mid Way\nZzyzxmarker4,9 Top Hill\nZzyzxmarker5,1 The Hill\n";
    let header_with_blanks = "First name,Last name\nZzyzxmarker,Zzyzxmarker2\nAnn,Zzyzxmarker3\n";
    let three = "First name,Last name,Home town\nZzyzxmarker,Zzyzxmarker2,Zzyzxmarker3\nA,B,C\n";
    let section = "Section,Case note\nZzyzxmarker,in the house\nB,moved to Zzyzxmarker\n";
    for text in [dictionary, header_with_blanks, three, section] {
        let ran = run_with(&["tag", "-"], text.as_bytes()).ok();
        assert!(!ran.out.contains(MARKER) && !ran.err.contains(MARKER), "{text}\n{ran:?}");
        assert!(ran.out.contains("CSV with a header"), "{}", ran.out);
    }
}

#[test]
fn a_file_without_a_header_is_refused_where_its_first_line_looks_like_a_row() {
    for (text, place) in [
        ("Zzyzxmarker,07700 900123\nB,07700 900124\n", "standard input:1:13:"),
        ("Zzyzxmarker,SW1A 1AA\nB,SW1A 2AA\n", "standard input:1:13:"),
        ("Zzyzxmarker,1980-02-28\nB,1981-01-01\n", "standard input:1:13:"),
        ("Zzyzxmarker,28/02/1980\nB,01/01/1981\n", "standard input:1:13:"),
        ("Zzyzxmarker@example.org,note\nb@example.org,x\n", "standard input:1:1:"),
        ("Zzyzxmarker,AB 12 34 56 C\nB,CE123456D\n", "standard input:1:13:"),
        ("Zzyzxmarker,943 476 5919\nB,9434765919\n", "standard input:1:13:"),
        // Nothing in the line tells, but the column below it does.
        ("Zzyzxmarker,F\nB,M\nC,F\n", "standard input:1:13:"),
    ] {
        let ran = run_with(&["tag", "-"], text.as_bytes()).refused();
        ran.names(place, "may be a row");
    }
}

#[test]
fn the_word_of_the_person_who_asks_settles_what_the_first_line_is() {
    let ticks = "id,Other,2019-04-01\n1,Other,5\n2,Something,6\n";
    run_with(&["tag", "-"], ticks.as_bytes()).refused();
    run_with(&["tag", "--csv", "-"], ticks.as_bytes()).ok();
    // An option that was ticked holds its own name or nothing, and that is no row.
    run_with(&["tag", "-"], b"id,Depression\n1,Depression\n2,\n").ok();

    let own = "hiv_status,Does the person live with HIV?\nkeyworker,Who supports the person?\n";
    let ran = run_with(&["tag", "--dictionary", "--format", "json", "-"], own.as_bytes()).ok();
    assert_eq!(ran.json()["layout"], "data dictionary");
    assert_eq!(ran.json()["columns"][0]["name"], "hiv_status");
    run_with(&["tag", "--dictionary", "-"], b"First name,Last name\nA,B\n").refused();
    assert_eq!(run(&["tag", "--dictionary", "--csv", "x"]).code, 2);
}
