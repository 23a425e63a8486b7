//! One decision in plain English: what the asker may hear, and what is for staff alone.

use std::fmt;

use caldicott_sharing::{
    Condition, Decision, GatewayReason, Known, Outcome, Request, Rulebook, Truth,
};

/// How many gateways that do not hold are explained.
const CLOSEST: usize = 2;

/// A decision as a worker reads it. It repeats nothing of a record: the words are the rulebook's.
///
/// Printed, it begins with what the asker may hear; the rest is for staff alone, for a reason can give
/// away what was withheld.
///
/// ```
/// use caldicott_model::Category;
/// use caldicott_policy::{Rulebook, SourceFile, Told};
/// use caldicott_sharing::{AskerKind, Direction, Known, Request, SharingPurpose, decide};
///
/// let text = r#"
/// [rulebook]
/// id = "small"
/// organisation = "A small charity"
/// as-known-on = 2026-11-01
/// kept-by = "the director"
/// [[role]]
/// name = "line-manager"
/// [sharing]
/// refer_to = "line-manager"
/// "#;
/// let rulebook = Rulebook::load(&[SourceFile::new("rules.toml", text)])?;
/// let sharing = rulebook.sharing().ok_or("no sharing rules")?;
/// let mut request = Request::default();
/// request.direction = Known::Known(Direction::Asked);
/// request.asker.kind = Known::Known(AskerKind::Relative);
/// request.purpose = Known::Known(SharingPurpose::Tracing);
/// request.asked = Category::AddressAndLocation.into();
///
/// let told = Told::of(sharing, &request, &decide(sharing, &request, "2026-11-02".parse()?));
/// assert!(told.question.starts_with("relative, for tracing: address-and-location"));
/// assert!(told.outward.starts_with("We neither confirm nor deny"));
/// assert!(told.to_string().contains("For staff alone: Neither confirm nor deny"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Told {
    /// Who asks for what, and what for.
    pub question: String,
    /// What may be said to whoever asks; nothing else of this may.
    pub outward: String,
    /// The outcome in a word or two.
    pub outcome: String,
    /// What may be disclosed, is withheld or has to be asked.
    pub summary: String,
    /// The gateways that hold or might, those that came closest, and the bars that bite.
    pub reasons: Vec<String>,
    /// What has to be done.
    pub duties: Vec<String>,
    /// What would have to be known, each set enough by itself, and who could decide.
    pub changes: Vec<String>,
    /// The ids of the rules that were applied.
    pub rules: Vec<String>,
}

impl Told {
    /// Tells a decision that was taken on this request by this rulebook.
    #[must_use]
    pub fn of(rulebook: &Rulebook, request: &Request, decision: &Decision) -> Self {
        let (outcome, summary) = outcome(decision, rulebook);
        Self {
            question: question(request),
            outward: decision.outward().message().to_owned(),
            outcome,
            summary,
            reasons: reasons(decision),
            duties: decision.duties().iter().map(|duty| duty.name().replace('-', " ")).collect(),
            changes: changes(rulebook, decision),
            rules: decision.rules().ids().map(str::to_owned).collect(),
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "  {}\n", self.question)?;
        let mut section = |title: &str, lines: &[&str]| {
            if lines.is_empty() {
                return Ok(());
            }
            writeln!(out, "  {title}")?;
            lines.iter().try_for_each(|line| writeln!(out, "    - {line}"))?;
            writeln!(out)
        };
        section("To the person who asks", &[&self.outward])?;
        section(&format!("For staff alone: {}", self.outcome), &[&self.summary])?;
        section("Why", &texts(&self.reasons))?;
        section("What has to be done", &texts(&self.duties))?;
        section("What would change it", &texts(&self.changes))?;
        section("Rules", &[&self.rules.join(", ")])
    }
}

fn texts(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
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

fn outcome(decision: &Decision, rulebook: &Rulebook) -> (String, String) {
    let released = decision.released();
    let held = |words: String| match decision.holds_between().until {
        Some(until) => format!("{words} The answer stands until {until}."),
        None => words,
    };
    match decision.outcome() {
        Outcome::Disclose(_) => {
            ("Disclose".to_owned(), held(format!("May be disclosed: {released}.")))
        }
        Outcome::DisclosePart(_) => {
            let mut words = format!("May be disclosed: {released}.");
            if !decision.referred().is_empty() {
                words.push_str(&format!(" Referred: {}.", decision.referred()));
            }
            if !decision.withheld().is_empty() {
                words.push_str(&format!(" Withheld: {}.", decision.withheld()));
            }
            ("Disclose part".to_owned(), held(words))
        }
        Outcome::Refer { to, missing } => {
            let questions: Vec<String> =
                missing.iter().map(|missing| missing.question(rulebook)).collect();
            let words =
                format!("To be decided by the {}: {}", to.replace('-', " "), questions.join(" "));
            (format!("Refer to {}", to.replace('-', " ")), held(words))
        }
        Outcome::Refuse => {
            ("Refuse".to_owned(), held(format!("Withheld: {}.", decision.withheld())))
        }
        Outcome::NeitherConfirmNorDeny => (
            "Neither confirm nor deny".to_owned(),
            "Nothing is said, not even whether there is such a person.".to_owned(),
        ),
    }
}

fn reasons(decision: &Decision) -> Vec<String> {
    let word = |truth: Truth| match truth {
        Truth::True => "holds",
        Truth::False => "does not hold",
        Truth::Unknown => "is not known to hold",
    };
    let conditions = |conditions: &[Condition]| {
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
