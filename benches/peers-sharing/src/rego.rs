//! The rulebook as Rego rules, for regorus.
//!
//! Each gateway is a rule that gathers the data it lets go, each bar one that gathers what it takes. All of
//! them stand there twice: once for what surely holds, once for what may. `rego/` works out from
//! the request as it was written what holds; in the other form that was done beforehand.

use std::fmt::Write as _;

use caldicott_sharing::{ConsentKind, Fact, OrderKind};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};
use serde_json::json;

use crate::facts::{Frame, Prepared, Side};
use crate::formula::{Book, Formula, LIMITS, Word};
use crate::rules::{Agreement, Date};
use crate::words::{CARE, Data, NAMES};

/// Where what holds comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Input {
    /// From the request as it was written, by rules.
    Written,
    /// From the input, worked out beforehand.
    Prepared,
}

/// Rules and data, ready to be asked.
pub struct Rego {
    machine: RegoVM,
}

const ENTRY: &str = "data.sharing.answer";

fn text(name: &str) -> String {
    format!("{name:?}")
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

fn set(names: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", names.collect::<Vec<_>>().join(", "))
}

struct Writer<'b> {
    book: &'b Book,
    input: Input,
    sure: bool,
    helpers: usize,
    out: String,
}

impl Writer<'_> {
    fn pass(&self) -> &'static str {
        if self.sure { "sure" } else { "may" }
    }

    fn side(&self, holds: bool) -> String {
        let side = if self.sure == holds { "sure" } else { "may" };
        match self.input {
            Input::Written => side.to_owned(),
            Input::Prepared => format!("input.{side}"),
        }
    }

    /// A condition on `datum` as lines of a rule's body.
    fn lines(&mut self, formula: &Formula, holds: bool, lines: &mut Vec<String>) {
        let side = self.side(holds);
        match formula {
            Formula::All(all) if holds => {
                for one in all {
                    self.lines(one, true, lines);
                }
            }
            Formula::Any(any) if !holds => {
                for one in any {
                    self.lines(one, false, lines);
                }
            }
            Formula::All(all) | Formula::Any(all) => {
                // A disjunction: a set with a body for each part.
                let name = self.helper(all, holds);
                lines.push(format!("{name}[datum]"));
            }
            Formula::Not(inner) => self.lines(inner, !holds, lines),
            Formula::Bar(place) => {
                assert!(!holds, "a bar only takes");
                lines.push(format!("not bar_{}_{place}[datum]", self.pass()));
            }
            Formula::Datum(data) => {
                let not = if holds { "" } else { "not " };
                lines.push(format!("{not}datum in {}", set(data.names().map(text))));
            }
            Formula::Days(from, until) => {
                let mut windows = Vec::new();
                windows.extend(from.map(|from| format!("input.day >= \"{from}\"")));
                windows.extend(until.map(|until| format!("input.day < \"{until}\"")));
                if holds {
                    lines.extend(windows);
                } else if windows.is_empty() {
                    lines.push("false".to_owned());
                } else {
                    let parts = [(*from, None), (None, *until)];
                    let parts = parts.iter().filter(|part| **part != (None, None));
                    let outside: Vec<Formula> =
                        parts.map(|(from, until)| Formula::Days(*until, *from)).collect();
                    match outside.as_slice() {
                        [one] => self.lines(one, true, lines),
                        _ => self.lines(&Formula::Any(outside), true, lines),
                    }
                }
            }
            Formula::Fact(name) => {
                let not = if holds { "" } else { "not " };
                // What does not count for it is what counts for its opposite.
                lines.push(format!("{not}{side}.fact[{}]", text(name)));
            }
            Formula::Limit(place) => {
                let not = if holds { "" } else { "not " };
                lines.push(format!("{not}{side}.limit[{}][datum]", text(LIMITS[*place])));
            }
            Formula::Word(word, names) => {
                let not = if holds { "" } else { "not " };
                let word = format!("{side}.word.{}", word_name(*word));
                lines.push(match names {
                    None => format!("{not}{word}"),
                    Some(names) => {
                        let empty = names.iter().any(String::is_empty);
                        let any = (!empty).then(|| text("*"));
                        let names = names.iter().map(|name| text(name)).chain(any);
                        format!("{not}{word} in {}", set(names))
                    }
                });
            }
            Formula::Open => {
                assert!(holds, "what is open is never denied");
                lines.push((!self.sure).to_string());
            }
        }
    }

    fn helper(&mut self, parts: &[Formula], holds: bool) -> String {
        let name = format!("some_{}_{}", self.pass(), self.helpers);
        self.helpers += 1;
        writeln!(self.out, "{name} contains \"\" if false\n").expect("a string");
        for part in parts {
            let mut lines = Vec::new();
            self.lines(part, holds, &mut lines);
            self.rule(&name, lines);
        }
        name
    }

    /// A rule that gathers the data for which all lines hold: those that look at no datum come first.
    fn rule(&mut self, name: &str, lines: Vec<String>) {
        if lines.iter().any(|line| line == "false") {
            return;
        }
        let lines = lines.into_iter().filter(|line| line != "true");
        let (about, first): (Vec<_>, Vec<_>) = lines.partition(|line| line.contains("datum"));
        let asked = if self.input == Input::Written { "asked" } else { "input.asked" };
        let each = format!("some datum in {asked}");
        let body: Vec<String> = first.into_iter().chain([each]).chain(about).collect();
        writeln!(self.out, "{name} contains datum if {{\n\t{}\n}}\n", body.join("\n\t"))
            .expect("a string");
    }

    fn pass_of_rules(&mut self) {
        let book = self.book;
        for (place, (id, bar)) in book.bars.iter().enumerate() {
            // What may bite counts against what surely goes, and the other way round.
            let name = format!("bar_{}_{place}", self.pass());
            writeln!(self.out, "# {id}\n{name} contains \"\" if false\n").expect("a string");
            let mut lines = Vec::new();
            self.sure = !self.sure;
            self.lines(bar, true, &mut lines);
            self.rule(&name, lines);
            self.sure = !self.sure;
        }
        for (id, parts) in &book.gateways {
            writeln!(self.out, "# {id}").expect("a string");
            let mut lines = Vec::new();
            for (word, list) in [(Word::Kind, &parts.who), (Word::Purpose, &parts.purposes)] {
                self.lines(&Formula::Word(word, list.clone()), true, &mut lines);
            }
            self.lines(&Formula::Datum(parts.covers), true, &mut lines);
            for condition in &parts.rest {
                self.lines(condition, true, &mut lines);
            }
            if parts.agreement {
                lines.push(self.agreements(id));
            }
            let name = self.pass();
            self.rule(name_of(name), lines);
        }
    }

    /// Agreements are found by party in the data, whatever their number.
    fn agreements(&mut self, gateway: &str) -> String {
        let name = format!("agreed_{}_{}", self.pass(), self.helpers);
        self.helpers += 1;
        let (side, other) = (self.side(true), self.side(false));
        let asked = if self.input == Input::Written { "asked" } else { "input.asked" };
        writeln!(
            self.out,
            "{name} contains datum if {{\n\t\
             some one in data.agreements[{gateway:?}][{side}.word.organisation]\n\t\
             one.purposes[{side}.word.purpose]\n\t\
             {side}.word.agreement in {{\"\", one.id}}\n\t\
             input.day >= one.from\n\tinput.day < one.until\n\tinput.day <= one.review_by\n\t\
             regular_{}(one)\n\tsome datum in {asked}\n\tone.covers[datum]\n}}\n",
            self.pass(),
        )
        .expect("a string");
        let _ = other;
        format!("{name}[datum]")
    }
}

fn name_of(pass: &str) -> &'static str {
    if pass == "sure" { "released" } else { "possible" }
}

/// The rules of a rulebook.
#[must_use]
pub fn rules(book: &Book, input: Input) -> String {
    let head = "package sharing\n\nimport rego.v1\n\n".to_owned();
    let mut writer = Writer { book, input, sure: true, helpers: 0, out: head };
    for sure in [true, false] {
        writer.sure = sure;
        let (pass, other) = (writer.pass(), writer.side(false));
        writeln!(
            writer.out,
            "{} contains \"\" if false\n\nregular_{pass}(one) if not one.once\n\n\
             regular_{pass}(one) if {{\n\tone.once\n\tnot {other}.fact.routine\n}}\n",
            name_of(pass),
        )
        .expect("a string");
        writer.pass_of_rules();
    }
    writer.out.push_str("answer := {\"released\": released, \"possible\": possible}\n");
    writer.out
}

fn object(names: impl Iterator<Item = String>) -> serde_json::Value {
    names.map(|name| (name, json!(true))).collect::<serde_json::Map<_, _>>().into()
}

fn agreement(one: &Agreement) -> serde_json::Value {
    json!({
        "id": one.id,
        "purposes": object(one.purposes.iter().cloned().chain(["*".to_owned()])),
        "covers": object(Data::of(&one.covers).names().map(str::to_owned)),
        "from": one.from.to_string(),
        "until": one.until.unwrap_or(Date::on(9999, 12, 31)).to_string(),
        "review_by": one.review_by.to_string(),
        "once": one.kind == "one-off",
    })
}

/// The data of a rulebook: agreements by gateway and party, and what `facts.rego` looks up.
///
/// # Panics
///
/// Never: what is made a list is one.
#[must_use]
pub fn data(frame: &Frame, book: &Book, input: Input) -> serde_json::Value {
    let mut agreements = json!({});
    for (gateway, all) in book.agreements.iter().filter(|(_, all)| !all.is_empty()) {
        for one in all {
            for party in one.with.iter().map(String::as_str).chain(["*"]) {
                let list = &mut agreements[gateway][party];
                if list.is_null() {
                    *list = json!([]);
                }
                list.as_array_mut().expect("a list").push(agreement(one));
            }
        }
    }
    if input == Input::Prepared {
        return json!({ "agreements": agreements });
    }
    let rules = &frame.rules;
    let names = |data: Data| -> Vec<&str> { data.names().collect() };
    let every = Data::named("every");
    let window = |from: Option<Date>, until: Option<Date>| {
        let day =
            |key: &str, day: Option<Date>| day.map(|day| (key.to_owned(), json!(day.to_string())));
        day("from", from).into_iter().chain(day("until", until)).collect::<serde_json::Map<_, _>>()
    };
    let forms = rules.form.iter().map(|form| {
        let mut one = window(form.from, form.until);
        one.insert("kind".to_owned(), json!(form.kind));
        one.insert("purposes".to_owned(), json!(form.purposes));
        let covers = Data::of(&form.covers);
        one.insert("covers".to_owned(), object(covers.names().map(str::to_owned)));
        if covers == every {
            one.insert("about_everything".to_owned(), json!(true));
        }
        (form.id.clone(), serde_json::Value::from(one))
    });
    let processors = rules.processor.iter().map(|processor| {
        let mut one = window(Some(processor.from), processor.until);
        one.insert("organisation".to_owned(), json!(processor.organisation));
        one.insert("purposes".to_owned(), json!(processor.purposes));
        let covers = Data::of(&processor.covers).names().map(str::to_owned);
        one.insert("covers".to_owned(), object(covers));
        one.insert("abroad".to_owned(), json!(processor.abroad));
        if let Some(by) = &processor.engaged_by {
            one.insert("engaged_by".to_owned(), json!(by));
        }
        let transfers = processor.transfer.iter().map(|transfer| {
            let mut one = window(Some(transfer.from), transfer.until);
            one.insert("mechanism".to_owned(), json!(transfer.mechanism));
            if let Some(assessment) = &transfer.assessment {
                one.insert("assessment".to_owned(), json!(assessment));
            }
            serde_json::Value::from(one)
        });
        one.insert("transfer".to_owned(), transfers.collect());
        serde_json::Value::from(one)
    });
    let above =
        rules.role.iter().map(|role| (role.name.clone(), json!(rules.or_above(&role.name))));
    let kinds = rules.organisation.iter().map(|one| (one.id.clone(), json!(one.kind)));
    let sets = NAMES.iter().copied().chain(["every", "special"]);
    let sets = sets.map(|name| (name.to_owned(), json!(names(Data::named(name)))));
    let facts_that = |chosen: &dyn Fn(&str) -> bool| -> Vec<&str> {
        Fact::NAMES.iter().map(|(name, _)| *name).filter(|name| chosen(name)).collect()
    };
    let person = |name: &str| crate::generate::PERSON.contains(&name);
    let derived = |name: &str| crate::generate::DERIVED.contains(&name);
    json!({
        "agreements": agreements,
        "members": sets.collect::<serde_json::Map<_, _>>(),
        "care": names(*CARE),
        "kinds": kinds.collect::<serde_json::Map<_, _>>(),
        "above": above.collect::<serde_json::Map<_, _>>(),
        "forms": forms.collect::<serde_json::Map<_, _>>(),
        "processors": processors.collect::<Vec<_>>(),
        "orders": OrderKind::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        "consent_kinds": ConsentKind::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        "person_facts": facts_that(&person),
        "case_facts": facts_that(&|name| !person(name) && !derived(name)),
    })
}

fn side(frame: &Frame, side: &Side) -> serde_json::Value {
    let held = frame.facts.iter().enumerate().filter(|(place, _)| side.facts & (1 << place) != 0);
    let limits = LIMITS
        .iter()
        .zip(&side.limits)
        .map(|(name, reached)| ((*name).to_owned(), object(reached.names().map(str::to_owned))));
    let words = [Word::Kind, Word::Organisation, Word::Purpose, Word::Direction, Word::Agreement];
    let words = words.into_iter().filter_map(|word| {
        let said = side.words[word as usize].as_ref()?;
        Some((word_name(word).to_owned(), json!(said)))
    });
    json!({
        "fact": object(held.map(|(_, name)| name.clone())),
        "limit": limits.collect::<serde_json::Map<_, _>>(),
        "word": words.collect::<serde_json::Map<_, _>>(),
    })
}

/// A prepared request as input.
#[must_use]
pub fn input(frame: &Frame, prepared: &Prepared) -> Value {
    let asked: Vec<&str> = prepared.asked.names().collect();
    let all = json!({
        "day": prepared.day.to_string(),
        "asked": asked,
        "sure": side(frame, &prepared.sure),
        "may": side(frame, &prepared.may),
    });
    written(&all)
}

/// A request as it was written, as input.
///
/// # Panics
///
/// When regorus does not read it.
#[must_use]
pub fn written(request: &serde_json::Value) -> Value {
    Value::from_json_str(&request.to_string()).expect("JSON")
}

impl Rego {
    /// Compiles the rules of a rulebook.
    ///
    /// # Panics
    ///
    /// When regorus does not take them.
    #[must_use]
    pub fn new(frame: &Frame, book: &Book, input: Input) -> Self {
        let mut engine = Engine::new();
        let written: &[(&str, &str)] = match input {
            Input::Prepared => &[],
            Input::Written => &[
                ("facts.rego", include_str!("../rego/facts.rego")),
                ("consents.rego", include_str!("../rego/consents.rego")),
            ],
        };
        for (name, text) in written {
            engine.add_policy((*name).to_owned(), (*text).to_owned()).expect("rules");
        }
        engine.add_policy("sharing.rego".to_owned(), rules(book, input)).expect("rules");
        let data = Value::from_json_str(&data(frame, book, input).to_string()).expect("data");
        engine.add_data(data.clone()).expect("data");
        let entry: Rc<str> = ENTRY.into();
        let policy = engine.compile_with_entrypoint(&entry).expect("a policy");
        let program = Compiler::compile_from_policy(&policy, &[ENTRY]).expect("a program");
        let mut machine = RegoVM::new();
        // A request that names consents to many takes more than the 25,000 steps allowed at first.
        machine.set_max_instructions(100_000_000);
        machine.load_program(program);
        machine.set_data(data).expect("data beside rules");
        Self { machine }
    }

    /// What surely may go, and what may or may not.
    ///
    /// # Panics
    ///
    /// When regorus fails.
    pub fn ask(&mut self, input: &Value) -> (Data, Data) {
        let answer = self.answer(input);
        let set = |key: &str| {
            let found = answer[key].as_set().expect("a set");
            let names = found.iter().map(|name| name.as_string().expect("a name"));
            let place = |name: &str| NAMES.iter().position(|known| *known == name);
            let places = names.map(|name| place(name).expect("a known name"));
            Data(places.fold(0, |sum, place| sum | 1 << place))
        };
        let (released, possible) = (set("released"), set("possible"));
        (released, possible.minus(released))
    }

    /// The answer as regorus gives it.
    ///
    /// # Panics
    ///
    /// When regorus fails.
    pub fn answer(&mut self, input: &Value) -> Value {
        self.machine.set_input(input.clone());
        self.machine.execute_entry_point_by_name(ENTRY).expect("an answer")
    }
}
