//! `can`: whether somebody can ever see something by a rulebook, with a request that shows it or a proof
//! that there is none.

use caldicott::model::document::nearest;
use caldicott::model::{Category, CategorySet, Day};
use caldicott::policy::Rulebook;
use caldicott::sharing::analysis::{self, Answer, Question};
use caldicott::sharing::{AskerKind, DataSet, Detail, Fact, Known, Organisation};
use clap::Args;
use serde_json::{Value, json};

use crate::input;
use crate::output::{self, Format};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Can {
    /// Who would see it: the kind of asker
    #[arg(value_parser = kind)]
    who: AskerKind,
    /// What they would see: categories or details, separated by commas
    #[arg(value_parser = data)]
    what: DataSet,
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: String,
    /// The first day
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Day,
    /// The first day no longer asked about; without it, the day after the first
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Day>,
    /// One organisation of that kind, by its id in the rulebook
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
    /// Only requests to which the person has not agreed
    #[arg(long)]
    without_consent: bool,
    /// Only requests with no order, notice or requirement
    #[arg(long)]
    without_orders: bool,
    /// Only requests in which this is so
    #[arg(long = "where", value_name = "FACT", value_parser = fact)]
    where_so: Vec<Fact>,
    /// Only requests in which this is not so
    #[arg(long, value_name = "FACT", value_parser = fact)]
    where_not: Vec<Fact>,
    /// How to show the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn kind(name: &str) -> Result<AskerKind, String> {
    one_of(AskerKind::NAMES, name)
}

fn fact(name: &str) -> Result<Fact, String> {
    one_of(Fact::NAMES, name)
}

fn one_of<T: Copy>(names: &[(&'static str, T)], name: &str) -> Result<T, String> {
    let found = names.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let known = names.iter().map(|(known, _)| *known);
        match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is one of {}", known.collect::<Vec<_>>().join(", ")),
        }
    })
}

fn data(names: &str) -> Result<DataSet, String> {
    let categories = Category::ALL.iter().map(|one| (one.name(), DataSet::from(*one)));
    let details = Detail::NAMES.iter().map(|(name, detail)| (*name, DataSet::from(*detail)));
    let every = [("every", DataSet::EVERY), ("special", DataSet::from(CategorySet::SPECIAL))];
    let known: Vec<_> = categories.chain(details).chain(every).collect();
    let mut all = DataSet::NONE;
    for name in names.split(',') {
        all = all.union(one_of(&known, name.trim())?);
    }
    Ok(all)
}

pub(crate) fn run(arguments: &Can) -> Result<(), Stop> {
    let loaded = Rulebook::load(&input::rulebook(&arguments.rulebook)?)?;
    let Some(rulebook) = loaded.sharing() else {
        let message = "the rulebook says nothing about disclosures";
        return Err(Stop::bad_file(&arguments.rulebook, message));
    };
    if let Some(organisation) = &arguments.organisation {
        let known = rulebook.organisations().iter().map(Organisation::id);
        if !known.clone().any(|known| known == organisation) {
            let near = nearest(organisation, known);
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let message = format!("the rulebook has no organisation `{organisation}`{near}");
            return Err(Stop::bad_file("--organisation", message));
        }
    }
    let until = match arguments.until {
        Some(until) if until > arguments.from => until,
        Some(_) => return Err(Stop::bad_file("--until", "is not after --from")),
        None => arguments.from.plus_days(1).unwrap_or(Day::MAX),
    };
    let mut question = Question::new(arguments.who, arguments.what, arguments.from, until);
    question.organisation.clone_from(&arguments.organisation);
    if arguments.without_consent {
        question = question.without_consent();
    }
    if arguments.without_orders {
        question = question.without_orders();
    }
    for (facts, holds) in [(&arguments.where_so, true), (&arguments.where_not, false)] {
        for fact in facts {
            question = question.where_it_is_known(*fact, holds);
        }
    }
    let found = analysis::can(rulebook, &question);
    let said: Vec<(Value, String)> =
        found.iter().map(|possibility| said(possibility.data, &possibility.answer)).collect();
    output::print(&match arguments.format {
        Format::Json => {
            let values: Vec<&Value> = said.iter().map(|(value, _)| value).collect();
            format!("{:#}\n", json!(values))
        }
        Format::Table => said.iter().map(|(_, text)| text.as_str()).collect(),
    })
}

fn said(data: &str, answer: &Answer) -> (Value, String) {
    match answer {
        Answer::Yes(witness) => {
            let purpose = match witness.request.purpose {
                Known::Known(purpose) => format!(", for {purpose}"),
                Known::Unknown => String::new(),
            };
            let request = serde_json::json!(witness.request);
            let text = format!(
                "{data}: yes, on {} by {}{purpose}, for example by this request:\n  {request}\n",
                witness.day, witness.gateway,
            );
            let value = json!({
                "data": data, "answer": "yes", "day": witness.day.to_string(),
                "gateway": witness.gateway, "request": request,
            });
            (value, text)
        }
        Answer::No(proof) => {
            let mut text = format!("{data}: no; {} combinations were tried\n", proof.cases);
            for obstacle in &proof.obstacles {
                let by = obstacle.by.join(", ");
                text.push_str(&format!("  {} runs up against {by}\n", obstacle.gateway));
            }
            let obstacles: Vec<Value> = proof
                .obstacles
                .iter()
                .map(|one| json!({ "gateway": one.gateway, "by": one.by }))
                .collect();
            let value = json!({
                "data": data, "answer": "no", "cases": proof.cases, "obstacles": obstacles,
            });
            (value, text)
        }
        Answer::Open(gateways) => {
            let through = gateways.join(", ");
            let text = format!(
                "{data}: not settled; no contradiction was found in {through}, and no request either\n"
            );
            (json!({ "data": data, "answer": "open", "gateways": gateways }), text)
        }
    }
}
