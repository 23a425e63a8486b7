//! Suggests what the fields of a schema are about, for a person to confirm.
//!
//! Most schemas in use carry no tag at all, and a field that nobody tagged counts as everything. The
//! suggestion reads names, labels, help texts and picklist values as whole words, so a stack trace
//! is not a race and a building for wheelchair users is not a person with a wheelchair. It gives
//! its reason and how far to trust it; it decides nothing. How often it is right is measured in
//! [`_guide`].
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

use crate::{Category, CategorySet, FieldTag, Identifiability, RuleSet, ValueTag, law::rules};

mod core_codes;
mod everyday;
mod facts;
mod learned;
mod lexicon;
mod neighbours;
mod reading;
mod values;
mod words;

#[doc = include_str!("../docs/tagger.md")]
pub mod _guide {}

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
    /// The name of the table it stands in.
    Record,
    /// Words that weigh towards it in fields which people tagged; read them as a hint.
    Habit,
    /// The table and the other fields in it.
    Table,
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
    /// The values it may hold, when some of them say more than the column does.
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

    /// The rules by which what was found is special or criminal offence data.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        let all =
            self.values.iter().fold(self.categories, |sum, value| sum.union(value.categories));
        let mut cited = RuleSet::new();
        if all.has_special() {
            cited.cite(rules::SC_01);
        }
        if all.has_criminal() {
            cited.cite(rules::SC_07);
            cited.cite(rules::SC_08);
        }
        cited
    }

    /// Why, in plain English.
    #[must_use]
    pub fn reason(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for found in &self.evidence {
            let (words, says) = (&found.words, found.says);
            let place = match found.part {
                Part::Habit => {
                    parts.push(format!(
                        "`{words}` weigh towards {says} in fields that people tagged"
                    ));
                    continue;
                }
                Part::Table => {
                    parts.push(format!("the other fields of `{words}` weigh towards {says}"));
                    continue;
                }
                Part::Name => "name",
                Part::Label => "label",
                Part::Help => "help text",
                Part::Values => "values",
                Part::Record => "name of the table",
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
    suggest_all(std::slice::from_ref(field)).pop().unwrap_or_else(|| reading::read(field).0)
}

/// Suggests what the fields of a schema are about, each in the light of the others in its table.
///
/// The answers stand in the order of the fields. Fields of several tables may be given at once; those
/// of the same [`record`](FieldDescription::record) are read together, as are those that name none.
/// Give a whole schema where you have one: a bare `stage` says nothing alone and much in a table of
/// tumours.
///
/// # Example
/// ```
/// use caldicott_model::tagger::{self, FieldDescription};
/// use caldicott_model::Category;
///
/// let names = ["patient_id", "tumour_site", "histology", "stage", "chemotherapy_start"];
/// let fields = names.map(|name| FieldDescription::new(name).record("cancer_diagnosis"));
/// let found = tagger::suggest_all(&fields);
/// assert!(found.iter().filter(|one| one.categories.contains(Category::Health)).count() >= 4);
/// ```
#[must_use]
pub fn suggest_all(fields: &[FieldDescription]) -> Vec<Suggestion> {
    learned::table::suggest(fields)
}

/// The verified code list of a coded column of CORE, the social-housing data collection.
///
/// It holds every code whose meaning is published, the harmless ones with no category; a code that is
/// not in it may mean anything. `ecstat1` and `ecstat8` share a list, as do a scheme's two client
/// groups.
#[must_use]
pub fn core_values(name: &str) -> Option<Vec<ValueTag>> {
    core_codes::of_column(name)
}

#[cfg(test)]
mod tests;
