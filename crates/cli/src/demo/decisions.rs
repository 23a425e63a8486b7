//! Stage 3: answer the requests of the day and put every answer into the log.

use caldicott::audit::{Draft, Kind, Outcome as Logged};
use caldicott::model::{CaseRecord, CategorySet};
use caldicott::sharing::{Decision, Outcome, Request, decide};
use caldicott::store::LogEntry;

use super::Setting;
use super::book::{self, failed};
use crate::casebook::people;
use crate::output::{self, Table};
use crate::report::Decided;
use crate::stop::Stop;
use crate::{answer, requests};

/// The requests that ship with the program.
const REQUESTS: &str = include_str!("../../packs/requests/st-martins.jsonl");

pub(crate) fn answer(setting: &Setting) -> Result<Vec<Decided>, Stop> {
    let requests = requests::read("st-martins.jsonl", REQUESTS.as_bytes())?;
    let mut store = book::open(setting)?;
    let rulebook = setting.sharing()?;
    let hash = setting.rulebook.hash();
    let mut decided = Vec::with_capacity(requests.len());
    let mut lines = String::new();
    let mut batch = store.begin().map_err(failed)?;
    for (place, request) in requests.iter().enumerate() {
        let day = request.day.unwrap_or(setting.as_at);
        let decision = decide(rulebook, request, day);
        // Every request is about somebody of the casebook, spread over it.
        let number = place * 37 % setting.people;
        let person = format!("p-{number:06}");
        let client = people::case_file(setting.seed, number).client;
        let mut answer = answer::of(rulebook, request, &decision, client.fields());
        let draft = draft(request, &decision, hash);
        let entry = LogEntry { person: Some(&person), draft, at: setting.moment() };
        // No disclosure without a record: the answer is used only after the commit below.
        let receipt = batch.log(entry).map_err(failed)?;
        answer.entry = receipt.index();
        let line = serde_json::json!({
            "id": request.id,
            "decision": decision,
            "outward": decision.outward(),
            "log_entry": receipt.index(),
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
        decided.push(answer);
    }
    batch.commit().map_err(failed)?;
    store.close().map_err(failed)?;
    output::write_file(&setting.path("decisions.jsonl"), lines.as_bytes())?;
    Ok(decided)
}

pub(crate) fn summary(decided: &[Decided]) -> String {
    let count = |kind| decided.iter().filter(|one| one.kind == kind).count();
    format!(
        "{} requests: {} disclosed, {} in part or referred, {} refused",
        decided.len(),
        count("good"),
        count("part"),
        count("no")
    )
}

/// The requests that the terminal shows; the page shows all.
const TELLING: [&str; 16] = [
    "police-court-order",
    "police-request-without-manager",
    "probation-live",
    "probation-expired",
    "gp-named-on-the-form",
    "gp-consent-withdrawn",
    "caller-who-lives-there",
    "caller-who-does-not-live-there",
    "contractor-about-to-visit",
    "housing-benefit-occupancy-change",
    "journalist",
    "missing-found-and-hiding",
    "registered-offender-moved",
    "researcher-identifiable-opted-out",
    "backup-abroad-in-2021",
    "backup-abroad-after-the-mechanism-ended",
];

pub(crate) fn show(decided: &[Decided]) -> Result<(), Stop> {
    let mut table = Table::new(&["request", "outcome", "fields disclosed", "log entry"]);
    for one in decided.iter().filter(|one| TELLING.contains(&one.id.as_str())) {
        let disclosed = one.fields.iter().filter(|[_, answer, _]| answer == "disclosed").count();
        table.row([
            one.id.clone(),
            one.outcome.clone(),
            match one.fields.len() {
                // What was asked for is in no field of the record: nothing to say, or a fact of its own.
                0 => "no field of the record".to_owned(),
                asked => format!("{disclosed} of {asked}"),
            },
            one.entry.to_string(),
        ]);
    }
    output::print(&format!(
        "Requests decided\n  {}; some of them:\n{}  every answer with its reasons: report.html, decisions.jsonl\n\n",
        summary(decided),
        table.render()
    ))
}

/// What the log keeps of an answer: the rules in the open, everything else sealed.
fn draft(
    request: &Request,
    decision: &Decision,
    rulebook: caldicott::model::digest::Sha256,
) -> Draft {
    let (kind, outcome) = match decision.outcome() {
        Outcome::Disclose(_) => (Kind::Disclosure, Logged::Permitted),
        Outcome::DisclosePart(_) => (Kind::Disclosure, Logged::PartlyPermitted),
        Outcome::Refer { .. } => (Kind::Request, Logged::Referred),
        Outcome::Refuse | Outcome::NeitherConfirmNorDeny => (Kind::Refusal, Logged::Refused),
    };
    let names = |set: CategorySet| set.to_string();
    Draft::new(kind, outcome, rulebook)
        .citing(decision.rules())
        .detail("request", request.id.as_deref().unwrap_or_default())
        .detail("asked", names(request.asked.categories()))
        .detail("released", decision.released().to_string())
        .detail("outcome", decision.outcome().name())
}
