use super::*;

#[test]
fn a_log_without_entries_is_sound_and_says_what_would_not_show() {
    let origin = Origin::new("example.org/log").unwrap();
    let report = Verifier::new(origin).finish();
    assert!(report.is_sound());
    assert!(report.to_string().ends_with("no checkpoint was given, so a cut end would not show"));
}

#[test]
fn a_checkpoint_of_another_log_confirms_nothing() {
    let origin = Origin::new("example.org/log").unwrap();
    let other = Origin::new("example.org/other").unwrap();
    let checkpoint = Checkpoint::new(other, 0, crate::tree::empty_root());
    let report = Verifier::new(origin).since(checkpoint).finish();
    assert_eq!(report.faults(), [Fault::OtherLog { size: 0 }]);
    assert!(report.confirmed().is_empty());
}
