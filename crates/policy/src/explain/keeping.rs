//! The retention schedule, in English.

use super::phrase::{capital, data, list, plain};
use super::{Paragraph, Section};
use crate::Rulebook;
use crate::written::Entry;

pub(super) fn sections(rulebook: &Rulebook) -> Vec<Section> {
    let section = |heading, about, key, tell: fn(Entry<'_>) -> Paragraph| Section {
        heading,
        about,
        paragraphs: rulebook.entries(key).into_iter().map(tell).collect(),
    };
    vec![
        section(
            "How long records are kept",
            "The longest rule that speaks of a record decides. Nothing goes before its end.",
            "rule",
            rule,
        ),
        section(
            "By when records are gone",
            "Ceilings, where no rule keeps longer.",
            "limit",
            limit,
        ),
        section("Holds", "What carries a record past its period.", "hold", hold),
        Section {
            heading: "Dates that periods run from",
            about: "Where each date is found.",
            paragraphs: triggers(rulebook),
        },
    ]
}

fn records(entry: Entry<'_>) -> String {
    let classes: Vec<String> = entry.texts("class").into_iter().map(plain).collect();
    let classes = match classes.as_slice() {
        [] => "any kind".to_owned(),
        [one] if one == "every" => "every kind".to_owned(),
        several => format!("kind {}", list(several, "or")),
    };
    if entry.has("tags") {
        format!("records of {classes} that are about {}", data(entry, "tags"))
    } else {
        format!("records of {classes}")
    }
}

fn paragraph(entry: Entry<'_>, sentences: &[String]) -> Paragraph {
    Paragraph {
        id: entry.text("id").to_owned(),
        text: sentences.join(" "),
        rules: entry.texts("cites").into_iter().map(str::to_owned).collect(),
    }
}

fn why(entry: Entry<'_>) -> String {
    format!("Why: {}.", entry.text("why").trim_end_matches('.'))
}

fn rule(entry: Entry<'_>) -> Paragraph {
    let records = capital(&records(entry));
    let keep = entry.text("keep");
    let mut sentences = Vec::new();
    if entry.has("enabled") && !entry.flag("enabled") {
        sentences.push("Switched off: it decides nothing.".to_owned());
    }
    sentences.push(if keep.trim() == "keep forever" {
        format!("{records} are kept for good.")
    } else {
        format!("{records} are kept until: {keep}.")
    });
    if entry.has("archive") {
        sentences.push(format!("They are archived meanwhile: {}.", entry.text("archive")));
    }
    let stages: Vec<String> = entry.texts("stages").into_iter().map(plain).collect();
    if !stages.is_empty() {
        sentences.push(format!("Then, in this order: {}.", stages.join(", then ")));
    }
    if entry.has("backstop") {
        sentences.push(format!(
            "Where the end is not known, somebody looks: {}.",
            entry.text("backstop")
        ));
    }
    if entry.flag("reset-on-reuse") {
        sentences.push("The period starts again when the record comes back into use.".to_owned());
    }
    if let Some(version) = entry.number("version") {
        let from = entry.day("effective");
        let from = from.map(|from| format!(", in force from {from}")).unwrap_or_default();
        sentences.push(format!("Version {version}{from}."));
    }
    sentences.push(why(entry));
    paragraph(entry, &sentences)
}

fn limit(entry: Entry<'_>) -> Paragraph {
    let records = capital(&records(entry));
    let by = entry.text("delete-by");
    paragraph(entry, &[format!("{records} are to be gone: {by}."), why(entry)])
}

fn hold(entry: Entry<'_>) -> Paragraph {
    let mut sentences = vec![capital(&format!("{}.", entry.text("why").trim_end_matches('.')))];
    sentences.push(if entry.flag("restarts-clock") {
        "The period runs again from its release.".to_owned()
    } else {
        "The period runs on meanwhile; nothing is destroyed until it is released.".to_owned()
    });
    paragraph(entry, &sentences)
}

fn triggers(rulebook: &Rulebook) -> Vec<Paragraph> {
    let Some(triggers) = rulebook.top().table("trigger") else { return Vec::new() };
    triggers
        .keys()
        .map(|(name, _)| {
            let text = match triggers.table(name) {
                None => format!("The field `{}`.", triggers.text(name)),
                Some(entry) => trigger(entry),
            };
            Paragraph { id: name.to_owned(), text, rules: Vec::new() }
        })
        .collect()
}

fn trigger(entry: Entry<'_>) -> String {
    let mut text = if entry.has("latest") {
        let fields: Vec<String> =
            entry.texts("latest").into_iter().map(|field| format!("`{field}`")).collect();
        format!("The latest of the fields {}.", list(&fields, "and"))
    } else if entry.has("parent") {
        format!("The field `{}` of the record it belongs to.", entry.text("parent"))
    } else if entry.has("related") {
        format!("The latest `{}` of related records.", entry.text("related"))
    } else {
        format!("The field `{}`.", entry.text("column"))
    };
    if entry.flag("optional") {
        text.push_str(" A record may do without it.");
    }
    if entry.flag("instant") {
        text.push_str(" It holds a moment, which counts as the day in London.");
    }
    if entry.has("not-before") {
        text.push_str(&format!(" It is never before `{}`.", entry.text("not-before")));
    }
    text
}
