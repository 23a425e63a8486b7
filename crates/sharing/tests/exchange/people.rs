//! What people are handed and shown: plain, escaped, and no more than they may see.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::support::{DAY, record, word};
use caldicott_model::{Category, Day};
use caldicott_sharing::exchange::receipt::{Channel, Parties, Party, Receipt, ReceiptError, Ways};
use caldicott_sharing::exchange::{Record, card, schema};
use caldicott_sharing::{
    Consent, ConsentKind, Heard, Outcome, Request, Rulebook, SharingPurpose, SubjectState, decide,
};
use proptest::prelude::*;
use serde_json::Value;

/// What turns the direction of the text after it.
const TURNS: char = '\u{202e}';

const REQUESTS: &str = include_str!("../../../../examples/requests/st-martins.jsonl");

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(crate::documents::st_martins);

static EXAMPLES: LazyLock<Vec<Request>> = LazyLock::new(|| {
    let request =
        |line: &str| crate::documents::request(&serde_json::from_str(line).unwrap()).unwrap();
    REQUESTS.lines().map(request).collect()
});

fn parties() -> Parties {
    Parties::new(
        Party::new("St Martins", "phone 01603 000000 or ask any of our staff"),
        Party::new("the Information Commissioner", "phone 0303 123 1113"),
    )
}

fn ways() -> Ways {
    Ways::given(Channel::InPerson)
        .back(Channel::InPerson, "Tell any of our staff.")
        .back(Channel::Telephone, "Phone us on 01603 000000.")
}

fn receipt(record: &Record, day: Day) -> Receipt {
    Receipt::of(record, &parties(), &ways(), day).unwrap()
}

fn full() -> Record {
    let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2026, 1, 10))
        .to("lakenham-surgery")
        .to("night-shelter")
        .for_purpose(SharingPurpose::HealthCare)
        .for_purpose(SharingPurpose::Housing)
        .covering(Category::Health)
        .covering(Category::AddressAndLocation)
        .until(Day::literal(2027, 1, 10))
        .in_express_words("file note 12");
    Record::new(consent).with_id("c-17").about("person-12").held_by("st-martins")
}

/// The tags of a page are closed in the order they were opened, and nothing is loaded or run.
fn check_page(page: &str) {
    let mut open = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{page}");
        } else if !["!doctype", "meta"].contains(&name) {
            open.push(name);
        }
        if tag == "style" {
            rest = &rest[rest.find("</style>").unwrap()..];
        }
        assert!(!["script", "img", "link", "iframe", "a"].contains(&name), "{tag}");
        assert!(!tag.contains("on") || !tag.contains("=\"javascript"), "{tag}");
    }
    assert!(open.is_empty());
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"));
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(page.matches("<main>").count(), 1);
    assert!(page.contains("@media print") && !page.contains("http"));
}

/// The text of a page as a reader sees it.
fn seen(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    let mut text = String::new();
    let mut within = false;
    for c in body.chars() {
        match c {
            '<' => within = true,
            '>' => within = false,
            c if !within => text.push(c),
            _ => {}
        }
    }
    text
}

/// Flesch and Kincaid's grade: the school years that a text asks for, plus five for the age.
fn reading_age(text: &str) -> f64 {
    let letters = |word: &str| word.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let words: Vec<String> =
        text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    let sentences = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| line.matches(['.', ':', '?']).count().max(1))
        .sum::<usize>();
    let vowel = |c: char| "aeiouyAEIOUY".contains(c);
    let syllables = |word: &String| {
        let groups = word.chars().fold((0_usize, false), |(count, before), c| {
            (count + usize::from(vowel(c) && !before), vowel(c))
        });
        let silent = word.ends_with('e') && !word.ends_with("le") && groups.0 > 1;
        (groups.0 - usize::from(silent)).max(1)
    };
    let (all, count): (usize, usize) = (words.iter().map(syllables).sum(), words.len());
    let ratio = |one: usize, other: usize| {
        f64::from(u32::try_from(one).unwrap()) / f64::from(u32::try_from(other).unwrap())
    };
    0.39 * ratio(count, sentences) + 11.8 * ratio(all, count) - 15.59 + 5.0
}

#[test]
fn a_receipt_is_written_for_a_reader_of_eleven() {
    let mut oldest: f64 = 0.0;
    for (kind_name, kind) in ConsentKind::NAMES {
        for day in [DAY, Day::literal(2026, 7, 1)] {
            let mut record = full();
            record.consent.kind = *kind;
            let age = reading_age(&receipt(&record, day).text());
            let refusal = Record::new(Consent::refused(*kind, Day::literal(2026, 1, 10)));
            let refused = reading_age(&receipt(&refusal, day).text());
            assert!(age <= 11.0 && refused <= 11.0, "{kind_name} {age} {refused}");
            oldest = oldest.max(age).max(refused);
        }
    }
    // What the same formula gives for a sentence of a policy.
    let policy = "Disclosure of personal information to statutory agencies is permissible notwithstanding \
                  the absence of authorisation where the organisation considers it proportionate.";
    assert!(reading_age(policy) > 20.0 && oldest > 5.0);
}

#[test]
fn every_purpose_and_all_data_stay_readable() {
    for (_, purpose) in SharingPurpose::NAMES {
        let mut record = full();
        record.consent.purposes = vec![*purpose];
        record.consent.covers = caldicott_sharing::DataSet::EVERY;
        assert!(reading_age(&receipt(&record, DAY).text()) <= 11.0, "{purpose}");
    }
}

#[test]
fn a_receipt_says_what_the_consent_says_and_no_more() {
    let text = Receipt::of(
        &full(),
        &parties().naming("lakenham-surgery", "Lakenham Surgery").handed_to("Sam"),
        &ways(),
        DAY,
    )
    .unwrap()
    .text();
    for line in [
        "This paper is for Sam.",
        "On 10 January 2026 you said that we may tell others about you.",
        "  - Lakenham Surgery",
        "  - night-shelter",
        "  - to care for your health",
        "  - to help with a home",
        "  - your health",
        "  - where you live or stay",
        "The last day is 9 January 2027.",
        "  - Tell any of our staff.",
        "You can complain to the Information Commissioner: phone 0303 123 1113",
        "Where our note of it is: file note 12",
        "Our number for it: c-17",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    // The id of the person is not theirs to read, and no other name stands in it.
    assert!(!text.contains("person-12") && !text.contains("st-martins"));
    assert!(!receipt(&full(), DAY).text().contains("Sam"));
}

#[test]
fn the_complaint_goes_where_the_law_of_the_day_sends_it() {
    let before = receipt(&full(), Day::literal(2026, 6, 18));
    let after = receipt(&full(), Day::literal(2026, 6, 19));
    assert!(!before.text().contains("30 days") && after.text().contains("30 days"));
    assert!(after.text().contains("you can complain to us"));
    let ids = |receipt: &Receipt| -> Vec<&str> {
        receipt.rules().iter().map(caldicott_model::Rule::id).collect()
    };
    assert_eq!(ids(&before), ["CN-02"]);
    assert_eq!(ids(&after), ["CN-02", "CP-02"]);
    let early = Receipt::of(&full(), &parties(), &ways(), Day::literal(2018, 5, 24));
    assert_eq!(early.unwrap_err(), ReceiptError::BeforeTheLaw);
}

#[test]
fn taking_it_back_is_as_easy_as_giving_it() {
    let ways = Ways::given(Channel::Online).back(Channel::Letter, "Write to us.");
    let harder = Receipt::of(&full(), &parties(), &ways, DAY);
    assert_eq!(harder.unwrap_err(), ReceiptError::HarderToTakeBack);
    // A refusal has nothing to take back.
    let refusal = Record::new(Consent::refused(ConsentKind::Sharing, DAY));
    assert!(Receipt::of(&refusal, &parties(), &ways, DAY).is_ok());
    let nameless = Parties::new(Party::new(" ", "x"), Party::new("y", "z"));
    assert_eq!(
        Receipt::of(&full(), &nameless, &self::ways(), DAY).unwrap_err(),
        ReceiptError::Unnamed
    );
}

#[test]
fn what_is_over_reads_as_over() {
    let mut record = full();
    for (withdrawn, day, says) in [
        (Some("2026-03-02"), "2026-03-02", "You took it back on 2 March 2026. It is over."),
        (Some("2026-03-02"), "2026-03-01", "The last day is 1 March 2026."),
        (None, "2027-01-09", "The last day is 9 January 2027."),
        (None, "2027-01-10", "The last day was 9 January 2027. It is over."),
    ] {
        record.consent.withdrawn = withdrawn.map(|day| day.parse().unwrap());
        let text = receipt(&record, day.parse().unwrap()).text();
        assert!(text.contains(says), "{text}");
    }
    record.consent.until = None;
    record.consent.withdrawn = None;
    assert!(receipt(&record, DAY).text().contains("It lasts until you take it back."));
}

fn validates(schema: &str, instance: &str) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let instance: Value = serde_json::from_str(instance).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&instance).map(|it| it.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{instance:#}");
}

proptest! {
    #[test]
    fn a_receipt_is_a_sound_page_and_sound_data(record in record(), name in "[<>&\"'a-z\u{202e}\n]{1,12}x") {
        let parties = parties().handed_to(name.clone()).naming("lakenham-surgery", name);
        let receipt = Receipt::of(&record, &parties, &ways(), DAY).unwrap();
        check_page(&receipt.html());
        validates(&schema::receipt(), &receipt.json());
        let turned = receipt.text().contains(TURNS) || receipt.html().contains(TURNS);
        prop_assert!(!turned);
        // Nothing of the record is left out of the page that stands in the text.
        let page = seen(&receipt.html());
        let lines = receipt.text().lines().count();
        prop_assert!(lines > 10 && page.len() > 500);
    }

    #[test]
    fn a_consent_is_written_as_the_schema_says_and_read_back(record in record()) {
        match record.to_json() {
            Ok(text) => {
                validates(&schema::consent(), &text);
                let consent: Value = serde_json::from_str(&text).unwrap();
                let request = serde_json::json!({
                    "asker": {}, "categories": ["health"], "subject": {"consents": [consent]}
                });
                let form_is_a_name = record.consent.form.as_deref().is_none_or(|form| {
                    form.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                        && !form.starts_with('-')
                });
                if let (true, Ok(read)) = (form_is_a_name, crate::documents::request(&request)) {
                    let caldicott_sharing::Known::Known(consents) = read.subject.consents else { panic!() };
                    prop_assert_eq!(crate::support::held(&consents[0]), crate::support::held(&record.consent));
                } else {
                    prop_assert!(!form_is_a_name, "{:?}", crate::documents::request(&request).err());
                }
            }
            Err(error) => {
                prop_assert_eq!(error, caldicott_sharing::exchange::NotWritable::PartOfACategory);
            }
        }
    }

    #[test]
    fn who_is_told_neither_yes_nor_no_sees_one_and_the_same_page(
        asked in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        kind in word(caldicott_sharing::AskerKind::NAMES),
        verification in word(caldicott_sharing::Verification::NAMES),
    ) {
        let mut request = asked.get(&EXAMPLES).clone();
        request.asker.kind = caldicott_sharing::Known::Known(kind);
        request.asker.verification = caldicott_sharing::Known::Known(verification);
        request.subject = other.get(&EXAMPLES).subject.clone();
        let decision = decide(&RULEBOOK, &request, DAY);
        if *decision.outcome() != Outcome::NeitherConfirmNorDeny {
            return Ok(());
        }
        // Nobody of that name is known here at all.
        let mut nobody = request.clone();
        nobody.subject = SubjectState::default();
        let absent = decide(&RULEBOOK, &nobody, DAY);
        prop_assert_eq!(absent.outcome(), &Outcome::NeitherConfirmNorDeny);
        let (one, two) = (card::outward(&decision.outward()), card::outward(&absent.outward()));
        prop_assert_eq!(one.as_bytes(), two.as_bytes());
        prop_assert_eq!(decision.outward().heard(), Heard::NeitherConfirmedNorDenied);
    }
}

#[test]
fn the_cards_of_every_example_are_sound_and_the_asker_sees_no_more_than_they_may() {
    let mut silent = BTreeSet::new();
    for request in EXAMPLES.iter() {
        let decision = decide(&RULEBOOK, request, request.day.unwrap());
        let heading = card::Heading::of("R-1 <b>").asked_by("\"Somebody\"");
        let page = card::decision(&decision, &heading);
        check_page(&page);
        assert!(page.contains("R-1 &lt;b&gt;") && page.contains("&quot;Somebody&quot;"));
        for each in decision.each() {
            assert!(seen(&page).to_lowercase().contains(&each.data.replace('-', " ")));
        }
        let outward = decision.outward();
        let answer = card::outward(&outward);
        check_page(&answer);
        let told = seen(&answer).to_lowercase();
        assert!(told.contains(&outward.message().to_lowercase().replace('\'', "&#39;")));
        let may = outward.given().union(outward.left_out());
        for name in decision.withheld().union(decision.referred()).minus(may).names() {
            // A word of the message is no hint of what is withheld.
            let words = name.replace('-', " ");
            assert!(
                !told.contains(&words) || outward.message().to_lowercase().contains(&words),
                "{name}"
            );
        }
        for role in RULEBOOK.roles().iter().map(|role| role.name().replace('-', " ")) {
            assert!(!told.contains(&role) || outward.message().contains("manager"), "{role}");
        }
        if *decision.outcome() == Outcome::NeitherConfirmNorDeny {
            silent.insert(answer);
        }
        validates(&schema::decision(), &decision.to_json());
    }
    assert_eq!(silent.len(), 1, "there is one such page and no other");
}

#[test]
fn a_schema_refuses_what_is_not_written() {
    let schema: Value = serde_json::from_str(&schema::consent()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let right = serde_json::json!({
        "kind": "sharing", "to": [], "purposes": [], "categories": [], "refused": "2026-01-01"
    });
    assert!(validator.is_valid(&right));
    for (key, wrong) in [
        ("kind", serde_json::json!("shaering")),
        ("given", serde_json::json!("2026-01-01")),
        ("refused", serde_json::json!("1 January")),
        ("purposes", serde_json::json!(["x"])),
        ("to", serde_json::json!("night-shelter")),
        ("explicit", serde_json::json!("yes")),
    ] {
        let mut value = right.clone();
        value[key] = wrong;
        assert!(!validator.is_valid(&value), "{key}");
    }
}

#[test]
fn no_debug_output_says_whose_record_it_is() {
    use caldicott_sharing::exchange::{dpv, fhir};
    let record = full();
    let parties = parties().handed_to("Sam").naming("lakenham-surgery", "Dr Smith");
    let text = fhir::write(&record, fhir::Release::R5, DAY).unwrap();
    let reading =
        crate::support::take_in(&serde_json::from_str(&text).unwrap(), fhir::Release::R5).unwrap();
    assert_eq!(reading.subject.as_deref(), Some("person-12"));
    let shown = [
        format!("{record:?} {parties:?} {:?}", receipt(&record, DAY)),
        format!("{reading:?} {:?}", dpv::consent(&record, DAY).unwrap()),
        format!("{:?}", card::Heading::of("R-1").asked_by("Dr Smith")),
        format!("{:?}", fhir::Recipient::Reference("Patient/person-12")),
    ];
    for shown in shown {
        for personal in ["person-12", "Sam", "Smith", "lakenham", "file note", "R-1"] {
            assert!(!shown.contains(personal), "{shown}");
        }
    }
}
