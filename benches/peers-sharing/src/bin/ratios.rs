//! Times a decision by Caldicott beside the same decision by other engines.
//!
//! `SECONDS` is how long each contest runs at least (20), `ONLY` picks a number of agreements.

use std::hint::black_box;
use std::time::Duration;

use caldicott_model::Day;
use caldicott_sharing::{Request, Rulebook, decide, judge, weigh};
use cpu_time::ThreadTime;

use caldicott_peers_sharing::agreements::{self, enforce, enforcer};
use caldicott_peers_sharing::cedar::{Agreements, Cedar, Question, Slicing};
use caldicott_peers_sharing::facts::{Frame, Prepared};
use caldicott_peers_sharing::formula::Book;
use caldicott_peers_sharing::gate::Gatehouse;
use caldicott_peers_sharing::generate::Maker;
use caldicott_peers_sharing::rego::{self, Input, Rego};
use caldicott_peers_sharing::request::Asked;
use caldicott_peers_sharing::rules::Rules;
use caldicott_peers_sharing::words::Data;
use caldicott_peers_sharing::{Random, shipped};

const REQUESTS: u64 = 10_000;
const SIZES: [usize; 3] = [10, 100, 1_000];
/// How many requests are decided in a turn, again and again.
const BLOCK: u32 = 20;
const TURN: Duration = Duration::from_millis(4);
const LEAST: usize = 50;
const JUDGE: &str = "judge";
const GATEHOUSE: &str = "gatehouse, indexed";
const REGORUS: &str = "regorus RVM";
const CEDAR: &str = "Cedar, sliced by organisation";

/// The requests in every form; the same for each number of agreements.
struct Requests {
    ours: Vec<(Request, Day)>,
    asked: Vec<Asked>,
    json: Vec<serde_json::Value>,
}

fn requests() -> Requests {
    let mut maker = Maker::new(Rules::read(&shipped::st_martins(SIZES[0])));
    // Whoever does not say where they are from may be any partner: an index by party finds nothing then.
    maker.always_named = true;
    let mut all = Requests { ours: Vec::new(), asked: Vec::new(), json: Vec::new() };
    for seed in 0..REQUESTS {
        let json = maker.next(&mut Random(seed));
        let request = Request::from_json(&json.to_string()).expect("a request");
        let asked: Asked = serde_json::from_value(json.clone()).expect("a request");
        let day = asked.day.to_string().parse().expect("a day");
        all.ours.push((request, day));
        all.asked.push(asked);
        all.json.push(json);
    }
    all
}

/// Every engine with one rulebook.
struct Engines {
    ours: &'static Rulebook,
    rules: Rules,
    frame: Frame,
    cedar_each: Cedar,
    cedar_by_organisation: Cedar,
    cedar_whole: Cedar,
    gatehouse: Gatehouse,
    rego: Rego,
    rego_written: Rego,
    casbin: casbin::Enforcer,
}

/// The requests as each engine takes them.
struct Inputs {
    prepared: Vec<Prepared>,
    cedar: Vec<Question>,
    rego: Vec<regorus::Value>,
    rego_written: Vec<regorus::Value>,
    casbin: Vec<agreements::Question>,
}

fn inputs(frame: &Frame, requests: &Requests) -> Inputs {
    let prepared: Vec<Prepared> = requests.asked.iter().map(|one| frame.prepare(one)).collect();
    let casbin = requests.asked.iter().zip(&prepared).map(|(one, prepared)| {
        let organisation = one.asker.organisation.as_deref().unwrap_or_default();
        let purpose = one.purpose.as_deref().unwrap_or_default();
        let datum = prepared.asked.names().next().unwrap_or_default();
        agreements::Question::new(organisation, purpose, datum, one.day)
    });
    Inputs {
        cedar: prepared.iter().map(|one| Question::of(frame, one)).collect(),
        rego: prepared.iter().map(|one| rego::input(frame, one)).collect(),
        rego_written: requests.json.iter().map(rego::written).collect(),
        casbin: casbin.collect(),
        prepared,
    }
}

fn engines(agreements: usize, requests: &Requests) -> (Engines, Inputs) {
    let text = shipped::st_martins(agreements);
    let rules = Rules::read(&text);
    assert_eq!(rules.agreement.len(), agreements);
    let (frame, book) = (Frame::new(rules.clone()), Book::of(&rules));
    let inputs = inputs(&frame, requests);
    let engines = Engines {
        ours: Box::leak(Box::new(shipped::caldicott(&text))),
        cedar_each: Cedar::new(&book, Agreements::PolicyEach),
        cedar_by_organisation: Cedar::sliced(&book, Slicing::Organisation, &inputs.cedar),
        cedar_whole: Cedar::sliced(&book, Slicing::Whole, &inputs.cedar),
        gatehouse: Gatehouse::new(&frame, &book),
        rego: Rego::new(&frame, &book, Input::Prepared),
        rego_written: Rego::new(&frame, &book, Input::Written),
        casbin: enforcer(&rules),
        rules,
        frame,
    };
    (engines, inputs)
}

/// Asks every engine every request. Nothing is timed before all gave the same.
fn agree(engines: &mut Engines, inputs: &Inputs, requests: &Requests) {
    assert_eq!(engines.frame.rules.agreement.len(), engines.rules.agreement.len());
    let (mut released, mut referred) = (0, 0);
    for (place, (request, day)) in requests.ours.iter().enumerate() {
        let verdict = judge(engines.ours, request, *day);
        let ours = (Data::from_set(verdict.released()), Data::from_set(verdict.referred()));
        let question = &inputs.cedar[place];
        let theirs = [
            ("Cedar, a policy each", engines.cedar_each.ask(question)),
            ("Cedar by organisation", engines.cedar_by_organisation.ask(question)),
            ("Cedar by all", engines.cedar_whole.ask(question)),
            ("gatehouse", engines.gatehouse.ask(&inputs.prepared[place])),
            ("regorus", engines.rego.ask(&inputs.rego[place])),
            ("regorus, as written", engines.rego_written.ask(&inputs.rego_written[place])),
        ];
        for (who, theirs) in theirs {
            assert_eq!(ours, theirs, "{who}: {}", requests.json[place]);
        }
        let casbin = &inputs.casbin[place];
        assert_eq!(enforce(&engines.casbin, casbin), casbin.answer(&engines.rules));
        released += u32::from(!ours.0.is_empty());
        referred += u32::from(!ours.1.is_empty());
    }
    println!(
        "all engines agree on {} requests: {released} release something, {referred} refer something",
        requests.ours.len()
    );
}

/// Somebody who decides: given the place of the first request, decides a block of them.
struct Contestant {
    name: &'static str,
    run: Box<dyn FnMut(usize)>,
}

fn each<T>(
    name: &'static str,
    all: &'static [T],
    mut run: impl FnMut(&'static T) + 'static,
) -> Contestant {
    Contestant {
        name,
        run: Box::new(move |from| all[from..][..BLOCK as usize].iter().for_each(&mut run)),
    }
}

fn contestants(
    agreements: usize,
    requests: &'static Requests,
    ten: &'static Rulebook,
) -> Vec<Contestant> {
    let (mut engines, inputs) = engines(agreements, requests);
    let inputs: &'static Inputs = Box::leak(Box::new(inputs));
    agree(&mut engines, inputs, requests);
    let Engines { ours, frame, cedar_each, cedar_by_organisation, cedar_whole, .. } = engines;
    let Engines { gatehouse, mut rego, mut rego_written, casbin, .. } = engines;
    let gatehouse: &'static Gatehouse = Box::leak(Box::new(gatehouse));
    let all = &requests.ours;
    let judging = |name, rulebook: &'static Rulebook| {
        each(name, all, move |(request, day)| {
            let _ = black_box(judge(rulebook, request, *day));
        })
    };
    let cedar = |name, cedar: Cedar| {
        each(name, &inputs.cedar, move |question| {
            black_box(cedar.ask(question));
        })
    };
    vec![
        judging(JUDGE, ours),
        judging("judge, 10 agreements", ten),
        each("weigh: duties and warnings too", all, move |(request, day)| {
            let _ = black_box(weigh(ours, request, *day));
        }),
        each("decide, reasons and duties read", all, move |(request, day)| {
            let decision = decide(ours, request, *day);
            let _ = black_box(decision.outcome());
            let reasons = (decision.each().len(), decision.gateways().len());
            black_box((reasons, decision.duties().len()));
        }),
        each("decide and JSON", all, move |(request, day)| {
            black_box(decide(ours, request, *day).to_json());
        }),
        each(GATEHOUSE, &inputs.prepared, move |prepared| {
            black_box(gatehouse.ask(prepared));
        }),
        each("gatehouse, facts worked out by the host", &requests.asked, move |asked| {
            black_box(gatehouse.ask(&frame.prepare(asked)));
        }),
        each(REGORUS, &inputs.rego, move |input| {
            black_box(rego.answer(input));
        }),
        each("regorus RVM, facts worked out in Rego", &inputs.rego_written, move |input| {
            black_box(rego_written.answer(input));
        }),
        cedar(CEDAR, cedar_by_organisation),
        cedar("Cedar, sliced by organisation, kind and purpose", cedar_whole),
        cedar("Cedar, a policy for each agreement", cedar_each),
        each("casbin, the agreement rule alone, one category", &inputs.casbin, move |question| {
            black_box(enforce(&casbin, question));
        }),
    ]
}

/// Nanoseconds a decision, for each contestant and round. In a round all of them decide the same block of
/// requests, again and again for a turn, and they take turns at going first.
fn rounds(contestants: &mut [Contestant], whole: Duration) -> Vec<Vec<f64>> {
    let mut found = vec![Vec::new(); contestants.len()];
    let begun = ThreadTime::now();
    let mut round = 0;
    while round < LEAST || begun.elapsed() < whole {
        // A step that shares no factor with the number of blocks comes by all of them.
        let from = round * 37 % (requests_in_all() / BLOCK as usize) * BLOCK as usize;
        for place in 0..contestants.len() {
            let place = (place + round) % contestants.len();
            let run = &mut contestants[place].run;
            let start = ThreadTime::now();
            run(from);
            let warm = start.elapsed();
            let (start, mut times) = (ThreadTime::now(), 0_u32);
            while start.elapsed() < TURN.saturating_sub(warm) || times == 0 && warm < TURN {
                run(from);
                times += 1;
            }
            let spent = if times == 0 { warm } else { start.elapsed() };
            let decisions = f64::from(times.max(1) * BLOCK);
            found[place].push(spent.as_secs_f64() * 1e9 / decisions);
        }
        round += 1;
    }
    found
}

/// One in ten below, the middle, one in ten above.
fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 5, 9].map(|tenths| values[(values.len() - 1) * tenths / 10])
}

fn requests_in_all() -> usize {
    usize::try_from(REQUESTS).expect("few")
}

fn main() {
    let seconds = std::env::var("SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20.0);
    let only: Option<usize> = std::env::var("ONLY").ok().and_then(|text| text.parse().ok());
    let requests: &'static Requests = Box::leak(Box::new(requests()));
    let ten: &'static Rulebook =
        Box::leak(Box::new(shipped::caldicott(&shipped::st_martins(SIZES[0]))));
    for size in SIZES.into_iter().filter(|size| only.is_none_or(|only| only == *size)) {
        let mut contestants = contestants(size, requests, ten);
        let found = rounds(&mut contestants, Duration::from_secs_f64(seconds));
        let row = |name: &str| {
            let place = contestants.iter().position(|one| one.name == name);
            &found[place.unwrap_or_else(|| panic!("nobody is called {name}"))]
        };
        let ratio = |of: &str, to: &str| {
            spread(row(of).iter().zip(row(to)).map(|(of, to)| of / to).collect())
        };
        println!("\n{size} agreements ({} rounds)\n", found[0].len());
        println!("| | ns per decision | x judge | 10-90% |\n|---|--:|--:|---|");
        for one in &contestants {
            let ([_, time, _], [low, middle, high]) =
                (spread(row(one.name).clone()), ratio(one.name, JUDGE));
            println!("| {} | {time:.0} | {middle:.1} | {low:.1}-{high:.1} |", one.name);
        }
        let [_, flat, _] = ratio(JUDGE, "judge, 10 agreements");
        let met = |met: bool| if met { "met" } else { "missed" };
        println!("\ngoal: judge at most 1.2 times judge with 10: {flat:.2}, {}", met(flat <= 1.2));
        for (name, least) in [(GATEHOUSE, 50.0), (REGORUS, 300.0), (CEDAR, 1_000.0)] {
            let [_, times, _] = ratio(name, JUDGE);
            println!(
                "goal: {name}, at least {least} times judge: {times:.0}, {}",
                met(times >= least)
            );
        }
    }
}
