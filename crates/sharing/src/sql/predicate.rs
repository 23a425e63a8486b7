//! The predicate of each category and detail that is asked for.

use caldicott_calendar::{Day, RuleSet};

use super::asker::Asking;
use super::fold::{Branch, Fold, turning_days};
use super::tables::{Stored, Tables};
use super::text::Sql;
use super::write::{Place, Writer};
use super::{Dialect, OnDay, SqlError};
use crate::bits::ones;
use crate::data::DataSet;
use crate::known::Known;
use crate::request::Request;
use crate::resolve::Scope;
use crate::rulebook::{Limit, Rulebook};

/// The alias of the subject's row in a condition.
const SUBJECT: &str = "s";

/// What one asker may see, as a condition on each person for each category and detail asked for.
#[derive(Clone, Debug)]
pub struct Predicates<'r> {
    pub(super) rulebook: &'r Rulebook,
    pub(super) tables: &'r Tables,
    pub(super) dialect: Dialect,
    pub(super) on: OnDay,
    pub(super) asking: Asking,
    each: Vec<Predicate>,
    /// The conditions as text, each beside its predicate.
    conditions: Vec<String>,
}

/// When one category or detail is shown.
#[derive(Clone, Debug)]
pub struct Predicate {
    pub(super) datum: DataSet,
    shows: Shows,
    pub(super) spells: Vec<Spell>,
    gateways: Vec<String>,
    bars: Vec<String>,
    rules: RuleSet,
    unmapped: Vec<&'static str>,
}

/// A time in which the same rules hold, and the ways in which something may go in it.
#[derive(Clone, Debug)]
pub(super) struct Spell {
    from: Option<Day>,
    until: Option<Day>,
    branches: Vec<Branch>,
}

/// When something is shown.
#[expect(clippy::exhaustive_enums, reason = "always, sometimes or never")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shows {
    /// Of everybody, on every day that is asked about.
    Always,
    /// Where the condition holds.
    Where,
    /// Of nobody.
    Never(Why),
}

/// Why something is shown of nobody.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Why {
    /// No gateway can release it to this asker, whoever it is about.
    NoGateway,
    /// It is not asked for.
    NotAsked,
    /// It is not known who asks, what for or which way the data goes.
    ScopeUnknown,
    /// Only what the tables do not hold could release it: [`Predicate::unmapped`] names it.
    Unmapped,
    /// Nothing about anybody goes to this asker until they are verified, and nothing else releases it.
    Unverified,
}

impl<'r> Predicates<'r> {
    /// What one asker may see of people in these tables. The request's own `subject` is left aside.
    ///
    /// # Errors
    /// [`SqlError`] where a name or an id cannot be written, or the database cannot do what is asked.
    pub fn new(
        rulebook: &'r Rulebook,
        request: &Request,
        on: OnDay,
        tables: &'r Tables,
        dialect: Dialect,
    ) -> Result<Self, SqlError> {
        let sqlite = dialect == Dialect::Sqlite;
        let storable = match tables.stored {
            Stored::Date => !sqlite,
            Stored::EpochDays => true,
            Stored::IsoText => sqlite,
        };
        if !storable {
            return Err(SqlError::Stored { stored: tables.stored, dialect });
        }
        let rules = &*rulebook.rules;
        let scope = Scope::of_asker(rules, request);
        let asking = Asking::of(rules, request, scope.kind);
        let mut folds = Vec::new();
        match on {
            OnDay::Fixed(day) => folds.push((None, None, Fold::new(rules, request, tables, day))),
            OnDay::Bound | OnDay::Today => {
                let days = turning_days(rules, request);
                let mut from = None;
                for until in days.into_iter().map(Some).chain([None]) {
                    let fold = Fold::new(rules, request, tables, from.unwrap_or(Day::MIN));
                    folds.push((from, until, fold));
                    from = until;
                }
            }
        }
        let known = scope.purpose != Known::Unknown
            && scope.kind != Known::Unknown
            && scope.direction != Known::Unknown;
        let never = match (known, scope.is_verified()) {
            (false, _) => Why::ScopeUnknown,
            (true, false) => Why::Unverified,
            (true, true) => Why::NoGateway,
        };
        let members = request.asked.members();
        let each = members.map(|datum| Predicate::of(rulebook, &folds, datum, never)).collect();
        let mut all = Self { rulebook, tables, dialect, on, asking, each, conditions: Vec::new() };
        let person = dialect.quoted(&tables.person)?;
        let place = Place {
            subject: SUBJECT.to_owned(),
            person: format!("{SUBJECT}.{person}"),
            day: dialect.asked_day(on, tables.stored)?,
            named: false,
        };
        let conditions: Result<Vec<String>, SqlError> =
            all.each.iter().map(|one| Ok(all.condition(one, &place)?.write(0))).collect();
        all.conditions = conditions?;
        Ok(all)
    }

    /// The predicate of each category and detail asked for.
    #[must_use]
    pub fn each(&self) -> &[Predicate] {
        &self.each
    }

    /// The condition of each, in the same order: a boolean expression, of which false and null both show
    /// nothing. The subject table must be there under the alias `s`.
    #[must_use]
    pub fn conditions(&self) -> &[String] {
        &self.conditions
    }

    /// The predicate of one category (by itself: its details have their own) or detail; `None` where it
    /// was not asked for.
    pub fn of(&self, data: impl Into<DataSet>) -> Option<&Predicate> {
        let datum = parts(data.into()).next()?;
        self.each.iter().find(|one| one.datum == datum)
    }

    /// The condition under which one category or detail is shown.
    pub fn condition_of(&self, data: impl Into<DataSet>) -> Option<&str> {
        let datum = parts(data.into()).next()?;
        let place = self.each.iter().position(|one| one.datum == datum)?;
        self.conditions.get(place).map(String::as_str)
    }

    /// A query of the ids of the people about whom all that is asked may go: what
    /// [`filter`](crate::filter) finds, in the database.
    ///
    /// # Errors
    /// [`SqlError::Name`] where a name cannot be written.
    pub fn filter_query(&self) -> Result<String, SqlError> {
        let person = self.dialect.quoted(&self.tables.person)?;
        let table = self.dialect.table(&self.tables.subject)?;
        let all = if self.conditions.is_empty() {
            "FALSE".to_owned()
        } else {
            self.conditions
                .iter()
                .map(|one| format!("({one})"))
                .collect::<Vec<_>>()
                .join("\n  AND ")
        };
        Ok(format!(
            "SELECT {SUBJECT}.{person} FROM {table} AS {SUBJECT}\nWHERE {SUBJECT}.{person} IS NOT NULL\n  \
             AND {all}\nORDER BY {SUBJECT}.{person}"
        ))
    }

    /// The rules that were applied: those of every predicate.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        self.each.iter().flat_map(|one| one.rules.iter()).copied().collect()
    }

    pub(super) fn condition(&self, predicate: &Predicate, place: &Place) -> Result<Sql, SqlError> {
        let branches = self.branches(predicate, place)?;
        Ok(Sql::any(branches.into_iter().map(|(_, condition)| condition).collect()))
    }

    /// Each way to show it, with a line that says by which gateway, bars and rules.
    pub(super) fn branches(
        &self,
        predicate: &Predicate,
        place: &Place,
    ) -> Result<Vec<(String, Sql)>, SqlError> {
        let writer = self.writer(place);
        let mut all = Vec::new();
        for spell in &predicate.spells {
            for branch in &spell.branches {
                let mut parts = self.on_days(spell, &place.day);
                parts.push(writer.formula(&branch.formula)?);
                all.push((self.says(branch), Sql::all(parts)));
            }
        }
        Ok(all)
    }

    pub(super) const fn writer<'w>(&'w self, place: &'w Place) -> Writer<'w> {
        let (dialect, tables) = (self.dialect, self.tables);
        Writer { dialect, tables, asking: &self.asking, place }
    }

    /// That the day lies in a time. A day that is not there lies in none.
    fn on_days(&self, spell: &Spell, day: &str) -> Vec<Sql> {
        if matches!(self.on, OnDay::Fixed(_)) {
            return Vec::new();
        }
        let stored = self.tables.stored;
        let readable = match self.on {
            OnDay::Bound => self.dialect.is_day(day, stored),
            OnDay::Fixed(_) | OnDay::Today => None,
        };
        let mut parts: Vec<Sql> = readable.into_iter().map(Sql::plain).collect();
        for (how, end) in [(">=", spell.from), ("<", spell.until)] {
            let end = end.map(|end| self.dialect.day(end, stored));
            parts.extend(end.map(|end| Sql::plain(format!("{day} {how} {end}"))));
        }
        if self.on == OnDay::Bound && spell.from.is_none() && spell.until.is_none() {
            parts.push(Sql::plain(format!("{day} IS NOT NULL")));
        }
        parts
    }

    fn says(&self, branch: &Branch) -> String {
        let rules = &*self.rulebook.rules;
        let ids = |set: RuleSet| set.iter().map(|rule| rule.id().to_owned()).collect::<Vec<_>>();
        let gateway = rules.gateways.get(branch.gateway).map_or("", |gateway| gateway.id());
        let cited = ids(rules.cites.set(rules.cites.of_limb(branch.limb, false))).join(" ");
        let bars = ones(branch.bars).filter_map(|bar| rules.bars.get(bar));
        let bars: Vec<&str> = bars.map(crate::rulebook::Bar::id).collect();
        let bars =
            if bars.is_empty() { String::new() } else { format!("; bars {}", bars.join(" ")) };
        harmless(&format!("gateway {gateway}: {cited}{bars}"))
    }
}

impl Predicate {
    fn of(
        rulebook: &Rulebook,
        folds: &[(Option<Day>, Option<Day>, Fold<'_>)],
        datum: DataSet,
        never: Why,
    ) -> Self {
        let rules = &*rulebook.rules;
        let mut unmapped = Vec::new();
        let mut spells: Vec<Spell> = Vec::new();
        for (from, until, fold) in folds {
            let branches = fold.branches(datum, &mut unmapped);
            match spells.last_mut() {
                Some(last) if last.branches == branches => last.until = *until,
                _ => spells.push(Spell { from: *from, until: *until, branches }),
            }
        }
        let always = |spell: &Spell| spell.branches.iter().any(|one| one.formula.is_true());
        let shows = if spells.iter().all(|spell| spell.branches.is_empty()) {
            Shows::Never(if unmapped.is_empty() { never } else { Why::Unmapped })
        } else if spells.iter().all(always) {
            Shows::Always
        } else {
            Shows::Where
        };
        spells.retain(|spell| !spell.branches.is_empty());
        let (mut gateways, mut bars): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut set = RuleSet::default();
        let mut cite = |places: &[u16]| {
            for rule in places.iter().filter_map(|place| rules.cites.rule(*place)) {
                set.cite(rule);
            }
        };
        for branch in spells.iter().flat_map(|spell| &spell.branches) {
            cite(rules.cites.of_limb(branch.limb, false));
            push(&mut gateways, rules.gateways.get(branch.gateway).map_or("", |one| one.id()));
            if let Some(limb) = rules.compiled.limb(branch.limb) {
                for (fact, _) in limb.needs.facts() {
                    cite(rules.cites.facts.get(fact as usize).map_or(&[], |places| places));
                }
                for limit in Limit::of(limb.needs.limits) {
                    cite(rules.cites.limits.get(limit.place()).map_or(&[], |places| places));
                }
            }
            for place in ones(branch.bars) {
                cite(rules.cites.bars.get(place).map_or(&[], |places| places));
                push(&mut bars, rules.bars.get(place).map_or("", |one| one.id()));
            }
        }
        Self { datum, shows, spells, gateways, bars, rules: set, unmapped }
    }

    /// The category or detail.
    #[must_use]
    pub fn data(&self) -> &'static str {
        self.datum.names().next().unwrap_or_default()
    }

    /// When it is shown.
    #[must_use]
    pub const fn shows(&self) -> Shows {
        self.shows
    }

    /// The gateways that release it, by their ids.
    #[must_use]
    pub fn gateways(&self) -> &[String] {
        &self.gateways
    }

    /// The bars that are kept to, by their ids.
    #[must_use]
    pub fn bars(&self) -> &[String] {
        &self.bars
    }

    /// The rules it applies.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// What could release it, or more of it, and the tables do not hold: taken for unknown.
    #[must_use]
    pub fn unmapped(&self) -> &[&'static str] {
        &self.unmapped
    }
}

fn push(list: &mut Vec<String>, id: &str) {
    if !list.iter().any(|known| known == id) {
        list.push(id.to_owned());
    }
}

/// The categories of a set, and its details whose category is not in it.
pub(super) fn parts(data: DataSet) -> impl Iterator<Item = DataSet> {
    let categories = data.categories();
    data.members()
        .filter(move |one| one.details().all(|detail| !categories.contains(detail.category())))
}

/// A comment that cannot end itself, whatever an id is made of.
pub(super) fn harmless(text: &str) -> String {
    let plain =
        |c: char| if c.is_ascii_alphanumeric() || " -_.,:;()".contains(c) { c } else { '?' };
    text.chars().map(plain).collect()
}
