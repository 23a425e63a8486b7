//! Who read, learnt and signed what (M-001 to M-020, L-006).

use caldicott_calendar::Day;
use caldicott_model::document::Reader;

use crate::owed::{Owed, Owes};
use crate::rules;
use caldicott_model::words;

words! {
    /// In which part somebody works with the data.
    #[expect(clippy::exhaustive_enums, reason = "each owes something else")]
    Worker {
        /// Staff: bound by the code of conduct.
        Employee = "employee",
        /// A contractor, partner or volunteer of another body: signs a policy of use (L-006).
        External = "external",
    }
}

/// What an organisation sets for itself where its policies name no number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Routine {
    /// Days from the start within which the policies are read. The source says `at induction`.
    pub induction_days: u16,
    /// Days from the start within which the first course is done.
    pub first_course_days: u16,
    /// Months from one course to the next.
    pub course_months: u8,
}

/// What one worker read, learnt and signed, by the host's id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Training {
    worker: String,
    kind: Worker,
    started: Day,
    left: Option<Day>,
    read: Option<Day>,
    course: Option<Day>,
    signed: Option<Day>,
    routine: Routine,
}

impl Default for Routine {
    /// Two weeks for induction, four for the first course, a year to the next: choices, none of them law.
    fn default() -> Self {
        Self { induction_days: 14, first_course_days: 28, course_months: 12 }
    }
}

impl Routine {
    /// Reads `[training]` of a rulebook; what it leaves out is as by default.
    #[must_use]
    pub fn read(table: &mut Reader<'_>) -> Self {
        let default = Self::default();
        let induction = table.optional_number("induction-days", 0, 366);
        let first = table.optional_number("first-course-days", 0, 366);
        let months = table.optional_number("course-months", 1, 36);
        let days = |days: Option<i64>| days.and_then(|days| u16::try_from(days).ok());
        Self {
            induction_days: days(induction).unwrap_or(default.induction_days),
            first_course_days: days(first).unwrap_or(default.first_course_days),
            course_months: months
                .and_then(|months| u8::try_from(months).ok())
                .unwrap_or(default.course_months),
        }
    }
}

impl Training {
    /// A worker who started on a day.
    #[must_use]
    pub fn of(worker: impl Into<String>, kind: Worker, started: Day) -> Self {
        Self {
            worker: worker.into(),
            kind,
            started,
            left: None,
            read: None,
            course: None,
            signed: None,
            routine: Routine::default(),
        }
    }

    /// The same, under an organisation's own routine.
    #[must_use]
    pub const fn under(mut self, routine: Routine) -> Self {
        self.routine = routine;
        self
    }

    /// The same, having read and understood the policies on this day (M-001, M-015).
    #[must_use]
    pub fn read_on(self, day: Day) -> Self {
        Self { read: Some(day), ..self }
    }

    /// The same, having done the course on this day (M-006, M-009).
    #[must_use]
    pub fn course_on(self, day: Day) -> Self {
        Self { course: self.course.max(Some(day)), ..self }
    }

    /// The same, having signed the policy of use on this day (L-006).
    #[must_use]
    pub fn signed_on(self, day: Day) -> Self {
        Self { signed: Some(day), ..self }
    }

    /// The same, who left on this day.
    #[must_use]
    pub fn left_on(self, day: Day) -> Self {
        Self { left: Some(day), ..self }
    }

    /// Whether this worker may see data on a day: not before the policy of use is signed, nor after they
    /// left.
    #[must_use]
    pub fn may_have_access(&self, day: Day) -> bool {
        let here = self.started <= day && self.left.is_none_or(|left| day <= left);
        let bound = match self.kind {
            Worker::Employee => true,
            Worker::External => self.signed.is_some_and(|signed| signed <= day),
        };
        here && bound
    }
}

impl Owes for Training {
    fn owes(&self) -> Vec<Owed> {
        // Who left owes nothing more.
        if self.left.is_some() {
            return Vec::new();
        }
        let owed = |what: &str, by: Option<Day>, rule| {
            Owed::new(what, "line manager", by, rule).about(&self.worker)
        };
        let within = |days: u16| self.started.plus_days(i32::from(days));
        let mut found = Vec::new();
        if self.read.is_none() {
            let by = within(self.routine.induction_days);
            found.push(owed("have the policies read at induction", by, rules::M_001));
        }
        let by = match self.course {
            Some(last) => last.plus_months(i32::from(self.routine.course_months)),
            None => within(self.routine.first_course_days),
        };
        found.push(owed("have the yearly awareness course done", by, rules::M_009));
        if self.kind == Worker::External && self.signed.is_none() {
            let by = Some(self.started);
            found.push(owed("have the policy of use signed", by, rules::L_006));
        }
        found
    }
}
