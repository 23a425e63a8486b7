//! Keys of rows, and lists that keys point to: they say which row, and nothing of anybody.

use super::super::lexicon::wordlists::{ACTORS, EVENTS};
use super::super::lexicon::{Concept, lists};
use super::Context;
use crate::{Category, CategorySet};

/// Whose key says who works there, and nothing of the patient.
const CLINICIANS: &[&str] = &[
    "clinician",
    "therapist",
    "doctor",
    "nurse",
    "physician",
    "practitioner",
    "counsellor",
    "midwife",
    "surgeon",
    "psychologist",
    "prescriber",
    "vaccinator",
];

impl Context {
    /// Whether the table is the list that others point to: `EthnicityDescription` in `Ethnicities`.
    pub(super) fn is_of_a_list(&self, concept: &Concept) -> bool {
        const OF_A_LIST: &[&str] = &[
            "code",
            "description",
            "name",
            "parent",
            "title",
            "sort",
            "order",
            "key",
            "id",
            "type",
        ];
        let set = concept.categories;
        if set.contains(Category::Health) || set.has_criminal() || self.record.is_empty() {
            return false;
        }
        let rest = |word: &String| OF_A_LIST.contains(&word.as_str());
        self.record.iter().all(|word| self.name.contains(word))
            && self.name.len() > self.record.len()
            && self.name.iter().all(|word| self.record.contains(word) || rest(word))
    }

    /// Whether the name is the key of a stay, a plan or the like: `WardStayID` says which stay and nothing
    /// of anybody's health, where `ethnicity_id` says which ethnicity.
    pub(in crate::tagger) fn is_key_of_an_event(&self, set: CategorySet) -> bool {
        let [start @ .., last] = self.name.as_slice() else {
            return false;
        };
        let key = matches!(last.as_str(), "id" | "uuid" | "guid" | "pk" | "fk");
        // The key of the row itself says nothing, unless it is the number of a person.
        let mut rows = self.record.as_slice();
        while let [before @ .., last] = rows
            && last.bytes().all(|byte| byte.is_ascii_digit())
        {
            rows = before;
        }
        let of_a_person = start.last().is_some_and(|word| lists(&ACTORS, word));
        // The same number of words: `cpr_religion_id` in `prison_religion`, but not `religion_id`, which says
        // which religion.
        let whole = start.len() == rows.len() && start.last() == rows.last();
        let begins = start.len() > 1 && rows.starts_with(start);
        let own_row = !start.is_empty() && (whole || begins);
        if key && own_row && !of_a_person {
            return true;
        }
        if set.has_criminal() {
            const ROWS: &[&str] = &[
                "application",
                "custody",
                "disposal",
                "release",
                "recall",
                "report",
                "history",
                "requirement",
                "offence",
                "arrest",
            ];
            let of_a_row = start.last().is_some_and(|word| ROWS.contains(&word.as_str()));
            let own = !start.is_empty() && self.record.ends_with(start);
            return key && !of_a_person && (of_a_row || own);
        }
        if !set.contains(Category::Health) {
            return false;
        }
        // `visit_type_id` is of an event, `illness_type_id` is of an illness.
        let of_what = match start {
            [.., before, last] if last == "type" => Some(before),
            _ => start.last(),
        };
        let of_an_event =
            of_what.is_some_and(|word| lists(&EVENTS, word) || CLINICIANS.contains(&word.as_str()));
        let own = !start.is_empty() && self.record.ends_with(start);
        key && (of_an_event || own)
    }
}
