use super::super::lexicon::crm::{
    COURSES, DAYS, FILLERS, FURNITURE, GIFTS, PARTIES, PLACES, REACHES,
};
use super::super::lexicon::{Lexicon, entries};
use super::super::{FieldDescription, Suggestion, suggest, suggest_all, words};
use crate::{Category, CategorySet};

fn of(name: &str) -> Suggestion {
    suggest(&FieldDescription::new(name).record("Opportunity"))
}

#[test]
fn every_word_stands_in_the_form_in_which_names_are_read() {
    let known = &Lexicon::shared().known;
    for list in [&PARTIES, &REACHES, &PLACES, &GIFTS, &COURSES, &FURNITURE, &DAYS, &FILLERS] {
        for word in list.words() {
            assert_eq!(words::of_text(word, known), [word], "{word}");
        }
    }
}

#[test]
fn no_ordinary_word_is_a_sensitive_phrase() {
    let lexicon = Lexicon::shared();
    for list in [&PARTIES, &REACHES, &PLACES, &GIFTS, &COURSES, &FURNITURE, &DAYS, &FILLERS] {
        for word in list.words() {
            let hits = lexicon.find(&[word.to_owned()], false, |_| true);
            let sensitive = hits.iter().find(|hit| {
                hit.concept.is_sensitive()
                    && !hit.concept.whole
                    && entries(hit.concept.needs).next().is_none()
            });
            assert!(sensitive.is_none(), "{word}: {sensitive:?}");
        }
    }
}

#[test]
fn gifts_and_addresses_and_keys_are_recognised_and_are_not_everything() {
    for (name, category) in [
        ("Matching_Gift_Amount_Max__c", Category::BenefitsAndFinance),
        ("Seasonal_Start_Month__c", Category::AddressAndLocation),
        ("Primary_Contact__c", Category::Identity),
        ("UniversityEmail__c", Category::Contact),
        ("Semester__c", Category::EducationAndWork),
        ("Data_Import_Field_Mapping_Set__c", Category::Administrative),
        ("StartDate__c", Category::Administrative),
    ] {
        let found = of(name);
        assert!(found.categories.contains(category), "{name}: {}", found.reason());
        assert_ne!(found.to_tag().categories(), CategorySet::EVERY, "{name}");
    }
}

/// What is said nowhere stays what it was: everything, until somebody looks.
#[test]
fn a_word_that_nobody_knows_keeps_a_field_unrecognised() {
    for name in ["Zyx_Ledger__c", "Reason__c", "Type__c", "Zyx_Date__c", "Role__c"] {
        assert!(of(name).evidence.is_empty(), "{name}: {}", of(name).reason());
    }
    let label = FieldDescription::new("Start_Date__c").record("Opportunity").label("Zyx begun");
    assert!(suggest(&label).evidence.is_empty());
}

#[test]
fn a_date_in_a_table_that_tells_of_health_is_not_called_ordinary() {
    let in_table = |record: &str, names: [&str; 2]| {
        let fields = names.map(|name| FieldDescription::new(name).record(record));
        suggest_all(&fields).pop().unwrap()
    };
    let beside_a_diagnosis = in_table("Stay__c", ["Diagnosis__c", "First_Day__c"]);
    assert!(beside_a_diagnosis.evidence.iter().all(|told| told.says != "when it was"));
    let of_sentences = in_table("Prison_Sentence__c", ["Judge__c", "First_Day__c"]);
    assert!(of_sentences.evidence.iter().all(|told| told.says != "when it was"));
    let of_gifts = in_table("Gift__c", ["Amount__c", "First_Day__c"]);
    assert!(!of_gifts.evidence.is_empty());
}

#[test]
fn the_people_whom_a_fund_serves_are_nobody_in_particular() {
    let values = ["Incarcerated People", "LGBTQ", "People with Disabilities", "Religious Groups"];
    let asked = |name: &str| {
        let field = FieldDescription::new(name).values(values.map(|value| (value, value)));
        suggest(&field.record("Funding_Request__c"))
    };
    for name in ["Population_Served__c", "Target_Population__c", "ProgramIssueArea__c"] {
        assert!(asked(name).values.is_empty(), "{name}: {:?}", asked(name).values);
        assert!(!asked(name).categories.has_special(), "{name}");
    }
    assert!(!asked("Client_Group__c").values.is_empty(), "a client is somebody");
}

#[test]
fn a_county_that_bears_the_name_of_a_people_is_a_county() {
    let values = ["Cherokee", "Choctaw", "Comanche", "Oklahoma"].map(|value| (value, value));
    for name in ["County__c", "CountyPick__c", "Mailing_State__c"] {
        let found = suggest(&FieldDescription::new(name).record("Client__c").values(values));
        assert!(found.values.is_empty(), "{name}: {:?}", found.values);
        assert!(!found.categories.has_special(), "{name}: {}", found.reason());
    }
}

#[test]
fn the_settings_of_a_program_are_no_setting_in_which_somebody_is_cared_for() {
    let of = |record: &str| suggest(&FieldDescription::new("Zyx__c").record(record));
    assert!(!of("Zyx_Settings__c").evidence.is_empty());
    assert!(!of("Zyx_Mapping__mdt").evidence.is_empty());
    let cared_for = of("Care_Setting__c");
    assert!(cared_for.evidence.iter().all(|told| told.says != "the system and not a person"));
}
