//! No key, plaintext or context in anything that is printed.

use std::sync::Arc;

use caldicott_encryption::{
    Backend, CategoryByte, EnvKek, FileKek, IndexKey, IndexSpec, KekFailure, KeyChange,
    KeyEncryptionKey, KeyError, KeyName, LocalKek, OpenError, RecordId, RecordPlan, ResealError,
    SealError, SealedHeader, SecretKey, StoreFailure, StoredKey, SubjectKey, Width, WrapJob,
    WrappedKey, normalise_name,
};
use caldicott_model::{Category, FieldTag};

use crate::support::{Bench, backends, person, tombstone};

#[test]
fn what_is_printed_of_every_type_is_pinned() {
    let backend: &'static dyn Backend = backends()[0];
    let bench = Bench::new(backend);
    let mary = bench.sealer("mary");
    let record = RecordId::new("a0B").unwrap().at_revision(7);
    let sealed = mary.seal(&bench.notes, &record, b"low mood").unwrap();
    let name =
        KeyName::Subject { tenant: bench.tenant.clone(), subject: person("mary"), version: 1 };
    let spec = IndexSpec::new(
        "Client",
        "surname",
        "eq",
        Category::Identity,
        Width::bits(7).unwrap(),
        1_000,
        400,
    )
    .unwrap();
    let index = bench.keyring.blind_index(&bench.tenant, &spec).unwrap();
    let secret = SecretKey::from_bytes(&[65; 32]);
    let plan =
        RecordPlan::new(&bench.tenant, "client", &[FieldTag::untagged("name".into())]).unwrap();
    let stone = tombstone(&bench.tenant, "mary");
    let kek: Arc<dyn KeyEncryptionKey> = Arc::clone(&bench.kek) as _;
    let key = |debug: &dyn std::fmt::Debug| format!("{debug:?}");
    let record_of = WrappedKey::from_bytes(vec![65; 111]);
    let stored = StoredKey { name: name.clone(), record: record_of.clone() };
    let index_key = IndexKey::derive(&secret, &bench.tenant, "t", "f", "i").unwrap();
    let opened = mary.open(&bench.notes, &record, &sealed).unwrap();
    let pinned: [(String, &str); 26] = [
        (key(&bench.tenant), "Tenant(…)"),
        (key(&person("mary")), "Subject(…)"),
        (key(&record), "RecordId(…)"),
        (key(&bench.notes), "Column(…)"),
        (key(&sealed), "Sealed(117 bytes)".replace("117", &sealed.len().to_string()).leak()),
        (
            key(&SealedHeader::read(&sealed).unwrap()),
            "SealedHeader { suite: Aes256Gcm, revision_bound: true, key_version: 1 }",
        ),
        (key(&opened), "Personal(…)"),
        (key(&mary), "Sealer(…)"),
        (key(&bench.keyring), "Keyring(aes-gcm)"),
        (key(&mary.category_key(&bench.notes).unwrap()), "CategoryKey(…, version 1)"),
        (key(&secret), "SecretKey(…)"),
        (key(&*bench.kek), "LocalKek(…)"),
        (
            key(&WrapJob::new(backend, &caldicott_encryption::OsEntropy, &name, kek.id())),
            "WrapJob(…)",
        ),
        (key(&name), "Subject { tenant: Tenant(…), subject: Subject(…), version: 1 }"),
        (key(&record_of), "WrappedKey(111 bytes)"),
        (
            key(&KeyChange::Create(stored)),
            "Create(StoredKey { name: Subject { tenant: Tenant(…), subject: Subject(…), version: 1 }, record: WrappedKey(111 bytes) })",
        ),
        (key(&stone), "Tombstone(…, 2026-03-02)"),
        (key(&KeyChange::Bury(stone)), "Bury(Tombstone(…, 2026-03-02))"),
        (key(&*bench.store), "MemoryKeyStore(3 keys)"),
        (key(&index), "BlindIndex(…, 7 bits)"),
        (key(&index_key), "IndexKey(…)"),
        (key(&normalise_name("Mary")), "Normalised(…)"),
        (key(&plan), "RecordPlan(1 sealed fields)"),
        (key(&CategoryByte::new(7)), "CategoryByte(7)"),
        (
            key(&bench.keyring.rotate_tenant_key(&bench.tenant, 1).unwrap()),
            "TenantRotation { version: 2, rewrapped: 2, refused: 0 }",
        ),
        (
            key(&bench.keyring.epoch(1).unwrap()),
            "Epoch { kek_version: 2, tenants: [(Tenant(…), TenantRotation { version: 3, rewrapped: 2, refused: 0 })] }",
        ),
    ];
    for (printed, expected) in pinned {
        assert_eq!(printed, expected);
    }
}

#[test]
fn what_is_printed_of_attachments_and_of_a_persons_key_is_pinned() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let record = RecordId::new("a0B").unwrap();
    let mut sealed = Vec::new();
    let sealing = mary.seal_attachment(&bench.notes, &record).unwrap();
    assert_eq!(format!("{sealing:?}"), "AttachmentSealer(…)");
    sealing.finish(&mut sealed).unwrap();
    let opening = mary.open_attachment(&bench.notes, &record);
    assert_eq!(format!("{opening:?}"), "AttachmentOpener(…)");
    let reader = mary.read_attachment(&bench.notes, &record, &sealed).unwrap();
    assert_eq!(format!("{reader:?}"), "AttachmentReader(…)");
    let key = SubjectKey::new(&SecretKey::from_bytes(&[65; 32]), 3, person("mary"));
    assert_eq!(format!("{key:?}"), "SubjectKey(…, version 3)");
    let kek = LocalKek::from_text("file:main", &"41".repeat(32)).unwrap();
    assert_eq!(format!("{kek:?}"), "LocalKek(…)");
}

#[test]
fn a_key_file_and_a_variable_print_nothing_of_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret-place");
    let kek = FileKek::create(&path, "file:main", &caldicott_encryption::OsEntropy).unwrap();
    assert_eq!(format!("{kek:?}"), "FileKek(…)");
    let failed = EnvKek::from_var("CARGO_MANIFEST_DIR", "env:main").err();
    assert_eq!(format!("{failed:?}"), "Some(Form)");
}

#[test]
fn every_reason_not_to_open_reads_the_same() {
    let reasons = [
        OpenError::Authentication,
        OpenError::KeyUnwrap,
        OpenError::KeysUnavailable,
        OpenError::Malformed,
        OpenError::SourceUnavailable,
        OpenError::SubjectErased,
        OpenError::TooShort,
        OpenError::UnknownKeyVersion,
        OpenError::UnsupportedFlags,
        OpenError::UnsupportedSuite,
        OpenError::UnsupportedVersion,
        OpenError::WrongKey,
    ];
    for reason in reasons {
        assert_eq!(reason.to_string(), "could not open");
        assert_eq!(ResealError::from(reason).to_string(), "could not open");
    }
    let reasons = [
        SealError::Backend,
        SealError::KeyUnwrap,
        SealError::KeysUnavailable,
        SealError::Randomness,
        SealError::SubjectErased,
        SealError::TooLong,
        SealError::UnknownTenant,
        SealError::WrongColumn,
    ];
    for reason in reasons {
        assert_eq!(reason.to_string(), "could not seal");
        assert_eq!(ResealError::from(reason).to_string(), "could not seal");
    }
}

#[test]
fn messages_of_key_errors_are_half_sentences() {
    let messages = [
        KeyError::Conflict.to_string(),
        KeyError::NoPerson.to_string(),
        KeyError::from(StoreFailure::Unavailable).to_string(),
        KeyError::from(KekFailure::Destroyed).to_string(),
        KekFailure::ExposedFile.to_string(),
    ];
    for message in messages {
        assert!(
            message.starts_with(|first: char| first.is_lowercase() || first == '`'),
            "{message}"
        );
        assert!(!message.ends_with('.') && !message.contains('\n'));
    }
}
