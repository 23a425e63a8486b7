//! Criterion's view of the contests in `src/derive.rs`.

fn main() {
    caldicott_benches::criterion::run("derive", caldicott_benches::derive::contests());
}
