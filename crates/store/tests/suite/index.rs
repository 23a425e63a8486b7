//! What the file tells about a sealed surname to somebody without a key.

use caldicott_model::{Category, RuntimeRecord};
use caldicott_store::SearchKey;

use crate::place::{InFile, Place as _, schema, surname};

const PEOPLE: u64 = 4000;

/// One person in ten has the commonest name; nobody else shares theirs with more than a few.
fn name(number: u64) -> String {
    if number.is_multiple_of(10) { "Smith".to_owned() } else { format!("Name{}", number % 1700) }
}

#[test]
fn a_common_surname_is_found_whole_and_does_not_stand_out_as_one() {
    let place = InFile::new();
    let mut store = place.open_as(place.options()).unwrap();
    let key = SearchKey { distinct: 1700, ..surname(PEOPLE) };
    store.index(key).unwrap();
    let schema = schema();
    let mut batch = store.begin().unwrap();
    for number in 0..PEOPLE {
        let name = name(number);
        let cells = [name.as_str(), "x", "y"];
        let record = RuntimeRecord::new(&schema, &cells);
        batch.put(&format!("p-{number}"), &format!("f-{number}"), &record, &[]).unwrap();
    }
    batch.commit().unwrap();
    let smiths = store.search("client", "surname", "SMITH").unwrap();
    assert_eq!(smiths.found.len(), 400);
    // Others share the tokens and were opened; none of them was handed out.
    assert!(smiths.candidates >= 400);
    for number in [1, 11, 1699] {
        let found = store.find("client", "surname", &name(number)).unwrap();
        let expected = (0..PEOPLE).filter(|other| name(*other) == name(number)).count();
        assert_eq!(found.len(), expected);
    }
    store.close().unwrap();

    let raw = rusqlite::Connection::open(place.path()).unwrap();
    let mut statement = raw.prepare("SELECT count(*) FROM blind_index GROUP BY token").unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    let mut counts: Vec<i64> = rows.map(Result::unwrap).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    // A tenth of all would be 400 rows under one token. It is spread over four, a fortieth each.
    assert!(counts[0] < 160, "{:?}", &counts[..8]);
    assert!(counts[3] > 60 && counts[4] < counts[3], "{:?}", &counts[..8]);
}

#[test]
fn the_law_s_special_categories_get_a_coarser_index() {
    let candidates = |category| {
        let place = InFile::new();
        let mut store = place.open_as(place.options()).unwrap();
        let key = SearchKey { category, distinct: 1700, ..surname(PEOPLE) };
        store.index(key).unwrap();
        let schema = schema();
        let mut batch = store.begin().unwrap();
        for number in 0..1000 {
            let name = name(number);
            let cells = [name.as_str(), "x", "y"];
            let record = RuntimeRecord::new(&schema, &cells);
            batch.put(&format!("p-{number}"), &format!("f-{number}"), &record, &[]).unwrap();
        }
        batch.commit().unwrap();
        let found = store.search("client", "surname", "Name7").unwrap();
        assert_eq!(found.found.len(), 1);
        found.candidates
    };
    let (ordinary, special) = (candidates(Category::Identity), candidates(Category::Health));
    assert!(special > 2 * ordinary, "{special} and {ordinary}");
}
