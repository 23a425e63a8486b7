//! What is known about the person: facts, consents, refusals, findings.

use serde_json::{Map, Value, json};

use super::{Making, PERSON, day_after, day_before};
use crate::rules::Date;

impl Making<'_> {
    pub(super) fn subject(&mut self) {
        let mut subject = Map::new();
        for name in PERSON {
            if let Some(value) = self.stated(name) {
                subject.insert(name.to_owned(), value.into());
            }
        }
        if !self.slips() {
            let third = if self.random.chance(850) { json!([]) } else { self.data(2) };
            subject.insert("third_party_confidential".to_owned(), third);
        }
        let consent = |need: &String| need.strip_prefix("consent:").map(str::to_owned);
        let wanted = self.gateway.needs.iter().find_map(consent);
        if !self.random.chance(self.slip / 2 + 20) {
            let mut consents = Vec::new();
            if let Some(kind) = wanted.filter(|_| !self.random.chance(50)) {
                let one = self.consent(&kind);
                consents.push(one);
            }
            let more = self.random.below(4).saturating_sub(2);
            for _ in 0..more {
                let kinds = ["sharing", "sharing", "data-protection", "media", "photograph"];
                let kind = *self.random.pick(&kinds);
                let one =
                    if self.random.chance(400) { self.refusal(kind) } else { self.consent(kind) };
                consents.push(one);
            }
            subject.insert("consents".to_owned(), consents.into());
        }
        let kinds = ["sharing", "sharing", "data-protection", "media", "photograph"];
        if self.random.chance(100) {
            let findings = ["has-capacity", "has-capacity", "in-doubt", "lacks-capacity"];
            let found: Vec<Value> = (0..=self.random.below(2))
                .map(|_| {
                    let (about, finding) =
                        (*self.random.pick(&kinds), *self.random.pick(&findings));
                    let on =
                        *self.random.pick(&[Date::on(2018, 5, 31), Date::on(2018, 6, 1), self.day]);
                    json!({"for": about, "on": on.to_string(), "by": "dr-may", "finding": finding})
                })
                .collect();
            subject.insert("capacity".to_owned(), found.into());
        }
        if self.random.chance(50) {
            let (about, on) = (*self.random.pick(&kinds), self.near_day());
            let decision = *self.random.pick(&["share", "withhold", "withhold"]);
            let to = if self.random.chance(500) { Vec::new() } else { self.to() };
            let decided = json!([{
                "for": about, "on": on.to_string(), "by": "dr-may", "decision": decision, "to": to,
            }]);
            subject.insert("best_interests".to_owned(), decided);
        }
        self.put("subject", subject);
    }

    fn near_day(&mut self) -> Date {
        let day = self.day;
        let (before, after) = (day_before(day), day_after(day));
        *self.random.pick(&[day, before, after, day_before(before), day_before(day_before(before))])
    }

    fn to(&mut self) -> Vec<String> {
        let own = self.out["asker"]["organisation"].as_str().unwrap_or("dr-lee").to_owned();
        let mut to = Vec::new();
        if !self.random.chance(80 + self.slip / 2) {
            to.push(own);
        }
        if self.random.chance(250) {
            to.push(self.random.pick(&self.maker.rules.organisation).id.clone());
        }
        if self.random.chance(100) {
            to.push((*self.random.pick(&["dr-lee", "pc-4410", "nobody-listed"])).to_owned());
        }
        to
    }

    fn consent(&mut self, kind: &str) -> Value {
        let forms = &self.maker.rules.form;
        let mut own: Vec<&str> =
            forms.iter().filter(|form| form.kind == kind).map(|form| form.id.as_str()).collect();
        if own.is_empty() || self.random.chance(60) {
            own.extend(forms.iter().map(|form| form.id.as_str()));
        }
        let given = if self.random.chance(700) { Date::on(2018, 6, 1) } else { self.near_day() };
        let mut one = json!({"kind": kind, "given": given.to_string(), "to": self.to()});
        if !own.is_empty() && !self.random.chance(30 + self.slip / 3) {
            one["form"] = (*self.random.pick(&own)).into();
        }
        if !self.random.chance(40 + self.slip / 3) {
            let asked = self.out.get("purpose").and_then(Value::as_str).map(str::to_owned);
            let first = asked.filter(|_| !self.random.chance(80));
            let first = first.unwrap_or_else(|| self.purpose(100));
            one["purposes"] = json!([first, self.purpose(300)]);
        }
        if !self.random.chance(60) {
            one["categories"] =
                if self.random.chance(600) { self.out["categories"].clone() } else { self.data(4) };
        }
        if self.random.chance(150) {
            one["until"] = self.near_day().to_string().into();
        }
        if self.random.chance(150) {
            one["withdrawn"] = self.near_day().max(given).to_string().into();
        }
        if !self.slips() {
            one["explicit"] = (!self.random.chance(100)).into();
        }
        if !self.slips() {
            one["evidence"] = "file".into();
        }
        if self.random.chance(60) {
            one["given_by"] = (*self.random.pick(&["attorney", "deputy", "person"])).into();
        }
        if self.random.chance(60) {
            one["authority"] = "power".into();
        }
        if self.random.chance(100) {
            one["freely_given"] = self.random.chance(500).into();
        }
        if self.random.chance(100) {
            one["told_of_withdrawal"] = self.random.chance(500).into();
        }
        one
    }

    fn refusal(&mut self, kind: &str) -> Value {
        let mut one = json!({"kind": kind, "refused": self.near_day().to_string()});
        if self.random.chance(600) {
            one["to"] = self.to().into();
        }
        if self.random.chance(400) {
            one["purposes"] = json!([self.purpose(200)]);
        }
        if self.random.chance(400) {
            one["categories"] = self.data(3);
        }
        one
    }
}
