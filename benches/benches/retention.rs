//! Criterion's view of the contests in `src/retention.rs`.

fn main() {
    caldicott_benches::criterion::run("retention", caldicott_benches::retention::contests());
}
