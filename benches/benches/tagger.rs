//! Criterion's view of the contests in `src/tagger.rs`.

fn main() {
    caldicott_benches::criterion::run("tagger", caldicott_benches::tagger::contests());
}
