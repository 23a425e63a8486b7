//! A rulebook or a request that cannot be understood is refused with every fault in it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/documents.rs"]
mod support;

use serde_json::json;

const RULES: &str = include_str!("../../../examples/rulebooks/st-martins/sharing.toml");

/// The faults in the shipped rules with one text replaced by another.
fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(RULES.contains(from), "{from}");
    support::rulebook(&RULES.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn a_misspelt_name_is_refused_with_the_nearest() {
    for (from, to, near) in [
        ("who = [\"media\"]", "who = [\"medea\"]", "media"),
        (
            "needs = [\"verified\", \"consent:sharing\"]",
            "needs = [\"verifed\", \"consent:sharing\"]",
            "verified",
        ),
        ("\"consent:media\"", "\"consent:medai\"", "consent:media"),
        ("approval:chief-executive", "approval:chief-executiv", "chief-executive"),
        ("covers = [\"photograph\"]", "covers = [\"fotograph\"]", "photograph"),
        ("gateways = [\"partnership\"]", "gateways = [\"partnershp\"]", "partnership"),
        ("with = [\"norfolk-probation\"]", "with = [\"norfolk-probatio\"]", "norfolk-probation"),
        ("cite = [\"RT-17\"]", "cite = [\"RT-71\"]", "RT-17"),
        ("review_by = 2027-03-31", "reviewed_by = 2027-03-31", "review_by"),
        ("then = \"refer\"", "then = \"reefer\"", "refer"),
    ] {
        let found = faults(from, to);
        assert!(found.iter().any(|fault| fault.contains(&format!("`{near}`"))), "{found:?}");
    }
}

#[test]
fn an_unverified_fact_cannot_be_cited() {
    let found = faults("cite = [\"B-050\", \"B-051\"", "cite = [\"GW-25\", \"B-051\"");
    assert!(found.iter().any(|fault| fault.contains("unverified")), "{found:?}");
}

#[test]
fn a_gateway_without_what_the_law_asks_beside_power_is_refused() {
    for (from, to, says) in [
        ("needs = [\"verified\", \"consent:sharing\"]", "needs = [\"consent:sharing\"]", "B-011"),
        (
            "basis = [{ on = \"legitimate-interests\" }]\narticle9 = \"health-or-social-care\"\nschedule1 = 2\n",
            "basis = [{ on = \"legitimate-interests\" }]\n",
            "special categories",
        ),
        (
            "article9 = \"health-or-social-care\"\nschedule1 = 2\narticle10 = 2\n",
            "article9 = \"health-or-social-care\"\nschedule1 = 2\n",
            "SC-07",
        ),
        ("schedule1 = 2\n", "schedule1 = 18\n", "SC-05"),
        ("basis = [{ on = \"legitimate-interests\" }]\n", "basis = []\n", "RG-09"),
        (
            "  { on = \"recognised-crime\", from = 2026-02-05 },\n",
            "  { on = \"recognised-crime\", from = 2026-02-04 },\n",
            "LB-06",
        ),
        ("schedule1 = 6\narticle10 = 36\n", "article10 = 36\n", "S1-36"),
        ("schedule1 = 6\narticle10 = 36\n", "schedule1 = 2\narticle10 = 36\n", "S1-36"),
        ("schedule1 = 6\narticle10 = 36\n", "schedule1 = 33\narticle10 = 36\n", "S1-36"),
        ("schedule1 = 6\narticle10 = 36\n", "schedule1 = 5\narticle10 = 36\n", "S1-36"),
        (
            "article9 = \"substantial-public-interest\"\nschedule1 = 10\n",
            "article9 = \"substantial-public-interest\"\nschedule1 = 5\n",
            "S1-05",
        ),
        ("confidence = \"consent\"", "confidence = \"law\"", "GW-03"),
        ("weighed_by = [\"B-042\"]\n", "", "B-007"),
        ("secrecy_owed_by = \"chief-executive\"  # K-003, SC-06\n", "", "SC-06"),
        (
            "\"public-interest\", \"approval:chief-executive\"]\nnecessity = \"agreement\"",
            "\"approval:chief-executive\"]\nnecessity = \"agreement\"",
            "GW-26",
        ),
    ] {
        let found = faults(from, to);
        assert!(found.iter().any(|fault| fault.contains(says)), "{says}: {found:?}");
    }
}

#[test]
fn two_rules_of_one_name_and_a_role_above_itself_are_refused() {
    let found = faults("id = \"publicity-photograph\"", "id = \"publicity\"");
    assert!(found.iter().any(|fault| fault.contains("two of `gateway`")), "{found:?}");
    let found = faults(
        "name = \"chief-executive\"",
        "name = \"chief-executive\"\nbelow = [\"line-manager\"]",
    );
    assert!(found.iter().any(|fault| fault.contains("above itself")), "{found:?}");
}

#[test]
fn every_fault_is_reported_at_once_with_its_place() {
    let text = RULES
        .replacen("who = [\"media\"]", "who = [\"medea\"]", 1)
        .replacen("cite = [\"RT-17\"]", "cite = [\"RT-71\"]", 1)
        .replacen("kind = \"one-off\"", "kind = \"oneoff\"", 1);
    let found = support::rulebook(&text).unwrap_err();
    for word in ["medea", "RT-71", "oneoff"] {
        let fault = found.iter().find(|fault| fault.contains(word)).unwrap();
        assert!(fault.starts_with("rules.toml:"), "{fault}");
    }
}

#[test]
fn a_request_is_refused_for_each_wrong_name_and_never_repeats_a_value() {
    let request = json!({
        "asker": {"kind": "polise", "verificaton": "call-back"},
        "purpose": "tracing",
        "categories": ["identity", "Mary Smith"],
        "approvals": [{"role": "line-manager", "by": "Jane Doe", "on": "2026-13-01"}],
        "facts": {"risk": "yes", "riskk": true},
        "subject": {"restricted": false, "consents": [{"kind": "sharing", "to": ["Mary Smith"]}]},
    });
    let found = support::request(&request).unwrap_err();
    let all = found.join("\n");
    for word in ["police", "verification", "category", "`on`", "handled_by", "`risk`", "given"] {
        assert!(all.contains(word), "{word} in {all}");
    }
    for value in ["Mary", "Jane", "riskk", "polise"] {
        assert!(!all.contains(value), "{value} in {all}");
    }
}

#[test]
fn a_request_does_not_show_who_it_is_about() {
    let request = support::request(&json!({
        "id": "Mary Smith",
        "asker": {"kind": "relative", "individual": "John Smith"},
        "purpose": "tracing",
        "categories": ["identity"],
        "handled_by": "Jane Doe",
        "subject": {"consents": [{"kind": "sharing", "form": "multi-agency", "to": ["John Smith"], "given": "2025-01-01"}]},
    }))
    .unwrap();
    let shown = format!("{request:?} {:?}", request.subject);
    assert!(!shown.contains("Smith") && !shown.contains("Doe"), "{shown}");
}

#[test]
fn the_shipped_rules_are_read_whole() {
    let rules = support::st_martins();
    assert_eq!(rules.gateways().len(), RULES.matches("[[gateway]]").count());
    assert_eq!(rules.bars().len(), RULES.matches("[[bar]]").count());
    assert_eq!(rules.agreements().len(), RULES.matches("[[agreement]]").count());
    assert_eq!(rules.refers_to(), "line-manager");
}

#[test]
fn a_gateway_and_a_bar_say_what_was_written() {
    let rules = support::st_martins();
    let gateway = rules.gateways().iter().find(|one| one.id() == "offender-address").unwrap();
    assert_eq!(
        gateway.needs(&rules),
        ["on-offender-register", "verified", "approval:line-manager"]
    );
    assert_eq!(
        gateway.who().map(caldicott_sharing::AskerKind::name).collect::<Vec<_>>(),
        ["police"]
    );
    let bar = rules.bars().iter().find(|one| one.id() == "medical-condition").unwrap();
    assert_eq!(bar.unless(&rules), ["approval:service-manager"]);
    assert!(bar.beats(&rules).any(|id| id == "public-health"));
    assert!(!bar.beats(&rules).any(|id| id == "consent-form-care"));
    assert_eq!(bar.then(&rules).1, Some("service-manager"));
}
