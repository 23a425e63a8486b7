//! A decision in words, for the page of the demonstration.

use caldicott::model::{Category, FieldTag};
use caldicott::policy::Told;
use caldicott::sharing::{Decision, Fate, Outcome, Request, Rulebook};

use crate::report::Decided;

/// What a person reads of a decision; the fields are those of the record it was decided for.
pub(crate) fn of(
    rulebook: &Rulebook,
    request: &Request,
    decision: &Decision,
    fields: &[FieldTag],
) -> Decided {
    let told = Told::of(rulebook, request, decision);
    let kind = match decision.outcome() {
        Outcome::Disclose(_) => "good",
        Outcome::DisclosePart(_) | Outcome::Refer { .. } => "part",
        Outcome::NeitherConfirmNorDeny | Outcome::Refuse => "no",
    };
    Decided {
        id: id(request).to_owned(),
        kind,
        fields: fields.iter().filter_map(|tag| field(tag, request, decision)).collect(),
        rules: told.rules.join(", "),
        question: told.question,
        outcome: told.outcome,
        summary: told.summary,
        reasons: told.reasons,
        duties: told.duties,
        changes: told.changes,
        outward: told.outward,
        entry: 0,
    }
}

/// What a request is called.
pub(crate) fn id(request: &Request) -> &str {
    request.id.as_deref().unwrap_or("request")
}

/// What becomes of one field that the request reaches.
fn field(tag: &FieldTag, request: &Request, decision: &Decision) -> Option<[String; 3]> {
    let asked = &request.asked;
    if !asked.covers_field(tag) && !asked.categories().intersects(tag.categories()) {
        return None;
    }
    let name = tag.name().to_owned();
    if decision.released().covers_field(tag) {
        return Some([name, "disclosed".to_owned(), by(tag, decision, Fate::Released)]);
    }
    let referred = by(tag, decision, Fate::Referred);
    if !referred.is_empty() {
        return Some([name, "referred".to_owned(), referred]);
    }
    let bars = by(tag, decision, Fate::Withheld);
    let reason = if bars.is_empty() { "no gateway releases it".to_owned() } else { bars };
    Some([name, "withheld".to_owned(), reason])
}

fn by(tag: &FieldTag, decision: &Decision, fate: Fate) -> String {
    let mut data: Vec<&str> = tag.categories().iter().map(Category::name).collect();
    data.extend(tag.sub_kind());
    let mut names: Vec<&str> = decision
        .each()
        .iter()
        .filter(|each| each.fate == fate && data.contains(&each.data))
        .flat_map(|each| each.by.iter().map(String::as_str))
        .collect();
    names.dedup();
    names.join(", ")
}
