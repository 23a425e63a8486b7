//! The mask is worked out without a single allocation, and an agreement takes little memory.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/documents.rs"]
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write as _;

use caldicott_sharing::{Request, Rulebook, judge};

struct Counting;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "an allocator can be written no other way")]
// SAFETY: every call goes to the system's allocator unchanged; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        LIVE.with(|live| live.set(live.get().wrapping_add(layout.size())));
        // SAFETY: the caller keeps what `GlobalAlloc::alloc` asks.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        LIVE.with(|live| live.set(live.get().wrapping_sub(layout.size())));
        // SAFETY: the caller keeps what `GlobalAlloc::dealloc` asks.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn judging_any_situation_allocates_nothing() {
    let rulebook = support::st_martins();
    let text = include_str!("../../../examples/requests/st-martins.jsonl");
    let requests: Vec<Request> =
        text.lines().map(|line| support::request(&line.parse().unwrap()).unwrap()).collect();
    let before = COUNT.with(Cell::get);
    let mut released = 0;
    for request in &requests {
        let verdict = judge(&rulebook, request, request.day.unwrap());
        released += verdict.released().len();
        released += u32::try_from(verdict.released_by(&rulebook).count()).unwrap();
        released += u32::try_from(verdict.undecided(&rulebook).count()).unwrap();
        released += u32::try_from(verdict.barred_by(&rulebook).count()).unwrap();
    }
    assert_eq!(COUNT.with(Cell::get), before, "something allocated");
    assert!(released > 0);
    // The counter counts.
    let one: Vec<u8> = Vec::with_capacity(100);
    assert!(one.capacity() >= 100 && COUNT.with(Cell::get) > before);
}

/// The shipped rulebook with so many more organisations, and an agreement with each of them, or none.
fn with_partners(count: usize, agreed: bool) -> Rulebook {
    let mut text = include_str!("../../../examples/rulebooks/st-martins/sharing.toml").to_owned();
    for place in 0..count {
        write!(text, "[[organisation]]\nid = \"partner-{place}\"\nkind = \"probation\"\n").unwrap();
        if agreed {
            write!(
                text,
                "[[agreement]]\nid = \"with-partner-{place}\"\nkind = \"protocol\"\n\
                 with = [\"partner-{place}\"]\npurposes = [\"supervision\"]\n\
                 gateways = [\"partnership\"]\ncovers = [\"identity\", \"contact\"]\n\
                 from = 2020-04-01\nuntil = 2028-04-01\nreview_by = 2027-03-31\ncite = [\"B-009\"]\n"
            )
            .unwrap();
        }
    }
    support::rulebook(&text).unwrap()
}

#[test]
fn an_agreement_takes_less_than_a_hundred_and_sixty_bytes() {
    let held = |agreed: bool| {
        let before = LIVE.with(Cell::get);
        let rulebook = with_partners(100, agreed);
        let held = LIVE.with(Cell::get).wrapping_sub(before);
        (rulebook.agreements().len(), held)
    };
    // What the first reading keeps for good is not counted.
    drop(with_partners(0, false));
    let ((few, without), (many, with)) = (held(false), held(true));
    assert_eq!(many - few, 100);
    assert!(with - without < 100 * 160, "{} bytes for 100 agreements", with - without);
}
