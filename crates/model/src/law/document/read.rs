//! Reading a document from a file.

use super::parts::{
    Access, Activity, Behaviour, Border, CapacityClaim, CitedLaw, Described, Document, Entry,
    Exemption, FeeGround, Kept, Listed, Matter, OffenceData, Overall, Reference, ReferenceKind,
    Said, SignOff, Trigger,
};
use super::risk::{IMPACT, LIKELIHOOD, Level, Risk};
use crate::document::Reader;
use crate::law::transfer::{Country, Destination, Fact, Mechanism, Transfer};
use crate::law::{
    Acting, Aim, Annex1Condition, Article9Condition, Circumstance, Controller, ControllerKind,
    Evidence, LawfulBasis, NoConsentReason, Paragraph, PolicyDocument, ProcessingGround, Reliance,
};
use crate::review::Spot;

impl Document {
    /// Reads a document. Every fault of the file is reported to the reader.
    ///
    /// The form is that of `examples/sources`: a title, `[controller]`, and whatever the document
    /// speaks of (`[[law]]`, `[[activity]]`, `[access-request]`, `[[transfer]]`, `[[retention]]`, …).
    #[must_use]
    pub fn read(top: &mut Reader<'_>) -> Option<Self> {
        let title = top.text("title").map(str::to_owned);
        let written = top.optional_day("written");
        let controller = controller(top);
        let all = controller.unwrap_or(Controller::CHARITY);
        let document = Self {
            title: String::new(),
            written,
            subjects: owned(top.texts("subjects")),
            sections: said_texts(top, "sections"),
            terms: said_texts(top, "terms"),
            laws: top.tables("law").iter_mut().filter_map(law).collect(),
            activities: top
                .tables("activity")
                .iter_mut()
                .filter_map(|r| activity(r, all))
                .collect(),
            described: top.tables("described").iter_mut().filter_map(described).collect(),
            criminal_data: list(
                top,
                "criminal-offence-data",
                "kind of offence data",
                &OFFENCE_DATA,
            ),
            principles: list(top, "principles", "principle", &PRINCIPLES),
            access: top.table("access-request").map(|mut r| access(&mut r)).unwrap_or_default(),
            no_third_parties: top.table("front-sheet").and_then(|mut r| front_sheet(&mut r)),
            recipients: top.tables("recipient").iter_mut().filter_map(recipient).collect(),
            border: top.table("border").and_then(|mut r| border(&mut r)),
            transfers: top.tables("transfer").iter_mut().filter_map(|r| transfer(r, all)).collect(),
            retention: retention(top),
            sign_offs: top.tables("sign-off").iter_mut().filter_map(sign_off).collect(),
            risks: top.tables("risk").iter_mut().filter_map(risk).collect(),
            overall: top.table("overall-risk").and_then(|mut r| overall(&mut r)),
            references: top.tables("reference").iter_mut().filter_map(reference).collect(),
            time_limits: top.tables("time-limit").iter_mut().map(time_limit).collect(),
            breach_from: top
                .table("breach")
                .and_then(|mut r| one(&mut r, "from", "start", &TRIGGERS)),
            officer_also: top.table("officer").and_then(|mut r| officer(&mut r)),
            capacity: one_optional(top, "capacity", "way to speak of capacity", &CAPACITY),
            exempted: top.tables("exempted").iter_mut().filter_map(exemption).collect(),
        };
        controller?;
        Some(Self { title: title?, ..document })
    }
}

/// Reads `[controller]`: whose document this is.
///
/// The table has a `name`, the `kind` that the law's tests ask for, and `in-its-task`. A missing table is
/// a fault.
#[must_use]
pub fn controller(top: &mut Reader<'_>) -> Option<Controller> {
    let Some(mut table) = top.table("controller") else {
        top.fault("controller", "`[controller]` is missing: it says whose document this is");
        return None;
    };
    // The name is for people; the law's tests ask for the kind.
    table.optional_text("name");
    let kind = table.one_of("kind", "controller", &CONTROLLERS);
    let in_task = table.optional_flag("in-its-task").unwrap_or(false);
    let acting = if in_task { Acting::InItsTask } else { Acting::Otherwise };
    Some(Controller::new(kind?, acting))
}

fn law(table: &mut Reader<'_>) -> Option<CitedLaw> {
    let cited_for = table.optional_one_of("for", "matter", &MATTERS);
    let printed = said_text(table, "printed")?;
    Some(CitedLaw { printed, cited_for })
}

fn activity(table: &mut Reader<'_>, controller: Controller) -> Option<Activity> {
    let spot = Spot::of(table);
    let name = table.name("name").map(str::to_owned);
    let ground = ground(table, controller);
    Some(Activity {
        spot,
        purposes: owned(table.texts("purposes")),
        discloses_for: table.some_of("discloses-for", "disclosure", &DISCLOSURES),
        cited: said_texts(table, "cited"),
        ground,
        name: name?,
    })
}

/// Reads the ground of an activity: `basis`, `condition`, `categories`, `shows`, `given` and
/// `schedule-1`. Nothing where no basis is stated.
#[must_use]
pub fn ground(table: &mut Reader<'_>, controller: Controller) -> Option<ProcessingGround> {
    let categories = table.categories("categories");
    let basis = table.optional_one_of("basis", "lawful basis", &LawfulBasis::NAMES);
    let condition =
        table.optional_one_of("condition", "condition of Art 9(2)", &Article9Condition::NAMES);
    let shows = table.some_of("shows", "evidence", &Evidence::NAMES);
    let given = table.some_of("given", "circumstance", &Circumstance::NAMES);
    let relied_on: Vec<_> = table.tables("schedule-1").iter_mut().filter_map(reliance).collect();
    basis.map(|basis| {
        let ground =
            ProcessingGround::new(basis, controller, categories).showing(&shows).given(&given);
        let ground = match condition {
            Some(condition) => ground.under(condition),
            None => ground,
        };
        relied_on.into_iter().fold(ground, ProcessingGround::relying_on)
    })
}

fn reliance(table: &mut Reader<'_>) -> Option<Reliance> {
    let number = table.optional_number("paragraph", 1, 37);
    if number.is_none() && !table.has("paragraph") {
        table.fault("paragraph", "`paragraph` is missing");
    }
    let extended = table.optional_flag("extended").unwrap_or(false);
    let reason = table.optional_one_of(
        "reason",
        "reason for going without consent",
        &NoConsentReason::NAMES,
    );
    let from = table.optional_day("policy-from");
    let until = table.optional_day("policy-until");
    if from.is_none() && until.is_some() {
        table.fault("policy-until", "`policy-until` stands without `policy-from`");
    }
    let paragraph = Paragraph::new(u8::try_from(number?).ok()?).ok()?;
    let mut reliance =
        if extended { Reliance::extending(paragraph) } else { Reliance::on(paragraph) };
    if let Some(reason) = reason {
        reliance = reliance.because(reason);
    }
    if let Some(from) = from {
        let policy = PolicyDocument::from(from);
        reliance = reliance.with_policy(until.map_or(policy, |until| policy.until(until)));
    }
    Some(reliance)
}

fn described(table: &mut Reader<'_>) -> Option<Described> {
    let spot = Spot::of(table);
    let filed = table.categories("filed-as");
    let what = table.one_of("what", "description", &BEHAVIOURS)?;
    Some(Described { what, filed, spot })
}

fn access(table: &mut Reader<'_>) -> Access {
    Access {
        in_writing_only: flagged(table, "in-writing-only"),
        never_shown: texts_if_any(table, "never-shown-from"),
        requester: said_text_optional(table, "requester-called"),
        fees: list(table, "fee-grounds", "ground for a fee", &FEES),
    }
}

fn front_sheet(table: &mut Reader<'_>) -> Option<Spot> {
    let spot = Spot::of_key(table, "third-parties");
    let none = table.one_of("third-parties", "answer", &[("none", true), ("named", false)])?;
    none.then_some(spot)
}

fn recipient(table: &mut Reader<'_>) -> Option<String> {
    table.optional_text("role");
    table.text("name").map(str::to_owned)
}

fn border(table: &mut Reader<'_>) -> Option<Said<(Border, Border)>> {
    let spot = Spot::of(table);
    let asked = table.one_of("asked-about", "border", &BORDERS);
    let answered = table.one_of("answered-about", "border", &BORDERS);
    Some(Said { what: (asked?, answered?), spot })
}

fn transfer(table: &mut Reader<'_>, controller: Controller) -> Option<Said<Vec<Transfer>>> {
    let spot = Spot::of(table);
    table.optional_text("recipient");
    Some(Said { what: transfers(table, controller)?, spot })
}

/// Reads a transfer (`to`, `mechanisms`, `shows`, `arranged`, `categories`, `labelled`): once for each
/// mechanism that it names, since one of them is enough.
#[must_use]
pub fn transfers(table: &mut Reader<'_>, controller: Controller) -> Option<Vec<Transfer>> {
    let categories = table.categories("categories");
    let labelled = table.categories("labelled");
    let mechanisms = table.some_of("mechanisms", "mechanism", &Mechanism::NAMES);
    let facts = table.some_of("shows", "fact", &Fact::NAMES);
    let arranged = table.optional_day("arranged");
    let destination = destination(table)?;
    let mut plain =
        Transfer::towards(destination, categories, controller).labelled(labelled).showing(&facts);
    if let Some(arranged) = arranged {
        plain = plain.arranged_on(arranged);
    }
    let mut what: Vec<Transfer> =
        mechanisms.into_iter().map(|mechanism| plain.by(mechanism)).collect();
    if what.is_empty() {
        what.push(plain);
    }
    Some(what)
}

fn destination(table: &mut Reader<'_>) -> Option<Destination> {
    let to = table.text("to")?;
    match to {
        "european-body" => Some(Destination::EuropeanBody),
        "international-organisation" => Some(Destination::InternationalOrganisation),
        code => match Country::new(code) {
            Ok(country) => Some(Destination::Country(country)),
            Err(error) => {
                table.fault("to", error.to_string());
                None
            }
        },
    }
}

fn retention(top: &mut Reader<'_>) -> Option<Said<Vec<Kept>>> {
    // A document that speaks of keeping and says no period has the fault; one that does not speak
    // of it at all is another kind of document.
    let spot = Spot::of_key(top, "retention");
    let spoken_of = top.has("retention");
    let kept = top
        .tables("retention")
        .iter_mut()
        .map(|table| {
            table.text("what");
            Kept { period: table.optional_text("period").map(str::to_owned) }
        })
        .collect();
    spoken_of.then_some(Said { what: kept, spot })
}

fn sign_off(table: &mut Reader<'_>) -> Option<Said<SignOff>> {
    let spot = Spot::of(table);
    let cleared = table.optional_flag("cleared").unwrap_or(false);
    let entry = table.one_of("entry", "entry", &ENTRIES);
    let what = table.text("what").map(str::to_owned);
    Some(Said { what: SignOff { what: what?, entry: entry?, cleared }, spot })
}

fn risk(table: &mut Reader<'_>) -> Option<Risk> {
    let spot = Spot::of(table);
    table.optional_text("what");
    let number = table.optional_number("number", 1, 1_000);
    let measures = table.optional_flag("measures");
    let before = table.table("before").map(|mut level| self::level(&mut level));
    let after = table.table("after").map(|mut level| self::level(&mut level));
    if number.is_none() && !table.has("number") {
        table.fault("number", "`number` is missing");
    }
    Some(Risk { number: number?, spot, measures, before, after })
}

fn level(table: &mut Reader<'_>) -> Said<Level> {
    let level = Level {
        impact: table.optional_one_of("impact", "impact", &IMPACT),
        likelihood: table.optional_one_of("likelihood", "likelihood", &LIKELIHOOD),
        score: table.optional_number("score", 1, 25).and_then(|score| u8::try_from(score).ok()),
        band: table.optional_text("band").map(str::to_owned),
    };
    Said { what: level, spot: Spot::of(table) }
}

fn overall(table: &mut Reader<'_>) -> Option<Said<Overall>> {
    let spot = Spot::of(table);
    let has_reason = table.optional_text("reason").is_some();
    let band = table.text("band")?.to_owned();
    Some(Said { what: Overall { band, has_reason }, spot })
}

fn reference(table: &mut Reader<'_>) -> Option<Said<Reference>> {
    let spot = Spot::of(table);
    let to = table.text("to").map(str::to_owned);
    let kind = table.one_of("kind", "kind of reference", &REFERENCES);
    let supplied = table.optional_flag("supplied").unwrap_or(false);
    Some(Said { what: Reference { to: to?, kind: kind?, supplied }, spot })
}

fn time_limit(table: &mut Reader<'_>) -> Said<Option<String>> {
    table.text("within");
    Said { what: table.optional_text("of").map(str::to_owned), spot: Spot::of(table) }
}

fn officer(table: &mut Reader<'_>) -> Option<Said<String>> {
    table.optional_text("post");
    said_text_optional(table, "also")
}

fn exemption(table: &mut Reader<'_>) -> Option<Said<Exemption>> {
    let spot = Spot::of(table);
    let what = table.text("what").map(str::to_owned);
    let claims = [("outside-the-law", true), ("as-far-as-needed", false)];
    let wholly = table.one_of("claim", "claim", &claims);
    Some(Said { what: Exemption { what: what?, wholly: wholly? }, spot })
}

fn owned(texts: Vec<(&str, crate::document::Place)>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text.to_owned()).collect()
}

fn said_texts(table: &mut Reader<'_>, key: &'static str) -> Vec<Said<String>> {
    let base = Spot::of_key(table, key);
    let texts = table.texts(key).into_iter().enumerate();
    texts
        .map(|(place, (text, at))| {
            let spot = Spot::at(at, format!("{}[{place}]", base.path()));
            Said { what: text.to_owned(), spot }
        })
        .collect()
}

fn texts_if_any(table: &mut Reader<'_>, key: &'static str) -> Option<Said<Vec<String>>> {
    let what = owned(table.texts(key));
    (!what.is_empty()).then(|| Said { what, spot: Spot::of_key(table, key) })
}

fn said_text(table: &mut Reader<'_>, key: &'static str) -> Option<Said<String>> {
    let what = table.text(key)?.to_owned();
    Some(Said { what, spot: Spot::of_key(table, key) })
}

fn said_text_optional(table: &mut Reader<'_>, key: &'static str) -> Option<Said<String>> {
    let what = table.optional_text(key)?.to_owned();
    Some(Said { what, spot: Spot::of_key(table, key) })
}

fn flagged(table: &mut Reader<'_>, key: &'static str) -> Option<Spot> {
    table.optional_flag(key)?.then(|| Spot::of_key(table, key))
}

fn list<T: Copy>(
    table: &mut Reader<'_>,
    key: &'static str,
    kind: &str,
    names: &[(&'static str, T)],
) -> Option<Said<Vec<T>>> {
    let spot = Spot::of_key(table, key);
    table.has(key).then(|| Said { what: table.some_of(key, kind, names), spot })
}

fn one<T: Copy>(
    table: &mut Reader<'_>,
    key: &'static str,
    kind: &str,
    names: &[(&'static str, T)],
) -> Option<Said<T>> {
    let what = table.one_of(key, kind, names)?;
    Some(Said { what, spot: Spot::of_key(table, key) })
}

fn one_optional<T: Copy>(
    table: &mut Reader<'_>,
    key: &'static str,
    kind: &str,
    names: &[(&'static str, T)],
) -> Option<Said<T>> {
    let what = table.optional_one_of(key, kind, names)?;
    Some(Said { what, spot: Spot::of_key(table, key) })
}

const CONTROLLERS: [(&str, ControllerKind); 4] = [
    ("charity", ControllerKind::NotForProfit(Aim::Other)),
    ("business", ControllerKind::Commercial),
    ("council", ControllerKind::PublicAuthority),
    ("parish-council", ControllerKind::ParishOrCommunityCouncil),
];
const MATTERS: [(&str, Matter); 5] = [
    ("anonymisation", Matter::Anonymisation),
    ("police-powers", Matter::PolicePowers),
    ("access", Matter::Other),
    ("sharing", Matter::Other),
    ("other", Matter::Other),
];
const DISCLOSURES: [(&str, Option<Annex1Condition>); 6] = [
    ("safeguarding", Some(Annex1Condition::Safeguarding)),
    ("crime", Some(Annex1Condition::Crime)),
    ("emergency", Some(Annex1Condition::Emergency)),
    ("security-and-defence", Some(Annex1Condition::SecurityAndDefence)),
    ("public-task-request", Some(Annex1Condition::PublicTaskRequest)),
    ("other", None),
];
const BEHAVIOURS: [(&str, Behaviour); 3] = [
    ("drug-use", Behaviour::DrugUse),
    ("hate-abuse", Behaviour::HateAbuse),
    ("violence", Behaviour::Violence),
];
const OFFENCE_DATA: [(&str, OffenceData); 5] = [
    ("allegations", OffenceData::Allegations),
    ("convictions", OffenceData::Convictions),
    ("offences", OffenceData::Offences),
    ("proceedings", OffenceData::Proceedings),
    ("security-measures", OffenceData::SecurityMeasures),
];
/// The principles of Art 5 under the names they have in files, and what older law counted as one.
pub(super) const PRINCIPLES: [(&str, Listed); 10] = [
    ("lawfulness-fairness-transparency", Listed::Principle(0)),
    ("purpose-limitation", Listed::Principle(1)),
    ("data-minimisation", Listed::Principle(2)),
    ("accuracy", Listed::Principle(3)),
    ("storage-limitation", Listed::Principle(4)),
    ("integrity-and-confidentiality", Listed::Principle(5)),
    ("accountability", Listed::Principle(6)),
    ("transfers", Listed::None("transfers")),
    ("rights-of-individuals", Listed::None("rights-of-individuals")),
    ("other", Listed::None("other")),
];
const FEES: [(&str, FeeGround); 4] = [
    ("excessive", FeeGround::Excessive),
    ("further-copies", FeeGround::FurtherCopies),
    ("manifestly-unfounded", FeeGround::ManifestlyUnfounded),
    ("repetitive", FeeGround::Repetitive),
];
const BORDERS: [(&str, Border); 2] =
    [("eea", Border::EuropeanEconomicArea), ("united-kingdom", Border::UnitedKingdom)];
const ENTRIES: [(&str, Entry); 3] =
    [("awaited", Entry::Awaited), ("blank", Entry::Blank), ("made", Entry::Made)];
const REFERENCES: [(&str, ReferenceKind); 2] =
    [("diagram", ReferenceKind::Diagram), ("document", ReferenceKind::Document)];
const TRIGGERS: [(&str, Trigger); 2] =
    [("awareness", Trigger::Awareness), ("discovery", Trigger::Discovery)];
const CAPACITY: [(&str, CapacityClaim); 2] =
    [("by-decision", CapacityClaim::ByDecision), ("of-everybody", CapacityClaim::OfEverybody)];
