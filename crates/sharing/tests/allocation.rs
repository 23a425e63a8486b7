//! The mask is worked out without a single allocation.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/documents.rs"]
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use caldicott_sharing::{Request, judge};

struct Counting;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "an allocator can be written no other way")]
// SAFETY: every call goes to the system's allocator unchanged; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps what `GlobalAlloc::alloc` asks.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
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
