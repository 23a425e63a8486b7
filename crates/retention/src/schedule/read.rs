//! Reads a schedule out of a rulebook and lists all that is wrong with it.

use caldicott_calendar::{Day, Rule};
use caldicott_model::digest::Sha256;
use caldicott_model::document::{Located, Node, Place, Reader, nearest, printable};

use super::{
    EPOCH, HoldKind, Index, KeepRule, Limit, Mode, Reckoning, Schedule, Selection, Trigger,
    TriggerSource,
};
use crate::record::Name;
use crate::{Clause, LeapBirthday, Span, Stage, WorkingDays, rules};

const LEAP_BIRTHDAYS: [(&str, LeapBirthday); 2] =
    [("28-february", LeapBirthday::February28), ("1-march", LeapBirthday::March1)];
const EVERY: &str = "every";
const MOST_VERSIONS: i64 = 9999;

impl Schedule {
    /// Reads the `trigger`, `rule`, `limit` and `hold` keys of a rulebook, and no other key.
    ///
    /// What is wrong goes to the reader's faults, each with its place; `None` when anything is.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut entries = reader.open_table("trigger");
        entries.sort_by_key(|(name, _, _)| *name);
        let names: Vec<&str> = entries.iter().map(|(name, _, _)| *name).collect();
        let triggers = every(
            entries.iter().map(|(name, at, found)| read_trigger(reader, name, *at, found, &names)),
        );
        let mut tables = reader.tables("rule");
        let written = every(tables.iter_mut().map(|table| read_rule(table, &names)));
        let mut tables = reader.tables("limit");
        let limits = every(tables.iter_mut().map(|table| read_limit(table, &names)));
        let mut tables = reader.tables("hold");
        let holds = every(tables.iter_mut().map(read_hold));
        let rules = order_versions(reader, written?);
        let mut limits = limits?;
        limits.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));
        unique(reader, "limit", limits.iter().map(|(at, limit)| (*at, limit.id.as_str())))?;
        let holds = holds?;
        unique(reader, "hold", holds.iter().map(|(at, hold)| (*at, hold.id.as_str())))?;
        let mut schedule = Self {
            triggers: triggers?,
            rules: rules?,
            limits: limits.into_iter().map(|(_, limit)| limit).collect(),
            holds: holds.into_iter().map(|(_, hold)| hold).collect(),
            week: WorkingDays::default(),
            hash: Sha256::of(b""),
            index: Index::default(),
        };
        schedule.holds.sort_by(|one, other| one.id.cmp(&other.id));
        schedule.mark_epochs();
        schedule.index = Index::of(&schedule);
        schedule.hash = schedule.digest();
        Some(schedule)
    }

    /// 1970-01-01 counts as an empty field, but not for a day somebody may be born on.
    fn mark_epochs(&mut self) {
        let birthdays: Vec<usize> = self
            .rules
            .iter()
            .flat_map(|rule| [Some(&rule.keep), rule.archive.as_ref(), rule.backstop.as_ref()])
            .flatten()
            .chain(self.limits.iter().map(|limit| &limit.delete_by))
            .flat_map(|clause| clause.terms.iter())
            .filter(|(_, span)| matches!(span, Span::Birthday(_)))
            .map(|(place, _)| *place)
            .collect();
        for (place, trigger) in self.triggers.iter_mut().enumerate() {
            if !birthdays.contains(&place) && !trigger.sentinels.contains(&EPOCH) {
                trigger.sentinels.push(EPOCH);
            }
        }
    }
}

fn read_trigger<'d>(
    reader: &Reader<'d>,
    name: &str,
    at: Place,
    found: &'d Located,
    names: &[&str],
) -> Option<Trigger> {
    let well_formed = is_name(name);
    if !well_formed {
        reader.fault_at(
            at,
            "trigger",
            "a trigger's name is lower-case letters, digits and hyphens, starting with a letter",
        );
    }
    let mut trigger = Trigger {
        name: Name::new(name.to_owned()),
        source: TriggerSource::Column(String::new()),
        optional: false,
        instant: false,
        not_before: None,
        leap: LeapBirthday::default(),
        sentinels: Vec::new(),
    };
    match &found.node {
        Node::Text(column) if !column.trim().is_empty() => {
            trigger.source = TriggerSource::Column(column.clone());
        }
        Node::Table(table) => {
            let mut inner = reader.below_open("trigger", name, table, found.at);
            fill_trigger(&mut inner, &mut trigger, names)?;
        }
        Node::Null
        | Node::Flag(_)
        | Node::Number(_)
        | Node::Fraction
        | Node::Day(_)
        | Node::Text(_)
        | Node::List(_) => {
            let message = format!("trigger `{}` takes a column or a table", printable(name));
            reader.fault_at(found.at, "trigger", message);
            return None;
        }
    }
    well_formed.then_some(trigger)
}

fn fill_trigger(inner: &mut Reader<'_>, trigger: &mut Trigger, names: &[&str]) -> Option<()> {
    let latest: Vec<String> =
        inner.texts("latest").into_iter().map(|(text, _)| text.to_owned()).collect();
    let sources: Vec<TriggerSource> = [
        inner.optional_text("column").map(|text| TriggerSource::Column(text.to_owned())),
        (!latest.is_empty()).then_some(TriggerSource::LatestOf(latest)),
        inner.optional_text("parent").map(|text| TriggerSource::Parent(text.to_owned())),
        inner.optional_text("related").map(|text| TriggerSource::Related(text.to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect();
    trigger.optional = inner.optional_flag("optional").unwrap_or(false);
    trigger.instant = inner.optional_flag("instant").unwrap_or(false);
    if let Some(leap) = inner.optional_one_of("leap-birthday", "day", &LEAP_BIRTHDAYS) {
        trigger.leap = leap;
    }
    let mut fine = true;
    if let Some(before) = inner.optional_name("not-before") {
        trigger.not_before = names.iter().position(|name| *name == before);
        if before == trigger.name() {
            inner.fault("not-before", "a trigger is never before itself; name another");
            fine = false;
        } else if trigger.not_before.is_none() {
            inner.fault("not-before", unknown_trigger(before, names));
            fine = false;
        }
    }
    match read_days(inner, "empty") {
        Some(days) => trigger.sentinels = days,
        None => fine = false,
    }
    let one = <[TriggerSource; 1]>::try_from(sources);
    let Ok([source]) = one else {
        inner.fault_at(
            inner.at(),
            "column",
            "a trigger has exactly one of `column`, `latest`, `parent` and `related`",
        );
        return None;
    };
    trigger.source = source;
    fine.then_some(())
}

/// Days in a list, with or without quotes.
fn read_days(inner: &mut Reader<'_>, key: &'static str) -> Option<Vec<Day>> {
    let Some(found) = inner.raw(key) else { return Some(Vec::new()) };
    let Node::List(items) = &found.node else {
        inner.fault(key, format!("`{key}` takes a list of days"));
        return None;
    };
    every(items.iter().map(|item| {
        let day = match &item.node {
            Node::Day(day) => Some(*day),
            Node::Text(text) => text.parse().ok(),
            Node::Null
            | Node::Flag(_)
            | Node::Number(_)
            | Node::Fraction
            | Node::List(_)
            | Node::Table(_) => None,
        };
        if day.is_none() {
            inner.fault_at(item.at, key, "a day is written as `YYYY-MM-DD`");
        }
        day
    }))
}

/// A rule as written: where, whether it is switched on, and the rule.
type Written = (Place, bool, KeepRule);

fn read_rule(table: &mut Reader<'_>, names: &[&str]) -> Option<Written> {
    let id = table.name("id");
    let why = table.text("why");
    let enabled = table.optional_flag("enabled").unwrap_or(true);
    let version = table.optional_number("version", 1, MOST_VERSIONS);
    let version_wrong = version.is_none() && table.has("version");
    let version = version.map_or(Some(1), |number| u32::try_from(number).ok());
    let effective = table.optional_day("effective");
    let effective_wrong = effective.is_none() && table.has("effective");
    let select = read_selection(table);
    let cites = read_cites(table, enabled);
    let keep = read_clause(table, "keep", names, true);
    let archive = read_later_clause(table, "archive", names);
    let backstop = read_later_clause(table, "backstop", names);
    let stages = read_stages(table);
    let reset = table.optional_flag("reset-on-reuse");
    let reset_wrong = reset.is_none() && table.has("reset-on-reuse");
    if version_wrong || effective_wrong || reset_wrong {
        return None;
    }
    let (cites, sources) = cites?;
    let rule = KeepRule {
        id: id?.to_owned(),
        version: version?,
        effective,
        superseded: None,
        why: why?.to_owned(),
        cites,
        sources,
        select: select?,
        keep: keep?,
        archive: archive?,
        stages: stages?,
        backstop: backstop?,
        reset_on_reuse: reset.unwrap_or(true),
    };
    Some((table.at(), enabled, rule))
}

fn read_limit(table: &mut Reader<'_>, names: &[&str]) -> Option<(Place, Limit)> {
    let id = table.name("id");
    let why = table.text("why");
    let select = read_selection(table);
    let cites = read_cites(table, true);
    let delete_by = read_clause(table, "delete-by", names, false);
    let limit = Limit {
        id: id?.to_owned(),
        why: why?.to_owned(),
        cites: cites?.0,
        select: select?,
        delete_by: delete_by?,
    };
    Some((table.at(), limit))
}

fn read_hold(table: &mut Reader<'_>) -> Option<(Place, HoldKind)> {
    let id = table.name("id");
    let why = table.text("why");
    let restarts = table.optional_flag("restarts-clock");
    if restarts.is_none() && table.has("restarts-clock") {
        return None;
    }
    let hold = HoldKind {
        id: id?.to_owned(),
        why: why?.to_owned(),
        restarts_clock: restarts.unwrap_or(false),
    };
    Some((table.at(), hold))
}

fn read_selection(table: &mut Reader<'_>) -> Option<Selection> {
    let written_tags = table.has("tags");
    let tags = table.categories("tags");
    let single = table.raw("class").is_some_and(|found| matches!(found.node, Node::Text(_)));
    let mut classes: Vec<String> = if single {
        table.optional_text("class").into_iter().map(str::to_owned).collect()
    } else {
        table.texts("class").into_iter().map(|(text, _)| text.to_owned()).collect()
    };
    if classes.iter().any(|class| class.trim().is_empty() || class.chars().count() > 80) {
        table.fault("class", "a class is 1 to 80 characters");
        return None;
    }
    if classes.is_empty() && tags.is_empty() || written_tags && tags.is_empty() {
        table
            .fault("class", "say which records are meant: `class`, `tags`, or `class = \"every\"`");
        return None;
    }
    if classes.iter().any(|class| class == EVERY) {
        if classes.len() > 1 {
            table.fault("class", "`every` stands alone");
            return None;
        }
        classes.clear();
    }
    classes.sort_unstable();
    classes.dedup();
    Some(Selection { classes, tags })
}

/// Known rules by id, and everything else as written. What is unverified may not decide.
fn read_cites(table: &mut Reader<'_>, enabled: bool) -> Option<(Vec<Rule>, Vec<String>)> {
    let (mut cites, mut sources, mut fine) = (Vec::new(), Vec::new(), true);
    for (text, at) in table.texts("cites") {
        if let Some(rule) = rules::known(text) {
            cites.push(rule);
        } else if rules::UNVERIFIED.contains(&text) && enabled {
            let message = format!(
                "`{text}` is unverified and decides nothing; say `enabled = false`, or give the \
                 organisation's own reason in `why` and do not cite it"
            );
            table.fault_at(at, "cites", message);
            fine = false;
        } else if looks_like_id(text) && !rules::UNVERIFIED.contains(&text) {
            let near = nearest(text, rules::KNOWN.iter().map(Rule::id))
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            let message = format!("no rule `{}` about retention{near}", printable(text));
            table.fault_at(at, "cites", message);
            fine = false;
        } else {
            sources.push(text.to_owned());
        }
    }
    fine.then_some((cites, sources))
}

fn looks_like_id(text: &str) -> bool {
    let Some((letters, digits)) = text.split_once('-') else { return false };
    (1..=2).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && (2..=3).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn read_stages(table: &mut Reader<'_>) -> Option<Vec<Stage>> {
    let written = table.texts("stages");
    if written.is_empty() {
        table.fault("stages", "`stages` says what happens at the end, such as `[\"dispose\"]`");
        return None;
    }
    let stages = every(written.iter().map(|(text, at)| match text.parse::<Stage>() {
        Ok(stage) => Some(stage),
        Err(error) => {
            table.fault_at(*at, "stages", error.to_string());
            None
        }
    }))?;
    let mut rest = stages.as_slice();
    while let [stage, after @ ..] = rest {
        if after.contains(stage) {
            table.fault("stages", format!("`{stage}` stands twice"));
            return None;
        }
        if *stage == Stage::Dispose && !after.is_empty() {
            table.fault("stages", "nothing comes after `dispose`");
            return None;
        }
        rest = after;
    }
    Some(stages)
}

/// A clause that need not be there, and that must end.
#[expect(clippy::option_option, reason = "wrong, absent and present differ")]
fn read_later_clause(
    table: &mut Reader<'_>,
    key: &'static str,
    names: &[&str],
) -> Option<Option<Reckoning>> {
    if table.has(key) { read_clause(table, key, names, false).map(Some) } else { Some(None) }
}

fn read_clause(
    table: &mut Reader<'_>,
    key: &'static str,
    names: &[&str],
    forever: bool,
) -> Option<Reckoning> {
    let not_text = table.raw(key).filter(|found| !matches!(found.node, Node::Text(_)));
    if let Some(found) = not_text {
        let message = format!(
            "`{key}` takes text with a unit, such as `6 years after support-ended`, not {}",
            found.node.kind()
        );
        table.fault(key, message);
        return None;
    }
    let clause: Clause = match table.text(key)?.parse() {
        Ok(clause) => clause,
        Err(error) => {
            table.fault(key, error.to_string());
            return None;
        }
    };
    let mode = match &clause {
        Clause::Forever => Mode::Forever,
        Clause::Latest(_) | Clause::AfterLatest(..) => Mode::Latest,
        Clause::Earliest(_) => Mode::Earliest,
    };
    if mode == Mode::Forever && !forever {
        table.fault(key, format!("`{key}` must come one day, so it cannot be `keep forever`"));
        return None;
    }
    let terms = every(clause.spans().map(|(trigger, span)| {
        let place = names.iter().position(|name| *name == trigger);
        if place.is_none() {
            table.fault(key, unknown_trigger(trigger, names));
        }
        Some((place?, span))
    }))?;
    Some(Reckoning { clause, mode, terms })
}

fn unknown_trigger(name: &str, names: &[&str]) -> String {
    let near = nearest(name, names.iter().copied()).map_or_else(
        || "; name it under `[trigger]`".into(),
        |near| format!("; did you mean `{near}`?"),
    );
    format!("no trigger `{}`{near}", printable(name))
}

/// Puts the versions of each rule in order and says until when each is in force.
fn order_versions(reader: &Reader<'_>, mut written: Vec<Written>) -> Option<Vec<KeepRule>> {
    written.retain(|(_, enabled, _)| *enabled);
    written.sort_by(|(_, _, one), (_, _, other)| {
        one.id.cmp(&other.id).then(one.version.cmp(&other.version))
    });
    let mut fine = true;
    let mut rest = written.as_mut_slice();
    while let [(at, _, rule), after @ ..] = rest {
        if let Some((next_at, _, next)) = after.first().filter(|(_, _, next)| next.id == rule.id) {
            let wrong = if next.version == rule.version {
                let message = format!("rule `{}` version {} stands twice", rule.id, rule.version);
                reader.fault_at(*at, "rule", message.clone());
                Some(message)
            } else if next.effective.is_none() {
                Some(format!(
                    "rule `{}` version {} needs `effective`: it may not shorten what came before",
                    next.id, next.version
                ))
            } else if next.effective <= rule.effective {
                Some(format!(
                    "rule `{}` version {} comes into force no later than version {}",
                    next.id, next.version, rule.version
                ))
            } else if next.select != rule.select {
                Some(format!(
                    "rule `{}` version {} is about other records than version {}; give it an id \
                     of its own",
                    next.id, next.version, rule.version
                ))
            } else {
                None
            };
            if let Some(message) = wrong {
                reader.fault_at(*next_at, "rule", message);
                fine = false;
            }
            rule.superseded = next.effective;
        }
        rest = after;
    }
    fine.then(|| written.into_iter().map(|(_, _, rule)| rule).collect())
}

/// Reports every id that stands twice, at both places.
fn unique<'r>(
    reader: &Reader<'_>,
    key: &str,
    ids: impl Iterator<Item = (Place, &'r str)>,
) -> Option<()> {
    let mut ids: Vec<(&str, Place)> = ids.map(|(at, id)| (id, at)).collect();
    ids.sort_unstable();
    let mut fine = true;
    for pair in ids.windows(2) {
        if let [(one, first), (other, second)] = pair
            && one == other
        {
            for at in [first, second] {
                reader.fault_at(*at, key, format!("{key} `{one}` stands twice"));
            }
            fine = false;
        }
    }
    fine.then_some(())
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= 80
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(plain)
}

/// Every item, or nothing; each is looked at, so that each can report what is wrong.
fn every<T>(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let all: Vec<Option<T>> = items.collect();
    all.into_iter().collect()
}
