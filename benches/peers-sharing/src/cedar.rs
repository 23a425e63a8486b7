//! The rulebook as Cedar policies.
//!
//! One `permit` for each gateway, with the bars that beat it. Who asks, what for and about what stand in
//! its head, as entities under groups. The same policies are asked twice for a datum, with two contexts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::str::FromStr;

use caldicott_sharing::{AskerKind, SharingPurpose};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet,
    Request, RestrictedExpression,
};

use crate::facts::{Frame, Prepared, Side};
use crate::formula::{Book, Formula, LIMITS, Parts, Word, agreed};
use crate::rules::Agreement;
use crate::words::{Data, NAMES};

/// How the agreements are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Agreements {
    /// All of them, in the policy of the gateway that stands on them.
    Inline,
    /// A policy for each.
    PolicyEach,
}

/// Policies and entities, ready to be asked.
pub struct Cedar {
    authorizer: Authorizer,
    entities: Entities,
    /// What all requests are asked, or those for which there is no slice.
    policies: PolicySet,
    slices: HashMap<Slice, PolicySet>,
}

/// What a host may choose policies by, before Cedar is asked: organisation, kind and purpose.
type Slice = (String, String, String);

/// A request in Cedar's words: for each datum asked for, surely and perhaps.
pub struct Question {
    requests: Vec<(usize, Request, Request)>,
    slices: [Slice; 2],
}

/// How the host chooses policies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Slicing {
    /// By organisation: the agreements with it alone.
    Organisation,
    /// By organisation, kind and purpose: only policies whose head may fit.
    Whole,
}

fn uid(kind: &str, name: &str) -> EntityUid {
    EntityUid::from_str(&format!("{kind}::{name:?}")).expect("a name of an entity")
}

fn text(name: &str) -> String {
    format!("{name:?}")
}

/// A few names are compared one by one; that is faster than a list, which is made anew each time.
fn one_of(names: &[String], word: &str) -> String {
    let known = !names.iter().any(String::is_empty);
    let names = names.iter().map(|name| text(name)).chain(known.then(|| text("*")));
    let names: Vec<String> = names.collect();
    if names.len() > 6 {
        return format!("[{}].contains(context.{word})", names.join(","));
    }
    let names: Vec<String> = names.iter().map(|name| format!("context.{word} == {name}")).collect();
    format!("({})", names.join(" || "))
}

fn group_name(data: Data) -> String {
    format!("{:x}", data.0)
}

/// Every group of data that a formula names.
fn groups(formula: &Formula, found: &mut BTreeSet<u64>) {
    match formula {
        Formula::All(these) | Formula::Any(these) => {
            for one in these {
                groups(one, found);
            }
        }
        Formula::Not(inner) => groups(inner, found),
        Formula::Datum(data) => {
            found.insert(data.0);
        }
        Formula::Bar(_)
        | Formula::Days(..)
        | Formula::Fact(_)
        | Formula::Limit(_)
        | Formula::Open
        | Formula::Word(..) => {}
    }
}

fn word_name(word: Word) -> &'static str {
    match word {
        Word::Kind => "kind",
        Word::Organisation => "organisation",
        Word::Purpose => "purpose",
        Word::Direction => "direction",
        Word::Agreement => "agreement",
    }
}

fn limit_name(place: usize) -> String {
    LIMITS[place].replace([':', '-'], "_")
}

/// Writes a formula. In the head of `holds` stands what counts for it, in that of `other` what counts for
/// its opposite: surely against perhaps, or the other way round.
fn write(book: &Book, formula: &Formula, holds: bool, out: &mut String) {
    let side = if holds { "holds" } else { "other" };
    let joined = |all: &[Formula], with: &str, none: &str, out: &mut String| {
        if all.is_empty() {
            out.push_str(none);
        }
        for (place, one) in all.iter().enumerate() {
            out.push_str(if place == 0 { "(" } else { with });
            write(book, one, holds, out);
        }
        out.push_str(if all.is_empty() { "" } else { ")" });
    };
    let written = match formula {
        Formula::All(all) => return joined(all, " && ", "true", out),
        Formula::Any(any) => return joined(any, " || ", "false", out),
        Formula::Not(inner) => {
            out.push_str("!(");
            write(book, inner, !holds, out);
            out.push(')');
            return;
        }
        Formula::Bar(place) => return write(book, &book.bars[*place].1, holds, out),
        Formula::Datum(data) => {
            // A group of data is looked up; a list of them would be made anew each time.
            if data.names().count() == NAMES.len() {
                "true".to_owned()
            } else {
                format!("resource in Data::{:?}", group_name(*data))
            }
        }
        Formula::Days(from, until) => {
            let from = from.map(|from| format!("context.day >= {}", from.0));
            let until = until.map(|until| format!("context.day < {}", until.0));
            let all: Vec<String> = from.into_iter().chain(until).collect();
            if all.is_empty() { "true".to_owned() } else { format!("({})", all.join(" && ")) }
        }
        Formula::Fact(name) => format!("context.{side}.facts.contains({})", text(name)),
        Formula::Limit(place) => {
            format!("context.{side}.{}.contains(resource)", limit_name(*place))
        }
        Formula::Word(word, None) => format!("context.{side}.{} != \"\"", word_name(*word)),
        Formula::Word(word, Some(names)) => one_of(names, &format!("{side}.{}", word_name(*word))),
        Formula::Open => {
            assert!(holds, "what is open is never denied");
            "context.open".to_owned()
        }
    };
    out.push_str(&written);
}

/// The policy of a gateway; where it stands on an agreement, on this one or these.
fn policy(book: &Book, id: &str, parts: &Parts, name: &str, on: Option<&Formula>) -> String {
    let group = format!("for {id}");
    let mut out = format!(
        "@id({name:?}) permit (principal in Who::{id:?}, action in Action::{group:?}, \
         resource in Covers::{id:?}) when {{ true"
    );
    for condition in parts.rest.iter().chain(on) {
        out.push_str(" && ");
        write(book, condition, true, &mut out);
    }
    out.push_str(" };\n");
    out
}

fn on_any(agreements: &[Agreement], chosen: impl Fn(&Agreement) -> bool) -> Formula {
    Formula::Any(agreements.iter().filter(|one| chosen(one)).map(agreed).collect())
}

/// The policies of a rulebook.
#[must_use]
pub fn policies(book: &Book, form: Agreements) -> String {
    let mut out = String::new();
    for (id, parts) in &book.gateways {
        let all = book.agreements_of(id);
        match form {
            _ if !parts.agreement => out += &policy(book, id, parts, id, None),
            Agreements::Inline => {
                out += &policy(book, id, parts, id, Some(&on_any(all, |_| true)));
            }
            Agreements::PolicyEach => {
                for one in all {
                    let name = format!("{id} under {}", one.id);
                    out += &policy(book, id, parts, &name, Some(&agreed(one)));
                }
            }
        }
    }
    out
}

/// Kinds, purposes and data under the gateways that name them.
fn entities(book: &Book) -> Entities {
    let mut parents: BTreeMap<(&str, String), HashSet<EntityUid>> = BTreeMap::new();
    let kinds: Vec<String> = AskerKind::NAMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let purposes = SharingPurpose::NAMES.iter().map(|(name, _)| (*name).to_owned());
    let purposes: Vec<String> = purposes.collect();
    // The kind "" is what is not known, where that counts against; "*" where it counts for.
    let mut under = |kind: &'static str, names: &[String], group: &EntityUid| {
        for name in names.iter().map(String::as_str).chain(["*"]) {
            parents.entry((kind, name.to_owned())).or_default().insert(group.clone());
        }
    };
    for (id, parts) in &book.gateways {
        under("Kind", parts.who.as_ref().unwrap_or(&kinds), &uid("Who", id));
        let group = uid("Action", &format!("for {id}"));
        under("Action", parts.purposes.as_ref().unwrap_or(&purposes), &group);
        let data: Vec<String> = parts.covers.names().map(str::to_owned).collect();
        under("Datum", &data, &uid("Covers", id));
    }
    let mut named = BTreeSet::new();
    let conditions = book.gateways.iter().flat_map(|(_, parts)| &parts.rest);
    let agreements: Vec<Formula> = book.agreements.values().flatten().map(agreed).collect();
    let bars = book.bars.iter().map(|(_, bar)| bar);
    for formula in conditions.chain(bars).chain(&agreements) {
        groups(formula, &mut named);
    }
    for data in named.into_iter().map(Data) {
        let together = uid("Data", &group_name(data));
        for name in data.names() {
            parents.entry(("Datum", name.to_owned())).or_default().insert(together.clone());
        }
    }
    let all = parents
        .into_iter()
        .map(|((kind, name), parents)| Entity::new_no_attrs(uid(kind, &name), parents));
    Entities::from_entities(all, None).expect("the hierarchy of a rulebook")
}

fn strings(names: impl Iterator<Item = String>) -> RestrictedExpression {
    RestrictedExpression::new_set(names.map(RestrictedExpression::new_string))
}

fn side(frame: &Frame, side: &Side) -> RestrictedExpression {
    let held = frame.facts.iter().enumerate().filter(|(place, _)| side.facts & (1 << place) != 0);
    let facts = strings(held.map(|(_, name)| name.clone()));
    let mut fields = vec![("facts".to_owned(), facts)];
    let words = [Word::Kind, Word::Organisation, Word::Purpose, Word::Direction, Word::Agreement];
    for word in words {
        let value = side.words[word as usize].clone().unwrap_or_default();
        fields.push((word_name(word).to_owned(), RestrictedExpression::new_string(value)));
    }
    for (place, reached) in side.limits.iter().enumerate() {
        let data = reached.names().map(|name| uid("Datum", name));
        let data = RestrictedExpression::new_set(data.map(RestrictedExpression::new_entity_uid));
        fields.push((limit_name(place), data));
    }
    RestrictedExpression::new_record(fields).expect("no field twice")
}

fn context(frame: &Frame, prepared: &Prepared, sure: bool) -> Context {
    let (holds, other) =
        if sure { (&prepared.sure, &prepared.may) } else { (&prepared.may, &prepared.sure) };
    let fields = [
        ("day".to_owned(), RestrictedExpression::new_long(prepared.day.0)),
        ("open".to_owned(), RestrictedExpression::new_bool(!sure)),
        ("holds".to_owned(), side(frame, holds)),
        ("other".to_owned(), side(frame, other)),
    ];
    Context::from_pairs(fields).expect("a context")
}

impl Question {
    /// Puts a request into Cedar's words.
    ///
    /// # Panics
    ///
    /// When Cedar does not take them.
    #[must_use]
    pub fn of(frame: &Frame, prepared: &Prepared) -> Self {
        let contexts = [context(frame, prepared, true), context(frame, prepared, false)];
        let word = |side: &Side, word: Word| side.words[word as usize].clone().unwrap_or_default();
        let request = |side: &Side, datum: usize, context: &Context| {
            let (kind, purpose) = (word(side, Word::Kind), word(side, Word::Purpose));
            let (kind, purpose) = (uid("Kind", &kind), uid("Action", &purpose));
            Request::new(kind, purpose, uid("Datum", NAMES[datum]), context.clone(), None)
                .expect("no schema")
        };
        let requests = prepared.asked.places().map(|datum| {
            let sure = request(&prepared.sure, datum, &contexts[0]);
            (datum, sure, request(&prepared.may, datum, &contexts[1]))
        });
        let slice = |side: &Side| {
            (word(side, Word::Organisation), word(side, Word::Kind), word(side, Word::Purpose))
        };
        let slices = [slice(&prepared.sure), slice(&prepared.may)];
        Self { requests: requests.collect(), slices }
    }
}

impl Slicing {
    fn of(self, slice: &Slice) -> Slice {
        match self {
            Self::Organisation => (slice.0.clone(), String::new(), String::new()),
            Self::Whole => slice.clone(),
        }
    }
}

/// Whether a policy's head may fit a slice.
fn fits((_, kind, purpose): &Slice, parts: &Parts) -> bool {
    let named = |list: &Option<Vec<String>>, word: &String| {
        word == "*" || (!word.is_empty() && list.as_ref().is_none_or(|list| list.contains(word)))
    };
    named(&parts.who, kind) && named(&parts.purposes, purpose)
}

impl Cedar {
    /// Reads the policies of a rulebook.
    ///
    /// # Panics
    ///
    /// When Cedar does not take them.
    #[must_use]
    pub fn new(book: &Book, form: Agreements) -> Self {
        let policies = PolicySet::from_str(&policies(book, form)).expect("policies");
        Self {
            authorizer: Authorizer::new(),
            entities: entities(book),
            policies,
            slices: HashMap::new(),
        }
    }

    /// Reads the policies of a rulebook into slices, one for each choice that these requests make. Policies
    /// are shared between slices; what differs is which agreements they stand on.
    ///
    /// # Panics
    ///
    /// When Cedar does not take the policies.
    #[must_use]
    pub fn sliced(book: &Book, slicing: Slicing, questions: &[Question]) -> Self {
        let mut found =
            Self::new(&Book { gateways: Vec::new(), ..book.clone() }, Agreements::Inline);
        found.entities = entities(book);
        let mut made: HashMap<(String, String), Policy> = HashMap::new();
        for slice in questions.iter().flat_map(|question| &question.slices) {
            let slice = slicing.of(slice);
            if found.slices.contains_key(&slice) {
                continue;
            }
            let mut policies = PolicySet::new();
            for (id, parts) in &book.gateways {
                if slicing == Slicing::Whole && !fits(&slice, parts) {
                    continue;
                }
                let (organisation, ..) = &slice;
                let all = book.agreements_of(id);
                let with = |one: &Agreement| {
                    organisation == "*" || one.with.iter().any(|party| party == organisation)
                };
                // Without an agreement nothing goes through the gateway.
                if parts.agreement && !all.iter().any(with) {
                    continue;
                }
                let on = parts.agreement.then(|| on_any(all, with));
                let key = if parts.agreement { organisation.clone() } else { String::new() };
                let policy = made.entry((id.clone(), key)).or_insert_with(|| {
                    let text = policy(book, id, parts, id, on.as_ref());
                    Policy::parse(Some(PolicyId::new(id)), text).expect("a policy")
                });
                policies.add(policy.clone()).expect("no policy twice");
            }
            found.slices.insert(slice, policies);
        }
        found
    }

    /// What surely may go, and what may or may not.
    ///
    /// # Panics
    ///
    /// When a policy meets an error.
    #[must_use]
    pub fn ask(&self, question: &Question) -> (Data, Data) {
        let [sure, may] = &question.slices;
        let (surely, perhaps) = (self.slice(sure), self.slice(may));
        let allowed = |request: &Request, policies: &PolicySet| {
            let answer = self.authorizer.is_authorized(request, policies, &self.entities);
            // A policy that meets an error is passed over in silence.
            assert!(answer.diagnostics().errors().next().is_none(), "Cedar met an error");
            answer.decision() == Decision::Allow
        };
        let (mut released, mut open) = (Data::default(), Data::default());
        for (datum, sure, may) in &question.requests {
            if allowed(sure, surely) {
                released.0 |= 1 << datum;
            } else if allowed(may, perhaps) {
                open.0 |= 1 << datum;
            }
        }
        (released, open)
    }

    fn slice(&self, slice: &Slice) -> &PolicySet {
        let by_organisation = || self.slices.get(&Slicing::Organisation.of(slice));
        if self.slices.is_empty() {
            return &self.policies;
        }
        self.slices.get(slice).or_else(by_organisation).unwrap_or(&self.policies)
    }
}
