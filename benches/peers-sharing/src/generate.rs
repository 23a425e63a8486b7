//! Random requests near the rules: most of what some gateway asks for is there, and something is not.

mod subject;

use std::collections::BTreeMap;

use caldicott_sharing::{AskerKind, Fact, OrderKind, SharingPurpose, Verification};
use serde_json::{Map, Value, json};

use crate::Random;
use crate::rules::{Date, Gateway, Rules};
use crate::words::{Data, NAMES};

/// Makes requests for a rulebook.
#[derive(Clone, Debug)]
pub struct Maker {
    rules: Rules,
    days: Vec<Date>,
    by_kind: BTreeMap<String, Vec<String>>,
    /// Whether an organisation is always named.
    pub always_named: bool,
}

/// Facts that stop something when they hold.
const BARRING: [&str; 10] = [
    "restricted",
    "objected",
    "opted-out",
    "wishes-to-stay-hidden",
    "seen-while-missing",
    "documents",
    "confidential-patient-information",
    "likely-police-action",
    "secrecy-condition",
    "third-party-consents",
];

/// Facts about the person.
pub const PERSON: [&str; 16] = [
    "at-risk",
    "cannot-consent",
    "consulted",
    "deceased",
    "failing-register",
    "informed-of-sharing",
    "objected",
    "on-offender-register",
    "opted-out",
    "reported-missing-by-us",
    "restricted",
    "seen-while-missing",
    "serious-criminal-history",
    "third-party-consents",
    "unwilling-to-seek-help",
    "wishes-to-stay-hidden",
];

/// Facts that follow from other parts of a request.
pub const DERIVED: [&str; 15] = [
    "anonymous",
    "claims-agreement",
    "consent-refused",
    "coroner-notice",
    "court-order",
    "production-notice",
    "production-order",
    "regulator-notice",
    "routine",
    "safeguarding-board-request",
    "search-after-arrest",
    "search-warrant",
    "statutory-requirement",
    "transfer-allowed",
    "verified",
];

fn day_after(day: Date) -> Date {
    let (year, month, of_month) = (day.0 / 10_000, day.0 / 100 % 100, day.0 % 100);
    // Every month has a 28th; days that are no days are never made.
    match (month, of_month) {
        (_, 1..28) => Date(day.0 + 1),
        (12, _) => Date((year + 1) * 10_000 + 101),
        _ => Date(year * 10_000 + (month + 1) * 100 + 1),
    }
}

fn day_before(day: Date) -> Date {
    let (year, month, of_month) = (day.0 / 10_000, day.0 / 100 % 100, day.0 % 100);
    match (month, of_month) {
        (_, 2..) => Date(day.0 - 1),
        (1, _) => Date((year - 1) * 10_000 + 1_231),
        (2 | 4 | 6 | 8 | 9 | 11, _) => Date(year * 10_000 + (month - 1) * 100 + 31),
        (3, _) => Date(year * 10_000 + 228),
        _ => Date(year * 10_000 + (month - 1) * 100 + 30),
    }
}

impl Maker {
    /// Learns from the rules what is worth asking.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        let mut days = vec![Date::on(2018, 5, 25), Date::on(2024, 1, 15), Date::on(2026, 2, 5)];
        days.extend(rules.agreement.iter().take(20).flat_map(|one| {
            [Some(one.from), one.until, Some(one.review_by)].into_iter().flatten()
        }));
        let transfers = rules.processor.iter().flat_map(|one| &one.transfer);
        days.extend(transfers.flat_map(|one| [Some(one.from), one.until].into_iter().flatten()));
        let around = |day: &Date| [day_before(*day), *day, day_after(*day)];
        let mut days: Vec<Date> = days.iter().flat_map(around).collect();
        days.sort_unstable();
        days.dedup();
        let mut by_kind: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for one in &rules.organisation {
            by_kind.entry(one.kind.clone()).or_default().push(one.id.clone());
        }
        Self { rules, days, by_kind, always_named: false }
    }

    /// The next request, in the form that a request is written in.
    #[must_use]
    pub fn next(&self, random: &mut Random) -> Value {
        let gateway = random.pick(&self.rules.gateway);
        // How much goes missing, in a thousand: often nothing, sometimes much.
        let slip = *random.pick(&[0, 0, 30, 30, 100, 300]);
        let mut made = Making { maker: self, gateway, slip, random, day: Date(0), out: Map::new() };
        made.request();
        Value::Object(made.out)
    }
}

struct Making<'m> {
    maker: &'m Maker,
    gateway: &'m Gateway,
    slip: usize,
    random: &'m mut Random,
    day: Date,
    out: Map<String, Value>,
}

impl Making<'_> {
    fn slips(&mut self) -> bool {
        self.random.chance(self.slip)
    }

    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.out.insert(key.to_owned(), value.into());
    }

    fn request(&mut self) {
        let today = Date::on(2026, 3, 2);
        let days = &self.maker.days;
        self.day = if self.random.chance(600) { today } else { *self.random.pick(days) };
        self.put("day", self.day.to_string());
        let asker = self.asker();
        if self.random.chance(500) {
            let channels = ["email", "in-person", "letter", "meeting", "system", "telephone"];
            let fitting: &[&str] = match asker["verification"].as_str() {
                Some("credentials-seen" | "known-in-person") => &["in-person", "meeting"],
                Some("system-login") => &["system"],
                _ => &channels,
            };
            let stray = self.random.chance(100 + self.slip);
            let channel = *self.random.pick(if stray { &channels } else { fitting });
            self.put("channel", channel);
        }
        self.put("asker", asker);
        if !self.random.chance(20 + self.slip / 3) {
            let purpose = self.purpose(50 + self.slip);
            self.put("purpose", purpose);
        }
        if let Some(way) = self.gateway.direction.first().cloned()
            && !self.slips()
        {
            self.put("direction", way);
        } else if self.random.chance(150) {
            let way = *self.random.pick(&["asked", "own-initiative", "offered"]);
            self.put("direction", way);
        }
        let categories = self.data(6);
        self.put("categories", categories.clone());
        if !self.slips() {
            let often = if self.random.chance(120) { "routine" } else { "once" };
            self.put("frequency", often);
        }
        if !self.slips() {
            let wants = self.gateway.needs.iter().any(|need| need == "anonymous");
            let anonymous = if self.slips() { !wants } else { wants };
            let other = *self.random.pick(&["identifiable", "identifiable", "pseudonymous"]);
            self.put("form", if anonymous { "anonymous" } else { other });
        }
        if !self.slips() {
            let needed = self.necessary(categories);
            self.put("necessary", needed);
        }
        self.order();
        self.agreement();
        self.approvals();
        self.facts();
        self.subject();
    }

    fn purpose(&mut self, other: usize) -> String {
        if self.gateway.purposes.is_empty() || self.random.chance(other) {
            return self.random.pick(SharingPurpose::NAMES).0.to_owned();
        }
        self.random.pick(&self.gateway.purposes).clone()
    }

    fn asker(&mut self) -> Value {
        let mut asker = Map::new();
        let stray = self.slips() || self.gateway.who.is_empty();
        let kind = if stray {
            self.random.pick(AskerKind::NAMES).0.to_owned()
        } else {
            self.random.pick(&self.gateway.who).clone()
        };
        let named = self.maker.always_named || self.random.chance(750);
        if !self.slips() {
            asker.insert("kind".to_owned(), kind.clone().into());
        }
        if named {
            let own = self.maker.by_kind.get(&kind).filter(|_| !self.random.chance(40));
            let id = match own {
                Some(own) => self.random.pick(own).clone(),
                None if self.random.chance(300) => {
                    self.random.pick(&self.maker.rules.organisation).id.clone()
                }
                None => "somebody-else".to_owned(),
            };
            asker.insert("organisation".to_owned(), id.into());
        }
        if self.random.chance(700) {
            let who = *self.random.pick(&["pc-4410", "dr-lee", "staff-20", "staff-2O"]);
            asker.insert("individual".to_owned(), who.into());
        }
        if !self.slips() {
            let how = if self.slips() || self.random.chance(40) {
                self.random.pick(Verification::NAMES).0
            } else {
                *self.random.pick(&["call-back", "credentials-seen", "system-login"])
            };
            asker.insert("verification".to_owned(), how.into());
        }
        asker.into()
    }

    /// Some of what the gateway covers, and now and then something else.
    fn data(&mut self, most: usize) -> Value {
        let count = 1 + self.random.below(most);
        let covers = Data::of(&self.gateway.covers).minus(Data::of(&self.gateway.except));
        let covered: Vec<&str> = covers.names().collect();
        let mut names: Vec<&str> = Vec::new();
        for _ in 0..count {
            let stray = covered.is_empty() || self.random.chance(150 + self.slip);
            let from: &[&str] = if stray { &NAMES } else { &covered };
            names.push(*self.random.pick(from));
        }
        names.sort_unstable();
        names.dedup();
        names.into()
    }

    fn necessary(&mut self, categories: Value) -> Value {
        match self.random.below(10) {
            0 => json!(true),
            1 if self.slip > 0 => json!(false),
            2 | 3 => self.data(4),
            _ => categories,
        }
    }

    fn order(&mut self) {
        let is_order = |need: &&String| OrderKind::from_name(need).is_some();
        let wanted = self.gateway.needs.iter().find(is_order).cloned();
        let kind = match wanted {
            Some(kind) if !self.slips() => kind,
            _ if self.random.chance(60) => self.random.pick(OrderKind::NAMES).0.to_owned(),
            _ => return,
        };
        let mut order = Map::new();
        order.insert("kind".to_owned(), kind.into());
        if !self.slips() {
            order.insert("seen".to_owned(), (!self.slips()).into());
        }
        if !self.slips() {
            let scope =
                if self.random.chance(600) { self.out["categories"].clone() } else { self.data(5) };
            order.insert("scope".to_owned(), scope);
        }
        if self.random.chance(250) {
            let from = *self.random.pick(&[self.day, day_before(self.day), day_after(self.day)]);
            order.insert("from".to_owned(), from.to_string().into());
        }
        if self.random.chance(250) {
            let until = *self.random.pick(&[self.day, day_after(self.day)]);
            order.insert("until".to_owned(), until.to_string().into());
        }
        self.put("order", order);
    }

    fn agreement(&mut self) {
        let claims = self.gateway.needs.iter().any(|need| need == "claims-agreement");
        let chance = if claims { 950 } else { 50 };
        if !self.random.chance(chance) {
            return;
        }
        let naming = self.maker.rules.agreement.iter();
        let mut own: Vec<&str> = naming
            .filter(|one| one.gateways.contains(&self.gateway.id))
            .map(|one| one.id.as_str())
            .collect();
        own.push("verbal-understanding");
        let id = if self.random.chance(50) || self.maker.rules.agreement.is_empty() {
            (*self.random.pick(&own)).to_owned()
        } else {
            let asker = self.out["asker"]["organisation"].as_str();
            let with = |id: &str| Some(id) == asker;
            let party = self.maker.rules.agreement.iter().find(|one| {
                one.gateways.contains(&self.gateway.id) && one.with.iter().any(|id| with(id))
            });
            party.map_or(own[0].to_owned(), |one| one.id.clone())
        };
        self.put("agreement", id);
    }

    fn approvals(&mut self) {
        let needed = self.gateway.needs.iter().find_map(|need| need.strip_prefix("approval:"));
        let needed = needed.map(str::to_owned);
        let count = match needed {
            Some(_) => 1 + self.random.below(2),
            None => self.random.below(3).saturating_sub(1),
        };
        let mut all = Vec::new();
        for place in 0..count {
            let role = match &needed {
                Some(role) if place == 0 && !self.random.chance(200 + self.slip) => role.clone(),
                _ if self.random.chance(60) => "project-lead".to_owned(),
                _ => self.random.pick(&self.maker.rules.role).name.clone(),
            };
            let by = match self.random.below(20) {
                0 => "staff-1",
                1 => "STAFF-2O",
                2 => "staff-20",
                3 => "pc-4410",
                _ => "staff-30",
            };
            let on =
                if self.random.chance(40) { day_after(self.day) } else { day_before(self.day) };
            let mut one =
                json!({"role": role, "by": by, "on": on.to_string(), "decision": "granted"});
            if self.random.chance(87 + self.slip * 2 / 3) {
                one["decision"] = "declined".into();
            }
            all.push(one);
        }
        if !all.is_empty() || self.random.chance(500) {
            let who = *self.random.pick(&["staff-1", "staff-1", "staff-40"]);
            self.put("handled_by", who);
        }
        if !all.is_empty() || self.random.chance(100) {
            self.put("approvals", all);
        }
    }

    /// A value for a fact: as the gateway needs it, or as it mostly is, or not known.
    fn stated(&mut self, name: &str) -> Option<bool> {
        let needed = self.gateway.needs.iter().any(|need| need == name)
            || self.gateway.article9.as_deref() == Some("vital-interests")
                && name == "cannot-consent"
            || ["no-consent-reason", "at-risk", "anonymity-checked", "public-task-statement"]
                .contains(&name);
        let refused = self.gateway.needs.iter().any(|need| need.strip_prefix("not:") == Some(name));
        if needed {
            return if self.slips() { self.any_truth() } else { Some(true) };
        }
        if refused {
            return if self.slips() { self.any_truth() } else { Some(false) };
        }
        if BARRING.contains(&name) {
            let barred = self.random.chance(60 + self.slip / 3);
            return if self.random.chance(30 + self.slip) { None } else { Some(barred) };
        }
        if self.random.chance(500) { None } else { self.any_truth() }
    }

    fn any_truth(&mut self) -> Option<bool> {
        *self.random.pick(&[None, Some(true), Some(false)])
    }

    fn facts(&mut self) {
        let mut facts = Map::new();
        for (name, _) in Fact::NAMES {
            if PERSON.contains(name) || DERIVED.contains(name) {
                continue;
            }
            if let Some(value) = self.stated(name) {
                facts.insert((*name).to_owned(), value.into());
            }
        }
        self.put("facts", facts);
    }
}
