//! What was found.

use caldicott_calendar::Day;
use caldicott_model::{CategorySet, Personal};

use super::Claim;

/// A field of an item: its name, its text, what it is about.
#[derive(Clone, Debug)]
pub struct Field {
    pub(super) name: String,
    pub(super) text: Personal<String>,
    pub(super) categories: CategorySet,
    pub(super) claims: Vec<Claim>,
    pub(super) known: bool,
}

/// Something that was found: a note, a form, a file.
#[derive(Clone, Debug)]
pub struct Item {
    pub(super) id: String,
    pub(super) title: Personal<String>,
    pub(super) dated: Option<Day>,
    pub(super) file_name: Option<Personal<String>>,
    pub(super) fields: Vec<Field>,
    pub(super) claims: Vec<Claim>,
    pub(super) source: Option<String>,
}

impl Field {
    /// A field of these categories. Free text that nobody looked through is [`CategorySet::EVERY`], and
    /// so stays back with the health data that it may hold.
    #[must_use]
    pub fn new(name: &str, text: &str, categories: CategorySet) -> Self {
        let text = Personal::new(text.to_owned());
        Self { name: name.to_owned(), text, categories, claims: Vec::new(), known: false }
    }

    /// The same, exempt.
    #[must_use]
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim);
        self
    }

    /// The same, which the person saw before or knows (EX-11).
    #[must_use]
    pub fn already_known(mut self) -> Self {
        self.known = true;
        self
    }
}

impl Item {
    /// An item under the host's id, which the pack does not show.
    #[must_use]
    pub fn new(id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: Personal::new(title.to_owned()),
            dated: None,
            file_name: None,
            fields: Vec::new(),
            claims: Vec::new(),
            source: None,
        }
    }

    /// The same, of this day.
    #[must_use]
    pub fn dated(mut self, day: Day) -> Self {
        self.dated = Some(day);
        self
    }

    /// The same, from a file of this name.
    #[must_use]
    pub fn file_name(mut self, name: &str) -> Self {
        self.file_name = Some(Personal::new(name.to_owned()));
        self
    }

    /// The same, with a field more.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// The same, exempt as a whole.
    #[must_use]
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim);
        self
    }

    /// The same, told by the person with this id: it stays back as a whole if they may not be named,
    /// because what somebody knows tells who they are (B-037).
    #[must_use]
    pub fn told_by(mut self, person: &str) -> Self {
        self.source = Some(person.to_owned());
        self
    }
}
