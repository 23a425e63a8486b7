//! The derive knows the model's names without depending on it: these lists must stay the same.

#[path = "../src/names.rs"]
mod names;

use caldicott_model::{Category, Identifiability, Marking};

#[test]
fn the_lists_are_the_models() {
    assert_eq!(names::CATEGORIES, Category::ALL.map(Category::name));
    assert_eq!(names::DEGREES, Identifiability::NAMES.map(|(name, _)| name));
    assert_eq!(names::MARKINGS, Marking::NAMES.map(|(name, _)| name));
}

#[test]
fn a_name_stands_for_its_variant() {
    for category in Category::ALL {
        assert_eq!(names::variant(category.name()), format!("{category:?}"));
    }
    for marking in Marking::ALL {
        assert_eq!(names::variant(marking.name()), format!("{marking:?}"));
    }
}

#[test]
fn the_nearest_name_is_the_one_meant() {
    let meant = [
        ("helth", "health"),
        ("Health", "health"),
        ("criminal_offence", "criminal-offence"),
        ("criminaloffense", "criminal-offence"),
        ("housing", "housing-and-tenancy"),
        ("address", "address-and-location"),
        ("CCTV", "cctv"),
        ("ethnic", "racial-or-ethnic-origin"),
        ("safegarding", "safeguarding"),
    ];
    for (written, name) in meant {
        assert_eq!(names::nearest(written, &names::CATEGORIES), Some(name), "{written}");
    }
    for far in ["", "x", "colour", "zzzzzzzz"] {
        assert_eq!(names::nearest(far, &names::CATEGORIES), None, "{far}");
    }
}
