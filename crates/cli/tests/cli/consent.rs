//! `consent`: receipts, and records in the forms that other systems speak.

use crate::support::{MARKER, Ran, file, run};

const CONSENT: &str = r#"{"kind":"sharing","form":"multi-agency","to":["lakenham-surgery"],"purposes":["health-care"],"categories":["health"],"given":"2026-01-10","until":"2027-01-10","explicit":true,"evidence":"file note 12"}"#;

fn receipt(path: &str, format: &str, back: &str) -> Ran {
    run(&[
        "consent",
        "receipt",
        path,
        "--as-at",
        "2026-11-22",
        "--holder",
        "St Martins=01603 000000",
        "--regulator",
        "Information Commissioner=0303 123 1113",
        "--given-by",
        "in-person",
        "--take-back",
        back,
        "--naming",
        "lakenham-surgery=Lakenham Surgery",
        "--format",
        format,
    ])
}

#[test]
fn a_receipt_says_who_may_have_what_and_how_to_take_it_back() {
    let consent = file("consent.json", CONSENT);
    let back = "in-person=Tell any of our staff.";
    let text = receipt(&consent.path, "text", back).ok().out;
    for part in ["Lakenham Surgery", "Tell any of our staff.", "0303 123 1113", "9 January 2027"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let page = receipt(&consent.path, "html", back).ok().out;
    assert!(page.starts_with("<!doctype html>") && page.contains("Lakenham Surgery"), "{page}");
    let json: serde_json::Value = receipt(&consent.path, "json", back).ok().json();
    assert!(json.is_object());
    // A consent given face to face that could be taken back by letter alone.
    receipt(&consent.path, "text", "letter=Write to us.").refused().names("consent.json", "CN-02");
}

#[test]
fn what_is_exported_to_fhir_comes_back_as_it_was() {
    let consent = file("consent.json", CONSENT);
    let record = run(&["consent", "export", &consent.path, "--as-at", "2026-11-22"]).ok().out;
    for form in ["fhir-r4", "fhir-r5"] {
        let sent =
            run(&["consent", "export", &consent.path, "--as-at", "2026-11-22", "--to", form]).ok();
        assert_eq!(sent.json()["resourceType"], "Consent");
        let resource = file("resource.json", &sent.out);
        let back = run(&["consent", "import", &resource.path, "--as-at", "2026-11-22"]).ok();
        assert_eq!(back.json(), serde_json::from_str::<serde_json::Value>(&record).unwrap());
    }
    let linked =
        run(&["consent", "export", &consent.path, "--as-at", "2026-11-22", "--to", "dpv"]).ok();
    assert!(linked.json()["@context"].is_object() || linked.json()["@context"].is_array());
}

#[test]
fn a_bad_consent_is_named_with_its_place_and_nobody_s_data() {
    let wrong = CONSENT.replace("health-care", MARKER).replace("2026-01-10", "2026-13-10");
    let consent = file("wrong.json", wrong);
    let ran = run(&["consent", "export", &consent.path, "--as-at", "2026-11-22"]).refused();
    let _ran = ran.names("wrong.json:1:", "purposes").names("wrong.json:1:", "given");
    let missing = file("one.json", CONSENT);
    let third = ["consent", "export", &missing.path, "--as-at", "2026-11-22", "--number", "3"];
    run(&third).refused().names("one.json", "holds 1 consents");
    let strange = file("strange.json", r#"{"resourceType":"Consent","Zzyzxmarker":1}"#);
    run(&["consent", "import", &strange.path, "--as-at", "2026-11-22"]).refused();
    let known = file("known.json", r#"{"resourceType":"Consent","status":"Zzyzxmarker"}"#);
    let ran = run(&["consent", "import", &known.path, "--as-at", "2026-11-22", "--release", "r4"]);
    ran.refused();
}
