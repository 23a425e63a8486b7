//! A rulebook's rules on sharing as its file writes them, and nothing that Caldicott makes of them.
//!
//! A key that is not known here stops the reading: nothing may be left out of the translation.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// A day as the number that its digits make: 20260302.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Date(pub i64);

/// A rulebook.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Rules {
    #[serde(rename = "sharing")]
    pub settings: toml::Table,
    #[serde(default)]
    pub role: Vec<Role>,
    #[serde(default)]
    pub organisation: Vec<Organisation>,
    #[serde(default)]
    pub form: Vec<Form>,
    #[serde(default)]
    pub processor: Vec<Processor>,
    #[serde(default)]
    pub agreement: Vec<Agreement>,
    pub gateway: Vec<Gateway>,
    #[serde(default)]
    pub bar: Vec<Bar>,
}

/// A role that approves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Role {
    pub name: String,
    #[serde(default)]
    pub below: Vec<String>,
}

/// An organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Organisation {
    pub id: String,
    pub kind: String,
}

/// A consent form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Form {
    pub id: String,
    pub kind: String,
    pub covers: Vec<String>,
    #[serde(default)]
    pub purposes: Vec<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A processor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Processor {
    pub organisation: String,
    pub engaged_by: Option<String>,
    #[serde(default)]
    pub purposes: Vec<String>,
    #[serde(default)]
    pub covers: Vec<String>,
    pub from: Date,
    pub until: Option<Date>,
    #[serde(default)]
    pub abroad: bool,
    #[serde(default)]
    pub transfer: Vec<Transfer>,
}

/// What carries data abroad.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Transfer {
    pub mechanism: String,
    pub from: Date,
    pub until: Option<Date>,
    pub assessment: Option<String>,
}

/// An agreement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Agreement {
    pub id: String,
    pub kind: String,
    pub with: Vec<String>,
    pub purposes: Vec<String>,
    pub gateways: Vec<String>,
    pub covers: Vec<String>,
    pub from: Date,
    pub until: Option<Date>,
    pub review_by: Date,
    pub cite: Vec<String>,
}

/// A ground of a gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Ground {
    pub on: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Gateway {
    pub id: String,
    pub says: String,
    pub kind: String,
    #[serde(default)]
    pub who: Vec<String>,
    #[serde(default)]
    pub purposes: Vec<String>,
    #[serde(default)]
    pub direction: Vec<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    pub necessity: String,
    pub covers: Vec<String>,
    #[serde(default)]
    pub except: Vec<String>,
    pub basis: Vec<Ground>,
    pub article9: Option<String>,
    pub schedule1: Option<u8>,
    pub article10: Option<u8>,
    pub policy_document: Option<String>,
    pub confidence: String,
    #[serde(default)]
    pub weighed_by: Vec<String>,
    #[serde(default)]
    pub serves: Vec<String>,
    pub then: Option<String>,
    pub refer: Option<String>,
    #[serde(default)]
    pub duties: Vec<String>,
    pub cite: Vec<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A bar.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Bar {
    pub id: String,
    pub says: String,
    #[serde(default)]
    pub who: Vec<String>,
    #[serde(default)]
    pub purposes: Vec<String>,
    #[serde(default)]
    pub when: Vec<String>,
    #[serde(default)]
    pub unless: Vec<String>,
    pub removes: Vec<String>,
    #[serde(default)]
    pub leaves: Vec<String>,
    #[serde(default)]
    pub third_party_only: bool,
    #[serde(default)]
    pub only_objectionable: bool,
    pub beats: Vec<String>,
    #[serde(default)]
    pub spares: Vec<String>,
    #[serde(default)]
    pub spares_serving: Vec<String>,
    pub then: Option<String>,
    pub refer: Option<String>,
    #[serde(default)]
    pub note: bool,
    #[serde(default)]
    pub duties: Vec<String>,
    pub cite: Vec<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl Rules {
    /// Reads a rulebook's file.
    ///
    /// # Panics
    ///
    /// When the file holds anything that is not known here.
    #[must_use]
    pub fn read(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("the rulebook: {error}"))
    }

    /// This role and every role above it.
    #[must_use]
    pub fn or_above(&self, role: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut open = vec![role];
        while let Some(name) = open.pop() {
            let Some(role) = self.role.iter().find(|role| role.name == name) else { continue };
            if !found.contains(&role.name.as_str()) {
                found.push(&role.name);
                open.extend(role.below.iter().map(String::as_str));
            }
        }
        found
    }
}

impl Date {
    /// A day.
    #[must_use]
    pub const fn on(year: i64, month: i64, day: i64) -> Self {
        Self(year * 10_000 + month * 100 + day)
    }

    /// Reads `2026-03-02`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        (digits.len() == 8).then(|| digits.parse().ok().map(Self)).flatten()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

impl<'d> Deserialize<'d> for Date {
    /// A TOML day or a JSON text.
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        let text = Written::deserialize(from)?;
        let text = match text {
            Written::Day(day) => day.to_string(),
            Written::Text(text) => text,
        };
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no day"))
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Day(toml::value::Datetime),
}
