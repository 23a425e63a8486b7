//! SOQL, which no database here speaks: its text, and what it refuses to write.

use caldicott_model::CategorySet;
use caldicott_retention::{
    Day, Dialect, HoldTable, Parameter, Query, Schedule, SqlError, Standing, Stored, TableMap,
};

use crate::convert::schedule;

const TEXT: &str = "[trigger]\nended = \"e\"\nseen = { column = \"s\", optional = true }\n\
    closed = { column = \"c\", not-before = \"ended\" }\n\
    [[rule]]\nid = \"a\"\nclass = \"client\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"1 month after ended\"\n\
    [[rule]]\nid = \"b\"\nclass = \"entry\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
    keep = \"2 years after latest of ended, seen\"\n\
    [[rule]]\nid = \"c\"\nclass = \"job\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"6 years after closed\"\n";
const TODAY: Day = Day::literal(2025, 2, 28);

fn map() -> TableMap {
    TableMap::new("Support_Plan__c", "Id", Stored::Date)
        .dated("ended", "Support_Ended__c")
        .dated("seen", "Contact__r.Last_Seen__c")
        .dated("closed", "Closed__c")
}

fn due(schedule: &Schedule, class: &str, map: &TableMap) -> Result<Query, SqlError> {
    schedule.compile(class, CategorySet::NONE, TODAY).query(map, Dialect::Soql, Standing::Due)
}

#[test]
fn a_query_for_salesforce_compares_fields_with_days_and_nothing_else() {
    let schedule = schedule(TEXT);
    let query = due(&schedule, "client", &map()).unwrap();
    assert_eq!(
        query.text(),
        "SELECT Id FROM Support_Plan__c WHERE ((((((Support_Ended__c != null AND Support_Ended__c >= :p1 \
         AND Support_Ended__c <= :p2 AND Support_Ended__c != :p3) AND Support_Ended__c <= :p4))))) ORDER BY Id"
    );
    let last = Parameter::Day(Day::literal(2025, 1, 31));
    assert_eq!(query.parameters().last(), Some(&last), "the 29th to the 31st ended too");
    assert!(query.literal_text().ends_with("Support_Ended__c <= 2025-01-31))))) ORDER BY Id"));
    let held = map().held("Is_Held__c").of_class("Kind__c", "it's \\ so");
    let query = due(&schedule, "client", &held).unwrap();
    assert!(
        query
            .text()
            .contains("Kind__c = :p1 AND ((Is_Held__c != null AND Is_Held__c = FALSE)) AND")
    );
    assert!(query.literal_text().contains("Kind__c = 'it\\'s \\\\ so' AND"));
    for banned in ["BETWEEN", "IS NULL", "IS NOT", "CASE", "<>", "1 = ", "\""] {
        for standing in Standing::ALL {
            for class in ["client", "entry", "nothing"] {
                let compiled = schedule.compile(class, CategorySet::NONE, TODAY);
                let query = compiled.query(&map(), Dialect::Soql, standing).unwrap();
                assert!(!query.text().contains(banned), "{banned}: {}", query.text());
            }
        }
    }
}

/// Salesforce takes no AND beside an OR, and no NOT after an AND, without brackets between them.
#[test]
fn and_or_and_not_never_stand_side_by_side() {
    let schedule = schedule(TEXT);
    for class in ["client", "entry", "nothing"] {
        for standing in Standing::ALL {
            let compiled = schedule.compile(class, CategorySet::NONE, TODAY);
            let text = compiled.query(&map(), Dialect::Soql, standing).unwrap().text().to_owned();
            let condition =
                text.split_once(" WHERE ").unwrap().1.replace('(', " ( ").replace(')', " ) ");
            let mut levels: Vec<Option<&str>> = vec![None];
            let mut before = "";
            for word in condition.split_whitespace() {
                match word {
                    "(" => levels.push(None),
                    ")" => drop(levels.pop().unwrap()),
                    "AND" | "OR" => {
                        let level = levels.last_mut().unwrap();
                        assert!(level.is_none_or(|known| known == word), "{text}");
                        *level = Some(word);
                    }
                    "NOT" => assert_eq!(before, "(", "{text}"),
                    _ => {}
                }
                before = word;
            }
            assert_eq!(levels.len(), 1, "{text}");
        }
    }
}

#[test]
fn a_name_that_is_no_api_name_is_refused() {
    let schedule = schedule(TEXT);
    for evil in
        ["Id FROM User", "x__c = null OR Id", "1x", "a-b", "a..b", "a.b.", "näme", "a)", "a'"]
    {
        let bad = TableMap::new("T", "Id", Stored::Date).dated("ended", evil);
        assert!(matches!(due(&schedule, "client", &bad), Err(SqlError::Name { .. })), "{evil}");
        let bad = TableMap::new(evil, "Id", Stored::Date).dated("ended", "E__c");
        assert!(matches!(due(&schedule, "client", &bad), Err(SqlError::Name { .. })), "{evil}");
    }
    let class = map().of_class("Kind__c", "a\u{0}b");
    assert!(matches!(due(&schedule, "client", &class), Err(SqlError::Name { .. })));
}

#[test]
fn what_salesforce_has_no_words_for_is_said() {
    let schedule = schedule(TEXT);
    let said = |found: Result<Query, SqlError>| found.unwrap_err().to_string();
    assert_eq!(
        said(due(&schedule, "job", &map())),
        "Soql cannot compare two fields; give a checkbox formula with `contradicted`"
    );
    let formula = map().contradicted("closed", "Closed_Too_Early__c");
    let query = due(&schedule, "job", &formula).unwrap();
    assert!(query.text().contains("(NOT (Closed_Too_Early__c = TRUE))"), "{}", query.text());
    let holds = map().holds(HoldTable::new("Hold__c", "Plan__c", "From__c", "To__c"));
    assert!(said(due(&schedule, "client", &holds)).contains("give a checkbox with `held`"));
    let compiled = schedule.compile("client", CategorySet::NONE, TODAY);
    assert!(said(compiled.state_query(&map(), Dialect::Soql)).contains("each standing by itself"));
}

#[test]
fn what_became_due_is_a_range_of_one_field() {
    let schedule = schedule(TEXT);
    let queries = schedule
        .became_due_queries(
            &["client"],
            Day::literal(2025, 2, 27),
            TODAY,
            &map(),
            "Kind__c",
            Dialect::Soql,
        )
        .unwrap();
    let [query] = queries.as_slice() else { panic!("{queries:?}") };
    // On 28 February the periods end that began from the 28th to the 31st of January.
    assert!(
        query.literal_text().ends_with(
            "AND Support_Ended__c >= 2025-01-28 AND Support_Ended__c <= 2025-01-31 ORDER BY Id"
        ),
        "{}",
        query.literal_text()
    );
}

#[test]
fn every_dialect_writes_days_and_texts_its_own_way() {
    let schedule = schedule(TEXT);
    let compiled = schedule.compile("client", CategorySet::NONE, TODAY);
    let map = |stored| TableMap::new("t", "id", stored).dated("ended", "e").of_class("k", "o'h");
    for (dialect, stored, day, text, bound) in [
        (Dialect::PostgreSql, Stored::Date, "<= DATE '2025-01-31'", "= 'o''h'", "$5"),
        (Dialect::DuckDb, Stored::Date, "<= DATE '2025-01-31'", "= 'o''h'", "$5"),
        (Dialect::DataFusion, Stored::EpochDays, "<= 20119", "= 'o''h'", "$5"),
        (Dialect::TSql, Stored::Date, "<= CAST('2025-01-31' AS date)", "= N'o''h'", "@p5"),
        (Dialect::Sqlite, Stored::IsoText, "<= '2025-01-31'", "= 'o''h'", "?5"),
    ] {
        let query = compiled.query(&map(stored), dialect, Standing::Due).unwrap();
        let literal = query.literal_text();
        assert!(literal.contains(day) && literal.contains(text), "{literal}");
        assert!(query.text().contains(&format!("<= {bound}")), "{}", query.text());
        assert!(!query.text().contains("2025") && !query.text().contains("o'"), "{}", query.text());
        assert!(!literal.contains(['\u{1}', '\u{2}']));
        let state = compiled.state_query(&map(stored), dialect).unwrap();
        assert!(state.text().starts_with("SELECT ") && state.text().contains(" ELSE 0 END AS "));
    }
}
