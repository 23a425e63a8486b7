//! A decision in words, for a terminal and for the page.

use caldicott::model::{Category, FieldTag};
use caldicott::sharing::{Decision, Fate, GatewayReason, Known, Outcome, Request, Rulebook, Truth};

use crate::report::Decided;

/// How many gateways that do not hold are explained.
const CLOSEST: usize = 2;

/// What a person reads of a decision; the fields are those of the record it was decided for.
pub(crate) fn of(
    rulebook: &Rulebook,
    request: &Request,
    decision: &Decision,
    fields: &[FieldTag],
) -> Decided {
    let (outcome, kind, summary) = outcome(decision, rulebook);
    Decided {
        id: request.id.clone().unwrap_or_else(|| "request".to_owned()),
        question: question(request),
        outcome,
        kind,
        summary,
        fields: fields.iter().filter_map(|tag| field(tag, request, decision)).collect(),
        reasons: reasons(decision),
        duties: decision.duties().iter().map(|duty| duty.name().replace('-', " ")).collect(),
        changes: changes(rulebook, decision),
        rules: decision.rules().ids().collect::<Vec<_>>().join(", "),
        outward: decision.outward().message().to_owned(),
        entry: 0,
    }
}

fn question(request: &Request) -> String {
    let known = |word: Option<String>, otherwise: &str| {
        word.map_or_else(|| otherwise.to_owned(), |word| word.replace('-', " "))
    };
    let kind = match &request.asker.kind {
        Known::Known(kind) => Some(kind.to_string()),
        Known::Unknown => None,
    };
    let purpose = match &request.purpose {
        Known::Known(purpose) => Some(purpose.to_string()),
        Known::Unknown => None,
    };
    format!(
        "{}, for {}: {}",
        known(kind, "somebody"),
        known(purpose, "an unstated purpose"),
        request.asked
    )
}

fn outcome(decision: &Decision, rulebook: &Rulebook) -> (String, &'static str, String) {
    let released = decision.released();
    let held = |words: String| match decision.holds_between().until {
        Some(until) => format!("{words} The answer stands until {until}."),
        None => words,
    };
    match decision.outcome() {
        Outcome::Disclose(_) => {
            ("Disclose".to_owned(), "good", held(format!("May be disclosed: {released}.")))
        }
        Outcome::DisclosePart(_) => {
            let mut words = format!("May be disclosed: {released}.");
            if !decision.referred().is_empty() {
                words.push_str(&format!(" Referred: {}.", decision.referred()));
            }
            if !decision.withheld().is_empty() {
                words.push_str(&format!(" Withheld: {}.", decision.withheld()));
            }
            ("Disclose part".to_owned(), "part", held(words))
        }
        Outcome::Refer { to, missing } => {
            let questions: Vec<String> =
                missing.iter().map(|missing| missing.question(rulebook)).collect();
            let words =
                format!("To be decided by the {}: {}", to.replace('-', " "), questions.join(" "));
            (format!("Refer to {}", to.replace('-', " ")), "part", held(words))
        }
        Outcome::Refuse => {
            ("Refuse".to_owned(), "no", held(format!("Withheld: {}.", decision.withheld())))
        }
        Outcome::NeitherConfirmNorDeny => (
            "Neither confirm nor deny".to_owned(),
            "no",
            "Nothing is said, not even whether there is such a person.".to_owned(),
        ),
    }
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

fn reasons(decision: &Decision) -> Vec<String> {
    let word = |truth: Truth| match truth {
        Truth::True => "holds",
        Truth::False => "does not hold",
        Truth::Unknown => "is not known to hold",
    };
    let conditions = |conditions: &[caldicott::sharing::Condition]| {
        let mut words: Vec<String> = conditions
            .iter()
            .map(|condition| match condition.value {
                Truth::True => format!("{}: yes", condition.need),
                Truth::False => format!("{}: no", condition.need),
                Truth::Unknown => format!("{}: not known", condition.need),
            })
            .collect();
        words.dedup();
        words.join("; ")
    };
    // Those that release something or might, then the few that came closest; the rest are counted.
    let misses = |gateway: &&GatewayReason| {
        gateway.conditions.iter().filter(|one| one.value == Truth::False).count()
    };
    let (mut shown, mut failed): (Vec<_>, Vec<_>) =
        decision.gateways().iter().partition(|gateway| gateway.holds != Truth::False);
    failed.sort_by_key(misses);
    let others = failed.len().saturating_sub(CLOSEST);
    shown.extend(failed.into_iter().take(CLOSEST));
    // Where nothing of its own is missing, what it gives waits on a bar or on whoever decides.
    let gives = |gateway: &GatewayReason| {
        let own = gateway.conditions.iter().all(|one| one.value == Truth::True);
        let waits = own && gateway.holds == Truth::Unknown;
        if waits { "holds, and what it gives is yet to be decided" } else { word(gateway.holds) }
    };
    let gateways = shown.into_iter().map(|gateway| {
        let basis = gateway.basis.map(|basis| format!(", {basis}")).unwrap_or_default();
        format!(
            "Gateway {} ({}{basis}) {}: {} [{}]",
            gateway.id,
            gateway.kind,
            gives(gateway),
            gateway.says,
            conditions(&gateway.conditions)
        )
    });
    let others = (others > 0).then(|| format!("{others} further gateways do not hold"));
    let bars = decision.bars().iter().filter(|bar| bar.bites).map(|bar| {
        format!(
            "Bar {} {}: {} [{}]",
            bar.id,
            word(bar.holds),
            bar.says,
            conditions(&bar.conditions)
        )
    });
    gateways.chain(others).chain(bars).collect()
}

fn changes(rulebook: &Rulebook, decision: &Decision) -> Vec<String> {
    let sets = decision.what_would_change_it().iter().map(|set| {
        let questions: Vec<String> = set.iter().map(|missing| missing.question(rulebook)).collect();
        questions.join(" And ")
    });
    let role = decision.refer_to().map(|role| format!("Who could: the {}", role.replace('-', " ")));
    sets.chain(role).collect()
}

/// The whole of an answer in plain English: first what the asker may hear, then what is for staff alone.
pub(crate) fn to_text(answer: &Decided) -> String {
    let mut text = format!("{}\n  {}\n\n", answer.id, answer.question);
    let mut section = |title: &str, lines: &[String]| {
        if lines.is_empty() {
            return;
        }
        text.push_str(&format!("  {title}\n"));
        for line in lines {
            text.push_str(&format!("    - {line}\n"));
        }
        text.push('\n');
    };
    section("To the person who asks", std::slice::from_ref(&answer.outward));
    section(&format!("For staff alone: {}", answer.outcome), std::slice::from_ref(&answer.summary));
    section("Why", &answer.reasons);
    section("What has to be done", &answer.duties);
    section("What would change it", &answer.changes);
    section("Rules", std::slice::from_ref(&answer.rules));
    text
}
