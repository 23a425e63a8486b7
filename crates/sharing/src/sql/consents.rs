//! Consents, refusals and withdrawals: an event history, read at the day.
//!
//! Two relations say what it comes to for the asker: the consents of a kind that give them something, and
//! what was said against them. Their columns have names of their own, and conditions are made of them.

mod relations;

use super::SqlError;
use super::asker::names_of;
use super::tables::Consents;
use super::text::{From, Sql};
use super::write::Writer;
use crate::data::DataSet;
use crate::rulebook::Form;
use crate::words::ConsentKind;

use relations::REFUSED;
pub(super) use relations::{AGAINST, Sure, given_name};

impl Writer<'_> {
    /// That a consent stands for a datum and no refusal has been heard since.
    pub(super) fn consented(
        &self,
        kind: ConsentKind,
        express: bool,
        datum: DataSet,
    ) -> Result<Sql, SqlError> {
        let Some(tables) = &self.tables.consents else { return Ok(Sql::any(Vec::new())) };
        let mut of = vec![self.of_person("g")];
        if express {
            of.push(Sql::plain(self.dialect.is("g.express", true)));
        }
        of.push(self.covers(tables, kind, datum)?);
        // Who refuses that data goes to somebody at all has not lifted confidence for them.
        let heard: &[ConsentKind] =
            if kind == ConsentKind::Sharing { &REFUSED } else { core::slice::from_ref(&kind) };
        // On equal days the refusal wins, and one whose day cannot be read is heard.
        let before = Sql::all(self.compared("a.since", "<", "g.given"));
        let refusal = vec![
            self.of_person("a"),
            self.of_kinds(heard)?,
            before.not_true(),
            self.refuses(tables, &[datum])?,
        ];
        of.push(Sql::none(self.against(tables, Sure::No)?, refusal));
        let mut parts = self.complete(&tables.complete)?;
        parts.push(Sql::exists(self.given(tables, kind)?, of));
        Ok(Sql::all(parts))
    }

    /// That it is known whether a refusal stands against the asker, with no later consent.
    pub(super) fn refused(&self, value: bool) -> Result<Sql, SqlError> {
        let Some(tables) = &self.tables.consents else { return Ok(Sql::any(Vec::new())) };
        let asked: Vec<DataSet> = self.asking.asked.members().collect();
        let mut of = vec![
            self.of_person("a"),
            if value {
                self.among("a.kind", REFUSED.map(ConsentKind::name))?
            } else {
                self.of_kinds(&REFUSED)?
            },
            self.refuses(tables, &asked)?,
        ];
        let mut since = Vec::new();
        for kind in REFUSED {
            since.extend(self.since(tables, kind)?);
        }
        if !since.is_empty() {
            of.push(Sql::any(since).not_true());
        }
        let mut parts = self.complete(&tables.complete)?;
        parts.push(if value {
            Sql::exists(self.against(tables, Sure::Yes)?, of)
        } else {
            Sql::none(self.against(tables, Sure::No)?, of)
        });
        Ok(Sql::all(parts))
    }

    /// That a consent covers a datum: it says so, or says nothing on a form for something in particular.
    fn covers(
        &self,
        tables: &Consents,
        kind: ConsentKind,
        datum: DataSet,
    ) -> Result<Sql, SqlError> {
        let form = self.dialect.exactly("g.form");
        let on = |forms: &[&Form]| self.among(&form, forms.iter().map(|form| &*form.id));
        let all = self.asking.forms_of(kind).count();
        let forms: Vec<&Form> =
            self.asking.forms_of(kind).filter(|form| form.covers.contains_all(datum)).collect();
        let specific: Vec<&Form> =
            forms.iter().copied().filter(|form| form.covers != DataSet::EVERY).collect();
        let mut ways =
            vec![self.listed(&tables.data, "g.id", |name| self.among(name, names_of(datum)))?];
        if !specific.is_empty() {
            let unsaid = self.not_listed(&tables.data, "g.id", None)?;
            ways.push(Sql::all(vec![on(&specific)?, unsaid]));
        }
        let mut parts = Vec::new();
        if forms.len() < all {
            parts.push(on(&forms)?);
        }
        parts.push(Sql::any(ways));
        Ok(Sql::all(parts))
    }

    /// That a refusal is of one of these: it names nothing, or one of them.
    fn refuses(&self, tables: &Consents, data: &[DataSet]) -> Result<Sql, SqlError> {
        let touched = self.listed(&tables.data, "a.id", |name| self.touches(name, data))?;
        Ok(Sql::any(vec![self.not_listed(&tables.data, "a.id", None)?, touched]))
    }

    /// That a refusal names something, and none of these.
    fn spares(&self, tables: &Consents, data: &[DataSet]) -> Result<Sql, SqlError> {
        let any = self.listed(&tables.data, "a.id", |_| Ok(Sql::all(Vec::new())))?;
        let name = format!("l.{}", self.quoted(&tables.data.name)?);
        let touched = self.touches(&name, data)?;
        Ok(Sql::all(vec![any, self.not_listed(&tables.data, "a.id", Some(touched))?]))
    }

    /// That a later consent of a kind gives all of what is asked that the refusal is about; `None` where
    /// none can.
    fn since(&self, tables: &Consents, kind: ConsentKind) -> Result<Option<Sql>, SqlError> {
        if self.asking.names.is_empty() || self.asking.forms_of(kind).next().is_none() {
            return Ok(None);
        }
        let mut later = vec![self.of_person("g")];
        later.extend(self.compared("a.since", "<", "g.given"));
        let reachable = |datum: &DataSet| {
            self.asking.forms_of(kind).any(|form| form.covers.contains_all(*datum))
        };
        let (within, beyond): (Vec<DataSet>, Vec<DataSet>) =
            self.asking.asked.members().partition(reachable);
        if !beyond.is_empty() {
            later.push(self.spares(tables, &beyond)?);
        }
        for datum in within {
            let covered = self.covers(tables, kind, datum)?;
            later.push(Sql::any(vec![covered, self.spares(tables, &[datum])?]));
        }
        let same = self.among("a.kind", [kind.name()])?;
        Ok(Some(Sql::all(vec![same, Sql::exists(self.given(tables, kind)?, later)])))
    }

    /// That something was said of one of these kinds. What cannot be read is of each.
    fn of_kinds(&self, kinds: &[ConsentKind]) -> Result<Sql, SqlError> {
        let others = ConsentKind::NAMES.iter().filter(|(_, kind)| !kinds.contains(kind));
        self.not_among("a.kind", others.map(|(name, _)| *name))
    }

    fn of_person(&self, alias: &str) -> Sql {
        Sql::plain(format!("{alias}.person = {}", self.place.person))
    }

    fn given(&self, tables: &Consents, kind: ConsentKind) -> Result<From, SqlError> {
        if self.place.named {
            return Ok(From::Table(format!("{} AS g", given_name(kind))));
        }
        Ok(From::Found(vec![self.gives(tables, kind)?], "g".to_owned()))
    }

    fn against(&self, tables: &Consents, sure: Sure) -> Result<From, SqlError> {
        if self.place.named && sure == Sure::No {
            return Ok(From::Table(format!("{AGAINST} AS a")));
        }
        Ok(From::Found(self.said_against(tables, sure)?, "a".to_owned()))
    }
}
