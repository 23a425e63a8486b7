use super::{KeyChange, KeyStore as _, MemoryKeyStore, StoreFailure, StoredKey, is_child};
use crate::context::{Subject, Tenant};
use crate::wrap::{KeyName, WrappedKey};

fn row(name: KeyName, parent: u32) -> StoredKey {
    let [v1, v2, v3, v4] = parent.to_be_bytes();
    StoredKey { name, record: WrappedKey::from_bytes(vec![1, 2, 0, v1, v2, v3, v4, 9]) }
}

/// Three tenants whose ids begin alike, each with keys of every kind.
fn filled() -> (Vec<Tenant>, MemoryKeyStore) {
    let tenants: Vec<_> = ["a", "ab", "b"].map(|id| Tenant::new(id).unwrap()).into();
    let mut rows = Vec::new();
    for tenant in &tenants {
        let tenant = || tenant.clone();
        for version in [1, 2, u32::MAX] {
            rows.push(row(KeyName::Tenant { tenant: tenant(), version }, 7));
        }
        for (version, parent) in [(1, 1), (u32::MAX, 2)] {
            rows.push(row(KeyName::Index { tenant: tenant(), version }, parent));
            for subject in [Subject::tenant_wide(), Subject::person([0]).unwrap()] {
                rows.push(row(KeyName::Subject { tenant: tenant(), subject, version }, parent));
            }
        }
    }
    (tenants, MemoryKeyStore::with_rows(rows, []))
}

#[test]
fn each_question_is_answered_as_by_looking_at_every_row() {
    let (tenants, store) = filled();
    let (rows, _) = store.rows();
    let slowly = |wanted: &dyn Fn(&StoredKey) -> bool| -> Vec<StoredKey> {
        rows.iter().filter(|row| wanted(row)).cloned().collect()
    };
    assert_eq!(store.tenants().unwrap(), tenants);
    for tenant in &tenants {
        let theirs = |row: &StoredKey| row.name.tenant() == tenant;
        let own = slowly(&|row| theirs(row) && row.name.subject().is_none());
        assert_eq!(store.tenant(tenant).unwrap(), own);
        assert_eq!(own.len(), 5);
        for version in [1, 2, 3, u32::MAX] {
            let children = slowly(&|row| {
                theirs(row) && is_child(&row.name) && row.record.parent_version() == Some(version)
            });
            assert_eq!(store.wrapped_under(tenant, version, 9).unwrap(), children);
            let first: Vec<_> = children.iter().take(2).cloned().collect();
            assert_eq!(store.wrapped_under(tenant, version, 2).unwrap(), first);
            let delete = KeyChange::Delete(KeyName::Tenant { tenant: tenant.clone(), version });
            let expected = if children.is_empty() { Ok(()) } else { Err(StoreFailure::Conflict) };
            assert_eq!(store.clone().apply(&[delete]), expected);
        }
    }
}

#[test]
fn a_batch_that_takes_a_parent_away_adds_nothing_under_it_and_changes_nothing() {
    let (tenants, store) = filled();
    let tenant = || tenants[0].clone();
    let person = |id: u8| KeyName::Subject {
        tenant: tenant(),
        subject: Subject::person([id]).unwrap(),
        version: 1,
    };
    // No key is wrapped under the last version, so it may go; what found it standing does not last.
    let gone = KeyName::Tenant { tenant: tenant(), version: u32::MAX };
    let present = store.wrapped_under(&tenants[0], 1, 1).unwrap().remove(0);
    let replaced = |parent| KeyChange::Replace {
        name: present.name.clone(),
        old: present.record.clone(),
        new: row(present.name.clone(), parent).record,
    };
    let before = store.rows();
    let batches = [
        vec![KeyChange::Delete(gone.clone()), KeyChange::Create(row(person(1), u32::MAX))],
        vec![KeyChange::Delete(gone.clone()), replaced(u32::MAX)],
        vec![
            KeyChange::Create(row(person(1), 2)),
            replaced(2),
            KeyChange::Create(row(person(2), 3)),
        ],
        vec![KeyChange::Create(row(person(1), u32::MAX)), KeyChange::Delete(gone)],
    ];
    for batch in batches {
        assert_eq!(store.apply(&batch), Err(StoreFailure::Conflict));
        assert_eq!(store.rows(), before);
    }
    store.apply(&[KeyChange::Create(row(person(1), 2)), replaced(2)]).unwrap();
    assert_eq!(store.wrapped_under(&tenants[0], 2, 9).unwrap().len(), 5);
}
