//! `late`: one list of everything that should have been done by a day, from every register there is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use caldicott::accountability::breach::{History as Breach, Policy as BreachPolicy};
use caldicott::accountability::{Dpia, Owed, Owes, Registers};
use caldicott::calendar::{CalendarError, Instant, Nation};
use caldicott::caution_register::Policy as CautionPolicy;
use caldicott::model::{Day, Rule, RuleSet};
use caldicott::policy::{Casework, SourceFile, read_private_file};
use caldicott::rights::Practice;
use caldicott::rights::request::{History as Request, Policy as RequestPolicy};
use caldicott::store::Store;
use clap::Args;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::{Page, breach, caution};
use crate::histories::{Kept, words};
use crate::input;
use crate::keys::Casebook;
use crate::output::{self, Table};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Lateness {
    /// The day
    #[arg(long, aliases = ["as-at", "day"], value_name = "YYYY-MM-DD")]
    on: Day,
    /// The moment of that day by which the hours of a breach are counted; without this, its last duties
    /// are late the day after
    #[arg(long, value_name = "RFC3339", value_parser = breach::instant)]
    at: Option<Instant>,
    /// The casebook with the caution register, the requests and the breaches
    #[arg(long, value_name = "FILE", requires_all = ["kek", "tenant"])]
    casebook: Option<PathBuf>,
    /// The key that wraps all others: its file, or `env:NAME` for an environment variable
    #[arg(long, value_name = "FILE|env:NAME", requires = "casebook")]
    kek: Option<String>,
    /// The organisation's id
    #[arg(long, requires = "casebook")]
    tenant: Option<String>,
    /// Registers of training, agreements, yearly reviews, policy documents, transfers and processors, TOML
    #[arg(long, value_name = "FILE")]
    registers: Vec<String>,
    /// A data protection impact assessment, TOML
    #[arg(long, value_name = "FILE")]
    dpia: Vec<String>,
    /// The rulebook, whose casework sections say how the registers are run and what is done once a year
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: Option<String>,
    /// Show also what has to be done within so many days after the day
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    ahead: u16,
    /// Whose bank holidays count: england-and-wales, scotland or northern-ireland
    #[arg(long, default_value = "england-and-wales", value_parser = crate::histories::nation)]
    nation: Nation,
    /// How to show the list
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

/// Something that somebody has to do.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) register: &'static str,
    pub(crate) record: String,
    pub(crate) what: String,
    pub(crate) who: String,
    /// Who is told once it is late, where the register says so.
    pub(crate) told: Option<String>,
    pub(crate) by: Option<Day>,
    /// Whether its last moment is over already.
    pub(crate) is_over: bool,
    pub(crate) rule: Rule,
}

impl Line {
    fn of(register: &'static str, owed: &Owed, on: Day) -> Self {
        Self {
            register,
            record: owed.record().unwrap_or_default().to_owned(),
            what: owed.what().to_owned(),
            who: owed.who().to_owned(),
            told: None,
            by: owed.by(),
            is_over: owed.is_late(on),
            rule: owed.rule(),
        }
    }

    /// Since when, how many days, register, record, what, who, who is told, and the rule.
    pub(crate) fn cells(&self, on: Day) -> [String; 8] {
        [
            self.by.map_or_else(String::new, |by| by.to_string()),
            self.days_late(on).to_string(),
            self.register.to_owned(),
            self.record.clone(),
            self.what.clone(),
            self.who.clone(),
            self.told.clone().unwrap_or_default(),
            self.rule.id().to_owned(),
        ]
    }

    fn days_late(&self, on: Day) -> i32 {
        self.by.map_or(0, |by| by.days_until(on).max(0))
    }
}

/// How the registers of a casebook are run.
#[derive(Debug)]
pub(crate) struct Policies {
    caution: CautionPolicy<'static>,
    request: RequestPolicy<'static>,
    breach: BreachPolicy,
}

impl Policies {
    /// As nothing else is said in a nation.
    pub(crate) fn of(nation: Nation) -> Self {
        let breach = BreachPolicy::default();
        Self { caution: CautionPolicy::of(nation), request: RequestPolicy::of(nation), breach }
    }

    /// As a rulebook says, where it does.
    fn with(self, casework: &Casework) -> Self {
        Self {
            caution: casework.caution().unwrap_or(self.caution),
            request: casework.rights().map_or(self.request, Practice::policy),
            breach: casework.breach(),
        }
    }
}

/// Everything that is owed, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct List(Vec<Line>);

impl List {
    /// Adds what the registers of a casebook owe.
    pub(crate) fn add_casebook(
        &mut self,
        store: &Store,
        policies: &Policies,
        on: Day,
        at: Option<Instant>,
    ) -> Result<(), Stop> {
        self.add_cautions(store, &policies.caution, on)?;
        let policy = policies.request;
        for kept in Kept::<Request>::all(store, &policy)? {
            let state = kept.life.state();
            let late = state.late(on, &policy).map_err(|error| unknown(&error))?;
            for duty in state.to_do(&policy).map_err(|error| unknown(&error))? {
                let told = late.iter().find(|late| late.what == duty.what());
                self.0.push(Line {
                    register: "request",
                    record: kept.id().to_owned(),
                    what: words(&duty.what()),
                    who: duty.who().to_string(),
                    told: told.map(|late| late.escalate_to.to_string()),
                    by: duty.by(),
                    is_over: told.is_some(),
                    rule: duty.what().cites(),
                });
            }
        }
        let policy = policies.breach;
        for kept in Kept::<Breach>::all(store, &policy)? {
            // Without a moment, what fell on an earlier day is over, and who is told of it is asked as of this.
            let begun = Instant::from_unix(i64::from(on.epoch_days()).saturating_mul(86_400));
            let now = at.or(begun);
            let late = now.map(|now| kept.life.state().late(now, &policy)).unwrap_or_default();
            for duty in kept.life.state().to_do(&policy) {
                let by = duty.by().map(Instant::day_in_london);
                let over = at.is_some() || by.is_some_and(|by| by < on);
                let told = late.iter().find(|late| over && late.what == duty.what());
                self.0.push(Line {
                    register: "breach",
                    record: kept.id().to_owned(),
                    what: duty.what().name().replace('-', " "),
                    who: duty.who().to_string(),
                    told: told.map(|late| late.escalate_to.to_string()),
                    by,
                    is_over: told.is_some() || by.is_some_and(|by| by < on),
                    rule: duty.rule(),
                });
            }
        }
        Ok(())
    }

    fn add_cautions(
        &mut self,
        store: &Store,
        policy: &CautionPolicy<'_>,
        on: Day,
    ) -> Result<(), Stop> {
        for id in store.histories(caution::KIND)? {
            let state = caution::state(store, &id, policy)?;
            let late = state.late(on, policy);
            for duty in state.to_do(policy) {
                let told = late.iter().find(|late| late.what == duty.what());
                self.0.push(Line {
                    register: "caution",
                    record: id.clone(),
                    what: words(&duty.what()),
                    who: duty.who().to_string(),
                    told: told.map(|late| late.escalate_to.to_string()),
                    by: duty.by(),
                    is_over: told.is_some(),
                    rule: duty.what().cites(),
                });
            }
        }
        Ok(())
    }

    /// Adds what a register or a document owes.
    pub(crate) fn add(&mut self, register: &'static str, owes: &impl Owes, on: Day) {
        self.0.extend(owes.owes().iter().map(|owed| Line::of(register, owed, on)));
    }

    /// Lets what the rulebook asks for once a year go where a register says when it was done.
    fn settle(&mut self) {
        let done: Vec<String> = self
            .0
            .iter()
            .filter(|line| line.register == "register")
            .map(|line| line.what.clone())
            .collect();
        self.0.retain(|line| line.register != "rulebook" || !done.contains(&line.what));
    }

    /// What is late, the oldest first.
    pub(crate) fn late(&self) -> Vec<&Line> {
        self.in_order(|line| line.is_over)
    }

    /// What is not late and has to be done by a day.
    pub(crate) fn next(&self, until: Option<Day>) -> Vec<&Line> {
        self.in_order(|line| {
            !line.is_over && line.by.zip(until).is_some_and(|(by, until)| by <= until)
        })
    }

    /// Oldest first; of one day by register and record, so that the list is always the same.
    fn in_order(&self, wanted: impl Fn(&Line) -> bool) -> Vec<&Line> {
        let mut found: Vec<&Line> = self.0.iter().filter(|line| wanted(line)).collect();
        found.sort_by(|one, other| {
            (one.by, one.register, &one.record).cmp(&(other.by, other.register, &other.record))
        });
        found
    }
}

/// A day that the calendar does not know.
fn unknown(error: &CalendarError) -> Stop {
    Stop::bad_file("--on", error.to_string())
}

pub(crate) fn run(arguments: &Lateness) -> Result<(), Stop> {
    let on = arguments.on;
    if arguments.at.is_some_and(|at| at.day_in_london() != on) {
        return Err(Stop::bad_file("--at", "the moment is not of the day that --on names"));
    }
    let files = arguments.registers.len() + arguments.dpia.len();
    if files == 0 && arguments.casebook.is_none() && arguments.rulebook.is_none() {
        let message = "nothing to look at: give --casebook, --registers, --dpia or --rulebook";
        return Err(Stop::bad_file("late", message));
    }
    let mut list = List::default();
    let mut faults = Vec::new();
    for path in &arguments.registers {
        match registers(path) {
            Ok(registers) => list.add("register", &registers, on),
            Err(Stop::BadInput(found)) => faults.extend(found),
            Err(stop) => return Err(stop),
        }
    }
    for path in &arguments.dpia {
        match super::dpia::read(path) {
            Ok(dpia) => list.add("assessment", &dpia as &Dpia, on),
            Err(Stop::BadInput(found)) => faults.extend(found),
            Err(stop) => return Err(stop),
        }
    }
    let mut policies = Policies::of(arguments.nation);
    match arguments.rulebook.as_deref().map(super::due::load).transpose() {
        Ok(Some(rulebook)) => {
            policies = policies.with(rulebook.casework());
            list.add("rulebook", rulebook.casework(), on);
        }
        Ok(None) => {}
        Err(Stop::BadInput(found)) => faults.extend(found),
        Err(stop) => return Err(stop),
    }
    if !faults.is_empty() {
        return Err(Stop::BadInput(faults));
    }
    if let Some(casebook) = casebook(arguments) {
        let store = casebook.open()?;
        list.add_casebook(&store, &policies, on, arguments.at)?;
        store.close()?;
    }
    list.settle();
    let late = list.late();
    let until = on.plus_days(i32::from(arguments.ahead)).filter(|_| arguments.ahead > 0);
    let next = list.next(until);
    output::print(&match arguments.format {
        Page::Table => in_words(&late, &next, arguments),
        Page::Json => {
            let lines =
                |lines: &[&Line]| lines.iter().map(|line| as_json(line, on)).collect::<Value>();
            let value = json!({ "on": on, "late": lines(&late), "next": lines(&next) });
            format!("{value:#}\n")
        }
        Page::Html => page(&late, &next, arguments).into_string(),
    })?;
    if late.is_empty() { Ok(()) } else { Err(Stop::Failed(format!("{} late", late.len()))) }
}

fn casebook(arguments: &Lateness) -> Option<Casebook> {
    let (file, kek) = (arguments.casebook.clone()?, arguments.kek.clone()?);
    Some(Casebook { file, kek, tenant: arguments.tenant.clone()? })
}

/// The registers of a file. They name people who work for the organisation: no fault repeats a value.
fn registers(path: &str) -> Result<Registers, Stop> {
    let read = input::text(path)?;
    let file = SourceFile { name: read.name, text: read.text };
    read_private_file(&file, Registers::read).map_err(Stop::from)
}

const HEADS: [&str; 8] = ["since", "days", "register", "record", "what", "who", "told", "rule"];

fn in_words(late: &[&Line], next: &[&Line], arguments: &Lateness) -> String {
    let mut text = String::new();
    if !late.is_empty() {
        let mut table = Table::new(&HEADS);
        for line in late {
            table.row(line.cells(arguments.on));
        }
        text.push_str(&table.render());
    }
    text.push_str(&format!("  {} late on {}{}\n", late.len(), arguments.on, counted(late)));
    if arguments.ahead > 0 {
        let mut table = Table::new(&["by", "register", "record", "what", "who", "rule"]);
        for line in next {
            let [by, _, register, record, what, who, _, rule] = line.cells(arguments.on);
            table.row([by, register, record, what, who, rule]);
        }
        let (count, days) = (next.len(), arguments.ahead);
        text.push_str(&format!(
            "\n{}  {count} to be done in the {days} days after\n",
            table.render()
        ));
    }
    text
}

/// How many are late in each register.
fn counted(late: &[&Line]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in late {
        *counts.entry(line.register).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(register, count)| format!("{count} {register}")).collect();
    if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) }
}

fn as_json(line: &Line, on: Day) -> Value {
    json!({
        "by": line.by, "days_late": line.days_late(on), "register": line.register,
        "record": line.record, "what": line.what, "who": line.who, "told": line.told,
        "rule": line.rule.id(),
    })
}

fn page(late: &[&Line], next: &[&Line], arguments: &Lateness) -> Markup {
    let title = format!("What is late on {}", arguments.on.in_words());
    let rules: RuleSet = late.iter().chain(next).map(|line| line.rule).collect();
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    p { (late.len()) " late" (counted(late)) "." }
                    @if !late.is_empty() { (lines("Late, the oldest first", late, arguments.on)) }
                    @if arguments.ahead > 0 {
                        h2 { "In the " (arguments.ahead) " days after" }
                        @if next.is_empty() { p { "Nothing has to be done." } }
                        @else { (lines("To be done", next, arguments.on)) }
                    }
                    @if !rules.is_empty() {
                        h2 { "The rules" }
                        ul { @for rule in &rules { li { (rule.id()) ": " (rule.says()) } } }
                    }
                }
            }
        }
    }
}

fn lines(caption: &str, lines: &[&Line], on: Day) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { "By" } th scope="col" { "Days late" } th scope="col" { "Register" }
                    th scope="col" { "Record" } th scope="col" { "What" } th scope="col" { "Who" }
                    th scope="col" { "Told" } th scope="col" { "Rule" }
                } }
                tbody { @for line in lines { tr {
                    @for (place, cell) in line.cells(on).iter().enumerate() {
                        @if place == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                    }
                } } }
            }
        }
    }
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem;color:#1a1a1a;\
    background:#fff}table{border-collapse:collapse}caption{text-align:left;font-weight:bold}\
    th,td{padding:.2rem .8rem;border-bottom:1px solid #767676;text-align:left;vertical-align:top}\
    .scroll{overflow-x:auto}:focus-visible{outline:3px solid #003c8f}";
