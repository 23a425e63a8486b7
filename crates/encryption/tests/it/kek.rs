//! Key-encryption keys in files, in variables and far away.

use std::sync::Arc;

use caldicott_encryption::{
    Buffered, EnvKek, FileKek, KekFailure, KeyEncryptionKey, KeyError, KeyName, Keyring,
    MemoryKeyStore, OsEntropy, RecordId, SecretKey, Tenant, WrapJob, WrappedKey,
};

use crate::support::{Bench, backends, person};

#[test]
fn a_key_file_is_made_once_and_opens_what_it_wrapped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let made = FileKek::create(&path, "file:main", &OsEntropy).unwrap();
    let again = FileKek::create(&path, "file:main", &OsEntropy);
    assert_eq!(again.err(), Some(KekFailure::Unavailable), "never overwritten");
    let bench = Bench::new(backends()[0]);
    let store = Arc::new(MemoryKeyStore::new());
    let build = |kek| {
        Keyring::builder(backends()[0], Arc::clone(&store) as _, Arc::new(kek), Arc::new(Buffered))
            .build()
    };
    let keyring = build(made);
    keyring.create_tenant(&bench.tenant).unwrap();
    let record = RecordId::new("a0B").unwrap();
    let sealed =
        keyring.sealer(&bench.tenant, &person("mary")).seal(&bench.notes, &record, b"v").unwrap();
    let reopened = build(FileKek::open(&path, "file:main").unwrap());
    let sealer = reopened.sealer(&bench.tenant, &person("mary"));
    assert!(sealer.open(&bench.notes, &record, &sealed).is_ok());
    // Under another id it is another key.
    let renamed = build(FileKek::open(&path, "file:other").unwrap());
    assert!(renamed.sealer(&bench.tenant, &person("mary")).prepare().is_err());

    let before = std::fs::read_to_string(&path).unwrap();
    assert!(reopened.epoch(1).unwrap().is_closed());
    let after = std::fs::read_to_string(&path).unwrap();
    assert!(after.starts_with("2:") && !after.contains(before.trim()));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    let current = build(FileKek::open(&path, "file:main").unwrap());
    let sealer = current.sealer(&bench.tenant, &person("mary"));
    assert!(sealer.open(&bench.notes, &record, &sealed).is_ok());
}

#[test]
fn a_key_file_that_another_process_changed_is_never_overwritten_with_what_was_read_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    drop(FileKek::create(&path, "file:main", &OsEntropy).unwrap());
    let open = || FileKek::open(&path, "file:main").unwrap();
    let bench = Bench::new(backends()[0]);
    let store = Arc::new(MemoryKeyStore::new());
    let build = |kek| {
        Keyring::builder(backends()[0], Arc::clone(&store) as _, Arc::new(kek), Arc::new(Buffered))
            .build()
    };
    let (one, other) = (build(open()), build(open()));
    one.create_tenant(&bench.tenant).unwrap();
    let record = RecordId::new("a0B").unwrap();
    let sealer = one.sealer(&bench.tenant, &person("mary"));
    let sealed = sealer.seal(&bench.notes, &record, b"v").unwrap();

    assert!(one.epoch(1).unwrap().is_closed());
    // The other still has only version 1 in memory: it opens what is there, and its own epoch goes on
    // from the version that it finds.
    assert!(other.sealer(&bench.tenant, &person("mary")).prepare().is_ok());
    assert!(build(open()).epoch(2).unwrap().is_closed());
    let epoch = other.epoch(3).unwrap();
    assert_eq!((epoch.kek_version(), epoch.is_closed()), (4, true));
    // A tenant made through the first, which knows version 2 alone, is wrapped under what is left.
    let late = Tenant::new("late").unwrap();
    one.create_tenant(&late).unwrap();

    let reopened = build(open());
    let sealer = reopened.sealer(&bench.tenant, &person("mary"));
    assert!(sealer.open(&bench.notes, &record, &sealed).is_ok());
    assert!(reopened.sealer(&late, &person("john")).prepare().is_ok());
}

#[test]
fn several_who_advance_a_key_file_at_once_make_a_version_each() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    drop(FileKek::create(&path, "file:main", &OsEntropy).unwrap());
    let mut made: Vec<u32> = std::thread::scope(|scope| {
        let advance = || FileKek::open(&path, "file:main").unwrap().advance(&OsEntropy).unwrap();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(advance)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    made.sort_unstable();
    assert_eq!(made, [2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 9);
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_beside_the_key_file_is_wiped_and_nothing_else_is() {
    use std::io::Read as _;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let beside = folder.path().join("kek.new");
    let kek = FileKek::create(&path, "file:main", &OsEntropy).unwrap();
    let digits = "5a".repeat(32);
    std::fs::write(&beside, format!("1:{digits}\n")).unwrap();
    let mut left = std::fs::File::open(&beside).unwrap();
    assert_eq!(kek.advance(&OsEntropy), Ok(2));
    let mut bytes = Vec::new();
    left.read_to_end(&mut bytes).unwrap();
    assert!(bytes.len() > 64 && bytes.iter().all(|byte| *byte == 0));
    assert!(!beside.exists());

    // A link in its place leads to a file that is not ours, by whichever kind of link.
    let theirs = folder.path().join("theirs");
    std::fs::write(&theirs, "kept").unwrap();
    std::os::unix::fs::symlink(&theirs, &beside).unwrap();
    assert_eq!(kek.advance(&OsEntropy), Ok(3));
    std::fs::hard_link(&theirs, &beside).unwrap();
    assert_eq!(kek.advance(&OsEntropy), Ok(4));
    assert_eq!(std::fs::read_to_string(&theirs).unwrap(), "kept");
    assert_eq!(FileKek::open(&path, "file:main").unwrap().current(), Ok(4));
}

#[cfg(unix)]
#[test]
fn a_key_file_behind_a_link_is_changed_where_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("kek"), folder.path().join("link"));
    drop(FileKek::create(&path, "file:main", &OsEntropy).unwrap());
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert_eq!(FileKek::open(&link, "file:main").unwrap().advance(&OsEntropy), Ok(2));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    drop(FileKek::create(&path, "file:main", &OsEntropy).unwrap());
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for exposed in [0o640, 0o604, 0o660, 0o622] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(exposed)).unwrap();
        let opened = FileKek::open(&path, "file:main");
        assert_eq!(opened.err(), Some(KekFailure::ExposedFile), "{exposed:o}");
    }
}

#[test]
fn what_is_no_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let digits = "0123456789abcdef".repeat(4);
    let path = folder.path().join("kek");
    drop(FileKek::create(&path, "file:main", &OsEntropy).unwrap());
    for (text, expected) in [
        (String::new(), Some(KekFailure::Form)),
        (digits[..63].to_owned(), Some(KekFailure::Form)),
        (format!("{digits}0"), Some(KekFailure::Form)),
        (digits.replace('a', "g"), Some(KekFailure::Form)),
        (format!("0:{digits}"), Some(KekFailure::Form)),
        (format!("2:{digits}\n1:{digits}"), Some(KekFailure::Form)),
        (format!("1:{digits}\n1:{digits}"), Some(KekFailure::Form)),
        (format!("x:{digits}"), Some(KekFailure::Form)),
        (format!("4294967296:{digits}"), Some(KekFailure::Form)),
        ("\u{e9}".repeat(32), Some(KekFailure::Form)),
        ("\n".repeat(70_000), Some(KekFailure::Form)),
        (digits.clone(), None),
        (format!(" 3 : {} \r\n7:{digits}\n", digits.to_uppercase()), None),
    ] {
        std::fs::write(&path, text).unwrap();
        assert_eq!(FileKek::open(&path, "file:main").err(), expected);
    }
    assert_eq!(FileKek::open(&path, "file:main").unwrap().current(), Ok(7));
    assert_eq!(FileKek::open(&path, "").err(), Some(KekFailure::Form));
    let missing = folder.path().join("none");
    assert_eq!(FileKek::open(missing, "file:main").err(), Some(KekFailure::Unavailable));
}

#[test]
fn a_variable_that_is_not_set_is_no_key() {
    let missing = EnvKek::from_var("CALDICOTT_TEST_KEK_THAT_NOBODY_SETS", "env:main");
    assert_eq!(missing.err(), Some(KekFailure::Unavailable));
    // A variable that every test run has, and that holds no key.
    let other = EnvKek::from_var("CARGO_MANIFEST_DIR", "env:main");
    assert_eq!(other.err(), Some(KekFailure::Form));
}

/// The tests of one process must not change its variables, so this one runs itself again with one set.
#[test]
fn a_variable_is_read_and_opens_what_it_wrapped_in_another_process() {
    const VARIABLE: &str = "CALDICOTT_TEST_KEK";
    let [old, new] = [5, 9].map(|byte| SecretKey::from_bytes(&[byte; 32]));
    let name = KeyName::Tenant { tenant: Tenant::new("st-martins").unwrap(), version: 1 };
    let backend = backends()[0];
    let job = WrapJob::new(backend, &OsEntropy, &name, "env:main");
    if std::env::var_os(VARIABLE).is_some() {
        let kek = EnvKek::from_var(VARIABLE, "env:main").unwrap();
        assert_eq!((kek.id(), kek.current()), ("env:main", Ok(7)));
        assert_eq!(EnvKek::from_var(VARIABLE, "").err(), Some(KekFailure::Form));
        for (version, key) in [(3, &old), (7, &new)] {
            let record = job.wrap_under(key, version, &old).unwrap();
            assert!(kek.unwrap(&job, &record).unwrap() == old);
        }
        let record = kek.wrap(&job, &old).unwrap();
        assert_eq!(record.parent_version(), Some(7));
        assert!(job.unwrap_under(&new, 7, &record).unwrap() == old);
        let destroyed = job.wrap_under(&old, 2, &old).unwrap();
        assert_eq!(kek.unwrap(&job, &destroyed).err(), Some(KekFailure::Destroyed));
        // Whoever sets the variable rotates it.
        assert_eq!(kek.advance(&OsEntropy), Err(KekFailure::CannotRotate));
        assert_eq!(kek.retire_before(7), Err(KekFailure::CannotRotate));
        return;
    }
    let text = format!("3:{}, 7:{}", "05".repeat(32), "09".repeat(32));
    let this = "kek::a_variable_is_read_and_opens_what_it_wrapped_in_another_process";
    let ran = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", this])
        .env(VARIABLE, text)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

/// A key-management service: it wraps with a call of its own, and checks the context it is given.
struct Service;

impl KeyEncryptionKey for Service {
    fn id(&self) -> &'static str {
        "kms:test"
    }

    fn current(&self) -> Result<u32, KekFailure> {
        Ok(4)
    }

    fn wrap(&self, job: &WrapJob<'_>, key: &SecretKey) -> Result<WrappedKey, KekFailure> {
        let mut blob = job.aad(4);
        blob.extend(key.expose().iter().map(|byte| byte ^ 0x55));
        Ok(job.remote(4, &blob))
    }

    fn unwrap(&self, job: &WrapJob<'_>, record: &WrappedKey) -> Result<SecretKey, KekFailure> {
        let blob = job.remote_blob(record)?;
        let masked = blob.strip_prefix(job.aad(4).as_slice()).ok_or(KekFailure::Unwrap)?;
        let bytes: Vec<u8> = masked.iter().map(|byte| byte ^ 0x55).collect();
        Ok(SecretKey::from_bytes(bytes.as_slice().try_into().map_err(|_| KekFailure::Unwrap)?))
    }
}

#[test]
fn a_services_blob_is_kept_as_it_is() {
    let store = Arc::new(MemoryKeyStore::new());
    let bench = Bench::new(backends()[0]);
    let build = || {
        Keyring::builder(
            backends()[0],
            Arc::clone(&store) as _,
            Arc::new(Service),
            Arc::new(Buffered),
        )
        .build()
    };
    build().create_tenant(&bench.tenant).unwrap();
    let record = RecordId::new("a0B").unwrap();
    let sealed =
        build().sealer(&bench.tenant, &person("mary")).seal(&bench.notes, &record, b"v").unwrap();
    let sealer = build().sealer(&bench.tenant, &person("mary"));
    assert!(sealer.open(&bench.notes, &record, &sealed).is_ok());
    let (keys, _) = store.rows();
    let tenant = keys.iter().find(|key| key.name.kind() == 1).unwrap();
    assert_eq!(tenant.record.as_bytes()[..7], [1, 0, 1, 0, 0, 0, 4]);
    assert_eq!(tenant.record.parent_version(), Some(4));
    // A local key does not take it for a record of its own.
    let local = Keyring::builder(
        backends()[0],
        Arc::clone(&store) as _,
        Arc::clone(&bench.kek) as _,
        Arc::new(Buffered),
    )
    .build();
    let refused = local.sealer(&bench.tenant, &person("mary")).prepare();
    assert_eq!(refused.err(), Some(KeyError::Kek(KekFailure::UnknownVersion)));
}
