//! Asks Caldicott, Cedar, Rego and gatehouse the same random requests and compares every category.
//!
//! `REQUESTS` says how many, `THREADS` how many threads (2), `SEED` where to begin, `RULEBOOK` which
//! (`st-martins`, `camden`, `care-provider`), `ENGINES` which of the slow ones (`cedar,rego`).

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use caldicott_model::Day;
use caldicott_sharing::{Bar, Gateway, Request, Rulebook, judge, oracle};

use caldicott_peers_sharing::cedar::{Agreements, Cedar, Question};
use caldicott_peers_sharing::facts::Frame;
use caldicott_peers_sharing::formula::Book;
use caldicott_peers_sharing::gate::Gatehouse;
use caldicott_peers_sharing::generate::Maker;
use caldicott_peers_sharing::rego::{self, Input, Rego};
use caldicott_peers_sharing::request::Asked;
use caldicott_peers_sharing::rules::Rules;
use caldicott_peers_sharing::words::Data;
use caldicott_peers_sharing::{Random, shipped};

/// Requests of one seed; each is made from a seed of its own, so that any can be made again.
const BLOCK: u64 = 500;

#[derive(Default)]
struct Tally {
    requests: u64,
    asked: u64,
    released: u64,
    referred: u64,
    /// How a request as a whole came out.
    outcomes: BTreeMap<&'static str, u64>,
    /// How often each gateway released something, or may, and each bar took something, or may.
    rules: BTreeMap<String, u64>,
    disagreements: BTreeMap<String, (u64, String)>,
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn outcome(asked: Data, released: Data, referred: Data) -> &'static str {
    match (released.is_empty(), referred.is_empty()) {
        (false, _) if released == asked => "all released",
        (false, true) => "part released, rest withheld",
        (false, false) => "part released, part referred",
        (true, true) => "all withheld",
        (true, false) if referred == asked => "all referred",
        (true, false) => "part referred, rest withheld",
    }
}

fn describe(released: Data, referred: Data) -> String {
    let names = |data: Data| data.names().collect::<Vec<_>>().join(" ");
    format!("released [{}] referred [{}]", names(released), names(referred))
}

/// One worker's engines.
struct Engines<'e> {
    caldicott: &'e Rulebook,
    frame: &'e Frame,
    maker: &'e Maker,
    cedar: Option<Cedar>,
    rego: Option<Rego>,
    gatehouse: Gatehouse,
}

impl Engines<'_> {
    fn ask(&mut self, seed: u64, tally: &mut Tally) {
        let json = self.maker.next(&mut Random(seed));
        let text = json.to_string();
        let request = Request::from_json(&text).unwrap_or_else(|| panic!("no request: {text}"));
        let asked: Asked = serde_json::from_value(json.clone()).expect("a request");
        let day: Day = asked.day.to_string().parse().expect("a day");
        let verdict = judge(self.caldicott, &request, day);
        let ours = (Data::from_set(verdict.released()), Data::from_set(verdict.referred()));
        let prepared = self.frame.prepare(&asked);
        let plain = oracle::judge(self.caldicott, &request, day);
        let mut answers = vec![(
            "plain oracle",
            (Data::from_set(plain.released), Data::from_set(plain.referred)),
        )];
        answers.push(("gatehouse", self.gatehouse.ask(&prepared)));
        if let Some(cedar) = &self.cedar {
            let question = Question::of(self.frame, &prepared);
            answers.push(("Cedar", cedar.ask(&question)));
        }
        if let Some(rego) = &mut self.rego {
            answers.push(("Rego", rego.ask(&rego::written(&json))));
        }
        tally.requests += 1;
        tally.asked += u64::from(prepared.asked.0.count_ones());
        tally.released += u64::from(ours.0.0.count_ones());
        tally.referred += u64::from(ours.1.0.count_ones());
        *tally.outcomes.entry(outcome(prepared.asked, ours.0, ours.1)).or_default() += 1;
        let gateways = verdict.released_by(self.caldicott).chain(verdict.undecided(self.caldicott));
        let mut rules: Vec<&str> = gateways.map(Gateway::id).collect();
        rules.extend(verdict.barred_by(self.caldicott).map(Bar::id));
        rules.sort_unstable();
        rules.dedup();
        for rule in rules {
            *tally.rules.entry(rule.to_owned()).or_default() += 1;
        }
        let apart: Vec<_> = answers.iter().filter(|(_, theirs)| *theirs != ours).collect();
        if let Some((_, theirs)) = apart.first() {
            let who: Vec<&str> = apart.iter().map(|(who, _)| *who).collect();
            let theirs = describe(theirs.0, theirs.1);
            let words =
                format!("seed {seed}: {} | theirs: {theirs} | {text}", describe(ours.0, ours.1));
            let found = tally.disagreements.entry(who.join(", ")).or_insert((0, words.clone()));
            found.0 += 1;
            // The shortest request is the easiest to look into.
            if words.len() < found.1.len() {
                found.1 = words;
            }
        }
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.asked += other.asked;
        self.released += other.released;
        self.referred += other.referred;
        for (name, count) in other.outcomes {
            *self.outcomes.entry(name).or_default() += count;
        }
        for (name, count) in other.rules {
            *self.rules.entry(name).or_default() += count;
        }
        for (name, (count, words)) in other.disagreements {
            let found = self.disagreements.entry(name).or_insert((0, words.clone()));
            found.0 += count;
            if words.len() < found.1.len() {
                found.1 = words;
            }
        }
    }
}

fn main() {
    let (requests, threads, seed) =
        (number("REQUESTS", 10_000), number("THREADS", 2), number("SEED", 1));
    let wanted = std::env::var("RULEBOOK").unwrap_or_else(|_| "st-martins".to_owned());
    let engines = std::env::var("ENGINES").unwrap_or_else(|_| "cedar,rego".to_owned());
    let text = shipped::text(&wanted);
    let caldicott = shipped::caldicott(text);
    let frame = Frame::new(Rules::read(text));
    let book = Book::of(&frame.rules);
    let maker = Maker::new(frame.rules.clone());
    let (next, total) = (AtomicU64::new(0), Mutex::new(Tally::default()));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut engines = Engines {
                    caldicott: &caldicott,
                    frame: &frame,
                    maker: &maker,
                    cedar: engines.contains("cedar").then(|| Cedar::new(&book, Agreements::Inline)),
                    rego: engines
                        .contains("rego")
                        .then(|| Rego::new(&frame, &book, Input::Written)),
                    gatehouse: Gatehouse::new(&frame, &book),
                };
                loop {
                    let block = next.fetch_add(BLOCK, Ordering::Relaxed);
                    if block >= requests {
                        return;
                    }
                    let mut tally = Tally::default();
                    for place in block..requests.min(block + BLOCK) {
                        engines.ask(Random(seed ^ (place << 20)).next(), &mut tally);
                    }
                    total.lock().expect("nobody panicked").add(tally);
                }
            });
        }
    });
    let total = total.into_inner().expect("nobody panicked");
    println!(
        "{wanted}, seed {seed}, engines {engines}: {} requests in {:.0} s",
        total.requests,
        begun.elapsed().as_secs_f64()
    );
    let withheld = total.asked - total.released - total.referred;
    println!(
        "categories and details: {} asked, {} released, {} referred, {withheld} withheld",
        total.asked, total.released, total.referred
    );
    total.outcomes.iter().for_each(|(name, count)| println!("  {name}: {count}"));
    let all = caldicott.gateways().iter().map(Gateway::id);
    let all: Vec<&str> = all.chain(caldicott.bars().iter().map(Bar::id)).collect();
    let count = |rule: &&str| total.rules.get(*rule).copied().unwrap_or_default();
    let least = all.iter().min_by_key(|rule| count(rule)).expect("rules");
    println!(
        "rules: {} of {} mattered; least often `{least}`: {}",
        total.rules.len(),
        all.len(),
        count(least)
    );
    println!(
        "disagreements: {}",
        total.disagreements.values().map(|(count, _)| count).sum::<u64>()
    );
    for (who, (count, words)) in &total.disagreements {
        println!("  {who}: {count}\n    {words}");
    }
    assert!(total.disagreements.is_empty(), "engines disagree");
}
