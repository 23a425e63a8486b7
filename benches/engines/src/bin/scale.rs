//! The emitted SQL over partitioned Parquet: what it reads, and that it finds what the column form
//! finds.
//!
//! `ROWS=n FOLDER=path cargo run --release --bin scale`; without `FOLDER` the files go afterwards,
//! with it they stay there as `clients`, beside the query for another engine and what it is to find:
//! `python/spark.py` reads both.

use std::path::PathBuf;

use caldicott_engines::scale::{self, AS_OF, CLASSES, Clients, Found};
use caldicott_engines::worlds;
use caldicott_retention::Duty;

fn main() {
    let rows = std::env::var("ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000_000);
    let own = tempfile::tempdir().expect("a folder");
    let folder = std::env::var_os("FOLDER").map_or_else(|| own.path().to_owned(), PathBuf::from);
    let clients = Clients::new(rows);
    let files = folder.join("clients");
    clients.write(&files);
    let fusion = scale::session(&files);
    let show = |what: &str, found: &Found| {
        println!(
            "{what}: {} of {rows} rows in {:?}\n  {}",
            found.ids.len(),
            found.took,
            found.read
        );
    };

    let [client, visit] = CLASSES;
    show(&format!("standing of a {client}"), &scale::run(&fusion, &scale::state(client, AS_OF)));
    let due = scale::run(&fusion, &scale::due(client, AS_OF));
    assert_eq!(due.ids, clients.due(client, AS_OF), "due rows");
    show(&format!("{client}, due as of {AS_OF}"), &due);
    let text = |query: caldicott_retention::Query| query.literal_text();
    std::fs::write(folder.join("due.sql"), text(scale::due(client, AS_OF))).expect("a file");
    std::fs::write(folder.join("state.sql"), text(scale::state(client, AS_OF))).expect("a file");
    let expected = format!("{} {}\n", due.ids.len(), due.ids.iter().sum::<i64>());
    std::fs::write(folder.join("due.expected"), expected).expect("a file");

    let eve = worlds::day(AS_OF.epoch_days() - 1);
    for class in [client, visit] {
        let (now, before) = (clients.due(class, AS_OF), clients.due(class, eve));
        let expected: Vec<i64> =
            now.into_iter().filter(|id| before.binary_search(id).is_err()).collect();
        let became = scale::run_all(&fusion, &scale::became_due(class, eve, AS_OF));
        assert_eq!(became.ids, expected, "rows that became due");
        show(&format!("{class}, became due on {AS_OF}"), &became);
        // SQL finds the candidates and the row form decides.
        let duties = clients.duties(&became.ids, AS_OF);
        assert_eq!(duties, vec![Duty::Dispose; became.ids.len()], "what the row form says of them");
        println!("  the row form says dispose of all {}", duties.len());
    }
}
