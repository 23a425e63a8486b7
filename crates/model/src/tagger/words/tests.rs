use super::*;

fn known() -> Known {
    let words = [
        "date",
        "birth",
        "mental",
        "health",
        "the",
        "rapist",
        "therapist",
        "stack",
        "trace",
        "race",
        "sex",
        "total",
    ];
    Known {
        pieces: words.into_iter().collect(),
        whole: words.into_iter().collect(),
        joined: std::iter::once(("ageofonset".to_owned(), "age of onset")).collect(),
    }
}

fn words(name: &str) -> Vec<String> {
    of_name(name, &known())
}

#[test]
fn a_name_parts_at_case_underscore_and_digit() {
    assert_eq!(words("Stack_Trace__c"), ["stack", "trace"]);
    assert_eq!(words("npsp__Deceased__c"), ["deceased"]);
    assert_eq!(words("preferredGPName"), ["preferred", "gp", "name"]);
    assert_eq!(words("NHSNumber"), ["nhs", "number"]);
    assert_eq!(words("illness_type_4"), ["illness", "type", "4"]);
    assert_eq!(words("sex1"), ["sex", "1"]);
    assert_eq!(words("HIVAids"), ["hiv", "aids"]);
    assert_eq!(words("Notes__pc"), ["note"]);
}

#[test]
fn a_run_of_letters_is_parted_only_where_known_words_fill_it() {
    assert_eq!(words("DATEOFBIRTH"), ["date", "birth"]);
    assert_eq!(words("mentalhealth"), ["mental", "health"]);
    assert_eq!(words("therapist"), ["therapist"]);
    assert_eq!(words("grace"), ["grace"]);
    assert_eq!(words("embraced"), ["embraced"]);
    assert_eq!(words("sextotals"), ["sex", "total"]);
    assert_eq!(words("sextant"), ["sextant"]);
}

#[test]
fn a_text_keeps_its_sentences_apart() {
    let text = "What is the tenant’s sex? Date of birth";
    assert_eq!(of_text(text, &known()), ["what", "tenant", "sex", "|", "date", "birth"]);
}

#[test]
fn plurals_and_spellings_fold_and_other_words_in_s_stay() {
    assert_eq!(normal("offenses"), "offence");
    assert_eq!(normal("disabilities"), "disability");
    assert_eq!(normal("illnesses"), "illness");
    assert_eq!(normal("status"), "status");
    assert_eq!(normal("aids"), "aids");
}

#[test]
fn no_text_makes_it_panic() {
    for odd in ["", "_", "__c", "é__É", "123", "ΑΒγ", "a\u{301}b", "’’", "ＡＢ"] {
        let _ = of_name(odd, &known());
        let _ = of_text(odd, &known());
    }
}
