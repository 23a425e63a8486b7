//! Any bytes as a describe result or a JSON Schema: silent refusals with places, no half of a file is
//! accepted, and what is accepted, written out plainly, is read again as it was.
#![no_main]

use caldicott_cli::readers::{Schema, schema};
use caldicott_fuzz::{check_faults, check_silence, planted};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fuzz_target!(|bytes: &[u8]| {
    let text = std::str::from_utf8(bytes).map(planted);
    let bytes = text.as_ref().map_or(bytes, |text| text.as_bytes());
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if start == Some(&b'<') {
        return;
    }
    let read = match schema("fuzz.json", bytes) {
        Err(faults) => {
            check_faults(bytes, &faults);
            check_silence(&faults);
            return;
        }
        Ok(read) => read,
    };
    let whole = bytes.trim_ascii_end();
    let cut = bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>() % whole.len();
    assert!(schema("fuzz.json", &whole[..cut]).is_err(), "half of a file is accepted");
    let again = match read.layout {
        "Salesforce list of objects" => listed(&read),
        "Salesforce describe result" => described(&read),
        _ => return tagged(&read),
    };
    assert_eq!(schema("fuzz.json", again.to_string().as_bytes()), Ok(read), "{again}");
});

fn listed(read: &Schema) -> Value {
    let objects =
        read.fields.iter().map(|(field, _)| json!({"name": field.name, "label": field.label}));
    json!({"sobjects": objects.collect::<Vec<_>>()})
}

fn described(read: &Schema) -> Value {
    let mut objects: Vec<(String, Vec<Value>)> = Vec::new();
    for (field, _) in &read.fields {
        let values: Vec<Value> = field
            .values
            .iter()
            .map(|(code, label)| json!({"value": code, "label": label}))
            .collect();
        let value = json!({
            "name": field.name, "label": field.label, "inlineHelpText": field.help,
            "type": field.data_type, "picklistValues": values,
        });
        match objects.last_mut() {
            Some((name, fields)) if *name == field.record => fields.push(value),
            _ => objects.push((field.record.clone(), vec![value])),
        }
    }
    match objects.as_slice() {
        [] => json!({"name": "Nothing", "fields": []}),
        [(name, fields)] => json!({"name": name, "fields": fields}),
        _ => {
            let objects: Vec<Value> = objects
                .iter()
                .map(|(name, fields)| json!({"name": name, "fields": fields}))
                .collect();
            json!({"result": {"sobjects": objects}})
        }
    }
}

/// The tags of a schema make another schema, which says the same.
fn tagged(read: &Schema) {
    let mut tags: Vec<_> = read.fields.iter().filter_map(|(_, tag)| tag.clone()).collect();
    tags.sort_by(|one, other| one.name().cmp(other.name()));
    let Ok(written) = caldicott_model::Schema::new("record", tags.clone()) else { return };
    let text = serde_json::to_string(&written.json_schema()).expect("it is JSON");
    let again = schema("fuzz.json", text.as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut declared: Vec<_> = again.fields.into_iter().filter_map(|(_, tag)| tag).collect();
    declared.sort_by(|one, other| one.name().cmp(other.name()));
    assert_eq!(declared, tags);
}
