//! How a casebook of many people behaves: filling, searching, erasing, settling, rotating.
//!
//! `cargo run --release -p caldicott-store --example at_scale [people] [postgres-place]`
#![expect(clippy::unwrap_used, reason = "an example that measures stops at the first surprise")]

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use caldicott_audit::Moment;
use caldicott_calendar::{Day, RuleSet};
use caldicott_encryption::{LocalKek, OsEntropy, SecretKey};
use caldicott_model::digest::Sha256;
use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, RuntimeRecord, Schema};
use caldicott_store::{Erasure, Reseal, SearchKey, Store};

/// How common the commonest surnames are, of a thousand people, and how many others share the rest.
const COMMON: [(&str, u64); 6] =
    [("Smith", 13), ("Jones", 10), ("Khan", 8), ("Taylor", 7), ("Williams", 6), ("Brown", 6)];
const OTHERS: u64 = 20_000;

fn surname(number: u64) -> String {
    let place = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % 1000;
    let mut from = 0;
    for (name, share) in COMMON {
        from += share;
        if place < from {
            return name.to_owned();
        }
    }
    format!("Name{:05}", number.wrapping_mul(2_654_435_761) % OTHERS)
}

fn tag(name: &'static str, category: Category, identifies: Identifiability) -> FieldTag {
    FieldTag::new(name.into(), CategorySet::of(&[category]), identifies)
}

const DAY: Day = Day::literal(2026, 11, 2);

/// Says how long something took, and how much memory it needed at most.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    // Where the system lets a process forget its peak.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let from = Instant::now();
    let done = work();
    let took = from.elapsed().as_secs_f64() * 1000.0;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.unwrap_or("unknown").trim();
    println!("{what}: {took:.1} ms, peak {peak}");
    done
}

fn fill(store: &mut Store, people: u64) {
    let schema = Schema::new(
        "client",
        vec![
            tag("surname", Category::Identity, Identifiability::Direct),
            tag("health", Category::Health, Identifiability::None),
            tag("service", Category::HousingAndTenancy, Identifiability::None),
        ],
    )
    .unwrap();
    for start in (0..people).step_by(500) {
        let mut batch = store.begin().unwrap();
        for number in start..(start + 500).min(people) {
            let name = surname(number);
            let cells = [name.as_str(), "a note of some length about how they are", "Move-on"];
            let record = RuntimeRecord::new(&schema, &cells);
            let (person, id) = (format!("p-{number}"), format!("f-{number}"));
            batch.put(&person, &id, &record, &[("d", DAY)]).unwrap();
        }
        batch.commit().unwrap();
    }
}

fn erase(store: &mut Store, numbers: &[u64]) {
    let erasure = Erasure { on: DAY, reason: "r".to_owned(), approver: "a".to_owned() };
    let mut batch = store.begin().unwrap();
    for number in numbers {
        let at = Moment { unix_millis: 1_793_600_000_000, day: DAY };
        let rules = RuleSet::new();
        let person = format!("p-{number}");
        let _ = batch.log_erasure(&person, &erasure, &rules, Sha256::of(b"r"), at).unwrap();
    }
    batch.commit().unwrap();
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let people: u64 = arguments.next().and_then(|word| word.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    let kek = LocalKek::new("kek", 1, SecretKey::generate(&OsEntropy).unwrap()).unwrap();
    let options = Store::options("st-martins", Arc::new(kek));
    let mut store = match arguments.next() {
        #[cfg(feature = "postgres")]
        Some(place) => options.connect(&place, "at_scale").unwrap(),
        _ => options.open(&path).unwrap(),
    };
    let key = SearchKey {
        record_type: "client",
        field: "surname",
        category: Category::Identity,
        population: people,
        distinct: 10_000,
    };
    store.index(key).unwrap();
    timed(&format!("put {people} people"), || fill(&mut store, people));
    store.settle().unwrap();
    println!("file: {} MB", std::fs::metadata(&path).map_or(0, |about| about.len()) / 1_000_000);
    for name in ["Smith", "Khan", "Name00042", "Nobody"] {
        for round in ["cold", "warm"] {
            let what = format!("find {name}, {round}");
            let found = timed(&what, || store.search("client", "surname", name).unwrap());
            println!("  {} of {} candidates", found.found.len(), found.candidates);
        }
    }
    timed("erase one", || erase(&mut store, &[7]));
    let settled = timed("settle after one", || store.settle().unwrap());
    println!("  {settled:?}");
    let hundredth: Vec<u64> = (0..people).filter(|number| number % 100 == 50).collect();
    timed(&format!("erase {}", hundredth.len()), || erase(&mut store, &hundredth));
    let settled = timed("settle after those", || store.settle().unwrap());
    println!("  {settled:?}");
    timed("rewrite the whole file instead", || store.compact().unwrap());
    let rotation = timed("rotate", || store.rotate_tenant_key().unwrap());
    println!("  {} keys wrapped anew", rotation.rewrapped);
    let epoch = timed("epoch", || store.epoch(DAY).unwrap());
    println!("  closed: {}", epoch.is_closed());
    let what = Reseal::everyone().destroying_older_keys();
    let resealed = timed("reseal", || store.reseal(what, |_| ControlFlow::Continue(())).unwrap());
    println!("  {} people, {} values", resealed.people, resealed.values);
    timed("settle after that", || store.settle().unwrap());
    let report = timed("verify with keys", || store.verify_sealed(|_| {}).unwrap());
    println!("  {report}");
}
