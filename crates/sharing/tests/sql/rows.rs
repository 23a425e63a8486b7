//! People as rows of the documented tables, in statements that every database understands.

use std::fmt::Write as _;

use caldicott_model::Day;
use caldicott_sharing::sql::{Consents, Dialect, Stored, Tables, ThirdParty};
use caldicott_sharing::{Consent, DataSet, Known, SubjectState};

/// How a database writes values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) dialect: Dialect,
    pub(crate) stored: Stored,
}

pub(crate) const TABLES: [&str; 9] = [
    "sharing_subject",
    "sharing_consent",
    "sharing_consent_to",
    "sharing_consent_purpose",
    "sharing_consent_data",
    "sharing_capacity",
    "sharing_best_interests",
    "sharing_best_interests_to",
    "sharing_third_party",
];

/// The documented tables, or the same without a promise that their words are checked.
pub(crate) fn tables(stored: Stored, checked: bool) -> Tables {
    if checked {
        return Tables::documented(stored);
    }
    let mut tables = Tables::new("sharing_subject", "person", stored);
    for fact in Tables::facts() {
        tables = tables.fact(fact, fact.name().replace('-', "_"));
    }
    tables.consents(Consents::documented()).third_party(ThirdParty::documented())
}

pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn or_null(value: Option<String>) -> String {
    value.unwrap_or_else(|| "NULL".to_owned())
}

impl Written {
    pub(crate) fn day(self, day: Day) -> String {
        match self.stored {
            Stored::EpochDays => day.epoch_days().to_string(),
            Stored::Date | Stored::IsoText => format!("'{day}'"),
        }
    }

    fn flag(self, value: Known<bool>) -> String {
        match (value, self.dialect) {
            (Known::Unknown, _) => "NULL".to_owned(),
            (Known::Known(value), Dialect::Sqlite) => u8::from(value).to_string(),
            (Known::Known(value), Dialect::DuckDb | Dialect::PostgreSql) => value.to_string(),
        }
    }

    /// Statements that put people into empty tables, under the numbers of their places.
    pub(crate) fn insert(self, people: &[SubjectState]) -> String {
        let mut script = String::new();
        for table in TABLES {
            let _ = writeln!(script, "DELETE FROM {table};");
        }
        // A list that is not complete may have rows, and they count for nothing.
        let some = people.iter().filter_map(|state| match &state.consents {
            Known::Known(consents) if !consents.is_empty() => Some(consents.as_slice()),
            Known::Known(_) | Known::Unknown => None,
        });
        let decoys: Vec<Consent> = some.take(3).flatten().cloned().collect();
        for (person, state) in people.iter().enumerate() {
            self.person(&mut script, &format!("p{person}"), state, &decoys);
        }
        script
    }

    fn person(self, script: &mut String, person: &str, state: &SubjectState, decoys: &[Consent]) {
        let known = |is: bool| if is { Known::Known(true) } else { Known::Unknown };
        let mut values = vec![
            text(person),
            self.flag(known(matches!(state.consents, Known::Known(_)))),
            self.flag(known(state.third_party_confidential != Known::Unknown)),
        ];
        values.extend(Tables::facts().map(|fact| self.flag(state.facts.value(fact))));
        let _ = writeln!(script, "INSERT INTO sharing_subject VALUES ({});", values.join(", "));
        if let Known::Known(data) = state.third_party_confidential {
            for name in names(data) {
                let _ = writeln!(
                    script,
                    "INSERT INTO sharing_third_party VALUES ({}, '{name}');",
                    text(person)
                );
            }
        }
        let consents = match &state.consents {
            Known::Known(consents) => consents.as_slice(),
            Known::Unknown => decoys,
        };
        for (place, consent) in consents.iter().enumerate() {
            self.consent(script, person, &format!("{person}-c{place}"), consent);
        }
        for one in &state.capacity {
            let _ = writeln!(
                script,
                "INSERT INTO sharing_capacity VALUES ({}, '{}', {}, '{}');",
                text(person),
                one.decision,
                self.day(one.on),
                one.finding
            );
        }
        for (place, one) in state.best_interests.iter().enumerate() {
            let id = text(&format!("{person}-b{place}"));
            let _ = writeln!(
                script,
                "INSERT INTO sharing_best_interests VALUES ({id}, {}, '{}', {}, {});",
                text(person),
                one.decision,
                self.day(one.on),
                self.flag(Known::Known(one.share))
            );
            for to in &one.to {
                let _ = writeln!(
                    script,
                    "INSERT INTO sharing_best_interests_to VALUES ({id}, {});",
                    text(to)
                );
            }
        }
    }

    fn consent(self, script: &mut String, person: &str, id: &str, consent: &Consent) {
        let day = |day: Option<Day>| or_null(day.map(|day| self.day(day)));
        let words = |words: &Option<String>| or_null(words.as_deref().map(text));
        let values = [
            text(id),
            text(person),
            text(consent.kind.name()),
            words(&consent.form),
            day(consent.given),
            day(consent.until),
            day(consent.withdrawn),
            self.flag(consent.explicit),
            words(&consent.evidence),
            text(consent.given_by.name()),
            words(&consent.authority),
            self.flag(consent.freely_given),
            self.flag(consent.told_of_withdrawal),
        ];
        let _ = writeln!(script, "INSERT INTO sharing_consent VALUES ({});", values.join(", "));
        let mut list = |table: &str, names: Vec<String>| {
            let mut seen: Vec<String> = Vec::new();
            for name in names {
                if seen.contains(&name) {
                    continue;
                }
                let _ =
                    writeln!(script, "INSERT INTO {table} VALUES ({}, {});", text(id), text(&name));
                seen.push(name);
            }
        };
        list("sharing_consent_to", consent.to.clone());
        let purposes = consent.purposes.iter().map(|one| one.name().to_owned());
        list("sharing_consent_purpose", purposes.collect());
        let covers = names(consent.covers).into_iter().map(str::to_owned);
        list("sharing_consent_data", covers.collect());
    }
}

/// The names of data as a file would have them: a category's details are not named beside it.
fn names(data: DataSet) -> Vec<&'static str> {
    let categories = data.categories();
    let details = data.details().filter(|detail| !categories.contains(detail.category()));
    let details = details.map(caldicott_sharing::Detail::name);
    let whole = caldicott_model::Category::ALL.into_iter().filter(|one| categories.contains(*one));
    whole.map(caldicott_model::Category::name).chain(details).collect()
}
