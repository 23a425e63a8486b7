//! Criterion's view of the contests in `src/encryption.rs`.

fn main() {
    caldicott_benches::criterion::run("encryption", caldicott_benches::encryption::contests());
}
