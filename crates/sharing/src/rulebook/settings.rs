//! What holds for every disclosure: the policy documents in place, and by when duties are done.

use caldicott_calendar::{Day, EuPeriod, Nation, Rule};
use caldicott_model::document::{Located, Node, Reader};
use caldicott_model::law::Paragraph;

use super::parts::within;
use super::read::{cites, list, time, unknown};
use crate::duty::Duty;
use crate::words::words;

/// An appropriate policy document, for the paragraphs of Schedule 1 it is written for (S1-39).
#[derive(Clone, Copy, Debug)]
pub struct PolicyDocument {
    pub(crate) paragraphs: u64,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

impl PolicyDocument {
    /// The paragraphs it is written for.
    pub fn paragraphs(&self) -> impl Iterator<Item = u8> + '_ {
        (1..=37_u8).filter(|number| self.paragraphs & (1 << number) != 0)
    }

    /// Whether it is in place for a paragraph on a day.
    #[must_use]
    pub fn is_in_place(&self, paragraph: u8, day: Day) -> bool {
        paragraph < 64
            && self.paragraphs & (1 << paragraph) != 0
            && within(day, self.from, self.until)
    }
}

words! {
    /// What a time for a duty runs from.
    #[expect(clippy::exhaustive_enums, reason = "a time that runs from nothing never ends")]
    RunsFrom {
        /// The day decided for.
        Decision = "decision",
        /// The first day of the order shown.
        Order = "order",
        /// The day the request reached us.
        Request = "request",
    }
}

/// By when a duty is to be done.
#[derive(Clone, Debug)]
pub struct TimeLimit {
    pub(crate) duty: Duty,
    pub(crate) period: Period,
    pub(crate) from: RunsFrom,
    pub(crate) written: Box<str>,
    pub(crate) cite: Vec<Rule>,
}

impl TimeLimit {
    /// The duty.
    #[must_use]
    pub const fn duty(&self) -> Duty {
        self.duty
    }

    /// The time as the rulebook writes it.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// What it runs from.
    #[must_use]
    pub const fn runs_from(&self) -> RunsFrom {
        self.from
    }
}

/// A time, counted by the calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Period {
    /// On the same day.
    AtOnce,
    /// Days, weeks, months, years or working days, as periods are counted in law.
    Counted(EuPeriod),
    /// Hours: whoever knows the hour counts on from it.
    Hours(u16),
}

impl Period {
    /// `at once`, `24 hours`, `5 working days`, `1 month`.
    fn parse(text: &str) -> Option<Self> {
        if text == "at once" {
            return Some(Self::AtOnce);
        }
        let (count, unit) = text.split_once(' ')?;
        let count: u16 = count.parse().ok()?;
        let counted = match unit {
            "hour" | "hours" if (1..=720).contains(&count) => return Some(Self::Hours(count)),
            "day" | "days" => EuPeriod::days(count),
            "working day" | "working days" => EuPeriod::working_days(count),
            "week" | "weeks" => EuPeriod::weeks(count),
            "month" | "months" => EuPeriod::months(count),
            "year" | "years" => EuPeriod::years(count),
            _ => return None,
        };
        counted.ok().map(Self::Counted)
    }
}

/// What the `sharing` table says besides who decides.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    pub(crate) nation: Nation,
    pub(crate) documents: Vec<PolicyDocument>,
    pub(crate) limits: Vec<TimeLimit>,
}

impl Manner {
    /// Reads it; what is wrong is reported.
    pub(super) fn read(table: &mut Reader<'_>, faulty: &mut bool) -> Self {
        let nations = [Nation::EnglandAndWales, Nation::NorthernIreland, Nation::Scotland]
            .map(|nation| (nation.id(), nation));
        let named = table.optional_one_of("nation", "nation", &nations);
        *faulty |= named.is_none() && table.has("nation");
        let documents = list(table, "policy_document", faulty, document);
        let limits = list(table, "within", faulty, limit);
        for (place, one) in limits.iter().enumerate() {
            if limits.iter().take(place).any(|other| other.duty == one.duty) {
                table.fault("within", format!("the duty `{}` has two times", one.duty));
                *faulty = true;
            }
        }
        Self { nation: named.unwrap_or(Nation::EnglandAndWales), documents, limits }
    }
}

impl Manner {
    /// Whether an appropriate policy document is in place for a paragraph on a day (S1-05).
    pub(crate) fn in_place(&self, paragraph: u8, day: Day) -> bool {
        self.documents.iter().any(|document| document.is_in_place(paragraph, day))
    }
}

impl Default for Manner {
    fn default() -> Self {
        Self { nation: Nation::EnglandAndWales, documents: Vec::new(), limits: Vec::new() }
    }
}

fn document(reader: &mut Reader<'_>) -> Option<PolicyDocument> {
    let mut paragraphs = 0_u64;
    let mut sound = true;
    let items = match reader.raw("paragraphs").map(|found| &found.node) {
        Some(Node::List(items)) => items.as_slice(),
        None
        | Some(
            Node::Null
            | Node::Flag(_)
            | Node::Number(_)
            | Node::Fraction
            | Node::Day(_)
            | Node::Text(_)
            | Node::Table(_),
        ) => &[],
    };
    let number = |item: &Located| match item.node {
        Node::Number(number) => u8::try_from(number).ok(),
        Node::Null
        | Node::Flag(_)
        | Node::Fraction
        | Node::Day(_)
        | Node::Text(_)
        | Node::List(_)
        | Node::Table(_) => None,
    };
    let numbers: Vec<Option<u8>> = items.iter().map(number).collect();
    for number in &numbers {
        match number.and_then(|number| Paragraph::new(number).ok()) {
            Some(paragraph) => paragraphs |= 1 << paragraph.number(),
            None => sound = false,
        }
    }
    if !sound || numbers.is_empty() {
        reader.fault(
            "paragraphs",
            "`paragraphs` lists the paragraphs of Schedule 1, 1 to 37, it is for",
        );
        sound = false;
    }
    let (from, until) = time(reader)?;
    sound.then_some(PolicyDocument { paragraphs, from, until })
}

fn limit(reader: &mut Reader<'_>) -> Option<TimeLimit> {
    let duty = reader.one_of("duty", "duty", Duty::NAMES);
    let written = reader.text("within");
    let period = written.and_then(|text| {
        let found = Period::parse(text);
        if found.is_none() {
            reader.fault(
                "within",
                unknown(
                    "time",
                    text,
                    ["at once", "24 hours", "5 working days", "7 days", "1 month"].into_iter(),
                ),
            );
        }
        found
    });
    let from = match reader.optional_one_of("after", "event", RunsFrom::NAMES) {
        Some(from) => Some(from),
        None if reader.has("after") => None,
        None => Some(RunsFrom::Decision),
    };
    let cite = cites(reader, "cite");
    Some(TimeLimit {
        duty: duty?,
        period: period?,
        from: from?,
        written: written?.into(),
        cite: cite?,
    })
}
