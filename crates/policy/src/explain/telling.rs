//! The rules about disclosures, in English.

use super::phrase::{capital, data, duties, list, names, need, needs, plain, time};
use super::{Paragraph, Section};
use crate::Rulebook;
use crate::written::Entry;

pub(super) fn sections(rulebook: &Rulebook) -> Vec<Section> {
    let section = |heading, about, key, tell: fn(&Rulebook, Entry<'_>) -> Paragraph| Section {
        heading,
        about,
        paragraphs: rulebook.entries(key).into_iter().map(|entry| tell(rulebook, entry)).collect(),
    };
    let mut sections = vec![
        Section {
            heading: "When nothing else decides",
            about: "What happens to a request that no rule answers.",
            paragraphs: settings(rulebook),
        },
        section("Roles", "Who may approve, and who stands above whom.", "role", role),
        section(
            "Ways out",
            "Nothing about a person leaves the organisation but by one of these.",
            "gateway",
            gateway,
        ),
        section("Bars", "What takes back what a way out would let go.", "bar", bar),
        section(
            "Agreements",
            "Needed for the ways out that they name, and never enough by themselves.",
            "agreement",
            agreement,
        ),
        section("Consent forms", "A consent reaches no further than its form.", "form", form),
        section("Processors", "Who processes the data for us.", "processor", processor),
    ];
    let kinds = organisations(rulebook);
    sections.insert(
        2,
        Section {
            heading: "Organisations",
            about: "Who asks or receives, by kind.",
            paragraphs: kinds,
        },
    );
    sections
}

fn paragraph(entry: Entry<'_>, id: &str, sentences: &[String]) -> Paragraph {
    let rules = entry.texts("cite").into_iter().chain(entry.texts("weighed_by"));
    let mut rules: Vec<String> = rules.map(str::to_owned).collect();
    rules.sort_unstable();
    rules.dedup();
    Paragraph { id: id.to_owned(), text: sentences.join(" "), rules }
}

fn settings(rulebook: &Rulebook) -> Vec<Paragraph> {
    let Some(entry) = rulebook.top().table("sharing") else { return Vec::new() };
    let mut sentences =
        vec![format!("What nobody else decides goes to the {}.", plain(entry.text("refer_to")))];
    if entry.has("secrecy_owed_by") {
        let who = plain(entry.text("secrecy_owed_by"));
        sentences.push(format!("Health and social care data is held under the {who}'s secrecy."));
    }
    if entry.has("neither_confirm_nor_deny") {
        let kinds = names(entry, "neither_confirm_nor_deny", "and", "nobody");
        sentences.push(format!(
            "Besides private callers, these may not learn even that somebody is known: {kinds}."
        ));
    }
    if entry.has("nation") {
        let nation = plain(entry.text("nation"));
        sentences.push(format!("Working days leave out the bank holidays of {nation}."));
    }
    let mut all = vec![paragraph(entry, "sharing", &sentences)];
    all.extend(policy_documents(rulebook, entry));
    all.extend(entry.tables("within").into_iter().map(time_limit));
    all
}

/// The appropriate policy documents; the paragraphs they are for are numbers, and so read as the rules read
/// them.
fn policy_documents(rulebook: &Rulebook, entry: Entry<'_>) -> Vec<Paragraph> {
    let documents = rulebook.sharing().map_or(&[][..], |sharing| sharing.policy_documents());
    let told = documents.iter().zip(entry.tables("policy_document")).map(|(document, entry)| {
        let numbers: Vec<String> = document.paragraphs().map(|one| one.to_string()).collect();
        let word = if numbers.len() == 1 { "paragraph" } else { "paragraphs" };
        let numbers = list(&numbers, "and");
        let mut sentences = vec![format!(
            "An appropriate policy document is in place for {word} {numbers} of Schedule 1."
        )];
        sentences.extend(time(entry));
        paragraph(entry, "policy document", &sentences)
    });
    told.collect()
}

fn time_limit(entry: Entry<'_>) -> Paragraph {
    let after = match entry.text("after") {
        "order" => "the order",
        "request" => "the request",
        _ => "the decision",
    };
    let duty = plain(entry.text("duty"));
    let sentence = match entry.text("within") {
        "at once" => format!("{} is done at once.", capital(&duty)),
        within => format!("{} is done within {within} of {after}.", capital(&duty)),
    };
    paragraph(entry, entry.text("duty"), &[sentence])
}

fn role(_: &Rulebook, entry: Entry<'_>) -> Paragraph {
    let above = names(entry, "below", "and", "nobody");
    paragraph(entry, entry.text("name"), &[format!("Directly above: {above}.")])
}

fn organisations(rulebook: &Rulebook) -> Vec<Paragraph> {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for entry in rulebook.entries("organisation") {
        let (kind, id) = (entry.text("kind"), entry.text("id"));
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, ids)) => ids.push(id),
            None => kinds.push((kind, vec![id])),
        }
    }
    kinds
        .into_iter()
        .map(|(kind, ids)| Paragraph {
            id: kind.to_owned(),
            text: format!("{}.", list(&ids, "and")),
            rules: Vec::new(),
        })
        .collect()
}

fn gateway(rulebook: &Rulebook, entry: Entry<'_>) -> Paragraph {
    let who = capital(&names(entry, "who", "or", "anybody"));
    let purposes = names(entry, "purposes", "or", "any purpose");
    let covers = data(entry, "covers");
    let kind = match entry.text("kind") {
        // Somebody decides: nothing must or may be given yet.
        _ if entry.text("then") == "refer" => "may ask for",
        "duty" => "must be given",
        "power" => "may be given",
        _ => "may be given, once an assessment is on record,",
    };
    let way = match entry.texts("direction").as_slice() {
        ["offered"] => "may be taken in",
        _ => kind,
    };
    let mut sentences = vec![
        format!("{}.", entry.text("says").trim_end_matches('.')),
        if way == "may be taken in" {
            format!("What {} offers for {purposes} {way}: {covers}.", who.to_lowercase())
        } else {
            format!("{who} {way} {covers} for {purposes}.")
        },
    ];
    if entry.has("except") {
        sentences.push(format!("Never {}.", data(entry, "except")));
    }
    match entry.texts("direction").as_slice() {
        ["own-initiative"] => {
            sentences.push("It is told of our own accord, not because somebody asks.".to_owned());
        }
        ["asked"] => sentences.push("It is told only when it is asked for.".to_owned()),
        _ => {}
    }
    let mut needs = needs(entry, "needs");
    needs.extend(implied(rulebook, entry));
    if !needs.is_empty() {
        sentences.push(format!("Only when {}.", list(&needs, "and")));
    }
    sentences.push(minimum(entry.text("necessity")).to_owned());
    sentences.push(confidence(entry.text("confidence")).to_owned());
    sentences.extend(bases(entry));
    sentences.extend(conditions(entry));
    match entry.text("policy_document") {
        "required" => sentences.push(
            "Nothing goes on a condition that asks for a policy document while there is none."
                .to_owned(),
        ),
        "expected" => sentences.push(
            "Where a condition asks for a policy document and there is none, a warning says so."
                .to_owned(),
        ),
        _ => {}
    }
    if entry.has("serves") {
        let serves = names(entry, "serves", "and", "");
        sentences.push(format!("It serves {serves}, which counts where data is restricted."));
    }
    if entry.text("then") == "refer" {
        let role = plain(entry.text("refer"));
        sentences.push(format!("Nothing goes by this by itself: the {role} decides."));
    }
    sentences.extend(duties(entry));
    sentences.extend(time(entry));
    paragraph(entry, entry.text("id"), &sentences)
}

/// What a way out needs though its entry does not write it: that no refusal stands, where it is being told
/// that lifts confidence.
fn implied(rulebook: &Rulebook, entry: Entry<'_>) -> Vec<String> {
    let id = entry.text("id");
    let Some(sharing) = rulebook.sharing() else { return Vec::new() };
    let Some(gateway) = sharing.gateways().iter().find(|one| one.id() == id) else {
        return Vec::new();
    };
    let written = entry.texts("needs");
    let all = gateway.needs(sharing);
    all.iter().filter(|need| !written.contains(&need.as_str())).map(|name| need(name)).collect()
}

fn minimum(necessity: &str) -> &'static str {
    match necessity {
        "agreement" => "No more than the agreement lists.",
        "assessed" => "No more than was assessed as needed.",
        "consent" => "No more than the consent says.",
        "order" => "No more than the order reaches.",
        "processing" => "No more than the processing agreement says.",
        _ => "What it covers is itself the minimum.",
    }
}

fn confidence(ground: &str) -> &'static str {
    match ground {
        "consent" => "Confidence is lifted by the person's consent.",
        "law" => "Confidence yields because the law commands it.",
        "not-confidential" => "Nothing in it is confidential.",
        "own-team" => "It stays with our own team, who owe the same confidence.",
        "processor" => "It stays under our own instructions.",
        _ => "Confidence yields where the public interest outweighs it.",
    }
}

fn bases(entry: Entry<'_>) -> Option<String> {
    let each: Vec<String> = entry
        .tables("basis")
        .into_iter()
        .map(|basis| {
            let mut words = plain(basis.text("on"));
            if let Some(from) = basis.day("from") {
                words.push_str(&format!(" from {from}"));
            }
            if let Some(until) = basis.day("until") {
                words.push_str(&format!(" until {until}"));
            }
            words
        })
        .collect();
    (!each.is_empty()).then(|| format!("Lawful basis: {}.", list(&each, "and")))
}

fn conditions(entry: Entry<'_>) -> Option<String> {
    let mut each = Vec::new();
    if entry.has("article9") {
        let paragraph = entry
            .number("schedule1")
            .map(|number| format!(" with paragraph {number} of Schedule 1"))
            .unwrap_or_default();
        each.push(format!("special categories by {}{paragraph}", plain(entry.text("article9"))));
    }
    if let Some(number) = entry.number("article10") {
        // Paragraph 36 is nothing by itself: it extends another (S1-36).
        let extended = match (number, entry.number("schedule1")) {
            (36, Some(extended)) => format!(", which extends paragraph {extended}"),
            _ => String::new(),
        };
        each.push(format!("criminal offence data by paragraph {number} of Schedule 1{extended}"));
    }
    (!each.is_empty()).then(|| format!("It covers {}.", list(&each, "and")))
}

fn bar(_: &Rulebook, entry: Entry<'_>) -> Paragraph {
    let who = names(entry, "who", "or", "anybody");
    let purposes = names(entry, "purposes", "or", "any purpose");
    let mut removes = data(entry, "removes");
    if entry.flag("third_party_only") {
        removes.push_str(" that third parties gave in confidence");
    }
    let mut sentences = vec![format!("{}.", entry.text("says").trim_end_matches('.'))];
    let when = needs(entry, "when");
    let when =
        if when.is_empty() { String::new() } else { format!(" when {}", list(&when, "and")) };
    let then = if entry.text("then") == "refer" {
        match entry.text("refer") {
            "" => "is referred".to_owned(),
            role => format!("is for the {} to decide", plain(role)),
        }
    } else {
        "stays".to_owned()
    };
    sentences
        .push(format!("{} asked for by {who} for {purposes} {then}{when}.", capital(&removes)));
    if entry.has("leaves") {
        sentences.push(format!("It leaves alone {}.", data(entry, "leaves")));
    }
    let unless = needs(entry, "unless");
    if !unless.is_empty() {
        sentences.push(format!("It is lifted when {}.", list(&unless, "and")));
    }
    let beats: Vec<String> = entry
        .texts("beats")
        .into_iter()
        .map(|name| match name {
            "every" => "every way out".to_owned(),
            "duty" | "power" | "discretion" => format!("every {name}"),
            id => format!("`{id}`"),
        })
        .collect();
    let mut reach = format!("It beats {}", list(&beats, "and"));
    let spared: Vec<String> =
        entry.texts("spares").into_iter().map(|id| format!("`{id}`")).collect();
    let mut spared = if spared.is_empty() { Vec::new() } else { vec![list(&spared, "or")] };
    if entry.has("spares_serving") {
        spared.push(format!("what serves {}", names(entry, "spares_serving", "or", "")));
    }
    if !spared.is_empty() {
        reach.push_str(&format!(", but not {}", spared.join(", nor ")));
    }
    if entry.flag("only_objectionable") {
        reach.push_str(", where the law gives a right to object");
    }
    sentences.push(format!("{reach}."));
    if entry.flag("note") {
        sentences.push("The answer may say that something was left out.".to_owned());
    }
    sentences.extend(duties(entry));
    sentences.extend(time(entry));
    paragraph(entry, entry.text("id"), &sentences)
}

fn agreement(rulebook: &Rulebook, entry: Entry<'_>) -> Paragraph {
    let id = entry.text("id");
    let with = list(&entry.texts("with"), "and");
    let gateways: Vec<String> =
        entry.texts("gateways").into_iter().map(|id| format!("`{id}`")).collect();
    let kind = match entry.text("kind") {
        "one-off" => "One transfer",
        _ => "Regular sharing",
    };
    let mut sentences = vec![
        format!("{kind} with {with} for {}.", names(entry, "purposes", "and", "any purpose")),
        format!("It covers {} by {}.", data(entry, "covers"), list(&gateways, "and")),
    ];
    sentences.extend(time(entry));
    let day = rulebook.profile().as_known_on;
    let live = rulebook
        .sharing()
        .and_then(|sharing| sharing.agreements().iter().find(|one| one.id() == id));
    if let Some(live) = live {
        let standing = match live.standing(day) {
            "live" => "it is live".to_owned(),
            "lapsed" => "it has lapsed and permits nothing".to_owned(),
            "unreviewed" => "its review is overdue and it permits nothing".to_owned(),
            _ => "it has not begun".to_owned(),
        };
        let by = live.review_by();
        sentences.push(format!("It must be reviewed by {by}; on {day} {standing}."));
    }
    paragraph(entry, id, &sentences)
}

fn form(_: &Rulebook, entry: Entry<'_>) -> Paragraph {
    let mut sentences = vec![format!(
        "Takes consent ({}) to {} for {}.",
        plain(entry.text("kind")),
        data(entry, "covers"),
        names(entry, "purposes", "and", "any purpose")
    )];
    sentences.extend(time(entry));
    paragraph(entry, entry.text("id"), &sentences)
}

fn processor(_: &Rulebook, entry: Entry<'_>) -> Paragraph {
    let mut sentences = vec![format!(
        "Processes {} for {}.",
        data(entry, "covers"),
        names(entry, "purposes", "and", "any purpose")
    )];
    if entry.has("engaged_by") {
        sentences.push(format!("Engaged by {}.", entry.text("engaged_by")));
    }
    if entry.flag("abroad") {
        sentences.push("It processes outside the United Kingdom.".to_owned());
        for transfer in entry.tables("transfer") {
            let mechanism = plain(transfer.text("mechanism"));
            let time = time(transfer).unwrap_or_default();
            let mut allowed = format!("What allows it: {mechanism}. {time}");
            if transfer.has("assessment") {
                let assessed = transfer.text("assessment").trim_end_matches('.');
                allowed.push_str(&format!(" It was assessed: {assessed}."));
            }
            sentences.push(allowed);
        }
    } else {
        sentences.push("It processes in the United Kingdom.".to_owned());
    }
    sentences.extend(time(entry));
    paragraph(entry, entry.text("organisation"), &sentences)
}
