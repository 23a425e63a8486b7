//! Criterion's view of the contests in `src/sharing.rs`.

fn main() {
    caldicott_benches::criterion::run("sharing", caldicott_benches::sharing::contests());
}
