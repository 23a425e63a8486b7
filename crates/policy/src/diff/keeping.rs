//! Puts records to both retention schedules and keeps those whose end differs.

use caldicott_calendar::Day;
use caldicott_model::{Category, CategorySet};
use caldicott_retention::{
    Due, Hold, HoldKind, KeepRule, Limit, Record, Schedule, Trigger, TriggerDate,
};
use serde_json::json;

use super::{Change, Difference, Effect, Side};

/// A record, as the choices it was made from.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    class: String,
    tags: CategorySet,
    dates: Vec<(String, Day)>,
    hold: Option<(String, Day, Day)>,
    reused: Option<Day>,
}

pub(super) fn search(old: Side<'_>, new: Side<'_>, found: &mut Difference) {
    let (Some(before), Some(after)) = (old.rulebook.retention(), new.rulebook.retention()) else {
        return;
    };
    let entries: Vec<_> = found
        .entries
        .iter()
        .filter(|entry| ["rule", "limit", "hold", "trigger"].contains(&entry.section))
        .map(super::ChangedEntry::name)
        .collect();
    if entries.is_empty() && before.hash() == after.hash() && old.day == new.day {
        return;
    }
    let mut changes: Vec<(Change, String)> = Vec::new();
    for witness in witnesses(&[before, after], old.day.min(new.day)) {
        found.asked += 1;
        let record = witness.record();
        let was = End::of(before, &record, old.day);
        let is = End::of(after, &record, new.day);
        // Of one schedule on two days it is no difference that a period has run out meanwhile.
        let another = before.hash() != after.hash();
        let Some(effect) = effect(&was, &is, another) else { continue };
        let key = format!("{:?} {} {} {}", effect, witness.class, was.rule, is.rule);
        if changes.iter().any(|(_, known)| *known == key) {
            continue;
        }
        let rule = if entries.contains(&format!("rule {}", is.rule)) || was.rule.is_empty() {
            &is.rule
        } else {
            &was.rule
        };
        // A trigger, a hold or a ceiling shows in the rule that decides.
        let entry = if entries.contains(&format!("rule {rule}")) {
            format!("rule {rule}")
        } else {
            let other = entries.iter().find(|entry| !entry.starts_with("rule "));
            other.or(entries.first()).cloned().unwrap_or_default()
        };
        let rules = both_rules(&was, &is);
        let change = Change {
            effect,
            summary: format!("Records of kind {}: {}.", witness.class, words_of(effect)),
            entry,
            data: vec![witness.class.clone()],
            who: Vec::new(),
            purposes: Vec::new(),
            before: told(&was, effect),
            after: told(&is, effect),
            rules,
            day_before: old.day,
            day_after: new.day,
            example: witness.words(),
            case: witness.json(),
        };
        changes.push((change, key));
    }
    found.changes.extend(changes.into_iter().map(|(change, _)| change));
}

/// Records that reach every rule of these schedules in every way in which a period can begin.
pub(crate) fn witnesses(schedules: &[&Schedule], day: Day) -> Vec<Witness> {
    let mut kinds: Vec<(String, CategorySet)> = Vec::new();
    let mut triggers: Vec<&str> = Vec::new();
    let mut holds: Vec<&str> = Vec::new();
    for schedule in schedules {
        let selections = schedule.rules().iter().map(KeepRule::selection);
        for selection in selections.chain(schedule.limits().iter().map(Limit::selection)) {
            let tags: Vec<CategorySet> = if selection.tags().is_empty() {
                vec![CategorySet::NONE]
            } else {
                selection.tags().iter().map(CategorySet::from).collect()
            };
            let classes = match selection.classes() {
                [] => &["record".to_owned()][..],
                classes => classes,
            };
            for class in classes {
                kinds.extend(tags.iter().map(|tags| (class.clone(), *tags)));
            }
        }
        triggers.extend(schedule.triggers().iter().map(Trigger::name));
        holds.extend(schedule.hold_kinds().iter().map(HoldKind::id));
    }
    kinds.sort_by(|one, other| (&one.0, one.1.bits()).cmp(&(&other.0, other.1.bits())));
    kinds.dedup();
    for list in [&mut triggers, &mut holds] {
        list.sort_unstable();
        list.dedup();
    }
    // Five years back, on a day that every month has.
    let anchor = day.plus_months(-60).unwrap_or(day);
    let mut found = Vec::new();
    for (class, tags) in kinds {
        let all: Vec<(String, Day)> =
            triggers.iter().map(|name| ((*name).to_owned(), anchor)).collect();
        let plain = Witness { class, tags, dates: all, hold: None, reused: None };
        found.push(plain.clone());
        for name in &triggers {
            // Near the others, and so far from them that a longer period of theirs is over before.
            for apart in [500, -500, 4_000, -4_000] {
                found.push(plain.with(name, anchor.plus_days(apart)));
            }
            found.push(plain.with(name, None));
            let only = plain.dates.iter().filter(|(known, _)| known == name).cloned().collect();
            found.push(Witness { dates: only, ..plain.clone() });
        }
        for (month, day_of) in [(2, 29), (8, 31), (3, 31), (12, 31)] {
            let leap = anchor.year() - anchor.year().rem_euclid(4);
            if let Ok(at) = Day::new(leap, month, day_of) {
                let dates = plain.dates.iter().map(|(name, _)| (name.clone(), at)).collect();
                found.push(Witness { dates, ..plain.clone() });
            }
        }
        found.push(Witness { reused: anchor.plus_days(700), ..plain.clone() });
        for hold in &holds {
            if let (Some(from), Some(to)) = (anchor.plus_days(100), anchor.plus_days(900)) {
                let hold = Some(((*hold).to_owned(), from, to));
                found.push(Witness { hold, ..plain.clone() });
            }
        }
    }
    found
}

impl Witness {
    fn with(&self, trigger: &str, day: Option<Day>) -> Self {
        let mut other = self.clone();
        other.dates.retain(|(name, _)| name != trigger);
        other.dates.extend(day.map(|day| (trigger.to_owned(), day)));
        other
    }

    pub(crate) fn record(&self) -> Record {
        let mut record = Record::new(self.class.clone()).tagged(self.tags);
        for (name, day) in &self.dates {
            record = record.dated(name.clone(), TriggerDate::Day(*day));
        }
        if let Some((id, from, to)) = &self.hold {
            record = record.held(Hold::new(id.clone(), *from).until(*to));
        }
        if let Some(day) = self.reused {
            record = record.reused(day);
        }
        record
    }

    fn json(&self) -> serde_json::Value {
        let dates: serde_json::Map<_, _> =
            self.dates.iter().map(|(name, day)| (name.clone(), json!(day.to_string()))).collect();
        let mut value = json!({ "class": self.class, "dates": dates });
        if let Some(map) = value.as_object_mut() {
            let tags: Vec<&str> = self.tags.iter().map(Category::name).collect();
            if !tags.is_empty() {
                map.insert("tags".into(), json!(tags));
            }
            if let Some((id, from, to)) = &self.hold {
                let hold = json!([{ "id": id, "from": from.to_string(), "until": to.to_string() }]);
                map.insert("holds".into(), hold);
            }
            if let Some(day) = self.reused {
                map.insert("reused".into(), json!(day.to_string()));
            }
        }
        value
    }

    fn words(&self) -> String {
        let mut parts = vec![format!("A record of kind `{}`", self.class)];
        if !self.tags.is_empty() {
            let tags: Vec<&str> = self.tags.iter().map(Category::name).collect();
            parts.push(format!("about {}", tags.join(" and ")));
        }
        let first = self.dates.first().map(|(_, day)| *day);
        match first {
            Some(day) if self.dates.len() > 1 && self.dates.iter().all(|(_, one)| *one == day) => {
                parts.push(format!("every date of it {day}"));
            }
            _ => parts.extend(self.dates.iter().map(|(name, day)| format!("`{name}` {day}"))),
        }
        if self.dates.is_empty() {
            parts.push("without a date".to_owned());
        }
        if let Some((id, from, to)) = &self.hold {
            parts.push(format!("under hold `{id}` from {from} to {to}"));
        }
        if let Some(day) = self.reused {
            parts.push(format!("used again on {day}"));
        }
        format!("{}.", parts.join(", "))
    }
}

/// How a record ends under one schedule.
struct End {
    due: Due,
    rule: String,
    how: Vec<String>,
    duty: String,
    reviewer: Option<String>,
    rules: Vec<&'static str>,
    /// What is owed on each of some days, for differences that do not move the end.
    on_the_way: Vec<String>,
}

impl End {
    fn of(schedule: &Schedule, record: &Record, day: Day) -> Self {
        let outcome = schedule.evaluate(record, day);
        let winner = outcome.winner();
        let mut on_the_way = Vec::new();
        for months in [0, 6, 12, 24, 48, 96, 192] {
            if let Some(then) = day.plus_months(months) {
                let at = schedule.evaluate(record, then);
                on_the_way.push(format!("{} {:?}", at.duty().name(), at.reviewer()));
            }
        }
        Self {
            due: outcome.due(),
            rule: winner.map(|winner| winner.rule().id().to_owned()).unwrap_or_default(),
            how: winner
                .map(|winner| winner.rule().stages().iter().map(ToString::to_string).collect())
                .unwrap_or_default(),
            duty: outcome.duty().name().to_owned(),
            reviewer: outcome.reviewer().map(str::to_owned),
            rules: outcome.rules().ids().collect(),
            on_the_way,
        }
    }

    fn words(&self) -> String {
        match self.due {
            Due::On(day) => format!("kept until {day}"),
            Due::OutOfRange => "kept beyond the calendar".to_owned(),
            Due::Forever => "kept for good".to_owned(),
            Due::Missing | Due::Unclear => "kept, its end not known".to_owned(),
            Due::Unscheduled => "kept, as no rule speaks of it".to_owned(),
        }
    }

    fn fully(&self) -> String {
        let who = self.reviewer.as_ref().map(|role| format!(" by the {role}")).unwrap_or_default();
        format!("{}, then {} (now: {}{who})", self.words(), self.how.join(", "), self.duty)
    }
}

fn effect(was: &End, is: &End, another: bool) -> Option<Effect> {
    let rank = |due: Due| match due {
        Due::On(day) => day,
        Due::OutOfRange | Due::Forever | Due::Missing | Due::Unclear | Due::Unscheduled => Day::MAX,
    };
    match rank(is.due).cmp(&rank(was.due)) {
        std::cmp::Ordering::Greater => Some(Effect::KeptLonger),
        std::cmp::Ordering::Less => Some(Effect::KeptShorter),
        std::cmp::Ordering::Equal => {
            let alike = was.how == is.how && was.due == is.due;
            let same = alike && (!another || was.on_the_way == is.on_the_way);
            (!same).then_some(Effect::EndsOtherwise)
        }
    }
}

fn told(end: &End, effect: Effect) -> String {
    if effect == Effect::EndsOtherwise { end.fully() } else { end.words() }
}

const fn words_of(effect: Effect) -> &'static str {
    match effect {
        Effect::KeptLonger => "kept longer",
        Effect::KeptShorter => "kept shorter",
        Effect::EndsOtherwise
        | Effect::HearsOtherwise
        | Effect::OtherDuties
        | Effect::Permitted
        | Effect::Referred
        | Effect::ReferredElsewhere
        | Effect::Refused => "ended in another way",
    }
}

fn both_rules(was: &End, is: &End) -> Vec<String> {
    let mut rules: Vec<String> = was
        .rules
        .iter()
        .filter(|id| !is.rules.contains(id))
        .chain(is.rules.iter().filter(|id| !was.rules.contains(id)))
        .map(|id| (*id).to_owned())
        .collect();
    rules.sort_unstable();
    rules
}
