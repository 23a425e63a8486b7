//! The agreement rule alone, in casbin: is there a live agreement with this organisation, for this purpose,
//! that covers this category? One line for each agreement and party.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use casbin::function_map::OperatorFunction;
use casbin::prelude::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use casbin::rhai::Dynamic;

use crate::rules::{Date, Rules};
use crate::words::Data;

const MODEL: &str = "
[request_definition]
r = organisation, purpose, datum, day

[policy_definition]
p = organisation, purposes, data, from, until, review_by

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.organisation == p.organisation && has(p.purposes, r.purpose) && has(p.data, r.datum) && r.day >= p.from && r.day < p.until && r.day <= p.review_by
";

/// One question about agreements.
#[derive(Clone, Debug)]
pub struct Question {
    /// Who.
    pub organisation: String,
    /// What for, between bars.
    pub purpose: String,
    /// What, between bars.
    pub datum: String,
    /// When.
    pub day: String,
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.fold("|".to_owned(), |sum, name| sum + name + "|")
}

/// Runs what never waits.
pub(crate) fn now<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("nothing here waits for anything"),
    }
}

impl Question {
    /// A question.
    #[must_use]
    pub fn new(organisation: &str, purpose: &str, datum: &str, day: Date) -> Self {
        Self {
            organisation: organisation.to_owned(),
            purpose: format!("|{purpose}|"),
            datum: format!("|{datum}|"),
            day: day.to_string(),
        }
    }

    /// The answer read off the rules.
    #[must_use]
    pub fn answer(&self, rules: &Rules) -> bool {
        rules.agreement.iter().any(|one| {
            one.with.contains(&self.organisation)
                && listed(one.purposes.iter().map(String::as_str)).contains(&self.purpose)
                && listed(Data::of(&one.covers).names()).contains(&self.datum)
                && one.from.to_string() <= self.day
                && one.until.is_none_or(|until| self.day < until.to_string())
                && self.day <= one.review_by.to_string()
        })
    }
}

/// An enforcer with the agreements of a rulebook.
///
/// # Panics
///
/// When casbin does not take them.
#[must_use]
pub fn enforcer(rules: &Rules) -> Enforcer {
    let model = now(DefaultModel::from_str(MODEL)).expect("a model");
    let mut enforcer = now(Enforcer::new(model, MemoryAdapter::default())).expect("an enforcer");
    let lines = rules.agreement.iter().flat_map(|one| {
        one.with.iter().map(|party| {
            vec![
                party.clone(),
                listed(one.purposes.iter().map(String::as_str)),
                listed(Data::of(&one.covers).names()),
                one.from.to_string(),
                one.until.unwrap_or(Date::on(9999, 12, 31)).to_string(),
                one.review_by.to_string(),
            ]
        })
    });
    enforcer.add_function(
        "has",
        OperatorFunction::Arg2(|list: Dynamic, item: Dynamic| {
            let (list, item) = (list.into_immutable_string(), item.into_immutable_string());
            matches!((list, item), (Ok(list), Ok(item)) if list.contains(item.as_str())).into()
        }),
    );
    now(enforcer.add_policies(lines.collect())).expect("lines");
    enforcer
}

/// Asks the enforcer.
///
/// # Panics
///
/// When casbin fails.
#[must_use]
pub fn enforce(enforcer: &Enforcer, question: &Question) -> bool {
    let Question { organisation, purpose, datum, day } = question;
    enforcer
        .enforce((organisation.as_str(), purpose.as_str(), datum.as_str(), day.as_str()))
        .expect("an answer")
}
