//! Laws over arbitrary values and contexts.

use std::sync::LazyLock;

use caldicott_encryption::{
    Buffered, CategoryByte, CategoryKey, Column, RecordId, SealedHeader, SecretKey, Subject, Suite,
    Tenant,
};
use caldicott_model::Purpose;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{Bench, backends};

static BENCH: LazyLock<Bench> = LazyLock::new(|| Bench::new(backends()[0]));

#[derive(Clone, Debug, PartialEq)]
struct Context {
    tenant: Vec<u8>,
    subject: Vec<u8>,
    category: u8,
    record_type: Vec<u8>,
    field: Vec<u8>,
    record: Vec<u8>,
    revision: Option<u64>,
}

/// Words from a small alphabet, so that different contexts often join to the same bytes.
fn context() -> impl Strategy<Value = Context> {
    let word = || vec(prop_oneof![Just(b'a'), Just(0), Just(1), any::<u8>()], 1..4);
    (word(), word(), 0..3_u8, word(), word(), word(), proptest::option::of(0..3_u64)).prop_map(
        |(tenant, subject, category, record_type, field, record, revision)| Context {
            tenant,
            subject,
            category,
            record_type,
            field,
            record,
            revision,
        },
    )
}

impl Context {
    fn column(&self) -> Column {
        let tenant = Tenant::new(&self.tenant).unwrap();
        let category = CategoryByte::new(self.category);
        Column::new(&tenant, category, &self.record_type, &self.field).unwrap()
    }

    /// The key under one and the same secret, so that the context alone makes the difference.
    fn key(&self, suite: Suite) -> CategoryKey {
        let secret = SecretKey::from_bytes(&[9; 32]);
        let subject = Subject::from_stored(&self.subject).unwrap();
        CategoryKey::derive(backends()[0], &secret, 1, &subject, &self.column(), suite, false)
            .unwrap()
    }

    fn record(&self) -> RecordId<'_> {
        let record = RecordId::new(&self.record).unwrap();
        self.revision.map_or(record, |revision| record.at_revision(revision))
    }
}

fn suite() -> impl Strategy<Value = Suite> {
    prop_oneof![Just(Suite::Aes256Gcm), Just(Suite::Xaes256Gcm)]
}

proptest! {
    #[test]
    fn a_value_opens_under_its_own_context_and_under_no_other(
        sealed_as in context(), opened_as in context(), suite in suite(), value in vec(any::<u8>(), 0..600)
    ) {
        let key = sealed_as.key(suite);
        let sealed = key.seal(&sealed_as.column(), &sealed_as.record(), &value, &Buffered).unwrap();
        let opened = key.open(&sealed_as.column(), &sealed_as.record(), &sealed).unwrap();
        prop_assert_eq!(&**opened.expose(Purpose::SUPPORT), &*value);
        let other = opened_as.key(suite).open(&opened_as.column(), &opened_as.record(), &sealed);
        prop_assert_eq!(other.is_ok(), sealed_as == opened_as);
    }

    #[test]
    fn a_change_of_one_word_is_noticed(context in context(), suite in suite(), which in 0..7) {
        let key = context.key(suite);
        let sealed = key.seal(&context.column(), &context.record(), b"v", &Buffered).unwrap();
        let mut other = context.clone();
        match which {
            0 => other.tenant.push(b'a'),
            1 => other.subject.push(b'a'),
            2 => other.category += 1,
            3 => other.record_type.push(b'a'),
            4 => other.field.push(b'a'),
            5 => other.record.push(b'a'),
            _ => other.revision = other.revision.map_or(Some(0), |revision| revision.checked_sub(1)),
        }
        prop_assert!(other.key(suite).open(&other.column(), &other.record(), &sealed).is_err());
    }

    #[test]
    fn what_was_not_sealed_here_is_never_opened_and_never_panics(bytes in vec(any::<u8>(), 0..400)) {
        let mary = BENCH.sealer("mary");
        let record = RecordId::new("a0B").unwrap();
        mary.prepare().unwrap();
        prop_assert!(mary.open(&BENCH.notes, &record, &bytes).is_err());
        let _ = SealedHeader::read(&bytes);
        let _ = mary.needs_rotation(&bytes);
    }

    #[test]
    fn a_sealed_value_with_bytes_changed_is_never_opened(
        value in vec(any::<u8>(), 0..300), changes in vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4)
    ) {
        let mary = BENCH.sealer("mary");
        let record = RecordId::new("a0B").unwrap();
        let sealed = mary.seal(&BENCH.notes, &record, &value).unwrap();
        let mut changed = sealed.to_vec();
        for (place, flip) in changes {
            let place = place.index(changed.len());
            changed[place] ^= flip;
        }
        let opened = mary.open(&BENCH.notes, &record, &changed);
        prop_assert_eq!(opened.is_ok(), *changed == *sealed);
    }

    #[test]
    fn the_length_shows_only_which_bucket_a_value_falls_in(one in 0..256_usize, other in 0..256_usize) {
        let mary = BENCH.sealer("mary");
        let record = RecordId::new("a0B").unwrap();
        let len = |value| mary.seal(&BENCH.notes, &record, &vec![b'x'; value]).unwrap().len();
        prop_assert_eq!(len(one) == len(other), (one + 1).div_ceil(32) == (other + 1).div_ceil(32));
    }
}
