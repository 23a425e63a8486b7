//! What each engine's loaded form of the rulebook takes in memory, by a counting allocator.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use caldicott_peers_sharing::agreements::enforcer;
use caldicott_peers_sharing::cedar::{Agreements, Cedar, Question, Slicing};
use caldicott_peers_sharing::facts::Frame;
use caldicott_peers_sharing::formula::Book;
use caldicott_peers_sharing::gate::Gatehouse;
use caldicott_peers_sharing::generate::Maker;
use caldicott_peers_sharing::rego::{Input, Rego};
use caldicott_peers_sharing::request::Asked;
use caldicott_peers_sharing::rules::Rules;
use caldicott_peers_sharing::{Random, shipped};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What stays allocated of what was allocated to make it.
fn kept<T>(make: impl FnOnce() -> T) -> isize {
    let region = Region::new(COUNTED);
    let loaded = make();
    let change = region.change();
    let size = |bytes: usize| isize::try_from(bytes).expect("memory");
    let kept = size(change.bytes_allocated) - size(change.bytes_deallocated);
    drop(loaded);
    kept
}

fn main() {
    println!("| kB | 10 | 100 | 1,000 agreements |\n|---|--:|--:|--:|");
    let mut rows: Vec<(&str, Vec<isize>)> = Vec::new();
    // Whatever is made once and kept for ever is made before anything is counted.
    for (round, size) in [10, 10, 100, 1_000].into_iter().enumerate() {
        let text = shipped::st_martins(size);
        let rules = Rules::read(&text);
        let (frame, book) = (Frame::new(rules.clone()), Book::of(&rules));
        let mut maker = Maker::new(rules.clone());
        maker.always_named = true;
        // As many requests as come by most organisations.
        let questions: Vec<Question> = (0..10_000)
            .map(|seed| {
                let asked: Asked =
                    serde_json::from_value(maker.next(&mut Random(seed))).expect("a request");
                Question::of(&frame, &frame.prepare(&asked))
            })
            .collect();
        let all = [
            ("Caldicott", kept(|| shipped::caldicott(&text))),
            ("gatehouse, indexed", kept(|| Gatehouse::new(&frame, &book))),
            ("regorus RVM", kept(|| Rego::new(&frame, &book, Input::Prepared))),
            (
                "regorus RVM, facts worked out in Rego",
                kept(|| Rego::new(&frame, &book, Input::Written)),
            ),
            (
                "Cedar, all agreements in the gateways' policies",
                kept(|| Cedar::new(&book, Agreements::Inline)),
            ),
            (
                "Cedar, a policy for each agreement",
                kept(|| Cedar::new(&book, Agreements::PolicyEach)),
            ),
            (
                "Cedar, sliced by organisation",
                kept(|| Cedar::sliced(&book, Slicing::Organisation, &questions)),
            ),
            ("casbin, the agreement rule alone", kept(|| enforcer(&rules))),
        ];
        for (place, (name, bytes)) in all.into_iter().enumerate() {
            if round == 0 {
                rows.push((name, Vec::new()));
            } else {
                rows[place].1.push(bytes);
            }
        }
    }
    for (name, sizes) in rows {
        let sizes: Vec<String> = sizes.iter().map(|bytes| (bytes / 1_000).to_string()).collect();
        println!("| {name} | {} |", sizes.join(" | "));
    }
}
