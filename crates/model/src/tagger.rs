//! Suggests what the fields of a schema are about, for a person to confirm.
//!
//! Most schemas in use carry no tag at all, and a field that nobody tagged counts as everything. The
//! suggestion reads names, labels, help texts and picklist values as whole words, so a stack trace
//! is not a race and a building for wheelchair users is not a person with a wheelchair. It gives
//! its reason and how far to trust it; it decides nothing.
//!
//! ```
//! use caldicott_model::tagger::{self, FieldDescription};
//! use caldicott_model::Category;
//!
//! let race = tagger::suggest(&FieldDescription::new("Race__c").record("Contact"));
//! assert!(race.categories.contains(Category::RacialOrEthnicOrigin));
//! let trace = tagger::suggest(&FieldDescription::new("Stack_Trace__c").record("Error__c"));
//! assert!(!trace.categories.has_special());
//!
//! // A harmless column with one value that is not.
//! let leaving = tagger::suggest(
//!     &FieldDescription::new("Leaving_Reason__c")
//!         .label("Reason for leaving")
//!         .values([("1", "Nearer to work"), ("2", "Discharged from hospital")]),
//! );
//! assert!(!leaving.categories.has_special());
//! assert!(leaving.to_tag().categories_of("2").contains(Category::Health));
//! ```

use std::collections::HashSet;

use crate::{Category, CategorySet, FieldTag, Identifiability, ValueTag};

mod core_codes;
mod lexicon;
mod values;
mod words;

use lexicon::{
    ANIMALS, Concept, Hit, Lexicon, MACHINES, PEOPLE, PREMISES, SYSTEM, Weight, entries, lists,
};

/// What a schema says about one field.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FieldDescription {
    /// The name in the schema, such as `Ethnicity__c` or `illness_type_4`.
    pub name: String,
    /// The table or object it stands in; may be empty.
    pub record: String,
    /// The label or the question; may be empty.
    pub label: String,
    /// The help text or description; may be empty.
    pub help: String,
    /// The type as the schema calls it, such as `Picklist`; may be empty.
    pub data_type: String,
    /// The codes of its values and what they mean; may be empty.
    pub values: Vec<(String, String)>,
}

/// How far to trust a suggestion.
#[expect(clippy::exhaustive_enums, reason = "a person reads three shades, not a percentage")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Certainty {
    /// Nothing was recognised, or only an aside: read the field.
    Low,
    /// The name or the label says so.
    Medium,
    /// The name and the label agree, or the words mean nothing else.
    High,
}

/// Where in a description a phrase was found.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Part {
    /// The name.
    Name,
    /// The label or question.
    Label,
    /// The help text.
    Help,
    /// The labels of its values.
    Values,
}

/// One phrase that was found and what it was taken to mean.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Evidence {
    /// Where it stands.
    pub part: Part,
    /// The words.
    pub words: String,
    /// What they mean, in plain English.
    pub says: &'static str,
    /// What they make the field about.
    pub categories: CategorySet,
}

/// What a field seems to be about, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "a suggestion that nobody confirms tags nothing"]
pub struct Suggestion {
    /// The field's name.
    pub name: String,
    /// What the column is about, whatever value it holds.
    pub categories: CategorySet,
    /// The refinement under the legal category, such as `disability`.
    pub sub_kind: Option<&'static str>,
    /// How far it identifies.
    pub identifiability: Identifiability,
    /// The values that say more than the column does.
    pub values: Vec<ValueTag>,
    /// Whether anything may be written in it: then it counts as every category until narrowed.
    pub free_text: bool,
    /// How far to trust it.
    pub certainty: Certainty,
    /// What was found.
    pub evidence: Vec<Evidence>,
}

impl FieldDescription {
    /// A field of this name, about which nothing else is known.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The table or object it stands in.
    #[must_use]
    pub fn record(mut self, record: impl Into<String>) -> Self {
        self.record = record.into();
        self
    }

    /// The label or question.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The help text.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The type as the schema calls it.
    #[must_use]
    pub fn data_type(mut self, data_type: impl Into<String>) -> Self {
        self.data_type = data_type.into();
        self
    }

    /// The codes of its values and what they mean.
    #[must_use]
    pub fn values<C: Into<String>, L: Into<String>>(
        mut self,
        values: impl IntoIterator<Item = (C, L)>,
    ) -> Self {
        self.values = values.into_iter().map(|(code, label)| (code.into(), label.into())).collect();
        self
    }
}

impl Suggestion {
    /// The suggestion as a tag, as strict as the field's type asks: free text is every category.
    #[must_use]
    pub fn to_tag(&self) -> FieldTag {
        let recognised = !self.evidence.is_empty();
        let categories = if self.free_text { CategorySet::EVERY } else { self.categories };
        let name = self.name.clone().into();
        if !recognised && !self.free_text {
            return FieldTag::untagged(name);
        }
        let identifiability =
            if self.free_text { Identifiability::Direct } else { self.identifiability };
        let tag = FieldTag::new(name, categories, identifiability).with_values(self.values.clone());
        match self.sub_kind {
            Some(kind) => tag.with_sub_kind(kind),
            None => tag,
        }
    }

    /// Why, in plain English.
    #[must_use]
    pub fn reason(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for found in &self.evidence {
            let place = match found.part {
                Part::Name => "name",
                Part::Label => "label",
                Part::Help => "help text",
                Part::Values => "values",
            };
            let sentence = format!("`{}` in the {place} means {}", found.words, found.says);
            if !parts.contains(&sentence) {
                parts.push(sentence);
            }
        }
        if parts.is_empty() {
            parts.push(
                "nothing in it was recognised, so it counts as everything until tagged".into(),
            );
        }
        if !self.values.is_empty() {
            parts
                .push(format!("{} of its values say more than the column does", self.values.len()));
        }
        if self.free_text {
            parts.push("it is free text, which counts as every category until narrowed".into());
        }
        if self.categories.contains(Category::Safeguarding)
            && self.categories.contains(Category::RiskAndWarning)
        {
            parts.push("what was done to somebody is not criminal offence data about them".into());
        }
        parts.join("; ")
    }
}

/// Suggests what a field is about.
///
/// # Example: the same word about a building and about a person
/// ```
/// use caldicott_model::tagger::{self, FieldDescription};
///
/// let building = FieldDescription::new("wchair").label("Is the property built for wheelchair users?");
/// assert!(!tagger::suggest(&building).categories.has_special());
/// let person = FieldDescription::new("wheel").label("Does anyone in the household use a wheelchair?");
/// assert!(tagger::suggest(&person).categories.has_special());
/// ```
pub fn suggest(field: &FieldDescription) -> Suggestion {
    let lexicon = Lexicon::shared();
    let context = Context::of(field, lexicon);
    let mut found: Vec<(Part, Hit, String)> = Vec::new();
    let mut harmless: HashSet<&str> = HashSet::new();
    for (part, text) in
        [(Part::Name, &context.name), (Part::Label, &context.label), (Part::Help, &context.help)]
    {
        for hit in lexicon.find(text, false) {
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
    let spoken = found.iter().any(|(part, ..)| *part != Part::Help);
    // A help text that only repeats a kind of data in passing adds nothing to a clear name.
    found.retain(|(part, hit, _)| *part != Part::Help || (hit.concept.is_sensitive() || !spoken));
    let values = values::of_field(field, &context, lexicon);
    let column = values
        .column
        .filter(|set| !found.iter().any(|(_, hit, _)| hit.concept.categories.contains_all(*set)));
    assemble(field, &context, found, values.tags, column)
}

/// The verified code list of a coded column of CORE, the social-housing data collection.
///
/// Only the codes whose meaning says more than the column does are in it. `ecstat1` and `ecstat8`
/// share a list, as do the two client groups of a scheme.
#[must_use]
pub fn core_values(name: &str) -> Option<Vec<ValueTag>> {
    core_codes::of_column(name)
}

/// The words of one description, and what kind of thing they are about.
#[derive(Debug)]
struct Context {
    name: Vec<String>,
    label: Vec<String>,
    help: Vec<String>,
    around: HashSet<String>,
    of_system: bool,
    of_machines: bool,
    of_premises: bool,
}

impl Context {
    fn of(field: &FieldDescription, lexicon: &Lexicon) -> Self {
        let name = words::of_name(&field.name, &lexicon.known);
        let mut label = words::of_text(&field.label, &lexicon.known);
        let mut help = words::of_text(&field.help, &lexicon.known);
        let record = words::of_name(&field.record, &lexicon.known);
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
        let of_people = around.iter().any(|word| lists(PEOPLE, word));
        let of_premises = name.iter().chain(&label).any(|word| lists(PREMISES, word));
        Self {
            of_machines: name.iter().chain(&label).any(|word| lists(MACHINES, word)) && !of_people,
            of_system: around.iter().any(|word| lists(SYSTEM, word)) && !of_people,
            of_premises: of_premises && !of_people,
            name,
            label,
            help,
            around,
        }
    }

    fn accepts(&self, part: Part, hit: &Hit) -> bool {
        let concept: &Concept = hit.concept;
        if concept.is_sensitive() && self.of_machines {
            return false;
        }
        let has = |list: &'static str| entries(list).any(|word| self.around.contains(word));
        if concept.is_neutral() || has(concept.unless) {
            return false;
        }
        if !concept.needs.is_empty() && !has(concept.needs) {
            return false;
        }
        if (concept.of_people && self.of_premises)
            || (concept.is_sensitive() && self.around.iter().any(|word| lists(ANIMALS, word)))
        {
            return false;
        }
        match (part, concept.weight) {
            (Part::Help, weight) => weight == Weight::Sure || !concept.is_sensitive(),
            (_, Weight::Sure) => true,
            (_, Weight::Usual | Weight::Faint) => !(concept.is_sensitive() && self.of_system),
        }
    }
}

fn assemble(
    field: &FieldDescription,
    context: &Context,
    found: Vec<(Part, Hit, String)>,
    values: Vec<ValueTag>,
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
    let values =
        values.into_iter().filter(|value| !categories.contains_all(value.categories)).collect();
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

fn is_free_text(field: &FieldDescription, context: &Context) -> bool {
    const LONG: &[&str] = &[
        "longtextarea",
        "long text area",
        "textarea",
        "text area",
        "html",
        "richtext",
        "rich text",
        "memo",
        "clob",
        "text long",
        "free text",
        "freetext",
    ];
    const WRITTEN: &[&str] = &[
        "note",
        "comment",
        "description",
        "detail",
        "narrative",
        "remark",
        "observation",
        "freetext",
        "summary",
    ];
    if !field.values.is_empty() {
        return false;
    }
    let data_type = field.data_type.trim().to_lowercase();
    if LONG.contains(&data_type.as_str()) {
        return true;
    }
    // A type that holds a number, a day or a choice cannot hold a story.
    if !matches!(data_type.as_str(), "" | "text" | "string" | "varchar" | "nvarchar" | "char") {
        return false;
    }
    let last = context.name.iter().rfind(|word| !word.chars().all(|c| c.is_ascii_digit()));
    last.is_some_and(|word| WRITTEN.contains(&word.as_str()))
        || (field.label.starts_with("If 'Other'") || field.label.starts_with("If 'No', enter"))
}

#[cfg(test)]
mod tests;
