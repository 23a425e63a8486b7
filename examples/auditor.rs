//! For whoever answers for a rulebook: laws that must hold on every request, and a log that cannot be
//! edited unseen.

use std::{error::Error, sync::Arc};

use caldicott::audit::{self, Draft, Log, PayloadSealer, SealContext, SealError, Verifier};
use caldicott::encryption::{self as sealing, RandomSource as _};
use caldicott::model::digest::Sha256;
use caldicott::model::{Category, Day, Personal};
use caldicott::policy::{Rulebook, SourceFile, json};
use caldicott::sharing::{Known, Request, judge, oracle};

const RULES: [&str; 2] = [
    include_str!("rulebooks/st-martins/rulebook.toml"),
    include_str!("rulebooks/st-martins/sharing.toml"),
];
const REQUESTS: &str = include_str!("requests/st-martins.jsonl");
const DAY: Day = Day::literal(2026, 11, 2);

pub(crate) fn run() -> Result<Vec<String>, Box<dyn Error>> {
    let files = RULES.map(|text| SourceFile::new("rules.toml", text));
    let rulebook = Rulebook::load(&files)?;
    let sharing = rulebook.sharing().ok_or("no sharing rules")?;
    let (mut requests, mut withdrawn, mut narrowed) = (0, 0, 0);
    for (number, line) in (1..).zip(REQUESTS.lines()) {
        let line = SourceFile::new("st-martins.jsonl", line);
        let request = json::read_private(&line, number, Request::read)?;
        let day = request.day.unwrap_or(DAY);
        let before = judge(sharing, &request, day).released();
        if before != oracle::judge(sharing, &request, day).released {
            return Err("the fast and the plain reading of the rulebook differ".into());
        }
        // Taking a consent back never lets anything more go out.
        let mut without = request.clone();
        if let Known::Known(consents) = &mut without.subject.consents {
            withdrawn += consents.len();
            for consent in consents {
                consent.withdrawn = Some(day);
            }
        }
        // Nor does not knowing who is asking.
        let mut stranger = request.clone();
        stranger.asker.verification = Known::Unknown;
        for changed in [without, stranger] {
            let after = judge(sharing, &changed, day).released();
            if !before.contains_all(after) {
                return Err(
                    format!("{:?} releases more: {}", request.id, after.minus(before)).into()
                );
            }
            narrowed += usize::from(after != before);
        }
        requests += 1;
    }
    let laws = format!("{requests} requests, {withdrawn} consents withdrawn, {narrowed} narrower");
    let mut lines = log(rulebook.hash())?;
    lines.insert(0, laws);
    Ok(lines)
}

/// A small log as it was written, and with one byte changed.
fn log(rulebook: Sha256) -> Result<Vec<String>, Box<dyn Error>> {
    let key = sealing::SecretKey::generate(&sealing::OsEntropy)?;
    let kek = Arc::new(sealing::LocalKek::new("memory", 1, key)?);
    let (keys, random) = (Arc::new(sealing::MemoryKeyStore::new()), Arc::new(sealing::Buffered));
    let keyring = sealing::Keyring::builder(&sealing::Ring, keys, kek, random).build();
    let tenant = sealing::Tenant::new("st-martins")?;
    keyring.create_tenant(&tenant)?;
    let column = sealing::Column::new(&tenant, Category::Administrative, "log", "payload")?;
    let mut keys = Keys(keyring.sealer(&tenant, &sealing::Subject::person("p-1")?), column);
    let mut random = |out: &mut [u8]| sealing::Buffered.fill(out).map_err(|_| audit::NoEntropy);
    let origin = audit::Origin::new("example.org/audit/2026")?;
    let mut log = Log::open(origin.clone(), audit::MemoryStorage::new())?;
    let (mut whole, mut changed) = (Verifier::new(origin.clone()), Verifier::new(origin));
    for index in 0..5 {
        let draft = Draft::new(audit::Kind::Refusal, audit::Outcome::Refused, rulebook)
            .about(Personal::new("p-1".into()));
        let at = audit::Moment { unix_millis: 1_793_000_000_000, day: DAY };
        let _recorded = log.record(draft, (), at, &mut keys, &mut random)?;
        let mut row = log.row(index)?.ok_or("an entry is missing")?;
        whole.push(&row);
        if let Some(byte) = row.leaf.last_mut().filter(|_| index == 3) {
            *byte ^= 1;
        }
        changed.push(&row);
    }
    Ok(vec![whole.finish().to_string(), changed.finish().to_string()])
}

/// Seals what the log keeps about a person under that person's key.
struct Keys(sealing::Sealer, sealing::Column);

impl PayloadSealer for Keys {
    fn seal(&mut self, context: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let index = context.index.to_be_bytes();
        let record = sealing::RecordId::new(&index).map_err(|_| SealError::Unavailable)?;
        let sealed = self.0.seal(&self.1, &record, plain).map_err(|_| SealError::Unavailable)?;
        Ok(sealed.into_vec())
    }
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    run()?.iter().for_each(|line| println!("{line}"));
    Ok(())
}
