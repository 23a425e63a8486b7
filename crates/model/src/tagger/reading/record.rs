//! What the table a field stands in says of a field that says nothing itself.

use super::super::Part;
use super::super::lexicon::tables::{ATTRIBUTES, CLINICAL, PARTIES, PENAL};
use super::super::lexicon::wordlists::{COLLECTIONS, HOLDERS, KEPT, PLACES, PLAIN};
use super::super::lexicon::{Hit, Lexicon, Weight, entries, lists};
use super::{Context, Subject};

impl Context {
    /// Whether the name of the table says by itself that it is of a sensitive kind.
    pub(in crate::tagger) fn is_of_a_sensitive_table(&self) -> bool {
        let hits = Lexicon::shared().find(&self.record, false, |concept| self.leaves(concept));
        hits.iter().any(|hit| hit.concept.is_sensitive() && self.leaves(hit.concept))
    }

    /// Whether the table is of examinations, orders or the like, where a bare word may tell of one.
    pub(in crate::tagger) fn is_of_a_table_that_tells(&self) -> bool {
        let voids = |list| entries(list).any(|other| self.record.iter().any(|word| word == other));
        let hits = Lexicon::shared().find_table(&self.record);
        hits.iter().any(|hit| !voids(hit.concept.unless))
    }

    /// What a table of illnesses or offences says of a field that says nothing itself: `frequency` in
    /// `substance_abuse`. A table of people says nothing of the kind, and neither does a date or a key.
    pub(super) fn of_the_record(&self, lexicon: &Lexicon) -> Vec<(Part, Hit, String)> {
        let plain = |word: &String| {
            lists(&PLAIN, word)
                || lists(&KEPT, word)
                || word.bytes().all(|byte| byte.is_ascii_digit())
        };
        if self.record.is_empty()
            || self.name.iter().all(plain)
            || self.name.iter().any(|word| lists(&KEPT, word))
            || self.record.iter().any(|word| lists(&HOLDERS, word))
        {
            return Vec::new();
        }
        let hits = lexicon.find(&self.record, false, |concept| self.leaves(concept));
        let told = |place: usize| {
            hits.iter().any(|hit| (hit.start..hit.start + hit.length).contains(&place))
        };
        let nothing_else = self
            .record
            .iter()
            .enumerate()
            .all(|(place, word)| told(place) || lists(&COLLECTIONS, word));
        let of_place = self.name.iter().any(|word| lists(&PLACES, word));
        hits.iter()
            .copied()
            .filter(|hit| nothing_else && hit.concept.of_tables && self.accepts(Part::Label, hit))
            .filter(|hit| !(of_place && hit.concept.categories.has_criminal()))
            .map(|hit| self.by_record(hit))
            .collect()
    }

    /// What a table of illnesses or offences says of a field that belongs to an illness or an offence:
    /// `severity` in `PatientAllergy`, `charge_degree` in `arrests`.
    pub(super) fn of_the_kind_of_record(
        &self,
        lexicon: &Lexicon,
        found: &[(Part, Hit, String)],
    ) -> Vec<(Part, Hit, String)> {
        // `reason_concept_id` is a code and no key.
        let coded = self.name.iter().any(|word| matches!(word.as_str(), "concept" | "code"));
        let coded = coded || is_code(&self.name);
        let kept =
            |word: &String| lists(&KEPT, word) && word != "reference" && !(coded && word == "id");
        if self.record.is_empty()
            || self.name.iter().any(kept)
            || self.name.iter().any(|word| word == "record")
        {
            return Vec::new();
        }
        let machine = matches!(self.subject, Subject::Machine);
        let voided = |list| entries(list).any(|other| self.record.iter().any(|word| word == other));
        let belongs = |hit: &Hit| {
            let sure = hit.concept.weight == Weight::Sure;
            let word = |word: &String| {
                if hit.concept.categories.has_criminal() {
                    lists(&PENAL, word)
                } else {
                    lists(&CLINICAL, word) || (sure && lists(&ATTRIBUTES, word))
                }
            };
            let names_one = self.name.iter().any(word);
            let all = self
                .name
                .iter()
                .all(|other| word(other) || lists(&PLAIN, other) || lists(&ATTRIBUTES, other));
            let clinical = self.name.iter().any(|word| lists(&CLINICAL, word));
            let penal = hit.concept.categories.has_criminal();
            names_one && (all || (clinical && !penal)) && (!machine || (clinical && !penal))
        };
        // A table of examinations holds findings, but for what is somebody else's or plain.
        let recognised = found.iter().any(|(part, hit, words)| {
            *part != Part::Help
                && hit.concept.says != "the record and not the person"
                && !matches!(words.as_str(), "weight" | "height" | "length")
        });
        let is_plain = |word: &String| {
            lists(&PLAIN, word) && !matches!(word.as_str(), "frequency" | "length" | "result")
                || word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_finding = |words: &[String]| {
            !words.iter().all(is_plain)
                && !words.iter().any(|word| lists(&KEPT, word) || lists(&PARTIES, word))
        };
        let finding = !recognised
            && !machine
            && is_finding(&self.name)
            && (self.label.is_empty() || is_finding(&self.label));
        lexicon
            .find_table(&self.record)
            .into_iter()
            .filter(|hit| {
                !voided(hit.concept.unless) && (belongs(hit) || (finding && hit.concept.of_tables))
            })
            .take(1)
            .map(|hit| self.by_record(hit))
            .collect()
    }

    fn by_record(&self, hit: Hit) -> (Part, Hit, String) {
        let words = self.record.get(hit.start..hit.start + hit.length).unwrap_or_default();
        (Part::Record, hit, words.join(" "))
    }
}

/// Whether a key is of a kind, a reason or a status, and so the fact itself: `severity_id`.
fn is_code(name: &[String]) -> bool {
    const CODES: &[&str] =
        &["type", "reason", "severity", "category", "outcome", "condition", "method", "grade"];
    matches!(name, [.., of, id] if id == "id" && CODES.contains(&of.as_str()))
}
