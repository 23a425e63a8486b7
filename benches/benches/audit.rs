//! Criterion's view of the contests in `src/audit.rs`.

fn main() {
    caldicott_benches::criterion::run("audit", caldicott_benches::audit::contests());
}
