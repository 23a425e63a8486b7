//! What most fields of a database of customers and donors are: gifts, addresses, courses, keys, days.
//!
//! A field in which nothing was recognised counts as everything until somebody looks at it, and a person
//! who has to look at six hundred `Matching_Gift_Amount__c` looks at none. This is read last, of what
//! nothing else was said, and never takes anything away: every word of the name and of the label must be an
//! ordinary one, and the table must not be of a sensitive kind.

use std::collections::HashSet;

use super::lexicon::crm::{COURSES, DAYS, FILLERS, FURNITURE, GIFTS, PARTIES, PLACES, REACHES};
use super::lexicon::{Lexicon, WordList, lists};
use super::reading::Context;
use super::{Evidence, FieldDescription, Part, Suggestion, words};
use crate::{Category, CategorySet, Identifiability};

/// One ordinary kind of field, by a word that tells it.
struct Kind {
    words: &'static WordList,
    says: &'static str,
    category: Category,
    identifiability: Identifiability,
}

/// The kinds, of which the first that fits speaks.
static KINDS: &[Kind] = &[
    Kind {
        words: &REACHES,
        says: "ways to reach a person",
        category: Category::Contact,
        identifiability: Identifiability::Direct,
    },
    Kind {
        words: &PLACES,
        says: "an address",
        category: Category::AddressAndLocation,
        identifiability: Identifiability::Quasi,
    },
    Kind {
        words: &GIFTS,
        says: "gifts and payments",
        category: Category::BenefitsAndFinance,
        identifiability: Identifiability::Quasi,
    },
    Kind {
        words: &COURSES,
        says: "studies",
        category: Category::EducationAndWork,
        identifiability: Identifiability::Quasi,
    },
    Kind {
        words: &PARTIES,
        says: "who it is about",
        category: Category::Identity,
        identifiability: Identifiability::Direct,
    },
    Kind {
        words: &FURNITURE,
        says: "the record and not the person",
        category: Category::Administrative,
        identifiability: Identifiability::Quasi,
    },
];

/// Recognises what is ordinary among the fields of a table. `reveals` says whether a field of it is about
/// health or an offence: then a bare date may be that of an illness.
pub(super) fn recognise(
    field: &FieldDescription,
    context: &Context,
    suggestion: &mut Suggestion,
    reveals: bool,
) {
    let unseen = suggestion.evidence.is_empty() && suggestion.values.is_empty();
    if !unseen || suggestion.free_text || context.is_of_a_sensitive_table() {
        return;
    }
    let lexicon = Lexicon::shared();
    let label = words::of_text(&field.label, &lexicon.known);
    let spoken: HashSet<&str> = context
        .name()
        .iter()
        .chain(&label)
        .map(String::as_str)
        .filter(|word| *word != words::BREAK)
        .collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let ordinary = |word: &&str| {
        lists(&FILLERS, word)
            || lists(&DAYS, word)
            || is_number(word)
            || KINDS.iter().any(|kind| lists(kind.words, word))
    };
    if is_of_settings(&field.record) {
        let words = context.record().join(" ");
        say(
            suggestion,
            words,
            Part::Record,
            "the system and not a person",
            Category::Administrative,
            Identifiability::None,
        );
        return;
    }
    if spoken.is_empty() || !spoken.iter().all(ordinary) {
        return;
    }
    let told = |kind: &&Kind| spoken.iter().any(|word| lists(kind.words, word));
    let tells = context.is_of_a_table_that_tells();
    let (says, category, identifiability) = if let Some(kind) = KINDS.iter().find(told) {
        if tells && kind.category == Category::Administrative {
            return;
        }
        (kind.says, kind.category, kind.identifiability)
    } else if !reveals && !tells && is_a_day(&spoken) {
        ("when it was", Category::Administrative, Identifiability::Quasi)
    } else {
        return;
    };
    say(suggestion, context.name().join(" "), Part::Name, says, category, identifiability);
}

fn say(
    suggestion: &mut Suggestion,
    words: String,
    part: Part,
    says: &'static str,
    category: Category,
    identifiability: Identifiability,
) {
    let categories = CategorySet::from(category);
    suggestion.categories = suggestion.categories.union(categories);
    suggestion.identifiability = identifiability;
    suggestion.evidence.push(Evidence { part, words, says, categories });
}

/// Whether the table holds how a program is set: Salesforce's custom metadata and custom settings. One
/// setting may be where somebody is cared for.
fn is_of_settings(record: &str) -> bool {
    let bare = record.strip_suffix("__c").unwrap_or(record).to_lowercase();
    bare.ends_with("settings") || record.ends_with("__mdt")
}

/// Whether the words say when and no more: `qualified_date`, `start_time`, `monday`.
fn is_a_day(spoken: &HashSet<&str>) -> bool {
    let names_one = spoken.iter().any(|word| matches!(*word, "date" | "day" | "time"));
    names_one || spoken.iter().all(|word| lists(&DAYS, word))
}

#[cfg(test)]
mod tests;
