//! Where a database holds what is known about people.

use super::names::Name;
use crate::fact::{Fact, Stated};

/// How the tables store a day.
#[expect(clippy::exhaustive_enums, reason = "each is compared differently")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Stored {
    /// As the database's own date. SQLite has none.
    Date,
    /// As a whole number of days since 1970-01-01.
    EpochDays,
    /// As text `YYYY-MM-DD`: SQLite only.
    IsoText,
}

/// Where it stands whether a list is complete: an empty list is something known, and no list is not.
#[expect(clippy::exhaustive_enums, reason = "it is recorded or it is always so")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Complete {
    /// Every list is complete: who has no row in it has said nothing, and that is known.
    Always,
    /// Where this column of the subject table is true. Elsewhere the list is unknown.
    Where(String),
}

/// The tables of subject state: a row per person with a column per fact, and the lists beside it.
///
/// In each fact column true and false are what they say and null is *unknown*, which releases nothing.
/// A fact without a column is unknown for everybody.
#[derive(Clone, Debug)]
pub struct Tables {
    pub(super) subject: Name,
    pub(super) person: String,
    pub(super) stored: Stored,
    pub(super) checked: bool,
    facts: Vec<(Fact, String)>,
    pub(super) consents: Option<Consents>,
    pub(super) third_party: Option<ThirdParty>,
}

/// Everything the person agreed to or refused, and whether they could.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Consents {
    /// Whether the list is complete.
    pub complete: Complete,
    /// The consents, refusals and withdrawals: a row each.
    pub given: ConsentTable,
    /// To whom each is: a row per organisation or individual named. None on a refusal is everybody.
    pub to: ListTable,
    /// What for: a row per purpose. None on a refusal is any.
    pub purposes: ListTable,
    /// What of: a row per category or detail. None on a refusal is everything.
    pub data: ListTable,
    /// What was found about capacity; `None` says that nobody's was ever assessed.
    pub capacity: Option<CapacityTable>,
    /// What was decided in people's best interests; `None` says that nothing ever was.
    pub best_interests: Option<BestInterestsTable>,
}

/// The table of consents. Each field names a column.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct ConsentTable {
    /// The table.
    pub table: Name,
    /// The consent's id, unique over all people.
    pub id: String,
    /// The person, as in the subject table.
    pub person: String,
    /// The kind, by its name in [`ConsentKind`](crate::ConsentKind).
    pub kind: String,
    /// The form it was given on, by its id in the rulebook.
    pub form: String,
    /// The day it was given; null for a refusal.
    pub given: String,
    /// The first day on which it stands no more.
    pub until: String,
    /// The day it was withdrawn, or the day of the refusal.
    pub withdrawn: String,
    /// Whether it was given in express words.
    pub explicit: String,
    /// Where the evidence is.
    pub evidence: String,
    /// Who gave it, by the name in [`GivenBy`](crate::GivenBy); null is the person.
    pub given_by: String,
    /// What shows that an attorney or a deputy may give it.
    pub authority: String,
    /// Whether it was given freely.
    pub freely_given: String,
    /// Whether the person was told before that they may withdraw it.
    pub told_of_withdrawal: String,
}

/// A list under each row of another table.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct ListTable {
    /// The table.
    pub table: Name,
    /// The column that says under which row.
    pub under: String,
    /// The column of the name.
    pub name: String,
}

/// The table of what was found about capacity.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct CapacityTable {
    /// The table.
    pub table: Name,
    /// The person.
    pub person: String,
    /// The kind of consent it was assessed for.
    pub decision: String,
    /// The day.
    pub on: String,
    /// What was found, by its name in [`CapacityFinding`](crate::CapacityFinding).
    pub finding: String,
}

/// The table of what was decided in people's best interests.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct BestInterestsTable {
    /// The table.
    pub table: Name,
    /// The decision's id, unique over all people.
    pub id: String,
    /// The person.
    pub person: String,
    /// The kind of consent it stands for.
    pub decision: String,
    /// The day.
    pub on: String,
    /// Whether it is best to share.
    pub share: String,
    /// Whom it is about: a row per organisation or individual named; none is everybody.
    pub to: ListTable,
}

/// What came from third parties in confidence.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct ThirdParty {
    /// Whether the list is complete.
    pub complete: Complete,
    /// The categories and details, under the person.
    pub data: ListTable,
}

impl Tables {
    /// A subject table and the column of its key, which must be unique, with no fact in it yet.
    pub fn new(subject: impl Into<Name>, person: impl Into<String>, stored: Stored) -> Self {
        Self {
            subject: subject.into(),
            person: person.into(),
            stored,
            checked: false,
            facts: Vec::new(),
            consents: None,
            third_party: None,
        }
    }

    /// The tables as [`schema`](super::schema) writes them, with their checks.
    #[must_use]
    pub fn documented(stored: Stored) -> Self {
        let mut tables = Self::new("sharing_subject", "person", stored).with_checked_words();
        for fact in subject_facts() {
            tables = tables.fact(fact, fact.name().replace('-', "_"));
        }
        tables.consents(Consents::documented()).third_party(ThirdParty::documented())
    }

    /// The same with a column for a fact about the person. A fact of the case, which the request
    /// states, is left aside.
    #[must_use]
    pub fn fact(mut self, fact: Fact, column: impl Into<String>) -> Self {
        self.facts.retain(|(known, _)| *known != fact);
        self.facts.push((fact, column.into()));
        self
    }

    /// The same with what people agreed to and refused.
    #[must_use]
    pub fn consents(mut self, consents: Consents) -> Self {
        self.consents = Some(consents);
        self
    }

    /// The same with what came from third parties in confidence.
    #[must_use]
    pub fn third_party(mut self, third_party: ThirdParty) -> Self {
        self.third_party = Some(third_party);
        self
    }

    /// The same, whose lists hold no purpose and no category but those this crate knows, because the
    /// database checks it (as [`schema`](super::schema) does). The SQL is shorter then.
    ///
    /// Without it, a refusal of something misspelt is taken for a refusal of everything.
    #[must_use]
    pub const fn with_checked_words(mut self) -> Self {
        self.checked = true;
        self
    }

    /// The facts about a person that a column may hold.
    pub fn facts() -> impl Iterator<Item = Fact> {
        subject_facts()
    }

    pub(super) fn column(&self, fact: Fact) -> Option<&str> {
        self.facts.iter().find(|(known, _)| *known == fact).map(|(_, column)| column.as_str())
    }

    pub(super) const fn holds_consents(&self) -> bool {
        self.consents.is_some()
    }
}

fn subject_facts() -> impl Iterator<Item = Fact> {
    let facts = Fact::NAMES.iter().map(|(_, fact)| *fact);
    facts.filter(|fact| fact.stated() == Stated::Subject)
}

impl ListTable {
    /// A table, the column that says under which row, and the column of the name.
    pub fn new(table: impl Into<Name>, under: impl Into<String>, name: impl Into<String>) -> Self {
        Self { table: table.into(), under: under.into(), name: name.into() }
    }
}

impl Consents {
    /// The tables as [`schema`](super::schema) writes them.
    #[must_use]
    pub fn documented() -> Self {
        Self {
            complete: Complete::Where("consents_complete".to_owned()),
            given: ConsentTable::documented(),
            to: ListTable::new("sharing_consent_to", "consent", "name"),
            purposes: ListTable::new("sharing_consent_purpose", "consent", "purpose"),
            data: ListTable::new("sharing_consent_data", "consent", "data"),
            capacity: Some(CapacityTable::documented()),
            best_interests: Some(BestInterestsTable::documented()),
        }
    }
}

impl ConsentTable {
    /// The table as [`schema`](super::schema) writes it.
    #[must_use]
    pub fn documented() -> Self {
        let text = str::to_owned;
        Self {
            table: "sharing_consent".into(),
            id: text("id"),
            person: text("person"),
            kind: text("kind"),
            form: text("form"),
            given: text("given_on"),
            until: text("until"),
            withdrawn: text("withdrawn_on"),
            explicit: text("explicit"),
            evidence: text("evidence"),
            given_by: text("given_by"),
            authority: text("authority"),
            freely_given: text("freely_given"),
            told_of_withdrawal: text("told_of_withdrawal"),
        }
    }
}

impl CapacityTable {
    /// The table as [`schema`](super::schema) writes it.
    #[must_use]
    pub fn documented() -> Self {
        Self {
            table: "sharing_capacity".into(),
            person: "person".to_owned(),
            decision: "decision".to_owned(),
            on: "found_on".to_owned(),
            finding: "finding".to_owned(),
        }
    }
}

impl BestInterestsTable {
    /// The table as [`schema`](super::schema) writes it.
    #[must_use]
    pub fn documented() -> Self {
        Self {
            table: "sharing_best_interests".into(),
            id: "id".to_owned(),
            person: "person".to_owned(),
            decision: "decision".to_owned(),
            on: "decided_on".to_owned(),
            share: "share".to_owned(),
            to: ListTable::new("sharing_best_interests_to", "best_interests", "name"),
        }
    }
}

impl ThirdParty {
    /// The table as [`schema`](super::schema) writes it.
    #[must_use]
    pub fn documented() -> Self {
        Self {
            complete: Complete::Where("third_party_complete".to_owned()),
            data: ListTable::new("sharing_third_party", "person", "data"),
        }
    }
}
