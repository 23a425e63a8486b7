//! Judging a record allocates nothing.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::panic, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "an allocator that counts has no other form")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use caldicott_retention::{Day, Decision, Hold, Record, Schedule, Stage, Taken, TriggerDate};

#[path = "suite/convert.rs"]
#[expect(dead_code, reason = "this test reads no faults")]
mod convert;

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: the caller keeps the promises of this function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: it came from the system's allocator.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(run: impl FnOnce()) -> usize {
    let before = COUNT.get();
    run();
    COUNT.get() - before
}

fn read_all(schedule: &Schedule, record: &Record, as_of: Day) -> usize {
    let mut candidates = 0;
    let count = allocations(|| {
        let outcome = schedule.evaluate(record, as_of);
        let _ = (outcome.duty(), outcome.due(), outcome.standing(), outcome.next_change());
        let _ = (outcome.reviewer(), outcome.winner(), outcome.flags(), outcome.ceiling());
        candidates = outcome.candidates().count() + outcome.blockers().count();
    });
    assert!(candidates > 0);
    count
}

#[test]
fn an_outcome_with_every_candidate_allocates_nothing() {
    let mut text = String::from(
        "[trigger]\na = \"a\"\nb = { column = \"b\", not-before = \"a\" }\nc = { column = \"c\", optional = true }\n",
    );
    for (id, keep) in [
        "8 years after a",
        "6 years after b to end of month",
        "latest of 6 years after a, 2 years after c",
        "18 months after a",
        "until 25th birthday of b",
        "10 working days after a",
    ]
    .iter()
    .enumerate()
    {
        text += &format!(
            "[[rule]]\nid = \"r{id}\"\nclass = \"client\"\nwhy = \"w\"\nkeep = \"{keep}\"\n\
             stages = [\"review by role-{id}\", \"dispose\"]\nbackstop = \"20 years after a\"\n"
        );
    }
    text += "[[hold]]\nid = \"arrears\"\nwhy = \"w\"\nrestarts-clock = true\n\
             [[limit]]\nid = \"l\"\nclass = \"every\"\nwhy = \"w\"\ndelete-by = \"9 years after a\"\n";
    let schedule = convert::schedule(&text);
    let day = |text: &str| TriggerDate::parse(text);
    let as_of = Day::literal(2026, 11, 22);
    let usual = Record::new("client").dated("a", day("2010-01-31")).dated("b", day("2012-02-29"));
    let review = Taken::new(Stage::review("role-0"), Day::literal(2024, 1, 1), Decision::Proceed);
    let records = [
        usual.clone(),
        usual.clone().taken(review),
        usual.clone().held(Hold::undated("arrears")),
        usual.clone().held(Hold::new("arrears", as_of).until(as_of)).reused(as_of),
        usual.clone().dated("c", day("2019")).dated("c", day("2020-02")),
        usual.dated("c", day("never")),
        Record::new("client"),
    ];
    for record in &records {
        assert_eq!(read_all(&schedule, record, as_of), 0, "{record:?}");
    }
    let counted = allocations(|| drop(std::hint::black_box(vec![1, 2, 3])));
    assert_eq!(counted, 1, "the count counts");
}
