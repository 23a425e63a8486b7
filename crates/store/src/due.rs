//! What is due, and when: an index over days, so that a morning's list needs no key and no scan.

use caldicott_calendar::Day;

use crate::backend::{Bind, all};
use crate::batch::{Batch, with_proof};
use crate::store::Store;
use crate::{StoreError, names, schema};

/// Something that falls due on a day: the disposal of a record, the answer to a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Due {
    /// What kind of thing it is: a record's type, or a kind of case such as `access-request`.
    pub kind: String,
    /// Which one: a record's id, or a case's.
    pub entity: String,
    /// What is to be done: `review`, `dispose`, `answer`.
    pub stage: String,
    /// The day.
    pub on: Day,
    /// Whom it is about, so that it goes when they are erased.
    pub person: Option<String>,
}

impl Due {
    /// As it stands in the file.
    fn values(&self) -> [Bind<'_>; 5] {
        [
            Bind::Text(&self.kind),
            Bind::Text(&self.entity),
            Bind::Text(&self.stage),
            Bind::Int(self.on.epoch_days().into()),
            Bind::MaybeText(self.person.as_deref()),
        ]
    }
}

impl Batch<'_> {
    /// Says that something falls due, or that it falls due on another day than was said.
    ///
    /// # Errors
    /// [`StoreError::Name`] for an empty name, [`StoreError::Erased`] when it would be about somebody who
    /// was erased, and what the database reports.
    pub fn set_due(&mut self, due: &Due) -> Result<(), StoreError> {
        names::own(&due.kind, "the kind of what is due")?;
        names::plain(&due.entity, "the id of what is due")?;
        names::plain(&due.stage, "the stage that is due")?;
        due.person.as_deref().map(|person| self.not_erased(person)).transpose()?;
        self.database().execute(
            "INSERT INTO due (kind, entity, stage, day, person, proof) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (kind, entity, stage) \
             DO UPDATE SET day = excluded.day, person = excluded.person, proof = excluded.proof",
            &with_proof("due", due.values()),
        )?;
        Ok(())
    }

    /// Says that something is no longer due; whether it was.
    ///
    /// # Errors
    /// What the database reports.
    pub fn clear_due(&mut self, kind: &str, entity: &str, stage: &str) -> Result<bool, StoreError> {
        let mut database = self.database();
        schema::unsettled(&mut **database)?;
        let deleted = database.execute(
            "DELETE FROM due WHERE kind = ?1 AND entity = ?2 AND stage = ?3",
            &[Bind::Text(kind), Bind::Text(entity), Bind::Text(stage)],
        )?;
        Ok(deleted > 0)
    }
}

impl Store {
    /// What is due on this day or was before, the longest overdue first.
    ///
    /// # Errors
    /// What the database reports.
    pub fn due_by(&self, day: Day) -> Result<Vec<Due>, StoreError> {
        self.due_within(Day::MIN, day)
    }

    /// What fell due after one day and not after another: what a run on `until` has to do when the last
    /// one was on `after`. Nothing is left out or done twice when each run says where the last ended.
    ///
    /// # Errors
    /// What the database reports.
    pub fn became_due(&self, after: Day, until: Day) -> Result<Vec<Due>, StoreError> {
        match after.plus_days(1) {
            Some(first) => self.due_within(first, until),
            None => Ok(Vec::new()),
        }
    }

    fn due_within(&self, first: Day, last: Day) -> Result<Vec<Due>, StoreError> {
        all(
            &mut **self.lock(),
            "SELECT kind, entity, stage, day, person, proof FROM due WHERE day BETWEEN ?1 AND ?2 \
             ORDER BY day, kind, entity, stage",
            &[Bind::Int(first.epoch_days().into()), Bind::Int(last.epoch_days().into())],
            |row| {
                let due = Due {
                    kind: row.text(0)?.to_owned(),
                    entity: row.text(1)?.to_owned(),
                    stage: row.text(2)?.to_owned(),
                    on: row.day(3)?,
                    person: row.maybe_text(4)?.map(str::to_owned),
                };
                schema::proved("due", &due.values(), row.int(5)?)?;
                Ok(due)
            },
        )
    }
}
