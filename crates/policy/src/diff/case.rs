//! A request as a set of choices: built, changed, read as JSON and told in words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use caldicott_calendar::Day;
use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use caldicott_model::{Category, CategorySet};
use caldicott_sharing::{
    Approval, AskerKind, Consent, ConsentKind, DataSet, Direction, Fact, Known, Order, OrderKind,
    Request, SharingPurpose, SubjectState, Verification,
};
use serde_json::{Map, Value, json};

use crate::{explain, json};

/// One request, as choices.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) kind: AskerKind,
    pub(crate) organisation: Option<String>,
    pub(crate) verification: Option<Verification>,
    pub(crate) purpose: SharingPurpose,
    pub(crate) direction: Direction,
    pub(crate) asked: DataSet,
    /// The facts that a request states; one that is not here is unknown.
    pub(crate) facts: BTreeMap<Fact, bool>,
    pub(crate) order: Option<OrderKind>,
    /// Whether the order reaches who somebody is and nothing else; otherwise it reaches everything.
    pub(crate) narrow: bool,
    pub(crate) agreement: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) consents: Vec<Consenting>,
    pub(crate) refused: bool,
    pub(crate) routine: Option<bool>,
    pub(crate) anonymous: Option<bool>,
    pub(crate) necessary: Option<bool>,
    pub(crate) third_party: Option<bool>,
    /// The day on which what is on record was put there.
    pub(crate) recorded: Day,
}

/// A consent on record.
#[derive(Clone, Debug)]
pub(crate) struct Consenting {
    pub(crate) kind: ConsentKind,
    pub(crate) form: Option<String>,
}

/// Where a request states a fact: what no reader takes is derived from the rest.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stated {
    Case,
    Derived,
    Subject,
}

/// Found by asking the readers themselves, so that it cannot say otherwise than they do.
static STATED: LazyLock<Vec<(Fact, Stated)>> = LazyLock::new(|| {
    let place = Place::new(1, 1);
    let yes = |name: &str| {
        let mut table = Table::default();
        table.insert(name, place, Located::new(Node::Flag(true), place));
        table
    };
    Fact::NAMES
        .iter()
        .map(|(name, fact)| {
            let table = yes(name);
            let faults = Faults::new("", Echo::Hidden);
            let _ = SubjectState::read(&mut Reader::new(&table, place, &faults));
            if faults.is_empty() {
                return (*fact, Stated::Subject);
            }
            let mut request = Table::default();
            let list = vec![Located::new(Node::Text("identity".into()), place)];
            request.insert("asker", place, Located::new(Node::Table(Table::default()), place));
            request.insert("categories", place, Located::new(Node::List(list), place));
            request.insert("facts", place, Located::new(Node::Table(yes(name)), place));
            let faults = Faults::new("", Echo::Hidden);
            let _ = Request::read(&mut Reader::new(&request, place, &faults));
            (*fact, if faults.is_empty() { Stated::Case } else { Stated::Derived })
        })
        .collect()
});

/// The facts that a request states in its `facts`.
pub(crate) fn facts_of_case() -> Vec<Fact> {
    STATED.iter().filter(|(_, at)| *at == Stated::Case).map(|(fact, _)| *fact).collect()
}

/// The facts that a request states in its `subject`.
pub(crate) fn facts_of_subject() -> Vec<Fact> {
    STATED.iter().filter(|(_, at)| *at == Stated::Subject).map(|(fact, _)| *fact).collect()
}

/// Whether a request may state the fact itself.
pub(crate) fn is_stated(fact: Fact) -> bool {
    stated(fact) != Stated::Derived
}

fn stated(fact: Fact) -> Stated {
    let found = STATED.iter().find(|(known, _)| *known == fact);
    found.map_or(Stated::Derived, |(_, stated)| *stated)
}

impl Case {
    /// A request about which everything is settled and nothing speaks for it.
    pub(crate) fn plain(
        kind: AskerKind,
        purpose: SharingPurpose,
        direction: Direction,
        recorded: Day,
    ) -> Self {
        let facts = Fact::NAMES
            .iter()
            .map(|(_, fact)| *fact)
            .filter(|fact| is_stated(*fact))
            .map(|fact| (fact, false))
            .collect();
        Self {
            kind,
            organisation: None,
            verification: Some(Verification::CallBack),
            purpose,
            direction,
            asked: DataSet::EVERY,
            facts,
            order: None,
            narrow: false,
            agreement: None,
            roles: Vec::new(),
            consents: Vec::new(),
            refused: false,
            routine: Some(false),
            anonymous: Some(false),
            necessary: Some(true),
            third_party: Some(false),
            recorded,
        }
    }

    /// Whom a consent names: the organisation, or the individual who asks.
    fn named(&self) -> &str {
        self.organisation.as_deref().unwrap_or(INDIVIDUAL)
    }

    /// The request itself, for the search.
    pub(crate) fn request(&self) -> Request {
        let mut request = Request::default();
        request.direction = Known::Known(self.direction);
        request.asker.kind = Known::Known(self.kind);
        request.asker.organisation = self.organisation.clone().into();
        request.asker.individual = Known::Known(INDIVIDUAL.to_owned());
        request.asker.verification = self.verification.into();
        request.purpose = Known::Known(self.purpose);
        request.asked = self.asked;
        request.routine = self.routine.into();
        request.anonymous = self.anonymous.into();
        let all = |flag: bool| if flag { DataSet::EVERY } else { DataSet::NONE };
        request.necessary = self.necessary.map(all).into();
        request.order = self.order.map(|kind| {
            let mut order = Order::new(kind);
            order.seen = Known::Known(true);
            order.scope = Known::Known(if self.narrow { NARROW } else { DataSet::EVERY });
            order
        });
        request.agreement.clone_from(&self.agreement);
        if !self.roles.is_empty() {
            request.handled_by = Known::Known(HANDLER.to_owned());
            request.approvals = self
                .roles
                .iter()
                .map(|role| Approval::new(role.clone(), APPROVER.to_owned(), self.recorded, true))
                .collect();
        }
        for (fact, value) in &self.facts {
            match stated(*fact) {
                Stated::Case => request.facts.set(*fact, Known::Known(*value)),
                Stated::Subject => request.subject.facts.set(*fact, Known::Known(*value)),
                Stated::Derived => {}
            }
        }
        request.subject.third_party_confidential = self.third_party.map(all).into();
        let mut consents = Vec::new();
        for consenting in &self.consents {
            let mut consent = Consent::new(consenting.kind);
            consent.form.clone_from(&consenting.form);
            consent.to = vec![self.named().to_owned()];
            consent.purposes = vec![self.purpose];
            consent.covers = DataSet::EVERY;
            consent.given = Some(self.recorded);
            consent.explicit = Known::Known(true);
            consent.evidence = Some(EVIDENCE.to_owned());
            consent.condition_of_service = Known::Known(false);
            consents.push(consent);
        }
        if self.refused {
            let mut refusal = Consent::new(ConsentKind::Sharing);
            refusal.withdrawn = Some(self.recorded);
            consents.push(refusal);
        }
        request.subject.consents = Known::Known(consents);
        request
    }

    /// The request as a line of the file that `decide` reads.
    pub(crate) fn json(&self, day: Day) -> Value {
        let mut asker = json!({ "kind": self.kind.name(), "individual": INDIVIDUAL });
        let mut top = Map::new();
        top.insert("id".into(), json!("example"));
        top.insert("day".into(), json!(day.to_string()));
        top.insert("direction".into(), json!(self.direction.name()));
        if let Some(id) = &self.organisation {
            put(&mut asker, "organisation", json!(id));
        }
        if let Some(how) = self.verification {
            put(&mut asker, "verification", json!(how.name()));
        }
        top.insert("asker".into(), asker);
        top.insert("purpose".into(), json!(self.purpose.name()));
        top.insert("categories".into(), names(self.asked));
        if let Some(routine) = self.routine {
            top.insert("frequency".into(), json!(if routine { "routine" } else { "once" }));
        }
        if let Some(anonymous) = self.anonymous {
            let form = if anonymous { "anonymous" } else { "identifiable" };
            top.insert("form".into(), json!(form));
        }
        if let Some(necessary) = self.necessary {
            top.insert("necessary".into(), json!(necessary));
        }
        if let Some(kind) = self.order {
            let scope = names(if self.narrow { NARROW } else { DataSet::EVERY });
            let order = json!({ "kind": kind.name(), "seen": true, "scope": scope });
            top.insert("order".into(), order);
        }
        if let Some(id) = &self.agreement {
            top.insert("agreement".into(), json!(id));
        }
        let on = self.recorded.to_string();
        if !self.roles.is_empty() {
            top.insert("handled_by".into(), json!(HANDLER));
            let approvals: Vec<Value> = self
                .roles
                .iter()
                .map(|role| json!({ "role": role, "by": APPROVER, "on": on }))
                .collect();
            top.insert("approvals".into(), Value::Array(approvals));
        }
        let facts_of = |wanted: Stated| -> Map<String, Value> {
            let these = self.facts.iter().filter(|(fact, _)| stated(**fact) == wanted);
            these.map(|(fact, value)| (fact.name().to_owned(), json!(value))).collect()
        };
        let facts = facts_of(Stated::Case);
        if !facts.is_empty() {
            top.insert("facts".into(), Value::Object(facts));
        }
        let mut subject = facts_of(Stated::Subject);
        if let Some(all) = self.third_party {
            let list: &[&str] = if all { &["every"] } else { &[] };
            subject.insert("third_party_confidential".into(), json!(list));
        }
        let mut consents = Vec::new();
        for consenting in &self.consents {
            let mut consent = json!({
                "kind": consenting.kind.name(), "to": [self.named()], "categories": ["every"],
                "purposes": [self.purpose.name()], "given": on, "explicit": true,
                "evidence": EVIDENCE, "condition_of_service": false,
            });
            if let Some(form) = &consenting.form {
                put(&mut consent, "form", json!(form));
            }
            consents.push(consent);
        }
        if self.refused {
            consents.push(json!({ "kind": "sharing", "refused": on }));
        }
        subject.insert("consents".into(), Value::Array(consents));
        top.insert("subject".into(), Value::Object(subject));
        Value::Object(top)
    }

    /// The case as a sentence.
    pub(crate) fn words(&self, day: Day) -> String {
        let plain = |name: &str| name.replace('-', " ");
        let who = match &self.organisation {
            Some(id) => format!("{} (`{id}`)", plain(self.kind.name())),
            None => plain(self.kind.name()),
        };
        let does = match self.direction {
            Direction::Asked => "asked for by",
            Direction::OwnInitiative => "told unasked to",
            Direction::Offered => "offered by",
        };
        let mut parts = vec![format!(
            "On {day}, {} is {does} {who} for {}",
            if self.asked == DataSet::EVERY {
                "everything".to_owned()
            } else {
                explain::list(&shortest(self.asked), "and").replace('-', " ")
            },
            plain(self.purpose.name())
        )];
        match self.verification {
            Some(Verification::None | Verification::Doubted) => {
                parts.push("nobody has verified them".to_owned());
            }
            Some(how) => parts.push(format!("verified by {}", plain(how.name()))),
            None => {}
        }
        if let Some(kind) = self.order {
            let reach = if self.narrow { "who somebody is and no more" } else { "everything" };
            parts.push(format!("with a {} that reaches {reach}", plain(kind.name())));
        }
        if let Some(id) = &self.agreement {
            parts.push(format!("relying on agreement `{id}`"));
        }
        for consenting in &self.consents {
            let form = consenting.form.as_deref().unwrap_or("no form");
            parts.push(format!("with consent ({}, `{form}`)", plain(consenting.kind.name())));
        }
        if self.refused {
            parts.push("though the person has refused".to_owned());
        }
        if !self.roles.is_empty() {
            let roles: Vec<String> = self.roles.iter().map(|role| plain(role)).collect();
            parts.push(format!("approved by the {}", explain::list(&roles, "and")));
        }
        if self.routine == Some(true) {
            parts.push("as a regular transfer".to_owned());
        }
        if self.anonymous == Some(true) {
            parts.push("in a form that identifies nobody".to_owned());
        }
        match self.necessary {
            Some(true) => parts.push("assessed as needed".to_owned()),
            Some(false) => parts.push("assessed as not needed".to_owned()),
            None => {}
        }
        if self.third_party == Some(true) {
            parts.push("all of it from third parties in confidence".to_owned());
        }
        let known = |wanted: bool| -> Vec<String> {
            let these = self.facts.iter().filter(|(_, value)| **value == wanted);
            these.map(|(fact, _)| format!("`{fact}`")).collect()
        };
        let (yes, no) = (known(true), known(false));
        if !yes.is_empty() {
            parts.push(format!("it is known that {}", explain::list(&yes, "and")));
        }
        if !no.is_empty() {
            parts.push(format!("it is known not to be {}", explain::list(&no, "nor")));
        }
        format!("{}.", parts.join("; "))
    }
}

/// Reads a case's JSON as `decide` reads a line of its file.
pub(crate) fn read_back(value: &Value) -> Option<Request> {
    let faults = Faults::new("example", Echo::Hidden);
    let request = json::object(&value.to_string(), 1, &faults)
        .and_then(|(table, at)| Request::read(&mut Reader::new(&table, at, &faults)));
    faults.finish(request).ok()
}

fn put(value: &mut Value, key: &str, inner: Value) {
    if let Some(map) = value.as_object_mut() {
        map.insert(key.to_owned(), inner);
    }
}

fn names(data: DataSet) -> Value {
    if data == DataSet::EVERY { json!(["every"]) } else { json!(shortest(data)) }
}

/// The shortest list of names that reads back as the same set.
fn shortest(data: DataSet) -> Vec<&'static str> {
    let whole = DataSet::of(data.categories());
    let mut names: Vec<&'static str> =
        data.categories().iter().map(caldicott_model::Category::name).collect();
    names.extend(data.minus(whole).details().map(caldicott_sharing::Detail::name));
    names
}

const NARROW: DataSet = DataSet::of(CategorySet::of(&[Category::Identity]));
const INDIVIDUAL: &str = "asker-1";
const HANDLER: &str = "staff-1";
const APPROVER: &str = "staff-2";
const EVIDENCE: &str = "signed form on file";
