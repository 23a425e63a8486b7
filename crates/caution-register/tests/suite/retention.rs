//! The two years are the same here and in the retention schedule of the shipped rulebook.

use caldicott_calendar::clock::IncidentKind;
use caldicott_caution_register::{Actor, Event, Reviewed, Role, State, What};
use caldicott_policy::{Rulebook, SourceFile};
use caldicott_retention::{Due, Record, TriggerDate};

use crate::support::{day, grounds, history, policy, year};

#[test]
fn an_archived_entry_is_due_on_the_day_that_the_schedule_says() {
    let read = |name: &str| {
        let path = format!("{}/../../examples/rulebooks/camden/{name}", env!("CARGO_MANIFEST_DIR"));
        SourceFile { name: name.to_owned(), text: std::fs::read_to_string(path).unwrap() }
    };
    let folder = format!("{}/../../examples/rulebooks/camden", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| std::path::Path::new(name).extension().is_some_and(|it| it == "toml"))
        .collect();
    names.sort();
    let files: Vec<SourceFile> = names.iter().map(|name| read(name)).collect();
    let rulebook = Rulebook::load(&files).unwrap();
    let schedule = rulebook.retention().unwrap();
    let policy = policy();
    let mut compared = 0;
    for archived_after in (0..900).step_by(7) {
        for incident_after in (0..900).step_by(31) {
            let mut entry =
                history(&[What::Recommend(grounds()), What::Approve { review_in: year() }]);
            let on = day(2 + archived_after);
            let review = What::Review(Reviewed::NoLongerARisk);
            let by = Actor::new(Role::HeadOfService, "h");
            let _step = entry.record(Event { on, by, what: review }, &policy).unwrap();
            let happened = day(2 + incident_after);
            let logged = on.max(happened);
            let what = What::Incident { happened, kind: IncidentKind::Other };
            let by = Actor::new(Role::ServiceManager, "s");
            let _step = entry.record(Event { on: logged, by, what }, &policy).unwrap();
            let State::Archived(found) = entry.state() else { panic!() };
            let record = Record::new("caution-entry")
                .dated("confirmed", TriggerDate::Day(day(1)))
                .dated("no-risk-found", TriggerDate::Day(on))
                .dated("last-incident", TriggerDate::Day(happened));
            let outcome = schedule.evaluate(&record, logged);
            assert_eq!(outcome.due(), Due::On(found.remove_on), "{on} {happened}");
            compared += 1;
        }
    }
    assert!(compared > 3_000);
}
