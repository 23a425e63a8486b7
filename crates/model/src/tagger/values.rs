//! What single values say: a harmless column can carry special ones.

use super::lexicon::Lexicon;
use super::reading::Context;
use super::{FieldDescription, core_codes, words};
use crate::{Category, CategorySet, ValueTag};

/// What the values of a field say.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Each value, with what it says that the law or the founding policies watch over.
    pub(super) tags: Vec<ValueTag>,
    /// What the column is about because its values together say so.
    pub(super) column: Option<CategorySet>,
}

/// The kinds that make a single value worth a tag.
const WATCHED: CategorySet = CategorySet::SPECIAL
    .union(CategorySet::CRIMINAL)
    .union(CategorySet::of(&[Category::RiskAndWarning, Category::Safeguarding]));

/// Lists whose members mean something only together: `White` alone is a colour.
const LISTS: &[(Category, &str)] = &[
    (
        Category::RacialOrEthnicOrigin,
        "white black asian mixed arab irish indian pakistani bangladeshi chinese caribbean \
         african hispanic latino british gypsy roma traveller caucasian indigenous hawaiian \
         multiracial",
    ),
    (
        Category::ReligiousOrPhilosophicalBeliefs,
        "christian muslim hindu sikh jewish buddhist atheist agnostic catholic islam \
         christianity hinduism judaism buddhism sikhism protestant humanist jain",
    ),
    (
        Category::SexualOrientation,
        "heterosexual straight gay lesbian bisexual homosexual asexual pansexual queer",
    ),
    (
        Category::PoliticalOpinions,
        "conservative labour liberal democrat republican green reform plaid",
    ),
];

pub(super) fn of_field(field: &FieldDescription, context: &Context, lexicon: &Lexicon) -> Values {
    let published = core_codes::of_described_column(field, &context.label);
    if field.values.is_empty() {
        return Values { tags: published.unwrap_or_default(), column: None };
    }
    let of_groups = context.is_of_groups_or_places();
    let column = if of_groups { None } else { column(field, lexicon) };
    let mut found = Values { tags: Vec::new(), column };
    for (code, label) in &field.values {
        let mut categories =
            if of_groups { CategorySet::NONE } else { categories_of(label, lexicon) };
        // A published list knows what a label that was shortened or left out means.
        if let Some(known) = published.iter().flatten().find(|tag| tag.code == *code) {
            categories = categories.union(known.categories);
        }
        let (code, label) = (code.clone().into(), label.clone().into());
        found.tags.push(ValueTag { code, label, categories });
    }
    found
}

/// What a value says, by its label alone.
fn categories_of(label: &str, lexicon: &Lexicon) -> CategorySet {
    let found = said(&words::of_text(label, &lexicon.known), lexicon);
    if found.intersects(WATCHED) { found } else { CategorySet::NONE }
}

/// What the words of a value say, where no other word voids it and every word it needs is there.
fn said(text: &[String], lexicon: &Lexicon) -> CategorySet {
    lexicon
        .find(text, true, |_| true)
        .into_iter()
        .filter(|hit| hit.concept.stands_among(text))
        .fold(CategorySet::NONE, |sum, hit| sum.union(hit.concept.categories))
}

/// The category of which at least half of the values, and two of them, are members.
fn column(field: &FieldDescription, lexicon: &Lexicon) -> Option<CategorySet> {
    let labels: Vec<Vec<String>> =
        field.values.iter().map(|(_, label)| words::of_text(label, &lexicon.known)).collect();
    let asks = |text: &&Vec<String>| !text.is_empty() && !is_no_answer(text);
    let answers = labels.iter().filter(asks).count();
    for (category, members) in LISTS {
        let hits = labels
            .iter()
            .filter(asks)
            .filter(|text| {
                text.iter().any(|word| members.split([' ', ';']).any(|other| other == word))
            })
            .count();
        if hits >= 2 && hits * 2 >= answers {
            return Some((*category).into());
        }
    }
    // A list of illnesses is about health even where its column has a name of no meaning.
    let mut counts: Vec<(Category, usize)> = Vec::new();
    for text in labels.iter().filter(asks) {
        let special = CategorySet::SPECIAL.union(CategorySet::CRIMINAL);
        for category in said(text, lexicon).intersection(special).iter() {
            match counts.iter_mut().find(|(other, _)| *other == category) {
                Some((_, count)) => *count += 1,
                None => counts.push((category, 1)),
            }
        }
    }
    counts
        .into_iter()
        .find(|(_, count)| *count >= 3 && *count * 3 >= answers * 2)
        .map(|(category, _)| category.into())
}

fn is_no_answer(text: &[String]) -> bool {
    const NO_ANSWER: &[&str] = &[
        "other", "unknown", "not", "no", "yes", "know", "refused", "prefer", "prefers", "missing",
        "none", "na", "declined",
    ];
    text.first().is_some_and(|word| NO_ANSWER.contains(&word.as_str()))
        || text.iter().any(|word| matches!(word.as_str(), "prefer" | "refused" | "declined"))
}
