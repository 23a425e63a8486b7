//! Reading a plan back that was written down, to be carried out on a later day.

use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;
use caldicott_model::document::Reader;

use super::{Plan, PlanError, PlanLine};
use crate::Duty;

/// A plan on its way back from where it was written down: its head, then its lines.
///
/// A plan may have a great many lines, so they are read one by one.
#[derive(Debug)]
pub struct PlanReading {
    plan: Plan,
    wanted: usize,
}

/// All of a plan but its lines, to be written before them.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "a head is there to be written"))]
pub struct PlanHead {
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::hex"))]
    id: Sha256,
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::hex"))]
    schedule: Sha256,
    day: Day,
    expires: Day,
    looked_at: usize,
    lines: usize,
}

impl Plan {
    /// What is written before the lines.
    #[must_use]
    pub const fn head(&self) -> PlanHead {
        PlanHead {
            id: self.id,
            schedule: self.schedule,
            day: self.day,
            expires: self.expires,
            looked_at: self.looked_at,
            lines: self.lines.len(),
        }
    }
}

impl PlanReading {
    /// Reads what [`Plan::head`] wrote; `None` when something is wrong with it, which the reader's faults
    /// then say.
    pub fn head(reader: &mut Reader<'_>) -> Option<Self> {
        let id = hash(reader, "id");
        let schedule = hash(reader, "schedule");
        let (day, expires) = (reader.day("day"), reader.day("expires"));
        let looked_at = count(reader, "looked_at");
        let wanted = count(reader, "lines");
        let (id, schedule, day, expires) = (id?, schedule?, day?, expires?);
        let plan = Plan { id, schedule, day, expires, lines: Vec::new(), looked_at: looked_at? };
        Some(Self { plan, wanted: wanted? })
    }

    /// Reads the next line, as [`PlanLine`] is written; `None` when something is wrong with it.
    pub fn line(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.plan.lines.push(PlanLine::read(reader)?);
        Some(())
    }

    /// The plan.
    ///
    /// # Errors
    /// When a line was changed, added, moved or taken out, or the head was changed: the plan's id is a
    /// hash of all that, and the id is what was approved.
    pub fn finish(self) -> Result<Plan, PlanError> {
        let Self { plan, wanted } = self;
        let sorted = plan.lines.is_sorted_by(|one, next| one.record < next.record);
        if plan.lines.len() != wanted || !sorted || plan.digest() != plan.id {
            return Err(PlanError::Changed);
        }
        Ok(plan)
    }
}

impl PlanLine {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let duties = [("anonymise", Duty::Anonymise), ("dispose", Duty::Dispose)];
        let record = reader.text("record").map(str::to_owned);
        let class = reader.text("class").map(str::to_owned);
        let duty = reader.one_of("duty", "duty of a plan", &duties);
        let due = reader.optional_day("due");
        let rule = reader.optional_text("rule").map(str::to_owned);
        let version = reader.optional_number("version", 0, i64::from(u32::MAX));
        let trigger = reader.optional_text("trigger").map(str::to_owned);
        let fingerprint = hash(reader, "fingerprint");
        Some(Self {
            record: record?,
            class: class?,
            duty: duty?,
            due,
            rule,
            version: u32::try_from(version?).ok()?,
            trigger,
            fingerprint: fingerprint?,
        })
    }
}

fn hash(reader: &mut Reader<'_>, key: &'static str) -> Option<Sha256> {
    let text = reader.text(key)?;
    let found = Sha256::from_hex(text);
    if found.is_none() {
        reader.fault(key, "is no hash: 64 digits of base 16 are wanted");
    }
    found
}

fn count(reader: &mut Reader<'_>, key: &'static str) -> Option<usize> {
    let found = reader.optional_number(key, 0, i64::MAX);
    if found.is_none() && !reader.has(key) {
        reader.fault(key, "is missing");
    }
    usize::try_from(found?).ok()
}
