//! Sums one after another, of overlapping people, beside counts, and against those who gave something: held
//! against an attacker who tries every table of whole numbers.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod guess;
mod laws;

use std::collections::BTreeMap;

use caldicott_model::{Category, Day, FieldTag, Identifiability};
use caldicott_statistics::*;

pub(crate) const SERVICES: [&str; 3] = ["a", "b", "c"];
/// The people of one service in one part of the population: what each owes.
pub(crate) type Cell = Vec<u64>;

pub(crate) fn service() -> [Variable; 1] {
    let tag =
        FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    [Variable::new(tag, CodeList::new("service", SERVICES).unwrap(), NullPolicy::Reject).unwrap()]
}

pub(crate) fn variable(name: &'static str, codes: usize) -> Variable {
    let tag = FieldTag::new(name.into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    let codes = CodeList::new(name, (0..codes).map(|code| format!("{name}{code}"))).unwrap();
    Variable::new(tag, codes, NullPolicy::Reject).unwrap()
}

pub(crate) fn table(cells: &[Cell], cap: Option<u64>) -> Raw<SumTable> {
    let mut counter = SumTable::counter(&service(), cap).unwrap();
    for (cell, amounts) in cells.iter().enumerate() {
        for amount in amounts {
            counter.row([Some(SERVICES[cell])], *amount);
        }
    }
    counter.finish().unwrap()
}

pub(crate) fn rules() -> SumRules {
    SumRules::threshold(2).unwrap().with_p_percent(20).unwrap()
}

pub(crate) fn profile(singletons: Singletons) -> Profile {
    Profile::threshold(2).unwrap().with_singletons(singletons)
}

pub(crate) fn run(
    plan: &Plan,
    table: &Raw<SumTable>,
    rules: &SumRules,
) -> Result<SumPublication, Refusal> {
    match plan.publish_sums(table, rules, Effort::ORDINARY, &mut |_| {}) {
        SumOutcome::Released(done) => Ok(*done),
        SumOutcome::Refused(refusal) => Err(refusal),
    }
}

/// Releases in order, each held against those before it.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) ledger: ReleaseLedger,
    pub(crate) out: BTreeMap<String, (Vec<String>, SumPublication)>,
}

impl Book {
    pub(crate) fn release(
        &mut self,
        parts: &[&str],
        cells: &[Cell],
        cap: Option<u64>,
    ) -> Result<(), Refusal> {
        let plan = Plan::new("t", profile(Singletons::Report)).of_amount("owed");
        let plan = plan.of_people(parts.to_vec()).after(self.ledger.before(parts));
        let plan = plan.after_sums(self.ledger.sums_before(parts));
        let done = run(&plan, &table(cells, cap), &rules())?;
        let id = parts.join("+");
        self.ledger.enter_sums(&id, Day::literal(2026, 6, 1), &done).unwrap();
        let parts = parts.iter().map(|part| (*part).to_owned()).collect();
        self.out.insert(id, (parts, done));
        Ok(())
    }

    pub(crate) fn shown(&self, id: &str, label: &str) -> Option<u64> {
        self.out[id].1.release.at(&[label]).unwrap().sum
    }
}

pub(crate) fn some(count: u64, owed: u64) -> Cell {
    vec![owed; usize::try_from(count).unwrap()]
}

pub(crate) fn joined(cells: &[&[Cell]]) -> Vec<Cell> {
    (0..3).map(|service| cells.iter().flat_map(|part| part[service].clone()).collect()).collect()
}
