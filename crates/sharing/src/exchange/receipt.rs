//! What a person is handed when they agree or refuse.
//!
//! It says who holds what for whom, what it lets happen and what it does not, until when, how to take it
//! back and where to complain by the law of the day, in words for a reader of eleven: as text, as a page
//! and as data shaped after ISO/IEC TS 27560 (its names are known from the public mapping of the community
//! group that keeps the Data Privacy Vocabulary, not from the text of the standard).
//!
//! Taking it back must be as easy as giving it (CN-02), so a receipt is refused where the way it was given
//! is not among the ways to take it back. The regulator's name is the caller's to say: it changes with the
//! law. Nothing about the person stands in it but what the caller hands over.
//!
//! ```
//! use caldicott_model::{Category, Day};
//! use caldicott_sharing::exchange::Record;
//! use caldicott_sharing::exchange::receipt::{Channel, Parties, Party, Receipt, ReceiptError, Ways};
//! use caldicott_sharing::{Consent, ConsentKind, SharingPurpose};
//!
//! let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2026, 7, 1))
//!     .to("lakenham-surgery")
//!     .for_purpose(SharingPurpose::HealthCare)
//!     .covering(Category::Health)
//!     .until(Day::literal(2027, 7, 1))
//!     .in_express_words("file note 12");
//! let parties = Parties::new(
//!     Party::new("St Martins", "10 High Street, or phone 01603 000000"),
//!     Party::new("The Information Commissioner", "phone 0303 123 1113"),
//! )
//! .naming("lakenham-surgery", "Lakenham Surgery");
//! let ways = Ways::given(Channel::InPerson).back(Channel::Telephone, "Phone 01603 000000.");
//! let record = Record::new(consent).with_id("c-17");
//! let day = Day::literal(2026, 7, 1);
//! // Agreed to at a desk, it must be possible to take it back at a desk.
//! assert_eq!(Receipt::of(&record, &parties, &ways, day).unwrap_err(), ReceiptError::HarderToTakeBack);
//!
//! let ways = ways.back(Channel::InPerson, "Tell any of our staff.");
//! let text = Receipt::of(&record, &parties, &ways, day)?.text();
//! assert!(text.contains("The last day is 30 June 2027."));
//! # Ok::<(), ReceiptError>(())
//! ```

mod data;
mod said;

use caldicott_calendar::{Day, RuleSet, rules as clocks};
use caldicott_model::digest::Sha256;
use caldicott_model::document::is_blank;
use caldicott_model::law::{DUAA_COMPLAINTS, GDPR_APPLIES, rules as law};

use super::fhir::{self, Release};
use super::page;
use super::record::{NotWritable, Record};
use crate::words::{ConsentKind, words};
use said::Part;

words! {
    /// How somebody says yes, or takes it back.
    #[non_exhaustive]
    Channel {
        /// By email.
        Email = "email",
        /// Face to face.
        InPerson = "in-person",
        /// By letter.
        Letter = "letter",
        /// On a website or in an app.
        Online = "online",
        /// By telephone.
        Telephone = "telephone",
    }
}

/// An organisation and how to reach it, as the person should read it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Party {
    name: String,
    contact: String,
}

/// Who is named on a receipt.
#[derive(Clone, Eq, PartialEq)]
pub struct Parties {
    holder: Party,
    regulator: Party,
    names: Vec<(String, String)>,
    person: Option<String>,
}

/// How it was given, and the ways to take it back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ways {
    given: Channel,
    back: Vec<(Channel, String)>,
}

/// What a person is handed.
#[derive(Clone)]
pub struct Receipt {
    record: Record,
    parties: Parties,
    ways: Ways,
    day: Day,
    id: Sha256,
    rules: RuleSet,
}

/// Why no receipt can be handed over.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ReceiptError {
    /// The way it was given is not among the ways to take it back.
    #[error(
        "taking it back must be as easy as giving it (CN-02): the way it was given is not among them"
    )]
    HarderToTakeBack,
    /// A day before the law that asks for it.
    #[error("before 25 May 2018 there is no law of consent known here")]
    BeforeTheLaw,
    /// A party or a way has no name or no words.
    #[error("a name or a way to be reached is blank")]
    Unnamed,
    /// The consent cannot be written.
    #[error(transparent)]
    Record(#[from] NotWritable),
}

impl Party {
    /// An organisation, and how to reach it.
    #[must_use]
    pub fn new(name: impl Into<String>, contact: impl Into<String>) -> Self {
        Self { name: name.into(), contact: contact.into() }
    }
}

impl Parties {
    /// Who holds the record, and who watches over data protection on the day.
    #[must_use]
    pub const fn new(holder: Party, regulator: Party) -> Self {
        Self { holder, regulator, names: Vec::new(), person: None }
    }

    /// What to call an organisation or individual; without a name the id stands.
    #[must_use]
    pub fn naming(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.push((id.into(), name.into()));
        self
    }

    /// Whom the receipt is for, where it should say so.
    #[must_use]
    pub fn handed_to(mut self, person: impl Into<String>) -> Self {
        self.person = Some(person.into());
        self
    }

    fn name<'p>(&'p self, id: &'p str) -> &'p str {
        self.names.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }
}

impl Ways {
    /// How it was given, or refused.
    #[must_use]
    pub const fn given(given: Channel) -> Self {
        Self { given, back: Vec::new() }
    }

    /// A way to take it back, in a sentence.
    #[must_use]
    pub fn back(mut self, channel: Channel, how: impl Into<String>) -> Self {
        self.back.push((channel, how.into()));
        self
    }
}

impl Receipt {
    /// The receipt for a consent or a refusal, as it stands on this day.
    ///
    /// # Errors
    /// When taking a consent back would be harder than giving it was, a party has no name, the record
    /// cannot be written, or the day is before the law.
    pub fn of(
        record: &Record,
        parties: &Parties,
        ways: &Ways,
        day: Day,
    ) -> Result<Self, ReceiptError> {
        if day < GDPR_APPLIES {
            return Err(ReceiptError::BeforeTheLaw);
        }
        let texts = [&parties.holder, &parties.regulator].into_iter();
        let mut texts = texts
            .flat_map(|party| [&party.name, &party.contact])
            .chain(ways.back.iter().map(|(_, how)| how))
            .chain(parties.names.iter().map(|(_, name)| name))
            .chain(&parties.person);
        if texts.any(|text| is_blank(text)) {
            return Err(ReceiptError::Unnamed);
        }
        let agreed = record.consent.given.is_some();
        if agreed && !ways.back.iter().any(|(channel, _)| *channel == ways.given) {
            return Err(ReceiptError::HarderToTakeBack);
        }
        let id = Sha256::of(fhir::write(record, Release::R5, day)?.as_bytes());
        let mut rules = RuleSet::new();
        rules.cite(law::CN_02);
        if record.consent.kind == ConsentKind::DataProtection {
            rules.cite(law::LB_01);
        }
        if day >= DUAA_COMPLAINTS {
            rules.cite(clocks::CP_02);
        }
        Ok(Self {
            record: record.clone(),
            parties: parties.clone(),
            ways: ways.clone(),
            day,
            id,
            rules,
        })
    }

    /// The rules it obeys.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// As plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.title());
        for part in self.parts() {
            out.push('\n');
            if !part.heading.is_empty() {
                out.push_str(&format!("{}\n", part.heading));
            }
            for line in &part.lines {
                out.push_str(&format!("{}\n", one_line(line)));
            }
            for item in &part.items {
                out.push_str(&format!("  - {}\n", one_line(item)));
            }
        }
        out
    }

    /// As a page of its own.
    #[must_use]
    pub fn html(&self) -> String {
        let body: String = self
            .parts()
            .iter()
            .map(|part| {
                let lines: String = part.lines.iter().map(|line| page::paragraph(line)).collect();
                let body = lines + &page::list(part.items.iter().map(String::as_str));
                if part.heading.is_empty() { body } else { page::section(part.heading, &body) }
            })
            .collect();
        page::page(self.title(), &body)
    }

    /// As data.
    #[must_use]
    pub fn json(&self) -> String {
        data::json(self).pretty()
    }

    const fn title(&self) -> &'static str {
        if self.record.consent.given.is_some() {
            "What you said yes to"
        } else {
            "What you said no to"
        }
    }

    fn parts(&self) -> Vec<Part> {
        said::parts(self)
    }
}

impl core::fmt::Debug for Parties {
    /// Writes the organisations, and neither the person nor whom a consent names.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.debug_struct("Parties")
            .field("holder", &self.holder)
            .field("regulator", &self.regulator)
            .finish_non_exhaustive()
    }
}

impl core::fmt::Debug for Receipt {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.debug_struct("Receipt").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The text on one line, without what could hide or turn round the text about it.
fn one_line(text: &str) -> String {
    let hides = |c: char| c.is_control() || caldicott_model::document::is_bidi_control(c);
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if hides(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}
