//! Data in a form that machines read (RT-21).

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::Personal;
use caldicott_model::law::LawfulBasis;

use crate::matrix::{Answer, Facts, which};
use crate::request::Kind;

/// A field that may be portable.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "what Article 20 asks of a field")]
pub struct PortableField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Personal<String>,
    /// The basis it is processed on.
    pub basis: LawfulBasis,
    /// Whether the person provided it.
    pub provided_by_person: bool,
    /// Whether it is processed by automated means.
    pub automated: bool,
}

/// What goes out, and what does not and why.
#[derive(Clone, Debug)]
#[must_use = "an export that nobody sends is a request unanswered"]
pub struct Export {
    fields: Vec<(String, Personal<String>)>,
    left_out: Vec<(String, Answer)>,
    rules: RuleSet,
}

/// Picks what is portable by the law of a day.
pub fn port(fields: &[PortableField], day: Day) -> Export {
    let mut export = Export { fields: Vec::new(), left_out: Vec::new(), rules: RuleSet::new() };
    for field in fields {
        let facts = Facts {
            provided_by_person: field.provided_by_person,
            automated: field.automated,
            marketing: false,
        };
        let verdict = which(Kind::Portability, field.basis, facts, day);
        for rule in verdict.rules() {
            export.rules.cite(*rule);
        }
        if verdict.answer() == Answer::Applies {
            export.fields.push((field.name.clone(), field.value.clone()));
        } else {
            export.left_out.push((field.name.clone(), verdict.answer()));
        }
    }
    export
}

impl Export {
    /// The names of what goes out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// What does not go out, and why.
    #[must_use]
    pub fn left_out(&self) -> &[(String, Answer)] {
        &self.left_out
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The fields as JSON, in their order.
    ///
    /// ```
    /// use caldicott_calendar::Day;
    /// use caldicott_model::law::LawfulBasis;
    /// use caldicott_rights::remedy::{PortableField, port};
    ///
    /// let field = |name: &str, basis, provided_by_person| PortableField {
    ///     name: name.into(), value: String::from("x").into(), basis, provided_by_person, automated: true,
    /// };
    /// let export = port(
    ///     &[
    ///         field("phone", LawfulBasis::Contract, true),
    ///         // What staff concluded was not provided by the person.
    ///         field("assessment", LawfulBasis::Contract, false),
    ///     ],
    ///     Day::literal(2026, 3, 2),
    /// );
    /// assert_eq!(export.to_json()?, r#"{"format":"caldicott-portable/1","fields":[{"name":"phone","value":"x"}]}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// None that a string can cause.
    #[cfg(feature = "serde")]
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        #[derive(serde::Serialize)]
        struct Out<'a> {
            format: &'static str,
            fields: Vec<OutField<'a>>,
        }
        #[derive(serde::Serialize)]
        struct OutField<'a> {
            name: &'a str,
            value: &'a str,
        }
        let purpose = caldicott_model::Purpose::DISCLOSURE;
        let fields = self
            .fields
            .iter()
            .map(|(name, value)| OutField { name, value: value.expose(purpose) })
            .collect();
        serde_json::to_string(&Out { format: "caldicott-portable/1", fields })
    }
}
