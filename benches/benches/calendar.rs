//! Criterion's view of the contests in `src/calendar.rs`.

fn main() {
    caldicott_benches::criterion::run("calendar", caldicott_benches::calendar::contests());
}
