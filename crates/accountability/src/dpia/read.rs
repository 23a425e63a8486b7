//! Reading an assessment from a file.

use caldicott_model::document::Reader;
use caldicott_model::law::Controller;
use caldicott_model::law::document as law;

use super::Criterion;
use super::parts::{
    ActivityEntry, Answer, Consultation, Consulted, Dpia, Effect, Level, Measure, Need, Officer,
    Processing, Project, Recipient, RecipientKind, Reference, Regulator, RegulatorSays, Reviewed,
    Risk, ScreeningEntry, Security, SignOff, Signed, Template, TransferEntry,
};
use crate::Grid;
use crate::finding::Spot;

/// The questions of Step 4 and of section 3 (K-010, I-027).
pub(super) const NECESSITY: [(&str, &str); 9] = [
    ("achieves-purpose", "does the processing achieve the purpose"),
    ("other-ways", "is there another way"),
    ("function-creep", "what prevents function creep"),
    ("data-quality", "how is the data kept accurate"),
    ("minimisation", "why is there no more than is needed"),
    ("informing-people", "what are people told"),
    ("rights", "how are their rights supported"),
    ("processors", "what makes processors comply"),
    ("reuse", "if data was gathered for something else, how are people told"),
];

impl Dpia {
    /// Reads an assessment. Every fault of the file is reported to the reader; what the assessment
    /// itself lacks or gets wrong is for [`Dpia::check`].
    ///
    /// The form is that of `examples/dpia`.
    #[must_use]
    pub fn read(top: &mut Reader<'_>) -> Option<Self> {
        let template = top.one_of("template", "template", Template::NAMES);
        let title = top.text("title").map(str::to_owned);
        let grid = grid(top);
        let controller_name = top.table("controller").and_then(|mut table| {
            // The kind is read by the model, which also finds unknown keys.
            table.allow_other_keys();
            table.text("name").map(str::to_owned)
        });
        let controller = law::controller(top);
        let judged = controller.unwrap_or(Controller::CHARITY);
        let rated = grid.clone().unwrap_or_else(Grid::five_by_five);
        let dpia = Self {
            template: template.unwrap_or(Template::SevenSteps),
            title: String::new(),
            version: owned(top.optional_text("version")),
            written: top.optional_day("written"),
            controller_name,
            contact: owned(top.optional_text("contact")),
            officer: top.table("officer").and_then(|mut table| officer(&mut table)),
            project: top.table("project").and_then(|mut table| project(&mut table)),
            screening: top.table("screening").and_then(|mut table| screening(&mut table)),
            need: top.table("need").map(|mut table| Need {
                says: owned(table.optional_text("says")),
                criteria: table.some_of("criteria", "criterion", Criterion::NAMES),
            }),
            processing: top.table("processing").map(|mut table| processing(&mut table)),
            recipients: each(top, "recipient", recipient),
            references: each(top, "reference", reference),
            time_limits: each(top, "time-limit", |table| {
                let of = owned(table.optional_text("of"));
                Some((Spot::of(table), table.text("within")?.to_owned(), of))
            }),
            border: top.table("border").and_then(|mut table| border(&mut table)),
            transfers: each(top, "transfer", |table| transfer(table, judged)),
            retention: each(top, "retention", |table| {
                let period = owned(table.optional_text("period"));
                Some((Spot::of(table), table.text("what")?.to_owned(), period))
            }),
            activities: each(top, "activity", |table| {
                let name = table.name("name").map(str::to_owned);
                let purposes = texts(table, "purposes");
                let ground = law::ground(table, judged);
                Some(ActivityEntry { spot: Spot::of(table), name: name?, purposes, ground })
            }),
            consultation: top.table("consultation").and_then(|mut table| consultation(&mut table)),
            necessity: top
                .table("necessity")
                .map(|mut table| necessity(&mut table))
                .unwrap_or_default(),
            risks: each(top, "risk", |table| risk(table, grid.as_ref())),
            overall: top.table("overall-risk").and_then(|mut table| {
                let reason = owned(table.optional_text("reason"));
                Some((Spot::of(&table), table.text("band")?.to_owned(), reason))
            }),
            security: top.table("security").and_then(|mut table| security(&mut table)),
            sign_off: top
                .table("sign-off")
                .map(|mut table| sign_off(&mut table))
                .unwrap_or_default(),
            regulator: top.table("regulator").and_then(|mut table| regulator(&mut table)),
            reviewed: top.table("review").map(|mut table| reviewed(&mut table)),
            grid: rated,
        };
        numbers_once(top, &dpia);
        let _whole = (template?, controller?, grid?);
        Some(Self { title: title?, ..dpia })
    }
}

/// A grid of the file's own, or one that every file may name.
fn grid(top: &mut Reader<'_>) -> Option<Grid> {
    if let Some(mut table) = top.table("own-grid") {
        if top.has("grid") {
            top.fault("grid", "an assessment has `grid` or `[own-grid]`, and not both");
        }
        return Grid::read(&mut table);
    }
    let name = top.text("grid")?;
    let grid = Grid::named(name);
    if grid.is_none() {
        top.unknown("grid", name, "grid", &["three-by-three", "five-by-five"]);
    }
    grid
}

/// Two risks of one number could not be told apart in a finding.
fn numbers_once(top: &Reader<'_>, dpia: &Dpia) {
    for (place, risk) in dpia.risks.iter().enumerate() {
        if dpia.risks.iter().position(|other| other.number == risk.number) != Some(place) {
            top.fault("risk", format!("two risks have the number `{}`", risk.number));
        }
    }
}

fn officer(table: &mut Reader<'_>) -> Option<Officer> {
    let also = owned(table.optional_text("also"));
    Some(Officer { spot: Spot::of(table), post: table.text("post")?.to_owned(), also })
}

fn project(table: &mut Reader<'_>) -> Option<Project> {
    let name = owned(table.text("name"));
    let project = Project {
        spot: Spot::of(table),
        name: String::new(),
        directorate: owned(table.optional_text("directorate")),
        sponsor: owned(table.optional_text("sponsor")),
        manager: owned(table.optional_text("manager")),
        start: owned(table.optional_text("start")),
        end: owned(table.optional_text("end")),
        go_live: owned(table.optional_text("go-live")),
        no_third_parties: table.optional_one_of(
            "third-parties",
            "answer",
            &[("none", true), ("named", false)],
        ),
        several: table.optional_flag("several-projects"),
        description: owned(table.optional_text("description")),
    };
    Some(Project { name: name?, ..project })
}

fn screening(table: &mut Reader<'_>) -> Option<ScreeningEntry> {
    let advised = table.optional_flag("full-assessment-advised");
    let outcomes = [("high-risk", true), ("no-high-risk", false)];
    let high_risk = table.one_of("outcome", "outcome", &outcomes)?;
    Some(ScreeningEntry { spot: Spot::of(table), high_risk, advised })
}

fn processing(table: &mut Reader<'_>) -> Processing {
    Processing {
        spot: Spot::of(table),
        nature: owned(table.optional_text("nature")),
        scope: owned(table.optional_text("scope")),
        context: owned(table.optional_text("context")),
        area: owned(table.optional_text("area")),
        reused_from: owned(table.optional_text("reused-from")),
        people: table.optional_number("people", 1, 100_000_000),
        purposes: texts(table, "purposes"),
        subjects: texts(table, "subjects"),
        sources: texts(table, "sources"),
        categories: table.categories("categories"),
    }
}

fn recipient(table: &mut Reader<'_>) -> Option<Recipient> {
    let role = owned(table.optional_text("role"));
    let agreement = owned(table.optional_text("agreement"));
    let kind = table.one_of("kind", "kind of recipient", RecipientKind::NAMES);
    let name = owned(table.text("name"));
    Some(Recipient { spot: Spot::of(table), name: name?, role, kind: kind?, agreement })
}

fn reference(table: &mut Reader<'_>) -> Option<Reference> {
    let supplied = table.optional_flag("supplied").unwrap_or(false);
    let kinds = [("diagram", true), ("document", false)];
    let diagram = table.one_of("kind", "kind of reference", &kinds);
    let to = owned(table.text("to"));
    Some(Reference { spot: Spot::of(table), to: to?, diagram: diagram?, supplied })
}

/// Whether question and answer are about the same border.
fn border(table: &mut Reader<'_>) -> Option<(Spot, bool)> {
    let borders = [("eea", false), ("united-kingdom", true)];
    let asked = table.one_of("asked-about", "border", &borders);
    let answered = table.one_of("answered-about", "border", &borders);
    let right = asked? && answered?;
    Some((Spot::of(table), right))
}

fn transfer(table: &mut Reader<'_>, controller: Controller) -> Option<TransferEntry> {
    let recipient = owned(table.optional_text("recipient"));
    let to = owned(table.optional_text("to"));
    let ways = law::transfers(table, controller);
    Some(TransferEntry { spot: Spot::of(table), recipient, to: to?, ways: ways? })
}

fn consultation(table: &mut Reader<'_>) -> Option<Consultation> {
    let reason = owned(table.optional_text("reason"));
    let with = texts(table, "with");
    let advice = owned(table.optional_text("advice"));
    let people = table.one_of("people", "way to hear people", Consulted::NAMES)?;
    Some(Consultation { spot: Spot::of(table), people, reason, with, advice })
}

fn necessity(table: &mut Reader<'_>) -> Vec<(&'static str, String)> {
    NECESSITY
        .into_iter()
        .filter_map(|(key, _)| Some((key, table.optional_text(key)?.to_owned())))
        .collect()
}

fn risk(table: &mut Reader<'_>, grid: Option<&Grid>) -> Option<Risk> {
    let number = table.optional_number("number", 1, 1_000);
    if number.is_none() && !table.has("number") {
        table.fault("number", "`number` is missing");
    }
    let what = owned(table.text("what"));
    let before = table.table("before").map(|mut below| level(&mut below, grid));
    let after = table.table("after").map(|mut below| level(&mut below, grid));
    let accepted = owned(table.optional_text("accepted-because"));
    let measures = each(table, "measure", measure);
    let spot = Spot::of(table);
    Some(Risk { spot, number: number?, what: what?, before, after, accepted, measures })
}

fn level(table: &mut Reader<'_>, grid: Option<&Grid>) -> Level {
    let (impacts, likelihoods) = grid.map(|grid| (grid.impacts(), grid.likelihoods())).unzip();
    let severity = word(table, "severity", impacts);
    let impact = word(table, "impact", impacts);
    if impact.is_some() && severity.is_some() {
        table.fault("severity", "a level has `impact` or `severity`: they are the same side");
    }
    Level {
        impact: impact.or(severity),
        likelihood: word(table, "likelihood", likelihoods),
        score: table.optional_number("score", 1, 100).and_then(|score| u8::try_from(score).ok()),
        band: owned(table.optional_text("band")),
        spot: Spot::of(table),
    }
}

/// The place of a word on an axis of the grid. Where the grid itself could not be read, that is the fault.
fn word(table: &mut Reader<'_>, key: &'static str, axis: Option<&[String]>) -> Option<usize> {
    let word = table.optional_text(key)?;
    let axis = axis?;
    let found = crate::grid::place(axis, word);
    if found.is_none() {
        table.fault(key, format!("`{key}` is one of `{}`", axis.join("`, `")));
    }
    found
}

fn measure(table: &mut Reader<'_>) -> Option<Measure> {
    let effect = table.one_of("effect", "effect", Effect::NAMES);
    let approved = table.optional_flag("approved");
    let who = owned(table.optional_text("who"));
    let by = table.optional_day("by");
    let done = table.optional_day("done");
    let what = owned(table.text("what"));
    Some(Measure { spot: Spot::of(table), what: what?, effect: effect?, approved, who, by, done })
}

fn security(table: &mut Reader<'_>) -> Option<Security> {
    let by = owned(table.optional_text("by"));
    let comments = owned(table.optional_text("comments"));
    let cleared = table.optional_flag("cleared");
    if cleared.is_none() && !table.has("cleared") {
        table.fault("cleared", "`cleared` is missing");
    }
    Some(Security { spot: Spot::of(table), cleared: cleared?, by, comments })
}

fn sign_off(table: &mut Reader<'_>) -> SignOff {
    let mut entry = SignOff {
        spot: Spot::of(table),
        measures: table.table("measures-approved").and_then(|mut below| signed(&mut below)),
        residual: table.table("residual-risks-approved").and_then(|mut below| signed(&mut below)),
        review: table.table("kept-under-review").and_then(|mut below| signed(&mut below)),
        ..SignOff::default()
    };
    if let Some(mut below) = table.table("advice") {
        entry.advice_summary = owned(below.optional_text("summary"));
        entry.advice_comments = owned(below.optional_text("comments"));
        entry.advice = signed(&mut below);
    }
    if let Some(mut below) = table.table("advice-answered") {
        let decisions = [("accepted", false), ("overruled", true)];
        let by = owned(below.optional_text("by"));
        let reasons = owned(below.optional_text("reasons"));
        let overruled = below.one_of("decision", "decision", &decisions);
        let spot = Spot::of(&below);
        entry.answer = overruled.map(|overruled| Answer { spot, by, overruled, reasons });
    }
    if let Some(mut below) = table.table("consultation-reviewed") {
        entry.departs = below.optional_flag("departs-from-views");
        entry.departs_because = owned(below.optional_text("reasons"));
        entry.consultation_comments = owned(below.optional_text("comments"));
        entry.consultation = signed(&mut below);
    }
    entry
}

fn signed(table: &mut Reader<'_>) -> Option<Signed> {
    let on = table.optional_day("on");
    Some(Signed { by: table.text("by")?.to_owned(), on })
}

fn regulator(table: &mut Reader<'_>) -> Option<Regulator> {
    let extended = table.optional_day("extended");
    let answered = table.optional_day("answered");
    let says = table.optional_one_of("says", "answer of the regulator", RegulatorSays::NAMES);
    if answered.is_some() != says.is_some() {
        table.fault("says", "an answer has its day in `answered` and its words in `says`");
    }
    let asked = table.day("asked")?;
    if answered.or(extended).is_some_and(|later| later < asked) {
        table.fault("asked", "the regulator answers after it is asked");
    }
    Some(Regulator { asked, extended, answered, says })
}

fn reviewed(table: &mut Reader<'_>) -> Reviewed {
    let every = table.optional_number("every-months", 1, 36);
    Reviewed {
        last: table.optional_day("last"),
        risk_changed: table.optional_day("risk-changed"),
        every_months: every.and_then(|months| u8::try_from(months).ok()).unwrap_or(12),
    }
}

pub(crate) fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

pub(crate) fn texts(table: &mut Reader<'_>, key: &'static str) -> Vec<String> {
    table.texts(key).into_iter().map(|(text, _)| text.to_owned()).collect()
}

pub(crate) fn each<T>(
    table: &mut Reader<'_>,
    key: &'static str,
    one: impl FnMut(&mut Reader<'_>) -> Option<T>,
) -> Vec<T> {
    table.tables(key).iter_mut().filter_map(one).collect()
}
