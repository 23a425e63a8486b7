//! Any bytes inside a sealed field as a record's value, any words as a context, any numbers as an index:
//! what is wrong is refused, and nothing panics or overflows.
#![no_main]

use std::sync::{Arc, OnceLock};

use caldicott_calendar::Day;
use caldicott_encryption::{
    Advice, Column, IndexSpec, Keyring, LocalKek, MemoryKeyStore, OpenedValue, RandomFailure,
    RandomSource, RecordId, RecordPlan, Ring, Sealer, SecretKey, Subject, Tenant, Tombstone, Width,
    normalise_exact, normalise_name,
};
use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, Purpose};
use libfuzzer_sys::fuzz_target;

struct Counting(std::sync::atomic::AtomicU64);

impl RandomSource for Counting {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        let count = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        out.iter_mut().zip(count.to_le_bytes().iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

struct World {
    keyring: Keyring,
    tenant: Tenant,
    sealer: Sealer,
    plan: RecordPlan,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let tenant = Tenant::new("st-martins").unwrap();
        let kek = LocalKek::new("file:main", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
        let random = Arc::new(Counting(0.into()));
        let store = Arc::new(MemoryKeyStore::new());
        let keyring = Keyring::builder(&Ring, store, Arc::new(kek), random).build();
        keyring.create_tenant(&tenant).unwrap();
        let sealer = keyring.sealer(&tenant, &Subject::person("003A").unwrap());
        let tag = FieldTag::new(
            "notes".into(),
            CategorySet::of(&[Category::Health]),
            Identifiability::None,
        );
        let plan = RecordPlan::new(&tenant, "plan", &[tag]).unwrap();
        World { keyring, tenant, sealer, plan }
    })
}

/// Reads all of a value, however deep.
fn read(value: &OpenedValue) {
    let purpose = Purpose::SUPPORT;
    let kinds = [
        value.is_missing(),
        value.flag(purpose).is_some(),
        value.number(purpose).is_some(),
        value.text(purpose).is_some(),
    ];
    assert!(kinds.iter().filter(|is| **is).count() <= 1, "two kinds at once");
    if let Some(day) = value.day(purpose) {
        assert_eq!(Day::from_epoch_days(day.epoch_days()), Some(day));
    }
    value.items().iter().for_each(read);
    value.fields().for_each(|(_, value)| read(value));
    assert_eq!(format!("{value:?}"), "OpenedValue(…)");
}

fn value(world: &World, bytes: &[u8]) {
    let record = RecordId::new("a0B").unwrap();
    let column = world.plan.column("notes").unwrap();
    let sealed = world.sealer.seal(column, &record, bytes).expect("sealed");
    if let Ok(value) = world.plan.open(&world.sealer, &record, "notes", &sealed) {
        read(&value);
    }
}

fn words(world: &World, bytes: &[u8]) {
    let parts: Vec<&[u8]> = bytes.split(|byte| *byte == b'|').collect();
    let [one, two, three, ..] = parts[..] else { return };
    let fits = |word: &[u8]| (1..=255).contains(&word.len());
    let column = Column::new(&world.tenant, Category::Health, one, two);
    assert_eq!(column.is_ok(), fits(one) && fits(two));
    assert_eq!(Tenant::new(one).is_ok(), fits(one));
    assert_eq!(Subject::person(one).is_ok(), fits(one) && one != b"*");
    let day = Day::literal(2026, 3, 2);
    if let (Ok(person), Ok(reason), Ok(approver)) =
        (Subject::person(one), str::from_utf8(two), str::from_utf8(three))
    {
        let stone = Tombstone::new(world.tenant.clone(), person, day, reason, approver);
        assert_eq!(stone.is_ok(), fits(two) && fits(three));
        if let Ok(stone) = stone {
            assert_eq!((stone.reason(), stone.approver()), (reason, approver));
            assert_eq!(format!("{stone:?}"), "Tombstone(…, 2026-03-02)");
        }
    }
    let (Ok(column), Ok(record)) = (column, RecordId::new(three)) else { return };
    let sealed = world.sealer.seal(&column, &record, b"v").expect("sealed");
    assert!(world.sealer.open(&column, &record, &sealed).is_ok());
}

fn index(world: &World, bytes: &[u8]) {
    let Some(([bits, partitions, category, p1, p2, p3, p4, d1, d2], rest)) =
        bytes.split_first_chunk()
    else {
        return;
    };
    let population = u64::from(u32::from_be_bytes([*p1, *p2, *p3, *p4]));
    let distinct = u64::from(u16::from_be_bytes([*d1, *d2]));
    let category = Category::ALL[usize::from(*category) % Category::ALL.len()];
    let Ok(width) = Width::bits(*bits) else { return assert!(*bits == 0 || *bits > 64) };
    let spec = IndexSpec::new("Client", "surname", "eq", category, width, population, distinct);
    let widest = Advice::for_population(population).widest(category);
    let allowed = distinct >= 16 && widest.is_some_and(|widest| width <= widest);
    assert_eq!(spec.is_ok(), allowed);
    let Ok(spec) = spec.and_then(|spec| spec.partitioned(*partitions)) else { return };
    let index = world.keyring.blind_index(&world.tenant, &spec).expect("an index");
    let text = String::from_utf8_lossy(rest);
    for word in [normalise_name(&text), normalise_exact(&text)] {
        let record = RecordId::new("a0B").unwrap();
        let token = index.token(&record, &word).expect("a token");
        assert!(width.get() == 64 || token >> width.get() == 0, "more bits than the width");
        let searched = index.search(&word).expect("tokens");
        assert_eq!(searched.len(), usize::from(*partitions));
        assert_eq!(searched[usize::from(index.partition_of(&record))], token);
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((mode, rest)) = bytes.split_first() else { return };
    match mode % 3 {
        0 => value(world(), rest),
        1 => words(world(), rest),
        _ => index(world(), rest),
    }
});
