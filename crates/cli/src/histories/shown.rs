//! What the registers' commands have in common: how one is run, and how what follows is shown.

use caldicott::calendar::Nation;
use caldicott::model::RuleSet;
use caldicott::policy::Rulebook;
use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};

use crate::command::due;
use crate::keys::Casebook;
use crate::output::{self, Format, Table};
use crate::stop::Stop;

/// A register whose days are counted in working days.
#[derive(Args, Debug)]
pub(crate) struct Register {
    #[command(flatten)]
    pub(crate) casebook: Casebook,
    /// Whose bank holidays count: england-and-wales, scotland or northern-ireland
    #[arg(long, default_value = "england-and-wales", value_parser = nation)]
    pub(crate) nation: Nation,
    /// The rulebook, where its casework section says how this register is run
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: Option<String>,
}

impl Register {
    /// The rulebook, where one was named.
    pub(crate) fn rulebook(&self) -> Result<Option<Rulebook>, Stop> {
        self.rulebook.as_deref().map(due::load).transpose()
    }
}

/// The nation with this id.
pub(crate) fn nation(id: &str) -> Result<Nation, String> {
    Nation::from_id(id)
        .ok_or_else(|| "it is one of england-and-wales, scotland and northern-ireland".to_owned())
}

/// The rules of an answer, in a line of their own.
pub(crate) fn rules(rules: &RuleSet) -> String {
    let ids: Vec<&str> = rules.ids().collect();
    format!("  rules: {}\n", ids.join(", "))
}

/// A step: the state it leads to, what is to be done then, and the rules applied.
pub(crate) fn step(state: &str, duties: &impl Serialize, rules: &RuleSet) -> Value {
    let rules: Vec<&str> = rules.ids().collect();
    json!({ "state": state, "duties": duties, "rules": rules })
}

/// What should have been done, by record: `cells` are those behind the record's id, under `heads`.
pub(crate) fn late<L: Serialize, const N: usize>(
    (kind, format, note): (&str, Format, &str),
    found: &[(String, L)],
    heads: [&str; N],
    cells: impl Fn(&L) -> [String; N],
) -> Result<(), Stop> {
    if format == Format::Json {
        let lines: Value =
            found.iter().map(|(id, late)| json!({ kind: id, "late": late })).collect();
        return output::print(&format!("{lines:#}\n"));
    }
    let mut table = Table::new(&[&[kind], heads.as_slice()].concat());
    for (id, late) in found {
        table.row([id.clone()].into_iter().chain(cells(late)));
    }
    output::print(&format!("{}  {} late{note}\n", table.render(), found.len()))
}

/// The name that a value has in files.
pub(crate) fn name(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The name that a value has in files, with spaces.
pub(crate) fn words(value: &impl Serialize) -> String {
    name(value).replace('-', " ")
}
