//! A request for access, worked on: what was found, who is in it, and the pack that comes of it.

use caldicott_calendar::{CalendarError, Day, RuleSet};
use caldicott_model::{Personal, Purpose};

use super::built::{Built, Failed, Pack};
use super::check::check;
use super::health::HEALTH;
use super::ledger::{Ledger, LedgerLine};
use super::render::{Document, FORMAT, Html, NOTE, Point, Shown, ShownField};
use super::{Body, Exemption, Field, Information, Item, Opinion, OtherPerson, Search, health_data};
use crate::redaction::{Cleared, Identity, Protected, Redactor};
use crate::rules;
use caldicott_model::words;

words! {
    /// Who asks.
    #[expect(clippy::exhaustive_enums, reason = "what may be told depends on it")]
    Asker {
        /// The person.
        Person = "person",
        /// Somebody they chose.
        Representative = "representative",
        /// Somebody with parental responsibility.
        Parent = "parent",
        /// Somebody a court appointed to manage their affairs.
        CourtAppointed = "court-appointed",
    }
}

/// A request for access, worked on.
#[derive(Clone, Debug)]
pub struct AccessCase {
    day: Day,
    body: Body,
    asker: Asker,
    professional: bool,
    wary: bool,
    subject: Identity,
    information: Information,
    search: Search,
    people: Vec<OtherPerson>,
    items: Vec<Item>,
    opinions: Vec<Opinion>,
    organisations: Vec<String>,
}

/// Why a case is none yet.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CaseError {
    /// The calendar does not know the day.
    #[error(transparent)]
    Calendar(CalendarError),
    /// A claim that this body may not make.
    #[error("`{exemption}` on item `{item}` is not open to a `{body}` for this asker ({})", .exemption.rule().id())]
    Claim {
        /// The item.
        item: String,
        /// What was claimed.
        exemption: Exemption,
        /// By whom.
        body: Body,
    },
    /// Two items or two people have one id, or two fields of an item one name.
    #[error("the id `{id}` is there twice")]
    Twice {
        /// The id.
        id: String,
    },
    /// The information about the processing lacks a point.
    #[error("the information about the processing says nothing of `{point}` (RT-12)")]
    Information {
        /// The point.
        point: &'static str,
    },
    /// The person has no name.
    #[error("the person whose data it is has no name")]
    NoName,
    /// A protected person bears the same name in full as the person: no text tells them apart.
    #[error(
        "the protected person `{id}` bears the person's own name: somebody must read every item"
    )]
    SameName {
        /// Who.
        id: String,
    },
    /// The record of the search is not complete.
    #[error(
        "the record of the search lacks a system, its terms or the reason of an exclusion (RT-13)"
    )]
    Search,
    /// An item was told by somebody who is not among the people of the case.
    #[error("item `{item}` was told by `{person}`, who is not among the people of the case")]
    Unknown {
        /// The item.
        item: String,
        /// Who.
        person: String,
    },
}

impl AccessCase {
    /// A case of a person who asks for themselves, answered on this day.
    #[must_use]
    pub const fn new(
        day: Day,
        body: Body,
        subject: Identity,
        information: Information,
        search: Search,
    ) -> Self {
        Self {
            day,
            body,
            asker: Asker::Person,
            professional: false,
            wary: false,
            subject,
            information,
            search,
            people: Vec::new(),
            items: Vec::new(),
            opinions: Vec::new(),
            organisations: Vec::new(),
        }
    }

    /// The same, asked for by somebody.
    #[must_use]
    pub fn asked_by(mut self, asker: Asker) -> Self {
        self.asker = asker;
        self
    }

    /// The same, where the controller is itself a health professional (EX-10, EX-11).
    #[must_use]
    pub fn by_health_professional(mut self) -> Self {
        self.professional = true;
        self
    }

    /// The same, where every word with a capital within a sentence counts as somebody's name: see
    /// [`Redactor::wary`].
    #[must_use]
    pub const fn wary(mut self) -> Self {
        self.wary = true;
        self
    }

    /// The same, with another person in the records.
    #[must_use]
    pub fn person(mut self, person: OtherPerson) -> Self {
        self.people.push(person);
        self
    }

    /// The same, with something that was found.
    #[must_use]
    pub fn item(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    /// The same, with a health professional's opinion.
    #[must_use]
    pub fn opinion(mut self, opinion: Opinion) -> Self {
        self.opinions.push(opinion);
        self
    }

    /// The same, with the name of an organisation that may be seen.
    #[must_use]
    pub fn organisation(mut self, name: &str) -> Self {
        self.organisations.push(name.to_owned());
        self
    }

    /// Says of something more that it was not searched, or is not given, and why.
    pub fn leave_out(&mut self, what: &str, why: &str) {
        self.search = core::mem::take(&mut self.search).without(what, why);
    }

    /// Decides every field, takes out what must not be seen, writes the pack, and searches it.
    ///
    /// # Errors
    /// [`CaseError`] where the case cannot be read as one.
    pub fn build(&self) -> Result<Built, CaseError> {
        self.validate()?;
        let mut ledger = Vec::new();
        let mut rules: RuleSet =
            [rules::RT_12, rules::RT_13, rules::EX_14, rules::G_013, rules::G_017]
                .into_iter()
                .collect();
        let mut protected = Vec::new();
        let mut cleared = Cleared::of(self.subject.clone());
        for person in &self.people {
            let decision = person.judge();
            ledger.push(person_line(person, &decision));
            if decision.named {
                cleared = cleared.person(person.identity.clone());
            } else {
                protected.push(person);
            }
        }
        for name in self.organisations.iter().chain([&self.information.controller]) {
            cleared = cleared.organisation(name);
        }
        let identities: Vec<Identity> =
            protected.iter().map(|person| person.identity.clone()).collect();
        for person in &protected {
            let alone = Protected::of(std::slice::from_ref(&person.identity));
            if Redactor::new(&alone, &Cleared::default()).confuses(&self.subject) {
                return Err(CaseError::SameName { id: person.id.clone() });
            }
        }
        let mut secrets = Protected::of(&identities);
        let mut given: Vec<(&Item, Vec<&Field>)> = Vec::new();
        for item in &self.items {
            let told_by_protected = item
                .source
                .as_ref()
                .and_then(|source| protected.iter().find(|person| person.id == *source));
            let mut fields = Vec::new();
            for field in &item.fields {
                let (shown, line) = self.decide(item, field, told_by_protected.copied())?;
                if shown {
                    fields.push(field);
                } else {
                    secrets = secrets.value(field.text.expose(READING));
                }
                ledger.push(line);
            }
            if !fields.is_empty() {
                given.push((item, fields));
            }
        }
        let redactor = Redactor::new(&secrets, &cleared);
        let redactor = if self.wary { redactor.wary() } else { redactor };
        let mut document = self.document(&given, &redactor, &mut ledger);
        let removed =
            ledger.iter().any(|line| line.field.is_some() && (!line.given || line.redactions > 0))
                || document.strings().iter().any(|(_, text)| text.contains(crate::redaction::MARK));
        if removed {
            document.note = Some(NOTE);
            rules.cite(rules::F_003);
            rules.cite(rules::G_016);
            rules.cite(rules::F_004);
            if rules::RT_14.in_force(self.day) {
                rules.cite(rules::RT_14);
            }
        }
        for rule in ledger.iter().flat_map(|line| &line.rules).chain(&Information::rules(self.day))
        {
            rules.cite(*rule);
        }
        let html = Html::of(&document);
        let json = json(&document);
        let places = check(&document, &html, json.as_deref(), &redactor);
        if !places.is_empty() {
            return Ok(Built::Failed(Failed { places, rules }));
        }
        let items = document.items.len();
        let ledger = Ledger(ledger);
        Ok(Built::Ready(Box::new(Pack { html: html.into_text(), json, ledger, rules, items })))
    }

    fn validate(&self) -> Result<(), CaseError> {
        if self.subject.names().is_empty() {
            return Err(CaseError::NoName);
        }
        if !self.search.is_complete() {
            return Err(CaseError::Search);
        }
        if let Some(point) = self.information.missing() {
            return Err(CaseError::Information { point });
        }
        let people = self.people.iter().map(|person| &person.id);
        for mut ids in
            [people.collect::<Vec<_>>(), self.items.iter().map(|item| &item.id).collect()]
        {
            ids.sort_unstable();
            if let Some([id, _]) = ids.array_windows::<2>().find(|[one, other]| one == other) {
                return Err(CaseError::Twice { id: (*id).clone() });
            }
        }
        for item in &self.items {
            let mut names: Vec<&String> = item.fields.iter().map(|field| &field.name).collect();
            names.sort_unstable();
            if names.array_windows::<2>().any(|[one, other]| one == other) {
                return Err(CaseError::Twice { id: item.id.clone() });
            }
            let claims =
                item.claims.iter().chain(item.fields.iter().flat_map(|field| &field.claims));
            for exemption in claims.map(super::Claim::exemption) {
                if !exemption.is_open_to(self.body, self.asker) {
                    return Err(CaseError::Claim {
                        item: item.id.clone(),
                        exemption,
                        body: self.body,
                    });
                }
            }
            if let Some(person) = &item.source
                && !self.people.iter().any(|known| known.id == *person)
            {
                return Err(CaseError::Unknown { item: item.id.clone(), person: person.clone() });
            }
        }
        Ok(())
    }

    /// Whether a field is given, and the line of the ledger that says so.
    fn decide(
        &self,
        item: &Item,
        field: &Field,
        told_by: Option<&OtherPerson>,
    ) -> Result<(bool, LedgerLine), CaseError> {
        let mut line = LedgerLine {
            about: item.id.clone(),
            field: Some(field.name.clone()),
            given: true,
            redactions: 0,
            reasons: Vec::new(),
            rules: RuleSet::new(),
        };
        if let Some(person) = told_by {
            line.given = false;
            line.rules.cite(rules::EX_05);
            for rule in &person.judge().rules {
                line.rules.cite(*rule);
            }
        }
        for claim in item.claims.iter().chain(&field.claims) {
            line.given = false;
            line.rules.cite(claim.exemption().rule());
            line.rules.cite(rules::EX_14);
            line.reasons.push(claim.reason(READING).to_owned());
        }
        if field.categories.intersects(HEALTH) {
            let decision =
                health_data(&item.id, &self.opinions, field.known, self.professional, self.day)
                    .map_err(CaseError::Calendar)?;
            line.given &= decision.given;
            line.rules.cite(rules::G_015);
            for rule in &decision.rules {
                line.rules.cite(*rule);
            }
        }
        if line.rules.is_empty() {
            line.rules.cite(rules::RT_12);
        }
        Ok((line.given, line))
    }

    fn document(
        &self,
        given: &[(&Item, Vec<&Field>)],
        redactor: &Redactor,
        ledger: &mut [LedgerLine],
    ) -> Document {
        let clean = |text: &str| redactor.redact(text).into_text();
        let mut items = Vec::new();
        for (item, fields) in given {
            let mut shown = Vec::new();
            for field in fields {
                let redacted = redactor.redact(field.text.expose(READING));
                let is_it = |line: &&mut LedgerLine| {
                    line.about == item.id && line.field.as_deref() == Some(field.name.as_str())
                };
                if let Some(line) = ledger.iter_mut().find(is_it)
                    && !redacted.spans().is_empty()
                {
                    line.redactions = line.redactions.saturating_add(redacted.spans().len());
                    line.rules.cite(rules::F_003);
                }
                shown.push(ShownField { name: clean(&field.name), text: redacted.into_text() });
            }
            items.push(Shown {
                id: item.id.clone(),
                title: clean(item.title.expose(READING)),
                dated: item.dated,
                file_name: item
                    .file_name
                    .as_ref()
                    .map(|name| redactor.redact_file_name(name.expose(READING)).into_text()),
                fields: shown,
            });
        }
        let information = &self.information;
        let all = |texts: &[String]| texts.iter().map(|text| clean(text)).collect();
        let point = |heading, says| Point { heading, says };
        let searched = self
            .search
            .systems
            .iter()
            .map(|it| clean(&format!("{} ({})", it.system, it.terms.join(", "))));
        let excluded =
            self.search.exclusions.iter().map(|it| clean(&format!("{}: {}", it.what, it.why)));
        Document {
            format: FORMAT,
            prepared_on: self.day,
            person: self
                .subject
                .names()
                .first()
                .map_or_else(String::new, |name| name.expose(Purpose::DISCLOSURE).to_owned()),
            controller: information.controller.clone(),
            contact: information.contact.clone(),
            note: None,
            information: vec![
                point("Why we process it", all(&information.purposes)),
                point("What kinds of data", all(&information.categories)),
                point("Who gets it", all(&information.recipients)),
                point("How long we keep it", vec![clean(&information.retention)]),
                point("Where it came from", vec![clean(&information.source)]),
                point("Decisions without a person", vec![clean(&information.automated)]),
            ],
            rights: information.rights(self.day),
            search: vec![
                point("What we searched", searched.collect()),
                point("What we did not search, and why", excluded.collect()),
            ],
            items,
        }
    }
}

const READING: Purpose = Purpose::named("access-pack");

fn person_line(person: &OtherPerson, decision: &super::ThirdPartyDecision) -> LedgerLine {
    let factors = person.reviews.iter().filter_map(|review| review.factors.as_ref());
    let texts = factors.flat_map(super::FiveFactors::texts);
    LedgerLine {
        about: person.id.clone(),
        field: None,
        given: decision.named,
        redactions: 0,
        reasons: texts.map(|text: &Personal<String>| text.expose(READING).clone()).collect(),
        rules: decision.rules.clone(),
    }
}

#[cfg(feature = "serde")]
fn json(document: &Document) -> Option<String> {
    serde_json::to_string_pretty(document).ok()
}

#[cfg(not(feature = "serde"))]
const fn json(_document: &Document) -> Option<String> {
    None
}
