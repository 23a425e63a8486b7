//! A slow reading of provisions, straight from the standard, beside the reader: what the reader permits is
//! permitted whichever way rules within rules are meant.

use caldicott_model::Category;
use caldicott_sharing::exchange::fhir::Release;
use caldicott_sharing::{Consent, DataSet, SharingPurpose};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{DAY, take_in};

const WHO: [&str; 2] = ["night-shelter", "lakenham-surgery"];
const WHY: [SharingPurpose; 2] = [SharingPurpose::Support, SharingPurpose::HealthCare];
const WHAT: [Category; 2] = [Category::Health, Category::Identity];

/// A provision: what it says, what it is about (places in the lists above; none is anything), and the
/// rules within it.
#[derive(Clone, Debug)]
struct Rule {
    permit: bool,
    who: Option<Vec<usize>>,
    why: Option<Vec<usize>>,
    what: Option<Vec<usize>>,
    inner: Vec<Rule>,
}

/// Somebody asking for something, by places.
type Asked = [usize; 3];

impl Rule {
    fn is_about(&self, [who, why, what]: Asked) -> bool {
        let has = |list: &Option<Vec<usize>>, place| {
            list.as_ref().is_none_or(|list| list.contains(&place))
        };
        has(&self.who, who) && has(&self.why, why) && has(&self.what, what)
    }

    /// What the rule says of a request: a rule within is an exception, and among several a denial wins.
    /// Where `narrowing`, a permission within a permission is all that the outer one means.
    fn says(&self, asked: Asked, narrowing: bool) -> Option<bool> {
        if !self.is_about(asked) {
            return None;
        }
        let inner: Vec<bool> =
            self.inner.iter().filter_map(|rule| rule.says(asked, narrowing)).collect();
        let narrowed = narrowing && self.permit && self.inner.iter().any(|rule| rule.permit);
        if inner.is_empty() {
            return (!narrowed).then_some(self.permit);
        }
        Some(inner.iter().all(|permit| *permit))
    }

    fn json(&self, release: Release) -> Value {
        let coding = |system: &str, code: &str| json!({"system": system, "code": code});
        let mut value = json!({});
        if release == Release::R4 {
            value["type"] = json!(if self.permit { "permit" } else { "deny" });
        }
        if let Some(who) = &self.who {
            let role = coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP");
            let actor = |place: &usize| {
                json!({
                    "role": {"coding": [role]},
                    "reference": {"identifier": {"system": "urn:caldicott:recipient", "value": WHO[*place]}}
                })
            };
            value["actor"] = who.iter().map(actor).collect();
        }
        if let Some(why) = &self.why {
            value["purpose"] = why
                .iter()
                .map(|place| coding("urn:caldicott:purpose", WHY[*place].name()))
                .collect();
        }
        if let Some(what) = &self.what {
            let code = |place: &usize| json!({"coding": [coding("urn:caldicott:data", WHAT[*place].name())]});
            value["code"] = what.iter().map(code).collect();
        }
        if !self.inner.is_empty() {
            value["provision"] = self.inner.iter().map(|rule| rule.json(release)).collect();
        }
        value
    }

    /// The same with every rule within turned against the one without, as R5 has it.
    fn alternating(mut self, permit: bool) -> Self {
        self.permit = permit;
        self.inner = self.inner.into_iter().map(|rule| rule.alternating(!permit)).collect();
        self
    }
}

fn rule() -> impl Strategy<Value = Rule> {
    let some = || {
        let either = prop::sample::select(vec![vec![0], vec![1], vec![0, 1]]);
        prop::option::weighted(0.7, either)
    };
    let leaf = (any::<bool>(), some(), some(), some()).prop_map(|(permit, who, why, what)| Rule {
        permit,
        who,
        why,
        what,
        inner: Vec::new(),
    });
    leaf.prop_recursive(3, 10, 3, |inner| {
        (inner.clone(), prop::collection::vec(inner, 0..3)).prop_map(|(mut rule, inner)| {
            rule.inner = inner;
            rule
        })
    })
}

/// Whether the consents and refusals let it go, on the day they are taken in.
fn lets_go(consents: &[Consent], [who, why, what]: Asked) -> bool {
    let data = DataSet::from(WHAT[what]);
    let refused = |since: &Consent| {
        consents.iter().any(|one| {
            one.withdrawn.is_some_and(|on| on <= DAY && Some(on) >= since.given)
                && (one.to.is_empty() || one.to.iter().any(|id| id == WHO[who]))
                && (one.purposes.is_empty() || one.purposes.contains(&WHY[why]))
                && (one.covers.is_empty() || one.covers.intersects(data))
        })
    };
    consents.iter().any(|one| {
        one.given.is_some_and(|given| given <= DAY)
            && one.until.is_none_or(|until| DAY < until)
            && one.to.iter().any(|id| id == WHO[who])
            && one.purposes.contains(&WHY[why])
            && one.covers.contains_all(data)
            && !refused(one)
    })
}

fn resource(rule: &Rule, release: Release) -> Value {
    let loinc = json!([{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}]);
    let mut value = json!({"resourceType": "Consent", "status": "active", "category": loinc});
    if release == Release::R4 {
        value["scope"] = json!({"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"
        }]});
        value["dateTime"] = json!("2026-01-10");
        value["provision"] = rule.json(release);
    } else {
        value["date"] = json!("2026-01-10");
        value["decision"] = json!(if rule.permit { "permit" } else { "deny" });
        value["provision"] = rule.json(release)["provision"].clone();
    }
    value
}

fn requests() -> impl Iterator<Item = Asked> {
    (0..8).map(|bits| [bits & 1, bits >> 1 & 1, bits >> 2])
}

proptest! {
    #[test]
    fn what_is_let_go_is_permitted_whichever_way_rules_within_rules_are_meant(
        rule in rule(), r5 in any::<bool>()
    ) {
        let (rule, release) = if r5 {
            let permit = rule.permit;
            let root = Rule { who: None, why: None, what: None, ..rule };
            (root.alternating(permit), Release::R5)
        } else {
            (rule, Release::R4)
        };
        let value = resource(&rule, release);
        let reading = take_in(&value, release).unwrap();
        for asked in requests() {
            let permitted = [true, false].map(|narrowing| rule.says(asked, narrowing) == Some(true));
            if lets_go(&reading.consents, asked) {
                prop_assert_eq!(permitted, [true, true], "{:?} {:#}", asked, value);
            }
        }
    }

    #[test]
    fn a_plain_permission_is_not_lost(who in 0_usize..2, why in 0_usize..2, what in 0_usize..2) {
        let permit = Rule {
            permit: true,
            who: Some(vec![who]),
            why: Some(vec![why]),
            what: Some(vec![what]),
            inner: Vec::new(),
        };
        let base =
            Rule { permit: false, who: None, why: None, what: None, inner: vec![permit.clone()] };
        for (rule, release) in
            [(&permit, Release::R4), (&base, Release::R4), (&base, Release::R5)]
        {
            let reading = take_in(&resource(rule, release), release).unwrap();
            for asked in requests() {
                prop_assert_eq!(lets_go(&reading.consents, asked), asked == [who, why, what]);
            }
        }
    }
}
