//! Records of processing and the registers beside them.

use caldicott_accountability::register::{
    Balance, Clause, EveryMonths, InterestsEntry, PolicyEntry, Principle, ProcessorContract,
    TransferRow,
};
use caldicott_accountability::ropa::{
    Activity, Against, ControllerRecord, Organisation, ProcessorRecord, SmallOrganisation, drift,
};
use caldicott_accountability::{Owes, Review};
use caldicott_calendar::Nation;
use caldicott_model::law::transfer::{Country, Fact, Mechanism, Transfer};
use caldicott_model::law::{
    Article9Condition, Controller, Evidence, LawfulBasis, Paragraph, ProcessingGround, Reliance,
};
use caldicott_model::{Category, CategorySet, FieldTag, Identifiability};

use crate::support::{day, read};

const TODAY: caldicott_calendar::Day = day(2026, 11, 22);

const RECORD: &str = r#"
[controller]
name = "St Martins"
kind = "charity"

[organisation]
name = "St Martins"
contact = "directors"
officer = "data protection officer"

[[activity]]
name = "safeguarding"
purposes = ["keep people safe"]
subjects = ["clients"]
categories = ["identity", "safeguarding", "health"]
basis = "recognised-safeguarding"
condition = "substantial-public-interest"
shows = ["substantial-public-interest", "vulnerability-assessed"]
schedule-1 = [{ paragraph = 18, reason = "would-prejudice", policy-from = 2021-01-01 }]
kept-as-policy-says = "yes"
recipients = ["local authority"]
security = ["sealed fields", "access by role"]

[[activity.retention]]
what = "concerns"
period = "6 years"
"#;

fn record(text: &str) -> ControllerRecord {
    read(text, ControllerRecord::read).unwrap_or_else(|faults| panic!("{}", faults.join("\n")))
}

fn told(review: &Review) -> Vec<String> {
    review.findings().iter().map(ToString::to_string).collect()
}

#[test]
fn a_whole_record_is_in_order_and_each_thing_left_out_is_found() {
    let whole = record(RECORD).check(TODAY);
    assert!(whole.findings().is_empty(), "{:#?}", told(&whole));
    assert!(whole.rules().cites("RO-01") && whole.rules().cites("S1-41"));
    let cases = [
        ("contact = \"directors\"\n", "", "RO-01"),
        ("purposes = [\"keep people safe\"]\n", "", "RO-01"),
        ("subjects = [\"clients\"]\n", "", "RO-01"),
        ("recipients = [\"local authority\"]\n", "", "RO-01"),
        ("security = [\"sealed fields\", \"access by role\"]\n", "", "RO-01"),
        ("[[activity.retention]]\nwhat = \"concerns\"\nperiod = \"6 years\"\n", "", "RO-01"),
        ("kept-as-policy-says = \"yes\"\n", "", "S1-41"),
        ("kept-as-policy-says = \"yes\"\n", "kept-as-policy-says = \"no\"\n", "S1-41"),
        (", policy-from = 2021-01-01", "", "S1-05"),
    ];
    for (from, to, rule) in cases {
        assert!(RECORD.contains(from), "{from}");
        let found = record(&RECORD.replacen(from, to, 1)).check(TODAY);
        assert_eq!(found.ids(), [rule], "{from}: {:#?}", told(&found));
        // Period and security are recorded where that is possible.
        let doubt = from.starts_with("security") || from.starts_with("[[activity.retention");
        assert_eq!(found.holds(), doubt, "{from}");
    }
    let unsaid =
        RECORD.replacen("kept-as-policy-says = \"yes\"", "kept-as-policy-says = \"no\"", 1);
    assert!(!record(&unsaid).check(TODAY).holds());
    let because = "kept-as-policy-says = \"no\"\nnot-because = \"a claim is open\"\n";
    let text = RECORD.replacen("kept-as-policy-says = \"yes\"\n", because, 1);
    assert!(record(&text).check(TODAY).findings().is_empty());
    let nobody = RECORD.replacen("recipients = [\"local authority\"]", "no-recipients = true", 1);
    assert!(record(&nobody).check(TODAY).findings().is_empty());
}

#[test]
fn the_three_further_things_are_asked_for_exactly_where_a_policy_document_is() {
    for paragraph in Paragraph::all() {
        let categories = CategorySet::of(&[Category::Health]);
        let ground = ProcessingGround::new(
            LawfulBasis::PublicTask,
            Controller::COUNCIL_IN_ITS_TASK,
            categories,
        )
        .under(Article9Condition::SubstantialPublicInterest)
        .relying_on(Reliance::on(paragraph));
        let activity = Activity::new("a").holding(categories).on(ground);
        // S1-01, S1-05, S1-35 and the extensions; S1-13 asks for none.
        let needs = match paragraph.number() {
            1 | 6..=12 | 14..=28 | 35..=37 => true,
            5 => activity.needs_policy(),
            _ => false,
        };
        assert_eq!(activity.needs_policy(), needs, "{}", paragraph.number());
        let us = Organisation::new("c", "d");
        let found = ControllerRecord::new(us, vec![activity]).check(TODAY);
        assert_eq!(found.ids().contains(&"S1-41"), needs, "{}", paragraph.number());
    }
}

#[test]
fn a_transfer_in_the_record_names_what_it_rests_on() {
    let with = |safeguards: &str| {
        let transfer = format!(
            "{RECORD}\n[[activity.transfer]]\nrecipient = \"Spanning\"\nto = \"US\"\n{safeguards}"
        );
        record(&transfer).check(TODAY)
    };
    assert_eq!(with("").ids(), ["RO-01"]);
    assert!(!with("").holds());
    let home = RECORD.to_owned()
        + "\n[[activity.transfer]]\nrecipient = \"us\"\nto = \"GB\"\nsafeguards = [\"x\"]\n";
    assert_eq!(record(&home).check(TODAY).ids(), ["RO-01"]);
    assert!(with("safeguards = [\"approved\"]").findings().is_empty());
    assert!(with("safeguards = [\"idta\", \"assessment tra-1\"]").findings().is_empty());
    assert_eq!(with("safeguards = [\"idta\"]").ids(), Vec::<&str>::new());
}

#[test]
fn one_condition_that_asks_for_a_policy_document_is_enough() {
    let categories = CategorySet::of(&[Category::Health]);
    let ground =
        ProcessingGround::new(LawfulBasis::LegitimateInterests, Controller::CHARITY, categories)
            .under(Article9Condition::HealthOrSocialCare)
            .relying_on(Reliance::on(Paragraph::HEALTH_OR_SOCIAL_CARE));
    let support = Activity::new("a").holding(categories);
    assert!(!support.clone().on(ground.clone()).needs_policy());
    let both = ground.relying_on(Reliance::on(Paragraph::SAFEGUARDING));
    assert!(support.clone().on(both).needs_policy());
    assert!(!support.needs_policy());
}

#[test]
fn drift_is_told_field_by_field_and_order_makes_none() {
    let stored = record(RECORD);
    assert!(drift(&stored, &stored).is_empty());
    let cases = [
        (
            "purposes = [\"keep people safe\"]",
            "purposes = [\"research\", \"keep people safe\"]",
            "purposes",
            true,
        ),
        ("subjects = [\"clients\"]", "subjects = [\"clients\", \"children\"]", "subjects", true),
        ("\"health\"]\nbasis", "\"health\", \"genetic\"]\nbasis", "categories", true),
        ("\"health\"]\nbasis", "\"health\", \"contact\"]\nbasis", "categories", false),
        ("\"safeguarding\", \"health\"]", "\"safeguarding\"]", "categories", false),
        ("[\"local authority\"]", "[\"police\", \"local authority\"]", "recipients", true),
        ("\"sealed fields\", ", "", "security", false),
        ("period = \"6 years\"", "period = \"8 years\"", "retention", false),
        ("\"recognised-safeguarding\"", "\"vital-interests\"", "basis", true),
        ("\"substantial-public-interest\"\nshows", "\"vital-interests\"\nshows", "condition", true),
        ("paragraph = 18", "paragraph = 17", "schedule-1", true),
        (
            "kept-as-policy-says = \"yes\"",
            "kept-as-policy-says = \"no\"\nnot-because = \"x\"",
            "kept-as-policy-says",
            true,
        ),
        (
            "recipients = [",
            "interests-assessment = \"lia-1\"\nrecipients = [",
            "assessments",
            false,
        ),
        ("officer = \"data protection officer\"\n", "", "organisation", false),
    ];
    for (from, to, field, grave) in cases {
        assert!(RECORD.contains(from), "{from}");
        let found = drift(&stored, &record(&RECORD.replacen(from, to, 1)));
        assert_eq!(found.len(), 1, "{from}: {found:?}");
        assert_eq!((found[0].field(), found[0].is_grave()), (field, grave), "{from}");
    }
    let reordered = RECORD.replacen(
        "\"sealed fields\", \"access by role\"",
        "\"access by role\", \"sealed fields\"",
        1,
    );
    assert!(drift(&stored, &record(&reordered)).is_empty());
    let us = stored.organisation().clone();
    let gone = drift(&stored, &ControllerRecord::new(us.clone(), Vec::new()));
    assert_eq!((gone[0].field(), gone[0].is_grave()), ("activity", false));
    let new = drift(&ControllerRecord::new(us, Vec::new()), &stored);
    assert_eq!((new[0].field(), new[0].is_grave()), ("activity", true));
}

#[test]
fn a_record_is_generated_from_fields_and_a_ground() {
    let fields = [
        FieldTag::new("name".into(), Category::Identity.into(), Identifiability::Direct),
        FieldTag::new("illness".into(), Category::Health.into(), Identifiability::None),
    ];
    let care = ProcessingGround::new(
        LawfulBasis::LegitimateInterests,
        Controller::CHARITY,
        Category::Health.into(),
    )
    .under(Article9Condition::HealthOrSocialCare)
    .relying_on(Reliance::on(Paragraph::HEALTH_OR_SOCIAL_CARE))
    .showing(&[Evidence::LegitimateInterestsAssessment, Evidence::DutyOfSecrecy]);
    let support = Activity::new("support")
        .for_purposes(&["care"])
        .about(&["clients"])
        .holding_fields(&fields)
        .received_by(&[])
        .kept("file", "6 years")
        .secured_by(&["sealed"])
        .with_interests_assessed("lia-1")
        .on(care);
    let record = ControllerRecord::new(Organisation::new("x", "y"), vec![support]);
    let found = record.check(TODAY);
    assert!(found.findings().is_empty(), "{:#?}", told(&found));
    assert!(record.to_markdown().contains("- **Kinds of data:** health, identity"));
    assert!(record.to_html().contains("<dt>Recipients</dt>\n<dd>none</dd>"));
    // A ground is judged for what is held, not for what it was written for.
    let more =
        [FieldTag::new("offence".into(), Category::CriminalOffence.into(), Identifiability::None)];
    let activities = vec![record.activities()[0].clone().holding_fields(&more)];
    let wider = ControllerRecord::new(record.organisation().clone(), activities).check(TODAY);
    assert_eq!(wider.ids(), Vec::<&str>::new(), "paragraph 2 carries offence data too");
}

#[test]
fn being_small_is_never_enough() {
    let record = record(RECORD);
    let all = [Against::RiskLikely, Against::NotOccasional, Against::SensitiveData];
    for employees in [0, 12, 249, 250, 100_000] {
        for shown in 0..8_u8 {
            let mut small = SmallOrganisation::of(employees);
            for (place, one) in all.iter().enumerate() {
                if shown & (1 << place) != 0 {
                    small = small.without(*one);
                }
            }
            let exempt = employees < 250 && shown == 7;
            assert_eq!(small.judge().is_exempt(), exempt, "{employees} {shown}");
            assert!(small.judge().rules().cites("RO-04"));
            // One field of one activity is enough.
            let mut activities = record.activities().to_vec();
            activities.push(Activity::new("newsletter").holding(Category::Contact.into()));
            let mixed = ControllerRecord::new(record.organisation().clone(), activities);
            assert!(!small.clone().processing(&mixed).judge().is_exempt());
            // Case records are never exempt, whatever was shown.
            assert!(!small.processing(&record).judge().is_exempt());
        }
    }
}

#[test]
fn a_processors_record_says_what_it_does_for_each_controller() {
    let text = "[processor]\nname = \"Homeless Link\"\ncontact = \"support\"\n\
                [[controller]]\nname = \"St Martins\"\ncontact = \"directors\"\n\
                processing = [\"support of the system\"]\nsecurity = [\"access by role\"]\n\
                [[controller.transfer]]\nrecipient = \"Spanning\"\nto = \"US\"\nsafeguards = [\"approved\"]\n";
    let read = |text: &str| read(text, ProcessorRecord::read).unwrap();
    assert!(read(text).check().findings().is_empty());
    assert!(read(text).to_markdown().contains("Spanning"));
    for gone in [
        "processing = [\"support of the system\"]\n",
        "safeguards = [\"approved\"]\n",
        "security = [\"access by role\"]\n",
    ] {
        assert_eq!(read(&text.replacen(gone, "", 1)).check().ids(), ["RO-02"], "{gone}");
    }
}

fn policy() -> PolicyEntry {
    let blank = PolicyEntry::new("apd-18", Paragraph::SAFEGUARDING, day(2021, 1, 1));
    let whole = Principle::NAMES.iter().fold(blank, |entry, (_, one)| entry.explaining(*one));
    whole.explaining_retention("6 years").reviewed_on(day(2026, 1, 1))
}

#[test]
fn a_policy_document_is_whole_reviewed_and_kept_for_six_months_after() {
    assert!(policy().check(TODAY).findings().is_empty());
    assert!(policy().as_ground_takes_it(TODAY).is_some());
    for skipped in 0..Principle::NAMES.len() {
        let blank = PolicyEntry::new("a", Paragraph::SAFEGUARDING, day(2026, 1, 1));
        let names = Principle::NAMES.iter().enumerate().filter(|(place, _)| *place != skipped);
        let most = names.fold(blank, |entry, (_, (_, one))| entry.explaining(*one));
        let found = most.explaining_retention("6 years").check(TODAY);
        assert_eq!(found.ids(), ["S1-39"]);
        assert!(!found.holds());
    }
    let silent = policy().explaining_retention(" ").check(TODAY);
    assert_eq!((silent.ids(), silent.holds()), (vec!["S1-39"], false));
    assert!(policy().late(day(2027, 1, 1)).is_empty());
    assert_eq!(policy().late(day(2027, 1, 2)).len(), 1);
    assert_eq!(policy().check(day(2027, 1, 2)).ids(), ["S1-40"]);
    // The processing ended on 31 August: kept through 28 February, a Sunday in 2027, so the Monday.
    let ended = policy().ceased_on(day(2026, 8, 31));
    let kept = ended.kept_through(Nation::EnglandAndWales).unwrap().unwrap();
    assert_eq!(kept.day(), day(2027, 3, 1));
    assert!(kept.rules().cites("S1-40"));
    for (destroyed, right) in
        [(day(2027, 2, 28), false), (day(2027, 3, 1), false), (day(2027, 3, 2), true)]
    {
        let found = ended.clone().destroyed_on(destroyed).check(day(2027, 3, 3));
        assert_eq!(found.holds(), right, "{destroyed}: {:?}", told(&found));
    }
    // One that was destroyed while the processing goes on.
    assert!(!policy().destroyed_on(day(2026, 2, 1)).check(TODAY).holds());
    // It is still reviewed in the six months, and not after them.
    assert_eq!(ended.review_by(), Some(day(2027, 1, 1)));
    assert_eq!(policy().reviewed_on(day(2026, 8, 1)).ceased_on(day(2026, 9, 1)).review_by(), None);
    // Due on the very last of the six months it is reviewed once more.
    let last = policy().reviewed_on(day(2026, 3, 1)).ceased_on(day(2026, 9, 1));
    assert_eq!(last.review_by(), Some(day(2027, 3, 1)));
}

#[test]
fn an_assessment_of_interests_has_three_parts_and_is_closed_to_a_council_in_its_task() {
    let whole = |controller| {
        InterestsEntry::new("lia-1", controller, day(2026, 1, 1))
            .pursuing("support")
            .necessary_because("nothing less would do")
    };
    let charity = whole(Controller::CHARITY);
    assert_eq!(charity.check(TODAY).ids(), ["LB-07"]);
    let ours = charity.clone().balanced(Balance::Interest, "people expect it");
    assert!(ours.check(TODAY).findings().is_empty(), "{:?}", told(&ours.check(TODAY)));
    assert!(!charity.balanced(Balance::Person, "it would shock them").check(TODAY).holds());
    let council = whole(Controller::COUNCIL_IN_ITS_TASK).balanced(Balance::Interest, "x");
    assert_eq!(council.check(TODAY).ids(), ["LB-08"]);
    assert!(ours.check(day(2027, 1, 1)).findings().is_empty());
    assert_eq!(ours.check(day(2027, 1, 2)).ids(), ["RO-06"]);
    assert_eq!(ours.late(day(2027, 1, 2)).len(), 1);
    assert!(ours.reviewed_on(day(2026, 12, 1)).late(day(2027, 1, 2)).is_empty());
}

#[test]
fn a_transfer_needs_a_way_that_is_open_on_the_day() {
    let data = CategorySet::of(&[Category::Health]);
    let to = |country| Transfer::to(Country::new(country).unwrap(), data, Controller::CHARITY);
    let row = || TransferRow::new("t-1", "somebody", day(2022, 6, 1));
    assert_eq!(row().check(TODAY).ids(), ["TR-01"]);
    assert!(row().resting_on(to("FR").by(Mechanism::Approved)).check(TODAY).holds());
    assert!(!row().resting_on(to("IN").by(Mechanism::Approved)).check(TODAY).holds());
    let idta = to("IN").by(Mechanism::Idta).showing(&[Fact::TestMet]);
    assert_eq!(row().resting_on(idta).check(TODAY).ids(), ["TR-04"]);
    assert!(row().resting_on(idta).assessed_in("tra-1").check(TODAY).findings().is_empty());
    // Where an approval is open as well, nothing rests on the safeguards alone.
    let france = Transfer::to(Country::new("FR").unwrap(), data, Controller::CHARITY);
    let either = row().resting_on(france.by(Mechanism::Approved)).resting_on(idta);
    assert!(!either.check(TODAY).ids().contains(&"TR-04"));
    // A closed way beside an open one does no harm.
    let both = row().resting_on(to("IN").by(Mechanism::EuClauses)).resting_on(idta);
    assert!(both.assessed_in("tra-1").check(TODAY).findings().is_empty());
    // What ended is judged no more, and owes nothing.
    let ended = row().ended_on(day(2024, 1, 1));
    assert!(ended.check(TODAY).findings().is_empty() && ended.owes().is_empty());
    assert!(!ended.check(day(2023, 12, 31)).holds());
}

#[test]
fn a_contract_with_a_processor_has_eight_clauses_and_a_signature() {
    let all: Vec<_> = Clause::NAMES.iter().map(|(_, clause)| *clause).collect();
    let signed = |clauses: &[Clause]| {
        ProcessorContract::with("Homeless Link").saying(clauses).signed_on(day(2026, 1, 1))
    };
    assert_eq!(all.len(), 8);
    assert!(signed(&all).check(TODAY).findings().is_empty());
    for gone in &all {
        let rest: Vec<_> = all.iter().copied().filter(|clause| clause != gone).collect();
        assert_eq!(signed(&rest).check(TODAY).ids(), ["RO-07"]);
    }
    assert!(signed(&all).check(day(2026, 1, 1)).holds());
    assert!(!signed(&all).check(day(2025, 12, 31)).holds());
    assert!(!ProcessorContract::with("x").saying(&all).check(TODAY).holds());
    assert!(EveryMonths::new(0).is_err() && EveryMonths::new(37).is_err());
}

#[test]
fn a_record_written_to_a_file_reads_back_without_drift() {
    let stated = record(RECORD);
    let text = toml::to_string(&stated).unwrap();
    let again = record(&text);
    assert!(drift(&stated, &again).is_empty(), "{text}");
    assert!(again.check(TODAY).findings().is_empty(), "{text}");
    assert_eq!(toml::to_string(&again).unwrap(), text);
    let unsaid = RECORD
        .replacen("\"yes\"", "\"no\"\nnot-because = \"a \\\"claim\\\" is open\"", 1)
        .replacen("recipients = [\"local authority\"]", "no-recipients = true", 1);
    let unsaid = record(&unsaid);
    let again = record(&toml::to_string(&unsaid).unwrap());
    assert!(drift(&unsaid, &again).is_empty());
    assert_eq!(drift(&stated, &again).len(), 2);
}
