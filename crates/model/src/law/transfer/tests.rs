//! Transfers, every mechanism on every side of every day, against the rules read straight.

use super::{
    APPROVED, Country, Destination, EEA_STATES, Fact, FactSet, KNOWN_ON, Mechanism, SENSITIVE,
    Scope, Standing, Transfer, approval,
};
use crate::law::Controller;
use crate::{Category, CategorySet, Confidence, Day};

const BEFORE: Day = Day::literal(2026, 2, 4);
const AFTER: Day = Day::literal(2026, 2, 5);

fn country(code: &str) -> Country {
    Country::new(code).expect("a country")
}

fn to(code: &str) -> Transfer {
    Transfer::to(country(code), CategorySet::NONE, Controller::CHARITY)
}

/// Whether the transfer may be made, read straight from TR-01 to TR-14.
fn oracle(
    code: &str,
    mechanism: Option<&str>,
    has: &dyn Fn(&str) -> bool,
    public: bool,
    arranged: Option<Day>,
    day: Day,
) -> Standing {
    let ymd = |y, m, d| Day::literal(y, m, d);
    let eea = EEA_STATES.contains(&code);
    if code == "GB" || (day < ymd(2021, 1, 1) && eea) || has("same-legal-entity") {
        return Standing::NotRestricted;
    }
    let tested = if day < AFTER {
        has("old-test-met")
    } else {
        has("test-met") || (has("old-test-met") && arranged.is_some_and(|on| on < AFTER))
    };
    let resort = has("last-resort");
    let yes = match mechanism {
        None => false,
        Some("approved") => match code {
            "FR" | "CH" => true,
            "CA" | "IL" => has("recipient-in-scope"),
            "KR" => day >= ymd(2022, 12, 19),
            "US" => {
                day >= ymd(2023, 10, 12)
                    && has("recipient-certified")
                    && !has("recipient-outside-the-bridge")
                    && !has("journalistic")
            }
            _ => false,
        },
        Some("idta" | "addendum") => day >= ymd(2022, 3, 21) && tested,
        Some("eu-clauses") if tested && day >= ymd(2022, 3, 21) => return Standing::Unconfirmed,
        Some("eu-clauses" | "code-or-certificate") => tested,
        Some("binding-corporate-rules") => has("uk-approval") && tested,
        Some("public-instrument") => public && tested,
        Some("explicit-consent") => resort && !public && has("risks-told-and-consent"),
        Some("contract-with-person" | "contract-for-person") => resort && !public,
        Some("public-interest") => resort && has("recognised-in-law"),
        Some("legal-claims") => resort,
        Some("vital-interests") => resort && has("incapable"),
        Some("public-register") => resort && has("part-of-register"),
        Some("compelling-interests") => {
            resort
                && !public
                && ["once-about-few", "documented", "regulator-and-person-told"]
                    .iter()
                    .all(|f| has(f))
        }
        Some(other) => panic!("`{other}` is no mechanism"),
    };
    if yes { Standing::Permitted } else { Standing::NotPermitted }
}

/// The facts that matter to a mechanism, so that all their combinations can be walked.
fn relevant(mechanism: Option<Mechanism>) -> Vec<Fact> {
    let mut facts = vec![Fact::SameLegalEntity];
    match mechanism {
        None => {}
        Some(Mechanism::Approved) => facts.extend([
            Fact::RecipientInScope,
            Fact::RecipientCertified,
            Fact::RecipientOutsideTheBridge,
            Fact::Journalistic,
        ]),
        Some(Mechanism::Derogation(_)) => facts.extend([
            Fact::LastResort,
            Fact::RisksToldAndConsent,
            Fact::Incapable,
            Fact::RecognisedInLaw,
            Fact::PartOfRegister,
            Fact::OnceAboutFew,
            Fact::Documented,
            Fact::RegulatorAndPersonTold,
        ]),
        Some(_) => facts.extend([Fact::TestMet, Fact::OldTestMet, Fact::UkApproval]),
    }
    facts
}

#[test]
fn every_transfer_is_judged_as_the_rules_read() {
    let days = [
        (2018, 5, 25),
        (2020, 12, 31),
        (2021, 1, 1),
        (2021, 3, 31),
        (2022, 3, 20),
        (2022, 3, 21),
        (2022, 12, 18),
        (2022, 12, 19),
        (2023, 10, 11),
        (2023, 10, 12),
        (2024, 3, 21),
        (2026, 2, 4),
        (2026, 2, 5),
        (2026, 11, 21),
    ];
    let mechanisms = Mechanism::NAMES.iter().map(|(_, mechanism)| Some(*mechanism)).chain([None]);
    let mut judged = 0_u32;
    for mechanism in mechanisms {
        let facts = relevant(mechanism);
        for chosen in 0..1_usize << facts.len() {
            let chosen: Vec<Fact> = facts
                .iter()
                .enumerate()
                .filter(|(bit, _)| chosen >> bit & 1 == 1)
                .map(|(_, f)| *f)
                .collect();
            let has = |name: &str| chosen.iter().any(|fact| fact.name() == name);
            for (year, month, day) in days {
                let day = Day::literal(year, month, day);
                for code in ["GB", "FR", "CH", "CA", "IL", "KR", "US", "IN"] {
                    for controller in [Controller::CHARITY, Controller::COUNCIL_IN_ITS_TASK] {
                        for arranged in [None, Some(BEFORE), Some(AFTER)] {
                            let mut transfer =
                                Transfer::to(country(code), CategorySet::NONE, controller)
                                    .showing(&chosen);
                            transfer.mechanism = mechanism;
                            transfer.arranged = arranged;
                            let public = controller.is_authority_in_its_task();
                            let expected = oracle(
                                code,
                                mechanism.map(Mechanism::name),
                                &has,
                                public,
                                arranged,
                                day,
                            );
                            let found = transfer.check(day);
                            assert_eq!(
                                found.standing(),
                                expected,
                                "{code} {mechanism:?} {chosen:?} {controller:?} {arranged:?} {day}"
                            );
                            assert_eq!(
                                found.faults().is_empty(),
                                expected != Standing::NotPermitted
                            );
                            judged += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(judged > 2_000_000, "{judged}");
}

#[test]
fn no_rule_applied_is_from_another_day() {
    for (_, mechanism) in Mechanism::NAMES {
        for day in [Day::literal(2019, 6, 1), Day::literal(2021, 3, 31), BEFORE, AFTER] {
            let found = to("US").by(mechanism).check(day);
            for rule in found.rules() {
                let lacking = found.faults().iter().any(|fault| fault.rule() == *rule);
                assert!(rule.in_force(day) || lacking, "{rule:?} {mechanism:?} {day}");
            }
        }
    }
}

#[test]
fn what_is_unverified_decides_nothing() {
    // TR-11: whether the old clauses ended is not known here, so nobody is told that they did, and
    // nothing is sent on them either.
    let clauses = to("US").by(Mechanism::EuClauses).showing(&[Fact::OldTestMet]);
    assert_eq!(clauses.check(Day::literal(2021, 3, 31)).standing(), Standing::Permitted);
    let later = clauses.check(Day::literal(2024, 3, 22));
    assert_eq!((later.standing(), later.faults().len()), (Standing::Unconfirmed, 0));
    assert!(!later.is_permitted());
    assert_eq!(later.notes()[0].id(), "TR-11");
    assert!(later.notes()[0].to_string().starts_with("unverified: "));
    assert!(!later.rules().cites("TR-11"));
    // TR-08: the list is as it was known, and says so.
    let bridge = to("US").by(Mechanism::Approved).showing(&[Fact::RecipientCertified]);
    assert_eq!(bridge.check(KNOWN_ON).notes()[0].id(), "TR-08");
    assert!(bridge.check(Day::literal(2024, 12, 31)).notes().is_empty());
    assert_eq!(bridge.check(Day::literal(2025, 1, 1)).notes().len(), 1);
}

#[test]
fn the_four_categories_are_labelled_for_the_united_states_and_for_nobody_else() {
    for category in Category::ALL {
        let data = CategorySet::from(category);
        let sensitive = matches!(
            category,
            Category::Genetic
                | Category::Biometric
                | Category::SexualOrientation
                | Category::CriminalOffence
        );
        assert_eq!(SENSITIVE.contains(category), sensitive);
        let transfer = Transfer::to(Country::UNITED_STATES, data, Controller::CHARITY)
            .by(Mechanism::Approved)
            .showing(&[Fact::RecipientCertified]);
        assert_eq!(transfer.check(AFTER).is_permitted(), !sensitive, "{category}");
        assert!(transfer.labelled(transfer.to_label()).check(AFTER).is_permitted(), "{category}");
        let korea = Transfer::to(country("KR"), data, Controller::CHARITY).by(Mechanism::Approved);
        assert!(korea.check(AFTER).is_permitted());
    }
}

#[test]
fn the_list_stands_in_order_and_says_where_it_was_read() {
    assert!(APPROVED.is_sorted_by_key(|approval| approval.code));
    assert!(EEA_STATES.is_sorted());
    for entry in APPROVED {
        assert!(!EEA_STATES.contains(&entry.code));
        assert!(Country::new(entry.code).is_ok());
        let read = entry.provenance.starts_with("DPA 2018 Sch 21");
        assert_eq!(entry.confidence == Confidence::Verified, read, "{}", entry.code);
        assert_eq!(approval(country(entry.code), KNOWN_ON), Some(entry));
        let before = entry.from.plus_days(-1).expect("a day before");
        assert_eq!(approval(country(entry.code), before), None);
    }
    assert_eq!(approval(country("IN"), KNOWN_ON), None);
    // Every pair of letters is approved or is not, and only the listed ones are. Greece has two.
    let listed = (b'A'..=b'Z')
        .flat_map(|a| (b'A'..=b'Z').map(move |b| [a, b]))
        .filter(|letters| {
            let code = core::str::from_utf8(letters).expect("letters");
            approval(country(code), KNOWN_ON).is_some()
        })
        .count();
    assert_eq!(listed, APPROVED.len() + EEA_STATES.len() + 1);
    let partial: Vec<_> =
        APPROVED.iter().filter(|a| a.scope != Scope::All).map(|a| a.code).collect();
    assert_eq!(partial, ["CA", "IL", "JP", "US"]);
}

#[test]
fn an_approval_that_ends_stands_to_the_day_before() {
    let ended = super::Approval { until: Some(AFTER), ..APPROVED[0] };
    assert!(ended.stands(BEFORE) && !ended.stands(AFTER));
    assert!(APPROVED[0].stands(AFTER));
}

#[test]
fn a_country_with_two_names_is_one_country() {
    assert_eq!(country("UK"), Country::UNITED_KINGDOM);
    assert_eq!(country("EL"), country("GR"));
    // What stays at home is no transfer, however home is written (TR-14).
    let home = Transfer::to(country("UK"), CategorySet::EVERY, Controller::CHARITY);
    assert_eq!(home.check(Day::literal(2026, 3, 1)).standing(), Standing::NotRestricted);
}

#[test]
fn a_country_is_two_capitals() {
    for wrong in ["", "U", "us", "USA", "U1", "ÜS", "  "] {
        assert!(Country::new(wrong).is_err(), "{wrong}");
    }
    assert_eq!("US".parse::<Country>().map(|c| c.to_string()), Ok("US".to_owned()));
}

#[test]
fn bodies_are_approved_or_not_as_bodies() {
    let towards = |destination| {
        Transfer::towards(destination, CategorySet::NONE, Controller::CHARITY)
            .by(Mechanism::Approved)
    };
    assert!(towards(Destination::EuropeanBody).check(AFTER).is_permitted());
    assert_eq!(towards(Destination::InternationalOrganisation).check(AFTER).ids(), ["TR-07"]);
}

#[test]
fn names_are_found_again_and_before_the_law_nothing_is_known() {
    for (name, mechanism) in Mechanism::NAMES {
        assert_eq!((mechanism.name(), Mechanism::from_name(name)), (name, Some(mechanism)));
    }
    for (name, fact) in Fact::NAMES {
        assert_eq!((fact.name(), Fact::from_name(name)), (name, Some(fact)));
        assert_eq!(FactSet::of(&[fact]).iter().collect::<Vec<_>>(), [fact]);
    }
    assert_eq!(to("FR").check(Day::literal(2018, 5, 24)).ids(), ["RG-01"]);
}

#[cfg(feature = "serde")]
#[test]
fn an_outcome_is_written_with_what_is_only_believed_apart() {
    let clauses = to("US").by(Mechanism::EuClauses);
    let written = serde_json::to_value(clauses.check(AFTER)).expect("json");
    assert_eq!(written["standing"], "not-permitted");
    assert_eq!(written["faults"][0]["rule"], "TR-04");
    assert_eq!(written["faults"][0]["says"], "nothing on record shows `test-met`");
    assert!(written["notes"][0].as_str().is_some_and(|note| note.ends_with("(TR-11)")));
}
