//! Bad rulebooks and bad JSON: every fault, with its place, before anything is active.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_model::document::{Echo, Faults};
use caldicott_policy::{Rulebook, SourceFile, json, read_private_file};

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

fn faults_of(files: &[SourceFile]) -> Vec<String> {
    Rulebook::load(files).unwrap_err().iter().map(ToString::to_string).collect()
}

fn json_faults(text: &str) -> Vec<String> {
    let faults = Faults::new("requests.jsonl", Echo::Hidden);
    let _ = json::object(text, 1, &faults);
    faults.into_vec().iter().map(ToString::to_string).collect()
}

const PROFILE: &str =
    "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-01-01\nkept-by = \"Y\"\n";

#[test]
fn a_misspelt_section_is_refused_with_the_name_that_was_meant() {
    let text = format!("{PROFILE}\n[[gatway]]\nid = \"a\"\n");
    let faults = faults_of(&[file("a.toml", &text)]);
    assert!(
        faults.iter().any(|fault| fault.starts_with("a.toml:7:")
            && fault.contains("unknown key `gatway`; did you mean `gateway`?")),
        "{faults:#?}"
    );
}

#[test]
fn a_duplicate_key_is_refused_at_any_depth() {
    let faults = faults_of(&[file("a.toml", "[rulebook]\nid = \"x\"\nid = \"y\"\n")]);
    assert!(
        faults
            .iter()
            .any(|fault| fault.starts_with("a.toml:3:1:")
                && fault.ends_with("first at line 2 column 1")),
        "{faults:#?}"
    );
    let faults = json_faults(r#"{"a": {"b": 1, "b": 2}}"#);
    assert_eq!(faults, ["requests.jsonl:1:16: a key stands twice: first at 1:8"]);
}

#[test]
fn a_table_that_two_files_define_is_refused_and_names_the_second_file() {
    let faults = faults_of(&[file("a.toml", PROFILE), file("b.toml", PROFILE)]);
    assert!(
        faults
            .iter()
            .any(|fault| fault.starts_with("b.toml:1:2:") && fault.contains("earlier file")),
        "{faults:#?}"
    );
}

#[test]
fn a_fault_names_the_file_it_is_in() {
    let faults = faults_of(&[file("a.toml", PROFILE), file("b.toml", "\n\n[[nonsense]]\nx = 1\n")]);
    assert!(faults.iter().any(|fault| fault.starts_with("b.toml:3:")), "{faults:#?}");
}

#[test]
fn control_characters_are_refused_wherever_they_stand() {
    for bad in ["\u{0}", "\u{7}", "\u{202e}", "\u{2066}"] {
        let text = format!("{PROFILE}# {bad}\n");
        let faults = faults_of(&[file("a.toml", &text)]);
        assert!(faults.iter().any(|fault| fault.starts_with("a.toml:6:3:")), "{faults:#?}");
    }
}

#[test]
fn nesting_beyond_the_limit_is_refused_and_does_not_overflow_the_stack() {
    let deep = format!("x = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!faults_of(&[file("a.toml", &deep)]).is_empty());
    let dotted = format!("{}a = 1\n", "a.".repeat(100_000));
    assert!(!faults_of(&[file("a.toml", &dotted)]).is_empty());
    let faults = json_faults(&format!("{}{}", "{\"a\":".repeat(100_000), "}".repeat(100_000)));
    assert_eq!(faults, ["requests.jsonl:1:321: nested deeper than the limit of 64"]);
}

#[test]
fn the_limit_of_nesting_is_named_where_it_is_passed() {
    let nested =
        |depth: usize| format!("x = {}1{}\n{PROFILE}", "[".repeat(depth), "]".repeat(depth));
    let limit = "nested deeper than the limit of 64";
    let told = |text: String| faults_of(&[file("a.toml", &text)]).join("\n");
    // As deep as may be: the key alone is what is wrong.
    assert!(!told(nested(64)).contains("nested"));
    assert!(told(nested(65)).starts_with("a.toml:1:69: nested deeper than the limit of 64"));
    for text in [
        nested(200),
        nested(100_000),
        format!("{}a = 1\n{PROFILE}", "a.".repeat(3_000)),
        format!("[{}a]\n{PROFILE}", "a.".repeat(3_000)),
        format!("x = {}1{}\n{PROFILE}", "{a=".repeat(200), "}".repeat(200)),
    ] {
        let faults = faults_of(&[file("a.toml", &text)]);
        assert!(faults.iter().any(|fault| fault.contains(limit)), "{faults:?}");
        assert!(faults.iter().all(|fault| fault.starts_with("a.toml:1:")), "{faults:?}");
    }
}

#[test]
fn a_value_that_cannot_be_read_hides_no_other_fault() {
    let text = "[rulebook]\nid = \"X Y\"\norganisation = \"\"\nas-known-on = 2026-02-30\n\
                kept-by = 5\nkept-by = 6\n[training]\ninduction-days = 99999999999999999999\n\
                first-course-days = 2021-01-01T00:00:00Z\n[training]\nindction-days = 3\n";
    let faults = faults_of(&[file("a.toml", text)]);
    let places: Vec<&str> = faults.iter().map(|fault| fault.split(':').nth(1).unwrap()).collect();
    for line in ["2", "3", "4", "5", "6", "8", "9", "10"] {
        let told = places.iter().filter(|place| **place == line).count();
        assert_eq!(told, 1, "line {line} in {faults:#?}");
    }
    // A file that is no TOML is told alone: nobody knows what stands behind that place.
    let faults = faults_of(&[file("a.toml", "[rulebook]\nid = = 3\nkept-by = 5\n")]);
    assert!(faults.iter().all(|fault| fault.contains("not TOML")), "{faults:#?}");
}

#[test]
fn one_place_has_one_fault_of_the_form() {
    let faults = faults_of(&[file("a.toml", &format!("x = {}", "[".repeat(60)))]);
    assert_eq!(faults.len(), 1, "{faults:?}");
}

#[test]
fn of_two_tables_of_one_name_both_places_are_told() {
    let text = format!("{PROFILE}[ training ] # first\ninduction-days = 1\n[training]\n");
    let faults = faults_of(&[file("a.toml", &text)]);
    assert!(faults[0].starts_with("a.toml:8:2:"), "{faults:?}");
    assert!(faults[0].ends_with("first at line 6 column 3"), "{faults:?}");
}

#[test]
fn an_escape_brings_in_no_character_that_may_not_stand_there() {
    for bad in ["\\u0000", "\\u0007", "\\u202e", "\\U00002066"] {
        let trigger = format!("{PROFILE}[trigger]\nclosed = \"closed{bad}on\"\n");
        let faults = faults_of(&[file("a.toml", &trigger)]);
        assert!(faults.iter().any(|fault| fault.starts_with("a.toml:7:10:")), "{faults:#?}");
        let key = format!("{PROFILE}[trigger]\n\"clo{bad}sed\" = \"closed_on\"\n");
        let faults = faults_of(&[file("a.toml", &key)]);
        assert!(
            faults.iter().any(|fault| fault.starts_with("a.toml:7:1:")
                && fault.contains("character stands in the text")),
            "{faults:#?}"
        );
    }
}

#[test]
fn numbers_that_cannot_be_held_are_refused_and_never_coerced() {
    assert_eq!(json_faults(r#"{"a": 99999999999999999999}"#).len(), 1);
    for text in ["x = 99999999999999999999", "x = nan", "x = inf", "x = 1.0"] {
        assert!(!faults_of(&[file("a.toml", text)]).is_empty(), "{text}");
    }
}

#[test]
fn no_truncation_of_a_rulebook_is_active_with_half_a_profile() {
    for end in 0..PROFILE.len() {
        if let Ok(rulebook) = Rulebook::load(&[file("a.toml", &PROFILE[..end])]) {
            assert_eq!(rulebook.profile().kept_by, "Y", "loaded at {end}");
        }
    }
}

#[test]
fn no_value_of_a_request_is_repeated_in_a_fault() {
    for text in [
        r#"{"a": "Mary Secret" "b": 1}"#,
        r#"{"Mary Secret": 1, "Mary Secret": 2}"#,
        r#"{"a": "Mary Secret"#,
        "{\"Mary\u{202e} Secret\": 1}",
        r#"["Mary Secret"]"#,
        "Mary Secret",
        "",
    ] {
        let faults = json_faults(text);
        assert!(!faults.is_empty(), "{text}");
        assert!(faults.iter().all(|fault| !fault.contains("Secret")), "{faults:?}");
    }
}

#[test]
fn json_takes_nothing_that_json_does_not_have() {
    for text in [
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 1,}",
        "{\"a\": 0x10}",
        "{\"a\": +1}",
        "{\"a\": .5}",
        "{\"a\": NaN}",
        "{} // note",
        "{} {}",
        "{\"a\": \"\\x41\"}",
        "{\"a\": 1 \"b\": 2}",
        "{\"a\": \"\\ud800\"}",
        "{\"a\": 01}",
    ] {
        assert!(!json_faults(text).is_empty(), "{text}");
    }
}

#[test]
fn the_hash_names_the_content_and_not_the_order_of_the_files() {
    let one = [file("a.toml", PROFILE), file("b.toml", "# notes\n")];
    let other = [file("b.toml", "# notes\n"), file("a.toml", PROFILE)];
    let changed = [file("a.toml", PROFILE), file("b.toml", "# Notes\n")];
    let hash = |files: &[SourceFile]| Rulebook::load(files).unwrap().hash();
    assert_eq!(hash(&one), hash(&other));
    assert_ne!(hash(&one), hash(&changed));
    // Nor on where the folder lies: another machine must find the rules that a log names.
    for folder in ["/srv/rules/", "../rules/", "C:\\rules\\"] {
        let there = [("a.toml", PROFILE), ("b.toml", "# notes\n")].map(|(name, text)| SourceFile {
            name: format!("{folder}{name}"),
            text: text.to_owned(),
        });
        assert_eq!(hash(&one), hash(&there), "{folder}");
    }
    let renamed = [file("a.toml", PROFILE), file("c.toml", "# notes\n")];
    assert_ne!(hash(&one), hash(&renamed));
}

#[test]
fn a_rulebook_may_have_no_word_on_sharing_and_then_has_none() {
    let rulebook = Rulebook::load(&[file("a.toml", PROFILE)]).unwrap();
    assert!(rulebook.sharing().is_none());
    assert!(rulebook.retention().is_none());
}

#[test]
fn the_shipped_rulebooks_load() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/rulebooks");
    for name in ["st-martins", "camden", "care-provider"] {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(format!("{folder}/{name}")).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            files.push(file(&path.file_name().unwrap().to_string_lossy(), &text));
        }
        let rulebook = Rulebook::load(&files).unwrap_or_else(|faults| panic!("{faults:#?}"));
        assert!(rulebook.sharing().is_some());
        assert!(rulebook.retention().is_some());
    }
}

#[test]
fn what_json_does_not_have_is_refused_where_it_stands() {
    // The parser beneath takes each of these; a fuzzer found the first.
    for (text, place) in [
        ("{\"a\": \"b\u{1}\"}", "1:9"),
        ("{\"a\": \"b\n\"}", "1:9"),
        ("{\"a\":\n\u{a0}1}", "2:1"),
        ("{\"a\": 1}\u{b}", "1:9"),
    ] {
        let faults = json_faults(text);
        assert_eq!(faults, [format!("requests.jsonl:{place}: not JSON from here on")], "{text:?}");
    }
    assert!(json_faults("{\"a\":\t\"\\u0001 \\n\u{a0}\"}\r\n").is_empty());
}

#[test]
fn of_a_file_about_people_no_fault_repeats_a_value_or_a_key() {
    let secret = "Zzyzxmarker";
    for text in [
        format!("{secret} = 1\n"),
        format!("name = {secret}\n"),
        format!("name = \"a\"\nname = \"{secret}\"\n"),
        format!("name = [\"{secret}\"]\n"),
        format!("name = \"a\"\n[{secret}]\nx = 99999999999999999999\n"),
    ] {
        let read =
            read_private_file(&file("case.toml", &text), |top| top.text("name").map(str::to_owned));
        let faults = read.unwrap_err();
        assert!(!faults.is_empty());
        for fault in faults {
            assert!(fault.at.is_some(), "{fault}");
            assert!(!fault.to_string().contains(secret), "{fault}");
        }
    }
}
