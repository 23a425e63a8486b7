//! The bytes of the format, against answers that another implementation computed.

use caldicott_encryption::{
    CategoryByte, CategoryKey, Column, IndexKey, KeyName, RecordId, SealedHeader, Subject, Suite,
    Tenant, Width, WrapJob, WrappedKey,
};
use caldicott_model::Purpose;
use serde_json::Value;

use crate::support::{Script, backends, key, unhex};

fn answers() -> Value {
    serde_json::from_str(include_str!("../vectors/caldicott_v1_kat.json")).unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap()
}

/// The file shows the bytes of its strings as Latin-1.
fn bytes(value: &Value, name: &str) -> Vec<u8> {
    text(value, name).chars().map(|byte| u8::try_from(u32::from(byte)).unwrap()).collect()
}

fn version(value: &Value, name: &str) -> u32 {
    u32::try_from(number(value, name)).unwrap()
}

#[test]
fn sealed_fields_have_the_known_bytes_and_open_on_every_provider() {
    let file = answers();
    let cases = file["seal"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let name = text(case, "name");
        let context = &case["context"];
        let tenant = Tenant::new(bytes(context, "tenant")).unwrap();
        let subject = Subject::person(bytes(context, "subject")).unwrap();
        let category = CategoryByte::new(u8::try_from(number(context, "category")).unwrap());
        let record_type = bytes(context, "record_type");
        let column = Column::new(&tenant, category, record_type, bytes(context, "field")).unwrap();
        assert_eq!(column.hash().as_slice(), unhex(text(case, "column_hash")), "{name}");
        let record_id = bytes(context, "record_id");
        let mut record = RecordId::new(&record_id).unwrap();
        if let Some(revision) = case["revision"].as_u64() {
            record = record.at_revision(revision);
        }
        let suite = if number(case, "suite") == 1 { Suite::Aes256Gcm } else { Suite::Xaes256Gcm };
        let subject_key = key(text(case, "subject_key"));
        let version = version(case, "key_version");
        let plaintext = unhex(text(case, "plaintext"));
        let expected = unhex(text(case, "ciphertext"));
        for backend in backends() {
            let nonce = Script::of(&unhex(text(case, "nonce")));
            let key = CategoryKey::derive(
                backend,
                &subject_key,
                version,
                &subject,
                &column,
                suite,
                false,
            )
            .unwrap();
            let sealed = key.seal(&column, &record, &plaintext, &nonce).unwrap();
            assert_eq!(&*sealed, expected, "{name} on {}", backend.name());
            let opened = key.open(&column, &record, &expected).unwrap();
            assert_eq!(
                **opened.expose(Purpose::SUPPORT),
                *plaintext,
                "{name} on {}",
                backend.name()
            );
            let header = SealedHeader::read(&sealed).unwrap();
            assert_eq!((header.suite(), header.key_version()), (suite, version));
            assert_eq!(header.is_revision_bound(), record.revision().is_some());
        }
    }
}

#[test]
fn wrapped_keys_have_the_known_bytes_and_unwrap_on_every_provider() {
    let file = answers();
    let cases = file["wrapped_key"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let tenant = Tenant::new(bytes(case, "tenant")).unwrap();
        let version_of = version(case, "own_version");
        let name = match number(case, "kind") {
            1 => KeyName::Tenant { tenant, version: version_of },
            2 => {
                let subject = Subject::from_stored(bytes(case, "subject")).unwrap();
                KeyName::Subject { tenant, subject, version: version_of }
            }
            3 => KeyName::Index { tenant, version: version_of },
            other => panic!("no kind {other}"),
        };
        let parent = key(text(case, "parent_key"));
        let parent_version = version(case, "parent_version");
        let wrapped = key(text(case, "wrapped_key"));
        let expected = unhex(text(case, "record"));
        for backend in backends() {
            let nonce = Script::of(&unhex(text(case, "nonce")));
            let job = WrapJob::new(backend, &nonce, &name, text(case, "kek_id"));
            let record = job.wrap_under(&parent, parent_version, &wrapped).unwrap();
            assert_eq!(record.as_bytes(), expected, "{}", text(case, "name"));
            assert_eq!(record.parent_version(), Some(parent_version));
            let stored = WrappedKey::from_bytes(expected.clone());
            assert!(job.unwrap_under(&parent, parent_version, &stored).unwrap() == wrapped);
        }
    }
}

#[test]
fn blind_index_tokens_are_the_known_ones() {
    let file = answers();
    let cases = file["blind_index"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let tenant = Tenant::new(bytes(case, "tenant")).unwrap();
        let index = IndexKey::derive(
            &key(text(case, "tenant_index_key")),
            &tenant,
            bytes(case, "record_type"),
            bytes(case, "field"),
            bytes(case, "index"),
        )
        .unwrap();
        let width = Width::bits(u8::try_from(number(case, "bits")).unwrap()).unwrap();
        let partition = u8::try_from(number(case, "partition")).unwrap();
        let token = index.token(width, partition, &unhex(text(case, "value"))).unwrap();
        assert_eq!(token, number(case, "token"));
    }
}
