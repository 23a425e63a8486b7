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
    ] {
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

#[test]
fn a_code_that_is_published_and_harmless_stays_harmless() {
    let field =
        FieldDescription::new("reason").label("Main reason for leaving the last settled home");
    let tag = suggest(&field).to_tag();
    assert_eq!(tag.categories_of("17"), tag.categories());
    // What nobody published may mean anything.
    assert_eq!(tag.categories_of("999"), CategorySet::EVERY);
    for name in [
        "reason",
        "prevten",
        "ecstat8",
        "cligrp2",
        "referral",
        "referral_org",
        "rsnvac",
        "scheme_support_type",
    ] {
        let values = core_values(name).unwrap_or_default();
        assert!(values.len() > 1, "{name}");
        for (place, value) in values.iter().enumerate() {
            assert!(
                values.iter().skip(place + 1).all(|other| other.code != value.code),
                "{name} {}",
                value.code
            );
        }
    }
    assert_eq!(core_values("ecstat9"), None);
}

#[test]
fn what_is_found_cites_its_rule() {
    let conviction = suggest(&FieldDescription::new("Convictions__c"));
    assert!(conviction.rules().cites("SC-07") && !conviction.rules().cites("SC-01"));
    assert!(suggest(&FieldDescription::new("Colour__c")).rules().is_empty());
}

#[test]
fn a_reason_says_what_was_read_and_where() {
    let abuse = suggest(&FieldDescription::new("DA_Flag__c").label("Domestic abuse"));
    assert_eq!(
        abuse.reason(),
        "`domestic abuse` in the label means abuse of or danger to a person, without saying an \
         offence was theirs; what was done to somebody is not criminal offence data about them"
    );
}

fn of(record: &str, name: &str) -> CategorySet {
    suggest(&FieldDescription::new(name).record(record)).categories
}

#[test]
fn a_word_that_medicine_made_is_health_and_one_that_only_ends_so_is_not() {
    assert!(of("", "Tonsillectomy__c").contains(Category::Health));
    assert!(of("", "colonoscopy_date").contains(Category::Health));
    for plain in ["Photography__c", "Academia__c", "taxonomy_id", "Topography__c"] {
        assert!(!of("", plain).has_special(), "{plain}");
    }
}

#[test]
fn the_sex_of_a_suspect_is_no_offence() {
    assert!(!of("stop", "suspect_sex").has_criminal());
    assert!(of("stop", "suspect_arrested").has_criminal());
}

#[test]
fn a_licence_runs_out_for_a_prisoner_and_for_a_landlord() {
    assert!(of("Prisoner", "licenceExpiryDate").has_criminal());
    assert!(!of("property", "licenceExpiryDate").has_criminal());
}

#[test]
fn what_a_home_accepts_is_said_of_nobody() {
    assert!(!of("capabilities", "accepts_autism").has_special());
    assert!(of("child", "autism").contains(Category::Health));
}

#[test]
fn a_weapon_that_lies_there_is_a_warning_and_one_that_is_carried_an_offence() {
    let near = of("visit", "Firearms_or_other_weapons");
    assert!(near.contains(Category::RiskAndWarning) && !near.has_criminal());
    assert!(of("visit", "Weapon_Carried").has_criminal());
}

#[test]
fn a_table_of_one_condition_speaks_for_a_field_that_says_nothing() {
    assert!(of("substance_abuse_data", "method").contains(Category::Health));
    assert!(!of("substance_abuse_data", "created_by").has_special());
    assert!(!of("substance_abuse_service", "method").has_special());
    let offence = suggest(&FieldDescription::new("statute").record("offence"));
    assert!(offence.categories.has_criminal());
    assert_eq!(offence.evidence[0].part, Part::Record);
}

#[test]
fn a_table_of_illness_or_offences_speaks_for_what_belongs_to_one() {
    assert!(of("PatientAllergy", "severity").contains(Category::Health));
    assert!(!of("PatientAllergy", "created_by").has_special());
    assert!(!of("allergy_lookup", "severity").has_special());
    assert!(of("arrests", "charge_degree").has_criminal());
    assert!(!of("arrest_statistics", "degree").has_criminal());
}

#[test]
fn a_table_of_examinations_holds_findings_and_not_who_took_part() {
    assert!(of("blood_pressure", "cuff_position").contains(Category::Health));
    assert!(!of("blood_pressure", "reviewed_by").has_special());
}

#[test]
fn the_key_of_a_stay_says_nothing_of_the_illness() {
    assert!(!of("bed", "ward_stay_id").has_special());
    assert!(of("bed", "ward_stay_reason").contains(Category::Health));
    assert!(!of("savings", "crime_application_id").has_criminal());
}

#[test]
fn the_place_and_the_report_of_a_crime_are_no_offence_of_anybody() {
    assert!(!of("crime_info", "transit_dist_station").has_criminal());
    assert!(of("crime_info", "stage_code").has_criminal());
}

#[test]
fn how_old_a_suspect_is_says_no_more_of_an_offence_than_the_table() {
    assert!(!of("stop", "suspect_reported_age").has_criminal());
    assert!(of("stop", "suspect_arrest_offence").has_criminal());
}

proptest::proptest! {
    #[test]
    fn any_text_has_a_suggestion(name in ".{0,60}", label in ".{0,120}", value in ".{0,40}") {
        let field = FieldDescription::new(name.as_str()).label(label.as_str()).values([("1", value.as_str())]);
        let found = suggest(&field);
        let tag = found.to_tag();
        proptest::prop_assert_eq!(tag.name(), name.as_str());
        proptest::prop_assert!(!found.reason().is_empty());
    }

    #[test]
    fn a_harmless_word_in_front_never_hides_a_category(at in 0_usize..6) {
        let plain = ["Ethnicity", "HIV_Status", "Conviction", "Religion", "Trade_Union_Member", "Sexual_Orientation"];
        let name = plain.get(at).copied().unwrap_or_default();
        let bare = suggest(&FieldDescription::new(name)).categories;
        for front in ["Client_", "Primary_", "Current_", "Recorded_", "contact"] {
            let longer = suggest(&FieldDescription::new(format!("{front}{name}__c"))).categories;
            proptest::prop_assert!(longer.contains_all(bare.intersection(CategorySet::SPECIAL.union(CategorySet::CRIMINAL))));
        }
    }
}

#[test]
fn a_database_of_admissions_is_no_part_of_a_program() {
    let read =
        |record: &str| suggest(&FieldDescription::new("diagnosis").record(record)).categories;
    assert!(read("form_admission_database").contains(Category::Health));
    assert!(!read("database_schema").contains(Category::Health));
}

#[test]
fn a_plain_word_is_a_need_in_a_record_of_care_and_a_place_in_a_prison() {
    for (name, record, elsewhere, category) in [
        ("washing", "resident_chart", "hotel_services", Category::Health),
        ("sleep", "nursing_handover", "thread", Category::Health),
        ("wing", "prison_reception", "aircraft", Category::CriminalOffence),
        ("iep", "prisoner", "school", Category::CriminalOffence),
    ] {
        let read = |record: &str| suggest(&FieldDescription::new(name).record(record)).categories;
        assert!(read(record).contains(category), "{name} in {record}");
        assert!(!read(elsewhere).contains(category), "{name} in {elsewhere}");
    }
}

#[test]
fn a_table_of_medicines_speaks_for_what_describes_a_dose_and_not_for_who_gave_it() {
    let names = ["drug", "dose", "route", "omitted_reason", "given_by", "created_at", "staff_id"];
    let fields = names.map(|name| FieldDescription::new(name).record("medication_chart"));
    let found = suggest_all(&fields).into_iter().map(|found| found.categories);
    let told: Vec<bool> = found.map(|set| set.contains(Category::Health)).collect();
    assert_eq!(told, [true, true, true, true, false, false, false]);
}

#[test]
fn the_code_names_of_well_known_data_sets_are_known_as_they_stand() {
    for (name, category) in [
        ("ADMIMETH", Category::Health),
        ("hediabp", Category::Health),
        ("OPIUSE", Category::Health),
        ("ETHNOS", Category::RacialOrEthnicOrigin),
        ("oprlg1", Category::ReligiousOrPhilosophicalBeliefs),
        ("sexuor", Category::SexualOrientation),
        ("SHOTHEFT", Category::CriminalOffence),
    ] {
        let found = suggest(&FieldDescription::new(name));
        assert!(found.categories.contains(category), "{name}: {}", found.reason());
    }
}

#[test]
fn what_shows_a_program_is_named_where_it_stands() {
    let found = suggest(&FieldDescription::new("colour").record("widget_settings"));
    assert!(found.reason().contains("in the name of the table"), "{}", found.reason());
    for (name, label) in [("x9", "API endpoint"), ("can_view_notes", ""), ("retry", "Debug mode")] {
        let found = suggest(&FieldDescription::new(name).label(label).record("server"));
        assert!(!found.reason().contains("``"), "{name}: {}", found.reason());
    }
}

#[test]
fn a_table_of_facts_speaks_for_what_describes_them_and_a_list_to_choose_from_does_not() {
    let of = |record: &str, names: &[&str]| {
        let described = |name: &&str| FieldDescription::new(*name).record(record);
        suggest_all(&names.iter().map(described).collect::<Vec<_>>())
    };
    let found =
        of("patient_allergies", &["id", "patient_id", "start", "description", "created_by"]);
    let told: Vec<bool> =
        found.iter().map(|field| field.categories.contains(Category::Health)).collect();
    assert_eq!(told, [false, false, true, true, false], "{found:?}");
    let found = of("prison_religion", &["religion_id", "start_date", "notes"]);
    let faith = Category::ReligiousOrPhilosophicalBeliefs;
    assert!(found.iter().all(|field| field.categories.contains(faith)), "{found:?}");
    let reason = found.get(1).unwrap().reason();
    assert!(reason.contains("`prison religion` in the name of the table"), "{reason}");
    assert!(
        of("ethnicities", &["code", "name"]).iter().all(|field| !field.categories.has_special())
    );
    assert!(
        of("work_order", &["status", "notes"]).iter().all(|field| !field.categories.has_special())
    );
}
