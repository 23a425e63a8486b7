//! A rulebook in English: nothing left out, nothing let through.

use crate::support::{changed, files, pack};
use caldicott_policy::{Rulebook, SourceFile};
use caldicott_retention::{HoldKind, KeepRule, Limit, Trigger};
use caldicott_sharing::{Agreement, Bar, Form, Gateway, Role};

#[test]
fn every_entry_of_every_shipped_rulebook_is_told_with_its_rules() {
    for name in ["st-martins", "camden", "care-provider"] {
        let rulebook = pack(name);
        let told = rulebook.explain();
        let ids: Vec<&str> = told
            .sections
            .iter()
            .flat_map(|section| section.paragraphs.iter().map(|one| one.id.as_str()))
            .collect();
        let sharing = rulebook.sharing().unwrap();
        let schedule = rulebook.retention().unwrap();
        let wanted = sharing
            .gateways()
            .iter()
            .map(Gateway::id)
            .chain(sharing.bars().iter().map(Bar::id))
            .chain(sharing.agreements().iter().map(Agreement::id))
            .chain(sharing.forms().iter().map(Form::id))
            .chain(sharing.roles().iter().map(Role::name))
            .chain(schedule.rules().iter().map(KeepRule::id))
            .chain(schedule.limits().iter().map(Limit::id))
            .chain(schedule.hold_kinds().iter().map(HoldKind::id))
            .chain(schedule.triggers().iter().map(Trigger::name));
        for id in wanted {
            assert!(ids.contains(&id), "{name}: {id}");
        }
        for gateway in sharing.gateways() {
            let paragraph = told
                .sections
                .iter()
                .filter(|section| section.heading == "Ways out")
                .flat_map(|section| &section.paragraphs)
                .find(|one| one.id == gateway.id())
                .unwrap();
            for rule in gateway.rules() {
                assert!(
                    paragraph.rules.iter().any(|id| id == rule.id()),
                    "{name}: {}",
                    gateway.id()
                );
            }
        }
        let (text, page) = (told.to_text(), told.to_html());
        for section in &told.sections {
            for paragraph in &section.paragraphs {
                assert!(text.contains(&paragraph.text), "{name}: {}", paragraph.id);
            }
        }
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"));
        assert!(!page.contains("<script") && !page.contains("href=\"http"));
        assert!(text.is_ascii() || !text.contains('\u{fffd}'));
        assert!(!text.contains("  ."), "{name}");
    }
}

#[test]
fn a_gateway_reads_as_english() {
    let told = pack("camden").explain();
    let paragraph = told
        .sections
        .iter()
        .flat_map(|section| &section.paragraphs)
        .find(|one| one.id == "about-to-visit")
        .unwrap();
    assert_eq!(
        paragraph.text,
        "A trusted partner under an agreement, who is about to visit: the warning and the precaution. \
         Contractor, police or enforcement agent may be given identity, address and location, warning \
         marker and precaution for visit safety. Only when the asker was found to be genuine, “are they \
         about to visit the person or the premises?” is answered yes and a live agreement with them \
         covers it. No more than the agreement lists. Confidence yields where the public interest \
         outweighs it. Lawful basis: public task. It serves rights of others, which counts where data is \
         restricted. With it comes: audit trail."
    );
    assert_eq!(paragraph.rules, ["B-062", "B-063", "B-064", "B-065", "CN-11", "CN-17"]);
}

#[test]
fn what_a_rulebook_says_cannot_leave_its_place_in_the_page() {
    let mut files = files("camden");
    for file in &mut files {
        file.text = file.text.replace(
            "why = \"a legal matter is going on",
            "why = \"<script>alert('x')</script> & \\\"a legal matter\\\" is going on",
        );
    }
    let page = Rulebook::load(&files).unwrap().explain().to_html();
    assert!(!page.contains("<script>"));
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;a legal"));
}

#[test]
fn what_lapsed_is_said_where_the_agreement_is_told() {
    let text = pack("st-martins").explain().to_text();
    assert!(text.contains("on 2026-11-01 it has lapsed and permits nothing"));
    assert!(text.contains("PROBABLY NOT MEANT"));
}

#[test]
fn a_rulebook_of_nothing_but_a_profile_is_told_too() {
    let text =
        "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-01-01\nkept-by = \"Y\"\n";
    let file = SourceFile { name: "a.toml".into(), text: text.into() };
    let told = Rulebook::load(&[file]).unwrap().explain();
    assert!(told.sections.is_empty() && told.findings.is_empty());
    assert!(told.to_html().contains("The rules of X"));
}

/// The text of a paragraph, and of all others with its id: kinds of thing may share one.
fn told(rulebook: &Rulebook, id: &str) -> String {
    let told = rulebook.explain();
    let all = told.sections.iter().flat_map(|section| &section.paragraphs);
    let texts: Vec<&str> = all.filter(|one| one.id == id).map(|one| one.text.as_str()).collect();
    texts.join("\n")
}

#[test]
fn what_the_settings_say_is_told() {
    let settings = "nation = \"scotland\"\n\n[[sharing.policy_document]]\nparagraphs = [6, 18]\n\
                    from = 2021-04-01\n\n[[sharing.within]]\nduty = \"audit-trail\"\n\
                    within = \"5 working days\"\nafter = \"request\"\ncite = [\"B-064\"]\n";
    let line = "neither_confirm_nor_deny = [\"contractor\", \"enforcement-agent\"]\n";
    let rulebook = changed("camden", line, &format!("{line}{settings}"));
    assert!(told(&rulebook, "sharing").contains("the bank holidays of scotland."));
    assert_eq!(
        told(&rulebook, "policy document"),
        "An appropriate policy document is in place for paragraphs 6 and 18 of Schedule 1. It stands \
         from 2021-04-01."
    );
    assert_eq!(
        told(&rulebook, "audit-trail"),
        "Audit trail is done within 5 working days of the request."
    );
    assert!(told(&pack("st-martins"), "legal-hold").contains("Legal hold is done at once."));
}

#[test]
fn a_way_out_tells_what_it_needs_though_it_does_not_write_it() {
    let refusal = "no refusal of the person's stands against it";
    assert!(!told(&pack("st-martins"), "partnership-in-care").contains(refusal));
    let beats = "beats = [\"partnership-in-care\", \"partnership\"]";
    let unheard = changed("st-martins", beats, "beats = [\"partnership\"]");
    assert!(told(&unheard, "partnership-in-care").contains(refusal));
    assert!(!told(&unheard, "partnership").contains(refusal));
}

#[test]
fn a_way_out_tells_what_it_serves_what_it_extends_and_what_document_it_waits_for() {
    let rulebook = pack("st-martins");
    let panel = told(&rulebook, "protection-panel");
    assert!(panel.contains("paragraph 36 of Schedule 1, which extends paragraph 6"), "{panel}");
    assert!(panel.contains("It serves public interest and rights of others"), "{panel}");
    let bar = told(&rulebook, "excluded-material");
    assert!(bar.contains("The answer may say that something was left out."), "{bar}");
    assert!(!told(&rulebook, "restricted").contains("left out"));
    let safeguarding =
        "says = \"Those who protect an adult at risk, as far as strictly necessary\"\n";
    let says = |value: &str| {
        let text = format!("{safeguarding}policy_document = \"{value}\"\n");
        told(&changed("care-provider", safeguarding, &text), "safeguarding-concern")
    };
    assert!(
        says("required").contains("Nothing goes on a condition that asks for a policy document")
    );
    assert!(says("expected").contains("a warning says so"));
    let processor = told(&pack("care-provider"), "care-software");
    assert!(
        processor.contains("It was assessed: transfer risk assessment 2022-09."),
        "{processor}"
    );
}

/// The line with another value of its key, where one can be made without knowing the key.
fn altered(line: &str) -> Option<String> {
    let (key, value) = line.split_once(" = ")?;
    if matches!(key, "cite" | "cites" | "id") {
        return None;
    }
    let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some((_, rest)) = list.and_then(|items| items.split_once(", ")) {
        return Some(format!("{key} = [{rest}]"));
    }
    match value {
        "true" => return Some(format!("{key} = false")),
        "false" => return Some(format!("{key} = true")),
        _ => {}
    }
    if let Ok(day) = value.parse::<caldicott_calendar::Day>() {
        return Some(format!("{key} = {}", day.plus_days(1)?));
    }
    if let Ok(number) = value.parse::<u32>() {
        return Some(format!("{key} = {}", number - 1));
    }
    Some(format!("{key} = \"{} again\"", value.strip_prefix('"')?.strip_suffix('"')?))
}

#[test]
fn whatever_a_rulebook_says_otherwise_is_told_otherwise() {
    for name in ["st-martins", "camden", "care-provider"] {
        let files = files(name);
        let before = pack(name).explain().to_text();
        let mut told = 0;
        for (place, file) in files.iter().enumerate() {
            // All lines with CALDICOTT_EVERY=1; of the long files a sample otherwise.
            let every = std::env::var("CALDICOTT_EVERY").ok().and_then(|text| text.parse().ok());
            let sample = if file.name == "sharing.toml" { 11 } else { 1 };
            for (number, line) in file.text.lines().enumerate().step_by(every.unwrap_or(sample)) {
                let Some(other) = altered(line) else { continue };
                let lines = file.text.lines().enumerate();
                let text: Vec<&str> =
                    lines.map(|(at, line)| if at == number { &other } else { line }).collect();
                let mut changed = files.clone();
                changed[place].text = text.join("\n");
                let Ok(rulebook) = Rulebook::load(&changed) else { continue };
                told += 1;
                assert_ne!(rulebook.explain().to_text(), before, "{name} {line} -> {other}");
            }
        }
        assert!(told > 20, "{name}: {told}");
    }
}

#[test]
fn what_a_bar_spares_is_told_as_spared() {
    let camden = pack("camden");
    assert!(
        told(&camden, "restricted").ends_with(
            "It beats every way out, but not what serves consent, claims, public interest, rights of \
             others or storage."
        ),
        "{}",
        told(&camden, "restricted")
    );
    // Where somebody decides, nothing must be given yet.
    assert!(told(&camden, "own-entry").contains("Subject may ask for everything"));
    let report = told(&pack("st-martins"), "safeguarding-report");
    assert!(report.contains("It is told of our own accord"), "{report}");
}
