//! Any bytes as Salesforce's metadata: silent refusals with places, no half of a file is accepted, and
//! what is accepted, written out plainly, is read again as it was.
#![no_main]

use caldicott_cli::readers::{Schema, schema};
use caldicott_fuzz::{check_faults, check_silence, planted};
use libfuzzer_sys::fuzz_target;

const FILE: &str = "objects/Contact/fields/fuzz.field-meta.xml";

fuzz_target!(|bytes: &[u8]| {
    let text = std::str::from_utf8(bytes).map(planted);
    let bytes = text.as_ref().map_or(bytes, |text| text.as_bytes());
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if start.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'<') {
        return;
    }
    let read = match schema(FILE, bytes) {
        Err(faults) => {
            check_faults(bytes, &faults);
            check_silence(&faults);
            return;
        }
        Ok(read) => read,
    };
    // Comments may follow the outermost element: the cut is before its end.
    let end = bytes.windows(2).rposition(|pair| pair == b"</" || pair == b"/>").expect("it ends");
    let cut = bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>() % (end + 1);
    if !bytes[end..].windows(3).any(|three| three == b"-->") {
        assert!(schema(FILE, &bytes[..cut]).is_err(), "half of a file is accepted");
    }
    let plain = written(&read);
    let again =
        schema(FILE, plain.as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}\n{plain}"));
    assert_eq!(again.fields, read.fields, "{plain}");
});

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn written(read: &Schema) -> String {
    let mut plain = String::from("<CustomObject>");
    for (field, _) in &read.fields {
        plain.push_str(&format!("<fields><fullName>{}.{}</fullName>", field.record, field.name));
        for (name, text) in
            [("label", &field.label), ("inlineHelpText", &field.help), ("type", &field.data_type)]
        {
            plain.push_str(&format!("<{name}>{}</{name}>", escaped(text)));
        }
        plain.push_str("<valueSet><valueSetDefinition>");
        for (code, label) in &field.values {
            let (code, label) = (escaped(code), escaped(label));
            plain.push_str(&format!(
                "<value><fullName>{code}</fullName><label>{label}</label></value>"
            ));
        }
        plain.push_str("</valueSetDefinition></valueSet></fields>");
    }
    plain + "</CustomObject>"
}
