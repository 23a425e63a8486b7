//! What a pack gives, what it withholds, and what is nowhere in it.

use caldicott_calendar::Day;
use caldicott_model::{CategorySet, Purpose};
use caldicott_rights::pack::{
    AccessCase, Asker, Body, Built, CaseError, Claim, Consent, Exemption, Field, FiveFactors, Harm,
    Item, Opinion, OtherPerson, Place, Review, Search, Standing, health_data,
};
use caldicott_rights::redaction::{MARK, Name};
use proptest::prelude::*;

use crate::support::{DAY, HEALTH, ORDINARY, case, case_on, information, named, note, pack};

fn factors() -> Option<FiveFactors> {
    FiveFactors::new("that they visited", "none owed", "rang twice", "able to", "none known")
}

#[test]
fn health_data_goes_out_only_with_an_opinion_of_the_last_six_months_or_what_is_known() {
    let field = |known: bool| {
        let field = Field::new("diagnosis", "living with asthma", HEALTH);
        if known { field.already_known() } else { field }
    };
    let opinion = |obtained, finds| Opinion { obtained, finds, items: vec![], stale: false };
    let recent = Day::literal(2026, 2, 16);
    let old = Day::literal(2026, 2, 15);
    // What is given, by: known, the opinion.
    let given = |known: bool, opinions: Vec<Opinion>| {
        let mut built = case().item(Item::new("h", "Form").field(field(known)));
        for opinion in opinions {
            built = built.opinion(opinion);
        }
        pack(&built).to_html().contains("asthma")
    };
    assert!(!given(false, vec![]));
    assert!(given(true, vec![]));
    assert!(given(false, vec![opinion(recent, Harm::NotLikely)]));
    assert!(!given(false, vec![opinion(old, Harm::NotLikely)]));
    assert!(!given(true, vec![opinion(recent, Harm::Likely)]));
    assert!(given(true, vec![opinion(old, Harm::Likely)]));
    assert!(!given(false, vec![opinion(recent, Harm::NotLikely), opinion(DAY, Harm::Likely)]));
    assert!(given(false, vec![opinion(recent, Harm::Likely), opinion(DAY, Harm::NotLikely)]));
    assert!(!given(false, vec![opinion(DAY, Harm::Likely), opinion(DAY, Harm::NotLikely)]));
    assert!(!given(false, vec![opinion(DAY.plus_days(1).unwrap(), Harm::NotLikely)]));
    let stale = Opinion { stale: true, ..opinion(recent, Harm::NotLikely) };
    assert!(!given(false, vec![stale]));
    let other = Opinion { items: vec!["g".into()], ..opinion(recent, Harm::NotLikely) };
    assert!(!given(false, vec![other]));
    // Free text that nobody looked through may say anything.
    let untagged = case().item(Item::new("n", "Note").field(Field::new(
        "text",
        "a cough",
        CategorySet::EVERY,
    )));
    assert!(!pack(&untagged).to_html().contains("cough"));
    // A health professional needs nobody's opinion.
    assert!(health_data("h", &[], false, true, DAY).unwrap().given);
}

#[test]
fn another_person_is_named_only_where_the_law_lets_them_be() {
    let review = |consent, factors, reasonable| Review { consent, factors, reasonable };
    let mut tried = 0;
    for standing in Standing::ALL {
        for consent in Consent::ALL {
            for weighed in [false, true] {
                for reasonable in [false, true] {
                    let factors = factors().filter(|_| weighed);
                    let other = OtherPerson::new("p", named("Osas Ehi"))
                        .standing(*standing)
                        .review(review(*consent, factors, reasonable));
                    let source = matches!(standing, Standing::Informant | Standing::Victim);
                    let presumed = matches!(
                        standing,
                        Standing::HealthWorker | Standing::SocialWorker | Standing::EducationWorker
                    );
                    let expected = *consent == Consent::Given
                        || (!source && reasonable && (weighed || presumed));
                    let decision = other.judge();
                    assert_eq!(
                        decision.named, expected,
                        "{standing} {consent} {weighed} {reasonable}"
                    );
                    assert!(!decision.rules.is_empty());
                    let built = pack(&case().person(other).item(note("n", "met Osas Ehi today")));
                    assert_eq!(built.to_html().contains("Osas Ehi"), expected);
                    tried += 1;
                }
            }
        }
        let alone = OtherPerson::new("p", named("Osas Ehi")).standing(*standing).judge();
        assert_eq!(alone.named, alone.rules.cites("EX-06"), "{standing}");
    }
    assert_eq!(tried, 8 * 4 * 2 * 2);
    assert!(FiveFactors::new("type", "", "steps", "capable", "refusal").is_none());
}

#[test]
fn what_an_informant_told_stays_back_as_a_whole() {
    let informant = OtherPerson::new("p", named("Osas Ehi")).standing(Standing::Informant);
    let told = note("n-1", "she keeps the window open at night").told_by("p");
    let built = pack(&case().person(informant).item(told).item(note("n-2", "rent paid")));
    assert!(!built.to_html().contains("window"));
    assert_eq!(built.items(), 1);
    assert!(built.ledger().lines().iter().any(|line| line.rules().cites("B-037")));
    // A witness who consents is a witness who may be read.
    let willing = OtherPerson::new("p", named("Osas Ehi"))
        .standing(Standing::Informant)
        .review(Review { consent: Consent::Given, factors: None, reasonable: false });
    let told = note("n-1", "she keeps the window open at night").told_by("p");
    assert!(pack(&case().person(willing).item(told)).to_html().contains("window"));
}

#[test]
fn every_exemption_is_open_to_the_bodies_of_the_law_and_takes_its_item_out() {
    for exemption in Exemption::ALL {
        for body in Body::ALL {
            for asker in Asker::ALL {
                let open = match exemption {
                    Exemption::RiskClassification => *body == Body::LocalAuthority,
                    Exemption::SocialWork => {
                        [Body::LocalAuthority, Body::NhsBody, Body::DesignatedVoluntaryBody]
                            .contains(body)
                    }
                    Exemption::Wishes => [Asker::Parent, Asker::CourtAppointed].contains(asker),
                    _ => true,
                };
                assert_eq!(exemption.is_open_to(*body, *asker), open, "{exemption} {body} {asker}");
            }
        }
        let claim = Claim::new(*exemption, "the hearing on 3 May would be prejudiced").unwrap();
        let item = note("n", "a plan of the raid").claim(claim);
        let built = case().asked_by(Asker::Parent).item(item).build();
        if exemption.is_open_to(Body::Charity, Asker::Parent) {
            let Built::Ready(built) = built.unwrap() else { panic!("{exemption}") };
            assert!(!built.to_html().contains("raid"));
            let line = built.ledger().lines().first().unwrap();
            assert!(!line.is_given() && line.rules().cites(exemption.rule().id()));
            assert!(line.reasons(Purpose::named("test")).first().unwrap().contains("hearing"));
            // The pack itself says neither what nor why.
            for word in ["hearing", exemption.name(), exemption.rule().id()] {
                assert!(
                    !built.to_html().contains(word) && !built.to_json().contains(word),
                    "{word}"
                );
            }
        } else {
            assert!(matches!(built, Err(CaseError::Claim { .. })), "{exemption}");
        }
    }
    for blanket in
        ["", " ", "n/a", "confidential", "sensitive information", "see above", "third party data"]
    {
        assert!(Claim::new(Exemption::Crime, blanket).is_err(), "{blanket}");
    }
}

#[test]
fn the_note_at_the_front_is_there_if_and_only_if_something_is_not() {
    let whole = pack(&case().item(note("n", "rent paid")));
    assert!(!whole.to_html().contains("taken out") && !whole.ledger().has_withheld());
    let claim = Claim::new(Exemption::Privilege, "solicitor's advice on the claim").unwrap();
    let withheld =
        pack(&case().item(note("n", "rent paid")).item(note("m", "advice").claim(claim)));
    let other = OtherPerson::new("p", named("Osas Ehi"));
    let redacted = pack(&case().person(other).item(note("n", "met Osas")));
    for built in [&withheld, &redacted] {
        assert!(built.to_html().contains("taken out") && built.to_json().contains("taken out"));
        assert!(built.rules().cites("F-004") && built.rules().cites("RT-14"));
        assert!(built.ledger().has_withheld());
    }
}

#[test]
fn the_information_and_the_complaint_lines_are_those_of_the_day() {
    let lines = |year, month, day| {
        let built = pack(&case_on(Day::literal(year, month, day)).item(note("n", "rent paid")));
        let html = built.to_html();
        (html.contains("complain to us"), html.contains("significant decision"))
    };
    assert_eq!(lines(2026, 2, 4), (false, false));
    assert_eq!(lines(2026, 2, 5), (false, true));
    assert_eq!(lines(2026, 6, 18), (false, true));
    assert_eq!(lines(2026, 6, 19), (true, true));
    let built = pack(&case().item(note("n", "rent paid")));
    for said in [
        "housing and support",
        "the council",
        "six years",
        "Information Commissioner",
        "go to court",
    ] {
        assert!(built.to_html().contains(said) && built.to_json().contains(said), "{said}");
    }
}

#[test]
fn a_case_that_cannot_be_read_as_one_is_an_error_that_names_no_value() {
    let bare = |search| {
        let day = DAY;
        caldicott_rights::pack::AccessCase::new(
            day,
            Body::Charity,
            named("Mary Fenn"),
            information(),
            search,
        )
    };
    assert_eq!(bare(Search::default()).build().unwrap_err(), CaseError::Search);
    assert_eq!(bare(Search::of("files", &[])).build().unwrap_err(), CaseError::Search);
    assert_eq!(
        bare(Search::of("files", &["name"]).without("tapes", " ")).build().unwrap_err(),
        CaseError::Search
    );
    let twin = case().person(OtherPerson::new("p-7", named("Mary Fenn")));
    assert_eq!(
        twin.build().unwrap_err().to_string(),
        "the protected person `p-7` bears the person's own name: somebody must read every item"
    );
    assert!(matches!(
        case().item(note("n", "x").told_by("q")).build(),
        Err(CaseError::Unknown { .. })
    ));
    assert!(matches!(
        case().item(note("n", "x")).item(note("n", "y")).build(),
        Err(CaseError::Twice { .. })
    ));
}

#[test]
fn a_pack_that_fails_its_own_check_is_refused_and_says_where() {
    // The controller's own contact line holds a protected person's name in full.
    let mut said = information();
    said.contact = "ask for Osas Ehi at the desk".into();
    let search = Search::of("files", &["name"]);
    let built = caldicott_rights::pack::AccessCase::new(
        DAY,
        Body::Charity,
        named("Mary Fenn"),
        said,
        search,
    )
    .person(OtherPerson::new("p", named("Osas Ehi")))
    .item(note("n", "rent paid"))
    .build()
    .unwrap();
    let Built::Failed(failed) = built else { panic!("it went out") };
    assert!(failed.places().contains(&Place::Front));
    assert!(!format!("{failed:?}").contains("Osas"));
    // The person's only name is shared, so that the front cannot be written.
    let search = Search::of("files", &["name"]);
    let built = caldicott_rights::pack::AccessCase::new(
        DAY,
        Body::Charity,
        named("Osas"),
        information(),
        search,
    )
    .person(OtherPerson::new("p", named("Osas Ehi")))
    .build()
    .unwrap();
    assert!(matches!(built, Built::Failed(_)));
}

#[test]
fn markup_in_a_record_is_shown_and_not_obeyed() {
    let built = pack(&case().item(note("n", "<script>alert('x')</script> & \u{202e}txt\u{0}")));
    let html = built.to_html();
    assert!(
        !html.contains("<script")
            && html.contains("&lt;script&gt;")
            && html.contains("[U+202E]txt[U+0000]")
    );
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">") && html.contains("<title>"));
    assert!(!html.contains("http://") && !html.contains("https://"));
}

#[test]
fn fields_that_stand_side_by_side_make_no_name_between_them() {
    let other = OtherPerson::new("p", named("Sonya Norman"));
    let item = Item::new("n", "Visit")
        .field(Field::new("reason", "Yard locked; neither man nor", ORDINARY))
        .field(Field::new("man", "rent paid", ORDINARY));
    assert_eq!(pack(&case().person(other).item(item)).items(), 1);
}

#[test]
fn two_fields_of_one_name_are_an_error() {
    let twice = Item::new("n", "Note")
        .field(Field::new("text", "x", ORDINARY))
        .field(Field::new("text", "y", ORDINARY));
    assert!(matches!(case().item(twice).build(), Err(CaseError::Twice { .. })));
}

/// What a reader who knows the secret finds by the plainest means.
fn says(text: &str, secret: &str) -> bool {
    let plain = |text: &str| -> String {
        text.to_lowercase().chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}')).collect()
    };
    plain(text).contains(&plain(secret))
}

fn a_name() -> impl Strategy<Value = String> {
    let invented = "[A-Z][a-z]{2,3}[bdfgkmnprstvz][aeiou][a-z]{0,3}";
    let real = prop::sample::select(vec![
        "Okonkwo",
        "Kowalczyk",
        "Fitzgerald",
        "Ng\u{169}g\u{129}",
        "M\u{fc}ller",
        "O'Shaughnessy",
        "Smith-Jones",
        "Chowdhury",
        "Szyma\u{144}ski",
        "Begum",
        "D\u{2019}Arcy",
    ]);
    prop_oneof![3 => invented.prop_map(String::from), 1 => real.prop_map(String::from)]
}

/// Ways to write a word into a note.
fn written(word: &str, how: u8) -> String {
    let half = word.char_indices().nth(word.chars().count() / 2).map_or(0, |(at, _)| at);
    let (a, b) = word.split_at(half);
    match how % 14 {
        0 => word.to_owned(),
        1 => word.to_uppercase(),
        2 => word.to_lowercase(),
        3 => format!("{word}'s"),
        4 => format!("x{word}x"),
        5 => format!("{a}\u{ad}{b}"),
        6 => format!("{a}</b><i>{b}"),
        7 => format!("{a}\u{200b}{b}"),
        8 => format!("<!-- {word} -->"),
        9 => format!("{}@mail.example", word.replace(['\'', '\u{2019}'], "")),
        10 => format!("scan_{word}_01.pdf"),
        11 => word
            .chars()
            .map(|c| {
                if c.is_ascii_alphabetic() {
                    char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)
                } else {
                    c
                }
            })
            .collect(),
        12 => format!("pre-{word}-post"),
        _ => word.chars().flat_map(|c| [c, '\u{301}']).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(96), ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_protected_person_or_a_withheld_field_occurs_anywhere_in_a_pack(
        given in a_name(),
        family in a_name(),
        number in 10_000_u32..99_999,
        hows in prop::collection::vec(any::<u8>(), 6),
        withheld in "[a-z]{5,9} [a-z]{5,9} [a-z]{5,9}",
        placed in any::<bool>(),
    ) {
        let blank = pack(&case().item(note("n", "rent paid")));
        let reference = format!("C-{number}");
        let whole = format!("{given} {family}");
        let own = ["mary", "fenn"];
        prop_assume!(!own.iter().any(|own| says(own, &given) || says(own, &family)));
        prop_assume!(!says(blank.to_html(), &given) && !says(blank.to_html(), &family));
        let other = OtherPerson::new("p-2", named(&whole).reference(&reference));
        let [a, b, c, d, e, f] = hows.try_into().unwrap();
        let text = format!(
            "Mary Fenn was seen with {} and {}; file {number}, c {number}. {} {}.",
            written(&given, a), written(&family, b), written(&family, c), written(&given, d),
        );
        let initials: String = [&given, &family].iter().filter_map(|word| word.chars().next()).collect();
        let title = format!("Visit of {} ({initials})", written(&family, e));
        let hidden = Field::new(if placed { "told by" } else { "source" }, &withheld, HEALTH);
        let item = Item::new(&format!("note-{family}"), &title)
            .file_name(&format!("{}.docx", written(&family, f)))
            .field(Field::new(&format!("text of {family}"), &text, ORDINARY))
            .field(hidden);
        let again = note("m", &format!("He said: {withheld}! Rent paid by Mary Fenn."));
        let built = pack(&case().person(other).item(item).item(again));
        for page in [built.to_html(), built.to_json()] {
            for secret in [given.as_str(), family.as_str(), whole.as_str(), &number.to_string(), &withheld, "told by"] {
                prop_assert!(!says(page, secret), "{secret} in {page}");
            }
            let upper = format!("({initials})");
            prop_assert!(!page.contains(&upper), "{upper} in {page}");
            prop_assert!(page.contains("Mary Fenn") && page.contains(MARK));
        }
    }

    #[test]
    fn a_pack_shows_no_length_and_no_number_of_what_was_taken_out(
        one in "[A-Z][a-z]{4,5}k[a-z]{2}", other in "[A-Z][a-z]{6,11}z[a-z]{2} [A-Z][a-z]{3}k[a-z]{4}",
    ) {
        let built = |name: &str| {
            let person = OtherPerson::new("p", named(name));
            let fields = note("n", &format!("met {name} at noon"));
            let more = (0..name.len() % 3).map(|at| {
                let claim = Claim::new(Exemption::Crime, "the arrest is on Monday").unwrap();
                note(&format!("w{at}"), "secret plan").claim(claim)
            });
            pack(&more.fold(case().person(person).item(fields), caldicott_rights::pack::AccessCase::item))
        };
        prop_assume!(Name::parse(&one).is_ok());
        let (first, second) = (built(&one), built(&other));
        prop_assert_eq!(first.to_html(), second.to_html());
        prop_assert_eq!(first.to_json(), second.to_json());
    }
}

#[test]
fn a_name_with_an_apostrophe_stands_in_the_page_beside_a_relative_of_that_name() {
    let search = Search::of("case records", &["name"]);
    let own = named("Siân O'Neill-Brookes");
    let case = AccessCase::new(DAY, Body::Charity, own, information(), search)
        .person(OtherPerson::new("p", named("Grace Brookes")))
        .item(note("n", "Siân O'Neill-Brookes came with Grace.").file_name("gb letter.pdf"));
    let page = pack(&case).to_html().to_owned();
    assert!(page.contains("O&#39;Neill-Brookes came with [removed]."));
    assert!(page.contains("From the file [removed] letter.pdf"));
}
