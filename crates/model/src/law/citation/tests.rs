//! Citations as the founding policies write them.

use super::{Provision, Reading, lint};
use crate::law::{Article9Condition, LawfulBasis, Paragraph};

fn read(text: &str) -> (String, Option<&'static str>) {
    let reading = Reading::parse(text).expect("a citation");
    (reading.meant().to_string(), reading.corrected().map(|rule| rule.id()))
}

#[test]
fn what_is_written_rightly_is_left_alone() {
    for text in ["Art 6(1)(e)", "Article 9(2)(g)", "UK GDPR Art. 6(1)(ea)", "art 22", "Art 6(3)(b)"]
    {
        assert_eq!(read(text).1, None, "{text}");
    }
    assert_eq!(read("Schedule 1, Part 2, paragraph 18").0, "Sch 1 para 18");
    assert_eq!(read("Sch 1 para 6(2)(a)").0, "Sch 1 para 6(2)(a)");
}

#[test]
fn the_law_may_be_named_before_a_provision_or_behind_it() {
    let same = [
        ("Article 6(1)(f) of the UK GDPR", "Art 6(1)(f)"),
        ("Art 9(2)(h) UK GDPR", "Art 9(2)(h)"),
        ("Art 6(1)(c), GDPR", "Art 6(1)(c)"),
        ("UK General Data Protection Regulation Article 12(3)", "Art 12(3)"),
        ("DPA 18, schedule 1, part 2, para 6", "Sch 1 para 6"),
        ("Data Protection Act 2018, Schedule 1, Part 1, paragraph 2", "Sch 1 para 2"),
        ("Sch 1 para 10(2) of the DPA 2018", "Sch 1 para 10(2)"),
        ("paragraph 18 of Schedule 1 to the Data Protection Act 2018", "Sch 1 para 18"),
        ("para 6(2)(a) of Part 2 of Schedule 1", "Sch 1 para 6(2)(a)"),
    ];
    for (written, meant) in same {
        assert_eq!(read(written), (meant.to_owned(), None), "{written}");
    }
    // Neither law has the other's provisions.
    for text in
        ["Art 6(1)(f) of the DPA 2018", "Sch 1 para 2 UK GDPR", "para 6 of Part 3 of Schedule 1"]
    {
        assert!(Reading::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_point_of_a_paragraph_that_has_none_is_the_point_of_the_one_that_has() {
    let moved = [
        ("Art 6(2)(e)", "Art 6(1)(e)"),
        ("art 6(2) (d)", "Art 6(1)(d)"),
        ("9(c)", "Art 9(2)(c)"),
        ("9(g)", "Art 9(2)(g)"),
        ("Article 6(f)", "Art 6(1)(f)"),
        ("Art 9(1)(h)", "Art 9(2)(h)"),
    ];
    for (written, meant) in moved {
        assert_eq!(read(written), (meant.to_owned(), Some("SE-04")), "{written}");
    }
}

#[test]
fn every_point_is_read_back_as_what_it_names() {
    for (_, condition) in Article9Condition::NAMES {
        let reading = Reading::parse(&condition.to_string()).expect("a citation");
        let Provision::Article(article) = reading.meant() else { panic!("an article") };
        assert_eq!(article.condition(), Some(condition));
    }
    for (_, basis) in LawfulBasis::NAMES {
        let reading = Reading::parse(&basis.to_string()).expect("a citation");
        let Provision::Article(article) = reading.meant() else { panic!("an article") };
        assert_eq!(article.point_of_article_6(), Some(basis.point()));
    }
    for paragraph in Paragraph::all() {
        let reading = Reading::parse(&paragraph.to_string()).expect("a citation");
        assert_eq!(reading.meant(), &Provision::Schedule1(paragraph, vec![]));
    }
}

#[test]
fn points_of_other_articles_are_neither_bases_nor_conditions() {
    for text in
        ["Art 17(2)(c)", "Art 15(1)(a)", "Art 6(3)(a)", "Art 9(4)(a)", "Art 9(2)", "Art 6(1)"]
    {
        let reading = Reading::parse(text).expect("a citation");
        let Provision::Article(article) = reading.meant() else { panic!("an article") };
        assert_eq!((article.condition(), article.point_of_article_6()), (None, None), "{text}");
    }
    assert_eq!(read("Art 17(2)(k)"), ("Art 17(2)(k)".to_owned(), None));
}

#[test]
fn one_article_that_does_not_exist_hides_none_behind_it() {
    assert_eq!(linted("Art 6(1)(z) and 9(g)"), [("9(g)", "Art 9(2)(g)".to_owned(), "SE-04")]);
    assert_eq!(linted("fine art and 9(g)"), []);
}

#[test]
fn a_sub_paragraph_cited_in_full_is_left_alone() {
    assert_eq!(linted("Sch 1 para 6(2)(a) (the para 2(a) enactment)"), []);
}

#[test]
fn what_does_not_exist_is_refused() {
    for text in [
        "",
        "Art",
        "Art 100",
        "Art 6(1)(g)",
        "Art 9(2)(k)",
        "6(g)",
        "Sch 1 para 38",
        "Sch 1 para 0",
        "Sch 1 Part 3 para 6",
        "Sch 2 para 2",
        "Art 6(1)(e) something",
        "Art 6(1)(e",
        "six",
    ] {
        assert!(Reading::parse(text).is_err(), "{text}");
    }
}

fn linted(text: &str) -> Vec<(&str, String, &'static str)> {
    lint(text)
        .into_iter()
        .map(|note| (text.get(note.at).expect("a place"), note.meant, note.rule.id()))
        .collect()
}

#[test]
fn the_caution_register_cites_points_that_stand_elsewhere() {
    let text = "In some cases art 6(2) (d) and 9(c) **Vital interests**; Art 6(2)(e) and 9(g) Public \
                task. The legal basis is DPA 18, schedule 1, part 2, para 6 (Health and Safety at \
                Work etc Act 1974 the para 2(a) enactment). Also Art 6(1)(c).";
    let found = linted(text);
    let short: Vec<(&str, &str, &str)> =
        found.iter().map(|(written, meant, id)| (*written, meant.as_str(), *id)).collect();
    assert_eq!(
        short,
        [
            ("6(2) (d)", "Art 6(1)(d)", "SE-04"),
            ("9(c)", "Art 9(2)(c)", "SE-04"),
            ("6(2)(e)", "Art 6(1)(e)", "SE-04"),
            ("9(g)", "Art 9(2)(g)", "SE-04"),
            ("schedule 1, part 2, para 6", "Sch 1 para 6(2)(a)", "SE-05"),
        ]
    );
}

#[test]
fn the_confidentiality_policy_names_acts_that_do_not_exist() {
    let ids = |text: &str| linted(text).into_iter().map(|(_, _, id)| id).collect::<Vec<_>>();
    assert_eq!(ids("under the Crime and Disorder Act 2018. 22."), ["SE-01"]);
    assert_eq!(ids("trained in the Data Protection Act 1988"), ["SE-02"]);
    assert_eq!(ids("the Social Security Administration Fraud Act 1997 asks"), ["SE-03"]);
    assert_eq!(ids("should be \"adequate, relevant and not excessive\" for it"), ["SE-06"]);
    assert_eq!(
        ids(
            "The Data Protection Act 2018 states that, when all identifying details are gone, it is free."
        ),
        ["SE-07"]
    );
    assert_eq!(ids("attend Multi Agency Protection Panels"), ["SE-11"]);
    assert_eq!(ids("the party of the 3 parts, a start 6(2)(e)"), [] as [&str; 0]);
    assert_eq!(ids("the Data Protection Act 1998 and the Data Protection Act"), [] as [&str; 0]);
}

#[test]
fn a_wrong_name_is_found_wherever_its_line_ends() {
    let ids = |text: &str| linted(text).into_iter().map(|(_, _, id)| id).collect::<Vec<_>>();
    let wrong = [
        ("Crime and Disorder Act 2018", "SE-01"),
        ("Data Protection Act 1988", "SE-02"),
        ("Social Security Administration Fraud Act 1997", "SE-03"),
        ("Art 6(2) (d)", "SE-04"),
        ("Sch 1 Part 2 para 6 (the Act of 1974 the para 2(a) enactment)", "SE-05"),
        ("adequate, relevant and not excessive", "SE-06"),
        ("The Data Protection Act 2018 states that anonymised data is free.", "SE-07"),
        ("Multi Agency Protection Panels", "SE-11"),
        ("72 hours of discovery", "SE-15"),
    ];
    for (text, id) in wrong {
        for (place, _) in text.match_indices(' ') {
            for end in ["\n", "\r\n  ", "  ", "\u{a0}"] {
                let mut wrapped = text.to_owned();
                wrapped.replace_range(place..=place, end);
                assert_eq!(ids(&wrapped), [id], "{wrapped:?}");
            }
        }
    }
    assert_eq!(
        linted("the Crime and\nDisorder\n  Act 2018, s 115")[0].0,
        "Crime and\nDisorder\n  Act 2018"
    );
    // An empty line, and an item of a list, begin something else.
    for apart in ["\n\n", "\n• ", "\n- "] {
        assert_eq!(ids(&format!("Under the Data Protection Act 2018{apart}police")), [""; 0]);
    }
}

#[test]
fn the_year_of_an_act_may_stand_in_brackets_or_behind_a_comma() {
    let wrong = [
        ("Crime & Disorder Act 2018", "SE-01"),
        ("the Crime and Disorder Act, 2018", "SE-01"),
        ("Crime and Disorder Act (2018)", "SE-01"),
        ("the Data Protection Act of 1988", "SE-02"),
    ];
    for (text, id) in wrong {
        assert_eq!(linted(text).into_iter().map(|(_, _, id)| id).collect::<Vec<_>>(), [id]);
    }
    for right in ["the Crime & Disorder Act (1998)", "Data Protection Act of 2018", "Act, 1988"] {
        assert_eq!(linted(right), []);
    }
}

#[test]
fn a_place_is_right_behind_letters_of_two_bytes() {
    assert_eq!(linted("café ü Art 9(g)"), [("9(g)", "Art 9(2)(g)".to_owned(), "SE-04")]);
}
