//! From the words of one description to a suggestion.

mod keeping;
mod keys;
mod record;

use std::collections::HashSet;

use self::keeping::{is_a_permission, is_free_text};
use super::lexicon::wordlists::{
    ACTORS, ANIMALS, MACHINES, PEOPLE, PLAIN, PREMISES, RECORDS, SYSTEM, THINGS,
};
use super::lexicon::{Concept, Hit, Lexicon, Weight, entries, lists};
use super::{Certainty, Evidence, FieldDescription, Part, Suggestion, values, words};
use crate::{Category, CategorySet, Identifiability, ValueTag};

/// The suggestion of the rules, and the words it was read from.
pub(super) fn read(field: &FieldDescription) -> (Suggestion, Context) {
    let lexicon = Lexicon::shared();
    let context = Context::of(field, lexicon);
    let mut found: Vec<(Part, Hit, String)> = Vec::new();
    let mut harmless: HashSet<&str> = HashSet::new();
    for (part, text) in
        [(Part::Name, &context.name), (Part::Label, &context.label), (Part::Help, &context.help)]
    {
        for hit in lexicon.find(text, false, |concept| context.leaves(concept)) {
            let words = text.get(hit.start..hit.start + hit.length).unwrap_or_default();
            if hit.concept.is_neutral() && part != Part::Help {
                harmless.extend(words.iter().map(String::as_str));
            } else if context.accepts(part, &hit) {
                found.push((part, hit, words.join(" ")));
            }
        }
    }
    // `counsellor_assigned` with the label `School counsellor`: the label says which counsellor.
    found.retain(|(_, hit, words)| {
        !(hit.concept.is_sensitive() && words.split(' ').all(|word| harmless.contains(word)))
    });
    let plain = possessed(&found);
    found.retain(|(part, hit, words)| {
        !(plain.contains(&(*part, hit.start))
            && hit.length <= 2
            && words.rsplit(' ').next().is_some_and(|word| lists(&ACTORS, word)))
    });
    found.retain(|(part, hit, words)| {
        let says_who = *part == Part::Label && hit.length == 1 && context.only_says_who(words);
        !says_who && !context.is_by_another(*part, hit) && !context.is_of_an_interest(*part, hit)
    });
    let asides = context.asides(&found);
    found.retain(|(part, hit, _)| !asides.contains(&(*part, hit.start)));
    if found.iter().all(|(_, hit, _)| hit.concept.says == "the record and not the person") {
        found.extend(context.of_the_record(lexicon));
    }
    if !found.iter().any(|(_, hit, _)| hit.concept.is_sensitive()) && harmless.is_empty() {
        let of_kind = context.of_the_kind_of_record(lexicon, &found);
        found.extend(of_kind);
    }
    let spoken = found.iter().any(|(part, ..)| *part != Part::Help);
    // Beside a name that says something else, a long help text names an illness or an origin in passing.
    let told = found.iter().any(|(part, hit, _)| {
        *part != Part::Help && hit.concept.says != "the record and not the person"
    });
    found.retain(|(part, hit, _)| *part != Part::Help || !(told && hit.concept.is_sensitive()));
    // A help text that only repeats a kind of data in passing adds nothing to a clear name.
    found.retain(|(part, hit, _)| *part != Part::Help || (hit.concept.is_sensitive() || !spoken));
    let values = values::of_field(field, &context, lexicon);
    let column = values
        .column
        .filter(|set| !found.iter().any(|(_, hit, _)| hit.concept.categories.contains_all(*set)));
    let harmless = context.says_nothing_of_a_person(&harmless);
    let mut suggestion = assemble(field, &context, found, values.tags, column);
    if let Some(evidence) = harmless.filter(|_| suggestion.evidence.is_empty()) {
        suggestion.categories = evidence.categories;
        suggestion.identifiability = Identifiability::None;
        suggestion.evidence.push(evidence);
    }
    (suggestion, context)
}

/// Where an ordinary fact about a person stands, and the word before it: `suspect's date of birth`, `sex
/// of the offender`.
fn possessed(found: &[(Part, Hit, String)]) -> HashSet<(Part, usize)> {
    let facts = found.iter().filter(|(_, hit, _)| {
        let categories = hit.concept.categories;
        let of_a_person = categories.contains(Category::Demographic)
            || categories.contains(Category::RacialOrEthnicOrigin)
            || categories.contains(Category::EducationAndWork)
            || categories.contains(Category::Health)
            || hit.concept.says == "a date of birth";
        of_a_person && !categories.has_criminal()
    });
    facts
        .flat_map(|(part, hit, _)| {
            // `suspect_reported_age`: one word may stand between.
            let before = [1, 2].into_iter().filter_map(|back| hit.start.checked_sub(back));
            before.chain([hit.start + hit.length]).map(|place| (*part, place))
        })
        .collect()
}

/// What the words around a name show to be meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Subject {
    /// A person: whatever else is named, it is said of them.
    Person,
    /// A program or an article of a shop.
    Machine,
    /// Perhaps the system.
    System,
    /// Nothing shows it.
    Unknown,
}

/// The words of one description, and what kind of thing they are about.
#[derive(Debug)]
pub(super) struct Context {
    name: Vec<String>,
    pub(super) label: Vec<String>,
    help: Vec<String>,
    values: Vec<String>,
    record: Vec<String>,
    around: HashSet<String>,
    subject: Subject,
    of_premises: bool,
    asks_about_a_service: bool,
}

/// Words beside which a variant is one of a gene.
const GENES: &[&str] =
    &["gene", "genetic", "genomic", "genotype", "allele", "pathogenic", "dna", "disease", "jakob"];

impl Context {
    fn of(field: &FieldDescription, lexicon: &Lexicon) -> Self {
        let name = words::of_name(&field.name, &lexicon.known);
        let mut label = words::of_text(&field.label, &lexicon.known);
        let mut help = words::of_text(&field.help, &lexicon.known);
        let record = words::of_name(&field.record, &lexicon.known);
        let lower = field.label.to_lowercase();
        let asks_about_a_service = ["our service", "how satisfied", "how would you rate"]
            .iter()
            .any(|phrase| lower.contains(phrase));
        let asked = label.clone();
        let spoken = |text: &[String]| {
            text.iter().filter(|word| *word != words::BREAK).cloned().collect::<Vec<_>>()
        };
        // A dictionary without labels describes its fields in the only text it has.
        if spoken(&label).is_empty() || spoken(&label) == name {
            let sentences = help.len();
            if (1..=25).contains(&sentences) {
                label.push(words::BREAK.to_owned());
                label.append(&mut help);
            }
        }
        let around: HashSet<String> = name
            .iter()
            .chain(&label)
            .chain(&record)
            .filter(|word| *word != words::BREAK)
            .cloned()
            .collect();
        let of_premises = name.iter().chain(&label).any(|word| lists(&PREMISES, word));
        let subject = if around.iter().any(|word| lists(&PEOPLE, word)) {
            Subject::Person
        } else if name.iter().chain(&asked).any(|word| {
            lists(&MACHINES, word)
                // A variant of a gene is none of a program.
                && !(word == "variant" && around.iter().any(|other| GENES.contains(&other.as_str())))
        })
            || (record.iter().any(|word| lists(&THINGS, word))
                && !record.iter().any(|word| lists(&RECORDS, word)))
            || name.first().is_some_and(|word| word == "accept")
            || is_a_permission(&name)
        {
            Subject::Machine
        } else if name.iter().chain(&asked).any(|word| lists(&SYSTEM, word))
            || (record.iter().any(|word| lists(&SYSTEM, word))
                && !record.iter().any(|word| lists(&RECORDS, word)))
        {
            Subject::System
        } else {
            Subject::Unknown
        };
        Self {
            subject,
            of_premises: of_premises && subject != Subject::Person,
            asks_about_a_service,
            name,
            label,
            help,
            values: field
                .values
                .iter()
                .take(16)
                .flat_map(|(_, label)| words::of_text(label, &lexicon.known))
                .collect(),
            record,
            around,
        }
    }

    /// The words of the name.
    pub(super) fn name(&self) -> &[String] {
        &self.name
    }

    /// The words of the help text, where it is not read as the label.
    pub(super) fn help(&self) -> &[String] {
        &self.help
    }

    /// The words of the labels of the first values.
    pub(super) fn values(&self) -> &[String] {
        &self.values
    }

    /// The words of the name of the table.
    pub(super) fn record(&self) -> &[String] {
        &self.record
    }

    /// What the name of the table says by itself.
    pub(super) fn record_categories(&self) -> CategorySet {
        let hits = Lexicon::shared().find(&self.record, false, |_| true);
        hits.iter().fold(CategorySet::NONE, |sum, hit| sum.union(hit.concept.categories))
    }

    /// Whether a program, the system or an article of a shop is meant and nobody is.
    pub(super) fn is_of_a_thing(&self) -> bool {
        const LISTS: &[&str] = &["catalogue", "dictionary", "formulary", "lookup", "template"];
        let of_a_list = self.record.iter().any(|word| LISTS.contains(&word.as_str()));
        let of_a_machine = matches!(self.subject, Subject::Machine | Subject::System);
        of_a_list
            || of_a_machine
            || self.of_premises
            || self.is_of_an_animal()
            || self.is_of_the_keeping()
            || self.is_of_somebody_at_work()
            || self.is_of_trades()
    }

    fn is_of_an_animal(&self) -> bool {
        self.around.iter().any(|word| lists(&ANIMALS, word))
    }

    /// Whether no word around a concept voids it and every word it needs is there.
    fn leaves(&self, concept: &Concept) -> bool {
        let has = |list: &'static str| entries(list).any(|word| self.around.contains(word));
        !has(concept.unless) && (concept.needs.is_empty() || has(concept.needs))
    }

    /// Where a label names a crime only to say when: `income in the month before arrest`.
    fn asides(&self, found: &[(Part, Hit, String)]) -> HashSet<(Part, usize)> {
        let ordinary =
            found.iter().any(|(part, hit, _)| *part != Part::Help && !hit.concept.is_sensitive());
        let when = |hit: &Hit| {
            let from = hit.start.saturating_sub(4);
            let before = self.label.get(from..hit.start).unwrap_or_default();
            before.iter().any(|word| {
                matches!(word.as_str(), "before" | "prior" | "since" | "until" | "when")
            })
        };
        found
            .iter()
            .filter(|(part, hit, _)| {
                ordinary
                    && *part == Part::Label
                    && hit.concept.categories.has_criminal()
                    && when(hit)
            })
            .map(|(part, hit, _)| (*part, hit.start))
            .collect()
    }

    fn accepts(&self, part: Part, hit: &Hit) -> bool {
        let concept: &Concept = hit.concept;
        if concept.is_sensitive()
            && (self.subject == Subject::Machine || self.is_of_the_keeping() || self.is_of_trades())
        {
            return false;
        }
        if part != Part::Help
            && (self.is_key_of_an_event(concept.categories) || self.is_of_a_list(concept))
        {
            return false;
        }
        if concept.is_neutral() || !self.leaves(concept) {
            return false;
        }
        if (concept.of_people && self.of_premises)
            || (concept.is_sensitive() && self.is_of_an_animal())
        {
            return false;
        }
        match (part, concept.weight) {
            (Part::Help, weight) => weight == Weight::Sure || !concept.is_sensitive(),
            (_, Weight::Sure) => true,
            (_, Weight::Usual | Weight::Faint) => {
                !(concept.is_sensitive() && self.subject == Subject::System)
            }
        }
    }
}

fn assemble(
    field: &FieldDescription,
    context: &Context,
    found: Vec<(Part, Hit, String)>,
    mut values: Vec<ValueTag>,
    column: Option<CategorySet>,
) -> Suggestion {
    let mut categories = column.unwrap_or_default();
    let mut identifiability = Identifiability::None;
    let mut sub_kind: Option<&'static str> = None;
    for (_, hit, _) in &found {
        categories = categories.union(hit.concept.categories);
        identifiability = identifiability.max(hit.concept.identifiability);
        if sub_kind.is_none() || hit.concept.is_sensitive() {
            sub_kind = hit.concept.sub_kind.or(sub_kind);
        }
    }
    if column.is_some() {
        identifiability = identifiability.max(Identifiability::Quasi);
    }
    if found.is_empty() && column.is_none() {
        // Nobody knows what it is: it counts as identifying until somebody says otherwise.
        identifiability = Identifiability::Quasi;
    }
    let sensitive = categories.has_special() || categories.has_criminal();
    let direct = identifiability == Identifiability::Direct;
    if (context.only_says_whether(field) && !sensitive) || (asks_yes_or_no(field) && direct) {
        identifiability = Identifiability::None;
    }
    let certainty = certainty_of(&found, column);
    let mut evidence: Vec<Evidence> = found
        .into_iter()
        .map(|(part, hit, words)| Evidence {
            part,
            words,
            says: hit.concept.says,
            categories: hit.concept.categories,
        })
        .collect();
    if let Some(set) = column {
        evidence.push(Evidence {
            part: Part::Values,
            words: field
                .values
                .iter()
                .map(|(_, label)| label.as_str())
                .take(3)
                .collect::<Vec<_>>()
                .join(", "),
            says: "what the values together are about",
            categories: set,
        });
    }
    for value in &mut values {
        value.categories = value.categories.minus(categories);
    }
    if values.iter().all(|value| value.categories.is_empty()) {
        values.clear();
    }
    Suggestion {
        name: field.name.clone(),
        categories,
        sub_kind,
        identifiability,
        values,
        free_text: is_free_text(field, context),
        certainty,
        evidence,
    }
}

impl Context {
    /// Whether the field only says that a value is known, checked or the like.
    fn only_says_whether(&self, field: &FieldDescription) -> bool {
        const WHETHER: &[&str] = &[
            "known",
            "verified",
            "verification",
            "quality",
            "seen",
            "inferred",
            "confirmed",
            "valid",
            "override",
            "exclude",
            "ppcodenk",
        ];
        let lower = field.name.to_lowercase();
        lower.ends_with("value_check")
            || self.name.iter().any(|word| WHETHER.contains(&word.as_str()))
    }
}

impl Context {
    /// Why a field in which nothing was recognised is not about a person, where that can be seen.
    fn says_nothing_of_a_person(&self, harmless: &HashSet<&str>) -> Option<Evidence> {
        // Where the words stand that show it: in the name, or else in the label or the name of the table.
        let evidence = |shows: &dyn Fn(&str) -> bool, says, categories| {
            let texts = [
                (Part::Name, &self.name),
                (Part::Label, &self.label),
                (Part::Record, &self.record),
            ];
            let said = texts.map(|(part, text)| {
                let words = text.iter().map(String::as_str).filter(|word| shows(word));
                (part, words.collect::<Vec<_>>().join(" "))
            });
            let (part, words) = said.into_iter().find(|(_, words)| !words.is_empty())?;
            Some(Evidence { part, words, says, categories })
        };
        let name = || self.name.iter().map(String::as_str);
        let plain =
            |word: &str| lists(&PLAIN, word) || word.bytes().all(|byte| byte.is_ascii_digit());
        if !harmless.is_empty() && self.subject != Subject::Person {
            return evidence(
                &|word| harmless.contains(word),
                "something other than a fact about a person",
                CategorySet::NONE,
            );
        }
        if matches!(self.subject, Subject::Machine | Subject::System) {
            // `accept` and `can` show it by where they stand.
            let shows = |word: &str| {
                [&MACHINES, &SYSTEM, &THINGS].into_iter().any(|list| lists(list, word))
                    || matches!(word, "accept" | "can")
            };
            return evidence(
                &shows,
                "the system and not a person",
                Category::Administrative.into(),
            );
        }
        if !self.name.is_empty() && name().all(plain) && self.label.iter().all(|word| plain(word)) {
            return evidence(
                &|_| true,
                "a date, an amount or a setting",
                Category::Administrative.into(),
            );
        }
        None
    }
}

fn asks_yes_or_no(field: &FieldDescription) -> bool {
    const OPENERS: &[&str] = &[
        "is", "was", "were", "are", "do", "does", "did", "has", "have", "had", "will", "can",
        "should",
    ];
    let data_type = field.data_type.trim().to_lowercase();
    let first = field.label.split_whitespace().next().unwrap_or_default().to_lowercase();
    ["checkbox", "boolean", "bool", "flag"].contains(&data_type.as_str())
        || (field.label.ends_with('?') && OPENERS.contains(&first.as_str()))
}

fn certainty_of(found: &[(Part, Hit, String)], column: Option<CategorySet>) -> Certainty {
    let strongest = found.iter().filter(|(part, ..)| *part != Part::Help);
    let weight = strongest.clone().map(|(_, hit, _)| hit.concept.weight).max();
    let parts: HashSet<bool> = strongest.map(|(part, ..)| *part == Part::Name).collect();
    match (weight, parts.len(), column) {
        (Some(Weight::Sure), ..) | (Some(Weight::Usual), 2, _) => Certainty::High,
        (Some(Weight::Usual), ..) | (_, _, Some(_)) => Certainty::Medium,
        (Some(Weight::Faint) | None, ..) => Certainty::Low,
    }
}
