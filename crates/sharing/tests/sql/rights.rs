//! What a reader with no right but to the view gets at in PostgreSQL, and what a policy shows.

use caldicott_model::{Category, Day};
use caldicott_scratch_postgres::Server;
use caldicott_sharing::sql::{Dialect, OnDay, Predicates, Stored, View, schema};
use caldicott_sharing::{
    Consent, ConsentKind, DataSet, Known, Request, SharingPurpose, SubjectState,
};

use crate::asking::SHIPPED;
use crate::rows::{Written, tables};

const DAY: Day = Day::literal(2026, 3, 2);

fn person(agrees: bool) -> SubjectState {
    let mut state = SubjectState::default();
    let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2026, 1, 1))
        .to(if agrees { "lakenham-surgery" } else { "night-shelter" })
        .for_purpose(SharingPurpose::HealthCare)
        .covering(Category::Health)
        .in_express_words("note");
    state.consents = Known::Known(vec![consent]);
    state.third_party_confidential = Known::Known(DataSet::NONE);
    for fact in caldicott_sharing::sql::Tables::facts() {
        state.facts.set(fact, Known::Known(false));
    }
    state
}

#[test]
fn a_reader_of_the_view_reaches_nothing_else() {
    let server = match Server::start(&["fsync=off"]) {
        Ok(server) => server,
        Err(reason) => {
            println!("NOT RUN: a_reader_of_the_view_reaches_nothing_else: {reason}");
            return;
        }
    };
    let request = r#"{"asker": {"kind": "gp", "organisation": "lakenham-surgery",
        "verification": "call-back"}, "purpose": "health-care", "categories": ["health"],
        "necessary": true, "frequency": "once", "form": "identifiable"}"#;
    let request = Request::from_json(request).unwrap();
    let tables = tables(Stored::Date, true);
    let dialect = Dialect::PostgreSql;
    let predicates =
        Predicates::new(&SHIPPED[0], &request, OnDay::Fixed(DAY), &tables, dialect).unwrap();
    let view = View::new("surgery", "clients", "who").column("notes", Category::Health);
    let written = Written { dialect, stored: Stored::Date };
    let people = [person(true), person(false), person(true)];
    let made = format!(
        "{}{}CREATE TABLE clients (who text PRIMARY KEY, notes text);\n\
         INSERT INTO clients VALUES ('p0', 'a'), ('p1', 'b'), ('p2', 'c'), ('p3', 'd');\n\
         {};\nCREATE ROLE reader;\nGRANT SELECT ON surgery TO reader;\n\
         CREATE TABLE overheard (what text);\nGRANT INSERT ON overheard TO reader;\n\
         GRANT CREATE ON SCHEMA public TO reader;\n",
        schema(dialect, Stored::Date).unwrap(),
        written.insert(&people),
        view.create(&predicates).unwrap(),
    );
    server.ask(&made).unwrap();
    let as_reader = |text: &str| server.ask(&format!("SET ROLE reader;\n{text}"));
    assert_eq!(as_reader("SELECT * FROM surgery ORDER BY who;").unwrap(), ["p0|a", "p2|c"]);
    assert_eq!(as_reader("SELECT count(*) FROM surgery;").unwrap(), ["2"]);
    for table in ["clients", "sharing_subject", "sharing_consent", "sharing_consent_to"] {
        let refused = as_reader(&format!("SELECT * FROM {table};"));
        assert!(refused.is_err_and(|why| why.contains("permission denied")), "{table}");
    }
    // A cheap function of the reader's own is given no row that is hidden.
    let listen = "CREATE FUNCTION listen(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS\n\
         $$ BEGIN INSERT INTO overheard VALUES ($1); RETURN true; END $$;\n";
    let heard = |of: &str| {
        let text = format!(
            "{listen}SELECT who FROM surgery WHERE listen({of}) ORDER BY who;\n\
             DROP FUNCTION listen(text);\nRESET ROLE;\n\
             SELECT DISTINCT what FROM overheard WHERE what IS NOT NULL ORDER BY what;\n\
             DELETE FROM overheard;"
        );
        as_reader(&text).unwrap()
    };
    assert_eq!(heard("who"), ["p0", "p2", "p0", "p2"]);
    assert_eq!(heard("notes"), ["p0", "p2", "a", "c"]);
    // Without the barrier the same function hears of somebody who is not there.
    server.ask("ALTER VIEW surgery SET (security_barrier = false);").unwrap();
    assert!(heard("who").contains(&"p1".to_owned()));

    let policy = View::new("for readers", "clients", "who").column("notes", Category::Health);
    server.ask(&format!("{};", policy.policy(&predicates, "reader").unwrap())).unwrap();
    let grants = crate::rows::TABLES.map(|table| format!("GRANT SELECT ON {table} TO reader;"));
    server.ask(&format!("GRANT SELECT ON clients TO reader;\n{}", grants.concat())).unwrap();
    assert_eq!(as_reader("SELECT * FROM clients ORDER BY who;").unwrap(), ["p0|a", "p2|c"]);
}
