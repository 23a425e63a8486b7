//! What the sections of a rulebook say together that was probably not meant.

use caldicott_policy::{Rulebook, Severity, SourceFile};

use crate::support::{changed, pack};

fn found(rulebook: &Rulebook) -> Vec<String> {
    rulebook.findings().iter().map(ToString::to_string).collect()
}

fn has(rulebook: &Rulebook, part: &str) {
    let found = found(rulebook);
    assert!(found.iter().any(|one| one.contains(part)), "{part}: {found:#?}");
}

/// What a change of a shipped rulebook adds to what was found in it before.
fn adds(pack_name: &str, from: &str, to: &str, part: &str) {
    let before = found(&pack(pack_name));
    assert!(!before.iter().any(|one| one.contains(part)), "{part}: {before:#?}");
    has(&changed(pack_name, from, to), part);
}

#[test]
fn a_review_by_a_role_that_nobody_has_is_a_fault_at_its_place() {
    let rulebook = changed(
        "st-martins",
        "stages = [\"review by data-protection-officer\", \"dispose\"]",
        "stages = [\"review by data-protection-oficer\", \"dispose\"]",
    );
    let findings = rulebook.findings();
    assert_eq!(findings[0].severity, Severity::Fault);
    assert!(findings[0].to_string().starts_with("retention.toml:"), "{}", findings[0]);
    assert!(findings[0].place.message.contains("did you mean `data-protection-officer`?"));
    assert!(findings[0].rules.cites("RE-06"));
}

#[test]
fn a_rulebook_without_roles_is_only_warned_about_reviewers() {
    let text = "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-01-01\nkept-by = \"Y\"\n\
        [trigger]\nclosed = \"closed_on\"\n[[rule]]\nid = \"a\"\nclass = \"a\"\nkeep = \"1 year after closed\"\n\
        stages = [\"review by archivist\", \"dispose\"]\nwhy = \"w\"\n";
    let file = SourceFile { name: "a.toml".into(), text: text.into() };
    let findings = Rulebook::load(&[file]).unwrap().findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].severity, Severity::Warning);
}

#[test]
fn a_rule_that_is_switched_off_needs_no_reviewer() {
    let rulebook = changed(
        "st-martins",
        "keep = \"10 years after complaint-closed\"\nstages = [\"review by line-manager\"",
        "keep = \"10 years after complaint-closed\"\nstages = [\"review by nobody\"",
    );
    assert!(rulebook.findings().iter().all(|one| one.severity == Severity::Warning));
}

#[test]
fn a_gateway_that_can_never_be_in_force_is_found() {
    adds(
        "camden",
        "id = \"about-to-visit\"\n",
        "id = \"about-to-visit\"\nuntil = 2022-01-01\n",
        "gateway `about-to-visit` can never be in force: it had ended",
    );
    adds(
        "camden",
        "who = [\"contractor\", \"police\", \"enforcement-agent\"]",
        "who = [\"coroner\"]",
        "no party of its agreements is of a kind in `who`",
    );
    adds(
        "care-provider",
        "id = \"consent-to-share\"\nkind = \"sharing\"",
        "id = \"consent-to-share\"\nkind = \"media\"",
        "it needs consent to `sharing`, and no form takes it",
    );
    adds(
        "camden",
        "id = \"court-order\"\nsays",
        "id = \"court-order\"\nfrom = 2010-01-01\nuntil = 2017-01-01\nsays",
        "no lawful basis stands on any day of it",
    );
}

#[test]
fn a_basis_that_ran_out_is_found_on_the_day_the_rulebook_was_true() {
    adds(
        "care-provider",
        "  { on = \"recognised-safeguarding\", from = 2026-02-05 },\n",
        "",
        "gateway `safeguarding-concern` has no lawful basis on 2026-11-01",
    );
}

#[test]
fn a_bar_that_spares_all_it_beats_is_found() {
    adds(
        "camden",
        "beats = [\"processor\"]\nthen",
        "beats = [\"processor\"]\nspares = [\"processor\"]\nthen",
        "bar `abroad` spares every gateway it beats",
    );
}

#[test]
fn what_the_schedule_finds_in_itself_is_shown_at_its_place() {
    adds(
        "care-provider",
        "enquiry-closed = \"enquiry_closed_on\"",
        "enquiry-closed = \"enquiry_closed_on\"\nunused = \"unused_on\"",
        "trigger `unused` is used by nothing",
    );
    adds(
        "care-provider",
        "keep = \"6 years after complaint-closed\"\nstages = [\"review by data-compliance-officer\", ",
        "keep = \"6 years after complaint-closed\"\nstages = [",
        "rule `complaint` destroys records that nobody has looked at",
    );
}

#[test]
fn holds_that_nothing_names_and_names_that_no_hold_has_are_found() {
    let rulebook = pack("camden");
    assert!(rulebook.findings_for_holds(&["review-requested", "legal-matter"]).is_empty());
    let found: Vec<String> =
        rulebook.findings_for_holds(&["legal-mater"]).iter().map(ToString::to_string).collect();
    assert!(found.iter().any(|one| one.contains("did they mean `legal-matter`?")), "{found:#?}");
    assert!(found.iter().any(|one| one.contains("no record names the hold `review-requested`")));
}

#[test]
fn a_duty_to_keep_needs_a_hold_to_keep_it_with() {
    let before = pack("st-martins");
    assert!(!found(&before).iter().any(|one| one.contains("legal-hold")));
    let mut files = crate::support::files("st-martins");
    for file in &mut files {
        if let Some((start, _)) = file.text.split_once("[[hold]]") {
            file.text = start.to_owned();
        }
    }
    has(&Rulebook::load(&files).unwrap(), "asks for a `legal-hold`, and no `[[hold]]`");
}

#[test]
fn an_activity_names_what_the_schedule_and_the_ways_out_know() {
    adds(
        "care-provider",
        "classes = [\"service-user\"",
        "classes = [\"service-usr\", \"service-user\"",
        "keeps records of kind `service-usr`, of which no retention rule speaks (did you mean \
         `service-user`?) [D-007]",
    );
    adds(
        "camden",
        "shared-for = [\"visit-safety\"]",
        "shared-for = [\"visit-safety\", \"media\"]",
        "activity `caution-register` is shared for `media`, which no gateway names",
    );
    // A purpose that nobody has would leave its recipients out of the record of processing.
    let mut files = crate::support::files("camden");
    for file in &mut files {
        file.text =
            file.text.replace("shared-for = [\"visit-safety\"]", "shared-for = [\"visit-safty\"]");
    }
    let faults = Rulebook::load(&files).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(
        told.len() == 1
            && told[0].contains("unknown purpose `visit-safty`; did you mean `visit-safety`?"),
        "{told:?}"
    );
}

#[test]
fn a_category_that_is_shared_and_held_by_no_activity_is_told_once() {
    let names = "\"contact-record\", \"agency-and-referral\", \"demographic\"]";
    let part = "shares `demographic`, which no activity holds [RO-01]";
    adds("care-provider", names, "\"contact-record\", \"agency-and-referral\"]", part);
    let told = found(&changed("st-martins", "\"demographic\", \"education-and-work\", ", ""));
    // Six gateways name it, and it is one gap in the record.
    assert_eq!(told.iter().filter(|one| one.contains(part)).count(), 1, "{told:#?}");
    // A detail is held where its category is: a warning marker, where risks are.
    let camden = changed(
        "camden",
        "\"address-and-location\", \"risk-and-warning\", \"health\"",
        "\"address-and-location\", \"health\"",
    );
    has(&camden, "shares `warning-marker`, which no activity holds");
    for name in ["st-martins", "camden", "care-provider"] {
        assert!(!found(&pack(name)).iter().any(|one| one.contains("no activity holds")), "{name}");
    }
}
