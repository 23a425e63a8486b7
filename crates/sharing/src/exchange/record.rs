//! A consent with whose it is and who holds it, and our own JSON form of it.

use core::fmt;

use caldicott_model::document::{forbidden_character, is_blank};

use super::json::Json;
use crate::data::{DataSet, Detail};
use crate::known::Known;
use crate::request::Consent;

/// A consent or a refusal, with whose it is and who holds the record of it.
///
/// The ids are the caller's own. Nothing else about the person is needed, and nothing else is written.
#[non_exhaustive]
#[derive(Clone)]
pub struct Record {
    /// The consent or refusal.
    pub consent: Consent,
    /// The record's id.
    pub id: Option<String>,
    /// The id of the person whose consent it is.
    pub subject: Option<String>,
    /// The id of the organisation that holds the record.
    pub held_by: Option<String>,
}

/// Why a consent cannot be written.
///
/// No message repeats what stands in the record.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotWritable {
    /// A text is blank.
    #[error("`{0}` is blank")]
    Blank(&'static str),
    /// A text holds a character that no reader takes.
    #[error("`{0}` holds a character that no reader takes")]
    Character(&'static str),
    /// It has neither the day it was given nor the day it was refused.
    #[error("a consent has the day it was given, a refusal the day it was refused")]
    NeitherGivenNorRefused,
    /// It covers a category without some of its details, which this form cannot say.
    #[error("it covers a category without some of its details")]
    PartOfACategory,
    /// It is withdrawn before it is given.
    #[error("it is withdrawn before it is given")]
    WithdrawnBeforeGiven,
}

impl Record {
    /// The consent, and nobody named yet.
    #[must_use]
    pub const fn new(consent: Consent) -> Self {
        Self { consent, id: None, subject: None, held_by: None }
    }

    /// Names the record.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Names the person whose consent it is, by id.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Names the organisation that holds the record, by id.
    #[must_use]
    pub fn held_by(mut self, organisation: impl Into<String>) -> Self {
        self.held_by = Some(organisation.into());
        self
    }

    /// The consent as a request holds it under `subject.consents`.
    ///
    /// # Errors
    /// When a reader of requests would refuse it, or it covers part of a category.
    pub fn to_json(&self) -> Result<String, NotWritable> {
        self.check()?;
        let consent = &self.consent;
        if !consent.covers.categories().iter().all(|category| whole(consent.covers, category)) {
            return Err(NotWritable::PartOfACategory);
        }
        // A category brings its details; those alone are named that come without it.
        let names = consent.covers.names().filter(|name| {
            Detail::from_name(name)
                .is_none_or(|detail| !consent.covers.categories().contains(detail.category()))
        });
        let flag = |known: Known<bool>| match known {
            Known::Known(flag) => Some(flag),
            Known::Unknown => None,
        };
        let refused = if consent.given.is_none() { consent.withdrawn } else { None };
        let withdrawn = if consent.given.is_some() { consent.withdrawn } else { None };
        Ok(Json::table([("kind", consent.kind.name().into())])
            .with_some("form", consent.form.clone())
            .with("to", Json::list(consent.to.iter().cloned()))
            .with("purposes", Json::list(consent.purposes.iter().map(|it| it.name())))
            .with("categories", Json::list(names))
            .with_some("given", consent.given)
            .with_some("refused", refused)
            .with_some("until", consent.until)
            .with_some("withdrawn", withdrawn)
            .with_some("explicit", flag(consent.explicit))
            .with_some("evidence", consent.evidence.clone())
            .with_some("condition_of_service", flag(consent.condition_of_service))
            .to_string())
    }

    /// Whether another system could read it at all.
    pub(super) fn check(&self) -> Result<(), NotWritable> {
        let consent = &self.consent;
        let texts = [
            ("id", &self.id),
            ("subject", &self.subject),
            ("held_by", &self.held_by),
            ("form", &consent.form),
            ("evidence", &consent.evidence),
        ];
        let texts = texts.into_iter().filter_map(|(field, text)| Some((field, text.as_ref()?)));
        for (field, text) in texts.chain(consent.to.iter().map(|text| ("to", text))) {
            if is_blank(text) {
                return Err(NotWritable::Blank(field));
            }
            let unseen = field == "to" && crate::ids::fault(text).is_some();
            if unseen || forbidden_character(text).is_some() {
                return Err(NotWritable::Character(field));
            }
        }
        match (consent.given, consent.withdrawn) {
            (None, None) => Err(NotWritable::NeitherGivenNorRefused),
            (Some(given), Some(withdrawn)) if withdrawn < given => {
                Err(NotWritable::WithdrawnBeforeGiven)
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Record").field("consent", &self.consent).finish_non_exhaustive()
    }
}

/// Whether the set holds the category with all its details.
pub(super) fn whole(data: DataSet, category: caldicott_model::Category) -> bool {
    data.contains_all(category.into())
}
