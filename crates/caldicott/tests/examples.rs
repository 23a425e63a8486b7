//! The examples, one for each kind of user, run and looked at.
#![cfg(all(feature = "audit", feature = "derive", feature = "encryption", feature = "policy"))]
#[path = "../../../examples/auditor.rs"]
mod auditor;
#[path = "../../../examples/embedder.rs"]
mod embedder;
#[path = "../../../examples/integrator.rs"]
mod integrator;

#[test]
fn a_contractor_sees_how_to_visit_safely_and_nothing_else() {
    let lines = embedder::run().unwrap();
    let starts = ["name: [withheld]", "diagnosis: [withheld]", "precaution: visit in pairs"];
    assert_eq!(lines.get(..3).unwrap(), starts);
    let kept = lines.get(3).unwrap();
    assert!(kept.contains("arrears") && kept.contains("support-record"), "{kept}");
    assert!(lines.get(4).unwrap().ends_with("opened again: true"));
    assert!(lines.get(5).unwrap().starts_with("Gateway "), "{lines:?}");
    embedder::main().unwrap();
}

#[test]
fn what_another_system_describes_is_tagged_sealed_and_decided_on() {
    let lines = integrator::run().unwrap();
    let of = |name: &str| lines.iter().find(|line| line.starts_with(name)).unwrap();
    assert!(of("LastName").contains("identity") && of("LastName").contains("sealed in"));
    assert!(of("Diagnosis__c").contains("health") && of("Diagnosis__c").contains("sealed in"));
    // The column is harmless and one of its options is not.
    assert!(of("Leaving__c").contains("criminal-offence"), "{}", of("Leaving__c"));
    assert!(of("Leaving__c").contains("sealed in"));
    assert!(of("Bedrooms__c").ends_with("left readable"));
    assert!(of("disclose").contains("health, identity"), "{lines:?}");
    integrator::main().unwrap();
}

#[test]
fn the_laws_hold_on_the_shipped_requests_and_an_edited_log_is_found_out() {
    let lines = auditor::run().unwrap();
    let [laws, whole, changed] = lines.as_slice() else { panic!("{lines:?}") };
    let counts: Vec<usize> =
        laws.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
    // A law that never met a consent, or never changed an answer, would have shown nothing.
    assert!(counts.iter().all(|count| *count > 10), "{laws}");
    assert!(whole.contains("is sound"), "{whole}");
    assert!(changed.contains("entry 3 was altered"), "{changed}");
    auditor::main().unwrap();
}
