use super::{FieldTag, Identifiability, Marking, MarkingSet, ValueTag};
use crate::{Category, CategorySet};

fn field() -> FieldTag {
    let housing = Category::HousingAndTenancy.into();
    FieldTag::new("reason".into(), housing, Identifiability::None)
}

#[test]
fn a_set_of_markings_holds_what_was_put_in() {
    for (place, (name, marking)) in Marking::NAMES.into_iter().enumerate() {
        assert_eq!((marking.name(), Marking::ALL[place]), (name, marking));
        let set = MarkingSet::of(&[marking]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [marking]);
        assert!(!set.is_empty() && MarkingSet::NONE.is_empty());
    }
}

#[test]
fn an_untagged_field_is_sealed_and_about_everything() {
    let tag = FieldTag::untagged("notes".into());
    assert_eq!(tag.categories(), CategorySet::EVERY);
    assert!(tag.is_sealed());
}

#[test]
fn a_field_is_sealed_for_what_one_value_says() {
    assert!(!field().is_sealed());
    let special = ValueTag {
        code: "31".into(),
        label: "Left prison".into(),
        categories: Category::CriminalOffence.into(),
    };
    assert!(field().with_values(vec![special]).is_sealed());
}

#[test]
fn a_field_is_sealed_for_what_the_record_in_it_holds() {
    const INNER: &[FieldTag] = &[FieldTag::new(
        std::borrow::Cow::Borrowed("note"),
        CategorySet::SPECIAL,
        Identifiability::None,
    )];
    let outer = field().shaped(super::Kind::Record, true, INNER);
    assert!(outer.is_sealed());
    assert!(outer.categories_with_values().has_special());
    assert!(!outer.categories().has_special());
}

#[test]
fn a_field_is_sealed_for_a_name_in_the_record_it_holds() {
    const NAME: &[FieldTag] = &[FieldTag::new(
        std::borrow::Cow::Borrowed("name"),
        CategorySet::NONE,
        Identifiability::Direct,
    )];
    assert!(field().shaped(super::Kind::Record, false, NAME).is_sealed());
}

#[test]
fn one_value_that_says_more_is_enough_for_value_level_tags() {
    let code = |code, categories| ValueTag::declared(code, "", categories);
    let housing = Category::HousingAndTenancy.into();
    let plain = code("1", housing);
    let special = code("2", Category::Health.into());
    assert!(!field().with_values(vec![plain.clone()]).has_value_level_tags());
    assert!(field().with_values(vec![plain, special]).has_value_level_tags());
}
