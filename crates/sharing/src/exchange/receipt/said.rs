//! What a receipt says, in short sentences and common words.

use caldicott_calendar::Day;
use caldicott_model::law::DUAA_COMPLAINTS;

use super::super::words;
use super::Receipt;
use crate::known::Known;
use crate::words::ConsentKind;

/// A part of a receipt: sentences, then a list.
pub(super) struct Part {
    pub(super) heading: &'static str,
    pub(super) lines: Vec<String>,
    pub(super) items: Vec<String>,
}

fn part(heading: &'static str, lines: Vec<String>) -> Part {
    Part { heading, lines, items: Vec::new() }
}

pub(super) fn parts(receipt: &Receipt) -> Vec<Part> {
    let mut found = vec![opening(receipt)];
    if receipt.record.consent.given.is_some() {
        found.extend([
            who(receipt),
            why(receipt),
            what(receipt),
            not(),
            until(receipt),
            back(receipt),
        ]);
    } else {
        found.extend([refused(receipt), change(receipt)]);
    }
    found.extend([complain(receipt), keep(receipt)]);
    found
}

fn opening(receipt: &Receipt) -> Part {
    let consent = &receipt.record.consent;
    let holder = &receipt.parties.holder.name;
    let mut lines = Vec::new();
    if let Some(person) = &receipt.parties.person {
        lines.push(format!("This paper is for {person}."));
    }
    lines.push(format!(
        "{holder} keeps a note of what you said. On this paper, \"we\" is {holder}."
    ));
    let decided = consent.given.or(consent.withdrawn).map(words::day).unwrap_or_default();
    let (yes, no) = match consent.kind {
        ConsentKind::DataProtection => {
            ("we may use facts about you", "we may not use facts about you in this way")
        }
        ConsentKind::Media => (
            "you will take part with the press, TV or radio",
            "you will not take part with the press, TV or radio",
        ),
        ConsentKind::Photograph => ("we may use a photo of you", "we may not use a photo of you"),
        ConsentKind::Publicity => (
            "we may use facts about you to tell people about our work",
            "we may not use facts about you to tell people about our work",
        ),
        ConsentKind::Sharing => {
            ("we may tell others about you", "we may not tell others about you")
        }
    };
    let said = if consent.given.is_some() { yes } else { no };
    lines.push(format!("On {decided} you said that {said}."));
    if consent.given.is_some() {
        match consent.condition_of_service {
            Known::Known(false) => {
                lines.push("You were free to say no. We will help you the same if you do.".to_owned());
            }
            Known::Known(true) => lines.push(
                "We asked for this as part of giving you a home or help. You should be free to say no. \
                 Please ask us about it."
                    .to_owned(),
            ),
            Known::Unknown => {}
        }
    }
    part("", lines)
}

fn names(receipt: &Receipt) -> Vec<String> {
    let parties = &receipt.parties;
    receipt.record.consent.to.iter().map(|id| parties.name(id).to_owned()).collect()
}

fn purposes(receipt: &Receipt) -> Vec<String> {
    let purposes = &receipt.record.consent.purposes;
    purposes.iter().map(|purpose| format!("to {}", words::purpose(*purpose))).collect()
}

fn data(receipt: &Receipt) -> Vec<String> {
    words::data(receipt.record.consent.covers).into_iter().map(str::to_owned).collect()
}

fn who(receipt: &Receipt) -> Part {
    let (line, items) =
        listed("We may tell only:", "It names nobody, so we may tell nobody.", names(receipt));
    Part { heading: "Who we may tell", lines: vec![line], items }
}

fn why(receipt: &Receipt) -> Part {
    let none = "It does not say why, so we may not tell anybody.";
    let (line, items) = listed("We may do so only:", none, purposes(receipt));
    Part { heading: "Why", lines: vec![line], items }
}

fn what(receipt: &Receipt) -> Part {
    let form = receipt.record.consent.form.is_some();
    let none = if form {
        "It names nothing by itself. It is only about what the form you signed is for."
    } else {
        "It does not say what about, so we may not tell anything."
    };
    let (line, items) = listed("We may tell them only about:", none, data(receipt));
    Part { heading: "What about", lines: vec![line], items }
}

fn listed(some: &str, none: &str, items: Vec<String>) -> (String, Vec<String>) {
    (if items.is_empty() { none } else { some }.to_owned(), items)
}

fn not() -> Part {
    part(
        "What it does not do",
        [
            "It does not let us tell anybody else.",
            "It does not let us tell anything else, or for any other reason.",
            "Now and then the law says we must or may tell somebody, such as a court, or to keep a person \
             safe. That can be so even if you say no. If we can, we will let you know.",
        ]
        .map(str::to_owned)
        .to_vec(),
    )
}

fn until(receipt: &Receipt) -> Part {
    let consent = &receipt.record.consent;
    let ended = |day: Day| day <= receipt.day;
    let last = |end: Day| words::day(end.plus_days(-1).unwrap_or(end));
    let mut lines = Vec::new();
    match (consent.withdrawn, consent.until) {
        (Some(withdrawn), _) if ended(withdrawn) => {
            lines.push(format!("You took it back on {}. It is over.", words::day(withdrawn)));
        }
        (_, Some(until)) if ended(until) => {
            lines.push(format!("The last day was {}. It is over.", last(until)));
        }
        (withdrawn, until) => match withdrawn.into_iter().chain(until).min() {
            Some(end) => lines.push(format!("The last day is {}.", last(end))),
            None => lines.push("It has no last day. It lasts until you take it back.".to_owned()),
        },
    }
    part("How long it lasts", lines)
}

fn back(receipt: &Receipt) -> Part {
    Part {
        heading: "How to take it back",
        lines: [
            "You can take it back on any day. You do not have to say why. It is as easy as saying yes was.",
            "From then on we stop. What we told before stays told.",
        ]
        .map(str::to_owned)
        .to_vec(),
        items: receipt.ways.back.iter().map(|(_, how)| how.clone()).collect(),
    }
}

fn refused(receipt: &Receipt) -> Part {
    let mut lines = Vec::new();
    let groups = [
        ("You said no to telling:", "You said no to telling anybody.", names(receipt)),
        ("You said no to doing so:", "You said no for any reason.", purposes(receipt)),
        ("You said no to facts about:", "You said no to facts of any kind.", data(receipt)),
    ];
    for (some, none, items) in groups {
        let (line, items) = listed(some, none, items);
        if items.is_empty() {
            lines.push(line);
        } else {
            lines.push(format!("{line} {}.", items.join("; ")));
        }
    }
    lines.push(
        "Now and then the law says we must or may tell somebody, such as a court, or to keep a person \
         safe. That can be so even if you say no. If we can, we will let you know."
            .to_owned(),
    );
    part("What you said no to", lines)
}

fn change(receipt: &Receipt) -> Part {
    let contact = &receipt.parties.holder.contact;
    part(
        "If you change your mind",
        vec![
            "You can say yes later. You do not have to.".to_owned(),
            format!("You can reach us here: {contact}"),
        ],
    )
}

fn complain(receipt: &Receipt) -> Part {
    let (holder, regulator) = (&receipt.parties.holder, &receipt.parties.regulator);
    let mut lines = Vec::new();
    if receipt.day >= DUAA_COMPLAINTS {
        lines.push(format!("If you are not happy, you can complain to us: {}", holder.contact));
        lines.push(
            "We must tell you within 30 days that we have it. Then we must look into it."
                .to_owned(),
        );
        lines.push(format!("You can also go to {}: {}", regulator.name, regulator.contact));
    } else {
        lines.push(format!("If you are not happy, please tell us: {}", holder.contact));
        lines.push(format!("You can complain to {}: {}", regulator.name, regulator.contact));
    }
    lines.push("You can go to court as well.".to_owned());
    part("If something is wrong", lines)
}

fn keep(receipt: &Receipt) -> Part {
    let record = &receipt.record;
    let mut lines =
        vec![format!("This paper says how things were on {}.", words::day(receipt.day))];
    if let Some(id) = &record.id {
        lines.push(format!("Our number for it: {id}"));
    }
    match &record.consent.evidence {
        Some(evidence) => lines.push(format!("Where our note of it is: {evidence}")),
        None => lines
            .push("We have no note yet of how you said it. Please ask us to make one.".to_owned()),
    }
    part("Please keep this paper", lines)
}
