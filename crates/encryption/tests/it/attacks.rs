//! What an attacker with the database may try, and the answer to each.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use caldicott_encryption::{
    Buffered, CategoryByte, CategoryKey, Column, OpenError, RecordId, SealError, SecretKey,
    Subject, Suite, Tenant,
};
use caldicott_model::{Category, CategorySet, Purpose};
use serde_json::Value;

use crate::support::{Bench, Flaky, altered, backends, key, keyring, person, unhex};

const RECORD: &str = "a0BAa00000QwErTMAV";

fn record() -> RecordId<'static> {
    RecordId::new(RECORD).unwrap()
}

#[test]
fn a_value_opens_only_as_that_field_of_that_record_of_that_type() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let sealed = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
        let column = |record_type: &str, field: &str| {
            Column::new(&bench.tenant, Category::Health, record_type, field).unwrap()
        };
        for (elsewhere, id) in [
            (column("SupportPlan", "summary"), record()),
            (column("Referral", "notes"), record()),
            (bench.notes.clone(), RecordId::new("a0B2").unwrap()),
            (bench.notes.clone(), record().at_revision(0)),
        ] {
            let opened = mary.open(&elsewhere, &id, &sealed);
            assert_eq!(opened.err(), Some(OpenError::Authentication));
        }
        let opened = mary.open(&bench.notes, &record(), &sealed).unwrap();
        assert_eq!(**opened.expose(Purpose::SUPPORT), *b"low mood");
    }
}

#[test]
fn an_older_revision_put_back_does_not_open_as_the_newer() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let unbound = mary.seal(&bench.notes, &record(), b"old").unwrap();
        let older = mary.seal(&bench.notes, &record().at_revision(41), b"old").unwrap();
        for sealed in [unbound, older.clone()] {
            let opened = mary.open(&bench.notes, &record().at_revision(42), &sealed);
            assert_eq!(opened.err(), Some(OpenError::Authentication));
        }
        let opened = mary.open(&bench.notes, &record(), &older);
        assert_eq!(opened.err(), Some(OpenError::Authentication));
        assert!(mary.open(&bench.notes, &record().at_revision(41), &older).is_ok());
    }
}

#[test]
fn another_person_tenant_or_category_has_another_key() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let sealed = mary.seal(&bench.notes, &record(), b"low mood").unwrap();

        let john = bench.sealer("john");
        john.prepare().unwrap();
        let opened = john.open(&bench.notes, &record(), &sealed);
        assert_eq!(opened.err(), Some(OpenError::WrongKey), "another person");

        let housing =
            Column::new(&bench.tenant, Category::HousingAndTenancy, "SupportPlan", "notes")
                .unwrap();
        let opened = mary.open(&housing, &record(), &sealed);
        assert_eq!(opened.err(), Some(OpenError::WrongKey), "another category");

        let other = Tenant::new("camden").unwrap();
        bench.keyring.create_tenant(&other).unwrap();
        let theirs = Column::new(&other, Category::Health, "SupportPlan", "notes").unwrap();
        let same_id = bench.keyring.sealer(&other, &person("mary"));
        same_id.prepare().unwrap();
        let opened = same_id.open(&theirs, &record(), &sealed);
        assert_eq!(opened.err(), Some(OpenError::WrongKey), "another tenant");
        // Their column with our sealer, and the other way round.
        let opened = mary.open(&theirs, &record(), &sealed);
        assert_eq!(opened.err(), Some(OpenError::WrongKey));
        assert_eq!(mary.seal(&theirs, &record(), b"x").err(), Some(SealError::WrongColumn));
    }
}

#[test]
fn a_sealer_for_some_categories_neither_opens_nor_seals_the_others() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let sealed = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
        let housing = mary.only(CategorySet::of(&[Category::HousingAndTenancy]));
        let opened = housing.open(&bench.notes, &record(), &sealed);
        assert_eq!(opened.err(), Some(OpenError::WrongKey));
        let resealed = housing.seal(&bench.notes, &record(), b"x");
        assert_eq!(resealed.err(), Some(SealError::WrongColumn));
        assert_eq!(housing.category_key(&bench.notes).err(), Some(SealError::WrongColumn));
        // What was narrowed once is not widened again.
        let widened = housing.only(CategorySet::EVERY);
        assert!(widened.open(&bench.notes, &record(), &sealed).is_err());
        let health = mary.only(CategorySet::of(&[Category::Health]));
        assert!(health.open(&bench.notes, &record(), &sealed).is_ok());
        // A byte that no category has is in no set.
        let unnamed =
            Column::new(&bench.tenant, CategoryByte::new(200), "SupportPlan", "notes").unwrap();
        assert!(mary.seal(&unnamed, &record(), b"x").is_ok());
        let every = mary.only(CategorySet::EVERY);
        assert_eq!(every.seal(&unnamed, &record(), b"x").err(), Some(SealError::WrongColumn));
    }
}

#[test]
fn a_key_for_one_category_opens_that_and_nothing_else() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let health = mary.category_key(&bench.notes).unwrap();
    let housing =
        Column::new(&bench.tenant, Category::HousingAndTenancy, "Tenancy", "notes").unwrap();
    let tenancy = mary.seal(&housing, &record(), b"room 4").unwrap();
    let notes = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
    assert!(health.open(&bench.notes, &record(), &notes).is_ok());
    assert_eq!(health.open(&housing, &record(), &tenancy).err(), Some(OpenError::WrongKey));
    let sealed = health.seal(&bench.notes, &record(), b"better", &Buffered).unwrap();
    assert!(mary.open(&bench.notes, &record(), &sealed).is_ok());
    let refused = health.seal(&housing, &record(), b"x", &Buffered);
    assert_eq!(refused.err(), Some(SealError::WrongColumn));
}

#[test]
fn words_that_join_to_the_same_text_are_different_columns() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let column = |record_type: &str, field: &str| {
            Column::new(&bench.tenant, Category::Health, record_type, field).unwrap()
        };
        let sealed = mary.seal(&column("users|a", "b"), &record(), b"v").unwrap();
        for (record_type, field) in [("users", "a|b"), ("users|a|b", "x"), ("users|", "ab")] {
            let opened = mary.open(&column(record_type, field), &record(), &sealed);
            assert_eq!(opened.err(), Some(OpenError::Authentication));
        }
        // The same for the record id and what follows it.
        let id = |text| RecordId::new(text).unwrap();
        let sealed = mary.seal(&bench.notes, &id("ab").at_revision(1), b"v").unwrap();
        let opened = mary.open(&bench.notes, &id("a").at_revision(1), &sealed);
        assert_eq!(opened.err(), Some(OpenError::Authentication));
    }
}

#[test]
fn relabelling_the_key_version_or_the_suite_gives_another_key() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let mut sealed = mary.seal(&bench.notes, &record(), b"low mood").unwrap().into_vec();
        let mut newer = sealed.clone();
        newer[6] = 2;
        let opened = mary.open(&bench.notes, &record(), &newer);
        assert_eq!(opened.err(), Some(OpenError::UnknownKeyVersion));
        bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).unwrap();
        let opened = mary.open(&bench.notes, &record(), &newer);
        assert_eq!(opened.err(), Some(OpenError::WrongKey));
        for version in [0, 3, 255] {
            newer[6] = version;
            let opened = mary.open(&bench.notes, &record(), &newer);
            assert_eq!(opened.err(), Some(OpenError::UnknownKeyVersion));
        }
        sealed[1] = 2;
        let opened = mary.open(&bench.notes, &record(), &sealed);
        assert_eq!(opened.err(), Some(OpenError::WrongKey), "relabelled suite");
    }
}

#[test]
fn every_truncation_and_every_extension_is_refused() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let sealers =
            [bench.sealer("mary"), bench.keyring.sealer(&bench.tenant, &Subject::tenant_wide())];
        for (sealer, overhead) in sealers.iter().zip([67, 79]) {
            let sealed = sealer.seal(&bench.notes, &record(), &[7; 300]).unwrap();
            for len in 0..sealed.len() {
                let expected =
                    if len < overhead { OpenError::TooShort } else { OpenError::Authentication };
                let opened = sealer.open(&bench.notes, &record(), &sealed[..len]);
                assert_eq!(opened.err(), Some(expected), "cut to {len} bytes");
            }
            for more in [1, 16, 32, 1_000] {
                let mut longer = sealed.to_vec();
                longer.resize(sealed.len() + more, 0);
                let opened = sealer.open(&bench.notes, &record(), &longer);
                assert_eq!(opened.err(), Some(OpenError::Authentication));
            }
        }
    }
}

#[test]
fn every_flipped_bit_is_refused_with_the_matching_error() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let wide = bench.keyring.sealer(&bench.tenant, &Subject::tenant_wide());
        for (sealer, suite) in [(bench.sealer("mary"), 1), (wide, 2)] {
            for record in [record(), record().at_revision(41)] {
                let sealed = sealer.seal(&bench.notes, &record, b"low mood").unwrap();
                for bit in 0..sealed.len() * 8 {
                    let mut flipped = sealed.to_vec();
                    flipped[bit / 8] ^= 1 << (bit % 8);
                    let expected = match bit / 8 {
                        0 => OpenError::UnsupportedVersion,
                        // 1 and 2 are two bits apart, so no flip makes one of the other.
                        1 => OpenError::UnsupportedSuite,
                        // The revision flag is legal either way, and bound by the tag.
                        2 if bit % 8 == 4 => OpenError::Authentication,
                        2 => OpenError::UnsupportedFlags,
                        3..7 => OpenError::UnknownKeyVersion,
                        7..39 => OpenError::WrongKey,
                        _ => OpenError::Authentication,
                    };
                    let opened = sealer.open(&bench.notes, &record, &flipped);
                    assert_eq!(opened.err(), Some(expected), "suite {suite}, bit {bit}");
                }
            }
        }
    }
}

#[test]
fn a_text_made_for_two_keys_opens_under_one_at_most() {
    let vector: Vec<_> = include_str!("../vectors/multikey_aes256gcm.txt")
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .collect();
    let part =
        |name| unhex(vector.iter().find(|(found, _)| *found == name).map(|(_, hex)| *hex).unwrap());
    let text = part("ciphertext_and_tag");
    let nonce: [u8; 12] = part("nonce").try_into().unwrap();
    let (body, tag) = text.split_last_chunk::<16>().unwrap();
    for backend in backends() {
        // The cipher alone opens it under both.
        for (name, plain) in [("key1", "plaintext1"), ("key2", "plaintext2")] {
            let cipher = backend.cipher(part(name).as_slice().try_into().unwrap()).unwrap();
            let mut opened = body.to_vec();
            cipher.open(&nonce, &part("aad"), &mut opened, tag).unwrap();
            assert_eq!(opened, part(plain));
        }
        // A sealed field names its key: whichever commitment it carries, the other key refuses it
        // before the cipher is asked.
        let bench = Bench::new(backend);
        let [first, second] = [1, 2].map(|byte| {
            let secret = SecretKey::from_bytes(&[byte; 32]);
            let subject = person("mary");
            CategoryKey::derive(
                backend,
                &secret,
                1,
                &subject,
                &bench.notes,
                Suite::Aes256Gcm,
                false,
            )
            .unwrap()
        });
        for (maker, other) in [(&first, &second), (&second, &first)] {
            let genuine = maker.seal(&bench.notes, &record(), b"x", &Buffered).unwrap();
            let mut forged = genuine[..39].to_vec();
            forged.extend_from_slice(&nonce);
            forged.extend_from_slice(&text);
            let opened = other.open(&bench.notes, &record(), &forged);
            assert_eq!(opened.err(), Some(OpenError::WrongKey));
            let opened = maker.open(&bench.notes, &record(), &forged);
            assert_eq!(opened.err(), Some(OpenError::Authentication));
        }
    }
}

#[test]
fn bad_padding_under_a_valid_tag_is_malformed() {
    let file: Value =
        serde_json::from_str(include_str!("../vectors/caldicott_v1_kat.json")).unwrap();
    let case = &file["seal"][0];
    let part = |name: &str| unhex(case[name].as_str().unwrap());
    let context = |name: &str| case["context"][name].as_str().unwrap();
    let tenant = Tenant::new(context("tenant")).unwrap();
    let byte =
        CategoryByte::new(u8::try_from(case["context"]["category"].as_u64().unwrap()).unwrap());
    let column = Column::new(&tenant, byte, context("record_type"), context("field")).unwrap();
    let id = RecordId::new(context("record_id")).unwrap();
    let mut no_marker = vec![b'x'; 32];
    let mut zeros_alone = vec![0; 32];
    let mut other_marker = b"value".to_vec();
    other_marker.push(0x40);
    other_marker.resize(32, 0);
    let mut block_too_many = b"value\x80".to_vec();
    block_too_many.resize(64, 0);
    let mut unpadded = b"value\x80".to_vec();
    let mut nothing = Vec::new();
    let mut right = b"value\x80".to_vec();
    right.resize(32, 0);
    for backend in backends() {
        let subject = Subject::person(context("subject")).unwrap();
        let secret = key(case["subject_key"].as_str().unwrap());
        let suite = Suite::Aes256Gcm;
        let category =
            CategoryKey::derive(backend, &secret, 1, &subject, &column, suite, false).unwrap();
        let cipher = backend.cipher(part("key").as_slice().try_into().unwrap()).unwrap();
        let nonce: [u8; 12] = part("nonce").try_into().unwrap();
        let forge = |text: &[u8]| {
            let mut sealed = part("ciphertext")[..51].to_vec();
            let mut text = text.to_vec();
            let tag = cipher.seal(&nonce, &part("aad"), &mut text).unwrap();
            sealed.extend(text);
            sealed.extend(tag);
            category.open(&column, &id, &sealed)
        };
        for text in [
            &mut no_marker,
            &mut zeros_alone,
            &mut other_marker,
            &mut block_too_many,
            &mut unpadded,
            &mut nothing,
        ] {
            assert_eq!(forge(text).err(), Some(OpenError::Malformed));
        }
        assert_eq!(**forge(&right).unwrap().expose(Purpose::SUPPORT), *b"value");
    }
}

#[test]
fn swapped_or_altered_key_rows_do_not_unwrap() {
    let backend = backends()[0];
    let bench = Bench::new(backend);
    let mary = bench.sealer("mary");
    let sealed = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
    bench.sealer("john").prepare().unwrap();
    bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).unwrap();
    let (rows, _) = bench.store.rows();
    let (tenants, others): (Vec<_>, Vec<_>) = rows.iter().partition(|key| key.name.kind() == 1);
    assert_eq!((tenants.len(), others.len()), (1, 4));
    // Every record in every other row of its kind's neighbours: two people, two versions, the index.
    for into in &others {
        for from in &others {
            if into.name == from.name || into.name.subject() != Some(&person("mary")) {
                continue;
            }
            let store = altered(&bench.store, |name, record| {
                Some(if *name == into.name { from.record.as_bytes().to_vec() } else { record })
            });
            let swapped = keyring(backend, &store, &bench.kek, Arc::new(Buffered));
            let opened = swapped.sealer(&bench.tenant, &person("mary")).open(
                &bench.notes,
                &record(),
                &sealed,
            );
            assert_eq!(opened.err(), Some(OpenError::KeyUnwrap));
        }
    }
    // Every bit of a person's row and of the tenant's row.
    for target in [&others[1].name, &tenants[0].name] {
        for bit in (0..111 * 8).step_by(3) {
            let store = altered(&bench.store, |name, mut record| {
                if name == target {
                    record[bit / 8] ^= 1 << (bit % 8);
                }
                Some(record)
            });
            let flipped = keyring(backend, &store, &bench.kek, Arc::new(Buffered));
            let sealers = ["mary", "john"].map(|id| flipped.sealer(&bench.tenant, &person(id)));
            assert!(sealers.iter().any(|sealer| sealer.prepare().is_err()), "bit {bit}");
        }
    }
    // Cut short, and gone.
    let cut = altered(&bench.store, |_, record| Some(record[..110].to_vec()));
    let cut = keyring(backend, &cut, &bench.kek, Arc::new(Buffered));
    assert!(cut.sealer(&bench.tenant, &person("mary")).prepare().is_err());
    let gone = altered(&bench.store, |name, record| name.subject().is_none().then_some(record));
    let gone = keyring(backend, &gone, &bench.kek, Arc::new(Buffered));
    let opened = gone.sealer(&bench.tenant, &person("mary")).open(&bench.notes, &record(), &sealed);
    assert_eq!(opened.err(), Some(OpenError::UnknownKeyVersion));
}

#[test]
fn without_random_bytes_nothing_is_written() {
    for backend in backends() {
        let flaky = Arc::new(Flaky::default());
        let bench = Bench::with(backend, Arc::clone(&flaky) as _);
        let mary = bench.sealer("mary");
        let john = bench.sealer("john");
        mary.prepare().unwrap();
        let rows = bench.store.len();
        flaky.0.store(true, Ordering::SeqCst);
        let mut out = b"kept".to_vec();
        for sealer in [&mary, &john] {
            let sealed = sealer.seal_into(&bench.notes, &record(), b"low mood", &mut out);
            assert_eq!(sealed.err(), Some(SealError::Randomness));
        }
        assert_eq!(out, b"kept");
        assert!(john.prepare().is_err());
        assert!(bench.keyring.create_tenant(&Tenant::new("camden").unwrap()).is_err());
        assert!(bench.keyring.rotate_tenant_key(&bench.tenant, 1).is_err());
        assert!(bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).is_err());
        assert!(bench.keyring.epoch(1).is_err());
        assert_eq!(bench.store.len(), rows);
        flaky.0.store(false, Ordering::SeqCst);
        assert!(john.seal(&bench.notes, &record(), b"low mood").is_ok());
    }
}

#[test]
fn after_a_failure_the_callers_buffer_is_as_it_was() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let mut sealed = mary.seal(&bench.notes, &record(), &[b'x'; 500]).unwrap().into_vec();
        *sealed.last_mut().unwrap() ^= 1;
        let mut out = b"kept".to_vec();
        assert!(mary.open_into(&bench.notes, &record(), &sealed, &mut out).is_err());
        assert_eq!(out, b"kept");
    }
}

#[test]
fn a_value_beyond_16_mib_is_refused_and_one_of_16_mib_is_not() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let longest = vec![b'x'; 16 * 1024 * 1024];
    let sealed = mary.seal(&bench.notes, &record(), &longest).unwrap();
    let opened = mary.open(&bench.notes, &record(), &sealed).unwrap();
    assert!(**opened.expose(Purpose::SUPPORT) == *longest);
    let mut longer = longest;
    longer.push(b'x');
    let refused = mary.seal(&bench.notes, &record(), &longer);
    assert_eq!(refused.err(), Some(SealError::TooLong));
    // What claims to be longer is refused without being copied.
    let mut claimed = sealed.into_vec();
    claimed.resize(claimed.len() + 1024 * 1024, 0);
    let opened = mary.open(&bench.notes, &record(), &claimed);
    assert_eq!(opened.err(), Some(OpenError::Authentication));
}

#[test]
fn what_one_provider_seals_every_other_opens() {
    let providers = backends();
    for len in [0, 1, 31, 32, 255, 256, 4_096] {
        let value: Vec<u8> = (0..len).map(|byte| u8::try_from(byte % 251).unwrap()).collect();
        for from in &providers {
            let bench = Bench::new(*from);
            for subject in [person("mary"), Subject::tenant_wide()] {
                let sealer = bench.keyring.sealer(&bench.tenant, &subject);
                let sealed = sealer.seal(&bench.notes, &record(), &value).unwrap();
                for into in &providers {
                    let other = keyring(*into, &bench.store, &bench.kek, Arc::new(Buffered));
                    let sealer = other.sealer(&bench.tenant, &subject);
                    let opened = sealer.open(&bench.notes, &record(), &sealed).unwrap();
                    assert_eq!(**opened.expose(Purpose::SUPPORT), *value);
                }
            }
        }
    }
}

#[test]
fn words_of_a_context_have_1_to_255_bytes_and_a_person_is_not_the_tenant() {
    use caldicott_encryption::{Component, ContextError};

    let longest = "x".repeat(255);
    let longer = "x".repeat(256);
    assert_eq!(Tenant::new("").err(), Some(ContextError::Empty(Component::Tenant)));
    assert_eq!(Tenant::new(&longer).err(), Some(ContextError::TooLong(Component::Tenant)));
    assert_eq!(Subject::person("").err(), Some(ContextError::Empty(Component::Subject)));
    assert_eq!(Subject::person("*").err(), Some(ContextError::Reserved(Component::Subject)));
    assert_eq!(RecordId::new("").err(), Some(ContextError::Empty(Component::RecordId)));
    assert_eq!(RecordId::new(&longer).err(), Some(ContextError::TooLong(Component::RecordId)));
    let tenant = Tenant::new(&longest).unwrap();
    let column = |record_type: &str, field: &str| {
        Column::new(&tenant, Category::Health, record_type, field).err()
    };
    assert_eq!(column("", "f"), Some(ContextError::Empty(Component::RecordType)));
    assert_eq!(column("t", ""), Some(ContextError::Empty(Component::Field)));
    assert_eq!(column(&longer, "f"), Some(ContextError::TooLong(Component::RecordType)));
    assert_eq!(column(&longest, &longest), None);
    // At their longest they are bound to the last byte.
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let id = |text| RecordId::new(text).unwrap().at_revision(u64::MAX);
    let sealed = mary.seal(&bench.notes, &id(&longest), b"v").unwrap();
    assert!(mary.open(&bench.notes, &id(&longest), &sealed).is_ok());
    let other = format!("{}y", "x".repeat(254));
    let opened = mary.open(&bench.notes, &id(&other), &sealed);
    assert_eq!(opened.err(), Some(OpenError::Authentication));
}
