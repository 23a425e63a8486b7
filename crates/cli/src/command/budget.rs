//! `budget`: how much may be told of the people in a casebook in all, and how much has been.

use caldicott::model::{Day, Purpose};
use caldicott::statistics::privacy::{
    Allowance, Budget, BudgetError, Cost, Grant, Ratio, Spend, Spent, epsilon_of,
};
use caldicott::store::{Store, StoreError};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::keys::Casebook;
use crate::output::{self, Format, Table};
use crate::stop::Stop;

/// How often a page is turned anew because another process was first: each time one of them got on.
const TRIES: usize = 256;

#[derive(Args, Debug)]
pub(crate) struct Budgets {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Make a budget, once
    New {
        #[command(flatten)]
        named: Named,
        #[command(flatten)]
        amount: Amount,
    },
    /// Say what was spent on which answers, and what is left
    Show {
        #[command(flatten)]
        named: Named,
        /// How to show it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Note that an answer was given up; nothing comes back
    Cancel {
        #[command(flatten)]
        named: Named,
        /// The answer, by the id under which it was paid for
        #[arg(long, value_name = "ID")]
        answer: String,
    },
}

/// Which budget.
#[derive(Args, Clone, Debug)]
pub(crate) struct Named {
    /// What the budget is called, a year or a group of people
    #[arg(long = "budget", value_name = "NAME")]
    name: String,
    #[command(flatten)]
    casebook: Casebook,
}

/// So much in one of the two accounts that noise is counted in.
#[derive(Args, Clone, Copy, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct Amount {
    /// In the pure account (epsilon), as `1`, `0.5` or `1/3`: noise of exponential shape
    #[arg(long, value_name = "NUMBER")]
    epsilon: Option<Ratio>,
    /// In the concentrated account (rho), as `1/8`: noise of normal shape
    #[arg(long, value_name = "NUMBER")]
    rho: Option<Ratio>,
}

impl Amount {
    pub(super) fn cost(self) -> Result<Cost, Stop> {
        let amount = self.epsilon.map(Cost::Pure).or(self.rho.map(Cost::Concentrated));
        match amount {
            Some(Cost::Pure(some) | Cost::Concentrated(some)) if some == Ratio::ZERO => {
                Err(Stop::bad_file("the command line", "an amount of nothing buys nothing"))
            }
            Some(cost) => Ok(cost),
            None => Err(Stop::bad_file("the command line", "`--epsilon` or `--rho` is missing")),
        }
    }
}

pub(crate) fn run(arguments: &Budgets) -> Result<(), Stop> {
    match &arguments.task {
        Task::New { named, amount } => new(named, *amount),
        Task::Show { named, format } => show(named, *format),
        Task::Cancel { named, answer } => {
            named.turn(|budget| Ok((budget.cancel(answer).map_err(refused)?, ())))?;
            output::print("noted; what it cost stays spent, for it may have been seen\n")
        }
    }
}

fn new(named: &Named, amount: Amount) -> Result<(), Stop> {
    let allowance = match amount.cost()? {
        Cost::Concentrated(rho) => Allowance::Concentrated(rho),
        Cost::Pure(epsilon) => Allowance::Pure(epsilon),
    };
    let mut store = named.casebook.open()?;
    match store.turn_ledger(&named.ledger(), None, &Budget::new(allowance).to_bytes()) {
        Ok(_) => output::print("made; from now on it only gets less\n"),
        Err(StoreError::Conflict) => Err(Stop::bad_file(
            &named.casebook.file.to_string_lossy(),
            format!("there is a budget `{}` already", named.name),
        )),
        Err(error) => Err(named.casebook.refused(&error)),
    }
}

fn show(named: &Named, format: Format) -> Result<(), Stop> {
    let (_, budget) = named.read(&named.casebook.open()?)?;
    output::print(&match format {
        Format::Table => in_words(&named.name, &budget),
        Format::Json => format!("{:#}\n", as_json(&named.name, &budget)),
    })
}

impl Named {
    /// Pays for an answer from the budget as it stands when the casebook takes the next page; what it cost
    /// and the budget after it.
    pub(super) fn spend(&self, answer: &str, cost: Cost, on: Day) -> Result<(Grant, Budget), Stop> {
        self.turn(|budget| match budget.spend(answer, cost, on).map_err(refused)? {
            Spent::Granted(next, grant) => Ok((next.clone(), (grant, next))),
            Spent::Refused(shortfall) => Err(Stop::Failed(format!("not answered: {shortfall}"))),
        })
    }

    /// Makes the next page out of the one that is there. When another process is first, out of its page.
    fn turn<T>(&self, next: impl Fn(&Budget) -> Result<(Budget, T), Stop>) -> Result<T, Stop> {
        let mut store = self.casebook.open()?;
        for _ in 0..TRIES {
            let (version, budget) = self.read(&store)?;
            let (page, answer) = next(&budget)?;
            match store.turn_ledger(&self.ledger(), Some(version), &page.to_bytes()) {
                Ok(_) => return Ok(answer),
                Err(StoreError::Conflict | StoreError::Busy) => {}
                Err(error) => return Err(self.casebook.refused(&error)),
            }
        }
        Err(Stop::Io("others spent from the budget again and again; try later".to_owned()))
    }

    fn read(&self, store: &Store) -> Result<(u64, Budget), Stop> {
        let file = self.casebook.file.to_string_lossy();
        let page = store.ledger(&self.ledger()).map_err(|error| self.casebook.refused(&error))?;
        let Some(page) = page else {
            let message =
                format!("there is no budget `{}`; `caldicott budget new` makes one", self.name);
            return Err(Stop::bad_file(&file, message));
        };
        let budget = Budget::from_bytes(page.value.expose(Purpose::STATISTICS));
        let budget = budget.map_err(|error| Stop::bad_file(&file, error.to_string()))?;
        Ok((page.version, budget))
    }

    /// What the budget is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn ledger(&self) -> String {
        format!("statistics:budget:{}", self.name)
    }
}

/// What the ledger of a budget does not take.
fn refused(error: BudgetError) -> Stop {
    if matches!(error, BudgetError::Again | BudgetError::Unknown) {
        return Stop::Failed(format!("not done: {error}"));
    }
    Stop::bad_file("the command line", error.to_string())
}

/// What a budget is counted in, its limit, and the account as a reader of other papers knows it.
fn account(budget: &Budget) -> (&'static str, Ratio, Option<String>) {
    /// The usual delta beside which a concentrated budget is told.
    const DELTA: f64 = 1e-6;
    match budget.allowance() {
        Allowance::Pure(limit) => ("epsilon", limit, None),
        Allowance::Concentrated(limit) => {
            let epsilon = epsilon_of(budget.spent(), DELTA);
            ("rho", limit, Some(format!("epsilon {epsilon:.4} at delta {DELTA}")))
        }
    }
}

fn in_words(name: &str, budget: &Budget) -> String {
    let (unit, limit, besides) = account(budget);
    let besides = besides.map_or(String::new(), |told| format!(", which is {told}"));
    let mut text = format!(
        "  budget {name}: {unit} = {limit} in all\n  spent {}{besides}; left {}\n",
        budget.spent(),
        budget.left()
    );
    if budget.spends().is_empty() {
        text.push_str("  no answer was paid for\n");
        return text;
    }
    let mut table = Table::new(&["answer", "on", unit, ""]);
    for spend in budget.spends() {
        let state = if spend.is_cancelled() { "given up, stays spent" } else { "" };
        let cells = [spend.id().to_owned(), spend.on().to_string(), spend.cost().to_string()];
        table.row(cells.into_iter().chain([state.to_owned()]));
    }
    format!("{text}\n{}", table.render())
}

/// The budget for programs; amounts are exact, and so written as fractions.
pub(super) fn as_json(name: &str, budget: &Budget) -> Value {
    let (unit, limit, besides) = account(budget);
    let answer = |spend: &Spend| {
        json!({
            "id": spend.id(),
            "on": spend.on().to_string(),
            "cost": spend.cost().to_string(),
            "cancelled": spend.is_cancelled(),
        })
    };
    json!({
        "budget": name,
        "account": unit,
        "allowance": limit.to_string(),
        "spent": budget.spent().to_string(),
        "spent_is": besides,
        "left": budget.left().to_string(),
        "answers": budget.spends().iter().map(answer).collect::<Vec<_>>(),
    })
}
