//! What a loss of power and a failing disk leave: torn ends, garbled pages, flipped bits.

use std::path::PathBuf;

use crate::child::{Spot, Tally, check, hear, splitmix, start};
use crate::place::{DAY, scale};

/// A casebook as a crash would leave it: the file, and the write-ahead log as it was after `acked`
/// batches and after one more.
struct Left {
    folder: tempfile::TempDir,
    main: Vec<u8>,
    log: Vec<u8>,
    kek: Vec<u8>,
    acked: Tally,
    /// How long the log was when `acked` was promised.
    synced: usize,
}

impl Left {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let spot = Spot::File(folder.path().join("casebook.db"));
        drop(spot.open().unwrap());
        let mut child = start(&spot, 3, 25, &[]);
        let said = hear(&mut child, |_| {});
        assert_eq!(said.failed, None);
        // Held open, so that the log is not moved into the file when the next one closes.
        let holding = spot.open().unwrap();
        let path = |ending: &str| {
            PathBuf::from(format!("{}{ending}", folder.path().join("casebook.db").display()))
        };
        let mut acked = Tally::default();
        let mut synced = 0;
        for _ in 0..2 {
            acked = Tally::read(&holding).unwrap();
            synced = std::fs::metadata(path("-wal")).map_or(0, |about| about.len());
            let mut child = start(&spot, 6, 1, &[]);
            assert_eq!(hear(&mut child, |_| {}).failed, None);
        }
        let main = std::fs::read(path("")).unwrap();
        let log = std::fs::read(path("-wal")).unwrap();
        let kek = std::fs::read(folder.path().join("kek")).unwrap();
        let synced = usize::try_from(synced).unwrap();
        assert!(synced > 0 && log.len() > synced, "{synced} of {}", log.len());
        drop(holding);
        Self { folder, main, log, kek, acked, synced }
    }

    /// The casebook with these bytes.
    fn with(&self, main: &[u8], log: &[u8]) -> Spot {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap().keep();
        std::fs::write(folder.join("casebook.db"), main).unwrap();
        std::fs::write(folder.join("casebook.db-wal"), log).unwrap();
        let kek = folder.join("kek");
        std::fs::write(&kek, &self.kek).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&kek, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        Spot::File(folder.join("casebook.db"))
    }

    fn next(&self) -> Tally {
        check(&self.with(&self.main, &self.log), self.acked)
    }
}

#[test]
fn of_a_torn_end_what_was_promised_stays_and_the_rest_is_whole_or_not_there() {
    let left = Left::make();
    let next = left.next();
    assert_ne!(next, left.acked);
    let (mut whole, mut gone) = (0, 0);
    for round in 0..scale("CALDICOTT_STORE_TEARS", 60) {
        let dice = splitmix(round);
        let beyond = left.log.len() - left.synced;
        let cut = left.synced + usize::try_from(dice).unwrap_or(usize::MAX) % (beyond + 1);
        let mut log = left.log.clone();
        match round % 4 {
            // The end is not there.
            0 => log.truncate(cut),
            // It is there, and empty.
            1 => log[cut..].fill(0),
            // It is there, and something else.
            2 => {
                for (place, byte) in log.iter_mut().enumerate().skip(cut) {
                    *byte = splitmix(dice ^ u64::try_from(place).unwrap()).to_be_bytes()[0];
                }
            }
            // One block of it was not written.
            _ => {
                let end = (cut + 512).min(log.len());
                log[cut..end].fill(0);
            }
        }
        let tally = check(&left.with(&left.main, &log), left.acked);
        if tally == left.acked { gone += 1 } else { whole += 1 }
    }
    println!("of the batch on its way {whole} whole, {gone} not there");
    assert!(gone > 0);
}

#[test]
fn pages_torn_while_the_log_is_moved_into_the_file_are_made_good_from_it() {
    let left = Left::make();
    let next = left.next();
    let page = usize::from(u16::from_be_bytes(left.log[10..12].try_into().unwrap()));
    assert_eq!(page, 8192);
    for round in 0..scale("CALDICOTT_STORE_TEARS", 60) / 2 {
        let mut main = left.main.clone();
        // Any page that the log holds may be half-written; its frames begin after 32 bytes.
        for (at, frame) in left.log[32..].chunks_exact(24 + page).enumerate() {
            let dice = splitmix(round << 20 ^ u64::try_from(at).unwrap());
            let number = u32::from_be_bytes(frame[..4].try_into().unwrap());
            let start = usize::try_from(number - 1).unwrap() * page;
            if !dice.is_multiple_of(3) || start + page > main.len() {
                continue;
            }
            let torn = 512 * (1 + usize::try_from(dice >> 8).unwrap_or(usize::MAX) % 15);
            main[start..start + torn].copy_from_slice(&frame[24..24 + torn]);
            main[start + torn..start + page].fill(u8::try_from(dice >> 32 & 0xff).unwrap());
        }
        assert_eq!(check(&left.with(&main, &left.log), left.acked), next);
    }
}

/// Reads everything there is; whatever comes out is what was put in, or an error.
fn read_all(spot: &Spot) -> Result<(u64, bool), caldicott_store::StoreError> {
    use caldicott_model::Purpose;
    let store = spot.open()?;
    let mut read = 0;
    for id in store.record_ids("client")? {
        let Some(record) = store.get("client", &id)? else { continue };
        let number = id.strip_prefix("f-").unwrap();
        assert_eq!(record.person(), format!("p-{number}"));
        let value = |field: &str| {
            let value = record.value(field, Purpose::SUPPORT)?;
            Ok::<_, caldicott_store::StoreError>(value.text().unwrap_or_default().to_owned())
        };
        assert!(value("health")?.starts_with(&format!("note {number} ")));
        assert_eq!((value("surname")?, value("service")?), ("Haque".into(), "Move-on".into()));
        read += 1;
    }
    for entity in store.histories("request")? {
        store.events("request", &entity)?;
    }
    Tally::read(&store)?;
    store.dates(|dates| {
        assert_eq!(dates.dates, [("d".to_owned(), DAY)]);
        Ok::<(), caldicott_store::StoreError>(())
    })?;
    for due in store.due_by(caldicott_calendar::Day::MAX)? {
        assert_eq!((due.on, due.kind.as_str(), due.stage.as_str()), (DAY, "client", "dispose"));
    }
    let sound = store.verify_sealed(|_| {})?.is_sound();
    Ok((read, sound))
}

#[test]
fn no_flipped_bit_in_the_file_is_read_as_a_value() {
    let left = Left::make();
    let spot = left.with(&left.main, &left.log);
    spot.open().unwrap().close().unwrap();
    let sound = std::fs::read(spot.file()).unwrap();
    let (everything, sound_at_first) = read_all(&spot).unwrap();
    assert!(sound_at_first);
    let (mut told, mut found, mut unseen) = (0, 0, 0);
    for round in 0..scale("CALDICOTT_STORE_FLIPS", 250) {
        let dice = splitmix(round ^ 0xf11b);
        let mut main = sound.clone();
        let place = usize::try_from(dice >> 8).unwrap_or(usize::MAX) % main.len();
        main[place] ^= 1 << (dice % 8);
        match read_all(&left.with(&main, &[])) {
            // Where nobody reads, or only a check looks. A row that is now missed is found by the check.
            Ok((read, sound)) => {
                assert!(read == everything || !sound, "a row is missed: byte {place}");
                if sound { unseen += 1 } else { found += 1 }
            }
            Err(_) => told += 1,
        }
    }
    println!("{told} told when read, {found} found by the check, {unseen} where nothing stands");
    assert!(told > 0);
}
