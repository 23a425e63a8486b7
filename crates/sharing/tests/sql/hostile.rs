//! Names and values that try to be something else, cells that hold nonsense, and days that are none.

use caldicott_model::{Category, Day};
use caldicott_scratch_postgres::Server;
use caldicott_sharing::sql::{
    Complete, Consents, Dialect, ListTable, Name, OnDay, Predicates, Rows, Shows, SqlError, Stored,
    Tables, ThirdParty, View, Why, schema,
};
use caldicott_sharing::{
    Consent, ConsentKind, DataSet, Fact, Known, Request, Rulebook, SharingPurpose, SubjectState,
    judge,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rusqlite::{Connection, ToSql};

use crate::asking::{SHIPPED, asked};
use crate::rows::{Written, tables};
use crate::sqlite;
use crate::states::Around;

const DAY: Day = Day::literal(2026, 3, 2);

/// A surgery that somebody consented to tell about their health.
fn surgery(individual: &str) -> Request {
    let request = r#"{"asker": {"kind": "gp", "organisation": "lakenham-surgery",
        "verification": "call-back"}, "purpose": "health-care", "categories": ["health"],
        "necessary": true, "frequency": "once", "form": "identifiable"}"#;
    let mut request = Request::from_json(request).unwrap();
    request.asker.individual = Known::Known(individual.to_owned());
    request
}

/// Somebody who consented that this one may be told.
fn agreed(to: &str) -> SubjectState {
    let mut state = SubjectState::default();
    let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2026, 1, 1))
        .to(to)
        .for_purpose(SharingPurpose::HealthCare)
        .covering(Category::Health)
        .in_express_words("note");
    state.consents = Known::Known(vec![consent]);
    state.third_party_confidential = Known::Known(DataSet::NONE);
    for fact in Tables::facts() {
        state.facts.set(fact, Known::Known(false));
    }
    state
}

const NAMES: [&str; 12] = [
    "'; DROP TABLE sharing_subject; --",
    "\\'; DROP TABLE sharing_subject; --",
    "x' OR '1'='1",
    "*/ OR 1=1 /*",
    "$$; DROP TABLE sharing_subject; $$",
    "$1 ?1 :p @p %s {}",
    "j.o'brien",
    "\u{3b6}\u{3c9}\u{3ae}",
    "\u{1f600}\u{202e}x",
    "select",
    "\\",
    "E'\\x27",
];

#[test]
fn an_id_is_a_value_whatever_it_says() {
    let mut servers = Vec::new();
    // PostgreSQL may be set to read a backslash in any text as an escape.
    for setting in ["standard_conforming_strings=on", "standard_conforming_strings=off"] {
        match Server::start(&["fsync=off", setting]) {
            Ok(server) => servers.push(server),
            Err(reason) => println!("NOT RUN on PostgreSQL: {reason}"),
        }
    }
    let rulebook = &SHIPPED[0];
    for name in NAMES {
        let request = surgery(name);
        let people = [agreed(name), agreed("somebody-else"), agreed(&name.to_uppercase())];
        let expected: Vec<bool> = people
            .iter()
            .map(|state| {
                let mut request = request.clone();
                request.subject = state.clone();
                judge(rulebook, &request, DAY).released().categories().contains(Category::Health)
            })
            .collect();
        assert!(expected[0] && !expected[1], "{name}");
        let on = OnDay::Fixed(DAY);
        let written = Written { dialect: Dialect::Sqlite, stored: Stored::IsoText };
        let tables = tables(Stored::IsoText, false);
        let predicates = Predicates::new(rulebook, &request, on, &tables, Dialect::Sqlite).unwrap();
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch(&schema(Dialect::Sqlite, Stored::IsoText).unwrap()).unwrap();
        // A column that takes upper and lower case for the same does not make two people one.
        database
            .execute_batch(
                "DROP TABLE sharing_consent_to;\n\
                 CREATE TABLE sharing_consent_to (consent text, name text COLLATE NOCASE);",
            )
            .unwrap();
        database.execute_batch(&written.insert(&people)).unwrap();
        let shown = sqlite::shown(&database, &predicates, None, people.len());
        let health = predicates.each().iter().position(|one| one.data() == "health").unwrap();
        assert_eq!(shown.iter().map(|flags| flags[health]).collect::<Vec<_>>(), expected, "{name}");

        let tables = self::tables(Stored::Date, false);
        let dialect = Dialect::PostgreSql;
        let predicates = Predicates::new(rulebook, &request, on, &tables, dialect).unwrap();
        for server in &servers {
            let conforming = "SET standard_conforming_strings = on;\n";
            let drops = crate::rows::TABLES.map(|table| format!("DROP TABLE IF EXISTS {table};\n"));
            let script = format!(
                "{conforming}{}{}{}RESET standard_conforming_strings;\n\
                 SELECT ({}) IS TRUE FROM sharing_subject AS s ORDER BY s.person;",
                drops.concat(),
                schema(dialect, Stored::Date).unwrap(),
                Written { dialect, stored: Stored::Date }.insert(&people),
                predicates.condition_of(Category::Health).unwrap(),
            );
            let found: Vec<bool> =
                server.ask(&script).unwrap().iter().map(|line| line == "t").collect();
            assert_eq!(found, expected, "{name}");
        }
    }
}

/// What is left of a text without quoted names, quoted texts and comments.
fn skeleton(text: &str) -> String {
    let mut left = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\'' | '"' => {
                // A doubled quote stands for itself, and an escape is written only as two backslashes.
                loop {
                    match rest.next() {
                        Some(quote) if quote == c => {
                            if rest.peek() != Some(&c) {
                                break;
                            }
                            rest.next();
                        }
                        Some(_) => {}
                        None => panic!("not closed: {text}"),
                    }
                }
                left.push(c);
            }
            '/' if rest.peek() == Some(&'*') => {
                let mut last = ' ';
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            c => left.push(c),
        }
    }
    left.retain(|c| !c.is_whitespace() && c != 'E');
    left
}

/// Tables whose every name is made of another.
fn named(name: &str, stored: Stored) -> Tables {
    let table = |part: usize| Name::from(format!("t{part}{name}"));
    let column = |part: usize| format!("{name}{part}");
    let mut tables = Tables::new(table(0), column(0), stored);
    for (part, fact) in Tables::facts().enumerate() {
        tables = tables.fact(fact, column(part + 1));
    }
    let mut consents = Consents::documented();
    consents.complete = Complete::Where(column(90));
    consents.given.table = table(1);
    consents.given.id = column(1);
    consents.given.person = column(2);
    consents.given.given = column(3);
    consents.to = ListTable::new(table(2), column(1), column(2));
    consents.purposes = ListTable::new(Name::in_schema(column(3), column(4)), column(1), column(2));
    consents.data = ListTable::new(table(3), column(1), column(2));
    let mut third = ThirdParty::documented();
    third.complete = Complete::Always;
    third.data = ListTable::new(table(4), column(1), column(2));
    tables.consents(consents).third_party(third)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_name_changes_what_the_text_says(
        name in "[ -~\u{e9}\u{4e2d}\u{1f600}\u{202e}]{1,20}[a-z'\"\\\\*/;-]{1,8}",
        individual in "[ -~\u{e9}\u{4e2d}]{1,20}['\"\\\\*/;-]{1,8}",
        dialect in prop::sample::select(vec![Dialect::PostgreSql, Dialect::DuckDb]),
    ) {
        let write = |name: &str, individual: &str| -> Result<String, SqlError> {
            let tables = named(name, Stored::Date);
            let request = surgery(individual);
            let on = OnDay::Fixed(DAY);
            let predicates = Predicates::new(&SHIPPED[0], &request, on, &tables, dialect)?;
            let view = View::new(name, format!("clients {name}"), format!("key {name}"))
                .column(format!("notes {name}"), Category::Health)
                .rows(Rows::WithSomething);
            let policy = match dialect {
                Dialect::PostgreSql => view.policy(&predicates, name)?,
                Dialect::DuckDb | Dialect::Sqlite => String::new(),
            };
            Ok(format!("{};\n{};\n{policy}", view.create(&predicates)?, predicates.filter_query()?))
        };
        let skeleton = |name: &str, individual: &str| {
            write(name, individual).map(|text| skeleton(&text))
        };
        let plain = skeleton("name", "individual").unwrap();
        match skeleton(&name, &individual) {
            Ok(hostile) => prop_assert_eq!(hostile, plain),
            Err(error) => {
                let name = matches!(error, SqlError::Name { .. });
                prop_assert!(name, "{error}");
            }
        }
    }
}

#[test]
fn a_name_that_cannot_be_one_is_refused() {
    let request = surgery("dr-9");
    let on = OnDay::Fixed(DAY);
    for name in ["", "  ", "a\0b", "a\nb", "caldicott_against", &"x".repeat(64)] {
        let tables = Tables::new(name, "person", Stored::Date).fact(Fact::Objected, "objected");
        let predicates = Predicates::new(&SHIPPED[0], &request, on, &tables, Dialect::PostgreSql);
        let refused = predicates.and_then(|predicates| {
            View::new("v", "clients", "id").column("n", Category::Health).create(&predicates)
        });
        assert!(matches!(refused, Err(SqlError::Name { .. })), "{name:?}");
    }
    let documented = Tables::documented(Stored::Date);
    let control = surgery("dr\u{7}9");
    let refused = Predicates::new(&SHIPPED[0], &control, on, &documented, Dialect::PostgreSql);
    assert_eq!(refused.err(), Some(SqlError::Text));
    for (dialect, stored) in [(Dialect::Sqlite, Stored::Date), (Dialect::DuckDb, Stored::IsoText)] {
        let tables = Tables::documented(stored);
        let refused = Predicates::new(&SHIPPED[0], &request, on, &tables, dialect);
        assert_eq!(refused.err(), Some(SqlError::Stored { stored, dialect }));
    }
}

#[test]
fn a_view_that_cannot_be_is_refused() {
    let request = surgery("dr-9");
    let tables = Tables::documented(Stored::Date);
    let of = |on| Predicates::new(&SHIPPED[0], &request, on, &tables, Dialect::PostgreSql).unwrap();
    let bound = of(OnDay::Bound);
    let view = View::new("v", "clients", "id");
    assert_eq!(view.create(&of(OnDay::Today)), Err(SqlError::NoColumn));
    let view = view.column("notes", Category::Health);
    assert!(matches!(view.create(&bound), Err(SqlError::Unsupported { .. })));
    assert!(view.query(&bound).is_ok());
    let twice = view.column("NOTES", Category::Identity);
    assert!(matches!(twice.create(&of(OnDay::Today)), Err(SqlError::TwoColumns { .. })));
    let iso = Tables::documented(Stored::IsoText);
    let today = Predicates::new(&SHIPPED[0], &request, OnDay::Today, &iso, Dialect::Sqlite);
    assert!(matches!(today.err(), Some(SqlError::Unsupported { .. })));
}

#[test]
fn what_is_shown_of_nobody_says_why() {
    let tables = Tables::documented(Stored::Date);
    let bare = Tables::new("people", "id", Stored::Date);
    let on = OnDay::Fixed(DAY);
    let why = |request: &Request, tables: &Tables| {
        let predicates =
            Predicates::new(&SHIPPED[0], request, on, tables, Dialect::PostgreSql).unwrap();
        let health = predicates.of(Category::Health).unwrap();
        (health.shows(), health.unmapped().to_vec())
    };
    let request = surgery("dr-9");
    assert_eq!(why(&request, &tables), (Shows::Where, vec![]));
    let bare_of_all =
        vec!["consents", "objected", "third-party-consents", "third-party-confidential"];
    assert_eq!(why(&request, &bare), (Shows::Never(Why::Unmapped), bare_of_all));
    let mut unverified = request.clone();
    unverified.asker.verification = Known::Unknown;
    assert_eq!(why(&unverified, &tables).0, Shows::Never(Why::Unverified));
    let mut for_what = request.clone();
    for_what.purpose = Known::Unknown;
    assert_eq!(why(&for_what, &tables).0, Shows::Never(Why::ScopeUnknown));
    let mut reporter = request.clone();
    reporter.asker.organisation = Known::Known("evening-paper".to_owned());
    reporter.asker.kind = Known::Unknown;
    assert_eq!(why(&reporter, &tables).0, Shows::Never(Why::NoGateway));
    let predicates =
        Predicates::new(&SHIPPED[0], &request, on, &tables, Dialect::PostgreSql).unwrap();
    let view = View::new("v", "clients", "id").column("address", Category::AddressAndLocation);
    assert!(view.create(&predicates).unwrap().contains("FALSE /* never: NotAsked */"));
    assert!(predicates.rules().cites("C-005"));
}

/// Columns that say under whom a row stands: nobody can tell whose a row was whose name is gone.
const WHOSE: [&str; 1] = ["person"];

#[test]
fn a_cell_of_nonsense_shows_nothing_more() {
    let mut runner = TestRunner::deterministic();
    let (mut spoilt, mut hidden, mut turn) = (0, 0, 0_usize);
    for _ in 0..crate::agree::cases(10) {
        let (rulebook, request, day) = asked().new_tree(&mut runner).unwrap().current();
        let around = Around::of(&rulebook, &request, day);
        let people = prop::collection::vec(around.near(), 10);
        let people: Vec<SubjectState> = people.new_tree(&mut runner).unwrap().current();
        let database = Connection::open_in_memory().unwrap();
        // Without its checks and keys, any cell of any table holds anything.
        let schema = schema(Dialect::Sqlite, Stored::IsoText).unwrap();
        for table in schema.split("CREATE TABLE ").skip(1) {
            let (name, rest) = table.split_once(" (\n").unwrap();
            let columns = rest.lines().map(str::trim).take_while(|line| *line != ");");
            let columns: Vec<&str> = columns.map(|line| line.split(' ').next().unwrap()).collect();
            let columns = columns.into_iter().filter(|name| !["PRIMARY", "CHECK"].contains(name));
            let columns: Vec<&str> = columns.collect();
            database
                .execute_batch(&format!("CREATE TABLE {name} ({});", columns.join(", ")))
                .unwrap();
        }
        let written = Written { dialect: Dialect::Sqlite, stored: Stored::IsoText };
        let tables = tables(Stored::IsoText, false);
        let on = OnDay::Fixed(day);
        let predicates =
            Predicates::new(&rulebook, &request, on, &tables, Dialect::Sqlite).unwrap();
        if !predicates.each().iter().any(|one| one.shows() == Shows::Where) {
            continue;
        }
        database.execute_batch(&format!("BEGIN;{}COMMIT;", written.insert(&people))).unwrap();
        let before = sqlite::shown(&database, &predicates, None, people.len());
        for table in crate::rows::TABLES {
            let columns = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns: Vec<String> = columns.column_names().map(str::to_owned).collect();
            for column in columns {
                if WHOSE.contains(&column.as_str()) {
                    continue;
                }
                let all = ["'no such thing'", "7", "'2026-02-31'", "x'00ff'", "''"];
                for nonsense in all.iter().skip(turn % all.len()).step_by(all.len()) {
                    turn += 1;
                    database.execute_batch("BEGIN").unwrap();
                    let text = format!(
                        "UPDATE {table} SET {column} = {nonsense} WHERE {column} IS NOT NULL"
                    );
                    // Any words are words to these: who else is named, and where the evidence is.
                    let free = ["evidence", "authority"].contains(&column.as_str());
                    if !free && database.execute(&text, []).unwrap() > 0 {
                        let after = sqlite::shown(&database, &predicates, None, people.len());
                        for (before, after) in before.iter().zip(&after) {
                            for (before, after) in before.iter().zip(after) {
                                assert!(*before || !after, "{text}\n{:?}", predicates.conditions());
                                hidden += usize::from(*before && !after);
                            }
                        }
                        spoilt += 1;
                    }
                    database.execute_batch("ROLLBACK").unwrap();
                }
            }
        }
    }
    println!("{spoilt} columns spoilt, {hidden} cells hidden");
    assert!(spoilt > 100 && hidden > 500, "{spoilt} {hidden}");
}

#[test]
fn no_day_shows_nothing() {
    let mut runner = TestRunner::deterministic();
    let mut looked = 0;
    for case in 0..crate::agree::cases(16) {
        let stored = if case % 2 == 0 { Stored::IsoText } else { Stored::EpochDays };
        let (rulebook, request, day) = asked().new_tree(&mut runner).unwrap().current();
        let around = Around::of(&rulebook, &request, day);
        let people = prop::collection::vec(around.near(), 16);
        let people: Vec<SubjectState> = people.new_tree(&mut runner).unwrap().current();
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch(&schema(Dialect::Sqlite, stored).unwrap()).unwrap();
        let written = Written { dialect: Dialect::Sqlite, stored };
        database.execute_batch(&format!("BEGIN;{}COMMIT;", written.insert(&people))).unwrap();
        let tables = tables(stored, true);
        let predicates =
            Predicates::new(&rulebook, &request, OnDay::Bound, &tables, Dialect::Sqlite).unwrap();
        let none: [&dyn ToSql; 4] = [&None::<String>, &"tomorrow", &"9999-99-99", &1.5_f64];
        for none in none {
            let shown = sqlite::shown(&database, &predicates, Some(none), people.len());
            assert!(!shown.iter().flatten().any(|shown| *shown), "{:?}", predicates.conditions());
            looked += shown.len();
        }
    }
    assert!(looked > 500, "{looked}");
}

/// A rulebook whose organisations have quotes in their names.
#[test]
fn a_rulebook_s_own_ids_are_values_too() {
    let text = include_str!("../../../../examples/rulebooks/st-martins/sharing.toml");
    let renamed = text.replace("lakenham-surgery", "lakenham'') OR 1=1 --");
    let Ok(rulebook) = crate::support::rulebook(&renamed) else {
        // Then no rulebook holds such an id.
        return;
    };
    let rulebook: &Rulebook = &rulebook;
    let mut request = surgery("dr-9");
    request.asker.organisation = Known::Known("lakenham'') OR 1=1 --".to_owned());
    let people =
        [agreed("lakenham'') OR 1=1 --"), agreed("somebody-else"), SubjectState::default()];
    let tables = tables(Stored::IsoText, true);
    let on = OnDay::Fixed(DAY);
    let predicates = Predicates::new(rulebook, &request, on, &tables, Dialect::Sqlite).unwrap();
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch(&schema(Dialect::Sqlite, Stored::IsoText).unwrap()).unwrap();
    let written = Written { dialect: Dialect::Sqlite, stored: Stored::IsoText };
    database.execute_batch(&written.insert(&people)).unwrap();
    let health = predicates.each().iter().position(|one| one.data() == "health").unwrap();
    let shown = sqlite::shown(&database, &predicates, None, people.len());
    assert_eq!(shown.iter().map(|flags| flags[health]).collect::<Vec<_>>(), [true, false, false]);
}
