//! What people said, as far as it is about the asker.

use super::super::SqlError;
use super::super::tables::{CapacityTable, Consents, ListTable};
use super::super::text::{From, Select, Sql};
use super::super::write::Writer;
use crate::rulebook::Form;
use crate::words::{CapacityFinding, ConsentKind, GivenBy, SharingPurpose};

/// The kinds whose refusal stands against a gateway that needs no consent.
pub(super) const REFUSED: [ConsentKind; 2] = [ConsentKind::DataProtection, ConsentKind::Sharing];

/// The name of what was said against the asker.
pub(in crate::sql) const AGAINST: &str = "caldicott_against";

/// The name of the consents of a kind.
pub(in crate::sql) fn given_name(kind: ConsentKind) -> String {
    format!("caldicott_given_{}", kind.name().replace('-', "_"))
}

/// Whether only what is surely meant for the asker counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::sql) enum Sure {
    No,
    Yes,
}

impl Writer<'_> {
    /// The consents of a kind that give this asker something for this purpose on the day.
    pub(in crate::sql) fn gives(
        &self,
        tables: &Consents,
        kind: ConsentKind,
    ) -> Result<Select, SqlError> {
        let table = &tables.given;
        let column = |name: &str| self.quoted(name).map(|name| format!("c.{name}"));
        let (id, given, form) = (column(&table.id)?, column(&table.given)?, column(&table.form)?);
        let (person, explicit) = (column(&table.person)?, column(&table.explicit)?);
        let day = &self.place.day;
        let mut of = vec![self.among(&column(&table.kind)?, [kind.name()])?];
        of.extend(self.compared(&given, "<=", day));
        for end in [column(&table.until)?, column(&table.withdrawn)?] {
            let open = Sql::plain(format!("{end} IS NULL"));
            of.push(Sql::any(vec![open, Sql::all(self.compared(&end, ">", day))]));
        }
        of.push(self.on_a_form(&form, &given, kind)?);
        let names = self.asking.names.iter().map(String::as_str);
        of.push(self.listed(&tables.to, &id, |name| {
            self.among(&self.dialect.exactly(name), names.clone())
        })?);
        let purpose = self.asking.purpose.map(SharingPurpose::name);
        of.push(self.listed(&tables.purposes, &id, |name| self.among(name, purpose))?);
        // Without its evidence nobody can show it was given (CN-02).
        of.push(Sql::plain(format!("trim({}) <> ''", column(&table.evidence)?)));
        of.push(self.not_denied(&column(&table.freely_given)?, true));
        if kind == ConsentKind::DataProtection {
            of.push(self.not_denied(&column(&table.told_of_withdrawal)?, true));
        }
        of.push(self.by_somebody_able(tables, kind)?);
        let columns = format!(
            "{person} AS person, {id} AS id, {form} AS form, {given} AS given, {explicit} AS express"
        );
        Ok(Select::new(columns, self.table(&table.table, "c")?, of))
    }

    /// Refusals, withdrawals and decisions not to share that may be meant for this asker and purpose, by
    /// the day. One whose day cannot be read counts.
    pub(in crate::sql) fn said_against(
        &self,
        tables: &Consents,
        sure: Sure,
    ) -> Result<Vec<Select>, SqlError> {
        let table = &tables.given;
        let column = |name: &str| self.quoted(name).map(|name| format!("r.{name}"));
        let (person, id) = (column(&table.person)?, column(&table.id)?);
        let (kind, on) = (column(&table.kind)?, column(&table.withdrawn)?);
        let mut of =
            vec![is_refusal(&on, &column(&table.given)?, sure), self.by_the_day(&on, sure)];
        of.push(self.meant_to(&tables.to, &id, sure)?);
        of.push(self.meant_for(&tables.purposes, &id, sure)?);
        let columns = format!("{person} AS person, {id} AS id, {kind} AS kind, {on} AS since");
        let said = Select::new(columns, self.table(&table.table, "r")?, of);
        let Some(table) = &tables.best_interests else { return Ok(vec![said]) };
        let column = |name: &str| self.quoted(name).map(|name| format!("b.{name}"));
        let (person, id) = (column(&table.person)?, column(&table.id)?);
        let (kind, on) = (column(&table.decision)?, column(&table.on)?);
        let share = column(&table.share)?;
        let of = vec![
            match sure {
                Sure::No => Sql::plain(self.dialect.is(&share, true)).not_true(),
                Sure::Yes => Sql::plain(self.dialect.is(&share, false)),
            },
            self.by_the_day(&on, sure),
            self.meant_to(&table.to, &id, sure)?,
        ];
        // It has no list of data, so it is about everything.
        let columns = format!("{person} AS person, NULL AS id, {kind} AS kind, {on} AS since");
        let decided = Select::new(columns, self.table(&table.table, "b")?, of);
        Ok(vec![said, decided])
    }

    /// That it was given on a form for the purpose while that was in use.
    fn on_a_form(&self, form: &str, given: &str, kind: ConsentKind) -> Result<Sql, SqlError> {
        let form = self.dialect.exactly(form);
        let mut choices = Vec::new();
        for one in self.asking.forms_of(kind) {
            let mut parts = vec![self.among(&form, [&*one.id])?];
            parts.extend(self.in_use(given, one));
            choices.push(Sql::all(parts));
        }
        Ok(Sql::any(choices))
    }

    fn in_use<'t>(&'t self, given: &'t str, form: &'t Form) -> impl Iterator<Item = Sql> + 't {
        let ends = [(">=", form.from), ("<", form.until)].into_iter();
        let ends = ends.filter_map(|(how, day)| Some((how, day?)));
        ends.map(move |(how, day)| {
            let day = self.dialect.day(day, self.stored());
            Sql::plain(format!("{given} {how} {day}"))
        })
    }

    /// That it was given by somebody who was able or allowed to give it (CN-01).
    fn by_somebody_able(&self, tables: &Consents, kind: ConsentKind) -> Result<Sql, SqlError> {
        let table = &tables.given;
        let by = format!("c.{}", self.quoted(&table.given_by)?);
        let authority = format!("c.{}", self.quoted(&table.authority)?);
        let person = self.among(&by, [GivenBy::Person.name()])?;
        let mut own = vec![Sql::any(vec![Sql::plain(format!("{by} IS NULL")), person])];
        if let Some(capacity) = &tables.capacity {
            own.push(self.able(tables, capacity, kind)?);
        }
        let allowed = vec![
            self.among(&by, [GivenBy::Attorney, GivenBy::Deputy].map(GivenBy::name))?,
            Sql::plain(format!("trim({authority}) <> ''")),
        ];
        Ok(Sql::any(vec![Sql::all(own), Sql::all(allowed)]))
    }

    /// That nothing else than capacity was found when it was last assessed by that day (CN-07).
    fn able(
        &self,
        tables: &Consents,
        table: &CapacityTable,
        kind: ConsentKind,
    ) -> Result<Sql, SqlError> {
        let column =
            |alias: &str, name: &str| self.quoted(name).map(|name| format!("{alias}.{name}"));
        let given = column("c", &tables.given.given)?;
        let person = column("c", &tables.given.person)?;
        let others = ConsentKind::NAMES.iter().filter(|(_, other)| *other != kind);
        let (on, later) = (column("f", &table.on)?, column("n", &table.on)?);
        let mut since = vec![
            Sql::plain(format!("{} = {person}", column("n", &table.person)?)),
            self.among(&column("n", &table.decision)?, [kind.name()])?,
        ];
        since.extend(self.compared(&on, "<", &later));
        since.extend(self.compared(&later, "<=", &given));
        let has = [CapacityFinding::HasCapacity.name()];
        let found = vec![
            Sql::plain(format!("{} = {person}", column("f", &table.person)?)),
            self.not_among(&column("f", &table.decision)?, others.map(|(name, _)| *name))?,
            self.among(&column("f", &table.finding)?, has)?.not_true(),
            Sql::all(self.compared(&on, ">", &given)).not_true(),
            Sql::none(From::Table(self.table(&table.table, "n")?), since),
        ];
        Ok(Sql::none(From::Table(self.table(&table.table, "f")?), found))
    }

    fn by_the_day(&self, on: &str, sure: Sure) -> Sql {
        match sure {
            Sure::No => Sql::all(self.compared(on, ">", &self.place.day)).not_true(),
            Sure::Yes => Sql::all(self.compared(on, "<=", &self.place.day)),
        }
    }

    /// That a list names nobody or the asker. A name that nobody bears may be theirs, misspelt.
    fn meant_to(&self, to: &ListTable, id: &str, sure: Sure) -> Result<Sql, SqlError> {
        if sure == Sure::No && self.asking.others.is_empty() {
            // No name is surely somebody else's.
            return Ok(Sql::all(Vec::new()));
        }
        let named = self.listed(to, id, |name| {
            let name = self.dialect.exactly(name);
            match sure {
                Sure::No => self.not_among(&name, self.asking.others.iter().map(String::as_str)),
                Sure::Yes => self.among(&name, self.asking.names.iter().map(String::as_str)),
            }
        })?;
        Ok(Sql::any(vec![self.not_listed(to, id, None)?, named]))
    }

    /// That a list names no purpose or this one.
    fn meant_for(&self, purposes: &ListTable, id: &str, sure: Sure) -> Result<Sql, SqlError> {
        let purpose = self.asking.purpose;
        let said = self.listed(purposes, id, |name| {
            if self.tables.checked || sure == Sure::Yes {
                return self.among(name, purpose.map(SharingPurpose::name));
            }
            let others = SharingPurpose::NAMES.iter().filter(|(_, one)| Some(*one) != purpose);
            self.not_among(name, others.map(|(name, _)| *name))
        })?;
        Ok(Sql::any(vec![self.not_listed(purposes, id, None)?, said]))
    }
}

/// That it is a refusal or was withdrawn. What was neither given nor refused on any day was said all
/// the same.
fn is_refusal(on: &str, given: &str, sure: Sure) -> Sql {
    let mut ways = vec![Sql::plain(format!("{on} IS NOT NULL"))];
    if sure == Sure::No {
        ways.push(Sql::plain(format!("{given} IS NULL")));
    }
    Sql::any(ways)
}
