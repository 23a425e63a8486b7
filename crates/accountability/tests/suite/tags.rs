//! What the code holds against what an assessment says.

use caldicott_accountability::{Criterion, Screened};
use caldicott_accountability::{Weight, screen};
use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, ValueTag};

use crate::support::{dpia, file};

fn field(name: &'static str, categories: &[Category]) -> FieldTag {
    FieldTag::new(name.into(), CategorySet::of(categories), Identifiability::None)
}

#[test]
fn the_code_holds_religion_and_the_assessment_does_not_say_so() {
    let text = file("../../examples/dpia/st-martins.toml");
    let whole = dpia(&text);
    let fields = [
        field("faith", &[Category::ReligiousOrPhilosophicalBeliefs]),
        field("name", &[Category::Identity]),
    ];
    assert!(whole.compare(&fields).holds());
    let silent = dpia(&text.replacen("\"religious-or-philosophical-beliefs\", ", "", 1));
    let found = silent.compare(&fields);
    let faults: Vec<_> =
        found.findings().iter().filter(|found| found.weight() == Weight::Fault).collect();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].path(), "faith");
    assert!(faults[0].says().contains("religious-or-philosophical-beliefs"));
    assert!(found.rules().cites("DP-05"));
    let categories = CategorySet::of(&[Category::ReligiousOrPhilosophicalBeliefs]);
    assert!(!silent.compare_categories(categories).holds());
    assert!(whole.compare_categories(categories).holds());
}

#[test]
fn a_value_may_say_what_its_column_does_not() {
    let text = file("../../examples/dpia/camden.toml");
    let reason = field("reason", &[Category::RiskAndWarning]).with_values(vec![ValueTag {
        code: "7".into(),
        label: "hate incident by faith".into(),
        categories: Category::ReligiousOrPhilosophicalBeliefs.into(),
    }]);
    let reason = reason.other_codes_harmless();
    let found = dpia(&text).compare(&[reason]);
    assert!(!found.holds());
}

#[test]
fn free_text_is_one_warning_and_no_list_of_every_kind() {
    let text = file("../../examples/dpia/camden.toml");
    let notes = FieldTag::untagged("notes".into());
    let found = dpia(&text).compare(&[notes]);
    assert_eq!(found.findings().len(), 1);
    assert_eq!(found.findings()[0].weight(), Weight::Warning);
}

#[test]
fn a_screening_agrees_with_the_list_for_every_pair() {
    let all: Vec<_> = Criterion::NAMES.iter().map(|(_, one)| *one).collect();
    let always = ["extensive-evaluation", "large-scale-sensitive", "public-monitoring"];
    let not_alone = ["innovative-technology", "biometric", "genetic"];
    for one in &all {
        for other in &all {
            let names = [one.name(), other.name()];
            let expected = if names.iter().any(|name| always.contains(name)) {
                Screened::Required
            } else if one == other && not_alone.contains(&one.name()) {
                Screened::NotCalledFor
            } else {
                Screened::Expected
            };
            let found = screen(&[*one, *other]);
            assert_eq!(found.outcome(), expected, "{names:?}");
            assert!(found.rules().cites("DP-02"));
        }
    }
    assert_eq!(screen(&[]).outcome(), Screened::NotCalledFor);
}

#[test]
fn an_assessment_reads_as_a_page_and_as_markdown() {
    let dpia = dpia(&file("../../examples/dpia/camden.toml"));
    let review = dpia.check(crate::support::day(2021, 4, 1));
    let html = dpia.to_html(Some(&review));
    for part in ["lang=\"en-GB\"", "<caption>", "scope=\"col\"", "scope=\"row\"", "<h1>", "DP-14"] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<script") && !html.contains("http"));
    assert_eq!(html.matches("<h1>").count(), 1);
    let markdown = dpia.to_markdown();
    for part in [
        "# Impact assessment: caution register",
        "| 6 | intrusion",
        "moderate and possible, medium high",
    ] {
        assert!(markdown.contains(part), "{part}\n{markdown}");
    }
    // The same assessment is the same text: nothing in it depends on anything else.
    assert_eq!(markdown, dpia.to_markdown());
}

#[test]
fn an_assessment_in_a_grid_of_ones_own_is_rated_by_it() {
    let own = "[own-grid]\nname = \"own\"\nimpact = [\"small\", \"large\"]\n\
               likelihood = [\"seldom\", \"often\"]\n\
               [[own-grid.band]]\nname = \"green\"\nasks = \"accept\"\nleast = 1\nmost = 2\n\
               [[own-grid.band]]\nname = \"red\"\nasks = \"stop\"\nleast = 3\nmost = 4\n";
    let risk = "[[risk]]\nnumber = 1\nwhat = \"x\"\n\
                before = { impact = \"large\", likelihood = \"often\", score = 4, band = \"green\" }\n";
    let text = format!(
        "template = \"seven-steps\"\ntitle = \"t\"\n[controller]\nname = \"c\"\nkind = \"charity\"\n{own}{risk}"
    );
    let found = dpia(&text).check(crate::support::day(2026, 3, 2));
    for id in ["DP-11", "I-036", "I-017"] {
        assert!(found.ids().contains(&id), "{id}: {:?}", found.ids());
    }
    assert!(dpia(&text).remains_high());
}
