//! Reading single values, names and lists of names.

use caldicott_calendar::{Day, Rule};
use caldicott_model::document::{Located, Node, Place, Reader, nearest};

use super::super::terms::{Limit, Needs, Term, any_or, kind_bit, purpose_bit};
use super::Names;
use crate::catalogue;
use crate::data::{DataSet, Detail};
use crate::duty::Duty;
use crate::fact::Fact;
use crate::words::{AskerKind, SharingPurpose};

/// Reads the tables of a list, each whole or not at all.
pub(in crate::rulebook) fn list<T>(
    reader: &mut Reader<'_>,
    key: &'static str,
    faulty: &mut bool,
    mut read: impl FnMut(&mut Reader<'_>) -> Option<T>,
) -> Vec<T> {
    let before = matches!(reader.raw(key), Some(found) if !matches!(found.node, Node::List(_)));
    *faulty |= before;
    let mut all = Vec::new();
    for mut one in reader.tables(key) {
        match read(&mut one) {
            Some(found) => all.push(found),
            None => *faulty = true,
        }
    }
    all.shrink_to_fit();
    all
}

/// Reports every name that an entry before it has, where it stands again.
pub(super) fn unique<'n>(
    reader: &mut Reader<'_>,
    key: &'static str,
    names: impl Iterator<Item = &'n str>,
    faulty: &mut bool,
) {
    let mut seen: Vec<&str> = names.collect();
    seen.sort_unstable();
    for pair in seen.windows(2) {
        if let [one, other] = pair
            && one == other
        {
            let at = again(reader, key, one).unwrap_or_else(|| reader.place_of(key));
            reader.fault_at(at, key, format!("two of `{key}` are called `{one}`"));
            *faulty = true;
        }
    }
}

/// Where an entry of the list is the second of this name.
fn again(reader: &mut Reader<'_>, key: &'static str, name: &str) -> Option<Place> {
    let Node::List(entries) = &reader.raw(key)?.node else { return None };
    let called = entries.iter().filter_map(|entry| {
        let Node::Table(table) = &entry.node else { return None };
        let found = table.get("id").or_else(|| table.get("name"))?;
        matches!(&found.node, Node::Text(text) if text == name).then_some(found.at)
    });
    called.skip(1).last()
}

pub(in crate::rulebook) fn unknown<'n>(
    kind: &str,
    found: &str,
    names: impl Iterator<Item = &'n str>,
) -> String {
    let shown = caldicott_model::document::printable(found);
    match nearest(found, names) {
        Some(near) => format!("unknown {kind} `{shown}`; did you mean `{near}`?"),
        None => format!("unknown {kind} `{shown}`"),
    }
}

impl Names {
    pub(super) fn role(&self, reader: &Reader<'_>, key: &str, name: &str) -> Option<usize> {
        let found = self.roles.iter().position(|role| &*role.name == name);
        if found.is_none() {
            let names = self.roles.iter().map(|role| &*role.name);
            reader.fault(key, unknown("role", name, names));
        }
        found
    }

    pub(super) fn organisation(&self, reader: &Reader<'_>, key: &str, name: &str) -> Option<usize> {
        let found = self.organisations.iter().position(|one| &*one.id == name);
        if found.is_none() {
            let names = self.organisations.iter().map(|one| &*one.id);
            reader.fault(key, unknown("organisation", name, names));
        }
        found
    }

    pub(super) fn gateway(&self, reader: &Reader<'_>, key: &str, name: &str) -> Option<usize> {
        let found = self.gateways.iter().position(|known| known == name);
        if found.is_none() {
            reader.fault(key, unknown("gateway", name, self.gateways.iter().map(String::as_str)));
        }
        found
    }

    /// Reads a list of needs; `None` when one of them is wrong.
    pub(super) fn needs(&self, reader: &mut Reader<'_>, key: &'static str) -> Option<Needs> {
        let mut needs = Needs::default();
        let mut whole = true;
        for (text, _) in reader.texts(key) {
            match self.term(reader, key, text) {
                Some(term) => needs = needs.and(term),
                None => whole = false,
            }
        }
        if needs.yes & needs.no != 0 {
            reader.fault(key, "a fact cannot both hold and not hold");
            whole = false;
        }
        whole.then_some(needs)
    }

    fn term(&self, reader: &Reader<'_>, key: &str, text: &str) -> Option<Term> {
        if let Some(role) = text.strip_prefix("approval:") {
            return self.role(reader, key, role).map(Term::Approval);
        }
        if let Some(limit) = Limit::all().find(|limit| limit.name() == text) {
            return Some(Term::Limit(limit));
        }
        let (name, holds) = text.strip_prefix("not:").map_or((text, true), |name| (name, false));
        let found = Fact::from_name(name);
        if found.is_none() {
            let facts = Fact::NAMES.iter().map(|(name, _)| *name);
            let limits = Limit::all().map(Limit::name).collect::<Vec<_>>();
            let message = unknown("need", name, facts.chain(limits.iter().copied()));
            reader.fault(key, message);
        }
        found.map(|fact| Term::Fact(fact, holds))
    }
}

/// Some of these names, or `None` when one is wrong.
pub(super) fn some_of<T: Copy>(
    reader: &mut Reader<'_>,
    key: &'static str,
    kind: &str,
    names: &[(&'static str, T)],
) -> Option<Vec<T>> {
    let found = reader.some_of(key, kind, names);
    (well_formed_list(reader, key) && found.len() == reader.texts(key).len()).then_some(found)
}

/// Whether the key is missing or a list of texts only.
pub(super) fn well_formed_list(reader: &mut Reader<'_>, key: &'static str) -> bool {
    reader.raw(key).is_none_or(|found| match &found.node {
        Node::List(items) => items.iter().all(|item| text_of(item).is_some()),
        Node::Null
        | Node::Flag(_)
        | Node::Number(_)
        | Node::Fraction
        | Node::Day(_)
        | Node::Text(_)
        | Node::Table(_) => false,
    })
}

pub(super) fn text_of(found: &Located) -> Option<&str> {
    match &found.node {
        Node::Text(text) => Some(text),
        Node::Null
        | Node::Flag(_)
        | Node::Number(_)
        | Node::Fraction
        | Node::Day(_)
        | Node::List(_)
        | Node::Table(_) => None,
    }
}

/// A list of categories and details; missing is the empty set, `every` is everything.
pub(crate) fn data(reader: &mut Reader<'_>, key: &'static str) -> Option<DataSet> {
    let mut names: Vec<(&'static str, DataSet)> = caldicott_model::Category::ALL
        .iter()
        .map(|category| (category.name(), DataSet::from(*category)))
        .chain(Detail::NAMES.iter().map(|(name, detail)| (*name, DataSet::from(*detail))))
        .collect();
    names.push(("every", DataSet::EVERY));
    names.push(("special", DataSet::of(caldicott_model::CategorySet::SPECIAL)));
    some_of(reader, key, "category", &names).map(|sets| sets.into_iter().collect())
}

pub(in crate::rulebook) fn cites(reader: &mut Reader<'_>, key: &'static str) -> Option<Vec<Rule>> {
    let mut rules = Vec::new();
    let mut whole = well_formed_list(reader, key);
    for (id, _) in reader.texts(key) {
        if let Some(rule) = catalogue::rule(id) {
            rules.push(rule);
        } else {
            reader.fault(key, catalogue::not_citable(id));
            whole = false;
        }
    }
    whole.then_some(rules)
}

/// At least one rule.
pub(super) fn cite(reader: &mut Reader<'_>) -> Option<Vec<Rule>> {
    let rules = cites(reader, "cite")?;
    if rules.is_empty() {
        reader.fault("cite", "`cite` names no rule: what obeys none may not decide");
        return None;
    }
    Some(rules)
}

pub(super) fn duties(reader: &mut Reader<'_>) -> Option<u32> {
    some_of(reader, "duties", "duty", Duty::NAMES)
        .map(|duties| duties.iter().fold(0, |sum, duty| sum | duty.bit()))
}

pub(super) fn purposes(reader: &mut Reader<'_>, key: &'static str) -> Option<u64> {
    some_of(reader, key, "purpose", SharingPurpose::NAMES).map(|found| any_or(&found, purpose_bit))
}

pub(super) fn who(reader: &mut Reader<'_>) -> Option<u64> {
    some_of(reader, "who", "kind of asker", AskerKind::NAMES).map(|found| any_or(&found, kind_bit))
}

/// A day that may be there; `None` when it is and is wrong.
#[expect(clippy::option_option, reason = "there, not there, or wrong")]
pub(super) fn optional_day(reader: &mut Reader<'_>, key: &'static str) -> Option<Option<Day>> {
    if !reader.has(key) {
        return Some(None);
    }
    reader.optional_day(key).map(Some)
}

/// From and until; `None` when one is wrong or nothing lies between.
pub(in crate::rulebook) fn time(reader: &mut Reader<'_>) -> Option<(Option<Day>, Option<Day>)> {
    let from = optional_day(reader, "from");
    let until = optional_day(reader, "until");
    let (from, until) = (from?, until?);
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        reader.fault("until", "`until` is not after `from`: no day lies between");
        return None;
    }
    Some((from, until))
}

pub(super) fn flag(reader: &mut Reader<'_>, key: &'static str) -> Option<bool> {
    if !reader.has(key) {
        return Some(false);
    }
    reader.optional_flag(key)
}

/// One of these names; `None` when it is there and wrong.
#[expect(clippy::option_option, reason = "there, not there, or wrong")]
pub(super) fn optional<T: Copy>(
    reader: &mut Reader<'_>,
    key: &'static str,
    kind: &str,
    names: &[(&'static str, T)],
) -> Option<Option<T>> {
    if !reader.has(key) {
        return Some(None);
    }
    reader.optional_one_of(key, kind, names).map(Some)
}

#[expect(clippy::option_option, reason = "there, not there, or wrong")]
pub(super) fn paragraph(reader: &mut Reader<'_>, key: &'static str) -> Option<Option<u8>> {
    if !reader.has(key) {
        return Some(None);
    }
    let number = reader.optional_number(key, 1, 37)?;
    u8::try_from(number).ok().map(Some)
}

#[expect(clippy::option_option, reason = "there, not there, or wrong")]
pub(super) fn refer(reader: &mut Reader<'_>, names: &Names) -> Option<Option<usize>> {
    if !reader.has("refer") {
        return Some(None);
    }
    let name = reader.optional_name("refer")?;
    names.role(reader, "refer", name).map(Some)
}
