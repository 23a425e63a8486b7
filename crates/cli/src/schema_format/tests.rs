use super::*;
use caldicott::model::tagger::suggest;
use caldicott::model::{
    Category, CategorySet, Identifiability, Kind, Marking, MarkingSet, OtherCodes,
};

const CONTACT: &[u8] = include_bytes!("../../fixtures/salesforce/describe_contact.json");
const WRAPPED: &[u8] = include_bytes!("../../fixtures/salesforce/describe_wrapped.json");
const GLOBAL: &[u8] = include_bytes!("../../fixtures/salesforce/describe_global.json");
const ORIENTATION: &[u8] = include_bytes!(
    "../../fixtures/salesforce/objects/Contact/fields/Sexual_Orientation__c.field-meta.xml"
);
const REGION: &[u8] =
    include_bytes!("../../fixtures/salesforce/objects/Contact/fields/Region__c.field-meta.xml");
const PLAN: &[u8] = include_bytes!("../../fixtures/salesforce/Support_Plan__c.object-meta.xml");
const CLIENT: &[u8] = include_bytes!("../../fixtures/salesforce/client.schema.json");

const ALL: [(&str, &[u8], Layout, usize); 7] = [
    ("describe_contact.json", CONTACT, Layout::Describe, 7),
    ("describe_wrapped.json", WRAPPED, Layout::Describe, 4),
    ("describe_global.json", GLOBAL, Layout::ObjectList, 2),
    ("objects/Contact/fields/x.field-meta.xml", ORIENTATION, Layout::CustomField, 1),
    ("objects/Contact/fields/x.field-meta.xml", REGION, Layout::CustomField, 1),
    ("Support_Plan__c.object-meta.xml", PLAN, Layout::CustomObject, 3),
    ("client.schema.json", CLIENT, Layout::Record, 7),
];

fn faults(text: &str) -> Vec<String> {
    let faults = open("file", text.as_bytes()).map_or_else(|faults| faults, |_| Vec::new());
    faults.iter().map(ToString::to_string).collect()
}

fn field(fields: &[SchemaField], name: &str) -> SchemaField {
    fields.iter().find(|field| field.description.name == name).unwrap().clone()
}

#[test]
fn each_schema_is_told_by_what_stands_in_it() {
    for (file, bytes, layout, fields) in ALL {
        assert!(recognises(bytes), "{file}");
        assert!(recognises(&[b"\xef\xbb\xbf  \n", bytes].concat()), "{file}");
        let schema = open(file, bytes).unwrap();
        assert_eq!((schema.layout, schema.fields.len()), (layout, fields), "{file}");
        let marked = open(file, &[b"\xef\xbb\xbf", bytes].concat()).unwrap();
        assert_eq!(marked.fields, schema.fields);
        assert!(marked.notes.iter().any(|note| note.contains("byte-order mark")));
    }
    for other in ["<forms><form/></forms>", "name,age\nAnn,3\n", "{id},name\n", "", "<a", "[x]"] {
        assert!(!recognises(other.as_bytes()), "{other}");
    }
}

#[test]
fn a_describe_result_gives_labels_help_types_and_values() {
    let schema = open("describe.json", CONTACT).unwrap();
    let ethnicity = field(&schema.fields, "Ethnicity__c").description;
    assert_eq!(ethnicity.record, "Contact");
    assert_eq!(ethnicity.label, "Ethnic group");
    assert_eq!(ethnicity.help, "As the person describes it; never guess.");
    assert_eq!(ethnicity.data_type, "picklist");
    assert_eq!(ethnicity.values.len(), 3);
    assert!(schema.notes.iter().any(|note| note.starts_with("values no longer offered: 1")));
    assert!(suggest(&ethnicity).categories.contains(Category::RacialOrEthnicOrigin));
    let reason = suggest(&field(&schema.fields, "Leaving_Reason__c").description).to_tag();
    assert!(!reason.categories().has_special());
    assert!(reason.categories_of("Hospital").contains(Category::Health));
    assert!(reason.categories_of("Prison").has_criminal());
    assert!(suggest(&field(&schema.fields, "Notes__c").description).free_text);
}

#[test]
fn objects_without_fields_are_named_and_never_counted_as_complete() {
    let several = open("describe.json", WRAPPED).unwrap();
    let of_plan = |field: &&SchemaField| field.description.record == "Support_Plan__c";
    assert_eq!(several.fields.iter().filter(of_plan).count(), 2);
    assert_eq!(several.notes, ["objects left out, for they have no fields here: 1"]);
    let list = open("global.json", GLOBAL).unwrap();
    assert_eq!(list.fields[1].description.name, "Support_Plan__c");
    assert!(list.notes[0].contains("without their fields"));
}

#[test]
fn metadata_gives_the_same_and_says_what_it_is_classified_as() {
    let schema = open("a/objects/Contact/fields/x.field-meta.xml", ORIENTATION).unwrap();
    let found = &schema.fields[0].description;
    assert_eq!((found.record.as_str(), found.name.as_str()), ("Contact", "Sexual_Orientation__c"));
    assert_eq!(
        found.help,
        "Asked on the monitoring form.\nOnly as the person says; 'prefer not to say' is an answer."
    );
    assert_eq!(found.values[1], ("Het".into(), "Heterosexual & straight".into()));
    assert_eq!(
        schema.notes,
        [
            "fields in a compliance group: 1 (GDPR, PII)",
            "fields with a security classification: 1 (Restricted)",
            "values no longer offered: 1; records may hold them, so they are read too",
        ]
    );
    assert!(suggest(found).categories.contains(Category::SexualOrientation));
    let region = open("Region__c.field-meta.xml", REGION).unwrap();
    assert!(region.fields[0].description.record.is_empty());
    assert!(region.notes[0].contains("global set"));

    let plan = open("force-app/Support_Plan__c.object-meta.xml", PLAN).unwrap();
    assert!(plan.fields.iter().all(|field| field.description.record == "Support_Plan__c"));
    assert_eq!(
        field(&plan.fields, "Risk_Level__c").description.values,
        [("High".into(), "High".into()), ("Low".into(), "Low".into())]
    );
    assert_eq!(field(&plan.fields, "HIV_Status__c").description.label, "HIV status");
    assert!(plan.notes[0].ends_with("(GDPR, HIPAA)"));
    let full = "<CustomField><fullName>Contact.Race__c</fullName></CustomField>";
    let read = open("x.xml", full.as_bytes()).unwrap();
    assert_eq!(read.fields[0].description, FieldDescription::new("Race__c").record("Contact"));
}

#[test]
fn the_tags_that_a_schema_declares_are_kept() {
    let schema = open("client.json", CLIENT).unwrap();
    let drinking = field(&schema.fields, "drinking").declared.unwrap();
    assert_eq!(drinking.categories(), CategorySet::from(Category::Health));
    assert_eq!(drinking.sub_kind(), Some("substance-misuse"));
    assert_eq!(drinking.identifiability(), Identifiability::None);
    assert_eq!(drinking.markings(), MarkingSet::of(&[Marking::Opinion, Marking::ThirdPartySource]));
    assert_eq!((drinking.kind(), drinking.is_optional()), (Kind::Text, true));
    let reason = field(&schema.fields, "reason").declared.unwrap();
    assert!(reason.categories_of("2").has_criminal());
    assert_eq!(reason.other_codes(), OtherCodes::Harmless);
    assert_eq!(reason.categories_of("9"), CategorySet::from(Category::HousingAndTenancy));
    // What the schema does not tag is described, through its references, and left to the tagger.
    let wheelchair = field(&schema.fields, "wheelchair");
    assert_eq!(wheelchair.declared, None);
    assert_eq!(wheelchair.description.values[0], ("yes".into(), "Yes".into()));
    assert!(suggest(&wheelchair.description).categories.has_special());
    assert_eq!(
        field(&schema.fields, "next_of_kin.phone").description.help,
        "Their telephone number"
    );
}

#[test]
fn what_the_model_writes_as_a_schema_is_read_back_as_it_was() {
    let every = FieldTag::new("notes".into(), CategorySet::EVERY, Identifiability::Direct);
    let known = FieldTag::new("born".into(), Category::Demographic.into(), Identifiability::Quasi)
        .shaped(Kind::Day, true, &[]);
    let coded = FieldTag::new("why".into(), CategorySet::NONE, Identifiability::None)
        .with_markings(MarkingSet::of(&[Marking::SeriousHarm]))
        .with_sub_kind("reason")
        .with_values(vec![caldicott::model::ValueTag::declared(
            "4",
            "Left hospital",
            Category::Health.into(),
        )]);
    let tags = vec![every, known, coded];
    let written = caldicott::model::Schema::new("client", tags.clone()).unwrap().json_schema();
    let text = serde_json::to_string(&written).unwrap();
    let read = open("client.json", text.as_bytes()).unwrap();
    let declared: Vec<FieldTag> =
        read.fields.iter().map(|field| field.declared.clone().unwrap()).collect();
    for tag in &tags {
        assert!(declared.contains(tag), "{tag:?}");
    }
    assert_eq!(declared.len(), tags.len());
    assert!(read.fields.iter().all(|field| field.description.record == "client"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let cases: &[(&str, &str)] = &[
        ("{}", "file:1:1: the file has none of the schemas known"),
        ("[{}]", "file:1:1: expected one JSON object"),
        ("{\"fields\": [],\n\"name\": \"A\", \"name\": \"B\"}", "file:2:14: a key stands twice"),
        (
            "{\"name\": \"A\",\n\"fields\": [{\"name\": \"x\", \"type\": 3}]}",
            "file:2:34: `type` takes text",
        ),
        (
            "{\"name\": \"A\",\n\"fields\": [{\"label\": \"x\"}]}",
            "file:2:12: `name` is missing (at `fields[0]`)",
        ),
        ("{\"fields\": [{\"name\": \"x\", \"type\": \"string\"}]}", "file:1:1: `name` is missing"),
        (
            "{\"name\": \"A\", \"fields\": [{\"name\": \"x\", \"type\": \"id\"},\n{\"name\": \"X\", \"type\": \"id\"}]}",
            "file:2:10: the field stands twice: first at 1:35",
        ),
        (
            "{\"name\": \"A\", \"fields\": [{\"name\": \"a b\", \"type\": \"id\"}]}",
            "file:1:35: a name is a letter, then letters, digits and `_`",
        ),
        (
            "{\"name\": \"A\", \"fields\": [{\"name\": \"x\", \"type\": \"id\", \"label\": \"\\u202e\"}]}",
            "file:1:63: a bidirectional control character",
        ),
        ("{\"fields\": [\n\u{0}", "file:2:1: a NUL character stands in the file"),
        ("{\"a\": \"\u{202e}\"}", "file:1:8: a bidirectional control character"),
        ("{\"properties\": {\"a\": 3}}", "file:1:22: a property takes a table"),
        ("{\"properties\": {\"a\": {\"$ref\": \"#/x\"}}}", "file:1:31: `$ref` leads nowhere"),
        (
            "{\"properties\": {\"a\": {\"x-caldicott-identifiability\": \"none\"}}}",
            "file:1:22: `x-caldicott-categories` is missing",
        ),
        (
            "{\"properties\": {\"a\": {\"x-caldicott-categories\": [\"healthh\"], \"x-caldicott-identifiability\": \"none\"}}}",
            "file:1:50: unknown category; did you mean `health`?",
        ),
        (
            "{\"properties\": {\"a\": {\"x-caldicott-category\": [], \"x-caldicott-identifiability\": \"none\"}}}",
            "file:1:23: unknown key",
        ),
        (
            "{\"properties\": {\"a\": {\"x-caldicott-categories\": [\"health\"], \
             \"x-caldicott-identifiability\": \"none\", \"x-caldicott-sealed\": false}}}",
            "file:1:22: `x-caldicott-sealed` is false",
        ),
        ("<CustomField>\n<!DOCTYPE a>", "file:2:1: a document type is declared"),
        ("<CustomField>\n<label>&a;</label></CustomField>", "file:2:8: an entity stands here"),
        ("<CustomField><label>&#x202e;</label></CustomField>", "file:1:21: a bidirectional"),
        ("<CustomField><label a=\"b\"/></CustomField>", "file:1:14: an element has an attribute"),
        ("<CustomField xmlns=\"x\"/>", "file:1:1: the namespace is not"),
        ("<CustomField/>", "file:1:1: `fullName` is missing"),
        ("<CustomField>\n<label>a</label>", "file:2:17: the file ends before its last"),
        ("<CustomField>x<label/></CustomField>", "file:1:15: an element stands inside text"),
        ("<CustomField><label/>x</CustomField>", "file:1:22: text stands between"),
        ("<CustomField/><CustomField/>", "file:1:15: a second outermost element"),
        ("<CustomField><a:b/></CustomField>", "file:1:14: the name of an element"),
        (
            "<CustomField><fullName>a</fullName><label>a</label>\n<label>b</label></CustomField>",
            "file:2:1: `label` stands twice: first at 1:36",
        ),
        (
            "<CustomObject><fields><fullName>a</fullName></fields>\n<fields><fullName>A</fullName></fields></CustomObject>",
            "file:2:9: the field stands twice: first at 1:23",
        ),
        (
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><CustomField/>",
            "file:1:1: the file says that it is not UTF-8",
        ),
        ("<CustomField/>\n<?xml version=\"1.0\"?>", "file:2:1: an XML declaration stands inside"),
    ];
    for (text, expected) in cases {
        let found = faults(text);
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{text}\n{found:#?}");
    }
    assert!(faults("\u{feff}{\"fields\":[{}]}").len() >= 3, "every fault at once");
    let utf16: Vec<u8> = "{\"a\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(open("file", &utf16).unwrap_err()[0].message.contains("UTF-16"));
    assert!(open("file", b"{\"a\": \"caf\xe9\"}").unwrap_err()[0].message.contains("Windows-1252"));
}

#[test]
fn size_and_depth_have_limits_that_are_named() {
    let deep = format!("<CustomField>{}", "<a>".repeat(100_000));
    assert!(faults(&deep)[0].contains("nested deeper than the limit of 64"));
    let deep = format!("{{\"fields\":{}", "[".repeat(100_000));
    assert!(faults(&deep)[0].contains("nested deeper than the limit of 64"));
    let long = format!("{{\"x\":\"{}\"}}", "a".repeat(LONGEST));
    assert!(faults(&long)[0].contains("longer than the limit of 8388608 bytes"));
    let many = format!("{{\"fields\":[{}]}}", "0,".repeat(1_000_001));
    assert!(faults(&many)[0].contains("more than 1000000 values"));
    let wide = format!("<CustomField>{}", "<a/>".repeat(600_000));
    assert!(faults(&wide)[0].contains("more than 500000 elements"));
    // Each record holds every other: told once each way, and never without end.
    let names: Vec<String> = (0..12).map(|number| format!("r{number}")).collect();
    let inner: Vec<String> =
        names.iter().map(|name| format!("\"{name}\":{{\"$ref\":\"#/$defs/{name}\"}}")).collect();
    let inner = inner.join(",");
    let all: Vec<String> =
        names.iter().map(|name| format!("\"{name}\":{{\"properties\":{{{inner}}}}}")).collect();
    let tangle = format!("{{\"properties\":{{{inner}}},\"$defs\":{{{}}}}}", all.join(","));
    assert!(faults(&tangle)[0].contains("more than 20000 fields"));
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    for (file, bytes, ..) in ALL {
        let whole = bytes.trim_ascii_end().len();
        for end in 0..whole {
            let cut = open(file, bytes.get(..end).unwrap());
            assert!(cut.is_err_and(|faults| !faults.is_empty()), "{file} cut at {end}");
        }
    }
}

#[test]
fn no_fault_repeats_what_stands_in_the_file() {
    let secret = "Zebediah";
    for text in [
        "{\"Zebediah\": {\"Zebediah\": 1, \"Zebediah\": 2}}",
        "{\"fields\": [{\"name\": \"Zebediah Smith\", \"type\": \"Zebediah\", \"label\": [\"Zebediah\"]}]}",
        "{\"properties\": {\"a\": {\"x-caldicott-categories\": [\"Zebediah\"], \"x-caldicott-Zebediah\": 1}}}",
        "{\"fields\": [Zebediah]}",
        "<CustomField><Zebediah.x/></CustomField>",
        "<CustomField>Zebediah<a/></CustomField>",
        "<CustomField><fullName>Zebediah Smith</fullName><label>&Zebediah;</label></CustomField>",
        "<CustomField Zebediah=\"Zebediah\"/>",
        "<CustomField></Zebediah>",
    ] {
        let found = faults(text);
        assert!(!found.is_empty(), "{text}");
        assert!(found.iter().all(|fault| !fault.contains(secret)), "{found:?}");
    }
}
