use super::*;
use caldicott::model::Category;

const CODES: &[u8] = include_bytes!("../../fixtures/core/export_codes.csv");
const LABELS: &[u8] = include_bytes!("../../fixtures/core/export_labels.csv");
const CONTACT: &[u8] = include_bytes!("../../fixtures/salesforce/describe_contact.json");
const WRAPPED: &[u8] = include_bytes!("../../fixtures/salesforce/describe_wrapped.json");
const PLAN: &[u8] = include_bytes!("../../fixtures/salesforce/Support_Plan__c.object-meta.xml");
const CLIENT: &[u8] = include_bytes!("../../fixtures/salesforce/client.schema.json");

fn column<'t>(tagged: &'t Tagged, shown: &str) -> &'t Column {
    tagged.columns.iter().find(|column| column.shown == shown).unwrap()
}

#[test]
fn free_text_and_what_was_not_recognised_are_counted_apart_and_still_sealed() {
    let tagged = read("contact.json", CONTACT).unwrap();
    let counts = tagged.counts("contact.json");
    assert_eq!((counts.columns, counts.special, counts.criminal), (7, 1, 1));
    assert_eq!((counts.free_text, counts.unrecognised, counts.value_level), (1, 1, 1));
    assert_eq!(counts.identifying, 2);
    for (name, words) in
        [("Notes__c", "anything (free text)"), ("Zq7__c", "anything (not recognised)")]
    {
        let column = column(&tagged, name);
        assert_eq!(column.about_words(), words);
        assert_eq!(column.tag.categories(), CategorySet::EVERY);
        assert!(column.tag.is_sealed());
    }
}

#[test]
fn a_schema_is_told_by_what_stands_in_it_however_its_file_is_called() {
    for (bytes, layout, columns) in [
        (CONTACT, "Salesforce describe result", 7),
        (WRAPPED, "Salesforce describe result", 4),
        (PLAN, "Salesforce object metadata", 3),
        (CLIENT, "JSON Schema of a record", 7),
    ] {
        let tagged = read("people.csv", bytes).unwrap();
        assert_eq!((tagged.layout, tagged.columns.len(), tagged.rows), (layout, columns, None));
    }
    let several = read("x", WRAPPED).unwrap();
    assert_eq!(column(&several, "Support_Plan__c.Name").field.label, "Plan number");
    assert!(column(&several, "Contact.Religion__c").about().has_special());
}

#[test]
fn what_a_schema_declares_stands_whatever_its_names_look_like() {
    let tagged = read("client.json", CLIENT).unwrap();
    let number = column(&tagged, "case_number");
    assert_eq!(number.about(), CategorySet::from(Category::Administrative));
    assert_eq!(number.reason(), "the schema says so");
    assert_eq!(number.tag.identifiability(), Identifiability::Direct);
    let every = br#"{"properties": {"postcode": {"x-caldicott-categories": ["every"],
        "x-caldicott-identifiability": "direct"}}}"#;
    let tagged = read("x", every).unwrap();
    assert_eq!(tagged.columns[0].about_words(), "anything (free text)");
    assert_eq!(tagged.counts("x").special, 0);
}

#[test]
fn two_exports_of_the_same_lettings_say_more_of_their_codes_than_one() {
    let alone = read("codes.csv", CODES).unwrap();
    let learnt = pair(("codes.csv", CODES), ("labels.csv", LABELS)).unwrap();
    assert_eq!(learnt.columns.len(), alone.columns.len());
    for (one, two) in alone.columns.iter().zip(&learnt.columns) {
        let codes = |column: &Column| column.tag.values().len();
        assert!(codes(two) >= codes(one), "{}", one.field.name);
        for value in one.tag.values() {
            let code = &value.code;
            assert_eq!(one.tag.categories_of(code), two.tag.categories_of(code), "{}", one.shown);
        }
    }
    let reason = column(&learnt, "reason");
    assert!(reason.tag.categories_of("45").has_criminal());
    assert!(reason.telling().any(|(value, more)| value.code == "45" && more.has_criminal()));
    assert!(pair(("labels.csv", LABELS), ("codes.csv", CODES)).is_err());
}

#[test]
fn rows_of_people_in_json_are_refused_and_not_shown() {
    for text in ["{\"name\": \"Zebediah\"}\n{\"name\": \"Ann\"}\n", "[{\"name\": \"Zebediah\"}]"] {
        let Err(Stop::BadInput(faults)) = read("people.json", text.as_bytes()) else {
            panic!("{text}")
        };
        assert!(faults.iter().all(|fault| !fault.to_string().contains("Zebediah")));
    }
}
