//! What a rulebook says, as one formula for each gateway and each bar.
//!
//! Conditions are true, false or unknown. An engine with two values is asked twice: once whether the
//! formula surely holds (what is unknown counts against), once whether it may (what is unknown counts
//! for). Under a `Not` the two change places, which is why a leaf is always read with its sign.

use std::collections::BTreeMap;

use crate::rules::{Agreement, Bar, Date, Gateway, Ground, Rules};
use crate::words::{CRIMINAL, Data, IDENTIFYING, SPECIAL, TELLING};

/// A condition.
#[derive(Clone, Debug)]
pub enum Formula {
    /// All hold.
    All(Vec<Formula>),
    /// Some holds.
    Any(Vec<Formula>),
    /// It does not hold.
    Not(Box<Formula>),
    /// The bar at this place bites.
    Bar(usize),
    /// The datum is one of these.
    Datum(Data),
    /// The day lies in this half-open time.
    Days(Option<Date>, Option<Date>),
    /// A fact holds.
    Fact(String),
    /// A limit reaches the datum: a consent, an order's scope.
    Limit(usize),
    /// The word of a request is one of these; without a list, it is known.
    Word(Word, Option<Vec<String>>),
    /// Nobody can say yet: somebody has to decide.
    Open,
}

/// What a request says in one word.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Word {
    /// What kind of asker it is.
    Kind,
    /// The asker's organisation.
    Organisation,
    /// What it is wanted for.
    Purpose,
    /// Which way information goes.
    Direction,
    /// The agreement relied on; empty where none is.
    Agreement,
}

/// What limits a gateway to part of what it covers, by place.
pub const LIMITS: [&str; 14] = [
    "necessary",
    "order-scope",
    "processing-agreement",
    "third-party",
    "consent:data-protection",
    "consent:media",
    "consent:photograph",
    "consent:publicity",
    "consent:sharing",
    "explicit-consent:data-protection",
    "explicit-consent:media",
    "explicit-consent:photograph",
    "explicit-consent:publicity",
    "explicit-consent:sharing",
];

/// A rulebook in formulas.
#[derive(Clone, Debug)]
pub struct Book {
    /// A formula for each gateway, by its id.
    pub gateways: Vec<(String, Parts)>,
    /// A formula for each bar, by its id.
    pub bars: Vec<(String, Formula)>,
    /// The agreements that each gateway may stand on.
    pub agreements: BTreeMap<String, Vec<Agreement>>,
}

/// What a gateway asks: its scope apart, because engines index by it.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The kinds of asker; without a list, any that is known.
    pub who: Option<Vec<String>>,
    /// The purposes; without a list, any that is known.
    pub purposes: Option<Vec<String>>,
    /// What it covers.
    pub covers: Data,
    /// Whether an agreement that names it must cover the datum.
    pub agreement: bool,
    /// All its other conditions, bars included.
    pub rest: Vec<Formula>,
}

/// The place of a limit.
///
/// # Panics
///
/// When there is none of that name.
#[must_use]
pub fn limit(name: &str) -> usize {
    let found = LIMITS.iter().position(|known| *known == name);
    found.unwrap_or_else(|| panic!("no limit is called {name}"))
}

fn fact(name: &str) -> Formula {
    Formula::Fact(name.to_owned())
}

fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

fn listed(names: &[String]) -> Option<Vec<String>> {
    (!names.is_empty()).then(|| names.to_vec())
}

/// `verified`, `not:anonymous`, `approval:line-manager`, `consent:sharing`.
fn need(text: &str, kind: &str) -> Option<Formula> {
    if text == "agreement" {
        return None;
    }
    if LIMITS.contains(&text) {
        return Some(Formula::Limit(limit(text)));
    }
    // A duty may be passed up, never declined (GW-26).
    if text.starts_with("approval:") && kind == "duty" {
        return Some(Formula::Any(vec![fact(text), Formula::Open]));
    }
    Some(text.strip_prefix("not:").map_or_else(|| fact(text), |name| not(fact(name))))
}

/// The first day on which a basis is law (LB-01 to LB-07).
fn law_from(ground: &Ground) -> Date {
    if ground.on.starts_with("recognised-") { Date::on(2026, 2, 5) } else { Date::on(2018, 5, 25) }
}

/// The days on which a gateway stands on a ground: from the later beginning on, and on no earlier one.
fn days_of(grounds: &[Ground], place: usize) -> Formula {
    let window = |ground: &Ground| {
        let from = ground.from.map_or(law_from(ground), |from| from.max(law_from(ground)));
        Formula::Days(Some(from), ground.until)
    };
    let earlier = grounds[..place].iter().map(|ground| not(window(ground)));
    Formula::All(std::iter::once(window(&grounds[place])).chain(earlier).collect())
}

fn basis(gateway: &Gateway) -> Formula {
    let one = |(place, ground): (usize, &Ground)| {
        let mut all = vec![days_of(&gateway.basis, place)];
        match ground.on.as_str() {
            "consent" => all.push(Formula::Limit(limit("consent:data-protection"))),
            "recognised-public-task-request" => all.push(fact("public-task-statement")),
            "recognised-safeguarding" => all.push(fact("at-risk")),
            _ => {}
        }
        Formula::All(all)
    };
    Formula::Any(gateway.basis.iter().enumerate().map(one).collect())
}

/// What a paragraph of Schedule 1 asks of the case (S1-10, S1-17 to S1-19, S1-30).
fn paragraph(number: u8) -> Vec<Formula> {
    match number {
        10 | 17 | 19 => vec![fact("no-consent-reason")],
        18 => vec![fact("no-consent-reason"), fact("at-risk")],
        30 => vec![fact("cannot-consent")],
        _ => vec![],
    }
}

/// The conditions for special category and criminal offence data (SC-04 to SC-09).
fn conditions(gateway: &Gateway) -> Vec<Formula> {
    if gateway.needs.iter().any(|need| need == "anonymous") {
        let checked = Formula::All(vec![fact("anonymity-checked"), fact("verified")]);
        return vec![Formula::Any(vec![not(Formula::Datum(*TELLING)), checked])];
    }
    let kind = gateway.needs.iter().find_map(|need| need.strip_prefix("consent:"));
    let kind = kind.unwrap_or("data-protection");
    let special = match gateway.article9.as_deref() {
        None => None,
        Some("explicit-consent") => {
            Some(vec![Formula::Limit(limit(&format!("explicit-consent:{kind}")))])
        }
        Some("vital-interests") => Some(vec![fact("cannot-consent")]),
        Some("substantial-public-interest") => {
            Some(gateway.schedule1.map_or_else(Vec::new, paragraph))
        }
        Some(_) => Some(vec![]),
    };
    let criminal = gateway.article10.map(|number| match number {
        29 => vec![Formula::Limit(limit(&format!("consent:{kind}")))],
        // The extension of Part 2: met where the paragraph it extends would be (S1-36).
        36 => gateway.schedule1.map_or_else(Vec::new, paragraph),
        number => paragraph(number),
    });
    let governed = |data: Data, conditions: Option<Vec<Formula>>| match conditions {
        None => Some(not(Formula::Datum(data))),
        Some(all) if all.is_empty() => None,
        Some(all) => Some(Formula::Any(vec![not(Formula::Datum(data)), Formula::All(all)])),
    };
    governed(*SPECIAL, special).into_iter().chain(governed(*CRIMINAL, criminal)).collect()
}

/// Whether a bar beats a gateway, by the names in its `beats` and `spares`. That a request is said to be
/// anonymous lifts a bar from what lets out nothing else, and from nothing besides.
fn beats(bar: &Bar, gateway: &Gateway) -> bool {
    let is_anonymous = gateway.needs.iter().any(|need| need == "anonymous");
    let excepted = bar.when.iter().any(|one| one == "not:anonymous")
        || bar.unless.iter().any(|one| one == "anonymous");
    let named = bar
        .beats
        .iter()
        .any(|name| name == "every" || *name == gateway.kind || *name == gateway.id);
    let spared = bar.spares.contains(&gateway.id)
        || bar.spares_serving.iter().any(|purpose| gateway.serves.contains(purpose));
    named && !spared && !(excepted && is_anonymous)
}

/// A bar takes what surely bites, and passes on what may or what it refers.
fn unbarred(place: usize, bar: &Bar, gateway: &Gateway) -> Formula {
    let mut free = vec![not(Formula::Bar(place))];
    if bar.then.as_deref() == Some("refer") {
        free.push(Formula::Open);
    }
    if bar.only_objectionable {
        let may = |ground: &Ground| {
            ground.on.starts_with("recognised-")
                || ["public-task", "legitimate-interests"].contains(&ground.on.as_str())
        };
        let grounds = gateway.basis.iter().enumerate().filter(|(_, ground)| may(ground));
        let days = grounds.map(|(place, _)| days_of(&gateway.basis, place)).collect();
        free.push(not(Formula::Any(days)));
    }
    Formula::Any(free)
}

fn parts(rules: &Rules, gateway: &Gateway) -> Parts {
    let mut covers = Data::of(&gateway.covers).minus(Data::of(&gateway.except));
    if gateway.needs.iter().any(|need| need == "anonymous") {
        covers = covers.minus(*IDENTIFYING);
    }
    let directions = match gateway.direction.as_slice() {
        [] => vec!["asked".to_owned(), "own-initiative".to_owned()],
        some => some.to_vec(),
    };
    let mut rest = vec![
        Formula::Days(gateway.from, gateway.until),
        Formula::Word(Word::Direction, Some(directions)),
    ];
    rest.extend(gateway.needs.iter().filter_map(|text| need(text, &gateway.kind)));
    rest.extend(match gateway.necessity.as_str() {
        "assessed" => Some(Formula::Limit(limit("necessary"))),
        "order" => Some(Formula::Limit(limit("order-scope"))),
        "processing" => Some(Formula::Limit(limit("processing-agreement"))),
        "agreement" | "consent" | "fixed" => None,
        other => panic!("what is needed is not settled by `{other}`"),
    });
    rest.push(basis(gateway));
    rest.extend(conditions(gateway));
    let bars = rules.bar.iter().enumerate().filter(|(_, bar)| beats(bar, gateway));
    rest.extend(bars.map(|(place, bar)| unbarred(place, bar, gateway)));
    if gateway.then.as_deref() == Some("refer") {
        rest.push(Formula::Open);
    }
    let agreement =
        gateway.needs.iter().any(|need| need == "agreement") || gateway.necessity == "agreement";
    let document = gateway.policy_document.as_deref();
    assert!(document != Some("required"), "a required policy document is not translated");
    let (who, purposes) = (listed(&gateway.who), listed(&gateway.purposes));
    Parts { who, purposes, covers, agreement, rest }
}

fn bites(bar: &Bar) -> Formula {
    let exception = |text: &&String| !["not:anonymous", "anonymous"].contains(&text.as_str());
    let mut all = vec![
        Formula::Days(bar.from, bar.until),
        Formula::Datum(Data::of(&bar.removes).minus(Data::of(&bar.leaves))),
        Formula::Word(Word::Kind, listed(&bar.who)),
        Formula::Word(Word::Purpose, listed(&bar.purposes)),
    ];
    let anonymous = bar.when.iter().any(|text| text == "anonymous");
    assert!(!anonymous, "a bar on what is anonymous is not translated");
    all.extend(bar.when.iter().filter(exception).filter_map(|text| need(text, "")));
    all.extend(bar.unless.iter().filter(exception).filter_map(|text| need(text, "")).map(not));
    if bar.third_party_only {
        all.push(Formula::Limit(limit("third-party")));
    }
    Formula::All(all)
}

/// That an agreement stands on the day and covers the datum for this asker and purpose.
#[must_use]
pub fn agreed(agreement: &Agreement) -> Formula {
    let mut all = vec![
        Formula::Word(Word::Organisation, Some(agreement.with.clone())),
        Formula::Word(Word::Purpose, listed(&agreement.purposes)),
        // Where one is named, no other counts.
        Formula::Word(Word::Agreement, Some(vec![String::new(), agreement.id.clone()])),
        Formula::Days(Some(agreement.from), agreement.until),
        Formula::Days(None, Some(Date(agreement.review_by.0 + 1))),
        Formula::Datum(Data::of(&agreement.covers)),
    ];
    if agreement.kind == "one-off" {
        all.push(not(fact("routine")));
    }
    Formula::All(all)
}

impl Book {
    /// What the rules say, in formulas.
    #[must_use]
    pub fn of(rules: &Rules) -> Self {
        let gateways = &rules.gateway;
        let agreements = gateways.iter().map(|gateway| {
            let naming = rules.agreement.iter().filter(|one| one.gateways.contains(&gateway.id));
            (gateway.id.clone(), naming.cloned().collect())
        });
        Self {
            agreements: agreements.collect(),
            gateways: gateways.iter().map(|one| (one.id.clone(), parts(rules, one))).collect(),
            bars: rules.bar.iter().map(|bar| (bar.id.clone(), bites(bar))).collect(),
        }
    }

    /// The agreements a gateway may stand on.
    #[must_use]
    pub fn agreements_of(&self, gateway: &str) -> &[Agreement] {
        self.agreements.get(gateway).map_or(&[], Vec::as_slice)
    }
}
