//! The shipped rulebooks and changes of them.

use caldicott_model::document::{Echo, Faults, Reader};
use caldicott_policy::{Rulebook, SourceFile, json};
use caldicott_sharing::Request;

/// The files of a shipped rulebook.
pub(crate) fn files(name: &str) -> Vec<SourceFile> {
    let folder = format!("{}/../../examples/rulebooks/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            SourceFile { name: path.file_name().unwrap().to_string_lossy().into_owned(), text }
        })
        .collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

/// A shipped rulebook.
pub(crate) fn pack(name: &str) -> Rulebook {
    Rulebook::load(&files(name)).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"))
}

/// A shipped rulebook with one text in one of its files put in the place of another.
pub(crate) fn changed(name: &str, from: &str, to: &str) -> Rulebook {
    let mut files = files(name);
    let mut places = 0;
    for file in &mut files {
        places += file.text.matches(from).count();
        file.text = file.text.replacen(from, to, 1);
    }
    assert!(places > 0, "`{from}` stands nowhere in {name}");
    Rulebook::load(&files).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"))
}

/// A request as `decide` reads it from its file.
pub(crate) fn request(text: &str) -> Request {
    let faults = Faults::new("requests", Echo::Hidden);
    let request = json::object(text, 1, &faults)
        .and_then(|(table, at)| Request::read(&mut Reader::new(&table, at, &faults)));
    faults.finish(request).unwrap_or_else(|faults| panic!("{faults:#?}"))
}
