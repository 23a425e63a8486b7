//! Criterion's view of the contests in `src/statistics.rs`.

fn main() {
    caldicott_benches::criterion::run("statistics", caldicott_benches::statistics::contests());
}
